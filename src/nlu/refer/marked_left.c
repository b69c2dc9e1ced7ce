/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/refer/marked_left.h"

#include "nlu/language.h"
#include "nlu/read/times.h"
#include "nlu/text/words.h"

/* A time belongs to what is made or changed; of what ends or is told it may be anything. */
static bool takes_time(enum px_mark_intent intent)
{
	return intent == PX_MARK_CREATE_EVENT || intent == PX_MARK_CREATE_TASK || intent == PX_MARK_UPDATE ||
	       intent == PX_MARK_MOVE;
}

void px_marked_left_time(struct px_request *request, const struct px_marked *marked)
{
	struct px_time_expr time;

	if (!takes_time(marked->intent) || request->time_count || px_language()->verb_last ||
	    !px_times_sure_in(request, request->begin, request->end, &time))
		return;
	const struct px_words w = px_words_of(request->text, time.begin, time.end, request->arena);
	if (px_words_have(&w, PX_WORDS_NOW))
		return; /* "and now I have to" */
	for (size_t i = 0; i < marked->mark_count; i++) {
		if (marked->marks[i].begin < time.end && marked->marks[i].end > time.begin)
			return;
	}
	request->times[request->time_count++] = time;
}

void px_marked_quoted(const struct px_request *source, struct px_marked *marked)
{
	const struct px_str text = source->text;

	for (size_t i = 0; i < marked->mark_count; i++) {
		struct px_mark *mark = &marked->marks[i];
		if ((mark->tag != PX_MARK_TITLE && mark->tag != PX_MARK_NEW) || !mark->begin ||
		    text.data[mark->begin - 1] != '"')
			continue;
		const char *end = memchr(text.data + mark->begin, '"', mark->end - mark->begin);
		if (end && end > text.data + mark->begin)
			mark->end = (uint32_t)(end - text.data);
	}
}
