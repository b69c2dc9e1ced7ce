/* SPDX-License-Identifier: Apache-2.0 */
/*
 * While a commit is under way nothing else is done with the turn: its callback,
 * on the commit thread, publishes and posts the next job, which is the turn's
 * own and of which there is never more than one.  Who asks for the turn's end
 * meanwhile leaves a reason, which that job finds.
 */
#include "api/live_turn.h"

#include "api/live_internal.h"
#include "api/problem.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>

struct px_turn_shard *px_live_shard(const struct px_api *api)
{
	return &api->turn_shards[px_shard_current()];
}

static struct px_live *live_at(struct px_lane_place *place)
{
	return (struct px_live *)place;
}

static struct px_live *live_of(struct px_job *job)
{
	return (struct px_live *)((char *)job - offsetof(struct px_live, job));
}

void px_live_free(struct px_live *live)
{
	px_turn_release(&live->turn);
	px_buf_release(&live->text);
	px_arena_release(&live->arena);
	px_arena_release(&live->round);
	free(live->opening);
	free(live);
}

/* Every asker hears the end. */
static void tell_askers(struct px_live *live, enum px_err err, const struct px_error *error, const char *turn)
{
	struct px_asker *asker = live->askers, *next;

	live->askers = NULL;
	for (; asker; asker = next) {
		next = asker->next;
		asker->ended(asker, err, error, turn);
	}
}

struct px_turn_event px_live_event(const struct px_live *live)
{
	return (struct px_turn_event){ live->place.user, live->place.conversation, live->mark.message, live->mark.row,
				       live->place.client_id, NULL };
}

struct px_turn_event px_live_event_here(const struct px_live *live)
{
	struct px_turn_event event = px_live_event(live);

	event.askers = live->askers;
	return event;
}

/* Those who are content with the beginning go. */
static void tell_began(struct px_live *live)
{
	const struct px_turn_event event = px_live_event(live);
	struct px_asker **link = &live->askers;

	while (*link) {
		struct px_asker *asker = *link, *next = asker->next;
		if (asker->began(asker, &event, live->opening, px_live_told(live), live->deltas))
			*link = next;
		else
			link = &asker->next;
	}
}

static void post(struct px_live *live, void (*run)(struct px_job *job))
{
	live->job.run = run;
	/* px_api_drain keeps the shards until the turn has left its lane. */
	if (!px_shard_post_to(live->api->parts.shards, px_shard_of(live->api->parts.shards, live->place.user), &live->job))
		abort();
}

static void run_job(struct px_job *job);

void px_live_enter(struct px_live *live)
{
	struct px_turn_shard *shard = px_live_shard(live->api);

	px_api_enter(live->api);
	atomic_fetch_add(&shard->waiting, 1);
	(void)px_lanes_enter(shard->lanes, &live->place);
}

/* Gives the place up and lets the next one begin. */
static void leave_lane(struct px_live *live)
{
	struct px_turn_shard *shard = px_live_shard(live->api);

	if (!live->place.lane)
		return;
	struct px_lane_place *next = px_lanes_leave(shard->lanes, &live->place);
	if (next && live_at(next)->stage == PX_LIVE_QUEUED) {
		live_at(next)->stage = PX_LIVE_OPENING;
		post(live_at(next), run_job);
	}
	atomic_fetch_sub(&shard->waiting, 1);
	if (shard->empty && !px_lanes_count(shard->lanes)) {
		sem_post(shard->empty);
		shard->empty = NULL;
	}
	px_api_leave(live->api);
}

void px_live_finish(struct px_live *live, enum px_err err, const struct px_error *error, const char *turn)
{
	tell_askers(live, err, error, turn);
	leave_lane(live);
	px_live_free(live);
}

static void publish_turn(struct px_live *live)
{
	const struct px_turn *turn = &live->turn;

	px_publish_changes(live->api, live->place.user, turn->changes, turn->change_count);
	if (turn->answered && (!turn->repeated || turn->closed))
		px_publish(live->api, live->place.user, "chat:message", px_turn_json(&live->turn), turn->answered->seq);
}

