/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The OpenAPI 3.1 document, from the endpoint table and the record
 * descriptors; only the few schemas that are no record are spelled out here.
 * The bodies among these are also what such requests are checked by.
 */
#include "api/api_internal.h"

#include "api/query.h"
#include "base/mem.h"
#include "base/record_json.h"

#include <stdlib.h>

#define STR "{\"type\":\"string\"}"
#define UUID "{\"type\":\"string\",\"format\":\"uuid\"}"
#define DAY "{\"type\":\"string\",\"format\":\"date\"}"
#define COUNT "{\"type\":\"integer\",\"description\":\""
#define STAMP "{\"type\":\"string\",\"format\":\"date-time\"}"
/* Input of `least` to `most` characters; more bytes than that are refused too where it matters. */
#define INPUT(least, most) "{\"type\":\"string\",\"minLength\":" #least ",\"maxLength\":" #most "}"
#define MAYBE(most, doc) \
	"{\"type\":[\"string\",\"null\"],\"maxLength\":" #most ",\"description\":\"" doc "\"}"
#define ACTION_ID \
	"{\"type\":[\"string\",\"null\"],\"format\":\"uuid\",\"description\":\"What undo takes; null if nothing changed.\"}"
#define MAYBE_ID "{\"type\":[\"string\",\"null\"],\"format\":\"uuid\"}"
#define BODY(required, properties) \
	"{\"type\":\"object\",\"required\":[" required "],\"additionalProperties\":false,\"properties\":{" properties "}}"
/* All there is, without pages. */
#define LIST "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
#define MAYBE_NUMBER "{\"type\":[\"number\",\"null\"]}"
#define PASSWORD \
	"{\"type\":\"string\",\"minLength\":10,\"maxLength\":256,\"description\":\"10 characters to 256 bytes.\"}"
#define EMAIL "{\"type\":\"string\",\"minLength\":3,\"maxLength\":254}"
#define ZONE_AND_LOCALE \
	"\"zone\":" MAYBE(64, "IANA time zone; the instance's if absent.") ",\"locale\":" \
	MAYBE(35, "BCP 47 tag such as en-GB; the instance's if absent.")

#define FLAG(doc) "{\"type\":\"boolean\",\"description\":\"" doc "\"}"
#define SECRET_INPUT(doc) "{\"type\":[\"string\",\"null\"],\"maxLength\":4096,\"writeOnly\":true,\"description\":\"" doc "\"}"
/* The fields of MailAccount that can be given, and the secrets, which never come back. */
#define MAIL_ACCOUNT \
	"\"name\":" MAYBE(200, "What to call it; its address if absent.") ",\"address\":" INPUT(3, 254) ",\"host\":" INPUT(1, 253) \
	",\"port\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":65535,\"description\":\"993 with tls, 143 with starttls, if 0.\"}," \
	"\"security\":{\"type\":\"string\",\"enum\":[\"tls\",\"starttls\"]},\"auth\":{\"type\":\"string\",\"enum\":[\"password\",\"xoauth2\"]}," \
	"\"user\":" MAYBE(254, "Name to sign in with; the address if absent.") ",\"token_url\":" \
	MAYBE(1000, "Of xoauth2: where a refresh token gives an access token.") ",\"client_id\":" MAYBE(500, "Of xoauth2: Pixie's id there.") \
	",\"folders\":{\"type\":[\"array\",\"null\"],\"maxItems\":20,\"items\":" INPUT(1, 500) ",\"description\":\"INBOX if absent.\"}," \
	"\"enabled\":" FLAG("Whether it is read.") ",\"propose\":" FLAG("Whether tasks and events are proposed from its mails.") \
	",\"remember\":" FLAG("Whether its mails become documents that recall finds.") \
	",\"replies\":" FLAG("Replies to Pixie's own mails arrive here (administrators).") \
	",\"back_days\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":365,\"description\":\"Mails of so many days before are read, too.\"}," \
	"\"password\":" SECRET_INPUT("Of auth password.") ",\"refresh_token\":" SECRET_INPUT("Of auth xoauth2.") \
	",\"client_secret\":" SECRET_INPUT("Of auth xoauth2, where the client has one.")

/* Records in all their shapes: Task, TaskCreate, TaskPatch, TaskPage. */
static const struct {
	const char *name;
	const struct px_record *record;
	bool undoable; /* changes of it answer with their action too */
} records[] = {
	{ "User", &px_user_record, false },
	{ "Project", &px_project_record, true },
	{ "Task", &px_task_record, true },
	{ "Event", &px_event_record, false }, /* EventWithConflicts */
	{ "Conversation", &px_conversation_record, false },
	{ "Message", &px_message_record, false },
	{ "Action", &px_action_record, false },
	{ "Memory", &px_memory_record, true },
	{ "Document", &px_document_record, true },
	{ "File", &px_file_record, false },
	{ "Chunk", &px_chunk_record, false },
	{ "Proposal", &px_proposal_record, true },
	{ "Job", &px_job_record, false },
	{ "TurnState", &px_turn_record, false },
	{ "Notification", &px_notification_record, false },
	{ "NotificationSettings", &px_notification_settings_record, false },
	{ "Reminder", &px_reminder_record, true },
	{ "PushSubscription", &px_push_subscription_record, false },
	{ "MailAccount", &px_mail_account_record, false },
	{ "Mail", &px_mail_record, false },
	{ "MailSender", &px_mail_sender_record, false },
};

