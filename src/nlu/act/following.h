/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A series that is another one from a day on: "from the 20th Marco wants 6:30", "starting March yoga is at 7".  The
 * browser's preview leaves it out (tools/wasm/no_reader.c), so it is done only where there is a reader.
 */
#ifndef PX_NLU_ACT_FOLLOWING_H
#define PX_NLU_ACT_FOLLOWING_H

#include "nlu/refer/target.h"

/* The change holds for the series from a day on, not for that day alone; false if the request says no such thing. */
bool px_following_set(const struct px_request *request, const struct px_target *target, struct px_args *args);

#endif
