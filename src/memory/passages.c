/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/passages.h"

#include "base/civil.h"
#include "memory/between_hits.h"
#include "memory/en.h"
#include "memory/predicate.h"
#include "memory/said_times.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

enum { TOLD = 2, LISTED = 5, NEAREST = 3, FEW = 2, KNOWN_MUCH = 8, DAY_MS = 86400000 };

/*
 * Fitted with the weights (tools/train_likelihood): what answers, so that of questions by authors that the weights were
 * not fitted on nine of ten without an answer get none; what is told beside it; what is shown as the nearest.
 */
static const float sure = 0.75F, sure_if_strict = 0.6F, beside = 0.4F, near_enough = 0.1F;
/*
 * Recall's confidence from which the nearest is shown: of what is the person's, and of anything else.  Questions about
 * the world have 0.10 to 0.21 with the things of somebody's that they have nothing to do with.
 */
static const float own_near = 0.1F, other_near = 0.22F;
/* What is told beside another is at least so likely as this share of the best. */
static const float nearly = 0.5F;
/* A change of what is told answers by itself, too, if not as likely: it may leave out the name of what changed. */
static const float of_the_same = 0.02F;

enum state { HOLDS, COMES, PAST };

/* Something that may be told. */
struct passage {
	const char *kind, *text;
	const struct px_source_row *row; /* NULL: a fact's ground */
	struct px_id id;
	int64_t at;         /* when it was said */
	float answers;
	bool untyped;       /* the question asks for a kind of value that it hasn't */
	enum state state;   /* at the time asked about */
	int64_t day;        /* when it comes, or until when it held */
	bool valid;
};

struct choosing {
	const struct px_answer_context *context;
	const struct px_time_context *time;
	const struct px_question *question;
	const struct px_asked_for *asked_for;
	struct px_asked *asked;
	struct passage told[LISTED];
	size_t count, most;
};

static bool is_said(const struct passage *p)
{
	return !p->row || px_source_is_said(p->row);
}

/* A message and the fact that was read in it say the same. */
static bool says_again(const struct passage *a, const struct passage *b)
{
	size_t n = strcspn(a->text, ".!"), m = strcspn(b->text, ".!");

	return px_id_eq(a->id, b->id) || (n == m && strncasecmp(a->text, b->text, n) == 0);
}

static int by_likelihood(const void *a, const void *b)
{
	const struct passage *x = a, *y = b;

	return x->answers > y->answers ? -1 : x->answers < y->answers;
}

static size_t sentences_of(const struct choosing *c, const char *text, struct px_clause **sentences)
{
	*sentences = px_arena_alloc(c->context->arena, PX_CLAUSES_MAX * sizeof(**sentences));
	return px_sentences(px_str(text), c->context->arena, *sentences, PX_CLAUSES_MAX);
}

/* "Paid Jas", where it is asked what is owed; "Pete's gone". */
static bool is_settled(const struct choosing *c, const struct px_clause *sentence)
{
	bool deal = false;

	for (size_t i = 0; i < c->asked_for->count; i++)
		deal |= px_word_one_of(c->asked_for->words[i].text, px_en_deals);
	return px_clause_has(sentence, px_en_gone, NULL, NULL) || (deal && px_clause_has(sentence, px_en_settled, NULL, NULL));
}

/* "now", "instead", "also", "gone up", "until Friday": it tells of a change, or adds something. */
static bool marks_change(const struct choosing *c, const struct passage *p)
{
	struct px_time_context time = px_said_context(p->at, c->context->tz, NULL, NULL);
	struct px_said_times when;
	struct px_clause *s;
	size_t count = sentences_of(c, p->text, &s);

	px_said_find(&time, px_str(p->text), &when);
	for (size_t i = 0; i < count; i++) {
		struct px_validity v = px_said_validity(&when, &s[i], &s[i], false);
		if (v.from != PX_TIME_NONE || v.to != PX_TIME_NONE || px_tells_change(&s[i]) || is_settled(c, &s[i]))
			return true;
	}
	return false;
}

/* "In March": a time that is over. */
static bool asks_of_past(const struct choosing *c)
{
	return c->question->from != PX_TIME_NONE && c->question->to <= c->context->now;
}

