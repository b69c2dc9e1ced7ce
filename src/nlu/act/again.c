/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/again.h"

/* The event that was spoken of last, or NULL. */
static const struct px_nlu_item *before(const struct px_nlu_session *session)
{
	const struct px_dialogue *d = &session->dialogue;

	return d->touched_count && d->touched[0].kind == PX_NLU_EVENT ? &d->touched[0] : NULL;
}

static bool same_at(const struct px_word *words, size_t count, size_t i, enum px_word_set what)
{
	return i + 1 < count && px_word_in(&words[i], PX_WORDS_SAME) && px_word_in(&words[i + 1], what);
}

static bool says_same(const struct px_request *request, enum px_word_set what)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i + 1 < w->count; i++) {
		if (same_at(w->at, w->count, i, what))
			return true;
	}
	return false;
}

/* "another", "one more", "again": how many words of these begin here. */
static size_t again_at(const struct px_word *words, size_t count)
{
	if (!count)
		return 0;
	if (count > 1 && px_word_in(&words[0], PX_WORDS_ONE_OR_THING) && px_word_in(&words[1], PX_WORDS_MORE))
		return 2;
	return px_word_in(&words[0], PX_WORDS_ANOTHER_EVENT) ||
	       (count == 1 && px_word_in(&words[0], PX_WORDS_AGAIN_OR_ONCE));
}

const char *px_again_name(const struct px_nlu_session *session, const struct px_word *words, size_t *from, size_t *to)
{
	const struct px_nlu_item *last = before(session);

	while (*to > *from + 2 && (same_at(words, *to, *to - 2, PX_WORDS_SAME_HOURS) ||
				   same_at(words, *to, *to - 2, PX_WORDS_SAME_PLACE))) {
		*to -= 2;
		while (*to > *from + 1 && px_word_in(&words[*to - 1], PX_WORDS_SAME_LEAD))
			--*to;
	}
	const size_t lead = again_at(words + *from, *to - *from), rest = *to - *from - lead;
	const bool one = rest == 1 && px_word_in(&words[*from + lead], PX_WORDS_ONE_OR_THING);
	if (!lead)
		return NULL;
	if (rest && !one) {
		*from += lead;
		return NULL;
	}
	*from = last ? *to : *from;
	return last ? last->title : NULL;
}

void px_again_time(const struct px_request *request, const struct px_nlu_session *session, struct px_when *when)
{
	const struct px_nlu_item *last = before(session);

	if (!last || last->start == PX_TIME_NONE || last->start % PX_MS_DAY == 0 || when->start.second >= 0 ||
	    when->start.day == PX_DAY_NONE || when->range || when->rrule || !says_same(request, PX_WORDS_SAME_HOURS))
		return;
	when->start.second = (int32_t)(last->start % PX_MS_DAY / 1000);
	if (last->end == PX_TIME_NONE || last->end <= last->start)
		return;
	when->range = true;
	when->end = (struct px_time_point){
		when->start.day + px_civil_ms_day(last->end) - px_civil_ms_day(last->start),
		(int32_t)(last->end % PX_MS_DAY / 1000)
	};
}

const char *px_again_place(const struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_args args;

	if (!d->tool || strcmp(d->tool, "create_event") != 0 || !d->arguments ||
	    !says_same(request, PX_WORDS_SAME_PLACE))
		return NULL;
	px_args_read(&args, d->arguments, request->arena);
	return px_args_get(&args, "location");
}
