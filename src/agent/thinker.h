/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thinker answers what the built-in engine can't: a language model, or a
 * test's stand-in for one.
 *
 * It is asked in the turn's first transaction whether it wants the turn.  If
 * so, the person's message is made durable and the thinker started; from then
 * on no shard, transaction or lock is held for it.  What it thinks it tells by
 * events, and the turn acts on them on the user's shard:
 *
 *   start -> (text | calls -> resume)* -> end -> conclude -> release
 *
 * Every `calls` is one round and is answered with one `resume`.  The calls run
 * in order, each in a short write transaction of its own.  Nothing of the turn
 * but its message is kept before its end.
 *
 * Functions of the table are called on the user's shard, never while one of
 * them runs for the same thought, and must not block.  Events may come from any
 * thread, one at a time, but not from within `start`, `resume` or `stop`.
 * No slot is NULL but claims, step, route, check and write_rest.
 */
#ifndef PX_AGENT_THINKER_H
#define PX_AGENT_THINKER_H

#include "blob/blob.h"
#include "domain/domain.h"
#include "memory/ask.h"
#include "nlu/nlu.h"

enum {
	PX_THINK_TEXT_MAX = 32768,  /* bytes of an answer; more is cut and ends the turn as failed */
	PX_THINK_CALLS_MAX = 16,    /* calls of one round */
	PX_THINK_ARGUMENTS_MAX = 65536, /* bytes of the arguments of one call */
};

/* What the built-in engine read; for deciding who answers. */
struct px_think_question {
	struct px_str text;
	const struct px_nlu_context *nlu;
	const struct px_nlu_result *reading;
	struct px_domain *domain;          /* of the turn's transaction */
	size_t pictures;                   /* that were sent with it */
	const char **declined;             /* it would answer, but may not: set to why, in the domain's arena; said with the reply */
	const char **why;                  /* set to the reason of the decision: static if it is wanted, else in that arena; or NULL */
};

/* Borrowed while `start` runs; a read transaction of the user is open in `domain`. */
struct px_think_request {
	struct px_id user, conversation, message, turn;
	struct px_str text;
	struct px_domain *domain;          /* its `now` is the turn's */
	const struct px_user *person;
	const struct px_memory_keep *memory; /* where recall looks; NULL: nowhere */
	const char *files;                 /* what the message keeps of those that came with it (domain/file.h), or NULL */
	struct px_blobs *blobs;            /* where their bytes are, or NULL */
	unsigned rounds;                   /* of calls at most */
	int64_t milliseconds;              /* until it is stopped */
};

/* A text that is not the person's and was in sight when a call was thought of. */
struct px_think_source {
	const char *kind;        /* "document", "memory"; static */
	struct px_id id;
	struct px_str quote;
};

struct px_think_call {
	struct px_str id;        /* the thinker's own name of it, given back with the result */
	struct px_str tool;
	struct px_str arguments; /* a JSON object; anything else is told as a failure */
	bool foreign;            /* words that are not the person's may have asked for it: changes are proposed */
	bool repeated;           /* the same was called before and nothing has changed since: it is refused */
	bool many;               /* it is one of more deletions than may be done without asking */
	struct px_think_source source; /* of what is foreign, if it is known which; else its kind is NULL */
};
/* With texts of its own. */
struct px_think_call px_think_call_copy(const struct px_think_call *call, struct px_arena *arena);

struct px_think_result {
	struct px_str id;
	bool failed;             /* nothing of it was done; `text` says why, so that it can be mended */
	bool ambiguous;          /* nothing was done; `text` asks which one is meant */
	struct px_str text;      /* what a person would be told */
	struct px_str data;      /* the rows concerned, a JSON array; if ambiguous, the choices by number, with ids */
};

struct px_think_usage {
	const char *model;       /* "provider:model", or NULL */
	int64_t tokens_in, tokens_out, tokens_cached;
};

struct px_think_end {
	enum px_err err;         /* PX_OK: the text is whole */
	const char *why;         /* of an error, for people: "the model does not answer" */
	struct px_think_usage usage;
};

/* Which way a thought took, for the record of the answer. */
struct px_think_route {
	enum px_message_route route;
	const char *why;
};

/* Everything is copied.  `end` is the last one, and comes once, also after `stop`. */
struct px_think_events {
	void (*text)(void *arg, struct px_str more);  /* UTF-8, cut between characters */
	void (*calls)(void *arg, const struct px_think_call *calls, size_t count);
	void (*end)(void *arg, const struct px_think_end *end);
};

/* In the transaction that ends the turn, after all it did; or in one that reads, while the answer is being said. */
struct px_think_conclusion {
	struct px_domain *domain;
	const struct px_memory_keep *memory; /* where this shard keeps things of the person */
	enum px_turn_state state;
	struct px_str text;                /* as it was told until now */
	const struct px_action *actions;   /* what the turn did and nobody has undone */
	size_t action_count;
	struct px_think_usage usage;
};

/* What becomes of the answer. */
struct px_think_answer {
	const char *text;        /* as it was told; may be replaced by one in the domain's arena */
	int64_t corrected;       /* sentences that were */
	bool tainted;            /* words that are not the person's were in sight and may be in it */
};

struct px_thinker {
	/* Whether it should answer instead of the built-in engine.  A write transaction is open: be quick. */
	bool (*wants)(void *self, const struct px_think_question *question);
	/*
	 * Whether it would want this text whatever is read in it, if it names no time: then the trained reader is not
	 * run for it.  `wants` has the last word.  Any thread, pure.
	 */
	bool (*claims)(void *self, struct px_str text);
	/* Begins.  On an error no event comes, *thought is not set and the turn fails with it. */
	enum px_err (*start)(void *self, const struct px_think_request *request,
			     const struct px_think_events *events, void *arg, void **thought,
			     struct px_error *error);
	/*
	 * In the transaction of each of its calls, after the call: rows such as
	 * usage may be written.  An error fails the transaction.
	 */
	enum px_err (*step)(void *thought, struct px_domain *domain, struct px_error *error);
	/* The results of the last round, in the order of its calls. */
	void (*resume)(void *thought, const struct px_think_result *results, size_t count);
	/* Think no further: `end` follows soon, without waiting for anybody outside. */
	void (*stop)(void *thought);
	/*
	 * Last words on the answer: its text may be replaced where it claims what is
	 * not so, and rows such as usage be written.  Also of a turn that was stopped or failed.  An error fails the transaction.
	 */
	enum px_err (*conclude)(void *thought, const struct px_think_conclusion *conclusion,
				struct px_think_answer *answer, struct px_error *error);
	/* Which way it took until now, in the arena; also of a thought that was stopped.  NULL: nothing is known of it. */
	struct px_think_route (*route)(void *thought, struct px_arena *arena);
	/*
	 * After `end`, once: what came after the turn's own end, such as the usage of
	 * a call that was stopped, may be written in a transaction of its own.
	 */
	void (*write_rest)(void *thought, struct px_store *store);
	/*
	 * Whether this part of the answer is so and may be told now.  `so_far` holds it as its text, and what was done until
	 * now.  NULL: everything is told as it comes.
	 */
	enum px_err (*check)(void *thought, const struct px_think_conclusion *so_far, bool *holds, struct px_error *error);
	/* After `end`; nothing of the thought is used any more. */
	void (*release)(void *thought);
	void *self;
};

#endif
