/* SPDX-License-Identifier: Apache-2.0 */
/* Encryption of RFC 8291, section 3.4: two derivations, then one record of RFC 8188. */
#include "push/webpush.h"

#include "auth/base64url.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <string.h>

enum { SALT = 16, HASH = 32, CEK = 16, NONCE = 12, TAG = 16, HEADER = SALT + 4 + 1 + PX_WEBPUSH_KEY, RECORD = 4096 };

static enum px_err broken(struct px_error *error)
{
	return px_fail(error, PX_INTERNAL, NULL, "the message can't be encrypted");
}

enum px_err px_webpush_keys_read(struct px_str p256dh, struct px_str auth, struct px_webpush_keys *keys,
				 struct px_error *error)
{
	size_t size = sizeof(keys->key);

	if (!px_base64url_decode(p256dh, keys->key, &size) || size != sizeof(keys->key) || keys->key[0] != 4)
		return px_fail(error, PX_INVALID, "p256dh", "must be a public key of P-256, 65 bytes in base64url");
	size = sizeof(keys->secret);
	if (!px_base64url_decode(auth, keys->secret, &size) || size != sizeof(keys->secret))
		return px_fail(error, PX_INVALID, "auth", "must be 16 bytes in base64url");
	return PX_OK;
}

static EVP_PKEY *public_key(const unsigned char point[PX_WEBPUSH_KEY])
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;
	char group[] = "P-256";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)(uintptr_t)point, PX_WEBPUSH_KEY),
		OSSL_PARAM_construct_end(),
	};

	if (!context || EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	return key;
}

static bool agree(EVP_PKEY *own, EVP_PKEY *peer, unsigned char secret[HASH])
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(own, NULL);
	size_t size = HASH;
	bool ok = context && EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, peer) == 1 &&
		  EVP_PKEY_derive(context, secret, &size) == 1 && size == HASH;

	EVP_PKEY_CTX_free(context);
	return ok;
}

static bool hmac(const unsigned char *key, size_t key_size, const unsigned char *data, size_t size, unsigned char out[HASH])
{
	unsigned got = 0;

	return HMAC(EVP_sha256(), key, (int)key_size, data, size, out, &got) && got == HASH;
}

/* HKDF-Expand of RFC 5869 for up to one block: HMAC(prk, info || 0x01). */
static bool expand(const unsigned char prk[HASH], const char *info, size_t info_size, unsigned char out[HASH])
{
	unsigned char block[64];

	if (info_size + 1 > sizeof(block))
		return false;
	memcpy(block, info, info_size);
	block[info_size] = 1;
	return hmac(prk, HASH, block, info_size + 1, out);
}

struct content_keys {
	unsigned char key[HASH], nonce[HASH]; /* of which CEK and NONCE bytes are used */
};

static bool derive(const struct px_webpush_keys *keys, const unsigned char own[PX_WEBPUSH_KEY],
		   const unsigned char shared[HASH], const unsigned char salt[SALT], struct content_keys *out)
{
	static const char label[] = "WebPush: info", key_info[] = "Content-Encoding: aes128gcm",
			  nonce_info[] = "Content-Encoding: nonce";
	unsigned char info[sizeof(label) + 2 * PX_WEBPUSH_KEY + 1], prk[HASH], input[HASH];

	/* key_info = "WebPush: info" 0x00 ua_public as_public, then the 0x01 of the expansion */
	memcpy(info, label, sizeof(label));
	memcpy(info + sizeof(label), keys->key, PX_WEBPUSH_KEY);
	memcpy(info + sizeof(label) + PX_WEBPUSH_KEY, own, PX_WEBPUSH_KEY);
	info[sizeof(info) - 1] = 1;
	return hmac(keys->secret, sizeof(keys->secret), shared, HASH, prk) && hmac(prk, HASH, info, sizeof(info), input) &&
	       hmac(salt, SALT, input, HASH, prk) && expand(prk, key_info, sizeof(key_info), out->key) &&
	       expand(prk, nonce_info, sizeof(nonce_info), out->nonce);
}

/* One record, the last: its padding begins with 0x02. */
static bool seal(const struct content_keys *keys, struct px_str message, unsigned char *out)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	static const unsigned char delimiter = 2;
	int size = 0, more = 0, rest = 0;
	bool ok = context && EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, keys->key, keys->nonce) == 1 &&
		  EVP_EncryptUpdate(context, out, &size, (const unsigned char *)message.data, (int)message.size) == 1 &&
		  EVP_EncryptUpdate(context, out + size, &more, &delimiter, 1) == 1 &&
		  EVP_EncryptFinal_ex(context, out + size + more, &rest) == 1 &&
		  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG, out + size + more + rest) == 1;

	EVP_CIPHER_CTX_free(context);
	return ok;
}

static void write_header(const unsigned char salt[SALT], const unsigned char own[PX_WEBPUSH_KEY], unsigned char *out)
{
	memcpy(out, salt, SALT);
	out[SALT] = RECORD >> 24;
	out[SALT + 1] = RECORD >> 16 & 0xff;
	out[SALT + 2] = RECORD >> 8 & 0xff;
	out[SALT + 3] = RECORD & 0xff;
	out[SALT + 4] = PX_WEBPUSH_KEY;
	memcpy(out + SALT + 5, own, PX_WEBPUSH_KEY);
}

enum px_err px_webpush_encrypt(const struct px_webpush_keys *keys, struct px_str message, struct px_buf *out,
			       struct px_error *error)
{
	unsigned char own_point[PX_WEBPUSH_KEY], shared[HASH], salt[SALT];
	struct content_keys content;
	size_t size = sizeof(own_point), total = HEADER + message.size + 1 + TAG;
	char *where;

	if (message.size > PX_WEBPUSH_TEXT_MAX)
		return px_fail(error, PX_TOO_LARGE, NULL, "a push message has at most %d bytes", PX_WEBPUSH_TEXT_MAX);
	EVP_PKEY *peer = public_key(keys->key);
	if (!peer)
		return px_fail(error, PX_INVALID, "p256dh", "is not a point of P-256");
	EVP_PKEY *own = EVP_EC_gen("P-256");
	bool ok = own && EVP_PKEY_get_octet_string_param(own, OSSL_PKEY_PARAM_PUB_KEY, own_point, size, &size) == 1 &&
		  size == sizeof(own_point) && agree(own, peer, shared) && RAND_bytes(salt, SALT) == 1 &&
		  derive(keys, own_point, shared, salt, &content);
	EVP_PKEY_free(own);
	EVP_PKEY_free(peer);
	if (!ok)
		return broken(error);
	enum px_err err = px_buf_reserve(out, total, &where);
	if (err)
		return px_fail(error, err, NULL, "the message has no room");
	write_header(salt, own_point, (unsigned char *)where);
	if (!seal(&content, message, (unsigned char *)where + HEADER))
		return broken(error);
	px_buf_commit(out, total);
	return PX_OK;
}
