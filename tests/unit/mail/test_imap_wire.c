/* SPDX-License-Identifier: Apache-2.0 */
/* Responses of IMAP: pieces, literals, values, names of folders. */
#include "mail/imap_wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define assert_str(s, text) assert_true(px_str_eq((s), PX_STR(text)))

/* All responses of the text, fed in pieces of `piece` bytes, joined by '|'. */
static void read_all(const char *text, size_t size, size_t piece, struct px_buf *out)
{
	struct px_imap_reader reader;
	struct px_str response;
	enum px_err err;

	px_imap_reader_init(&reader);
	for (size_t at = 0; at < size; at += piece) {
		assert_int_equal(px_imap_reader_add(&reader, px_str_n(text + at, piece < size - at ? piece : size - at)), PX_OK);
		while (px_imap_reader_next(&reader, &response, &err)) {
			(void)px_buf_str(out, response);
			(void)px_buf_char(out, '|');
			px_imap_reader_drop(&reader);
		}
		assert_int_equal(err, PX_OK);
	}
	assert_true(px_imap_reader_empty(&reader));
	px_imap_reader_release(&reader);
}

static void reads_responses_in_any_pieces(void **state)
{
	static const char text[] = "* OK ready\r\n* 1 FETCH (UID 7 BODY[] {11}\r\nline\r\nline2)\r\np1 OK done\n* 2 FETCH (BODY[] {0}\r\n)\r\n";
	static const char wanted[] = "* OK ready|* 1 FETCH (UID 7 BODY[] {11}\r\nline\r\nline2)|p1 OK done|* 2 FETCH (BODY[] {0}\r\n)|";

	(void)state;
	for (size_t piece = 1; piece < sizeof(text); piece++) {
		struct px_buf out = PX_BUF_INIT(1 << 16);
		read_all(text, sizeof(text) - 1, piece, &out);
		assert_string_equal(out.data, wanted);
		px_buf_release(&out);
	}
}

static void stops_at_its_limits(void **state)
{
	static const char huge[] = "* 1 FETCH (BODY[] {99999999}\r\n";
	struct px_imap_reader reader;
	struct px_str response;
	enum px_err err;

	(void)state;
	px_imap_reader_init(&reader);
	assert_int_equal(px_imap_reader_add(&reader, PX_STR(huge)), PX_OK);
	assert_false(px_imap_reader_next(&reader, &response, &err));
	assert_int_equal(err, PX_TOO_LARGE);
	px_imap_reader_release(&reader);
	px_imap_reader_init(&reader);
	char *line = malloc(PX_IMAP_LINE_MAX + 10);
	memset(line, 'x', PX_IMAP_LINE_MAX + 10);
	assert_int_equal(px_imap_reader_add(&reader, px_str_n(line, PX_IMAP_LINE_MAX + 10)), PX_OK);
	assert_false(px_imap_reader_next(&reader, &response, &err));
	assert_int_equal(err, PX_TOO_LARGE);
	px_imap_reader_release(&reader);
	free(line);
}

static void reads_kinds_of_responses(void **state)
{
	struct px_imap_response r;
	int64_t number;

	(void)state;
	assert_true(px_imap_response_read(PX_STR("* 12 EXISTS"), &r));
	assert_int_equal(r.number, 12);
	assert_str(r.word, "EXISTS");
	assert_true(px_imap_response_read(PX_STR("* OK [UIDVALIDITY 1764366000] UIDs valid"), &r));
	assert_true(px_imap_code_number(r.code, "UIDVALIDITY", &number));
	assert_int_equal(number, 1764366000);
	assert_str(r.rest, "UIDs valid");
	assert_true(px_imap_response_read(PX_STR("p3 NO [AUTHENTICATIONFAILED] Authentication failed."), &r));
	assert_int_equal(r.kind, PX_IMAP_TAGGED);
	assert_str(r.tag, "p3");
	assert_str(r.code, "AUTHENTICATIONFAILED");
	assert_true(px_imap_response_read(PX_STR("+ idling"), &r));
	assert_int_equal(r.kind, PX_IMAP_CONTINUE);
	assert_true(px_imap_response_read(PX_STR("+"), &r));
	assert_false(px_imap_response_read(PX_STR("HTTP"), &r));
	assert_false(px_imap_response_read(PX_STR(""), &r));
	assert_true(px_imap_has_word(PX_STR("IMAP4rev1 idle AUTH=PLAIN"), "IDLE"));
	assert_false(px_imap_has_word(PX_STR("IMAP4rev1 IDLER"), "IDLE"));
}

