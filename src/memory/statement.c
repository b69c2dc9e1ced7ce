/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sentence first has to pass what makes it no fact (memory/refusal), then
 * each of its clauses is read as subject, verb and rest (memory/predicate),
 * and what tells how things are is kept (memory/claim).
 */
#include "memory/statement.h"

#include "memory/claim.h"
#include "memory/en.h"
#include "memory/refusal.h"
#include "memory/secret.h"
#include "memory/value_kind.h"
#include "nlu/text/words.h"

#include <ctype.h>

/* Bytes of a row's members (domain/memory.h), which a fact must fit. */
enum { NAME_BYTES = 200, VALUE_BYTES = 2000, TEXT_BYTES = 8000 };

enum { OPENING_BYTES = 120 /* of a text, in which its first verb stands */ };

/*
 * Log odds of memory/telling from which a sentence is kept, by sets of authors that it was not trained on
 * (tools/train_telling --measure; 1,441 sentences of twelve authors: 97.5% of those kept are facts, 88.8% of the facts are kept):
 * one that the grammar read, by the language model and by the table of words, which tells plain facts less surely; one that the
 * grammar couldn't read; one of a plan or of people in general; one that the trained reader took for something to keep.
 */
static const float of_somebody = -1.5F; /* one that the reader took so, of somebody: of 2,020 sentences of fourteen authors none is no fact */
static const float who_it_is = -1.8F;   /* "Elif is my physio" */
static const float read_fact = 0.8F, read_by_table = 0.4F, a_fact = 1.2F, a_doubtful_fact = 1.8F, a_likely_fact = 0.4F;
/* Above the first one that the grammar couldn't read is no request, above the second none is. */
static const float surely = 1.5F, more_than_surely = 4.5F;

struct reading {
	const struct px_statement_context *context;
	struct px_str text;
	struct px_arena *arena;
	struct px_said_times when;
	const char *subject;  /* of the clause before: what "it" and "they" mean */
	bool judged;          /* a clause was read and found to say nothing that lasts */
	const char *topic;    /* "new manager", "I've changed dentists": what the next clause is about */
	size_t denied;        /* facts before and with the one of a clause of this sentence that says what it is not; 0: there is none */
	struct px_fact *facts;
	size_t count;
	const char *why;
};

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

static const char *rest_text(const struct reading *r, const struct px_clause *c, size_t from, bool drop_preposition)
{
	size_t to = c->count;

	while (from < to && is(c, from, px_en_adverbs))
		from++;
	if (drop_preposition && from + 1 < to && is(c, from, "in at to on as for"))
		from++;
	while (to > from + 1 && (is(c, to - 1, "now nowadays anymore instead currently again") || is(c, to - 1, px_en_adverbs)))
		to--;
	return px_clause_text(r->text, c, from, to, r->arena);
}

/* ----------------------------------------------------------------- keeping */

static bool fits(const struct px_fact *fact, const struct px_clause *sentence)
{
	return strlen(fact->subject) <= NAME_BYTES && strlen(fact->attribute) <= NAME_BYTES &&
	       (!fact->value || strlen(fact->value) <= VALUE_BYTES) && sentence->end - sentence->begin <= TEXT_BYTES;
}

static void keep(struct reading *r, const struct px_clause *sentence, const struct px_clause *c, struct px_fact fact)
{
	if (r->count == PX_FACTS_MAX || !fact.subject || !fact.attribute)
		return;
	fact.attribute = px_attribute_canonical(fact.attribute, r->arena);
	if (!fits(&fact, sentence))
		return; /* more than a row holds: such a sentence says no fact that anybody would ask for */
	fact.begin = sentence->begin;
	fact.end = sentence->end;
	struct px_validity v = px_said_validity(&r->when, sentence, c, px_word_one_of(fact.attribute, px_en_dated_attributes));
	fact.valid_from = v.from;
	fact.valid_to = v.to;
	fact.lapses = v.lapses;
	fact.single |= px_attribute_single(fact.attribute);
	fact.announced = !v.lapses && v.from != PX_TIME_NONE && v.from > r->context->time->now_utc;
	fact.adds = px_clause_has(sentence, px_en_adding, NULL, NULL);
	fact.changed = px_clause_has(c, px_en_now, NULL, NULL);
	fact.ended = px_clause_has(sentence, px_en_ended, NULL, NULL) || px_clause_has(sentence, px_en_over, NULL, NULL);
	r->facts[r->count++] = fact;
}

/* A clause whose subject is "it", "they" or a new thing spoken of just before. */
static bool resolve(struct reading *r, const struct px_clause *c, struct px_named *named)
{
	if (!named->pronoun)
		return true;
	if (r->topic) {
		*named = (struct px_named){ .subject = "me", .attribute = r->topic, .own = true };
		return true;
	}
	named->subject = r->subject && strcmp(r->subject, "me") != 0 ? r->subject : NULL;
	if (!named->subject && is(c, 0, "they") && px_clause_has(c, "my|our|me", NULL, NULL))
		named->subject = "me"; /* "they have appointed Dr Sule as my examiner" */
	return named->subject != NULL;
}

