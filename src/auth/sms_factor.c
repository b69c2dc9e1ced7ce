/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text messages as second factor: a number that was proved by a code, and codes
 * to sign in with.
 *
 * The account keeps one JSON object: the number that codes go to, the one code
 * that is out (a keyed hash with its number, good for five minutes and five
 * tries), and when codes went out in the last day.  A code is bound to the
 * number that it was sent to, so one for a new number opens nothing.
 *
 * Messages cost money and reach people who asked for none, so they are limited
 * three times: for an account, by what it keeps; for a number that is to be
 * proved, whoever names it; and in all for a day.  The last two are counted by
 * this process.  Anybody with an account may name anybody's number, so that
 * must not use up what others need to sign in: codes to proved numbers wait
 * only for others of who has the phone, and half of the day is theirs alone.
 */
#include "auth/auth_internal.h"

#include "base/json.h"
#include "base/log.h"
#include "base/random.h"
#include "jobs/jobs.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	DIGITS = 6, TRIES = 5, A_DAY = 10, PHONE_MIN = 8, PHONE_MAX = 15, PAYLOAD_MAX = 4096,
	NUMBERS_KEPT = 4096, NUMBER_FREE = 3, NUMBER_WAIT_MS = 60000, NUMBER_WAIT_MAX_MS = 3600000,
};
#define GOOD_MS (5 * PX_MS_MINUTE)

/* How long after the n-th message of the last day the next may go. */
static const int wait_s[] = { 0, 30, 60, 120, 300, 600, 900, 1800, 3600, 3600 };

struct factor {
	json_t *root;
	const char *on;    /* the proved number, or NULL */
	const char *to;    /* where the code that is out went, or NULL */
	const char *hash;
	int64_t until, tries;
	json_t *sent;      /* instants, oldest first */
};

/* ------------------------------------------------------------------------ the row */

static void read_factor(const struct px_account_row *account, struct factor *factor)
{
	*factor = (struct factor){ .root = NULL };
	if (account->sms == NULL || px_json_parse(px_str(account->sms), &factor->root, NULL) != PX_OK)
		factor->root = json_object();
	factor->on = json_string_value(json_object_get(factor->root, "on"));
	factor->to = json_string_value(json_object_get(factor->root, "to"));
	factor->hash = json_string_value(json_object_get(factor->root, "hash"));
	factor->until = json_integer_value(json_object_get(factor->root, "until"));
	factor->tries = json_integer_value(json_object_get(factor->root, "tries"));
	factor->sent = json_object_get(factor->root, "sent");
	if (!json_is_array(factor->sent)) {
		factor->sent = json_array();
		json_object_set_new(factor->root, "sent", factor->sent);
	}
}

static enum px_err keep_factor(struct px_account_row *account, const struct factor *factor, struct px_arena *arena,
			       struct px_error *error)
{
	char *text = json_dumps(factor->root, JSON_COMPACT);

	if (text == NULL)
		return px_fail(error, PX_NO_MEMORY, NULL, "the second factor can't be kept");
	account->sms = px_arena_str(arena, px_str(text));
	free(text);
	return PX_OK;
}

static void forget_code(struct factor *factor)
{
	json_object_del(factor->root, "to");
	json_object_del(factor->root, "hash");
	json_object_del(factor->root, "until");
	json_object_del(factor->root, "tries");
	factor->to = factor->hash = NULL;
}

static bool is_out(const struct factor *factor, int64_t now)
{
	return factor->hash != NULL && factor->to != NULL && now < factor->until && factor->tries < TRIES;
}

bool px_auth_sms_is_on(const struct px_account_row *account)
{
	struct factor factor;

	if (account->sms == NULL)
		return false;
	read_factor(account, &factor);
	bool on = factor.on != NULL;
	json_decref(factor.root);
	return on;
}

enum px_err px_auth_factor_is_off(const struct px_account_row *account, struct px_error *error)
{
	if (account->totp_on || px_auth_sms_is_on(account))
		return px_fail(error, PX_CONFLICT, NULL, "a second factor is on already; turn it off with a code of it first");
	return PX_OK;
}

enum px_err px_auth_sms_forget(struct px_account_row *account, struct px_arena *arena, struct px_error *error)
{
	struct factor factor;
	enum px_err err = PX_OK;

	if (account->sms == NULL)
		return PX_OK;
	read_factor(account, &factor);
	forget_code(&factor);
	json_object_del(factor.root, "on");
	if (json_array_size(factor.sent))
		err = keep_factor(account, &factor, arena, error);
	else
		account->sms = NULL;
	json_decref(factor.root);
	return err;
}

