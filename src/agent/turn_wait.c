/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each step reads again what it needs: between two of them anything may have
 * changed, the conversation may be gone and the shard's context another one.
 */
#include "agent/turn_wait.h"

#include "agent/last_words.h"
#include "agent/turn_internal.h"
#include "domain/undo.h"
#include "memory/grounds.h"
#include "sys/zoneinfo.h"

enum { RESULT_MAX = 256 * 1024 };

struct px_turn_mark px_turn_mark(const struct px_turn *turn)
{
	return (struct px_turn_mark){ turn->conversation, turn->message, turn->row, turn->chosen };
}

enum px_err px_turn_main_conversation(struct px_store *store, struct px_id user, struct px_id *conversation,
				      struct px_error *error)
{
	struct px_domain domain;
	struct px_store_tx *tx;
	struct px_arena arena;
	/* A reader does not see the batch that is filling, and the turn's own transaction will. */
	enum px_err err = px_store_begin(store, user, PX_STORE_WRITE, &tx, error);

	if (err)
		return err;
	px_arena_init(&arena);
	px_domain_init(&domain, tx, user, 0, px_zoneinfo_get("UTC"), &arena);
	err = px_conversation_main_id(&domain, conversation, error);
	px_store_rollback(tx);
	px_arena_release(&arena);
	return err;
}

/* The step's user and message; PX_NOT_FOUND once the conversation was deleted. */
static enum px_err load(struct px_turn_work *work, const struct px_turn_mark *mark)
{
	struct px_turn *turn = work->turn;
	enum px_err err = px_turn_load_user(work);

	turn->conversation = mark->conversation;
	turn->message = mark->message;
	turn->row = mark->row;
	if (!err)
		err = px_store_get(turn->tx, &px_message_record, mark->message, &turn->arena, &work->message, work->error);
	if (!err)
		err = px_conversation_get(&work->domain, mark->conversation, &work->conversation, work->error);
	if (err)
		return err;
	work->domain.message = mark->message;
	work->nlu = (struct px_nlu_context){
		.now = work->input->now, .tz = work->domain.tz, .locale = work->user.locale,
		.state = work->conversation.state, .find_zone = px_zoneinfo_find,
		.read = work->input->reader.read, .read_arg = work->input->reader.arg,
	};
	return PX_OK;
}

enum px_err px_turn_think(struct px_store *store, const struct px_turn_input *input, const struct px_turn_mark *mark,
			  const struct px_turn_limits *limits, const struct px_think_events *events, void *arg,
			  void **thought, struct px_error *error)
{
	struct px_turn_work work;
	struct px_turn turn;

	px_turn_work_init(&work, store, input, &turn, error);
	enum px_err err = px_store_begin(store, input->user, PX_STORE_READ, &turn.tx, error);
	if (!err)
		err = load(&work, mark);
	if (!err) {
		const struct px_think_request request = {
			.user = input->user, .conversation = mark->conversation, .message = mark->message,
			.turn = mark->row, .text = input->text, .domain = &work.domain, .person = &work.user,
			.memory = &work.memory, .files = work.message.files, .blobs = input->blobs, .rounds = limits->rounds, .milliseconds = limits->milliseconds,
		};
		err = input->thinker->start(input->thinker->self, &request, events, arg, thought, error);
	}
	px_buf_release(&work.reply);
	px_turn_release(&turn);
	return err;
}

static enum px_err run_tool(struct px_turn_work *work, const struct px_think_call *call, struct px_tool_result *result,
			    const char **note)
{
	struct px_turn *turn = work->turn;
	json_t *arguments = NULL;
	struct px_error why = { 0 };
	enum px_err err = px_json_parse(call->arguments, &arguments, &why);

	if (!err && !json_is_object(arguments))
		err = px_fail(&why, PX_INVALID, NULL, "the arguments of a call are a JSON object");
	if (err) {
		*result = (struct px_tool_result){ .reply = { .kind = PX_REPLY_FAILED,
							      .text = px_arena_str(&turn->arena, px_str(why.message)) } };
		err = PX_INVALID;
	} else {
		err = px_turn_guarded_call(work, call, arguments, result, note);
	}
	json_decref(arguments);
	return err;
}

static struct px_str rows_text(struct px_turn_work *work, const json_t *data)
{
	char *text = data ? json_dumps(data, JSON_COMPACT) : NULL;
	size_t size = text ? strlen(text) : 0;
	struct px_str rows = size && size <= RESULT_MAX ? px_str(px_arena_str(&work->turn->arena, px_str_n(text, size)))
							: PX_STR("[]");

