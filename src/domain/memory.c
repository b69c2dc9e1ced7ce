/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of memories.  Subjects are kept as said and compared without case. */
#include "domain/memory.h"

#include "domain/rules.h"
#include "domain/text.h"

static enum px_err clean_names(struct px_domain *domain, struct px_memory *memory, struct px_error *error)
{
	struct { const char *field; const char **text; size_t max; } parts[] = {
		{ "subject", &memory->subject, PX_MEMORY_NAME_MAX },
		{ "attribute", &memory->attribute, PX_MEMORY_NAME_MAX },
		{ "value", &memory->value, PX_MEMORY_VALUE_MAX },
		{ "speaker", &memory->speaker, PX_MEMORY_NAME_MAX },
		{ "session", &memory->session, PX_MEMORY_NAME_MAX },
		{ "external_id", &memory->external_id, PX_MEMORY_NAME_MAX },
	};
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < sizeof(parts) / sizeof(parts[0]); i++)
		err = px_text_clean(domain->arena, parts[i].field, parts[i].max, PX_TEXT_LINE, parts[i].text, error);
	return err;
}

static enum px_err check_times(const struct px_memory *memory, struct px_error *error)
{
	struct { const char *field; int64_t at; } times[] = {
		{ "learned", memory->learned }, { "valid_from", memory->valid_from }, { "valid_to", memory->valid_to },
	};
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < sizeof(times) / sizeof(times[0]); i++) {
		if (times[i].at != PX_TIME_NONE)
			err = px_rule_instant(times[i].field, times[i].at, error);
	}
	if (!err && memory->valid_from != PX_TIME_NONE && memory->valid_to != PX_TIME_NONE &&
	    memory->valid_to < memory->valid_from)
		err = px_fail(error, PX_INVALID, "valid_to", "valid_to must not be before valid_from");
	return err;
}

static enum px_err check(struct px_domain *domain, struct px_memory *memory, struct px_error *error)
{
	enum px_err err = px_text_clean(domain->arena, "text", PX_MEMORY_TEXT_MAX, PX_TEXT_BLOCK, &memory->text, error);

	if (!err && !memory->text)
		err = px_fail(error, PX_INVALID, "text", "text must not be empty");
	if (!err)
		err = clean_names(domain, memory, error);
	if (!err)
		memory->subject_key = memory->subject
			? px_arena_str(domain->arena, px_text_fold(domain->arena, px_str(memory->subject))) : NULL;
	if (!err && memory->kind == PX_MEMORY_FACT && (!memory->subject || !memory->attribute))
		err = px_fail(error, PX_INVALID, memory->subject ? "attribute" : "subject",
			      "a fact needs a subject and an attribute");
	return err ? err : check_times(memory, error);
}

enum px_err px_memory_create(struct px_domain *domain, struct px_memory *memory, struct px_error *error)
{
	struct px_memory other;

	if (memory->learned == PX_TIME_NONE)
		memory->learned = domain->now;
	enum px_err err = check(domain, memory, error);
	if (!err && memory->external_id &&
	    px_memory_by_external(domain, px_str(memory->external_id), &other, NULL) == PX_OK)
		err = px_fail(error, PX_CONFLICT, "external_id", "there is a memory with the external id \"%.100s\" already",
			      memory->external_id);
	if (err)
		return err;
	if (px_id_is_none(memory->id))
		memory->id = px_id_new();
	memory->user_id = domain->user;
	memory->created = memory->updated = domain->now;
	memory->version = 1;
	err = px_store_insert(domain->tx, &px_memory_record, memory, error);
	if (!err)
		px_domain_changed(domain, &px_memory_record, "created", NULL, memory);
	return err;
}

enum px_err px_memory_get(struct px_domain *domain, struct px_id id, struct px_memory *memory,
			  struct px_error *error)
{
	return px_store_get(domain->tx, &px_memory_record, id, domain->arena, memory, error);
}

static enum px_err write_update(struct px_domain *domain, const struct px_memory *before,
				struct px_memory *memory, struct px_error *error)
{
	memory->user_id = before->user_id;
	memory->created = before->created;
	memory->updated = before->updated;
	memory->version = before->version;
	if (px_rule_same_row(&px_memory_record, before, memory))
		return PX_OK;
	memory->updated = domain->now;
	memory->version = before->version + 1;
	enum px_err err = px_store_update(domain->tx, &px_memory_record, memory, before->version, error);
	if (!err)
		px_domain_changed(domain, &px_memory_record, "updated", before, memory);
	return err;
}

enum px_err px_memory_update(struct px_domain *domain, struct px_memory *memory, int64_t expected,
			     struct px_error *error)
{
	struct px_memory before;

	enum px_err err = px_memory_get(domain, memory->id, &before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err)
		err = check(domain, memory, error);
	return err ? err : write_update(domain, &before, memory, error);
}

