/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/marked.h"

#include "nlu/act/marked.h"
#include "nlu/act/kind.h"
#include "nlu/act/marked_target.h"
#include "nlu/act/marked_title.h"
#include "nlu/plan/joins.h"
#include "nlu/plan/marked_right.h"
#include "nlu/plan/parse.h"
#include "nlu/plan/spans.h"
#include "nlu/read/list_period.h"
#include "nlu/read/time_list.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/marked_repair.h"

/* A reader less sure than this that something without a time takes place asks for a time that nobody has in mind. */
static const float sure_event = 0.9F;

/* The stretch of the request without blanks and joints at its ends. */
static struct px_marked trimmed(struct px_str text, const struct px_marked *marked)
{
	struct px_marked one = *marked;

	while (one.begin < one.end && strchr(" ,;", text.data[one.begin]))
		one.begin++;
	while (one.end > one.begin && strchr(" ,;", text.data[one.end - 1]))
		one.end--;
	return one;
}

/* "dentist tomorrow at 9, physio at 11": on the day of the event before it. */
static int32_t day_before(const struct px_request *source, const struct px_marks *marks, size_t i,
			  struct px_proposal *proposal)
{
	if (!i || marks->requests[i].intent != PX_MARK_CREATE_EVENT ||
	    marks->requests[i - 1].intent != PX_MARK_CREATE_EVENT)
		return PX_DAY_NONE;
	return px_joins_day_of_last(source, proposal);
}

/* "work Fri 4 to 9 and Sat 12 to 6": what has a time and no name is called like the event before it. */
static void name_as_before(const struct px_request *one, const struct px_marks *marks, size_t i,
			   struct px_marked *marked)
{
	static const enum px_mark_tag names[] = { PX_MARK_TITLE, PX_MARK_PERSON, PX_MARK_PLACE };
	const size_t room = sizeof(marked->marks) / sizeof(marked->marks[0]);

	if (!i || marked->intent != PX_MARK_CREATE_EVENT || marks->requests[i - 1].intent != PX_MARK_CREATE_EVENT ||
	    !px_marked_span(marked, PX_MARK_WHEN, 0) || marked->mark_count == room)
		return;
	const struct px_marked whole = px_marked_with_title(one, marked);
	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		if (px_marked_span(&whole, names[k], 0))
			return;
	}
	const struct px_mark *name = NULL;
	for (size_t k = i; k > 0 && !name && marks->requests[k - 1].intent == PX_MARK_CREATE_EVENT; k--)
		name = px_marked_span(&marks->requests[k - 1], PX_MARK_TITLE, 0);
	if (!name)
		return;
	memmove(marked->marks + 1, marked->marks, marked->mark_count++ * sizeof(marked->marks[0]));
	marked->marks[0] = *name;
}

/* "next week: Tue dentist at 9, Thu optician at 10": the week that the message begins with holds for all. */
static void take_week(const struct px_request *source, struct px_request *one)
{
	const char *colon = memchr(source->text.data, ':', one->begin);

	if (colon && colon[1] == ' ')
		px_times_of_heading(one, 0, colon);
}

/* What the frames made of a request is of the kind that the reader sees in it. */
static bool is_of_kind(enum px_mark_intent intent, const char *tool)
{
	static const char *const kinds[PX_MARK_INTENTS] = {
		[PX_MARK_COMPLETE] = "complete_",
		[PX_MARK_DELETE] = "delete_",
		[PX_MARK_SKIP] = "delete_",
		[PX_MARK_MOVE] = "update_",
		[PX_MARK_UPDATE] = "update_",
		[PX_MARK_SWAP] = "update_",
		[PX_MARK_COPY] = "create_",
		[PX_MARK_REOPEN] = "update_",
		[PX_MARK_REMEMBER] = "remember",
		[PX_MARK_FORGET] = "forget",
		[PX_MARK_SETTINGS] = "update_settings",
		[PX_MARK_ASK_AGENDA] = "list_",
		[PX_MARK_ASK_TASKS] = "list_",
		[PX_MARK_ASK_FREE] = "list_",
	};

	if (intent == PX_MARK_ASK_ITEM)
		return px_str_starts(px_str(tool), PX_STR("list_")) || px_str_eq(px_str(tool), PX_STR("search_memory"));
	return !kinds[intent] || px_str_starts(px_str(tool), px_str(kinds[intent]));
}

