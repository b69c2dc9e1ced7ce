/* SPDX-License-Identifier: Apache-2.0 */
/*
 * External issuers (OpenID Connect): which there are, and which of their
 * tokens are good.
 *
 * A bearer token must be made for this API: its audience, or its authorized
 * party, is the one that was set.  An ID token tells a client who logged in;
 * the client's id is its audience, and the API does not take it.
 */
#include "auth/oidc_internal.h"

#include "auth/jwt.h"
#include "base/json.h"
#include "base/mem.h"
#include "sys/zoneinfo.h"

#include <stdlib.h>

/* ------------------------------------------------------------------ set-up */

static enum px_err check_config(const struct px_auth_issuer *config, struct px_error *error)
{
	if (config->issuer == NULL || !px_oidc_url_allowed(config->issuer, true))
		return px_fail(error, PX_INVALID, "issuer", "an issuer must be an https URL");
	if (config->name == NULL || config->name[0] == '\0')
		return px_fail(error, PX_INVALID, "issuer", "an issuer needs a name");
	/* without any of these, a token made for somebody else's application would do */
	if (config->client_id == NULL && config->audience == NULL && config->authorized_party == NULL)
		return px_fail(error, PX_INVALID, "issuer",
			       "issuer %s needs a client id, an audience or an authorized party", config->name);
	return PX_OK;
}

static void copy_issuer(struct px_oidc *oidc, const struct px_auth_issuer *config, struct px_issuer *issuer)
{
	issuer->oidc = oidc;
	issuer->config = *config;
	issuer->config.name = px_strdup(config->name);
	issuer->config.issuer = px_strdup(config->issuer);
	issuer->config.client_id = px_strdup(config->client_id);
	issuer->config.client_secret = px_strdup(config->client_secret);
	issuer->config.audience = px_strdup(config->audience);
	issuer->config.authorized_party = px_strdup(config->authorized_party);
	issuer->config.scopes = px_strdup(config->scopes);
	issuer->loopback = px_str_starts(px_str(config->issuer), PX_STR("http://"));
	pthread_mutex_init(&issuer->lock, NULL);
}

enum px_err px_oidc_new(const struct px_auth_config *config, struct px_oidc **oidc, struct px_error *error)
{
	struct px_oidc *made;

	*oidc = NULL;
	if (config->issuer_count == 0)
		return PX_OK;
	if (config->fetch == NULL)
		return px_fail(error, PX_INVALID, "issuer", "external issuers need a way to fetch their keys");
	for (size_t i = 0; i < config->issuer_count; i++) {
		enum px_err err = check_config(&config->issuers[i], error);
		if (err != PX_OK)
			return err;
	}
	made = px_calloc(1, sizeof(*made));
	made->fetch = config->fetch;
	made->fetch_arg = config->fetch_arg;
	made->count = config->issuer_count;
	made->issuers = px_calloc(made->count, sizeof(*made->issuers));
	for (size_t i = 0; i < made->count; i++)
		copy_issuer(made, &config->issuers[i], &made->issuers[i]);
	*oidc = made;
	return PX_OK;
}

