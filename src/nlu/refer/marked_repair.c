/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader's spans end too early or too late, and leave out times, most of
 * all in languages whose verbs stand last.  What the words and the time engine
 * say for certain is put right here, before anything is made of them.
 */
#include "nlu/refer/marked_repair.h"

#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/marked.h"
#include "nlu/refer/target.h"

/* "{im} {Bewegungsraum}", "Jassen {bei} {Fränzi}": a place that is only its preposition goes on, or is none. */
static void finish_places(const struct px_request *source, struct px_marked *one)
{
	bool titled = false;

	for (size_t i = 0; i < one->mark_count; i++) {
		struct px_mark *mark = &one->marks[i], *next = i + 1 < one->mark_count ? mark + 1 : NULL;
		const struct px_words w = px_words_of(source->text, mark->begin, mark->end, source->arena);
		titled |= mark->tag == PX_MARK_TITLE;
		if (mark->tag != PX_MARK_PLACE || w.count != 1 || !px_word_in(&w.at[0], PX_WORDS_MARKED_DANGLER))
			continue;
		if (titled && next && next->begin == mark->end + 1 && next->tag == PX_MARK_TITLE &&
		    px_word_in(&w.at[0], PX_WORDS_PLACE_LINK)) {
			mark->end = next->end;
			px_marked_drop(one, i + 1);
		} else {
			px_marked_drop(one, i--);
		}
	}
}

/* "{3 Kisten} Wasser": what is counted belongs to the number. */
static void finish_amounts(const struct px_request *source, struct px_marked *one)
{
	for (size_t i = 0; i < one->mark_count; i++) {
		struct px_mark *mark = &one->marks[i];
		const size_t next = i + 1 < one->mark_count ? mark[1].begin : one->end;
		const struct px_words w = px_words_of(source->text, mark->begin, next, source->arena);
		const char first = source->text.data[mark->begin];
		if (mark->tag != PX_MARK_ITEM || first < '0' || first > '9')
			continue;
		for (size_t k = 1; k < w.count && !(w.at[k].flags & PX_WORD_BREAK); k++) {
			if (px_word_in(&w.at[k], PX_WORDS_JOINS_NAMES) || px_word_in(&w.at[k],
					PX_WORDS_MARKED_NO_TITLE) ||
			    px_word_in(&w.at[k], PX_WORDS_MARKED_DANGLER))
				break;
			mark->end = w.at[k].end > mark->end ? (uint32_t)w.at[k].end : mark->end;
		}
	}
}

/* No request begins within a time. */
static void join_across_times(const struct px_request *source, struct px_marks *read)
{
	for (size_t i = 0; i + 1 < read->count; ) {
		struct px_marked *one = &read->requests[i];
		const struct px_marked next = read->requests[i + 1];
		const struct px_mark *last = one->mark_count ? &one->marks[one->mark_count - 1] : NULL;
		struct px_time_expr time;
		if (!last || last->tag != PX_MARK_WHEN || one->mark_count + next.mark_count > PX_MARKS_SPANS ||
		    !px_parse_time_in(source, last->begin, next.end, &time) || time.begin >= last->end ||
		    time.end <= next.begin) {
			i++;
			continue;
		}
		const size_t same = next.mark_count && next.marks[0].tag == PX_MARK_WHEN;
		if (same)
			one->marks[one->mark_count - 1].end = next.marks[0].end;
		memcpy(one->marks + one->mark_count, next.marks + same,
		       (next.mark_count - same) * sizeof(next.marks[0]));
		one->mark_count = (uint8_t)(one->mark_count + next.mark_count - same);
		one->end = next.end;
		one->confidence = one->confidence > next.confidence ? one->confidence : next.confidence;
		read->count--;
		memmove(&read->requests[i + 1], &read->requests[i + 2], (read->count - i - 1) * sizeof(next));
	}
}

