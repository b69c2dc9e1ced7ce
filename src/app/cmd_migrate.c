/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie migrate: the database's schema, without a server.  `pixie serve` does
 * the same at its start.
 */
#include "app/command.h"
#include "app/datadir.h"
#include "app/records.h"

static void tell(struct px_invocation *invocation, bool due, const struct px_buf *sql)
{
	bool check = px_command_option(invocation, "check"), dry = px_command_option(invocation, "dry-run");

	if (invocation->json) {
		json_t *answer = json_pack("{s:b,s:s}", "due", due && (check || dry), "sql", due ? sql->data : "");
		px_command_print_json(answer);
		json_decref(answer);
	} else if (dry) {
		fputs(due ? sql->data : "", stdout);
	} else {
		puts(!due ? "The schema is up to date." : check ? "The schema is older than this Pixie: run pixie migrate, or start it."
							      : "The schema is up to date now.");
	}
}

int px_cmd_migrate(struct px_invocation *invocation)
{
	bool check = px_command_option(invocation, "check"), dry = px_command_option(invocation, "dry-run");
	struct px_buf sql = PX_BUF_INIT(1 << 20);
	struct px_error error = { 0 };
	char path[4096];

	px_app_database(&invocation->config, path);
	const struct px_store_config store = { .path = path, .shards = 1, .records = px_app_records() };
	enum px_err err = check || dry ? PX_OK : px_datadir_make(invocation->config.data, &error);
	if (!err)
		err = px_store_migrate(&store, !check && !dry, &sql, &error);
	bool due = sql.size > 0;
	if (!err)
		tell(invocation, due, &sql);
	px_buf_release(&sql);
	if (err)
		return px_command_fail(invocation, &error);
	return check && due ? PX_EXIT_FAILED : PX_EXIT_OK;
}
