/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New tasks and events: frames say what was asked for and where the title
 * stands; where they leave it open, the words themselves decide which it is.
 */
#include "nlu/act/acts.h"
#include "nlu/act/cues.h"
#include "nlu/act/frames.h"
#include "nlu/act/kind.h"
#include "nlu/act/make.h"
#include "nlu/act/on_list.h"
#include "nlu/act/shopping.h"
#include "nlu/act/stated.h"
#include "nlu/act/apart.h"
#include "nlu/act/steps.h"
#include "nlu/read/people.h"
#include "nlu/read/time_repair.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/find.h"
#include "nlu/refer/opinion.h"

#include <stdlib.h>

#define ACT(name)                                                                                    \
	static bool name(const struct px_request *request, const struct px_nlu_session *session,     \
			 struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)

static const struct px_capture *title_capture(const struct px_match *match)
{
	return px_match_get(match, 't', 0);
}

ACT(act_task)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);

	(void)session;
	struct px_match wish;
	size_t from, length;

	if (!c)
		return px_make_task(request, proposal, w->at, 0, 0, 0.8F, "rule: task");
	from = c->from;
	for (size_t i = from + 1; frame->value[0] == ',' && i < c->to; i++)
		if (w->at[i].flags & PX_WORD_BREAK)
			return false; /* "Übergabe am 14. März, Schlüssel nicht vergessen" is more than that */
	if (frame->value[0] == 'n' &&
	    (!request->time_count || px_people_named(request, w->at + from, (size_t)(c->to - from)) ||
	     px_word_in(&w->at[from], PX_WORDS_CREATE_ACT_TASK)))
		return false; /* "remind Tom to call" is something to do */
	if (px_match_prefix(PX_PATTERN_WISH, w->at + from, (size_t)(c->to - from), &wish, &length) &&
	    from + length < c->to && !px_word_in(&w->at[from + length - 1], PX_WORDS_NEED))
		from += length; /* "remind me that I have to call" */
	return px_make_task(request, proposal, w->at, from, c->to, 0.95F, "rule: task");
}

/* "the next thing is clean the oven" */
ACT(act_next)
{
	const struct px_capture *c = title_capture(match);

	if (!c || !px_parse_task_verb(&px_frame_words(request, frame)->at[c->from]))
		return false;
	proposal->sure = true;
	return act_task(request, session, proposal, frame, match);
}

/* "from 3 to 4 I'm …": the range is the event's. */
ACT(act_event)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);
	struct px_match rest;

	if (!c || (frame->value[0] == 'm' && !px_word_in(&w->at[c->from], PX_WORDS_MEETING_SOMEBODY)))
		return false;
	size_t from = c->from;
	if (px_match(PX_PATTERN_EVENT_ABOUT,
		     w->at + from, (size_t)(c->to - from), &rest) &&
	    !px_word_in(&w->at[from + rest.at[0].from], PX_WORDS_ABOUT))
		from += rest.at[0].from;
	const struct px_capture *place = px_match_get(match, 'l', 0);
	struct px_request *own = place ? px_proposal_read_on(request, proposal) : NULL;
	if (own)
		own->slots.location = px_parse_surface(request, w->at, place->from, place->to);
	while (from + 1 < c->to && px_word_in(&w->at[from], PX_WORDS_EVENT_TITLE_LEAD) &&
	       !(w->at[from].flags & PX_WORD_QUOTED))
		from++;
	return px_make_event(own ? own : request, session, proposal, w->at, from, c->to, 0.93F, "rule: event");
}

/* "new project Camping: buy marshmallows" */
ACT(act_project)
{
	const struct px_capture *c = px_match_get(match, 'z', 0);
	const struct px_words *w = px_frame_words(request, frame);
	size_t at = c->from + 1, to, first;
	struct px_match lead;

	(void)session;
	while (at < c->to && !(w->at[at].flags & PX_WORD_BREAK) && !px_word_in(&w->at[at], PX_WORDS_WITH))
		at++;
	to = at;
	if (px_match_prefix(PX_PATTERN_FIRST_TASK_LEAD, w->at + at, c->to - at, &lead, &first))
		at += first;
	if (at >= c->to || to - c->from > 4 || request->slots.project)
		return false;
	struct px_request *own = px_proposal_read_on(request, proposal);
	own->slots.project = px_parse_title_case(request, px_parse_surface(request, w->at, c->from, to));
	proposal->sure = true;
	return px_make_task(own, proposal, w->at, at, c->to, 0.9F, "rule: new project");
}

