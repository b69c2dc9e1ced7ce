/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Applies the images of an action backwards, last change first, as a three-way
 * merge by field.
 */
#include "domain/undo.h"

#include "base/json.h"
#include "base/utf8.h"
#include "domain/document.h"
#include "domain/event.h"
#include "domain/image.h"
#include "domain/recalled.h"
#include "domain/reminder_plan.h"

#include <stdlib.h>

/* One row of any entity that undo knows. */
union any_row {
	struct px_id id;
	struct px_task task;
	struct px_event event;
	struct px_project project;
	struct px_memory memory;
	struct px_document document;
	struct px_chunk_row chunk;
	struct px_message message;
	struct px_proposal_row proposal;
	struct px_reminder reminder;
	struct px_file file;
	struct px_user user;
	struct px_notification_settings settings;
};

static enum px_err sync_span(struct px_domain *domain, const struct px_record *record,
			     const union any_row *row, struct px_error *error)
{
	if (record != &px_event_record)
		return PX_OK;
	return px_event_write_span(domain, &row->event, error);
}

static enum px_err changed_since(struct px_error *error, const char *field)
{
	return px_fail(error, PX_CONFLICT, field,
		       "can't be undone: it was changed in the meantime");
}

/* Rows that hang on one that is about to go. */
static enum px_err count_dependants(struct px_domain *domain, const struct px_record *record,
				    struct px_id id, int64_t *count, struct px_error *error)
{
	bool project = record == &px_project_record;
	struct px_store_filter filter = { project ? "project_id" : "parent_id", PX_OP_EQ,
					  { .id = id } };

	*count = 0;
	if (!project && record != &px_task_record)
		return PX_OK;
	return px_store_count(domain->tx, &px_task_record, &filter, 1, count, error);
}

/* What is removed is kept, to be restored as it was then: NULL if it stays. */
static enum px_err remove_row(struct px_domain *domain, const struct px_record *record, struct px_id id,
			      json_t **removed, struct px_error *error)
{
	union any_row row;
	int64_t dependants;

	enum px_err err = px_store_get(domain->tx, record, id, domain->arena, &row, error);
	if (err == PX_NOT_FOUND)
		return changed_since(error, NULL);
	if (!err)
		err = count_dependants(domain, record, id, &dependants, error);
	if (err)
		return err;
	/* A project made along the way that is used by now stays. */
	if (dependants && record == &px_project_record)
		return PX_OK;
	if (dependants)
		return px_fail(error, PX_CONFLICT, NULL, "can't be undone: it has subtasks now");
	if (record == &px_event_record)
		err = px_store_clear_span(domain->tx, id, error);
	if (!err && record == &px_document_record)
		err = px_document_drop_chunks(domain, id, error);
	if (!err)
		err = px_store_delete(domain->tx, record, id, error);
	if (err)
		return err;
	px_domain_changed(domain, record, "deleted", &row, NULL);
	*removed = px_image_row(record, &row);
	return *removed ? PX_OK : px_fail(error, PX_NO_MEMORY, NULL, "the row can't be kept");
}

/* The row's own int64_t of that name, or NULL where the entity has none. */
static int64_t *number_of(const struct px_record *record, union any_row *row, const char *name)
{
	const struct px_field *field = px_record_field(record, px_str(name));

	return field ? px_field_at(field, row) : NULL;
}

static void set_times(const struct px_record *record, union any_row *row, int64_t now,
		      int64_t version)
{
	int64_t *updated = number_of(record, row, "updated");

	if (updated)
		*updated = now;
	*number_of(record, row, "version") = version;
}

static int64_t version_of(const struct px_record *record, union any_row *row)
{
	return *number_of(record, row, "version");
}

/* A document with a file has its passages made again. */
static enum px_err read_again(struct px_domain *domain, const struct px_record *record, struct px_document *document,
			      struct px_error *error)
{
	if (record != &px_document_record || !document->hash)
		return PX_OK;
	document->status = PX_DOCUMENT_READING;
	document->problem = NULL;
	return px_document_request_reading(domain, document->id, error);
}

