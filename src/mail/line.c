/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections: made for a visit, kept between visits to hear of new mail, made
 * anew when the account was changed or the server hung up.  Access tokens are
 * asked for with the refresh token and kept as long as they are good.
 */
#include "mail/mailboxes_internal.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/uri.h"

#include <stdlib.h>

enum { TOKEN_MAX = 8192, TOKEN_MARGIN_MS = 60000, TOKEN_USUAL_S = 600, AGAIN_MS = 5000, BODY_MAX = 65536 };

static void open_line(struct line *line);

/* --------------------------------------------------------------- what they tell */

static void set_idle(struct line *line, bool idle)
{
	if (line->idle != idle)
		atomic_fetch_add(&line->mailboxes->idle, idle ? 1 : (uint64_t)-1);
	line->idle = idle;
}

static void on_changed(void *arg)
{
	struct line *line = arg;

	if (!line->visit)
		mailboxes_wake(line->mailboxes, line->user, line->account, 0);
}

static void on_lost(void *arg, enum px_err err, const char *why)
{
	struct line *line = arg;

	(void)err;
	(void)why;
	if (line->visit) { /* between two of its commands */
		visit_failed(line->visit, err, why);
		return;
	}
	mailboxes_wake(line->mailboxes, line->user, line->account, px_clock_now() + AGAIN_MS);
	if (!line->access_token) {
		line_drop(line);
		return;
	}
	set_idle(line, false); /* the token may be good for the next connection */
	px_imap_close(line->imap);
	line->imap = NULL;
}

/* --------------------------------------------------------------------- their life */

static void forget_token(struct line *line)
{
	if (line->access_token)
		explicit_bzero(line->access_token, strlen(line->access_token));
	free(line->access_token);
	line->access_token = NULL;
}

void line_drop(struct line *line)
{
	struct line **at = &line->mailboxes->lines;

	while (*at && *at != line)
		at = &(*at)->next;
	if (*at)
		*at = line->next;
	set_idle(line, false);
	if (line->asking)
		px_client_cancel(line->asking);
	if (line->imap)
		px_imap_close(line->imap);
	line->imap = NULL;
	forget_token(line);
	if (!line->asking) { /* else its answer frees it */
		free(line);
	} else {
		line->mailboxes = NULL;
	}
}

static struct line *find_line(struct visit *visit)
{
	struct line *line = visit->mailboxes->lines;

	while (line && !px_id_eq(line->account, visit->account.id))
		line = line->next;
	if (line && (line->version != visit->account.version || !visit->run)) {
		if (visit->run)
			line_drop(line);
		line = NULL; /* a test has a connection of its own */
	}
	return line;
}

void line_forget(struct px_mailboxes *mailboxes, struct px_id account)
{
	for (struct line *line = mailboxes->lines; line; line = line->next) {
		if (!px_id_eq(line->account, account) || line->visit)
			continue;
		line_drop(line);
		return;
	}
}

static struct line *new_line(struct visit *visit)
{
	struct line *line = px_calloc(1, sizeof(*line));

	line->mailboxes = visit->mailboxes;
	line->account = visit->run ? visit->account.id : PX_ID_NONE;
	line->user = visit->account.user_id;
	line->version = visit->account.version;
	line->next = visit->mailboxes->lines;
	visit->mailboxes->lines = line;
	return line;
}

/* -------------------------------------------------------------------- the tokens */

/* invalid_grant: the refresh token is good no more, and the person must give another (RFC 6749, section 5.2). */
static enum px_err token_refused(const json_t *answer, int status, char why[256])
{
	const char *code = json_string_value(json_object_get(answer, "error"));
	bool passes = status == 429 || status >= 500;

	snprintf(why, 256, "no access token was given (status %d%s%.80s)", status, code ? ": " : "", code ? code : "");
	return passes ? PX_UNAVAILABLE : PX_UNAUTHORIZED;
}

static enum px_err take_token(struct line *line, const struct px_client_response *response, char why[256])
{
	json_t *answer = NULL;
	enum px_err err = PX_OK;

	if (response->err) {
		snprintf(why, 256, "the server that gives access tokens can't be reached: %.150s", response->message);
		return response->err == PX_INVALID || response->err == PX_FORBIDDEN ? PX_FORBIDDEN : PX_UNAVAILABLE;
	}
	(void)!px_json_parse(response->body, &answer, NULL);
	struct px_str token = px_json_string(json_object_get(answer, "access_token"));
	json_int_t seconds = json_integer_value(json_object_get(answer, "expires_in"));
	if (response->status == 200 && token.size && token.size < TOKEN_MAX && !memchr(token.data, '\1', token.size)) {
		forget_token(line);
		line->access_token = px_alloc(token.size + 1);
		memcpy(line->access_token, token.data, token.size);
		line->access_token[token.size] = '\0';
		line->token_expires = px_clock_now() + (seconds > 0 ? seconds : TOKEN_USUAL_S) * INT64_C(1000);
		line->token_fresh = true;
	} else {
		err = token_refused(answer, response->status, why);
	}
	json_decref(answer);
	return err;
}

