/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each word is light (says nothing by itself), part of a time, held by an argument of some call, or left.  Parts
 * between commas and stops that hold nothing of a call are left whole, with their times: "doors 8pm".  They go to the
 * call whose name stands last before them, of the same sentence if there is one.
 */
#include "nlu/plan/left_words.h"

#include "nlu/language.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/text/json.h"

enum { WORDS_MOST = 160, NOTE_MOST = 1000 };

enum state { LIGHT, TIMED, HELD, LEFT };

/* One of the calls: the word that its name begins with, and the words of its arguments. */
struct place {
	size_t at;
	bool found; /* the message has its name */
	struct px_words words;
	struct px_words name; /* if no word of it says anything by itself: "day off" */
};

struct account {
	const struct px_request *source;
	const struct px_marks *marks;
	struct px_nlu_result *result;
	struct px_words w;
	enum state states[WORDS_MOST];
	struct place places[PX_NLU_MAX_CALLS];
};

static uint32_t owner_size(const struct px_word *word)
{
	const bool owner = px_word_ends(word, PX_PHRASE_OWNER_ENDING);

	return word->size - (owner ? (uint32_t)strlen(px_phrase(PX_PHRASE_OWNER_ENDING)) : 0);
}

/* One of them begins with the other: "kowalskis", "Kowalski's". */
static bool is_same(const struct px_word *a, const struct px_word *b)
{
	enum { BEGINNING = 4 };
	const uint32_t size_a = owner_size(a), size_b = owner_size(b), size = size_a < size_b ? size_a : size_b;

	return memcmp(a->text, b->text, size) == 0 && (size_a == size_b || size >= BEGINNING);
}

static size_t find_word(const struct px_words *words, const struct px_word *word, size_t from)
{
	for (size_t i = from; i < words->count; i++) {
		if (is_same(&words->at[i], word))
			return i;
	}
	return SIZE_MAX;
}

static bool is_light(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_LEFT_LIGHT) || (word->size < 2 && !px_word_is_number(word));
}

/*
 * "8", "730", "7.30", "14-22": what reads a request may make a time of it that the time engine doesn't.  "0161" and
 * "4471" are none.
 */
static bool is_perhaps_time(const struct px_word *word)
{
	enum { DIGITS_MOST = 4, HOURS = 24, MINUTES = 60, MINUTES_STEP = 5 };
	size_t digits = 0, marks = 0;
	int value = 0;

	for (const char *c = word->text; *c; c++) {
		if (!strchr("0123456789.:-/", *c))
			return false;
		const bool digit = *c >= '0' && *c <= '9';
		if (digit && ++digits <= DIGITS_MOST)
			value = value * 10 + (*c - '0');
		marks += !digit;
	}
	if (!digits || digits > DIGITS_MOST)
		return false;
	if (marks || value <= HOURS)
		return marks || digits < 3;
	return value / 100 < HOURS && value % 100 < MINUTES && value % MINUTES_STEP == 0;
}

/* A name in the middle of a sentence, or a number: never chatter. */
static bool is_strong(const struct account *account, size_t i)
{
	const struct px_word *word = &account->w.at[i];

	if (strpbrk(word->text, "0123456789"))
		return true;
	return word->flags & PX_WORD_CAPITAL && i && !(word->flags & PX_WORD_STOP) && !is_light(word);
}

static const char *value_of(const struct px_nlu_call *call, const char *const *names, struct px_arena *arena)
{
	const char *value = "";

	for (; *names && !value[0]; names++)
		value = px_args_value(call->arguments, *names, arena);
	return value;
}

/* The words of the arguments' values. */
static struct px_words words_of_values(const struct px_nlu_call *call, struct px_arena *arena)
{
	struct px_text text = { .arena = arena };
	struct px_args args = { 0 };

	px_args_read(&args, call->arguments, arena);
	for (size_t i = 0; i < args.count; i++) {
		px_text_str(&text, " ");
		if (args.at[i].text)
			px_text_str(&text, args.at[i].text);
		else
			px_text_add(&text, args.at[i].raw.data, args.at[i].raw.size);
	}
	return px_words_in(px_text_end(&text), arena);
}

