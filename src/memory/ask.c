/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/ask.h"

#include "domain/text.h"
#include "memory/en.h"
#include "memory/question.h"

#include <stdlib.h>

enum { TOLD = 3, LISTED = 5 };

/* A hit that scores less than this share of the best one is not told beside it. */
/* Evidence below this is none: nothing near is shown. */
static const float near_enough = 0.3F;

static const float beside = 0.75F, beside_list = 0.5F;

static const char *kept_on(const struct px_answer_context *context, const struct px_source_row *row)
{
	const char *day = px_answer_day(context, row->item.at);

	switch (row->kind) {
	case PX_RECALLED_TASK:
		if (row->state && strcmp(row->state, "done") == 0 && row->done != PX_TIME_NONE)
			return px_arena_printf(context->arena, "“%s”, done on %s", row->text, px_answer_day(context, row->done));
		return px_arena_printf(context->arena, "“%s”, a task of %s, %s", row->text, day, row->state ? row->state : "open");
	case PX_RECALLED_EVENT:
		return px_arena_printf(context->arena, "“%s”, in the calendar on %s", row->text, day);
	case PX_RECALLED_CHUNK:
		return px_arena_printf(context->arena, "“%s” (%s, %s)", row->text, row->source ? row->source : "a document", day);
	default:
		return px_arena_printf(context->arena, "“%s” (%s)", row->text, day);
	}
}

/* "Which restaurants …?" wants several. */
static bool wants_list(struct px_str text)
{
	static const char *const openings[] = { "which ", "what are ", "list ", "who are " };

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		size_t n = strlen(openings[i]);
		if (text.size > n && strncasecmp(text.data, openings[i], n) == 0)
			return true;
	}
	return false;
}

static bool has_digit(const char *text)
{
	return strpbrk(text, "0123456789") != NULL;
}

static const char *last_word(const char *phrase)
{
	const char *last = strrchr(phrase, ' ');

	return last ? last + 1 : phrase;
}

static bool says_day(const char *text, struct px_arena *arena)
{
	struct px_clause *clause = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*clause));
	size_t count = px_sentences(px_str(text), arena, clause, PX_CLAUSES_MAX);

	for (size_t i = 0; i < count; i++) {
		if (px_clause_has(&clause[i], px_en_days, NULL, NULL))
			return true;
	}
	return false;
}

/* A name that the question doesn't say itself. */
static bool has_new_name(const struct px_source_row *row, struct px_str question, struct px_arena *arena)
{
	struct px_clause *clause = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*clause));
	size_t count = px_sentences(px_str(row->text), arena, clause, PX_CLAUSES_MAX);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < clause[i].count; k++) {
			const struct px_cword *word = &clause[i].words[k];
			bool said = px_text_holds(arena, px_arena_str(arena, question), px_text_fold(arena, px_str(word->text)));
			if (px_is_name(word) && !said && (k > 0 || i > 0 || clause[i].count == 1))
				return true;
		}
	}
	return false;
}

/* Whether a text can hold an answer of the kind that is asked for: a number, a time, a name. */
static bool can_answer(const struct px_source_row *row, struct px_str question, struct px_arena *arena)
{
	struct px_clause *clause = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*clause));

	if (!px_sentences(question, arena, clause, PX_CLAUSES_MAX))
		return false;
	if (px_clause_has(clause, px_en_asks_number, NULL, NULL))
		return has_digit(row->text);
	if (px_clause_has(clause, px_en_asks_time, NULL, NULL) && row->kind != PX_RECALLED_TASK && row->kind != PX_RECALLED_EVENT)
		return has_digit(row->text) || says_day(row->text, arena);
	if (px_clause_has(clause, px_en_asks_name, NULL, NULL))
		return has_new_name(row, question, arena);
	return true;
}

static int newest_first(const void *a, const void *b)
{
	const struct px_memory_hit *const *left = a, *const *right = b;

	return ((*left)->row.item.at < (*right)->row.item.at) - ((*left)->row.item.at > (*right)->row.item.at);
}

/* Whether an earlier line says the same words: a message and the fact that was read in it. */
static bool said_already(const struct px_memory_hit *const *told, size_t count, const struct px_memory_hit *hit)
{
	for (size_t i = 0; i < count; i++) {
		size_t n = strcspn(told[i]->row.text, ".!"), m = strcspn(hit->row.text, ".!");
		if (n == m && strncasecmp(told[i]->row.text, hit->row.text, n) == 0)
			return true;
	}
	return false;
}

/*
 * Those worth telling beside the best one, the newest first: what was said
 * later may have changed what was said before, and says so.
 */
