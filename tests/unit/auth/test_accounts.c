/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Local accounts: login, sign-up policies, verification, reset, second factor.
 */
#include "unit/auth/world.h"

#include <argon2.h>

#include "auth/totp.h"
#include "base/json.h"
#include "jobs/record.h"

static const char good_password[] = "a decent passphrase";

static struct world *open_world(enum px_signup signup, bool verified)
{
	struct world *w = world_make();

	w->config.signup = signup;
	w->config.require_verified = verified;
	world_open(w);
	return w;
}

static int set_up(void **state)
{
	*state = open_world(PX_SIGNUP_OPEN, false);
	return 0;
}

static int set_up_strict(void **state)
{
	*state = open_world(PX_SIGNUP_OPEN, true);
	return 0;
}

static int set_up_invite(void **state)
{
	*state = open_world(PX_SIGNUP_INVITE, false);
	return 0;
}

static int set_up_closed(void **state)
{
	*state = open_world(PX_SIGNUP_CLOSED, false);
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

static enum px_err signup(struct world *w, const char *email, const char *password, const char *invite)
{
	struct px_auth_user user = { .name = "Ann", .email = email };
	char phc[PX_PASSWORD_TEXT];
	enum px_err err;

	OK(px_auth_hash_password(w->auth, px_str(password), phc, &w->error));
	err = px_auth_signup(w->auth, world_write(w), &user, phc, px_str(invite), &w->error);
	if (err == PX_OK)
		world_commit(w);
	else
		world_end(w);
	return err;
}

static enum px_login_result login(struct world *w, const char *email, const char *password, const char *code,
				  struct px_auth_grant *grant)
{
	struct px_auth_login attempt;
	enum px_login_result result;

	OK(px_auth_login_find(w->auth, world_read(w), px_str(email), &attempt, &w->error));
	world_end(w);
	px_auth_login_verify(w->auth, &attempt, px_str(password));
	OK(px_auth_login_finish(w->auth, world_write(w), &attempt, px_str(code), NULL, &result, grant, &w->error));
	world_commit(w);
	return result;
}

/* The newest job of the kind; returns how many there are.  `token` gets the secret in it. */
static size_t job_token(struct world *w, const char *kind, char token[PX_TOKEN_TEXT])
{
	const struct px_store_filter filter = { "kind", PX_OP_EQ, { .text = px_str(kind) } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 100,
					      .descending = true };
	struct px_job_row *jobs;
	struct px_buf text = PX_BUF_INIT(256);
	json_t *payload;
	void *rows;
	size_t count;

	OK(px_store_query(world_read(w), &px_job_record, &query, &w->arena, &rows, &count, &w->error));
	world_end(w);
	jobs = rows;
	token[0] = '\0';
	if (count == 0)
		return 0;
	OK(px_json_parse(px_str(jobs[0].payload), &payload, &w->error));
	if (json_object_get(payload, "sealed") != NULL) {
		OK(px_auth_open_job_token(w->auth, kind, px_json_string(json_object_get(payload, "sealed")), &text));
		snprintf(token, PX_TOKEN_TEXT, "%s", text.data);
		assert_null(strstr(jobs[0].payload, token));
		/* a token sealed for one kind of mail doesn't open as another */
		assert_int_equal(px_auth_open_job_token(w->auth, "mail.other",
							px_json_string(json_object_get(payload, "sealed")), &text),
				 PX_CORRUPT);
	}
	json_decref(payload);
	px_buf_release(&text);
	return count;
}

static struct px_id user_of(struct world *w, const char *email)
{
	struct px_auth_user user;

	OK(px_auth_user_find(w->auth, world_read(w), px_str(email), &w->arena, &user, &w->error));
	world_end(w);
	return user.id;
}

/* ------------------------------------------------------------------- login */

static void the_right_password_opens_a_session(void **state)
{
	struct world *w = *state;
	struct px_auth_grant grant;
	struct px_principal who;

	OK(signup(w, "ann@example.org", good_password, NULL));
	assert_int_equal(login(w, "Ann@Example.org", good_password, "", &grant), PX_LOGIN_OK);
	OK(world_identify(w, grant.access, &who));
	assert_true(px_id_eq(who.user, user_of(w, "ann@example.org")));
	assert_false(who.admin);
	assert_int_equal(login(w, "ann@example.org", "a decent passphrasE", "", &grant), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "ann@example.org", "", "", &grant), PX_LOGIN_DENIED);
}

