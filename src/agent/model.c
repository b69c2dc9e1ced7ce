/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thought is either with the router (`route`), or waits for the results of
 * its calls, or has ended:
 *
 *            start                 done: tools, results due
 *   (new) ---------> with router ---------------------------> waiting
 *                      |    ^             resume                |
 *                 done |    +-----------------------------------+
 *                      v                                        | stop
 *                    ended <--------- a job on the loop --------+
 *
 * The turn calls start, resume and stop on its shard, never at the same time;
 * the router's events come on its loop.  `lock` guards what both look at.
 */
#include "agent/model.h"

#include "agent/links.h"
#include "agent/model_context.h"
#include "agent/reply_cache.h"
#include "agent/routing.h"
#include "agent/spending.h"
#include "agent/summing.h"
#include "agent/tools.h"
#include "agent/truth.h"
#include "base/mem.h"
#include "domain/user.h"
#include "llm/complexity.h"
#include "llm/tokens.h"
#include "sys/loop.h"
#include "sys/metrics.h"

#include <ctype.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { TOOLS_MAX = 64, RESULT_MAX_BYTES = 8192, MESSAGES_MORE = 8, MADE_MAX = 128, DELETIONS_MAX = 5 };

struct px_model {
	struct px_thinker thinker;
	struct px_llm *llm;
	struct px_llm_router *router;
	struct px_budget *budget;     /* NULL: none is kept */
	struct px_model_limits limits;
	bool keeps;                   /* answers are given again */
	_Atomic uint64_t replies[3];  /* answered by the same context, by the same question, asked a model */
	struct px_llm_tool tools[TOOLS_MAX];
	size_t tool_count, tool_tokens;
	_Atomic uint64_t corrected[PX_TRUTH_KINDS], links; /* of answers */
};

/* A call that was made, to know it again. */
struct made_call {
	uint64_t hash;
	bool changes;
};

enum state { WITH_ROUTER, WAITING, ANSWERED /* by what was kept; about to tell it */, ENDED };

struct thought {
	struct px_job job;            /* first: ends a thought that waits */
	struct px_model *model;
	struct px_id user, conversation, turn, message;
	const struct px_tz *zone;     /* the person's */
	struct px_spending *spending;
	struct px_reply_question question;
	const char *reply;            /* that was kept, or NULL */
	const struct px_think_events *events;
	void *arg;
	_Atomic unsigned refs;        /* the turn's, one of what is under way, its prompt's */
	/* Shard, or the loop while the shard waits for it. */
	struct px_arena arena;
	struct px_model_context context;
	const char *locale;
	int64_t now;                  /* which the turn's times count from */
	struct px_str *seen;          /* the data among what the model was told */
	size_t seen_count, seen_room;
	struct px_llm_message *messages;
	size_t message_count, message_room;
	enum px_llm_route_level level;
	char why[200];
	struct px_think_call calls[PX_THINK_CALLS_MAX + 1];
	size_t call_count;
	struct made_call made[MADE_MAX];
	size_t made_count;
	size_t deletions;             /* calls that delete, so far */
	struct px_llm_usage usage;
	struct px_model_taken taken;
	unsigned rounds;              /* that have ended */
	const char *limit;            /* that ended it */
	char model_name[256];
	bool said;                    /* words, in this round or before */
	bool gap;                     /* the next words begin a paragraph */
	struct px_llm_route *route;   /* shard */
	pthread_mutex_t lock;         /* for those below */
	enum state state;
	bool stopped;
	enum px_message_route way;    /* that it took */
	char way_why[PX_LLM_ROUTE_WHY_MAX];
};

/* ------------------------------------------------------------- who answers */

static bool claims(void *self, struct px_str text)
{
	(void)self;
	return px_routing_claims(text);
}

/* A budget that can't be looked up does not keep anybody waiting: what is spent is still counted. */
static bool may_spend(const struct px_model *model, const struct px_think_question *question, const char **why)
{
	struct px_budget_state states[PX_BUDGETS];
	char said[PX_BUDGET_SAID];

	if (!model->budget || px_budget_look(model->budget, question->domain, states, NULL) != PX_OK)
		return true;
	enum px_budget_kind kind = px_budget_used_up(states);
	if (kind == PX_BUDGETS)
		return true;
	px_budget_say(kind, states[kind].limit, true, said);
	*question->declined = *why = px_arena_str(question->domain->arena, px_str(said));
	return false;
}

