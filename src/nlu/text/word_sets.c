/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is a word one of a named set?  The sets are texts, and rules ask some hundred
 * times a request, nearly always in vain.  So what the words of each set begin
 * and end with and how long they are is noted once, and a table of all words of
 * all sets, by hash, is made; only what both know is looked for in the text.
 */
#include "nlu/text/words.h"

#include <assert.h>
#include <stdatomic.h>

enum { PLACES = 1 << 15 };

/* Of the words of a set; a bit each. */
struct shape {
	uint32_t first, last, sizes;
};

static struct shape shapes[PX_LANGUAGES][PX_WORDS_COUNT];
/* Whose a word is, and where it stands in its set's text. */
struct place {
	uint32_t owner : 12, at : 20;
};

_Static_assert(PX_LANGUAGES * PX_WORDS_COUNT <= 1 << 12, "owner");

/* Hashes of a set of a language with one of its words; 0 = free.  Most looks end here, so they stand by themselves. */
static uint32_t hashes[PLACES];
static struct place places[PLACES]; /* of each hash */
static atomic_bool made;
static atomic_flag making = ATOMIC_FLAG_INIT;

static uint32_t letter(char letter)
{
	return 1U << ((unsigned char)letter & 31U);
}

static uint32_t length(size_t size)
{
	return 1U << (size < 31 ? size : 31);
}

static bool may_hold(const struct shape *shape, const char *text, size_t size)
{
	return size && shape->first & letter(text[0]) && shape->last & letter(text[size - 1]) &&
	       shape->sizes & length(size);
}

static uint32_t owner_of(const struct px_language *language, enum px_word_set set)
{
	return (uint32_t)language->number * PX_WORDS_COUNT + (uint32_t)set;
}

/* FNV-1a, begun by the language and the set; English begins as if it were the only one. */
static uint32_t hash_of(const struct px_language *language, const char *text, size_t size, enum px_word_set set)
{
	uint32_t hash = 2166136261U ^ owner_of(language, set) * 0x9e3779b1U;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619U;
	return hash ? hash : 1;
}

/* The place of that hash, or the free one that it would take. */
static size_t place_of(uint32_t hash)
{
	size_t at = (hash ^ hash >> 15) % PLACES;

	while (hashes[at] && hashes[at] != hash)
		at = (at + 1) % PLACES;
	return at;
}

/* A language may have no words for a set. */
static const char *list_of(const struct px_language *language, enum px_word_set set)
{
	return language->words[set] ? language->words[set] : "";
}

static void make_set(const struct px_language *language, enum px_word_set set, size_t *words)
{
	const char *list = list_of(language, set);

	for (const char *p = list; *p; ) {
		size_t size = strcspn(p, " ");
		struct shape *shape = &shapes[language->number][set];
		shape->first |= letter(*p);
		shape->last |= letter(p[size ? size - 1 : 0]);
		shape->sizes |= length(size);
		uint32_t hash = hash_of(language, p, size, set);
		assert(p - list < 1 << 20);
		size_t at = place_of(hash);
		hashes[at] = hash;
		places[at] = (struct place){ owner_of(language, set), (uint32_t)(p - list) & 0xfffffU };
		++*words;
		p += size + (p[size] == ' ');
	}
}

static void make_sets(void)
{
	size_t words = 0;

	while (atomic_flag_test_and_set_explicit(&making, memory_order_acquire))
		; /* some microseconds */
	if (!atomic_load_explicit(&made, memory_order_relaxed)) {
		for (size_t i = 0; px_languages[i]; i++) {
			for (int set = 0; set < PX_WORDS_COUNT; set++)
				make_set(px_languages[i], (enum px_word_set)set, &words);
		}
		assert(words < PLACES * 3 / 4);
		atomic_store_explicit(&made, true, memory_order_release);
	}
	atomic_flag_clear_explicit(&making, memory_order_release);
}

static bool listed(const char *text, size_t size, const char *list)
{
	while (*list) {
		size_t n = 0;
		while (n < size && list[n] == text[n])
			n++;
		if (n == size && (list[n] == ' ' || list[n] == '\0'))
			return true;
		for (list += n; *list && *list != ' '; )
			list++;
		list += *list == ' ';
	}
	return false;
}

bool px_word_in_list(const struct px_word *word, const char *list)
{
	return listed(word->text, word->size, list);
}

bool px_word_listed(const char *text, size_t size, enum px_word_set set)
{
	if (!atomic_load_explicit(&made, memory_order_acquire))
		make_sets();
	const struct px_language *language = px_language();
	if (!may_hold(&shapes[language->number][set], text, size))
		return false;
	size_t at = place_of(hash_of(language, text, size, set));
	if (!hashes[at])
		return false;
	const struct place *place = &places[at];
	const char *list = list_of(language, set), *word = list + place->at;
	if (place->owner == owner_of(language, set) && strncmp(word, text, size) == 0 &&
	    (word[size] == ' ' || word[size] == '\0'))
		return true;
	return listed(text, size, list); /* two words may have one hash */
}

bool px_word_in(const struct px_word *word, enum px_word_set set)
{
	return px_word_listed(word->text, word->size, set);
}

bool px_words_have(const struct px_words *words, enum px_word_set set)
{
	for (size_t i = 0; i < words->count; i++) {
		if (px_word_in(&words->at[i], set))
			return true;
	}
	return false;
}

bool px_language_negates(const struct px_words *words)
{
	return !px_language()->classifies && px_words_have(words, PX_WORDS_NEGATION);
}
