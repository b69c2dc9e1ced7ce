/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The endpoint table: every REST route with its rights, limits, steps and
 * documentation.  The router and the OpenAPI document are made from it.
 */
#include "api/api_internal.h"


#define READ(fn) { { PX_PLACE_READ, (fn) } }
#define WRITE(fn) { { PX_PLACE_WRITE, (fn) } }
#define ANSWER_FILE { PX_PLACE_SHARD, px_file_send_answer }
#define ALL_READ(fn) { { PX_PLACE_ALL_READ, (fn) } }
#define ALL_WRITE(fn) { { PX_PLACE_ALL_WRITE, (fn) } }

/* What pages of a list take; the bytes of a cursor are a value and an id. */
#define PAGE(sorts) \
	{ "limit", "items a page; 50 if absent", PX_PARAM_INT, .min = 1, .max = 1000 }, \
	{ "cursor", "the `next` of the page before", PX_PARAM_TEXT, .max = 100 }, \
	{ "sort", "created if absent", PX_PARAM_CHOICE, .choices = (sorts) }, \
	{ "order", "asc if absent", PX_PARAM_CHOICE, .choices = "asc|desc" }
#define WORDS(doc) { "q", doc, PX_PARAM_TEXT, .max = 256 }

static const struct px_endpoint_param page_query[] = { PAGE("created|updated"), { NULL, NULL } };
static const struct px_endpoint_param job_query[] = {
	PAGE("created|updated"),
	{ "state", "jobs in this state; dead: given up", PX_PARAM_CHOICE, .choices = "waiting|running|done|dead" },
	{ NULL, NULL },
};
static const struct px_endpoint_param notification_query[] = {
	PAGE("created|updated"),
	{ "state", "open: unread or read", PX_PARAM_CHOICE, .choices = "unread|read|acknowledged|snoozed|open" },
	{ "kind", "notifications of this kind", PX_PARAM_CHOICE, .choices = "reminder|missed|brief|review|test" },
	{ "subject_id", "about this task, event or reminder", PX_PARAM_ID },
	{ NULL, NULL },
};
static const struct px_endpoint_param day_query[] = {
	{ "day", "2026-01-16; today if absent", PX_PARAM_TEXT, .max = 10 },
	{ NULL, NULL },
};
static const struct px_endpoint_param reminder_query[] = {
	{ "limit", "items a page; 50 if absent", PX_PARAM_INT, .min = 1, .max = 1000 },
	{ "cursor", "the `next` of the page before", PX_PARAM_TEXT, .max = 100 },
	{ "sort", "due if absent", PX_PARAM_CHOICE, .choices = "due|updated" },
	{ "order", "asc if absent", PX_PARAM_CHOICE, .choices = "asc|desc" },
	{ "subject_id", "of this task or event", PX_PARAM_ID },
	{ "subject", "about such things; reminder: those that stand for themselves", PX_PARAM_CHOICE,
	  .choices = "task|event|reminder" },
	{ NULL, NULL },
};
static const struct px_endpoint_param created_query[] = { PAGE("created"), { NULL, NULL } };
static const struct px_endpoint_param message_query[] = {
	PAGE("created"),
	{ "conversation_id", "messages of this conversation only", PX_PARAM_ID },
	WORDS("messages that hold this text"),
	{ NULL, NULL },
};
static const struct px_endpoint_param task_query[] = {
	PAGE("created|updated|position|due"),
	{ "status", "open: pending or in progress", PX_PARAM_CHOICE,
	  .choices = "pending|in_progress|completed|cancelled|open" },
	{ "priority", "tasks of this priority", PX_PARAM_CHOICE, .choices = "low|normal|high|urgent" },
	{ "project_id", "tasks of this project", PX_PARAM_ID },
	{ "parent_id", "subtasks of this task", PX_PARAM_ID },
	{ "tag", "tasks with this tag", PX_PARAM_TEXT, .max = 64 },
	{ "due_after", "due at or after this day or instant", PX_PARAM_MOMENT },
	{ "due_before", "due before this day or instant", PX_PARAM_MOMENT },
	{ "overdue", "true: open tasks whose time has passed", PX_PARAM_BOOL },
	WORDS("words in title or notes"),
	{ NULL, NULL },
};
static const struct px_endpoint_param event_query[] = {
	PAGE("created|updated"),
	{ "start", "occurrences that end after this day or instant", PX_PARAM_MOMENT },
	{ "end", "occurrences that start before this day or instant", PX_PARAM_MOMENT },
	WORDS("words in title, location, notes or attendees"),
	{ NULL, NULL },
};
static const struct px_endpoint_param span_query[] = {
	{ "occurrence", "of a recurring event: the one that starts then, as a list gave it", PX_PARAM_MOMENT },
	{ "span", "what is meant: this occurrence alone (if absent), this and those after it, or all", PX_PARAM_CHOICE,
	  .choices = "this|following|all" },
	{ NULL, NULL },
};
static const struct px_endpoint_param memory_query[] = {
	PAGE("created|updated"),
	{ "kind", "memories of this kind", PX_PARAM_CHOICE, .choices = "note|fact|message" },
	{ "pinned", "true: pinned ones only", PX_PARAM_BOOL },
	{ "source", "where they came from", PX_PARAM_CHOICE, .choices = "chat|api|import|document|mail" },
	{ "superseded", "false: without facts that a newer one replaced", PX_PARAM_BOOL },
	{ NULL, NULL },
};
static const struct px_endpoint_param document_query[] = {
	PAGE("created|updated"),
	{ "status", "documents that are this far", PX_PARAM_CHOICE, .choices = "reading|ready|failed" },
	{ "source", "where they came from", PX_PARAM_CHOICE, .choices = "chat|api|import|document|mail" },
	{ NULL, NULL },
};
static const struct px_endpoint_param proposal_query[] = {
	PAGE("created"),
	{ "state", "proposals of which this became; expired: nobody decided in time", PX_PARAM_CHOICE,
	  .choices = "open|accepted|declined|expired" },
	{ NULL, NULL },
};
static const struct px_endpoint_param upload_query[] = {
	{ "title", "what to call it; the file's name or its own title if absent", PX_PARAM_TEXT, .max = 500 },
	{ "at", "the day or instant it is of; now if absent", PX_PARAM_MOMENT },
	{ NULL, NULL },
};
static const struct px_endpoint_param keep_query[] = {
	{ "name", "its name; the form's or the file's own if absent", PX_PARAM_TEXT, .max = 500 },
	{ NULL, NULL },
};
static const struct px_endpoint_param link_query[] = {
	{ "user", "as the link has it", PX_PARAM_TEXT, .max = 100 },
	{ "expires", "likewise", PX_PARAM_TEXT, .max = 100 },
	{ "signature", "likewise", PX_PARAM_TEXT, .max = 100 },
	{ NULL, NULL },
};
static const struct px_endpoint_param delete_query[] = {
	{ "for_good", "true: at once and past undoing, with every copy and file of it", PX_PARAM_BOOL },
	{ NULL, NULL },
};
static const struct px_endpoint_param chunk_query[] = {
	{ "limit", "items a page; 50 if absent", PX_PARAM_INT, .min = 1, .max = 1000 },
	{ "cursor", "the `next` of the page before", PX_PARAM_TEXT, .max = 100 },
	{ "order", "asc if absent", PX_PARAM_CHOICE, .choices = "asc|desc" },
	{ NULL, NULL },
};
static const struct px_endpoint_param search_query[] = {
	{ "q", "what to look for: a question or words", PX_PARAM_TEXT, .max = 1000, .required = true },
	{ "kinds", "memory, document, message, task, event, separated by commas; all if absent", PX_PARAM_TEXT, .max = 100 },
	{ "from", "of this day or instant or later", PX_PARAM_MOMENT },
	{ "to", "before this day or instant", PX_PARAM_MOMENT },
	{ "limit", "hits; 10 if absent", PX_PARAM_INT, .min = 1, .max = 100 },
	{ "now", "answer as if it were this day or instant", PX_PARAM_MOMENT },
	{ NULL, NULL },
};
static const struct px_endpoint_param project_query[] = {
	{ "archived", "true: archived ones too", PX_PARAM_BOOL },
	{ NULL, NULL },
};
static const struct px_endpoint_param speech_query[] = {
	{ "language", "what is spoken, as ISO 639-1, if it is known", PX_PARAM_TEXT, .max = 2 },
	{ "say", "true: the text becomes a message, and the answer holds its turn", PX_PARAM_BOOL },
	{ "conversation_id", "of that message", PX_PARAM_ID },
	{ "client_id", "of that message: repeating it repeats the answer", PX_PARAM_TEXT, .max = 255 },
	{ NULL, NULL },
};
static const struct px_endpoint_param usage_query[] = {
	{ "from", "the first day; of this month if absent", PX_PARAM_TEXT, .max = 10 },
	{ "to", "the last day; today if absent", PX_PARAM_TEXT, .max = 10 },
	{ NULL, NULL },
};
static const struct px_endpoint_param begin_query[] = {
	{ "return_to", "path to come back to", PX_PARAM_TEXT, .max = 1024 },
	{ NULL, NULL },
};

