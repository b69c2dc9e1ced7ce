/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What live_turn.c (the steps) and live_ask.c (who comes, goes and ends them)
 * share.  Private to these two.
 */
#ifndef PX_API_LIVE_INTERNAL_H
#define PX_API_LIVE_INTERNAL_H

#include "agent/told.h"
#include "agent/turn_wait.h"
#include "api/live_turn.h"
#include "api/thinking.h"
#include "api/turn_events.h"
#include "api/turn_shard.h"

enum px_live_stage {
	PX_LIVE_QUEUED,   /* others of its lane are before it */
	PX_LIVE_OPENING,  /* its first transaction is run or made durable */
	PX_LIVE_THINKING, /* nothing of ours is under way */
	PX_LIVE_CALLING,  /* a call is run or made durable */
	PX_LIVE_ENDING    /* the end is made durable */
};

/* Why a turn is to end although its thinker has not ended. */
enum px_live_reason { PX_LIVE_GOES_ON, PX_LIVE_CANCEL, PX_LIVE_LIMIT, PX_LIVE_SHUTDOWN };

struct px_live {
	struct px_lane_place place;      /* first: a place is a live turn */
	struct px_job job;
	struct px_api *api;
	struct px_asker *askers;
	struct px_arena arena;      /* lives as long as the turn; what `input` borrows from */
	struct px_turn_input input;
	bool by_key;                /* its client_id is an Idempotency-Key */
	enum px_live_stage stage;
	enum px_live_reason reason;
	const char *why;            /* of PX_LIVE_LIMIT */
	bool broke_off;             /* its thinker ended while calls ran */
	struct px_turn turn;        /* of the step at hand */
	struct px_turn_mark mark;
	enum px_err outcome;        /* of the last commit */
	char *opening;              /* the wire form of the turn as it began */
	struct px_thinking *thinking;
	struct px_buf text;         /* said so far */
	struct px_told told;        /* how much of it was told */
	int64_t deltas;
	int64_t deadline;           /* px_clock_mono */
	int64_t asked;              /* px_clock_mono when the message came */
	struct px_figures_rows changed;
	unsigned rounds;
	struct px_arena round;      /* calls and results of the round at hand */
	struct px_think_call *calls;
	struct px_think_result *results;
	size_t call_count, call;
};


/* What this shard has of the place where turns wait. */
struct px_turn_shard *px_live_shard(const struct px_api *api);
/* Runs a turn that is at the head of its lane, or in none and needs none so far. */
void px_live_run(struct px_live *live);
/* Takes the last place of its conversation's lane. */
void px_live_enter(struct px_live *live);
/* Its askers hear this; it leaves its lane, the next one begins, and it is gone. */
void px_live_finish(struct px_live *live, enum px_err err, const struct px_error *error, const char *turn);
void px_live_free(struct px_live *live);
/* Ends it as soon as nothing of ours is under way, perhaps now; then it may be gone.  The first reason holds. */
void px_live_end(struct px_live *live, enum px_live_reason reason, const char *why);
/* What was told of the answer. */
static inline struct px_str px_live_told(const struct px_live *live)
{
	return px_str_n(px_buf_view(&live->text).data, live->told.told);
}
/* Whose event it is; for the room alone: those who asked belong to the shard's thread, and hear it by px_live_event_here. */
struct px_turn_event px_live_event(const struct px_live *live);
struct px_turn_event px_live_event_here(const struct px_live *live);

#endif
