/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each turn is closed in a transaction of its user; one that fails leaves the
 * rest for the next start.
 */
#include "agent/interrupted.h"

#include "base/buf.h"
#include "domain/turn_row.h"
#include "sys/zoneinfo.h"

enum { PAGE = 200, TEXT_MAX = 8000 };

/* "I was stopped ... Done so far: Added “Milk”; Changed “Lunch”." */
static enum px_err word(struct px_domain *domain, const struct px_turn_row *turn, const char **text,
			struct px_error *error)
{
	struct px_buf buf = PX_BUF_INIT(TEXT_MAX);
	struct px_action *actions;
	size_t count = 0;
	enum px_err err = px_turn_row_actions(domain, turn, &actions, &count, error);

	if (err)
		return err;
	(void)px_buf_text(&buf, "I was stopped before I had finished this.");
	(void)px_buf_text(&buf, count ? " Done so far: " : " Nothing was changed.");
	for (size_t i = 0; i < count && buf.size + strlen(actions[i].summary) < TEXT_MAX - 100; i++)
		(void)px_buf_printf(&buf, "%s%s", i ? "; " : "", actions[i].summary);
	if (count)
		(void)px_buf_text(&buf, ". “Undo” takes it back.");
	*text = px_arena_str(domain->arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return PX_OK;
}

static enum px_err close_turn(struct px_store *store, const struct px_turn_row *turn, int64_t now,
			      struct px_arena *arena, struct px_error *error)
{
	struct px_turn_row ended = *turn;
	struct px_message answer;
	struct px_domain domain;
	struct px_store_tx *tx;
	const char *text;
	enum px_err err = px_store_begin(store, turn->user_id, PX_STORE_WRITE, &tx, error);

	if (err)
		return err;
	px_domain_init(&domain, tx, turn->user_id, now, px_zoneinfo_get("UTC"), arena);
	err = word(&domain, turn, &text, error);
	if (!err)
		err = px_turn_row_end(&domain, &ended, PX_TURN_INTERRUPTED, text, &answer, error);
	else if (err == PX_NOT_FOUND) /* its conversation was deleted under way: there is nobody to tell */
		err = px_store_delete(tx, &px_turn_record, turn->id, error);
	if (!err)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}

/* A page of those that still run, of anybody. */
static enum px_err read_running(struct px_store *store, struct px_arena *arena, struct px_turn_row **turns,
				size_t *count, struct px_error *error)
{
	struct px_store_filter running = { "state", PX_OP_EQ, { .integer = PX_TURN_RUNNING } };
	struct px_store_query query = { .filters = &running, .filter_count = 1, .limit = PAGE };
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

enum px_err px_turns_interrupt(struct px_store *store, int64_t now, size_t *closed, struct px_error *error)
{
	struct px_turn_row *turns;
	struct px_arena arena;
	enum px_err err;
	size_t count;

	*closed = 0;
	px_arena_init(&arena);
	do {
		px_arena_clear(&arena);
		err = read_running(store, &arena, &turns, &count, error);
		for (size_t i = 0; !err && i < count; i++) {
			err = close_turn(store, &turns[i], now, &arena, error);
			*closed += !err;
		}
	} while (!err && count == PAGE);
	px_arena_release(&arena);
	return err;
}