static bool wants(void *self, const struct px_think_question *question)
{
	struct px_routing routing = px_routing_of(question);
	bool wanted = routing.model && may_spend(self, question, &routing.why);

	if (question->why)
		*question->why = routing.why;
	return wanted;
}

/* -------------------------------------------------------------------- life */

static void unref(struct thought *thought)
{
	if (atomic_fetch_sub_explicit(&thought->refs, 1, memory_order_acq_rel) != 1)
		return;
	px_llm_route_release(thought->route);
	px_spending_free(thought->spending);
	px_arena_release(&thought->arena);
	pthread_mutex_destroy(&thought->lock);
	free(thought);
}

static void release(void *self)
{
	unref(self);
}

static struct px_think_usage usage_of(const struct thought *thought)
{
	return (struct px_think_usage){
		.model = thought->model_name[0] ? thought->model_name : NULL,
		.tokens_in = (int64_t)(thought->usage.input + thought->usage.cache_write),
		.tokens_out = (int64_t)thought->usage.output,
		.tokens_cached = (int64_t)thought->usage.cache_read,
	};
}

static void tell_end(struct thought *thought, enum px_err err, const char *why)
{
	const struct px_think_end end = { err, why, usage_of(thought) };

	pthread_mutex_lock(&thought->lock);
	thought->state = ENDED;
	pthread_mutex_unlock(&thought->lock);
	thought->events->end(thought->arg, &end);
}

/* ------------------------------------------------------------------ events */

static void on_text(void *arg, struct px_str piece)
{
	struct thought *thought = arg;

	if (thought->gap)
		thought->events->text(thought->arg, PX_STR("\n\n"));
	thought->gap = false;
	thought->said = true;
	thought->events->text(thought->arg, piece);
}

static void on_tool(void *arg, const struct px_llm_block *call)
{
	(void)arg; /* all of a round are told together, at its end */
	(void)call;
}

static void add_message(struct thought *thought, enum px_llm_role role, const struct px_llm_block *blocks, size_t count)
{
	if (thought->message_count == thought->message_room) {
		size_t room = thought->message_room * 2;
		struct px_llm_message *more = PX_ARENA_ARRAY(&thought->arena, struct px_llm_message, room);
		memcpy(more, thought->messages, thought->message_count * sizeof(*more));
		thought->messages = more;
		thought->message_room = room;
	}
	thought->messages[thought->message_count++] = (struct px_llm_message){ role, blocks, count };
}

static uint64_t call_hash(const struct px_llm_block *call)
{
	json_t *arguments = NULL;
	uint64_t hash = px_str_hash(call->name);

	if (px_json_parse(call->text, &arguments, NULL) != PX_OK)
		return hash * 31 + px_str_hash(call->text);
	char *text = json_dumps(arguments, JSON_COMPACT | JSON_SORT_KEYS);
	hash = hash * 31 + (text ? px_str_hash(px_str(text)) : 0);
	free(text);
	json_decref(arguments);
	return hash;
}

static bool was_made(struct thought *thought, uint64_t hash, bool changes)
{
	for (size_t i = 0; i < thought->made_count; i++) {
		if (thought->made[i].hash == hash)
			return true;
	}
	if (thought->made_count < MADE_MAX)
		thought->made[thought->made_count++] = (struct made_call){ hash, changes };
	return false;
}

/* Something changed: what was read before may read otherwise now. */
static void forget_readings(struct thought *thought)
{
	size_t kept = 0;

	for (size_t i = 0; i < thought->made_count; i++) {
		if (thought->made[i].changes)
			thought->made[kept++] = thought->made[i];
	}
	thought->made_count = kept;
}

static size_t words_shared(struct px_str arguments, struct px_str text)
{
	size_t shared = 0;

	for (size_t i = 0; i < arguments.size;) {
		size_t n = 0;
		while (i + n < arguments.size && isalnum((unsigned char)arguments.data[i + n]))
			n++;
		shared += n > 2 && px_str_find(text, px_str_n(arguments.data + i, n)) < text.size ? n : 0;
		i += n ? n : 1;
	}
	return shared;
}