static enum px_err restore_row(struct px_domain *domain, const struct px_record *record, struct px_id id,
			       const json_t *kept, struct px_error *error)
{
	union any_row row;

	if (record == &px_project_record && px_store_get(domain->tx, record, id, domain->arena, &row, NULL) == PX_OK)
		return PX_OK; /* taking its creation back had left it, as it was used */
	if (json_object_size(kept) == 0)
		return px_fail(error, PX_CONFLICT, NULL, "can't be done again: the row was not kept");
	px_record_init(record, &row);
	enum px_err err = px_image_apply(record, kept, domain->arena, &row, error);
	if (err)
		return err;
	set_times(record, &row, domain->now, version_of(record, &row) + 1);
	err = read_again(domain, record, &row.document, error);
	if (err)
		return err;
	err = px_store_insert(domain->tx, record, &row, error);
	if (err == PX_CONFLICT)
		return changed_since(error, NULL);
	if (!err)
		err = sync_span(domain, record, &row, error);
	if (!err && record != &px_chunk_record) /* passages are nobody's news */
		px_domain_changed(domain, record, "created", NULL, &row);
	return err;
}

/* Every field that the action changed must still hold what it put there. */
static enum px_err check_untouched(struct px_domain *domain, const struct px_record *record,
				   const json_t *after, const union any_row *current,
				   struct px_error *error)
{
	union any_row expected = *current;

	enum px_err err = px_image_apply(record, after, domain->arena, &expected, error);
	for (size_t i = 0; !err && i < record->field_count; i++) {
		if (!px_image_field_equal(&record->fields[i], &expected, current))
			err = changed_since(error, record->fields[i].name);
	}
	return err;
}

static enum px_err merge_row(struct px_domain *domain, const struct px_record *record,
			       struct px_id id, const json_t *before, const json_t *after,
			       struct px_error *error)
{
	union any_row current, row;

	enum px_err err = px_store_get(domain->tx, record, id, domain->arena, &current, error);
	if (err == PX_NOT_FOUND)
		return changed_since(error, NULL);
	if (!err)
		err = check_untouched(domain, record, after, &current, error);
	if (err)
		return err;
	row = current;
	err = px_image_apply(record, before, domain->arena, &row, error);
	if (err)
		return err;
	int64_t version = version_of(record, &current);
	set_times(record, &row, domain->now, version + 1);
	err = px_store_update(domain->tx, record, &row, version, error);
	if (!err)
		err = sync_span(domain, record, &row, error);
	if (!err)
		px_domain_changed(domain, record, "updated", &current, &row);
	return err;
}

enum direction { BACK, AGAIN };

static enum px_err write_images(struct px_domain *domain, const json_t *images, const char **text,
				struct px_error *error)
{
	char *dump = json_dumps(images, JSON_COMPACT);

	if (!dump)
		return px_fail(error, PX_NO_MEMORY, NULL, "the action can't be kept");
	*text = px_arena_str(domain->arena, px_str(dump));
	free(dump);
	return PX_OK;
}

/*
 * From what it must be (`from`) to what it becomes (`to`); where either is
 * absent the row is not there.  *changed: the image now holds the row that was removed.
 */
static enum px_err change_row(struct px_domain *domain, json_t *image, const char *from, const char *to, bool *changed,
			      struct px_error *error)
{
	const struct px_record *record = px_image_record(px_json_string(json_object_get(image, "entity")));
	const json_t *is = json_object_get(image, from), *becomes = json_object_get(image, to);
	json_t *removed = NULL;
	struct px_id id;

