/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_mailboxes: reads people's mail accounts.
 *
 * One job an account ("mail.read") visits it: a connection on a loop fetches
 * what is new, a thread has pixie-extract read it, and one transaction on the
 * person's shard writes the mails with how far the folders were read.  So a
 * mail is taken once, whatever breaks in between.  After a visit the
 * connection stays and listens (IDLE); news makes the job due at once, else it
 * comes round every few minutes.  A visit that fails is no failed job: the
 * account says why, and the next one comes later each time.
 *
 * What mails mean is found elsewhere (find.h).
 */
#ifndef PX_MAIL_MAILBOXES_H
#define PX_MAIL_MAILBOXES_H

#include "auth/auth.h"
#include "blob/blob.h"
#include "domain/mail.h"
#include "jobs/jobs.h"
#include "memory/index.h"

struct px_mailboxes;

enum { PX_MAILBOX_KEY = 32 };

struct px_mailboxes_config { /* all borrowed, and outlive it */
	struct px_store *store;
	struct px_jobs *jobs;
	struct px_blobs *blobs;
	struct px_auth *auth;
	const struct px_memory_engine *memory;
	struct px_loop *loop;
	const char *ca_file;      /* PEM roots that servers are checked by; "": the system's */
	const char *helper;       /* path of pixie-extract; NULL: it is not there */
	const uint8_t *key;       /* PX_MAILBOX_KEY bytes that seal secrets; copied */
	const uint8_t *reply_key; /* PX_REPLY_KEY bytes that replies to our mails are known by; copied */
	bool private_addresses;
	bool visits;              /* false: accounts are kept, and nothing is read */
	unsigned poll_s;          /* between visits of a server without IDLE; 0: 300 */
	unsigned visit_s;         /* after which a visit begins no more commands; 0: 180 */
};

/* Main thread, before px_jobs_start. */
enum px_err px_mailboxes_new(const struct px_mailboxes_config *config, struct px_mailboxes **mailboxes,
			     struct px_error *error) PX_MUST_CHECK;
/* Main thread, when the jobs start: every account is visited soon. */
enum px_err px_mailboxes_start(struct px_mailboxes *mailboxes, struct px_shards *shards, struct px_error *error) PX_MUST_CHECK;
/* Main thread, while loop and shards run, before px_jobs_stop: visits under way end, connections close. */
void px_mailboxes_stop(struct px_mailboxes *mailboxes);
/* Main thread, after the jobs.  NULL is fine. */
void px_mailboxes_free(struct px_mailboxes *mailboxes);

/* What visits changed, once durable; any thread. */
typedef void (*px_mailboxes_changed_fn)(void *arg, struct px_id user, const struct px_change *changes, size_t count);
void px_mailboxes_on_changed(struct px_mailboxes *mailboxes, px_mailboxes_changed_fn changed, void *arg);

/* What signs in to an account, as it is sealed in its row. */
struct px_mail_secret {
	const char *password, *refresh_token, *client_secret; /* NULL: none */
};
/* Any thread.  In the arena, for the account's `secret`. */
enum px_err px_mailboxes_seal(const struct px_mailboxes *mailboxes, struct px_id account, const struct px_mail_secret *secret,
			      struct px_arena *arena, const char **sealed, struct px_error *error) PX_MUST_CHECK;

/*
 * Any thread but the loop's: signs in and lists the folders, without reading anything.  `done` on the loop, once;
 * `folders` is a JSON array of names.  The account is copied.
 */
void px_mailboxes_test(struct px_mailboxes *mailboxes, const struct px_mail_account *account,
		       void (*done)(void *arg, enum px_err err, const char *why, const char *folders), void *arg);

/* Any thread.  Whether the token unsubscribes somebody from a kind of notification by mail (unsubscribe.h). */
bool px_mailboxes_unsubscribes(const struct px_mailboxes *mailboxes, struct px_str token, struct px_id *user, char kind[16]);

/* For /metrics; any thread. */
void px_mailboxes_write_metrics(const struct px_mailboxes *mailboxes, struct px_buf *out);

#endif
