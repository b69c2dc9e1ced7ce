/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every bus driver must do: deliver each publication once, in order per
 * topic, to every subscriber; refuse what is over its limits.
 */
#include "base/buf.h"
#include "bus/bus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *const drivers[] = { "local" };

static void collect(void *arg, const struct px_bus_event *event)
{
	struct px_buf *seen = arg;

	(void)px_buf_printf(seen, "%.*s/%.*s=%.*s;", PX_STR_ARG(event->topic), PX_STR_ARG(event->name),
			    PX_STR_ARG(event->json));
}

static struct px_bus *open_bus(const char *driver)
{
	struct px_bus *bus;
	struct px_error error;

	assert_int_equal(px_bus_new(&(struct px_bus_config){ driver }, &bus, &error), PX_OK);
	return bus;
}

static void delivers_once_and_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		struct px_bus *bus = open_bus(drivers[i]);
		struct px_buf one = PX_BUF_INIT(1024), two = PX_BUF_INIT(1024);
		assert_int_equal(px_bus_subscribe(bus, collect, &one), PX_OK);
		assert_int_equal(px_bus_subscribe(bus, collect, &two), PX_OK);
		for (int n = 0; n < 3; n++) {
			const char *json = (const char *[]){ "1", "2", "3" }[n];
			struct px_bus_event event = { PX_STR("user:a"), PX_STR("task"), px_str(json) };
			assert_int_equal(px_bus_publish(bus, &event), PX_OK);
		}
		assert_string_equal(one.data, "user:a/task=1;user:a/task=2;user:a/task=3;");
		assert_string_equal(two.data, one.data);
		assert_int_equal(px_bus_published(bus), 3);
		px_bus_free(bus);
		px_buf_release(&one);
		px_buf_release(&two);
	}
}

static void refuses_what_is_over_its_limits(void **state)
{
	static char large[PX_BUS_PAYLOAD_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		struct px_bus *bus = open_bus(drivers[i]);
		struct px_buf seen = PX_BUF_INIT(64);
		assert_int_equal(px_bus_subscribe(bus, collect, &seen), PX_OK);
		struct px_bus_event event = { PX_STR("t"), PX_STR("n"), px_str_n(large, sizeof(large)) };
		assert_int_equal(px_bus_publish(bus, &event), PX_TOO_LARGE);
		event = (struct px_bus_event){ PX_STR(""), PX_STR("n"), PX_STR("1") };
		assert_int_equal(px_bus_publish(bus, &event), PX_INVALID);
		assert_int_equal(seen.size, 0);
		px_bus_free(bus);
		px_buf_release(&seen);
	}
}

static void unknown_driver_is_named(void **state)
{
	struct px_bus *bus;
	struct px_error error;

	(void)state;
	assert_int_equal(px_bus_new(&(struct px_bus_config){ "carrier-pigeon" }, &bus, &error), PX_INVALID);
	assert_non_null(strstr(error.message, "carrier-pigeon"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delivers_once_and_in_order),
		cmocka_unit_test(refuses_what_is_over_its_limits),
		cmocka_unit_test(unknown_driver_is_named),
	};

	return cmocka_run_group_tests_name("bus conformance", tests, NULL, NULL);
}
