/* SPDX-License-Identifier: Apache-2.0 */
/* A person has few facts of one subject, so those are compared one by one. */
#include "memory/learn.h"

#include "memory/secret.h"

#include "domain/text.h"
#include "memory/before.h"
#include "memory/correction.h"
#include "memory/en.h"
#include "memory/evidence.h"
#include "memory/source.h"
#include "memory/spoken_of.h"

#include <ctype.h>

enum { CORRECTED_WITHIN_MS = 60 * 60 * 1000, SAID_LAST_WITHIN_MS = 24 * 60 * 60 * 1000 };
/* "Her teacher is Mr Bellweather", the next thing that is said, is still of whom the last one told. */
static const int64_t spoken_of_within_ms = INT64_C(7) * 24 * 60 * 60 * 1000;

static bool same(struct px_domain *domain, const char *a, const char *b)
{
	return a && b && px_text_same(domain->arena, px_str(a), px_str(b));
}

static bool holds(const struct px_memory *row, int64_t at)
{
	return px_id_is_none(row->superseded_by) && (row->valid_to == PX_TIME_NONE || row->valid_to > at);
}

/* "a grey cat, Miso" and "the grey cat Miso" differ; only the very same words are a repetition. */
static bool says_again(struct px_domain *domain, const struct px_memory *row, const struct px_memory *old)
{
	return same(domain, row->attribute, old->attribute) && same(domain, row->value, old->value) &&
	       row->valid_to == old->valid_to && (row->valid_from == PX_TIME_NONE || row->valid_from == old->valid_from);
}

/* Neither how often nor when: of "ramipril every morning" the first. */
static bool says_thing(const char *word)
{
	return !px_asked_is_light(word) && !px_word_one_of(word, px_en_time_words) && !px_word_one_of(word, px_en_days_plural) &&
	       !px_word_one_of(word, px_en_how_often);
}

/* Whether both values say a thing in the same word: "the 41 to college", "the number 7 to college". */
static bool share_thing(struct px_domain *domain, const char *a, const char *b)
{
	struct px_clause *c = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(px_str(a), domain->arena, c, PX_CLAUSES_MAX);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count; k++) {
			const char *word = c[i].words[k].text;
			if (says_thing(word) && word[0] > '9' && !px_word_one_of(word, px_en_numbers) && px_text_holds(domain->arena, b, px_str(word)))
				return true;
		}
	}
	return false;
}

/* Whether a fact takes the place of what was known before: of what there is one, and of the same thing where it says "now". */
static bool takes_place(struct px_domain *domain, const struct px_fact *fact, const struct px_memory *old)
{
	if (fact->lapses || fact->adds || !holds(old, domain->now) || old->valid_to != PX_TIME_NONE || !same(domain, fact->attribute, old->attribute))
		return false; /* one that holds for a named time only ends by itself */
	return fact->single || (fact->changed && fact->value && old->value && strcmp(fact->attribute, "said") != 0 &&
				share_thing(domain, fact->value, old->value));
}

/* `corrected`: what is closed was wrong from its beginning on, so it ends before that. */
static enum px_err close_old(struct px_domain *domain, const struct px_fact *fact, struct px_memory *row, const struct px_memory *old, size_t count,
			     bool corrected, struct px_learned *learned, struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < count; i++) {
		if (!takes_place(domain, fact, &old[i]))
			continue;
		int64_t at = row->valid_from != PX_TIME_NONE ? row->valid_from : domain->now;
		err = px_memory_supersede(domain, old[i].id, row->id, corrected ? px_memory_begins(&old[i]) - 1 : at, error);
		learned->replaced = old[i];
	}
	return err;
}

/* Whether the text says each word of a value that says a thing. */
static bool speaks_of(struct px_domain *domain, const char *text, const char *value)
{
	struct px_clause *c = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(px_str(value), domain->arena, c, PX_CLAUSES_MAX), said = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count; k++) {
			const char *word = c[i].words[k].text;
			if (!says_thing(word))
				continue;
			if (!px_text_holds(domain->arena, text, px_str(word)))
				return false;
			said++;
		}
	}
	return said > 0;
}

/* Whether one of the words of `c` is `word`. */
static bool has_word(const struct px_clause *c, const char *word)
{
	for (size_t i = 0; i < c->count; i++) {
		if (strcmp(c->words[i].text, word) == 0)
			return true;
	}
	return false;
}

