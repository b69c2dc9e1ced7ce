/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who comes to a turn and who ends it: a new message finds its place, the same
 * one again joins the turn that it began, and cancelling, time and shutdown ask
 * for its end.
 */
#include "api/live_turn.h"

#include "api/chat_input.h"
#include "api/live_internal.h"
#include "base/clock.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdlib.h>

enum { KEPT_FIRST = 256 };

static struct px_live *live_at(struct px_lane_place *place)
{
	return (struct px_live *)place;
}

/* The same message again: its asker waits with the others. */
static enum px_err attach(struct px_live *live, const struct px_turn_input *input, struct px_asker *asker,
			  struct px_error *error)
{
	if (!px_str_eq(live->input.text, input->text) || live->input.file_count != input->file_count ||
	    (input->file_count && memcmp(live->input.files, input->files, input->file_count * sizeof(*input->files)) != 0) ||
	    (!px_id_is_none(input->conversation) && !px_id_eq(input->conversation, live->place.conversation)))
		return px_fail(error, PX_INVALID, "client_id", "this client_id was used for another message");
	const struct px_turn_event event = px_live_event(live);
	if (live->opening && live->stage != PX_LIVE_ENDING &&
	    asker->began(asker, &event, live->opening, px_live_told(live), live->deltas))
		return PX_OK;
	asker->next = live->askers;
	live->askers = asker;
	return PX_OK;
}

/* Takes a place behind the turn that its conversation has under way, if there is one. */
static enum px_err queue(struct px_live *live, bool *queued, struct px_error *error)
{
	struct px_turn_shard *shard = px_live_shard(live->api);
	struct px_id conversation = live->input.conversation;
	enum px_err err = PX_OK;
	bool busy;

	*queued = false;
	if (px_id_is_none(conversation) && live->api->parts.thinker) /* else nothing ever waits */
		err = px_turn_main_conversation(live->api->parts.store, live->place.user, &conversation, error);
	if (err)
		return err;
	live->place.conversation = conversation;
	size_t waiting = px_lanes_queued(shard->lanes, live->place.user, conversation, &busy);
	if (!busy)
		return PX_OK;
	if (waiting >= (size_t)live->api->parts.config->messages_queued) {
		atomic_fetch_add(&shard->refused, 1);
		return px_fail(error, PX_RATE_LIMITED, NULL,
			       "%zu messages wait in this conversation already; wait for an answer or stop one", waiting);
	}
	*queued = true;
	px_live_enter(live);
	const struct px_turn_event event = px_live_event_here(live);
	px_turn_queued(live->api, &event);
	return PX_OK;
}

static struct px_str keep(struct px_live *live, struct px_str text)
{
	return text.data ? px_str_n(px_arena_str(&live->arena, text), text.size) : text;
}

static struct px_live *new_live(struct px_api *api, struct px_id user, json_t *json, const char *key, struct px_error *error,
			     enum px_err *err)
{
	struct px_live *live = px_calloc(1, sizeof(*live));

	live->api = api;
	live->place.user = user;
	live->asked = px_clock_mono();
	live->text = PX_BUF_INIT(PX_THINK_TEXT_MAX);
	px_arena_init_small(&live->arena, KEPT_FIRST);
	px_arena_init(&live->round);
	*err = px_chat_input(&api->parts, json, user, &live->arena, &live->input, error);
	live->input.text = keep(live, live->input.text);
	live->input.client_id = keep(live, live->input.client_id);
	live->by_key = key && !live->input.client_id.data;
	if (live->by_key)
		live->input.client_id = px_str(px_arena_str(&live->arena, px_str(key)));
	live->place.client_id = live->input.client_id;
	return live;
}

/* Where the message goes: to a turn that is under way, into its lane, or nowhere: then it is run now. */
static enum px_err find_place(struct px_live *live, struct px_asker *asker, bool *placed, struct px_error *error)
{
	const struct px_turn_shard *shard = px_live_shard(live->api);

