/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One turn from text to transaction, and from there to whoever waits for it.
 */
#include "agent/turn.h"

#include "agent/turn_internal.h"
#include "agent/turn_wire.h"
#include "base/utf8.h"
#include "domain/turn_row.h"

#include <stdatomic.h>

enum { KEPT_FIRST = 1024 };

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

/* Message and row, and nothing else: the thinker has the word. */
static enum px_err wait(struct px_turn_work *work)
{
	struct px_turn *turn = work->turn;
	struct px_turn_row row;

	if (work->input->no_waiting)
		return px_fail(work->error, PX_RATE_LIMITED, NULL, "%s", work->input->no_waiting);
	enum px_err err = px_turn_write_message(work);
	if (!err)
		err = px_turn_row_begin(&work->domain, &work->message, &row, work->error);
	if (err)
		return err;
	turn->waits = true;
	turn->row = row.id;
	turn->chosen = work->chosen;
	px_turn_keep_rows(work);
	return PX_OK;
}

/* What was read stays with nobody while the turn waits: of the opening only the message is kept, for its wire form. */
static void keep_message_only(struct px_turn *turn)
{
	struct px_arena opening = turn->arena;

	px_arena_init_small(&turn->arena, KEPT_FIRST);
	struct px_message *said = px_arena_alloc(&turn->arena, sizeof(*said));
	px_record_copy(&px_message_record, said, turn->said, &turn->arena);
	turn->said = said;
	px_arena_release(&opening);
}

static enum px_err ask_thinker(struct px_turn_work *work, const char **declined, bool *wanted)
{
	const struct px_thinker *thinker = work->input->thinker;
	struct px_think_question question = { work->input->text, &work->nlu, &work->parsed, &work->domain, 0, declined, &work->chosen };
	enum px_err err = work->message.files && thinker ? px_turn_count_pictures(work, &question.pictures) : PX_OK;

	*wanted = !err && thinker && thinker->wants(thinker->self, &question);
	return err || *wanted || !work->parsed.passed ? err : px_turn_read_alone(work);
}

static enum px_err open_and_act(struct px_turn_work *work)
{
	const char *declined = NULL;
	bool repeated, wanted = false;

	enum px_err err = px_turn_load_user(work);
	if (!err)
		err = px_turn_find_repeated(work, &repeated);
	if (err || repeated)
		return err;
	px_record_init(&px_message_record, &work->message);
	px_record_init(&px_message_record, &work->answer);
	work->message.id = px_id_new();
	err = px_turn_load_conversation(work);
	if (!err)
		err = px_turn_load_files(work);
	if (!err)
		err = px_turn_load_replaced(work);
	if (!err)
		err = px_turn_gather(work);
	if (!err)
		err = ask_thinker(work, &declined, &wanted);
	if (!err && wanted)
		return wait(work);
	if (!err && declined)
		px_turn_say_alone(work, declined);
	if (!err)
		err = px_turn_act(work);
	return err ? err : px_turn_finish(work);
}

enum px_err px_turn_run(struct px_store *store, const struct px_turn_input *input,
			struct px_turn *turn, struct px_error *error)
{
	struct px_turn_work work;

	px_turn_work_init(&work, store, input, turn, error);
	enum px_err err = check_text(input->text, error);
	if (err)
		return err;
	px_turn_read_early(&work);
	err = px_turn_begin(&work, store);
	if (err)
		return err;
	err = open_and_act(&work);
	px_turn_work_end(&work, err, work.message.seq); /* the last number it took */
	if (!err && turn->waits)
		keep_message_only(turn);
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
	if (turn->said)
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