/* Where the names of the calls stand, one behind the other. */
static void place_calls(struct account *account)
{
	static const char *const names[] = { "target", "title", "query", "content", NULL };
	struct px_arena *arena = account->source->arena;
	size_t from = 0;

	for (size_t i = 0; i < account->result->call_count; i++) {
		const struct px_nlu_call *call = &account->result->calls[i];
		const struct px_words name = px_words_in(value_of(call, names, arena), arena);
		size_t at = SIZE_MAX;
		for (size_t k = 0; k < name.count && at == SIZE_MAX; k++) {
			if (!is_light(&name.at[k]))
				at = find_word(&account->w, &name.at[k], from);
		}
		account->places[i].at = from = at == SIZE_MAX ? from : at;
		account->places[i].found = at != SIZE_MAX;
		account->places[i].words = words_of_values(call, arena);
		if (at == SIZE_MAX)
			account->places[i].name = name;
	}
}

static bool is_held(const struct account *account, const struct px_word *word, bool light)
{
	for (size_t i = 0; i < account->result->call_count; i++) {
		const struct place *place = &account->places[i];
		if (find_word(light ? &place->name : &place->words, word, 0) != SIZE_MAX)
			return true;
	}
	return false;
}

/* The word is a part of a time, a place or a guest that some act took. */
static bool is_taken(const struct account *account, const struct px_word *word)
{
	const size_t at = px_spelling_from(account->source->spelling, word->begin);

	for (size_t i = 0; i < account->result->span_count; i++) {
		const struct px_nlu_span *span = &account->result->spans[i];
		if (at >= span->begin && at < span->end && strcmp(span->slot, "title") != 0 &&
		    strcmp(span->slot, "event_name") != 0)
			return true;
	}
	return false;
}

static void find_times(struct account *account)
{
	const struct px_request *source = account->source;
	struct px_time_expr time;

	for (size_t from = 0; px_parse_time_in(source, from, source->text.size, &time); from = time.end) {
		if (time.end <= from)
			return;
		for (size_t i = 0; i < account->w.count; i++) {
			if (account->w.at[i].begin >= time.begin && account->w.at[i].end <= time.end)
				account->states[i] = TIMED;
		}
	}
}

static void find_states(struct account *account)
{
	for (size_t i = 0; i < account->w.count; i++) {
		const struct px_word *word = &account->w.at[i];
		const bool timed = is_perhaps_time(word) || is_taken(account, word);
		account->states[i] = is_light(word) ? LIGHT : timed ? TIMED : LEFT;
	}
	find_times(account);
	for (size_t i = 0; i < account->w.count; i++) {
		const bool light = account->states[i] == LIGHT;
		if ((light || account->states[i] == LEFT) && is_held(account, &account->w.at[i], light))
			account->states[i] = HELD;
	}
}

/* ---- where it goes ---- */

static size_t sentence_begin(const struct px_words *w, size_t at)
{
	while (at && !(w->at[at].flags & PX_WORD_STOP))
		at--;
	return at;
}

/* The last call whose name stands before the word; the next one of the same sentence if that has none before it. */
static const struct px_nlu_call *call_beside(const struct account *account, size_t at, bool *leads)
{
	const struct px_nlu_result *result = account->result;
	const size_t begin = sentence_begin(&account->w, at);
	const struct px_nlu_call *before = NULL;
	size_t before_at = 0;

	*leads = false;
	for (size_t i = 0; i < result->call_count; i++) {
		const size_t place = account->places[i].at;
		if (place <= at && (!before || place > before_at)) {
			before = &result->calls[i];
			before_at = place;
		} else if (place > at && (!before || before_at < begin) &&
			   sentence_begin(&account->w, place) == begin) {
			*leads = true;
			return &result->calls[i];
		}
	}
	return before;
}

static bool is_made(const struct px_nlu_call *call)
{
	return strcmp(call->tool, "create_task") == 0 || strcmp(call->tool, "create_event") == 0;
}

