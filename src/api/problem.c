/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table from error codes to HTTP, and the problem document.
 */
#include "api/problem.h"

#include "base/json.h"

static const struct {
	int status;
	const char *title;
} table[PX_ERR_COUNT] = {
	[PX_OK] = { 200, "OK" },
	[PX_INVALID] = { 422, "That input breaks a rule" },
	[PX_UNAUTHORIZED] = { 401, "Who are you?" },
	[PX_FORBIDDEN] = { 403, "Not allowed" },
	[PX_NOT_FOUND] = { 404, "No such thing" },
	[PX_CONFLICT] = { 409, "It changed meanwhile or exists already" },
	[PX_TOO_LARGE] = { 413, "Too large" },
	[PX_RATE_LIMITED] = { 429, "Too many requests" },
	[PX_UNSUPPORTED] = { 501, "Not available yet" },
	[PX_CANCELLED] = { 499, "Cancelled" },
	[PX_TIMEOUT] = { 504, "Took too long" },
	[PX_UNAVAILABLE] = { 503, "Not available right now" },
	[PX_CORRUPT] = { 500, "Something went wrong here" },
	[PX_IO] = { 500, "Something went wrong here" },
	[PX_NO_SPACE] = { 507, "No room is left" },
	[PX_NO_MEMORY] = { 503, "Not available right now" },
	[PX_INTERNAL] = { 500, "Something went wrong here" },
};

int px_problem_status(enum px_err err)
{
	return (unsigned)err < PX_ERR_COUNT ? table[err].status : 500;
}

void px_problem_not_kept(enum px_err err, struct px_error *error)
{
	if (err == PX_NO_SPACE)
		(void)px_fail(error, err, NULL, "the disk is full, so nothing was changed; make room and try again");
	else
		(void)px_fail(error, err, NULL, "the change could not be written to disk");
}

void px_problem_write(enum px_err err, int status, const struct px_error *error,
		      const char *request_id, struct px_buf *out)
{
	bool show = error && error->message[0] && px_problem_status(err) != 500;
	struct px_json json;

	if (!status)
		status = px_problem_status(err);
	px_json_init(&json, out);
	px_json_open_object(&json);
	px_json_key(&json, "type");
	px_json_textf(&json, "urn:pixie:problem:%s", px_err_name(err));
	px_json_key(&json, "title");
	px_json_text(&json, table[(unsigned)err < PX_ERR_COUNT ? err : PX_INTERNAL].title);
	px_json_key(&json, "status");
	px_json_int(&json, status);
	px_json_key(&json, "code");
	px_json_text(&json, px_err_name(err));
	if (show) {
		px_json_key(&json, "detail");
		px_json_text(&json, error->message);
		if (error->field[0]) {
			px_json_key(&json, "field");
			px_json_text(&json, error->field);
		}
	}
	if (request_id && request_id[0]) {
		px_json_key(&json, "request_id");
		px_json_text(&json, request_id);
	}
	px_json_close_object(&json);
}
