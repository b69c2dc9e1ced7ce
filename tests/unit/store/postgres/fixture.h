/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small records of real tables and a PostgreSQL server, for the tests of its
 * driver (which must not need the domain).
 */
#ifndef PX_TESTS_UNIT_STORE_POSTGRES_FIXTURE_H
#define PX_TESTS_UNIT_STORE_POSTGRES_FIXTURE_H

#include "store/postgres/postgres_internal.h"
#include "support/ok.h"
#include "support/postgres.h"
#include "support/watchdog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

struct person {
	struct px_id id;
	const char *name, *email;
	int64_t version;
};

static const struct px_field person_fields[] = {
	PX_FIELD(struct person, id, ID, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct person, name, TEXT, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct person, email, TEXT, 0, .doc = NULL),
	PX_FIELD(struct person, version, INT, 0, .doc = NULL),
};
static const struct px_record person_record = { "user", "users", sizeof(struct person), person_fields, 4 };

struct job {
	struct px_id id, user_id;
	const char *title, *external_id;
	int status, priority;
	int32_t due_day;
	int64_t due, completed;
	struct px_id project_id, parent_id;
	int64_t version;
};

static const char *const statuses[] = { "pending", "in_progress", "completed", "cancelled", NULL };
static const struct px_field job_fields[] = {
	PX_FIELD(struct job, id, ID, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct job, user_id, ID, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct job, title, TEXT, PX_FIELD_REQUIRED, .doc = NULL),
	PX_FIELD(struct job, external_id, TEXT, 0, .doc = NULL),
	PX_FIELD(struct job, status, ENUM, 0, .values = statuses, .doc = NULL),
	PX_FIELD(struct job, priority, ENUM, 0, .values = statuses, .doc = NULL),
	PX_FIELD(struct job, due_day, DAY, 0, .doc = NULL),
	PX_FIELD(struct job, due, INSTANT, 0, .doc = NULL),
	PX_FIELD(struct job, completed, INSTANT, 0, .doc = NULL),
	PX_FIELD(struct job, project_id, ID, 0, .doc = NULL),
	PX_FIELD(struct job, parent_id, ID, 0, .doc = NULL),
	PX_FIELD(struct job, version, INT, 0, .doc = NULL),
};
/* Under the name of tasks, with the fields that their indexes are of. */
static const struct px_record job_record = { "task", "tasks", sizeof(struct job), job_fields, 12 };
static const struct px_record *const job_records[] = { &person_record, &job_record, NULL };

struct world {
	char url[320];
	struct px_store *store;
	struct px_id user;
	struct px_error error;
};

static struct postgres_server server; /* of all tests of the program */

static inline struct px_store_config job_config(const struct world *w)
{
	return (struct px_store_config){ .path = w->url, .shards = 1, .records = job_records };
}

static inline void open_store(struct world *w)
{
	struct px_store_config config = job_config(w);

	OK(px_store_open(&config, &w->store, &w->error));
}

static inline int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	watchdog_start();
	postgres_fresh(&server, w->url);
	w->user = px_id_new();
	*state = w;
	return 0;
}

static inline int tear_down(void **state)
{
	struct world *w = *state;

	px_store_close(w->store);
	free(w);
	watchdog_stop();
	return 0;
}

static inline struct px_store_tx *begin(struct world *w, enum px_store_mode mode)
{
	struct px_store_tx *tx = NULL;

	OK(px_store_begin(w->store, w->user, mode, &tx, &w->error));
	return tx;
}

static inline struct job make_job(struct px_id user, const char *title)
{
	struct job job;

	px_record_init(&job_record, &job);
	job.id = px_id_new();
	job.user_id = user;
	job.title = title;
	job.version = 1;
	return job;
}

/* In a transaction of its own; PX_OK once it is durable. */
static inline enum px_err add_job(struct world *w, const char *title)
{
	struct job job = make_job(w->user, title);
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error);

	if (err)
		return err;
	err = px_store_insert(tx, &job_record, &job, &w->error);
	if (!err)
		return px_store_commit_wait(tx, &w->error);
	px_store_rollback(tx);
	return err;
}

static inline int64_t count_jobs(struct world *w)
{
	struct px_store_tx *tx = begin(w, PX_STORE_READ);
	int64_t count = -1;

	OK(px_store_count(tx, &job_record, NULL, 0, &count, &w->error));
	px_store_rollback(tx);
	return count;
}

/* One value of one row, as text. */
static inline void ask(const struct world *w, const char *sql, char out[512])
{
	PGconn *pg = PQconnectdb(w->url);
	PGresult *result = PQexec(pg, sql);

	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(pg));
	snprintf(out, 512, "%s", PQntuples(result) ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
	PQfinish(pg);
}

#define RUN(cases) \
	int main(void) \
	{ \
		if (!postgres_start(&server)) \
			return 0; \
		int failed = cmocka_run_group_tests(cases, NULL, NULL); \
		postgres_stop(&server); \
		return failed; \
	}

#endif
