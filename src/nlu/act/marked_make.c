/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marked events, tasks, things on lists and reminders: each title or item is
 * made with what the rest of its request says.
 */
#include "nlu/act/marked.h"

#include "nlu/act/lead.h"
#include "nlu/act/make.h"
#include "nlu/act/marked_target.h"
#include "nlu/act/marked_title.h"
#include "nlu/act/move.h"
#include "nlu/act/stated.h"
#include "nlu/act/shopping.h"
#include "nlu/read/slots.h"
#include "nlu/read/time_list.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/marked.h"
#include "nlu/refer/target.h"
#include "nlu/refer/times.h"

/* What is made has this name: a title, or a thing of a list ("{buy} {a filter} and {wipers}"). */
static bool is_name(const struct px_mark *mark)
{
	return mark->tag == PX_MARK_TITLE || mark->tag == PX_MARK_ITEM;
}

/*
 * "{meeting w/} {head}", "{buy} {a filter}": no time, joint or comma stands between the title and the one before it: a
 * part of that one.
 */
static bool goes_on(const struct px_request *request, const struct px_marked *marked, const struct px_mark *title)
{
	if (title == marked->marks || title[-1].tag != PX_MARK_TITLE)
		return false;
	struct px_words w = px_words_of(request->text, title[-1].end, title->end, request->arena);
	for (size_t i = 0; i < w.count && w.at[i].begin <= title->begin; i++) {
		if (w.at[i].flags & PX_WORD_BREAK || px_word_in(&w.at[i], PX_WORDS_JOINS_NAMES))
			return false;
	}
	return true;
}

/* Only such words stand between the two spans. */
static bool joined_by(const struct px_request *request, const struct px_mark *one, const struct px_mark *next,
		      enum px_word_set joints)
{
	const struct px_words w = px_words_of(request->text, one->end, next->begin, request->arena);

	for (size_t i = 0; i < w.count; i++) {
		if (!px_word_in(&w.at[i], joints))
			return false;
	}
	return true;
}

/* "{lunch} with {Margaret} and {Sam}": the guests who follow belong to the name of the event. */
static struct px_words title_words(const struct px_request *request, const struct px_marked *marked,
				   const struct px_mark *title)
{
	const struct px_mark *end = marked->marks + marked->mark_count, *next = title + 1;

	if (next < end && is_name(next) && goes_on(request, marked, next))
		return px_words_of(request->text, title->begin, next->end, request->arena);
	if (next >= end || next->tag != PX_MARK_PERSON || marked->intent != PX_MARK_CREATE_EVENT ||
	    !joined_by(request, title, next, PX_WORDS_MARKED_WITH))
		return px_marked_words(request, title);
	while (next + 1 < end && next[1].tag == PX_MARK_PERSON &&
	       joined_by(request, next, next + 1, PX_WORDS_JOINS_NAMES))
		next++;
	return px_words_of(request->text, title->begin, next->end, request->arena);
}

/* No list's name before a colon is longer. */
enum { HEADING_MOST = 8 };

/* One event or task of that title. */
static bool make_one(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *title)
{
	const struct px_words w = title_words(request, marked, title);

	if (!w.count)
		return false;
	if (marked->intent == PX_MARK_CREATE_EVENT)
		return px_make_event(request, session, proposal, w.at, 0, w.count, marked->confidence, "model: event");
	return px_make_task(request, proposal, w.at, 0, w.count, marked->confidence, "model: task");
}

/* "shifts: mon 7am-7pm, wed 7am-7pm": the same thing at each of the times; false if it is one time. */
static bool make_each_time(const struct px_request *request, const struct px_nlu_session *session,
			   struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *title)
{
	struct px_time_list list;

	if (!px_time_list_find(request, &list))
		return false;
	struct px_proposal tried = *proposal;
	for (size_t i = 0; i < list.count; i++) {
		struct px_request *one = px_request_anew(request);
		size_t calls = tried.result.call_count;
		px_time_list_use(one, &list, i);
		px_parse_streams(one);
		if (!make_one(one, session, &tried, marked, title) || tried.result.call_count != calls + 1)
			return false;
	}
	*proposal = tried;
	return true;
}

