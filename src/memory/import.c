/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/import.h"

#include "domain/memory.h"
#include "domain/task.h"
#include "domain/text.h"
#include "memory/indexing.h"
#include "memory/text_document.h"

struct item {
	const char *id, *kind, *text, *title, *speaker, *session, *status;
	int64_t at, due, done;
	int32_t due_day;
	size_t place;
};

static const char *text_of(const struct px_domain *domain, const json_t *object, const char *key)
{
	struct px_str text = px_json_string(json_object_get(object, key));

	return text.size ? px_arena_str(domain->arena, text) : NULL;
}

static enum px_err wrong(const struct item *item, const char *field, const char *why, struct px_error *error)
{
	return px_fail(error, PX_INVALID, field, "item %zu: %s %s", item->place + 1, field, why);
}

/* A local time, or one with its offset. */
static enum px_err read_time(const struct px_domain *domain, const struct item *item, const json_t *object, const char *key,
			     int64_t *at, struct px_error *error)
{
	struct px_str text = px_json_string(json_object_get(object, key));
	bool offset;

	*at = PX_TIME_NONE;
	if (!text.size)
		return PX_OK;
	if (!px_civil_parse_ms(text, at, &offset))
		return wrong(item, key, "must be a time like 2026-01-16T17:00:00", error);
	if (!offset)
		*at = px_tz_to_utc(domain->tz, *at, NULL);
	return PX_OK;
}

static enum px_err read_item(const struct px_domain *domain, const json_t *object, size_t place, struct item *item,
			     struct px_error *error)
{
	*item = (struct item){ .place = place, .due_day = PX_DAY_NONE };
	if (!json_is_object(object))
		return wrong(item, "items", "must be objects", error);
	item->id = text_of(domain, object, "id");
	item->kind = text_of(domain, object, "kind");
	item->text = text_of(domain, object, "text");
	item->title = text_of(domain, object, "title");
	item->speaker = text_of(domain, object, "speaker");
	item->session = text_of(domain, object, "session");
	item->status = text_of(domain, object, "status");
	if (!item->id || strlen(item->id) > PX_MEMORY_NAME_MAX)
		return wrong(item, "id", "must be a text of 1 to 200 bytes", error);
	if (!item->kind)
		return wrong(item, "kind", "is missing", error);
	if (!item->text)
		return wrong(item, "text", "must not be empty", error);
	struct px_str due = px_json_string(json_object_get(object, "due"));
	enum px_err err = read_time(domain, item, object, "at", &item->at, error);
	if (!err)
		err = read_time(domain, item, object, "done_at", &item->done, error);
	if (!err && due.size && !px_civil_parse_day(due, &item->due_day))
		err = read_time(domain, item, object, "due", &item->due, error);
	else
		item->due = PX_TIME_NONE;
	if (!err && item->at == PX_TIME_NONE)
		item->at = domain->now;
	return err;
}

static enum px_err known(struct px_domain *domain, const struct px_record *record, const char *id, bool *is, struct px_error *error)
{
	struct px_store_filter filter = { "external_id", PX_OP_EQ, { .text = px_str(id) } };
	int64_t count = 0;
	enum px_err err = px_store_count(domain->tx, record, &filter, 1, &count, error);

	*is = count > 0;
	return err;
}

static enum px_err import_memory(struct px_domain *domain, const struct item *item, bool message, struct px_id *id,
				 struct px_error *error)
{
	struct px_memory row;

	px_record_init(&px_memory_record, &row);
	row.kind = message ? PX_MEMORY_MESSAGE : PX_MEMORY_NOTE;
	row.text = item->text;
	row.source = PX_SOURCE_IMPORT;
	row.learned = item->at;
	row.speaker = item->speaker && strcmp(item->speaker, "me") != 0 ? item->speaker : NULL;
	row.session = item->session;
	row.external_id = item->id;
	enum px_err err = px_memory_create(domain, &row, error);
	*id = row.id;
	return err;
}

/* A done task is created at its time and completed at its own; nothing of it is due any more. */
static enum px_err import_task(struct px_domain *domain, const struct item *item, struct px_id *id, struct px_error *error)
{
	bool done = item->status && strcmp(item->status, "done") == 0;
	struct px_task row;

