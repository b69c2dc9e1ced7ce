/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/restated.h"

#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/act/move.h"
#include "nlu/act/new_times.h"
#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/when.h"
#include "nlu/refer/described.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/times.h"
#include "nlu/text/phrase.h"

#include <strings.h>

enum { EITHER = PX_TARGET_TASK | PX_TARGET_EVENT };
static const float CONFIDENCE = 0.93F;

/* A number as it stands in a text: "1,000", "2.5", "10" of "10kg", "ten". */
struct figure {
	size_t begin, end;       /* its bytes, without a unit */
	const char *text, *unit; /* figures without what parts thousands; "" where no unit is written right behind it */
};

/* A value as it may be meant: a time, a number, or either. */
struct value {
	const struct px_request *part; /* its words, with the times in them; NULL: not said */
	struct px_when when;           /* `any` false: no time */
	struct figure number;          /* `text` NULL: none */
};

/* The things that may be meant: a row of copies, so that names are looked for among them alone. */
struct choice {
	struct px_nlu_item *items;
	size_t count;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number that begins with the word; not part of one ("000" of "1,000"), of a name ("5-a-side") or a day ("3rd"). */
static bool read_figure(struct px_str text, const struct px_word *word, struct px_arena *arena, struct figure *figure)
{
	size_t end = word->begin, size = 0;

	if (!px_word_is_number(word) || px_word_ordinal(word) || (word->flags & PX_WORD_QUOTED))
		return false;
	if (!is_digit(text.data[word->begin])) {
		*figure = (struct figure){ word->begin, word->end,
					   px_arena_printf(arena, "%d", px_word_number(word)), "" };
		return true;
	}
	if (end > 1 && strchr(",.", text.data[end - 1]) && is_digit(text.data[end - 2]))
		return false;
	char *digits = px_arena_alloc(arena, text.size - end + 1);
	for (; end < text.size; end++) {
		const bool parts = strchr(",.", text.data[end]) && end + 1 < text.size && is_digit(text.data[end + 1]);
		if (!is_digit(text.data[end]) && !parts)
			break;
		if (text.data[end] != ',')
			digits[size++] = text.data[end];
	}
	digits[size] = '\0';
	const int rest = word->end > end ? (int)(word->end - end) : 0;
	const char *unit = px_arena_printf(arena, "%.*s", rest, text.data + end);
	*figure = (struct figure){ word->begin, end, digits, unit };
	return !strpbrk(unit, "-:/.&+'");
}

static bool are_same(const struct figure *a, const struct figure *b)
{
	return strcmp(a->text, b->text) == 0 && (!a->unit[0] || !b->unit[0] || strcasecmp(a->unit, b->unit) == 0);
}

/* "2.5", which may be a time as well. */
static bool read_decimal(const struct px_request *source, const struct px_cut *at, struct figure *figure)
{
	const struct px_words w = px_words_of(source->text, at->begin, at->end, source->arena);

	for (size_t i = 0; i < w.count; i++) {
		if (read_figure(source->text, &w.at[i], source->arena, figure) && strchr(figure->text, '.'))
			return true;
	}
	return false;
}

static struct value read_value(const struct px_request *source, const struct px_nlu_session *session,
			       const struct px_cut *at)
{
	struct value value = { 0 };
	const struct px_word *number = NULL;

	if (at->begin == at->end)
		return value;
	struct px_request *part = px_times_part(source, session, at->begin, at->end);
	const struct px_words *w = &part->full;
	for (size_t i = 0; i < w->count && !number; i++) {
		if (w->at[i].time < 0 && read_figure(part->text, &w->at[i], source->arena, &value.number))
			number = &w->at[i];
	}
	if (!number && !read_decimal(source, at, &value.number))
		value.number.text = NULL;
	value.when = px_parse_when(part, NULL, 0);
	if (!value.when.any && number && px_parse_bare_clock(part, number)) {
		px_parse_streams(part);
		value.when = px_parse_when(part, NULL, 0);
	}
	value.part = part;
	return value;
}

/* Where the title has that number; false if it has none, or several. */
static bool number_in(const struct px_request *request, const char *title, const struct figure *said,
		      struct figure *found)
{
	const struct px_words w = px_words_in(title, request->arena);
	size_t count = 0;
	struct figure one;

