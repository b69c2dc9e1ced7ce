/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tool table itself: names, words and schemas.  The schemas are what the
 * arguments are checked against; instants are texts because people's words are
 * welcome, and are resolved by code.
 */
#include "agent/tool_call.h"

#define TEXT(max, doc) "{\"type\":\"string\",\"minLength\":1,\"maxLength\":" #max \
	",\"description\":\"" doc "\"}"
#define TEXT_OR_NULL(max, doc) "{\"type\":[\"string\",\"null\"],\"maxLength\":" #max \
	",\"description\":\"" doc "\"}"
#define WHEN(doc) "{\"type\":[\"string\",\"null\"],\"maxLength\":200,\"description\":\"" doc \
	" ISO 8601 (2026-01-16, 2026-01-16T17:00, with or without offset) or words " \
	"(Friday 5pm).\"}"
#define FLAG(doc) "{\"type\":\"boolean\",\"description\":\"" doc "\"}"
#define ID_PROPERTY "\"id\":" TEXT(36, "UUID of the row, instead of target.")
#define TARGET(kind) "\"target\":" TEXT(500, "The " kind " meant, in words: its title or a part of it.")
#define PRIORITY "\"priority\":{\"type\":\"string\",\"enum\":[\"low\",\"normal\",\"high\",\"urgent\"]}"
#define TAGS "\"tags\":{\"type\":[\"array\",\"null\"],\"maxItems\":20," \
	"\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":50}}"
#define RECURRENCE "\"recurrence\":" TEXT_OR_NULL(200, "RFC 5545 RRULE value, or words (every Sunday).")
#define TASK_FILTERS \
	"\"project\":" TEXT_OR_NULL(200, "Only tasks of this project; null: of none.") "," \
	"\"status\":{\"type\":\"string\",\"enum\":[\"pending\",\"in_progress\",\"completed\"," \
	"\"cancelled\",\"open\",\"any\"],\"description\":\"Default: open.\"}," \
	PRIORITY "," \
	"\"tag\":" TEXT(50, "Only tasks with this tag.") "," \
	"\"due_after\":" WHEN("Due then or later; a day counts from its start.") "," \
	"\"due_before\":" WHEN("Due before then; an ISO day: before it begins.") "," \
	"\"overdue\":" FLAG("Only tasks whose due date has passed.") "," \
	"\"undated\":" FLAG("Only tasks without a due date.") "," \
	"\"query\":" TEXT(500, "Words in title or notes.")
#define EVENT_FILTERS \
	"\"start\":" WHEN("From then on; a day counts from its start.") "," \
	"\"end\":" WHEN("Until then; an ISO day: until it begins.") "," \
	"\"query\":" TEXT(500, "Words in title, place, notes or attendees.")
#define ASKS "\"asks\":{\"type\":\"string\",\"enum\":[\"free\",\"busy\",\"place\",\"people\",\"next\",\"days\",\"when\",\"end\",\"until\",\"length\"]," \
	"\"description\":\"What the answer is to say, instead of the list: free time, where, whether something is there, who comes, the next one, on which days, when, when it is over, how long until then, how long it takes.\"}"
#define TASK_ASKS "\"asks\":{\"type\":\"string\",\"enum\":[\"first\",\"top\",\"soonest\",\"when\",\"until\",\"done\"]," \
	"\"description\":\"What the answer is to say, instead of the list: what to do first (and then; or only that), what is due first, when it is due, how long until then, whether it is done.\"}," \
	"\"limit\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":50,\"description\":\"Only so many, what presses most first.\"}"
#define ALL "\"all\":" FLAG("Every one that the filters leave, instead of one target.") "," \
	"\"except\":{\"type\":\"array\",\"maxItems\":50,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":500}," \
	"\"description\":\"With all: those that are left alone, by UUID or words of their titles.\"}"
#define NAMES(doc) "{\"type\":[\"array\",\"null\"],\"maxItems\":50," \
	"\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200},\"description\":\"" doc "\"}"
#define WHICH ID_PROPERTY "," \
	"\"number\":{\"type\":\"integer\",\"minimum\":-50,\"maximum\":50,\"description\":" \
	"\"Its place among those that are open, from 1; -1: the last.\"}," \
	"\"all\":" FLAG("Every one that is open.")
