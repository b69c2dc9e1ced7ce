/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Capped growing buffer; growth doubles, never past the cap.
 */
#include "base/buf.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void px_buf_init(struct px_buf *buf, size_t cap)
{
	*buf = PX_BUF_INIT(cap);
}

void px_buf_release(struct px_buf *buf)
{
	free(buf->data);
	*buf = PX_BUF_INIT(buf->cap);
}

void px_buf_clear(struct px_buf *buf)
{
	buf->size = 0;
	buf->overflow = false;
	if (buf->data)
		buf->data[0] = '\0';
}

static enum px_err grow(struct px_buf *buf, size_t extra)
{
	size_t need = buf->size + extra;

	if (buf->overflow || extra > buf->cap || need > buf->cap) {
		buf->overflow = true;
		return PX_TOO_LARGE;
	}
	size_t capacity = buf->capacity ? buf->capacity : 64;
	while (capacity < need)
		capacity *= 2;
	if (capacity > buf->cap)
		capacity = buf->cap;
	buf->data = px_realloc(buf->data, capacity + 1);
	buf->capacity = capacity;
	buf->data[buf->size] = '\0';
	return PX_OK;
}

enum px_err px_buf_reserve(struct px_buf *buf, size_t extra, char **where)
{
	if (buf->overflow || !buf->data || extra > buf->capacity - buf->size) {
		enum px_err err = grow(buf, extra);
		if (err)
			return err;
	}
	*where = buf->data + buf->size;
	return PX_OK;
}

void px_buf_commit(struct px_buf *buf, size_t added)
{
	buf->size += added;
	buf->data[buf->size] = '\0';
}

enum px_err px_buf_append(struct px_buf *buf, const void *data, size_t size)
{
	char *where;
	enum px_err err = px_buf_reserve(buf, size, &where);

	if (err)
		return err;
	if (size)
		memcpy(where, data, size);
	px_buf_commit(buf, size);
	return PX_OK;
}

enum px_err px_buf_char(struct px_buf *buf, char c)
{
	return px_buf_append(buf, &c, 1);
}

enum px_err px_buf_str(struct px_buf *buf, struct px_str s)
{
	return px_buf_append(buf, s.data, s.size);
}

enum px_err px_buf_text(struct px_buf *buf, const char *text)
{
	return px_buf_append(buf, text, strlen(text));
}

enum px_err px_buf_int(struct px_buf *buf, int64_t value)
{
	char digits[24], *p = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*--p = '-';
	return px_buf_append(buf, p, (size_t)(digits + sizeof(digits) - p));
}

enum px_err px_buf_printf(struct px_buf *buf, const char *format, ...)
{
	char small[256], *where;
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	enum px_err err = n < 0 ? PX_INTERNAL : PX_OK;
	if (!err && (size_t)n < sizeof(small)) {
		err = px_buf_append(buf, small, (size_t)n);
	} else if (!err) {
		err = px_buf_reserve(buf, (size_t)n, &where);
		if (!err) {
			vsnprintf(where, (size_t)n + 1, format, again);
			px_buf_commit(buf, (size_t)n);
		}
	}
	va_end(again);
	return err;
}

void px_buf_consume(struct px_buf *buf, size_t count)
{
	if (count == 0)
		return;
	memmove(buf->data, buf->data + count, buf->size - count + 1);
	buf->size -= count;
}

char *px_buf_take(struct px_buf *buf)
{
	char *data = buf->data ? buf->data : px_strdup("");

	*buf = PX_BUF_INIT(buf->cap);
	return data;
}
