/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of a conversation a language model may be told: its newest messages on
 * the branch that goes on, without those that were forgotten or hold a secret;
 * how many of them go along whole, and which may hold words of others.
 *
 * Shard thread; reads only.  What is made of it: model_context.h (a request),
 * summing.h (what was said before, in short).
 */
#ifndef PX_AGENT_TALK_H
#define PX_AGENT_TALK_H

#include "agent/text_marks.h"
#include "base/buf.h"
#include "domain/domain.h"
#include "domain/talk_summary.h"

enum {
	PX_TALK_WHOLE_MAX = 20,         /* messages that go along whole */
	PX_TALK_OLDER_MAX = 100,        /* messages before them that are looked at */
	PX_TALK_MESSAGE_BYTES = 8000,   /* of one, at most */
	PX_TALK_TIME = 40,              /* bytes of a time as text */
};

struct px_talk {
	const struct px_message **messages; /* newest first */
	size_t count;
	bool joined;              /* what lies before the oldest of them, if anything does, is of the same branch */
	int64_t oldest;           /* seq of the oldest message that was looked at; 0: none was */
	const char **imported;    /* titles of rows that came from elsewhere */
	size_t imported_count;
};

struct px_talk_query {
	struct px_id conversation;
	struct px_id except;          /* a message that is not to be in it, or PX_ID_NONE */
	struct px_text_marks *marks;  /* or NULL */
};

/* In the domain's arena. */
enum px_err px_talk_read(struct px_domain *domain, const struct px_talk_query *query, struct px_talk *talk,
			 struct px_error *error) PX_MUST_CHECK;
/* The larger count of the providers' tokenizers, whoever answers. */
size_t px_talk_tokens(struct px_str text);
/* The words of a message as they go along. */
struct px_str px_talk_words(const struct px_message *message);
/* How many of the newest go along whole; the first of them in time is the person's. */
size_t px_talk_whole(const struct px_talk *talk);
/* The message may hold words that are not the person's: it says so, or it quotes what was imported. */
bool px_talk_is_foreign(const struct px_talk *talk, const struct px_message *message);
/*
 * Whether a summary is of this branch of the talk.  *unsummed: how many of the messages before those that go along
 * whole are newer than it; if it is not, all of them.
 */
bool px_talk_has(const struct px_talk *talk, const struct px_talk_summary *summary, size_t whole, size_t *unsummed);
/* Kept words as data: one line, and nothing in them can end the data. */
void px_talk_write_data(struct px_str words, struct px_buf *out);
/* "Fri 2026-01-16 10:30" on the person's clock. */
void px_talk_time(const struct px_domain *domain, int64_t utc, char out[PX_TALK_TIME]);

#endif
