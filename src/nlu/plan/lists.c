/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list is a head, a colon or dash or line end, and items.  Semicolons and
 * lines always part items; commas and the last "and" only if each part begins
 * as a task does, or the head said that there are several: "todo: buy eggs,
 * flour and butter" is one.  A part that is only a time ("…, Saturday") or a
 * mark ("…, high priority") belongs to the item before it.
 */
#include "nlu/plan/lists.h"

#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/plan/list_heads.h"
#include "nlu/plan/list_marks.h"
#include "nlu/read/items.h"
#include "nlu/read/segment.h"
#include "nlu/read/slots.h"
#include "nlu/read/list_period.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/find.h"
#include "nlu/text/phrase.h"

/* So many places are tried for a head: enough for people, few enough for any text. */
enum { HEAD_BYTES = 120, HEAD_TRIES = 24 };

/* ---- items ---- */

static struct px_segment trimmed(struct px_str text, size_t begin, size_t end)
{
	while (begin < end && (px_mark_is_space(text.data[begin]) || strchr(",;\n", text.data[begin])))
		begin++;
	while (end > begin && (px_mark_is_space(text.data[end - 1]) || strchr(",;\n", text.data[end - 1])))
		end--;
	return (struct px_segment){ .begin = begin, .end = end };
}

/* Begins as a task does: with a verb that is known, or one that has an object. */
static bool starts_as_task(struct px_str text, const struct px_words *all)
{
	struct px_words own = *all, *w = &own;

	while (w->count > 2 && px_word_in(&w->at[0], PX_WORDS_ONE_TO)) { /* "one to call mum" */
		w->at++;
		w->count--;
	}
	if (px_parse_ends_in_verb(text, w->at, w->count))
		return w->count > 1;
	return w->count > 0 && (px_parse_task_verb(&w->at[0]) ||
		(w->count > 2 && !px_word_in(&w->at[0], PX_WORDS_NO_TASK_START) &&
		 px_word_in(&w->at[1], PX_WORDS_OBJECT_START)));
}

/* Says only when, where or how urgent: belongs to what stands before it. */
static bool is_addition(const struct px_request *request, const struct px_segment *part)
{
	struct px_words w = px_words_of(request->text, part->begin, part->end, request->arena);
	struct px_time_expr time;
	struct px_match match;

	if (!w.count)
		return true;
	if (px_match(PX_PATTERN_MARK_ONLY, w.at, w.count, &match) ||
	    w.at[0].flags & PX_WORD_MARK)
		return true;
	if (!px_times_sure_in(request, part->begin, part->end, &time))
		return false;
	px_head_drop_words(&w, time.begin, time.end);
	for (size_t i = 0; i < w.count; i++) {
		if (!px_word_in(&w.at[i], PX_WORDS_ADDITION_FILLER))
			return false;
	}
	return true;
}

struct parts {
	struct px_segment at[PX_SEGMENT_MAX * 2];
	size_t count;
};

static void add_part(const struct px_request *request, struct parts *parts, size_t begin, size_t end)
{
	struct px_segment part = trimmed(request->text, begin, end);

	part.begin += px_mark_bullet_size(request->text, part.begin, part.end);
	while (part.end - part.begin > 4 &&
	       strncasecmp(request->text.data + part.begin, px_phrase(PX_PHRASE_AND_LEAD), 4) == 0)
		part.begin += 4;
	if (part.end <= part.begin)
		return;
	if (parts->count && (parts->count == PX_SEGMENT_MAX * 2 || is_addition(request, &part)))
		parts->at[parts->count - 1].end = part.end;
	else
		parts->at[parts->count++] = part;
}

static bool in_quotes(struct px_str text, size_t from, size_t at)
{
	bool quoted = false;

	for (size_t i = from; i < at; i++)
		quoted ^= text.data[i] == '"';
	return quoted;
}

static bool digit_before_and_after(struct px_str text, size_t at)
{
	return at > 0 && at + 1 < text.size && text.data[at - 1] >= '0' && text.data[at - 1] <= '9' &&
	       text.data[at + 1] >= '0' && text.data[at + 1] <= '9';
}

static bool is_comma(struct px_str text, size_t at)
{
	return text.data[at] == ',' && !digit_before_and_after(text, at);
}

static bool is_strong(struct px_str text, size_t at)
{
	return text.data[at] == ';' || text.data[at] == '\n';
}