/* ------------------------------------------------------------------------ limits */

void px_auth_sms_limits_init(struct px_auth *auth, unsigned a_day)
{
	pthread_mutex_init(&auth->sms.lock, NULL);
	auth->sms.a_day = a_day;
	auth->sms.key = px_siphash_key_new();
	auth->sms.numbers = px_backoff_new(NUMBERS_KEPT);
}

void px_auth_sms_limits_free(struct px_auth *auth)
{
	if (auth->sms.numbers == NULL)
		return;
	px_backoff_free(auth->sms.numbers);
	pthread_mutex_destroy(&auth->sms.lock);
}

/* Milliseconds until the account may have another; drops what is older than a day. */
static int64_t account_wait(struct factor *factor, int64_t now)
{
	while (json_array_size(factor->sent) && json_integer_value(json_array_get(factor->sent, 0)) <= now - PX_MS_DAY)
		json_array_remove(factor->sent, 0);
	size_t count = json_array_size(factor->sent);
	if (count == 0)
		return 0;
	int64_t first = json_integer_value(json_array_get(factor->sent, 0));
	int64_t last = json_integer_value(json_array_get(factor->sent, count - 1));
	int64_t next = count >= A_DAY ? first + PX_MS_DAY : last + wait_s[count] * PX_MS_SECOND;
	return next > now ? next - now : 0;
}

/* One of the messages of the day, of everybody; false: they are used up, or those for new numbers are. */
static bool take_of_all(struct px_auth *auth, bool proved, int64_t now)
{
	pthread_mutex_lock(&auth->sms.lock);
	if (now - auth->sms.day >= PX_MS_DAY || now < auth->sms.day) {
		auth->sms.day = now;
		auth->sms.sent = auth->sms.proofs = 0;
	}
	bool left = auth->sms.sent < auth->sms.a_day && (proved || auth->sms.proofs < (auth->sms.a_day + 1) / 2);
	auth->sms.sent += left;
	auth->sms.proofs += left && !proved;
	pthread_mutex_unlock(&auth->sms.lock);
	return left;
}

static enum px_err allow(struct px_auth *auth, struct factor *factor, const char *number, int64_t now, struct px_error *error)
{
	bool proved = factor->on && strcmp(factor->on, number) == 0;
	static const struct px_backoff_rule rule = { NUMBER_FREE, NUMBER_WAIT_MS, NUMBER_WAIT_MAX_MS };
	static const struct px_backoff_rule proved_rule = { 2 * A_DAY, NUMBER_WAIT_MS, NUMBER_WAIT_MAX_MS };
	/* by who has the phone, in however many accounts; not by who only names it */
	char counted[64];
	snprintf(counted, sizeof(counted), "%s%.32s", proved ? "on:" : "", number);
	struct px_siphash key = px_siphash(&auth->sms.key, px_str(counted));
	int64_t wait = account_wait(factor, now), other = px_backoff_wait(auth->sms.numbers, key, now);

	wait = wait > other ? wait : other;
	if (wait > 0)
		return px_fail(error, PX_RATE_LIMITED, NULL, "too many text messages were asked for; the next can go in %lld s",
			       (long long)((wait + 999) / 1000));
	if (!take_of_all(auth, proved, now)) {
		if (proved)
			px_log(PX_LOG_WARN, "auth", "the text messages of this day are used up (sms-codes-day)");
		else
			px_log(PX_LOG_WARN, "auth", "the text messages of this day for new numbers are used up (sms-codes-day)");
		return px_fail(error, PX_RATE_LIMITED, NULL, "no text message can be sent now; use another way, or try again tomorrow");
	}
	px_backoff_fail(auth->sms.numbers, key, proved ? &proved_rule : &rule, now);
	json_array_append_new(factor->sent, json_integer(now));
	return PX_OK;
}

/* ------------------------------------------------------------------------ sending */

static void make_hash(struct px_auth *auth, struct px_id user, const char *number, struct px_str code, char hash[PX_HASH_TEXT])
{
	char text[64];

	snprintf(text, sizeof(text), "sms:%s:%.*s", number, (int)(code.size < 16 ? code.size : 16), code.data);
	px_keyed_hash(auth->recovery_key, user, px_str(text), hash);
	OPENSSL_cleanse(text, sizeof(text));
}

/* Six digits, each as likely as the others. */
static void make_code(char code[DIGITS + 1])
{
	uint32_t value;

	do
		px_random_bytes((uint8_t *)&value, sizeof(value));
	while (value >= UINT32_C(4294000000));
	snprintf(code, DIGITS + 1, "%06u", value % 1000000);
}

