/* SPDX-License-Identifier: Apache-2.0 */
/* Which form of a file a client gets, by what it says it takes. */
#include "api/content_coding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PLAIN = 1 << PX_CODING_IDENTITY, ZIPPED = 1 << PX_CODING_GZIP, BROTLI = 1 << PX_CODING_BR,
       ALL = PLAIN | ZIPPED | BROTLI };

static const struct {
	const char *accept;
	unsigned kept;
	enum px_coding chosen;
} cases[] = {
	{ "gzip, deflate, br, zstd", ALL, PX_CODING_BR },
	{ "gzip, deflate, br, zstd", PLAIN | ZIPPED, PX_CODING_GZIP },
	{ "gzip, deflate, br, zstd", PLAIN, PX_CODING_IDENTITY },
	{ "GZIP", ALL, PX_CODING_GZIP },
	{ "br;q=0.5, gzip;q=0.501", ALL, PX_CODING_GZIP },
	{ "br ; Q=1.000 , gzip", ALL, PX_CODING_BR },
	{ "br;q=0, gzip;q=0.000", ALL, PX_CODING_IDENTITY },
	{ "identity;q=1, br;q=0.2", ALL, PX_CODING_IDENTITY },
	{ "*", ALL, PX_CODING_BR },
	{ "*;q=0.1, br;q=0", ALL, PX_CODING_GZIP },
	{ "identity;q=0, *;q=0", ALL, PX_CODING_IDENTITY },
	{ "br;q=2, gzip;q=x", ALL, PX_CODING_IDENTITY },
	{ "", ALL, PX_CODING_IDENTITY },
	{ ",,;q=1,", ALL, PX_CODING_IDENTITY },
	{ "brotli, xgzip", ALL, PX_CODING_IDENTITY },
	{ NULL, ALL, PX_CODING_IDENTITY },
};

static void the_heaviest_then_the_smallest_form_is_chosen(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum px_coding chosen = px_coding_choose(px_str(cases[i].accept), cases[i].kept);
		if (chosen != cases[i].chosen)
			fail_msg("\"%s\": %s", cases[i].accept, px_coding_name(chosen));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_heaviest_then_the_smallest_form_is_chosen) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