/* From when until when the words hold, read as on the day they were said. */
static void read_state(const struct choosing *c, struct passage *p)
{
	struct px_arena *arena = c->context->arena;
	struct px_time_context time = px_said_context(p->at, c->context->tz, NULL, NULL);
	struct px_clause *sentences = px_arena_alloc(arena, PX_CLAUSES_MAX * sizeof(*sentences));
	int64_t asked_about = c->question->from == PX_TIME_NONE ? c->context->now : c->question->to - 1;
	struct px_said_times when;

	p->state = HOLDS;
	if (!is_said(p))
		return;
	px_said_find(&time, px_str(p->text), &when);
	size_t count = px_sentences(px_str(p->text), arena, sentences, PX_CLAUSES_MAX);
	for (size_t i = 0; i < count && p->state == HOLDS; i++) {
		struct px_validity v = px_said_validity(&when, &sentences[i], &sentences[i], false);
		if (v.to != PX_TIME_NONE && v.to <= asked_about) {
			p->state = PAST;
			p->day = v.to;
		} else if (v.from != PX_TIME_NONE && v.from > asked_about) {
			p->state = COMES;
			p->day = v.from;
		}
	}
	if (p->state == HOLDS && asks_of_past(c) && p->at > asked_about && marks_change(c, p)) {
		p->state = COMES; /* "I only take 10 mg now" didn't hold before it was said */
		p->day = p->at;
	}
}

static void add(struct choosing *c, struct passage passage)
{
	for (size_t i = 0; i < c->count; i++) {
		if (says_again(&c->told[i], &passage))
			return;
	}
	if (c->count == c->most)
		return;
	read_state(c, &passage);
	c->told[c->count++] = passage;
}

static bool has_stem(const struct choosing *c, const char *text, const char *stem)
{
	struct px_clause *s;
	size_t count = sentences_of(c, text, &s);

	return px_evidence_has_stem(s, count, stem, c->context->arena);
}

/* Whether both speak of a thing in the same word. */
static bool share_word(const struct choosing *c, const struct passage *a, const struct passage *b)
{
	struct px_clause *s;
	size_t count = sentences_of(c, a->text, &s);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < s[i].count; k++) {
			const char *word = s[i].words[k].text;
			if (!px_asked_is_light(word) && !px_word_one_of(word, px_en_time_words) && word[0] > '9' &&
			    has_stem(c, b->text, px_evidence_stem(word, c->context->arena)))
				return true;
		}
	}
	return false;
}

/* "vet took the cat off the Hills": says what was told, beyond what is asked. */
static bool says_what_was_told(const struct choosing *c, const struct px_clause *s)
{
	for (size_t i = 0; i < s->count; i++) {
		const char *word = s->words[i].text, *stem = px_evidence_stem(word, c->context->arena);
		if (!px_asked_is_light(word) && !px_word_one_of(word, px_en_time_words) && isalpha((unsigned char)word[0]) && !px_asked_has_stem(c->asked_for, stem) &&
		    !px_is_verb(word) && has_stem(c, c->told[0].text, stem))
			return true;
	}
	return false;
}

/* "council changed it, I put the blue bin out on Tuesdays now": the clause of a sentence that says most of what is asked. */
static struct px_clause *clause_asked(const struct choosing *c, struct px_clause *sentence)
{
	struct px_clause *clauses = px_arena_alloc(c->context->arena, PX_CLAUSES_MAX * sizeof(*clauses)), *best = sentence;
	size_t count = px_clauses(sentence, px_is_verb, clauses, PX_CLAUSES_MAX), most = 0;

	for (size_t i = 0; count > 1 && i < count; i++) {
		bool said[PX_ASKED_WORDS] = { false };
		size_t met = 0;
		px_evidence_words(c->asked_for, &clauses[i], 1, said);
		for (size_t k = 0; k < c->asked_for->count; k++)
			met += said[k];
		if (met > most) {
			most = met;
			best = &clauses[i];
		}
	}
	return best;
}

