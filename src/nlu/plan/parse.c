/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One message by the frames: cut into requests; each is read, then acted on by rules first and the classifier where
 * they are silent.  All of them come to one proposal; an attempt is made on a copy of it, which is kept or dropped.
 */
#include "nlu/plan/parse.h"

#include "nlu/act/acts.h"
#include "nlu/act/continue.h"
#include "nlu/act/done.h"
#include "nlu/act/emit.h"
#include "nlu/act/stated.h"
#include "nlu/act/withheld.h"
#include "nlu/plan/courtesy.h"
#include "nlu/plan/errands.h"
#include "nlu/plan/joins.h"
#include "nlu/plan/lists.h"
#include "nlu/plan/model.h"
#include "nlu/plan/rate.h"
#include "nlu/plan/reading.h"
#include "nlu/plan/several.h"
#include "nlu/plan/timed_parts.h"
#include "nlu/plan/spans.h"
#include "nlu/read/segment.h"
#include "nlu/read/source.h"
#include "nlu/read/time_list.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/opinion.h"
#include "nlu/refer/state.h"
#include "nlu/text/phrase.h"

/* Where one request stands in the message. */
struct stretch {
	size_t begin, end;
	const struct px_list *list; /* that it is an item of, or NULL */
	int32_t same_day;           /* of the event before it in the same sentence, or PX_DAY_NONE */
};

/* ---- acting on what was read ---- */

/* Nothing but a task is asked for with these words, and so are most: the other tables need not be tried. */
static bool reminds(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal)
{
	const struct px_words *w = &request->full;

	return w->count > 3 && px_word_in(&w->at[0], PX_WORDS_REMIND) && px_word_in(&w->at[1], PX_WORDS_ME) &&
	       px_word_in(&w->at[2], PX_WORDS_TO) && px_parse_create(request, session, proposal);
}

/* What a request can ask for, in the order in which it is tried; the first that takes the request has it. */
static const struct {
	const char *name;
	bool (*act)(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal);
} acts[] = {
	{ "another", px_joins_another },
	{ "answer", px_dialogue_answer },
	{ "reminder", reminds },
	{ "project", px_parse_project },
	{ "settings", px_parse_settings },
	{ "amount", px_parse_amount },
	{ "amount", px_parse_renumber },
	{ "memory", px_parse_memory },
	{ "continue", px_dialogue_continue },
	{ "change", px_done_told },
	{ "change", px_parse_change },
	{ "reason", px_clauses_after_reason },
	{ "list", px_parse_list },
	{ "recall", px_parse_recall },
	{ "more", px_dialogue_more },
	{ "stated", px_stated_told },
	{ "create", px_parse_create },
	{ "model", px_model_act },
};

static void act_on(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal)
{
	struct px_nlu_result *result = &proposal->result;

	proposal->name_begin = proposal->name_end = 0;
	proposal->sure = proposal->led = proposal->withheld = false;
	proposal->request = request;
	px_proposal_spans(proposal, &request->spans);
	if (request->list) {
		if (px_lists_item(request, session, proposal)) {
			result->act = "listed";
			px_spans_finish(proposal);
		}
		return;
	}
	const struct px_proposal before = *proposal;
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		proposal->request = request;
		const bool took = acts[i].act(request, session, proposal);
		if (proposal->withheld) {
			*proposal = before;
		} else if (took) {
			result->act = acts[i].name;
			px_spans_finish(proposal);
			return;
		}
	}
	result->why = result->why ? result->why : "model: none";
	if (!result->call_count)
		result->confidence = px_parse_classify(request)->scores[PX_INTENT_NONE];
}

/*
 * "yoga tue and thu at 7pm": the same thing made at each of the times; false, with nothing done, if
 * it makes nothing.
 */
static bool act_each_time(const struct px_request *request, const struct px_nlu_session *session,
			  struct px_proposal *proposal)
{
	struct px_time_list list;

