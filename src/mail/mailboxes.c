/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prepare  (shard)   reads the account and how far its folders are, opens its secret; the loop begins
 * visit    (loop)    visit.c
 * parse    (thread)  each mail by pixie-extract; what is to be remembered is put in a file
 * apply    (shard)   take.c
 * ended    (commit)  tells what changed
 */
#include "mail/mailboxes.h"

#include "auth/secret.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "mail/mailboxes_internal.h"
#include "mail/unsubscribe.h"
#include "sys/metrics.h"
#include "sys/zoneinfo.h"

#include <stdlib.h>

enum { AT_ONCE = 4, LEASE_MS = 15 * 60 * 1000, SECRET_ROOM = 16384, FILE_TEXT_MAX = 4 << 20, SPREAD_MS = 200, ATTEMPTS = 1000000 };

/* -------------------------------------------------------------------- secrets */

static struct px_str context_of(struct px_id account, char id[PX_ID_TEXT + 1])
{
	px_id_format(account, id);
	return px_str(id);
}

enum px_err px_mailboxes_seal(const struct px_mailboxes *mailboxes, struct px_id account, const struct px_mail_secret *secret,
			      struct px_arena *arena, const char **sealed, struct px_error *error)
{
	struct px_buf plain = PX_BUF_INIT(SECRET_ROOM), out = PX_BUF_INIT(SECRET_ROOM);
	struct px_json json;
	char id[PX_ID_TEXT + 1];

	px_json_init(&json, &plain);
	px_json_open_object(&json);
	px_json_key(&json, "password");
	px_json_text(&json, secret->password);
	px_json_key(&json, "refresh_token");
	px_json_text(&json, secret->refresh_token);
	px_json_key(&json, "client_secret");
	px_json_text(&json, secret->client_secret);
	px_json_close_object(&json);
	enum px_err err = plain.overflow ? PX_TOO_LARGE : px_seal(mailboxes->key, context_of(account, id), px_buf_view(&plain), &out);
	*sealed = err ? NULL : px_arena_str(arena, px_buf_view(&out));
	explicit_bzero(plain.data, plain.size);
	px_buf_release(&plain);
	px_buf_release(&out);
	return err ? px_fail(error, err, "password", "the password can't be kept") : PX_OK;
}

static const char *secret_text(const json_t *object, const char *key, struct px_arena *arena)
{
	struct px_str text = px_json_string(json_object_get(object, key));

	return text.data ? px_arena_str(arena, text) : NULL;
}

static enum px_err open_secret(struct visit *visit, struct px_error *error)
{
	struct px_buf plain = PX_BUF_INIT(SECRET_ROOM);
	json_t *object = NULL;
	char id[PX_ID_TEXT + 1];
	enum px_err err = px_unseal(visit->mailboxes->key, context_of(visit->account.id, id), px_str(visit->account.secret), &plain);

	if (!err)
		err = px_json_parse(px_buf_view(&plain), &object, NULL);
	visit->secret = (struct px_mail_secret){ secret_text(object, "password", &visit->arena),
						 secret_text(object, "refresh_token", &visit->arena),
						 secret_text(object, "client_secret", &visit->arena) };
	json_decref(object);
	if (plain.data)
		explicit_bzero(plain.data, plain.size);
	px_buf_release(&plain);
	return err ? px_fail(error, PX_CORRUPT, NULL, "the password can't be opened: the data folder has another secret; set it again") : PX_OK;
}

static void wipe(const char *text)
{
	if (text)
		explicit_bzero((char *)(uintptr_t)text, strlen(text));
}

void mailboxes_wipe_secret(struct visit *visit)
{
	wipe(visit->secret.password);
	wipe(visit->secret.refresh_token);
	wipe(visit->secret.client_secret);
	visit->secret = (struct px_mail_secret){ 0 };
}

/* --------------------------------------------------------------------- preparing */

static struct visit *new_visit(struct px_mailboxes *mailboxes, struct px_job_run *run)
{
	struct visit *visit = px_calloc(1, sizeof(*visit));

	px_arena_init(&visit->arena);
	visit->mailboxes = mailboxes;
	visit->run = run;
	visit->job.run = visit_start;
	return visit;
}

static void enlist(struct visit *visit)
{
	pthread_mutex_lock(&visit->mailboxes->lock);
	visit->next = visit->mailboxes->visits;
	visit->mailboxes->visits = visit;
	pthread_mutex_unlock(&visit->mailboxes->lock);
}

