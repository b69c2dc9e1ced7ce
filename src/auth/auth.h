/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Identity: who is calling, what they may do, and until when.
 *
 * One struct px_auth per process: users, sessions, tokens and external
 * issuers behind one facade.  It knows nothing of HTTP routes: api/ decodes a
 * request, calls here, encodes the answer.
 *
 * Thread rules, by the word that opens each section below:
 *   [main]   before the threads start or after they stopped (or the command line)
 *   [any]    any thread; never blocks on the store or the network
 *   [shard]  a shard thread (or main) with no transaction of its own open
 *   [tx]     with the caller's open transaction, begun for PX_ID_NONE, in
 *            PX_STORE_WRITE mode unless "(read)" is said; acknowledge to the
 *            client only once px_store_commit said PX_OK
 *   [slow]   burns ~50 ms of CPU (argon2id): a worker thread, never a loop or shard
 *   [loop]   a loop thread; completes later on the same one
 *
 * No function here logs a secret; tokens, passwords and codes are stored
 * hashed or sealed and wiped from memory after use.
 */
#ifndef PX_AUTH_AUTH_H
#define PX_AUTH_AUTH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/record.h"
#include "store/store.h"

struct px_auth;

/* What a token may be used for; bits. */
enum px_scope {
	PX_SCOPE_READ = 1 << 0,  /* read tasks, events, messages... */
	PX_SCOPE_WRITE = 1 << 1, /* change them */
	PX_SCOPE_CHAT = 1 << 2,  /* chat turns (which read and write) */
	PX_SCOPE_ADMIN = 1 << 3, /* the account itself: sessions, tokens, password; users if an admin */
	PX_SCOPE_ALL = 15
};
/* "read write" <-> bits; words separated by spaces or commas; false on an unknown word. */
bool px_scope_parse(struct px_str text, unsigned *scopes);
void px_scope_format(unsigned scopes, struct px_buf *out);

enum px_token_kind { PX_TOKEN_ACCESS, PX_TOKEN_PERSONAL, PX_TOKEN_EXTERNAL };

/* A verified caller.  Plain value: copy freely. */
struct px_principal {
	struct px_id user;
	struct px_id session;   /* the login session; for a personal token its id; external: of (issuer, sid or sub) */
	unsigned scopes;        /* px_scope bits */
	bool admin;             /* the user administers this instance (needs PX_SCOPE_ADMIN too) */
	enum px_token_kind kind;
	int64_t expires;        /* UTC ms; PX_TIME_NONE: never.  Live sockets end then unless refreshed. */
};

/* ------------------------------------------------------------------ set-up */

enum px_signup { PX_SIGNUP_CLOSED, PX_SIGNUP_INVITE, PX_SIGNUP_OPEN };

/* One GET or POST to an issuer; strings live until `done` was called. */
struct px_auth_fetch {
	const char *url;        /* https, or http to loopback when the issuer itself is such */
	const char *form;       /* application/x-www-form-urlencoded body; NULL: GET */
	const char *authorization; /* header value or NULL; a secret */
	size_t max_bytes;       /* of the answer; more is a failure */
	unsigned timeout_ms;
};
typedef void (*px_auth_fetched_fn)(void *arg, enum px_err err, int status, struct px_str body);
/*
 * Starts the request and calls `done` exactly once, on any loop thread.
 * Redirects are not followed; certificates are verified.
 */
typedef void (*px_auth_fetch_fn)(void *context, const struct px_auth_fetch *fetch,
				 px_auth_fetched_fn done, void *arg);

struct px_auth_issuer {
	const char *name;          /* in URLs: "google" */
	const char *issuer;        /* exact "iss"; discovery at <issuer>/.well-known/openid-configuration */
	const char *client_id;     /* for browser login.  NULL: bearer tokens only */
	const char *client_secret; /* NULL: public client (PKCE only) */
	const char *audience;      /* required "aud" of bearer tokens, or NULL */
	const char *authorized_party; /* required "azp" of bearer tokens (Clerk: the web origin), or NULL.
					 Without audience and party no bearer token is taken. */
	const char *scopes;        /* asked for at browser login; NULL: "openid email profile" */
	unsigned granted;          /* px_scope bits that a bearer token can have; 0: read, write and chat */
	bool create_users;         /* at first sight; else only linked users may come in */
	bool link_email;           /* a verified email equal to a local account's verified one links to it,
					 if that account has no identity at this issuer yet */
};

