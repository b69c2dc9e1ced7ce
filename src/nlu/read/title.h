/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Titles and other pieces of the text as the person wrote them.
 */
#ifndef PX_NLU_READ_TITLE_H
#define PX_NLU_READ_TITLE_H

#include "nlu/read/request.h"

/* The text of words [from, to) of a stream without what slots took, tidied; "" if nothing is left. */
const char *px_parse_title(const struct px_request *request, const struct px_word *words, size_t from, size_t to,
			   bool capital);
/* The same with a capital at the beginning, unless it is written otherwise ("iPad"). */
const char *px_parse_title_case(const struct px_request *request, const char *text);
/* A title of at most PX_PARSE_TITLE bytes; *rest is then the whole, for the notes, else NULL. */
const char *px_parse_short_title(const struct px_request *request, const char *title, const char **rest);
/* The person's own bytes of the text. */
struct px_str px_parse_said(const struct px_request *request, size_t begin, size_t end);
/* The same bytes with times kept. */
const char *px_parse_surface(const struct px_request *request, const struct px_word *words, size_t from, size_t to);

#endif
