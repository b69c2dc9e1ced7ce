/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/likelihood.h"

#include "embed/word_table.h"
#include "memory/between_hits.h"
#include "memory/en.h"
#include "memory/forget_wish.h"
#include "memory/likelihood_weights.h"
#include "memory/measure.h"
#include "memory/question.h"

#include <math.h>

const char *const px_sign_names[PX_SIGNS] = {
	"late", "meaning", "lead", "met", "all", "nameless", "typed", "untyped", "foreign", "lacking", "near", "nearest",
	"rank", "covered", "weakest", "no_name", "no_number", "no_time", "no_place", "open", "away", "joined", "alone", "said",
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

/* What is further from the time asked about is not told as the answer: it may have been otherwise then. */
static const float far_away = 0.5F;

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

/* "If I got the job, I'd earn 31,000": nothing of it is so. */
static bool supposes(const struct px_asked_for *asked, const char *text)
{
	struct px_clause *c = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*c));

	return px_sentences(px_str(text), asked->arena, c, PX_CLAUSES_MAX) == 1 && px_clause_starts(c, "if i|if we", NULL) &&
	       px_clause_has(c, "would", NULL, NULL);
}

/* What was asked or ordered tells nothing, nor what is only imagined. */
static bool tells(const struct px_asked_for *asked, const struct px_memory_hit *hit)
{
	const char *target;

	return hit->row.kind != PX_RECALLED_MESSAGE || (!px_question_is(px_str(hit->row.text), asked->arena) &&
							!px_forget_asked(px_str(hit->row.text), asked->arena, &target) &&
							!supposes(asked, hit->row.text));
}

/* "She's from Galway": whom it is about was said before. */
static bool begins_with_pronoun(const struct px_asked_for *asked, const char *text)
{
	struct px_clause *c = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*c));

	return px_sentences(px_str(text), asked->arena, c, PX_CLAUSES_MAX) && px_word_one_of(c->words[0].text, px_en_spoken_of);
}

/* The text; if it is of "her", with what the hit says that was said right before it. */
static const char *with_whom(const struct px_asked_for *asked, const struct px_memory_hit *hits, size_t count, size_t at)
{
	static const int64_t right_before_ms = 2 * INT64_C(60000);
	const struct px_source_row *row = &hits[at].row, *before = NULL;

	if (!px_source_is_said(row) || !begins_with_pronoun(asked, row->text))
		return px_source_said(row, asked->arena);
	for (size_t i = 0; i < count; i++) {
		const struct px_source_row *other = &hits[i].row;
		if (px_source_is_said(other) && other->valid && other->item.at < row->item.at && row->item.at - other->item.at <= right_before_ms &&
		    (!before || other->item.at > before->item.at) && !begins_with_pronoun(asked, other->text))
			before = other;
	}
	return before ? px_arena_printf(asked->arena, "%s. %s", row->text, before->text) : row->text;
}

static bool read_signs(const struct px_asked_for *asked, const struct px_memory_hit *hit, const char *text, float signs[PX_SIGNS])
{
	struct px_evidence e = px_evidence_of(asked, text, NULL, NULL);
	bool dated = asked->kind == PX_ASKED_TIME && (hit->row.kind == PX_RECALLED_TASK || hit->row.kind == PX_RECALLED_EVENT);
	bool particular = asked->kind != PX_ASKED_ANY && asked->kind != PX_ASKED_YES_NO;

	signs[PX_SIGN_MET] = e.met;
	signs[PX_SIGN_ALL] = e.met > 0.99F;
	signs[PX_SIGN_NAMELESS] = !e.names;
	signs[PX_SIGN_TYPED] = particular && (e.typed || dated);
	signs[PX_SIGN_UNTYPED] = particular && !e.typed && !dated;
	bool lacks = signs[PX_SIGN_UNTYPED] > 0;
	signs[PX_SIGN_NO_NAME] = lacks && asked->kind == PX_ASKED_NAME;
	signs[PX_SIGN_NO_NUMBER] = lacks && (asked->kind == PX_ASKED_NUMBER || asked->kind == PX_ASKED_MONEY);
	signs[PX_SIGN_NO_TIME] = lacks && asked->kind == PX_ASKED_TIME;
	signs[PX_SIGN_NO_PLACE] = lacks && asked->kind == PX_ASKED_PLACE;
	signs[PX_SIGN_OPEN] = asked->kind == PX_ASKED_ANY;
	signs[PX_SIGN_AWAY] = 1 - px_text_of_time(asked, hit->row.text, hit->row.item.at);
	signs[PX_SIGN_COVERED] = hit->parts.covered;
	signs[PX_SIGN_FOREIGN] = e.foreign;
	signs[PX_SIGN_LACKING] = e.lacking;
	signs[PX_SIGN_SAID] = px_source_is_said(&hit->row);
	e.typed |= dated;
	return px_evidence_answers(asked, &e) && signs[PX_SIGN_AWAY] < far_away;
}

