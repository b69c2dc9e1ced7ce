/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The transaction of a visit: mails, what is found in them, how far the
 * folders were read, how the account is.  A visit that failed with the server
 * writes how the account is, and nothing else: the next one begins where this
 * one did.
 */
#include "mail/mailboxes_internal.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/utf8.h"
#include "domain/document.h"
#include "domain/text.h"
#include "mail/propose.h"
#include "proactive/bounced.h"
#include "sys/zoneinfo.h"

enum {
	POLL_S = 300, IDLE_POLL_MS = 15 * 60 * 1000, BACKOFF_MS = 30 * 1000, BACKOFF_MAX_MS = 3600 * 1000,
	REFUSED_MS = 15 * 60 * 1000, REFUSED_MAX_MS = 24 * 3600 * 1000, DOUBLINGS_MAX = 12, TEXT_MAX = 500, ID_MAX = 1000,
};

/* ------------------------------------------------------------------------ an account */

/* Later with each failure, and not all accounts of a server at once. */
static int64_t back_off(int64_t first, int64_t most, int64_t failures)
{
	int64_t wait = first;
	uint8_t spread;

	for (int64_t i = 1; i < failures && i < DOUBLINGS_MAX && wait < most; i++)
		wait *= 2;
	wait = wait < most ? wait : most;
	px_random_bytes(&spread, sizeof(spread));
	return wait - wait / 4 * spread / 255;
}

static void tell_failure(struct visit *visit, struct px_mail_account *account)
{
	bool refused = visit->err == PX_UNAUTHORIZED || visit->err == PX_CORRUPT;

	account->failures++;
	account->state = refused ? PX_MAIL_REFUSED : PX_MAIL_UNREACHABLE;
	account->problem = px_arena_strn(&visit->arena, visit->why, px_utf8_cut(px_str(visit->why), TEXT_MAX));
	account->next = visit->domain.now + (refused ? back_off(REFUSED_MS, REFUSED_MAX_MS, account->failures)
						     : back_off(BACKOFF_MS, BACKOFF_MAX_MS, account->failures));
}

static void tell_success(struct visit *visit, struct px_mail_account *account)
{
	unsigned poll = visit->mailboxes->config.poll_s ? visit->mailboxes->config.poll_s : POLL_S;
	int64_t wait = visit->has_more ? 0 : visit->listens ? IDLE_POLL_MS : poll * INT64_C(1000);

	account->failures = 0;
	account->state = PX_MAIL_OK;
	account->problem = NULL;
	for (size_t i = 0; i < visit->folder_count && !account->problem; i++)
		if (visit->folders[i].row.problem)
			account->problem = px_arena_printf(&visit->arena, "Folder %.100s can't be opened: %.300s", visit->folders[i].row.name,
							   visit->folders[i].row.problem);
	account->next = visit->domain.now + wait;
}

static enum px_err tell_account(struct visit *visit, struct px_error *error)
{
	struct px_mail_account account;
	enum px_err err = px_mail_account_get(&visit->domain, visit->account.id, &account, error);

	if (err || account.version != visit->account.version || !account.enabled)
		return err == PX_NOT_FOUND ? PX_OK : err; /* changed meanwhile: its own visit is on its way */
	account.visited = visit->domain.now;
	if (visit->err)
		tell_failure(visit, &account);
	else
		tell_success(visit, &account);
	account.taken = visit->account.taken;
	account.skipped = visit->account.skipped;
	visit->run->again = account.next;
	return px_mail_account_visited(&visit->domain, &account, error);
}

/* --------------------------------------------------------------------------- a mail */

static const char *cut(struct visit *visit, const char *text, size_t most)
{
	struct px_str trimmed = px_str_trim(px_str(text));

	return trimmed.size ? px_arena_strn(&visit->arena, trimmed.data, px_utf8_cut(trimmed, most)) : NULL;
}

