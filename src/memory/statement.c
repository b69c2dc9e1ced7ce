/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sentence first has to pass what makes it no fact (refuse), then each of
 * its clauses is read as subject, verb and rest, and only verbs that tell how
 * things are let it through (read_clause).
 */
#include "memory/statement.h"

#include "memory/en.h"
#include "memory/secret.h"

#include <ctype.h>

/* Bytes of a row's members (domain/memory.h), which a fact must fit. */
enum { NAME_BYTES = 200, VALUE_BYTES = 2000, TEXT_BYTES = 8000 };

#define TIME_WORD "\x01" /* stands for a word of a time expression */

struct reading {
	const struct px_statement_context *context;
	struct px_str text;
	struct px_arena *arena;
	struct px_time_expr times[PX_TIME_MAX];
	size_t time_count;
	const char *subject;  /* of the clause before: what "it" and "they" mean */
	const char *topic;    /* "new manager", "I've changed dentists": what the next clause is about */
	struct px_fact *facts;
	size_t count;
	const char *why;
};

static bool is_verb(const char *word)
{
	return px_word_one_of(word, px_en_auxiliaries) || px_verb_find(word);
}

/* --------------------------------------------------------- what is no fact */

static bool in_time(const struct reading *r, const struct px_cword *word)
{
	for (size_t i = 0; i < r->time_count; i++) {
		if (r->times[i].score >= 0.5F && word->begin >= r->times[i].begin && word->end <= r->times[i].end)
			return true;
	}
	return false;
}

/* The clause with its times blanked, so that "May" is no "may". */
static struct px_clause without_times(const struct reading *r, const struct px_clause *clause)
{
	struct px_clause plain = *clause;

	for (size_t i = 0; i < plain.count; i++) {
		if (in_time(r, &plain.words[i]))
			plain.words[i].text = TIME_WORD;
	}
	return plain;
}

static bool mostly_quoted(const struct px_clause *clause)
{
	size_t quoted = 0;

	for (size_t i = 0; i < clause->count; i++)
		quoted += clause->words[i].quoted;
	return quoted * 2 > clause->count;
}

static bool asks(const struct px_clause *clause)
{
	const char *first = clause->words[0].text;

	return clause->question || px_word_one_of(first, px_en_question_words) ||
	       (px_word_one_of(first, px_en_question_openers) && clause->count > 1 &&
		px_word_one_of(clause->words[1].text, "i we you he she it they my our the there any"));
}

/* A plan with its day is a change announced; without one it is only a plan. */
static bool only_planned(const struct reading *r, const struct px_clause *plain)
{
	if (px_clause_has(plain, px_en_hypothetical, NULL, NULL))
		return true;
	if (!px_clause_has(plain, px_en_future, NULL, NULL))
		return false;
	for (size_t i = 0; i < r->time_count; i++) {
		if (r->times[i].score >= 0.5F && r->times[i].value.start.day != PX_DAY_NONE)
			return false;
	}
	return true;
}

static bool refuse(struct reading *r, const struct px_clause *sentence)
{
	struct px_clause plain = without_times(r, sentence);
	const struct { const char *phrases, *why; } lists[] = {
		{ px_en_guess, "a guess" }, { px_en_hearsay, "somebody else's words" }, { px_en_sarcasm, "sarcasm" },
		{ px_en_duty, "something to do" }, { px_en_exaggeration, "a joke" }, { px_en_weather, "the weather" },
	};

	r->why = "a question";
	if (asks(sentence))
		return true;
	r->why = "a quotation";
	if (mostly_quoted(sentence))
		return true;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		r->why = lists[i].why;
		if (px_clause_has(&plain, lists[i].phrases, NULL, NULL))
			return true;
	}
	r->why = "sarcasm";
	if (sentence->count > 1 && sentence->words[1].comma && px_word_one_of(sentence->words[0].text, px_en_mocking))
		return true;
	r->why = "of this moment";
	if (px_clause_has(sentence, px_en_moment_times, NULL, NULL) &&
	    !px_clause_has(sentence, "as of|from today|from tomorrow|since yesterday|since today|starting today|starting tomorrow", NULL, NULL))
		return true;
	r->why = "only thought of";
	return only_planned(r, &plain);
}

