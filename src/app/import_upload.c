/* SPDX-License-Identifier: Apache-2.0 */
#include "app/import_upload.h"

#include "base/civil.h"
#include "base/uri.h"

#include <stdio.h>
#include <time.h>

enum { PATH_MAX_BYTES = 8192, WAIT_MS = 50 };

void px_uploads_release(struct px_uploads *uploads)
{
	json_decref(uploads->waiting);
	uploads->waiting = NULL;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* What is wrong with one file; anything else ends the import. */
static bool is_about_the_file(enum px_err err)
{
	return err == PX_INVALID || err == PX_TOO_LARGE || err == PX_UNSUPPORTED;
}

static void pass_over(struct px_uploads *uploads, const char *path, const char *why)
{
	fprintf(stderr, "%s: %s\n", path, why);
	uploads->failed++;
}

enum px_err px_uploads_put(struct px_uploads *uploads, const char *path, const char *name, struct px_str bytes,
			   int64_t changed, struct px_error *error)
{
	struct px_buf url = PX_BUF_INIT(PATH_MAX_BYTES);
	char at[PX_CIVIL_TEXT];
	json_t *row = NULL;
	struct px_error why = { 0 };
	long status = 0;

	px_civil_format_ms(changed, at);
	(void)px_buf_printf(&url, "/api/v1/documents?at=%sZ&title=", at);
	px_uri_escape(&url, px_str(name));
	enum px_err err = px_remote_upload(uploads->remote, url.data, "application/octet-stream", bytes, &status, &row, &why);
	px_buf_release(&url);
	if (is_about_the_file(err)) {
		pass_over(uploads, path, why.message);
		return PX_OK;
	}
	if (err)
		return px_fail(error, err, why.field, "%s", why.message);
	if (status == 200)
		uploads->known++;
	if (!uploads->waiting)
		uploads->waiting = json_array();
	json_array_append_new(uploads->waiting, json_pack("[s,s,b]", path, text_of(row, "id"), status == 201));
	json_decref(row);
	return PX_OK;
}

static enum px_err wait_for_one(struct px_uploads *uploads, const char *path, const char *id, bool fresh,
				struct px_error *error)
{
	const struct timespec pause = { 0, WAIT_MS * 1000000L };
	char url[128];

	snprintf(url, sizeof(url), "/api/v1/documents/%s", id);
	for (;;) {
		json_t *row = NULL;
		enum px_err err = px_remote_call(uploads->remote, "GET", url, NULL, &row, error);
		if (err)
			return err;
		bool reading = strcmp(text_of(row, "status"), "reading") == 0, failed = strcmp(text_of(row, "status"), "failed") == 0;
		if (failed && fresh)
			pass_over(uploads, path, text_of(row, "problem"));
		uploads->created += fresh && !failed && !reading;
		json_decref(row);
		if (!reading)
			return PX_OK;
		nanosleep(&pause, NULL);
	}
}

enum px_err px_uploads_wait(struct px_uploads *uploads, struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < json_array_size(uploads->waiting); i++) {
		const json_t *one = json_array_get(uploads->waiting, i);
		err = wait_for_one(uploads, json_string_value(json_array_get(one, 0)), json_string_value(json_array_get(one, 1)),
				   json_is_true(json_array_get(one, 2)), error);
	}
	return err;
}