static void part_at(const struct px_request *request, bool (*parts_here)(struct px_str text, size_t at), size_t begin,
		    size_t end, struct parts *parts)
{
	size_t from = begin;

	for (size_t i = begin; i < end; i++) {
		if (parts_here(request->text, i) && !in_quotes(request->text, from, i)) {
			add_part(request, parts, from, i);
			from = i + 1;
		}
	}
	add_part(request, parts, from, end);
}

static bool is_task_part(const struct px_request *request, size_t begin, size_t end)
{
	struct px_words w = px_words_of(request->text, begin, end, request->arena);

	return starts_as_task(request->text, &w);
}

/* "gym at 7" among errands. */
static bool is_event_part(const struct px_request *request, size_t begin, size_t end)
{
	struct px_words w = px_words_of(request->text, begin, end, request->arena);
	struct px_time_expr time;

	return w.count > 1 && px_parse_event_noun(w.at, w.count > 3 ? 3 : w.count) &&
	       px_parse_time_in(request, begin, end, &time) && time.value.start.second >= 0;
}

/* "…, pay rent and feed the cat": the last one, if it begins as the others do or all are short names. */
static void part_last(const struct px_request *request, struct parts *parts, bool verbs)
{
	struct px_segment *last = &parts->at[parts->count - 1];
	struct px_words w = px_words_of(request->text, last->begin, last->end, request->arena);

	if (parts->count == PX_SEGMENT_MAX * 2)
		return;
	for (size_t i = w.count; i-- > 2; ) {
		if (!px_word_in(&w.at[i - 1], PX_WORDS_AND) || w.at[i].flags & PX_WORD_QUOTED)
			continue;
		if (verbs && !is_task_part(request, w.at[i].begin, last->end))
			continue;
		size_t end = last->end;
		last->end = w.at[i - 2].end;
		parts->at[parts->count++] = (struct px_segment){ .begin = w.at[i].begin, .end = end };
		return;
	}
}

/* "redirect post" among errands: its verb is in no list, but it is no row of objects and says not where or for whom. */
static bool is_phrase(const struct px_request *request, const struct px_segment *part)
{
	enum { OBJECT_MOST = 4 };
	const struct px_words w = px_words_of(request->text, part->begin, part->end, request->arena);

	return w.count > 1 && w.count <= OBJECT_MOST && !px_word_in(&w.at[0], PX_WORDS_NO_TASK_START) &&
	       !px_words_have(&w, PX_WORDS_AND);
}

/* Parts that don't begin as a task does go back to the one before them. */
static void join_rest(const struct px_request *request, struct parts *parts)
{
	size_t kept = 1, tasks = 0;

	for (size_t i = 0; i < parts->count; i++)
		tasks += is_task_part(request, parts->at[i].begin, parts->at[i].end);
	for (size_t i = 1; i < parts->count; i++) {
		if (is_task_part(request, parts->at[i].begin, parts->at[i].end) ||
		    is_event_part(request, parts->at[i].begin, parts->at[i].end) ||
		    (tasks > 1 && is_phrase(request, &parts->at[i])))
			parts->at[kept++] = parts->at[i];
		else
			parts->at[kept - 1].end = parts->at[i].end;
	}
	parts->count = kept;
}

/* Names of known tasks or events, two or more. */
static bool names_known(const struct px_request *request, size_t begin, size_t end)
{
	struct px_words w = px_words_of(request->text, begin, end, request->arena);
	struct px_target target;

	px_target_find(request, w.at, w.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.9F;
}

/* "today: mark the tests, phone mum, staff meeting at 4": two or more of the parts begin as a task or event does. */
static bool parts_are_known(const struct px_request *request, const struct parts *parts)
{
	size_t known = 0;

	for (size_t i = 0; i < parts->count; i++)
		known += is_task_part(request, parts->at[i].begin, parts->at[i].end) ||
			 is_event_part(request, parts->at[i].begin, parts->at[i].end);
	return known >= 2;
}

static void part_items(const struct px_request *request, size_t begin, size_t end, const struct px_list *list,
		       enum px_parting parting, size_t said, struct parts *parts)
{
	part_at(request, is_strong, begin, end, parts);
	if (parts->count != 1)
		return;
	bool verbs = is_task_part(request, parts->at[0].begin, parts->at[0].end) && list->kind == PX_NLU_TASK &&
		     list->verb == PX_LIST_CREATE;
	size_t from = parts->at[0].begin;
	if (parting == PART_EVERY) { /* an "and" within a part is looked at when the part is read */
		parts->count = 0;
		part_at(request, is_comma, from, end, parts);
		return;
	}
	if (list->verb == PX_LIST_COMPLETE && names_known(request, from, end))
		return; /* "done: feed the cat, dog and fish" is the name of one */
	parts->count = 0;
	part_at(request, is_comma, from, end, parts);
	if (!parts->count)
		return;
	if (parts->count > 1 || verbs)
		part_last(request, parts, verbs);
	else if (list->verb != PX_LIST_CREATE || (list->kind == PX_NLU_EVENT && parting == PART_ALL) || said == 2)
		part_last(request, parts, false);
	if (parts->count == said)
		return;
	if (!verbs && parting == PART_VERBS && list->timed && !list->project && parts_are_known(request, parts))
		return;
	if (verbs)
		join_rest(request, parts);
	else if (parting != PART_ALL)
		parts->count = 1, parts->at[0].end = trimmed(request->text, from, end).end;
}

/* "three things": how many there will be; 0 if that is not said. */
static size_t count_said(const struct px_words *w)
{
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_COUNTED))
			return (size_t)px_word_number(&w->at[i]);
		if (px_word_in(&w->at[i], PX_WORDS_PAIR))
			return 2;
	}
	return 0;
}

