/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sort of word this is, by itself: a verb that tasks begin with, a noun
 * that events are called by, a street.
 */
#ifndef PX_NLU_READ_VOCABULARY_H
#define PX_NLU_READ_VOCABULARY_H

#include "nlu/text/words.h"

/* A verb that a task's title may begin with. */
bool px_parse_task_verb(const struct px_word *word);
/* A noun that events are called by. */
bool px_parse_event_word(const struct px_word *word);
/* One of the words names something that takes place at a time. */
bool px_parse_event_noun(const struct px_word *words, size_t count);
/* "Lane", "Street": a number before it is that of a house. */
bool px_parse_street(const struct px_word *word);

/* A to Z, Ä, Ö or Ü stands there. */
bool px_parse_is_capital(struct px_str text, size_t at);
/*
 * The words end in a verb, in a language that puts it last ("den Keller aufräumen"): with a small letter in the text,
 * as nouns have none.  Never in a language whose verbs stand first.
 */
bool px_parse_ends_in_verb(struct px_str text, const struct px_word *words, size_t count);
/* The name of a list without the word for one, where nouns are written together: "camping" of "campingliste". */
struct px_str px_parse_list_stem(struct px_str name);
/* "gewaschen", "abgeholt", "repariert", by its form, in such a language: what is over.  "Unterricht" is a noun. */
bool px_parse_is_participle(struct px_str text, const struct px_word *word);

#endif
