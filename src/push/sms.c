/* SPDX-License-Identifier: Apache-2.0 */
#include "push/sms.h"

#include "base/mem.h"
#include "base/uri.h"
#include "base/utf8.h"
#include "push/push_internal.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { FORM_MAX = 8192, HEADER_MAX = 4096 };

/* Those that went, or wait to go, by it in the last day. */
static enum px_err count_today(struct px_domain *domain, int64_t *count, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "created", PX_OP_GT, { .integer = domain->now - PX_MS_DAY } },
		{ "channels", PX_OP_CONTAINS, { .text = PX_STR("\"sms\"") } },
	};

	return px_store_count(domain->tx, &px_notification_record, filters, 2, count, error);
}

static enum px_err ready(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error)
{
	int64_t count = 0;

	(void)arg;
	*yes = false;
	if (!out->speaking.phone)
		return PX_OK;
	enum px_err err = count_today(domain, &count, error);
	/* The one that is being sent is among them. */
	*yes = !err && count < PX_SMS_A_DAY + (out->attempt > 0);
	return err;
}

/* The API knows no token that would make a repeated message the same one. */
enum px_err px_sms_verdict(const struct px_post_answer *answer, struct px_error *error)
{
	/* 503 says itself that nothing was taken; a gateway that waited in vain does not */
	bool unsure = !answer->status || answer->status == 408 || (answer->status >= 500 && answer->status != 503);
	if (unsure && answer->sent)
		return px_fail(error, PX_INVALID, NULL, "the SMS provider did not answer; the message may have been sent");
	if (answer->status == 401 || answer->status == 403) /* an administrator mends it */
		return px_fail(error, PX_UNAVAILABLE, NULL, "the SMS provider refused the sign-in (status %d)", answer->status);
	enum px_err err = px_post_verdict(answer, "the SMS provider", error);
	return err == PX_NOT_FOUND ? PX_INVALID : err;
}

static void answered(void *arg, const struct px_post_answer *answer)
{
	struct px_error error = { 0 };
	enum px_err err = px_sms_verdict(answer, &error);

	px_delivery_done(arg, err, &error);
}

void px_sms_post(const struct px_sms *sms, const char *to, struct px_str text, px_post_fn done, void *arg)
{
	const char *const headers[] = { "Content-Type: application/x-www-form-urlencoded", sms->authorization, NULL };
	struct px_buf form = PX_BUF_INIT(FORM_MAX);

	px_uri_add(&form, "To", px_str(to));
	px_uri_add(&form, "From", px_str(sms->from));
	px_uri_add(&form, "Body", px_str_n(text.data, px_utf8_cut(text, PX_SMS_TEXT)));
	const struct px_post post = { sms->url, headers, px_buf_view(&form), true, done, arg };
	px_poster_send(sms->poster, &post);
	explicit_bzero(form.data, form.size); /* it may hold a code */
	px_buf_release(&form);
}

static void send_one(void *arg, struct px_outgoing *out)
{
	const struct px_sms *sms = arg;
	const struct px_notification *row = &out->notification;
	struct px_str text = px_str(row->text && *row->text ? px_arena_printf(out->arena, "%s\n%s", row->title, row->text) : row->title);

	px_sms_post(sms, out->speaking.phone, text, answered, out);
}

static const struct px_channel channel = { .name = "sms", .ready = ready, .send = send_one };

static const char *basic(struct px_arena *arena, const struct px_sms_config *config)
{
	const char *plain = px_arena_printf(arena, "%s:%s", config->account, config->token);
	size_t size = strlen(plain);
	char *coded = px_arena_alloc(arena, (size + 2) / 3 * 4 + 1);

	EVP_EncodeBlock((unsigned char *)coded, (const unsigned char *)plain, (int)size);
	return px_arena_printf(arena, "Authorization: Basic %s", coded);
}

enum px_err px_sms_new(struct px_proactive *proactive, const struct px_sms_config *config, struct px_sms **out, struct px_error *error)
{
	struct px_sms *sms;
	enum px_err err;

	if (!config->account[0] || !config->token[0] || !config->from[0])
		return px_fail(error, PX_INVALID, "sms-account", "--sms-url needs --sms-account, --sms-from and `pixie secret set sms-token`");
	sms = px_calloc(1, sizeof(*sms));
	px_arena_init(&sms->arena);
	sms->url = px_arena_printf(&sms->arena, "%s/2010-04-01/Accounts/%s/Messages.json", config->url, config->account);
	sms->from = px_arena_str(&sms->arena, px_str(config->from));
	sms->authorization = basic(&sms->arena, config);
	/* The administrator says where it is: that may be anywhere. */
	err = px_poster_new(config->loop, true, true, &sms->poster, error);
	if (err) {
		px_sms_free(sms);
		return err;
	}
	sms->auth = config->auth;
	px_proactive_add_channel(proactive, &channel, sms);
	px_jobs_add(config->jobs, &px_sms_code_kind, sms);
	*out = sms;
	return PX_OK;
}

void px_sms_stop(struct px_sms *sms)
{
	if (sms)
		px_poster_stop(sms->poster);
}

void px_sms_free(struct px_sms *sms)
{
	if (!sms)
		return;
	px_poster_free(sms->poster);
	px_arena_release(&sms->arena);
	free(sms);
}
