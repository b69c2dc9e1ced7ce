/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The opening of a turn: who speaks, in which conversation, whether it was said
 * before, and what the engine reads in it.
 */
#include "agent/turn_internal.h"

#include "agent/hear.h"
#include "agent/interrupted.h"
#include "agent/last_said.h"
#include "domain/file.h"
#include "domain/reminder.h"
#include "domain/turn_row.h"
#include "domain/undo.h"
#include "nlu/text/language_of.h"
#include "sys/zoneinfo.h"

void px_turn_work_init(struct px_turn_work *work, struct px_store *store, const struct px_turn_input *input,
		       struct px_turn *turn, struct px_error *error)
{
	memset(work, 0, offsetof(struct px_turn_work, parsed)); /* the rest is large, and written before it is read */
	work->input = input;
	work->turn = turn;
	work->error = error;
	work->reply = PX_BUF_INIT(PX_TURN_REPLY_MAX);
	*turn = (struct px_turn){ .conversation = PX_ID_NONE };
	px_arena_init(&turn->arena);
	/* The same words at the same time are worded the same way. */
	work->seed = px_str_hash(input->text) ^ (uint64_t)input->now;
	work->keep = (struct px_context_keep){ input->parts, px_store_epoch(store) };
	work->memory = (struct px_memory_keep){ input->memory, input->parts, work->keep.epoch };
}

enum px_err px_turn_begin(struct px_turn_work *work, struct px_store *store)
{
	enum px_err err = px_store_begin(store, work->input->user, PX_STORE_WRITE, &work->turn->tx, work->error);

	if (!err) /* of the transaction: no batch is lost while it is open */
		work->keep.epoch = work->memory.epoch = px_store_epoch(store);
	return err;
}

void px_turn_work_end(struct px_turn_work *work, enum px_err err, int64_t seq)
{
	const struct px_turn_input *input = work->input;

	px_buf_release(&work->reply);
	if (!err && work->context)
		px_context_close(&work->keep, work->context, seq);
	if (!err)
		return;
	px_context_drop(&work->keep, work->context);
	px_shard_part_drop(input->parts, &px_memory_part, input->user); /* it may have seen what is taken back */
	px_store_rollback(work->turn->tx);
	work->turn->tx = NULL;
}

/* What most turns ask for goes with the first question. */
static void ask_ahead(const struct px_turn_work *work)
{
	const struct px_turn_input *input = work->input;
	struct px_store_tx *tx = work->turn->tx;
	struct px_id conversation = px_id_is_none(input->conversation) ? px_context_main(&work->keep, input->user) : input->conversation;

	if (!px_id_is_none(conversation))
		px_store_ahead_get(tx, &px_conversation_record, conversation);
	if (input->client_id.size)
		px_message_ahead(tx, input->client_id);
	px_domain_ahead(tx, input->user);
	px_reminder_ahead(tx, input->user);
}

enum px_err px_turn_load_user(struct px_turn_work *work)
{
	struct px_turn *turn = work->turn;
	const struct px_turn_input *input = work->input;

	ask_ahead(work);
	enum px_err err = px_store_get(turn->tx, &px_user_record, input->user, &turn->arena,
				       &work->user, work->error);
	if (err)
		return err;
	if (input->zone && !px_zoneinfo_get(input->zone))
		return px_fail(work->error, PX_INVALID, "zone", "\"%.64s\" is not a known time zone",
			       input->zone);
	const struct px_tz *tz = px_zoneinfo_get(input->zone ? input->zone : work->user.zone);
	if (!tz)
		tz = px_zoneinfo_get("UTC");
	px_domain_init(&work->domain, turn->tx, input->user, input->now, tz, &turn->arena);
	work->domain.find_zone = px_zoneinfo_find;
	return PX_OK;
}

