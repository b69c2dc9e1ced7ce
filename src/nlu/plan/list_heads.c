/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heads are rows of a table, tried in order; then what no row knows: "bugs to
 * fix" (a list of that name), "exams" (events of that kind).
 */
#include "nlu/plan/list_heads.h"

#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/text/likeness.h"
#include "nlu/text/phrase.h"

enum { HEAD_WORDS = 14 };

/* The project of the match: true if there is none to be found, or it is known. */
static bool take_project(const struct px_request *request, const struct px_words *w, const struct px_match *match,
			 struct px_list *list)
{
	const struct px_capture *p = px_match_get(match, 'p', 0);

	if (!p)
		return true;
	const struct px_nlu_item *known = px_slots_known_project(request, w->at + p->from, (size_t)(p->to - p->from));
	list->project = known ? known->title : NULL;
	return known != NULL;
}

/* What a new list is called: "Packing", "Packing for camp". */
static const char *list_title(const struct px_request *request, const struct px_words *w, const struct px_capture *name,
			      const struct px_capture *purpose)
{
	size_t begin = w->at[name->from].begin, end = w->at[name->to - 1].end;
	/* as it is meant, not as it was typed: a "shoping list" is the shopping list */
	const char *said = px_arena_strn(request->arena, request->text.data + begin, end - begin);
	const struct px_texts *usual = px_texts(PX_TEXTS_SHOPPING_NAMES);
	for (size_t i = 0; i < usual->count; i++) {
		if (px_same_name(said, strlen(said), usual->at[i], strlen(usual->at[i])))
			said = usual->at[i];
	}
	const char *title = px_parse_title_case(request, said);

	if (!purpose)
		return title;
	return px_phrase_with_two(request->arena, PX_PHRASE_LIST_FOR, title,
				  px_parse_surface(request, w->at, purpose->from, purpose->to));
}

bool px_head_take_name(const struct px_request *request, const struct px_words *w, const struct px_match *match,
		      size_t most, struct px_list *list)
{
	const struct px_capture *n = px_match_get(match, 'n', 0), *s = px_match_get(match, 's', 0);
	const struct px_capture *c = n ? n : s;

	if (!c)
		return true;
	const struct px_word *first = &w->at[c->from];
	size_t count = c->to - c->from;
	if (count > most || px_word_in(first, PX_WORDS_LISTS_TAKE_NAME) ||
	    (s && !px_word_in(first, PX_WORDS_LISTS_TAKE_NAME_2)) || (s && count > 1))
		return false;
	const struct px_nlu_item *known = px_slots_known_project(request, first, count);
	list->project = known ? known->title : list_title(request, w, c, px_match_get(match, 'w', 0));
	return true;
}

void px_head_drop_words(struct px_words *w, size_t begin, size_t end)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].end <= begin || w->at[i].begin >= end)
			w->at[kept++] = w->at[i];
	}
	w->count = kept;
}

struct px_words px_head_words(const struct px_request *request, size_t begin, size_t end, struct px_list *list)
{
	struct px_words w = px_words_of(request->text, begin, end, request->arena);

	while (w.count > 1 && px_word_in(&w.at[0], PX_WORDS_HEAD_POLITE)) {
		w.at++;
		w.count--;
	}
	if (!w.count || w.count > HEAD_WORDS)
		return (struct px_words){ 0 };
	if (px_times_sure_in(request, w.at[0].begin, end, &list->time)) {
		size_t cut = list->time.cut_begin < list->time.begin ? list->time.cut_begin : list->time.begin;
		const struct px_word *first = &w.at[0], *last = &w.at[w.count - 1];
		bool leads = cut == first->begin && list->time.begin == first->begin && list->time.end < last->begin;
		list->names_day = leads && list->time.value.kind != PX_TIME_RANGE &&
				  !px_word_in(first, PX_WORDS_TIME_LIST_WEEKDAYS);
		px_head_drop_words(&w, cut, list->time.end);
		list->time.cut_begin = list->time.cut_end = list->time.end;
		list->timed = true;
	}
	return w;
}

/* "bugs to fix", "people to call": a list of that name. */
static bool match_goal(const struct px_request *request, const struct px_words *w, struct px_list *list,
		       struct px_head *head)
{
	if (w->count < 3 || w->count > 5 || !px_word_in(&w->at[w->count - 2], PX_WORDS_TO) ||
	    !px_parse_task_verb(&w->at[w->count - 1]) || px_parse_task_verb(&w->at[0]) ||
	    px_word_in(&w->at[0], PX_WORDS_NO_GOAL))
		return false;
	size_t from = w->count > 3 && px_word_in(&w->at[0], PX_WORDS_ARTICLE_OR_OUR);
	const char *name = px_parse_title_case(request, px_parse_surface(request, w->at, from, w->count));
	const struct px_nlu_item *known = px_slots_find_project(request, px_str(name));
	list->project = known ? known->title : name;
	list->kind = PX_NLU_TASK;
	list->kind_said = list->several = true;
	*head = (struct px_head){ .parting = PART_EVERY };
	return true;
}

