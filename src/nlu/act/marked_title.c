/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/marked_title.h"

#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/marked.h"

static bool names_no_thing(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_MARKED_NO_TITLE) || px_word_in(word, PX_WORDS_MARKED_ARTICLE) ||
	       px_word_in(word, PX_WORDS_UP_OR_OUT);
}

bool px_marked_names_nothing(const struct px_request *request, const struct px_mark *mark)
{
	const struct px_words w = px_marked_words(request, mark);

	for (size_t i = 0; i < w.count; i++) {
		if (!names_no_thing(&w.at[i]))
			return false;
	}
	return true;
}

/* Words [from, to) without what leads up to a name and what is left behind it. */
static void strip(const struct px_words *w, size_t *from, size_t *to)
{
	while (*from < *to && (names_no_thing(&w->at[*from]) || px_word_in(&w->at[*from], PX_WORDS_MARKED_DANGLER)))
		++*from;
	while (*to > *from && (px_word_in(&w->at[*to - 1], PX_WORDS_MARKED_NO_TITLE) ||
			       px_word_in(&w->at[*to - 1], PX_WORDS_MARKED_DANGLER)))
		--*to;
}

/* "{Freitag Tüv halb neun}": the words of the span that are no time name what is then. */
static void name_rest(const struct px_request *request, struct px_marked *marked, const struct px_mark *whole)
{
	const struct px_words w = px_words_of(request->text, whole->begin, whole->end, request->arena);
	size_t from = 0;

	for (size_t i = 0; i <= w.count; i++) {
		if (i < w.count && !px_marked_at(marked, &w.at[i]))
			continue;
		size_t first = from, last = i;
		strip(&w, &first, &last);
		if (first < last) {
			const struct px_mark name = { PX_MARK_TITLE, w.at[first].begin, w.at[last - 1].end,
					whole->confidence };
			px_marked_insert(marked, &name);
		}
		from = i + 1;
	}
}

/*
 * "{um elf Frühstück}", "{jeden Montag Sitzung, 20 Uhr}": the span in pieces that are times.  One without any stays:
 * its words are no name ("{irgendwann demnächst}").
 */
static void end_with_times(const struct px_request *request, struct px_marked *marked, size_t at)
{
	const struct px_mark whole = marked->marks[at];
	struct px_time_expr part;
	bool any = false;

	for (size_t i = 0; i < request->time_count; i++)
		any |= request->times[i].begin < whole.end && request->times[i].end > whole.begin;
	if (!any) { /* a part of another: "Karfreitag … {Jo, 15 Uhr}" */
		if (!px_parse_time_in(request, whole.begin, whole.end, &part))
			return;
		px_marked_drop(marked, at);
		const struct px_mark piece = { whole.tag, (uint32_t)part.begin, (uint32_t)part.end, whole.confidence };
		px_marked_insert(marked, &piece);
		name_rest(request, marked, &whole);
		return;
	}
	px_marked_drop(marked, at);
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		struct px_mark piece = whole;
		if (t->begin >= whole.end || t->end <= whole.begin)
			continue;
		piece.begin = t->begin > whole.begin ? (uint32_t)t->begin : whole.begin;
		piece.end = t->end < whole.end ? (uint32_t)t->end : whole.end;
		px_marked_insert(marked, &piece);
	}
	name_rest(request, marked, &whole);
}

/* The longest run of words that no span has, as if it were marked; false if there is none that could name a thing. */
static bool left_over(const struct px_request *request, const struct px_marked *marked, struct px_mark *title)
{
	const struct px_words *w = &request->words;
	size_t from = 0, most = 0;

	for (size_t i = 0; i <= w->count; i++) {
		bool parted = i > from && i < w->count && w->at[i].flags & PX_WORD_BREAK;
		bool spanned = i < w->count && px_marked_at(marked, &w->at[i]);
		if (i < w->count && !parted && !spanned)
			continue;
		size_t first = from, last = i;
		strip(w, &first, &last);
		if (last - first > most) {
			most = last - first;
			*title = (struct px_mark){ .tag = PX_MARK_TITLE, .begin = (uint32_t)w->at[first].begin,
						   .end = (uint32_t)w->at[last - 1].end };
		}
		from = parted && !spanned ? i : i + 1;
	}
	return most > 0;
}