struct px_auth_config {
	struct px_store *store;             /* borrowed */
	const struct px_record *user_record; /* domain's; fields id, name, email, zone, locale, admin,
						created, updated, version are used by name */
	const char *data_dir;               /* holds "token" and "secret" (0600) */
	const char *secret;                 /* >= 32 bytes shared by all nodes; NULL: <data_dir>/secret */
	const char *issuer;                 /* public base URL: "iss" and "aud" of our tokens; NULL: "pixie" */
	enum px_signup signup;
	bool require_verified;              /* local login only with a verified email */
	bool es256;                         /* sign with ES256 instead of EdDSA */
	const char *owner_name, *zone, *locale; /* of users made without their own; NULL: "Owner", UTC, en-GB */
	const struct px_auth_issuer *issuers; /* copied */
	size_t issuer_count;
	px_auth_fetch_fn fetch;             /* NULL: no external issuers */
	void *fetch_arg;
	bool sends_mail;                    /* somebody delivers the jobs "mail.*" */
	bool sends_sms;                     /* somebody delivers the jobs "sms.code" */
	unsigned sms_codes_day;             /* of them in a day, of everybody; 0: 200 */
	const char *new_user_job;           /* kind of the job that each new user is greeted with; static; NULL: none */
	size_t cache_entries;               /* verified tokens kept; 0: 65536 */
	int64_t cache_ms;                   /* for so long; 0: five minutes */
	const struct px_password_params *password; /* NULL: px_password_default */
};

/* [main] Loads or creates secret and signing keys. */
enum px_err px_auth_new(const struct px_auth_config *config, struct px_auth **auth,
			struct px_error *error) PX_MUST_CHECK;
/* [main] No call may be running; pending fetches must have completed. */
void px_auth_free(struct px_auth *auth);
/* Every table of auth, for px_store_config.records; NULL-terminated. */
extern const struct px_record *const px_auth_records[];

/*
 * [main] First start: creates the owner (an admin) and a personal token of all
 * scopes in <data_dir>/token (0600).  Later: finds the owner and writes a new
 * token file if it is missing or no longer valid (the old token is revoked).
 */
enum px_err px_auth_ensure_owner(struct px_auth *auth, struct px_id *owner,
				 struct px_error *error) PX_MUST_CHECK;
/* [any] Reads <data_dir>/token for the command line; refuses one that others may read. */
enum px_err px_auth_read_token_file(const char *data_dir, struct px_buf *token,
				    struct px_error *error) PX_MUST_CHECK;

/* ----------------------------------------------------- checking a request */

enum px_auth_verdict {
	PX_AUTH_OK,           /* *principal is valid now */
	PX_AUTH_UNAUTHORIZED, /* refuse: 401 */
	PX_AUTH_NEEDS_STORE,  /* not in the cache: px_auth_resolve on any shard */
	PX_AUTH_NEEDS_KEYS,   /* an issuer's keys must be fetched: px_auth_await_keys, then check again */
	PX_AUTH_UNAVAILABLE   /* they can't be fetched now, so nobody can tell: 503 */
};

/*
 * [any] The hot path: one hash of the token, one look-up.  Expiry and
 * revocation are honoured at once.  Tokens that no store could make valid
 * (malformed, wrong signature, expired) are refused here.  Up to 8 KiB.
 */
enum px_auth_verdict px_auth_check(struct px_auth *auth, struct px_str token,
				   struct px_principal *principal);
/*
 * [shard] Finishes NEEDS_STORE: looks up session, token or external identity
 * (creating the user at first sight where allowed, durably) and fills the
 * cache.  PX_OK, PX_UNAUTHORIZED, PX_UNAVAILABLE or a store failure (503).  Any shard will do.
 */
