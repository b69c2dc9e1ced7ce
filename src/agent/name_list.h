/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names in one line of text, apart by commas ("Priya, Sam"), as the guests of
 * an event are kept.  Here names join such a line and leave it; whether there
 * are people of that name is not its business.
 */
#ifndef PX_AGENT_NAME_LIST_H
#define PX_AGENT_NAME_LIST_H

#include "base/arena.h"
#include "base/json.h"

/* `line` (NULL: nobody) and those of the array `names` that are not in it; NULL if there is nobody. */
const char *px_names_with(struct px_arena *arena, const char *line, const json_t *names);
/* The first of the names that is the short form of several in `line` and of nobody in full; NULL if there is none. */
const char *px_names_ambiguous(const char *line, const json_t *names);
/* `line` without those of the array `names`: "Tom" is also "Tom Brown"; NULL if nobody is left. */
const char *px_names_without(struct px_arena *arena, const char *line, const json_t *names);
/* The array as one line. */
const char *px_names_line(struct px_arena *arena, const json_t *names);

#endif