/* Of the texts in sight, the one that holds most of the call's words. */
static struct px_think_source source_of(const struct thought *thought, const struct px_llm_block *call)
{
	const struct px_model_context *context = &thought->context;
	struct px_think_source best = { 0 };
	size_t most = 0;

	for (size_t i = 0; i < context->source_count; i++) {
		size_t shared = words_shared(call->text, context->sources[i].quote) + words_shared(call->name, context->sources[i].quote);
		if (!best.kind || shared > most) {
			best = context->sources[i];
			most = shared;
		}
	}
	return best;
}

static bool deletes(struct px_str tool)
{
	return px_str_starts(tool, PX_STR("delete_")) || px_str_eq(tool, PX_STR("forget"));
}

static bool changes_rows(struct thought *thought, struct px_str name)
{
	const struct px_tool *tool = px_tool_find(px_arena_str(&thought->arena, name));

	return tool && tool->changes;
}

static struct px_think_call as_call(struct thought *thought, const struct px_llm_block *block)
{
	return (struct px_think_call){
		.id = block->id, .tool = block->name, .arguments = block->text, .foreign = thought->context.foreign,
		.many = deletes(block->name) && thought->deletions > DELETIONS_MAX,
		.repeated = was_made(thought, call_hash(block), changes_rows(thought, block->name)),
		.source = thought->context.foreign ? source_of(thought, block) : (struct px_think_source){ 0 },
	};
}

/* Keeps the model's message and tells its calls. */
static void tell_calls(struct thought *thought, const struct px_llm_result *result)
{
	const struct px_llm_block *blocks = px_llm_blocks_copy(&thought->arena, result->blocks, result->block_count);

	add_message(thought, PX_LLM_ASSISTANT, blocks, result->block_count);
	thought->call_count = 0;
	for (size_t i = 0; i < result->block_count; i++)
		thought->deletions += blocks[i].kind == PX_LLM_TOOL_CALL && deletes(blocks[i].name);
	for (size_t i = 0; i < result->block_count && thought->call_count <= PX_THINK_CALLS_MAX; i++) {
		if (blocks[i].kind == PX_LLM_TOOL_CALL)
			thought->calls[thought->call_count++] = as_call(thought, &blocks[i]);
	}
	pthread_mutex_lock(&thought->lock);
	bool stopped = thought->stopped;
	thought->state = stopped ? ENDED : WAITING;
	pthread_mutex_unlock(&thought->lock);
	if (stopped)
		tell_end(thought, PX_CANCELLED, "it was stopped");
	else
		thought->events->calls(thought->arg, thought->calls, thought->call_count);
}

static const char *why_not_whole(struct thought *thought, enum px_llm_stop stop)
{
	switch (stop) {
	case PX_LLM_STOP_TOKENS:
		return px_model_limits_cut(&thought->model->limits, &thought->taken, &thought->arena);
	case PX_LLM_STOP_CONTEXT: return "the conversation grew too long for the model";
	case PX_LLM_STOP_REFUSED: return "the model declines to answer";
	default: return NULL;
	}
}

/* What is wrong, in words for the person who waits; the log has the rest. */
static const char *why_failed(enum px_llm_failure failure)
{
	switch (failure) {
	case PX_LLM_UNAUTHORIZED: return "the language model does not accept Pixie's key";
	case PX_LLM_LIMITED: return "the language model allows no more requests now";
	case PX_LLM_SLOW: return "the language model does not answer in time";
	case PX_LLM_TOO_LONG: return "this is too long for the language model";
	case PX_LLM_CANCELLED: return "it was stopped";
	case PX_LLM_REFUSED: case PX_LLM_UNABLE: return "the language model does not take this request";
	case PX_LLM_BROKEN: case PX_LLM_BAD_CALL: return "the language model's answer makes no sense";
	default: return "the language model can't be reached";
	}
}

static void note_way(struct thought *thought, enum px_message_route way, const char *why)
{
	pthread_mutex_lock(&thought->lock);
	thought->way = way;
	snprintf(thought->way_why, sizeof(thought->way_why), "%s", why);
	pthread_mutex_unlock(&thought->lock);
}

/* The first round says it, and each that had to go on to another model. */
static void note_round(struct thought *thought, const struct px_llm_route_end *end)
{
	bool over = end->models > 1 && !end->result->failure;

	if (end->models > 1 || thought->rounds == 0)
		note_way(thought, over || thought->way == PX_ROUTE_FAILOVER ? PX_ROUTE_FAILOVER : thought->way, end->why);
	thought->rounds++;
}

