/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of multipart/form-data (RFC 7578): their parts, one after the other.
 *
 * Pure: everything points into the body or the arena.  Names and file names
 * are taken as they were sent, quotes and backslashes undone; other headers
 * than Content-Disposition and Content-Type are passed over.
 */
#ifndef PX_API_MULTIPART_H
#define PX_API_MULTIPART_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct px_multipart {
	struct px_str rest;       /* what is not read yet */
	struct px_str delimiter;  /* "\r\n--boundary" */
	size_t parts;             /* read so far */
	bool done;
};

struct px_part {
	struct px_str name, file_name, type; /* empty if absent */
	struct px_str content;
};

enum { PX_PARTS_MAX = 20, PX_PART_HEADERS_MAX = 8192 };

/* `type`: the Content-Type header's value.  PX_INVALID if it is no multipart/form-data with a boundary. */
enum px_err px_multipart_init(struct px_multipart *multipart, struct px_str type, struct px_str body,
			      struct px_arena *arena, struct px_error *error) PX_MUST_CHECK;
/* The next part; PX_NOT_FOUND after the last; PX_INVALID where the body is malformed or cut off. */
enum px_err px_multipart_next(struct px_multipart *multipart, struct px_arena *arena, struct px_part *part,
			      struct px_error *error) PX_MUST_CHECK;

#endif
