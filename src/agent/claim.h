/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a sentence of an answer claims: a change that was made, a promise, or
 * how things stand in the person's tasks and calendar.  Whether it is so is for
 * agent/truth.c.  English words are data (claim_words.c).  Pure.
 */
#ifndef PX_AGENT_CLAIM_H
#define PX_AGENT_CLAIM_H

#include "agent/said.h"

/* Kinds of change, as bits: what an effect is, and what would make a claim true. */
enum {
	PX_DEED_CREATED = 1 << 0, PX_DEED_UPDATED = 1 << 1, PX_DEED_COMPLETED = 1 << 2, PX_DEED_DELETED = 1 << 3,
	PX_DEED_KEPT = 1 << 4, PX_DEED_FORGOTTEN = 1 << 5, PX_DEED_UNDONE = 1 << 6,
	PX_DEED_ANY = (1 << 7) - 1,
	PX_DEED_TIMED = 1 << 7, /* one with a time: of promises to remind */
};

enum px_claim_kind {
	PX_CLAIM_NONE,
	PX_CLAIM_DEED,    /* "I've added the dentist", "Done.": `deeds` would make it true */
	PX_CLAIM_OUTSIDE, /* "I sent the mail": there is no tool that could */
	PX_CLAIM_STATE,   /* "you have 3 tasks", "your dentist appointment is on Friday" */
};

struct px_claim {
	enum px_claim_kind kind;
	unsigned deeds;
	bool general;      /* "Done.", "All set.": of nothing in particular */
	bool loose;        /* it is one only if the sentence names a row of the person's */
	size_t from, to;   /* words of the object: what the claim is about; of a count: of its clause */
	int64_t count;     /* "3 tasks", "both"; -1: none is said */
	bool tasks, events; /* of a count or an entry: what is counted */
};

/* Claims of the sentence, in their order. */
enum { PX_CLAIMS_MAX = 6 };
size_t px_claims_read(struct px_str sentence, const struct px_said_words *words, struct px_claim claims[PX_CLAIMS_MAX]);

/*
 * Whether a part of an answer may hold a claim, or become one as it goes on: such text is held back until it has
 * been checked.  Quick and on the safe side.
 */
bool px_claim_may_be(struct px_str text);
/* Bytes of it before the first word that makes it so. */
size_t px_claim_safe(struct px_str text);

/* Words that name no thing by themselves: "the", "task", "list"; small letters. */
bool px_claim_is_filler(const char *word);
/* "task", "meeting": what a person's rows are called. */
bool px_claim_is_entry(const char *word);

#endif