/* "camping list: pegs, a mallet", "pharmacy: plasters": the list that stands before the first thing, or NULL. */
static const char *heading(const struct px_request *request, const struct px_marked *marked)
{
	const size_t first = marked->mark_count ? marked->marks[0].begin : 0;
	const struct px_words w = px_words_of(request->text, request->begin, first, request->arena);
	size_t to = w.count, from = 0;

	if (!w.count || w.count > HEADING_MOST || request->text.data[w.at[w.count - 1].end] != ':')
		return NULL;
	while (from < to && px_word_in(&w.at[from], PX_WORDS_MARKED_LIST_LEAD))
		from++;
	if (to > from + 1 && px_word_in(&w.at[to - 1], PX_WORDS_LIST))
		to--;
	if (from == to || px_word_in(&w.at[from], PX_WORDS_MARKED_NO_HEADING))
		return NULL;
	const struct px_nlu_item *known = px_slots_known_project(request, w.at + from, to - from);
	return known ? known->title : px_parse_title_case(request, px_parse_surface(request, w.at, from, to));
}

/* The list that things go on where none is said: that of the turn before, or the one for shopping. */
static const char *usual_list(const struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_dialogue *d = &session->dialogue;
	bool on_list = d->touched_count && d->touched[0].kind == PX_NLU_TASK && d->touched[0].project;

	return on_list ? d->touched[0].project : px_shopping_list(request);
}

/* "subtasks for it: book the bus, write the letter" */
static bool says_steps(const struct px_request *request, const struct px_marked *marked)
{
	const size_t first = marked->mark_count ? marked->marks[0].begin : 0;
	const struct px_words w = px_words_of(request->text, request->begin, first, request->arena);

	return px_words_have(&w, PX_WORDS_SUBTASK_HEADING);
}

/* "{Fiebersaft} und {Taschentücher} müssen auf die Liste": both are things to get, the first for no known one. */
static bool goes_on_in_item(const struct px_request *request, const struct px_marked *marked, size_t i)
{
	const struct px_mark *mark = &marked->marks[i];
	struct px_target known;

	if (mark->tag != PX_MARK_TARGET)
		return false;
	const struct px_words named = px_marked_words(request, mark);
	px_target_find(request, named.at, named.count, PX_TARGET_TASK, &known);
	if (known.item || known.candidate_count)
		return false; /* what is there already is no new thing */
	if (!px_marked_span(marked, PX_MARK_ITEM, 0) && !px_marked_span(marked, PX_MARK_TITLE, 0))
		return true; /* "{Milch} bitte auf die {Einkaufsliste}" */
	if (i + 1 == marked->mark_count || mark[1].tag != PX_MARK_ITEM)
		return false;
	const struct px_words w = px_words_of(request->text, mark->end, mark[1].begin, request->arena);
	return !w.count || (w.count == 1 && px_word_in(&w.at[0], PX_WORDS_AND));
}

static bool add_items(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *item;
	size_t count = 0;
	struct px_request *own = request->slots.project ? NULL : px_proposal_read_on(request, proposal);

	if (px_language_is_other() && px_marked_span(marked, PX_MARK_TARGET, 0) &&
	    px_words_have(&request->full, PX_WORDS_NEGATION))
		return false; /* "Salbe und Pflaster müssen nicht auf die Liste" */
	if (own && says_steps(request, marked) && session->dialogue.touched_count &&
	    session->dialogue.touched[0].kind == PX_NLU_TASK) {
		own->slots.parent = session->dialogue.touched[0].title;
	} else if (own) {
		own->slots.project = heading(request, marked);
		own->slots.project = own->slots.project ? own->slots.project : usual_list(request, session);
	}
	for (size_t i = 0; i < marked->mark_count; i++) {
		item = &marked->marks[i];
		if ((item->tag != PX_MARK_ITEM && item->tag != PX_MARK_TITLE && !goes_on_in_item(request, marked, i)) ||
		    (marked->mark_count > 1 && px_marked_names_nothing(request, item)))
			continue;
		const struct px_words w = px_marked_words(request, item);
		if (item->tag == PX_MARK_TITLE && w.count == 1 && px_parse_task_verb(&w.at[0]) &&
		    px_marked_span(marked, PX_MARK_ITEM, 0))
			continue; /* "I need to {order} {acetone} and {gloves}" */
		px_make_item(own ? own : request, proposal, w.at, 0, w.count, marked->confidence,
			     "model: things to get");
		count++;
	}
	return count > 0;
}

