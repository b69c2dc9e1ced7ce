/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replies to Pixie's own mails: which mail one answers, whose that is, and what
 * it says ("done 2", "move 1 to Friday", "erledigt 1 und 3").
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
/* Whether it is one, made with that key. */
bool px_reply_id_read(const uint8_t key[PX_REPLY_KEY], struct px_str id, struct px_id *user, struct px_id *notification);

struct px_reply_command {
	bool done;              /* else it is to be moved */
	int numbers[PX_REPLY_NUMBERS_MAX];
	size_t count;
	const char *when;       /* of a move: words of a time */
};

/* The commands in the reply's own words, without what it quotes; *unread: the first sentence that is none, or NULL. */
size_t px_reply_read(struct px_str text, struct px_arena *arena, struct px_reply_command commands[PX_REPLY_COMMANDS_MAX],
		     const char **unread);

/* The text with its lines of a list numbered, as replies name them: "• Pay rent" becomes "1. Pay rent". */
void px_reply_number_lines(const char *text, struct px_buf *out);
/* The line of that number, without its mark; empty if there is none. */
struct px_str px_reply_line(const char *text, int number);

#endif
