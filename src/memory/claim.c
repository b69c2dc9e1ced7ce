/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/claim.h"

#include "memory/en.h"

#include <ctype.h>

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

static const char *word_at(const struct px_clause *c, size_t at)
{
	return at < c->count ? c->words[at].text : "";
}

/* The first word of the rest that carries meaning. */
static const char *head_word(const struct px_clause *c, size_t from)
{
	while (is(c, from, px_en_adverbs) || is(c, from, px_en_degrees))
		from++;
	return word_at(c, from);
}

static bool is_number(const char *word)
{
	return isdigit((unsigned char)word[0]) || px_word_one_of(word, px_en_numbers);
}

static bool ends_ing(const char *word)
{
	size_t n = strlen(word);

	return n > 4 && strcmp(word + n - 3, "ing") == 0 && !px_word_one_of(word, px_en_ing_nouns);
}

static bool has_money_or_mark(struct px_str text, const struct px_cword *word)
{
	return word->begin > 0 && word->begin <= text.size && strchr("$#+", text.data[word->begin - 1]) && text.data[word->begin - 1] != '\0';
}

bool px_claim_particular(const struct px_claim *claim, size_t from)
{
	const struct px_clause *c = claim->clause;

	for (size_t i = from; i < c->count; i++) {
		const struct px_cword *word = &c->words[i];
		if (word->capital || word->possessive || isdigit((unsigned char)word->text[0]) || has_money_or_mark(claim->text, word) ||
		    px_word_one_of(word->text, "my our me us called named") || px_word_one_of(word->text, px_en_numbers) ||
		    px_said_covers(claim->when, word) || (unsigned char)word->text[0] >= 0x80 || strpbrk(word->text, "0123456789@"))
			return true;
		if (px_word_one_of(word->text, px_en_places) && is(c, i + 1, px_en_determiners))
			return true;
	}
	return px_said_repeats(claim->when, c);
}

const char *px_claim_object(const struct px_claim *claim, size_t from)
{
	const struct px_clause *c = claim->clause;
	size_t to = from;

	while (to < c->count && !is(c, to, px_en_prepositions) && !is(c, to, px_en_after_noun) && !(to > from && c->words[to].comma))
		to++;
	if (to == from && from < c->count)
		to = from + 1;
	while (to > from + 1 && (is(c, to - 1, px_en_adverbs) || isdigit((unsigned char)c->words[to - 1].text[0])))
		to--;
	return to > from ? px_clause_plain(c, to - 1, to, claim->arena) : "";
}

/* ------------------------------------------------- "… is …" by what follows */

/* "a plumber by trade", "a dinner lady at St Bart's" */
static bool is_occupation(const struct px_claim *claim, size_t from)
{
	const struct px_clause *c = claim->clause;
	const char *noun = px_claim_object(claim, from);
	size_t n = strlen(noun);
	static const char *const endings[] = { "er", "or", "ist", "ian", "ant", "man", "woman", "eer", "ress", "iff", "ect" };

	if (px_word_one_of(noun, px_en_occupations))
		return true;
	for (size_t i = from; i < c->count && i < from + 3; i++) {
		if (px_word_one_of(c->words[i].text, px_en_of_occupation))
			return true;
	}
	if (!px_clause_has(c, "at|for|by trade|with", NULL, NULL))
		return false;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t m = strlen(endings[i]);
		if (n > m + 2 && strcmp(noun + n - m, endings[i]) == 0 && !px_word_one_of(noun, "fever winner killer over never other number"))
			return true;
	}
	return false;
}

