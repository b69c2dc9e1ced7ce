/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scoring: the share of the target's word weight that is found in a title
 * (how much of what was said is there), plus a little for the share of the
 * title that was said.  Weights are inverse document frequencies over the
 * candidates, so "report" counts little for somebody with nine reports.
 */
#include "domain/match.h"

#include "domain/recurrence.h"
#include "domain/text.h"
#include "domain/when.h"

#include <math.h>

enum { WORDS_MAX = 24, TIMES_MAX = 4 };
/* Below this share of the said weight nothing is meant by it. */
static const float ENOUGH = 0.5f;
/* Scores this close are equally good. */
static const float MARGIN = 0.06f;
/* Nearly every word that was said stands in the title. */
static const float SURE = 0.75f;

struct words {
	struct px_str word[WORDS_MAX];
	bool light[WORDS_MAX]; /* counts only a little: "task", "meeting" */
	size_t count;
};

static bool listed(const char *list, struct px_str word)
{
	size_t at;
	struct px_str rest = px_str(list);

	while ((at = px_str_find(rest, word)) != SIZE_MAX) {
		bool begins = at == 0 || rest.data[at - 1] == ' ';
		bool ends = at + word.size == rest.size || rest.data[at + word.size] == ' ';
		if (begins && ends)
			return true;
		rest = px_str_n(rest.data + at + 1, rest.size - at - 1);
	}
	return false;
}

static bool is_stop(struct px_str word)
{
	return listed("a an the my our that this those these to of in on at for with and or is it "
		      "its please s about from by due", word);
}

static bool is_light(struct px_str word)
{
	return listed("task tasks todo todos item items thing things one ones reminder event events "
		      "meeting appointment entry project called named", word);
}

