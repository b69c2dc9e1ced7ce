/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Browser login at an external issuer: Authorization Code flow with PKCE
 * (RFC 7636), state and nonce, as OAuth 2.0 Security BCP (RFC 9700) wants it.
 *
 * Nothing is kept on the server between the two halves: what must be
 * remembered travels in a sealed cookie, which also binds the answer to the
 * browser that asked.
 */
#include "auth/oidc_internal.h"

#include "auth/base64url.h"
#include "auth/jwt.h"
#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/uri.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#define LOGIN_MS (INT64_C(10) * PX_MS_MINUTE)
#define COOKIE_CONTEXT PX_STR("oidc login")

enum { RANDOM_BYTES = 32, RANDOM_TEXT = 44, PATH_MAX_BYTES = 1024, QUERY_MAX = 8192, VALUE_MAX = 4096,
       ANSWER_MAX = 64 * 1024, TIMEOUT_MS = 15000 };

/* ------------------------------------------------------------ percent code */

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The decoded value of one parameter; NULL if it is absent, stands twice, or is not well-formed. */
static char *parameter(struct px_arena *arena, struct px_str query, const char *name)
{
	struct px_str found = { NULL, 0 };
	char *out;
	size_t size = 0;

	while (query.size > 0) {
		struct px_str pair = px_str_cut(query, '&', &query), value;
		if (!px_str_eq(px_str_cut(pair, '=', &value), px_str(name)))
			continue;
		if (found.data != NULL)
			return NULL;
		found = value.data ? value : px_str_n("", 0);
	}
	if (found.data == NULL || found.size > VALUE_MAX)
		return NULL;
	out = px_arena_alloc(arena, found.size + 1);
	for (size_t i = 0; i < found.size; i++) {
		int high = 0, low = 0;
		if (found.data[i] == '%') {
			if (found.size - i < 3 || (high = hex(found.data[i + 1])) < 0 ||
			    (low = hex(found.data[i + 2])) < 0 || (high | low) == 0)
				return NULL;
			i += 2;
			out[size++] = (char)(high << 4 | low);
		} else {
			out[size++] = found.data[i] == '+' ? ' ' : found.data[i];
		}
	}
	out[size] = '\0';
	return out;
}

/* ------------------------------------------------------------------- begin */

struct attempt { /* what the cookie holds */
	const char *issuer, *state, *nonce, *verifier, *redirect_uri, *return_to;
	int64_t expires;
};

static char *random_text(struct px_arena *arena)
{
	uint8_t bytes[RANDOM_BYTES];
	char text[RANDOM_TEXT];

	px_random_bytes(bytes, sizeof(bytes));
	text[px_base64url_encode(bytes, sizeof(bytes), text)] = '\0';
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return px_arena_str(arena, px_str(text));
}

/* A path on this site and nothing a browser could take for another one. */
static const char *local_path(struct px_arena *arena, struct px_str path)
{
	if (path.size == 0 || path.size > PATH_MAX_BYTES || path.data[0] != '/' ||
	    (path.size > 1 && (path.data[1] == '/' || path.data[1] == '\\')))
		return "/";
	for (size_t i = 0; i < path.size; i++) {
		if ((unsigned char)path.data[i] <= ' ' || path.data[i] == 0x7f || path.data[i] == '\\')
			return "/";
	}
	return px_arena_str(arena, path);
}

