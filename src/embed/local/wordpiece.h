/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokenizer of uncased BERT models: text to ids of a vocabulary.
 *
 * Same ids as the reference ("tokenizers" of Hugging Face with the model's
 * tokenizer.json): special tokens such as [MASK] are found in the raw text;
 * controls and accents dropped, lower case, words split at white space,
 * punctuation and ideographs; each word becomes the longest pieces that the
 * vocabulary has, or [UNK] as a whole (also if it is over 100 characters).
 *
 * The vocabulary is borrowed memory, made by px_wordpiece_build and usually
 * mapped from a file.  No state, no allocation; any thread.
 */
#ifndef PX_EMBED_LOCAL_WORDPIECE_H
#define PX_EMBED_LOCAL_WORDPIECE_H

#include "base/buf.h"
#include "base/err.h"

enum {
	PX_WORDPIECE_SLOTS = 1 << 16, /* of the hash table */
	PX_WORDPIECE_COUNT_MAX = PX_WORDPIECE_SLOTS / 2 + PX_WORDPIECE_SLOTS / 4,
};

struct px_wordpiece {
	uint32_t count;
	const char *text;      /* all pieces, one after the other; "##ing" goes on a word */
	const uint32_t *at;    /* count + 1 offsets into text */
	const uint32_t *slots; /* PX_WORDPIECE_SLOTS: id + 1, or 0; open addressing by px_wordpiece_hash */
	uint32_t longest;      /* bytes of the longest piece, "##" not counted */
	uint32_t pad, unknown, start, end, mask; /* ids of [PAD] [UNK] [CLS] [SEP] [MASK] */
};

/* FNV-1a of 32 bits. */
uint32_t px_wordpiece_hash(struct px_str piece);
/*
 * Takes "vocab.txt" (a piece a line, the line number is the id) apart.
 * `text`, `at` and `slots` get the bytes to be kept.  PX_INVALID if a special token is missing.
 */
enum px_err px_wordpiece_build(struct px_str vocabulary, struct px_buf *text, struct px_buf *at,
			       struct px_buf *slots, struct px_error *error) PX_MUST_CHECK;
/* Checks tables from a file, so that no offset or id leads outside, and fills what is left of `wordpiece`. */
enum px_err px_wordpiece_init(struct px_wordpiece *wordpiece, uint32_t count, struct px_str text,
			      const uint32_t *at, const uint32_t *slots, struct px_error *error) PX_MUST_CHECK;
struct px_str px_wordpiece_piece(const struct px_wordpiece *wordpiece, uint32_t id);

/*
 * Writes [CLS], the pieces, [SEP]: at most `max` ids (2 or more).  Returns how
 * many; *truncated tells whether pieces were left out.
 */
size_t px_wordpiece_encode(const struct px_wordpiece *wordpiece, struct px_str text, uint32_t *ids,
			   size_t max, bool *truncated);
/* The bytes of the text that the word of a piece takes; those of [CLS] and [SEP] are none. */
struct px_wordpiece_place {
	uint32_t begin, end;
};
/* The same, and where each id's word stands; pieces of one word have one place. */
size_t px_wordpiece_encode_places(const struct px_wordpiece *wordpiece, struct px_str text, uint32_t *ids,
				  struct px_wordpiece_place *places, size_t max, bool *truncated);
/*
 * Writes [CLS], the pieces of a, [SEP], those of b, [SEP]: at most `max` ids (4 or more), half of
 * them of a.  Returns how many; *second is where b begins.
 */
size_t px_wordpiece_encode_pair(const struct px_wordpiece *wordpiece, struct px_str a, struct px_str b, uint32_t *ids,
				size_t max, size_t *second);

#endif
