/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Users and their local accounts: adding, listing, finding.
 *
 * The users' table belongs to domain/; its fields are reached by name through
 * the descriptor that the wiring hands in.
 */
#include "auth/auth_internal.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "jobs/jobs.h"
#include "sys/zoneinfo.h"

enum { LOCALE_MAX = 35 /* of RFC 5646 section 4.4.1 */ };

/* ------------------------------------------------------------- small finds */

enum px_err px_auth_find_text(struct px_store_tx *tx, const struct px_record *record, const char *field,
			      struct px_str text, struct px_arena *arena, void *row, struct px_error *error)
{
	const struct px_store_filter filter = { field, PX_OP_EQ, { .text = text } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
	void *rows;
	size_t count;
	enum px_err err = px_store_query(tx, record, &query, arena, &rows, &count, error);

	if (err != PX_OK)
		return err;
	if (count == 0)
		return PX_NOT_FOUND;
	memcpy(row, rows, record->size);
	return PX_OK;
}

enum px_err px_auth_find_user(struct px_store_tx *tx, const struct px_record *record, struct px_id user,
			      size_t limit, struct px_arena *arena, void **rows, size_t *count,
			      struct px_error *error)
{
	const struct px_store_filter filter = { "user_id", PX_OP_EQ, { .id = user } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .descending = true,
					      .limit = limit };

	return px_store_query(tx, record, &query, arena, rows, count, error);
}

enum px_err px_auth_account_of(struct px_store_tx *tx, struct px_id user, struct px_arena *arena,
			       struct px_account_row *account, struct px_error *error)
{
	void *rows;
	size_t count;
	enum px_err err = px_auth_find_user(tx, &px_account_record, user, 1, arena, &rows, &count, error);

	if (err != PX_OK)
		return err;
	if (count == 0)
		return PX_NOT_FOUND;
	memcpy(account, rows, sizeof(*account));
	return PX_OK;
}

enum px_err px_auth_account_save(struct px_store_tx *tx, struct px_account_row *account, struct px_error *error)
{
	int64_t expected = account->version++;

	account->updated = px_clock_now();
	return px_store_update(tx, &px_account_record, account, expected, error);
}

/* ------------------------------------------------------------------ emails */

static bool is_email_char(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f && strchr("<>()[],;:\\\"", c) == NULL;
}

/*
 * Good enough to send to: one "@", something on both sides, no dot at an edge
 * of the domain.  Upper case ASCII is folded in both parts: in practice no
 * provider tells "Ann@" from "ann@", and two accounts for them would be a trap.
 */
bool px_email_normal(struct px_str text, char out[PX_EMAIL_TEXT])
{
	struct px_str domain, local = px_str_cut(text, '@', &domain);

	if (text.size >= PX_EMAIL_TEXT || local.size == 0 || local.size > 64 || domain.size == 0 ||
	    domain.data[0] == '.' || domain.data[domain.size - 1] == '.' || !px_utf8_valid(text) ||
	    memchr(domain.data, '@', domain.size) != NULL)
		return false;
	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		if (!is_email_char(c))
			return false;
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
	}
	out[text.size] = '\0';
	return true;
}

/* ------------------------------------------------------------------- users */

enum px_err px_auth_users_init(struct px_auth_users *users, const struct px_record *record,
			       struct px_error *error)
{
	const struct { const struct px_field **field; const char *name; enum px_field_kind kind; } wanted[] = {
		{ &users->name, "name", PX_FIELD_TEXT }, { &users->email, "email", PX_FIELD_TEXT },
		{ &users->zone, "zone", PX_FIELD_ZONE }, { &users->locale, "locale", PX_FIELD_TEXT },
		{ &users->admin, "admin", PX_FIELD_BOOL }, { &users->created, "created", PX_FIELD_INSTANT },
		{ &users->updated, "updated", PX_FIELD_INSTANT }, { &users->version, "version", PX_FIELD_INT },
	};

	users->record = record;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		*wanted[i].field = px_record_field(record, px_str(wanted[i].name));
		if (*wanted[i].field == NULL || (*wanted[i].field)->kind != wanted[i].kind)
			return px_fail(error, PX_INTERNAL, wanted[i].name, "the users' record lacks this field");
	}
	return PX_OK;
}

static const char *text_in(const struct px_field *field, const void *row)
{
	return *(const char *const *)px_field_in(field, row);
}

void px_auth_users_view(const struct px_auth_users *users, const void *row, struct px_auth_user *user)
{
	*user = (struct px_auth_user){
		.name = text_in(users->name, row), .email = text_in(users->email, row),
		.zone = text_in(users->zone, row), .locale = text_in(users->locale, row),
		.admin = *(const bool *)px_field_in(users->admin, row),
		.created = *(const int64_t *)px_field_in(users->created, row),
		.updated = *(const int64_t *)px_field_in(users->updated, row),
		.version = *(const int64_t *)px_field_in(users->version, row),
	};
	memcpy(&user->id, px_field_in(&users->record->fields[0], row), sizeof(user->id));
}

enum px_err px_auth_users_get(const struct px_auth_users *users, struct px_store_tx *tx, struct px_id id,
			      struct px_arena *arena, struct px_auth_user *user, struct px_error *error)
{
	void *row = px_arena_zero(arena, 1, users->record->size);
	enum px_err err = px_store_get(tx, users->record, id, arena, row, error);

	if (err == PX_OK)
		px_auth_users_view(users, row, user);
	return err;
}

