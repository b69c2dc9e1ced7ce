/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a frame reads something, its reading counts: it was written for just
 * that form.  Where none does, the reader is asked, and counts if it is sure
 * enough, also where the classifier alone would act, and where the frames make
 * something new of words in which the reader sees a change of what is there, or
 * several things.  Where none of its answers could count it is not run: it is
 * most of what a turn costs.  The figures were chosen on annotated days of
 * authors who know the engine by nothing but its replies
 * (docs/decisions/0017-trained-reader.md).
 */
#include "nlu/plan/choice.h"

#include "base/str.h"
#include "nlu/language.h"
#include "nlu/text/json.h"
#include "nlu/text/words.h"

/* How sure the reader must be for its reading to count; over 1: it is not run. */
static const float over_frames = 2, over_guesses = 0.6F, over_none = 0.9F, over_new = 0.85F;
static const float over_statement = 0.85F, over_open = 0.95F;
/* Where the frames' reading shows by itself that it is a wrong one. */
static const float over_faulty = 0.5F, over_unknown = 0.75F;
/* A question changes nothing. */
static const float over_asking = 0.7F;
/* In a language of which the classifier knows nothing the reader is all there is where no frame reads. */
static const float over_unclassified = 0.4F;
/* Frames of just one form say so much of themselves (act/create.c). */
static const float own_frame = 0.9F;
/* The classifier is sure that nothing is to be done from here on: the two disagree. */
static const float sure_of_none = 0.9F;
/* The reader, too, sees something new: no statement of how things are. */
static const float agreed = 0.9F;

static bool creates(const struct px_nlu_result *result)
{
	for (size_t i = 0; i < result->call_count; i++) {
		if (strncmp(result->calls[i].tool, "create_", 7) != 0)
			return false;
	}
	return result->call_count > 0;
}

/* Something new, by the most general of the frames: a verb in front, a name and a time, a row of things. */
static bool makes_new(const struct px_nlu_result *frames)
{
	return creates(frames) && frames->act &&
	       (strcmp(frames->act, "create") == 0 || strcmp(frames->act, "listed") == 0);
}

/* A statement is kept, and not what it may say of the calendar: "put down that she comes on Friday at ten". */
static bool keeps_statement(const struct px_nlu_result *frames)
{
	return frames->call_count == 1 && strcmp(frames->calls[0].tool, "remember") == 0;
}

static bool looks_for_words(const struct px_nlu_result *frames)
{
	return frames->call_count == 1 && strncmp(frames->calls[0].tool, "list_", 5) == 0 &&
	       strstr(frames->calls[0].arguments, "\"query\"");
}

/* What these acts read is rarely wrong, but their forms are open at the ends: any words may be the name of a thing. */
static bool takes_any_words(const struct px_nlu_result *frames)
{
	static const char *const open_acts[] = { "change", "continue", "reason" };

	for (size_t i = 0; i < sizeof(open_acts) / sizeof(open_acts[0]); i++) {
		if (strcmp(frames->act, open_acts[i]) == 0)
			return true;
	}
	return false;
}

/* What became of the message by the frames: how sure the reader must be, and what of its own counts, go by it. */
enum reading { SURE, NOTHING, GUESS, NEW, STATEMENT, LOOK, CHANGE, ASKS };

static enum reading reading_of(const struct px_nlu_result *frames)
{
	bool asks = frames->question && !frames->unsure;

	if (!frames->call_count && !frames->smalltalk && !asks)
		return NOTHING;
	if (frames->act && strcmp(frames->act, "model") == 0)
		return GUESS;
	if (asks)
		return ASKS;
	if (!frames->act)
		return SURE;
	if (makes_new(frames))
		return NEW;
	if (keeps_statement(frames))
		return STATEMENT;
	if (looks_for_words(frames))
		return LOOK;
	return takes_any_words(frames) ? CHANGE : SURE;
}

static const char *value_of(const struct px_nlu_call *call, const char *name, struct px_arena *arena)
{
	struct px_args args = { 0 };

	px_args_read(&args, call->arguments, arena);
	const char *value = px_args_get(&args, name);
	return value ? value : "";
}

/* The thing is there, and once: one time of a series may be meant where the frames read all. */
static bool happens_once(const struct px_nlu_context *context, struct px_id item)
{
	for (size_t i = 0; i < context->item_count && !px_id_is_none(item); i++) {
		if (px_id_eq(context->items[i].id, item))
			return !context->items[i].recurrence;
	}
	return false;
}