ACT(act_subtask)
{
	const struct px_capture *c = title_capture(match), *x = px_match_get(match, 'x', 0);
	const struct px_words *w = px_frame_words(request, frame);
	struct px_target target;

	px_parse_target(request, session, w->at + x->from, (size_t)(x->to - x->from), PX_TARGET_TASK, &target);
	struct px_request *own = px_proposal_read_on(request, proposal);
	own->slots.parent = target.item ? target.item->title : target.words;
	return px_make_task(own, proposal, w->at, c->from, c->to, 0.93F, "rule: subtask");
}

/*
 * Verbs of what people do themselves.  "Play", "turn on", "call" or "order"
 * could be meant for other assistants, so they need the classifier's consent.
 */
static bool own_doing(const struct px_word *word)
{
	return px_parse_task_verb(word) &&
	       !px_word_in(word, PX_WORDS_OWN_DOING);
}

/* "I still need cake, balloons and bags": sure where several things are named. */
ACT(act_get)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);
	struct px_shopping shopping;

	(void)session;
	if (!c || !px_shopping_read(request, proposal, w->at, c->from, c->to, &shopping))
		return false;
	proposal->sure = true;
	return px_make_task(request, proposal, w->at, c->from, c->to, 0.93F, "rule: things to get");
}

/* Either: the words decide. */
ACT(act_either)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);

	if (!c)
		return false;
	struct px_match wish;
	struct px_capture rest = *c;
	size_t length;
	if (px_match_prefix(PX_PATTERN_WISH, w->at + c->from, (size_t)(c->to - c->from), &wish, &length) &&
	    c->from + length < c->to && px_parse_task_verb(&w->at[c->from + length])) {
		rest.from = (uint16_t)(rest.from + length); /* "note: need to buy tyres" */
		c = &rest;
	}
	float score = px_kind_event_score(request, w->at + c->from, (size_t)(c->to - c->from));
	const struct px_intent_result *model = px_parse_classify(request);
	float creates = model->scores[PX_INTENT_CREATE_EVENT] + model->scores[PX_INTENT_CREATE_TASK];
	proposal->sure |= creates > 0.3F && (score > 0.8F || score < -0.3F) &&
			(model->scores[PX_INTENT_CREATE_EVENT] < 0.9F || w->at[c->from].flags & PX_WORD_QUOTED ||
			 (score < -0.3F && px_parse_when(request, NULL, 0).start.second < 0));
	if (score > 0)
		return act_event(request, session, proposal, frame, match);
	proposal->sure |= own_doing(&w->at[c->from]) && model->best == PX_INTENT_NONE;
	return px_make_task(request, proposal, w->at, c->from, c->to, 0.9F, "rule: task");
}

/* "I need to …", "I want to …" */
ACT(act_wish)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);
	float none = px_parse_classify(request)->scores[PX_INTENT_NONE];

	if (!c ||
	    ((none > 0.85F && !own_doing(&w->at[c->from]) && !request->time_count && !request->cut_count) ||
	     none > 0.98F))
		return false;
	proposal->sure |= none > 0.5F && none <= 0.85F;
	/* "I have to ring Mary tomorrow afternoon": what one has to do is a task, unless it is to be there */
	struct px_when when = px_parse_when(request, NULL, 0);
	if (c->from > 0 && px_word_in(&w->at[c->from - 1], PX_WORDS_DUTY) &&
	    px_cue_word(&request->words, PX_WORDS_DUTY_VERB) &&
	    !px_word_in(&w->at[c->from], PX_WORDS_BE_THERE) &&
	    !px_parse_event_noun(w->at + c->from, (size_t)(c->to - c->from)) &&
	    (when.start.second < 0 || when.day_part) && (!when.range || when.day_part)) {
		proposal->sure = true;
		return px_make_task(request, proposal, w->at, c->from, c->to, 0.9F, "rule: a duty");
	}
	return act_either(request, session, proposal, frame, match);
}