static void on_token(void *arg, const struct px_client_response *response)
{
	struct line *line = arg;
	char why[256] = "";

	line->asking = NULL;
	if (!line->mailboxes) { /* dropped meanwhile */
		free(line);
		return;
	}
	enum px_err err = take_token(line, response, why);
	if (err)
		visit_failed(line->visit, err, why);
	else
		open_line(line);
}

static void ask_token(struct line *line)
{
	struct visit *visit = line->visit;
	struct px_buf body = PX_BUF_INIT(BODY_MAX);
	static const char *const headers[] = { "Content-Type: application/x-www-form-urlencoded", "Accept: application/json", NULL };

	px_uri_add(&body, "grant_type", px_str("refresh_token"));
	px_uri_add(&body, "refresh_token", px_str(visit->secret.refresh_token ? visit->secret.refresh_token : ""));
	px_uri_add(&body, "client_id", px_str(visit->account.client_id));
	if (visit->secret.client_secret)
		px_uri_add(&body, "client_secret", px_str(visit->secret.client_secret));
	struct px_client_request request = { .method = "POST", .url = visit->account.token_url, .headers = headers,
					     .body = px_buf_view(&body), .max_body = BODY_MAX, .done = on_token, .arg = line };
	line->asking = px_client_send(line->mailboxes->client, &request);
	explicit_bzero(body.data, body.size);
	px_buf_release(&body);
}

/* -------------------------------------------------------------------- connecting */

static void on_open(void *arg, enum px_err err, const char *why)
{
	struct line *line = arg;
	struct visit *visit = line->visit;

	if (!err) {
		visit_connected(visit);
		return;
	}
	if (err == PX_UNAUTHORIZED && line->access_token && !line->token_fresh) { /* it was taken back before its time */
		px_imap_close(line->imap);
		line->imap = NULL;
		ask_token(line);
		return;
	}
	visit_failed(visit, err, why);
}

static void open_line(struct line *line)
{
	const struct visit *visit = line->visit;
	const struct px_mail_account *account = &visit->account;
	bool token = account->auth == PX_MAIL_XOAUTH2;

	if (token && (!line->access_token || line->token_expires - TOKEN_MARGIN_MS < px_clock_now()) && !line->token_fresh) {
		ask_token(line);
		return;
	}
	struct px_imap_config config = {
		.loop = line->mailboxes->config.loop, .tls = line->mailboxes->tls, .host = account->host, .port = (uint16_t)account->port,
		.starttls = account->security == PX_MAIL_STARTTLS, .private_addresses = line->mailboxes->config.private_addresses,
		.user = account->user, .password = token ? NULL : visit->secret.password, .token = token ? line->access_token : NULL,
		.lost = on_lost, .changed = on_changed, .arg = line,
	};
	line->imap = px_imap_open(&config, on_open);
}

/* A kept connection may have died in silence: then there is a new one, once. */
static void on_awake(void *arg, enum px_err err, const char *why)
{
	struct line *line = arg;
	struct visit *visit = line->visit;

	(void)why;
	set_idle(line, false);
	if (!err) {
		visit_connected(visit);
		return;
	}
	px_imap_close(line->imap);
	line->imap = NULL;
	open_line(line);
}

void line_take(struct visit *visit)
{
	struct line *line = find_line(visit);
	bool kept = line != NULL;

	if (!line)
		line = new_line(visit);
	visit->line = line;
	line->visit = visit;
	line->token_fresh = false;
	if (kept && line->settling) /* its command is still under way: on_first_folder goes on */
		return;
	if (kept && line->imap)
		px_imap_end_idle(line->imap, on_awake);
	else
		open_line(line);
}

/* What arrived after the visit had looked, and before the server was listened to, is seen by the next number. */
static void on_first_folder(void *arg, enum px_err err, const char *why)
{
	struct line *line = arg;

	line->settling = false;
	if (line->visit) { /* the next visit was there first */
		on_awake(line, err, why);
		return;
	}
	if (err) {
		line_drop(line);
		return;
	}
	if (line->listened.next != line->expected || line->listened.next < 0)
		mailboxes_wake(line->mailboxes, line->user, line->account, line->listened.next < 0 ? px_clock_now() + AGAIN_MS : 0);
	set_idle(line, true);
	px_imap_idle(line->imap);
}

void line_leave(struct visit *visit, bool keep)
{
	struct line *line = visit->line;

	visit->line = NULL;
	if (!line)
		return;
	line->visit = NULL;
	if (!keep || !line->imap || (!visit->has_more && (!px_imap_can_idle(line->imap) || visit->folders[0].row.problem))) {
		line_drop(line);
		return;
	}
	if (visit->has_more) /* the next visit follows at once, and uses it */
		return;
	/* What is listened to is the first folder, which may not be the one read last. */
	line->settling = visit->listens = true;
	line->expected = visit->folders[0].found.next;
	px_imap_examine(line->imap, visit->folders[0].row.name, &line->listened, on_first_folder);
}
