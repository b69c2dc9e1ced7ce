/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is looked at in two readings: which of them parts a message better,
 * which has the better names, and what a reader says by chance.
 */
#include "nlu/plan/choice_parts.h"

#include "base/str.h"
#include "nlu/language.h"
#include "nlu/read/vocabulary.h"
#include "nlu/text/json.h"
#include "nlu/text/words.h"

bool px_choice_creates(const struct px_nlu_result *result)
{
	for (size_t i = 0; i < result->call_count; i++) {
		if (strncmp(result->calls[i].tool, "create_", 7) != 0)
			return false;
	}
	return result->call_count > 0;
}

bool px_choice_same_tools(const struct px_nlu_result *a, const struct px_nlu_result *b)
{
	size_t i = 0;

	while (i < a->call_count && i < b->call_count && strcmp(a->calls[i].tool, b->calls[i].tool) == 0)
		i++;
	return i == a->call_count && i == b->call_count;
}

const char *px_choice_value(const struct px_nlu_call *call, const char *name, struct px_arena *arena)
{
	return px_args_value(call->arguments, name, arena);
}

/* `part` stands in `text`, but for the first letter, which is a capital in every title. */
bool px_choice_holds(struct px_str text, struct px_str part)
{
	return part.size > 1 && px_str_find(text, px_str_n(part.data + 1, part.size - 1)) != SIZE_MAX;
}

const char *px_choice_time(const struct px_nlu_call *call, struct px_arena *arena)
{
	const char *start = px_choice_value(call, "start", arena);

	return start[0] ? start : px_choice_value(call, "due", arena);
}

bool px_choice_timed(const struct px_nlu_result *result, struct px_arena *arena)
{
	for (size_t i = 0; i < result->call_count; i++) {
		if (px_choice_time(&result->calls[i], arena)[0])
			return true;
	}
	return false;
}

/* One title of the frames has two of the reader's in it: "3 visits: Ann, Ben at 10 and Cy". */
bool px_choice_holds_several(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			  struct px_arena *arena)
{
	for (size_t i = 0; i < frames->call_count; i++) {
		struct px_str title = px_str(px_choice_value(&frames->calls[i], "title", arena));
		size_t held = 0;
		const char *last = "";
		for (size_t k = 0; k < marked->call_count; k++) { /* one thing at several times counts once */
			const char *part = px_choice_value(&marked->calls[k], "title", arena);
			held += strcmp(part, last) != 0 && px_choice_holds(title, px_str(part));
			last = part;
		}
		if (held > 1)
			return true;
	}
	return false;
}

/* How many of the calls' values differ from those of all before them. */
static size_t distinct(const struct px_nlu_result *result,
		       const char *(*value)(const struct px_nlu_call *call, struct px_arena *arena),
		       struct px_arena *arena)
{
	size_t count = 0;

	for (size_t i = 0; i < result->call_count; i++) {
		const char *said = value(&result->calls[i], arena);
		size_t k = 0;
		while (k < i && strcmp(value(&result->calls[k], arena), said) != 0)
			k++;
		count += k == i && said[0];
	}
	return count;
}

static const char *title_of(const struct px_nlu_call *call, struct px_arena *arena)
{
	return px_choice_value(call, "title", arena);
}

bool px_choice_times_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			    struct px_arena *arena)
{
	return marked->call_count > frames->call_count && px_choice_creates(marked) &&
	       distinct(marked, title_of, arena) == marked->call_count &&
	       distinct(marked, px_choice_time, arena) > distinct(frames, px_choice_time, arena);
}

static struct px_words title_words(const struct px_nlu_call *call, struct px_arena *arena)
{
	const struct px_str title = px_str(px_choice_value(call, "title", arena));

	return px_words_of(title, 0, title.size, arena);
}

/* "pencils and glue sticks and tissues": a row */
static bool joined_again(const struct px_words *w, size_t from)
{
	for (size_t i = from; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_SHARING_JOINT))
			return true;
	}
	return false;
}

