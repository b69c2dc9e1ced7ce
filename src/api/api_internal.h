/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of api/ share: the API object, a call on its way, and the
 * endpoint table.
 */
#ifndef PX_API_API_INTERNAL_H
#define PX_API_API_INTERNAL_H

#include "api/api.h"
#include "api/cache.h"
#include "api/proxies.h"
#include "base/json.h"
#include "domain/domain.h"
#include "net/router.h"
#include "sys/metrics.h"

#include <semaphore.h>

struct px_call;
struct px_assets;
struct px_peers;
struct px_turn_shard;

struct px_api {
	struct px_api_parts parts;
	struct px_cache *cache;
	struct px_router *router;
	struct px_arena arena;     /* lives as long as the API */
	struct px_sio_server *sockets;
	struct px_peers *peers;
	struct px_assets *assets;
	struct px_proxies *proxies;
	const char *const *origins; /* that may call us besides our own; NULL: none */
	const char *const *own_origins; /* the public URL's; NULL: none */
	const struct px_http_server *_Atomic http; /* set by the main thread, read by shards */
	bool caching, stopped;
	atomic_bool draining;
	_Atomic size_t under_way;  /* calls and identifications, and one for the API itself */
	struct px_turn_shard *turn_shards; /* where turns wait: one for each shard */
	unsigned turn_shard_count;
	uv_timer_t turn_clock;     /* on the first loop */
	sem_t idle;                /* posted when the last of them has ended */
	json_t **inputs;           /* schema of each endpoint's body, NULL where a record checks it */
	char *openapi;             /* made once */
	size_t openapi_size;
	struct px_histogram *latency; /* one per endpoint */
	struct px_histogram turns;
};

/* A handler's work; `call->body` and `call->status` are the answer. */
typedef enum px_err (*px_call_fn)(struct px_call *call, struct px_error *error);

/* Where a step of a call runs, and with which transaction. */
enum px_place {
	PX_PLACE_NONE,
	PX_PLACE_READ,        /* the user's shard, read transaction */
	PX_PLACE_WRITE,       /* the user's shard, write transaction */
	PX_PLACE_ALL_READ,    /* a shard, transaction over all users (identity) */
	PX_PLACE_ALL_WRITE,
	PX_PLACE_SHARD,       /* the user's shard, no transaction */
	PX_PLACE_WAIT,        /* the same; goes on with px_call_resume, now or later: see px_call_resume */
	PX_PLACE_WORKER,      /* a worker thread, no transaction: slow hashing */
	PX_PLACE_LOOP         /* the loop thread; goes on with px_call_resume once something has arrived */
};

enum { PX_STEPS = 4 };
struct px_step {
	enum px_place place;
	px_call_fn run;
};

enum {
	PX_ENDPOINT_PUBLIC = 1 << 0,   /* no token needed */
	PX_ENDPOINT_CACHED = 1 << 1,   /* its answer depends on nothing but the user's rows, or says otherwise */
	PX_ENDPOINT_KEYED = 1 << 2,    /* Idempotency-Key is honoured */
	PX_ENDPOINT_KEEPS = 1 << 3,    /* an error's transaction is committed all the same */
	PX_ENDPOINT_ADMIN = 1 << 4,    /* administrators of the instance only */
	PX_ENDPOINT_VERSIONED = 1 << 5, /* If-Match is honoured */
	PX_ENDPOINT_ANY_QUERY = 1 << 6, /* others write its query: what it does not know is left alone */
	PX_ENDPOINT_PAGE = 1 << 7,     /* people come here in a browser: to them a failure is a page */
	PX_ENDPOINT_EVENTS = 1 << 9,   /* its answer is a stream of events for those who accept that */
	PX_ENDPOINT_FILE = 1 << 8      /* its body is a file or a form with one; it is streamed, and the first step takes it */
};

enum px_param_kind { PX_PARAM_TEXT, PX_PARAM_INT, PX_PARAM_BOOL, PX_PARAM_ID, PX_PARAM_CHOICE,
		     PX_PARAM_MOMENT /* a day or an instant */ };

struct px_endpoint_param {
	const char *name, *doc;
	enum px_param_kind kind;
	long long max, min;      /* INT: the range; TEXT: bytes at most */
	const char *choices;     /* "a|b" */
	bool required;
};

struct px_endpoint {
	struct px_route route;         /* first: the router's row */
	const char *id;                /* operationId */
	const char *summary, *tag;
	unsigned scope;                /* px_scope bits needed */
	enum px_limit_class limit;
	unsigned flags;
	struct px_step steps[PX_STEPS];
	const struct px_endpoint_param *query; /* ends with a NULL name */
	const char *input, *output;    /* schema names of OpenAPI, or NULL */
	int status;                    /* of success */
};