static const char *lines_of(const struct px_answer_context *context, struct px_str text, struct px_asked *asked, bool grounds,
			    size_t *told)
{
	/* Not sure which one it is: a few more are shown, as when several were asked for. */
	bool list = wants_list(text), several = list || !grounds;
	float least = several ? beside_list : beside;
	const struct px_memory_hit *chosen[LISTED];
	size_t most = several ? LISTED : TOLD, count = 0;
	const char *lines = "";

	for (size_t i = 0; i < asked->count && count < most; i++) {
		const struct px_memory_hit *hit = &asked->hits[i];
		if (i && (hit->score < asked->hits[0].score * least || !hit->row.valid || said_already(chosen, count, hit)))
			continue;
		chosen[count++] = hit;
	}
	qsort(chosen, count, sizeof(chosen[0]), newest_first);
	for (size_t i = 0; i < count; i++) {
		const struct px_source_row *row = &chosen[i]->row;
		const char *earlier = i && !list && row->kind == PX_RECALLED_MEMORY ? "Earlier: " : "";
		lines = px_arena_printf(context->arena, "%s%s%s%s", lines, i ? "\n" : "", earlier, kept_on(context, row));
		if (grounds)
			px_answer_add_ground(&asked->answer, px_source_name(row->kind), row->item.id, row->text, row->item.at, row->valid);
	}
	*told = count;
	return lines;
}

/* Sure: the words that answer, with their ground.  Else: that it isn't known, and the nearest thing there is. */
static void answer_from_hits(const struct px_answer_context *context, const struct px_question *question, struct px_str text,
			     bool sure, struct px_asked *asked)
{
	bool done = asked->hits[0].row.state && strcmp(asked->hits[0].row.state, "done") == 0;
	size_t told;
	const char *lines = lines_of(context, text, asked, sure, &told);

	if (!sure)
		asked->answer.text = px_arena_printf(context->arena, "I don't know for sure. The nearest I have:%s%s", told > 1 ? "\n" : " ", lines);
	else if (question->kind == PX_QUESTION_YES_NO && done)
		asked->answer.text = px_arena_printf(context->arena, "Yes: %s.", lines);
	else
		asked->answer.text = told > 1 ? px_arena_printf(context->arena, "This is what I have on it:\n%s", lines)
					      : px_arena_printf(context->arena, "%s.", lines);
}

/*
 * The best hit is surely of it, can hold what is asked for, and names the
 * thing: "my driving licence expires in August" is nothing about the passport.
 */
static bool is_sure(const struct px_question *question, const struct px_asked *asked, struct px_str text, struct px_arena *arena)
{
	const struct px_source_row *row = &asked->hits[0].row;

	if (!asked->evidence.sure || !can_answer(row, text, arena))
		return false;
	bool named = question->subject && question->kind != PX_QUESTION_ABOUT && strcmp(question->subject, "me") != 0;
	return !named || px_text_holds(arena, row->item.text.data ? px_arena_str(arena, row->item.text) : "",
				       px_text_fold(arena, px_str(last_word(question->subject))));
}

static enum px_err ask_facts(struct px_domain *domain, const struct px_answer_context *context, const struct px_question *question,
			     struct px_asked *asked, struct px_error *error)
{
	struct px_memory *rows;
	size_t count;

	enum px_err err = px_memory_facts(domain, &rows, &count, error);
	if (!err)
		px_answer_from_facts(context, question, rows, count, &asked->answer);
	return err;
}

enum px_err px_memory_ask(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			  struct px_asked *asked, struct px_error *error)
{
	struct px_time_context time = { .now_utc = domain->now, .tz = domain->tz, .day_first = true, .country = "", .prefer_past = true };
	struct px_statement_context reading = { &time };
	struct px_answer_context context = { domain->now, domain->tz, domain->arena };
	struct px_memory_index *index = NULL;
	struct px_memory_index_stats stats;
	struct px_question question;

	*asked = (struct px_asked){ 0 };
	px_question_read(&reading, query->text, domain->arena, &question);
	enum px_err err = ask_facts(domain, &context, &question, asked, error);
	if (err || !keep || !keep->engine)
		return err;
	err = px_memory_index_open(keep, domain, &index, error);
	if (err)
		return err;
	err = px_memory_index_search(index, domain, query, &asked->hits, &asked->count, &asked->evidence, error);
	px_memory_index_stat(index, &stats);
	px_memory_index_close(keep, index);
	asked->pending = stats.pending;
	if (err || asked->answer.text || !asked->count)
		return err;
	bool sure = is_sure(&question, asked, query->text, domain->arena);
	if (sure || asked->evidence.confidence >= near_enough) /* else it is the nearest of what is all far away */
		answer_from_hits(&context, &question, query->text, sure, asked);
	return PX_OK;
}