#define API "/api/v1"
#define KEYED PX_ENDPOINT_KEYED
#define CACHED PX_ENDPOINT_CACHED
#define PUBLIC PX_ENDPOINT_PUBLIC
#define VERSIONED PX_ENDPOINT_VERSIONED
#define PAGE_OF_LOGIN (PUBLIC | PX_ENDPOINT_PAGE)
enum { R = PX_SCOPE_READ, W = PX_SCOPE_WRITE, C = PX_SCOPE_CHAT, A = PX_SCOPE_ADMIN };

const struct px_endpoint px_endpoints[] = {
	{ { PX_HTTP_GET, API "/openapi.json" }, "getOpenapi", "This document", "Operation", R, PX_LIMIT_READ, 0,
	  { { PX_PLACE_SHARD, px_openapi_get } }, NULL, NULL, "OpenApi", 200 },
	{ { PX_HTTP_GET, "/metrics" }, "getMetrics", "Figures in the Prometheus text format", "Operation", R,
	  PX_LIMIT_READ, PX_ENDPOINT_ADMIN, { { PX_PLACE_SHARD, px_metrics_get } }, NULL, NULL, "text", 200 },
	{ { PX_HTTP_GET, API "/storage/check" }, "checkStorage", "Reads all that is stored and tells damage (administrators)",
	  "Operation", A, PX_LIMIT_AUTH, PX_ENDPOINT_ADMIN,
	  { { PX_PLACE_WORKER, px_storage_verify }, { PX_PLACE_SHARD, px_storage_answer } }, NULL, NULL, "StorageCheck", 200 },
	{ { PX_HTTP_GET, API "/me" }, "getMe", "The caller", "Me", R, PX_LIMIT_READ, CACHED, READ(px_me_get),
	  NULL, NULL, "User", 200 },
	{ { PX_HTTP_PATCH, API "/me" }, "patchMe", "Changes name, e-mail, zone or locale", "Me", W,
	  PX_LIMIT_WRITE, VERSIONED, ALL_WRITE(px_me_patch), NULL, "UserPatch", "User", 200 },
	{ { PX_HTTP_GET, API "/me/preferences" }, "getPreferences", "What the caller's clients keep for them", "Me", R,
	  PX_LIMIT_READ, CACHED, READ(px_preferences_get_mine), NULL, NULL, "Preferences", 200 },
	{ { PX_HTTP_PATCH, API "/me/preferences" }, "patchPreferences",
	  "Merges into them (RFC 7396); null removes, at most 64 KiB in all", "Me", W, PX_LIMIT_WRITE, VERSIONED,
	  WRITE(px_preferences_patch_mine), NULL, "Preferences", "Preferences", 200 },
	{ { PX_HTTP_GET, API "/features" }, "getFeatures", "What this Pixie can do", "Operation", 0, PX_LIMIT_READ, PUBLIC,
	  { { PX_PLACE_SHARD, px_features_get } }, NULL, NULL, "Features", 200 },

	{ { PX_HTTP_GET, API "/tasks" }, "listTasks", "Lists tasks", "Tasks", R, PX_LIMIT_READ, CACHED,
	  READ(px_tasks_list), task_query, NULL, "TaskPage", 200 },
	{ { PX_HTTP_POST, API "/tasks" }, "createTask", "Creates a task", "Tasks", W, PX_LIMIT_WRITE, KEYED,
	  WRITE(px_tasks_create), NULL, "TaskCreate", "TaskChanged", 201 },
	{ { PX_HTTP_GET, API "/tasks/{id}" }, "getTask", "One task", "Tasks", R, PX_LIMIT_READ, CACHED,
	  READ(px_tasks_get), NULL, NULL, "Task", 200 },
	{ { PX_HTTP_PATCH, API "/tasks/{id}" }, "patchTask", "Changes a task", "Tasks", W, PX_LIMIT_WRITE,
	  KEYED | VERSIONED, WRITE(px_tasks_patch), NULL, "TaskPatch", "TaskChanged", 200 },
	{ { PX_HTTP_DELETE, API "/tasks/{id}" }, "deleteTask", "Deletes a task and its subtasks", "Tasks", W,
	  PX_LIMIT_WRITE, VERSIONED, WRITE(px_tasks_delete), NULL, NULL, NULL, 204 },
	{ { PX_HTTP_POST, API "/tasks/{id}/complete" }, "completeTask",
	  "Completes a task; a recurring one moves on", "Tasks", W, PX_LIMIT_WRITE, KEYED | VERSIONED,
	  WRITE(px_tasks_complete), NULL, NULL, "TaskChanged", 200 },

	{ { PX_HTTP_GET, API "/events" }, "listEvents", "Lists events, or occurrences in a window", "Events",
	  R, PX_LIMIT_READ, 0, READ(px_events_list), event_query, NULL, "OccurrencePage", 200 },
	{ { PX_HTTP_POST, API "/events" }, "createEvent", "Creates an event and tells what it overlaps",
	  "Events", W, PX_LIMIT_WRITE, KEYED, WRITE(px_events_create), NULL, "EventCreate",
	  "EventWithConflicts", 201 },
	{ { PX_HTTP_GET, API "/events/{id}" }, "getEvent", "One event", "Events", R, PX_LIMIT_READ, CACHED,
	  READ(px_events_get), NULL, NULL, "Event", 200 },
	{ { PX_HTTP_PATCH, API "/events/{id}" }, "patchEvent", "Changes an event, or some occurrences of a recurring one", "Events", W,
	  PX_LIMIT_WRITE, KEYED | VERSIONED, WRITE(px_events_patch), span_query, "EventPatch", "EventWithConflicts", 200 },
	{ { PX_HTTP_DELETE, API "/events/{id}" }, "deleteEvent", "Deletes an event, or some occurrences of a recurring one", "Events", W,
	  PX_LIMIT_WRITE, VERSIONED, WRITE(px_events_delete), span_query, NULL, NULL, 204 },

	{ { PX_HTTP_GET, API "/projects" }, "listProjects", "Lists projects by name", "Projects", R,
	  PX_LIMIT_READ, CACHED, READ(px_projects_list), project_query, NULL, "ProjectPage", 200 },
	{ { PX_HTTP_POST, API "/projects" }, "createProject", "Creates a project", "Projects", W,
	  PX_LIMIT_WRITE, KEYED, WRITE(px_projects_create), NULL, "ProjectCreate", "ProjectChanged", 201 },
	{ { PX_HTTP_GET, API "/projects/{id}" }, "getProject", "One project", "Projects", R, PX_LIMIT_READ,
	  CACHED, READ(px_projects_get), NULL, NULL, "Project", 200 },
	{ { PX_HTTP_PATCH, API "/projects/{id}" }, "patchProject", "Changes a project", "Projects", W,
	  PX_LIMIT_WRITE, KEYED | VERSIONED, WRITE(px_projects_patch), NULL, "ProjectPatch", "ProjectChanged", 200 },
	{ { PX_HTTP_DELETE, API "/projects/{id}" }, "deleteProject",
	  "Deletes a project; its tasks stay, without one", "Projects", W, PX_LIMIT_WRITE, VERSIONED,
	  WRITE(px_projects_delete), NULL, NULL, NULL, 204 },

	{ { PX_HTTP_GET, API "/documents" }, "listDocuments", "Lists documents", "Documents", R, PX_LIMIT_READ, CACHED,
	  READ(px_documents_list), document_query, NULL, "DocumentPage", 200 },
	{ { PX_HTTP_POST, API "/documents" }, "uploadDocument",
	  "Takes a file and reads it; the same bytes again are the same document, answered 200", "Documents", W, PX_LIMIT_WRITE,
	  PX_ENDPOINT_FILE, { { PX_PLACE_LOOP, px_upload_receive }, { PX_PLACE_WRITE, px_documents_create } }, upload_query,
	  NULL, "DocumentChanged", 201 },
	{ { PX_HTTP_GET, API "/documents/{id}" }, "getDocument", "One document, and how far reading it is", "Documents", R,
	  PX_LIMIT_READ, CACHED, READ(px_documents_get), NULL, NULL, "Document", 200 },
	{ { PX_HTTP_PATCH, API "/documents/{id}" }, "patchDocument", "Changes a document's title", "Documents", W, PX_LIMIT_WRITE,
	  KEYED | VERSIONED, WRITE(px_documents_patch), NULL, "DocumentPatch", "DocumentChanged", 200 },
	{ { PX_HTTP_DELETE, API "/documents/{id}" }, "deleteDocument",
	  "Deletes a document and its passages; undone within 30 days, it is read again", "Documents", W, PX_LIMIT_WRITE, VERSIONED,
	  WRITE(px_documents_delete), delete_query, NULL, NULL, 204 },
	{ { PX_HTTP_GET, API "/documents/{id}/chunks" }, "listChunks", "The passages of a document, in their order", "Documents", R,
	  PX_LIMIT_READ, CACHED, READ(px_documents_chunks), chunk_query, NULL, "ChunkPage", 200 },
	{ { PX_HTTP_GET, API "/documents/{id}/file" }, "getFile", "The file as it came; Range and If-Range are honoured", "Documents",
	  R, PX_LIMIT_READ, 0,
	  { { PX_PLACE_READ, px_documents_file_find }, { PX_PLACE_WORKER, px_file_send_read }, ANSWER_FILE }, NULL, NULL, "binary", 200 },

	{ { PX_HTTP_GET, API "/files" }, "listFiles", "Lists files", "Files", R, PX_LIMIT_READ, CACHED, READ(px_files_list), page_query,
	  NULL, "FilePage", 200 },
	{ { PX_HTTP_POST, API "/files" }, "uploadFile",
	  "Keeps a file as it is, to be sent with a message; what is to be read and found is a document", "Files", W, PX_LIMIT_WRITE,
	  PX_ENDPOINT_FILE, { { PX_PLACE_LOOP, px_upload_keep }, { PX_PLACE_WRITE, px_files_create } }, keep_query, NULL, "File", 201 },
	{ { PX_HTTP_GET, API "/files/{id}" }, "describeFile", "What is known of a file", "Files", R, PX_LIMIT_READ, CACHED,
	  READ(px_files_get), NULL, NULL, "File", 200 },
	{ { PX_HTTP_DELETE, API "/files/{id}" }, "deleteFile", "Deletes a file; it can be undone within 30 days", "Files", W,
	  PX_LIMIT_WRITE, VERSIONED, WRITE(px_files_delete), delete_query, NULL, NULL, 204 },
	{ { PX_HTTP_GET, API "/files/{id}/content" }, "downloadFile", "The file as it came; Range and If-Range are honoured", "Files", R,
	  PX_LIMIT_READ, 0, { { PX_PLACE_READ, px_files_content_find }, { PX_PLACE_WORKER, px_file_send_read }, ANSWER_FILE }, NULL, NULL, "binary", 200 },
	{ { PX_HTTP_POST, API "/files/{id}/link" }, "linkFile", "Makes a link by which anybody can read it for some minutes, without a token",
	  "Files", R, PX_LIMIT_READ, 0, READ(px_files_link), NULL, NULL, "FileLink", 200 },
	{ { PX_HTTP_GET, API "/files/{id}/signed" }, "openFileLink",
	  "The file that a link is of: 403 if the link is not valid, 410 once its time is over", "Files", 0, PX_LIMIT_READ, PUBLIC,
	  { { PX_PLACE_SHARD, px_files_signed_owner }, { PX_PLACE_READ, px_files_signed_find }, { PX_PLACE_WORKER, px_file_send_read }, ANSWER_FILE },
	  link_query, NULL, "binary", 200 },

	{ { PX_HTTP_GET, API "/memories" }, "listMemories", "Lists what is remembered", "Memory", R, PX_LIMIT_READ,
	  CACHED, READ(px_memories_list), memory_query, NULL, "MemoryPage", 200 },
	{ { PX_HTTP_POST, API "/memories" }, "createMemory", "Keeps a note or a fact", "Memory", W, PX_LIMIT_WRITE,
	  KEYED, WRITE(px_memories_create), NULL, "MemoryCreate", "MemoryChanged", 201 },
	{ { PX_HTTP_GET, API "/memories/{id}" }, "getMemory", "One memory", "Memory", R, PX_LIMIT_READ, CACHED,
	  READ(px_memories_get), NULL, NULL, "Memory", 200 },
	{ { PX_HTTP_PATCH, API "/memories/{id}" }, "patchMemory", "Changes a memory", "Memory", W, PX_LIMIT_WRITE,
	  KEYED | VERSIONED, WRITE(px_memories_patch), NULL, "MemoryPatch", "MemoryChanged", 200 },
	{ { PX_HTTP_DELETE, API "/memories/{id}" }, "deleteMemory", "Forgets a memory", "Memory", W, PX_LIMIT_WRITE,
	  VERSIONED, WRITE(px_memories_delete), delete_query, NULL, NULL, 204 },

	{ { PX_HTTP_GET, API "/search" }, "search", "Finds by words and meaning, and answers if something kept does", "Memory", R,
	  PX_LIMIT_READ, 0, READ(px_recall_search_get), search_query, NULL, "Recalled", 200 },
	{ { PX_HTTP_POST, API "/import" }, "importItems", "Brings in notes, messages, tasks and documents with their own times", "Memory", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_recall_import), NULL, "Import", "Imported", 200 },
	{ { PX_HTTP_GET, API "/memory/index" }, "memoryIndex", "How much can be found by meaning", "Memory", R, PX_LIMIT_READ, 0,
	  READ(px_recall_state), NULL, NULL, "MemoryIndex", 200 },
	{ { PX_HTTP_POST, API "/memory/reindex" }, "reindexMemory", "Goes over to another embedding model, or back", "Memory", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_recall_reindex), NULL, "Reindex", NULL, 204 },
	{ { PX_HTTP_POST, API "/memory/reindex/all" }, "reindexAllMemory",
	  "Goes over to another embedding model, of everybody (administrators)", "Operation", A, PX_LIMIT_WRITE, PX_ENDPOINT_ADMIN,
	  ALL_WRITE(px_recall_reindex_all), NULL, "ReindexAll", "Reindexed", 200 },

	{ { PX_HTTP_GET, API "/conversations" }, "listConversations", "Lists conversations", "Chat", R,
	  PX_LIMIT_READ, CACHED, READ(px_conversations_list), page_query, NULL, "ConversationPage", 200 },
	{ { PX_HTTP_POST, API "/conversations" }, "createConversation", "Starts a conversation", "Chat", C,
	  PX_LIMIT_WRITE, KEYED, WRITE(px_conversations_create), NULL, "ConversationCreate",
	  "Conversation", 201 },
	{ { PX_HTTP_GET, API "/conversations/{id}" }, "getConversation", "One conversation", "Chat", R,
	  PX_LIMIT_READ, CACHED, READ(px_conversations_get), NULL, NULL, "Conversation", 200 },
	{ { PX_HTTP_PATCH, API "/conversations/{id}" }, "patchConversation", "Changes a conversation's title", "Chat", C,
	  PX_LIMIT_WRITE, KEYED | VERSIONED, WRITE(px_conversations_patch), NULL, "ConversationPatch", "Conversation", 200 },
	{ { PX_HTTP_DELETE, API "/conversations/{id}" }, "deleteConversation",
	  "Deletes a conversation and its messages", "Chat", C, PX_LIMIT_WRITE, VERSIONED,
	  WRITE(px_conversations_delete), NULL, NULL, NULL, 204 },
	{ { PX_HTTP_GET, API "/messages" }, "listMessages", "Lists messages", "Chat", R, PX_LIMIT_READ, CACHED,
	  READ(px_messages_list), message_query, NULL, "MessagePage", 200 },
	{ { PX_HTTP_GET, API "/messages/{id}" }, "getMessage", "One message", "Chat", R, PX_LIMIT_READ, CACHED,
	  READ(px_messages_get), NULL, NULL, "Message", 200 },
	{ { PX_HTTP_POST, API "/messages" }, "postMessage", "Says something to Pixie: one turn", "Chat", C,
	  PX_LIMIT_CHAT, KEYED | PX_ENDPOINT_EVENTS, { { PX_PLACE_WAIT, px_messages_post } }, NULL, "MessagePost", "Turn", 200 },
	{ { PX_HTTP_POST, API "/messages/{id}/undo" }, "undoMessage", "Takes back all that a message did", "Chat", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_messages_undo), NULL, NULL, "Undone", 200 },
	{ { PX_HTTP_GET, API "/turns/{id}" }, "getTurn", "How far a turn is that a model thinks about", "Chat", R,
	  PX_LIMIT_READ, CACHED, READ(px_turns_get), NULL, NULL, "TurnState", 200 },
	{ { PX_HTTP_DELETE, API "/turns/{id}" }, "stopTurn",
	  "Stops a turn under way; what it has said and done stays, and is answered with", "Chat", C, PX_LIMIT_CHAT, 0,
	  { { PX_PLACE_WAIT, px_turns_cancel } }, NULL, NULL, "Turn", 200 },

	{ { PX_HTTP_POST, API "/speech" }, "writeDownSpeech",
	  "Writes down a recording (wav, mp3, ogg with opus, webm, m4a; at most 25 MB), and says it if asked to", "Chat", C, PX_LIMIT_CHAT,
	  PX_ENDPOINT_FILE, { { PX_PLACE_LOOP, px_speech_receive }, { PX_PLACE_WAIT, px_speech_write }, { PX_PLACE_WAIT, px_speech_answer } },
	  speech_query, NULL, "Speech", 200 },
	{ { PX_HTTP_GET, API "/usage" }, "getUsage", "What language models took, by day and by model, and the budgets", "Chat", R,
	  PX_LIMIT_READ, 0, READ(px_usage_get), usage_query, NULL, "Usage", 200 },

	{ { PX_HTTP_GET, API "/actions" }, "listActions", "What was done, for undo", "Actions", R,
	  PX_LIMIT_READ, CACHED, READ(px_actions_list), created_query, NULL, "ActionPage", 200 },
	{ { PX_HTTP_POST, API "/actions/undo" }, "undoLast", "Takes back the last action", "Actions", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_actions_undo_last), NULL, NULL, "Undone", 200 },
	{ { PX_HTTP_POST, API "/actions/{id}/undo" }, "undoAction", "Takes back one action", "Actions", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_actions_undo), NULL, NULL, "Undone", 200 },
	{ { PX_HTTP_POST, API "/actions/{id}/redo" }, "redoAction", "Does again what was taken back", "Actions", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_actions_redo), NULL, NULL, "Undone", 200 },

	{ { PX_HTTP_GET, API "/proposals" }, "listProposals", "What a model wants to do and only the person may", "Proposals", R,
	  PX_LIMIT_READ, 0, READ(px_proposals_list), proposal_query, NULL, "ProposalPage", 200 },
	{ { PX_HTTP_GET, API "/proposals/{id}" }, "getProposal", "One proposal", "Proposals", R, PX_LIMIT_READ, 0,
	  READ(px_proposals_get), NULL, NULL, "Proposal", 200 },
	{ { PX_HTTP_PATCH, API "/proposals/{id}" }, "patchProposal",
	  "Changes its arguments and finds out anew what it would do, also if they are the same", "Proposals", W, PX_LIMIT_WRITE,
	  KEYED | VERSIONED, WRITE(px_proposals_patch), NULL, "ProposalPatch", "ProposalChanged", 200 },
	{ { PX_HTTP_POST, API "/proposals/{id}/accept" }, "acceptProposal",
	  "Does what is proposed, once; 409 if it has expired or what it would change was changed since", "Proposals", W,
	  PX_LIMIT_WRITE, KEYED | VERSIONED, WRITE(px_proposals_accept), NULL, NULL, "ProposalDecided", 200 },
	{ { PX_HTTP_POST, API "/proposals/{id}/decline" }, "declineProposal", "Drops a proposal", "Proposals", W, PX_LIMIT_WRITE,
	  KEYED | VERSIONED, WRITE(px_proposals_decline), NULL, NULL, "ProposalDecided", 200 },

	{ { PX_HTTP_POST, API "/batch" }, "batch", "Up to 500 changes at once: all of them or none, undone as one", "Actions", W,
	  PX_LIMIT_WRITE, KEYED, WRITE(px_batch_run), NULL, "Batch", "BatchChanged", 200 },

	{ { PX_HTTP_GET, API "/tools" }, "listTools", "The tools that engines and models may call", "Tools",
	  R, PX_LIMIT_READ, 0, READ(px_tools_list), NULL, NULL, "ToolPage", 200 },
	{ { PX_HTTP_POST, API "/tools/{name}" }, "runTool", "Runs one tool", "Tools", R | W, PX_LIMIT_WRITE,
	  KEYED, WRITE(px_tools_run), NULL, "ToolArguments", "ToolResult", 200 },

	{ { PX_HTTP_GET, API "/tokens" }, "listTokens", "Lists personal access tokens", "Identity", A,
	  PX_LIMIT_READ, 0, ALL_READ(px_tokens_list), NULL, NULL, "TokenPage", 200 },
	{ { PX_HTTP_POST, API "/tokens" }, "createToken", "Makes a personal access token; shown once",
	  "Identity", A, PX_LIMIT_AUTH, 0, ALL_WRITE(px_tokens_create), NULL, "TokenCreate", "NewToken",
	  201 },
	{ { PX_HTTP_GET, API "/tokens/{id}" }, "getToken", "One personal access token, without its text", "Identity", A,
	  PX_LIMIT_READ, 0, ALL_READ(px_tokens_get), NULL, NULL, "Token", 200 },
	{ { PX_HTTP_DELETE, API "/tokens/{id}" }, "revokeToken", "Revokes a personal access token", "Identity",
	  A, PX_LIMIT_AUTH, 0, ALL_WRITE(px_tokens_revoke), NULL, NULL, NULL, 204 },
	{ { PX_HTTP_GET, API "/users" }, "listUsers", "Lists users (administrators)", "Identity", A,
	  PX_LIMIT_READ, PX_ENDPOINT_ADMIN, ALL_READ(px_users_list), NULL, NULL, "UserPage", 200 },
	{ { PX_HTTP_GET, API "/users/{id}" }, "getUser", "One user (administrators)", "Identity", A, PX_LIMIT_READ,
	  PX_ENDPOINT_ADMIN, ALL_READ(px_users_get), NULL, NULL, "User", 200 },
	{ { PX_HTTP_POST, API "/users" }, "createUser", "Adds a user with a first token (administrators)",
	  "Identity", A, PX_LIMIT_AUTH, PX_ENDPOINT_ADMIN, ALL_WRITE(px_users_create), NULL,
	  "UserCreate", "NewUser", 201 },

	{ { PX_HTTP_GET, API "/notifications" }, "listNotifications", "What Pixie said by itself", "Notifications", R,
	  PX_LIMIT_READ, CACHED, READ(px_notifications_list), notification_query, NULL, "NotificationPage", 200 },
	{ { PX_HTTP_GET, API "/notifications/unread" }, "countUnread", "How many of them are unread", "Notifications", R,
	  PX_LIMIT_READ, CACHED, READ(px_notifications_unread), NULL, NULL, "Unread", 200 },
	{ { PX_HTTP_POST, API "/notifications/read" }, "readNotifications", "Marks all as read, 1,000 at most in one call",
	  "Notifications", W, PX_LIMIT_WRITE, 0, WRITE(px_notifications_read_every), NULL, NULL, "Unread", 200 },
	{ { PX_HTTP_GET, API "/notifications/{id}" }, "getNotification", "One of them", "Notifications", R, PX_LIMIT_READ,
	  CACHED, READ(px_notifications_get), NULL, NULL, "Notification", 200 },
	{ { PX_HTTP_POST, API "/notifications/{id}/read" }, "readNotification", "Marks it as read", "Notifications", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_notifications_read_one), NULL, NULL, "Notification", 200 },
	{ { PX_HTTP_POST, API "/notifications/{id}/ack" }, "acknowledgeNotification",
	  "It is dealt with; what repeats itself about the same thing ends. With done, a task that it is about is completed",
	  "Notifications", W, PX_LIMIT_WRITE, 0, WRITE(px_notifications_acknowledge), NULL, "Acknowledge", "Notification", 200 },
	{ { PX_HTTP_POST, API "/notifications/{id}/snooze" }, "snoozeNotification", "Says it again later", "Notifications", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_notifications_snooze), NULL, "Snooze", "Notification", 200 },
	{ { PX_HTTP_GET, API "/me/notification-settings" }, "getNotificationSettings", "How the caller is spoken to", "Me", R,
	  PX_LIMIT_READ, CACHED, READ(px_notification_settings_get_mine), NULL, NULL, "NotificationSettings", 200 },
	{ { PX_HTTP_PATCH, API "/me/notification-settings" }, "patchNotificationSettings",
	  "Changes it; null goes back to the usual", "Me", W, PX_LIMIT_WRITE, VERSIONED,
	  WRITE(px_notification_settings_patch_mine), NULL, "NotificationSettingsPatch", "NotificationSettings", 200 },
	{ { PX_HTTP_GET, API "/push/key" }, "getPushKey", "The key that browsers subscribe with", "Notifications", R, PX_LIMIT_READ, 0,
	  { { PX_PLACE_SHARD, px_push_get_key } }, NULL, NULL, "PushKey", 200 },
	{ { PX_HTTP_GET, API "/push/subscriptions" }, "listSubscriptions", "The browsers that take push messages", "Notifications", R,
	  PX_LIMIT_READ, CACHED, READ(px_push_list), page_query, NULL, "PushSubscriptionPage", 200 },
	{ { PX_HTTP_POST, API "/push/subscriptions" }, "subscribe", "Subscribes a browser, or renews its keys", "Notifications", W,
	  PX_LIMIT_WRITE, 0, WRITE(px_push_subscribe_here), NULL, "PushSubscriptionCreate", "PushSubscription", 201 },
	{ { PX_HTTP_DELETE, API "/push/subscriptions/{id}" }, "unsubscribe", "Unsubscribes a browser", "Notifications", W, PX_LIMIT_WRITE,
	  0, WRITE(px_push_unsubscribe), NULL, NULL, NULL, 204 },
	{ { PX_HTTP_GET, API "/brief" }, "getBrief", "What the caller should know about a day", "Notifications", R, PX_LIMIT_READ,
	  0, READ(px_brief_get), day_query, NULL, "Brief", 200 },
	{ { PX_HTTP_GET, API "/review" }, "getReview", "The week up to a day, and the one after it", "Notifications", R,
	  PX_LIMIT_READ, 0, READ(px_review_get), day_query, NULL, "Review", 200 },
	{ { PX_HTTP_GET, API "/reminders" }, "listReminders", "What is still to be said, of tasks and events too",
	  "Notifications", R, PX_LIMIT_READ, CACHED, READ(px_reminders_list), reminder_query, NULL, "ReminderPage", 200 },
	{ { PX_HTTP_POST, API "/reminders" }, "createReminder", "Makes a reminder that stands for itself", "Notifications", W,
	  PX_LIMIT_WRITE, KEYED, WRITE(px_reminders_create), NULL, "ReminderCreate", "ReminderChanged", 201 },
	{ { PX_HTTP_GET, API "/reminders/{id}" }, "getReminder", "One reminder", "Notifications", R, PX_LIMIT_READ, CACHED,
	  READ(px_reminders_get), NULL, NULL, "Reminder", 200 },
	{ { PX_HTTP_PATCH, API "/reminders/{id}" }, "patchReminder", "Changes a reminder that stands for itself",
	  "Notifications", W, PX_LIMIT_WRITE, KEYED | VERSIONED, WRITE(px_reminders_patch), NULL, "ReminderPatch",
	  "ReminderChanged", 200 },
	{ { PX_HTTP_DELETE, API "/reminders/{id}" }, "deleteReminder", "Deletes a reminder that stands for itself",
	  "Notifications", W, PX_LIMIT_WRITE, VERSIONED, WRITE(px_reminders_delete), NULL, NULL, NULL, 204 },

	{ { PX_HTTP_GET, API "/jobs" }, "listJobs",
	  "Lists work for later; what was given up, if no state is named (administrators)", "Operation", A,
	  PX_LIMIT_READ, PX_ENDPOINT_ADMIN, ALL_READ(px_work_list), job_query, NULL, "JobPage", 200 },
	{ { PX_HTTP_POST, API "/jobs/{id}/retry" }, "retryJob", "Tries a job again that was given up (administrators)",
	  "Operation", A, PX_LIMIT_WRITE, PX_ENDPOINT_ADMIN, ALL_WRITE(px_work_retry), NULL, NULL, "Job", 200 },
	{ { PX_HTTP_DELETE, API "/jobs/{id}" }, "dropJob", "Removes a job that waits or was given up (administrators)",
	  "Operation", A, PX_LIMIT_WRITE, PX_ENDPOINT_ADMIN, ALL_WRITE(px_work_drop), NULL, NULL, NULL, 204 },

	{ { PX_HTTP_POST, API "/auth/signup" }, "signUp", "Makes an account, where the policy allows it", "Identity",
	  0, PX_LIMIT_AUTH, PUBLIC, { { PX_PLACE_WORKER, px_signup_hash }, { PX_PLACE_ALL_WRITE, px_signup_finish } },
	  NULL, "SignUp", "Status", 202 },
	{ { PX_HTTP_POST, API "/auth/login" }, "logIn", "E-mail and password (and code) for tokens", "Identity", 0,
	  PX_LIMIT_AUTH, PUBLIC | PX_ENDPOINT_KEEPS,
	  { { PX_PLACE_ALL_READ, px_login_find }, { PX_PLACE_WORKER, px_login_verify },
	    { PX_PLACE_ALL_WRITE, px_login_finish } }, NULL, "LogIn", "Grant", 200 },
	{ { PX_HTTP_POST, API "/auth/refresh" }, "refresh", "Spends a refresh token for new tokens", "Identity", 0,
	  PX_LIMIT_AUTH, PUBLIC | PX_ENDPOINT_KEEPS, ALL_WRITE(px_refresh), NULL, "Refresh", "Grant", 200 },
	{ { PX_HTTP_POST, API "/auth/logout" }, "logOut", "Ends this session", "Identity", 0, PX_LIMIT_AUTH, 0,
	  ALL_WRITE(px_logout), NULL, NULL, NULL, 204 },
	{ { PX_HTTP_POST, API "/auth/welcome" }, "redeemWelcome", "Spends a welcome link's code for a session", "Identity", 0,
	  PX_LIMIT_AUTH, PUBLIC, ALL_WRITE(px_welcome_redeem), NULL, "Redeem", "Grant", 200 },
	{ { PX_HTTP_POST, API "/auth/welcome/link" }, "createWelcome",
	  "Makes a link by which the caller, who has no password yet, logs in once by a browser", "Identity", A,
	  PX_LIMIT_AUTH, 0, ALL_WRITE(px_welcome_create), NULL, NULL, "Welcome", 200 },
	{ { PX_HTTP_POST, API "/auth/email/verify" }, "verifyEmail", "Confirms an e-mail address", "Identity", 0,
	  PX_LIMIT_AUTH, PUBLIC, ALL_WRITE(px_email_verify), NULL, "TokenInput", "Status", 200 },
	{ { PX_HTTP_POST, API "/auth/email/send" }, "sendVerification", "Sends the confirmation mail again",
	  "Identity", 0, PX_LIMIT_AUTH, PUBLIC, ALL_WRITE(px_email_send), NULL, "EmailInput", "Status", 202 },
	{ { PX_HTTP_POST, API "/auth/password/forgot" }, "forgotPassword", "Sends a mail to set a new password",
	  "Identity", 0, PX_LIMIT_AUTH, PUBLIC, ALL_WRITE(px_password_forgot), NULL, "EmailInput", "Status", 202 },
	{ { PX_HTTP_POST, API "/auth/password/reset" }, "resetPassword", "Sets a new password by the mail's token",
	  "Identity", 0, PX_LIMIT_AUTH, PUBLIC,
	  { { PX_PLACE_WORKER, px_signup_hash }, { PX_PLACE_ALL_WRITE, px_password_reset_finish } }, NULL,
	  "PasswordReset", "Status", 200 },
	{ { PX_HTTP_POST, API "/auth/password" }, "changePassword", "Changes the password; other sessions end",
	  "Identity", A, PX_LIMIT_AUTH, 0,
	  { { PX_PLACE_ALL_READ, px_present_find }, { PX_PLACE_WORKER, px_password_change_verify },
	    { PX_PLACE_ALL_WRITE, px_password_change_finish } }, NULL, "PasswordChange", "Status", 200 },
	{ { PX_HTTP_POST, API "/auth/email" }, "changeEmail", "Changes the address to log in with; asks for the password",
	  "Identity", A, PX_LIMIT_AUTH, 0,
	  { { PX_PLACE_ALL_READ, px_present_find }, { PX_PLACE_WORKER, px_email_change_verify },
	    { PX_PLACE_ALL_WRITE, px_email_change_finish } }, NULL, "EmailChange", "User", 200 },
	{ { PX_HTTP_POST, API "/auth/invites" }, "createInvite", "Invites somebody (administrators)", "Identity", A,
	  PX_LIMIT_AUTH, PX_ENDPOINT_ADMIN, ALL_WRITE(px_invites_create), NULL, "InviteInput", "NewInvite", 201 },
	{ { PX_HTTP_GET, API "/auth/invites/{id}" }, "getInvite", "One invitation (administrators)", "Identity", A,
	  PX_LIMIT_READ, PX_ENDPOINT_ADMIN, ALL_READ(px_invites_get), NULL, NULL, "Invite", 200 },
	{ { PX_HTTP_DELETE, API "/auth/invites/{id}" }, "revokeInvite", "Takes an invitation back (administrators)",
	  "Identity", A, PX_LIMIT_AUTH, PX_ENDPOINT_ADMIN, ALL_WRITE(px_invites_revoke), NULL, NULL, NULL, 204 },
	{ { PX_HTTP_GET, API "/auth/sessions" }, "listSessions", "Where the caller is logged in", "Identity", A,
	  PX_LIMIT_READ, 0, ALL_READ(px_sessions_list), NULL, NULL, "SessionPage", 200 },
	{ { PX_HTTP_DELETE, API "/auth/sessions" }, "revokeOtherSessions", "Ends every session but this one",
	  "Identity", A, PX_LIMIT_AUTH, 0, ALL_WRITE(px_sessions_revoke_others), NULL, NULL, NULL, 204 },
	{ { PX_HTTP_DELETE, API "/auth/sessions/{id}" }, "revokeSession", "Ends a session", "Identity", A,
	  PX_LIMIT_AUTH, 0, ALL_WRITE(px_sessions_revoke), NULL, NULL, NULL, 204 },
	{ { PX_HTTP_GET, API "/auth/mfa" }, "getMfa", "Whether a second factor is on", "Identity", A, PX_LIMIT_READ,
	  0, ALL_READ(px_mfa_get), NULL, NULL, "Mfa", 200 },
	{ { PX_HTTP_POST, API "/auth/mfa" }, "beginMfa", "Begins to turn the second factor on", "Identity", A,
	  PX_LIMIT_AUTH, 0, ALL_WRITE(px_mfa_begin), NULL, NULL, "MfaSecret", 201 },
	{ { PX_HTTP_POST, API "/auth/mfa/confirm" }, "confirmMfa", "Turns it on with the first code", "Identity", A,
	  PX_LIMIT_AUTH, 0, ALL_WRITE(px_mfa_confirm), NULL, "CodeInput", "RecoveryCodes", 200 },
	{ { PX_HTTP_POST, API "/auth/mfa/disable" }, "disableMfa", "Turns it off with a code", "Identity", A,
	  PX_LIMIT_AUTH, PX_ENDPOINT_KEEPS, ALL_WRITE(px_mfa_disable), NULL, "CodeInput", "Status", 200 },
	{ { PX_HTTP_GET, API "/auth/oidc" }, "listIssuers", "External issuers to log in at", "Identity", 0,
	  PX_LIMIT_READ, PUBLIC, { { PX_PLACE_SHARD, px_oidc_list } }, NULL, NULL, "IssuerPage", 200 },
	{ { PX_HTTP_GET, API "/auth/oidc/callback" }, "oidcCallback", "Where an issuer sends the browser back to",
	  "Identity", 0, PX_LIMIT_AUTH, PAGE_OF_LOGIN | PX_ENDPOINT_ANY_QUERY,
	  { { PX_PLACE_LOOP, px_oidc_redeem }, { PX_PLACE_ALL_WRITE, px_oidc_login } }, NULL, NULL, NULL, 303 },
	{ { PX_HTTP_GET, API "/auth/oidc/{name}" }, "oidcBegin", "Sends the browser to an issuer", "Identity", 0,
	  PX_LIMIT_AUTH, PAGE_OF_LOGIN, { { PX_PLACE_SHARD, px_oidc_begin } }, begin_query, NULL, NULL, 303 },
};

const size_t px_endpoint_count = sizeof(px_endpoints) / sizeof(px_endpoints[0]);