/* "3 visits today: …": what stands before a colon is made by none of its own; its day holds for the others. */
static bool is_heading(const struct px_request *request, const struct px_marked *share)
{
	return share->end < request->text.size && request->text.data[share->end] == ':' &&
	       !px_marked_span(share, PX_MARK_PLACE, 0);
}

static int32_t day_of(const struct px_request *request)
{
	return request->time_count ? request->times[0].value.start.day : PX_DAY_NONE;
}

static size_t count_of(const struct px_marked *marked, enum px_mark_tag tag)
{
	size_t count = 0;

	while (px_marked_span(marked, tag, count))
		count++;
	return count;
}

/* Where the n-th of as many names as times begins, with its time: "{Yoga} {um neun} und {um elf} {Zahnarzt}". */
static uint32_t pair_begin(const struct px_marked *marked, size_t n)
{
	const struct px_mark *title = px_marked_span(marked, PX_MARK_TITLE, n), *when = px_marked_span(marked,
			PX_MARK_WHEN, n);

	if (!title || !when)
		return marked->end;
	return title->begin < when->begin ? title->begin : when->begin;
}

static bool is_half(const struct px_mark *mark)
{
	return mark->tag == PX_MARK_TITLE || mark->tag == PX_MARK_WHEN;
}

/* A comma or an "and" stands between the two spans. */
static bool is_parted(const struct px_request *request, const struct px_mark *a, const struct px_mark *b)
{
	const struct px_words w = px_words_of(request->text, a->begin, b->end, request->arena);

	for (size_t i = 0; i < w.count && w.at[i].begin <= b->begin; i++) {
		if (w.at[i].begin >= a->end && (w.at[i].flags & PX_WORD_BREAK ||
						px_word_in(&w.at[i], PX_WORDS_JOINS_NAMES)))
			return true;
	}
	return false;
}

/*
 * Each name has a time right before it or behind it.  Where the two of a pair are parted and the pairs are not, the
 * times are not so: "{Montag} {Yoga} {um neun} und {Einkaufen}".
 */
static bool is_paired(const struct px_request *request, const struct px_marked *marked)
{
	const struct px_mark *last = NULL;
	bool within = false, joined = false, open = false;

	for (size_t i = 0; i < marked->mark_count; i++) {
		const struct px_mark *mark = &marked->marks[i];
		if (!is_half(mark))
			continue;
		if (open && mark->tag == last->tag)
			return false;
		if (last && open)
			within |= is_parted(request, last, mark);
		else if (last)
			joined |= !is_parted(request, last, mark);
		open = !open;
		last = mark;
	}
	return !open && !(within && joined);
}

/* The n-th name with its time. */
static struct px_marked pair_share(const struct px_marked *marked, size_t n)
{
	const uint32_t begin = n ? pair_begin(marked, n) : marked->marks[0].begin, end = pair_begin(marked, n + 1);
	struct px_marked share = *marked;

	share.mark_count = 0;
	for (size_t i = 0; i < marked->mark_count; i++) {
		const struct px_mark *mark = &marked->marks[i];
		if (mark->begin >= begin && mark->begin < end)
			share.marks[share.mark_count++] = *mark;
		else if (mark->begin < begin)
			share.begin = mark->end; /* with the "um" before a time */
	}
	if (!share.mark_count)
		return *marked;
	share.end = share.marks[share.mark_count - 1].end;
	return share;
}

/* "renew the passport by 1 March, pack by 10 March": each title has its own time behind it. */
static bool each_with_its_time(const struct px_request *request, const struct px_nlu_session *session,
			       struct px_proposal *proposal, const struct px_marked *marked)
{
	struct px_proposal tried = *proposal;
	int32_t day = request->same_day;
	const size_t titles = count_of(marked, PX_MARK_TITLE);
	/* such languages put a time before its name or behind it in one sentence */
	const bool paired = px_language()->verb_last && titles == count_of(marked, PX_MARK_WHEN);

