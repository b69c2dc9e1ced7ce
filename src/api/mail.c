/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/mail: the accounts that are read, the mails that were taken, rules
 * for senders.  Passwords and tokens go in and never come out.
 */
#include "domain/mail.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "base/clock.h"
#include "base/record_json.h"
#include "domain/notification_settings.h"
#include "mail/mailboxes.h"
#include "sys/zoneinfo.h"

/* ------------------------------------------------------------------ secrets */

static const char *const secret_names[] = { "password", "refresh_token", "client_secret" };
enum { SECRETS = sizeof(secret_names) / sizeof(secret_names[0]) };

/* The secrets of the input, which is left without them; they are in `texts`, borrowed from *taken. */
static json_t *take_secrets(struct px_call *call, const char *texts[SECRETS], json_t **taken)
{
	json_t *rest = json_copy(call->input);

	*taken = json_object();
	for (size_t i = 0; i < SECRETS; i++) {
		json_t *value = json_object_get(call->input, secret_names[i]);
		texts[i] = json_string_value(value);
		if (value)
			json_object_set(*taken, secret_names[i], value);
		json_object_del(rest, secret_names[i]);
	}
	return rest;
}

static enum px_err check_secrets(const struct px_mail_account *account, const char *const texts[SECRETS], struct px_error *error)
{
	const char *wanted = account->auth == PX_MAIL_PASSWORD ? "password" : "refresh_token";

	for (size_t i = 0; i < SECRETS; i++)
		if (texts[i] && texts[i][0] && strcmp(secret_names[i], wanted) == 0)
			return PX_OK;
	return px_fail(error, PX_INVALID, wanted, "must be given, as auth is %s",
		       account->auth == PX_MAIL_PASSWORD ? "password" : "xoauth2");
}

static enum px_err seal(struct px_call *call, struct px_mail_account *account, const char *const texts[SECRETS],
			struct px_error *error)
{
	const struct px_mail_secret secret = { texts[0], texts[1], texts[2] };
	enum px_err err = check_secrets(account, texts, error);

	return err ? err : px_mailboxes_seal(call->api->parts.mailboxes, account->id, &secret, &call->arena, &account->secret, error);
}

/* Replies come from anybody: whose mailbox Pixie's own mails are answered in is for those to say who run it. */
static enum px_err check_replies(const struct px_call *call, const struct px_mail_account *account, struct px_error *error)
{
	return !account->replies || call->user.admin
		       ? PX_OK : px_fail(error, PX_FORBIDDEN, "replies", "only an administrator can have replies to Pixie's mails read");
}

/* ----------------------------------------------------------------- accounts */

static enum px_err answer_account(struct px_call *call, const struct px_mail_account *account, struct px_error *error)
{
	enum px_err err = px_domain_number_rest(&call->domain, error);

	if (!err)
		px_call_row(call, &px_mail_account_record, account);
	return err;
}

enum px_err px_mail_accounts_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	return err ? err : px_page_answer(&page, call, &px_mail_account_record, error);
}

enum px_err px_mail_accounts_create(struct px_call *call, struct px_error *error)
{
	struct px_mail_account account;
	const char *texts[SECRETS];
	json_t *taken, *rest = take_secrets(call, texts, &taken);
	enum px_err err = px_record_decode(&px_mail_account_record, rest, &call->arena, &account, NULL, error);

	if (!err)
		err = check_replies(call, &account, error);
	if (!err)
		err = px_mail_account_create(&call->domain, &account, error);
	if (!err)
		err = seal(call, &account, texts, error);
	if (!err)
		err = px_mail_account_add(&call->domain, &account, error);
	json_decref(rest);
	json_decref(taken);
	return err ? err : answer_account(call, &account, error);
}

static enum px_err read_account(struct px_call *call, struct px_mail_account *account, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	return err ? err : px_mail_account_get(&call->domain, id, account, error);
}

enum px_err px_mail_accounts_get(struct px_call *call, struct px_error *error)
{
	struct px_mail_account account;
	enum px_err err = read_account(call, &account, error);

	if (!err)
		px_call_row(call, &px_mail_account_record, &account);
	return err;
}

/* A new way to sign in needs its own secret; where to is another server's business, which must not get the old one. */
static enum px_err patch_secret(struct px_call *call, const struct px_mail_account *before, struct px_mail_account *account,
				const char *const texts[SECRETS], struct px_error *error)
{
	bool same = before->auth == account->auth && strcasecmp(before->host, account->host) == 0 &&
		    (!before->token_url) == (!account->token_url) &&
		    (!before->token_url || strcmp(before->token_url, account->token_url) == 0);

	return same && !texts[0] && !texts[1] && !texts[2] ? PX_OK : seal(call, account, texts, error);
}

