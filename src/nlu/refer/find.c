/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The things that a run of words names: through the dialogue first, then by
 * title; several where each part names its own, all of a project or a day
 * where the words say so.
 */
#include "nlu/refer/find.h"

#include "nlu/read/slots.h"
#include "nlu/read/when.h"
#include "nlu/refer/described.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/except.h"

/* "the cupcakes task and the library books one": each part names something of its own. */
static void find_several(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
			 struct px_target *target)
{
	struct px_target all = { .words = px_phrase(PX_PHRASE_SOME_OF_THEM),
				 .many = true,
				 .day = PX_DAY_NONE,
				 .day_end = PX_DAY_NONE },
			 one;
	size_t from = 0;

	for (size_t i = 1; i <= count && count <= 20; i++) {
		bool joint = i < count &&
			     (px_word_in(&words[i], PX_WORDS_JOINS_NAMES) || words[i].flags & PX_WORD_BREAK);
		if (i < count && !joint)
			continue;
		px_target_find(request, words + from, i - from, kinds, &one);
		if (!one.item || one.score < 0.7F || all.candidate_count == PX_STATE_ITEMS)
			return;
		for (size_t k = 0; k < all.candidate_count; k++) {
			if (all.candidates[k] == one.item)
				return;
		}
		all.candidates[all.candidate_count++] = one.item;
		for (from = i; from < count && px_word_in(&words[from], PX_WORDS_JOINS_NEXT_NAME); )
			from++;
		i = from > i ? from : i;
	}
	if (all.candidate_count >= 2)
		*target = all;
}

static bool stands_in(const struct px_nlu_item *item, const struct px_when *when, int32_t today)
{
	int32_t day = item->start != PX_TIME_NONE ? px_civil_ms_day(item->start) : item->due_day;

	if (!when->any)
		return true;
	if (day == PX_DAY_NONE || when->start.day == PX_DAY_NONE)
		return false;
	int32_t end = when->range && when->end.day != PX_DAY_NONE ? when->end.day : when->start.day + 1;
	return day >= (when->range && when->start.day < today ? today : when->start.day) &&
	       day < (end > when->start.day ? end : when->start.day + 1);
}

/* "everything on Thursday", "all falcon tasks", "all my overdue tasks": whatever stands there. */
static void all_of_then(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
			struct px_target *target)
{
	struct px_target found = {
		.words = px_phrase(PX_PHRASE_SOME_OF_THEM), .many = true, .day = PX_DAY_NONE, .day_end = PX_DAY_NONE
	};
	struct px_when when = px_parse_when(request, words, count);
	const char *project = request->slots.project_known ? request->slots.project : NULL;
	bool overdue = false;

	for (size_t i = 0; i < count; i++) {
		if (words[i].time >= 0)
			continue;
		const struct px_nlu_item *named = project || px_word_in(&words[i], PX_WORDS_NO_PROJECT_OF_ALL)
							  ? NULL
							  : px_slots_find_project(
								    request, px_str_n(request->text.data +
										      words[i].begin,
										    words[i].end - words[i].begin));
		if (named)
			project = named->title;
		else if (px_word_in(&words[i], PX_WORDS_ALL_TASKS))
			kinds &= PX_TARGET_TASK;
		else if (px_word_in(&words[i], PX_WORDS_ALL_EVENTS))
			kinds &= PX_TARGET_EVENT;
		else if (!px_word_in(&words[i], PX_WORDS_ALL_FILLER))
			return;
		overdue |= px_word_in(&words[i], PX_WORDS_OVERDUE_ALONE);
	}
	if (!project && !when.any && !overdue)
		return;
	for (size_t i = 0; i < request->time_count; i++) { /* "by an hour": what has a clock time */
		if (request->times[i].value.kind == PX_TIME_DURATION && request->times[i].value.seconds % 86400)
			kinds &= PX_TARGET_EVENT;
	}
	if (project)
		kinds &= PX_TARGET_TASK;
	for (size_t i = 0; i < request->context->item_count && found.candidate_count < PX_TARGET_MANY; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		int kind = item->kind == PX_NLU_TASK	? PX_TARGET_TASK
			   : item->kind == PX_NLU_EVENT ? PX_TARGET_EVENT
							: 0;
		if (!(kind & kinds) || (project && (!item->project || strcmp(item->project, project) != 0)) ||
		    !stands_in(item, &when, request->today) ||
		    (overdue && (item->due_day == PX_DAY_NONE || item->due_day >= request->today)))
			continue;
		if (!px_except_has(request, item))
			found.candidates[found.candidate_count++] = item;
	}
	if (found.candidate_count)
		*target = found;
	if (when.any && found.candidate_count) {
		target->day = when.start.day;
		target->day_end = when.range && when.end.day != PX_DAY_NONE ? when.end.day : when.start.day + 1;
	}
}

/* The title begins with one of the verbs. */
static bool begins_with(const char *title, const char *verbs)
{
	size_t n = strcspn(title, " ");

	for (const char *at = verbs; *at; ) {
		size_t size = strcspn(at, " ");
		if (size == n && strncasecmp(title, at, n) == 0)
			return true;
		at += size + (at[size] == ' ');
	}
	return false;
}

