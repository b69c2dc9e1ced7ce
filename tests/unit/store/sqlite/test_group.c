/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Durability: no acknowledgement before the sync, what a failing disk does,
 * a log that stays bounded, and kill -9 at random points.
 *
 * fdatasync is replaced by one that counts and can fail.
 */
#include "fixture.h"

#include "base/random.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static _Atomic int syncs;
static _Atomic bool fail_syncs;

/* A sync that is held up stands in `held` until it is let go. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool hold, held;
} gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false };

static void hold_syncs(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.hold = true;
	pthread_mutex_unlock(&gate.lock);
}

static void wait_until_held(void)
{
	pthread_mutex_lock(&gate.lock);
	while (!gate.held)
		pthread_cond_wait(&gate.changed, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
}

static void release_syncs(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.hold = false;
	pthread_cond_broadcast(&gate.changed);
	pthread_mutex_unlock(&gate.lock);
}

static void pass_gate(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.held = gate.hold;
	pthread_cond_broadcast(&gate.changed);
	while (gate.hold)
		pthread_cond_wait(&gate.changed, &gate.lock);
	gate.held = false;
	pthread_mutex_unlock(&gate.lock);
}

int fdatasync(int fd)
{
	pass_gate();
	if (atomic_load(&fail_syncs)) {
		errno = EIO;
		return -1;
	}
	int result = (int)syscall(SYS_fdatasync, fd);
	atomic_fetch_add(&syncs, 1);
	return result;
}

/* Inserts one note; the transaction is left open. */
static struct px_store_tx *begin_with_note(struct world *w, const char *text)
{
	struct note note = make_note(w->user, text);
	struct px_store_tx *tx;

	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error), PX_OK);
	assert_int_equal(px_store_insert(tx, &note_record, &note, &w->error), PX_OK);
	return tx;
}

struct ack {
	_Atomic int count, failed;
	_Atomic int syncs; /* when it came */
};

static void acknowledge(void *arg, enum px_err err)
{
	struct ack *ack = arg;

	atomic_store(&ack->syncs, atomic_load(&syncs));
	atomic_fetch_add(err ? &ack->failed : &ack->count, 1);
}

static void test_acknowledged_after_the_sync(void **state)
{
	struct world *w = *state;
	struct ack ack = { 0 };

	open_store(w);
	for (int i = 0; i < 20; i++) {
		struct px_store_tx *tx = begin_with_note(w, NULL);
		int before = atomic_load(&syncs);
		px_store_commit(tx, acknowledge, &ack);
		assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, NULL), PX_OK);
		assert_int_equal(px_store_commit_wait(tx, NULL), PX_OK); /* wrote nothing, but waits for it */
		assert_int_equal(atomic_load(&ack.count), i + 1);
		assert_true(atomic_load(&ack.syncs) > before);
	}
}

static int64_t count_in(struct px_store_tx *tx)
{
	int64_t count = -1;

	assert_int_equal(px_store_count(tx, &note_record, NULL, 0, &count, NULL), PX_OK);
	return count;
}

/* Whatever a reader saw is durable when its commit is acknowledged. */
static void test_reads_wait_for_durability(void **state)
{
	struct world *w = *state;
	struct ack ack = { 0 };
	struct px_store_tx *reader;

	open_store(w);
	for (int i = 0; i < 50; i++) {
		px_store_commit(begin_with_note(w, NULL), acknowledge, &ack);
		do {
			assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &reader, NULL), PX_OK);
			int64_t seen = count_in(reader);
			assert_int_equal(px_store_commit_wait(reader, NULL), PX_OK);
			assert_true(atomic_load(&ack.count) >= seen);
		} while (atomic_load(&ack.count) <= i);
	}
}

/*
 * At rest a read is told before px_store_commit returns.  Rest comes a moment after the last commit was
 * told, which nobody is told of; a store that never answers at once is ended by the test's alarm.
 */
static void read_until_at_once(struct world *w)
{
	for (bool at_once = false; !at_once; ) {
		struct ack ack = { 0 };
		struct px_store_tx *tx;
		assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, NULL), PX_OK);
		px_store_commit(tx, acknowledge, &ack);
		at_once = atomic_load(&ack.count) == 1;
		while (atomic_load(&ack.count) == 0) {
			assert_int_equal(atomic_load(&ack.failed), 0);
			sched_yield();
		}
	}
}