static const struct {
	const char *name, *schema;
} schemas[] = {
	{ "Preferences",
	  "{\"type\":\"object\",\"description\":\"Whatever the person's clients want to keep: theme, keys, hours, saved views. Pixie "
	  "reads none of it.\"}" },
	{ "Features",
	  "{\"type\":\"object\",\"required\":[\"version\",\"memory\",\"uploads\",\"upload_mb\",\"models\",\"speech\",\"mail\",\"push\","
	  "\"sms\",\"sign_up\"],\"properties\":{\"version\":" STR ",\"memory\":{\"type\":\"boolean\"},\"uploads\":{\"type\":\"boolean\"},"
	  "\"upload_mb\":{\"type\":\"integer\"},\"models\":{\"type\":\"boolean\"},\"speech\":{\"type\":\"boolean\"},"
	  "\"mail\":{\"type\":\"boolean\"},\"push\":{\"type\":\"boolean\"},\"sms\":{\"type\":\"boolean\"},"
	  "\"sign_up\":{\"type\":\"string\",\"enum\":[\"closed\",\"invite\",\"open\"]}}}" },
	{ "Speech",
	  "{\"type\":\"object\",\"required\":[\"text\",\"language\",\"seconds\",\"turn\"],\"properties\":{\"text\":{\"type\":\"string\",\"description\":"
	  "\"What is said; empty if nothing was heard.\"},\"language\":{\"type\":[\"string\",\"null\"],\"description\":\"ISO 639-1; null if the server does "
	  "not tell.\"},\"seconds\":{\"type\":\"number\",\"description\":\"Of the recording; 0 if the server does not tell.\"},\"turn\":{\"oneOf\":[{\"$ref\":"
	  "\"#/components/schemas/Turn\"},{\"type\":\"null\"}]}}}" },
	{ "UsageSum",
	  "{\"type\":\"object\",\"required\":[\"calls\",\"tokens_in\",\"tokens_out\",\"tokens_cached\",\"tokens_written\",\"cost\","
	  "\"unpriced_calls\"],\"properties\":{\"calls\":" COUNT "Requests to models.\"},\"tokens_in\":" COUNT "That no cache had.\"},"
	  "\"tokens_out\":" COUNT "Of answers.\"},\"tokens_cached\":" COUNT "That the provider's cache had.\"},\"tokens_written\":" COUNT
	  "Written to the provider's cache.\"},\"cost\":" COUNT "Micro-dollars.\"},\"unpriced_calls\":" COUNT "Whose price is not known.\"}}}" },
	{ "Usage",
	  "{\"type\":\"object\",\"required\":[\"from\",\"to\",\"prices_of\",\"total\",\"days\",\"models\",\"budgets\"],\"properties\":{"
	  "\"from\":" DAY ",\"to\":" DAY ",\"prices_of\":{\"type\":[\"string\",\"null\"],\"description\":\"The day that the table of prices is of.\"},"
	  "\"total\":{\"$ref\":\"#/components/schemas/UsageSum\"},"
	  "\"days\":{\"type\":\"array\",\"items\":{\"allOf\":[{\"$ref\":\"#/components/schemas/UsageSum\"},{\"type\":\"object\",\"required\":[\"day\"],"
	  "\"properties\":{\"day\":" DAY "}}]}},"
	  "\"models\":{\"type\":\"array\",\"items\":{\"allOf\":[{\"$ref\":\"#/components/schemas/UsageSum\"},{\"type\":\"object\",\"required\":"
	  "[\"provider\",\"model\"],\"properties\":{\"provider\":" STR ",\"model\":" STR "}}]}},"
	  "\"budgets\":{\"type\":\"array\",\"description\":\"Those that are set; user_day and user_month are the caller's, day and month of all.\","
	  "\"items\":{\"type\":\"object\",\"required\":[\"kind\",\"limit\",\"spent\",\"state\"],\"properties\":{"
	  "\"kind\":{\"enum\":[\"user_day\",\"user_month\",\"day\",\"month\"]},\"limit\":" COUNT "Micro-dollars.\"},\"spent\":" COUNT "Micro-dollars.\"},"
	  "\"state\":{\"enum\":[\"ok\",\"near\",\"used_up\"],\"description\":\"near: 80% and more.\"}}}}}}" },
	{ "TurnEvents",
	  "{\"type\":\"string\",\"description\":\"For Accept: text/event-stream. Events chat:status {turn_id, conversation_id, message_id, "
	  "client_id, state: queued, running (with message) or calling (with tool)} and chat:delta {turn_id, conversation_id, message_id, "
	  "client_id, n, text}, as in room user:<id> of the socket; a client that is behind gets several deltas as one, with the number "
	  "of the last. Then one last event: chat:message, a Turn, or error, a Problem. Comments come every 15 seconds. A client that "
	  "goes leaves the turn under way: DELETE /turns/{turn_id} stops it, the same client_id comes back to it.\"}" },
	{ "Brief",
	  "{\"type\":\"object\",\"required\":[\"day\",\"title\",\"text\",\"events\",\"tasks_due\",\"tasks_slipped\",\"dates\",\"free\"],"
	  "\"properties\":{\"day\":{\"type\":\"string\",\"format\":\"date\"},\"title\":" STR ",\"text\":" STR ",\"events\":{\"type\":\"array\","
	  "\"description\":\"Those that are not over: id, title, start, end, all_day, location, overlaps (the id of another at the same "
	  "time).\",\"items\":{\"type\":\"object\",\"required\":[\"id\",\"title\",\"start\",\"end\",\"all_day\"]}},"
	  "\"tasks_due\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Task\"}},"
	  "\"tasks_slipped\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Task\"}},"
	  "\"dates\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"about\",\"kind\",\"day\",\"memory_id\"],"
	  "\"properties\":{\"about\":" STR ",\"kind\":{\"enum\":[\"birthday\",\"anniversary\",\"expiry\"]},\"day\":" STR
	  ",\"memory_id\":" UUID "}}},\"free\":{\"type\":[\"object\",\"null\"],\"description\":\"The first free hour of the day, and until "
	  "when it is free.\",\"properties\":{\"start\":" STAMP ",\"end\":" STAMP "}}}}" },
	{ "Review",
	  "{\"type\":\"object\",\"required\":[\"title\",\"text\",\"done\",\"slipped\",\"undated\"],\"properties\":{\"title\":" STR ",\"text\":" STR
	  ",\"done\":{\"type\":\"integer\"},\"slipped\":{\"type\":\"integer\"},\"undated\":{\"type\":\"integer\"}}}" },
	{ "MailAccountNew", BODY("\"address\",\"host\"", MAIL_ACCOUNT) },
	{ "MailAccountChange", BODY("", MAIL_ACCOUNT) },
	{ "MailTest",
	  "{\"type\":\"object\",\"required\":[\"ok\",\"problem\",\"folders\"],\"properties\":{\"ok\":{\"type\":\"boolean\"},\"problem\":{\"type\":"
	  "[\"string\",\"null\"],\"description\":\"Why it can't be read.\"},\"folders\":{\"type\":\"array\",\"items\":" STR "}}}" },
	{ "PushKey", "{\"type\":\"object\",\"required\":[\"key\"],\"properties\":{\"key\":{\"type\":\"string\",\"description\":"
	  "\"applicationServerKey, base64url; empty: no push.\"}}}" },
	{ "Unread", "{\"type\":\"object\",\"required\":[\"unread\"],\"properties\":{\"unread\":{\"type\":\"integer\"}}}" },
	{ "Acknowledge",
	  BODY("", "\"done\":{\"type\":\"boolean\",\"description\":\"The task itself is done, too.\"}") },
	{ "Snooze",
	  BODY("", "\"until\":" MAYBE(40, "An instant, or a time of the person's own (2026-01-16T09:00).") ",\"for\":"
	       MAYBE(20, "A duration from now on: PT10M, PT2H, P1D. Ten minutes if neither is given.")) },
	{ "Problem",
	  "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"code\"],\"properties\":{"
	  "\"type\":" STR ",\"title\":" STR ",\"status\":{\"type\":\"integer\"},\"detail\":" STR
	  ",\"code\":" STR ",\"field\":" STR ",\"request_id\":" STR "}}" },
	{ "Occurrence",
	  "{\"allOf\":[{\"$ref\":\"#/components/schemas/Event\"},{\"type\":\"object\",\"properties\":{\"occurrence\":"
	  "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"Of a recurring event: which one this is, by its "
	  "start in the series. In lists with start, end or q.\"}}}]}" },
	{ "OccurrencePage",
	  "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
	  "{\"$ref\":\"#/components/schemas/Occurrence\"}},\"next\":{\"type\":[\"string\",\"null\"]},\"total\":{\"type\":\"integer\"}}}" },
	{ "EventWithConflicts",
	  "{\"allOf\":[{\"$ref\":\"#/components/schemas/Event\"},{\"type\":\"object\",\"properties\":{"
	  "\"conflicts\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Occurrence\"}},\"action_id\":" ACTION_ID "}}]}" },
	{ "MessagePost",
	  BODY("\"text\"", "\"text\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":32768,\"description\":\"At most 32768 "
	       "bytes.\"},\"conversation_id\":" MAYBE_ID ",\"client_id\":" MAYBE(255, "Repeating it with the same text repeats "
	       "the answer, not the effect; at most 255 bytes.") ",\"zone\":" MAYBE(64, "IANA time zone of this message.") ",\"files\":{\"type\":\"array\",\"maxItems\":8,\"items\":" UUID
	       ",\"description\":\"Files that are sent with it; a language model looks at pictures.\"},\"replaces\":{\"type\":[\"string\",\"null\"],"
	       "\"format\":\"uuid\",\"description\":\"A message of the person's in this conversation that is said otherwise: what came after it "
	       "is not what this one goes on from. What it did stays done until it is undone.\"}") },
	{ "FileLink",
	  "{\"type\":\"object\",\"required\":[\"path\",\"expires\"],\"properties\":{\"path\":{\"type\":\"string\",\"description\":\"The "
	  "link, behind the address that people reach Pixie by.\"},\"expires\":" STAMP "}}" },
	{ "Effect",
	  "{\"type\":\"object\",\"description\":\"The changed row with what became of it: its own fields, entity "
	  "and verb. Of rows that come to more than 1 MiB together, entity, verb and id only.\",\"required\":[\"entity\",\"verb\",\"id\"],\"properties\":{\"entity\":" STR
	  ",\"verb\":" STR ",\"id\":" UUID ",\"action_id\":" UUID "}}" },
	{ "Turn",
	  "{\"type\":\"object\",\"required\":[\"conversation_id\",\"message\",\"reply\",\"effects\"],"
	  "\"properties\":{\"conversation_id\":" UUID
	  ",\"message\":{\"$ref\":\"#/components/schemas/Message\"},"
	  "\"reply\":{\"oneOf\":[{\"$ref\":\"#/components/schemas/Message\"},{\"type\":\"null\"}],\"description\":\"null while it "
	  "is running.\"},\"state\":{\"enum\":[\"running\",\"done\",\"failed\",\"cancelled\",\"interrupted\"]},\"turn_id\":" UUID
	  ",\"effects\":{\"type\":\"array\",\"items\":"
	  "{\"$ref\":\"#/components/schemas/Effect\"}},\"intent\":" STR
	  ",\"confidence\":{\"type\":\"number\"},\"can_undo\":{\"type\":\"boolean\"}}}" },
	{ "Undone",
	  "{\"type\":\"object\",\"required\":[\"summary\",\"actions\",\"effects\"],\"properties\":{\"summary\":" STR
	  ",\"actions\":{\"type\":\"integer\"},\"action_ids\":{\"type\":\"array\",\"items\":" UUID "},\"effects\":{\"type\":\"array\",\"items\":"
	  "{\"$ref\":\"#/components/schemas/Effect\"}}}}" },
	{ "Batch",
	  BODY("\"changes\"", "\"changes\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":500,\"items\":"
	       BODY("\"op\",\"entity\"", "\"op\":{\"type\":\"string\",\"enum\":[\"create\",\"update\",\"delete\"]},"
		    "\"entity\":{\"type\":\"string\",\"enum\":[\"task\",\"event\",\"project\",\"memory\"]},"
		    "\"id\":{\"type\":\"string\",\"format\":\"uuid\",\"description\":\"Of an update or deletion.\"},"
		    "\"version\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"Refused (409) if the row is another by now.\"},"
		    "\"fields\":{\"type\":\"object\",\"description\":\"As in the body of a creation or change.\"}") "}") },
	{ "BatchChanged",
	  "{\"type\":\"object\",\"required\":[\"items\",\"action_id\"],\"properties\":{\"items\":{\"type\":\"array\","
	  "\"description\":\"The row of each change, in their order; null of a deletion.\",\"items\":{\"type\":[\"object\",\"null\"]}},"
	  "\"action_id\":" ACTION_ID "}}" },
	{ "ProposalPatch",
	  BODY("", "\"arguments\":{\"type\":\"object\",\"description\":\"Those it has if absent. As the tool's schema says; of several: "
	       "{\\\"calls\\\": [{\\\"tool\\\", \\\"arguments\\\"}]}.\"},\"snoozed\":"
	       MAYBE(40, "Alone: shown again from then on; an instant, or a time of the person's own (2026-01-16T09:00); null: now.")) },
	{ "ProposalDecided",
	  "{\"type\":\"object\",\"required\":[\"proposal\",\"reply\",\"effects\",\"action_id\"],\"properties\":{"
	  "\"proposal\":{\"$ref\":\"#/components/schemas/Proposal\"},\"reply\":" STR ",\"effects\":{\"type\":\"array\",\"items\":"
	  "{\"$ref\":\"#/components/schemas/Effect\"}},\"action_id\":" ACTION_ID "}}" },
	{ "Tool",
	  "{\"type\":\"object\",\"required\":[\"name\",\"title\",\"description\",\"schema\",\"changes\",\"available\"],\"properties\":{\"name\":" STR
	  ",\"title\":" STR ",\"description\":" STR
	  ",\"schema\":{\"type\":\"object\"},\"changes\":{\"type\":\"boolean\"},"
	  "\"available\":{\"type\":\"boolean\"}}}" },
	{ "ToolPage",
	  LIST "{\"$ref\":\"#/components/schemas/Tool\"}},\"next\":{\"type\":\"null\"}}}" },
	{ "ToolArguments", "{\"type\":\"object\",\"description\":\"As the tool's schema says.\"}" },
	{ "Ground",
	  "{\"type\":\"object\",\"description\":\"What an answer rests on.\",\"required\":[\"kind\",\"id\",\"text\",\"at\",\"valid\"],\"properties\":{\"kind\":" STR ",\"id\":" UUID
	  ",\"text\":" STR ",\"at\":" STR ",\"valid\":{\"type\":\"boolean\"}}}" },
	{ "GroundPage",
	  LIST "{\"$ref\":\"#/components/schemas/Ground\"}},\"next\":{\"type\":\"null\"}}}" },
	{ "Recalled",
	  "{\"type\":\"object\",\"required\":[\"hits\",\"answer\",\"grounds\",\"evidence\",\"ms\"],\"properties\":{\"hits\":{\"type\":\"array\","
	  "\"items\":{\"type\":\"object\",\"required\":[\"kind\",\"id\",\"external_id\",\"text\",\"at\",\"score\",\"parts\",\"source\",\"state\","
	  "\"valid\"],\"properties\":{\"kind\":" STR ",\"id\":" UUID ",\"external_id\":{\"type\":[\"string\",\"null\"]},"
	  "\"text\":" STR ",\"at\":" STR ",\"score\":{\"type\":\"number\"},\"parts\":{\"type\":\"object\",\"required\":[\"words\",\"meaning\",\"late\",\"cross\",\"time\",\"speaker\",\"session\",\"prior\"],"
	  "\"additionalProperties\":" MAYBE_NUMBER ",\"description\":\"What each part "
	  "of recall gave: words, meaning, late interaction, cross-encoder, time, speaker, session, prior.\"},\"source\":{\"type\":[\"string\",\"null\"]},"
	  "\"state\":{\"type\":[\"string\",\"null\"]},\"valid\":{\"type\":\"boolean\"}}}},"
	  "\"answer\":{\"type\":[\"string\",\"null\"]},\"grounds\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Ground\"}},"
	  "\"evidence\":{\"type\":\"object\",\"required\":[\"words\",\"meaning\",\"late\",\"confidence\"],"
	  "\"additionalProperties\":" MAYBE_NUMBER ",\"description\":\"How sure it is that the first hit answers.\"},\"ms\":{\"type\":\"number\"}}}" },
	{ "Import",
	  "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"maxItems\":500,\"items\":"
	  "{\"type\":\"object\",\"required\":[\"id\",\"kind\",\"text\"],\"properties\":{\"id\":" STR ",\"kind\":{\"enum\":[\"note\",\"message\","
	  "\"task\",\"document\"]},\"at\":" STR ",\"text\":" STR ",\"title\":" STR ",\"speaker\":" STR ",\"session\":" STR
	  ",\"status\":{\"enum\":[\"open\",\"done\"]},\"due\":" STR ",\"done_at\":" STR "}}}}}" },
	{ "Imported",
	  "{\"type\":\"object\",\"required\":[\"created\",\"known\"],\"properties\":{\"created\":{\"type\":\"integer\"},\"known\":{\"type\":\"integer\"}}}" },
	{ "MemoryIndex",
	  "{\"type\":\"object\",\"required\":[\"items\",\"pending\",\"model\"],\"properties\":{\"items\":{\"type\":\"integer\"},\"pending\":{\"type\":\"integer\"},"
	  "\"model\":{\"type\":[\"string\",\"null\"]},\"state\":{\"enum\":[\"settled\",\"embedding\",\"held\"]},"
	  "\"target\":{\"type\":[\"string\",\"null\"]},\"previous\":{\"type\":[\"string\",\"null\"]},\"made\":{\"type\":\"integer\"},"
	  "\"report\":{\"type\":\"object\",\"description\":\"Of the last change: probes of one's own texts under both models.\"}}}" },
	{ "Reindex",
	  "{\"type\":\"object\",\"properties\":{\"action\":{\"enum\":[\"start\",\"switch\",\"roll_back\"]},"
	  "\"embedder\":{\"enum\":[\"auto\",\"local\",\"static\",\"openai\"]}}}" },
	{ "ReindexAll",
	  "{\"type\":\"object\",\"properties\":{\"embedder\":{\"enum\":[\"auto\",\"local\",\"static\",\"openai\"]}}}" },
	{ "Reindexed",
	  "{\"type\":\"object\",\"properties\":{\"users\":{\"type\":\"integer\"}}}" },
	{ "ToolResult",
	  "{\"type\":\"object\",\"required\":[\"reply\"],\"properties\":{\"reply\":" STR
	  ",\"ambiguous\":{\"type\":\"boolean\"},\"data\":{\"type\":[\"array\",\"null\"],\"description\":\"The rows concerned; those of "
	  "daily_brief with entity, section (overdue, day, due, coming, soon) and overlaps.\",\"items\":{\"type\":\"object\"}}}}" },
	{ "Token",
	  "{\"type\":\"object\",\"required\":[\"id\",\"name\",\"scopes\",\"created\",\"expires\"],\"properties\":{\"id\":" UUID
	  ",\"name\":" STR ",\"scopes\":" STR ",\"created\":" STAMP
	  ",\"expires\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}}}" },
	{ "NewToken",
	  "{\"allOf\":[{\"$ref\":\"#/components/schemas/Token\"},{\"type\":\"object\",\"required\":[\"token\"],"
	  "\"properties\":{\"token\":" STR "}}]}" },
	{ "TokenPage",
	  LIST "{\"$ref\":\"#/components/schemas/Token\"}},\"next\":{\"type\":\"null\"}}}" },
	{ "TokenCreate",
	  BODY("\"name\"", "\"name\":" INPUT(1, 100) ",\"scopes\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":100,"
	       "\"description\":\"read, write, chat, admin, separated by spaces; the first three if absent.\"},"
	       "\"expires_in_days\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":3650}") },
	{ "UserCreate",
	  BODY("\"name\"", "\"name\":" INPUT(1, 127) ",\"email\":" MAYBE(254, "Where mail goes.") "," ZONE_AND_LOCALE) },
	{ "NewUser",
	  "{\"allOf\":[{\"$ref\":\"#/components/schemas/User\"},{\"type\":\"object\",\"required\":[\"token\"],"
	  "\"properties\":{\"token\":" STR "}}]}" },
	{ "Status", "{\"type\":\"object\",\"required\":[\"status\"],\"properties\":{\"status\":" STR "}}" },
	{ "SignUp",
	  BODY("\"name\",\"email\",\"password\"", "\"name\":" INPUT(1, 127) ",\"email\":" EMAIL ",\"password\":" PASSWORD
	       ",\"invite\":" MAYBE(100, "An invitation, where one is needed.") "," ZONE_AND_LOCALE) },
	{ "LogIn",
	  BODY("\"email\",\"password\"", "\"email\":" INPUT(1, 254) ",\"password\":" INPUT(1, 4096) ",\"code\":"
	       MAYBE(100, "Of the authenticator or a text message, or a recovery code, if a second factor is on.") ",\"sms\":"
	       "{\"type\":\"boolean\",\"description\":\"Have a code sent to the phone, where there is an authenticator, too.\"},\"cookies\":"
	       "{\"type\":\"boolean\",\"description\":\"Hand the tokens out as cookies.\"}") },
	{ "Refresh",
	  BODY("", "\"refresh_token\":" MAYBE(4096, "Browsers send it as a cookie instead.")) },
	{ "Grant",
	  "{\"type\":\"object\",\"required\":[\"token_type\",\"expires_in\"],\"properties\":{"
	  "\"access_token\":" STR ",\"refresh_token\":" STR ",\"token_type\":" STR
	  ",\"expires_in\":{\"type\":\"integer\"}}}" },
	{ "Redeem",
	  BODY("\"code\"", "\"code\":" INPUT(1, 100) ",\"cookies\":"
	       "{\"type\":\"boolean\",\"description\":\"Hand the tokens out as cookies.\"}") },
	{ "Welcome",
	  "{\"type\":\"object\",\"required\":[\"code\",\"path\"],\"properties\":{\"code\":" STR ",\"path\":{\"type\":\"string\","
	  "\"description\":\"The link, behind the address that people reach Pixie by.\"}}}" },
	{ "TokenInput",
	  BODY("\"token\"", "\"token\":" INPUT(1, 4096)) },
	{ "EmailInput",
	  BODY("\"email\"", "\"email\":" INPUT(1, 254)) },
	{ "InviteInput",
	  BODY("", "\"email\":" MAYBE(254, "Whom it is for; anybody if absent.")) },
	{ "Invite",
	  "{\"type\":\"object\",\"required\":[\"id\",\"email\",\"created\",\"expires\",\"used\"],\"properties\":{\"id\":" UUID
	  ",\"email\":{\"type\":[\"string\",\"null\"]},\"created\":" STAMP ",\"expires\":" STAMP
	  ",\"used\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}}}" },
	{ "NewInvite",
	  "{\"allOf\":[{\"$ref\":\"#/components/schemas/Invite\"},{\"type\":\"object\",\"required\":[\"invite\"],"
	  "\"properties\":{\"invite\":" STR "}}]}" },
	{ "PasswordReset",
	  BODY("\"token\",\"password\"", "\"token\":" INPUT(1, 4096) ",\"password\":" PASSWORD) },
	{ "PasswordChange",
	  BODY("\"password\"", "\"current\":" MAYBE(4096, "The present one, unless there is none.") ",\"password\":" PASSWORD) },
	{ "EmailChange",
	  BODY("\"email\"", "\"email\":" EMAIL ",\"current\":" MAYBE(4096, "The present password, unless there is none.")) },
	{ "Session",
	  "{\"type\":\"object\",\"required\":[\"id\",\"address\",\"user_agent\",\"method\",\"created\",\"last_used\",\"expires\","
	  "\"current\"],\"properties\":{\"id\":" UUID
	  ",\"address\":{\"type\":[\"string\",\"null\"]},\"user_agent\":{\"type\":[\"string\",\"null\"]},"
	  "\"method\":{\"type\":\"string\",\"enum\":[\"password\",\"oidc\",\"link\"]},\"created\":" STAMP ",\"last_used\":" STAMP
	  ",\"expires\":" STAMP ",\"current\":{\"type\":\"boolean\"}}}" },
	{ "SessionPage",
	  LIST "{\"$ref\":\"#/components/schemas/Session\"}},\"next\":{\"type\":\"null\"}}}" },
	{ "Mfa", "{\"type\":\"object\",\"required\":[\"enabled\",\"sms\"],\"properties\":{\"enabled\":{\"type\":\"boolean\"},\"sms\":{"
	  "\"type\":\"object\",\"required\":[\"available\",\"number\"],\"properties\":{\"available\":{\"type\":\"boolean\","
	  "\"description\":\"Text messages can be sent.\"},\"number\":{\"type\":[\"string\",\"null\"],"
	  "\"description\":\"That codes go to; so much as to know it by.\"}}}}}" },
	{ "PhoneInput",
	  BODY("\"phone\"", "\"phone\":" INPUT(1, 100) ",\"current\":" MAYBE(4096, "The present password, unless there is none.")) },
	{ "MfaSecret", "{\"type\":\"object\",\"required\":[\"secret\",\"uri\"],\"properties\":{\"secret\":" STR ",\"uri\":" STR "}}" },
	{ "CodeInput",
	  BODY("\"code\"", "\"code\":" INPUT(1, 100)) },
	{ "RecoveryCodes",
	  "{\"type\":\"object\",\"required\":[\"recovery_codes\"],\"properties\":{\"recovery_codes\":{\"type\":\"array\",\"items\":" STR "}}}" },
	{ "StorageCheck",
	  "{\"type\":\"object\",\"required\":[\"intact\",\"problem\"],\"properties\":{\"intact\":{\"type\":\"boolean\"},"
	  "\"problem\":{\"type\":[\"string\",\"null\"]}}}" },
	{ "IssuerPage",
	  LIST "{\"type\":\"object\",\"required\":[\"name\"],\"properties\":{\"name\":" STR "}}},\"next\":{\"type\":\"null\"}}}" },
	{ "OpenApi", "{\"type\":\"object\"}" },
};

/* What is spelled out above; NULL: a record describes it. */
static const char *find_schema(const char *name, const char *suffix)
{
	char key[64];

	snprintf(key, sizeof(key), "%s%s", name, suffix);
	for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++)
		if (strcmp(schemas[i].name, key) == 0)
			return schemas[i].schema;
	return NULL;
}

