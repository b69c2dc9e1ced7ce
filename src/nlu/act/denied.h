/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said not to be so: "the survey hasn't been moved to June 3", "nobody said it moved".  The browser's preview
 * leaves it out (tools/wasm/no_reader.c), so it is asked only where there is a reader.
 */
#ifndef PX_NLU_ACT_DENIED_H
#define PX_NLU_ACT_DENIED_H

#include "nlu/text/words.h"

/*
 * A change by that tool is denied, and no time is parted from what is denied ("it isn't off, it's moved to 3" is a
 * change); or what it would delete is still wanted.
 */
bool px_denied(const struct px_words *words, const char *tool);

#endif
