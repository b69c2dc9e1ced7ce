/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The descriptor tables.  A new field is a line here, a member in entities.h
 * and a column in a migration.
 */
#include "domain/entities.h"

#define RECORD(variable, type, record_name, table_name, table_fields) \
	const struct px_record variable = { \
		.name = (record_name), .table = (table_name), .size = sizeof(type), \
		.fields = (table_fields), .field_count = sizeof(table_fields) / sizeof((table_fields)[0]), \
	}

enum {
	SERVER = PX_FIELD_READ_ONLY,
	ALWAYS = PX_FIELD_READ_ONLY | PX_FIELD_REQUIRED,
	SECRET = PX_FIELD_READ_ONLY | PX_FIELD_HIDDEN,
	OWNER = PX_FIELD_READ_ONLY | PX_FIELD_REQUIRED | PX_FIELD_HIDDEN,
};

/* The same in every entity. */
#define ID(type) PX_FIELD(type, id, ID, ALWAYS, .doc = "UUIDv7; sorts by creation.")
#define OWN_ID(type) \
	PX_FIELD(type, id, ID, ALWAYS | PX_FIELD_PROPOSED, .doc = "UUIDv7; sorts by creation. Who creates it may choose it.")
#define USER_ID(type) PX_FIELD(type, user_id, ID, OWNER, .doc = "The owner.")
#define CREATED(type) PX_FIELD(type, created, INSTANT, ALWAYS, .doc = "When it was made.")
#define UPDATED(type) PX_FIELD(type, updated, INSTANT, ALWAYS, .doc = "When it last changed.")
#define VERSION(type) \
	PX_FIELD(type, version, INT, ALWAYS, .doc = "Counts changes from 1; the ETag carries it.")

enum {
	TITLE_MAX = 500, NOTES_MAX = 16384, MESSAGE_MAX = 32768, JSON_MAX = 1 << 20,
	MEMORY_MAX = 8000, NAME_MAX_BYTES = 200, VALUE_MAX = 2000, CHUNK_MAX = 16384,
	ESTIMATE_MAX = 100000, REMINDERS_MAX = 10, PROPOSAL_MAX = 131072,
};
#define POSITION_MAX 9007199254740991 /* the largest whole number that JavaScript keeps */
#define REMINDERS_DOC \
	"When to remind: before the due time or start, as an RFC 5545 duration (-PT15M, -P1D), or at an instant; " \
	"R/-PT0S/PT10M repeats it until it is done. Absent: as the person's settings say; []: not at all."

static const struct px_field user_fields[] = {
	ID(struct px_user),
	PX_FIELD(struct px_user, name, TEXT, PX_FIELD_REQUIRED, .max = 200, .doc = "What to call the person."),
	PX_FIELD(struct px_user, email, TEXT, 0, .max = 254, .doc = "Where mail goes."),
	PX_FIELD(struct px_user, zone, ZONE, PX_FIELD_REQUIRED, .doc = "IANA time zone the person lives in."),
	PX_FIELD(struct px_user, locale, TEXT, PX_FIELD_REQUIRED, .max = 35,
		 .doc = "BCP 47 tag; decides the order of dates and the first day of the week."),
	PX_FIELD(struct px_user, admin, BOOL, SERVER, .doc = "May manage users."),
	CREATED(struct px_user),
	UPDATED(struct px_user),
	VERSION(struct px_user),
};
RECORD(px_user_record, struct px_user, "user", "users", user_fields);

static const struct px_field project_fields[] = {
	OWN_ID(struct px_project),
	USER_ID(struct px_project),
	PX_FIELD(struct px_project, name, TEXT, PX_FIELD_REQUIRED, .max = 200,
		 .doc = "Unique among the person's projects, without regard to case."),
	PX_FIELD(struct px_project, notes, TEXT, 0, .max = NOTES_MAX, .doc = "Anything worth keeping."),
	PX_FIELD(struct px_project, archived, BOOL, 0, .doc = "Kept, but out of sight."),
	CREATED(struct px_project),
	UPDATED(struct px_project),
	VERSION(struct px_project),
};
RECORD(px_project_record, struct px_project, "project", "projects", project_fields);

static const char *const task_status[] = { "pending", "in_progress", "completed", "cancelled", NULL };
static const char *const priorities[] = { "low", "normal", "high", "urgent", NULL };

