/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stems are plain cuts of endings: both sides are cut alike, which is all that
 * comparing needs.  Texts of one person are short, so words are compared one
 * by one.
 */
#include "memory/evidence.h"

#include "base/civil.h"
#include "domain/text.h"
#include "memory/en.h"
#include "memory/measure.h"
#include "memory/list_bits.h"
#include "memory/predicate.h"
#include "memory/question.h"

#include <ctype.h>

static const char *stem_of(const char *word, struct px_arena *arena)
{
	static const char *const endings[] = { "ically", "ations", "ation", "ments", "ment", "ings", "ing", "ied", "ies", "ers", "ed", "es", "er", "ly",
					       "s", "e", "y" };
	size_t n = strlen(word);

	if (isdigit((unsigned char)word[0]))
		return word;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t m = strlen(endings[i]);
		if (n >= m + 3 && strcmp(word + n - m, endings[i]) == 0 && !(strcmp(endings[i], "s") == 0 && word[n - 2] == 's')) {
			n -= m;
			n -= n > 3 && word[n - 1] == 'y' && strcmp(endings[i], "s") == 0; /* "Choudhurys" as "Choudhury" */
			break;
		}
	}
	if (n > 3 && word[n - 1] == word[n - 2] && !strchr("aeiouls", word[n - 1])) /* "running", "swimming" */
		n--;
	return px_arena_strn(arena, word, n);
}

/* The stems of all families' words. */
static const struct px_list_bits *family_stems(struct px_arena *arena)
{
	bool fresh;
	struct px_list_bits *set = px_list_bits_slot(px_en_families, '\0', &fresh);

	for (int i = 0; fresh && px_en_families[i]; i++) {
		for (const char *at = px_en_families[i]; *at; at += strcspn(at, " "), at += *at == ' ') {
			const char *stem = stem_of(px_arena_strn(arena, at, strcspn(at, " ")), arena);
			px_list_bits_add(set, stem, strlen(stem));
		}
	}
	return set;
}

static int family_of(const char *word, const char *stem, struct px_arena *arena)
{
	for (int i = 0; px_en_families[i]; i++) {
		if (px_word_one_of(word, px_en_families[i]))
			return i;
	}
	if (!px_list_bits_may_hold(family_stems(arena), stem, strlen(stem)))
		return -1;
	for (int i = 0; px_en_families[i]; i++) {
		for (const char *at = px_en_families[i]; *at; at += strcspn(at, " "), at += *at == ' ') {
			size_t n = strcspn(at, " "), m = strlen(stem);
			if (n >= m && n <= m + 4 && memcmp(at, stem, m) == 0 && strcmp(stem_of(px_arena_strn(arena, at, n), arena), stem) == 0)
				return i;
		}
	}
	return -1;
}

/* ------------------------------------------------------------- the question */

/* "What did we get for the van?", but not "for Christmas" or "for Priya". */
static bool asks_proceeds(const struct px_clause *c)
{
	if (!px_clause_has(c, px_en_asks_proceeds, NULL, NULL) || px_clause_has(c, px_en_gets_for, NULL, NULL))
		return false;
	for (size_t i = 1; i < c->count; i++) {
		if (strcmp(c->words[i - 1].text, "for") == 0 && px_is_name(&c->words[i]))
			return false;
	}
	return true;
}

static enum px_asked_kind kind_of(const struct px_clause *c)
{
	if (c->count && px_word_one_of(c->words[0].text, px_en_question_openers) && !px_clause_has(c, "tell me|do you know", NULL, NULL))
		return PX_ASKED_YES_NO;
	if (px_clause_starts(c, "why|how come", NULL))
		return PX_ASKED_ANY; /* "Why … when the band plays?" asks for no time */
	if (px_clause_has(c, px_en_asks_when, NULL, NULL))
		return PX_ASKED_TIME;
	if (px_clause_has(c, px_en_asks_where, NULL, NULL))
		return PX_ASKED_PLACE;
	if (px_clause_has(c, "who|whose|whom", NULL, NULL))
		return PX_ASKED_NAME;
	if (px_clause_has(c, px_en_asks_money, NULL, NULL) || asks_proceeds(c))
		return PX_ASKED_MONEY;
	if (px_clause_has(c, px_en_asks_how_much, NULL, NULL))
		return PX_ASKED_NUMBER;
	return px_clause_has(c, px_en_asks_who, NULL, NULL) ? PX_ASKED_NAME : PX_ASKED_ANY;
}

static void add_word(struct px_asked_for *asked, const struct px_cword *word, bool first, bool adjunct)
{
	if (asked->count == PX_ASKED_WORDS || !word->text[0])
		return;
	struct px_asked_word *w = &asked->words[asked->count++];
	w->text = word->text;
	w->stem = stem_of(word->text, asked->arena);
	w->light = px_word_one_of(word->text, px_en_light);
	w->adjunct = adjunct;
	w->family = w->light && !px_word_one_of(word->text, "take takes old") ? -1 : family_of(word->text, w->stem, asked->arena);
	w->name = (word->capital && !first && !w->light) || isdigit((unsigned char)word->text[0]) || (word->possessive && !w->light && w->family < 0);
}

const char *px_evidence_stem(const char *word, struct px_arena *arena)
{
	return stem_of(word, arena);
}

bool px_evidence_has_stem(const struct px_clause *sentences, size_t count, const char *stem, struct px_arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < sentences[i].count; k++) {
			if (strcmp(px_evidence_stem(sentences[i].words[k].text, arena), stem) == 0)
				return true;
		}
	}
	return false;
}