/* "Rufus died": ends what names Rufus and nobody else ("we have a dog called Rufus"); "Joanna died" nothing of Anna. */
static bool names_only(struct px_domain *domain, const char *value, const struct px_clause *subject)
{
	struct px_clause *c = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(px_str(value), domain->arena, c, PX_CLAUSES_MAX), named = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < c[i].count; k++) {
			if (!c[i].words[k].capital)
				continue;
			if (!has_word(subject, c[i].words[k].text))
				return false;
			named++;
		}
	}
	return named > 0;
}

/* "I don't take ramipril any more", "I've left the chess club": what it says is over holds no longer, under whatever attribute it was kept. */
static enum px_err close_ended(struct px_domain *domain, const struct px_memory *row, const struct px_memory *old, size_t count,
			       struct px_learned *learned, struct px_error *error)
{
	int64_t at = row->valid_from != PX_TIME_NONE ? row->valid_from : domain->now;
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < count; i++) {
		bool lapsing = old[i].valid_to != PX_TIME_NONE, now = !px_id_is_none(row->source_id) && px_id_eq(old[i].source_id, row->source_id);
		if (lapsing || now || !holds(&old[i], domain->now) || !old[i].value || !speaks_of(domain, row->value ? row->value : row->text, old[i].value))
			continue;
		err = px_memory_supersede(domain, old[i].id, row->id, at, error);
		learned->replaced = old[i];
	}
	return err;
}

/* Closes what I have that is called like somebody who is no more: "Anna's father" is not Anna. */
static enum px_err close_gone(struct px_domain *domain, const struct px_memory *row, struct px_learned *learned, struct px_error *error)
{
	struct px_memory *mine;
	struct px_clause *who = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*who));
	size_t count = 0;
	enum px_err err = PX_OK;

	if (strcmp(row->attribute, "death") != 0 || strcmp(row->subject, "me") == 0 || strstr(row->subject, "'s ") ||
	    strstr(row->subject, "’s ") || px_sentences(px_str(row->subject), domain->arena, who, PX_CLAUSES_MAX) != 1)
		return PX_OK;
	err = px_memory_of_subject(domain, PX_STR("me"), &mine, &count, error);
	for (size_t i = 0; !err && i < count; i++) {
		if (!holds(&mine[i], domain->now) || !mine[i].value || !names_only(domain, mine[i].value, who))
			continue;
		err = px_memory_supersede(domain, mine[i].id, row->id, domain->now, error);
		learned->replaced = mine[i];
	}
	return err;
}

static bool told_just_now(struct px_domain *domain, const struct px_memory *row)
{
	return row->learned > domain->now - CORRECTED_WITHIN_MS;
}

/* "No, my dentist is Dr Palm", said just behind the fact whose place it takes: that one was wrong. */
static bool corrects(struct px_domain *domain, const struct px_learn *learn, const struct px_fact *fact, const struct px_memory *old)
{
	return !fact->changed && !fact->ended && fact->valid_from == PX_TIME_NONE && told_just_now(domain, old) &&
	       px_correction_is_marked(learn->text);
}

/* `since`: since when it is so, where it corrects what was told; or PX_TIME_NONE. */
static enum px_err keep_fact_since(struct px_domain *domain, const struct px_learn *learn, const struct px_fact *fact, int64_t since,
				   struct px_learned *learned, struct px_error *error)
{
	struct px_memory row, *old;
	size_t count;