/* "{die Einkaufsliste Krepppapier}": the name of a list leads up to the first thing on it. */
static void part_from_list(const struct px_request *source, struct px_marked *one)
{
	struct px_mark *first = one->mark_count ? &one->marks[0] : NULL;
	size_t from = 0;

	if (!first || one->intent != PX_MARK_ADD_ITEMS || (first->tag != PX_MARK_ITEM && first->tag != PX_MARK_TITLE))
		return;
	const struct px_words w = px_words_of(source->text, first->begin, first->end, source->arena);
	while (from < w.count && px_word_in(&w.at[from], PX_WORDS_MARKED_LIST_LEAD))
		from++;
	if (from + 1 < w.count && px_word_in(&w.at[from], PX_WORDS_LISTS_TAKE_NAME_2))
		first->begin = (uint32_t)w.at[from + 1].begin;
}

/* "Soundcheck {zwei Stunden} davor": counted back from what was spoken of last, and no duration. */
static void finish_lead(const struct px_request *source, struct px_marked *one, struct px_mark *mark)
{
	const struct px_words w = px_words_of(source->text, mark->end, one->end, source->arena);

	if (mark->tag != PX_MARK_DUR || !w.count || w.at[0].begin > mark->end + 1 ||
	    !px_word_in(&w.at[0], PX_WORDS_BEFORE_THAT))
		return;
	mark->tag = PX_MARK_LEAD;
	mark->end = (uint32_t)w.at[0].end;
	if (one->intent == PX_MARK_CREATE_EVENT || one->intent == PX_MARK_CREATE_TASK)
		one->intent = PX_MARK_REMIND;
}

/* "{Samstag 19 Uhr 24} Personen": the number at the end counts what follows. */
static void leave_count(const struct px_request *source, const struct px_marked *one, struct px_mark *mark)
{
	struct px_time_expr time;

	if (!px_parse_time_in(source, mark->begin, one->end, &time) || time.end >= mark->end)
		return;
	const struct px_words rest = px_words_of(source->text, time.end, mark->end, source->arena);
	if (rest.count == 1 && px_word_is_number(&rest.at[0]) && !(rest.at[0].flags & PX_WORD_BREAK))
		mark->end = (uint32_t)time.end;
}

/* "am {30}.", "{zwischen acht und} zehn", "{Frau} Kühn": a span that the reader of such a language ended too early. */
static void widen(const struct px_request *source, struct px_marked *one, size_t at)
{
	struct px_mark *mark = &one->marks[at];
	const size_t next = at + 1 < one->mark_count ? mark[1].begin : one->end;
	struct px_time_expr time;

	if (mark->tag == PX_MARK_WHEN) {
		const char *text = source->text.data;
		leave_count(source, one, mark);
		if (px_parse_time_in(source, mark->begin, next, &time) && time.begin < mark->end &&
		    time.end > mark->end)
			mark->end = (uint32_t)time.end;
		if (mark->end < source->text.size && text[mark->end] == '.' && text[mark->end - 1] >= '0' &&
		    text[mark->end - 1] <= '9')
			mark->end++;
	} else if (mark->tag == PX_MARK_PERSON) {
		const struct px_words w = px_words_of(source->text, mark->begin, one->end, source->arena);
		if (w.count < 2 || w.at[0].end < mark->end || !px_word_in(&w.at[0], PX_WORDS_MARKED_PERSON_LEAD))
			return;
		mark->end = w.at[1].end;
		if (at + 1 < one->mark_count && mark[1].end <= mark->end)
			px_marked_drop(one, at + 1);
	}
}

/* The word leads up to a name, asks to be told, or is none of a name at all. */
static bool names_no_deed(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_MARKED_NO_TITLE) || px_word_in(word, PX_WORDS_MARKED_ARTICLE) ||
	       px_word_in(word, PX_WORDS_MARKED_DANGLER) || px_word_in(word, PX_WORDS_ASKS_TO_BE_TOLD) ||
	       px_word_in(word, PX_WORDS_CORRECTION_FILLER) || word->time >= 0;
}

/* "{Alle} Proben", "{Beide} Termine": what is said of all belongs to the noun behind it. */
static void finish_quantity(const struct px_request *source, struct px_marked *one, size_t at)
{
	struct px_mark *mark = &one->marks[at];
	const size_t next = at + 1 < one->mark_count ? mark[1].begin : one->end;
	const struct px_words w = px_words_of(source->text, mark->begin, next, source->arena);

	if (mark->tag != PX_MARK_TARGET || w.count < 2 || w.at[0].end < mark->end || w.at[1].flags & PX_WORD_BREAK ||
	    !(px_word_in(&w.at[0], PX_WORDS_ALL_ALONE) || px_word_in(&w.at[0], PX_WORDS_DEED_BOTH)) ||
	    w.at[1].time >= 0 || !px_parse_is_capital(source->text, w.at[1].begin))
		return;
	mark->end = (uint32_t)w.at[1].end;
}

