/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass writes the steps in the order of the text; a second one, backwards
 * through each alternative, finds what its steps can begin with.  Programs are
 * written under a lock, once each, and read without one: a place of the table
 * is filled before its key is.
 */
#include "nlu/text/program.h"

#include "nlu/language.h"

#include <assert.h>
#include <stdatomic.h>

enum { ROOM = 5 << 14, PLACES = 1 << 12, ITEMS_MAX = 255 };

static struct px_step room[ROOM];
static size_t used, programs;
static struct place {
	_Atomic(const char *) pattern;
	const struct px_step *program;
} places[PLACES];
static atomic_flag writing = ATOMIC_FLAG_INIT;

static const char set_letters[] = "abcdefghijklmnopqrstuvwxyz";

/* The words of $name, alternatives apart by '|'; "" if there is no such set. */
static const char *set_words(const char *name, size_t size)
{
	for (size_t i = 0; i < px_language()->sets->count; i++) {
		const char *own = px_language()->sets->at[i].name;
		if (memcmp(own, name, size) == 0 && own[size] == '\0')
			return px_language()->sets->at[i].words;
	}
	return "";
}

static bool ends_word(char c)
{
	return c == ' ' || c == '|' || c == ')' || c == '?' || c == '\0';
}

static struct px_step *add(enum px_step_kind kind)
{
	room[used] = (struct px_step){ .kind = (uint8_t)kind };
	return &room[used++];
}

static void write_alternatives(const char **text);

/* The item of a sequence that begins at *text. */
static struct px_step *write_item(const char **text)
{
	const char *p = *text;
	struct px_step *step;

	switch (*p) {
	case '(':
		step = add(PX_STEP_GROUP);
		*text = p + 1;
		write_alternatives(text);
		*text += **text == ')';
		step->next = (uint16_t)(&room[used] - step);
		return step;
	case '$':
		step = add(PX_STEP_SET);
		*text = p + 1 + strspn(p + 1, set_letters);
		step->of.set = px_program_of(set_words(p + 1, (size_t)(*text - p - 1)));
		return step;
	case '{':
		step = add(PX_STEP_CAPTURE);
		step->name = p[1];
		step->greedy = p[2] == '+';
		step->least = p[2] != '?';
		*text = strchr(p, '}') + 1;
		return step;
	case '<':
		step = add(p[1] == 't' ? PX_STEP_TIME : PX_STEP_NUMBER);
		*text = strchr(p, '>') + 1;
		return step;
	default:
		step = add(PX_STEP_WORD);
		step->of.word = p;
		while (!ends_word(**text))
			++*text;
		step->size = (uint8_t)(*text - p);
		return step;
	}
}

/* What a step can begin with, whatever stands behind it. */
static px_begins own_begins(const struct px_step *step)
{
	switch (step->kind) {
	case PX_STEP_END:
		return PX_BEGINS_NOTHING;
	case PX_STEP_WORD:
		return px_begins_letters(step->of.word[0], step->size > 1 ? step->of.word[1] : '\0');
	case PX_STEP_GROUP:
		return step->of.own;
	case PX_STEP_SET:
		return step->of.set->of.own;
	case PX_STEP_TIME:
		return PX_BEGINS_TIME;
	default:
		return PX_BEGINS_ANY;
	}
}

/* One alternative: up to '|', ')' or the end of the text. */
static px_begins write_alternative(const char **text)
{
	size_t items[1 + ITEMS_MAX], count = 0;
	px_begins behind = PX_BEGINS_NOTHING;

	items[count++] = (size_t)(add(PX_STEP_ALTERNATIVE) - room);
	for (;;) {
		while (**text == ' ')
			++*text;
		if (!**text || **text == '|' || **text == ')')
			break;
		struct px_step *item = write_item(text);
		item->optional = **text == '?';
		*text += item->optional;
		assert(count <= ITEMS_MAX);
		items[count++] = (size_t)(item - room);
	}
	add(PX_STEP_END)->begins = behind;
	while (count-- > 1) {
		struct px_step *item = &room[items[count]];
		px_begins own = own_begins(item) | (item->optional ? PX_BEGINS_NOTHING : 0);
		if (own != PX_BEGINS_ANY && own & PX_BEGINS_NOTHING)
			own = (own & ~PX_BEGINS_NOTHING) | behind;
		item->begins = behind = own;
	}
	return room[items[0]].begins = behind;
}

/* The alternatives of the group that was written last. */
static void write_alternatives(const char **text)
{
	struct px_step *group = &room[used - 1];

	for (;;) {
		struct px_step *alternative = &room[used];
		group->of.own |= write_alternative(text);
		if (**text != '|')
			return;
		++*text;
		alternative->next = (uint16_t)(&room[used] - alternative);
	}
}

static struct place *place_of(const char *pattern)
{
	size_t at = (uintptr_t)pattern * 0x9e3779b97f4a7c15ULL >> 40;

	for (;; at++) {
		struct place *place = &places[at % PLACES];
		const char *there = atomic_load_explicit(&place->pattern, memory_order_acquire);
		if (!there || there == pattern)
			return place;
	}
}

/* The program of a pattern, made if there is none; under the lock. */
static const struct px_step *make(const char *pattern)
{
	struct place *place = place_of(pattern);
	const char *rest = pattern;

	if (place->program)
		return place->program;
	for (const char *p = pattern; (p = strchr(p, '$')); ) { /* what it uses is made before it */
		size_t size = strspn(++p, set_letters);
		if (!make(set_words(p, size)))
			return NULL;
	}
	if (used + 2 * strlen(pattern) + 3 > ROOM || programs + 1 >= PLACES)
		return NULL;
	struct px_step *program = add(PX_STEP_GROUP);
	write_alternatives(&rest);
	place = place_of(pattern);
	place->program = program;
	atomic_store_explicit(&place->pattern, pattern, memory_order_release);
	programs++;
	return program;
}

const struct px_step *px_program_of(const char *pattern)
{
	const struct place *place = place_of(pattern);

	if (atomic_load_explicit(&place->pattern, memory_order_acquire))
		return place->program;
	while (atomic_flag_test_and_set_explicit(&writing, memory_order_acquire))
		; /* some microseconds */
	const struct px_step *program = make(pattern);
	atomic_flag_clear_explicit(&writing, memory_order_release);
	return program;
}

size_t px_program_steps(void)
{
	return used;
}

size_t px_program_room(void)
{
	return ROOM;
}