/* A text has one vector for each model, of which there are two at most. */
enum px_err px_embedding_drop(struct px_domain *domain, struct px_id owner, struct px_error *error)
{
	struct px_store_filter filter = { "owner_id", PX_OP_EQ, { .id = owner } };
	size_t deleted;

	return px_store_purge(domain->tx, &px_embedding_record, &filter, 1, 100, &deleted, error);
}

enum px_err px_memory_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			     struct px_error *error)
{
	struct px_memory memory;

	enum px_err err = px_memory_get(domain, id, &memory, error);
	if (!err)
		err = px_rule_version(expected, memory.version, error);
	if (!err)
		err = px_store_delete(domain->tx, &px_memory_record, id, error);
	if (!err)
		err = px_embedding_drop(domain, id, error);
	if (!err)
		px_domain_changed(domain, &px_memory_record, "deleted", &memory, NULL);
	return err;
}

enum px_err px_memory_supersede(struct px_domain *domain, struct px_id old, struct px_id by, int64_t at,
				struct px_error *error)
{
	struct px_memory before, memory;

	enum px_err err = px_memory_get(domain, old, &before, error);
	if (err)
		return err;
	memory = before;
	if (memory.valid_from != PX_TIME_NONE && at < memory.valid_from)
		at = memory.valid_from;
	memory.valid_to = at;
	memory.superseded_by = by;
	return write_update(domain, &before, &memory, error);
}

int64_t px_memory_begins(const struct px_memory *row)
{
	return row->valid_from != PX_TIME_NONE ? row->valid_from : row->learned;
}

bool px_memory_was_wrong(const struct px_memory *row)
{
	return !px_id_is_none(row->superseded_by) && row->valid_to != PX_TIME_NONE && row->valid_to < px_memory_begins(row);
}

/* Every row that a filter leaves, in pages; rows in the arena. */
static enum px_err read_all(struct px_domain *domain, struct px_store_query *query, struct px_memory **rows,
			    size_t *count, struct px_error *error)
{
	struct px_memory *all = NULL;
	size_t got, room = 0;

	*count = 0;
	query->limit = 1000;
	do {
		void *page;
		enum px_err err = px_store_query(domain->tx, &px_memory_record, query, domain->arena, &page, &got, error);
		if (err)
			return err;
		if (*count + got + 1 > room) {
			room = 2 * (*count + got + 1);
			struct px_memory *more = px_arena_alloc(domain->arena, room * sizeof(*more));
			if (*count)
				memcpy(more, all, *count * sizeof(*more));
			all = more;
		}
		if (got)
			memcpy(all + *count, page, got * sizeof(*all));
		*count += got;
		if (*count) {
			query->after = true;
			query->after_id = query->after_value.id = all[*count - 1].id;
		}
	} while (got == query->limit);
	*rows = all;
	return PX_OK;
}

enum px_err px_memory_of_subject(struct px_domain *domain, struct px_str subject,
				 struct px_memory **rows, size_t *count, struct px_error *error)
{
	struct px_store_filter filter = { "subject_key", PX_OP_EQ, { .text = px_text_fold(domain->arena, subject) } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1 };

	return read_all(domain, &query, rows, count, error);
}

enum px_err px_memory_all(struct px_domain *domain, struct px_memory **rows, size_t *count, struct px_error *error)
{
	struct px_store_query query = { 0 };

	return read_all(domain, &query, rows, count, error);
}

enum px_err px_memory_secrets(struct px_domain *domain, struct px_memory **rows, size_t *count, struct px_error *error)
{
	struct px_store_filter filter = { "secret", PX_OP_EQ, { .integer = 1 } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1 };

	return read_all(domain, &query, rows, count, error);
}

enum px_err px_memory_facts(struct px_domain *domain, struct px_memory **rows, size_t *count,
			    struct px_error *error)
{
	struct px_store_filter filters[] = {
		{ "kind", PX_OP_EQ, { .integer = PX_MEMORY_FACT } },
		{ "subject_key", PX_OP_NOT_NULL, { .integer = 0 } },
	};
	struct px_store_query query = { .filters = filters, .filter_count = 2 };

	return read_all(domain, &query, rows, count, error);
}

enum px_err px_memory_by_external(struct px_domain *domain, struct px_str external_id,
				  struct px_memory *memory, struct px_error *error)
{
	struct px_store_filter filter = { "external_id", PX_OP_EQ, { .text = external_id } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
	void *rows;
	size_t count;

	enum px_err err = px_store_query(domain->tx, &px_memory_record, &query, domain->arena, &rows, &count, error);
	if (err)
		return err;
	if (!count)
		return px_fail(error, PX_NOT_FOUND, "external_id", "there is no such memory");
	*memory = *(struct px_memory *)rows;
	return PX_OK;
}
