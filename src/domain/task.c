/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Creating, changing, completing and deleting tasks.  Listing is in
 * task_list.c, rolling recurring ones on in task_roll.c.
 */
#include "domain/task.h"

#include "domain/recurrence.h"
#include "domain/rules.h"
#include "domain/task_roll.h"
#include "domain/text.h"

static enum px_err check_project(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	struct px_project project;

	if (px_id_is_none(id))
		return PX_OK;
	enum px_err err = px_store_get(domain->tx, &px_project_record, id, domain->arena, &project,
				       error);
	if (err == PX_NOT_FOUND)
		return px_fail(error, PX_INVALID, "project_id", "there is no such project");
	return err;
}

/* Walks up from the parent: no cycle, and not deeper than allowed. */
static enum px_err check_parent(struct px_domain *domain, const struct px_task *task,
				struct px_error *error)
{
	struct px_id at = task->parent_id;

	for (int depth = 1; !px_id_is_none(at); depth++) {
		struct px_task parent;
		if (px_id_eq(at, task->id))
			return px_fail(error, PX_INVALID, "parent_id",
				       "a task can't be a part of itself");
		if (depth >= PX_TASK_DEPTH)
			return px_fail(error, PX_INVALID, "parent_id",
				       "subtasks are nested more than %d deep", PX_TASK_DEPTH);
		enum px_err err = px_store_get(domain->tx, &px_task_record, at, domain->arena,
					       &parent, error);
		if (err == PX_NOT_FOUND)
			return px_fail(error, PX_INVALID, "parent_id", "there is no such task");
		if (err)
			return err;
		at = parent.parent_id;
	}
	return PX_OK;
}

static enum px_err check_due(struct px_domain *domain, struct px_task *task, struct px_error *error)
{
	enum px_err err = PX_OK;

	if (task->due != PX_TIME_NONE && task->due_day != PX_DAY_NONE)
		return px_fail(error, PX_INVALID, "due", "give a day or a time, not both");
	if (task->due == PX_TIME_NONE && task->due_day == PX_DAY_NONE) {
		task->zone = NULL;
		return PX_OK;
	}
	if (task->due != PX_TIME_NONE)
		err = px_rule_instant("due", task->due, error);
	else
		err = px_rule_day("due_day", task->due_day, error);
	return err ? err : px_rule_zone(domain, &task->zone, error);
}

/* The time that is set aside for it. */
static enum px_err check_plan(struct px_task *task, struct px_error *error)
{
	if (task->planned_start == PX_TIME_NONE && task->planned_end == PX_TIME_NONE)
		return PX_OK;
	if (task->planned_start == PX_TIME_NONE)
		return px_fail(error, PX_INVALID, "planned_start", "must be given with planned_end");
	enum px_err err = px_rule_instant("planned_start", task->planned_start, error);
	if (err)
		return err;
	if (task->planned_end == PX_TIME_NONE)
		task->planned_end = task->planned_start + (task->estimate ? task->estimate * PX_MS_MINUTE : PX_MS_HOUR);
	if (task->planned_end <= task->planned_start)
		return px_fail(error, PX_INVALID, "planned_end", "must be after planned_start");
	if (task->planned_end - task->planned_start > PX_TASK_PLAN_DAYS * PX_MS_DAY)
		return px_fail(error, PX_INVALID, "planned_end", "is more than %d days after planned_start",
			       PX_TASK_PLAN_DAYS);
	return PX_OK;
}

/* What holds for every stored task, whoever wrote it. */
static enum px_err check(struct px_domain *domain, struct px_task *task, struct px_error *error)
{
	enum px_err err = px_text_require(domain->arena, "title", PX_TITLE_MAX, &task->title, error);

