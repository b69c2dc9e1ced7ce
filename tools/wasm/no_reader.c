/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The browser has no trained reader, so the code that turns marks into calls is
 * left out of its module: in its place stand these, which say so.
 */
#include "nlu/act/denied.h"
#include "nlu/act/following.h"
#include "nlu/act/marked_group.h"
#include "nlu/plan/choice.h"
#include "nlu/plan/left_words.h"
#include "nlu/plan/marked.h"
#include "nlu/refer/marked_repair.h"
#include "nlu/report/gold.h"
#include "nlu/report/readings.h"

void px_marked_place(const struct px_request *source, const struct px_marks *said, struct px_marks *read)
{
	(void)source;
	(void)said;
	read->count = 0;
}

void px_marked_repair(const struct px_request *source, struct px_marks *read)
{
	(void)source;
	(void)read;
}

float px_plan_marks(const struct px_request *source, const struct px_marks *marks, struct px_proposal *proposal)
{
	(void)source;
	(void)marks;
	(void)proposal;
	return 0;
}

bool px_choice_sure(const struct px_nlu_result *frames)
{
	(void)frames;
	return true;
}

bool px_choice_settled(const struct px_nlu_context *context, const struct px_nlu_result *frames, struct px_str text,
		       struct px_arena *arena)
{
	(void)context;
	(void)frames;
	(void)text;
	(void)arena;
	return true;
}

bool px_choice_marks(const struct px_readings *readings, struct px_arena *arena)
{
	(void)readings;
	(void)arena;
	return false;
}

bool px_choice_agrees(const struct px_readings *readings)
{
	(void)readings;
	return false;
}

enum px_err px_gold_read(struct px_str notation, struct px_arena *arena, struct px_str *text, struct px_marks *marks,
			 struct px_error *error)
{
	(void)notation;
	(void)arena;
	(void)text;
	(void)marks;
	return px_fail(error, PX_INVALID, "marks", "are not read here: this build has no code for them");
}

void px_report_readings(struct px_buf *out, const struct px_nlu_context *context, struct px_str text, px_read_fn read,
			void *read_arg, struct px_arena *arena)
{
	(void)out;
	(void)context;
	(void)text;
	(void)read;
	(void)read_arg;
	(void)arena;
}

void px_left_words_note(const struct px_request *source, const struct px_marks *marks, struct px_nlu_result *result)
{
	(void)source;
	(void)marks;
	(void)result;
}

bool px_following_set(const struct px_request *request, const struct px_target *target, struct px_args *args)
{
	(void)request;
	(void)target;
	(void)args;
	return false;
}

bool px_denied(const struct px_words *words, const char *tool)
{
	(void)tool;
	(void)words;
	return false;
}

bool px_marked_group(const struct px_request *request, const struct px_nlu_session *session, struct px_target *target)
{
	(void)request;
	(void)session;
	(void)target;
	return true;
}