/* ------------------------------------------------------------------ clauses */

/* Subject, verb and rest of a clause, as word places. */
struct parts {
	size_t subject_end;  /* words [0, subject_end) */
	size_t main;         /* the verb that says it */
	size_t rest;         /* words [rest, count) */
	bool be, negated, perfect, past;
	const struct px_en_verb *verb; /* NULL for be */
};

static size_t skip_light(const struct px_clause *c, size_t at, bool *negated)
{
	while (at < c->count && (px_word_one_of(c->words[at].text, px_en_adverbs) ||
				 px_word_one_of(c->words[at].text, "not longer no"))) {
		if (strcmp(c->words[at].text, "no") == 0 &&
		    !(at + 1 < c->count && strcmp(c->words[at + 1].text, "longer") == 0))
			break;
		*negated |= px_word_one_of(c->words[at].text, "not never longer");
		at++;
	}
	return at;
}

static bool main_verb(const struct px_clause *c, size_t at, struct parts *p)
{
	p->verb = px_verb_find(c->words[at].text);
	p->main = at;
	p->rest = at + 1;
	return p->verb != NULL;
}

/* From the first finite verb on: auxiliaries, negation, adverbs, then the verb that counts. */
static bool read_verb(const struct px_clause *c, size_t at, struct parts *p)
{
	const char *finite = c->words[at].text;
	bool be = px_word_one_of(finite, px_en_be), have = px_word_one_of(finite, "have has had");
	size_t next = skip_light(c, at + 1, &p->negated);

	if (!px_word_one_of(finite, px_en_auxiliaries)) {
		p->past = px_word_one_of(finite, px_en_plain_past);
		return main_verb(c, at, p);
	}
	if (be || have)
		p->past = px_word_one_of(finite, "was were had");
	if (have && next < c->count && strcmp(c->words[next].text, "been") == 0) {
		p->perfect = be = true;
		next = skip_light(c, next + 1, &p->negated);
	} else if (have) {
		p->perfect = next < c->count && !px_word_one_of(c->words[next].text, "a an") && px_verb_find(c->words[next].text);
		if (p->perfect)
			return main_verb(c, next, p);
		p->verb = px_verb_find("have");
		p->main = at;
		p->rest = next;
		return true;
	}
	if (be) {
		bool verbal = next < c->count && (px_word_one_of(c->words[next].text, "living working called named born married studying teaching "
									     "moving divorced retired reached changing switching starting"));
		if (verbal && px_verb_find(c->words[next].text))
			return main_verb(c, next, p);
		p->be = true;
		p->main = at;
		p->rest = next;
		return true;
	}
	while (next < c->count && px_word_one_of(c->words[next].text, "only be usually best to"))
		next++;
	return next < c->count && main_verb(c, next, p);
}

static bool read_parts(const struct px_clause *c, struct parts *p)
{
	size_t at = 0;

	*p = (struct parts){ 0 };
	while (at < c->count && !(at > 0 && is_verb(c->words[at].text) && !c->words[at].possessive &&
				  !px_word_one_of(c->words[at - 1].text, "to the my our a an")))
		at++;
	/* "Mara's allergic": no verb, or only a participle, and an 's that must be one. */
	size_t owner = 0;
	while (owner < c->count && !c->words[owner].possessive)
		owner++;
	bool participle = at < c->count && px_word_one_of(c->words[at].text, "called named born married");
	if (owner + 1 < c->count && (at == c->count || (participle && at == owner + 1))) {
		p->subject_end = owner + 1;
		p->rest = skip_light(c, owner + 1, &p->negated);
		p->main = owner;
		if (participle)
			return main_verb(c, at, p);
		p->be = true;
		return true;
	}
	if (at == c->count || !at)
		return false;
	p->subject_end = at;
	bool light = false;
	while (p->subject_end > 1 && px_word_one_of(c->words[p->subject_end - 1].text, px_en_adverbs))
		p->subject_end--;
	for (size_t i = p->subject_end; i < at; i++)
		light |= px_word_one_of(c->words[i].text, "never");
	p->negated = light;
	return read_verb(c, at, p);
}

