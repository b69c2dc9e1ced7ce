/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One turn from text to transaction.
 *
 * Each call of the engine runs in a savepoint of its own (px_tool_run): one
 * that fails is said plainly and leaves the others alone.  Errors of the store
 * itself end the turn as a whole.
 */
#include "agent/turn.h"

#include "agent/hear.h"
#include "agent/occurrence.h"
#include "agent/turn_wire.h"
#include "base/utf8.h"
#include "domain/conversation.h"
#include "domain/recalled.h"
#include "memory/question.h"
#include "domain/undo.h"
#include "sys/zoneinfo.h"

#include <stdatomic.h>

enum { REPLY_MAX = 64 * 1024 };

/* What one run works with; lives on the stack of px_turn_run. */
struct run {
	const struct px_turn_input *input;
	struct px_turn *turn;
	struct px_error *error;
	struct px_domain domain;
	struct px_user user;
	struct px_conversation conversation;
	struct px_message message, answer;
	bool can_undo;
	struct px_context_keep keep;
	struct px_memory_keep memory;
	struct px_context *context;
	struct px_nlu_context nlu;
	struct px_nlu_result parsed;
	struct px_context_memo memo; /* under which the text was parsed already */
	bool early;                  /* it was */
	struct px_nlu_outcome outcomes[PX_NLU_MAX_CALLS];
	size_t outcome_count;
	bool changed, undid;
	uint64_t seed;
	struct px_buf reply;
};

static enum px_err check_text(struct px_str text, struct px_error *error)
{
	if (text.size > PX_MESSAGE_MAX)
		return px_fail(error, PX_TOO_LARGE, "text", "is longer than %d bytes", PX_MESSAGE_MAX);
	if (!px_str_trim(text).size)
		return px_fail(error, PX_INVALID, "text", "must not be empty");
	if (!px_utf8_valid(text) || memchr(text.data, '\0', text.size))
		return px_fail(error, PX_INVALID, "text", "is not valid UTF-8 text");
	return PX_OK;
}

static enum px_err load_user(struct run *run)
{
	struct px_turn *turn = run->turn;
	const struct px_turn_input *input = run->input;

	enum px_err err = px_store_get(turn->tx, &px_user_record, input->user, &turn->arena,
				       &run->user, run->error);
	if (err)
		return err;
	if (input->zone && !px_zoneinfo_get(input->zone))
		return px_fail(run->error, PX_INVALID, "zone", "\"%.64s\" is not a known time zone",
			       input->zone);
	const struct px_tz *tz = px_zoneinfo_get(input->zone ? input->zone : run->user.zone);
	if (!tz)
		tz = px_zoneinfo_get("UTC");
	px_domain_init(&run->domain, turn->tx, input->user, input->now, tz, &turn->arena);
	run->domain.find_zone = px_zoneinfo_find;
	return PX_OK;
}

static enum px_err load_conversation(struct run *run)
{
	enum px_err err = px_id_is_none(run->input->conversation)
		? px_conversation_main(&run->domain, &run->conversation, run->error)
		: px_conversation_get(&run->domain, run->input->conversation, &run->conversation,
				      run->error);

	run->turn->conversation = run->conversation.id;
	return err;
}

/* What the wire form is made of. */
static void keep_rows(struct run *run)
{
	struct px_turn *turn = run->turn;
	struct px_message *rows = px_arena_alloc(&turn->arena, 2 * sizeof(*rows));

	rows[0] = run->message;
	rows[1] = run->answer;
	turn->said = &rows[0];
	turn->answered = &rows[1];
	turn->can_undo = run->can_undo;
}

/* A client_id names one message: with another text it would be lost if it were answered as that one. */
static enum px_err check_same(const struct px_turn_input *input, const struct px_message *message,
			      struct px_error *error)
{
	if (px_str_eq(input->text, px_str(message->text)) &&
	    (px_id_is_none(input->conversation) || px_id_eq(input->conversation, message->conversation_id)))
		return PX_OK;
	return px_fail(error, PX_INVALID, "client_id", "this client_id was used for another message");
}

/* The same client_id again: the first turn's message and answer, nothing done. */
static enum px_err find_repeated(struct run *run, bool *repeated)
{
	struct px_turn *turn = run->turn;

	*repeated = false;
	if (!run->input->client_id.size)
		return PX_OK;
	enum px_err err = px_message_by_client_id(&run->domain, run->input->client_id, &run->message,
						  NULL);
	if (err == PX_NOT_FOUND)
		return PX_OK;
	if (!err)
		err = check_same(run->input, &run->message, run->error);
	if (!err)
		err = px_message_answer(&run->domain, &run->message, &run->answer, run->error);
	if (!err)
		err = px_undo_available(&run->domain, &run->can_undo, run->error);
	if (err)
		return err;
	*repeated = turn->repeated = true;
	turn->conversation = run->message.conversation_id;
	turn->message = run->message.id;
	turn->answer = run->answer.id;
	turn->reply = run->answer.text;
	turn->intent = "repeated";
	turn->confidence = 1.0f;
	keep_rows(run);
	return PX_OK;
}

