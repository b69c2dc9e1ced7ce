/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One message: cut into requests, each read by rules first and the classifier
 * where they are silent.
 */
#include "nlu/act/acts.h"
#include "nlu/act/continue.h"
#include "nlu/act/emit.h"
#include "nlu/plan/courtesy.h"
#include "nlu/plan/errands.h"
#include "nlu/plan/joins.h"
#include "nlu/plan/lists.h"
#include "nlu/plan/model.h"
#include "nlu/plan/proposal.h"
#include "nlu/plan/several.h"
#include "nlu/read/segment.h"
#include "nlu/read/slots.h"
#include "nlu/read/spans.h"
#include "nlu/read/time_list.h"
#include "nlu/read/time_repair.h"
#include "nlu/read/times.h"
#include "nlu/refer/asides.h"
#include "nlu/refer/except.h"
#include "nlu/refer/opinion.h"
#include "nlu/refer/state.h"
#include "nlu/refer/times.h"
#include "nlu/text/phrase.h"

/* Nothing but a task is asked for with these words, and so are most: the other tables need not be tried. */
static bool reminds(struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	return w->count > 3 && px_word_in(&w->at[0], PX_WORDS_REMIND) && px_word_in(&w->at[1], PX_WORDS_ME) &&
	       px_word_in(&w->at[2], PX_WORDS_TO) && px_parse_create(parse);
}

static void act_on(struct px_parse *parse);

/*
 * "yoga tue and thu at 7pm": the same thing made at each of the times; false, with nothing done, if
 * it makes nothing.
 */
static bool read_each_time(struct px_parse *parse)
{
	struct px_time_list list;
	const struct px_proposal before = px_proposal_of(parse);

	/* an answer is read with its question (act/answer.c) */
	if (px_dialogue_answers_when(parse) || !px_time_list_find(parse, &list))
		return false;
	struct px_parse *plain = px_arena_alloc(parse->arena, sizeof(*plain));
	*plain = *parse;
	for (size_t i = 0; i < list.count; i++) {
		size_t calls = parse->result->call_count;
		*parse = *plain; /* each is read as if it were the only one */
		px_time_list_use(parse, &list, i);
		act_on(parse);
		bool made = parse->result->call_count == calls + 1 && !parse->result->question &&
			    strncmp(parse->result->calls[calls].tool, "create_", 7) == 0;
		if (made)
			continue;
		*parse = *plain;
		px_proposal_restore(parse, &before);
		return false;
	}
	return true;
}

/* "every 45 minutes": more often than anything is kept. */
static bool repeats_too_often(struct px_parse *parse)
{
	for (size_t i = 0; i < parse->time_count; i++) {
		const char *rule = parse->times[i].value.rrule;
		if (parse->times[i].value.kind != PX_TIME_SET ||
		    (!strstr(rule, "FREQ=MINUTELY") && !strstr(rule, "FREQ=SECONDLY")))
			continue;
		parse->result->smalltalk = px_phrase(PX_PHRASE_TOO_OFTEN);
		parse->result->why = "rule: too often";
		return true;
	}
	return false;
}

/* "twice a day", "3x a week": more often than its repetition says; false for questions. */
static bool says_rate(const struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	struct px_match match;
	size_t length;
	bool repeats = false;

	for (size_t i = 0; i < parse->time_count && parse->time_count == 1; i++)
		repeats |= parse->times[i].value.kind == PX_TIME_SET && !strstr(parse->times[i].value.rrule, "BY") &&
			   !strstr(parse->times[i].value.rrule, "INTERVAL") && parse->times[i].value.start.second < 0;
	for (size_t i = 0; i < w->count && repeats; i++) {
		if (px_match_prefix(PX_PATTERN_PARSE_SAYS_RATE, w->at + i, w->count - i, &match, &length))
			return true;
	}
	return false;
}

/* "25:00", which is no day but an hour. */
static bool is_clock(const char *said)
{
	return strchr(said, ':') && !said[strspn(said, "0123456789:")];
}

