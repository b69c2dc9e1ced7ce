/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/tasks.
 */
#include "domain/task.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "api/query.h"
#include "api/resource.h"
#include "base/record_json.h"

PX_RESOURCE(task, NULL);

static bool is_open(const struct px_call *call)
{
	const char *status = px_call_query(call, "status");

	return status && strcmp(status, "open") == 0;
}

static bool sorts_by(const struct px_call *call, const char *name)
{
	const char *sort = px_call_query(call, "sort");

	return sort && strcmp(sort, name) == 0;
}

/*
 * due_after, due_before, overdue, q and the order of due dates need the domain's idea of a task.  Open tasks come in
 * that order, unless another is asked for.
 */
static bool needs_domain(const struct px_call *call)
{
	return (is_open(call) && !px_call_query(call, "sort")) || sorts_by(call, "due") ||
	       px_call_query(call, "due_after") || px_call_query(call, "due_before") ||
	       px_call_query(call, "overdue") || px_call_query(call, "q");
}

static enum px_err read_enum(const struct px_call *call, const char *name, bool *given, int *value,
			     struct px_error *error)
{
	const char *text = px_call_query(call, name);
	struct px_task row;

	*given = text != NULL;
	if (!text)
		return PX_OK;
	const struct px_field *field = px_record_field(&px_task_record, px_str(name));
	enum px_err err = px_field_parse(field, px_str(text), (struct px_arena *)&call->arena, &row, error);
	if (!err)
		*value = *(int *)(void *)((char *)&row + field->offset);
	return err;
}

static enum px_err read_window(const struct px_call *call, struct px_task_filter *filter,
			       struct px_error *error)
{
	enum px_err err = px_call_instant(call, "due_after", &filter->due_from, error);

	if (!err)
		err = px_call_instant(call, "due_before", &filter->due_to, error);
	if (filter->due_from != PX_TIME_NONE)
		filter->due_from = px_tz_to_local(call->domain.tz, filter->due_from);
	if (filter->due_to != PX_TIME_NONE)
		filter->due_to = px_tz_to_local(call->domain.tz, filter->due_to);
	return err;
}

static enum px_err read_filter(const struct px_call *call, struct px_task_filter *filter,
			       struct px_error *error)
{
	const char *project = px_call_query(call, "project_id"), *overdue = px_call_query(call, "overdue");
	const char *words = px_call_query(call, "q"), *parent = px_call_query(call, "parent_id");
	bool has_status = false;
	int status;

	px_task_filter_init(filter);
	filter->statuses = 0;
	filter->tag = px_call_query(call, "tag");
	filter->text = words && words[0] ? words : NULL;
	filter->overdue = overdue && strcmp(overdue, "true") == 0;
	if (overdue && !filter->overdue && strcmp(overdue, "false") != 0)
		return px_fail(error, PX_INVALID, "overdue", "overdue must be true or false");
	if (filter->overdue || is_open(call))
		filter->statuses = PX_TASKS_OPEN;
	if (project && !px_id_parse(px_str(project), &filter->project))
		return px_fail(error, PX_INVALID, "project_id", "project_id must be an id");
	filter->has_project = project != NULL;
	if (parent && !px_id_parse(px_str(parent), &filter->parent))
		return px_fail(error, PX_INVALID, "parent_id", "parent_id must be an id");
	filter->has_parent = parent != NULL;
	enum px_err err = is_open(call) ? PX_OK : read_enum(call, "status", &has_status, &status, error);
	if (!err && has_status)
		filter->statuses = 1u << status;
	if (!err)
		err = read_enum(call, "priority", &filter->has_priority, &filter->priority, error);
	return err ? err : read_window(call, filter, error);
}

/* Where a task stands in the order of due dates: (key, id) grows from one to the next. */
static int64_t due_key(const struct px_domain *domain, const struct px_task *task)
{
	int64_t due = px_task_due_local(domain, task);

	return (due == PX_TIME_NONE ? INT64_MAX / 8 : due) * 4 + (PX_PRIORITY_URGENT - task->priority);
}

/* The first of the tasks that comes after the cursor "<key>_<id>". */
static enum px_err skip_to_cursor(const struct px_call *call, const struct px_task *tasks, size_t count, size_t *first,
				  struct px_error *error)
{
	const char *cursor = px_call_query(call, "cursor");
	struct px_str id_text, key_text = px_str_cut(px_str(cursor), '_', &id_text);
	struct px_id id;
	int64_t key;