/* "schedule …", "book …" without a time is still something to do. */
ACT(act_schedule)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);
	struct px_when when = px_parse_when(request, NULL, 0);

	if (!c)
		return false;
	if (!when.any && px_word_in(&w->at[0], PX_WORDS_PLANS)) {
		proposal->sure = px_parse_classify(request)->scores[PX_INTENT_NONE] < 0.5F;
		return px_make_task(request, proposal, w->at, 0, c->to, 0.85F, "rule: task");
	}
	size_t head = c->from + 1; /* "a room for the meeting" is a room */
	while (head < c->to && !px_word_in(&w->at[head], PX_WORDS_EVENT_TOPIC_LINK))
		head++;
	bool room = c->from + 1 < c->to && px_word_in(&w->at[c->from + 1], PX_WORDS_ROOM_NOUN);
	bool noun = !room &&
		    px_parse_event_noun(w->at + c->from, when.any ? (size_t)(c->to - c->from) : head - c->from);
	if (when.deadline && px_word_in(&w->at[0], PX_WORDS_ORGANIZES)) {
		proposal->sure = px_parse_classify(request)->scores[PX_INTENT_NONE] < 0.8F;
		return px_make_task(request, proposal, w->at, 0, c->to, 0.85F,
				    "rule: task"); /* to have it planned by then */
	}
	if (!noun && !when.any && px_make_time_asked(request, session).day == PX_DAY_NONE &&
	    px_word_in(&w->at[0], PX_WORDS_RESERVES)) {
		proposal->sure = px_parse_classify(request)->scores[PX_INTENT_NONE] < 0.8F;
		return px_make_task(request, proposal, w->at, 0, c->to, 0.85F, "rule: task");
	}
	bool clock = when.start.second >= 0 && (frame->value[0] != '!' || noun);
	if (px_word_in(&w->at[c->from], PX_WORDS_CLUB))
		return false;
	bool then = px_make_time_asked(request, session).day != PX_DAY_NONE;
	if ((noun && (when.any || then || frame->value[0])) || clock)
		return act_event(request, session, proposal, frame, match);
	if ((!when.any && !frame->value[0] && !noun) || (frame->value[0] == '!' && !noun))
		return false;
	if (px_parse_classify(request)->scores[PX_INTENT_CREATE_EVENT] > 0.5F &&
	    !px_word_in(&w->at[0], PX_WORDS_BOOKS_OR_PLANS))
		return act_event(request, session, proposal, frame, match);
	bool keep = px_word_in(&w->at[0], PX_WORDS_BOOKS_OR_PLANS);
	return px_make_task(request, proposal, w->at, keep ? 0 : c->from, c->to, 0.85F, "rule: task");
}

/* "i have a meeting at 3", "we're having dinner on Sunday": only with a time. */
ACT(act_have)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);

	if (!c || px_word_in(&w->at[c->from], PX_WORDS_AFTER_PLAIN_HAVE))
		return false;
	return act_event(request, session, proposal, frame, match);
}

/* "stick a haircut in for Friday at ten", "squeeze in a site measure": what is fitted in is an event. */
ACT(act_slot)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame), *all = &request->words;
	struct px_when when = px_parse_when(request, NULL, 0);
	bool in = all->count > 1 && px_word_in(&all->at[1], PX_WORDS_IN);

	if (!c || px_word_in(&w->at[c->from], PX_WORDS_NO_SLOT_TITLE))
		return false;
	for (size_t i = 2; i < all->count && !in; i++) /* right before the time, or at the end */
		in = px_word_in(&all->at[i], PX_WORDS_IN) && (i + 1 == all->count || all->at[i + 1].time >= 0 ||
							      px_word_in(&all->at[i + 1], PX_WORDS_SLOT_TIME_LINK));
	bool noun = px_parse_event_noun(w->at + c->from, (size_t)(c->to - c->from));
	bool verb = px_kind_starts_with_verb(w->at + c->from, (size_t)(c->to - c->from));
	if (!in || verb || (!noun && (when.start.second < 0 || when.deadline)))
		return false;
	proposal->sure = px_parse_classify(request)->scores[PX_INTENT_NONE] < 0.9F;
	return act_event(request, session, proposal, frame, match);
}

/* "add a job for tomorrow: pick up the lime": the colon parts what it is called. */
ACT(act_colon)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);

	(void)session;
	if (!c || !(w->at[c->from].flags & PX_WORD_BREAK))
		return false;
	proposal->sure = true;
	return px_make_task(request, proposal, w->at, c->from, c->to, 0.93F, "rule: after the colon");
}

