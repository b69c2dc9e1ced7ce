/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request as a trained reader marked it (nlu/marks.h): its times are those
 * of the spans of time and of nothing else; list, priority, people, place,
 * note and exceptions are what the spans say.
 *
 * Pure and thread-safe; memory comes from the source's arena.
 */
#ifndef PX_NLU_REFER_MARKED_H
#define PX_NLU_REFER_MARKED_H

#include "nlu/read/session.h"

/* The marks as places in the text that the source reads, where slips are written out. */
void px_marked_place(const struct px_request *source, const struct px_marks *said, struct px_marks *read);
/* The request that the marks say; const from here on. */
struct px_request *px_marked_request(const struct px_request *source, const struct px_nlu_session *session,
				     const struct px_marked *marked);
/* The n-th span of that part, or NULL. */
const struct px_mark *px_marked_span(const struct px_marked *marked, enum px_mark_tag tag, size_t n);
/* The span that the word stands in, or NULL. */
const struct px_mark *px_marked_at(const struct px_marked *marked, const struct px_word *word);
/* Puts a mark in where it stands in the text; nothing if there is no room. */
void px_marked_insert(struct px_marked *marked, const struct px_mark *mark);
/* Takes the i-th mark out. */
void px_marked_drop(struct px_marked *marked, size_t i);
/*
 * The marks of the n-th span of `tag` up to the next one, as a request of their own; with `before` those from the span
 * before it up to it, and to the end behind the last.
 */
struct px_marked px_marked_share(const struct px_marked *marked, enum px_mark_tag tag, size_t n, bool before);
/* The words of a span, without times. */
struct px_words px_marked_words(const struct px_request *request, const struct px_mark *mark);
/* The span read as a request by itself, with the times in it: "my 3 o'clock", "everything tomorrow". */
struct px_request *px_marked_part(const struct px_request *request, const struct px_nlu_session *session,
				  const struct px_mark *mark);

#endif