/* Reads the text before the transaction, by what the last turn left. */
static void parse_early(struct run *run)
{
	const struct px_turn_input *input = run->input;
	const struct px_context *context = px_context_peek(&run->keep, input->user, input->now,
							   &run->memo);

	if (!context || (!px_id_is_none(input->conversation) &&
			 !px_id_eq(input->conversation, run->memo.conversation)))
		return;
	struct px_nlu_context nlu = {
		.now = input->now, .tz = run->memo.tz, .locale = run->memo.locale,
		.state = run->memo.state, .find_zone = px_zoneinfo_find,
	};
	px_context_fill(context, &nlu);
	px_nlu_parse(&nlu, input->text, &run->turn->arena, &run->parsed);
	px_hear(&nlu, input->text, input->memory_auto, &run->turn->arena, &run->parsed);
	run->early = true;
}

/* Is everything that the early reading relied on still so? */
static bool early_holds(const struct run *run)
{
	return run->early && px_context_was_kept(run->context) && run->memo.tz == run->domain.tz &&
	       px_id_eq(run->memo.conversation, run->conversation.id) &&
	       run->memo.conversation_version == run->conversation.version &&
	       run->memo.user_version == run->user.version;
}

static void read_text(struct run *run)
{
	px_nlu_parse(&run->nlu, run->input->text, &run->turn->arena, &run->parsed);
	px_hear(&run->nlu, run->input->text, run->input->memory_auto, &run->turn->arena, &run->parsed);
}

static enum px_err gather(struct run *run)
{
	const struct px_context_memo *memo = NULL;
	int64_t seq;
	enum px_err err = px_store_seq(run->turn->tx, &seq, run->error);

	if (!err)
		err = px_context_open(&run->keep, &run->domain, seq, &run->context, run->error);
	if (!err)
		err = px_context_invite(run->context, &run->domain, run->input->text, run->error);
	if (!err)
		memo = px_context_memo(run->context);
	if (memo)
		run->can_undo = memo->can_undo;
	else if (!err)
		err = px_undo_available(&run->domain, &run->can_undo, run->error);
	if (err)
		return err;
	run->nlu = (struct px_nlu_context){
		.now = run->input->now, .tz = run->domain.tz, .locale = run->user.locale,
		.state = run->conversation.state, .find_zone = px_zoneinfo_find,
	};
	px_context_fill(run->context, &run->nlu);
	if (!early_holds(run))
		read_text(run);
	return PX_OK;
}

/* For the next turn's early reading. */
static void remember(struct run *run)
{
	struct px_context_memo memo = {
		.conversation = run->conversation.id,
		.conversation_version = run->conversation.version,
		.user_version = run->user.version, .tz = run->domain.tz,
		.locale = run->user.locale, .state = run->conversation.state,
		.can_undo = run->can_undo,
	};

	px_context_remember(run->context, &memo);
}

/* Of several changes, only the last asks "Undo?". */
static void ask_once(struct px_buf *reply, const struct px_buf *next)
{
	const struct px_str question = PX_STR(" Undo?");

	if (px_str_ends(px_buf_view(reply), question) && px_str_ends(px_buf_view(next), question))
		reply->size -= question.size;
}

static void say(struct run *run, const struct px_reply *reply)
{
	struct px_buf one = PX_BUF_INIT(REPLY_MAX);

	px_reply_write(&run->nlu, reply, run->seed + run->outcome_count, &one);
	ask_once(&run->reply, &one);
	if (run->reply.size && one.size) {
		bool lines = memchr(one.data, '\n', one.size) ||
			     memchr(run->reply.data, '\n', run->reply.size);
		(void)px_buf_text(&run->reply, lines ? "\n" : " ");
	}
	(void)px_buf_str(&run->reply, px_buf_view(&one));
	px_buf_release(&one);
}

static void collect_changes(struct run *run, const struct px_tool_result *result)
{
	struct px_turn *turn = run->turn;

	if (!result->change_count)
		return;
	struct px_change *all = PX_ARENA_ARRAY(&turn->arena, struct px_change,
					       turn->change_count + result->change_count);
	if (turn->change_count)
		memcpy(all, turn->changes, turn->change_count * sizeof(*all));
	memcpy(all + turn->change_count, result->changes, result->change_count * sizeof(*all));
	turn->changes = all;
	turn->change_count += result->change_count;
	px_context_apply(run->context, &run->domain, result->changes, result->change_count);
	px_context_fill(run->context, &run->nlu);
}

