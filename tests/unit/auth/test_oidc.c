/* SPDX-License-Identifier: Apache-2.0 */
/*
 * External issuers with a make-believe network: requests wait in a list until
 * the test answers them.  The real thing is in tests/integration/auth.
 */
#include "unit/auth/world.h"

/* payloads are formats that stand in tables */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

#include "auth/auth_internal.h"
#include "auth/jwt.h"
#include "auth/base64url.h"
#include "base/json.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#define ISSUER "https://id.example"

struct call {
	char url[1024], form[4096], authorization[512];
	px_auth_fetched_fn done;
	void *arg;
};

static struct network {
	struct call calls[16];
	size_t count;
	struct px_jwk keys[3]; /* EdDSA, ES256, another EdDSA that starts unpublished */
	size_t published;
	bool sends_iss;
	const char *discovery_issuer;
	bool post_only;
} net;

static void fake_fetch(void *context, const struct px_auth_fetch *fetch, px_auth_fetched_fn done, void *arg)
{
	struct call *call = &net.calls[net.count++];

	(void)context;
	assert_true(net.count < 16);
	*call = (struct call){ .done = done, .arg = arg };
	snprintf(call->url, sizeof(call->url), "%s", fetch->url);
	snprintf(call->form, sizeof(call->form), "%s", fetch->form ? fetch->form : "");
	snprintf(call->authorization, sizeof(call->authorization), "%s",
		 fetch->authorization ? fetch->authorization : "");
}

static void answer(enum px_err err, int status, const char *body)
{
	struct call call = net.calls[0];

	assert_true(net.count > 0);
	memmove(net.calls, net.calls + 1, --net.count * sizeof(net.calls[0]));
	call.done(call.arg, err, status, px_str(body));
}

static void answer_discovery(void)
{
	char text[1024];

	assert_string_equal(net.calls[0].url, ISSUER "/.well-known/openid-configuration");
	snprintf(text, sizeof(text),
		 "{\"issuer\":\"%s\",\"jwks_uri\":\"https://keys.example/jwks\","
		 "\"authorization_endpoint\":\"https://id.example/auth?tenant=1\","
		 "\"token_endpoint\":\"https://id.example/token\"%s%s}", net.discovery_issuer,
		 net.sends_iss ? ",\"authorization_response_iss_parameter_supported\":true" : "",
		 net.post_only ? ",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]" : "");
	answer(PX_OK, 200, text);
}

static void answer_keys(void)
{
	struct px_buf text = PX_BUF_INIT(65536);

	assert_string_equal(net.calls[0].url, "https://keys.example/jwks");
	px_buf_text(&text, "{\"keys\":[");
	for (size_t i = 0; i < net.published; i++) {
		px_buf_text(&text, i ? "," : "");
		assert_int_equal(px_jwk_write(&net.keys[i], true, &text), PX_OK);
	}
	px_buf_text(&text, "]}");
	answer(PX_OK, 200, text.data);
	px_buf_release(&text);
}

static void answer_all(void)
{
	answer_discovery();
	answer_keys();
	assert_int_equal(net.count, 0);
}

static const struct px_auth_issuer issuers[] = {
	{ .name = "example", .issuer = ISSUER, .client_id = "pixie client", .client_secret = "s:cret/",
	  .audience = "api", .create_users = true, .link_email = true },
	{ .name = "clerk", .issuer = "https://clerk.example", .authorized_party = "https://app.example",
	  .create_users = false },
};

static int set_up(void **state)
{
	struct world *w = world_make();

	net = (struct network){ .published = 2, .discovery_issuer = ISSUER };
	for (int i = 0; i < 3; i++)
		OK(px_jwk_generate(i == 1 ? PX_JWT_ES256 : PX_JWT_EDDSA, &net.keys[i], &w->error));
	w->config.issuers = issuers;
	w->config.issuer_count = 2;
	w->config.fetch = fake_fetch;
	world_open(w);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	/* what is still asked fails, so that it is given back */
	while (net.count > 0)
		answer(PX_CANCELLED, 0, "");
	world_close(w);
	world_free(w);
	for (int i = 0; i < 3; i++)
		px_jwk_release(&net.keys[i]);
	px_clock_fix(0);
	return 0;
}

