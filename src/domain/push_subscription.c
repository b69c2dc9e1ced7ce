/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/push_subscription.h"

#include "domain/text.h"

enum { ENDPOINT_MAX = 1000, KEY_MAX = 100, LABEL_MAX = 200 };

static enum px_err check(struct px_domain *domain, struct px_push_subscription *row, struct px_error *error)
{
	enum px_err err = px_text_require(domain->arena, "endpoint", ENDPOINT_MAX, &row->endpoint, error);

	if (!err && strncmp(row->endpoint, "https://", 8) != 0 && strncmp(row->endpoint, "http://", 7) != 0)
		err = px_fail(error, PX_INVALID, "endpoint", "must be the address of a push service");
	if (!err && strpbrk(row->endpoint, " \"\\\r\n"))
		err = px_fail(error, PX_INVALID, "endpoint", "must be the address of a push service");
	if (!err)
		err = px_text_require(domain->arena, "p256dh", KEY_MAX, &row->p256dh, error);
	if (!err)
		err = px_text_require(domain->arena, "auth", KEY_MAX, &row->auth, error);
	return err ? err : px_text_clean(domain->arena, "label", LABEL_MAX, PX_TEXT_LINE, &row->label, error);
}

enum px_err px_push_subscriptions(struct px_domain *domain, struct px_push_subscription **rows, size_t *count,
				  struct px_error *error)
{
	const struct px_store_query query = { .limit = PX_PUSH_SUBSCRIPTIONS_MAX };
	void *found = NULL;
	enum px_err err = px_store_query(domain->tx, &px_push_subscription_record, &query, domain->arena, &found, count, error);

	*rows = found;
	return err;
}

enum px_err px_push_subscribe(struct px_domain *domain, struct px_push_subscription *subscription, struct px_error *error)
{
	struct px_push_subscription *rows;
	size_t count = 0;
	enum px_err err = check(domain, subscription, error);

	if (!err)
		err = px_push_subscriptions(domain, &rows, &count, error);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].endpoint, subscription->endpoint) != 0)
			continue;
		subscription->id = rows[i].id;
		subscription->user_id = domain->user;
		subscription->created = rows[i].created;
		subscription->updated = domain->now;
		subscription->version = rows[i].version + 1;
		return px_store_update(domain->tx, &px_push_subscription_record, subscription, rows[i].version, error);
	}
	if (count == PX_PUSH_SUBSCRIPTIONS_MAX)
		err = px_push_subscription_delete(domain, rows[0].id, error);
	subscription->id = px_id_new();
	subscription->user_id = domain->user;
	subscription->created = subscription->updated = domain->now;
	subscription->version = 1;
	return err ? err : px_store_insert(domain->tx, &px_push_subscription_record, subscription, error);
}

enum px_err px_push_subscription_delete(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	return px_store_delete(domain->tx, &px_push_subscription_record, id, error);
}