static bool be_a(struct px_claim *claim, size_t from)
{
	const struct px_clause *c = claim->clause;
	const char *first = word_at(c, from), *after = word_at(c, from + 1), *head = head_word(c, from);

	if (from + 1 >= c->count)
		return false;
	claim->attribute = px_word_one_of(first, "my our") ? px_clause_plain(c, from + 1, c->count, claim->arena) : "being";
	if (px_word_one_of(first, "my our")) { /* "Irene is my manager at the bank" */
		size_t to = from + 1;
		while (to < c->count && !is(c, to, px_en_prepositions) && !c->words[to].comma && !is(c, to, "now too and who"))
			to++;
		claim->attribute = px_clause_plain(c, from + 1, to > from + 1 ? to : c->count, claim->arena);
		claim->single = px_attribute_single(claim->attribute);
		return true;
	}
	if (px_word_one_of(after, px_en_judgements) || px_word_one_of(px_claim_object(claim, from + 1), px_en_moment_things) ||
	    px_word_one_of(px_claim_object(claim, from + 1), px_en_judgements) || px_word_one_of(head, px_en_moment_states))
		return false;
	if (px_word_one_of(first, "a an") && is_occupation(claim, from + 1)) {
		claim->attribute = "work";
		claim->single = true;
		return true;
	}
	if (px_word_one_of(px_claim_object(claim, from + 1), px_en_world_nouns) || px_word_one_of(after, px_en_world_nouns))
		return false;
	return px_word_one_of(first, "a an") || px_claim_particular(claim, from + 1) || px_clause_has(c, px_en_roles, NULL, NULL);
}

/* "on warfarin", "with Sadiq", "from Reykjavik", "at 27 Whingate Terrace", "in Cromer" */
static bool be_somewhere(struct px_claim *claim, size_t from)
{
	const struct px_clause *c = claim->clause;
	const char *first = word_at(c, from), *next = word_at(c, from + 1);
	bool me = claim->named->subject && strcmp(claim->named->subject, "me") == 0;
	bool name = from + 1 < c->count && c->words[from + 1].capital && !px_said_covers(claim->when, &c->words[from + 1]);

	if (px_word_one_of(first, "from originally")) {
		claim->attribute = "origin";
		claim->single = true;
		return name || !px_said_day(claim->when, c);
	}
	if (strcmp(first, "based") == 0) {
		claim->attribute = "home";
		return claim->single = true;
	}
	if (strcmp(first, "with") == 0) {
		claim->attribute = "provider";
		return name;
	}
	if (strcmp(first, "on") == 0) { /* medicine, or a pay */
		claim->attribute = "taking";
		if (px_clause_has(c, px_en_on_terms, NULL, NULL))
			return true;
		return from + 1 < c->count && !px_word_one_of(next, px_en_determiners) && !is(c, from + 2, px_en_on_moment) && !px_word_one_of(next, px_en_on_moment) &&
		       !px_said_covers(claim->when, &c->words[from + 1]) && !name;
	}
	if (!px_word_one_of(first, px_en_places))
		return false;
	claim->attribute = "home";
	claim->single = true;
	if (px_said_day(claim->when, c) || px_word_one_of(next, px_en_moment_places_of_people) ||
	    is(c, from + 2, px_en_moment_places_of_people))
		return false;
	if (strcmp(first, "at") == 0)
		return is_number(next) && from + 2 < c->count && isalpha((unsigned char)word_at(c, from + 2)[0]);
	return !me && name;
}

static bool be_person(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	size_t from = claim->predicate->rest;
	const char *first = word_at(c, from), *head = head_word(c, from), *after = word_at(c, from + 1);

	if (px_word_one_of(head, "allergic intolerant")) {
		claim->attribute = "allergy";
		return true;
	}
	if (px_word_one_of(head, px_en_leanings) && px_word_one_of(after, "of on at to with into")) {
		claim->attribute = px_arena_printf(claim->arena, "being %s", head);
		return true;
	}
	if (strcmp(head, "into") == 0 && from + 1 < c->count && !px_word_one_of(word_at(c, from + 1), px_en_determiners)) {
		claim->attribute = px_arena_printf(claim->arena, "taste %s", px_clause_plain(c, from + 1, c->count, claim->arena));
		return true;
	}
	if (px_word_one_of(head, px_en_traits)) {
		claim->attribute = px_word_one_of(head, px_en_marital) ? "marital status" : px_word_one_of(head, px_en_diets) ? "diet" : "being";
		claim->single = strcmp(claim->attribute, "being") != 0;
		return !px_word_one_of(head, "single") || from + 1 == c->count || !px_word_one_of(after, px_en_not_things);
	}
	if (px_word_one_of(first, "left right") && is(c, from + 1, "handed")) {
		claim->attribute = "being";
		return true;
	}
	if (px_word_one_of(first, "o a b ab") && is(c, from + 1, "negative positive neg pos")) {
		claim->attribute = "blood type";
		return claim->single = true;
	}
	if (is_number(first) && (from + 1 == c->count || px_word_one_of(after, px_en_after_age) || c->words[from + 1].comma)) {
		claim->attribute = px_word_one_of(after, "cm m kg foot feet") ? "height" : "age";
		claim->single = true;
		return !px_word_one_of(after, "minutes mins hours days") && !px_word_one_of(claim->named->subject, "we");
	}
	if (px_word_one_of(first, "a an the my our"))
		return be_a(claim, from);
	if (is_occupation(claim, from) && px_clause_has(c, "at|for|by trade", NULL, NULL)) { /* "I am architect at …" */
		claim->attribute = "work";
		return claim->single = true;
	}
	if (from < c->count && px_is_name(&c->words[from]) && c->count - from <= 3 && is(c, 0, "i") && !px_word_one_of(first, px_en_moment_states)) {
		claim->attribute = "name";
		return claim->single = true;
	}
	return be_somewhere(claim, from);
}

