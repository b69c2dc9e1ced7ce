/* SPDX-License-Identifier: Apache-2.0 */
/* Each part of a request has a little grammar of its own; the words stand in en_forget.c. */
#include "memory/forget_wish.h"

#include "domain/text.h"
#include "memory/en.h"
#include "memory/phrase.h"
#include "memory/predicate.h"

enum { OLD_ONES = 7 /* words of ", the old one as well", at most */, LEAD = 9 /* words before "forget", at most */ };

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

/* One of the phrases stands from `at` on. */
static bool has_at(const struct px_clause *c, size_t at, const char *phrases, size_t *length)
{
	struct px_clause rest = *c;

	if (at >= c->count)
		return false;
	px_clause_cut(&rest, 0, at);
	return px_clause_starts(&rest, phrases, length);
}

/* ------------------------------------------------------------ what was told last */

/* Nothing that counts stands from `at` on, or what follows a comma. */
static bool is_end(const struct px_clause *c, size_t at)
{
	while (is(c, at, px_en_last_ends) && !c->words[at].comma)
		at++;
	return at == c->count || c->words[at].comma;
}

/* "(that) I (have) (just) told you (just now)": *lately says whether it is called recent. */
static bool is_saying(const struct px_clause *c, size_t at, bool *lately)
{
	size_t length;

	at += is(c, at, "that which");
	if (!is(c, at, "i we"))
		return false;
	for (at++; is(c, at, "have had only just"); at++)
		*lately |= is(c, at, "just only");
	if (!is(c, at, px_en_last_saying))
		return false;
	at++;
	at += is(c, at, "to");
	at += is(c, at, "you");
	if (has_at(c, at, px_en_last_lately, &length)) {
		*lately = true;
		at += length;
	}
	return is_end(c, at);
}

/* "the last thing (I said)", "that last bit": with what was said, or with nothing where that is `enough`. */
static bool is_last_thing(const struct px_clause *c, size_t at, bool enough)
{
	bool lately;

	if (!is(c, at, "the that my this"))
		return false;
	at++;
	at += is(c, at, "very");
	if (!is(c, at, "last"))
		return false;
	at++;
	at += is(c, at, px_en_last_things);
	return is_saying(c, at, &lately) || (enough && is_end(c, at));
}

/*
 * The words before the `at`th speak of what was told here: "that last one was mean", "I wasn't supposed to tell anyone";
 * not "I told Jo that I'd cook", "Bob said he can't come".
 */
static bool speaks_of_telling(const struct px_clause *c, size_t at)
{
	for (size_t i = 0; i + 1 < at; i++) {
		if ((is(c, i, px_en_last_saying) && is(c, i + 1, "you it this that anyone anybody anything nobody")) ||
		    (is(c, i, "last") && is(c, i + 1, px_en_last_things)))
			return true;
	}
	return false;
}

/* "that", "this bit". */
static bool is_that(const struct px_clause *c, size_t at)
{
	if (is(c, at, "it") && speaks_of_telling(c, at)) /* "nah, forget it" means nothing of it */
		return is_end(c, at + 1);
	if (!is(c, at, "that this"))
		return false;
	at++;
	at += is(c, at, "last");
	at += is(c, at, px_en_last_things);
	return is_end(c, at);
}

static bool is_what_i_said(const struct px_clause *c, size_t at)
{
	size_t length;
	bool lately = false;

	return has_at(c, at, px_en_last_openers, &length) && is_saying(c, at + length, &lately) && lately;
}

static bool denied(const struct px_clause *c)
{
	return px_clause_has(c, "do not|never|always|shall not|will not", NULL, NULL);
}

/* Where the verb of a request stands that begins with it, polite words apart; c->count if none does. */
static size_t first_verb(const struct px_clause *c)
{
	size_t i = 0;

	while (is(c, i, px_en_before_forget) || is(c, i, px_en_adverbs) || (is(c, i, "to") && (i == 0 || is(c, i - 1, "please kindly"))))
		i++;
	return is(c, i, px_en_forget_verbs) || is(c, i, px_en_forget_wide_verbs) ? i : c->count;
}

