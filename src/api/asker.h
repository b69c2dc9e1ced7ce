/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who waits for a turn, and whose turn it is: what steps, events and waiting
 * calls of api/ have in common.
 */
#ifndef PX_API_ASKER_H
#define PX_API_ASKER_H

#include "base/err.h"
#include "base/id.h"
#include "base/str.h"

struct px_asker;

/* Whose event it is. */
struct px_turn_event {
	struct px_id user, conversation, message, turn; /* PX_ID_NONE: not known yet */
	struct px_str client_id;                        /* empty: none */
	struct px_asker *askers;                        /* who hear it too; NULL, but on the shard's thread */
};

/* Somebody who waits for a turn; embed it. */
struct px_asker {
	struct px_asker *next;
	/*
	 * A thinker has the turn.  `turn`: its wire form; `text`: the answer so far,
	 * which ends with delta `n`.  True: the asker is content, and gone.
	 */
	bool (*began)(struct px_asker *asker, const struct px_turn_event *event, const char *turn, struct px_str text, int64_t n);
	/* What the room is told meanwhile, after `began` but for state "queued"; NULL: it does not hear that. */
	void (*event)(struct px_asker *asker, const char *name, struct px_str json);
	void (*delta)(struct px_asker *asker, const struct px_turn_event *event, int64_t n, struct px_str text);
	/*
	 * The end: the whole turn on the wire, or an error.  `turn` NULL without an
	 * error: the message was taken back before its turn began.  Comes once unless
	 * `began` was the last; on the commit thread or the shard's.
	 */
	void (*ended)(struct px_asker *asker, enum px_err err, const struct px_error *error, const char *turn);
};

#endif