bool px_asked_has_stem(const struct px_asked_for *asked, const char *stem)
{
	for (size_t i = 0; i < asked->count; i++) {
		if (strcmp(asked->words[i].stem, stem) == 0)
			return true;
	}
	return false;
}

bool px_asked_is_light(const char *word)
{
	return px_word_one_of(word, px_en_light) || px_word_one_of(word, px_en_stop);
}

static bool same_word(const struct px_asked_word *w, const char *word, struct px_arena *arena)
{
	return strcmp(w->text, word) == 0 || strcmp(w->stem, stem_of(word, arena)) == 0;
}

/* "allergic to celery", "a nurse": how somebody is, and no name of hers. */
static bool tells_how(const struct px_asked_for *asked, const char *value)
{
	struct px_clause *c = px_arena_alloc(asked->arena, sizeof(*c));

	return px_sentences(px_str(value), asked->arena, c, 1) && c->count > 1 &&
	       (px_word_one_of(c->words[0].text, px_en_traits) || px_word_one_of(c->words[0].text, "a an"));
}

/* "my external examiner" is also Dr Sigurdsson: each for the other. */
static void add_alias(struct px_asked_for *asked, const char *known, const char *other)
{
	struct px_clause *c = px_arena_alloc(asked->arena, sizeof(*c));
	const char *name = NULL;
	size_t met = 0;

	if (!known || !other || tells_how(asked, known) || tells_how(asked, other) || strlen(other) > 60 || !px_sentences(px_str(other), asked->arena, c, 1))
		return;
	for (size_t i = c->count; i-- > 0 && !name; ) {
		if (c->words[i].capital || c->count == 1)
			name = c->words[i].text;
	}
	if (!name || !px_sentences(px_str(known), asked->arena, c, 1) || !c->count || c->count > 4)
		return;
	for (size_t i = 0; i < c->count; i++) {
		for (size_t k = 0; k < asked->count; k++)
			met += same_word(&asked->words[k], c->words[i].text, asked->arena);
	}
	if (met < c->count)
		return;
	for (size_t i = 0; i < c->count; i++) {
		for (size_t k = 0; k < asked->count; k++) {
			if (same_word(&asked->words[k], c->words[i].text, asked->arena))
				asked->words[k].alias = name;
		}
	}
}

/* What somebody is to me, without where: "mentor on the ward" is the mentor. */
static const char *role_of(const struct px_asked_for *asked, const char *attribute)
{
	struct px_clause *c = px_arena_alloc(asked->arena, sizeof(*c));

	if (!px_sentences(px_str(attribute), asked->arena, c, 1))
		return attribute;
	for (size_t i = 1; i < c->count; i++) {
		if (px_word_one_of(c->words[i].text, "on at for"))
			return px_clause_plain(c, 0, i, asked->arena);
	}
	return attribute;
}

bool px_relation_shared(const struct px_memory *rows, size_t count, const struct px_memory *relation,
			struct px_arena *arena)
{
	if (strcmp(relation->subject, "me") != 0 || !relation->value || !px_word_one_of(relation->attribute, px_en_kin))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].subject && rows[i].attribute && rows[i].value && px_id_is_none(rows[i].superseded_by) && strcmp(rows[i].subject, "me") == 0 &&
		    strcmp(rows[i].attribute, relation->attribute) == 0 &&
		    !px_text_same(arena, px_str(rows[i].value), px_str(relation->value)))
			return true;
	}
	return false;
}

/* A plural that names things: "which pens", "my grandchildren". */
static bool is_plural(const struct px_clause *c, size_t at)
{
	const char *word = c->words[at].text;
	size_t n = strlen(word);

	if (at == 0 || (px_word_one_of(c->words[0].text, px_en_who) && !px_word_one_of(c->words[at - 1].text, px_en_before_plurals)))
		return false; /* "Who babysits for us?" */
	if (c->words[at].possessive || px_word_one_of(word, px_en_light) || px_is_verb(word))
		return false;
	return (n > 3 && word[n - 1] == 's' && word[n - 2] != 's') || px_word_one_of(word, px_en_plurals);
}

/* "What was my old number?", but not "how old was …": what was before what is now. */
static bool asks_of_old(const struct px_clause *c)
{
	bool past = px_clause_has(c, "was|were|did", NULL, NULL);

	for (size_t i = 1; past && i + 1 < c->count; i++) {
		bool last = strcmp(c->words[i].text, "last") == 0 &&
			    px_word_one_of(c->words[i + 1].text, px_en_with_a_last);
		if ((last || px_word_one_of(c->words[i].text, px_en_former)) &&
		    (px_word_one_of(c->words[i - 1].text, px_en_determiners) || c->words[i - 1].possessive))
			return true;
	}
	return false;
}

/* "What has Derek recommended?": all that he has. */
static bool asks_what_has_been(const struct px_clause *c)
{
	if (!px_clause_starts(c, "what has|what have", NULL))
		return false;
	for (size_t i = 3; i < c->count; i++) {
		size_t n = strlen(c->words[i].text);
		if (n > 4 && strcmp(c->words[i].text + n - 2, "ed") == 0)
			return true;
	}
	return false;
}

/* Behind who does it, in a question: "I", "Audra", "Dr Sow", "my sister"; `at` itself: nobody that is named. */
static size_t behind_doer(const struct px_clause *c, size_t at)
{
	size_t end = at;

	if (px_word_one_of(c->words[at].text, "i we"))
		return at + 1;
	if (px_word_one_of(c->words[at].text, "my our") && at + 1 < c->count && px_word_one_of(c->words[at + 1].text, px_en_kin))
		end = at + 2;
	while (end < c->count && (px_is_name(&c->words[end]) || px_word_one_of(c->words[end].text, px_en_titles)) && !c->words[end].possessive)
		end++;
	return end;
}

