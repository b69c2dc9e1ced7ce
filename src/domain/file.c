/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/file.h"

#include "base/utf8.h"
#include "domain/document.h"
#include "domain/text.h"

#include <jansson.h>
#include <stdlib.h>

enum px_err px_file_create(struct px_domain *domain, struct px_file *file, struct px_error *error)
{
	enum px_err err = px_text_require(domain->arena, "name", PX_FILE_NAME_MAX, &file->name, error);

	if (err)
		return err;
	file->id = px_id_new();
	file->user_id = domain->user;
	file->created = file->updated = domain->now;
	file->version = 1;
	err = px_store_insert(domain->tx, &px_file_record, file, error);
	if (!err) /* of bytes whose row is never written, too */
		err = px_document_request_cleaning(domain, domain->now + PX_MS_DAY, error);
	if (!err)
		px_domain_changed(domain, &px_file_record, "created", NULL, file);
	return err;
}

enum px_err px_file_get(struct px_domain *domain, struct px_id id, struct px_file *file, struct px_error *error)
{
	return px_store_get(domain->tx, &px_file_record, id, domain->arena, file, error);
}

enum px_err px_file_delete(struct px_domain *domain, struct px_id id, bool for_good, struct px_error *error)
{
	char text[PX_ID_TEXT + 1];
	struct px_file file;
	enum px_err err = px_file_get(domain, id, &file, error);

	if (!err)
		err = px_store_delete(domain->tx, &px_file_record, id, error);
	if (!err && for_good)
		err = px_document_empty_actions(domain, id, error);
	if (!err)
		err = px_document_request_cleaning(domain, for_good ? 0 : domain->now + PX_DOCUMENT_KEEP_MS, error);
	if (err)
		return err;
	px_domain_changed(domain, &px_file_record, "deleted", &file, NULL);
	if (!for_good)
		return px_domain_record(domain, "delete_file", px_arena_printf(domain->arena, "Deleted the file “%s”", file.name), error);
	px_store_scrub(domain->tx);
	px_id_format(id, text);
	return px_domain_note(domain, "delete_file", "Deleted a file for good",
			      px_arena_printf(domain->arena, "[{\"entity\":\"file\",\"id\":\"%s\"}]", text), error);
}

/* ------------------------------------------------------------------ of messages */

static void write_file(struct px_json *json, const struct px_file *file)
{
	char id[PX_ID_TEXT + 1];

	px_id_format(file->id, id);
	px_json_open_object(json);
	px_json_key(json, "id");
	px_json_text(json, id);
	px_json_key(json, "name");
	px_json_text(json, file->name);
	px_json_key(json, "media_type");
	px_json_text(json, file->media_type);
	px_json_key(json, "size");
	px_json_int(json, file->size);
	px_json_close_object(json);
}

static enum px_err write_files(struct px_domain *domain, const struct px_id *ids, size_t count, struct px_json *json,
			       struct px_error *error)
{
	char id[PX_ID_TEXT + 1];
	struct px_file file;

	px_json_open_array(json);
	for (size_t i = 0; i < count; i++) {
		enum px_err err = px_file_get(domain, ids[i], &file, error);
		px_id_format(ids[i], id);
		if (err == PX_NOT_FOUND)
			return px_fail(error, PX_INVALID, "files", "there is no file %s", id);
		if (err)
			return err;
		write_file(json, &file);
	}
	px_json_close_array(json);
	return PX_OK;
}

enum px_err px_files_of_message(struct px_domain *domain, const struct px_id *ids, size_t count, const char **out,
				struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(PX_MESSAGE_FILES_MAX * 4096);
	struct px_json json;

	*out = NULL;
	if (!count)
		return PX_OK;
	px_json_init(&json, &text);
	enum px_err err = write_files(domain, ids, count, &json, error);
	if (!err)
		*out = px_arena_str(domain->arena, px_buf_view(&text));
	px_buf_release(&text);
	return err;
}

/* The ids that the array names, at most `room`. */
static size_t read_ids(const char *json, struct px_id *ids, size_t room)
{
	json_t *array = NULL;
	size_t count = 0;

	if (!json || px_json_parse(px_str(json), &array, NULL) != PX_OK)
		return 0;
	for (size_t i = 0; i < json_array_size(array) && count < room; i++)
		count += px_id_parse(px_json_string(json_object_get(json_array_get(array, i), "id")), &ids[count]);
	json_decref(array);
	return count;
}

enum px_err px_files_read(struct px_domain *domain, const char *json, struct px_file *files, size_t room, size_t *count,
			  struct px_error *error)
{
	struct px_id ids[PX_MESSAGE_FILES_MAX];
	size_t named = read_ids(json, ids, PX_MESSAGE_FILES_MAX);

	*count = 0;
	for (size_t i = 0; i < named && *count < room; i++) {
		enum px_err err = px_file_get(domain, ids[i], &files[*count], error);
		if (err && err != PX_NOT_FOUND)
			return err;
		*count += !err;
	}
	return PX_OK;
}

bool px_files_are(const char *json, const struct px_id *ids, size_t count)
{
	struct px_id kept[PX_MESSAGE_FILES_MAX];
	size_t named = read_ids(json, kept, PX_MESSAGE_FILES_MAX), i = 0;

	while (i < named && i < count && px_id_eq(kept[i], ids[i]))
		i++;
	return named == count && i == count;
}

/* --------------------------------------------------------------------- the bytes */

enum px_err px_file_need_of(struct px_domain *domain, const char *hash, enum px_file_need *need, struct px_error *error)
{
	const struct px_store_filter named = { "hash", PX_OP_EQ, { .text = px_str(hash) } };
	const struct px_store_filter shown = { "shown", PX_OP_EQ, { .text = px_str(hash) } };
	const struct px_store_filter undo[] = {
		{ "changes", PX_OP_CONTAINS, { .text = px_str(hash) } },
		{ "undone", PX_OP_EQ, { .integer = 0 } },
	};
	int64_t documents = 0, files = 0, pictures = 0, actions = 0;
	enum px_err err = px_store_count(domain->tx, &px_document_record, &named, 1, &documents, error);

	if (!err)
		err = px_store_count(domain->tx, &px_file_record, &named, 1, &files, error);
	if (!err)
		err = px_store_count(domain->tx, &px_file_record, &shown, 1, &pictures, error);
	*need = documents + files + pictures ? PX_FILE_IN_USE : PX_FILE_NOT_NEEDED;
	if (err || *need == PX_FILE_IN_USE)
		return err;
	err = px_store_count(domain->tx, &px_action_record, undo, 2, &actions, error);
	*need = actions ? PX_FILE_FOR_UNDO : PX_FILE_NOT_NEEDED;
	return err;
}
