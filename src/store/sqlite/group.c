/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Group commit: many transactions, one sync.
 *
 * A batch is one SQLite transaction on the write connection.  Shards run their
 * own transactions in it as savepoints, one after another, each holding `lock`
 * from its begin to its end.  The commit thread takes the lock, COMMITs (which
 * writes the log but does not wait for the disk), lets go, syncs the log, and
 * only then tells everyone in the batch.  While it syncs, the next batch
 * fills: its size follows the speed of the disk, and no writer ever waits for
 * the disk itself.
 *
 * Clients that wait for an acknowledgement before they go on would thus split
 * into two halves, one filling while the other syncs; and each batch costs
 * time of its own, whatever is in it.  So after a batch the thread waits for
 * as many as were just told and wait already, for PATIENCE times what the
 * batch took (PATIENCE_MAX_NS at most), in LOOKS parts: one in which nobody
 * came is the last.  So a lone client never waits, many share each sync, and
 * where some stop half way the others lose two looks.
 *
 * After a failed COMMIT nothing of the batch is kept.  After a failed sync
 * nobody can say what the disk holds, so the store refuses to write until it
 * is opened again; the batch was never acknowledged.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BATCH_MAX = 256, PATIENCE = 2, PATIENCE_MAX_NS = 2000000, LOOKS = 4 };

static void add(struct acknowledgements *list, void (*done)(void *arg, enum px_err err), void *arg)
{
	if (list->count == list->capacity) {
		list->capacity = list->capacity ? list->capacity * 2 : 64;
		list->items = px_realloc(list->items, list->capacity * sizeof(*list->items));
	}
	list->items[list->count++] = (struct acknowledgement){ done, arg };
}

static void tell(struct acknowledgements *list, enum px_err err)
{
	for (size_t i = 0; i < list->count; i++)
		list->items[i].done(list->items[i].arg, err);
	list->count = 0;
}

/* With the lock held: wakes the commit thread, if it waits for just this. */
static void call_thread(struct group *group)
{
	if (!group->idle && !(group->target && group->batch.count >= group->target) && !group->lost)
		return;
	group->idle = false;
	group->target = 0;
	pthread_mutex_lock(&group->wake_lock);
	group->woken = true;
	pthread_cond_signal(&group->wake);
	pthread_mutex_unlock(&group->wake_lock);
}

void group_note_error(struct driver *driver)
{
	struct group *group = &driver->group;

	if (!group->open || !sqlite3_get_autocommit(driver->writer->db))
		return;
	group->open = false;
	group->lost = true;
	px_log(PX_LOG_ERROR, "store", "batch lost", PX_LI("transactions", (int64_t)group->batch.count));
	call_thread(group);
}

void group_give_up(struct driver *driver)
{
	if (connection_run(driver->writer, SQL_ROLLBACK, NULL) != PX_OK)
		driver->group.broken = true;
	group_note_error(driver);
}

static enum px_err enter_locked(struct driver *driver, struct px_error *error)
{
	struct group *group = &driver->group;
	enum px_err err = PX_OK;

	while (atomic_load(&group->wanted) || group->lost)
		pthread_cond_wait(&group->turn, &group->lock);
	if (group->broken)
		return px_fail(error, PX_IO, "data", "the disk failed; restart to go on writing");
	if (!group->open) {
		err = connection_run(driver->writer, SQL_BEGIN_WRITE, error);
		group->open = !err;
	}
	if (!err)
		err = connection_run(driver->writer, SQL_SAVEPOINT, error);
	driver->writer->wrote = false;
	return err;
}

enum px_err group_enter(struct driver *driver, struct px_error *error)
{
	enum px_err err;

	pthread_mutex_lock(&driver->group.lock);
	err = enter_locked(driver, error);
	if (err)
		pthread_mutex_unlock(&driver->group.lock);
	return err;
}

/* With the lock held: nothing that was committed is still on its way to the disk, or lost there. */
static bool all_durable(const struct group *group)
{
	return !group->broken && !group->dirty && !group->lost && !group->syncing && !group->batch.count;
}

