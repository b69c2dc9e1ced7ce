/* SPDX-License-Identifier: Apache-2.0 */
/* Codes by text message: what they open and for how long, and what limits them. */
#include "base/json.h"
#include "jobs/record.h"
#include "unit/auth/world.h"

static const char email[] = "ann@example.org", password[] = "a good long passphrase", number[] = "+491701234567";

static int set_up(void **state)
{
	struct world *w = world_make();

	w->config.signup = PX_SIGNUP_OPEN;
	w->config.sends_sms = true;
	w->config.sms_codes_day = 20;
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

static void pass(int64_t seconds)
{
	px_clock_fix(px_clock_now() + seconds * 1000);
}

static struct px_id sign_up(struct world *w, const char *address)
{
	struct px_auth_user user = { .name = "Ann", .email = address };
	struct px_account_row *rows;
	char phc[PX_PASSWORD_TEXT];
	struct px_id id = PX_ID_NONE;
	size_t count;
	void *found;

	OK(px_auth_hash_password(w->auth, px_str(password), phc, &w->error));
	OK(px_auth_signup(w->auth, world_write(w), &user, phc, PX_STR(""), &w->error));
	world_commit(w);
	const struct px_store_filter filter = { "email", PX_OP_EQ, { .text = px_str(address) } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
	OK(px_store_query(world_read(w), &px_account_record, &query, &w->arena, &found, &count, &w->error));
	rows = found;
	id = count ? rows[0].user_id : id;
	world_end(w);
	return id;
}

/* How many codes went out; *code and *to: of the newest. */
static size_t sent(struct world *w, char code[16], char to[32])
{
	const struct px_store_filter filter = { "kind", PX_OP_EQ, { .text = PX_STR(PX_JOB_SMS_CODE) } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 100, .descending = true };
	struct px_buf text = PX_BUF_INIT(64);
	json_t *payload;
	void *rows;
	size_t count;

	OK(px_store_query(world_read(w), &px_job_record, &query, &w->arena, &rows, &count, &w->error));
	world_end(w);
	if (!count)
		return 0;
	const struct px_job_row *job = rows;
	OK(px_json_parse(px_str(job->payload), &payload, &w->error));
	OK(px_auth_open_job_token(w->auth, PX_JOB_SMS_CODE, px_json_string(json_object_get(payload, "sealed")), &text));
	snprintf(code, 16, "%s", text.data);
	snprintf(to, 32, "%s", json_string_value(json_object_get(payload, "to")));
	assert_null(strstr(job->payload, code)); /* sealed */
	px_buf_release(&text);
	json_decref(payload);
	return count;
}

static enum px_err begin(struct world *w, struct px_id user, const char *phone)
{
	enum px_err err = px_auth_sms_begin(w->auth, world_write(w), user, px_str(phone), &w->error);

	if (err)
		world_end(w);
	else
		world_commit(w);
	return err;
}

static char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT];

static enum px_err confirm(struct world *w, struct px_id user, const char *code)
{
	bool made;
	enum px_err err = px_auth_sms_confirm(w->auth, world_write(w), user, px_str(code), codes, &made, &w->error);

	world_commit(w);
	return err;
}

static struct px_id enrol(struct world *w)
{
	struct px_id ann = sign_up(w, email);
	char code[16], to[32];

	OK(begin(w, ann, "+49 170 1234567"));
	assert_int_equal(sent(w, code, to), 1);
	assert_string_equal(to, number);
	OK(confirm(w, ann, code));
	return ann;
}

static enum px_err login_by(struct world *w, const char *with, const char *code, enum px_login_result *result)
{
	struct px_auth_login attempt;
	struct px_auth_grant grant;

	OK(px_auth_login_find(w->auth, world_read(w), px_str(email), &attempt, &w->error));
	world_end(w);
	px_auth_login_verify(w->auth, &attempt, px_str(with));
	enum px_err err = px_auth_login_finish(w->auth, world_write(w), &attempt, px_str(code), NULL, result, &grant, &w->error);
	world_commit(w);
	return err;
}

static enum px_login_result login(struct world *w, const char *with, const char *code)
{
	enum px_login_result result;

	OK(login_by(w, with, code, &result));
	return result;
}

static void a_wrong(const char *code, char wrong[16])
{
	snprintf(wrong, 16, "%s", code);
	wrong[5] = wrong[5] == '9' ? '0' : (char)(wrong[5] + 1);
}

static void a_sign_in_sends_a_code_that_is_good_once(void **state)
{
	struct world *w = *state;
	char code[16], to[32], wrong[16];

	enrol(w);
	pass(60);
	assert_int_equal(login(w, "not the passphrase", ""), PX_LOGIN_DENIED);
	assert_int_equal(sent(w, code, to), 1); /* who has no password makes no phone ring */
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_SMS);
	assert_int_equal(sent(w, code, to), 2);
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_SMS);
	assert_int_equal(sent(w, code, to), 2); /* the one that is on its way will do */
	a_wrong(code, wrong);
	assert_int_equal(login(w, password, wrong), PX_LOGIN_DENIED);
	assert_int_equal(login(w, "not the passphrase", code), PX_LOGIN_DENIED);
	assert_int_equal(login(w, password, code), PX_LOGIN_OK);
	assert_int_equal(login(w, password, code), PX_LOGIN_DENIED);
}

