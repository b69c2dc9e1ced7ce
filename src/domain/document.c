/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/document.h"

#include "base/utf8.h"
#include "domain/rules.h"
#include "domain/text.h"
#include "jobs/jobs.h"

enum {
	PAGE = 500,
	TITLE_PART = 200, /* of a title that a summary tells */
	IMAGES_MAX = 256 << 10, /* bytes of passages that the record of a deletion takes; escaped they stay under its limit */
};

enum px_err px_document_request_reading(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	struct px_job_spec job = { .kind = PX_DOCUMENT_READ, .user = domain->user, .key = text,
				   .payload = px_arena_printf(domain->arena, "{\"id\":\"%s\"}", text) };
	return px_jobs_enqueue(domain->tx, &job, error);
}

enum px_err px_document_request_cleaning(struct px_domain *domain, int64_t due, struct px_error *error)
{
	struct px_job_spec job = { .kind = PX_DOCUMENT_CLEAN, .user = domain->user, .key = "clean", .due = due };

	return px_jobs_enqueue(domain->tx, &job, error);
}

enum px_err px_document_create(struct px_domain *domain, struct px_document *document, struct px_error *error)
{
	enum px_err err = px_text_require(domain->arena, "title", PX_DOCUMENT_TITLE_MAX, &document->title, error);

	if (err)
		return err;
	document->id = px_id_new();
	document->user_id = domain->user;
	document->status = document->hash ? PX_DOCUMENT_READING : PX_DOCUMENT_READY;
	if (document->learned == PX_TIME_NONE)
		document->learned = domain->now;
	document->created = document->updated = domain->now;
	document->version = 1;
	err = px_store_insert(domain->tx, &px_document_record, document, error);
	if (!err && document->hash)
		err = px_document_request_reading(domain, document->id, error);
	if (!err && document->hash)
		err = px_document_request_cleaning(domain, domain->now + PX_MS_DAY, error);
	if (!err)
		px_domain_changed(domain, &px_document_record, "created", NULL, document);
	return err;
}

enum px_err px_document_get(struct px_domain *domain, struct px_id id, struct px_document *document,
			    struct px_error *error)
{
	return px_store_get(domain->tx, &px_document_record, id, domain->arena, document, error);
}

enum px_err px_document_by_hash(struct px_domain *domain, const char *hash, struct px_document *document,
				struct px_error *error)
{
	struct px_store_filter filter = { "hash", PX_OP_EQ, { .text = px_str(hash) } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
	size_t count;
	void *rows;

	enum px_err err = px_store_query(domain->tx, &px_document_record, &query, domain->arena, &rows, &count, error);
	if (err)
		return err;
	if (!count)
		return px_fail(error, PX_NOT_FOUND, "hash", "there is no such document");
	*document = *(struct px_document *)rows;
	return PX_OK;
}

static enum px_err write_update(struct px_domain *domain, const struct px_document *before, struct px_document *after,
				struct px_error *error)
{
	after->updated = domain->now;
	after->version = before->version + 1;
	enum px_err err = px_store_update(domain->tx, &px_document_record, after, before->version, error);
	if (!err)
		px_domain_changed(domain, &px_document_record, "updated", before, after);
	return err;
}

enum px_err px_document_update(struct px_domain *domain, struct px_document *document, int64_t expected,
			       struct px_error *error)
{
	struct px_document before;

	enum px_err err = px_document_get(domain, document->id, &before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err)
		err = px_text_require(domain->arena, "title", PX_DOCUMENT_TITLE_MAX, &document->title, error);
	if (err || strcmp(before.title, document->title) == 0)
		return err;
	struct px_document after = before;
	after.title = document->title;
	err = write_update(domain, &before, &after, error);
	*document = after;
	return err;
}

enum px_err px_document_read(struct px_domain *domain, struct px_document *document, int status, const char *problem,
			     const char *title, struct px_error *error)
{
	struct px_document before = *document;

	document->status = status;
	document->problem = problem;
	if (title)
		document->title = title;
	enum px_err err = write_update(domain, &before, document, error);
	domain->image_count = 0;
	return err;
}

static enum px_err drop_vectors(struct px_domain *domain, struct px_id owner, struct px_error *error)
{
	struct px_store_filter filter = { "owner_id", PX_OP_EQ, { .id = owner } };
	size_t deleted;

	return px_store_purge(domain->tx, &px_embedding_record, &filter, 1, 100, &deleted, error);
}

/* `room`: bytes of passages that may still be recorded for undo; NULL: none is. */
static enum px_err drop_page(struct px_domain *domain, struct px_id id, int64_t *room, size_t *count,
			     struct px_error *error)
{
	struct px_store_filter filter = { "document_id", PX_OP_EQ, { .id = id } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = PAGE };
	struct px_arena page;
	void *found;

