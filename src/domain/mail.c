/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/mail.h"

#include "base/json.h"
#include "domain/rules.h"
#include "domain/text.h"
#include "jobs/jobs.h"

enum { IMAPS_PORT = 993, IMAP_PORT = 143, NAME_MAX_BYTES = 200, FOLDER_MAX = 500, PURGE = 1000 };

/* --------------------------------------------------------------------- checks */

static enum px_err check_address(const char *address, struct px_error *error)
{
	const char *at = strchr(address, '@');

	if (at && at != address && at[1] && !strchr(at + 1, '@') && !strpbrk(address, " <>,;\"()"))
		return PX_OK;
	return px_fail(error, PX_INVALID, "address", "must be an address such as anna@example.com");
}

static enum px_err check_host(const char *host, struct px_error *error)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:";

	return !host[strspn(host, letters)] ? PX_OK
					    : px_fail(error, PX_INVALID, "host", "must be the name of a server, such as imap.example.com");
}

static enum px_err check_token(struct px_domain *domain, struct px_mail_account *account, struct px_error *error)
{
	enum px_err err = px_text_clean(domain->arena, "token_url", 1000, PX_TEXT_LINE, &account->token_url, error);

	if (!err)
		err = px_text_clean(domain->arena, "client_id", 500, PX_TEXT_LINE, &account->client_id, error);
	if (err || account->auth != PX_MAIL_XOAUTH2)
		return err;
	if (!account->token_url || strncmp(account->token_url, "https://", 8) != 0)
		return px_fail(error, PX_INVALID, "token_url", "must be the https address where a refresh token gives an access token");
	return account->client_id ? PX_OK : px_fail(error, PX_INVALID, "client_id", "must be given with xoauth2");
}

static enum px_err add_folder(struct px_arena *arena, json_t *list, const json_t *value, struct px_error *error)
{
	const char *name = json_string_value(value);
	json_t *seen;
	size_t i;
	enum px_err err = name ? px_text_require(arena, "folders", FOLDER_MAX, &name, error)
			       : px_fail(error, PX_INVALID, "folders", "must be a list of names such as [\"INBOX\"]");

	json_array_foreach(list, i, seen)
		if (!err && strcmp(json_string_value(seen), name) == 0)
			return PX_OK;
	if (!err && json_array_size(list) == PX_MAIL_FOLDERS_MAX)
		err = px_fail(error, PX_TOO_LARGE, "folders", "at most %d folders of an account are read", PX_MAIL_FOLDERS_MAX);
	if (!err)
		json_array_append_new(list, json_string(name));
	return err;
}

static enum px_err refuse_folders(struct px_error *error)
{
	return px_fail(error, PX_INVALID, "folders", "must be a list of names such as [\"INBOX\"]");
}

static enum px_err check(struct px_domain *domain, struct px_mail_account *account, struct px_error *error)
{
	static const struct px_text_list_rule folders = { add_folder, refuse_folders };
	enum px_err err = px_text_clean(domain->arena, "name", NAME_MAX_BYTES, PX_TEXT_LINE, &account->name, error);

	if (!err)
		err = px_text_require(domain->arena, "address", 254, &account->address, error);
	if (!err)
		err = check_address(account->address, error);
	if (!err)
		err = px_text_require(domain->arena, "host", 253, &account->host, error);
	if (!err)
		err = check_host(account->host, error);
	if (!err)
		err = px_text_clean(domain->arena, "user", 254, PX_TEXT_LINE, &account->user, error);
	if (!err)
		err = check_token(domain, account, error);
	if (!err)
		err = px_text_list(domain->arena, &folders, &account->folders, error);
	if (!err && (account->port < 0 || account->port > 65535))
		err = px_fail(error, PX_INVALID, "port", "must be a port, 1 to 65535, or 0 for the usual one");
	if (!err && (account->back_days < 0 || account->back_days > PX_MAIL_BACK_DAYS_MAX))
		err = px_fail(error, PX_INVALID, "back_days", "must be 0 to %d", PX_MAIL_BACK_DAYS_MAX);
	if (err)
		return err;
	if (!account->user)
		account->user = account->address;
	if (!account->port)
		account->port = account->security == PX_MAIL_TLS ? IMAPS_PORT : IMAP_PORT;
	return PX_OK;
}

