/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Idle connections, the one used last first.  A transaction takes one, or a new
 * one if all are busy: there are as many as threads with a transaction and
 * commits under way, which commits.c limits.
 */
#include "store/postgres/postgres_internal.h"

enum px_err pg_pool_take(struct driver *driver, struct connection **connection, struct px_error *error)
{
	pthread_mutex_lock(&driver->pool_lock);
	struct connection *idle = driver->pool;
	if (idle)
		driver->pool = idle->next;
	pthread_mutex_unlock(&driver->pool_lock);
	if (!idle)
		return pg_connection_new(driver, connection, error);
	*connection = idle;
	return PX_OK;
}

void pg_pool_give(struct connection *connection)
{
	struct driver *driver = connection->driver;

	pthread_mutex_lock(&driver->pool_lock);
	connection->next = driver->pool;
	driver->pool = connection;
	pthread_mutex_unlock(&driver->pool_lock);
}

void pg_pool_close(struct driver *driver)
{
	while (driver->pool) {
		struct connection *next = driver->pool->next;
		pg_connection_free(driver->pool);
		driver->pool = next;
	}
}
