/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of leads that a task or event keeps, brought into one form.
 *
 * "[]" is kept: it says that there shall be no reminder, where NULL leaves it to the person's settings.
 */
#include "domain/rules.h"

#include "domain/lead.h"
#include "domain/text.h"

static enum px_err refuse(struct px_error *error)
{
	return px_fail(error, PX_INVALID, "reminders", "each must be a duration before it, up to four weeks, such as "
		       "-PT15M or -P1D, or an instant such as 2026-01-16T09:00:00Z; R/-PT0S/PT10M repeats it every 10 minutes");
}

/* Appends the one form of a reminder, unless it is there. */
static enum px_err add(struct px_arena *arena, json_t *list, const json_t *value, struct px_error *error)
{
	char form[PX_LEAD_TEXT];
	struct px_lead lead;
	json_t *other;
	size_t i;

	(void)arena;
	if (!px_lead_normal(px_json_string(value), form) || !px_lead_parse(px_str(form), &lead) ||
	    (lead.at != PX_TIME_NONE && px_rule_instant("reminders", lead.at, NULL)))
		return refuse(error);
	json_array_foreach(list, i, other)
		if (strcmp(json_string_value(other), form) == 0)
			return PX_OK;
	return json_array_append_new(list, json_string(form)) == 0 ? PX_OK : PX_NO_MEMORY;
}

enum px_err px_rule_reminders(struct px_domain *domain, const char **reminders, struct px_error *error)
{
	static const struct px_text_list_rule rule = { add, refuse };
	bool given = *reminders != NULL;
	enum px_err err = px_text_list(domain->arena, &rule, reminders, error);

	if (!err && given && !*reminders)
		*reminders = "[]";
	return err;
}