static const char *rest_text(const struct reading *r, const struct px_clause *c, size_t from, bool drop_preposition)
{
	size_t to = c->count;

	while (from < to && px_word_one_of(c->words[from].text, px_en_adverbs))
		from++;
	if (drop_preposition && from + 1 < to && px_word_one_of(c->words[from].text, "in at to on as for"))
		from++;
	while (to > from + 1 && (px_word_one_of(c->words[to - 1].text, "now nowadays anymore instead currently again") ||
				 px_word_one_of(c->words[to - 1].text, px_en_adverbs)))
		to--;
	return px_clause_text(r->text, c, from, to, r->arena);
}

/* The first word of the rest that carries meaning. */
static const char *head_word(const struct px_clause *c, size_t from)
{
	while (from < c->count && (px_word_one_of(c->words[from].text, px_en_adverbs) ||
				   px_word_one_of(c->words[from].text, "not a an the very really quite pretty")))
		from++;
	return from < c->count ? c->words[from].text : "";
}

static bool is_number(const char *word)
{
	return isdigit((unsigned char)word[0]) != 0;
}

static bool ends_ing(const char *word)
{
	size_t n = strlen(word);

	return n > 4 && strcmp(word + n - 3, "ing") == 0;
}

static bool has_day(const struct reading *r, const struct px_clause *c)
{
	for (size_t i = 0; i < r->time_count; i++) {
		const struct px_time_expr *t = &r->times[i];
		if (t->score >= 0.5F && t->begin >= c->begin && t->end <= c->end && t->role == PX_TIME_AT &&
		    t->end - t->begin > strlen("now") &&
		    (t->value.kind == PX_TIME_DATETIME || t->value.kind == PX_TIME_DATE || t->value.kind == PX_TIME_CLOCK))
			return true;
	}
	return false;
}

static bool repeats(const struct reading *r, const struct px_clause *c)
{
	for (size_t i = 0; i < r->time_count; i++) {
		if (r->times[i].begin >= c->begin && r->times[i].end <= c->end && r->times[i].value.kind == PX_TIME_SET)
			return true;
	}
	return px_clause_has(c, "every|each|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekdays|weekends|mornings|evenings",
			     NULL, NULL);
}

/* ------------------------------------------------- "… is …" by what follows */

