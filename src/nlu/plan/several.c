/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/several.h"

#include "nlu/act/acts.h"
#include "nlu/read/clause.h"
#include "nlu/read/segment.h"
#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/asides.h"
#include "nlu/refer/target.h"

/* Longer requests are left alone. */
enum { SCAN = 40 };

/* "I have the 29th off, so no night shift": not the one of the 22nd. */
static bool other_day(const struct px_request *request, const struct px_words *all, size_t at)
{
	struct px_time_expr said;
	struct px_target target;

	for (size_t i = at; i < all->count; i++) {
		if (all->at[i].time >= 0)
			return false; /* the change has a day of its own */
	}
	if (!px_times_sure_in(request, all->at[0].begin, all->at[at - 1].end, &said) ||
	    said.value.start.day == PX_DAY_NONE)
		return false;
	px_target_spot(request, request->full.at, request->full.count, PX_TARGET_EVENT, &target);
	return target.item && target.item->start != PX_TIME_NONE &&
	       px_civil_ms_day(target.item->start) != said.value.start.day;
}

bool px_clauses_after_reason(const struct px_request *request, const struct px_nlu_session *session,
			     struct px_proposal *proposal)
{
	const struct px_words *all = &request->words;
	struct px_request *rest = NULL;
	struct px_target target;

	if (all->count < 5 || all->count > SCAN || px_asides_remembers(&all->at[0]) || px_asides_creates(&all->at[0]))
		return false;
	for (size_t i = 2; i + 2 < all->count && i < SCAN; i++) {
		bool so = px_word_in(&all->at[i], PX_WORDS_SO);
		bool of_thing, broken = all->at[i].flags & PX_WORD_BREAK && px_clause_at(all, 0, &of_thing);
		if ((!so && !broken) || all->at[i].flags & PX_WORD_QUOTED)
			continue;
		rest = rest ? rest : px_proposal_read_on(request, proposal);
		rest->words = (struct px_words){ all->at + i + so, all->count - i - so };
		px_parse_streams(rest);
		px_target_spot(rest, rest->full.at, rest->full.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
		size_t calls = proposal->result.call_count;
		if (other_day(rest, all, i))
			continue;
		if ((so || target.item) && px_parse_change(rest, session, proposal) &&
		    proposal->result.call_count > calls)
			return true;
	}
	return false;
}

bool px_clauses_mention(const struct px_request *request, const struct px_segment *segment,
			const struct px_segment *next, struct px_dialogue *d)
{
	if (next->end - next->begin > 12 * SCAN || segment->end - segment->begin > 12 * SCAN)
		return false;
	struct px_words it = px_words_of(request->text, next->begin, next->end, request->arena);
	struct px_words w = px_words_of(request->text, segment->begin, segment->end, request->arena);
	struct px_match match;
	struct px_target target;
	size_t length;

	if (!px_match_prefix(PX_PATTERN_CHANGES_PRONOUN, it.at, it.count, &match, &length) ||
	    w.count < 2 || w.count > SCAN || px_asides_creates(&w.at[0]) || px_asides_changes(&w.at[0]) ||
	    px_parse_task_verb(&w.at[0]))
		return false;
	px_target_spot(request, w.at, w.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (!target.item)
		return false;
	d->touched[0] = *target.item;
	d->touched_count = 1;
	d->tool = d->arguments = NULL;
	return true;
}

static bool states_known(const struct px_request *request, const struct px_word *words, size_t count)
{
	struct px_match match;
	struct px_target target;

	if (!px_match(PX_PATTERN_STATES_DONE,
		      words, count, &match))
		return false;
	const struct px_capture *x = px_match_get(&match, 'x', 0), *v = px_match_get(&match, 'v', 0);
	px_target_find(request, words + x->from, (size_t)(x->to - x->from), PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return v->to - v->from == 1 && target.item;
}

/* "i called the inspector so that's done" */
static bool tells_done(const struct px_request *request, const struct px_word *words, size_t count)
{
	struct px_match match;
	struct px_target target;
	const struct px_capture *x;

	if (!px_match(PX_PATTERN_TELLS_DONE, words, count, &match))
		return false;
	x = px_match_get(&match, 'x', 0);
	px_target_find(request, words + x->from, (size_t)(x->to - x->from), PX_TARGET_TASK, &target);
	return target.item && target.score > 0.6F;
}

size_t px_clauses_second(const struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 3; i + 3 < w->count && i < SCAN; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_AND) && !(w->at[i].flags & PX_WORD_QUOTED) &&
		    (states_known(request, w->at, i) || tells_done(request, w->at, i)) &&
		    states_known(request, w->at + i + 1, w->count - i - 1))
			return w->at[i + 1].begin;
	}
	return 0;
}

static bool same_kind(const char *create, const char *update)
{
	return (strcmp(create, "create_task") == 0 && strcmp(update, "update_task") == 0) ||
	       (strcmp(create, "create_event") == 0 && strcmp(update, "update_event") == 0);
}

static int64_t instant(const char *text)
{
	int64_t ms;
	bool offset;

	return text && strlen(text) >= 16 && px_civil_parse_ms(px_str(text), &ms, &offset) ? ms : PX_TIME_NONE;
}

static const char *instant_text(const struct px_request *request, int64_t ms)
{
	int32_t day = px_civil_ms_day(ms);

	return px_parse_point(request,
			      (struct px_time_point){ day, (int32_t)((ms - (int64_t)day * PX_MS_DAY) / 1000) });
}