/* "exams", "interviews": each item is one, at its own time. */
static bool match_kind(const struct px_request *request, const struct px_words *w, struct px_list *list,
		       struct px_head *head)
{
	const struct px_word *word = &w->at[0];

	if (w->count != 1 || word->size < 4 || word->text[word->size - 1] != 's')
		return false;
	struct px_word one = *word;
	one.text = px_arena_strn(request->arena, word->text, word->size - 1);
	one.size--;
	if (!px_parse_event_word(&one))
		return false;
	list->kind = PX_NLU_EVENT;
	list->kind_said = true;
	list->noun = one.text;
	*head = (struct px_head){ .parting = PART_ALL, .plural = true };
	return true;
}

bool px_head_match(const struct px_request *request, const struct px_words *w, struct px_list *list,
		       struct px_head *head)
{
	static const struct {
		enum px_pattern pattern;
		enum px_list_verb verb;
		enum px_parting parting;
		bool event;
	} heads[] = {
		{ PX_PATTERN_DONE_HEADS, PX_LIST_COMPLETE, PART_ALL, false },
		{ PX_PATTERN_DELETE_HEADS, PX_LIST_DELETE, PART_ALL, false },
		{ PX_PATTERN_EVENT_HEADS, PX_LIST_CREATE, PART_ALL, true },
		{ PX_PATTERN_NEW_PROJECT_HEADS, PX_LIST_CREATE, PART_EVERY, false },
		{ PX_PATTERN_DUMP_HEADS, PX_LIST_CREATE, PART_EVERY, false },
		{ PX_PATTERN_PLURAL_HEADS, PX_LIST_CREATE, PART_ALL, false },
		{ PX_PATTERN_SINGLE_HEADS, PX_LIST_CREATE, PART_VERBS, false },
		{ PX_PATTERN_BEFORE_HEADS, PX_LIST_CREATE, PART_ALL, false },
		{ PX_PATTERN_PROJECT_HEADS, PX_LIST_CREATE, PART_VERBS, false },
		{ PX_PATTERN_WRITING_HEADS, PX_LIST_CREATE, PART_ALL, false },
		{ PX_PATTERN_BARE_HEADS, PX_LIST_CREATE, PART_ALL, false },
		{ PX_PATTERN_NAMED_HEADS, PX_LIST_CREATE, PART_VERBS, false },
		{ PX_PATTERN_LIST_HEADS, PX_LIST_CREATE, PART_EVERY, false },
	};
	struct px_match match;

	if (list->timed && (!w->count || (w->count == 1 && px_word_in(&w->at[0], PX_WORDS_HEAD_TIME_LINK)))) {
		list->kind = PX_NLU_TASK; /* "by Friday: call mum, pay rent" */
		*head = (struct px_head){ .parting = PART_VERBS };
		return true;
	}
	for (size_t i = 0; w->count && i < sizeof(heads) / sizeof(heads[0]); i++) {
		/* "shopping list: …" is read below: things, whatever they are */
		bool list_said = px_word_in(&w->at[w->count - 1], PX_WORDS_LIST);
		if (heads[i].pattern == PX_PATTERN_NAMED_HEADS && list_said)
			continue;
		if (!px_match(heads[i].pattern, w->at, w->count, &match) || !take_project(request, w, &match, list) ||
		    !px_head_take_name(request, w, &match,
				       heads[i].pattern == PX_PATTERN_NEW_PROJECT_HEADS ? 6 : 3, list))
			continue;
		list->verb = heads[i].verb;
		list->kind = heads[i].event ? PX_NLU_EVENT : PX_NLU_TASK;
		list->kind_said = heads[i].event || heads[i].pattern == PX_PATTERN_PLURAL_HEADS ||
				  heads[i].pattern == PX_PATTERN_SINGLE_HEADS ||
				  heads[i].pattern == PX_PATTERN_BEFORE_HEADS ||
				  (list->project && px_word_in(&w->at[w->count - 1], PX_WORDS_HEAD_TASKS));
		list->several = heads[i].parting == PART_EVERY;
		/* "Christmas shopping list": the day is part of its name; nothing is due then */
		list->timed = list->timed && !(heads[i].pattern == PX_PATTERN_LIST_HEADS && list->names_day);
		*head = (struct px_head){ heads[i].parting, heads[i].pattern == PX_PATTERN_NAMED_HEADS,
				       heads[i].pattern == PX_PATTERN_PLURAL_HEADS };
		return true;
	}
	return match_goal(request, w, list, head) || match_kind(request, w, list, head);
}