/* "van is a white vivaro", "stopcock key lives under the seat": no "my", as people write in haste. */
static bool read_bare(const struct reading *r, const struct px_clause *c, const struct px_predicate *p, struct px_named *named)
{
	struct px_claim claim = { .when = &r->when, .text = r->text, .arena = r->arena, .clause = c };
	size_t to = p->subject_end;
	bool person = px_word_one_of(c->words[p->main].text, px_en_personal_verbs);
	const char *last = to ? c->words[to - 1].text : "";
	size_t n = strlen(last);

	if (!to || to > 5 || c->exclaimed)
		return false;
	for (size_t i = 0; i < to; i++) {
		if (is(c, i, px_en_anybody) || (i + 1 == to && is(c, i, px_en_not_things)) || is(c, i, px_en_moment_states) ||
		    (i && c->words[i].comma))
			return false;
	}
	bool plural = n > 3 && last[n - 1] == 's' && last[n - 2] != 's' && !c->words[to - 1].possessive && !is(c, p->main, "is has");
	if (plural && !p->be && !px_said_repeats(&r->when, c) && !px_clause_has(c, px_en_changes, NULL, NULL))
		return false; /* "combi boilers last fifteen years" */
	bool somebody = p->be && is(c, p->rest, "a an") && to <= 3 && !c->words[0].capital && !plural;
	bool changed = to <= 2 && px_clause_has(c, px_en_changes, NULL, NULL);
	person |= somebody || is(c, 0, px_en_titles);
	if (!px_claim_particular(&claim, p->rest) && !changed && !(person && !plural && (to == 1 || somebody || is(c, 0, px_en_titles))))
		return false;
	*named = (struct px_named){ .subject = px_clause_plain(c, 0, to, r->arena), .definite = !person };
	return true;
}

/* "Poppy, my granddaughter, …" and "my boss, Henrike, …": the name is the subject, the other who it is to me. */
static void read_apposition(const struct reading *r, const struct px_clause *c, size_t to, struct px_named *named)
{
	size_t comma = 1;

	while (comma < to && !c->words[comma].comma)
		comma++;
	if (comma >= to)
		return;
	bool own_second = is(c, comma, "my our"), own_first = is(c, 0, "my our");
	if (own_second && px_is_name(&c->words[0]) && comma + 1 < to) {
		named->subject = px_clause_text(r->text, c, 0, comma, r->arena);
		named->relation = px_clause_plain(c, comma + 1, to, r->arena);
		named->attribute = NULL;
	} else if (own_first && px_is_name(&c->words[comma]) && comma > 1) {
		named->subject = px_clause_text(r->text, c, comma, to, r->arena);
		named->relation = px_clause_plain(c, 1, comma, r->arena);
		named->attribute = NULL;
	}
}

/* Whether a subject without "my" or "the" agrees with its verb, as what begins a request hardly does: "choir practice on Friday". */
static bool agrees(const struct px_clause *c, const struct px_predicate *p)
{
	const char *word = c->words[p->main].text;
	bool auxiliary = p->be || p->passive || p->progressive || p->perfect || p->modal || p->main > p->subject_end;
	bool inflected = auxiliary || p->past || p->negated || word[strlen(word) - 1] == 's';
	bool attribute = is(c, 0, px_en_attribute_nouns);

	if (!attribute && (is(c, 0, px_en_orders) || is(c, 0, px_en_prepositions) || is(c, 0, px_en_numbers) || is(c, 0, px_en_no_subjects)))
		return false;
	return inflected && (auxiliary || p->verb || p->be || p->passive || p->negated || p->subject_end > 1 || c->words[0].capital ||
			     is(c, p->main, px_en_personal_verbs));
}

/* "wedding colour is …", "dentist is …": an attribute of the person's. */
static bool read_attribute(const struct reading *r, const struct px_clause *c, const struct px_predicate *p, struct px_named *named)
{
	size_t to = p->subject_end;
	const char *phrase = px_clause_plain(c, 0, to, r->arena);

	if (!to || !p->be || p->past || p->rest >= c->count || is(c, 0, px_en_determiners) || is(c, 0, px_en_pronouns) || c->words[0].possessive)
		return false;
	if (!is(c, to - 1, px_en_attribute_nouns) && !px_attribute_single(px_attribute_canonical(phrase, r->arena)) && !(to == 1 && is(c, 0, px_en_kin)))
		return false;
	for (size_t i = 0; i < to; i++) {
		if (c->words[i].possessive || is(c, i, px_en_prepositions) || (i && c->words[i].comma))
			return false;
	}
	*named = (struct px_named){ .subject = "me", .attribute = phrase, .own = true };
	return true;
}

/* "Bruno the waiter": the name is the subject. */
static bool read_named_as(const struct reading *r, const struct px_clause *c, size_t the, struct px_named *named)
{
	if (the + 1 >= c->count)
		return false;
	const char *who = c->words[the + 1].text;
	if (the != 1 || !px_is_name(&c->words[0]) || who[strlen(who) - 1] == 's')
		return false;
	*named = (struct px_named){ .subject = px_clause_text(r->text, c, 0, 1, r->arena) };
	return true;
}