json_t **px_openapi_inputs(void)
{
	json_t **inputs = px_calloc(px_endpoint_count, sizeof(json_t *));

	for (size_t i = 0; i < px_endpoint_count; i++) {
		const char *name = px_endpoints[i].input, *schema = name ? find_schema(name, "") : NULL;
		if (schema && px_json_parse(px_str(schema), &inputs[i], NULL) != PX_OK)
			abort(); /* a test parses them all */
	}
	return inputs;
}

static void write_record(struct px_json *json, const char *name, const char *suffix,
			 const struct px_record *record, enum px_record_shape shape)
{
	char key[64];

	snprintf(key, sizeof(key), "%s%s", name, suffix);
	px_json_key(json, key);
	px_record_schema(json, record, shape);
}

static void write_page(struct px_json *json, const char *name)
{
	char key[64];
	struct px_buf text = PX_BUF_INIT(1024);

	snprintf(key, sizeof(key), "%sPage", name);
	(void)px_buf_printf(&text,
			    "{\"type\":\"object\",\"required\":[\"items\",\"next\"],\"properties\":{\"items\":"
			    "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/%s\"}},\"next\":"
			    "{\"type\":[\"string\",\"null\"]},\"total\":{\"type\":\"integer\"}}}", name);
	px_json_key(json, key);
	px_json_raw(json, px_buf_view(&text));
	px_buf_release(&text);
}

