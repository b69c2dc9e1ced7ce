/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection is at one step: reaching the server, signing in (imap_login.c),
 * between commands, in one, or idle.  Each response goes to the step's own
 * reader.  Whatever ends the connection ends the command under way with it.
 */
#include "mail/imap.h"

#include "base/mem.h"
#include "mail/imap_internal.h"
#include "net/dial.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TIMEOUT_MS = 60000, ANSWER_MS = 10 * 60 * 1000, LISTED_MAX = 5000, LISTED_BYTES = 1 << 20, COMMAND_MAX = 65536, WHY_MAX = 256, IDLE_MS = 25 * 60 * 1000 };

#define NO_IMAP "the server does not speak IMAP"

/* ------------------------------------------------------------------ ending */

static void on_closed(void *owner)
{
	struct px_imap *imap = owner;

	imap->stream = NULL;
	explicit_bzero((char *)(uintptr_t)imap->config.password, strlen(imap->config.password));
	explicit_bzero((char *)(uintptr_t)imap->config.token, strlen(imap->config.token));
	px_imap_reader_release(&imap->reader);
	px_arena_release(&imap->arena);
	free(imap);
}

static void ignore_data(void *owner, struct px_str bytes)
{
	(void)owner;
	(void)bytes;
}

static void ignore_end(void *owner, enum px_err err)
{
	(void)owner;
	(void)err;
}

static const struct px_stream_events closing_events = { .data = ignore_data, .end = ignore_end, .closed = on_closed };

static void timer_closed(uv_handle_t *handle)
{
	struct px_imap *imap = handle->data;

	if (imap->stream) {
		px_stream_own(imap->stream, &closing_events, imap);
		if (imap->polite)
			px_stream_close(imap->stream);
		else
			px_stream_abort(imap->stream);
		return;
	}
	on_closed(imap);
}

void px_imap_close(struct px_imap *imap)
{
	if (imap->closed)
		return;
	imap->closed = true;
	imap->polite = imap->step == IMAP_READY;
	if (imap->polite)
		(void)px_stream_write(imap->stream, PX_STR("z LOGOUT\r\n"));
	if (imap->dial)
		px_dial_cancel(imap->dial);
	imap->dial = NULL;
	uv_close((uv_handle_t *)&imap->timer, timer_closed);
}

void imap_finish(struct px_imap *imap, enum px_err err, const char *why)
{
	px_imap_done_fn done = imap->done;

	imap->done = NULL;
	imap->on_untagged = NULL;
	imap->on_continue = NULL;
	uv_timer_stop(&imap->timer);
	if (done)
		done(imap->config.arg, err, why);
}

void imap_fail(struct px_imap *imap, enum px_err err, const char *why)
{
	char copy[WHY_MAX];
	bool idle = imap->step == IMAP_IDLE || imap->step == IMAP_READY;

	if (imap->closed || imap->step == IMAP_LOST)
		return;
	snprintf(copy, sizeof(copy), "%s", why);
	imap->step = IMAP_LOST;
	if (!idle || imap->done)
		imap_finish(imap, err, copy);
	else if (imap->config.lost)
		imap->config.lost(imap->config.arg, err, copy);
}

/* ------------------------------------------------------------------ talking */

static void on_timeout(uv_timer_t *timer)
{
	struct px_imap *imap = timer->data;

	if (imap->step == IMAP_IDLE && !imap->leaving) /* routers forget connections that are silent; so do servers */
		imap->config.changed(imap->config.arg);
	else
		imap_fail(imap, PX_TIMEOUT, "the mail server does not answer");
}

void imap_wait(struct px_imap *imap)
{
	uv_timer_start(&imap->timer, on_timeout, imap->config.timeout_ms ? imap->config.timeout_ms : TIMEOUT_MS, 0);
}

void imap_say(struct px_imap *imap, struct px_str text)
{
	imap_wait(imap);
	if (px_stream_write(imap->stream, text) != PX_OK)
		imap_fail(imap, PX_UNAVAILABLE, "the connection to the mail server broke");
}

void imap_command(struct px_imap *imap, struct px_str text, imap_response_fn on_tagged)
{
	struct px_buf line = PX_BUF_INIT(COMMAND_MAX);

	snprintf(imap->tag, sizeof(imap->tag), "p%u", ++imap->tags);
	imap->on_tagged = on_tagged;
	imap->asked = uv_now(imap->timer.loop);
	(void)px_buf_printf(&line, "%s ", imap->tag);
	(void)px_buf_str(&line, text);
	(void)px_buf_text(&line, "\r\n");
	if (line.overflow)
		imap_fail(imap, PX_TOO_LARGE, "the command is too long");
	else
		imap_say(imap, px_buf_view(&line));
	explicit_bzero(line.data, line.size);
	px_buf_release(&line);
}