	if (titles < 2 || (paired && !is_paired(request, marked)) || !is_half(&marked->marks[0]))
		return false;
	/* "at 9 the bank, at 11 the dentist": times stand before what they are of */
	const bool before = marked->marks[0].tag == PX_MARK_WHEN &&
			    marked->marks[marked->mark_count - 1].tag != PX_MARK_WHEN;
	if (!before && !paired && marked->marks[0].tag == PX_MARK_WHEN && day_of(request) != PX_DAY_NONE)
		day = day_of(request); /* "on Tuesday yoga at 9, shopping at 11": that of all */
	for (size_t i = 0; i < titles; i++) {
		const struct px_marked share = paired ? pair_share(marked, i)
						      : px_marked_share(marked, PX_MARK_TITLE, i, before);
		if (!px_marked_span(&share, PX_MARK_WHEN, 0))
			return false;
		struct px_request *one = px_marked_request(request, session, &share);
		one->same_day = day;
		if (!(i == 0 && is_heading(request, &share)) &&
		    !make_one(one, session, &tried, &share, px_marked_span(&share, PX_MARK_TITLE, 0)))
			return false;
		day = day_of(one) != PX_DAY_NONE ? day_of(one) : day;
	}
	*proposal = tried;
	return true;
}

/* The n-th name.  Without one the guest, or the place, says what the event is: "{Julie} {Thursday at 2}". */
static const struct px_mark *title_of(const struct px_marked *marked, size_t n)
{
	const bool event = marked->intent == PX_MARK_CREATE_EVENT;
	size_t names = 0;

	for (size_t i = 0; i < marked->mark_count; i++) {
		bool name = event ? marked->marks[i].tag == PX_MARK_TITLE : is_name(&marked->marks[i]);
		if (name && names++ == n)
			return &marked->marks[i];
	}
	if (n || !event)
		return NULL;
	const struct px_mark *title = px_marked_span(marked, PX_MARK_TARGET, 0); /* "another {rehearsal}" */
	title = title ? title : px_marked_span(marked, PX_MARK_PERSON, 0);
	return title ? title : px_marked_span(marked, PX_MARK_PLACE, 0);
}

/* "another one {on Saturday} {at Costa}": what is named so has no name of its own (act/again.h). */
static void add_another(const struct px_request *request, struct px_marked *marked)
{
	const struct px_words *w = &request->words;

	if (marked->intent != PX_MARK_CREATE_EVENT || px_marked_span(marked, PX_MARK_TITLE, 0) ||
	    px_marked_span(marked, PX_MARK_TARGET, 0) ||
	    marked->mark_count == sizeof(marked->marks) / sizeof(marked->marks[0]))
		return;
	for (size_t i = 0; i < w->count; i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_ANOTHER_EVENT))
			continue;
		marked->marks[marked->mark_count++] = (struct px_mark){
			.tag = PX_MARK_TITLE, .begin = w->at[i].begin, .end = w->at[i].end
		};
		return;
	}
}

/*
 * "{job at Kowalski's} {today 2pm}, {hot water system}": behind the time of another name and without one of its own it
 * is no second event.
 */
static bool tells_more(const struct px_marked *marked, const struct px_mark *title)
{
	const struct px_mark *when = px_marked_span(marked, PX_MARK_WHEN, 0);
	const struct px_mark *first = px_marked_span(marked, PX_MARK_TITLE, 0);

	return px_language()->classifies && marked->intent == PX_MARK_CREATE_EVENT && when &&
	       !px_marked_span(marked, PX_MARK_WHEN, 1) && first->begin < when->begin && title->begin > when->end;
}

