/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base64 (RFC 4648): the standard alphabet with padding for binary packets in
 * polling payloads, and the URL alphabet without padding for ids.
 */
#ifndef PX_NET_EIO_BASE64_H
#define PX_NET_EIO_BASE64_H

#include "base/str.h"

static inline size_t px_eio_base64_size(size_t size)
{
	return (size + 2) / 3 * 4;
}

/* Writes px_eio_base64_size(size) characters, no NUL. */
void px_eio_base64_encode(char *out, const void *data, size_t size);
/* URL alphabet, no padding, no NUL; returns the length. */
size_t px_eio_base64url_encode(char *out, const void *data, size_t size);
/*
 * Decodes the standard alphabet, padding optional but correct if there is
 * any.  `out` may be `text.data` itself.  False if it is anything else.
 */
bool px_eio_base64_decode(struct px_str text, char *out, size_t *size);
/* Exactly `size` bytes of the URL alphabet without padding; canonical only. */
bool px_eio_base64url_decode(struct px_str text, void *out, size_t size);

#endif
