/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The time expressions that the words of a request give by themselves; which of
 * them count, and those that only stand by what the user has, is refer/times.c's.
 */
#ifndef PX_NLU_READ_TIMES_H
#define PX_NLU_READ_TIMES_H

#include "nlu/read/session.h"

/* What the time engine is to know: now, zone, order of day and month, week start, holidays. */
struct px_time_context px_parse_time_context(const struct px_request *request);
/* The first time of text[begin, end), with its places in the whole text; false if there is none. */
bool px_parse_time_in(const struct px_request *request, size_t begin, size_t end, struct px_time_expr *found);
/* A time that scores so much is meant as one. */
extern const float px_times_sure;
/* The same if it is sure enough. */
bool px_times_sure_in(const struct px_request *request, size_t begin, size_t end, struct px_time_expr *found);
/* The hours from one clock time to another, which nothing else makes hours: "8", "14". */
bool px_times_hours(const struct px_request *request, const char *from, const char *to, struct px_time_expr *found);
/* Reads a bare number as a clock time and appends it; false if it can be none. */
bool px_parse_bare_clock(struct px_request *request, const struct px_word *word);

/* ---- the steps of px_parse_find_times (refer/times.c) ---- */
/* What the engine finds; in a move what stands before and after its "to" apart: returns where that begins, else 0. */
size_t px_times_pieces(struct px_request *request);
/* A label, a quotation, a description of the next word: no time in spite of its form. */
bool px_times_is_none(const struct px_request *request, const struct px_nlu_session *session, struct px_time_expr *t);
/* How far it reaches and what it means beside the words around it. */
void px_times_fit(const struct px_request *request, struct px_time_expr *t);
/* Times that the engine takes for words and only the request makes times; `split` as px_times_pieces gave it. */
void px_times_hidden(struct px_request *request, const struct px_nlu_session *session, size_t split);
void px_times_sort(struct px_request *request);
/* The word stands in the expression; in any of the request's. */
bool px_time_covers(const struct px_time_expr *t, const struct px_word *word);
bool px_times_cover(const struct px_request *request, const struct px_word *word);
/*
 * Whoever says so wants to be told again and again: "nag me to …", "remind me every morning to …"; and of
 * words[0, count) nothing but what is to be done follows the first `length`: not "until I'm done with the garden".
 */
bool px_times_nag(const struct px_request *request, const struct px_word *words, size_t length, size_t count);
size_t px_times_word_count(const struct px_request *request, const struct px_time_expr *t);
/* After all times were found: drops those that the sentence itself takes back (read/amend.c). */
void px_parse_amend_times(struct px_request *request);
/* "9 instead of 8": 8 is request->stood. */
void px_parse_stood(struct px_request *request);
/* Before anything is read: fillers of speech go, "2 call" is "to call" (read/amend.c). */
void px_parse_plain_words(struct px_request *request);
/* ---- what times.c and hidden_times.c share ---- */
/* A number that can be an hour. */
bool px_times_clock_number(const struct px_word *word);
/* "12.30" */
bool px_times_dotted_clock(const struct px_word *word);
/* The last word that ends at or before a byte, or NULL. */
const struct px_word *px_times_word_before(const struct px_request *request, size_t at);
/* The first word that begins at or after a byte, or NULL. */
const struct px_word *px_times_word_after(const struct px_request *request, size_t at);
/* Reads only text[begin, end) of an expression; false if that is no time. */
bool px_times_read_again(const struct px_request *request, struct px_time_expr *t, size_t begin, size_t end);

#endif
