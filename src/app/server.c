/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wiring: one row per part says how it starts and stops.  Starting goes down
 * the table, stopping goes up from wherever starting got to.
 */
#include "app/server.h"

#include "agent/context.h"
#include "agent/model.h"
#include "agent/summing.h"
#include "agent/reply_cache.h"
#include "agent/text_marks.h"
#include "api/api.h"
#include "app/datadir.h"
#include "app/dead_turns.h"
#include "app/embedder.h"
#include "app/fetch.h"
#include "app/issuers.h"
#include "app/limits.h"
#include "app/mailer.h"
#include "app/maintenance.h"
#include "app/models.h"
#include "app/records.h"
#include "app/secrets.h"
#include "app/services.h"
#include "auth/secret.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "domain/entities.h"
#include "domain/notification_settings.h"
#include "embed/rerank.h"
#include "memory/indexing.h"
#include "memory/models.h"
#include "memory/reading.h"
#include "memory/reindexing.h"
#include "mail/mailboxes.h"
#include "mail/outbox.h"
#include "mail/reply.h"
#include "net/http_redirect.h"
#include "net/tls.h"
#include "proactive/proactive.h"
#include "push/channel_web.h"
#include "push/sms.h"
#include "sys/localzone.h"
#include "sys/zoneinfo.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { THREADS_MAX = 64,
       NODES_TOKEN_MS = 15000 /* for which a token that ended elsewhere is still taken if Redis is away */ };

struct px_server {
	const struct px_config *config;
	bool private;
	size_t started; /* parts that run */
	struct px_store *store;
	struct px_loop *loops[THREADS_MAX];
	unsigned loop_count;
	struct px_shards *shards;
	struct px_fetcher fetcher;
	struct px_auth *auth;
	struct px_limiter *limiter;
	struct px_bus *bus;
	struct px_api *api;
	struct px_tls *tls;
	struct px_http_server *http, *redirect;
	struct px_http_redirect https;
	struct px_jobs *jobs;
	struct px_dead_turns dead_turns;
	struct px_maintenance *maintenance;
	struct px_memory_engine memory;
	const struct px_thinker *thinker; /* borrowed; NULL: there is none */
	struct px_models models;
	struct px_speech *speech;
	struct px_summing *summing;
	struct px_model *model;           /* the thinker that asks them, unless another was given */
	struct px_indexing *indexing;
	struct px_reindexing *reindexing;
	struct px_embedders *embedders;
	struct px_specialist *specialist; /* NULL: there is none */
	struct px_blobs *blobs;
	char helper[4096];           /* path of pixie-extract; "": it is not there */
	uint8_t link_key[PX_SECRET_KEY]; /* signs links to files */
	struct px_reading *reading;
	struct px_proactive *proactive;
	struct px_push *push;
	struct px_sms *sms;
	struct px_mailer *mailer;
	struct px_outbox *outbox;
	struct px_mailboxes *mailboxes;
	uint8_t reply_key[PX_REPLY_KEY]; /* replies to our mails are known by it */
	char url[128];
};

static unsigned threads(int64_t wanted)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int64_t n = wanted > 0 ? wanted : cores > 0 ? cores : 1;

	return n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

static unsigned shard_count(const struct px_server *server)
{
	return server->private ? 1 : threads(server->config->shards);
}

/* What the table of settings can't know. */
static enum px_err check_settings(struct px_server *server, struct px_error *error)
{
	const char *zone = server->config->zone;

	if (server->config->nodes && !server->config->redis_url[0])
		return px_fail(error, PX_INVALID, "nodes", "several Pixies need a Redis server (redis-url), by which they tell each other what happens");
	return !zone[0] || px_zoneinfo_get(zone)
		       ? PX_OK : px_fail(error, PX_INVALID, "zone", "--zone: \"%s\" is not a known IANA time zone, "
					 "such as Europe/Berlin", zone);
}

static void nothing_to_stop(struct px_server *server)
{
	(void)server;
}

static enum px_err start_store(struct px_server *server, struct px_error *error)
{
	const struct px_config *config = server->config;
	char path[4096];
	enum px_err err = px_datadir_make(config->data, error);

