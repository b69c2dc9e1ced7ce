/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every fact is scored by how well its subject and its attribute meet the
 * question's; the best that held at the time asked about wins, a fact for a
 * named time before a lasting one, a newer before an older.
 */
#include "memory/answer.h"

#include "base/civil.h"
#include "domain/text.h"
#include "memory/between_hits.h"
#include "memory/correction.h"
#include "memory/en.h"
#include "memory/predicate.h"
#include "nlu/text/phrase.h"

enum { NAMES_MAX = 16, CANDIDATES_MAX = 48 /* the newest that may answer */ };

struct choosing {
	const struct px_answer_context *context;
	const struct px_question *question;
	const struct px_asked_for *asked; /* the question by its words, or NULL */
	const struct px_memory *rows;
	size_t count;
	const char *names[NAMES_MAX]; /* what else the question's subject is called: "my brother" is Sander */
	size_t name_count;
};

/* A fact must meet both subject and attribute at least so well. */
static const float enough = 0.6F;
/* What one is worth that has every word of the question; and how much less than the best may still be told. */
static const float by_words = 0.8F, nearly = 0.21F;
/* So much of a question's words that are met leaves as many that aren't. */
static const float half_met = 0.5F;

static bool same(const struct px_answer_context *context, const char *a, const char *b)
{
	return a && b && px_text_same(context->arena, px_str(a), px_str(b));
}

/* The plain stem that tells "dentists" from nothing but "dentist". */
static size_t stem(const char *word, size_t size)
{
	if (size > 5 && memcmp(word + size - 3, "ing", 3) == 0)
		return size - 3;
	if (size > 4 && memcmp(word + size - 2, "es", 2) == 0)
		return size - 2;
	return size > 3 && word[size - 1] == 's' ? size - 1 : size;
}

/* Share of the words of `asked` that stand in `kept`. */
static float overlap(const char *asked, const char *kept)
{
	size_t words = 0, met = 0;

	for (const char *a = asked; *a; a += *a == ' ') {
		size_t n = strcspn(a, " ");
		if (n && !px_word_one_of_n(a, n, px_en_stop)) {
			words++;
			for (const char *k = kept; *k; k += *k == ' ') {
				size_t m = strcspn(k, " ");
				size_t x = stem(a, n), y = stem(k, m);
				if (x == y && strncasecmp(a, k, x) == 0) {
					met++;
					break;
				}
				k += m;
			}
		}
		a += n;
	}
	return words ? (float)met / (float)words : 0;
}

static bool gives_name(const struct px_memory *row)
{
	return row->subject && row->value && row->attribute && strcmp(row->attribute, "name") == 0 && px_id_is_none(row->superseded_by);
}

/* Somebody else is called the same, or is as much of it: two nephews. */
static bool names_several(const struct choosing *c, const struct px_memory *row)
{
	for (size_t i = 0; i < c->count; i++) {
		if (gives_name(&c->rows[i]) &&
		    same(c->context, c->rows[i].subject, row->subject) != same(c->context, c->rows[i].value, row->value))
			return true;
	}
	return false;
}

/* "my brother Sander": each name for the other. */
static void gather_names(struct choosing *c)
{
	const char *subject = c->question->subject;

	for (size_t i = 0; subject && i < c->count && c->name_count < NAMES_MAX; i++) {
		const struct px_memory *row = &c->rows[i];
		if (gives_name(row)) { /* "my nephew is called Emil": what is said of Emil is of him, unless there are two */
			const char *other = same(c->context, row->subject, subject) ? row->value :
					    same(c->context, row->value, subject)   ? row->subject : NULL;
			if (other && strcmp(row->subject, "me") != 0 && !names_several(c, row))
				c->names[c->name_count++] = other;
			continue;
		}
		if (!row->subject || strcmp(row->subject, "me") != 0)
			continue;
		if (same(c->context, row->attribute, subject) && row->value)
			c->names[c->name_count++] = row->value;
		else if (same(c->context, row->value, subject) && row->attribute &&
			 !px_relation_shared(c->rows, c->count, row, c->context->arena))
			c->names[c->name_count++] = row->attribute;
	}
}

