/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions that nobody uses: bounded in all and by address, counted back when they go or are used. */
#include "net/eio_idle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdint.h>

static struct px_eio_idle_address *enter(struct px_eio_idle *idle, const char *address, int status)
{
	struct px_eio_idle_address *entry = NULL;

	assert_int_equal(px_eio_idle_enter(idle, address, &entry), status);
	return entry;
}

static void test_by_address(void **state)
{
	(void)state;
	struct px_eio_idle *idle = px_eio_idle_new(0, 2);
	struct px_eio_idle_address *one = enter(idle, "192.0.2.1", 0), *two = enter(idle, "192.0.2.1", 0);

	enter(idle, "192.0.2.1", 429);
	enter(idle, "::ffff:192.0.2.1", 429); /* the same */
	struct px_eio_idle_address *other = enter(idle, "192.0.2.2", 0);
	px_eio_idle_set(idle, one, false); /* put to use */
	struct px_eio_idle_address *three = enter(idle, "192.0.2.1", 0);
	enter(idle, "192.0.2.1", 429);
	px_eio_idle_set(idle, one, true); /* idle again: one too many, but it is there */
	assert_int_equal(px_eio_idle_count(idle), 4);
	px_eio_idle_leave(idle, two, true);
	enter(idle, "192.0.2.1", 429);
	px_eio_idle_leave(idle, three, true);
	struct px_eio_idle_address *four = enter(idle, "192.0.2.1", 0);
	px_eio_idle_leave(idle, one, true);
	px_eio_idle_leave(idle, four, true);
	px_eio_idle_leave(idle, other, true);
	assert_int_equal(px_eio_idle_count(idle), 0);
	px_eio_idle_free(idle);
}

static void test_ipv6_counts_by_its_64(void **state)
{
	(void)state;
	struct px_eio_idle *idle = px_eio_idle_new(0, 1);
	struct px_eio_idle_address *one = enter(idle, "2001:db8:0:1::1", 0);

	enter(idle, "2001:db8:0:1:ffff::2", 429);
	struct px_eio_idle_address *other = enter(idle, "2001:db8:0:2::1", 0);
	struct px_eio_idle_address *odd = enter(idle, "not an address", 0);
	enter(idle, "not an address", 429);
	px_eio_idle_leave(idle, one, true);
	px_eio_idle_leave(idle, other, true);
	px_eio_idle_leave(idle, odd, true);
	px_eio_idle_free(idle);
}

static void test_in_all(void **state)
{
	(void)state;
	struct px_eio_idle *idle = px_eio_idle_new(2, 0);
	struct px_eio_idle_address *one = enter(idle, "192.0.2.1", 0), *two = enter(idle, "192.0.2.2", 0);

	enter(idle, "192.0.2.3", 503);
	px_eio_idle_set(idle, one, false);
	struct px_eio_idle_address *three = enter(idle, "192.0.2.3", 0);
	px_eio_idle_leave(idle, one, false); /* it counted no more */
	enter(idle, "192.0.2.4", 503);
	px_eio_idle_leave(idle, two, true);
	px_eio_idle_leave(idle, three, true);
	assert_int_equal(px_eio_idle_count(idle), 0);
	px_eio_idle_free(idle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_address),
		cmocka_unit_test(test_ipv6_counts_by_its_64),
		cmocka_unit_test(test_in_all),
	};
	return cmocka_run_group_tests_name("net/eio_idle", tests, NULL, NULL);
}
