/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts to remember, forget and recall; undo, the daily brief, small talk.
 */
#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/opinion.h"
#include "nlu/text/phrase.h"

#define ACT(name)                                                                                    \
	static bool name(const struct px_request *request, const struct px_nlu_session *session,     \
			 struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)

/* The captured words as they were said, without marks at the ends. */
static const char *said(const struct px_request *request, const struct px_frame *frame, const struct px_match *match,
			char name)
{
	const struct px_capture *c = px_match_get(match, name, 0);
	const struct px_words *words = px_frame_words(request, frame);

	return c && c->to > c->from ? px_parse_surface(request, words->at, c->from, c->to) : "";
}

static void emit_text(const struct px_request *request, struct px_proposal *proposal, enum px_intent intent,
		      const char *key, const char *text, float confidence, const char *why)
{
	struct px_args args = { 0 };

	px_args_set(&args, key, text);
	px_parse_emit(request, proposal, intent, &args, confidence, why);
}

/* "note on the deposit: they owe me 1,200": a note of a known thing is no memory. */
static bool notes_on_thing(const struct px_request *request, const struct px_words *w, const struct px_capture *c)
{
	size_t end = c->from + 1U;
	struct px_target target;

	if (!px_word_in(&w->at[c->from], PX_WORDS_NOTE_ON))
		return false;
	while (end < c->to && !(w->at[end].flags & PX_WORD_BREAK))
		end++;
	if (end >= c->to || end == c->from + 1U)
		return false;
	px_target_find(request, w->at + c->from + 1, end - c->from - 1, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.7F;
}

ACT(act_remember)
{
	const char *fact = said(request, frame, match, 'f');
	const struct px_capture *c = px_match_get(match, 'f', 0);
	struct px_capture clause;

	(void)session;
	if (frame->value[0] == '2') { /* "make a note I used 14 bags": the subject belongs to the fact */
		clause = *px_match_get(match, 'z', 0);
		clause.from--;
		c = &clause;
		fact = px_parse_surface(request, px_frame_words(request, frame)->at, c->from, c->to);
		proposal->sure = true;
	}

	if (c && request->cut_short) { /* a fact may be long: all of it */
		size_t from = px_frame_words(request, frame)->at[c->from].begin;
		fact = px_arena_str(request->arena, px_str_trim(px_parse_said(request, from, request->end)));
	}

	if (c && notes_on_thing(request, px_frame_words(request, frame), c))
		return false;
	if (frame->value[0] == ':' && c && !(px_frame_words(request, frame)->at[c->from].flags & PX_WORD_BREAK))
		return false;
	const struct px_word *first = c ? px_frame_words(request, frame)->at + c->from : NULL;
	if (first && c->to - c->from > 2 && px_word_in(&first[0], PX_WORDS_TO) &&
	    px_word_in(&first[1], PX_WORDS_TO_SELF))
		return false;
	bool duty = false;
	for (size_t i = 0; frame->value[0] == '!' && request->time_count && i + 1 < request->words.count; i++)
		duty |= (px_word_in(&request->words.at[i], PX_WORDS_HAS_OR_NEEDS) &&
			 px_word_in(&request->words.at[i + 1], PX_WORDS_TO)) ||
			px_word_in(&request->words.at[i], PX_WORDS_MUST);
	if (duty)
		return false; /* "note to self: the glue has to be bought tomorrow" */
	if (frame->value[0] == '!' && first && px_parse_ends_in_verb(request->text, first, (size_t)(c->to - c->from)))
		return false; /* "merk dir: den Müll rausbringen" */
	if (frame->value[0] == '!' && (px_parse_task_verb(first) || request->slots.priority || request->slots.project))
		return false; /* "note to self: check the tyres" */
	if (!fact[0] || !c || (size_t)(c->to - c->from) < 2 ||
	    !px_proposal_allows(request, proposal, PX_INTENT_REMEMBER))
		return false;
	if (frame->value[0] == '?' && px_parse_classify(request)->scores[PX_INTENT_REMEMBER] < 0.4F)
		return false;
	emit_text(request, proposal, PX_INTENT_REMEMBER, "text", px_parse_title_case(request, fact), 0.94F,
		  "rule: remember");
	return true;
}

static const char *without_article(const char *text)
{
	const struct px_texts *articles = px_texts(PX_TEXTS_FACT_ARTICLES);

	for (size_t i = 0; i < articles->count; i++) {
		size_t n = strlen(articles->at[i]);
		if (strncasecmp(text, articles->at[i], n) == 0 && text[n])
			return text + n;
	}
	return text;
}

ACT(act_forget)
{
	const char *target = said(request, frame, match, 'f');
	const struct px_capture *c = px_match_get(match, 'f', 0);
	struct px_target thing;

	(void)session;
	if (!target[0])
		return false;
	const struct px_word *words = px_frame_words(request, frame)->at;
	/* "forget about the playdate", "forget the slides" */
	if (c && c->from && px_word_in(&words[c->from - 1], PX_WORDS_ABOUT_FORGET)) {
		px_target_find(request, words + c->from, (size_t)(c->to - c->from), PX_TARGET_TASK | PX_TARGET_EVENT,
			       &thing);
		if (thing.item && thing.score > 0.85F)
			return false;
	}
	if (frame->value[0] != '=')
		target = without_article(target);
	emit_text(request, proposal, PX_INTENT_FORGET, "target", target, 0.93F, "rule: forget");
	return true;
}

/* "forget that", right after it was remembered or asked for. */
ACT(act_forget_last)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_args args;

	(void)frame;
	(void)match;
	if (!d->tool || !d->arguments || (strcmp(d->tool, "remember") != 0 && strcmp(d->tool, "search_memory") != 0))
		return false;
	px_args_read(&args, d->arguments, request->arena);
	const char *text = px_args_get(&args, d->tool[0] == 'r' ? "text" : "query");
	if (!text)
		return false;
	emit_text(request, proposal, PX_INTENT_FORGET, "target", text, 0.93F, "rule: forget the last one");
	return true;
}