/* A turn that needed no waiting is durable, or not; it is in no lane.  Commit thread or shard. */
static void answered(void *arg, enum px_err err)
{
	struct px_live *live = arg;
	struct px_error error;

	px_cache_bump(live->api->cache, live->place.user); /* also if it failed: somebody may have read it */
	if (err) {
		px_problem_not_kept(err, &error);
		tell_askers(live, err, &error, NULL);
	} else {
		if (!live->turn.repeated || live->turn.closed)
			publish_turn(live);
		tell_askers(live, PX_OK, NULL, px_turn_json(&live->turn));
	}
	px_live_free(live);
}

/* What was held back of an answer that turned out right, or as it was put right; empty if it is not how the answer goes on. */
static struct px_str rest_of(const struct px_live *live)
{
	const struct px_message *answer = live->turn.answered;
	struct px_str text = px_str(answer ? answer->text : ""), told = px_live_told(live);

	if (!live->input.thinker->check || !answer || answer->ending != PX_ENDING_DONE || !px_str_starts(text, told))
		return px_str_n("", 0);
	return px_str_n(text.data + told.size, text.size - told.size);
}

/* To the room; commit thread or shard. */
static void tell_rest(struct px_live *live)
{
	const struct px_turn_event event = px_live_event(live);
	struct px_str rest = rest_of(live);

	if (rest.size)
		px_turn_delta(live->api, &event, live->deltas + 1, rest);
}

/* To those who ask. */
static void tell_rest_here(struct px_live *live)
{
	const struct px_turn_event event = px_live_event(live);
	struct px_str rest = rest_of(live);
	struct px_buf out;

	if (!rest.size)
		return;
	px_turn_delta_write(&out, &event, live->deltas + 1, rest);
	for (struct px_asker *asker = live->askers; asker && !out.overflow; asker = asker->next) {
		if (asker->event)
			asker->event(asker, "chat:delta", px_buf_view(&out));
	}
	px_buf_release(&out);
}

/* ------------------------------------------------------------------ the end */

static void ended_job(struct px_job *job)
{
	struct px_live *live = live_of(job);
	struct px_error error;

	if (live->outcome) {
		px_problem_not_kept(live->outcome, &error);
		px_live_finish(live, live->outcome, &error, NULL);
	} else if (!live->turn.answered) {
		(void)!px_fail(&error, PX_NOT_FOUND, "conversation_id", "the conversation was deleted meanwhile");
		px_live_finish(live, PX_NOT_FOUND, &error, NULL);
	} else {
		struct px_turn_shard *shard = px_live_shard(live->api);
		atomic_fetch_add(&shard->ended[live->turn.answered->ending], 1);
		px_histogram_add(&shard->figures.whole, px_clock_mono() - live->asked);
		px_figures_turn(&shard->figures, live->place.user, true, &live->changed);
		tell_rest_here(live);
		px_live_finish(live, PX_OK, NULL, px_turn_json(&live->turn));
	}
}

/* Commit thread or shard. */
static void end_committed(void *arg, enum px_err err)
{
	struct px_live *live = arg;

	px_cache_bump(live->api->cache, live->place.user);
	live->outcome = err;
	if (!err)
		tell_rest(live);
	if (!err)
		publish_turn(live);
	post(live, ended_job);
}

static void end_turn(struct px_live *live, enum px_turn_state state, const char *why, bool alone,
		     const struct px_think_usage *usage)
{
	struct px_error error = { .code = PX_OK };
	const struct px_turn_ending ending = {
		.state = state, .text = px_buf_view(&live->text), .why = why, .alone = alone, .now = px_clock_now(),
		.thought = live->thinking ? *px_thinking_thought(live->thinking) : NULL,
		.usage = usage ? *usage : (struct px_think_usage){ 0 },
	};

	live->stage = PX_LIVE_ENDING;
	live->input.parts = px_shard_data();
	px_turn_release(&live->turn); /* of a step that failed */
	enum px_err err = px_turn_end(live->api->parts.store, &live->input, &live->mark, &ending, &live->turn, &error);
	if (err && !live->turn.tx && ending.alone) { /* the engine could not answer either: at least say why */
		struct px_turn_ending plain = ending;
		plain.alone = false;
		px_turn_release(&live->turn);
		err = px_turn_end(live->api->parts.store, &live->input, &live->mark, &plain, &live->turn, &error);
	}
	struct px_thinking *thinking = live->thinking;
	live->thinking = NULL;
	if (!err || live->turn.tx) {
		px_turn_commit(&live->turn, end_committed, live);
	} else {
		px_log(PX_LOG_ERROR, "api", "the end of a turn was not written", PX_LF("reason", error.message));
		px_live_finish(live, err, &error, NULL);
	}
	/* Not before: a thought that has ended writes what is left to write, and two transactions at once would wait for each other. */
	if (thinking)
		px_thinking_leave(thinking);
}

