/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests of which the second leans on the first: it only says where that
 * goes ("worm the rams, put it in Farm rounds") or that it is to be noted
 * ("the review is on Zoom, please update it"), or it is one more of the kind
 * ("a call at 10 and a visit at 2", "… and another one on Monday, same hours").
 *
 * Pure and thread-safe; memory comes from the request's arena.
 */
#ifndef PX_NLU_PLAN_JOINS_H
#define PX_NLU_PLAN_JOINS_H

#include "nlu/act/proposal.h"
#include "nlu/read/segment.h"

/* The segment only says where goes what was said before; *project is the one it names, or NULL. */
bool px_joins_files(const struct px_request *request, const struct px_segment *segment, const char **project);
/* "buy milk and put it in the fridge": one deed, not two. */
bool px_joins_same_deed(const struct px_request *request, const struct px_segment *segment,
			const struct px_segment *next);
/* The segment is nothing but the name of a task: "it" from now on, which is noted in the dialogue. */
bool px_joins_names_task(const struct px_request *request, const struct px_segment *segment, struct px_dialogue *d);
/* What was created last goes to that project (NULL: it stays); false if nothing was created last. */
bool px_joins_file_last(const struct px_request *request, struct px_proposal *proposal, const char *project);
/* What was created last is an event without a clock time. */
bool px_joins_made_day(const struct px_request *request, struct px_proposal *proposal);
/* "Salary review is with Kari, please add her": true if both segments were read, as one change. */
bool px_joins_noted(const struct px_request *request, struct px_proposal *proposal, const struct px_segment *segment,
		    const struct px_segment *next);
/* "…, please change it" behind a change that says it all. */
bool px_joins_only_notes(const struct px_request *request, struct px_proposal *proposal,
			 const struct px_segment *segment);
/*
 * "a call with the printer tomorrow at 10 and a studio visit Friday 14:00":
 * the "and" word between two events that each have their own time, else 0.
 */
size_t px_joins_second_event(struct px_request *request, const struct px_nlu_session *session);
/* The day of the event that was created last, or PX_DAY_NONE. */
int32_t px_joins_day_of_last(const struct px_request *request, struct px_proposal *proposal);
/* text[begin, end) follows what was spoken of last: "then lunch at 12:30"; on that day, or PX_DAY_NONE. */
int32_t px_joins_day_then(const struct px_request *source, size_t begin, size_t end,
			  const struct px_proposal *proposal);
/* Where what is asked for begins behind "on the same day", of which px_joins_day_then knows the day; else `begin`. */
size_t px_joins_behind_same_day(const struct px_request *source, size_t begin, size_t end,
				const struct px_proposal *proposal);
/* "another one Monday, same hours": the event created last, on another day; false if it is none. */
bool px_joins_another(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal);

#endif