static bool has_percent(const struct px_claim *claim, size_t from)
{
	const struct px_clause *c = claim->clause;

	for (size_t i = from; i < c->count; i++) {
		if (c->words[i].end < claim->text.size && claim->text.data[c->words[i].end] == '%')
			return true;
	}
	return false;
}

/* "my dentist is Dr Malmgren", "the plate is FK-204-RT", "Anna's birthday is 3 March", "the key is under the pot" */
static bool be_thing(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	const struct px_named *named = claim->named;
	size_t from = claim->predicate->rest;
	const char *first = word_at(c, from), *head = head_word(c, from);
	const char *what = named->attribute ? named->attribute : named->subject;
	const char *noun = strrchr(what, ' ') ? strrchr(what, ' ') + 1 : what;
	bool day = (px_said_day(claim->when, c) && !px_said_repeats(claim->when, c)) || px_said_deadline(claim->when, c);

	if (from >= c->count || px_word_one_of(noun, px_en_world_nouns) || px_word_one_of(noun, px_en_not_things) || px_word_one_of(what, px_en_not_things))
		return false;
	if (px_word_one_of(noun, px_en_event_nouns) && day && !px_word_one_of(noun, "date test") && !px_said_repeats(claim->when, c))
		return false;
	claim->single = true;
	if (is(c, from, px_en_question_words) || (is(c, from, "at") && has_percent(claim, from)))
		return false; /* "not what they were", "at 3%" */
	bool plain_noun = is(c, from, "a an") && from + 2 == c->count && !px_claim_particular(claim, from + 1);
	if (plain_noun && !(named->own && c->words[0].text[0] == 'm'))
		return false; /* "school is a prison" */
	if (!named->attribute && px_attribute_known(what, claim->arena)) {
		claim->attribute = what; /* "my car is a Twingo, the plate is …", "the new address is …" */
		return px_claim_particular(claim, from) || !px_word_one_of(head, px_en_moment_states);
	}
	if (px_word_one_of(first, "from between") && from + 1 < c->count && px_said_covers(claim->when, &c->words[from + 1])) {
		claim->attribute = "hours";
		return true;
	}
	if (!named->attribute && !px_word_one_of(first, "a an the") && !px_word_one_of(first, px_en_places) && be_person(claim))
		return true;
	if (px_word_one_of(first, px_en_places)) {
		if (from + 1 >= c->count || px_word_one_of(word_at(c, from + 1), px_en_on_moment))
			return false;
		claim->attribute = named->attribute ? named->attribute : "place";
		return (!day || named->attribute) && !is(c, from + 1, px_en_moment_places_of_things) && !is(c, from + 2, px_en_moment_places_of_things);
	}
	if (px_word_one_of(head, px_en_moment_states) || px_word_one_of(head, px_en_judgements) || (ends_ing(head) && !c->words[from].capital))
		return false;
	if (named->attribute) {
		claim->attribute = named->attribute;
		return !(is(c, from, "a an") && is(c, from + 1, px_en_judgements));
	}
	claim->attribute = "being";
	if (px_word_one_of(noun, px_en_attribute_nouns) && named->definite && !day)
		return true;
	bool clock = px_said_repeats(claim->when, c);
	return px_claim_particular(claim, from) && (!day || clock || px_word_one_of(noun, px_en_dated_things));
}