static float subject_score(const struct choosing *c, const struct px_memory *row)
{
	const struct px_question *q = c->question;

	if (!q->subject)
		return 0;
	if (same(c->context, q->subject, row->subject))
		return 1;
	if (q->relation && same(c->context, q->relation, row->subject))
		return 0.9F;
	for (size_t i = 0; i < c->name_count; i++) {
		if (same(c->context, c->names[i], row->subject))
			return 0.9F;
	}
	if (strcmp(q->subject, "me") == 0 || strcmp(row->subject, "me") == 0)
		return 0;
	if (q->own && strstr(row->subject, "'s ") && !strstr(q->subject, "'s "))
		return 0; /* "my passport" is not Lena's */
	float forth = overlap(q->subject, row->subject), back = overlap(row->subject, q->subject);
	return forth == 1 || back == 1 ? 0.7F : 0;
}

static float attribute_score(const struct choosing *c, const struct px_memory *row)
{
	const char *asked = c->question->attribute;

	if (!asked)
		return c->question->kind == PX_QUESTION_ABOUT ? 1 : 0;
	if (same(c->context, asked, row->attribute))
		return 1;
	if (strncmp(asked, "taste ", 6) == 0 && strncmp(row->attribute, "taste ", 6) == 0)
		return overlap(asked + 6, row->attribute + 6) >= 0.5F ? 0.8F : 0;
	if (strcmp(asked, "allergy") == 0)
		return strncmp(row->attribute, "allergy", 7) == 0 ? 0.9F : 0;
	if (strcmp(asked, "place") == 0 || strcmp(asked, "name") == 0)
		return 0;
	float met = overlap(asked, row->attribute);
	return met == 1 ? 0.75F : 0;
}

/* "my tailor is called Signor Bassi" answers "who is my tailor?", "my brother Sander" answers "what's my brother called?". */
static float by_parts(const struct choosing *c, const struct px_memory *row)
{
	const struct px_question *q = c->question;
	if (!q->subject || !row->subject || !row->attribute) /* a note may name a subject alone */
		return 0;
	float subject = subject_score(c, row), attribute = attribute_score(c, row);

	if (q->attribute && strcmp(q->subject, "me") == 0 && strcmp(row->attribute, "name") == 0 && same(c->context, q->attribute, row->subject))
		return 0.9F;
	if (q->attribute && strcmp(q->attribute, "name") == 0 && strcmp(row->subject, "me") == 0 && same(c->context, q->subject, row->attribute))
		return 0.85F;
	return subject * attribute;
}

/* "Do I speak Greek?" is not answered by the Dutch that I speak; of what there is only one of, another one denies it. */
static bool answers_another(const struct choosing *c, const struct px_memory *row)
{
	if (!c->asked || c->question->kind != PX_QUESTION_YES_NO || px_attribute_single(row->attribute))
		return false;
	struct px_evidence e = px_evidence_of(c->asked, row->text, row->subject, row->attribute);
	return !e.names || e.met <= half_met;
}

/*
 * The question names a time, and the row is of another: it tells of what happened ("book group read The Glass Orchard"), or has nothing of the question but
 * names ("What did I give Mr Obuya for Christmas?" – "Mr Obuya waters the orchids").
 */
static bool is_of_other_time(const struct choosing *c, const struct px_memory *row)
{
	bool only_names = true;

	for (size_t i = 0; i < c->asked->count; i++)
		only_names &= c->asked->words[i].name || c->asked->words[i].light;
	return px_text_of_time(c->asked, row->text, row->learned) < (only_names ? 1 : px_text_may_last);
}

