/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/contrasts.h"

const struct px_contrast *px_contrasts_said(const struct px_request *source, const struct px_proposal *proposal)
{
	struct px_contrast found;

	if (!source->context->read) /* as in the browser, which has no room for this */
		return NULL;
	for (size_t from = 0; px_contrast_find(source, from, &found); from = found.end + 1) {
		struct px_proposal tried = *proposal;
		if (!px_restated_act(source, &proposal->next, &tried, &found))
			continue;
		struct px_contrast *said = PX_ARENA_NEW(source->arena, struct px_contrast);
		*said = found;
		return said;
	}
	return NULL;
}

size_t px_contrasts_part(const struct px_contrast *said, struct px_segment *segments, size_t count)
{
	const struct px_segment whole = { said->begin, said->end, NULL, said };
	size_t kept = 0, at = 0;

	for (size_t i = 0; i < count; i++) {
		struct px_segment one = segments[i];
		if (one.begin < said->begin && one.end > said->begin)
			one.end = said->begin;
		if (one.begin < said->end && one.end > said->end)
			one.begin = said->end;
		if (one.begin >= said->begin && one.end <= said->end)
			continue;
		segments[kept++] = one;
		at += one.begin < said->begin;
	}
	if (kept == PX_SEGMENT_MAX)
		return kept;
	memmove(segments + at + 1, segments + at, (kept - at) * sizeof(*segments));
	segments[at] = whole;
	return kept + 1;
}
