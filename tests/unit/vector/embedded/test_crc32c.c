/* SPDX-License-Identifier: Apache-2.0 */
/* CRC-32C against published values, and both ways of computing it against each other. */
#include "vector/embedded/crc32c.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void published_values(void **state)
{
	uint8_t bytes[32];

	(void)state;
	assert_int_equal(px_crc32c(0, "123456789", 9), 0xe3069283);
	assert_int_equal(px_crc32c_plain(0, "123456789", 9), 0xe3069283);
	memset(bytes, 0, sizeof(bytes)); /* RFC 3720, B.4 */
	assert_int_equal(px_crc32c(0, bytes, sizeof(bytes)), 0x8a9136aa);
	memset(bytes, 0xff, sizeof(bytes));
	assert_int_equal(px_crc32c_plain(0, bytes, sizeof(bytes)), 0x62a8ab43);
}

static void pieces_and_ways_agree(void **state)
{
	uint8_t bytes[100];

	(void)state;
	px_random_bytes(bytes, sizeof(bytes));
	for (size_t cut = 0; cut <= sizeof(bytes); cut++) {
		uint32_t whole = px_crc32c_plain(0, bytes, sizeof(bytes));
		assert_int_equal(px_crc32c(px_crc32c(0, bytes, cut), bytes + cut, sizeof(bytes) - cut), whole);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_values),
		cmocka_unit_test(pieces_and_ways_agree),
	};

	return cmocka_run_group_tests_name("crc32c", tests, NULL, NULL);
}