/* Nothing is under way: a reason to end is acted on.  True if there was one. */
static bool end_for_reason(struct px_live *live)
{
	switch (live->reason) {
	case PX_LIVE_CANCEL: end_turn(live, PX_TURN_CANCELLED, NULL, false, NULL); return true;
	case PX_LIVE_SHUTDOWN: end_turn(live, PX_TURN_INTERRUPTED, NULL, false, NULL); return true;
	case PX_LIVE_LIMIT: end_turn(live, PX_TURN_FAILED, live->why, live->text.size == 0, NULL); return true;
	default: return false;
	}
}

/* The first reason holds. */
void px_live_end(struct px_live *live, enum px_live_reason reason, const char *why)
{
	if (live->reason == PX_LIVE_GOES_ON) {
		live->reason = reason;
		live->why = why;
	}
	if (live->stage == PX_LIVE_THINKING)
		(void)end_for_reason(live);
}

/* -------------------------------------------------------------- the thinking */

static void run_call(struct px_live *live);

static void call_job(struct px_job *job)
{
	struct px_live *live = live_of(job);

	px_turn_release(&live->turn);
	if (live->outcome)
		end_turn(live, PX_TURN_FAILED, "what it did could not be written to disk", false, NULL);
	else if (live->broke_off)
		end_turn(live, PX_TURN_FAILED, "the answer broke off", false, NULL);
	else if (!end_for_reason(live))
		run_call(live);
}

/* Commit thread or shard. */
static void call_committed(void *arg, enum px_err err)
{
	struct px_live *live = arg;

	px_cache_bump(live->api->cache, live->place.user);
	live->outcome = err;
	if (!err)
		publish_turn(live);
	post(live, call_job);
}

static struct px_str keep_text(struct px_live *live, struct px_str text)
{
	return px_str_n(px_arena_str(&live->round, text), text.size);
}

/* The next call of the round, or the results of all. */
static void run_call(struct px_live *live)
{
	struct px_think_result result;
	struct px_error error = { .code = PX_OK };

	if (live->call == live->call_count) {
		live->stage = PX_LIVE_THINKING;
		live->api->parts.thinker->resume(*px_thinking_thought(live->thinking), live->results, live->call_count);
		px_arena_release(&live->round);
		return;
	}
	const struct px_think_call *call = &live->calls[live->call];
	const struct px_turn_event event = px_live_event_here(live);
	live->stage = PX_LIVE_CALLING;
	live->input.parts = px_shard_data();
	px_turn_calling(live->api, &event, call->tool);
	enum px_err err = px_turn_call(live->api->parts.store, &live->input, &live->mark,
					  *px_thinking_thought(live->thinking), call, &live->turn, &result, &error);
	if (err) {
		end_turn(live, PX_TURN_FAILED, "something went wrong here", false, NULL);
		return;
	}
	px_figures_rows_add(&live->changed, live->turn.changes, live->turn.change_count);
	px_figures_call(&px_live_shard(live->api)->figures, true, result.failed ? PX_FIGURES_FAILED :
			result.ambiguous ? PX_FIGURES_ASKED : PX_FIGURES_DONE, 1);
	live->results[live->call++] = (struct px_think_result){ keep_text(live, result.id), result.failed, result.ambiguous,
								keep_text(live, result.text), keep_text(live, result.data) };
	px_turn_commit(&live->turn, call_committed, live);
}

static void tell(struct px_live *live, struct px_str answer, size_t to)
{
	const struct px_turn_event event = px_live_event_here(live);

	if (to > live->told.told)
		px_turn_delta(live->api, &event, ++live->deltas, px_str_n(answer.data + live->told.told, to - live->told.told));
}

/* Whether a part of the answer may be told; if that can't be found out, it may not. */
static bool holds(struct px_live *live, struct px_str part)
{
	struct px_error error = { .code = PX_OK };
	bool so = false;

	live->input.parts = px_shard_data();
	return px_turn_check(live->api->parts.store, &live->input, &live->mark, *px_thinking_thought(live->thinking), part, &so,
			     &error) == PX_OK && so;
}