/* What is to be made was marked as something that is there, or not at all: "noch {das Pickerl} machen lassen". */
static void find_title(const struct px_request *request, struct px_marked *marked)
{
	static const enum px_mark_tag others[] = { PX_MARK_TARGET, PX_MARK_ITEM, PX_MARK_ABOUT };
	struct px_mark title;

	bool before = left_over(request, marked, &title) && marked->mark_count &&
		      title.begin < marked->marks[0].begin &&
		      px_parse_is_capital(request->text, title.begin);
	if (before) { /* "Velo am {Donnerstag} in den {Service}" */
		px_marked_insert(marked, &title);
		return;
	}
	for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++) {
		for (size_t i = 0; i < marked->mark_count; i++) {
			if (marked->marks[i].tag != others[k] || px_marked_names_nothing(request, &marked->marks[i]))
				continue;
			marked->marks[i].tag = PX_MARK_TITLE;
			return;
		}
	}
	if (left_over(request, marked, &title)) {
		px_marked_insert(marked, &title);
		return;
	}
	for (size_t i = 0; i < marked->mark_count; i++) {
		if (marked->marks[i].tag == PX_MARK_NOTE)
			marked->marks[i].tag = PX_MARK_TITLE;
	}
}

/* "{danach} um drei {Rückruf}", "{Termin} morgen {Ballett}": what names nothing is no name where there is another. */
static void drop_empty_titles(const struct px_request *request, struct px_marked *marked)
{
	struct px_mark rest;

	for (size_t i = 0; i < marked->mark_count; i++) {
		if (marked->marks[i].tag != PX_MARK_TITLE || !px_marked_names_nothing(request, &marked->marks[i]))
			continue;
		struct px_marked without = *marked;
		px_marked_drop(&without, i);
		if (px_marked_span(&without, PX_MARK_TITLE, 0) || px_marked_span(&without, PX_MARK_NOTE, 0) ||
		    left_over(request, &without, &rest)) {
			*marked = without;
			i--;
		}
	}
}

/* Word i parts names; what stands within a time does not ("am 26. Juni"). */
static bool parts(const struct px_marked *marked, const struct px_words *w, size_t i)
{
	const struct px_mark *span = px_marked_at(marked, &w->at[i]);

	if (span && span->tag == PX_MARK_WHEN && span->begin < w->at[i].begin)
		return false;
	return w->at[i].flags & PX_WORD_BREAK || px_word_in(&w->at[i], PX_WORDS_JOINS_NAMES);
}

/* Nothing but times, guests and plain words of one clause stand between the spans. */
static bool is_one_name(const struct px_request *request, const struct px_marked *marked, size_t first, size_t last)
{
	const struct px_words w = px_words_of(request->text, marked->marks[first].begin, marked->marks[last].end,
					      request->arena);

	for (size_t i = 1; i < w.count; i++) {
		if (parts(marked, &w, i))
			return false;
	}
	for (size_t i = first + 1; i < last; i++) {
		if (marked->marks[i].tag != PX_MARK_WHEN && marked->marks[i].tag != PX_MARK_PERSON)
			return false;
	}
	return true;
}

static void join_titles(const struct px_request *request, struct px_marked *marked)
{
	for (size_t i = 0; i < marked->mark_count; i++) {
		size_t next = i + 1;
		while (next < marked->mark_count && marked->marks[next].tag != PX_MARK_TITLE)
			next++;
		if (marked->marks[i].tag != PX_MARK_TITLE || next == marked->mark_count ||
		    !is_one_name(request, marked, i, next))
			continue;
		marked->marks[i].end = marked->marks[next].end;
		px_marked_drop(marked, next);
		for (size_t k = next; k-- > i + 1;) {
			if (marked->marks[k].tag == PX_MARK_PERSON)
				px_marked_drop(marked, k);
		}
		i--;
	}
}

/* "{Kino} am Samstag mit Jana", "{Friseur} an der Bahnhofstrasse": words that no span has, up to the end. */
static void reach_guest(const struct px_request *request, struct px_marked *marked, size_t at, size_t from, size_t to)
{
	const struct px_words *w = &request->words;
	size_t first = to;

	while (first > from && !px_marked_at(marked, &w->at[first - 1]))
		first--;
	while (first + 1 < to && px_word_in(&w->at[first], PX_WORDS_MARKED_NO_TITLE) &&
	       !px_word_in(&w->at[first], PX_WORDS_MARKED_DANGLER))
		first++;
	if (first + 1 < to && px_word_in(&w->at[first], PX_WORDS_MARKED_DANGLER))
		marked->marks[at].end = w->at[to - 1].end;
}