/* "salt and vinegar crisps", "wash and iron the shirts": the word before the "and" shares what stands behind it. */
static bool shares_end(const struct px_nlu_result *frames, const struct px_nlu_result *marked, struct px_arena *arena)
{
	const struct px_words w = title_words(&frames->calls[0], arena), first = title_words(&marked->calls[0], arena);

	for (size_t i = 0; i + 1 < w.count && first.count == 1; i++) {
		if (w.at[i].flags & PX_WORD_BREAK)
			return false; /* "milk, eggs and bread" */
		if (px_word_in(&w.at[i + 1], PX_WORDS_SHARING_JOINT) && strcmp(w.at[i].text, first.at[0].text) == 0)
			return !joined_again(&w, i + 2) &&
			       (i + 3 < w.count || !px_word_in(&w.at[i + 1], PX_WORDS_AND)); /* "mac n cheese" */
	}
	return false;
}

/* "sand, prime and paint the door": verbs that share their object. */
static bool shares_object(const struct px_nlu_result *marked, struct px_arena *arena)
{
	for (size_t i = 0; i + 1 < marked->call_count; i++) {
		const struct px_words w = title_words(&marked->calls[i], arena);
		if (w.count != 1 || (!i && !px_parse_task_verb(&w.at[0])))
			return false;
	}
	return title_words(&marked->calls[marked->call_count - 1], arena).count > 1;
}

/* "buy milk and put it in the fridge", "email Jonas re: invoices": a part that is none by itself. */
static bool hangs_together(const struct px_nlu_result *marked, struct px_arena *arena)
{
	for (size_t i = 0; i < marked->call_count; i++) {
		const struct px_words w = title_words(&marked->calls[i], arena);
		bool about = w.count && px_word_in(&w.at[w.count - 1], PX_WORDS_CONCERNS);
		for (size_t k = 1; k < w.count; k++)
			about |= px_word_in(&w.at[k], PX_WORDS_OBJECT_PRONOUN);
		if (about)
			return true;
	}
	return false;
}

/* "Maggie cut and colour Thursday 10-12": nobody is at two events at once. */
static bool at_one_hour(const struct px_nlu_result *marked, struct px_arena *arena)
{
	for (size_t i = 0; i < marked->call_count; i++) {
		const char *start = px_choice_value(&marked->calls[i], "start", arena);
		if (!strchr(start, 'T') || strcmp(start, px_choice_value(&marked->calls[0], "start", arena)) != 0)
			return false;
	}
	return true;
}

/* "movie night: Alien": a name with a colon in it. */
static bool has_subtitle(const struct px_nlu_result *frames, const struct px_nlu_result *marked, struct px_arena *arena)
{
	return marked->call_count == 2 && strstr(px_choice_value(&frames->calls[0], "title", arena), ": ");
}

/* More things are made than by the frames, which put several of them in one name. */
bool px_choice_splits_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			  struct px_arena *arena)
{
	if (marked->call_count <= frames->call_count || !px_choice_creates(marked) ||
	    !px_choice_holds_several(frames, marked, arena))
		return false;
	if (at_one_hour(marked, arena))
		return false;
	if (px_choice_timed(frames, arena) && !px_choice_timed(marked, arena))
		return false; /* "jobs today: …": what it costs the reader its day is no better */
	return frames->call_count > 1 || !(shares_end(frames, marked, arena) || shares_object(marked, arena) ||
					   hangs_together(marked, arena) || has_subtitle(frames, marked, arena));
}

/* "Nina is dropping in" becomes "Dropping in": what is left out tells who or whose. */
static bool leaves_out_who(struct px_str said, struct px_str read, struct px_arena *arena)
{
	const size_t lead = said.size - read.size;

	if (said.size <= read.size || !px_str_eq_case(px_str_n(said.data + lead, read.size), read))
		return false;
	const struct px_words w = px_words_of(said, 0, lead, arena);
	if (w.count && px_word_in(&w.at[0], PX_WORDS_SUBJECT_I))
		return false; /* "I must post the card" */
	for (size_t i = 0; i < w.count; i++) {
		if (w.at[i].size > 2 && !px_word_in(&w.at[i], PX_WORDS_TITLE_LIGHT))
			return true;
	}
	return false;
}

