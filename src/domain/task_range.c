/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each status has three kinds of range: tasks due at an instant, on a day, and
 * not at all.  The first two are read in their own order until enough rows are
 * there; of the last date, and of the third kind, those of the highest
 * priorities are read.  What is left is only counted.
 */
#include "domain/task_range.h"

enum { STATUSES = PX_TASK_CANCELLED + 1, FILTERS = 8, PAGE = 500 };

struct reading {
	struct px_domain *domain;
	const struct px_task_filter *filter;
	size_t max;
	void (*take)(void *arg, const struct px_task *rows, size_t count);
	void *arg;
	size_t *total;
	struct px_error *error;
};

/* The filters of one range, and the field it goes by (NULL: id). */
struct range {
	struct px_store_filter filters[FILTERS];
	size_t count, fixed; /* the first ones say nothing about `order` */
	const char *order;
};

static void add(struct range *range, const char *field, enum px_store_op op, int64_t value)
{
	range->filters[range->count++] = (struct px_store_filter){ field, op, { .integer = value } };
}

static struct range begin(const struct reading *reading, int status, const char *order)
{
	struct range range = { .order = order };

	add(&range, "status", PX_OP_EQ, status);
	if (reading->filter->has_priority)
		add(&range, "priority", PX_OP_EQ, reading->filter->priority);
	if (strcmp(order, "due_day") == 0)
		add(&range, "due", PX_OP_IS_NULL, 0);
	range.fixed = range.count;
	return range;
}

static bool has_window(const struct px_task_filter *filter)
{
	return filter->due_from != PX_TIME_NONE || filter->due_to != PX_TIME_NONE || filter->overdue ||
	       filter->ahead;
}

bool px_task_ranges_fit(const struct px_task_filter *filter)
{
	return !filter->undated && !filter->text && !filter->tag && !filter->has_project && !filter->has_parent &&
	       !(filter->by_completion && !has_window(filter));
}

static int64_t key_of(const struct range *range, const struct px_task *task)
{
	if (strcmp(range->order, "due_day") == 0)
		return task->due_day;
	return strcmp(range->order, "due") == 0 ? task->due : task->completed;
}

/* Rows as they were read, in the range's order. */
struct page {
	struct page *before;
	const struct px_task *rows;
	size_t count;
};

/* Reads until `max` rows are there; *whole: that was all of the range. */
static enum px_err read_pages(const struct reading *reading, const struct range *range, size_t max,
			      struct page **last, size_t *read, bool *whole)
{
	struct px_store_query query = { .filters = range->filters, .filter_count = range->count,
					.order = range->order, .limit = max < PAGE ? max + 1 : PAGE, .keys_first = true };

	*last = NULL;
	*read = 0;
	do {
		struct page *page = PX_ARENA_ARRAY(reading->domain->arena, struct page, 1);
		void *rows;
		enum px_err err = px_store_query(reading->domain->tx, &px_task_record, &query,
						 reading->domain->arena, &rows, &page->count, reading->error);
		if (err)
			return err;
		page->rows = rows;
		page->before = *last;
		*last = page;
		*read += page->count;
		*whole = page->count < query.limit;
		if (page->count) {
			const struct px_task *end = &page->rows[page->count - 1];
			query.after = true;
			query.after_value.integer = key_of(range, end);
			query.after_id = end->id;
		}
	} while (!*whole && *read < max);
	return PX_OK;
}

/* Takes what is due before `edge`, and says how much that was. */
static size_t take_before(const struct reading *reading, const struct range *range, const struct page *page, int64_t edge)
{
	size_t taken = 0;

	for (; page; page = page->before) {
		size_t count = page->count;
		while (count && key_of(range, &page->rows[count - 1]) >= edge)
			count--;
		reading->take(reading->arg, page->rows, count);
		taken += count;
	}
	return taken;
}

/* Takes at most `limit` rows of the range, by id; *count: so many. */
static enum px_err take_some(const struct reading *reading, const struct range *range, size_t limit, size_t *count)
{
	struct px_store_query query = { .filters = range->filters, .filter_count = range->count, .limit = limit };
	void *rows;
	enum px_err err = px_store_query(reading->domain->tx, &px_task_record, &query, reading->domain->arena, &rows,
					 count, reading->error);

	if (!err)
		reading->take(reading->arg, rows, *count);
	return err;
}

/* Of one date, the `max` rows of the highest priorities.  Page by page they would have to be read all to be put in order. */
static enum px_err read_date(const struct reading *reading, const struct range *range, int64_t date, size_t max)
{
	bool one = reading->filter->has_priority;
	int highest = one ? reading->filter->priority : PX_PRIORITY_URGENT;
	int lowest = one ? highest : PX_PRIORITY_LOW;
	size_t found = 0, page;

	for (int priority = highest; priority >= lowest && found < max; priority--) {
		struct range date_range = *range;
		date_range.count = range->fixed;
		add(&date_range, range->order, PX_OP_EQ, date);
		if (!one)
			add(&date_range, "priority", PX_OP_EQ, priority);
		enum px_err err = take_some(reading, &date_range, max - found, &page);
		if (err)
			return err;
		found += page;
	}
	return PX_OK;
}