/* By the frames, if they see the same in it; else what it is about is asked. */
static void read_by_frames(const struct px_request *source, const struct px_request *one,
			   const struct px_nlu_session *session, struct px_proposal *proposal,
			   const struct px_marked *marked)
{
	struct px_proposal tried = *proposal;
	bool same = true;

	tried.text = source->text;
	px_plan_stretch(source, marked->begin, marked->end, &tried);
	for (size_t i = proposal->result.call_count; i < tried.result.call_count; i++)
		same &= is_of_kind(marked->intent, tried.result.calls[i].tool);
	bool silent = tried.result.call_count == proposal->result.call_count;
	if (same && silent && tried.result.question && tried.result.intent)
		same = is_of_kind(marked->intent, tried.result.intent);
	if (same && !(silent && !tried.result.question && !tried.result.smalltalk))
		*proposal = tried;
	else
		px_marked_unknown(one, session, proposal, marked);
}

/* "inside it these small steps: …", "split it into …": the frames know what becomes the steps of which task. */
static bool read_steps(const struct px_request *source, struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_words w = px_words_of(source->text, marked->begin, marked->end, source->arena);
	struct px_proposal tried = *proposal;

	if ((marked->intent != PX_MARK_CREATE_TASK && marked->intent != PX_MARK_ADD_ITEMS &&
	     marked->intent != PX_MARK_UPDATE) ||
	    !px_words_have(&w, PX_WORDS_OF_STEPS))
		return false;
	tried.text = source->text;
	px_plan_stretch(source, marked->begin, marked->end, &tried);
	for (size_t i = proposal->result.call_count; i < tried.result.call_count; i++) {
		if (!strstr(tried.result.calls[i].arguments, "\"parent\":"))
			return false;
	}
	if (tried.result.call_count == proposal->result.call_count || tried.result.question)
		return false;
	*proposal = tried;
	return true;
}

/* ---- requests that are none of their own ---- */

static bool is_filler(const struct px_word *word)
{
	const struct px_texts *months = px_texts(PX_TEXTS_MONTH_NAMES);

	for (size_t i = 0; i < months->count; i++) {
		if (px_word_in_list(word, months->at[i]))
			return true; /* of "am 30. | April um acht" */
	}
	return px_word_in(word, PX_WORDS_MARKED_NO_TITLE) || px_word_in(word, PX_WORDS_MARKED_DANGLER) ||
	       px_word_in(word, PX_WORDS_CORRECTION_FILLER);
}

static bool is_cut(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->cut_count; i++) {
		if (word->begin >= request->cuts[i].begin && word->begin < request->cuts[i].end)
			return true;
	}
	return false;
}

static bool is_slot(const struct px_marked *marked, const struct px_word *word)
{
	const struct px_mark *mark = px_marked_at(marked, word);

	return mark && (mark->tag == PX_MARK_DUR || mark->tag == PX_MARK_PLACE || mark->tag == PX_MARK_PRIO ||
			mark->tag == PX_MARK_LEAD);
}

/* Says only when, where or how urgent. */
static bool only_adds(const struct px_request *source, const struct px_nlu_session *session,
		      const struct px_marked *marked)
{
	const struct px_request *one = px_marked_request(source, session, marked);

	for (size_t i = 0; i < one->words.count; i++) {
		const struct px_word *word = &one->words.at[i];
		if (!is_cut(one, word) && !is_slot(marked, word) && !is_filler(word))
			return false;
	}
	return one->time_count || one->slots.priority || one->slots.location;
}

/* "Taufe Lehmann | und Okafor am 20. Juni", "Treffen mit Frau Keller | und Herrn Busch am Dienstag": one name. */
static bool goes_on_in_name(const struct px_request *source, const struct px_marked *last, const struct px_marked *one)
{
	enum { NAME_WORDS = 3 };
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);
	const struct px_mark *when = px_marked_span(one, PX_MARK_WHEN, 0);
	const struct px_mark *title = px_marked_span(last, PX_MARK_TITLE, 0);

	bool named = title && !px_marked_span(last, PX_MARK_WHEN, 0) &&
		     (px_marked_is_made(last->intent) || last->intent == PX_MARK_UPDATE);
	if (one->intent != PX_MARK_CREATE_EVENT || !named || !when || !w.count || !px_word_in(&w.at[0], PX_WORDS_AND))
		return false;
	const struct px_words name = px_words_of(source->text, w.at[0].end, when->begin, source->arena);
	const struct px_words before = px_words_of(source->text, title->begin, last->end, source->arena);
	size_t count = name.count;
	while (count && px_word_in(&name.at[count - 1], PX_WORDS_MARKED_DANGLER))
		count--;
	return count && count <= NAME_WORDS && before.count &&
	       px_parse_is_capital(source->text, before.at[before.count - 1].begin);
}

