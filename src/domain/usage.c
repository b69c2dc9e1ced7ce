/* SPDX-License-Identifier: Apache-2.0 */
/* A sum is found by its unique (day, provider, model), and made by the day's first request. */
#include "domain/usage.h"

enum { PAGE = 1000, DAYS_MAX = 100000 };

static enum px_err find_day(struct px_domain *domain, const struct px_usage_row *row, struct px_usage_day *sum, bool *found,
			    struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "day", PX_OP_EQ, { .integer = row->day } },
		{ "provider", PX_OP_EQ, { .text = px_str(row->provider) } },
		{ "model", PX_OP_EQ, { .text = px_str(row->model) } },
	};
	const struct px_store_query query = { .filters = filters, .filter_count = 3, .limit = 1 };
	size_t count = 0;
	void *rows;
	enum px_err err = px_store_query(domain->tx, &px_usage_day_record, &query, domain->arena, &rows, &count, error);

	*found = !err && count;
	if (*found)
		*sum = *(const struct px_usage_day *)rows;
	return err;
}

static enum px_err add_to_day(struct px_domain *domain, const struct px_usage_row *row, struct px_error *error)
{
	struct px_usage_day sum;
	bool found;
	enum px_err err = find_day(domain, row, &sum, &found, error);

	if (err)
		return err;
	if (!found) {
		px_record_init(&px_usage_day_record, &sum);
		sum.id = px_id_new();
		sum.user_id = domain->user;
		sum.day = row->day;
		sum.provider = row->provider;
		sum.model = row->model;
		sum.version = 0;
	}
	sum.calls++;
	sum.tokens_in += row->tokens_in;
	sum.tokens_out += row->tokens_out;
	sum.tokens_cached += row->tokens_cached;
	sum.tokens_written += row->tokens_written;
	sum.cost += row->cost;
	sum.unpriced += !row->priced;
	sum.version++;
	return found ? px_store_update(domain->tx, &px_usage_day_record, &sum, sum.version - 1, error)
		     : px_store_insert(domain->tx, &px_usage_day_record, &sum, error);
}

enum px_err px_usage_add(struct px_domain *domain, struct px_usage_row *row, struct px_error *error)
{
	struct px_usage_row known;
	enum px_err err = px_store_get(domain->tx, &px_usage_record, row->id, domain->arena, &known, error);

	if (err != PX_NOT_FOUND)
		return err;
	row->user_id = domain->user;
	row->day = px_domain_today(domain);
	row->created = domain->now;
	err = px_store_insert(domain->tx, &px_usage_record, row, error);
	return err ? err : add_to_day(domain, row, error);
}

enum px_err px_usage_days(struct px_domain *domain, int32_t from, int32_t to, struct px_usage_day **days, size_t *count,
			  struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "day", PX_OP_GE, { .integer = from } }, { "day", PX_OP_LE, { .integer = to } },
	};
	struct px_store_query query = { .filters = filters, .filter_count = 2, .order = "day", .limit = PAGE };
	struct px_usage_day *all = NULL;
	size_t got = PAGE;
	enum px_err err = PX_OK;

	*count = 0;
	while (!err && got == PAGE && *count < DAYS_MAX) {
		void *page;
		err = px_store_query(domain->tx, &px_usage_day_record, &query, domain->arena, &page, &got, error);
		if (err || !got)
			break;
		struct px_usage_day *more = PX_ARENA_ARRAY(domain->arena, struct px_usage_day, *count + got);
		if (*count)
			memcpy(more, all, *count * sizeof(*more));
		memcpy(more + *count, page, got * sizeof(*more));
		all = more;
		*count += got;
		query.after = true;
		query.after_value.integer = all[*count - 1].day;
		query.after_id = all[*count - 1].id;
	}
	*days = all;
	return err;
}

int32_t px_usage_month(int32_t day)
{
	struct px_civil civil = px_civil_from_ms((int64_t)day * PX_MS_DAY);

	return day - (civil.day - 1);
}

enum px_err px_usage_spent(struct px_domain *domain, struct px_usage_spent *spent, struct px_error *error)
{
	int32_t today = px_domain_today(domain);
	struct px_usage_day *days;
	size_t count;
	enum px_err err = px_usage_days(domain, px_usage_month(today), today, &days, &count, error);

	*spent = (struct px_usage_spent){ 0 };
	for (size_t i = 0; !err && i < count; i++) {
		spent->month += days[i].cost;
		spent->day += days[i].day == today ? days[i].cost : 0;
	}
	return err;
}

enum px_err px_usage_since(struct px_store_tx *tx, int64_t since, void (*take)(void *arg, int64_t created, int64_t cost),
			   void *arg, struct px_error *error)
{
	const struct px_store_filter filter = { "created", PX_OP_GE, { .integer = since } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "created", .limit = PAGE };
	size_t got = PAGE;
	enum px_err err = PX_OK;

	while (!err && got == PAGE) {
		struct px_arena arena;
		void *page;
		px_arena_init(&arena);
		err = px_store_query(tx, &px_usage_record, &query, &arena, &page, &got, error);
		const struct px_usage_row *rows = page;
		for (size_t i = 0; !err && i < got; i++)
			take(arg, rows[i].created, rows[i].cost);
		if (!err && got) {
			query.after = true;
			query.after_value.integer = rows[got - 1].created;
			query.after_id = rows[got - 1].id;
		}
		px_arena_release(&arena);
	}
	return err;
}
