/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times that the engine takes for words and only the request makes times: "no, 4
 * instead" after something with a time, "and October?" after a question.
 */
#include "nlu/read/time_repair.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/text/phrase.h"

/* "no, 4 instead", "make that 10" after something with a time */
static void find_correction(struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_words *w = &request->words;
	const char *tool = session->dialogue.tool;

	/* "2" is a choice */
	bool choosing = session->dialogue.pending_slot && strcmp(session->dialogue.pending_slot, "target") == 0;
	if (!tool || choosing || !session->dialogue.touched_count || w->count > 7 || request->time_count)
		return;
	/* "what time is dinner?", "make it 8" */
	bool asked = session->dialogue.touched_count == 1 && strncmp(tool, "list_", 5) == 0 && w->count > 2 &&
		     px_word_in(&w->at[0], PX_WORDS_CORRECTS_ASKED);
	if (!asked && strncmp(tool, "create_", 7) != 0 && strncmp(tool, "update_", 7) != 0)
		return;
	for (size_t i = 0; i < w->count; i++) {
		bool counts = i > 0 && px_word_in(&w->at[i], PX_WORDS_ONE) &&
			      px_word_in(&w->at[i - 1], PX_WORDS_NAMES_ONE);
		bool number = (px_times_clock_number(&w->at[i]) || px_times_dotted_clock(&w->at[i])) && !counts;
		if (!number && !px_word_in(&w->at[i], PX_WORDS_CLOCK_CORRECTION))
			return;
		if (number && (i + 1 == w->count || px_word_in(&w->at[i + 1], PX_WORDS_AFTER_CORRECTED_CLOCK)))
			(void)px_parse_bare_clock(request, &w->at[i]);
	}
}

static bool has_clock_alone(const struct px_request *request)
{
	bool clock = false;

	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].value.start.day != PX_DAY_NONE || request->times[i].value.kind == PX_TIME_SET)
			return false;
		clock |= request->times[i].value.start.second >= 0;
	}
	return clock;
}

/* The day in front has the hour that stands behind, as the engine joins "Monday … 6pm". */
static void join_clock(struct px_request *request, struct px_time_expr *day)
{
	const int32_t on = day->value.start.day;

	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_value *clock = &request->times[i].value;
		if (clock->start.second < 0)
			continue;
		day->value = *clock;
		day->value.kind = clock->kind == PX_TIME_CLOCK ? PX_TIME_DATETIME : clock->kind;
		day->value.start.day = on;
		if (clock->end.second >= 0)
			day->value.end.day = on + (clock->end.second <= clock->start.second);
		clock->kind = PX_TIME_KIND_NONE;
		return;
	}
}

/* "Mon: parent meeting", "Wed pick up cake", "Sat gym 6pm", but "sat down with Ann at 3" and "sun hat". */
static bool leads_as_day(const struct px_request *request)
{
	const struct px_words *w = &request->words;

	if (w->count < 2)
		return false;
	if (request->text.data[w->at[0].end] == ':' ||
	    (w->count > 2 && px_word_in(&w->at[1], PX_WORDS_TIMED_PART_JOINT) &&
	     px_word_in(&w->at[2], PX_WORDS_WEEKDAY)))
		return true;
	return !px_word_in(&w->at[1], PX_WORDS_SHORT_DAY_IS_NAME) &&
	       (px_parse_task_verb(&w->at[1]) || has_clock_alone(request));
}

/* "p3 wed", "move it to wed same time": short days that the engine takes for words, where only a day makes sense. */
static void find_short_day(struct px_request *request, size_t split)
{
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);

	for (size_t i = 0; i < w->count && request->time_count < PX_TIME_MAX; i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_SHORT_DAY) || w->at[i].flags & PX_WORD_QUOTED ||
		    px_times_cover(request, &w->at[i]))
			continue;
		bool timed = i + 1 < w->count && px_times_dotted_clock(&w->at[i + 1]); /* "sat 7.30" */
		bool ends = timed || i + 1 == w->count || w->at[i + 1].flags & PX_WORD_BREAK ||
			    px_word_in(&w->at[i + 1], PX_WORDS_AFTER_SHORT_DAY);
		bool after = i > 0 && (timed || i == split || px_word_in(&w->at[i - 1], PX_WORDS_BEFORE_SHORT_DAY) ||
				       w->at[i].flags & PX_WORD_BREAK);
		bool last = i > 1 && i + 1 == w->count && !request->time_count &&
			    !px_word_in(&w->at[i - 1], PX_WORDS_SHORT_DAY_IS_VERB);
		if (i == 0 ? !leads_as_day(request) : !ends || !(after || last))
			continue;
		struct px_time_expr *t = &request->times[request->time_count];
		const char *text = px_phrase_with(request->arena, PX_PHRASE_ON_DAY, w->at[i].text);
		if (!px_time_find(&tc, px_str(text), t, 1))
			continue;
		t->begin = t->cut_begin = w->at[i].begin;
		t->end = t->cut_end = w->at[i].end;
		if (i == 0 && has_clock_alone(request))
			join_clock(request, t);
		request->time_count++;
		for (; t > request->times && t[-1].begin > t->begin; t--) { /* in the order of the text */
			const struct px_time_expr before = t[-1];
			t[-1] = *t;
			*t = before;
		}
	}
}

