/* SPDX-License-Identifier: Apache-2.0 */
#include "net/sio_recovery.h"

#include "base/map.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct packet {
	int64_t at; /* milliseconds, monotonic */
	char *nsp;  /* with `target` in one allocation */
	const char *target; /* NULL: everybody */
	struct px_eio_frame *frame;
};

struct saved {
	struct saved *older, *newer;
	int64_t at;
	char pid[24], sid[24];
	char *nsp;
	char *rooms;
	size_t rooms_size;
};

enum { SAVED_MAX = 65536 };

struct px_sio_recovery {
	pthread_mutex_t lock;
	unsigned window_ms;
	struct packet *ring;
	size_t capacity, count;
	uint64_t next;   /* number of the next packet; the oldest kept is next - count */
	struct px_map by_pid;
	struct saved *oldest, *newest;
	size_t saved_count;
};

struct px_sio_recovery *px_sio_recovery_new(unsigned window_ms, size_t packets)
{
	struct px_sio_recovery *recovery = px_calloc(1, sizeof(*recovery));

	recovery->window_ms = window_ms;
	recovery->capacity = packets ? packets : 1;
	recovery->ring = px_calloc(recovery->capacity, sizeof(*recovery->ring));
	recovery->next = 1;
	pthread_mutex_init(&recovery->lock, NULL);
	px_map_init(&recovery->by_pid);
	return recovery;
}

static struct packet *packet_at(struct px_sio_recovery *recovery, uint64_t number)
{
	return &recovery->ring[number % recovery->capacity];
}

static void drop_oldest_packet(struct px_sio_recovery *recovery)
{
	struct packet *packet = packet_at(recovery, recovery->next - recovery->count);

	free(packet->nsp);
	px_eio_frame_unref(packet->frame);
	recovery->count--;
}

static void drop_saved(struct px_sio_recovery *recovery, struct saved *saved)
{
	px_map_remove(&recovery->by_pid, px_str(saved->pid));
	*(saved->older ? &saved->older->newer : &recovery->oldest) = saved->newer;
	*(saved->newer ? &saved->newer->older : &recovery->newest) = saved->older;
	recovery->saved_count--;
	free(saved->nsp);
	free(saved->rooms);
	free(saved);
}

static void expire(struct px_sio_recovery *recovery)
{
	int64_t limit = px_eio_clock_now() - recovery->window_ms;

	while (recovery->count &&
	       packet_at(recovery, recovery->next - recovery->count)->at < limit)
		drop_oldest_packet(recovery);
	while (recovery->oldest && recovery->oldest->at < limit)
		drop_saved(recovery, recovery->oldest);
}

void px_sio_recovery_free(struct px_sio_recovery *recovery)
{
	if (!recovery)
		return;
	while (recovery->count)
		drop_oldest_packet(recovery);
	while (recovery->oldest)
		drop_saved(recovery, recovery->oldest);
	px_map_release(&recovery->by_pid);
	pthread_mutex_destroy(&recovery->lock);
	free(recovery->ring);
	free(recovery);
}

void px_sio_recovery_lock(struct px_sio_recovery *recovery)
{
	pthread_mutex_lock(&recovery->lock);
}

void px_sio_recovery_unlock(struct px_sio_recovery *recovery)
{
	pthread_mutex_unlock(&recovery->lock);
}

uint64_t px_sio_recovery_next(struct px_sio_recovery *recovery, char offset[PX_SIO_OFFSET])
{
	snprintf(offset, PX_SIO_OFFSET, "o%llx", (unsigned long long)recovery->next);
	return recovery->next;
}

void px_sio_recovery_add(struct px_sio_recovery *recovery, const char *nsp, const char *target,
			 struct px_eio_frame *frame)
{
	size_t nsp_size = strlen(nsp) + 1, target_size = target ? strlen(target) + 1 : 0;