/* The same things at the same times; the reader leaves out what is no part of a title, or knows a visit from a task. */
bool px_choice_names_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			 struct px_arena *arena)
{
	bool same = true, other_kind = false;

	for (size_t i = 0; i < frames->call_count; i++) {
		const struct px_nlu_call *said = &frames->calls[i], *read = &marked->calls[i];
		const struct px_str title = px_str(px_choice_value(said, "title", arena));
		const struct px_str other = px_str(px_choice_value(read, "title", arena));
		same &= px_str_eq(title, other);
		other_kind |= strcmp(said->tool, read->tool) != 0;
		if (!px_choice_holds(title, other) || leaves_out_who(title, other, arena) ||
		    strcmp(px_choice_time(said, arena), px_choice_time(read, arena)) != 0 ||
		    strcmp(px_choice_value(said, "recurrence", arena), px_choice_value(read, "recurrence", arena)) != 0)
			return false;
	}
	return !same || other_kind; /* what list it is on the frames know better */
}

/* "meeting at 3": no more was said than a part of a known name and a time, and nothing of a change. */
bool px_choice_named_alone(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			   struct px_arena *arena)
{
	const struct px_str title = px_str(px_choice_value(&frames->calls[0], "title", arena));
	const struct px_str target = px_str(px_choice_value(&marked->calls[0], "target", arena));

	return frames->call_count == 1 && px_choice_timed(frames, arena) &&
	       strncmp(marked->calls[0].tool, "update_", 7) == 0 &&
	       title.size && title.size < target.size && px_choice_holds(target, title);
}

size_t px_choice_words_said(const char *name, struct px_str text, struct px_arena *arena, size_t *words)
{
	const struct px_words called = px_words_of(px_str(name), 0, strlen(name), arena);
	const struct px_words said = px_words_of(text, 0, text.size, arena);
	size_t found = 0;

	*words = 0;
	for (size_t i = 0; i < called.count; i++) {
		size_t k = 0;
		if (called.at[i].size < 3 || px_word_in(&called.at[i], PX_WORDS_TITLE_LIGHT))
			continue;
		while (k < said.count && strcmp(called.at[i].text, said.at[k].text) != 0)
			k++;
		found += k < said.count;
		++*words;
	}
	return found;
}

/* More than half of the words that the thing is called by were said. */
static bool half_said(const char *name, struct px_str text, struct px_arena *arena)
{
	size_t words, said = px_choice_words_said(name, text, arena, &words);

	return 2 * said > words;
}

/* "Lindiwe needs the car on Friday": two things that are hardly named would both be moved. */
bool px_choice_moves_by_chance(const struct px_nlu_result *marked, struct px_str text, struct px_arena *arena)
{
	for (size_t i = 0; i < marked->call_count && marked->call_count > 1; i++) {
		const char *target = px_choice_value(&marked->calls[i], "target", arena);
		if (strncmp(marked->calls[i].tool, "update_", 7) == 0 && target[0] && !half_said(target, text, arena))
			return true;
	}
	return false;
}

/* "standup 15 min later tomorrow": of a series, and the frames know which day. */
bool px_choice_forgets_day(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			   struct px_arena *arena)
{
	const struct px_nlu_call *said = &frames->calls[0], *read = &marked->calls[0];

	return frames->call_count == 1 && marked->call_count == 1 && strcmp(said->tool, read->tool) == 0 &&
	       px_id_eq(said->item, read->item) && px_choice_value(said, "occurrence", arena)[0] &&
	       !px_choice_value(read, "occurrence", arena)[0];
}

bool px_choice_chats(const struct px_nlu_result *marked)
{
	return !marked->call_count && !marked->question && marked->act && strcmp(marked->act, "chat") == 0;
}