static void fill_row(struct visit *visit, const struct fetched_mail *mail, struct px_mail_row *row)
{
	const struct px_mail_parsed *parsed = &mail->parsed;

	px_record_init(&px_mail_record, row);
	row->id = px_id_new();
	row->account_id = visit->account.id;
	row->folder = visit->folders[mail->folder].row.name;
	row->uid = mail->uid;
	row->hash = mail->hash;
	row->size = mail->size;
	row->state = mail->problem ? PX_MAIL_SKIPPED : PX_MAIL_READ;
	row->problem = mail->problem;
	row->sent = parsed->root && parsed->date != PX_TIME_NONE ? parsed->date : mail->received > 0 ? mail->received : visit->domain.now;
	if (row->sent > visit->domain.now + PX_MS_DAY) /* a clock that is wrong, or a lie */
		row->sent = visit->domain.now;
	if (!parsed->root)
		return;
	row->message_id = cut(visit, parsed->message_id, ID_MAX);
	row->thread = cut(visit, parsed->thread, ID_MAX);
	row->sender = cut(visit, parsed->from, TEXT_MAX);
	row->sender_name = cut(visit, parsed->from_name, TEXT_MAX);
	row->subject = cut(visit, parsed->subject, TEXT_MAX);
	row->list = cut(visit, parsed->list_id ? parsed->list_id : parsed->unsubscribe ? parsed->from : NULL, TEXT_MAX);
}

static const char *title_of(struct visit *visit, const struct px_mail_row *row)
{
	const char *title = row->subject ? row->subject : "";

	if (px_text_clean(&visit->arena, "title", TEXT_MAX, PX_TEXT_LINE, &title, NULL) || !title)
		return PX_DOCUMENT_UNTITLED; /* none, or of control characters only */
	return title;
}

/* The file is there already; the document is read from it like any other. */
static enum px_err remember(struct visit *visit, const struct fetched_mail *mail, struct px_mail_row *row, struct px_error *error)
{
	struct px_document document;

	if (!mail->file || px_document_by_hash(&visit->domain, mail->file_hash, &document, NULL) == PX_OK)
		return PX_OK;
	px_record_init(&px_document_record, &document);
	document.title = title_of(visit, row);
	document.media_type = "message/rfc822";
	document.size = mail->file_size;
	document.hash = mail->file_hash;
	document.source = PX_SOURCE_MAIL;
	document.learned = row->sent;
	enum px_err err = px_document_create(&visit->domain, &document, error);
	char id[PX_ID_TEXT + 1];
	px_id_format(document.id, id);
	row->document_id = document.id;
	return err ? err : px_domain_note(&visit->domain, "read_mail", px_arena_printf(&visit->arena, "Read “%s”", document.title),
					  px_arena_printf(&visit->arena, "[{\"entity\":\"document\",\"id\":\"%s\"}]", id), error);
}

/* In a savepoint: a document that is refused, of what the mail says or for want of room, does not stop the mails after it. */
static enum px_err try_remember(struct visit *visit, const struct fetched_mail *mail, struct px_mail_row *row, struct px_error *error)
{
	struct px_domain_mark mark = px_domain_mark(&visit->domain);
	enum px_err err = px_store_savepoint(visit->domain.tx, error);

	if (err)
		return err;
	err = remember(visit, mail, row, error);
	if (!err) {
		px_store_release(visit->domain.tx);
		return PX_OK;
	}
	px_store_revert(visit->domain.tx);
	px_domain_rewind(&visit->domain, mark);
	row->document_id = PX_ID_NONE;
	return err == PX_INVALID || err == PX_CONFLICT || err == PX_TOO_LARGE || err == PX_NO_SPACE ? PX_OK : err;
}

/* Tasks and events that it gives, to be decided on. */
static enum px_err propose(struct visit *visit, const struct fetched_mail *mail, struct px_mail_row *row, struct px_error *error)
{
	const struct px_nlu_context nlu = { .now = visit->domain.now, .tz = visit->domain.tz, .locale = visit->user.locale,
					    .find_zone = px_zoneinfo_find };
	const struct px_memory_keep memory = { visit->mailboxes->config.memory, px_shard_data(), px_store_epoch(visit->mailboxes->config.store),
					       NULL };
	const struct px_tool_context context = { .tx = visit->domain.tx, .user = &visit->user, .nlu = &nlu, .memory = &memory,
						 .arena = &visit->arena };
	enum px_err err = px_mail_propose(&context, &visit->domain, &mail->parsed, &visit->account, row, error);

	visit->proposals += (uint64_t)row->proposals;
	return err;
}