/* The name of the last request, and all that is said before the time of this one. */
static void join_names(const struct px_request *source, struct px_marked *last, const struct px_marked *one)
{
	const struct px_mark *when = px_marked_span(one, PX_MARK_WHEN, 0);
	const struct px_words w = px_words_of(source->text, one->begin, when->begin, source->arena);
	struct px_marked whole = *one;
	size_t count = w.count, kept = 0;

	while (count && px_word_in(&w.at[count - 1], PX_WORDS_MARKED_DANGLER))
		count--;
	whole.begin = last->begin;
	whole.marks[kept++] = (struct px_mark){ PX_MARK_TITLE, px_marked_span(last, PX_MARK_TITLE, 0)->begin,
						w.at[count - 1].end, 1 };
	for (size_t i = 0; i < one->mark_count; i++) {
		if (one->marks[i].begin >= when->begin && kept < PX_MARKS_SPANS)
			whole.marks[kept++] = one->marks[i];
	}
	whole.mark_count = (uint8_t)kept;
	*last = whole;
}

/* "sonst wird er ungehalten"; but "sonst noch: …", "sonst Montag um 10" go on. */
static bool says_else(const struct px_words *w, const struct px_marked *marked)
{
	if (!w->count || !px_word_in(&w->at[0], PX_WORDS_OR_ELSE) ||
	    (w->count > 1 && px_word_in(&w->at[1], PX_WORDS_OR_ELSE_MORE)))
		return false;
	for (size_t i = 0; i < marked->mark_count; i++) {
		const struct px_mark *mark = &marked->marks[i];
		if (mark->begin >= w->at[0].end && (mark->tag == PX_MARK_WHEN || mark->tag == PX_MARK_ITEM))
			return false;
	}
	return true;
}

/* Nothing but "the same time", "put that down, please", or what would be else: "…, sonst wird er ungehalten". */
static bool says_nothing(const struct px_request *source, const struct px_marked *marked)
{
	const struct px_words w = px_words_of(source->text, marked->begin, marked->end, source->arena);

	if (says_else(&w, marked) || px_matches(PX_PATTERN_WHAT_STAYS, w.at, w.count))
		return true;
	for (size_t i = 0; i < w.count; i++) {
		if (!is_filler(&w.at[i]))
			return false;
	}
	return true;
}

static void join(struct px_marked *one, const struct px_marked *more)
{
	for (size_t i = 0; i < more->mark_count && one->mark_count < PX_MARKS_SPANS; i++) {
		const struct px_mark *mark = &more->marks[i];
		struct px_mark *last = one->mark_count ? &one->marks[one->mark_count - 1] : NULL;
		if (last && last->tag == mark->tag && mark->begin <= last->end + 2)
			last->end = mark->end; /* "am 30." and "November" */
		else
			one->marks[one->mark_count++] = *mark;
	}
	one->end = more->end;
	one->confidence = one->confidence > more->confidence ? one->confidence : more->confidence;
}

/* "nein, doch Donnerstag" */
static bool takes_back(const struct px_request *source, const struct px_marked *one)
{
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);

	return w.count && px_word_in(&w.at[0], PX_WORDS_TAKES_BACK_STRONG);
}

/* "nächsten Montag, | fällt Yoga aus": a time that stands first is of what follows. */
static void lead_in(struct px_marked *one, const struct px_marked *time)
{
	struct px_marked whole = *one;

	if (time->mark_count + one->mark_count > PX_MARKS_SPANS)
		return;
	whole.begin = time->begin;
	whole.mark_count = (uint8_t)(time->mark_count + one->mark_count);
	memcpy(whole.marks, time->marks, time->mark_count * sizeof(whole.marks[0]));
	memcpy(whole.marks + time->mark_count, one->marks, one->mark_count * sizeof(whole.marks[0]));
	*one = whole;
}

static bool has_clock(const struct px_request *source, const struct px_marked *marked)
{
	struct px_time_expr time;

	return px_parse_time_in(source, marked->begin, marked->end, &time) && time.value.start.second >= 0;
}