static bool read_subject(struct reading *r, const struct px_clause *c, const struct px_predicate *p, struct px_named *named)
{
	if (p->third) {
		*named = (struct px_named){ .subject = r->subject && strcmp(r->subject, "me") != 0 ? r->subject : NULL };
		return named->subject != NULL;
	}
	if (p->dropped) {
		*named = (struct px_named){ .subject = "me" };
		return true;
	}
	if (px_said_covers(&r->when, &c->words[0]) && c->words[0].possessive)
		return false; /* "Wednesday's dentist is at 4" */
	if (read_attribute(r, c, p, named))
		return true;
	if (is(c, 0, "his her their its") && p->subject_end > 1 && (!r->subject || strcmp(r->subject, "me") == 0) && !r->topic)
		return false; /* whose it is was not said */
	if (is(c, 0, "his her their its") && p->subject_end > 1 && r->subject && strcmp(r->subject, "me") != 0) {
		*named = (struct px_named){ .subject = r->subject, .attribute = px_clause_plain(c, 1, p->subject_end, r->arena) };
		return true;
	}
	for (size_t i = 1; i < p->subject_end; i++) { /* "in Germany the shops are …" */
		if (is(c, i, "the a an") && !is(c, i - 1, px_en_prepositions) && !is(c, i - 1, "and or") && !c->words[i].comma)
			return read_named_as(r, c, i, named);
	}
	if (p->subject_end > 2 && p->be && is(c, p->rest, "my our") && is(c, p->subject_end - 2, "and") && px_is_name(&c->words[0])) {
		*named = (struct px_named){ .subject = px_clause_text(r->text, c, 0, p->subject_end, r->arena) }; /* "Meg and Tui are my dogs" */
		return true;
	}
	if (p->subject_end > 2 && is(c, p->subject_end - 1, "i me") && is(c, p->subject_end - 2, "and")) {
		*named = (struct px_named){ .subject = "me" };
		return true;
	}
	bool begun = is(c, 0, px_en_determiners) || is(c, 0, px_en_pronouns) || c->words[0].possessive;
	if (!begun && !agrees(c, p))
		return false;
	if (!px_named_read(r->text, c, 0, p->subject_end, r->arena, named) && !read_bare(r, c, p, named))
		return false;
	const char *relation = named->relation;
	read_apposition(r, c, p->subject_end, named);
	for (size_t i = 1; i < p->subject_end && named->relation == relation; i++) {
		if (c->words[i].comma)
			return false; /* "my to do list: call the bank" */
	}
	return resolve(r, c, named) && named->subject;
}

/* ------------------------------------------------------- subject and value */

/* "The boss is German", "my car is red": no value of the attribute, but what is told of the one that has it. */
static void tell_of_thing(const struct reading *r, const struct px_predicate *p, struct px_fact *fact)
{
	const char *canonical = px_attribute_canonical(fact->attribute, r->arena);

	if (!p->be || !fact->value || px_attribute_takes(canonical, fact->value, r->arena))
		return;
	fact->subject = strcmp(fact->subject, "me") == 0 ? fact->attribute : px_arena_printf(r->arena, "%s's %s", fact->subject, fact->attribute);
	fact->attribute = "being";
	fact->single = false;
}

/* Whose fact it is, which attribute, and the words of its value. */
static void fill(struct reading *r, const struct px_claim *claim, const char *before, struct px_fact *fact)
{
	const struct px_clause *c = claim->clause;
	const struct px_predicate *p = claim->predicate;
	const struct px_named *named = claim->named;

	fact->attribute = claim->attribute;
	fact->single = claim->single;
	fact->sure = claim->sure;
	if (p->be && named->definite && !named->attribute && px_attribute_known(named->subject, r->arena))
		fact->subject = before && !px_word_one_of(px_attribute_canonical(named->subject, r->arena), px_en_people) ? before : "me";
	/* "my passport expires", "my unit is on Canal Road": the passport's expiry, not mine. */
	bool elsewhere = !p->be || (strcmp(claim->attribute, "place") == 0 && named->attribute);
	if (elsewhere && named->attribute && strcmp(named->subject, "me") == 0)
		fact->subject = named->attribute;
	else if (elsewhere && named->attribute)
		fact->subject = px_arena_printf(r->arena, "%s's %s", named->subject, named->attribute);
	bool whole = px_word_one_of(fact->attribute, "allergy") || strncmp(fact->attribute, "taste", 5) == 0 || p->negated || p->passive;
	/* "Irene is my manager" is my manager's fact. */
	if (p->be && !named->attribute && is(c, p->rest, "my our")) {
		fact->value = named->subject;
		fact->subject = "me";
	} else if (claim->value) {
		fact->value = px_clause_text(r->text, c, claim->value, claim->value_end, r->arena);
	} else if (whole) {
		fact->value = px_clause_text(r->text, c, p->negated && p->subject_end < p->main ? p->subject_end : p->main, c->count, r->arena);
	} else {
		bool bare = px_word_one_of(fact->attribute, "home going school") || strcmp(fact->attribute, "phone number") == 0;
		fact->value = rest_text(r, c, p->rest, bare);
	}
	/* "I go to Dr Eskola now", after "I've changed dentists". */
	if (!p->be && r->topic && is(c, p->main, "go goes use uses see sees have has")) {
		fact->subject = "me";
		fact->attribute = r->topic;
	}
	tell_of_thing(r, p, fact);
	if (strcmp(fact->attribute, "allergy") == 0)
		fact->attribute = px_arena_printf(r->arena, "allergy %s", px_claim_object(claim, p->rest + 2 < c->count ? p->rest + 2 : p->rest));
}

