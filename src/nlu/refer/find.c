/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The things that a run of words names: through the dialogue first, then by
 * title; several where each part names its own, all of a project or a day
 * where the words say so.
 */
#include "nlu/refer/find.h"

#include "nlu/read/slots.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/described.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/except.h"
#include "nlu/refer/quantity.h"
#include "nlu/refer/times.h"

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

/* "Rice 5 kg" is called "rice"; but one word of "School trip form" is no part of a row. */
static bool says_amount(const char *title)
{
	return title[strcspn(title, "0123456789")] != '\0';
}

/* "oat milk lids napkins all done": a row of names with nothing between them; each word is in the name of a task. */
static void find_row(const struct px_request *request, const struct px_word *words, size_t count,
		     struct px_target *target)
{
	enum { WORDS_MOST = 12, NAME_MOST = 4 };
	struct px_target all = { .words = px_phrase(PX_PHRASE_SOME_OF_THEM), .many = true, .day = PX_DAY_NONE,
				 .day_end = PX_DAY_NONE },
			 one;

	for (size_t from = 0, next; from < count && count <= WORDS_MOST; from = next) {
		size_t n = count - from < NAME_MOST ? count - from : NAME_MOST;
		next = from + 1;
		if (all.candidate_count && px_word_in(&words[from], PX_WORDS_JOINS_NEXT_NAME))
			continue;
		if (px_parse_task_verb(&words[from]))
			return; /* "the lab write up" */
		for (; n; n--) {
			px_target_find(request, words + from, n, PX_TARGET_TASK, &one);
			if (one.item && one.score >= 0.9F && (one.exact || n > 1 || says_amount(one.item->title)))
				break;
		}
		for (size_t k = 0; k < all.candidate_count; k++)
			n = all.candidates[k] == one.item ? 0 : n;
		if (!n || all.candidate_count == PX_STATE_ITEMS)
			return;
		all.candidates[all.candidate_count++] = one.item;
		next = from + n;
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
	kinds = px_quantity_kinds(request, kinds);
	if (project)
		kinds &= PX_TARGET_TASK;
	for (size_t i = 0; i < request->context->item_count && found.candidate_count < PX_TARGET_MANY; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (!(px_target_kind(item) & kinds & (PX_TARGET_TASK | PX_TARGET_EVENT)) ||
		    (project && (!item->project || strcmp(item->project, project) != 0)) ||
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
/* Most of a title was said. */
static const float NAMED_SURELY = 0.7F;

/* The words of the message in front of a pronoun. */
static struct px_words said_before(const struct px_request *request, const struct px_word *words)
{
	const size_t to = words[0].begin < request->text.size ? words[0].begin : request->text.size;
	size_t from = to > BEFORE_MOST ? to - BEFORE_MOST : 0;

	while (from && from < to && request->text.data[from] != ' ')
		from++;
	return px_words_of(request->text, from, to, request->arena);
}

/* "Dora has flu" of "Trim Dora": a word that is a name within the title. */
static bool says_name_of(const struct px_request *request, const struct px_nlu_item *item, const struct px_word *words,
			 size_t count)
{
	const struct px_words title = px_words_in(item->title, request->arena);

	for (size_t i = 1; i < title.count; i++) {
		for (size_t k = 0; k < count && title.at[i].flags & PX_WORD_CAPITAL; k++) {
			if (strcmp(title.at[i].text, words[k].text) == 0)
				return true;
		}
	}
	return false;
}

bool px_target_is_weak(const struct px_request *request, const struct px_dialogue *d, const struct px_word *words,
		       size_t count, int kinds, struct px_target *target)
{
	const struct px_nlu_item *last = d->touched_count ? px_dialogue_current(request, &d->touched[0]) : NULL;
	struct px_target found;

	if (!target->item || !last || px_dialogue_same(target->item, &d->touched[0]) ||
	    says_name_of(request, target->item, words, count))
		return false;
	px_target_find(request, words, count, kinds, &found);
	if (found.item == target->item && found.score >= NAMED_SURELY)
		return false;
	target->candidates[0] = target->item;
	target->candidates[1] = last;
	target->candidate_count = 2;
	target->item = NULL;
	target->pronoun = true;
	return true;
}

/* The nearest clause that names something counts. */
bool px_target_before(const struct px_request *request, const struct px_nlu_session *session,
		      const struct px_word *words, size_t count, int kinds, struct px_target *target)
{
	const struct px_dialogue *d = &session->dialogue;
	const bool several = count && px_matches(PX_PATTERN_PLURAL_PRONOUN, words, count);

	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	if (!count || px_dialogue_made(session) || d->pending_tool ||
	    (!several && !px_matches(PX_PATTERN_PRONOUN, words, count)))
		return false;
	const struct px_words w = said_before(request, words);
	size_t end = w.count ? w.count - 1 : 0, begin = 0; /* but for the verb */
	for (size_t from = end; from-- > 0; ) {
		if (from && !(w.at[from].flags & PX_WORD_BREAK))
			continue;
		px_described_clause(request, w.at + from, end - from, kinds, several, target);
		if (target->candidate_count) {
			begin = from;
			break;
		}
		end = from;
	}
	if (!target->candidate_count)
		return false;
	if (count == 1 && !several && !session->fresh &&
	    px_target_is_weak(request, d, w.at + begin, end - begin, kinds, target))
		return true;
	target->words = target->item ? target->item->title : px_phrase(PX_PHRASE_SOME_OF_THEM);
	for (size_t i = 0; i < target->candidate_count && !target->many; i++) {
		if (d->touched_count && px_dialogue_same(target->candidates[i], &d->touched[0]))
			px_dialogue_take(request, target, target->candidates[i]);
	}
	return true;
}

/* Before "it" ("I'm seeing Sam tonight, cancel it") what a place or guest names may be meant, or what was spoken of. */
static bool described_before(const struct px_request *request, const struct px_nlu_session *session,
			     const struct px_word *words, size_t count, int kinds, struct px_target *target)
{
	if (session->fresh || !count || !px_matches(PX_PATTERN_PRONOUN, words, count))
		return false;
	const struct px_words w = said_before(request, words);
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

/* "both night shifts", "all the revision sessions": each that is called so; "both" of them only if they are two. */
static void find_all_called(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
			    struct px_target *target)
{
	struct px_target found;
	bool both = false, all = false;

	while (count > 1 && px_word_in(&words[0], PX_WORDS_DEED_NOUN_LEAD)) {
		both |= px_word_in(&words[0], PX_WORDS_DEED_BOTH);
		all |= px_word_in(&words[0], PX_WORDS_ALL_ALONE);
		words++, count--;
	}
	if (!both && !all)
		return;
	px_target_find(request, words, count, kinds, &found);
	if (found.candidate_count < 2 || (both && found.candidate_count != 2))
		return;
	found.many = true;
	found.words = px_phrase(PX_PHRASE_SOME_OF_THEM);
	*target = found;
}

static int64_t time_of(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE ? item->start : (int64_t)item->due_day * PX_MS_DAY;
}

/* "the second interview": of those called so, one by their times. */
static void find_nth(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		     struct px_target *target)
{
	struct px_target found;
	size_t n, before;

	while (count > 2 && px_word_in(&words[0], PX_WORDS_TARGET_LEAD))
		words++, count--;
	n = (size_t)px_word_ordinal(&words[0]);
	if (count < 2 || !n)
		return;
	px_target_find(request, words + 1, count - 1, kinds, &found);
	for (size_t i = 0; i < found.candidate_count && found.candidate_count > 1; i++) {
		before = 0;
		for (size_t k = 0; k < found.candidate_count; k++)
			before += time_of(found.candidates[k]) < time_of(found.candidates[i]);
		if (before == n - 1) {
			found.item = found.candidates[i];
			found.candidate_count = 1;
			*target = found;
		}
	}
}

static void find_anew(const struct px_request *request, const struct px_nlu_session *session,
		      const struct px_word *words,
		      size_t count, int kinds, struct px_target *target)
{
	if (px_quantity_find(request, session, words, count, kinds, target) ||
	    described_before(request, session, words, count, kinds, target) ||
	    px_target_before(request, session, words, count, kinds, target) ||
	    px_dialogue_refer(request, session, words, count, kinds, target))
		return;
	px_target_find(request, words, count, kinds, target);
	if (px_language_is_other() && !target->item && count > 1)
		find_nth(request, words, count, kinds, target);
	if (!target->item || target->score < 0.9F)
		find_several(request, words, count, kinds, target);
	if (!target->many && count > 1 && kinds & PX_TARGET_TASK && (!target->item || target->score < 0.9F))
		find_row(request, words, count, target);
	if (!target->many && count && px_word_in(&words[0], PX_WORDS_EVERYTHING))
		all_of_then(request, words, count, kinds, target);
	if (!target->many && count > 1)
		find_all_called(request, words, count, kinds, target);
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
