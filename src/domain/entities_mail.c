/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The descriptor tables of mail that is read: accounts, folders, mails,
 * senders.
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
	LINE_MAX = 500, ADDRESS_MAX = 254, URL_LIMIT = 1000, SEALED_MAX = 16384, FOLDERS_MAX = 16384, FINDINGS_MAX = 65536,
};

#define ID(type) PX_FIELD(type, id, ID, ALWAYS, .doc = "UUIDv7; sorts by creation.")
#define USER_ID(type) PX_FIELD(type, user_id, ID, OWNER, .doc = "The owner.")
#define CREATED(type) PX_FIELD(type, created, INSTANT, ALWAYS, .doc = "When it was made.")
#define UPDATED(type) PX_FIELD(type, updated, INSTANT, ALWAYS, .doc = "When it last changed.")
#define VERSION(type) PX_FIELD(type, version, INT, ALWAYS, .doc = "Counts changes from 1; the ETag carries it.")

static const char *const securities[] = { "tls", "starttls", NULL };
static const char *const auths[] = { "password", "xoauth2", NULL };
static const char *const account_states[] = { "new", "ok", "unreachable", "refused", "off", NULL };

static const struct px_field account_fields[] = {
	ID(struct px_mail_account),
	USER_ID(struct px_mail_account),
	PX_FIELD(struct px_mail_account, name, TEXT, 0, .max = 200, .doc = "What to call it; its address if absent."),
	PX_FIELD(struct px_mail_account, address, TEXT, PX_FIELD_REQUIRED, .max = ADDRESS_MAX, .doc = "The mailbox's address."),
	PX_FIELD(struct px_mail_account, host, TEXT, PX_FIELD_REQUIRED, .max = 253, .doc = "The IMAP server."),
	PX_FIELD(struct px_mail_account, port, INT, 0, .max = 65535, .doc = "Its port: 993 with tls, 143 with starttls, if 0."),
	PX_FIELD(struct px_mail_account, security, ENUM, 0, .values = securities,
		 .doc = "TLS from the start, or by STARTTLS; nothing is read without."),
	PX_FIELD(struct px_mail_account, auth, ENUM, 0, .values = auths, .doc = "How to sign in."),
	PX_FIELD(struct px_mail_account, user, TEXT, 0, .max = ADDRESS_MAX, .doc = "Name to sign in with; the address if absent."),
	PX_FIELD(struct px_mail_account, token_url, TEXT, 0, .max = URL_LIMIT,
		 .doc = "Of xoauth2: where a refresh token gives an access token."),
	PX_FIELD(struct px_mail_account, client_id, TEXT, 0, .max = LINE_MAX, .doc = "Of xoauth2: Pixie's id there."),
	PX_FIELD(struct px_mail_account, secret, TEXT, SECRET, .max = SEALED_MAX, .doc = "Password or tokens, sealed."),
	PX_FIELD(struct px_mail_account, folders, JSON, 0, .max = FOLDERS_MAX, .doc = "Names of folders to read: [\"INBOX\"] if absent."),
	PX_FIELD(struct px_mail_account, enabled, BOOL, 0, .initial = 1, .doc = "Whether it is read."),
	PX_FIELD(struct px_mail_account, propose, BOOL, 0, .initial = 1, .doc = "Whether tasks and events are proposed from its mails."),
	PX_FIELD(struct px_mail_account, remember, BOOL, 0, .doc = "Whether its mails become documents that recall finds."),
	PX_FIELD(struct px_mail_account, replies, BOOL, 0,
		 .doc = "Replies to Pixie's own mails arrive here (administrators)."),
	PX_FIELD(struct px_mail_account, back_days, INT, 0, .max = 365,
		 .doc = "Mails of so many days before are read, too; 0: only what arrives from now on."),
	PX_FIELD(struct px_mail_account, state, ENUM, SERVER, .values = account_states,
		 .doc = "unreachable: it is tried again; refused: the server does not accept the name, password or token."),
	PX_FIELD(struct px_mail_account, problem, TEXT, SERVER, .max = LINE_MAX, .doc = "Why it could not be read."),
	PX_FIELD(struct px_mail_account, visited, INSTANT, SERVER, .doc = "When it was last looked at."),
	PX_FIELD(struct px_mail_account, next, INSTANT, SERVER, .doc = "When it is looked at next, unless mail arrives before."),
	PX_FIELD(struct px_mail_account, failures, INT, SERVER, .doc = "Visits in a row that failed."),
	PX_FIELD(struct px_mail_account, taken, INT, SERVER, .doc = "Mails read."),
	PX_FIELD(struct px_mail_account, skipped, INT, SERVER, .doc = "Mails passed over: too large, or not to be read."),
	CREATED(struct px_mail_account),
	UPDATED(struct px_mail_account),
	VERSION(struct px_mail_account),
};
RECORD(px_mail_account_record, struct px_mail_account, "mail_account", "mail_accounts", account_fields);