/* "was I running", "did Audra give": the verb behind the one who does it. */
static const char *deed_of(const struct px_clause *c, struct px_arena *arena, bool *of_other)
{
	for (size_t i = 1; i + 1 < c->count; i++) {
		size_t verb = behind_doer(c, i);
		*of_other = !px_word_one_of(c->words[i].text, "i we");
		bool asked = px_word_one_of(c->words[i - 1].text, *of_other ? px_en_asks_deed : px_en_auxiliaries);
		if (verb == i || verb >= c->count || !asked)
			continue;
		while (verb + 1 < c->count && (px_word_one_of(c->words[verb].text, px_en_adverbs) || strcmp(c->words[verb].text, "not") == 0))
			verb++;
		return stem_of(px_verb_lemma(c->words[verb].text, arena), arena);
	}
	return NULL;
}

static int64_t local_day(const struct px_tz *tz, int64_t at)
{
	return px_tz_to_local(tz, at) / PX_MS_DAY;
}

/* Whether [from, to) is the day on which it is asked; that of a clock put back has 25 hours. */
static bool is_today(const struct px_time_context *time, int64_t from, int64_t to)
{
	return from <= time->now_utc && to > time->now_utc && local_day(time->tz, to) - local_day(time->tz, from) <= 1;
}

/* "What flowers does she like": the word that says what kind of thing is asked for, or PX_ASKED_WORDS. */
static size_t kind_word(const struct px_asked_for *asked)
{
	bool of_kind = asked->count > 3 && px_word_one_of(asked->words[0].text, "what which") && !asked->words[1].light &&
		       asked->words[1].family < 0 && !asked->words[1].name && px_word_one_of(asked->words[2].text, px_en_auxiliaries);

	return of_kind ? 1 : PX_ASKED_WORDS;
}

/* "Who is allergic to what?": each of them with what is told of it. */
static bool asks_pairs(const struct px_clause *c)
{
	return c->count > 2 && px_word_one_of(c->words[0].text, px_en_who) && px_word_one_of(c->words[c->count - 1].text, px_en_question_words);
}

void px_asked_for_read(const struct px_said_times *times, struct px_str question, size_t own, struct px_arena *arena,
		       const struct px_memory *rows, size_t count, struct px_asked_for *asked)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t sentences = px_sentences(question, arena, c, PX_CLAUSES_MAX);

	*asked = (struct px_asked_for){ .arena = arena, .measure = PX_MEASURE_NONE, .from = PX_TIME_NONE, .to = PX_TIME_NONE,
					.tz = times->context->tz };
	for (size_t i = 0; i < times->count && asked->from == PX_TIME_NONE; i++) {
		int64_t from, to;
		if (px_said_range(times, i, &from, &to) && !is_today(times->context, from, to)) { /* "now" is no time that is asked about */
			asked->from = from;
			asked->to = to;
		}
	}
	if (!sentences)
		return;
	c = &c[sentences - 1];
	size_t length;
	px_question_cut_round(c, question);
	while (px_clause_starts(c, px_en_question_lead, &length) && length < c->count)
		px_clause_cut(c, 0, length);
	asked->kind = kind_of(c);
	asked->measure = px_measure_asked(c);
	if (px_measure_kind(asked->measure) && asked->kind != PX_ASKED_YES_NO && asked->kind != PX_ASKED_TIME)
		asked->kind = PX_ASKED_NUMBER;
	const struct px_cword *last = &c->words[c->count - 1];
	asked->naming = px_clause_starts(c, "what", NULL) && (px_word_one_of(last->text, "called named") || px_clause_has(c, px_en_asks_name, NULL, NULL) ||
		(strcmp(last->text, "name") == 0 && c->count > 2 && last[-1].possessive));
	asked->name_part = px_clause_has(c, px_en_name_parts, NULL, NULL);
	if (px_clause_has(c, px_en_asks_work, NULL, NULL) && c->count < 8 && px_word_one_of(c->words[c->count - 1].text, "do before living")) {
		struct px_cword work = { .text = "work" };
		add_word(asked, &work, true, false);
	}
	asked->mine = px_clause_has(c, "i|me|my|mine|we|us|our|ours", NULL, NULL);
	asked->deed = deed_of(c, arena, &asked->deed_of_other);
	asked->to_me = px_clause_has(c, px_en_to_me, NULL, NULL);
	asked->choice = px_clause_has(c, "or", NULL, NULL);
	for (size_t i = 0; i < c->count; i++) {
		if (!px_said_covers(times, &c->words[i]) || px_word_one_of(c->words[i].text, px_en_weekdays_plural)) /* "on Tuesdays" */
			add_word(asked, &c->words[i], i == 0, i + 1 == c->count && i > 2 && px_word_one_of(c->words[i - 1].text, "from at in"));
		bool qualifies = i + 1 == c->count && i > 2 && px_word_one_of(c->words[i - 1].text, "for");
		if (qualifies && asked->count) /* "what do I take for anxiety?" */
			asked->qualified = asked->words[asked->count - 1].must = !asked->words[asked->count - 1].light;
		if (own && c->words[i].begin >= own && asked->count)
			asked->words[asked->count - 1].must = !asked->words[asked->count - 1].light;
		asked->several |= i < 6 && is_plural(c, i);
	}
	asked->several &= asked->kind == PX_ASKED_ANY || asked->kind == PX_ASKED_NAME || px_clause_has(c, px_en_asks_which_days, NULL, NULL);
	asked->several &= px_clause_has(c, px_en_asks_several, NULL, NULL);
	asked->before = px_clause_has(c, px_en_asks_before, NULL, NULL) || asks_of_old(c);
	bool since = false; /* "before I married": of when, not of what */
	for (size_t i = 0; asked->before && i < asked->count; i++) {
		asked->words[i].light |= since;
		since |= strcmp(asked->words[i].text, "before") == 0 && i + 1 < asked->count && px_word_one_of(asked->words[i + 1].text, "i we the you");
	}
	for (size_t i = 0; asked->before && i < asked->count; i++)
		asked->words[i].light |= px_word_one_of(asked->words[i].text, px_en_former) ||
					 strcmp(asked->words[i].text, "last") == 0;
	asked->several &= !asked->name_part && !px_clause_starts(c, "how", NULL); /* "how wide are the tyres" */
	asked->of_kind = kind_word(asked);
	size_t core = 0;
	for (size_t i = 0; i < asked->count; i++)
		core += !asked->words[i].light && !asked->words[i].adjunct;
	asked->core = core > 1;
	asked->several |= asked->kind == PX_ASKED_ANY && px_clause_has(c, px_en_asks_several, NULL, NULL) &&
			  px_clause_has(c, px_en_of_several, NULL, NULL);
	asked->several |= asked->kind == PX_ASKED_ANY && asks_what_has_been(c);
	asked->several |= asks_pairs(c);
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].subject || !rows[i].attribute || !px_id_is_none(rows[i].superseded_by) ||
		    px_relation_shared(rows, count, &rows[i], arena))
			continue;
		if (strcmp(rows[i].attribute, "name") == 0) { /* "My boss is called Murray" */
			add_alias(asked, rows[i].subject, rows[i].value);
			add_alias(asked, rows[i].value, rows[i].subject);
		}
		if (strcmp(rows[i].subject, "me") != 0)
			continue;
		add_alias(asked, role_of(asked, rows[i].attribute), rows[i].value);
		add_alias(asked, rows[i].value, rows[i].attribute);
	}
}

