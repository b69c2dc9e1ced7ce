/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys are read and replaced as a whole set; the first of the set is the one
 * that signs.
 */
#include "auth/keyring.h"

#include "auth/records.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <openssl/crypto.h>
#include <pthread.h>

struct px_keyring {
	enum px_jwt_alg alg;
	uint8_t seal_key[PX_SECRET_KEY];
	pthread_rwlock_t lock; /* for `set` */
	struct px_jwks *set;   /* newest first */
};

struct px_keyring *px_keyring_new(enum px_jwt_alg alg, const uint8_t seal_key[PX_SECRET_KEY])
{
	struct px_keyring *ring = px_calloc(1, sizeof(*ring));

	ring->alg = alg;
	memcpy(ring->seal_key, seal_key, PX_SECRET_KEY);
	ring->set = px_calloc(1, sizeof(*ring->set));
	pthread_rwlock_init(&ring->lock, NULL);
	return ring;
}

void px_keyring_free(struct px_keyring *ring)
{
	if (ring == NULL)
		return;
	pthread_rwlock_destroy(&ring->lock);
	px_jwks_free(ring->set);
	OPENSSL_cleanse(ring->seal_key, sizeof(ring->seal_key));
	free(ring);
}

static enum px_err list_rows(struct px_store_tx *tx, struct px_arena *arena, struct px_signing_key_row **rows,
			     size_t *count, struct px_error *error)
{
	struct px_store_query query = { .order = "created", .descending = true, .limit = PX_JWKS_MAX_KEYS };
	void *found;
	enum px_err err = px_store_query(tx, &px_signing_key_record, &query, arena, &found, count, error);

	*rows = found;
	return err;
}

static enum px_err unseal_key(struct px_keyring *ring, const struct px_signing_key_row *row, struct px_jwk *key,
			      struct px_error *error)
{
	struct px_buf der = PX_BUF_INIT(PX_JWK_DER_MAX);
	enum px_err err = px_unseal(ring->seal_key, px_str(row->kid), px_str(row->sealed), &der);

	if (err == PX_OK)
		err = px_jwk_import((enum px_jwt_alg)row->alg, (uint8_t *)der.data, der.size, key, error);
	else
		err = px_fail(error, PX_CORRUPT, "secret",
			      "a signing key can't be opened: is this the secret the data was made with?");
	if (der.data != NULL)
		OPENSSL_cleanse(der.data, der.size);
	px_buf_release(&der);
	return err;
}

static enum px_err adopt(struct px_keyring *ring, const struct px_signing_key_row *rows, size_t count,
			 int64_t now, struct px_error *error)
{
	struct px_jwks *set = px_calloc(1, sizeof(*set)), *old;

	for (size_t i = 0; i < count; i++) {
		enum px_err err;
		if (rows[i].expires <= now)
			continue;
		err = unseal_key(ring, &rows[i], &set->keys[set->count], error);
		if (err != PX_OK) {
			px_jwks_free(set);
			return err;
		}
		set->count++;
	}
	pthread_rwlock_wrlock(&ring->lock);
	old = ring->set;
	ring->set = set;
	pthread_rwlock_unlock(&ring->lock);
	px_jwks_free(old);
	return PX_OK;
}

enum px_err px_keyring_load(struct px_keyring *ring, struct px_store_tx *tx, struct px_error *error)
{
	struct px_arena arena;
	struct px_signing_key_row *rows;
	size_t count;
	enum px_err err;

	px_arena_init(&arena);
	err = list_rows(tx, &arena, &rows, &count, error);
	if (err == PX_OK)
		err = adopt(ring, rows, count, px_clock_now(), error);
	px_arena_release(&arena);
	return err;
}

static enum px_err make_key(struct px_keyring *ring, struct px_store_tx *tx, int64_t now, struct px_error *error)
{
	struct px_signing_key_row row;
	struct px_jwk key;
	struct px_buf sealed = PX_BUF_INIT(2048);
	uint8_t der[PX_JWK_DER_MAX];
	size_t size = sizeof(der);
	enum px_err err = px_jwk_generate(ring->alg, &key, error);

	if (err != PX_OK)
		return err;
	px_record_init(&px_signing_key_record, &row);
	row.id = px_id_new();
	row.kid = key.kid;
	row.alg = (int)ring->alg;
	row.created = now;
	row.expires = now + PX_KEY_VERIFIES_MS;
	row.version = 1;
	err = px_jwk_export(&key, der, &size);
	if (err == PX_OK)
		err = px_seal(ring->seal_key, px_str(key.kid), px_str_n((char *)der, size), &sealed);
	OPENSSL_cleanse(der, sizeof(der));
	row.sealed = sealed.data;
	if (err == PX_OK)
		err = px_store_insert(tx, &px_signing_key_record, &row, error);
	if (err == PX_OK)
		px_log(PX_LOG_INFO, "auth", "signing key made", PX_LF("kid", key.kid));
	px_buf_release(&sealed);
	px_jwk_release(&key);
	return err;
}

enum px_err px_keyring_rotate(struct px_keyring *ring, struct px_store_tx *tx, int64_t now,
			      struct px_error *error)
{
	struct px_arena arena;
	struct px_signing_key_row *rows;
	size_t count;
	bool young = false;
	enum px_err err;

	px_arena_init(&arena);
	err = list_rows(tx, &arena, &rows, &count, error);
	for (size_t i = 0; err == PX_OK && i < count; i++) {
		/* a clock that was set back does not make a key old */
		if (rows[i].alg == (int)ring->alg && now - rows[i].created < PX_KEY_SIGNS_MS)
			young = true;
		if (rows[i].expires <= now)
			err = px_store_delete(tx, &px_signing_key_record, rows[i].id, error);
	}
	if (err == PX_OK && !young)
		err = make_key(ring, tx, now, error);
	if (err == PX_OK)
		err = list_rows(tx, &arena, &rows, &count, error);
	if (err == PX_OK)
		err = adopt(ring, rows, count, now, error);
	px_arena_release(&arena);
	return err;
}

enum px_err px_keyring_sign(struct px_keyring *ring, const char *typ, struct px_str payload,
			    struct px_buf *out, struct px_error *error)
{
	const struct px_jwk *key = NULL;
	enum px_err err;

	pthread_rwlock_rdlock(&ring->lock);
	for (size_t i = 0; i < ring->set->count && key == NULL; i++) {
		if (ring->set->keys[i].alg == ring->alg)
			key = &ring->set->keys[i];
	}
	err = key ? px_jwt_sign(key, typ, payload, out, error)
		  : px_fail(error, PX_INTERNAL, NULL, "there is no signing key");
	pthread_rwlock_unlock(&ring->lock);
	return err;
}

bool px_keyring_verify(struct px_keyring *ring, const struct px_jws *jws, bool *known)
{
	bool good;

	pthread_rwlock_rdlock(&ring->lock);
	good = px_jws_verify_set(jws, ring->set, known) != NULL;
	pthread_rwlock_unlock(&ring->lock);
	return good;
}

void px_keyring_publish(struct px_keyring *ring, struct px_buf *out)
{
	px_buf_text(out, "{\"keys\":[");
	pthread_rwlock_rdlock(&ring->lock);
	for (size_t i = 0; i < ring->set->count; i++) {
		if (i > 0)
			px_buf_char(out, ',');
		if (px_jwk_write(&ring->set->keys[i], true, out) != PX_OK)
			px_log(PX_LOG_ERROR, "auth", "a public key can't be written");
	}
	pthread_rwlock_unlock(&ring->lock);
	px_buf_text(out, "]}");
}
