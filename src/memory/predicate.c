/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A verb is looked for in four places, the surest first: behind a pronoun,
 * among the verbs of the table, in an 's without another verb ("Mara's
 * allergic"), and in a word that ends like one behind a complete subject.
 */
#include "memory/predicate.h"

#include "memory/en.h"

#include <ctype.h>

bool px_is_verb(const char *word)
{
	return px_word_one_of(word, px_en_auxiliaries) || px_verb_find(word);
}

static bool ends(const char *word, const char *ending)
{
	size_t n = strlen(word), m = strlen(ending);

	return n > m + 1 && strcmp(word + n - m, ending) == 0;
}

const char *px_verb_lemma(const char *word, struct px_arena *arena)
{
	size_t n = strlen(word);

	if (px_word_one_of(word, "does goes"))
		return px_arena_strn(arena, word, 2);
	if (ends(word, "ies"))
		return px_arena_printf(arena, "%.*sy", (int)(n - 3), word);
	if (ends(word, "ches") || ends(word, "shes") || ends(word, "sses") || ends(word, "xes") || ends(word, "oes"))
		return px_arena_strn(arena, word, n - 2);
	return ends(word, "s") && !ends(word, "ss") ? px_arena_strn(arena, word, n - 1) : word;
}

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

static size_t skip_light(const struct px_clause *c, size_t at, bool *negated)
{
	while (at < c->count && (is(c, at, px_en_adverbs) || is(c, at, px_en_negations))) {
		if (is(c, at, "no") && !is(c, at + 1, "longer"))
			break;
		*negated |= is(c, at, "not never longer");
		at++;
	}
	return at;
}

static bool is_past(const char *word)
{
	return ends(word, "ed") || px_word_one_of(word, px_en_plain_past) || px_word_one_of(word, px_en_irregular_past);
}

/* The verb that counts stands at `at`: one of the table, or any other word. */
static bool main_verb(const struct px_clause *c, size_t at, struct px_arena *arena, struct px_predicate *p)
{
	if (at >= c->count || c->words[at].possessive)
		return false;
	const char *word = c->words[at].text;

	if (!isalpha((unsigned char)word[0]) || px_word_one_of(word, px_en_determiners) || px_word_one_of(word, px_en_prepositions))
		return false;
	p->verb = px_verb_find(word);
	p->lemma = p->verb ? NULL : px_verb_lemma(word, arena);
	p->main = at;
	p->rest = at + 1;
	return true;
}

/* "is": and what follows it, a participle or anything else. */
static bool read_be(const struct px_clause *c, size_t be, size_t next, struct px_arena *arena, struct px_predicate *p)
{
	const char *word = next < c->count ? c->words[next].text : "";
	bool bare = next < c->count && !c->words[next].capital;

	if (bare && px_word_one_of(word, px_en_lasting_ing)) {
		p->ongoing = p->progressive = true;
		return main_verb(c, next, arena, p);
	}
	p->progressive = bare && ends(word, "ing") && strlen(word) > 4 && !px_word_one_of(word, px_en_ing_nouns);
	if (bare && px_word_one_of(word, px_en_states_by_participle) && px_verb_find(word))
		return main_verb(c, next, arena, p);
	p->passive = bare && (ends(word, "ed") || px_word_one_of(word, px_en_participles)) && !px_word_one_of(word, px_en_traits);
	if (p->passive) {
		p->lemma = word;
		p->main = next;
		p->rest = next + 1;
		return true;
	}
	p->be = true;
	p->main = be;
	p->rest = next;
	return true;
}

static bool read_have(const struct px_clause *c, size_t have, size_t next, struct px_arena *arena, struct px_predicate *p)
{
	const char *word = next < c->count ? c->words[next].text : "";

	if (px_word_one_of(word, "been")) {
		p->perfect = true;
		return read_be(c, next, skip_light(c, next + 1, &p->negated), arena, p);
	}
	if (px_word_one_of(word, "to")) {
		p->modal = true;
		return is(c, next + 1, "be") ? read_be(c, next + 1, next + 2, arena, p) : main_verb(c, next + 1, arena, p);
	}
	bool participle = next < c->count && !c->words[next].capital && !px_word_one_of(word, px_en_determiners) &&
			  ((px_verb_find(word) && !px_word_one_of(word, "change work play")) || is_past(word) ||
			   px_word_one_of(word, px_en_participles));
	if (participle) {
		p->perfect = true;
		return main_verb(c, next, arena, p);
	}
	p->verb = px_verb_find("have");
	p->main = have;
	p->rest = next;
	return true;
}

