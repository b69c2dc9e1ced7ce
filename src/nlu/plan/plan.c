/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One message: read by the frames, and where those are not sure by the trained
 * reader as well, if there is one.  plan/choice.c says which reading counts.
 */
#include "nlu/nlu.h"

#include "nlu/plan/choice.h"
#include "nlu/plan/left_words.h"
#include "nlu/plan/marked.h"
#include "nlu/plan/parse.h"
#include "nlu/plan/several.h"
#include "nlu/read/source.h"
#include "nlu/read/times.h"
#include "nlu/refer/opinion.h"
#include "nlu/refer/state.h"
#include "nlu/text/json.h"
#include "nlu/text/language_of.h"

/* "rule: move; the model says update_event 0.93" */
static const char *explain(struct px_arena *arena, const struct px_proposal *proposal)
{
	const char *why = proposal->result.why ? proposal->result.why : "nothing said";
	const struct px_lookups *lookups = proposal->request ? proposal->request->lookups : NULL;

	if (!lookups || !lookups->classified)
		return why;
	return px_arena_printf(arena, "%s; the model says %s %.2f", why, px_intent_name(lookups->intent.best),
			       (double)lookups->intent.confidence);
}

/* The result of a message that was read to its end. */
static void conclude(const struct px_request *source, struct px_proposal *proposal)
{
	struct px_nlu_result *result = &proposal->result;

	px_clauses_merge(source, proposal);
	if (result->call_count && proposal->unsure) { /* something was done: no need to guess about the rest */
		result->question = result->pending = NULL;
		result->intent = result->calls[0].tool;
		result->confidence = result->calls[0].confidence;
	}
	result->unsure = result->question && proposal->unsure;
	result->span_count = proposal->spans.count;
	for (size_t i = 0; i < result->span_count; i++) {
		const struct px_nlu_span *span = &proposal->spans.at[i];
		result->spans[i] = (struct px_nlu_span){ span->slot, px_spelling_from(source->spelling, span->begin),
							 px_spelling_from(source->spelling, span->end) };
	}
	result->why = explain(source->arena, proposal);
}

/* What the message comes to before anything of it is read. */
static struct px_proposal begin(const struct px_request *source)
{
	struct px_proposal proposal = { .result = { .intent = "none" }, .text = source->text };

	px_state_read(source->context->state, source->arena, &proposal.next.dialogue);
	struct px_dialogue *before = px_arena_alloc(source->arena, sizeof(*before));
	*before = proposal.next.dialogue;
	proposal.result.dialogue = before;
	return proposal;
}

/* The message by its marks; false if the reader can't tell. */
static bool read_marks(const struct px_request *source, struct px_str text, struct px_marks *marks)
{
	const struct px_nlu_context *context = source->context;
	struct px_marks said;

	if (!context->read(context->read_arg, context, text, &said) || !said.count)
		return false;
	px_marked_place(source, &said, marks);
	return true;
}

/* "since 1900", "in the spring of 1968": what a text is about; nobody has a task then. */
static bool is_long_ago(const struct px_request *source, const struct px_time_value *value)
{
	enum { YEAR = 366 };
	const bool days = value->kind == PX_TIME_DATE || value->kind == PX_TIME_RANGE;

	return days && value->start.day != PX_DAY_NONE && value->start.day < source->today - YEAR;
}

/* It names a time that something could be due at, or that somebody may ask after. */
static bool is_dated(const struct px_request *source)
{
	const struct px_time_context context = px_parse_time_context(source);
	struct px_time_expr found[PX_TIME_MAX];
	const size_t count = px_time_find(&context, source->text, found, PX_TIME_MAX);

	for (size_t i = 0; i < count; i++) {
		if (found[i].value.kind != PX_TIME_KIND_NONE && !is_long_ago(source, &found[i].value))
			return true;
	}
	return false;
}

/* What is dated is the person's own task, however it begins: that is for the reader to say. */
static bool passes(const struct px_request *source)
{
	const struct px_nlu_context *context = source->context;

	return context->passes && !context->read_alone && context->passes(context->passes_arg, source->text) &&
	       !is_dated(source);
}

/* The better one of both readings.  `marks` are those of the reader, none if it was not asked. */
static void read_message(const struct px_request *source, struct px_str text, struct px_marks *marks,
			 struct px_nlu_result *result)
{
	const struct px_nlu_context *context = source->context;
	struct px_arena *arena = source->arena;

	struct px_proposal frames = begin(source);
	px_plan_frames(source, &frames);
	conclude(source, &frames);
	*result = frames.result;
	if (!context->read || (!context->read_alone && px_choice_sure(result)))
		return;
	result->passed = passes(source);
	if (result->passed || (!context->read_alone && px_choice_settled(context, result, text, arena)) ||
	    !read_marks(source, text, marks))
		return;
	struct px_proposal marked = begin(source);
	float trust = px_plan_marks(source, marks, &marked);
	conclude(source, &marked);
	marked.result.trust = trust;
	const struct px_readings readings = { .frames = result, .marked = &marked.result, .marks = marks,
					      .trust = trust, .text = text, .follows = context->said_before };
	if (context->weighs)
		context->weighs(context->weighs_arg, &readings);
	if (context->read_alone || px_choice_marks(&readings, arena))
		*result = marked.result;
	else if (px_choice_agrees(&readings))
		result->trust = trust;
}

static void parse(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena,
		  struct px_nlu_result *result)
{
	const struct px_request *source = px_request_source(context, px_request_without_marks(text, arena), arena);
	struct px_marks marks = { .count = 0 };

	read_message(source, text, &marks, result);
	if (context->notes_left)
		px_left_words_note(source, marks.count ? &marks : NULL, result);
}

void px_nlu_parse(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena,
		  struct px_nlu_result *result)
{
	if (text.size > PX_NLU_TEXT_MAX)
		text.size = PX_NLU_TEXT_MAX;
	const struct px_language *before = px_language_use(px_language_of(text, context->locale));
	parse(context, text, arena, result);
	px_language_use(before);
}
