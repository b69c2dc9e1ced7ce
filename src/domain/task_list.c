/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listing tasks.  Questions by status, due date and priority read ranges of an
 * index (task_range.h); for the rest what the store has an index for goes into
 * its query.  Every row is checked here once more.
 */
#include "domain/task.h"

#include "base/json.h"
#include "domain/task_range.h"
#include "domain/text.h"

enum { PAGE = 500, RANGES_MAX = 1001 /* rows of one query, the most the store gives */ };

void px_task_filter_init(struct px_task_filter *filter)
{
	*filter = (struct px_task_filter){ .statuses = PX_TASKS_OPEN, .due_from = PX_TIME_NONE,
					   .due_to = PX_TIME_NONE };
}

int64_t px_task_due_local(const struct px_domain *domain, const struct px_task *task)
{
	if (task->due != PX_TIME_NONE)
		return px_tz_to_local(domain->tz, task->due);
	return task->due_day == PX_DAY_NONE ? PX_TIME_NONE : task->due_day * PX_MS_DAY;
}

bool px_task_overdue(const struct px_domain *domain, const struct px_task *task)
{
	if (task->status > PX_TASK_IN_PROGRESS)
		return false;
	if (task->due != PX_TIME_NONE)
		return task->due < domain->now;
	return task->due_day != PX_DAY_NONE && task->due_day < px_domain_today(domain);
}

static bool due_matches(const struct px_domain *domain, const struct px_task_filter *filter,
			const struct px_task *task)
{
	int64_t due = px_task_due_local(domain, task);

	if (filter->due_from == PX_TIME_NONE && filter->due_to == PX_TIME_NONE)
		return true;
	if (filter->by_completion) {
		int64_t done = task->completed == PX_TIME_NONE ? PX_TIME_NONE :
								 px_tz_to_local(domain->tz, task->completed);
		return done != PX_TIME_NONE && (filter->due_from == PX_TIME_NONE || done >= filter->due_from) &&
		       (filter->due_to == PX_TIME_NONE || done < filter->due_to);
	}
	if (due == PX_TIME_NONE)
		return false;
	/* A due day counts as the whole day: "due after 10:00" keeps what is due that day. */
	int64_t late = task->due == PX_TIME_NONE ? due + PX_MS_DAY - 1 : due;
	return (filter->due_from == PX_TIME_NONE || late >= filter->due_from) &&
	       (filter->due_to == PX_TIME_NONE || due < filter->due_to);
}

static bool has_tag(const struct px_domain *domain, const struct px_task *task, const char *tag)
{
	if (!task->tags)
		return false;
	struct px_buf quoted = PX_BUF_INIT(1024);
	px_json_quote(&quoted, px_text_fold(domain->arena, px_str(tag)));
	bool found = px_text_holds(domain->arena, task->tags, px_buf_view(&quoted));
	px_buf_release(&quoted);
	return found;
}

bool px_task_matches(const struct px_domain *domain, const struct px_task_filter *filter,
		     const struct px_task *task)
{
	if (filter->statuses && !(filter->statuses >> task->status & 1))
		return false;
	if (filter->has_priority && task->priority != filter->priority)
		return false;
	if (filter->has_project && !px_id_eq(task->project_id, filter->project))
		return false;
	if (filter->has_parent && !px_id_eq(task->parent_id, filter->parent))
		return false;
	if ((filter->overdue || filter->ahead) && px_task_overdue(domain, task) != filter->overdue)
		return false;
	if (filter->undated && px_task_due_local(domain, task) != PX_TIME_NONE)
		return false;
	if (!due_matches(domain, filter, task))
		return false;
	if (filter->tag && !has_tag(domain, task, filter->tag))
		return false;
	if (!filter->text)
		return true;
	struct px_str needle = px_text_fold(domain->arena, px_str(filter->text));
	return px_text_holds(domain->arena, task->title, needle) ||
	       px_text_holds(domain->arena, task->notes, needle);
}