/* "and October?" after a question, which no preposition makes a month. */
static void find_bare_month(struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);

	if (request->time_count || !session->dialogue.list_tool || w->count < 2 || w->count > 4 ||
	    !px_word_in(&w->at[0], PX_WORDS_MONTH_QUESTION_LEAD))
		return;
	struct px_time_expr *t = &request->times[0];
	const struct px_word *last = &w->at[w->count - 1];
	if (px_word_in(last, PX_WORDS_MEAL) ||
	    !px_time_find(&tc, px_str(px_phrase_with(request->arena, PX_PHRASE_IN_MONTH, last->text)), t, 1) ||
	    t->value.kind != PX_TIME_RANGE)
		return;
	t->begin = t->cut_begin = last->begin;
	t->end = t->cut_end = last->end;
	request->time_count = 1;
}

/* "is the 25th free": a day of the month that no preposition makes one. */
static void find_free_day(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);

	if (request->time_count || w->count < 4 || w->count > 7 || !px_word_in(&w->at[0], PX_WORDS_DAY_QUESTION_LEAD) ||
	    !px_word_in(&w->at[1], PX_WORDS_THE) || w->at[2].size > 4 ||
	    strspn(w->at[2].text, "0123456789") + strlen(px_phrase(PX_PHRASE_ORDINAL_ENDING)) != w->at[2].size ||
	    !px_word_in(&w->at[3], PX_WORDS_DAY_STATE))
		return;
	struct px_time_expr *t = &request->times[0];
	if (!px_time_find(&tc, px_str(px_phrase_with(request->arena, PX_PHRASE_ON_THE_DAY, w->at[2].text)), t, 1))
		return;
	t->begin = t->cut_begin = w->at[1].begin;
	t->end = t->cut_end = w->at[2].end;
	request->time_count = 1;
}

/* "how's my week", "what does the week look like": this one. */
static void find_own_week(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);

	if (request->time_count || w->count < 2 || w->count > 8 || !px_word_in(&w->at[0], PX_WORDS_WEEK_QUESTION_LEAD))
		return;
	for (size_t i = 1; i < w->count; i++) {
		struct px_time_expr *t = &request->times[0];
		if (!px_word_in(&w->at[i], PX_WORDS_OWN_PERIOD) || !px_word_in(&w->at[i - 1], PX_WORDS_OWN_OR_OUR) ||
		    !px_time_find(&tc, px_str(px_phrase_with(request->arena, PX_PHRASE_THIS_PERIOD, w->at[i].text)), t,
				  1))
			continue;
		t->begin = t->cut_begin = w->at[i].begin;
		t->end = t->cut_end = w->at[i].end;
		request->time_count = 1;
		return;
	}
}

/* "thu 12": at twelve on Thursday, if the 12th is no Thursday for a month. */
static void read_far_days(struct px_request *request)
{
	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *t = &request->times[i];
		const struct px_word *first = px_times_word_after(request, t->begin),
				     *number = px_times_word_before(request, t->end);
		if (t->value.kind != PX_TIME_DATE || t->value.start.day < request->today + 31 ||
		    px_times_word_count(request, t) > 3 || !px_times_clock_number(number) || number == first ||
		    number->text[0] > '9' || number->text[number->size - 1] > '9' || number == request->words.at ||
		    !px_word_in(number - 1, PX_WORDS_WEEKDAY_OR_SHORT))
			continue;
		if (px_times_read_again(request, t, t->begin, number->begin))
			(void)px_parse_bare_clock(request, number);
	}
}

/* Nothing that the figure could count or price stands behind it, and its minutes are such as appointments have. */
static bool stands_alone(const struct px_words *w, size_t i)
{
	const struct px_word *word = &w->at[i];

	return px_times_dotted_clock(word) && strchr("05", word->text[word->size - 1]) &&
	       (i + 1 == w->count || word[1].flags & PX_WORD_BREAK ||
		px_word_in(&word[1], PX_WORDS_AFTER_DOTTED_CLOCK)) &&
	       !(word[-1].text[0] >= '0' && word[-1].text[0] <= '9');
}