#define REMINDERS(doc) \
	"\"reminders\":{\"type\":[\"array\",\"null\"],\"maxItems\":10,\"items\":{\"type\":[\"string\",\"integer\"],\"maxLength\":100}," \
	"\"description\":\"" doc "\"}," \
	"\"nagging\":" TEXT(50, "Remind again every so long until it is done: 1 day, PT10M.")
#define REMINDER_FORMS "how long before (1h before, 1 day, PT30M, or minutes: 60), or a time."
#define OBJECT(properties, required) "{\"type\":\"object\",\"additionalProperties\":false," \
	"\"properties\":{" properties "},\"required\":[" required "]}"

#define CREATE_TASK OBJECT( \
	"\"title\":" TEXT(500, "What to do, short.") "," \
	"\"notes\":" TEXT_OR_NULL(16384, "Details.") "," \
	"\"project\":" TEXT_OR_NULL(200, "Project by name; made if there is none.") "," \
	"\"due\":" WHEN("When it is due: a day or a time.") "," \
	PRIORITY "," RECURRENCE "," \
	"\"after_completion\":" FLAG("The next due date counts from completion.") "," \
	TAGS "," \
	"\"parent\":" TEXT(500, "The task that this is a part of, in words or by UUID.") "," \
	REMINDERS("When to remind of it besides the usual: " REMINDER_FORMS), \
	"\"title\"")
#define UPDATE_TASK OBJECT( \
	TARGET("task") "," ID_PROPERTY "," \
	"\"title\":" TEXT(500, "New title.") "," \
	"\"notes\":" TEXT_OR_NULL(16384, "New notes; null removes them.") "," \
	"\"add_notes\":" TEXT(16384, "What to add to the notes.") "," \
	"\"project\":" TEXT_OR_NULL(200, "New project; null takes it out of its project.") "," \
	"\"due\":" WHEN("New due date; null removes it.") "," \
	PRIORITY "," \
	"\"status\":{\"type\":\"string\",\"enum\":[\"pending\",\"in_progress\",\"completed\"," \
	"\"cancelled\"]}," \
	RECURRENCE "," TAGS "," \
	"\"after_completion\":" FLAG("The next due date counts from completion.") "," \
	REMINDERS("More reminders, besides those that there are: " REMINDER_FORMS " Empty: none any more; null: the usual ones.") "," \
	"\"replace_reminders\":" FLAG("The new reminders stand in place of those that there were.") "," \
	"\"shift\":" TEXT(100, "Move the due date by this much: 2 days, -1 week, PT30M."), "")
#define CREATE_EVENT OBJECT( \
	"\"title\":" TEXT(500, "What happens, short.") "," \
	"\"start\":" WHEN("When it begins; a day alone makes it all-day.") "," \
	"\"end\":" WHEN("When it is over; default an hour later.  All-day: the day after the last.") "," \
	"\"all_day\":" FLAG("It takes whole days.") "," \
	"\"location\":" TEXT_OR_NULL(500, "Where.") "," \
	"\"attendees\":" NAMES("Who comes.") "," RECURRENCE "," \
	"\"notes\":" TEXT_OR_NULL(16384, "Details.") "," \
	REMINDERS("When to remind of it besides the usual: " REMINDER_FORMS), "\"title\",\"start\"")
#define UPDATE_EVENT OBJECT( \
	TARGET("event") "," ID_PROPERTY "," \
	"\"title\":" TEXT(500, "New title.") "," \
	"\"start\":" WHEN("New start; the length is kept.  A day alone keeps the time.") "," \
	"\"end\":" WHEN("New end.") "," \
	"\"location\":" TEXT_OR_NULL(500, "New place; null removes it.") "," \
	"\"attendees\":" NAMES("Who comes as well, besides those who do already; null: nobody is named any more.") "," \
	"\"not_attending\":" NAMES("Who of them does not come any more.") "," \
	"\"notes\":" TEXT_OR_NULL(16384, "New notes; null removes them.") "," \
	"\"add_notes\":" TEXT(16384, "What to add to the notes.") "," \
	RECURRENCE "," \
	REMINDERS("More reminders, besides those that there are: " REMINDER_FORMS " Empty: none any more; null: the usual ones.") "," \
	"\"replace_reminders\":" FLAG("The new reminders stand in place of those that there were.") "," \
	"\"shift\":" TEXT(100, "Move it by this much: an hour later, -PT30M, 1 week.") "," \
	"\"duration\":" TEXT(100, "New length: 45 minutes, PT2H.") "," \
	"\"occurrence\":" WHEN("The only day of a repeating event that is meant; default: all.") "," \
	"\"following\":" FLAG("That day and all after it."), "")