enum px_err px_auth_resolve(struct px_auth *auth, struct px_str token,
			    struct px_principal *principal, struct px_error *error) PX_MUST_CHECK;
/*
 * [shard] For who came by a session's access token and stays longer than it lasts: the session's and the user's
 * rights as they are now, good until the next access token would expire.  PX_UNAUTHORIZED: it has ended, or the
 * principal came by no session of ours.
 */
enum px_err px_auth_session_renew(struct px_auth *auth, struct px_principal *principal,
				  struct px_error *error) PX_MUST_CHECK;
/* [loop] Finishes NEEDS_KEYS: `done` is called once, later, when the fetch ended either way. */
void px_auth_await_keys(struct px_auth *auth, struct px_str token, void (*done)(void *arg), void *arg);

/* The token of an "Authorization: Bearer ..." value; false if it is anything else. */
bool px_auth_bearer(struct px_str header, struct px_str *token);

/*
 * [main] Adds a listener told of each revoked session (or personal token id):
 * disconnect what hangs on it (room "session:<id>").  Called on the revoking
 * thread, which may be any; must not block.
 */
void px_auth_on_revoked(struct px_auth *auth,
			void (*revoked)(void *arg, struct px_id user, struct px_id session), void *arg);
/*
 * [any] The bus says that this was revoked, here or on another node: forget its
 * tokens here.  Listeners are not told: they would publish it again.
 */
void px_auth_apply_revocation(struct px_auth *auth, struct px_id session);
/* [any] Whether it was revoked lately; for who checked a token a moment ago and acts on it now. */
bool px_auth_is_revoked(struct px_auth *auth, struct px_id session);

/* [loop] Every 10 s or so, from one loop: refreshes issuers' keys, forgets what expired. */
void px_auth_tick(struct px_auth *auth);
/*
 * [tx] Hourly: rotates signing keys, notes the last use of tokens, deletes a few hundred dead rows.
 * *more: there may be more of them, so call it again soon, in a transaction of its own.
 */
enum px_err px_auth_maintain(struct px_auth *auth, struct px_store_tx *tx, bool *more,
			     struct px_error *error) PX_MUST_CHECK;
/* [any] Our public keys as a JWK set, for /.well-known/jwks.json. */
void px_auth_jwks(struct px_auth *auth, struct px_buf *out);

/* ------------------------------------------------------------------ users */

struct px_auth_user {
	struct px_id id;
	const char *name, *email, *zone, *locale; /* email, zone, locale may be NULL when adding */
	bool admin;
	int64_t created, updated, version;
};
/* [tx] PX_CONFLICT if the email is taken, PX_INVALID for a zone or locale that is none; sets user->id.  No password yet: px_auth_set_password. */
enum px_err px_auth_user_add(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_user *user,
			     struct px_error *error) PX_MUST_CHECK;
/* [tx] (read) All users, oldest first; at most 1000. */
enum px_err px_auth_user_list(struct px_auth *auth, struct px_store_tx *tx, struct px_arena *arena,
			      struct px_auth_user **users, size_t *count,
			      struct px_error *error) PX_MUST_CHECK;
/* [tx] (read) By email (any case) or id text. */
enum px_err px_auth_user_find(struct px_auth *auth, struct px_store_tx *tx, struct px_str who,
			      struct px_arena *arena, struct px_auth_user *user,
			      struct px_error *error) PX_MUST_CHECK;

/* -------------------------------------------------- personal access tokens */

enum { PX_TOKEN_TEXT = 64 }; /* room for any opaque token of ours with its NUL */

struct px_auth_token {
	struct px_id id, user;
	const char *name;
	unsigned scopes;
	int64_t created, expires /* PX_TIME_NONE: never */, last_used;
};
/* [tx] `text` is shown to the person once and never stored. */
enum px_err px_auth_token_add(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_token *token,
			      char text[PX_TOKEN_TEXT], struct px_error *error) PX_MUST_CHECK;
