/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of px_imap: imap.c (connection, commands) and imap_login.c (the way in). */
#ifndef PX_MAIL_IMAP_INTERNAL_H
#define PX_MAIL_IMAP_INTERNAL_H

#include "mail/imap.h"
#include "net/stream.h"

enum imap_step { IMAP_DIALLING, IMAP_GREETING, IMAP_LOGIN, IMAP_READY, IMAP_IDLE, IMAP_LOST };

typedef void (*imap_response_fn)(struct px_imap *imap, const struct px_imap_response *response);

struct px_imap {
	struct px_imap_config config;
	struct px_arena arena;
	struct px_imap_reader reader;
	struct px_stream *stream;
	struct px_dial *dial;
	uv_timer_t timer;
	enum imap_step step;
	bool closed, polite;
	bool starting;          /* TLS begins when this response is read */
	bool secured;           /* TLS is up */
	bool leaving;           /* of IDLE */
	/* what the server can do */
	bool known, idle, condstore, sasl_ir, plain, xoauth2, login_disabled, starttls;
	unsigned tags;
	char tag[16];           /* of the command under way */
	imap_response_fn on_tagged, on_untagged, on_continue;
	px_imap_done_fn done;
	bool about_folder;      /* NO to the command means that the folder is not there */
	void *result;           /* of examine and search */
	void (*each_fetched)(void *arg, const struct px_imap_fetched *fetched);
	void (*each_listed)(void *arg, const struct px_imap_listed *listed);
	struct px_arena *list_arena;
	size_t listed, listed_bytes; /* folders of the answer to LIST */
	uint64_t asked;         /* uv_now when the command under way was sent */
	char said[128];
};

/* imap.c */
/* The connection is at its end: tells the command under way, or `lost`. */
void imap_fail(struct px_imap *imap, enum px_err err, const char *why);
/* The command under way is over. */
void imap_finish(struct px_imap *imap, enum px_err err, const char *why);
/* Begins the time in which the server must say something. */
void imap_wait(struct px_imap *imap);
void imap_say(struct px_imap *imap, struct px_str text);
void imap_command(struct px_imap *imap, struct px_str text, imap_response_fn on_tagged);
const char *imap_words(struct px_imap *imap, const struct px_imap_response *response);

/* imap_login.c */
/* The stream is connected. */
void imap_greet(struct px_imap *imap);
void imap_secured(struct px_imap *imap);
/* STARTTLS was granted, and its response is read. */
void imap_start_tls(struct px_imap *imap);
/* What the server says it can do. */
void imap_learn(struct px_imap *imap, struct px_str words);

#endif