/* "Annika has a dog" doesn't say what it is called; "I work for the tram company" says for whom. */
static bool names_nobody(const struct choosing *c, const struct px_memory *row)
{
	if (c->asked->kind != PX_ASKED_NAME || c->question->kind != PX_QUESTION_VALUE)
		return false;
	const char *asked = c->question->attribute;
	bool by_name = c->asked->naming || c->asked->name_part || !asked || strcmp(asked, "name") == 0;
	bool told = !by_name && row->value && same(c->context, asked, row->attribute) && strcmp(asked, "work") == 0;
	return !told && !px_evidence_of(c->asked, row->text, row->subject, row->attribute).typed;
}

/* By subject and attribute, or by the words; both say the same of most. */
static float score(const struct choosing *c, const struct px_memory *row)
{
	float parts = by_parts(c, row);

	if (c->asked && parts >= enough && names_nobody(c, row))
		return 0;
	if (c->asked && c->asked->qualified && parts >= enough && !px_evidence_of(c->asked, row->text, row->subject, row->attribute).names)
		return 0; /* "what do I take for anxiety?" is no iron tablet */
	if (parts >= enough && answers_another(c, row))
		parts = 0;
	if (!c->asked || c->question->kind == PX_QUESTION_ABOUT || parts >= by_words)
		return parts;
	if (!px_evidence_possible(c->asked, row->text, row->subject, row->attribute) || is_of_other_time(c, row))
		return parts;
	struct px_evidence e = px_evidence_of(c->asked, row->text, row->subject, row->attribute);
	return px_evidence_answers(c->asked, &e) ? by_words : parts;
}

static int64_t begins(const struct px_memory *row)
{
	return row->valid_from;
}

/* Whether a row held at some moment of [from, to). */
static bool held(const struct px_memory *row, int64_t from, int64_t to)
{
	return !px_memory_was_wrong(row) && (begins(row) == PX_TIME_NONE || begins(row) < to) &&
	       (row->valid_to == PX_TIME_NONE || row->valid_to > from);
}

/* One that may answer, with how well and how newly. */
struct candidate {
	const struct px_memory *row;
	float score;
	bool held;   /* at the time asked about */
	bool lapses; /* for a named time only, which is the one asked about */
};

/* Whether `a` is told rather than `b`: what held then, what was said for just that time, what was said last. */
static bool better(const struct candidate *a, const struct candidate *b)
{
	if (a->held != b->held)
		return a->held;
	if (a->lapses != b->lapses)
		return a->lapses;
	return a->row->learned >= b->row->learned;
}

/* "Whose birthday is on 21 April?": the day is what is asked by, not the time that is asked about. */
static bool asks_by_day(const struct choosing *c, const struct px_memory *row)
{
	return c->asked && c->asked->count && px_word_one_of(c->asked->words[0].text, px_en_who) && c->question->from != PX_TIME_NONE && row->attribute &&
	       px_word_one_of(row->attribute, px_en_dated_attributes);
}

/* Whether the value of a row names the day of the year that the question does. */
static bool is_of_day(const struct choosing *c, const struct px_memory *row)
{
	const struct px_tz *tz = c->context->tz;
	struct px_time_context time = px_said_context(row->learned, tz, NULL, NULL);
	struct px_civil asked = px_civil_from_ms(px_tz_to_local(tz, c->question->from));
	struct px_said_times when;

	px_said_find(&time, px_str(row->value ? row->value : row->text), &when);
	for (size_t i = 0; i < when.count; i++) {
		if (when.times[i].value.start.day == PX_DAY_NONE)
			continue;
		struct px_civil day = px_civil_from_ms((int64_t)when.times[i].value.start.day * PX_MS_DAY);
		if (day.month == asked.month && day.day == asked.day)
			return true;
	}
	return false;
}