static bool has_day(const struct px_request *source, const struct px_marked *marked)
{
	struct px_time_expr time;

	return px_parse_time_in(source, marked->begin, marked->end, &time) &&
	       (time.value.start.day != PX_DAY_NONE || time.value.end.day != PX_DAY_NONE);
}

/* "… bis Mittwoch | und am Samstag ab acht | Party": the second time is of what follows, which has none. */
static bool begins_next(const struct px_request *source, const struct px_marked *last, const struct px_marked *one,
			const struct px_marked *next)
{
	const bool another = (has_day(source, last) && has_day(source, one)) ||
			     (has_clock(source, last) && has_clock(source, one));

	return another && px_marked_is_made(next->intent) &&
	       px_marked_span(next, PX_MARK_TITLE, 0) && !px_marked_span(next, PX_MARK_WHEN, 0);
}

/* The request ends at `end`, and its marks with it. */
static void end_at(struct px_marked *one, uint32_t end)
{
	uint8_t kept = 0;

	one->end = end;
	for (uint8_t i = 0; i < one->mark_count; i++) {
		struct px_mark mark = one->marks[i];
		mark.end = mark.end < end ? mark.end : end;
		if (mark.begin < end)
			one->marks[kept++] = mark;
	}
	one->mark_count = kept;
}

/* "Montag um acht Küche einbauen, äh nein, Dienstag": what takes back and says only when is a correction by itself. */
static void part_corrections(const struct px_request *source, const struct px_nlu_session *session,
			     struct px_marks *marks)
{
	for (size_t i = 0; i < marks->count && marks->count < PX_MARKS_REQUESTS; i++) {
		struct px_marked *one = &marks->requests[i];
		const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);
		const bool may_part = px_marked_is_made(one->intent) || one->intent == PX_MARK_MOVE;
		for (size_t k = 1; k < w.count && may_part; k++) {
			struct px_marked rest = { .intent = PX_MARK_CORRECT, .begin = w.at[k].begin, .end = one->end,
						  .confidence = one->confidence };
			struct px_time_expr time;
			if (px_words_have(&(struct px_words){ w.at, k }, PX_WORDS_NEGATION))
				break; /* "nicht am Montag, sondern am Dienstag" */
			if (!(w.at[k].flags & PX_WORD_BREAK) || !px_word_in(&w.at[k], PX_WORDS_TAKES_BACK_STRONG) ||
			    !px_parse_time_in(source, rest.begin, rest.end, &time))
				continue;
			rest.marks[rest.mark_count++] = (struct px_mark){ PX_MARK_WHEN, (uint32_t)time.begin,
									  (uint32_t)time.end, 1 };
			if (!only_adds(source, session, &rest))
				continue;
			end_at(one, w.at[k - 1].end);
			memmove(one + 2, one + 1, (marks->count - i - 1) * sizeof(*one));
			one[1] = rest;
			marks->count++;
			break;
		}
	}
}

/* "{Pichler} hat angerufen, | der Flug kommt {18:15}": what is moved, then when to. */
static bool moves_on(const struct px_marked *last, const struct px_marked *one)
{
	return last->intent == PX_MARK_MOVE && one->intent == PX_MARK_MOVE &&
	       px_marked_span(last, PX_MARK_TARGET, 0) && !px_marked_span(last, PX_MARK_WHEN, 0) &&
	       px_marked_span(one, PX_MARK_WHEN, 0) && !px_marked_span(one, PX_MARK_TARGET, 0);
}

/* "{am 10.} ist Feiertag, | da mach ich {Yoga} schon {am Samstag}": the day that stands first is the old one. */
static bool leads_to_move(const struct px_request *source, const struct px_marked *last, const struct px_marked *one)
{
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);
	const struct px_words before = px_words_of(source->text, last->begin, last->end, source->arena);

	return one->intent == PX_MARK_MOVE && px_marked_span(one, PX_MARK_TARGET, 0) &&
	       px_marked_span(one, PX_MARK_WHEN, 0) && !px_marked_span(one, PX_MARK_OLD, 0) &&
	       px_marked_span(last, PX_MARK_WHEN, 0) && !px_marked_span(last, PX_MARK_TARGET, 0) &&
	       !px_marked_span(last, PX_MARK_TITLE, 0) && px_words_have(&before, PX_WORDS_STATES) && w.count &&
	       px_word_in(&w.at[0], PX_WORDS_THEREFORE);
}