static bool be_person(const struct reading *r, const struct px_clause *c, const struct parts *p, const char **attribute)
{
	const char *first = p->rest < c->count ? c->words[p->rest].text : "", *head = head_word(c, p->rest);
	const char *after = p->rest + 1 < c->count ? c->words[p->rest + 1].text : "";

	(void)r;
	if (px_word_one_of(head, "allergic intolerant")) {
		*attribute = "allergy";
		return true;
	}
	if (px_word_one_of(head, "afraid scared terrified frightened keen fond into good bad rubbish terrible") &&
	    px_clause_has(c, "of|on|at|into", NULL, NULL) && p->rest + 1 < c->count) {
		*attribute = px_arena_printf(r->arena, "being %s", head);
		return px_word_one_of(after, "of on at") || strcmp(head, "into") == 0;
	}
	if (px_word_one_of(head, px_en_traits)) {
		*attribute = px_word_one_of(head, "married single divorced widowed engaged") ? "marital status" :
			     px_word_one_of(head, "vegetarian vegan coeliac celiac pescatarian kosher halal lactose") ? "diet" : "being";
		return !px_word_one_of(head, "single") || p->rest + 1 == c->count || !px_word_one_of(after, px_en_not_things);
	}
	if (is_number(first) && (p->rest + 1 == c->count || px_word_one_of(after, "years year and now in cm m kg foot feet " TIME_WORD))) {
		*attribute = px_word_one_of(after, "cm m kg foot feet") ? "height" : "age";
		return true;
	}
	if (px_word_one_of(first, "from originally based")) {
		*attribute = strcmp(first, "based") == 0 ? "home" : "origin";
		return true;
	}
	if (px_word_one_of(first, "with") && p->rest + 1 < c->count && c->words[p->rest + 1].capital) {
		*attribute = "provider";
		return true;
	}
	if (px_word_one_of(first, "a an the my our") && p->rest + 1 < c->count) {
		const char *noun = c->words[c->count - 1].text;
		*attribute = px_word_one_of(first, "my our") ? px_clause_plain(c, p->rest + 1, c->count, r->arena) : "being";
		return !px_word_one_of(after, "bit little mess wreck lot while few quick couple pain joke disaster nightmare total real complete "
					      "hundred thousand million good bad great nice shame pity pleasure genius idiot") &&
		       !px_word_one_of(noun, px_en_moment_things) && !px_word_one_of(head, px_en_moment_states);
	}
	if (p->rest < c->count && px_is_name(&c->words[p->rest]) && c->count - p->rest <= 3 && strcmp(c->words[0].text, "i") == 0 &&
	    !px_word_one_of(first, px_en_moment_states)) {
		*attribute = "name";
		return true;
	}
	return false;
}

/* "my dentist is Dr Malmgren", "the plate is FK-204-RT", "Anna's birthday is 3 March" */
static bool be_thing(const struct reading *r, const struct px_clause *c, const struct parts *p, const struct px_named *named,
		     const char **attribute)
{
	const char *first = p->rest < c->count ? c->words[p->rest].text : "", *head = head_word(c, p->rest);
	const char *what = named->attribute ? named->attribute : named->subject;
	const char *noun = strrchr(what, ' ') ? strrchr(what, ' ') + 1 : what;
	bool place = px_word_one_of(first, "in on under behind at beside near next inside above below with by");

	if (p->rest >= c->count || px_word_one_of(noun, px_en_not_things))
		return false;
	if (px_word_one_of(noun, px_en_event_nouns) && has_day(r, c) && !px_word_one_of(noun, "date test"))
		return false;
	if (!named->attribute && px_attribute_known(what, r->arena)) {
		*attribute = what; /* "my car is a Twingo, the plate is …", "the new address is …" */
		return true;
	}
	if (!named->attribute && be_person(r, c, p, attribute))
		return true;
	if (place) {
		*attribute = named->attribute ? named->attribute : "place";
		return !has_day(r, c) || named->attribute;
	}
	if (px_word_one_of(head, px_en_moment_states) || (ends_ing(head) && !c->words[p->rest].capital))
		return false;
	if (named->attribute) {
		*attribute = named->attribute;
		return true;
	}
	*attribute = "being";
	bool telling = is_number(first) || c->words[p->rest].capital || px_word_one_of(first, "called named");
	return telling && (named->definite || named->own) && !has_day(r, c);
}

/* ------------------------------------------------------ other verbs by row */

static bool object_is_moment(const struct reading *r, const struct px_clause *c, size_t rest)
{
	for (size_t i = rest; i < c->count && !px_word_one_of(c->words[i].text, "in on at for with from since that who which and but"); i++) {
		if (px_word_one_of(c->words[i].text, px_en_moment_things))
			return true;
	}
	return has_day(r, c);
}

/* The noun of "two kids", "a grey cat called Miso". */
static const char *object_noun(const struct reading *r, const struct px_clause *c, size_t from)
{
	size_t to = from;

	while (to < c->count && !px_word_one_of(c->words[to].text, px_en_prepositions) &&
	       !px_word_one_of(c->words[to].text, "called named who which that and but named not as because so") && !c->words[to].comma)
		to++;
	if (to == from && from < c->count)
		to = from + 1;
	return to > from ? px_clause_plain(c, to - 1, to, r->arena) : "";
}