static bool is_word_byte(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Splits folded text; "priya's" gives "priya". */
static void split(struct px_str folded, struct words *words)
{
	size_t at = 0;

	words->count = 0;
	while (at < folded.size && words->count < WORDS_MAX) {
		size_t begin = at;
		while (at < folded.size && is_word_byte((unsigned char)folded.data[at]))
			at++;
		struct px_str word = px_str_n(folded.data + begin, at - begin);
		bool possessive = begin > 0 && folded.data[begin - 1] == '\'' && word.size == 1 &&
				  word.data[0] == 's';
		if (word.size && !possessive && !is_stop(word)) {
			words->light[words->count] = is_light(word);
			words->word[words->count++] = word;
		}
		at += at < folded.size && at == begin ? 1 : 0;
	}
}

/* Typing errors between two words, transposition counted as one; more than `limit`: limit + 1. */
static size_t distance(struct px_str a, struct px_str b, size_t limit)
{
	enum { LETTERS = 32 };
	unsigned char rows[3][LETTERS + 1];

	if (a.size > LETTERS || b.size > LETTERS ||
	    (a.size > b.size ? a.size - b.size : b.size - a.size) > limit)
		return limit + 1;
	for (size_t k = 0; k <= b.size; k++)
		rows[0][k] = (unsigned char)k;
	for (size_t i = 1; i <= a.size; i++) {
		unsigned char *row = rows[i % 3];
		const unsigned char *last = rows[(i + 2) % 3], *older = rows[(i + 1) % 3];
		row[0] = (unsigned char)i;
		for (size_t k = 1; k <= b.size; k++) {
			unsigned best = last[k - 1] + (a.data[i - 1] != b.data[k - 1]);
			if (last[k] + 1u < best)
				best = last[k] + 1u;
			if (row[k - 1] + 1u < best)
				best = row[k - 1] + 1u;
			if (i > 1 && k > 1 && a.data[i - 1] == b.data[k - 2] &&
			    a.data[i - 2] == b.data[k - 1] && older[k - 2] + 1u < best)
				best = older[k - 2] + 1u;
			row[k] = (unsigned char)best;
		}
	}
	return rows[a.size % 3][b.size];
}

/* "reports" and "report", "watering" and "water". */
static struct px_str stem(struct px_str word)
{
	static const char *const endings[] = { "ing", "ies", "es", "ed", "s" };

	for (size_t i = 0; i < 5; i++) {
		struct px_str ending = px_str(endings[i]);
		if (word.size >= ending.size + 3 && px_str_ends(word, ending))
			return px_str_n(word.data, word.size - ending.size);
	}
	return word;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static float similarity(struct px_str said, struct px_str there)
{
	if (px_str_eq(said, there))
		return 1.0f;
	/* Of numbers each is another. */
	if (is_digit(said.data[0]) || is_digit(there.data[0]))
		return 0.0f;
	if (said.size >= 3 && px_str_eq(stem(said), stem(there)))
		return 0.92f;
	if (said.size >= 3 && px_str_starts(there, said))
		return 0.8f;
	if (there.size >= 4 && px_str_starts(said, there))
		return 0.6f;
	if (said.size >= 4 && there.size >= 4 && distance(said, there, 1) == 1)
		return 0.75f;
	if (said.size >= 7 && there.size >= 7 && distance(said, there, 2) == 2)
		return 0.6f;
	return 0.0f;
}

static float best_similarity(struct px_str said, const struct words *there)
{
	float best = 0;

	for (size_t i = 0; i < there->count && best < 1.0f; i++) {
		float one = similarity(said, there->word[i]);
		if (one > best)
			best = one;
	}
	return best;
}

struct candidate {
	size_t index;
	float found[WORDS_MAX]; /* similarity by said word */
	float share;            /* of the title's words that were said */
	float score;
	bool exact;
};

struct target {
	struct words words;
	float weight[WORDS_MAX];
	int32_t day;               /* PX_DAY_NONE */
	int64_t from, to;          /* a span of days, local ms, or PX_TIME_NONE */
	int32_t second;            /* of the day, or -1 */
	bool either_half;          /* "9 o'clock" is 21:00 too */
};

/* False for what selects nothing: a length of time, or a part of the day ("lunch"). */
static bool take_time(struct target *target, const struct px_time_value *value)
{
	bool day = value->kind == PX_TIME_DATE || value->kind == PX_TIME_DATETIME;
	bool clock = (value->kind == PX_TIME_CLOCK || value->kind == PX_TIME_DATETIME) &&
		     !value->day_part;
	bool span = value->kind == PX_TIME_RANGE && value->start.day != PX_DAY_NONE &&
		    value->end.day != PX_DAY_NONE;

	if (day)
		target->day = value->start.day;
	if (clock) {
		target->second = value->start.second;
		target->either_half = value->ambiguous_half;
	}
	if (span) {
		target->from = value->start.day * PX_MS_DAY +
			       (value->start.second > 0 ? value->start.second * PX_MS_SECOND : 0);
		target->to = value->end.day * PX_MS_DAY +
			     (value->end.second > 0 ? value->end.second * PX_MS_SECOND : 0);
	}
	return day || clock || span;
}

/* Reads times out of the target; what remains are its words. */
static struct px_str cut_times(const struct px_nlu_context *context, struct px_str words,
			       struct px_arena *scratch, struct target *target)
{
	struct px_time_context time = px_when_context(context);
	struct px_time_expr found[TIMES_MAX];
	size_t count = px_time_find(&time, words, found, TIMES_MAX);
	char *rest = px_arena_str(scratch, words);

	for (size_t i = 0; i < count; i++) {
		/* The second half of a joined pair ("tomorrow ... at 9") has no value of its own. */
		if (found[i].value.kind == PX_TIME_KIND_NONE || take_time(target, &found[i].value))
			memset(rest + found[i].begin, ' ', found[i].end - found[i].begin);
	}
	return px_str_n(rest, words.size);
}

static bool has_time(const struct target *target)
{
	return target->day != PX_DAY_NONE || target->second >= 0 || target->from != PX_TIME_NONE;
}

static bool clock_fits(const struct target *target, int64_t local)
{
	int64_t second = (local - px_civil_ms_day(local) * PX_MS_DAY) / PX_MS_SECOND;
	int64_t apart = second > target->second ? second - target->second : target->second - second;

	return target->second < 0 || apart == 0 || (target->either_half && apart == 43200);
}

/* Does a series take place on the target's day or span? */
static bool series_fits(const struct px_nlu_context *context, const struct target *target,
			const struct px_nlu_item *item)
{
	int64_t from = target->day != PX_DAY_NONE ? target->day * PX_MS_DAY : target->from;
	int64_t to = target->day != PX_DAY_NONE ? from + PX_MS_DAY : target->to;

	if (from == PX_TIME_NONE)
		return clock_fits(target, item->start);
	if (item->start >= from && item->start < to)
		return clock_fits(target, item->start);
	int64_t next = px_recurrence_next_local(item->recurrence, context->tz, item->start, from - 1);
	return next != PX_TIME_NONE && next < to && clock_fits(target, next);
}

static bool time_fits(const struct px_nlu_context *context, const struct target *target,
		      const struct px_nlu_item *item)
{
	bool timed = item->start != PX_TIME_NONE;
	int64_t local = timed ? item->start : item->due_day * PX_MS_DAY;

	if (!timed && item->due_day == PX_DAY_NONE)
		return false;
	if (timed && item->recurrence && item->kind == PX_NLU_EVENT)
		return series_fits(context, target, item);
	if (target->day != PX_DAY_NONE && px_civil_ms_day(local) != target->day)
		return false;
	if (target->from != PX_TIME_NONE && (local < target->from || local >= target->to))
		return false;
	return timed ? clock_fits(target, local) : target->second < 0;
}

static void weigh(struct target *target, const struct candidate *candidates, size_t count)
{
	for (size_t w = 0; w < target->words.count; w++) {
		size_t holders = 0;
		for (size_t i = 0; i < count; i++)
			holders += candidates[i].found[w] > 0.5f;
		float weight = logf(1.0f + (float)(count + 1) / (float)(holders + 1));
		target->weight[w] = target->words.light[w] ? 0.15f * weight : weight;
	}
}

static float title_share(const struct words *title, const struct words *said)
{
	size_t hit = 0;

	for (size_t i = 0; i < title->count; i++)
		hit += best_similarity(title->word[i], said) > 0.5f;
	return title->count ? (float)hit / (float)title->count : 0;
}

static void score(const struct target *target, struct candidate *candidate)
{
	float found = 0, all = 0, strongest = 0;

	for (size_t w = 0; w < target->words.count; w++) {
		/* "the Avenue task": that it is a task goes without saying. */
		if (target->words.light[w] && candidate->found[w] <= 0)
			continue;
		found += target->weight[w] * candidate->found[w];
		all += target->weight[w];
		if (!target->words.light[w] && candidate->found[w] > strongest)
			strongest = candidate->found[w];
	}
	candidate->score = 0;
	if (candidate->exact)
		candidate->score = 1.0f;
	else if (all > 0 && found / all >= ENOUGH && strongest >= 0.5f)
		candidate->score = 0.8f * found / all + 0.19f * candidate->share;
}

static bool same_words(const struct words *a, const struct words *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!px_str_eq(a->word[i], b->word[i]))
			return false;
	}
	return a->count > 0;
}