	/* an answer is read with its question (act/answer.c) */
	if (px_dialogue_answers_when(request, session) || !px_time_list_find(request, &list))
		return false;
	struct px_proposal tried = *proposal;
	for (size_t i = 0; i < list.count; i++) {
		struct px_request *one = px_request_anew(request); /* each is read as if it were the only one */
		size_t calls = tried.result.call_count;
		px_time_list_use(one, &list, i);
		px_reading_finish(one);
		act_on(one, session, &tried);
		if (tried.result.call_count != calls + 1 || tried.result.question ||
		    strncmp(tried.result.calls[calls].tool, "create_", 7) != 0)
			return false;
	}
	*proposal = tried;
	return true;
}

/* "25:00", which is no day but an hour. */
static bool is_clock(const char *said)
{
	return strchr(said, ':') && !said[strspn(said, "0123456789:")];
}

/* "dentist on 31 April": nothing is done on another day; what was to be made waits for one that there is. */
static void ask_day(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal,
		    const char *question)
{
	struct px_proposal tried = *proposal;
	const size_t count = proposal->result.call_count;

	act_on(request, session, &tried);
	const struct px_nlu_call *call = tried.result.call_count == count + 1 ? &tried.result.calls[count] : NULL;
	const char *called = call ? call->tool : "none";
	bool made = call && strncmp(called, "create_", 7) == 0;
	const char *tool = made ? called : tried.result.question ? tried.question.tool : NULL;
	const char *arguments = made ? call->arguments : tried.question.arguments;
	bool creates = tool && arguments && strncmp(tool, "create_", 7) == 0;
	proposal->question.tool = creates ? tool : called;
	proposal->question.arguments = creates ? arguments : NULL;
	proposal->question.slot = creates ? (strcmp(tool, "create_event") == 0 ? "start" : "due") : NULL;
	px_parse_ask(request, proposal, question);
}

/* Acts on a request whose words and times are read. */
static void attend(struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal)
{
	const char *impossible = request->impossible;

	if (px_rate_too_often(request)) {
		proposal->result.smalltalk = px_phrase(PX_PHRASE_TOO_OFTEN);
		proposal->result.why = "rule: too often";
		return;
	}
	bool rate = !impossible && px_rate_said(request);
	if (!impossible && !rate && act_each_time(request, session, proposal))
		return;
	px_reading_finish(request);
	enum px_phrase none = impossible && is_clock(impossible) ? PX_PHRASE_NO_SUCH_HOUR : PX_PHRASE_NO_SUCH_DAY;
	if (impossible)
		ask_day(request, session, proposal, px_phrase_with(request->arena, none, impossible));
	else if (rate)
		ask_day(request, session, proposal, px_phrase(PX_PHRASE_ASK_RATE));
	else
		act_on(request, session, proposal);
}

/* "all tasks except the rant", of which nothing is known: the whole must not be done without a word. */
static void ask_exception(const struct px_request *request, struct px_proposal *proposal)
{
	struct px_nlu_result *result = &proposal->result;
	const struct px_nlu_call *last = &result->calls[result->call_count - 1];

	proposal->question.tool = last->tool;
	proposal->question.arguments = last->arguments;
	proposal->question.slot = "confirm";
	result->call_count--;
	px_parse_ask(request, proposal,
		     px_phrase_with(request->arena, PX_PHRASE_ASK_WITHOUT_EXCEPTION, request->except.said));
}

/* ---- one request after the other ---- */

static void set_stretch(struct px_request *request, const struct px_proposal *proposal, const struct stretch *at)
{
	request->text = proposal->text;
	request->begin = at->begin;
	request->end = at->end;
	request->list = at->list;
	request->same_day = at->same_day;
}

static struct px_request *begin_request(const struct px_request *source, const struct px_proposal *proposal,
					const struct stretch *at)
{
	struct px_request *request = px_request_anew(source);

	set_stretch(request, proposal, at);
	return request;
}

