/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commits under way, and the thread that acknowledges them.
 *
 * Whoever commits sends COMMIT on the transaction's own connection and goes on;
 * this thread hears the answers.  PostgreSQL writes its log once for all that
 * commit at the same time, so many commits share a sync without sharing a
 * transaction: what one of them meets fails that one alone.
 *
 * A commit whose connection broke is in doubt: the server may have kept it.
 * Each leaves a ticket as its user's last commit, sent together with COMMIT.
 * So the server is asked on a new connection whether the ticket is there, once
 * it has let go of the user's lock.  That holds also after a restart and on a
 * standby that was promoted (where a transaction's number would not do: after
 * a crash PostgreSQL gives numbers anew of which its log had no trace).
 *
 * A write transaction begins only when those it must see have ended: those of
 * its user and of maintenance; for maintenance all.  That also holds when one
 * fails: its epoch is over before the next one reads (px_store_epoch).
 */
#include "store/postgres/postgres_internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum {
	COMMITS_MAX = 48,    /* each holds a connection; PostgreSQL allows 100 by default */
	ANSWER_MS = 45000,   /* a COMMIT without an answer for so long is in doubt */
	RESOLVE_MS = 30000,  /* how long the server is asked what became of one */
	LOOK_MS = 200,
	KEEPER_MS = 1000,    /* between two attempts to have the lock again */
};

static bool concerns(const struct connection *commit, const struct connection *begins)
{
	return begins->maintenance || commit->maintenance || px_id_eq(commit->tx.user, begins->tx.user);
}

void pg_commits_wait(struct connection *begins)
{
	struct commits *commits = &begins->driver->commits;

	pthread_mutex_lock(&commits->lock);
	uint64_t before = commits->numbers;
	for (struct connection *at = commits->list; at;) {
		if (commits->count < COMMITS_MAX && (at->commit.number > before || !concerns(at, begins))) {
			at = at->next;
			continue;
		}
		pthread_cond_wait(&commits->changed, &commits->lock);
		at = commits->list;
	}
	pthread_mutex_unlock(&commits->lock);
}

static void wake(struct commits *commits)
{
	const uint64_t one = 1;

	(void)!write(commits->wake_fd, &one, sizeof(one));
}

static bool send_commit(struct connection *connection)
{
	struct values values = { 0 };
	const struct item ticket = { .statement = pg_statement_fixed(connection, FIXED_TICKET), .values = &values };

	connection->commit.ticket = px_id_new();
	pg_values_id(&values, &connection->tx.user);
	pg_values_id(&values, &connection->commit.ticket);
	return pg_call_end(connection, &ticket, "COMMIT");
}

void pg_commits_add(struct connection *connection, void (*done)(void *arg, enum px_err err), void *arg)
{
	struct commits *commits = &connection->driver->commits;
	int64_t now = px_clock_mono();

	connection->commit.done = done;
	connection->commit.arg = arg;
	connection->commit.started = now;
	connection->commit.deadline = now + ANSWER_MS * INT64_C(1000000);
	connection->commit.unsent = connection->dead || !send_commit(connection);
	pthread_mutex_lock(&commits->lock);
	connection->commit.number = ++commits->numbers;
	connection->next = commits->list;
	commits->list = connection;
	commits->count++;
	pthread_mutex_unlock(&commits->lock);
	wake(commits);
}

enum status { STATUS_UNKNOWN, STATUS_COMMITTED, STATUS_ABORTED };

/* On a connection of its own: the server may just end, or come back. */
static enum status ask_status(const struct connection *commit)
{
	static const char sql[] = "BEGIN; SET LOCAL lock_timeout = '5s'; SELECT pg_advisory_xact_lock(%lld);"
				  " SELECT ticket = '%s' FROM last_commits WHERE user_id = '%s'";
	char user[PX_ID_TEXT + 1], ticket[PX_ID_TEXT + 1];
	struct px_buf text = PX_BUF_INIT(1024);
	PGconn *pg;

