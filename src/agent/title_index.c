/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table from words to the titles that hold them, made small: somebody with
 * years of use has a hundred thousand titles, and most words of those stand in
 * one title alone.  A word's letters lie in one pool; its titles are numbers in
 * rising order, kept as the distances between them (a byte each, mostly).
 *
 * A title that changes or goes is only marked; its place is left until the
 * context that owns the index reads all anew (px_title_index_is_worn).
 *
 * A search walks over all titles, so what it looks at lies close together: a
 * byte and a sum for each.
 */
#include "agent/title_index.h"

#include "base/mem.h"
#include "base/table.h"
#include "base/fold.h"

#include <math.h>
#include <stdlib.h>

enum {
	GONE_MAX = 1000, /* titles that are marked, or half of all if those are more */
	UNIT = 256,      /* of a weight: two that differ by less count as the same */
	DELTA_BYTES = 5, /* of one distance at most, 7 bits in each */
	BLOCK = 64,      /* titles that are looked at together */
};

struct title {
	struct px_id id;
	int32_t rank;   /* larger is newer */
};

struct word {
	uint32_t letters; /* where they stand in the pool, after their number */
	uint32_t count;   /* titles that hold it */
	uint32_t last;    /* the newest number among them */
	uint32_t list;    /* of all of them, if there are several */
};

/* Distances from each title's number to the next; the first from 0. */
struct list {
	uint8_t *bytes;
	uint32_t size, room;
};

/* What of a text a title holds: its words, in the upper bits, and what they weigh. */
enum { WEIGHT_BITS = 24, ONE_WORD = 1 << WEIGHT_BITS, WEIGHTS = ONE_WORD - 1 };

_Static_assert(PX_FOLD_WORDS_MAX < 1 << (32 - WEIGHT_BITS), "the words of a text can be counted");

struct px_title_index {
	struct title *titles;
	uint8_t *kinds;
	uint8_t *sizes; /* different words of each title; 0: it is gone */
	uint32_t count, room, kind_room, size_room, gone;
	int32_t oldest, newest; /* ranks */
	struct px_table by_id;
	struct word *words;
	uint32_t word_count, word_room;
	struct px_table by_letters;
	struct list *lists;
	uint32_t list_count, list_room;
	size_t list_bytes;
	unsigned char *letters; /* of each word its size, then its bytes */
	uint32_t letters_size, letters_room;
	uint32_t *tallies;      /* of the text that is looked for; one for each title */
	uint32_t tally_room;
	struct px_arena scratch;
};

struct px_title_index *px_title_index_new(void)
{
	struct px_title_index *index = px_calloc(1, sizeof(*index));

	px_arena_init(&index->scratch);
	return index;
}

void px_title_index_free(struct px_title_index *index)
{
	if (!index)
		return;
	for (uint32_t i = 0; i < index->list_count; i++)
		free(index->lists[i].bytes);
	px_table_release(&index->by_id);
	px_table_release(&index->by_letters);
	px_arena_release(&index->scratch);
	free(index->titles);
	free(index->kinds);
	free(index->sizes);
	free(index->words);
	free(index->lists);
	free(index->letters);
	free(index->tallies);
	free(index);
}

size_t px_title_index_bytes(const struct px_title_index *index)
{
	if (!index)
		return 0;
	return sizeof(*index) + index->room * sizeof(*index->titles) + index->kind_room + index->size_room +
	       index->word_room * sizeof(*index->words) +
	       index->list_room * sizeof(*index->lists) + index->list_bytes + index->letters_room +
	       index->tally_room * sizeof(*index->tallies) + px_arena_size(&index->scratch) +
	       (index->by_id.size + index->by_letters.size) * sizeof(uint32_t);
}

bool px_title_index_is_worn(const struct px_title_index *index)
{
	return index->gone > GONE_MAX && index->gone > index->count / 2;
}

