/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two readings of a message beside each other, as JSON for scripts: what the choice between them is fitted on.
 */
#ifndef PX_NLU_REPORT_READINGS_H
#define PX_NLU_REPORT_READINGS_H

#include "base/buf.h"
#include "nlu/plan/choice_features.h"

/*
 * Appends ,"readings":{"trust","taken": "frames" or "marked","frames":{"act"?,"question"?,"calls":[{"tool",
 * "arguments"}]},"marked":{…},"features":{name: value}}: what frames and `read` make of the text, whatever else
 * reads in that context.  Nothing, where the reader is not asked.
 */
void px_report_readings(struct px_buf *out, const struct px_nlu_context *context, struct px_str text, px_read_fn read,
			void *read_arg, struct px_arena *arena);

#endif