static const struct px_field task_fields[] = {
	OWN_ID(struct px_task),
	USER_ID(struct px_task),
	PX_FIELD(struct px_task, title, TEXT, PX_FIELD_REQUIRED, .max = TITLE_MAX, .doc = "What to do."),
	PX_FIELD(struct px_task, notes, TEXT, 0, .max = NOTES_MAX, .doc = "Details."),
	PX_FIELD(struct px_task, status, ENUM, 0, .values = task_status, .initial = PX_TASK_PENDING,
		 .doc = "How far it is."),
	PX_FIELD(struct px_task, priority, ENUM, 0, .values = priorities, .initial = PX_PRIORITY_NORMAL,
		 .doc = "How much it matters."),
	PX_FIELD(struct px_task, due_day, DAY, 0, .doc = "The day it is due, if no time of day was said."),
	PX_FIELD(struct px_task, due, INSTANT, 0, .doc = "The instant it is due; excludes due_day."),
	PX_FIELD(struct px_task, zone, ZONE, 0, .doc = "IANA time zone the due date was meant in."),
	PX_FIELD(struct px_task, project_id, ID, 0, .doc = "The project it belongs to."),
	PX_FIELD(struct px_task, parent_id, ID, 0, .doc = "The task it is a part of."),
	PX_FIELD(struct px_task, recurrence, RRULE, 0, .doc = "RFC 5545 recurrence rule."),
	PX_FIELD(struct px_task, after_completion, BOOL, 0,
		 .doc = "The next due date counts from completion, not from the last due date."),
	PX_FIELD(struct px_task, series_start, INSTANT, SECRET, .doc = "Start of the recurrence."),
	PX_FIELD(struct px_task, occurrences_done, INT, SECRET, .doc = "Occurrences completed so far."),
	PX_FIELD(struct px_task, tags, TAGS, 0, .max = 20, .doc = "Labels."),
	PX_FIELD(struct px_task, external_id, TEXT, PX_FIELD_CREATE_ONLY, .max = NAME_MAX_BYTES,
		 .doc = "Its id where it came from; unique."),
	PX_FIELD(struct px_task, position, INT, 0, .max = POSITION_MAX,
		 .doc = "Its place in the person's own order, smaller first; 0 puts a new one last."),
	PX_FIELD(struct px_task, estimate, INT, 0, .max = ESTIMATE_MAX, .doc = "Minutes it will take; 0: not known."),
	PX_FIELD(struct px_task, planned_start, INSTANT, 0, .doc = "Begin of the time that is set aside for it."),
	PX_FIELD(struct px_task, planned_end, INSTANT, 0,
		 .doc = "End of that time; if not given, after the estimate or an hour."),
	PX_FIELD(struct px_task, reminders, TAGS, 0, .max = REMINDERS_MAX, .doc = REMINDERS_DOC),
	CREATED(struct px_task),
	UPDATED(struct px_task),
	PX_FIELD(struct px_task, completed, INSTANT, SERVER, .doc = "When it was completed."),
	VERSION(struct px_task),
};
RECORD(px_task_record, struct px_task, "task", "tasks", task_fields);

static const struct px_field event_fields[] = {
	OWN_ID(struct px_event),
	USER_ID(struct px_event),
	PX_FIELD(struct px_event, title, TEXT, PX_FIELD_REQUIRED, .max = TITLE_MAX, .doc = "What happens."),
	PX_FIELD(struct px_event, start, INSTANT, PX_FIELD_REQUIRED, .doc = "When it begins."),
	PX_FIELD(struct px_event, end, INSTANT, PX_FIELD_REQUIRED,
		 .doc = "When it is over; after start.  Of an all-day event: a local midnight."),
	PX_FIELD(struct px_event, zone, ZONE, 0, .doc = "IANA time zone it was meant in."),
	PX_FIELD(struct px_event, all_day, BOOL, 0, .doc = "It takes whole days."),
	PX_FIELD(struct px_event, location, TEXT, 0, .max = 500, .doc = "Where."),
	PX_FIELD(struct px_event, notes, TEXT, 0, .max = NOTES_MAX, .doc = "Details."),
	PX_FIELD(struct px_event, recurrence, RRULE, 0, .doc = "RFC 5545 recurrence rule."),
	PX_FIELD(struct px_event, attendees, TEXT, 0, .max = 2000, .doc = "Who, as said."),
	PX_FIELD(struct px_event, exdates, JSON, SECRET, .max = JSON_MAX, .doc = "Occurrences removed."),
	PX_FIELD(struct px_event, reminders, TAGS, 0, .max = REMINDERS_MAX, .doc = REMINDERS_DOC),
	CREATED(struct px_event),
	UPDATED(struct px_event),
	VERSION(struct px_event),
};
RECORD(px_event_record, struct px_event, "event", "events", event_fields);

