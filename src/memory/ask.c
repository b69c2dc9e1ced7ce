/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/ask.h"

#include "memory/en.h"
#include "memory/evidence.h"
#include "memory/forget.h"
#include "memory/question.h"
#include "memory/said_times.h"

#include <stdlib.h>

enum { TOLD = 3, LISTED = 5 };

/* Evidence below this is none: nothing near is shown. */
static const float near_enough = 0.3F;
/* What recall is sure of must share so much of what the question names. */
static const float half_met = 0.6F;
/* A hit that scores less than this share of the best one is not told beside it. */
static const float beside = 0.75F, beside_list = 0.5F, beside_near = 0.35F;

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
/* `answers`: how many of the first hits answer; 0: none does, and those near are shown. */
static const char *lines_of(const struct px_answer_context *context, struct px_str text, struct px_asked *asked, size_t answers,
			    size_t *told)
{
	bool grounds = answers > 0;
	size_t shown = grounds ? answers : asked->count;
	/* Not sure which one it is: a few more are shown, as when several were asked for. */
	bool list = wants_list(text), several = list || !grounds;
	float least = !grounds ? beside_near : several ? beside_list : beside;
	const struct px_memory_hit *chosen[LISTED];
	size_t most = several ? LISTED : TOLD, count = 0;
	const char *lines = "";

	for (size_t i = 0; i < shown && count < most; i++) {
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
			     size_t answers, struct px_asked *asked)
{
	bool done = asked->hits[0].row.state && strcmp(asked->hits[0].row.state, "done") == 0;
	size_t told;
	const char *lines = lines_of(context, text, asked, answers, &told);

	if (!answers)
		asked->answer.text = px_arena_printf(context->arena, "I don't know for sure. The nearest I have:%s%s", told > 1 ? "\n" : " ", lines);
	else if (question->kind == PX_QUESTION_YES_NO && done)
		asked->answer.text = px_arena_printf(context->arena, "Yes: %s.", lines);
	else
		asked->answer.text = told > 1 ? px_arena_printf(context->arena, "This is what I have on it:\n%s", lines)
					      : px_arena_printf(context->arena, "%s.", lines);
}

/* Whether a hit answers by its words; or, where recall is sure of it by its meaning, names enough of what is asked. */
static bool is_answer(const struct px_asked_for *asked_for, const struct px_asked *asked, const struct px_memory_hit *hit)
{
	struct px_evidence e = px_evidence_of(asked_for, hit->row.text, NULL, NULL);
	bool dated = asked_for->kind == PX_ASKED_TIME && (hit->row.kind == PX_RECALLED_TASK || hit->row.kind == PX_RECALLED_EVENT);

	/* What was asked or ordered tells nothing. */
	const char *target;
	if (hit->row.kind == PX_RECALLED_MESSAGE && (px_question_is(px_str(hit->row.text), asked_for->arena) ||
						     px_forget_asked(px_str(hit->row.text), asked_for->arena, &target)))
		return false;
	e.typed |= dated; /* its day is told with it */
	if (px_evidence_answers(asked_for, &e))
		return true;
	return hit == asked->hits && asked->evidence.sure && e.names && e.typed && !e.foreign && !e.lacking && e.met >= half_met;
}

/* Brings the hits that answer to the front; returns how many there are. */
static size_t sort_answers(const struct px_asked_for *asked_for, struct px_asked *asked)
{
	size_t answers = 0;

	for (size_t i = 0; i < asked->count; i++) {
		if (!asked->hits[i].row.valid || !is_answer(asked_for, asked, &asked->hits[i]))
			continue;
		struct px_memory_hit hit = asked->hits[i];
		memmove(asked->hits + answers + 1, asked->hits + answers, (i - answers) * sizeof(hit));
		asked->hits[answers++] = hit;
	}
	return answers;
}

static enum px_err ask_facts(struct px_domain *domain, const struct px_answer_context *context, const struct px_question *question,
			     const struct px_said_times *times, struct px_str text, struct px_asked_for *asked_for,
			     struct px_asked *asked, struct px_error *error)
{
	struct px_memory *rows;
	size_t count;

	enum px_err err = px_memory_all(domain, &rows, &count, error);
	if (err)
		return err;
	px_asked_for_read(times, text, domain->arena, rows, count, asked_for);
	px_answer_from_facts(context, question, asked_for, rows, count, &asked->answer);
	return PX_OK;
}

enum px_err px_memory_ask(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			  struct px_asked *asked, struct px_error *error)
{
	struct px_time_context time = px_said_context(domain->now, domain->tz, NULL, NULL);
	struct px_statement_context reading = { &time };
	struct px_answer_context context = { domain->now, domain->tz, domain->arena };
	struct px_memory_index *index = NULL;
	struct px_memory_index_stats stats;
	struct px_asked_for asked_for;
	struct px_question question;
	struct px_said_times times;

	*asked = (struct px_asked){ 0 };
	time.prefer_past = true;
	px_said_find(&time, query->text, &times);
	px_question_read(&reading, query->text, domain->arena, &question);
	enum px_err err = ask_facts(domain, &context, &question, &times, query->text, &asked_for, asked, error);
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
	size_t answers = sort_answers(&asked_for, asked);
	if (answers || asked->evidence.confidence >= near_enough) /* else it is the nearest of what is all far away */
		answer_from_hits(&context, &question, query->text, answers, asked);
	return PX_OK;
}