static void measure(const struct target *target, const struct px_nlu_item *item,
		    struct px_arena *scratch, struct candidate *candidate)
{
	struct words title, project = { .count = 0 };

	split(px_text_fold(scratch, px_str(item->title)), &title);
	if (item->project)
		split(px_text_fold(scratch, px_str(item->project)), &project);
	for (size_t w = 0; w < target->words.count; w++) {
		float in_title = best_similarity(target->words.word[w], &title);
		float in_project = 0.6f * best_similarity(target->words.word[w], &project);
		candidate->found[w] = in_title > in_project ? in_title : in_project;
	}
	candidate->share = title_share(&title, &target->words);
	candidate->exact = same_words(&target->words, &title);
}

static int by_score(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;

	if (left->score != right->score)
		return left->score > right->score ? -1 : 1;
	return left->index < right->index ? -1 : 1;
}

static void choose(const struct candidate *sorted, size_t count, struct px_match *match)
{
	if (!count || sorted[0].score <= 0)
		return;
	match->score = sorted[0].score;
	for (size_t i = 0; i < count && match->count < PX_MATCH_MAX; i++) {
		bool level = sorted[i].score >= sorted[0].score - MARGIN &&
			     sorted[i].exact == sorted[0].exact;
		if (!level || sorted[i].score <= 0)
			break;
		match->found[match->count++] = sorted[i].index;
	}
	match->outcome = match->count == 1 ? PX_MATCH_ONE : PX_MATCH_SEVERAL;
}

