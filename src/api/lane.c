/* SPDX-License-Identifier: Apache-2.0 */
/* A map from user to the list of that user's lanes, of which there are few. */
#include "api/lane.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

struct px_lane {
	struct px_lane *next; /* of the same user */
	struct px_id conversation;
	struct px_lane_place *head, *tail;
};

struct px_lanes {
	struct px_map users; /* id to the first lane */
	size_t count;
};

static struct px_str key_of(const struct px_id *user)
{
	return px_str_n((const char *)user->bytes, sizeof(user->bytes));
}

struct px_lanes *px_lanes_new(void)
{
	struct px_lanes *lanes = px_calloc(1, sizeof(*lanes));

	px_map_init(&lanes->users);
	return lanes;
}

void px_lanes_free(struct px_lanes *lanes)
{
	if (!lanes)
		return;
	px_map_release(&lanes->users);
	free(lanes);
}

static struct px_lane *first_lane(const struct px_lanes *lanes, struct px_id user)
{
	return lanes->count ? px_map_get(&lanes->users, key_of(&user)) : NULL;
}

static struct px_lane *find_lane(const struct px_lanes *lanes, struct px_id user, struct px_id conversation)
{
	struct px_lane *lane = first_lane(lanes, user);

	while (lane && !px_id_eq(lane->conversation, conversation))
		lane = lane->next;
	return lane;
}

bool px_lanes_busy(const struct px_lanes *lanes, struct px_id user)
{
	return first_lane(lanes, user) != NULL;
}

size_t px_lanes_heads(const struct px_lanes *lanes, struct px_id user)
{
	size_t count = 0;

	for (const struct px_lane *lane = first_lane(lanes, user); lane; lane = lane->next)
		count++;
	return count;
}

size_t px_lanes_queued(const struct px_lanes *lanes, struct px_id user, struct px_id conversation, bool *busy)
{
	const struct px_lane *lane = find_lane(lanes, user, conversation);
	size_t count = 0;

	*busy = lane != NULL;
	if (!lane)
		return 0;
	for (const struct px_lane_place *place = lane->head->behind; place; place = place->behind)
		count++;
	return count;
}

bool px_lanes_enter(struct px_lanes *lanes, struct px_lane_place *place)
{
	struct px_lane *lane = find_lane(lanes, place->user, place->conversation);

	place->behind = NULL;
	lanes->count++;
	if (lane) {
		place->lane = lane;
		lane->tail->behind = place;
		lane->tail = place;
		return false;
	}
	lane = px_calloc(1, sizeof(*lane));
	*lane = (struct px_lane){ first_lane(lanes, place->user), place->conversation, place, place };
	place->lane = lane;
	px_map_put(&lanes->users, key_of(&place->user), lane);
	return true;
}

static void remove_lane(struct px_lanes *lanes, struct px_id user, struct px_lane *lane)
{
	struct px_lane *first = first_lane(lanes, user), **link = &first;

	while (*link != lane)
		link = &(*link)->next;
	*link = lane->next;
	free(lane);
	if (first)
		px_map_put(&lanes->users, key_of(&user), first);
	else
		px_map_remove(&lanes->users, key_of(&user));
}

struct px_lane_place *px_lanes_leave(struct px_lanes *lanes, struct px_lane_place *place)
{
	struct px_lane *lane = place->lane;
	struct px_lane_place *before = NULL, *at = lane->head;

	while (at != place) {
		before = at;
		at = at->behind;
	}
	if (before)
		before->behind = place->behind;
	else
		lane->head = place->behind;
	if (lane->tail == place)
		lane->tail = before;
	place->lane = NULL;
	place->behind = NULL;
	if (before) {
		lanes->count--;
		return NULL;
	}
	struct px_lane_place *next = lane->head;
	if (!next)
		remove_lane(lanes, place->user, lane);
	lanes->count--; /* last: an empty shard is not searched */
	return next;
}

/* The first of the user's places for which `fits` holds. */
static struct px_lane_place *find_place(const struct px_lanes *lanes, struct px_id user,
				   bool (*fits)(const struct px_lane_place *place, const void *key), const void *key)
{
	for (const struct px_lane *lane = first_lane(lanes, user); lane; lane = lane->next) {
		for (struct px_lane_place *place = lane->head; place; place = place->behind) {
			if (fits(place, key))
				return place;
		}
	}
	return NULL;
}

static bool has_client_id(const struct px_lane_place *place, const void *key)
{
	return px_str_eq(place->client_id, *(const struct px_str *)key);
}

static bool has_turn(const struct px_lane_place *place, const void *key)
{
	return px_id_eq(place->turn, *(const struct px_id *)key);
}

struct px_lane_place *px_lanes_find_client(const struct px_lanes *lanes, struct px_id user, struct px_str client_id)
{
	return client_id.size ? find_place(lanes, user, has_client_id, &client_id) : NULL;
}

struct px_lane_place *px_lanes_find_turn(const struct px_lanes *lanes, struct px_id user, struct px_id turn)
{
	return px_id_is_none(turn) ? NULL : find_place(lanes, user, has_turn, &turn);
}

void px_lanes_each(struct px_lanes *lanes, void (*visit)(void *arg, struct px_lane_place *place), void *arg)
{
	size_t position = 0;
	void *value;

	while (px_map_next(&lanes->users, &position, NULL, &value)) {
		struct px_lane *next;
		for (struct px_lane *lane = value; lane; lane = next) {
			struct px_lane_place *behind;
			next = lane->next; /* a lane that is left by all is gone */
			for (struct px_lane_place *place = lane->head; place; place = behind) {
				behind = place->behind;
				visit(arg, place);
			}
		}
	}
}

size_t px_lanes_count(const struct px_lanes *lanes)
{
	return lanes->count;
}