/* Room for `more`, a quarter beyond what is needed: doubling would leave half of it unused. */
static void *make_room(void *array, size_t each, uint32_t count, uint32_t more, uint32_t *room)
{
	if (count + more <= *room)
		return array;
	*room = (count + more) + (count + more) / 4 + 16;
	return px_realloc(array, *room * each);
}

static uint64_t hash_of_id(const void *owner, uint32_t title)
{
	return px_id_hash(((const struct px_title_index *)owner)->titles[title].id);
}

static bool is_id(const void *owner, uint32_t title, const void *id)
{
	return px_id_eq(((const struct px_title_index *)owner)->titles[title].id, *(const struct px_id *)id);
}

static const struct px_table_keys ids = { hash_of_id, is_id };

static struct px_str letters_of(const struct px_title_index *index, uint32_t word)
{
	const unsigned char *at = index->letters + index->words[word].letters;

	return px_str_n((const char *)at + 1, *at);
}

static uint64_t hash_of_letters(const void *owner, uint32_t word)
{
	return px_str_hash(letters_of(owner, word));
}

static bool is_letters(const void *owner, uint32_t word, const void *letters)
{
	return px_str_eq(letters_of(owner, word), *(const struct px_str *)letters);
}

static const struct px_table_keys letters = { hash_of_letters, is_letters };

static int64_t find_word(const struct px_title_index *index, struct px_str word)
{
	return px_table_find(&index->by_letters, &letters, index, px_str_hash(word), &word);
}

static uint32_t new_word(struct px_title_index *index, struct px_str word)
{
	uint32_t number = index->word_count++;

	index->words = make_room(index->words, sizeof(*index->words), number, 1, &index->word_room);
	index->letters = make_room(index->letters, 1, index->letters_size, 1 + (uint32_t)word.size, &index->letters_room);
	index->words[number] = (struct word){ .letters = index->letters_size };
	index->letters[index->letters_size++] = (unsigned char)word.size;
	memcpy(index->letters + index->letters_size, word.data, word.size);
	index->letters_size += (uint32_t)word.size;
	px_table_add(&index->by_letters, &letters, index, number);
	return number;
}

static void append(struct px_title_index *index, struct list *list, uint32_t distance)
{
	uint32_t room = list->room;

	list->bytes = make_room(list->bytes, 1, list->size, DELTA_BYTES, &list->room);
	index->list_bytes += list->room - room;
	for (; distance >= 0x80; distance >>= 7)
		list->bytes[list->size++] = (uint8_t)(distance | 0x80);
	list->bytes[list->size++] = (uint8_t)distance;
}

static void add_holder(struct px_title_index *index, struct px_str letters_said, uint32_t title)
{
	int64_t known = find_word(index, letters_said);
	uint32_t number = known == PX_TABLE_NONE ? new_word(index, letters_said) : (uint32_t)known;
	struct word *word = &index->words[number];

	if (word->count == 1) {
		index->lists = make_room(index->lists, sizeof(*index->lists), index->list_count, 1, &index->list_room);
		word->list = index->list_count++;
		index->lists[word->list] = (struct list){ 0 };
		append(index, &index->lists[word->list], word->last);
	}
	if (word->count)
		append(index, &index->lists[word->list], title - word->last);
	word->last = title;
	word->count++;
}

static void add(struct px_title_index *index, int32_t rank, int kind, struct px_id id, const char *text)
{
	struct px_str words[PX_FOLD_WORDS_MAX];
	size_t count = px_fold_words(px_str(text), &index->scratch, words);

	index->titles = make_room(index->titles, sizeof(*index->titles), index->count, 1, &index->room);
	index->kinds = make_room(index->kinds, 1, index->count, 1, &index->kind_room);
	index->sizes = make_room(index->sizes, 1, index->count, 1, &index->size_room);
	index->titles[index->count] = (struct title){ id, rank };
	index->kinds[index->count] = (uint8_t)kind;
	index->sizes[index->count] = (uint8_t)count;
	for (size_t i = 0; i < count; i++)
		add_holder(index, words[i], index->count);
	px_table_add(&index->by_id, &ids, index, index->count++);
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
	int64_t title = px_table_find(&index->by_id, &ids, index, px_id_hash(id), &id);

	if (title == PX_TABLE_NONE)
		return;
	px_table_remove(&index->by_id, &ids, index, (uint32_t)title);
	index->sizes[title] = 0;
	index->gone++;
}