void group_leave(struct driver *driver, void (*done)(void *arg, enum px_err err), void *arg)
{
	struct group *group = &driver->group;

	group->dirty = group->dirty || driver->writer->wrote;
	bool at_once = done && all_durable(group);
	if (done && !at_once)
		add(&group->batch, done, arg);
	/* Also a batch nobody waits for is ended, lest it keep the log from being checkpointed. */
	call_thread(group);
	pthread_mutex_unlock(&group->lock);
	if (at_once)
		done(arg, PX_OK);
}

void group_after(struct driver *driver, void (*done)(void *arg, enum px_err err), void *arg)
{
	struct group *group = &driver->group;

	pthread_mutex_lock(&group->lock);
	bool at_once = all_durable(group);
	if (!at_once) {
		add(&group->batch, done, arg);
		call_thread(group);
	}
	pthread_mutex_unlock(&group->lock);
	if (at_once)
		done(arg, PX_OK);
}

/* With the lock held: ends the open batch, without waiting for the disk. */
static enum px_err commit_batch(struct driver *driver)
{
	struct group *group = &driver->group;
	struct px_error error = { 0 };
	enum px_err err = PX_OK;

	if (group->lost) {
		group->lost = false;
		atomic_fetch_add(&group->epoch, 1);
		return PX_IO;
	}
	if (!group->open)
		return group->broken ? PX_IO : PX_OK;
	err = group->broken ? PX_IO : connection_run(driver->writer, SQL_COMMIT, &error);
	group->open = false;
	if (!err)
		return PX_OK;
	px_log(PX_LOG_ERROR, "store", "commit failed", PX_LF("reason", error.message));
	atomic_fetch_add(&group->epoch, 1);
	if (!sqlite3_get_autocommit(driver->writer->db) &&
	    connection_run(driver->writer, SQL_ROLLBACK, NULL) != PX_OK)
		group->broken = true;
	return PX_IO;
}

static enum px_err sync_log(struct group *group)
{
	int result;

	do
		result = fdatasync(group->wal_fd);
	while (result && errno == EINTR);
	if (result == 0)
		return PX_OK;
	px_log(PX_LOG_ERROR, "store", "sync failed", PX_LF("reason", strerror(errno)));
	pthread_mutex_lock(&group->lock);
	group->broken = true; /* before anyone is told and comes back */
	pthread_mutex_unlock(&group->lock);
	return PX_IO;
}

static void count_batch(struct group *group, size_t transactions, int64_t time)
{
	atomic_fetch_add(&group->transactions, transactions);
	atomic_fetch_add(&group->batches, 1);
	atomic_fetch_add(&group->commit_ns, (uint64_t)time);
}

static bool has_work(const struct group *group)
{
	return group->open || group->lost || group->batch.count;
}

/*
 * Called and returns with the lock held; lets go of it until call_thread or
 * the deadline (0: none).  Writers go on meanwhile, also between the call and
 * this thread's waking up; only then are they asked to let it in.
 */
static void wait_for_call(struct group *group, int64_t deadline)
{
	struct timespec at = { .tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000 };
	int result = 0;

	pthread_mutex_unlock(&group->lock);
	pthread_mutex_lock(&group->wake_lock);
	while (!group->woken && !result)
		result = deadline ? pthread_cond_timedwait(&group->wake, &group->wake_lock, &at)
				  : pthread_cond_wait(&group->wake, &group->wake_lock);
	group->woken = false;
	pthread_mutex_unlock(&group->wake_lock);
	atomic_store(&group->wanted, true);
	pthread_mutex_lock(&group->lock);
}

/* With the lock held: lets writers go on until the batch has `target` transactions, or for so long. */
static void let_grow(struct group *group, size_t target, int64_t nanoseconds)
{
	if (group->batch.count >= target || group->lost || group->stop || nanoseconds <= 0)
		return;
	atomic_store(&group->wanted, false);
	pthread_cond_broadcast(&group->turn);
	pthread_mutex_lock(&group->wake_lock);
	group->woken = false; /* a call that came too late for the wait before */
	pthread_mutex_unlock(&group->wake_lock);
	group->target = target;
	wait_for_call(group, px_clock_mono() + nanoseconds);
	group->target = 0;
}

