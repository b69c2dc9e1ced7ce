/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/documents: files that are read so that their passages can be
 * recalled.  A body is a form with a `file`, or the file itself.  Reading it is a job
 * (memory/reading); here it is put away and its row written.
 */
#include "domain/document.h"

#include "api/api_internal.h"
#include "api/multipart.h"
#include "api/page.h"
#include "api/problem.h"
#include "api/resource.h"
#include "base/utf8.h"
#include "memory/extract.h"

#include <inttypes.h>

enum { TYPE_MAX = 100, FORM_MAX = 64 << 10 };

static int64_t file_max(const struct px_api *api)
{
	return api->parts.config->upload_mb << 20;
}

/* A form adds its delimiters and headers to the file. */
size_t px_api_body_limit(void *arg, const struct px_http_request *request)
{
	struct px_api *api = arg;
	struct px_route_match match;

	if (px_router_match(api->router, request->method, request->path, &match) != PX_ROUTE_FOUND ||
	    !(((const struct px_endpoint *)match.route)->flags & PX_ENDPOINT_FILE))
		return (size_t)api->parts.config->http_body_bytes;
	return (size_t)(file_max(api) > api->parts.config->http_body_bytes ? file_max(api) : api->parts.config->http_body_bytes) + FORM_MAX;
}

void px_documents_changed(void *arg, struct px_id user, const struct px_change *changes, size_t count)
{
	struct px_api *api = arg;

	px_cache_bump(api->cache, user);
	px_publish_changes(api, user, changes, count);
}

/* ------------------------------------------------------------------- upload */

struct upload {
	struct px_str content;
	const char *title, *media_type;
	char hash[PX_BLOB_HASH + 1];
};

static const char *text_of(struct px_call *call, struct px_str text)
{
	text = px_str_trim(text);
	return text.size ? px_arena_str(&call->arena, text) : NULL;
}

/* Only the last part of a path is a name. */
static struct px_str base_name(struct px_str name)
{
	for (size_t i = name.size; i > 0; i--) {
		if (name.data[i - 1] == '/' || name.data[i - 1] == '\\')
			return px_str_n(name.data + i, name.size - i);
	}
	return name;
}

static enum px_err read_form(struct px_call *call, struct px_str type, struct upload *upload, const char **name,
			     const char **declared, struct px_error *error)
{
	struct px_multipart form;
	struct px_part part;
	bool found = false;

	enum px_err err = px_multipart_init(&form, type, call->request->body, &call->arena, error);
	while (!err) {
		err = px_multipart_next(&form, &call->arena, &part, error);
		if (err)
			break;
		if (px_str_eq(part.name, PX_STR("title"))) {
			upload->title = text_of(call, part.content);
		} else if (px_str_eq(part.name, PX_STR("file")) && !found) {
			found = true;
			upload->content = part.content;
			*name = text_of(call, base_name(part.file_name));
			*declared = text_of(call, part.type);
		} else {
			return px_fail(error, PX_INVALID, px_arena_strn(&call->arena, part.name.data, part.name.size > 60 ? 60 : part.name.size),
				       "a form has one field \"file\", and perhaps \"title\"");
		}
	}
	if (err != PX_NOT_FOUND)
		return err;
	return found ? PX_OK : px_fail(error, PX_INVALID, "file", "the form has no field \"file\"");
}

/* The type without its parameters, in lower case. */
static const char *plain_type(struct px_call *call, const char *type)
{
	struct px_str rest, plain = px_str_trim(px_str_cut(px_str(type ? type : ""), ';', &rest));
	char *copy = px_arena_strn(&call->arena, plain.data, plain.size);

	for (char *at = copy; *at; at++)
		*at = (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at);
	return copy;
}

static enum px_err read_upload(struct px_call *call, struct upload *upload, struct px_error *error)
{
	struct px_str type = px_str_trim(px_http_header(call->request, "content-type"));
	const char *title = px_call_query(call, "title"), *name = NULL, *declared;
	enum px_err err = PX_OK;

	declared = text_of(call, type);
	if (px_str_starts(px_str(plain_type(call, declared)), PX_STR("multipart/")))
		err = read_form(call, type, upload, &name, &declared, error);
	else
		upload->content = call->request->body;
	if (err)
		return err;
	if (title && title[0])
		upload->title = title;
	if (!upload->title)
		upload->title = name ? name : PX_DOCUMENT_UNTITLED;
	if (!px_utf8_valid(px_str(upload->title)))
		return px_fail(error, PX_INVALID, "title", "title must be UTF-8 text");
	if (!upload->content.size)
		return px_fail(error, PX_INVALID, "file", "the file is empty");
	if ((int64_t)upload->content.size > file_max(call->api))
		return px_fail(error, PX_TOO_LARGE, NULL, "the file has %.1f MB; at most %" PRId64 " are taken",
			       (double)upload->content.size / 1048576, call->api->parts.config->upload_mb);
	declared = plain_type(call, declared);
	upload->media_type = px_extract_type(declared[0] ? declared : NULL, name ? name : upload->title, upload->content);
	if (!px_extract_reads(upload->media_type) || strlen(upload->media_type) > TYPE_MAX)
		return px_fail(error, PX_INVALID, "Content-Type",
			       "files of the kind %.60s can't be read; text, Markdown, HTML, mail, PDF, DOCX and ODT can", upload->media_type);
	return PX_OK;
}

/* [worker] The file is put away before its row is written; one without a row is removed some day. */
enum px_err px_documents_receive(struct px_call *call, struct px_error *error)
{
	struct upload *upload = px_arena_zero(&call->arena, 1, sizeof(*upload));

	call->state = upload;
	enum px_err err = read_upload(call, upload, error);
	return err ? err : px_blob_put(call->api->parts.blobs, call->principal.user, upload->content, upload->hash, error);
}

enum px_err px_documents_create(struct px_call *call, struct px_error *error)
{
	struct upload *upload = call->state;
	struct px_document row;
	int64_t size;

	enum px_err err = px_document_by_hash(&call->domain, upload->hash, &row, NULL);
	if (!err) {
		call->status = 200;
		px_call_row(call, &px_document_record, &row);
		px_call_add_action(call);
		return PX_OK;
	}
	if (err != PX_NOT_FOUND)
		return px_fail(error, err, NULL, "documents can't be looked up");
	/* The job that cleans up runs on this thread: if it came between, the file is put again. */
	if (px_blob_size(call->api->parts.blobs, call->principal.user, upload->hash, &size, NULL) != PX_OK) {
		err = px_blob_put(call->api->parts.blobs, call->principal.user, upload->content, upload->hash, error);
		if (err)
			return err;
	}
	px_record_init(&px_document_record, &row);
	row.title = px_arena_strn(&call->arena, upload->title, px_utf8_cut(px_str(upload->title), PX_DOCUMENT_TITLE_MAX));
	row.media_type = upload->media_type;
	row.size = (int64_t)upload->content.size;
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