/* What a change answers: the row, and the action that undo takes. */
static void write_changed(struct px_json *json, const char *name)
{
	char key[64];
	struct px_buf text = PX_BUF_INIT(1024);

	snprintf(key, sizeof(key), "%sChanged", name);
	(void)px_buf_printf(&text, "{\"allOf\":[{\"$ref\":\"#/components/schemas/%s\"},{\"type\":\"object\",\"properties\":"
			    "{\"action_id\":" ACTION_ID "}}]}", name);
	px_json_key(json, key);
	px_json_raw(json, px_buf_view(&text));
	px_buf_release(&text);
}

static void write_schemas(struct px_json *json)
{
	px_json_key(json, "schemas");
	px_json_open_object(json);
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		write_record(json, records[i].name, "", records[i].record, PX_SHAPE_ROW);
		if (!find_schema(records[i].name, "Create"))
			write_record(json, records[i].name, "Create", records[i].record, PX_SHAPE_CREATE);
		if (!find_schema(records[i].name, "Patch"))
			write_record(json, records[i].name, "Patch", records[i].record, PX_SHAPE_PATCH);
		write_page(json, records[i].name);
		if (records[i].undoable)
			write_changed(json, records[i].name);
	}
	for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++) {
		px_json_key(json, schemas[i].name);
		px_json_raw(json, px_str(schemas[i].schema));
	}
	px_json_close_object(json);
}