static void collect_grounds(struct px_turn *turn, const struct px_tool_result *result)
{
	for (size_t i = 0; i < result->ground_count && turn->ground_count < PX_GROUNDS_MAX; i++)
		turn->grounds[turn->ground_count++] = result->grounds[i];
}

/* Errors that say something about the request; all others are about us. */
static bool is_answer(enum px_err err)
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

/* "Where is the boat?" found nothing in the calendar. */
static bool found_nothing(const struct run *run, const struct px_nlu_call *call, const json_t *arguments,
			  const struct px_tool_result *result)
{
	return run->parsed.call_count == 1 && strncmp(call->tool, "list_", 5) == 0 && json_object_get(arguments, "query") &&
	       !result->reply.total && !result->reply.item_count && px_question_is(run->input->text, &run->turn->arena);
}

/* What memory has on it takes the place of an empty list, if it is sure. */
static enum px_err ask_memory(struct run *run, const struct px_tool_context *context, struct px_tool_result *result)
{
	json_t *arguments = json_pack("{s:s%}", "query", run->input->text.data, run->input->text.size);
	struct px_tool_result remembered;

	if (!arguments || run->input->text.size > 1000) {
		json_decref(arguments);
		return PX_OK;
	}
	enum px_err err = px_tool_run(context, "search_memory", arguments, &remembered, run->error);
	json_decref(arguments);
	if (!err && remembered.ground_count) {
		px_tool_result_release(result);
		*result = remembered;
		return PX_OK;
	}
	px_tool_result_release(&remembered);
	return err && !is_answer(err) ? err : PX_OK;
}

static enum px_err run_call(struct run *run, const struct px_nlu_call *call)
{
	struct px_tool_context context = { .tx = run->turn->tx, .user = &run->user, .nlu = &run->nlu, .memory = &run->memory,
					   .message = run->message.id, .arena = &run->turn->arena };
	struct px_tool_result result;
	json_t *arguments = NULL;

	enum px_err err = px_json_parse(px_str(call->arguments), &arguments, run->error);
	if (err)
		return err;
	set_item(arguments, call->item);
	if (call->asks)
		json_object_set_new(arguments, "asks", json_string(call->asks));
	px_occurrence_name(&run->nlu, call->tool, run->input->text, run->parsed.call_count == 1,
			   arguments);
	err = px_tool_run(&context, call->tool, arguments, &result, run->error);
	if (!err && found_nothing(run, call, arguments, &result))
		err = ask_memory(run, &context, &result);
	if (!err || is_answer(err)) {
		/* The wording comes before the item list changes under it. */
		say(run, &result.reply);
		run->outcomes[run->outcome_count] = result.outcome;
		run->outcomes[run->outcome_count++].arguments = call->arguments;
		collect_changes(run, &result);
		collect_grounds(run->turn, &result);
		if (!px_id_is_none(result.action)) {
			run->changed = true;
			run->undid = strcmp(call->tool, "undo") == 0;
		}
		err = PX_OK;
	}
	px_tool_result_release(&result);
	json_decref(arguments);
	return err;
}

static enum px_err act(struct run *run)
{
	struct px_nlu_result *parsed = &run->parsed;
	enum px_err err = PX_OK;

	run->turn->intent = parsed->intent;
	run->turn->confidence = parsed->confidence;
	for (size_t i = 0; !err && i < parsed->call_count && i < PX_NLU_MAX_CALLS; i++)
		err = run_call(run, &parsed->calls[i]);
	if (err)
		return err;
	if (parsed->question)
		say(run, &(struct px_reply){ .kind = PX_REPLY_QUESTION, .text = parsed->question,
						     .items = parsed->choices, .item_count = parsed->choice_count });
	else if (!parsed->call_count && parsed->smalltalk)
		say(run, &(struct px_reply){ .kind = PX_REPLY_SMALLTALK, .text = parsed->smalltalk });
	else if (!parsed->call_count)
		say(run, &(struct px_reply){ .kind = PX_REPLY_NOT_UNDERSTOOD,
					     .unread = parsed->unread });
	return PX_OK;
}

static enum px_err write_messages(struct run *run)
{
	struct px_turn *turn = run->turn;
	const struct px_turn_input *input = run->input;

