/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences are ranked, the best taken while the budget lasts, and written in the order they were said. */
#include "agent/older_talk.h"

#include "agent/claim.h"
#include "agent/talk.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { SENTENCES = 400, OF_A_MESSAGE = 12, LINE_MAX_BYTES = 200, SCORE_LEAST = 2, ROOM = 1 << 16 };

struct ranked {
	const struct px_older_message *message;
	struct px_str text;
	size_t place;
	int score;
};

struct ranking {
	struct ranked *rows;
	size_t count;
	struct px_said_words about;
	struct px_arena *arena;
};

static bool is_about(const struct ranking *r, const char *word)
{
	for (size_t i = 0; i < r->about.count; i++) {
		if (strlen(word) > 3 && strcmp(r->about.at[i].text, word) == 0)
			return true;
	}
	return false;
}

/* Names, numbers and what the message at hand speaks of make a sentence worth repeating; small talk has none. */
static int score_of(const struct ranking *r, const struct px_said_sentence *said, bool own)
{
	struct px_said_words words = px_said_words(said->text, r->arena);
	int score = 0, plain = 0;

	for (size_t i = 0; i < words.count; i++) {
		const struct px_said_word *w = &words.at[i];
		bool filler = px_claim_is_filler(w->text);
		score += w->number >= 0 ? 2 : 0;
		score += i > 0 && w->capital && !filler ? 2 : 0;
		score += !filler && is_about(r, w->text) ? 3 : 0;
		plain += !filler && strlen(w->text) > 3;
	}
	score += plain > 6 ? 6 : plain;
	if (words.count < 3 || score < (own ? 1 : SCORE_LEAST))
		return 0;
	return own ? score * 3 / 2 : said->question ? score / 2 : score;
}

static void rank(struct ranking *r, const struct px_older_message *message)
{
	struct px_said_sentence said;
	size_t taken = 0;

	for (size_t at = 0; taken < OF_A_MESSAGE && r->count < SENTENCES && px_said_next(message->text, at, true, &said); at = said.end) {
		int score = score_of(r, &said, message->own);
		if (!score)
			continue;
		r->rows[r->count] = (struct ranked){ message, px_str_n(said.text.data, px_utf8_cut(said.text, LINE_MAX_BYTES)), r->count, score };
		r->count++;
		taken++;
	}
}

static int by_score(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->score != y->score)
		return y->score - x->score;
	return x->place < y->place ? 1 : -1; /* of equal ones the newer */
}

static int by_place(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return x->place < y->place ? -1 : 1;
}

static void write_line(const struct ranked *row, struct px_buf *out)
{
	(void)px_buf_text(out, row->message->own ? "- Person: " : "- Pixie: ");
	px_talk_write_data(row->text, out);
	(void)px_buf_char(out, '\n');
}

/* How many of the best fit the budget. */
static size_t fit(const struct ranking *r, size_t budget, size_t (*count_tokens)(struct px_str text))
{
	size_t n = 0;

	while (n < r->count) {
		struct px_buf line = PX_BUF_INIT(4 * LINE_MAX_BYTES);
		write_line(&r->rows[n], &line);
		size_t tokens = count_tokens(px_buf_view(&line));
		px_buf_release(&line);
		if (tokens > budget)
			break;
		budget -= tokens;
		n++;
	}
	return n;
}

struct px_str px_older_talk(const struct px_older_message *messages, size_t count, struct px_str about, size_t budget,
			    size_t (*count_tokens)(struct px_str text), struct px_arena *arena)
{
	struct ranking r = { PX_ARENA_ARRAY(arena, struct ranked, SENTENCES), 0, px_said_words(about, arena), arena };
	size_t first = count > PX_OLDER_MESSAGES ? count - PX_OLDER_MESSAGES : 0;
	struct px_buf out = PX_BUF_INIT(ROOM);

	for (size_t i = first; i < count; i++)
		rank(&r, &messages[i]);
	qsort(r.rows, r.count, sizeof(*r.rows), by_score);
	size_t n = fit(&r, budget, count_tokens);
	qsort(r.rows, n, sizeof(*r.rows), by_place);
	for (size_t i = 0; i < n; i++) {
		write_line(&r.rows[i], &out);
		if (r.rows[i].message->told)
			*r.rows[i].message->told = true;
	}
	struct px_str text = px_str(px_arena_str(arena, px_buf_view(&out)));
	px_buf_release(&out);
	return text;
}
