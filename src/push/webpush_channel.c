/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Web Push: one message to each browser that the person subscribed.
 *
 * A service that knows a subscription no more (404, 410) has it removed.  If
 * another failed for now, all are sent again later: Topic and the notification's
 * tag make a repetition replace the first one, silently.
 */
#include "push/push_internal.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/push_subscription.h"

#include <pthread.h>
#include <stdatomic.h>

enum { TOPIC = 32, TEXT_MAX = 1500, TITLE_MAX = 300, BODY_MAX = 6000, TTL_S = 24 * 3600 };

struct target {
	struct sending *sending;
	const struct px_push_subscription *row;
	bool gone;
};

struct sending {
	struct px_outgoing *out;
	struct px_push_subscription *rows;
	struct target *targets;
	size_t count;
	_Atomic size_t open;
	_Atomic int reached;
	pthread_mutex_t lock;   /* of the two below */
	enum px_err err;        /* the worst that happened */
	struct px_error error;
};

static enum px_err ready(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error)
{
	struct sending *sending = PX_ARENA_NEW(out->arena, struct sending);

	(void)arg;
	memset(sending, 0, sizeof(*sending));
	sending->out = out;
	out->data = sending;
	enum px_err err = px_push_subscriptions(domain, &sending->rows, &sending->count, error);
	*yes = !err && sending->count > 0;
	return err;
}

/* What the service worker shows: kept small, as services take little. */
static void write_message(const struct px_push *push, const struct px_outgoing *out, struct px_buf *message)
{
	const struct px_notification *row = &out->notification;
	char id[PX_ID_TEXT + 1];
	struct px_json json;

	px_id_format(row->id, id);
	px_json_init(&json, message);
	px_json_open_object(&json);
	px_json_key(&json, "id");
	px_json_text(&json, id);
	px_json_key(&json, "kind");
	px_json_text(&json, row->kind == PX_NOTIFY_BRIEF ? "brief" : row->kind == PX_NOTIFY_MISSED ? "missed" : "reminder");
	px_json_key(&json, "title");
	px_json_str(&json, px_str_n(row->title, px_utf8_cut(px_str(row->title), TITLE_MAX)));
	px_json_key(&json, "text");
	px_json_str(&json, px_str_n(row->text ? row->text : "", row->text ? px_utf8_cut(px_str(row->text), TEXT_MAX) : 0));
	px_json_key(&json, "tag");
	px_json_text(&json, row->tag ? row->tag : id);
	px_json_key(&json, "url");
	px_json_text(&json, push->link[0] ? push->link : "/");
	px_json_close_object(&json);
}

/* At most 32 characters of base64url (RFC 8030, section 5.4): of the tag, without its dashes. */
static void write_topic(const struct px_notification *row, char topic[TOPIC + 1])
{
	char id[PX_ID_TEXT + 1];
	const char *tag = row->tag;
	size_t n = 0;

	if (!tag) {
		px_id_format(row->id, id);
		tag = id;
	}
	for (; *tag && n < TOPIC; tag++)
		if (*tag != '-')
			topic[n++] = *tag;
	topic[n] = '\0';
}

static void note(struct sending *sending, enum px_err err, const struct px_error *error)
{
	pthread_mutex_lock(&sending->lock);
	if (!sending->err || (err == PX_UNAVAILABLE && sending->err != PX_UNAVAILABLE)) {
		sending->err = err;
		sending->error = *error;
	}
	pthread_mutex_unlock(&sending->lock);
}

/* The last one to end answers for all; whoever was reached by one device was reached. */
static void leave(struct sending *sending)
{
	if (atomic_fetch_sub(&sending->open, 1) != 1)
		return;
	enum px_err err = sending->err;
	if (err && err != PX_CANCELLED && atomic_load(&sending->reached))
		err = PX_OK;
	pthread_mutex_destroy(&sending->lock);
	px_delivery_done(sending->out, err, &sending->error);
}

static void answered(void *arg, const struct px_post_answer *answer)
{
	struct target *target = arg;
	struct sending *sending = target->sending;
	struct px_error error = { 0 };
	enum px_err verdict = px_post_verdict(answer, "the push service", &error);

	if (verdict == PX_NOT_FOUND)
		target->gone = true;
	else if (verdict)
		note(sending, verdict, &error);
	else
		atomic_fetch_add(&sending->reached, 1);
	leave(sending);
}

static enum px_err post_one(const struct px_push *push, struct target *target, struct px_str message, struct px_error *error)
{
	const struct px_notification *row = &target->sending->out->notification;
	struct px_buf body = PX_BUF_INIT(BODY_MAX), authorization = PX_BUF_INIT(BODY_MAX);
	struct px_webpush_keys keys;
	char topic[TOPIC + 1], topic_line[64], ttl[32];
	enum px_err err = px_webpush_keys_read(px_str(target->row->p256dh), px_str(target->row->auth), &keys, error);

	if (!err)
		err = px_webpush_encrypt(&keys, message, &body, error);
	(void)px_buf_text(&authorization, "Authorization: ");
	if (!err)
		err = px_vapid_authorize(push->vapid, target->row->endpoint, push->subject, px_clock_now(), &authorization, error);
	if (!err) {
		write_topic(row, topic);
		snprintf(topic_line, sizeof(topic_line), "Topic: %s", topic);
		snprintf(ttl, sizeof(ttl), "TTL: %d", TTL_S);
		const char *const headers[] = { authorization.data, "Content-Type: application/octet-stream",
						"Content-Encoding: aes128gcm", ttl, topic_line,
						row->kind == PX_NOTIFY_REMINDER ? "Urgency: high" : "Urgency: normal", NULL };
		struct px_post post = { target->row->endpoint, headers, px_buf_view(&body), false, answered, target };
		px_poster_send(push->poster, &post);
	}
	px_buf_release(&body);
	px_buf_release(&authorization);
	return err;
}

static void send_all(void *arg, struct px_outgoing *out)
{
	const struct px_push *push = arg;
	struct sending *sending = out->data;
	struct px_buf message = PX_BUF_INIT(BODY_MAX);

	write_message(push, out, &message);
	pthread_mutex_init(&sending->lock, NULL);
	sending->targets = PX_ARENA_ARRAY(out->arena, struct target, sending->count);
	atomic_store(&sending->open, sending->count + 1);
	for (size_t i = 0; i < sending->count; i++) {
		struct px_error error = { 0 };
		sending->targets[i] = (struct target){ sending, &sending->rows[i], false };
		enum px_err err = post_one(push, &sending->targets[i], px_buf_view(&message), &error);
		if (!err)
			continue;
		note(sending, err, &error);
		leave(sending);
	}
	px_buf_release(&message);
	leave(sending);
}

static enum px_err settle(void *arg, struct px_domain *domain, struct px_outgoing *out, struct px_error *error)
{
	struct sending *sending = out->data;
	enum px_err err = PX_OK;

	(void)arg;
	for (size_t i = 0; !err && i < sending->count; i++) {
		if (!sending->targets[i].gone)
			continue;
		err = px_push_subscription_delete(domain, sending->rows[i].id, NULL);
		err = err == PX_NOT_FOUND ? PX_OK : err;
	}
	return err ? px_fail(error, err, NULL, "the subscription can't be removed") : PX_OK;
}

const struct px_channel px_webpush_channel = { .name = "push", .ready = ready, .send = send_all, .settle = settle };
