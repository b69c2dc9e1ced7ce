/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/ask.h"

#include "memory/document_answer.h"
#include "memory/evidence.h"
#include "memory/follow_up.h"
#include "memory/passages.h"
#include "memory/question.h"
#include "memory/said_times.h"

/* So many hits are looked at for an answer, however few are wanted. */
enum { LOOKED_AT = 10 };

static enum px_err ask_facts(struct px_domain *domain, const struct px_answer_context *context, const struct px_question *question,
			     const struct px_said_times *times, struct px_str text, size_t own, struct px_asked_for *asked_for,
			     struct px_asked *asked, struct px_error *error)
{
	struct px_memory *rows;
	size_t count;

	enum px_err err = px_memory_all(domain, &rows, &count, error);
	if (err)
		return err;
	px_asked_for_read(times, text, own, domain->arena, rows, count, asked_for);
	px_answer_from_facts(context, question, asked_for, rows, count, &asked->answer);
	return PX_OK;
}

/* Whether vectors are of a language model, so that likeness means something by itself. */
static bool has_model(struct px_memory_index *index)
{
	struct px_embed *embed = px_memory_index_embed(index);
	struct px_embed_model model;

	if (!embed)
		return false;
	px_embed_model(embed, &model);
	return !px_str_starts(px_str(model.id), PX_STR("static"));
}

static enum px_err search(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			  const struct px_asked_for *asked_for, struct px_asked *asked, struct px_error *error)
{
	struct px_memory_query wide = *query;
	struct px_memory_index *index = NULL;
	struct px_memory_index_stats stats;

	if (wide.limit < LOOKED_AT)
		wide.limit = LOOKED_AT;
	enum px_err err = px_memory_index_open(keep, domain, &index, error);
	if (err)
		return err;
	if (query->wait)
		px_memory_index_catch_up(index, domain);
	err = px_memory_index_search(index, domain, &wide, &asked->hits, &asked->count, &asked->evidence, error);
	if (!err) {
		asked->likelihoods = px_arena_zero(domain->arena, asked->count + 1, sizeof(*asked->likelihoods));
		px_likelihood_of(asked_for, asked->hits, asked->count, has_model(index), asked->likelihoods);
	}
	px_memory_index_stat(index, &stats);
	px_memory_index_close(keep, index);
	asked->pending = stats.pending;
	return err;
}

enum px_err px_memory_ask(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			  struct px_asked *asked, struct px_error *error)
{
	struct px_time_context time = px_said_context(domain->now, domain->tz, NULL, NULL);
	struct px_statement_context reading = { &time };
	struct px_answer_context context = { domain->now, domain->tz, domain->arena };
	struct px_memory_query whole = *query;
	struct px_asked_for asked_for;
	struct px_question question;
	struct px_said_times times;

	bool of_document = false;

	*asked = (struct px_asked){ 0 };
	if (keep && keep->engine) {
		enum px_err failed = px_document_answer(keep, domain, query, asked, &of_document, error);
		if (failed || of_document)
			return failed;
		*asked = (struct px_asked){ 0 };
	}
	whole.text = px_follow_up_whole(query->text, query->earlier, domain->arena);
	time.prefer_past = true;
	px_said_find(&time, whole.text, &times);
	px_question_read(&reading, query->text, domain->arena, &question);
	enum px_err err = ask_facts(domain, &context, &question, &times, whole.text, whole.text.size - query->text.size, &asked_for, asked, error);
	if (err || !keep || !keep->engine)
		return err;
	err = search(keep, domain, &whole, &asked_for, asked, error);
	if (!err)
		px_passages_tell(&context, &time, &question, &asked_for, asked);
	if (asked->count > query->limit)
		asked->count = query->limit;
	return err;
}