/* ----------------------------------------------------------------- the text */

struct text_words {
	const struct px_clause *clauses;
	size_t count;
	const char *text;
};

/* "What breed is the cat?": "the cat" of a text is the cat, and tells no breed. */
static bool stands_for_itself(const struct px_asked_for *asked, const struct px_asked_word *w, const char *stem)
{
	for (size_t i = 0; i < asked->count; i++) {
		if (&asked->words[i] != w && strcmp(asked->words[i].stem, stem) == 0)
			return true;
	}
	return false;
}

static bool holds(const struct px_asked_for *asked, const struct text_words *t, const struct px_asked_word *w, bool *exact)
{
	bool related = false;

	for (size_t i = 0; i < t->count; i++) {
		for (size_t k = 0; k < t->clauses[i].count; k++) {
			const char *word = t->clauses[i].words[k].text;
			if (strcmp(w->text, word) == 0 || (w->alias && strcmp(w->alias, word) == 0))
				return true;
			const char *stem = stem_of(word, asked->arena);
			if (strcmp(stem, w->stem) == 0)
				return true;
			related |= w->family >= 0 && !w->name && family_of(word, stem, asked->arena) == w->family && !stands_for_itself(asked, w, stem);
		}
	}
	*exact &= !related;
	return related;
}

void px_evidence_words(const struct px_asked_for *asked, const struct px_clause *sentences, size_t count, bool said[PX_ASKED_WORDS])
{
	struct text_words t = { sentences, count, NULL };

	for (size_t i = 0; i < asked->count; i++)
		said[i] = !asked->words[i].light && holds(asked, &t, &asked->words[i], &(bool){ true });
}

bool px_evidence_speaks_of(const struct px_asked_for *asked, const char *text)
{
	struct px_clause *clauses = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*clauses));
	struct text_words t = { clauses, px_sentences(px_str(text), asked->arena, clauses, PX_CLAUSES_MAX), text };

	for (size_t i = 0; i < asked->count; i++) {
		const struct px_asked_word *word = &asked->words[i];
		if (!word->light && word->text[0] > '9' && holds(asked, &t, word, &(bool){ true }))
			return true;
	}
	return false;
}

static bool asks_word(const struct px_asked_for *asked, const char *word)
{
	size_t named = 0;

	for (size_t i = 0; i < asked->count; i++)
		named += !asked->words[i].light;
	for (size_t i = 0; i < asked->count; i++) {
		if (asked->words[i].light && !asked->words[i].alias)
			continue;
		if (same_word(&asked->words[i], word, asked->arena))
			return true;
		/* "Who is my dentist?": there the other name is the answer. */
		if (named > 1 && asked->words[i].alias && strcmp(asked->words[i].alias, word) == 0)
			return true;
	}
	return false;
}

/* The word that tells which one of what word `at` names: "car" of "car insurance", "shoes" of "what size are the shoes", "the size of the shoes". */
static const struct px_asked_word *kind_asked(const struct px_asked_for *asked, size_t at)
{
	const struct px_asked_word *w = asked->words, *kind = NULL;
	bool behind = at > 0 && px_word_one_of(w[at - 1].text, "what which"), of = at + 1 < asked->count && strcmp(w[at + 1].text, "of") == 0;

	if (at > 0 && !w[at - 1].light)
		kind = &w[at - 1];
	for (size_t i = at + 1; (behind || of) && i < asked->count; i++)
		kind = w[i].light ? kind : &w[i];
	return kind && !kind->name ? kind : NULL;
}

