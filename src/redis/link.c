/* SPDX-License-Identifier: Apache-2.0 */
#include "redis/link.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/dial.h"
#include "net/retry.h"
#include "sys/alarm.h"
#include "sys/loop.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	PAUSE_MS = 100, PAUSE_MAX_MS = 5000, /* between attempts to connect */
	PING_MS = 15000,                     /* of silence; without an answer in as long the connection is dead */
	DIAL_MS = 5000,
	REPLY_MAX = 8 << 20,
	WORDS_MAX = 8,
};

struct px_redis_server {
	char *host, *user, *password;
	char name[300];
	uint16_t port;
	struct px_tls *tls; /* NULL: none */
};

/* [loop] */
struct px_redis_link {
	struct px_redis_link_config config;
	struct px_dial *dial;
	struct px_stream *stream;
	redisReader *reader;
	struct px_alarm *alarm; /* the next attempt, or the next look whether it lives */
	unsigned attempts;
	bool live;              /* it was let in */
	bool asked;             /* a PING waits for its answer */
	bool heard;             /* bytes came since the last look */
	bool lost;              /* it ends: what it still says does not count */
	bool closing;
};

/* ------------------------------------------------------------------ the server */

/* redis://host:port or rediss://host:port; *secure says which. */
static bool split_url(struct px_redis_server *server, const char *url, bool *secure)
{
	*secure = strncmp(url, "rediss://", 9) == 0;
	if (!*secure && strncmp(url, "redis://", 8) != 0)
		return false;
	const char *host = url + (*secure ? 9 : 8), *close = *host == '[' ? strchr(host, ']') : NULL;
	size_t size = close ? (size_t)(close - host) - 1 : strcspn(host, ":/");
	const char *rest = close ? close + 1 : host + size;
	long port = 6379;
	char *end = (char *)rest;

	if (*rest == ':')
		port = strtol(rest + 1, &end, 10);
	if (!size || port < 1 || port > 65535 || (*end && strcmp(end, "/") != 0))
		return false;
	server->host = px_strndup(host + (close ? 1 : 0), size);
	server->port = (uint16_t)port;
	snprintf(server->name, sizeof(server->name), "%s:%u", server->host, server->port);
	return true;
}

enum px_err px_redis_server_new(const struct px_redis_config *config, struct px_redis_server **server, struct px_error *error)
{
	struct px_redis_server *made = px_calloc(1, sizeof(*made));
	bool secure = false;
	enum px_err err = PX_OK;

	made->user = px_strdup(config->user ? config->user : "");
	made->password = px_strdup(config->password ? config->password : "");
	if (!config->url || !split_url(made, config->url, &secure))
		err = px_fail(error, PX_INVALID, "redis-url", "Redis needs a URL such as redis://127.0.0.1:6379, or rediss:// for TLS");
	if (!err && secure)
		err = px_tls_new_client(config->ca_file && config->ca_file[0] ? config->ca_file : NULL, &made->tls, error);
	if (err)
		px_redis_server_free(made);
	else
		*server = made;
	return err;
}

void px_redis_server_free(struct px_redis_server *server)
{
	if (!server)
		return;
	if (server->tls)
		px_tls_free(server->tls);
	explicit_bzero(server->password, strlen(server->password));
	free(server->password);
	free(server->user);
	free(server->host);
	free(server);
}

const char *px_redis_server_name(const struct px_redis_server *server)
{
	return server->name;
}

/* ------------------------------------------------------------------ commands */

bool px_redis_command(struct px_buf *out, int count, const struct px_str *words)
{
	const char *at[WORDS_MAX];
	size_t sizes[WORDS_MAX];
	char *text = NULL;

	for (int i = 0; i < count; i++) {
		at[i] = words[i].data;
		sizes[i] = words[i].size;
	}
	int size = redisFormatCommandArgv(&text, count, at, sizes);
	bool ok = size > 0 && px_buf_append(out, text, (size_t)size) == PX_OK;
	if (text)
		redisFreeCommand(text);
	return ok;
}

void px_redis_link_send(struct px_redis_link *link, int count, const struct px_str *words)
{
	struct px_buf out = PX_BUF_INIT(65536);

	if (link->stream && px_redis_command(&out, count, words) && px_stream_write(link->stream, px_buf_view(&out)) != PX_OK)
		px_stream_abort(link->stream);
	px_buf_release(&out);
}

/* ------------------------------------------------------------------ the connection's life */

static void tell(struct px_redis_link *link, bool live, const char *reason)
{
	const struct px_redis_link_config *config = &link->config;
	bool was = link->live;

	link->live = live;
	if (live && !was)
		px_log(PX_LOG_INFO, "redis", "connected", PX_LF("as", config->name));
	else if (!live && (was || link->attempts == 0))
		px_log(PX_LOG_WARN, "redis", "no connection to Redis", PX_LF("as", config->name), PX_LF("reason", reason),
		       PX_LF("so", config->without));
	if (live != was || !live)
		config->events->live(config->owner, live, reason);
}

static void connect_later(struct px_redis_link *link)
{
	int64_t pause = px_retry_pause(link->attempts, PAUSE_MS, PAUSE_MAX_MS, -1);

	link->attempts += link->attempts < 16;
	if (!link->closing)
		px_alarm_set(link->alarm, px_clock_now() + pause);
}

static void lose(struct px_redis_link *link, const char *reason)
{
	if (link->lost)
		return;
	link->lost = true;
	tell(link, false, reason);
	if (link->stream)
		px_stream_abort(link->stream);
}

bool px_redis_link_write(struct px_redis_link *link, struct px_str commands)
{
	if (!link->live || !link->stream)
		return false;
	if (px_stream_write(link->stream, commands) == PX_OK)
		return true;
	lose(link, "it takes commands too slowly");
	return false;
}

