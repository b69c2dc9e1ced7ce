/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the reader left out of its spans, though the words say it for sure.
 */
#ifndef PX_NLU_REFER_MARKED_LEFT_H
#define PX_NLU_REFER_MARKED_LEFT_H

#include "nlu/marks.h"
#include "nlu/read/request.h"

/* "the first one's urgent, due by 5 today": a sure time beside the spans, where none of them has one. */
void px_marked_left_time(struct px_request *request, const struct px_marked *marked);
/* {"finish chapter 3" with deadline}: what stands between quotation marks is the whole name. */
void px_marked_quoted(const struct px_request *source, struct px_marked *marked);

#endif