/* Whether a word of a clause says which one is meant of what the word behind it names. */
static bool tells_kind(const struct px_clause *c, size_t at)
{
	const char *word = c->words[at].text;

	return !c->words[at].possessive && !c->words[at + 1].comma && isalpha((unsigned char)word[0]) && !px_asked_is_light(word) && !px_is_verb(word) &&
	       !px_word_one_of(word, px_en_former) && !px_word_one_of(word, px_en_time_words) && strcmp(word, "new") != 0;
}

static bool says_word(const struct px_asked_for *asked, const char *text, const struct px_asked_word *w)
{
	struct px_clause *c = px_arena_zero(asked->arena, PX_CLAUSES_MAX, sizeof(*c));
	struct text_words t = { c, px_sentences(px_str(text), asked->arena, c, PX_CLAUSES_MAX), text };

	return holds(asked, &t, w, &(bool){ true });
}

bool px_evidence_of_another_kind(const struct px_asked_for *asked, const char *text, const char *beside)
{
	struct px_clause *c = px_arena_zero(asked->arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(px_str(text), asked->arena, c, PX_CLAUSES_MAX);

	for (size_t i = 0; i < asked->count; i++) {
		bool what = i > 0 && px_word_one_of(asked->words[i - 1].text, "what which") && !px_word_one_of(asked->words[i].text, px_en_stop);
		const struct px_asked_word *w = &asked->words[i], *kind = w->light && !what ? NULL : kind_asked(asked, i);
		if (!kind || px_is_verb(kind->text) || says_word(asked, text, kind) || (beside && !says_word(asked, beside, kind)))
			continue;
		for (size_t k = 0; k < count; k++) {
			for (size_t at = 1; at < c[k].count; at++) {
				if (strcmp(stem_of(c[k].words[at].text, asked->arena), w->stem) == 0 && tells_kind(&c[k], at - 1) &&
				    !asks_word(asked, c[k].words[at - 1].text))
					return true;
			}
		}
	}
	return false;
}

bool px_evidence_tells_former(const char *text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(px_str(text), arena, c, PX_CLAUSES_MAX);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count; k++) {
			if (px_word_one_of(c[i].words[k].text, px_en_former))
				return true;
		}
		if (px_clause_has(&c[i], px_en_asks_before, NULL, NULL) || px_clause_has(&c[i], px_en_of_before, NULL, NULL))
			return true;
	}
	return false;
}

static bool contains(const char *text, const char *word, size_t size)
{
	for (; text && *text; text++) {
		if (strncasecmp(text, word, size) == 0)
			return true;
	}
	return false;
}

static bool may_hold(const struct px_asked_word *w, const char *text)
{
	size_t n = strlen(w->stem);

	if (!text)
		return false;
	if (contains(text, w->stem, n) || (w->alias && contains(text, w->alias, strlen(w->alias))) || (unsigned char)w->stem[0] >= 0x80)
		return true;
	for (const char *at = w->family >= 0 ? px_en_families[w->family] : ""; *at; at += strcspn(at, " "), at += *at == ' ') {
		size_t m = strcspn(at, " ");
		if (contains(text, at, m > 4 ? m - 2 : m))
			return true;
	}
	return false;
}

bool px_evidence_possible(const struct px_asked_for *asked, const char *text, const char *subject, const char *attribute)
{
	bool any = false;

	for (size_t i = 0; i < asked->count; i++) {
		const struct px_asked_word *w = &asked->words[i];
		if ((w->light && !w->alias) || (w->adjunct && asked->core && !w->name))
			continue;
		any = true;
		if (!may_hold(w, text) && !may_hold(w, subject) && !may_hold(w, attribute))
			return false;
	}
	return any;
}

static bool is_number(const char *word)
{
	return isdigit((unsigned char)word[0]) || px_word_one_of(word, px_en_numbers);
}

/* Whoever writes without capitals writes names so, too. */
static bool no_capitals(const struct text_words *t)
{
	for (const char *at = t->text; *at; at++) {
		if (isupper((unsigned char)*at))
			return false;
	}
	return true;
}

static bool begins_with_verb(const struct px_clause *c, size_t at)
{
	while (at < c->count && at < 4 && c->words[at].capital)
		at++;
	const char *word = at < c->count ? c->words[at].text : "";
	size_t n = strlen(word);

	return px_is_verb(word) || px_word_one_of(word, px_en_adverbs) || (n > 2 && (word[n - 1] == 's' || strcmp(word + n - 2, "ed") == 0));
}

/* "Felix Obuya" for "Mr Obuya's first name": a name beside the one that is asked of. */
static bool has_name_beside(const struct px_asked_for *asked, const struct text_words *t)
{
	for (size_t i = 0; i < t->count; i++) {
		for (size_t k = 0; k + 1 < t->clauses[i].count; k++) {
			const struct px_cword *a = &t->clauses[i].words[k], *b = a + 1;
			bool said_a = asks_word(asked, a->text), said_b = asks_word(asked, b->text);
			if (said_a != said_b && !px_word_one_of(a->text, px_en_titles) && !px_word_one_of(b->text, px_en_titles) && !b->comma &&
			    ((a->capital && b->capital && k > 0) || no_capitals(t)))
				return true;
		}
		if (px_clause_has(&t->clauses[i], px_en_name_parts, NULL, NULL))
			return true;
	}
	return false;
}

/* "Who is Selma married to?": a name behind that word is no place. */
static bool ends_with(const struct px_asked_for *asked, const char *word)
{
	return asked->count && strcmp(asked->words[asked->count - 1].text, word) == 0;
}