static size_t store_filters(const struct px_task_filter *filter, struct px_store_filter *out)
{
	size_t count = 0;
	unsigned statuses = filter->statuses;

	if (statuses == PX_TASKS_OPEN)
		out[count++] = (struct px_store_filter){ "status", PX_OP_LE,
							 { .integer = PX_TASK_IN_PROGRESS } };
	else if (statuses && !(statuses & (statuses - 1)))
		out[count++] = (struct px_store_filter){ "status", PX_OP_EQ,
							 { .integer = __builtin_ctz(statuses) } };
	if (filter->has_project && !px_id_is_none(filter->project))
		out[count++] = (struct px_store_filter){ "project_id", PX_OP_EQ,
							 { .id = filter->project } };
	if (filter->has_parent && !px_id_is_none(filter->parent))
		out[count++] = (struct px_store_filter){ "parent_id", PX_OP_EQ,
							 { .id = filter->parent } };
	return count;
}

struct entry {
	int64_t due;
	const struct px_task *task;
};

static int by_due(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	if (left->due != right->due)
		return left->due < right->due ? -1 : 1;
	if (left->task->priority != right->task->priority)
		return left->task->priority > right->task->priority ? -1 : 1;
	return px_id_cmp(left->task->id, right->task->id);
}

/* The rows that fit, as they are found. */
struct found {
	const struct px_domain *domain;
	const struct px_task_filter *filter;
	struct entry *entries;
	size_t count, room;
};

static void collect(void *arg, const struct px_task *rows, size_t count)
{
	struct found *found = arg;

	for (size_t i = 0; i < count; i++) {
		if (!px_task_matches(found->domain, found->filter, &rows[i]))
			continue;
		if (found->count == found->room) {
			size_t larger = found->room ? found->room * 2 : 64;
			struct entry *copy = PX_ARENA_ARRAY(found->domain->arena, struct entry, larger);
			if (found->count)
				memcpy(copy, found->entries, found->count * sizeof(*copy));
			found->entries = copy;
			found->room = larger;
		}
		int64_t due = px_task_due_local(found->domain, &rows[i]);
		found->entries[found->count++] =
			(struct entry){ due == PX_TIME_NONE ? INT64_MAX : due, &rows[i] };
	}
}

/* Reads all that the store's filters leave. */
static enum px_err read_all(struct px_domain *domain, struct found *found, struct px_error *error)
{
	struct px_store_filter filters[4];
	struct px_store_query query = { .filters = filters, .limit = PAGE };
	size_t page;

	query.filter_count = store_filters(found->filter, filters);
	do {
		void *rows;
		enum px_err err = px_store_query(domain->tx, &px_task_record, &query, domain->arena,
						 &rows, &page, error);
		if (err)
			return err;
		collect(found, rows, page);
		if (page) {
			query.after = true;
			query.after_id = ((const struct px_task *)rows)[page - 1].id;
			query.after_value.id = query.after_id;
		}
	} while (page == PAGE);
	return PX_OK;
}

enum px_err px_task_list(struct px_domain *domain, const struct px_task_filter *filter, size_t max,
			 struct px_task **tasks, size_t *count, size_t *total,
			 struct px_error *error)
{
	struct found found = { .domain = domain, .filter = filter };
	bool ranges = max <= RANGES_MAX && px_task_ranges_fit(filter);
	size_t counted = 0;

	enum px_err err = ranges ? px_task_ranges_read(domain, filter, max, collect, &found, &counted, error)
				 : read_all(domain, &found, error);
	if (err)
		return err;
	if (found.count)
		qsort(found.entries, found.count, sizeof(*found.entries), by_due);
	*count = found.count < max ? found.count : max;
	if (total)
		*total = ranges && counted > found.count ? counted : found.count;
	*tasks = PX_ARENA_ARRAY(domain->arena, struct px_task, *count + 1);
	for (size_t i = 0; i < *count; i++)
		(*tasks)[i] = *found.entries[i].task;
	return PX_OK;
}
