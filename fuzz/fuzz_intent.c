/* SPDX-License-Identifier: Apache-2.0 */
/* The intent classifier and the request splitter on any bytes; the first byte gives the hints. */
#include "nlu/intent/intent.h"
#include "nlu/read/segment.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct px_segment found[PX_SEGMENT_MAX];
	struct px_intent_hints hints = { 0 };
	struct px_intent_result result;

	if (size == 0)
		return 0;
	hints.mentions_task = data[0] & 1;
	hints.mentions_event = data[0] & 2;
	hints.mentions_project = data[0] & 4;
	struct px_str text = px_str_n((const char *)data + 1, size - 1);

	px_intent_classify(text, &hints, &result);
	check(result.best < PX_INTENT_COUNT);
	check(result.confidence > 0 && result.confidence <= 1);
	size_t count = px_segment_split(text, found, PX_SEGMENT_MAX), end = 0;
	for (size_t i = 0; i < count; i++) {
		check(found[i].begin >= end && found[i].begin < found[i].end);
		end = found[i].end;
	}
	check(end <= text.size);
	return 0;
}