static void strangers_look_like_wrong_passwords(void **state)
{
	struct world *w = *state;
	struct px_auth_login known, unknown, without;
	struct px_auth_grant grant;

	OK(signup(w, "ann@example.org", good_password, NULL));
	world_add_user(w, "Bob", "bob@example.org"); /* no password */
	world_read(w);
	OK(px_auth_login_find(w->auth, w->tx, PX_STR("ann@example.org"), &known, &w->error));
	OK(px_auth_login_find(w->auth, w->tx, PX_STR("eve@example.org"), &unknown, &w->error));
	OK(px_auth_login_find(w->auth, w->tx, PX_STR("bob@example.org"), &without, &w->error));
	world_end(w);
	/* the same work is done for all three: the same parameters stand before the salt */
	assert_memory_equal(known.stored, unknown.stored, strlen("$argon2id$v=19$m=64,t=1,p=1$"));
	assert_string_equal(unknown.stored, without.stored);
	assert_int_equal(login(w, "eve@example.org", good_password, "", &grant), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "bob@example.org", good_password, "", &grant), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "not an email", good_password, "", &grant), PX_LOGIN_DENIED);
}

static void a_password_changed_while_comparing_is_denied(void **state)
{
	struct world *w = *state;
	struct px_auth_login attempt;
	struct px_auth_grant grant;
	enum px_login_result result;
	char phc[PX_PASSWORD_TEXT];

	OK(signup(w, "ann@example.org", good_password, NULL));
	OK(px_auth_login_find(w->auth, world_read(w), PX_STR("ann@example.org"), &attempt, &w->error));
	world_end(w);
	px_auth_login_verify(w->auth, &attempt, px_str(good_password));
	assert_true(attempt.matched);
	OK(px_auth_hash_password(w->auth, PX_STR("another passphrase"), phc, &w->error));
	OK(px_auth_set_password(w->auth, world_write(w), attempt.user, phc, PX_ID_NONE, &w->error));
	OK(px_auth_login_finish(w->auth, w->tx, &attempt, px_str(""), NULL, &result, &grant, &w->error));
	world_commit(w);
	assert_int_equal(result, PX_LOGIN_DENIED);
	assert_true(px_id_is_none(attempt.user)); /* wiped */
}

static void old_hashes_are_upgraded_at_login(void **state)
{
	static const struct px_password_params stronger = { .memory_kib = 128, .passes = 2, .lanes = 1 };
	struct world *w = *state;
	struct px_auth_login attempt;
	struct px_auth_grant grant;

	OK(signup(w, "ann@example.org", good_password, NULL));
	px_auth_free(w->auth);
	w->config.password = &stronger;
	OK(px_auth_new(&w->config, &w->auth, &w->error));
	assert_int_equal(login(w, "ann@example.org", good_password, "", &grant), PX_LOGIN_OK);
	OK(px_auth_login_find(w->auth, world_read(w), PX_STR("ann@example.org"), &attempt, &w->error));
	world_end(w);
	assert_memory_equal(attempt.stored, "$argon2id$v=19$m=128,t=2,p=1$", 29);
	assert_int_equal(login(w, "ann@example.org", good_password, "", &grant), PX_LOGIN_OK);
	assert_int_equal(login(w, "ann@example.org", "wrong passphrase", "", &grant), PX_LOGIN_DENIED);
}

/* ----------------------------------------------------------------- sign-up */

/* A hash of the bytes as typed, from before passwords had one form, is right and is replaced. */
static void a_hash_of_the_old_form_is_replaced_at_login(void **state)
{
	static const char typed[] = "pa\314\210ssword of old", composed[] = "p\303\244ssword of old";
	static const uint8_t salt[16] = "somesaltsomesal";
	struct world *w = *state;
	char phc[PX_PASSWORD_PHC];
	struct px_auth_grant grant;

	assert_int_equal(argon2id_hash_encoded(1, 64, 1, typed, strlen(typed), salt, sizeof(salt), 32, phc, sizeof(phc)),
			 ARGON2_OK);
	OK(signup(w, "ann@example.org", good_password, NULL));
	OK(px_auth_set_password(w->auth, world_write(w), user_of(w, "ann@example.org"), phc, PX_ID_NONE, &w->error));
	world_commit(w);
	assert_int_equal(login(w, "ann@example.org", composed, "", &grant), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "ann@example.org", typed, "", &grant), PX_LOGIN_OK);
	assert_int_equal(login(w, "ann@example.org", composed, "", &grant), PX_LOGIN_OK);
}