extern const struct px_endpoint px_endpoints[];
extern const size_t px_endpoint_count;

/* One request from the loop through shard and worker to its answer.  Heap; freed when answered. */
struct px_call {
	struct px_job job;
	struct px_api *api;
	struct px_http_exchange *exchange;
	const struct px_http_request *request;
	const struct px_endpoint *endpoint;
	struct px_str params[PX_ROUTE_PARAMS];
	struct px_principal principal;
	struct px_str token;
	char address[PX_ADDRESS_TEXT]; /* the client's; the exchange's own belongs to the loop thread */
	bool secure;                   /* it came by https, to us or to a proxy; also if the public URL says so */
	bool by_cookie;                /* a browser's cookie carried it */
	unsigned step;
	unsigned key_rounds;           /* times that an issuer's keys were waited for */
	uv_work_t work;
	enum px_err work_err;          /* of a worker step */
	struct px_error work_error;

	struct px_arena arena;
	struct px_store_tx *tx;
	struct px_user user;           /* loaded for the user's transactions */
	struct px_domain domain;
	json_t *input;                 /* the request's JSON object, or NULL */
	void *state;                   /* of multi-step calls; in the arena */
	void (*release)(void *state);  /* of what the state holds besides; NULL: nothing.  Any thread */

	int status;
	int refused;                   /* the status to answer with because the body never arrived; 0: it did */
	char etag[24];                 /* "" if none */
	const char *type;              /* of the body; NULL: application/json, or a problem */
	struct px_buf body;
	struct px_buf headers;
	bool changes_by_itself;        /* the answer depends on the time too: it is not kept */
	uint64_t generation;           /* of the user's rows when reading began */
	const char *key;               /* Idempotency-Key */
	bool replayed;
	int64_t started;               /* px_clock_mono */
};

/* Starts a call on the loop thread: identity, limits, cache, first step; answers in any case. */
void px_call_start(struct px_api *api, struct px_http_exchange *exchange,
		   const struct px_endpoint *endpoint, const struct px_str *params);
/* Hands the call to the thread of its current step. */
void px_call_run(struct px_call *call);
/*
 * Ends a PX_PLACE_LOOP step that returned PX_OK, on the loop thread, or a
 * PX_PLACE_WAIT step, from any thread, perhaps before the step has returned: the
 * call may be gone then, and the step must return PX_OK without touching it.
 */
void px_call_resume(struct px_call *call, enum px_err err, struct px_error *error);
/*
 * A PX_PLACE_WAIT step that answers by itself, in pieces: the header lines of the answer, once, and later, on the
 * loop thread, the call's end, before the exchange is finished.
 */
struct px_str px_call_stream(struct px_call *call);
void px_call_streamed(struct px_call *call);
/* Frees a call whose exchange has been answered. */
void px_call_free(struct px_call *call);
/* Adds what every API answer says about itself to `headers`: who may keep it and what it may load. */
void px_call_policy(struct px_call *call);
/* Answers with a problem; the call is gone afterwards. */
void px_call_refuse(struct px_call *call, enum px_err err, const char *field, const char *why);
/* The path parameter as an id; PX_NOT_FOUND if it is none. */
enum px_err px_call_id(const struct px_call *call, unsigned param, struct px_id *id,
		       struct px_error *error) PX_MUST_CHECK;
/*
 * Whether If-Match, if there is one, names this version (RFC 9110 section 13.1.1: weak tags never match).
 * PX_CONFLICT (412) if not, PX_INVALID if it is no list of tags.
 */
enum px_err px_call_precondition(const struct px_call *call, int64_t version,
				 struct px_error *error) PX_MUST_CHECK;
/* Whether If-None-Match names this tag (weakly compared, as RFC 9110 section 13.1.2 says). */
bool px_has_etag(const struct px_http_request *request, const char *etag);
/* The version of a row, which its ETag carries. */
int64_t px_call_version(const struct px_record *record, const void *row);
/* Answers with one row and its ETag. */
void px_call_row(struct px_call *call, const struct px_record *record, const void *row);
/* Adds the action that was recorded to the object that the body holds: {..., "action_id": id or null}. */
void px_call_add_action(struct px_call *call);
/* A short list that is always given whole: {"items": [ ... ], "next": null}. */
void px_list_begin(struct px_call *call, struct px_json *json);
void px_list_end(struct px_json *json);
/* A query parameter, NULL if absent. */
const char *px_call_query(const struct px_call *call, const char *name);
/* `limit` of a list: 1..max, `fallback` if absent. */
enum px_err px_call_limit(const struct px_call *call, size_t max, size_t fallback, size_t *limit,
			  struct px_error *error) PX_MUST_CHECK;