static enum px_err queue_code(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, const char *number,
			      int64_t until, struct px_str code, struct px_error *error)
{
	struct px_buf sealed = PX_BUF_INIT(1024);
	struct px_arena arena;
	struct px_auth_user row = { .locale = "en" };
	char *payload = NULL;

	px_arena_init(&arena);
	enum px_err err = px_auth_users_get(&auth->users, tx, user, &arena, &row, error);
	if (err == PX_OK)
		err = px_seal(auth->job_key, PX_STR(PX_JOB_SMS_CODE), code, &sealed);
	if (err == PX_OK) {
		json_t *object = json_pack("{s:s,s:s,s:I,s:s}", "to", number, "sealed", sealed.data, "until", (json_int_t)until, "locale",
					   row.locale ? row.locale : "en");
		payload = object ? json_dumps(object, JSON_COMPACT) : NULL;
		json_decref(object);
		const struct px_job_spec job = { .kind = PX_JOB_SMS_CODE, .user = user, .payload = payload };
		err = payload ? px_jobs_enqueue(tx, &job, error) : px_fail(error, PX_NO_MEMORY, NULL, "out of memory");
	}
	free(payload);
	px_buf_release(&sealed);
	px_arena_release(&arena);
	return err;
}

static enum px_err send_code(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, struct factor *factor,
			     const char *number, struct px_error *error)
{
	char code[DIGITS + 1], hash[PX_HASH_TEXT];
	int64_t now = px_clock_now();

	if (!auth->sends_sms)
		return px_fail(error, PX_UNSUPPORTED, NULL, "no text message can be sent: no provider is set up (sms-url)");
	enum px_err err = allow(auth, factor, number, now, error);
	if (err)
		return err;
	make_code(code);
	make_hash(auth, user, number, px_str_n(code, DIGITS), hash);
	err = queue_code(auth, tx, user, number, now + GOOD_MS, px_str_n(code, DIGITS), error);
	OPENSSL_cleanse(code, sizeof(code));
	json_object_set_new(factor->root, "to", json_string(number));
	json_object_set_new(factor->root, "hash", json_string(hash));
	json_object_set_new(factor->root, "until", json_integer(now + GOOD_MS));
	json_object_set_new(factor->root, "tries", json_integer(0));
	return err;
}

enum px_err px_auth_sms_challenge(struct px_auth *auth, struct px_store_tx *tx, struct px_account_row *account,
				  struct px_arena *arena, struct px_error *error)
{
	struct factor factor;
	int64_t now = px_clock_now();

	read_factor(account, &factor);
	size_t count = json_array_size(factor.sent);
	int64_t last = json_integer_value(json_array_get(factor.sent, count ? count - 1 : 0));
	bool fresh = is_out(&factor, now) && factor.on && strcmp(factor.to, factor.on) == 0 && now - last < PX_MS_MINUTE;
	enum px_err err = factor.on ? PX_OK : px_fail(error, PX_CONFLICT, NULL, "no number was confirmed");
	if (!err && !fresh) /* asked for again within a minute, the one that is on its way will do */
		err = send_code(auth, tx, account->user_id, &factor, factor.on, error);
	if (err == PX_RATE_LIMITED && is_out(&factor, now) && strcmp(factor.to, factor.on) == 0) {
		json_decref(factor.root); /* as will one that is good still, where no other may go */
		return PX_OK;
	}
	if (!err && !fresh)
		err = keep_factor(account, &factor, arena, error);
	if (!err && !fresh)
		err = px_auth_account_save(tx, account, error);
	json_decref(factor.root);
	return err;
}

/* ------------------------------------------------------------------------ proving */

/* Whether it is the code that is out for that number; a wrong one counts.  The caller keeps the row. */
static bool try_code(struct px_auth *auth, struct px_id user, struct factor *factor, const char *number, struct px_str code)
{
	char hash[PX_HASH_TEXT];

	if (!is_out(factor, px_clock_now()) || number == NULL || strcmp(factor->to, number) != 0)
		return false;
	make_hash(auth, user, number, code, hash);
	if (px_secret_eq(px_str(hash), px_str(factor->hash)))
		return true;
	json_object_set_new(factor->root, "tries", json_integer(factor->tries + 1));
	return false;
}

enum px_err px_auth_sms_spend(struct px_auth *auth, struct px_account_row *account, struct px_str code, struct px_arena *arena,
			      bool *good, struct px_error *error)
{
	struct factor factor;

	read_factor(account, &factor);
	*good = try_code(auth, account->user_id, &factor, factor.on, code);
	if (*good)
		forget_code(&factor);
	enum px_err err = keep_factor(account, &factor, arena, error);
	json_decref(factor.root);
	return err;
}