	*first = 0;
	if (!cursor)
		return PX_OK;
	if (!px_str_to_int64(key_text, &key) || !px_id_parse(id_text, &id))
		return px_fail(error, PX_INVALID, "cursor", "that cursor was not made for this list");
	for (; *first < count; (*first)++) {
		int64_t own = due_key(&call->domain, &tasks[*first]);
		if (own > key || (own == key && px_id_cmp(tasks[*first].id, id) > 0))
			break;
	}
	return PX_OK;
}

static const char *next_cursor(struct px_call *call, const struct px_task *last)
{
	char id[PX_ID_TEXT + 1];

	px_id_format(last->id, id);
	return px_arena_printf(&call->arena, "%lld_%s", (long long)due_key(&call->domain, last), id);
}

static enum px_err check_order(const struct px_call *call, struct px_error *error)
{
	static const char *const turned[] = { "order", NULL };

	if (px_call_query(call, "sort") && !sorts_by(call, "due"))
		return px_fail(error, PX_INVALID, "sort", "with due_after, due_before, overdue or q, sort can only be due");
	return px_query_refuse(call, turned, "sort=due, status=open, due_after, due_before, overdue or q", error);
}

static enum px_err list_by_domain(struct px_call *call, struct px_error *error)
{
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t limit, count, total, first = 0;

	enum px_err err = check_order(call, error);
	if (!err)
		err = read_filter(call, &filter, error);
	if (!err)
		err = px_call_limit(call, PX_PAGE_MAX, PX_PAGE_DEFAULT, &limit, error);
	if (!err) /* a later page is found by reading those before it, too */
		err = px_task_list(&call->domain, &filter, px_call_query(call, "cursor") ? SIZE_MAX / 2 : limit + 1, &tasks,
				   &count, &total, error);
	if (!err)
		err = skip_to_cursor(call, tasks, count, &first, error);
	if (err)
		return err;
	size_t shown = count - first < limit ? count - first : limit;
	px_page_rows_next(call, &px_task_record, tasks + first, shown, total,
			  count - first > limit ? next_cursor(call, &tasks[first + limit - 1]) : NULL);
	return PX_OK;
}

enum px_err px_tasks_list(struct px_call *call, struct px_error *error)
{
	static const char *const filters[] = { "status", "priority", "project_id", "parent_id" };
	const char *tag = px_call_query(call, "tag");
	struct px_page page;

	if (needs_domain(call)) {
		call->changes_by_itself = px_call_query(call, "overdue") != NULL;
		return list_by_domain(call, error);
	}
	enum px_err err = px_page_init(&page, call, error);
	if (!err && is_open(call))
		px_page_filter(&page, "status", PX_OP_LE, (struct px_store_value){ .integer = PX_TASK_IN_PROGRESS });
	for (size_t i = is_open(call); !err && i < sizeof(filters) / sizeof(filters[0]); i++)
		err = px_page_filter_query(&page, call, &px_task_record, filters[i], error);
	if (!err && tag)
		px_page_filter(&page, "tags", PX_OP_HAS_TAG, (struct px_store_value){ .text = px_str(tag) });
	return err ? err : px_page_answer(&page, call, &px_task_record, error);
}

enum px_err px_tasks_create(struct px_call *call, struct px_error *error)
{
	return px_resource_create(call, &px_task_resource, error);
}

enum px_err px_tasks_get(struct px_call *call, struct px_error *error)
{
	return px_resource_get(call, &px_task_resource, error);
}

enum px_err px_tasks_patch(struct px_call *call, struct px_error *error)
{
	return px_resource_patch(call, &px_task_resource, error);
}

enum px_err px_tasks_delete(struct px_call *call, struct px_error *error)
{
	return px_resource_delete(call, &px_task_resource, error);
}

enum px_err px_tasks_complete(struct px_call *call, struct px_error *error)
{
	struct px_task task;
	struct px_id id;
	bool rolled;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_task_get(&call->domain, id, &task, error);
	if (!err)
		err = px_call_precondition(call, task.version, error);
	if (!err)
		err = px_task_complete(&call->domain, id, &task, &rolled, error);
	if (!err)
		err = px_domain_record(&call->domain, "complete_task", NULL, error);
	if (err)
		return err;
	px_call_row(call, &px_task_record, &task);
	px_call_add_action(call);
	return PX_OK;
}