/* "create", "set" and the like, where the noun says that it is an event. */
ACT(act_scheduled)
{
	const struct px_capture *c = title_capture(match);
	const struct px_words *w = px_frame_words(request, frame);

	if (!c || !px_parse_event_noun(w->at + c->from, (size_t)(c->to - c->from)) ||
	    px_parse_task_verb(&w->at[c->from]))
		return false;
	return act_event(request, session, proposal, frame, match);
}

/* What only says that something is to be created. */
static size_t skip_lead(const struct px_words *w, bool event)
{
	struct px_match match;
	size_t length;

	if (!event || px_kind_starts_with_noun(w) ||
	    !px_match_prefix(PX_PATTERN_EVENT_LEAD, w->at, w->count, &match, &length) || length >= w->count)
		return 0;
	return length;
}

/* Whatever has the shape of a task or an event, without any frame. */
static bool plain(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		  float confidence, const char *why, bool event, bool decided)
{
	const struct px_words *w = &request->bare;

	if (!w->count)
		return false;
	if (!decided)
		event = px_kind_event_score(request, w->at, w->count) > 0;
	struct px_when when = px_parse_when(request, NULL, 0);
	if (event && when.start.day != PX_DAY_NONE && when.start.day < request->today)
		return false; /* "the books went back yesterday" */
	size_t from = proposal->led || px_word_in(&w->at[0], PX_WORDS_PUT_VERB) ? skip_lead(w, event) : 0;
	from += event && !from && w->count > 1 &&
		px_word_in(&w->at[0], request->same_day != PX_DAY_NONE ? PX_WORDS_ANOTHER_OR_THE : PX_WORDS_ANOTHER) &&
		!(w->at[0].flags & PX_WORD_QUOTED);
	return event ? px_make_event(request, session, proposal, w->at, from, w->count, confidence, why) :
		       px_make_task(request, proposal, w->at, 0, w->count, confidence, why);
}

static const px_deed_fn deeds[PX_DEED_COUNT] = {
	[PX_CREATE_STEPS] = px_steps_make,
	[PX_CREATE_APART] = px_steps_apart,
	[PX_CREATE_GET] = act_get,
	[PX_CREATE_COMES] = px_stated_comes,
	[PX_CREATE_OWN] = px_stated_own,
	[PX_CREATE_SUBTASK] = act_subtask,
	[PX_CREATE_COLON] = act_colon,
	[PX_CREATE_SLOT] = act_slot,
	[PX_CREATE_TASK] = act_task,
	[PX_CREATE_NEXT] = act_next,
	[PX_CREATE_EITHER] = act_either,
	[PX_CREATE_PROJECT] = act_project,
	[PX_CREATE_EVENT] = act_event,
	[PX_CREATE_SCHEDULED] = act_scheduled,
	[PX_CREATE_SCHEDULE] = act_schedule,
	[PX_CREATE_HAVE] = act_have,
	[PX_CREATE_WISH] = act_wish,
	[PX_CREATE_ON_LIST] = px_on_list_make,
};

/* Rows that begin with any words cost the most; most texts have none of the words that they end with. */
static bool may_match(const struct px_request *request, enum px_deed deed)
{
	return (deed != PX_CREATE_COMES || px_cue_word(&request->bare, PX_WORDS_COMING)) &&
	       (deed != PX_CREATE_STEPS || px_cue_word(&request->bare, PX_WORDS_OF_STEPS)) &&
	       (deed != PX_CREATE_OWN || px_cue_word(&request->bare, PX_WORDS_SUBJECT_I));
}

static bool run_frames(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal)
{
	struct px_match match;

	for (size_t i = 0; i < px_language()->create->count; i++) {
		const struct px_frame *frame = &px_language()->create->at[i];
		const struct px_words *words = px_frame_words(request, frame);
		if (!may_match(request, frame->deed))
			continue;
		if (frame->deed != PX_DEED_NONE) {
			if (px_frames_try(request, session, proposal, frame, 1, deeds))
				return true;
		} else if ((!(frame->flags & PX_FRAME_TIME) || request->time_count) &&
			   px_match_text(frame->pattern, words->at, words->count, &match) &&
			   px_parse_classify(request)->scores[PX_INTENT_NONE] < 0.6F) {
			return plain(request, session, proposal, 0.85F, "rule: plain", false, false);
		}
	}
	return false;
}

