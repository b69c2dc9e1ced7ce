/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PostgreSQL server of a test program's own (tests/support/postgres), and a
 * new schema in it for each test.
 */
#ifndef PX_TESTS_SUPPORT_POSTGRES_H
#define PX_TESTS_SUPPORT_POSTGRES_H

#include "support/temp.h"

#include <libpq-fe.h>
#include <string.h>

struct postgres_server {
	struct temp_dir dir;
	char url[256];
	unsigned schemas;
};

static inline int postgres_script(const struct postgres_server *server, const char *command, char *out, size_t size)
{
	const char *source = getenv("TEST_SOURCE_DIR");
	char line[512];

	snprintf(line, sizeof(line), "'%s/tests/support/postgres' %s '%s' %d", source ? source : ".", command,
		 server->dir.path, (int)getpid());
	FILE *pipe = popen(line, "r");
	if (!pipe)
		return -1;
	if (out && !fgets(out, (int)size, pipe))
		out[0] = '\0';
	int status = pclose(pipe);
	return status == -1 ? -1 : status >> 8;
}

/* False, and says so, where there is no server to start. */
static inline bool postgres_start(struct postgres_server *server)
{
	memset(server, 0, sizeof(*server));
	temp_dir_make(&server->dir);
	int status = postgres_script(server, "start", server->url, sizeof(server->url));
	server->url[strcspn(server->url, "\n")] = '\0';
	if (status == 0)
		return true;
	temp_dir_remove(&server->dir);
	if (status != 3) {
		fprintf(stderr, "tests/support/postgres start: %d\n", status);
		abort();
	}
	printf("skipped: there is no PostgreSQL here (script/setup test installs it)\n");
	return false;
}

static inline void postgres_stop(struct postgres_server *server)
{
	(void)postgres_script(server, "stop", NULL, 0);
	temp_dir_remove(&server->dir);
}

static inline void postgres_run(const char *url, const char *sql)
{
	PGconn *pg = PQconnectdb(url);
	PGresult *result = PQexec(pg, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK) {
		fprintf(stderr, "%s: %s\n", sql, PQerrorMessage(pg));
		abort();
	}
	PQclear(result);
	PQfinish(pg);
}

/* The URL of a database that holds nothing yet. */
static inline void postgres_fresh(struct postgres_server *server, char url[320])
{
	char sql[64];

	snprintf(sql, sizeof(sql), "CREATE SCHEMA t%u", ++server->schemas);
	postgres_run(server->url, sql);
	snprintf(url, 320, "%s&options=-csearch_path%%3Dt%u", server->url, server->schemas);
}

/* PgBouncer in transaction mode before the server.  False, and says so, where there is none. */
static inline bool postgres_pooler(const struct postgres_server *server)
{
	int status = postgres_script(server, "pooler", NULL, 0);

	if (status != 0 && status != 3) {
		fprintf(stderr, "tests/support/postgres pooler: %d\n", status);
		abort();
	}
	if (status == 3)
		printf("skipped: there is no PgBouncer here (script/setup test installs it)\n");
	return status == 0;
}

/* The same through the pooler, which knows no options of a session: a database of its own. */
static inline void postgres_fresh_pooled(struct postgres_server *server, char url[320])
{
	char sql[64];

	snprintf(sql, sizeof(sql), "CREATE DATABASE t%u", ++server->schemas);
	postgres_run(server->url, sql);
	snprintf(url, 320, "postgres:///t%u?host=%s&port=6432&user=pixie&direct=%s:5432", server->schemas, server->dir.path,
		 server->dir.path);
}

#endif