static char *token_of(struct world *w, int key, const char *format, ...)
{
	struct px_buf token = PX_BUF_INIT(8192);
	char text[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	OK(px_jwt_sign(&net.keys[key], "JWT", px_str(text), &token, &w->error));
	return px_buf_take(&token);
}

static char *simple_token(struct world *w, int key, const char *subject)
{
	return token_of(w, key, "{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":\"%s\",\"exp\":%lld}", subject,
			(long long)(px_clock_now() / 1000 + 60));
}

static void count_up(void *arg)
{
	++*(int *)arg;
}

/* Starts at the first tick and leaves both issuers' requests asked; answers the first issuer's. */
static void fetch_keys(struct world *w)
{
	px_auth_tick(w->auth);
	assert_int_equal(net.count, 2);
	struct call clerk = net.calls[1];
	net.count = 1;
	answer_all();
	net.calls[net.count++] = clerk;
	answer(PX_UNAVAILABLE, 0, "");
}

/* ------------------------------------------------------------------ bearer */

static void a_first_sight_creates_the_user(void **state)
{
	struct world *w = *state;
	char *token = simple_token(w, 0, "ann");
	struct px_principal who, again;
	struct px_auth_user *users;
	size_t count;

	fetch_keys(w);
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_NEEDS_STORE);
	OK(px_auth_resolve(w->auth, px_str(token), &who, &w->error));
	assert_int_equal(who.kind, PX_TOKEN_EXTERNAL);
	assert_int_equal(who.scopes, PX_SCOPE_READ | PX_SCOPE_WRITE | PX_SCOPE_CHAT);
	assert_false(who.admin);
	assert_int_equal(who.expires, WORLD_NOW + 120000);
	assert_int_equal(px_auth_check(w->auth, px_str(token), &again), PX_AUTH_OK);
	assert_true(px_id_eq(who.user, again.user));
	free(token);
	token = simple_token(w, 1, "ann");
	OK(world_identify(w, token, &again));
	assert_true(px_id_eq(who.user, again.user));
	assert_true(px_id_eq(who.session, again.session));
	free(token);
	token = simple_token(w, 1, "bob");
	OK(world_identify(w, token, &again));
	assert_false(px_id_eq(who.user, again.user));
	free(token);
	OK(px_auth_user_list(w->auth, world_read(w), &w->arena, &users, &count, &w->error));
	world_end(w);
	assert_int_equal(count, 2);
	assert_string_equal(users[0].name, "Someone");
}

static void claims_make_the_user(void **state)
{
	struct world *w = *state;
	char *token = token_of(w, 0, "{\"iss\":\"" ISSUER "\",\"aud\":[\"x\",\"api\"],\"sub\":\"u1\",\"exp\":%lld,"
			       "\"email\":\"Ann@Example.org\",\"email_verified\":true,\"name\":\"Ann Lee\","
			       "\"zoneinfo\":\"Europe/Berlin\",\"locale\":\"de-DE\"}",
			       (long long)(WORLD_NOW / 1000 + 60));
	char *odd = token_of(w, 0, "{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":\"u2\",\"exp\":%lld,"
			     "\"email\":\"bob@example.org\",\"name\":\"\",\"zoneinfo\":\"Mars/Base\","
			     "\"locale\":\"../../x\"}", (long long)(WORLD_NOW / 1000 + 60));
	struct px_principal who;
	struct px_auth_user user;
	char id[PX_ID_TEXT + 1];

	fetch_keys(w);
	OK(world_identify(w, token, &who));
	world_read(w);
	OK(px_auth_user_find(w->auth, w->tx, PX_STR("ann@example.org"), &w->arena, &user, &w->error));
	assert_true(px_id_eq(user.id, who.user));
	assert_string_equal(user.name, "Ann Lee");
	assert_string_equal(user.zone, "Europe/Berlin");
	assert_string_equal(user.locale, "de-DE");
	world_end(w);
	OK(world_identify(w, odd, &who));
	px_id_format(who.user, id);
	OK(px_auth_user_find(w->auth, world_read(w), px_str(id), &w->arena, &user, &w->error));
	world_end(w);
	assert_string_equal(user.name, "bob");
	assert_null(user.email); /* nobody vouched for it */
	assert_string_equal(user.zone, "UTC");
	assert_string_equal(user.locale, "en-GB");
	free(token);
	free(odd);
}

