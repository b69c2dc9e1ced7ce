/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decoder of the chunked transfer coding (RFC 9112 section 7.1), strict.
 *
 * Chunk extensions are refused: nobody who talks to us needs them and they
 * are a smuggling vehicle.  Trailer fields are checked and dropped.  Only
 * src/net and its tests include this.
 */
#ifndef PX_NET_HTTP_CHUNKED_H
#define PX_NET_HTTP_CHUNKED_H

#include "base/buf.h"

/* Zero-initialise for each body. */
struct px_http_chunked {
	uint8_t state;
	uint8_t digits;   /* of the size being read */
	uint64_t left;    /* of the chunk */
	size_t trailer;   /* bytes of trailer fields so far */
};

enum px_http_chunked_result {
	PX_HTTP_CHUNKED_MORE,
	PX_HTTP_CHUNKED_DONE,
	PX_HTTP_CHUNKED_BAD,
	PX_HTTP_CHUNKED_TOO_LARGE /* over the buffer's cap */
};

/* Takes bytes off *input and appends what they carry to `body`. */
enum px_http_chunked_result px_http_chunked_feed(struct px_http_chunked *chunked,
						 struct px_str *input, struct px_buf *body);

#endif