bool px_marked_make(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_marked *said)
{
	const struct px_mark *title;
	size_t count = 0;

	if (request->impossible || px_stated_past(request))
		return false;
	if (said->intent == PX_MARK_ADD_ITEMS)
		return add_items(request, session, proposal, said);
	struct px_marked with = px_marked_with_title(request, said);
	if (px_language()->classifies)
		add_another(request, &with);
	const struct px_marked *marked = &with;
	if (px_marked_span(said, PX_MARK_NOTE, 0) && !px_marked_span(&with, PX_MARK_NOTE, 0)) {
		struct px_request *own = px_proposal_read_on(request, proposal);
		own->slots.note = NULL; /* it is a part of the name */
		request = own;
	}
	with.intent = px_marked_is_errand(request, &with) ? PX_MARK_CREATE_TASK : with.intent;
	if (each_with_its_time(request, session, proposal, marked))
		return true;
	for (; (title = title_of(marked, count)) != NULL; count++) {
		if (count && (px_marked_names_nothing(request, title) || goes_on(request, marked, title) ||
			      tells_more(marked, title)))
			continue;
		if (!make_each_time(request, session, proposal, marked, title) &&
		    !make_one(request, session, proposal, marked, title))
			return false;
	}
	return count > 0;
}

/* "to leave", "about the card": something to do, or to think of, besides the thing that is named. */
static bool says_deed(const struct px_request *request, const struct px_marked *marked)
{
	const struct px_words *w = &request->words;
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);

	for (size_t i = 0; i + 1 < w->count; i++) {
		size_t k = i + 1;
		bool deed = px_word_in(&w->at[i], PX_WORDS_TO) && px_parse_task_verb(&w->at[k]);
		bool topic = px_word_in(&w->at[i], PX_WORDS_LEAD_TOPIC);
		while (topic && k + 1 < w->count && px_word_in(&w->at[k], PX_WORDS_MARKED_ARTICLE))
			k++;
		topic = topic && w->at[k].time < 0 && !px_word_in(&w->at[k], PX_WORDS_ANY_PRONOUN);
		const struct px_mark *mark = px_marked_at(marked, &w->at[k]);
		if ((deed && (!mark || mark->tag == PX_MARK_NOTE)) ||
		    (topic && (!mark || (mark->tag == PX_MARK_TARGET && mark != named))))
			return true;
	}
	return false;
}

/* The span of a lead, whole: "two and {a half hours before}", of which the reader took the first word for a time. */
static struct px_mark whole_lead(const struct px_request *request, const struct px_marked *marked,
				 const struct px_mark *lead)
{
	struct px_mark whole = *lead;

	for (const struct px_mark *m = lead; m > marked->marks && m[-1].tag == PX_MARK_WHEN; m--) {
		const struct px_words gap = px_words_of(request->text, m[-1].end, m->begin, request->arena);
		if (gap.count > 1 || (gap.count && !px_word_in(&gap.at[0], PX_WORDS_AND)))
			break;
		whole.begin = m[-1].begin;
	}
	return whole;
}

/* "{load-in} {three hours before} the gig": what stands in front of a lead is new, unless it asks to be told. */
static struct px_words deed_of(const struct px_request *request, const struct px_mark *lead)
{
	const struct px_words none = { 0 };
	struct px_words w = px_words_of(request->text, request->begin, lead->begin, request->arena);

	while (w.count && px_word_in(&w.at[0], PX_WORDS_MARKED_LIST_LEAD))
		w.at++, w.count--;
	while (w.count && px_word_in(&w.at[w.count - 1], PX_WORDS_MARKED_DANGLER))
		w.count--;
	return px_words_have(&w, PX_WORDS_ASKS_TO_BE_TOLD) ? none : w;
}

/* It has a time of its own by the thing that it comes before: a task if it begins with a verb, else an event. */
static bool make_deed(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *lead,
		      const struct px_nlu_item *item)
{
	struct px_request *own = px_proposal_read_on(request, proposal);
	const struct px_words w = deed_of(request, lead);

	if (!w.count || !px_times_lead(own, lead->begin, lead->end, item))
		return false;
	own->anchor = NULL;
	if (px_parse_task_verb(&w.at[0]) || own->times[0].value.start.second < 0)
		return px_make_task(own, proposal, w.at, 0, w.count, marked->confidence, "model: task before");
	return px_make_event(own, session, proposal, w.at, 0, w.count, marked->confidence, "model: event before");
}