static void delist(struct visit *visit)
{
	struct visit **at = &visit->mailboxes->visits;

	pthread_mutex_lock(&visit->mailboxes->lock);
	while (*at && *at != visit)
		at = &(*at)->next;
	if (*at)
		*at = visit->next;
	pthread_mutex_unlock(&visit->mailboxes->lock);
}

static bool account_of(const char *payload, struct px_id *id)
{
	json_t *object = NULL;
	bool ok = px_json_parse(px_str(payload), &object, NULL) == PX_OK &&
		  px_id_parse(px_json_string(json_object_get(object, "id")), id);

	json_decref(object);
	return ok;
}

static enum px_err read_rows(struct visit *visit, struct px_store_tx *tx, struct px_id id, struct px_error *error)
{
	struct px_domain domain;
	const char **names;

	px_domain_init(&domain, tx, visit->run->user, px_clock_now(), px_zoneinfo_get("UTC"), &visit->arena);
	enum px_err err = px_mail_account_get(&domain, id, &visit->account, error);
	visit->gone = err == PX_NOT_FOUND || (!err && !visit->account.enabled);
	if (err || visit->gone)
		return err == PX_NOT_FOUND ? PX_OK : err;
	err = px_mail_account_folders(&domain, &visit->account, &names, &visit->folder_count, error);
	visit->folders = PX_ARENA_ARRAY(&visit->arena, struct folder_visit, visit->folder_count + 1);
	for (size_t i = 0; !err && i < visit->folder_count; i++)
		err = px_mail_folder_get(&domain, id, names[i], &visit->folders[i].row, error);
	return err;
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_mailboxes *mailboxes = arg;
	struct visit *visit = new_visit(mailboxes, run);
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	struct px_id id;

	run->data = visit;
	enum px_err err = account_of(run->payload, &id) ? PX_OK : px_fail(&error, PX_CORRUPT, NULL, "the job names no account");
	if (!err)
		err = px_store_begin(mailboxes->config.store, run->user, PX_STORE_READ, &tx, &error);
	if (!err) {
		err = read_rows(visit, tx, id, &error);
		px_store_rollback(tx);
	}
	if (err) {
		px_job_prepared(run, err, &error);
		return;
	}
	visit->account.id = id;
	visit->err = visit->gone ? PX_OK : open_secret(visit, &error);
	if (!visit->err && !mailboxes->config.helper)
		visit->err = px_fail(&error, PX_UNSUPPORTED, NULL, "the program pixie-extract is not beside pixie: mails can't be read");
	snprintf(visit->why, sizeof(visit->why), "%s", error.message);
	enlist(visit);
	if (visit->err)
		px_job_prepared(run, PX_OK, NULL);
	else if (!px_loop_post(mailboxes->config.loop, &visit->job))
		px_job_prepared(run, PX_CANCELLED, NULL);
}

static void cancel(void *arg, struct px_job_run *run)
{
	struct visit *visit = run->data;

	(void)arg;
	if (visit)
		atomic_store(&visit->cancelled, true);
}

/* ----------------------------------------------------------------------- parsing */

/* The mail as a text that recall reads: a few headers, and what it says. */
static enum px_err write_file(struct visit *visit, struct fetched_mail *mail, struct px_error *error)
{
	const struct px_mail_parsed *parsed = &mail->parsed;
	struct px_buf text = PX_BUF_INIT(FILE_TEXT_MAX);
	struct px_civil date = px_civil_from_ms(parsed->date == PX_TIME_NONE ? px_clock_now() : parsed->date);

	(void)px_buf_printf(&text, "Subject: %s\nFrom: %s <%s>\nDate: %s, %d %s %d %02d:%02d:%02d +0000\n\n",
			    parsed->subject ? parsed->subject : "(no subject)", parsed->from_name ? parsed->from_name : "",
			    parsed->from ? parsed->from : "", px_civil_weekday_names[px_civil_weekday(px_civil_ms_day(px_civil_ms(&date)))],
			    date.day, px_civil_month_names[date.month - 1], date.year, date.hour, date.minute, date.second);
	(void)px_buf_str(&text, parsed->text);
	mail->file_size = (int64_t)text.size;
	enum px_err err = px_blob_writer_new(visit->mailboxes->config.blobs, visit->account.user_id, mail->file_size, &mail->file, error);
	if (!err)
		err = px_blob_writer_add(mail->file, px_buf_view(&text), error);
	if (!err)
		err = px_blob_writer_end(mail->file, mail->file_hash, error);
	px_buf_release(&text);
	if (err != PX_NO_SPACE && err != PX_TOO_LARGE)
		return err;
	px_blob_writer_free(mail->file); /* the person's room is full: mails are read on, and not kept */
	mail->file = NULL;
	return PX_OK;
}

