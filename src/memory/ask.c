/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/ask.h"

#include "memory/document_answer.h"
#include "memory/evidence.h"
#include "memory/follow_up.h"
#include "memory/passages.h"
#include "memory/question.h"
#include "memory/reckon.h"
#include "memory/said_times.h"
#include "memory/second_hop.h"

/* So many hits are looked at for an answer, however few are wanted. */
enum { LOOKED_AT = 10 };
/* At most so many of a second search are looked at beside those of the first. */
enum { OF_SECOND_HOP = 3 };
/* A fact is kept in the turn that its message began. */
enum { SAME_MS = 60000 };

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

/*
 * A message and the fact that was read in a part of it are one thing said: the message has all the words, the fact knows
 * whether it still holds, so a message of what doesn't goes.
 */
static void join_said(struct px_memory_hit *hits, size_t *count)
{
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		bool drop = false;
		for (size_t k = 0; k < *count && !drop; k++) {
			const struct px_source_row *a = &hits[i].row, *b = &hits[k].row;
			bool same = (a->kind == PX_RECALLED_MEMORY) != (b->kind == PX_RECALLED_MEMORY) && px_source_is_said(a) && px_source_is_said(b) &&
				    a->item.at - b->item.at < SAME_MS && b->item.at - a->item.at < SAME_MS &&
				    strcasestr(a->kind == PX_RECALLED_MEMORY ? b->text : a->text, a->kind == PX_RECALLED_MEMORY ? a->text : b->text);
			drop = same && (a->kind == PX_RECALLED_MEMORY ? a->valid : !b->valid);
		}
		if (!drop)
			hits[kept++] = hits[i];
	}
	*count = kept;
}

static enum px_err search_once(struct px_memory_index *index, struct px_domain *domain, const struct px_memory_query *query,
			       const struct px_asked_for *asked_for, struct px_asked *asked, struct px_error *error)
{
	struct px_memory_query wide = *query;

	if (wide.limit < LOOKED_AT)
		wide.limit = LOOKED_AT;
	enum px_err err = px_memory_index_search(index, domain, &wide, &asked->hits, &asked->count, &asked->evidence, error);
	if (err)
		return err;
	join_said(asked->hits, &asked->count);
	asked->likelihoods = px_arena_zero(domain->arena, asked->count + 1, sizeof(*asked->likelihoods));
	px_likelihood_of(asked_for, asked->hits, asked->count, has_model(index), asked->likelihoods);
	return PX_OK;
}

/* The hit that tells most surely whom the question describes, the likeliest of equals; `asked->count`: there is none. */
static size_t first_hop(const struct px_asked_for *asked_for, struct px_str question, const struct px_asked *asked, struct px_second_hop *hop)
{
	size_t best = asked->count;
	struct px_second_hop one;

	for (size_t i = 0; i < asked->count; i++) {
		const struct px_source_row *row = &asked->hits[i].row;
		if (!px_source_is_said(row) || !row->valid || !px_hop_read(asked_for, question, row->text, &one))
			continue;
		bool first = best == asked->count, likelier = !first && asked->likelihoods[i].answers > asked->likelihoods[best].answers;
		if (first || one.begins < hop->begins || (one.begins == hop->begins && likelier)) {
			best = i;
			*hop = one;
		}
	}
	return best;
}

/* Whether more is asked than of whom. */
static bool asks_more(const struct px_asked_for *asked_for)
{
	for (size_t i = 0; i < asked_for->count; i++) {
		if (!asked_for->words[i].light && !asked_for->words[i].name)
			return true;
	}
	return false;
}

/* What is told of that person comes behind the sentence that names them, the rest after both. */
static void join_hops(struct px_domain *domain, const struct px_asked_for *asked_for, const struct px_second_hop *hop, size_t first,
		      const struct px_asked *second, bool any, struct px_asked *asked)
{
	/* The sentence that says who it is answers nothing by itself; what the other one says is shown beside it at least. */
	static const float unsure = 0.59F, behind = 0.99F, of_nobody_meant = 0.3F;
	size_t room = asked->count + OF_SECOND_HOP + 1, count = 0;
	struct px_memory_hit *hits = px_arena_alloc(domain->arena, room * sizeof(*hits));
	struct px_likelihood *likelihoods = px_arena_zero(domain->arena, room, sizeof(*likelihoods));
	struct px_id told[OF_SECOND_HOP];
	size_t told_count = 0;

	hits[count] = asked->hits[first];
	likelihoods[count] = asked->likelihoods[first];
	likelihoods[count].strict = false;
	if (likelihoods[count].answers > unsure)
		likelihoods[count].answers = unsure;
	float least = likelihoods[count++].answers * behind;
	for (size_t i = 0; i < second->count && told_count < OF_SECOND_HOP; i++) {
		const struct px_source_row *row = &second->hits[i].row;
		if (px_id_eq(row->item.id, hits[0].row.item.id) || !px_hop_names(asked_for, hop, row->text))
			continue;
		hits[count] = second->hits[i];
		likelihoods[count] = second->likelihoods[i];
		likelihoods[count].signs[PX_SIGN_NAMELESS] = 0;
		if (any && likelihoods[count].answers > unsure) /* everything there is of that person would do */
			likelihoods[count].answers = unsure;
		likelihoods[count].strict &= !any;
		for (size_t k = 0; k < asked->count; k++) { /* found by the first question already, and likely together with the first sentence */
			if (px_id_eq(asked->hits[k].row.item.id, row->item.id) && asked->likelihoods[k].answers > likelihoods[count].answers)
				likelihoods[count].answers = asked->likelihoods[k].answers;
		}
		if (told_count == 0 && likelihoods[count].answers < least)
			likelihoods[count].answers = least;
		told[told_count++] = row->item.id;
		count++;
	}
	for (size_t i = 0; told_count && i < asked->count; i++) {
		bool twice = i == first;
		for (size_t k = 0; k < told_count; k++)
			twice |= px_id_eq(told[k], asked->hits[i].row.item.id);
		if (twice)
			continue;
		hits[count] = asked->hits[i];
		likelihoods[count] = asked->likelihoods[i];
		likelihoods[count++].answers *= of_nobody_meant;
	}
	if (!told_count)
		return;
	asked->hits = hits;
	asked->likelihoods = likelihoods;
	asked->count = count;
}

