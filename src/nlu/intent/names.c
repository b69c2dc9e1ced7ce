/* SPDX-License-Identifier: Apache-2.0 */
/* The names of the intents; apart from the model, so that the trainer needs no weights. */
#include "nlu/intent/intent.h"

static const char *const names[PX_INTENT_COUNT] = {
	[PX_INTENT_NONE] = "none",
	[PX_INTENT_CREATE_TASK] = "create_task",
	[PX_INTENT_LIST_TASKS] = "list_tasks",
	[PX_INTENT_UPDATE_TASK] = "update_task",
	[PX_INTENT_COMPLETE_TASK] = "complete_task",
	[PX_INTENT_DELETE_TASK] = "delete_task",
	[PX_INTENT_CREATE_EVENT] = "create_event",
	[PX_INTENT_LIST_EVENTS] = "list_events",
	[PX_INTENT_UPDATE_EVENT] = "update_event",
	[PX_INTENT_DELETE_EVENT] = "delete_event",
	[PX_INTENT_SEARCH_MEMORY] = "search_memory",
	[PX_INTENT_REMEMBER] = "remember",
	[PX_INTENT_FORGET] = "forget",
	[PX_INTENT_UNDO] = "undo",
	[PX_INTENT_DAILY_BRIEF] = "daily_brief",
};

const char *px_intent_name(enum px_intent intent)
{
	return intent < PX_INTENT_COUNT ? names[intent] : "none";
}

enum px_intent px_intent_from_name(struct px_str name)
{
	size_t i = 0;

	while (i < PX_INTENT_COUNT && !px_str_eq(name, px_str(names[i])))
		i++;
	return (enum px_intent)i;
}
