/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a turn: message and answer are written, and what the next turn is
 * read by is kept.
 */
#include "agent/turn_internal.h"

#include "agent/last_said.h"
#include "domain/recalled.h"
#include "domain/undo.h"
#include "memory/grounds.h"
#include "memory/source.h"

/* For the next turn's early reading. */
static void remember(struct px_turn_work *work)
{
	struct px_context_memo memo = {
		.conversation = work->conversation.id,
		.main = px_id_is_none(work->input->conversation) ? work->conversation.id : PX_ID_NONE,
		.conversation_version = work->conversation.version,
		.user_version = work->user.version, .tz = work->domain.tz,
		.locale = work->user.locale, .state = work->conversation.state,
		.can_undo = work->can_undo,
		.said_before = px_last_said_begin(&work->turn->arena, work->message.text),
		.replied = px_last_said_end(&work->turn->arena, work->turn->reply),
	};

	px_context_remember(work->context, &memo);
}

enum px_err px_turn_write_message(struct px_turn_work *work)
{
	struct px_turn *turn = work->turn;
	const struct px_turn_input *input = work->input;

	work->message.conversation_id = work->conversation.id;
	work->message.role = PX_ROLE_USER;
	work->message.text = px_arena_str(&turn->arena, input->text);
	work->message.client_id = input->client_id.size ? px_arena_str(&turn->arena, input->client_id)
						       : NULL;
	enum px_err err = px_message_append(&work->domain, &work->message, work->error);
	turn->message = work->message.id;
	return err;
}

/* It says what was found in memory or proposed, which others may have written; which of it they did is not looked up. */
static bool quotes_others(const struct px_turn *turn)
{
	if (turn->intent && strstr(turn->intent, "_proposal"))
		return true;
	for (size_t i = 0; i < turn->ground_count; i++) {
		if (strcmp(turn->grounds[i].kind, "chunk") == 0 || strcmp(turn->grounds[i].kind, "memory") == 0)
			return true;
	}
	return false;
}

void px_turn_note_route(struct px_turn_work *work, enum px_message_route route, const char *const *reasons, size_t count)
{
	struct px_buf why = PX_BUF_INIT(PX_MESSAGE_WHY_MAX);

	for (size_t i = 0; i < count; i++) {
		if (reasons[i] && reasons[i][0])
			(void)px_buf_printf(&why, "%s%s", why.size ? "; " : "", reasons[i]);
	}
	work->answer.route = (int)route;
	work->answer.why = why.size ? px_arena_str(&work->turn->arena, px_buf_view(&why)) : NULL;
	px_buf_release(&why);
}

static enum px_err write_answer(struct px_turn_work *work)
{
	struct px_turn *turn = work->turn;

	work->answer.conversation_id = work->conversation.id;
	work->answer.role = PX_ROLE_ASSISTANT;
	work->answer.text = turn->reply;
	work->answer.effects = px_turn_effects(&turn->arena, turn->changes, turn->change_count);
	work->answer.grounds = px_grounds_refs(&turn->arena, turn->grounds, turn->ground_count);
	work->answer.reply_to = work->message.id;
	work->answer.seq = work->message.seq;
	work->answer.tainted = quotes_others(turn);
	px_turn_note_route(work, PX_ROUTE_BUILT_IN, (const char *const[]){ work->chosen, work->parsed.why }, 2);
	enum px_err err = px_message_append(&work->domain, &work->answer, work->error);
	turn->answer = work->answer.id;
	return err;
}

enum px_err px_turn_keep_dialogue(struct px_turn_work *work)
{
	const char *state = px_nlu_next_state(&work->nlu, work->input->text, &work->parsed, work->outcomes,
					      work->outcome_count, &work->turn->arena);
	enum px_err err = px_conversation_keep(&work->domain, &work->conversation, state, work->error);

	if (err)
		return err;
	px_turn_keep_rows(work);
	remember(work);
	return PX_OK;
}

enum px_err px_turn_recall_words(struct px_turn_work *work)
{
	if (!px_source_is_statement(work->input->text, &work->turn->arena))
		return PX_OK;
	return px_recalled_request(work->turn->tx, work->input->user, work->error);
}

enum px_err px_turn_finish(struct px_turn_work *work)
{
	work->turn->reply = px_arena_str(&work->turn->arena, px_buf_view(&work->reply));
	enum px_err err = px_turn_write_message(work);
	if (!err)
		err = write_answer(work);
	if (!err && !work->parsed.call_count)
		err = px_turn_recall_words(work);
	return err ? err : px_turn_keep_dialogue(work);
}
