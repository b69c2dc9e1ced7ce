/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entities and their descriptor tables.
 *
 * Text members point into whatever arena the row was read into.  "version"
 * counts changes from 1 and is what ETag and If-Match carry.
 */
#ifndef PX_DOMAIN_ENTITIES_H
#define PX_DOMAIN_ENTITIES_H

#include "base/record.h"

enum px_task_status { PX_TASK_PENDING, PX_TASK_IN_PROGRESS, PX_TASK_COMPLETED, PX_TASK_CANCELLED };
enum px_priority { PX_PRIORITY_LOW, PX_PRIORITY_NORMAL, PX_PRIORITY_HIGH, PX_PRIORITY_URGENT };
enum px_message_role { PX_ROLE_USER, PX_ROLE_ASSISTANT };

struct px_user {
	struct px_id id;
	const char *name;
	const char *email;     /* NULL for the local owner until set */
	const char *zone;      /* IANA */
	const char *locale;    /* "en-GB": day-first, week start, holidays follow from it */
	bool admin;
	int64_t created, updated, version;
};

struct px_project {
	struct px_id id, user_id;
	const char *name;      /* unique per user without case */
	const char *notes;
	bool archived;
	int64_t created, updated, version;
};

struct px_task {
	struct px_id id, user_id;
	const char *title, *notes;
	int status, priority;
	int32_t due_day;       /* a day without a time, or */
	int64_t due;           /* an instant; never both */
	const char *zone;      /* the due instant or day was meant in */
	struct px_id project_id, parent_id;
	const char *recurrence; /* RRULE value */
	bool after_completion; /* the next due date counts from completion */
	int64_t series_start;  /* DTSTART of the recurrence, UTC of the wall clock in zone */
	int64_t occurrences_done; /* for COUNT */
	const char *tags;
	const char *external_id; /* the id where it was imported from; unique per user */
	int64_t position;      /* in the person's own order, smaller first */
	int64_t estimate;      /* minutes it will take; 0: not known */
	int64_t planned_start, planned_end; /* the time set aside for it; both or neither */
	const char *reminders; /* JSON array: durations before it is due, or instants */
	int64_t created, updated, completed, version;
};

struct px_event {
	struct px_id id, user_id;
	const char *title;
	int64_t start, end;    /* end > start; all-day: local midnights */
	const char *zone;
	bool all_day;
	const char *location, *notes, *recurrence;
	const char *attendees; /* text, as said: "Priya, Sam" */
	const char *exdates;   /* JSON array of UTC milliseconds: occurrences removed */
	const char *reminders; /* as of a task, before it begins */
	int64_t created, updated, version;
};

struct px_conversation {
	struct px_id id, user_id;
	const char *title;
	const char *state;     /* dialogue state, JSON; hidden */
	int64_t created, updated, version;
};

/* How a turn ended: in the order of the states that enum px_turn_state has after "running". */
enum px_ending { PX_ENDING_DONE, PX_ENDING_FAILED, PX_ENDING_CANCELLED, PX_ENDING_INTERRUPTED };

/* Who gave an answer: nobody knows, the built-in engine, a model for simple or for hard things, another one as that failed, an earlier answer. */
enum px_message_route { PX_ROUTE_NONE, PX_ROUTE_BUILT_IN, PX_ROUTE_SIMPLE, PX_ROUTE_STRONG, PX_ROUTE_FAILOVER, PX_ROUTE_KEPT };
enum { PX_MESSAGE_WHY_MAX = 2000 };

struct px_message {
	struct px_id id, user_id, conversation_id;
	int role;
	const char *text;
	struct px_id reply_to; /* of an answer: the message it answers */
	int64_t seq;           /* place in the user's sequence; a turn's two messages have the same */
	const char *effects;   /* JSON array: what the turn changed, for clients */
	const char *client_id; /* the client's idempotency key for this message */
	int ending;            /* of an answer: enum px_ending */
	bool tainted;          /* of an answer: it may hold words that are not the person's; hidden */
	int64_t corrected;     /* of a model's answer: sentences that said what is not so and were changed */
	const char *files;     /* JSON array: what was sent with it, {id, name, media_type, size} each; or NULL */
	struct px_id replaces; /* the earlier message that it says otherwise */
	const char *grounds;   /* of an answer: JSON array of what it rests on, {kind, id} each; or NULL */
	int route;             /* of an answer: enum px_message_route */
	const char *why;       /* of the route, in words; or NULL */
	int64_t created, version;
};