/*
 * With a sync held up: what saw its batch waits for it, be it a read or a
 * transaction that wrote nothing (as that of an answer kept for a repeated
 * request); what is there since before does not.
 */
static void test_nothing_seen_is_acknowledged_during_its_sync(void **state)
{
	struct world *w = *state;
	struct ack first = { 0 }, second = { 0 }, replay = { 0 }, read = { 0 };
	struct px_store_tx *old, *tx;

	open_store(w);
	/* The first batch empties the log; the next syncs its new header by itself, before anybody sees that batch. */
	assert_int_equal(px_store_commit_wait(begin_with_note(w, NULL), NULL), PX_OK);
	assert_int_equal(px_store_commit_wait(begin_with_note(w, NULL), NULL), PX_OK);
	read_until_at_once(w);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &old, NULL), PX_OK);
	hold_syncs();
	px_store_commit(begin_with_note(w, NULL), acknowledge, &first);
	wait_until_held();
	/* Committed and on its way to the disk: visible, and not to be shown. */
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, NULL), PX_OK);
	assert_int_equal(count_in(tx), 3);
	px_store_commit(tx, acknowledge, &read);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, NULL), PX_OK);
	assert_int_equal(count_in(tx), 3);
	px_store_commit(tx, acknowledge, &replay);
	px_store_commit(begin_with_note(w, NULL), acknowledge, &second);
	px_store_rollback(old);
	assert_int_equal(atomic_load(&first.count) + atomic_load(&second.count) + atomic_load(&replay.count) +
				 atomic_load(&read.count), 0);
	release_syncs();
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, NULL), PX_OK);
	assert_int_equal(px_store_commit_wait(tx, NULL), PX_OK);
	assert_int_equal(atomic_load(&first.count) + atomic_load(&second.count) + atomic_load(&replay.count) +
				 atomic_load(&read.count), 4);
}

static void test_a_failed_sync_stops_writing(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx;

	open_store(w);
	assert_int_equal(px_store_commit_wait(begin_with_note(w, NULL), NULL), PX_OK); /* empties the log, as above */
	assert_int_equal(px_store_commit_wait(begin_with_note(w, NULL), &w->error), PX_OK);
	tx = begin_with_note(w, NULL);
	atomic_store(&fail_syncs, true);
	assert_int_equal(px_store_commit_wait(tx, &w->error), PX_IO);
	atomic_store(&fail_syncs, false);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error), PX_IO);
	assert_int_equal(px_store_check(w->store, &w->error), PX_IO);
	assert_true(count_notes(w) >= 1); /* reading goes on, but vouches for nothing */
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, &w->error), PX_OK);
	assert_int_equal(px_store_commit_wait(tx, &w->error), PX_IO);
	px_store_close(w->store);
	open_store(w);
	assert_int_equal(px_store_commit_wait(begin_with_note(w, NULL), &w->error), PX_OK);
	assert_int_equal(px_store_check(w->store, &w->error), PX_OK);
}

/* The largest file this process may write; beyond it, writes fail as on a full disk. */
static void limit_files(rlim_t size)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = size;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static off_t log_size(struct world *w)
{
	char name[300];
	struct stat info = { 0 };

	snprintf(name, sizeof(name), "%s-wal", w->path);
	stat(name, &info);
	return info.st_size;
}

static void test_full_disk_at_commit(void **state)
{
	struct world *w = *state;
	struct px_store_tx *tx;
	static char large[60000];

	signal(SIGXFSZ, SIG_IGN);
	memset(large, 'x', sizeof(large) - 1);
	open_store(w);
	assert_int_equal(px_store_commit_wait(begin_with_note(w, "1"), &w->error), PX_OK);
	uint64_t epoch = px_store_epoch(w->store);
	limit_files((rlim_t)log_size(w) + 8192);
	tx = begin_with_note(w, large);
	assert_int_equal(px_store_epoch(w->store), epoch);
	assert_int_equal(px_store_commit_wait(tx, &w->error), PX_NO_SPACE);
	assert_int_not_equal(px_store_epoch(w->store), epoch);
	assert_int_equal(count_notes(w), 1);
	limit_files(RLIM_INFINITY);
	assert_int_equal(px_store_commit_wait(begin_with_note(w, large), &w->error), PX_OK);
	assert_int_equal(count_notes(w), 2);
}

