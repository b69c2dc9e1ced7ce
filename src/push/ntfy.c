/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ntfy: a post to the server of the person's topic, as JSON, in which titles
 * may hold any letters.  Credentials stand in the address, if there are any.
 */
#include "push/push_internal.h"

#include "base/json.h"
#include "base/utf8.h"

enum { BODY_MAX = 8192, TEXT_MAX = 3500, TITLE_MAX = 250 };

static enum px_err ready(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error)
{
	(void)arg;
	(void)domain;
	(void)error;
	*yes = out->speaking.ntfy_url != NULL;
	return PX_OK;
}

static void answered(void *arg, const struct px_post_answer *answer)
{
	struct px_error error = { 0 };
	enum px_err err = px_post_verdict(answer, "the ntfy server", &error);
	px_delivery_done(arg, err == PX_NOT_FOUND ? PX_INVALID : err, &error);
}

static void send_one(void *arg, struct px_outgoing *out)
{
	static const char *const headers[] = { "Content-Type: application/json", NULL };
	const struct px_push *push = arg;
	const struct px_notification *row = &out->notification;
	const char *url = out->speaking.ntfy_url, *topic = strrchr(url, '/') + 1, *text = row->text ? row->text : row->title;
	struct px_buf body = PX_BUF_INIT(BODY_MAX);
	struct px_json json;

	px_json_init(&json, &body);
	px_json_open_object(&json);
	px_json_key(&json, "topic");
	px_json_text(&json, topic);
	px_json_key(&json, "title");
	px_json_str(&json, px_str_n(row->title, px_utf8_cut(px_str(row->title), TITLE_MAX)));
	px_json_key(&json, "message");
	px_json_str(&json, px_str_n(text, px_utf8_cut(px_str(text), TEXT_MAX)));
	px_json_key(&json, "priority");
	px_json_int(&json, row->kind == PX_NOTIFY_REMINDER ? 4 : 3);
	if (push->link[0]) {
		px_json_key(&json, "click");
		px_json_text(&json, push->link);
	}
	px_json_close_object(&json);
	struct px_post post = { px_arena_strn(out->arena, url, (size_t)(topic - url)), headers, px_buf_view(&body), false, answered, out };
	px_poster_send(push->poster, &post);
	px_buf_release(&body);
}

const struct px_channel px_ntfy_channel = { .name = "ntfy", .ready = ready, .send = send_one };