static void release_issuer(struct px_issuer *issuer)
{
	const char *const texts[] = {
		issuer->config.name, issuer->config.issuer, issuer->config.client_id, issuer->config.client_secret,
		issuer->config.audience, issuer->config.authorized_party, issuer->config.scopes,
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free((char *)texts[i]);
	px_oidc_endpoints_release(&issuer->endpoints);
	px_jwks_free(issuer->keys);
	pthread_mutex_destroy(&issuer->lock);
}

void px_oidc_free(struct px_oidc *oidc)
{
	if (oidc == NULL)
		return;
	for (size_t i = 0; i < oidc->count; i++)
		release_issuer(&oidc->issuers[i]);
	free(oidc->issuers);
	free(oidc);
}

struct px_issuer *px_oidc_by_name(struct px_oidc *oidc, struct px_str name)
{
	for (size_t i = 0; oidc != NULL && i < oidc->count; i++) {
		if (px_str_eq(name, px_str(oidc->issuers[i].config.name)))
			return &oidc->issuers[i];
	}
	return NULL;
}

static struct px_issuer *by_issuer(struct px_oidc *oidc, struct px_str iss)
{
	for (size_t i = 0; oidc != NULL && i < oidc->count; i++) {
		if (px_str_eq(iss, px_str(oidc->issuers[i].config.issuer)))
			return &oidc->issuers[i];
	}
	return NULL;
}

const char *px_auth_oidc_name(const struct px_auth *auth, size_t index)
{
	for (size_t i = 0; auth->oidc != NULL && i < auth->oidc->count; i++) {
		if (auth->oidc->issuers[i].config.client_id != NULL && index-- == 0)
			return auth->oidc->issuers[i].config.name;
	}
	return NULL;
}

/* ---------------------------------------------------------------- checking */

static const char *text_claim(const json_t *claims, const char *name, size_t max)
{
	struct px_str text = px_json_string(json_object_get(claims, name));

	return text.size > 0 && text.size <= max ? text.data : NULL;
}

/* A boolean, or the string some issuers send. */
static bool is_true(const json_t *value)
{
	return json_is_true(value) || px_str_eq(px_json_string(value), PX_STR("true"));
}

bool px_oidc_identity(const struct px_issuer *issuer, const json_t *claims, struct px_auth_identity *identity)
{
	*identity = (struct px_auth_identity){
		.issuer = issuer->config.issuer, .subject = text_claim(claims, "sub", 255),
		.email = text_claim(claims, "email", PX_EMAIL_TEXT - 1), .name = text_claim(claims, "name", 200),
		.zone = text_claim(claims, "zoneinfo", 64), .locale = text_claim(claims, "locale", 35),
		.email_verified = is_true(json_object_get(claims, "email_verified")), .config = &issuer->config,
	};
	if (identity->zone != NULL && px_zoneinfo_get(identity->zone) == NULL)
		identity->zone = NULL;
	if (identity->locale != NULL && !px_auth_is_locale(identity->locale))
		identity->locale = NULL;
	return identity->subject != NULL;
}

/* The bits of the scopes that a "scope" text or an "scp" array names; others' words are skipped. */
static unsigned scopes_in(const json_t *claim)
{
	struct px_str rest = px_json_string(claim);
	unsigned all = 0, one;
	const json_t *element;
	size_t i;

	while (rest.data != NULL)
		if (px_scope_parse(px_str_cut(rest, ' ', &rest), &one))
			all |= one;
	json_array_foreach((json_t *)claim, i, element)
		if (px_scope_parse(px_json_string(element), &one))
			all |= one;
	return all;
}

unsigned px_oidc_scopes(const struct px_auth_issuer *config, const json_t *claims)
{
	unsigned granted = config->granted ? config->granted : PX_SCOPE_READ | PX_SCOPE_WRITE | PX_SCOPE_CHAT;
	unsigned asked = scopes_in(json_object_get(claims, "scope")) | scopes_in(json_object_get(claims, "scp"));

	return asked ? granted & asked : granted;
}

/* An ID token says so to the client: it is for whoever logged somebody in, not for the API. */
static bool is_id_token(const struct px_auth_issuer *config, const json_t *claims)
{
	const json_t *audience = json_object_get(claims, "aud");
	struct px_str client = px_str(config->client_id), api = px_str(config->audience);

	return config->client_id != NULL && !px_str_eq(client, api) &&
	       px_jwt_audience_has(audience, client) &&
	       !(config->audience != NULL && px_jwt_audience_has(audience, api));
}

/* What is written in the token fits; *times are its own. */
static bool claims_fit(const struct px_issuer *issuer, const struct px_jws *jws, const json_t *claims,
		       struct px_jwt_times *times)
{
	static const char *const types[] = { "", "jwt", "at+jwt", NULL };
	const struct px_auth_issuer *config = &issuer->config;
	const char *const audiences[] = { config->audience };
	const struct px_jwt_expect expect = {
		.issuer = config->issuer, .authorized_party = config->authorized_party,
		.audience_may_be_absent = config->authorized_party != NULL, .audiences = audiences,
		.audience_count = config->audience != NULL, .types = types, .now = px_clock_now(),
	};

	return (config->audience != NULL || config->authorized_party != NULL) &&
	       !is_id_token(config, claims) && px_jwt_check(jws, claims, &expect, times, NULL) == PX_OK;
}

enum px_auth_verdict px_oidc_check(struct px_oidc *oidc, const struct px_jws *jws, const json_t *claims,
				   bool proved, struct px_auth_identity *identity, int64_t *expires)
{
	static const enum px_auth_verdict verdicts[] = {
		[PX_OIDC_SIGNED] = PX_AUTH_NEEDS_STORE, [PX_OIDC_NOT_SIGNED] = PX_AUTH_UNAUTHORIZED,
		[PX_OIDC_FETCH] = PX_AUTH_NEEDS_KEYS, [PX_OIDC_CANT_TELL] = PX_AUTH_UNAVAILABLE,
	};
	struct px_issuer *issuer = by_issuer(oidc, px_json_string(json_object_get(claims, "iss")));
	struct px_jwt_times times;

	/* claims first: a token that could not be valid anyway must not cause a fetch */
	if (issuer == NULL || !claims_fit(issuer, jws, claims, &times) ||
	    !px_oidc_identity(issuer, claims, identity))
		return PX_AUTH_UNAUTHORIZED;
	*expires = times.expires + PX_JWT_SKEW_MS;
	return proved ? PX_AUTH_NEEDS_STORE : verdicts[px_oidc_verify(issuer, jws)];
}

void px_oidc_await(struct px_oidc *oidc, struct px_str token, void (*done)(void *arg), void *arg)
{
	struct px_issuer *issuer = NULL;
	struct px_jws jws;
	json_t *claims;

	if (px_jws_parse(token, &jws, NULL) == PX_OK && px_jwt_claims(&jws, &claims, NULL) == PX_OK) {
		issuer = by_issuer(oidc, px_json_string(json_object_get(claims, "iss")));
		json_decref(claims);
	}
	if (issuer != NULL && px_oidc_may_fetch(issuer))
		px_oidc_fetch_keys(issuer, done, arg);
	else
		px_oidc_later(done, arg); /* the fetch ended between the check and now */
}
