/* SPDX-License-Identifier: Apache-2.0 */
/* Our key in its file, and the token of RFC 8292: a JWT signed with ES256. */
#include "push/webpush.h"

#include "auth/base64url.h"
#include "auth/private_file.h"
#include "base/mem.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdlib.h>
#include <string.h>

enum { PEM_MAX = 4096, HALF = 32, TOKEN_HOURS = 12 };

struct px_vapid {
	EVP_PKEY *key;
	char public[PX_WEBPUSH_KEY * 2];
};

static enum px_err write_key(const char *path, EVP_PKEY *key, struct px_error *error)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data = NULL;
	enum px_err err = PX_INTERNAL;

	if (bio && PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1) {
		long size = BIO_get_mem_data(bio, &data);
		err = px_private_file_write(path, px_str_n(data, (size_t)size), error);
	} else {
		err = px_fail(error, err, NULL, "the key of push messages can't be written");
	}
	BIO_free(bio);
	return err;
}

static enum px_err read_key(const char *path, EVP_PKEY **key, struct px_error *error)
{
	struct px_buf pem = PX_BUF_INIT(PEM_MAX);
	enum px_err err = px_private_file_read(path, &pem, error);

	*key = NULL;
	if (!err) {
		BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.size);
		*key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
		BIO_free(bio);
		if (!*key || !EVP_PKEY_is_a(*key, "EC"))
			err = px_fail(error, PX_CORRUPT, "push", "%s holds no key of P-256", path);
	}
	if (pem.data)
		OPENSSL_cleanse(pem.data, pem.size);
	px_buf_release(&pem);
	return err;
}

enum px_err px_vapid_open(const char *path, struct px_vapid **out, struct px_error *error)
{
	unsigned char point[PX_WEBPUSH_KEY];
	struct px_error why = { 0 };
	size_t size = sizeof(point);
	EVP_PKEY *key = NULL;
	enum px_err err = read_key(path, &key, &why);

	if (err == PX_NOT_FOUND) {
		key = EVP_EC_gen("P-256");
		err = key ? write_key(path, key, &why) : PX_INTERNAL;
	}
	if (!err && (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, size, &size) != 1 || size != sizeof(point)))
		err = px_fail(&why, PX_CORRUPT, "push", "%s holds no key of P-256", path);
	if (err) {
		EVP_PKEY_free(key);
		return px_fail(error, err, why.field, "%s", why.message);
	}
	struct px_vapid *vapid = px_calloc(1, sizeof(*vapid));
	vapid->key = key;
	px_base64url_encode(point, size, vapid->public);
	*out = vapid;
	return PX_OK;
}

void px_vapid_free(struct px_vapid *vapid)
{
	if (vapid)
		EVP_PKEY_free(vapid->key);
	free(vapid);
}

const char *px_vapid_public(const struct px_vapid *vapid)
{
	return vapid->public;
}

/* "https://push.example:8443" of a URL. */
static struct px_str origin_of(const char *url)
{
	const char *host = strstr(url, "://");

	return host ? px_str_n(url, (size_t)(host + 3 - url) + strcspn(host + 3, "/?#")) : px_str_n(url, 0);
}

/* The two numbers of the signature, each in 32 bytes (RFC 7518, section 3.4). */
static bool sign(EVP_PKEY *key, struct px_str text, unsigned char out[2 * HALF])
{
	unsigned char der[128];
	const unsigned char *at = der;
	size_t size = sizeof(der);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool ok = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
		  EVP_DigestSign(context, der, &size, (const unsigned char *)text.data, text.size) == 1;
	ECDSA_SIG *signature = ok ? d2i_ECDSA_SIG(NULL, &at, (long)size) : NULL;

	ok = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, HALF) == HALF &&
	     BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + HALF, HALF) == HALF;
	ECDSA_SIG_free(signature);
	EVP_MD_CTX_free(context);
	return ok;
}

enum px_err px_vapid_authorize(const struct px_vapid *vapid, const char *endpoint, const char *subject, int64_t now,
			       struct px_buf *out, struct px_error *error)
{
	static const char header[] = "{\"typ\":\"JWT\",\"alg\":\"ES256\"}";
	struct px_buf claims = PX_BUF_INIT(2048), token = PX_BUF_INIT(4096);
	struct px_str origin = origin_of(endpoint);
	unsigned char signature[2 * HALF];

	(void)px_buf_printf(&claims, "{\"aud\":\"%.*s\",\"exp\":%lld,\"sub\":\"%s\"}", PX_STR_ARG(origin),
			    (long long)(now / 1000 + TOKEN_HOURS * 3600), subject);
	(void)px_base64url_append(&token, header, sizeof(header) - 1);
	(void)px_buf_char(&token, '.');
	(void)px_base64url_append(&token, claims.data, claims.size);
	bool ok = !claims.overflow && !token.overflow && sign(vapid->key, px_buf_view(&token), signature);
	(void)px_buf_char(&token, '.');
	(void)px_base64url_append(&token, signature, sizeof(signature));
	enum px_err err = ok ? px_buf_printf(out, "vapid t=%s, k=%s", token.data, vapid->public) : PX_INTERNAL;
	px_buf_release(&claims);
	px_buf_release(&token);
	return err ? px_fail(error, err, NULL, "the push token can't be signed") : PX_OK;
}