/* "history essay due 5 Nov" */
static bool says_due(const struct px_request *request)
{
	const struct px_words *w = &request->full;

	for (size_t i = 1; i + 1 < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_DUE) && w->at[i].time < 0 &&
		    (w->at[i + 1].time >= 0 ||
		     (i + 2 < w->count && w->at[i + 2].time >= 0 && px_word_in(&w->at[i + 1], PX_WORDS_AFTER_DUE))))
			return true;
	}
	return request->time_count && request->words.count > 2 && request->times[0].role == PX_TIME_DEADLINE &&
	       strncasecmp(request->text.data + request->times[0].begin, "due", 3) == 0;
}

/* The same, where the rule needs no second opinion if `sure`. */
static bool plain_sure(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, bool sure, float confidence, const char *why, bool event,
		       bool decided)
{
	proposal->sure = sure;
	bool taken = plain(request, session, proposal, confidence, why, event, decided);
	proposal->sure = false;
	return taken;
}

/* All words are a task, whatever the classifier says. */
static bool errand_sure(const struct px_request *request, struct px_proposal *proposal, const char *why)
{
	proposal->sure = true;
	bool taken = px_make_task(request, proposal, request->bare.at, 0, request->bare.count, 0.75F, why);
	proposal->sure = false;
	return taken;
}

/* "Dave does the scaffold right after that": the time is that of what was spoken of. */
static bool follows_last(const struct px_request *request)
{
	for (size_t i = 0; i < request->words.count; i++) {
		if (request->words.at[i].time >= 0 && px_word_in(&request->words.at[i], PX_WORDS_RIGHT_AFTER))
			return true;
	}
	return false;
}

/* One time, in figures with its month: "3/31", "31 March". */
static bool says_date(const struct px_request *request)
{
	bool number = false, month = false;

	for (size_t i = 0; i < request->words.count && request->time_count == 1; i++) {
		const struct px_word *word = &request->words.at[i];
		if (word->time < 0)
			continue;
		number |= word->text[0] >= '0' && word->text[0] <= '9';
		month |= px_times_month_of(word) > 0 || memchr(word->text, '/', word->size);
	}
	return number && month;
}

/*
 * What has a day, a clock time and no more than a name takes place: "turkey in the oven Thursday 6am, 5 hours",
 * "Mrs Keane, 2 doz roses, pickup Sat 10am".
 */
static bool takes_place(const struct px_request *request, const struct px_when *when)
{
	const struct px_words *w = &request->bare;
	bool day = when->start.day != PX_DAY_NONE ? when->start.day >= request->today
						  : request->same_day != PX_DAY_NONE;

	if (px_cue_word(&request->words, PX_WORDS_NO_NAME_WITHIN) || (request->anchor && !follows_last(request)))
		return false;
	return day && when->start.second >= 0 && !when->day_part && !when->deadline &&
	       !when->shift && !when->rrule && !when->months && when->seconds <= 86400 && w->count <= 10 &&
	       (!px_cue_word(&request->words, PX_WORDS_NO_PLAIN_EVENT) || follows_last(request)) &&
	       !px_word_in(&w->at[0], PX_WORDS_NO_NAME_FIRST);
}

