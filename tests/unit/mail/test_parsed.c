/* SPDX-License-Identifier: Apache-2.0 */
/* What the receiving server says of a mail's sender counts only for the domain that From names. */
#include "mail/parsed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct said {
	const char *from, *results;
	bool doubtful;
};

static void results_count_for_the_domain_of_from(void **state)
{
	static const struct said all[] = {
		{ "boss@work.com", NULL, false },
		{ "boss@work.com", "mx; dmarc=pass (p=NONE) header.from=work.com", false },
		{ "boss@work.com", "mx; dkim=pass header.i=@work.com header.s=s1", false },
		{ "boss@work.com", "mx; dkim=fail header.d=work.com; DKIM=pass header.d=WORK.com", false },
		{ "boss@work.com", "mx; spf=pass (mx: ok; fine) smtp.mailfrom=bounce@work.com", false },
		{ "boss@work.com", "spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=work.com; dkim=none", false },
		{ "boss@work.com", "mx; none", true },
		{ "boss@work.com", "mx; spf=pass smtp.mailfrom=evil.com", true },
		{ "boss@work.com", "mx; dkim=pass header.d=evil.com; spf=pass smtp.mailfrom=a@evil.com; dmarc=fail", true },
		{ "boss@work.com", "mx; dkim=pass header.d=work.com; dmarc=fail", true },
		{ "boss@work.com", "mx; spf=fail smtp.mailfrom=\"dkim=pass\"@evil.com", true },
		{ "boss@work.com", "mx; spf=fail smtp.mailfrom=\"; dmarc=pass \"@evil.com", true },
		{ "boss@work.com", "mx; spf=fail (of x; dmarc=pass \\) ; dmarc=pass) smtp.mailfrom=evil.com", true },
		{ "boss@work.com", "mx; spf=pass smtp.mailfrom=\"@work.com\"@evil.com", true },
		{ "boss@work.com", "mx; dkim=pass header.d=evil.com header.d=work.com", true },
		{ "boss@work.com", "mx; spf=fail smtp.mailfrom=x (dmarc=pass", true },
		{ "boss@work.com", "mx; spf=fail smtp.mailfrom=\"x; dmarc=pass", true },
		{ NULL, "mx; spf=pass smtp.mailfrom=", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct px_mail_parsed mail = { .from = all[i].from, .authentication = all[i].results };
		if (px_mail_is_doubtful(&mail) != all[i].doubtful)
			fail_msg("%s: %s", all[i].from ? all[i].from : "-", all[i].results ? all[i].results : "-");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(results_count_for_the_domain_of_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
