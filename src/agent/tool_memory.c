/* SPDX-License-Identifier: Apache-2.0 */
/* remember, search_memory and forget. */
#include "agent/tool_ask.h"
#include "agent/tool_call.h"
#include "domain/memory.h"
#include "domain/text.h"
#include "memory/ask.h"
#include "memory/before.h"
#include "memory/forget.h"
#include "memory/indexing.h"
#include "memory/learn.h"
#include "memory/question.h"
#include "memory/said_times.h"

static struct px_time_context time_of(const struct px_tool_call *call)
{
	return px_said_context(call->nlu.now, call->domain.tz, call->nlu.find_zone, call->nlu.find_zone_arg);
}

static void say(struct px_tool_call *call, enum px_reply_kind kind, const char *text)
{
	call->result->reply.kind = kind;
	call->result->reply.text = text;
}

static void say_learned(struct px_tool_call *call, const struct px_learned *learned)
{
	struct px_arena *arena = call->domain.arena;
	struct px_answer_context context = { call->domain.now, call->domain.tz, arena, call->nlu.says_in };

	if (learned->count && !px_id_is_none(learned->replaced.id) && learned->replaced.value)
		say(call, PX_REPLY_KEPT, px_answer_said(&context, PX_PHRASE_MEMORY_REPLACED, learned->rows[0].text, learned->replaced.value, NULL));
	else if (learned->count && learned->rows[0].secret)
		say(call, PX_REPLY_KEPT, px_tool_said(call, PX_PHRASE_MEMORY_SECRET_NOTED, ""));
	else if (learned->count)
		say(call, PX_REPLY_KEPT, px_tool_said(call, PX_PHRASE_SAY_NOTED, learned->rows[0].text));
	else if (!px_id_is_none(learned->known.id))
		say(call, PX_REPLY_KNOWN, px_tool_said(call, PX_PHRASE_MEMORY_KNOWN, px_answer_quote(&context, learned->known.text, learned->known.learned)));
	else if (learned->secret)
		say(call, PX_REPLY_KNOWN, px_tool_said(call, PX_PHRASE_MEMORY_NO_SECRETS, ""));
	else
		say(call, PX_REPLY_KNOWN, px_tool_said(call, PX_PHRASE_SAY_NOT_NOTED, ""));
}

enum px_err px_tool_remember(struct px_tool_call *call)
{
	struct px_time_context time = time_of(call);
	const struct px_memory_engine *engine = call->context->memory ? call->context->memory->engine : NULL;
	struct px_statement_context context = { &time, px_arg_true(call, "likely"), engine ? engine->embed : NULL,
						   call->context->meanings, NULL };
	struct px_learned *learned = px_arena_zero(call->domain.arena, 1, sizeof(*learned));
	struct px_learn learn = { .text = px_arg_text(call, "text"), .source_id = call->domain.message, .conversation = call->context->conversation,
				  .source = px_id_is_none(call->domain.message) ? PX_SOURCE_API : PX_SOURCE_CHAT,
				  .asked = !px_arg_true(call, "heard") };

	enum px_err err = px_memory_learn(&call->domain, &learn, &context, learned, call->error);
	if (err)
		return err;
	say_learned(call, learned);
	if (learned->count)
		err = px_indexing_request(call->domain.tx, call->domain.user, call->error);
	if (err)
		return err;
	if (learned->count)
		call->summary = px_arena_printf(call->domain.arena, "Remembered “%s”", learned->rows[0].secret ? "a secret" : learned->rows[0].text);
	for (size_t i = 0; i < learned->count; i++)
		px_tool_row(call, &px_memory_record, &learned->rows[i]);
	return PX_OK;
}

/* An answer that rests on one task or event speaks of it: "how much are the dues?", "paid them". */
static void speak_of_ground(struct px_tool_call *call, const struct px_answer *answer)
{
	const struct px_ground *ground = &answer->grounds[0];
	struct px_nlu_outcome *outcome = &call->result->outcome;
	struct px_task task;
	struct px_event event;

	if (answer->unsure || answer->ground_count != 1)
		return;
	if (strcmp(ground->kind, "task") == 0 && px_task_get(&call->domain, ground->id, &task, NULL) == PX_OK) {
		outcome->touched[0] = px_context_task_item(&call->domain, &task, px_tool_project_name(call, task.project_id));
		outcome->touched_count = 1;
	} else if (strcmp(ground->kind, "event") == 0 && px_event_get(&call->domain, ground->id, &event, NULL) == PX_OK) {
		const struct px_occurrence next = px_context_next_occurrence(&call->domain, &event);
		outcome->touched[0] = px_context_event_item(&call->domain, &next);
		outcome->touched_count = 1;
	}
}

