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
#include "push/push_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CONCURRENCY = 8, ATTEMPTS = 4, LEASE_MS = 60000, CODE_MAX = 64, TEXT_MAX = 300 };

static void answered(void *arg, const struct px_post_answer *answer)
{
	struct px_error error = { 0 };
	enum px_err err = px_sms_verdict(answer, &error);

	px_job_prepared(arg, err, &error);
}

static void write_text(const char *locale, const char *code, char text[TEXT_MAX])
{
	bool german = locale && strncasecmp(locale, "de", 2) == 0;

	snprintf(text, TEXT_MAX, "%s %s", code, german ? "ist dein Code für Pixie. Er gilt fünf Minuten. Gib ihn niemandem."
						       : "is your code for Pixie. It is good for five minutes. Give it to nobody.");
}

static enum px_err send_code(const struct px_sms *sms, struct px_job_run *run, const json_t *payload, struct px_error *error)
{
	const char *to = json_string_value(json_object_get(payload, "to"));
	struct px_buf code = PX_BUF_INIT(CODE_MAX);
	char text[TEXT_MAX];
	enum px_err err = px_auth_open_job_token(sms->auth, run->kind, px_json_string(json_object_get(payload, "sealed")), &code);

	if (!err && !to)
		err = px_fail(error, PX_CORRUPT, NULL, "the job names no number");
	if (!err) {
		write_text(json_string_value(json_object_get(payload, "locale")), code.data, text);
		px_sms_post(sms, to, px_str(text), answered, run);
		explicit_bzero(text, sizeof(text));
	}
	if (code.data)
		explicit_bzero(code.data, code.capacity);
	px_buf_release(&code);
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
