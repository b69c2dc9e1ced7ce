/* SPDX-License-Identifier: Apache-2.0 */
#include "api/file_send.h"

#include "api/problem.h"
#include "base/uri.h"

#include <inttypes.h>

struct sending {
	struct px_sent_file file;
	int64_t first, size; /* what is sent */
	bool part, unsatisfiable;
};

/* One range of bytes; what is none, or several, gives the whole file. */
static void read_range(struct px_str header, struct sending *sending)
{
	struct px_str unit = PX_STR("bytes="), last;
	int64_t from, to, size = sending->file.size;

	sending->first = 0;
	sending->size = size;
	if (!px_str_starts(header, unit) || memchr(header.data, ',', header.size))
		return;
	struct px_str first = px_str_trim(px_str_cut(px_str_n(header.data + unit.size, header.size - unit.size), '-', &last));
	last = px_str_trim(last);
	if (!first.size) {
		if (!px_str_to_int64(last, &to) || to < 0)
			return;
		from = to < size ? size - to : 0;
		sending->unsatisfiable = to == 0;
		to = size - 1;
	} else {
		if (!px_str_to_int64(first, &from) || from < 0)
			return;
		if (!last.size)
			to = size - 1;
		else if (!px_str_to_int64(last, &to) || to < from)
			return;
		sending->unsatisfiable = from >= size;
	}
	sending->part = true;
	sending->first = from;
	sending->size = (to < size ? to + 1 : size) - from;
}

/* RFC 8187: what is not plain is written by its bytes. */
static void write_name(struct px_buf *out, const char *name)
{
	(void)px_buf_text(out, "; filename*=UTF-8''");
	px_uri_escape(out, px_str(name));
}

/* A browser shows it in a page that asks for it, and never runs it or opens it as a page. */
static void describe(struct px_call *call, const struct px_sent_file *file)
{
	snprintf(call->etag, sizeof(call->etag), "\"%.16s\"", file->hash);
	call->type = file->media_type;
	(void)px_buf_text(&call->headers, "Accept-Ranges: bytes\r\nContent-Disposition: attachment");
	if (file->name)
		write_name(&call->headers, file->name);
	(void)px_buf_text(&call->headers, "\r\n");
}

void px_file_send(struct px_call *call, const struct px_sent_file *file)
{
	struct sending *sending = px_arena_zero(&call->arena, 1, sizeof(*sending));
	struct px_str wanted = px_http_header(call->request, "range"), same = px_http_header(call->request, "if-range");

	sending->file = *file;
	describe(call, file);
	if (same.data && !px_str_eq(px_str_trim(same), px_str(call->etag)))
		wanted = (struct px_str){ 0 };
	read_range(px_str_trim(wanted), sending);
	call->state = sending;
}

static void answer_unsatisfiable(struct px_call *call, int64_t size)
{
	struct px_error problem;

	call->status = 416;
	call->type = "application/problem+json";
	(void)px_buf_printf(&call->headers, "Content-Range: bytes */%" PRId64 "\r\n", size);
	(void)!px_fail(&problem, PX_INVALID, "Range", "the file has %" PRId64 " bytes", size);
	px_problem_write(PX_INVALID, 416, &problem, call->request->id, &call->body);
}

static bool is_known(const struct px_call *call, const struct sending *sending)
{
	return !sending->part && px_has_etag(call->request, call->etag);
}

enum px_err px_file_send_read(struct px_call *call, struct px_error *error)
{
	const struct sending *sending = call->state;

	if (sending->unsatisfiable || is_known(call, sending))
		return PX_OK;
	enum px_err err = px_blob_read(call->api->parts.blobs, call->principal.user, sending->file.hash, sending->first,
				       (size_t)sending->size, &call->body, error);
	if (!err && call->body.size != (size_t)sending->size)
		err = px_fail(error, PX_CORRUPT, NULL, "the file is shorter than it was when it came");
	return err;
}

enum px_err px_file_send_answer(struct px_call *call, struct px_error *error)
{
	const struct sending *sending = call->state;

	(void)error;
	if (sending->unsatisfiable) {
		answer_unsatisfiable(call, sending->file.size);
	} else if (is_known(call, sending)) {
		call->status = 304;
	} else if (sending->part) {
		call->status = 206;
		(void)px_buf_printf(&call->headers, "Content-Range: bytes %" PRId64 "-%" PRId64 "/%" PRId64 "\r\n", sending->first,
				    sending->first + sending->size - 1, sending->file.size);
	}
	return PX_OK;
}