	free(text);
	return rows;
}

/* What could be meant, as the question numbers it: [{"number", "kind", "id", "title"}]. */
static struct px_str choices_text(struct px_turn_work *work, const struct px_nlu_outcome *outcome)
{
	static const char *const kinds[] = { [PX_NLU_TASK] = "task", [PX_NLU_EVENT] = "event", [PX_NLU_PROJECT] = "project" };
	json_t *all = json_array();
	char id[PX_ID_TEXT + 1];

	for (size_t i = 0; i < outcome->touched_count; i++) {
		const struct px_nlu_item *item = &outcome->touched[i];
		px_id_format(item->id, id);
		json_array_append_new(all, json_pack("{s:I,s:s,s:s,s:s}", "number", (json_int_t)i + 1, "kind", kinds[item->kind], "id", id,
						     "title", item->title ? item->title : ""));
	}
	struct px_str text = rows_text(work, all);
	json_decref(all);
	return text;
}

static void write_result(struct px_turn_work *work, const struct px_think_call *call, enum px_err err,
			 const struct px_tool_result *ran, const char *note, struct px_think_result *result)
{
	struct px_turn *turn = work->turn;

	if (note)
		(void)px_buf_text(&work->reply, note);
	else
		px_reply_write(&work->nlu, &ran->reply, work->seed, &work->reply);
	*result = (struct px_think_result){
		.id = px_str(px_arena_str(&turn->arena, call->id)),
		.failed = err != PX_OK,
		.ambiguous = !err && ran->outcome.ambiguous,
		.text = px_str(px_arena_str(&turn->arena, px_buf_view(&work->reply))),
		.data = err ? PX_STR("[]") : ran->outcome.ambiguous ? choices_text(work, &ran->outcome) : rows_text(work, ran->data),
	};
	turn->changes = ran->changes;
	turn->change_count = ran->change_count;
}

enum px_err px_turn_call(struct px_store *store, const struct px_turn_input *input, const struct px_turn_mark *mark,
			 void *thought, const struct px_think_call *call, struct px_turn *turn,
			 struct px_think_result *result, struct px_error *error)
{
	const struct px_thinker *thinker = input->thinker;
	struct px_turn_work work;
	struct px_tool_result ran = { 0 };
	const char *note = NULL;

	px_turn_work_init(&work, store, input, turn, error);
	enum px_err err = px_turn_begin(&work, store);
	if (err) {
		px_buf_release(&work.reply);
		return err;
	}
	err = load(&work, mark);
	if (!err) {
		err = run_tool(&work, call, &ran, &note);
		if (!err || px_turn_is_answer(err)) {
			write_result(&work, call, err, &ran, note, result);
			err = PX_OK;
		}
		px_tool_result_release(&ran);
	}
	if (!err && thought && thinker->step)
		err = thinker->step(thought, &work.domain, error);
	px_turn_work_end(&work, err, 0); /* it has no context of its own: the next turn's follows by the actions */
	return err;
}

static enum px_err check_part(struct px_turn_work *work, const struct px_turn_mark *mark, void *thought, struct px_str part, bool *holds)
{
	const struct px_turn_row row = { .id = mark->row, .message_id = mark->message };
	struct px_think_conclusion so_far = { .domain = &work->domain, .state = PX_TURN_RUNNING, .text = part };
	struct px_action *actions = NULL;
	enum px_err err = load(work, mark);

	if (!err)
		err = px_turn_row_actions(&work->domain, &row, &actions, &so_far.action_count, work->error);
	so_far.actions = actions;
	return err ? err : work->input->thinker->check(thought, &so_far, holds, work->error);
}

enum px_err px_turn_check(struct px_store *store, const struct px_turn_input *input, const struct px_turn_mark *mark,
			  void *thought, struct px_str part, bool *holds, struct px_error *error)
{
	struct px_turn_work work;
	struct px_turn turn;

	*holds = true;
	if (!input->thinker->check)
		return PX_OK;
	px_turn_work_init(&work, store, input, &turn, error);
	enum px_err err = px_store_begin(store, input->user, PX_STORE_READ, &turn.tx, error);
	if (!err)
		err = check_part(&work, mark, thought, part, holds);
	px_buf_release(&work.reply);
	px_turn_release(&turn);
	return err;
}

/* The engine's own reading of the message, in place of the thinker's answer. */
static enum px_err answer_alone(struct px_turn_work *work, const char *why, struct px_message *answer)
{
	struct px_turn *turn = work->turn;

