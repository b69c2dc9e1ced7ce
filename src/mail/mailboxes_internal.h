/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of px_mailboxes.
 *
 *   mailboxes.c  its life, and the job: prepare, apply, ended
 *   line.c       connections that are kept, one for each account; access tokens
 *   visit.c      what a visit asks the server, on the loop
 *   parsed.c     what pixie-extract says of a mail
 *   take.c       the transaction that writes what a visit brought
 *   pass_on.c    replies that are for somebody else
 */
#ifndef PX_MAIL_MAILBOXES_INTERNAL_H
#define PX_MAIL_MAILBOXES_INTERNAL_H

#include "domain/user.h"
#include "mail/answer.h"
#include "mail/bounce.h"
#include "mail/imap.h"
#include "mail/mailboxes.h"
#include "mail/parsed.h"
#include "net/client.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	VISIT_MAILS = 25,            /* taken in one visit; the next one follows at once */
	VISIT_BYTES = 16 << 20,
	FETCH_BYTES = 4 << 20,       /* asked for by one command */
	SEARCH_SPAN = 2000,          /* numbers looked through by one command */
	EMPTY_SPANS_MAX = 500,       /* that one visit looks through in vain */
	MAIL_MAX = 25 << 20,
};

/* A connection to an account's server; the loop's. */
struct line {
	struct line *next;
	struct px_mailboxes *mailboxes;
	struct px_id account, user;
	int64_t version;             /* of the account, when it was opened */
	struct px_imap *imap;
	bool idle;
	struct visit *visit;         /* that uses it now */
	char *access_token;
	int64_t token_expires;       /* px_clock_now */
	struct px_client_call *asking; /* for a token */
	bool token_fresh;            /* it was got in this visit */
	bool settling;               /* the folder that is listened to is being opened */
	int64_t expected;            /* its UIDNEXT, if nothing has arrived since the visit */
	struct px_imap_folder listened;
};

struct folder_visit {
	struct px_mail_folder row;
	struct px_imap_folder found;
	bool changed;                /* the row is to be written */
	bool anew;                   /* the server numbers it anew */
};

struct fetched_mail {
	size_t folder;
	int64_t uid, size, received;
	struct px_buf bytes;
	const char *problem;         /* why it is skipped */
	char hash[PX_BLOB_HASH + 1]; /* of its bytes; a skipped one has its number here */
	struct px_mail_parsed parsed;
	struct px_id reply_of;       /* it answers, or gives back, a mail of ours to that person; none: it does not */
	const char *reply_job;       /* PX_JOB_MAIL_REPLY or PX_JOB_BOUNCED */
	const char *reply;           /* its payload */
	struct px_blob_writer *file; /* if it is to be remembered */
	char file_hash[PX_BLOB_HASH + 1];
	int64_t file_size;
};

/* One run of the job. */
struct visit {
	struct px_job job;           /* to the loop */
	struct px_mailboxes *mailboxes;
	struct px_job_run *run;      /* NULL: a test */
	struct visit *next;          /* of those under way; under the mailboxes' lock */
	struct px_arena arena;
	struct px_mail_account account;
	struct px_mail_secret secret;
	bool gone;                   /* the account is no more, or is off */
	_Atomic bool cancelled;
	enum px_err err;             /* how it went with the server */
	char why[256];
	struct folder_visit *folders;
	size_t folder_count, at;     /* the folder that is looked at */
	struct px_imap_numbers numbers;
	int64_t searched_to;         /* numbers were asked for up to this one; 0: all */
	unsigned empty_spans;        /* looked through in vain */
	int64_t ends;                /* px_clock_mono: no more commands then; a slow one under way may go on (imap.c: 10 minutes) */
	size_t next_number;          /* of these, the first whose body is not asked for */
	bool has_more;
	bool listens;                /* the connection tells of news until the next visit */
	struct fetched_mail mails[VISIT_MAILS];
	size_t mail_count, first_of_folder;
	size_t bytes, asked;         /* mails whose bodies were asked for */
	struct line *line;
	bool reopened;               /* a kept connection was dead: this one is new */
	bool threaded;
	pthread_t thread;
	struct px_user user;
	struct px_domain domain;     /* of apply, with the changes to tell */
	uint64_t proposals;
	/* of a test */
	void (*tested)(void *arg, enum px_err err, const char *why, const char *folders);
	void *tested_arg;
	struct px_buf names;
};

struct px_mailboxes {
	struct px_mailboxes_config config;
	uint8_t key[PX_MAILBOX_KEY], reply_key[PX_REPLY_KEY];
	struct px_answering answering;
	struct px_arena arena;
	struct px_tls *tls;
	struct px_client *client;    /* asks for access tokens */
	struct px_shards *_Atomic shards;
	struct line *lines;          /* the loop's */
	bool stopping;               /* the loop's */
	pthread_mutex_t lock;
	struct visit *visits;        /* under way */
	px_mailboxes_changed_fn changed;
	void *changed_arg;
	_Atomic uint64_t visited, failed, mails, skipped, proposals, idle;
};

/* mailboxes.c */
/* [loop] The server's part is over: what was fetched is parsed, by a thread. */
void mailboxes_visited(struct visit *visit);
/* What was opened of the account's secret is gone from memory. */
void mailboxes_wipe_secret(struct visit *visit);
/* [loop] The account is to be visited at `due`. */
void mailboxes_wake(struct px_mailboxes *mailboxes, struct px_id user, struct px_id account, int64_t due);

/* pass_on.c */
extern const struct px_job_kind mailboxes_pass_on_kind; /* `arg`: struct px_mailboxes */
/* [tx of the account's owner] What is for somebody else, a job of that kind and payload, is on its way to them. */
enum px_err mailboxes_pass_on(struct px_store_tx *tx, const struct px_job_spec *reply, struct px_id owner,
			      struct px_error *error) PX_MUST_CHECK;

/* line.c; on the loop */
/* Gives the visit a connection that is signed in; then visit_connected or visit_failed. */
void line_take(struct visit *visit);
/* The visit is over: the connection listens on, or ends. */
void line_leave(struct visit *visit, bool keep);
void line_drop(struct line *line);
/* The account is read no more. */
void line_forget(struct px_mailboxes *mailboxes, struct px_id account);

/* visit.c; on the loop */
void visit_start(struct px_job *job);
void visit_connected(struct visit *visit);
void visit_failed(struct visit *visit, enum px_err err, const char *why);

/* take.c */
enum px_err visit_take(struct visit *visit, struct px_store_tx *tx, struct px_error *error) PX_MUST_CHECK;

#endif