static void fill_row(const struct px_auth_users *users, const struct px_auth_user *user, void *row)
{
	px_record_init(users->record, row);
	memcpy(px_field_at(&users->record->fields[0], row), &user->id, sizeof(user->id));
	*(const char **)px_field_at(users->name, row) = user->name;
	*(const char **)px_field_at(users->email, row) = user->email;
	*(const char **)px_field_at(users->zone, row) = user->zone;
	*(const char **)px_field_at(users->locale, row) = user->locale;
	*(bool *)px_field_at(users->admin, row) = user->admin;
	*(int64_t *)px_field_at(users->created, row) = user->created;
	*(int64_t *)px_field_at(users->updated, row) = user->created;
	*(int64_t *)px_field_at(users->version, row) = 1;
}

/* "en-GB": a language of letters, then letters and digits in parts. */
bool px_auth_is_locale(const char *text)
{
	size_t size = strlen(text);

	if (size < 2 || size > LOCALE_MAX)
		return false;
	for (const char *c = text; *c != '\0'; c++) {
		bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
		if (!letter && !(c != text && ((*c >= '0' && *c <= '9') || *c == '-')))
			return false;
	}
	return true;
}

static enum px_err email_is_taken(struct px_error *error)
{
	return px_fail(error, PX_CONFLICT, "email", "somebody has this email already");
}

enum px_err px_auth_account_add(struct px_store_tx *tx, struct px_id user, const char *email, const char *phc,
				bool verified, struct px_error *error)
{
	struct px_account_row account;
	enum px_err err;

	px_record_init(&px_account_record, &account);
	account.id = px_id_new();
	account.user_id = user;
	account.email = email;
	account.verified = verified;
	account.password = phc;
	account.created = account.updated = px_clock_now();
	account.version = 1;
	err = px_store_insert(tx, &px_account_record, &account, error);
	return err == PX_CONFLICT ? email_is_taken(error) : err;
}

enum px_err px_auth_users_add(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_user *user,
			      const char *phc, bool verified, struct px_error *error)
{
	struct px_auth_user row = *user;
	struct px_str name = px_str_trim(px_str(user->name));
	char email[PX_EMAIL_TEXT], trimmed[128];
	void *bytes;
	enum px_err err;

	if (name.size == 0 || name.size >= sizeof(trimmed) || !px_utf8_valid(name))
		return px_fail(error, PX_INVALID, "name", "must have 1 to %zu bytes", sizeof(trimmed) - 1);
	snprintf(trimmed, sizeof(trimmed), "%.*s", PX_STR_ARG(name));
	row.name = trimmed;
	if (user->email != NULL && !px_email_normal(px_str(user->email), email))
		return px_fail(error, PX_INVALID, "email", "is not an email address");
	row.email = user->email ? email : NULL;
	row.zone = user->zone ? user->zone : auth->zone;
	row.locale = user->locale ? user->locale : auth->locale;
	if (px_zoneinfo_get(row.zone) == NULL)
		return px_fail(error, PX_INVALID, "zone", "\"%s\" is not a known IANA time zone", row.zone);
	if (!px_auth_is_locale(row.locale))
		return px_fail(error, PX_INVALID, "locale", "\"%s\" is not a language tag such as en-GB", row.locale);
	row.id = px_id_new();
	row.created = px_clock_now();
	bytes = px_calloc(1, auth->users.record->size);
	fill_row(&auth->users, &row, bytes);
	/* the account first: its unique email is what refuses a second user of it */
	err = row.email ? px_auth_account_add(tx, row.id, email, phc, verified, error) : PX_OK;
	if (err == PX_OK)
		err = px_store_insert(tx, auth->users.record, bytes, error);
	if (err == PX_CONFLICT)
		err = email_is_taken(error);
	free(bytes);
	if (err == PX_OK && auth->new_user_job)
		err = px_jobs_enqueue(tx, &(struct px_job_spec){ .kind = auth->new_user_job, .user = row.id }, error);
	if (err == PX_OK) {
		user->id = row.id;
		user->created = user->updated = row.created;
		user->version = 1;
	}
	return err;
}

enum px_err px_auth_user_add(struct px_auth *auth, struct px_store_tx *tx, struct px_auth_user *user,
			     struct px_error *error)
{
	return px_auth_users_add(auth, tx, user, NULL, true, error);
}

enum px_err px_auth_user_list(struct px_auth *auth, struct px_store_tx *tx, struct px_arena *arena,
			      struct px_auth_user **users, size_t *count, struct px_error *error)
{
	const struct px_store_query query = { .limit = 1000 };
	void *rows;
	enum px_err err = px_store_query(tx, auth->users.record, &query, arena, &rows, count, error);

	if (err != PX_OK)
		return err;
	*users = PX_ARENA_ARRAY(arena, struct px_auth_user, *count ? *count : 1);
	for (size_t i = 0; i < *count; i++)
		px_auth_users_view(&auth->users, (char *)rows + i * auth->users.record->size, &(*users)[i]);
	return PX_OK;
}

enum px_err px_auth_user_find(struct px_auth *auth, struct px_store_tx *tx, struct px_str who,
			      struct px_arena *arena, struct px_auth_user *user, struct px_error *error)
{
	struct px_account_row account;
	struct px_id id;
	char email[PX_EMAIL_TEXT];
	enum px_err err = PX_NOT_FOUND;

	if (!px_id_parse(who, &id)) {
		if (px_email_normal(who, email))
			err = px_auth_find_text(tx, &px_account_record, "email", px_str(email), arena, &account,
						error);
		if (err == PX_NOT_FOUND)
			return px_fail(error, PX_NOT_FOUND, "user", "there is no user \"%.*s\"", PX_STR_ARG(who));
		if (err != PX_OK)
			return err;
		id = account.user_id;
	}
	return px_auth_users_get(&auth->users, tx, id, arena, user, error);
}