static void only_verified_emails_link(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", "ann@example.org");
	const char *format = "{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":\"%s\",\"exp\":%lld,"
			     "\"email\":\"ann@example.org\",\"email_verified\":%s}";
	char *liar = token_of(w, 0, format, "eve", (long long)(WORLD_NOW / 1000 + 60), "false");
	char *real = token_of(w, 0, format, "ann", (long long)(WORLD_NOW / 1000 + 60), "true");
	struct px_principal who;

	fetch_keys(w);
	OK(world_identify(w, liar, &who));
	assert_false(px_id_eq(who.user, ann));
	OK(world_identify(w, real, &who));
	assert_true(px_id_eq(who.user, ann));
	free(liar);
	free(real);
}

/* The address went to somebody new: who had it first keeps the account. */
static void a_second_subject_with_the_same_email_is_another_person(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", "ann@example.org");
	const char *format = "{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":\"%s\",\"exp\":%lld,"
			     "\"email\":\"%s\",\"email_verified\":true}";
	/* to an account that was here, and to one that the issuer's first subject made */
	static const char *const cases[][2] = { { "a1", "ann@example.org" }, { "a2", "ANN@example.org" },
						{ "b1", "bob@example.org" }, { "b2", "bob@example.org" } };
	struct px_principal who[4];

	fetch_keys(w);
	for (size_t i = 0; i < 4; i++) {
		char *token = token_of(w, 0, format, cases[i][0], (long long)(WORLD_NOW / 1000 + 60), cases[i][1]);
		OK(world_identify(w, token, &who[i]));
		free(token);
	}
	assert_true(px_id_eq(who[0].user, ann));
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < i; j++)
			assert_false(px_id_eq(who[i].user, who[j].user));
}

static void a_token_gets_the_scopes_it_names_and_never_more_than_granted(void **state)
{
	enum { R = PX_SCOPE_READ, W = PX_SCOPE_WRITE, C = PX_SCOPE_CHAT, A = PX_SCOPE_ADMIN };
	static const struct { unsigned granted; const char *claims; unsigned scopes; } cases[] = {
		{ 0, "{}", R | W | C },
		{ 0, "{\"scope\":\"openid email profile\"}", R | W | C }, /* none of ours is asked for */
		{ 0, "{\"scope\":\"openid read\"}", R },
		{ 0, "{\"scope\":\"read admin\"}", R },
		{ 0, "{\"scope\":\"admin\"}", 0 },
		{ 0, "{\"scp\":[\"read\",\"chat\",7]}", R | C },
		{ 0, "{\"scope\":7,\"scp\":\"write\"}", W },
		{ R, "{}", R },
		{ R, "{\"scope\":\"read write\"}", R },
		{ R | A, "{\"scope\":\"admin\"}", A },
		{ PX_SCOPE_ALL, "{}", PX_SCOPE_ALL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct px_auth_issuer config = { .granted = cases[i].granted };
		json_t *claims = json_loads(cases[i].claims, 0, NULL);
		assert_int_equal(px_oidc_scopes(&config, claims), cases[i].scopes);
		json_decref(claims);
	}
}

static void an_issuer_for_login_only_opens_no_api(void **state)
{
	static const struct px_auth_issuer login_only[] = {
		{ .name = "example", .issuer = ISSUER, .client_id = "pixie client", .create_users = true },
		{ .name = "party", .issuer = "https://clerk.example", .client_id = "app", .authorized_party = "app",
		  .create_users = true },
	};
	struct world *w = *state;
	struct px_principal who;

	while (net.count > 0)
		answer(PX_CANCELLED, 0, "");
	world_close(w);
	w->config.issuers = login_only;
	world_open(w);
	fetch_keys(w);
	static const char *const bad[] = {
		"{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"sub\":\"a\",\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "\",\"sub\":\"a\",\"exp\":%lld}",
		"{\"iss\":\"https://clerk.example\",\"aud\":\"app\",\"azp\":\"app\",\"sub\":\"a\",\"exp\":%lld}",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *token = token_of(w, 0, bad[i], (long long)(WORLD_NOW / 1000 + 60));
		assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_UNAUTHORIZED);
		free(token);
	}
}