static void a_code_is_good_for_five_minutes_and_five_tries(void **state)
{
	struct world *w = *state;
	char code[16], to[32], wrong[16];

	enrol(w);
	pass(60);
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_SMS);
	sent(w, code, to);
	pass(300);
	assert_int_equal(login(w, password, code), PX_LOGIN_DENIED);
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_SMS);
	assert_int_equal(sent(w, code, to), 3);
	a_wrong(code, wrong);
	for (int i = 0; i < 5; i++)
		assert_int_equal(login(w, password, wrong), PX_LOGIN_DENIED);
	assert_int_equal(login(w, password, code), PX_LOGIN_DENIED); /* dead */
	assert_int_equal(login(w, password, codes[0]), PX_LOGIN_OK); /* the way that is left */
}

static void an_account_gets_ten_in_a_day_further_and_further_apart(void **state)
{
	struct world *w = *state;
	enum px_login_result result;
	char code[16], to[32];
	int64_t from;
	size_t count = 1;

	enrol(w);
	from = px_clock_now();
	assert_int_equal(login_by(w, password, "", &result), PX_RATE_LIMITED); /* half a minute after the first */
	for (int minute = 0; minute < 24 * 60 - 1; minute++) {
		pass(60);
		enum px_err err = login_by(w, password, "", &result);
		assert_true(err == PX_OK || err == PX_RATE_LIMITED);
		size_t now = sent(w, code, to);
		assert_true(now == count || now == count + 1);
		count = now;
		if (count == 4)
			assert_true(px_clock_now() - from >= 180000);
	}
	assert_int_equal(count, 10);
	pass(120); /* the first is a day old */
	assert_int_equal(login_by(w, password, "", &result), PX_OK);
	assert_int_equal(sent(w, code, to), 11);
}

/* Others may name Ann's number, and many numbers: they get few messages, and hers to sign in come all the same. */
static void who_names_numbers_keeps_nobody_from_signing_in(void **state)
{
	struct world *w = *state;
	char address[32], phone[32], code[16], to[32];

	enrol(w);
	for (int i = 0; i < 3; i++) { /* with hers four: three are free, the fourth begins the wait */
		snprintf(address, sizeof(address), "m%d@example.org", i);
		assert_int_equal(begin(w, sign_up(w, address), number), PX_OK);
	}
	assert_int_equal(begin(w, sign_up(w, "m5@example.org"), number), PX_RATE_LIMITED);
	pass(31); /* her own wait is over, that of the number is not */
	assert_int_equal(begin(w, sign_up(w, "m6@example.org"), number), PX_RATE_LIMITED);
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_SMS);
	assert_int_equal(sent(w, code, to), 5);
	assert_int_equal(login(w, password, code), PX_LOGIN_OK);
	for (int i = 0; i < 6; i++) { /* ten of twenty go to numbers that are not proved */
		snprintf(address, sizeof(address), "n%d@example.org", i);
		snprintf(phone, sizeof(phone), "+4917100000%d", 10 + i);
		assert_int_equal(begin(w, sign_up(w, address), phone), PX_OK);
	}
	assert_int_equal(begin(w, sign_up(w, "o@example.org"), "+49172000001"), PX_RATE_LIMITED);
	pass(600);
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_SMS);
	assert_int_equal(sent(w, code, to), 12);
	pass(24 * 3600);
	assert_int_equal(begin(w, sign_up(w, "p@example.org"), "+49172000002"), PX_OK);
}