static int refused_with;

static ssize_t refuse_write(int fd, const void *data, size_t size, off_t at)
{
	(void)fd;
	(void)data;
	(void)size;
	(void)at;
	errno = refused_with;
	return -1;
}

/* SQLite writes by the system's calls again (NULL), or by ours. */
static void write_by(sqlite3_syscall_ptr call)
{
	sqlite3_vfs *system = sqlite3_vfs_find("unix");

	assert_int_equal(system->xSetSystemCall(system, "pwrite", call), SQLITE_OK);
	assert_int_equal(system->xSetSystemCall(system, "pwrite64", call), SQLITE_OK);
}

/* A quota is a full disk, too; a disk that is broken is not. */
static void test_why_a_write_failed(void **state)
{
	static const struct { int number; enum px_err err; } cases[] = {
		{ ENOSPC, PX_NO_SPACE }, { EDQUOT, PX_NO_SPACE }, { EFBIG, PX_NO_SPACE }, { EIO, PX_IO },
	};
	struct world *w = *state;

	open_store(w);
	assert_int_equal(px_store_commit_wait(begin_with_note(w, "1"), &w->error), PX_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_store_tx *tx = begin_with_note(w, "2");
		refused_with = cases[i].number;
		write_by((sqlite3_syscall_ptr)refuse_write);
		assert_int_equal(px_store_commit_wait(tx, &w->error), cases[i].err);
		write_by(NULL);
		assert_int_equal(count_notes(w), 1);
	}
	assert_int_equal(px_store_commit_wait(begin_with_note(w, "3"), &w->error), PX_OK);
	assert_int_equal(count_notes(w), 2);
}

/* Ready means that a row can be written, now: a full disk is noticed and, once there is room, forgotten. */
static void test_check_writes(void **state)
{
	struct world *w = *state;
	struct px_store_stats before, after;

	signal(SIGXFSZ, SIG_IGN);
	open_store(w);
	px_store_get_stats(w->store, &before);
	assert_int_equal(px_store_check(w->store, &w->error), PX_OK);
	px_store_get_stats(w->store, &after);
	assert_int_equal(after.batches - before.batches, 1);
	assert_int_equal(px_store_check(w->store, &w->error), PX_OK); /* proved a moment ago */
	px_store_get_stats(w->store, &before);
	assert_int_equal(after.batches, before.batches);
	limit_files((rlim_t)log_size(w));
	assert_int_equal(px_store_commit_wait(begin_with_note(w, "1"), &w->error), PX_NO_SPACE);
	assert_int_equal(px_store_check(w->store, &w->error), PX_NO_SPACE);
	assert_string_equal(w->error.message, "the disk is full");
	assert_int_equal(px_store_check(w->store, &w->error), PX_NO_SPACE);
	limit_files(RLIM_INFINITY);
	assert_int_equal(px_store_check(w->store, &w->error), PX_OK);
	assert_int_equal(count_notes(w), 0);
}

/* A transaction larger than the page cache spills into the log: SQLite then drops the whole batch. */
static void test_full_disk_within_a_transaction(void **state)
{
	enum { LARGE = 1 << 20 };
	struct world *w = *state;
	struct ack others = { 0 }, own = { 0 };
	struct px_store_tx *tx;
	enum px_err err = PX_OK;
	char *large = malloc(LARGE);

	signal(SIGXFSZ, SIG_IGN);
	memset(large, 'x', LARGE - 1);
	large[LARGE - 1] = '\0';
	open_store(w);
	assert_int_equal(px_store_commit_wait(begin_with_note(w, "1"), &w->error), PX_OK);
	limit_files((rlim_t)log_size(w) + 4 * LARGE);
	uint64_t before = px_store_epoch(w->store);
	tx = begin_with_note(w, "2");
	for (int i = 0; !err && i < 40; i++) {
		struct note note = make_note(w->user, large);
		err = px_store_insert(tx, &note_record, &note, &w->error);
	}
	assert_int_equal(err, PX_NO_SPACE);
	assert_string_equal(w->error.message, "the disk is full");
	/* Whatever is called now fails, and the commit says so. */
	struct note note = make_note(w->user, "3");
	assert_int_equal(px_store_insert(tx, &note_record, &note, &w->error), PX_NO_SPACE);
	assert_int_equal(px_store_savepoint(tx, &w->error), PX_NO_SPACE);
	px_store_commit(tx, acknowledge, &own);
	limit_files(RLIM_INFINITY);
	tx = begin_with_note(w, "4");
	/* Whoever begins after the loss knows of it. */
	assert_int_not_equal(px_store_epoch(w->store), before);
	px_store_commit(tx, acknowledge, &others);
	assert_int_equal(px_store_commit_wait(begin_with_note(w, "5"), &w->error), PX_OK);
	assert_int_equal(own.failed, 1);
	assert_int_equal(others.count, 1);
	assert_int_equal(count_notes(w), 3);
	free(large);
}

