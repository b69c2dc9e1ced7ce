/* SPDX-License-Identifier: Apache-2.0 */
/*
 * User by user: that is how rows lie, and how both sides find them without
 * sorting.  After the users come the rows that belong to nobody, and at last
 * the numbers of rows must agree, so that none was left out.
 */
#include "store/copy.h"

#include <string.h>

enum { PAGE = 500, COMMIT_ROWS = 2000 };

struct copy {
	struct px_store *from, *to;
	const struct px_record *const *records;
	bool resume;
	struct px_store_copied *copied;
	struct px_arena arena;     /* of one page */
	struct px_store_tx *write; /* of the target, while rows of one user are written; NULL: none is open */
	size_t written;            /* rows in it */
	struct px_error *error;
};

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_field(const struct px_field *field, const void *a, const void *b)
{
	switch (field->kind) {
	case PX_FIELD_ID:
		return px_id_eq(*(const struct px_id *)a, *(const struct px_id *)b);
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT:
		return *(const int64_t *)a == *(const int64_t *)b;
	case PX_FIELD_DAY:
		return *(const int32_t *)a == *(const int32_t *)b;
	case PX_FIELD_ENUM:
		return *(const int *)a == *(const int *)b;
	case PX_FIELD_BOOL:
		return *(const bool *)a == *(const bool *)b;
	case PX_FIELD_BLOB: {
		const struct px_str *x = a, *y = b;
		return (x->data == NULL) == (y->data == NULL) && px_str_eq(*x, *y);
	}
	default:
		return same_text(*(const char *const *)a, *(const char *const *)b);
	}
}

static enum px_err compare(struct copy *copy, const struct px_record *record, const void *a, const void *b)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		if (same_field(field, px_field_in(field, a), px_field_in(field, b)))
			continue;
		char id[PX_ID_TEXT + 1];
		px_id_format(*(const struct px_id *)px_field_in(&record->fields[0], a), id);
		return px_fail(copy->error, PX_CORRUPT, field->name, "the %s %s differs in the target: %s", record->name, id,
			       field->name);
	}
	return PX_OK;
}

/* One page by id, of a user or (PX_ID_NONE) of the rows that `filter` names. */
static enum px_err read_page(struct copy *copy, struct px_store *store, struct px_id user, const struct px_record *record,
			     const struct px_store_filter *filter, struct px_id after, void **rows, size_t *count)
{
	const struct px_store_query query = { .filters = filter, .filter_count = filter ? 1 : 0, .limit = PAGE,
					      .after = !px_id_is_none(after), .after_id = after };
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(store, user, PX_STORE_READ, &tx, copy->error);

	if (err)
		return err;
	err = px_store_query(tx, record, &query, &copy->arena, rows, count, copy->error);
	px_store_rollback(tx);
	return err;
}

static enum px_err end_write(struct copy *copy, enum px_err err)
{
	struct px_store_tx *tx = copy->write;

	copy->write = NULL;
	copy->written = 0;
	if (!tx)
		return err;
	if (!err)
		return px_store_commit_wait(tx, copy->error);
	px_store_rollback(tx);
	return err;
}

static enum px_err need_write(struct copy *copy, struct px_id user)
{
	if (copy->written >= COMMIT_ROWS) {
		enum px_err err = end_write(copy, PX_OK);
		if (err)
			return err;
	}
	return copy->write ? PX_OK : px_store_begin(copy->to, user, PX_STORE_WRITE, &copy->write, copy->error);
}

/* A row that is there already must be the same. */
static enum px_err accept(struct copy *copy, const struct px_record *record, const void *row)
{
	struct px_error why = { 0 };
	void *there = px_arena_alloc(&copy->arena, record->size);
	enum px_err err = px_store_get(copy->write, record, *(const struct px_id *)px_field_in(&record->fields[0], row),
				       &copy->arena, there, &why);

	if (err)
		return px_fail(copy->error, PX_CONFLICT, why.field, "another %s in the target is in the way", record->name);
	copy->copied->found++;
	return compare(copy, record, row, there);
}

static enum px_err write_row(struct copy *copy, struct px_id user, const struct px_record *record, const void *row)
{
	enum px_err err = need_write(copy, user);

