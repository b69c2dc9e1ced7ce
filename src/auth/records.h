/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows that identity keeps, and their descriptor tables.
 *
 * Secrets in them are hashes (tokens, recovery codes), PHC strings
 * (passwords) or sealed (TOTP seeds, signing keys, tokens that wait to be
 * mailed).  None of these records is ever shown on the wire as it is.
 */
#ifndef PX_AUTH_RECORDS_H
#define PX_AUTH_RECORDS_H

#include "base/record.h"

enum { PX_EMAIL_TEXT = 255 };

/* What a local user logs in with; at most one per user. */
struct px_account_row {
	struct px_id id, user_id;
	const char *email;      /* lower case, unique */
	bool verified;
	const char *password;   /* PHC string, or NULL: no local login */
	const char *totp;       /* sealed seed, or NULL */
	bool totp_on;           /* the first code was confirmed */
	int64_t totp_step;      /* last step spent */
	const char *recovery;   /* JSON array of keyed hashes, each removed when used */
	const char *sms;        /* text messages as second factor (sms_factor.c), JSON, or NULL */
	int64_t created, updated, version;
};

enum px_session_method { PX_SESSION_PASSWORD, PX_SESSION_OIDC, PX_SESSION_LINK };

struct px_session_row {
	struct px_id id, user_id;
	int method;
	const char *address, *user_agent;
	int64_t scopes;
	int64_t created, last_used, expires, revoked, version;
};

struct px_refresh_row {
	struct px_id id, user_id, session_id;
	const char *hash;
	int64_t created, expires, used, version; /* used: when it was exchanged for the next */
};

struct px_api_token_row {
	struct px_id id, user_id;
	const char *name, *hash;
	int64_t scopes;
	int64_t created, expires, last_used, revoked, version;
};

/* A person at an external issuer, linked to a user. */
struct px_identity_row {
	struct px_id id, user_id;
	const char *issuer, *subject, *email;
	int64_t created, version;
};

enum px_ticket_kind { PX_TICKET_VERIFY, PX_TICKET_RESET, PX_TICKET_INVITE, PX_TICKET_WELCOME };

/* A secret that was mailed or handed over, good for one use. */
struct px_ticket_row {
	struct px_id id, user_id; /* an invitation's user is who invited */
	int kind;
	const char *hash, *email;
	int64_t created, expires, used, version;
};

/* A key pair that signs or signed access tokens; belongs to nobody. */
struct px_signing_key_row {
	struct px_id id, user_id;
	const char *kid;
	int alg;                 /* enum px_jwt_alg */
	const char *sealed;
	int64_t created, expires, version; /* expires: when its last token has */
};

extern const struct px_record px_account_record, px_session_record, px_refresh_record, px_api_token_record,
	px_identity_record, px_ticket_record, px_signing_key_record;

#endif