static void a_taken_email_gives_nothing_away(void **state)
{
	struct world *w = *state;
	struct px_auth_user *users;
	struct px_auth_grant grant;
	char token[PX_TOKEN_TEXT];
	size_t count;

	OK(signup(w, "ann@example.org", good_password, NULL));
	OK(signup(w, "ANN@example.org", "the passphrase of eve", NULL));
	OK(px_auth_user_list(w->auth, world_read(w), &w->arena, &users, &count, &w->error));
	world_end(w);
	assert_int_equal(count, 1);
	assert_int_equal(job_token(w, "mail.account_exists", token), 1);
	assert_string_equal(token, "");
	assert_int_equal(login(w, "ann@example.org", "the passphrase of eve", "", &grant), PX_LOGIN_DENIED);
	assert_int_equal(signup(w, "no email", good_password, NULL), PX_INVALID);
}

static void closed_means_closed(void **state)
{
	struct world *w = *state;
	struct px_id owner = world_add_user(w, "Owner", NULL);
	char invite[PX_TOKEN_TEXT];

	OK(px_auth_invite(w->auth, world_write(w), &(struct px_auth_invitation){ .by = owner, .email = NULL }, invite, &w->error));
	world_commit(w);
	assert_int_equal(signup(w, "ann@example.org", good_password, NULL), PX_FORBIDDEN);
	assert_int_equal(signup(w, "ann@example.org", good_password, invite), PX_FORBIDDEN);
}

static void an_invitation_lets_one_person_in(void **state)
{
	struct world *w = *state;
	struct px_id owner = world_add_user(w, "Owner", "owner@example.org");
	char anybody[PX_TOKEN_TEXT], named[PX_TOKEN_TEXT], late[PX_TOKEN_TEXT], mailed[PX_TOKEN_TEXT];

	world_write(w);
	OK(px_auth_invite(w->auth, w->tx, &(struct px_auth_invitation){ .by = owner, .email = NULL }, anybody, &w->error));
	OK(px_auth_invite(w->auth, w->tx, &(struct px_auth_invitation){ .by = owner, .email = "Bob@example.org" }, named, &w->error));
	OK(px_auth_invite(w->auth, w->tx, &(struct px_auth_invitation){ .by = owner, .email = NULL }, late, &w->error));
	assert_int_equal(px_auth_invite(w->auth, w->tx, &(struct px_auth_invitation){ .by = owner, .email = "nonsense" }, late, &w->error), PX_INVALID);
	world_commit(w);
	assert_int_equal(job_token(w, "mail.invite", mailed), 1);
	assert_string_equal(mailed, named);
	assert_int_equal(signup(w, "ann@example.org", good_password, NULL), PX_FORBIDDEN);
	assert_int_equal(signup(w, "ann@example.org", good_password, named), PX_FORBIDDEN);
	assert_int_equal(signup(w, "owner@example.org", good_password, anybody), PX_CONFLICT);
	OK(signup(w, "ann@example.org", good_password, anybody));
	assert_int_equal(signup(w, "eve@example.org", good_password, anybody), PX_FORBIDDEN);
	OK(signup(w, "bob@example.org", good_password, named));
	/* Bob's address was proven by the invitation, Ann's has to be */
	assert_int_equal(job_token(w, "mail.verify_email", mailed), 1);
	world_advance(8 * PX_MS_DAY);
	assert_int_equal(signup(w, "zoe@example.org", good_password, late), PX_FORBIDDEN);
}

/* ------------------------------------------------- verification and reset */

static enum px_err verify(struct world *w, const char *token)
{
	enum px_err err = px_auth_verify_email(w->auth, world_write(w), px_str(token), &w->error);

	world_commit(w);
	return err;
}

