/* SPDX-License-Identifier: Apache-2.0 */
/* "I was stopped … Done so far: Added “Milk”; Changed “Lunch”. “Undo” takes it back." */
#include "agent/last_words.h"

#include "agent/turn.h"
#include "base/buf.h"

enum { TEXT_MAX = 48 * 1024, LIST_MAX = 8000 };

static void write_ending(struct px_buf *buf, const struct px_last_words *words)
{
	switch (words->state) {
	case PX_TURN_CANCELLED: (void)px_buf_text(buf, "Stopped."); break;
	case PX_TURN_INTERRUPTED: (void)px_buf_text(buf, "I was stopped before I had finished this."); break;
	default: (void)px_buf_printf(buf, "I could not finish this: %s.", words->why ? words->why : "something went wrong");
	}
}

static void write_done(struct px_buf *buf, const struct px_action *actions, size_t count)
{
	size_t start = buf->size, shown = 0;

	(void)px_buf_text(buf, count ? " Done so far: " : " Nothing was changed.");
	while (shown < count && buf->size - start + strlen(actions[shown].summary) < LIST_MAX) {
		(void)px_buf_printf(buf, "%s%s", shown ? "; " : "", actions[shown].summary);
		shown++;
	}
	if (shown < count)
		(void)px_buf_printf(buf, "; and %zu more", count - shown);
	if (count)
		(void)px_buf_text(buf, ". “Undo” takes it back.");
}

/* What a turn that ended well says when the thinker said nothing. */
static void write_silence(struct px_buf *buf, const struct px_action *actions, size_t count)
{
	(void)px_buf_text(buf, count ? "Done." : "I have no answer to that.");
	if (count)
		write_done(buf, actions, count);
}

enum px_err px_last_words(struct px_domain *domain, const struct px_last_words *words,
			  const struct px_action *actions, size_t count, struct px_message *answer,
			  struct px_error *error)
{
	struct px_buf buf = PX_BUF_INIT(TEXT_MAX);
	struct px_str said = px_str_trim(words->text);
	struct px_change *changes;
	size_t change_count;
	enum px_err err = px_turn_row_changes(domain, actions, count, &changes, &change_count, error);

	if (err)
		return err;
	(void)px_buf_str(&buf, said);
	if (words->state != PX_TURN_DONE) {
		(void)px_buf_text(&buf, said.size ? "\n\n" : "");
		write_ending(&buf, words);
		write_done(&buf, actions, count);
	} else if (!said.size) {
		write_silence(&buf, actions, count);
	}
	answer->text = px_arena_str(domain->arena, px_buf_view(&buf));
	answer->effects = px_turn_effects(domain->arena, changes, change_count);
	px_buf_release(&buf);
	return PX_OK;
}