/* An instant of a query parameter: RFC 3339, or a local ISO day or time in the user's zone. */
enum px_err px_call_instant(const struct px_call *call, const char *name, int64_t *utc,
			    struct px_error *error) PX_MUST_CHECK;

/* under_way.c: around whatever holds the API while it moves between threads; px_api_drain waits for it.  Any thread. */
void px_api_enter(struct px_api *api);
void px_api_leave(struct px_api *api);

/* publish.c: tells every connection of the user what changed; any thread. */
void px_publish_changes(struct px_api *api, struct px_id user, const struct px_change *changes,
			size_t count);
/* `seq`: its number in the user's sequence. */
void px_publish(struct px_api *api, struct px_id user, const char *name, const char *json, int64_t seq);

/* publish.c: a job changed rows; `arg` is the API.  Any thread. */
void px_job_changed(void *arg, struct px_id user, const struct px_change *changes, size_t count);
/* sockets.c */
enum px_err px_sockets_new(struct px_api *api, struct px_error *error) PX_MUST_CHECK;
void px_sockets_free(struct px_api *api);
/* openapi.c: the schema of each endpoint's body, NULL where a record describes it; json_decref each, free. */
json_t **px_openapi_inputs(void);
/* login_page.c: whether the caller is a person who came in a browser, and the page that tells them the reason. */
bool px_login_page_wanted(const struct px_call *call);
void px_login_page_write(struct px_call *call, const char *reason); /* NULL: none that others may read */
/* metrics.c */
void px_metrics_write(struct px_api *api, struct px_buf *out);
/* assets.c: files of the web app; NULL folder: none. */
struct px_assets *px_assets_new(const char *folder);
void px_assets_free(struct px_assets *assets);
bool px_assets_serve(struct px_assets *assets, struct px_http_exchange *exchange);

