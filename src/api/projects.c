/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/projects.
 */
#include "domain/project.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "base/record_json.h"

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
	struct px_project project;
	enum px_err err =
		px_record_decode(&px_project_record, call->input, &call->arena, &project, NULL, error);

	if (!err)
		err = px_project_create(&call->domain, &project, error);
	if (!err)
		err = px_domain_record(&call->domain, "create_project", NULL, error);
	if (!err)
		px_call_row(call, &px_project_record, &project);
	return err;
}

enum px_err px_projects_get(struct px_call *call, struct px_error *error)
{
	struct px_project project;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_project_get(&call->domain, id, &project, error);
	if (!err)
		px_call_row(call, &px_project_record, &project);
	return err;
}

enum px_err px_projects_patch(struct px_call *call, struct px_error *error)
{
	struct px_project project;
	struct px_id id;
	int64_t expected;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_call_expected(call, &expected, error);
	if (!err)
		err = px_project_get(&call->domain, id, &project, error);
	if (!err)
		err = px_record_patch(&px_project_record, call->input, &call->arena, &project, NULL, error);
	if (!err)
		err = px_project_update(&call->domain, &project, expected, error);
	if (!err)
		err = px_domain_record(&call->domain, "update_project", NULL, error);
	if (!err)
		px_call_row(call, &px_project_record, &project);
	return err;
}

enum px_err px_projects_delete(struct px_call *call, struct px_error *error)
{
	struct px_id id;
	int64_t expected;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_call_expected(call, &expected, error);
	if (!err)
		err = px_project_delete(&call->domain, id, expected, error);
	if (!err)
		err = px_domain_record(&call->domain, "delete_project", NULL, error);
	return err;
}