/* ---- where lists are ---- */

/* Takes the list whose head is text[from, mark) to `found`; 0 if it is none, else where it ends. */
static size_t take_list(const struct px_request *request, size_t from, size_t mark, size_t size,
			struct px_segment *found, size_t *count, size_t max)
{
	struct px_list list = { .project = NULL };
	struct parts parts = { .count = 0 };
	struct px_head head;
	struct px_words w = px_head_words(request, from, mark, &list);

	bool comma = request->text.data[mark] == ',';

	if (!px_head_match(request, &w, &list, &head) || (comma && !head.plural))
		return 0;
	size_t end = px_mark_list_end(request->text, mark, mark + size);
	if (comma && memchr(request->text.data + mark, ':', end - mark))
		return 0; /* "three jobs, all due Friday: …" */
	part_items(request, mark + size, end, &list, head.parting, count_said(&w), &parts);
	if (comma && parts.count != count_said(&w))
		return 0;
	for (size_t i = 0; list.noun && i < parts.count; i++) {
		if (parts.count < 2 || is_addition(request, &parts.at[i]))
			return 0; /* "shifts: thu 7am-3pm and sat 2pm-10pm" */
	}
	bool one = parts.count == 1 && (!list.project || head.named || list.verb != PX_LIST_CREATE);
	if (!parts.count || one ||
	    (head.named && request->text.data[mark] != '\n' &&
	     !is_task_part(request, parts.at[0].begin, parts.at[0].end)))
		return 0;
	struct px_list *kept = PX_ARENA_NEW(request->arena, struct px_list);
	*kept = list;
	for (size_t i = 0; i < parts.count && *count < max; i++) {
		found[*count] = parts.at[i];
		found[*count].list = kept;
		if (*count + 1 == max) /* what would not fit stays in the last one */
			found[*count].end = parts.at[parts.count - 1].end;
		(*count)++;
	}
	return end;
}

/* Behind "todo" without a colon. */
static size_t without_todo(const struct px_request *request, size_t begin, size_t end)
{
	struct px_words w = px_words_of(request->text, begin, end, request->arena);
	struct px_match match;
	size_t length;

	return px_match_prefix(PX_PATTERN_TODO_LEAD, w.at, w.count, &match, &length) && length < w.count &&
			       px_parse_task_verb(&w.at[length])
		       ? w.at[length].begin
		       : begin;
}

/* A part is a verb and its object, and no more than a person dictates in one breath. */
static bool is_errand_part(const struct px_request *request, const struct px_segment *part)
{
	struct px_words w = px_words_of(request->text, part->begin, part->end, request->arena);

	return w.count > 1 && w.count < 12 && px_parse_task_verb(&w.at[0]) && !(w.at[0].flags & PX_WORD_QUOTED) &&
	       !px_word_in(&w.at[0], PX_WORDS_NO_ERRAND_LIST) && !px_word_in(&w.at[1], PX_WORDS_NO_ERRAND_OBJECT);
}

/* "all by friday night" from word `at` to the end: the time that each of the list has. */
static bool read_common_time(const struct px_request *request, const struct px_words *w, size_t at,
			     struct px_list *list)
{
	enum { LATEST = 22 * 3600 }; /* by "Friday night" nobody means midnight (read/when.c) */
	const size_t end = w->at[w->count - 1].end;
	struct px_time_point *until = &list->time.value.end;

