/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A map from words to the titles that hold them.  A title that changes or goes
 * is only marked; its place is left, as the context that owns the index is
 * read anew after some thousand changes.
 */
#include "agent/title_index.h"

#include "base/map.h"
#include "base/mem.h"
#include "domain/text.h"

#include <math.h>
#include <stdlib.h>

enum { WORDS_MAX = 64 /* of a text or title */, PER_WORD = 96 /* bytes of a map's slot, key and list */ };

struct title {
	struct px_id id;
	int32_t rank;   /* larger is newer */
	uint8_t kind;
	uint8_t words;  /* different ones; 0: it is gone */
};

struct holders {
	uint32_t count, room;
	uint32_t titles[];
};

struct px_title_index {
	struct title *titles;
	uint32_t count, room;
	int32_t oldest, newest; /* ranks */
	struct px_map words;    /* struct holders */
	size_t holder_bytes;
	struct px_arena scratch;
};

struct px_title_index *px_title_index_new(void)
{
	struct px_title_index *index = px_calloc(1, sizeof(*index));

	px_map_init(&index->words);
	px_arena_init(&index->scratch);
	return index;
}

void px_title_index_free(struct px_title_index *index)
{
	size_t position = 0;
	void *holders;

	if (!index)
		return;
	while (px_map_next(&index->words, &position, NULL, &holders))
		free(holders);
	px_map_release(&index->words);
	px_arena_release(&index->scratch);
	free(index->titles);
	free(index);
}

size_t px_title_index_bytes(const struct px_title_index *index)
{
	return index ? sizeof(*index) + index->room * sizeof(*index->titles) + index->holder_bytes +
		       index->words.count * PER_WORD + px_arena_size(&index->scratch) : 0;
}

static bool is_word_byte(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The different words of a text, folded, without a plural s. */
static size_t split(struct px_str text, struct px_arena *scratch, struct px_str words[WORDS_MAX])
{
	struct px_str folded = px_text_fold(scratch, text);
	size_t count = 0, at = 0;

	while (at < folded.size && count < WORDS_MAX) {
		size_t begin = at;
		while (at < folded.size && is_word_byte((unsigned char)folded.data[at]))
			at++;
		struct px_str word = px_str_n(folded.data + begin, at - begin);
		if (word.size > 3 && word.data[word.size - 1] == 's')
			word.size--;
		size_t same = 0;
		while (same < count && !px_str_eq(words[same], word))
			same++;
		if (word.size && same == count)
			words[count++] = word;
		at += at == begin;
	}
	return count;
}

static void add_holder(struct px_title_index *index, struct px_str word, uint32_t title)
{
	struct holders *holders = px_map_get(&index->words, word);
	uint32_t count = holders ? holders->count : 0, room = holders ? holders->room : 0;

	if (count == room) {
		uint32_t larger = room ? room * 2 : 2;
		holders = px_realloc(holders, sizeof(*holders) + larger * sizeof(holders->titles[0]));
		holders->room = larger;
		index->holder_bytes += (larger - room) * sizeof(holders->titles[0]);
		px_map_put(&index->words, word, holders);
	}
	holders->titles[count] = title;
	holders->count = count + 1;
}

static void add(struct px_title_index *index, int32_t rank, int kind, struct px_id id, const char *text)
{
	struct px_str words[WORDS_MAX];
	size_t count = split(px_str(text), &index->scratch, words);

	if (index->count == index->room) {
		index->room = index->room ? index->room * 2 : 256;
		index->titles = px_realloc(index->titles, index->room * sizeof(*index->titles));
	}
	for (size_t i = 0; i < count; i++)
		add_holder(index, words[i], index->count);
	index->titles[index->count++] = (struct title){ id, rank, (uint8_t)kind, (uint8_t)count };
	px_arena_clear(&index->scratch);
}

void px_title_index_add_older(struct px_title_index *index, int kind, struct px_id id, const char *title)
{
	add(index, --index->oldest, kind, id, title);
}

void px_title_index_put(struct px_title_index *index, int kind, struct px_id id, const char *title)
{
	px_title_index_remove(index, id);
	add(index, ++index->newest, kind, id, title);
}

void px_title_index_remove(struct px_title_index *index, struct px_id id)
{
	/* The newest are the likeliest to change, and stand at both ends. */
	for (uint32_t i = 0; i < index->count; i++) {
		if (px_id_eq(index->titles[i].id, id))
			index->titles[i].words = 0;
	}
}

struct tally {
	float weight;
	uint8_t words;
};

struct candidate {
	uint32_t title;
	float weight;
	bool in_full;
};

static bool better(const struct px_title_index *index, const struct candidate *a, const struct candidate *b)
{
	if (a->in_full != b->in_full)
		return a->in_full;
	if (fabsf(a->weight - b->weight) > 0.001f)
		return a->weight > b->weight;
	return index->titles[a->title].rank > index->titles[b->title].rank;
}

/* Keeps the best, sorted. */
static size_t insert(const struct px_title_index *index, struct candidate *best, size_t count, size_t max,
		     struct candidate one)
{
	size_t at = count;

	while (at > 0 && better(index, &one, &best[at - 1]))
		at--;
	if (at == max)
		return count;
	if (count < max)
		count++;
	memmove(&best[at + 1], &best[at], (count - at - 1) * sizeof(*best));
	best[at] = one;
	return count;
}

/* What the text's words weigh in each title; returns what all of them that are known weigh. */
static float weigh(const struct px_title_index *index, struct px_str text, struct px_arena *scratch,
		   struct tally *tallies)
{
	struct px_str words[WORDS_MAX];
	size_t count = split(text, scratch, words);
	float all = 0;

	for (size_t i = 0; i < count; i++) {
		const struct holders *holders = px_map_get(&index->words, words[i]);
		if (!holders)
			continue;
		float weight = logf(1.0f + (float)index->count / (float)holders->count);
		all += weight;
		for (uint32_t h = 0; h < holders->count; h++) {
			tallies[holders->titles[h]].weight += weight;
			tallies[holders->titles[h]].words++;
		}
	}
	return all;
}

size_t px_title_index_find(const struct px_title_index *index, struct px_str text, struct px_arena *scratch,
			   struct px_title_hit *hits, size_t max)
{
	struct tally *tallies = PX_ARENA_ARRAY(scratch, struct tally, index->count + 1);
	struct candidate *best = PX_ARENA_ARRAY(scratch, struct candidate, max + 1);
	float all = weigh(index, text, scratch, tallies);
	size_t count = 0;

	for (uint32_t i = 0; i < index->count; i++) {
		const struct title *title = &index->titles[i];
		bool in_full = title->words && tallies[i].words == title->words;
		if (title->words && tallies[i].words && (in_full || tallies[i].weight >= all / 2))
			count = insert(index, best, count, max, (struct candidate){ i, tallies[i].weight, in_full });
	}
	for (size_t i = 0; i < count; i++)
		hits[i] = (struct px_title_hit){ index->titles[best[i].title].id, index->titles[best[i].title].kind,
						 best[i].in_full };
	return count;
}