/* Reads the request without its exception, or with it if what it asks for would not heed it, and acts on it. */
static void read_request(const struct px_request *source, const struct stretch *at, struct px_proposal *proposal)
{
	const struct px_nlu_session session = proposal->next;
	struct px_request *request = begin_request(source, proposal, at);

	proposal->request = request;
	if (!px_reading_words(request, &session, true))
		return;
	if (request->except.count || request->except.unknown) {
		struct px_proposal tried = *proposal;
		tried.heeded = false;
		tried.text = request->text;
		attend(request, &session, &tried);
		const struct px_nlu_result *result = &tried.result;
		bool acted = result->call_count > proposal->result.call_count;
		bool right = (tried.heeded && acted) || result->question || result->smalltalk;
		if (!right && acted && request->except.unknown &&
		    strstr(result->calls[result->call_count - 1].arguments, "\"all\":true")) {
			ask_exception(request, &tried);
			right = true;
		}
		if (right) {
			*proposal = tried;
			return;
		}
		request = begin_request(source, proposal, at); /* what it asks for doesn't heed the exception */
		proposal->request = request;
		if (!px_reading_words(request, &session, false))
			return;
	}
	proposal->text = request->text;
	attend(request, &session, proposal);
}

/* "…, remember that please" belongs to what it follows. */
static bool only_remembers(const struct px_request *source, const struct px_segment *segment)
{
	struct px_words w = px_words_of(source->text, segment->begin, segment->end, source->arena);
	struct px_match match;

	return px_match(PX_PATTERN_REMEMBER_THAT, w.at, w.count, &match);
}

/* "…, put it in the calendar", "…, add it" after what was just put there. */
static bool only_files(const struct px_request *source, const struct px_segment *segment,
		       const struct px_nlu_result *result)
{
	struct px_words w = px_words_of(source->text, segment->begin, segment->end, source->arena);
	struct px_match match;

	return result->call_count && strncmp(result->calls[result->call_count - 1].tool, "create_", 7) == 0 &&
	       px_match(PX_PATTERN_FILE_THAT, w.at, w.count, &match);
}

/* Says that something is over, by how its words end. */
static bool may_complete(const struct px_words *w, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct px_word *word = &w->at[i];
		if ((word->size > 4 && px_word_ends(word, PX_PHRASE_PAST_ENDING)) ||
		    px_word_in(word, PX_WORDS_COMPLETING_VERB))
			return true;
	}
	return false;
}

/* The last that was made of the words is that something is done. */
static bool completes(const struct px_nlu_result *result)
{
	return !result->question && strcmp(result->calls[result->call_count - 1].tool, "complete_task") == 0;
}

/* "the doc is reviewed, ping him about it": a task done, then more.  Where that begins, or 0. */
static size_t done_first(const struct px_request *source, const struct stretch *at, struct px_proposal *proposal)
{
	struct px_str text = proposal->text;

	if (!memchr(text.data + at->begin, ',', at->end - at->begin) || at->end - at->begin > 300)
		return 0;
	struct px_words w = px_words_of(text, at->begin, at->end, source->arena);
	const bool in_vain = px_done_in_vain(&w);
	for (size_t i = 2; i < w.count && i < 12 && w.count <= 40 && !in_vain; i++) {
		const char *gap = text.data + w.at[i - 1].end;
		if (!(w.at[i].flags & PX_WORD_BREAK) || w.at[i].flags & PX_WORD_QUOTED || gap[0] != ',' ||
		    !may_complete(&w, i))
			continue;
		struct px_proposal tried = *proposal;
		struct stretch first = *at;
		first.end = w.at[i - 1].end;
		read_request(source, &first, &tried);
		const struct px_nlu_result *r = &tried.result;
		if (r->call_count == proposal->result.call_count || !completes(r))
			return 0; /* one attempt is enough */
		struct px_proposal whole = *proposal; /* "bought bacon, mushrooms and the sausages" */
		read_request(source, at, &whole);
		if (whole.result.call_count > r->call_count && completes(&whole.result))
			return 0;
		*proposal = tried;
		return w.at[i].begin;
	}
	return 0;
}

