/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/likelihood.h"

#include "embed/word_table.h"
#include "memory/forget.h"
#include "memory/likelihood_weights.h"
#include "memory/measure.h"
#include "memory/question.h"

#include <math.h>

const char *const px_sign_names[PX_SIGNS] = {
	"late", "meaning", "lead", "met", "all", "nameless", "typed", "untyped", "foreign", "lacking", "near", "nearest",
	"rank", "said",
};

enum { WORDS = 48 /* of a text, that are compared one by one */ };

/*
 * A text without a word of the question is never told as the answer, only shown as the nearest: likeness alone takes a hat
 * size for a shoe size.  It has to be near by itself, not the nearest of a few: what was right without one had a likeness
 * of 0.51 at least token by token and 0.36 as a whole (sets w and d of bench/memory, 28 November 2026).
 */
static const float near_late = 0.48F, near_meaning = 0.3F, far_most = 0.3F, unsure_most = 0.6F;
/* What is of somebody else is told neither as the answer nor beside it, but may be shown as the nearest. */
static const float foreign_most = 0.15F;

struct word_vectors {
	size_t count;
	float vectors[WORDS][PX_WORD_TABLE_DIMS];
};

static float cosine(const float *a, const float *b)
{
	float dot = 0;

	for (size_t d = 0; d < PX_WORD_TABLE_DIMS; d++)
		dot += a[d] * b[d];
	return dot;
}

static void add_vector(struct word_vectors *v, const char *word)
{
	if (v->count < WORDS)
		px_word_table_vector(px_str(word), v->vectors[v->count++]);
}

static struct word_vectors *of_question(const struct px_asked_for *asked)
{
	struct word_vectors *v = px_arena_alloc(asked->arena, sizeof(*v));

	v->count = 0;
	for (size_t i = 0; i < asked->count; i++) {
		if (!asked->words[i].light)
			add_vector(v, asked->words[i].text);
	}
	return v;
}

static struct word_vectors *of_text(const struct px_asked_for *asked, const char *text)
{
	struct word_vectors *v = px_arena_alloc(asked->arena, sizeof(*v));
	struct px_clause *c = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*c));
	size_t count = px_sentences(px_str(text), asked->arena, c, PX_CLAUSES_MAX);

	v->count = 0;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count; k++) {
			if (!px_asked_is_light(c[i].words[k].text))
				add_vector(v, c[i].words[k].text);
		}
	}
	return v;
}

/* How near each word of the question is to some word of the text. */
static void compare_words(const struct word_vectors *question, const struct word_vectors *text, float *mean, float *least)
{
	*mean = *least = 0;
	for (size_t i = 0; i < question->count; i++) {
		float best = 0;
		for (size_t k = 0; k < text->count; k++)
			best = fmaxf(best, cosine(question->vectors[i], text->vectors[k]));
		best = fminf(best, 1);
		*mean += best / (float)question->count;
		*least = i ? fminf(*least, best) : best;
	}
}

static float likeness(const struct px_memory_hit *hit)
{
	if (!isnan(hit->parts.late))
		return hit->parts.late;
	return isnan(hit->parts.meaning) ? 0 : hit->parts.meaning;
}

/* How far hit `at` is above the best of the others. */
static float lead(const struct px_memory_hit *hits, size_t count, size_t at)
{
	float best = 0;

	for (size_t i = 0; i < count; i++)
		best = i == at ? best : fmaxf(best, likeness(&hits[i]));
	return likeness(&hits[at]) - best;
}

/* The most that a text can be worth which has no word of the question. */
static float most_without_words(const float signs[PX_SIGNS], bool model)
{
	if (signs[PX_SIGN_MET] > 0)
		return 1;
	if (!model)
		return unsure_most;
	return signs[PX_SIGN_LATE] >= near_late && signs[PX_SIGN_MEANING] >= near_meaning ? unsure_most : far_most;
}

/* What was asked or ordered tells nothing. */
static bool tells(const struct px_asked_for *asked, const struct px_memory_hit *hit)
{
	const char *target;

	return hit->row.kind != PX_RECALLED_MESSAGE || (!px_question_is(px_str(hit->row.text), asked->arena) &&
							!px_forget_asked(px_str(hit->row.text), asked->arena, &target));
}

static bool read_signs(const struct px_asked_for *asked, const struct px_memory_hit *hit, float signs[PX_SIGNS])
{
	struct px_evidence e = px_evidence_of(asked, hit->row.text, NULL, NULL);
	bool dated = asked->kind == PX_ASKED_TIME && (hit->row.kind == PX_RECALLED_TASK || hit->row.kind == PX_RECALLED_EVENT);
	bool particular = asked->kind != PX_ASKED_ANY && asked->kind != PX_ASKED_YES_NO;

	signs[PX_SIGN_MET] = e.met;
	signs[PX_SIGN_ALL] = e.met > 0.99F;
	signs[PX_SIGN_NAMELESS] = !e.names;
	signs[PX_SIGN_TYPED] = particular && (e.typed || dated);
	signs[PX_SIGN_UNTYPED] = particular && !e.typed && !dated;
	signs[PX_SIGN_FOREIGN] = e.foreign;
	signs[PX_SIGN_LACKING] = e.lacking;
	signs[PX_SIGN_SAID] = hit->row.kind == PX_RECALLED_MEMORY || hit->row.kind == PX_RECALLED_MESSAGE;
	e.typed |= dated;
	return px_evidence_answers(asked, &e);
}

void px_likelihood_of(const struct px_asked_for *asked, const struct px_memory_hit *hits, size_t count, bool model,
		      struct px_likelihood *likelihoods)
{
	const struct word_vectors *question = of_question(asked);
	const float *weights = px_likelihood_weights[model];

	for (size_t i = 0; i < count; i++) {
		float *signs = likelihoods[i].signs, sum = weights[PX_SIGNS];
		memset(signs, 0, sizeof(likelihoods[i].signs));
		likelihoods[i].strict = read_signs(asked, &hits[i], signs) && tells(asked, &hits[i]);
		compare_words(question, of_text(asked, hits[i].row.text), &signs[PX_SIGN_NEAR], &signs[PX_SIGN_NEAREST]);
		signs[PX_SIGN_RANK] = 1 / (1 + (float)i);
		if (model) {
			signs[PX_SIGN_LATE] = isnan(hits[i].parts.late) ? 0 : hits[i].parts.late;
			signs[PX_SIGN_MEANING] = isnan(hits[i].parts.meaning) ? 0 : hits[i].parts.meaning;
			signs[PX_SIGN_LEAD] = lead(hits, count, i);
		}
		for (size_t k = 0; k < PX_SIGNS; k++)
			sum += weights[k] * signs[k];
		float answers = fminf(1 / (1 + expf(-sum)), most_without_words(signs, model));
		if (signs[PX_SIGN_FOREIGN] > 0)
			answers = fminf(answers, foreign_most);
		if (signs[PX_SIGN_UNTYPED] > 0 && asked->measure != PX_MEASURE_NONE)
			answers = fminf(answers, unsure_most);
		likelihoods[i].answers = tells(asked, &hits[i]) ? answers : 0;
	}
}