/* One thing is changed, and no other. */
static bool is_changed(const struct account *account, const struct px_nlu_call *call)
{
	size_t changes = 0;

	for (size_t i = 0; i < account->result->call_count; i++)
		changes += strncmp(account->result->calls[i].tool, "update_", 7) == 0;
	return (strcmp(call->tool, "update_task") == 0 || strcmp(call->tool, "update_event") == 0) && changes == 1 &&
	       !strstr(call->arguments, "\"all\":true");
}

static void add_note(const struct account *account, struct px_nlu_call *call, const char *said)
{
	const char *key = is_made(call) ? "notes" : "add_notes";
	struct px_arena *arena = account->source->arena;
	struct px_args args = { 0 };

	px_args_read(&args, call->arguments, arena);
	const char *before = px_args_get(&args, key);
	const char *both = before ? px_arena_printf(arena, "%s; %s", before, said) : said;
	if (strlen(both) > NOTE_MOST)
		return;
	px_args_set(&args, key, both);
	call->arguments = px_args_write(&args, arena);
}

/* Words [from, to) are noted with the call, and with the others of its name: "yoga Tue and Thu at 7, bring a mat". */
static void note(const struct account *account, const struct px_nlu_call *beside, size_t from, size_t to)
{
	static const char *const title[] = { "title", NULL };
	struct px_arena *arena = account->source->arena;
	const struct px_word *at = account->w.at;

	while (from < to && account->states[from] == LIGHT && px_word_in(&at[from], PX_WORDS_LEFT_LEAD))
		from++;
	while (to > from && account->states[to - 1] == LIGHT && px_word_in(&at[to - 1], PX_WORDS_LEFT_TAIL))
		to--;
	const struct px_str said = px_parse_said(account->source, at[from].begin, at[to - 1].end);
	const char *text = px_parse_title_case(account->source, px_arena_strn(arena, said.data, said.size));
	const char *name = value_of(beside, title, arena);
	for (size_t i = 0; i < account->result->call_count; i++) {
		struct px_nlu_call *call = &account->result->calls[i];
		if (call == beside || (name[0] && is_made(beside) && strcmp(call->tool, beside->tool) == 0 &&
				       strcmp(value_of(call, title, arena), name) == 0))
			add_note(account, call, text);
	}
}

/* ---- what is worth it ---- */

/* The reader hears talk in it: "I'm dreading it". */
static bool is_chat(const struct account *account, size_t at)
{
	const uint32_t begin = account->w.at[at].begin;

	for (size_t i = 0; account->marks && i < account->marks->count; i++) {
		const struct px_marked *one = &account->marks->requests[i];
		if (begin >= one->begin && begin < one->end)
			return one->intent == PX_MARK_CHAT || one->intent == PX_MARK_NONE;
	}
	return false;
}

struct part {
	size_t from, to;
	size_t left, held, timed;
	bool strong;
};

static struct part part_of(const struct account *account, size_t from, size_t to)
{
	struct part part = { .from = from, .to = to };

	for (size_t i = from; i < to; i++) {
		part.left += account->states[i] == LEFT;
		part.held += account->states[i] == HELD;
		part.timed += account->states[i] == TIMED;
		part.strong |= account->states[i] == LEFT && is_strong(account, i);
	}
	return part;
}

/* "bring the x-rays": something to do along with it, and not the change itself ("move it to Monday"). */
static bool is_deed(const struct px_words *words, const struct part *part)
{
	return part->left > 1 && !part->timed && px_parse_task_verb(&words->at[0]) &&
	       !px_word_in(&words->at[0], PX_WORDS_LEFT_CHANGES);
}

/* Is the part, which no call has anything of, to be kept with the call? */
static bool keeps(const struct account *account, const struct part *part, const struct px_nlu_call *call, bool leads)
{
	const struct px_words words = { account->w.at + part->from, part->to - part->from };
	const struct px_str text = account->source->text;
	const size_t end = words.at[words.count - 1].end;
	const bool heading = end < text.size && text.data[end] == ':';
	const bool pronoun = px_words_have(&words, PX_WORDS_ANY_PRONOUN);

	if (!call || heading || px_words_ask(text, &words) || px_word_in(&words.at[0], PX_WORDS_NEGATION))
		return false;
	/* What answers a question has no name, and a change that came to nothing is no note. */
	if (is_made(call) && (!account->places[call - account->result->calls].found ||
			      px_word_in(&words.at[0], PX_WORDS_CHANGE_AGAIN_VERB)))
		return false;
	if (!is_made(call))
		return is_changed(account, call) && !pronoun && (part->strong || is_deed(&words, part));
	if (part->strong)
		return true;
	return !leads && !(pronoun && part->left == 1) && !px_word_in(&words.at[0], PX_WORDS_LEFT_REASON) &&
	       !is_chat(account, part->from);
}