/* "sandra has a student as well": of somebody whom neither what is told first nor the question names, and not of the person. */
static bool of_another(const struct choosing *c, const struct passage *p)
{
	struct px_arena *arena = c->context->arena;
	struct px_predicate predicate;
	struct px_clause *s;
	bool named = false;

	if (!sentences_of(c, p->text, &s))
		return false;
	s = clause_asked(c, s);
	if (!px_predicate_read(s, arena, &predicate) || predicate.dropped ||
	    px_word_one_of(s->words[predicate.main].text, px_en_saying))
		return false;
	if (predicate.be && c->asked_for->kind == PX_ASKED_NAME)
		return false; /* "Bronagh is the captain now" */
	for (size_t i = 0; i < predicate.subject_end; i++) {
		const char *word = s->words[i].text, *stem = px_evidence_stem(word, arena);
		if (px_word_one_of(word, px_en_mine) || has_stem(c, c->told[0].text, stem) || px_asked_has_stem(c->asked_for, stem))
			return false;
		named |= !px_asked_is_light(word);
	}
	if (px_word_one_of(s->words[predicate.main].text, px_en_adjusting) && px_evidence_speaks_of(c->asked_for, px_clause_text(px_str(p->text), s, predicate.main, s->count, arena)))
		return false; /* "Mr Hanley moved the maths test" */
	for (size_t i = predicate.main; i < s->count && c->asked_for->mine; i++) { /* "Doctor put me on …" */
		if (px_word_one_of(s->words[i].text, px_en_mine))
			return false;
	}
	return named && !says_what_was_told(c, s);
}

/* Whether `p` speaks of what is told first, or else of what is asked. */
static bool is_linked(const struct choosing *c, const struct passage *p)
{
	return px_evidence_speaks_of(c->asked_for, p->text) || share_word(c, &c->told[0], p);
}

/* "Callum and I split up", "no longer": it changes what was told without a value of its own. */
static bool ends(const struct choosing *c, const struct passage *p)
{
	struct px_clause *s;
	size_t count = sentences_of(c, p->text, &s);

	for (size_t i = 0; i < count; i++) {
		if (px_clause_has(&s[i], px_en_over, NULL, NULL) || px_clause_has(&s[i], px_en_ended, NULL, NULL) || is_settled(c, &s[i]))
			return true;
	}
	return false;
}

/*
 * What was said later of the same thing, and changed it: the newest of
 * `found`.  If what is told first is such a change itself: the likeliest of
 * what was said before it.
 */
static void add_change(struct choosing *c, const struct passage *found, size_t count)
{
	const struct passage *first = &c->told[0], *newest = NULL, *before = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct passage *p = &found[i];
		bool since = asks_of_past(c) && p->at >= c->question->to; /* it changed nothing then */
		if (!is_said(p) || p->answers < of_the_same || says_again(first, p) || since || of_another(c, p) || px_evidence_of_another_kind(c->asked_for, p->text, first->text) ||
		    (p->untyped && !first->untyped && !ends(c, p)))
			continue;
		if (p->at > first->at && (!newest || p->at > newest->at) && marks_change(c, p) && is_linked(c, p))
			newest = p;
		if (p->at < first->at && !before && share_word(c, first, p))
			before = p;
	}
	if (newest)
		add(c, *newest);
	else if (before && (first->state != HOLDS || marks_change(c, first)))
		add(c, *before);
}

/* Of a question that wants all there are: what adds one ("another", "as well") to what is told already. */
static void add_more(struct choosing *c, const struct passage *found, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct passage *p = &found[i];
		if (is_said(p) && p->at > c->told[0].at && marks_change(c, p) && !of_another(c, p) && is_linked(c, p))
			add(c, *p);
	}
}

/* Whether the question names somebody or something, and the hit does, too. */
static bool names_asked(const struct choosing *c, size_t hit)
{
	bool named = false;

	for (size_t i = 0; i < c->asked_for->count; i++)
		named |= c->asked_for->words[i].name || c->asked_for->words[i].must;
	return named && !c->asked->likelihoods[hit].signs[PX_SIGN_NAMELESS];
}

/* Whether somebody or something is asked about by name whom no hit names: what is near is of others then. */
static bool is_of_nobody_known(const struct choosing *c)
{
	bool named = false;

	for (size_t i = 0; i < c->asked_for->count; i++)
		named |= c->asked_for->words[i].name && c->asked_for->words[i].text[0] > '9';
	for (size_t i = 0; named && i < c->asked->count; i++)
		named = !(names_asked(c, i) && c->asked->likelihoods[i].answers > 0);
	return named;
}

