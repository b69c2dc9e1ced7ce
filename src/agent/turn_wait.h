/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps of a turn that waits for a thinker.
 *
 *   px_turn_run      message and row written; turn->waits
 *   px_turn_think    read transaction: the thinker starts
 *   px_turn_call     one of its calls, in a write transaction of its own
 *   px_turn_end      the answer, and the row's last state
 *
 * Each is a call on the user's shard that blocks on nothing but the store.
 * Between them nothing is held: what a turn is known by is a struct px_turn_mark
 * and its input.  When to call what is for the caller to know (api/live_turn.h).
 */
#ifndef PX_AGENT_TURN_WAIT_H
#define PX_AGENT_TURN_WAIT_H

#include "agent/turn.h"
#include "domain/turn_row.h"

struct px_turn_mark {
	struct px_id conversation, message, row;
	const char *chosen; /* why a thinker is to answer; static, or NULL */
};
/* Of a turn that px_turn_run left waiting. */
struct px_turn_mark px_turn_mark(const struct px_turn *turn);

/* Which conversation a message that names none belongs to; PX_ID_NONE if there is none yet.  A transaction of its own. */
enum px_err px_turn_main_conversation(struct px_store *store, struct px_id user, struct px_id *conversation,
				      struct px_error *error) PX_MUST_CHECK;

struct px_turn_limits {
	unsigned rounds;
	int64_t milliseconds;
};

/* Starts input->thinker; from here on, if all went well, `events` may be called. */
enum px_err px_turn_think(struct px_store *store, const struct px_turn_input *input, const struct px_turn_mark *mark,
			  const struct px_turn_limits *limits, const struct px_think_events *events, void *arg,
			  void **thought, struct px_error *error) PX_MUST_CHECK;

/*
 * Runs one call.  PX_OK also if the tool refused it: *result says so, in the
 * arena of `turn`, whose changes are to be published after px_turn_commit; the
 * `thought` that asked for it (or NULL) has written what it had to.  On
 * an error, which is about us, nothing was done.  PX_NOT_FOUND: the
 * conversation is gone.
 */
enum px_err px_turn_call(struct px_store *store, const struct px_turn_input *input, const struct px_turn_mark *mark,
			 void *thought, const struct px_think_call *call, struct px_turn *turn,
			 struct px_think_result *result, struct px_error *error) PX_MUST_CHECK;

/* Whether a part of the answer may be told before its end; a thinker without `check` is not asked.  Reads only. */
enum px_err px_turn_check(struct px_store *store, const struct px_turn_input *input, const struct px_turn_mark *mark,
			  void *thought, struct px_str part, bool *holds, struct px_error *error) PX_MUST_CHECK;

struct px_turn_ending {
	enum px_turn_state state;
	struct px_str text;      /* what the thinker said until then */
	const char *why;         /* of a failure, for people */
	bool alone;              /* of a failure: if nothing was done, the built-in engine may answer instead */
	int64_t now;             /* when it ended */
	void *thought;           /* whose conclusion is asked; NULL: it never began */
	struct px_think_usage usage;
};

/*
 * Writes the end; commit `turn` afterwards, as after px_turn_run.  PX_NOT_FOUND:
 * the conversation is gone, and the row with it, for which `turn` is to be
 * committed all the same if it has a transaction.
 */
enum px_err px_turn_end(struct px_store *store, const struct px_turn_input *input, const struct px_turn_mark *mark,
			const struct px_turn_ending *ending, struct px_turn *turn,
			struct px_error *error) PX_MUST_CHECK;

#endif