/* What is wrong with the mail stays with it; what is wrong here ends the visit, and nothing of it is kept. */
static enum px_err parse_mail(struct visit *visit, struct fetched_mail *mail, struct px_error *error)
{
	struct px_error why = { 0 };

	if (mail->problem) {
		snprintf(mail->hash, sizeof(mail->hash), "uid %lld %lld", (long long)visit->folders[mail->folder].row.validity,
			 (long long)mail->uid);
		return PX_OK;
	}
	enum px_err err = px_blob_hash(px_buf_view(&mail->bytes), mail->hash, error);
	if (err)
		return err;
	err = px_mail_parse(visit->mailboxes->config.helper, px_buf_view(&mail->bytes), &visit->cancelled, &visit->arena,
					&mail->parsed, &why);
	px_buf_release(&mail->bytes);
	if (err == PX_CANCELLED || err == PX_IO || err == PX_NO_MEMORY || err == PX_UNSUPPORTED)
		return px_fail(error, err, NULL, "%s", why.message);
	if (err) {
		mail->problem = px_arena_printf(&visit->arena, "It can't be read: %s.", why.message);
		return PX_OK;
	}
	return visit->account.remember ? write_file(visit, mail, error) : PX_OK;
}

static void *parse_all(void *arg)
{
	struct visit *visit = arg;
	struct px_error error = { 0 };
	enum px_err err = PX_OK;

	pthread_setname_np(pthread_self(), "px-mails");
	for (size_t i = 0; !err && i < visit->mail_count; i++)
		if (visit->mails[i].problem || visit->mails[i].bytes.size)
			err = parse_mail(visit, &visit->mails[i], &error);
	if (err && err != PX_CANCELLED) {
		visit->err = err;
		snprintf(visit->why, sizeof(visit->why), "%s", error.message);
		err = PX_OK;
	}
	px_job_prepared(visit->run, err, err ? &error : NULL);
	return NULL;
}

void mailboxes_visited(struct visit *visit)
{
	if (visit->err || !visit->mail_count) {
		px_job_prepared(visit->run, visit->err == PX_CANCELLED ? PX_CANCELLED : PX_OK, NULL);
		return;
	}
	visit->threaded = true; /* before it runs: the run may be over when pthread_create returns */
	if (pthread_create(&visit->thread, NULL, parse_all, visit) == 0)
		return;
	visit->threaded = false;
	visit->err = PX_NO_MEMORY;
	snprintf(visit->why, sizeof(visit->why), "no thread could be started");
	px_job_prepared(visit->run, PX_OK, NULL);
}

/* ----------------------------------------------------------------------- the end */

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct visit *visit = run->data;

	(void)arg;
	return visit->gone ? PX_OK : visit_take(visit, tx, error);
}

static void count(struct visit *visit)
{
	struct px_mailboxes *mailboxes = visit->mailboxes;

	atomic_fetch_add(&mailboxes->visited, 1);
	atomic_fetch_add(&mailboxes->failed, visit->err ? 1 : 0);
	atomic_fetch_add(&mailboxes->proposals, visit->proposals);
	for (size_t i = 0; !visit->err && i < visit->mail_count; i++)
		atomic_fetch_add(visit->mails[i].problem ? &mailboxes->skipped : &mailboxes->mails, 1);
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	struct px_mailboxes *mailboxes = arg;
	struct visit *visit = run->data;

	run->data = NULL;
	if (!visit)
		return;
	if (visit->threaded)
		pthread_join(visit->thread, NULL); /* its last act was to say so */
	delist(visit);
	if (!err && !visit->gone)
		count(visit);
	if (!err && visit->domain.change_count && mailboxes->changed)
		mailboxes->changed(mailboxes->changed_arg, visit->account.user_id, visit->domain.changes, visit->domain.change_count);
	for (size_t i = 0; i < visit->mail_count; i++) {
		px_buf_release(&visit->mails[i].bytes);
		px_mail_parsed_release(&visit->mails[i].parsed);
		px_blob_writer_free(visit->mails[i].file);
	}
	mailboxes_wipe_secret(visit);
	px_arena_release(&visit->arena);
	free(visit);
}