static void all_messages_of_a_day_have_an_end(void **state)
{
	struct world *w = *state;
	char code[16], to[32];

	px_auth_free(w->auth);
	w->config.sms_codes_day = 2;
	OK(px_auth_new(&w->config, &w->auth, &w->error));
	enrol(w);
	pass(60);
	assert_int_equal(begin(w, sign_up(w, "o@example.org"), "+49172000001"), PX_RATE_LIMITED);
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_SMS);
	sent(w, code, to);
	assert_int_equal(login(w, password, code), PX_LOGIN_OK);
	pass(3600);
	enum px_login_result result;
	assert_int_equal(login_by(w, password, "", &result), PX_RATE_LIMITED);
	assert_int_equal(sent(w, code, to), 2);
	pass(24 * 3600);
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_SMS);
}

static void a_code_is_for_one_account_and_one_number(void **state)
{
	struct world *w = *state;
	struct px_id ann = enrol(w), bob = sign_up(w, "bob@example.org");
	struct px_auth_sms sms;
	char code[16], to[32];

	pass(60);
	OK(begin(w, bob, number)); /* Bob names Ann's number, and guesses that her code will do */
	sent(w, code, to);
	assert_int_equal(login(w, password, code), PX_LOGIN_DENIED);
	pass(60);
	/* whoever has Ann's session and password has not her factor: no other number is put in its place */
	assert_int_equal(begin(w, ann, "+491709999999"), PX_CONFLICT);
	OK(px_auth_sms_state(w->auth, world_read(w), ann, &sms, &w->error));
	world_end(w);
	assert_string_equal(sms.number, "+49…67");
}

static void it_is_turned_off_by_a_code(void **state)
{
	struct world *w = *state;
	struct px_id ann = enrol(w);
	char code[16], to[32];

	pass(60);
	OK(px_auth_sms_send(w->auth, world_write(w), ann, &w->error));
	world_commit(w);
	assert_int_equal(sent(w, code, to), 2);
	assert_int_equal(px_auth_mfa_disable(w->auth, world_write(w), ann, PX_STR("12345"), &w->error), PX_UNAUTHORIZED);
	world_end(w);
	OK(px_auth_mfa_disable(w->auth, world_write(w), ann, px_str(code), &w->error));
	world_commit(w);
	assert_int_equal(login(w, password, ""), PX_LOGIN_OK);
	assert_int_equal(px_auth_sms_send(w->auth, world_write(w), ann, &w->error), PX_CONFLICT);
	world_end(w);
}

static void without_a_provider_recovery_codes_are_left(void **state)
{
	struct world *w = *state;
	(void)enrol(w);

	px_auth_free(w->auth);
	w->config.sends_sms = false;
	OK(px_auth_new(&w->config, &w->auth, &w->error));
	assert_int_equal(begin(w, sign_up(w, "q@example.org"), number), PX_UNSUPPORTED);
	assert_int_equal(login(w, password, ""), PX_LOGIN_NEEDS_CODE);
	assert_int_equal(login(w, password, codes[3]), PX_LOGIN_OK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_sign_in_sends_a_code_that_is_good_once), TEST(a_code_is_good_for_five_minutes_and_five_tries),
		TEST(an_account_gets_ten_in_a_day_further_and_further_apart), TEST(who_names_numbers_keeps_nobody_from_signing_in),
		TEST(all_messages_of_a_day_have_an_end),
		TEST(a_code_is_for_one_account_and_one_number), TEST(it_is_turned_off_by_a_code),
		TEST(without_a_provider_recovery_codes_are_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
