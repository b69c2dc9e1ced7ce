/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The descriptor tables of identity.
 */
#include "auth/records.h"

#include "auth/auth.h"
#include "jobs/record.h"

#define RECORD(variable, type, record_name, table_name, table_fields) \
	const struct px_record variable = { \
		.name = (record_name), .table = (table_name), .size = sizeof(type), \
		.fields = (table_fields), .field_count = sizeof(table_fields) / sizeof((table_fields)[0]), \
	}

enum {
	HIDDEN = PX_FIELD_READ_ONLY | PX_FIELD_HIDDEN,
	ALWAYS = PX_FIELD_READ_ONLY | PX_FIELD_HIDDEN | PX_FIELD_REQUIRED,
	HASH_MAX = 64, NAME_MAX = 200, SEALED_MAX = 4096, ISSUER_MAX = 512
};

#define ID(type) PX_FIELD(type, id, ID, ALWAYS, .doc = "UUIDv7; sorts by creation.")
#define USER_ID(type) PX_FIELD(type, user_id, ID, ALWAYS, .doc = "The owner.")
#define CREATED(type) PX_FIELD(type, created, INSTANT, ALWAYS, .doc = "When it was made.")
#define VERSION(type) PX_FIELD(type, version, INT, ALWAYS, .doc = "Counts changes from 1.")

static const struct px_field account_fields[] = {
	ID(struct px_account_row),
	USER_ID(struct px_account_row),
	PX_FIELD(struct px_account_row, email, TEXT, ALWAYS, .max = PX_EMAIL_TEXT - 1, .doc = "In lower case."),
	PX_FIELD(struct px_account_row, verified, BOOL, HIDDEN, .doc = "The email was confirmed."),
	PX_FIELD(struct px_account_row, password, TEXT, HIDDEN, .max = 256, .doc = "PHC string."),
	PX_FIELD(struct px_account_row, totp, TEXT, HIDDEN, .max = SEALED_MAX, .doc = "Sealed seed."),
	PX_FIELD(struct px_account_row, totp_on, BOOL, HIDDEN, .doc = "The second factor is asked for."),
	PX_FIELD(struct px_account_row, totp_step, INT, HIDDEN, .doc = "Last time step spent."),
	PX_FIELD(struct px_account_row, recovery, JSON, HIDDEN, .max = SEALED_MAX, .doc = "Hashes left."),
	PX_FIELD(struct px_account_row, sms, JSON, HIDDEN, .max = SEALED_MAX, .doc = "Codes by text message."),
	CREATED(struct px_account_row),
	PX_FIELD(struct px_account_row, updated, INSTANT, ALWAYS, .doc = "When it last changed."),
	VERSION(struct px_account_row),
};
RECORD(px_account_record, struct px_account_row, "account", "accounts", account_fields);

static const char *const methods[] = { "password", "oidc", "link", NULL };

static const struct px_field session_fields[] = {
	ID(struct px_session_row),
	USER_ID(struct px_session_row),
	PX_FIELD(struct px_session_row, method, ENUM, HIDDEN, .values = methods, .doc = "How it began."),
	PX_FIELD(struct px_session_row, address, TEXT, HIDDEN, .max = 64, .doc = "Where from, last."),
	PX_FIELD(struct px_session_row, user_agent, TEXT, HIDDEN, .max = NAME_MAX, .doc = "With what."),
	PX_FIELD(struct px_session_row, scopes, INT, HIDDEN, .max = PX_SCOPE_ALL, .doc = "Bits."),
	CREATED(struct px_session_row),
	PX_FIELD(struct px_session_row, last_used, INSTANT, ALWAYS, .doc = "Last refresh."),
	PX_FIELD(struct px_session_row, expires, INSTANT, ALWAYS, .doc = "Unless refreshed before."),
	PX_FIELD(struct px_session_row, revoked, INSTANT, HIDDEN, .doc = "When it was ended."),
	VERSION(struct px_session_row),
};
RECORD(px_session_record, struct px_session_row, "session", "sessions", session_fields);

static const struct px_field refresh_fields[] = {
	ID(struct px_refresh_row),
	USER_ID(struct px_refresh_row),
	PX_FIELD(struct px_refresh_row, session_id, ID, ALWAYS, .doc = "The family it belongs to."),
	PX_FIELD(struct px_refresh_row, hash, TEXT, ALWAYS, .max = HASH_MAX, .doc = "SHA-256."),
	CREATED(struct px_refresh_row),
	PX_FIELD(struct px_refresh_row, expires, INSTANT, ALWAYS, .doc = "Last moment of use."),
	PX_FIELD(struct px_refresh_row, used, INSTANT, HIDDEN, .doc = "When it was spent."),
	VERSION(struct px_refresh_row),
};
RECORD(px_refresh_record, struct px_refresh_row, "refresh_token", "refresh_tokens", refresh_fields);

