/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acting on what was read.  Each call of the engine runs in a savepoint of its
 * own (px_tool_run): one that fails is said plainly and leaves the others
 * alone.  Errors of the store itself end the turn as a whole.
 */
#include "agent/turn_internal.h"

#include "agent/occurrence.h"
#include "memory/question.h"
#include "memory/source.h"
#include "nlu/language.h"

/* Of several changes, only the last asks "Undo?". */
static void ask_once(const struct px_turn_work *work, struct px_buf *reply, const struct px_buf *next)
{
	const struct px_language *before = px_language_use(work->nlu.says_in);
	const struct px_str question = px_str(px_phrase(PX_PHRASE_SAY_UNDO));

	px_language_use(before);

	if (px_str_ends(px_buf_view(reply), question) && px_str_ends(px_buf_view(next), question))
		reply->size -= question.size;
}

static void say(struct px_turn_work *work, const struct px_reply *reply)
{
	struct px_buf one = PX_BUF_INIT(PX_TURN_REPLY_MAX);

	px_reply_write(&work->nlu, reply, work->seed + work->outcome_count, &one);
	ask_once(work, &work->reply, &one);
	if (work->reply.size && one.size) {
		bool lines = memchr(one.data, '\n', one.size) ||
			     memchr(work->reply.data, '\n', work->reply.size);
		(void)px_buf_text(&work->reply, lines ? "\n" : " ");
	}
	(void)px_buf_str(&work->reply, px_buf_view(&one));
	px_buf_release(&one);
}

static void collect_changes(struct px_turn_work *work, const struct px_tool_result *result)
{
	struct px_turn *turn = work->turn;

	if (!result->change_count)
		return;
	struct px_change *all = PX_ARENA_ARRAY(&turn->arena, struct px_change,
					       turn->change_count + result->change_count);
	if (turn->change_count)
		memcpy(all, turn->changes, turn->change_count * sizeof(*all));
	memcpy(all + turn->change_count, result->changes, result->change_count * sizeof(*all));
	turn->changes = all;
	turn->change_count += result->change_count;
	px_context_apply(work->context, &work->domain, result->changes, result->change_count);
	px_context_fill(work->context, &work->nlu);
}

static void collect_grounds(struct px_turn *turn, const struct px_tool_result *result)
{
	for (size_t i = 0; i < result->ground_count && turn->ground_count < PX_GROUNDS_MAX; i++)
		turn->grounds[turn->ground_count++] = result->grounds[i];
}

bool px_turn_is_answer(enum px_err err)
{
	return err == PX_INVALID || err == PX_NOT_FOUND || err == PX_CONFLICT ||
	       err == PX_TOO_LARGE || err == PX_UNSUPPORTED;
}

/* The thing that the engine knows is named by its id; its words are for people. */
static void set_item(json_t *arguments, struct px_id item)
{
	char id[PX_ID_TEXT + 1];

	if (px_id_is_none(item))
		return;
	px_id_format(item, id);
	json_object_set_new(arguments, "id", json_string(id));
}

/* "Where is the boat?" found nothing in the calendar, or "what do I take at night?" nothing on that day. */
static bool found_nothing(const struct px_turn_work *work, const struct px_nlu_call *call, const struct px_tool_result *result)
{
	return work->parsed.call_count == 1 && strncmp(call->tool, "list_", 5) == 0 && result->reply.kind != PX_REPLY_KNOWN && !result->reply.total &&
	       !result->reply.item_count && px_question_is(work->input->text, &work->turn->arena);
}

/* What memory has on it takes the place of an empty list; `sure`: only if it is an answer, not the nearest there is. */
static enum px_err ask_memory(struct px_turn_work *work, const struct px_tool_context *context, bool sure,
			      struct px_tool_result *result)
{
	json_t *arguments = json_pack("{s:s%}", "query", work->input->text.data, work->input->text.size);
	struct px_tool_result remembered;

	if (!arguments || work->input->text.size > 1000) {
		json_decref(arguments);
		return PX_OK;
	}
	enum px_err err = px_tool_run(context, "search_memory", arguments, &remembered, work->error);
	json_decref(arguments);
	bool known = !err && remembered.reply.text && !remembered.unknown;
	if (!err && (remembered.ground_count || (known && !sure))) {
		px_tool_result_release(result);
		*result = remembered;
		return PX_OK;
	}
	px_tool_result_release(&remembered);
	return err && !px_turn_is_answer(err) ? err : PX_OK;
}

static enum px_err ask_of_unlisted(struct px_turn_work *work, const struct px_tool_context *context, const json_t *arguments,
				   struct px_tool_result *result)
{
	bool named = json_object_get(arguments, "query") != NULL;

	if (!named && !px_question_of_own_thing(work->input->text, &work->turn->arena) &&
	    !px_question_of_attribute(work->input->text, &work->turn->arena))
		return PX_OK;
	return ask_memory(work, context, !named, result);
}

enum px_err px_turn_arguments(struct px_turn_work *work, const struct px_nlu_call *call, json_t **arguments)
{
	enum px_err err = px_json_parse(px_str(call->arguments), arguments, work->error);

	if (err)
		return err;
	set_item(*arguments, call->item);
	if (call->asks)
		json_object_set_new(*arguments, "asks", json_string(call->asks));
	px_occurrence_name(&work->nlu, call->tool, work->input->text, work->parsed.call_count == 1, *arguments);
	return PX_OK;
}

static struct px_tool_context context_of(struct px_turn_work *work)
{
	return (struct px_tool_context){ .tx = work->turn->tx, .user = &work->user, .nlu = &work->nlu, .memory = &work->memory, .meanings = &work->meanings,
					 .message = work->message.id, .conversation = work->conversation.id, .arena = &work->turn->arena };
}