/* [tx] (read) Live tokens of the user. */
enum px_err px_auth_token_list(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			       struct px_arena *arena, struct px_auth_token **tokens, size_t *count,
			       struct px_error *error) PX_MUST_CHECK;
/* [tx] PX_NOT_FOUND if it isn't this user's. */
enum px_err px_auth_token_revoke(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				 struct px_id token, struct px_error *error) PX_MUST_CHECK;

/* ---------------------------------------------------------------- sessions */

struct px_auth_device { /* who logs in; borrowed */
	const char *address;    /* numeric; may be NULL */
	const char *user_agent; /* cut at 200 bytes; may be NULL */
};

/* What a login or refresh hands out.  Wipe with px_auth_grant_wipe. */
struct px_auth_grant {
	struct px_principal principal;
	char access[2048];           /* JWT, 15 minutes */
	char refresh[PX_TOKEN_TEXT]; /* opaque, 30 days, good for one use */
	int64_t refresh_expires;
};
void px_auth_grant_wipe(struct px_auth_grant *grant);

/*
 * [tx] Spends a refresh token.  A token that was spent before revokes the
 * whole session (commit then too!) and returns PX_UNAUTHORIZED, as does an
 * unknown or expired one; but within 10 s of the first time the same user
 * agent gets a grant of its own.  Commit whatever the result.
 */
enum px_err px_auth_refresh(struct px_auth *auth, struct px_store_tx *tx, struct px_str refresh,
			    const struct px_auth_device *device, struct px_auth_grant *grant,
			    struct px_error *error) PX_MUST_CHECK;

struct px_auth_session {
	struct px_id id;
	const char *address, *user_agent, *method; /* "password", "oidc", "link" */
	int64_t created, last_used, expires;
};
/* [tx] (read) Live sessions of the user, newest first. */
enum px_err px_auth_session_list(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				 struct px_arena *arena, struct px_auth_session **sessions, size_t *count,
				 struct px_error *error) PX_MUST_CHECK;
/* [tx] Log out.  PX_NOT_FOUND if it isn't this user's. */
enum px_err px_auth_session_revoke(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				   struct px_id session, struct px_error *error) PX_MUST_CHECK;
/* [tx] Every session but `keep` (PX_ID_NONE: all), and with `tokens` every personal token. */
enum px_err px_auth_revoke_all(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			       struct px_id keep, bool tokens, struct px_error *error) PX_MUST_CHECK;

/* ---------------------------------------------------------- local accounts */

/*
 * A login, sign-up or password change takes three steps because hashing must
 * not hold a shard:
 *   1. px_auth_login_find   [tx] (read)   fetches what is to be compared
 *   2. px_auth_login_verify [slow]        compares (the same work for unknown people)
 *   3. px_auth_login_finish [tx]          second factor, session, tokens, or why not
 * Check px_limit_login (auth/limit.h) before 1 and tell it the outcome after 3.
 */
struct px_auth_login {
	struct px_id user;      /* PX_ID_NONE: nobody has this email; carry on all the same */
	char stored[256];       /* PHC string; that of nobody when unknown */
	char upgraded[256];     /* set by verify if the form of hashes changed; finish stores it */
	bool matched;
	bool by_sms;            /* set by the caller before finish: a code is wanted by text message, not the authenticator's */
};
enum px_err px_auth_login_find(struct px_auth *auth, struct px_store_tx *tx, struct px_str email,
			       struct px_auth_login *login, struct px_error *error) PX_MUST_CHECK;
void px_auth_login_verify(struct px_auth *auth, struct px_auth_login *login, struct px_str password);

enum px_login_result {
	PX_LOGIN_OK,
	PX_LOGIN_DENIED,     /* wrong email or password or code; never said which */
	PX_LOGIN_NEEDS_CODE, /* the password is right; ask for the second factor and send all again */
	PX_LOGIN_UNVERIFIED, /* the password is right; the email must be confirmed first */
	PX_LOGIN_NEEDS_SMS   /* the password is right; a code was sent to the phone: ask for it and send all again */
};
/* `code`: of the authenticator, a text message or for recovery; empty if none was given.  Wipes `login`.  Commit whatever the result. */
enum px_err px_auth_login_finish(struct px_auth *auth, struct px_store_tx *tx,
				 struct px_auth_login *login, struct px_str code,
				 const struct px_auth_device *device, enum px_login_result *result,
				 struct px_auth_grant *grant, struct px_error *error) PX_MUST_CHECK;

