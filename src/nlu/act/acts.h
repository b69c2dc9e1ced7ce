/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request can ask for; each act reads the request by its own frames or
 * cues and makes calls of it or a question.
 */
#ifndef PX_NLU_ACT_ACTS_H
#define PX_NLU_ACT_ACTS_H

#include "nlu/read/parse.h"

/* Each returns true if the request was one of theirs. */
bool px_parse_memory(struct px_parse *parse);  /* remember, forget, undo, brief, small talk */
bool px_parse_recall(struct px_parse *parse);  /* search_memory */
bool px_parse_change(struct px_parse *parse);  /* update, complete, delete */
bool px_parse_list(struct px_parse *parse);    /* list_tasks, list_events by their cues */
bool px_parse_create(struct px_parse *parse);  /* create_task, create_event by their frames */

/* The same when only the classifier spoke. */
void px_parse_list_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why);
/* An item of an announced list (nlu/plan/lists.h): an event or a task; decided if the list's head said so. */
bool px_parse_create_listed(struct px_parse *parse, bool event, bool decided);
void px_parse_create_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why);
bool px_parse_change_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why);

/* "Jonas and Lena", "him": the names, at most PX_SLOT_LIST; 0 if nobody can be meant. */
size_t px_parse_people(const struct px_parse *parse, const struct px_word *words, size_t count, const char **names);
/* A question about the world, not about the user ("what year did …"). */
bool px_parse_asks_world(const struct px_parse *parse);

#endif
