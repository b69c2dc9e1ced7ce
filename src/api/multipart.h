/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of multipart/form-data (RFC 7578) as they arrive: each part's headers,
 * then its content in pieces.
 *
 * However long the body, at most one piece and PX_PART_HEADERS_MAX bytes are
 * held, and what is outside of all parts is as short.  Names and file names are taken as they were sent, quotes and
 * backslashes undone; other headers than Content-Disposition and Content-Type
 * are passed over.  No I/O.
 */
#ifndef PX_API_MULTIPART_H
#define PX_API_MULTIPART_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* Valid during the call that brings it. */
struct px_part {
	struct px_str name, file_name, type; /* empty if absent */
};

/* An error of one of these ends the reading and is its result. */
struct px_multipart_events {
	enum px_err (*part)(void *arg, const struct px_part *part, struct px_error *error);
	/* More of the content of the latest part, never empty; a part without content brings none. */
	enum px_err (*content)(void *arg, struct px_str bytes, struct px_error *error);
};

struct px_multipart {
	const struct px_multipart_events *events;
	void *arg;
	struct px_arena *arena;
	struct px_str delimiter; /* "\r\n--boundary" */
	struct px_buf held;      /* what can't be told yet */
	size_t parts;            /* read so far */
	size_t outside;          /* bytes before the first and after the last of them */
	int state;
};

enum { PX_PARTS_MAX = 20, PX_PART_HEADERS_MAX = 8192 };

/*
 * `type`: the Content-Type header's value.  PX_INVALID if it is no multipart/form-data with a boundary.
 * The arena must outlive the reading; px_multipart_release in any case.
 */
enum px_err px_multipart_init(struct px_multipart *multipart, struct px_str type, const struct px_multipart_events *events,
			      void *arg, struct px_arena *arena, struct px_error *error) PX_MUST_CHECK;
/* The next bytes of the body; PX_INVALID where it is malformed. */
enum px_err px_multipart_feed(struct px_multipart *multipart, struct px_str bytes, struct px_error *error) PX_MUST_CHECK;
/* After the last bytes: PX_INVALID if the body is cut off. */
enum px_err px_multipart_end(struct px_multipart *multipart, struct px_error *error) PX_MUST_CHECK;
void px_multipart_release(struct px_multipart *multipart);

#endif