/* [tx] (read) Whether what was compared is still the password: it may have been changed meanwhile. */
enum px_err px_auth_login_holds(struct px_store_tx *tx, const struct px_auth_login *login, bool *holds,
				struct px_error *error) PX_MUST_CHECK;
/* [tx] (read) Whether the user has a password to log in with. */
enum px_err px_auth_has_password(struct px_store_tx *tx, struct px_id user, bool *has,
				 struct px_error *error) PX_MUST_CHECK;

/* [any] 10 characters to 256 bytes, not the email, not among the most common; PX_INVALID says why. */
enum px_err px_auth_password_rules(struct px_str password, struct px_str email,
				   struct px_error *error) PX_MUST_CHECK;
enum { PX_PASSWORD_TEXT = 256 };
/* [slow] The PHC string to give to the functions below. */
enum px_err px_auth_hash_password(struct px_auth *auth, struct px_str password,
				  char phc[PX_PASSWORD_TEXT], struct px_error *error) PX_MUST_CHECK;

/*
 * [tx] Sign-up under the policy.  With PX_SIGNUP_INVITE `invite` must be a
 * live invitation (for that email, if it names one).  An email that is taken
 * gives PX_OK too and no user (its owner gets a mail instead), so that nobody
 * can probe who is here; with a good invite it is PX_CONFLICT.  Queues the
 * verification mail.  PX_FORBIDDEN if the policy says no.
 */
enum px_err px_auth_signup(struct px_auth *auth, struct px_store_tx *tx, const struct px_auth_user *user,
			   const char *phc, struct px_str invite, struct px_error *error) PX_MUST_CHECK;
struct px_auth_invitation {
	struct px_id id, by;
	const char *email;      /* whom it is for; NULL: anybody */
	int64_t created, expires, used; /* used: PX_TIME_NONE while it is out */
};
/* [tx] An invitation (7 days) by `by` for `email`, which may be NULL; fills in the rest.  `text` is shown once. */
enum px_err px_auth_invite(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_invitation *invitation,
			   char text[PX_TOKEN_TEXT], struct px_error *error) PX_MUST_CHECK;
/* [tx] (read) */
enum px_err px_auth_invitation_get(struct px_store_tx *tx, struct px_id id, struct px_arena *arena,
				   struct px_auth_invitation *invitation, struct px_error *error) PX_MUST_CHECK;
/* [tx] Takes it back: it lets nobody in any more.  PX_NOT_FOUND if there is none, or it was used. */
enum px_err px_auth_invitation_revoke(struct px_store_tx *tx, struct px_id id, struct px_error *error) PX_MUST_CHECK;
/* [tx] Confirms the email of a verification mail. */
enum px_err px_auth_verify_email(struct px_auth *auth, struct px_store_tx *tx, struct px_str token,
				 struct px_error *error) PX_MUST_CHECK;
/* [tx] Queues the verification mail again (at most 3 an hour); silent if there is nothing to verify. */
enum px_err px_auth_send_verification(struct px_auth *auth, struct px_store_tx *tx, struct px_str email,
				      struct px_error *error) PX_MUST_CHECK;
/* [tx] Queues a reset mail (1 hour) if such an account exists; says PX_OK in any case. */
enum px_err px_auth_forgot_password(struct px_auth *auth, struct px_store_tx *tx, struct px_str email,
				    struct px_error *error) PX_MUST_CHECK;
/* [tx] Sets the password by a reset token and ends every session of that user. */
enum px_err px_auth_reset_password(struct px_auth *auth, struct px_store_tx *tx, struct px_str token,
				   const char *phc, struct px_error *error) PX_MUST_CHECK;