/* A name that the question doesn't say itself, and that is no place ("a boat at Orford"). */
static bool new_name(const struct px_asked_for *asked, const struct text_words *t)
{
	for (size_t i = 0; i < t->count; i++) {
		bool placed = false; /* in the name of a place */
		for (size_t k = 0; k < t->clauses[i].count; k++) {
			const struct px_cword *word = &t->clauses[i].words[k];
			const char *before = k ? t->clauses[i].words[k - 1].text : "";
			bool trait = px_word_one_of(word->text, px_en_traits) && !(k + 1 < t->clauses[i].count && px_is_name(word + 1));
			if (trait)
				continue; /* "German" names nobody */
			bool names = px_word_one_of(before, "called named") || (strcmp(before, "is") == 0 && px_is_name(word));
			if (names && !asks_word(asked, word->text) && !px_word_one_of(word->text, px_en_determiners))
				return true;
			if (k == 0 && !(t->clauses[i].count > 1 && (word->possessive || begins_with_verb(&t->clauses[i], 1))))
				continue;
			bool within = placed && !word->comma && px_is_name(word); /* "in Elm Road"; but "from Tadhg Linnane" is somebody */
			placed = within || px_word_one_of(before, "at in on near");
			bool place = within || (px_word_one_of(before, "at in on to near from of") && !ends_with(asked, before));
			if (px_is_name(word) && !asks_word(asked, word->text) && !place &&
			    !px_word_one_of(word->text, px_en_time_words) && (k > 0 || !px_is_verb(word->text)))
				return true;
			if (word->possessive && !asks_word(asked, word->text))
				return true;
			if (px_word_one_of(word->text, px_en_kin) && px_word_one_of(before, "my our") && !asks_word(asked, word->text))
				return true; /* "Who is allergic to eggs?" – "My daughter" */
		}
	}
	return false;
}

/* "gaz is union rep", "nurse there is called mo": where names have no capital, it is how they are given. */
static bool may_name(const struct text_words *t)
{
	for (size_t i = 0; i < t->count; i++) {
		for (size_t k = 0; k < t->clauses[i].count; k++) {
			const char *word = t->clauses[i].words[k].text;
			if (px_word_one_of(word, px_en_be) || px_word_one_of(word, px_en_titles) || px_word_one_of(word, px_en_naming))
				return true;
		}
	}
	return strchr(t->text, '=') || strchr(t->text, ':');
}

/* "my parrot Kiki", "is called", "is": more than that somebody has one. */
static bool gives_name(const struct px_asked_for *asked, const struct text_words *t)
{
	for (size_t i = 0; i < t->count; i++) {
		for (size_t k = 0; k + 1 < t->clauses[i].count; k++) {
			const struct px_cword *a = &t->clauses[i].words[k], *b = a + 1;
			bool said = px_word_one_of(a->text, px_en_giving_names) ||
				    (px_word_one_of(a->text, px_en_be) && (px_is_name(b) || px_word_one_of(b->text, px_en_giving_names) || no_capitals(t)));
			if (said || (asks_word(asked, a->text) && px_is_name(b)) || (asks_word(asked, b->text) && px_is_name(a) && !a->possessive))
				return true;
		}
	}
	return false;
}

/* "5 Harbour Row", "number 8", but not "480 a month": a figure that may be of an address. */
static bool is_of_address(const struct text_words *t, size_t clause, size_t at)
{
	const struct px_clause *c = &t->clauses[clause];
	const char *before = at ? c->words[at - 1].text : "", *next = at + 1 < c->count ? c->words[at + 1].text : "";

	if (!strpbrk(c->words[at].text, "0123456789"))
		return false;
	return px_word_one_of(before, px_en_before_references) || (next[0] && !px_word_one_of(next, px_en_determiners) &&
								  !px_word_one_of(next, px_en_money) && !px_word_one_of(next, px_en_counted));
}

/* Whether a word is one of "from now on". */
static bool is_from_now_on(const struct px_clause *c, size_t at)
{
	return px_clause_has_at(c, at, "from now on") || (at > 1 && px_clause_has_at(c, at - 2, "from now on"));
}

/* "name undecided", "her father is unknown": said right behind what is asked for. */
static bool leaves_open(const struct px_asked_for *asked, const struct text_words *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct px_cword *words = t->clauses[i].words;
		size_t at;
		if (!px_clause_has(&t->clauses[i], px_en_value_open, &at, NULL) || !at)
			continue;
		size_t of = at > 1 && px_word_one_of(words[at - 1].text, "is are was still yet") ? at - 2 : at - 1;
		if (asks_word(asked, words[of].text) || px_word_one_of(words[of].text, "name names"))
			return true;
	}
	return false;
}

/* "Where in Hobart does she live?" – "She is in Hobart": the place that the question names itself, and no other behind it. */
static bool is_place_asked(const struct px_asked_for *asked, const struct px_clause *c, size_t at)
{
	size_t end = at;

	while (end < c->count && px_is_name(&c->words[end]) && asks_word(asked, c->words[end].text))
		end++;
	return end > at && (end == c->count || c->words[end].comma || px_word_one_of(c->words[end].text, px_en_prepositions) ||
			    px_word_one_of(c->words[end].text, px_en_joints));
}

