/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repetitions that are said in a way in which none can be kept.
 */
#ifndef PX_NLU_PLAN_RATE_H
#define PX_NLU_PLAN_RATE_H

#include "nlu/read/request.h"

/* "every 45 minutes": more often than anything is kept. */
bool px_rate_too_often(const struct px_request *request);
/* "twice a day", "3x a week": more often than its repetition says; false for questions. */
bool px_rate_said(const struct px_request *request);

#endif