	if (err)
		return err;
	px_app_database(config, path);
	struct px_store_config store = {
		.path = path,
		.shards = server->private ? 1 : threads(config->shards),
		.records = px_app_records(),
		.existing = px_datadir_used(config->data),
		.shared = config->nodes,
	};
	return px_store_open(&store, &server->store, error);
}

static void stop_store(struct px_server *server)
{
	if (server->store)
		px_store_close(server->store);
	server->store = NULL;
}

/* What the last run left unfinished is said to be so before anybody is served. */
static enum px_err start_turns(struct px_server *server, struct px_error *error)
{
	struct px_error why = { 0 };
	size_t closed;

	(void)error;
	/* On a full disk they wait for the next start: that is no reason to serve nobody. */
	server->dead_turns = (struct px_dead_turns){ server->store, server->config };
	if (px_dead_turns_close(&server->dead_turns, &closed, &why) != PX_OK)
		px_log(PX_LOG_ERROR, "server", "interrupted turns are not closed", PX_LF("reason", why.message));
	if (closed)
		px_log(PX_LOG_WARN, "server", "turns were interrupted", PX_LI("turns", (int64_t)closed));
	return PX_OK;
}

static void stop_turns(struct px_server *server)
{
	(void)server;
}

static enum px_err start_loops(struct px_server *server, struct px_error *error)
{
	unsigned count = server->private ? 1 : threads(server->config->loops);
	enum px_err err = PX_OK;

	while (!err && server->loop_count < count) {
		err = px_loop_new(server->loop_count, &server->loops[server->loop_count], error);
		if (!err)
			server->loop_count++;
	}
	return err;
}

static void stop_loops(struct px_server *server)
{
	while (server->loop_count > 0)
		px_loop_free(server->loops[--server->loop_count]);
}

static enum px_err start_auth(struct px_server *server, struct px_error *error)
{
	const struct px_config *config = server->config;
	char zone[PX_LOCALZONE_TEXT];

	px_localzone_name(zone);
	struct px_auth_config auth = {
		.store = server->store,
		.user_record = &px_user_record,
		.data_dir = config->data,
		.issuer = config->public_url[0] ? config->public_url : NULL,
		.signup = strcmp(config->sign_up, "open") == 0 ? PX_SIGNUP_OPEN :
			  strcmp(config->sign_up, "invite") == 0 ? PX_SIGNUP_INVITE : PX_SIGNUP_CLOSED,
		.zone = config->zone[0] ? config->zone : zone,
		.locale = config->locale,
		.fetch = px_app_fetch,
		.fetch_arg = &server->fetcher,
		.new_user_job = PX_JOB_REPLAN,
		.sends_mail = config->mail_url[0] != '\0',
		.cache_ms = config->nodes ? NODES_TOKEN_MS : 0,
		.sends_sms = config->sms_url[0] != '\0',
		.sms_codes_day = (unsigned)config->sms_codes_day,
	};
	struct px_issuers issuers;
	struct px_id owner;
	enum px_err err = px_issuers_parse(config->oidc, auth.signup == PX_SIGNUP_OPEN, &issuers, error);

	if (err)
		return err;
	auth.issuers = issuers.list;
	auth.issuer_count = issuers.count;
	err = px_auth_new(&auth, &server->auth, error);
	px_issuers_release(&issuers);
	if (err)
		return err;
	err = px_auth_ensure_owner(server->auth, &owner, error);
	if (err)
		px_auth_free(server->auth);
	return err;
}

static void stop_auth(struct px_server *server)
{
	px_fetcher_stop(&server->fetcher); /* its fetches end in identity */
	px_auth_free(server->auth);
}

static enum px_err start_limiter(struct px_server *server, struct px_error *error)
{
	return px_app_limiter(server->config, &server->limiter, error);
}

static void stop_limiter(struct px_server *server)
{
	px_limiter_free(server->limiter);
}

static enum px_err start_bus(struct px_server *server, struct px_error *error)
{
	return px_bus_open(server->config, &server->bus, error);
}