/* Called by its whole name, one word after the other, which is too long to be said of anything else. */
static bool said_in_full(const char *name, struct px_str text, struct px_arena *arena)
{
	enum { WORDS_LEAST = 3 };
	const struct px_words called = px_words_of(px_str(name), 0, strlen(name), arena);
	const struct px_words said = px_words_of(text, 0, text.size, arena);

	for (size_t at = 0; called.count >= WORDS_LEAST && at + called.count <= said.count; at++) {
		size_t same = 0;
		while (same < called.count && strcmp(called.at[same].text, said.at[at + same].text) == 0)
			same++;
		if (same == called.count)
			return true;
	}
	return false;
}

bool px_choice_settled(const struct px_nlu_context *context, const struct px_nlu_result *frames, struct px_str text,
		       struct px_arena *arena)
{
	const struct px_nlu_call *call = &frames->calls[0];

	if (!frames->call_count || reading_of(frames) != CHANGE)
		return false;
	const char *target = frames->call_count == 1 ? value_of(call, "target", arena) : "";
	return !target[0] || (happens_once(context, call->item) && said_in_full(target, text, arena));
}

static float over_nothing(const struct px_nlu_result *frames)
{
	if (!px_language()->classifies)
		return over_unclassified;
	return frames->confidence >= sure_of_none ? over_none : over_guesses; /* "what is in the fridge?" */
}

/* In such a language the most general frames guess, too; its own frames are as sure as they say. */
static bool makes_by_guess(const struct px_nlu_result *frames)
{
	return !px_language()->classifies && frames->confidence < own_frame;
}

static float over_makers(const struct px_nlu_result *frames)
{
	if (px_language()->classifies || strcmp(frames->act, "listed") == 0)
		return over_new;
	return makes_by_guess(frames) ? over_unclassified : over_guesses;
}

static float over(const struct px_nlu_result *frames)
{
	switch (reading_of(frames)) {
	case NOTHING:
		return over_nothing(frames);
	case GUESS:
		return over_guesses;
	case NEW:
		return over_makers(frames);
	case STATEMENT:
		return over_statement;
	case LOOK:
	case CHANGE:
	case ASKS:
		return over_open;
	case SURE:
		break;
	}
	return over_frames;
}

bool px_choice_sure(const struct px_nlu_result *frames)
{
	return over(frames) > 1;
}

/* `part` stands in `text`, but for the first letter, which is a capital in every title. */
static bool holds(struct px_str text, struct px_str part)
{
	return part.size > 1 && px_str_find(text, px_str_n(part.data + 1, part.size - 1)) != SIZE_MAX;
}

/* One title of the frames has two of the reader's in it: "3 visits: Ann, Ben at 10 and Cy". */
static bool holds_several(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			  struct px_arena *arena)
{
	for (size_t i = 0; i < frames->call_count; i++) {
		struct px_str title = px_str(value_of(&frames->calls[i], "title", arena));
		size_t held = 0;
		for (size_t k = 0; k < marked->call_count; k++)
			held += holds(title, px_str(value_of(&marked->calls[k], "title", arena)));
		if (held > 1)
			return true;
	}
	return false;
}

/* More things are made than by the frames, which put several of them in one name. */
static bool splits_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			  struct px_arena *arena)
{
	return marked->call_count > frames->call_count && creates(marked) && holds_several(frames, marked, arena);
}

static const char *time_of(const struct px_nlu_call *call, struct px_arena *arena)
{
	const char *start = value_of(call, "start", arena);

	return start[0] ? start : value_of(call, "due", arena);
}

static bool has_time(const struct px_nlu_result *result, struct px_arena *arena)
{
	for (size_t i = 0; i < result->call_count; i++) {
		if (time_of(&result->calls[i], arena)[0])
			return true;
	}
	return false;
}

/* The same things at the same times; the reader leaves out what is no part of a title, or knows a visit from a task. */
static bool names_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			 struct px_arena *arena)
{
	for (size_t i = 0; i < frames->call_count; i++) {
		const struct px_nlu_call *said = &frames->calls[i], *read = &marked->calls[i];
		if (!holds(px_str(value_of(said, "title", arena)), px_str(value_of(read, "title", arena))) ||
		    strcmp(time_of(said, arena), time_of(read, arena)) != 0 ||
		    strcmp(value_of(said, "recurrence", arena), value_of(read, "recurrence", arena)) != 0)
			return false;
	}
	return true;
}

