/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the first user of a database somebody with years of use: 50,000 open
 * and 200,000 done tasks and 20,000 events over ten years, written through the
 * store.  No server may have it open.
 *
 *   bench_grow DATABASE [open done events]
 */
#include "base/clock.h"
#include "domain/event.h"
#include "domain/task.h"
#include "domain/user.h"
#include "jobs/record.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 5000 };

static const char *const things[] = { "invoice", "garden", "slides", "backup", "letter", "contract",
				      "bicycle", "newsletter" };
static const char *const verbs[] = { "Send", "Check", "Prepare", "Fix", "Order" };

static void fail(const char *what, const struct px_error *error)
{
	fprintf(stderr, "%s: %s %s\n", what, error->field, error->message);
	exit(1);
}

struct grow {
	struct px_store *store;
	struct px_id user;
	int64_t now;
	struct px_store_tx *tx;
	struct px_arena arena;
	size_t written;
};

/* A batch is one transaction. */
static void next(struct grow *grow)
{
	struct px_error error = { 0 };

	if (grow->written++ % BATCH != 0)
		return;
	if (grow->tx && px_store_commit_wait(grow->tx, &error))
		fail("commit", &error);
	px_arena_clear(&grow->arena);
	if (px_store_begin(grow->store, grow->user, PX_STORE_WRITE, &grow->tx, &error))
		fail("begin", &error);
}

static void add_task(struct grow *grow, size_t i, bool done)
{
	struct px_error error = { 0 };
	struct px_task task;

	next(grow);
	px_record_init(&px_task_record, &task);
	task.id = px_id_new();
	task.user_id = grow->user;
	task.title = px_arena_printf(&grow->arena, "%s the %s number %zu", verbs[i % 5], things[i % 8], i);
	task.priority = i % 50 ? PX_PRIORITY_NORMAL : PX_PRIORITY_HIGH;
	if (i % 2)
		task.due_day = px_civil_ms_day(grow->now) + (int32_t)(i % 700) - (done ? 700 : 50);
	task.created = task.updated = grow->now - (int64_t)(i % 3000) * PX_MS_DAY;
	task.version = 1;
	if (done) {
		task.status = PX_TASK_COMPLETED;
		task.completed = task.updated;
	}
	if (px_store_insert(grow->tx, &px_task_record, &task, &error))
		fail("task", &error);
}

static void add_event(struct grow *grow, size_t i, size_t count)
{
	struct px_error error = { 0 };
	struct px_event event;

	next(grow);
	px_record_init(&px_event_record, &event);
	event.id = px_id_new();
	event.user_id = grow->user;
	event.title = px_arena_printf(&grow->arena, "Meeting about the %s number %zu", things[i % 8], i);
	event.zone = "Europe/Berlin";
	/* Spread over ten years, of which one is still to come. */
	event.start = grow->now - 3285 * PX_MS_DAY + (int64_t)(i * (3650.0 / (double)count) * PX_MS_DAY);
	event.end = event.start + PX_MS_HOUR;
	event.created = event.updated = grow->now;
	event.version = 1;
	struct px_store_span span = { event.id, event.start, event.end, false };
	if (px_store_insert(grow->tx, &px_event_record, &event, &error) ||
	    px_store_set_span(grow->tx, &span, &error))
		fail("event", &error);
}

static void find_user(struct grow *grow)
{
	struct px_error error = { 0 };
	struct px_user *users;
	size_t count;

	if (px_store_begin(grow->store, PX_ID_NONE, PX_STORE_READ, &grow->tx, &error) ||
	    px_user_list(grow->tx, &grow->arena, &users, &count, &error))
		fail("users", &error);
	if (!count)
		fail("users", &(struct px_error){ .message = "there is none: start the server once" });
	grow->user = users[0].id;
	px_store_rollback(grow->tx);
	grow->tx = NULL;
}

int main(int argc, char **argv)
{
	size_t open = argc > 2 ? strtoul(argv[2], NULL, 10) : 50000;
	size_t done = argc > 3 ? strtoul(argv[3], NULL, 10) : 200000;
	size_t events = argc > 4 ? strtoul(argv[4], NULL, 10) : 20000;
	struct grow grow = { .now = px_clock_now() };
	static const struct px_record *records[32];
	size_t n = 0;
	struct px_error error = { 0 };

	if (argc < 2)
		return 2;
	for (; px_records[n]; n++)
		records[n] = px_records[n];
	records[n] = &px_job_record;
	struct px_store_config config = { .driver = "sqlite", .path = argv[1], .shards = 1, .records = records };
	if (px_store_open(&config, &grow.store, &error))
		fail("open", &error);
	px_arena_init(&grow.arena);
	find_user(&grow);
	for (size_t i = 0; i < done; i++)
		add_task(&grow, open + i, true);
	for (size_t i = 0; i < open; i++)
		add_task(&grow, i, false);
	for (size_t i = 0; i < events; i++)
		add_event(&grow, i, events);
	if (grow.tx && px_store_commit_wait(grow.tx, &error))
		fail("commit", &error);
	px_store_close(grow.store);
	px_arena_release(&grow.arena);
	return 0;
}