static void refuses_what_is_not_for_us(void **state)
{
	static const char *const bad[] = {
		"{\"iss\":\"https://other.example\",\"aud\":\"api\",\"sub\":\"a\",\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "/\",\"aud\":\"api\",\"sub\":\"a\",\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "\",\"aud\":\"other\",\"sub\":\"a\",\"exp\":%lld}",
		/* ID tokens: for the client that logs people in, not for the API */
		"{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"nonce\":\"n\",\"sub\":\"a\",\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "\",\"aud\":[\"pixie client\"],\"azp\":\"pixie client\",\"sub\":\"a\",\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "\",\"sub\":\"a\",\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":\"\",\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":7,\"exp\":%lld}",
		"{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":\"a\",\"nbf\":4000000000,\"exp\":%lld}",
		"{\"iss\":\"https://clerk.example\",\"azp\":\"https://evil.example\",\"sub\":\"a\",\"exp\":%lld}",
	};
	struct world *w = *state;
	struct px_principal who;
	char *late;

	fetch_keys(w);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *token = token_of(w, 0, bad[i], (long long)(WORLD_NOW / 1000 + 60));
		assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_UNAUTHORIZED);
		free(token);
	}
	late = token_of(w, 0, "{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":\"a\",\"exp\":%lld}",
			(long long)(WORLD_NOW / 1000 - 59));
	assert_int_equal(px_auth_check(w->auth, px_str(late), &who), PX_AUTH_NEEDS_STORE);
	world_advance(1000);
	assert_int_equal(px_auth_check(w->auth, px_str(late), &who), PX_AUTH_UNAUTHORIZED);
	assert_int_equal(net.count, 0); /* none of these was worth a request */
	free(late);
}

static void a_token_signed_by_another_key_is_refused(void **state)
{
	struct world *w = *state;
	struct px_principal who;
	char *token;

	fetch_keys(w);
	memcpy(net.keys[2].kid, net.keys[0].kid, sizeof(net.keys[2].kid)); /* claims a known kid */
	token = simple_token(w, 2, "ann");
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_UNAUTHORIZED);
	assert_int_equal(net.count, 0);
	free(token);
}

static void an_issuer_may_be_closed_to_strangers(void **state)
{
	struct world *w = *state;
	char *token = token_of(w, 0, "{\"iss\":\"https://clerk.example\",\"azp\":\"https://app.example\","
			       "\"sub\":\"a\",\"exp\":%lld}", (long long)(WORLD_NOW / 1000 + 60));
	struct px_principal who;
	int told = 0;

	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_NEEDS_KEYS);
	px_auth_await_keys(w->auth, px_str(token), count_up, &told);
	assert_int_equal(net.count, 1);
	answer(PX_OK, 200, "{\"issuer\":\"https://clerk.example\",\"jwks_uri\":\"https://keys.example/jwks\"}");
	answer_keys();
	assert_int_equal(told, 1);
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_NEEDS_STORE);
	assert_int_equal(px_auth_resolve(w->auth, px_str(token), &who, &w->error), PX_UNAUTHORIZED);
	free(token);
}

/* -------------------------------------------------------------------- keys */

static void an_unknown_key_is_fetched_once_a_minute_at_most(void **state)
{
	struct world *w = *state;
	char *token = simple_token(w, 2, "ann");
	struct px_principal who;
	int told = 0;

	fetch_keys(w);
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_UNAUTHORIZED);
	world_advance(PX_MS_MINUTE);
	free(token);
	token = simple_token(w, 2, "ann");
	net.published = 3;
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_NEEDS_KEYS);
	for (int i = 0; i < 3; i++)
		px_auth_await_keys(w->auth, px_str(token), count_up, &told);
	assert_int_equal(net.count, 1); /* one fetch for three waiters */
	assert_int_equal(told, 0);
	answer_all();
	assert_int_equal(told, 3);
	OK(world_identify(w, token, &who));
	free(token);
	/* made-up key ids now cost nothing */
	px_jwk_release(&net.keys[2]);
	OK(px_jwk_generate(PX_JWT_EDDSA, &net.keys[2], &w->error));
	token = simple_token(w, 2, "ann");
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_UNAUTHORIZED);
	px_auth_await_keys(w->auth, px_str(token), count_up, &told);
	assert_int_equal(told, 4);
	assert_int_equal(net.count, 0);
	free(token);
}

static void failures_back_off_and_old_keys_go_on(void **state)
{
	struct world *w = *state;
	char *token = simple_token(w, 0, "ann");
	struct px_principal who;
	struct px_auth_stats stats;
	int64_t waited = 0;
	int tries = 0;

	fetch_keys(w);
	OK(world_identify(w, token, &who));
	free(token);
	world_advance(PX_MS_HOUR);
	for (; waited < PX_MS_HOUR; waited += 1000) { /* an hour with the issuer down */
		px_auth_tick(w->auth);
		for (; net.count > 0; tries += strstr(net.calls[0].url, "clerk") == NULL,
				      answer(PX_TIMEOUT, 0, ""))
			;
		world_advance(1000);
	}
	/* 1, 2, 4 ... 256 s, then every 5 minutes with up to a quarter of jitter */
	assert_in_range(tries, 15, 23);
	token = simple_token(w, 0, "zoe");
	OK(world_identify(w, token, &who));
	px_auth_get_stats(w->auth, &stats);
	assert_true(stats.key_fetch_failures >= (uint64_t)tries);
	free(token);
}

