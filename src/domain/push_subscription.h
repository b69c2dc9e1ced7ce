/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The browsers that a person subscribed to push messages.
 *
 * One row for each subscription, known by its endpoint: subscribing again
 * renews the keys.  Not undoable: the browser has its own switch.
 */
#ifndef PX_DOMAIN_PUSH_SUBSCRIPTION_H
#define PX_DOMAIN_PUSH_SUBSCRIPTION_H

#include "domain/domain.h"

enum { PX_PUSH_SUBSCRIPTIONS_MAX = 20 /* of one person; the oldest goes */ };

/* Filled by the caller: endpoint, p256dh, auth, perhaps label.  `subscription` becomes the row that there is then. */
enum px_err px_push_subscribe(struct px_domain *domain, struct px_push_subscription *subscription,
			      struct px_error *error) PX_MUST_CHECK;
/* All of the person's, oldest first, in the arena. */
enum px_err px_push_subscriptions(struct px_domain *domain, struct px_push_subscription **rows, size_t *count,
				  struct px_error *error) PX_MUST_CHECK;
enum px_err px_push_subscription_delete(struct px_domain *domain, struct px_id id, struct px_error *error) PX_MUST_CHECK;

#endif