static enum px_err seal_attempt(struct px_auth *auth, const struct attempt *attempt, struct px_arena *arena,
				const char **cookie)
{
	const char *const fields[][2] = {
		{ "i", attempt->issuer }, { "s", attempt->state }, { "n", attempt->nonce }, { "v", attempt->verifier },
		{ "r", attempt->redirect_uri }, { "t", attempt->return_to },
	};
	struct px_buf plain = PX_BUF_INIT(2900), sealed = PX_BUF_INIT(4000); /* what a browser keeps */
	struct px_json json;
	enum px_err err;

	px_json_init(&json, &plain);
	px_json_open_object(&json);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		px_json_key(&json, fields[i][0]);
		px_json_text(&json, fields[i][1]);
	}
	px_json_key(&json, "e");
	px_json_int(&json, attempt->expires);
	px_json_close_object(&json);
	err = plain.overflow ? PX_TOO_LARGE : px_seal(auth->state_key, COOKIE_CONTEXT, px_buf_view(&plain), &sealed);
	if (err == PX_OK)
		*cookie = px_arena_str(arena, px_buf_view(&sealed));
	OPENSSL_cleanse(plain.data, plain.size);
	px_buf_release(&plain);
	px_buf_release(&sealed);
	return err;
}

static const char *authorize_url(const struct px_issuer *issuer, const char *endpoint,
				 const struct attempt *attempt, struct px_arena *arena)
{
	struct px_buf url = PX_BUF_INIT(16384);
	uint8_t digest[32];
	char challenge[RANDOM_TEXT];
	const char *result;

	if (EVP_Digest(attempt->verifier, strlen(attempt->verifier), digest, NULL, EVP_sha256(), NULL) != 1)
		abort();
	challenge[px_base64url_encode(digest, sizeof(digest), challenge)] = '\0';
	px_buf_text(&url, endpoint);
	px_buf_char(&url, strchr(endpoint, '?') ? '&' : '?');
	px_uri_add(&url, "response_type", px_str("code"));
	px_uri_add(&url, "client_id", px_str(issuer->config.client_id));
	px_uri_add(&url, "redirect_uri", px_str(attempt->redirect_uri));
	px_uri_add(&url, "scope", px_str(issuer->config.scopes ? issuer->config.scopes : "openid email profile"));
	px_uri_add(&url, "state", px_str(attempt->state));
	px_uri_add(&url, "nonce", px_str(attempt->nonce));
	px_uri_add(&url, "code_challenge", px_str(challenge));
	px_uri_add(&url, "code_challenge_method", px_str("S256"));
	result = url.overflow ? NULL : px_arena_str(arena, px_buf_view(&url));
	px_buf_release(&url);
	return result;
}

/* A copy of one endpoint, or NULL while discovery has not succeeded. */
static char *copy_endpoint(struct px_issuer *issuer, struct px_arena *arena, bool token, bool *basic)
{
	const char *url;
	char *copy = NULL;

	pthread_mutex_lock(&issuer->lock);
	url = token ? issuer->endpoints.token : issuer->endpoints.authorization;
	if (url != NULL)
		copy = px_arena_str(arena, px_str(url));
	*basic = issuer->endpoints.basic_auth;
	pthread_mutex_unlock(&issuer->lock);
	return copy;
}

enum px_err px_auth_oidc_begin(struct px_auth *auth, const char *name, const char *redirect_uri,
			       struct px_str return_to, struct px_arena *arena,
			       struct px_auth_oidc_attempt *begun, struct px_error *error)
{
	struct px_issuer *issuer = px_oidc_by_name(auth->oidc, px_str(name));
	struct attempt attempt;
	const char *endpoint;
	bool basic;

	if (issuer == NULL || issuer->config.client_id == NULL)
		return px_fail(error, PX_NOT_FOUND, "issuer", "there is no login named \"%s\"", name);
	endpoint = copy_endpoint(issuer, arena, false, &basic);
	if (endpoint == NULL)
		return px_fail(error, PX_UNAVAILABLE, "issuer", "the login service can't be reached now; try again");
	attempt = (struct attempt){
		.issuer = issuer->config.name, .state = random_text(arena), .nonce = random_text(arena),
		.verifier = random_text(arena), .redirect_uri = redirect_uri,
		.return_to = local_path(arena, return_to), .expires = px_clock_now() + LOGIN_MS,
	};
	begun->state = attempt.state;
	begun->url = authorize_url(issuer, endpoint, &attempt, arena);
	if (begun->url == NULL || seal_attempt(auth, &attempt, arena, &begun->cookie) != PX_OK)
		return px_fail(error, PX_TOO_LARGE, NULL, "the login's addresses are too long");
	return PX_OK;
}