/* "From 1 to 31 August I …", "unfortunately I …": what may stand before the subject. */
static void cut_opening(const struct reading *r, struct px_clause *c)
{
	size_t begin = 0, mark;

	while (px_clause_starts(c, px_en_correction_marks, &mark) && mark < c->count && is(c, mark, "it they he she"))
		px_clause_cut(c, 0, mark); /* "wait it's 77" */
	while (begin < c->count && (px_said_covers(&r->when, &c->words[begin]) || is(c, begin, px_en_before_times)))
		begin++;
	while (begin > 0 && begin < c->count && is(c, begin - 1, px_en_determiners) && !px_said_covers(&r->when, &c->words[begin - 1]))
		begin--;
	if (begin && begin + 1 < c->count && (is(c, begin, px_en_pronouns) || is(c, begin, px_en_determiners) || c->words[begin].capital ||
					      c->words[begin].comma || px_said_covers(&r->when, &c->words[begin - 1])))
		px_clause_cut(c, 0, begin);
	while (c->count > 2 && is(c, 0, px_en_adverbs) && is(c, 1, px_en_pronouns))
		px_clause_cut(c, 0, 1); /* "finally I got the Pixel" */
	size_t length; /* "I found out I'm allergic", "the doctor told me it's my heart" */
	if (px_clause_starts(c, px_en_learnt_that, &length) && length + 1 < c->count)
		px_clause_cut(c, 0, length);
}

/* "ring me on 07700 900 188" */
static bool read_reached(struct reading *r, const struct px_clause *sentence, const struct px_clause *c)
{
	struct px_fact fact = { .subject = "me", .attribute = "phone number", .single = true };

	if (!is(c, 0, "ring call text phone reach") || !is(c, 1, "me us") || !is(c, 2, "on at"))
		return false;
	fact.value = px_clause_text(r->text, c, 3, c->count, r->arena);
	if (!strpbrk(fact.value, "0123456789"))
		return false;
	keep(r, sentence, c, fact);
	return true;
}

/* "We've renamed the band, it's Goose Tribunal now", "we renamed the boat Petrel" */
static bool read_renamed(struct reading *r, const struct px_clause *sentence)
{
	struct px_fact fact = { .attribute = "name", .single = true };
	size_t verb = 0, name;

	while (verb < sentence->count && verb < 3 && !is(sentence, verb, px_en_renaming))
		verb++;
	if (!verb || !is(sentence, verb, px_en_renaming) || !is(sentence, verb + 1, "my our the"))
		return false;
	for (size_t i = 0; i < verb; i++) { /* "we never renamed the boat Petrel" */
		if (!is(sentence, i, px_en_renamers))
			return false;
	}
	for (name = verb + 2; name < sentence->count && !sentence->words[name].comma && !px_is_name(&sentence->words[name]) && !is(sentence, name, px_en_before_new_name); name++)
		;
	size_t thing_end = name, to = sentence->count;
	while (is(sentence, name, px_en_before_new_name))
		name++;
	while (to > name && is(sentence, to - 1, px_en_adverbs))
		to--;
	size_t name_end = name;
	while (name_end < to && px_is_name(&sentence->words[name_end]) && !(name_end > name && sentence->words[name_end].comma))
		name_end++;
	if (thing_end == verb + 2 || name_end == name || name_end < to) /* "… Petrel and my new car is a Volvo": more is told */
		return false;
	fact.subject = px_clause_plain(sentence, verb + 2, thing_end, r->arena);
	fact.value = px_clause_text(r->text, sentence, name, to, r->arena);
	fact.sure = true;
	keep(r, sentence, sentence, fact);
	return true;
}

/* "I was wrong about the batteries: they are …" */
static void read_topic(struct reading *r, const struct px_clause *c)
{
	size_t at, length, to;

	if (!px_clause_has(c, px_en_wrong_about, &at, &length))
		return;
	for (to = at + length; to < c->count && !(to > at + length && c->words[to].comma); to++)
		;
	while (at + length < to && is(c, at + length, "my our the"))
		length++;
	if (to > at + length)
		r->topic = px_clause_plain(c, at + length, to, r->arena);
}

