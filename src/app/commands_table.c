/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands, with the words of their help pages.
 */
#include "app/command.h"

static const struct px_option ask_options[] = {
	{ "conversation", "ID", "say it in this conversation instead of the main one" },
	{ NULL, NULL, NULL },
};
static const struct px_option task_options[] = {
	{ "status", "STATUS", "pending, in_progress, completed or cancelled; open ones if absent" },
	{ "priority", "PRIORITY", "low, normal, high or urgent" },
	{ "tag", "TAG", "only tasks with this tag" },
	{ "overdue", NULL, "only open tasks whose time has passed" },
	{ "all", NULL, "completed and cancelled ones too" },
	{ "limit", "N", "at most N tasks [50]" },
	{ NULL, NULL, NULL },
};
static const struct px_option event_options[] = {
	{ "start", "DAY", "from this day or instant on [today]" },
	{ "end", "DAY", "before this day or instant [two weeks later]" },
	{ "limit", "N", "at most N events [50]" },
	{ NULL, NULL, NULL },
};
static const struct px_option proposal_options[] = {
	{ "state", "STATE", "open, accepted, declined or expired [open]" },
	{ NULL, NULL, NULL },
};
static const struct px_option memory_options[] = {
	{ "all", NULL, "facts that no longer hold, too" },
	{ NULL, NULL, NULL },
};
static const struct px_option forget_options[] = {
	{ "for-good", NULL, "at once and without a way back" },
	{ NULL, NULL, NULL },
};
static const struct px_option import_options[] = {
	{ "jsonl", NULL, "the file holds JSON lines" },
	{ NULL, NULL, NULL },
};
static const struct px_option recall_options[] = {
	{ "limit", "N", "at most N hits [10]" },
	{ "kinds", "KINDS", "only these, separated by commas: memory, document, message, task, event" },
	{ "jsonl", NULL, "read questions from standard input, write JSON lines" },
	{ NULL, NULL, NULL },
};
static const struct px_option usage_options[] = {
	{ "from", "DAY", "from this day on [the first of the month]" },
	{ "to", "DAY", "to this day [today]" },
	{ NULL, NULL, NULL },
};
static const struct px_option brief_options[] = {
	{ "week", NULL, "of the seven days up to that day, and of the seven after it" },
	{ NULL, NULL, NULL },
};
static const struct px_option notification_options[] = {
	{ "all", NULL, "those that are dealt with, too" },
	{ "limit", "N", "at most N [50]" },
	{ NULL, NULL, NULL },
};
static const struct px_option ack_options[] = {
	{ "done", NULL, "the task that it is about is done, too" },
	{ NULL, NULL, NULL },
};
static const struct px_option snooze_options[] = {
	{ "for", "DURATION", "so long: PT10M, PT2H, P1D [PT10M]" },
	{ "until", "TIME", "until then: 2026-01-16T09:00" },
	{ NULL, NULL, NULL },
};
static const struct px_option mail_options[] = {
	{ "name", "NAME", "what to call it" },
	{ "user", "NAME", "name to sign in with [ADDRESS]" },
	{ "port", "N", "port [993, or 143 with --starttls]" },
	{ "starttls", NULL, "go over to TLS by STARTTLS, not from the start" },
	{ "folders", "NAMES", "folders to read, separated by commas [INBOX]" },
	{ "days", "N", "read mails of the last N days, too [0]" },
	{ "remember", NULL, "keep its mails as documents that recall finds" },
	{ "replies", NULL, "replies to Pixie's own mails arrive here (administrators)" },
	{ "token-url", "URL", "sign in by XOAUTH2: where a refresh token gives an access token" },
	{ "client-id", "ID", "Pixie's id there" },
	{ NULL, NULL, NULL },
};
static const struct px_option job_options[] = {
	{ "state", "STATE", "waiting, running, done or dead; dead, which is given up, if absent" },
	{ "limit", "N", "at most N jobs [50]" },
	{ NULL, NULL, NULL },
};
static const struct px_option user_options[] = {
	{ "email", "ADDRESS", "where mail goes, and what to log in with" },
	{ "zone", "ZONE", "IANA time zone, such as Europe/Berlin" },
	{ "locale", "LOCALE", "such as en-GB" },
	{ NULL, NULL, NULL },
};
static const struct px_option token_options[] = {
	{ "name", "NAME", "make a new personal token with this name" },
	{ "scopes", "SCOPES", "read, write, chat, admin, separated by commas [read,write,chat]" },
	{ "days", "N", "let it expire after N days" },
	{ "list", NULL, "list the tokens" },
	{ "revoke", "ID", "revoke a token" },
	{ NULL, NULL, NULL },
};
static const struct px_option copy_options[] = {
	{ "resume", NULL, "go on with a copy that was interrupted" },
	{ NULL, NULL, NULL },
};
static const struct px_option migrate_options[] = {
	{ "check", NULL, "only say whether there is anything to do; exit status 1 if so" },
	{ "dry-run", NULL, "only print the SQL that would be run" },
	{ NULL, NULL, NULL },
};
static const struct px_option rotate_options[] = {
	{ "passphrase", NULL, "seal by a passphrase, read as the keys are, instead of the key file" },
	{ NULL, NULL, NULL },
};
static const struct px_option time_options[] = {
	{ "jsonl", NULL, "read JSON lines from standard input, write JSON lines" },
	{ "reference", "INSTANT", "read relative to this local time [now]" },
	{ "tz", "ZONE", "in this time zone [the system's]" },
	{ NULL, NULL, NULL },
};
static const struct px_option nlu_options[] = {
	{ "jsonl", NULL, "read JSON lines from standard input, write JSON lines" },
	{ "reference", "INSTANT", "read relative to this local time [now]" },
	{ "tz", "ZONE", "in this time zone [the system's]" },
	{ "rules", NULL, "without the trained reader" },
	{ NULL, NULL, NULL },
};
static const struct px_option reindex_options[] = {
	{ "all", NULL, "for everybody, as an administrator" },
	{ "switch", NULL, "use the new model although it finds less" },
	{ "roll-back", NULL, "back to the model before, or off the way to the new one" },
	{ NULL, NULL, NULL },
};
static const struct px_option embed_options[] = {
	{ "jsonl", NULL, "read JSON lines from standard input, write JSON lines" },
	{ NULL, NULL, NULL },
};