/* The same, or where it stands behind what speaks of telling: "I wasn't supposed to tell anyone, forget that"; c->count if nowhere. */
static size_t verb_of_request(const struct px_clause *c)
{
	size_t first = first_verb(c);

	for (size_t i = 1; first == c->count && i < c->count; i++) {
		struct px_clause rest = *c;
		if (!c->words[i].comma || !speaks_of_telling(c, i))
			continue;
		px_clause_cut(&rest, 0, i);
		size_t verb = first_verb(&rest);
		if (verb < rest.count)
			return i + verb;
	}
	return first;
}

/* "forget (that) I (ever) said it", "forget I told you anything". */
static bool is_unsaid(const struct px_clause *c, size_t at)
{
	at += is(c, at, "that");
	if (!is(c, at, "i we"))
		return false;
	for (at++; is(c, at, "have had just ever even"); at++)
		;
	if (!is(c, at, px_en_last_saying))
		return false;
	at++;
	at += is(c, at, "to");
	at += is(c, at, "you");
	return is(c, at, "it that this anything") && is_end(c, at + 1);
}

/* "forget the last thing", "delete what I just said": from a verb on. */
static bool asks_for_last(const struct px_clause *c, size_t verb)
{
	bool meant = is(c, verb, "forget unlearn scratch"); /* the others are said of tasks */

	if (verb >= c->count || denied(c))
		return false;
	return is_last_thing(c, verb + 1, meant || is(c, verb + 1, "that")) || is_what_i_said(c, verb + 1);
}

/* ------------------------------------------------------------------ the request */

/* "don't ever stop remembering …": a "not" before the phrase turns it round. */
static bool is_denied(const struct px_clause *c, size_t at)
{
	while (at && !c->words[at].comma && is(c, at - 1, "ever please you to"))
		at--;
	return at && !c->words[at].comma && is(c, at - 1, "not never");
}

/* "my work email, I have left the firm": where the words that say what is to be forgotten end. */
static size_t without_reason(const struct px_clause *c, size_t from)
{
	for (size_t i = from + 1; i + 1 < c->count; i++) {
		if ((c->words[i].comma && is(c, i, "i we he she they it") && px_is_verb(c->words[i + 1].text)) || is(c, i, "because"))
			return i;
	}
	return c->count;
}

/* "I want you to", and not "Tom wants you to", "it's easy to". */
static bool is_wanted(const struct px_clause *c, size_t to)
{
	size_t i = to;

	if (i && is(c, i, "to") && is(c, i - 1, "time") && !(i > 1 && is(c, i - 2, "no")))
		return true; /* "time to forget my old address" */
	if (i < 3 || !is(c, i, "to") || !is(c, i - 1, "you") || !is(c, i - 2, px_en_wanting))
		return false;
	i -= 2;
	while (i > 0 && is(c, i - 1, "would do really just"))
		i--;
	return i > 0 && is(c, i - 1, "i we");
}

static bool is_polite(const struct px_clause *c, size_t at)
{
	return at == 0 || c->words[at].comma || is(c, at - 1, px_en_before_forget) || is_wanted(c, at - 1) ||
	       (is(c, at - 1, "to") && first_verb(c) == at);
}

/* "if I move, forget it" and "before you forget it" ask for nothing now. */
static bool is_conditional(const struct px_clause *c)
{
	return is(c, 0, px_en_conditions) && !(is(c, 0, "in") && !is(c, 1, "case")) && !px_clause_starts(c, px_en_no_conditions, NULL);
}

/* "I don't want the citalopram thing in here any more": *target, the name between, is what isn't to be kept. */
static bool wants_out(struct px_str text, const struct px_clause *c, struct px_arena *arena, const char **target)
{
	size_t begin, want, at, length;

	if (!px_clause_starts(c, "i do not want|we do not want", &want) || !px_clause_has(c, px_en_in_memory, &at, &length) || at <= want ||
	    !is_end(c, at + length))
		return false;
	begin = want;
	for (size_t i = begin; i < at; i++) {
		if (c->words[i].comma || px_is_verb(c->words[i].text) || is(c, i, px_en_pronouns) || is(c, i, "to not"))
			return false; /* "forget my old address, I don't want it stored" names it before */
	}
	*target = px_clause_text(text, c, begin, at, arena);
	return true;
}