/* Without the "and" before byte `second`. */
static size_t end_before(struct px_str text, size_t begin, size_t second)
{
	while (second > begin && text.data[second - 1] == ' ')
		second--;
	struct px_str before = px_str_n(text.data + begin, second - begin);
	const char *tail = px_str_ends(before, px_str(px_phrase(PX_PHRASE_AND_TAIL)))	 ? px_phrase(PX_PHRASE_AND_TAIL)
			   : px_str_ends(before,
					 px_str(px_phrase(PX_PHRASE_PLUS_TAIL))) ? px_phrase(PX_PHRASE_PLUS_TAIL)
											 : NULL;
	return second - (tail ? strlen(tail) - 1 : 0);
}

/* Where the second of two requests begins that one sentence has, or 0; `look` has the words of the stretch then. */
static size_t second_of(const struct px_request *source, const struct stretch *at, const struct px_proposal *proposal,
			struct px_request *look)
{
	px_request_take(look, source);
	set_stretch(look, proposal, at);
	return px_errands_second(look, &proposal->next);
}

/* Says by when, and what: "the tiles by the end of the month". */
static bool has_deadline(const struct px_request *source, struct px_str text, size_t begin, size_t end)
{
	struct px_request look;
	struct px_time_expr time;

	px_request_take(&look, source);
	look.text = text;
	while (begin < end && strchr(" ,", text.data[begin]))
		begin++;
	struct px_words w = px_words_of(text, begin, end, source->arena);
	if (!w.count || px_word_in(&w.at[0], PX_WORDS_NO_PART_LEAD))
		return false; /* "… isn't due Wednesday, it's due Friday" */
	return px_times_sure_in(&look, begin, end, &time) && time.role == PX_TIME_DEADLINE && time.begin > begin + 2;
}

/*
 * "the quotes by Friday, the tiles by the end of the month": parts that each have a deadline are requests of
 * their own; true if each was read as one.
 */
static bool read_deadlines(const struct px_request *source, const struct px_segment *segment,
			   struct px_proposal *proposal)
{
	enum { MOST = 8 };
	size_t ends[MOST], count = 0;
	struct px_str text = proposal->text;

	for (size_t i = segment->begin; i < segment->end && count < MOST; i++) {
		if (text.data[i] == ',')
			ends[count++] = i;
	}
	if (!count || count == MOST || segment->end - segment->begin > 300)
		return false;
	ends[count++] = segment->end;
	size_t from = segment->begin;
	for (size_t i = 0; i < count; i++) {
		if (!has_deadline(source, text, from, ends[i]))
			return false;
		from = ends[i] + 1;
	}
	struct px_proposal tried = *proposal;
	from = segment->begin;
	for (size_t i = 0; i < count; i++) {
		size_t calls = tried.result.call_count;
		read_request(source, &(struct stretch){ from, ends[i], NULL, PX_DAY_NONE }, &tried);
		const char *tool = tried.result.call_count == calls + 1 ? tried.result.calls[calls].tool : "";
		if (tried.result.question || (strcmp(tool, "create_task") != 0 && strcmp(tool, "update_task") != 0))
			return false;
		from = ends[i] + 1;
	}
	*proposal = tried;
	return true;
}

/*
 * One part.  Behind one that made something, words and a time that no act makes anything of, or takes for a change
 * of what was just made, name one more: "tomorrow I work 14-22, on Sunday I work 6-14".
 */
static bool read_timed_part(const struct px_request *source, const struct stretch *at, bool first,
			    struct px_proposal *proposal)
{
	static const struct px_list event = { .verb = PX_LIST_CREATE, .kind = PX_NLU_EVENT },
				    task = { .verb = PX_LIST_CREATE, .kind = PX_NLU_TASK };
	const size_t calls = proposal->result.call_count;
	struct px_proposal tried = *proposal;

