/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A room's events lie in a ring, an event at its number modulo the ring's size.
 * The ring begins small and doubles, as most rooms have few events.
 */
#include "net/sio_replay.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

struct event {
	struct px_eio_frame *frame; /* NULL: not kept */
	uint32_t begin, end;        /* of the JSON in its data, but for the last bracket */
};

enum { EVENT_BYTES = 32, ROOM_BYTES = 192 }; /* beside text and ring: malloc's own share, the map's slot */

struct room {
	struct room *older, *newer; /* by use */
	int64_t next;               /* the oldest kept is next - count */
	int64_t floor;              /* who has seen no more than this may lack an event that came late */
	bool late;                  /* the number just told is behind the last */
	size_t count, bytes;        /* bytes: of all that belongs to the room */
	struct event *ring; /* grows to the capacity as it fills */
	size_t ring_size;
	size_t name_size;
	char name[];
};

struct px_sio_replay {
	pthread_mutex_t lock;
	struct px_sio_replay_limits limits;
	size_t bytes;
	struct px_map rooms;
	struct room *oldest, *newest;
	int64_t highest; /* number ever given out */
};

static size_t at_least_one(size_t value)
{
	return value ? value : 1;
}

struct px_sio_replay *px_sio_replay_new(const struct px_sio_replay_limits *limits)
{
	struct px_sio_replay *replay = px_calloc(1, sizeof(*replay));

	replay->limits = *limits;
	replay->limits.rooms = at_least_one(limits->rooms);
	replay->limits.room_events = at_least_one(limits->room_events);
	pthread_mutex_init(&replay->lock, NULL);
	px_map_init(&replay->rooms);
	return replay;
}