static const char *taste_of(const struct reading *r, const struct px_clause *c, size_t from)
{
	size_t to = from;

	while (from < c->count && px_word_one_of(c->words[from].text, "to the a an my really"))
		from++;
	for (to = from; to < c->count && !c->words[to].comma &&
	     !px_word_one_of(c->words[to].text, "these now any anymore but because so when if as more than over from in on at"); to++)
		;
	return px_arena_printf(r->arena, "taste %s", px_clause_plain(c, from, to, r->arena));
}

static const char *singular(struct px_arena *arena, const char *word)
{
	size_t n = strlen(word);

	return n > 3 && word[n - 1] == 's' && word[n - 2] != 's' ? px_arena_strn(arena, word, n - 1) : word;
}

static bool verb_row(struct reading *r, const struct px_clause *c, const struct parts *p, const struct px_named *named,
		     const char **attribute)
{
	const char *word = c->words[p->main].text;
	bool changed = px_clause_has(c, px_en_change, NULL, NULL) || p->perfect;

	if (!p->verb->state || (p->past && !p->perfect && px_word_one_of(word, px_en_plain_past) &&
				!px_clause_has(c, "used to", NULL, NULL)))
		return false;
	if (p->rest >= c->count && !px_word_one_of(word, "smoke smokes retired expired died divorced vape married moved drink"))
		return false;
	*attribute = p->verb->attribute;
	if (px_word_one_of(word, px_en_habits) && !repeats(r, c) && !changed &&
	    !(px_word_one_of(word, "go goes takes take pay pays") && !has_day(r, c) && !ends_ing(head_word(c, p->rest))))
		return false;
	if (px_word_one_of(word, "changed change changing switched swapped replaced")) {
		r->topic = singular(r->arena, object_noun(r, c, p->rest));
		*attribute = r->topic;
		return r->topic[0] != '\0' && !px_word_one_of(r->topic, "mind subject clothe topic");
	}
	if (px_word_one_of(word, "have has had got own owns owned bought buy adopted adopt sold sell get gets")) {
		if (object_is_moment(r, c, p->rest) || px_word_one_of(head_word(c, p->rest), "to been just") || px_word_one_of(head_word(c, p->rest), px_en_moment_states))
			return false;
		*attribute = object_noun(r, c, p->rest);
		if (px_clause_has(c, "new", NULL, NULL) && px_clause_has(c, "a new", NULL, NULL))
			r->topic = *attribute;
		return (*attribute)[0] != '\0' && !px_word_one_of(*attribute, px_en_not_things) &&
		       !px_word_one_of(*attribute, "one it any some none that this them enough both");
	}
	if (*attribute && strcmp(*attribute, "taste") == 0)
		*attribute = taste_of(r, c, p->rest);
	if (px_word_one_of(word, "reached reach") && named->subject && strcmp(named->subject, "me") == 0)
		*attribute = "phone number";
	if (px_word_one_of(word, "gave quit stopped"))
		*attribute = px_clause_has(c, "smoking", NULL, NULL) ? "smoking" : px_clause_has(c, "drinking", NULL, NULL) ? "drinking" : "habit";
	if (px_word_one_of(word, "know knows") || (px_word_one_of(word, "left leave leaves") && !changed && !p->perfect))
		return false;
	return !(has_day(r, c) && !repeats(r, c) && px_word_one_of(word, "left bought got gets meet come comes go goes open close start starts finish"));
}

/* ---------------------------------------------------------------- validity */

static int64_t local_to_utc(const struct reading *r, int32_t day)
{
	return px_tz_to_utc(r->context->time->tz, (int64_t)day * 86400000, NULL);
}