	if (pg_connection_connect(commit->driver, 0, &pg, NULL) != PX_OK)
		return STATUS_UNKNOWN;
	px_id_format(commit->tx.user, user);
	px_id_format(commit->commit.ticket, ticket);
	(void)px_buf_printf(&text, sql, (long long)pg_call_lock(commit), ticket, user);
	PGresult *result = PQexec(pg, text.data);
	enum status status = PQresultStatus(result) != PGRES_TUPLES_OK ? STATUS_UNKNOWN
			     : PQntuples(result) && PQgetvalue(result, 0, 0)[0] == 't' ? STATUS_COMMITTED : STATUS_ABORTED;
	PQclear(result);
	PQfinish(pg);
	px_buf_release(&text);
	return status;
}

/* What became of a commit whose connection broke. */
static enum px_err resolve(const struct connection *commit)
{
	static const char *const names[] = { "unknown", "kept", "not kept" };
	const struct timespec pause = { .tv_nsec = LOOK_MS * 1000000L };
	int64_t until = px_clock_mono() + RESOLVE_MS * INT64_C(1000000);
	enum status status;

	while ((status = ask_status(commit)) == STATUS_UNKNOWN && px_clock_mono() < until)
		nanosleep(&pause, NULL);
	px_log(status == STATUS_COMMITTED ? PX_LOG_WARN : PX_LOG_ERROR, "store",
	       "the connection broke during a commit", PX_LF("outcome", names[status]));
	return status == STATUS_COMMITTED ? PX_OK : PX_UNAVAILABLE;
}

/* The answer is there, or there will be none. */
static enum px_err outcome_of(struct connection *connection, enum progress progress)
{
	const struct replies *replies = &connection->replies;

	if (connection->commit.unsent && connection->dead)
		return PX_UNAVAILABLE; /* the server rolled back what lost its connection before */
	if (progress == PROGRESS_LOST)
		return resolve(connection);
	if (replies->failed >= 0)
		return pg_connection_fail_replies(connection, NULL);
	/* COMMIT of a transaction that met an error says ROLLBACK. */
	const PGresult *last = replies->results[replies->count - 1];
	return strcmp(PQcmdStatus((PGresult *)last), "COMMIT") == 0 ? PX_OK : PX_IO;
}

/* Lets go of it: whoever waits for it may begin, and its connection serves others unless it broke. */
static void unlink_commit(struct connection *connection, bool reusable)
{
	struct commits *commits = &connection->driver->commits;
	struct connection **at = &commits->list;

	pthread_mutex_lock(&commits->lock);
	while (*at != connection)
		at = &(*at)->next;
	*at = connection->next;
	commits->count--;
	pthread_cond_broadcast(&commits->changed);
	pthread_mutex_unlock(&commits->lock);
	if (reusable)
		pg_pool_give(connection);
	else
		pg_connection_free(connection);
}

/* Whether it was kept. */
static bool end_commit(struct connection *connection, enum progress progress)
{
	struct commits *commits = &connection->driver->commits;
	void (*done)(void *arg, enum px_err err) = connection->commit.done;
	void *arg = connection->commit.arg;
	enum px_err err = outcome_of(connection, progress);

	if (err) {
		atomic_fetch_add(&commits->epoch, 1); /* before anybody begins who could have seen it */
		px_log(PX_LOG_ERROR, "store", "commit failed", PX_LF("reason", px_err_name(err)));
	} else if (done) {
		atomic_fetch_add(&commits->transactions, 1);
	}
	pg_connection_clear(connection);
	unlink_commit(connection, !err && progress == PROGRESS_COMPLETE);
	if (done)
		done(arg, err);
	return !err;
}

struct round {
	struct connection *commits[COMMITS_MAX + 1];
	struct pollfd polls[COMMITS_MAX + 3];
	size_t count;
	bool keeper_ok; /* it was when it was last looked at */
};

