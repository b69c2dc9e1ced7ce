/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells what only looks like a time.
 *
 * Pure and thread-safe.
 */
#ifndef PX_NLU_READ_NOT_TIME_H
#define PX_NLU_READ_NOT_TIME_H

#include "nlu/read/times.h"

/* True if the expression is no time; else *t may be left with that part of it which is one. */
bool px_times_only_look(const struct px_request *request, struct px_time_expr *t);

#endif
