/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Codes to sign in with, as text messages: the job PX_JOB_SMS_CODE, which
 * identity writes (auth/sms_factor.c).
 *
 * The code is sealed in the job and opened only while it is sent.  Once it is
 * not good any more it is not sent: a late one would only confuse.
 */
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "proactive/words.h"
#include "push/push_internal.h"

#include <stdlib.h>
#include <string.h>

enum { CONCURRENCY = 8, ATTEMPTS = 4, LEASE_MS = 60000, CODE_MAX = 64, TEXT_MAX = 300 };

static void answered(void *arg, const struct px_post_answer *answer)
{
	struct px_error error = { 0 };
	enum px_err err = px_sms_verdict(answer, &error);

	px_job_prepared(arg, err, &error);
}

static void wipe(struct px_buf *buf)
{
	if (buf->data)
		explicit_bzero(buf->data, buf->capacity);
	px_buf_release(buf);
}

static enum px_err send_code(const struct px_sms *sms, struct px_job_run *run, const json_t *payload, struct px_error *error)
{
	const char *to = json_string_value(json_object_get(payload, "to"));
	struct px_buf code = PX_BUF_INIT(CODE_MAX), text = PX_BUF_INIT(TEXT_MAX);
	struct px_words words;
	enum px_err err = px_auth_open_job_token(sms->auth, run->kind, px_json_string(json_object_get(payload, "sealed")), &code);

	if (!err && !to)
		err = px_fail(error, PX_CORRUPT, NULL, "the job names no number");
	if (!err) {
		px_words_init(&words, json_string_value(json_object_get(payload, "locale")), NULL, 0);
		px_words_say(&words, PX_SAY_SMS_CODE, 1, (struct px_filler[]){ { "code", code.data }, { NULL, NULL } }, &text);
		px_sms_post(sms, to, px_buf_view(&text), answered, run);
	}
	wipe(&text);
	wipe(&code);
	return err;
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_error error = { 0 };
	json_t *payload = NULL;
	enum px_err err = px_json_parse(px_str(run->payload), &payload, &error);
	bool late = !err && px_clock_now() >= json_integer_value(json_object_get(payload, "until"));

	if (!err && !late)
		err = send_code(arg, run, payload, &error);
	json_decref(payload);
	if (err || late)
		px_job_prepared(run, err, &error);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	(void)arg;
	(void)tx;
	(void)run;
	(void)error;
	return PX_OK; /* that it is sent is all there is to know */
}

const struct px_job_kind px_sms_code_kind = {
	.name = PX_JOB_SMS_CODE, .concurrency = CONCURRENCY, .attempts = ATTEMPTS, .lease_ms = LEASE_MS, .prepare = prepare, .apply = apply,
};
