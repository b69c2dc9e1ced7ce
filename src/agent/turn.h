/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One turn: a person's message in, effects and a reply out.
 *
 * px_turn_run reads context, lets the built-in engine parse the text, runs the
 * tool calls, words the reply and writes message, effects, undo record, reply
 * and dialogue state into one transaction; px_turn_commit makes it durable.
 * Nothing may be shown to anybody before `done`.  A turn that a thinker wants
 * (agent/thinker.h) only writes the message and its row there and waits; it
 * goes on by the steps of agent/turn_wait.h.  Shard thread.
 */
#ifndef PX_AGENT_TURN_H
#define PX_AGENT_TURN_H

#include "agent/context.h"
#include "agent/hear.h"
#include "agent/thinker.h"
#include "agent/tools.h"
#include "domain/conversation.h"

enum { PX_MESSAGE_MAX = 32768 };

/* A trained reader of messages, as struct px_nlu_context takes it; `read` NULL: there is none. */
struct px_turn_reader {
	px_read_fn read;
	void *arg;
};

struct px_turn_input {
	struct px_id user;
	struct px_id conversation; /* none: the user's main conversation, made on first use */
	struct px_str text;        /* 1..PX_MESSAGE_MAX bytes of UTF-8 */
	struct px_id replaces;     /* none, or a message of the conversation: it is said otherwise by this one */
	struct px_str client_id;   /* idempotency: the same one again returns the first turn's outcome */
	int64_t now;               /* UTC milliseconds */
	const struct px_memory_engine *memory; /* NULL: only facts are asked */
	enum px_memory_auto memory_auto; /* what becomes of facts that were said */
	const char *zone;          /* overrides the user's zone for this turn, or NULL */
	struct px_shard_parts *parts; /* of this shard, where px_context_part is kept; or NULL */
	struct px_turn_reader reader; /* that the built-in engine may ask */
	const struct px_thinker *thinker; /* NULL: the built-in engine answers everything */
	const struct px_id *files; /* what was sent with it: at most PX_MESSAGE_FILES_MAX */
	size_t file_count;
	struct px_blobs *blobs;    /* where their bytes are; NULL: nobody looks at them */
	const char *no_waiting;    /* why the turn can't wait now (PX_RATE_LIMITED); NULL: it can */
};

struct px_turn {
	struct px_arena arena;
	struct px_id conversation, message, answer;
	const char *reply;         /* what Pixie says */
	struct px_change *changes; /* to publish once durable */
	size_t change_count;
	struct px_ground grounds[PX_GROUNDS_MAX]; /* what the reply rests on */
	size_t ground_count;
	unsigned calls, calls_failed, calls_asked; /* of the built-in engine: all, refused, answered by a question */
	const char *intent;
	float confidence;
	bool repeated;             /* the client_id was seen before; nothing was done again */
	bool closed;               /* of a repeated one: its answer was written only now */
	bool can_undo;
	bool waits;                /* a thinker has it: there is no answer yet */
	struct px_id row;          /* of a turn that waits or waited: its row's id */
	const char *chosen;        /* of a turn that waits: why its thinker is to answer; static, or NULL */
	struct px_store_tx *tx;    /* open until px_turn_commit or px_turn_release */

	/* Private. */
	const struct px_message *said, *answered;
	const char *json;
	void (*done)(void *arg, enum px_err err);
	void *done_arg;
	enum px_err outcome;
	_Atomic int unfinished;    /* of px_turn_commit: durability, wire form */
};

/* On error the transaction has been rolled back; release the turn in any case, a committed one from `done` on. */
enum px_err px_turn_run(struct px_store *store, const struct px_turn_input *input,
			struct px_turn *turn, struct px_error *error) PX_MUST_CHECK;
/*
 * The wire form: {message, reply, effects, ...}, "reply" null while it waits; made
 * on first use.  Between px_turn_commit and `done` nobody may ask.
 */
const char *px_turn_json(struct px_turn *turn);
/*
 * Ends the transaction; `done`, which must be given, as in px_store_commit, but that it may be
 * called on this thread before this returns.  By then the wire form is made,
 * which is done here, while others write already.
 */
void px_turn_commit(struct px_turn *turn, void (*done)(void *arg, enum px_err err), void *arg);
void px_turn_release(struct px_turn *turn);

/*
 * Changes in the form of a turn's "effects", a JSON array in the arena: each
 * row with "entity" and "verb" in front, of rows over 1 MiB together only these
 * and "id"; NULL if there are none.
 */
const char *px_turn_effects(struct px_arena *arena, const struct px_change *changes, size_t count);

#endif