/* From the first finite verb on: auxiliaries, negation, adverbs, then the verb that counts. */
static bool read_verb(const struct px_clause *c, size_t at, struct px_arena *arena, struct px_predicate *p)
{
	const char *finite = c->words[at].text;
	size_t next = skip_light(c, at + 1, &p->negated);

	if (!px_word_one_of(finite, px_en_auxiliaries)) {
		p->past = is_past(finite);
		return main_verb(c, at, arena, p);
	}
	p->past = px_word_one_of(finite, "was were had did");
	if (px_word_one_of(finite, px_en_be))
		return read_be(c, at, next, arena, p);
	if (px_word_one_of(finite, "have has had"))
		return read_have(c, at, next, arena, p);
	bool doing = px_word_one_of(finite, "do does did");
	p->modal = !doing;
	if (doing && !p->negated) { /* "mia does gymnastics" */
		bool emphatic = next < c->count && px_verb_find(c->words[next].text) && !is(c, next, px_en_ing_nouns);
		if (!emphatic)
			return main_verb(c, at, arena, p);
	}
	while (is(c, next, "only usually best"))
		next++;
	if (is(c, next, "be")) {
		p->modal = true;
		return read_be(c, next, skip_light(c, next + 1, &p->negated), arena, p);
	}
	return main_verb(c, next, arena, p);
}

/* "Mara's allergic", "jake's just started": an 's that must be a verb. */
static bool read_glued(const struct px_clause *c, size_t owner, bool known, struct px_arena *arena, struct px_predicate *p)
{
	p->subject_end = owner + 1;
	size_t next = skip_light(c, owner + 1, &p->negated);
	const struct px_cword *word = next < c->count ? &c->words[next] : NULL;
	bool states = known || !word || next > owner + 1 || is(c, next, px_en_traits) || is(c, next, px_en_prepositions) || is(c, next, px_en_determiners) ||
		      is(c, next, px_en_numbers) || is(c, next, px_en_participles) || is(c, next, px_en_has_participles) ||
		      is(c, next, px_en_moment_states) || is(c, next, px_en_leanings) || isdigit((unsigned char)word->text[0]) ||
		      ends(word->text, "ed") || ends(word->text, "ing") || (word->capital && !c->words[owner].capital);
	if (!states)
		return false; /* "Leila's abstract" */
	if (next < c->count && (is(c, next, px_en_has_participles)))
		return p->perfect = main_verb(c, next, arena, p);
	return read_be(c, owner, next, arena, p);
}

/* "I", "we": what stands behind it, adverbs aside, is the verb. */
static size_t behind_pronoun(const struct px_clause *c)
{
	size_t at = 1;

	if (!is(c, 0, "i we he she they it") || c->words[0].possessive)
		return 0;
	while (at < c->count && (is(c, at, px_en_adverbs) || is(c, at, "all both never")))
		at++;
	return at < c->count && isalpha((unsigned char)c->words[at].text[0]) && !is(c, at, px_en_prepositions) && !is(c, at, "and or") ? at : 0;
}

/* A verb of the table that is no noun here: "the work phone is", "my run". */
static size_t known_verb(const struct px_clause *c)
{
	bool relative = false; /* "the nanny who picks up Inés is …" */

	for (size_t at = 1; at < c->count; at++) {
		const struct px_cword *word = &c->words[at], *before = &c->words[at - 1];
		if (px_word_one_of(word->text, px_en_subordinators))
			return 0;
		relative |= at < 5 && px_word_one_of(word->text, "who which");
		if (word->possessive || !px_is_verb(word->text) || px_word_one_of(before->text, px_en_before_nouns))
			continue;
		bool auxiliary = px_word_one_of(word->text, px_en_auxiliaries);
		if (!auxiliary && (before->possessive || word->capital))
			continue;
		if (!auxiliary && at + 1 < c->count && px_word_one_of(c->words[at + 1].text, "am is are was were has have had do does did can must will"))
			continue;
		if (!auxiliary && at + 1 == c->count && at > 2 && !px_word_one_of(word->text, px_en_whole_verbs))
			continue; /* "…, fuel costs" */
		if (relative) {
			relative = false;
			continue;
		}
		return at;
	}
	return 0;
}