static size_t gather(struct choosing *c, struct candidate *candidates)
{
	const struct px_question *q = c->question;
	bool dated = q->from != PX_TIME_NONE && q->from < c->context->now;
	bool past = dated || (c->asked && c->asked->before);
	int64_t from = dated ? q->from : c->context->now, to = dated ? q->to : c->context->now + 1;
	size_t count = 0;

	for (size_t i = c->count; i-- > 0 && count < CANDIDATES_MAX; ) {
		const struct px_memory *row = &c->rows[i];
		if (row->secret || (past && px_memory_was_wrong(row)))
			continue;
		if (dated && row->valid_from != PX_TIME_NONE && row->valid_from >= to)
			continue; /* so since then only */
		float s = score(c, row);
		if (s < enough)
			continue;
		bool known = !dated || row->learned < to || (row->valid_from != PX_TIME_NONE && row->valid_from < to);
		bool lapses = row->valid_to != PX_TIME_NONE && px_id_is_none(row->superseded_by);
		bool in_time = held(row, from, to) && known;
		if (asks_by_day(c, row)) {
			if (!is_of_day(c, row))
				continue;
			in_time = held(row, c->context->now, c->context->now + 1);
		}
		if (c->asked && c->asked->before && !dated)
			in_time = !in_time && row->valid_to != PX_TIME_NONE; /* "Who was it before?" */
		candidates[count++] = (struct candidate){ row, s, in_time, lapses && in_time };
	}
	return count;
}

/* Asked what was before: what holds, and says nothing of what was. */
static bool tells_only_now(const struct choosing *c, const struct candidate *one)
{
	return !one->held && one->row->valid_to == PX_TIME_NONE && !px_evidence_tells_former(one->row->text, c->context->arena);
}

/* The best first; those that answer much worse than the best are left out. */
static size_t choose(struct choosing *c, struct candidate *candidates)
{
	size_t count = gather(c, candidates), kept = 0, last = 0;
	float best = 0;

	for (size_t i = 1; i < count; i++)
		last = candidates[i].row->learned > candidates[last].row->learned ? i : last;
	for (size_t i = 0; i < count; i++)
		best = candidates[i].score > best && candidates[i].held ? candidates[i].score : best;
	for (size_t i = 0; i < count; i++) {
		if (candidates[i].score + nearly >= best && !(c->asked && c->asked->before && i == last && tells_only_now(c, &candidates[i])))
			candidates[kept++] = candidates[i];
	}
	for (size_t i = 1; i < kept; i++) { /* a handful: by insertion */
		struct candidate one = candidates[i];
		size_t k = i;
		for (; k > 0 && better(&one, &candidates[k - 1]); k--)
			candidates[k] = candidates[k - 1];
		candidates[k] = one;
	}
	return kept;
}

const char *px_answer_said(const struct px_answer_context *context, enum px_phrase phrase, const char *a, const char *b, const char *c)
{
	const struct px_language *before = px_language_use(context->says_in);
	const char *text = px_phrase_with_values(context->arena, phrase, (const char *const[]){ a, b, c, NULL });

	px_language_use(before);
	return text;
}

const char *px_answer_day(const struct px_answer_context *context, int64_t at)
{
	struct px_civil day = px_civil_from_ms(px_tz_to_local(context->tz, at));
	struct px_civil today = px_civil_from_ms(px_tz_to_local(context->tz, context->now));
	const struct px_language *before = px_language_use(context->says_in);
	const char *text = px_phrase_with_two(context->arena, PX_PHRASE_SAY_DAY_MONTH, px_arena_printf(context->arena, "%d", day.day),
					      px_texts(PX_TEXTS_SHORT_MONTHS)->at[day.month - 1]);

	px_language_use(before);
	return day.year == today.year ? text : px_arena_printf(context->arena, "%s %d", text, day.year);
}

/* "isn't called Katharina, it's Katarzyna" */
static bool corrects_itself(const struct px_answer_context *context, const char *text)
{
	struct px_clause *c = px_arena_zero(context->arena, PX_CLAUSES_MAX, sizeof(*c));
	bool denied = false;

	if (px_sentences(px_str(text), context->arena, c, PX_CLAUSES_MAX) != 1)
		return false;
	for (size_t i = 1; i + 1 < c->count; i++) {
		bool other = c->words[i].comma && px_word_one_of(c->words[i].text, "it he she they") &&
			     px_word_one_of(c->words[i + 1].text, px_en_be);
		if (denied && other && px_gives_name(c, i + 2))
			return true;
		denied |= px_word_one_of(c->words[i].text, "not") && px_word_one_of(c->words[i - 1].text, px_en_be) &&
			  px_gives_name(c, i + 1);
	}
	return false;
}

