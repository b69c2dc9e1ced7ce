/* SPDX-License-Identifier: Apache-2.0 */
/* A queue, and one thread that sends what is in it; a connection is kept by curl for the next mail. */
#include "mail/smtp.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "mail/sendgrid.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_S = 60, CONNECT_S = 15, KEY_MAX = 8192, ANSWER_MAX = 65536 };

struct letter {
	struct letter *next;
	struct px_buf bytes, answer;
	size_t sent;
	char *to;
	enum px_err err;         /* known before it is sent */
	struct px_error error;
	void (*done)(void *arg, enum px_err err, const struct px_error *error);
	void *arg;
};

struct px_mailer {
	struct px_arena arena;
	const char *api;         /* of SendGrid; NULL: it is SMTP */
	const char *url, *user, *password, *token, *from, *from_name, *ca_file;
	CURL *curl;              /* the thread's */
	pthread_t thread;
	bool running;
	pthread_mutex_t lock;
	pthread_cond_t more;
	bool stopping;
	struct letter *first, **last;
};

/* ------------------------------------------------------------------ one mail */

static size_t give(char *to, size_t size, size_t count, void *arg)
{
	struct letter *letter = arg;
	size_t n = letter->bytes.size - letter->sent, room = size * count;

	n = n < room ? n : room;
	memcpy(to, letter->bytes.data + letter->sent, n);
	letter->sent += n;
	return n;
}

static size_t ignore(char *data, size_t size, size_t count, void *arg)
{
	(void)data;
	(void)arg;
	return size * count;
}

/* What both ways of sending have in common; nothing of the mail before is left. */
static void begin(const struct px_mailer *mailer, const char *url, const char *protocols)
{
	CURL *curl = mailer->curl;

	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	if (mailer->ca_file[0])
		curl_easy_setopt(curl, CURLOPT_CAINFO, mailer->ca_file);
}

static void set_up(struct px_mailer *mailer, struct letter *letter, struct curl_slist *to)
{
	CURL *curl = mailer->curl;

	begin(mailer, mailer->url, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (mailer->user[0])
		curl_easy_setopt(curl, CURLOPT_USERNAME, mailer->user);
	if (mailer->token[0]) {
		curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, mailer->token);
		curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
	} else if (mailer->password[0]) {
		curl_easy_setopt(curl, CURLOPT_PASSWORD, mailer->password);
	}
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mailer->from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, letter);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);
}

/* Whether the server's last answer was about this mail: to its sender, its receiver or, once it was sent, its content. */
static bool about_mail(CURLcode code, const struct letter *letter)
{
	if (code == CURLE_WEIRD_SERVER_REPLY) /* also of a greeting that turns us away */
		return letter->sent > 0;
	return code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_UPLOAD_FAILED;
}

/* 5xx of the server is for ever, unless it is about who we are: that an administrator mends. */
static enum px_err verdict(struct px_mailer *mailer, const struct letter *letter, CURLcode code, struct px_error *error)
{
	long status = 0;

	if (code == CURLE_OK)
		return PX_OK;
	curl_easy_getinfo(mailer->curl, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_LOGIN_DENIED)
		return px_fail(error, PX_UNAVAILABLE, "mail", "the mail server refused the sign-in (status %ld)", status);
	if (code == CURLE_USE_SSL_FAILED)
		return px_fail(error, PX_UNAVAILABLE, "mail", "the mail server offers no TLS: nothing was sent");
	if (about_mail(code, letter) && status >= 500)
		return px_fail(error, PX_INVALID, "mail", "the mail server refused the mail (status %ld)", status);
	if (status >= 400)
		return px_fail(error, PX_UNAVAILABLE, "mail", "the mail server is not ready (status %ld)", status);
	return px_fail(error, PX_UNAVAILABLE, "mail", "the mail server can't be reached: %s", curl_easy_strerror(code));
}

static size_t hear(char *data, size_t size, size_t count, void *arg)
{
	struct letter *letter = arg;

	(void)!px_buf_append(&letter->answer, data, size * count);
	return size * count;
}

static enum px_err post_letter(struct px_mailer *mailer, struct letter *letter)
{
	struct px_buf key = PX_BUF_INIT(KEY_MAX);
	CURL *curl = mailer->curl;
	long status = 0;