struct px_action {
	struct px_id id, user_id, message_id;
	int64_t seq;           /* of its last change */
	const char *tool;      /* "create_task" */
	const char *summary;   /* "Added “Fix the auth bug”" */
	const char *changes;   /* JSON: [{entity, id, before, after}], what undo applies backwards; hidden */
	bool undone;
	int64_t created, version;
};

enum px_memory_kind {
	PX_MEMORY_NOTE,    /* a text, as it was given */
	PX_MEMORY_FACT,    /* a text of which subject, attribute and value are known */
	PX_MEMORY_MESSAGE, /* something said in a conversation that was brought in from elsewhere */
};
enum px_memory_source { PX_SOURCE_CHAT, PX_SOURCE_API, PX_SOURCE_IMPORT, PX_SOURCE_DOCUMENT, PX_SOURCE_MAIL };

/*
 * Something kept.  A fact holds from valid_from to valid_to (either may be
 * absent: not known, still so).  A newer value of the same subject and
 * attribute closes the old row: valid_to and superseded_by say so; the old row stays.
 * One that corrects it closes it at its beginning.
 */
struct px_memory {
	struct px_id id, user_id;
	int kind;               /* enum px_memory_kind */
	const char *text;       /* the words said */
	const char *subject;    /* of a fact: "me", "Anna", "passport" */
	const char *subject_key; /* the subject, case-folded; hidden, set by the domain */
	const char *attribute;  /* "expiry", "birthday", "allergy" */
	const char *value;      /* "in May 2027" resolved: "2027-05" */
	int source;             /* enum px_memory_source */
	struct px_id source_id; /* the message or document it came from, or none */
	int64_t span_start, span_end; /* bytes of the source's text; both 0: all of it */
	int64_t learned;        /* when it was said */
	int64_t valid_from, valid_to;
	struct px_id superseded_by;
	bool pinned;
	bool secret;            /* kept because it was asked for; never part of a model's context */
	const char *speaker;    /* who said it, if not the person */
	const char *session;    /* what was said together */
	const char *external_id; /* the id where it was imported from; unique per user */
	int64_t created, updated, version;
};

enum px_document_status { PX_DOCUMENT_READING, PX_DOCUMENT_READY, PX_DOCUMENT_FAILED };

/* A text or file that was brought in; its words are in its chunks, its bytes in blob/ under `hash`. */
struct px_document {
	struct px_id id, user_id;
	const char *title, *media_type;
	int64_t size;           /* bytes */
	const char *hash;       /* SHA-256 of the bytes, hexadecimal */
	int status;             /* enum px_document_status */
	const char *problem;    /* why reading failed, or NULL */
	int source;             /* enum px_memory_source */
	int64_t learned;        /* the time it is of */
	const char *external_id;
	int64_t created, updated, version;
};

/* Something that was sent to be kept as it is: a picture, an archive.  What is to be read and found is a document. */
struct px_file {
	struct px_id id, user_id;
	const char *name, *media_type;
	int64_t size;           /* bytes */
	const char *hash;       /* SHA-256 of the bytes, hexadecimal */
	const char *shown;      /* of a picture: SHA-256 of the JPEG made of it, which a model is shown; or NULL */
	int64_t width, height;  /* of that JPEG */
	const char *problem;    /* why a picture can't be looked at, or NULL */
	int64_t created, updated, version;
};

/* A passage of a document: the unit of recall.  Neighbours differ by one in position. */
struct px_chunk_row {
	struct px_id id, user_id, document_id;
	int64_t position;       /* from 0 */
	const char *heading;    /* path of headings above it, " > " between; or NULL */
	const char *text;
	int64_t span_start, span_end; /* bytes of the document's text */
	int64_t created, version;
};

/*
 * The vector of a text of another row under one model.  Derived: may be
 * deleted and made again at any time.  No part of undo.
 */