static void stop_bus(struct px_server *server)
{
	px_bus_free(server->bus);
}

static enum px_err start_client(struct px_server *server, struct px_error *error)
{
	return px_fetcher_start(&server->fetcher, server->loops[0], error);
}

static void stop_client(struct px_server *server)
{
	px_fetcher_stop(&server->fetcher);
}

/* What each shard keeps of its users between their jobs. */
static const struct px_shard_part *const shard_parts[] = { &px_context_part, &px_memory_part, &px_memory_next_part, &px_reply_part,
							  &px_text_marks_part, NULL };

static void *open_parts(void *arg, unsigned index)
{
	const struct px_server *server = arg;

	(void)index;
	struct px_shard_parts *parts = px_shard_parts_new(shard_parts, shard_count(server));
	px_shard_part_limit(parts, &px_memory_part, (size_t)server->config->recall_mb << 20, shard_count(server));
	return parts;
}

static void close_parts(void *arg, void *data)
{
	(void)arg;
	px_shard_parts_free(data);
}

static enum px_err start_shards(struct px_server *server, struct px_error *error)
{
	const struct px_shard_hooks hooks = { .start = open_parts, .stop = close_parts, .arg = server };

	return px_shards_new(shard_count(server), &hooks, &server->shards, error);
}

/*
 * Shards finish what loops have posted, then the store tells whoever still
 * waits for a commit: until both are done, answers may come.
 */
static void stop_shards(struct px_server *server)
{
	px_shards_free(server->shards);
	stop_store(server);
}

/* The handlers of jobs use what starts later, so jobs run only when all of it has started (start_work). */
static enum px_err start_jobs(struct px_server *server, struct px_error *error)
{
	enum px_err err = px_jobs_new(server->store, server->loops[0], &server->jobs, error);

	if (!err && server->config->nodes)
		px_dead_turns_add(&server->dead_turns, server->jobs);
	return err;
}

static void stop_jobs(struct px_server *server)
{
	px_jobs_free(server->jobs);
}

/* A model that can't be opened costs recall its meaning, not Pixie its start. */
static enum px_err start_memory(struct px_server *server, struct px_error *error)
{
	struct px_error why = { 0 };

	server->embedders = px_embedders_new(server->config, &server->memory.embed, &why);
	server->memory.find = px_embedders_find;
	server->memory.find_arg = server->embedders;
	if (!server->memory.embed)
		px_log(PX_LOG_WARN, "memory", "no embedder: things are found by their words only", PX_LF("reason", why.message));
	if (px_app_specialist_open(server->config, &server->specialist, &why) != PX_OK)
		px_log(PX_LOG_INFO, "nlu", "no trained reader: messages are read by rules alone", PX_LF("reason", why.message));
	if (server->config->rerank_model[0] &&
	    px_rerank_open(server->config->rerank_model, &server->memory.rerank, &why) != PX_OK)
		px_log(PX_LOG_WARN, "memory", "no cross-encoder: hits stay in their order", PX_LF("reason", why.message));
	enum px_err err = px_vectors_open(server->config, &server->memory.vectors, error);
	if (err) {
		px_rerank_close(server->memory.rerank);
		px_specialist_close(server->specialist);
		px_embedders_free(server->embedders);
		return err;
	}
	/* On a full disk everybody stays with the model they have until the next start. */
	if (px_models_follow_all(server->store, &server->memory, &why) != PX_OK)
		px_log(PX_LOG_ERROR, "memory", "users can't be brought to the model of the settings", PX_LF("reason", why.message));
	server->indexing = px_indexing_new(server->jobs, server->store, &server->memory);
	server->reindexing = px_reindexing_new(server->jobs, server->store, &server->memory);
	return PX_OK;
}

static void stop_memory(struct px_server *server)
{
	px_reindexing_free(server->reindexing);
	px_indexing_free(server->indexing);
	px_vectors_free(server->memory.vectors);
	px_rerank_close(server->memory.rerank);
	px_specialist_close(server->specialist);
	px_embedders_free(server->embedders);
}