/* "dentist on 31 April": nothing is done on another day; what was to be made waits for one that there is. */
static void ask_day(struct px_parse *parse, const char *question)
{
	struct px_nlu_result *result = parse->result;
	const struct px_proposal before = px_proposal_of(parse);

	act_on(parse);
	size_t count = before.result.call_count;
	const struct px_nlu_call *call = result->call_count == count + 1 ? &result->calls[count] : NULL;
	const char *called = call ? call->tool : "none";
	bool made = call && strncmp(called, "create_", 7) == 0;
	const char *tool = made ? called : result->question ? parse->question_tool : NULL;
	const char *arguments = made ? call->arguments : parse->question_arguments;
	bool creates = tool && arguments && strncmp(tool, "create_", 7) == 0;
	px_proposal_restore(parse, &before);
	parse->question_tool = creates ? tool : called;
	parse->question_arguments = creates ? arguments : NULL;
	parse->question_slot = creates ? (strcmp(tool, "create_event") == 0 ? "start" : "due") : NULL;
	px_parse_ask(parse, question);
}

/* `excepting`: an exception is taken out first. */
static void read_request(struct px_parse *parse, bool excepting)
{
	parse->time_count = parse->cut_count = parse->name_begin = parse->name_end = 0;
	parse->slots = (struct px_slots){ 0 };
	parse->anchor = NULL;
	px_parse_forget_found(parse);
	parse->classified = parse->led = parse->sure = parse->ongoing = false;
	parse->words = px_words_of(parse->text, parse->begin, parse->end, parse->arena);
	if (!parse->words.count)
		return;
	parse->cut_short = parse->words.count > PX_PARSE_WORDS;
	if (parse->cut_short)
		parse->words.count = PX_PARSE_WORDS;
	px_parse_plain_words(parse);
	px_courtesy_strip(parse);
	if (excepting && px_except_take(parse)) {
		parse->words = px_words_of(parse->text, parse->begin, parse->end, parse->arena);
		px_parse_plain_words(parse);
		px_courtesy_strip(parse);
	}
	if (px_clauses_blank(parse)) {
		parse->words = px_words_of(parse->text, parse->begin, parse->end, parse->arena);
		px_parse_plain_words(parse);
		px_courtesy_strip(parse);
	}
	px_parse_find_times(parse);
	const char *impossible = px_times_impossible(parse);
	if (repeats_too_often(parse))
		return;
	if (impossible)
		ask_day(parse, px_phrase_with(parse->arena,
					      is_clock(impossible) ? PX_PHRASE_NO_SUCH_HOUR : PX_PHRASE_NO_SUCH_DAY,
					      impossible));
	else if (says_rate(parse))
		ask_day(parse, px_phrase(PX_PHRASE_ASK_RATE));
	else if (!read_each_time(parse))
		act_on(parse);
}

/* What a request can ask for, in the order in which it is tried; the first that takes the request has it. */
static const struct {
	const char *name;
	bool (*act)(struct px_parse *parse);
} acts[] = {
	{ "another", px_joins_another },
	{ "answer", px_dialogue_answer },
	{ "reminder", reminds },
	{ "memory", px_parse_memory },
	{ "continue", px_dialogue_continue },
	{ "change", px_parse_change },
	{ "reason", px_clauses_after_reason },
	{ "list", px_parse_list },
	{ "recall", px_parse_recall },
	{ "more", px_dialogue_more },
	{ "create", px_parse_create },
	{ "model", px_model_act },
};

/* What is read once the times are known. */
static void act_on(struct px_parse *parse)
{
	px_slots_take(parse);
	if (parse->words.count > 3) {
		size_t before = parse->words.count;
		px_courtesy_strip_wish(parse);
		if (parse->words.count != before)
			px_parse_streams(parse);
	}
	if (parse->list) {
		if (px_lists_item(parse))
			px_parse_spans_finish(parse);
		return;
	}
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (!acts[i].act(parse))
			continue;
		parse->result->act = acts[i].name;
		px_parse_spans_finish(parse);
		return;
	}
	parse->result->why = parse->result->why ? parse->result->why : "model: none";
	if (!parse->result->call_count)
		parse->result->confidence = px_parse_classify(parse)->scores[PX_INTENT_NONE];
}

/* "all tasks except the rant", of which nothing is known: the whole must not be done without a word. */
static void ask_exception(struct px_parse *parse)
{
	struct px_nlu_result *result = parse->result;
	const struct px_nlu_call *last = &result->calls[result->call_count - 1];

	parse->question_tool = last->tool;
	parse->question_arguments = last->arguments;
	parse->question_slot = "confirm";
	result->call_count--;
	px_parse_ask(parse, px_phrase_with(parse->arena, PX_PHRASE_ASK_WITHOUT_EXCEPTION, parse->except.said));
}

