/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two lists hold the packets: all of them by age, for the window and the bytes
 * of all, and each target's own.  Targets without packets stay, as they know
 * what they dropped, until their memory is needed; what a forgotten target
 * dropped counts as dropped for everybody from then on.
 */
#include "net/sio_recovery.h"

#include "base/map.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct packet {
	struct packet *older, *newer;           /* of all */
	struct packet *target_older, *target_newer;
	struct target *target;
	struct px_eio_frame *frame;
	int64_t at; /* milliseconds, monotonic */
	uint64_t number;
	size_t bytes; /* that it counts for */
};

struct target {
	struct target *staler, *fresher; /* by their newest packet, kept or not */
	struct packet *oldest, *newest;
	size_t bytes;     /* of its packets */
	uint64_t dropped; /* number of its newest packet that isn't kept; 0: none */
	size_t key_size;
	char key[];
};

struct saved {
	struct saved *older, *newer;
	int64_t at;
	char pid[24], sid[24];
	const char *identity; /* behind the namespace */
	char nsp[];
};

enum {
	SAVED_MAX = 65536,
	/* Malloc's own share, the frame's counters, a slot of the map: rounded up, measured on glibc. */
	PACKET_BYTES = sizeof(struct packet) + 64,
	TARGET_BYTES = sizeof(struct target) + 128
};

struct px_sio_recovery {
	pthread_mutex_t lock;
	unsigned window_ms;
	size_t bytes_max, target_bytes_max;
	size_t bytes;
	uint64_t next;      /* number of the next packet */
	uint64_t forgotten; /* the highest `dropped` of the targets that were forgotten */
	struct packet *oldest, *newest;
	struct px_map targets;
	struct target *stalest, *freshest;
	struct px_map by_pid;
	struct saved *oldest_saved, *newest_saved;
	size_t saved_count;
};

struct px_sio_recovery *px_sio_recovery_new(unsigned window_ms, size_t bytes, size_t target_bytes)
{
	struct px_sio_recovery *recovery = px_calloc(1, sizeof(*recovery));

	recovery->window_ms = window_ms;
	recovery->bytes_max = bytes;
	recovery->target_bytes_max = target_bytes;
	recovery->next = 1;
	pthread_mutex_init(&recovery->lock, NULL);
	px_map_init(&recovery->targets);
	px_map_init(&recovery->by_pid);
	return recovery;
}

/* Packets */

static void drop_packet(struct px_sio_recovery *recovery, struct packet *packet)
{
	struct target *target = packet->target; /* whose oldest it is */

	*(packet->older ? &packet->older->newer : &recovery->oldest) = packet->newer;
	*(packet->newer ? &packet->newer->older : &recovery->newest) = packet->older;
	target->oldest = packet->target_newer;
	*(target->oldest ? &target->oldest->target_older : &target->newest) = NULL;
	target->dropped = packet->number;
	target->bytes -= packet->bytes;
	recovery->bytes -= packet->bytes;
	px_eio_frame_unref(packet->frame);
	free(packet);
}

static void append_packet(struct px_sio_recovery *recovery, struct target *target,
			  struct px_eio_frame *frame, size_t bytes)
{
	struct packet *packet = px_calloc(1, sizeof(*packet));

	packet->target = target;
	packet->frame = px_eio_frame_ref(frame);
	packet->at = px_eio_clock_now();
	packet->number = recovery->next;
	packet->bytes = bytes;
	packet->older = recovery->newest;
	*(packet->older ? &packet->older->newer : &recovery->oldest) = packet;
	recovery->newest = packet;
	packet->target_older = target->newest;
	*(packet->target_older ? &packet->target_older->target_newer : &target->oldest) = packet;
	target->newest = packet;
	target->bytes += bytes;
	recovery->bytes += bytes;
}

/* Targets */

static void unlink_target(struct px_sio_recovery *recovery, struct target *target)
{
	*(target->staler ? &target->staler->fresher : &recovery->stalest) = target->fresher;
	*(target->fresher ? &target->fresher->staler : &recovery->freshest) = target->staler;
}

static void link_freshest(struct px_sio_recovery *recovery, struct target *target)
{
	target->fresher = NULL;
	target->staler = recovery->freshest;
	*(target->staler ? &target->staler->fresher : &recovery->stalest) = target;
	recovery->freshest = target;
}

static void forget_target(struct px_sio_recovery *recovery, struct target *target)
{
	if (target->dropped > recovery->forgotten)
		recovery->forgotten = target->dropped;
	unlink_target(recovery, target);
	px_map_remove(&recovery->targets, px_str_n(target->key, target->key_size));
	recovery->bytes -= TARGET_BYTES + target->key_size;
	free(target);
}