/* "since 2019", "until August", "from 1 to 31 August": not the time that is the value itself. */
static void read_validity(const struct reading *r, const struct px_clause *c, struct px_fact *fact)
{
	for (size_t i = 0; i < r->time_count; i++) {
		const struct px_time_expr *t = &r->times[i];
		if (t->score < 0.5F || t->begin < fact->begin || t->end > fact->end)
			continue;
		bool range = t->value.kind == PX_TIME_RANGE && t->value.start.day != PX_DAY_NONE && t->value.end.day != PX_DAY_NONE;
		if (range && (t->begin <= c->begin + 6 || px_clause_has(c, "from|between|only|temporarily|until", NULL, NULL)) &&
		    strcmp(fact->attribute, "expiry") != 0 && strcmp(fact->attribute, "birthday") != 0) {
			fact->valid_from = local_to_utc(r, t->value.start.day);
			fact->valid_to = local_to_utc(r, t->value.end.day);
			fact->lapses = true;
		} else if (t->role == PX_TIME_START && t->value.start.day != PX_DAY_NONE) {
			fact->valid_from = local_to_utc(r, t->value.start.day);
		} else if (t->role == PX_TIME_DEADLINE && px_clause_has(c, "until|till", NULL, NULL) &&
			   strcmp(fact->attribute, "expiry") != 0) {
			int32_t day = t->value.end.day != PX_DAY_NONE ? t->value.end.day : t->value.start.day;
			if (day != PX_DAY_NONE) {
				fact->valid_to = local_to_utc(r, day + (t->value.end.day == PX_DAY_NONE));
				fact->lapses = true;
			}
		} else if (px_clause_has(c, "moving|starting|will|going to|from", NULL, NULL) && t->value.start.day != PX_DAY_NONE &&
			   local_to_utc(r, t->value.start.day) > r->context->time->now_utc &&
			   strcmp(fact->attribute, "expiry") != 0 && strcmp(fact->attribute, "birthday") != 0) {
			fact->valid_from = local_to_utc(r, t->value.start.day);
		}
	}
}

static void keep(struct reading *r, const struct px_clause *sentence, const struct px_clause *c, struct px_fact fact)
{
	if (r->count == PX_FACTS_MAX || !fact.subject || !fact.attribute)
		return;
	fact.attribute = px_attribute_canonical(fact.attribute, r->arena);
	if (strlen(fact.subject) > NAME_BYTES || strlen(fact.attribute) > NAME_BYTES || (fact.value && strlen(fact.value) > VALUE_BYTES) ||
	    sentence->end - sentence->begin > TEXT_BYTES)
		return; /* more than a row holds: such a sentence says no fact that anybody would ask for */
	fact.begin = sentence->begin;
	fact.end = sentence->end;
	fact.valid_from = fact.valid_to = PX_TIME_NONE;
	read_validity(r, c, &fact);
	fact.single |= px_attribute_single(fact.attribute);
	r->facts[r->count++] = fact;
}

/* A clause whose subject is "it", "they" or a new thing spoken of just before. */
static bool resolve(struct reading *r, struct px_named *named)
{
	if (!named->pronoun)
		return true;
	if (r->topic) {
		named->subject = "me";
		named->attribute = r->topic;
		named->own = true;
		return true;
	}
	named->subject = r->subject;
	return named->subject != NULL;
}

/* Words that only say something of the person's own things: where they are, their number, their name. */
static bool tells_detail(const struct px_clause *c, const struct parts *p)
{
	const char *first = p->rest < c->count ? c->words[p->rest].text : "";
	const char *next = p->rest + 1 < c->count ? c->words[p->rest + 1].text : "";

	if (px_word_one_of(first, "in on under behind at beside near inside above below with"))
		return px_word_one_of(next, px_en_determiners) || (p->rest + 1 < c->count && c->words[p->rest + 1].capital) || is_number(next);
	return is_number(first) || (p->rest < c->count && c->words[p->rest].capital && !px_word_one_of(first, px_en_stop)) ||
	       px_word_one_of(first, "called named £ $ €");
}