/* "on Monday the 11th, 12.30": a clock time with a dot where a day has none yet. */
static void find_dotted_clock(struct px_request *request)
{
	const struct px_words *w = &request->words;
	bool day = false;

	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		if (v->start.second >= 0 && !v->day_part)
			return;
		day |= v->start.day != PX_DAY_NONE && v->kind != PX_TIME_RANGE;
	}
	for (size_t i = 1; i < w->count && day; i++) {
		const struct px_word *word = &w->at[i];
		bool from = px_word_in(word - 1, PX_WORDS_FROM) && px_times_clock_number(word) &&
			    word->text[0] <= '9' &&
			    (i + 1 == w->count || word[1].flags & PX_WORD_BREAK ||
			     px_word_in(&w->at[i + 1], PX_WORDS_AFTER_DOTTED_CLOCK));
		/* "drinks on Saturday from 6" */
		if (from && !px_times_cover(request, word) && px_parse_bare_clock(request, word)) {
			request->times[request->time_count - 1].cut_begin = word[-1].begin;
			return;
		}
		bool apart = word->flags & PX_WORD_BREAK || px_times_cover(request, word - 1) ||
			     (i + 1 < w->count && px_times_cover(request, word + 1)) || /* "lunch 6.15 sat" */
			     stands_alone(w, i); /* "Amir football tomorrow, kick off 10.45 at Perry Park" */
		if (!px_times_dotted_clock(word) || px_times_cover(request, word) || !apart)
			continue;
		if (px_parse_bare_clock(request, word))
			return;
	}
}

/* "Friday morning for the wireframes, 9 till 12": the hours of a part of the day that was said. */
static void find_hours_after_part(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_time_expr found[1], *part = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < request->time_count && !part; i++)
		part = request->times[i].value.day_part && request->times[i].value.start.day != PX_DAY_NONE
			       ? &request->times[i]
			       : NULL;
	if (!part || w->count < 5)
		return;
	const struct px_word *from = &w->at[w->count - 3], *to = from + 2;
	if (!(from->flags & PX_WORD_BREAK) || !px_times_clock_number(from) || !px_times_clock_number(to) ||
	    !px_word_in(from + 1, PX_WORDS_HOURS_TO) || !px_times_hours(request, from->text, to->text, found))
		return;
	bool late = part->value.start.second >= 12 * 3600;
	struct px_time_value hours = found[0].value;
	if (late && hours.start.second < 12 * 3600) {
		hours.start.second += 12 * 3600;
		hours.end.second += hours.end.second <= 12 * 3600 ? 12 * 3600 : 0;
	} else if (!late && hours.start.second >= 12 * 3600 && px_word_number(from) < 12) {
		hours.start.second -= 12 * 3600;
		hours.end.second -= hours.end.second > hours.start.second + 12 * 3600 ? 12 * 3600 : 0;
	}
	hours.start.day = hours.end.day = part->value.start.day;
	hours.ambiguous_half = false;
	part->value = hours;
	size_t begin = from->begin, end = to->end;
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].begin < begin)
			request->times[kept++] = request->times[i];
	}
	if (kept == PX_TIME_MAX)
		kept--;
	struct px_time_expr *t = &request->times[kept++];
	*t = found[0];
	t->begin = t->cut_begin = begin;
	t->end = t->cut_end = end;
	t->value.kind = PX_TIME_KIND_NONE;
	request->time_count = kept;
}

/* "lunch 12-1 today" */
static bool dashed_hours(const struct px_request *request, size_t i, struct px_time_expr *found)
{
	const struct px_words *w = &request->words;
	const struct px_word *word = &w->at[i];
	const char *dash = memchr(word->text, '-', word->size);

	if (!dash || word->size > 5 || strspn(word->text, "0123456789-") != word->size)
		return false;
	bool ends = i + 1 == w->count || word[1].flags & PX_WORD_BREAK || px_times_cover(request, word + 1);
	bool apart = !word->begin || request->text.data[word->begin - 1] == ' '; /* not in "site.com/5-6/" */
	if (!ends || !apart || px_word_in(word - 1, PX_WORDS_LABEL) || px_times_cover(request, word))
		return false;
	return px_times_hours(request, px_arena_strn(request->arena, word->text, (size_t)(dash - word->text)), dash + 1,
			  found);
}

static void add_hours(struct px_request *request, const struct px_time_expr *hours, const struct px_word *from,
		      const struct px_word *to)
{
	struct px_time_expr *t = &request->times[request->time_count++];

	*t = *hours;
	t->begin = t->cut_begin = from->begin;
	t->end = t->cut_end = to->end;
}

/* The one word that is all of the time, or NULL. */
static const struct px_word *only_word(const struct px_request *request, const struct px_time_expr *t)
{
	const struct px_word *word = px_times_word_after(request, t->begin);

	return word && word->end == t->end ? word : NULL;
}

