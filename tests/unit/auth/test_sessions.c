/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions: access tokens, rotation of refresh tokens, reuse, revocation,
 * signing keys and their rotation.
 */
#include "unit/auth/world.h"

/* payloads are formats that stand in tables */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

#include "auth/auth_internal.h"
#include "auth/base64url.h"
#include "base/json.h"

static int set_up(void **state)
{
	struct world *w = world_make();

	w->config.issuer = "https://pixie.example";
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

static const struct px_auth_device device = { .address = "192.0.2.7", .user_agent = "test" };

static void open_session(struct world *w, struct px_id user, struct px_auth_grant *grant)
{
	OK(px_auth_session_open(w->auth, world_write(w), user, PX_SESSION_PASSWORD, &device, grant, &w->error));
	world_commit(w);
}

static enum px_err refresh_from(struct world *w, const struct px_auth_device *from, const char *token,
				struct px_auth_grant *grant)
{
	char copy[PX_TOKEN_TEXT];
	enum px_err err;

	snprintf(copy, sizeof(copy), "%s", token);
	err = px_auth_refresh(w->auth, world_write(w), px_str(copy), from, grant, &w->error);
	world_commit(w);
	return err;
}

static enum px_err refresh(struct world *w, const char *token, struct px_auth_grant *grant)
{
	return refresh_from(w, &device, token, grant);
}

static size_t session_count(struct world *w, struct px_id user)
{
	struct px_auth_session *sessions;
	size_t count;

	OK(px_auth_session_list(w->auth, world_read(w), user, &w->arena, &sessions, &count, &w->error));
	world_end(w);
	return count;
}

static void an_access_token_lives_fifteen_minutes(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant grant;
	struct px_principal who;

	open_session(w, ann, &grant);
	assert_int_equal(grant.principal.expires, WORLD_NOW + 15 * PX_MS_MINUTE);
	assert_int_equal(grant.refresh_expires, WORLD_NOW + 30 * PX_MS_DAY);
	OK(world_identify(w, grant.access, &who));
	assert_true(px_id_eq(who.user, ann));
	assert_true(px_id_eq(who.session, grant.principal.session));
	assert_int_equal(who.kind, PX_TOKEN_ACCESS);
	assert_int_equal(who.scopes, PX_SCOPE_ALL);
	assert_int_equal(who.expires, grant.principal.expires);
	world_advance(15 * PX_MS_MINUTE - 1);
	OK(world_identify(w, grant.access, &who));
	world_advance(1);
	assert_int_equal(world_identify(w, grant.access, &who), PX_UNAUTHORIZED);
}

static void a_refresh_token_works_once(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant first, second, third;
	struct px_principal who;

	open_session(w, ann, &first);
	world_advance(PX_MS_DAY);
	OK(refresh(w, first.refresh, &second));
	assert_string_not_equal(first.refresh, second.refresh);
	assert_true(px_id_eq(first.principal.session, second.principal.session));
	assert_int_equal(second.refresh_expires, WORLD_NOW + 31 * PX_MS_DAY);
	OK(world_identify(w, second.access, &who));
	OK(refresh(w, second.refresh, &third));
	OK(world_identify(w, third.access, &who));
	assert_int_equal(session_count(w, ann), 1);
	assert_int_equal(w->revocations, 0);
}

static void reuse_of_a_refresh_token_ends_the_family(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant first, second, other, thief;
	struct px_principal who;

	open_session(w, ann, &first);
	open_session(w, ann, &other);
	OK(refresh(w, first.refresh, &second));
	OK(world_identify(w, second.access, &who));
	world_advance(10 * PX_MS_SECOND);
	assert_int_equal(refresh(w, first.refresh, &thief), PX_UNAUTHORIZED);
	assert_int_equal(w->revocations, 1);
	assert_true(px_id_eq(w->revoked, first.principal.session));
	assert_int_equal(world_identify(w, second.access, &who), PX_UNAUTHORIZED);
	assert_int_equal(refresh(w, second.refresh, &thief), PX_UNAUTHORIZED);
	/* another session of the same person goes on */
	OK(world_identify(w, other.access, &who));
	assert_int_equal(session_count(w, ann), 1);
}

static void two_tabs_may_refresh_at_once(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant first, one, two, again;
	struct px_principal who;

	open_session(w, ann, &first);
	OK(refresh(w, first.refresh, &one));
	world_advance(10 * PX_MS_SECOND - 1);
	OK(refresh(w, first.refresh, &two));
	assert_string_not_equal(one.refresh, two.refresh);
	assert_int_equal(w->revocations, 0);
	OK(world_identify(w, one.access, &who));
	OK(world_identify(w, two.access, &who));
	OK(refresh(w, one.refresh, &again)); /* either goes on */
	OK(refresh(w, two.refresh, &again));
	/* the window counts from the first time, not from the last */
	world_advance(1);
	assert_int_equal(refresh(w, first.refresh, &again), PX_UNAUTHORIZED);
	assert_int_equal(w->revocations, 1);
	assert_int_equal(world_identify(w, two.access, &who), PX_UNAUTHORIZED);
}

static void another_client_has_no_grace(void **state)
{
	static const struct px_auth_device thieves[] = { { .address = "192.0.2.7", .user_agent = "other" },
							 { .address = "192.0.2.7" } };
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant first, second, thief;

	for (size_t i = 0; i < sizeof(thieves) / sizeof(thieves[0]); i++) {
		open_session(w, ann, &first);
		OK(refresh(w, first.refresh, &second));
		assert_int_equal(refresh_from(w, &thieves[i], first.refresh, &thief), PX_UNAUTHORIZED);
		assert_int_equal(w->revocations, i + 1);
		assert_int_equal(refresh(w, second.refresh, &thief), PX_UNAUTHORIZED);
	}
	/* and the owner none after a thief */
	open_session(w, ann, &first);
	OK(refresh_from(w, &thieves[0], first.refresh, &thief));
	assert_int_equal(refresh(w, first.refresh, &second), PX_UNAUTHORIZED);
	assert_int_equal(refresh_from(w, &thieves[0], thief.refresh, &second), PX_UNAUTHORIZED);
}

static void refuses_unknown_malformed_and_late_refresh_tokens(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant grant, fresh;

	open_session(w, ann, &grant);
	assert_int_equal(refresh(w, "", &fresh), PX_UNAUTHORIZED);
	assert_int_equal(refresh(w, "pxr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &fresh), PX_UNAUTHORIZED);
	grant.refresh[2] = 'p'; /* a personal token's prefix */
	assert_int_equal(refresh(w, grant.refresh, &fresh), PX_UNAUTHORIZED);
	grant.refresh[2] = 'r';
	world_advance(30 * PX_MS_DAY);
	assert_int_equal(refresh(w, grant.refresh, &fresh), PX_UNAUTHORIZED);
}

static void logging_out_ends_the_session_everywhere(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL), bob = world_add_user(w, "Bob", NULL);
	struct px_auth_grant grant, fresh;
	struct px_principal who;

	open_session(w, ann, &grant);
	OK(world_identify(w, grant.access, &who));
	assert_int_equal(px_auth_session_revoke(w->auth, world_write(w), bob, grant.principal.session, &w->error),
			 PX_NOT_FOUND);
	OK(px_auth_session_revoke(w->auth, w->tx, ann, grant.principal.session, &w->error));
	world_commit(w);
	assert_int_equal(px_auth_check(w->auth, px_str(grant.access), &who), PX_AUTH_UNAUTHORIZED);
	assert_int_equal(refresh(w, grant.refresh, &fresh), PX_UNAUTHORIZED);
	assert_int_equal(session_count(w, ann), 0);
	/* also after the tombstone is gone and after a restart */
	world_close(w);
	world_open(w);
	assert_int_equal(world_identify(w, grant.access, &who), PX_UNAUTHORIZED);
}

static void a_page_stays_as_long_as_its_session(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant grant;
	struct px_principal who, personal = { .kind = PX_TOKEN_PERSONAL };

	open_session(w, ann, &grant);
	OK(world_identify(w, grant.access, &who));
	world_advance(20 * PX_MS_MINUTE);
	assert_int_equal(px_auth_check(w->auth, px_str(grant.access), &who), PX_AUTH_UNAUTHORIZED);
	who = grant.principal;
	OK(px_auth_session_renew(w->auth, &who, &w->error));
	assert_int_equal(who.expires, px_clock_now() + 15 * PX_MS_MINUTE);
	assert_int_equal(who.scopes, PX_SCOPE_ALL);
	assert_int_equal(px_auth_session_renew(w->auth, &personal, &w->error), PX_UNAUTHORIZED);
	OK(px_auth_session_revoke(w->auth, world_write(w), ann, grant.principal.session, &w->error));
	world_commit(w);
	assert_int_equal(px_auth_session_renew(w->auth, &who, &w->error), PX_UNAUTHORIZED);
	open_session(w, ann, &grant);
	world_advance(31 * PX_MS_DAY);
	assert_int_equal(px_auth_session_renew(w->auth, &grant.principal, &w->error), PX_UNAUTHORIZED);
}

static void ending_all_keeps_the_one_that_asks(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_token token = { .user = ann, .name = "t", .scopes = 1, .expires = PX_TIME_NONE };
	struct px_auth_grant grants[3];
	char text[PX_TOKEN_TEXT];
	struct px_principal who;

	for (int i = 0; i < 3; i++)
		open_session(w, ann, &grants[i]);
	OK(px_auth_token_add(w->auth, world_write(w), &token, text, &w->error));
	world_commit(w);
	OK(px_auth_revoke_all(w->auth, world_write(w), ann, grants[1].principal.session, false, &w->error));
	world_commit(w);
	assert_int_equal(world_identify(w, grants[0].access, &who), PX_UNAUTHORIZED);
	OK(world_identify(w, grants[1].access, &who));
	assert_int_equal(world_identify(w, grants[2].access, &who), PX_UNAUTHORIZED);
	OK(world_identify(w, text, &who));
	OK(px_auth_revoke_all(w->auth, world_write(w), ann, PX_ID_NONE, true, &w->error));
	world_commit(w);
	assert_int_equal(world_identify(w, grants[1].access, &who), PX_UNAUTHORIZED);
	assert_int_equal(world_identify(w, text, &who), PX_UNAUTHORIZED);
	assert_int_equal(w->revocations, 4);
}

static void sessions_are_bounded_per_user(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant first, grant;
	struct px_principal who;

	open_session(w, ann, &first);
	for (int i = 0; i < 100; i++)
		open_session(w, ann, &grant);
	assert_int_equal(session_count(w, ann), 100);
	assert_int_equal(world_identify(w, first.access, &who), PX_UNAUTHORIZED);
	OK(world_identify(w, grant.access, &who));
}

/* More ended sessions than one page of a query holds hide none that lives. */
static void a_session_is_found_behind_any_number_of_ended_ones(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant first, grant, last;
	struct px_principal who;

	open_session(w, ann, &first);
	world_write(w);
	for (int i = 0; i < 1001; i++) {
		OK(px_auth_session_open(w->auth, w->tx, ann, PX_SESSION_PASSWORD, &device, &grant, &w->error));
		OK(px_auth_session_revoke(w->auth, w->tx, ann, grant.principal.session, &w->error));
	}
	world_commit(w);
	open_session(w, ann, &last);
	assert_int_equal(session_count(w, ann), 2);
	OK(px_auth_revoke_all(w->auth, world_write(w), ann, last.principal.session, false, &w->error));
	world_commit(w);
	assert_int_equal(session_count(w, ann), 1);
	assert_int_equal(world_identify(w, first.access, &who), PX_UNAUTHORIZED);
	assert_int_equal(refresh(w, first.refresh, &grant), PX_UNAUTHORIZED);
	OK(world_identify(w, last.access, &who));
}

/* Nobody can hold more than a page of live rows today; what reads them must not rely on it. */
static void live_rows_are_read_page_by_page(void **state)
{
	enum { ROWS = 2300 };
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_session_row row, *rows;
	size_t count;

	px_record_init(&px_session_record, &row);
	row.user_id = ann;
	row.scopes = PX_SCOPE_ALL;
	row.created = row.last_used = WORLD_NOW;
	row.version = 1;
	world_write(w);
	for (int i = 0; i < ROWS; i++) {
		row.id = px_id_new();
		row.expires = WORLD_NOW + (i % 3 ? 1000 : 0); /* every third has just expired */
		OK(px_store_insert(w->tx, &px_session_record, &row, &w->error));
	}
	OK(px_auth_live_rows(w->tx, &px_session_record, ann, &w->arena, &rows, &count, &w->error));
	assert_int_equal(count, ROWS - (ROWS + 2) / 3);
	for (size_t i = 1; i < count; i++)
		assert_true(memcmp(&rows[i].id, &rows[i - 1].id, sizeof(row.id)) < 0); /* newest first, none twice */
	OK(px_auth_revoke_all(w->auth, w->tx, ann, PX_ID_NONE, false, &w->error));
	OK(px_auth_live_rows(w->tx, &px_session_record, ann, &w->arena, &rows, &count, &w->error));
	assert_int_equal(count, 0);
	world_commit(w);
}

static void another_node_can_revoke(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant grant;
	struct px_principal who;

	open_session(w, ann, &grant);
	OK(world_identify(w, grant.access, &who));
	assert_false(px_auth_is_revoked(w->auth, grant.principal.session));
	px_auth_apply_revocation(w->auth, grant.principal.session);
	assert_true(px_auth_is_revoked(w->auth, grant.principal.session));
	assert_int_equal(world_identify(w, grant.access, &who), PX_UNAUTHORIZED);
	assert_int_equal(w->revocations, 0); /* a listener would publish it again */
}

/* ------------------------------------------------------ tokens made by hand */

static char *forge(struct world *w, const char *typ, const char *format, ...)
{
	struct px_buf payload = PX_BUF_INIT(4096), token = PX_BUF_INIT(8192);
	char text[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	px_buf_text(&payload, text);
	OK(px_keyring_sign(w->auth->keys, typ, px_buf_view(&payload), &token, &w->error));
	px_buf_release(&payload);
	return px_buf_take(&token);
}

static void claims_must_all_be_ours(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL), bob = world_add_user(w, "Bob", NULL);
	struct px_auth_grant grant;
	struct px_principal who;
	char sub[PX_ID_TEXT + 1], other[PX_ID_TEXT + 1], sid[PX_ID_TEXT + 1];
	const int64_t exp = WORLD_NOW / 1000 + 60;
	const char *good = "{\"iss\":\"https://pixie.example\",\"aud\":\"%s\",\"sub\":\"%s\",\"sid\":\"%s\","
			   "\"scope\":\"%s\",\"exp\":%lld}";
	open_session(w, ann, &grant);
	px_id_format(ann, sub);
	px_id_format(bob, other);
	px_id_format(grant.principal.session, sid);
	const struct { const char *typ, *aud, *sub, *sid, *scope; int64_t exp; bool valid; } cases[] = {
		{ "at+jwt", "https://pixie.example", sub, sid, "read", exp, true },
		{ "at+jwt", "https://other.example", sub, sid, "read", exp, false },
		{ "JWT", "https://pixie.example", sub, sid, "read", exp, false },
		{ "at+jwt", "https://pixie.example", other, sid, "read", exp, false },
		{ "at+jwt", "https://pixie.example", sub, sub, "read", exp, false },
		{ "at+jwt", "https://pixie.example", "ann", sid, "read", exp, false },
		{ "at+jwt", "https://pixie.example", sub, sid, "root", exp, false },
		{ "at+jwt", "https://pixie.example", sub, sid, "read", exp - 60, false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *token = forge(w, cases[i].typ, good, cases[i].aud, cases[i].sub, cases[i].sid, cases[i].scope,
				    (long long)cases[i].exp);
		assert_int_equal(world_identify(w, token, &who), cases[i].valid ? PX_OK : PX_UNAUTHORIZED);
		if (cases[i].valid)
			assert_int_equal(who.scopes, PX_SCOPE_READ);
		free(token);
	}
}

static void refuses_tampering_and_other_issuers(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant grant;
	struct px_principal who;
	char copy[sizeof(grant.access)];
	char *foreign;

	open_session(w, ann, &grant);
	for (size_t i = 0; i < strlen(grant.access); i += 7) {
		memcpy(copy, grant.access, sizeof(copy));
		copy[i] = copy[i] == 'A' ? 'B' : 'A';
		assert_int_equal(world_identify(w, copy, &who), PX_UNAUTHORIZED);
	}
	OK(world_identify(w, grant.access, &who));
	foreign = forge(w, "at+jwt", "{\"iss\":\"https://evil.example\",\"aud\":\"https://pixie.example\",\"exp\":%lld}",
			(long long)WORLD_NOW / 1000 + 60);
	assert_int_equal(world_identify(w, foreign, &who), PX_UNAUTHORIZED);
	free(foreign);
}

/* -------------------------------------------------------------------- keys */

static size_t published_keys(struct world *w)
{
	struct px_buf text = PX_BUF_INIT(65536);
	struct px_jwks *set;
	size_t count;

	px_auth_jwks(w->auth, &text);
	assert_null(strstr(text.data, "\"d\""));
	OK(px_jwks_parse(px_buf_view(&text), &set, &w->error));
	count = set->count;
	px_jwks_free(set);
	px_buf_release(&text);
	return count;
}

static void keys_rotate_and_old_tokens_go_on(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant old, fresh;
	struct px_principal who;
	struct px_jws before, after;

	assert_int_equal(published_keys(w), 1);
	world_advance(30 * PX_MS_DAY - 1000);
	OK(px_auth_maintain(w->auth, world_write(w), &(bool){ false }, &w->error));
	world_commit(w);
	assert_int_equal(published_keys(w), 1);
	open_session(w, ann, &old);
	world_advance(1000);
	OK(px_auth_maintain(w->auth, world_write(w), &(bool){ false }, &w->error));
	world_commit(w);
	assert_int_equal(published_keys(w), 2);
	OK(world_identify(w, old.access, &who));
	open_session(w, ann, &fresh);
	OK(px_jws_parse(px_str(old.access), &before, &w->error));
	OK(px_jws_parse(px_str(fresh.access), &after, &w->error));
	assert_string_not_equal(before.kid, after.kid);
	world_advance(PX_MS_DAY);
	OK(px_auth_maintain(w->auth, world_write(w), &(bool){ false }, &w->error));
	world_commit(w);
	assert_int_equal(published_keys(w), 1);
}

static void another_nodes_new_key_is_found(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth *second;
	struct px_auth_grant grant;
	struct px_principal who;

	OK(px_auth_new(&w->config, &second, &w->error));
	world_advance(30 * PX_MS_DAY);
	OK(px_auth_maintain(second, world_write(w), &(bool){ false }, &w->error));
	world_commit(w);
	OK(px_auth_session_open(second, world_write(w), ann, PX_SESSION_PASSWORD, NULL, &grant, &w->error));
	world_commit(w);
	assert_int_equal(published_keys(w), 1);
	OK(world_identify(w, grant.access, &who));
	assert_int_equal(published_keys(w), 2);
	px_auth_free(second);
}

static void es256_can_be_chosen_at_any_time(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant old, fresh;
	struct px_principal who;
	struct px_jws jws;

	open_session(w, ann, &old);
	world_close(w);
	w->config.es256 = true;
	world_open(w);
	open_session(w, ann, &fresh);
	OK(px_jws_parse(px_str(fresh.access), &jws, &w->error));
	assert_int_equal(jws.alg, PX_JWT_ES256);
	OK(world_identify(w, fresh.access, &who));
	OK(world_identify(w, old.access, &who));
}

static void private_keys_are_sealed(void **state)
{
	struct world *w = *state;
	struct px_store_query query = { .limit = 1 };
	struct px_signing_key_row *rows;
	uint8_t bytes[2048];
	size_t count, size = sizeof(bytes);
	void *found;

	OK(px_store_query(world_read(w), &px_signing_key_record, &query, &w->arena, &found, &count, &w->error));
	rows = found;
	assert_int_equal(count, 1);
	assert_true(px_base64url_decode(px_str(rows[0].sealed), bytes, &size));
	/* PKCS #8 of Ed25519 starts with these bytes; sealed, it can't be found */
	assert_null(memmem(bytes, size, "\x30\x2e\x02\x01\x00", 5));
	world_end(w);
}

static void housekeeping_removes_dead_rows_only(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	struct px_auth_grant dead, live, fresh;
	int64_t count;

	open_session(w, ann, &dead);
	world_advance(59 * PX_MS_DAY);
	open_session(w, ann, &live);
	world_advance(2 * PX_MS_DAY);
	OK(px_auth_maintain(w->auth, world_write(w), &(bool){ false }, &w->error));
	world_commit(w);
	OK(px_store_count(world_read(w), &px_session_record, NULL, 0, &count, &w->error));
	assert_int_equal(count, 1);
	OK(px_store_count(w->tx, &px_refresh_record, NULL, 0, &count, &w->error));
	assert_int_equal(count, 1);
	world_end(w);
	OK(refresh(w, live.refresh, &fresh));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_access_token_lives_fifteen_minutes),
		CASE(a_refresh_token_works_once),
		CASE(reuse_of_a_refresh_token_ends_the_family),
		CASE(two_tabs_may_refresh_at_once),
		CASE(another_client_has_no_grace),
		CASE(refuses_unknown_malformed_and_late_refresh_tokens),
		CASE(logging_out_ends_the_session_everywhere),
		CASE(a_page_stays_as_long_as_its_session),
		CASE(ending_all_keeps_the_one_that_asks),
		CASE(sessions_are_bounded_per_user),
		CASE(a_session_is_found_behind_any_number_of_ended_ones),
		CASE(live_rows_are_read_page_by_page),
		CASE(another_node_can_revoke),
		CASE(claims_must_all_be_ours),
		CASE(refuses_tampering_and_other_issuers),
		CASE(keys_rotate_and_old_tokens_go_on),
		CASE(another_nodes_new_key_is_found),
		CASE(es256_can_be_chosen_at_any_time),
		CASE(private_keys_are_sealed),
		CASE(housekeeping_removes_dead_rows_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