static void bad_documents_change_nothing(void **state)
{
	static const char *const documents[] = {
		"", "[]", "{}", "{\"issuer\":\"" ISSUER "\"}",
		"{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"https://keys.example/jwks\"}",
		"{\"issuer\":\"" ISSUER "\",\"jwks_uri\":\"http://keys.example/jwks\","
		"\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":\"https://id.example/t\"}",
		"{\"issuer\":\"" ISSUER "\",\"jwks_uri\":\"file:///etc/passwd\","
		"\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":\"https://id.example/t\"}",
		"{\"issuer\":\"" ISSUER "\",\"jwks_uri\":\"https://keys.example/jwks\"}",
	};
	static const char *const sets[] = {
		"", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
	};
	struct world *w = *state;
	char *token = simple_token(w, 0, "ann");
	struct px_principal who;

	for (size_t i = 0; i < 8 + 4 + 2; i++) {
		int told = 0;
		world_advance(10 * PX_MS_MINUTE);
		free(token);
		token = simple_token(w, 0, "ann");
		assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_NEEDS_KEYS);
		px_auth_await_keys(w->auth, px_str(token), count_up, &told);
		if (i < 8) {
			answer(PX_OK, 200, documents[i]);
		} else if (i < 12) {
			answer_discovery();
			answer(PX_OK, 200, sets[i - 8]);
		} else {
			answer(i == 12 ? PX_UNAVAILABLE : PX_OK, i == 12 ? 0 : 404, "{}");
		}
		assert_int_equal(told, 1);
		assert_int_equal(net.count, 0);
		assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_UNAVAILABLE);
		assert_int_equal(px_auth_resolve(w->auth, px_str(token), &who, &w->error), PX_UNAVAILABLE);
	}
	free(token);
}

/* Keys that can't be fetched are nobody's fault but the issuer's; one that answers says who is wrong. */
static void a_new_key_of_an_issuer_that_is_down_is_not_called_a_bad_token(void **state)
{
	struct world *w = *state;
	char *token = simple_token(w, 2, "ann"), *forged;
	struct px_principal who;
	int told = 0;

	fetch_keys(w);
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_UNAUTHORIZED); /* asked a moment ago */
	world_advance(PX_MS_MINUTE);
	free(token);
	token = simple_token(w, 2, "ann");
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_NEEDS_KEYS);
	px_auth_await_keys(w->auth, px_str(token), count_up, &told);
	answer(PX_TIMEOUT, 0, "");
	assert_int_equal(told, 1);
	assert_int_equal(px_auth_check(w->auth, px_str(token), &who), PX_AUTH_UNAVAILABLE);
	memcpy(net.keys[2].kid, net.keys[0].kid, sizeof(net.keys[2].kid)); /* a key that is known did not sign it */
	forged = simple_token(w, 2, "ann");
	assert_int_equal(px_auth_check(w->auth, px_str(forged), &who), PX_AUTH_UNAUTHORIZED);
	free(forged);
	free(token);
}

static void bad_configurations_are_refused(void **state)
{
	struct world *w = *state;
	const struct px_auth_issuer bad[] = {
		{ .name = "x", .issuer = "http://id.example", .client_id = "c" },
		{ .name = "x", .issuer = "https://id.example" },
		{ .name = "", .issuer = "https://id.example", .client_id = "c" },
		{ .name = "x", .issuer = "http://localhost.evil.example", .client_id = "c" },
		{ .name = "x", .issuer = "https://id.example\r\n", .client_id = "c" },
	};
	struct px_auth *auth;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct px_auth_config config = w->config;
		config.issuers = &bad[i];
		config.issuer_count = 1;
		assert_int_equal(px_auth_new(&config, &auth, &w->error), PX_INVALID);
	}
}

/* ------------------------------------------------------------ browser login */

struct outcome {
	int calls;
	enum px_err err;
	char subject[64], return_to[128], issuer[64];
};