/* The namespace, then the room or socket; everybody has no second part. */
static void write_key(struct px_buf *key, const char *nsp, const char *target)
{
	(void)px_buf_text(key, nsp);
	if (!target)
		return;
	(void)px_buf_char(key, '\0');
	(void)px_buf_text(key, target);
}

static struct target *find_target(const struct px_sio_recovery *recovery, const char *nsp,
				  const char *name)
{
	struct px_buf key = PX_BUF_INIT(SIZE_MAX / 4);

	write_key(&key, nsp, name);
	struct target *target = px_map_get(&recovery->targets, px_buf_view(&key));
	px_buf_release(&key);
	return target;
}

/* The target, made if it is new, as the one with the newest packet. */
static struct target *use_target(struct px_sio_recovery *recovery, const char *nsp, const char *name)
{
	struct target *target = find_target(recovery, nsp, name);
	struct px_buf key = PX_BUF_INIT(SIZE_MAX / 4);

	if (target) {
		unlink_target(recovery, target);
		link_freshest(recovery, target);
		return target;
	}
	write_key(&key, nsp, name);
	target = px_calloc(1, sizeof(*target) + key.size);
	target->key_size = key.size;
	memcpy(target->key, key.data, key.size);
	px_map_put(&recovery->targets, px_buf_view(&key), target);
	px_buf_release(&key);
	link_freshest(recovery, target);
	recovery->bytes += TARGET_BYTES + target->key_size;
	return target;
}

/* Lost sockets */

static void drop_saved(struct px_sio_recovery *recovery, struct saved *saved)
{
	px_map_remove(&recovery->by_pid, px_str(saved->pid));
	*(saved->older ? &saved->older->newer : &recovery->oldest_saved) = saved->newer;
	*(saved->newer ? &saved->newer->older : &recovery->newest_saved) = saved->older;
	recovery->saved_count--;
	free(saved);
}

static void expire(struct px_sio_recovery *recovery)
{
	int64_t limit = px_eio_clock_now() - recovery->window_ms;

	while (recovery->oldest && recovery->oldest->at < limit)
		drop_packet(recovery, recovery->oldest);
	while (recovery->oldest_saved && recovery->oldest_saved->at < limit)
		drop_saved(recovery, recovery->oldest_saved);
}

