/* SPDX-License-Identifier: Apache-2.0 */
/* Words come from nlu/text; what follows is cutting and writing out contractions. */
#include "memory/clause.h"

#include "memory/en.h"
#include "memory/predicate.h"
#include "memory/list_bits.h"
#include "nlu/text/language_of.h"
#include "nlu/text/words.h"

#include <ctype.h>

/* For words of a few bytes, where the preparations of strcspn cost more than the search. */
static size_t size_until(const char *text, char end)
{
	size_t n = 0;

	while (text[n] && text[n] != end)
		n++;
	return n;
}

bool px_word_one_of_n(const char *word, size_t size, const char *list)
{
	if (!px_list_bits_may_hold(px_list_bits_of(list, ' '), word, size))
		return false;
	while (*list) {
		size_t n = size_until(list, ' ');
		if (n == size && memcmp(list, word, n) == 0)
			return true;
		list += n;
		list += *list == ' ';
	}
	return false;
}

bool px_word_one_of(const char *word, const char *list)
{
	return px_word_one_of_n(word, strlen(word), list);
}

static void add(struct px_clause *clause, struct px_cword word)
{
	if (clause->count < PX_CLAUSE_WORDS)
		clause->words[clause->count++] = word;
}

/* "n't", "'ve" and so on; the 's is left to the grammar. */
static void add_word(struct px_clause *clause, const struct px_word *w, struct px_arena *arena)
{
	struct px_cword word = { .text = w->text, .begin = w->begin, .end = w->end,
				 .capital = (w->flags & PX_WORD_CAPITAL) != 0, .quoted = (w->flags & PX_WORD_QUOTED) != 0,
				 .comma = (w->flags & PX_WORD_BREAK) != 0 };
	size_t size = w->size;

	for (const struct px_en_contraction *c = px_en_contractions; c->ending; c++) {
		size_t n = strlen(c->ending);
		if (size < n || strcmp(w->text + size - n, c->ending) != 0 || (c->whole && size != n))
			continue;
		word.text = c->whole ? c->first : px_arena_strn(arena, w->text, size - n);
		if (word.text[0])
			add(clause, word);
		word.text = c->second;
		word.comma = word.capital = false;
		if (c->second)
			add(clause, word);
		return;
	}
	if (size > 2 && strcmp(w->text + size - 2, "'s") == 0) {
		word.text = px_arena_strn(arena, w->text, size - 2);
		word.possessive = true;
	} else if (size > 2 && w->text[size - 1] == '\'') {
		word.text = px_arena_strn(arena, w->text, size - 1);
		word.possessive = true;
	}
	add(clause, word);
}

void px_clause_cut(struct px_clause *clause, size_t from, size_t to)
{
	memmove(clause->words + from, clause->words + to, (clause->count - to) * sizeof(clause->words[0]));
	clause->count -= to - from;
	if (from == 0 && clause->count)
		clause->begin = clause->words[0].begin;
	if (from == clause->count && from)
		clause->end = clause->words[from - 1].end;
}

bool px_clause_has_at(const struct px_clause *clause, size_t at, const char *phrase)
{
	while (*phrase) {
		size_t n = size_until(phrase, ' ');
		if (at >= clause->count || strlen(clause->words[at].text) != n ||
		    memcmp(clause->words[at].text, phrase, n) != 0)
			return false;
		at++;
		phrase += n;
		phrase += *phrase == ' ';
	}
	return true;
}

static size_t words_in(const char *phrase, size_t size)
{
	size_t count = 1;

	for (size_t i = 0; i < size; i++)
		count += phrase[i] == ' ';
	return count;
}

static bool find_phrase(const struct px_clause *clause, const char *phrases, size_t from, size_t places, size_t *at, size_t *length)
{
	const struct px_list_bits *set = px_list_bits_of(phrases, '|');
	char phrase[64];
	size_t hits[PX_CLAUSE_WORDS], hit_count = 0; /* where one of the phrases may begin */

	for (size_t i = from; i < clause->count && i < places; i++) {
		if (px_list_bits_may_hold(set, clause->words[i].text, strlen(clause->words[i].text)))
			hits[hit_count++] = i;
	}
	if (!hit_count)
		return false;
	while (*phrases) {
		size_t n = size_until(phrases, '|');
		if (n && n < sizeof(phrase)) {
			memcpy(phrase, phrases, n);
			phrase[n] = '\0';
			for (size_t k = 0; k < hit_count; k++) {
				size_t i = hits[k];
				if (phrase[0] != clause->words[i].text[0] || !px_clause_has_at(clause, i, phrase))
					continue;
				if (at)
					*at = i;
				if (length)
					*length = words_in(phrase, n);
				return true;
			}
		}
		phrases += n;
		phrases += *phrases == '|';
	}
	return false;
}

bool px_clause_has(const struct px_clause *clause, const char *phrases, size_t *at, size_t *length)
{
	return find_phrase(clause, phrases, 0, SIZE_MAX, at, length);
}

