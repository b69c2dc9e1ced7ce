/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kept file as an answer: whole, or one range of its bytes (RFC 9110 section
 * 14).  A step that reads rows says which file it is; the worker's step reads
 * the bytes, and the last one says what they are.
 */
#ifndef PX_API_FILE_SEND_H
#define PX_API_FILE_SEND_H

#include "api/api_internal.h"

struct px_sent_file {
	const char *hash, *media_type;
	const char *name; /* for whoever saves it; NULL: none is told */
	int64_t size;
};

/* Takes the file, whose texts live as long as the call, as the call's state. */
void px_file_send(struct px_call *call, const struct px_sent_file *file);
/* [worker] */
enum px_err px_file_send_read(struct px_call *call, struct px_error *error) PX_MUST_CHECK;
/* [shard] The last step. */
enum px_err px_file_send_answer(struct px_call *call, struct px_error *error) PX_MUST_CHECK;

#endif
