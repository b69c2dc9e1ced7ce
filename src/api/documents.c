/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/documents: files that are read so that their passages can be
 * recalled.  upload.c puts a file away; here its row is written.  Reading it is
 * a job (memory/reading).
 */
#include "domain/document.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "api/problem.h"
#include "api/resource.h"
#include "api/upload.h"
#include "base/utf8.h"

#include <inttypes.h>

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

struct range {
	const struct px_document *row;
	int64_t first, size; /* what is sent */
	bool part, unsatisfiable;
};

/* RFC 9110 section 14: one range of bytes; what is none, or several, gives the whole file. */
static void read_range(struct px_str header, int64_t size, struct range *range)
{
	struct px_str unit = PX_STR("bytes="), last;
	int64_t from, to;

	*range = (struct range){ range->row, 0, size, false, false };
	if (!px_str_starts(header, unit) || memchr(header.data, ',', header.size))
		return;
	struct px_str first = px_str_trim(px_str_cut(px_str_n(header.data + unit.size, header.size - unit.size), '-', &last));
	last = px_str_trim(last);
	if (!first.size) {
		if (!px_str_to_int64(last, &to) || to < 0)
			return;
		from = to < size ? size - to : 0;
		range->unsatisfiable = to == 0;
		to = size - 1;
	} else {
		if (!px_str_to_int64(first, &from) || from < 0)
			return;
		if (!last.size)
			to = size - 1;
		else if (!px_str_to_int64(last, &to) || to < from)
			return;
		range->unsatisfiable = from >= size;
	}
	range->part = true;
	range->first = from;
	range->size = (to < size ? to + 1 : size) - from;
}

/* The file's own name is left to clients: it is shown, and never run, by a browser. */
static void describe_file(struct px_call *call, const struct px_document *row)
{
	snprintf(call->etag, sizeof(call->etag), "\"%.16s\"", row->hash);
	call->type = row->media_type;
	(void)px_buf_text(&call->headers, "Accept-Ranges: bytes\r\nContent-Disposition: attachment\r\n");
}

enum px_err px_documents_file_find(struct px_call *call, struct px_error *error)
{
	struct px_document *row = px_arena_zero(&call->arena, 1, sizeof(*row));
	struct range *range = px_arena_zero(&call->arena, 1, sizeof(*range));
	struct px_str wanted = px_http_header(call->request, "range"), same = px_http_header(call->request, "if-range");

	enum px_err err = read_row(call, row, error);
	if (!err && !row->hash)
		err = px_fail(error, PX_NOT_FOUND, "id", "this document came as text; it has no file");
	if (err)
		return err;
	range->row = row;
	describe_file(call, row);
	if (same.data && !px_str_eq(px_str_trim(same), px_str(call->etag)))
		wanted = (struct px_str){ 0 };
	read_range(px_str_trim(wanted), row->size, range);
	call->state = range;
	return PX_OK;
}

/* [worker] */
enum px_err px_documents_file_read(struct px_call *call, struct px_error *error)
{
	const struct range *range = call->state;

	if (range->unsatisfiable)
		return PX_OK;
	enum px_err err = px_blob_read(call->api->parts.blobs, call->principal.user, range->row->hash, range->first,
				       (size_t)range->size, &call->body, error);
	if (!err && call->body.size != (size_t)range->size)
		err = px_fail(error, PX_CORRUPT, NULL, "the file is shorter than it was when it came");
	return err;
}

enum px_err px_documents_file_answer(struct px_call *call, struct px_error *error)
{
	const struct range *range = call->state;
	int64_t size = range->row->size;
	struct px_error problem;

	(void)error;
	if (range->unsatisfiable) {
		call->status = 416;
		call->type = "application/problem+json";
		(void)px_buf_printf(&call->headers, "Content-Range: bytes */%" PRId64 "\r\n", size);
		(void)!px_fail(&problem, PX_INVALID, "Range", "the file has %" PRId64 " bytes", size);
		px_problem_write(PX_INVALID, 416, &problem, call->request->id, &call->body);
	} else if (range->part) {
		call->status = 206;
		(void)px_buf_printf(&call->headers, "Content-Range: bytes %" PRId64 "-%" PRId64 "/%" PRId64 "\r\n", range->first,
				    range->first + range->size - 1, size);
	} else if (px_has_etag(call->request, call->etag)) {
		call->status = 304;
		px_buf_clear(&call->body);
	}
	return PX_OK;
}
