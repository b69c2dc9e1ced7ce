/* SPDX-License-Identifier: Apache-2.0 */
#include "net/sio_replay.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

struct event {
	char *json;
	size_t size;
};

struct room {
	struct room *older, *newer; /* by use */
	int64_t next;               /* the oldest kept is next - count */
	size_t count;
	struct event *ring; /* grows to the capacity as it fills */
	size_t ring_size;
	size_t name_size;
	char name[];
};

struct px_sio_replay {
	pthread_mutex_t lock;
	size_t events, rooms_max;
	struct px_map rooms;
	struct room *oldest, *newest;
	int64_t highest; /* number ever given out */
};

struct px_sio_replay *px_sio_replay_new(size_t events_per_room, size_t rooms)
{
	struct px_sio_replay *replay = px_calloc(1, sizeof(*replay));

	replay->events = events_per_room ? events_per_room : 1;
	replay->rooms_max = rooms ? rooms : 1;
	pthread_mutex_init(&replay->lock, NULL);
	px_map_init(&replay->rooms);
	return replay;
}

static void unlink_room(struct px_sio_replay *replay, struct room *room)
{
	*(room->older ? &room->older->newer : &replay->oldest) = room->newer;
	*(room->newer ? &room->newer->older : &replay->newest) = room->older;
	room->older = room->newer = NULL;
}

static void link_newest(struct px_sio_replay *replay, struct room *room)
{
	room->older = replay->newest;
	*(room->older ? &room->older->newer : &replay->oldest) = room;
	replay->newest = room;
}

static void forget_room(struct px_sio_replay *replay, struct room *room)
{
	px_map_remove(&replay->rooms, px_str_n(room->name, room->name_size));
	unlink_room(replay, room);
	for (size_t i = 0; i < room->ring_size; i++)
		free(room->ring[i].json);
	free(room->ring);
	free(room);
}

void px_sio_replay_free(struct px_sio_replay *replay)
{
	if (!replay)
		return;
	while (replay->oldest)
		forget_room(replay, replay->oldest);
	px_map_release(&replay->rooms);
	pthread_mutex_destroy(&replay->lock);
	free(replay);
}

void px_sio_replay_lock(struct px_sio_replay *replay)
{
	pthread_mutex_lock(&replay->lock);
}

void px_sio_replay_unlock(struct px_sio_replay *replay)
{
	pthread_mutex_unlock(&replay->lock);
}

/* The room, made if it is new, as the most recently used one. */
static struct room *use_room(struct px_sio_replay *replay, struct px_str name)
{
	struct room *room = px_map_get(&replay->rooms, name);

	if (room) {
		unlink_room(replay, room);
		link_newest(replay, room);
		return room;
	}
	if (replay->rooms.count == replay->rooms_max)
		forget_room(replay, replay->oldest);
	room = px_calloc(1, sizeof(*room) + name.size);
	memcpy(room->name, name.data, name.size);
	room->name_size = name.size;
	room->next = px_clock_now() * 1000;
	if (room->next <= replay->highest)
		room->next = replay->highest + 1;
	replay->highest = room->next;
	px_map_put(&replay->rooms, name, room);
	link_newest(replay, room);
	return room;
}

int64_t px_sio_replay_next(struct px_sio_replay *replay, struct px_str room)
{
	return use_room(replay, room)->next;
}

/* While the ring is smaller than it may be, a full one doubles. */
static void make_room(const struct px_sio_replay *replay, struct room *room)
{
	if (room->count < room->ring_size || room->ring_size == replay->events)
		return;
	size_t size = room->ring_size ? 2 * room->ring_size : 4;
	if (size > replay->events)
		size = replay->events;
	struct event *ring = px_calloc(size, sizeof(*ring));
	for (size_t i = 0; i < room->count; i++) {
		size_t number = (size_t)room->next - room->count + i;
		ring[number % size] = room->ring[number % room->ring_size];
	}
	free(room->ring);
	room->ring = ring;
	room->ring_size = size;
}

void px_sio_replay_add(struct px_sio_replay *replay, struct px_str name, struct px_str json)
{
	struct room *room = use_room(replay, name);

	make_room(replay, room);
	struct event *event = &room->ring[(size_t)room->next % room->ring_size];
	free(event->json);
	event->json = px_strndup(json.data, json.size);
	event->size = json.size;
	if (room->next > replay->highest)
		replay->highest = room->next;
	room->next++;
	if (room->count < room->ring_size)
		room->count++;
}

static void write_events(const struct room *room, int64_t since, struct px_buf *out)
{
	(void)px_buf_printf(out, "{\"seq\":%lld,\"events\":[", (long long)room->next - 1);
	for (int64_t number = since + 1; number < room->next; number++) {
		const struct event *event = &room->ring[(size_t)number % room->ring_size];
		if (number > since + 1)
			(void)px_buf_char(out, ',');
		(void)px_buf_append(out, event->json, event->size);
	}
	(void)px_buf_text(out, "]}");
}

void px_sio_replay_since(struct px_sio_replay *replay, struct px_str name, int64_t since,
			 struct px_buf *out)
{
	px_sio_replay_lock(replay);
	struct room *room = use_room(replay, name);
	int64_t last = room->next - 1;
	if (since == 0)
		since = last;
	if (since <= last && since >= last - (int64_t)room->count)
		write_events(room, since, out);
	else
		(void)px_buf_printf(out, "{\"seq\":%lld,\"reload\":true}", (long long)last);
	px_sio_replay_unlock(replay);
}