/*
 * With the lock held: lets writers go on until a batch is worth committing,
 * which is one of `target` transactions, or any after `patience`, or after a
 * part of that in which none came.
 */
static void gather(struct group *group, size_t target, int64_t patience)
{
	for (int look = 0; look < LOOKS && group->batch.count < target; look++) {
		size_t before = group->batch.count;
		let_grow(group, target, patience / LOOKS);
		if (before && group->batch.count == before)
			break;
	}
	while (!has_work(group) && !group->stop) {
		atomic_store(&group->wanted, false);
		pthread_cond_broadcast(&group->turn);
		group->idle = true;
		wait_for_call(group, 0);
		group->idle = false;
	}
}

/*
 * Called and returns with the lock held; lets go of it meanwhile.  Nanoseconds it took.
 * *next is how many wait for the next batch before anybody of this one is told, and may come back.
 */
static int64_t run_batch(struct driver *driver, struct acknowledgements *told, size_t *next)
{
	struct group *group = &driver->group;
	struct acknowledgements batch = group->batch;
	int64_t start = px_clock_mono();
	bool sync = group->dirty;
	enum px_err err = commit_batch(driver);

	group->batch = *told; /* its memory, empty */
	group->dirty = false;
	group->syncing = true;
	checkpoint_consider(driver);
	atomic_store(&group->wanted, false);
	pthread_mutex_unlock(&group->lock);
	pthread_cond_broadcast(&group->turn);
	if (!err && sync)
		err = sync_log(group);
	int64_t time = px_clock_mono() - start;
	if (!err && sync)
		count_batch(group, batch.count, time);
	pthread_mutex_lock(&group->lock);
	*next = group->batch.count;
	pthread_mutex_unlock(&group->lock);
	tell(&batch, err);
	*told = batch;
	atomic_store(&group->wanted, true);
	pthread_mutex_lock(&group->lock);
	group->syncing = false;
	return time;
}

static void *commit_thread(void *arg)
{
	struct driver *driver = arg;
	struct group *group = &driver->group;
	struct acknowledgements told = { 0 };

	pthread_mutex_lock(&group->lock);
	gather(group, 1, 0);
	while (has_work(group)) {
		size_t waiting = group->batch.count, next;
		int64_t time = run_batch(driver, &told, &next);
		size_t target = waiting + next;
		int64_t patience = PATIENCE * time < PATIENCE_MAX_NS ? PATIENCE * time : PATIENCE_MAX_NS;
		gather(group, target < BATCH_MAX ? target : BATCH_MAX, patience);
	}
	pthread_mutex_unlock(&group->lock);
	free(told.items);
	return NULL;
}

static enum px_err open_log(struct driver *driver, struct px_error *error)
{
	struct px_buf path = PX_BUF_INIT(4096);
	enum px_err err = px_buf_printf(&path, "%s-wal", driver->path);

	if (!err)
		driver->group.wal_fd = open(path.data, O_RDONLY | O_CLOEXEC);
	if (!err && driver->group.wal_fd < 0)
		err = px_fail(error, PX_IO, "data", "cannot open %s: %s", path.data, strerror(errno));
	px_buf_release(&path);
	return err;
}

enum px_err group_start(struct driver *driver, struct px_error *error)
{
	struct group *group = &driver->group;
	enum px_err err = open_log(driver, error);

	if (err)
		return err;
	group->started = !pthread_create(&group->thread, NULL, commit_thread, driver);
	if (!group->started)
		return px_fail(error, PX_IO, NULL, "cannot start the commit thread");
	return PX_OK;
}

void group_stop(struct driver *driver)
{
	struct group *group = &driver->group;

	if (group->started) {
		pthread_mutex_lock(&group->lock);
		group->stop = true;
		group->idle = true; /* so that the call is heard whatever it waits for */
		call_thread(group);
		pthread_mutex_unlock(&group->lock);
		pthread_join(group->thread, NULL);
	}
	if (group->wal_fd >= 0)
		close(group->wal_fd);
	free(group->batch.items);
}
