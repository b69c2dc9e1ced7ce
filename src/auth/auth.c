/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Life cycle of struct px_auth, and the check of each request: cache, then
 * the token's own proof (on the loop), then the store (on a shard).
 */
#include "auth/auth.h"

#include "auth/auth_internal.h"

#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <stdio.h>

/* ------------------------------------------------------------------ set-up */

static enum px_err load_secret(struct px_auth *auth, const char *text, uint8_t key_seal[PX_SECRET_KEY],
			       struct px_error *error)
{
	struct px_secret secret;
	char path[PATH_MAX];
	enum px_err err;

	snprintf(path, sizeof(path), "%s/secret", auth->data_dir);
	err = px_secret_load(text, path, &secret, error);
	if (err != PX_OK)
		return err;
	px_secret_derive(&secret, "signing keys", key_seal);
	px_secret_derive(&secret, "csrf", auth->csrf_key);
	px_secret_derive(&secret, "totp", auth->totp_key);
	px_secret_derive(&secret, "recovery codes", auth->recovery_key);
	px_secret_derive(&secret, "jobs", auth->job_key);
	px_secret_derive(&secret, "login state", auth->state_key);
	px_secret_wipe(&secret);
	return PX_OK;
}

/* Unknown people are compared with the hash of a password nobody knows, at the same cost. */
static enum px_err make_nobody(struct px_auth *auth)
{
	uint8_t bytes[24];

	px_random_bytes(bytes, sizeof(bytes));
	return px_password_hash(&auth->password, px_str_n((char *)bytes, sizeof(bytes)), auth->nobody);
}

static enum px_err prepare_keys(struct px_auth *auth, struct px_error *error)
{
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(auth->store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);

	if (err != PX_OK)
		return err;
	err = px_keyring_rotate(auth->keys, tx, px_clock_now(), error);
	if (err == PX_OK)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}

static void copy_config(struct px_auth *auth, const struct px_auth_config *config)
{
	auth->store = config->store;
	auth->data_dir = px_strdup(config->data_dir);
	auth->issuer = px_strdup(config->issuer ? config->issuer : "pixie");
	auth->owner_name = px_strdup(config->owner_name ? config->owner_name : "Owner");
	auth->new_user_job = config->new_user_job;
	auth->sends_mail = config->sends_mail;
	auth->sends_sms = config->sends_sms;
	auth->zone = px_strdup(config->zone ? config->zone : "UTC");
	auth->locale = px_strdup(config->locale ? config->locale : "en-GB");
	auth->signup = config->signup;
	auth->require_verified = config->require_verified;
	auth->password = config->password ? *config->password : px_password_default;
}

enum px_err px_auth_new(const struct px_auth_config *config, struct px_auth **auth, struct px_error *error)
{
	struct px_auth *made = px_calloc(1, sizeof(*made));
	uint8_t seal_key[PX_SECRET_KEY];
	enum px_err err;

	copy_config(made, config);
	made->cache = px_token_cache_new(config->cache_entries, config->cache_ms);
	px_auth_sms_limits_init(made, config->sms_codes_day ? config->sms_codes_day : 200);
	err = px_auth_users_init(&made->users, config->user_record, error);
	if (err == PX_OK)
		err = load_secret(made, config->secret, seal_key, error);
	if (err == PX_OK) {
		made->keys = px_keyring_new(config->es256 ? PX_JWT_ES256 : PX_JWT_EDDSA, seal_key);
		OPENSSL_cleanse(seal_key, sizeof(seal_key));
		err = make_nobody(made);
	}
	if (err == PX_OK)
		err = prepare_keys(made, error);
	if (err == PX_OK)
		err = px_oidc_new(config, &made->oidc, error);
	if (err == PX_OK)
		*auth = made;
	else
		px_auth_free(made);
	return err;
}

void px_auth_free(struct px_auth *auth)
{
	if (auth == NULL)
		return;
	px_oidc_free(auth->oidc);
	px_keyring_free(auth->keys);
	px_token_cache_free(auth->cache);
	px_auth_sms_limits_free(auth);
	free(auth->data_dir);
	free(auth->issuer);
	free(auth->owner_name);
	free(auth->zone);
	free(auth->locale);
	OPENSSL_cleanse(auth, sizeof(*auth));
	free(auth);
}

void px_auth_apply_revocation(struct px_auth *auth, struct px_id session)
{
	int64_t now = px_clock_now();

	if (!px_token_cache_is_revoked(auth->cache, now, session)) /* it may have been ours */
		px_token_cache_revoke(auth->cache, now, session);
}

bool px_auth_is_revoked(struct px_auth *auth, struct px_id session)
{
	return px_token_cache_is_revoked(auth->cache, px_clock_now(), session);
}

void px_auth_jwks(struct px_auth *auth, struct px_buf *out)
{
	px_keyring_publish(auth->keys, out);
}

void px_auth_tick(struct px_auth *auth)
{
	px_oidc_tick(auth->oidc);
}