const char *px_answer_quote(const struct px_answer_context *context, const char *text, int64_t at)
{
	struct px_correction correction;
	const char *dash = strstr(text, " – ");
	bool corrected = (dash && px_correction_read(px_str(dash + strlen(" – ")), context->arena, &correction) &&
			  (correction.marked || correction.old)) || corrects_itself(context, text);

	return px_answer_said(context, corrected ? PX_PHRASE_MEMORY_CORRECTED : PX_PHRASE_MEMORY_TOLD, px_answer_day(context, at), text, NULL);
}

void px_answer_add_ground(struct px_answer *answer, const char *kind, struct px_id id, const char *text, int64_t at,
			  bool valid)
{
	if (answer->ground_count < PX_GROUNDS_MAX)
		answer->grounds[answer->ground_count++] = (struct px_ground){ kind, id, text, at, valid };
}

static bool asks_of_allergy(const struct choosing *c)
{
	for (size_t i = 0; c->asked && i < c->asked->count; i++) {
		if (px_word_one_of(c->asked->words[i].text, "allergic allergy intolerant"))
			return true;
	}
	return false;
}

/* "no", "isn't", "gave up": says that it is not so, or no longer. */
static bool denies(const struct choosing *c, const struct px_clause *clause)
{
	for (size_t i = 0; i < clause->count; i++) {
		if (px_word_one_of(clause->words[i].text, px_en_denying) || (px_word_one_of(clause->words[i].text, "allergic") && !asks_of_allergy(c)))
			return true;
	}
	return px_clause_has(clause, px_en_over, NULL, NULL);
}

static bool has_verb(const struct px_clause *clause)
{
	for (size_t i = 0; i < clause->count; i++) {
		if (px_is_verb(clause->words[i].text))
			return true;
	}
	return false;
}

/* Whether the clause that says most of what is asked denies it: "I eat meat again, I gave up being a vegetarian". */
static bool negative(const struct choosing *c, const char *text)
{
	enum { A_FEW_WORDS = 3 };
	struct px_arena *arena = c->context->arena;
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	struct px_clause *clauses = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*clauses));
	size_t count = px_sentences(px_str(text), arena, sentences, PX_CLAUSES_MAX);
	float most = -1;
	bool denied = false;

	for (size_t i = 0; i < count; i++) {
		size_t parts = px_clauses(&sentences[i], px_is_verb, clauses, PX_CLAUSES_MAX);
		for (size_t k = 0; k < parts; k++) {
			float met = c->asked ? px_evidence_of(c->asked, px_clause_text(px_str(text), &clauses[k], 0, clauses[k].count, arena), NULL, NULL).met : 0;
			if (met < most || (!has_verb(&clauses[k]) && clauses[k].count < A_FEW_WORDS))
				continue; /* "Marek" of "Marek and I have split up" says nothing by itself */
			denied = (met == most && denied) || denies(c, &clauses[k]);
			most = met;
		}
	}
	return denied;
}

