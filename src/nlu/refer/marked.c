/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times: a copy of the text in which all but the spans of time is blank goes
 * through the same steps as any request, so that "at 3", "Monday … at 10" and
 * "an hour before the dentist" mean what they always mean.  What is marked as a
 * time is one, also where the engine alone would doubt it.
 */
#include "nlu/refer/marked.h"

#include "nlu/read/slots.h"
#include "nlu/read/time_repair.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/refer/find.h"
#include "nlu/refer/marked_left.h"
#include "nlu/refer/times.h"

/* Spans of time with so few words between them are read as one. */
enum { BETWEEN_MOST = 2 };

/* The byte of `read` that the byte of `said` became. */
static uint32_t place_of(const struct px_spelling *spelling, uint32_t at, bool end)
{
	int64_t moved = at;

	for (size_t i = 0; i < spelling->count && spelling->fix[i].from < at; i++) {
		const struct px_fix *fix = &spelling->fix[i];
		if (at < fix->from + fix->from_size)
			return end ? fix->at + fix->size : fix->at;
		moved = (int64_t)at + fix->at + fix->size - fix->from - fix->from_size;
	}
	return (uint32_t)moved;
}

/* Neighbours of one part with nothing but a blank between them are one; things in a row are several without commas. */
static bool goes_on(struct px_str text, const struct px_mark *a, const struct px_mark *b, bool commas)
{
	const unsigned char next = (unsigned char)text.data[b->begin];
	const bool amount = px_language()->verb_last && text.data[a->begin] >= '0' && text.data[a->begin] <= '9' &&
			    next > '9'; /* "{3 Kisten} {Wasser}" */

	return a->tag == b->tag && (a->tag != PX_MARK_ITEM || amount || commas) && b->begin == a->end + 1 &&
	       text.data[a->end] == ' ';
}

static void join_neighbours(struct px_str text, struct px_marked *one)
{
	bool commas = false; /* "{20 lbs short rib}, {3 cases} {romaine}" */
	uint8_t kept = 0;

	for (const struct px_mark *b = one->marks + 1; b < one->marks + one->mark_count; b++)
		commas |= b[-1].tag == PX_MARK_ITEM && b->tag == PX_MARK_ITEM && b->begin > b[-1].end &&
			  memchr(text.data + b[-1].end, ',', b->begin - b[-1].end);
	for (size_t i = 0; i < one->mark_count; i++) {
		if (kept && goes_on(text, &one->marks[kept - 1], &one->marks[i], commas))
			one->marks[kept - 1].end = one->marks[i].end;
		else
			one->marks[kept++] = one->marks[i];
	}
	one->mark_count = kept;
}

/* "{everything} but {okafor}": what stands behind such a word is left out, though the reader took it for a target. */
static void part_exceptions(const struct px_request *source, struct px_marked *one)
{
	for (size_t i = 1; i < one->mark_count; i++) {
		struct px_mark *mark = &one->marks[i];
		const struct px_words gap = px_words_of(source->text, mark[-1].end, mark->begin, source->arena);
		bool joint = gap.count == 1 && px_word_in(&gap.at[0], PX_WORDS_EXCEPTION_WEAK);
		/* "spoke to {Ann}, no answer from {Bo}" */
		joint |= one->intent == PX_MARK_COMPLETE && px_words_have(&gap, PX_WORDS_NOT_REACHED);
		if (mark->tag == PX_MARK_TARGET && mark[-1].tag == PX_MARK_TARGET && joint)
			mark->tag = PX_MARK_EXCEPT;
	}
}

/* "make {that 9.30}": a pronoun, and the new time. */
static void part_pronoun(const struct px_request *source, struct px_marked *one, size_t at)
{
	struct px_mark *mark = &one->marks[at];
	const struct px_words w = px_words_of(source->text, mark->begin, mark->end, source->arena);

	if (mark->tag != PX_MARK_TARGET || w.count != 2 || one->mark_count == PX_MARKS_SPANS ||
	    !px_word_in(&w.at[0], PX_WORDS_ANY_PRONOUN) ||
	    !(px_times_dotted_clock(&w.at[1]) || px_times_clock_number(&w.at[1])))
		return;
	const struct px_mark time = { PX_MARK_WHEN, (uint32_t)w.at[1].begin, mark->end, mark->confidence };
	mark->end = (uint32_t)w.at[0].end;
	px_marked_insert(one, &time);
}