/* "Proben {Festspiele}": a noun right in front, with which the request begins, is of the same name. */
static void finish_name(const struct px_request *source, struct px_marked *one, size_t at)
{
	struct px_mark *mark = &one->marks[at];
	const struct px_words w = px_words_of(source->text, one->begin, mark->end, source->arena);

	if (at || mark->tag != PX_MARK_TITLE || w.count < 2 || w.at[1].begin != mark->begin ||
	    w.at[1].flags & PX_WORD_BREAK || w.at[0].time >= 0 ||
	    (one->intent != PX_MARK_CREATE_EVENT && one->intent != PX_MARK_CREATE_TASK) ||
	    !px_parse_is_capital(source->text, w.at[0].begin) ||
	    !px_parse_is_capital(source->text, w.at[1].begin) || names_no_deed(&w.at[0]) ||
	    px_word_in(&w.at[0], PX_WORDS_TIMED_PART_FILLER))
		return;
	mark->begin = (uint32_t)w.at[0].begin;
}

/* Words [from, to) may be a thing of a row: few, and none that says something about the row. */
static bool is_row_item(const struct px_words *w, size_t from, size_t to)
{
	enum { ITEM_WORDS = 3 };

	if (from >= to || to - from > ITEM_WORDS)
		return false;
	for (size_t i = from; i < to; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_MARKED_NO_TITLE) || px_word_in(&w->at[i], PX_WORDS_NO_LIST_ITEM) ||
		    px_word_in(&w->at[i], PX_WORDS_MARKED_DANGLER) || px_word_in(&w->at[i], PX_WORDS_ANY_PRONOUN) ||
		    px_word_in(&w->at[i], PX_WORDS_NOT_REACHED) || w->at[i].time >= 0)
			return false;
	}
	return true;
}

/*
 * "{Säcke}, {Handschuhe} und Seife": what a comma or an "and" puts in one row with things that are marked is one of
 * them.
 */
static void finish_rows(const struct px_request *source, struct px_marked *one)
{
	for (size_t n = 0; n < one->mark_count && one->intent == PX_MARK_ADD_ITEMS; n++) {
		const struct px_mark *mark = &one->marks[n];
		const bool last = n + 1U == one->mark_count;
		const uint32_t next = last ? one->end : mark[1].begin;
		const struct px_words w = px_words_of(source->text, mark->end, next, source->arena);
		size_t from = 0, to;
		if (mark->tag != PX_MARK_ITEM || (n && mark[-1].tag != PX_MARK_ITEM && !last) || !w.count)
			continue;
		const bool comma = source->text.data[mark->end] == ',';
		const bool joined = px_word_in(&w.at[0], PX_WORDS_JOINS_NAMES);
		while (from < w.count && (px_word_in(&w.at[from], PX_WORDS_JOINS_NAMES) ||
					  px_word_in(&w.at[from], PX_WORDS_MARKED_ARTICLE)))
			from++;
		for (to = from; to < w.count && !(to > from && w.at[to].flags & PX_WORD_BREAK); to++) {
			if (px_word_in(&w.at[to], PX_WORDS_JOINS_NAMES))
				break;
		}
		while (to > from + 1 && px_word_in(&w.at[to - 1], PX_WORDS_TITLE_CLOSER))
			to--;
		if ((!comma && !joined) || !is_row_item(&w, from, to) || one->mark_count < 2)
			continue;
		const struct px_mark item = { PX_MARK_ITEM, (uint32_t)w.at[from].begin, (uint32_t)w.at[to - 1].end,
					      mark->confidence };
		px_marked_insert(one, &item);
	}
}

/* Some span of a name or a time has a word of these. */
static bool has_part(const struct px_marked *one, const struct px_words *w, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct px_mark *mark = px_marked_at(one, &w->at[i]);
		if (mark && mark->tag != PX_MARK_PLACE && mark->tag != PX_MARK_PRIO && mark->tag != PX_MARK_NOTE)
			return true;
	}
	return false;
}

