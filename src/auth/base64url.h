/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base64url without padding (RFC 4648 section 5, as RFC 7515 uses it).
 *
 * Decoding is strict: only the 64 characters, no padding, no white space, and
 * unused trailing bits must be zero, so that each value has one encoding.
 */
#ifndef PX_AUTH_BASE64URL_H
#define PX_AUTH_BASE64URL_H

#include "base/buf.h"

/* Length of the encoding of `size` bytes. */
#define PX_BASE64URL_SIZE(size) (((size) * 4 + 2) / 3)

/* Writes PX_BASE64URL_SIZE(size) characters, no NUL; returns their number. */
size_t px_base64url_encode(const void *data, size_t size, char *out);
enum px_err px_base64url_append(struct px_buf *out, const void *data, size_t size);
/* *size is the room in `out` and becomes the length; false if it is not canonical or does not fit. */
bool px_base64url_decode(struct px_str text, void *out, size_t *size);

#endif