/* pixie-extract lies beside this program. */
static const char *find_helper(char path[4096])
{
	ssize_t n = readlink("/proc/self/exe", path, 4096 - sizeof("pixie-extract"));

	if (n <= 0)
		return NULL;
	path[n] = '\0';
	char *name = strrchr(path, '/') + 1;
	snprintf(name, 4096 - (size_t)(name - path), "pixie-extract");
	return access(path, X_OK) == 0 ? path : NULL;
}

static enum px_err start_documents(struct px_server *server, struct px_error *error)
{
	struct px_secret secret;
	uint8_t key[PX_BLOB_KEY];
	enum px_err err = px_secret_of_data(server->config, &secret, error);

	if (err)
		return err;
	px_secret_derive(&secret, "files", key);
	px_secret_derive(&secret, "mail replies", server->reply_key);
	px_secret_derive(&secret, "links", server->link_key);
	err = px_files_open(server->config, key, &server->blobs, error);
	px_secret_wipe(&secret);
	explicit_bzero(key, sizeof(key));
	if (err)
		return err;
	if (!find_helper(server->helper))
		server->helper[0] = '\0';
	struct px_reading_config reading = { server->store, server->blobs, server->helper[0] ? server->helper : NULL,
					     server->config->nodes };
	if (!reading.helper && !server->private)
		px_log(PX_LOG_WARN, "documents", "pixie-extract is not beside this program: PDF, DOCX and ODT files and pictures can't be read");
	server->reading = px_reading_new(server->jobs, &reading);
	return PX_OK;
}

static void stop_documents(struct px_server *server)
{
	px_reading_free(server->reading);
	px_blobs_free(server->blobs);
}

/* On a full disk, items of an older Pixie have their reminders after the next start. */
static enum px_err start_proactive(struct px_server *server, struct px_error *error)
{
	struct px_error why = { 0 };

	(void)error;
	server->proactive = px_proactive_new(server->jobs, server->store);
	if (px_proactive_start(server->proactive, &why) != PX_OK)
		px_log(PX_LOG_ERROR, "server", "reminders can't be planned", PX_LF("reason", why.message));
	return PX_OK;
}

static void stop_proactive(struct px_server *server)
{
	px_proactive_free(server->proactive);
}

/* Who is to be reached if push messages do harm: services want an address that is real. */
static const char *push_subject(const struct px_config *config, char text[512])
{
	const char *from = strrchr(config->mail_from, '<');

	if (config->push_subject[0])
		return config->push_subject;
	if (strncmp(config->public_url, "https://", 8) == 0)
		return config->public_url;
	from = from ? from + 1 : config->mail_from[0] ? config->mail_from : "owner@localhost";
	snprintf(text, 512, "mailto:%.*s", (int)strcspn(from, ">"), from);
	return text;
}

static enum px_err start_push(struct px_server *server, struct px_error *error)
{
	char path[4096], subject[512];
	struct px_push_config push = {
		.loop = server->loops[0], .key_path = path, .subject = push_subject(server->config, subject),
		.link = server->config->public_url, .allow_http = server->config->notify_http,
		.allow_private = server->config->private_addresses,
	};

	if (server->private) /* a command's own server says nothing to anybody outside */
		return PX_OK;
	snprintf(path, sizeof(path), "%s/push.key", server->config->data);
	return px_push_new(server->proactive, &push, &server->push, error);
}

static enum px_err start_sms(struct px_server *server, struct px_error *error)
{
	const struct px_config *config = server->config;
	struct px_buf token = PX_BUF_INIT(8192);

	if (server->private || !config->sms_url[0])
		return PX_OK;
	enum px_err err = px_secret_find(config, "sms-token", &token, error);
	struct px_sms_config sms = { .loop = server->loops[0], .url = config->sms_url, .account = config->sms_account,
				     .token = px_buf_view(&token).data, .from = config->sms_from,
				     .auth = server->auth, .jobs = server->jobs };
	if (!err)
		err = px_sms_new(server->proactive, &sms, &server->sms, error);
	px_secret_release(&token);
	return err;
}

