/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classifier's opinion of a request, which knows by hints what it names.
 */
#ifndef PX_NLU_REFER_OPINION_H
#define PX_NLU_REFER_OPINION_H

#include "nlu/read/parse.h"

/* Asks the classifier once per request. */
const struct px_intent_result *px_parse_classify(struct px_parse *parse);
/* False if the classifier is sure that the request is something else. */
bool px_parse_allows(struct px_parse *parse, enum px_intent intent);

#endif
