/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/between_hits.h"

#include "memory/en.h"
#include "memory/phrase.h"
#include "memory/predicate.h"

#include <math.h>

enum { NAMES_MAX = 12, DAY_MS = 86400000 };

/* After so many days outside of the time asked about, half of it is left. */
static const double half_life_days = 10;

static bool names_time(const struct px_asked_for *asked, const char *text, int64_t at)
{
	struct px_time_context time = px_said_context(at, asked->tz, NULL, NULL);
	struct px_said_times when;

	time.prefer_past = asked->to <= at; /* "in January", said in February */
	px_said_find(&time, px_str(text), &when);
	for (size_t i = 0; i < when.count; i++) {
		int64_t from, to;
		if (px_said_range(&when, i, &from, &to) && from < asked->to && to > asked->from)
			return true;
	}
	return false;
}

const float px_text_may_last = 0.6F;

bool px_tells_change(const struct px_clause *sentence)
{
	return px_clause_has(sentence, px_en_change, NULL, NULL) || px_clause_has(sentence, px_en_changes, NULL, NULL) ||
	       px_clause_has(sentence, px_en_adding, NULL, NULL) || px_clause_has(sentence, px_en_turned, NULL, NULL);
}

/*
 * "I live in Graz", or a change of how things are ("day rate up to 280"); but neither "book group read The Glass
 * Orchard" nor "water temperature 19.2".
 */
static bool tells_what_lasts(const struct px_asked_for *asked, const char *text)
{
	struct px_clause *s = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*s));
	size_t count = px_sentences(px_str(text), asked->arena, s, PX_CLAUSES_MAX);
	struct px_predicate p;

	for (size_t i = 0; i < count; i++) {
		if (px_tells_change(&s[i]))
			return true;
	}
	return count && px_predicate_read(s, asked->arena, &p) && !p.dropped && (!p.past || p.perfect) &&
	       !px_word_one_of(s->words[p.main].text, px_en_same_past);
}

float px_text_of_time(const struct px_asked_for *asked, const char *text, int64_t at)
{
	if (asked->from == PX_TIME_NONE || (at >= asked->from && at < asked->to) || names_time(asked, text, at))
		return 1;
	double away = (double)(at < asked->from ? asked->from - at : at - asked->to) / DAY_MS;
	float near = (float)exp2(-away / half_life_days);
	return at < asked->from && near < px_text_may_last && tells_what_lasts(asked, text) ? px_text_may_last : near;
}

/* What a hit says: which of the question's words, and which names besides. */
struct said {
	const char *names[NAMES_MAX];
	size_t name_count;
	bool met[PX_ASKED_WORDS];
};

static bool asks_for(const struct px_asked_for *asked, const struct px_cword *word)
{
	const char *stem = px_evidence_stem(word->text, asked->arena);

	for (size_t i = 0; i < asked->count; i++) {
		if (strcmp(asked->words[i].stem, stem) == 0)
			return true;
	}
	return false;
}

static bool counts(const struct px_asked_word *word)
{
	return !word->light && !px_word_one_of(word->text, px_en_anyone);
}

static void read_hit(const struct px_asked_for *asked, const struct px_memory_hit *hit, struct said *said)
{
	struct px_clause *c = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*c));
	size_t count = px_sentences(px_str(hit->row.text), asked->arena, c, PX_CLAUSES_MAX);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count && said->name_count < NAMES_MAX; k++) {
			const struct px_cword *word = &c[i].words[k];
			if (px_is_name(word) && !px_asked_is_light(word->text) && !px_word_one_of(word->text, px_en_time_words) && !asks_for(asked, word))
				said->names[said->name_count++] = word->text;
		}
	}
	px_evidence_words(asked, c, count, said->met);
	for (size_t i = 0; i < asked->count; i++)
		said->met[i] &= counts(&asked->words[i]);
}

static bool share_name(const struct said *a, const struct said *b)
{
	for (size_t i = 0; i < a->name_count; i++) {
		for (size_t k = 0; k < b->name_count; k++) {
			if (strcmp(a->names[i], b->names[k]) == 0)
				return true;
		}
	}
	return false;
}

static float share(const struct px_asked_for *asked, const struct said *a, const struct said *b)
{
	size_t all = 0, met = 0, more = 0, other = 0;

	for (size_t i = 0; i < asked->count; i++) {
		all += counts(&asked->words[i]);
		met += a->met[i] || b->met[i];
		more += b->met[i] && !a->met[i];
		other += a->met[i] && !b->met[i];
	}
	return all && more && other ? (float)met / (float)all : 0;
}

void px_hits_joined(const struct px_asked_for *asked, const struct px_memory_hit *hits, size_t count, float *joined)
{
	struct said *said = px_arena_zero(asked->arena, count + 1, sizeof(*said));

	for (size_t i = 0; i < count; i++)
		read_hit(asked, &hits[i], &said[i]);
	for (size_t i = 0; i < count; i++) {
		joined[i] = 0;
		for (size_t k = 0; k < count; k++) {
			if (i != k && share_name(&said[i], &said[k]))
				joined[i] = fmaxf(joined[i], share(asked, &said[i], &said[k]));
		}
	}
}