	(void)px_buf_printf(&key, "Authorization: Bearer %s", mailer->password);
	struct curl_slist *headers = curl_slist_append(curl_slist_append(NULL, "Content-Type: application/json"), px_buf_view(&key).data);
	begin(mailer, mailer->api, "https");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, letter->bytes.data);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)letter->bytes.size);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, hear);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, letter);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(headers);
	explicit_bzero(key.data, key.size);
	px_buf_release(&key);
	if (code != CURLE_OK)
		return px_fail(&letter->error, PX_UNAVAILABLE, "mail", "SendGrid can't be reached: %s", curl_easy_strerror(code));
	return px_sendgrid_verdict(status, px_buf_view(&letter->answer), &letter->error);
}

static void send_letter(struct px_mailer *mailer, struct letter *letter)
{
	struct curl_slist *to = letter->err ? NULL : curl_slist_append(NULL, letter->to);

	if (!letter->err && !mailer->curl)
		mailer->curl = curl_easy_init();
	if (!letter->err && (!to || !mailer->curl))
		letter->err = px_fail(&letter->error, PX_NO_MEMORY, "mail", "no memory to send a mail");
	if (!letter->err && mailer->api) {
		letter->err = post_letter(mailer, letter);
	} else if (!letter->err) {
		set_up(mailer, letter, to);
		letter->err = verdict(mailer, letter, curl_easy_perform(mailer->curl), &letter->error);
	}
	curl_slist_free_all(to);
}

static void finish(struct letter *letter)
{
	letter->done(letter->arg, letter->err, &letter->error);
	px_buf_release(&letter->bytes);
	px_buf_release(&letter->answer);
	free(letter->to);
	free(letter);
}

/* ------------------------------------------------------------------ the thread */

static void *work(void *arg)
{
	struct px_mailer *mailer = arg;

	pthread_setname_np(pthread_self(), "px-mail");
	pthread_mutex_lock(&mailer->lock);
	for (;;) {
		while (!mailer->first && !mailer->stopping)
			pthread_cond_wait(&mailer->more, &mailer->lock);
		struct letter *letter = mailer->first;
		if (!letter)
			break;
		mailer->first = letter->next;
		if (!mailer->first)
			mailer->last = &mailer->first;
		bool stopping = mailer->stopping;
		pthread_mutex_unlock(&mailer->lock);
		if (stopping)
			letter->err = px_fail(&letter->error, PX_CANCELLED, NULL, "the program is stopping");
		send_letter(mailer, letter);
		finish(letter);
		pthread_mutex_lock(&mailer->lock);
	}
	pthread_mutex_unlock(&mailer->lock);
	if (mailer->curl)
		curl_easy_cleanup(mailer->curl);
	mailer->curl = NULL;
	return NULL;
}

/* "Pixie <pixie@example.com>" or the address alone. */
static enum px_err read_from(struct px_mailer *mailer, const char *text, struct px_error *error)
{
	const char *open = strchr(text, '<'), *close = open ? strchr(open, '>') : NULL;

	mailer->from = px_arena_str(&mailer->arena, px_str_trim(px_str(text)));
	mailer->from_name = "Pixie";
	if (close && !close[1]) {
		mailer->from = px_arena_strn(&mailer->arena, open + 1, (size_t)(close - open - 1));
		mailer->from_name = px_arena_str(&mailer->arena, px_str_trim(px_str_n(text, (size_t)(open - text))));
	}
	return px_mail_address_ok(mailer->from)
		       ? PX_OK : px_fail(error, PX_INVALID, "mail-from", "--mail-from must be an address such as "
					 "\"Pixie <pixie@example.com>\"");
}

enum px_err px_mailer_new(const struct px_mailer_config *config, struct px_mailer **out, struct px_error *error)
{
	struct px_mailer *mailer = px_calloc(1, sizeof(*mailer));

