/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie store copy: all records from one database to another, checked.
 */
#include "app/command.h"
#include "app/records.h"
#include "store/copy.h"

#include <unistd.h>

static enum px_err open_store(const char *path, bool existing, struct px_store **store, struct px_error *error)
{
	const struct px_store_config config = { .path = path, .shards = 1, .records = px_app_records(), .existing = existing };

	return px_store_open(&config, store, error);
}

int px_cmd_store_copy(struct px_invocation *invocation)
{
	struct px_store *from = NULL, *to = NULL;
	struct px_store_copied copied = { 0 };
	struct px_error error = { 0 };
	enum px_err err = open_store(invocation->arguments[0], true, &from, &error);

	if (!err)
		err = open_store(invocation->arguments[1], false, &to, &error);
	if (!err)
		err = px_store_copy(from, to, px_app_records(), px_command_option(invocation, "resume") != NULL, &copied, &error);
	px_store_close(to);
	px_store_close(from);
	if (err)
		return px_command_fail(invocation, &error);
	printf(invocation->json ? "{\"users\":%llu,\"rows\":%llu,\"found\":%llu}\n"
				: "Copied %llu users with %llu rows (%llu were there already), and read all of them back: they are the same.\n"
				  "Files stay in the data folder. Set `database` to the copy, and keep the old one until it has proved itself.\n",
	       (unsigned long long)copied.users, (unsigned long long)copied.rows, (unsigned long long)copied.found);
	return PX_EXIT_OK;
}