static void on_done(void *arg, const struct px_llm_route_end *end)
{
	struct thought *thought = arg;
	const struct px_llm_result *result = end->result;
	const char *cut = why_not_whole(thought, result->stop);

	px_llm_usage_add(&thought->usage, &end->usage);
	px_model_taken_add(&thought->taken, &end->usage, end->cost);
	px_spending_add(thought->spending, end);
	note_round(thought, end);
	snprintf(thought->model_name, sizeof(thought->model_name), "%s:%s", end->provider, end->model);
	if (result->failure)
		tell_end(thought, result->err, why_failed(result->failure));
	else if (result->stop == PX_LLM_STOP_TOOLS)
		tell_calls(thought, result);
	else if (cut)
		tell_end(thought, PX_TOO_LARGE, cut);
	else
		tell_end(thought, PX_OK, NULL);
	unref(thought);
}

/* ---------------------------------------------------------------- requests */

/* All but what only the person may do. */
static size_t list_tools(struct px_llm_tool tools[TOOLS_MAX])
{
	size_t count = 0;

	for (const struct px_tool *tool = px_tools; tool->name && count < TOOLS_MAX; tool++) {
		if (tool->available && !tool->person)
			tools[count++] = (struct px_llm_tool){ px_str(tool->name), px_str(tool->description), px_str(tool->schema) };
	}
	return count;
}

static size_t count_tool_tokens(const struct px_model *model)
{
	size_t tokens = 0;

	for (size_t i = 0; i < model->tool_count; i++)
		tokens += px_tokens_guess(PX_TOKENIZER_OPENAI, model->tools[i].description) +
			  px_tokens_guess(PX_TOKENIZER_OPENAI, model->tools[i].schema);
	return tokens;
}

/* Begins a round.  On an error, which says why, nothing is under way. */
static enum px_err ask(struct thought *thought, struct px_error *error)
{
	struct px_llm_prompt *prompt;
	enum px_err err = px_model_limits_ask(&thought->model->limits, &thought->taken,
					      thought->context.tokens + thought->model->tool_tokens, error);
	if (err)
		return err;
	const struct px_llm_request request = {
		.system = thought->context.system, .system_count = thought->context.system_count,
		.tools = thought->model->tools, .tool_count = thought->model->tool_count, .cache_tools = true,
		.messages = thought->messages, .message_count = thought->message_count, .max_tokens = thought->taken.allowed };
	err = px_llm_prompt_refer(&request, release, thought, &prompt, error);
	if (err)
		return px_fail(error, err, NULL, "the conversation grew too long for the model");
	/* The prompt's, which speaks of the thought's own texts, and one of what is under way. */
	atomic_fetch_add_explicit(&thought->refs, 2, memory_order_relaxed);
	pthread_mutex_lock(&thought->lock);
	thought->state = WITH_ROUTER;
	pthread_mutex_unlock(&thought->lock);
	px_llm_route_release(thought->route);
	/* `stop`, which looks at it, is not called while this runs. */
	thought->route = px_llm_route_start(thought->model->router, &(struct px_llm_route_start){
		.level = thought->level, .why = thought->why, .prompt = prompt, .text = on_text, .tool = on_tool,
		.done = on_done, .arg = thought });
	px_llm_prompt_unref(prompt);
	return PX_OK;
}

static void choose_level(struct thought *thought, struct px_str text)
{
	struct px_complexity hard = px_complexity_of(&(struct px_complexity_input){
		.text = text, .history = thought->context.history, .context_tokens = thought->context.tokens });

	thought->level = hard.strong ? PX_LLM_ROUTE_STRONG : PX_LLM_ROUTE_SIMPLE;
	snprintf(thought->why, sizeof(thought->why), "%s", hard.why);
	note_way(thought, hard.strong ? PX_ROUTE_STRONG : PX_ROUTE_SIMPLE, thought->why);
}

/* Shard. */
static void note_seen(struct thought *thought, struct px_str data)
{
	if (thought->seen_count == thought->seen_room) {
		size_t room = thought->seen_room ? 2 * thought->seen_room : 8;
		struct px_str *more = PX_ARENA_ARRAY(&thought->arena, struct px_str, room);
		if (thought->seen_count)
			memcpy(more, thought->seen, thought->seen_count * sizeof(*more));
		thought->seen = more;
		thought->seen_room = room;
	}
	thought->seen[thought->seen_count++] = data;
}