static bool asks(struct px_str text, const struct px_clause *c, struct px_arena *arena, const char **target)
{
	size_t at, length, verb = first_verb(c);

	if (c->question || is_conditional(c))
		return false;
	if (asks_for_last(c, verb)) {
		*target = px_clause_text(text, c, verb, c->count, arena);
		return true;
	}
	if (px_clause_has(c, px_en_no_remembering, &at, &length) && at + length < c->count && !is_denied(c, at)) {
		size_t to = at + length; /* "… my weight any more, delete it" */
		while (to < c->count && !(to > at + length && c->words[to].comma) && !px_clause_has_at(c, to, "any more") && !is(c, to, "anymore"))
			to++;
		*target = px_clause_text(text, c, at + length, to, arena);
		return (*target)[0] != '\0';
	}
	for (size_t i = 0, lead = 0; i < c->count && lead < LEAD; i++) {
		lead = c->words[i].comma ? 0 : lead + 1;
		bool wide = is(c, i, px_en_forget_wide_verbs) && px_clause_has(c, px_en_forget_all, NULL, NULL);
		if ((!is(c, i, px_en_forget_verbs) && !wide) || i + 1 == c->count)
			continue;
		if (!is_polite(c, i) || denied(c))
			return false;
		*target = px_clause_text(text, c, asks_for_last(c, i) ? i : i + 1, without_reason(c, i + 1), arena);
		return true;
	}
	return wants_out(text, c, arena, target);
}

/* The names that a sentence says, behind its first word. */
static const char *names_of(const struct px_clause *c, struct px_arena *arena)
{
	const char *names = "";

	for (size_t i = 1; i < c->count; i++) {
		if (px_is_name(&c->words[i]))
			names = px_arena_printf(arena, "%s %s", names, c->words[i].text);
	}
	return names;
}

/* "Squared up with Klaas.  You can forget that debt": whose it is was said before. */
static const char *with_names(const struct px_clause *c, size_t count, const char *target, struct px_arena *arena)
{
	if (strncasecmp(target, "that ", 5) != 0 && strncasecmp(target, "this ", 5) != 0)
		return target;
	for (size_t i = 0; i < count; i++)
		target = px_arena_printf(arena, "%s%s", target, names_of(&c[i], arena));
	return target;
}

bool px_forget_asked(struct px_str text, struct px_arena *arena, const char **target)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t sentences = px_sentences(text, arena, c, PX_CLAUSES_MAX), asking = sentences;

	for (size_t i = 0; i < sentences; i++) {
		if (c[i].question)
			return false;
		if (asking == sentences && asks(text, &c[i], arena, target))
			asking = i;
	}
	if (asking == sentences || (asking > 0 && asking + 1 < sentences))
		return false; /* what stands round it may be more requests */
	*target = with_names(c, asking, *target, arena);
	return true;
}

bool px_forget_begins(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));

	if (!px_sentences(text, arena, c, PX_CLAUSES_MAX))
		return false;
	return is(c, first_verb(c), px_en_forget_verbs) || asks_for_last(c, first_verb(c));
}

bool px_forget_points(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));

	if (px_sentences(text, arena, c, PX_CLAUSES_MAX) != 1 || c->question || denied(c))
		return false;
	size_t verb = verb_of_request(c);
	return is_that(c, verb + 1) || (is(c, verb, px_en_forget_verbs) && is_unsaid(c, verb + 1));
}

/*
 * Whether the word at `at` says that somebody forgets, not that I am to: by its form ("my husband forgets"), by whom it is
 * said of ("I always forget"), or because it is denied ("never forget where …").
 */
static bool is_lament(const struct px_clause *c, size_t at)
{
	size_t who = at;
	bool often = false, is_denied_here = false;

	if (is(c, at, px_en_forgetting) && !(at && is(c, at - 1, "mind")))
		return true;
	if (!is(c, at, px_en_forget_verbs) || c->words[at].comma)
		return false;
	while (who > 0 && (is(c, who - 1, px_en_how_often) || is(c, who - 1, px_en_forgetful))) {
		who--;
		often |= is(c, who, px_en_how_often) || !is(c, who, "do will might just");
		is_denied_here |= is(c, who, "never not");
	}
	if (who == 0)
		return is_denied_here;
	if (is(c, who - 1, "to") && !is_wanted(c, who - 1)) /* "it's easy to forget", "Ben told me to forget" */
		return true;
	return is(c, who - 1, "i we me us he she they") || (often && !is(c, who - 1, "you to and please"));
}