	for (size_t i = 0; i < w.count; i++) {
		if (read_figure(px_str(title), &w.at[i], request->arena, &one) && are_same(&one, said)) {
			*found = one;
			count++;
		}
	}
	return count == 1;
}

static bool has_time(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE || item->due_day != PX_DAY_NONE;
}

/* "Tuesday", said of what is next week, may be today's as well: any Tuesday that is near. */
static bool is_near_weekday(const struct value *old, const struct px_nlu_item *item)
{
	enum { NEAR_DAYS = 14 };
	const int32_t day = px_change_item_point(item).day, today = old->part->today;

	return old->when.start.day != PX_DAY_NONE && old->when.start.second < 0 && !old->when.range &&
	       px_words_have(&old->part->words, PX_WORDS_WEEKDAY) && day >= today && day <= today + NEAR_DAYS &&
	       px_civil_weekday(day) == px_civil_weekday(old->when.start.day);
}

/* The thing has the old time, or a `near` one, and the new one is a time; or it could have one. */
static bool fits_time(const struct px_nlu_item *item, const struct value *old, const struct value *now, bool near)
{
	if (!now->when.any && now->part)
		return false;
	return has_time(item) && (!old->part || (old->when.any && (px_target_stands(&old->when, item) ||
								  (near && is_near_weekday(old, item)))));
}

static bool fits_number(const struct px_request *request, const struct px_contrast *contrast,
			const struct px_nlu_item *item, const struct value *old, const struct value *now)
{
	struct figure found;

	return contrast->counts && now->number.text && old->number.text &&
	       number_in(request, item->title, &old->number, &found);
}

static struct choice fitting(const struct px_request *request, const struct px_contrast *contrast,
			     const struct value *old, const struct value *now)
{
	const struct px_nlu_context *context = request->context;
	struct choice choice = { PX_ARENA_ARRAY(request->arena, struct px_nlu_item, context->item_count + 1), 0 };

	for (int near = 0; near < 2 && !choice.count; near++) {
		for (size_t i = 0; i < context->item_count; i++) {
			const struct px_nlu_item *item = &context->items[i];
			if (item->kind != PX_NLU_PROJECT && item->title && !px_target_over(request, item) &&
			    (fits_time(item, old, now, near) || fits_number(request, contrast, item, old, now)))
				choice.items[choice.count++] = *item;
		}
	}
	return choice;
}

/* "hv" of "Health visitor". */
static bool are_initials(const struct px_request *request, const struct px_word *word, const char *title)
{
	const struct px_words w = px_words_in(title, request->arena);

	if (word->size < 2 || word->size > w.count || word->time >= 0)
		return false;
	for (size_t i = 0; i < word->size; i++) {
		if (w.at[i].text[0] != word->text[i])
			return false;
	}
	return true;
}

/* Those of the things that the words name, by most words; else by initials. */
static void find_named(const struct px_request *said, const struct choice *among, struct px_target *target)
{
	struct px_nlu_context context = *said->context;
	struct px_request own;

	px_request_take(&own, said);
	context.items = among->items;
	context.item_count = among->count;
	own.context = &context;
	px_described_clause(&own, said->full.at, said->full.count, EITHER, false, target);
	for (size_t i = 0; i < said->full.count && !target->candidate_count; i++) {
		for (size_t k = 0; k < among->count && target->candidate_count < PX_STATE_ITEMS; k++) {
			if (are_initials(said, &said->full.at[i], among->items[k].title))
				target->candidates[target->candidate_count++] = &among->items[k];
		}
	}
}

/* Some word may name a thing that is not known: nothing else is changed for it. */
static bool names_other(const struct px_request *said)
{
	for (size_t i = 0; i < said->full.count; i++) {
		const struct px_word *word = &said->full.at[i];
		if (word->time < 0 && word->size > 2 && !px_word_is_number(word) &&
		    !px_word_in(word, PX_WORDS_RESTATED_LIGHT) && !px_word_in(word, PX_WORDS_RESTATED_SUBJECT) &&
		    !px_word_in(word, PX_WORDS_TITLE_FILLER) && !px_word_in(word, PX_WORDS_WEEKDAY) &&
		    !px_word_in(word, PX_WORDS_AMOUNT_UNIT) && !px_word_in(word, PX_WORDS_AMOUNT_COUNT))
			return true;
	}
	return false;
}

/* The one of them that was spoken of; NULL if none was, or several. */
static const struct px_nlu_item *in_focus(const struct px_dialogue *d, const struct px_target *target)
{
	const struct px_nlu_item *found = NULL;

	for (size_t i = 0; i < target->candidate_count; i++) {
		const struct px_nlu_item *item = target->candidates[i];
		if (d->touched_count && px_dialogue_same(item, &d->touched[0]))
			return item;
		if (!px_dialogue_among(item, d->touched, d->touched_count))
			continue;
		if (found)
			return NULL;
		found = item;
	}
	return found;
}

static void take_all(const struct choice *among, struct px_target *target)
{
	target->candidate_count = among->count < PX_STATE_ITEMS ? among->count : PX_STATE_ITEMS;
	for (size_t i = 0; i < target->candidate_count; i++)
		target->candidates[i] = &among->items[i];
}

/* "15kg not 10" of "10kg rice flour": what it is counted in names it. */
static bool has_unit(const struct px_request *request, const struct px_nlu_item *item, const struct value *old,
		     const struct value *now)
{
	struct figure found;

	return old->number.text && now->number.text && now->number.unit[0] &&
	       number_in(request, item->title, &old->number, &found) && strcasecmp(found.unit, now->number.unit) == 0;
}

/* Which thing is meant; UNSURE if it is the only one that has the value, but neither named nor spoken of. */
static enum { NONE, UNSURE, SURE } choose(const struct px_request *said, const struct px_nlu_session *session,
					  const struct px_contrast *contrast, const struct choice *among,
					  const struct value *old, const struct value *now, struct px_target *target)
{
	const bool both = px_words_have(&said->full, PX_WORDS_BOTH), other = names_other(said);

	find_named(said, among, target);
	const bool named = target->candidate_count > 0;
	if (!named && (contrast->old.end || (contrast->leans && !other)))
		take_all(among, target);
	if (target->candidate_count == 2 && both) {
		target->many = true;
		target->words = "";
		return SURE;
	}
	const struct px_nlu_item *spoken_of = in_focus(&session->dialogue, target);
	if (!named && other && (!contrast->leans || target->candidate_count != 1))
		return NONE;
	if (!named && !contrast->old.end && !spoken_of)
		return NONE;
	target->item = target->candidate_count == 1 ? target->candidates[0] : spoken_of;
	target->words = target->item ? target->item->title : "";
	if (!target->item)
		return target->candidate_count ? SURE : NONE; /* which of them is asked */
	return named || (spoken_of && !other) || has_unit(said, target->item, old, now) ? SURE : UNSURE;
}

/* "12 sheets of plasterboard" with 14: "14 sheets of plasterboard". */
static bool renumber(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_target *target, const struct value *old,
		     const struct value *now)
{
	const char *title = target->item->title;
	const struct figure *new = &now->number;
	struct px_args args = { 0 };
	struct figure figure;

	if (!number_in(request, title, &old->number, &figure) || !are_same(new, &(struct figure){ .text = new->text,
										     .unit = figure.unit }))
		return false;
	const char *said = now->part->text.data + new->begin;
	const struct px_str written = is_digit(*said) ? px_str_n(said, new->end - new->begin) : px_str(new->text);
	px_args_set(&args, "title", px_arena_printf(request->arena, "%.*s%.*s%s", (int)figure.begin, title,
						     (int)written.size, written.data, title + figure.end));
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, target, &args, CONFIDENCE,
				      "rule: another number");
}