/* "… is 8 too": says that it is so beside something else, and nothing of what it is. */
static void cut_adding(struct px_clause *c)
{
	size_t n = c->count;

	if (n > 2 && is(c, n - 1, "too"))
		px_clause_cut(c, n - 1, n);
	else if (n > 3 && px_clause_has_at(c, n - 2, "as well"))
		px_clause_cut(c, n - 2, n);
}

/* "she isn't called Katharina, it's Katarzyna": the value of what was denied. */
static bool tells_denied(struct reading *r, const struct px_clause *c, const struct px_predicate *p)
{
	if (!r->denied || r->denied != r->count || !is(c, 0, "it he she they") || !p->be || p->past || p->negated ||
	    !px_gives_name(c, p->rest))
		return false;
	r->facts[r->denied - 1].value = rest_text(r, c, p->rest, false);
	r->denied = 0;
	return true;
}

static bool read_clause(struct reading *r, const struct px_clause *sentence, const struct px_clause *said)
{
	struct px_clause clause = *said;
	struct px_fact fact = { 0 };
	struct px_named named;
	struct px_predicate p;

	read_topic(r, said);
	cut_opening(r, &clause);
	cut_adding(&clause);
	if (px_clause_is_duty(&r->when, &clause))
		return false;
	if (read_reached(r, sentence, &clause))
		return true;
	if (!px_predicate_read(&clause, r->arena, &p) || !read_subject(r, &clause, &p, &named))
		return false;
	if (tells_denied(r, &clause, &p))
		return true;
	struct px_claim claim = { .when = &r->when, .text = r->text, .arena = r->arena, .clause = &clause, .predicate = &p, .named = &named };
	fact.subject = named.subject;
	fact.relation = named.relation;
	const char *before = r->subject;
	bool kept = px_claim_read(&claim);
	r->judged |= !kept;
	if (!named.pronoun && !p.dropped)
		r->subject = named.attribute && strcmp(named.subject, "me") == 0 ? named.attribute : named.subject;
	if (kept)
		fill(r, &claim, before, &fact);
	if (claim.topic)
		r->topic = claim.topic;
	size_t kept_before = r->count;
	if (kept)
		keep(r, sentence, said, fact);
	bool names = p.be || is(&clause, p.main, "called named");
	if (p.negated && names && px_gives_name(&clause, p.rest) && r->count > kept_before)
		r->denied = r->count;
	return kept;
}

/* ----------------------------------------------------------- without a verb */

/* "day rate 240", "shoe size 43": an attribute and its value, side by side. */
static bool read_pair(struct reading *r, const struct px_clause *c)
{
	struct px_fact fact = { .subject = "me", .single = true };

	for (size_t i = 1; i < c->count && i <= 3; i++) {
		const char *attribute = px_clause_plain(c, 0, i, r->arena);
		bool number = isdigit((unsigned char)c->words[i].text[0]) || px_word_one_of(c->words[i].text, px_en_numbers);
		bool known = px_attribute_known(attribute, r->arena) || px_word_one_of(c->words[i - 1].text, px_en_attribute_nouns);
		if (number && c->count - i <= 3 && known && !px_word_one_of(attribute, "number date price name code phone email")) {
			fact.attribute = attribute;
			fact.value = px_clause_text(r->text, c, i, c->count, r->arena);
			keep(r, c, c, fact);
			return true;
		}
	}
	return false;
}

/* "My new number: 0151 555 0170" */
static bool read_colon(struct reading *r, const struct px_clause *c, size_t from)
{
	struct px_fact fact = { .subject = "me", .single = true };
	size_t value = 0;

	for (size_t i = from + 1; i < c->count && !value; i++)
		value = c->words[i].comma ? i : 0;
	if (!value)
		return false;
	size_t gap = c->words[value - 1].end;
	if (c->words[value].begin <= gap || !memchr(r->text.data + gap, ':', c->words[value].begin - gap))
		return false;
	fact.attribute = px_clause_plain(c, is(c, from, "new") && from + 1 < value ? from + 1 : from, value, r->arena);
	fact.value = px_clause_text(r->text, c, value, c->count, r->arena);
	fact.sure = true;
	keep(r, c, c, fact);
	return true;
}

/* "New manager.", "Allergic to penicillin.", "two kids, Mia and Jake" */
static bool read_fragment(struct reading *r, const struct px_clause *c)
{
	struct px_fact fact = { .subject = "me", .single = true };

	if (px_said_day(&r->when, c))
		return false;
	if ((is(c, 0, px_en_traits) || is(c, 0, "born")) && c->count < 8 && c->count > 1 && !c->exclaimed) {
		fact.attribute = is(c, 0, "allergic intolerant") ? "allergy" : is(c, 0, "born") ? "origin" : "being";
		fact.value = px_clause_text(r->text, c, 0, c->count, r->arena);
		fact.single = false;
		keep(r, c, c, fact);
		return true;
	}
	if (is(c, 0, px_en_numbers) && is(c, 1, px_en_countable)) {
		fact.attribute = c->words[1].text;
		fact.value = px_clause_text(r->text, c, 0, c->count, r->arena);
		fact.single = false;
		keep(r, c, c, fact);
		return true;
	}
	size_t from = is(c, 0, "my our the") ? 1 : 0;
	bool fresh = is(c, from, "new");
	size_t noun = from + fresh;
	bool known = noun < c->count && (px_attribute_single(c->words[noun].text) || is(c, noun, px_en_attribute_nouns) || is(c, noun, px_en_kin));
	if (noun < c->count && (from || known) && !is(c, from, "to list to-do") && read_colon(r, c, from))
		return true;
	if (fresh && c->count <= 4) {
		r->topic = px_clause_plain(c, from + 1, c->count, r->arena);
		return false;
	}
	return read_pair(r, c);
}

