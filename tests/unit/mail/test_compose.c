/* SPDX-License-Identifier: Apache-2.0 */
/* The form of mails: headers that can't be broken out of, lines that every relay takes. */
#include "mail/compose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct px_buf out;

static const struct px_mail plain = {
	.from_name = "Pixie", .from = "pixie@example.com", .to = "ann@example.com", .subject = "Hello", .text = "Hello.\n",
	.message_id = "1@example.com", .date = INT64_C(1767225600000),
};

static const char *composed(struct px_mail mail)
{
	struct px_error error = { 0 };

	px_buf_clear(&out);
	if (px_mail_compose(&mail, &out, &error) != PX_OK)
		fail_msg("%s", error.message);
	return out.data;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static void headers_are_those_of_a_mail(void **state)
{
	const char *text = composed(plain);

	(void)state;
	has(text, "From: =?UTF-8?B?UGl4aWU=?= <pixie@example.com>\r\n");
	has(text, "To: <ann@example.com>\r\nSubject: Hello\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n");
	has(text, "Content-Type: multipart/alternative; boundary=\"=_pixie_alternative\"\r\n\r\n--=_pixie_alternative\r\n");
	has(text, "\r\n--=_pixie_alternative--\r\n");
	assert_null(strstr(text, "List-Unsubscribe"));
}

static void one_click_unsubscribing_is_offered(void **state)
{
	struct px_mail mail = plain;

	(void)state;
	mail.unsubscribe = "https://pixie.example/u?t=1";
	has(composed(mail), "List-Unsubscribe: <https://pixie.example/u?t=1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
}

/* Line ends in a subject are no new headers; what is not ASCII is encoded, in words of at most 75 characters. */
static void subjects_stay_subjects(void **state)
{
	struct px_mail mail = plain;
	const char *text, *line;

	(void)state;
	mail.subject = "Fällig\r\nBcc: eve@example.com\nund noch viel mehr, was nicht in eine einzige Zeile passt, ganz gewiß nicht";
	text = composed(mail);
	assert_null(strstr(text, "\nBcc:"));
	line = strstr(text, "Subject: ");
	assert_non_null(line);
	for (const char *end; (end = strstr(line, "\r\n")); line = end + 2) {
		assert_true(end - line <= 90);
		if (end[2] != ' ')
			break;
	}
	mail.subject = "=?UTF-8?B?QQ==?=";
	assert_null(strstr(composed(mail), "Subject: =?UTF-8?B?QQ==?=\r\n"));
}

static void lines_are_short_and_dots_are_no_ends(void **state)
{
	struct px_mail mail = plain;
	const char *text, *end;

	(void)state;
	mail.text = ".\n..\nÄ = 1 \n" "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	text = composed(mail);
	has(text, "\r\n=2E\r\n=2E.\r\n=C3=84 =3D 1=20\r\n");
	for (const char *line = text; (end = strstr(line, "\r\n")); line = end + 2) {
		assert_true(end - line <= 76);
		assert_false(end - line == 1 && *line == '.');
	}
	for (const char *c = text; *c; c++)
		assert_true((unsigned char)*c < 0x80);
}

/* The HTML of a text, without the styles. */
static const char *html_of(const char *text)
{
	static char plain_html[4096];
	struct px_buf html = PX_BUF_INIT(1 << 16);
	size_t size = 0;

	px_mail_write_html(text, &html);
	const char *from = strstr(html.data, "<body"), *end = strstr(html.data, "</body>");
	for (const char *c = strchr(from, '>') + 1; c < end; c++) {
		if (strncmp(c, " style=\"", 8) == 0)
			c = strchr(c + 8, '"') + 1;
		plain_html[size++] = *c;
	}
	plain_html[size] = '\0';
	px_buf_release(&html);
	return plain_html;
}

static void html_says_the_same_and_no_more(void **state)
{
	(void)state;
	assert_string_equal(html_of("Hi <b>\n\n• one & two\n• three\n\nhttps://pixie.example/verify#abc\n"),
			    "\n<p>Hi &lt;b&gt;</p>\n<ul>\n<li>one &amp; two</li>\n<li>three</li>\n</ul>\n"
			    "<p><a href=\"https://pixie.example/verify#abc\">https://pixie.example/verify#abc</a></p>\n");
	assert_string_equal(html_of("One\ntwo\n\nthree"), "\n<p>One<br>\ntwo</p>\n<p>three</p>\n");
	assert_string_equal(html_of(""), "\n");
	struct px_mail mail = plain;
	mail.text = "Hi <b>\n";
	has(composed(mail), "Hi &lt;b&gt;</p>\r\n");
}

/* Replies name the numbers, so they are text; what stands before a list is its heading. */
static void html_keeps_the_numbers_of_lines(void **state)
{
	(void)state;
	assert_string_equal(html_of("2 tasks are due:\n9. Pay\n10. Call\n\nBye."),
			    "\n<p><b>2 tasks are due:</b></p>\n<div>\n<div>9. Pay</div>\n<div>10. Call</div>\n</div>\n<p>Bye.</p>\n");
	assert_string_equal(html_of("Hello.\nToday:\n• Swim\n• and 2 more"),
			    "\n<p>Hello.<br>\n<b>Today:</b></p>\n<ul>\n<li>Swim</li>\n<li>and 2 more</li>\n</ul>\n");
	assert_string_equal(html_of("1.5 l of milk\n12345. is no line's number\n."), "\n<p>1.5 l of milk<br>\n12345. is no line's number<br>\n.</p>\n");
}

static void addresses_are_addresses(void **state)
{
	static const char *const bad[] = { "", "ann", "@example.com", "ann@", "a@b@c", "ann@example.com\r\nBcc: eve@x", "<ann@example.com>",
					   "ann @example.com", "änn@example.com", "a,b@example.com" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct px_mail mail = plain;
		struct px_error error;
		mail.to = bad[i];
		px_buf_clear(&out);
		if (px_mail_compose(&mail, &out, &error) != PX_INVALID)
			fail_msg("%s was taken", bad[i]);
		assert_string_equal(error.field, "to");
	}
	assert_true(px_mail_address_ok("ann+x@mail.example.com"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_those_of_a_mail),
		cmocka_unit_test(one_click_unsubscribing_is_offered),
		cmocka_unit_test(subjects_stay_subjects),
		cmocka_unit_test(lines_are_short_and_dots_are_no_ends),
		cmocka_unit_test(html_says_the_same_and_no_more), cmocka_unit_test(html_keeps_the_numbers_of_lines),
		cmocka_unit_test(addresses_are_addresses),
	};

	px_buf_init(&out, PX_MAIL_MAX);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	px_buf_release(&out);
	return failed;
}
