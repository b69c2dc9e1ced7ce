/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Users, the owner and their token file, personal access tokens.
 */
#include "unit/auth/world.h"

#include <sys/stat.h>

static int set_up(void **state)
{
	struct world *w = world_make();

	world_open(w);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	world_close(w);
	world_free(w);
	px_clock_fix(0);
	return 0;
}

static void read_file_token(struct world *w, char out[PX_TOKEN_TEXT])
{
	struct px_buf text = PX_BUF_INIT(256);

	OK(px_auth_read_token_file(w->dir, &text, &w->error));
	snprintf(out, PX_TOKEN_TEXT, "%s", text.data);
	px_buf_release(&text);
}

static void the_first_start_makes_an_owner_and_a_token_file(void **state)
{
	struct world *w = *state;
	char path[128], token[PX_TOKEN_TEXT];
	struct px_principal who;
	struct px_id owner, again;
	struct stat st;

	OK(px_auth_ensure_owner(w->auth, &owner, &w->error));
	snprintf(path, sizeof(path), "%s/token", w->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	read_file_token(w, token);
	OK(world_identify(w, token, &who));
	assert_true(px_id_eq(who.user, owner));
	assert_true(who.admin);
	assert_int_equal(who.scopes, PX_SCOPE_ALL);
	assert_int_equal(who.kind, PX_TOKEN_PERSONAL);
	assert_true(who.expires == PX_TIME_NONE);
	OK(px_auth_ensure_owner(w->auth, &again, &w->error));
	assert_true(px_id_eq(owner, again));
	char same[PX_TOKEN_TEXT];
	read_file_token(w, same);
	assert_string_equal(token, same);
}

static void the_token_survives_a_restart(void **state)
{
	struct world *w = *state;
	char token[PX_TOKEN_TEXT];
	struct px_principal who;
	struct px_id owner, again;

	OK(px_auth_ensure_owner(w->auth, &owner, &w->error));
	read_file_token(w, token);
	world_close(w);
	world_open(w);
	OK(px_auth_ensure_owner(w->auth, &again, &w->error));
	assert_true(px_id_eq(owner, again));
	OK(world_identify(w, token, &who));
}

static void a_lost_or_broken_token_file_is_replaced_and_the_old_token_dies(void **state)
{
	struct world *w = *state;
	char path[128], first[PX_TOKEN_TEXT], second[PX_TOKEN_TEXT], third[PX_TOKEN_TEXT];
	struct px_principal who;
	struct px_id owner;
	FILE *file;

	snprintf(path, sizeof(path), "%s/token", w->dir);
	OK(px_auth_ensure_owner(w->auth, &owner, &w->error));
	read_file_token(w, first);
	assert_int_equal(unlink(path), 0);
	OK(px_auth_ensure_owner(w->auth, &owner, &w->error));
	read_file_token(w, second);
	assert_string_not_equal(first, second);
	assert_int_equal(world_identify(w, first, &who), PX_UNAUTHORIZED);
	OK(world_identify(w, second, &who));
	file = fopen(path, "w");
	fputs("rubbish\n", file);
	fclose(file);
	OK(px_auth_ensure_owner(w->auth, &owner, &w->error));
	read_file_token(w, third);
	OK(world_identify(w, third, &who));
}

static void a_token_file_that_others_can_read_is_refused(void **state)
{
	struct world *w = *state;
	char path[128];
	struct px_buf text = PX_BUF_INIT(256);
	struct px_id owner;

	OK(px_auth_ensure_owner(w->auth, &owner, &w->error));
	snprintf(path, sizeof(path), "%s/token", w->dir);
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(px_auth_read_token_file(w->dir, &text, &w->error), PX_FORBIDDEN);
	assert_int_equal(px_auth_read_token_file("/nonexistent", &text, &w->error), PX_NOT_FOUND);
	px_buf_release(&text);
}

static void the_secret_must_be_the_one_the_data_was_made_with(void **state)
{
	struct world *w = *state;
	struct px_auth *auth;
	struct px_auth_config config = w->config;

	config.secret = "another secret, as long as it must be.";
	assert_int_equal(px_auth_new(&config, &auth, &w->error), PX_CORRUPT);
	config.secret = "short";
	assert_int_equal(px_auth_new(&config, &auth, &w->error), PX_INVALID);
}

static void users_are_added_listed_and_found(void **state)
{
	struct world *w = *state;
	struct px_auth_user *users, found, twin = { .name = "Twin", .email = "ANN@Example.org" };
	struct px_auth_user bad = { .name = " ", .email = NULL };
	char id[PX_ID_TEXT + 1];
	size_t count;
	struct px_id ann = world_add_user(w, "Ann", "Ann@example.org");

	world_add_user(w, "Bob", NULL);
	world_add_user(w, "Bob", NULL);
	assert_int_equal(px_auth_user_add(w->auth, world_write(w), &twin, &w->error), PX_CONFLICT);
	assert_string_equal(w->error.field, "email");
	assert_int_equal(px_auth_user_add(w->auth, w->tx, &bad, &w->error), PX_INVALID);
	world_end(w);
	OK(px_auth_user_list(w->auth, world_read(w), &w->arena, &users, &count, &w->error));
	assert_int_equal(count, 3);
	assert_true(px_id_eq(users[0].id, ann));
	assert_string_equal(users[0].email, "ann@example.org");
	assert_string_equal(users[0].zone, "UTC");
	OK(px_auth_user_find(w->auth, w->tx, PX_STR("ann@EXAMPLE.org"), &w->arena, &found, &w->error));
	assert_true(px_id_eq(found.id, ann));
	px_id_format(users[1].id, id);
	OK(px_auth_user_find(w->auth, w->tx, px_str(id), &w->arena, &found, &w->error));
	assert_string_equal(found.name, "Bob");
	assert_int_equal(px_auth_user_find(w->auth, w->tx, PX_STR("eve@example.org"), &w->arena, &found, &w->error),
			 PX_NOT_FOUND);
	world_end(w);
}

static void refuses_emails_that_are_none(void **state)
{
	static const char *const bad[] = {
		"", "ann", "@example.org", "ann@", "ann@@example.org", "a b@example.org", "ann@.org", "ann@org.",
		"ann@example.org\n", "<ann@example.org>", "ann@exa,mple.org", "a@b@c", "\xff@example.org",
	};
	struct world *w = *state;

	world_write(w);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct px_auth_user user = { .name = "X", .email = bad[i] };
		assert_int_equal(px_auth_user_add(w->auth, w->tx, &user, &w->error), PX_INVALID);
	}
	world_end(w);
}

