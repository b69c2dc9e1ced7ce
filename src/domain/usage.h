/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What language models took of a person: a row for each request, and sums by
 * day and model, written together.
 *
 * Days and months are the person's own, by the zone that they had when the
 * request was made; a budget counts with these sums.
 */
#ifndef PX_DOMAIN_USAGE_H
#define PX_DOMAIN_USAGE_H

#include "domain/domain.h"

/* Adds a request, whose id says whether it is known already: then nothing is done.  Sets its day and user. */
enum px_err px_usage_add(struct px_domain *domain, struct px_usage_row *row, struct px_error *error) PX_MUST_CHECK;
/* Sums of the days from `from` to `to`, by day; in the domain's arena. */
enum px_err px_usage_days(struct px_domain *domain, int32_t from, int32_t to, struct px_usage_day **days, size_t *count,
			  struct px_error *error) PX_MUST_CHECK;

struct px_usage_spent {
	int64_t day, month; /* micro-dollars of the person's day and month that it is now */
};
enum px_err px_usage_spent(struct px_domain *domain, struct px_usage_spent *spent, struct px_error *error) PX_MUST_CHECK;
/* Costs of all people since a time, in UTC milliseconds; `tx` is of all users. */
enum px_err px_usage_since(struct px_store_tx *tx, int64_t since, void (*take)(void *arg, int64_t created, int64_t cost),
			   void *arg, struct px_error *error) PX_MUST_CHECK;
/* The first day of the month of a day. */
int32_t px_usage_month(int32_t day);

#endif
