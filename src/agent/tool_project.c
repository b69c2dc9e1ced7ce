/* SPDX-License-Identifier: Apache-2.0 */
/* create_project, list_projects, update_project and delete_project. */
#include "agent/tool_call.h"
#include "base/buf.h"
#include "domain/project.h"

static void say(struct px_tool_call *call, enum px_reply_kind kind, const char *text)
{
	call->result->reply = (struct px_reply){ .kind = kind, .text = text };
}

static enum px_err count_open(struct px_tool_call *call, struct px_id project, int64_t *count)
{
	const struct px_store_filter filters[] = {
		{ "project_id", PX_OP_EQ, { .id = project } },
		{ "status", PX_OP_LT, { .integer = PX_TASK_COMPLETED } },
	};

	return px_store_count(call->domain.tx, &px_task_record, filters, 2, count, call->error);
}

/* By "id", or by the name in "target"; PX_NOT_FOUND with the reply prepared. */
static enum px_err find(struct px_tool_call *call, struct px_project *project)
{
	struct px_str name = px_arg_text(call, "target"), id = px_arg_text(call, "id");
	struct px_id row;
	enum px_err err;

	if (!name.size && !id.size)
		return px_fail(call->error, PX_INVALID, "target", "name the project, or give its id");
	if (id.size) {
		if (!px_id_parse(id, &row))
			return px_fail(call->error, PX_INVALID, "id", "not a UUID");
		err = px_project_get(&call->domain, row, project, call->error);
	} else {
		err = px_project_find(&call->domain, name, project, call->error);
	}
	if (err != PX_NOT_FOUND)
		return err;
	say(call, PX_REPLY_KNOWN,
	    name.size ? px_arena_printf(call->domain.arena, "There is no project “%.*s”.", (int)name.size, name.data) :
			"There is no such project.");
	call->worded = true;
	return err;
}

enum px_err px_tool_create_project(struct px_tool_call *call)
{
	struct px_arena *arena = call->domain.arena;
	struct px_project project, known;

	px_record_init(&px_project_record, &project);
	project.name = px_arg_string(call, "name");
	project.notes = px_arg_string(call, "notes");
	enum px_err err = px_project_find(&call->domain, px_str(project.name), &known, NULL);
	if (!err && !known.archived) {
		(void)px_tool_row(call, &px_project_record, &known);
		say(call, PX_REPLY_KNOWN, px_arena_printf(arena, "There is a project “%s” already.", known.name));
		return PX_OK;
	}
	if (!err) /* archived: it comes back to life */
		err = px_project_ensure(&call->domain, px_str(project.name), &project, NULL, call->error);
	else
		err = px_project_create(&call->domain, &project, call->error);
	if (err)
		return err;
	call->summary = px_arena_printf(arena, "Made the project “%s”", project.name);
	(void)px_tool_row(call, &px_project_record, &project);
	say(call, PX_REPLY_KEPT, px_arena_printf(arena, "Made the project “%s”.", project.name));
	return PX_OK;
}

enum px_err px_tool_list_projects(struct px_tool_call *call)
{
	struct px_project *projects;
	struct px_buf text = PX_BUF_INIT((PX_PROJECT_NAME_MAX + 40) * (PX_TOOL_SHOWN + 2));
	size_t count;

	enum px_err err = px_project_list(&call->domain, px_arg_true(call, "archived"), &projects, &count, call->error);
	if (err)
		return err;
	(void)px_buf_printf(&text, count == 1 ? "1 project:" : "%zu projects:", count);
	for (size_t i = 0; !err && i < count; i++) {
		int64_t open;
		(void)px_tool_row(call, &px_project_record, &projects[i]);
		if (i >= PX_TOOL_SHOWN)
			continue;
		err = count_open(call, projects[i].id, &open);
		(void)px_buf_printf(&text, "\n%zu. %s, %lld open%s", i + 1, projects[i].name, (long long)open,
				    projects[i].archived ? " (archived)" : "");
	}
	if (count > PX_TOOL_SHOWN)
		(void)px_buf_printf(&text, "\nand %zu more", count - PX_TOOL_SHOWN);
	say(call, PX_REPLY_KNOWN, count ? px_arena_str(call->domain.arena, px_buf_view(&text)) :
					  "There are no projects yet. Say “make a project called …” for one.");
	px_buf_release(&text);
	return err;
}

enum px_err px_tool_update_project(struct px_tool_call *call)
{
	struct px_arena *arena = call->domain.arena;
	struct px_project project, before;

	enum px_err err = find(call, &project);
	if (err)
		return err;
	before = project;
	if (px_arg_given(call, "name"))
		project.name = px_arg_string(call, "name");
	if (px_arg_given(call, "notes") || px_arg_null(call, "notes"))
		project.notes = px_arg_string(call, "notes");
	if (px_arg_given(call, "archived"))
		project.archived = px_arg_true(call, "archived");
	err = px_project_update(&call->domain, &project, -1, call->error);
	if (err)
		return err;
	(void)px_tool_row(call, &px_project_record, &project);
	if (project.version == before.version) {
		say(call, PX_REPLY_KNOWN, px_arena_printf(arena, "The project “%s” is so already.", project.name));
		return PX_OK;
	}
	const char *did = project.archived == before.archived ? NULL :
			  project.archived ? "Archived" : "Brought back";
	if (!did && strcmp(project.name, before.name) != 0)
		call->summary = px_arena_printf(arena, "Renamed the project “%s” to “%s”", before.name, project.name);
	else
		call->summary = px_arena_printf(arena, "%s the project “%s”", did ? did : "Changed", project.name);
	say(call, PX_REPLY_KEPT, px_arena_printf(arena, "%s.", call->summary));
	return PX_OK;
}

enum px_err px_tool_delete_project(struct px_tool_call *call)
{
	struct px_arena *arena = call->domain.arena;
	struct px_project project;
	int64_t tasks = 0;

	enum px_err err = find(call, &project);
	if (err)
		return err;
	const struct px_store_filter inside = { "project_id", PX_OP_EQ, { .id = project.id } };
	err = px_store_count(call->domain.tx, &px_task_record, &inside, 1, &tasks, call->error);
	if (!err)
		err = px_project_delete(&call->domain, project.id, -1, call->error);
	if (err)
		return err;
	call->summary = px_arena_printf(arena, "Deleted the project “%s”", project.name);
	const char *stay = tasks == 0 ? "" : tasks == 1 ? " Its task stays." :
			   px_arena_printf(arena, " Its %lld tasks stay.", (long long)tasks);
	say(call, PX_REPLY_KEPT, px_arena_printf(arena, "%s.%s", call->summary, stay));
	return PX_OK;
}