ACT(act_recall)
{
	const char *query = without_article(said(request, frame, match, 'q'));

	(void)session;
	if (frame->value[0] == '=') { /* the question says what is asked for: "who's the fella I said does walls" */
		proposal->sure |= px_parse_classify(request)->scores[PX_INTENT_NONE] < 0.97F;
		query = px_parse_surface(request, request->full.at, 0, request->full.count);
	}
	if (!query[0] || !px_proposal_allows(request, proposal, PX_INTENT_SEARCH_MEMORY))
		return false;
	emit_text(request, proposal, PX_INTENT_SEARCH_MEMORY, "query", query, 0.9F, "rule: recall");
	return true;
}

ACT(act_undo)
{
	const struct px_capture *n = px_match_get(match, 'N', 0);
	const struct px_args none = { 0 };
	int times = n ? px_word_number(&px_frame_words(request, frame)->at[n->from]) : 1;

	if (frame->value[0] == 'c' && (!session->dialogue.tool || strcmp(session->dialogue.tool, "complete_task") != 0))
		return false;
	const struct px_nlu_result *result = &proposal->result;
	bool again = result->call_count && strcmp(result->calls[result->call_count - 1].tool, "undo") == 0;
	if (again && !n && request->words.count <= 3)
		return true; /* "that was wrong, undo it" */
	for (int i = 0; i < times && i < PX_NLU_MAX_CALLS; i++)
		px_parse_emit(request, proposal, PX_INTENT_UNDO, &none, 0.97F, "rule: undo");
	return true;
}

ACT(act_brief)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	(void)session;
	(void)match;
	if (when.range && when.whole_days && when.end.day != PX_DAY_NONE && when.start.day != PX_DAY_NONE &&
	    when.end.day - when.start.day > 1)
		return false;
	if (when.start.day != PX_DAY_NONE && when.start.day != request->today) {
		if (frame->value[0] == '-')
			return false;
		px_args_set(&args, "date", px_parse_point(request, (struct px_time_point){ when.start.day, -1 }));
	}
	px_parse_emit(request, proposal, PX_INTENT_DAILY_BRIEF, &args, 0.95F, "rule: brief");
	return true;
}

/* "forget it" where there is nothing that it could be. */
ACT(act_drop)
{
	(void)request;
	(void)match;
	if (session->dialogue.touched_count && session->dialogue.tool)
		return false;
	proposal->result.smalltalk = frame->value;
	proposal->result.why = "rule: small talk";
	return true;
}