bool px_parse_create(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal)
{
	const struct px_words *w = &request->bare;
	bool marked = request->slots.tag_count || request->slots.priority || request->slots.project;

	if (run_frames(request, session, proposal))
		return true;
	if (px_shopping_bare(request))
		return errand_sure(request, proposal, "rule: things to get");
	if (!w->count ||
	    (w->count > 2 && px_word_in(&request->words.at[0], PX_WORDS_AUXILIARY) &&
	     px_word_in(&request->words.at[1], PX_WORDS_AUXILIARY_SUBJECT) && !px_kind_is_phrasal(w->at, w->count)))
		return false;
	if (px_kind_is_timed_deed(request))
		return errand_sure(request, proposal, "rule: a deed and its time");
	if (px_kind_is_named_time(request))
		return plain_sure(request, session, proposal, true, 0.8F, "rule: a name and its time", true, true);
	if (px_kind_is_deed(request))
		return errand_sure(request, proposal, "rule: a deed");
	const struct px_intent_result *c = px_parse_classify(request);
	bool verb = px_kind_starts_with_verb(w->at, w->count), noun = px_parse_event_noun(w->at, w->count);
	float none = c->scores[PX_INTENT_NONE];
	if (px_word_in(&w->at[0], PX_WORDS_BOOK_OR_ORDER) && w->count >= 2 && w->count <= 5 && !request->time_count &&
	    none < 0.97F && px_word_in(&w->at[1], PX_WORDS_POSSESSIVE_OWN))
		return errand_sure(request, proposal, "rule: an errand");
	if (px_word_in(&w->at[0], PX_WORDS_BOOK_VERB) && verb && w->count >= 2 && request->time_count && none < 0.95F &&
	    c->best == PX_INTENT_NONE &&
	    px_parse_when(request, NULL, 0).start.day != PX_DAY_NONE) /* "book hotel denver 2/11-2/13" */
		return errand_sure(request, proposal, "rule: an errand");
	if ((w->count == 1 && !request->time_count && !marked) || px_word_in(&w->at[0], PX_WORDS_NOBODY))
		return false;
	if (px_cue_word(w, PX_WORDS_ASKS_WITHOUT_WHEN))
		return marked && verb && plain(request, session, proposal, 0.8F, "rule: quick add", false, true);
	if (says_due(request) && none < 0.95F && (c->best == PX_INTENT_NONE || c->confidence < 0.75F))
		return plain_sure(request, session, proposal, true, 0.8F, "rule: due then", false, true);
	bool begin = px_word_in(&w->at[0], PX_WORDS_START_VERB) && w->count >= 2 &&
		     !px_cue_word(w, PX_WORDS_MEDIA_NOUN);
	if (begin && none < 0.97F && (c->best == PX_INTENT_NONE || c->best == PX_INTENT_CREATE_TASK))
		return errand_sure(request, proposal, "rule: starts with a verb");
	if (marked && none < 0.97F && (none < 0.75F || verb || request->cut_count))
		return plain_sure(request, session, proposal, c->best == PX_INTENT_NONE ||
				  request->words.at[0].flags & PX_WORD_QUOTED, 0.85F,
				  "rule: quick add", false, false);
	struct px_when when = px_parse_when(request, NULL, 0);
	bool days = request->time_count && !verb && px_make_says_days(request, &when);
	/* "night shift on the 29th, 7pm to 8am": a new one, whatever else has that name. */
	bool whole = noun && !verb && when.range && when.start.day != PX_DAY_NONE && when.start.second >= 0 &&
		     when.end.second >= 0 && !when.day_part && !px_cue_word(&request->words, PX_WORDS_NO_PLAIN_EVENT);
	bool made = c->best == PX_INTENT_CREATE_EVENT || c->best == PX_INTENT_CREATE_TASK;
	bool open = !verb && !proposal->led && (c->best == PX_INTENT_NONE || (made && c->confidence < 0.9F));
	if (open && takes_place(request, &when) && none < (when.range || when.duration ? 0.98F : 0.7F))
		return plain_sure(request, session, proposal, true, 0.85F, "rule: event with a time", true, true);
	bool dated = open && !when.rrule && !when.range && !when.deadline && !when.shift && w->count <= 4 &&
		     when.start.day > request->today && says_date(request);
	if (dated && none < 0.75F && !px_cue_word(&request->words, PX_WORDS_NO_PLAIN_EVENT) &&
	    !px_word_in(&w->at[0], PX_WORDS_NO_NAME_FIRST))
		return plain_sure(request, session, proposal, true, 0.85F, "rule: a name and its date", true, true);
	if ((days && none < 0.9F && !px_cue_word(&request->words, PX_WORDS_NO_PLAIN_EVENT)) || whole)
		return plain_sure(request, session, proposal, true, 0.85F, "rule: event with a time", true, true);
	if (request->time_count && noun && none < 0.6F)
		return plain_sure(request, session, proposal,
				  verb && c->confidence < (c->best == PX_INTENT_CREATE_EVENT ? 0.97F : 0.9F) &&
					  px_kind_event_score(request, w->at, w->count) < -0.3F,
				  0.85F, "rule: event with a time", false, false);
	bool alone = w->count == 1 && c->best != PX_INTENT_LIST_EVENTS && c->best != PX_INTENT_LIST_TASKS &&
		     !px_word_in(&w->at[0], PX_WORDS_CREATE_CREATE);
	if (when.rrule && ((alone && none < 0.99F) ||
			   (w->count >= 2 && none < 0.9F && (c->best == PX_INTENT_NONE || c->confidence < 0.6F))))
		return plain_sure(request, session, proposal, true, 0.75F, "rule: something that repeats", false,
				  false);
	bool back = c->best == PX_INTENT_UNDO && request->time_count; /* "bring the ladder back on Saturday" */
	bool other = c->confidence >= 0.75F && c->best != PX_INTENT_NONE && !back;
	if (verb && (own_doing(&w->at[0]) || px_kind_is_phrasal(w->at, w->count)) && !other)
		return plain_sure(request, session, proposal,
				  none < (px_kind_is_phrasal(w->at, w->count) ? 0.998F : 0.97F), 0.8F,
				  "rule: starts with a verb", false, back || px_kind_is_phrasal(w->at, w->count));
	/* "call the bank" is on a list here; nobody is rung up by Pixie */
	bool ring = px_word_in(&w->at[0], PX_WORDS_CALL_VERB) && w->count >= 2 && w->count <= 9 &&
		    !px_cue_word(w, PX_WORDS_FIRST_PERSON_PLAN) && !px_word_in(&w->at[1], PX_WORDS_NO_CALLEE);
	if (ring && none < 0.995F)
		return errand_sure(request, proposal, "rule: an errand");
	bool errand = request->time_count && !px_word_in(&w->at[0], PX_WORDS_DEVICE_VERB);
	if (verb && none < (errand ? 0.9F : 0.5F))
		return plain_sure(request, session, proposal, c->best == PX_INTENT_NONE, 0.8F,
				  "rule: starts with a verb", false, false);
	return false;
}