	work->alone = true;
	enum px_err err = px_turn_gather(work);
	px_turn_say_alone(work, why);
	if (!err)
		err = px_turn_act(work);
	if (err)
		return err;
	answer->text = px_arena_str(&turn->arena, px_buf_view(&work->reply));
	answer->effects = px_turn_effects(&turn->arena, turn->changes, turn->change_count);
	answer->grounds = px_grounds_refs(&turn->arena, turn->grounds, turn->ground_count);
	return PX_OK;
}

/* What the thinker said, after its conclusion. */
static enum px_err answer_as_said(struct px_turn_work *work, const struct px_turn_ending *ending,
				  const struct px_action *actions, size_t count, struct px_message *answer)
{
	const struct px_thinker *thinker = work->input->thinker;
	const struct px_think_conclusion conclusion = { .domain = &work->domain, .memory = &work->memory, .state = ending->state,
							.text = ending->text, .actions = actions,
							.action_count = count, .usage = ending->usage };
	struct px_think_answer checked = { .text = px_arena_str(&work->turn->arena, ending->text) };
	enum px_err err = PX_OK;

	if (ending->thought)
		err = thinker->conclude(ending->thought, &conclusion, &checked, work->error);
	if (err)
		return err;
	const struct px_last_words words = { ending->state, px_str(checked.text), ending->why };
	answer->corrected = checked.corrected;
	answer->tainted = checked.tainted;
	work->turn->intent = "thought";
	work->turn->confidence = 1.0f;
	return px_last_words(&work->domain, &words, actions, count, answer, work->error);
}

static void note_route(struct px_turn_work *work, const struct px_turn_mark *mark, const struct px_turn_ending *ending, bool alone)
{
	const struct px_thinker *thinker = work->input->thinker;
	struct px_think_route way = { PX_ROUTE_NONE, NULL };

	if (ending->thought && thinker->route)
		way = thinker->route(ending->thought, &work->turn->arena);
	px_turn_note_route(work, alone ? PX_ROUTE_BUILT_IN : way.route,
			   (const char *const[]){ mark->chosen, way.why, ending->why, alone ? work->parsed.why : NULL }, 4);
}

static enum px_err end(struct px_turn_work *work, const struct px_turn_mark *mark, const struct px_turn_ending *ending)
{
	struct px_turn_row row = { .id = mark->row, .message_id = mark->message };
	struct px_action *actions = NULL;
	size_t count = 0;
	enum px_err err = load(work, mark);

	if (!err)
		err = px_turn_row_actions(&work->domain, &row, &actions, &count, work->error);
	if (err)
		return err;
	px_record_init(&px_message_record, &work->answer);
	bool alone = ending->state == PX_TURN_FAILED && ending->alone && !count;
	if (alone)
		err = answer_alone(work, ending->why, &work->answer);
	else
		err = answer_as_said(work, ending, actions, count, &work->answer);
	work->domain.now = ending->now;
	note_route(work, mark, ending, alone);
	if (!err)
		err = px_turn_row_end(&work->domain, &row, ending->state, &work->answer, work->error);
	if (err)
		return err;
	work->turn->reply = work->answer.text;
	work->turn->answer = work->answer.id;
	if (!count && !work->turn->change_count)
		err = px_turn_recall_words(work);
	if (err)
		return err;
	if (alone)
		return px_turn_keep_dialogue(work);
	err = px_undo_available(&work->domain, &work->can_undo, work->error);
	px_turn_keep_rows(work);
	return err;
}

/* Nobody is left to tell; the row goes, so that no later start looks for it. */
static enum px_err drop_row(struct px_turn_work *work, const struct px_turn_mark *mark)
{
	struct px_error ignored;
	enum px_err err = px_store_delete(work->turn->tx, &px_turn_record, mark->row, &ignored);

	return err == PX_NOT_FOUND ? PX_OK : err;
}

enum px_err px_turn_end(struct px_store *store, const struct px_turn_input *input, const struct px_turn_mark *mark,
			const struct px_turn_ending *ending, struct px_turn *turn, struct px_error *error)
{
	struct px_turn_work work;

	px_turn_work_init(&work, store, input, turn, error);
	enum px_err err = px_turn_begin(&work, store);
	if (err) {
		px_buf_release(&work.reply);
		return err;
	}
	err = end(&work, mark, ending);
	if (err == PX_NOT_FOUND && !work.answer.seq) {
		enum px_err dropped = drop_row(&work, mark);
		px_turn_work_end(&work, dropped, 0);
		return dropped ? dropped : err;
	}
	px_turn_work_end(&work, err, work.answer.seq);
	return err;
}