static const struct px_field conversation_fields[] = {
	OWN_ID(struct px_conversation),
	USER_ID(struct px_conversation),
	PX_FIELD(struct px_conversation, title, TEXT, 0, .max = TITLE_MAX, .doc = "What it is about."),
	PX_FIELD(struct px_conversation, state, JSON, SECRET, .max = JSON_MAX, .doc = "Dialogue state."),
	CREATED(struct px_conversation),
	UPDATED(struct px_conversation),
	VERSION(struct px_conversation),
};
RECORD(px_conversation_record, struct px_conversation, "conversation", "conversations",
       conversation_fields);

static const char *const turn_states[] = { "running", "done", "failed", "cancelled", "interrupted", NULL };
static const char *const routes[] = { "none", "built_in", "simple", "strong", "failover", "kept", NULL };
static const char *const roles[] = { "user", "assistant", NULL };

static const struct px_field message_fields[] = {
	ID(struct px_message),
	USER_ID(struct px_message),
	PX_FIELD(struct px_message, conversation_id, ID, PX_FIELD_CREATE_ONLY,
		 .doc = "The conversation it belongs to."),
	PX_FIELD(struct px_message, role, ENUM, SERVER, .values = roles, .doc = "Who said it."),
	PX_FIELD(struct px_message, text, TEXT, PX_FIELD_REQUIRED | PX_FIELD_CREATE_ONLY,
		 .max = MESSAGE_MAX, .doc = "What was said."),
	PX_FIELD(struct px_message, reply_to, ID, SERVER, .doc = "Of an answer: the message that it answers."),
	PX_FIELD(struct px_message, seq, INT, ALWAYS,
		 .doc = "Place in the order of all that happened; message and answer may share one."),
	PX_FIELD(struct px_message, effects, JSON, SERVER, .max = JSON_MAX, .doc = "What the turn changed."),
	PX_FIELD(struct px_message, client_id, TEXT, PX_FIELD_CREATE_ONLY, .max = 255,
		 .doc = "The client's own key of the message: sent again, it is not done twice."),
	PX_FIELD(struct px_message, ending, ENUM, SERVER, .values = turn_states + PX_TURN_DONE,
		 .doc = "Of an answer: how its turn ended. One that is not done may break off."),
	PX_FIELD(struct px_message, tainted, BOOL, SECRET, .doc = "It may hold words that are not the person's."),
	PX_FIELD(struct px_message, corrected, INT, SERVER,
		 .doc = "Of a model's answer: sentences that said what is not so and were corrected or left out."),
	PX_FIELD(struct px_message, files, JSON, SERVER, .max = JSON_MAX,
		 .doc = "What was sent with it: id, name, media_type and size of each file."),
	PX_FIELD(struct px_message, replaces, ID, SERVER,
		 .doc = "The earlier message of the conversation that it says otherwise; what came after that one is another branch."),
	PX_FIELD(struct px_message, grounds, JSON, SERVER, .max = JSON_MAX,
		 .doc = "Of an answer: what it rests on, kind and id of each; /messages/{id}/grounds reads them as they are now."),
	PX_FIELD(struct px_message, route, ENUM, SERVER, .values = routes,
		 .doc = "Of an answer: who gave it. The built-in engine, a model that was asked for something simple or for something that needs "
			"thought, another one as the first did not answer, or an earlier answer that was kept; none: not known, or no answer."),
	PX_FIELD(struct px_message, why, TEXT, SERVER, .max = PX_MESSAGE_WHY_MAX, .doc = "Of an answer: the reasons for its route, in English."),
	CREATED(struct px_message),
	VERSION(struct px_message),
};
RECORD(px_message_record, struct px_message, "message", "messages", message_fields);