static void stop_sms(struct px_server *server)
{
	px_sms_free(server->sms);
}

static void stop_push(struct px_server *server)
{
	px_push_free(server->push);
}

static enum px_err start_mail(struct px_server *server, struct px_error *error)
{
	const struct px_config *config = server->config;
	enum px_err err;

	if (server->private || !config->mail_url[0])
		return PX_OK;
	err = px_app_mailer(config, &server->mailer, error);
	if (err)
		return err;
	struct px_outbox_config outbox = {
		.store = server->store, .auth = server->auth, .jobs = server->jobs, .proactive = server->proactive,
		.mailer = server->mailer, .link = config->public_url[0] ? config->public_url : "",
		.reply_key = server->reply_key, .replies = config->mail_replies,
	};
	server->outbox = px_outbox_new(&outbox);
	return PX_OK;
}

static void stop_mail(struct px_server *server)
{
	px_outbox_free(server->outbox);
	px_mailer_free(server->mailer);
}

/* A command's own server keeps accounts, and reads none. */
static enum px_err start_mailboxes(struct px_server *server, struct px_error *error)
{
	uint8_t key[PX_SECRET_KEY];
	struct px_secret secret;
	struct px_mailboxes_config mailboxes = {
		.store = server->store, .jobs = server->jobs, .blobs = server->blobs, .auth = server->auth, .memory = &server->memory,
		.loop = server->loops[0], .ca_file = server->config->mail_ca, .helper = server->helper[0] ? server->helper : NULL, .key = key,
		.reply_key = server->reply_key,
		.private_addresses = server->config->private_addresses, .visits = !server->private,
		.poll_s = (unsigned)server->config->mail_poll_s, .visit_s = (unsigned)server->config->mail_visit_s,
	};

	enum px_err err = px_secret_of_data(server->config, &secret, error);
	if (err)
		return err;
	px_secret_derive(&secret, "mail accounts", key);
	px_secret_wipe(&secret);
	err = px_mailboxes_new(&mailboxes, &server->mailboxes, error);
	explicit_bzero(key, sizeof(key));
	return err;
}

static void stop_mailboxes(struct px_server *server)
{
	px_mailboxes_free(server->mailboxes);
}

/* Settings that won't do are told at once; keys that can't be opened cost the models, not Pixie its start. */
static enum px_err start_models(struct px_server *server, struct px_error *error)
{
	struct px_error why = { 0 };

	if (server->thinker)
		return PX_OK;
	enum px_err err = px_models_open(server->config, &server->models, &why);
	if (err == PX_INVALID || err == PX_TOO_LARGE)
		return px_fail(error, err, why.field, "%s", why.message);
	if (err)
		px_log(PX_LOG_ERROR, "models", "no language models: their keys can't be opened", PX_LF("reason", why.message));
	server->summing = px_summing_new(server->jobs, &(struct px_summing_config){ server->store, server->models.router, server->models.budget });
	if (!server->models.llm)
		return PX_OK;
	server->model = px_model_new(server->models.llm, server->models.router);
	px_model_set_budget(server->model, server->models.budget);
	px_model_set_limits(server->model, &server->models.limits);
	px_model_keep_replies(server->model, server->config->llm_cache);
	/* What cannot be read now is as if nothing were spent: people are not kept waiting for that. */
	if (px_budget_load(server->models.budget, server->store, px_clock_now(), &why) != PX_OK)
		px_log(PX_LOG_ERROR, "models", "what was spent this month can't be read", PX_LF("reason", why.message));
	server->thinker = px_model_thinker(server->model);
	return PX_OK;
}

static void stop_models(struct px_server *server)
{
	px_models_close(&server->models);
	px_model_free(server->model);
	px_summing_free(server->summing);
}

/* As with the models: keys that can't be opened cost the speech. */
static enum px_err start_speech(struct px_server *server, struct px_error *error)
{
	struct px_error why = { 0 };

	(void)error;
	if (px_models_open_speech(server->config, server->loops[0], &server->speech, &why) != PX_OK)
		px_log(PX_LOG_ERROR, "speech", "speech can't be written down", PX_LF("reason", why.message));
	return PX_OK;
}