/* Said after the time asked about, and not of it. */
static bool is_since(const struct choosing *c, size_t hit)
{
	static const float of_other_time = 0.5F;
	const struct px_source_row *row = &c->asked->hits[hit].row;

	return px_source_is_said(row) && asks_of_past(c) && row->item.at >= c->question->to && c->asked->likelihoods[hit].signs[PX_SIGN_AWAY] >= of_other_time;
}

/* Whether something was said before the time asked about ended that answers nearly as likely as what was said since. */
static bool is_known_of_then(const struct choosing *c, float since)
{
	static const float nearly_as = 0.3F;

	for (size_t i = 0; i < c->asked->count; i++) {
		const struct px_source_row *row = &c->asked->hits[i].row;
		if (row->item.at < c->question->to && !is_since(c, i) && c->asked->likelihoods[i].answers >= since * nearly_as)
			return true;
	}
	return false;
}

/* "I've moved, I live at 71 Elm Rise now": no answer to where it was before. */
static bool tells_what_is(const struct choosing *c, const struct px_source_row *row)
{
	struct passage p = { .text = row->text, .row = row, .at = row->item.at };

	return px_source_is_said(row) && row->valid && row->until == PX_TIME_NONE && marks_change(c, &p) && !px_evidence_tells_former(row->text, c->context->arena);
}

/*
 * How likely a hit answers: what holds no longer never does, if it isn't asked of a time when it held, nor what is of
 * somebody else where the person asks of himself, nor what is so only since the time asked about.
 */
static float answers_of(const struct choosing *c, size_t hit)
{
	const struct px_likelihood *likelihood = &c->asked->likelihoods[hit];
	bool foreign = c->asked_for->mine && likelihood->signs[PX_SIGN_FOREIGN] > 0;

	const struct px_source_row *row = &c->asked->hits[hit].row;
	bool then = asks_of_past(c) && px_source_held(row, c->question->from, c->question->to);

	if (c->asked_for->before && tells_what_is(c, row))
		return 0;
	if (is_since(c, hit) && is_known_of_then(c, likelihood->answers))
		return 0;
	return (row->valid || then) && !foreign ? likelihood->answers : 0;
}

static struct passage passage_of(const struct choosing *c, size_t hit)
{
	const struct px_source_row *row = &c->asked->hits[hit].row;

	return (struct passage){ px_source_name(row->kind), row->text, row, row->item.id, row->item.at, answers_of(c, hit),
				 c->asked->likelihoods[hit].signs[PX_SIGN_UNTYPED] > 0, HOLDS, PX_TIME_NONE, row->valid };
}

/* The hits that are at least so likely, the likeliest first; but behind the first of all what changed it. */
static void add_hits(struct choosing *c, float least)
{
	const struct px_asked *asked = c->asked;
	struct passage *found = px_arena_alloc(c->context->arena, (asked->count + 1) * sizeof(*found));
	size_t count = 0;

	bool named = false; /* then what doesn't name it is of somebody else */
	for (size_t i = 0; i < asked->count; i++)
		named |= answers_of(c, i) > 0 && names_asked(c, i);
	for (size_t i = 0; i < asked->count; i++) {
		if (answers_of(c, i) > 0 && (!named || names_asked(c, i)))
			found[count++] = passage_of(c, i);
	}
	if (count > 1)
		qsort(found, count, sizeof(*found), by_likelihood);
	for (size_t i = 0; i < count && found[i].answers >= least; i++) {
		if (c->count == 1 && is_said(&c->told[0]) && !c->asked_for->several)
			add_change(c, found, count);
		if (!c->count || c->asked_for->several || !is_said(&c->told[0]) || !is_said(&found[i]) || !of_another(c, &found[i]))
			add(c, found[i]);
	}
	if (c->count && c->asked_for->several && is_said(&c->told[0]))
		add_more(c, found, count);
	if (c->count == 1 && is_said(&c->told[0]))
		add_change(c, found, count);
}