/* ------------------------------------------------------------------- accounts */

enum px_err px_mail_read_request(struct px_store_tx *tx, struct px_id user, struct px_id account, int64_t due,
				 struct px_error *error)
{
	char id[PX_ID_TEXT + 1], payload[PX_ID_TEXT + 16];

	px_id_format(account, id);
	snprintf(payload, sizeof(payload), "{\"id\":\"%s\"}", id);
	struct px_job_spec job = { .kind = PX_JOB_MAIL_READ, .user = user, .payload = payload, .due = due, .key = id };
	return px_jobs_enqueue(tx, &job, error);
}

enum px_err px_mail_accounts(struct px_domain *domain, struct px_mail_account **rows, size_t *count, struct px_error *error)
{
	const struct px_store_query query = { .limit = PX_MAIL_ACCOUNTS_MAX };
	void *found = NULL;
	enum px_err err = px_store_query(domain->tx, &px_mail_account_record, &query, domain->arena, &found, count, error);

	*rows = found;
	return err;
}

enum px_err px_mail_account_get(struct px_domain *domain, struct px_id id, struct px_mail_account *account,
				struct px_error *error)
{
	return px_store_get(domain->tx, &px_mail_account_record, id, domain->arena, account, error);
}

/* As it is before the first visit. */
static void begin_anew(struct px_mail_account *account)
{
	account->state = account->enabled ? PX_MAIL_NEW : PX_MAIL_OFF;
	account->problem = NULL;
	account->failures = 0;
	account->next = PX_TIME_NONE;
}

enum px_err px_mail_account_create(struct px_domain *domain, struct px_mail_account *account, struct px_error *error)
{
	struct px_mail_account *rows;
	size_t count = 0;
	enum px_err err = check(domain, account, error);

	if (!err)
		err = px_mail_accounts(domain, &rows, &count, error);
	if (!err && count >= PX_MAIL_ACCOUNTS_MAX)
		err = px_fail(error, PX_CONFLICT, NULL, "at most %d mail accounts are read for one person", PX_MAIL_ACCOUNTS_MAX);
	for (size_t i = 0; !err && i < count; i++)
		if (strcasecmp(rows[i].host, account->host) == 0 && rows[i].port == account->port &&
		    strcmp(rows[i].user, account->user) == 0)
			err = px_fail(error, PX_CONFLICT, "user", "this account is read already");
	if (err)
		return err;
	account->id = px_id_new();
	account->user_id = domain->user;
	account->created = account->updated = domain->now;
	account->version = 1;
	begin_anew(account);
	return PX_OK;
}

enum px_err px_mail_account_add(struct px_domain *domain, struct px_mail_account *account, struct px_error *error)
{
	enum px_err err = px_store_insert(domain->tx, &px_mail_account_record, account, error);

	if (!err)
		px_domain_told(domain, &px_mail_account_record, "created", account);
	return err || !account->enabled ? err : px_mail_read_request(domain->tx, domain->user, account->id, 0, error);
}

static enum px_err purge(struct px_domain *domain, const struct px_record *record, struct px_id account, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "user_id", PX_OP_EQ, { .id = domain->user } }, { "account_id", PX_OP_EQ, { .id = account } },
	};
	size_t deleted = PURGE;
	enum px_err err = PX_OK;

	while (!err && deleted == PURGE)
		err = px_store_purge(domain->tx, record, filters, 2, PURGE, &deleted, error);
	return err;
}