const struct px_command px_commands[] = {
	{ "serve", "", "run the server",
	  "Listens on http://127.0.0.1:8787 and keeps its data in ./data until it is stopped by SIGINT or\n"
	  "SIGTERM; SIGHUP reloads the TLS certificate. On the first start it creates the local owner and\n"
	  "writes the owner's token to <data>/token, readable by nobody else.\n\n"
	  "Settings are read from <data>/pixie.conf (lines \"name = value\"), then from the environment\n"
	  "(PIXIE_HTTP_IDLE_MS for http-idle-ms), then from the options below; the last one wins.",
	  NULL, 0, 0, true, px_cmd_serve },
	{ "ask", "TEXT...", "say one thing to Pixie",
	  "Sends one message and prints the answer; on a terminal, what a model says is printed as it comes, and Ctrl-C\n"
	  "stops it and tells what was done. If a server runs on the data folder it is asked; otherwise the same code\n"
	  "runs inside this command.",
	  ask_options, 1, PX_ARGUMENTS_MAX, false, px_cmd_ask },
	{ "chat", "", "talk with Pixie",
	  "An interactive conversation with line editing and history (<data>/history). Each answer is\n"
	  "followed by what it changed. Ctrl-C drops the line, or stops an answer that a model is giving;\n"
	  "Ctrl-D or \"exit\" ends.",
	  ask_options, 0, 0, false, px_cmd_chat },
	{ "tasks", "[WORDS...]", "list tasks", "Lists open tasks, those due first at the top; WORDS must occur in title or notes.",
	  task_options, 0, PX_ARGUMENTS_MAX, false, px_cmd_tasks },
	{ "events", "[WORDS...]", "list events", "Lists what takes place, recurring events expanded; WORDS must occur in the event.",
	  event_options, 0, PX_ARGUMENTS_MAX, false, px_cmd_events },
	{ "undo", "", "take back the last action", "Takes back the last thing that changed anything; again takes back the one before.",
	  NULL, 0, 0, false, px_cmd_undo },
	{ "proposals", "", "list what waits for your consent",
	  "Lists what a language model wants to do and only you may, as words that are not yours may have asked for it\n"
	  "or it deletes much. `pixie accept` does it, `pixie decline` drops it.",
	  proposal_options, 0, 0, false, px_cmd_proposals },
	{ "accept", "[NUMBER|ID|all]", "do what was proposed", "Does a proposal, by its number in `pixie proposals`; \"pixie undo\" takes it back.",
	  NULL, 0, 1, false, px_cmd_accept },
	{ "decline", "[NUMBER|ID|all]", "drop what was proposed", "Drops a proposal, by its number in `pixie proposals`.", NULL, 0, 1, false,
	  px_cmd_decline },
	{ "brief", "[DAY]", "tell what a day holds, as it is told each morning",
	  "Events with their clashes and ways, tasks that are due or slipped, birthdays, what waits for consent and the first free\n"
	  "hour of DAY, such as 2026-01-16, or of today. With --week a review of what was done and slipped, and what comes.",
	  brief_options, 0, 1, false, px_cmd_brief },
	{ "notifications", "", "list what Pixie said by itself", "Lists reminders and briefs that are not dealt with, the newest first.",
	  notification_options, 0, 0, false, px_cmd_notifications },
	{ "notifications ack", "ID", "deal with a notification", "Ends it, and what repeats itself about the same thing.",
	  ack_options, 1, 1, false, px_cmd_notifications_ack },
	{ "notifications snooze", "ID", "put a notification off", "Says it again later: in ten minutes, unless another time is given.",
	  snooze_options, 1, 1, false, px_cmd_notifications_snooze },
	{ "memories", "", "list what is remembered", "Lists notes and facts, oldest first; facts that a newer one replaced only with --all.",
	  memory_options, 0, 0, false, px_cmd_memories },
	{ "remember", "TEXT...", "keep a note or a fact", "Keeps the text. A fact about the same thing that is already known is closed, not lost.",
	  NULL, 1, PX_ARGUMENTS_MAX, false, px_cmd_remember },
	{ "forget", "WORDS...|ID", "forget what is remembered about something",
	  "Removes what is remembered about the words, or one memory by its id, with the messages it was said\nin. \"pixie undo\" brings it back, unless it was --for-good.",
	  forget_options, 1, PX_ARGUMENTS_MAX, false, px_cmd_forget },
	{ "import", "FOLDER|FILE", "bring in documents, or lines of notes, messages and tasks",
	  "Reads Markdown, text, HTML, mail, PDF, DOCX and ODT files, folders with all below them. What was brought in before\n"
	  "is passed over, so it can be stopped and repeated. Returns when all can be found by meaning.\n\n"
	  "With --jsonl the file (- for standard input) holds one object a line: {\"id\", \"kind\": \"note\", \"message\",\n"
	  "\"task\" or \"document\", \"at\": time, \"text\", \"speaker\"?, \"session\"?, \"status\"?, \"due\"?, \"done_at\"?}.",
	  import_options, 1, 1, false, px_cmd_import },
	{ "recall", "[QUESTION...]", "find what was kept, by words and meaning",
	  "Prints an answer if something kept holds one, and what was found, the best first.\n"
	  "With --jsonl questions are read from standard input, {\"id\", \"q\", \"now\"?} a line, and answered a line each.",
	  recall_options, 0, PX_ARGUMENTS_MAX, false, px_cmd_recall },
	{ "reindex", "", "go over to another embedding model",
	  "Makes the vectors of all texts anew with the model of --embedder (auto: the one of the settings) while searches go on\n"
	  "with the old ones, looks for some of your own texts under both, and switches unless the new one finds less. It can be\n"
	  "ended and repeated; a running server goes on by itself.",
	  reindex_options, 0, 0, false, px_cmd_reindex },
	{ "usage", "", "show what language models took",
	  "Prints requests, tokens and cost by day and by model, and how far the budgets are used. Cached tokens are those that\n"
	  "the provider had already; costs are by the table of prices (llm-prices).",
	  usage_options, 0, 0, false, px_cmd_usage },
	{ "mail add", "ADDRESS HOST", "read a mailbox",
	  "Has Pixie read the mailbox ADDRESS on the IMAP server HOST: tasks and events are proposed from its mails, and nothing\n"
	  "changes on the server. The password, or with --token-url the refresh token, is asked for or read from standard input.",
	  mail_options, 2, 2, false, px_cmd_mail_add },
	{ "mail list", "", "list the mailboxes that are read", "Lists the mailboxes that Pixie reads, and how reading them goes.", NULL, 0, 0,
	  false, px_cmd_mail_list },
	{ "mail remove", "ID", "read a mailbox no more", "Forgets the mailbox and its password. What came of its mails stays.", NULL, 1, 1,
	  false, px_cmd_mail_remove },
	{ "mail test", "ADDRESS|ID", "send a test mail, or sign in to a mailbox",
	  "Sends one mail to ADDRESS by the settings mail-url, mail-user, mail-from; or signs in to a mailbox that is read, by its\n"
	  "id in `pixie mail list`. Says what the server said.",
	  NULL, 1, 1, false, px_cmd_mail_test },
	{ "jobs", "", "list work for later (administrators)",
	  "Lists jobs that failed too often and were given up, with the reason; with --state others.",
	  job_options, 0, 0, false, px_cmd_jobs },
	{ "jobs retry", "ID", "try a job again that was given up", "It waits for its turn with all its attempts.", NULL, 1, 1, false,
	  px_cmd_jobs_retry },
	{ "jobs drop", "ID", "remove a job that waits or was given up", "What it was to do is not done.", NULL, 1, 1, false,
	  px_cmd_jobs_drop },
	{ "user add", "NAME", "add a user", "Adds a user and prints a token for them, once.", user_options, 1, 1, false,
	  px_cmd_user_add },
	{ "user list", "", "list users", "Lists the users of this Pixie.", NULL, 0, 0, false, px_cmd_user_list },
	{ "token", "", "print or manage personal tokens",
	  "Without options prints the owner's token, for use in \"Authorization: Bearer ...\".\n"
	  "With --name makes a new one, which is shown only once.",
	  token_options, 0, 0, false, px_cmd_token },
	{ "welcome", "", "print a link that opens the web app logged in",
	  "Makes a link for the owner's browser, good once and for a day, while the owner has no password. `pixie serve`\n"
	  "prints one at its start; a new one ends the one before.",
	  NULL, 0, 0, false, px_cmd_welcome },
	{ "factor", "", "tell whether a second factor is on", "Tells whether signing in asks for a second factor, and where codes go.",
	  NULL, 0, 0, false, px_cmd_factor },
	{ "factor phone", "NUMBER", "have codes to sign in with sent to a phone",
	  "Sends a code to the number, such as +491701234567. The present password is asked for, or read from standard\n"
	  "input. Needs a provider of text messages (--sms-url).",
	  NULL, 1, 1, false, px_cmd_factor_phone },
	{ "factor confirm", "CODE", "turn them on with the code that was sent",
	  "Prints recovery codes, where there were none. The web app turns a second factor off.", NULL, 1, 1, false,
	  px_cmd_factor_confirm },
	{ "secret set", "NAME", "seal a key in the data folder",
	  "Reads the value from standard input, or asks for it, and keeps it sealed in <data>/secrets.json.\n"
	  "NAME is openai-key, anthropic-key, speech-key, embed-key, mail-password, mail-token or sms-token. PIXIE_OPENAI_KEY and so on in the\n"
	  "environment go first. A running server reads its keys when it starts.",
	  NULL, 1, 1, false, px_cmd_secret_set },
	{ "secret list", "", "list the keys, without their values", "Lists which keys there are, from where, and since when.",
	  NULL, 0, 0, false, px_cmd_secret_list },
	{ "secret remove", "NAME", "remove a sealed key", "Removes a sealed key.", NULL, 1, 1, false, px_cmd_secret_remove },
	{ "secret rotate", "", "seal all keys anew",
	  "Makes a new key file, <data>/secrets.key, and seals all keys by it; or by a passphrase, which must\n"
	  "from then on be given as PIXIE_PASSPHRASE.",
	  rotate_options, 0, 0, false, px_cmd_secret_rotate },
	{ "migrate", "", "bring the database's schema up to date",
	  "Makes what this Pixie needs and the database lacks, and ends. `pixie serve` does it at its start, too.",
	  migrate_options, 0, 0, false, px_cmd_migrate },
	{ "store copy", "FROM TO", "copy all records to another database",
	  "FROM and TO are files (SQLite) or postgres://..., as in the setting `database`. TO must be empty, and no Pixie may\n"
	  "run on either. Every row is then read from both and compared.",
	  copy_options, 2, 2, false, px_cmd_store_copy },
	{ "doctor", "", "check this installation and explain",
	  "Looks at the data folder, the database, the time zones, the token and the server, says what is\n"
	  "wrong and what to do about it.",
	  NULL, 0, 0, false, px_cmd_doctor },
	{ "time", "[TEXT...]", "show how a time expression is read",
	  "Prints every time expression of TEXT with what it resolves to and why. With --jsonl reads lines\n"
	  "{\"id\",\"text\",\"reference\":\"2026-01-13T10:00:00\",\"tz\":\"Europe/Berlin\"} and writes, for the main\n"
	  "expression of each, {\"id\",\"type\",\"value\"|\"start\",\"end\"|\"time\",\"us\"}.",
	  time_options, 0, PX_ARGUMENTS_MAX, false, px_cmd_time },
	{ "nlu", "[TEXT...]", "show how a sentence is understood",
	  "Prints the tool calls that TEXT becomes, with confidence and spans, and what the trained reader marks;\n"
	  "nothing is done. With --jsonl\n"
	  "reads lines {\"id\",\"text\",\"now\",\"tz\",\"context\",\"session\"} and writes {\"id\",\"intent\",\"slots\",\"calls\",\n"
	  "\"confidence\",\"us\"}; lines of one session are one dialogue.",
	  nlu_options, 0, PX_ARGUMENTS_MAX, false, px_cmd_nlu },
	{ "embed", "[TEXT...]", "show the vector of a text",
	  "Prints the vector that recall by meaning uses for TEXT. With --jsonl reads lines {\"id\",\"text\"} and\n"
	  "writes {\"id\",\"vector\",\"us\"}. --embedder local, static or openai chooses what makes it.",
	  embed_options, 0, PX_ARGUMENTS_MAX, false, px_cmd_embed },
	{ "settings", "", "print every setting as Markdown", "Prints docs/SETTINGS.md.", NULL, 0, 0, false, px_cmd_settings },
	{ "openapi", "", "print the OpenAPI document", "Prints the OpenAPI 3.1 document of the REST API.", NULL, 0, 0, false,
	  px_cmd_openapi },
	{ NULL, NULL, NULL, NULL, NULL, 0, 0, false, NULL },
};