/* "Room", "Lindenstr.": a figure behind it is its number. */
static bool takes_number(const struct px_word *word)
{
	const struct px_texts *endings = px_texts(PX_TEXTS_STREET_ENDINGS);
	bool street = false;

	for (size_t i = 0; i < endings->count; i++)
		street |= px_str_ends(px_str_n(word->text, word->size), px_str(endings->at[i]));
	return street || px_word_in(word, PX_WORDS_LABEL);
}

/* "{Zimmer} 312", "{Raum} {2.14}": the number of a place is part of its name, and no time. */
static void take_numbers(const struct px_request *source, struct px_marked *one)
{
	for (size_t i = 0; i < one->mark_count; i++) {
		struct px_mark *mark = &one->marks[i];
		if (mark->tag != PX_MARK_PLACE && mark->tag != PX_MARK_TITLE)
			continue;
		const struct px_words w = px_words_of(source->text, mark->begin, one->end, source->arena);
		size_t n = 0;
		while (n < w.count && w.at[n].begin < mark->end)
			n++;
		if (!n || n == w.count || w.at[n].begin > mark->end + 2 || w.at[n].text[0] < '0' ||
		    w.at[n].text[0] > '9' || !takes_number(&w.at[n - 1]))
			continue;
		struct px_mark *next = i + 1 < one->mark_count ? mark + 1 : NULL;
		bool own = next && next->begin <= w.at[n].begin && next->end <= w.at[n].end;
		if (next && !own && next->begin < w.at[n].end)
			continue; /* "Zimmer {8 Uhr}" */
		mark->end = w.at[n].end;
		if (own)
			px_marked_drop(one, i + 1);
	}
}

void px_marked_place(const struct px_request *source, const struct px_marks *said, struct px_marks *read)
{
	const struct px_spelling *spelling = source->spelling;

	*read = *said;
	for (size_t i = 0; i < read->count; i++) {
		struct px_marked *one = &read->requests[i];
		one->begin = place_of(spelling, one->begin, false);
		one->end = place_of(spelling, one->end, true);
		for (size_t k = 0; k < one->mark_count; k++) {
			one->marks[k].begin = place_of(spelling, one->marks[k].begin, false);
			one->marks[k].end = place_of(spelling, one->marks[k].end, true);
		}
		px_marked_quoted(source, one);
		join_neighbours(source->text, one);
		part_exceptions(source, one);
		take_numbers(source, one);
		for (size_t k = 0; k < one->mark_count; k++)
			part_pronoun(source, one, k);
	}
}

const struct px_mark *px_marked_span(const struct px_marked *marked, enum px_mark_tag tag, size_t n)
{
	for (size_t i = 0; i < marked->mark_count; i++) {
		if (marked->marks[i].tag == tag && n-- == 0)
			return &marked->marks[i];
	}
	return NULL;
}

const struct px_mark *px_marked_at(const struct px_marked *marked, const struct px_word *word)
{
	for (size_t i = 0; i < marked->mark_count; i++) {
		if (word->begin >= marked->marks[i].begin && word->begin < marked->marks[i].end)
			return &marked->marks[i];
	}
	return NULL;
}

void px_marked_insert(struct px_marked *marked, const struct px_mark *mark)
{
	size_t at = 0;

	if (marked->mark_count == PX_MARKS_SPANS)
		return;
	while (at < marked->mark_count && marked->marks[at].begin < mark->begin)
		at++;
	memmove(&marked->marks[at + 1], &marked->marks[at], (marked->mark_count++ - at) * sizeof(*mark));
	marked->marks[at] = *mark;
}

void px_marked_drop(struct px_marked *marked, size_t i)
{
	marked->mark_count--;
	memmove(&marked->marks[i], &marked->marks[i + 1], (marked->mark_count - i) * sizeof(marked->marks[0]));
}

