/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a trained reader marked, as JSON for scripts.
 */
#ifndef PX_NLU_REPORT_MARKS_H
#define PX_NLU_REPORT_MARKS_H

#include "base/buf.h"
#include "nlu/marks.h"

/* UTF-16 code units of the text: offsets as JavaScript counts. */
size_t px_report_utf16(struct px_str text);
/*
 * Appends [{"intent","confidence","start","end","spans":[{"tag","text","start","end","confidence"}]}], a row for each
 * request; offsets are UTF-16 code units of `text`.
 */
void px_report_marks(struct px_buf *out, struct px_str text, const struct px_marks *marks);

#endif