static bool is_binary(const struct px_endpoint *endpoint)
{
	return endpoint->output && strcmp(endpoint->output, "binary") == 0;
}

/* Whether it answers 304: it has a tag to compare. */
static bool may_be_unchanged(const struct px_endpoint *endpoint)
{
	return endpoint->flags & PX_ENDPOINT_CACHED || is_binary(endpoint);
}

/* Whether it changes something of somebody who is known: the client may say who that should be. */
static bool names_user(const struct px_endpoint *endpoint)
{
	return !(endpoint->flags & PX_ENDPOINT_PUBLIC) && endpoint->route.method != PX_HTTP_GET;
}

static void write_media(struct px_json *json, const char *type, const char *schema)
{
	px_json_key(json, type);
	px_json_open_object(json);
	px_json_key(json, "schema");
	px_json_open_object(json);
	if (strcmp(schema, "text") == 0) {
		px_json_key(json, "type");
		px_json_text(json, "string");
	} else if (strcmp(schema, "binary") != 0) { /* of which no schema says anything */
		px_json_key(json, "$ref");
		px_json_textf(json, "#/components/schemas/%s", schema);
	}
	px_json_close_object(json);
	px_json_close_object(json);
}

static void write_content(struct px_json *json, const char *type, const char *schema)
{
	px_json_key(json, "content");
	px_json_open_object(json);
	write_media(json, type, schema);
	px_json_close_object(json);
}