static void the_email_must_be_verified_where_asked(void **state)
{
	struct world *w = *state;
	struct px_auth_grant grant;
	char token[PX_TOKEN_TEXT];

	OK(signup(w, "ann@example.org", good_password, NULL));
	assert_int_equal(login(w, "ann@example.org", good_password, "", &grant), PX_LOGIN_UNVERIFIED);
	assert_int_equal(login(w, "ann@example.org", "wrong passphrase", "", &grant), PX_LOGIN_DENIED);
	assert_int_equal(job_token(w, "mail.verify_email", token), 1);
	assert_int_equal(verify(w, "pxt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), PX_UNAUTHORIZED);
	OK(verify(w, token));
	assert_int_equal(verify(w, token), PX_UNAUTHORIZED);
	assert_int_equal(login(w, "ann@example.org", good_password, "", &grant), PX_LOGIN_OK);
}

static void verification_mails_are_bounded_and_expire(void **state)
{
	struct world *w = *state;
	char token[PX_TOKEN_TEXT];

	OK(signup(w, "ann@example.org", good_password, NULL));
	for (int i = 0; i < 5; i++) {
		OK(px_auth_send_verification(w->auth, world_write(w), PX_STR("ann@example.org"), &w->error));
		OK(px_auth_send_verification(w->auth, w->tx, PX_STR("stranger@example.org"), &w->error));
		world_commit(w);
	}
	assert_int_equal(job_token(w, "mail.verify_email", token), 3);
	world_advance(PX_MS_HOUR);
	OK(px_auth_send_verification(w->auth, world_write(w), PX_STR("ann@example.org"), &w->error));
	world_commit(w);
	assert_int_equal(job_token(w, "mail.verify_email", token), 4);
	world_advance(2 * PX_MS_DAY);
	assert_int_equal(verify(w, token), PX_UNAUTHORIZED);
}

static enum px_err redeem(struct world *w, const char *code, struct px_auth_grant *grant)
{
	enum px_err err = px_auth_welcome_redeem(w->auth, world_write(w), px_str(code), NULL, grant, &w->error);

	world_commit(w);
	return err;
}

static void a_welcome_link_opens_one_session(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", NULL);
	char first[PX_TOKEN_TEXT], second[PX_TOKEN_TEXT], late[PX_TOKEN_TEXT];
	struct px_auth_grant grant;
	struct px_principal who;

	OK(px_auth_welcome(w->auth, world_write(w), ann, first, &w->error));
	OK(px_auth_welcome(w->auth, w->tx, ann, second, &w->error));
	world_commit(w);
	assert_int_equal(redeem(w, first, &grant), PX_UNAUTHORIZED); /* the second took its place */
	assert_int_equal(redeem(w, "pxt_", &grant), PX_UNAUTHORIZED);
	OK(redeem(w, second, &grant));
	assert_true(px_id_eq(grant.principal.user, ann));
	OK(world_identify(w, grant.access, &who));
	assert_int_equal(redeem(w, second, &grant), PX_UNAUTHORIZED);
	OK(px_auth_welcome(w->auth, world_write(w), ann, late, &w->error));
	world_commit(w);
	world_advance(PX_MS_DAY);
	assert_int_equal(redeem(w, late, &grant), PX_UNAUTHORIZED);
}

static void who_has_a_password_gets_no_welcome_link(void **state)
{
	struct world *w = *state;
	struct px_id ann = world_add_user(w, "Ann", "ann@example.org");
	char code[PX_TOKEN_TEXT], phc[PX_PASSWORD_TEXT];
	struct px_auth_grant grant;

	OK(px_auth_welcome(w->auth, world_write(w), ann, code, &w->error));
	world_commit(w);
	OK(px_auth_hash_password(w->auth, PX_STR("correct horse battery"), phc, &w->error));
	OK(px_auth_set_password(w->auth, world_write(w), ann, phc, PX_ID_NONE, &w->error));
	world_commit(w);
	assert_int_equal(redeem(w, code, &grant), PX_UNAUTHORIZED);
	assert_int_equal(px_auth_welcome(w->auth, world_write(w), ann, code, &w->error), PX_CONFLICT);
	world_end(w);
}

static void a_reset_changes_the_password_and_ends_sessions(void **state)
{
	struct world *w = *state;
	struct px_auth_grant grant, other;
	struct px_principal who;
	char first[PX_TOKEN_TEXT], second[PX_TOKEN_TEXT], phc[PX_PASSWORD_TEXT];

	OK(signup(w, "ann@example.org", good_password, NULL));
	assert_int_equal(login(w, "ann@example.org", good_password, "", &grant), PX_LOGIN_OK);
	OK(px_auth_forgot_password(w->auth, world_write(w), PX_STR("stranger@example.org"), &w->error));
	world_commit(w);
	assert_int_equal(job_token(w, "mail.reset_password", first), 0);
	OK(px_auth_forgot_password(w->auth, world_write(w), PX_STR("ann@example.org"), &w->error));
	world_commit(w);
	assert_int_equal(job_token(w, "mail.reset_password", first), 1);
	OK(px_auth_forgot_password(w->auth, world_write(w), PX_STR("ann@example.org"), &w->error));
	world_commit(w);
	assert_int_equal(job_token(w, "mail.reset_password", second), 2);
	OK(px_auth_hash_password(w->auth, PX_STR("another passphrase"), phc, &w->error));
	/* a verification token is not a reset token */
	assert_int_equal(job_token(w, "mail.verify_email", first), 1);
	assert_int_equal(px_auth_reset_password(w->auth, world_write(w), px_str(first), phc, &w->error),
			 PX_UNAUTHORIZED);
	OK(px_auth_reset_password(w->auth, w->tx, px_str(second), phc, &w->error));
	world_commit(w);
	assert_int_equal(world_identify(w, grant.access, &who), PX_UNAUTHORIZED);
	assert_int_equal(login(w, "ann@example.org", good_password, "", &other), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "ann@example.org", "another passphrase", "", &other), PX_LOGIN_OK);
	/* both resets are spent */
	assert_int_equal(px_auth_reset_password(w->auth, world_write(w), px_str(second), phc, &w->error),
			 PX_UNAUTHORIZED);
	world_end(w);
}

/* Any number of invitations that the person made must not hide the resets that are out. */
static void a_reset_spends_every_other_behind_many_invitations(void **state)
{
	struct world *w = *state;
	char first[PX_TOKEN_TEXT], last[PX_TOKEN_TEXT], invite[PX_TOKEN_TEXT], phc[PX_PASSWORD_TEXT];

	OK(signup(w, "ann@example.org", good_password, NULL));
	OK(px_auth_forgot_password(w->auth, world_write(w), PX_STR("ann@example.org"), &w->error));
	world_commit(w);
	assert_int_equal(job_token(w, "mail.reset_password", first), 1);
	struct px_id ann = user_of(w, "ann@example.org");
	world_write(w);
	for (int i = 0; i < 300; i++)
		OK(px_auth_invite(w->auth, w->tx, &(struct px_auth_invitation){ .by = ann, .email = NULL }, invite, &w->error));
	for (int i = 0; i < 4; i++) /* three an hour are sent */
		OK(px_auth_forgot_password(w->auth, w->tx, PX_STR("ann@example.org"), &w->error));
	world_commit(w);
	assert_int_equal(job_token(w, "mail.reset_password", last), 3);
	OK(px_auth_hash_password(w->auth, PX_STR("another passphrase"), phc, &w->error));
	OK(px_auth_reset_password(w->auth, world_write(w), px_str(last), phc, &w->error));
	assert_int_equal(px_auth_reset_password(w->auth, w->tx, px_str(first), phc, &w->error), PX_UNAUTHORIZED);
	world_end(w);
}

static void a_reset_expires_in_an_hour(void **state)
{
	struct world *w = *state;
	char token[PX_TOKEN_TEXT], phc[PX_PASSWORD_TEXT];

	OK(signup(w, "ann@example.org", good_password, NULL));
	OK(px_auth_forgot_password(w->auth, world_write(w), PX_STR("ann@example.org"), &w->error));
	world_commit(w);
	job_token(w, "mail.reset_password", token);
	OK(px_auth_hash_password(w->auth, PX_STR("another passphrase"), phc, &w->error));
	world_advance(PX_MS_HOUR);
	assert_int_equal(px_auth_reset_password(w->auth, world_write(w), px_str(token), phc, &w->error),
			 PX_UNAUTHORIZED);
	world_end(w);
}

static void changing_the_email_needs_proof_again(void **state)
{
	struct world *w = *state;
	struct px_auth_grant grant;
	char old[PX_TOKEN_TEXT], token[PX_TOKEN_TEXT];
	struct px_id ann, bob = world_add_user(w, "Bob", "bob@example.org"), owner = world_add_user(w, "O", NULL);

	OK(signup(w, "ann@example.org", good_password, NULL));
	ann = user_of(w, "ann@example.org");
	job_token(w, "mail.verify_email", old);
	assert_int_equal(px_auth_set_email(w->auth, world_write(w), ann, "bob@example.org", false, &w->error),
			 PX_CONFLICT);
	OK(px_auth_set_email(w->auth, w->tx, ann, "Ann@new.example.org", false, &w->error));
	OK(px_auth_set_email(w->auth, w->tx, bob, "bob@example.org", false, &w->error));
	OK(px_auth_set_email(w->auth, w->tx, owner, "owner@example.org", true, &w->error));
	world_commit(w);
	assert_int_equal(verify(w, old), PX_UNAUTHORIZED);
	assert_int_equal(login(w, "ann@example.org", good_password, "", &grant), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "ann@new.example.org", good_password, "", &grant), PX_LOGIN_UNVERIFIED);
	assert_int_equal(job_token(w, "mail.verify_email", token), 2);
	OK(verify(w, token));
	assert_int_equal(login(w, "ann@new.example.org", good_password, "", &grant), PX_LOGIN_OK);
}