static void reads_fetched_mails(void **state)
{
	struct px_imap_fetched f;

	(void)state;
	assert_true(px_imap_fetched_read(PX_STR("(UID 7 RFC822.SIZE 44 INTERNALDATE \"28-Nov-2026 23:10:05 +0100\" FLAGS (\\Seen $x) "
						"MODSEQ (624140003) BODY[] {4}\r\n)(\"{ X-GM-LABELS (\"a b\" (\\Inbox)))"), &f));
	assert_int_equal(f.uid, 7);
	assert_int_equal(f.size, 44);
	assert_int_equal(f.received, INT64_C(1795903805000));
	assert_int_equal(f.modseq, 624140003);
	assert_str(f.body, ")(\"{");
	assert_true(px_imap_fetched_read(PX_STR("(FLAGS (\\Seen))"), &f));
	assert_int_equal(f.uid, -1);
	assert_true(px_imap_fetched_read(PX_STR("(UID 9 BODY[] NIL)"), &f));
	assert_null(f.body.data);
	assert_false(px_imap_fetched_read(PX_STR("(UID"), &f));
	assert_false(px_imap_fetched_read(PX_STR("(BODY[] {9}\r\nshort)"), &f));
}

static void reads_numbers_and_folders(void **state)
{
	struct px_arena arena;
	int64_t *list = NULL;
	size_t count = 0, room = 0;
	struct px_imap_listed listed;

	(void)state;
	px_arena_init(&arena);
	assert_true(px_imap_numbers_read(PX_STR("2 84 882 (MODSEQ 917162500)"), &arena, &list, &count, &room));
	assert_true(px_imap_numbers_read(PX_STR(""), &arena, &list, &count, &room));
	assert_int_equal(count, 3);
	assert_int_equal(list[2], 882);
	assert_true(px_imap_numbers_read(PX_STR("4294967295"), &arena, &list, &count, &room));
	assert_false(px_imap_numbers_read(PX_STR("4294967296"), &arena, &list, &count, &room));
	count = PX_IMAP_NUMBERS_MAX;
	assert_false(px_imap_numbers_read(PX_STR("7"), &arena, &list, &count, &room));
	assert_true(px_imap_listed_read(PX_STR("(\\HasNoChildren) \"/\" \"R&AOk-sum&AOk-s\""), &arena, &listed));
	assert_string_equal(listed.name, "Résumés");
	assert_true(px_imap_listed_read(PX_STR("(\\Noselect \\HasChildren) \".\" {5}\r\nInbox"), &arena, &listed));
	assert_true(listed.closed);
	assert_string_equal(listed.name, "Inbox");
	assert_true(px_imap_listed_read(PX_STR("() NIL \"a\\\"b & c\""), &arena, &listed));
	assert_string_equal(listed.name, "a\"b & c");
	assert_false(px_imap_listed_read(PX_STR("(\\X"), &arena, &listed));
	px_arena_release(&arena);
}

static void names_folders_both_ways(void **state)
{
	static const char *const names[] = { "INBOX", "Entwürfe", "台北", "A&B", "~peter/mail/台北/日本語", "a\"b\\c", "😀 smile" };
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct px_buf out = PX_BUF_INIT(4096), line = PX_BUF_INIT(4096);
		struct px_imap_listed listed;
		assert_true(px_imap_quote_folder(px_str(names[i]), &out));
		(void)px_buf_printf(&line, "() \"/\" %s", out.data);
		assert_true(px_imap_listed_read(px_buf_view(&line), &arena, &listed));
		assert_string_equal(listed.name, names[i]);
		px_buf_release(&out);
		px_buf_release(&line);
	}
	struct px_buf out = PX_BUF_INIT(4096);
	assert_true(px_imap_quote_folder(PX_STR("~peter/mail/台北/日本語"), &out));
	assert_string_equal(out.data, "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\""); /* RFC 3501, section 5.1.3 */
	px_buf_clear(&out);
	assert_false(px_imap_quote_folder(PX_STR("\xff"), &out));
	assert_false(px_imap_quote(PX_STR("a\r\nb"), &out));
	px_buf_clear(&out);
	px_imap_day(20454, &out);
	assert_string_equal(out.data, "1-Jan-2026");
	px_buf_release(&out);
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_responses_in_any_pieces), cmocka_unit_test(stops_at_its_limits),
		cmocka_unit_test(reads_kinds_of_responses),      cmocka_unit_test(reads_fetched_mails),
		cmocka_unit_test(reads_numbers_and_folders),     cmocka_unit_test(names_folders_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