	if (err)
		return err;
	err = px_store_insert(copy->write, record, row, copy->error);
	if (err == PX_CONFLICT && copy->resume)
		err = accept(copy, record, row);
	copy->written++;
	copy->copied->rows++;
	return err;
}

typedef enum px_err (*page_fn)(struct copy *copy, struct px_id user, const struct px_record *record,
			       const struct px_store_filter *filter, struct px_id after, const void *rows, size_t count);

/* Calls `use` for every page of the source. */
static enum px_err each_page(struct copy *copy, struct px_id user, const struct px_record *record,
			     const struct px_store_filter *filter, page_fn use)
{
	struct px_id after = PX_ID_NONE;
	enum px_err err;
	size_t count;
	void *rows;

	do {
		px_arena_clear(&copy->arena);
		err = read_page(copy, copy->from, user, record, filter, after, &rows, &count);
		if (!err)
			err = use(copy, user, record, filter, after, rows, count);
		if (!err && count)
			after = *(struct px_id *)((char *)rows + (count - 1) * record->size + record->fields[0].offset);
	} while (!err && count == PAGE);
	return err;
}

static enum px_err write_page(struct copy *copy, struct px_id user, const struct px_record *record,
			      const struct px_store_filter *filter, struct px_id after, const void *rows, size_t count)
{
	enum px_err err = PX_OK;

	(void)filter;
	(void)after;
	for (size_t i = 0; !err && i < count; i++)
		err = write_row(copy, user, record, (const char *)rows + i * record->size);
	return err;
}

static enum px_err check_page(struct copy *copy, struct px_id user, const struct px_record *record,
			      const struct px_store_filter *filter, struct px_id after, const void *rows, size_t count)
{
	size_t there = 0;
	void *found;
	enum px_err err = read_page(copy, copy->to, user, record, filter, after, &found, &there);

	if (!err && there != count)
		err = px_fail(copy->error, PX_CORRUPT, NULL, "the target has other %s than the source", record->table);
	for (size_t i = 0; !err && i < count; i++)
		err = compare(copy, record, (const char *)rows + i * record->size, (char *)found + i * record->size);
	return err;
}

static enum px_err read_user(struct copy *copy, struct px_store *store, struct px_id user, int64_t *seq,
			     struct px_store_span **spans, size_t *count)
{
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(store, user, PX_STORE_READ, &tx, copy->error);

	if (err)
		return err;
	err = px_store_seq(tx, seq, copy->error);
	if (!err)
		err = px_store_overlaps(tx, INT64_MIN, INT64_MAX, &copy->arena, spans, count, copy->error);
	px_store_rollback(tx);
	return err;
}

/* What no record tells: the last number, and when events take place. */
static enum px_err write_rest(struct copy *copy, struct px_id user)
{
	struct px_store_span *spans;
	size_t count = 0;
	int64_t seq = 0, there = 0, last;

	px_arena_clear(&copy->arena);
	enum px_err err = read_user(copy, copy->from, user, &seq, &spans, &count);
	for (size_t i = 0; !err && i < count; i++) {
		err = need_write(copy, user);
		if (!err)
			err = px_store_set_span(copy->write, &spans[i], copy->error);
		copy->written++;
	}
	if (!err)
		err = need_write(copy, user);
	if (!err)
		err = px_store_seq(copy->write, &there, copy->error);
	if (!err && there < seq)
		err = px_store_take_seq(copy->write, seq - there, &last, copy->error);
	return err;
}

static enum px_err check_rest(struct copy *copy, struct px_id user)
{
	struct px_store_span *spans, *other;
	size_t count = 0, other_count = 0;
	int64_t seq = 0, other_seq = 0;

	px_arena_clear(&copy->arena);
	enum px_err err = read_user(copy, copy->from, user, &seq, &spans, &count);
	if (!err)
		err = read_user(copy, copy->to, user, &other_seq, &other, &other_count);
	bool same = !err && seq == other_seq && count == other_count;
	for (size_t i = 0; same && i < count; i++)
		same = px_id_eq(spans[i].event, other[i].event) && spans[i].start == other[i].start &&
		       spans[i].end == other[i].end && spans[i].recurring == other[i].recurring;
	return err || same ? err : px_fail(copy->error, PX_CORRUPT, NULL, "the target has other numbers or spans of a user");
}

static bool is_users(const struct px_record *record)
{
	return px_record_owner(record) == &record->fields[0];
}

