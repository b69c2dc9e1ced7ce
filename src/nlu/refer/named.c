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

static void keep(struct px_nlu_found *found, const struct px_nlu_item *item)
{
	if (found->count < PX_NLU_FOUND_MAX)
		found->items[found->count++] = item;
}

/* "the Avenue task": what is in the project that the words name. */
static void find_in_project(struct px_parse *parse, int kinds, struct px_nlu_found *found)
{
	const struct px_word *words = parse->words.at;
	size_t count = parse->words.count;

	while (count && px_word_in(&words[0], PX_WORDS_TARGET_LEAD))
		words++, count--;
	while (count > 1 && px_word_in(&words[count - 1], PX_WORDS_KIND_TASK))
		count--;
	const struct px_nlu_item *project = count ? px_slots_known_project(parse, words, count) : NULL;
	for (size_t i = 0; project && kinds & PX_TARGET_TASK && i < parse->context->item_count; i++) {
		const struct px_nlu_item *item = &parse->context->items[i];
		if (item->kind == PX_NLU_TASK && item->project && strcmp(item->project, project->title) == 0)
			keep(found, item);
	}
}

void px_nlu_find(const struct px_nlu_context *context, unsigned kinds, struct px_str text, struct px_arena *arena,
		 struct px_nlu_found *found)
{
	struct px_parse *parse = PX_ARENA_NEW(arena, struct px_parse);
	struct px_nlu_result *result = PX_ARENA_NEW(arena, struct px_nlu_result);
	struct px_target target;

	*found = (struct px_nlu_found){ .day = PX_TIME_NONE };
	if (!text.size || text.size > PX_PARSE_TITLE * 4)
		return;
	parse->context = context;
	parse->titles = PX_ARENA_NEW(arena, struct px_item_titles);
	struct px_spelling *spelling = px_arena_alloc(arena, sizeof(*spelling));
	px_spelling_read(context, text, arena, spelling);
	parse->spelling = spelling;
	parse->text = text = spelling->read;
	parse->arena = arena;
	parse->result = result;
	parse->now = px_tz_to_local(context->tz, context->now);
	parse->today = px_civil_ms_day(parse->now);
	parse->same_day = PX_DAY_NONE;
	parse->end = text.size;
	parse->words = px_words_of(text, 0, text.size, arena);
	if (parse->words.count > PX_PARSE_WORDS)
		parse->words.count = PX_PARSE_WORDS;
	px_parse_find_times(parse);
	px_parse_streams(parse);
	px_target_find(parse, parse->full.at, parse->full.count, (int)kinds, &target);
	for (size_t i = 0; i < target.candidate_count; i++)
		keep(found, target.candidates[i]);
	if (!found->count)
		find_in_project(parse, (int)kinds, found);
	if (found->count == 1 && target.day != PX_DAY_NONE && target.day_end == target.day + 1)
		found->day = target.day * PX_MS_DAY;
}