/*
 * Beside what is likely, what recall found first: where nothing surely answers, it is the better guess of which of a
 * few is meant.
 */
static void add_found_first(struct choosing *c)
{
	for (size_t i = 0; i < c->asked->count && c->count < c->most; i++) {
		if (answers_of(c, i) > 0)
			add(c, passage_of(c, i));
	}
}

/* What holds before what comes or has passed; then the newest. */
static int in_order(const void *a, const void *b)
{
	const struct passage *x = a, *y = b;

	if ((x->state == HOLDS) != (y->state == HOLDS))
		return x->state == HOLDS ? -1 : 1;
	return x->at > y->at ? -1 : x->at < y->at;
}

static const char *day(const struct choosing *c, int64_t at)
{
	return px_answer_day(c->context, at);
}

static const char *say(const struct choosing *c, enum px_phrase phrase, const char *first, const char *second)
{
	return px_answer_said(c->context, phrase, first, second, NULL);
}

static const char *weekday(const struct choosing *c, int64_t at)
{
	const struct px_language *before = px_language_use(c->context->says_in);
	const char *name = px_texts(PX_TEXTS_WEEKDAYS)->at[px_civil_weekday((int32_t)(px_tz_to_local(c->context->tz, at) / DAY_MS))];

	px_language_use(before);
	return name;
}

static const char *state_of(const struct choosing *c, const struct px_source_row *row)
{
	const struct px_language *before = px_language_use(c->context->says_in);
	const struct px_pairs *states = px_pairs(PX_PAIRS_MEMORY_STATES);
	const char *state = row->state ? row->state : "open";

	for (size_t i = 0; i < states->count; i++) {
		if (strcmp(states->at[i].from, state) == 0)
			state = states->at[i].to;
	}
	px_language_use(before);
	return state;
}

/* The title of a task or event; with its notes and place if what is asked stands there alone. */
static const char *shown_text(const struct choosing *c, const struct passage *p)
{
	const char *all = px_source_said(p->row, c->context->arena);
	struct px_evidence title = px_evidence_of(c->asked_for, p->text, NULL, NULL), whole = px_evidence_of(c->asked_for, all, NULL, NULL);

	return whole.met > title.met || (whole.typed && !title.typed) ? all : p->text;
}

static const char *as_kept(const struct choosing *c, const struct passage *p)
{
	const struct px_source_row *row = p->row;
	const struct px_answer_context *x = c->context;

	if (is_said(p))
		return say(c, PX_PHRASE_MEMORY_SAID, p->text, day(c, p->at));
	const char *text = row->kind == PX_RECALLED_CHUNK ? p->text : shown_text(c, p);
	if (row->kind == PX_RECALLED_CHUNK)
		return px_answer_said(x, PX_PHRASE_MEMORY_READ, p->text, row->source ? row->source : say(c, PX_PHRASE_MEMORY_A_DOCUMENT, NULL, NULL),
				      day(c, p->at));
	if (row->kind == PX_RECALLED_EVENT)
		return px_answer_said(x, PX_PHRASE_MEMORY_EVENT, text, weekday(c, p->at), day(c, p->at));
	if (row->state && strcmp(row->state, "done") == 0 && row->done != PX_TIME_NONE)
		return say(c, PX_PHRASE_MEMORY_DONE, text, day(c, row->done));
	return px_answer_said(x, PX_PHRASE_MEMORY_TASK, text, day(c, p->at), state_of(c, row));
}

/* "That held until 30 Apr.": of what doesn't hold at the time asked about. */
static const char *note_of(const struct choosing *c, const struct passage *p)
{
	if (p->state == HOLDS)
		return "";
	return say(c, p->state == PAST ? PX_PHRASE_MEMORY_HELD_UNTIL : PX_PHRASE_MEMORY_HOLDS_FROM, day(c, p->day), NULL);
}

/* "Do I still have to …?": that it is done is no yes. */
static bool asks_what_is_left(const struct choosing *c)
{
	const struct px_asked_word *w = c->asked_for->words;
	bool left = false;

	for (size_t i = 0; i < c->asked_for->count; i++)
		left |= px_word_one_of(w[i].text, px_en_left) || (i > 0 && strcmp(w[i].text, "to") == 0 && px_word_one_of(w[i - 1].text, "have need got"));
	return left;
}

