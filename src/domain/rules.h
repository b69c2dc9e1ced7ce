/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks that several entities share.  Private to the domain.
 */
#ifndef PX_DOMAIN_RULES_H
#define PX_DOMAIN_RULES_H

#include "domain/domain.h"

/* PX_INVALID unless the instant lies in the years 1970..2200. */
enum px_err px_rule_instant(const char *field, int64_t instant, struct px_error *error) PX_MUST_CHECK;
enum px_err px_rule_day(const char *field, int32_t day, struct px_error *error) PX_MUST_CHECK;
/* NULL becomes the user's zone; PX_INVALID ("zone") for one that is not known. */
enum px_err px_rule_zone(struct px_domain *domain, const char **zone,
			 struct px_error *error) PX_MUST_CHECK;
/* Upper-cased copy of a checked rule; "" and NULL become NULL. */
enum px_err px_rule_recurrence(struct px_domain *domain, const char **rule,
			       struct px_error *error) PX_MUST_CHECK;
/* Checks the leads (lead.h), writes them in one form, drops what is there twice; "[]" (none) and NULL (the usual) stay. */
enum px_err px_rule_reminders(struct px_domain *domain, const char **reminders, struct px_error *error) PX_MUST_CHECK;
/* PX_CONFLICT ("version") unless `expected` is -1 or the row's. */
enum px_err px_rule_version(int64_t expected, int64_t actual, struct px_error *error) PX_MUST_CHECK;
/* Whether two rows hold the same but for version and updated. */
bool px_rule_same_row(const struct px_record *record, const void *a, const void *b);

#endif