/* "van is a white vivaro", "stopcock key lives under the seat": no "my", as people write in haste. */
static bool read_bare(struct reading *r, const struct px_clause *c, const struct parts *p, struct px_named *named)
{
	if (!p->subject_end || p->subject_end > 4 || c->exclaimed || !tells_detail(c, p) || has_day(r, c))
		return false;
	for (size_t i = 0; i < p->subject_end; i++) {
		if (px_word_one_of(c->words[i].text, "you people everyone everybody somebody someone nobody anyone there what who all most many some "
						     "cats dogs men women kids it") || px_word_one_of(c->words[i].text, px_en_not_things))
			return false;
	}
	*named = (struct px_named){ .subject = px_clause_plain(c, 0, p->subject_end, r->arena), .definite = true };
	return true;
}

static bool read_clause(struct reading *r, const struct px_clause *sentence, const struct px_clause *c)
{
	struct px_fact fact = { 0 };
	struct px_named named;
	struct parts p;
	size_t begin = 0;

	/* "From 1 to 31 August I can only be reached on …" */
	while (begin < c->count && (in_time(r, &c->words[begin]) || px_word_one_of(c->words[begin].text, "from since as of until on in between")))
		begin++;
	struct px_clause clause = *c;
	if (begin && begin + 1 < c->count)
		px_clause_cut(&clause, 0, begin);
	if (!read_parts(&clause, &p))
		return false;
	if (!px_named_read(r->text, &clause, 0, p.subject_end, r->arena, &named) && !read_bare(r, &clause, &p, &named))
		return false;
	if (!resolve(r, &named) || !named.subject)
		return false;
	fact.subject = named.subject;
	fact.relation = named.relation;
	bool person = !named.attribute && !named.definite, kept;
	const char *before = r->subject;
	if (p.be && p.past)
		kept = false;
	else if (p.be)
		kept = person ? be_person(r, &clause, &p, &fact.attribute) : be_thing(r, &clause, &p, &named, &fact.attribute);
	else
		kept = verb_row(r, &clause, &p, &named, &fact.attribute);
	if (!named.pronoun)
		r->subject = named.attribute && strcmp(named.subject, "me") == 0 ? named.attribute : named.subject;
	if (!kept)
		return false;
	if (p.be && named.definite && !named.attribute && px_attribute_known(named.subject, r->arena))
		fact.subject = before ? before : "me";
	/* "my passport expires": the passport's expiry, not mine. */
	if (!p.be && named.attribute && strcmp(named.subject, "me") == 0)
		fact.subject = named.attribute;
	else if (!p.be && named.attribute)
		fact.subject = px_arena_printf(r->arena, "%s's %s", named.subject, named.attribute);
	/* "Irene is my manager" is my manager's fact. */
	if (p.be && !named.attribute && p.rest < clause.count && px_word_one_of(clause.words[p.rest].text, "my our")) {
		fact.value = named.subject;
		fact.subject = "me";
	} else if (px_word_one_of(fact.attribute, "allergy") || strncmp(fact.attribute, "taste", 5) == 0 || p.negated) {
		fact.value = px_clause_text(r->text, &clause, p.negated && p.subject_end < p.main ? p.subject_end : p.main, clause.count, r->arena);
	} else {
		bool bare = px_word_one_of(fact.attribute, "home going") || strcmp(fact.attribute, "phone number") == 0;
		fact.value = rest_text(r, &clause, p.rest, bare);
	}
	/* "I go to Dr Eskola now", after "I've changed dentists". */
	if (!p.be && r->topic && px_word_one_of(clause.words[p.main].text, "go goes use uses see sees have has")) {
		fact.subject = "me";
		fact.attribute = r->topic;
	}
	if (strcmp(fact.attribute, "allergy") == 0)
		fact.attribute = px_arena_printf(r->arena, "allergy %s", object_noun(r, &clause, p.rest + 2 < clause.count ? p.rest + 2 : p.rest));
	fact.single = p.be ? px_attribute_single(px_attribute_canonical(fact.attribute, r->arena)) : p.verb->single;
	keep(r, sentence, &clause, fact);
	return true;
}