struct px_embedding_row {
	struct px_id id, user_id;
	const char *owner_kind; /* "memory", "chunk", "message", "task", "event" */
	struct px_id owner_id;
	const char *text_hash;  /* of the text that was embedded */
	const char *model;      /* id and hash of the model */
	struct px_str vector;   /* int8, with its scale in front */
	struct px_str tokens;   /* the token vectors for late interaction, or absent */
	int64_t created;
};

/* Which model a user's vectors are of (memory/models); shares are of 1000, -1: not known. */
struct px_model_row {
	struct px_id id, user_id;
	const char *active;     /* in use */
	const char *target;     /* whose vectors are being made, or NULL */
	const char *previous;   /* in use before, while it can be gone back to */
	const char *refused;    /* gone back from: the settings alone don't bring it again */
	bool chosen;            /* not by the settings */
	int64_t state;          /* enum px_models_state */
	int64_t probes, overlap, recall_before, recall_after;
	int64_t switched;       /* when `active` came into use, or none */
	int64_t created, updated, version;
};

enum px_turn_state { PX_TURN_RUNNING, PX_TURN_DONE, PX_TURN_FAILED, PX_TURN_CANCELLED, PX_TURN_INTERRUPTED };

/* A turn that does not end in the transaction it begins in (domain/turn_row.h). */
struct px_turn_row {
	struct px_id id, user_id, conversation_id, message_id;
	struct px_id answer_id; /* once it has ended */
	int state;
	int64_t created, updated, version;
};

/* Why something is proposed instead of done. */
enum px_proposal_reason {
	PX_PROPOSAL_FOREIGN, /* words that are not the person's were in sight of the model that wants it */
	PX_PROPOSAL_MANY,    /* it deletes more than a model may by itself */
	PX_PROPOSAL_FOR_GOOD, /* it can't be undone */
};
enum px_proposal_state { PX_PROPOSAL_OPEN, PX_PROPOSAL_ACCEPTED, PX_PROPOSAL_DECLINED, PX_PROPOSAL_EXPIRED };

/* What a model wants to do and only the person may (domain/proposal.h). */
struct px_proposal_row {
	struct px_id id, user_id;
	struct px_id turn_id, message_id; /* the turn that proposed it, and the message that began the turn */
	const char *tool;         /* a name of the tool table, or "several" */
	const char *arguments;    /* of the tool, a JSON object; of "several": {"calls": [{"tool", "arguments"}]} */
	const char *text;         /* what it would do, in words */
	int reason;               /* enum px_proposal_reason */
	const char *source_kind;  /* of the text that may have asked for it: "document", "memory"; or NULL */
	struct px_id source_id;
	const char *source_quote;
	const char *targets;      /* JSON: the rows that it would change, [{"entity", "id", "version"}]; hidden */
	int64_t said;             /* when its words were written, which "tomorrow" counts from; hidden */
	int state;                /* enum px_proposal_state; expired ones are open in the store */
	int64_t edits;            /* times that the person changed it */
	int64_t expires, decided;
	int64_t snoozed;          /* until then the person wants not to be shown it */
	int64_t created, updated, version;
};

enum { PX_TALK_SUMMARY_MAX = 4000 /* bytes */ };

/* What was said in a conversation up to a message, in short, as a language model told it; one for each conversation. */
struct px_talk_summary {
	struct px_id id, user_id;
	struct px_id conversation_id;
	struct px_id until_id;    /* the last message that is in it */
	int64_t until_seq;        /* that one's seq */
	const char *text;         /* lines */
	bool tainted;             /* some of those messages may hold words that are not the person's */
	int64_t created, version;
};

/* What one request to a language model took (domain/usage.h); costs are in micro-dollars. */
struct px_usage_row {
	struct px_id id, user_id;
	struct px_id turn_id;  /* or the conversation that was summed up */
	const char *provider, *model;
	int64_t tokens_in, tokens_out;
	int64_t tokens_cached, tokens_written; /* read from and written to the provider's cache; not in tokens_in */
	int64_t cost;
	bool priced;           /* the price was known; else the cost is 0 */
	bool estimated;        /* the provider did not say how many tokens: they were counted here */
	int32_t day;           /* of the person */
	int64_t created;
};