#define DELETE_EVENT OBJECT( \
	TARGET("event") "," ID_PROPERTY "," ALL "," EVENT_FILTERS "," \
	"\"occurrence\":" WHEN("The only day of a repeating event that is meant; default: all."), "")
#define CLOCK(doc) "{\"type\":\"string\",\"minLength\":5,\"maxLength\":5,\"description\":\"" doc "\"}"
#define LEADS(doc) "{\"type\":\"array\",\"maxItems\":10,\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":60}," \
	"\"description\":\"" doc "\"}"
#define UPDATE_SETTINGS OBJECT( \
	"\"zone\":" TEXT(64, "IANA time zone that the person lives by: Europe/Berlin.") "," \
	"\"until\":" WHEN("With zone: until then, after which the zone before it holds again; a day counts to its end.") "," \
	"\"name\":" TEXT(200, "What to call the person.") "," \
	"\"locale\":" TEXT(35, "BCP 47 tag; decides the form of dates and times: en-GB, en-US.") "," \
	"\"brief\":{\"type\":\"string\",\"enum\":[\"on\",\"off\"],\"description\":\"The daily brief.\"}," \
	"\"brief_time\":" CLOCK("When the daily brief comes: 07:00.") "," \
	"\"event_leads\":" LEADS("Usual reminders of events, as RFC 5545 triggers: -PT15M, -P1D; empty: none.") "," \
	"\"task_leads\":" LEADS("The same of tasks that are due at a time.") "," \
	"\"quiet_from\":" CLOCK("Nothing is said from then: 22:00; the same as quiet_to: never quiet.") "," \
	"\"quiet_to\":" CLOCK("Until then: 07:00."), "")
#define TARGET_OR_ALL OBJECT(TARGET("task") "," ID_PROPERTY "," ALL "," TASK_FILTERS, "")

