/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_imap: one signed-in connection to an IMAP server (RFC 3501, with
 * IDLE, CONDSTORE and SASL-IR where the server has them), on a loop.
 *
 * It only reads: folders are opened by EXAMINE and mails fetched by BODY.PEEK,
 * so nothing changes on the server, not even a flag.  TLS is a must, from the
 * start or by STARTTLS.  One command at a time; its `done` is called once,
 * later, and may give the next command or close the connection.  What mails
 * mean, and which have been read, is the caller's.
 */
#ifndef PX_MAIL_IMAP_H
#define PX_MAIL_IMAP_H

#include "mail/imap_wire.h"
#include "net/tls.h"
#include "sys/loop.h"

struct px_imap;

/*
 * `err` of a command: PX_OK; PX_UNAUTHORIZED (the server refuses who we are), PX_NOT_FOUND (no such folder),
 * PX_UNAVAILABLE, PX_TIMEOUT, PX_FORBIDDEN (address), PX_UNSUPPORTED (no TLS, no way to sign in), PX_TOO_LARGE,
 * PX_CORRUPT (what it says is no IMAP).  `why` is for people; but for PX_NOT_FOUND the connection is at its end then.
 */
typedef void (*px_imap_done_fn)(void *arg, enum px_err err, const char *why);

struct px_imap_config { /* copied */
	struct px_loop *loop;
	struct px_tls *tls;     /* a client's; borrowed */
	const char *host;
	uint16_t port;
	bool starttls;          /* TLS by STARTTLS (143), not from the start (993) */
	bool private_addresses;
	const char *user;
	const char *password;   /* or */
	const char *token;      /* an access token for XOAUTH2 */
	unsigned timeout_ms;    /* without a word from the server; 0: 60 s */
	/* While no command is under way: the connection is lost, or, while idle, the folder has changed. */
	void (*lost)(void *arg, enum px_err err, const char *why);
	void (*changed)(void *arg);
	void *arg;
};

/* Connects and signs in; `done` with config->arg. */
struct px_imap *px_imap_open(const struct px_imap_config *config, px_imap_done_fn done);
/* No callback follows. */
void px_imap_close(struct px_imap *imap);
bool px_imap_can_idle(const struct px_imap *imap);

struct px_imap_folder {
	int64_t validity, next, modseq, exists; /* UIDVALIDITY, UIDNEXT, HIGHESTMODSEQ; -1: not told */
};
/* `folder` is UTF-8.  *found stays valid until `done`. */
void px_imap_examine(struct px_imap *imap, const char *folder, struct px_imap_folder *found, px_imap_done_fn done);
/* UID SEARCH with these words ("UID 17:*", "SINCE 1-Feb-2026"); the numbers are in the arena, in any order. */
struct px_imap_numbers {
	struct px_arena *arena;
	int64_t *list;
	size_t count, room;
};
void px_imap_search(struct px_imap *imap, const char *words, struct px_imap_numbers *found, px_imap_done_fn done);
/* UID FETCH of a set ("17,19:21"): sizes and dates, or with `bodies` the mails too.  `each` as they come. */
void px_imap_fetch(struct px_imap *imap, const char *set, bool bodies,
		   void (*each)(void *arg, const struct px_imap_fetched *fetched), px_imap_done_fn done);
/* All folders. */
void px_imap_list(struct px_imap *imap, struct px_arena *arena,
		  void (*each)(void *arg, const struct px_imap_listed *listed), px_imap_done_fn done);
/* Listens to the open folder until px_imap_end_idle; `changed` tells of news, `lost` of the end. */
void px_imap_idle(struct px_imap *imap);
/* `done` when commands can be given again; at once if it was not idle. */
void px_imap_end_idle(struct px_imap *imap, px_imap_done_fn done);

#endif