bool px_forget_laments(struct px_str text, struct px_arena *arena, const char **what)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	const size_t sentences = px_sentences(text, arena, c, PX_CLAUSES_MAX);
	const size_t first = sentences ? first_verb(c) : 0;

	if (!sentences || (is(c, first, px_en_forget_verbs) && !denied(c)))
		return false;
	for (size_t i = 0; i < c->count; i++) {
		const char *target;
		bool unasked = is(c, i, px_en_forget_verbs) && i + 1 < c->count && !px_forget_points(text, arena) && !asks(text, c, arena, &target);
		if (is_lament(c, i) || unasked) { /* "people forget the number", "if I move, forget the number" */
			*what = px_clause_text(text, c, i + 1, c->count, arena);
			return true;
		}
	}
	return false;
}

/* ------------------------------------------------------------- what it names */

/* "passport date": the last words name what of it. */
static void split_attribute(const char *plain, struct px_arena *arena, const char **subject, const char **attribute)
{
	const char *last = strrchr(plain, ' ');

	*subject = *attribute = NULL;
	while (last) {
		const char *canonical = px_attribute_canonical(last + 1, arena);
		if (px_attribute_known(last + 1, arena)) {
			*subject = px_arena_strn(arena, plain, (size_t)(last - plain));
			*attribute = canonical;
		}
		while (last > plain && *--last != ' ')
			;
		if (last == plain)
			return;
	}
}

/* "addresses" for "address": of an attribute that has a name. */
static const char *attribute_of(const char *named, struct px_arena *arena)
{
	size_t n = strlen(named), cut = n > 3 && strcmp(named + n - 2, "es") == 0 ? 2 : n > 2 && named[n - 1] == 's' ? 1 : 0;

	for (; cut && !px_attribute_known(named, arena); cut--) {
		const char *one = px_arena_strn(arena, named, n - cut);
		if (px_attribute_known(one, arena))
			return px_attribute_canonical(one, arena);
	}
	return px_attribute_canonical(named, arena);
}

/* "all my addresses, the old one as well": what was replaced goes with what holds, whether it is named or not. */
static void cut_old_ones(struct px_clause *c)
{
	const char *last = c->count ? c->words[c->count - 1].text : "";
	const bool all = is(c, 0, "all"), as_well = px_word_one_of(last, "well too also");

	for (size_t i = 1; i + 1 < c->count && (all || as_well); i++) { /* "my number, the old one" is that one alone */
		if (c->words[i].comma && px_clause_has_at(c, i, "the old") && c->count - i <= OLD_ONES) {
			px_clause_cut(c, i, c->count);
			break;
		}
	}
}

/* "all my addresses"; "all the phone numbers", "everybody's birthday": of whomever. */
static bool cut_owners(struct px_clause *c)
{
	if (c->count > 1 && is(c, 0, "everybody everyone") && c->words[0].possessive) {
		px_clause_cut(c, 0, 1);
		return true;
	}
	if (c->count < 2 || !is(c, 0, "all every") || is(c, 1, "i we you that of about"))
		return false;
	bool own = is(c, 1, "my our");
	px_clause_cut(c, 0, is(c, 1, "the those these") && c->count > 2 ? 2 : 1);
	return !own;
}

/* "everything (that) I (ever) told you about", "what you know of", "all to do with". */
static bool cut_all_about(struct px_clause *c)
{
	size_t i = 0, length;

	if (!is(c, 0, px_en_all_begins))
		return false;
	while (i + 1 < c->count && !has_at(c, i, px_en_all_ends, &length)) {
		if (!is(c, i, px_en_all_goes_on))
			return false;
		i++;
	}
	if (!has_at(c, i, px_en_all_ends, &length) || i + length >= c->count)
		return false;
	bool all = i > 0;
	px_clause_cut(c, 0, i + length);
	return all;
}

/* "the citalopram thing", "that business with Ruth": all there is of it. */
static bool cut_thing(struct px_clause *c)
{
	if (c->count < 3 || !is(c, 0, "the that this") || !is(c, c->count - 1, px_en_loose_things))
		return false;
	px_clause_cut(c, c->count - 1, c->count);
	return true;
}