/* A word of three letters or more that the thing is called by was said. */
static bool is_named(const char *name, struct px_str text, struct px_arena *arena)
{
	const struct px_str target = px_str(name);
	const struct px_words called = px_words_of(target, 0, target.size, arena);
	const struct px_words said = px_words_of(text, 0, text.size, arena);

	for (size_t i = 0; i < called.count; i++) {
		if (called.at[i].size < 3 || px_word_in(&called.at[i], PX_WORDS_TITLE_LIGHT))
			continue;
		for (size_t k = 0; k < said.count; k++) {
			if (strcmp(called.at[i].text, said.at[k].text) == 0)
				return true;
		}
	}
	return false;
}

static bool is_question(const struct px_nlu_result *result)
{
	for (size_t i = 0; i < result->call_count; i++) {
		const char *tool = result->calls[i].tool;
		if (strncmp(tool, "list_", 5) != 0 && strcmp(tool, "search_memory") != 0)
			return false;
	}
	return result->call_count > 0;
}

/* Every thing that is to be changed is one that there is. */
static bool knows_targets(const struct px_nlu_result *result, struct px_arena *arena)
{
	for (size_t i = 0; i < result->call_count; i++) {
		const struct px_nlu_call *call = &result->calls[i];
		if (value_of(call, "target", arena)[0] && px_id_is_none(call->item))
			return false;
	}
	return true;
}

/* Every call changes a thing that there is, that was named and keeps its name. */
static bool changes_named(const struct px_nlu_result *result, struct px_str text, struct px_arena *arena)
{
	for (size_t i = 0; i < result->call_count; i++) {
		const char *target = value_of(&result->calls[i], "target", arena);
		if (!target[0] || px_id_is_none(result->calls[i].item) || !is_named(target, text, arena) ||
		    value_of(&result->calls[i], "title", arena)[0])
			return false;
	}
	return result->call_count > 0;
}

/*
 * What the frames make is called like a sentence about a thing that there is, and the reader sees its change: "Conor's
 * dentist is Wednesday, not tomorrow".
 */
static bool names_state(const struct px_nlu_result *frames, const struct px_nlu_result *marked, struct px_arena *arena)
{
	enum { LONG_NAME = 9 };
	const struct px_str title = px_str(value_of(&frames->calls[0], "title", arena));
	const struct px_words words = px_words_of(title, 0, title.size, arena);

	return (words.count >= LONG_NAME || px_words_have(&words, PX_WORDS_TELLS_STATE)) &&
	       changes_named(marked, title, arena);
}

/* What the frames would make is removed by them at once: "Tuesday's shift went to the agency, delete it". */
static bool undoes_itself(const struct px_nlu_result *frames, struct px_arena *arena)
{
	for (size_t i = 1; i < frames->call_count; i++) {
		const struct px_nlu_call *call = &frames->calls[i];
		const char *target = value_of(call, "target", arena);
		if (strncmp(call->tool, "delete_", 7) == 0 && target[0] &&
		    strcmp(target, value_of(&frames->calls[i - 1], "title", arena)) == 0)
			return true;
	}
	return false;
}

static bool makes_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust,
			 struct px_arena *arena)
{
	if (is_question(marked))
		return trust >= over_asking;
	if (!creates(marked))
		return trust >= over_new || (trust >= over_faulty && names_state(frames, marked, arena));
	if (marked->call_count > frames->call_count)
		return trust >= over_guesses && !has_time(frames, arena) && has_time(marked, arena);
	return trust >= over_open && names_better(frames, marked, arena);
}

/*
 * The reader sees something new ("and invite the grandparents by Sunday"), a thing that is named where that of the
 * frames is not, or one time of a series ("this week only do it at two").  What is left out of many the frames know
 * better.
 */
static bool targets_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked, struct px_str text,
			   struct px_arena *arena)
{
	const struct px_nlu_call *said = &frames->calls[0], *read = &marked->calls[0];
	const char *target = value_of(said, "target", arena), *other = value_of(read, "target", arena);

	if (frames->call_count != 1 || !target[0])
		return false;
	if (creates(marked)) /* but "reopen sort the photos" */
		return !holds(px_str(target), px_str(value_of(read, "title", arena)));
	if (strcmp(target, other) == 0)
		return value_of(read, "occurrence", arena)[0] && !value_of(said, "occurrence", arena)[0];
	return other[0] && is_named(other, text, arena) && !is_named(target, text, arena);
}

/*
 * The same thing gets a new name by the frames and a new time or rank by the reader ("make that urgent"), or becomes a
 * series by a day that only tells which one is meant ("Saturday's game is at ten now").
 */
