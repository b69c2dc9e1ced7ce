/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_loop: one libuv loop on a thread of its own.
 *
 * Everything that touches sockets or timers of a loop runs on its thread.
 * Other threads hand it work with px_loop_post, which never blocks and keeps
 * the order of one poster.  Callbacks on a loop must not block and must not
 * touch the store.
 */
#ifndef PX_SYS_LOOP_H
#define PX_SYS_LOOP_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct px_loop;

/* A unit of work for another thread; embed it in your own struct.  `run` gets it back and owns it. */
struct px_job {
	struct px_job *next;
	void (*run)(struct px_job *job);
};

/* Creates the loop and starts its thread; `index` names it (0..). */
enum px_err px_loop_new(unsigned index, struct px_loop **loop, struct px_error *error) PX_MUST_CHECK;
/*
 * Stops accepting posts, lets the thread finish what is queued, closes every
 * handle that is left and joins.  Not from the loop's own thread.
 */
void px_loop_free(struct px_loop *loop);
/* Any thread.  False (and the job is not taken) once the loop is stopping. */
bool px_loop_post(struct px_loop *loop, struct px_job *job);
/* Posts and waits until the job ran; for start-up and shutdown, not from a loop thread. */
void px_loop_run_sync(struct px_loop *loop, void (*run)(void *arg), void *arg);
uv_loop_t *px_loop_uv(struct px_loop *loop);
unsigned px_loop_index(const struct px_loop *loop);
/* On its thread: is one of the posted jobs running, so that `after_jobs` (below) is still to come? */
bool px_loop_runs_jobs(const struct px_loop *loop);
/* The loop whose thread this is, or NULL. */
struct px_loop *px_loop_current(void);
/* A read buffer shared by all streams of the loop (64 KiB); valid during one callback only. */
void px_loop_scratch(struct px_loop *loop, char **data, size_t *size);

/*
 * A part is state of another module that lives with the loop (buffers shared
 * by its streams, an idle connection pool).  It is found by its `key`, the
 * address of anything static of that module.  All on the loop's thread.
 */
struct px_loop_part {
	struct px_loop_part *next;
	const void *key;
	/* The jobs at hand have run; the loop now waits for more.  May be NULL. */
	void (*after_jobs)(struct px_loop_part *part);
	/* The loop stops: close your handles.  Newest part first.  May be NULL. */
	void (*stop)(struct px_loop_part *part);
	/* Every handle is closed and no callback will run any more: free yourself. */
	void (*release)(struct px_loop_part *part);
};

struct px_loop_part *px_loop_part(const struct px_loop *loop, const void *key);
void px_loop_add_part(struct px_loop *loop, struct px_loop_part *part);

#endif