/* Hours and minutes of "PT1H30M"; 0 for anything else. */
static int64_t length_ms(const char *text)
{
	int64_t minutes = 0, number = 0;

	if (!text || strncmp(text, "PT", 2) != 0)
		return 0;
	for (const char *p = text + 2; *p; p++) {
		if (*p >= '0' && *p <= '9' && number < 100000) {
			number = number * 10 + (*p - '0');
			continue;
		}
		if (*p != 'H' && *p != 'M')
			return 0;
		minutes += *p == 'H' ? number * 60 : number;
		number = 0;
	}
	return minutes * 60000;
}

/* Who comes as well, and one more tag: added to those there are. */
static bool join_list(const struct px_request *request, struct px_args *made, const struct px_arg *more)
{
	for (size_t i = 0; i < made->count; i++) {
		struct px_arg *a = &made->at[i];
		if (strcmp(a->key, more->key) != 0 || a->raw.size < 3 || more->raw.size < 3 || a->raw.data[0] != '[' ||
		    more->raw.data[0] != '[')
			continue;
		a->raw = px_str(px_arena_printf(request->arena, "%.*s,%.*s", (int)a->raw.size - 1, a->raw.data,
						(int)more->raw.size - 1, more->raw.data + 1));
		return true;
	}
	return false;
}

/* False if the change can't be said within a creation. */
static bool merge(const struct px_request *request, struct px_args *made, const struct px_args *change)
{
	int64_t start = instant(px_args_get(made, "start")), end = instant(px_args_get(made, "end"));
	int64_t new_start = instant(px_args_get(change, "start")), length = length_ms(px_args_get(change, "duration"));

	if (px_args_has(change, "shift") || px_args_has(change, "status") || px_args_has(change, "occurrence") ||
	    (px_args_has(change, "duration") && (!length || (start == PX_TIME_NONE && new_start == PX_TIME_NONE))))
		return false;
	for (size_t i = 0; i < change->count; i++) {
		const struct px_arg *a = &change->at[i];
		if (strcmp(a->key, "target") == 0 || strcmp(a->key, "duration") == 0)
			continue;
		if (join_list(request, made, a))
			continue;
		px_args_drop(made, a->key);
		if (made->count < PX_ARGS_MAX)
			made->at[made->count++] = *a;
	}
	if (new_start != PX_TIME_NONE)
		px_args_drop(made, "all_day");
	if (length)
		px_args_set(made, "end",
			    instant_text(request, (new_start != PX_TIME_NONE ? new_start : start) + length));
	else if (new_start != PX_TIME_NONE && !px_args_has(change, "end") && start != PX_TIME_NONE &&
		 end != PX_TIME_NONE)
		px_args_set(made, "end", instant_text(request, new_start + end - start));
	return true;
}

static bool is_about_same(const struct px_request *request, const struct px_nlu_call *a, const struct px_nlu_call *b)
{
	struct px_args one, other;

	px_args_read(&one, a->arguments, request->arena);
	px_args_read(&other, b->arguments, request->arena);
	const char *day = px_args_get(&one, "occurrence"), *other_day = px_args_get(&other, "occurrence");
	if ((day || other_day) && !(day && other_day && strcmp(day, other_day) == 0))
		return false; /* one day of a series, and another or all of them */
	if (!px_id_is_none(a->item) || !px_id_is_none(b->item))
		return px_id_eq(a->item, b->item);
	const char *first = px_args_get(&one, "target"), *second = px_args_get(&other, "target");
	return first && second && strcmp(first, second) == 0;
}

/* "Strike that. The dentist is on Friday.": what is changed right behind it is not to go. */
static void keep_changed(const struct px_request *request, struct px_nlu_result *result)
{
	for (size_t i = 0; i + 1 < result->call_count; i++) {
		struct px_nlu_call *gone = &result->calls[i], *next = gone + 1;
		const char *kind = strncmp(gone->tool, "delete_", 7) == 0 ? gone->tool + 7 : "";
		if (strncmp(next->tool, "update_", 7) != 0 || strcmp(next->tool + 7, kind) != 0 ||
		    !is_about_same(request, gone, next))
			continue;
		memmove(gone, next, (--result->call_count - i) * sizeof(*gone));
	}
}

void px_clauses_merge(const struct px_request *request, struct px_proposal *proposal)
{
	struct px_nlu_result *result = &proposal->result;

	keep_changed(request, result);
	for (size_t i = 0; i < result->call_count; i++) {
		for (size_t k = i + 1; k < result->call_count; ) {
			struct px_args made, change;
			if (!same_kind(result->calls[i].tool, result->calls[k].tool)) {
				k++;
				continue;
			}
			px_args_read(&made, result->calls[i].arguments, request->arena);
			px_args_read(&change, result->calls[k].arguments, request->arena);
			const char *title = px_args_get(&made, "title"), *target = px_args_get(&change, "target");
			if (!title || !target || strcmp(title, target) != 0 || !merge(request, &made, &change)) {
				k++;
				continue;
			}
			result->calls[i].arguments = px_args_write(&made, request->arena);
			memmove(&result->calls[k], &result->calls[k + 1],
				(--result->call_count - k) * sizeof(result->calls[0]));
		}
	}
}