	if (!record || !px_id_parse(px_json_string(json_object_get(image, "id")), &id))
		return px_fail(error, PX_CORRUPT, NULL, "an undo record can't be read");
	if (!is && !becomes)
		return px_fail(error, PX_CONFLICT, NULL, "this can't be taken back, nor done again");
	if (!is)
		return restore_row(domain, record, id, becomes, error);
	if (becomes)
		return merge_row(domain, record, id, becomes, is, error);
	enum px_err err = remove_row(domain, record, id, &removed, error);
	if (!err && removed && json_object_set_new(image, from, removed) != 0)
		err = px_fail(error, PX_NO_MEMORY, NULL, "the row can't be kept");
	*changed |= removed != NULL;
	return err;
}

/* Applies the images, last first when it goes back; `kept` becomes the images with what was removed. */
static enum px_err apply(struct px_domain *domain, const struct px_action *action, enum direction direction,
			 const char **kept, struct px_error *error)
{
	json_t *images = NULL;
	enum px_err err = px_json_parse(px_str(action->changes), &images, error);
	size_t count = json_array_size(images);
	bool changed = false;

	if (!err && !count)
		err = px_fail(error, PX_CONFLICT, NULL, "this can't be taken back, nor done again");
	for (size_t i = 0; !err && i < count; i++)
		err = direction == BACK ? change_row(domain, json_array_get(images, count - 1 - i), "after", "before", &changed, error)
					: change_row(domain, json_array_get(images, i), "before", "after", &changed, error);
	if (!err && changed)
		err = write_images(domain, images, kept, error);
	json_decref(images);
	return err;
}

static enum px_err apply_one(struct px_domain *domain, const struct px_action *action, enum direction direction,
			     struct px_error *error)
{
	struct px_action done = *action;

	enum px_err err = apply(domain, action, direction, &done.changes, error);
	if (!err)
		err = px_recalled_follow(domain, error);
	if (!err)
		err = px_reminder_follow(domain, error);
	if (err)
		return err;
	/* What this changed is published, and is no action of its own. */
	domain->image_count = 0;
	done.undone = direction == BACK;
	done.version++;
	return px_store_update(domain->tx, &px_action_record, &done, action->version, error);
}

