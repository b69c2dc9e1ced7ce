/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zones by name: the same object each time, and no name that is a path.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"
#include "sys/zoneinfo.h"

#include <pthread.h>

static void test_known(void **state)
{
	(void)state;
	const struct px_tz *berlin = px_zoneinfo_get("Europe/Berlin");
	assert_non_null(berlin);
	assert_ptr_equal(berlin, px_zoneinfo_get("Europe/Berlin"));
	assert_ptr_equal(berlin, px_zoneinfo_find(NULL, "Europe/Berlin"));
	assert_string_equal(px_tz_name(berlin), "Europe/Berlin");
	assert_non_null(px_zoneinfo_get("UTC"));
	assert_non_null(px_zoneinfo_get("America/Argentina/Buenos_Aires"));
}

static void test_offsets(void **state)
{
	static const struct {
		const char *name;
		int32_t seconds;
	} cases[] = { { "-02:00", -7200 }, { "+0530", 19800 }, { "+5", 18000 }, { "-11", -39600 } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(px_tz_offset(px_zoneinfo_get(cases[i].name), 0), cases[i].seconds);
	static const char *const bad[] = { "+", "-", "+123", "+25:00", "+01:60", "+1::2", "+:30", "+01:", "5" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(px_zoneinfo_get(bad[i]));
}

static void test_refused(void **state)
{
	static const char *const names[] = { "", "/etc/passwd", "../../etc/passwd", "Europe/../Europe/Berlin",
		"Europe//Berlin", "Europe/", "Europe", "Europe/Berlin/", "Mars/Olympus", "zone.tab", ".", "..",
		"Europe/Berlin\n", "Europe\\Berlin",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };

	(void)state;
	assert_null(px_zoneinfo_get(NULL));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_null(px_zoneinfo_get(names[i]));
}

static void *load(void *arg)
{
	const struct px_tz **got = arg;

	*got = px_zoneinfo_get("Asia/Tokyo");
	return NULL;
}

static void test_threads_share(void **state)
{
	enum { THREADS = 8 };
	pthread_t threads[THREADS];
	const struct px_tz *got[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, load, &got[i]), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < THREADS; i++)
		assert_ptr_equal(got[i], got[0]);
	assert_non_null(got[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_offsets),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_threads_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