/* Tells what may be told by now (agent/told.h). */
static void tell_on(struct px_live *live)
{
	struct px_str answer = px_buf_view(&live->text);
	enum px_told_step step;
	size_t from, to = 0;

	if (!live->input.thinker->check) {
		tell(live, answer, answer.size);
		live->told.told = answer.size;
		return;
	}
	while ((step = px_told_next(&live->told, answer, &from, &to)) != PX_TOLD_WAIT) {
		if (step == PX_TOLD_CHECK && !holds(live, px_str_n(answer.data + from, to - from))) {
			live->told.held = true;
			return;
		}
		tell(live, answer, to);
		px_told_advance(&live->told, answer, to);
	}
}

/* Why the answer can't go on; NULL: it can. */
static const char *hear_text(struct px_live *live, struct px_str text)
{
	size_t room = PX_THINK_TEXT_MAX - live->text.size;
	struct px_str more = px_str_n(text.data, text.size > room ? px_utf8_cut(text, room) : text.size);

	if (!px_utf8_valid(text))
		return "the answer can't be read";
	if (more.size && !live->text.size)
		px_histogram_add(&px_live_shard(live->api)->figures.first, px_clock_mono() - live->asked);
	if (more.size) {
		(void)px_buf_str(&live->text, more);
		tell_on(live);
	}
	return more.size < text.size ? "the answer became too long" : NULL;
}

/* Why a round can't be run; NULL: it can. */
static const char *refuse_round(struct px_live *live, const struct px_think_call *calls, size_t count)
{
	if (live->rounds >= (unsigned)live->api->parts.config->turn_rounds)
		return px_arena_printf(&live->arena, "one answer may call tools %" PRId64 " times, and that is used up",
				       live->api->parts.config->turn_rounds);
	if (count == 0)
		return "it wanted to do something and did not say what";
	if (count > PX_THINK_CALLS_MAX)
		return "it wanted too much at once";
	for (size_t i = 0; i < count; i++) {
		if (calls[i].arguments.size > PX_THINK_ARGUMENTS_MAX)
			return "one of its steps was too large";
	}
	return NULL;
}

static void hear_calls(struct px_live *live, const struct px_think_call *calls, size_t count)
{
	const char *why = refuse_round(live, calls, count);

	if (why) {
		px_live_end(live, PX_LIVE_LIMIT, why);
		return;
	}
	live->rounds++;
	live->calls = PX_ARENA_ARRAY(&live->round, struct px_think_call, count);
	live->results = PX_ARENA_ARRAY(&live->round, struct px_think_result, count);
	live->call_count = count;
	live->call = 0;
	for (size_t i = 0; i < count; i++)
		live->calls[i] = px_think_call_copy(&calls[i], &live->round);
	run_call(live);
}

static void hear_end(struct px_live *live, const struct px_think_end *end)
{
	if (end->err)
		end_turn(live, PX_TURN_FAILED, end->why, live->told.told == 0, &end->usage);
	else
		end_turn(live, PX_TURN_DONE, NULL, false, &end->usage);
}

static void hear(void *arg, const struct px_thinking_news *news)
{
	struct px_live *live = arg;
	const char *why = news->text.size ? hear_text(live, news->text) : NULL;

	if (live->stage != PX_LIVE_THINKING)
		live->broke_off |= news->end != NULL; /* it has to wait for its results, and will get none */
	else if (why)
		px_live_end(live, PX_LIVE_LIMIT, why);
	else if (news->end)
		hear_end(live, news->end);
	else if (news->calls)
		hear_calls(live, news->calls, news->call_count);
}

static void think(struct px_live *live)
{
	const struct px_config *config = live->api->parts.config;
	const struct px_turn_limits limits = { (unsigned)config->turn_rounds, config->turn_seconds * 1000 };
	struct px_error error = { .code = PX_OK };

	live->stage = PX_LIVE_THINKING;
	live->deadline = px_clock_mono() + config->turn_seconds * 1000000000;
	live->input.parts = px_shard_data();
	live->thinking = px_thinking_new(live->api, live->place.user, hear, live);
	enum px_err err = px_turn_think(live->api->parts.store, &live->input, &live->mark, &limits, &px_thinking_events,
					live->thinking, px_thinking_thought(live->thinking), &error);
	if (err)
		end_turn(live, PX_TURN_FAILED, px_arena_str(&live->arena, px_str(error.message)), true, NULL);
}

