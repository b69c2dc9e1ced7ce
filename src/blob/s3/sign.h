/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AWS Signature Version 4 of a request to S3 ("Signature Calculations for the
 * Authorization Header", payload signed).  Pure.  Private to blob/s3/.
 */
#ifndef PX_BLOB_S3_SIGN_H
#define PX_BLOB_S3_SIGN_H

#include "base/buf.h"

struct px_s3_keys {
	const char *id, *secret, *region;
};

/* A header that is sent and signed; names are in lower case. */
struct px_s3_header {
	const char *name, *value;
};

enum { PX_S3_HEADERS = 12, PX_S3_HEADER_TEXT = 640 };

struct px_s3_request {
	const char *method;
	const char *host;   /* as it is sent: with its port, unless that is the scheme's own */
	const char *path;   /* encoded, from "/" on */
	const char *query;  /* encoded, its names sorted; "" */
	const struct px_s3_header *headers; /* sorted by name, x-amz-* alone; ends with a NULL name; may be NULL */
	struct px_str body;
	int64_t now;        /* UTC milliseconds */
};

/* The lines to send: the request's headers, the date, the payload's hash and the signature; NULL at the end. */
struct px_s3_signed {
	char text[PX_S3_HEADERS][PX_S3_HEADER_TEXT];
	const char *lines[PX_S3_HEADERS + 1];
};

/* PX_INTERNAL if the digest can't be computed, PX_TOO_LARGE for what does not fit. */
enum px_err px_s3_sign(const struct px_s3_keys *keys, const struct px_s3_request *request, struct px_s3_signed *out,
		       struct px_error *error) PX_MUST_CHECK;
/* Percent-encodes as S3 wants it: all but letters, digits and "-._~", and "/" if it is to stay. */
void px_s3_encode(struct px_buf *out, struct px_str text, bool keep_slash);

#endif