/* A title said in full may hold words that look like a time ("Q1 report", "9am run"). */
static bool find_verbatim(const struct px_nlu_item *items, size_t count, unsigned kinds,
			  struct px_str words, struct px_arena *scratch, struct px_match *match)
{
	for (size_t i = 0; i < count && match->count < PX_MATCH_MAX; i++) {
		if (kinds >> items[i].kind & 1 && items[i].title &&
		    px_text_same(scratch, px_str(items[i].title), words))
			match->found[match->count++] = i;
	}
	match->score = match->count ? 1.0f : 0;
	match->outcome = !match->count ? PX_MATCH_NONE
			 : match->count == 1 ? PX_MATCH_ONE : PX_MATCH_SEVERAL;
	return match->count > 0;
}

/* Where some candidates fit the time that was said, the others are out. */
static size_t keep_timely(const struct px_nlu_context *context, const struct target *target,
			  const struct px_nlu_item *items, struct candidate *candidates,
			  size_t count)
{
	bool words = target->words.count > 0;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct candidate *one = &candidates[i];
		if ((words && one->score <= 0) || !time_fits(context, target, &items[one->index]))
			continue;
		struct candidate fits = *one;
		fits.score = words ? fits.score : 0.9f;
		candidates[kept++] = fits;
	}
	return kept;
}

static void sort(struct candidate *candidates, size_t count)
{
	if (count)
		qsort(candidates, count, sizeof(*candidates), by_score);
}

/* Scores all items of the kinds, best first; returns how many there are. */
static size_t rank(struct target *target, const struct px_nlu_item *items, size_t count,
		   unsigned kinds, struct px_arena *scratch, struct candidate *candidates)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (!(kinds >> items[i].kind & 1) || !items[i].title)
			continue;
		candidates[used].index = i;
		measure(target, &items[i], scratch, &candidates[used++]);
	}
	weigh(target, candidates, used);
	for (size_t i = 0; i < used; i++)
		score(target, &candidates[i]);
	sort(candidates, used);
	return used;
}

void px_match_find(const struct px_nlu_context *context, const struct px_nlu_item *items,
		   size_t count, unsigned kinds, struct px_str words, struct px_arena *scratch,
		   struct px_match *match)
{
	struct target target = { .day = PX_DAY_NONE, .from = PX_TIME_NONE, .to = PX_TIME_NONE,
				 .second = -1 };
	struct candidate *candidates = PX_ARENA_ARRAY(scratch, struct candidate, count + 1);
	size_t used = 0;

	*match = (struct px_match){ .outcome = PX_MATCH_NONE, .day = PX_TIME_NONE };
	words = px_str_trim(words);
	if (find_verbatim(items, count, kinds, words, scratch, match))
		return;
	struct px_str rest = cut_times(context, words, scratch, &target);
	/* What looks like a time may be a word of the title: "the Q2 report". */
	if (has_time(&target)) {
		struct target literal = target;
		split(px_text_fold(scratch, words), &literal.words);
		used = rank(&literal, items, count, kinds, scratch, candidates);
		if (used && candidates[0].score >= SURE) {
			choose(candidates, used, match);
			return;
		}
	}
	split(px_text_fold(scratch, rest), &target.words);
	used = rank(&target, items, count, kinds, scratch, candidates);
	if (has_time(&target)) {
		size_t kept = keep_timely(context, &target, items, candidates, used);
		if (kept || !target.words.count)
			used = kept;
		sort(candidates, used);
	}
	choose(candidates, used, match);
	if (match->outcome == PX_MATCH_ONE && target.day != PX_DAY_NONE)
		match->day = target.day * PX_MS_DAY;
}
