/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stand-in for a model that thinks for as long as a test wants.
 *
 * It takes messages that begin with "think:"; the rest is its script, steps
 * separated by "|", run on a thread of its own:
 *
 *   say TEXT          tells text
 *   call TOOL JSON    one round of one call; several: call A {} & B {}
 *   result            tells the text of the last result
 *   wait NAME         until thinker_double_go(NAME), or until it is stopped
 *   hold NAME         the same, but being stopped does not end it
 *   fail REASON       ends with an error
 *   lie TEXT          what `conclude` puts in place of the answer
 *
 * The script's end is the thought's.  Nothing here depends on time: whoever
 * waits is let go by name, and is asked for by name.
 */
#ifndef PX_TESTS_THINKER_DOUBLE_H
#define PX_TESTS_THINKER_DOUBLE_H

#include "agent/thinker.h"

/* One for the process.  `waiting` (or NULL) is told, on the double's thread, of each name that is waited for. */
const struct px_thinker *thinker_double_start(void (*waiting)(const char *name));
/* Ends its thread; every thought has ended. */
void thinker_double_stop(void);
/* Lets one thought go on that waits for the name, now or later. */
void thinker_double_go(const char *name);
/* Until a thought waits for the name. */
void thinker_double_await(const char *name);
/* Thoughts that have not been released. */
size_t thinker_double_thoughts(void);

#endif