/* "+49 (170) 123-4567" as "+491701234567". */
static bool normal_number(struct px_str text, char number[PHONE_MAX + 2])
{
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		if (strchr(" ()-./", c) && c)
			continue;
		bool fits = size == 0 ? c == '+' : c >= (size == 1 ? '1' : '0') && c <= '9';
		if (!fits || size > PHONE_MAX)
			return false;
		number[size++] = c;
	}
	number[size] = '\0';
	return size > PHONE_MIN;
}

static enum px_err load(struct px_store_tx *tx, struct px_id user, struct px_arena *arena, struct px_account_row *account,
			struct factor *factor, struct px_error *error)
{
	enum px_err err = px_auth_account_of(tx, user, arena, account, error);

	factor->root = NULL;
	if (err == PX_NOT_FOUND)
		return px_fail(error, PX_INVALID, "email", "a second factor needs a local account with an email");
	if (err == PX_OK)
		read_factor(account, factor);
	return err;
}

enum px_err px_auth_sms_begin(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, struct px_str phone,
			      struct px_error *error)
{
	struct px_account_row account;
	char number[PHONE_MAX + 2];
	struct factor factor = { 0 };
	struct px_arena arena;

	if (!normal_number(phone, number))
		return px_fail(error, PX_INVALID, "phone", "must be a number with its country, such as +49 170 1234567");
	px_arena_init(&arena);
	enum px_err err = load(tx, user, &arena, &account, &factor, error);
	if (err == PX_OK)
		err = px_auth_factor_is_off(&account, error);
	if (err == PX_OK)
		err = send_code(auth, tx, user, &factor, number, error);
	if (err == PX_OK)
		err = keep_factor(&account, &factor, &arena, error);
	if (err == PX_OK)
		err = px_auth_account_save(tx, &account, error);
	json_decref(factor.root);
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_sms_confirm(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, struct px_str code,
				char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT], bool *made, struct px_error *error)
{
	struct px_buf hashes = PX_BUF_INIT(4096);
	struct px_account_row account;
	struct factor factor = { 0 };
	struct px_arena arena;
	bool good = false;

	*made = false;
	px_arena_init(&arena);
	enum px_err err = load(tx, user, &arena, &account, &factor, error);
	if (err == PX_OK && (factor.to == NULL || account.totp_on))
		err = px_fail(error, PX_CONFLICT, NULL, "there is no number to confirm");
	if (err == PX_OK) {
		good = try_code(auth, user, &factor, factor.to, code);
		*made = good && account.recovery == NULL;
		if (good) {
			json_object_set(factor.root, "on", json_object_get(factor.root, "to"));
			forget_code(&factor);
		}
		if (*made) {
			px_auth_mfa_make_codes(auth, user, codes, &hashes);
			account.recovery = hashes.data;
		}
		err = keep_factor(&account, &factor, &arena, error);
	}
	if (err == PX_OK) /* a wrong one counts, too */
		err = px_auth_account_save(tx, &account, error);
	if (err == PX_OK && !good)
		err = px_fail(error, PX_UNAUTHORIZED, "code", "the code is not right, or not good any more");
	json_decref(factor.root);
	px_buf_release(&hashes);
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_sms_send(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, struct px_error *error)
{
	struct px_account_row account;
	struct factor factor = { 0 };
	struct px_arena arena;

	px_arena_init(&arena);
	enum px_err err = load(tx, user, &arena, &account, &factor, error);
	json_decref(factor.root);
	if (err == PX_OK)
		err = px_auth_sms_challenge(auth, tx, &account, &arena, error);
	px_arena_release(&arena);
	return err;
}

enum px_err px_auth_sms_state(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, struct px_auth_sms *state,
			      struct px_error *error)
{
	struct px_account_row account;
	struct factor factor;
	struct px_arena arena;

	*state = (struct px_auth_sms){ .available = auth->sends_sms };
	px_arena_init(&arena);
	enum px_err err = px_auth_account_of(tx, user, &arena, &account, error);
	if (err == PX_OK) {
		read_factor(&account, &factor);
		size_t size = factor.on ? strlen(factor.on) : 0;
		if (size > 5) /* enough to know it by */
			snprintf(state->number, sizeof(state->number), "%.3s…%s", factor.on, factor.on + size - 2);
		json_decref(factor.root);
	}
	px_arena_release(&arena);
	return err == PX_NOT_FOUND ? PX_OK : err;
}
