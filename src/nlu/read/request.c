/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/read/request.h"

#include <stddef.h>

/* Most requests have few of the times that they have room for. */
void px_request_take(struct px_request *copy, const struct px_request *request)
{
	const size_t times = offsetof(struct px_request, times), rest = offsetof(struct px_request, time_count);

	memcpy(copy, request, times);
	memcpy(copy->times, request->times, request->time_count * sizeof(request->times[0]));
	memcpy((char *)copy + rest, (const char *)request + rest, sizeof(*copy) - rest);
}

struct px_request *px_request_copy(const struct px_request *request)
{
	struct px_request *copy = px_arena_alloc(request->arena, sizeof(*copy));

	px_request_take(copy, request);
	return copy;
}

struct px_request *px_request_anew(const struct px_request *request)
{
	struct px_request *copy = px_request_copy(request);

	copy->lookups = px_arena_alloc(request->arena, sizeof(*copy->lookups));
	copy->lookups->classified = false;
	copy->lookups->projects = request->lookups->projects;
	copy->lookups->found_count = 0;
	return copy;
}

void px_request_forget_found(struct px_request *request)
{
	request->lookups->found_count = 0;
}

void px_spans_add(struct px_spans *spans, const char *slot, size_t begin, size_t end)
{
	if (end <= begin || spans->count == PX_NLU_MAX_SPANS)
		return;
	for (size_t i = 0; i < spans->count; i++) {
		const struct px_nlu_span *span = &spans->at[i];
		if (span->begin == begin && span->end == end && strcmp(span->slot, slot) == 0)
			return;
	}
	spans->at[spans->count++] = (struct px_nlu_span){ slot, begin, end };
}

void px_request_span(struct px_request *request, const char *slot, size_t begin, size_t end)
{
	px_spans_add(&request->spans, slot, begin, end);
}
