/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changing a recurring event from one of its occurrences on.
 *
 * A series that changes in the middle becomes two: the old one ends before that occurrence, a new one begins with
 * it.  Which occurrences were removed stays true in both.  One occurrence alone is event.h's.
 */
#ifndef PX_DOMAIN_EVENT_SERIES_H
#define PX_DOMAIN_EVENT_SERIES_H

#include "domain/event.h"

/*
 * The series as if it began with the occurrence that starts at that instant: what a change of it starts from.  Of an
 * event that does not recur: itself.  PX_NOT_FOUND ("occurrence") if it does not take place then.
 */
enum px_err px_event_at(struct px_domain *domain, const struct px_event *series, int64_t occurrence,
			struct px_event *event, struct px_error *error) PX_MUST_CHECK;
/*
 * This occurrence and those after it become `event` (from px_event_at, then changed; `given` says what): a series of
 * its own with a new id, unless the occurrence is the first, which changes the whole series.
 */
enum px_err px_event_update_following(struct px_domain *domain, struct px_id series, int64_t occurrence,
				      struct px_event *event, uint64_t given, struct px_error *error) PX_MUST_CHECK;
/* The whole series moves and changes as this one did. */
enum px_err px_event_update_all(struct px_domain *domain, struct px_id series, int64_t occurrence,
				struct px_event *event, int64_t expected, struct px_error *error) PX_MUST_CHECK;
enum px_err px_event_delete_following(struct px_domain *domain, struct px_id series, int64_t occurrence,
				      struct px_error *error) PX_MUST_CHECK;

#endif