static const struct px_field action_fields[] = {
	ID(struct px_action),
	USER_ID(struct px_action),
	PX_FIELD(struct px_action, message_id, ID, SERVER, .doc = "The message that asked for it."),
	PX_FIELD(struct px_action, seq, INT, ALWAYS, .doc = "Place in the order of all that happened."),
	PX_FIELD(struct px_action, tool, TEXT, ALWAYS, .max = 64, .doc = "The tool that did it."),
	PX_FIELD(struct px_action, summary, TEXT, ALWAYS, .max = 2000, .doc = "What was done, in words."),
	PX_FIELD(struct px_action, changes, JSON, SECRET, .max = JSON_MAX, .doc = "What undo applies backwards."),
	PX_FIELD(struct px_action, undone, BOOL, SERVER, .doc = "It has been undone."),
	CREATED(struct px_action),
	VERSION(struct px_action),
};
RECORD(px_action_record, struct px_action, "action", "actions", action_fields);

static const struct px_field idempotency_fields[] = {
	ID(struct px_idempotency),
	USER_ID(struct px_idempotency),
	PX_FIELD(struct px_idempotency, key, TEXT, ALWAYS, .max = 255, .doc = "The client's key."),
	PX_FIELD(struct px_idempotency, request_hash, TEXT, ALWAYS, .max = 64,
		 .doc = "Of method, path and body, to refuse another request under the same key."),
	PX_FIELD(struct px_idempotency, status, INT, ALWAYS, .doc = "HTTP status of the first answer."),
	PX_FIELD(struct px_idempotency, response, TEXT, ALWAYS, .max = JSON_MAX, .doc = "Its body."),
	CREATED(struct px_idempotency),
};
RECORD(px_idempotency_record, struct px_idempotency, "idempotency", "idempotency",
       idempotency_fields);

static const char *const memory_kinds[] = { "note", "fact", "message", NULL };
static const char *const sources[] = { "chat", "api", "import", "document", "mail", NULL };

static const struct px_field memory_fields[] = {
	OWN_ID(struct px_memory),
	USER_ID(struct px_memory),
	PX_FIELD(struct px_memory, kind, ENUM, PX_FIELD_CREATE_ONLY, .values = memory_kinds, .initial = PX_MEMORY_NOTE,
		 .doc = "A note as given; a fact with subject, attribute and value; or a message of another conversation."),
	PX_FIELD(struct px_memory, text, TEXT, PX_FIELD_REQUIRED, .max = MEMORY_MAX, .doc = "The words said."),
	PX_FIELD(struct px_memory, subject, TEXT, 0, .max = NAME_MAX_BYTES, .doc = "Of a fact: who or what it is about."),
	PX_FIELD(struct px_memory, subject_key, TEXT, SECRET, .max = 1000, .doc = "The subject without case, to be found by."),
	PX_FIELD(struct px_memory, attribute, TEXT, 0, .max = NAME_MAX_BYTES, .doc = "Of a fact: what of it."),
	PX_FIELD(struct px_memory, value, TEXT, 0, .max = VALUE_MAX, .doc = "Of a fact: what it is."),
	PX_FIELD(struct px_memory, source, ENUM, SERVER, .values = sources, .initial = PX_SOURCE_API, .doc = "Where it came from."),
	PX_FIELD(struct px_memory, source_id, ID, SERVER, .doc = "The message or document it came from."),
	PX_FIELD(struct px_memory, span_start, INT, SERVER, .doc = "First byte in the source's text."),
	PX_FIELD(struct px_memory, span_end, INT, SERVER, .doc = "Byte after the last; 0: all of the text."),
	PX_FIELD(struct px_memory, learned, INSTANT, PX_FIELD_CREATE_ONLY, .doc = "When it was said; now if not given."),
	PX_FIELD(struct px_memory, valid_from, INSTANT, 0, .doc = "Since when it holds, if known."),
	PX_FIELD(struct px_memory, valid_to, INSTANT, 0, .doc = "Until when it holds; absent: it still does."),
	PX_FIELD(struct px_memory, superseded_by, ID, SERVER, .doc = "The newer fact that took its place."),
	PX_FIELD(struct px_memory, pinned, BOOL, 0, .doc = "Always worth knowing."),
	PX_FIELD(struct px_memory, secret, BOOL, 0, .doc = "Never given to a language model."),
	PX_FIELD(struct px_memory, speaker, TEXT, PX_FIELD_CREATE_ONLY, .max = NAME_MAX_BYTES, .doc = "Who said it, if not the person."),
	PX_FIELD(struct px_memory, session, TEXT, PX_FIELD_CREATE_ONLY, .max = NAME_MAX_BYTES, .doc = "What was said together has the same."),
	PX_FIELD(struct px_memory, external_id, TEXT, PX_FIELD_CREATE_ONLY, .max = NAME_MAX_BYTES,
		 .doc = "Its id where it came from; unique, so that bringing it in twice keeps one."),
	CREATED(struct px_memory),
	UPDATED(struct px_memory),
	VERSION(struct px_memory),
};
RECORD(px_memory_record, struct px_memory, "memory", "memories", memory_fields);