	px_record_init(&px_memory_record, &row);
	row.kind = PX_MEMORY_FACT;
	row.text = px_arena_strn(domain->arena, learn->text.data + fact->begin, fact->end - fact->begin);
	row.subject = fact->subject;
	row.attribute = fact->attribute;
	row.value = fact->value;
	row.source = learn->source;
	row.source_id = learn->source_id;
	row.span_start = (int64_t)fact->begin;
	row.span_end = (int64_t)fact->end;
	row.valid_from = fact->valid_from;
	row.valid_to = fact->valid_to;
	enum px_err err = px_memory_of_subject(domain, px_str(fact->subject), &old, &count, error);
	bool replaces = false;
	for (size_t i = 0; !err && i < count; i++) {
		if (holds(&old[i], domain->now) && says_again(domain, &row, &old[i])) {
			learned->known = old[i];
			return PX_OK;
		}
		if (!takes_place(domain, fact, &old[i]))
			continue;
		replaces = true;
		if (since == PX_TIME_NONE && corrects(domain, learn, fact, &old[i]))
			since = px_memory_begins(&old[i]);
	}
	if (!err && (replaces || since != PX_TIME_NONE) && row.valid_from == PX_TIME_NONE)
		row.valid_from = since != PX_TIME_NONE ? since : domain->now;
	if (!err)
		err = px_memory_create(domain, &row, error);
	if (!err && replaces)
		err = close_old(domain, fact, &row, old, count, since != PX_TIME_NONE, learned, error);
	else if (!err && fact->ended && !fact->lapses && !fact->adds)
		err = close_ended(domain, &row, old, count, learned, error);
	if (!err && fact->ended)
		err = close_gone(domain, &row, learned, error);
	if (!err)
		learned->rows[learned->count++] = row;
	return err;
}

static bool has_number(const char *value)
{
	return strpbrk(value, "0123456789") != NULL;
}

/*
 * "The office rent will be 700", after "our office rent is 650": what the one thing of mine of that name is.  Numbers
 * only: "the boss is German" says nothing of who my boss is.
 */
static void take_as_mine(struct px_domain *domain, struct px_fact *fact)
{
	struct px_memory *mine;
	size_t count = 0;

	if (strcmp(fact->attribute, "being") != 0 || !has_number(fact->value) || px_memory_of_subject(domain, PX_STR("me"), &mine, &count, NULL) != PX_OK)
		return;
	for (size_t i = 0; i < count; i++) {
		if (!holds(&mine[i], domain->now) || !mine[i].value || !same(domain, mine[i].attribute, fact->subject) ||
		    !has_number(mine[i].value) || !px_correction_fits(fact->value, mine[i].value))
			continue;
		fact->attribute = fact->subject;
		fact->subject = "me";
		fact->single = true;
		return;
	}
}

/* Whether the longer name has all words of the shorter one: "wifi network", "wifi"; but "Anna's cat" is not "cat". */
static bool is_longer_name(struct px_domain *domain, const char *longer, const char *shorter)
{
	if (strstr(longer, "'s ") || strstr(longer, "’s ") || same(domain, longer, shorter))
		return false;
	for (const char *at = shorter; *at; at += *at == ' ') {
		size_t n = strcspn(at, " ");
		if (n && !px_text_holds(domain->arena, longer, px_str_n(at, n)))
			return false;
		at += n;
	}
	return true;
}

/* "We renamed the wifi to Llama", after "our wifi network is called Alpaca": the one thing with a name that is called so in more words. */
static void take_as_longer(struct px_domain *domain, struct px_fact *fact)
{
	struct px_memory *rows;
	const char *longer = NULL;
	size_t count = 0;

	if (strcmp(fact->attribute, "name") != 0 || strcmp(fact->subject, "me") == 0 || px_memory_facts(domain, &rows, &count, NULL) != PX_OK)
		return;
	for (size_t i = 0; i < count; i++) {
		if (!holds(&rows[i], domain->now) || !rows[i].subject || !same(domain, rows[i].attribute, "name"))
			continue;
		if (same(domain, rows[i].subject, fact->subject) || (longer && is_longer_name(domain, rows[i].subject, fact->subject)))
			return; /* it is known as that, or there are several */
		longer = is_longer_name(domain, rows[i].subject, fact->subject) ? rows[i].subject : longer;
	}
	fact->subject = longer ? longer : fact->subject;
}

static enum px_err keep_fact(struct px_domain *domain, const struct px_learn *learn, const struct px_fact *said,
			     struct px_learned *learned, struct px_error *error)
{
	struct px_fact fact = *said;

	take_as_mine(domain, &fact);
	take_as_longer(domain, &fact);
	return keep_fact_since(domain, learn, &fact, PX_TIME_NONE, learned, error);
}

static enum px_err keep_note(struct px_domain *domain, const struct px_learn *learn, bool secret,
			     struct px_learned *learned, struct px_error *error)
{
	struct px_memory *row = &learned->rows[learned->count];