static const char *first_of(const struct choosing *c, const struct passage *p)
{
	struct px_arena *arena = c->context->arena;
	bool done = !is_said(p) && p->row->state && strcmp(p->row->state, "done") == 0;

	if (is_said(p))
		return px_arena_printf(arena, "%s%s", px_answer_quote(c->context, p->text, p->at), note_of(c, p));
	return px_arena_printf(arena, "%s%s.", done && c->question->kind == PX_QUESTION_YES_NO && !asks_what_is_left(c) ? say(c, PX_PHRASE_MEMORY_YES_DONE, NULL, NULL) : "",
			       as_kept(c, p));
}

static const char *second_of(const struct choosing *c, const struct passage *first, const struct passage *p)
{
	if (!is_said(p))
		return say(c, PX_PHRASE_MEMORY_ALSO, as_kept(c, p), NULL);
	if (p->state == COMES)
		return say(c, PX_PHRASE_MEMORY_FROM, day(c, p->day), p->text);
	if (p->state == PAST && first->state == HOLDS)
		return say(c, PX_PHRASE_MEMORY_UNTIL, day(c, p->day), p->text);
	return say(c, first->at < p->at ? PX_PHRASE_MEMORY_LATER : PX_PHRASE_MEMORY_EARLIER, day(c, p->at), p->text);
}

static void give_grounds(struct choosing *c)
{
	c->asked->answer.ground_count = 0;
	for (size_t i = 0; i < c->count; i++) {
		const struct passage *p = &c->told[i];
		px_answer_add_ground(&c->asked->answer, p->kind, p->id, p->text, p->at, p->valid);
	}
}

/* Whether what is told first was said later, of the same thing. */
static bool is_outdated(const struct choosing *c, size_t at)
{
	const struct passage *first = &c->told[0], *p = &c->told[at];

	return at > 0 && !c->asked_for->several && is_said(first) && is_said(p) && p->at < first->at && share_word(c, first, p);
}

static const char *lines_of(const struct choosing *c)
{
	const char *lines = "";

	for (size_t i = 0; i < c->count; i++)
		lines = px_arena_printf(c->context->arena, "%s%s%s%s", lines, i ? "\n" : "", is_outdated(c, i) ? say(c, PX_PHRASE_MEMORY_BEFORE, NULL, NULL) : "",
					as_kept(c, &c->told[i]));
	return lines;
}

/* All that is told already, and what adds to it. */
static void list_beside_facts(struct choosing *c)
{
	struct px_answer *answer = &c->asked->answer;
	size_t facts = answer->ground_count;

	for (size_t i = 0; i < facts; i++) {
		const struct px_ground *ground = &answer->grounds[i];
		add(c, (struct passage){ ground->kind, ground->text, NULL, ground->id, ground->at, 1, false, HOLDS, PX_TIME_NONE, true });
	}
	facts = c->count;
	add_hits(c, beside);
	if (c->count == facts || !facts)
		return;
	answer->text = say(c, PX_PHRASE_MEMORY_ON_IT, lines_of(c), NULL);
	give_grounds(c);
}

/* An answer from facts is there already: what recall knows of the same thing is told with it, a newer one first. */
static void tell_beside_fact(struct choosing *c)
{
	struct px_answer *answer = &c->asked->answer;
	const struct px_ground *ground = &answer->grounds[0];
	struct px_arena *arena = c->context->arena;

	if (!answer->ground_count || !ground->valid || !ground->text)
		return;
	add(c, (struct passage){ ground->kind, ground->text, NULL, ground->id, ground->at, 1, false, HOLDS, PX_TIME_NONE, true });
	c->told[0].state = HOLDS; /* the fact knows better until when it holds */
	add_hits(c, beside);
	if (c->count < 2 || !is_said(&c->told[1]))
		return;
	const struct passage *fact = &c->told[0], *other = &c->told[1];
	bool told_both = answer->ground_count > 1; /* what was said before, too */
	if (in_order(fact, other) <= 0 && told_both)
		return;
	if (in_order(fact, other) <= 0)
		answer->text = px_arena_printf(arena, "%s%s", answer->text, second_of(c, fact, other));
	else
		answer->text = px_arena_printf(arena, "%s%s", first_of(c, other), second_of(c, other, fact));
	give_grounds(c);
}

