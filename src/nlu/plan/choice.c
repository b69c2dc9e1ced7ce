/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames or reader: each is right where the other is wrong, and what tells which is seen in the readings themselves.
 * What each sign counts for is fitted on messages of authors who have not seen the engine
 * (docs/decisions/0017-trained-reader.md).  Where none of the reader's answers could count it is not run: it is most of
 * what a turn costs.
 */
#include "nlu/plan/choice.h"

#include "base/str.h"
#include "nlu/language.h"
#include "nlu/plan/choice_parts.h"
#include "nlu/plan/list_marks.h"
#include "nlu/text/json.h"
#include "nlu/text/words.h"

/*
 * How sure the reader must be where nothing was fitted; chosen on annotated days (docs/decisions/0017).  In a language
 * of which the classifier knows nothing it is all there is where no frame reads.
 */
static const float over_unclassified = 0.4F, over_new = 0.6F, over_listed = 0.85F, over_open = 0.95F;
/* A question changes nothing. */
static const float over_asking = 0.7F, over_days = 0.4F;
/* Frames of just one form say so much of themselves (act/create.c). */
static const float own_frame = 0.9F;
/* The reader, too, sees something to do: no statement of how things are. */
static const float agreed = 0.9F;
/* Below this nothing is called off or done by the reader alone. */
static const float over_ending = 0.5F;