/* "Brot, Käse, Äpfel. | Bitte alles auf die {Einkaufsliste}": the list that the things before go on. */
static bool says_their_list(const struct px_request *source, const struct px_marked *last, const struct px_marked *one)
{
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);
	const struct px_mark *list = px_marked_span(one, PX_MARK_LIST, 0);

	if (px_words_ask(source->text, &w) || (w.count && px_word_in(&w.at[0], PX_WORDS_ASKS_IF_DONE)))
		return false; /* "ist alles auf der Einkaufsliste?" */
	for (size_t i = 0; i < w.count && list; i++) {
		const bool named = w.at[i].begin >= list->begin && w.at[i].end <= list->end;
		if (!named && !is_filler(&w.at[i]) && !px_word_in(&w.at[i], PX_WORDS_ALL))
			return false;
	}
	return list && last->intent == PX_MARK_ADD_ITEMS && !px_marked_span(last, PX_MARK_LIST, 0);
}

/* The list alone: "alles" is what was just said. */
static void take_list(struct px_marked *last, const struct px_marked *one)
{
	const struct px_mark *list = px_marked_span(one, PX_MARK_LIST, 0);

	if (last->mark_count < PX_MARKS_SPANS)
		last->marks[last->mark_count++] = *list;
	last->end = one->end;
}

static void take_old_day(struct px_marked *last, const struct px_marked *one)
{
	for (size_t i = 0; i < last->mark_count; i++) {
		if (last->marks[i].tag == PX_MARK_WHEN)
			last->marks[i].tag = PX_MARK_OLD;
	}
	last->intent = one->intent;
	join(last, one);
	last->confidence = one->confidence;
}

/* The verb stands last, so that the reader parts what belongs together: times and marks go with what they are of. */
static void join_requests(const struct px_request *source, const struct px_nlu_session *session, struct px_marks *marks)
{
	size_t kept = 0;

	for (size_t i = 0; i < marks->count; i++) {
		struct px_marked *one = &marks->requests[i], *last = kept ? &marks->requests[kept - 1] : NULL;
		px_marked_set_right(source, session, one);
		bool adds = only_adds(source, session, one), made = last && px_marked_is_made(last->intent);
		const bool own = last ? px_marked_is_made(one->intent) : one->intent != PX_MARK_CORRECT;
		const bool led = adds && own && i + 1 < marks->count &&
				 (!last || begins_next(source, last, one, &marks->requests[i + 1]));
		if (led) {
			lead_in(&marks->requests[i + 1], one);
		} else if (last && says_nothing(source, one) && !adds) {
			last->end = one->end;
		} else if (made && adds && takes_back(source, one)) {
			one->intent = PX_MARK_CORRECT;
			marks->requests[kept++] = *one;
		} else if (made && adds && !(has_clock(source, last) && has_clock(source, one))) {
			join(last, one);
		} else if (last && moves_on(last, one)) {
			join(last, one);
		} else if (last && says_their_list(source, last, one)) {
			take_list(last, one);
		} else if (last && leads_to_move(source, last, one)) {
			take_old_day(last, one);
		} else if (last && goes_on_in_name(source, last, one)) {
			join_names(source, last, one);
		} else {
			marks->requests[kept++] = *one;
		}
	}
	marks->count = kept;
}

/* "… verschieb bitte alles von Donnerstag auf Freitag": all of a day, and what is said before it is no part of it. */
static bool moves_all(const struct px_request *source, struct px_marked *marked)
{
	const struct px_words w = px_words_of(source->text, marked->begin, marked->end, source->arena);
	size_t verb = 0;

	while (verb < w.count && !px_word_in(&w.at[verb], PX_WORDS_MOVER))
		verb++;
	const struct px_words said = { w.at + verb, w.count - verb };
	if (px_language()->classifies || marked->intent != PX_MARK_MOVE || !px_words_have(&said, PX_WORDS_ALL_ALONE) ||
	    !px_words_have(&said, PX_WORDS_MOVED_FROM) || !px_words_have(&said, PX_WORDS_MOVED_TO))
		return false;
	marked->begin = (uint32_t)said.at[0].begin;
	return true;
}

/* Where a word for all that was named stands in front of the last time of the request, parted from what is before. */
static const struct px_word *common_begin(const struct px_words *w, const struct px_marked *one)
{
	const struct px_mark *when = one->mark_count ? &one->marks[one->mark_count - 1] : NULL;

	for (size_t i = 1; i < w->count && when && when->tag == PX_MARK_WHEN && w->at[i].begin < when->begin; i++) {
		if (w->at[i].flags & PX_WORD_BREAK && px_word_in(&w->at[i], PX_WORDS_ALL_OF_LIST))
			return &w->at[i];
	}
	return NULL;
}

