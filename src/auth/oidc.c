/* SPDX-License-Identifier: Apache-2.0 */
/*
 * External issuers (OpenID Connect): which there are, whose tokens are good,
 * and when their keys are worth fetching.
 *
 * Keys are fetched at start, hourly in the background, and when a token names
 * a key we don't know; failures back off, and unknown keys can't ask more
 * often than once a minute, so made-up ids cost nothing.
 */
#include "auth/oidc_internal.h"

#include "auth/jwt.h"
#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "sys/zoneinfo.h"

#define REFRESH_MS PX_MS_HOUR
#define UNKNOWN_KEY_MS PX_MS_MINUTE
#define BACKOFF_MAX_MS (INT64_C(5) * PX_MS_MINUTE)

/* ------------------------------------------------------------------ set-up */

static bool is_loopback_host(struct px_str rest)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]" };

	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		struct px_str host = px_str(hosts[i]);
		if (px_str_starts(rest, host) &&
		    (rest.size == host.size || rest.data[host.size] == ':' || rest.data[host.size] == '/'))
			return true;
	}
	return false;
}

bool px_oidc_url_allowed(const char *url, bool loopback)
{
	struct px_str text = px_str(url), https = PX_STR("https://"), http = PX_STR("http://");

	for (size_t i = 0; i < text.size; i++) {
		if ((unsigned char)text.data[i] <= ' ' || (unsigned char)text.data[i] >= 0x7f)
			return false;
	}
	if (px_str_starts(text, https))
		return text.size > https.size;
	return loopback && px_str_starts(text, http) &&
	       is_loopback_host(px_str_n(text.data + http.size, text.size - http.size));
}

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

