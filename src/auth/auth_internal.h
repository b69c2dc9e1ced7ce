/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files behind auth.h share.  Stays inside this folder.
 */
#ifndef PX_AUTH_AUTH_INTERNAL_H
#define PX_AUTH_AUTH_INTERNAL_H

#include "auth/auth.h"
#include "auth/backoff.h"
#include "auth/cache.h"
#include "auth/keyring.h"
#include "auth/password.h"
#include "auth/records.h"
#include "auth/secret.h"
#include "base/clock.h"

#include <pthread.h>
#include <stdatomic.h>

#define PX_ACCESS_MS (INT64_C(15) * PX_MS_MINUTE)
#define PX_REFRESH_GRACE_MS (10 * PX_MS_SECOND)
#define PX_REFRESH_MS (INT64_C(30) * PX_MS_DAY)
#define PX_WELCOME_MS PX_MS_DAY
#define PX_TOKEN_PREFIX "pxp_"   /* personal access token */
#define PX_REFRESH_PREFIX "pxr_"
#define PX_TICKET_PREFIX "pxt_"  /* mailed or handed over, one use */

enum { PX_AUTH_LISTENERS = 8, PX_RECOVERY_CHARS = 10 };

/* The users' record by field name: its struct belongs to domain/, which stands above us. */
struct px_auth_users {
	const struct px_record *record;
	const struct px_field *name, *email, *zone, *locale, *admin, *created, *updated, *version;
};

struct px_oidc;

struct px_auth {
	struct px_store *store;
	struct px_auth_users users;
	char *data_dir, *issuer, *owner_name, *zone, *locale;
	const char *new_user_job;
	bool sends_mail;
	enum px_signup signup;
	bool require_verified;
	struct px_password_params password;
	uint8_t csrf_key[PX_SECRET_KEY], totp_key[PX_SECRET_KEY], recovery_key[PX_SECRET_KEY],
		job_key[PX_SECRET_KEY], state_key[PX_SECRET_KEY];
	char nobody[PX_PASSWORD_PHC];   /* hash of a random password: what unknown people are compared with */
	struct px_keyring *keys;
	_Atomic int64_t keys_loaded;    /* when resolve last re-read them */
	struct px_token_cache *cache;
	struct px_oidc *oidc;           /* NULL: no external issuers */
	bool sends_sms;
	struct {                        /* messages with codes: by number, and in all since `day` began; `proofs`: to new numbers */
		pthread_mutex_t lock;
		struct px_backoff *numbers;
		struct px_siphash_key key;
		int64_t day;
		unsigned sent, proofs, a_day;
	} sms;
	_Atomic uint64_t refused, revoked;
	_Atomic bool mail_warned;       /* that mails are queued and none can leave */
	struct {
		void (*revoked)(void *arg, struct px_id user, struct px_id session);
		void *arg;
	} listeners[PX_AUTH_LISTENERS];
	size_t listener_count;
};

/* "user" in lower case into `out`; false if it doesn't look like an address. */
bool px_email_normal(struct px_str text, char out[PX_EMAIL_TEXT]);

/* The one row whose `field` equals the text; PX_NOT_FOUND without detail. */
enum px_err px_auth_find_text(struct px_store_tx *tx, const struct px_record *record, const char *field,
			      struct px_str text, struct px_arena *arena, void *row,
			      struct px_error *error) PX_MUST_CHECK;
/* Rows of one user, newest first. */
enum px_err px_auth_find_user(struct px_store_tx *tx, const struct px_record *record, struct px_id user,
			      size_t limit, struct px_arena *arena, void **rows, size_t *count,
			      struct px_error *error) PX_MUST_CHECK;

/* revocable.c: rows of px_session_record and px_api_token_record */
bool px_auth_is_live(const struct px_record *record, void *row, int64_t now);
/* Live ones of one user, newest first; `rows` points to a pointer to the record's struct. */
enum px_err px_auth_live_rows(struct px_store_tx *tx, const struct px_record *record, struct px_id user,
			      struct px_arena *arena, void *rows, size_t *count,
			      struct px_error *error) PX_MUST_CHECK;
/* Marks it revoked and forgets it. */
enum px_err px_auth_revoke_row(struct px_auth *auth, struct px_store_tx *tx, const struct px_record *record,
			       void *row, struct px_error *error) PX_MUST_CHECK;
/* The same by id; PX_NOT_FOUND unless it is the user's and not revoked. */
enum px_err px_auth_revoke_own(struct px_auth *auth, struct px_store_tx *tx, const struct px_record *record,
			       struct px_id user, struct px_id id, struct px_error *error) PX_MUST_CHECK;
/* All live ones of the user but those for which `spare(row, arg)` is true; NULL spares none. */
enum px_err px_auth_revoke_live(struct px_auth *auth, struct px_store_tx *tx, const struct px_record *record,
				struct px_id user, bool (*spare)(const void *row, const void *arg),
				const void *arg, struct px_error *error) PX_MUST_CHECK;
/* forget.c: drops its tokens from the cache and tells the listeners. */
void px_auth_forget(struct px_auth *auth, struct px_id user, struct px_id session);

/* users.c */
bool px_auth_is_locale(const char *text);
enum px_err px_auth_users_init(struct px_auth_users *users, const struct px_record *record,
			       struct px_error *error) PX_MUST_CHECK;