	px_arena_init(&page);
	enum px_err err = px_store_query(domain->tx, &px_chunk_record, &query, room ? domain->arena : &page, &found, count, error);
	const struct px_chunk_row *rows = found;
	for (size_t i = 0; !err && i < *count; i++) {
		err = drop_vectors(domain, rows[i].id, error);
		if (!err)
			err = px_store_delete(domain->tx, &px_chunk_record, rows[i].id, error);
		if (!room || err)
			continue;
		*room -= (int64_t)strlen(rows[i].text) + 400;
		if (*room > 0) {
			px_domain_changed(domain, &px_chunk_record, "deleted", &rows[i], NULL);
			domain->change_count--; /* for undo, not for everybody's screen */
		}
	}
	px_arena_release(&page);
	return err;
}

static enum px_err drop_chunks(struct px_domain *domain, struct px_id id, int64_t *room, struct px_error *error)
{
	size_t count = PAGE;
	enum px_err err = PX_OK;

	while (!err && count == PAGE)
		err = drop_page(domain, id, room, &count, error);
	return err;
}

enum px_err px_document_drop_chunks(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	return drop_chunks(domain, id, NULL, error);
}

/* Records of actions that the filters leave lose what they say, and so are left no more. */
static enum px_err empty_actions(struct px_domain *domain, const struct px_store_filter *filters, size_t filter_count,
				 struct px_error *error)
{
	struct px_store_query query = { .filters = filters, .filter_count = filter_count, .limit = PAGE };
	size_t count = 0;
	void *rows;

	do {
		enum px_err err = px_store_query(domain->tx, &px_action_record, &query, domain->arena, &rows, &count, error);
		struct px_action *actions = rows;
		for (size_t i = 0; !err && i < count; i++) {
			actions[i].changes = "[]";
			actions[i].summary = "Something that was deleted for good";
			actions[i].undone = true;
			actions[i].version++;
			err = px_store_update(domain->tx, &px_action_record, &actions[i], -1, error);
		}
		if (err)
			return err;
	} while (count == PAGE);
	return PX_OK;
}

enum px_err px_document_empty_actions(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	const struct px_store_filter naming = { "changes", PX_OP_CONTAINS, { .text = px_str(text) } };
	return empty_actions(domain, &naming, 1, error);
}

/* Those that name it, and those that undid them, which repeat its title only. */
static enum px_err empty_actions_of(struct px_domain *domain, const struct px_document *document, struct px_error *error)
{
	size_t size = px_utf8_cut(px_str(document->title), TITLE_PART);
	const char *title = px_arena_printf(domain->arena, "“%.*s”", (int)size, document->title);
	struct px_store_filter undoing[] = {
		{ "tool", PX_OP_EQ, { .text = PX_STR("undo") } },
		{ "summary", PX_OP_CONTAINS, { .text = px_str(title) } },
	};
	enum px_err err = px_document_empty_actions(domain, document->id, error);

	return err ? err : empty_actions(domain, undoing, 2, error);
}

enum px_err px_document_delete(struct px_domain *domain, struct px_id id, bool for_good, struct px_error *error)
{
	struct px_document document;
	int64_t room = IMAGES_MAX;

	enum px_err err = px_document_get(domain, id, &document, error);
	if (!err)
		err = px_store_delete(domain->tx, &px_document_record, id, error);
	if (err)
		return err;
	px_domain_changed(domain, &px_document_record, "deleted", &document, NULL);
	err = drop_chunks(domain, id, document.hash || for_good ? NULL : &room, error);
	if (!err && for_good)
		err = empty_actions_of(domain, &document, error);
	if (!err && for_good)
		px_store_scrub(domain->tx);
	if (!err && document.hash)
		err = px_document_request_cleaning(domain, for_good ? 0 : domain->now + PX_DOCUMENT_KEEP_MS, error);
	if (err)
		return err;
	char text[PX_ID_TEXT + 1];
	px_id_format(id, text);
	const char *gone = px_arena_printf(domain->arena, "[{\"entity\":\"document\",\"id\":\"%s\"}]", text);
	if (for_good)
		return px_domain_note(domain, "delete_document", "Deleted a document for good", gone, error);
	if (room <= 0)
		return px_domain_note(domain, "delete_document",
					px_arena_printf(domain->arena, "Deleted “%.*s”, which is too long to be undone",
							(int)px_utf8_cut(px_str(document.title), TITLE_PART), document.title),
					gone, error);
	return px_domain_record(domain, "delete_document", px_arena_printf(domain->arena, "Deleted “%.*s”", (int)px_utf8_cut(px_str(document.title), TITLE_PART), document.title), error);
}