enum px_err px_mail_accounts_patch(struct px_call *call, struct px_error *error)
{
	struct px_mail_account before, account;
	const char *texts[SECRETS];
	uint64_t given = 0;
	enum px_err err = read_account(call, &before, error);

	if (!err)
		err = px_call_precondition(call, before.version, error);
	if (err)
		return err;
	account = before;
	json_t *taken, *rest = take_secrets(call, texts, &taken);
	err = px_record_patch(&px_mail_account_record, rest, &call->arena, &account, &given, error);
	if (!err)
		err = check_replies(call, &account, error);
	if (!err && account.host)
		err = patch_secret(call, &before, &account, texts, error);
	if (!err)
		err = px_mail_account_update(&call->domain, &account, -1, error);
	json_decref(rest);
	json_decref(taken);
	return err ? err : answer_account(call, &account, error);
}

enum px_err px_mail_accounts_delete(struct px_call *call, struct px_error *error)
{
	struct px_mail_account account;
	int64_t last;
	enum px_err err = read_account(call, &account, error);

	if (!err)
		err = px_call_precondition(call, account.version, error);
	if (!err)
		err = px_mail_account_delete(&call->domain, account.id, error);
	return err ? err : px_domain_number(&call->domain, &last, error);
}

enum px_err px_mail_accounts_read(struct px_call *call, struct px_error *error)
{
	struct px_mail_account account;
	enum px_err err = read_account(call, &account, error);

	if (!err && !account.enabled)
		err = px_fail(error, PX_CONFLICT, "enabled", "the account is turned off");
	if (!err)
		err = px_mail_read_request(call->tx, call->domain.user, account.id, 0, error);
	if (!err)
		px_call_row(call, &px_mail_account_record, &account);
	return err;
}

/* --------------------------------------------------------------------- test */

enum px_err px_mail_test_find(struct px_call *call, struct px_error *error)
{
	struct px_mail_account *account = PX_ARENA_NEW(&call->arena, struct px_mail_account);

	call->state = account;
	return read_account(call, account, error);
}

/* That the server turned us away is the answer, not a failure of ours. */
static void on_tested(void *arg, enum px_err err, const char *why, const char *folders)
{
	struct px_call *call = arg;
	struct px_json json;

	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "ok");
	px_json_bool(&json, !err);
	px_json_key(&json, "problem");
	px_json_text(&json, err ? why : NULL);
	px_json_key(&json, "folders");
	px_json_raw(&json, px_str(folders ? folders : "[]"));
	px_json_close_object(&json);
	px_call_resume(call, PX_OK, NULL);
}

enum px_err px_mail_test_run(struct px_call *call, struct px_error *error)
{
	(void)error;
	px_mailboxes_test(call->api->parts.mailboxes, call->state, on_tested, call);
	return PX_OK;
}

/* -------------------------------------------------------------------- mails */

enum px_err px_mails_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	if (!err)
		err = px_page_filter_query(&page, call, &px_mail_record, "account_id", error);
	return err ? err : px_page_answer(&page, call, &px_mail_record, error);
}

enum px_err px_mails_get(struct px_call *call, struct px_error *error)
{
	struct px_mail_row row;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_store_get(call->tx, &px_mail_record, id, &call->arena, &row, error);
	if (!err)
		px_call_row(call, &px_mail_record, &row);
	return err;
}

/* ------------------------------------------------------------------ senders */

enum px_err px_mail_senders_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	return err ? err : px_page_answer(&page, call, &px_mail_sender_record, error);
}

enum px_err px_mail_senders_set(struct px_call *call, struct px_error *error)
{
	struct px_mail_sender sender;
	enum px_err err = px_record_decode(&px_mail_sender_record, call->input, &call->arena, &sender, NULL, error);

	if (!err)
		err = px_mail_sender_set(&call->domain, &sender, error);
	if (!err)
		px_call_row(call, &px_mail_sender_record, &sender);
	return err;
}

enum px_err px_mail_senders_delete(struct px_call *call, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	return err ? err : px_mail_sender_delete(&call->domain, id, error);
}

/* -------------------------------------------------------------- unsubscribing */

/* RFC 8058: a mail program posts it; whoever has the mail may. */
enum px_err px_mail_unsubscribe(struct px_call *call, struct px_error *error)
{
	struct px_domain domain;
	struct px_id user;
	char kind[16];

	if (!px_mailboxes_unsubscribes(call->api->parts.mailboxes, call->params[0], &user, kind))
		return px_fail(error, PX_NOT_FOUND, NULL, "this address unsubscribes nobody");
	px_domain_init(&domain, call->tx, user, px_clock_now(), px_zoneinfo_get("UTC"), &call->arena);
	enum px_err err = px_notification_settings_without(&domain, kind, "mail", error);
	if (!err)
		(void)px_buf_text(&call->body, "{\"status\":\"unsubscribed\"}");
	return err;
}