/* ---------------------------------------------------------- verbs of the table */

static bool object_is_moment(const struct px_claim *claim, size_t rest)
{
	const struct px_clause *c = claim->clause;

	if (px_word_one_of(px_claim_object(claim, rest), px_en_moment_things))
		return true;
	return px_said_day(claim->when, c) && !px_said_repeats(claim->when, c);
}

/* "gets 26 dollars the hour", "goes up to 260 a week" */
static bool read_pay(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	bool number = false;

	for (size_t i = claim->predicate->rest; i < c->count; i++)
		number |= isdigit((unsigned char)c->words[i].text[0]);
	claim->attribute = "pay";
	claim->single = true;
	return number && px_clause_has(c, px_en_rates, NULL, NULL);
}

/* "has moved the spare key", "has increased the rent": what is changed is what the next clause is about. */
static bool read_adjusted(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	size_t from = claim->predicate->rest, to;

	if (!is(c, claim->predicate->main, px_en_adjusting) || !is(c, from, px_en_determiners) || (!claim->predicate->perfect && !claim->predicate->past))
		return false;
	for (to = from + 1; to < c->count && !is(c, to, px_en_prepositions) && !is(c, to, px_en_after_noun) && !c->words[to].comma && !is(c, to, "oh up down"); to++)
		;
	if (to > from + 1)
		claim->topic = px_clause_plain(c, from + 1, to, claim->arena);
	return claim->topic != NULL;
}

static const char *taste_of(const struct px_claim *claim, size_t from)
{
	const struct px_clause *c = claim->clause;
	size_t to;

	while (is(c, from, "to the a an my really also doing"))
		from++;
	for (to = from; to < c->count && !(to > from && c->words[to].comma) && !is(c, to, px_en_after_taste); to++)
		;
	return px_arena_printf(claim->arena, "taste %s", px_clause_plain(c, from, to, claim->arena));
}

/* "in 2019": told of for good, unlike "yesterday". */
static bool of_a_year(const struct px_clause *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const char *word = c->words[i].text;
		if (strlen(word) == 4 && strspn(word, "0123456789") == 4 && (word[0] == '1' || word[0] == '2'))
			return true;
	}
	return false;
}

static const char *singular(struct px_arena *arena, const char *word)
{
	size_t n = strlen(word);

	return n > 3 && word[n - 1] == 's' && word[n - 2] != 's' ? px_arena_strn(arena, word, n - 1) : word;
}

/* "I've changed dentists", "we changed the health insurance to Prairie Care" */
static bool read_change(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	size_t from = claim->predicate->rest, to;

	while (is(c, from, "to the a an my our"))
		from++;
	for (to = from; to < c->count && !is(c, to, px_en_prepositions) && !is(c, to, px_en_after_noun) && !(to > from && c->words[to].comma); to++)
		;
	if (to == from)
		return false;
	claim->topic = singular(claim->arena, px_clause_plain(c, from, to, claim->arena));
	claim->attribute = claim->topic;
	claim->single = true;
	return !px_word_one_of(claim->topic, "mind subject clothe topic");
}

static bool read_having(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	const char *word = word_at(c, claim->predicate->main), *head = head_word(c, claim->predicate->rest);
	size_t from = claim->predicate->rest;

	if (object_is_moment(claim, from) || px_word_one_of(head, "to been just rid any") ||
	    (claim->predicate->dropped && is(c, from, "the my some")) ||
	    (px_word_one_of(head, px_en_moment_states) && strcmp(px_claim_object(claim, from), head) == 0) ||
	    px_clause_has(c, "like a|like an", NULL, NULL))
		return false;
	claim->attribute = px_claim_object(claim, from);
	if (px_clause_has(c, "a new", NULL, NULL))
		claim->topic = claim->attribute;
	if (px_word_one_of(word, "bought buy") && !px_clause_has(c, "new|a house|a flat|a car|a bike|a van|a boat", NULL, NULL) && !claim->predicate->perfect)
		return false;
	return claim->attribute[0] != '\0' && !px_word_one_of(claim->attribute, px_en_not_things) &&
	       !px_word_one_of(claim->attribute, px_en_no_objects);
}

