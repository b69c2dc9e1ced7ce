/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three shapes: "wh- be NP", "wh- do NP verb rest", and the same without wh-,
 * which asks for yes or no.
 */
#include "memory/question.h"

#include "base/civil.h"
#include "domain/text.h"
#include "memory/en.h"
#include "memory/evidence.h"
#include "memory/predicate.h"
#include "memory/said_times.h"

struct asking {
	const struct px_statement_context *context;
	struct px_str text;
	struct px_arena *arena;
	struct px_clause clause;
	struct px_question *q;
	const char *what;   /* the noun between wh- and verb: "which bank am I with" */
};

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

/* In capitals throughout, and longer than initials are. */
static bool is_shouted(const struct px_cword *word, struct px_str text)
{
	enum { INITIALS = 4 };

	for (size_t i = word->begin; i < word->end && i < text.size; i++) {
		if (text.data[i] < 'A' || text.data[i] > 'Z')
			return false;
	}
	return word->end - word->begin > INITIALS;
}

/* "…, taxi's in 20 min", "…, I'm at the door": a sentence of its own from `at` on. */
static bool begins_statement(const struct px_clause *c, size_t at)
{
	if (!c->words[at].comma || at + 1 >= c->count || is(c, at, px_en_question_words) || is(c, at, px_en_prepositions) || is(c, at, px_en_joints))
		return false;
	return (c->words[at].possessive && is(c, at + 1, px_en_prepositions)) || (is(c, at, px_en_pronouns) && px_is_verb(c->words[at + 1].text));
}

void px_question_cut_round(struct px_clause *c, struct px_str text)
{
	size_t asks = 0;

	while (asks < c->count && is_shouted(&c->words[asks], text))
		asks++;
	if (asks && asks + 1 < c->count && is(c, asks, px_en_question_words))
		px_clause_cut(c, 0, asks);
	for (size_t i = 3; i < c->count && is(c, 0, px_en_question_words); i++) {
		if (begins_statement(c, i)) {
			px_clause_cut(c, i, c->count);
			return;
		}
	}
}

/* "can you tell me", "do you remember", "… again": around the question proper. */
static void strip(struct px_clause *c)
{
	size_t length;

	while (px_clause_starts(c, px_en_question_lead, &length) && length < c->count)
		px_clause_cut(c, 0, length);
	while (c->count > 2 && is(c, c->count - 1, "again please now currently pixie today then exactly nowadays moment at the these days")) {
		if (is(c, c->count - 1, "moment") && !is(c, c->count - 2, "the"))
			break;
		if (is(c, c->count - 1, "at the these") && !is(c, c->count - 1, "at"))
			break;
		px_clause_cut(c, c->count - 1, c->count);
	}
}

static void use_named(struct asking *a, const struct px_named *named)
{
	a->q->subject = named->subject;
	a->q->relation = named->relation;
	a->q->own = named->own;
}

/* "my old number": the number, of before. */
static const char *canonical(struct asking *a, const char *attribute)
{
	size_t n = attribute ? strcspn(attribute, " ") : 0;

	bool last = n == strlen("last") && memcmp(attribute, "last", n) == 0;
	if (n && attribute[n] && a->q->past && (last || px_word_one_of_n(attribute, n, px_en_former)))
		attribute += n + 1;
	return attribute ? px_attribute_canonical(attribute, a->arena) : NULL;
}

/* "my shoes" are the shoes, "Nils's shoes" Nils's. */
static const char *thing_of(struct asking *a, const struct px_named *named)
{
	return strcmp(named->subject, "me") == 0 ? named->attribute : px_arena_printf(a->arena, "%s's %s", named->subject, named->attribute);
}

