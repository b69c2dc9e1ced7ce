/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/ask.h"

#include "memory/question.h"

enum { TOLD = 3, LISTED = 5 };

/* A hit that scores less than this share of the best one is not told beside it. */
static const float beside = 0.75F;

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
		return px_arena_printf(context->arena, "“%s” (%s, %s)", row->text, row->source, day);
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

static void answer_from_hits(const struct px_answer_context *context, const struct px_question *question, struct px_str text,
			     struct px_asked *asked)
{
	const struct px_memory_hit *hits = asked->hits;
	size_t most = wants_list(text) ? LISTED : TOLD, told = 0;
	bool done = hits[0].row.state && strcmp(hits[0].row.state, "done") == 0;
	const char *lines = "";

	for (size_t i = 0; i < asked->count && told < most; i++) {
		if (i && (hits[i].score < hits[0].score * beside || !hits[i].row.valid))
			continue;
		lines = px_arena_printf(context->arena, "%s%s%s", lines, told ? "\n" : "", kept_on(context, &hits[i].row));
		px_answer_add_ground(&asked->answer, px_source_name(hits[i].row.kind), hits[i].row.item.id, hits[i].row.text,
				     hits[i].row.item.at, hits[i].row.valid);
		told++;
	}
	if (question->kind == PX_QUESTION_YES_NO && done)
		lines = px_arena_printf(context->arena, "Yes: %s", lines);
	asked->answer.text = told > 1 ? px_arena_printf(context->arena, "This is what I have on it:\n%s", lines)
				      : px_arena_printf(context->arena, "%s.", lines);
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
	struct px_recall_evidence evidence = { 0 };
	struct px_memory_index *index = NULL;
	struct px_question question;

	*asked = (struct px_asked){ 0 };
	px_question_read(&reading, query->text, domain->arena, &question);
	enum px_err err = ask_facts(domain, &context, &question, asked, error);
	if (err || !keep || !keep->engine)
		return err;
	err = px_memory_index_open(keep, domain, &index, error);
	if (err)
		return err;
	err = px_memory_index_search(index, domain, query, &asked->hits, &asked->count, &evidence, error);
	px_memory_index_close(keep, index);
	asked->confidence = evidence.confidence;
	if (!err && !asked->answer.text && asked->count && evidence.sure && question.kind != PX_QUESTION_ABOUT)
		answer_from_hits(&context, &question, query->text, asked);
	return err;
}
