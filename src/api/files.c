/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/files: any file, kept as it is; a picture also as what a language
 * model is shown.  upload.c puts a file away; here its row is written.
 *
 * A link lets whoever has it read one file for a short time, without a token:
 * its signature is the HMAC of person, file, bytes and end of time.
 */
#include "domain/file.h"

#include "api/api_internal.h"
#include "api/file_send.h"
#include "api/page.h"
#include "api/upload.h"
#include "auth/secret.h"
#include "base/civil.h"
#include "base/clock.h"
#include "base/utf8.h"

#include <inttypes.h>

static const char *text_or_null(struct px_call *call, const char *text)
{
	return text && text[0] ? px_arena_str(&call->arena, px_str(text)) : NULL;
}

enum px_err px_files_create(struct px_call *call, struct px_error *error)
{
	const struct px_uploaded *upload = call->state;
	struct px_file row;
	int64_t last;

	px_record_init(&px_file_record, &row);
	row.name = px_arena_strn(&call->arena, upload->title, px_utf8_cut(px_str(upload->title), PX_FILE_NAME_MAX));
	row.media_type = upload->media_type;
	row.size = upload->size;
	row.hash = upload->hash;
	row.shown = text_or_null(call, upload->shown);
	row.width = upload->width;
	row.height = upload->height;
	row.problem = text_or_null(call, upload->problem);
	enum px_err err = px_file_create(&call->domain, &row, error);
	if (!err)
		err = px_domain_number(&call->domain, &last, error);
	if (!err)
		px_call_row(call, &px_file_record, &row);
	return err;
}

enum px_err px_files_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	return err ? err : px_page_answer(&page, call, &px_file_record, error);
}

static enum px_err read_row(struct px_call *call, struct px_file *row, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	return err ? err : px_file_get(&call->domain, id, row, error);
}

enum px_err px_files_get(struct px_call *call, struct px_error *error)
{
	struct px_file row;
	enum px_err err = read_row(call, &row, error);

	if (!err)
		px_call_row(call, &px_file_record, &row);
	return err;
}

enum px_err px_files_delete(struct px_call *call, struct px_error *error)
{
	const char *for_good = px_call_query(call, "for_good");
	struct px_file row;
	enum px_err err = read_row(call, &row, error);

	if (!err)
		err = px_call_precondition(call, row.version, error);
	return err ? err : px_file_delete(&call->domain, row.id, for_good && strcmp(for_good, "true") == 0, error);
}

static void send_row(struct px_call *call, const struct px_file *row)
{
	px_file_send(call, &(struct px_sent_file){ .hash = row->hash, .media_type = row->media_type, .name = row->name, .size = row->size });
}

enum px_err px_files_content_find(struct px_call *call, struct px_error *error)
{
	struct px_file *row = px_arena_zero(&call->arena, 1, sizeof(*row));
	enum px_err err = read_row(call, row, error);

	if (!err)
		send_row(call, row);
	return err;
}

/* ------------------------------------------------------------------------ links */

static void sign(const struct px_call *call, struct px_id user, const struct px_file *row, int64_t expires, char signature[PX_HASH_TEXT])
{
	char id[PX_ID_TEXT + 1], text[160];

	px_id_format(row->id, id);
	snprintf(text, sizeof(text), "%s %s %" PRId64, id, row->hash, expires);
	px_keyed_hash(call->api->parts.link_key, user, px_str(text), signature);
}

/* The first second in which it does not work any more. */
enum px_err px_files_link(struct px_call *call, struct px_error *error)
{
	int64_t expires = px_clock_now() / 1000 + call->api->parts.config->link_seconds;
	char signature[PX_HASH_TEXT], id[PX_ID_TEXT + 1], user[PX_ID_TEXT + 1], stamp[PX_CIVIL_TEXT];
	struct px_json json;
	struct px_file row;
	enum px_err err = read_row(call, &row, error);

	if (err)
		return err;
	sign(call, call->principal.user, &row, expires, signature);
	px_id_format(row.id, id);
	px_id_format(call->principal.user, user);
	px_civil_format_ms(expires * 1000, stamp);
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "path");
	px_json_textf(&json, "/api/v1/files/%s/signed?user=%s&expires=%" PRId64 "&signature=%s", id, user, expires, signature);
	px_json_key(&json, "expires");
	px_json_textf(&json, "%sZ", stamp);
	px_json_close_object(&json);
	return PX_OK;
}

static enum px_err fail_link(struct px_error *error)
{
	return px_fail(error, PX_FORBIDDEN, NULL, "this link is not valid");
}

/* Whose file it is said to be; what follows is read with their rights only if the signature is right. */
enum px_err px_files_signed_owner(struct px_call *call, struct px_error *error)
{
	const char *user = px_call_query(call, "user");

	return user && px_id_parse(px_str(user), &call->principal.user) ? PX_OK : fail_link(error);
}

enum px_err px_files_signed_find(struct px_call *call, struct px_error *error)
{
	const char *until = px_call_query(call, "expires"), *given = px_call_query(call, "signature");
	struct px_file *row = px_arena_zero(&call->arena, 1, sizeof(*row));
	char signature[PX_HASH_TEXT];
	int64_t expires;

	if (!until || !given || !px_str_to_int64(px_str(until), &expires) || read_row(call, row, NULL) != PX_OK)
		return fail_link(error);
	sign(call, call->principal.user, row, expires, signature);
	if (!px_secret_eq(px_str(signature), px_str(given)))
		return fail_link(error);
	if (px_clock_now() / 1000 >= expires) {
		call->refused = 410;
		return px_fail(error, PX_NOT_FOUND, NULL, "this link has expired; ask for a new one");
	}
	send_row(call, row);
	return PX_OK;
}