static void add_job(struct world *w, const char *kind, enum px_job_state state)
{
	struct px_job_row job;

	px_record_init(&px_job_record, &job);
	job.id = job.user_id = px_id_new();
	job.kind = kind;
	job.payload = "{}";
	job.state = state;
	job.due = job.created = job.updated = px_clock_now();
	job.version = 1;
	OK(px_store_insert(w->tx, &px_job_record, &job, &w->error));
}

static int64_t job_count(struct world *w)
{
	int64_t count;

	OK(px_store_count(world_read(w), &px_job_record, NULL, 0, &count, &w->error));
	world_end(w);
	return count;
}

static void the_outbox_is_swept_of_what_nobody_needs(void **state)
{
	struct world *w = *state;

	world_write(w);
	add_job(w, "mail.reset_password", PX_JOB_WAITING);
	add_job(w, "mail.reset_password", PX_JOB_DEAD);
	add_job(w, "index.memory", PX_JOB_DEAD);
	add_job(w, "index.memory", PX_JOB_DONE);
	add_job(w, "index.memory", PX_JOB_WAITING);
	add_job(w, "mail.reset_password", PX_JOB_RUNNING);
	world_commit(w);
	world_advance(7 * PX_MS_DAY);
	OK(px_auth_maintain(w->auth, world_write(w), &(bool){ false }, &w->error));
	world_commit(w);
	assert_int_equal(job_count(w), 6); /* a week to the moment */
	world_advance(1);
	OK(px_auth_maintain(w->auth, world_write(w), &(bool){ false }, &w->error));
	world_commit(w);
	assert_int_equal(job_count(w), 3); /* what runs, and what is not a mail and waits or was given up */
}

