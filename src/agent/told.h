/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of an answer may be told while it is still being said.
 *
 * Words that can't claim anything are told at once.  From the first word of a
 * sentence that may claim something ("I've", "your", "Friday", an address), or
 * of an entry of a list, it is held back until it is whole and has been
 * checked; if it is not so, all that follows waits for the end, when the answer
 * is put right.  Pure.
 */
#ifndef PX_AGENT_TOLD_H
#define PX_AGENT_TOLD_H

#include "base/str.h"

struct px_told {
	size_t told;  /* bytes of the answer that were told */
	size_t begin; /* of the sentence at hand */
	size_t lead;  /* of the last sentence before it that is no entry of a list */
	bool held;    /* a sentence was not so */
};

enum px_told_step { PX_TOLD_WAIT, PX_TOLD_TELL, PX_TOLD_CHECK };

/* What to do next with the answer so far: tell it up to *to, or check [*from, *to) first. */
enum px_told_step px_told_next(const struct px_told *told, struct px_str answer, size_t *from, size_t *to);
/* It was told up to `to`; `whole`: to the end of a sentence. */
void px_told_advance(struct px_told *told, struct px_str answer, size_t to);

#endif
