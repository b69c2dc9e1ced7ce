/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vocabulary's tables: made from vocab.txt, and checked when they come
 * back from a file that could hold anything.
 */
#include "embed/local/wordpiece.h"

#include "base/mem.h"

#include <stdlib.h>

enum { PIECE_MAX = 400 };

static enum px_err append(struct px_buf *buf, const void *data, size_t size, struct px_error *error)
{
	return px_buf_append(buf, data, size) == PX_OK ? PX_OK :
	       px_fail(error, PX_TOO_LARGE, "vocabulary", "the vocabulary is too large");
}

static void enter(uint32_t *slots, struct px_str piece, uint32_t id)
{
	uint32_t slot = px_wordpiece_hash(piece);

	while (slots[slot % PX_WORDPIECE_SLOTS])
		slot++;
	slots[slot % PX_WORDPIECE_SLOTS] = id + 1;
}

enum px_err px_wordpiece_build(struct px_str vocabulary, struct px_buf *text, struct px_buf *at,
			       struct px_buf *slots, struct px_error *error)
{
	uint32_t *table = px_calloc(PX_WORDPIECE_SLOTS, sizeof(*table));
	struct px_wordpiece built;
	uint32_t count = 0, begin = 0;
	enum px_err err = append(at, &begin, sizeof(begin), error);

	while (!err && vocabulary.size > 0) {
		struct px_str piece = px_str_cut(vocabulary, '\n', &vocabulary);
		if (count == PX_WORDPIECE_COUNT_MAX || piece.size > PIECE_MAX) {
			err = px_fail(error, PX_TOO_LARGE, "vocabulary", "line %u: too many or too long", count + 1);
			break;
		}
		enter(table, piece, count++);
		begin += (uint32_t)piece.size;
		err = append(text, piece.data, piece.size, error);
		if (!err)
			err = append(at, &begin, sizeof(begin), error);
	}
	if (!err)
		err = append(slots, table, PX_WORDPIECE_SLOTS * sizeof(*table), error);
	free(table);
	if (!err)
		err = px_wordpiece_init(&built, count, px_buf_view(text), (const uint32_t *)at->data,
					(const uint32_t *)slots->data, error);
	return err;
}

static bool tables_hold(const struct px_wordpiece *wordpiece, size_t text_size)
{
	size_t empty = 0;

	for (uint32_t id = 0; id < wordpiece->count; id++) {
		if (wordpiece->at[id] > wordpiece->at[id + 1] || wordpiece->at[id + 1] - wordpiece->at[id] > PIECE_MAX)
			return false;
	}
	for (size_t i = 0; i < PX_WORDPIECE_SLOTS; i++) {
		empty += wordpiece->slots[i] == 0;
		if (wordpiece->slots[i] > wordpiece->count)
			return false;
	}
	/* With no empty slot a search would not end. */
	return wordpiece->at[0] == 0 && wordpiece->at[wordpiece->count] == text_size && empty > 0;
}

static bool find_special(const struct px_wordpiece *wordpiece, struct px_str name, uint32_t *id)
{
	for (*id = 0; *id < wordpiece->count; (*id)++) {
		if (px_str_eq(px_wordpiece_piece(wordpiece, *id), name))
			return true;
	}
	return false;
}

enum px_err px_wordpiece_init(struct px_wordpiece *wordpiece, uint32_t count, struct px_str text,
			      const uint32_t *at, const uint32_t *slots, struct px_error *error)
{
	*wordpiece = (struct px_wordpiece){ .count = count, .text = text.data, .at = at, .slots = slots };
	if (count == 0 || count > PX_WORDPIECE_COUNT_MAX || !tables_hold(wordpiece, text.size))
		return px_fail(error, PX_CORRUPT, "vocabulary", "the vocabulary's tables are damaged");
	for (uint32_t id = 0; id < count; id++) {
		struct px_str piece = px_wordpiece_piece(wordpiece, id);
		uint32_t size = (uint32_t)(piece.size - (px_str_starts(piece, PX_STR("##")) ? 2 : 0));
		if (size > wordpiece->longest)
			wordpiece->longest = size;
	}
	if (!find_special(wordpiece, PX_STR("[PAD]"), &wordpiece->pad) ||
	    !find_special(wordpiece, PX_STR("[UNK]"), &wordpiece->unknown) ||
	    !find_special(wordpiece, PX_STR("[CLS]"), &wordpiece->start) ||
	    !find_special(wordpiece, PX_STR("[SEP]"), &wordpiece->end) ||
	    !find_special(wordpiece, PX_STR("[MASK]"), &wordpiece->mask))
		return px_fail(error, PX_INVALID, "vocabulary", "a special token is missing");
	return PX_OK;
}
