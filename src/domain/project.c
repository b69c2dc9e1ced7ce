/* SPDX-License-Identifier: Apache-2.0 */
/* Projects: a handful per user, so names are compared one by one. */
#include "domain/project.h"

#include "domain/rules.h"
#include "domain/task.h"
#include "domain/text.h"

static int by_name(const void *a, const void *b)
{
	const struct px_project *left = a, *right = b;
	int order = strcasecmp(left->name, right->name);

	return order ? order : px_id_cmp(left->id, right->id);
}

enum px_err px_project_list(struct px_domain *domain, bool archived_too,
			    struct px_project **projects, size_t *count, struct px_error *error)
{
	struct px_store_filter live = { "archived", PX_OP_EQ, { .integer = 0 } };
	struct px_store_query query = { .filters = &live, .filter_count = archived_too ? 0 : 1,
					.limit = PX_PROJECTS_MAX };
	void *rows;

	enum px_err err = px_store_query(domain->tx, &px_project_record, &query, domain->arena,
					 &rows, count, error);
	if (err)
		return err;
	*projects = rows;
	if (*count)
		qsort(*projects, *count, sizeof(**projects), by_name);
	return PX_OK;
}

enum px_err px_project_find(struct px_domain *domain, struct px_str name,
			    struct px_project *project, struct px_error *error)
{
	struct px_project *all;
	size_t count;

	enum px_err err = px_project_list(domain, true, &all, &count, error);
	if (err)
		return err;
	name = px_str_trim(name);
	for (size_t i = 0; i < count; i++) {
		if (px_text_same(domain->arena, px_str(all[i].name), name)) {
			*project = all[i];
			return PX_OK;
		}
	}
	return px_fail(error, PX_NOT_FOUND, "project", "there is no project \"%.*s\"",
		       (int)(name.size > 100 ? 100 : name.size), name.data ? name.data : "");
}

static enum px_err check(struct px_domain *domain, struct px_project *project,
			 struct px_error *error)
{
	struct px_project other;

	enum px_err err = px_text_require(domain->arena, "name", PX_PROJECT_NAME_MAX,
					  &project->name, error);
	if (!err)
		err = px_text_clean(domain->arena, "notes", PX_NOTES_MAX, PX_TEXT_BLOCK,
				    &project->notes, error);
	if (err)
		return err;
	err = px_project_find(domain, px_str(project->name), &other, NULL);
	if (err == PX_NOT_FOUND)
		return PX_OK;
	if (!err && !px_id_eq(other.id, project->id))
		return px_fail(error, PX_CONFLICT, "name", "there is a project \"%.100s\" already",
			       other.name);
	return err;
}

/* The name is known to be free. */
static enum px_err insert(struct px_domain *domain, struct px_project *project,
			  struct px_error *error)
{
	int64_t count;

	enum px_err err = px_store_count(domain->tx, &px_project_record, NULL, 0, &count, error);
	if (!err && count >= PX_PROJECTS_MAX)
		err = px_fail(error, PX_CONFLICT, "project", "there are %d projects already",
			      PX_PROJECTS_MAX);
	if (err)
		return err;
	if (px_id_is_none(project->id))
		project->id = px_id_new();
	project->user_id = domain->user;
	project->created = project->updated = domain->now;
	project->version = 1;
	err = px_store_insert(domain->tx, &px_project_record, project, error);
	if (!err)
		px_domain_changed(domain, &px_project_record, "created", NULL, project);
	return err;
}

enum px_err px_project_create(struct px_domain *domain, struct px_project *project,
			      struct px_error *error)
{
	enum px_err err = check(domain, project, error);

	return err ? err : insert(domain, project, error);
}

enum px_err px_project_get(struct px_domain *domain, struct px_id id, struct px_project *project,
			   struct px_error *error)
{
	return px_store_get(domain->tx, &px_project_record, id, domain->arena, project, error);
}

static enum px_err write_update(struct px_domain *domain, const struct px_project *before,
				struct px_project *project, struct px_error *error)
{
	project->user_id = before->user_id;
	project->created = before->created;
	project->updated = before->updated;
	project->version = before->version;
	if (px_rule_same_row(&px_project_record, before, project))
		return PX_OK;
	project->updated = domain->now;
	project->version = before->version + 1;
	enum px_err err = px_store_update(domain->tx, &px_project_record, project, before->version,
					  error);
	if (!err)
		px_domain_changed(domain, &px_project_record, "updated", before, project);
	return err;
}

enum px_err px_project_update(struct px_domain *domain, struct px_project *project,
			      int64_t expected, struct px_error *error)
{
	struct px_project before;

	enum px_err err = px_project_get(domain, project->id, &before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err)
		err = check(domain, project, error);
	return err ? err : write_update(domain, &before, project, error);
}

/* Takes the tasks out, a page at a time: each leaves the set that is asked for. */
static enum px_err empty(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	struct px_store_filter filter = { "project_id", PX_OP_EQ, { .id = id } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 500 };
	size_t count;

	do {
		void *rows;
		enum px_err err = px_store_query(domain->tx, &px_task_record, &query, domain->arena,
						 &rows, &count, error);
		struct px_task *tasks = rows;
		for (size_t i = 0; !err && i < count; i++) {
			tasks[i].project_id = PX_ID_NONE;
			err = px_task_update(domain, &tasks[i], -1, error);
		}
		if (err)
			return err;
	} while (count == query.limit);
	return PX_OK;
}

enum px_err px_project_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			      struct px_error *error)
{
	struct px_project project;

	enum px_err err = px_project_get(domain, id, &project, error);
	if (!err)
		err = px_rule_version(expected, project.version, error);
	if (!err)
		err = empty(domain, id, error);
	if (!err)
		err = px_store_delete(domain->tx, &px_project_record, id, error);
	if (!err)
		px_domain_changed(domain, &px_project_record, "deleted", &project, NULL);
	return err;
}

enum px_err px_project_ensure(struct px_domain *domain, struct px_str name,
			      struct px_project *project, bool *created, struct px_error *error)
{
	bool unused;

	if (!created)
		created = &unused;
	*created = false;
	enum px_err err = px_project_find(domain, name, project, NULL);
	if (err == PX_OK && project->archived) {
		struct px_project before = *project;
		project->archived = false;
		return write_update(domain, &before, project, error);
	}
	if (err != PX_NOT_FOUND)
		return err ? px_fail(error, err, "project", "projects can't be read") : PX_OK;
	px_record_init(&px_project_record, project);
	project->name = px_arena_str(domain->arena, name);
	err = px_text_require(domain->arena, "project", PX_PROJECT_NAME_MAX, &project->name, error);
	if (!err)
		err = insert(domain, project, error);
	*created = !err;
	return err;
}
