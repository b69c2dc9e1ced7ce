/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A backtracking matcher; continuations live on the C stack, depth is bounded by
 * the pattern's own length.  A request is tried against some hundreds of
 * patterns, and most can't match for what its first word begins with: programs
 * (text/program.h) say so at once.
 */
#include "nlu/text/pattern.h"

#include "nlu/text/program.h"

/* Commands are short: from LONG words on, each pattern gets fewer steps, so that the whole stays linear. */
enum { STEPS = 4000, LONG = 64 };

/* What follows once the current alternative is used up. */
struct rest {
	const struct px_step *step;
	const struct rest *next;
};

struct run {
	const struct px_word *words;
	size_t count;
	struct px_match *match;
	size_t steps, budget;
	bool prefix;
	size_t length;
};

static bool run_steps(struct run *run, const struct px_step *step, size_t i, const struct rest *rest);

static inline px_begins begins_of(const struct run *run, size_t i)
{
	if (i >= run->count)
		return PX_BEGINS_NOTHING;
	const struct px_word *word = &run->words[i];
	return word->time >= 0 ? PX_BEGINS_TIME : px_begins_letters(word->text[0], word->text[1]);
}

/* Can what begins so stand before the words that begin so? */
static inline bool may_begin(px_begins can, px_begins word)
{
	return can & (word | PX_BEGINS_NOTHING);
}

/* `group` is the step before the first alternative. */
static bool run_alternatives(struct run *run, const struct px_step *group, size_t i, const struct rest *rest)
{
	px_begins word = begins_of(run, i);

	if (!may_begin(group->of.own, word))
		return false;
	for (const struct px_step *one = group + 1;; one += one->next) {
		if (may_begin(one->begins, word) && run_steps(run, one + 1, i, rest))
			return true;
		if (!one->next)
			return false;
	}
}

/* What the steps and all that follows can begin with. */
static px_begins begins_behind(const struct run *run, const struct px_step *step, const struct rest *rest)
{
	px_begins begins = step->begins;

	for (; begins != PX_BEGINS_ANY && begins & PX_BEGINS_NOTHING && rest; rest = rest->next)
		begins = (begins & ~PX_BEGINS_NOTHING) | rest->step->begins;
	return begins & PX_BEGINS_NOTHING && run->prefix ? PX_BEGINS_ANY : begins;
}

static bool run_capture(struct run *run, const struct px_step *step, size_t i, const struct rest *rest)
{
	const struct px_step *behind = step + 1;
	size_t least = step->least, slot = run->match->count;

	if (slot >= PX_MATCH_CAPTURES || i + least > run->count)
		return false;
	run->match->count++;
	/* The last thing in a pattern takes what is left: shorter tries can't reach the end. */
	bool last = !step->greedy && !run->prefix && !rest && behind->kind == PX_STEP_END;
	px_begins begins = last ? PX_BEGINS_ANY : begins_behind(run, behind, rest);
	for (size_t k = last ? run->count - i - least : 0; i + least + k <= run->count; k++) {
		size_t to = step->greedy ? run->count - k : i + least + k;
		if (begins != PX_BEGINS_ANY && !(begins & begins_of(run, to)))
			continue;
		run->match->at[slot] = (struct px_capture){ step->name, (uint16_t)i, (uint16_t)to };
		if (run_steps(run, behind, to, rest))
			return true;
		if (run->steps >= run->budget)
			break;
	}
	run->match->count = slot;
	return false;
}

/* A time or a number. */
static bool run_special(struct run *run, const struct px_step *step, size_t i, const struct rest *rest)
{
	bool time = step->kind == PX_STEP_TIME;
	size_t slot = run->match->count;

	if (i >= run->count || slot >= PX_MATCH_CAPTURES)
		return false;
	if (time ? run->words[i].time < 0 : px_word_number(&run->words[i]) == 0)
		return false;
	run->match->at[slot] = (struct px_capture){ time ? 'T' : 'N', (uint16_t)i, (uint16_t)(i + 1) };
	run->match->count++;
	if (run_steps(run, step + 1, i + 1, rest))
		return true;
	run->match->count = slot;
	return false;
}