/* Of a series that somebody can't come to once, that day. */
static void pin(const struct px_contrast *contrast, const struct value *old, struct px_target *target)
{
	const struct px_nlu_item *item = target->item;

	target->day = target->day_end = PX_DAY_NONE;
	if (!item || !item->recurrence || item->start == PX_TIME_NONE)
		return;
	if (old->when.any && old->when.start.day != PX_DAY_NONE)
		target->day = old->when.start.day;
	else if (contrast->once)
		target->day = px_civil_ms_day(item->start);
	target->day_end = target->day == PX_DAY_NONE ? PX_DAY_NONE : target->day + 1;
}

static bool change(const struct px_request *said, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_contrast *contrast, struct px_target *target, const struct value *old,
		   const struct value *now)
{
	struct px_args args = { 0 };

	pin(contrast, old, target);
	if (contrast->off)
		return px_parse_change_target(old->part, session, proposal, PX_VERB_DELETE, target, &args, CONFIDENCE,
					      "rule: swapped");
	if (contrast->added) {
		px_args_set(&args, "shift", px_parse_span(said, now->when.months, now->when.seconds));
		return px_parse_change_target(now->part, session, proposal, PX_VERB_UPDATE, target, &args, CONFIDENCE,
					      "rule: an extension");
	}
	const bool at_that_time = target->item && old->when.any && fits_time(target->item, old, now, true);
	if (target->item && !at_that_time && fits_number(said, contrast, target->item, old, now))
		return renumber(said, session, proposal, target, old, now);
	struct px_when when = now->when;
	if (target->item && old->part && is_near_weekday(old, target->item) && when.start.day != PX_DAY_NONE &&
	    !px_target_stands(&old->when, target->item)) /* both days are of its week */
		when.start.day += px_change_item_point(target->item).day - old->when.start.day;
	return when.any && px_move_to(now->part, session, proposal, target, when, &args, CONFIDENCE,
				      "rule: said to be otherwise");
}

