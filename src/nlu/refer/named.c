/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The things that words of a call name (px_nlu_find): a call that a model or a
 * script makes says "the auth bug" where a request of the built-in engine has
 * found the item itself.  The words are read like those of a request and matched
 * by the same rules (refer/target.h), so both mean the same thing.
 */
#include "nlu/refer/target.h"
#include "nlu/refer/times.h"

#include "nlu/read/slots.h"
#include "nlu/read/source.h"

static void keep(struct px_nlu_found *found, const struct px_nlu_item *item)
{
	if (found->count < PX_NLU_FOUND_MAX)
		found->items[found->count++] = item;
}

/* "the Avenue task": what is in the project that the words name. */
static void find_in_project(const struct px_request *request, int kinds, struct px_nlu_found *found)
{
	const struct px_word *words = request->words.at;
	size_t count = request->words.count;

	while (count && px_word_in(&words[0], PX_WORDS_TARGET_LEAD))
		words++, count--;
	while (count > 1 && px_word_in(&words[count - 1], PX_WORDS_KIND_TASK))
		count--;
	const struct px_nlu_item *project = count ? px_slots_known_project(request, words, count) : NULL;
	for (size_t i = 0; project && kinds & PX_TARGET_TASK && i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind == PX_NLU_TASK && item->project && strcmp(item->project, project->title) == 0)
			keep(found, item);
	}
}

void px_nlu_find(const struct px_nlu_context *context, unsigned kinds, struct px_str text, struct px_arena *arena,
		 struct px_nlu_found *found)
{
	struct px_nlu_session nothing_said = { .fresh = false };
	struct px_target target;

	*found = (struct px_nlu_found){ .day = PX_TIME_NONE };
	if (!text.size || text.size > PX_PARSE_TITLE * 4)
		return;
	struct px_request *request = px_request_source(context, text, arena);
	request->words = px_words_of(request->text, 0, request->text.size, arena);
	if (request->words.count > PX_PARSE_WORDS)
		request->words.count = PX_PARSE_WORDS;
	px_parse_find_times(request, &nothing_said);
	px_parse_streams(request);
	px_target_find(request, request->full.at, request->full.count, (int)kinds, &target);
	for (size_t i = 0; i < target.candidate_count; i++)
		keep(found, target.candidates[i]);
	if (!found->count)
		find_in_project(request, (int)kinds, found);
	if (found->count == 1 && target.day != PX_DAY_NONE && target.day_end == target.day + 1)
		found->day = target.day * PX_MS_DAY;
}