void px_sio_recovery_free(struct px_sio_recovery *recovery)
{
	if (!recovery)
		return;
	while (recovery->oldest)
		drop_packet(recovery, recovery->oldest);
	while (recovery->stalest)
		forget_target(recovery, recovery->stalest);
	while (recovery->oldest_saved)
		drop_saved(recovery, recovery->oldest_saved);
	px_map_release(&recovery->targets);
	px_map_release(&recovery->by_pid);
	pthread_mutex_destroy(&recovery->lock);
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

/* Drops what is oldest, and targets that have nothing more, until all fits. */
static void fit(struct px_sio_recovery *recovery)
{
	while (recovery->bytes > recovery->bytes_max && recovery->stalest) {
		if (!recovery->stalest->oldest)
			forget_target(recovery, recovery->stalest);
		else
			drop_packet(recovery, recovery->oldest);
	}
}

void px_sio_recovery_add(struct px_sio_recovery *recovery, const char *nsp, const char *name,
			 struct px_eio_frame *frame)
{
	size_t bytes = PACKET_BYTES + px_eio_frame_data(frame).size;

	expire(recovery);
	struct target *target = use_target(recovery, nsp, name);
	while (target->oldest && target->bytes + bytes > recovery->target_bytes_max)
		drop_packet(recovery, target->oldest);
	if (bytes <= recovery->target_bytes_max)
		append_packet(recovery, target, frame, bytes);
	else
		target->dropped = recovery->next;
	recovery->next++;
	fit(recovery);
}

size_t px_sio_recovery_bytes(struct px_sio_recovery *recovery)
{
	px_sio_recovery_lock(recovery);
	size_t bytes = recovery->bytes;
	px_sio_recovery_unlock(recovery);
	return bytes;
}

void px_sio_recovery_save(struct px_sio_recovery *recovery, const char *pid, const char *sid,
			  const char *nsp, const char *identity)
{
	size_t nsp_size = strlen(nsp) + 1, identity_size = strlen(identity) + 1;
	struct saved *saved = px_calloc(1, sizeof(*saved) + nsp_size + identity_size);

	snprintf(saved->pid, sizeof(saved->pid), "%s", pid);
	snprintf(saved->sid, sizeof(saved->sid), "%s", sid);
	memcpy(saved->nsp, nsp, nsp_size);
	saved->identity = memcpy(saved->nsp + nsp_size, identity, identity_size);
	saved->at = px_eio_clock_now();
	px_sio_recovery_lock(recovery);
	expire(recovery);
	if (recovery->saved_count == SAVED_MAX)
		drop_saved(recovery, recovery->oldest_saved);
	px_map_put(&recovery->by_pid, px_str(saved->pid), saved);
	saved->older = recovery->newest_saved;
	*(saved->older ? &saved->older->newer : &recovery->oldest_saved) = saved;
	recovery->newest_saved = saved;
	recovery->saved_count++;
	px_sio_recovery_unlock(recovery);
}

/* Coming back */

/* The number an offset stands for; 0 if it is none of ours. */
static uint64_t number_of(const char *offset)
{
	char *end;

	if (offset[0] != 'o' || !offset[1] || strlen(offset) >= PX_SIO_OFFSET)
		return 0;
	uint64_t number = strtoull(offset + 1, &end, 16);
	return *end ? 0 : number;
}

/* The packets of a target after that number, into `list` from the newest on; their count. */
static size_t gather(const struct target *target, uint64_t after, struct packet **list)
{
	size_t count = 0;

	for (struct packet *packet = target ? target->newest : NULL; packet && packet->number > after;
	     packet = packet->target_older) {
		if (list)
			list[count] = packet;
		count++;
	}
	return count;
}

static int by_number(const void *a, const void *b)
{
	const struct packet *one = *(struct packet *const *)a, *two = *(struct packet *const *)b;

	return (one->number > two->number) - (one->number < two->number);
}

/* What the socket is told through: everybody, itself, each of its rooms. */
static size_t find_targets(const struct px_sio_recovery *recovery, const struct px_sio_claim *claim,
			   const char *sid, const struct target **targets)
{
	size_t count = 0;

	targets[count++] = find_target(recovery, claim->nsp, NULL);
	targets[count++] = find_target(recovery, claim->nsp, sid);
	for (const char *const *room = claim->rooms; room && *room; room++)
		targets[count++] = find_target(recovery, claim->nsp, *room);
	return count;
}

/* False if one of the targets dropped a packet after that number. */
static bool complete(const struct target *const *targets, size_t target_count, uint64_t after)
{
	for (size_t i = 0; i < target_count; i++) {
		if (targets[i] && targets[i]->dropped > after)
			return false;
	}
	return true;
}

static void collect(const struct target *const *targets, size_t target_count, uint64_t after,
		    struct px_sio_recovered *recovered)
{
	size_t count = 0;

	for (size_t i = 0; i < target_count; i++)
		count += gather(targets[i], after, NULL);
	struct packet **list = px_calloc(count + 1, sizeof(*list));
	for (size_t i = 0, at = 0; i < target_count; i++)
		at += gather(targets[i], after, list + at);
	qsort(list, count, sizeof(*list), by_number);
	recovered->frames = px_calloc(count + 1, sizeof(*recovered->frames));
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || list[i] != list[i - 1]) /* a room named twice */
			recovered->frames[recovered->frame_count++] = px_eio_frame_ref(list[i]->frame);
	}
	free(list);
}

static bool may_have(const struct saved *saved, const struct px_sio_claim *claim)
{
	return saved && strcmp(saved->nsp, claim->nsp) == 0 && strcmp(saved->identity, claim->identity) == 0;
}

bool px_sio_recovery_take(struct px_sio_recovery *recovery, const struct px_sio_claim *claim,
			  struct px_sio_recovered *recovered)
{
	uint64_t after = number_of(claim->offset);
	size_t rooms = 0;
	bool found = false;

	while (claim->rooms && claim->rooms[rooms])
		rooms++;
	const struct target **targets = px_calloc(rooms + 2, sizeof(const struct target *));
	*recovered = (struct px_sio_recovered){ 0 };
	px_sio_recovery_lock(recovery);
	expire(recovery);
	struct saved *saved = px_map_get(&recovery->by_pid, px_str(claim->pid));
	if (may_have(saved, claim) && after >= recovery->forgotten && after > 0 && after < recovery->next) {
		size_t count = find_targets(recovery, claim, saved->sid, targets);
		found = complete(targets, count, after);
		if (found) {
			collect(targets, count, after, recovered);
			snprintf(recovered->sid, sizeof(recovered->sid), "%s", saved->sid);
			recovered->upto = recovery->next - 1;
			drop_saved(recovery, saved);
		}
	}
	px_sio_recovery_unlock(recovery);
	free(targets);
	return found;
}

void px_sio_recovered_release(struct px_sio_recovered *recovered)
{
	for (size_t i = 0; i < recovered->frame_count; i++)
		px_eio_frame_unref(recovered->frames[i]);
	free(recovered->frames);
	*recovered = (struct px_sio_recovered){ 0 };
}