static const char *const document_status[] = { "reading", "ready", "failed", NULL };

static const struct px_field document_fields[] = {
	ID(struct px_document),
	USER_ID(struct px_document),
	PX_FIELD(struct px_document, title, TEXT, PX_FIELD_REQUIRED, .max = TITLE_MAX, .doc = "What to call it."),
	PX_FIELD(struct px_document, media_type, TEXT, PX_FIELD_CREATE_ONLY, .max = 100, .doc = "Of the file."),
	PX_FIELD(struct px_document, size, INT, SERVER, .doc = "Bytes of the file."),
	PX_FIELD(struct px_document, hash, TEXT, SERVER, .max = 64, .doc = "SHA-256 of the file."),
	PX_FIELD(struct px_document, status, ENUM, SERVER, .values = document_status, .initial = PX_DOCUMENT_READING,
		 .doc = "Whether its text has been read."),
	PX_FIELD(struct px_document, problem, TEXT, SERVER, .max = 500, .doc = "Why it could not be read."),
	PX_FIELD(struct px_document, source, ENUM, SERVER, .values = sources, .initial = PX_SOURCE_API, .doc = "Where it came from."),
	PX_FIELD(struct px_document, learned, INSTANT, PX_FIELD_CREATE_ONLY, .doc = "The time it is of; now if not given."),
	PX_FIELD(struct px_document, external_id, TEXT, PX_FIELD_CREATE_ONLY, .max = NAME_MAX_BYTES,
		 .doc = "Its id where it came from; unique."),
	CREATED(struct px_document),
	UPDATED(struct px_document),
	VERSION(struct px_document),
};
RECORD(px_document_record, struct px_document, "document", "documents", document_fields);

static const struct px_field file_fields[] = {
	ID(struct px_file),
	USER_ID(struct px_file),
	PX_FIELD(struct px_file, name, TEXT, PX_FIELD_REQUIRED | PX_FIELD_CREATE_ONLY, .max = NAME_MAX_BYTES, .doc = "Its name."),
	PX_FIELD(struct px_file, media_type, TEXT, SERVER, .max = 100, .doc = "What it is, by its first bytes where they tell."),
	PX_FIELD(struct px_file, size, INT, SERVER, .doc = "Its bytes."),
	PX_FIELD(struct px_file, hash, TEXT, SERVER, .max = 64, .doc = "SHA-256 of its bytes."),
	PX_FIELD(struct px_file, shown, TEXT, SECRET, .max = 64, .doc = "Of a picture: SHA-256 of what a model is shown."),
	PX_FIELD(struct px_file, width, INT, SERVER, .doc = "Of a picture, as a model is shown it; 0: it is none."),
	PX_FIELD(struct px_file, height, INT, SERVER, .doc = "Likewise."),
	PX_FIELD(struct px_file, problem, TEXT, SERVER, .max = 300, .doc = "Of a picture: why no model can look at it."),
	CREATED(struct px_file),
	UPDATED(struct px_file),
	VERSION(struct px_file),
};
RECORD(px_file_record, struct px_file, "file", "files", file_fields);