static bool changes_less(const struct px_nlu_result *frames, const struct px_nlu_result *marked, struct px_arena *arena)
{
	static const char *const strong[] = { "title", "recurrence" };
	const struct px_nlu_call *said = &frames->calls[0], *read = &marked->calls[0];

	if (frames->call_count != 1 || marked->call_count != 1 || px_id_is_none(said->item) ||
	    !px_id_eq(said->item, read->item))
		return false;
	for (size_t i = 0; i < sizeof(strong) / sizeof(strong[0]); i++) {
		if (value_of(said, strong[i], arena)[0] && !value_of(read, strong[i], arena)[0])
			return time_of(read, arena)[0] || value_of(read, "priority", arena)[0];
	}
	return false;
}

/* "how about tomorrow?" is an offer to move, "with whom is it?" none. */
static bool asks_in_words(struct px_str text, struct px_arena *arena)
{
	const struct px_words words = px_words_of(text, 0, text.size, arena);

	return px_words_have(&words, PX_WORDS_ASKS_FOR_SURE);
}

static bool changes_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust,
			   struct px_str text, struct px_arena *arena)
{
	if (is_question(marked))
		return trust >= over_asking && asks_in_words(text, arena);
	if (trust >= over_open && !knows_targets(frames, arena) && !creates(marked) && knows_targets(marked, arena))
		return true;
	if (trust >= over_unknown && !knows_targets(frames, arena) && changes_named(marked, text, arena))
		return true;
	if (trust >= over_new && creates(frames) && changes_named(marked, text, arena))
		return true;
	if (trust >= over_new && (undoes_itself(frames, arena) || changes_less(frames, marked, arena)))
		return knows_targets(marked, arena);
	return trust >= over_open && targets_better(frames, marked, text, arena);
}

/* What nobody says without wanting it: something new at a time of its own, or a correction of a thing that there is. */
static bool is_likely(const struct px_nlu_result *marked, struct px_arena *arena)
{
	for (size_t i = 0; i < marked->call_count; i++) {
		if (!time_of(&marked->calls[i], arena)[0])
			return false;
	}
	return creates(marked) || (marked->act && strcmp(marked->act, "correct") == 0 && knows_targets(marked, arena));
}

/*
 * "what have I got on the 3rd", of which the frames took the day for a name; or no question at all: several new things
 * ("list for the co-op: drench, twine"), one at a time, or a change.
 */
static bool looks_better(const struct px_nlu_result *marked, struct px_arena *arena)
{
	const struct px_nlu_call *call = &marked->calls[0];

	if (creates(marked)) /* "read the agenda papers by Wednesday", but "find tasks about elephants" */
		return marked->call_count > 1 || has_time(marked, arena);
	return strncmp(call->tool, "list_", 5) != 0 || !value_of(call, "query", arena)[0];
}

/* Where the frames make nothing or something new, in a language that the classifier doesn't know. */
static bool counts_unclassified(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust,
				struct px_arena *arena)
{
	const bool guess = makes_by_guess(frames);

	if (trust < over(frames) || (marked->call_count < frames->call_count && !(guess && trust >= agreed)))
		return false;
	if (!frames->call_count || guess || !creates(marked))
		return true;
	if (marked->call_count > frames->call_count)
		return holds_several(frames, marked, arena);
	return trust >= over_open && names_better(frames, marked, arena);
}

bool px_choice_marks(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust,
		     struct px_str text, struct px_arena *arena)
{
	const enum reading reading = reading_of(frames);

	if (!px_language()->classifies && (reading == NEW || reading == NOTHING))
		return counts_unclassified(frames, marked, trust, arena);
	if ((reading == NEW || reading == GUESS) && trust >= over_faulty && splits_better(frames, marked, arena))
		return true;
	/* "mon 9-12, wed 10-2 and fri 1-5": a reading that drops a part is the worse one */
	if (marked->call_count < frames->call_count && !(reading == CHANGE && undoes_itself(frames, arena)))
		return false;
	if (reading == NEW)
		return makes_better(frames, marked, trust, arena);
	if (reading == CHANGE)
		return changes_better(frames, marked, trust, text, arena);
	if (reading == NOTHING && trust >= over_faulty && is_likely(marked, arena))
		return true;
	if (trust < over(frames))
		return false;
	switch (reading) {
	case STATEMENT:
		return creates(marked);
	case LOOK:
		return looks_better(marked, arena);
	case ASKS:
		return changes_named(marked, text, arena);
	default:
		return true;
	}
}

bool px_choice_agreed(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust)
{
	return trust >= agreed && makes_new(frames) && creates(marked);
}