/* ------------------------------------------------------------- kept answers */

/* All that the model would be told but the clock, which stands in the first line of the last message. */
static uint64_t hash_context(const struct thought *thought)
{
	const struct px_model_context *context = &thought->context;
	uint64_t hash = thought->level;

	for (size_t i = 0; i < context->system_count; i++)
		hash = hash * 31 + px_str_hash(context->system[i].text);
	for (size_t i = 0; i < context->message_count; i++) {
		for (size_t j = 0; j < context->messages[i].count; j++) {
			struct px_str text = context->messages[i].blocks[j].text, rest;
			if (i + 1 == context->message_count && j == 0 && px_str_starts(text, PX_STR("Now it is "))) {
				(void)px_str_cut(text, '\n', &rest);
				text = rest;
			}
			hash = hash * 31 + px_str_hash(text);
		}
	}
	return hash;
}

static void say_kept(struct px_job *job)
{
	struct thought *thought = (struct thought *)job;

	on_text(thought, px_str(thought->reply));
	tell_end(thought, PX_OK, NULL);
	unref(thought);
}

/* Whether an answer that was kept will do; then it is on its way. */
static enum px_err answer_again(struct thought *thought, const struct px_think_request *request, bool *answered,
				struct px_error *error)
{
	struct px_reply_found found;

	*answered = false;
	if (!thought->model->keeps || !request->memory || !request->memory->parts || request->files || !px_reply_may_repeat(request->text))
		return PX_OK;
	thought->question = (struct px_reply_question){ px_str(px_arena_str(&thought->arena, request->text)), hash_context(thought), { 0 } };
	enum px_err err = px_reply_state_read(request->domain, request->memory, request->person, thought->message, thought->question.text,
					      &thought->question.state, error);
	if (err)
		return err;
	*answered = px_reply_find(request->memory, request->user, &thought->question, &thought->arena, &found);
	atomic_fetch_add_explicit(&thought->model->replies[!*answered ? 2 : !found.exact], 1, memory_order_relaxed);
	if (!*answered)
		return PX_OK;
	thought->reply = found.text;
	note_way(thought, PX_ROUTE_KEPT, found.exact ? "the same was answered before, and nothing has changed since"
						     : "a question alike was answered before, and nothing has changed since");
	thought->context.foreign |= found.foreign;
	thought->state = ANSWERED;
	atomic_fetch_add_explicit(&thought->refs, 1, memory_order_relaxed);
	thought->job.run = say_kept;
	if (!px_loop_post(px_llm_loop(thought->model->llm), &thought->job))
		abort(); /* the loop is there as long as the model is, and that longer than its thoughts */
	return PX_OK;
}

/* The answer of a turn that has changed nothing, and while it was thought nobody else has. */
static enum px_err keep_answer(const struct thought *thought, const struct px_think_conclusion *conclusion, struct px_str text,
			       struct px_error *error)
{
	const struct px_reply_question *question = &thought->question;
	struct px_reply_state now;
	struct px_user person;

	if (!question->text.data || thought->reply || !conclusion->memory || conclusion->state != PX_TURN_DONE || conclusion->action_count)
		return PX_OK;
	enum px_err err = px_user_get(conclusion->domain->tx, conclusion->domain->user, conclusion->domain->arena, &person, error);
	if (!err)
		err = px_reply_state_read(conclusion->domain, conclusion->memory, &person, thought->message, question->text, &now, error);
	if (!err && px_reply_state_same(&now, &question->state))
		px_reply_keep(conclusion->memory->parts, conclusion->memory->epoch, thought->user, question, text, thought->context.foreign);
	return err;
}