/* [tx] Sets or changes it (the caller has verified the old one); other sessions than `keep` end. */
enum px_err px_auth_set_password(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				 const char *phc, struct px_id keep,
				 struct px_error *error) PX_MUST_CHECK;

/*
 * [tx] The email to log in with (and to mail to) becomes this one; unless
 * `verified`, a verification mail is queued.  The users' row is the caller's
 * to change in the same transaction.  PX_CONFLICT if somebody has it.
 */
enum px_err px_auth_set_email(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			      const char *email, bool verified, struct px_error *error) PX_MUST_CHECK;
/* [tx] Whether the user has an address that is verified. */
enum px_err px_auth_email_verified(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, bool *verified,
				   struct px_error *error) PX_MUST_CHECK;
/*
 * [any] For whoever delivers the jobs "mail.verify_email", "mail.reset_password"
 * and "mail.invite" (payload {"to", "sealed"}): the token to put in the link.
 * Wipe it after use.
 */
enum px_err px_auth_open_job_token(struct px_auth *auth, const char *kind, struct px_str sealed,
				   struct px_buf *token) PX_MUST_CHECK;

/*
 * [tx] A welcome link's code for somebody without a password: good for one use, for a day, in place of any earlier
 * one.  `text` is shown to the person once.  PX_CONFLICT if there is a password.
 */
enum px_err px_auth_welcome(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, char text[PX_TOKEN_TEXT],
			    struct px_error *error) PX_MUST_CHECK;
/* [tx] Spends it for a session.  PX_UNAUTHORIZED if it is not good, or a password was set since. */
enum px_err px_auth_welcome_redeem(struct px_auth *auth, struct px_store_tx *tx, struct px_str text,
				   const struct px_auth_device *device, struct px_auth_grant *grant,
				   struct px_error *error) PX_MUST_CHECK;

/* ----------------------------------------------------------- second factor */

enum { PX_RECOVERY_CODES = 10, PX_RECOVERY_TEXT = 12 /* "xxxxx-xxxxx" and NUL */ };
struct px_auth_mfa {
	char secret[40];        /* base32, for typing in */
	char uri[512];          /* otpauth://totp/..., for the QR code */
};
/* [tx] Starts enrolment; a new start replaces one not confirmed.  PX_CONFLICT if already on. */
enum px_err px_auth_mfa_begin(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			      struct px_auth_mfa *mfa, struct px_error *error) PX_MUST_CHECK;
/* [tx] Turns it on once the first code is right; gives the recovery codes, shown once. */
enum px_err px_auth_mfa_confirm(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				struct px_str code, char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT],
				struct px_error *error) PX_MUST_CHECK;
/* [tx] Turns it off, text messages too, with a valid code (TOTP, text message or recovery). */
enum px_err px_auth_mfa_disable(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				struct px_str code, struct px_error *error) PX_MUST_CHECK;
/* [tx] (read) */
enum px_err px_auth_mfa_enabled(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				bool *enabled, struct px_error *error) PX_MUST_CHECK;

/*
 * Codes by text message.  Whoever delivers the jobs PX_JOB_SMS_CODE (payload {"to", "sealed", "until", "locale"}) opens
 * the code by px_auth_open_job_token, and drops it once `until` has passed.  Codes are limited for an account, for a
 * number and in all: PX_RATE_LIMITED says when the next can go.  PX_UNSUPPORTED where nobody delivers them.
 */
#define PX_JOB_SMS_CODE "sms.code"
struct px_auth_sms {
	bool available;         /* text messages can be sent */
	char number[32];        /* that codes go to, so much as to know it by ("+49…67"); "": none */
};
/* [tx] (read) */
enum px_err px_auth_sms_state(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, struct px_auth_sms *state,
			      struct px_error *error) PX_MUST_CHECK;
/* [tx] Sends a code to a number that is to become the person's; the password was asked for.  PX_CONFLICT if a factor is on. */
enum px_err px_auth_sms_begin(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, struct px_str phone,
			      struct px_error *error) PX_MUST_CHECK;