/* "Can Benita approve seventy thousand?": said for talk, and of somebody who may be known. */
static bool talk_may_ask(const struct px_turn_work *work)
{
	static const char beyond[] = "model: talk";
	const char *why = work->parsed.why;

	return why && strncmp(why, beyond, sizeof(beyond) - 1) == 0 && px_question_is(work->input->text, &work->turn->arena);
}

/* "Surgeon for mum's op": no sentence, but memory may know.  Of what was taken for talk the nearest will do, too. */
static enum px_err ask_of_unread(struct px_turn_work *work)
{
	struct px_tool_context context = context_of(work);
	struct px_tool_result result = { 0 };
	const char *talk = work->parsed.smalltalk;
	enum px_err err = PX_OK;

	if (!talk || talk_may_ask(work))
		err = ask_memory(work, &context, !talk, &result);
	if (!err && result.reply.text) {
		say(work, &result.reply);
		collect_grounds(work->turn, &result);
	} else if (!err && talk) {
		say(work, &(struct px_reply){ .kind = PX_REPLY_SMALLTALK, .text = talk });
	} else if (!err) {
		say(work, &(struct px_reply){ .kind = PX_REPLY_NOT_UNDERSTOOD, .unread = work->parsed.unread });
	}
	px_tool_result_release(&result);
	return err;
}

static void say_not_known(struct px_turn_work *work)
{
	const struct px_language *before = px_language_use(work->nlu.says_in);
	const char *text = px_phrase(PX_PHRASE_SAY_NOT_KNOWN);

	px_language_use(before);
	say(work, &(struct px_reply){ .kind = PX_REPLY_KNOWN, .text = text });
}

/* "Trish is paid", and no task says so: that is no failure, it is something that was told. */
static bool tells_of_unknown(struct px_turn_work *work, const struct px_nlu_call *call)
{
	const struct px_str text = work->input->text;
	struct px_arena *arena = &work->turn->arena;

	return work->input->memory_auto == PX_MEMORY_AUTO_ON && work->parsed.call_count == 1 &&
	       strcmp(call->tool, "complete_task") == 0 && px_id_is_none(call->item) && strstr(call->arguments, "\"target\"") &&
	       !px_question_is(text, arena) && !px_source_orders(text, arena);
}

/* Keeps what was said in the place of the call that found nothing. */
static enum px_err keep_as_said(struct px_turn_work *work, const struct px_tool_context *context, struct px_tool_result *result)
{
	json_t *arguments = json_pack("{s:s%,s:b}", "text", work->input->text.data, work->input->text.size, "likely", 1);
	struct px_tool_result kept;

	if (!arguments)
		return PX_NOT_FOUND;
	enum px_err err = px_tool_run(context, "remember", arguments, &kept, work->error);
	json_decref(arguments);
	if (err) {
		px_tool_result_release(&kept);
		return px_turn_is_answer(err) ? PX_NOT_FOUND : err;
	}
	px_tool_result_release(result);
	*result = kept;
	return PX_OK;
}

static enum px_err run_call(struct px_turn_work *work, const struct px_nlu_call *call)
{
	struct px_tool_context context = context_of(work);
	struct px_tool_result result;
	json_t *arguments = NULL;

	enum px_err err = px_turn_arguments(work, call, &arguments);
	if (err)
		return err;
	err = px_tool_run(&context, call->tool, arguments, &result, work->error);
	if ((!err || err == PX_INVALID) && found_nothing(work, call, &result)) {
		enum px_err asked = ask_of_unlisted(work, &context, arguments, &result);
		err = asked || result.ground_count ? asked : err;
		if (!err && json_object_get(arguments, "query") && found_nothing(work, call, &result) && !px_question_of_entry(work->input->text, &work->turn->arena))
			say_not_known(work); /* "when does Renate close the pharmacy?": that no entry tells it is only half of the answer */
	}
	if (err == PX_NOT_FOUND && tells_of_unknown(work, call))
		err = keep_as_said(work, &context, &result);
	if (!err || px_turn_is_answer(err)) {
		work->turn->calls++;
		work->turn->calls_failed += err != PX_OK;
		work->turn->calls_asked += !err && result.outcome.ambiguous;
		/* The wording comes before the item list changes under it. */
		say(work, &result.reply);
		work->outcomes[work->outcome_count] = result.outcome;
		work->outcomes[work->outcome_count++].arguments = call->arguments;
		collect_changes(work, &result);
		collect_grounds(work->turn, &result);
		if (!px_id_is_none(result.action))
			work->can_undo = result.undo_left || strcmp(call->tool, "undo") != 0;
		err = PX_OK;
	}
	px_tool_result_release(&result);
	json_decref(arguments);
	return err;
}

void px_turn_say_alone(struct px_turn_work *work, const char *why)
{
	(void)px_buf_printf(&work->reply, "I can't think this through now: %s. This is what I can do by myself.",
			    why ? why : "something went wrong");
}

enum px_err px_turn_act(struct px_turn_work *work)
{
	struct px_nlu_result *parsed = &work->parsed;
	enum px_err err = PX_OK;

	work->turn->intent = parsed->intent;
	work->turn->confidence = parsed->confidence;
	for (size_t i = 0; !err && i < parsed->call_count && i < PX_NLU_MAX_CALLS; i++)
		err = run_call(work, &parsed->calls[i]);
	if (err)
		return err;
	if (parsed->question)
		say(work, &(struct px_reply){ .kind = PX_REPLY_QUESTION, .text = parsed->question,
						     .items = parsed->choices, .item_count = parsed->choice_count });
	else if (!parsed->call_count)
		err = ask_of_unread(work);
	return err ? err : px_turn_say_files(work);
}