/* A sentence that the grammar couldn't read: its words are kept, of whom it begins with. */
static void keep_whole(struct reading *r, const struct px_clause *sentence, const struct px_predicate *p, bool sure)
{
	struct px_fact fact = { .subject = "me", .attribute = "said", .sure = sure };
	struct px_named named;

	if (p && px_named_read(r->text, sentence, 0, p->subject_end, r->arena, &named) && named.subject)
		fact.subject = named.attribute && strcmp(named.subject, "me") == 0 ? named.attribute : named.subject;
	else if (p && r->context->before && is(sentence, 0, px_en_back_words))
		fact.subject = r->context->before;
	fact.value = px_clause_text(r->text, sentence, 0, sentence->count, r->arena);
	keep(r, sentence, sentence, fact);
}

/* What the rules make of a sentence; the facts that they read are added to the others. */
static void read_by_rules(struct reading *r, const struct px_clause *sentence, struct px_predicate *predicate, struct px_telling_sentence *told)
{
	struct px_clause *clauses = px_arena_alloc(r->arena, PX_CLAUSES_MAX * sizeof(*clauses));
	size_t before = r->count;

	*told = (struct px_telling_sentence){ .words = sentence, .refused = px_refusal(&r->when, sentence) };
	told->predicate = px_predicate_read(sentence, r->arena, predicate) ? predicate : NULL;
	if (told->refused)
		return;
	r->judged = false;
	r->denied = 0;
	size_t count = read_renamed(r, sentence) ? 0 : px_clauses(sentence, px_is_verb, clauses, PX_CLAUSES_MAX);
	for (size_t i = 0; i < count; i++) {
		if (!read_clause(r, sentence, &clauses[i]) && count == 1)
			(void)read_fragment(r, &clauses[i]);
	}
	told->grammar = r->count > before ? PX_GRAMMAR_UNSURE : r->judged ? PX_GRAMMAR_JUDGED : PX_GRAMMAR_NOTHING;
	for (size_t i = before; i < r->count; i++) {
		if (r->facts[i].sure)
			told->grammar = PX_GRAMMAR_SURE;
	}
}

/* The grammar read nothing: the sentence is kept by what it is like. */
static void keep_unread(struct reading *r, const struct px_telling_sentence *told, float telling)
{
	const struct px_clause *s = told->words;
	bool begun = is(s, 0, px_en_determiners) || is(s, 0, px_en_pronouns) || is(s, 0, px_en_kin) || s->words[0].possessive;

	if (s->count > 1)
		keep_whole(r, s, told->predicate, begun && telling > surely);
}

/* Plans and what is said of people in general are told by words that facts have, too; the other reasons leave no doubt. */
static bool is_surely_none(const char *refused)
{
	return refused && strcmp(refused, "only thought of") != 0 && strcmp(refused, "of people in general") != 0;
}

/* Of a relative, of somebody named ("Winnie is scared of balloons"), or of whoever was spoken of before. */
static bool is_of_somebody(const struct reading *r, const struct px_telling_sentence *told)
{
	const struct px_clause *s = told->words;
	const struct px_predicate *p = told->predicate;

	if (!p || !p->subject_end)
		return false;
	if (r->context->before && is(s, 0, "he she they his her their"))
		return true;
	for (size_t i = 0; i < p->subject_end; i++) {
		if (is(s, i, px_en_kin) && !is(s, i, px_en_animals))
			return true;
	}
	return p->subject_end == 1 && px_is_name(&s->words[0]) && p->be && (is(s, p->rest, px_en_leanings) || is(s, p->rest, px_en_traits));
}

/* "Elif is my physio": a name, and who that is to the person. */
static bool says_who(const struct px_telling_sentence *told)
{
	const struct px_clause *s = told->words;
	const struct px_predicate *p = told->predicate;

	return p && p->be && !p->past && p->subject_end == 1 && px_is_name(&s->words[0]) && is(s, p->rest, "my our") && p->rest + 2 == s->count &&
	       (is(s, p->rest + 1, px_en_kin) || is(s, p->rest + 1, px_en_named_attributes));
}

static float bar_of(const struct reading *r, const struct px_telling_sentence *told, bool read)
{
	if (told->refused)
		return a_doubtful_fact;
	if (read && says_who(told))
		return who_it_is;
	if (r->context->likely && is_of_somebody(r, told))
		return of_somebody;
	float bar = !read ? a_fact : px_telling_has_model(r->context->embed) ? read_fact : read_by_table;
	return r->context->likely && bar > a_likely_fact ? a_likely_fact : bar;
}

