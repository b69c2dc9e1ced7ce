/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chat turns straight into px_turn_run on one thread, committed through the
 * store's group commit: what a turn costs a shard.  Prints microseconds of CPU
 * per turn by sentence and over all, and turns per second until durable.
 *
 *   bench_agent [turns] [users] [tasks of each]
 */
#include "agent/turn.h"
#include "base/clock.h"
#include "base/mem.h"
#include "domain/task.h"
#include "domain/user.h"
#include "jobs/record.h"
#include "sys/zoneinfo.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { USERS_MAX = 10000 };

static const char *const sentences[] = {
	"I need to fix the auth bug in the Avenue project by Friday",
	"what's on my plate this week?",
	"lunch with Priya tomorrow 12:30",
	"move lunch with Priya to 1pm",
	"remind me to water the plants every Sunday",
	"mark the auth bug as done",
	"undo",
	"report due Jan 30, high priority",
	"delete the report",
	"undo",
	"undo",
	"undo",
	"undo",
	"undo",
};
enum { SENTENCES = sizeof(sentences) / sizeof(sentences[0]) };

static const struct px_shard_part *const kinds[] = { &px_context_part, NULL };

struct bench {
	struct px_store *store;
	struct px_shard_parts *parts;
	struct px_id users[USERS_MAX];
	size_t user_count;
	int64_t spent[SENTENCES], runs[SENTENCES];
	atomic_size_t durable, failed;
};

static void fail(const char *what, const struct px_error *error)
{
	fprintf(stderr, "%s: %s %s\n", what, error->field, error->message);
	exit(1);
}

static void committed(void *arg, enum px_err err)
{
	struct bench *bench = arg;

	atomic_fetch_add(err ? &bench->failed : &bench->durable, 1);
}

/* A turn may be released once it is durable, not before. */
struct bench_turn {
	struct px_turn turn;
	struct bench *bench;
};

static void turn_committed(void *arg, enum px_err err)
{
	struct bench_turn *one = arg;
	struct bench *bench = one->bench;

	px_turn_release(&one->turn);
	free(one);
	committed(bench, err);
}

static void add_tasks(struct bench *bench, struct px_id user, size_t count, struct px_arena *arena)
{
	static const char *const things[] = { "invoice", "garden", "slides", "backup", "letter",
					      "contract", "bicycle", "newsletter" };
	static const char *const verbs[] = { "Send", "Check", "Prepare", "Fix", "Order" };
	struct px_error error = { 0 };
	struct px_domain domain;
	struct px_store_tx *tx;

	if (px_store_begin(bench->store, user, PX_STORE_WRITE, &tx, &error))
		fail("begin", &error);
	px_domain_init(&domain, tx, user, px_clock_now(), px_zoneinfo_get("Europe/Berlin"), arena);
	for (size_t i = 0; i < count; i++) {
		struct px_task task;
		px_record_init(&px_task_record, &task);
		task.title = px_arena_printf(arena, "%s the %s number %zu", verbs[i % 5],
					     things[i % 8], i);
		task.due_day = px_domain_today(&domain) + (int32_t)(i % 60);
		if (px_task_create(&domain, &task, &error))
			fail("task", &error);
	}
	if (px_domain_record(&domain, "create_task", NULL, &error))
		fail("record", &error);
	px_store_commit(tx, committed, bench);
}

static void add_user(struct bench *bench, size_t tasks)
{
	struct px_error error = { 0 };
	struct px_store_tx *tx;
	struct px_arena arena;
	struct px_user user;

	px_arena_init(&arena);
	px_record_init(&px_user_record, &user);
	user.name = px_arena_printf(&arena, "User %zu", bench->user_count);
	user.zone = "Europe/Berlin";
	user.locale = "en-GB";
	if (px_store_begin(bench->store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error) ||
	    px_user_create(tx, px_clock_now(), &user, &error))
		fail("user", &error);
	px_store_commit(tx, committed, bench);
	bench->users[bench->user_count++] = user.id;
	add_tasks(bench, user.id, tasks, &arena);
	px_arena_release(&arena);
}

/* Of this thread, so that a busy machine does not blur it. */
static int64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* A function of its own also in the release build, so that callgrind can count it alone. */
__attribute__((noinline)) static void turn(struct bench *bench, size_t i)
{
	size_t sentence = (i / bench->user_count) % SENTENCES;
	struct px_turn_input input = { .user = bench->users[i % bench->user_count],
				       .text = px_str(sentences[sentence]), .now = px_clock_now(),
				       .parts = bench->parts };
	struct px_error error = { 0 };
	struct bench_turn *one = px_calloc(1, sizeof(*one));
	int64_t start = cpu_ns();

	one->bench = bench;
	if (px_turn_run(bench->store, &input, &one->turn, &error))
		fail(sentences[sentence], &error);
	px_turn_commit(&one->turn, turn_committed, one);
	bench->spent[sentence] += cpu_ns() - start;
	bench->runs[sentence]++;
}

static void wait_durable(const struct bench *bench, size_t count)
{
	while (atomic_load(&bench->durable) + atomic_load(&bench->failed) < count)
		usleep(200);
}

static void report(const struct bench *bench, size_t turns, int64_t elapsed)
{
	int64_t spent = 0;

	for (size_t s = 0; s < SENTENCES; s++) {
		spent += bench->spent[s];
		if (bench->runs[s])
			printf("%8.1f us  %s\n", (double)bench->spent[s] / (double)bench->runs[s] / 1e3,
			       sentences[s]);
	}
	printf("%8.1f us of CPU per turn; %.0f turns/s until durable; %zu failed\n",
	       (double)spent / (double)turns / 1e3, (double)turns * 1e9 / (double)elapsed,
	       atomic_load(&bench->failed));
}

int main(int argc, char **argv)
{
	size_t turns = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
	size_t users = argc > 2 ? strtoul(argv[2], NULL, 10) : 100;
	size_t tasks = argc > 3 ? strtoul(argv[3], NULL, 10) : 50;
	char dir[] = "bench-agent-XXXXXX", path[64];
	struct px_error error = { 0 };
	static const struct px_record *records[32];
	static struct bench bench;
	size_t n = 0;

	if (!mkdtemp(dir))
		return 1;
	snprintf(path, sizeof(path), "%s/pixie.db", dir);
	for (; px_records[n]; n++)
		records[n] = px_records[n];
	records[n] = &px_job_record;
	struct px_store_config config = { .driver = "sqlite", .path = path, .shards = 1, .records = records };
	if (px_store_open(&config, &bench.store, &error))
		fail("open", &error);
	bench.parts = px_shard_parts_new(kinds, 1);
	for (size_t i = 0; i < users && i < USERS_MAX; i++)
		add_user(&bench, tasks);
	wait_durable(&bench, 2 * bench.user_count);
	int64_t start = px_clock_mono();
	for (size_t i = 0; i < turns; i++)
		turn(&bench, i);
	wait_durable(&bench, 2 * bench.user_count + turns);
	report(&bench, turns, px_clock_mono() - start);
	px_store_close(bench.store);
	px_shard_parts_free(bench.parts);
	printf("data left in %s\n", dir);
	return 0;
}