static const struct px_field folder_fields[] = {
	ID(struct px_mail_folder),
	USER_ID(struct px_mail_folder),
	PX_FIELD(struct px_mail_folder, account_id, ID, ALWAYS, .doc = "The account."),
	PX_FIELD(struct px_mail_folder, name, TEXT, ALWAYS, .max = LINE_MAX, .doc = "The folder."),
	PX_FIELD(struct px_mail_folder, validity, INT, SERVER, .doc = "UIDVALIDITY of its numbers."),
	PX_FIELD(struct px_mail_folder, last, INT, SERVER, .doc = "The last UID that was taken."),
	PX_FIELD(struct px_mail_folder, modseq, INT, SERVER, .doc = "HIGHESTMODSEQ when it was last looked at; 0: not told."),
	PX_FIELD(struct px_mail_folder, problem, TEXT, SERVER, .max = LINE_MAX, .doc = "Why it could not be read."),
	CREATED(struct px_mail_folder),
	UPDATED(struct px_mail_folder),
	VERSION(struct px_mail_folder),
};
RECORD(px_mail_folder_record, struct px_mail_folder, "mail_folder", "mail_folders", folder_fields);

static const char *const mail_states[] = { "read", "skipped", NULL };

static const struct px_field mail_fields[] = {
	ID(struct px_mail_row),
	USER_ID(struct px_mail_row),
	PX_FIELD(struct px_mail_row, account_id, ID, ALWAYS, .doc = "The account."),
	PX_FIELD(struct px_mail_row, folder, TEXT, ALWAYS, .max = LINE_MAX, .doc = "The folder it was in."),
	PX_FIELD(struct px_mail_row, uid, INT, SERVER, .doc = "Its number there."),
	PX_FIELD(struct px_mail_row, hash, TEXT, SECRET | PX_FIELD_REQUIRED, .max = 64, .doc = "SHA-256 of its bytes."),
	PX_FIELD(struct px_mail_row, message_id, TEXT, SERVER, .max = 1000, .doc = "Its Message-ID."),
	PX_FIELD(struct px_mail_row, thread, TEXT, SERVER, .max = 1000, .doc = "The Message-ID that its thread began with."),
	PX_FIELD(struct px_mail_row, sender, TEXT, SERVER, .max = LINE_MAX, .doc = "The address it is from, as it says."),
	PX_FIELD(struct px_mail_row, sender_name, TEXT, SERVER, .max = LINE_MAX, .doc = "The name it is from."),
	PX_FIELD(struct px_mail_row, subject, TEXT, SERVER, .max = LINE_MAX, .doc = "Its subject."),
	PX_FIELD(struct px_mail_row, sent, INSTANT, SERVER, .doc = "When it was written, as it says."),
	PX_FIELD(struct px_mail_row, size, INT, SERVER, .doc = "Bytes."),
	PX_FIELD(struct px_mail_row, state, ENUM, SERVER, .values = mail_states, .doc = "skipped: problem says why."),
	PX_FIELD(struct px_mail_row, problem, TEXT, SERVER, .max = LINE_MAX, .doc = "Why it was passed over."),
	PX_FIELD(struct px_mail_row, list, TEXT, SERVER, .max = LINE_MAX, .doc = "The mailing list or newsletter it is of."),
	PX_FIELD(struct px_mail_row, proposals, INT, SERVER, .doc = "Proposals made from it."),
	PX_FIELD(struct px_mail_row, findings, JSON, SECRET, .max = FINDINGS_MAX, .doc = "What was found in it."),
	PX_FIELD(struct px_mail_row, document_id, ID, SERVER, .doc = "The document it became."),
	CREATED(struct px_mail_row),
	VERSION(struct px_mail_row),
};
RECORD(px_mail_record, struct px_mail_row, "mail", "mails", mail_fields);

static const char *const rules[] = { "ask", "accept", "ignore", NULL };

static const struct px_field sender_fields[] = {
	ID(struct px_mail_sender),
	USER_ID(struct px_mail_sender),
	PX_FIELD(struct px_mail_sender, address, TEXT, PX_FIELD_REQUIRED, .max = ADDRESS_MAX, .doc = "Whose mails."),
	PX_FIELD(struct px_mail_sender, rule, ENUM, 0, .values = rules,
		 .doc = "accept: what is proposed from them is done at once, and can be undone; ignore: nothing is proposed."),
	CREATED(struct px_mail_sender),
	UPDATED(struct px_mail_sender),
	VERSION(struct px_mail_sender),
};
RECORD(px_mail_sender_record, struct px_mail_sender, "mail_sender", "mail_senders", sender_fields);