	read_request(source, at, &tried);
	if (first || px_timed_part_made(&tried.result, calls)) {
		*proposal = tried;
		return px_timed_part_made(&tried.result, calls);
	}
	if (!px_timed_part_named(source, tried.text, at->begin, at->end))
		return false;
	struct px_proposal alone = *proposal;
	alone.next.dialogue.touched_count = 0;
	alone.next.dialogue.tool = NULL;
	read_request(source, at, &alone);
	if (px_timed_part_made(&alone.result, calls)) {
		*proposal = alone;
		return true;
	}
	struct stretch listed = *at;
	struct px_time_expr time;
	bool clock = px_times_sure_in(alone.request, at->begin, at->end, &time) && time.value.start.second >= 0;
	listed.list = clock ? &event : &task;
	read_request(source, &listed, proposal);
	return px_timed_part_made(&proposal->result, calls);
}

/* Parts that each name a thing and its time, if each makes one. */
static bool read_timed_parts(const struct px_request *source, const struct px_request *look, const struct stretch *at,
			     struct px_proposal *proposal)
{
	struct px_segment parts[PX_TIMED_PARTS_MAX];
	size_t count = px_timed_parts(look, parts);
	struct px_proposal tried = *proposal;

	for (size_t i = 0; i < count; i++) {
		int32_t same_day = i ? px_joins_day_of_last(source, &tried) : at->same_day;
		const struct stretch part = { parts[i].begin, parts[i].end, NULL, same_day };
		if (!read_timed_part(source, &part, i == 0, &tried))
			return false;
	}
	*proposal = tried;
	return count > 0;
}

/* The request text[begin, end), and one after an "and" that has all it needs. */
static void read_plain(const struct px_request *source, const struct px_segment *segment, struct px_proposal *proposal)
{
	struct stretch at = { segment->begin, segment->end, NULL, PX_DAY_NONE };

	if (read_deadlines(source, segment, proposal))
		return;
	at.same_day = px_joins_day_then(source, at.begin, at.end, proposal);
	if (at.same_day != PX_DAY_NONE)
		at.begin = px_joins_behind_same_day(source, at.begin, at.end, proposal);
	for (size_t next = done_first(source, &at, proposal); next; next = done_first(source, &at, proposal))
		at.begin = next;
	struct px_request look;
	for (size_t second; (second = second_of(source, &at, proposal, &look)) != 0; ) {
		at.end = end_before(proposal->text, at.begin, second);
		read_request(source, &at, proposal);
		at = (struct stretch){ second, segment->end, NULL, px_joins_day_of_last(source, proposal) };
	}
	if (!read_timed_parts(source, &look, &at, proposal))
		read_request(source, &at, proposal);
}

/* "worm the rams on Wednesday, put it in farm rounds": a task, whatever else it could be. */
static bool read_filed(const struct px_request *source, const struct px_segment *segment, const char *project,
		       struct px_proposal *proposal)
{
	if (project && px_joins_names_task(source, segment, &proposal->next.dialogue))
		return false;
	struct px_proposal tried = *proposal;
	read_plain(source, segment, &tried);
	size_t more = tried.result.call_count - proposal->result.call_count;
	bool day = project && px_joins_made_day(source, &tried); /* events have no project */
	bool guessed = !tried.result.question || tried.unsure;
	if ((more && !(day && more == 1)) || !guessed) {
		*proposal = tried;
		return more && !(day && more == 1) && px_joins_file_last(source, proposal, project);
	}
	const struct px_list list = { .verb = PX_LIST_CREATE, .kind = PX_NLU_TASK, .project = project,
				     .kind_said = day };
	const struct stretch at = { segment->begin, segment->end, &list, PX_DAY_NONE };
	read_request(source, &at, proposal);
	return true;
}

/* "…, remind me": of what was said before it. */
static bool only_asks_reminder(const struct px_request *source, const struct px_segment *segment)
{
	struct px_words w = px_words_of(source->text, segment->begin, segment->end, source->arena);
	struct px_match match;

	return !segment->list && px_match(PX_PATTERN_PARSE_ONLY_ASKS_REMINDER, w.at, w.count, &match);
}

/* Reads segments[i]; returns how many it took. */
static size_t read_segment(const struct px_request *source, struct px_segment *segments, size_t i, size_t count,
			   struct px_proposal *proposal)
{
	struct px_segment *segment = &segments[i], *next = i + 1 < count ? segment + 1 : NULL;
	const char *project;