static void read_sentence(struct reading *r, const struct px_clause *sentence)
{
	struct px_telling_features features = { .count = 0 };
	struct px_telling_sentence told;
	struct px_predicate predicate;
	size_t before = r->count;

	if (!sentence->count)
		return;
	read_by_rules(r, sentence, &predicate, &told);
	r->why = told.refused;
	if (is_surely_none(told.refused))
		return;
	px_telling_add(&features, &r->when, &told);
	float telling = px_telling_score(&features, px_str_n(r->text.data + sentence->begin, sentence->end - sentence->begin),
					 r->context->embed, r->context->meanings, r->arena);
	float bar = bar_of(r, &told, r->count > before);
	if (telling < bar)
		r->count = before;
	else if (r->count == before)
		keep_unread(r, &told, telling);
	for (size_t i = before; i < r->count; i++) {
		r->facts[i].telling = telling;
		r->facts[i].sure |= telling > more_than_surely;
	}
	if (!r->why || r->count > before)
		r->why = r->count > before ? "a fact" : "nothing that lasts";
}

void px_statement_features(const struct px_statement_context *context, struct px_str text, struct px_arena *arena,
			   struct px_telling_features *features, enum px_grammar *grammar)
{
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	struct px_fact *facts = px_arena_alloc(arena, PX_FACTS_MAX * sizeof(*facts));
	struct reading r = { .context = context, .text = text, .arena = arena, .facts = facts };
	size_t count = px_sentences(text, arena, sentences, PX_CLAUSES_MAX);

	*features = (struct px_telling_features){ .count = 0 };
	*grammar = PX_GRAMMAR_NOTHING;
	px_said_find(context->time, text, &r.when);
	for (size_t i = 0; i < count; i++) {
		struct px_telling_sentence told;
		struct px_predicate predicate;
		if (!sentences[i].count)
			continue;
		read_by_rules(&r, &sentences[i], &predicate, &told);
		px_telling_add(features, &r.when, &told);
		*grammar = told.grammar > *grammar ? told.grammar : *grammar;
	}
}

/* A topic that the next clause gave a value to needs no fact of its own. */
static void drop_announcements(struct reading *r)
{
	for (size_t i = 0; i + 1 < r->count; i++) {
		if (strcmp(r->facts[i].attribute, r->facts[i + 1].attribute) == 0 &&
		    strcmp(r->facts[i].subject, r->facts[i + 1].subject) == 0 && !r->facts[i].lapses && r->facts[i].single) {
			memmove(&r->facts[i], &r->facts[i + 1], (r->count - i - 1) * sizeof(r->facts[0]));
			r->count--;
			i--;
		}
	}
}

static bool only_names(const struct px_clause *c)
{
	enum { NAME_WORDS = 3 };

	for (size_t i = 0; i < c->count; i++) {
		if (!px_is_name(&c->words[i]))
			return false;
	}
	return c->count <= NAME_WORDS;
}

/*
 * "I am not with Stavridis any more. Dr. Pappa has taken me.": what takes the place is said in the next sentence, of which
 * the grammar read nothing.  `count` is that of the facts before it.
 */
static void read_on(struct reading *r, size_t count, const struct px_clause *before, const struct px_clause *next)
{
	struct px_fact *last = &r->facts[count - 1];
	bool whole = r->count == count + 1 && strcmp(r->facts[count].attribute, "said") == 0;

	if ((r->count > count && !whole) || last->begin != before->begin || (!px_clause_has(before, px_en_ended, NULL, NULL) && !px_clause_has(before, px_en_change, NULL, NULL)) ||
	    !next->count || px_clause_asks(next) || next->end - last->begin > TEXT_BYTES)
		return;
	last->end = next->end;
	r->count = count;
	if (last->single && only_names(next) && !px_attribute_takes(last->attribute, last->value ? last->value : "", r->arena))
		last->value = px_clause_text(r->text, next, 0, next->count, r->arena); /* "I have a new boyfriend. Matteo." */
}

/* "The difference between a violin and a viola? The viola burns longer.": asked and answered by the same one, of nothing that is theirs. */
static bool is_riddle(const struct px_clause *question, const struct px_clause *answer)
{
	enum { ASKED_MORE = 4 /* words; fewer only call for attention: "guess what?" */ };

	return question->question && question->count >= ASKED_MORE && !px_clause_has(question, "my|our|i|me|us|we", NULL, NULL) &&
	       !px_clause_has(answer, "my|our|i|me|us|we", NULL, NULL);
}

enum px_statement px_statement_read(const struct px_statement_context *context, struct px_str text,
				    struct px_arena *arena, struct px_fact *facts, size_t *count, const char **why)
{
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	struct reading r = { .context = context, .text = text, .arena = arena, .subject = context->before, .facts = facts, .why = "nothing said" };