/* ---------------------------------------------------------------------- waking up */

struct wake {
	struct px_job job;
	struct px_mailboxes *mailboxes;
	struct px_id user, account;
	int64_t due;
};

static void wake_up(struct px_job *job)
{
	struct wake *wake = (struct wake *)job;
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(wake->mailboxes->config.store, wake->user, PX_STORE_WRITE, &tx, &error);

	if (!err) {
		err = px_mail_read_request(tx, wake->user, wake->account, wake->due, &error);
		if (err)
			px_store_rollback(tx);
		else
			px_store_commit(tx, NULL, NULL);
	}
	if (err) /* it comes round all the same */
		px_log(PX_LOG_WARN, "mail", "news of an account is not noted", PX_LF("reason", error.message));
	free(wake);
}

void mailboxes_wake(struct px_mailboxes *mailboxes, struct px_id user, struct px_id account, int64_t due)
{
	struct px_shards *shards = mailboxes->stopping ? NULL : atomic_load(&mailboxes->shards);
	struct wake *wake;

	if (!shards)
		return;
	wake = px_calloc(1, sizeof(*wake));
	*wake = (struct wake){ { NULL, wake_up }, mailboxes, user, account, due };
	if (!px_shard_post(shards, user, &wake->job))
		free(wake);
}

/* ------------------------------------------------------------------------ testing */

void px_mailboxes_test(struct px_mailboxes *mailboxes, const struct px_mail_account *account,
		       void (*done)(void *arg, enum px_err err, const char *why, const char *folders), void *arg)
{
	struct visit *visit = new_visit(mailboxes, NULL);
	struct px_error error = { 0 };

	visit->tested = done;
	visit->tested_arg = arg;
	px_buf_init(&visit->names, 1 << 16);
	px_record_copy(&px_mail_account_record, &visit->account, account, &visit->arena);
	enum px_err err = open_secret(visit, &error);
	if (!err && px_loop_post(mailboxes->config.loop, &visit->job))
		return;
	done(arg, err ? err : PX_CANCELLED, err ? error.message : "the server stops", NULL);
	mailboxes_wipe_secret(visit);
	px_arena_release(&visit->arena);
	free(visit);
}

/* ----------------------------------------------------------------------- its life */

static const struct px_job_kind read_kind = {
	.name = PX_JOB_MAIL_READ, .concurrency = AT_ONCE, .attempts = ATTEMPTS, .lease_ms = LEASE_MS, .backoff_ms = 30000,
	.prepare = prepare, .apply = apply, .ended = ended, .cancel = cancel,
};

enum px_err px_mailboxes_new(const struct px_mailboxes_config *config, struct px_mailboxes **out, struct px_error *error)
{
	struct px_mailboxes *mailboxes = px_calloc(1, sizeof(*mailboxes));
	struct px_client_config client = { .loop = config->loop, .public_only = !config->private_addresses,
					   .ca_file = config->ca_file && config->ca_file[0] ? config->ca_file : NULL };

	px_arena_init(&mailboxes->arena);
	pthread_mutex_init(&mailboxes->lock, NULL);
	mailboxes->config = *config;
	mailboxes->config.helper = config->helper ? px_arena_str(&mailboxes->arena, px_str(config->helper)) : NULL;
	memcpy(mailboxes->key, config->key, sizeof(mailboxes->key));
	memcpy(mailboxes->reply_key, config->reply_key, sizeof(mailboxes->reply_key));
	enum px_err err = px_tls_new_client(config->ca_file, &mailboxes->tls, error);
	if (!err)
		err = px_client_new(&client, &mailboxes->client, error);
	if (err) {
		px_mailboxes_free(mailboxes);
		return err;
	}
	mailboxes->answering = (struct px_answering){ .store = config->store, .auth = config->auth, .memory = config->memory };
	if (config->visits) {
		px_jobs_add(config->jobs, &read_kind, mailboxes);
		px_jobs_add(config->jobs, &mailboxes_pass_on_kind, mailboxes);
		px_answering_add(&mailboxes->answering, config->jobs);
	}
	*out = mailboxes;
	return PX_OK;
}

