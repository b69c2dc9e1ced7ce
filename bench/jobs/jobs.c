/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What waiting costs, and how fast what is due gets out.
 *
 *   bench_jobs [--jobs N] [--reminders N] [--users N] [--json FILE]
 *
 * Puts N jobs of next year into the store, measures the scheduling of one more
 * (in a transaction of its own, durable), the processor time of five idle
 * seconds, and then how long it takes until all reminders, which are due in one
 * minute, are notifications that a channel has taken.  Exit code 1: a bar was missed.
 */
#include "base/clock.h"
#include "base/log.h"
#include "domain/notification_settings.h"
#include "domain/reminder.h"
#include "domain/user.h"
#include "jobs/jobs.h"
#include "proactive/channel.h"
#include "proactive/proactive.h"
#include "support/temp.h"
#include "sys/zoneinfo.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { BATCH = 1000, SINGLE = 500, IDLE_S = 5 };

#define OK(call) \
	do { \
		enum px_err err_ = (call); \
		if (err_) { \
			fprintf(stderr, "%s: %s: %s\n", #call, px_err_name(err_), error.message); \
			exit(1); \
		} \
	} while (0)

/* What is asked of it: 1 ms to schedule one, nothing while idle (a hundredth of a core), 60 s for 10,000. */
#define SCHEDULE_MS_MOST 1.0
#define IDLE_MS_MOST (IDLE_S * 10.0)
#define OUT_S_MOST 60.0

struct figures {
	int64_t jobs, reminders, people, taken;
	double schedule_median_ms, schedule_p99_ms, idle_processor_ms, out_s;
};

static struct px_store *store;
static _Atomic int64_t delivered;
static struct figures figures;

static enum px_err do_nothing(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	(void)arg;
	(void)tx;
	(void)run;
	(void)error;
	return PX_OK;
}
static const struct px_job_kind later_kind = { .name = "bench.later", .apply = do_nothing };

static enum px_err is_ready(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error)
{
	(void)arg;
	(void)domain;
	(void)out;
	(void)error;
	*yes = true;
	return PX_OK;
}

static void take(void *arg, struct px_outgoing *out)
{
	(void)arg;
	atomic_fetch_add(&delivered, 1);
	px_delivery_done(out, PX_OK, NULL);
}
static const struct px_channel channel = { .name = "push", .ready = is_ready, .send = take };

static double seconds(void)
{
	return (double)px_clock_mono() / 1e9;
}

static double processor(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void enqueue(struct px_store_tx *tx, int64_t number)
{
	char key[32];
	struct px_error error = { 0 };
	struct px_job_spec spec = { .kind = "bench.later", .key = key, .due = px_clock_now() + 365 * PX_MS_DAY + number };

	snprintf(key, sizeof(key), "%lld", (long long)number);
	OK(px_jobs_enqueue(tx, &spec, &error));
}

static struct px_store_tx *begin(struct px_id user)
{
	struct px_error error = { 0 };
	struct px_store_tx *tx;

	OK(px_store_begin(store, user, PX_STORE_WRITE, &tx, &error));
	return tx;
}

static void fill(int64_t jobs)
{
	struct px_error error = { 0 };

	for (int64_t n = 0; n < jobs; n += BATCH) {
		struct px_store_tx *tx = begin(PX_ID_NONE);
		for (int64_t i = 0; i < BATCH; i++)
			enqueue(tx, n + i);
		OK(px_store_commit_wait(tx, &error));
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void schedule_some(int64_t from)
{
	static double took[SINGLE];
	struct px_error error = { 0 };

	for (int i = 0; i < SINGLE; i++) {
		struct px_store_tx *tx = begin(PX_ID_NONE);
		double start = seconds();
		enqueue(tx, from + i);
		took[i] = (seconds() - start) * 1e3;
		OK(px_store_commit_wait(tx, &error));
	}
	qsort(took, SINGLE, sizeof(took[0]), by_size);
	figures.schedule_median_ms = took[SINGLE / 2];
	figures.schedule_p99_ms = took[SINGLE * 99 / 100];
	printf("schedule one: %.3f ms median, %.3f ms p99 (without the disk)\n", took[SINGLE / 2], took[SINGLE * 99 / 100]);
}

static void make_reminders(int64_t users, int64_t reminders, int64_t due)
{
	struct px_error error = { 0 };

	for (int64_t u = 0; u < users; u++) {
		struct px_arena arena;
		struct px_domain domain;
		struct px_user user;
		px_arena_init(&arena);
		px_record_init(&px_user_record, &user);
		user.name = "Robin";
		struct px_store_tx *tx = begin(PX_ID_NONE);
		OK(px_user_create(tx, px_clock_now(), &user, &error));
		px_store_commit(tx, NULL, NULL);
		tx = begin(user.id);
		px_domain_init(&domain, tx, user.id, px_clock_now(), px_zoneinfo_get("UTC"), &arena);
		for (int64_t i = 0; i < reminders / users; i++) {
			struct px_reminder row;
			px_record_init(&px_reminder_record, &row);
			row.text = "Check the oven";
			row.due = due + i * 60000 * users / reminders;
			OK(px_reminder_create(&domain, &row, &error));
		}
		px_store_commit(tx, NULL, NULL);
		px_arena_release(&arena);
	}
}

static int64_t option(int argc, char **argv, const char *name, int64_t usual)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return strtoll(argv[i + 1], NULL, 10);
	return usual;
}

static const char *text_option(int argc, char **argv, const char *name)
{
	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return argv[i + 1];
	return NULL;
}

static bool is_met(void)
{
	return figures.schedule_median_ms <= SCHEDULE_MS_MOST && figures.idle_processor_ms <= IDLE_MS_MOST &&
	       figures.taken == figures.reminders && figures.out_s <= OUT_S_MOST;
}

static void write_json(const char *path)
{
	FILE *out = fopen(path, "w");

	if (!out) {
		perror(path);
		exit(1);
	}
	fprintf(out,
		"{\n  \"jobs_waiting\": %lld,\n  \"schedule_ms\": { \"median\": %.4f, \"p99\": %.4f, \"bar\": %.1f },\n"
		"  \"idle_processor_ms\": { \"in_s\": %d, \"used\": %.1f, \"bar\": %.0f },\n"
		"  \"reminders\": { \"due_in_one_minute\": %lld, \"people\": %lld, \"taken\": %lld, \"out_after_first_due_s\": %.1f, \"bar\": %.0f },\n  \"met\": %s\n}\n",
		(long long)figures.jobs, figures.schedule_median_ms, figures.schedule_p99_ms, SCHEDULE_MS_MOST, IDLE_S,
		figures.idle_processor_ms, IDLE_MS_MOST, (long long)figures.reminders, (long long)figures.people, (long long)figures.taken,
		figures.out_s, OUT_S_MOST, is_met() ? "true" : "false");
	fclose(out);
}

int main(int argc, char **argv)
{
	static const struct px_record *records[64];
	int64_t jobs = option(argc, argv, "--jobs", 1000000), reminders = option(argc, argv, "--reminders", 10000);
	int64_t users = option(argc, argv, "--users", 5000);
	struct px_error error = { 0 };
	struct temp_dir dir;
	char path[256];
	size_t n = 0;

	px_log_set_level(PX_LOG_WARN);
	for (; px_records[n]; n++)
		records[n] = px_records[n];
	records[n] = &px_job_record;
	temp_dir_make(&dir);
	temp_dir_file(&dir, "pixie.db", path);
	struct px_store_config config = { .driver = "sqlite", .path = path, .shards = 2, .records = records };
	OK(px_store_open(&config, &store, &error));
	double start = seconds();
	fill(jobs);
	printf("%lld jobs of next year put in: %.1f s\n", (long long)jobs, seconds() - start);

	struct px_loop *loop;
	struct px_shards *shards;
	struct px_jobs *runner;
	OK(px_loop_new(0, &loop, &error));
	OK(px_shards_new(2, NULL, &shards, &error));
	OK(px_jobs_new(store, loop, &runner, &error));
	px_jobs_add(runner, &later_kind, NULL);
	struct px_proactive *proactive = px_proactive_new(runner, store);
	px_proactive_add_channel(proactive, &channel, NULL);
	px_jobs_start(runner, shards);
	schedule_some(jobs);
	sleep(1);
	double used = processor();
	sleep(IDLE_S);
	figures.idle_processor_ms = (processor() - used) * 1e3;
	printf("idle: %.1f ms of processor time in %d s\n", figures.idle_processor_ms, IDLE_S);

	int64_t due = px_clock_now() + users * 4 + 3000;
	start = seconds();
	make_reminders(users, reminders, due);
	printf("%lld reminders of %lld people made: %.1f s\n", (long long)reminders, (long long)users, seconds() - start);
	while (px_clock_now() < due)
		usleep(10000);
	start = seconds();
	while (atomic_load(&delivered) < reminders && px_clock_now() < due + 180000)
		usleep(10000);
	figures.jobs = jobs;
	figures.reminders = reminders;
	figures.people = users;
	figures.taken = atomic_load(&delivered);
	figures.out_s = seconds() - start;
	printf("all due within a minute, out %.1f s after the first was due: %lld of %lld notifications taken\n", seconds() - start,
	       (long long)atomic_load(&delivered), (long long)reminders);
	px_jobs_stop(runner);
	px_shards_free(shards);
	px_jobs_free(runner);
	px_proactive_free(proactive);
	px_loop_free(loop);
	px_store_close(store);
	temp_dir_remove(&dir);
	const char *json = text_option(argc, argv, "--json");
	if (json)
		write_json(json);
	return is_met() ? 0 : 1;
}