/* "{Verband Kessler}, Brandt messen, …": a clause of a row of tasks that ends in a verb is one of them. */
static void finish_deeds(const struct px_request *source, struct px_marked *one)
{
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);
	size_t from = 0;

	for (size_t to = 1; to <= w.count && one->intent == PX_MARK_CREATE_TASK; to++) {
		if (to < w.count && !(w.at[to].flags & PX_WORD_BREAK))
			continue;
		const size_t first = from;
		from = to;
		if (to - first < 2 || (first == 0 && to == w.count) || has_part(one, &w, first, to) ||
		    !px_parse_ends_in_verb(source->text, w.at + first, to - first))
			continue;
		for (size_t i = one->mark_count; i-- > 0;) {
			if (one->marks[i].begin >= w.at[first].begin && one->marks[i].end <= w.at[to - 1].end)
				px_marked_drop(one, i);
		}
		const struct px_mark name = { PX_MARK_TITLE, (uint32_t)w.at[first].begin, (uint32_t)w.at[to - 1].end,
					      one->confidence };
		px_marked_insert(one, &name);
	}
}

/* All words of the span are of that set. */
static bool only_of(const struct px_request *source, const struct px_mark *mark, enum px_word_set set)
{
	const struct px_words w = px_words_of(source->text, mark->begin, mark->end, source->arena);

	for (size_t i = 0; i < w.count; i++) {
		if (!px_word_in(&w.at[i], set))
			return false;
	}
	return w.count > 0;
}

/* The last word of the span, or the part of it that a compound ends with, is a room or a floor. */
static bool ends_in_room(const struct px_request *source, const struct px_mark *mark)
{
	const struct px_words w = px_words_of(source->text, mark->begin, mark->end, source->arena);
	const struct px_texts *rooms = px_texts(PX_TEXTS_ROOM_ENDINGS);
	const struct px_word *last = w.count ? &w.at[w.count - 1] : NULL;

	if (!last || px_word_in(last, PX_WORDS_NO_ROOM))
		return false;
	if (px_word_in(last, PX_WORDS_ROOM))
		return true;
	for (size_t i = 0; i < rooms->count; i++) {
		if (px_str_ends(px_str_n(last->text, last->size), px_str(rooms->at[i])))
			return true;
	}
	return false;
}

/*
 * "…, {Uhrzeit} bleibt" is no place; "… {um 9}, {Grosser Saal}, {3. OG}" is one: a room behind the name and its time,
 * which has none of its own.
 */
static void set_places_right(const struct px_request *source, struct px_marked *one)
{
	for (size_t i = one->mark_count; i-- > 0;) {
		struct px_mark *mark = &one->marks[i];
		if (mark->tag == PX_MARK_PLACE && only_of(source, mark, PX_WORDS_CLOCK_NOUN))
			px_marked_drop(one, i);
		else if (mark->tag == PX_MARK_WHEN && ends_in_room(source, mark))
			mark->tag = PX_MARK_PLACE;
	}
	for (size_t i = 2; i < one->mark_count && one->intent == PX_MARK_CREATE_EVENT; i++) {
		struct px_mark *mark = &one->marks[i];
		const bool before = mark[-1].tag == PX_MARK_WHEN && source->text.data[mark[-1].end] == ',';
		const bool timed = i + 1 < one->mark_count && mark[1].tag == PX_MARK_WHEN;
		if (mark->tag == PX_MARK_TITLE && before && !timed && ends_in_room(source, mark))
			mark->tag = PX_MARK_PLACE;
	}
	for (size_t i = 1; i < one->mark_count; ) { /* "{Grosser Saal}, {3. OG}" */
		struct px_mark *mark = &one->marks[i];
		if (mark->tag != PX_MARK_PLACE || mark[-1].tag != PX_MARK_PLACE || mark->begin > mark[-1].end + 2) {
			i++;
			continue;
		}
		mark[-1].end = mark->end;
		px_marked_drop(one, i);
	}
}