	if (item->status && !done && strcmp(item->status, "open") != 0)
		return wrong(item, "status", "must be open or done", error);
	px_record_init(&px_task_record, &row);
	row.id = *id = px_id_new();
	row.user_id = domain->user;
	row.title = item->text;
	row.due = item->due;
	row.due_day = item->due_day;
	row.zone = item->due != PX_TIME_NONE || item->due_day != PX_DAY_NONE ? px_tz_name(domain->tz) : NULL;
	row.status = done ? PX_TASK_COMPLETED : PX_TASK_PENDING;
	row.completed = done ? (item->done != PX_TIME_NONE ? item->done : item->at) : PX_TIME_NONE;
	row.external_id = item->id;
	row.created = item->at;
	row.updated = domain->now;
	row.version = 1;
	enum px_err err = px_text_require(domain->arena, "text", PX_TITLE_MAX, &row.title, error);
	return err ? err : px_store_insert(domain->tx, &px_task_record, &row, error);
}

static enum px_err import_document(struct px_domain *domain, const struct item *item, struct px_id *id,
				   struct px_error *error)
{
	struct px_text_document text = { .text = px_str(item->text), .title = item->title, .name = item->title ? item->title : item->id,
					 .external_id = item->id, .source = PX_SOURCE_IMPORT, .learned = item->at };
	struct px_document row;

	enum px_err err = px_text_document_add(domain, &text, &row, error);
	*id = row.id;
	return err;
}

/* Which rows came, for whoever keeps copies of them; a document stands for its passages. */
static void list_row(struct px_buf *changes, const char *entity, struct px_id id)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	(void)px_buf_printf(changes, "%s{\"entity\":\"%s\",\"id\":\"%s\"}", changes->size ? "," : "[", entity, text);
}

static enum px_err import_one(struct px_domain *domain, const struct item *item, struct px_imported *imported,
			      struct px_buf *changes, struct px_error *error)
{
	bool note = strcmp(item->kind, "note") == 0, message = strcmp(item->kind, "message") == 0;
	bool task = strcmp(item->kind, "task") == 0, document = strcmp(item->kind, "document") == 0, is;

	if (!note && !message && !task && !document)
		return wrong(item, "kind", "must be note, message, task or document", error);
	enum px_err err = known(domain, task ? &px_task_record : document ? &px_document_record : &px_memory_record, item->id, &is, error);
	if (err || is) {
		imported->known += !err;
		return err;
	}
	struct px_id id;
	err = task ? import_task(domain, item, &id, error) : document ? import_document(domain, item, &id, error)
							       : import_memory(domain, item, message, &id, error);
	if (err)
		return err;
	imported->created++;
	list_row(changes, task ? "task" : document ? "document" : "memory", id);
	return PX_OK;
}

/* The record that rows came in; it can't be undone. */
static enum px_err note(struct px_domain *domain, size_t count, struct px_buf *changes, struct px_error *error)
{
	const char *summary = px_arena_printf(domain->arena, "Imported %zu items", count);

	return px_buf_char(changes, ']') ? px_fail(error, PX_TOO_LARGE, "items", "are too many to be recorded")
					 : px_domain_note(domain, "import", summary, changes->data, error);
}

enum px_err px_memory_import(struct px_domain *domain, const json_t *items, struct px_imported *imported,
			     struct px_error *error)
{
	struct px_buf changes = PX_BUF_INIT(1 << 20);
	enum px_err err = PX_OK;

	*imported = (struct px_imported){ 0 };
	if (!json_is_array(items) || json_array_size(items) > PX_IMPORT_ITEMS_MAX)
		return px_fail(error, PX_INVALID, "items", "must be an array of at most %d items", PX_IMPORT_ITEMS_MAX);
	for (size_t i = 0; !err && i < json_array_size(items); i++) {
		struct item item;
		err = read_item(domain, json_array_get(items, i), i, &item, error);
		if (!err)
			err = import_one(domain, &item, imported, &changes, error);
	}
	domain->change_count = domain->image_count = 0; /* nobody's screen needs each of a thousand rows */
	if (!err && imported->created)
		err = note(domain, imported->created, &changes, error);
	px_buf_release(&changes);
	return err ? err : px_indexing_request(domain->tx, domain->user, error);
}
