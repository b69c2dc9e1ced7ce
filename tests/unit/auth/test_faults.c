/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every store call of a long scenario fails once: the failure is reported,
 * nothing leaks, and the same scenario succeeds afterwards on the same data.
 */
#include "unit/auth/world.h"

static const char password[] = "a decent passphrase";

#define TRY(call) \
	do { \
		enum px_err try_err_ = (call); \
		if (try_err_ != PX_OK) \
			return try_err_; \
	} while (0)

/* Ends w->tx as its result demands. */
static enum px_err finish(struct world *w, enum px_err err)
{
	if (err == PX_OK)
		return px_store_commit_wait(w->tx, &w->error);
	px_store_rollback(w->tx);
	return err;
}

static enum px_err begin(struct world *w, enum px_store_mode mode)
{
	return px_store_begin(w->store, PX_ID_NONE, mode, &w->tx, &w->error);
}

static enum px_err identify(struct world *w, const char *token, struct px_principal *who)
{
	if (px_auth_check(w->auth, px_str(token), who) == PX_AUTH_OK)
		return PX_OK;
	return px_auth_resolve(w->auth, px_str(token), who, &w->error);
}

static enum px_err sign_up_once(struct world *w)
{
	const struct px_auth_user ann = { .name = "Ann", .email = "ann@example.org" };
	char phc[PX_PASSWORD_TEXT];

	TRY(px_auth_hash_password(w->auth, px_str(password), phc, &w->error));
	TRY(begin(w, PX_STORE_WRITE));
	return finish(w, px_auth_signup(w->auth, w->tx, &ann, phc, px_str(NULL), &w->error));
}

static enum px_err log_in(struct world *w, struct px_auth_grant *grant)
{
	struct px_auth_login login;
	enum px_login_result result = PX_LOGIN_DENIED;

	TRY(begin(w, PX_STORE_READ));
	enum px_err err = px_auth_login_find(w->auth, w->tx, PX_STR("ann@example.org"), &login, &w->error);
	px_store_rollback(w->tx);
	TRY(err);
	px_auth_login_verify(w->auth, &login, px_str(password));
	TRY(begin(w, PX_STORE_WRITE));
	TRY(finish(w, px_auth_login_finish(w->auth, w->tx, &login, px_str(""), NULL, &result, grant, &w->error)));
	return result == PX_LOGIN_OK ? PX_OK : PX_INTERNAL;
}

static enum px_err tokens_and_sessions(struct world *w, struct px_auth_grant *grant)
{
	struct px_auth_token token = { .user = grant->principal.user, .name = "t", .scopes = 1,
				       .expires = PX_TIME_NONE };
	char text[PX_TOKEN_TEXT], refresh[PX_TOKEN_TEXT];
	struct px_principal who;

	TRY(identify(w, grant->access, &who));
	snprintf(refresh, sizeof(refresh), "%s", grant->refresh);
	TRY(begin(w, PX_STORE_WRITE));
	TRY(finish(w, px_auth_refresh(w->auth, w->tx, px_str(refresh), NULL, grant, &w->error)));
	TRY(begin(w, PX_STORE_WRITE));
	TRY(finish(w, px_auth_token_add(w->auth, w->tx, &token, text, &w->error)));
	TRY(identify(w, text, &who));
	TRY(begin(w, PX_STORE_WRITE));
	TRY(finish(w, px_auth_maintain(w->auth, w->tx, &(bool){ false }, &w->error)));
	TRY(begin(w, PX_STORE_WRITE));
	return finish(w, px_auth_revoke_all(w->auth, w->tx, grant->principal.user, PX_ID_NONE, true, &w->error));
}

static enum px_err scenario(struct world *w)
{
	struct px_auth_grant grant;
	struct px_id owner;

	if (w->auth == NULL)
		TRY(px_auth_new(&w->config, &w->auth, &w->error));
	TRY(px_auth_ensure_owner(w->auth, &owner, &w->error));
	TRY(sign_up_once(w));
	TRY(log_in(w, &grant));
	return tokens_and_sessions(w, &grant);
}

static void every_store_call_may_fail(void **state)
{
	bool all_passed = false;
	uint64_t n = 0;

	(void)state;
	while (!all_passed) {
		struct world *w = world_make();
		struct px_store_fault fault = { 0 };
		enum px_err err;

		w->fault = &fault;
		w->config.signup = PX_SIGNUP_OPEN;
		world_open_store(w);
		atomic_store(&fault.fail_at, ++n);
		err = scenario(w);
		all_passed = atomic_load(&fault.calls) < n;
		if (all_passed)
			OK(err);
		else
			assert_int_equal(err, PX_IO);
		atomic_store(&fault.fail_at, 0);
		if (!all_passed)
			OK(scenario(w));
		world_close(w);
		world_free(w);
	}
	assert_true(n > 50);
	px_clock_fix(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_store_call_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
