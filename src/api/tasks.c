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

/* due_after, due_before, overdue, q and status=open need the domain's idea of a task: no cursor then. */
static bool needs_domain(const struct px_call *call)
{
	return is_open(call) || px_call_query(call, "due_after") || px_call_query(call, "due_before") ||
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
	const char *words = px_call_query(call, "q");
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
	enum px_err err = is_open(call) ? PX_OK : read_enum(call, "status", &has_status, &status, error);
	if (!err && has_status)
		filter->statuses = 1u << status;
	if (!err)
		err = read_enum(call, "priority", &filter->has_priority, &filter->priority, error);
	return err ? err : read_window(call, filter, error);
}

static enum px_err list_by_domain(struct px_call *call, struct px_error *error)
{
	static const char *const paged[] = { "cursor", "sort", "order", "parent_id", NULL };
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t limit, count, total;

	enum px_err err = px_query_refuse(call, paged, "status=open, due_after, due_before, overdue or q", error);
	if (!err)
		err = read_filter(call, &filter, error);
	if (!err)
		err = px_call_limit(call, PX_PAGE_MAX, PX_PAGE_DEFAULT, &limit, error);
	if (!err)
		err = px_task_list(&call->domain, &filter, limit, &tasks, &count, &total, error);
	if (!err)
		px_page_rows(call, &px_task_record, tasks, count, total);
	return err;
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
	for (size_t i = 0; !err && i < sizeof(filters) / sizeof(filters[0]); i++)
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