static void finished(void *arg, const struct px_auth_identity *identity, const char *return_to,
		     const struct px_error *error)
{
	struct outcome *outcome = arg;

	outcome->calls++;
	outcome->err = identity ? PX_OK : error->code;
	snprintf(outcome->subject, sizeof(outcome->subject), "%s", identity ? identity->subject : "");
	snprintf(outcome->return_to, sizeof(outcome->return_to), "%s", return_to);
}

static void query_value(const char *url, const char *name, char out[128])
{
	char wanted[32];
	const char *at;

	snprintf(wanted, sizeof(wanted), "&%s=", name);
	at = strstr(url, wanted);
	assert_non_null(at);
	at += strlen(wanted);
	snprintf(out, 128, "%.*s", (int)strcspn(at, "&"), at);
}

struct login {
	const char *url, *cookie;
	char state[128], nonce[128], challenge[128];
};

static struct login begin(struct world *w, const char *return_to)
{
	struct px_auth_oidc_attempt begun;
	struct login login;

	OK(px_auth_oidc_begin(w->auth, "example", "https://pixie.example/cb?x=1", px_str(return_to), &w->arena, &begun,
			      &w->error));
	login.url = begun.url;
	login.cookie = begun.cookie;
	query_value(login.url, "state", login.state);
	assert_string_equal(begun.state, login.state);
	query_value(login.url, "nonce", login.nonce);
	query_value(login.url, "code_challenge", login.challenge);
	return login;
}

static struct outcome finish(struct world *w, const struct login *login, const char *query_format, ...)
{
	struct outcome outcome = { 0 };
	char query[1024];
	va_list args;

	va_start(args, query_format);
	vsnprintf(query, sizeof(query), query_format, args);
	va_end(args);
	px_auth_oidc_finish(w->auth, px_str(query), px_str(login->cookie), finished, &outcome);
	if (outcome.calls == 0 && net.count > 0) { /* the token endpoint was asked: a good answer */
		char *id_token = token_of(w, 0, "{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"sub\":\"ann\","
					  "\"nonce\":\"%s\",\"exp\":%lld}", login->nonce,
					  (long long)(px_clock_now() / 1000 + 60));
		char body[4096];
		snprintf(body, sizeof(body), "{\"access_token\":\"x\",\"id_token\":\"%s\"}", id_token);
		answer(PX_OK, 200, body);
		free(id_token);
	}
	assert_int_equal(outcome.calls, 1);
	return outcome;
}

static void the_code_flow_logs_in(void **state)
{
	struct world *w = *state;
	struct px_auth_identity identity = { .issuer = ISSUER, .subject = "ann", .config = &issuers[0] };
	struct px_auth_grant grant;
	struct px_principal who;
	struct px_auth_oidc_attempt begun;
	struct login login;
	struct outcome outcome = { 0 };
	uint8_t digest[32];
	char verifier[128], challenge[64];

	assert_int_equal(px_auth_oidc_begin(w->auth, "example", "https://pixie.example/cb", px_str("/"), &w->arena,
					    &begun, &w->error), PX_UNAVAILABLE);
	fetch_keys(w);
	login = begin(w, "/tasks?today=1");
	assert_non_null(strstr(login.url, "https://id.example/auth?tenant=1&response_type=code&client_id=pixie%20client&"
			       "redirect_uri=https%3A%2F%2Fpixie.example%2Fcb%3Fx%3D1&scope=openid%20email%20profile&"));
	assert_non_null(strstr(login.url, "code_challenge_method=S256"));
	px_auth_oidc_finish(w->auth, px_str(""), px_str(login.cookie), finished, &outcome);
	assert_int_equal(outcome.err, PX_UNAUTHORIZED);
	/* look at what is sent to the token endpoint */
	char query[256];
	snprintf(query, sizeof(query), "code=c%%2F1&state=%s&iss=https%%3A%%2F%%2Fid.example", login.state);
	outcome = (struct outcome){ 0 };
	px_auth_oidc_finish(w->auth, px_str(query), px_str(login.cookie), finished, &outcome);
	assert_int_equal(net.count, 1);
	assert_string_equal(net.calls[0].url, "https://id.example/token");
	assert_non_null(strstr(net.calls[0].form, "grant_type=authorization_code&code=c%2F1&redirect_uri="));
	assert_null(strstr(net.calls[0].form, "cret"));
	assert_string_equal(net.calls[0].authorization, "Basic cGl4aWUlMjBjbGllbnQ6cyUzQWNyZXQlMkY=");
	query_value(net.calls[0].form, "code_verifier", verifier);
	EVP_Digest(verifier, strlen(verifier), digest, NULL, EVP_sha256(), NULL);
	challenge[px_base64url_encode(digest, 32, challenge)] = '\0';
	assert_string_equal(challenge, login.challenge);
	answer(PX_OK, 400, "{\"error\":\"invalid_grant\"}");
	assert_int_equal(outcome.err, PX_UNAUTHORIZED);
	/* and the whole of it */
	outcome = finish(w, &login, "state=%s&code=abc", login.state);
	assert_int_equal(outcome.err, PX_OK);
	assert_string_equal(outcome.subject, "ann");
	assert_string_equal(outcome.return_to, "/tasks?today=1");
	OK(px_auth_oidc_login(w->auth, world_write(w), &identity, NULL, &grant, &w->error));
	world_commit(w);
	OK(world_identify(w, grant.access, &who));
	assert_int_equal(who.kind, PX_TOKEN_ACCESS);
}