static struct px_auth_token add_token(struct world *w, struct px_id user, unsigned scopes, int64_t expires,
				      char text[PX_TOKEN_TEXT])
{
	struct px_auth_token token = { .user = user, .name = "script", .scopes = scopes, .expires = expires };

	OK(px_auth_token_add(w->auth, world_write(w), &token, text, &w->error));
	world_commit(w);
	return token;
}

static void a_token_carries_its_scopes_and_its_expiry(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	char text[PX_TOKEN_TEXT];
	struct px_principal who;

	add_token(w, ann, PX_SCOPE_READ | PX_SCOPE_CHAT, WORLD_NOW + 1000, text);
	assert_memory_equal(text, "pxp_", 4);
	assert_int_equal(px_auth_check(w->auth, px_str(text), &who), PX_AUTH_NEEDS_STORE);
	OK(world_identify(w, text, &who));
	assert_int_equal(px_auth_check(w->auth, px_str(text), &who), PX_AUTH_OK);
	assert_true(px_id_eq(who.user, ann));
	assert_int_equal(who.scopes, PX_SCOPE_READ | PX_SCOPE_CHAT);
	assert_false(who.admin);
	assert_int_equal(who.expires, WORLD_NOW + 1000);
	world_advance(999);
	OK(world_identify(w, text, &who));
	world_advance(1);
	assert_int_equal(world_identify(w, text, &who), PX_UNAUTHORIZED);
}

