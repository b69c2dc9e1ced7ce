/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_buf: a growing byte buffer with a cap from birth.
 *
 * Invariants: size <= capacity <= cap; while data is not NULL, data[size] is
 * NUL, so it can be handed to C string functions.  Appending past the cap
 * changes nothing, sets `overflow`, and returns PX_TOO_LARGE; later appends
 * fail too, so a writer may append freely and check once at the end.
 * Not thread-safe.  PX_BUF_INIT(cap) or px_buf_init(); px_buf_release() frees.
 */
#ifndef PX_BASE_BUF_H
#define PX_BASE_BUF_H

#include "base/err.h"
#include "base/str.h"

struct px_buf {
	char *data;
	size_t size;
	size_t capacity; /* bytes usable, without the terminating NUL */
	size_t cap;      /* never grows past this */
	bool overflow;
};

#define PX_BUF_INIT(limit) ((struct px_buf){ .cap = (limit) })

void px_buf_init(struct px_buf *buf, size_t cap);
void px_buf_release(struct px_buf *buf);
/* Forgets the content and the overflow mark, keeps the memory. */
void px_buf_clear(struct px_buf *buf);
/* Makes room for `extra` more bytes; *where points at them. They count only after px_buf_commit. */
enum px_err px_buf_reserve(struct px_buf *buf, size_t extra, char **where);
void px_buf_commit(struct px_buf *buf, size_t added);
enum px_err px_buf_append(struct px_buf *buf, const void *data, size_t size);
enum px_err px_buf_char(struct px_buf *buf, char c);
enum px_err px_buf_str(struct px_buf *buf, struct px_str s);
enum px_err px_buf_text(struct px_buf *buf, const char *text);
enum px_err px_buf_int(struct px_buf *buf, int64_t value);
enum px_err px_buf_printf(struct px_buf *buf, const char *format, ...) PX_PRINTF(2, 3);
/* Removes `count` bytes from the front (count <= size). */
void px_buf_consume(struct px_buf *buf, size_t count);
/* Heap string now owned by the caller (never NULL); the buffer is empty again. */
char *px_buf_take(struct px_buf *buf);

static inline struct px_str px_buf_view(const struct px_buf *buf)
{
	return px_str_n(buf->data ? buf->data : "", buf->size);
}

#endif