static bool is_same_mailbox(const struct px_mail_account *a, const struct px_mail_account *b)
{
	return strcmp(a->host, b->host) == 0 && a->port == b->port && strcmp(a->user, b->user) == 0;
}

enum px_err px_mail_account_update(struct px_domain *domain, struct px_mail_account *account, int64_t expected,
				   struct px_error *error)
{
	struct px_mail_account before;
	enum px_err err = px_mail_account_get(domain, account->id, &before, error);

	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err)
		err = check(domain, account, error);
	if (err)
		return err;
	begin_anew(account);
	account->updated = domain->now;
	account->version = before.version + 1;
	err = px_store_update(domain->tx, &px_mail_account_record, account, before.version, error);
	if (!err && !is_same_mailbox(&before, account)) /* the places are of the other one's numbers */
		err = purge(domain, &px_mail_folder_record, account->id, error);
	if (!err)
		px_domain_told(domain, &px_mail_account_record, "updated", account);
	return err ? err : px_mail_read_request(domain->tx, domain->user, account->id, 0, error);
}

enum px_err px_mail_account_delete(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	struct px_mail_account account;
	enum px_err err = px_mail_account_get(domain, id, &account, error);

	if (!err)
		err = px_store_delete(domain->tx, &px_mail_account_record, id, error);
	if (!err)
		err = purge(domain, &px_mail_folder_record, id, error);
	if (!err)
		err = purge(domain, &px_mail_record, id, error);
	if (!err)
		px_domain_told(domain, &px_mail_account_record, "deleted", &account);
	return err ? err : px_mail_read_request(domain->tx, domain->user, id, 0, error); /* which hangs up */
}

enum px_err px_mail_account_folders(struct px_domain *domain, const struct px_mail_account *account, const char ***folders,
				    size_t *count, struct px_error *error)
{
	json_t *list = NULL, *value;
	size_t i;
	enum px_err err = px_json_parse(px_str(account->folders ? account->folders : "[\"INBOX\"]"), &list, error);

	*count = 0;
	*folders = PX_ARENA_ARRAY(domain->arena, const char *, json_array_size(list) + 1);
	json_array_foreach(list, i, value)
		(*folders)[(*count)++] = px_arena_str(domain->arena, px_json_string(value));
	json_decref(list);
	return err;
}

enum px_err px_mail_account_visited(struct px_domain *domain, struct px_mail_account *account, struct px_error *error)
{
	struct px_mail_account before;
	enum px_err err = px_mail_account_get(domain, account->id, &before, error);

	if (err)
		return err;
	bool news = before.state != account->state || account->taken != before.taken || account->skipped != before.skipped;
	err = px_store_update(domain->tx, &px_mail_account_record, account, before.version, error);
	if (!err && news)
		px_domain_told(domain, &px_mail_account_record, "updated", account);
	return err;
}

/* --------------------------------------------------------------------- folders */

enum px_err px_mail_folder_get(struct px_domain *domain, struct px_id account, const char *name,
			       struct px_mail_folder *folder, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "account_id", PX_OP_EQ, { .id = account } }, { "name", PX_OP_EQ, { .text = px_str(name) } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 2, .limit = 1 };
	void *rows = NULL;
	size_t count = 0;
	enum px_err err = px_store_query(domain->tx, &px_mail_folder_record, &query, domain->arena, &rows, &count, error);

	if (err)
		return err;
	if (count) {
		*folder = *(struct px_mail_folder *)rows;
		return PX_OK;
	}
	px_record_init(&px_mail_folder_record, folder);
	folder->id = px_id_new();
	folder->user_id = domain->user;
	folder->account_id = account;
	folder->name = name;
	folder->created = domain->now;
	folder->version = 0;
	return PX_OK;
}

enum px_err px_mail_folder_keep(struct px_domain *domain, struct px_mail_folder *folder, struct px_error *error)
{
	folder->updated = domain->now;
	folder->version++;
	if (folder->version == 1)
		return px_store_insert(domain->tx, &px_mail_folder_record, folder, error);
	return px_store_update(domain->tx, &px_mail_folder_record, folder, folder->version - 1, error);
}