enum { GOES_ON_WITHIN_MS = 10 * 60 * 1000 };

enum px_err px_tool_search_memory(struct px_tool_call *call)
{
	struct px_memory_query query = { .text = px_arg_text(call, "query"), .limit = 10, .says_in = call->nlu.says_in, .wait = true };
	struct px_message before;
	struct px_asked asked;

	if (px_message_before(&call->domain, call->context->conversation, call->domain.message, GOES_ON_WITHIN_MS, &before, NULL) == PX_OK &&
	    px_question_is(px_str(before.text), call->domain.arena))
		query.earlier = px_str(before.text);
	enum px_err err = px_memory_ask(call->context->memory, &call->domain, &query, &asked, call->error);
	if (!err && asked.pending) /* tasks and messages that came since: found by meaning the next time */
		err = px_indexing_request(call->domain.tx, call->domain.user, call->error);
	if (err)
		return err;
	call->result->unknown = !asked.answer.text;
	say(call, PX_REPLY_KNOWN, asked.answer.text ? asked.answer.text : px_tool_said(call, PX_PHRASE_SAY_NOT_KNOWN, ""));
	size_t count = asked.answer.ground_count;
	struct px_ground *grounds = px_arena_zero(call->domain.arena, count + 1, sizeof(*grounds));
	memcpy(grounds, asked.answer.grounds, count * sizeof(*grounds));
	call->result->grounds = grounds;
	call->result->ground_count = count;
	speak_of_ground(call, &asked.answer);
	return PX_OK;
}

/* What is gone is counted and named by the words of the request; saying it again would keep it in the conversation. */
static void say_forgotten(struct px_tool_call *call, const struct px_forgotten *gone)
{
	const char *what = px_arena_printf(call->domain.arena, "%zu %s about %s", gone->count, gone->count == 1 ? "thing" : "things",
					   gone->what);

	const struct px_answer_context context = { call->domain.now, call->domain.tz, call->domain.arena, call->nlu.says_in };
	enum px_phrase phrase = gone->count == 1 ? PX_PHRASE_MEMORY_FORGOTTEN : PX_PHRASE_MEMORY_FORGOTTEN_MANY;

	say(call, PX_REPLY_KEPT, px_answer_said(&context, phrase, px_arena_printf(call->domain.arena, "%zu", gone->count), gone->what, NULL));
	call->summary = px_arena_printf(call->domain.arena, "Forgot %s", what);
}

/* By id, as lists show it. */
static enum px_err forget_one(struct px_tool_call *call, struct px_forgotten *gone)
{
	struct px_id id;

	if (!px_id_parse(px_arg_text(call, "id"), &id))
		return px_fail(call->error, PX_INVALID, "id", "must be an id");
	gone->rows = px_arena_zero(call->domain.arena, 1, sizeof(*gone->rows));
	gone->what = "it";
	enum px_err err = px_memory_get(&call->domain, id, &gone->rows[0], call->error);
	if (!err)
		err = px_memory_forget_row(&call->domain, id, -1, call->error);
	gone->count = err ? 0 : 1;
	return err;
}

enum px_err px_tool_forget(struct px_tool_call *call)
{
	struct px_time_context time = time_of(call);
	struct px_statement_context context = { &time };
	struct px_forgotten gone = { 0 };
	enum px_err err;

	if (px_arg_given(call, "id"))
		err = forget_one(call, &gone);
	else if (px_arg_given(call, "target"))
		err = px_memory_forget(&call->domain, call->context->conversation, px_arg_text(call, "target"),
				       &context, &gone, call->error);
	else
		err = px_fail(call->error, PX_INVALID, "target", "say what to forget, in words or by its id");
	if (err)
		return err;
	if (!gone.count) {
		say(call, PX_REPLY_KNOWN, px_tool_said(call, PX_PHRASE_MEMORY_NOT_FORGOTTEN, gone.what));
		return PX_OK;
	}
	say_forgotten(call, &gone);
	if (!px_arg_true(call, "for_good"))
		return PX_OK;
	call->result->reply.kind = PX_REPLY_KNOWN;
	if (call->context->memory && call->context->memory->engine && call->context->memory->engine->embed)
		px_embed_forget_user(call->context->memory->engine->embed, call->domain.user);
	return px_memory_purge(&call->domain, gone.rows, gone.count, call->error);
}
