/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/memories: what is kept, row by row.  Searching and importing are in recall.c.
 */
#include "domain/memory.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "api/resource.h"
#include "memory/forget.h"
#include "memory/indexing.h"

PX_RESOURCE_PLAIN(memory, NULL);

enum px_err px_memories_list(struct px_call *call, struct px_error *error)
{
	static const char *const filters[] = { "kind", "pinned", "source" };
	const char *superseded = px_call_query(call, "superseded");
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	for (size_t i = 0; !err && i < sizeof(filters) / sizeof(filters[0]); i++)
		err = px_page_filter_query(&page, call, &px_memory_record, filters[i], error);
	if (err)
		return err;
	if (superseded && strcmp(superseded, "false") == 0)
		px_page_filter(&page, "superseded_by", PX_OP_IS_NULL, (struct px_store_value){ .integer = 0 });
	return px_page_answer(&page, call, &px_memory_record, error);
}

enum px_err px_memories_create(struct px_call *call, struct px_error *error)
{
	enum px_err err = px_resource_create(call, &px_memory_resource, error);

	return err ? err : px_indexing_request(call->tx, call->principal.user, error);
}

enum px_err px_memories_get(struct px_call *call, struct px_error *error)
{
	return px_resource_get(call, &px_memory_resource, error);
}

enum px_err px_memories_patch(struct px_call *call, struct px_error *error)
{
	enum px_err err = px_resource_patch(call, &px_memory_resource, error);

	return err ? err : px_indexing_request(call->tx, call->principal.user, error);
}

enum px_err px_memories_delete(struct px_call *call, struct px_error *error)
{
	const char *for_good = px_call_query(call, "for_good");
	struct px_memory row;
	struct px_id id;

	if (!for_good || strcmp(for_good, "true") != 0)
		return px_resource_delete(call, &px_memory_resource, error);
	enum px_err err = px_call_id(call, 0, &id, error);
	if (!err)
		err = px_memory_get(&call->domain, id, &row, error);
	if (!err)
		err = px_call_precondition(call, row.version, error);
	if (!err)
		err = px_memory_forget_row(&call->domain, id, -1, error);
	if (!err && call->api->parts.memory && call->api->parts.memory->embed)
		px_embed_forget_user(call->api->parts.memory->embed, call->principal.user);
	return err ? err : px_memory_purge(&call->domain, &row, 1, error);
}