/* Handlers, by file. */
#define PX_HANDLER(name) enum px_err name(struct px_call *call, struct px_error *error)
PX_HANDLER(px_metrics_get);
PX_HANDLER(px_openapi_get);
PX_HANDLER(px_storage_verify);
PX_HANDLER(px_storage_answer);
PX_HANDLER(px_me_get);
PX_HANDLER(px_me_patch);
PX_HANDLER(px_preferences_get_mine);
PX_HANDLER(px_preferences_patch_mine);
PX_HANDLER(px_features_get);
PX_HANDLER(px_tasks_list);
PX_HANDLER(px_tasks_create);
PX_HANDLER(px_tasks_get);
PX_HANDLER(px_tasks_patch);
PX_HANDLER(px_tasks_delete);
PX_HANDLER(px_tasks_complete);
PX_HANDLER(px_events_list);
PX_HANDLER(px_events_create);
PX_HANDLER(px_events_get);
PX_HANDLER(px_events_patch);
PX_HANDLER(px_events_delete);
PX_HANDLER(px_memories_list);
PX_HANDLER(px_memories_create);
PX_HANDLER(px_memories_get);
PX_HANDLER(px_memories_patch);
PX_HANDLER(px_memories_delete);
PX_HANDLER(px_documents_list);
PX_HANDLER(px_upload_receive);
PX_HANDLER(px_documents_create);
PX_HANDLER(px_documents_get);
PX_HANDLER(px_documents_patch);
PX_HANDLER(px_documents_delete);
PX_HANDLER(px_documents_chunks);
PX_HANDLER(px_documents_file_find);
PX_HANDLER(px_file_send_read);
PX_HANDLER(px_file_send_answer);
PX_HANDLER(px_upload_keep);
PX_HANDLER(px_files_create);
PX_HANDLER(px_files_list);
PX_HANDLER(px_files_get);
PX_HANDLER(px_files_delete);
PX_HANDLER(px_files_content_find);
PX_HANDLER(px_files_link);
PX_HANDLER(px_files_signed_owner);
PX_HANDLER(px_files_signed_find);
PX_HANDLER(px_recall_search_get);
PX_HANDLER(px_recall_import);
PX_HANDLER(px_recall_state);
PX_HANDLER(px_recall_reindex);
PX_HANDLER(px_recall_reindex_all);
PX_HANDLER(px_projects_list);
PX_HANDLER(px_projects_create);
PX_HANDLER(px_projects_get);
PX_HANDLER(px_projects_patch);
PX_HANDLER(px_projects_delete);
PX_HANDLER(px_conversations_list);
PX_HANDLER(px_conversations_create);
PX_HANDLER(px_conversations_get);
PX_HANDLER(px_conversations_patch);
PX_HANDLER(px_conversations_delete);
PX_HANDLER(px_messages_list);
PX_HANDLER(px_messages_get);
PX_HANDLER(px_messages_grounds);
PX_HANDLER(px_messages_post);
PX_HANDLER(px_messages_undo);
PX_HANDLER(px_speech_receive);
PX_HANDLER(px_speech_write);
PX_HANDLER(px_speech_answer);
PX_HANDLER(px_usage_get);
PX_HANDLER(px_turns_get);
PX_HANDLER(px_turns_cancel);
PX_HANDLER(px_actions_list);
PX_HANDLER(px_actions_undo_last);
PX_HANDLER(px_batch_run);
PX_HANDLER(px_actions_undo);
PX_HANDLER(px_actions_redo);
PX_HANDLER(px_proposals_list);
PX_HANDLER(px_proposals_get);
PX_HANDLER(px_proposals_patch);
PX_HANDLER(px_proposals_accept);
PX_HANDLER(px_proposals_decline);
PX_HANDLER(px_tools_list);
PX_HANDLER(px_tools_run);
PX_HANDLER(px_tokens_list);
PX_HANDLER(px_tokens_create);
PX_HANDLER(px_tokens_get);
PX_HANDLER(px_tokens_revoke);
PX_HANDLER(px_signup_hash);
PX_HANDLER(px_signup_finish);
PX_HANDLER(px_login_find);
PX_HANDLER(px_login_verify);
PX_HANDLER(px_login_finish);
PX_HANDLER(px_refresh);
PX_HANDLER(px_logout);
PX_HANDLER(px_sessions_list);
PX_HANDLER(px_sessions_revoke);
PX_HANDLER(px_sessions_revoke_others);
PX_HANDLER(px_welcome_redeem);
PX_HANDLER(px_welcome_create);
PX_HANDLER(px_email_verify);
PX_HANDLER(px_email_send);
PX_HANDLER(px_password_forgot);
PX_HANDLER(px_password_reset_finish);
PX_HANDLER(px_present_find);
PX_HANDLER(px_password_change_verify);
PX_HANDLER(px_password_change_finish);
PX_HANDLER(px_email_change_verify);
PX_HANDLER(px_email_change_finish);
PX_HANDLER(px_invites_create);
PX_HANDLER(px_invites_get);
PX_HANDLER(px_invites_revoke);
PX_HANDLER(px_mfa_get);
PX_HANDLER(px_mfa_begin);
PX_HANDLER(px_mfa_confirm);
PX_HANDLER(px_mfa_disable);
PX_HANDLER(px_mfa_sms_verify);
PX_HANDLER(px_mfa_sms_begin);
PX_HANDLER(px_mfa_sms_confirm);
PX_HANDLER(px_mfa_sms_send);
PX_HANDLER(px_oidc_list);
PX_HANDLER(px_oidc_begin);
PX_HANDLER(px_oidc_redeem);
PX_HANDLER(px_oidc_login);
PX_HANDLER(px_users_list);
PX_HANDLER(px_work_list);
PX_HANDLER(px_work_retry);
PX_HANDLER(px_work_drop);
PX_HANDLER(px_notifications_list);
PX_HANDLER(px_notifications_unread);
PX_HANDLER(px_notifications_get);
PX_HANDLER(px_notifications_read_one);
PX_HANDLER(px_notifications_read_every);
PX_HANDLER(px_notifications_acknowledge);
PX_HANDLER(px_notifications_snooze);
PX_HANDLER(px_notification_settings_get_mine);
PX_HANDLER(px_notification_settings_patch_mine);
PX_HANDLER(px_push_get_key);
PX_HANDLER(px_push_list);
PX_HANDLER(px_push_subscribe_here);
PX_HANDLER(px_push_unsubscribe);
PX_HANDLER(px_mail_accounts_list);
PX_HANDLER(px_mail_accounts_create);
PX_HANDLER(px_mail_accounts_get);
PX_HANDLER(px_mail_accounts_patch);
PX_HANDLER(px_mail_accounts_delete);
PX_HANDLER(px_mail_accounts_read);
PX_HANDLER(px_mail_test_find);
PX_HANDLER(px_mail_test_run);
PX_HANDLER(px_mail_unsubscribe);
PX_HANDLER(px_mails_list);
PX_HANDLER(px_mails_get);
PX_HANDLER(px_mail_senders_list);
PX_HANDLER(px_mail_senders_set);
PX_HANDLER(px_mail_senders_delete);
PX_HANDLER(px_brief_get);
PX_HANDLER(px_review_get);
PX_HANDLER(px_reminders_list);
PX_HANDLER(px_reminders_create);
PX_HANDLER(px_reminders_get);
PX_HANDLER(px_reminders_patch);
PX_HANDLER(px_reminders_delete);
PX_HANDLER(px_users_create);
PX_HANDLER(px_users_get);

#endif
