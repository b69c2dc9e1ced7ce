/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job that ends a stay in another time zone: "I'm in New York until Friday".
 */
#ifndef PX_PROACTIVE_ZONE_BACK_H
#define PX_PROACTIVE_ZONE_BACK_H

#include "jobs/jobs.h"

extern const struct px_job_kind px_zone_back_kind; /* its `arg`: struct px_proactive */

/*
 * [tx of the user] At that instant a user whose zone still is `away` is in `home` again.  A later request takes the
 * place of an earlier one; one without an `away` ends the waiting.
 */
enum px_err px_zone_back_request(struct px_store_tx *tx, struct px_id user, const char *away, const char *home, int64_t at,
				 struct px_error *error) PX_MUST_CHECK;

#endif