static void stop_speech(struct px_server *server)
{
	px_speech_free(server->speech);
}

static void write_part_metrics(void *arg, struct px_buf *out)
{
	const struct px_server *server = arg;

	px_mailboxes_write_metrics(server->mailboxes, out);
	px_proactive_write_metrics(server->proactive, out);
	if (server->speech)
		px_speech_write_metrics(server->speech, out);
	if (!server->models.llm)
		return;
	px_llm_write_metrics(server->models.llm, out);
	px_llm_router_write_metrics(server->models.router, out);
	if (server->model)
		px_model_write_metrics(server->model, out);
	if (server->summing)
		px_summing_write_metrics(server->summing, out);
}

static enum px_err start_work(struct px_server *server, struct px_error *error)
{
	struct px_error why = { 0 };

	(void)error;
	/* On a full disk accounts are visited when their jobs come round. */
	if (px_mailboxes_start(server->mailboxes, server->shards, &why) != PX_OK)
		px_log(PX_LOG_ERROR, "mail", "mail accounts are not visited yet", PX_LF("reason", why.message));
	if (server->config->nodes && px_dead_turns_plan(&server->dead_turns, &why) != PX_OK)
		px_log(PX_LOG_ERROR, "server", "turns of a process that died are closed at the next start", PX_LF("reason", why.message));
	px_jobs_start(server->jobs, server->shards);
	return PX_OK;
}

static void stop_work(struct px_server *server)
{
	px_push_stop(server->push);
	px_sms_stop(server->sms);
	px_mailboxes_stop(server->mailboxes);
	px_mailer_stop(server->mailer); /* what is on its way ends, and its jobs go on at the next start */
	px_jobs_stop(server->jobs);
}

static enum px_err start_answers(struct px_server *server, struct px_error *error)
{
	(void)server;
	(void)error;
	return PX_OK;
}

/* What answers are given through goes only when none can come any more. */
static void stop_answers(struct px_server *server)
{
	px_http_server_free(server->http);
	px_api_free(server->api);
}

static enum px_err start_api(struct px_server *server, struct px_error *error)
{
	struct px_api_parts parts = {
		.config = server->config,
		.store = server->store,
		.shards = server->shards,
		.auth = server->auth,
		.limiter = server->limiter,
		.bus = server->bus,
		.jobs = server->jobs,
		.memory = &server->memory,
		.reader = { .read = px_specialist_reader(server->specialist), .arg = server->specialist },
		.thinker = server->thinker,
		.budget = server->models.budget,
		.speech = server->speech,
		.prices_of = PX_PRICES_DATE,
		.more_metrics = write_part_metrics,
		.more_metrics_arg = server,
		.blobs = server->blobs,
		.helper = server->helper[0] ? server->helper : NULL,
		.link_key = server->link_key,
		.reading = server->reading,
		.proactive = server->proactive,
		.push = server->push,
		.mailboxes = server->mailboxes,
		.loops = server->loops,
		.loop_count = server->loop_count,
	};

	return px_api_new(&parts, &server->api, error);
}

static void stop_api(struct px_server *server)
{
	px_api_stop(server->api);
	px_speech_stop(server->speech);
	px_fetcher_stop(&server->fetcher); /* who waits for an issuer need not wait for its time-out */
	px_api_drain(server->api);
}

static enum px_err start_tls(struct px_server *server, struct px_error *error)
{
	const struct px_config *config = server->config;

	if (server->private || !config->tls_cert[0])
		return PX_OK;
	struct px_tls_config tls = {
		.certificate_file = config->tls_cert,
		.key_file = config->tls_key[0] ? config->tls_key : config->tls_cert,
		.allow_tls12 = strcmp(config->tls_min, "1.2") == 0,
	};
	return px_tls_new(&tls, &server->tls, error);
}

static void stop_tls(struct px_server *server)
{
	px_tls_free(server->tls);
}