bool px_parse_create_listed(const struct px_request *request, const struct px_nlu_session *session,
			    struct px_proposal *proposal, bool event, bool decided)
{
	const struct px_words *w = &request->bare;
	const struct px_when when = px_parse_when(request, NULL, 0);
	struct px_match match;
	size_t from = 0;

	if (!w->count && !(event && decided && when.start.second >= 0))
		return false; /* but "shifts: 6am-2pm mon tue": the list says what */
	if (!px_match_prefix(PX_PATTERN_LISTED_TASK_LEAD, w->at, w->count, &match, &from) || from >= w->count)
		from = 0;
	const bool verb = px_kind_starts_with_verb(w->at + from, w->count - from);
	const bool noun = px_parse_event_noun(w->at + from, w->count - from) && !verb && when.start.second >= 0;
	const bool clock = when.start.second >= 0 && !when.day_part && !when.deadline; /* "11am Fennel Rd boiler" */
	if (!decided || (!event && noun))
		event = ((event || clock) && !verb) ||
			(when.any && px_kind_event_score(request, w->at + from, w->count - from) > 0.5F);
	from = from == 0 && event ? skip_lead(w, true) : from;
	proposal->sure = true;
	static const char why[] = "rule: one of a list";
	const bool taken = event ? px_make_event(request, session, proposal, w->at, from, w->count, 0.9F, why)
			   : px_make_task(request, proposal, w->at, from, w->count, 0.9F, why);
	proposal->sure = false;
	return taken;
}

void px_parse_create_as(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal, enum px_intent intent, float confidence, const char *why)
{
	bool event = intent == PX_INTENT_CREATE_EVENT;
	const struct px_words *w = &request->bare;

	struct px_when when = px_parse_when(request, NULL, 0);
	if (event && w->count && when.rrule && px_kind_starts_with_verb(w->at, w->count) &&
	    !px_parse_event_noun(w->at, w->count))
		event = false; /* "put the bins out every other Tuesday" */
	float sure = w->count && px_word_in(&w->at[0], PX_WORDS_SCHEDULE_VERB) ? 0.9F : 0.97F;
	if (event && w->count && confidence < sure && px_kind_event_score(request, w->at, w->count) < -0.3F)
		event = false;
	(void)plain(request, session, proposal, confidence, why, event, true);
}
