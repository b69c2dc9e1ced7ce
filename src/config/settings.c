/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The settings table: the only place where a setting is named.
 */
#include "config/config.h"

#include <stddef.h>

#define AT(member) offsetof(struct px_config, member)
#define TEXT(name, member, fallback, group, doc) \
	{ name, PX_SETTING_TEXT, AT(member), fallback, 0, 0, NULL, group, doc }
#define OF_KIND(kind, name, member, fallback, group, doc) \
	{ name, PX_SETTING_##kind, AT(member), fallback, 0, 0, NULL, group, doc }
#define INT(name, member, fallback, min, max, group, doc) \
	{ name, PX_SETTING_INT, AT(member), fallback, min, max, NULL, group, doc }
#define BOOL(name, member, fallback, group, doc) \
	{ name, PX_SETTING_BOOL, AT(member), fallback, 0, 0, NULL, group, doc }
#define CHOICE(name, member, fallback, choices, group, doc) \
	{ name, PX_SETTING_CHOICE, AT(member), fallback, 0, 0, choices, group, doc }

const struct px_setting px_settings[] = {
	TEXT("data", data, "./data", "General", "folder of the database, keys and the owner's token"),
	TEXT("zone", zone, "", "General", "IANA time zone of new users; empty: the system's"),
	TEXT("locale", locale, "en-GB", "General",
	     "language and region of new users: order of day and month, first day of the week, holidays"),
	CHOICE("log-level", log_level, "info", "debug|info|warn|error|none", "General",
	       "least severe log lines to print (JSON, on standard error)"),
	INT("loops", loops, "0", 0, 64, "General", "network threads; 0: one per core"),
	INT("shards", shards, "0", 0, 64, "General", "threads that work for users; 0: one per core"),
	TEXT("now", now, "", "General", "pins the clock to an instant such as 2026-01-13T10:00:00Z (tests)"),

	OF_KIND(ADDRESS, "host", host, "127.0.0.1", "Listening", "numeric address to listen on"),
	INT("port", port, "8787", 0, 65535, "Listening", "port to listen on; 0: any free one"),
	BOOL("insecure-bind", insecure_bind, "false", "Listening",
	     "allow an address other than loopback without TLS"),
	OF_KIND(URL, "public-url", public_url, "", "Listening",
		"how people reach Pixie, for links, redirects and the callback of logins; with https cookies are Secure"),
	TEXT("origins", origins, "", "Listening",
	     "web origins besides our own and the public URL's that may call us, such as https://app.example; comma-separated"),
	TEXT("trusted-proxies", trusted_proxies, "", "Listening",
	     "addresses and networks (10.0.0.0/8) whose X-Forwarded-For and -Proto are believed, comma-separated"),
	TEXT("web", web, "", "Listening", "folder of the web app; empty: `web` or `../share/pixie/web` beside the program"),

	TEXT("tls-cert", tls_cert, "", "TLS", "certificate chain (PEM); turns TLS on; reloaded on SIGHUP"),
	TEXT("tls-key", tls_key, "", "TLS", "private key (PEM)"),
	CHOICE("tls-min", tls_min, "1.3", "1.2|1.3", "TLS", "oldest protocol version allowed"),
	INT("redirect-port", redirect_port, "0", 0, 65535, "TLS",
	    "also listen here in clear and redirect to HTTPS; 0: off"),

	INT("http-head-bytes", http_head_bytes, "16384", 1024, 1048576, "HTTP limits",
	    "request line and headers; more is answered 431"),
	INT("http-headers", http_headers, "100", 8, 1000, "HTTP limits", "headers of a request"),
	INT("http-body-bytes", http_body_bytes, "1048576", 1024, 1073741824, "HTTP limits",
	    "request body; more is answered 413"),
	INT("http-head-ms", http_head_ms, "10000", 100, 600000, "HTTP limits",
	    "time for the head to arrive; then 408"),
	INT("http-body-ms", http_body_ms, "30000", 100, 3600000, "HTTP limits",
	    "time for the body to arrive; then 408"),
	INT("http-body-rate", http_body_rate, "4096", 0, 1073741824, "HTTP limits",
	    "bytes a second that an upload needs once it was waited for http-body-ms; else 408; 0: none"),
	INT("http-idle-ms", http_idle_ms, "75000", 100, 3600000, "HTTP limits", "idle keep-alive time"),
	INT("http-connections", http_connections, "65536", 16, 4194304, "HTTP limits",
	    "open connections; more are answered 503"),
	INT("http-connections-per-address", http_connections_per_address, "0", 0, 4194304, "HTTP limits",
	    "open connections of one address; 0: no limit"),
	INT("drain-ms", drain_ms, "5000", 0, 600000, "HTTP limits",
	    "how long shutting down waits for answers under way"),
	INT("drain-wait-ms", drain_wait_ms, "0", 0, 600000, "HTTP limits",
	    "how long shutting down goes on serving while /readyz says no, so that a balancer sends nobody here any more"),

	CHOICE("memory-auto", memory_auto, "on", "on|ask|off", "Memory",
	       "facts that people say in passing are kept at once, after a question, or only when they say “remember”"),

	INT("undo-days", undo_days, "30", 1, 36500, "Memory",
	    "days for which a change can be undone; then its record goes, and what was deleted is gone for good"),

	INT("turn-seconds", turn_seconds, "60", 1, 3600, "Turns", "time for one answer that a model thinks about; then it is ended"),
	INT("turn-rounds", turn_rounds, "8", 1, 32, "Turns", "times that a model may call tools for one answer"),
	INT("turn-answer-tokens", turn_answer_tokens, "4096", 64, 131072, "Turns", "tokens that a model may answer one request with; longer answers break off"),
	INT("turn-tokens", turn_tokens, "250000", 0, 1000000000, "Turns",
	    "tokens, sent and received, of all requests to models for one answer; then it is ended; 0: no limit"),
	TEXT("turn-dollars", turn_dollars, "", "Turns",
	     "dollars that models whose price is known may cost for one answer, such as 0.50; then it is ended; empty: no limit"),
	INT("turns-waiting", turns_waiting, "8", 1, 1000, "Turns",
	    "answers of one person that are thought about at once, each in a conversation of its own; more is answered 429"),
	INT("messages-queued", messages_queued, "16", 0, 1000, "Turns",
	    "messages that wait for the answer before them in one conversation; more is answered 429"),

	INT("upload-mb", upload_mb, "25", 1, 1024, "Documents", "MB of one uploaded file; more is answered 413"),
	INT("files-quota-mb", files_quota_mb, "2048", 0, 1048576, "Documents", "MB of all files of one person; 0: no limit"),
	INT("picture-side", picture_side, "1568", 256, 4096, "Documents",
	    "pixels of the longer side of a picture as a language model is shown it"),
	INT("link-seconds", link_seconds, "900", 1, 86400, "Documents", "how long a link to a file works that needs no token"),

	INT("ping-interval-ms", ping_interval_ms, "25000", 100, 3600000, "Sockets",
	    "time between pings of a Socket.IO session, and between signs of life of a stream of events"),
	INT("ping-timeout-ms", ping_timeout_ms, "20000", 100, 3600000, "Sockets",
	    "time to answer a ping before the session is closed"),
	INT("connect-timeout-ms", connect_timeout_ms, "45000", 100, 3600000, "Sockets",
	    "time for a session to join a namespace"),
	INT("recovery-ms", recovery_ms, "120000", 0, 3600000, "Sockets",
	    "how long a broken connection can be recovered with what it missed; 0: off"),
	INT("recovery-mb", recovery_mb, "32", 1, 65536, "Sockets",
	    "memory for events that broken connections may have missed, of all users; as much again for `sync`"),
	INT("recovery-user-kb", recovery_user_kb, "1024", 16, 1048576, "Sockets",
	    "of that, for one user; a client that missed more reloads"),
	INT("socket-queue-bytes", socket_queue_bytes, "1048576", 4096, 1073741824, "Sockets",
	    "unsent bytes of one connection before it is told to reload"),
	BOOL("socket-deflate", socket_deflate, "false", "Sockets", "offer permessage-deflate"),
	INT("sockets-per-user", sockets_per_user, "64", 1, 100000, "Sockets", "live connections of one user"),
	INT("idle-sessions", idle_sessions, "4096", 0, 4194304, "Sockets",
	    "sessions that have joined no namespace; more are answered 503; 0: no limit"),
	INT("idle-sessions-per-address", idle_sessions_per_address, "256", 0, 4194304, "Sockets",
	    "such sessions of one address (IPv6: of one /64); more are answered 429; 0: no limit"),

	TEXT("database", database, "", "Storage",
	     "where records are kept: a file (SQLite), or a PostgreSQL server (16 or newer) such as "
	     "postgres://pixie@db.example/pixie?sslmode=verify-full, its password in PGPASSFILE or PGPASSWORD; with direct=HOST:PORT of the server in it where a pooler in transaction mode is between (docs/SCALE.md); empty: pixie.db in the data folder"),
	BOOL("nodes", nodes, "false", "Storage",
	     "other Pixies use the same database, which must be PostgreSQL, and the same Redis; each has a data folder of its own with the "
	     "same keys (docs/SCALE.md)"),
	OF_KIND(URL, "qdrant-url", qdrant_url, "", "Storage",
		"Qdrant server that keeps the vectors of texts, such as http://127.0.0.1:6333; empty: they are kept in memory"),
	OF_KIND(SECRET, "qdrant-key", qdrant_key, "", "Storage", "its API key; empty: none, or the sealed one"),
	TEXT("qdrant-ca", qdrant_ca, "", "Storage", "file of roots (PEM) that its certificate is checked by; empty: the system's"),
	OF_KIND(URL, "s3-url", s3_url, "", "Storage",
		"bucket of an S3 server that keeps the files of people, such as https://s3.eu-central-1.amazonaws.com/my-bucket/pixie; "
		"empty: they are kept in the data folder"),
	TEXT("s3-key-id", s3_key_id, "", "Storage", "id of its access key"),
	OF_KIND(SECRET, "s3-secret", s3_secret, "", "Storage", "secret of its access key; empty: the sealed one"),
	TEXT("s3-region", s3_region, "us-east-1", "Storage", "region that its requests are signed for"),
	CHOICE("s3-encryption", s3_encryption, "none", "none|AES256|aws:kms", "Storage",
	       "how it is asked to encrypt, too; Pixie has sealed the files before they get there"),
	TEXT("s3-ca", s3_ca, "", "Storage", "file of roots (PEM) that its certificate is checked by; empty: the system's"),
	TEXT("redis-url", redis_url, "", "Storage",
	     "Redis server by which events reach Socket.IO servers elsewhere, and theirs ours, as @socket.io/redis-adapter has them: "
	     "redis://127.0.0.1:6379, or rediss:// for TLS; empty: events stay in this process"),
	TEXT("redis-user", redis_user, "", "Storage", "its user (ACL); empty: the default one"),
	OF_KIND(SECRET, "redis-password", redis_password, "", "Storage", "its password; empty: none, or the sealed one"),
	TEXT("redis-prefix", redis_prefix, "socket.io", "Storage", "first part of its channels' names; who shares it shares events"),
	TEXT("redis-ca", redis_ca, "", "Storage", "file of roots (PEM) that its certificate is checked by; empty: the system's"),
	INT("cache-mb", cache_mb, "32", 0, 65536, "Storage", "memory for ready answers"),

	CHOICE("embedder", embedder, "auto", "auto|local|static|openai", "Meaning",
	       "what makes vectors of texts: local (in-process, needs the model file), static (built in, finds less), "
	       "openai (an endpoint); auto: local if its file is there, else static"),
	TEXT("embed-model", embed_model, "", "Meaning",
	     "model file of the local embedder; empty: models/all-MiniLM-L6-v2.weights beside the program or in the working folder"),
	TEXT("embed-url", embed_url, "https://api.openai.com/v1", "Meaning",
	     "OpenAI-compatible endpoint of the openai embedder"),
	OF_KIND(SECRET, "embed-key", embed_key, "", "Meaning", "its key; empty: none, or the sealed one"),
	TEXT("embed-name", embed_name, "text-embedding-3-small", "Meaning", "the model's name there"),
	INT("embed-dims", embed_dims, "0", 0, 8192, "Meaning",
	    "dimensions its vectors must have; 0: those of its first answer"),
	INT("embed-threads", embed_threads, "1", 1, 16, "Meaning", "threads that make vectors"),
	INT("embed-cache-mb", embed_cache_mb, "8", 0, 65536, "Meaning", "memory for vectors of texts made lately"),
	INT("recall-mb", recall_mb, "256", 1, 65536, "Meaning",
	    "memory for what recall searches, of all users; what was unused for longest goes, and is loaded again when it is asked for"),
	TEXT("rerank-model", rerank_model, "", "Meaning",
	     "model file of a cross-encoder that puts the five best hits in order (tools/embed_convert --cross makes one); empty: none"),

	TEXT("llm-simple", llm_simple, "", "Models",
	     "models for what the built-in engine can't read but is short and plain, the first that works: "
	     "provider:model, comma-separated, such as openai:gpt-4o-mini,anthropic:claude-haiku-4-5; empty: built-in only"),
	TEXT("llm-strong", llm_strong, "", "Models",
	     "the same for what needs thought: reasons, plans, long texts, several steps"),
	OF_KIND(URL, "openai-url", openai_url, "https://api.openai.com/v1", "Models",
		"where provider openai is: OpenAI or a server that speaks its wire (Ollama, llama.cpp, vLLM, LiteLLM)"),
	OF_KIND(URL, "anthropic-url", anthropic_url, "https://api.anthropic.com", "Models", "where provider anthropic is"),
	OF_KIND(URL, "speech-url", speech_url, "", "Models",
		"OpenAI-compatible server that writes down speech; for voice messages; empty: none"),
	TEXT("speech-model", speech_model, "whisper-1", "Models", "the model to ask for there"),
	INT("speech-seconds", speech_seconds, "120", 1, 3600, "Models", "time to write down one recording"),
	OF_KIND(SECRET, "openai-key", openai_key, "", "Models", "key of openai-url; empty: none, or the sealed one"),
	OF_KIND(SECRET, "anthropic-key", anthropic_key, "", "Models", "key of anthropic-url; empty: the sealed one"),
	OF_KIND(SECRET, "speech-key", speech_key, "", "Models", "key of speech-url; empty: none, or the sealed one"),
	TEXT("openai-lacks", openai_lacks, "", "Models",
	     "what the server at openai-url can't do, comma-separated: stream, tools, images, usage"),
	INT("llm-first-ms", llm_first_ms, "30000", 100, 600000, "Models", "time to the first sign of a model's answer"),
	INT("llm-between-ms", llm_between_ms, "30000", 100, 600000, "Models", "time between two pieces of a model's answer"),
	TEXT("llm-prices", llm_prices, "", "Models",
	     "prices besides the built-in ones, in dollars a million tokens: provider:model=input/output/cache read/cache "
	     "write, comma-separated, such as openai:gpt-4o=2.5/10/1.25/2.5"),
	BOOL("llm-cache", llm_cache, "true", "Models",
	     "give a person the answer of a model again when they ask the same on the same day and nothing of theirs has changed"),
	TEXT("budget-user-day", budget_user_day, "", "Models",
	     "dollars that models may cost for one person in a day of theirs, such as 0.50; then only the built-in engine answers; empty: no limit"),
	TEXT("budget-user-month", budget_user_month, "", "Models", "the same for a month"),
	TEXT("budget-day", budget_day, "", "Models", "dollars that models may cost for everybody together in a day of zone"),
	TEXT("budget-month", budget_month, "", "Models", "the same for a month"),
	OF_KIND(SECRET, "passphrase", passphrase, "", "Models",
		"opens the sealed keys, if they are sealed by a passphrase (`pixie secret rotate --passphrase`)"),

	TEXT("mail-url", mail_url, "", "Mail and push",
	     "submission server: smtp://mail.example:587 (goes over to TLS by STARTTLS) or smtps://mail.example:465, or sendgrid://api.sendgrid.com with its key as mail-password; "
	     "empty: no mail is sent"),
	TEXT("mail-user", mail_user, "", "Mail and push", "name to sign in with there; empty: none is needed"),
	OF_KIND(SECRET, "mail-password", mail_password, "", "Mail and push", "its password; empty: none, or the sealed one"),
	OF_KIND(SECRET, "mail-token", mail_token, "", "Mail and push",
		"access token of OAuth 2 (XOAUTH2), instead of the password; empty: none, or the sealed one"),
	TEXT("mail-from", mail_from, "", "Mail and push", "sender of mails, such as Pixie <pixie@example.com>"),
	TEXT("mail-ca", mail_ca, "", "Mail and push", "file of roots (PEM) that certificates of mail servers are checked by; empty: the system's"),
	TEXT("push-subject", push_subject, "", "Mail and push",
	     "how push services reach you: an https or mailto URL; empty: public-url, or else mail-from"),
	BOOL("notify-http", notify_http, "false", "Mail and push",
	     "post notifications to addresses without TLS too (http://), such as an ntfy server in your own network"),
	OF_KIND(URL, "sms-url", sms_url, "", "Mail and push",
		"provider of text messages with an API of Twilio's shape, such as https://api.twilio.com; empty: no text messages"),
	TEXT("sms-account", sms_account, "", "Mail and push", "account there"),
	OF_KIND(SECRET, "sms-token", sms_token, "", "Mail and push", "its token; empty: the sealed one"),
	TEXT("sms-from", sms_from, "", "Mail and push", "number that they come from, such as +15005550006"),
	INT("sms-codes-day", sms_codes_day, "200", 1, 1000000, "Mail and push",
	    "codes to sign in with that go out as text messages in a day, of everybody together; half of them at most to numbers that are yet to be proved"),
	BOOL("mail-replies", mail_replies, "false", "Mail and push",
	     "let briefs and reminders by mail be answered (\"done 2\", \"in 2 hours\"): their lines are numbered, and replies arrive in the mailbox that an "
	     "administrator adds by `pixie mail add --replies`"),
	INT("mail-poll-s", mail_poll_s, "300", 5, 86400, "Mail and push",
	    "seconds between looks at mail accounts whose server does not tell of new mail by itself (IDLE)"),
	INT("mail-visit-s", mail_visit_s, "180", 1, 180, "Mail and push",
	    "seconds after which a visit of a mail account begins no more commands; what is left waits for the next visit"),
	BOOL("private-addresses", private_addresses, "false", "Mail and push",
	     "let people name servers of this machine and of private networks (webhooks, ntfy, push services, mail accounts); "
	     "otherwise they can only be in the public internet"),

	CHOICE("sign-up", sign_up, "closed", "closed|invite|open", "Identity", "who may make an account; people of an issuer need `create=yes` there, or open"),
	TEXT("oidc", oidc, "", "Identity",
	     "external issuers (OpenID Connect), separated by spaces: issuer=URL,audience=API for bearer tokens, "
	     "issuer=URL,client=ID,secret-file=PATH for login in a browser, or both; also name, party, scopes, grant, "
	     "create (yes: people who are not known get an account) and link; docs/SETTINGS.md tells of each"),
	INT("rate-api", rate_api, "6000", 1, 10000000, "Identity", "API requests a minute and user"),
	INT("rate-chat", rate_chat, "600", 1, 10000000, "Identity", "messages a minute and user"),
	INT("rate-connect", rate_connect, "600", 1, 10000000, "Identity", "socket connections a minute and user"),
	INT("rate-login", rate_login, "30", 1, 10000000, "Identity", "login attempts a minute and address"),
	{ NULL, PX_SETTING_TEXT, 0, NULL, 0, 0, NULL, NULL, NULL },
};