/* Reads the request without its exception; false if what it asks for would not heed it. */
static bool read_with_exception(struct px_parse *parse)
{
	const struct px_proposal before = px_proposal_of(parse);

	read_request(parse, true);
	bool took = parse->except.count || parse->except.unknown;
	bool acted = parse->result->call_count > before.result.call_count;
	if (!took || (parse->except.heeded && acted) || parse->result->question || parse->result->smalltalk)
		return true;
	if (acted && parse->except.unknown &&
	    strstr(parse->result->calls[parse->result->call_count - 1].arguments, "\"all\":true")) {
		ask_exception(parse);
		return true;
	}
	px_proposal_restore(parse, &before);
	return false;
}

static void parse_request(struct px_parse *parse)
{
	if (!read_with_exception(parse)) {
		parse->except = (struct px_except){ .count = 0 };
		read_request(parse, false);
	}
}

/* "…, remember that please" belongs to what it follows. */
static bool only_remembers(struct px_parse *parse, const struct px_segment *segment)
{
	struct px_words w = px_words_of(parse->text, segment->begin, segment->end, parse->arena);
	struct px_match match;

	return px_match(PX_PATTERN_REMEMBER_THAT, w.at, w.count, &match);
}

/* "…, put it in the calendar", "…, add it" after what was just put there. */
static bool only_files(struct px_parse *parse, const struct px_segment *segment)
{
	const struct px_nlu_result *result = parse->result;
	struct px_words w = px_words_of(parse->text, segment->begin, segment->end, parse->arena);
	struct px_match match;

	return result->call_count && strncmp(result->calls[result->call_count - 1].tool, "create_", 7) == 0 &&
	       px_match(PX_PATTERN_FILE_THAT,
			w.at, w.count, &match);
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

/* "the doc is reviewed, ping him about it": a task done, then more.  Where that begins, or 0. */
static size_t done_first(struct px_parse *parse)
{
	if (!memchr(parse->text.data + parse->begin, ',', parse->end - parse->begin) || parse->end - parse->begin > 300)
		return 0;
	struct px_words w = px_words_of(parse->text, parse->begin, parse->end, parse->arena);
	const struct px_proposal before = px_proposal_of(parse);
	size_t end = parse->end, tried = 0;

	for (size_t i = 2; i < w.count && i < 12 && w.count <= 40 && tried < 1; i++) {
		const char *gap = parse->text.data + w.at[i - 1].end;
		if (!(w.at[i].flags & PX_WORD_BREAK) || w.at[i].flags & PX_WORD_QUOTED || gap[0] != ',' ||
		    !may_complete(&w, i))
			continue;
		tried++;
		parse->end = w.at[i - 1].end;
		parse_request(parse);
		parse->end = end;
		const struct px_nlu_result *r = parse->result;
		if (r->call_count > before.result.call_count && !r->question &&
		    strcmp(r->calls[r->call_count - 1].tool, "complete_task") == 0)
			return w.at[i].begin;
		px_proposal_restore(parse, &before);
	}
	return 0;
}

/* "then lunch at 12:30", "after that drinks at 6": on the day of the event just spoken of. */
static int32_t day_then(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	const struct px_words w = px_errands_words(parse);
	struct px_match match;
	size_t length;

	if (!d->touched_count || d->touched[0].kind != PX_NLU_EVENT || d->touched[0].start == PX_TIME_NONE ||
	    parse->fresh || !w.count || !px_match_prefix(PX_PATTERN_AFTERWARDS, w.at, w.count, &match, &length))
		return PX_DAY_NONE;
	return px_civil_ms_day(d->touched[0].start);
}

/* The request text[begin, end), and one after an "and" that has all it needs. */
static void read_plain(struct px_parse *parse, const struct px_segment *segment)
{
	parse->begin = segment->begin;
	parse->end = segment->end;
	parse->same_day = day_then(parse);
	for (size_t next = done_first(parse); next; next = done_first(parse))
		parse->begin = next;
	for (size_t second = px_errands_second(parse); second; second = px_errands_second(parse)) {
		size_t end = second;
		while (end > parse->begin && parse->text.data[end - 1] == ' ')
			end--;
		struct px_str before = px_str_n(parse->text.data + parse->begin, end - parse->begin);
		parse->end = end - (px_str_ends(before, px_str(px_phrase(PX_PHRASE_AND_TAIL)))
					    ? strlen(px_phrase(PX_PHRASE_AND_TAIL)) - 1
				    : px_str_ends(before, px_str(px_phrase(PX_PHRASE_PLUS_TAIL)))
					    ? strlen(px_phrase(PX_PHRASE_PLUS_TAIL)) - 1
					    : 0);
		parse_request(parse);
		parse->same_day = px_joins_day_of_last(parse);
		parse->begin = second;
		parse->end = segment->end;
	}
	parse_request(parse);
	parse->same_day = PX_DAY_NONE;
}

/* "worm the rams on Wednesday, put it in farm rounds": a task, whatever else it could be. */
static bool read_filed(struct px_parse *parse, const struct px_segment *segment, const char *project)
{
	const struct px_proposal before = px_proposal_of(parse);
	struct px_list list = { .verb = PX_LIST_CREATE, .kind = PX_NLU_TASK, .project = project };

	if (project && px_joins_names_task(parse, segment))
		return false;
	read_plain(parse, segment);
	bool day = project && px_joins_made_day(parse); /* events have no project */
	if (parse->result->call_count > before.result.call_count &&
	    !(day && parse->result->call_count == before.result.call_count + 1))
		return px_joins_file_last(parse, project);
	list.kind_said = day;
	if (parse->result->question && !parse->unsure)
		return false;
	px_proposal_restore(parse, &before);
	parse->list = &list;
	parse_request(parse);
	parse->list = NULL;
	return true;
}

/* "…, remind me": of what was said before it. */
static bool only_asks_reminder(struct px_parse *parse, const struct px_segment *segment)
{
	struct px_words w = px_words_of(parse->text, segment->begin, segment->end, parse->arena);
	struct px_match match;

	return !segment->list && px_match(PX_PATTERN_PARSE_ONLY_ASKS_REMINDER, w.at, w.count, &match);
}

/* Reads segments[i]; returns how many it took. */
static size_t read_segment(struct px_parse *parse, struct px_segment *segments, size_t i, size_t count)
{
	struct px_segment *next = i + 1 < count ? &segments[i + 1] : NULL;
	const char *project;

	if (segments[i].list) {
		parse->begin = segments[i].begin;
		parse->end = segments[i].end;
		parse->list = segments[i].list;
		parse_request(parse);
		parse->list = NULL;
		return 1;
	}
	if (next && only_asks_reminder(parse, next)) {
		struct px_list *list = PX_ARENA_NEW(parse->arena, struct px_list);
		*list = (struct px_list){ .verb = PX_LIST_CREATE, .kind = PX_NLU_TASK, .kind_said = true };
		next->begin = next->end; /* "in 5 minutes I will go home, remind me" */
		segments[i].list = list;
		(void)read_segment(parse, segments, i, i + 1);
		return 2;
	}
	bool deed = next && px_joins_same_deed(parse, &segments[i], next);
	if (deed || (next && only_remembers(parse, next))) {
		next->begin = segments[i].begin;
		next->list = deed ? PX_ARENA_NEW(parse->arena, struct px_list) : NULL;
		return 1;
	}
	if ((i && (only_files(parse, &segments[i]) || px_joins_only_notes(parse, &segments[i]))) ||
	    (next && px_clauses_mention(parse, &segments[i], next)))
		return 1;
	if (next && px_joins_noted(parse, &segments[i], next))
		return 2;
	if (next && px_joins_files(parse, next, &project)) {
		bool both = read_filed(parse, &segments[i], project);
		return both ? 2 : 1;
	}
	read_plain(parse, &segments[i]);
	return 1;
}

/* "rule: move; the model says update_event 0.93" */
static const char *explain(struct px_parse *parse)
{
	const char *why = parse->result->why ? parse->result->why : "nothing said";

	if (!parse->classified)
		return why;
	return px_arena_printf(parse->arena, "%s; the model says %s %.2f", why, px_intent_name(parse->intent.best),
			       (double)parse->intent.confidence);
}

/* "the 1. of April", "3. March": the dot is the ordinal's. */
static bool is_ordinal_dot(struct px_str text, size_t at)
{
	struct px_str rest = px_str_n(text.data + at + 2, text.size - at - 2);

	if (text.data[at - 1] < '0' || text.data[at - 1] > '9' ||
	    (at > 1 && text.data[at - 2] != ' ' && (text.data[at - 2] < '0' || text.data[at - 2] > '9')))
		return false;
	for (size_t i = 0; i < px_texts(PX_TEXTS_BEHIND_ORDINAL)->count; i++) {
		struct px_str word = px_str(px_texts(PX_TEXTS_BEHIND_ORDINAL)->at[i]);
		if (rest.size >= word.size && px_str_eq_case(px_str_n(rest.data, word.size), word) &&
		    (rest.size == word.size || rest.data[word.size] == ' '))
			return true;
	}
	return false;
}

/* "*every friday" says no more than its words, "1:1 -> 3pm" is "to 3pm". */
static struct px_str without_marks(struct px_str text, struct px_arena *arena)
{
	char *copy = NULL;

	for (size_t i = 0; i + 1 < text.size; i++) {
		bool word = (text.data[i + 1] | 32) >= 'a' && (text.data[i + 1] | 32) <= 'z';
		bool star = text.data[i] == '*' && word && (i == 0 || text.data[i - 1] == ' ');
		bool arrow = i > 0 && text.data[i - 1] == ' ' && text.data[i + 1] == '>' && strchr("-=", text.data[i]);
		bool ordinal = i > 0 && text.data[i] == '.' && text.data[i + 1] == ' ' && is_ordinal_dot(text, i);
		if (!star && !arrow && !ordinal)
			continue;
		if (!copy)
			copy = px_arena_str(arena, text);
		copy[i] = star || ordinal ? ' ' : 't';
		copy[i + 1] = arrow ? 'o' : copy[i + 1];
	}
	return copy ? px_str_n(copy, text.size) : text;
}

/* "Remind me to stretch, actually forget it": taken back before it is done. */
static bool takes_back(const struct px_parse *parse)
{
	const struct px_words *w = &parse->spelling->words;
	struct px_match match;

	for (size_t i = 2; i < w->count && w->count <= PX_PARSE_WORDS; i++) {
		bool parted = w->at[i].flags & PX_WORD_BREAK || px_word_in(&w->at[i], PX_WORDS_PARSE_TAKES_BACK);
		if (parted && w->count - i <= 9 && !(w->at[i].flags & PX_WORD_QUOTED) &&
		    px_match(PX_PATTERN_RETRACTION, w->at + i, w->count - i, &match))
			return true;
	}
	return false;
}

void px_nlu_parse(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena,
		  struct px_nlu_result *result)
{
	struct px_segment segments[PX_SEGMENT_MAX];
	struct px_parse *parse = PX_ARENA_NEW(arena, struct px_parse);

	*result = (struct px_nlu_result){ .intent = "none", .why = NULL };
	if (text.size > PX_NLU_TEXT_MAX)
		text.size = PX_NLU_TEXT_MAX;
	parse->context = context;
	parse->titles = PX_ARENA_NEW(arena, struct px_item_titles);
	struct px_spelling *spelling = px_arena_alloc(arena, sizeof(*spelling));
	px_spelling_read(context, without_marks(text, arena), arena, spelling);
	parse->spelling = spelling;
	parse->text = text = spelling->read;
	parse->arena = arena;
	parse->result = result;
	parse->now = px_tz_to_local(context->tz, context->now);
	parse->today = px_civil_ms_day(parse->now);
	parse->same_day = PX_DAY_NONE;
	px_state_read(context->state, arena, &parse->dialogue);
	struct px_dialogue *before = px_arena_alloc(arena, sizeof(*before));
	*before = parse->dialogue;
	result->dialogue = before;
	if (takes_back(parse)) {
		result->smalltalk = px_phrase(PX_PHRASE_NOTHING_DONE);
		result->why = "rule: taken back";
		return;
	}
	size_t count = px_lists_split(parse, segments, PX_SEGMENT_MAX);
	for (size_t i = 0; i < count; )
		i += read_segment(parse, segments, i, count);
	px_clauses_merge(parse);
	if (result->call_count && parse->unsure) { /* something was done: no need to guess about the rest */
		result->question = result->pending = NULL;
		result->intent = result->calls[0].tool;
		result->confidence = result->calls[0].confidence;
	}
	result->unsure = result->question && parse->unsure;
	for (size_t i = 0; i < result->span_count; i++) {
		result->spans[i].begin = px_spelling_from(spelling, result->spans[i].begin);
		result->spans[i].end = px_spelling_from(spelling, result->spans[i].end);
	}
	result->why = explain(parse);
}
