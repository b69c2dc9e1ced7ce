/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/projects.
 */
#include "domain/project.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "api/resource.h"

PX_RESOURCE_PLAIN(project, NULL);

enum px_err px_projects_list(struct px_call *call, struct px_error *error)
{
	const char *archived = px_call_query(call, "archived");
	struct px_project *projects;
	size_t count;
	enum px_err err = px_project_list(&call->domain, archived && strcmp(archived, "true") == 0, &projects,
					  &count, error);

	if (!err)
		px_page_rows(call, &px_project_record, projects, count, count);
	return err;
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
