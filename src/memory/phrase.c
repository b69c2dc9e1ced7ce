/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/phrase.h"

#include "memory/en.h"
#include "memory/list_bits.h"

#include <ctype.h>

const struct px_en_verb *px_verb_find(const char *word)
{
	bool fresh;
	struct px_list_bits *set = px_list_bits_slot(px_en_verbs, '\0', &fresh);

	for (const struct px_en_verb *verb = px_en_verbs; fresh && verb->forms; verb++) {
		for (const char *at = verb->forms; *at; at += strcspn(at, " "), at += *at == ' ')
			px_list_bits_add(set, at, strcspn(at, " "));
	}
	if (!px_list_bits_may_hold(set, word, strlen(word)))
		return NULL;
	for (const struct px_en_verb *verb = px_en_verbs; verb->forms; verb++) {
		if (px_word_one_of(word, verb->forms))
			return verb;
	}
	return NULL;
}

static bool listed(const char *phrase, const char *list)
{
	size_t n = strlen(phrase);

	for (const char *at = list; *at; at += strcspn(at, "|"), at += *at == '|') {
		if (strcspn(at, "|") == n && memcmp(at, phrase, n) == 0)
			return true;
	}
	return false;
}

const char *px_attribute_canonical(const char *attribute, struct px_arena *arena)
{
	for (size_t n; (n = strcspn(attribute, " ")) && attribute[n]; attribute += n + 1) {
		if (!px_word_one_of_n(attribute, n, px_en_fresh))
			break;
	}
	for (size_t i = 0; px_en_same[i]; i++) {
		if (listed(attribute, px_en_same[i]))
			return px_arena_strn(arena, px_en_same[i], strcspn(px_en_same[i], "|"));
	}
	return attribute;
}

bool px_attribute_single(const char *canonical)
{
	char joined[64];
	size_t n = 0;

	if (strncmp(canonical, "taste", 5) == 0 || strncmp(canonical, "favourite", 9) == 0 ||
	    strncmp(canonical, "favorite", 8) == 0)
		return true;
	for (; canonical[n] && n + 1 < sizeof(joined); n++)
		joined[n] = canonical[n] == ' ' ? '-' : canonical[n];
	joined[n] = '\0';
	const char *last = strrchr(canonical, ' ');
	return px_word_one_of(joined, px_en_single) || (last && px_word_one_of(last + 1, px_en_single));
}

bool px_is_name(const struct px_cword *word)
{
	return word->capital && !px_word_one_of(word->text, px_en_stop) && !px_word_one_of(word->text, px_en_determiners) &&
	       !px_word_one_of(word->text, px_en_pronouns);
}

bool px_gives_name(const struct px_clause *clause, size_t at)
{
	if (at < clause->count && px_word_one_of(clause->words[at].text, "called named"))
		at++;
	return at < clause->count &&
	       (px_is_name(&clause->words[at]) || isdigit((unsigned char)clause->words[at].text[0]));
}

static bool read_owner(struct px_str text, const struct px_clause *clause, size_t from, size_t owner, size_t to,
		       struct px_arena *arena, struct px_named *named)
{
	named->subject = px_clause_text(text, clause, from, owner + 1, arena);
	if (from < owner && px_word_one_of(clause->words[from].text, px_en_kin) && px_is_name(&clause->words[owner]))
		named->subject = px_clause_text(text, clause, from + 1, owner + 1, arena);
	named->attribute = px_clause_plain(clause, owner + 1, to, arena);
	return named->subject[0] != '\0';
}

static bool read_own(struct px_str text, const struct px_clause *clause, size_t from, size_t to, struct px_arena *arena,
		     struct px_named *named)
{
	if (from + 1 < to && px_word_one_of(clause->words[from].text, px_en_kin) && px_is_name(&clause->words[from + 1])) {
		named->relation = clause->words[from].text;
		named->subject = px_clause_text(text, clause, from + 1, to, arena);
		return true;
	}
	named->subject = "me";
	named->attribute = px_clause_plain(clause, from, to, arena);
	return from < to;
}

bool px_named_read(struct px_str text, const struct px_clause *clause, size_t from, size_t to, struct px_arena *arena,
		   struct px_named *named)
{
	*named = (struct px_named){ 0 };
	while (to > from && px_word_one_of(clause->words[to - 1].text, px_en_adverbs))
		to--;
	if (from >= to)
		return false;
	const char *first = clause->words[from].text;
	if (px_word_one_of(first, "i we me us") && to - from <= 2) {
		named->subject = "me";
		return true;
	}
	if (px_word_one_of(first, "he she it they this that") && to == from + 1)
		return named->pronoun = true;
	named->own = px_word_one_of(first, "my our");
	named->definite = px_word_one_of(first, "the this that these those");
	if (named->own || named->definite || px_word_one_of(first, "a an"))
		from++;
	for (size_t i = to; i-- > from; ) {
		if (clause->words[i].possessive && i + 1 < to)
			return read_owner(text, clause, from, i, to, arena, named);
	}
	for (size_t i = from + 1; i + 1 < to; i++) {
		if (strcmp(clause->words[i].text, "of") == 0 || (strcmp(clause->words[i].text, "for") == 0 && named->definite)) {
			struct px_named whole;
			if (!px_named_read(text, clause, i + 1, to, arena, &whole) || whole.attribute || whole.pronoun)
				whole.subject = px_clause_plain(clause, i + 1, to, arena);
			named->subject = whole.subject;
			named->attribute = px_clause_plain(clause, from, i, arena);
			named->own |= whole.own;
			return true;
		}
	}
	if (named->own)
		return read_own(text, clause, from, to, arena, named);
	if (from >= to)
		return false;
	if (!named->definite && from + 1 < to && px_word_one_of(clause->words[from].text, px_en_kin) &&
	    px_is_name(&clause->words[from + 1])) {
		named->relation = clause->words[from].text;
		from++;
	}
	if (!named->definite && to == from + 1 && from == 0 && px_word_one_of(clause->words[from].text, px_en_moment_states))
		return false; /* "Hungry like mad" */
	if (named->definite || px_is_name(&clause->words[from])) {
		named->subject = named->definite ? px_clause_plain(clause, from, to, arena)
						 : px_clause_text(text, clause, from, to, arena);
		return true;
	}
	return false;
}

/* A word that names what is asked of something, rather than a thing: "address", "plate". */
bool px_attribute_known(const char *phrase, struct px_arena *arena)
{
	const char *canonical = px_attribute_canonical(phrase, arena);

	for (size_t i = 0; px_en_same[i]; i++) {
		size_t n = strcspn(px_en_same[i], "|");
		if (strlen(canonical) == n && memcmp(canonical, px_en_same[i], n) == 0)
			return true;
	}
	return false;
}
