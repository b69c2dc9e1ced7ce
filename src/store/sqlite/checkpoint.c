/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moving the write-ahead log into the database.
 *
 * A thread of its own does the bulk of it on its own connection while writers
 * and commits go on.  As a log that is never quite caught up with can never
 * be started afresh, once the log has grown large the commit thread finishes
 * the small rest between two batches, as soon as the thread has done its part.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/log.h"

enum { SCRUB_BUSY_MS = 200 };

/*
 * The same few pages of each user are written over and over: the longer the
 * log, the fewer copies (and syncs of the database) per change.
 */
struct checkpoint_pages checkpoint_pages = { .step = 4000, .restart = 8000 };

static int pages_in_log(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct driver *driver = arg;

	(void)db;
	(void)name;
	atomic_store(&driver->checkpoint.pages, pages);
	return SQLITE_OK;
}

/* Never waits for readers or the writer; copies what it can. */
static void copy_log(sqlite3 *db)
{
	int code = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	if (code != SQLITE_OK && code != SQLITE_BUSY)
		px_log(PX_LOG_WARN, "store", "checkpoint failed", PX_LF("reason", sqlite3_errmsg(db)));
}

static void *checkpoint_thread(void *arg)
{
	struct driver *driver = arg;
	struct checkpoint *checkpoint = &driver->checkpoint;

	pthread_setname_np(pthread_self(), "px-checkpoint");
	pthread_mutex_lock(&checkpoint->lock);
	while (!checkpoint->stop) {
		if (!checkpoint->due) {
			pthread_cond_wait(&checkpoint->work, &checkpoint->lock);
			continue;
		}
		pthread_mutex_unlock(&checkpoint->lock);
		copy_log(checkpoint->connection->db);
		pthread_mutex_lock(&checkpoint->lock);
		checkpoint->due = false;
	}
	pthread_mutex_unlock(&checkpoint->lock);
	return NULL;
}

static bool is_busy(struct checkpoint *checkpoint)
{
	pthread_mutex_lock(&checkpoint->lock);
	bool busy = checkpoint->due;
	pthread_mutex_unlock(&checkpoint->lock);
	return busy;
}

static void wake_thread(struct checkpoint *checkpoint)
{
	pthread_mutex_lock(&checkpoint->lock);
	checkpoint->due = true;
	pthread_cond_signal(&checkpoint->work);
	pthread_mutex_unlock(&checkpoint->lock);
}

/*
 * The whole log goes into the database and its file becomes empty.  A reader
 * that is still in an old snapshot may hold it up for longer than anybody
 * should wait; the next batch tries again then.
 */
static void empty_log(struct checkpoint *checkpoint)
{
	sqlite3 *db = checkpoint->connection->db;

	sqlite3_busy_timeout(db, SCRUB_BUSY_MS);
	int code = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db, 0);
	if (code != SQLITE_OK && code != SQLITE_BUSY)
		px_log(PX_LOG_WARN, "store", "checkpoint failed", PX_LF("reason", sqlite3_errmsg(db)));
	if (code != SQLITE_OK)
		return;
	atomic_store(&checkpoint->scrub, false);
	atomic_store(&checkpoint->pages, 0);
}

void checkpoint_consider(struct driver *driver)
{
	struct checkpoint *checkpoint = &driver->checkpoint;

	if (atomic_load(&checkpoint->scrub) && !is_busy(checkpoint))
		empty_log(checkpoint);
	int pages = atomic_load(&checkpoint->pages);
	if (pages < checkpoint_pages.step) { /* started afresh */
		checkpoint->copy_pages = checkpoint_pages.step;
		checkpoint->finish = false;
		return;
	}
	if ((!checkpoint->finish && pages < checkpoint->copy_pages) || is_busy(checkpoint))
		return;
	checkpoint->copy_pages = pages + checkpoint_pages.step;
	if (!checkpoint->finish) {
		checkpoint->finish = pages >= checkpoint_pages.restart;
		wake_thread(checkpoint);
		return;
	}
	/* No batch being open, nothing is added meanwhile: the next one starts the log afresh. */
	copy_log(checkpoint->connection->db);
	checkpoint->finish = false;
}

enum px_err checkpoint_start(struct driver *driver, struct px_error *error)
{
	struct checkpoint *checkpoint = &driver->checkpoint;
	enum px_err err = connection_open(driver, CONNECTION_CHECKPOINT, &checkpoint->connection, error);

	if (err)
		return err;
	sqlite3_wal_hook(driver->writer->db, pages_in_log, driver);
	/* A run that was killed may have left what it was asked to remove. */
	atomic_store(&checkpoint->scrub, true);
	checkpoint->started = !pthread_create(&checkpoint->thread, NULL, checkpoint_thread, driver);
	if (!checkpoint->started)
		return px_fail(error, PX_IO, NULL, "cannot start the checkpoint thread");
	return PX_OK;
}

void checkpoint_stop(struct driver *driver)
{
	struct checkpoint *checkpoint = &driver->checkpoint;

	if (checkpoint->started) {
		pthread_mutex_lock(&checkpoint->lock);
		checkpoint->stop = true;
		pthread_cond_signal(&checkpoint->work);
		pthread_mutex_unlock(&checkpoint->lock);
		pthread_join(checkpoint->thread, NULL);
	}
	connection_close(checkpoint->connection);
}
