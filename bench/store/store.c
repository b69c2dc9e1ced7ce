/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store alone: durable inserts (open and closed loop, and one at a time),
 * lists of 50 tasks with and without JSON, single gets, overlap queries.
 *
 *   bench_store [directory] [seconds per part] [part of a part's name]
 *
 * Prints one line per part.  A fresh database is made in the directory and
 * removed again; put it on the disk that matters.
 */
#include "base/clock.h"
#include "base/record_json.h"
#include "domain/entities.h"
#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { USERS = 100, TASKS = 50, EVENTS = 20000, SHARDS = 2, SAMPLES_MAX = 1 << 20 };

struct bench {
	struct px_store *store;
	struct px_id users[USERS];
	double seconds;
	const char *only; /* run the parts whose name contains this */
};

static void check(enum px_err err, const struct px_error *error)
{
	if (err) {
		fprintf(stderr, "bench_store: %s\n", error->message);
		exit(1);
	}
}

static struct px_task make_task(struct px_id user)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	task.id = px_id_new();
	task.user_id = user;
	task.title = "Fix the auth bug in the login form";
	task.due = 1768582800000;
	task.zone = "Europe/Berlin";
	task.tags = "[\"work\",\"backend\"]";
	task.created = task.updated = px_clock_now();
	task.version = 1;
	return task;
}