/* "who is my dentist", "what's Sander's wife called", "how old is Sander", "when is Anna's birthday" */
static bool read_be(struct asking *a, size_t be, const char *wh)
{
	const struct px_clause *c = &a->clause;
	struct px_named named;
	size_t to = c->count;
	bool called = to > be + 2 && is(c, to - 1, "called named");

	bool allergic = false;

	if (called)
		to--;
	for (size_t i = be + 2; i < to && !allergic; i++) { /* "what am I allergic to" */
		allergic = is(c, i, "allergic intolerant");
		to = allergic ? i : to;
	}
	if (to > be + 2 && is(c, to - 1, "with at from on in like for"))
		to--;
	if (!px_named_read(a->text, c, be + 1, to, a->arena, &named) || named.pronoun)
		return false;
	use_named(a, &named);
	a->q->kind = PX_QUESTION_VALUE;
	if (allergic) {
		a->q->attribute = "allergy";
		if (named.attribute && strcmp(named.subject, "me") == 0)
			a->q->subject = named.attribute;
	} else if (strcmp(wh, "how") == 0 && a->what) {
		a->q->attribute = canonical(a, a->what);
		if (named.attribute && strcmp(named.subject, "me") == 0)
			a->q->subject = named.attribute;
	} else if (a->what) { /* "what size are Nils's shoes": of them, not of him */
		a->q->attribute = canonical(a, a->what);
		if (named.attribute)
			a->q->subject = thing_of(a, &named);
	} else if (named.attribute) {
		a->q->attribute = canonical(a, named.attribute);
	} else if (called) {
		a->q->attribute = "name";
	} else if (px_word_one_of(wh, "where")) {
		a->q->attribute = named.definite ? "place" : "home";
	} else {
		a->q->attribute = NULL;
	}
	if (called && named.attribute && strcmp(named.subject, "me") == 0)
		a->q->attribute = canonical(a, named.attribute);
	return true;
}

static size_t main_verb(const struct px_clause *c, size_t from)
{
	for (size_t i = from + 1; i < c->count; i++) {
		if (px_verb_find(c->words[i].text) && !is(c, i - 1, "my our the a an to") && !c->words[i - 1].possessive)
			return i;
	}
	return 0;
}

/* "where do I live", "when does the cleaner come", "does my brother like running" */
static bool read_do(struct asking *a, size_t aux, const char *wh)
{
	struct px_clause *c = &a->clause;
	struct px_named named;

	if (is(c, aux + 1, "not"))
		px_clause_cut(c, aux + 1, aux + 2);
	size_t verb = main_verb(c, aux + 1), end = verb, length;
	if (strcmp(wh, "what") == 0 && px_clause_has(c, px_en_for_work, &end, &length) && end > aux + 1) {
		a->q->kind = PX_QUESTION_VALUE;
		a->q->attribute = "work";
		if (!px_named_read(a->text, c, aux + 1, end, a->arena, &named) || named.pronoun)
			return false;
		use_named(a, &named);
		if (named.attribute)
			a->q->subject = named.attribute;
		return true;
	}
	if (!verb)
		return false;
	while (end > aux + 1 && (is(c, end - 1, px_en_adverbs) || is(c, end - 1, "not")))
		end--;
	if (!px_named_read(a->text, c, aux + 1, end, a->arena, &named) || named.pronoun)
		return false;
	use_named(a, &named);
	const struct px_en_verb *row = px_verb_find(c->words[verb].text);
	a->q->kind = wh[0] ? PX_QUESTION_VALUE : PX_QUESTION_YES_NO;
	a->q->attribute = row->attribute;
	if (named.attribute)
		a->q->subject = thing_of(a, &named);
	if (a->what && !(row->attribute && px_word_one_of(row->attribute, "weight price height")))
		a->q->attribute = canonical(a, a->what);
	else if (row->attribute && strcmp(row->attribute, "taste") == 0 && verb + 1 < c->count)
		a->q->attribute = px_arena_printf(a->arena, "taste %s", px_clause_plain(c, verb + 1, c->count, a->arena));
	else if (!row->attribute && verb + 1 < c->count)
		a->q->attribute = canonical(a, px_clause_plain(c, c->count - 1, c->count, a->arena));
	else
		a->q->attribute = canonical(a, a->q->attribute);
	return true;
}

/* "what do you know about me", "what did I tell you about Anna" */
static bool read_about(struct asking *a)
{
	struct px_clause *c = &a->clause;
	struct px_named named;
	size_t length;

	if (!px_clause_starts(c, px_en_question_about, &length) || length >= c->count)
		return false;
	a->q->kind = PX_QUESTION_ABOUT;
	if (px_named_read(a->text, c, length, c->count, a->arena, &named) && !named.pronoun) {
		use_named(a, &named);
		if (named.attribute)
			a->q->subject = named.attribute;
	} else {
		a->q->subject = px_clause_plain(c, length, c->count, a->arena);
	}
	return true;
}