/* "working at the bank", "doing my PhD", but not "working overtime" and "doing the dishes". */
static bool lasts(const struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	size_t main = claim->predicate->main, next = main + 1;

	if (is(c, main, "reading"))
		return px_clause_has(c, "at", NULL, NULL) || px_clause_has(c, px_en_learning_things, NULL, NULL);
	if (is(c, main, "doing"))
		return px_clause_has(c, px_en_learning_things, NULL, NULL);
	if (is(c, main, "staying stopping") && px_said_date(claim->when, c))
		return claim->named->subject && strcmp(claim->named->subject, "me") == 0 && is(c, next, px_en_places);
	return !is(c, main, px_en_ing_with_place) || is(c, next, px_en_prepositions) || is(c, next, px_en_determiners) ||
	       (next < c->count && c->words[next].capital);
}

/* "I'm moving the unit to Wortley on 1 April": things will be otherwise from then on. */
static bool ahead(const struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	struct px_validity v = px_said_validity(claim->when, c, c, false);

	return is(c, claim->predicate->main, px_en_changing_ahead) && v.from != PX_TIME_NONE && v.from > claim->when->context->now_utc &&
	       (is(c, claim->predicate->rest, px_en_determiners) || is(c, claim->predicate->rest, "in at to as up")) &&
	       !px_word_one_of(px_claim_object(claim, claim->predicate->rest), px_en_moment_things);
}

/* "turned 17 on Saturday" */
static bool read_age(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	size_t rest = claim->predicate->rest;

	if (!is(c, claim->predicate->main, "turned turns turning turn") || !is_number(word_at(c, rest)))
		return false;
	while (rest < c->count && is_number(word_at(c, rest)))
		rest++;
	if (rest < c->count && !px_word_one_of(word_at(c, rest), px_en_after_age) &&
	    !px_said_covers(claim->when, &c->words[rest]) && !is(c, rest, px_en_prepositions))
		return false; /* "turned three cartwheels" */
	claim->attribute = "age";
	claim->value = claim->predicate->rest;
	claim->value_end = rest;
	return claim->single = true;
}

/* "started a new job at the mill", "have a place as a welder at Brough's": from then on it is the work. */
static bool read_job(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	size_t rest = claim->predicate->rest;

	if (!is(c, claim->predicate->main, px_en_taking_work))
		return false;
	/* "has a role in the play", "have a job for you" */
	size_t main = claim->predicate->main;
	bool having = is(c, main, "have has had find found") ||
		      (main && is(c, main, "got") && is(c, main - 1, "have has"));
	for (size_t i = rest; i + 2 < c->count && i < rest + 5; i++) {
		if (!is(c, i, px_en_work_nouns) || !is(c, i + 1, having ? "at with as" : "at with for as in"))
			continue;
		claim->attribute = "work";
		claim->value = i + 1;
		for (claim->value_end = i + 2; claim->value_end < c->count && !px_said_covers(claim->when, &c->words[claim->value_end]); )
			claim->value_end++;
		return claim->single = true;
	}
	return false;
}

/* "goes to Holly Lodge Primary": a school that has a name. */
static bool names_school(const struct px_claim *claim, size_t from)
{
	const struct px_clause *c = claim->clause;

	for (size_t i = from + 1; i < c->count; i++) {
		if (px_word_one_of(c->words[i].text, px_en_schools) && (px_is_name(&c->words[i - 1]) || (i + 2 < c->count && px_is_name(&c->words[i + 2]))))
			return true;
	}
	return false;
}