static void a_revoked_token_stops_at_once_and_tells(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL), bob = world_add_user(w, "Bob", NULL);
	char text[PX_TOKEN_TEXT];
	struct px_principal who;
	struct px_auth_token token = add_token(w, ann, PX_SCOPE_READ, PX_TIME_NONE, text), *list;
	size_t count;

	OK(world_identify(w, text, &who));
	assert_int_equal(px_auth_token_revoke(w->auth, world_write(w), bob, token.id, &w->error), PX_NOT_FOUND);
	assert_int_equal(w->revocations, 0);
	OK(px_auth_token_revoke(w->auth, w->tx, ann, token.id, &w->error));
	/* before the commit is durable: refused from the cache and from the store alike */
	assert_int_equal(px_auth_check(w->auth, px_str(text), &who), PX_AUTH_NEEDS_STORE);
	world_commit(w);
	assert_int_equal(w->revocations, 1);
	assert_true(px_id_eq(w->revoked, token.id));
	assert_int_equal(world_identify(w, text, &who), PX_UNAUTHORIZED);
	OK(px_auth_token_list(w->auth, world_write(w), ann, &w->arena, &list, &count, &w->error));
	assert_int_equal(count, 0);
	assert_int_equal(px_auth_token_revoke(w->auth, w->tx, ann, token.id, &w->error), PX_NOT_FOUND);
	world_end(w);
}

static size_t token_count(struct world *w, struct px_id user)
{
	struct px_auth_token *list;
	size_t count;

	OK(px_auth_token_list(w->auth, world_read(w), user, &w->arena, &list, &count, &w->error));
	world_end(w);
	return count;
}

static void ended_tokens_hide_no_live_one_from_the_limit_the_list_and_the_end(void **state)
{
	enum { LIMIT = 100 };
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_token token = { .user = ann, .name = "script", .scopes = 1, .expires = PX_TIME_NONE };
	char first[PX_TOKEN_TEXT], text[PX_TOKEN_TEXT];
	struct px_principal who;

	add_token(w, ann, PX_SCOPE_READ, PX_TIME_NONE, first);
	world_write(w);
	for (int i = 0; i < 1001; i++) {
		OK(px_auth_token_add(w->auth, w->tx, &token, text, &w->error));
		OK(px_auth_token_revoke(w->auth, w->tx, ann, token.id, &w->error));
	}
	world_commit(w);
	assert_int_equal(token_count(w, ann), 1);
	world_write(w);
	for (int i = 1; i < LIMIT; i++)
		OK(px_auth_token_add(w->auth, w->tx, &token, text, &w->error));
	assert_int_equal(px_auth_token_add(w->auth, w->tx, &token, text, &w->error), PX_CONFLICT);
	world_commit(w);
	OK(px_auth_revoke_all(w->auth, world_write(w), ann, PX_ID_NONE, true, &w->error));
	world_commit(w);
	assert_int_equal(token_count(w, ann), 0);
	assert_int_equal(world_identify(w, first, &who), PX_UNAUTHORIZED);
}

static void a_rolled_back_revocation_is_still_safe(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	char text[PX_TOKEN_TEXT];
	struct px_principal who;
	struct px_auth_token token = add_token(w, ann, PX_SCOPE_READ, PX_TIME_NONE, text);

	OK(px_auth_token_revoke(w->auth, world_write(w), ann, token.id, &w->error));
	world_end(w);
	/* a look-up that read the state before the revocation can't bring it back */
	assert_int_equal(world_identify(w, text, &who), PX_UNAUTHORIZED);
	world_advance(11 * PX_MS_MINUTE);
	OK(world_identify(w, text, &who));
}

static void tokens_are_stored_hashed_only(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	char text[PX_TOKEN_TEXT], command[256];
	struct px_auth_token *list;
	size_t count;

	add_token(w, ann, PX_SCOPE_ALL, PX_TIME_NONE, text);
	OK(px_auth_token_list(w->auth, world_read(w), ann, &w->arena, &list, &count, &w->error));
	world_end(w);
	assert_int_equal(count, 1);
	assert_string_equal(list[0].name, "script");
	world_close(w);
	snprintf(command, sizeof(command), "grep -raqF -- '%s' '%s'", text + 4, w->dir);
	assert_int_not_equal(system(command), 0);
	/* the search itself works: the name is there */
	snprintf(command, sizeof(command), "grep -raqF script '%s'", w->dir);
	assert_int_equal(system(command), 0);
	world_open(w);
}

