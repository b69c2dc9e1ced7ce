/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search: candidates by words and by meaning, every part as z-scores over
 * the candidates, the best of them compared token by token, and the
 * conversations' best scores on top.
 */
#include "memory/recall.h"

#include "base/mem.h"
#include "memory/recall_internal.h"

#include <math.h>
#include <stdlib.h>

enum { POOL = 300 /* candidates of words and of meaning, each */ };

#define DAY_MS 86400000.0
#define NEAR_DAYS 3.0 /* an item some days off a time that was named counts less by 1/e for each so many */

/*
 * Words, meaning, late, speaker, time and session as measured on long
 * conversations (`meaning_alone` by bench/recall); recency and kinds only
 * decide between what is as good otherwise.
 */
const struct px_recall_weights px_recall_weights_default = {
	.words = 1.0F,
	.meaning = 0.5F,
	.meaning_alone = 1.0F,
	.late = 1.0F,
	.speaker = 1.0F,
	.time = 1.0F,
	.session = 0.5F,
	.recency = 0.1F,
	.half_life = 90.0F,
};

const struct px_recall_calibration px_recall_calibration_default = {
	.bias = -3.0F,
	.words = 4.0F,
	.meaning = 2.0F,
	.late = 3.0F,
	.threshold = 0.5F,
};

struct candidate {
	int32_t row;
	float base;     /* the weighed z-scores but for `late` */
	float score;
	struct px_recall_parts parts;
};

struct search {
	struct px_recall *recall;
	const struct px_recall_question *question;
	const struct px_recall_weights *weights;
	struct px_arena arena;
	struct px_word_scores words;
	struct candidate *candidates;
	size_t count;
	int32_t *number; /* of a row among the candidates, + 1 */
	bool *asked;     /* by speaker */
	bool dense, late;
};

static bool passes(const struct px_vector_filter *filter, const struct px_item *item)
{
	bool tagged = !filter->tag_count;

	for (size_t i = 0; i < filter->tag_count && !tagged; i++)
		tagged = item->session == filter->tags[i];
	return tagged && (!filter->kinds || filter->kinds >> item->kind & 1) &&
	       (filter->from == filter->to || (item->at >= filter->from && item->at < filter->to));
}

static struct candidate *add_candidate(struct search *search, int32_t row)
{
	if (!search->number[row]) {
		search->candidates[search->count] = (struct candidate){
			.row = row, .parts = { .words = search->words.scores[row], .meaning = NAN, .late = NAN, .weakest = NAN, .cross = NAN } };
		search->number[row] = (int32_t)++search->count;
	}
	return &search->candidates[search->number[row] - 1];
}

static int by_words(const void *a, const void *b, void *arg)
{
	const float *scores = arg;
	float x = scores[*(const int32_t *)a], y = scores[*(const int32_t *)b];

	return x > y ? -1 : x < y ? 1 : *(const int32_t *)a - *(const int32_t *)b;
}

static void find_by_words(struct search *search)
{
	struct px_word_scores *words = &search->words;
	size_t passing = 0;

	px_recall_score_words(search->recall, search->question->text, &search->arena, words);
	for (size_t i = 0; i < words->count; i++)
		if (passes(&search->question->filter, &search->recall->items[words->rows[i]]))
			words->rows[passing++] = words->rows[i];
	if (passing)
		qsort_r(words->rows, passing, sizeof(*words->rows), by_words, words->scores);
	for (size_t i = 0; i < passing && i < POOL; i++)
		add_candidate(search, words->rows[i]);
}

static enum px_err find_by_meaning(struct search *search, struct px_error *error)
{
	struct px_vector_query query = { .vector = search->question->vector, .limit = POOL,
					 .filter = search->question->filter };
	struct px_vector_hit *hits = PX_ARENA_ARRAY(&search->arena, struct px_vector_hit, POOL);
	size_t count = 0;
	enum px_err err = px_vector_search(search->recall->config.vectors, &query, hits, &count, error);

	if (err == PX_UNAVAILABLE || err == PX_TIMEOUT)
		return PX_OK; /* its server is away: words are left */
	for (size_t i = 0; i < count && !err; i++) {
		int32_t row = px_recall_row(search->recall, hits[i].id);
		if (row != PX_ROW_NONE)
			add_candidate(search, row)->parts.meaning = hits[i].score;
	}
	return err;
}

/* Of those that words alone have brought. */
static void compare_the_rest(struct search *search)
{
	struct px_id *ids = PX_ARENA_ARRAY(&search->arena, struct px_id, search->count + 1);
	float *scores = PX_ARENA_ARRAY(&search->arena, float, search->count + 1);
	size_t count = 0, next = 0;

	for (size_t i = 0; i < search->count; i++)
		if (isnan(search->candidates[i].parts.meaning))
			ids[count++] = search->recall->items[search->candidates[i].row].id;
	if (px_vector_score(search->recall->config.vectors, search->question->vector, ids, count, scores, NULL) != PX_OK)
		return;
	for (size_t i = 0; i < search->count; i++)
		if (isnan(search->candidates[i].parts.meaning))
			search->candidates[i].parts.meaning = scores[next++];
}

