/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exception is cut out of the text before anything else is read, so that
 * neither its name nor its time is taken for what the request is about.  What
 * it names is looked up at once; a request that did not heed its exception is
 * not run (plan/parse.c), since doing too much is the worst of all mistakes.
 */
#include "nlu/refer/except.h"

#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/refer/target.h"

enum { SCAN = 40, NAME_WORDS = 8 };

static bool speaks_of_many(const struct px_words *w, size_t to)
{
	for (size_t i = 0; i < to; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_MANY))
			return true;
	}
	return false;
}

static void leave_out(struct px_request *request, const struct px_nlu_item *item)
{
	struct px_except *except = &request->except;

	if (except->count < PX_EXCEPT_MAX)
		except->items[except->count++] = item;
}

/* "except Friday's", "except the ones due tomorrow": whatever stands then. */
static bool leave_out_then(struct px_request *request, const struct px_word *words, size_t count)
{
	struct px_time_expr found;
	size_t before = request->except.count;

	for (size_t i = 0; i < count; i++) {
		if (!px_word_in(&words[i], PX_WORDS_EXCEPTION_FILLER) &&
		    !(px_parse_time_in(request, words[i].begin, words[count - 1].end, &found) &&
		      found.begin <= words[i].begin))
			return false;
		if (px_parse_time_in(request, words[i].begin, words[count - 1].end, &found) &&
		    found.begin <= words[i].begin)
			break;
	}
	if (!px_parse_time_in(request, words[0].begin, words[count - 1].end, &found) ||
	    found.value.start.day == PX_DAY_NONE)
		return false;
	int32_t from = found.value.start.day, to = found.value.end.day > from ? found.value.end.day : from + 1;
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		int32_t day = item->start != PX_TIME_NONE ? px_civil_ms_day(item->start) : item->due_day;
		if (item->kind != PX_NLU_PROJECT && day != PX_DAY_NONE && day >= from && day < to)
			leave_out(request, item);
	}
	return request->except.count > before;
}

static bool leave_out_project(struct px_request *request, const struct px_word *words, size_t count)
{
	size_t from = 0, to = count, before = request->except.count;

	while (from < to && px_word_in(&words[from], PX_WORDS_EXCEPTION_LEAD))
		from++;
	while (to > from && px_word_in(&words[to - 1], PX_WORDS_EXCEPTION_TAIL))
		to--;
	if (from == to)
		return false;
	const struct px_nlu_item *project = px_slots_find_project(
		request, px_str_n(request->text.data + words[from].begin, words[to - 1].end - words[from].begin));
	for (size_t i = 0; project && i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->project && strcmp(item->project, project->title) == 0)
			leave_out(request, item);
	}
	return request->except.count > before;
}