/* The `max` first ones by date and priority, or all; *whole: these were all, and so many. */
static enum px_err read_dates(const struct reading *reading, const struct range *range, size_t max,
			      size_t *read, bool *whole)
{
	struct page *last;
	enum px_err err = read_pages(reading, range, max, &last, read, whole);

	if (err)
		return err;
	if (*whole) {
		take_before(reading, range, last, INT64_MAX);
		return PX_OK;
	}
	const struct px_task *rows = last->rows;
	int64_t edge = key_of(range, &rows[max - 1 - (*read - last->count)]);
	size_t before = take_before(reading, range, last, edge);
	return read_date(reading, range, edge, max - before);
}

static enum px_err count(const struct reading *reading, const struct range *range)
{
	int64_t number;
	enum px_err err = px_store_count(reading->domain->tx, &px_task_record, range->filters, range->count,
					 &number, reading->error);

	if (!err)
		*reading->total += (size_t)number;
	return err;
}

static enum px_err read_range(const struct reading *reading, const struct range *range, size_t max)
{
	bool whole;
	size_t read;
	enum px_err err = read_dates(reading, range, max, &read, &whole);

	if (err || !whole)
		return err ? err : count(reading, range);
	*reading->total += read;
	return PX_OK;
}

/* A bound of local milliseconds as an instant. */
static void add_instant(const struct reading *reading, struct range *range, enum px_store_op op, int64_t local)
{
	if (local != PX_TIME_NONE)
		add(range, range->order, op, px_tz_to_utc(reading->domain->tz, local, NULL));
}

static enum px_err read_instants(const struct reading *reading, int status)
{
	const struct px_task_filter *filter = reading->filter;
	struct range range = begin(reading, status, "due");

	add_instant(reading, &range, PX_OP_GE, filter->due_from);
	add_instant(reading, &range, PX_OP_LT, filter->due_to);
	if (filter->overdue)
		add(&range, "due", PX_OP_LT, reading->domain->now);
	if (filter->ahead)
		add(&range, "due", PX_OP_GE, reading->domain->now);
	if (!has_window(filter))
		add(&range, "due", PX_OP_NOT_NULL, 0);
	return read_range(reading, &range, reading->max);
}

/* The first day that begins at `local` or later. */
static int32_t day_from(int64_t local)
{
	return px_civil_ms_day(local + PX_MS_DAY - 1);
}

static enum px_err read_days(const struct reading *reading, int status)
{
	const struct px_task_filter *filter = reading->filter;
	struct range range = begin(reading, status, "due_day");

	/* A day counts as a whole: what is due on it is still due at 10:00. */
	if (filter->due_from != PX_TIME_NONE)
		add(&range, "due_day", PX_OP_GE, px_civil_ms_day(filter->due_from));
	if (filter->due_to != PX_TIME_NONE)
		add(&range, "due_day", PX_OP_LT, day_from(filter->due_to));
	if (filter->overdue)
		add(&range, "due_day", PX_OP_LT, px_domain_today(reading->domain));
	if (filter->ahead)
		add(&range, "due_day", PX_OP_GE, px_domain_today(reading->domain));
	if (!has_window(filter))
		add(&range, "due_day", PX_OP_NOT_NULL, 0);
	return read_range(reading, &range, reading->max);
}

static enum px_err read_undated(const struct reading *reading, int status)
{
	bool one = reading->filter->has_priority;
	int highest = one ? reading->filter->priority : PX_PRIORITY_URGENT;
	int lowest = one ? highest : PX_PRIORITY_LOW;
	size_t found = 0, page = 0;
	struct range range;

	for (int priority = highest; priority >= lowest && found < reading->max; priority--) {
		range = (struct range){ .count = 0 };
		add(&range, "status", PX_OP_EQ, status);
		add(&range, "due", PX_OP_IS_NULL, 0);
		add(&range, "due_day", PX_OP_IS_NULL, 0);
		add(&range, "priority", PX_OP_EQ, priority);
		enum px_err err = take_some(reading, &range, reading->max - found, &page);
		if (err)
			return err;
		found += page;
	}
	if (found < reading->max) {
		*reading->total += found;
		return PX_OK;
	}
	range.count = one ? range.count : range.count - 1; /* of all priorities */
	return count(reading, &range);
}

/* What was completed in the window is sorted by due date, so all of it is read. */
static enum px_err read_completed(const struct reading *reading, int status)
{
	struct range range = begin(reading, status, "completed");

	add_instant(reading, &range, PX_OP_GE, reading->filter->due_from);
	add_instant(reading, &range, PX_OP_LT, reading->filter->due_to);
	return read_range(reading, &range, SIZE_MAX / 2);
}

static enum px_err read_status(const struct reading *reading, int status)
{
	if (reading->filter->overdue && status > PX_TASK_IN_PROGRESS)
		return PX_OK;
	if (reading->filter->by_completion)
		return read_completed(reading, status);
	enum px_err err = read_instants(reading, status);
	if (!err)
		err = read_days(reading, status);
	return err || has_window(reading->filter) ? err : read_undated(reading, status);
}

enum px_err px_task_ranges_read(struct px_domain *domain, const struct px_task_filter *filter, size_t max,
				void (*take)(void *arg, const struct px_task *rows, size_t count), void *arg,
				size_t *total, struct px_error *error)
{
	struct reading reading = { domain, filter, max ? max : 1, take, arg, total, error };
	enum px_err err = PX_OK;

	*total = 0;
	for (int status = 0; !err && status < STATUSES; status++) {
		if (!filter->statuses || filter->statuses >> status & 1)
			err = read_status(&reading, status);
	}
	return err;
}