/* "Where does the woman who has my binoculars work?": what is told of her, once a hit has named her. */
static enum px_err search_second_hop(struct px_memory_index *index, struct px_domain *domain, const struct px_memory_query *query,
				     const struct px_asked_for *asked_for, struct px_asked *asked, struct px_error *error)
{
	struct px_time_context time = px_said_context(domain->now, domain->tz, NULL, NULL);
	struct px_memory_query of_person = *query;
	struct px_second_hop hop = { 0 };
	struct px_asked second = { 0 };
	struct px_asked_for person;
	struct px_said_times times;

	if (!px_hop_described(query->text, domain->arena))
		return PX_OK;
	size_t first = first_hop(asked_for, query->text, asked, &hop);
	if (first == asked->count)
		return PX_OK;
	of_person.text = px_str(hop.question);
	px_said_find(&time, of_person.text, &times);
	px_asked_for_read(&times, of_person.text, 0, domain->arena, NULL, 0, &person);
	enum px_err err = search_once(index, domain, &of_person, &person, &second, error);
	if (!err)
		join_hops(domain, asked_for, &hop, first, &second, !asks_more(&person), asked);
	return err;
}

static enum px_err search(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			  const struct px_asked_for *asked_for, struct px_asked *asked, struct px_error *error)
{
	struct px_memory_index *index = NULL;
	struct px_memory_index_stats stats;

	enum px_err err = px_memory_index_open(keep, domain, &index, error);
	if (err)
		return err;
	if (query->wait)
		px_memory_index_catch_up(index, domain);
	err = search_once(index, domain, query, asked_for, asked, error);
	if (!err)
		err = search_second_hop(index, domain, query, asked_for, asked, error);
	px_memory_index_stat(index, &stats);
	px_memory_index_close(keep, index);
	asked->pending = stats.pending;
	return err;
}

/* `whole`: the query, with what it goes on from before it. */
static enum px_err ask_memory(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query, struct px_str whole,
			      struct px_asked *asked, struct px_error *error)
{
	struct px_time_context time = px_said_context(domain->now, domain->tz, NULL, NULL);
	struct px_statement_context reading = { &time };
	struct px_answer_context context = { domain->now, domain->tz, domain->arena, query->says_in };
	struct px_memory_query of_whole = *query;
	struct px_asked_for asked_for;
	struct px_question question;
	struct px_said_times times;

	*asked = (struct px_asked){ 0 };
	of_whole.text = whole;
	time.prefer_past = true;
	px_said_find(&time, whole, &times);
	px_question_read(&reading, query->text, domain->arena, &question);
	enum px_err err = ask_facts(domain, &context, &question, &times, whole, whole.size - query->text.size, &asked_for, asked, error);
	if (err || !keep || !keep->engine)
		return err;
	err = search(keep, domain, &of_whole, &asked_for, asked, error);
	if (err)
		return err;
	px_passages_tell(&context, &time, &question, &asked_for, asked);
	px_reckon(&context, &asked_for, whole, &asked->answer);
	if (asked->answer.unsure) /* what is only near is no ground */
		asked->answer.ground_count = 0;
	return PX_OK;
}

enum px_err px_memory_ask(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			  struct px_asked *asked, struct px_error *error)
{
	struct px_asked alone;
	bool of_document = false;

	*asked = (struct px_asked){ 0 };
	if (keep && keep->engine) {
		enum px_err failed = px_document_answer(keep, domain, query, asked, &of_document, error);
		if (failed || of_document)
			return failed;
	}
	struct px_str whole = px_follow_up_whole(query->text, query->earlier, domain->arena);
	enum px_err err = ask_memory(keep, domain, query, whole, asked, error);
	/* "Who is it that won't touch liver?" may go on from nothing: what was asked before stands in the way then. */
	if (!err && whole.size != query->text.size && !asked->answer.ground_count && !px_follow_up_is_bare(query->text, domain->arena)) {
		err = ask_memory(keep, domain, query, query->text, &alone, error);
		if (!err && (alone.answer.ground_count || !asked->answer.text))
			*asked = alone;
	}
	if (asked->count > query->limit)
		asked->count = query->limit;
	return err;
}
