/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Short turns that keep most of what was said before: the hour of an event
 * ("make it half past"), the window of a question ("and the tasks?").
 */
#include "nlu/act/apply.h"
#include "nlu/act/continue.h"
#include "nlu/act/emit.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"

enum { MS_HOUR = 3600000 };

static int minutes_of(const struct px_word *words, size_t count)
{
	struct px_match match;

	for (size_t i = 0; i < px_language()->past_hours->count; i++) {
		if (px_match_text(px_language()->past_hours->at[i].said, words, count, &match))
			return px_language()->past_hours->at[i].minutes;
	}
	return -1;
}

/* "make it half past", "actually let's say quarter past": the hour stays. */
static bool keep_hour(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal)
{
	const struct px_word it = px_word_of(PX_PHRASE_IT);
	const struct px_words *w = &request->words;
	const char *tool = session->dialogue.tool;
	struct px_match match;
	struct px_target target;
	struct px_args args = { 0 };

	if ((strncmp(tool, "create_", 7) != 0 && strncmp(tool, "update_", 7) != 0) || w->count > 9 ||
	    !px_match(PX_PATTERN_SAME_HOUR, w->at, w->count, &match))
		return false;
	const struct px_capture *m = px_match_get(&match, 'm', 0);
	int minutes = minutes_of(w->at + m->from, (size_t)(m->to - m->from));
	if (minutes < 0 || !px_dialogue_refer(request, session, &it, 1, PX_TARGET_EVENT | PX_TARGET_TASK, &target) ||
	    !target.item || target.item->start == PX_TIME_NONE)
		return false;
	int32_t day = px_civil_ms_day(target.item->start);
	int64_t second = (target.item->start - (int64_t)day * PX_MS_DAY) / MS_HOUR * 3600 + minutes * 60;
	struct px_time_point point = { day, (int32_t)second };
	px_args_set(&args, target.item->kind == PX_NLU_EVENT ? "start" : "due", px_parse_point(request, point));
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
				      "rule: the same hour");
}

/* "how's next week looking?" "and the tasks?": the same days. */
static bool keep_window(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal)
{
	const struct px_words *w = &request->words;
	const struct px_dialogue *d = &session->dialogue;
	struct px_match match;
	struct px_args before, args = { 0 };

	if (!d->list_tool || w->count > 6 ||
	    !px_match(PX_PATTERN_SAME_WINDOW, w->at, w->count, &match))
		return false;
	bool tasks = strcmp(d->list_tool, "list_tasks") == 0;
	bool wants_tasks = px_word_in(&w->at[w->count - 1 - px_word_in(&w->at[w->count - 1], PX_WORDS_THEN)],
				      PX_WORDS_TASKS);
	px_args_read(&before, d->list_arguments, request->arena);
	const char *from = px_args_get(&before, tasks ? "due_after" : "start"),
		   *to = px_args_get(&before, tasks ? "due_before" : "end");
	if (tasks == wants_tasks || !from || !to || strlen(from) != 10 || strlen(to) != 10 || before.count != 2)
		return false;
	px_args_set(&args, wants_tasks ? "due_after" : "start", from);
	px_args_set(&args, wants_tasks ? "due_before" : "end", to);
	px_parse_emit(request, proposal, wants_tasks ? PX_INTENT_LIST_TASKS : PX_INTENT_LIST_EVENTS, &args, 0.9F,
		      "rule: the same days");
	return true;
}

bool px_dialogue_turn(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal)
{
	return keep_window(request, session, proposal) || keep_hour(request, session, proposal);
}
