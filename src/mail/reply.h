/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replies to Pixie's own mails: which mail one answers, whose that is, and what
 * it says ("done 2", "move 1 to Friday", "erledigt 1 und 3", "in 2 hours").
 *
 * The Message-ID of each of those mails holds the person, the
 * notification and a code made with the instance's key, which only its receiver
 * has seen; a reply names it in In-Reply-To.  Pure.
 */
#ifndef PX_MAIL_REPLY_H
#define PX_MAIL_REPLY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"

enum { PX_REPLY_KEY = 32, PX_REPLY_COMMANDS_MAX = 10, PX_REPLY_NUMBERS_MAX = 10, PX_REPLY_NUMBER_MOST = 99 };

/* Appends "<user>.<notification>.<code>@domain", without brackets. */
void px_reply_id_write(const uint8_t key[PX_REPLY_KEY], struct px_id user, struct px_id notification, const char *domain,
		       struct px_buf *out);
/* The same of a mail that asks for no reply, such as a letter of identity: "<user>.<id>.<code>.letter@domain". */
void px_letter_id_write(const uint8_t key[PX_REPLY_KEY], struct px_id user, struct px_id id, const char *domain, struct px_buf *out);
/* Whose mail it was, of either kind, by the same key: for mails that come back. */
bool px_sent_id_read(const uint8_t key[PX_REPLY_KEY], struct px_str text, struct px_id *user);
/* Whether it is one that can be replied to, made with that key. */
bool px_reply_id_read(const uint8_t key[PX_REPLY_KEY], struct px_str id, struct px_id *user, struct px_id *notification);

enum px_reply_verb {
	PX_REPLY_DONE, PX_REPLY_SEEN,
	PX_REPLY_MOVE,   /* the thing itself, to another time */
	PX_REPLY_SNOOZE, /* what was said of it, until later */
	PX_REPLY_WHEN,   /* a sentence without a verb, which is a time ("in 2 hours") or can't be read */
};

struct px_reply_command {
	enum px_reply_verb verb;
	int numbers[PX_REPLY_NUMBERS_MAX];
	size_t count;           /* 0: it names no number */
	bool all;               /* "all done" */
	const char *when;       /* words of a time, the whole sentence of PX_REPLY_WHEN; NULL: none */
};

/*
 * The commands in the reply's own words, without what it quotes and without thanks; *unread: the first sentence that begins
 * with a command and goes on with something else, or NULL.
 */
size_t px_reply_read(struct px_str text, struct px_arena *arena, struct px_reply_command commands[PX_REPLY_COMMANDS_MAX],
		     const char **unread);

/* The text with its lines of a list numbered, as replies name them: "• Pay rent" becomes "1. Pay rent". */
void px_reply_number_lines(const char *text, struct px_buf *out);
/* The line of that number, without its mark; empty if there is none. */
struct px_str px_reply_line(const char *text, int number);

#endif