	if (!err)
		err = px_text_clean(domain->arena, "notes", PX_NOTES_MAX, PX_TEXT_BLOCK,
				    &task->notes, error);
	if (!err)
		err = px_text_tags(domain->arena, &task->tags, error);
	if (!err)
		err = px_rule_recurrence(domain, &task->recurrence, error);
	if (!err && (task->status < PX_TASK_PENDING || task->status > PX_TASK_CANCELLED))
		err = px_fail(error, PX_INVALID, "status", "is not a status");
	if (!err && (task->priority < PX_PRIORITY_LOW || task->priority > PX_PRIORITY_URGENT))
		err = px_fail(error, PX_INVALID, "priority", "is not a priority");
	if (!err)
		err = px_rule_reminders(domain, &task->reminders, error);
	if (!err)
		err = check_plan(task, error);
	return err ? err : check_due(domain, task, error);
}

enum px_err px_task_create(struct px_domain *domain, struct px_task *task, struct px_error *error)
{
	bool is_new = px_id_is_none(task->id) && !task->external_id;

	if (px_id_is_none(task->id))
		task->id = px_id_new();
	task->user_id = domain->user;
	task->created = task->updated = domain->now;
	task->version = 1;
	task->completed = task->status == PX_TASK_COMPLETED ? domain->now : PX_TIME_NONE;
	if (!task->position) /* last, also behind what is made with it */
		task->position = domain->now * 1000 + (int64_t)(domain->change_count % 1000);
	enum px_err err = check(domain, task, error);
	if (!err)
		err = check_project(domain, task->project_id, error);
	if (!err)
		err = check_parent(domain, task, error);
	if (!err)
		err = px_task_begin_series(domain, task, error);
	if (!err)
		err = is_new ? px_store_add(domain->tx, &px_task_record, task, error)
			     : px_store_insert(domain->tx, &px_task_record, task, error);
	if (!err)
		px_domain_changed(domain, &px_task_record, "created", NULL, task);
	return err;
}

enum px_err px_task_get(struct px_domain *domain, struct px_id id, struct px_task *task,
			struct px_error *error)
{
	return px_store_get(domain->tx, &px_task_record, id, domain->arena, task, error);
}

static enum px_err check_changes(struct px_domain *domain, const struct px_task *before,
				 struct px_task *task, struct px_error *error)
{
	enum px_err err = check(domain, task, error);

	if (!err && !px_id_eq(before->project_id, task->project_id))
		err = check_project(domain, task->project_id, error);
	if (!err && !px_id_eq(before->parent_id, task->parent_id))
		err = check_parent(domain, task, error);
	return err ? err : px_task_follow_series(domain, before, task, error);
}

static enum px_err write_update(struct px_domain *domain, const struct px_task *before,
				struct px_task *task, const char *verb, struct px_error *error)
{
	task->version = before->version;
	task->updated = before->updated;
	if (px_rule_same_row(&px_task_record, before, task))
		return PX_OK;
	task->version = before->version + 1;
	task->updated = domain->now;
	enum px_err err = px_store_update(domain->tx, &px_task_record, task, before->version, error);
	if (!err)
		px_domain_changed(domain, &px_task_record, verb, before, task);
	return err;
}

/*
 * Completes `task`, which may have other changes since `before`.  The history
 * of a recurring one is a copy that is no longer recurring.
 */
static enum px_err complete(struct px_domain *domain, const struct px_task *before,
			    struct px_task *task, bool *rolled, struct px_error *error)
{
	struct px_task done = *task;

	*rolled = task->recurrence && px_task_roll(domain, task);
	if (!*rolled) {
		task->status = PX_TASK_COMPLETED;
		task->completed = domain->now;
		return write_update(domain, before, task, "completed", error);
	}
	task->planned_start = task->planned_end = PX_TIME_NONE; /* that was the time for this one */
	done.id = px_id_new();
	done.status = PX_TASK_COMPLETED;
	done.completed = done.updated = domain->now;
	done.recurrence = NULL;
	done.after_completion = false;
	done.series_start = PX_TIME_NONE;
	done.occurrences_done = 0;
	done.version = 1;
	enum px_err err = px_store_insert(domain->tx, &px_task_record, &done, error);
	if (err)
		return err;
	px_domain_changed(domain, &px_task_record, "completed", NULL, &done);
	return write_update(domain, before, task, "updated", error);
}