/* What an answer holds if all went well. */
static void write_output(struct px_json *json, const struct px_endpoint *endpoint)
{
	const char *output = endpoint->output;
	const char *type = strcmp(output, "text") == 0 ? "text/plain" :
			   strcmp(output, "binary") == 0 ? "application/octet-stream" : "application/json";

	px_json_key(json, "content");
	px_json_open_object(json);
	write_media(json, type, output);
	if (endpoint->flags & PX_ENDPOINT_EVENTS)
		write_media(json, "text/event-stream", "TurnEvents");
	px_json_close_object(json);
}

static void open_parameter(struct px_json *json, const char *where, const char *name, const char *doc, bool required)
{
	px_json_open_object(json);
	px_json_key(json, "name");
	px_json_text(json, name);
	px_json_key(json, "in");
	px_json_text(json, where);
	px_json_key(json, "description");
	px_json_text(json, doc);
	if (required) {
		px_json_key(json, "required");
		px_json_bool(json, true);
	}
	px_json_key(json, "schema");
}

static void write_parameter(struct px_json *json, const char *where, const char *name, const char *doc,
			    const char *schema)
{
	open_parameter(json, where, name, doc, strcmp(where, "path") == 0);
	px_json_raw(json, px_str(schema));
	px_json_close_object(json);
}

