/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenSSL does the cryptography; this file fixes the choices.
 */
#include "auth/secret.h"

#include "auth/base64url.h"
#include "auth/private_file.h"
#include "base/random.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/sha.h>

enum { NONCE = 12, TAG = 16, TOKEN_BYTES = 32, TOKEN_CHARS = 43, SEALED_MAX = 8192 };

/* A bug or an exhausted machine: going on would mean weaker secrets than promised. */
static void must(bool good)
{
	if (!good)
		abort();
}

static void hkdf(const void *from, size_t size, const char *purpose, uint8_t key[PX_SECRET_KEY])
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)from, size),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)"pixie", 5),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)purpose, strlen(purpose)),
		OSSL_PARAM_construct_end(),
	};

	must(context != NULL && EVP_KDF_derive(context, key, PX_SECRET_KEY, params) == 1);
	EVP_KDF_CTX_free(context);
	EVP_KDF_free(kdf);
}

static enum px_err create_secret(const char *path, struct px_buf *text, struct px_error *error)
{
	uint8_t bytes[PX_SECRET_KEY];

	px_random_bytes(bytes, sizeof(bytes));
	px_base64url_append(text, bytes, sizeof(bytes));
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return px_private_file_write(path, px_buf_view(text), error);
}

enum px_err px_secret_load(const char *text, const char *path, struct px_secret *secret,
			   struct px_error *error)
{
	struct px_buf file = PX_BUF_INIT(4096);
	struct px_str given = px_str(text);
	enum px_err err = PX_OK;

	if (text == NULL) {
		err = px_private_file_read(path, &file, error);
		if (err == PX_NOT_FOUND)
			err = create_secret(path, &file, error);
		given = px_str_trim(px_buf_view(&file));
	}
	if (err == PX_OK && given.size < PX_SECRET_MIN)
		err = px_fail(error, PX_INVALID, "secret", "the secret must have at least %d bytes", PX_SECRET_MIN);
	if (err == PX_OK)
		hkdf(given.data, given.size, "master", secret->master);
	if (file.data != NULL)
		OPENSSL_cleanse(file.data, file.size);
	px_buf_release(&file);
	return err;
}

void px_secret_wipe(struct px_secret *secret)
{
	OPENSSL_cleanse(secret, sizeof(*secret));
}

void px_secret_derive(const struct px_secret *secret, const char *purpose, uint8_t key[PX_SECRET_KEY])
{
	hkdf(secret->master, sizeof(secret->master), purpose, key);
}

/* ---------------------------------------------------------------- sealing */

enum px_err px_seal(const uint8_t key[PX_SECRET_KEY], struct px_str context, struct px_str plain,
		    struct px_buf *out)
{
	uint8_t bytes[NONCE + SEALED_MAX + TAG];
	EVP_CIPHER_CTX *cipher;
	int length;
	bool good;

	if (plain.size > SEALED_MAX)
		return PX_TOO_LARGE;
	px_random_bytes(bytes, NONCE);
	cipher = EVP_CIPHER_CTX_new();
	good = cipher != NULL && EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, bytes) == 1 &&
	       EVP_EncryptUpdate(cipher, NULL, &length, (const uint8_t *)context.data, (int)context.size) == 1 &&
	       EVP_EncryptUpdate(cipher, bytes + NONCE, &length, (const uint8_t *)plain.data,
				 (int)plain.size) == 1 &&
	       EVP_EncryptFinal_ex(cipher, bytes + NONCE + plain.size, &length) == 1 &&
	       EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG, bytes + NONCE + plain.size) == 1;
	EVP_CIPHER_CTX_free(cipher);
	return good ? px_base64url_append(out, bytes, NONCE + plain.size + TAG) : PX_INTERNAL;
}

enum px_err px_unseal(const uint8_t key[PX_SECRET_KEY], struct px_str context, struct px_str sealed,
		      struct px_buf *out)
{
	uint8_t bytes[NONCE + SEALED_MAX + TAG], plain[SEALED_MAX];
	size_t size = sizeof(bytes);
	EVP_CIPHER_CTX *cipher;
	int length;
	enum px_err err = PX_CORRUPT;

	if (!px_base64url_decode(sealed, bytes, &size) || size < NONCE + TAG)
		return PX_CORRUPT;
	size -= NONCE + TAG;
	cipher = EVP_CIPHER_CTX_new();
	if (cipher != NULL && EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), NULL, key, bytes) == 1 &&
	    EVP_DecryptUpdate(cipher, NULL, &length, (const uint8_t *)context.data, (int)context.size) == 1 &&
	    EVP_DecryptUpdate(cipher, plain, &length, bytes + NONCE, (int)size) == 1 &&
	    EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, TAG, bytes + NONCE + size) == 1 &&
	    EVP_DecryptFinal_ex(cipher, plain + size, &length) == 1)
		err = px_buf_append(out, plain, size);
	EVP_CIPHER_CTX_free(cipher);
	OPENSSL_cleanse(plain, size);
	return err;
}

/* ---------------------------------------------------------- opaque tokens */

void px_opaque_make(const char *prefix, char *text)
{
	uint8_t bytes[TOKEN_BYTES];
	size_t length = strlen(prefix);

	px_random_bytes(bytes, sizeof(bytes));
	memcpy(text, prefix, length);
	length += px_base64url_encode(bytes, sizeof(bytes), text + length);
	text[length] = '\0';
	OPENSSL_cleanse(bytes, sizeof(bytes));
}

bool px_opaque_shaped(struct px_str text, const char *prefix)
{
	uint8_t bytes[TOKEN_BYTES];
	size_t size = sizeof(bytes), length = strlen(prefix);
	bool good;

	if (!px_str_starts(text, px_str(prefix)) || text.size != length + TOKEN_CHARS)
		return false;
	good = px_base64url_decode(px_str_n(text.data + length, TOKEN_CHARS), bytes, &size);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return good;
}

void px_opaque_hash(struct px_str text, char hash[PX_HASH_TEXT])
{
	uint8_t digest[SHA256_DIGEST_LENGTH];

	must(EVP_Digest(text.data ? text.data : "", text.size, digest, NULL, EVP_sha256(), NULL) == 1);
	hash[px_base64url_encode(digest, sizeof(digest), hash)] = '\0';
}

void px_keyed_hash(const uint8_t key[PX_SECRET_KEY], struct px_id user, struct px_str text,
		   char hash[PX_HASH_TEXT])
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	struct px_buf input = PX_BUF_INIT(1024);

	px_buf_append(&input, user.bytes, sizeof(user.bytes));
	px_buf_append(&input, text.data, text.size < 512 ? text.size : 512);
	must(HMAC(EVP_sha256(), key, PX_SECRET_KEY, (uint8_t *)input.data, input.size, digest, NULL) != NULL);
	hash[px_base64url_encode(digest, sizeof(digest), hash)] = '\0';
	OPENSSL_cleanse(input.data, input.size);
	px_buf_release(&input);
}

bool px_secret_eq(struct px_str a, struct px_str b)
{
	return a.size == b.size && (a.size == 0 || CRYPTO_memcmp(a.data, b.data, a.size) == 0);
}