/* A row's members borrowed into `user`. */
void px_auth_users_view(const struct px_auth_users *users, const void *row, struct px_auth_user *user);
enum px_err px_auth_users_get(const struct px_auth_users *users, struct px_store_tx *tx, struct px_id id,
			      struct px_arena *arena, struct px_auth_user *user,
			      struct px_error *error) PX_MUST_CHECK;
/* As px_auth_user_add, and the email counts as verified or not. */
enum px_err px_auth_users_add(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_user *user,
			      const char *phc, bool verified, struct px_error *error) PX_MUST_CHECK;
/* The account of a user; PX_NOT_FOUND if there is none. */
enum px_err px_auth_account_of(struct px_store_tx *tx, struct px_id user, struct px_arena *arena,
			       struct px_account_row *account, struct px_error *error) PX_MUST_CHECK;
enum px_err px_auth_account_add(struct px_store_tx *tx, struct px_id user, const char *email, const char *phc,
				bool verified, struct px_error *error) PX_MUST_CHECK;
enum px_err px_auth_account_save(struct px_store_tx *tx, struct px_account_row *account,
				 struct px_error *error) PX_MUST_CHECK;

/* tokens.c */
enum px_err px_auth_token_lookup(struct px_auth *auth, struct px_store_tx *tx, struct px_str text,
				 struct px_principal *principal, struct px_error *error) PX_MUST_CHECK;
enum px_err px_auth_tokens_note_used(struct px_auth *auth, struct px_store_tx *tx,
				     struct px_error *error) PX_MUST_CHECK;

/* sessions.c */
enum px_err px_auth_session_open(struct px_auth *auth, struct px_store_tx *tx, struct px_id user,
				 enum px_session_method method, const struct px_auth_device *device,
				 struct px_auth_grant *grant, struct px_error *error) PX_MUST_CHECK;
/* Fills in rights from the session's row; PX_UNAUTHORIZED if it has ended. */
enum px_err px_auth_session_lookup(struct px_auth *auth, struct px_store_tx *tx, struct px_principal *principal,
				   struct px_error *error) PX_MUST_CHECK;

/* mfa.c: spends a TOTP or recovery code; *good tells.  Saves the account if so. */
/*
 * PX_CONFLICT if a second factor is on.  None is added to or put in the place of another: a session, even with the
 * password, is less than the factor proves.
 */
enum px_err px_auth_factor_is_off(const struct px_account_row *account, struct px_error *error) PX_MUST_CHECK;
enum px_err px_auth_mfa_spend(struct px_auth *auth, struct px_store_tx *tx, struct px_account_row *account,
			      struct px_str code, struct px_arena *arena, bool *good,
			      struct px_error *error) PX_MUST_CHECK;
/* recovery.c: fresh recovery codes, and the JSON array of their hashes. */
void px_auth_mfa_make_codes(struct px_auth *auth, struct px_id user, char codes[PX_RECOVERY_CODES][PX_RECOVERY_TEXT],
			    struct px_buf *hashes);

/* sms_factor.c */
void px_auth_sms_limits_init(struct px_auth *auth, unsigned a_day);
void px_auth_sms_limits_free(struct px_auth *auth);
bool px_auth_sms_is_on(const struct px_account_row *account);
/* Without number and code; when messages went stays, so that turning it off and on lets no more of them go. */
enum px_err px_auth_sms_forget(struct px_account_row *account, struct px_arena *arena, struct px_error *error) PX_MUST_CHECK;
/* Sends a code to the confirmed number, unless one went there a moment ago; saves the account.  PX_RATE_LIMITED. */
enum px_err px_auth_sms_challenge(struct px_auth *auth, struct px_store_tx *tx, struct px_account_row *account,
				  struct px_arena *arena, struct px_error *error) PX_MUST_CHECK;
/* Spends a code, or counts a wrong one; the caller saves the account either way. */
enum px_err px_auth_sms_spend(struct px_auth *auth, struct px_account_row *account, struct px_str code, struct px_arena *arena,
			      bool *good, struct px_error *error) PX_MUST_CHECK;

/* oidc.c: NULL oidc is an empty set of issuers. */
struct px_jws;
/* `proved`: the signature was verified a moment ago. */
enum px_auth_verdict px_oidc_check(struct px_oidc *oidc, const struct px_jws *jws, const json_t *claims,
				   bool proved, struct px_auth_identity *identity, int64_t *expires);
enum px_err px_oidc_new(const struct px_auth_config *config, struct px_oidc **oidc,
			struct px_error *error) PX_MUST_CHECK;
void px_oidc_free(struct px_oidc *oidc);
/* What a bearer token may do: what the issuer was granted and, if the token names scopes of ours, only those. */
unsigned px_oidc_scopes(const struct px_auth_issuer *config, const json_t *claims);
void px_oidc_tick(struct px_oidc *oidc);
void px_oidc_stats(struct px_oidc *oidc, uint64_t *fetches, uint64_t *failures);
void px_oidc_await(struct px_oidc *oidc, struct px_str token, void (*done)(void *arg), void *arg);
/* identities.c: the user an external identity stands for; PX_NOT_FOUND if it may not be created. */
enum px_err px_auth_identity_user(struct px_auth *auth, struct px_store_tx *tx,
				  const struct px_auth_identity *identity, bool may_create,
				  struct px_id *user, struct px_error *error) PX_MUST_CHECK;

#endif