/*
 * The log is used again from its start while readers come and go.  The thread that copies it may be late on a busy machine, so
 * rows are written until that has been seen often enough, or far more of them than it takes.
 */
static void test_the_log_stays_bounded(void **state)
{
	enum { LARGE = 100000, STEP = 200, TIMES = 40, MOST = 1000 };
	struct world *w = *state;
	char *large = malloc(LARGE);
	int rows = 0;

	memset(large, 'x', LARGE - 1);
	large[LARGE - 1] = '\0';
	checkpoint_pages = (struct checkpoint_pages){ STEP, 2 * STEP };
	open_store(w);
	for (int used_again = 0; used_again < TIMES; rows++) {
		off_t size = log_size(w);
		assert_true(rows < MOST);
		assert_int_equal(px_store_commit_wait(begin_with_note(w, large), &w->error), PX_OK);
		assert_int_equal(count_notes(w), rows + 1);
		used_again += log_size(w) == size;
	}
	assert_true(log_size(w) > STEP * 4096);
	px_store_close(w->store);
	assert_int_equal(log_size(w), 0);
	open_store(w);
	assert_int_equal(count_notes(w), rows);
	checkpoint_pages = (struct checkpoint_pages){ 4000, 8000 };
	free(large);
}

/* kill -9 --------------------------------------------------------------- */

enum { ROUNDS = 12, WRITERS = 2, PARTS = 3 };

struct writer {
	struct world *w;
	int pipe;
	int64_t number; /* of its next transaction */
};

struct report {
	int pipe;
	int64_t number;
};

static void report(void *arg, enum px_err err)
{
	struct report *sent = arg;

	if (!err && write(sent->pipe, &sent->number, sizeof(sent->number)) != sizeof(sent->number))
		_exit(1);
	free(sent);
}

/* Each transaction is PARTS notes of one number ("created"), part "updated", until killed. */
static void *write_for_ever(void *arg)
{
	struct writer *writer = arg;

	for (;; writer->number += WRITERS) {
		struct report *sent = malloc(sizeof(*sent));
		struct px_store_tx *tx;
		enum px_err err = px_store_begin(writer->w->store, writer->w->user, PX_STORE_WRITE, &tx, NULL);
		for (int part = 0; !err && part < PARTS; part++) {
			struct note note = make_note(writer->w->user, NULL);
			note.created = writer->number;
			note.updated = part;
			err = px_store_insert(tx, &note_record, &note, NULL);
		}
		if (err)
			_exit(1);
		*sent = (struct report){ writer->pipe, writer->number };
		if (writer->number % 7 == 0) {
			px_store_rollback(tx);
			free(sent);
		} else {
			px_store_commit(tx, report, sent);
		}
	}
}

static void child(struct world *w, int pipe, int64_t first)
{
	struct px_store_config config = note_config(w);
	struct writer writers[WRITERS];
	pthread_t threads[WRITERS];

	if (px_store_open(&config, &w->store, &w->error))
		_exit(1);
	for (int i = 0; i < WRITERS; i++) {
		writers[i] = (struct writer){ w, pipe, first + i };
		if (pthread_create(&threads[i], NULL, write_for_ever, &writers[i]))
			_exit(1);
	}
	pthread_join(threads[0], NULL);
}

