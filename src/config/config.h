/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings: one table gives every name, default, range and sentence.
 *
 * A setting "http-port" is set, later ones winning, by its default, by
 * `http-port = 8787` in the configuration file, by PIXIE_HTTP_PORT in the
 * environment, and by --http-port on the command line.  `pixie serve --help`
 * and docs/SETTINGS.md are printed from the same table.
 */
#ifndef PX_CONFIG_CONFIG_H
#define PX_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/buf.h"

struct px_config {
	struct px_arena arena; /* owns every text below */

	const char *data;      /* folder of database, keys, token, lock */
	const char *host;
	int64_t port;
	bool insecure_bind;
	int64_t loops, shards; /* 0: one per core */
	const char *log_level;
	const char *zone;      /* of new users; "" = the system's */
	const char *locale;
	const char *now;       /* pins the clock, for tests */
	const char *web;       /* folder of the web app's files */

	int64_t http_head_bytes, http_headers, http_body_bytes;
	int64_t http_head_ms, http_body_ms, http_body_rate, http_idle_ms;
	int64_t http_connections, http_connections_per_address;
	int64_t drain_ms, drain_wait_ms;
	const char *origins;   /* comma-separated */
	const char *trusted_proxies;

	const char *tls_cert, *tls_key, *tls_min;
	int64_t redirect_port;

	int64_t ping_interval_ms, ping_timeout_ms, connect_timeout_ms;
	int64_t recovery_ms, recovery_mb, recovery_user_kb;
	int64_t socket_queue_bytes;
	bool socket_deflate;

	const char *qdrant_url, *qdrant_key, *qdrant_ca;
	bool nodes;
	const char *redis_url, *redis_user, *redis_password, *redis_prefix, *redis_ca;
	const char *s3_url, *s3_key_id, *s3_secret, *s3_region, *s3_encryption, *s3_ca;
	const char *database;  /* a file or a URL; "": pixie.db in the data folder */
	int64_t cache_mb;      /* answers kept in memory */
	const char *memory_auto; /* on, ask, off */
	int64_t undo_days;
	int64_t turn_seconds, turn_rounds; /* of a turn that a model thinks about */
	int64_t turn_answer_tokens, turn_tokens;
	const char *turn_dollars;
	int64_t turns_waiting, messages_queued;
	int64_t upload_mb, files_quota_mb, picture_side, link_seconds;

	const char *embedder;  /* auto, local, static, openai */
	const char *embed_model, *embed_url, *embed_key, *embed_name, *rerank_model;
	int64_t embed_dims, embed_threads, embed_cache_mb, recall_mb;

	const char *llm_simple, *llm_strong; /* provider:model,...; see llm/router.h */
	const char *openai_url, *anthropic_url, *speech_url, *speech_model;
	const char *openai_key, *anthropic_key, *speech_key; /* "" also if they are sealed: see auth/vault.h */
	const char *openai_lacks, *llm_prices;
	const char *budget_user_day, *budget_user_month, *budget_day, *budget_month; /* dollars; "": no limit */
	int64_t llm_first_ms, llm_between_ms;
	bool llm_cache;
	int64_t speech_seconds;
	const char *passphrase;

	const char *mail_url, *mail_user, *mail_password, *mail_token, *mail_from, *mail_ca, *push_subject;
	const char *sms_url, *sms_account, *sms_token, *sms_from;
	bool notify_http, private_addresses, mail_replies;
	int64_t mail_poll_s, mail_visit_s, sms_codes_day;

	const char *sign_up;   /* closed, invite, open */
	const char *oidc;      /* issuer=...,audience=...; several separated by spaces */
	const char *public_url;
	int64_t rate_api, rate_chat, rate_connect, rate_login; /* a minute */
	int64_t sockets_per_user;
	int64_t idle_sessions, idle_sessions_per_address;
};

enum px_setting_kind {
	PX_SETTING_TEXT, PX_SETTING_INT, PX_SETTING_BOOL, PX_SETTING_CHOICE,
	PX_SETTING_URL,    /* http or https, host, perhaps port and path; kept without a slash at its end */
	PX_SETTING_ADDRESS, /* numeric, IPv4 or IPv6 */
	PX_SETTING_SECRET   /* one line; not on the command line, where others can read it, and never printed */
};

struct px_setting {
	const char *name;
	enum px_setting_kind kind;
	size_t offset;
	const char *fallback;  /* the default, as text */
	int64_t min, max;
	const char *choices;   /* "a|b|c" */
	const char *group;
	const char *doc;
};

extern const struct px_setting px_settings[]; /* ends with a NULL name */

/* Defaults only. */
void px_config_init(struct px_config *config);
void px_config_release(struct px_config *config);
/* One setting by name from text; PX_INVALID says what is allowed. */
enum px_err px_config_set(struct px_config *config, const char *name, const char *value,
			  struct px_error *error) PX_MUST_CHECK;
/* Reads `name = value` lines; '#' starts a comment.  A missing file is PX_NOT_FOUND. */
enum px_err px_config_read_file(struct px_config *config, const char *path,
				struct px_error *error) PX_MUST_CHECK;
/* Every PIXIE_… variable that names a setting; an unknown PIXIE_ name is refused. */
enum px_err px_config_read_environment(struct px_config *config, const char *const *environment,
				       struct px_error *error) PX_MUST_CHECK;
/* Settings as an option list, for --help. */
void px_config_help(struct px_buf *out);
/* The same as a Markdown table, for docs/SETTINGS.md. */
void px_config_markdown(struct px_buf *out);

#endif