	if (at + 1 >= w->count || !px_word_in(&w->at[at], PX_WORDS_ALL_OF_LIST) ||
	    !px_parse_time_in(request, w->at[at + 1].begin, end, &list->time) ||
	    list->time.cut_begin > w->at[at + 1].begin || list->time.end < end)
		return false;
	for (size_t i = at; i < w->count && until->day != PX_DAY_NONE && until->second == 0; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_LATE_PART)) {
			until->day--;
			until->second = LATEST;
		}
	}
	list->time.begin = list->time.end = list->time.cut_begin = list->time.cut_end = end;
	list->timed = true;
	return true;
}

/* "…, text the parents - all by friday night", also as a part of its own. */
static void take_common_time(const struct px_request *request, struct parts *parts, struct px_list *list)
{
	struct px_segment *last = &parts->at[parts->count - 1];
	const struct px_words w = px_words_of(request->text, last->begin, last->end, request->arena);

	for (size_t i = 0; i + 1 < w.count && !list->timed; i++) {
		if ((!i || w.at[i].flags & PX_WORD_BREAK) && read_common_time(request, &w, i, list)) {
			parts->count -= !i;
			last->end = i ? w.at[i - 1].end : last->end;
		}
	}
}

/* "call the plumber, email the landlord and chase the deposit": three errands or more; 0 if it is no such list. */
static size_t take_errands(const struct px_request *request, const struct px_segment *segment,
			   struct px_segment *found, size_t max)
{
	struct parts parts = { .count = 0 };
	size_t from = without_todo(request, segment->begin, segment->end);

	if (!memchr(request->text.data + from, ',', segment->end - from))
		return 0;
	part_at(request, is_comma, from, segment->end, &parts);
	struct px_list *list = PX_ARENA_NEW(request->arena, struct px_list);
	*list = (struct px_list){ .verb = PX_LIST_CREATE, .kind = PX_NLU_TASK };
	if (parts.count > 1)
		take_common_time(request, &parts, list);
	if (parts.count > 1)
		part_last(request, &parts, true);
	if (parts.count < 3 || parts.count > max)
		return 0;
	for (size_t i = 0; i < parts.count; i++) {
		if (!is_errand_part(request, &parts.at[i]))
			return 0;
	}
	for (size_t i = 0; i < parts.count; i++) {
		found[i] = parts.at[i];
		found[i].list = list;
	}
	return parts.count;
}

/* Adds the ordinary requests of text[begin, end). */
static void split_plain(const struct px_request *request, size_t begin, size_t end, struct px_segment *found,
			size_t *count, size_t max)
{
	if (*count >= max || begin >= end)
		return;
	struct px_segment plain[PX_SEGMENT_MAX];
	size_t added = px_segment_split(px_str_n(request->text.data + begin, end - begin), plain, max - *count);
	for (size_t i = 0; i < added && *count < max; i++) {
		plain[i].begin += begin;
		plain[i].end += begin;
		plain[i].list = NULL;
		size_t errands = take_errands(request, &plain[i], found + *count, max - *count - (added - i - 1));
		if (!errands)
			found[*count] = plain[i];
		*count += errands ? errands : 1;
	}
}

/* "1. buy milk" on a line of its own: without its number. */
static void strip_numbers(struct px_str text, struct px_segment *found, size_t count)
{
	for (size_t i = 0; i < count && count > 1; i++) {
		char first = text.data[found[i].begin];
		bool line = found[i].begin == 0 || text.data[found[i].begin - 1] == '\n';
		if (line && !found[i].list && first >= '0' && first <= '9')
			found[i].begin += px_mark_bullet_size(text, found[i].begin, found[i].end);
	}
}

/* "shopping list pasta tomatoes milk", as one says it: a list's name, and nothing but things. */
static size_t take_spoken(const struct px_request *request, struct px_segment *found)
{
	struct px_words w = px_words_of(request->text, 0, request->text.size, request->arena);
	struct px_list list = { .verb = PX_LIST_CREATE, .kind = PX_NLU_TASK, .several = true };
	struct px_match match;
	size_t length;

	if (w.count < 3 || w.count > 40 ||
	    !px_match_prefix(PX_PATTERN_LISTS_TAKE_SPOKEN, w.at, w.count, &match, &length) ||
	    length >= w.count || !px_items_all_goods(w.at, length, w.count) ||
	    !px_head_take_name(request, &w, &match, 3, &list))
		return 0;
	struct px_list *kept = PX_ARENA_NEW(request->arena, struct px_list);
	*kept = list;
	found[0] = (struct px_segment){ .begin = w.at[length].begin, .end = w.at[w.count - 1].end, .list = kept };
	return 1;
}