void px_redis_link_let_in(struct px_redis_link *link)
{
	link->asked = false;
	tell(link, true, NULL);
}

/* Who we are; then the owner's words. */
static void greet(struct px_redis_link *link)
{
	const struct px_redis_server *server = link->config.server;

	if (server->password[0] && server->user[0])
		px_redis_link_send(link, 3, (struct px_str[]){ PX_STR("AUTH"), px_str(server->user), px_str(server->password) });
	else if (server->password[0])
		px_redis_link_send(link, 2, (struct px_str[]){ PX_STR("AUTH"), px_str(server->password) });
	link->config.events->greet(link->config.owner);
}

static void on_reply(struct px_redis_link *link, const redisReply *reply)
{
	char reason[120];

	if (reply->type == REDIS_REPLY_ERROR) {
		/* "unknown command 'AUTH', with args beginning with: …" goes on with the password */
		const size_t size = strcspn(reply->str, ",");
		snprintf(reason, sizeof(reason), "it answered %.*s", (int)(size < 100 ? size : 100), reply->str);
		lose(link, reason);
	} else if (reply->type != REDIS_REPLY_STATUS || strcmp(reply->str, "OK") != 0) {
		link->config.events->reply(link->config.owner, reply);
	}
}

static void on_data(void *owner, struct px_str bytes)
{
	struct px_redis_link *link = owner;
	void *reply = NULL;

	if (link->lost)
		return;
	link->heard = true;
	link->asked = false;
	bool ok = redisReaderFeed(link->reader, bytes.data, bytes.size) == REDIS_OK && link->reader->len <= REPLY_MAX;
	while (ok && !link->lost && redisReaderGetReply(link->reader, &reply) == REDIS_OK && reply) {
		on_reply(link, reply);
		freeReplyObject(reply);
		reply = NULL;
	}
	if (!link->lost && (!ok || link->reader->err))
		lose(link, "it does not speak Redis's protocol");
}

static void on_end(void *owner, enum px_err err)
{
	struct px_redis_link *link = owner;
	const char *problem = px_stream_tls_problem(link->stream);

	lose(link, problem ? problem : err ? "the connection broke" : "it closed the connection");
}

static void on_secured(void *owner)
{
	greet(owner);
}

static void on_closed(void *owner)
{
	struct px_redis_link *link = owner;

	link->stream = NULL;
	if (link->reader)
		redisReaderFree(link->reader);
	link->reader = NULL;
	if (!link->lost && !link->closing)
		lose(link, "the connection ended");
	connect_later(link);
}

static const struct px_stream_events events = { .data = on_data, .end = on_end, .secured = on_secured, .closed = on_closed };

static void on_dialled(void *arg, struct px_stream *stream, enum px_err err, const char *why)
{
	struct px_redis_link *link = arg;

	link->dial = NULL;
	if (err) {
		tell(link, false, why);
		connect_later(link);
		return;
	}
	link->stream = stream;
	link->reader = redisReaderCreate();
	link->asked = false;
	link->heard = true;
	link->lost = false;
	px_stream_own(stream, &events, link);
	px_stream_set_pending_cap(stream, link->config.pending_max);
	if (link->config.server->tls)
		px_stream_start_tls(stream, link->config.server->tls, link->config.server->host);
	else
		greet(link);
	px_stream_resume(stream);
	px_alarm_set(link->alarm, px_clock_now() + PING_MS);
}

/* Connects, or looks whether the connection lives. */
static void on_alarm(void *arg)
{
	struct px_redis_link *link = arg;
	const struct px_redis_server *server = link->config.server;

	if (link->closing || link->dial)
		return;
	if (!link->stream) {
		const struct px_dial_config dial = { .loop = link->config.loop, .host = server->host, .port = server->port,
						     .private_addresses = true, .timeout_ms = DIAL_MS, .done = on_dialled, .arg = link };
		link->dial = px_dial(&dial);
		return;
	}
	px_alarm_set(link->alarm, px_clock_now() + PING_MS);
	if (!link->heard && (link->asked || !link->live)) {
		lose(link, "it did not answer");
		return;
	}
	if (link->live)
		link->attempts = 0; /* one that is let in and refused at once is not asked ten times a second */
	link->asked = !link->heard;
	if (link->asked)
		px_redis_link_send(link, 1, (struct px_str[]){ PX_STR("PING") });
	link->heard = false;
}

/* ------------------------------------------------------------------ beginning and end */

/* [loop] Its thread alone sets the link going, so that it sees all of it. */
static void begin(void *arg)
{
	struct px_redis_link *link = arg;

	px_alarm_set(link->alarm, px_clock_now());
}

enum px_err px_redis_link_new(const struct px_redis_link_config *config, struct px_redis_link **link, struct px_error *error)
{
	struct px_redis_link *made = px_calloc(1, sizeof(*made));

	made->config = *config;
	enum px_err err = px_alarm_new(config->loop, on_alarm, made, &made->alarm, error);
	if (err) {
		free(made);
		return err;
	}
	*link = made; /* before it calls its owner */
	px_loop_run_sync(config->loop, begin, made);
	return PX_OK;
}

/* [loop] */
static void end(void *arg)
{
	struct px_redis_link *link = arg;

	link->closing = true;
	if (link->dial)
		px_dial_cancel(link->dial);
	link->dial = NULL;
	if (link->stream)
		px_stream_close(link->stream);
}

void px_redis_link_end(struct px_redis_link *link)
{
	if (!link)
		return;
	px_loop_run_sync(link->config.loop, end, link);
	px_alarm_free(link->alarm);
}

void px_redis_link_free(struct px_redis_link *link)
{
	free(link);
}
