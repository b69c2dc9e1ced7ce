/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Features: what the grammar said; the tense of the verb and the kinds of
 * verb and subject; each word; two and three neighbours as shapes (words of grammar
 * as they are, others by capital, ending or number only); how it begins and
 * ends; which lists of memory/en its words and phrases are in.  Their hashes
 * choose the weight.  A vector of the sentence, or of its words, stands for their meaning.
 */
#include "memory/telling.h"

#include "embed/word_table.h"
#include "memory/en.h"
#include "memory/telling_weights.h"

#include <ctype.h>
#include <string.h>

enum { SHAPE_BYTES = 32, SHORT_LENGTHS = 3, LONGEST = 6, COUNTED = 3 };

static const char *const word_lists[] = {
	px_en_kin, px_en_moment_states, px_en_moment_things, px_en_traits, px_en_event_nouns, px_en_visits, px_en_judgements,
	px_en_attribute_nouns, px_en_orders, px_en_places, px_en_numbers, px_en_occupations, px_en_time_words, px_en_titles,
	px_en_anybody, px_en_mocking, px_en_not_things, px_en_world_nouns, px_en_personal_verbs, px_en_passing_verbs,
	px_en_having, px_en_irregular_past, px_en_question_openers, px_en_question_words, px_en_laughter, px_en_degrees,
	px_en_money, px_en_days_plural, px_en_habits, px_en_single,
};
static const char *const phrase_lists[] = {
	px_en_hypothetical, px_en_future, px_en_guess, px_en_hearsay, px_en_sarcasm, px_en_moment_times, px_en_duty, px_en_change,
	px_en_ended, px_en_weather, px_en_exaggeration, px_en_small_talk, px_en_general, px_en_repeating, px_en_adding,
	px_en_changes, px_en_lasting_perfect, px_en_expiring, px_en_rates, px_en_asked_for, px_en_lasting_duty,
};
/* Words of grammar: they keep their form in a shape. */
static const char *const plain_lists[] = {
	px_en_stop, px_en_determiners, px_en_pronouns, px_en_auxiliaries, px_en_prepositions, px_en_joints, px_en_negations,
	px_en_adverbs, px_en_hypothetical,
};

/* FNV-1a of up to four parts, apart by a byte that no word has. */
static void add(struct px_telling_features *c, const char *kind, const char *a, const char *b, const char *d)
{
	const char *const parts[] = { kind, a, b, d };
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < 4 && parts[i]; i++) {
		for (const char *at = parts[i]; *at; at++)
			hash = (hash ^ (unsigned char)*at) * 16777619U;
		hash = (hash ^ 0xff) * 16777619U;
	}
	hash ^= hash >> 15;
	uint16_t bucket = (uint16_t)(hash % PX_TELLING_BUCKETS);
	if (c->seen[bucket / 64] >> bucket % 64 & 1 || c->count == PX_TELLING_FEATURES_MAX)
		return;
	c->seen[bucket / 64] |= UINT64_C(1) << bucket % 64;
	c->at[c->count++] = bucket;
}

static void add_number(struct px_telling_features *c, const char *kind, size_t number)
{
	const char text[] = { (char)('a' + number), '\0' };

	add(c, kind, text, NULL, NULL);
}

static bool is_plain(const char *word)
{
	for (size_t i = 0; i < sizeof(plain_lists) / sizeof(plain_lists[0]); i++) {
		if (px_word_one_of(word, plain_lists[i]))
			return true;
	}
	return false;
}

static const char *shape_of(const struct px_said_times *when, const struct px_cword *word, bool first)
{
	static const char *const endings[] = { "ing", "ed", "ly", "er", "s" };
	size_t n = strlen(word->text);

	if (px_said_covers(when, word))
		return "@";
	if (isdigit((unsigned char)word->text[0]))
		return "#";
	if (is_plain(word->text))
		return word->text;
	if (word->capital && !first)
		return word->possessive ? "N's" : "N";
	if (word->possessive)
		return "w's";
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t m = strlen(endings[i]);
		if (n > m + 2 && strcmp(word->text + n - m, endings[i]) == 0)
			return endings[i];
	}
	return "w";
}