/* What the server said, for people: without control characters. */
const char *imap_words(struct px_imap *imap, const struct px_imap_response *response)
{
	size_t n = 0;

	for (size_t i = 0; i < response->rest.size && n < sizeof(imap->said) - 1; i++)
		if ((unsigned char)response->rest.data[i] >= ' ' && (unsigned char)response->rest.data[i] < 0x7f)
			imap->said[n++] = response->rest.data[i];
	imap->said[n] = '\0';
	return n ? imap->said : "no reason given";
}

static void hear(struct px_imap *imap, const struct px_imap_response *response)
{
	if (imap->step == IMAP_GREETING && response->kind != PX_IMAP_UNTAGGED) { /* "HTTP/1.1 400": a tag and a word, too */
		imap_fail(imap, PX_CORRUPT, NO_IMAP);
		return;
	}
	if (response->kind == PX_IMAP_CONTINUE) {
		if (imap->on_continue)
			imap->on_continue(imap, response);
		return;
	}
	if (response->kind == PX_IMAP_TAGGED) {
		imap_response_fn on_tagged = imap->on_tagged;
		if (!on_tagged || !px_str_eq(response->tag, px_str(imap->tag)))
			return;
		imap->on_tagged = NULL;
		on_tagged(imap, response);
		return;
	}
	if (px_str_eq_case(response->word, PX_STR("BYE")) && imap->step != IMAP_GREETING) {
		char why[WHY_MAX];
		snprintf(why, sizeof(why), "the mail server ended the connection: %s", imap_words(imap, response));
		imap_fail(imap, PX_UNAVAILABLE, why);
		return;
	}
	if (px_str_eq_case(response->word, PX_STR("CAPABILITY")))
		imap_learn(imap, response->rest);
	else if (px_imap_has_word(px_str_cut(response->code, ' ', &(struct px_str){ 0 }), "CAPABILITY"))
		imap_learn(imap, response->code);
	if (imap->on_untagged)
		imap->on_untagged(imap, response);
}

static void on_data(void *owner, struct px_str bytes)
{
	struct px_imap *imap = owner;
	struct px_imap_response response;
	struct px_str text;
	enum px_err err = px_imap_reader_add(&imap->reader, bytes);

	if (uv_is_active((uv_handle_t *)&imap->timer) && imap->step != IMAP_IDLE) {
		if (uv_now(imap->timer.loop) - imap->asked > ANSWER_MS) {
			imap_fail(imap, PX_TIMEOUT, "the mail server's answer takes longer than 10 minutes");
			return;
		}
		imap_wait(imap); /* a long mail may take its time, as long as it moves */
	}
	while (!err && !imap->closed && imap->step != IMAP_LOST && px_imap_reader_next(&imap->reader, &text, &err)) {
		if (!px_imap_response_read(text, &response)) {
			if (text.size) {
				imap_fail(imap, PX_CORRUPT, NO_IMAP);
				return;
			}
		} else {
			hear(imap, &response);
		}
		px_imap_reader_drop(&imap->reader);
		if (imap->starting)
			imap_start_tls(imap);
	}
	if (err)
		imap_fail(imap, PX_TOO_LARGE, "the mail server's answer is larger than 30 MB");
}

static void on_end(void *owner, enum px_err err)
{
	struct px_imap *imap = owner;
	const char *problem = px_stream_tls_problem(imap->stream);
	char why[WHY_MAX];

	(void)err;
	snprintf(why, sizeof(why), "the mail server closed the connection");
	if (problem)
		snprintf(why, sizeof(why), "the mail server's certificate is refused: %s", problem);
	else if (!imap->secured && !imap->config.starttls)
		snprintf(why, sizeof(why), "no TLS could be begun at port %d of %s: is it another port, or STARTTLS?", imap->config.port, imap->config.host);
	imap_fail(imap, problem ? PX_FORBIDDEN : PX_UNAVAILABLE, why);
}

static void on_secured(void *owner)
{
	imap_secured(owner);
}

static const struct px_stream_events events = { .data = on_data, .end = on_end, .closed = on_closed, .secured = on_secured };

/* ----------------------------------------------------------------- reaching it */