static const struct px_field api_token_fields[] = {
	ID(struct px_api_token_row),
	USER_ID(struct px_api_token_row),
	PX_FIELD(struct px_api_token_row, name, TEXT, ALWAYS, .max = NAME_MAX, .doc = "What it is for."),
	PX_FIELD(struct px_api_token_row, hash, TEXT, ALWAYS, .max = HASH_MAX, .doc = "SHA-256."),
	PX_FIELD(struct px_api_token_row, scopes, INT, HIDDEN, .max = PX_SCOPE_ALL, .doc = "Bits."),
	CREATED(struct px_api_token_row),
	PX_FIELD(struct px_api_token_row, expires, INSTANT, HIDDEN, .doc = "Last moment of use."),
	PX_FIELD(struct px_api_token_row, last_used, INSTANT, HIDDEN, .doc = "To the hour."),
	PX_FIELD(struct px_api_token_row, revoked, INSTANT, HIDDEN, .doc = "When it was withdrawn."),
	VERSION(struct px_api_token_row),
};
RECORD(px_api_token_record, struct px_api_token_row, "api_token", "api_tokens", api_token_fields);

static const struct px_field identity_fields[] = {
	ID(struct px_identity_row),
	USER_ID(struct px_identity_row),
	PX_FIELD(struct px_identity_row, issuer, TEXT, ALWAYS, .max = ISSUER_MAX, .doc = "Exact iss."),
	PX_FIELD(struct px_identity_row, subject, TEXT, ALWAYS, .max = 255, .doc = "Exact sub."),
	PX_FIELD(struct px_identity_row, email, TEXT, HIDDEN, .max = PX_EMAIL_TEXT - 1, .doc = "As said."),
	CREATED(struct px_identity_row),
	VERSION(struct px_identity_row),
};
RECORD(px_identity_record, struct px_identity_row, "identity", "identities", identity_fields);

static const char *const ticket_kinds[] = { "verify_email", "reset_password", "invite", "welcome", NULL };

static const struct px_field ticket_fields[] = {
	ID(struct px_ticket_row),
	USER_ID(struct px_ticket_row),
	PX_FIELD(struct px_ticket_row, kind, ENUM, HIDDEN, .values = ticket_kinds, .doc = "What it allows."),
	PX_FIELD(struct px_ticket_row, hash, TEXT, ALWAYS, .max = HASH_MAX, .doc = "SHA-256."),
	PX_FIELD(struct px_ticket_row, email, TEXT, HIDDEN, .max = PX_EMAIL_TEXT - 1, .doc = "For whom."),
	CREATED(struct px_ticket_row),
	PX_FIELD(struct px_ticket_row, expires, INSTANT, ALWAYS, .doc = "Last moment of use."),
	PX_FIELD(struct px_ticket_row, used, INSTANT, HIDDEN, .doc = "When it was spent."),
	VERSION(struct px_ticket_row),
};
RECORD(px_ticket_record, struct px_ticket_row, "ticket", "tickets", ticket_fields);

static const char *const algs[] = { "EdDSA", "ES256", NULL };

static const struct px_field signing_key_fields[] = {
	ID(struct px_signing_key_row),
	PX_FIELD(struct px_signing_key_row, user_id, ID, HIDDEN, .doc = "Nobody."),
	PX_FIELD(struct px_signing_key_row, kid, TEXT, ALWAYS, .max = HASH_MAX, .doc = "Thumbprint."),
	PX_FIELD(struct px_signing_key_row, alg, ENUM, HIDDEN, .values = algs, .doc = "What it signs with."),
	PX_FIELD(struct px_signing_key_row, sealed, TEXT, ALWAYS, .max = SEALED_MAX, .doc = "Private key."),
	CREATED(struct px_signing_key_row),
	PX_FIELD(struct px_signing_key_row, expires, INSTANT, ALWAYS, .doc = "Verifies until then."),
	VERSION(struct px_signing_key_row),
};
RECORD(px_signing_key_record, struct px_signing_key_row, "signing_key", "signing_keys", signing_key_fields);

const struct px_record *const px_auth_records[] = {
	&px_account_record, &px_session_record, &px_refresh_record, &px_api_token_record, &px_identity_record,
	&px_ticket_record, &px_signing_key_record, &px_job_record, NULL,
};