static void add_words(struct px_telling_features *c, const struct px_clause *s, const char *const shapes[])
{
	size_t names = 0, numbers = 0, times = 0;

	for (size_t i = 0; i < s->count; i++) {
		const char *word = s->words[i].text;
		bool number = isdigit((unsigned char)word[0]);
		add(c, "w", number ? "#" : word, NULL, NULL);
		add(c, "two", i ? shapes[i - 1] : "^", shapes[i], NULL);
		add(c, "three", i ? shapes[i - 1] : "^", shapes[i], i + 1 < s->count ? shapes[i + 1] : "$");
		if (s->words[i].comma)
			add(c, "comma", i ? shapes[i - 1] : "^", shapes[i], NULL);
		for (size_t k = 0; k < sizeof(word_lists) / sizeof(word_lists[0]); k++) {
			if (!px_word_one_of(word, word_lists[k]))
				continue;
			add_number(c, "list", k);
			if (i < 2)
				add_number(c, i ? "second in" : "first in", k);
		}
		names += shapes[i][0] == 'N';
		times += shapes[i][0] == '@';
		numbers += number;
	}
	add_number(c, "names", names < COUNTED ? names : COUNTED);
	add_number(c, "times", times < COUNTED ? times : COUNTED);
	add_number(c, "numbers", numbers < COUNTED ? numbers : COUNTED);
}

/* Who or what the sentence is about: "i", "my" of a relative or of a thing, a name, the name of an owner. */
static const char *subject_of(const struct px_clause *s, const struct px_predicate *p)
{
	const char *first = s->words[0].text;
	bool kin = false, owner = false;

	if (p->dropped)
		return p->third ? "third" : "dropped";
	for (size_t i = 0; i < p->subject_end; i++) {
		kin |= px_word_one_of(s->words[i].text, px_en_kin);
		owner |= s->words[i].possessive;
	}
	if (px_word_one_of(first, px_en_pronouns))
		return first;
	if (px_word_one_of(first, "my our"))
		return kin ? "my kin" : "my thing";
	if (owner)
		return "owner";
	if (px_word_one_of(first, px_en_determiners))
		return first;
	return kin ? "kin" : px_is_name(&s->words[0]) && p->subject_end == 1 ? "name or plural" : "bare";
}

static const char *verb_of(const struct px_predicate *p)
{
	if (p->be)
		return "be";
	if (p->verb)
		return p->verb->attribute ? p->verb->attribute : "have or change";
	return "other";
}

static void add_predicate(struct px_telling_features *c, const struct px_said_times *when, const struct px_clause *s,
			  const struct px_predicate *p)
{
	const char tense[] = { p->past ? 'd' : '-', p->perfect ? 'h' : '-', p->ongoing ? 'o' : p->progressive ? 'g' : '-',
			       p->modal ? 'm' : '-', p->passive ? 'p' : '-', p->negated ? 'n' : '-', '\0' };
	const char *subject = subject_of(s, p), *verb = verb_of(p);
	const char *time = px_said_repeats(when, s) ? "repeats" : px_said_deadline(when, s) ? "by" : px_said_day(when, s) ? "day"
		: px_said_date(when, s) ? "date" : "none";

	add(c, "subject", subject, NULL, NULL);
	add(c, "verb", verb, NULL, NULL);
	add(c, "tense", tense, NULL, NULL);
	add(c, "subject and tense", subject, tense, NULL);
	add(c, "subject and verb", subject, verb, NULL);
	add(c, "verb and tense", verb, tense, NULL);
	add(c, "tense and time", tense, time, NULL);
	add(c, "subject and time", subject, time, NULL);
	if (p->rest < s->count)
		add(c, "verb and rest", verb, shape_of(when, &s->words[p->rest], false), NULL);
}

static void add_grammar(struct px_telling_features *c, const struct px_said_times *when, const struct px_telling_sentence *sentence)
{
	add_number(c, "grammar", sentence->grammar);
	add(c, "refused", sentence->refused ? sentence->refused : "no", NULL, NULL);
	if (sentence->predicate)
		add_predicate(c, when, sentence->words, sentence->predicate);
	else
		add(c, "no verb", NULL, NULL, NULL);
}