static bool known_verb(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	const struct px_predicate *p = claim->predicate;
	const char *word = c->words[p->main].text;
	bool changed = px_clause_has(c, px_en_change, NULL, NULL) || px_clause_has(c, px_en_changes, NULL, NULL) || p->perfect, repeats = px_said_repeats(claim->when, c);
	bool day = px_said_day(claim->when, c) && !repeats;

	claim->single = p->verb->single;
	if (p->ongoing && !lasts(claim))
		return false;
	if ((is(c, p->main, "get gets go goes") && read_pay(claim)) || (!p->negated && (read_age(claim) || read_job(claim))))
		return true;
	if (read_adjusted(claim)) {
		claim->attribute = claim->topic;
		return px_claim_particular(claim, p->rest) && !px_said_day(claim->when, c) && strpbrk(px_clause_plain(c, p->rest, c->count, claim->arena), "0123456789");
	}
	if (p->past && !p->perfect && px_word_one_of(word, "called named reached"))
		return false;
	if (p->perfect && !px_word_one_of(word, px_en_perfect_states) && !px_clause_has(c, px_en_lasting_perfect, NULL, NULL) &&
	    !px_clause_has(c, px_en_changes, NULL, NULL))
		return false;
	if (!p->verb->state || (p->progressive && !p->ongoing) ||
	    (p->past && !p->perfect && px_word_one_of(word, px_en_plain_past) && !px_clause_has(c, "used to", NULL, NULL) &&
	     !px_clause_has(c, px_en_changes, NULL, NULL) && !(is(c, p->main, "had") && of_a_year(c))))
		return false;
	if (p->rest >= c->count && !px_word_one_of(word, px_en_whole_verbs))
		return false;
	claim->attribute = p->verb->attribute;
	if (px_word_one_of(word, px_en_attending) && names_school(claim, p->rest)) {
		claim->attribute = "school";
		return claim->single = true;
	}
	if (px_clause_has(c, px_en_expiring, NULL, NULL)) {
		claim->attribute = "expiry";
		return claim->single = true;
	}
	if (px_word_one_of(word, "needs takes") && px_claim_particular(claim, p->rest) && !is(c, p->rest, "to") && is(c, 0, px_en_determiners) &&
	    !px_said_deadline(claim->when, c) && !day)
		return true; /* "our test suite needs about 50 minutes" */
	if (px_word_one_of(word, px_en_passing_verbs))
		return false;
	if (px_word_one_of(word, "changed change changing switched swapped replaced"))
		return read_change(claim);
	if (px_word_one_of(word, px_en_having))
		return read_having(claim);
	if (ahead(claim))
		return claim->attribute != NULL;
	if (px_word_one_of(word, px_en_habits) && day && !changed)
		return false;
	if (claim->attribute && strcmp(claim->attribute, "taste") == 0)
		claim->attribute = taste_of(claim, p->rest);
	if (is(c, p->rest, "it this that") && strncmp(claim->attribute ? claim->attribute : "", "taste", 5) == 0)
		return false;
	if (px_word_one_of(word, "reached reach") && claim->named->subject && strcmp(claim->named->subject, "me") == 0)
		claim->attribute = "phone number";
	if (px_word_one_of(word, px_en_quitting))
		claim->attribute = px_clause_has(c, "smoking|the fags|fags|cigarettes", NULL, NULL) ? "smoking"
			: px_clause_has(c, "drinking|the booze", NULL, NULL) ? "drinking" : "habit";
	if (px_word_one_of(word, "left leave leaves") && !changed && !repeats)
		return false;
	return !(day && px_word_one_of(word, px_en_coming_and_going));
}

/* ------------------------------------------------------------ any other verb */

/* In the simple present any verb tells how things are, but for those of mood and of the moment. */
static bool other_verb(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	const struct px_predicate *p = claim->predicate;
	const char *word = c->words[p->main].text;
	bool repeats = px_said_repeats(claim->when, c), changes = px_clause_has(c, px_en_changes, NULL, NULL);

	claim->attribute = p->lemma;
	if (px_clause_has(c, px_en_expiring, NULL, NULL)) {
		claim->attribute = "expiry";
		return claim->single = true;
	}
	if (read_adjusted(claim)) {
		claim->attribute = claim->topic;
		return strpbrk(px_clause_plain(c, p->rest, c->count, claim->arena), "0123456789") && !px_said_day(claim->when, c);
	}
	if (!p->negated && (read_age(claim) || read_job(claim)))
		return true;
	if (p->ongoing && !lasts(claim))
		return false;
	if (is(c, p->main, "see sees") && !px_said_day(claim->when, c) && (is(c, p->rest, px_en_titles) || repeats))
		return true;
	if (is(c, p->main, "look looks") && !is(c, p->rest, "after for like"))
		return false;
	if (px_word_one_of(p->lemma, px_en_passing_verbs) || px_word_one_of(word, px_en_passing_verbs) || c->exclaimed)
		return changes && !px_said_day(claim->when, c);
	if (changes)
		return !p->progressive && !(px_said_day(claim->when, c) && !px_said_validity(claim->when, c, c, false).lapses && !p->past && !p->perfect);
	if (p->perfect || p->past || (p->progressive && !p->ongoing) || (p->modal && !p->negated && !px_clause_has(c, px_en_lasting_duty, NULL, NULL) && !px_clause_has(c, "can only|must get|has to get", NULL, NULL)))
		return false;
	if (ahead(claim))
		return true;
	if ((px_said_deadline(claim->when, c) && !p->negated) || (px_said_day(claim->when, c) && !repeats && !px_word_one_of(p->lemma, px_en_timed_verbs)))
		return false;
	if (p->rest >= c->count && !repeats)
		return false;
	return !is(c, p->rest, "it that this you him her them") || c->count > p->rest + 2;
}

