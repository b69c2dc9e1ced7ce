/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The browser has no trained reader, so the code that turns marks into calls is
 * left out of its module: in its place stand these, which say so.  Nor does the
 * page tell where the person's events take place, who comes, and what was made before.
 */
#include "nlu/act/again.h"
#include "nlu/act/apart.h"
#include "nlu/plan/choice.h"
#include "nlu/plan/marked.h"
#include "nlu/refer/described.h"
#include "nlu/report/gold.h"

void px_marked_place(const struct px_request *source, const struct px_marks *said, struct px_marks *read)
{
	(void)source;
	(void)said;
	read->count = 0;
}

float px_plan_marks(const struct px_request *source, const struct px_marks *marks, struct px_proposal *proposal)
{
	(void)source;
	(void)marks;
	(void)proposal;
	return 0;
}

const char *px_again_name(const struct px_nlu_session *session, const struct px_word *words, size_t *from, size_t *to)
{
	(void)session;
	(void)words;
	(void)from;
	(void)to;
	return NULL;
}

void px_again_time(const struct px_request *request, const struct px_nlu_session *session, struct px_when *when)
{
	(void)request;
	(void)session;
	(void)when;
}

const char *px_again_place(const struct px_request *request, const struct px_nlu_session *session)
{
	(void)request;
	(void)session;
	return NULL;
}

bool px_steps_apart(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)
{
	(void)request;
	(void)session;
	(void)proposal;
	(void)frame;
	(void)match;
	return false;
}

void px_described_find(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		       const struct px_when *when, struct px_target *target)
{
	(void)request;
	(void)words;
	(void)count;
	(void)kinds;
	(void)when;
	(void)target;
}

void px_described_spot(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		       struct px_target *target)
{
	(void)request;
	(void)words;
	(void)count;
	(void)kinds;
	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
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

bool px_choice_marks(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust,
		     struct px_str text, struct px_arena *arena)
{
	(void)frames;
	(void)marked;
	(void)trust;
	(void)text;
	(void)arena;
	return false;
}

bool px_choice_agreed(const struct px_nlu_result *frames, const struct px_nlu_result *marked, float trust)
{
	(void)frames;
	(void)marked;
	(void)trust;
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
