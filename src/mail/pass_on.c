/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replies and bounces of mails to other people than the mailbox's owner: all
 * of them go to the address that Pixie sends from, which is one person's
 * account.
 *
 * The visit may write only what is its owner's, so it leaves a job of the
 * owner's ("mail.pass_on") in its transaction.  That job writes the reply's own
 * job in a transaction of whom it is for, and ends when that is durable.  A
 * crash in between does it again, which changes nothing: the reply's job is
 * known by the hash of the mail.
 */
#include "mail/mailboxes_internal.h"

#include "base/json.h"
#include "base/mem.h"

#include <stdlib.h>

#define JOB_PASS_ON "mail.pass_on" /* payload {"user", "kind", "key", "reply"}: the reply's job */

struct passing {
	struct px_job job;
	struct px_mailboxes *mailboxes;
	struct px_job_run *run;
	struct px_id user;
	json_t *payload;
};

enum px_err mailboxes_pass_on(struct px_store_tx *tx, const struct px_job_spec *reply, struct px_id owner,
			      struct px_error *error)
{
	char id[PX_ID_TEXT + 1];

	px_id_format(reply->user, id);
	json_t *object = json_pack("{s:s,s:s,s:s,s:s}", "user", id, "kind", reply->kind, "key", reply->key, "reply", reply->payload);
	char *payload = object ? json_dumps(object, JSON_COMPACT) : NULL;
	struct px_job_spec job = { .kind = JOB_PASS_ON, .user = owner, .payload = payload };
	enum px_err err = payload ? px_jobs_enqueue(tx, &job, error) : px_fail(error, PX_NO_MEMORY, NULL, "out of memory");

	free(payload);
	json_decref(object);
	return err;
}

/* [commit thread, or the shard] */
static void written(void *arg, enum px_err err)
{
	px_job_prepared(arg, err, NULL);
}

/* [the shard of whom it is for] */
static void write_reply(struct px_job *job)
{
	struct passing *passing = (struct passing *)job;
	const struct px_job_spec reply = {
		.kind = json_string_value(json_object_get(passing->payload, "kind")), .user = passing->user,
		.payload = json_string_value(json_object_get(passing->payload, "reply")),
		.key = json_string_value(json_object_get(passing->payload, "key")), .once = true,
	};
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(passing->mailboxes->config.store, passing->user, PX_STORE_WRITE, &tx, &error);

	if (!err) {
		err = px_jobs_enqueue(tx, &reply, &error);
		if (err)
			px_store_rollback(tx);
		else
			px_store_commit(tx, written, passing->run);
	}
	if (err)
		px_job_prepared(passing->run, err, &error);
	json_decref(passing->payload);
	free(passing);
}

static enum px_err read_payload(const char *payload, struct passing *passing, struct px_error *error)
{
	enum px_err err = px_json_parse(px_str(payload), &passing->payload, error);
	const json_t *object = passing->payload;

	if (err || (json_is_string(json_object_get(object, "kind")) && json_is_string(json_object_get(object, "reply")) &&
		    px_id_parse(px_json_string(json_object_get(object, "user")), &passing->user)))
		return err;
	return px_fail(error, PX_CORRUPT, NULL, "the job names no reply, or not whom it is for");
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_mailboxes *mailboxes = arg;
	struct px_shards *shards = atomic_load(&mailboxes->shards);
	struct passing *passing = px_calloc(1, sizeof(*passing));
	struct px_error error = { 0 };

	*passing = (struct passing){ .job = { NULL, write_reply }, .mailboxes = mailboxes, .run = run };
	enum px_err err = read_payload(run->payload, passing, &error);
	if (!err && shards && px_shard_post(shards, passing->user, &passing->job))
		return;
	json_decref(passing->payload);
	free(passing);
	px_job_prepared(run, err ? err : PX_CANCELLED, err ? &error : NULL);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	(void)arg;
	(void)tx;
	(void)run;
	(void)error;
	return PX_OK; /* that it is passed on is all there is to know */
}

const struct px_job_kind mailboxes_pass_on_kind = { .name = JOB_PASS_ON, .prepare = prepare, .apply = apply };
