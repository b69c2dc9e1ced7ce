/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A webhook: the notification as JSON, signed as the Standard Webhooks say:
 * HMAC-SHA256 over "id.timestamp.body" by the person's secret, in base64.
 */
#include "push/push_internal.h"

#include "base/clock.h"
#include "base/record_json.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { BODY_MAX = 1 << 18, HASH = 32 };

static enum px_err ready(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error)
{
	(void)arg;
	(void)domain;
	(void)error;
	*yes = out->speaking.webhook_url && out->speaking.webhook_secret;
	return PX_OK;
}

static void answered(void *arg, const struct px_post_answer *answer)
{
	struct px_error error = { 0 };
	enum px_err err = px_post_verdict(answer, "the webhook", &error);
	px_delivery_done(arg, err == PX_NOT_FOUND ? PX_INVALID : err, &error);
}

static void sign(const char *secret, const char *id, const char *stamp, struct px_str body, char out[64])
{
	struct px_buf text = PX_BUF_INIT(BODY_MAX + 256);
	unsigned char mac[HASH];
	unsigned size = 0;

	(void)px_buf_printf(&text, "%s.%s.", id, stamp);
	(void)px_buf_str(&text, body);
	HMAC(EVP_sha256(), secret, (int)strlen(secret), (const unsigned char *)text.data, text.size, mac, &size);
	EVP_EncodeBlock((unsigned char *)out, mac, HASH);
	px_buf_release(&text);
}

static void send_one(void *arg, struct px_outgoing *out)
{
	const struct px_push *push = arg;
	struct px_buf body = PX_BUF_INIT(BODY_MAX);
	char id[PX_ID_TEXT + 1], stamp[24], mac[64];
	struct px_json json;

	px_json_init(&json, &body);
	px_record_encode(&json, &px_notification_record, &out->notification);
	px_id_format(out->notification.id, id);
	snprintf(stamp, sizeof(stamp), "%lld", (long long)(px_clock_now() / 1000));
	sign(out->speaking.webhook_secret, id, stamp, px_buf_view(&body), mac);
	const char *const headers[] = {
		"Content-Type: application/json", px_arena_printf(out->arena, "webhook-id: %s", id),
		px_arena_printf(out->arena, "webhook-timestamp: %s", stamp),
		px_arena_printf(out->arena, "webhook-signature: v1,%s", mac), NULL,
	};
	struct px_post post = { out->speaking.webhook_url, headers, px_buf_view(&body), false, answered, out };
	px_poster_send(push->poster, &post);
	px_buf_release(&body);
}

const struct px_channel px_webhook_channel = { .name = "webhook", .ready = ready, .send = send_one };