static void count_bytes(struct px_sio_replay *replay, struct room *room, size_t more, size_t less)
{
	room->bytes += more - less;
	replay->bytes += more - less;
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
	replay->bytes -= room->bytes;
	for (size_t i = 0; i < room->ring_size; i++)
		px_eio_frame_unref(room->ring[i].frame);
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

/* Above all numbers that rooms which count by themselves can have had. */
static int64_t own_start(struct px_sio_replay *replay)
{
	int64_t next = px_clock_now() * 1000;

	if (next <= replay->highest)
		next = replay->highest + 1;
	return replay->highest = next;
}

/* The room, made with `next` (0: it counts by itself) if it is new, as the most recently used one. */
static struct room *use_room(struct px_sio_replay *replay, struct px_str name, int64_t next)
{
	struct room *room = px_map_get(&replay->rooms, name);

	if (room) {
		unlink_room(replay, room);
		link_newest(replay, room);
		return room;
	}
	if (replay->rooms.count == replay->limits.rooms)
		forget_room(replay, replay->oldest);
	room = px_calloc(1, sizeof(*room) + name.size);
	memcpy(room->name, name.data, name.size);
	room->name_size = name.size;
	room->next = next ? next : own_start(replay);
	px_map_put(&replay->rooms, name, room);
	link_newest(replay, room);
	count_bytes(replay, room, ROOM_BYTES + name.size, 0);
	return room;
}

static struct event *event_at(const struct room *room, int64_t number)
{
	return &room->ring[(size_t)number % room->ring_size];
}

static void drop_oldest_event(struct px_sio_replay *replay, struct room *room)
{
	struct event *event = event_at(room, room->next - (int64_t)room->count);

	count_bytes(replay, room, 0, EVENT_BYTES + px_eio_frame_data(event->frame).size);
	px_eio_frame_unref(event->frame);
	*event = (struct event){ 0 };
	room->count--;
}

/* Nothing before this number is kept any more. */
static void skip_to(struct px_sio_replay *replay, struct room *room, int64_t number)
{
	while (room->count)
		drop_oldest_event(replay, room);
	room->next = number;
}

int64_t px_sio_replay_next(struct px_sio_replay *replay, struct px_str name, int64_t number)
{
	struct room *room = use_room(replay, name, number);

	if (replay->limits.several && number && number < room->next) {
		skip_to(replay, room, room->next);
		room->floor = room->next - 1;
		room->late = true;
		return number;
	}
	if (number > room->next)
		skip_to(replay, room, number);
	return room->next;
}

/* While the ring is smaller than it may be, a full one doubles; one that can't grow loses its oldest event. */
static void make_room(struct px_sio_replay *replay, struct room *room)
{
	if (room->count < room->ring_size)
		return;
	if (room->ring_size == replay->limits.room_events) {
		drop_oldest_event(replay, room);
		return;
	}
	size_t size = room->ring_size ? 2 * room->ring_size : 4;
	if (size > replay->limits.room_events)
		size = replay->limits.room_events;
	struct event *ring = px_calloc(size, sizeof(*ring));
	for (size_t i = 0; i < room->count; i++) {
		int64_t number = room->next - (int64_t)room->count + (int64_t)i;
		ring[(size_t)number % size] = *event_at(room, number);
	}
	count_bytes(replay, room, size * sizeof(*ring), room->ring_size * sizeof(*ring));
	free(room->ring);
	room->ring = ring;
	room->ring_size = size;
}

static void keep_event(struct px_sio_replay *replay, struct room *room, struct event event, size_t bytes)
{
	make_room(replay, room);
	*event_at(room, room->next) = event;
	px_eio_frame_ref(event.frame);
	room->count++;
	count_bytes(replay, room, bytes, 0);
}

void px_sio_replay_add(struct px_sio_replay *replay, struct px_str name, struct px_eio_frame *frame, size_t begin,
		       size_t end)
{
	struct room *room = use_room(replay, name, 0);
	size_t max = replay->limits.room_bytes, bytes = EVENT_BYTES + px_eio_frame_data(frame).size;

	if (room->late) {
		room->late = false;
		return;
	}
	while (room->count && (bytes > max || room->bytes > max - bytes))
		drop_oldest_event(replay, room);
	if (bytes <= max)
		keep_event(replay, room, (struct event){ frame, (uint32_t)begin, (uint32_t)end }, bytes);
	if (room->next > replay->highest)
		replay->highest = room->next;
	room->next++;
	while (replay->bytes > replay->limits.bytes && replay->oldest != room)
		forget_room(replay, replay->oldest);
}

void px_sio_replay_doubt(struct px_sio_replay *replay)
{
	px_sio_replay_lock(replay);
	for (struct room *room = replay->oldest; room; room = room->newer)
		room->floor = room->next - 1;
	px_sio_replay_unlock(replay);
}

size_t px_sio_replay_bytes(struct px_sio_replay *replay)
{
	px_sio_replay_lock(replay);
	size_t bytes = replay->bytes;
	px_sio_replay_unlock(replay);
	return bytes;
}

static void write_events(const struct room *room, int64_t since, struct px_buf *out)
{
	(void)px_buf_printf(out, "{\"seq\":%lld,\"events\":[", (long long)room->next - 1);
	for (int64_t number = since + 1; number < room->next; number++) {
		const struct event *event = event_at(room, number);
		if (number > since + 1)
			(void)px_buf_char(out, ',');
		(void)px_buf_append(out, px_eio_frame_data(event->frame).data + event->begin, event->end - event->begin);
		(void)px_buf_char(out, ']');
	}
	(void)px_buf_text(out, "]}");
}

/* What the answer with everything after `since` takes at most. */
static size_t answer_size(const struct room *room, int64_t since)
{
	size_t size = 64; /* the frame around the events, the number in full */

	for (int64_t number = since + 1; number < room->next; number++) /* with a bracket and a comma */
		size += event_at(room, number)->end - event_at(room, number)->begin + 2;
	return size;
}

void px_sio_replay_since(struct px_sio_replay *replay, struct px_str name, int64_t since, int64_t last,
			 struct px_buf *out)
{
	px_sio_replay_lock(replay);
	struct room *room = use_room(replay, name, last < 0 ? 0 : last + 1);
	bool begins = since == 0, whole = begins || since > room->floor;
	if (replay->limits.several && last >= room->next) /* another process gave numbers whose events did not come here yet, or never */
		whole = begins || since >= last;
	else
		last = room->next - 1;
	if (begins)
		since = last;
	if (whole && since == last)
		(void)px_buf_printf(out, "{\"seq\":%lld,\"events\":[]}", (long long)last);
	else if (whole && since < last && since >= last - (int64_t)room->count && answer_size(room, since) <= out->cap - out->size)
		write_events(room, since, out);
	else
		(void)px_buf_printf(out, "{\"seq\":%lld,\"reload\":true}", (long long)last);
	px_sio_replay_unlock(replay);
}
