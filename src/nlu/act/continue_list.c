/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question that goes on from the one before it: "and the day after?", "what
 * about June?", "only the high ones".
 */
#include "nlu/act/continue.h"

#include "nlu/act/emit.h"
#include "nlu/read/slots.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"

/* "list p1s": a question of its own; "list those" is none. */
bool px_dialogue_lists_anew(const struct px_words *w)
{
	return w->count && px_word_in(&w->at[0], PX_WORDS_LISTS_ANEW) &&
	    !px_word_in(&w->at[w->count - 1], PX_WORDS_ONES);
}

/* "and the day after?" */
bool px_dialogue_next_window(const struct px_request *request, const struct px_nlu_session *session,
			  struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_match match;
	struct px_args args;
	int32_t from, to;

	if (!d->list_tool ||
	    !px_match(PX_PATTERN_NEXT_WINDOW,
		      request->words.at, request->words.count, &match))
		return false;
	bool tasks = strcmp(d->list_tool, "list_tasks") == 0;
	const char *after = tasks ? "due_after" : "start", *before = tasks ? "due_before" : "end";
	px_args_read(&args, d->list_arguments, request->arena);
	const char *a = px_args_get(&args, after), *b = px_args_get(&args, before);
	if (!a || !b || !px_civil_parse_day(px_str(a), &from) || !px_civil_parse_day(px_str(b), &to))
		return false;
	int32_t length = to - from;
	bool back = px_word_in(&request->words.at[request->words.count - 1], PX_WORDS_BEFORE);
	from = back ? from - length : to;
	to = from + length;
	px_args_set(&args, after, px_parse_point(request, (struct px_time_point){ from, -1 }));
	px_args_set(&args, before, px_parse_point(request, (struct px_time_point){ to, -1 }));
	px_parse_emit(request, proposal, px_intent_from_name(px_str(d->list_tool)), &args, 0.9F, "rule: the next one");
	return true;
}

/* "just the Stock ones", "and Night class?": how many words from `at` on are a project's whole name. */
static size_t named_project(const struct px_request *request, const struct px_words *w, size_t at, const char **name)
{
	for (size_t n = w->count - at < 4 ? w->count - at : 4; n > 0; n--) {
		size_t begin = w->at[at].begin, end = w->at[at + n - 1].end;
		const struct px_nlu_item *project = px_slots_find_project(
			request, px_str_n(request->text.data + begin, end - begin));
		if (project) {
			*name = project->title;
			return n;
		}
	}
	return 0;
}

/* "what's on Saturday?" asks for the calendar, whatever was asked before. */
static bool of_meetings(const struct px_words *w)
{
	struct px_match match;
	size_t length;

	return px_match_prefix(PX_PATTERN_ASKS_WHAT_IS_ON, w->at, w->count,
			       &match, &length);
}

/* "what about June?", "and in Avenue?", "only the high ones" after a list */
bool px_dialogue_continue_list(const struct px_request *request, const struct px_nlu_session *session,
			  struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->full;
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args;

	bool cue = w->count && px_word_in(&w->at[0], PX_WORDS_WHAT_HOW_AND);
	const char *tool = px_dialogue_lists(d->tool) ? d->tool : cue ? d->list_tool : NULL;
	if (!tool || !request->words.count || w->count > 8 || px_dialogue_lists_anew(w))
		return false;
	const char *named = NULL;
	/* "show me the office project" asks anew */
	bool narrows = w->count &&
		       (px_word_in(&w->at[0], PX_WORDS_NARROWS) || px_word_in(&w->at[w->count - 1], PX_WORDS_ONES));
	for (size_t i = 0; i < w->count; i++) {
		size_t words = narrows && w->at[i].time < 0 && !named ? named_project(request, w, i, &named) : 0;
		if (words) {
			i += words - 1;
			continue;
		}
		if (w->at[i].time < 0 &&
		    !px_word_in(&w->at[i], PX_WORDS_NARROWED_LIST_FILLER))
			return false;
	}
	if (of_meetings(w) && strcmp(tool, "list_tasks") == 0)
		return false;
	const char *level = NULL; /* "and low?" */
	bool of_tasks = strcmp(tool, "list_tasks") == 0;
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], of_tasks ? PX_WORDS_EVENTS : PX_WORDS_OF_TASKS))
			return false; /* another question */
		level = px_word_in(&w->at[i], PX_WORDS_PRIORITY_LEVEL) ? w->at[i].text : level;
	}
	if ((level || named) && !of_tasks)
		return false;
	if (level && strcmp(level, px_phrase(PX_PHRASE_MEDIUM)) == 0)
		level = "normal";
	const char *project = request->slots.project ? request->slots.project : named;
	const char *priority = request->slots.priority ? request->slots.priority : level;
	if (!when.any && !project && !priority && !request->slots.tag_count)
		return false;
	bool tasks = strcmp(tool, "list_tasks") == 0;
	px_args_read(&args, d->list_arguments, request->arena);
	if (of_meetings(w))
		args.count = 0; /* of the holiday that was asked about before, nothing */
	if (when.any) {
		px_args_drop(&args, tasks ? "due_after" : "start");
		px_args_drop(&args, tasks ? "due_before" : "end");
		px_args_drop(&args, "overdue");
		px_parse_set_window(request, &args, &when, tasks ? "due_after" : "start", tasks ? "due_before" : "end");
	}
	px_args_set(&args, "project", project);
	px_args_set(&args, "priority", priority);
	if (request->slots.tag_count)
		px_args_set(&args, "tag", request->slots.tags[0]);
	px_parse_emit(request, proposal, px_intent_from_name(px_str(tool)), &args, 0.9F, "rule: same question");
	return true;
}