/* "the phone numbers I've given you": that they are kept is known. */
static void cut_kept(struct px_clause *c)
{
	for (size_t i = 1; i + 1 < c->count; i++) {
		size_t to = i;
		if (!has_at(c, i, px_en_kept_begins, NULL) || (i == 1 && is(c, 0, px_en_all_begins)))
			continue;
		while (is(c, to, px_en_kept_words))
			to++;
		if (to == c->count) {
			px_clause_cut(c, i, c->count);
			return;
		}
	}
}

/* "my old address", "Nils's former job": the word that says so goes. */
static bool cut_former(struct px_clause *c)
{
	for (size_t i = 1; i + 1 < c->count; i++) {
		if (is(c, i, px_en_former) && (is(c, i - 1, px_en_determiners) || c->words[i - 1].possessive)) {
			px_clause_cut(c, i, i + 1);
			return true;
		}
	}
	if (c->count > 1 && is(c, 0, px_en_former)) { /* the engine takes "my" away */
		px_clause_cut(c, 0, 1);
		return true;
	}
	return false;
}

/* "that debt" points; "that Klaas owes me money" tells what is meant. */
static bool is_short_name(const struct px_clause *c)
{
	enum { WORDS = 3 };

	for (size_t i = 0; i < c->count; i++) {
		if (px_is_verb(c->words[i].text) || is(c, i, px_en_pronouns))
			return false;
	}
	return c->count <= WORDS;
}

static void read_names(struct px_str target, struct px_clause *c, struct px_arena *arena, struct px_forget_wish *w)
{
	struct px_named named;

	w->plain = px_clause_plain(c, 0, c->count, arena);
	bool own = c->count > 1 && is(c, 0, "my our"); /* it is said to whose it is */
	w->said = px_clause_text(target, c, own ? 1 : 0, c->count, arena);
	if (px_named_read(target, c, 0, c->count, arena, &named) && !named.pronoun) {
		w->subject = named.subject;
		w->attribute = named.attribute ? attribute_of(named.attribute, arena) : NULL;
	} else {
		w->subject = "me"; /* "passport date", the engine having taken "my" away */
		w->attribute = attribute_of(w->plain, arena);
	}
	size_t from = is(c, 0, "my our the a an") ? 1 : 0;
	split_attribute(px_clause_plain(c, from, c->count, arena), arena, &w->subject2, &w->attribute2);
	if (w->anybodys)
		w->attribute = attribute_of(px_clause_plain(c, from, c->count, arena), arena);
}

void px_forget_wish_read(struct px_str target, bool former, struct px_arena *arena, struct px_forget_wish *w)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));

	*w = (struct px_forget_wish){ .plain = "", .said = "" };
	if (!px_sentences(target, arena, c, PX_CLAUSES_MAX))
		return;
	if (is_that(c, 0) || is_unsaid(c, 0))
		w->which = PX_FORGET_BEFORE;
	else if (asks_for_last(c, first_verb(c)))
		w->which = is(c, first_verb(c), "forget unlearn scratch") ? PX_FORGET_LAST : PX_FORGET_BEFORE;
	else if (is_last_thing(c, 0, true) || is_what_i_said(c, 0))
		w->which = PX_FORGET_LAST;
	if (w->which != PX_FORGET_NAMED)
		return;
	cut_old_ones(c);
	w->all = cut_all_about(c) || cut_thing(c);
	w->anybodys = cut_owners(c);
	cut_kept(c);
	w->mine = px_clause_has(c, "i", NULL, NULL);
	if (c->count > 1 && is(c, 0, "that this")) {
		px_clause_cut(c, 0, 1);
		w->pointed = is_short_name(c);
	}
	w->former = former && cut_former(c);
	read_names(target, c, arena, w);
}

bool px_forget_without_rest(struct px_str *target, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));

	if (!px_sentences(*target, arena, c, PX_CLAUSES_MAX))
		return false;
	for (size_t i = 1; i < c->count; i++) {
		if (c->words[i].comma) {
			*target = px_str(px_clause_text(*target, c, 0, i, arena));
			return target->size > 0;
		}
	}
	return false;
}