static bool has_value(const struct px_asked_for *asked, const struct text_words *t)
{
	bool money = false, number = false, time = false, place = false;

	if (asked->kind == PX_ASKED_ANY || asked->kind == PX_ASKED_YES_NO)
		return true;
	if (asked->kind == PX_ASKED_NAME && leaves_open(asked, t))
		return false;
	bool of_name = false;
	for (size_t i = 0; i < asked->count; i++)
		of_name |= asked->words[i].name;
	if (asked->name_part && of_name)
		return has_name_beside(asked, t);
	if (asked->kind == PX_ASKED_NAME && asked->naming && !gives_name(asked, t))
		return false;
	if (asked->kind == PX_ASKED_NAME)
		return no_capitals(t) ? may_name(t) : new_name(asked, t);
	if ((asked->kind == PX_ASKED_NUMBER || asked->kind == PX_ASKED_TIME) && asked->measure != PX_MEASURE_NONE)
		return px_measure_given(asked->measure, t->text, t->clauses, t->count);
	for (size_t i = 0; i < t->count; i++) {
		for (size_t k = 0; k < t->clauses[i].count; k++) {
			const struct px_cword *word = &t->clauses[i].words[k];
			bool digits = strpbrk(word->text, "0123456789") != NULL;
			if (asks_word(asked, word->text))
				continue;
			bool ordinal = digits && (strstr(word->text, "th") || strstr(word->text, "st") || strstr(word->text, "nd") || strstr(word->text, "rd"));
			money |= (digits && !ordinal && !px_word_one_of(k + 1 < t->clauses[i].count ? t->clauses[i].words[k + 1].text : "", px_en_time_words)) ||
				 px_word_one_of(word->text, px_en_money);
			number |= (digits && !ordinal) || is_number(word->text);
			const char *before = k ? t->clauses[i].words[k - 1].text : "";
			bool hour = is_number(word->text) && px_word_one_of(before, px_en_before_hours) && strcmp(before, "to") != 0; /* "counts to four" */
			time |= digits || hour || px_word_one_of(word->text, px_en_time_words);
			place |= is_of_address(t, i, k) || px_word_one_of(word->text, "at to home based with address") ||
				 ((strcmp(word->text, "from") == 0 || px_word_one_of(word->text, px_en_places)) && !is_from_now_on(&t->clauses[i], k) &&
				  !is_place_asked(asked, &t->clauses[i], k + 1));
		}
	}
	if (asked->kind == PX_ASKED_MONEY)
		return money;
	return asked->kind == PX_ASKED_NUMBER ? number : asked->kind == PX_ASKED_TIME ? time : place;
}

/* "my flatmate Oona is …" is said with "my" and still of her: what counts is who is spoken of, and what is said. */
static bool says_me(const struct px_asked_for *asked, const struct text_words *t)
{
	struct px_predicate p;

	for (size_t i = 0; i < t->count; i++) {
		const struct px_clause *c = &t->clauses[i];
		size_t from = 0;
		if (i == 0 && c->count && px_word_one_of(c->words[0].text, "my our") && px_predicate_read(c, asked->arena, &p) && !p.dropped) {
			for (size_t k = 1; k < p.subject_end; k++)
				from = px_word_one_of(c->words[k].text, px_en_kin) ? p.subject_end : from;
		}
		for (; from < c->count; from++) {
			if (px_word_one_of(c->words[from].text, "i my me we our us mine"))
				return true;
		}
	}
	return false;
}

/* "my brother", "colleague Darek"; "the Kita" and "our office in Leeds" are none. */
static bool is_person(const struct px_clause *c, size_t at)
{
	const char *before = at ? c->words[at - 1].text : "";

	if (px_word_one_of(c->words[at].text, px_en_kin))
		return true;
	return at && px_is_name(&c->words[at]) && !px_word_one_of(before, px_en_determiners) && !px_word_one_of(before, px_en_prepositions);
}

/*
 * Somebody else of whom a text tells: "Amara's favourite colour is …", "my brother has a cat".  Not where it comes to the
 * person in the end ("my brother has my ladder").
 */
static const struct px_cword *somebody_else(const struct px_asked_for *asked, const struct text_words *t)
{
	const struct px_clause *c = t->clauses;
	const struct px_cword *who = NULL;
	struct px_predicate p;

	if (!t->count || !px_predicate_read(c, asked->arena, &p) || p.dropped || !p.subject_end)
		return NULL;
	for (size_t i = 0; i < p.subject_end && !who; i++) {
		if (c->words[i].possessive && (px_is_name(&c->words[i]) || px_word_one_of(c->words[i].text, px_en_kin)))
			who = &c->words[i];
	}
	bool named = p.be && px_is_name(&c->words[p.subject_end - 1]); /* "my flatmate Oona is …", but not "my dentist is in Elm Road" */
	if (!who && (asked->kind != PX_ASKED_NAME || asked->naming) && (named || px_word_one_of(c->words[p.main].text, px_en_personal_verbs)) &&
	    is_person(c, p.subject_end - 1))
		who = &c->words[p.subject_end - 1];
	for (size_t i = p.main; i < c->count; i++) {
		if (px_word_one_of(c->words[i].text, px_en_mine))
			return NULL;
	}
	return who;
}

/* Whether the question names a word by itself, by another name or by one of its family. */
static bool is_named(const struct px_asked_for *asked, const char *word)
{
	int family = family_of(word, stem_of(word, asked->arena), asked->arena);

	for (size_t i = 0; i < asked->count; i++) {
		const struct px_asked_word *w = &asked->words[i];
		if ((family >= 0 && w->family == family) || (w->alias && strcmp(w->alias, word) == 0) || same_word(w, word, asked->arena))
			return true;
	}
	return false;
}

/* Whether both are forms of one verb: "give", "gave". */
static bool is_deed(const struct px_asked_for *asked, const char *word)
{
	const struct px_en_verb *row = px_verb_find(word);

	return strcmp(stem_of(px_verb_lemma(word, asked->arena), asked->arena), asked->deed) == 0 || (row && px_word_one_of(asked->deed, row->forms));
}

