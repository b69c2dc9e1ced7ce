/* SPDX-License-Identifier: Apache-2.0 */
/* Users; few enough to be compared one by one. */
#include "domain/user.h"

#include "domain/notification_settings.h"
#include "domain/rules.h"
#include "domain/text.h"

/* "Europe/Berlin": letters, digits and / _ + - only, so that it is a safe file name too. */
static bool zone_form(const char *zone)
{
	size_t size = strlen(zone);

	if (!size || size > PX_USER_ZONE_MAX || zone[0] == '/')
		return false;
	for (const char *c = zone; *c; c++) {
		bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
		if (!letter && !(*c >= '0' && *c <= '9') && !strchr("/_+-", *c))
			return false;
	}
	return true;
}

static bool locale_form(const char *locale)
{
	size_t size = strlen(locale);

	if (size < 2 || size > PX_LOCALE_MAX)
		return false;
	for (const char *c = locale; *c; c++) {
		bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
		if (!letter && !(*c >= '0' && *c <= '9') && *c != '-')
			return false;
	}
	return true;
}

static bool email_form(const char *email)
{
	const char *sign = strchr(email, '@');

	return sign && sign != email && sign[1] && !strchr(sign + 1, '@') && !strchr(email, ' ');
}

/* All but the address, which is compared with those of others. */
static enum px_err check_own(struct px_arena *arena, struct px_user *user, struct px_error *error)
{
	enum px_err err = px_text_require(arena, "name", PX_USER_NAME_MAX, &user->name, error);

	if (err)
		return err;
	if (!user->zone)
		user->zone = "UTC";
	if (!user->locale)
		user->locale = "en-GB";
	if (!zone_form(user->zone))
		return px_fail(error, PX_INVALID, "zone", "is not the name of a time zone");
	if (!locale_form(user->locale))
		return px_fail(error, PX_INVALID, "locale", "is not a language tag such as en-GB");
	return PX_OK;
}

static enum px_err check(struct px_store_tx *tx, struct px_arena *arena, struct px_user *user,
			 struct px_error *error)
{
	struct px_user other;
	enum px_err err = px_text_clean(arena, "email", PX_EMAIL_MAX, PX_TEXT_LINE, &user->email, error);

	if (!err)
		err = check_own(arena, user, error);
	if (err)
		return err;
	if (!user->email)
		return PX_OK;
	if (!email_form(user->email))
		return px_fail(error, PX_INVALID, "email", "is not an e-mail address");
	err = px_user_find(tx, px_str(user->email), arena, &other, NULL);
	if (err == PX_NOT_FOUND || (!err && px_id_eq(other.id, user->id)))
		return PX_OK;
	return err ? err : px_fail(error, PX_CONFLICT, "email", "is another user's already");
}

enum px_err px_user_create(struct px_store_tx *tx, int64_t now, struct px_user *user,
			   struct px_error *error)
{
	struct px_arena arena;

	px_arena_init(&arena);
	if (px_id_is_none(user->id))
		user->id = px_id_new();
	user->created = user->updated = now;
	user->version = 1;
	struct px_user clean = *user;
	enum px_err err = check(tx, &arena, &clean, error);
	if (!err)
		err = px_store_insert(tx, &px_user_record, &clean, error);
	user->zone = user->zone ? user->zone : "UTC";
	user->locale = user->locale ? user->locale : "en-GB";
	px_arena_release(&arena);
	return err ? err : px_replan_request(tx, user->id, error);
}

enum px_err px_user_get(struct px_store_tx *tx, struct px_id id, struct px_arena *arena,
			struct px_user *user, struct px_error *error)
{
	return px_store_get(tx, &px_user_record, id, arena, user, error);
}

enum px_err px_user_update(struct px_store_tx *tx, int64_t now, struct px_user *user,
			   int64_t expected, struct px_arena *arena, struct px_error *error)
{
	struct px_user before;

	enum px_err err = px_user_get(tx, user->id, arena, &before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (!err)
		err = check(tx, arena, user, error);
	if (err)
		return err;
	user->created = before.created;
	user->updated = now;
	user->version = before.version + 1;
	err = px_store_update(tx, &px_user_record, user, before.version, error);
	/* What is said at a time of the day is said by the clock of where the person is. */
	return err || strcmp(before.zone, user->zone) == 0 ? err : px_replan_request(tx, user->id, error);
}

enum px_err px_user_change(struct px_domain *domain, struct px_user *user, struct px_error *error)
{
	struct px_user before;
	enum px_err err = px_user_get(domain->tx, domain->user, domain->arena, &before, error);

	if (!err)
		err = check_own(domain->arena, user, error);
	if (err)
		return err;
	user->id = before.id;
	user->email = before.email;
	user->admin = before.admin;
	user->created = before.created;
	user->updated = domain->now;
	user->version = before.version + 1;
	err = px_store_update(domain->tx, &px_user_record, user, before.version, error);
	if (!err)
		px_domain_changed(domain, &px_user_record, "updated", &before, user);
	return err;
}

enum px_err px_user_list(struct px_store_tx *tx, struct px_arena *arena, struct px_user **users,
			 size_t *count, struct px_error *error)
{
	struct px_store_query query = { .limit = 1000 };
	struct px_user *all = NULL;
	size_t page;

	*count = 0;
	do {
		void *rows;
		enum px_err err = px_store_query(tx, &px_user_record, &query, arena, &rows, &page,
						 error);
		if (err)
			return err;
		struct px_user *joined = PX_ARENA_ARRAY(arena, struct px_user, *count + page + 1);
		if (*count)
			memcpy(joined, all, *count * sizeof(*joined));
		if (page) {
			memcpy(joined + *count, rows, page * sizeof(*joined));
			query.after = true;
			query.after_id = joined[*count + page - 1].id;
			query.after_value.id = query.after_id;
		}
		all = joined;
		*count += page;
	} while (page == query.limit);
	*users = all;
	return PX_OK;
}

enum px_err px_user_find(struct px_store_tx *tx, struct px_str name, struct px_arena *arena,
			 struct px_user *user, struct px_error *error)
{
	struct px_user *users;
	size_t count;

	enum px_err err = px_user_list(tx, arena, &users, &count, error);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if ((users[i].email && px_text_same(arena, px_str(users[i].email), name)) ||
		    px_text_same(arena, px_str(users[i].name), name)) {
			*user = users[i];
			return PX_OK;
		}
	}
	return px_fail(error, PX_NOT_FOUND, "user", "there is no user \"%.*s\"",
		       (int)(name.size > 100 ? 100 : name.size), name.data ? name.data : "");
}