/* Runs of words behind a name that its call does not have: "dentist at 9 {with the good hygienist}". */
static void note_runs(const struct account *account, const struct part *part)
{
	bool leads, named = false;

	for (size_t i = part->from; i < part->to; i++) {
		named |= account->states[i] == HELD;
		if (account->states[i] != LEFT)
			continue;
		size_t from = i, to = i + 1;
		while (from > part->from && account->states[from - 1] == LIGHT)
			from--;
		for (size_t k = to; k < part->to && account->states[k] != HELD && account->states[k] != TIMED; k++)
			to = account->states[k] == LEFT ? k + 1 : to;
		const struct part run = part_of(account, from, to);
		const struct px_nlu_call *call = call_beside(account, i, &leads);
		/* no call may stand before a run, and none behind it */
		if (named && (run.strong || run.left > 1) && keeps(account, &run, call, leads) && is_made(call))
			note(account, call, from, to);
		i = to - 1;
	}
}

static bool begins_part(const struct account *account, size_t i)
{
	return i == account->w.count || account->w.at[i].flags & PX_WORD_BREAK;
}

static void note_parts(const struct account *account)
{
	const struct px_nlu_call *open = NULL; /* that the words from `from` to `to` are noted with */
	size_t from = 0, to = 0;
	bool leads;

	for (size_t i = 0, next; i < account->w.count; i = next) {
		for (next = i + 1; !begins_part(account, next); next++)
			continue;
		const struct part part = part_of(account, i, next);
		const struct px_nlu_call *call = call_beside(account, i, &leads);
		const bool kept = part.left && !part.held && keeps(account, &part, call, leads);
		if (open && (!kept || call != open)) {
			note(account, open, from, to);
			open = NULL;
		}
		if (kept) {
			from = open ? from : i;
			to = next;
			open = call;
		} else if (part.left && part.held) {
			note_runs(account, &part);
		}
	}
	if (open)
		note(account, open, from, to);
}

/* ---- what is not done ---- */

/*
 * "return the drill by Friday, receipt is in the box": what this message makes is not done by it, unless it says so of
 * something known before, or of "it".
 */
static bool completes_made(const struct px_nlu_result *result, size_t at, struct px_arena *arena)
{
	if (strcmp(result->calls[at].tool, "complete_task") != 0 || !px_id_is_none(result->calls[at].item))
		return false;
	const char *target = px_args_value(result->calls[at].arguments, "target", arena);
	for (size_t i = 0; i < at; i++) {
		if (target[0] && strcmp(result->calls[i].tool, "create_task") == 0 &&
		    strcmp(px_args_value(result->calls[i].arguments, "title", arena), target) == 0)
			return true;
	}
	return false;
}

static void drop_completed_made(const struct px_request *source, struct px_nlu_result *result)
{
	const struct px_words said = px_words_of(source->text, 0, source->text.size, source->arena);
	const bool points = px_words_have(&said, PX_WORDS_TIMED_PART_REFERS);
	size_t kept = 0;

	for (size_t i = 0; i < result->call_count; i++) {
		if (points || !completes_made(result, i, source->arena))
			result->calls[kept++] = result->calls[i];
	}
	result->call_count = kept;
}

void px_left_words_note(const struct px_request *source, const struct px_marks *marks, struct px_nlu_result *result)
{
	struct account account = { .source = source, .marks = marks, .result = result };

	drop_completed_made(source, result);
	if (!result->call_count || result->question || !px_language()->classifies)
		return;
	account.w = px_words_of(source->text, 0, source->text.size, source->arena);
	if (account.w.count > WORDS_MOST)
		return;
	place_calls(&account);
	find_states(&account);
	note_parts(&account);
}
