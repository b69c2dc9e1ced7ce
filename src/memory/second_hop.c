/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/second_hop.h"

#include "memory/en.h"
#include "memory/phrase.h"
#include "memory/predicate.h"

/* The last sentence of a text, which asks; NULL: there is none. */
static struct px_clause *last_sentence(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);

	return count ? &c[count - 1] : NULL;
}

/* *at is the word for the person. */
static bool find_described(const struct px_clause *c, size_t *at)
{
	for (size_t i = 1; c && i + 2 < c->count; i++) {
		bool person = px_word_one_of(c->words[i].text, px_en_anyone) || px_word_one_of(c->words[i].text, px_en_kin);
		if (person && px_word_one_of(c->words[i - 1].text, "the") && px_word_one_of(c->words[i + 1].text, px_en_describing)) {
			*at = i;
			return true;
		}
	}
	return false;
}

bool px_hop_described(struct px_str question, struct px_arena *arena)
{
	return find_described(last_sentence(question, arena), &(size_t){ 0 });
}

/* Whether a word stands as the name of somebody: not "at the Dudley show", nor the first of "Left it with her". */
static bool is_somebody(const struct px_clause *c, size_t at)
{
	const struct px_cword *word = &c->words[at];
	const char *before = at ? c->words[at - 1].text : "";

	if (!px_is_name(word) || px_asked_is_light(word->text) || px_word_one_of(word->text, px_en_time_words))
		return false;
	if (at == 0)
		return !px_is_verb(word->text) && c->count > 1 && (word->possessive || px_is_verb(c->words[1].text) || px_is_name(&c->words[1]));
	return !px_word_one_of(before, px_en_before_things);
}

/* Returns the names as they were typed, each with a space behind it. */
static const char *gather_names(const struct px_asked_for *asked, const char *text, const struct px_clause *sentences, size_t count,
				struct px_second_hop *hop)
{
	const char *typed = "";

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < sentences[i].count && hop->name_count < PX_HOP_NAMES; k++) {
			const struct px_cword *word = &sentences[i].words[k];
			if (!is_somebody(&sentences[i], k) || px_asked_has_stem(asked, px_evidence_stem(word->text, asked->arena)))
				continue;
			hop->names[hop->name_count++] = word->text;
			typed = px_arena_printf(asked->arena, "%s%s ", typed, px_clause_text(px_str(text), &sentences[i], k, k + 1, asked->arena));
		}
	}
	return typed;
}

bool px_hop_read(const struct px_asked_for *asked, struct px_str question, const char *text, struct px_second_hop *hop)
{
	struct px_arena *arena = asked->arena;
	struct px_clause *c = last_sentence(question, arena), *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	size_t count = px_sentences(px_str(text), arena, sentences, PX_CLAUSES_MAX), at = 0, end = 0;

	*hop = (struct px_second_hop){ 0 };
	if (!find_described(c, &at))
		return false;
	for (size_t i = at + 1; i < c->count; i++) { /* the description ends with the last word that the text says, too */
		if (!px_asked_is_light(c->words[i].text) && px_evidence_has_stem(sentences, count, px_evidence_stem(c->words[i].text, arena), arena)) {
			hop->begins = end ? hop->begins : i;
			end = i + 1;
		}
	}
	if (end + 1 == c->count && px_word_one_of(c->words[end].text, px_en_prepositions)) /* "the girl I gave it to" */
		end++;
	const char *names = gather_names(asked, text, sentences, count, hop);
	if (!end || !hop->name_count)
		return false;
	hop->question = px_arena_printf(arena, "%s %s%s?", px_clause_text(question, c, 0, at - 1, arena), names,
					end < c->count ? px_clause_text(question, c, end, c->count, arena) : "");
	return true;
}

bool px_hop_names(const struct px_asked_for *asked, const struct px_second_hop *hop, const char *text)
{
	struct px_clause *sentences = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*sentences));
	size_t count = px_sentences(px_str(text), asked->arena, sentences, PX_CLAUSES_MAX);

	for (size_t i = 0; i < hop->name_count; i++) {
		if (px_evidence_has_stem(sentences, count, px_evidence_stem(hop->names[i], asked->arena), asked->arena))
			return true;
	}
	return false;
}