static void answers_that_were_not_asked_for_are_refused(void **state)
{
	struct world *w = *state;
	struct login login, other;

	fetch_keys(w);
	login = begin(w, "/");
	other = begin(w, "/");
	assert_int_equal(finish(w, &login, "state=%s&code=abc", other.state).err, PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "code=abc").err, PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s", login.state).err, PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&state=%s&code=abc", login.state, login.state).err,
			 PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&code=abc&iss=https://evil.example", login.state).err,
			 PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&code=abc&iss=" ISSUER "&iss=" ISSUER, login.state).err,
			 PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&error=access_denied", login.state).err, PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&code=%%zz", login.state).err, PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&code=%%00", login.state).err, PX_UNAUTHORIZED);
	assert_int_equal(net.count, 0);
	other.cookie = "AAAA";
	assert_int_equal(finish(w, &other, "state=%s&code=abc", other.state).err, PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&code=abc", login.state).err, PX_OK);
	world_advance(10 * PX_MS_MINUTE);
	assert_int_equal(finish(w, &login, "state=%s&code=abc", login.state).err, PX_UNAUTHORIZED);
}

static void an_issuer_that_promises_to_name_itself_must(void **state)
{
	struct world *w = *state;
	struct login login;

	net.sends_iss = true;
	fetch_keys(w);
	login = begin(w, "/");
	assert_int_equal(finish(w, &login, "state=%s&code=abc", login.state).err, PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&code=abc&iss=", login.state).err, PX_UNAUTHORIZED);
	assert_int_equal(finish(w, &login, "state=%s&code=abc&iss=" ISSUER, login.state).err, PX_OK);
}

static void identities_that_do_not_fit_are_refused(void **state)
{
	static const struct { int key; const char *payload; } cases[] = {
		{ 0, "{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"sub\":\"a\",\"nonce\":\"%s\",\"exp\":%lld}" },
		{ 0, "{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"sub\":\"a\",\"nonce\":\"%.5s\",\"exp\":%lld}" },
		{ 0, "{\"iss\":\"" ISSUER "\",\"aud\":\"api\",\"sub\":\"a\",\"nonce\":\"%s\",\"exp\":%lld}" },
		{ 0, "{\"iss\":\"https://x\",\"aud\":\"pixie client\",\"sub\":\"a\",\"nonce\":\"%s\",\"exp\":%lld}" },
		{ 0, "{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"azp\":\"x\",\"sub\":\"a\",\"nonce\":\"%s\",\"exp\":%lld}" },
		{ 0, "{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"nonce\":\"%s\",\"exp\":%lld}" },
		{ 2, "{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"sub\":\"a\",\"nonce\":\"%s\",\"exp\":%lld}" },
	};
	struct world *w = *state;

	fetch_keys(w);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct login login = begin(w, "/");
		struct outcome outcome = { 0 };
		char query[256], body[4096], *id_token;

		snprintf(query, sizeof(query), "code=abc&state=%s", login.state);
		px_auth_oidc_finish(w->auth, px_str(query), px_str(login.cookie), finished, &outcome);
		id_token = token_of(w, cases[i].key, cases[i].payload, login.nonce,
				    (long long)(px_clock_now() / 1000 + 60));
		snprintf(body, sizeof(body), "{\"id_token\":\"%s\"}", id_token);
		answer(PX_OK, 200, body);
		assert_int_equal(outcome.calls, 1);
		assert_int_equal(outcome.err, i == 0 ? PX_OK : PX_UNAUTHORIZED);
		free(id_token);
	}
}