/* "is registered with Orchard Vets", "is held at Thurlow's" */
static bool passive(struct px_claim *claim)
{
	const struct px_clause *c = claim->clause;
	const struct px_predicate *p = claim->predicate;
	const char *word = c->words[p->main].text;
	bool repeats = px_said_repeats(claim->when, c);

	claim->attribute = px_word_one_of(word, "closed open shut") ? "closing" : p->lemma;
	claim->single = px_word_one_of(word, "closed open shut");
	if (p->perfect && px_clause_has(c, px_en_given, NULL, NULL)) {
		claim->attribute = "taking";
		return p->rest < c->count && !px_word_one_of(word_at(c, p->rest), "a an the some") && !px_said_day(claim->when, c);
	}
	if (p->past && of_a_year(c) && claim->named->subject)
		return true;
	if (p->perfect || p->past || px_word_one_of(word, px_en_broken))
		return repeats && !p->perfect && !p->past;
	if (px_said_day(claim->when, c) && !repeats)
		return px_word_one_of(word, "fixed set due planned") && px_claim_particular(claim, p->rest);
	return p->rest < c->count && px_claim_particular(claim, p->rest);
}

/* "the sync with Bo", "the vet": what stands in a calendar rather than in a memory. */
static bool is_event(const struct px_named *named)
{
	const char *what = named->attribute ? named->attribute : named->subject;

	for (const char *at = what; *at; at += strcspn(at, " "), at += *at == ' ') {
		if (px_word_one_of_n(at, strcspn(at, " "), px_en_event_nouns) || px_word_one_of_n(at, strcspn(at, " "), px_en_visits))
			return true;
	}
	return false;
}

bool px_claim_read(struct px_claim *claim)
{
	const struct px_predicate *p = claim->predicate;
	const struct px_named *named = claim->named;
	bool person = !named->attribute && !named->definite, kept;

	claim->attribute = claim->topic = NULL;
	claim->value = claim->value_end = 0;
	claim->single = false;
	if (p->be && p->past)
		kept = px_clause_has(claim->clause, "for years|years", NULL, NULL) && be_person(claim);
	else if (p->be && p->modal)
		kept = person ? false : be_thing(claim);
	else if (p->be)
		kept = !p->progressive && (person ? be_person(claim) || (px_said_repeats(claim->when, claim->clause) && be_thing(claim)) : be_thing(claim));
	else if (p->passive)
		kept = passive(claim);
	else
		kept = p->verb ? known_verb(claim) : other_verb(claim);
	/* "I have yoga on Mondays" may be meant for the calendar; "I swim on Mondays" tells. */
	bool entry = px_said_repeats(claim->when, claim->clause) && p->verb && px_word_one_of(claim->clause->words[p->main].text, px_en_having);
	bool dated = !px_said_repeats(claim->when, claim->clause) && (claim->when->count > 0 || px_clause_has(claim->clause, px_en_rescheduling, NULL, NULL));
	bool begun = px_word_one_of(claim->clause->words[0].text, px_en_determiners) || px_word_one_of(claim->clause->words[0].text, px_en_pronouns) ||
		     px_word_one_of(claim->clause->words[0].text, px_en_kin);
	bool guessed = p->lemma && !p->passive && !begun && !px_word_one_of(claim->clause->words[p->main].text, px_en_personal_verbs) && (px_said_date(claim->when, claim->clause) || px_said_repeats(claim->when, claim->clause));
	claim->sure = kept && !guessed && !p->dropped && !entry && !(dated && is_event(named));
	return kept && claim->attribute;
}
