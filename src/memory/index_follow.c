/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping an index like the rows it is a copy of.
 *
 * Every record of an action lists the rows that it changed, so an index that
 * was up to date once reads only those, and the messages that came since.  A
 * document stands for its passages: they are listed one by one only where a
 * long one is written in parts.
 */
#include "memory/index_internal.h"

#include "base/json.h"
#include "base/mem.h"

enum { PAGE = 500, GROUP = 16 /* actions whose rows are asked for at once */ };

static void forget_vector(struct px_memory_index *index, struct px_id id)
{
	struct px_index_entry *entry = px_index_entry(index, id);

	if (entry && entry->learned) {
		entry->learned = false;
		index->learned--;
		px_index_wait(index, entry);
	}
}

/* Everything of a row that recall goes by. */
static uint64_t hash_row(const struct px_recall_item *item, uint64_t text)
{
	const int64_t parts[] = { (int64_t)text, item->at, (int64_t)item->session, item->turn };

	return px_str_hash(px_str_n((const char *)parts, sizeof(parts)));
}

static uint64_t hash_text(const struct px_recall_item *item)
{
	struct px_arena arena;

	px_arena_init(&arena);
	uint64_t hash = px_str_hash(px_recall_embed_text(item, 1, &arena));
	px_arena_release(&arena);
	return hash;
}

static struct px_index_entry *entry_for(struct px_memory_index *index, const struct px_source_row *row)
{
	struct px_index_entry *entry = px_index_entry(index, row->item.id);

	if (entry)
		return entry;
	entry = px_calloc(1, sizeof(*entry));
	entry->id = row->item.id;
	entry->kind = row->kind;
	px_index_wait(index, entry);
	px_map_put(&index->entries, px_str_n((const char *)entry->id.bytes, sizeof(entry->id.bytes)), entry);
	return entry;
}

static enum px_err add(void *arg, const struct px_source_row *row, struct px_error *error)
{
	struct px_memory_index *index = arg;
	struct px_id stale[PX_RECALL_NEIGHBOURS];

	if (row->secret)
		return px_index_drop(index, row->item.id, error);
	uint64_t text = hash_text(&row->item), all = hash_row(&row->item, text);
	struct px_index_entry *entry = px_index_entry(index, row->item.id);
	if (entry && entry->row_hash == all)
		return PX_OK; /* a task that was completed reads as before */
	entry = entry_for(index, row);
	entry->session = row->item.session;
	entry->text_hash = text;
	entry->row_hash = all;
	enum px_err err = px_recall_add(index->recall, &row->item, error);
	/* Its text is new, and that of the turns whose windows it stands in. */
	size_t count = err ? 0 : px_recall_stale(index->recall, row->item.id, stale);
	for (size_t i = 0; i < count; i++)
		forget_vector(index, stale[i]);
	return err;
}

enum px_err px_index_drop(struct px_memory_index *index, struct px_id id, struct px_error *error)
{
	struct px_index_entry *entry = px_map_remove(&index->entries, px_str_n((const char *)id.bytes, sizeof(id.bytes)));
	struct px_id stale[PX_RECALL_NEIGHBOURS];

	if (!entry)
		return PX_OK;
	size_t count = px_recall_stale(index->recall, id, stale);
	for (size_t i = 0; i < count; i++)
		forget_vector(index, stale[i]); /* what it lent to its neighbours must not be found any more */
	if (entry->learned)
		index->learned--;
	else
		px_index_wait_no_more(entry);
	free(entry);
	return px_recall_remove(index->recall, &id, 1, error);
}

/* The row as it is now: in, or out if it is gone. */
static enum px_err refresh(struct px_memory_index *index, struct px_domain *domain, enum px_source_kind kind, struct px_id id,
			   struct px_error *error)
{
	struct px_source_row row;
	bool worth = true;
	enum px_err err = px_source_read(domain, kind, id, &row, NULL);

	if (!err && kind == PX_RECALLED_MESSAGE)
		err = px_source_is_worth(domain, id, &worth, NULL);
	if (err == PX_NOT_FOUND || !worth)
		return px_index_drop(index, id, error);
	if (err)
		return px_fail(error, err, NULL, "a row to be recalled can't be read");
	return add(index, &row, error);
}

/* ------------------------------------------------------------------ documents */

static enum px_err drop_passages(struct px_memory_index *index, uint64_t session, struct px_error *error)
{
	struct px_id *gone = NULL;
	size_t at = 0, count = 0, room = 0;
	enum px_err err = PX_OK;
	void *value;

	while (px_map_next(&index->entries, &at, NULL, &value)) {
		const struct px_index_entry *entry = value;
		if (entry->kind != PX_RECALLED_CHUNK || entry->session != session)
			continue;
		if (count == room) {
			room = room ? 2 * room : 64;
			gone = px_realloc(gone, room * sizeof(*gone));
		}
		gone[count++] = entry->id;
	}
	for (size_t i = 0; !err && i < count; i++)
		err = px_index_drop(index, gone[i], error);
	free(gone);
	return err;
}

/* Its passages as they are now; none if it is gone. */
static enum px_err refresh_document(struct px_memory_index *index, struct px_domain *domain, struct px_id id,
				    struct px_error *error)
{
	enum px_err err = drop_passages(index, px_source_session(id), error);

