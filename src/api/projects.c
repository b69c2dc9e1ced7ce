/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/projects.
 */
#include "domain/project.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "api/resource.h"

PX_RESOURCE_PLAIN(project, NULL);

/* Where the page after the project of `cursor` ("_<id>") begins in `rows`. */
static enum px_err page_start(const char *cursor, const struct px_project *rows, size_t count, size_t *start,
			      struct px_error *error)
{
	struct px_id id;

	*start = 0;
	if (!cursor)
		return PX_OK;
	if (cursor[0] == '_' && px_id_parse(px_str(cursor + 1), &id))
		for (size_t i = 0; i < count; i++)
			if (px_id_eq(rows[i].id, id)) {
				*start = i + 1;
				return PX_OK;
			}
	return px_fail(error, PX_INVALID, "cursor", "that cursor was not made for this list, or its project is gone");
}

enum px_err px_projects_list(struct px_call *call, struct px_error *error)
{
	const char *archived = px_call_query(call, "archived");
	char next[PX_ID_TEXT + 2] = "_";
	struct px_project *projects;
	size_t count, start, limit;

	enum px_err err = px_call_limit(call, PX_PROJECTS_MAX, PX_PROJECTS_MAX, &limit, error);
	if (!err)
		err = px_project_list(&call->domain, archived && strcmp(archived, "true") == 0, &projects, &count, error);
	if (!err)
		err = page_start(px_call_query(call, "cursor"), projects, count, &start, error);
	if (err)
		return err;
	bool more = count - start > limit;
	if (more)
		px_id_format(projects[start + limit - 1].id, next + 1);
	px_page_rows_next(call, &px_project_record, projects + start, more ? limit : count - start, count,
			  more ? next : NULL);
	return PX_OK;
}

enum px_err px_projects_create(struct px_call *call, struct px_error *error)
{
	return px_resource_create(call, &px_project_resource, error);
}

enum px_err px_projects_get(struct px_call *call, struct px_error *error)
{
	return px_resource_get(call, &px_project_resource, error);
}

enum px_err px_projects_patch(struct px_call *call, struct px_error *error)
{
	return px_resource_patch(call, &px_project_resource, error);
}

enum px_err px_projects_delete(struct px_call *call, struct px_error *error)
{
	return px_resource_delete(call, &px_project_resource, error);
}