	run->message.conversation_id = run->answer.conversation_id = run->conversation.id;
	run->message.role = PX_ROLE_USER;
	run->message.text = px_arena_str(&turn->arena, input->text);
	run->message.client_id = input->client_id.size ? px_arena_str(&turn->arena, input->client_id)
						       : NULL;
	run->answer.role = PX_ROLE_ASSISTANT;
	run->answer.text = turn->reply;
	run->answer.effects = px_turn_effects(&turn->arena, turn->changes, turn->change_count);
	run->answer.reply_to = run->message.id;
	enum px_err err = px_message_append(&run->domain, &run->message, run->error);
	run->answer.seq = run->message.seq;
	if (!err)
		err = px_message_append(&run->domain, &run->answer, run->error);
	if (!err && !run->parsed.call_count) /* words that nothing was done for are found again as they are */
		err = px_recalled_request(turn->tx, input->user, run->error);
	turn->message = run->message.id;
	turn->answer = run->answer.id;
	return err;
}

static enum px_err finish(struct run *run)
{
	struct px_turn *turn = run->turn;

	turn->reply = px_arena_str(&turn->arena, px_buf_view(&run->reply));
	enum px_err err = write_messages(run);
	const char *state = px_nlu_next_state(&run->nlu, run->input->text, &run->parsed,
					      run->outcomes, run->outcome_count, &turn->arena);
	if (!err)
		err = px_conversation_keep(&run->domain, &run->conversation, state, run->error);
	if (!err && run->changed && run->undid)
		err = px_undo_available(&run->domain, &run->can_undo, run->error);
	else if (run->changed)
		run->can_undo = true;
	if (err)
		return err;
	keep_rows(run);
	remember(run);
	return PX_OK;
}

static enum px_err work(struct run *run)
{
	bool repeated;

	enum px_err err = load_user(run);
	if (!err)
		err = find_repeated(run, &repeated);
	if (err || repeated)
		return err;
	px_record_init(&px_message_record, &run->message);
	px_record_init(&px_message_record, &run->answer);
	run->message.id = px_id_new();
	err = load_conversation(run);
	if (!err)
		err = gather(run);
	if (!err)
		err = act(run);
	return err ? err : finish(run);
}

enum px_err px_turn_run(struct px_store *store, const struct px_turn_input *input,
			struct px_turn *turn, struct px_error *error)
{
	struct run run = { .input = input, .turn = turn, .error = error,
			   .reply = PX_BUF_INIT(REPLY_MAX) };

	*turn = (struct px_turn){ .conversation = PX_ID_NONE };
	px_arena_init(&turn->arena);
	enum px_err err = check_text(input->text, error);
	if (err)
		return err;
	/* The same words at the same time are worded the same way. */
	run.seed = px_str_hash(input->text) ^ (uint64_t)input->now;
	run.keep = (struct px_context_keep){ input->parts, px_store_epoch(store) };
	run.memory = (struct px_memory_keep){ input->memory, input->parts, run.keep.epoch };
	parse_early(&run);
	err = px_store_begin(store, input->user, PX_STORE_WRITE, &turn->tx, error);
	if (err)
		return err;
	run.keep.epoch = run.memory.epoch = px_store_epoch(store); /* of the transaction: no batch is lost while it is open */
	err = work(&run);
	if (err) {
		px_context_drop(&run.keep, run.context);
		px_shard_part_drop(input->parts, &px_memory_part, input->user); /* it may have seen what is taken back */
	} else if (run.context) {
		px_context_close(&run.keep, run.context, run.message.seq); /* the last it took */
	}
	px_buf_release(&run.reply);
	if (err) {
		px_store_rollback(turn->tx);
		turn->tx = NULL;
	}
	return err;
}

const char *px_turn_json(struct px_turn *turn)
{
	if (!turn->json)
		turn->json = px_turn_wire(&turn->arena, turn, turn->said, turn->answered, turn->can_undo);
	return turn->json;
}

/* The last of the two to come here tells. */
static void finish_part(struct px_turn *turn)
{
	if (atomic_fetch_sub(&turn->unfinished, 1) == 1)
		turn->done(turn->done_arg, turn->outcome);
}

/* On the commit thread. */
static void became_durable(void *arg, enum px_err err)
{
	struct px_turn *turn = arg;

	turn->outcome = err;
	finish_part(turn);
}

void px_turn_commit(struct px_turn *turn, void (*done)(void *arg, enum px_err err), void *arg)
{
	struct px_store_tx *tx = turn->tx;

	turn->tx = NULL;
	turn->done = done;
	turn->done_arg = arg;
	atomic_store(&turn->unfinished, 2);
	px_store_commit(tx, became_durable, turn);
	(void)px_turn_json(turn);
	finish_part(turn);
}

void px_turn_release(struct px_turn *turn)
{
	if (turn->tx)
		px_store_rollback(turn->tx);
	turn->tx = NULL;
	px_arena_release(&turn->arena);
}
