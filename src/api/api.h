/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The API: REST, OpenAPI, health, metrics, Socket.IO events and the web app's
 * files, on top of the parts that are handed in.
 *
 * Requests are authenticated and limited on the loop thread, worked on by the
 * user's shard, and answered once durable.  Nothing here decides anything
 * about tasks or events: decode, call domain or agent, encode.
 */
#ifndef PX_API_API_H
#define PX_API_API_H

#include "agent/budget.h"
#include "agent/thinker.h"
#include "agent/turn.h"
#include "auth/auth.h"
#include "auth/limit.h"
#include "blob/blob.h"
#include "bus/bus.h"
#include "config/config.h"
#include "memory/index.h"
#include "memory/reading.h"
#include "mail/mailboxes.h"
#include "proactive/proactive.h"
#include "push/channel_web.h"
#include "jobs/jobs.h"
#include "net/http.h"
#include "net/socketio.h"
#include "speech/speech.h"
#include "store/store.h"
#include "sys/shard.h"

struct px_api;

struct px_api_parts { /* all borrowed; they outlive the API */
	const struct px_config *config;
	struct px_store *store;
	struct px_shards *shards;
	struct px_auth *auth;
	struct px_limiter *limiter;
	struct px_bus *bus;
	struct px_jobs *jobs;
	const struct px_memory_engine *memory;
	struct px_turn_reader reader;     /* that the built-in engine may ask */
	const struct px_thinker *thinker; /* NULL: the built-in engine answers everything */
	struct px_budget *budget; /* of language models; NULL: there are none */
	const char *prices_of;    /* the day that their prices are of */
	struct px_speech *speech; /* NULL: no server that writes down speech is set up */
	struct px_blobs *blobs;
	const char *helper;       /* path of pixie-extract; NULL: it is not there */
	const uint8_t *link_key;  /* PX_SECRET_KEY bytes that sign links to files */
	struct px_reading *reading; /* tells us how documents went; may be NULL */
	struct px_push *push;       /* whose key browsers subscribe with; may be NULL */
	struct px_mailboxes *mailboxes; /* keeps and reads mail accounts; tells us what came of them */
	struct px_proactive *proactive; /* tells us what it said; may be NULL */
	void (*more_metrics)(void *arg, struct px_buf *out); /* of parts that the API does not know; may be NULL */
	void *more_metrics_arg;
	struct px_loop **loops;
	unsigned loop_count;
};

enum px_err px_api_new(const struct px_api_parts *parts, struct px_api **api,
		       struct px_error *error) PX_MUST_CHECK;
/* From now on /readyz says no; all else goes on. */
void px_api_drain_begin(struct px_api *api);
/* Disconnects the sockets; before the HTTP server stops, whose drain they would hold up.  Idempotent. */
void px_api_stop(struct px_api *api);
/*
 * Waits until every call and identification under way has ended: afterwards
 * nothing of the API runs on any thread.  After the HTTP server stopped, while
 * loops, shards and store still run.
 */
void px_api_drain(struct px_api *api);
void px_api_free(struct px_api *api);
/* The HTTP handler; `arg` is the API. */
void px_api_handle(void *arg, struct px_http_exchange *exchange);
/* Which bodies are streamed: uploads.  `arg` is the API. */
bool px_api_streams(void *arg, const struct px_http_request *request);
/* For /metrics: the server that carries us.  May be NULL until it is known. */
void px_api_set_http(struct px_api *api, const struct px_http_server *server);
/* The OpenAPI 3.1 document. */
void px_api_openapi(struct px_buf *out);

#endif
