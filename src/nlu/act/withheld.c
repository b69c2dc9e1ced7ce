/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/withheld.h"

#include "nlu/act/cues.h"
#include "nlu/act/denied.h"

/* Such a call changes nothing; settings that are not given a value are told. */
static bool only_looks(const char *tool, const struct px_args *args)
{
	return strncmp(tool, "list_", 5) == 0 || strcmp(tool, "search_memory") == 0 ||
	       strcmp(tool, "daily_brief") == 0 || (strcmp(tool, "update_settings") == 0 && !args->count);
}

bool px_only_asks(const struct px_request *request)
{
	const struct px_words *w = &request->words;

	if (!w->count || px_cue_phrase(w, PX_PATTERN_SUGGESTS))
		return false;
	if (!px_words_ask(request->text, w))
		return px_cue_begins(w, PX_PATTERN_ASKS_PLAINLY);
	return px_cue_begins(w, PX_PATTERN_ASKS_OF_THING) || px_word_in(&w->at[0], PX_WORDS_AUXILIARY) ||
	       px_word_in(&w->at[0], PX_WORDS_CALLS_OFF);
}

bool px_done_asked(const struct px_word *words, size_t count)
{
	for (size_t i = 2; i < count; i++) {
		if (words[i].flags & PX_WORD_BREAK)
			return false; /* "hab ich gekauft, die Milch" */
	}
	return count && (px_word_in(&words[0], PX_WORDS_ASKS_IF_DONE) ||
			 (count > 1 && px_word_in(&words[0], PX_WORDS_AUXILIARY) &&
			  px_word_in(&words[1], PX_WORDS_AUXILIARY_SUBJECT)));
}

bool px_done_in_vain(const struct px_words *words)
{
	return px_cue_phrase(words, PX_PATTERN_IN_VAIN);
}

/* The first part of what was said, which says what became of the thing. */
static size_t first_part(const struct px_words *w)
{
	size_t i = 2;

	while (i < w->count && !(w->at[i].flags & PX_WORD_BREAK))
		i++;
	return i < w->count ? i : w->count;
}

/* "half the shirts are ironed", "tried to ring the garage", "Olga will be paid on Friday", "rang her, no answer" */
static bool is_not_over(const struct px_request *request)
{
	const struct px_words *w = &request->words, part = { w->at, first_part(w) };

	/* "mark Start on the essay as done" has them in a title; other languages' frames look at it themselves. */
	if (px_language_is_other() || (w->count && px_word_in(&w->at[0], PX_WORDS_TICK_VERB)))
		return false;
	return px_done_in_vain(w) || px_cue_phrase(&part, PX_PATTERN_NOT_OVER) ||
	       px_done_asked(part.at, part.count) || px_words_have(&part, PX_WORDS_NOT_YET);
}

/* "gloves arrived?", and not "can you tick off the gloves?" */
static bool asks_if_over(const struct px_request *request)
{
	const struct px_words *w = &request->words;

	return px_words_ask(request->text, w) && !px_cue_phrase(w, PX_PATTERN_SUGGESTS) &&
	       !px_words_have(w, PX_WORDS_TICK_VERB) && !px_words_have(w, PX_WORDS_ASKED_OF);
}

static bool plans(const char *tool)
{
	return strncmp(tool, "update_", 7) == 0 || strncmp(tool, "delete_", 7) == 0 ||
	       strcmp(tool, "create_event") == 0;
}

/* "don't remind me of the shift", "no reminder before the shift": the shift stays. */
static bool takes_thing_for_its_reminder(const struct px_request *request, const char *tool)
{
	return strcmp(tool, "delete_event") == 0 && px_words_have(&request->words, PX_WORDS_REMINDING);
}

bool px_withheld(const struct px_request *request, const char *tool, const struct px_args *args)
{
	if (request->list || only_looks(tool, args))
		return false;
	if (px_only_asks(request) || (request->context->read && plans(tool) && px_denied(&request->full, tool)))
		return true;
	if (takes_thing_for_its_reminder(request, tool))
		return true;
	return strcmp(tool, "complete_task") == 0 && (is_not_over(request) || asks_if_over(request));
}
