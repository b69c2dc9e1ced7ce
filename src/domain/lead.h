/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leads: when to remind of a thing, as tasks and events keep it.
 *
 *   -PT15M                 before it is due or starts: a trigger of RFC 5545, section 3.8.6.3
 *   -P1D                   days are days of the calendar: the same time the day before
 *   2026-01-16T09:00:00Z   at an instant
 *   R/-PT0S/PT10M          from the lead in the middle on, again every 10 minutes until it is done
 *
 * Pure.  What the leads of an item mean in instants is reminder_plan.h's.
 */
#ifndef PX_DOMAIN_LEAD_H
#define PX_DOMAIN_LEAD_H

#include "base/civil.h"
#include "base/str.h"

enum { PX_LEAD_TEXT = 64, PX_LEAD_DAYS_MAX = 28 };

struct px_duration {
	int64_t days;
	int64_t ms; /* beside the days */
};

struct px_lead {
	int64_t at;                /* the instant, or PX_TIME_NONE: */
	struct px_duration before; /* the time of the thing */
	struct px_duration repeat; /* all 0: said once */
};

/* "P1DT2H", "PT15M": up to four weeks. */
bool px_duration_parse(struct px_str text, struct px_duration *duration);
bool px_duration_is_zero(const struct px_duration *duration);
/* False if it is none, too long, or repeats more often than every minute. */
bool px_lead_parse(struct px_str text, struct px_lead *lead);
/* The lead in the one form that is kept. */
bool px_lead_normal(struct px_str text, char form[PX_LEAD_TEXT]);

#endif