/* "{Velo} am Donnerstag in den Service bringen", "{Gespräch Frau} Nowak": the name goes on to its end. */
static void reach_end(const struct px_request *request, struct px_marked *marked, size_t at)
{
	const struct px_words *w = &request->words;
	struct px_mark *title = &marked->marks[at];
	size_t from = 0, to;

	while (from < w->count && w->at[from].begin < title->end)
		from++;
	for (to = from; to < w->count && !parts(marked, w, to); to++) {
		const struct px_mark *span = px_marked_at(marked, &w->at[to]);
		if (span && span->tag == PX_MARK_TITLE)
			break;
	}
	if (from && from < to && px_word_in(&w->at[from - 1], PX_WORDS_MARKED_PERSON_LEAD) &&
	    !px_marked_at(marked, &w->at[from]))
		title->end = w->at[from++].end;
	while (to > from && px_word_in(&w->at[to - 1], PX_WORDS_MARKED_NO_TITLE))
		to--;
	if (to == from)
		return;
	if (!px_parse_ends_in_verb(request->text, w->at, to)) {
		reach_guest(request, marked, at, from, to);
		return;
	}
	title->end = w->at[to - 1].end;
	for (size_t i = marked->mark_count; i-- > at + 1;) {
		if (marked->marks[i].begin < title->end && marked->marks[i].tag != PX_MARK_WHEN)
			px_marked_drop(marked, i);
	}
}

/* "{PR #913} {reviewen}": what stands before a verb alone is what it is done to, whatever it was marked as. */
static void name_of_verb(const struct px_request *request, struct px_marked *marked)
{
	for (size_t i = 1; i < marked->mark_count; i++) {
		const struct px_words w = px_marked_words(request, &marked->marks[i]);
		struct px_mark *before = &marked->marks[i - 1];
		if (marked->marks[i].tag == PX_MARK_TITLE && w.count == 1 &&
		    px_parse_ends_in_verb(request->text, w.at, 1) && before->tag != PX_MARK_WHEN &&
		    before->tag != PX_MARK_PERSON && is_one_name(request, marked, i - 1, i))
			before->tag = PX_MARK_TITLE;
	}
}

/* The word may belong to a name whose end alone is marked. */
static bool leads_name(const struct px_marked *marked, const struct px_word *word)
{
	const struct px_mark *span = px_marked_at(marked, word);

	return !span || span->tag == PX_MARK_PERSON || span->tag == PX_MARK_PLACE;
}

/*
 * "Kater zu Oma {bringen}", "Umzug mit {Emil}": a verb alone says what is done to what stands before it, and what
 * stands behind "with" or "to" belongs to what is in front of that.
 */
static void reach_begin(const struct px_request *request, struct px_marked *marked, size_t at)
{
	enum { REACH_MOST = 5 };
	const struct px_words *w = &request->words, name = px_marked_words(request, &marked->marks[at]);
	size_t to = 0, from, end;

	while (to < w->count && w->at[to].begin < marked->marks[at].begin)
		to++;
	if (!to || to == w->count || w->at[to].flags & PX_WORD_BREAK || px_marked_at(marked, &w->at[to - 1]))
		end = 0;
	else
		end = px_word_in(&w->at[to - 1], PX_WORDS_MARKED_DANGLER) ? to - 1 : 0;
	if (to && to < w->count && name.count == 1 && px_parse_ends_in_verb(request->text, name.at, 1))
		end = to;
	for (from = end; from > 0 && to - from < REACH_MOST && leads_name(marked, &w->at[from - 1]); from--) {
		if (from < w->count && w->at[from].flags & PX_WORD_BREAK)
			break;
	}
	while (from < end && (names_no_thing(&w->at[from]) || px_word_in(&w->at[from], PX_WORDS_MARKED_DANGLER)))
		from++;
	if (from == end)
		return;
	marked->marks[at].begin = (uint32_t)w->at[from].begin;
	while (at > 0 && marked->marks[at - 1].begin >= marked->marks[at].begin)
		px_marked_drop(marked, --at);
}

/*
 * "{Yoga} {um neun} und {um elf} Zahnreinigung": what stands behind the last time, which a joint
 * parts from the others.
 */
static void name_tail(const struct px_request *request, struct px_marked *marked)
{
	const struct px_mark *last = marked->mark_count > 1 ? &marked->marks[marked->mark_count - 1] : NULL;
	size_t first = 0;

	if (!last || last->tag != PX_MARK_WHEN || !px_marked_span(marked, PX_MARK_TITLE, 0))
		return;
	const struct px_words gap = px_words_of(request->text, last[-1].end, last->end, request->arena);
	if (!gap.count || !(gap.at[0].flags & PX_WORD_BREAK || px_word_in(&gap.at[0], PX_WORDS_JOINS_NAMES) ||
			    request->text.data[last[-1].end] == ','))
		return;
	const struct px_words w = px_words_of(request->text, last->end, marked->end, request->arena);
	size_t end = w.count;
	strip(&w, &first, &end);
	if (first >= end)
		return;
	const struct px_mark name = { PX_MARK_TITLE, w.at[first].begin, w.at[end - 1].end, last->confidence };
	px_marked_insert(marked, &name);
}