static bool is_word(const struct run *run, const struct px_step *step, size_t i)
{
	const struct px_word *word = &run->words[i];

	return i < run->count && word->time < 0 && strncmp(word->text, step->of.word, step->size) == 0 &&
	       word->text[step->size] == '\0';
}

/* Does the step match, with all that follows?  *behind is where to go on if not, NULL for nowhere. */
static bool run_step(struct run *run, const struct px_step *step, size_t i, const struct rest *rest,
		     const struct px_step **behind)
{
	const struct px_step *next = step + (step->kind == PX_STEP_GROUP ? step->next : 1);
	const struct rest here = { next, rest };

	*behind = step->optional ? next : NULL;
	switch (step->kind) {
	case PX_STEP_GROUP:
		return run_alternatives(run, step, i, &here);
	case PX_STEP_SET:
		return run_alternatives(run, step->of.set, i, &here);
	case PX_STEP_CAPTURE:
		return run_capture(run, step, i, rest);
	case PX_STEP_WORD:
		return is_word(run, step, i) && run_steps(run, next, i + 1, rest);
	default:
		return run_special(run, step, i, rest);
	}
}

static bool run_steps(struct run *run, const struct px_step *step, size_t i, const struct rest *rest)
{
	const struct px_step *behind;

	for (;; step = behind) {
		if (++run->steps > run->budget)
			return false;
		while (step->kind == PX_STEP_END && rest) {
			step = rest->step;
			rest = rest->next;
		}
		if (step->kind == PX_STEP_END) {
			run->length = i;
			return i == run->count || run->prefix;
		}
		if (run_step(run, step, i, rest, &behind))
			return true;
		if (!behind)
			return false;
	}
}

static bool start(const char *pattern, const struct px_word *words, size_t count, bool prefix,
		  struct px_match *match, size_t *length)
{
	struct run run = { .words = words, .count = count < UINT16_MAX ? count : UINT16_MAX, .match = match,
			   .budget = count > LONG ? STEPS * LONG / count : STEPS, .prefix = prefix };
	const struct px_step *program = px_program_of(pattern);

	match->count = 0;
	if (!program || !run_alternatives(&run, program, 0, NULL))
		return false;
	if (length)
		*length = run.length;
	return true;
}

bool px_match_text(const char *pattern, const struct px_word *words, size_t count, struct px_match *match)
{
	return start(pattern, words, count, false, match, NULL);
}

bool px_match_text_prefix(const char *pattern, const struct px_word *words, size_t count,
			  struct px_match *match, size_t *length)
{
	return start(pattern, words, count, true, match, length);
}

const struct px_capture *px_match_get(const struct px_match *match, char name, size_t nth)
{
	for (size_t i = 0; i < match->count; i++) {
		if (match->at[i].name == name && nth-- == 0)
			return &match->at[i];
	}
	return NULL;
}

static int listed_index(const char *text, const struct px_texts *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(text, list->at[i]) == 0)
			return (int)i + 1;
	}
	return 0;
}

int px_word_number(const struct px_word *word)
{
	const struct px_texts *names = px_texts(PX_TEXTS_NUMBER_NAMES);
	int value = 0;

	if (word->size > 4 || word->text[0] < '0' || word->text[0] > '9')
		return listed_index(word->text, names);
	for (size_t i = 0; i < word->size; i++) {
		if (word->text[i] < '0' || word->text[i] > '9')
			return 0;
		value = value * 10 + (word->text[i] - '0');
	}
	return value;
}

bool px_word_is_number(const struct px_word *word)
{
	return (word->text[0] >= '0' && word->text[0] <= '9') || px_word_number(word);
}

int px_word_ordinal(const struct px_word *word)
{
	const struct px_texts *names = px_texts(PX_TEXTS_ORDINAL_NAMES);
	const struct px_texts *figures = px_texts(PX_TEXTS_ORDINAL_FIGURES);
	enum { FORMS_APART = 10 }; /* names of the first to the tenth, then those in their next form */
	int value = listed_index(word->text, names);

	return value ? (value - 1) % FORMS_APART + 1 : listed_index(word->text, figures);
}