static enum px_err start(void *self, const struct px_think_request *request, const struct px_think_events *events,
			 void *arg, void **out, struct px_error *error)
{
	struct thought *thought = px_calloc(1, sizeof(*thought));
	bool answered = false;

	thought->model = self;
	thought->user = request->user;
	thought->conversation = request->conversation;
	thought->turn = request->turn;
	thought->message = request->message;
	thought->zone = request->domain->tz;
	thought->spending = px_spending_new(thought->model->budget);
	thought->events = events;
	thought->arg = arg;
	atomic_init(&thought->refs, 1);
	pthread_mutex_init(&thought->lock, NULL);
	px_arena_init(&thought->arena);
	enum px_err err = px_model_context_build(request, &thought->arena, &thought->context, error);
	if (!err) {
		thought->message_room = thought->context.message_count + MESSAGES_MORE;
		thought->messages = PX_ARENA_ARRAY(&thought->arena, struct px_llm_message, thought->message_room);
		thought->message_count = thought->context.message_count;
		memcpy(thought->messages, thought->context.messages, thought->message_count * sizeof(*thought->messages));
		thought->locale = px_arena_str(&thought->arena, px_str(request->person->locale));
		thought->now = request->domain->now;
		note_seen(thought, thought->context.system[1].text);
		note_seen(thought, thought->context.recalled);
		choose_level(thought, request->text);
		err = answer_again(thought, request, &answered, error);
	}
	if (!err && !answered)
		err = ask(thought, error);
	if (err)
		unref(thought);
	else
		*out = thought;
	return err;
}

/* ------------------------------------------------------------------ results */

/* A result as data: nothing in it can end the data. */
static const char *tame(struct thought *thought, struct px_str text, const char *angle)
{
	struct px_buf out = PX_BUF_INIT(8 * RESULT_MAX_BYTES);

	for (size_t i = 0; i < text.size && i < RESULT_MAX_BYTES; i++) {
		if (text.data[i] == '<')
			(void)px_buf_text(&out, angle);
		else
			(void)px_buf_char(&out, text.data[i]);
	}
	const char *copy = px_arena_str(&thought->arena, px_buf_view(&out));
	px_buf_release(&out);
	return copy;
}

static struct px_llm_block result_block(struct thought *thought, const struct px_think_result *result)
{
	struct px_str data = result->data.size <= RESULT_MAX_BYTES && result->data.size > 2 ? result->data : PX_STR("");
	const char *note = result->ambiguous ? "Nothing was done yet, it is not clear which one is meant: " : "";

	return (struct px_llm_block){ .kind = PX_LLM_TOOL_RESULT, .failed = result->failed,
		.id = px_str(px_arena_str(&thought->arena, result->id)),
		.text = px_str(px_arena_printf(&thought->arena, "%s%s%s%s%s", note, tame(thought, result->text, "\xe2\x80\xb9"),
					       data.size ? "\n<data>" : "", tame(thought, data, "\\u003c"),
					       data.size ? "</data>" : "")) };
}

/* Rows that came from elsewhere: imported, or an invitation, which names people by their addresses. */
static bool is_imported(struct px_str data)
{
	size_t at = px_str_find(data, PX_STR("\"attendees\":\""));

	if (px_str_find(data, PX_STR("\"external_id\":\"")) < data.size)
		return true;
	while (at < data.size) {
		struct px_str rest = px_str_n(data.data + at + 13, data.size - at - 13), people = px_str_cut(rest, '"', &rest);
		if (memchr(people.data, '@', people.size))
			return true;
		size_t next = px_str_find(rest, PX_STR("\"attendees\":\""));
		at = next < rest.size ? (size_t)(rest.data - data.data) + next : data.size;
	}
	return false;
}

/* What memory was asked for may be other people's words, and so may what was imported. */
static void note_foreign(struct thought *thought, const struct px_think_result *results, size_t count)
{
	for (size_t i = 0; i < count && i < thought->call_count; i++) {
		bool memory = px_str_eq(thought->calls[i].tool, PX_STR("search_memory"));
		if (!memory && !is_imported(results[i].data))
			continue;
		px_model_context_foreign(&thought->context, &thought->arena, (struct px_think_source){
			.kind = memory ? "memory" : "task", .quote = memory ? results[i].text : results[i].data });
	}
}

static void end_later(struct thought *thought);

static void resume(void *self, const struct px_think_result *results, size_t count)
{
	struct thought *thought = self;
	struct px_llm_block *blocks = PX_ARENA_ARRAY(&thought->arena, struct px_llm_block, count + 1);
	struct px_error error;

	for (size_t i = 0; i < count; i++) {
		blocks[i] = result_block(thought, &results[i]);
		if (!results[i].failed)
			note_seen(thought, blocks[i].text);
	}
	note_foreign(thought, results, count);
	for (size_t i = 0; i < count && i < thought->call_count; i++) {
		if (!results[i].failed && changes_rows(thought, thought->calls[i].tool))
			forget_readings(thought);
	}
	thought->gap = thought->said;
	add_message(thought, PX_LLM_USER, blocks, count);
	if (ask(thought, &error) != PX_OK) {
		thought->limit = px_arena_str(&thought->arena, px_str(error.message));
		end_later(thought);
	}
}