/* The one in which the user spoke first remains the main one until it is deleted, so it is looked for once. */
static enum px_err load_main(struct px_turn_work *work)
{
	struct px_id known = px_context_main(&work->keep, work->input->user);
	enum px_err err = px_id_is_none(known)
		? PX_NOT_FOUND : px_conversation_get(&work->domain, known, &work->conversation, work->error);

	return err == PX_NOT_FOUND ? px_conversation_main(&work->domain, &work->conversation, work->error) : err;
}

enum px_err px_turn_load_conversation(struct px_turn_work *work)
{
	enum px_err err = px_id_is_none(work->input->conversation)
		? load_main(work)
		: px_conversation_get(&work->domain, work->input->conversation, &work->conversation, work->error);

	work->turn->conversation = work->conversation.id;
	return err;
}

enum px_err px_turn_load_replaced(struct px_turn_work *work)
{
	struct px_message replaced;

	if (px_id_is_none(work->input->replaces))
		return PX_OK;
	enum px_err err = px_message_get(&work->domain, work->input->replaces, &replaced, work->error);
	if (err && err != PX_NOT_FOUND)
		return err;
	if (err || replaced.role != PX_ROLE_USER || !px_id_eq(replaced.conversation_id, work->conversation.id))
		return px_fail(work->error, PX_INVALID, "replaces", "replaces must name a message of yours in this conversation");
	work->message.replaces = replaced.id;
	return PX_OK;
}

void px_turn_keep_rows(struct px_turn_work *work)
{
	struct px_turn *turn = work->turn;
	struct px_message *rows = px_arena_alloc(&turn->arena, 2 * sizeof(*rows));

	rows[0] = work->message;
	rows[1] = work->answer;
	turn->said = &rows[0];
	turn->answered = turn->waits ? NULL : &rows[1];
	turn->can_undo = work->can_undo;
}

/* A client_id names one message: with another text it would be lost if it were answered as that one. */
static enum px_err check_same(const struct px_turn_input *input, const struct px_message *message,
			      struct px_error *error)
{
	if (px_str_eq(input->text, px_str(message->text)) && px_files_are(message->files, input->files, input->file_count) &&
	    (px_id_is_none(input->conversation) || px_id_eq(input->conversation, message->conversation_id)))
		return PX_OK;
	return px_fail(error, PX_INVALID, "client_id", "this client_id was used for another message");
}

/* The answer; a turn that nobody is at any more, as its end could not be written, ends here. */
static enum px_err find_answer(struct px_turn_work *work)
{
	struct px_turn_row row;
	enum px_err err = px_message_answer(&work->domain, &work->message, &work->answer, work->error);

	if (err != PX_NOT_FOUND)
		return err;
	err = px_turn_row_of(&work->domain, work->message.id, &row, work->error);
	if (!err)
		err = px_turn_interrupt(&work->domain, &row, work->error);
	work->turn->closed = !err;
	return err ? err : px_message_answer(&work->domain, &work->message, &work->answer, work->error);
}

enum px_err px_turn_find_repeated(struct px_turn_work *work, bool *repeated)
{
	struct px_turn *turn = work->turn;

	*repeated = false;
	if (!work->input->client_id.size)
		return PX_OK;
	enum px_err err = px_message_by_client_id(&work->domain, work->input->client_id, &work->message,
						  NULL);
	if (err == PX_NOT_FOUND)
		return PX_OK;
	if (!err)
		err = check_same(work->input, &work->message, work->error);
	if (!err)
		err = find_answer(work);
	if (!err)
		err = px_undo_available(&work->domain, &work->can_undo, work->error);
	if (err)
		return err;
	*repeated = turn->repeated = true;
	turn->conversation = work->message.conversation_id;
	turn->message = work->message.id;
	turn->answer = work->answer.id;
	turn->reply = work->answer.text;
	turn->intent = "repeated";
	turn->confidence = 1.0f;
	px_turn_keep_rows(work);
	return PX_OK;
}

