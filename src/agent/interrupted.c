/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each turn is closed in a transaction of its user; one that fails leaves the
 * rest for the next start.
 */
#include "agent/interrupted.h"

#include "agent/last_words.h"
#include "sys/zoneinfo.h"

enum { PAGE = 200 };

enum px_err px_turn_interrupt(struct px_domain *domain, const struct px_turn_row *turn, struct px_error *error)
{
	const struct px_last_words words = { .state = PX_TURN_INTERRUPTED };
	struct px_turn_row ended = *turn;
	struct px_message answer;
	struct px_action *actions;
	size_t count;
	enum px_err err = px_turn_row_actions(domain, turn, &actions, &count, error);

	if (err == PX_NOT_FOUND) /* its conversation was deleted under way: there is nobody to tell */
		return px_store_delete(domain->tx, &px_turn_record, turn->id, error);
	px_record_init(&px_message_record, &answer);
	if (!err)
		err = px_last_words(domain, &words, actions, count, &answer, error);
	return err ? err : px_turn_row_end(domain, &ended, PX_TURN_INTERRUPTED, &answer, error);
}

static enum px_err close_turn(struct px_store *store, const struct px_turn_row *turn, int64_t now,
			      struct px_arena *arena, struct px_error *error)
{
	struct px_domain domain;
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(store, turn->user_id, PX_STORE_WRITE, &tx, error);

	if (err)
		return err;
	px_domain_init(&domain, tx, turn->user_id, now, px_zoneinfo_get("UTC"), arena);
	err = px_turn_interrupt(&domain, turn, error);
	if (!err)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}

/* A page of those that still run, of anybody. */
static enum px_err read_running(struct px_store *store, int64_t begun_before, struct px_arena *arena, struct px_turn_row **turns,
				size_t *count, struct px_error *error)
{
	struct px_store_filter running[] = { { "state", PX_OP_EQ, { .integer = PX_TURN_RUNNING } },
					     { "created", PX_OP_LT, { .integer = begun_before } } };
	struct px_store_query query = { .filters = running, .filter_count = 2, .limit = PAGE };
	struct px_store_tx *tx;
	void *rows = NULL;
	enum px_err err = px_store_begin(store, PX_ID_NONE, PX_STORE_READ, &tx, error);

	if (err)
		return err;
	err = px_store_query(tx, &px_turn_record, &query, arena, &rows, count, error);
	px_store_rollback(tx);
	*turns = rows;
	return err;
}

enum px_err px_turns_interrupt(struct px_store *store, int64_t now, int64_t begun_before, size_t *closed, struct px_error *error)
{
	struct px_turn_row *turns;
	struct px_arena arena;
	enum px_err err;
	size_t count;

	*closed = 0;
	px_arena_init(&arena);
	do {
		px_arena_clear(&arena);
		err = read_running(store, begun_before, &arena, &turns, &count, error);
		for (size_t i = 0; !err && i < count; i++) {
			err = close_turn(store, &turns[i], now, &arena, error);
			*closed += !err;
		}
	} while (!err && count == PAGE);
	px_arena_release(&arena);
	return err;
}