/* Something new, by the most general of the frames: a verb in front, a name and a time, a row of things. */
static bool makes_new(const struct px_nlu_result *frames)
{
	return px_choice_creates(frames) && frames->act &&
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
enum reading { SURE, TALK, NOTHING, GUESS, NEW, STATEMENT, LOOK, RECALL, CHANGE, ASKS };

static enum reading reading_of(const struct px_nlu_result *frames)
{
	bool asks = frames->question && !frames->unsure;

	if (!frames->call_count && !frames->smalltalk && !asks)
		return NOTHING;
	if (frames->act && strcmp(frames->act, "model") == 0)
		return GUESS;
	if (asks)
		return ASKS;
	if (frames->greets && !frames->call_count)
		return TALK;
	if (!frames->act)
		return SURE;
	if (makes_new(frames))
		return NEW;
	if (keeps_statement(frames))
		return STATEMENT;
	if (looks_for_words(frames))
		return LOOK;
	if (strcmp(frames->act, "recall") == 0)
		return RECALL;
	return takes_any_words(frames) ? CHANGE : SURE;
}

bool px_choice_sure(const struct px_nlu_result *frames)
{
	return reading_of(frames) == SURE;
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
	const char *target = frames->call_count == 1 ? px_choice_value(call, "target", arena) : "";
	return !target[0] || (happens_once(context, call->item) && said_in_full(target, text, arena));
}

/* In such a language the most general frames guess, too; its own frames are as sure as they say. */
static bool makes_by_guess(const struct px_nlu_result *frames)
{
	return !px_language()->classifies && frames->confidence < own_frame;
}

static float over(const struct px_nlu_result *frames)
{
	if (!frames->call_count || (makes_by_guess(frames) && strcmp(frames->act, "listed") != 0))
		return over_unclassified;
	return strcmp(frames->act, "listed") == 0 ? over_listed : over_new;
}

/* Where the frames make nothing or something new, in a language that the classifier doesn't know. */
static bool counts_unclassified(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust,
				struct px_arena *arena)
{
	const bool guess = makes_by_guess(frames);

	if (trust < over(frames) || (marked->call_count < frames->call_count && !(guess && trust >= agreed)))
		return false;
	if (guess && px_choice_loses_words(frames, marked, arena))
		return false;
	if (!frames->call_count || guess)
		return true;
	if (!px_choice_creates(marked))
		return trust >= over_open; /* "vergiss nicht, die Katze zu füttern" is no "vergiss" */
	if (marked->call_count > frames->call_count)
		return px_choice_holds_several(frames, marked, arena);
	return trust >= over_open && px_choice_names_better(frames, marked, arena);
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

/*
 * "what have I got on the 3rd", of which the frames took the day for a name; or no question at all: several new things
 * ("list for the co-op: drench, twine"), one at a time, or a change.
 */
static bool looks_better(const struct px_nlu_result *marked, struct px_arena *arena)
{
	const struct px_nlu_call *call = &marked->calls[0];

	if (px_choice_creates(marked)) /* "read the agenda papers by Wednesday", but "find tasks about elephants" */
		return marked->call_count > 1 || px_choice_timed(marked, arena);
	return strncmp(call->tool, "list_", 5) != 0 || !px_choice_value(call, "query", arena)[0];
}

/* All that is there in some days: nothing is looked for by words, and no memory knows it ("who have I got today?"). */
static bool asks_of_days(const struct px_nlu_result *marked, struct px_arena *arena)
{
	const struct px_nlu_call *call = &marked->calls[0];

	return marked->call_count == 1 && strcmp(call->tool, "list_events") == 0 &&
	       px_choice_value(call, "start", arena)[0] && !px_choice_value(call, "query", arena)[0];
}

/* "what times do I need to be places tomorrow": no name has so many words, "for Naidoo" may be one. */
static bool looks_for_sentence(const struct px_nlu_result *frames, struct px_arena *arena)
{
	enum { LONG_NAME = 4 };

	return px_words_in(px_choice_value(&frames->calls[0], "query", arena), arena).count >= LONG_NAME;
}

/* "what's still needed?"; or what memory would be asked for is the name of an event ("where is the memory clinic?"). */
static bool asks_of_known(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			  struct px_str text, struct px_arena *arena)
{
	const struct px_words said = px_words_of(text, 0, text.size, arena);
	const struct px_nlu_call *call = &marked->calls[0];
	const char *named = px_choice_value(call, "query", arena);

	if (marked->call_count != 1 || strncmp(call->tool, "list_", 5) != 0)
		return false;
	if (!named[0])
		return strcmp(call->tool, "list_tasks") == 0;
	return said.count && px_word_in(&said.at[0], PX_WORDS_ASKS_WHERE_OR_WHEN) &&
	       px_str_eq_case(px_str(px_choice_value(&frames->calls[0], "query", arena)), px_str(named));
}

/* "how about tomorrow?" is an offer to move, "with whom is it?" none. */
static bool asks_in_words(struct px_str text, struct px_arena *arena)
{
	const struct px_words words = px_words_of(text, 0, text.size, arena);

	return px_words_have(&words, PX_WORDS_ASKS_FOR_SURE);
}

/*
 * What was kept, looked for or asked back: these frames are rarely wrong, and too rare among the messages that the
 * weights were fitted on.
 */
static bool counts_over_rare(const struct px_readings *readings, enum reading reading, struct px_arena *arena)
{
	const struct px_nlu_result *frames = readings->frames, *marked = readings->marked;

	if (reading == RECALL && readings->trust >= over_days && asks_of_days(marked, arena))
		return true;
	if (reading == LOOK && readings->trust >= over_asking && asks_of_days(marked, arena) &&
	    looks_for_sentence(frames, arena))
		return true;
	if (reading == STATEMENT)
		return readings->trust >= over_listed && px_choice_creates(marked);
	if (readings->trust < over_open || !marked->call_count)
		return false;
	if (reading == RECALL)
		return asks_of_known(frames, marked, readings->text, arena);
	return reading == LOOK ? looks_better(marked, arena) : px_choice_changes_named(marked, readings->text, arena);
}

/* One thing is changed that no word names, nor a pronoun: "he's coming tomorrow" moves nothing. */
static bool changes_unnamed(const struct px_nlu_result *marked, struct px_str text, struct px_arena *arena)
{
	const struct px_words words = px_words_of(text, 0, text.size, arena);
	const char *target = marked->call_count == 1 ? px_choice_value(&marked->calls[0], "target", arena) : "";

	return target[0] && px_language()->classifies && strncmp(marked->calls[0].tool, "update_", 7) == 0 &&
	       !px_choice_is_named(target, text, arena) && !px_words_have(&words, PX_WORDS_ANY_PRONOUN);
}

/* "where do I swim?" is no question of the thing that was spoken of before. */
static bool asks_of_unnamed(const struct px_nlu_result *marked, struct px_str text, struct px_arena *arena)
{
	const char *query = marked->call_count ? px_choice_value(&marked->calls[0], "query", arena) : "";

	return query[0] && is_question(marked) && !px_choice_is_named(query, text, arena);
}

/* "paid them": of which the frames know nothing by name either. */
static bool asks_which_done(const struct px_readings *readings)
{
	const struct px_nlu_result *frames = readings->frames;

	return readings->marked->question && readings->trust >= over_ending && frames->call_count == 1 &&
	       strcmp(frames->calls[0].tool, "complete_task") == 0 && px_id_is_none(frames->calls[0].item);
}

/*
 * Worse than no reading: a change or question of something that nobody named, or which thing is meant, where the frames
 * know what to do.
 */
static bool guesses_thing(const struct px_readings *readings, struct px_arena *arena)
{
	const struct px_nlu_result *marked = readings->marked;

	if (readings->trust < over_open && changes_unnamed(marked, readings->text, arena))
		return true;
	if (readings->frames->call_count && asks_of_unnamed(marked, readings->text, arena))
		return true;
	return readings->frames->call_count && !marked->call_count && !asks_which_done(readings) &&
	       !(px_choice_chats(marked) && readings->trust >= over_listed); /* small talk, for sure */
}

/* "merk dir, Anna verträgt keine Nüsse", "don't let me forget mum's card": what is taken away is gone. */
static bool forgets(const struct px_readings *readings)
{
	for (size_t i = 0; i < readings->marked->call_count && readings->frames->call_count; i++) {
		if (strcmp(readings->marked->calls[i].tool, "forget") == 0)
			return true;
	}
	return false;
}

/* "late shift starts 2pm on Thursday": where nothing of that name is there, and nothing speaks of moving, it is new. */
static bool changes_unknown(const struct px_readings *readings, struct px_arena *arena)
{
	const struct px_nlu_call *call = &readings->marked->calls[0];
	const struct px_words words = px_words_of(readings->text, 0, readings->text.size, arena);

	return readings->marked->call_count == 1 && px_choice_creates(readings->frames) &&
	       strcmp(call->tool, "update_event") == 0 && px_id_is_none(call->item) &&
	       px_words_have(&words, PX_WORDS_BEGINS_THEN);
}

/* "All of them are for today": at half a guess nothing is done or gone. */
static bool ends_by_guess(const struct px_readings *readings)
{
	if (readings->trust >= over_ending || readings->frames->call_count)
		return false;
	for (size_t i = 0; i < readings->marked->call_count; i++) {
		const char *tool = readings->marked->calls[i].tool;
		if (strncmp(tool, "delete_", 7) == 0 || strcmp(tool, "complete_task") == 0)
			return true;
	}
	return false;
}

/*
 * A thing of each line that a bullet begins: how the text is laid out says more than its words, and the reader sees
 * none of it.
 */
static bool reads_lines(const struct px_readings *readings)
{
	const struct px_str text = readings->text;
	size_t lines = 0;

	for (size_t at = 0; at < text.size; at++) {
		if (at == 0 || text.data[at - 1] == '\n')
			lines += px_mark_bullet_size(text, at, text.size) > 0;
	}
	return lines > 1 && readings->frames->call_count == lines && px_choice_creates(readings->frames);
}

/* "Physio: Mo 9 Uhr, Mi 9 Uhr, Fr 10 Uhr": one thing at each of several times, which the reader takes for several. */
static bool repeats_one(const struct px_readings *readings, struct px_arena *arena)
{
	const struct px_nlu_result *frames = readings->frames;
	const char *title = frames->call_count > 1 ? px_choice_value(&frames->calls[0], "title", arena) : "";

	for (size_t i = 0; i < frames->call_count; i++) {
		if (!title[0] || strcmp(frames->calls[i].tool, "create_event") != 0 ||
		    strcmp(px_choice_value(&frames->calls[i], "title", arena), title) != 0)
			return false;
	}
	return title[0] && readings->marked->call_count <= frames->call_count && !px_language()->classifies;
}

/* "Both", "Update Jira - all": how many are meant is no name, nor a part of one. */
static bool names_how_many(const struct px_readings *readings, struct px_arena *arena)
{
	for (size_t i = 0; i < readings->frames->call_count && px_choice_creates(readings->frames); i++) {
		const char *title = px_choice_value(&readings->frames->calls[i], "title", arena);
		const struct px_words w = px_words_in(title, arena);
		const struct px_word *last = w.count ? &w.at[w.count - 1] : NULL;
		if (last && px_word_in(last, PX_WORDS_ALL_OF_LIST) && (w.count == 1 || last->flags & PX_WORD_BREAK))
			return true;
	}
	return false;
}

/* The steps of a task that there is: frames of just that form. */
static bool makes_steps(const struct px_nlu_result *frames)
{
	for (size_t i = 0; i < frames->call_count; i++) {
		if (!strstr(frames->calls[i].arguments, "\"parent\":"))
			return false;
	}
	return frames->call_count > 0;
}

/* "plumber is called, he comes on Thursday": the frames saw to both. */
static bool drops_done(const struct px_readings *readings)
{
	bool done = false;

	for (size_t i = 0; i < readings->frames->call_count && readings->frames->call_count > 1; i++)
		done |= strcmp(readings->frames->calls[i].tool, "complete_task") == 0;
	for (size_t i = 0; i < readings->marked->call_count; i++)
		done &= strcmp(readings->marked->calls[i].tool, "complete_task") != 0;
	return done;
}

static bool reminds(const struct px_nlu_result *result, struct px_arena *arena)
{
	struct px_args args;

	for (size_t i = 0; i < result->call_count; i++) {
		px_args_read(&args, result->calls[i].arguments, arena);
		if (px_args_has(&args, "reminders"))
			return true;
	}
	return false;
}

/* "the vet on Friday at 10 with a reminder 2 hours before": which the frames take for a part of the name. */
static bool reminds_of_new(const struct px_readings *readings, struct px_arena *arena)
{
	return px_choice_creates(readings->frames) && px_choice_creates(readings->marked) &&
	       readings->trust >= over_new && reminds(readings->marked, arena) && !reminds(readings->frames, arena);
}

bool px_choice_marks(const struct px_readings *readings, struct px_arena *arena)
{
	const enum reading reading = reading_of(readings->frames);
	struct px_choice_features features;

	if (forgets(readings) || guesses_thing(readings, arena) || reads_lines(readings) ||
	    makes_steps(readings->frames) || repeats_one(readings, arena) || ends_by_guess(readings) ||
	    changes_unknown(readings, arena) || drops_done(readings))
		return false;
	if (reminds_of_new(readings, arena))
		return true;
	if (names_how_many(readings, arena) && px_choice_creates(readings->marked) && readings->trust >= over_days)
		return true;
	if (reading == TALK) /* "oh and put down diesel" is more than "oh" */
		return readings->marked->call_count &&
		       readings->trust >= (px_choice_creates(readings->marked) ? over_new : over_listed);
	if (reading == STATEMENT || reading == LOOK || reading == RECALL || reading == ASKS)
		return counts_over_rare(readings, reading, arena);
	if (reading == CHANGE && is_question(readings->marked) && !asks_in_words(readings->text, arena))
		return false;
	if (!px_language()->classifies && (reading == NEW || reading == NOTHING))
		return counts_unclassified(readings->frames, readings->marked, readings->trust, arena);
	px_choice_features(readings, arena, &features);
	return px_choice_score(&features) > 0;
}

bool px_choice_agrees(const struct px_readings *readings)
{
	const struct px_nlu_result *frames = readings->frames, *marked = readings->marked;

	if (px_choice_creates(frames) && px_choice_creates(marked))
		return readings->trust >= agreed;
	return readings->trust >= over_new && frames->call_count && px_choice_same_tools(frames, marked);
}