/* --------------------------------------------------------------------- end */

static void end_job(struct px_job *job)
{
	struct thought *thought = (struct thought *)job;

	pthread_mutex_lock(&thought->lock);
	bool stopped = thought->stopped;
	pthread_mutex_unlock(&thought->lock);
	tell_end(thought, stopped ? PX_CANCELLED : PX_TOO_LARGE, stopped ? "it was stopped" : thought->limit);
	unref(thought);
}

static void end_later(struct thought *thought)
{
	pthread_mutex_lock(&thought->lock);
	bool first = thought->state != ENDED;
	thought->state = ENDED; /* a stop after this finds nothing to end */
	pthread_mutex_unlock(&thought->lock);
	if (!first)
		return;
	atomic_fetch_add_explicit(&thought->refs, 1, memory_order_relaxed);
	thought->job.run = end_job;
	/* The loop is there as long as the model is, and that longer than its thoughts. */
	if (!px_loop_post(px_llm_loop(thought->model->llm), &thought->job))
		end_job(&thought->job);
}

static void stop(void *self)
{
	struct thought *thought = self;

	pthread_mutex_lock(&thought->lock);
	bool first = !thought->stopped;
	enum state state = thought->state;
	thought->stopped = true;
	if (state == WITH_ROUTER)
		px_llm_route_cancel(thought->route);
	pthread_mutex_unlock(&thought->lock);
	if (first && state == WAITING)
		end_later(thought);
}

static enum px_err step(void *self, struct px_domain *domain, struct px_error *error)
{
	struct thought *thought = self;

	return px_spending_write(thought->spending, domain, thought->turn, error);
}

static void write_rest(void *self, struct px_store *store)
{
	const struct thought *thought = self;

	px_spending_write_rest(thought->spending, store, thought->user, thought->zone, thought->turn);
}

/* What the person wrote, of which addresses may be links. */
static size_t own_words(const struct thought *thought, struct px_str own[PX_MODEL_HISTORY_MAX + 1])
{
	const struct px_model_context *context = &thought->context;
	size_t count = 0;

	for (size_t i = 0; i < context->message_count && count <= PX_MODEL_HISTORY_MAX; i++) {
		const struct px_llm_message *message = &context->messages[i];
		if (message->role == PX_LLM_USER)
			own[count++] = message->blocks[message->count - 1].text;
	}
	return count;
}

static enum px_err examine(const struct thought *thought, const struct px_think_conclusion *conclusion,
			   struct px_truth_result *truth, struct px_str *text, size_t *links, struct px_error *error)
{
	struct px_str own[PX_MODEL_HISTORY_MAX + 1];
	size_t own_count = own_words(thought, own);
	const struct px_truth_input input = { .locale = thought->locale, .said = own[own_count - 1], .actions = conclusion->actions,
					      .action_count = conclusion->action_count, .seen = thought->seen,
					      .seen_count = thought->seen_count, .now = thought->now };
	enum px_err err = px_truth_check(&input, conclusion->domain, conclusion->text, truth, error);

	if (!err)
		*text = px_links_tame(px_str(truth->text), own, own_count, conclusion->domain->arena, links);
	return err;
}

static enum px_err check(void *self, const struct px_think_conclusion *so_far, bool *holds, struct px_error *error)
{
	struct px_truth_result truth;
	struct px_str text;
	size_t links = 0;
	enum px_err err = examine(self, so_far, &truth, &text, &links, error);

	*holds = !err && !truth.total && !links;
	return err;
}

static enum px_err conclude(void *self, const struct px_think_conclusion *conclusion, struct px_think_answer *answer,
			    struct px_error *error)
{
	const struct thought *thought = self;
	char warning[PX_BUDGET_SAID] = "";
	struct px_truth_result truth = { 0 };
	struct px_str text = px_str(thought->reply ? thought->reply : "");
	size_t links = 0;
	/* What was kept has been examined, and nothing that it rests on has changed. */
	enum px_err err = thought->reply ? PX_OK : examine(thought, conclusion, &truth, &text, &links, error);