/* Which rows it changed, for whoever keeps a copy of them; no images, as it is never undone. */
static const char *changed_rows(const struct px_domain *domain)
{
	struct px_buf buf = PX_BUF_INIT(1 << 20);
	char id[PX_ID_TEXT + 1];
	struct px_json json;

	px_json_init(&json, &buf);
	px_json_open_array(&json);
	for (size_t i = 0; i < domain->change_count; i++) {
		px_id_format(domain->changes[i].id, id);
		px_json_open_object(&json);
		px_json_key(&json, "entity");
		px_json_text(&json, domain->changes[i].entity);
		px_json_key(&json, "id");
		px_json_text(&json, id);
		px_json_close_object(&json);
	}
	px_json_close_array(&json);
	const char *text = px_arena_str(domain->arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return text;
}

/* The record that something was undone or done again; never undone itself. */
static enum px_err note(struct px_domain *domain, enum direction direction, const char *summary, struct px_error *error)
{
	summary = px_arena_printf(domain->arena, "%s: %.*s", direction == BACK ? "Undid" : "Did again",
				  (int)px_utf8_cut(px_str(summary), 1000), summary);
	return px_domain_note(domain, direction == BACK ? "undo" : "redo", summary, changed_rows(domain), error);
}

/* The latest that are not undone yet, by the user's sequence. */
static enum px_err latest(struct px_domain *domain, size_t limit, struct px_action **actions,
			  size_t *count, struct px_error *error)
{
	struct px_store_filter filter = { "undone", PX_OP_EQ, { .integer = 0 } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "seq",
					.descending = true, .limit = limit };
	void *rows;

	enum px_err err = px_store_query(domain->tx, &px_action_record, &query, domain->arena, &rows,
					 count, error);
	*actions = err ? NULL : rows;
	return err;
}

/* Takes them back as one, newest first, in which order they come. */
static enum px_err undo_all(struct px_domain *domain, const struct px_action *actions, size_t count,
			    struct px_undone *undone, struct px_error *error)
{
	struct px_id *ids = PX_ARENA_ARRAY(domain->arena, struct px_id, count);

	*undone = (struct px_undone){ .summary = actions[0].summary, .actions = ids, .first = actions[0] };
	for (size_t i = 0; i < count; i++) {
		enum px_err err = apply_one(domain, &actions[i], BACK, error);
		if (err)
			return err;
		if (i)
			undone->summary = px_arena_printf(domain->arena, "%s; %s", actions[i].summary,
							  undone->summary);
		ids[undone->action_count++] = actions[i].id;
	}
	return note(domain, BACK, undone->summary, error);
}

enum { CALLS_MAX = 32 }; /* of a turn that is one transaction: PX_NLU_MAX_CALLS */

/* How many of the first of these are of that message. */
static size_t leading(const struct px_action *actions, size_t count, struct px_id message)
{
	size_t n = 0;

	while (n < count && px_id_eq(actions[n].message_id, message))
		n++;
	return n;
}

static enum px_err query_actions(struct px_domain *domain, const struct px_store_filter *filters, size_t filter_count,
				 size_t limit, struct px_action **actions, size_t *count, struct px_error *error)
{
	const struct px_store_query query = { .filters = filters, .filter_count = filter_count, .order = "seq",
					      .descending = true, .limit = limit };
	void *rows = NULL;
	enum px_err err = px_store_query(domain->tx, &px_action_record, &query, domain->arena, &rows, count, error);

	*actions = err ? NULL : rows;
	return err;
}

/* The steps of a turn that waited: they come after its message, and others' actions may stand between them. */
static enum px_err after_message(struct px_domain *domain, const struct px_message *message,
				 struct px_action **actions, size_t *count, struct px_error *error)
{
	enum { ACTIONS_MAX = 1000 };
	const struct px_store_filter filters[] = {
		{ "seq", PX_OP_GE, { .integer = message->seq } },
		{ "undone", PX_OP_EQ, { .integer = 0 } },
		{ "message_id", PX_OP_EQ, { .id = message->id } },
	};

	return query_actions(domain, filters, 3, ACTIONS_MAX, actions, count, error);
}

/* The calls of a turn that was one transaction: they come right before its message. */
static enum px_err before_message(struct px_domain *domain, const struct px_message *message,
				  struct px_action **actions, size_t *count, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "seq", PX_OP_LE, { .integer = message->seq } },
		{ "undone", PX_OP_EQ, { .integer = 0 } },
	};
	enum px_err err = query_actions(domain, filters, 2, CALLS_MAX, actions, count, error);

	if (!err)
		*count = leading(*actions, *count, message->id);
	return err;
}

/* What of the latest actions is to be taken back as one. */
struct request {
	struct px_action *actions;
	size_t count;
	enum { NOTHING_LEFT, SOME_LEFT, NOT_KNOWN } rest; /* what else can be undone */
};

/* Of the last action's message: all it did.  Its message may be gone with its conversation. */
static enum px_err whole_request(struct px_domain *domain, struct request *request, size_t limit, struct px_error *error)
{
	const struct px_action *last = &request->actions[0];
	size_t read = request->count;
	struct px_message message;
	enum px_err err = PX_NOT_FOUND;

	if (!px_id_is_none(last->message_id))
		err = px_store_get(domain->tx, &px_message_record, last->message_id, domain->arena, &message, error);
	if (!err && last->seq > message.seq) {
		request->rest = NOT_KNOWN;
		return after_message(domain, &message, &request->actions, &request->count, error);
	}
	request->count = px_id_is_none(last->message_id) ? 1 : leading(request->actions, read, last->message_id);
	request->rest = request->count < read ? SOME_LEFT : read < limit ? NOTHING_LEFT : NOT_KNOWN;
	return err == PX_NOT_FOUND ? PX_OK : err;
}

static enum px_err last_request(struct px_domain *domain, struct request *request, struct px_error *error)
{
	/* Most requests are one action, and rows of actions are large: the others are read only where there may be any. */
	size_t limit = 2;
	enum px_err err = latest(domain, limit, &request->actions, &request->count, error);