/* False when there is nothing left to do. */
static bool gather(struct driver *driver, struct round *round)
{
	struct commits *commits = &driver->commits;

	round->count = 0;
	pthread_mutex_lock(&commits->lock);
	bool go_on = !commits->stop || commits->list;
	for (struct connection *at = commits->list; at && round->count < COMMITS_MAX; at = at->next)
		round->commits[round->count++] = at;
	pthread_mutex_unlock(&commits->lock);
	for (size_t i = 0; i < round->count; i++) {
		PGconn *pg = round->commits[i]->pg;
		round->polls[i] = (struct pollfd){ .fd = PQsocket(pg), .events = (short)(POLLIN | (PQflush(pg) > 0 ? POLLOUT : 0)) };
	}
	round->polls[round->count] = (struct pollfd){ .fd = commits->wake_fd, .events = POLLIN };
	round->polls[round->count + 1] =
		(struct pollfd){ .fd = round->keeper_ok ? pg_keeper_socket(driver) : -1, .events = POLLIN };
	return go_on;
}

static enum progress progress_of(struct connection *connection, int64_t now)
{
	if (connection->commit.unsent)
		return PROGRESS_LOST;
	enum progress progress = pg_connection_progress(connection);
	return progress == PROGRESS_WAITING && now > connection->commit.deadline ? PROGRESS_LOST : progress;
}

static void acknowledge(struct driver *driver, const struct round *round)
{
	struct commits *commits = &driver->commits;
	int64_t now = px_clock_mono(), longest = 0;
	size_t kept = 0;

	for (size_t i = 0; i < round->count; i++) {
		struct connection *connection = round->commits[i];
		enum progress progress = progress_of(connection, now);
		if (progress == PROGRESS_WAITING)
			continue;
		int64_t time = now - connection->commit.started;
		longest = time > longest ? time : longest;
		kept += end_commit(connection, progress);
	}
	if (!kept)
		return;
	atomic_store(&commits->durable_at, now);
	atomic_fetch_add(&commits->batches, 1);
	atomic_fetch_add(&commits->commit_ns, (uint64_t)longest);
}

static bool has_unsent(const struct round *round)
{
	for (size_t i = 0; i < round->count; i++)
		if (round->commits[i]->commit.unsent)
			return true;
	return false;
}

static void *commits_thread(void *arg)
{
	struct driver *driver = arg;
	struct round round = { .keeper_ok = true };
	uint64_t calls;

	pthread_setname_np(pthread_self(), "px-commit");
	while (gather(driver, &round)) {
		int limit = has_unsent(&round) ? 0 : round.count || !round.keeper_ok ? KEEPER_MS : -1;
		int ready = poll(round.polls, round.count + 2, limit);
		if (round.polls[round.count].revents)
			(void)!read(driver->commits.wake_fd, &calls, sizeof(calls));
		acknowledge(driver, &round);
		/* Something on the keeper's socket, which nobody asked anything, is its end. */
		if ((ready > 0 && round.polls[round.count + 1].revents) || (ready == 0 && !round.keeper_ok))
			round.keeper_ok = pg_keeper_hold(driver, NULL) == PX_OK;
	}
	return NULL;
}

enum px_err pg_commits_start(struct driver *driver, struct px_error *error)
{
	struct commits *commits = &driver->commits;

	commits->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (commits->wake_fd < 0)
		return px_fail(error, PX_IO, NULL, "no event descriptor for the commit thread");
	commits->started = !pthread_create(&commits->thread, NULL, commits_thread, driver);
	return commits->started ? PX_OK : px_fail(error, PX_IO, NULL, "cannot start the commit thread");
}

void pg_commits_stop(struct driver *driver)
{
	struct commits *commits = &driver->commits;

	if (commits->started) {
		pthread_mutex_lock(&commits->lock);
		commits->stop = true;
		pthread_mutex_unlock(&commits->lock);
		wake(commits);
		pthread_join(commits->thread, NULL);
	}
	if (commits->wake_fd >= 0)
		close(commits->wake_fd);
}