#define TAGS_SCHEMA(tag) "{\"type\":\"string\",\"pattern\":\"^([*]|" tag "( *, *" tag ")*)$\"}"
#define TAG "(W/)?\\\"[^\\\"]*\\\""

static void write_headers(struct px_json *json, const struct px_endpoint *endpoint)
{
	if (endpoint->flags & PX_ENDPOINT_KEYED)
		write_parameter(json, "header", "Idempotency-Key",
				"A repeated request with the same key gets the first one's answer; the same key with "
				"another request is 422.", INPUT(1, 255));
	if (endpoint->flags & PX_ENDPOINT_VERSIONED)
		write_parameter(json, "header", "If-Match",
				"The ETag last seen, or several; 412 if the row changed since. Weak ones never match.",
				TAGS_SCHEMA(TAG));
	if (names_user(endpoint))
		write_parameter(json, "header", "X-User-Id",
				"The user that the client believes it is: 409 if the token or cookie is another's by now.", UUID);
	if (may_be_unchanged(endpoint))
		write_parameter(json, "header", "If-None-Match", "The ETag last seen; 304 if nothing changed since.",
				TAGS_SCHEMA(TAG));
}

static void write_parameters(struct px_json *json, const struct px_endpoint *endpoint)
{
	const char *at = strchr(endpoint->route.pattern, '{');

	px_json_key(json, "parameters");
	px_json_open_array(json);
	while (at) {
		char name[32];
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(at + 1, "}"), at + 1);
		write_parameter(json, "path", name, "The one meant.", strcmp(name, "id") == 0 ? UUID : INPUT(1, 100));
		at = strchr(at + 1, '{');
	}
	for (const struct px_endpoint_param *p = endpoint->query; p && p->name; p++) {
		open_parameter(json, "query", p->name, p->doc, p->required);
		px_query_schema(json, p);
		px_json_close_object(json);
	}
	write_headers(json, endpoint);
	px_json_close_array(json);
}

static bool keeps_any(const struct px_endpoint *endpoint)
{
	return endpoint->steps[0].run == px_upload_keep;
}

/* A form or the file itself; what makes a row may have a title or name in the form. */
static void write_file_body(struct px_json *json, const struct px_endpoint *endpoint)
{
	bool named = endpoint->status == 201;

	struct px_buf text = PX_BUF_INIT(1024);

	(void)px_buf_printf(&text, "{\"required\":true,\"content\":{\"multipart/form-data\":{\"schema\":{\"type\":\"object\","
				   "\"required\":[\"file\"],\"properties\":{\"file\":{\"type\":\"string\",\"contentMediaType\":"
				   "\"application/octet-stream\"}%s}}},\"application/octet-stream\":{\"schema\":{}}}}",
			    !named ? "" : keeps_any(endpoint) ? ",\"name\":" STR : ",\"title\":" STR);
	px_json_raw(json, px_buf_view(&text));
	px_buf_release(&text);
}

