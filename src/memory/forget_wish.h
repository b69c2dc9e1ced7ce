/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person wants forgotten, read from their words: whether a text asks it,
 * and whether it names a fact ("my passport date"), everything about something
 * ("all I told you about the move"), what no longer holds ("my old address"),
 * or what was told last ("that", "what I just said").
 *
 * It reads; memory/forget looks for what is meant.
 */
#ifndef PX_MEMORY_FORGET_WISH_H
#define PX_MEMORY_FORGET_WISH_H

#include "memory/clause.h"

struct px_forget_wish {
	const char *plain, *said; /* folded, and as it was typed */
	const char *subject, *attribute;   /* as a noun phrase names them */
	const char *subject2, *attribute2; /* as its last word splits them */
	bool all;                          /* "everything about …" */
	bool anybodys;                     /* "all the phone numbers": of whomever */
	bool mine;                         /* "how I take my tea": what I do or have, and nobody else's */
	bool former;                       /* "my old address": only what no longer holds */
	bool pointed;                      /* "that debt": one thing, told last if there are several */
	enum { PX_FORGET_NAMED, PX_FORGET_LAST, PX_FORGET_BEFORE } which; /* named; told last; said by the message before this one */
};

/*
 * Whether a text asks to forget something kept ("I should like you to forget
 * …"), and what, in its own words.  "I always forget my tape measure" doesn't.
 */
bool px_forget_asked(struct px_str text, struct px_arena *arena, const char **target);
/* Whether a text begins with "forget" or "erase", polite words apart, or with "delete the last thing I said"; "Book a table, no wait, forget it" does not. */
bool px_forget_begins(struct px_str text, struct px_arena *arena);
/* "I always forget where the key is", "never forget where it is": nothing is to be forgotten; *what is what slips somebody's mind. */
bool px_forget_laments(struct px_str text, struct px_arena *arena, const char **what);
/*
 * Whether it asks to delete "that" and names nothing ("please erase this again").  Whether the last change is meant, or the
 * words said before, only what was done for them can tell.
 */
bool px_forget_points(struct px_str text, struct px_arena *arena);

/* Reads a target; texts live in the arena.  `former`: whether "old" and "previous" say that it no longer holds. */
void px_forget_wish_read(struct px_str target, bool former, struct px_arena *arena, struct px_forget_wish *wish);
/* The target without what follows its first comma ("my old address, bad memories"); false if there is none. */
bool px_forget_without_rest(struct px_str *target, struct px_arena *arena);

#endif