	px_record_init(&px_memory_record, row);
	row->text = px_arena_str(domain->arena, learn->text);
	row->source = learn->source;
	row->source_id = learn->source_id;
	row->secret = secret;
	enum px_err err = px_memory_create(domain, row, error);
	learned->count += !err;
	return err;
}

/* "my brother Sander is 41" tells who my brother is, too. */
static enum px_err keep_relation(struct px_domain *domain, const struct px_learn *learn, const struct px_fact *fact,
				 struct px_learned *learned, struct px_error *error)
{
	struct px_fact relation = { .subject = "me", .attribute = fact->relation, .value = fact->subject,
				    .valid_from = PX_TIME_NONE, .valid_to = PX_TIME_NONE,
				    .begin = fact->begin, .end = fact->end };
	struct px_learned ignored = { 0 };

	if (!fact->relation || learned->count == PX_FACTS_MAX)
		return PX_OK;
	enum px_err err = keep_fact(domain, learn, &relation, &ignored, error);
	if (!err && ignored.count)
		learned->rows[learned->count++] = ignored.rows[0];
	return err;
}

/* Whether the old value that is denied stands in the row. */
static bool says(struct px_domain *domain, const struct px_memory *row, const char *old)
{
	return px_text_holds(domain->arena, row->value, px_text_fold(domain->arena, px_str(old)));
}

/* Whether a fact was told by the message before, today or yesterday: nothing else was said since. */
static bool said_last(struct px_domain *domain, const struct px_learn *learn, const struct px_memory *row)
{
	struct px_message before;

	return px_message_before(domain, learn->conversation, learn->source_id, SAID_LAST_WITHIN_MS, &before, NULL) == PX_OK &&
	       px_id_eq(before.id, row->source_id);
}

/*
 * The fact that a correction means.  With the old value said: the one that
 * holds it, of several only the one told last and just now.  Without: the one
 * told last, just now, if the value is of its kind.  Else *several or nothing.
 */
static const struct px_memory *fact_meant(struct px_domain *domain, const struct px_learn *learn, const struct px_correction *correction,
					  const struct px_memory *rows, size_t count, bool *several)
{
	const struct px_memory *meant = NULL, *last = NULL;
	size_t found = 0;

	*several = false;
	for (size_t i = count; i-- > 0; ) {
		if (!holds(&rows[i], domain->now) || !rows[i].value)
			continue;
		last = last ? last : &rows[i];
		if (!correction->old)
			break;
		if (!says(domain, &rows[i], correction->old) || !px_correction_fits(correction->value, correction->old))
			continue;
		meant = meant ? meant : &rows[i];
		found++;
	}
	if (!correction->old)
		return last && (told_just_now(domain, last) || said_last(domain, learn, last)) && px_correction_fits(correction->value, last->value) ? last : NULL;
	if (found > 1 && !(meant == last && told_just_now(domain, last))) {
		*several = true;
		return NULL;
	}
	return meant;
}

/* What was said and its correction: "zainabs recital is at koerner hall – wait no, massey" is understood by itself, and found. */
static struct px_learn with_correction(struct px_domain *domain, const struct px_learn *learn, const char *said)
{
	struct px_learn whole = *learn;

	if (strlen(said) + learn->text.size + sizeof(" – ") <= PX_MEMORY_TEXT_MAX)
		whole.text = px_str(px_arena_printf(domain->arena, "%s – %.*s", said, (int)learn->text.size, learn->text.data));
	return whole;
}

/* Closes the facts that were read in a message. */
static enum px_err close_of_message(struct px_domain *domain, struct px_id message, const struct px_memory *rows, size_t count,
				    struct px_learned *learned, struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < count; i++) {
		if (!px_id_eq(rows[i].source_id, message) || !holds(&rows[i], domain->now))
			continue;
		err = px_memory_supersede(domain, rows[i].id, learned->rows[0].id, px_memory_begins(&rows[i]) - 1, error);
		learned->replaced = rows[i];
	}
	return err;
}

/* Whether a fact was read in a message. */
static bool was_read(struct px_domain *domain, struct px_id message, const struct px_memory *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (px_id_eq(rows[i].source_id, message) && holds(&rows[i], domain->now))
			return true;
	}
	return false;
}

