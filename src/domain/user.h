/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Users: who there is, and how each reads dates (zone, locale).
 *
 * Creating and listing is maintenance: those calls want a transaction that
 * was begun for PX_ID_NONE.  Zones are checked by the caller (sys/zoneinfo);
 * here only their form is.
 */
#ifndef PX_DOMAIN_USER_H
#define PX_DOMAIN_USER_H

#include "domain/domain.h"

enum { PX_USER_NAME_MAX = 200, PX_EMAIL_MAX = 254, PX_USER_ZONE_MAX = 64, PX_LOCALE_MAX = 35 };

/* No zone: "UTC"; no locale: "en-GB".  PX_CONFLICT ("email") if it is taken. */
enum px_err px_user_create(struct px_store_tx *tx, int64_t now, struct px_user *user,
			   struct px_error *error) PX_MUST_CHECK;
enum px_err px_user_get(struct px_store_tx *tx, struct px_id id, struct px_arena *arena,
			struct px_user *user, struct px_error *error) PX_MUST_CHECK;
/* Not undoable: settings are not an action. */
enum px_err px_user_update(struct px_store_tx *tx, int64_t now, struct px_user *user,
			   int64_t expected, struct px_arena *arena,
			   struct px_error *error) PX_MUST_CHECK;
/*
 * [tx of the user] The person changes name, zone or locale; undoable, unlike px_user_update.  Address and rights of
 * `user` are not looked at.  Whoever keeps reminders follows by px_domain_record.
 */
enum px_err px_user_change(struct px_domain *domain, struct px_user *user, struct px_error *error) PX_MUST_CHECK;
/* Everybody, oldest first. */
enum px_err px_user_list(struct px_store_tx *tx, struct px_arena *arena, struct px_user **users,
			 size_t *count, struct px_error *error) PX_MUST_CHECK;
/* By e-mail or by name, without case; PX_NOT_FOUND. */
enum px_err px_user_find(struct px_store_tx *tx, struct px_str name, struct px_arena *arena,
			 struct px_user *user, struct px_error *error) PX_MUST_CHECK;

#endif