	*count = 0;
	px_said_find(context->time, text, &r.when);
	size_t sentence_count = px_sentences(text, arena, sentences, PX_CLAUSES_MAX);
	for (size_t i = 0; i < sentence_count; i++) {
		size_t before = r.count;
		if (i && is_riddle(&sentences[i - 1], &sentences[i]))
			continue;
		read_sentence(&r, &sentences[i]);
		if (i && before)
			read_on(&r, before, &sentences[i - 1], &sentences[i]);
	}
	drop_announcements(&r);
	if (why)
		*why = r.why;
	if (px_is_secret(text, arena)) {
		if (why)
			*why = "a secret";
		return PX_STATEMENT_SECRET;
	}
	*count = r.count;
	return r.count ? PX_STATEMENT_FACT : PX_STATEMENT_NONE;
}

/* "look" orders something, or is only said before what is told. */
static bool begins_filler(const char *word)
{
	size_t n = strlen(word);

	for (const char *phrase = px_en_fillers_before; phrase; phrase = strchr(phrase, '|')) {
		phrase += *phrase == '|';
		if (strncmp(phrase, word, n) == 0 && (!phrase[n] || phrase[n] == ' ' || phrase[n] == '|'))
			return true;
	}
	return false;
}

/* "Remind me …", "add …": most texts are orders by their first word, and need not be read as sentences. */
static bool opens_as_order(struct px_str text)
{
	char word[16];
	size_t n = 0;

	while (n < text.size && n + 1 < sizeof(word) && ((text.data[n] | 32) >= 'a' && (text.data[n] | 32) <= 'z')) {
		word[n] = (char)(text.data[n] | 32);
		n++;
	}
	word[n] = '\0';
	return n > 0 && n < text.size && text.data[n] == ' ' && px_word_one_of(word, px_en_orders) && !begins_filler(word);
}

bool px_statement_opens(struct px_str text, struct px_arena *arena)
{
	struct px_str begin = px_str_n(text.data, text.size < OPENING_BYTES ? text.size : OPENING_BYTES);
	struct px_clause *c = px_arena_alloc(arena, sizeof(*c));
	struct px_predicate p;

	if (opens_as_order(begin))
		return false;
	if (!px_sentences(begin, arena, c, 1) || !c->count || px_clause_asks(c) || is(c, 0, px_en_orders))
		return false;
	return px_predicate_read(c, arena, &p) && !p.dropped;
}

bool px_statement_points_back(struct px_str text, struct px_arena *arena)
{
	struct px_str begin = px_str_n(text.data, text.size < OPENING_BYTES ? text.size : OPENING_BYTES);
	struct px_clause *c = px_arena_alloc(arena, sizeof(*c));

	return px_sentences(begin, arena, c, 1) && c->count > 1 && is(c, 0, px_en_back_words);
}

/* "Everything", "Friday's": no order, and no name. */
static bool may_look_like_order(const struct px_clause *c)
{
	return !c->words[0].possessive && !is(c, 0, px_en_only_orders) && !is(c, 0, px_en_anybody) && !is(c, 0, px_en_determiners) &&
	       !is(c, 0, px_en_pronouns) && !is(c, 0, px_en_no_subjects) && !is(c, 0, px_en_time_words) &&
	       !px_clause_has(c, px_en_called_off, NULL, NULL);
}

bool px_statement_names_thing(struct px_str text, struct px_arena *arena, const char **first)
{
	enum { NAME_WORDS = 3 };
	struct px_str begin = px_str_n(text.data, text.size < OPENING_BYTES ? text.size : OPENING_BYTES);
	struct px_clause *c = px_arena_alloc(arena, sizeof(*c));

	if (!px_sentences(begin, arena, c, 1) || !c->count || px_clause_asks(c) || !may_look_like_order(c))
		return false;
	*first = c->words[0].text;
	for (size_t i = 1; i < c->count && i <= NAME_WORDS; i++) {
		if (is(c, i, px_en_stating))
			return i + 1 < c->count;
		if (c->words[i].comma || c->words[i].capital || is(c, i, px_en_kin) || is(c, i, px_en_determiners) || is(c, i, px_en_pronouns) || is(c, i, px_en_anybody) ||
		    is(c, i, px_en_question_words) || is(c, i, px_en_no_subjects))
			return false; /* "drop the one that is late", "bin what is due on Friday" */
	}
	return false;
}

bool px_statement_asks_to_keep(struct px_str text, struct px_arena *arena)
{
	enum { AMONG_FIRST = 5 };
	struct px_clause *c = px_arena_alloc(arena, sizeof(*c));
	struct px_words words = px_words_of(px_str_n(text.data, text.size < OPENING_BYTES ? text.size : OPENING_BYTES), 0,
					    text.size < OPENING_BYTES ? text.size : OPENING_BYTES, arena);

	if (px_sentences(text, arena, c, 1) && px_clause_starts(c, px_en_no_slipping, NULL))
		return true;
	for (size_t i = 0; i < words.count && i < AMONG_FIRST; i++) {
		if (px_word_one_of(words.at[i].text, px_en_to_keep))
			return true;
		if (!px_word_one_of(words.at[i].text, px_en_before_order))
			return false; /* "I don't remember", "I always remember" */
	}
	return false;
}