/* All that these words may mean: of two equally good ones both stay, for what is left out is not harmed. */
static bool leave_out_named(struct px_request *request, const struct px_word *words, size_t count)
{
	struct px_target target;

	px_target_find(request, words, count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (target.item && target.score < 0.55F)
		return false;
	for (size_t i = 0; i < target.candidate_count; i++)
		leave_out(request, target.candidates[i]);
	return target.candidate_count > 0;
}

/* How many words from `at` on name things that are left out; 0 if none is known. */
static size_t name_length(struct px_request *request, const struct px_words *w, size_t at)
{
	size_t most = w->count - at < NAME_WORDS ? w->count - at : NAME_WORDS;

	for (size_t n = 1; n < most; n++) {
		const bool verb = px_language_is_other() && px_word_in(&w->at[at + n], PX_WORDS_EXCEPTION_IS_TIME);
		if (verb || px_word_in(&w->at[at + n], PX_WORDS_AND_OR_OR) || w->at[at + n].flags & PX_WORD_BREAK)
			most = n;
	}
	for (size_t n = most; n > 0; n--) {
		bool ends = at + n == w->count || px_word_in(&w->at[at + n], PX_WORDS_AND_OR_OR) ||
			    px_word_in(&w->at[at + n], PX_WORDS_EXCEPTION_IS_TIME) ||
			    w->at[at + n].flags & PX_WORD_BREAK;
		if (ends && (leave_out_project(request, w->at + at, n) || leave_out_then(request, w->at + at, n) ||
			     leave_out_named(request, w->at + at, n)))
			return n;
	}
	return 0;
}

/* Past "rent, mum and the milk". */
static size_t names_end(struct px_request *request, const struct px_words *w, size_t at)
{
	size_t end = at;

	for (size_t n = name_length(request, w, at); n; n = end < w->count ? name_length(request, w, end) : 0) {
		end += n;
		size_t next = end;
		while (next < w->count && px_word_in(&w->at[next], PX_WORDS_AND_OR_OR))
			next++;
		if (next == end && (next >= w->count || !(w->at[next].flags & PX_WORD_BREAK)))
			break;
		at = end;
		end = next;
	}
	return end > at && end <= w->count && px_word_in(&w->at[end - 1], PX_WORDS_AND_OR_OR) ? at : end;
}

/* Where words that name nothing known end. */
static size_t unknown_end(const struct px_words *w, size_t at)
{
	size_t end = at;

	while (end < w->count && !(end > at && px_word_in(&w->at[end], PX_WORDS_EXCEPTION_TIME_LINK)))
		end++;
	return end;
}

static void cut(struct px_request *request, const struct px_words *w, size_t from, size_t to)
{
	char *copy = px_arena_str(request->arena, request->text);
	size_t begin = w->at[from].begin, end = w->at[to - 1].end;

	memset(copy + begin, ' ', end - begin);
	for (size_t i = begin; i > 0 && strchr(" ,", copy[i - 1]); i--)
		copy[i - 1] = ' ';
	request->text = px_str_n(copy, request->text.size);
}

bool px_except_take(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_match match;
	size_t length;

	request->except = (struct px_except){ .count = 0 };
	if (w->count < 4 || w->count > SCAN || !px_word_in(&w->at[0], PX_WORDS_EXCEPTION_HEAD))
		return false;
	for (size_t i = 1; i + 1 < w->count; i++) {
		if (w->at[i].flags & PX_WORD_QUOTED ||
		    !px_match_prefix(PX_PATTERN_EXCEPTION, w->at + i, w->count - i, &match, &length) ||
		    i + length >= w->count ||
		    !speaks_of_many(w, i + (length > 1 && px_word_in(&w->at[i], PX_WORDS_ALL_ALONE))))
			continue;
		bool weak = px_word_in(&w->at[i], PX_WORDS_EXCEPTION_WEAK) || px_word_in(&w->at[i], PX_WORDS_AND);
		size_t from = i + length, end = names_end(request, w, from);
		if (end == from && weak)
			continue;
		request->except.unknown = end == from;
		end = end == from ? unknown_end(w, from) : end;
		request->except.said = px_parse_surface(request, w->at, from, end);
		if (px_word_in(&w->at[i], PX_WORDS_ALL_ALONE))
			i++; /* "all but the dentist" */
		cut(request, w, i, end);
		return true;
	}
	return false;
}

static bool same(const struct px_nlu_item *a, const struct px_nlu_item *b)
{
	return a == b || (!px_id_is_none(a->id) && px_id_eq(a->id, b->id));
}

bool px_except_has(const struct px_request *request, const struct px_nlu_item *item)
{
	for (size_t i = 0; i < request->except.count; i++) {
		if (same(request->except.items[i], item))
			return true;
	}
	return false;
}

void px_except_hand_on(const struct px_request *request, struct px_args *args)
{
	const char *names[PX_EXCEPT_MAX];
	char id[PX_ID_TEXT + 1];

	for (size_t i = 0; i < request->except.count; i++) {
		const struct px_nlu_item *item = request->except.items[i];
		if (!px_id_is_none(item->id))
			px_id_format(item->id, id);
		names[i] = px_id_is_none(item->id) ? item->title : px_arena_str(request->arena, px_str(id));
	}
	px_args_list(args, "except", names, request->except.count, request->arena);
}
