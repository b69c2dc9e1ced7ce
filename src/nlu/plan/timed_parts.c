/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A part ends at a comma or an "and" once it names a thing and a time; what
 * follows the last such joint without a time of its own belongs to the part
 * before it.
 */
#include "nlu/plan/timed_parts.h"

#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"

enum { LONGEST = 300, WORDS_MOST = 60 };

/* Words [from, to) name a time that is sure, and something besides; nothing of what was said before. */
static bool is_whole(const struct px_request *request, size_t from, size_t to, struct px_time_expr *time)
{
	const struct px_word *at = request->words.at;
	size_t named = 0;

	if (from >= to || !px_times_sure_in(request, at[from].begin, at[to - 1].end, time))
		return false;
	for (size_t i = from; i < to; i++) {
		bool in_time = at[i].begin >= time->begin && at[i].end <= time->end;
		if (px_word_in(&at[i], PX_WORDS_TIMED_PART_REFERS))
			return false; /* "…, the kids need it for Monday" */
		/* "Mo, Di und Mi jeweils 6-14 Uhr" */
		const bool figure = at[i].text[0] >= '0' && at[i].text[0] <= '9';
		const bool timed = px_language_is_other() &&
				   (figure || px_word_in(&at[i], PX_WORDS_TIME_LIST_WEEKDAYS));
		named += !in_time && at[i].size > 1 && !timed && !px_word_in(&at[i], PX_WORDS_TIMED_PART_FILLER);
	}
	return named > 0;
}

/* A comma, or an "and", before word i; *begin is the first word after it. */
static bool is_joint(const struct px_request *request, size_t i, size_t *begin, bool *comma)
{
	const struct px_word *at = request->words.at;
	bool and = px_word_in(&at[i], PX_WORDS_TIMED_PART_JOINT) && !(at[i].flags & PX_WORD_QUOTED);
	char mark = request->text.data[at[i - 1].end];

	*begin = and ? i + 1 : i;
	*comma = !and;
	return *begin < request->words.count && !(at[*begin].flags & PX_WORD_QUOTED) &&
	       (and || (at[i].flags & PX_WORD_BREAK && (mark == ',' || mark == ';')));
}

/* "every Mon and Thu 8am": times on both sides of the joint, and nothing between them. */
static bool lists_times(const struct px_request *request, size_t joint, size_t next, const struct px_time_expr *before)
{
	const struct px_word *at = request->words.at;
	struct px_time_expr time;

	return next > joint && before->end >= at[joint - 1].end && px_word_in(&at[next], PX_WORDS_WEEKDAY) &&
	       px_word_in(&at[joint - 1], PX_WORDS_WEEKDAY) &&
	       px_times_sure_in(request, at[next].begin, at[request->words.count - 1].end, &time) &&
	       time.begin <= at[next].begin;
}

/* "every Mon, Wed and Fri at 2pm": the joint is a part of one time. */
static bool inside_time(const struct px_request *request, size_t from, size_t joint, size_t next)
{
	const struct px_word *at = request->words.at;
	struct px_time_expr time;

	return px_times_sure_in(request, at[from].begin, at[request->words.count - 1].end, &time) &&
	       time.begin < at[joint - 1].end && time.end > at[next].begin;
}

/* "Friday, 12:30, at Luigi's": a clock time that only goes on with a day. */
static bool goes_on(const struct px_request *request, size_t begin, const struct px_time_expr *before)
{
	const struct px_word *at = request->words.at;
	struct px_time_expr time;

	return before->value.start.second < 0 &&
	       px_times_sure_in(request, at[begin].begin, at[request->words.count - 1].end, &time) &&
	       time.begin <= at[begin].begin && time.value.start.second >= 0;
}

/* "shifts: mon 7am-7pm, wed 7am-7pm": what the parts are is said before them. */
static bool has_head(struct px_str text, size_t begin, size_t end)
{
	for (size_t i = begin; i + 1 < end; i++) {
		if (text.data[i] == ':' && text.data[i + 1] == ' ')
			return true;
	}
	return false;
}

size_t px_timed_parts(const struct px_request *request, struct px_segment parts[PX_TIMED_PARTS_MAX])
{
	const struct px_word *at = request->words.at;
	size_t words = request->words.count, count = 0, from = 0;
	struct px_time_expr time;

	if (words < 4 || words > WORDS_MOST || request->end - request->begin > LONGEST ||
	    has_head(request->text, request->begin, request->end))
		return 0;
	for (size_t i = 1, next; i + 1 < words; i++) {
		bool comma;
		if (!is_joint(request, i, &next, &comma) || px_word_in(&at[next], PX_WORDS_TIMED_PART_NO_LEAD) ||
		    !is_whole(request, from, i, &time) || (comma && goes_on(request, next, &time)) ||
		    lists_times(request, i, next, &time) || inside_time(request, from, i, next))
			continue;
		if (count == PX_TIMED_PARTS_MAX - 1)
			return 0;
		parts[count++] = (struct px_segment){ .begin = at[from].begin, .end = at[i - 1].end };
		from = i = next;
	}
	if (!count) /* most texts: nothing to look at twice */
		return 0;
	if (is_whole(request, from, words, &time))
		parts[count++] = (struct px_segment){ .begin = at[from].begin, .end = request->end };
	else
		parts[count - 1].end = request->end;
	return count >= 2 ? count : 0;
}

bool px_timed_part_named(const struct px_request *source, struct px_str text, size_t begin, size_t end)
{
	const struct px_words w = px_words_of(text, begin, end, source->arena);
	struct px_time_expr time = { .begin = begin, .end = begin };
	struct px_request look;

	px_request_take(&look, source);
	look.text = text;
	if (px_words_have(&w, PX_WORDS_TIMED_PART_STATES))
		return false; /* "…, the office closes at four": how things are */
	for (size_t i = 0; i < w.count; i++) {
		const struct px_word *word = &w.at[i];
		if (word->begin >= time.end && !px_times_sure_in(&look, word->begin, end, &time))
			time.begin = time.end = end;
		bool figure = px_word_is_number(word) || (word->text[0] >= '0' && word->text[0] <= '9');
		bool timed = word->begin >= time.begin || px_word_in(word, PX_WORDS_TIME_LIST_WEEKDAYS);
		if (word->size > 2 && !timed && !figure && !px_word_in(word, PX_WORDS_TIMED_PART_FILLER))
			return true;
	}
	return false;
}

bool px_timed_part_made(const struct px_nlu_result *result, size_t calls)
{
	if (result->call_count != calls + 1 || result->question)
		return false;
	const struct px_nlu_call *call = &result->calls[calls];
	return strncmp(call->tool, "create_", 7) == 0 &&
	       (strstr(call->arguments, "\"due\"") || strstr(call->arguments, "\"start\"") ||
		strstr(call->arguments, "\"recurrence\""));
}
