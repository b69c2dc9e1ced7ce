/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where turns wait: one lane for each conversation in which a turn is under
 * way, with the messages queued behind it.
 *
 * A lane's head is the turn under way; what follows waits for it, so turns of
 * one conversation run in order while all else of the user goes on.  A lane is
 * there only while something is in it: a turn that needs no waiting and finds
 * its user's lanes empty never enters one.  Data of one shard, on its thread.
 */
#ifndef PX_API_LANE_H
#define PX_API_LANE_H

#include "base/id.h"
#include "base/str.h"

struct px_lane;
struct px_lanes; /* of one shard */

/* A turn's place; embed it in the turn. */
struct px_lane_place {
	struct px_lane_place *behind;      /* the next of its lane */
	struct px_lane *lane;         /* NULL: in none */
	struct px_id user, conversation;
	struct px_id turn;            /* the row's id, once there is one */
	struct px_str client_id;      /* borrowed; empty: none */
};

struct px_lanes *px_lanes_new(void);
/* Every lane is empty. */
void px_lanes_free(struct px_lanes *lanes);

/* Whether anything of the user is in a lane. */
bool px_lanes_busy(const struct px_lanes *lanes, struct px_id user);
/* Turns of the user that are under way: lanes that are in use. */
size_t px_lanes_heads(const struct px_lanes *lanes, struct px_id user);
/* What waits behind the conversation's head; *busy: whether there is one. */
size_t px_lanes_queued(const struct px_lanes *lanes, struct px_id user, struct px_id conversation, bool *busy);
/* Takes the last place of its conversation's lane; true if it is the head. */
bool px_lanes_enter(struct px_lanes *lanes, struct px_lane_place *place);
/* Gives its place up.  The new head if it was the head and others follow, else NULL. */
struct px_lane_place *px_lanes_leave(struct px_lanes *lanes, struct px_lane_place *place);
/* By the client's key or by the turn's id, among the user's; NULL if there is none. */
struct px_lane_place *px_lanes_find_client(const struct px_lanes *lanes, struct px_id user, struct px_str client_id);
struct px_lane_place *px_lanes_find_turn(const struct px_lanes *lanes, struct px_id user, struct px_id turn);
/* Calls `visit` for each place; it may leave its lane, and others may not. */
void px_lanes_each(struct px_lanes *lanes, void (*visit)(void *arg, struct px_lane_place *place), void *arg);
/* Places in all. */
size_t px_lanes_count(const struct px_lanes *lanes);

#endif
