/* SPDX-License-Identifier: Apache-2.0 */
/* Reads examples/lexicon.txt into the hash table that the feature code uses. */
#ifndef PX_TRAIN_LEXICON_H
#define PX_TRAIN_LEXICON_H

#include "corpus.h"
#include "nlu/intent/features.h"

enum { LEXICON_SLOTS = 2048 };

struct lexicon {
	uint32_t hashes[LEXICON_SLOTS];
	uint8_t classes[LEXICON_SLOTS];
	size_t count;
	struct px_intent_lexicon view; /* of the arrays above: don't copy the struct */
};

/* Lines "CLASS: word word ..."; '#' begins a comment line.  The last class of a word wins. */
enum px_err lexicon_read(struct lexicon *lexicon, struct corpus *corpus, const char *path,
			 struct px_error *error) PX_MUST_CHECK;

#endif