/* "New manager.", "My new number: 0151 555 0170", "Allergic to penicillin." */
static bool read_fragment(struct reading *r, const struct px_clause *c)
{
	struct px_fact fact = { .subject = "me", .single = true };
	size_t value = 0;

	if (px_word_one_of(c->words[0].text, px_en_traits) && c->count < 8 && !c->exclaimed) {
		fact.attribute = px_word_one_of(c->words[0].text, "allergic intolerant") ? "allergy" : "being";
		fact.value = px_clause_text(r->text, c, 0, c->count, r->arena);
		fact.single = false;
		keep(r, c, c, fact);
		return true;
	}
	size_t from = px_word_one_of(c->words[0].text, "my our the") ? 1 : 0;
	bool fresh = from < c->count && strcmp(c->words[from].text, "new") == 0;
	if (from + fresh >= c->count || !(from || fresh))
		return false;
	for (size_t i = from + 1; i < c->count && !value; i++)
		value = c->words[i].comma ? i : 0;
	if (!value) {
		if (fresh && c->count <= 4)
			r->topic = px_clause_plain(c, from + 1, c->count, r->arena);
		return false;
	}
	size_t gap = c->words[value - 1].end;
	if (c->words[value].begin <= gap || !memchr(r->text.data + gap, ':', c->words[value].begin - gap))
		return false;
	fact.attribute = px_clause_plain(c, from, value, r->arena);
	fact.value = px_clause_text(r->text, c, value, c->count, r->arena);
	keep(r, c, c, fact);
	return true;
}

/* A sentence whose verb no rule knows: its words are kept, of whom it begins with. */
static void keep_whole(struct reading *r, const struct px_clause *sentence)
{
	struct px_fact fact = { .subject = "me", .attribute = "said" };
	struct px_named named;
	struct parts p;

	if (read_parts(sentence, &p) && px_named_read(r->text, sentence, 0, p.subject_end, r->arena, &named) && named.subject)
		fact.subject = named.attribute && strcmp(named.subject, "me") == 0 ? named.attribute : named.subject;
	fact.value = px_clause_text(r->text, sentence, 0, sentence->count, r->arena);
	keep(r, sentence, sentence, fact);
}

static void read_sentence(struct reading *r, const struct px_clause *sentence)
{
	struct px_clause *clauses;
	size_t before = r->count;

	if (!sentence->count || refuse(r, sentence))
		return;
	clauses = px_arena_alloc(r->arena, PX_CLAUSES_MAX * sizeof(*clauses));
	size_t count = px_clauses(sentence, is_verb, clauses, PX_CLAUSES_MAX);
	for (size_t i = 0; i < count; i++) {
		if (!read_clause(r, sentence, &clauses[i]) && count == 1)
			(void)read_fragment(r, &clauses[i]);
	}
	if (r->count == before && r->context->likely && sentence->count > 2)
		keep_whole(r, sentence);
	r->why = r->count > before ? "a fact" : "nothing that lasts";
}

/* A topic that the next clause gave a value to needs no fact of its own. */
static void drop_announcements(struct reading *r)
{
	for (size_t i = 0; i + 1 < r->count; i++) {
		if (strcmp(r->facts[i].attribute, r->facts[i + 1].attribute) == 0 &&
		    strcmp(r->facts[i].subject, r->facts[i + 1].subject) == 0 && !r->facts[i].lapses) {
			memmove(&r->facts[i], &r->facts[i + 1], (r->count - i - 1) * sizeof(r->facts[0]));
			r->count--;
			i--;
		}
	}
}

enum px_statement px_statement_read(const struct px_statement_context *context, struct px_str text,
				    struct px_arena *arena, struct px_fact *facts, size_t *count, const char **why)
{
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	struct reading r = { .context = context, .text = text, .arena = arena, .facts = facts, .why = "nothing said" };

	*count = 0;
	r.time_count = px_time_find(context->time, text, r.times, PX_TIME_MAX);
	size_t sentence_count = px_sentences(text, arena, sentences, PX_CLAUSES_MAX);
	for (size_t i = 0; i < sentence_count; i++)
		read_sentence(&r, &sentences[i]);
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
