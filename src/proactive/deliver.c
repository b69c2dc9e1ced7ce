/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   px_speak (tx) -> job "notify.push" -> prepare: read, channel->send ... px_delivery_done
 *                                      -> apply: note it in the notification
 *
 * What the person has dealt with by the time its turn comes is not sent.
 */
#include "proactive/deliver.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "sys/zoneinfo.h"

#include <stdlib.h>

enum { CONCURRENCY = 32, ATTEMPTS = 30, LEASE_MS = 120000 };

/* One run.  `out` first: px_delivery_done finds the rest by it. */
struct delivery {
	struct px_outgoing out;
	struct px_job_run *run;
	struct px_way *way;
	struct px_arena arena;
	bool wanted;              /* it is to be sent */
	bool told;                /* that it was given up is written: people are told, though the run failed */
	struct px_proactive_run *work; /* of apply */
};

/* ------------------------------------------------------------ which ways it goes */

/* Without a choice of the person's: all but mail and text messages, which are for those who ask for them. */
static bool is_usual(const char *channel)
{
	return strcmp(channel, "mail") != 0 && strcmp(channel, "sms") != 0;
}

static bool chosen(const struct px_speaking *speaking, int kind, const char *channel)
{
	static const char *const kinds[] = { "reminder", "missed", "brief", "review" };
	json_t *all = NULL, *value;
	bool found = false;
	size_t i;

	if (kind == PX_NOTIFY_TEST)
		return true;
	if (kind == PX_NOTIFY_PROBLEM)
		return is_usual(channel);
	if (!speaking->channels || px_json_parse(px_str(speaking->channels), &all, NULL) != PX_OK)
		return is_usual(channel);
	json_t *list = json_object_get(all, kinds[kind]);
	json_array_foreach(list, i, value)
		found = found || strcmp(json_string_value(value), channel) == 0;
	if (!list)
		found = is_usual(channel);
	json_decref(all);
	return found;
}

static enum px_err enqueue(const struct px_way *way, struct px_domain *domain, struct px_id notification,
			   struct px_error *error)
{
	char id[PX_ID_TEXT + 1], payload[64];
	struct px_job_spec job = { .kind = way->kind.name, .user = domain->user, .payload = payload, .key = id, .once = true };

	px_id_format(notification, id);
	snprintf(payload, sizeof(payload), "{\"id\":\"%s\"}", id);
	return px_jobs_enqueue(domain->tx, &job, error);
}

enum px_err px_speak(const struct px_proactive *proactive, struct px_proactive_run *work, struct px_notification *row,
		     struct px_error *error)
{
	struct px_buf channels = PX_BUF_INIT(4096);
	char at[PX_CIVIL_TEXT];
	bool goes[PX_WAYS_MAX] = { false };
	enum px_err err = PX_OK;

	px_civil_format_ms(work->domain.now, at);
	(void)px_buf_printf(&channels, "{\"app\":{\"state\":\"sent\",\"at\":\"%sZ\"}", at);
	for (size_t i = 0; !err && i < proactive->way_count; i++) {
		const struct px_way *way = &proactive->ways[i];
		struct px_outgoing out = { .user = work->user, .notification = *row, .speaking = work->speaking, .arena = &work->arena };
		if (!chosen(&work->speaking, row->kind, way->channel->name))
			continue;
		err = way->channel->ready(way->arg, &work->domain, &out, &goes[i], error);
		if (goes[i])
			(void)px_buf_printf(&channels, ",\"%s\":{\"state\":\"waiting\",\"at\":\"%sZ\"}", way->channel->name, at);
	}
	(void)px_buf_char(&channels, '}');
	row->channels = px_arena_str(&work->arena, px_buf_view(&channels));
	px_buf_release(&channels);
	if (!err)
		err = px_notification_create(&work->domain, row, error);
	for (size_t i = 0; !err && i < proactive->way_count; i++)
		if (goes[i])
			err = enqueue(&proactive->ways[i], &work->domain, row->id, error);
	return err;
}

/* ------------------------------------------------------------ sending */

static enum px_err read_id(const char *payload, struct px_id *id, struct px_error *error)
{
	json_t *value = NULL;
	enum px_err err = px_json_parse(px_str(payload), &value, error);

	if (!err && !px_id_parse(px_json_string(json_object_get(value, "id")), id))
		err = px_fail(error, PX_INVALID, "payload", "names no notification");
	json_decref(value);
	return err;
}

/* PX_NOT_FOUND: there is nobody, or nothing, to send. */
static enum px_err read_rows(const struct px_way *way, struct delivery *delivery, struct px_store_tx *tx,
			     struct px_error *error)
{
	struct px_outgoing *out = &delivery->out;
	struct px_domain domain;
	struct px_id id;
	enum px_err err = read_id(delivery->run->payload, &id, error);