/* Which fact is meant is not known, but what was said just before is: both sentences are kept as one. */
static enum px_err correct_message(struct px_domain *domain, const struct px_learn *learn, const struct px_memory *rows, size_t count,
				   struct px_learned *learned, struct px_error *error)
{
	struct px_message before;
	bool says = false;

	if (px_message_before(domain, learn->conversation, learn->source_id, CORRECTED_WITHIN_MS, &before, NULL) != PX_OK ||
	    px_source_says(domain, before.id, &says, NULL) != PX_OK || (!says && !was_read(domain, before.id, rows, count)))
		return PX_OK; /* a command, or what was forgotten, is no fact to be corrected */
	struct px_learn whole = with_correction(domain, learn, before.text);
	if (px_is_secret(whole.text, domain->arena))
		return PX_OK; /* "they changed the alarm code", "no, it's 4821" */
	struct px_fact fact = { .subject = "me", .attribute = "said", .value = px_arena_str(domain->arena, whole.text),
				.valid_from = PX_TIME_NONE, .valid_to = PX_TIME_NONE, .end = whole.text.size };
	if (strlen(fact.value) > PX_MEMORY_VALUE_MAX)
		return PX_OK;
	enum px_err err = keep_fact(domain, &whole, &fact, learned, error);
	if (!err && learned->count)
		err = close_of_message(domain, before.id, rows, count, learned, error);
	return err;
}

/* "no, it's 77": takes the place of the fact that it means; if it may mean several, it is a note. */
static enum px_err keep_correction(struct px_domain *domain, const struct px_learn *learn, struct px_learned *learned,
				   struct px_error *error)
{
	struct px_correction correction;
	struct px_memory *rows;
	size_t count;
	bool several;

	if (!px_correction_read(learn->text, domain->arena, &correction))
		return PX_OK;
	enum px_err err = px_memory_facts(domain, &rows, &count, error);
	if (err)
		return err;
	const struct px_memory *meant = fact_meant(domain, learn, &correction, rows, count, &several);
	if (meant && strcmp(meant->attribute, "said") == 0)
		meant = NULL; /* a whole sentence: which part is corrected is not known */
	if (!meant && !several)
		return correct_message(domain, learn, rows, count, learned, error);
	if (!meant)
		return keep_note(domain, learn, false, learned, error);
	struct px_learn whole = with_correction(domain, learn, meant->text);
	struct px_fact fact = { .subject = meant->subject, .attribute = meant->attribute, .value = correction.value,
				.valid_from = PX_TIME_NONE, .valid_to = PX_TIME_NONE, .end = whole.text.size };
	err = keep_fact_since(domain, &whole, &fact, px_memory_begins(meant), learned, error);
	if (!err && learned->count) {
		err = px_memory_supersede(domain, meant->id, learned->rows[0].id, px_memory_begins(meant) - 1, error);
		learned->replaced = *meant;
	}
	return err;
}

/* "The plumber is Dave. Sorry, Dan.": the sentences behind a fact correct it before it is kept. */
static void correct_within(struct px_domain *domain, struct px_str text, struct px_fact *facts, size_t *count)
{
	for (size_t i = 1; i <= *count; i++) {
		struct px_fact *before = &facts[i - 1];
		struct px_correction correction;
		struct px_str rest = px_str_n(text.data + before->end, text.size - before->end);
		if (!before->value || !px_correction_read(rest, domain->arena, &correction) || !correction.marked ||
		    !px_correction_fits(correction.value, before->value))
			continue;
		if (correction.old && !px_text_holds(domain->arena, before->value, px_text_fold(domain->arena, px_str(correction.old))))
			continue;
		before->value = correction.value;
		before->end = text.size;
		*count = i;
	}
}

/* Whether a memory says just this. */
static bool is_kept(struct px_domain *domain, struct px_str text)
{
	struct px_store_filter filter = { "text", PX_OP_EQ, { .text = px_str_trim(text) } };
	int64_t count = 0;

	return px_store_count(domain->tx, &px_memory_record, &filter, 1, &count, NULL) == PX_OK && count > 0;
}

