/* SPDX-License-Identifier: Apache-2.0 */
/* The names of intents and tags, as the reader's training data and `pixie nlu --jsonl` write them. */
#include "nlu/marks.h"

static const char *const intents[PX_MARK_INTENTS] = {
	[PX_MARK_CREATE_EVENT] = "create_event",
	[PX_MARK_CREATE_TASK] = "create_task",
	[PX_MARK_ADD_ITEMS] = "add_items",
	[PX_MARK_REMIND] = "remind",
	[PX_MARK_COMPLETE] = "complete",
	[PX_MARK_REOPEN] = "reopen",
	[PX_MARK_DELETE] = "delete",
	[PX_MARK_SKIP] = "skip",
	[PX_MARK_MOVE] = "move",
	[PX_MARK_UPDATE] = "update",
	[PX_MARK_COPY] = "copy",
	[PX_MARK_SWAP] = "swap",
	[PX_MARK_ASK_AGENDA] = "ask_agenda",
	[PX_MARK_ASK_TASKS] = "ask_tasks",
	[PX_MARK_ASK_FREE] = "ask_free",
	[PX_MARK_ASK_ITEM] = "ask_item",
	[PX_MARK_ASK_MEMORY] = "ask_memory",
	[PX_MARK_REMEMBER] = "remember",
	[PX_MARK_FORGET] = "forget",
	[PX_MARK_CORRECT] = "correct",
	[PX_MARK_ANSWER] = "answer",
	[PX_MARK_UNDO] = "undo",
	[PX_MARK_SETTINGS] = "settings",
	[PX_MARK_CHAT] = "chat",
	[PX_MARK_NONE] = "none",
};

static const char *const tags[PX_MARK_TAGS] = {
	[PX_MARK_TITLE] = "title",
	[PX_MARK_ITEM] = "item",
	[PX_MARK_TARGET] = "target",
	[PX_MARK_EXCEPT] = "except",
	[PX_MARK_WHEN] = "when",
	[PX_MARK_OLD] = "old",
	[PX_MARK_LEAD] = "lead",
	[PX_MARK_DUR] = "dur",
	[PX_MARK_PLACE] = "place",
	[PX_MARK_PERSON] = "person",
	[PX_MARK_LIST] = "list",
	[PX_MARK_PRIO] = "prio",
	[PX_MARK_NOTE] = "note",
	[PX_MARK_NEW] = "new",
	[PX_MARK_FACT] = "fact",
	[PX_MARK_ABOUT] = "about",
	[PX_MARK_CHOICE] = "choice",
};

static size_t find(const char *const *names, size_t count, struct px_str name)
{
	size_t i = 0;

	while (i < count && !px_str_eq(name, px_str(names[i])))
		i++;
	return i;
}

const char *px_mark_intent_name(enum px_mark_intent intent)
{
	return intents[intent];
}

enum px_mark_intent px_mark_intent_from_name(struct px_str name)
{
	return (enum px_mark_intent)find(intents, PX_MARK_INTENTS, name);
}

const char *px_mark_tag_name(enum px_mark_tag tag)
{
	return tags[tag];
}

enum px_mark_tag px_mark_tag_from_name(struct px_str name)
{
	return (enum px_mark_tag)find(tags, PX_MARK_TAGS, name);
}