/* The sum of a person's day with one model. */
struct px_usage_day {
	struct px_id id, user_id;
	int32_t day;
	const char *provider, *model;
	int64_t calls, tokens_in, tokens_out, tokens_cached, tokens_written, cost;
	int64_t unpriced;      /* calls whose price was not known */
	int64_t version;
};

/* What a user's clients keep with us; one row per user, under the user's id. */
struct px_preferences {
	struct px_id id, user_id;
	const char *data;      /* a JSON object */
	int64_t created, updated, version;
};

/* What a reminder or notification is about. */
enum px_subject { PX_SUBJECT_NONE, PX_SUBJECT_TASK, PX_SUBJECT_EVENT, PX_SUBJECT_REMINDER, PX_SUBJECT_BRIEF };

/*
 * One thing to speak up about, at `due`.  Either free-standing (`text` and
 * `due` were given) or one lead of a task or event (domain/reminder_plan.h),
 * which follows its item: of a recurring item it stands for the next occurrence.
 */
struct px_reminder {
	struct px_id id, user_id;
	const char *text;      /* of a free-standing one: what to say */
	int subject;           /* enum px_subject; PX_SUBJECT_REMINDER: free-standing */
	struct px_id subject_id; /* the item */
	const char *lead;      /* "-PT15M": which of the item's leads; "snooze", "nag", "brief" */
	int64_t due;           /* when to speak; none: not any more */
	int64_t planned;       /* when it was to be; quiet hours move only `due` */
	int64_t told;          /* up to here everything was said */
	int64_t said;          /* the last occurrence that was said; of the brief: the day */
	int64_t occurrence;    /* the time of the thing it is about */
	const char *zone;      /* `due` was meant in */
	const char *recurrence; /* of a free-standing one */
	int64_t series_start;  /* its first time */
	const char *repeat;    /* "PT10M": again so often, until it is acknowledged or done */
	int64_t created, updated, version;
};

enum px_notification_kind { PX_NOTIFY_REMINDER, PX_NOTIFY_MISSED, PX_NOTIFY_BRIEF, PX_NOTIFY_REVIEW, PX_NOTIFY_TEST, PX_NOTIFY_PROBLEM };
enum px_notification_state { PX_NOTIFICATION_UNREAD, PX_NOTIFICATION_READ, PX_NOTIFICATION_ACKNOWLEDGED,
			     PX_NOTIFICATION_SNOOZED };

/* Something that was said without being asked. */
struct px_notification {
	struct px_id id, user_id;
	int kind, state;
	const char *title, *text;
	int subject;           /* enum px_subject */
	struct px_id subject_id;
	int64_t occurrence;    /* the time of the thing */
	int64_t planned;       /* when it was to be said; `created`: when it was */
	const char *items;     /* JSON array: of one that tells several things */
	const char *channels;  /* JSON object: {"app":{"state":"sent","at":"…"}} */
	const char *tag;       /* of the same thing, the same: devices replace the older one */
	int64_t snoozed_until;
	int64_t created, updated, version;
};

/* A browser that takes push messages (RFC 8030, RFC 8291). */
struct px_push_subscription {
	struct px_id id, user_id;
	const char *endpoint, *p256dh, *auth; /* as the browser gives them */
	const char *label;     /* for people: "Firefox on the laptop" */
	int64_t created, updated, version;
};

enum px_mail_security { PX_MAIL_TLS, PX_MAIL_STARTTLS };
enum px_mail_auth { PX_MAIL_PASSWORD, PX_MAIL_XOAUTH2 };
enum px_mail_account_state {
	PX_MAIL_NEW,         /* not visited yet */
	PX_MAIL_OK,
	PX_MAIL_UNREACHABLE, /* it is tried again */
	PX_MAIL_REFUSED,     /* the server does not know us; it is tried again rarely */
	PX_MAIL_OFF,
};