/* Whether sentences of the text are in no fact: what was asked to be remembered is kept whole then. */
static bool leaves_out(struct px_str text, const struct px_fact *facts, size_t count)
{
	enum { A_FEW_WORDS = 20 };
	size_t left = 0, end = 0;

	for (size_t i = 0; i < count; i++) {
		if (facts[i].begin > end)
			left += facts[i].begin - end;
		end = facts[i].end > end ? facts[i].end : end;
	}
	if (text.size > end)
		left += text.size - end;
	return count > 0 && left >= A_FEW_WORDS;
}

/* Whether nothing but whole sentences or an excuse was read, in what corrects something: "No, I was thinking of his father. The 21st it is." */
static bool only_corrects(struct px_domain *domain, struct px_str text, const struct px_fact *facts, size_t count)
{
	struct px_correction correction;

	if (!count || !px_correction_read(text, domain->arena, &correction) || !correction.marked)
		return false;
	for (size_t i = 0; i < count; i++) {
		bool excuse = correction.excused && i == 0 && count == 1 && facts[i].begin < text.size - strlen(correction.value);
		if (strcmp(facts[i].attribute, "said") != 0 && !excuse)
			return false;
	}
	return true;
}

/* A name: its words begin with capitals ("Dr Malmgren"), and are no more than three. */
static bool is_name(struct px_domain *domain, const char *value)
{
	struct px_clause *c = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*c));

	if (px_sentences(px_str(value), domain->arena, c, PX_CLAUSES_MAX) != 1 || c->count > 3)
		return false;
	for (size_t i = 0; i < c->count; i++) {
		if (!px_is_name(&c->words[i]))
			return false;
	}
	return c->count > 0;
}

/* Whom a fact is about: "my dentist is Dr Malmgren" is about the dentist's name, not about me. */
static const char *spoken_of(struct px_domain *domain, const struct px_memory *row)
{
	if (row->subject && strcmp(row->subject, "me") != 0)
		return row->subject;
	if (!row->value)
		return NULL;
	return is_name(domain, row->value) ? row->value : px_name_introduced(px_str(row->value), domain->arena);
}

/* Whether `who`, of whom a text tells, is a person; an animal is both ("it", "she"). */
static bool may_be_meant(struct px_domain *domain, const char *text, const char *who, bool person)
{
	struct px_clause *said = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*said));
	struct px_clause *c = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t sentences = px_sentences(px_str(text), domain->arena, said, PX_CLAUSES_MAX);
	bool is_person = false;

	if (px_sentences(px_str(who), domain->arena, c, PX_CLAUSES_MAX) != 1)
		return false;
	for (size_t k = 0; k < c->count; k++) {
		const char *word = c->words[k].text;
		if (px_word_one_of(word, px_en_animals))
			return true;
		is_person |= px_is_name(&c->words[k]) || px_word_one_of(word, px_en_kin) ||
			     px_word_one_of(word, px_en_people);
		for (size_t i = 0; i < sentences; i++) { /* a subject may stand in lower case */
			for (size_t n = 0; n < said[i].count; n++)
				is_person |= strcmp(said[i].words[n].text, word) == 0 && px_is_name(&said[i].words[n]);
		}
	}
	return is_person == person;
}

/* Whom or what the message before told of: "My sister Helga lives in Graz." – "She works as an optician." */
static const char *subject_before(struct px_domain *domain, const struct px_learn *learn)
{
	struct px_clause *c = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*c));
	const char *subject = NULL;
	struct px_message before;
	struct px_memory *rows;
	size_t count;

	px_sentences(learn->text, domain->arena, c, PX_CLAUSES_MAX);
	bool thing = c->count && px_word_one_of(c->words[0].text, "it its");
	bool person = c->count && px_word_one_of(c->words[0].text, "he she him her his hers");
	if (px_id_is_none(learn->source_id) ||
	    px_message_before(domain, learn->conversation, learn->source_id, person ? spoken_of_within_ms : CORRECTED_WITHIN_MS, &before, NULL) != PX_OK ||
	    px_speaks_of_another(px_str(before.text), learn->text, domain->arena) || px_memory_facts(domain, &rows, &count, NULL) != PX_OK)
		return NULL;
	for (size_t i = 0; i < count && !subject; i++) {
		if (!px_id_eq(rows[i].source_id, before.id))
			continue;
		subject = spoken_of(domain, &rows[i]);
		bool meant = !subject || (!thing && !person) || may_be_meant(domain, rows[i].text, subject, person);
		subject = meant ? subject : NULL;
	}
	return subject || thing ? subject : px_spoken_of(px_str(before.text), domain->arena);
}