	return err ? err : px_source_passages(domain, id, add, index, error);
}

/* An image with both sides is a change of the title: the passages stay. */
static enum px_err follow_document(struct px_memory_index *index, struct px_domain *domain, const json_t *image,
				   struct px_id id, struct px_error *error)
{
	bool part = json_is_true(json_object_get(image, "part"));

	if (part || (json_object_get(image, "before") && json_object_get(image, "after")))
		return PX_OK;
	return refresh_document(index, domain, id, error);
}

/* -------------------------------------------------------------------- actions */

/* The images of actions, whose rows are going to be read. */
static enum px_err read_images(struct px_domain *domain, const struct px_action *action, json_t **images, struct px_error *error)
{
	enum px_err err = px_json_parse(px_str(action->changes ? action->changes : "[]"), images, error);
	json_t *image;
	size_t i;

	json_array_foreach(*images, i, image) {
		int kind = px_source_of_entity(px_json_string(json_object_get(image, "entity")));
		struct px_id id;
		if (kind >= 0 && px_id_parse(px_json_string(json_object_get(image, "id")), &id))
			px_source_ahead(domain, (enum px_source_kind)kind, id);
	}
	return err;
}

static enum px_err follow_images(struct px_memory_index *index, struct px_domain *domain, const json_t *images, struct px_error *error)
{
	enum px_err err = PX_OK;
	json_t *image;
	size_t i;

	json_array_foreach(images, i, image) {
		struct px_str entity = px_json_string(json_object_get(image, "entity"));
		int kind = px_source_of_entity(entity);
		struct px_id id;
		if (err || !px_id_parse(px_json_string(json_object_get(image, "id")), &id))
			continue;
		if (px_str_eq(entity, PX_STR("document")))
			err = follow_document(index, domain, image, id, error);
		else if (kind >= 0)
			err = refresh(index, domain, (enum px_source_kind)kind, id, error);
	}
	return err;
}

static enum px_err follow_group(struct px_memory_index *index, struct px_domain *domain, const struct px_action *actions,
				size_t count, struct px_error *error)
{
	json_t *images[GROUP] = { NULL };
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < count; i++)
		err = read_images(domain, &actions[i], &images[i], error);
	for (size_t i = 0; !err && i < count; i++)
		err = follow_images(index, domain, images[i], error);
	for (size_t i = 0; i < count; i++)
		json_decref(images[i]);
	return err;
}

/* A page of actions after index->seq; rows and texts of it go with it. */
static enum px_err follow_page(struct px_memory_index *index, const struct px_domain *domain, int64_t *after, size_t *count,
			       struct px_error *error)
{
	struct px_store_filter filter = { "seq", PX_OP_GT, { .integer = *after } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "seq", .limit = PAGE };
	struct px_domain page = *domain;
	struct px_arena arena;
	void *rows;

	px_arena_init(&arena);
	page.arena = &arena;
	enum px_err err = px_store_query(domain->tx, &px_action_record, &query, &arena, &rows, count, error);
	const struct px_action *actions = rows;
	for (size_t i = 0; !err && i < *count; i += GROUP)
		err = follow_group(index, &page, &actions[i], *count - i < GROUP ? *count - i : GROUP, error);
	if (!err && *count)
		*after = actions[*count - 1].seq;
	px_arena_release(&arena);
	return err;
}

enum px_err px_index_catch_up(struct px_memory_index *index, struct px_domain *domain, struct px_error *error)
{
	size_t count = PAGE;
	int64_t seq, after = index->seq;

	enum px_err err = px_store_seq(domain->tx, &seq, error);
	if (err || seq == index->seq)
		return err;
	while (!err && count == PAGE)
		err = follow_page(index, domain, &after, &count, error);
	struct px_source_reader messages;
	px_source_reader_init(&messages, PX_RECALLED_MESSAGE, index->seq, PX_MEMORY_ROWS_MAX);
	while (!err && !messages.done)
		err = px_source_next(domain, &messages, add, index, error);
	if (!err)
		index->seq = seq;
	return err;
}

/* Ten years of tasks would be most of the index, and what is recalled of them is seldom old. */
static size_t rows_max(enum px_source_kind kind)
{
	return kind == PX_RECALLED_TASK || kind == PX_RECALLED_EVENT ? PX_MEMORY_THINGS_MAX : PX_MEMORY_ROWS_MAX;
}

enum px_err px_index_begin(struct px_memory_index *index, struct px_domain *domain, struct px_error *error)
{
	px_source_reader_init(&index->reader, (enum px_source_kind)0, 0, rows_max((enum px_source_kind)0));
	return px_store_seq(domain->tx, &index->seq, error);
}

enum px_err px_index_load(struct px_memory_index *index, struct px_domain *domain, struct px_error *error)
{
	struct px_source_reader *reader = &index->reader;
	bool last = true;

	if (!reader->done) {
		enum px_err err = px_source_next(domain, reader, add, index, error);
		if (!err && reader->done && reader->kind + 1 < PX_RECALLED_KINDS)
			px_source_reader_init(reader, reader->kind + 1, 0, rows_max(reader->kind + 1));
		return err;
	}
	enum px_err err = index->vectors ? px_index_load_vectors(index, domain, &last, error) : PX_OK;
	index->whole = !err && last;
	return err;
}