bool px_clause_starts(const struct px_clause *clause, const char *phrases, size_t *length)
{
	return find_phrase(clause, phrases, 0, 1, NULL, length);
}

/* "by the way", "well", "…, just so you know": no part of what is said. */
static void strip_fillers(struct px_clause *clause)
{
	bool again = true;
	size_t length;

	while (again && clause->count > 1) {
		again = false;
		if (px_clause_starts(clause, px_en_fillers_before, &length) && length < clause->count) {
			px_clause_cut(clause, 0, length);
			again = true;
		}
	}
	for (size_t i = 1; i < clause->count; i++) {
		if (find_phrase(clause, px_en_fillers_after, i, i + 1, NULL, &length) && i + length == clause->count) {
			px_clause_cut(clause, i, clause->count);
			return;
		}
	}
}

static bool listed(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

/* "me dad" is my dad; "callums allergic" and "jakes birthday" lack only the apostrophe. */
static void restore(struct px_clause *clause, struct px_arena *arena)
{
	bool plural = false; /* "what are my dogs called" */

	for (size_t i = 0; i + 1 < clause->count; i++) {
		struct px_cword *word = &clause->words[i];
		size_t n = strlen(word->text);
		plural |= px_word_one_of(word->text, "are were");
		bool begins = i == 0 || word->comma || clause->words[i - 1].possessive || listed(clause, i - 1, px_en_joints);
		if (begins && strcmp(word->text, "me") == 0 && !clause->words[i + 1].comma && !listed(clause, i + 1, px_en_auxiliaries) &&
		    !listed(clause, i + 1, px_en_prepositions) && !listed(clause, i + 1, px_en_determiners) && !listed(clause, i + 1, px_en_adverbs))
			word->text = "my";
		if (n > 3 && word->text[n - 1] == 's' && word->text[n - 2] != 's' && !word->possessive && !clause->words[i + 1].comma &&
		    listed(clause, i + 1, px_en_owned_next) && !listed(clause, i, px_en_not_owners) && i < 4 && !plural && !px_is_verb(word->text)) {
			word->text = px_arena_strn(arena, word->text, n - 1);
			word->possessive = true;
		}
	}
	if (clause->count > 3 && listed(clause, clause->count - 1, "me") && !listed(clause, clause->count - 2, px_en_prepositions) &&
	    !listed(clause, clause->count - 2, px_en_before_me))
		clause->count--; /* "cant stand curry me" */
}

static void finish(struct px_str text, struct px_clause *clause, size_t end, struct px_arena *arena)
{
	clause->question = clause->exclaimed = false;
	for (size_t i = clause->end; i < end; i++) {
		clause->question |= text.data[i] == '?';
		clause->exclaimed |= text.data[i] == '!';
	}
	strip_fillers(clause);
	restore(clause, arena);
}

/*
 * "am 14. Mai", "im 2. Stock": one or two digits and a full stop behind a word that leads up to such a number, in German;
 * "Emil ist 6. Freya ist 9." are two.
 */
static bool is_dotted(struct px_str text, const struct px_words *words, size_t at)
{
	const struct px_word *number = at ? &words->at[at - 1] : NULL;
	size_t end = number ? number->end : 0;

	if (at < 2 || number->end - number->begin > 2 || !isdigit((unsigned char)text.data[number->begin]) || !isdigit((unsigned char)text.data[end - 1]) ||
	    end >= text.size || text.data[end] != '.')
		return false;
	const char *before = words->at[at - 2].text;
	const bool of_me = words->at[at - 2].end - words->at[at - 2].begin > 2 || (at > 2 && strcmp(words->at[at - 3].text, "i") == 0);
	if (!of_me && at < words->count && px_word_one_of(before, "am i'm") && px_word_one_of(words->at[at].text, px_de_months))
		return true;
	return px_word_one_of(before, px_de_before_ordinals) || /* "I am 6. Tom is 9." is English; "im" is read as "I'm" */
	       (px_word_one_of(before, "am i'm") && px_language_of(text, "en")->dotted_ordinals);
}

size_t px_sentences(struct px_str text, struct px_arena *arena, struct px_clause *clauses, size_t max)
{
	struct px_words words = px_words_of(text, 0, text.size, arena);
	struct px_clause *clause = NULL;
	size_t count = 0;

	for (size_t i = 0; i < words.count; i++) {
		const struct px_word *w = &words.at[i];
		bool line = clause && clause->count && w->begin > clause->end && memchr(text.data + clause->end, '\n', w->begin - clause->end);
		bool title = clause && clause->count && px_word_one_of(clause->words[clause->count - 1].text, px_en_titles);
		if (!clause || line || ((w->flags & PX_WORD_STOP) && !title && !is_dotted(text, &words, i))) {
			if (clause)
				finish(text, clause, w->begin, arena);
			if (clause && !clause->count)
				count--;
			if (count == max)
				return count;
			clause = &clauses[count++];
			*clause = (struct px_clause){ .begin = w->begin, .first_of_sentence = true };
		}
		clause->end = w->end;
		add_word(clause, w, arena);
	}
	if (clause)
		finish(text, clause, text.size, arena);
	return count - (clause && !clause->count);
}

/* Whether a subject and a verb begin at word `at`. */
static bool begins_clause(const struct px_clause *sentence, size_t at, bool (*is_verb)(const char *word))
{
	size_t verb = at;
	const char *first = sentence->words[at].text;

	size_t n = strlen(first);
	if (n > 3 && first[n - 1] == 's' && sentence->words[at].comma && px_word_one_of(first, px_en_personal_verbs))
		return at + 1 < sentence->count; /* "…, drives a bmw" */
	if (px_word_one_of(first, px_en_time_joints)) { /* "so until the end of April bridge is …" */
		for (size_t i = at + 2; i < sentence->count && i < at + 8; i++) {
			if (px_word_one_of(sentence->words[i].text, px_en_be) || px_word_one_of(sentence->words[i].text, px_en_pronouns) ||
			    (px_word_one_of(sentence->words[i].text, "my our") && begins_clause(sentence, i, is_verb)))
				return true;
		}
		return false;
	}
	if (px_word_one_of(first, "ring call text phone") && at + 2 < sentence->count && px_word_one_of(sentence->words[at + 1].text, "me us"))
		return true; /* "…, ring me on 07700 900 188" */
	if (px_word_one_of(first, px_en_pronouns) || px_word_one_of(first, px_en_dropped_openers))
		return at + 1 < sentence->count;
	if (!px_word_one_of(first, px_en_determiners) && !sentence->words[at].capital)
		return false;
	for (verb = at + 1; verb < sentence->count && verb < at + 9; verb++) {
		if (sentence->words[verb].possessive && verb + 1 < sentence->count)
			continue;
		if (sentence->words[verb].comma)
			return false; /* "Beryl, my neighbour, is …" */
		if (is_verb(sentence->words[verb].text))
			return true;
	}
	return sentence->words[at].possessive && !sentence->words[at + 1 < sentence->count ? at + 1 : at].capital;
}

static bool has_verb(const struct px_clause *sentence, size_t from, size_t to, bool (*is_verb)(const char *word))
{
	for (size_t i = from; i < to; i++) {
		if (is_verb(sentence->words[i].text) || sentence->words[i].possessive)
			return true;
	}
	return false;
}

size_t px_clauses(const struct px_clause *sentence, bool (*is_verb)(const char *word), struct px_clause *clauses,
		  size_t max)
{
	size_t from = 0, count = 0;

	for (size_t i = 1; i <= sentence->count && count < max; i++) {
		bool joint = i < sentence->count && i + 1 < sentence->count &&
			     px_word_one_of(sentence->words[i].text, px_en_joints);
		size_t next = i + (joint ? 1 : 0);
		bool cut = i == sentence->count ||
			   ((joint || sentence->words[i].comma) && next < sentence->count && i > from &&
			    begins_clause(sentence, next, is_verb) &&
			    (!px_word_one_of(sentence->words[next].text, px_en_personal_verbs) || has_verb(sentence, from, i, is_verb)));
		if (!cut)
			continue;
		struct px_clause *clause = &clauses[count++];
		*clause = *sentence;
		clause->count = i - from;
		memmove(clause->words, sentence->words + from, clause->count * sizeof(clause->words[0]));
		clause->first_of_sentence = from == 0;
		clause->begin = clause->words[0].begin;
		clause->end = clause->words[clause->count - 1].end;
		from = next;
	}
	return count;
}

/* Bytes of the ending of an owner: "'s" with either apostrophe, or a bare "s" ("jakes birthday"); "the Hendersons'" has none. */
static size_t owner_ending(struct px_str text, size_t end)
{
	if (text.data[end - 1] != 's' && text.data[end - 1] != 'S')
		return 0;
	if (text.data[end - 2] == '\'')
		return 2;
	return end > 4 && memcmp(text.data + end - 4, "\xe2\x80\x99", 3) == 0 ? 4 : 1;
}

const char *px_clause_text(struct px_str text, const struct px_clause *clause, size_t from, size_t to,
			   struct px_arena *arena)
{
	if (from >= to || to > clause->count)
		return "";
	size_t begin = clause->words[from].begin, end = clause->words[to - 1].end;
	if (clause->words[to - 1].possessive && end > begin + 2)
		end -= owner_ending(text, end);
	return px_arena_strn(arena, text.data + begin, end - begin);
}

const char *px_clause_plain(const struct px_clause *clause, size_t from, size_t to, struct px_arena *arena)
{
	const char *text = "";

	for (size_t i = from; i < to && i < clause->count; i++)
		text = px_arena_printf(arena, "%s%s%s", text, i > from ? " " : "", clause->words[i].text);
	return text;
}