bool px_choice_asks(struct px_str text, struct px_arena *arena)
{
	const struct px_words words = px_words_of(text, 0, text.size, arena);

	return memchr(text.data, '?', text.size) || px_words_have(&words, PX_WORDS_ASKS_FOR_SURE) ||
	       (words.count && px_word_in(&words.at[0], PX_WORDS_NO_EVENT_HEAD));
}

bool px_choice_has_spans(const struct px_nlu_result *marked, struct px_arena *arena)
{
	for (size_t i = 0; i < marked->call_count; i++) {
		if (!px_choice_value(&marked->calls[i], "start", arena)[0] ||
		    !px_choice_value(&marked->calls[i], "end", arena)[0])
			return false;
	}
	return marked->call_count > 1;
}

bool px_choice_alike(const struct px_word *a, const struct px_word *b)
{
	enum { BEGINNING = 4 };

	return strcmp(a->text, b->text) == 0 ||
	       (a->size >= BEGINNING && b->size >= BEGINNING && memcmp(a->text, b->text, BEGINNING) == 0);
}

bool px_choice_is_named(const char *name, struct px_str text, struct px_arena *arena)
{
	enum { LETTERS_LEAST = 3 };
	const struct px_words called = px_words_in(name, arena), said = px_words_of(text, 0, text.size, arena);
	bool tells = false;

	for (size_t i = 0; i < called.count; i++) {
		size_t k = 0;
		if (called.at[i].size < LETTERS_LEAST || px_word_in(&called.at[i], PX_WORDS_TITLE_LIGHT))
			continue;
		while (k < said.count && !px_choice_alike(&called.at[i], &said.at[k]))
			k++;
		if (k < said.count)
			return true;
		tells = true;
	}
	return !tells;
}

/* Every call changes a thing that there is, that was named and keeps its name. */
bool px_choice_changes_named(const struct px_nlu_result *result, struct px_str text, struct px_arena *arena)
{
	for (size_t i = 0; i < result->call_count; i++) {
		const char *target = px_choice_value(&result->calls[i], "target", arena);
		if (!target[0] || px_id_is_none(result->calls[i].item) || !px_choice_is_named(target, text, arena) ||
		    px_choice_value(&result->calls[i], "title", arena)[0])
			return false;
	}
	return result->call_count > 0;
}

/* Leads up to a name, or is left of a sentence around it. */
static bool is_light(const struct px_word *word)
{
	return word->size < 2 || px_word_in(word, PX_WORDS_MARKED_NO_TITLE) ||
	       px_word_in(word, PX_WORDS_MARKED_ARTICLE) || px_word_in(word, PX_WORDS_MARKED_DANGLER) ||
	       px_word_in(word, PX_WORDS_CORRECTION_FILLER);
}

/* The reader calls the same thing at the same time by fewer of its words: "33 an Frau Lob" of "Ticket 33 an …". */
bool px_choice_loses_words(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			   struct px_arena *arena)
{
	if (frames->call_count != 1 || marked->call_count != 1 || !px_choice_creates(marked))
		return false;
	const struct px_str whole = px_str(px_choice_value(&frames->calls[0], "title", arena));
	const struct px_str name = px_str(px_choice_value(&marked->calls[0], "title", arena));
	const struct px_str place = px_str(px_choice_value(&marked->calls[0], "location", arena));
	const char *due = px_choice_time(&frames->calls[0], arena), *read = px_choice_time(&marked->calls[0], arena);
	const struct px_words words = px_words_of(whole, 0, whole.size, arena);

	if (strcmp(due, read) != 0 || !px_choice_holds(whole, name))
		return false;
	for (size_t i = 0; i < words.count; i++) {
		const size_t size = words.at[i].end - words.at[i].begin;
		const struct px_str word = px_str_n(whole.data + words.at[i].begin, size);
		if (!is_light(&words.at[i]) && !px_choice_holds(name, word) && !px_choice_holds(place, word))
			return true;
	}
	return false;
}