static void on_dialled(void *arg, struct px_stream *stream, enum px_err err, const char *why)
{
	struct px_imap *imap = arg;
	char text[WHY_MAX];

	imap->dial = NULL;
	if (err) {
		snprintf(text, sizeof(text), "%s can't be reached: %s", imap->config.host, why);
		imap_fail(imap, err, text);
		return;
	}
	imap->stream = stream;
	imap->step = IMAP_GREETING;
	imap->asked = uv_now(imap->timer.loop);
	px_stream_own(stream, &events, imap);
	px_stream_resume(stream);
	imap_wait(imap);
	imap_greet(imap);
}

struct px_imap *px_imap_open(const struct px_imap_config *config, px_imap_done_fn done)
{
	struct px_imap *imap = px_calloc(1, sizeof(*imap));

	px_arena_init(&imap->arena);
	px_imap_reader_init(&imap->reader);
	imap->config = *config;
	imap->config.host = px_arena_str(&imap->arena, px_str(config->host));
	imap->config.user = px_arena_str(&imap->arena, px_str(config->user));
	imap->config.password = px_arena_str(&imap->arena, px_str(config->password ? config->password : ""));
	imap->config.token = px_arena_str(&imap->arena, px_str(config->token ? config->token : ""));
	imap->done = done;
	uv_timer_init(px_loop_uv(config->loop), &imap->timer);
	imap->timer.data = imap;
	struct px_dial_config dial = { .loop = config->loop, .host = imap->config.host, .port = config->port,
				       .private_addresses = config->private_addresses, .timeout_ms = config->timeout_ms,
				       .done = on_dialled, .arg = imap };
	imap->dial = px_dial(&dial);
	return imap;
}

/* ------------------------------------------------------------------- commands */

/* The end of a command: OK, or what NO and BAD mean. */
static void on_command_done(struct px_imap *imap, const struct px_imap_response *response)
{
	char why[WHY_MAX];

	if (px_str_eq_case(response->word, PX_STR("OK"))) {
		imap_finish(imap, PX_OK, NULL);
		return;
	}
	snprintf(why, sizeof(why), "the mail server refused: %s", imap_words(imap, response));
	if (imap->about_folder && px_str_eq_case(response->word, PX_STR("NO")) && !px_imap_has_word(response->code, "UNAVAILABLE") &&
	    !px_imap_has_word(response->code, "INUSE") && !px_imap_has_word(response->code, "SERVERBUG"))
		imap_finish(imap, PX_NOT_FOUND, why);
	else
		imap_fail(imap, PX_UNAVAILABLE, why);
}

static void begin(struct px_imap *imap, const struct px_buf *text, imap_response_fn on_untagged, px_imap_done_fn done)
{
	imap->done = done;
	imap->on_untagged = on_untagged;
	imap_command(imap, px_buf_view(text), on_command_done);
}

static void hear_examine(struct px_imap *imap, const struct px_imap_response *response)
{
	struct px_imap_folder *found = imap->result;

	if (px_str_eq_case(response->word, PX_STR("EXISTS")))
		found->exists = response->number;
	(void)!px_imap_code_number(response->code, "UIDVALIDITY", &found->validity);
	(void)!px_imap_code_number(response->code, "UIDNEXT", &found->next);
	(void)!px_imap_code_number(response->code, "HIGHESTMODSEQ", &found->modseq);
}

void px_imap_examine(struct px_imap *imap, const char *folder, struct px_imap_folder *found, px_imap_done_fn done)
{
	struct px_buf text = PX_BUF_INIT(COMMAND_MAX);

	*found = (struct px_imap_folder){ -1, -1, -1, -1 };
	imap->result = found;
	imap->about_folder = true;
	(void)px_buf_text(&text, "EXAMINE ");
	if (!px_imap_quote_folder(px_str(folder), &text)) {
		imap->done = done;
		imap_fail(imap, PX_INVALID, "the folder's name can't be sent");
	} else {
		(void)px_buf_text(&text, imap->condstore ? " (CONDSTORE)" : "");
		begin(imap, &text, hear_examine, done);
	}
	px_buf_release(&text);
}

static void hear_search(struct px_imap *imap, const struct px_imap_response *response)
{
	struct px_imap_numbers *found = imap->result;

	if (!px_str_eq_case(response->word, PX_STR("SEARCH")) ||
	    px_imap_numbers_read(response->rest, found->arena, &found->list, &found->count, &found->room))
		return;
	if (found->count == PX_IMAP_NUMBERS_MAX)
		imap_fail(imap, PX_TOO_LARGE, "the mail server lists more than 1000000 mails");
	else
		imap_fail(imap, PX_CORRUPT, "the mail server's list of mails can't be read");
}