static void read_time(struct asking *a)
{
	struct px_time_context context = *a->context->time;
	struct px_time_expr times[4];

	context.prefer_past = a->q->past;
	size_t count = px_time_find(&context, a->text, times, 4);
	for (size_t i = 0; i < count; i++) {
		const struct px_time_value *v = &times[i].value;
		if (times[i].score < 0.5F || v->start.day == PX_DAY_NONE || times[i].end - times[i].begin <= strlen("now"))
			continue;
		a->q->from = px_tz_to_utc(context.tz, (int64_t)v->start.day * PX_MS_DAY, NULL);
		a->q->to = px_tz_to_utc(context.tz, (int64_t)px_said_end(v) * PX_MS_DAY, NULL);
		/* The words of the time say nothing of the thing. */
		for (size_t k = a->clause.count; k-- > 0; ) {
			if (a->clause.words[k].begin >= times[i].begin && a->clause.words[k].end <= times[i].end)
				px_clause_cut(&a->clause, k, k + 1);
		}
		while (a->clause.count > 2 && is(&a->clause, a->clause.count - 1, "in on at since before after until during for the"))
			a->clause.count--;
		return;
	}
}

static void read_shape(struct asking *a)
{
	struct px_clause *c = &a->clause;
	const char *wh = "";
	size_t at = 0;

	if (is(c, 0, px_en_question_words)) {
		wh = c->words[0].text;
		at = 1;
		while (at < c->count && !is(c, at, px_en_auxiliaries))
			at++;
		if (at > 1 && at < c->count)
			a->what = px_clause_plain(c, is(c, 1, "kind type sort") && is(c, 2, "of") ? 3 : is(c, 1, "many much") && at > 2 ? 2 : 1,
						  at, a->arena);
	}
	if (at >= c->count)
		return;
	a->q->past |= is(c, at, "did was were had");
	bool be = is(c, at, px_en_be);
	bool verbal = be && main_verb(c, at + 1) && is(c, main_verb(c, at + 1), "living working married studying");
	if (is(c, at, px_en_auxiliaries) && (!be || verbal) && read_do(a, at, wh))
		return;
	if (be && wh[0] && read_be(a, at, wh))
		return;
	if (is(c, at, "have has had") && wh[0] && read_do(a, at, wh))
		return;
	if (be && !wh[0] && read_be(a, at, "what")) {
		a->q->kind = PX_QUESTION_YES_NO;
		a->q->attribute = NULL;
	}
}

/* "Is mum …", "does Jez still …", "can Benita …": behind the verb stands who it is of, and not what somebody is or did. */
static bool opens_of_somebody(const struct px_clause *c)
{
	if (c->count < 3 || is(c, 1, "not never"))
		return false;
	const char *how = c->words[2].text;
	size_t n = strlen(how);
	bool of_how = !px_asked_is_light(c->words[1].text) && (is(c, 2, px_en_traits) || (n > 4 && strcmp(how + n - 3, "ing") == 0)); /* "is isha allergic to …" */
	bool named = c->words[1].possessive || px_is_name(&c->words[1]) || is(c, 1, px_en_kin) || of_how;
	return is(c, 0, px_en_openers_of_all) || (named && is(c, 0, px_en_openers_of_named));
}

bool px_question_is(struct px_str text, struct px_arena *arena)
{
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	size_t count = px_sentences(text, arena, sentences, PX_CLAUSES_MAX);

	if (!count)
		return false;
	struct px_clause *last = &sentences[count - 1];
	return last->question || px_clause_starts(last, px_en_list_orders, NULL) || (is(last, 0, px_en_question_words) && !is(last, 1, px_en_no_question)) || (is(last, 0, px_en_prepositions) && is(last, 1, px_en_question_words)) ||
	       opens_of_somebody(last) ||
	       (is(last, 0, px_en_question_openers) && last->count > 1 &&
		is(last, 1, "i we you he she it they my our the there any anyone anything") &&
		!(is(last, 0, "had") && is(last, 1, "my our the"))); /* "Had the test, I'm not allergic after all" */
}

bool px_question_of_memory(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX), owned = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count; k++) {
			if (is(&c[i], k, px_en_event_nouns) || is(&c[i], k, px_en_visits) || is(&c[i], k, "next free busy calendar appointments meetings events"))
				return false;
			owned += c[i].words[k].possessive || is(&c[i], k, "my our me i we mine ours");
		}
	}
	return owned > 0;
}

bool px_question_of_own_thing(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);

	if (!count || !px_question_of_memory(text, arena) || px_clause_has(&c[count - 1], px_en_of_entries, NULL, NULL) ||
	    px_clause_has(&c[count - 1], px_en_duty, NULL, NULL))
		return false;
	for (size_t i = 0; i < c[count - 1].count; i++) {
		if (!is(&c[count - 1], i, px_en_light) && !is(&c[count - 1], i, px_en_stop) && !is(&c[count - 1], i, px_en_time_words))
			return true;
	}
	return false;
}

