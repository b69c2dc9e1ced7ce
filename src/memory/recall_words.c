/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BM25 over windows: what a turn is found by is its own words, half of those
 * of the turn before it, and a little of the next and the one before the last.
 * The index holds each turn's own words only; a posting lends its count to the
 * neighbours while it is read, so adding and removing a turn touches nothing else.
 */
#include "memory/recall_internal.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/* Short texts: little is gained by repeating a word, or lost by length.  Tuned on long conversations. */
#define BM25_K1 0.9
#define BM25_B 0.4

float px_recall_share(int distance)
{
	/* distance: from the turn whose words they are to the turn that borrows them. */
	switch (distance) {
	case 0:
		return 1.0F;
	case 1:
		return 0.5F;
	case 2:
	case -1:
		return 0.3F;
	default:
		return 0.0F;
	}
}

enum { WINDOW_FIRST = -1, WINDOW_LAST = 2 };

static float window_length(const struct px_recall *recall, int32_t row)
{
	float length = 0;

	for (int distance = WINDOW_FIRST; distance <= WINDOW_LAST; distance++) {
		int32_t near = px_recall_turn(recall, row, -distance);
		if (near != PX_ROW_NONE)
			length += px_recall_share(distance) * (float)recall->items[near].length;
	}
	return length;
}

static float mean_length(struct px_recall *recall)
{
	double sum = 0;

	if (recall->window_length >= 0)
		return (float)recall->window_length;
	for (size_t row = 0; row < recall->item_count; row++)
		if (recall->items[row].live)
			sum += (double)window_length(recall, (int32_t)row);
	recall->window_length = recall->live ? sum / (double)recall->live : 0;
	return (float)recall->window_length;
}

struct reading {
	const struct px_recall *recall;
	struct px_word_scores *found;
	size_t room;
};

static void read_term(void *arg, struct px_str term, enum px_term_role role)
{
	struct reading *reading = arg;
	struct px_word_scores *found = reading->found;
	int64_t number = px_postings_find(&reading->recall->words, term);
	double count = number < 0 ? 0 : reading->recall->words.lists[number].count;
	double all = (double)reading->recall->live;

	/* A German stem or a whole that nobody has says nothing about the question. */
	if (found->term_count == reading->room || (number < 0 && role == PX_TERM_EXTRA))
		return;
	for (size_t i = 0; i < found->term_count; i++)
		if (number >= 0 && found->terms[i].number == number)
			return;
	found->terms[found->term_count++] = (struct px_question_term){
		number, role, (float)log(1.0 + (all - count + 0.5) / (count + 0.5)) };
}

/* One term's counts, lent to the neighbours; rows that have some are noted in `touched`. */
static size_t spread(const struct px_recall *recall, const struct px_posting_list *list, float *counts,
		     int32_t *touched)
{
	size_t count = 0;

	for (uint32_t i = 0; i < list->count; i++) {
		for (int distance = WINDOW_FIRST; distance <= WINDOW_LAST; distance++) {
			int32_t row = px_recall_turn(recall, (int32_t)list->items[i].document, distance);
			if (row == PX_ROW_NONE)
				continue;
			if (counts[row] == 0.0F)
				touched[count++] = row;
			counts[row] += px_recall_share(distance) * (float)list->items[i].count;
		}
	}
	return count;
}

void px_recall_score_words(struct px_recall *recall, struct px_str question, struct px_arena *arena,
			   struct px_word_scores *found)
{
	enum { TERMS_MAX = 64 };
	struct reading reading = { recall, found, TERMS_MAX };
	float *counts = PX_ARENA_ARRAY(arena, float, recall->item_count + 1);
	int32_t *touched = PX_ARENA_ARRAY(arena, int32_t, recall->item_count + 1);
	float mean = mean_length(recall);

	*found = (struct px_word_scores){ .scores = PX_ARENA_ARRAY(arena, float, recall->item_count + 1),
					  .rows = PX_ARENA_ARRAY(arena, int32_t, recall->item_count + 1),
					  .terms = PX_ARENA_ARRAY(arena, struct px_question_term, TERMS_MAX) };
	px_terms_each(recall->stemmers, question, read_term, &reading);
	for (size_t i = 0; i < found->term_count; i++) {
		if (found->terms[i].number < 0)
			continue;
		size_t count = spread(recall, &recall->words.lists[found->terms[i].number], counts, touched);
		for (size_t n = 0; n < count; n++) {
			int32_t row = touched[n];
			double length = mean > 0 ? (double)(window_length(recall, row) / mean) : 1.0, tf = (double)counts[row];
			if (found->scores[row] == 0.0F)
				found->rows[found->count++] = row;
			found->scores[row] += found->terms[i].rarity *
					      (float)(tf * (BM25_K1 + 1.0) /
						      (tf + BM25_K1 * (1.0 - BM25_B + BM25_B * length)));
			counts[row] = 0.0F;
		}
	}
}

float px_recall_coverage(const struct px_recall *recall, const struct px_word_scores *found, int32_t row)
{
	float all = 0, has = 0;

	for (size_t i = 0; i < found->term_count; i++) {
		const struct px_question_term *term = &found->terms[i];
		if (term->role == PX_TERM_EXTRA)
			continue;
		all += term->rarity;
		if (term->number >= 0 && px_postings_count(&recall->words.lists[term->number], (uint32_t)row))
			has += term->rarity;
	}
	return all > 0 ? has / all : 0;
}