/* ----------------------------------------------------------- second factor */

static void unbase32(const char *text, uint8_t out[PX_TOTP_SECRET])
{
	uint32_t bits = 0;
	unsigned have = 0;
	size_t size = 0;

	for (; *text != '\0'; text++) {
		bits = bits << 5 | (uint32_t)(*text >= 'A' ? *text - 'A' : *text - '2' + 26);
		have += 5;
		if (have >= 8) {
			have -= 8;
			out[size++] = (uint8_t)(bits >> have);
		}
	}
	assert_int_equal(size, PX_TOTP_SECRET);
}

static void code_at(const uint8_t secret[PX_TOTP_SECRET], int64_t ms, char code[16])
{
	snprintf(code, 16, "%06u", px_hotp(secret, PX_TOTP_SECRET, (uint64_t)(ms / 30000), 6));
}

static struct px_id enrol(struct world *w, uint8_t secret[PX_TOTP_SECRET],
			  char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT])
{
	struct px_auth_mfa mfa;
	struct px_id ann;
	char code[16];
	bool on;

	OK(signup(w, "ann@example.org", good_password, NULL));
	ann = user_of(w, "ann@example.org");
	OK(px_auth_mfa_begin(w->auth, world_write(w), ann, &mfa, &w->error));
	world_commit(w);
	unbase32(mfa.secret, secret);
	assert_non_null(strstr(mfa.uri, "otpauth://totp/Pixie:ann%40example.org?secret="));
	assert_non_null(strstr(mfa.uri, mfa.secret));
	OK(px_auth_mfa_enabled(w->auth, world_read(w), ann, &on, &w->error));
	world_end(w);
	assert_false(on);
	assert_int_equal(px_auth_mfa_confirm(w->auth, world_write(w), ann, PX_STR("000000"), codes, &w->error),
			 PX_UNAUTHORIZED);
	code_at(secret, px_clock_now(), code);
	OK(px_auth_mfa_confirm(w->auth, w->tx, ann, px_str(code), codes, &w->error));
	world_commit(w);
	OK(px_auth_mfa_enabled(w->auth, world_read(w), ann, &on, &w->error));
	world_end(w);
	assert_true(on);
	return ann;
}