static bool is_loopback(const char *host)
{
	return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

static struct px_http_limits http_limits(const struct px_config *config)
{
	struct px_http_limits limits = px_http_limits_default;

	limits.head_bytes = (size_t)config->http_head_bytes;
	limits.header_count = (size_t)config->http_headers;
	limits.body_bytes = (size_t)config->http_body_bytes;
	limits.head_ms = (unsigned)config->http_head_ms;
	limits.body_ms = (unsigned)config->http_body_ms;
	limits.body_rate = (unsigned)config->http_body_rate;
	limits.idle_ms = (unsigned)config->http_idle_ms;
	limits.connections = (size_t)config->http_connections;
	limits.connections_per_address = (size_t)config->http_connections_per_address;
	return limits;
}

/* What every answer says to browsers: no guessing of types, no addresses to others, and TLS only. */
#define SAFE_HEADERS "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
#define TLS_HEADERS "Strict-Transport-Security: max-age=31536000\r\n"

static enum px_err start_http(struct px_server *server, struct px_error *error)
{
	const struct px_config *config = server->config;

	if (!server->private && !is_loopback(config->host) && !server->tls && !config->insecure_bind)
		return px_fail(error, PX_INVALID, "host",
			       "%s is not a loopback address: tokens would cross the network in clear. Give "
			       "--tls-cert, or --insecure-bind true if something in front of Pixie does TLS",
			       config->host);
	struct px_http_config http = {
		.host = server->private ? "127.0.0.1" : config->host,
		.port = server->private ? 0 : (uint16_t)config->port,
		.loops = server->loops,
		.loop_count = server->loop_count,
		.tls = server->tls,
		.limits = http_limits(config),
		.headers = server->tls ? PX_STR(SAFE_HEADERS TLS_HEADERS) : PX_STR(SAFE_HEADERS),
		.handler = px_api_handle,
		.streams = px_api_streams,
		.arg = server->api,
	};
	enum px_err err = px_http_server_new(&http, &server->http, error);
	if (err)
		return err;
	px_api_set_http(server->api, server->http);
	bool v6 = strchr(http.host, ':') != NULL;
	snprintf(server->url, sizeof(server->url), "%s://%s%s%s:%u", server->tls ? "https" : "http",
		 v6 ? "[" : "", http.host, v6 ? "]" : "", px_http_server_port(server->http));
	return PX_OK;
}

static void stop_http(struct px_server *server)
{
	px_api_stop(server->api); /* first: its sockets and polls would hold the drain up */
	px_http_server_stop(server->http, (unsigned)server->config->drain_ms);
	px_api_set_http(server->api, NULL);
}

static enum px_err start_redirect(struct px_server *server, struct px_error *error)
{
	const struct px_config *config = server->config;

	if (server->private || !server->tls || config->redirect_port == 0)
		return PX_OK;
	struct px_http_config http = {
		.host = config->host,
		.port = (uint16_t)config->redirect_port,
		.loops = server->loops,
		.loop_count = server->loop_count,
		.limits = http_limits(config),
		.handler = px_http_redirect,
		.arg = &server->https,
	};
	server->https.port = px_http_server_port(server->http);
	server->https.base = strncmp(config->public_url, "https://", 8) == 0 ? config->public_url : NULL;
	return px_http_server_new(&http, &server->redirect, error);
}

static void stop_redirect(struct px_server *server)
{
	if (!server->redirect)
		return;
	px_http_server_stop(server->redirect, 0);
	px_http_server_free(server->redirect);
}

static enum px_err start_maintenance(struct px_server *server, struct px_error *error)
{
	struct px_maintenance_config maintenance = {
		.store = server->store, .auth = server->auth, .jobs = server->jobs, .loop = server->loops[0],
		.undo_ms = server->config->undo_days * PX_MS_DAY,
	};

	return px_maintenance_new(&maintenance, &server->maintenance, error);
}

static void stop_maintenance(struct px_server *server)
{
	px_maintenance_free(server->maintenance);
}

static enum px_err start_notice(struct px_server *server, struct px_error *error)
{
	return server->private ? PX_OK : px_datadir_announce(server->config->data, server->url, error);
}

static void stop_notice(struct px_server *server)
{
	if (!server->private)
		px_datadir_withdraw(server->config->data);
}

static const struct {
	const char *name;
	enum px_err (*start)(struct px_server *server, struct px_error *error);
	void (*stop)(struct px_server *server);
} parts[] = {
	{ "settings", check_settings, nothing_to_stop },
	{ "store", start_store, stop_store },
	{ "turns", start_turns, stop_turns },
	{ "loops", start_loops, stop_loops },
	{ "client", start_client, stop_client },
	{ "auth", start_auth, stop_auth },
	{ "limiter", start_limiter, stop_limiter },
	{ "bus", start_bus, stop_bus },
	{ "jobs", start_jobs, stop_jobs },
	{ "memory", start_memory, stop_memory },
	{ "documents", start_documents, stop_documents },
	{ "proactive", start_proactive, stop_proactive },
	{ "push", start_push, stop_push },
	{ "sms", start_sms, stop_sms },
	{ "mail", start_mail, stop_mail },
	{ "mailboxes", start_mailboxes, stop_mailboxes },
	{ "models", start_models, stop_models },
	{ "speech", start_speech, stop_speech },
	{ "answers", start_answers, stop_answers },
	{ "shards", start_shards, stop_shards },
	{ "api", start_api, stop_api },
	{ "tls", start_tls, stop_tls },
	{ "http", start_http, stop_http },
	{ "redirect", start_redirect, stop_redirect },
	{ "maintenance", start_maintenance, stop_maintenance },
	{ "work", start_work, stop_work },
	{ "notice", start_notice, stop_notice },
};

void px_server_stop(struct px_server *server)
{
	while (server->started > 0)
		parts[--server->started].stop(server);
	free(server);
}

static enum px_err start_parts(struct px_server *server, struct px_server **out, struct px_error *error)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		enum px_err err = parts[i].start(server, error);
		if (err) {
			if (!server->private) /* a command tells the person who gave it */
				px_log(PX_LOG_ERROR, "server", "start failed", PX_LF("part", parts[i].name),
				       PX_LF("reason", error ? error->message : px_err_name(err)));
			px_server_stop(server);
			return err;
		}
		server->started++;
	}
	*out = server;
	return PX_OK;
}