/* "{Abfahrt} {eine Stunde vorher}": counted from what was spoken of last, and the name is of nothing that is there. */
static bool make_deed_before_that(const struct px_request *request, const struct px_nlu_session *session,
				  struct px_proposal *proposal, const struct px_marked *marked,
				  const struct px_mark *lead)
{
	const struct px_words w = px_words_of(request->text, lead->begin, lead->end, request->arena);
	const struct px_word it = px_word_of(PX_PHRASE_IT);
	const int kinds = PX_TARGET_TASK | PX_TARGET_EVENT;
	struct px_target last;

	if (!w.count || !px_word_in(&w.at[w.count - 1], PX_WORDS_BEFORE_THAT))
		return false;
	const bool just_made = session->fresh && px_dialogue_refer(request, session, &it, 1, kinds, &last);
	if ((!just_made && !px_marked_target(request, session, proposal, marked, NULL, kinds, &last)) || !last.item)
		return false;
	return make_deed(request, session, proposal, marked, lead, last.item);
}

/* "and {the pizza} {half an hour before} that then": a task that there is goes to before what was spoken of. */
static bool moves_before(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *lead,
			 struct px_target *target)
{
	const struct px_words after = px_words_of(request->text, lead->end, request->end, request->arena);
	struct px_target anchor;

	if (!target->item || target->item->kind != PX_NLU_TASK || !after.count ||
	    !px_word_in(&after.at[0], PX_WORDS_ANY_PRONOUN) ||
	    !px_dialogue_refer(request, session, &after.at[0], 1, PX_TARGET_EVENT, &anchor) || !anchor.item)
		return false;
	struct px_request *own = px_proposal_read_on(request, proposal);
	return px_times_lead(own, lead->begin, lead->end, anchor.item) &&
	       px_move_to(own, session, proposal, target, px_parse_when(own, NULL, 0), &(struct px_args){ 0 },
			  marked->confidence, "model: moved before");
}

/* "tell me an hour before the dentist": a task of its name, due then. */
bool px_marked_remind(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *lead = px_marked_span(marked, PX_MARK_LEAD, 0);
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	struct px_target target;

	const int kinds = PX_TARGET_TASK | PX_TARGET_EVENT;
	bool known = px_marked_target(request, session, proposal, marked, named, kinds, &target);
	size_t made = 0;
	if (lead && !(named && known) && make_deed_before_that(request, session, proposal, marked, lead))
		return true;
	const struct px_mark *title = px_marked_span(marked, PX_MARK_TITLE, 0);
	if (!lead && !named && title && request->time_count) {
		const struct px_words w = px_marked_words(request, title);
		return px_make_task(request, proposal, w.at, 0, w.count, marked->confidence, "model: reminder");
	}
	if (lead && named && known && target.item && named->begin > lead->begin) {
		const struct px_mark whole = whole_lead(request, marked, lead);
		if (make_deed(request, session, proposal, marked, &whole, target.item))
			return true;
	}
	if (lead && named && known && named->begin < lead->begin &&
	    moves_before(request, session, proposal, marked, lead, &target))
		return true;
	struct px_request *own = px_proposal_read_on(request, proposal);
	if (says_deed(request, marked))
		return false; /* "remind me to leave half an hour before the dentist" */
	for (; lead && known && target.item; lead = px_marked_span(marked, PX_MARK_LEAD, ++made)) {
		if (!px_lead_is_all(own, target.item) || !px_times_lead(own, lead->begin, lead->end, target.item) ||
		    !px_make_task(own, proposal, NULL, 0, 0, marked->confidence, "model: reminder"))
			return false;
	}
	if (made)
		return true;
	if (lead || !request->time_count)
		return false;
	if (known && target.item) {
		own->anchor = target.item;
		return px_make_task(own, proposal, NULL, 0, 0, marked->confidence, "model: reminder");
	}
	if (!named)
		return false;
	const struct px_words w = px_marked_words(request, named);
	return px_make_task(own, proposal, w.at, 0, w.count, marked->confidence, "model: reminder");
}