/* "that was our best Sunday ever": said, not asked. */
ACT(act_exclaim)
{
	struct px_target target;

	(void)session;
	(void)match;
	if (request->slots.priority || request->slots.project)
		return false;
	px_target_find(request, request->full.at, request->full.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (frame->value[0] == '?' && target.item)
		return false; /* "I miss the standup on Friday" is news of it */
	proposal->result.why = "rule: small talk";
	return true;
}

/*
 * "don't cancel the dentist", "the review may be moved": nothing is changed, unless the sentence
 * goes on to say what is.
 */
ACT(act_leave)
{
	const struct px_capture *x = px_match_get(match, 'x', 0);
	const struct px_word *words = px_frame_words(request, frame)->at;

	if (session->dialogue.tool && strcmp(session->dialogue.tool, "complete_task") == 0)
		return false; /* "no, I haven't paid it yet" takes that back */
	for (size_t i = x->from + 1U; i < x->to; i++) {
		if (words[i].flags & PX_WORD_BREAK || px_word_in(&words[i], PX_WORDS_BUT_INSTEAD))
			return false;
	}
	proposal->result.smalltalk = frame->value;
	proposal->result.why = "rule: nothing is to change";
	return true;
}

/* "actually no, keep it": what was just deleted comes back. */
ACT(act_keep)
{
	const char *tool = session->dialogue.tool;

	if (tool && strncmp(tool, "delete_", 7) == 0 && session->dialogue.touched_count)
		return act_undo(request, session, proposal, frame, match);
	proposal->result.smalltalk = frame->value;
	proposal->result.why = "rule: nothing is to change";
	return true;
}

ACT(act_talk)
{
	(void)session;
	(void)match;
	if (!(frame->flags & PX_FRAME_SURE) && (request->cut_count || request->time_count))
		return false;
	proposal->result.smalltalk = frame->value;
	proposal->result.greets = true;
	proposal->result.why = "rule: small talk";
	return true;
}

/* "what's the date today?" */
ACT(act_date)
{
	int year, month, day;
	int64_t minute = (request->now - (int64_t)request->today * PX_MS_DAY) / PX_MS_MINUTE;

	(void)session;
	(void)frame;
	(void)match;
	struct px_when when = px_parse_when(request, NULL, 0);
	if (when.any && when.start.day != request->today)
		return false; /* "what's the date next Friday?" */
	px_civil_from_day(request->today, &year, &month, &day);
	const char *weekday = px_civil_weekday_names[px_civil_weekday(request->today)];
	const char *month_name = px_civil_month_names[month - 1];
	const char *now = px_arena_printf(request->arena, "%s %d %s %d, %02d:%02d", weekday, day, month_name, year,
					  (int)(minute / 60), (int)(minute % 60));
	proposal->result.smalltalk = px_phrase_with(request->arena, PX_PHRASE_IT_IS, now);
	proposal->result.why = "rule: small talk";
	return true;
}

/* "don't remind me to call Tom": nothing is made, and what there is of that name goes. */
ACT(act_dont)
{
	const struct px_capture *x = px_match_get(match, 'x', 0);
	const struct px_word *words = px_frame_words(request, frame)->at;
	const struct px_args none = { 0 };
	struct px_target target;

	(void)session;
	for (size_t i = x->from + 1U; i < x->to; i++) {
		if (words[i].flags & PX_WORD_BREAK || px_word_in(&words[i], PX_WORDS_MEMORY_ACT_DONT))
			return false;
	}
	px_target_find(request, words + x->from, (size_t)(x->to - x->from), PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	/* "stop reminding me to stretch" ends the series, "never mind yoga today" doesn't */
	const bool whole = target.item && !(target.item->recurrence && request->time_count);
	if (frame->value[0] == '-' && whole && target.score >= 0.8F) {
		px_change_emit(request, proposal, PX_VERB_DELETE, target.item->kind == PX_NLU_EVENT, target.item,
			       NULL, &none, 0.9F,
			       "rule: not wanted any more");
		return true;
	}
	proposal->result.smalltalk = px_phrase(PX_PHRASE_NOTHING_DONE);
	proposal->result.why = "rule: nothing is to be made";
	return true;
}

static const px_deed_fn deeds[PX_DEED_COUNT] = {
	[PX_MEMORY_DATE] = act_date,
	[PX_MEMORY_DONT] = act_dont,
	[PX_MEMORY_UNDO] = act_undo,
	[PX_MEMORY_BRIEF] = act_brief,
	[PX_MEMORY_LEAVE] = act_leave,
	[PX_MEMORY_KEEP] = act_keep,
	[PX_MEMORY_REMEMBER] = act_remember,
	[PX_MEMORY_DROP] = act_drop,
	[PX_MEMORY_FORGET_LAST] = act_forget_last,
	[PX_MEMORY_FORGET] = act_forget,
	[PX_MEMORY_TALK] = act_talk,
	[PX_MEMORY_EXCLAIM] = act_exclaim,
	[PX_MEMORY_RECALL] = act_recall,
};

static bool run(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		const struct px_frames *table)
{
	struct px_match match;

	for (size_t i = 0; i < table->count; i++) {
		const struct px_frame *frame = &table->at[i];
		const struct px_words *words = px_frame_words(request, frame);
		if (frame->deed == PX_DEED_NONE) { /* such a request is for other rules */
			if (px_match_text(frame->pattern, words->at, words->count, &match))
				return false;
			continue;
		}
		if (px_frames_try(request, session, proposal, frame, 1, deeds))
			return true;
	}
	return false;
}

bool px_parse_memory(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal)
{
	return run(request, session, proposal, px_language()->memory);
}

/* "what was the dentist time again": of a known event. */
static bool asks_time_of(const struct px_request *request, struct px_proposal *proposal,
			 const struct px_match *match)
{
	const struct px_capture *q = px_match_get(match, 'q', 0);
	const struct px_words *w = &request->full;
	size_t at = q->from;
	struct px_target target;

	while (at < q->to && !px_word_in(&w->at[at], PX_WORDS_TIME_OR_DAY))
		at++;
	if (at == q->to || at == q->from)
		return false;
	px_target_find(request, w->at + q->from, at - q->from, PX_TARGET_EVENT, &target);
	if (!target.item || target.score < 0.85F)
		return false;
	struct px_args args = { 0 };
	px_args_set(&args, "query", target.item->title);
	px_parse_emit(request, proposal, PX_INTENT_LIST_EVENTS, &args, 0.85F, "rule: when is it?");
	return true;
}

/* "what's my wifi password": whatever is asked about the user's own facts. */
static bool recall_own(const struct px_request *request, struct px_proposal *proposal)
{
	struct px_match match;

	if (!px_match(PX_PATTERN_OWN_FACT, request->full.at, request->full.count, &match))
		return false;
	const struct px_intent_result *c = px_parse_classify(request);
	if (asks_time_of(request, proposal, &match))
		return true;
	if (!px_proposal_allows(request, proposal, PX_INTENT_SEARCH_MEMORY))
		return false;
	bool possessive = false;
	for (size_t i = px_match_get(&match, 'q', 0)->from; i < request->full.count; i++)
		possessive |= px_word_ends(&request->full.at[i], PX_PHRASE_OWNER_ENDING);
	bool own = (possessive && c->scores[PX_INTENT_NONE] < 0.9F) ||
		   px_word_in(&request->full.at[px_match_get(&match, 'q', 0)->from - 1], PX_WORDS_MY_OR_OUR);
	for (size_t i = px_match_get(&match, 'q', 0)->from; i < request->full.count; i++)
		own |= px_word_in(&request->full.at[i],
				  PX_WORDS_MY_OR_OUR) && c->scores[PX_INTENT_SEARCH_MEMORY] > 0.5F;
	float lists = c->scores[PX_INTENT_LIST_EVENTS] + c->scores[PX_INTENT_LIST_TASKS];
	bool short_one = request->full.count <= 6 && c->scores[PX_INTENT_NONE] < 0.8F &&
			 c->scores[PX_INTENT_SEARCH_MEMORY] > 0.1F;
	if (lists > 0.5F || (!own && !short_one && c->scores[PX_INTENT_SEARCH_MEMORY] < 0.6F))
		return false;
	const struct px_capture *q = px_match_get(&match, 'q', 0);
	emit_text(request, proposal, PX_INTENT_SEARCH_MEMORY, "query",
		  px_parse_surface(request, request->full.at, q->from, q->to), 0.8F, "rule: own fact");
	return true;
}

bool px_parse_recall(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal)
{
	return run(request, session, proposal, px_language()->recall) || recall_own(request, proposal);
}