/* "my mum sells fabrics": a word in -s behind a subject that is complete, and something behind it. */
static size_t likely_verb(const struct px_clause *c)
{
	bool begun = is(c, 0, px_en_determiners) || c->words[0].capital;

	for (size_t at = begun && is(c, 0, px_en_determiners) ? 2 : 1; at < c->count && at < 5; at++) {
		const struct px_cword *word = &c->words[at], *before = &c->words[at - 1];
		if (word->comma)
			return 0;
		bool third = ends(word->text, "s") && !ends(word->text, "ss") && !ends(word->text, "us") && (!ends(before->text, "s") || before->capital);
		if (isdigit((unsigned char)before->text[0]) && !(at > 1 && px_word_one_of(c->words[at - 2].text, px_en_prepositions)))
			continue;
		bool gone = px_word_one_of(word->text, "gone") && is(c, at + 1, "up down to"); /* "callouts gone up to 85" */
		if (gone)
			return at;
		if (!word->capital && !word->possessive && !before->possessive && (third || ends(word->text, "ed")) &&
		    isalnum((unsigned char)before->text[0]) &&
		    !px_word_one_of(before->text, px_en_prepositions) && !px_word_one_of(before->text, px_en_determiners) &&
		    at + 1 < c->count && !c->words[at + 1].comma && !is(c, at + 1, px_en_adverbs) && !px_is_verb(c->words[at + 1].text) && !px_word_one_of(word->text, px_en_days_plural))
			return at;
	}
	return 0;
}

/* "got a dog", "can't stand curry": the person left "I" out. */
static bool drops_subject(const struct px_clause *c)
{
	if (c->count > 2 && is(c, 1, "not"))
		return is(c, 0, "can") || (is(c, 0, "do") && is(c, 2, px_en_dropped_negated));
	return c->count > 2 && is(c, 0, px_en_dropped_openers);
}

/* Where the subject ends: without the adverbs before the verb. */
static bool finish_subject(const struct px_clause *c, size_t at, struct px_arena *arena, struct px_predicate *p)
{
	p->subject_end = at;
	while (p->subject_end > 1 && is(c, p->subject_end - 1, px_en_adverbs))
		p->subject_end--;
	for (size_t i = p->subject_end; i < at; i++)
		p->negated |= is(c, i, "never");
	return read_verb(c, at, arena, p);
}

bool px_predicate_read(const struct px_clause *c, struct px_arena *arena, struct px_predicate *p)
{
	*p = (struct px_predicate){ 0 };
	if (!c->count)
		return false;
	if (drops_subject(c)) {
		p->dropped = true;
		if (is(c, 0, px_en_lasting_ing))
			p->ongoing = p->progressive = true;
		return read_verb(c, 0, arena, p);
	}
	size_t n = strlen(c->words[0].text);
	if (c->count > 1 && n > 3 && c->words[0].text[n - 1] == 's' && is(c, 0, px_en_personal_verbs) && !c->words[0].capital) {
		p->dropped = p->third = true;
		return read_verb(c, 0, arena, p);
	}
	size_t at = behind_pronoun(c);
	if (at)
		return finish_subject(c, at, arena, p);
	at = known_verb(c);
	size_t owner = 0, end = at ? at : c->count;
	while (owner < end && !c->words[owner].possessive)
		owner++;
	if (owner + 1 < end && owner < 2 && (is(c, owner + 1, px_en_prepositions) || is(c, owner + 1, px_en_traits)) && is(c, owner + 1, "into from allergic on at in"))
		return read_glued(c, owner, false, arena, p); /* "mia's into football, plays …" */
	bool participle = at && is(c, at, px_en_has_participles);
	bool stated = at && is(c, at, px_en_states_by_participle);
	for (size_t i = 0; i < owner && i < end; i++) { /* "supper at Susan's" is at hers */
		if (is(c, i, px_en_prepositions) || is(c, i, px_en_orders))
			owner = end;
	}
	if (owner + 1 < c->count && owner < end && (!at || ((participle || stated) && skip_light(c, owner + 1, &(bool){ false }) == at)))
		return read_glued(c, owner, at > 0, arena, p);
	if (!at)
		at = likely_verb(c);
	return at && finish_subject(c, at, arena, p);
}