void px_auth_get_stats(struct px_auth *auth, struct px_auth_stats *stats)
{
	*stats = (struct px_auth_stats){ .refused = atomic_load(&auth->refused),
					 .revoked = atomic_load(&auth->revoked) };
	px_token_cache_stats(auth->cache, &stats->hits, &stats->misses, &stats->entries);
	px_oidc_stats(auth->oidc, &stats->key_fetches, &stats->key_fetch_failures);
}

/* ---------------------------------------------------------------- checking */

bool px_auth_bearer(struct px_str header, struct px_str *token)
{
	struct px_str scheme = PX_STR("Bearer ");

	if (header.size <= scheme.size || !px_str_eq_case(px_str_n(header.data, scheme.size), scheme))
		return false;
	*token = px_str_trim(px_str_n(header.data + scheme.size, header.size - scheme.size));
	for (size_t i = 0; i < token->size; i++) {
		if ((unsigned char)token->data[i] <= ' ' || (unsigned char)token->data[i] >= 0x7f)
			return false;
	}
	return token->size > 0;
}

/* Claims of ours that px_jwt_check does not know: who and with which rights. */
static bool read_own(const json_t *claims, const struct px_jwt_times *times, struct px_principal *principal)
{
	*principal = (struct px_principal){ .kind = PX_TOKEN_ACCESS, .expires = times->expires };
	return px_id_parse(px_json_string(json_object_get(claims, "sub")), &principal->user) &&
	       px_id_parse(px_json_string(json_object_get(claims, "sid")), &principal->session) &&
	       px_scope_parse(px_json_string(json_object_get(claims, "scope")), &principal->scopes);
}

static enum px_auth_verdict check_own(struct px_auth *auth, const struct px_jws *jws, const json_t *claims,
				      bool proved, struct px_principal *principal)
{
	static const char *const types[] = { "at+jwt", NULL };
	const char *const audiences[] = { auth->issuer };
	const struct px_jwt_expect expect = { .issuer = auth->issuer, .audiences = audiences, .audience_count = 1,
					      .types = types, .now = px_clock_now() };
	struct px_jwt_times times;
	bool known;

	if (px_jwt_check(jws, claims, &expect, &times, NULL) != PX_OK || expect.now >= times.expires ||
	    !read_own(claims, &times, principal) ||
	    px_token_cache_is_revoked(auth->cache, expect.now, principal->session))
		return PX_AUTH_UNAUTHORIZED;
	if (proved || px_keyring_verify(auth->keys, jws, &known))
		return PX_AUTH_NEEDS_STORE;
	/* another node may have made a key since we looked */
	return known ? PX_AUTH_UNAUTHORIZED : PX_AUTH_NEEDS_KEYS;
}

struct proof {
	bool own;
	struct px_principal principal;    /* own */
	struct px_auth_identity identity; /* external; points into claims */
	int64_t expires;
	json_t *claims;
};

/* What the token proves by itself.  NEEDS_STORE: `proof` is good.  The caller releases claims. */
static enum px_auth_verdict prove(struct px_auth *auth, struct px_str token, struct proof *proof)
{
	struct px_jws jws;
	bool proved = px_token_cache_has_proof(auth->cache, token, px_clock_now());

	*proof = (struct proof){ 0 };
	if (px_jws_parse(token, &jws, NULL) != PX_OK || px_jwt_claims(&jws, &proof->claims, NULL) != PX_OK)
		return PX_AUTH_UNAUTHORIZED;
	proof->own = px_str_eq(px_json_string(json_object_get(proof->claims, "iss")), px_str(auth->issuer));
	if (proof->own)
		return check_own(auth, &jws, proof->claims, proved, &proof->principal);
	return px_oidc_check(auth->oidc, &jws, proof->claims, proved, &proof->identity, &proof->expires);
}

enum px_auth_verdict px_auth_check(struct px_auth *auth, struct px_str token, struct px_principal *principal)
{
	struct proof proof = { 0 };
	enum px_auth_verdict verdict;

	if (token.size == 0 || token.size > PX_JWT_MAX)
		verdict = PX_AUTH_UNAUTHORIZED;
	else if (px_token_cache_get(auth->cache, token, px_clock_now(), principal))
		return PX_AUTH_OK;
	else if (px_opaque_shaped(token, PX_TOKEN_PREFIX))
		return PX_AUTH_NEEDS_STORE;
	else
		verdict = prove(auth, token, &proof);
	json_decref(proof.claims);
	if (verdict == PX_AUTH_NEEDS_STORE)
		px_token_cache_note_proof(auth->cache, token, px_clock_now());
	if (verdict == PX_AUTH_NEEDS_KEYS && proof.own)
		verdict = PX_AUTH_NEEDS_STORE; /* resolve re-reads our own keys */
	if (verdict == PX_AUTH_UNAUTHORIZED)
		atomic_fetch_add(&auth->refused, 1);
	return verdict;
}

/* --------------------------------------------------------------- resolving */

static enum px_err unauthorized(struct px_error *error)
{
	return px_fail(error, PX_UNAUTHORIZED, NULL, "the token is not valid");
}