/* A file that is there already; a part of one. */
static void write_other_successes(struct px_json *json, const struct px_endpoint *endpoint)
{
	bool binary = is_binary(endpoint);

	if (!binary && (!(endpoint->flags & PX_ENDPOINT_FILE) || endpoint->status == 200 || keeps_any(endpoint)))
		return;
	px_json_key(json, binary ? "206" : "200");
	px_json_open_object(json);
	px_json_key(json, "description");
	px_json_text(json, binary ? "The range asked for." : "It was there already.");
	write_content(json, binary ? "application/octet-stream" : "application/json", endpoint->output);
	px_json_close_object(json);
}

static void write_responses(struct px_json *json, const struct px_endpoint *endpoint)
{
	char status[8];

	snprintf(status, sizeof(status), "%d", endpoint->status);
	px_json_key(json, "responses");
	px_json_open_object(json);
	px_json_key(json, status);
	px_json_open_object(json);
	px_json_key(json, "description");
	px_json_text(json, endpoint->status == 204 ? "Done." : endpoint->status == 303 ? "Go there." : "As asked.");
	if (endpoint->output)
		write_output(json, endpoint);
	if (endpoint->status == 201 || endpoint->status == 303) {
		px_json_key(json, "headers");
		px_json_raw(json, PX_STR("{\"Location\":{\"schema\":" STR "}}"));
	}
	px_json_close_object(json);
	write_other_successes(json, endpoint);
	if (may_be_unchanged(endpoint)) {
		px_json_key(json, "304");
		px_json_raw(json, PX_STR("{\"description\":\"Nothing changed since.\"}"));
	}
	px_json_key(json, "default");
	px_json_open_object(json);
	px_json_key(json, "description");
	px_json_text(json, "A problem (RFC 9457).");
	px_json_key(json, "content");
	px_json_open_object(json);
	write_media(json, "application/problem+json", "Problem");
	if (endpoint->flags & PX_ENDPOINT_PAGE)
		write_media(json, "text/html", "text");
	px_json_close_object(json);
	px_json_close_object(json);
	px_json_close_object(json);
}

static void write_operation(struct px_json *json, const struct px_endpoint *endpoint)
{
	static const char *const methods[] = { "get", "head", "post", "put", "patch", "delete" };

	px_json_key(json, methods[endpoint->route.method]);
	px_json_open_object(json);
	px_json_key(json, "operationId");
	px_json_text(json, endpoint->id);
	px_json_key(json, "summary");
	px_json_text(json, endpoint->summary);
	px_json_key(json, "tags");
	px_json_open_array(json);
	px_json_text(json, endpoint->tag);
	px_json_close_array(json);
	if (endpoint->flags & PX_ENDPOINT_PUBLIC) {
		px_json_key(json, "security");
		px_json_raw(json, PX_STR("[]"));
	}
	write_parameters(json, endpoint);
	if (endpoint->input) {
		px_json_key(json, "requestBody");
		px_json_open_object(json);
		px_json_key(json, "required");
		px_json_bool(json, true);
		write_content(json, endpoint->route.method == PX_HTTP_PATCH ? "application/merge-patch+json" :
									"application/json",
			      endpoint->input);
		px_json_close_object(json);
	}
	if (endpoint->flags & PX_ENDPOINT_FILE) {
		px_json_key(json, "requestBody");
		write_file_body(json, endpoint);
	}
	write_responses(json, endpoint);
	px_json_close_object(json);
}

static bool seen_before(size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(px_endpoints[i].route.pattern, px_endpoints[index].route.pattern) == 0)
			return true;
	return false;
}

static void write_paths(struct px_json *json)
{
	size_t count = px_endpoint_count;

	px_json_key(json, "paths");
	px_json_open_object(json);
	for (size_t i = 0; i < count; i++) {
		if (seen_before(i))
			continue;
		px_json_key(json, px_endpoints[i].route.pattern);
		px_json_open_object(json);
		for (size_t k = i; k < count; k++)
			if (strcmp(px_endpoints[k].route.pattern, px_endpoints[i].route.pattern) == 0)
				write_operation(json, &px_endpoints[k]);
		px_json_close_object(json);
	}
	px_json_close_object(json);
}

void px_api_openapi(struct px_buf *out)
{
	struct px_json json;

	px_json_init(&json, out);
	px_json_open_object(&json);
	px_json_key(&json, "openapi");
	px_json_text(&json, "3.1.0");
	px_json_key(&json, "info");
	px_json_raw(&json, PX_STR("{\"title\":\"Pixie\",\"version\":\"" PIXIE_VERSION "\",\"license\":{\"name\":"
				  "\"Apache-2.0\",\"identifier\":\"Apache-2.0\"},\"description\":\"A self-hosted "
				  "personal assistant with persistent memory.\"}"));
	px_json_key(&json, "servers");
	px_json_raw(&json, PX_STR("[{\"url\":\"/\"}]"));
	px_json_key(&json, "security");
	px_json_raw(&json, PX_STR("[{\"token\":[]}]"));
	write_paths(&json);
	px_json_key(&json, "components");
	px_json_open_object(&json);
	px_json_key(&json, "securitySchemes");
	px_json_raw(&json, PX_STR("{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}"));
	write_schemas(&json);
	px_json_close_object(&json);
	px_json_close_object(&json);
}

enum px_err px_openapi_get(struct px_call *call, struct px_error *error)
{
	(void)error;
	return px_buf_append(&call->body, call->api->openapi, call->api->openapi_size);
}