	if (!err)
		err = px_user_get(tx, delivery->run->user, &delivery->arena, &out->user, error);
	if (err)
		return err;
	const struct px_tz *tz = px_zoneinfo_get(out->user.zone);
	px_domain_init(&domain, tx, delivery->run->user, px_clock_now(), tz ? tz : px_zoneinfo_get("UTC"), &delivery->arena);
	domain.find_zone = px_zoneinfo_find;
	err = px_notification_get(&domain, id, &out->notification, error);
	if (!err)
		err = px_speaking_get(&domain, &out->speaking, error);
	if (!err && out->notification.state <= PX_NOTIFICATION_READ)
		err = way->channel->ready(way->arg, &domain, out, &delivery->wanted, error);
	return err;
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_way *way = arg;
	struct delivery *delivery = px_calloc(1, sizeof(*delivery));
	struct px_error error = { 0 };
	struct px_store_tx *tx;

	px_arena_init(&delivery->arena);
	delivery->run = run;
	delivery->way = way;
	delivery->out.arena = &delivery->arena;
	delivery->out.attempt = run->attempt;
	run->data = delivery;
	enum px_err err = px_store_begin(way->proactive->store, run->user, PX_STORE_READ, &tx, &error);
	if (!err) {
		err = read_rows(way, delivery, tx, &error);
		px_store_rollback(tx);
	}
	if (err == PX_NOT_FOUND)
		err = PX_OK;
	if (!err && delivery->wanted)
		way->channel->send(way->arg, &delivery->out);
	else
		px_job_prepared(run, err, &error);
}

void px_delivery_done(struct px_outgoing *out, enum px_err err, const struct px_error *error)
{
	struct delivery *delivery = (struct delivery *)out;

	if (err != PX_CANCELLED)
		atomic_fetch_add(err ? &delivery->way->failed : &delivery->way->sent, 1);
	px_job_prepared(delivery->run, err, error);
}

static enum px_err begin_work(struct px_store_tx *tx, struct px_job_run *run, struct delivery *delivery,
			      struct px_error *error)
{
	void *data = run->data;
	enum px_err err = px_proactive_begin(tx, run, &delivery->work, error);

	run->data = data;
	return err;
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	const struct px_way *way = arg;
	struct delivery *delivery = run->data;
	struct px_delivery told = { way->channel->name, delivery->wanted ? "sent" : "none", NULL };
	struct px_id id;
	enum px_err err = begin_work(tx, run, delivery, error);

	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	err = read_id(run->payload, &id, error);
	if (!err && delivery->wanted && way->channel->settle)
		err = way->channel->settle(way->arg, &delivery->work->domain, &delivery->out, error);
	if (!err)
		err = px_notification_delivered(&delivery->work->domain, id, &told, error);
	return err ? err : px_proactive_close(delivery->work, error);
}

/* It is a dead letter now: the person sees that, too. */
static enum px_err given_up(void *arg, struct px_store_tx *tx, struct px_job_run *run, const struct px_error *why,
			    struct px_error *error)
{
	const struct px_way *way = arg;
	struct delivery *delivery = run->data;
	struct px_delivery told = { way->channel->name, "failed", why->message };
	struct px_id id;
	enum px_err err = begin_work(tx, run, delivery, error);

	if (!err)
		err = read_id(run->payload, &id, error);
	if (!err)
		err = px_notification_delivered(&delivery->work->domain, id, &told, error);
	if (!err)
		err = px_proactive_close(delivery->work, error);
	delivery->told = !err;
	return err == PX_NOT_FOUND || err == PX_INVALID ? PX_OK : err;
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	const struct px_way *way = arg;
	struct delivery *delivery = run->data;

	if (!delivery)
		return;
	run->data = delivery->work;
	px_proactive_ended(way->proactive, run, delivery->told ? PX_OK : err);
	px_arena_release(&delivery->arena);
	free(delivery);
}

void px_delivery_init(struct px_way *way, const struct px_channel *channel, void *arg, struct px_proactive *proactive)
{
	way->channel = channel;
	way->arg = arg;
	way->proactive = proactive;
	snprintf(way->name, sizeof(way->name), "notify.%s", channel->name);
	way->kind = (struct px_job_kind){
		.name = way->name, .concurrency = CONCURRENCY, .attempts = ATTEMPTS, .lease_ms = LEASE_MS,
		.prepare = prepare, .apply = apply, .given_up = given_up, .ended = ended,
	};
}
