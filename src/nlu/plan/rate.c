/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/rate.h"

#include "nlu/text/pattern.h"

bool px_rate_too_often(const struct px_request *request)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const char *rule = request->times[i].value.rrule;
		if (request->times[i].value.kind == PX_TIME_SET &&
		    (strstr(rule, "FREQ=MINUTELY") || strstr(rule, "FREQ=SECONDLY")))
			return true;
	}
	return false;
}

bool px_rate_said(const struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_match match;
	size_t length;
	bool repeats = false;

	for (size_t i = 0; i < request->time_count && request->time_count == 1; i++)
		repeats |= request->times[i].value.kind == PX_TIME_SET && !strstr(request->times[i].value.rrule,
										  "BY") &&
			   !strstr(request->times[i].value.rrule,
				   "INTERVAL") && request->times[i].value.start.second < 0;
	for (size_t i = 0; i < w->count && repeats; i++) {
		if (px_match_prefix(PX_PATTERN_PARSE_SAYS_RATE, w->at + i, w->count - i, &match, &length))
			return true;
	}
	return false;
}