static const struct px_field chunk_fields[] = {
	ID(struct px_chunk_row),
	USER_ID(struct px_chunk_row),
	PX_FIELD(struct px_chunk_row, document_id, ID, ALWAYS, .doc = "The document it is of."),
	PX_FIELD(struct px_chunk_row, position, INT, ALWAYS, .doc = "Its place in the document, from 0."),
	PX_FIELD(struct px_chunk_row, heading, TEXT, SERVER, .max = 1000, .doc = "The headings above it."),
	PX_FIELD(struct px_chunk_row, text, TEXT, ALWAYS, .max = CHUNK_MAX, .doc = "The passage."),
	PX_FIELD(struct px_chunk_row, span_start, INT, ALWAYS, .doc = "First byte in the document's text."),
	PX_FIELD(struct px_chunk_row, span_end, INT, ALWAYS, .doc = "Byte after the last."),
	CREATED(struct px_chunk_row),
	VERSION(struct px_chunk_row),
};
RECORD(px_chunk_record, struct px_chunk_row, "chunk", "chunks", chunk_fields);

static const struct px_field embedding_fields[] = {
	ID(struct px_embedding_row),
	USER_ID(struct px_embedding_row),
	PX_FIELD(struct px_embedding_row, owner_kind, TEXT, ALWAYS, .max = 20, .doc = "The kind of row whose text it is of."),
	PX_FIELD(struct px_embedding_row, owner_id, ID, ALWAYS, .doc = "That row."),
	PX_FIELD(struct px_embedding_row, text_hash, TEXT, ALWAYS, .max = 64, .doc = "Of the text."),
	PX_FIELD(struct px_embedding_row, model, TEXT, ALWAYS, .max = 200, .doc = "The model, with its hash."),
	PX_FIELD(struct px_embedding_row, vector, BLOB, SECRET, .doc = "The text's vector."),
	PX_FIELD(struct px_embedding_row, tokens, BLOB, SECRET, .doc = "Its tokens' vectors."),
	CREATED(struct px_embedding_row),
};
RECORD(px_embedding_record, struct px_embedding_row, "embedding", "embeddings", embedding_fields);

static const struct px_field model_fields[] = {
	ID(struct px_model_row),
	USER_ID(struct px_model_row),
	PX_FIELD(struct px_model_row, active, TEXT, ALWAYS, .max = 200, .doc = "The model in use, with its hash."),
	PX_FIELD(struct px_model_row, target, TEXT, SERVER, .max = 200, .doc = "The one whose vectors are being made."),
	PX_FIELD(struct px_model_row, previous, TEXT, SERVER, .max = 200, .doc = "The one before."),
	PX_FIELD(struct px_model_row, refused, TEXT, SERVER, .max = 200, .doc = "The one that was taken back."),
	PX_FIELD(struct px_model_row, chosen, BOOL, SERVER, .doc = "Chosen, not set."),
	PX_FIELD(struct px_model_row, state, INT, ALWAYS, .doc = "How far the change is."),
	PX_FIELD(struct px_model_row, probes, INT, ALWAYS, .doc = "Texts that were looked for under both."),
	PX_FIELD(struct px_model_row, overlap, INT, ALWAYS, .doc = "What both find, of 1000."),
	PX_FIELD(struct px_model_row, recall_before, INT, ALWAYS, .doc = "Found under the old one, of 1000."),
	PX_FIELD(struct px_model_row, recall_after, INT, ALWAYS, .doc = "Found under the new one, of 1000."),
	PX_FIELD(struct px_model_row, switched, INSTANT, SERVER, .doc = "When it came into use."),
	CREATED(struct px_model_row),
	UPDATED(struct px_model_row),
	VERSION(struct px_model_row),
};
RECORD(px_model_record, struct px_model_row, "memory_model", "memory_models", model_fields);


static const struct px_field turn_fields[] = {
	ID(struct px_turn_row),
	USER_ID(struct px_turn_row),
	PX_FIELD(struct px_turn_row, conversation_id, ID, ALWAYS, .doc = "The conversation it belongs to."),
	PX_FIELD(struct px_turn_row, message_id, ID, ALWAYS, .doc = "The message that began it."),
	PX_FIELD(struct px_turn_row, answer_id, ID, SERVER, .doc = "The message that ended it."),
	PX_FIELD(struct px_turn_row, state, ENUM, SERVER, .values = turn_states, .doc = "How far it is."),
	CREATED(struct px_turn_row),
	UPDATED(struct px_turn_row),
	VERSION(struct px_turn_row),
};
RECORD(px_turn_record, struct px_turn_row, "turn", "turns", turn_fields);