static void a_rotated_key_is_fetched_during_login(void **state)
{
	struct world *w = *state;
	struct login login;
	struct outcome outcome = { 0 };
	char query[256], body[4096], *id_token;

	fetch_keys(w);
	world_advance(2 * PX_MS_MINUTE);
	net.published = 3;
	login = begin(w, "/");
	snprintf(query, sizeof(query), "code=abc&state=%s", login.state);
	px_auth_oidc_finish(w->auth, px_str(query), px_str(login.cookie), finished, &outcome);
	id_token = token_of(w, 2, "{\"iss\":\"" ISSUER "\",\"aud\":\"pixie client\",\"sub\":\"ann\",\"nonce\":\"%s\","
			    "\"exp\":%lld}", login.nonce, (long long)(px_clock_now() / 1000 + 60));
	snprintf(body, sizeof(body), "{\"id_token\":\"%s\"}", id_token);
	answer(PX_OK, 200, body);
	assert_int_equal(outcome.calls, 0);
	answer_all();
	assert_int_equal(outcome.calls, 1);
	assert_int_equal(outcome.err, PX_OK);
	free(id_token);
}

static void a_client_secret_goes_where_the_issuer_takes_it(void **state)
{
	struct world *w = *state;
	struct login login;
	struct outcome outcome = { 0 };
	char query[256];

	net.post_only = true;
	fetch_keys(w);
	login = begin(w, "/");
	snprintf(query, sizeof(query), "code=abc&state=%s", login.state);
	px_auth_oidc_finish(w->auth, px_str(query), px_str(login.cookie), finished, &outcome);
	assert_string_equal(net.calls[0].authorization, "");
	assert_non_null(strstr(net.calls[0].form, "&client_id=pixie%20client&client_secret=s%3Acret%2F"));
	answer(PX_OK, 503, "");
	assert_int_equal(outcome.err, PX_UNAVAILABLE);
}

static void return_addresses_stay_here(void **state)
{
	static const char *const bad[] = {
		"", "https://evil.example/", "//evil.example", "/\\evil.example", "tasks", "/a\\b", "/a\nb", "javascript:x",
	};
	struct world *w = *state;

	fetch_keys(w);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct login login = begin(w, bad[i]);
		assert_string_equal(finish(w, &login, "state=%s&code=abc", login.state).return_to, "/");
	}
}

static void names_the_logins(void **state)
{
	struct world *w = *state;
	struct px_auth_oidc_attempt begun;

	assert_string_equal(px_auth_oidc_name(w->auth, 0), "example");
	assert_null(px_auth_oidc_name(w->auth, 1));
	assert_int_equal(px_auth_oidc_begin(w->auth, "clerk", "https://x", px_str("/"), &w->arena, &begun, &w->error),
			 PX_NOT_FOUND);
	assert_int_equal(px_auth_oidc_begin(w->auth, "nobody", "https://x", px_str("/"), &w->arena, &begun,
					    &w->error), PX_NOT_FOUND);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_first_sight_creates_the_user),
		CASE(claims_make_the_user),
		CASE(only_verified_emails_link),
		CASE(a_second_subject_with_the_same_email_is_another_person),
		cmocka_unit_test(a_token_gets_the_scopes_it_names_and_never_more_than_granted),
		CASE(an_issuer_for_login_only_opens_no_api),
		CASE(a_new_key_of_an_issuer_that_is_down_is_not_called_a_bad_token),
		CASE(refuses_what_is_not_for_us),
		CASE(a_token_signed_by_another_key_is_refused),
		CASE(an_issuer_may_be_closed_to_strangers),
		CASE(an_unknown_key_is_fetched_once_a_minute_at_most),
		CASE(failures_back_off_and_old_keys_go_on),
		CASE(bad_documents_change_nothing),
		CASE(bad_configurations_are_refused),
		CASE(the_code_flow_logs_in),
		CASE(answers_that_were_not_asked_for_are_refused),
		CASE(an_issuer_that_promises_to_name_itself_must),
		CASE(identities_that_do_not_fit_are_refused),
		CASE(a_rotated_key_is_fetched_during_login),
		CASE(a_client_secret_goes_where_the_issuer_takes_it),
		CASE(return_addresses_stay_here),
		CASE(names_the_logins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