/* What the spans of time say so far. */
static void said_times(const struct px_request *source, const struct px_marked *one, bool *day, bool *clock)
{
	struct px_time_expr time;

	*day = *clock = false;
	for (size_t i = 0; i < one->mark_count; i++) {
		const struct px_mark *mark = &one->marks[i];
		if (mark->tag != PX_MARK_WHEN || !px_parse_time_in(source, mark->begin, mark->end, &time))
			continue;
		*day |= time.value.start.day != PX_DAY_NONE || time.value.end.day != PX_DAY_NONE;
		*clock |= time.value.start.second >= 0 || time.value.end.second >= 0;
	}
}

/* "{Lars um 20 Uhr}": the words of the n-th span before the time in it are a name. */
static void part_name(const struct px_request *source, struct px_marked *one, size_t n, uint32_t begin)
{
	const struct px_words w = px_words_of(source->text, one->marks[n].begin, begin, source->arena);
	struct px_time_expr time;
	size_t from = 0, to = w.count;

	if (px_parse_time_in(source, one->marks[n].begin, begin, &time))
		return;
	while (from < to && (px_word_in(&w.at[from], PX_WORDS_MARKED_DANGLER) ||
			     px_word_in(&w.at[from], PX_WORDS_MARKED_NO_TITLE)))
		from++; /* "{danach 12 Uhr}" */
	while (to > from && px_word_in(&w.at[to - 1], PX_WORDS_MARKED_DANGLER))
		to--;
	if (from == to)
		return;
	one->marks[n].begin = to < w.count ? (uint32_t)w.at[to].begin : begin;
	const struct px_mark name = { PX_MARK_TITLE, (uint32_t)w.at[from].begin, (uint32_t)w.at[to - 1].end, 1 };
	px_marked_insert(one, &name);
}

/*
 * A time that the engine is sure of, of which the spans have a part or nothing: "{Konferenz} 3. bis {5. Dezember}",
 * "{Karfreitag grillen} um 15 Uhr".  A name keeps what is no part of it.
 */
static void take_time(const struct px_request *source, struct px_marked *one, const struct px_time_expr *time)
{
	const uint32_t begin = (uint32_t)time->begin, end = (uint32_t)time->end;
	bool day, clock, part = false, named = false;

	said_times(source, one, &day, &clock);
	for (size_t i = 0; i < one->mark_count; i++) {
		const struct px_mark *mark = &one->marks[i];
		if (mark->begin >= end || mark->end <= begin)
			continue;
		if (mark->tag == PX_MARK_WHEN && mark->begin <= begin && mark->end >= end) {
			part_name(source, one, i, begin);
			return;
		}
		const bool name = mark->tag == PX_MARK_TITLE || mark->tag == PX_MARK_TARGET;
		if (mark->tag != PX_MARK_WHEN && (!name || (mark->begin < begin && mark->end > end)))
			return;
		part |= mark->tag == PX_MARK_WHEN;
		named |= name;
	}
	const struct px_time_value *value = &time->value;
	const bool new_day = !day && value->start.day != PX_DAY_NONE, new_clock = !clock && value->start.second >= 0;
	if (!part && ((!new_day && !new_clock) || (named && time->begin > one->begin)))
		return;
	for (size_t i = one->mark_count; i-- > 0;) {
		struct px_mark *mark = &one->marks[i];
		if (mark->begin >= end || mark->end <= begin)
			continue;
		if (mark->begin < begin && mark->tag != PX_MARK_WHEN)
			mark->end = begin;
		else if (mark->end > end)
			mark->begin = end;
		else
			px_marked_drop(one, i);
	}
	const struct px_mark piece = { PX_MARK_WHEN, begin, end, 1 };
	px_marked_insert(one, &piece);
}

/* Beside what it comes before something else is said that is to be done. */
static bool names_deed(const struct px_request *source, const struct px_marked *one)
{
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);

	for (size_t i = 0; i < w.count; i++) {
		const struct px_mark *mark = px_marked_at(one, &w.at[i]);
		if ((!mark || mark->tag == PX_MARK_TITLE || mark->tag == PX_MARK_NOTE) && !names_no_deed(&w.at[i]))
			return true;
	}
	return false;
}

/* Something that there is has that name, or a name with it. */
static bool is_there(const struct px_request *source, uint32_t begin, uint32_t end)
{
	const struct px_words w = px_words_of(source->text, begin, end, source->arena);
	struct px_target target;

	px_target_find(source, w.at, w.count, PX_TARGET_EVENT | PX_TARGET_TASK, &target);
	return target.item != NULL;
}

