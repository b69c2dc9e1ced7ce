/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of whom a sentence tells, by its words alone: the one that "she" or "they" in the next message is.
 *
 * "Elif is my physio" tells of Elif, "I've a new colleague, Matthias" of Matthias, "my sister moved" of the sister, "I live
 * in Graz" of nobody else.  What was kept of a message knows it better (memory/learn); this serves where nothing was kept.
 */
#ifndef PX_MEMORY_SPOKEN_OF_H
#define PX_MEMORY_SPOKEN_OF_H

#include "memory/clause.h"

/* Somebody by name ("Birgit and Henk"), or who they are to the person ("sister"); NULL: nobody, or a question.  In the arena. */
const char *px_spoken_of(struct px_str text, struct px_arena *arena);
/* The one name in words that also say who that is to the person ("a new colleague, Matthias"); NULL: none, or several. */
const char *px_name_introduced(struct px_str text, struct px_arena *arena);
/* "She hates cats" behind "he is the boss" is of somebody else: each begins with a pronoun, and they differ. */
bool px_speaks_of_another(struct px_str before, struct px_str text, struct px_arena *arena);

#endif