	if (!err)
		err = px_spending_write(thought->spending, conclusion->domain, thought->turn, error);
	if (!err && thought->context.unsummed >= PX_SUMMING_DUE)
		err = px_summing_request(conclusion->domain, thought->conversation, error);
	if (!err && !truth.total)
		err = keep_answer(thought, conclusion, text, error);
	if (!err)
		err = px_spending_warning(thought->spending, conclusion->domain, warning, error);
	if (err)
		return err;
	answer->text = px_arena_str(conclusion->domain->arena, text);
	answer->corrected = (int64_t)truth.total;
	answer->tainted = thought->context.foreign;
	if (warning[0] && conclusion->state == PX_TURN_DONE)
		answer->text = px_arena_printf(conclusion->domain->arena, "%s\n\n(%s.)", answer->text, warning);
	for (size_t i = 0; i < PX_TRUTH_KINDS; i++)
		atomic_fetch_add(&thought->model->corrected[i], truth.corrected[i]);
	atomic_fetch_add(&thought->model->links, links);
	return PX_OK;
}

static struct px_think_route route(void *self, struct px_arena *arena)
{
	struct thought *thought = self;

	pthread_mutex_lock(&thought->lock);
	struct px_think_route way = { thought->way, px_arena_str(arena, px_str(thought->way_why)) };
	pthread_mutex_unlock(&thought->lock);
	return way;
}

static double load(const _Atomic uint64_t *counter)
{
	return (double)atomic_load_explicit(counter, memory_order_relaxed);
}

static void write_reply_metrics(const struct px_model *model, struct px_buf *out)
{
	double exact = load(&model->replies[0]), alike = load(&model->replies[1]), asked = load(&model->replies[2]);

	px_metric_write(out, "pixie_reply_cache_hits_total", "by=\"context\"", "counter", "Turns answered by what was answered before.", exact);
	px_metric_write(out, "pixie_reply_cache_hits_total", "by=\"question\"", "counter", NULL, alike);
	px_metric_write(out, "pixie_reply_cache_misses_total", "", "counter", "Turns for which no answer was kept.", asked);
	px_metric_write(out, "pixie_reply_cache_hit_ratio", "", "gauge", "Share of turns of models that a kept answer served.",
			exact + alike + asked > 0 ? (exact + alike) / (exact + alike + asked) : 0);
}

void px_model_write_metrics(const struct px_model *model, struct px_buf *out)
{
	static const char *const kinds[PX_TRUTH_KINDS] = { "deed", "outside", "time", "count", "unknown" };

	for (size_t i = 0; i < PX_TRUTH_KINDS; i++) {
		char label[32];
		snprintf(label, sizeof(label), "kind=\"%s\"", kinds[i]);
		px_metric_write(out, "pixie_answers_corrected_total", label, "counter",
				i ? NULL : "Sentences of models that said what is not so.", (double)atomic_load(&model->corrected[i]));
	}
	write_reply_metrics(model, out);
	px_metric_write(out, "pixie_answer_links_total", "", "counter", "Addresses in answers of models that were shown as text.",
			(double)atomic_load(&model->links));
}

struct px_model *px_model_new(struct px_llm *llm, struct px_llm_router *router)
{
	struct px_model *model = px_calloc(1, sizeof(*model));

	model->llm = llm;
	model->router = router;
	model->tool_count = list_tools(model->tools);
	model->tool_tokens = count_tool_tokens(model);
	model->thinker = (struct px_thinker){ .wants = wants, .claims = claims, .start = start, .step = step, .resume = resume, .stop = stop,
					      .conclude = conclude, .route = route, .check = check, .write_rest = write_rest, .release = release,
					      .self = model };
	return model;
}

void px_model_keep_replies(struct px_model *model, bool keeps)
{
	model->keeps = keeps;
}

void px_model_set_budget(struct px_model *model, struct px_budget *budget)
{
	model->budget = budget;
}

void px_model_set_limits(struct px_model *model, const struct px_model_limits *limits)
{
	model->limits = *limits;
}

void px_model_free(struct px_model *model)
{
	free(model);
}

const struct px_thinker *px_model_thinker(const struct px_model *model)
{
	return &model->thinker;
}