/* 1 within a time that was named, less by distance outside. */
static float nearness(const struct px_recall_question *question, int64_t at)
{
	double best = 0;

	for (size_t i = 0; i < question->time_count; i++) {
		const struct px_recall_time *time = &question->times[i];
		double away = at < time->from ? (double)time->from - (double)at
			    : at >= time->to ? (double)at - (double)time->to
					     : 0;
		best = fmax(best, exp(-away / DAY_MS / NEAR_DAYS));
	}
	return (float)best;
}

static float prior(const struct search *search, const struct px_item *item)
{
	const struct px_recall_weights *weights = search->weights;
	double days = ((double)search->question->now - (double)item->at) / DAY_MS;
	double recency = weights->half_life > 0 ? exp2(-fmax(days, 0) / (double)weights->half_life) : 0;

	return weights->recency * (float)recency + weights->kinds[item->kind];
}

/* Adds weight * z-score of one part, NAN counting as the lowest that there is. */
static void add_part(struct candidate *candidates, size_t count, size_t offset, float weight, bool late)
{
	double sum = 0, squares = 0, lowest = INFINITY;
	size_t given = 0;

	for (size_t i = 0; i < count; i++) {
		double value = (double)*(const float *)((const char *)&candidates[i].parts + offset);
		if (isnan(value))
			continue;
		sum += value;
		squares += value * value;
		lowest = fmin(lowest, value);
		given++;
	}
	double mean = given ? sum / (double)given : 0;
	double deviation = given ? sqrt(fmax(squares / (double)given - mean * mean, 0)) : 0;
	if (deviation < 1e-6)
		return;
	for (size_t i = 0; i < count; i++) {
		double value = (double)*(const float *)((const char *)&candidates[i].parts + offset);
		float z = (float)(((isnan(value) ? lowest : value) - mean) / deviation);
		*(late ? &candidates[i].score : &candidates[i].base) += weight * z;
	}
}

#define PART(name) offsetof(struct px_recall_parts, name)

static void score_base(struct search *search)
{
	const struct px_recall_weights *weights = search->weights;

	for (size_t i = 0; i < search->count; i++) {
		struct candidate *candidate = &search->candidates[i];
		const struct px_item *item = &search->recall->items[candidate->row];
		candidate->parts.time = nearness(search->question, item->at);
		candidate->parts.speaker = item->speaker != PX_SPEAKER_MANY && search->asked[item->speaker];
		candidate->parts.prior = prior(search, item);
		candidate->base = candidate->parts.prior;
	}
	add_part(search->candidates, search->count, PART(words), weights->words, false);
	add_part(search->candidates, search->count, PART(meaning), search->late ? weights->meaning : weights->meaning_alone,
		 false);
	add_part(search->candidates, search->count, PART(speaker), weights->speaker, false);
	add_part(search->candidates, search->count, PART(time), weights->time, false);
	for (size_t i = 0; i < search->count; i++)
		search->candidates[i].score = search->candidates[i].base;
}

static int by_score(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->score > y->score ? -1 : x->score < y->score ? 1 : x->row - y->row;
}

static void sort(struct candidate *candidates, size_t count)
{
	if (count > 1)
		qsort(candidates, count, sizeof(*candidates), by_score);
}

/* Token by token, for the best; the others keep their order behind them. */
static void rerank(struct search *search)
{
	size_t count = search->count < PX_RECALL_RERANK ? search->count : PX_RECALL_RERANK;
	const struct px_recall_config *config = &search->recall->config;
	struct px_recall_tokens tokens;

	sort(search->candidates, search->count);
	for (size_t i = 0; i < count; i++) {
		struct candidate *candidate = &search->candidates[i];
		if (config->tokens(config->arg, search->recall->items[candidate->row].id, &tokens))
			candidate->parts.late = px_recall_late(search->recall, &search->question->tokens, &tokens,
							       &search->arena, &candidate->parts.weakest);
	}
	add_part(search->candidates, count, PART(late), search->weights->late, true);
	float lowest = INFINITY;
	for (size_t i = 0; i < count; i++)
		lowest = fminf(lowest, search->candidates[i].score);
	for (size_t i = count; i < search->count; i++)
		search->candidates[i].score = lowest - (float)(i - count + 1) * 1e-3F;
}