/* What came back: numbers acknowledged, and how many notes each has after reopening. */
struct tally {
	bool *acknowledged;
	unsigned char *parts;
	size_t capacity;
};

static void note_ack(struct tally *tally, int64_t number)
{
	assert_true(number >= 0 && (size_t)number < tally->capacity);
	assert_false(tally->acknowledged[number]); /* once */
	tally->acknowledged[number] = true;
}

/* Starts a child, kills it after about `acks` acknowledgements, collects them all. */
static int64_t run_and_kill(struct world *w, struct tally *tally, int64_t first, uint64_t acks)
{
	int pipes[2], status;
	int64_t number, last = first;
	uint64_t seen = 0;

	assert_int_equal(pipe(pipes), 0);
	pid_t pid = fork();
	if (pid == 0) {
		close(pipes[0]);
		child(w, pipes[1], first);
		_exit(1);
	}
	close(pipes[1]);
	while (read(pipes[0], &number, sizeof(number)) == sizeof(number)) {
		note_ack(tally, number);
		if (number > last)
			last = number;
		if (++seen == acks)
			kill(pid, SIGKILL);
	}
	close(pipes[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	return last;
}

/* The highest number there is, or `last`. */
static int64_t count_parts(struct world *w, struct tally *tally, int64_t last)
{
	struct px_store_query query = { .limit = 1000 };
	struct px_arena arena;
	struct px_store_tx *tx;
	size_t count;
	void *rows;

	px_arena_init(&arena);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, NULL), PX_OK);
	do {
		px_arena_clear(&arena);
		assert_int_equal(px_store_query(tx, &note_record, &query, &arena, &rows, &count, NULL), PX_OK);
		const struct note *notes = rows;
		for (size_t i = 0; i < count; i++) {
			assert_true(notes[i].created >= 0 && (size_t)notes[i].created < tally->capacity);
			unsigned char bit = (unsigned char)(1u << notes[i].updated);
			assert_int_equal(tally->parts[notes[i].created] & bit, 0); /* once */
			tally->parts[notes[i].created] |= bit;
			last = notes[i].created > last ? notes[i].created : last;
		}
		if (count) {
			query.after = true;
			query.after_id = notes[count - 1].id;
		}
	} while (count == 1000);
	px_store_rollback(tx);
	px_arena_release(&arena);
	return last;
}

static void check_tally(const struct tally *tally)
{
	for (size_t n = 0; n < tally->capacity; n++) {
		if (tally->acknowledged[n] && tally->parts[n] != (1u << PARTS) - 1)
			fail_msg("transaction %zu was acknowledged and has parts %#x", n, tally->parts[n]);
		if (tally->parts[n] != 0 && tally->parts[n] != (1u << PARTS) - 1)
			fail_msg("transaction %zu is half there: parts %#x", n, tally->parts[n]);
		if (tally->parts[n] && n % 7 == 0)
			fail_msg("transaction %zu was rolled back and is there", n);
	}
}

static void test_kill(void **state)
{
	enum { CAPACITY = 1 << 20 };
	struct world *w = *state;
	struct tally tally = { calloc(CAPACITY, sizeof(bool)), calloc(CAPACITY, 1), CAPACITY };
	const char *given = getenv("TEST_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : px_random_u64() >> 32;
	int64_t first = 0;

	print_message("TEST_SEED=%llu\n", (unsigned long long)seed);
	for (int round = 0; round < ROUNDS; round++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		int64_t last = run_and_kill(w, &tally, first, 1 + (seed >> 33) % (round % 3 ? 60 : 400));
		memset(tally.parts, 0, CAPACITY);
		open_store(w);
		first = count_parts(w, &tally, last) + 1; /* beyond what was written, acknowledged or not */
		px_store_close(w->store);
		w->store = NULL;
		check_tally(&tally);
	}
	free(tally.acknowledged);
	free(tally.parts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_acknowledged_after_the_sync), TEST(test_reads_wait_for_durability),
		TEST(test_nothing_seen_is_acknowledged_during_its_sync),
		TEST(test_a_failed_sync_stops_writing), TEST(test_full_disk_at_commit), TEST(test_why_a_write_failed),
		TEST(test_check_writes),
		TEST(test_full_disk_within_a_transaction), TEST(test_the_log_stays_bounded),
		TEST(test_kill),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