/* "on Sunday I work 6-14": beside a day that was said no other, though alone it is the 14th of June. */
static void drop_dashed_date(struct px_request *request)
{
	bool day = false;

	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_word *last = px_times_word_before(request, request->times[i].end);
		day |= request->times[i].value.start.day != PX_DAY_NONE && last &&
		       px_word_in(last, PX_WORDS_TIME_LIST_WEEKDAYS);
	}
	for (size_t i = 0; day && i < request->time_count; i++) {
		const struct px_word *word = only_word(request, &request->times[i]);
		if (request->times[i].value.kind == PX_TIME_DATE && word && word->size <= 5 &&
		    memchr(word->text, '-', word->size) && strspn(word->text, "0123456789-") == word->size) {
			px_times_drop(request, i);
			return;
		}
	}
}

/* "every Saturday I work 8 to 14": hours that no preposition makes some, where a day has none. */
static void find_hours_of_day(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_time_expr found;
	bool day = false;

	drop_dashed_date(request);
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		if (v->start.second >= 0 || v->kind == PX_TIME_DURATION || v->kind == PX_TIME_RANGE)
			return;
		day |= v->start.day != PX_DAY_NONE || v->kind == PX_TIME_SET;
	}
	for (size_t i = 1; day && i < w->count && request->time_count < PX_TIME_MAX; i++) {
		if (dashed_hours(request, i, &found)) {
			add_hours(request, &found, &w->at[i], &w->at[i]);
			return;
		}
	}
	for (size_t i = 1; day && i + 2 < w->count && request->time_count < PX_TIME_MAX; i++) {
		const struct px_word *from = &w->at[i], *to = from + 2;
		bool ends = i + 3 == w->count || to[1].flags & PX_WORD_BREAK || px_times_cover(request, to + 1);
		bool counts = px_word_in(from - 1, PX_WORDS_LABEL) || from[-1].text[from[-1].size - 1] == 's';
		if (!ends || counts || !px_times_clock_number(from) || !px_times_clock_number(to) ||
		    !px_word_in(from + 1, PX_WORDS_HOURS_TO) || px_times_cover(request, from) ||
		    !px_times_hours(request, from->text, to->text, &found))
			continue;
		add_hours(request, &found, from, to);
		return;
	}
}

/*
 * "11 to 11:45": the engine takes the number before it for a word.  In a move the new time begins at word `split`:
 * "from 9 to 9:30" is no range then.
 */
static void find_start_hour(struct px_request *request, size_t split)
{
	const struct px_words *w = &request->words;
	struct px_time_expr found;

	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *t = &request->times[i];
		const struct px_word *to = px_times_word_before(request, t->begin);
		if (t->value.kind != PX_TIME_CLOCK || !to || to < w->at + 2 || !px_word_in(to, PX_WORDS_HOURS_TO) ||
		    !px_times_clock_number(to - 1) || to[-1].text[0] > '9' || px_times_cover(request, to - 1) ||
		    (split && to == &w->at[split - 1]))
			continue;
		const char *end = px_arena_strn(request->arena, request->text.data + t->begin, t->end - t->begin);
		if (!px_times_hours(request, to[-1].text, end, &found))
			continue;
		t->value = found.value;
		t->begin = t->cut_begin = to[-1].begin;
	}
}

/* "make it a monthly thing" */
static void find_monthly_thing(struct px_request *request)
{
	const struct px_pairs *words = px_pairs(PX_PAIRS_FREQUENCY_WORDS);
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);

	for (size_t i = 1; i + 1 < w->count && request->time_count < PX_TIME_MAX; i++) {
		if (!px_word_in(&w->at[i + 1], PX_WORDS_MONTHLY_THING) || px_times_cover(request, &w->at[i]))
			continue;
		for (size_t k = 0; k < words->count; k++) {
			struct px_time_expr *t = &request->times[request->time_count];
			if (!px_word_is(&w->at[i], words->at[k].from) ||
			    !px_time_find(&tc, px_str(words->at[k].to), t, 1))
				continue;
			t->begin = t->cut_begin = w->at[i].begin;
			t->end = t->cut_end = w->at[i].end;
			request->time_count++;
			return;
		}
	}
}

void px_times_hidden(struct px_request *request, const struct px_nlu_session *session, size_t split)
{
	read_far_days(request);
	find_short_day(request, split);
	find_dotted_clock(request);
	find_start_hour(request, split);
	find_hours_of_day(request);
	find_hours_after_part(request);
	find_bare_month(request, session);
	find_monthly_thing(request);
	find_own_week(request);
	find_free_day(request);
	find_correction(request, session);
}
