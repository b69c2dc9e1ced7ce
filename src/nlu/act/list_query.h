/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a question about tasks and events is narrowed to.
 */
#ifndef PX_NLU_ACT_LIST_QUERY_H
#define PX_NLU_ACT_LIST_QUERY_H

#include "nlu/read/parse.h"

const char *px_query_query_of(struct px_parse *parse, const struct px_words *w);
void px_query_find_plain_project(struct px_parse *parse);
void px_query_find_shopping(struct px_parse *parse);
void px_query_find_named_list(struct px_parse *parse);
void px_query_find_that_list(struct px_parse *parse);
const char *px_query_status_of(const struct px_words *w);
const char *px_query_without_verb(struct px_parse *parse, const char *query);
const struct px_nlu_item *px_query_named_item(const struct px_parse *parse);
const struct px_nlu_item *px_query_asked_item(const struct px_parse *parse);
bool px_query_done_already(const struct px_parse *parse);

#endif