void px_oidc_endpoints_release(struct px_oidc_endpoints *endpoints)
{
	free(endpoints->authorization);
	free(endpoints->token);
	free(endpoints->jwks);
	*endpoints = (struct px_oidc_endpoints){ 0 };
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

/* ---------------------------------------------------------------- fetching */

static void tell_job(struct px_job *job)
{
	struct px_oidc_waiter *waiter = (struct px_oidc_waiter *)job;

	waiter->done(waiter->arg);
	free(waiter);
}

static void tell(struct px_oidc_waiter *waiter)
{
	waiter->job.run = tell_job;
	/* a loop that takes no more posts is going down: its requests are dropped with it, told or not */
	if (waiter->loop == NULL || waiter->loop == px_loop_current() ||
	    !px_loop_post(waiter->loop, &waiter->job))
		tell_job(&waiter->job);
}

void px_oidc_later(void (*done)(void *arg), void *arg)
{
	struct px_oidc_waiter *waiter = px_calloc(1, sizeof(*waiter));
	struct px_loop *loop = px_loop_current();

	*waiter = (struct px_oidc_waiter){ .job = { .run = tell_job }, .done = done, .arg = arg };
	if (loop == NULL || !px_loop_post(loop, &waiter->job))
		tell_job(&waiter->job);
}

/* A wall clock that was set back far must not stop fetching for good. */
static bool is_due(int64_t now, int64_t at)
{
	return now >= at || at - now > PX_MS_DAY;
}

bool px_oidc_may_fetch(struct px_issuer *issuer)
{
	bool may;

	pthread_mutex_lock(&issuer->lock);
	may = (issuer->fetching && issuer->waiter_count < PX_OIDC_WAITERS_MAX) ||
	      (!issuer->fetching && is_due(px_clock_now(), issuer->next_try));
	pthread_mutex_unlock(&issuer->lock);
	return may;
}

/* True if the caller is now to start the fetch. */
static bool claim_fetch(struct px_issuer *issuer, struct px_oidc_waiter *waiter)
{
	bool start;

	pthread_mutex_lock(&issuer->lock);
	start = !issuer->fetching;
	issuer->fetching = true;
	if (waiter != NULL) {
		waiter->next = issuer->waiters;
		issuer->waiters = waiter;
		issuer->waiter_count++;
	}
	pthread_mutex_unlock(&issuer->lock);
	return start;
}

void px_oidc_fetch_keys(struct px_issuer *issuer, void (*done)(void *arg), void *arg)
{
	struct px_oidc_waiter *waiter = px_calloc(1, sizeof(*waiter));

	*waiter = (struct px_oidc_waiter){ .done = done, .arg = arg, .loop = px_loop_current() };
	if (claim_fetch(issuer, waiter)) {
		atomic_fetch_add(&issuer->oidc->fetches, 1);
		px_oidc_fetch_start(issuer);
	}
}

static int64_t backoff(unsigned failures)
{
	int64_t wait = PX_MS_SECOND << (failures < 10 ? failures : 10);

	if (wait > BACKOFF_MAX_MS)
		wait = BACKOFF_MAX_MS;
	return wait + (int64_t)(px_random_u64() % (uint64_t)(wait / 4 + 1));
}

static void schedule(struct px_issuer *issuer, bool success)
{
	int64_t now = px_clock_now();

	if (success) {
		issuer->failures = 0;
		issuer->next_refresh = now + REFRESH_MS;
		issuer->next_try = now + UNKNOWN_KEY_MS;
		return;
	}
	issuer->next_try = issuer->next_refresh = now + backoff(issuer->failures);
	issuer->failures++;
	atomic_fetch_add(&issuer->oidc->failures, 1);
}

void px_oidc_fetch_ended(struct px_issuer *issuer, struct px_oidc_endpoints *endpoints, struct px_jwks *keys,
			 const char *problem)
{
	struct px_jwks *old_keys = NULL;
	struct px_oidc_endpoints old_endpoints = { 0 };
	struct px_oidc_waiter *waiters;

	pthread_mutex_lock(&issuer->lock);
	if (keys != NULL) { /* after a failure the old ones go on */
		old_keys = issuer->keys;
		old_endpoints = issuer->endpoints;
		issuer->keys = keys;
		issuer->endpoints = *endpoints;
	}
	schedule(issuer, keys != NULL);
	issuer->fetching = false;
	waiters = issuer->waiters;
	issuer->waiters = NULL;
	issuer->waiter_count = 0;
	pthread_mutex_unlock(&issuer->lock);
	if (keys == NULL)
		px_log(PX_LOG_WARN, "auth", "issuer's keys can't be fetched", PX_LF("issuer", issuer->config.issuer),
		       PX_LF("problem", problem));
	px_jwks_free(old_keys);
	px_oidc_endpoints_release(&old_endpoints);
	while (waiters != NULL) {
		struct px_oidc_waiter *next = waiters->next;
		tell(waiters);
		waiters = next;
	}
}

void px_oidc_tick(struct px_oidc *oidc)
{
	for (size_t i = 0; oidc != NULL && i < oidc->count; i++) {
		struct px_issuer *issuer = &oidc->issuers[i];
		bool due;

		pthread_mutex_lock(&issuer->lock);
		due = !issuer->fetching && is_due(px_clock_now(), issuer->next_refresh);
		if (due)
			issuer->fetching = true;
		pthread_mutex_unlock(&issuer->lock);
		if (due) {
			atomic_fetch_add(&oidc->fetches, 1);
			px_oidc_fetch_start(issuer);
		}
	}
}

void px_oidc_stats(struct px_oidc *oidc, uint64_t *fetches, uint64_t *failures)
{
	*fetches = oidc ? atomic_load(&oidc->fetches) : 0;
	*failures = oidc ? atomic_load(&oidc->failures) : 0;
}

/* ---------------------------------------------------------------- checking */

bool px_oidc_verify(struct px_issuer *issuer, const struct px_jws *jws, bool *refetch)
{
	bool good = false, known = false;

	/* held while verifying (~0.1 ms), which happens once per token and 5 minutes */
	pthread_mutex_lock(&issuer->lock);
	if (issuer->keys != NULL)
		good = px_jws_verify_set(jws, issuer->keys, &known) != NULL;
	pthread_mutex_unlock(&issuer->lock);
	/* without a kid, "known" only says that some key has the algorithm */
	*refetch = !good && (!known || jws->kid[0] == '\0');
	return good;
}

static const char *text_claim(const json_t *claims, const char *name, size_t max)
{
	struct px_str text = px_json_string(json_object_get(claims, name));

	return text.size > 0 && text.size <= max ? text.data : NULL;
}

static bool is_locale(const char *text)
{
	for (const char *c = text; *c != '\0'; c++) {
		bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
		if (!letter && !(c != text && ((*c >= '0' && *c <= '9') || *c == '-')))
			return false;
	}
	return true;
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
	if (identity->locale != NULL && !is_locale(identity->locale))
		identity->locale = NULL;
	return identity->subject != NULL;
}

enum px_auth_verdict px_oidc_check(struct px_oidc *oidc, const struct px_jws *jws, const json_t *claims,
				   bool proved, struct px_auth_identity *identity, int64_t *expires)
{
	static const char *const types[] = { "", "jwt", "at+jwt", NULL };
	struct px_issuer *issuer = by_issuer(oidc, px_json_string(json_object_get(claims, "iss")));
	const char *audiences[2];
	struct px_jwt_expect expect = { .audiences = audiences, .types = types, .now = px_clock_now() };
	struct px_jwt_times times;
	bool refetch;

	if (issuer == NULL)
		return PX_AUTH_UNAUTHORIZED;
	expect.issuer = issuer->config.issuer;
	expect.authorized_party = issuer->config.authorized_party;
	expect.audience_may_be_absent = expect.authorized_party != NULL;
	if (issuer->config.client_id != NULL)
		audiences[expect.audience_count++] = issuer->config.client_id;
	if (issuer->config.audience != NULL)
		audiences[expect.audience_count++] = issuer->config.audience;
	/* claims first: a token that could not be valid anyway must not cause a fetch */
	if (px_jwt_check(jws, claims, &expect, &times, NULL) != PX_OK ||
	    !px_oidc_identity(issuer, claims, identity))
		return PX_AUTH_UNAUTHORIZED;
	*expires = times.expires + PX_JWT_SKEW_MS;
	if (proved || px_oidc_verify(issuer, jws, &refetch))
		return PX_AUTH_NEEDS_STORE;
	return refetch && px_oidc_may_fetch(issuer) ? PX_AUTH_NEEDS_KEYS : PX_AUTH_UNAUTHORIZED;
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