struct px_marked px_marked_share(const struct px_marked *marked, enum px_mark_tag tag, size_t n, bool before)
{
	struct px_marked share = *marked;
	const bool last = !px_marked_span(marked, tag, n + 1);
	size_t spans = 0;

	share.mark_count = 0;
	for (size_t i = 0; i < marked->mark_count; i++) {
		const bool is_span = marked->marks[i].tag == tag;
		if (before ? spans == n || (last && spans == n + 1) : spans + is_span == n + 1)
			share.marks[share.mark_count++] = marked->marks[i];
		spans += is_span;
	}
	share.begin = share.marks[0].begin;
	share.end = share.marks[share.mark_count - 1].end;
	return share;
}

struct px_words px_marked_words(const struct px_request *request, const struct px_mark *mark)
{
	return px_words_of(request->text, mark->begin, mark->end, request->arena);
}

/* How long something is to be is no part of the window that is asked about. */
static bool is_time(const struct px_marked *marked, size_t i)
{
	return marked->marks[i].tag == PX_MARK_WHEN ||
	       (marked->marks[i].tag == PX_MARK_DUR && marked->intent != PX_MARK_ASK_FREE);
}

/* The word before the span says how it is meant: "at 3", "from Monday", "for an hour". */
static size_t begin_with_lead(const struct px_request *request, const struct px_words *w, const struct px_mark *mark)
{
	size_t begin = mark->begin;

	for (size_t i = 0; i < w->count && w->at[i].end <= mark->begin; i++) {
		bool lead = px_word_in(&w->at[i], PX_WORDS_MARKED_TIME_LEAD) && i + 1 < w->count &&
			    w->at[i + 1].begin == mark->begin;
		begin = lead ? w->at[i].begin : begin;
	}
	return begin < request->begin ? request->begin : begin;
}

/* No more than a few plain words stand between two spans, and none of another part. */
static bool stands_close(const struct px_request *request, const struct px_marked *marked, size_t i)
{
	const struct px_mark *a = &marked->marks[i], *b = a + 1;
	struct px_words between = px_words_of(request->text, a->end, b->begin, request->arena);

	for (size_t k = 0; k < between.count; k++) {
		if (!px_word_in(&between.at[k], PX_WORDS_MARKED_TIME_JOINT))
			return false;
	}
	return between.count <= BETWEEN_MOST;
}

/* The text with blanks for all that is no time. */
static struct px_str only_times(const struct px_request *request, const struct px_marked *marked)
{
	char *copy = px_arena_str(request->arena, request->text);
	const char *text = request->text.data;

	memset(copy + marked->begin, ' ', marked->end - marked->begin);
	for (size_t i = 0; i < marked->mark_count; i++) {
		const struct px_mark *mark = &marked->marks[i];
		if (!is_time(marked, i))
			continue;
		size_t begin = begin_with_lead(request, &request->words, mark);
		if (i && is_time(marked, i - 1) && stands_close(request, marked, i - 1))
			begin = marked->marks[i - 1].end;
		memcpy(copy + begin, text + begin, mark->end - begin);
	}
	return px_str_n(copy, request->text.size);
}

static bool has_time_in(const struct px_request *request, const struct px_mark *mark)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].begin < mark->end && request->times[i].end > mark->begin)
			return true;
	}
	return false;
}

/* Four digits that are an hour and its minutes; years of this century and the last are none. */
static bool is_military(const char *digits, size_t count)
{
	bool year = digits[0] == '2' ? digits[1] == '0' && digits[2] < '4' : digits[0] == '1' && digits[1] == '9';

	return count == 4 && !year && digits[0] <= '2' && digits[2] < '6';
}