/* "both calls", "all the emails": the tasks that are such; "both" of them only if they are two. */
static void find_by_deed(const struct px_request *request, const struct px_word *words, size_t count,
			 struct px_target *target)
{
	const struct px_pairs *nouns = px_pairs(PX_PAIRS_DEED_NOUNS);
	struct px_target found = { .words = px_phrase(PX_PHRASE_SOME_OF_THEM), .many = true, .day = PX_DAY_NONE,
				   .day_end = PX_DAY_NONE };
	const char *verbs = NULL;
	bool both = false, all = false; /* "the calls" alone is left to a question */

	for (size_t i = 0; i + 1 < count; i++) {
		if (!px_word_in(&words[i], PX_WORDS_DEED_NOUN_LEAD))
			return;
		both |= px_word_in(&words[i], PX_WORDS_DEED_BOTH);
		all |= px_word_in(&words[i], PX_WORDS_ALL_ALONE);
	}
	if (!both && !all)
		return;
	for (size_t i = 0; i < nouns->count && !verbs; i++)
		verbs = px_word_is(&words[count - 1], nouns->at[i].from) ? nouns->at[i].to : NULL;
	for (size_t i = 0; verbs && i < request->context->item_count && found.candidate_count < PX_TARGET_MANY; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind == PX_NLU_TASK && begins_with(item->title, verbs))
			found.candidates[found.candidate_count++] = item;
	}
	if (found.candidate_count && (!both || found.candidate_count == 2))
		*target = found;
}

/* So many bytes before a pronoun are looked at for what it speaks of. */
enum { BEFORE_MOST = 120 };

/*
 * "The vendor pulled out of Banksia, cancel that one": the place or the guest that was named in front of "that one"
 * counts for more than what was spoken of last; before "it" ("I'm seeing Sam tonight, cancel it") both may be meant.
 */
static bool described_before(const struct px_request *request, const struct px_nlu_session *session,
			     const struct px_word *words, size_t count, int kinds, struct px_target *target)
{
	if (session->fresh || !count || !px_matches(PX_PATTERN_PRONOUN, words, count))
		return false;
	const size_t to = words[0].begin < request->text.size ? words[0].begin : request->text.size;
	size_t from = to > BEFORE_MOST ? to - BEFORE_MOST : 0;
	while (from && from < to && request->text.data[from] != ' ')
		from++;
	const struct px_words w = px_words_of(request->text, from, to, request->arena);
	px_described_spot(request, w.at, w.count, kinds, target);
	if (!target->candidate_count)
		return false;
	target->pronoun = true;
	if (count > 1)
		return true;
	struct px_target last;
	if (!px_dialogue_refer(request, session, words, count, kinds, &last) || !last.item)
		return true;
	if (target->candidate_count == 1 && target->candidates[0] == last.item)
		return true;
	target->item = NULL;
	if (target->candidate_count < PX_TARGET_MANY)
		target->candidates[target->candidate_count++] = last.item;
	return true;
}

static void find_anew(const struct px_request *request, const struct px_nlu_session *session,
		      const struct px_word *words,
		      size_t count, int kinds, struct px_target *target)
{
	if (described_before(request, session, words, count, kinds, target) ||
	    px_dialogue_refer(request, session, words, count, kinds, target))
		return;
	px_target_find(request, words, count, kinds, target);
	if (!target->item || target->score < 0.9F)
		find_several(request, words, count, kinds, target);
	if (!target->many && count && px_word_in(&words[0], PX_WORDS_EVERYTHING))
		all_of_then(request, words, count, kinds, target);
	if (!target->item && !target->many && count > 1 && kinds & PX_TARGET_TASK)
		find_by_deed(request, words, count, target);
	if (target->item || target->many || target->candidate_count)
		return;
	/* "cancel piano, Ben is ill": the reason names nothing */
	for (size_t i = 1; i < count; i++) {
		if (!(words[i].flags & PX_WORD_BREAK) && !px_word_in(&words[i], PX_WORDS_REASON_LINK))
			continue;
		struct px_target first;
		px_target_find(request, words, i, kinds, &first);
		if (first.item)
			*target = first;
		return;
	}
}

void px_parse_target(const struct px_request *request, const struct px_nlu_session *session,
		     const struct px_word *words,
		     size_t count, int kinds, struct px_target *target)
{
	for (size_t i = 0; i < request->lookups->found_count; i++) {
		const struct px_found *one = &request->lookups->found[i];
		if (one->words == words && one->count == count && one->kinds == kinds) {
			*target = *one->target;
			return;
		}
	}
	find_anew(request, session, words, count, kinds, target);
	if (request->lookups->found_count == PX_FOUND_MAX)
		return;
	struct px_found *one = &request->lookups->found[request->lookups->found_count++];
	*one = (struct px_found){ words, count, kinds, PX_ARENA_NEW(request->arena, struct px_target) };
	*one->target = *target;
}
