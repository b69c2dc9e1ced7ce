/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projects themselves: made, listed, renamed, archived, deleted.  A frame whose
 * value is "=" needs a project that there is: "rename dinner to supper" is
 * about an event.
 */
#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/act/frames.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"

#include <ctype.h>

#define ACT(name)                                                                                    \
	static bool name(const struct px_request *request, const struct px_nlu_session *session,     \
			 struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)

static const char *said(const struct px_request *request, const struct px_match *match, char name)
{
	const struct px_capture *c = px_match_get(match, name, 0);

	return c && c->to > c->from ? px_parse_surface(request, request->full.at, c->from, c->to) : "";
}

static bool emit(const struct px_request *request, struct px_proposal *proposal, const char *tool,
		 const struct px_args *args, const char *why)
{
	px_parse_emit_tool(request, proposal, PX_ID_NONE, tool, args, 0.95F, why);
	return true;
}

/* The name of the known project that {x} means; else what was said, or NULL if the frame needs a known one. */
static const char *target(const struct px_request *request, const struct px_frame *frame, const struct px_match *match)
{
	const char *words = said(request, match, 'x');
	const struct px_nlu_item *known = words[0] ? px_slots_find_project(request, px_str(words)) : NULL;

	if (!words[0] && request->slots.project && request->slots.project_known)
		return request->slots.project;
	if (known)
		return known->title;
	return frame->value[0] == '=' || !words[0] ? NULL : words;
}

/* "a project Garden shed" and "new project: garden shed" name one, "create a project plan" doesn't. */
static bool is_name(const struct px_request *request, const struct px_match *match)
{
	const struct px_capture *c = px_match_get(match, 'n', 0);
	const struct px_word *first = &request->full.at[c->from];
	size_t begin = first->begin;

	if (first->flags & PX_WORD_BREAK)
		return true;
	unsigned char letter = (unsigned char)request->text.data[begin];
	return isupper(letter) || letter == '"' || letter >= 0x80 ||
	       (begin && (request->text.data[begin - 1] == '"' || request->text.data[begin - 1] == '\''));
}

ACT(act_make)
{
	struct px_args args = { 0 };
	const char *name = said(request, match, 'n');

	(void)session;
	if (!name[0] || (frame->value[0] == '?' && !is_name(request, match)))
		return false;
	px_args_set(&args, "name", px_parse_title_case(request, name));
	return emit(request, proposal, "create_project", &args, "rule: a project is made");
}

ACT(act_list)
{
	const struct px_args none = { 0 };

	(void)session;
	(void)frame;
	(void)match;
	return emit(request, proposal, "list_projects", &none, "rule: projects");
}

ACT(act_rename)
{
	struct px_args args = { 0 };
	const char *name = said(request, match, 'n'), *project = target(request, frame, match);

	(void)session;
	if (!name[0] || !project)
		return false;
	px_args_set(&args, "target", project);
	px_args_set(&args, "name", px_parse_title_case(request, name));
	return emit(request, proposal, "update_project", &args, "rule: a project is renamed");
}

ACT(act_archive)
{
	struct px_args args = { 0 };
	const char *project = target(request, frame, match);

	(void)session;
	if (!project)
		return false;
	px_args_set(&args, "target", project);
	px_args_flag(&args, "archived");
	return emit(request, proposal, "update_project", &args, "rule: a project is put away");
}

ACT(act_delete)
{
	struct px_args args = { 0 };
	const char *project = target(request, frame, match);

	(void)session;
	if (!project)
		return false;
	px_args_set(&args, "target", project);
	return emit(request, proposal, "delete_project", &args, "rule: a project goes");
}

bool px_parse_project(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal)
{
	static const px_deed_fn deeds[PX_DEED_COUNT] = {
		[PX_PROJECT_MAKE] = act_make, [PX_PROJECT_LIST] = act_list, [PX_PROJECT_RENAME] = act_rename,
		[PX_PROJECT_ARCHIVE] = act_archive, [PX_PROJECT_DELETE] = act_delete,
	};

	const struct px_frames *frames = px_language()->project;

	return px_frames_try(request, session, proposal, frames->at, frames->count, deeds);
}