/* ------------------------------------------------------------------ finish */

/* One login being finished; lives until `done` was called. */
struct finish {
	struct px_job job;      /* first: carries the outcome home */
	struct px_loop *loop;   /* home: where it began; NULL without loops */
	struct px_auth *auth;
	struct px_issuer *issuer;
	struct px_arena arena;
	struct attempt attempt;
	struct px_auth_fetch request;
	struct px_jws jws;      /* of id_token */
	char *id_token;
	json_t *claims;
	bool good;
	struct px_auth_identity identity; /* points into claims */
	struct px_error error;
	px_auth_oidc_done_fn done;
	void *arg;
};

static void wipe_text(const char *text)
{
	if (text != NULL)
		OPENSSL_cleanse((char *)text, strlen(text)); /* in our own arena */
}

static void tell(struct px_job *job)
{
	struct finish *finish = (struct finish *)job;

	finish->done(finish->arg, finish->good ? &finish->identity : NULL,
		     finish->good ? finish->attempt.return_to : "/", finish->good ? NULL : &finish->error);
	json_decref(finish->claims);
	wipe_text(finish->request.form);
	wipe_text(finish->request.authorization);
	wipe_text(finish->id_token);
	px_arena_release(&finish->arena);
	OPENSSL_cleanse(finish, sizeof(*finish));
	free(finish);
}

/* Answers of the network may come in on another loop than the login did. */
static void end(struct finish *finish, bool good)
{
	finish->good = good;
	if (!good)
		px_log(PX_LOG_WARN, "auth", "login at an issuer failed",
		       PX_LF("issuer", finish->issuer ? finish->issuer->config.name : ""),
		       PX_LF("problem", finish->error.message));
	finish->job.run = tell;
	if (finish->loop == NULL || finish->loop == px_loop_current() || !px_loop_post(finish->loop, &finish->job))
		tell(&finish->job);
}

static void end_failed(void *arg)
{
	end(arg, false);
}

static void refuse(struct finish *finish, enum px_err err, const char *why)
{
	(void)px_fail(&finish->error, err, NULL, "%s", why);
	end(finish, false);
}

static const char *member(struct px_arena *arena, const json_t *object, const char *name)
{
	struct px_str text = px_json_string(json_object_get(object, name));

	return text.data ? px_arena_str(arena, text) : "";
}

static bool open_attempt(struct finish *finish, struct px_str cookie)
{
	struct px_buf plain = PX_BUF_INIT(8192);
	json_t *object = NULL;
	bool good = px_unseal(finish->auth->state_key, COOKIE_CONTEXT, cookie, &plain) == PX_OK &&
		    px_json_parse(px_buf_view(&plain), &object, NULL) == PX_OK;

	if (good) {
		finish->attempt = (struct attempt){
			.issuer = member(&finish->arena, object, "i"), .state = member(&finish->arena, object, "s"),
			.nonce = member(&finish->arena, object, "n"),
			.verifier = member(&finish->arena, object, "v"),
			.redirect_uri = member(&finish->arena, object, "r"),
			.return_to = member(&finish->arena, object, "t"),
			.expires = json_integer_value(json_object_get(object, "e")),
		};
	}
	json_decref(object);
	if (plain.data != NULL)
		OPENSSL_cleanse(plain.data, plain.size);
	px_buf_release(&plain);
	return good && px_clock_now() < finish->attempt.expires;
}

static bool is_given(struct px_str query, const char *name)
{
	while (query.size > 0) {
		struct px_str value, pair = px_str_cut(query, '&', &query);
		if (px_str_eq(px_str_cut(pair, '=', &value), px_str(name)))
			return true;
	}
	return false;
}

