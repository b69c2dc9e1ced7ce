/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Group commit: many transactions share one sync of the disk.
 *
 * A batch is one SQLite transaction on the write connection.  The shards'
 * transactions are savepoints in it, one after another; each holds `lock` from
 * its begin to its end.  The commit thread takes the lock, COMMITs (this writes
 * the log and does not wait for the disk) and lets go of it.  Then it syncs the
 * log, and after that it acknowledges every transaction of the batch.  The next
 * batch fills during the sync, so no writer waits for the disk.
 *
 * How long a batch fills.  Clients that wait for their acknowledgement before
 * they write again would split into two halves: one fills a batch while the
 * other's is synced.  Both would pay for each sync.  So the thread lets the
 * next batch grow until it holds as many transactions as the last one
 * acknowledged and left waiting.  It waits PATIENCE times as long as the last
 * batch took, PATIENCE_MAX_NS at most, and looks LOOKS times: the first look
 * that finds nobody new ends it.  A lone client never waits.
 *
 * The states (under `lock`; "-" is either):
 *
 *   open dirty lost syncing broken
 *    0     0    0     0      0     at rest: everything committed is durable
 *    1     -    0     -      0     a batch is filling; dirty: it has changes
 *    -     -    -     1      0     the batch before is on its way to the disk
 *    0     -    1     -      0     SQLite dropped the filling batch; nobody begins
 *                                  until its transactions have been told
 *    -     -    -     -      1     a sync failed; nobody begins any more
 *
 * A batch whose COMMIT fails is rolled back whole, and all of it is told why.
 * After a failed sync nobody can know what the disk holds.  The store then
 * refuses to write until it is opened again; that batch was not acknowledged.
 *
 * Readers see a batch from its COMMIT on, before its sync.  `syncing` is set
 * before the COMMIT, so a reader that finds it clear saw durable rows only.
 * Otherwise it is acknowledged together with the batch.
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

static void acknowledge_all(struct acknowledgements *list, enum px_err err)
{
	for (size_t i = 0; i < list->count; i++)
		list->items[i].done(list->items[i].arg, err);
	list->count = 0;
}

/* With the lock held: wakes the commit thread, if it waits for just this. */
static void wake_thread(struct group *group)
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

enum px_err group_fail_lost(const struct driver *driver, struct px_error *error)
{
	enum px_err why = driver->group.lost_why;

	return px_fail(error, why, "data", why == PX_NO_SPACE ? "the disk is full"
							       : "the transaction was given up after an error");
}

void group_note_error(struct driver *driver, enum px_err why)
{
	struct group *group = &driver->group;

	if (!group->open || !sqlite3_get_autocommit(driver->writer->db))
		return;
	group->open = false;
	group->lost = true;
	group->lost_why = why == PX_NO_SPACE ? why : PX_IO;
	/* The transaction's end wakes the commit thread, which fails the batch. */
	px_log(PX_LOG_ERROR, "store", "batch lost", PX_LI("transactions", (int64_t)group->batch.count));
}

void group_give_up(struct driver *driver)
{
	if (connection_run(driver->writer, SQL_ROLLBACK, NULL) != PX_OK)
		driver->group.broken = true;
	group_note_error(driver, PX_IO);
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
	wake_thread(group);
	pthread_mutex_unlock(&group->lock);
	if (at_once)
		done(arg, PX_OK);
}

void group_after(struct driver *driver, void (*done)(void *arg, enum px_err err), void *arg)
{
	struct group *group = &driver->group;
	bool waits = false;

	if (atomic_load(&group->syncing)) {
		pthread_mutex_lock(&group->readers_lock);
		waits = atomic_load(&group->syncing);
		if (waits)
			add(&group->readers, done, arg);
		pthread_mutex_unlock(&group->readers_lock);
	}
	if (!waits)
		done(arg, atomic_load(&group->broken) ? PX_IO : PX_OK);
}

/* Also of a batch that failed: then what its readers saw was there before, and is durable. */
static void end_sync(struct group *group, struct acknowledgements *readers)
{
	pthread_mutex_lock(&group->readers_lock);
	struct acknowledgements waiting = group->readers;
	group->readers = *readers; /* its memory, empty */
	atomic_store(&group->syncing, false);
	pthread_mutex_unlock(&group->readers_lock);
	acknowledge_all(&waiting, atomic_load(&group->broken) ? PX_IO : PX_OK);
	*readers = waiting;
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
		return group->lost_why;
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
	return err == PX_NO_SPACE && !group->broken ? err : PX_IO;
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
 * Called and returns with the lock held; lets go of it until wake_thread or
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
static int64_t run_batch(struct driver *driver, struct acknowledgements *told,
			 struct acknowledgements *readers, size_t *next)
{
	struct group *group = &driver->group;
	struct acknowledgements batch = group->batch;
	int64_t start = px_clock_mono();
	bool sync = group->dirty;

	atomic_store(&group->syncing, true); /* before readers can see the batch */
	enum px_err err = commit_batch(driver);
	group->batch = *told; /* its memory, empty */
	group->dirty = false;
	checkpoint_consider(driver);
	atomic_store(&group->wanted, false);
	pthread_mutex_unlock(&group->lock);
	pthread_cond_broadcast(&group->turn);
	if (!err && sync)
		err = sync_log(group);
	int64_t now = px_clock_mono(), time = now - start;
	if (err || sync)
		atomic_store(&group->durable_at, err ? 0 : now);
	if (!err && sync)
		count_batch(group, batch.count, time);
	pthread_mutex_lock(&group->lock);
	*next = group->batch.count;
	pthread_mutex_unlock(&group->lock);
	acknowledge_all(&batch, err);
	*told = batch;
	end_sync(group, readers);
	atomic_store(&group->wanted, true);
	pthread_mutex_lock(&group->lock);
	return time;
}

bool group_wrote_lately(const struct driver *driver, int64_t nanoseconds)
{
	int64_t at = atomic_load(&driver->group.durable_at);

	return at && px_clock_mono() - at < nanoseconds;
}

static void *commit_thread(void *arg)
{
	struct driver *driver = arg;
	struct group *group = &driver->group;
	struct acknowledgements told = { 0 }, readers = { 0 };

	pthread_setname_np(pthread_self(), "px-commit");
	pthread_mutex_lock(&group->lock);
	gather(group, 1, 0);
	while (has_work(group)) {
		size_t waiting = group->batch.count, next;
		int64_t time = run_batch(driver, &told, &readers, &next);
		size_t target = waiting + next;
		int64_t patience = PATIENCE * time < PATIENCE_MAX_NS ? PATIENCE * time : PATIENCE_MAX_NS;
		gather(group, target < BATCH_MAX ? target : BATCH_MAX, patience);
	}
	pthread_mutex_unlock(&group->lock);
	free(told.items);
	free(readers.items);
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
		wake_thread(group);
		pthread_mutex_unlock(&group->lock);
		pthread_join(group->thread, NULL);
	}
	if (group->wal_fd >= 0)
		close(group->wal_fd);
	free(group->batch.items);
	free(group->readers.items);
}