void px_imap_search(struct px_imap *imap, const char *words, struct px_imap_numbers *found, px_imap_done_fn done)
{
	struct px_buf text = PX_BUF_INIT(COMMAND_MAX);

	imap->result = found;
	imap->about_folder = false;
	(void)px_buf_printf(&text, "UID SEARCH %s", words);
	begin(imap, &text, hear_search, done);
	px_buf_release(&text);
}

static void hear_fetch(struct px_imap *imap, const struct px_imap_response *response)
{
	struct px_imap_fetched fetched;

	if (!px_str_eq_case(response->word, PX_STR("FETCH")))
		return;
	if (px_imap_fetched_read(response->rest, &fetched)) /* else of flags, which changed meanwhile, or not to be read */
		imap->each_fetched(imap->config.arg, &fetched);
}

void px_imap_fetch(struct px_imap *imap, const char *set, bool bodies,
		   void (*each)(void *arg, const struct px_imap_fetched *fetched), px_imap_done_fn done)
{
	struct px_buf text = PX_BUF_INIT(COMMAND_MAX);

	imap->each_fetched = each;
	imap->about_folder = false;
	(void)px_buf_printf(&text, "UID FETCH %s (UID RFC822.SIZE INTERNALDATE%s)", set, bodies ? " BODY.PEEK[]" : "");
	begin(imap, &text, hear_fetch, done);
	px_buf_release(&text);
}

static void hear_list(struct px_imap *imap, const struct px_imap_response *response)
{
	struct px_imap_listed listed;

	if (!px_str_eq_case(response->word, PX_STR("LIST")))
		return;
	imap->listed_bytes += response->rest.size;
	if (++imap->listed > LISTED_MAX || imap->listed_bytes > LISTED_BYTES)
		imap_fail(imap, PX_TOO_LARGE, "the mail server lists more than 5000 folders, or 1 MiB of them");
	else if (px_imap_listed_read(response->rest, imap->list_arena, &listed))
		imap->each_listed(imap->config.arg, &listed);
}

void px_imap_list(struct px_imap *imap, struct px_arena *arena,
		  void (*each)(void *arg, const struct px_imap_listed *listed), px_imap_done_fn done)
{
	struct px_buf text = PX_BUF_INIT(COMMAND_MAX);

	imap->each_listed = each;
	imap->list_arena = arena;
	imap->listed = imap->listed_bytes = 0;
	imap->about_folder = false;
	(void)px_buf_text(&text, "LIST \"\" \"*\"");
	begin(imap, &text, hear_list, done);
	px_buf_release(&text);
}

/* ----------------------------------------------------------------------- IDLE */

static void hear_idle(struct px_imap *imap, const struct px_imap_response *response)
{
	if (imap->leaving || imap->step != IMAP_IDLE)
		return;
	if (px_str_eq_case(response->word, PX_STR("EXISTS")) || px_str_eq_case(response->word, PX_STR("RECENT")))
		imap->config.changed(imap->config.arg);
}

static void on_idle_done(struct px_imap *imap, const struct px_imap_response *response)
{
	if (!imap->leaving || !px_str_eq_case(response->word, PX_STR("OK"))) {
		imap_fail(imap, PX_UNAVAILABLE, "the mail server stopped telling of new mail");
		return;
	}
	imap->leaving = false;
	imap->step = IMAP_READY;
	imap_finish(imap, PX_OK, NULL);
}

void px_imap_idle(struct px_imap *imap)
{
	imap->step = IMAP_IDLE;
	imap->leaving = false;
	imap->on_untagged = hear_idle;
	imap_command(imap, PX_STR("IDLE"), on_idle_done);
	if (imap->step == IMAP_IDLE)
		uv_timer_start(&imap->timer, on_timeout, IDLE_MS, 0);
}

void px_imap_end_idle(struct px_imap *imap, px_imap_done_fn done)
{
	imap->done = done;
	if (imap->step != IMAP_IDLE) {
		imap_finish(imap, PX_OK, NULL);
		return;
	}
	imap->leaving = true;
	imap_say(imap, PX_STR("DONE\r\n"));
}

bool px_imap_can_idle(const struct px_imap *imap)
{
	return imap->idle;
}