static void the_second_factor_is_asked_for(void **state)
{
	struct world *w = *state;
	uint8_t secret[PX_TOTP_SECRET];
	char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT], code[16];
	struct px_auth_grant grant;

	enrol(w, secret, codes);
	assert_int_equal(login(w, "ann@example.org", good_password, "", &grant), PX_LOGIN_NEEDS_CODE);
	assert_int_equal(login(w, "ann@example.org", "wrong passphrase", "", &grant), PX_LOGIN_DENIED);
	/* the code that confirmed the enrolment is spent */
	code_at(secret, px_clock_now(), code);
	assert_int_equal(login(w, "ann@example.org", good_password, code, &grant), PX_LOGIN_DENIED);
	world_advance(30000);
	code_at(secret, px_clock_now(), code);
	assert_int_equal(login(w, "ann@example.org", "wrong passphrase", code, &grant), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "ann@example.org", good_password, code, &grant), PX_LOGIN_OK);
	assert_int_equal(login(w, "ann@example.org", good_password, code, &grant), PX_LOGIN_DENIED);
}

static void recovery_codes_work_once_each(void **state)
{
	struct world *w = *state;
	uint8_t secret[PX_TOTP_SECRET];
	char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT], typed[32];
	struct px_auth_grant grant;

	enrol(w, secret, codes);
	for (int i = 0; i < PX_RECOVERY_CODES; i++) {
		assert_int_equal(login(w, "ann@example.org", good_password, codes[i], &grant), PX_LOGIN_OK);
		assert_int_equal(login(w, "ann@example.org", good_password, codes[i], &grant), PX_LOGIN_DENIED);
		if (i == 0) { /* as people type: spaces, capitals */
			snprintf(typed, sizeof(typed), " %.5s %.5s ", codes[1], codes[1] + 6);
			for (char *c = typed; *c; c++)
				*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
			assert_int_equal(login(w, "ann@example.org", good_password, typed, &grant), PX_LOGIN_OK);
			i++;
		}
	}
	assert_int_equal(login(w, "ann@example.org", good_password, "aaaaa-aaaaa", &grant), PX_LOGIN_DENIED);
}

static void an_upgraded_hash_keeps_the_recovery_codes(void **state)
{
	static const struct px_password_params stronger = { .memory_kib = 128, .passes = 1, .lanes = 1 };
	struct world *w = *state;
	uint8_t secret[PX_TOTP_SECRET];
	char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT];
	struct px_auth_grant grant;

	enrol(w, secret, codes);
	px_auth_free(w->auth);
	w->config.password = &stronger;
	OK(px_auth_new(&w->config, &w->auth, &w->error));
	assert_int_equal(login(w, "ann@example.org", good_password, codes[0], &grant), PX_LOGIN_OK);
	assert_int_equal(login(w, "ann@example.org", good_password, codes[0], &grant), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "ann@example.org", good_password, codes[1], &grant), PX_LOGIN_OK);
}

static void the_second_factor_is_turned_off_with_a_code(void **state)
{
	struct world *w = *state;
	uint8_t secret[PX_TOTP_SECRET];
	char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT];
	struct px_auth_grant grant;
	struct px_auth_mfa mfa;
	struct px_id ann = enrol(w, secret, codes);

	assert_int_equal(px_auth_mfa_begin(w->auth, world_write(w), ann, &mfa, &w->error), PX_CONFLICT);
	assert_int_equal(px_auth_mfa_disable(w->auth, w->tx, ann, PX_STR("123"), &w->error), PX_UNAUTHORIZED);
	OK(px_auth_mfa_disable(w->auth, w->tx, ann, px_str(codes[4]), &w->error));
	assert_int_equal(px_auth_mfa_disable(w->auth, w->tx, ann, px_str(codes[5]), &w->error), PX_CONFLICT);
	world_commit(w);
	assert_int_equal(login(w, "ann@example.org", good_password, "", &grant), PX_LOGIN_OK);
}