struct candidate {
	uint32_t title, weight;
	bool in_full;
};

static bool better(const struct px_title_index *index, const struct candidate *a, const struct candidate *b)
{
	if (a->in_full != b->in_full)
		return a->in_full;
	if (a->weight != b->weight)
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

static void count_word(struct px_title_index *index, const struct word *word, uint32_t weight)
{
	const uint8_t *at = word->count > 1 ? index->lists[word->list].bytes : NULL;
	uint32_t title = 0;

	if (!at)
		index->tallies[word->last] += ONE_WORD + weight;
	for (uint32_t i = 0; at && i < word->count; i++) {
		unsigned shift = 0;
		for (; *at & 0x80; shift += 7)
			title += (*at++ & 0x7fU) << shift;
		title += (uint32_t)*at++ << shift;
		index->tallies[title] += ONE_WORD + weight;
	}
}

/* What the text's words weigh in each title; returns what all of them that are known weigh. */
static uint32_t weigh(struct px_title_index *index, struct px_str text, struct px_arena *scratch)
{
	struct px_str words[PX_FOLD_WORDS_MAX];
	size_t count = px_fold_words(text, scratch, words);
	uint32_t all = 0;

	index->tallies = make_room(index->tallies, sizeof(*index->tallies), 0, index->count, &index->tally_room);
	memset(index->tallies, 0, index->count * sizeof(*index->tallies));
	for (size_t i = 0; i < count; i++) {
		int64_t known = find_word(index, words[i]);
		if (known == PX_TABLE_NONE)
			continue;
		const struct word *word = &index->words[known];
		uint32_t weight = (uint32_t)lrintf(UNIT * logf(1.0f + (float)index->count / (float)word->count));
		all += weight;
		count_word(index, word, weight);
	}
	return all;
}

/* The whole title was said, or words that weigh half of all that is known of what was said. */
static bool fits(uint32_t tally, uint32_t size, uint32_t all)
{
	return (size != 0) & ((tally >> WEIGHT_BITS == size) | (2 * (tally & WEIGHTS) >= all));
}

/* Of hardly any block: without a branch for each title compilers look at several at once. */
static bool any_fits(const uint32_t *tallies, const uint8_t *sizes, uint32_t count, uint32_t all)
{
	uint32_t any = 0;

	for (uint32_t i = 0; i < count; i++)
		any |= fits(tallies[i], sizes[i], all);
	return any;
}

size_t px_title_index_find(struct px_title_index *index, struct px_str text, struct px_arena *scratch,
			   struct px_title_hit *hits, size_t max)
{
	struct candidate *best = PX_ARENA_ARRAY(scratch, struct candidate, max + 1);
	uint32_t all = index->count ? weigh(index, text, scratch) : 0;
	size_t count = 0;

	for (uint32_t block = 0; all && block < index->count; block += BLOCK) {
		uint32_t end = index->count - block < BLOCK ? index->count : block + BLOCK;
		if (!any_fits(index->tallies + block, index->sizes + block, end - block, all))
			continue;
		for (uint32_t i = block; i < end; i++) {
			uint32_t tally = index->tallies[i], size = index->sizes[i];
			if (fits(tally, size, all))
				count = insert(index, best, count, max, (struct candidate){ i, tally & WEIGHTS,
											    tally >> WEIGHT_BITS == size });
		}
	}
	for (size_t i = 0; i < count; i++)
		hits[i] = (struct px_title_hit){ index->titles[best[i].title].id, index->kinds[best[i].title], best[i].in_full };
	return count;
}