/* Half of the best score of its conversation; what stands alone is its own. */
static void add_sessions(struct search *search)
{
	for (size_t i = 0; i < search->count; i++) {
		struct candidate *candidate = &search->candidates[i];
		const struct px_item *item = &search->recall->items[candidate->row];
		float best = candidate->score;
		for (size_t n = 0; item->turn && n < i; n++) {
			if (search->recall->items[search->candidates[n].row].session == item->session) {
				best = search->candidates[n].score - search->candidates[n].parts.session;
				break; /* they are sorted: the first is the best */
			}
		}
		candidate->parts.session = search->weights->session * best;
		candidate->score += candidate->parts.session;
	}
}

/* The best few change places by what the cross-encoder says; the scores stay where they are. */
static void ask_cross_encoder(struct search *search)
{
	const struct px_recall_config *config = &search->recall->config;
	size_t count = search->count < PX_RECALL_CROSS ? search->count : PX_RECALL_CROSS;
	float scores[PX_RECALL_CROSS], numbers[PX_RECALL_CROSS];
	struct px_id ids[PX_RECALL_CROSS];

	for (size_t i = 0; i < count; i++) {
		ids[i] = search->recall->items[search->candidates[i].row].id;
		scores[i] = search->candidates[i].score;
	}
	if (count < 2 || !config->cross(config->arg, search->question->text, ids, count, numbers))
		return;
	for (size_t i = 0; i < count; i++)
		search->candidates[i].score = search->candidates[i].parts.cross = numbers[i];
	sort(search->candidates, count);
	for (size_t i = 0; i < count; i++)
		search->candidates[i].score = scores[i];
}

static float logistic(float value)
{
	return 1.0F / (1.0F + expf(-value));
}

static void judge(struct search *search, struct px_recall_evidence *evidence)
{
	const struct px_recall_calibration *by = search->question->calibration ? search->question->calibration
									       : &px_recall_calibration_default;

	*evidence = (struct px_recall_evidence){ 0 };
	for (size_t i = 0; i < search->count && i < 5; i++) {
		const struct candidate *candidate = &search->candidates[i];
		if (i == 0)
			evidence->words = px_recall_coverage(search->recall, &search->words, candidate->row);
		evidence->meaning = fmaxf(evidence->meaning, candidate->parts.meaning);
		evidence->late = fmaxf(evidence->late, candidate->parts.late);
	}
	if (!search->count)
		return;
	evidence->confidence = logistic(by->bias + by->words * evidence->words + by->meaning * evidence->meaning +
					by->late * evidence->late);
	evidence->sure = evidence->confidence >= by->threshold;
}

static enum px_err find(struct search *search, struct px_error *error)
{
	struct px_recall *recall = search->recall;

	search->candidates = PX_ARENA_ARRAY(&search->arena, struct candidate, 2 * POOL);
	search->number = PX_ARENA_ARRAY(&search->arena, int32_t, recall->item_count + 1);
	search->asked = PX_ARENA_ARRAY(&search->arena, bool, recall->speaker_count + 1);
	px_recall_asked_speakers(recall, search->question->text, search->asked);
	find_by_words(search);
	if (search->dense) {
		enum px_err err = find_by_meaning(search, error);
		if (err)
			return err;
		compare_the_rest(search);
	}
	score_base(search);
	if (search->late)
		rerank(search);
	sort(search->candidates, search->count);
	add_sessions(search);
	sort(search->candidates, search->count);
	if (recall->config.cross)
		ask_cross_encoder(search);
	return PX_OK;
}

enum px_err px_recall_search(struct px_recall *recall, const struct px_recall_question *question,
			     struct px_recall_hit *hits, size_t *count, struct px_recall_evidence *evidence,
			     struct px_error *error)
{
	struct search search = { .recall = recall, .question = question,
				 .weights = question->weights ? question->weights : &px_recall_weights_default };

	if (!question->limit || question->limit > PX_RECALL_HITS_MAX)
		return px_fail(error, PX_INVALID, "limit", "limit %zu; 1 to %d are possible", question->limit,
			       PX_RECALL_HITS_MAX);
	search.dense = question->vector && recall->config.vectors && recall->learned;
	search.late = question->tokens.count && recall->config.tokens;
	px_arena_init(&search.arena);
	enum px_err err = find(&search, error);
	if (!err) {
		judge(&search, evidence);
		*count = search.count < question->limit ? search.count : question->limit;
		for (size_t i = 0; i < *count; i++) {
			const struct px_item *item = &recall->items[search.candidates[i].row];
			hits[i] = (struct px_recall_hit){ item->id, item->kind, item->at, item->session,
							  search.candidates[i].score, search.candidates[i].parts };
			hits[i].parts.covered = px_recall_coverage(recall, &search.words, search.candidates[i].row);
		}
	}
	px_arena_release(&search.arena);
	return err;
}