	if (segment->list) {
		const struct stretch at = { segment->begin, segment->end, segment->list, PX_DAY_NONE };
		read_request(source, &at, proposal);
		return 1;
	}
	const bool asked = next && only_asks_reminder(source, next); /* "in 5 minutes I will go home, remind me" */
	const size_t end = asked ? segment->end : px_courtesy_reminded(source, segment);
	if (end) {
		struct px_list *list = PX_ARENA_NEW(source->arena, struct px_list);
		*list = (struct px_list){ .verb = PX_LIST_CREATE, .kind = PX_NLU_TASK, .kind_said = true };
		segment->end = end;
		segment->list = list;
		(void)read_segment(source, segments, i, i + 1, proposal);
		return asked ? 2 : 1;
	}
	bool deed = next && px_joins_same_deed(source, segment, next);
	if (deed || (next && only_remembers(source, next))) {
		next->begin = segment->begin;
		next->list = deed ? PX_ARENA_NEW(source->arena, struct px_list) : NULL;
		return 1;
	}
	if ((i && (only_files(source, segment, &proposal->result) || px_joins_only_notes(source, proposal, segment))) ||
	    (next && px_clauses_mention(source, segment, next, &proposal->next.dialogue)))
		return 1;
	if (next && px_joins_noted(source, proposal, segment, next))
		return 2;
	if (next && px_joins_files(source, next, &project))
		return read_filed(source, segment, project, proposal) ? 2 : 1;
	read_plain(source, segment, proposal);
	return 1;
}

/* "…, and book in my flu jab" behind something that was done: no rule knows it, and nothing is lost without a word. */
static void keep_errand(const struct px_request *source, const struct px_segment *segment, struct px_proposal *proposal)
{
	static const struct px_list list = { .verb = PX_LIST_CREATE, .kind = PX_NLU_TASK, .kind_said = true };
	const struct px_nlu_result *result = &proposal->result;
	bool made = result->call_count && strcmp(result->calls[result->call_count - 1].tool, "create_task") == 0;

	if (!made || result->question || result->smalltalk || segment->list)
		return;
	struct px_words w = px_words_of(source->text, segment->begin, segment->end, source->arena);
	if (w.count >= 3 && w.count <= 12 && px_parse_task_verb(&w.at[0]))
		read_request(source, &(struct stretch){ segment->begin, segment->end, &list, PX_DAY_NONE }, proposal);
}

/* "Remind me to stretch, actually forget it": taken back before it is done. */
static bool takes_back(const struct px_words *w)
{
	struct px_match match;

	for (size_t i = 2; i < w->count && w->count <= PX_PARSE_WORDS; i++) {
		bool parted = w->at[i].flags & PX_WORD_BREAK || px_word_in(&w->at[i], PX_WORDS_PARSE_TAKES_BACK);
		if (parted && w->count - i <= 9 && !(w->at[i].flags & PX_WORD_QUOTED) &&
		    px_match(PX_PATTERN_RETRACTION, w->at + i, w->count - i, &match))
			return true;
	}
	return false;
}

void px_plan_frames(const struct px_request *source, struct px_proposal *proposal)
{
	struct px_segment segments[PX_SEGMENT_MAX];

	if (takes_back(&source->spelling->words)) {
		proposal->result.smalltalk = px_phrase(PX_PHRASE_NOTHING_DONE);
		proposal->result.why = "rule: taken back";
		return;
	}
	if (px_parse_supposed(source->text, &source->spelling->words, proposal))
		return;
	size_t count = px_lists_split(source, segments, PX_SEGMENT_MAX);
	for (size_t i = 0; i < count; ) {
		size_t calls = proposal->result.call_count, first = i;
		i += read_segment(source, segments, i, count, proposal);
		if (first && proposal->result.call_count == calls)
			keep_errand(source, &segments[first], proposal);
	}
}

void px_plan_stretch(const struct px_request *source, size_t begin, size_t end, struct px_proposal *proposal)
{
	const struct px_segment segment = { begin, end, NULL };

	read_plain(source, &segment, proposal);
}
