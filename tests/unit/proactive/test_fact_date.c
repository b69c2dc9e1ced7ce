/* SPDX-License-Identifier: Apache-2.0 */
#include "proactive/fact_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void values_are_read_as_they_are_said(void **state)
{
	static const struct { const char *value, *date; } rows[] = {
		{ "3 March", "0-3-3" }, { "on 7 March 1990", "1990-3-7" }, { "March 7th, 1990", "1990-3-7" }, { "in May 2027", "2027-5-0" },
		{ "the 21st of sept", "0-9-21" }, { "2027-05-03", "2027-5-3" }, { "2027-05", "2027-5-0" }, { "--03-07", "0-3-7" },
		{ "03-07", "0-3-7" }, { "am 5. März", "0-3-5" }, { "12. Dezember 2030", "2030-12-12" }, { "Feb 29", "0-2-29" },
		{ "soon", NULL }, { "", NULL }, { "2027", NULL }, { "3", NULL }, { "ma", NULL }, { "2027-13-01", NULL }, { "2027-5-3", NULL },
		{ "maybe", NULL }, { "marching", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_fact_date date;
		char text[64];
		bool read = px_fact_date_read(px_str(rows[i].value), &date);
		snprintf(text, sizeof(text), "%d-%d-%d", date.year, date.month, date.day);
		if (read != (rows[i].date != NULL) || (read && strcmp(text, rows[i].date) != 0))
			fail_msg("%s: %s", rows[i].value, read ? text : "not read");
	}
}

static void the_next_one_is_found(void **state)
{
	int32_t today = px_civil_day(2026, 3, 8);

	(void)state;
	assert_int_equal(px_fact_date_next(&(struct px_fact_date){ 1990, 3, 8 }, true, today), today);
	assert_int_equal(px_fact_date_next(&(struct px_fact_date){ 0, 3, 7 }, true, today), px_civil_day(2027, 3, 7));
	assert_int_equal(px_fact_date_next(&(struct px_fact_date){ 0, 2, 29 }, true, today), px_civil_day(2027, 3, 1));
	assert_int_equal(px_fact_date_next(&(struct px_fact_date){ 2027, 2, 0 }, false, today), px_civil_day(2027, 2, 28));
	assert_int_equal(px_fact_date_next(&(struct px_fact_date){ 2020, 2, 1 }, false, today), px_civil_day(2020, 2, 1));
	assert_int_equal(px_fact_date_next(&(struct px_fact_date){ 0, 5, 0 }, false, today), PX_DAY_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read_as_they_are_said),
		cmocka_unit_test(the_next_one_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