/* "Neue Aufgabe: Fest vorbereiten, mit den Unterpunkten Grill und Deko": steps of one task, and no list of tasks. */
static bool names_steps(const struct px_request *request, size_t at)
{
	size_t end = at;

	while (end < request->text.size && !px_mark_ends_sentence(request->text, end))
		end++;
	const struct px_words w = px_words_of(request->text, at, end, request->arena);
	return !px_language()->classifies && px_words_have(&w, PX_WORDS_OF_STEPS);
}

size_t px_lists_split(const struct px_request *request, struct px_segment *found, size_t max)
{
	struct px_str text = request->text;
	size_t count = 0, plain = 0, from = 0, tries = 0;

	if (max && !memchr(text.data, ':', text.size) && take_spoken(request, found))
		return 1;
	for (size_t at = 0; at < text.size && count < max && tries < HEAD_TRIES; at++) {
		size_t size = at > from && at - from < HEAD_BYTES ? px_mark_head_mark(text, from, at) : 0;
		tries += size > 0;
		size_t before = count, head = from;
		struct px_segment list[PX_SEGMENT_MAX];
		size_t listed = 0, end = 0;
		if (size && !names_steps(request, at))
			end = take_list(request, from, at, size, list, &listed, max - before);
		if (end) {
			split_plain(request, plain, head, found, &count, max - 1);
			for (size_t i = 0; i < listed && count < max; i++)
				found[count++] = list[i];
			at = plain = from = end;
			continue;
		}
		if (text.data[at] == '\n' || text.data[at] == ';' ||
		    (px_mark_ends_sentence(text, at) && at + 1 < text.size && px_mark_is_space(text.data[at + 1])))
			from = at + 1;
	}
	split_plain(request, plain, text.size, found, &count, max);
	strip_numbers(text, found, count);
	return count;
}

/* ---- reading an item ---- */

void px_lists_read_head(struct px_request *request)
{
	const struct px_list *list = request->list;

	if (list->verb != PX_LIST_CREATE)
		return;
	request->parts_items = list->several;
	if (list->project && !request->slots.project) {
		request->slots.project = list->project;
		request->slots.project_known = true;
	}
	if (list->timed)
		px_times_into_week(request, &list->time.value);
	if (!list->timed || request->time_count == PX_TIME_MAX)
		return;
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		if (v->start.day != PX_DAY_NONE || v->kind == PX_TIME_SET || list->time.value.start.second >= 0)
			return; /* the item's own */
	}
	request->times[request->time_count++] = list->time;
}

/* "English" among exams is the "English exam". */
static void add_noun(const struct px_request *request, struct px_nlu_call *call, const char *noun)
{
	struct px_args args;

	px_args_read(&args, call->arguments, request->arena);
	const char *title = px_args_get(&args, "title");
	if (!title || px_str_find(px_str(title), px_str(noun)) != SIZE_MAX)
		return;
	const char *named = strcmp(title, px_phrase(PX_PHRASE_EVENT_TITLE)) == 0 ?
				    px_parse_title_case(request, noun) :
				    px_arena_printf(request->arena, "%s %s", title, noun);
	px_args_drop(&args, "title");
	px_args_set(&args, "title", named);
	call->arguments = px_args_write(&args, request->arena);
}

bool px_lists_item(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal)
{
	const struct px_list *list = request->list;
	struct px_target target;
	struct px_args args = { 0 };

	if (list->verb == PX_LIST_CREATE) {
		size_t calls = proposal->result.call_count;
		bool made = px_parse_create_listed(request, session, proposal, list->kind == PX_NLU_EVENT,
						   list->kind_said);
		if (made && list->noun && proposal->result.call_count == calls + 1)
			add_noun(request, &proposal->result.calls[calls], list->noun);
		return made;
	}
	bool done = list->verb == PX_LIST_COMPLETE;
	int kinds = done || (list->kind_said && list->kind == PX_NLU_TASK) ? PX_TARGET_TASK
									   : PX_TARGET_TASK | PX_TARGET_EVENT;
	px_parse_target(request, session, request->full.at, request->full.count, kinds, &target);
	proposal->sure = true;
	bool taken = px_parse_change_target(request, session, proposal, done ? PX_VERB_COMPLETE : PX_VERB_DELETE,
					    &target, &args, 0.93F,
					    "rule: one of a list");
	proposal->sure = false;
	return taken;
}