/* After a start nobody listens yet: each account is visited, one soon after the other. */
static enum px_err request_all(struct px_store_tx *tx, struct px_arena *arena, struct px_error *error)
{
	const struct px_store_filter filters[] = { { "enabled", PX_OP_EQ, { .integer = 1 } } };
	struct px_store_query query = { .filters = filters, .filter_count = 1, .limit = 1000 };
	int64_t due = px_clock_now();
	size_t count = 1000;
	enum px_err err = PX_OK;

	while (!err && count == 1000) {
		void *found = NULL;
		err = px_store_query(tx, &px_mail_account_record, &query, arena, &found, &count, error);
		const struct px_mail_account *rows = found;
		for (size_t i = 0; !err && i < count; i++, due += SPREAD_MS)
			if (rows[i].state != PX_MAIL_REFUSED)
				err = px_mail_read_request(tx, rows[i].user_id, rows[i].id, due, error);
		query.after = true;
		query.after_id = count ? rows[count - 1].id : PX_ID_NONE;
	}
	return err;
}

enum px_err px_mailboxes_start(struct px_mailboxes *mailboxes, struct px_shards *shards, struct px_error *error)
{
	struct px_arena arena;
	struct px_store_tx *tx;

	atomic_store(&mailboxes->shards, shards);
	if (!mailboxes->config.visits)
		return PX_OK;
	enum px_err err = px_store_begin(mailboxes->config.store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);
	if (err)
		return err;
	px_arena_init(&arena);
	err = request_all(tx, &arena, error);
	px_arena_release(&arena);
	if (!err)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}

/* Visits end with PX_CANCELLED: their jobs go on at the next start. */
static void stop_lines(void *arg)
{
	struct px_mailboxes *mailboxes = arg;

	mailboxes->stopping = true;
	for (struct line *line = mailboxes->lines; line;) {
		struct line *next = line->next;
		if (line->visit)
			visit_failed(line->visit, PX_CANCELLED, "the server stops");
		else
			line_drop(line);
		line = next;
	}
}

void px_mailboxes_stop(struct px_mailboxes *mailboxes)
{
	if (!mailboxes || !mailboxes->client)
		return;
	pthread_mutex_lock(&mailboxes->lock);
	for (struct visit *visit = mailboxes->visits; visit; visit = visit->next)
		atomic_store(&visit->cancelled, true);
	pthread_mutex_unlock(&mailboxes->lock);
	px_loop_run_sync(mailboxes->config.loop, stop_lines, mailboxes);
	px_client_free(mailboxes->client);
	mailboxes->client = NULL;
	atomic_store(&mailboxes->shards, NULL);
}

void px_mailboxes_free(struct px_mailboxes *mailboxes)
{
	if (!mailboxes)
		return;
	px_mailboxes_stop(mailboxes);
	px_tls_free(mailboxes->tls);
	explicit_bzero(mailboxes->key, sizeof(mailboxes->key));
	pthread_mutex_destroy(&mailboxes->lock);
	px_arena_release(&mailboxes->arena);
	free(mailboxes);
}

void px_mailboxes_on_changed(struct px_mailboxes *mailboxes, px_mailboxes_changed_fn changed, void *arg)
{
	mailboxes->changed = mailboxes->answering.changed = changed;
	mailboxes->changed_arg = mailboxes->answering.changed_arg = arg;
}

bool px_mailboxes_unsubscribes(const struct px_mailboxes *mailboxes, struct px_str token, struct px_id *user, char kind[16])
{
	return px_unsubscribe_read(mailboxes->reply_key, token, user, kind);
}

static void write_count(struct px_buf *out, const char *name, const char *labels, const char *help, const _Atomic uint64_t *count)
{
	px_metric_write(out, name, labels, "counter", help, (double)atomic_load(count));
}

void px_mailboxes_write_metrics(const struct px_mailboxes *mailboxes, struct px_buf *out)
{
	write_count(out, "pixie_mailbox_visits_total", "", "Visits of mail accounts.", &mailboxes->visited);
	write_count(out, "pixie_mailbox_failures_total", "", "Of these, visits that failed.", &mailboxes->failed);
	write_count(out, "pixie_mails_read_total", "result=\"read\"", "Mails that were fetched.", &mailboxes->mails);
	write_count(out, "pixie_mails_read_total", "result=\"skipped\"", NULL, &mailboxes->skipped);
	write_count(out, "pixie_mail_proposals_total", "", "Proposals made from mails.", &mailboxes->proposals);
	px_metric_write(out, "pixie_mailboxes_idle", "", "gauge", "Connections that wait for new mail.",
			(double)atomic_load(&mailboxes->idle));
}
