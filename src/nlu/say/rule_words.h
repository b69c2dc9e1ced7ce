/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 5545 recurrence rule -> words of the language in use: "every other Thursday", "on the 1st and
 * 15th of every month until 1 Jun", "on the last Friday of every month".
 *
 * Source: RFC 5545, section 3.3.10.  Parts that no person says (BYSECOND,
 * BYYEARDAY, BYWEEKNO) are left out of the wording.
 */
#ifndef PX_NLU_SAY_RULE_WORDS_H
#define PX_NLU_SAY_RULE_WORDS_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends the wording of `rule`; nothing if it has no FREQ.  `month_first`: "Jan 14", else "14 Jan". */
void px_rule_words(const char *rule, bool month_first, struct px_buf *out);
/* "16 Jan", "Jan 16", "16. Jan.", in the language in use. */
void px_say_day_month(int month, int day, bool month_first, struct px_buf *out);

#endif