/* Of "what flowers does Chantelle like?" what she likes is no sure answer unless it says that it is of flowers. */
static bool says_kind(const struct px_asked_for *asked, const char *text)
{
	struct px_clause *c = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*c));
	bool said[PX_ASKED_WORDS] = { false };

	if (asked->of_kind >= asked->count)
		return true;
	px_evidence_words(asked, c, px_sentences(px_str(text), asked->arena, c, PX_CLAUSES_MAX), said);
	return said[asked->of_kind];
}

void px_likelihood_of(const struct px_asked_for *asked, const struct px_memory_hit *hits, size_t count, bool model,
		      struct px_likelihood *likelihoods)
{
	const struct word_vectors *question = of_question(asked);
	const float *weights = px_likelihood_weights[model];

	float *joined = px_arena_alloc(asked->arena, (count + 1) * sizeof(*joined));
	px_hits_joined(asked, hits, count, joined);
	for (size_t i = 0; i < count; i++) {
		float *signs = likelihoods[i].signs, sum = weights[PX_SIGNS];
		memset(signs, 0, sizeof(likelihoods[i].signs));
		likelihoods[i].strict = read_signs(asked, &hits[i], with_whom(asked, hits, count, i), signs) && tells(asked, &hits[i]);
		compare_words(question, of_text(asked, hits[i].row.text), &signs[PX_SIGN_NEAR], &signs[PX_SIGN_NEAREST]);
		signs[PX_SIGN_RANK] = 1 / (1 + (float)i);
		signs[PX_SIGN_JOINED] = joined[i];
		signs[PX_SIGN_ALONE] = joined[i] > 0 ? signs[PX_SIGN_MET] : 0;
		if (model) {
			signs[PX_SIGN_WEAKEST] = isnan(hits[i].parts.weakest) ? 0 : hits[i].parts.weakest;
			signs[PX_SIGN_LATE] = isnan(hits[i].parts.late) ? 0 : hits[i].parts.late;
			signs[PX_SIGN_MEANING] = isnan(hits[i].parts.meaning) ? 0 : hits[i].parts.meaning;
			signs[PX_SIGN_LEAD] = lead(hits, count, i);
		}
		for (size_t k = 0; k < PX_SIGNS; k++)
			sum += weights[k] * signs[k];
		float answers = fminf(1 / (1 + expf(-sum)), most_without_words(signs, model));
		if (signs[PX_SIGN_FOREIGN] > 0)
			answers = fminf(answers, foreign_most);
		if (px_evidence_of_another_kind(asked, hits[i].row.text, NULL)) {
			answers = fminf(answers, unsure_most);
			likelihoods[i].strict = false;
		}
		if (signs[PX_SIGN_AWAY] >= far_away)
			answers = fminf(answers, unsure_most);
		if (!says_kind(asked, hits[i].row.text))
			answers = fminf(answers, unsure_most);
		if (signs[PX_SIGN_UNTYPED] > 0 && (asked->measure != PX_MEASURE_NONE || asked->name_part))
			answers = fminf(answers, unsure_most);
		likelihoods[i].answers = tells(asked, &hits[i]) ? answers : 0;
	}
}