/* -------------------------------------------------------------- the beginning */

static void opened_job(struct px_job *job)
{
	struct px_live *live = live_of(job);
	struct px_error error;

	if (live->outcome) {
		px_problem_not_kept(live->outcome, &error);
		px_live_finish(live, live->outcome, &error, NULL);
		return;
	}
	live->opening = px_strdup(px_turn_json(&live->turn));
	px_turn_release(&live->turn);
	tell_began(live);
	if (!end_for_reason(live))
		think(live);
}

/* Commit thread or shard. */
static void opened(void *arg, enum px_err err)
{
	struct px_live *live = arg;
	const struct px_turn_event event = px_live_event(live);

	px_cache_bump(live->api->cache, live->place.user);
	live->outcome = err;
	if (!err)
		px_turn_running(live->api, &event, live->turn.said);
	post(live, opened_job);
}

static void begin_waiting(struct px_live *live)
{
	live->mark = px_turn_mark(&live->turn);
	live->place.conversation = live->mark.conversation;
	live->place.turn = live->mark.row;
	if (!live->place.lane)
		px_live_enter(live);
	live->stage = PX_LIVE_OPENING;
	px_turn_commit(&live->turn, opened, live);
}

/* Whether the turn may wait at all, and if not, why. */
static const char *no_waiting(const struct px_live *live)
{
	const struct px_turn_shard *shard = px_live_shard(live->api);
	size_t others = px_lanes_heads(shard->lanes, live->place.user) - (live->place.lane ? 1 : 0);

	return others < (size_t)live->api->parts.config->turns_waiting
		? NULL : "too many of your messages are being thought about; wait for an answer or stop one";
}

static void count_built_in(struct px_live *live)
{
	struct px_figures *figures = &px_live_shard(live->api)->figures;
	const struct px_turn *turn = &live->turn;

	if (turn->repeated)
		return;
	px_figures_rows_add(&live->changed, turn->changes, turn->change_count);
	px_figures_turn(figures, live->place.user, false, &live->changed);
	px_figures_call(figures, false, PX_FIGURES_DONE, turn->calls - turn->calls_failed - turn->calls_asked);
	px_figures_call(figures, false, PX_FIGURES_FAILED, turn->calls_failed);
	px_figures_call(figures, false, PX_FIGURES_ASKED, turn->calls_asked);
}

void px_live_run(struct px_live *live)
{
	struct px_error error = { .code = PX_OK };
	int64_t started = px_clock_mono();

	if (live->reason) {
		bool down = live->reason == PX_LIVE_SHUTDOWN;
		enum px_err gone = px_fail(&error, down ? PX_UNAVAILABLE : PX_CANCELLED, NULL, "%s",
					   down ? "the server is shutting down; send this message again"
						: "this message was taken back before it was read");
		px_live_finish(live, gone, &error, NULL);
		return;
	}
	live->stage = PX_LIVE_OPENING;
	live->input.parts = px_shard_data();
	live->input.reader = live->api->parts.reader;
	live->input.thinker = live->api->parts.thinker;
	live->input.no_waiting = live->input.thinker ? no_waiting(live) : NULL;
	enum px_err err = px_turn_run(live->api->parts.store, &live->input, &live->turn, &error);
	px_histogram_add(&live->api->turns, px_clock_mono() - started);
	if (err == PX_INVALID && live->by_key && strcmp(error.field, "client_id") == 0)
		err = px_fail(&error, err, "Idempotency-Key", "this idempotency key was used for another message");
	if (err == PX_RATE_LIMITED)
		atomic_fetch_add(&px_live_shard(live->api)->refused, 1);
	if (err) {
		px_live_finish(live, err, &error, NULL);
	} else if (live->turn.waits) {
		begin_waiting(live);
	} else {
		count_built_in(live);
		leave_lane(live); /* the next one sees what this one wrote */
		px_turn_commit(&live->turn, answered, live);
	}
}

static void run_job(struct px_job *job)
{
	px_live_run(live_of(job));
}