void px_telling_add(struct px_telling_features *c, const struct px_said_times *when, const struct px_telling_sentence *sentence)
{
	const struct px_clause *s = sentence->words;
	const char *shapes[PX_CLAUSE_WORDS];

	for (size_t i = 0; i < s->count; i++)
		shapes[i] = shape_of(when, &s->words[i], i == 0);
	add_words(c, s, shapes);
	add_grammar(c, when, sentence);
	size_t last = s->count - 1, thirds = s->count / SHORT_LENGTHS;
	add(c, "first", s->words[0].text, NULL, NULL);
	add(c, "opens", s->words[0].text, last ? s->words[1].text : "$", NULL);
	add(c, "opening", shapes[0], last ? shapes[1] : "$", last > 1 ? shapes[2] : "$");
	add(c, "last", s->words[last].text, NULL, NULL);
	add(c, "two", shapes[last], "$", NULL);
	add_number(c, "length", thirds < LONGEST ? thirds : LONGEST);
	for (size_t k = 0; k < sizeof(phrase_lists) / sizeof(phrase_lists[0]); k++) {
		if (px_clause_has(s, phrase_lists[k], NULL, NULL))
			add_number(c, "phrase", k);
	}
	if (s->question)
		add(c, "asks", NULL, NULL, NULL);
	if (s->exclaimed)
		add(c, "exclaims", NULL, NULL, NULL);
	if (px_said_repeats(when, s))
		add(c, "repeats", NULL, NULL, NULL);
	if (px_said_day(when, s))
		add(c, "day", NULL, NULL, NULL);
	for (size_t i = 0; i < s->count; i++) {
		if (s->words[i].quoted)
			add(c, "quotes", NULL, NULL, NULL);
	}
}

bool px_telling_has_model(struct px_embed *embed)
{
	struct px_embed_model model;

	if (!embed)
		return false;
	px_embed_model(embed, &model);
	return strcmp(model.id, px_telling_model_id) == 0 && model.dims == px_telling_by_model.dims;
}

static float by_vector(const struct px_telling_weights *weights, const float *vector)
{
	double meaning = 0;

	for (size_t d = 0; d < weights->dims; d++)
		meaning += (double)vector[d] * weights->meaning[d];
	return weights->meaning_step * (float)meaning;
}

/* What a sentence means by the language model; false: it could not be embedded. */
static bool by_model(struct px_str words, struct px_embed *embed, struct px_meanings *meanings, struct px_arena *arena, float *meaning)
{
	struct px_embed_request request = { .user = PX_ID_NONE, .texts = &words, .count = 1 };
	struct px_embedding embedding;
	uint64_t hash = px_str_hash(words);

	for (size_t i = 0; meanings && i < meanings->count; i++) {
		if (meanings->of[i].words == hash) {
			*meaning = meanings->of[i].meaning;
			return true;
		}
	}
	if (px_embed_now(embed, &request, arena, &embedding, NULL) != PX_OK)
		return false;
	*meaning = by_vector(&px_telling_by_model, embedding.vector);
	if (meanings && meanings->count < PX_MEANINGS_MAX) {
		meanings->of[meanings->count].words = hash;
		meanings->of[meanings->count++].meaning = *meaning;
	}
	return true;
}

static float weigh(const struct px_telling_weights *weights, const struct px_telling_features *features, float meaning)
{
	int32_t sum = 0;

	for (size_t i = 0; i < features->count; i++)
		sum += weights->words[features->at[i]];
	return weights->bias + weights->word_step * (float)sum + meaning;
}

float px_telling_score(const struct px_telling_features *features, struct px_str words, struct px_embed *embed,
		       struct px_meanings *meanings, struct px_arena *arena)
{
	float by_table[PX_WORD_TABLE_DIMS], meaning;

	if (px_telling_has_model(embed) && by_model(words, embed, meanings, arena, &meaning))
		return weigh(&px_telling_by_model, features, meaning);
	px_word_table_vector(words, by_table);
	return weigh(&px_telling_by_table, features, by_vector(&px_telling_by_table, by_table));
}
