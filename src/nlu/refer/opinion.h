/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classifier's opinion of a request, which knows by hints what it names.
 */
#ifndef PX_NLU_REFER_OPINION_H
#define PX_NLU_REFER_OPINION_H

#include "nlu/read/request.h"

/* Asks the classifier once per request. */
const struct px_intent_result *px_parse_classify(const struct px_request *request);

#endif
