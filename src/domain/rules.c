/* SPDX-License-Identifier: Apache-2.0 */
/* Shared checks; each error names the field that is wrong. */
#include "domain/rules.h"

#include "domain/image.h"
#include "domain/recurrence.h"

enum { FIRST_YEAR = 1970, LAST_YEAR = 2200 };

enum px_err px_rule_day(const char *field, int32_t day, struct px_error *error)
{
	if (day < px_civil_day(FIRST_YEAR, 1, 1) || day > px_civil_day(LAST_YEAR, 12, 31))
		return px_fail(error, PX_INVALID, field, "is not in the years %d to %d", FIRST_YEAR,
			       LAST_YEAR);
	return PX_OK;
}

enum px_err px_rule_instant(const char *field, int64_t instant, struct px_error *error)
{
	/* A day more on both ends, for zones. */
	if (instant < -PX_MS_DAY ||
	    instant > (px_civil_day(LAST_YEAR + 1, 1, 1) + 1) * PX_MS_DAY)
		return px_fail(error, PX_INVALID, field, "is not in the years %d to %d", FIRST_YEAR,
			       LAST_YEAR);
	return PX_OK;
}

enum px_err px_rule_zone(struct px_domain *domain, const char **zone, struct px_error *error)
{
	const char *own = px_tz_name(domain->tz);

	if (!*zone || !**zone) {
		*zone = own;
		return PX_OK;
	}
	if (strcmp(*zone, own) == 0 || !domain->find_zone ||
	    domain->find_zone(domain->find_zone_arg, *zone))
		return PX_OK;
	return px_fail(error, PX_INVALID, "zone", "\"%.64s\" is not a known time zone", *zone);
}

enum px_err px_rule_recurrence(struct px_domain *domain, const char **rule, struct px_error *error)
{
	if (!*rule)
		return PX_OK;
	struct px_str text = px_str_trim(px_str(*rule));
	if (text.size > 6 && px_str_eq_case(px_str_n(text.data, 6), PX_STR("RRULE:")))
		text = px_str_n(text.data + 6, text.size - 6);
	if (text.size > PX_RECURRENCE_MAX)
		return px_fail(error, PX_TOO_LARGE, "recurrence", "is longer than %d bytes",
			       PX_RECURRENCE_MAX);
	char *copy = px_arena_str(domain->arena, text);
	for (char *c = copy; *c; c++) {
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 32);
	}
	*rule = *copy ? copy : NULL;
	return *copy ? px_recurrence_check(copy, error) : PX_OK;
}

enum px_err px_rule_version(int64_t expected, int64_t actual, struct px_error *error)
{
	if (expected == -1 || expected == actual)
		return PX_OK;
	return px_fail(error, PX_CONFLICT, "version",
		       "it was changed meanwhile: version %lld is now %lld", (long long)expected,
		       (long long)actual);
}

bool px_rule_same_row(const struct px_record *record, const void *a, const void *b)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		if (strcmp(field->name, "version") != 0 && strcmp(field->name, "updated") != 0 &&
		    !px_image_field_equal(field, a, b))
			return false;
	}
	return true;
}
