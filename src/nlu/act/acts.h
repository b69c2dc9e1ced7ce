/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request can ask for; each act reads the request by its own frames or
 * cues and makes calls of it or a question.
 */
#ifndef PX_NLU_ACT_ACTS_H
#define PX_NLU_ACT_ACTS_H

#include "nlu/act/proposal.h"

/* Each returns true if the request was one of theirs. */
bool px_parse_memory(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal);  /* remember, forget, undo, brief, small talk */
bool px_parse_project(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal); /* projects themselves */
bool px_parse_amount(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal);  /* update_task: how much of it */
bool px_parse_renumber(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal); /* update: a number in its title */
bool px_parse_settings(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal); /* update_settings */
bool px_parse_recall(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal);  /* search_memory */
bool px_parse_change(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal);  /* update, complete, delete */
bool px_parse_list(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal);    /* list_tasks, list_events by their cues */
bool px_parse_create(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal);  /* create_task, create_event by their frames */

/* The words of the whole message: nothing is done, as nothing is settled. */
bool px_parse_supposed(struct px_str text, const struct px_words *words, struct px_proposal *proposal);

/* The same when only the classifier spoke. */
void px_parse_list_as(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, enum px_intent intent, float confidence, const char *why);
/* An item of an announced list (nlu/plan/lists.h): an event or a task; decided if the list's head said so. */
bool px_parse_create_listed(const struct px_request *request, const struct px_nlu_session *session,
			    struct px_proposal *proposal, bool event, bool decided);
void px_parse_create_as(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal, enum px_intent intent, float confidence, const char *why);
bool px_parse_change_as(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal, enum px_intent intent, float confidence, const char *why);

/* "Jonas and Lena", "him": the names, at most PX_SLOT_LIST; 0 if nobody can be meant. */
size_t px_parse_people(const struct px_request *request, const struct px_word *words, size_t count, const char **names);
/* A question about the world, not about the user ("what year did …"). */
bool px_parse_asks_world(const struct px_request *request);

#endif