	expire(recovery);
	if (recovery->count == recovery->capacity)
		drop_oldest_packet(recovery);
	struct packet *packet = packet_at(recovery, recovery->next);
	packet->at = px_eio_clock_now();
	packet->nsp = px_alloc(nsp_size + target_size);
	memcpy(packet->nsp, nsp, nsp_size);
	packet->target = NULL;
	if (target)
		packet->target = memcpy(packet->nsp + nsp_size, target, target_size);
	packet->frame = px_eio_frame_ref(frame);
	recovery->next++;
	recovery->count++;
}

void px_sio_recovery_save(struct px_sio_recovery *recovery, const char *pid, const char *sid,
			  const char *nsp, const char *rooms, size_t rooms_size)
{
	struct saved *saved = px_calloc(1, sizeof(*saved));

	snprintf(saved->pid, sizeof(saved->pid), "%s", pid);
	snprintf(saved->sid, sizeof(saved->sid), "%s", sid);
	saved->nsp = px_strdup(nsp);
	saved->rooms = px_alloc(rooms_size);
	memcpy(saved->rooms, rooms, rooms_size);
	saved->rooms_size = rooms_size;
	saved->at = px_eio_clock_now();
	px_sio_recovery_lock(recovery);
	expire(recovery);
	if (recovery->saved_count == SAVED_MAX)
		drop_saved(recovery, recovery->oldest);
	px_map_put(&recovery->by_pid, px_str(saved->pid), saved);
	saved->older = recovery->newest;
	*(saved->older ? &saved->older->newer : &recovery->oldest) = saved;
	recovery->newest = saved;
	recovery->saved_count++;
	px_sio_recovery_unlock(recovery);
}

/* The number an offset stands for; 0 if it is none of ours. */
static uint64_t number_of(const char *offset)
{
	char *end;

	if (offset[0] != 'o' || !offset[1] || strlen(offset) >= PX_SIO_OFFSET)
		return 0;
	uint64_t number = strtoull(offset + 1, &end, 16);
	return *end ? 0 : number;
}

static bool is_for(const struct packet *packet, const struct saved *saved)
{
	if (strcmp(packet->nsp, saved->nsp) != 0)
		return false;
	if (!packet->target || strcmp(packet->target, saved->sid) == 0)
		return true;
	for (const char *room = saved->rooms; *room; room += strlen(room) + 1) {
		if (strcmp(room, packet->target) == 0)
			return true;
	}
	return false;
}

static void collect(struct px_sio_recovery *recovery, const struct saved *saved, uint64_t after,
		    struct px_sio_recovered *recovered)
{
	recovered->frames = px_calloc((size_t)(recovery->next - after), sizeof(*recovered->frames));
	for (uint64_t number = after + 1; number < recovery->next; number++) {
		struct packet *packet = packet_at(recovery, number);
		if (is_for(packet, saved))
			recovered->frames[recovered->frame_count++] = px_eio_frame_ref(packet->frame);
	}
	recovered->upto = recovery->next - 1;
}

bool px_sio_recovery_take(struct px_sio_recovery *recovery, const char *pid, const char *nsp,
			  const char *offset, struct px_sio_recovered *recovered)
{
	uint64_t after = number_of(offset);
	bool found = false;

	*recovered = (struct px_sio_recovered){ 0 };
	px_sio_recovery_lock(recovery);
	expire(recovery);
	struct saved *saved = px_map_get(&recovery->by_pid, px_str(pid));
	if (saved && strcmp(saved->nsp, nsp) == 0 && after > 0 && after < recovery->next &&
	    after + 1 >= recovery->next - recovery->count) { /* everything after it is kept */
		collect(recovery, saved, after, recovered);
		snprintf(recovered->sid, sizeof(recovered->sid), "%s", saved->sid);
		recovered->rooms = saved->rooms;
		saved->rooms = NULL;
		drop_saved(recovery, saved);
		found = true;
	}
	px_sio_recovery_unlock(recovery);
	return found;
}

void px_sio_recovered_release(struct px_sio_recovered *recovered)
{
	for (size_t i = 0; i < recovered->frame_count; i++)
		px_eio_frame_unref(recovered->frames[i]);
	free(recovered->frames);
	free(recovered->rooms);
	*recovered = (struct px_sio_recovered){ 0 };
}
