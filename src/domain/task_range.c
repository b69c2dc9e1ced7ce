/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each status has three kinds of range: tasks due at an instant, on a day, and
 * not at all.  The first two are read in their own order until enough rows are
 * there and the last date is complete, since among equal dates the priority
 * decides; the third by priority.  What is left is only counted.
 */
#include "domain/task_range.h"

enum { STATUSES = PX_TASK_CANCELLED + 1, FILTERS = 6, PAGE = 500 };

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
	size_t count;
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
	return range;
}

static bool has_window(const struct px_task_filter *filter)
{
	return filter->due_from != PX_TIME_NONE || filter->due_to != PX_TIME_NONE || filter->overdue;
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

/* Reads until `max` rows and all others of the last one's date are there; *whole: nothing was left. */
static enum px_err read_dates(const struct reading *reading, const struct range *range, size_t max,
			      size_t *read, bool *whole)
{
	struct px_store_query query = { .filters = range->filters, .filter_count = range->count,
					.order = range->order, .limit = max < PAGE ? max + 1 : PAGE };
	int64_t edge = INT64_MAX;
	size_t page;

	*read = 0;
	do {
		void *rows;
		enum px_err err = px_store_query(reading->domain->tx, &px_task_record, &query,
						 reading->domain->arena, &rows, &page, reading->error);
		if (err)
			return err;
		const struct px_task *tasks = rows;
		reading->take(reading->arg, tasks, page);
		if (*read < max && *read + page >= max)
			edge = key_of(range, &tasks[max - 1 - *read]);
		*read += page;
		*whole = page < query.limit;
		if (page) {
			query.after = true;
			query.after_value.integer = key_of(range, &tasks[page - 1]);
			query.after_id = tasks[page - 1].id;
		}
	} while (!*whole && query.after_value.integer <= edge);
	return PX_OK;
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

	add(&range, "due", PX_OP_IS_NULL, 0);
	/* A day counts as a whole: what is due on it is still due at 10:00. */
	if (filter->due_from != PX_TIME_NONE)
		add(&range, "due_day", PX_OP_GE, px_civil_ms_day(filter->due_from));
	if (filter->due_to != PX_TIME_NONE)
		add(&range, "due_day", PX_OP_LT, day_from(filter->due_to));
	if (filter->overdue)
		add(&range, "due_day", PX_OP_LT, px_domain_today(reading->domain));
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
		struct px_store_query query = { .filters = range.filters, .filter_count = range.count,
						.limit = reading->max - found };
		void *rows;
		enum px_err err = px_store_query(reading->domain->tx, &px_task_record, &query,
						 reading->domain->arena, &rows, &page, reading->error);
		if (err)
			return err;
		reading->take(reading->arg, rows, page);
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