	*placed = false;
	if (shard->stopping && live->api->parts.thinker)
		return px_fail(error, PX_UNAVAILABLE, NULL, "shutting down");
	if (!px_lanes_busy(shard->lanes, live->place.user))
		return PX_OK;
	struct px_lane_place *same = px_lanes_find_client(shard->lanes, live->place.user, live->place.client_id);
	if (!same)
		return queue(live, placed, error);
	enum px_err err = attach(live_at(same), &live->input, asker, error);
	if (err)
		return err;
	live->askers = NULL;
	px_live_free(live);
	*placed = true;
	return PX_OK;
}

void px_live_say(struct px_api *api, struct px_id user, json_t *input, const char *key, struct px_asker *asker)
{
	struct px_error error = { .code = PX_OK };
	bool placed = false;
	enum px_err err;
	struct px_live *live = new_live(api, user, input, key, &error, &err);

	asker->next = NULL;
	live->askers = asker;
	if (!err)
		err = find_place(live, asker, &placed, &error);
	if (err)
		px_live_finish(live, err, &error, NULL);
	else if (!placed)
		px_live_run(live);
}

/* ----------------------------------------------------------------- who ends it */

enum px_err px_live_cancel(struct px_api *api, struct px_id user, const struct px_live_name *name,
			   struct px_asker *asker, struct px_error *error)
{
	struct px_lanes *lanes = px_live_shard(api)->lanes;
	struct px_lane_place *place = name->client_id.size ? px_lanes_find_client(lanes, user, name->client_id)
						      : px_lanes_find_turn(lanes, user, name->turn);

	if (!place)
		return px_fail(error, PX_NOT_FOUND, NULL, "no such turn is under way; undo takes back the last one");
	struct px_live *live = live_at(place);
	if (live->stage == PX_LIVE_QUEUED) {
		struct px_error taken_back;
		(void)!px_fail(&taken_back, PX_CANCELLED, NULL, "this message was taken back before it was read");
		asker->ended(asker, PX_OK, NULL, NULL);
		px_live_finish(live, PX_CANCELLED, &taken_back, NULL);
		return PX_OK;
	}
	asker->next = live->askers;
	live->askers = asker;
	px_live_end(live, PX_LIVE_CANCEL, NULL);
	return PX_OK;
}

static void expire(void *arg, struct px_lane_place *place)
{
	struct px_live *live = live_at(place);
	int64_t now = *(const int64_t *)arg;

	if ((live->stage == PX_LIVE_THINKING || live->stage == PX_LIVE_CALLING) && live->deadline <= now)
		px_live_end(live, PX_LIVE_LIMIT, px_arena_printf(&live->arena, "one answer may take %" PRId64 " seconds, and they are over",
								 live->api->parts.config->turn_seconds));
}

void px_live_expire(struct px_api *api, int64_t now)
{
	px_lanes_each(px_live_shard(api)->lanes, expire, &now);
}

static void stop(void *arg, struct px_lane_place *place)
{
	struct px_live *live = live_at(place);
	struct px_error error;

	(void)arg;
	if (live->stage != PX_LIVE_QUEUED) {
		px_live_end(live, PX_LIVE_SHUTDOWN, NULL);
		return;
	}
	(void)!px_fail(&error, PX_UNAVAILABLE, NULL, "shutting down");
	px_live_finish(live, PX_UNAVAILABLE, &error, NULL);
}

void px_live_stop(struct px_api *api)
{
	px_live_shard(api)->stopping = true;
	px_lanes_each(px_live_shard(api)->lanes, stop, NULL);
}

void px_live_get_stats(const struct px_api *api, struct px_live_stats *stats)
{
	*stats = (struct px_live_stats){ 0 };
	for (unsigned i = 0; i < api->turn_shard_count; i++) {
		struct px_turn_shard *shard = &api->turn_shards[i];
		stats->waiting += atomic_load(&shard->waiting);
		stats->refused += atomic_load(&shard->refused);
		for (size_t state = 0; state < 4; state++)
			stats->ended[state] += atomic_load(&shard->ended[state]);
	}
}

void px_live_write_figures(const struct px_api *api, struct px_buf *out)
{
	const struct px_figures **all = px_calloc(api->turn_shard_count, sizeof(struct px_figures *));

	for (unsigned i = 0; i < api->turn_shard_count; i++)
		all[i] = &api->turn_shards[i].figures;
	px_figures_write((const struct px_figures *const *)all, api->turn_shard_count, out);
	free(all);
}
