/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One user's index in memory: what is loaded while it is used, and the list of
 * loaded indexes that the driver keeps under its cap.
 *
 * Rows stand in three places: the snapshot (mapped, never changed), the tail
 * (put since) and, while a maintenance writes the next snapshot, the frozen
 * tail that goes into it.  A row of the first two that was removed or replaced
 * has its bit in `dead`.
 */
#ifndef PX_VECTOR_EMBEDDED_INDEX_H
#define PX_VECTOR_EMBEDDED_INDEX_H

#include "vector/embedded/file.h"

#include <pthread.h>

enum {
	PX_VECTOR_LOADED_MAX = 256, /* indexes at once: each holds a file descriptor */
	/* Rows from which on a graph is built: docs/decisions/0009-vectors.md. */
	PX_VECTOR_GRAPH_MIN = 50000,
	PX_VECTOR_INLINE_MAX = 20000, /* rows up to which a put does the maintenance itself */
};

/* Rows with marks of those that are gone. */
struct px_dead {
	uint8_t *bits; /* NULL: none */
	size_t count;
};

struct px_vector_state {
	struct px_vector_file file;
	struct px_dead base_dead;
	struct px_tail frozen;
	struct px_dead frozen_dead;
	struct px_tail tail;
	bool maintaining;     /* a maintenance is writing the next snapshot */
	uint64_t frozen_log;  /* bytes of the log that the next snapshot makes superfluous */
	struct px_id *late;   /* removed from base or frozen since the maintenance began */
	size_t late_count, late_room;
	struct px_graph_scratch scratch;
};

struct px_vector_driver_state;

struct px_embedded_index {
	struct px_vector_driver_state *driver;
	struct px_vector_owner owner; /* its model is ours */
	px_vector_rebuild_fn rebuild;
	void *rebuild_arg;
	char *path;                   /* NULL: in memory only */
	pthread_mutex_t lock;         /* of all below but what the driver's lock guards */
	struct px_vector_state *state; /* NULL: not loaded */
	uint64_t checked;             /* checksum of the snapshot that was found right, 0: none */
	uint64_t rebuilds;

	/* Under the driver's lock. */
	struct px_embedded_index *newer, *older; /* in the list of loaded ones */
	bool listed;
	unsigned pins;                /* users of the state: not to be unloaded */
	size_t size;                  /* bytes it was counted with */
};

struct px_vector_driver_state {
	char *folder;
	size_t memory;
	size_t graph_from;
	const struct px_dot_kernel *kernel;
	pthread_mutex_t lock;
	struct px_embedded_index *newest, *oldest;
	size_t size;    /* of all that are listed */
	size_t loaded;
};

/* Locks, and loads if need be; px_index_leave must follow unless it fails. */
enum px_err px_index_enter(struct px_embedded_index *index, struct px_error *error) PX_MUST_CHECK;
void px_index_leave(struct px_embedded_index *index);
/* Keeps the state loaded beyond px_index_leave; inside enter and leave. */
void px_index_pin(struct px_embedded_index *index);
void px_index_unpin(struct px_embedded_index *index);
/* Takes it off the list and frees its state; nobody may be inside. */
void px_index_unload(struct px_embedded_index *index);

/* Marks the row with that id as gone, or takes it out of the tail; false if there is none. */
bool px_state_remove(struct px_vector_state *state, struct px_id id);
/* Only if it is in the snapshot. */
void px_state_remove_from_base(struct px_vector_state *state, struct px_id id);
/* Where an id is; false if it isn't. */
bool px_state_find(struct px_vector_state *state, struct px_id id, const struct px_rows **rows, size_t *row);
size_t px_state_count(const struct px_vector_state *state);
size_t px_state_waiting(const struct px_vector_state *state);
size_t px_state_memory(const struct px_vector_state *state);
void px_state_free(struct px_vector_state *state);

void px_dead_mark(struct px_dead *dead, size_t row, size_t rows);
void px_dead_release(struct px_dead *dead);

/* maintain.c: as px_vector_maintain, and the same inside enter and leave, for what is small. */
enum px_err px_index_maintain(struct px_embedded_index *index, bool force, struct px_error *error) PX_MUST_CHECK;
enum px_err px_index_maintain_entered(struct px_embedded_index *index, bool graph, struct px_error *error)
	PX_MUST_CHECK;
bool px_state_wants_maintenance(const struct px_vector_state *state, size_t graph_from);

/* search.c: inside enter and leave. */
void px_state_search(struct px_vector_state *state, const struct px_dot_kernel *kernel, unsigned dims,
		     const struct px_vector_query *query, struct px_vector_hit *hits, size_t *count);

#endif