static const char *capital(struct px_arena *arena, const char *text)
{
	char *copy = px_arena_str(arena, px_str(text));

	if (copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return copy;
}

/* "Has it expired?", "is it still valid?", "in date", "out of date": how what is over is asked for; NULL: the question doesn't. */
static const char *if_over(const struct px_asked_for *asked)
{
	for (size_t i = 0; i < asked->count; i++) {
		const char *word = asked->words[i].text, *before = i ? asked->words[i - 1].text : "";
		if (i + 1 < asked->count && px_word_one_of(word, px_en_in_date) && !px_word_one_of(before, "still"))
			return NULL; /* "valid in Spain", "valid in June 2028": not whether it is now */
		bool out = strcmp(word, "run") == 0 && i + 1 < asked->count && strcmp(asked->words[i + 1].text, "out") == 0;
		if (out || px_word_one_of(word, px_en_out_of_date) || (strcmp(word, "date") == 0 && strcmp(before, "of") == 0))
			return "Yes. ";
		if (px_word_one_of(word, px_en_in_date) || (strcmp(word, "date") == 0 && strcmp(before, "in") == 0))
			return "No. ";
	}
	return NULL;
}

/* The instant from which on what the text says is over: "expires in May 2027" is so from June on. */
static int64_t ends_at(const struct choosing *c, const struct px_memory *row)
{
	const struct px_tz *tz = c->context->tz;
	struct px_time_context time = px_said_context(row->learned, tz, NULL, NULL);
	struct px_said_times when;

	px_said_find(&time, px_str(row->text), &when);
	for (size_t i = when.count; i-- > 0; ) {
		const struct px_time_value *v = &when.times[i].value;
		int32_t day = v->end.day != PX_DAY_NONE ? v->end.day : v->start.day != PX_DAY_NONE ? v->start.day + 1 : PX_DAY_NONE;
		if (day != PX_DAY_NONE && v->kind != PX_TIME_SET)
			return px_tz_to_utc(tz, (int64_t)day * PX_MS_DAY, NULL);
	}
	return PX_TIME_NONE;
}

/* Whether something has run out is told by its date, not by the words it was told in; NULL: that isn't asked, or has no date. */
static const char *by_date(const struct choosing *c, const struct px_memory *row)
{
	const char *over = c->asked ? if_over(c->asked) : NULL;

	if (!over || !row->attribute || strcmp(row->attribute, "expiry") != 0)
		return NULL;
	int64_t end = ends_at(c, row);
	if (end == PX_TIME_NONE)
		return NULL;
	return end <= c->context->now ? over : over[0] == 'Y' ? "No. " : "Yes. ";
}

/* "Yes", "No", or nothing where the words don't say so. */
static const char *verdict(const struct choosing *c, const struct candidate *candidates, size_t count)
{
	const struct px_memory *row = candidates[0].row;

	if (c->question->kind != PX_QUESTION_YES_NO && (!c->asked || c->asked->kind != PX_ASKED_YES_NO))
		return "";
	if (c->asked && c->asked->choice)
		return "";
	const char *dated = by_date(c, row);
	if (dated)
		return dated;
	bool exact = true, before = false, another = false;
	for (size_t i = 0; c->asked && i < count; i++) {
		struct px_evidence e = px_evidence_of(c->asked, candidates[i].row->text, candidates[i].row->subject, NULL);
		if (i == 0)
			another = !e.names;
		if (i == 0)
			exact = e.exact && e.met > 0.99F;
		else
			before |= e.exact && e.met > 0.99F;
		/* "I don't like olives", and later: "I love olives now". */
		if (i == 0 && !exact && e.met > 0.99F && count > 1)
			exact = negative(c, candidates[1].row->text);
	}
	if (!exact && !before && another && row->attribute && px_word_one_of(row->attribute, px_en_within_others))
		return ""; /* Odense lies in Denmark */
	if (!exact)
		return before || another ? "No. " : by_parts(c, row) >= by_words ? (negative(c, row->value ? row->value : row->text) ? "No. " : "Yes. ") : "";
	return negative(c, row->text) ? "No. " : "Yes. ";
}

/* The value in short, where the fact has one and its parts are what was asked for. */
static const char *short_value(const struct choosing *c, const struct px_memory *row)
{
	const char *value = row->value;

	if (c->question->kind == PX_QUESTION_YES_NO || !value || !value[0] || strlen(value) > 120 || by_parts(c, row) < enough)
		return "";
	return px_arena_printf(c->context->arena, "%s. ", capital(c->context->arena, value));
}

static const char *said_verdict(const struct px_answer_context *x, const char *verdict)
{
	if (!verdict[0])
		return "";
	return px_answer_said(x, verdict[0] == 'Y' ? PX_PHRASE_MEMORY_YES : PX_PHRASE_MEMORY_NO, NULL, NULL, NULL);
}

static void tell_one(const struct choosing *c, const struct candidate *candidates, size_t count, struct px_answer *answer)
{
	const struct px_answer_context *x = c->context;
	const struct px_memory *row = candidates[0].row;
	bool now = held(row, x->now, x->now + 1);
	const char *quote = px_answer_quote(x, row->text, row->learned);

	answer->text = px_arena_printf(x->arena, "%s%s%s", said_verdict(x, verdict(c, candidates, count)), short_value(c, row), quote);
	if (!now && row->valid_to != PX_TIME_NONE && row->valid_to <= x->now)
		answer->text = px_arena_printf(x->arena, "%s%s", answer->text,
					       px_answer_said(x, PX_PHRASE_MEMORY_HELD_UNTIL, px_answer_day(x, row->valid_to), NULL, NULL));
	else if (!now && row->valid_from != PX_TIME_NONE)
		answer->text = px_arena_printf(x->arena, "%s%s", answer->text,
					       px_answer_said(x, PX_PHRASE_MEMORY_HOLDS_FROM, px_answer_day(x, row->valid_from), NULL, NULL));
	px_answer_add_ground(answer, "memory", row->id, row->text, row->learned, now);
	/* What was said of it before, where no rule has told that the newer takes its place. */
	for (size_t i = 1; i < count; i++) {
		const struct px_memory *other = candidates[i].row;
		if (!candidates[i].held || !candidates[0].held || candidates[0].lapses || strcmp(other->text, row->text) == 0 ||
		    same(x, other->attribute, row->attribute))
			continue;
		answer->text = px_arena_printf(x->arena, "%s%s", answer->text,
					       px_answer_said(x, PX_PHRASE_MEMORY_EARLIER, px_answer_day(x, other->learned), other->text, NULL));
		px_answer_add_ground(answer, "memory", other->id, other->text, other->learned, true);
		return;
	}
}

/* "What can't I eat?", "what do I hate?" */
static bool asks_what_is_not(const struct choosing *c)
{
	for (size_t i = 0; c->asked && i < c->asked->count; i++) {
		if (px_word_one_of(c->asked->words[i].text, px_en_denying))
			return true;
	}
	return false;
}

/* Of what there can be several (pets, allergies, languages), all that hold, the newest first. */
static bool tell_several(const struct choosing *c, const struct candidate *candidates, size_t count, struct px_answer *answer)
{
	const struct px_answer_context *x = c->context;
	const struct px_memory *best = candidates[0].row;
	const char *lines = "";
	size_t told = 0;
	bool tastes = best->attribute && (strncmp(best->attribute, "taste", 5) == 0 || strcmp(best->attribute, "allergy") == 0);
	bool denied = tastes || asks_what_is_not(c); /* what is not eaten is told whatever was asked */
	bool single = best->attribute && px_attribute_single(best->attribute) && strncmp(best->attribute, "taste", 5) != 0;

	if (c->question->kind == PX_QUESTION_YES_NO || candidates[0].lapses || (single && !(c->asked && c->asked->several)))
		return false;
	if (c->asked && !c->asked->several)
		return false;
	for (size_t i = 0; i < count && told < 5; i++) {
		const struct px_memory *row = candidates[i].row;
		bool repeated = false;
		for (size_t k = 0; k < answer->ground_count; k++)
			repeated |= strcmp(answer->grounds[k].text, row->text) == 0;
		if (repeated || !candidates[i].held || (!denied && negative(c, row->text)))
			continue; /* "they took me off ramipril" is none of what I take */
		lines = px_arena_printf(x->arena, "%s%s%s", lines, told ? "\n" : "",
					px_answer_said(x, PX_PHRASE_MEMORY_SAID, row->text, px_answer_day(x, row->learned), NULL));
		px_answer_add_ground(answer, "memory", row->id, row->text, row->learned, true);
		told++;
	}
	if (told < 2) {
		answer->ground_count = 0;
		return false;
	}
	answer->text = px_answer_said(x, PX_PHRASE_MEMORY_ALL_TOLD, lines, NULL, NULL);
	return true;
}

/* "What do you know about Anna?": every fact of hers that holds, each sentence once. */
static void tell_all(const struct choosing *c, struct px_answer *answer)
{
	const struct px_answer_context *x = c->context;
	const char *lines = "";
	size_t told = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct px_memory *row = &c->rows[i];
		bool repeated = false;
		bool mine = strcmp(c->question->subject, "me") == 0; /* my sister's number is something about me, too */
		float s = mine && c->question->own == false ? 1 : score(c, row);
		for (size_t k = 0; k < answer->ground_count; k++)
			repeated |= strcmp(answer->grounds[k].text, row->text) == 0;
		if (s < enough || row->secret || repeated || !held(row, x->now, x->now + 1))
			continue;
		if (++told > 30)
			continue;
		lines = px_arena_printf(x->arena, "%s\n• %s (%s)", lines, row->text, px_answer_day(x, row->learned));
		px_answer_add_ground(answer, "memory", row->id, row->text, row->learned, true);
	}
	if (told)
		answer->text = px_arena_printf(x->arena, "%s%s%s", px_answer_said(x, told == 1 ? PX_PHRASE_MEMORY_THING : PX_PHRASE_MEMORY_THINGS,
										px_arena_printf(x->arena, "%zu", told), NULL, NULL),
					       lines, told > 30 ? "\n…" : "");
}