/* RFC 9207 section 2.4: an issuer that promises to name itself must; any that does must name the right one, once. */
static bool names_issuer(struct px_issuer *issuer, struct px_str query, const char *iss)
{
	bool promised;

	if (iss == NULL && is_given(query, "iss"))
		return false;

	pthread_mutex_lock(&issuer->lock);
	promised = issuer->endpoints.sends_iss;
	pthread_mutex_unlock(&issuer->lock);
	return iss != NULL ? px_str_eq(px_str(iss), px_str(issuer->config.issuer)) : !promised;
}

/* The code to redeem, or NULL with finish->error set. */
static const char *read_answer(struct finish *finish, struct px_str query, struct px_str cookie)
{
	const char *state, *code, *iss, *refused;

	if (query.size > QUERY_MAX || !open_attempt(finish, cookie)) {
		(void)px_fail(&finish->error, PX_UNAUTHORIZED, "state", "the login took too long or began elsewhere");
		return NULL;
	}
	state = parameter(&finish->arena, query, "state");
	if (state == NULL || !px_secret_eq(px_str(state), px_str(finish->attempt.state))) {
		(void)px_fail(&finish->error, PX_UNAUTHORIZED, "state", "this is not the answer to this login");
		return NULL;
	}
	finish->issuer = px_oidc_by_name(finish->auth->oidc, px_str(finish->attempt.issuer));
	iss = parameter(&finish->arena, query, "iss");
	if (finish->issuer == NULL || !names_issuer(finish->issuer, query, iss)) {
		(void)px_fail(&finish->error, PX_UNAUTHORIZED, "iss", "the answer is another issuer's");
		return NULL;
	}
	refused = parameter(&finish->arena, query, "error");
	code = parameter(&finish->arena, query, "code");
	if (refused != NULL || code == NULL || code[0] == '\0') {
		(void)px_fail(&finish->error, PX_UNAUTHORIZED, "code", "the login was refused or cancelled");
		return NULL;
	}
	return code;
}

static void check_identity(struct finish *finish)
{
	static const char *const types[] = { "", "jwt", NULL };
	const struct px_auth_issuer *config = &finish->issuer->config;
	const char *const audiences[] = { config->client_id };
	const struct px_jwt_expect expect = { .issuer = config->issuer, .audiences = audiences, .audience_count = 1,
					      .nonce = finish->attempt.nonce, .types = types,
					      .now = px_clock_now() };
	struct px_jwt_times times;
	const json_t *party = json_object_get(finish->claims, "azp");

	if (px_jwt_check(&finish->jws, finish->claims, &expect, &times, &finish->error) != PX_OK)
		end(finish, false);
	else if (party != NULL && !px_str_eq(px_json_string(party), px_str(config->client_id)))
		refuse(finish, PX_UNAUTHORIZED, "the identity is for another party");
	else if (!px_oidc_identity(finish->issuer, finish->claims, &finish->identity))
		refuse(finish, PX_UNAUTHORIZED, "the identity has no usable subject");
	else
		end(finish, true);
}

static void check_signature(struct finish *finish, bool may_fetch);

static void keys_fetched(void *arg)
{
	check_signature(arg, false);
}

static void check_signature(struct finish *finish, bool may_fetch)
{
	enum px_oidc_proof proof = px_oidc_verify(finish->issuer, &finish->jws);

	if (proof == PX_OIDC_SIGNED)
		check_identity(finish);
	else if (proof == PX_OIDC_FETCH && may_fetch)
		px_oidc_fetch_keys(finish->issuer, keys_fetched, finish);
	else if (proof == PX_OIDC_NOT_SIGNED)
		refuse(finish, PX_UNAUTHORIZED, "the identity is not signed by the issuer");
	else
		refuse(finish, PX_UNAVAILABLE, "the login service's keys can't be fetched now; try again");
}