/* A shard: inserts for its users, at most `window` of them unacknowledged (0: no bound). */
struct shard {
	struct bench *bench;
	unsigned index, window;
	int64_t until;
	uint64_t done;
	_Atomic uint64_t acknowledged;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

static void acknowledge(void *arg, enum px_err err)
{
	struct shard *shard = arg;

	if (err)
		abort();
	atomic_fetch_add(&shard->acknowledged, 1);
	if (!shard->window)
		return;
	pthread_mutex_lock(&shard->lock);
	pthread_cond_signal(&shard->changed);
	pthread_mutex_unlock(&shard->lock);
}

static void wait_window(struct shard *shard)
{
	if (!shard->window || shard->done - atomic_load(&shard->acknowledged) < shard->window)
		return;
	pthread_mutex_lock(&shard->lock);
	while (shard->done - atomic_load(&shard->acknowledged) >= shard->window)
		pthread_cond_wait(&shard->changed, &shard->lock);
	pthread_mutex_unlock(&shard->lock);
}

static void *insert_tasks(void *arg)
{
	struct shard *shard = arg;
	struct px_error error;
	struct px_store_tx *tx;

	while (px_clock_mono() < shard->until) {
		struct px_id user = shard->bench->users[(shard->done * SHARDS + shard->index) % USERS];
		struct px_task task = make_task(user);
		wait_window(shard);
		check(px_store_begin(shard->bench->store, user, PX_STORE_WRITE, &tx, &error), &error);
		check(px_store_insert(tx, &px_task_record, &task, &error), &error);
		px_store_commit(tx, acknowledge, shard);
		shard->done++;
	}
	return NULL;
}

/* Of all threads so far, in microseconds: unlike the clock, blind to what else the machine does. */
static double cpu_time(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void bench_inserts(struct bench *bench, unsigned shards, unsigned window, const char *name)
{
	struct shard all[SHARDS] = { 0 };
	pthread_t threads[SHARDS];
	struct px_store_stats before, after;
	int64_t start = px_clock_mono();
	uint64_t total = 0;

	if (!strstr(name, bench->only))
		return;
	px_store_get_stats(bench->store, &before);
	double cpu = cpu_time();
	for (unsigned i = 0; i < shards; i++) {
		all[i].bench = bench;
		all[i].index = i;
		all[i].window = window;
		all[i].until = start + (int64_t)(bench->seconds * 1e9);
		pthread_mutex_init(&all[i].lock, NULL);
		pthread_cond_init(&all[i].changed, NULL);
		pthread_create(&threads[i], NULL, insert_tasks, &all[i]);
	}
	for (unsigned i = 0; i < shards; i++) {
		pthread_join(threads[i], NULL);
		total += all[i].done;
		while (atomic_load(&all[i].acknowledged) < all[i].done)
			usleep(100);
	}
	double seconds = (double)(px_clock_mono() - start) / 1e9;
	cpu = (cpu_time() - cpu) / (double)total;
	px_store_get_stats(bench->store, &after);
	uint64_t batches = after.batches - before.batches;
	printf("%-34s %9.0f /s  CPU %6.1f us  %6.1f a batch  %6.0f us a commit\n", name,
	       (double)total / seconds, cpu,
	       (double)(after.transactions - before.transactions) / (double)(batches ? batches : 1),
	       (double)(after.commit_ns - before.commit_ns) / 1e3 / (double)(batches ? batches : 1));
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Runs `part` for the time given and prints rate and latency. */
static void measure(struct bench *bench, const char *name,
		    void (*part)(struct bench *bench, uint64_t n, void *arg), void *arg)
{
	if (!strstr(name, bench->only))
		return;
	int64_t *samples = malloc(SAMPLES_MAX * sizeof(*samples));
	int64_t start = px_clock_mono(), until = start + (int64_t)(bench->seconds * 1e9), now = start;
	double cpu = cpu_time();
	uint64_t n = 0;

	for (; now < until && n < SAMPLES_MAX; n++) {
		part(bench, n, arg);
		int64_t end = px_clock_mono();
		samples[n] = end - now;
		now = end;
	}
	cpu = (cpu_time() - cpu) / (double)n;
	qsort(samples, n, sizeof(*samples), by_value);
	printf("%-34s %9.0f /s  CPU %6.1f us  p50 %7.1f us  p99 %7.1f us\n", name,
	       (double)n * 1e9 / (double)(now - start), cpu, (double)samples[n / 2] / 1e3,
	       (double)samples[n * 99 / 100] / 1e3);
	free(samples);
}

static void one_insert(struct bench *bench, uint64_t n, void *arg)
{
	struct px_id user = bench->users[n % USERS];
	struct px_task task = make_task(user);
	struct px_error error;
	struct px_store_tx *tx;

	(void)arg;
	check(px_store_begin(bench->store, user, PX_STORE_WRITE, &tx, &error), &error);
	check(px_store_insert(tx, &px_task_record, &task, &error), &error);
	check(px_store_commit_wait(tx, &error), &error);
}

struct list {
	struct px_arena arena;
	struct px_buf buf;
	bool encode;
	const char *order;
};

static void one_list(struct bench *bench, uint64_t n, void *arg)
{
	struct list *list = arg;
	struct px_store_query query = { .limit = TASKS, .order = list->order };
	struct px_error error;
	struct px_store_tx *tx;
	struct px_json json;
	size_t count;
	void *rows;

	px_arena_clear(&list->arena);
	px_buf_clear(&list->buf);
	check(px_store_begin(bench->store, bench->users[n % USERS], PX_STORE_READ, &tx, &error), &error);
	check(px_store_query(tx, &px_task_record, &query, &list->arena, &rows, &count, &error), &error);
	px_store_rollback(tx);
	if (!list->encode)
		return;
	px_json_init(&json, &list->buf);
	px_json_open_array(&json);
	for (size_t i = 0; i < count; i++)
		px_record_encode(&json, &px_task_record, (struct px_task *)rows + i);
	px_json_close_array(&json);
}

/* JSON alone, of rows read once. */
static void one_encoding(struct bench *bench, uint64_t n, void *arg)
{
	struct list *list = arg;
	struct px_task task = make_task(bench->users[n % USERS]);
	struct px_json json;

	px_buf_clear(&list->buf);
	px_json_init(&json, &list->buf);
	px_json_open_array(&json);
	for (int i = 0; i < TASKS; i++)
		px_record_encode(&json, &px_task_record, &task);
	px_json_close_array(&json);
}

static void one_overlap(struct bench *bench, uint64_t n, void *arg)
{
	struct list *list = arg;
	struct px_store_span *spans;
	struct px_error error;
	struct px_store_tx *tx;
	int64_t start = (int64_t)(n * 7919 % EVENTS) * PX_MS_HOUR;
	size_t count;

	px_arena_clear(&list->arena);
	check(px_store_begin(bench->store, bench->users[0], PX_STORE_READ, &tx, &error), &error);
	check(px_store_overlaps(tx, start, start + PX_MS_HOUR / 2, &list->arena, &spans, &count, &error),
	      &error);
	px_store_rollback(tx);
}

static void fill(struct bench *bench)
{
	struct px_error error;
	struct px_store_tx *tx;

	for (int u = 0; u < USERS; u++) {
		bench->users[u] = px_id_new();
		check(px_store_begin(bench->store, bench->users[u], PX_STORE_WRITE, &tx, &error), &error);
		for (int i = 0; i < TASKS; i++) {
			struct px_task task = make_task(bench->users[u]);
			check(px_store_insert(tx, &px_task_record, &task, &error), &error);
		}
		for (int i = 0; u == 0 && i < EVENTS; i++) {
			struct px_store_span span = { px_id_new(), i * PX_MS_HOUR, (i + 1) * PX_MS_HOUR, false };
			check(px_store_set_span(tx, &span, &error), &error);
		}
		check(px_store_commit_wait(tx, &error), &error);
	}
}

static void remove_database(const char *path)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };
	char name[600];

	for (int i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
		unlink(name);
	}
}

int main(int argc, char **argv)
{
	char path[512];
	struct bench bench = { .seconds = argc > 2 ? strtod(argv[2], NULL) : 2,
			       .only = argc > 3 ? argv[3] : "" };
	struct px_error error = { 0 };

	snprintf(path, sizeof(path), "%s/bench_store.db", argc > 1 ? argv[1] : ".");
	remove_database(path);
	struct px_store_config config = { "sqlite", path, SHARDS, px_records };
	check(px_store_open(&config, &bench.store, &error), &error);
	fill(&bench);
	struct list list = { .buf = PX_BUF_INIT(1 << 20) };
	px_arena_init(&list.arena);
	measure(&bench, "list of 50 tasks", one_list, &list);
	list.order = "due";
	measure(&bench, "list of 50 tasks by due", one_list, &list);
	list.order = NULL;
	list.encode = true;
	measure(&bench, "list of 50 tasks as JSON", one_list, &list);
	measure(&bench, "JSON of 50 tasks alone", one_encoding, &list);
	measure(&bench, "overlaps among 20,000 events", one_overlap, &list);
	measure(&bench, "durable insert, one at a time", one_insert, &list);
	bench_inserts(&bench, 1, 0, "durable inserts, 1 shard");
	bench_inserts(&bench, 2, 0, "durable inserts, 2 shards");
	bench_inserts(&bench, 2, 32, "durable inserts, 2 shards, 64 open");
	px_arena_release(&list.arena);
	px_buf_release(&list.buf);
	px_store_close(bench.store);
	remove_database(path);
	return 0;
}