/* What a thinker claims is not for the trained reader. */
static void set_readers(const struct px_turn_work *work, struct px_nlu_context *nlu)
{
	const struct px_turn_input *input = work->input;

	nlu->notes_left = true;
	nlu->read = input->reader.read;
	nlu->read_arg = input->reader.arg;
	nlu->passes = input->thinker && !work->alone ? input->thinker->claims : NULL;
	nlu->passes_arg = input->thinker ? input->thinker->self : NULL;
}

void px_turn_hear(struct px_turn_work *work, const struct px_nlu_context *nlu)
{
	const struct px_turn_input *input = work->input;
	const struct px_hear_with with = { input->memory_auto, input->memory ? input->memory->embed : NULL, &work->meanings };

	px_hear(nlu, input->text, &with, &work->turn->arena, &work->parsed);
}

void px_turn_read_early(struct px_turn_work *work)
{
	const struct px_turn_input *input = work->input;
	const struct px_context *context = px_context_peek(&work->keep, input->user, input->now,
							   &work->memo);

	if (!context || (!px_id_is_none(input->conversation) &&
			 !px_id_eq(input->conversation, work->memo.conversation)))
		return;
	struct px_nlu_context nlu = {
		.now = input->now, .tz = work->memo.tz, .locale = work->memo.locale,
		.state = work->memo.state, .find_zone = px_zoneinfo_find,
		.said_before = work->memo.said_before, .replied = work->memo.replied,
	};
	set_readers(work, &nlu);
	px_context_fill(context, &nlu);
	px_nlu_parse(&nlu, input->text, &work->turn->arena, &work->parsed);
	px_turn_hear(work, &nlu);
	work->early = true;
}

/* Is everything that the early reading relied on still so? */
static bool early_holds(const struct px_turn_work *work)
{
	return work->early && px_context_was_kept(work->context) && work->memo.tz == work->domain.tz &&
	       px_id_eq(work->memo.conversation, work->conversation.id) &&
	       work->memo.conversation_version == work->conversation.version &&
	       work->memo.user_version == work->user.version;
}

static enum px_err read_text(struct px_turn_work *work)
{
	enum px_err err = work->nlu.read ? px_last_said(&work->domain, work->conversation.id, &work->nlu, work->error) : PX_OK;

	if (err)
		return err;
	px_nlu_parse(&work->nlu, work->input->text, &work->turn->arena, &work->parsed);
	px_turn_hear(work, &work->nlu);
	return PX_OK;
}

static enum px_err hear_answers(struct px_turn_work *work)
{
	enum px_err err = px_turn_hear_consent(work);

	return err ? err : px_turn_hear_notified(work);
}

enum px_err px_turn_read_alone(struct px_turn_work *work)
{
	work->alone = true;
	set_readers(work, &work->nlu);
	enum px_err err = read_text(work);
	return err ? err : hear_answers(work);
}

enum px_err px_turn_gather(struct px_turn_work *work)
{
	const struct px_context_memo *memo = NULL;
	int64_t seq;
	enum px_err err = px_store_seq(work->turn->tx, &seq, work->error);

	if (!err)
		err = px_context_open(&work->keep, &work->domain, seq, &work->context, work->error);
	if (!err)
		err = px_context_invite(work->context, &work->domain, work->input->text, work->error);
	if (!err)
		memo = px_context_memo(work->context);
	if (memo)
		work->can_undo = memo->can_undo;
	else if (!err)
		err = px_undo_available(&work->domain, &work->can_undo, work->error);
	if (err)
		return err;
	work->nlu = (struct px_nlu_context){
		.now = work->input->now, .tz = work->domain.tz, .locale = work->user.locale,
		.state = work->conversation.state, .find_zone = px_zoneinfo_find,
		.says_in = px_language_of(work->input->text, work->user.locale),
	};
	set_readers(work, &work->nlu);
	px_context_fill(work->context, &work->nlu);
	if (!early_holds(work))
		err = read_text(work);
	return err ? err : hear_answers(work);
}