enum px_err px_server_start(const struct px_config *config, bool private, struct px_server **out,
			    struct px_error *error)
{
	struct px_server *server = px_calloc(1, sizeof(*server));

	server->config = config;
	server->private = private;
	return start_parts(server, out, error);
}

enum px_err px_server_start_with(const struct px_config *config, const struct px_thinker *thinker,
				 struct px_server **out, struct px_error *error)
{
	struct px_server *server = px_calloc(1, sizeof(*server));

	server->config = config;
	server->thinker = thinker;
	return start_parts(server, out, error);
}

const char *px_server_url(const struct px_server *server)
{
	return server->url;
}

static void signal_set(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

void px_server_block_signals(void)
{
	sigset_t set;

	signal_set(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is an error like a full disk */
}

static void reload(struct px_server *server)
{
	struct px_error error;

	if (!server->tls)
		return;
	if (px_tls_reload(server->tls, &error) == PX_OK)
		px_log(PX_LOG_INFO, "server", "certificate reloaded");
	else
		px_log(PX_LOG_ERROR, "server", "certificate not reloaded; the old one stays",
		       PX_LF("reason", error.message));
}

/* Serves on while it says that it is not ready; a second signal ends that. */
static void drain(struct px_server *server)
{
	int64_t ms = server->config->drain_wait_ms;
	struct timespec wait = { ms / 1000, ms % 1000 * 1000000 };
	sigset_t set;

	px_api_drain_begin(server->api);
	signal_set(&set);
	while (ms && sigtimedwait(&set, NULL, &wait) == SIGHUP)
		reload(server);
}

void px_server_wait(struct px_server *server)
{
	sigset_t set;
	int which = 0;

	signal_set(&set);
	while (sigwait(&set, &which) == 0 && which == SIGHUP)
		reload(server);
	px_log(PX_LOG_INFO, "server", "stopping", PX_LI("signal", which));
	drain(server);
}
