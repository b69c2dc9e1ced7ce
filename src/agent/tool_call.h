/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run of a tool, and what the handlers share: reading arguments, finding
 * targets, saying what happened.  Private to agent/.
 *
 * A handler changes rows through call->domain and fills call->result->reply.
 * When it returns an error, px_tool_run words that, unless the handler did and
 * set call->worded.  A question (an ambiguous target) is PX_OK.
 */
#ifndef PX_AGENT_TOOL_CALL_H
#define PX_AGENT_TOOL_CALL_H

#include "agent/context.h"
#include "agent/tool_time.h"
#include "agent/tools.h"

enum { PX_TOOL_ROWS_MAX = 500 /* rows of one "all" call */, PX_TOOL_SHOWN = 25 /* of a list */ };

struct px_tool_call {
	const struct px_tool_context *context;
	struct px_nlu_context nlu;   /* with items, once px_tool_items was called */
	struct px_context *own;      /* read for this call alone */
	struct px_domain domain;
	const json_t *arguments;
	struct px_tool_result *result;
	struct px_error *error;
	const char *summary;         /* of the action; NULL: made from the changes */
	bool worded;                 /* the reply is prepared although the call fails */
	struct px_nlu_item *shown;   /* reply items, arena */
	size_t shown_count, shown_room;
	struct px_reply_field changed[16];
	size_t changed_count;
};

/* Arguments: absent and null look the same but for px_arg_null. */
bool px_arg_given(const struct px_tool_call *call, const char *name);
bool px_arg_null(const struct px_tool_call *call, const char *name);
bool px_arg_true(const struct px_tool_call *call, const char *name);
struct px_str px_arg_text(const struct px_tool_call *call, const char *name);
/* NUL-terminated in the arena, or NULL. */
const char *px_arg_string(struct px_tool_call *call, const char *name);
/* The row is one of "except": named there by its UUID, or by words that stand in its title. */
bool px_arg_excepts(const struct px_tool_call *call, struct px_id id, const char *title);
/* Index in a NULL-terminated list, or -1. */
int px_arg_enum(const struct px_tool_call *call, const char *name, const char *const *values);
enum px_err px_arg_when(struct px_tool_call *call, const char *name,
			struct px_tool_time *when) PX_MUST_CHECK;
/* An RRULE or words ("every Sunday"); *rule NULL for null. */
enum px_err px_arg_recurrence(struct px_tool_call *call, const char **rule) PX_MUST_CHECK;
extern const char *const px_arg_priorities[];

/* PX_NOT_FOUND, with the reply of an empty list: of a call that means all of something. */
enum px_err px_tool_none(struct px_tool_call *call, enum px_reply_kind kind) PX_MUST_CHECK;

/* Makes call->nlu hold the user's items. */
enum px_err px_tool_items(struct px_tool_call *call) PX_MUST_CHECK;

struct px_tool_target {
	bool found;          /* false: the reply is prepared (a question), return PX_OK */
	struct px_id id;
	int64_t day;         /* local midnight of the day the words named, or PX_TIME_NONE */
};
/*
 * The row that "id" or "target" means; `kinds` as in px_nlu_find.
 * PX_NOT_FOUND with the reply prepared; PX_INVALID if neither was given.
 */
enum px_err px_tool_target(struct px_tool_call *call, unsigned kinds,
			   struct px_tool_target *target) PX_MUST_CHECK;
/* The same for words of another argument ("parent"); asks nothing: several are PX_INVALID. */
enum px_err px_tool_named(struct px_tool_call *call, const char *argument, unsigned kinds,
			  struct px_id *id) PX_MUST_CHECK;

/* Replies. */
void px_tool_show(struct px_tool_call *call, const struct px_nlu_item *item);
void px_tool_show_task(struct px_tool_call *call, const struct px_task *task);
void px_tool_show_event(struct px_tool_call *call, const struct px_occurrence *occurrence);
/* The field was changed; `value` as px_reply_field has it. */
void px_tool_changed(struct px_tool_call *call, const char *field, const char *value);
/* Gives a task or event the notes of the call: new ones, or more beside those that there are. */
void px_tool_change_notes(struct px_tool_call *call, const char **notes);
/* The reply tells the item as it was. */
void px_tool_before(struct px_tool_call *call, const struct px_nlu_item *item);
/* "Deleted “Gym”", "Deleted 3 events": the action's summary of all that was shown. */
const char *px_tool_summary(struct px_tool_call *call, const char *verb, const char *nouns);
/* Adds the row to the result's data; returns it there to add to it, NULL if no data is wanted. */
json_t *px_tool_row(struct px_tool_call *call, const struct px_record *record, const void *row);
const char *px_tool_project_name(struct px_tool_call *call, struct px_id project);

/*
 * Checks the arguments and runs the handler of another tool as a part of this action: call->domain collects
 * what changes, no savepoint is set and no action written.
 */
enum px_err px_tool_handle(const char *name, struct px_tool_call *call) PX_MUST_CHECK;

/* Handlers. */
enum px_err px_tool_create_task(struct px_tool_call *call);
enum px_err px_tool_add_document(struct px_tool_call *call);
enum px_err px_tool_list_documents(struct px_tool_call *call);
enum px_err px_tool_list_tasks(struct px_tool_call *call);
enum px_err px_tool_update_task(struct px_tool_call *call);
enum px_err px_tool_complete_task(struct px_tool_call *call);
enum px_err px_tool_delete_task(struct px_tool_call *call);
enum px_err px_tool_create_event(struct px_tool_call *call);
enum px_err px_tool_list_events(struct px_tool_call *call);
enum px_err px_tool_update_event(struct px_tool_call *call);
enum px_err px_tool_delete_event(struct px_tool_call *call);
enum px_err px_tool_create_project(struct px_tool_call *call);
enum px_err px_tool_list_projects(struct px_tool_call *call);
enum px_err px_tool_update_project(struct px_tool_call *call);
enum px_err px_tool_delete_project(struct px_tool_call *call);
enum px_err px_tool_undo(struct px_tool_call *call);
enum px_err px_tool_daily_brief(struct px_tool_call *call);
enum px_err px_tool_remember(struct px_tool_call *call);
enum px_err px_tool_search_memory(struct px_tool_call *call);
enum px_err px_tool_forget(struct px_tool_call *call);
enum px_err px_tool_snooze_notification(struct px_tool_call *call);
enum px_err px_tool_acknowledge_notification(struct px_tool_call *call);
enum px_err px_tool_update_settings(struct px_tool_call *call);
enum px_err px_tool_list_proposals(struct px_tool_call *call);
enum px_err px_tool_accept_proposal(struct px_tool_call *call);
enum px_err px_tool_decline_proposal(struct px_tool_call *call);

#endif