	px_arena_init(&mailer->arena);
	mailer->url = px_arena_str(&mailer->arena, px_str(config->url));
	mailer->user = px_arena_str(&mailer->arena, px_str(config->user));
	mailer->password = px_arena_str(&mailer->arena, px_str(config->password));
	mailer->token = px_arena_str(&mailer->arena, px_str(config->token));
	mailer->ca_file = px_arena_str(&mailer->arena, px_str(config->ca_file));
	mailer->last = &mailer->first;
	enum px_err err = read_from(mailer, config->from, error);
	struct px_buf api = PX_BUF_INIT(2048);
	if (px_sendgrid_url(config->url, &api))
		mailer->api = px_arena_str(&mailer->arena, px_buf_view(&api));
	px_buf_release(&api);
	if (!err && mailer->api && !mailer->password[0])
		err = px_fail(error, PX_INVALID, "mail-password", "SendGrid needs its key: `pixie secret set mail-password`");
	if (!err && !mailer->api && strncmp(mailer->url, "smtp://", 7) != 0 && strncmp(mailer->url, "smtps://", 8) != 0)
		err = px_fail(error, PX_INVALID, "mail-url", "--mail-url must be smtp://host:587, smtps://host:465 or "
			      "sendgrid://api.sendgrid.com");
	pthread_mutex_init(&mailer->lock, NULL);
	pthread_cond_init(&mailer->more, NULL);
	if (!err && pthread_create(&mailer->thread, NULL, work, mailer) != 0)
		err = px_fail(error, PX_NO_MEMORY, NULL, "no thread for mails");
	mailer->running = !err;
	if (err) {
		px_mailer_free(mailer);
		return err;
	}
	*out = mailer;
	return PX_OK;
}

void px_mailer_stop(struct px_mailer *mailer)
{
	if (!mailer || !mailer->running)
		return;
	pthread_mutex_lock(&mailer->lock);
	mailer->stopping = true;
	pthread_cond_broadcast(&mailer->more);
	pthread_mutex_unlock(&mailer->lock);
	pthread_join(mailer->thread, NULL);
	mailer->running = false;
}

void px_mailer_free(struct px_mailer *mailer)
{
	if (!mailer)
		return;
	px_mailer_stop(mailer);
	pthread_cond_destroy(&mailer->more);
	pthread_mutex_destroy(&mailer->lock);
	px_arena_release(&mailer->arena);
	free(mailer);
}

const char *px_mailer_from(const struct px_mailer *mailer)
{
	return mailer->from;
}

void px_mailer_send(struct px_mailer *mailer, const struct px_mail *mail,
		    void (*done)(void *arg, enum px_err err, const struct px_error *error), void *arg)
{
	struct letter *letter = px_calloc(1, sizeof(*letter));
	struct px_mail whole = *mail;

	px_buf_init(&letter->bytes, PX_MAIL_MAX);
	px_buf_init(&letter->answer, ANSWER_MAX);
	letter->to = px_strdup(mail->to);
	letter->done = done;
	letter->arg = arg;
	whole.from = mailer->from;
	whole.from_name = mailer->from_name;
	whole.date = px_clock_now();
	letter->err = mailer->api ? px_sendgrid_compose(&whole, &letter->bytes, &letter->error)
				  : px_mail_compose(&whole, &letter->bytes, &letter->error);
	pthread_mutex_lock(&mailer->lock);
	bool queued = mailer->running && !mailer->stopping;
	if (queued) {
		*mailer->last = letter;
		mailer->last = &letter->next;
		pthread_cond_signal(&mailer->more);
	}
	pthread_mutex_unlock(&mailer->lock);
	if (queued)
		return;
	letter->err = px_fail(&letter->error, PX_CANCELLED, NULL, "the program is stopping");
	finish(letter);
}

struct waiting {
	pthread_mutex_t lock;
	pthread_cond_t over;
	bool is_over;
	enum px_err err;
	struct px_error error;
};

static void wake(void *arg, enum px_err err, const struct px_error *error)
{
	struct waiting *waiting = arg;

	pthread_mutex_lock(&waiting->lock);
	waiting->err = err;
	waiting->error = *error;
	waiting->is_over = true;
	pthread_cond_signal(&waiting->over);
	pthread_mutex_unlock(&waiting->lock);
}

enum px_err px_mailer_send_now(struct px_mailer *mailer, const struct px_mail *mail, struct px_error *error)
{
	struct waiting waiting = { .is_over = false };

	pthread_mutex_init(&waiting.lock, NULL);
	pthread_cond_init(&waiting.over, NULL);
	px_mailer_send(mailer, mail, wake, &waiting);
	pthread_mutex_lock(&waiting.lock);
	while (!waiting.is_over)
		pthread_cond_wait(&waiting.over, &waiting.lock);
	pthread_mutex_unlock(&waiting.lock);
	pthread_cond_destroy(&waiting.over);
	pthread_mutex_destroy(&waiting.lock);
	return waiting.err ? px_fail(error, waiting.err, waiting.error.field, "%s", waiting.error.message) : PX_OK;
}