static void got_tokens(void *arg, enum px_err err, int status, struct px_str body)
{
	struct finish *finish = arg;
	json_t *answer = NULL;
	struct px_str id_token;

	if (err != PX_OK || status >= 500) {
		refuse(finish, PX_UNAVAILABLE, "the login service can't be reached now; try again");
		return;
	}
	if (status != 200 || px_json_parse(body, &answer, NULL) != PX_OK) {
		refuse(finish, PX_UNAUTHORIZED, "the login service did not accept the code");
		return;
	}
	id_token = px_json_string(json_object_get(answer, "id_token"));
	finish->id_token = px_arena_str(&finish->arena, id_token.size <= PX_JWT_MAX ? id_token : px_str(""));
	json_decref(answer);
	if (px_jws_parse(px_str(finish->id_token), &finish->jws, NULL) != PX_OK ||
	    px_jwt_claims(&finish->jws, &finish->claims, NULL) != PX_OK) {
		refuse(finish, PX_UNAUTHORIZED, "the login service sent no identity that can be read");
		return;
	}
	check_signature(finish, true);
}

/* RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
static const char *basic_credentials(struct finish *finish)
{
	struct px_buf pair = PX_BUF_INIT(4096);
	char *encoded;

	px_uri_escape(&pair, px_str(finish->issuer->config.client_id));
	px_buf_char(&pair, ':');
	px_uri_escape(&pair, px_str(finish->issuer->config.client_secret));
	encoded = px_arena_alloc(&finish->arena, pair.size / 3 * 4 + 8);
	EVP_EncodeBlock((uint8_t *)encoded, (const uint8_t *)pair.data, (int)pair.size);
	OPENSSL_cleanse(pair.data, pair.size);
	px_buf_release(&pair);
	return px_arena_printf(&finish->arena, "Basic %s", encoded);
}

static void redeem(struct finish *finish, const char *code)
{
	struct px_oidc *oidc = finish->issuer->oidc;
	const struct px_auth_issuer *config = &finish->issuer->config;
	struct px_buf form = PX_BUF_INIT(32768);
	bool basic;
	const char *endpoint = copy_endpoint(finish->issuer, &finish->arena, true, &basic);

	if (endpoint == NULL) {
		(void)px_fail(&finish->error, PX_UNAVAILABLE, NULL, "the login service can't be reached now; try again");
		px_oidc_later(end_failed, finish);
		return;
	}
	px_uri_add(&form, "grant_type", px_str("authorization_code"));
	px_uri_add(&form, "code", px_str(code));
	px_uri_add(&form, "redirect_uri", px_str(finish->attempt.redirect_uri));
	px_uri_add(&form, "code_verifier", px_str(finish->attempt.verifier));
	if (config->client_secret == NULL || !basic)
		px_uri_add(&form, "client_id", px_str(config->client_id));
	if (config->client_secret != NULL && !basic)
		px_uri_add(&form, "client_secret", px_str(config->client_secret));
	finish->request = (struct px_auth_fetch){
		.url = endpoint, .form = px_arena_str(&finish->arena, px_buf_view(&form)),
		.authorization = config->client_secret != NULL && basic ? basic_credentials(finish) : NULL,
		.max_bytes = ANSWER_MAX, .timeout_ms = TIMEOUT_MS,
	};
	OPENSSL_cleanse(form.data, form.size);
	px_buf_release(&form);
	oidc->fetch(oidc->fetch_arg, &finish->request, got_tokens, finish);
}

void px_auth_oidc_finish(struct px_auth *auth, struct px_str query, struct px_str cookie,
			 px_auth_oidc_done_fn done, void *arg)
{
	struct finish *finish = px_calloc(1, sizeof(*finish));
	const char *code;

	*finish = (struct finish){ .auth = auth, .done = done, .arg = arg, .loop = px_loop_current() };
	px_arena_init(&finish->arena);
	code = read_answer(finish, query, cookie);
	if (code == NULL)
		px_oidc_later(end_failed, finish);
	else
		redeem(finish, code);
}