/* At most once in ten seconds, so that made-up key ids don't cost a query each. */
static enum px_err reload_keys(struct px_auth *auth, struct px_error *error)
{
	int64_t now = px_clock_mono(), last = atomic_load(&auth->keys_loaded);
	struct px_store_tx *tx;
	enum px_err err;

	if ((last != 0 && now - last < INT64_C(10000000000)) ||
	    !atomic_compare_exchange_strong(&auth->keys_loaded, &last, now))
		return PX_OK;
	err = px_store_begin(auth->store, PX_ID_NONE, PX_STORE_READ, &tx, error);
	if (err != PX_OK)
		return err;
	err = px_keyring_load(auth->keys, tx, error);
	px_store_rollback(tx);
	return err;
}

/* The stable session id of an external login: no row of ours stands behind it. */
static struct px_id external_session(const struct proof *proof)
{
	struct px_str sid = px_json_string(json_object_get(proof->claims, "sid"));
	struct px_buf text = PX_BUF_INIT(2048);
	char hash[PX_HASH_TEXT];
	struct px_id id;

	px_buf_printf(&text, "%s\n%.*s", proof->identity.issuer,
		      PX_STR_ARG(sid.size > 0 && sid.size < 512 ? sid : px_str(proof->identity.subject)));
	px_opaque_hash(px_buf_view(&text), hash);
	memcpy(id.bytes, hash, sizeof(id.bytes));
	px_buf_release(&text);
	return id;
}

static enum px_err find_external(struct px_auth *auth, struct px_store_tx *tx, const struct proof *proof,
				 bool may_create, struct px_principal *principal, struct px_error *error)
{
	struct px_auth_user user;
	struct px_arena arena;
	struct px_id id;
	enum px_err err = px_auth_identity_user(auth, tx, &proof->identity, may_create, &id, error);

	if (err != PX_OK)
		return err;
	px_arena_init(&arena);
	err = px_auth_users_get(&auth->users, tx, id, &arena, &user, error);
	if (err == PX_OK)
		*principal = (struct px_principal){
			.user = id, .session = external_session(proof), .admin = user.admin,
			.scopes = px_oidc_scopes(proof->identity.config, proof->claims),
			.kind = PX_TOKEN_EXTERNAL, .expires = proof->expires,
		};
	px_arena_release(&arena);
	return err;
}

static enum px_err create_external(struct px_auth *auth, const struct proof *proof,
				   struct px_principal *principal, struct px_error *error)
{
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(auth->store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);

	if (err != PX_OK)
		return err;
	err = find_external(auth, tx, proof, true, principal, error);
	if (err == PX_OK)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err == PX_NOT_FOUND || err == PX_FORBIDDEN || err == PX_CONFLICT ? unauthorized(error) : err;
}

static enum px_err look_up(struct px_auth *auth, struct px_str token, const struct proof *proof,
			   struct px_principal *principal, struct px_error *error)
{
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(auth->store, PX_ID_NONE, PX_STORE_READ, &tx, error);

	if (err != PX_OK)
		return err;
	if (proof == NULL) {
		err = px_auth_token_lookup(auth, tx, token, principal, error);
	} else if (proof->own) {
		*principal = proof->principal;
		err = px_auth_session_lookup(auth, tx, principal, error);
	} else {
		err = find_external(auth, tx, proof, false, principal, error);
	}
	px_store_rollback(tx);
	if (err == PX_NOT_FOUND && proof != NULL)
		err = create_external(auth, proof, principal, error);
	return err;
}

enum px_err px_auth_resolve(struct px_auth *auth, struct px_str token, struct px_principal *principal,
			    struct px_error *error)
{
	struct proof proof = { 0 };
	enum px_auth_verdict verdict = PX_AUTH_NEEDS_STORE;
	bool opaque = px_opaque_shaped(token, PX_TOKEN_PREFIX);
	enum px_err err = PX_OK;

	if (token.size == 0 || token.size > PX_JWT_MAX)
		return unauthorized(error);
	if (!opaque)
		verdict = prove(auth, token, &proof);
	if (verdict == PX_AUTH_NEEDS_KEYS && proof.own) {
		err = reload_keys(auth, error);
		json_decref(proof.claims);
		verdict = prove(auth, token, &proof);
	}
	if (err == PX_OK && verdict == PX_AUTH_UNAVAILABLE)
		err = px_fail(error, PX_UNAVAILABLE, NULL, "the issuer's keys can't be fetched now; try again");
	if (err == PX_OK && verdict != PX_AUTH_NEEDS_STORE)
		err = unauthorized(error);
	if (err == PX_OK)
		err = look_up(auth, token, opaque ? NULL : &proof, principal, error);
	if (err == PX_OK && !px_token_cache_put(auth->cache, token, px_clock_now(), principal))
		err = unauthorized(error);
	if (err == PX_UNAUTHORIZED)
		atomic_fetch_add(&auth->refused, 1);
	json_decref(proof.claims);
	return err;
}

void px_auth_await_keys(struct px_auth *auth, struct px_str token, void (*done)(void *arg), void *arg)
{
	px_oidc_await(auth->oidc, token, done, arg);
}