static void tell_hits(struct choosing *c, float best, bool list)
{
	struct px_arena *arena = c->context->arena;

	add_hits(c, best * nearly > beside ? best * nearly : beside);
	if (c->count > 1)
		qsort(c->told, c->count, sizeof(c->told[0]), in_order);
	if (list && c->count > 1)
		c->asked->answer.text = say(c, PX_PHRASE_MEMORY_ON_IT, lines_of(c), NULL);
	else
		c->asked->answer.text = px_arena_printf(arena, "%s%s", first_of(c, &c->told[0]),
							c->count > 1 ? second_of(c, &c->told[0], &c->told[1]) : "");
	give_grounds(c);
}

/* "Which restaurants …?" wants several. */
static bool wants_list(const struct choosing *c)
{
	return c->asked_for->several;
}

/* Whether the question is about the person, or names somebody that a hit names. */
static bool is_own(const struct choosing *c)
{
	bool named = false;

	for (size_t i = 0; i < c->asked_for->count; i++)
		named |= c->asked_for->words[i].name;
	for (size_t i = 0; named && i < c->asked->count; i++) {
		if (!c->asked->likelihoods[i].signs[PX_SIGN_NAMELESS])
			return true;
	}
	return c->asked_for->mine;
}

/* How many things were said or made, of which hits may be several: a message, a fact and an entry of it. */
static size_t things_found(const struct px_asked *asked)
{
	enum { SAME_MS = 60000 };
	size_t things = 0;

	for (size_t i = 0; i < asked->count; i++) {
		bool again = false;
		for (size_t k = 0; k < i && !again; k++)
			again = llabs((long long)(asked->hits[i].row.item.at - asked->hits[k].row.item.at)) < SAME_MS;
		things += !again;
	}
	return things;
}

void px_passages_tell(const struct px_answer_context *context, const struct px_time_context *time,
		      const struct px_question *question, const struct px_asked_for *asked_for, struct px_asked *asked)
{
	struct choosing c = { .context = context, .time = time, .question = question, .asked_for = asked_for, .asked = asked };
	float best = 0, nearest = 0;
	bool answered = false;

	if (question->kind == PX_QUESTION_ABOUT && asked->answer.text)
		return; /* all there is was told */
	c.most = wants_list(&c) ? LISTED : TOLD;
	for (size_t i = 0; i < asked->count; i++) {
		float answers = answers_of(&c, i);
		float near = is_since(&c, i) ? asked->likelihoods[i].answers : answers; /* what came later tells how near the earlier is */
		best = answers > best ? answers : best;
		nearest = near > nearest ? near : nearest;
		answered |= answers >= sure || (asked->likelihoods[i].strict && answers >= sure_if_strict);
	}
	if (asked->answer.text && asked_for->several) {
		list_beside_facts(&c);
	} else if (asked->answer.text) {
		c.most = TOLD;
		tell_beside_fact(&c);
	} else if (answered) {
		tell_hits(&c, best, wants_list(&c));
	} else if (best > 0 && nearest >= near_enough && !is_of_nobody_known(&c) && asked->evidence.confidence >= (is_own(&c) ? own_near : other_near)) {
		/* Where little is known, three of it would be half of all. */
		bool much = things_found(asked) > KNOWN_MUCH;
		c.most = !much ? FEW : wants_list(&c) ? LISTED : NEAREST;
		add_hits(&c, best < near_enough ? best * nearly : near_enough);
		if (much && asked_for->kind != PX_ASKED_YES_NO) /* whether it is so, only what is likely tells */
			add_found_first(&c);
		if (!c.count)
			return;
		qsort(c.told, c.count, sizeof(c.told[0]), in_order);
		asked->answer.unsure = true;
		asked->answer.text = say(&c, PX_PHRASE_MEMORY_NEAREST,
					 px_arena_printf(context->arena, "%s%s", c.count > 1 ? "\n" : " ", lines_of(&c)), NULL);
		give_grounds(&c);
	}
}
