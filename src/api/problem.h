/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors on the wire: RFC 9457 problem details, the only place where an
 * error code becomes an HTTP status.
 */
#ifndef PX_API_PROBLEM_H
#define PX_API_PROBLEM_H

#include "base/buf.h"

#define PX_PROBLEM_TYPE "application/problem+json"

int px_problem_status(enum px_err err);
/* What to tell of a transaction that was not kept. */
void px_problem_not_kept(enum px_err err, struct px_error *error);
/*
 * `status` is the answer's, 0 for that of the code.
 * Writes {"type","title","status","detail","code","field"?,"request_id"?}.
 * Internal errors keep their detail to the log.
 */
void px_problem_write(enum px_err err, int status, const struct px_error *error,
		      const char *request_id, struct px_buf *out);

#endif
