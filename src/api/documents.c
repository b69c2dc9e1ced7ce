/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/documents: files that are read so that their passages can be
 * recalled.  upload.c puts a file away; here its row is written.  Reading it is
 * a job (memory/reading).
 */
#include "domain/document.h"

#include "api/api_internal.h"
#include "api/file_send.h"
#include "api/page.h"
#include "api/resource.h"
#include "api/upload.h"
#include "base/utf8.h"

enum px_err px_documents_create(struct px_call *call, struct px_error *error)
{
	const struct px_uploaded *upload = call->state;
	struct px_document row;

	enum px_err err = px_document_by_hash(&call->domain, upload->hash, &row, NULL);
	if (!err) {
		call->status = 200;
		px_call_row(call, &px_document_record, &row);
		px_call_add_action(call);
		return PX_OK;
	}
	if (err != PX_NOT_FOUND)
		return px_fail(error, err, NULL, "documents can't be looked up");
	px_record_init(&px_document_record, &row);
	row.title = px_arena_strn(&call->arena, upload->title, px_utf8_cut(px_str(upload->title), PX_DOCUMENT_TITLE_MAX));
	row.media_type = upload->media_type;
	row.size = upload->size;
	row.hash = upload->hash;
	row.source = PX_SOURCE_API;
	err = px_call_instant(call, "at", &row.learned, error);
	if (!err)
		err = px_document_create(&call->domain, &row, error);
	if (!err)
		err = px_domain_record(&call->domain, "create_document", NULL, error);
	if (err)
		return err;
	px_call_row(call, &px_document_record, &row);
	px_call_add_action(call);
	return PX_OK;
}

/* --------------------------------------------------------------------- rows */

static enum px_err get_row(struct px_domain *domain, struct px_id id, void *row, struct px_error *error)
{
	return px_document_get(domain, id, row, error);
}

static enum px_err patch_row(struct px_domain *domain, void *row, uint64_t given, int64_t expected, struct px_error *error)
{
	(void)given;
	return px_document_update(domain, row, expected, error);
}

static const struct px_resource resource = {
	.record = &px_document_record, .update_action = "update_document", .get = get_row, .patch = patch_row,
};
_Static_assert(sizeof(struct px_document) <= PX_RESOURCE_ROW_MAX, "raise PX_RESOURCE_ROW_MAX");

enum px_err px_documents_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	if (!err)
		err = px_page_filter_query(&page, call, &px_document_record, "status", error);
	if (!err)
		err = px_page_filter_query(&page, call, &px_document_record, "source", error);
	return err ? err : px_page_answer(&page, call, &px_document_record, error);
}

enum px_err px_documents_get(struct px_call *call, struct px_error *error)
{
	return px_resource_get(call, &resource, error);
}

enum px_err px_documents_patch(struct px_call *call, struct px_error *error)
{
	return px_resource_patch(call, &resource, error);
}

static enum px_err read_row(struct px_call *call, struct px_document *row, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	return err ? err : px_document_get(&call->domain, id, row, error);
}

enum px_err px_documents_delete(struct px_call *call, struct px_error *error)
{
	const char *for_good = px_call_query(call, "for_good");
	struct px_document row;

	enum px_err err = read_row(call, &row, error);
	if (!err)
		err = px_call_precondition(call, row.version, error);
	return err ? err : px_document_delete(&call->domain, row.id, for_good && strcmp(for_good, "true") == 0, error);
}

enum px_err px_documents_chunks(struct px_call *call, struct px_error *error)
{
	struct px_document row;
	struct px_page page;

	enum px_err err = read_row(call, &row, error);
	if (!err)
		err = px_page_init_by(&page, call, "position", error);
	if (err)
		return err;
	px_page_filter(&page, "document_id", PX_OP_EQ, (struct px_store_value){ .id = row.id });
	return px_page_answer(&page, call, &px_chunk_record, error);
}

/* --------------------------------------------------------------------- file */

enum px_err px_documents_file_find(struct px_call *call, struct px_error *error)
{
	struct px_document *row = px_arena_zero(&call->arena, 1, sizeof(*row));
	enum px_err err = read_row(call, row, error);

	if (!err && !row->hash)
		err = px_fail(error, PX_NOT_FOUND, "id", "this document came as text; it has no file");
	if (!err)
		px_file_send(call, &(struct px_sent_file){ .hash = row->hash, .media_type = row->media_type, .size = row->size });
	return err;
}