/* "{Sa 9 Uhr} Flohmarkt, {So 11 Uhr} {Brunch}": words between two times, of which each has a name. */
static void name_between_times(const struct px_request *request, struct px_marked *marked)
{
	name_tail(request, marked);
	for (size_t i = 0; i + 1 < marked->mark_count; i++) {
		const struct px_mark *mark = &marked->marks[i];
		if (mark->tag != PX_MARK_WHEN || mark[1].tag != PX_MARK_WHEN)
			continue;
		const struct px_words w = px_words_of(request->text, mark->end, mark[1].end, request->arena);
		size_t first = 0, last = 0;
		while (last < w.count && w.at[last].begin < mark[1].begin && !px_word_in(&w.at[last],
				PX_WORDS_JOINS_NAMES) &&
		       !(last && w.at[last].flags & PX_WORD_BREAK))
			last++;
		const bool parted = last < w.count && (w.at[last].flags & PX_WORD_BREAK ||
						       px_word_in(&w.at[last], PX_WORDS_JOINS_NAMES));
		strip(&w, &first, &last);
		if (!parted || first >= last)
			continue;
		const struct px_mark name = { PX_MARK_TITLE, w.at[first].begin, w.at[last - 1].end, mark->confidence };
		px_marked_insert(marked, &name);
	}
}

/*
 * "… um 5 {Mehl} und {um 11} {Steuerberater}": what stands behind a joint and its own time is a name,
 * whoever or wherever.
 */
static void name_behind_joint(const struct px_request *request, struct px_marked *marked)
{
	bool named = false;

	for (size_t i = 1; i < marked->mark_count; i++) {
		struct px_mark *mark = &marked->marks[i];
		named |= mark[-1].tag == PX_MARK_TITLE;
		if (!named || mark[-1].tag != PX_MARK_WHEN || mark->begin != mark[-1].end + 1 ||
		    (mark->tag != PX_MARK_PLACE && mark->tag != PX_MARK_PERSON))
			continue;
		const struct px_words w = px_words_of(request->text, mark[-2].end, mark->begin, request->arena);
		if (w.count && px_word_in(&w.at[0], PX_WORDS_JOINS_NAMES))
			mark->tag = PX_MARK_TITLE;
	}
}

struct px_marked px_marked_with_title(const struct px_request *request, const struct px_marked *marked)
{
	struct px_marked with = *marked;

	if (px_language()->classifies)
		return with;
	for (size_t i = marked->mark_count; i-- > 0;) {
		if (with.marks[i].tag == PX_MARK_WHEN)
			end_with_times(request, &with, i);
	}
	name_between_times(request, &with);
	name_behind_joint(request, &with);
	drop_empty_titles(request, &with);
	name_of_verb(request, &with);
	if (!px_marked_span(&with, PX_MARK_TITLE, 0))
		find_title(request, &with);
	for (size_t i = with.mark_count; i-- > 0;) {
		if (i < with.mark_count && with.marks[i].tag == PX_MARK_TITLE)
			reach_begin(request, &with, i);
	}
	join_titles(request, &with);
	for (size_t i = 0; i < with.mark_count; i++) {
		if (with.marks[i].tag == PX_MARK_TITLE)
			reach_end(request, &with, i);
	}
	return with;
}

bool px_marked_is_errand(const struct px_request *request, const struct px_marked *marked)
{
	const struct px_mark *title = px_marked_span(marked, PX_MARK_TITLE, 0);
	bool deadline = false;

	if (px_language()->classifies || marked->intent != PX_MARK_CREATE_EVENT || !title)
		return false;
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *value = &request->times[i].value;
		if (value->start.second >= 0 || (value->end.second > 0 && request->time_count > 1))
			return false;
		deadline |= request->times[i].role == PX_TIME_DEADLINE;
	}
	const struct px_words w = px_marked_words(request, title);
	deadline &= px_words_have(&request->words, PX_WORDS_UNTIL_WORD);
	return deadline || (w.count > 1 && px_parse_ends_in_verb(request->text, w.at, w.count));
}