static enum px_err copy_user(struct copy *copy, struct px_id user, page_fn use)
{
	enum px_err err = PX_OK;

	/* The user's own row first: the sequence is in it. */
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; !err && copy->records[i]; i++)
			if (is_users(copy->records[i]) == (own == 1))
				err = each_page(copy, user, copy->records[i], NULL, use);
	if (!err)
		err = use == write_page ? write_rest(copy, user) : check_rest(copy, user);
	return end_write(copy, err);
}

static enum px_err copy_users(struct copy *copy, page_fn use)
{
	const struct px_record *users = NULL;
	struct px_id after = PX_ID_NONE, ids[PAGE];
	enum px_err err = PX_OK;
	size_t count = 0;
	void *rows;

	for (size_t i = 0; copy->records[i]; i++)
		users = is_users(copy->records[i]) ? copy->records[i] : users;
	do {
		px_arena_clear(&copy->arena);
		err = read_page(copy, copy->from, PX_ID_NONE, users, NULL, after, &rows, &count);
		for (size_t i = 0; !err && i < count; i++)
			ids[i] = *(struct px_id *)((char *)rows + i * users->size + users->fields[0].offset);
		for (size_t i = 0; !err && i < count; i++)
			err = copy_user(copy, ids[i], use);
		copy->copied->users += use == write_page && !err ? count : 0;
		after = count ? ids[count - 1] : after;
	} while (!err && count == PAGE);
	return err;
}

static enum px_err copy_nobodys(struct copy *copy, page_fn use)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && copy->records[i]; i++) {
		const struct px_field *owner = px_record_owner(copy->records[i]);
		const struct px_store_filter nobody = { owner->name, PX_OP_IS_NULL, { .integer = 0 } };
		if (!(owner->flags & PX_FIELD_REQUIRED))
			err = end_write(copy, each_page(copy, PX_ID_NONE, copy->records[i], &nobody, use));
	}
	return err;
}

static enum px_err count_rows(struct copy *copy, struct px_store *store, const struct px_record *record, int64_t *count)
{
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(store, PX_ID_NONE, PX_STORE_READ, &tx, copy->error);

	if (err)
		return err;
	err = px_store_count(tx, record, NULL, 0, count, copy->error);
	px_store_rollback(tx);
	return err;
}

static enum px_err check_empty(struct copy *copy)
{
	enum px_err err = PX_OK;
	int64_t count;

	for (size_t i = 0; !err && !copy->resume && copy->records[i]; i++) {
		err = count_rows(copy, copy->to, copy->records[i], &count);
		if (!err && count > 0)
			err = px_fail(copy->error, PX_CONFLICT, NULL, "the target is not empty: it has %lld %s; a copy that was "
				      "interrupted goes on with --resume", (long long)count, copy->records[i]->table);
	}
	return err;
}

static enum px_err check_counts(struct copy *copy)
{
	enum px_err err = PX_OK;
	int64_t ours = 0, theirs = 0;

	for (size_t i = 0; !err && copy->records[i]; i++) {
		err = count_rows(copy, copy->from, copy->records[i], &ours);
		if (!err)
			err = count_rows(copy, copy->to, copy->records[i], &theirs);
		if (!err && ours != theirs)
			err = px_fail(copy->error, PX_CORRUPT, NULL, "%lld %s in the source, %lld in the target: some belong to no "
				      "user that there is", (long long)ours, copy->records[i]->table, (long long)theirs);
	}
	return err;
}

enum px_err px_store_copy(struct px_store *from, struct px_store *to, const struct px_record *const *records,
			  bool resume, struct px_store_copied *copied, struct px_error *error)
{
	struct copy copy = { .from = from, .to = to, .records = records, .resume = resume, .copied = copied, .error = error };

	*copied = (struct px_store_copied){ 0 };
	px_arena_init(&copy.arena);
	enum px_err err = check_empty(&copy);
	if (!err)
		err = copy_users(&copy, write_page);
	if (!err)
		err = copy_nobodys(&copy, write_page);
	if (!err)
		err = copy_users(&copy, check_page);
	if (!err)
		err = copy_nobodys(&copy, check_page);
	if (!err)
		err = check_counts(&copy);
	px_arena_release(&copy.arena);
	return err;
}