/* A mailbox that Pixie reads for a person (domain/mail.h). */
struct px_mail_account {
	struct px_id id, user_id;
	const char *name;      /* for people; the address if none was given */
	const char *address;   /* of the mailbox */
	const char *host;
	int64_t port;
	int security, auth;
	const char *user;      /* to sign in with */
	const char *token_url, *client_id; /* of XOAUTH2 */
	const char *secret;    /* sealed; hidden */
	const char *folders;   /* JSON array; NULL: INBOX */
	bool enabled, propose, remember;
	bool replies;          /* replies to Pixie's own mails arrive here */
	int64_t back_days;     /* mails of so many days before the account was added are read, too */
	int state;             /* enum px_mail_account_state */
	const char *problem;   /* why it could not be read */
	int64_t visited, next; /* when last, and when next at the latest */
	int64_t failures;      /* in a row */
	int64_t taken, skipped; /* mails */
	int64_t created, updated, version;
};

/* How far a folder was read. */
struct px_mail_folder {
	struct px_id id, user_id, account_id;
	const char *name;
	int64_t validity, last, modseq; /* UIDVALIDITY; the last UID taken; HIGHESTMODSEQ */
	const char *problem;
	int64_t created, updated, version;
};

enum px_mail_state { PX_MAIL_READ, PX_MAIL_SKIPPED };

/* A mail that was taken. */
struct px_mail_row {
	struct px_id id, user_id, account_id;
	const char *folder;
	int64_t uid;
	const char *hash;      /* SHA-256 of its bytes; hidden */
	const char *message_id; /* without brackets */
	const char *thread;    /* the Message-ID that its thread began with */
	const char *sender, *sender_name, *subject;
	int64_t sent;
	int64_t size;
	int state;             /* enum px_mail_state */
	const char *problem;   /* why it was skipped */
	const char *list;      /* of a mailing list or newsletter: its id or sender */
	int64_t proposals;     /* made of it */
	const char *findings;  /* JSON array: what was found, for the thread's later mails; hidden */
	struct px_id document_id;
	int64_t created, version;
};

enum px_mail_rule { PX_MAIL_RULE_ASK, PX_MAIL_RULE_ACCEPT, PX_MAIL_RULE_IGNORE };

/* What becomes of the proposals from a sender. */
struct px_mail_sender {
	struct px_id id, user_id;
	const char *address;   /* folded */
	int rule;              /* enum px_mail_rule */
	int64_t created, updated, version;
};

/* How a person wants to be spoken to; one row per user, under the user's id. */
struct px_notification_settings {
	struct px_id id, user_id;
	const char *task_leads, *event_leads, *day_leads; /* JSON arrays of leads, where an item names none */
	const char *day_time;  /* "09:00": when things of a day are spoken of */
	const char *quiet_from, *quiet_to; /* both or neither */
	bool brief;
	const char *brief_time, *brief_days; /* "07:00", ["mo","tu",…] */
	const char *channels;  /* JSON object: kind -> array of channels */
	const char *ntfy_url;  /* topic of the person's own */
	const char *webhook_url, *webhook_secret;
	const char *phone;     /* for text messages, E.164 */
	const char *bounced;   /* the address that mail came back from: nothing is sent there */
	bool planned;          /* the reminders of all items are there */
	int64_t created, updated, version;
};

/* An answer kept for a repeated Idempotency-Key; unique by user and key. */
struct px_idempotency {
	struct px_id id, user_id;
	const char *key;
	const char *request_hash;
	int64_t status;        /* HTTP */
	const char *response;
	int64_t created;
};

extern const struct px_record px_user_record, px_project_record, px_task_record, px_event_record,
	px_conversation_record, px_message_record, px_action_record,
	px_idempotency_record, px_turn_record, px_memory_record, px_document_record, px_file_record, px_chunk_record,
	px_embedding_record, px_model_record,
	px_preferences_record, px_proposal_record, px_usage_record, px_usage_day_record, px_talk_summary_record,
	px_reminder_record, px_notification_record, px_notification_settings_record,
	px_push_subscription_record,
	px_mail_account_record, px_mail_folder_record, px_mail_record, px_mail_sender_record;
/* NULL-terminated, every one. */
extern const struct px_record *const px_records[];
/* By its name ("task"); NULL if there is none. */
const struct px_record *px_entity_record(struct px_str name);

#endif