/* "Thursday 1400", "0830-1300": the same span with the hours as clocks write them, or NULL if it has none such. */
static const char *with_colons(const struct px_request *request, const struct px_mark *mark)
{
	const char *text = request->text.data;
	struct px_text out = { .arena = request->arena };
	bool any = false;

	for (size_t i = mark->begin; i < mark->end; ) {
		size_t n = 0;
		while (i + n < mark->end && text[i + n] >= '0' && text[i + n] <= '9')
			n++;
		bool joined = i > mark->begin && strchr("-/.:", text[i - 1]) && !any; /* of a date */
		bool clock = n == 4 && !joined && is_military(text + i, n);
		px_text_add(&out, text + i, clock ? 2 : n ? n : 1);
		if (clock) {
			px_text_str(&out, ":");
			px_text_add(&out, text + i + 2, 2);
		}
		any |= clock;
		i += n ? n : 1;
	}
	return any ? px_text_end(&out) : NULL;
}

/* The times of such a span in place of what was found there. */
static bool read_military(struct px_request *request, const struct px_mark *mark)
{
	const char *text = with_colons(request, mark);
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found;
	size_t kept = 0;

	if (!text || !px_time_find(&tc, px_str(text), &found, 1))
		return false;
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].end <= mark->begin || request->times[i].begin >= mark->end)
			request->times[kept++] = request->times[i];
	}
	if (kept == PX_TIME_MAX)
		return false;
	found.begin = found.cut_begin = mark->begin;
	found.end = found.cut_end = mark->end;
	request->times[kept++] = found;
	request->time_count = kept;
	return true;
}

/* "Mr Hughes 10.30": no day of October, whatever the engine made of the figures alone. */
static bool read_dotted(struct px_request *request, const struct px_mark *mark, const struct px_words *w)
{
	size_t kept = 0;

	const char *after = request->text.data + mark->end;
	bool date = px_language()->dotted_ordinals && after[-1] == '.'; /* "bis 11.12." */
	if (w->count != 1 || date || !px_times_dotted_clock(&w->at[0]))
		return false;
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].end <= mark->begin || request->times[i].begin >= mark->end)
			request->times[kept++] = request->times[i];
	}
	request->time_count = kept;
	return px_parse_bare_clock(request, &w->at[0]);
}

/* "{2} doz red roses": a figure with a name right behind it. */
static bool counts_things(const struct px_request *request, const struct px_mark *mark)
{
	const struct px_words w = px_words_of(request->text, mark->end, request->end, request->arena);

	return px_language()->classifies && w.count && w.at[0].begin == mark->end + 1 &&
	       (unsigned char)w.at[0].text[0] >= 'a' &&
	       !px_word_in(&w.at[0], PX_WORDS_AFTER_BARE_CLOCK) && !px_word_in(&w.at[0], PX_WORDS_WEEKDAY_OR_SHORT);
}

/* What was marked as a time and none of the rules took for one. */
static void read_marked_time(struct px_request *request, const struct px_mark *mark)
{
	struct px_words w = px_marked_words(request, mark);

	if (read_dotted(request, mark, &w) || read_military(request, mark))
		return;
	if (request->time_count == PX_TIME_MAX || has_time_in(request, mark))
		return;
	if (w.count == 1 && px_times_clock_number(&w.at[0])) {
		if (!counts_things(request, mark))
			(void)px_parse_bare_clock(request, &w.at[0]);
		return;
	}
	struct px_time_expr *found = &request->times[request->time_count];
	size_t to = 1; /* "sat same time": the day */
	while (to < w.count && !px_word_in(&w.at[to], PX_WORDS_SAME))
		to++;
	if (px_parse_time_in(request, mark->begin, mark->end, found) ||
	    (to < w.count && px_parse_time_in(request, mark->begin, w.at[to - 1].end, found)))
		request->time_count++;
}

static void read_times(struct px_request *request, const struct px_nlu_session *session,
		       const struct px_marked *marked)
{
	const struct px_str text = request->text;
	const struct px_words words = request->words;

	request->text = only_times(request, marked);
	request->words = px_words_of(request->text, request->begin, request->end, request->arena);
	if (request->words.count)
		px_parse_find_times(request, session);
	request->text = text;
	request->words = words;
	px_times_possessive(request);
	for (size_t i = 0; i < marked->mark_count; i++) {
		if (is_time(marked, i))
			read_marked_time(request, &marked->marks[i]);
	}
	px_marked_left_time(request, marked);
	px_times_sort(request);
	request->impossible = px_times_impossible(request);
}