/* "Present for Audra" for "what did Audra give me?": it went the other way. */
static bool goes_to_doer(const struct px_asked_for *asked, const struct text_words *t)
{
	for (size_t i = 0; i < t->count; i++) {
		for (size_t k = 1; k < t->clauses[i].count; k++) {
			if (px_word_one_of(t->clauses[i].words[k - 1].text, "for to") && asks_word(asked, t->clauses[i].words[k].text) &&
			    px_is_name(&t->clauses[i].words[k]))
				return true;
		}
	}
	return false;
}

/* "We take Toyota, De Wit gave it for 5950" for "how many lessons did Audra take?": the deed is told, and only of others than the question names. */
static bool only_others_do(const struct px_asked_for *asked, const struct text_words *t)
{
	struct px_clause *clauses = px_arena_alloc(asked->arena, PX_CLAUSES_MAX * sizeof(*clauses));
	bool others = false;

	for (size_t i = 0; i < t->count; i++) {
		size_t count = px_clauses(&t->clauses[i], px_is_verb, clauses, PX_CLAUSES_MAX);
		for (size_t k = 0; k < count; k++) {
			const struct px_clause *c = &clauses[k];
			struct px_predicate p;
			bool named = false, other = false;
			if (!px_predicate_read(c, asked->arena, &p) || p.dropped || p.be || p.passive || !is_deed(asked, c->words[p.main].text))
				continue;
			for (size_t n = 0; n < p.subject_end; n++) {
				named |= is_named(asked, c->words[n].text) || px_word_one_of(c->words[n].text, "he she they it");
				other |= px_word_one_of(c->words[n].text, "i we") || px_is_name(&c->words[n]);
			}
			if (named)
				return false;
			others |= other;
		}
	}
	return others;
}

/* "Ludo goes to the gym" for "do I go to the gym?": somebody else does it, and it does not come to the person. */
static bool does_the_same(const struct px_asked_for *asked, const struct text_words *t)
{
	const struct px_clause *c = t->clauses;
	struct px_predicate p;
	bool named = false;

	if (asked->deed && asked->deed_of_other)
		return (asked->to_me && goes_to_doer(asked, t)) || only_others_do(asked, t);
	if (!asked->deed || !t->count || !px_predicate_read(c, asked->arena, &p) || p.dropped || p.be ||
	    strcmp(stem_of(px_verb_lemma(c->words[p.main].text, asked->arena), asked->arena), asked->deed) != 0)
		return false;
	for (size_t i = 0; i < p.subject_end; i++) {
		if (px_word_one_of(c->words[i].text, "i we"))
			return false;
		named |= (px_is_name(&c->words[i]) || px_word_one_of(c->words[i].text, px_en_kin)) && !is_named(asked, c->words[i].text);
	}
	for (size_t i = p.main; i < c->count; i++) {
		if (px_word_one_of(c->words[i].text, px_en_mine))
			return false;
	}
	return named;
}

/* "callum can't stand curry" is no answer to what I like; nor my number to hers. */
static bool is_foreign(const struct px_asked_for *asked, const struct text_words *t, const char *subject)
{
	const struct px_cword *other = asked->mine ? somebody_else(asked, t) : NULL;
	struct px_predicate p;

	if (asked->kind == PX_ASKED_NAME && !asked->naming && t->count && px_predicate_read(t->clauses, asked->arena, &p) && p.be && !p.dropped &&
	    p.rest < t->clauses->count && px_word_one_of(t->clauses->words[p.rest].text, "the") && p.subject_end && px_is_name(&t->clauses->words[p.subject_end - 1]))
		return false; /* "Bronagh is the captain": she is the answer, not another one */

	if (other)
		return !is_named(asked, other->text);
	if (does_the_same(asked, t))
		return true;
	if (!subject || !asked->mine || strcmp(subject, "me") == 0 || says_me(asked, t))
		return false;
	struct px_clause *c = px_arena_alloc(asked->arena, sizeof(*c));
	if (!px_sentences(px_str(subject), asked->arena, c, 1))
		return false;
	for (size_t i = 0; i < c->count; i++) {
		if (is_named(asked, c->words[i].text))
			return false;
	}
	return true;
}

struct px_evidence px_evidence_of(const struct px_asked_for *asked, const char *text, const char *subject, const char *attribute)
{
	/* The attribute's words count as said: "I moved to 5 Harbour Row" is of my home. */
	const char *all = attribute && strcmp(attribute, "said") != 0 ? px_arena_printf(asked->arena, "%s. %s %s", text, subject ? subject : "", attribute) : text;
	struct px_clause *clauses = px_arena_zero(asked->arena, PX_CLAUSES_MAX, sizeof(*clauses));
	struct text_words t = { clauses, px_sentences(px_str(all), asked->arena, clauses, PX_CLAUSES_MAX), all };
	struct px_evidence e = { .names = true, .exact = true };
	float weight = 0, met = 0;

	for (size_t i = 0; i < asked->count; i++) {
		const struct px_asked_word *w = &asked->words[i];
		if (w->light && !w->alias)
			continue;
		if (w->adjunct && asked->core && !w->name)
			continue;
		bool found = holds(asked, &t, w, &e.exact);
		weight += 1;
		met += found;
		e.lacking |= !found && w->family >= 0;
		e.names &= found || !(w->name || w->must);
	}
	e.met = weight > 0 ? met / weight : 0;
	struct text_words said = { clauses, px_sentences(px_str(text), asked->arena, clauses, PX_CLAUSES_MAX), text };
	e.typed = has_value(asked, &said);
	e.foreign = is_foreign(asked, &said, subject);
	return e;
}

bool px_evidence_answers(const struct px_asked_for *asked, const struct px_evidence *evidence)
{
	(void)asked;
	return evidence->names && evidence->typed && !evidence->foreign && evidence->met > 0.99F;
}