static const struct px_field preferences_fields[] = {
	ID(struct px_preferences),
	USER_ID(struct px_preferences),
	PX_FIELD(struct px_preferences, data, JSON, SERVER, .max = JSON_MAX, .doc = "What clients keep."),
	CREATED(struct px_preferences),
	UPDATED(struct px_preferences),
	VERSION(struct px_preferences),
};
RECORD(px_preferences_record, struct px_preferences, "preferences", "preferences", preferences_fields);

static const char *const proposal_reasons[] = { "foreign", "many", "for_good", NULL };
static const char *const proposal_states[] = { "open", "accepted", "declined", "expired", NULL };

static const struct px_field proposal_fields[] = {
	ID(struct px_proposal_row),
	USER_ID(struct px_proposal_row),
	PX_FIELD(struct px_proposal_row, turn_id, ID, SERVER, .doc = "The turn that proposed it."),
	PX_FIELD(struct px_proposal_row, message_id, ID, SERVER, .doc = "The message that began that turn."),
	PX_FIELD(struct px_proposal_row, tool, TEXT, ALWAYS, .max = 64, .doc = "The tool that would run; several: more than one call."),
	PX_FIELD(struct px_proposal_row, arguments, JSON, 0, .max = PROPOSAL_MAX,
		 .doc = "As the tool's schema says; of several: {\"calls\": [{\"tool\", \"arguments\"}]}."),
	PX_FIELD(struct px_proposal_row, text, TEXT, ALWAYS, .max = VALUE_MAX, .doc = "What it would do, in words."),
	PX_FIELD(struct px_proposal_row, reason, ENUM, SERVER, .values = proposal_reasons,
		 .doc = "foreign: words that are not the person's may have asked for it; many: it deletes much."),
	PX_FIELD(struct px_proposal_row, source_kind, TEXT, SERVER, .max = 20, .doc = "The kind of text that may have asked for it."),
	PX_FIELD(struct px_proposal_row, source_id, ID, SERVER, .doc = "That text."),
	PX_FIELD(struct px_proposal_row, source_quote, TEXT, SERVER, .max = VALUE_MAX, .doc = "What it says."),
	PX_FIELD(struct px_proposal_row, targets, JSON, SECRET, .max = JSON_MAX, .doc = "The rows that it would change."),
	PX_FIELD(struct px_proposal_row, said, INSTANT, SECRET, .doc = "When its words were written."),
	PX_FIELD(struct px_proposal_row, state, ENUM, SERVER, .values = proposal_states, .doc = "What became of it."),
	PX_FIELD(struct px_proposal_row, edits, INT, SERVER, .doc = "How often the person changed it."),
	PX_FIELD(struct px_proposal_row, expires, INSTANT, SERVER, .doc = "When it can no longer be accepted."),
	PX_FIELD(struct px_proposal_row, decided, INSTANT, SERVER, .doc = "When it was accepted or declined."),
	PX_FIELD(struct px_proposal_row, snoozed, INSTANT, SERVER, .doc = "Until then the person wants not to be shown it."),
	CREATED(struct px_proposal_row),
	UPDATED(struct px_proposal_row),
	VERSION(struct px_proposal_row),
};
RECORD(px_proposal_record, struct px_proposal_row, "proposal", "proposals", proposal_fields);

static const struct px_field usage_fields[] = {
	ID(struct px_usage_row),
	USER_ID(struct px_usage_row),
	PX_FIELD(struct px_usage_row, turn_id, ID, ALWAYS, .doc = "The turn it was for, or the conversation that was summed up."),
	PX_FIELD(struct px_usage_row, provider, TEXT, ALWAYS, .max = 64, .doc = "Whose model it is."),
	PX_FIELD(struct px_usage_row, model, TEXT, ALWAYS, .max = 200, .doc = "The model."),
	PX_FIELD(struct px_usage_row, tokens_in, INT, SERVER, .doc = "Tokens of the request that no cache had."),
	PX_FIELD(struct px_usage_row, tokens_out, INT, SERVER, .doc = "Tokens of the answer."),
	PX_FIELD(struct px_usage_row, tokens_cached, INT, SERVER, .doc = "Tokens that the provider's cache had."),
	PX_FIELD(struct px_usage_row, tokens_written, INT, SERVER, .doc = "Tokens written to the provider's cache."),
	PX_FIELD(struct px_usage_row, cost, INT, SERVER, .doc = "Micro-dollars."),
	PX_FIELD(struct px_usage_row, priced, BOOL, SERVER, .doc = "The price was known."),
	PX_FIELD(struct px_usage_row, estimated, BOOL, SERVER, .doc = "The tokens were counted here."),
	PX_FIELD(struct px_usage_row, day, DAY, SERVER, .doc = "The person's day."),
	CREATED(struct px_usage_row),
};
RECORD(px_usage_record, struct px_usage_row, "usage", "usages", usage_fields);