/*
 * The end of the thing that is there and that the n-th span counts from ("{eine Stunde vor} {dem} Konzert"), or 0 if it
 * counts from none.
 */
static uint32_t anchor_end(const struct px_request *source, const struct px_marked *one, size_t n)
{
	const struct px_mark *lead = &one->marks[n], *thing = n + 1U < one->mark_count ? lead + 1 : NULL;
	const struct px_words w = px_words_of(source->text, lead->begin, lead->end, source->arena);
	const struct px_words said = px_words_of(source->text, lead->end, one->end, source->arena);
	size_t last = w.count, to = 0;

	while (last && px_word_in(&w.at[last - 1], PX_WORDS_MARKED_ARTICLE))
		last--;
	while (to < said.count && px_word_in(&said.at[to], PX_WORDS_MARKED_ARTICLE))
		to++;
	if (!last || !px_word_in(&w.at[last - 1], PX_WORDS_BEFORE_OR_AFTER) || to == said.count)
		return 0;
	const bool names = thing && (thing->tag == PX_MARK_TITLE || thing->tag == PX_MARK_TARGET ||
				     thing->tag == PX_MARK_PERSON);
	const bool named = names && said.at[to].end > thing->begin;
	const uint32_t noun = (uint32_t)said.at[to].end, end = named && thing->end > noun ? thing->end : noun;
	return is_there(source, (uint32_t)said.at[to].begin, end) ? end : 0;
}

/*
 * "{Geschenk einpacken}, {eine Stunde vor} {dem Geburtstag}", "{zwei Tage vor} {der Hochzeit} Akkus laden": what it
 * counts from is a part of the time and no thing of its own; what else is said is the deed.
 */
static void join_anchors(const struct px_request *source, struct px_marked *one)
{
	const bool told = one->intent == PX_MARK_REMIND;

	if (!told && one->intent != PX_MARK_CREATE_EVENT && one->intent != PX_MARK_CREATE_TASK)
		return;
	for (size_t i = 0; i < one->mark_count; i++) {
		struct px_marked joined = *one;
		struct px_mark *mark = &joined.marks[i];
		const bool when = mark->tag == PX_MARK_WHEN || mark->tag == PX_MARK_LEAD;
		const uint32_t end = when ? anchor_end(source, one, i) : 0;
		if (!end)
			continue;
		mark->tag = PX_MARK_WHEN;
		mark->end = end;
		while (i + 1 < joined.mark_count && joined.marks[i + 1].begin < end)
			px_marked_drop(&joined, i + 1);
		if (!names_deed(source, &joined))
			continue;
		joined.intent = told ? PX_MARK_CREATE_TASK : one->intent;
		*one = joined;
	}
}

static void take_times(const struct px_request *source, struct px_marked *one)
{
	struct px_time_context context = px_parse_time_context(source);
	struct px_time_expr times[PX_TIME_MAX];

	switch (one->intent) {
	case PX_MARK_CREATE_EVENT: case PX_MARK_CREATE_TASK: case PX_MARK_ASK_AGENDA: case PX_MARK_ASK_FREE:
	case PX_MARK_ASK_TASKS:
		break;
	default:
		return;
	}
	const struct px_str said = px_str_n(source->text.data + one->begin, one->end - one->begin);
	const size_t count = px_time_find(&context, said, times, PX_TIME_MAX);
	for (size_t i = 0; i < count; i++) {
		times[i].begin += one->begin;
		times[i].end += one->begin;
		if (times[i].score >= px_times_sure)
			take_time(source, one, &times[i]);
	}
}

void px_marked_repair(const struct px_request *source, struct px_marks *read)
{
	if (!px_language()->verb_last)
		return;
	join_across_times(source, read);
	for (size_t i = 0; i < read->count; i++) {
		struct px_marked *one = &read->requests[i];
		join_anchors(source, one);
		for (size_t k = 0; k < one->mark_count; k++)
			widen(source, one, k), finish_lead(source, one, &one->marks[k]),
			finish_quantity(source, one, k), finish_name(source, one, k);
		finish_rows(source, one);
		finish_deeds(source, one);
		set_places_right(source, one);
		finish_places(source, one);
		finish_amounts(source, one);
		part_from_list(source, one);
		take_times(source, one);
	}
}