/* Whether words beside a fact are told with it: few, no question, no order, no secret, and more than a sigh. */
static bool is_told_beside(struct px_domain *domain, struct px_str text)
{
	enum { A_WORD = 2, BESIDE_MOST = 300 /* bytes; whether more of them hold a secret is not looked at whole */ };
	struct px_clause *c = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t letters = 0;

	if (text.size > BESIDE_MOST || memchr(text.data, '?', text.size) || px_is_secret(text, domain->arena))
		return false;
	const size_t count = px_sentences(text, domain->arena, c, PX_CLAUSES_MAX);
	for (size_t i = 0; i < count; i++) {
		if (c[i].count && px_word_one_of(c[i].words[0].text, px_en_orders))
			return false;
	}
	for (size_t i = 0; i < text.size; i++)
		letters += isalnum((unsigned char)text.data[i]) != 0;
	return letters >= A_WORD && count < PX_CLAUSES_MAX;
}

/*
 * "Gave Cody a raise. $21.": the sentences that no fact was read in are kept in the words of the fact before them, those
 * before all facts with the first.
 */
static void take_rest(struct px_domain *domain, struct px_str text, struct px_fact *facts, size_t count)
{
	static const char ends[] = ".!;\n";
	size_t first = text.size;

	for (size_t i = 0; i < count; i++) {
		first = facts[i].begin < first ? facts[i].begin : first;
		size_t end = facts[i].end, next = text.size;
		for (size_t k = 0; k < count; k++)
			next = facts[k].begin >= end && facts[k].begin < next ? facts[k].begin : next;
		struct px_str rest = px_str_n(text.data + end, next - end);
		bool ended = rest.size && end && (memchr(ends, rest.data[0], sizeof(ends) - 1) || memchr(ends, text.data[end - 1], sizeof(ends) - 1));
		if (!ended || !is_told_beside(domain, rest))
			continue;
		while (next > end && strchr(".! \n", text.data[next - 1]))
			next--;
		facts[i].end = next;
	}
	struct px_str before = px_str_trim(px_str_n(text.data, first));
	if (!count || !before.size || !memchr(ends, before.data[before.size - 1], sizeof(ends) - 1) || !px_statement_opens(before, domain->arena) ||
	    !is_told_beside(domain, before))
		return;
	for (size_t i = 0; i < count; i++) {
		if (facts[i].begin == first)
			facts[i].begin = 0;
	}
}

enum px_err px_memory_learn(struct px_domain *domain, const struct px_learn *learn,
			    const struct px_statement_context *context, struct px_learned *learned,
			    struct px_error *error)
{
	struct px_statement_context with_before = *context;
	struct px_fact facts[PX_FACTS_MAX];
	enum px_err err = PX_OK;
	size_t count;

	memset(learned, 0, sizeof(*learned));
	if (px_statement_points_back(learn->text, domain->arena))
		with_before.before = subject_before(domain, learn);
	enum px_statement kind = px_statement_read(&with_before, learn->text, domain->arena, facts, &count, NULL);
	if (kind == PX_STATEMENT_SECRET) {
		learned->secret = !learn->asked;
		return learn->asked ? keep_note(domain, learn, true, learned, error) : PX_OK;
	}
	correct_within(domain, learn->text, facts, &count);
	if (only_corrects(domain, learn->text, facts, count)) {
		err = keep_correction(domain, learn, learned, error);
		if (err || learned->count)
			return err;
	}
	take_rest(domain, learn->text, facts, count);
	for (size_t i = 0; !err && i < count && learned->count < PX_FACTS_MAX; i++) {
		err = keep_fact(domain, learn, &facts[i], learned, error);
		if (!err)
			err = keep_relation(domain, learn, &facts[i], learned, error);
	}
	if (!err && !learned->count && px_id_is_none(learned->known.id))
		err = keep_correction(domain, learn, learned, error);
	bool nothing = !learned->count && px_id_is_none(learned->known.id);
	if (!err && learn->asked && (nothing || (leaves_out(learn->text, facts, count) && !is_kept(domain, learn->text))))
		err = keep_note(domain, learn, false, learned, error);
	return err;
}