static const struct px_field usage_day_fields[] = {
	ID(struct px_usage_day),
	USER_ID(struct px_usage_day),
	PX_FIELD(struct px_usage_day, day, DAY, SERVER, .doc = "The person's day."),
	PX_FIELD(struct px_usage_day, provider, TEXT, ALWAYS, .max = 64, .doc = "Whose model it is."),
	PX_FIELD(struct px_usage_day, model, TEXT, ALWAYS, .max = 200, .doc = "The model."),
	PX_FIELD(struct px_usage_day, calls, INT, SERVER, .doc = "Requests."),
	PX_FIELD(struct px_usage_day, tokens_in, INT, SERVER, .doc = "Tokens of requests that no cache had."),
	PX_FIELD(struct px_usage_day, tokens_out, INT, SERVER, .doc = "Tokens of answers."),
	PX_FIELD(struct px_usage_day, tokens_cached, INT, SERVER, .doc = "Tokens that the provider's cache had."),
	PX_FIELD(struct px_usage_day, tokens_written, INT, SERVER, .doc = "Tokens written to the provider's cache."),
	PX_FIELD(struct px_usage_day, cost, INT, SERVER, .doc = "Micro-dollars."),
	PX_FIELD(struct px_usage_day, unpriced, INT, SERVER, .doc = "Requests whose price was not known."),
	VERSION(struct px_usage_day),
};
RECORD(px_usage_day_record, struct px_usage_day, "usage_day", "usage_days", usage_day_fields);

static const struct px_field talk_summary_fields[] = {
	ID(struct px_talk_summary),
	USER_ID(struct px_talk_summary),
	PX_FIELD(struct px_talk_summary, conversation_id, ID, ALWAYS, .doc = "The conversation it is of."),
	PX_FIELD(struct px_talk_summary, until_id, ID, ALWAYS, .doc = "The last message that is in it."),
	PX_FIELD(struct px_talk_summary, until_seq, INT, ALWAYS, .doc = "The place of that message in the order of all that happened."),
	PX_FIELD(struct px_talk_summary, text, TEXT, ALWAYS, .max = PX_TALK_SUMMARY_MAX, .doc = "What was said, in short."),
	PX_FIELD(struct px_talk_summary, tainted, BOOL, SECRET, .doc = "It may hold words that are not the person's."),
	CREATED(struct px_talk_summary),
	VERSION(struct px_talk_summary),
};
RECORD(px_talk_summary_record, struct px_talk_summary, "talk_summary", "talk_summaries", talk_summary_fields);

const struct px_record *const px_records[] = {
	&px_user_record, &px_project_record, &px_task_record, &px_event_record,
	&px_conversation_record, &px_message_record, &px_action_record, &px_idempotency_record,
	&px_memory_record, &px_document_record, &px_chunk_record, &px_embedding_record, &px_model_record, &px_turn_record,
	&px_preferences_record, &px_proposal_record, &px_usage_record, &px_usage_day_record,
	&px_talk_summary_record,
	&px_reminder_record, &px_notification_record, &px_notification_settings_record,
	&px_push_subscription_record, &px_file_record,
	&px_mail_account_record, &px_mail_folder_record, &px_mail_record, &px_mail_sender_record, NULL,
};

const struct px_record *px_entity_record(struct px_str name)
{
	for (size_t i = 0; px_records[i]; i++) {
		if (px_str_eq(name, px_str(px_records[i]->name)))
			return px_records[i];
	}
	return NULL;
}