/* The one call that was made is only asked about. */
static bool ask_first(const struct px_request *request, struct px_proposal *proposal, const struct px_proposal *before,
		      const struct px_target *target, bool off)
{
	const struct px_nlu_result *made = &proposal->result;

	if (made->question && !before->result.question && made->call_count == before->result.call_count)
		return true; /* something else is asked */
	if (made->call_count != before->result.call_count + 1 || !target->item)
		return false;
	const struct px_nlu_call call = made->calls[made->call_count - 1];
	*proposal = *before;
	proposal->question.tool = call.tool;
	proposal->question.arguments = call.arguments;
	proposal->question.slot = "confirm";
	px_change_ask_about(proposal, target->item);
	px_parse_ask(request, proposal, px_phrase_with(request->arena, off ? PX_PHRASE_ASK_CANCEL : PX_PHRASE_ASK_MEANT,
						       target->item->title));
	return true;
}

bool px_restated_act(const struct px_request *source, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_contrast *contrast)
{
	const struct px_cut whole = { (uint32_t)contrast->begin, (uint32_t)contrast->end };
	const struct value old = read_value(source, session, &contrast->old);
	const struct value now = read_value(source, session, &contrast->now);
	const struct value all = read_value(source, session, &whole);
	struct px_target target = { .words = "" };

	if ((!contrast->off && !now.part) || contrast->added != now.when.duration)
		return false;
	const struct choice among = fitting(source, contrast, &old, &now);
	const int found = choose(all.part, session, contrast, &among, &old, &now, &target);
	if (found == NONE)
		return false;
	struct px_proposal start = *proposal, tried;
	start.request = all.part;
	start.sure = true;
	tried = start;
	if (!change(all.part, session, &tried, contrast, &target, &old, &now) ||
	    ((found == UNSURE || contrast->off) && !ask_first(all.part, &tried, &start, &target, contrast->off)))
		return false;
	tried.result.act = "restated";
	tried.sure = false;
	*proposal = tried;
	return true;
}
