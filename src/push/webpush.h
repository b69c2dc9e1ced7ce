/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Web Push: what is sent to a browser's push service.
 *
 * The message is encrypted for the browser's key, so that the service can't
 * read it (RFC 8291 over RFC 8188, aes128gcm, one record), and we name
 * ourselves by a signed token (VAPID, RFC 8292).  Pure: nothing is sent here.
 */
#ifndef PX_PUSH_WEBPUSH_H
#define PX_PUSH_WEBPUSH_H

#include "base/buf.h"

enum {
	PX_WEBPUSH_KEY = 65,       /* an uncompressed point of P-256 */
	PX_WEBPUSH_SECRET = 16,
	PX_WEBPUSH_TEXT_MAX = 3000, /* bytes of a message: services take 4096 of all */
};

/* Our own key, which browsers subscribe to. */
struct px_vapid;

/* From a PEM file that only its owner may read; made if it is not there. */
enum px_err px_vapid_open(const char *path, struct px_vapid **vapid, struct px_error *error) PX_MUST_CHECK;
void px_vapid_free(struct px_vapid *vapid);
/* The public key in base64url: the applicationServerKey of browsers. */
const char *px_vapid_public(const struct px_vapid *vapid);
/*
 * Appends the value of the Authorization header for that endpoint: "vapid t=…, k=…".
 * `subject` is how the service reaches us: an https or mailto URL.  `now`: UTC milliseconds.
 */
enum px_err px_vapid_authorize(const struct px_vapid *vapid, const char *endpoint, const char *subject, int64_t now,
			       struct px_buf *out, struct px_error *error) PX_MUST_CHECK;

/* The browser's part of a subscription, in base64url as it comes; PX_INVALID names what is wrong. */
struct px_webpush_keys {
	unsigned char key[PX_WEBPUSH_KEY], secret[PX_WEBPUSH_SECRET];
};
enum px_err px_webpush_keys_read(struct px_str p256dh, struct px_str auth, struct px_webpush_keys *keys,
				 struct px_error *error) PX_MUST_CHECK;
/* Appends the encrypted body. */
enum px_err px_webpush_encrypt(const struct px_webpush_keys *keys, struct px_str message, struct px_buf *out,
			       struct px_error *error) PX_MUST_CHECK;

#endif