/* It is about a mail of ours: an answer to it, or a server that gives it back. */
static bool is_reply(struct visit *visit, struct fetched_mail *mail)
{
	const uint8_t *key = visit->mailboxes->reply_key;

	mail->reply_job = mail->parsed.report ? PX_JOB_BOUNCED : PX_JOB_MAIL_REPLY;
	if (mail->parsed.report)
		return px_mail_is_bounce(key, &mail->parsed, mail->hash, &visit->arena, &mail->reply_of, &mail->reply);
	return px_mail_is_reply(key, &mail->parsed, mail->hash, &visit->arena, &mail->reply_of, &mail->reply);
}

static enum px_err take_reply(struct visit *visit, struct fetched_mail *mail, struct px_error *error)
{
	const struct px_job_spec job = { .kind = mail->reply_job, .user = mail->reply_of, .payload = mail->reply, .key = mail->hash,
					 .once = true };

	if (px_id_eq(mail->reply_of, visit->account.user_id))
		return px_jobs_enqueue(visit->domain.tx, &job, error);
	return mailboxes_pass_on(visit->domain.tx, &job, visit->account.user_id, error);
}

static enum px_err keep_mail(struct visit *visit, const struct fetched_mail *mail, struct px_mail_row *row, struct px_error *error)
{
	enum px_err err = px_mail_keep(&visit->domain, row, error);

	if (err)
		return err;
	if (mail->problem)
		visit->account.skipped++;
	else
		visit->account.taken++;
	px_domain_told(&visit->domain, &px_mail_record, "created", row);
	return PX_OK;
}

static enum px_err take_mail(struct visit *visit, struct fetched_mail *mail, struct px_error *error)
{
	struct px_mail_row row;
	bool known = false;
	enum px_err err = px_mail_known(&visit->domain, visit->account.id, mail->hash, &known, error);

	if (err || known)
		return err;
	fill_row(visit, mail, &row);
	if (mail->parsed.root && visit->account.replies && is_reply(visit, mail)) { /* it is for Pixie, and no news of its own */
		row.list = "reply";
		err = take_reply(visit, mail, error);
		return err ? err : keep_mail(visit, mail, &row, error);
	}
	if (mail->parsed.root)
		err = try_remember(visit, mail, &row, error);
	if (!err && mail->parsed.root && visit->account.propose)
		err = propose(visit, mail, &row, error);
	return err ? err : keep_mail(visit, mail, &row, error);
}

static enum px_err take_all(struct visit *visit, struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < visit->mail_count; i++)
		if (visit->mails[i].hash[0])
			err = take_mail(visit, &visit->mails[i], error);
	for (size_t i = 0; !err && i < visit->folder_count; i++)
		if (visit->folders[i].changed)
			err = px_mail_folder_keep(&visit->domain, &visit->folders[i].row, error);
	return err;
}

/* Whether account and folders are as they were when the visit began: what it brings fits nothing else. */
static enum px_err is_current(struct visit *visit, bool *current, struct px_error *error)
{
	struct px_mail_account account;
	struct px_mail_folder folder;
	enum px_err err = px_mail_account_get(&visit->domain, visit->account.id, &account, error);

	*current = !err && account.version == visit->account.version;
	for (size_t i = 0; !err && *current && i < visit->folder_count; i++) {
		err = px_mail_folder_get(&visit->domain, account.id, visit->folders[i].row.name, &folder, error);
		*current = folder.version == visit->folders[i].row.version;
	}
	return err == PX_NOT_FOUND ? PX_OK : err;
}

enum px_err visit_take(struct visit *visit, struct px_store_tx *tx, struct px_error *error)
{
	bool current = false;
	enum px_err err = px_user_get(tx, visit->run->user, &visit->arena, &visit->user, error);

	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	const struct px_tz *tz = px_zoneinfo_get(visit->user.zone);
	px_domain_init(&visit->domain, tx, visit->run->user, px_clock_now(), tz ? tz : px_zoneinfo_get("UTC"), &visit->arena);
	visit->domain.find_zone = px_zoneinfo_find;
	err = is_current(visit, &current, error);
	if (err || !current)
		return err;
	if (!visit->err)
		err = take_all(visit, error);
	if (!err)
		err = tell_account(visit, error);
	return err ? err : px_domain_number_rest(&visit->domain, error);
}