enum px_err px_task_update(struct px_domain *domain, struct px_task *task, int64_t expected,
			   struct px_error *error)
{
	struct px_task before;
	bool rolled;

	enum px_err err = px_task_get(domain, task->id, &before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (err)
		return err;
	task->user_id = before.user_id;
	task->created = before.created;
	task->completed = before.completed;
	task->occurrences_done = before.occurrences_done;
	err = check_changes(domain, &before, task, error);
	if (err)
		return err;
	if (task->status == PX_TASK_COMPLETED && before.status != PX_TASK_COMPLETED) {
		task->status = before.status;
		return complete(domain, &before, task, &rolled, error);
	}
	if (task->status != PX_TASK_COMPLETED)
		task->completed = PX_TIME_NONE;
	return write_update(domain, &before, task, "updated", error);
}

/* A plan that moves stays as long as it was; one that loses its start is none. */
static enum px_err follow_plan(struct px_domain *domain, struct px_task *task, uint64_t given, struct px_error *error)
{
	struct px_task before;

	if (!px_record_given(&px_task_record, given, "planned_start") ||
	    px_record_given(&px_task_record, given, "planned_end"))
		return PX_OK;
	enum px_err err = px_task_get(domain, task->id, &before, error);
	if (err || before.planned_start == PX_TIME_NONE)
		return err;
	task->planned_end = task->planned_start == PX_TIME_NONE
				    ? PX_TIME_NONE : task->planned_start + (before.planned_end - before.planned_start);
	return PX_OK;
}

enum px_err px_task_patch(struct px_domain *domain, struct px_task *task, uint64_t given,
			  int64_t expected, struct px_error *error)
{
	bool day = px_record_given(&px_task_record, given, "due_day") && task->due_day != PX_DAY_NONE;
	bool instant = px_record_given(&px_task_record, given, "due") && task->due != PX_TIME_NONE;

	if (day && !px_record_given(&px_task_record, given, "due"))
		task->due = PX_TIME_NONE;
	if (instant && !px_record_given(&px_task_record, given, "due_day"))
		task->due_day = PX_DAY_NONE;
	enum px_err err = follow_plan(domain, task, given, error);
	return err ? err : px_task_update(domain, task, expected, error);
}

enum px_err px_task_complete(struct px_domain *domain, struct px_id id, struct px_task *task,
			     bool *rolled, struct px_error *error)
{
	struct px_task before;
	bool unused;

	if (!rolled)
		rolled = &unused;
	*rolled = false;
	enum px_err err = px_task_get(domain, id, &before, error);
	if (err)
		return err;
	*task = before;
	if (before.status == PX_TASK_COMPLETED)
		return PX_OK;
	return complete(domain, &before, task, rolled, error);
}

static enum px_err delete_one(struct px_domain *domain, const struct px_task *task,
			      struct px_error *error)
{
	enum px_err err = px_store_delete(domain->tx, &px_task_record, task->id, error);

	if (!err)
		px_domain_changed(domain, &px_task_record, "deleted", task, NULL);
	return err;
}

/* Deepest first, so that undo, which goes backwards, restores parents first. */
static enum px_err delete_tree(struct px_domain *domain, const struct px_task *task, int depth,
			       struct px_error *error)
{
	struct px_store_filter filter = { "parent_id", PX_OP_EQ, { .id = task->id } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1000 };
	size_t count = 0;
	void *rows;

	do {
		enum px_err err = px_store_query(domain->tx, &px_task_record, &query, domain->arena,
						 &rows, &count, error);
		const struct px_task *parts = rows;
		for (size_t i = 0; !err && i < count; i++)
			err = depth < PX_TASK_DEPTH
				? delete_tree(domain, &parts[i], depth + 1, error)
				: delete_one(domain, &parts[i], error);
		if (err)
			return err;
	} while (count == query.limit);
	return delete_one(domain, task, error);
}

enum px_err px_task_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			   struct px_error *error)
{
	struct px_task task;

	enum px_err err = px_task_get(domain, id, &task, error);
	if (!err)
		err = px_rule_version(expected, task.version, error);
	return err ? err : delete_tree(domain, &task, 1, error);
}