	if (!err && !request->count)
		err = px_fail(error, PX_NOT_FOUND, NULL, "there is nothing to undo");
	if (!err && leading(request->actions, request->count, request->actions[0].message_id) == limit) {
		limit = CALLS_MAX;
		err = latest(domain, limit, &request->actions, &request->count, error);
	}
	return err ? err : whole_request(domain, request, limit, error);
}

enum px_err px_undo_last(struct px_domain *domain, struct px_undone *undone, struct px_error *error)
{
	struct request request;
	enum px_err err = last_request(domain, &request, error);

	if (!err)
		err = undo_all(domain, request.actions, request.count, undone, error);
	if (err)
		return err;
	undone->more = request.rest == SOME_LEFT;
	return request.rest == NOT_KNOWN ? px_undo_available(domain, &undone->more, error) : PX_OK;
}

enum px_err px_undo_message(struct px_domain *domain, struct px_id id, struct px_undone *undone,
			    struct px_error *error)
{
	struct px_action *actions;
	struct px_message message;
	size_t count = 0;

	enum px_err err = px_store_get(domain->tx, &px_message_record, id, domain->arena, &message, error);
	if (!err)
		err = after_message(domain, &message, &actions, &count, error);
	if (!err && !count)
		err = before_message(domain, &message, &actions, &count, error);
	if (!err && !count)
		err = px_fail(error, PX_NOT_FOUND, NULL, "that message did nothing that can be undone");
	return err ? err : undo_all(domain, actions, count, undone, error);
}

static enum px_err apply_named(struct px_domain *domain, struct px_id id, enum direction direction,
			       struct px_undone *applied, struct px_error *error)
{
	struct px_action action;

	enum px_err err = px_store_get(domain->tx, &px_action_record, id, domain->arena, &action,
				       error);
	if (err)
		return err;
	if (action.undone != (direction == AGAIN))
		return px_fail(error, PX_CONFLICT, NULL, "it has %s", action.undone ? "been undone already" : "not been undone");
	struct px_id *ids = PX_ARENA_ARRAY(domain->arena, struct px_id, 1);
	ids[0] = id;
	*applied = (struct px_undone){ .summary = action.summary, .action_count = 1, .actions = ids, .first = action };
	err = apply_one(domain, &action, direction, error);
	return err ? err : note(domain, direction, applied->summary, error);
}

enum px_err px_undo_action(struct px_domain *domain, struct px_id id, struct px_undone *undone,
			   struct px_error *error)
{
	return apply_named(domain, id, BACK, undone, error);
}

enum px_err px_redo_action(struct px_domain *domain, struct px_id id, struct px_undone *redone,
			   struct px_error *error)
{
	struct px_error why;
	enum px_err err = apply_named(domain, id, AGAIN, redone, &why);

	if (err == PX_CONFLICT && px_str_starts(px_str(why.message), PX_STR("can't be undone")))
		return px_fail(error, err, why.field, "can't be done again: it was changed in the meantime");
	return err ? px_fail(error, err, why.field, "%s", why.message) : PX_OK;
}

enum px_err px_undo_available(struct px_domain *domain, bool *available, struct px_error *error)
{
	struct px_action *actions;
	size_t count = 0;
	enum px_err err = latest(domain, 1, &actions, &count, error);

	*available = count > 0;
	return err;
}

enum px_err px_undo_expire(struct px_store_tx *tx, int64_t before, bool *more, struct px_error *error)
{
	enum { SLICE = 250 };
	struct px_store_filter filter = { "created", PX_OP_LT, { .integer = before } };
	size_t deleted = 0;

	enum px_err err = px_store_purge(tx, &px_action_record, &filter, 1, SLICE, &deleted, error);
	if (!err && deleted)
		px_store_scrub(tx);
	*more = deleted == SLICE;
	return err;
}