/* "fix the test, update Jira - all by tomorrow", "viewing at 12, checkout at 4, both today": changes what is made. */
static void part_common_time(const struct px_request *source, struct px_marks *marks)
{
	struct px_marked *last = marks->count ? &marks->requests[marks->count - 1] : NULL;

	if (!last || !px_marked_is_made(last->intent) || marks->count == PX_MARKS_REQUESTS)
		return;
	const struct px_words w = px_words_of(source->text, last->begin, last->end, source->arena);
	const struct px_word *word = common_begin(&w, last);
	if (!word)
		return;
	struct px_marked common = { .intent = PX_MARK_MOVE, .begin = word->begin, .end = last->end,
				    .confidence = last->confidence, .mark_count = 1 };
	common.marks[0] = last->marks[last->mark_count - 1];
	end_at(last, word[-1].end);
	marks->requests[marks->count++] = common;
}

/* "everything an hour later tonight. all three": who is meant, said once more. */
static bool says_again(const struct px_request *source, const struct px_marked *marked)
{
	const struct px_words w = px_words_of(source->text, marked->begin, marked->end, source->arena);

	return px_matches(PX_PATTERN_PLURAL_PRONOUN, w.at, w.count);
}

/* "code review PR 482, fix the flaky test, update Jira": without a time, and beside tasks, it is one. */
static void as_its_neighbours(struct px_marks *marks)
{
	for (size_t i = 0; i < marks->count; i++) {
		struct px_marked *one = &marks->requests[i];
		const bool task = (i && one[-1].intent == PX_MARK_CREATE_TASK) ||
				  (i + 1 < marks->count && one[1].intent == PX_MARK_CREATE_TASK);
		if (one->intent == PX_MARK_CREATE_EVENT && task && !px_marked_span(one, PX_MARK_WHEN, 0) &&
		    one->confidence < sure_event)
			one->intent = PX_MARK_CREATE_TASK;
	}
}

float px_plan_marks(const struct px_request *source, const struct px_marks *said, struct px_proposal *proposal)
{
	struct px_marks own = *said, *marks = &own;
	float least = 0, said_beside = 0;

	px_marked_repair(source, marks);
	part_common_time(source, marks);
	as_its_neighbours(marks);
	if (!px_language()->classifies) {
		part_corrections(source, &proposal->next, marks);
		join_requests(source, &proposal->next, marks);
	}
	for (size_t i = 0; i < marks->count; i++) {
		struct px_marked marked = trimmed(source->text, &marks->requests[i]);
		const struct px_nlu_session session = proposal->next;
		if (marked.begin == marked.end || (i && says_again(source, &marked)))
			continue;
		struct px_request *one = px_marked_request(source, &session, &marked);
		name_as_before(one, marks, i, &marked);
		take_week(source, one);
		one->same_day = day_before(source, marks, i, proposal);
		if (one->same_day == PX_DAY_NONE)
			one->same_day = px_joins_day_then(source, marked.begin, marked.end, proposal);
		const size_t calls = proposal->result.call_count;
		proposal->withheld = false;
		const struct px_proposal before = *proposal;
		if (moves_all(source, &marked)) {
			read_by_frames(source, one, &session, proposal, &marked);
			least = !least || marked.confidence < least ? marked.confidence : least;
		} else if (read_steps(source, proposal, &marked) || px_marked_act(one, &session, proposal, &marked)) {
			px_spans_finish(proposal);
			/* what is only said beside a request makes it no less sure */
			const bool talk = !px_language()->classifies && proposal->result.call_count == calls &&
					  !proposal->result.question;
			if (!talk)
				least = !least || marked.confidence < least ? marked.confidence : least;
			else
				said_beside = !said_beside || marked.confidence < said_beside ? marked.confidence
											      : said_beside;
		} else {
			read_by_frames(source, one, &session, proposal, &marked);
		}
		if (proposal->withheld) { /* "at what hour do I take Leo?" marked as a move */
			*proposal = before;
			proposal->text = source->text;
			px_plan_stretch(source, marked.begin, marked.end, proposal);
		}
	}
	return least > 0 ? least : said_beside;
}
