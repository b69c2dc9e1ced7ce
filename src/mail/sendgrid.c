/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/sendgrid.h"

#include "base/json.h"

#include <string.h>

#define SCHEME "sendgrid://"

bool px_sendgrid_url(const char *setting, struct px_buf *url)
{
	if (strncmp(setting, SCHEME, strlen(SCHEME)) != 0 || !setting[strlen(SCHEME)])
		return false;
	(void)px_buf_printf(url, "https://%s", setting + strlen(SCHEME));
	while (url->size && url->data[url->size - 1] == '/')
		url->data[--url->size] = '\0';
	return px_buf_text(url, "/v3/mail/send") == PX_OK;
}

static void write_address(struct px_json *json, const char *address, const char *name)
{
	px_json_open_object(json);
	px_json_key(json, "email");
	px_json_text(json, address);
	if (name && *name) {
		px_json_key(json, "name");
		px_json_text(json, name);
	}
	px_json_close_object(json);
}

static void write_part(struct px_json *json, const char *type, const char *value)
{
	px_json_open_object(json);
	px_json_key(json, "type");
	px_json_text(json, type);
	px_json_key(json, "value");
	px_json_text(json, value);
	px_json_close_object(json);
}

static void write_header(void *arg, const char *name, const char *value)
{
	px_json_key(arg, name);
	px_json_text(arg, value);
}

static void write_headers(struct px_json *json, const struct px_mail *mail)
{
	px_json_key(json, "headers");
	px_json_open_object(json);
	px_mail_headers(mail, write_header, json);
	px_json_close_object(json);
}

enum px_err px_sendgrid_compose(const struct px_mail *mail, struct px_buf *out, struct px_error *error)
{
	struct px_buf html = PX_BUF_INIT(PX_MAIL_MAX);
	enum px_err err = px_mail_check(mail, error);
	struct px_json json;

	if (err)
		return err;
	px_mail_write_html(mail->text, &html);
	px_json_init(&json, out);
	px_json_open_object(&json);
	px_json_key(&json, "personalizations");
	px_json_open_array(&json);
	px_json_open_object(&json);
	px_json_key(&json, "to");
	px_json_open_array(&json);
	write_address(&json, mail->to, NULL);
	px_json_close_array(&json);
	px_json_key(&json, "custom_args"); /* which its events name, and which is the same when it is sent again */
	px_json_open_object(&json);
	px_json_key(&json, "pixie_id");
	px_json_text(&json, mail->message_id);
	px_json_close_object(&json);
	px_json_close_object(&json);
	px_json_close_array(&json);
	px_json_key(&json, "from");
	write_address(&json, mail->from, mail->from_name);
	px_json_key(&json, "subject");
	px_json_text(&json, mail->subject);
	px_json_key(&json, "content");
	px_json_open_array(&json);
	write_part(&json, "text/plain", mail->text);
	write_part(&json, "text/html", px_buf_view(&html).data);
	px_json_close_array(&json);
	write_headers(&json, mail);
	px_json_close_object(&json);
	bool fits = !out->overflow && !html.overflow;
	px_buf_release(&html);
	return fits ? PX_OK : px_fail(error, PX_TOO_LARGE, NULL, "the mail is too large");
}

enum px_err px_sendgrid_verdict(long status, struct px_str body, struct px_error *error)
{
	json_t *answer = NULL;
	enum px_err err = PX_OK;

	if (status >= 200 && status < 300)
		return PX_OK;
	(void)!px_json_parse(body, &answer, NULL);
	const char *why = json_string_value(json_object_get(json_array_get(json_object_get(answer, "errors"), 0), "message"));
	why = why ? why : "no reason given";
	if (status == 401 || status == 403) /* an administrator mends it, and the mail goes then */
		err = px_fail(error, PX_UNAVAILABLE, "mail", "SendGrid refused the key (status %ld): %.150s", status, why);
	else if (status == 429 || status >= 500)
		err = px_fail(error, PX_UNAVAILABLE, "mail", "SendGrid is not ready (status %ld): %.150s", status, why);
	else
		err = px_fail(error, PX_INVALID, "mail", "SendGrid refused the mail (status %ld): %.150s", status, why);
	json_decref(answer);
	return err;
}