static const struct px_nlu_item *known_shopping(const struct px_request *request)
{
	const struct px_texts *names = px_texts(PX_TEXTS_SHOPPING_NAMES);
	const struct px_nlu_item *known = NULL;

	for (size_t i = 0; i < names->count && !known; i++)
		known = px_slots_find_project(request, px_str(names->at[i]));
	return known;
}

static void read_list(struct px_request *request, const struct px_mark *mark)
{
	struct px_words w = px_marked_words(request, mark);

	while (w.count > 1 && px_word_in(&w.at[w.count - 1], PX_WORDS_LIST))
		w.count--;
	while (w.count > 1 && px_word_in(&w.at[0], PX_WORDS_DETERMINER))
		w.at++, w.count--;
	if (!w.count)
		return;
	const struct px_nlu_item *known = px_slots_known_project(request, w.at, w.count);
	if (!known && px_texts_have(px_texts(PX_TEXTS_SHOPPING_NAMES), px_parse_surface(request, w.at, 0, w.count)))
		known = known_shopping(request); /* whatever it is called */
	request->slots.project = known ? known->title
				       : px_parse_title_case(request, px_parse_surface(request, w.at, 0, w.count));
	request->slots.project_known = known != NULL;
}

static void read_priority(struct px_request *request, const struct px_mark *mark)
{
	const struct px_pairs *names = px_pairs(PX_PAIRS_PRIORITY_WORDS);
	struct px_words w = px_marked_words(request, mark);

	for (size_t i = 0; i < w.count && !request->slots.priority; i++) {
		for (size_t k = 0; k < names->count; k++) {
			if (px_word_is(&w.at[i], names->at[k].from))
				request->slots.priority = names->at[k].to;
		}
	}
}

/* "June and Frank", "Pat, Brenda and Sheila" */
static void read_people(struct px_request *request, const struct px_words *w)
{
	size_t from = 0;

	for (size_t i = 0; i <= w->count; i++) {
		bool and = i < w->count && px_word_in(&w->at[i], PX_WORDS_AND);
		if (i < w->count && !and && !(i > from && w->at[i].flags & PX_WORD_BREAK))
			continue;
		bool figure = i > from && w->at[from].text[0] >= '0' && w->at[from].text[0] <= '9'; /* "4 people" */
		if (i > from && !figure && (i > from + 1 || !px_word_in(&w->at[from], PX_WORDS_DETERMINER)))
			px_slots_person(request, w->at + from, i - from);
		from = i + and;
	}
}