/* What was said last of a thing whose value is over: "Dad sold the Volvo and bought a Kia" for the car that he had. */
static const struct px_memory *successor(const struct choosing *c, const struct candidate *best)
{
	const struct px_memory *row = best->row;
	bool past = c->question->from != PX_TIME_NONE || (c->asked && c->asked->before);

	for (size_t i = 0; !best->held && !past && i < c->count; i++) {
		if (!px_id_is_none(row->superseded_by) && px_id_eq(c->rows[i].id, row->superseded_by))
			return held(&c->rows[i], c->context->now, c->context->now + 1) && !c->rows[i].secret ? &c->rows[i] : NULL;
	}
	return NULL;
}

void px_answer_from_facts(const struct px_answer_context *context, const struct px_question *question,
			  const struct px_asked_for *asked, const struct px_memory *rows, size_t count, struct px_answer *answer)
{
	struct choosing c = { .context = context, .question = question, .asked = asked, .rows = rows, .count = count };
	struct candidate *candidates = px_arena_alloc(context->arena, CANDIDATES_MAX * sizeof(*candidates));

	*answer = (struct px_answer){ 0 };
	gather_names(&c);
	if (question->kind == PX_QUESTION_ABOUT) {
		if (question->subject)
			tell_all(&c, answer);
		return;
	}
	size_t found = choose(&c, candidates);
	const struct px_memory *next = found ? successor(&c, &candidates[0]) : NULL;
	if (next) {
		candidates[0] = (struct candidate){ .row = next, .score = candidates[0].score, .held = true };
		found = 1;
	}
	if (found && !tell_several(&c, candidates, found, answer))
		tell_one(&c, candidates, found, answer);
}

void px_grounds_write(struct px_json *json, struct px_arena *arena, const struct px_ground *grounds, size_t count)
{
	char id[PX_ID_TEXT + 1], at[PX_CIVIL_TEXT];

	px_json_open_array(json);
	for (size_t i = 0; i < count; i++) {
		px_id_format(grounds[i].id, id);
		px_civil_format_ms(grounds[i].at, at);
		px_json_open_object(json);
		px_json_key(json, "kind");
		px_json_text(json, grounds[i].kind);
		px_json_key(json, "id");
		px_json_text(json, id);
		px_json_key(json, "text");
		px_json_text(json, grounds[i].text);
		px_json_key(json, "at");
		px_json_text(json, px_arena_printf(arena, "%sZ", at));
		px_json_key(json, "valid");
		px_json_bool(json, grounds[i].valid);
		px_json_close_object(json);
	}
	px_json_close_array(json);
}
