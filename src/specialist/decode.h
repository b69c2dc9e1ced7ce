/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the scores of words to marks: where requests begin, the best sequence
 * of tags that is one (Viterbi 1967: no tag goes on that did not begin, none
 * across requests), the intent of each request by the mean over its words.
 */
#ifndef PX_SPECIALIST_DECODE_H
#define PX_SPECIALIST_DECODE_H

#include "specialist/net.h"

/* `scores` has PX_SPECIALIST_SCORES floats for each piece of `input`, which has a word at least. */
void px_specialist_decode(const struct px_specialist_input *input, const float *scores,
			  const struct px_specialist_temperatures *temperatures, struct px_marks *marks);

#endif
