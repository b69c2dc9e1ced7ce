/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reply while it is written.
 */
#ifndef PX_NLU_SAY_SAYING_H
#define PX_NLU_SAY_SAYING_H

#include "base/buf.h"
#include "nlu/language.h"
#include "nlu/nlu.h"

struct px_saying {
	const struct px_nlu_context *context;
	struct px_buf *out;
	uint64_t seed;
};

void px_say(struct px_saying *w, const char *text);
void px_say_phrase(struct px_saying *w, enum px_phrase name);
/* The phrase with `value`, or the number, for its "{}". */
void px_say_with(struct px_saying *w, enum px_phrase name, const char *value);
void px_say_number(struct px_saying *w, enum px_phrase name, size_t number);
/* In quotation marks, cut where it is long. */
void px_say_title(struct px_saying *w, const char *title);
/* One of the phrasings; each call on one reply moves on. */
const char *px_say_pick(struct px_saying *w, enum px_text_list name);

#endif
