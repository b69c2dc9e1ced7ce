/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spans of the reader put right by what the words and the time engine say, in
 * languages whose verbs stand last.
 */
#ifndef PX_NLU_REFER_MARKED_REPAIR_H
#define PX_NLU_REFER_MARKED_REPAIR_H

#include "nlu/marks.h"
#include "nlu/read/request.h"

/*
 * Requests between which a time goes on are one ("am 27. | März um 19 Uhr"); spans that end too early, places and
 * amounts that are only begun, times that no span has.  Other languages' marks stay as they are.
 */
void px_marked_repair(const struct px_request *source, struct px_marks *read);

#endif