const struct px_tool px_tools[] = {
	{ "create_task", "Create a task",
	  "Adds something to do, with an optional project, due date, priority and repetition.",
	  CREATE_TASK, true, true, px_tool_create_task },
	{ "list_tasks", "List tasks", "Tasks by project, status, priority, tag, due date or words.",
	  OBJECT(TASK_FILTERS "," TASK_ASKS, ""), false, true, px_tool_list_tasks },
	{ "update_task", "Change a task", "Changes fields of one task; what is not given stays.",
	  UPDATE_TASK, true, true, px_tool_update_task },
	{ "complete_task", "Complete a task",
	  "Marks a task as done; a repeating one moves on to its next date.",
	  TARGET_OR_ALL, true, true, px_tool_complete_task },
	{ "delete_task", "Delete a task", "Removes a task with its subtasks; undo brings it back.",
	  TARGET_OR_ALL, true, true, px_tool_delete_task },
	{ "create_event", "Create an event",
	  "Puts something on the calendar; overlapping events are named in the answer.",
	  CREATE_EVENT, true, true, px_tool_create_event },
	{ "list_events", "List events", "What takes place in a span of time; default: the next 7 days.",
	  OBJECT(EVENT_FILTERS "," ASKS, ""), false, true, px_tool_list_events },
	{ "update_event", "Change an event", "Moves an event or changes its fields.",
	  UPDATE_EVENT, true, true, px_tool_update_event },
	{ "delete_event", "Delete an event", "Removes an event from the calendar; undo brings it back.",
	  DELETE_EVENT, true, true, px_tool_delete_event },
	{ "create_project", "Create a project", "Makes a project, which groups tasks; one that was archived comes back.",
	  OBJECT("\"name\":" TEXT(200, "What to call it.") "," "\"notes\":" TEXT_OR_NULL(16384, "Details."), "\"name\""), true, true,
	  px_tool_create_project },
	{ "list_projects", "List projects", "All projects with the number of their open tasks.",
	  OBJECT("\"archived\":" FLAG("Archived ones too."), ""), false, true, px_tool_list_projects },
	{ "update_project", "Change a project", "Renames or archives a project, or changes its notes.",
	  OBJECT(TARGET("project") "," ID_PROPERTY "," "\"name\":" TEXT(200, "New name.") ","
		 "\"notes\":" TEXT_OR_NULL(16384, "New notes; null removes them.") ","
		 "\"archived\":" FLAG("Put away, or brought back."), ""), true, true, px_tool_update_project },
	{ "delete_project", "Delete a project", "Removes a project; its tasks stay. Undo brings it back.",
	  OBJECT(TARGET("project") "," ID_PROPERTY, ""), true, true, px_tool_delete_project },
	{ "search_memory", "Search memory", "Finds what was remembered, said or imported, by words and by meaning.",
	  OBJECT("\"query\":" TEXT(1000, "What to look for: the question as it was asked."), "\"query\""), false, true,
	  px_tool_search_memory },
	{ "remember", "Remember", "Keeps a fact or note; a newer fact closes the older one.",
	  OBJECT("\"text\":" TEXT(8000, "What to keep, in the words it was said.") ","
		 "\"heard\":" FLAG("It was said, not asked to be kept: only facts are kept, and no secrets.") ","
		 "\"likely\":" FLAG("It reads like something to keep, also where no rule knows its verb."), "\"text\""),
	  true, true, px_tool_remember },
	{ "add_document", "Add document", "Keeps a longer text, or a file that was sent, as a document whose passages are found later; undo removes it.",
	  OBJECT("\"text\":" TEXT(262144, "The document: plain text, Markdown or HTML.") ","
		 "\"file\":" TEXT(64, "In place of a text: the id of a file that was sent, or “last”: what came last.") ","
		 "\"title\":" TEXT(500, "What to call it; its own heading or name if absent."), ""), true, true, px_tool_add_document },
	{ "list_documents", "List documents", "The newest documents and whether they have been read.", OBJECT("", ""), false, true,
	  px_tool_list_documents },
	{ "forget", "Forget", "Removes what is remembered about something; undo brings it back.",
	  OBJECT("\"target\":" TEXT(1000, "What to forget, in words.") "," ID_PROPERTY ","
		 "\"for_good\":" FLAG("At once and without a way back."), ""), true, true, px_tool_forget },
	{ "undo", "Undo", "Takes back the last action, whatever it was.", OBJECT("", ""), true, true,
	  px_tool_undo },
	{ "daily_brief", "Daily brief",
	  "The day at a glance: overdue and due tasks, events, conflicts, and what comes next.",
	  OBJECT("\"date\":" WHEN("The day; default today."), ""), false, true,
	  px_tool_daily_brief },
	{ "snooze_notification", "Put off a notification", "Says it again later: until a time, or for a while; ten minutes if neither is given.",
	  OBJECT("\"id\":" TEXT(36, "UUID of the notification; the latest that is open if absent.") "," "\"until\":" WHEN("Until then.") ","
		 "\"for\":" TEXT(50, "For so long: 10 minutes, PT1H."), ""), true, true, px_tool_snooze_notification, false },
	{ "acknowledge_notification", "Deal with a notification", "Ends it and what repeats itself about it; with done its task is completed.",
	  OBJECT("\"id\":" TEXT(36, "UUID of the notification; the latest that is open if absent.") ","
		 "\"done\":" FLAG("The task that it is about is done."), ""), true, true, px_tool_acknowledge_notification, false },
	{ "update_settings", "Change settings",
	  "Changes how the person is called and spoken to: zone, name, daily brief, usual reminders, quiet time. Without arguments it tells how they are.",
	  UPDATE_SETTINGS, true, true, px_tool_update_settings, false },
	{ "list_proposals", "List proposals", "What waits for consent, numbered, oldest first.", OBJECT("", ""), false, true,
	  px_tool_list_proposals, true },
	{ "accept_proposal", "Accept a proposal", "Does what was proposed; undo takes it back. Without arguments: the only one.",
	  OBJECT(WHICH, ""), true, true, px_tool_accept_proposal, true },
	{ "decline_proposal", "Decline a proposal", "Drops what was proposed. Without arguments: the only one.", OBJECT(WHICH, ""),
	  true, true, px_tool_decline_proposal, true },
	{ NULL, NULL, NULL, NULL, false, false, NULL, false },
};