/* [tx] That number is theirs: codes go there.  *made: recovery codes, where there were none.  Commit whatever the result. */
enum px_err px_auth_sms_confirm(struct px_auth *auth, struct px_store_tx *tx, struct px_id user, struct px_str code,
				char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT], bool *made,
				struct px_error *error) PX_MUST_CHECK;
/* [tx] Sends a code to the confirmed number, for px_auth_mfa_disable.  PX_CONFLICT if there is none. */
enum px_err px_auth_sms_send(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
			     struct px_error *error) PX_MUST_CHECK;

/* --------------------------------------------- browser login at an issuer */

/* [any] The configured issuers' names with a client_id, for the login page; NULL past the end. */
const char *px_auth_oidc_name(const struct px_auth *auth, size_t index);
struct px_auth_oidc_attempt { /* texts in the arena */
	const char *url;    /* to redirect the browser to */
	const char *state;  /* random base64url; the issuer gives it back, so it tells attempts apart */
	const char *cookie; /* the value of a cookie for 10 minutes, HttpOnly, SameSite=Lax */
};
/*
 * [any] Begins a login.  The cookie binds the answer to this browser: it seals
 * state, nonce, PKCE verifier, redirect_uri and return_to (a local path).
 * PX_UNAVAILABLE while discovery has not succeeded (it is retried).
 */
enum px_err px_auth_oidc_begin(struct px_auth *auth, const char *name, const char *redirect_uri,
			       struct px_str return_to, struct px_arena *arena,
			       struct px_auth_oidc_attempt *begun, struct px_error *error) PX_MUST_CHECK;

struct px_auth_identity { /* verified by the issuer */
	const char *issuer, *subject, *email, *name, *zone, *locale; /* NULL if not said */
	bool email_verified;
	const struct px_auth_issuer *config;
};
/* On the calling loop.  `identity` and `return_to` live during the call only. */
typedef void (*px_auth_oidc_done_fn)(void *arg, const struct px_auth_identity *identity,
				     const char *return_to, const struct px_error *error);
/* [loop] Redeems the code: `query` is the callback's raw query string, `cookie` the value set above. */
void px_auth_oidc_finish(struct px_auth *auth, struct px_str query, struct px_str cookie,
			 px_auth_oidc_done_fn done, void *arg);
/* [tx] Maps the identity to a user (creating at first sight where allowed) and opens a session. */
enum px_err px_auth_oidc_login(struct px_auth *auth, struct px_store_tx *tx,
			       const struct px_auth_identity *identity,
			       const struct px_auth_device *device, struct px_auth_grant *grant,
			       struct px_error *error) PX_MUST_CHECK;

/* ---------------------------------------------------------- browser cookies */

/*
 * [any] "Set-Cookie: ...\r\n" lines for a grant: access (HttpOnly, Lax, whole
 * site), refresh (HttpOnly, Strict, /api/v1/auth only) and the CSRF token
 * (readable by scripts).  `secure` adds Secure and the __Host-/__Secure-
 * prefixes.  A NULL grant writes the lines that clear them.
 */
void px_auth_cookies_write(struct px_auth *auth, const struct px_auth_grant *grant, bool secure,
			   struct px_buf *out);
/* [any] The access or refresh token of a Cookie header value; false if absent. */
bool px_auth_cookies_access(struct px_str header, bool secure, struct px_str *token);
bool px_auth_cookies_refresh(struct px_str header, bool secure, struct px_str *token);
/*
 * [any] Double-submit check for state-changing requests that came by cookie:
 * the X-CSRF-Token header must equal the cookie and be ours for this session.
 */
bool px_auth_csrf_check(struct px_auth *auth, struct px_id session, struct px_str cookie_header,
			bool secure, struct px_str csrf_header);

/* ------------------------------------------------------------------ figures */

struct px_auth_stats {
	uint64_t hits, misses, refused, revoked, entries, key_fetches, key_fetch_failures;
};
void px_auth_get_stats(struct px_auth *auth, struct px_auth_stats *stats);

#endif