/* Exceptions name things of the person's, or stay unknown. */
static void read_exception(struct px_request *request, const struct px_nlu_session *session,
			   const struct px_mark *mark)
{
	const struct px_request *part = px_marked_part(request, session, mark);
	struct px_except *except = &request->except;
	struct px_target target;

	px_parse_target(part, session, part->words.at, part->words.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (target.item && except->count < PX_EXCEPT_MAX)
		except->items[except->count++] = target.item;
	for (size_t i = 0; target.many && i < target.candidate_count && except->count < PX_EXCEPT_MAX; i++)
		except->items[except->count++] = target.candidates[i];
	if (target.item || target.many)
		return;
	except->unknown = true;
	except->said = px_parse_surface(part, part->words.at, 0, part->words.count);
}

/* "at the basin {no wait} at the Safeway": the place before it was a slip. */
static bool takes_back(const struct px_request *request, const struct px_mark *mark)
{
	const struct px_words before = px_words_of(request->text, request->begin, mark->begin, request->arena);

	for (size_t i = before.count > 4 ? before.count - 4 : 0; i < before.count; i++) {
		if (px_word_in(&before.at[i], PX_WORDS_TAKES_PLACE_BACK))
			return true;
	}
	return false;
}

/* "in der Krone": the name without what leads up to it. */
static struct px_words place_words(struct px_words w)
{
	if (px_language()->classifies)
		return w;
	while (w.count > 1 && (px_word_in(&w.at[0], PX_WORDS_PLACE_LINK) || px_word_in(&w.at[0], PX_WORDS_DETERMINER)))
		w.at++, w.count--;
	return w;
}

static void read_slot(struct px_request *request, const struct px_nlu_session *session, const struct px_mark *mark)
{
	struct px_slots *slots = &request->slots;
	struct px_words w = px_marked_words(request, mark);

	if (!w.count)
		return;
	switch (mark->tag) {
	case PX_MARK_PRIO:
		read_priority(request, mark);
		break;
	case PX_MARK_PERSON:
		read_people(request, &w);
		break;
	case PX_MARK_PLACE:
		w = place_words(w);
		if (w.count == 1 && (w.at[0].size == 1 || px_word_in(&w.at[0], PX_WORDS_SAME_PLACE)))
			break; /* "9 to 11 h", "same time and room" */
		if (!slots->location || takes_back(request, mark))
			slots->location = px_parse_surface(request, w.at, 0, w.count);
		break;
	case PX_MARK_NOTE:
		if (!slots->note)
			slots->note = px_parse_title_case(request, px_parse_surface(request, w.at, 0, w.count));
		break;
	case PX_MARK_EXCEPT:
		read_exception(request, session, mark);
		break;
	default:
		break;
	}
}

/*
 * Where the verb stands last, a time may stand within a name (act/marked_title.c).  Two times that are read as one
 * may have the name between them, which stays.
 */
static void cut_times(struct px_request *request, const struct px_marked *marked)
{
	for (size_t i = 0; i < request->time_count && !px_language()->classifies; i++) {
		const struct px_time_expr *t = &request->times[i];
		for (size_t k = 0; k < marked->mark_count; k++) {
			const struct px_mark *mark = &marked->marks[k];
			size_t begin = begin_with_lead(request, &request->words, mark);
			begin = begin < t->cut_begin ? t->cut_begin : begin;
			size_t end = mark->end > t->cut_end ? t->cut_end : mark->end;
			if (is_time(marked, k) && begin < end)
				px_parse_cut(request, begin, end);
		}
	}
}

struct px_request *px_marked_request(const struct px_request *source, const struct px_nlu_session *session,
				     const struct px_marked *marked)
{
	struct px_request *request = px_request_anew(source);

	/* of a part of a request that was read already nothing holds: its times and cuts are read anew */
	request->time_count = request->cut_count = request->hidden_count = 0;
	request->slots = (struct px_slots){ 0 };
	request->except = (struct px_except){ 0 };
	request->spans = (struct px_spans){ 0 };
	request->anchor = NULL;
	request->stood = (struct px_when){ 0 };
	request->impossible = NULL;
	request->marked = true;
	request->begin = marked->begin;
	request->end = marked->end;
	request->words = px_words_of(request->text, request->begin, request->end, request->arena);
	if (request->words.count > PX_PARSE_WORDS)
		request->words.count = PX_PARSE_WORDS;
	read_times(request, session, marked);
	px_parse_stood(request);
	const struct px_mark *list = px_marked_span(marked, PX_MARK_LIST, 0);
	if (list)
		read_list(request, list);
	const struct px_slots said = request->slots;
	px_slots_take(request); /* "#work", "p2", "in the Avenue project": cuts its words */
	if (list) {
		request->slots.project = said.project;
		request->slots.project_known = said.project_known;
	}
	for (size_t i = 0; i < marked->mark_count; i++)
		read_slot(request, session, &marked->marks[i]);
	cut_times(request, marked);
	return request;
}

struct px_request *px_marked_part(const struct px_request *request, const struct px_nlu_session *session,
				  const struct px_mark *mark)
{
	struct px_request *part = px_request_anew(request);

	part->begin = mark->begin;
	part->end = mark->end;
	part->words = px_words_of(part->text, part->begin, part->end, part->arena);
	part->time_count = part->cut_count = 0;
	part->impossible = NULL;
	if (part->words.count)
		px_parse_find_times(part, session);
	px_parse_streams(part);
	return part;
}