bool px_question_of_attribute(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	struct asking a = { .text = text, .arena = arena, .q = &(struct px_question){ .from = PX_TIME_NONE, .to = PX_TIME_NONE } };
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);

	if (!count || px_clause_has(&c[count - 1], px_en_of_entries, NULL, NULL) || px_clause_has(&c[count - 1], px_en_duty, NULL, NULL))
		return false;
	a.clause = c[count - 1];
	px_question_cut_round(&a.clause, text);
	strip(&a.clause);
	if (a.clause.count < 2)
		return false;
	read_shape(&a);
	return a.q->subject && a.q->attribute && !px_word_one_of(a.q->attribute, px_en_light) && !px_word_one_of(a.q->attribute, "do");
}

bool px_question_of_price(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);

	return count && px_clause_starts(&c[count - 1], "how much is|how much are|how much was|how much were|how much does|how much did|how much do", NULL) &&
	       !px_question_of_entry(text, arena);
}

bool px_question_of_entry(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);

	if (count && px_clause_has(&c[count - 1], px_en_of_entries, NULL, NULL))
		return true;
	for (size_t i = 0; count && i < c[count - 1].count; i++) {
		if (is(&c[count - 1], i, px_en_event_nouns) || is(&c[count - 1], i, px_en_visits))
			return true;
	}
	return false;
}

bool px_question_of_life(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX), at = 0;

	if (!count || px_clause_has(&c[count - 1], px_en_duty, NULL, NULL) || px_clause_has(&c[count - 1], px_en_of_entries, NULL, NULL))
		return false;
	const struct px_clause *last = &c[count - 1];
	at += is(last, at, "and so");
	if (is(last, at, "where whose"))
		return true;
	if (!is(last, at, px_en_question_words) || !is(last, at + 1, px_en_question_openers))
		return false;
	at += 2;
	bool other = px_clause_has_at(last, at, "the other");
	at += is(last, at, px_en_determiners);
	return at < last->count && (other || px_is_name(&last->words[at]) || is(last, at, px_en_kin) || is(last, at, px_en_people) || is(last, at, "he she they"));
}

bool px_question_names_person(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 1; k < c[i].count; k++) {
			if (px_is_name(&c[i].words[k]) && !is(&c[i], k, px_en_time_words) && !is(&c[i], k, px_en_days_plural))
				return true;
		}
	}
	return false;
}

bool px_question_of_deal(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);
	bool deal = false, named = false;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 1; k < c[i].count; k++) {
			deal |= is(&c[i], k, px_en_deals);
			named |= px_is_name(&c[i].words[k]) || is(&c[i], k, px_en_kin) || is(&c[i], k, "me us");
		}
	}
	return deal && named;
}

bool px_question_names(struct px_str text, const char *title, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);
	struct px_str folded = px_text_fold(arena, px_str(title));

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count; k++) {
			const char *word = c[i].words[k].text;
			if (c[i].words[k].possessive && !px_word_one_of(word, px_en_light) && px_str_find(folded, px_str(word)) == SIZE_MAX)
				return false; /* "Annika's birthday" is not just any birthday */
		}
	}
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count; k++) {
			const char *word = c[i].words[k].text;
			if (!px_word_one_of(word, px_en_light) && strlen(word) > 2 && px_str_find(folded, px_str(word)) != SIZE_MAX)
				return true;
		}
	}
	return false;
}

void px_question_read(const struct px_statement_context *context, struct px_str text, struct px_arena *arena,
		      struct px_question *question)
{
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	struct asking a = { .context = context, .text = text, .arena = arena, .q = question };
	size_t count = px_sentences(text, arena, sentences, PX_CLAUSES_MAX);

	*question = (struct px_question){ .from = PX_TIME_NONE, .to = PX_TIME_NONE };
	if (!count)
		return;
	a.clause = sentences[count - 1];
	px_question_cut_round(&a.clause, text);
	strip(&a.clause);
	question->past = is(&a.clause, 0, "did was were had") || is(&a.clause, 1, "did was were had") ||
			 is(&a.clause, 2, "did was were had");
	read_time(&a);
	if (a.clause.count < 2 || read_about(&a))
		return;
	read_shape(&a);
	if (question->attribute && strcmp(question->attribute, "me") == 0)
		question->attribute = NULL;
}