static void secrets_at_rest_are_sealed_or_hashed(void **state)
{
	struct world *w = *state;
	uint8_t secret[PX_TOTP_SECRET];
	char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT], command[256], plain[16];

	enrol(w, secret, codes);
	world_close(w);
	snprintf(command, sizeof(command), "grep -raqiF -- '%s' '%s'", good_password, w->dir);
	assert_int_not_equal(system(command), 0);
	snprintf(plain, sizeof(plain), "%.5s%.5s", codes[0], codes[0] + 6);
	snprintf(command, sizeof(command), "grep -raqiF -e '%s' -e '%s' '%s'", codes[0], plain, w->dir);
	assert_int_not_equal(system(command), 0);
	world_open(w);
}

static void no_secret_is_logged(void **state)
{
	struct world *w = *state;
	uint8_t secret[PX_TOTP_SECRET];
	char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT], reset[PX_TOKEN_TEXT], log_path[128], log[65536] = "";
	char personal[PX_TOKEN_TEXT], phc[PX_PASSWORD_TEXT];
	struct px_auth_token token = { .name = "t", .scopes = 1, .expires = PX_TIME_NONE };
	struct px_auth_grant grant, next;
	struct px_principal who;
	FILE *file;

	snprintf(log_path, sizeof(log_path), "%s/log", w->dir);
	file = fopen(log_path, "w+");
	px_log_set_fd(fileno(file));
	px_log_set_level(PX_LOG_DEBUG);
	token.user = enrol(w, secret, codes);
	assert_int_equal(login(w, "ann@example.org", "wrong passphrase", "", &grant), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "ann@example.org", good_password, codes[0], &grant), PX_LOGIN_OK);
	OK(px_auth_token_add(w->auth, world_write(w), &token, personal, &w->error));
	OK(px_auth_refresh(w->auth, w->tx, px_str(grant.refresh), NULL, &next, &w->error));
	world_advance(10 * PX_MS_SECOND);
	assert_int_equal(px_auth_refresh(w->auth, w->tx, px_str(grant.refresh), NULL, &next, &w->error), PX_UNAUTHORIZED);
	OK(px_auth_forgot_password(w->auth, w->tx, PX_STR("ann@example.org"), &w->error));
	world_commit(w);
	OK(world_identify(w, personal, &who));
	job_token(w, "mail.reset_password", reset);
	OK(px_auth_hash_password(w->auth, PX_STR("another passphrase"), phc, &w->error));
	OK(px_auth_reset_password(w->auth, world_write(w), px_str(reset), phc, &w->error));
	world_commit(w);
	px_log_set_fd(2);
	px_log_set_level(PX_LOG_NONE);
	rewind(file);
	assert_true(fread(log, 1, sizeof(log) - 1, file) > 100);
	fclose(file);
	assert_non_null(strstr(log, "refresh token used twice"));
	const char *const secrets[] = { good_password, "another passphrase", "wrong passphrase", codes[0], personal,
					personal + 4, grant.access, grant.refresh, grant.refresh + 4, reset, phc };
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		assert_null(strstr(log, secrets[i]));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define CASE_OF(test, kind) cmocka_unit_test_setup_teardown(test, set_up_##kind, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_right_password_opens_a_session),
		CASE(strangers_look_like_wrong_passwords),
		CASE(a_password_changed_while_comparing_is_denied),
		CASE(old_hashes_are_upgraded_at_login),
		CASE(a_hash_of_the_old_form_is_replaced_at_login),
		CASE(a_taken_email_gives_nothing_away),
		CASE_OF(closed_means_closed, closed),
		CASE_OF(an_invitation_lets_one_person_in, invite),
		CASE_OF(the_email_must_be_verified_where_asked, strict),
		CASE(verification_mails_are_bounded_and_expire),
		CASE(a_welcome_link_opens_one_session),
		CASE(who_has_a_password_gets_no_welcome_link),
		CASE(a_reset_changes_the_password_and_ends_sessions),
		CASE(a_reset_spends_every_other_behind_many_invitations),
		CASE(a_reset_expires_in_an_hour),
		CASE_OF(changing_the_email_needs_proof_again, strict),
		CASE(the_outbox_is_swept_of_what_nobody_needs),
		CASE(the_second_factor_is_asked_for),
		CASE(recovery_codes_work_once_each),
		CASE(an_upgraded_hash_keeps_the_recovery_codes),
		CASE(the_second_factor_is_turned_off_with_a_code),
		CASE(secrets_at_rest_are_sealed_or_hashed),
		CASE(no_secret_is_logged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