/* ----------------------------------------------------------------------- mails */

enum px_err px_mail_known(struct px_domain *domain, struct px_id account, const char *hash, bool *known,
			  struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "account_id", PX_OP_EQ, { .id = account } }, { "hash", PX_OP_EQ, { .text = px_str(hash) } },
	};
	int64_t count = 0;
	enum px_err err = px_store_count(domain->tx, &px_mail_record, filters, 2, &count, error);

	*known = count > 0;
	return err;
}

enum px_err px_mail_keep(struct px_domain *domain, struct px_mail_row *mail, struct px_error *error)
{
	mail->id = px_id_is_none(mail->id) ? px_id_new() : mail->id;
	mail->user_id = domain->user;
	mail->created = domain->now;
	mail->version = 1;
	return px_store_insert(domain->tx, &px_mail_record, mail, error);
}

enum px_err px_mail_of_thread(struct px_domain *domain, const char *thread, struct px_mail_row **rows, size_t *count,
			      struct px_error *error)
{
	const struct px_store_filter filters[] = { { "thread", PX_OP_EQ, { .text = px_str(thread) } } };
	const struct px_store_query query = { .filters = filters, .filter_count = 1, .descending = true, .limit = 100 };
	void *found = NULL;
	enum px_err err = px_store_query(domain->tx, &px_mail_record, &query, domain->arena, &found, count, error);

	*rows = found;
	return err;
}

/* --------------------------------------------------------------------- senders */

enum px_err px_mail_sender_find(struct px_domain *domain, const char *address, struct px_mail_sender *sender,
				struct px_error *error)
{
	struct px_str folded = px_text_fold(domain->arena, px_str(address));
	const struct px_store_filter filters[] = { { "address", PX_OP_EQ, { .text = folded } } };
	const struct px_store_query query = { .filters = filters, .filter_count = 1, .limit = 1 };
	void *rows = NULL;
	size_t count = 0;
	enum px_err err = px_store_query(domain->tx, &px_mail_sender_record, &query, domain->arena, &rows, &count, error);

	if (!err && !count)
		err = px_fail(error, PX_NOT_FOUND, NULL, "there is no rule for this sender");
	if (!err)
		*sender = *(struct px_mail_sender *)rows;
	return err;
}

enum px_err px_mail_sender_set(struct px_domain *domain, struct px_mail_sender *sender, struct px_error *error)
{
	struct px_mail_sender before;
	int64_t count = 0;
	enum px_err err = px_text_require(domain->arena, "address", 254, &sender->address, error);

	if (!err)
		err = check_address(sender->address, error);
	if (err)
		return err;
	sender->address = px_arena_str(domain->arena, px_text_fold(domain->arena, px_str(sender->address)));
	sender->user_id = domain->user;
	sender->updated = domain->now;
	err = px_mail_sender_find(domain, sender->address, &before, NULL);
	if (!err) {
		sender->id = before.id;
		sender->created = before.created;
		sender->version = before.version + 1;
		return px_store_update(domain->tx, &px_mail_sender_record, sender, before.version, error);
	}
	if (err != PX_NOT_FOUND)
		return px_fail(error, err, NULL, "the rule can't be read");
	err = px_store_count(domain->tx, &px_mail_sender_record, NULL, 0, &count, error);
	if (!err && count >= PX_MAIL_SENDERS_MAX)
		err = px_fail(error, PX_CONFLICT, NULL, "there are %d rules for senders already", PX_MAIL_SENDERS_MAX);
	sender->id = px_id_new();
	sender->created = domain->now;
	sender->version = 1;
	return err ? err : px_store_insert(domain->tx, &px_mail_sender_record, sender, error);
}

enum px_err px_mail_sender_delete(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	return px_store_delete(domain->tx, &px_mail_sender_record, id, error);
}