static void refuses_what_no_token_looks_like(void **state)
{
	static const char *const bad[] = {
		"", "x", "pxp_", "pxp_short", "pxr_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"pxp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=A", "a.b.c",
	};
	struct world *w = *state;
	struct px_principal who;
	struct px_auth_stats stats;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(px_auth_check(w->auth, px_str(bad[i]), &who), PX_AUTH_UNAUTHORIZED);
		assert_int_equal(px_auth_resolve(w->auth, px_str(bad[i]), &who, &w->error), PX_UNAUTHORIZED);
	}
	px_auth_get_stats(w->auth, &stats);
	assert_true(stats.refused >= 7);
	/* the right shape, but nobody's */
	assert_int_equal(px_auth_resolve(w->auth, PX_STR("pxp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), &who,
					 &w->error), PX_UNAUTHORIZED);
}

static void validates_new_tokens(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_token cases[] = {
		{ .user = ann, .name = "", .scopes = 1, .expires = PX_TIME_NONE },
		{ .user = ann, .name = "x", .scopes = 0, .expires = PX_TIME_NONE },
		{ .user = ann, .name = "x", .scopes = 16, .expires = PX_TIME_NONE },
		{ .user = ann, .name = "x", .scopes = 1, .expires = WORLD_NOW },
	};
	char text[PX_TOKEN_TEXT];

	world_write(w);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(px_auth_token_add(w->auth, w->tx, &cases[i], text, &w->error), PX_INVALID);
	world_end(w);
}

static void scopes_are_read_and_written(void **state)
{
	struct px_buf out = PX_BUF_INIT(64);
	unsigned scopes;

	(void)state;
	assert_true(px_scope_parse(PX_STR("read, chat"), &scopes));
	assert_int_equal(scopes, PX_SCOPE_READ | PX_SCOPE_CHAT);
	px_scope_format(scopes, &out);
	assert_string_equal(out.data, "read chat");
	assert_true(px_scope_parse(PX_STR(""), &scopes));
	assert_int_equal(scopes, 0);
	assert_false(px_scope_parse(PX_STR("read root"), &scopes));
	assert_false(px_scope_parse(PX_STR("Read"), &scopes));
	px_buf_release(&out);
}

static void reads_the_authorization_header(void **state)
{
	struct px_str token;

	(void)state;
	assert_true(px_auth_bearer(PX_STR("Bearer abc"), &token));
	assert_true(px_str_eq(token, PX_STR("abc")));
	assert_true(px_auth_bearer(PX_STR("bearer  a.b.c "), &token));
	assert_true(px_str_eq(token, PX_STR("a.b.c")));
	assert_false(px_auth_bearer(PX_STR("Bearer "), &token));
	assert_false(px_auth_bearer(PX_STR("Bearer a b"), &token));
	assert_false(px_auth_bearer(PX_STR("Basic abc"), &token));
	assert_false(px_auth_bearer(PX_STR("Bearerabc"), &token));
	assert_false(px_auth_bearer(px_str(NULL), &token));
}

static void last_use_is_noted(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	char text[PX_TOKEN_TEXT];
	struct px_principal who;
	struct px_auth_token *list;
	size_t count;

	add_token(w, ann, PX_SCOPE_READ, PX_TIME_NONE, text);
	OK(world_identify(w, text, &who));
	world_advance(5000);
	OK(px_auth_maintain(w->auth, world_write(w), &(bool){ false }, &w->error));
	world_commit(w);
	OK(px_auth_token_list(w->auth, world_read(w), ann, &w->arena, &list, &count, &w->error));
	assert_int_equal(list[0].last_used, WORLD_NOW + 5000);
	world_end(w);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_first_start_makes_an_owner_and_a_token_file),
		CASE(the_token_survives_a_restart),
		CASE(a_lost_or_broken_token_file_is_replaced_and_the_old_token_dies),
		CASE(a_token_file_that_others_can_read_is_refused),
		CASE(the_secret_must_be_the_one_the_data_was_made_with),
		CASE(users_are_added_listed_and_found),
		CASE(refuses_emails_that_are_none),
		CASE(a_token_carries_its_scopes_and_its_expiry),
		CASE(a_revoked_token_stops_at_once_and_tells),
		CASE(ended_tokens_hide_no_live_one_from_the_limit_the_list_and_the_end),
		CASE(a_rolled_back_revocation_is_still_safe),
		CASE(tokens_are_stored_hashed_only),
		CASE(refuses_what_no_token_looks_like),
		CASE(validates_new_tokens),
		CASE(last_use_is_noted),
		cmocka_unit_test(scopes_are_read_and_written),
		cmocka_unit_test(reads_the_authorization_header),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
