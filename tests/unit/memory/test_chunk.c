/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of every format into sections and chunks: what is kept, what is left out, and where it is cut. */
#include "memory/chunk.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct px_arena arena;

static int open_arena(void **state)
{
	(void)state;
	px_arena_init(&arena);
	return 0;
}

static int close_arena(void **state)
{
	(void)state;
	px_arena_release(&arena);
	return 0;
}

static struct px_chunks read_as(enum px_chunk_format format, struct px_str source)
{
	struct px_chunks chunks;
	struct px_error error;

	assert_int_equal(px_chunk_document(format, source, &arena, &chunks, &error), PX_OK);
	for (size_t i = 0; i < chunks.count; i++) {
		const struct px_chunk *chunk = &chunks.chunks[i];
		assert_true(chunk->text.size && px_utf8_valid(chunk->text));
		assert_true(chunk->tokens <= PX_CHUNK_TOKENS_MAX && chunk->begin <= chunk->end && chunk->end <= source.size);
		assert_int_equal(chunk->previous, (int)i - 1);
		assert_int_equal(chunk->next, i + 1 < chunks.count ? (int)i + 1 : PX_CHUNK_NONE);
		assert_true(chunk->section < chunks.section_count);
	}
	for (size_t i = 1; i < chunks.section_count; i++)
		assert_true(chunks.sections[i].parent >= 0 && chunks.sections[i].parent < (int)i);
	return chunks;
}

/* All as text: "[path] chunk" a line, newlines of a chunk as "/". */
static void expect(enum px_chunk_format format, const char *source, const char *wanted)
{
	struct px_chunks chunks = read_as(format, px_str(source));
	struct px_buf out = PX_BUF_INIT(1 << 16);

	for (size_t i = 0; i < chunks.count; i++) {
		struct px_str path = chunks.sections[chunks.chunks[i].section].path, text = chunks.chunks[i].text;
		(void)px_buf_printf(&out, "%s[%.*s] ", i ? "\n" : "", PX_STR_ARG(path));
		for (size_t n = 0; n < text.size; n++)
			(void)px_buf_char(&out, text.data[n] == '\n' ? '/' : text.data[n]);
	}
	assert_string_equal(out.data ? out.data : "", wanted);
	px_buf_release(&out);
}

static void markdown_keeps_its_structure(void **state)
{
	(void)state;
	expect(PX_CHUNK_MARKDOWN,
	       "---\ntitle: \"The house\"\n---\nIntro *text*\nof two lines.\n\n# Rules\n\n## Noise ##\n- no **drums**\n- [quiet](http://x.example/a_(b)) "
	       "hours\n  after ten\n\n> Said the\n> landlord\n\nBills\n-----\n| Item | Cost |\n|---|---|\n| Heat | 90 |\n\n```c\nint a;\n\tb();\n```\n<!-- not\nthis -->\nEnd &amp; out\n",
	       "[] Intro text of two lines.\n"
	       "[Rules > Noise] no drums/quiet hours after ten/Said the landlord\n"
	       "[Rules > Bills] Item | Cost/Heat | 90/int a;/  b();/End & out");
	struct px_chunks chunks = read_as(PX_CHUNK_MARKDOWN, PX_STR("---\ntitle: \"The house\"\n---\ntext"));
	assert_true(px_str_eq(chunks.title, PX_STR("The house")));
	expect(PX_CHUNK_MARKDOWN, "snake_case and __init__ and 2 * 3 * 4 and ~~old~~ `code_x`", "[] snake_case and init and 2 * 3 * 4 and old code_x");
}

static void a_section_without_text_is_found_by_its_heading(void **state)
{
	(void)state;
	expect(PX_CHUNK_MARKDOWN, "# A\n# B\ntext\n## C\n", "[A] A\n[B] text\n[B > C] C");
}

static void sections_know_their_parents_and_spans(void **state)
{
	static const char source[] = "# A\none\n## B\ntwo\n### C\nthree\n## D\nfour\n# E\nfive";

	(void)state;
	struct px_chunks chunks = read_as(PX_CHUNK_MARKDOWN, PX_STR(source));
	assert_int_equal(chunks.section_count, 6);
	assert_int_equal(chunks.sections[3].parent, 2);
	assert_true(px_str_eq(chunks.sections[3].path, PX_STR("A > B > C")));
	assert_int_equal(chunks.sections[4].parent, 1);
	assert_int_equal(chunks.sections[1].begin, 0);
	assert_int_equal(chunks.sections[1].end, strstr(source, "# E") - source);
	assert_int_equal(chunks.sections[2].end, strstr(source, "## D") - source);
	assert_int_equal(chunks.chunks[2].begin, strstr(source, "three") - source);
	assert_int_equal(chunks.chunks[2].end, strstr(source, "## D") - source - 1);
	assert_true(px_str_eq(chunks.title, PX_STR("A")));
}

static void html_is_read_like_it_is_seen(void **state)
{
	(void)state;
	expect(PX_CHUNK_HTML,
	       "<!doctype html><html><head><title>The&nbsp;house</title><style>p{}</style><script>if (a<b) x('</p>');</script></head>"
	       "<body><h1>Rules <small>2026</small></h1><p>No <b>dr</b>ums,\n  please.<p title=\"a>b\">Gr&uuml;&szlig;e &#8364; &#x41; &bogus; A&B"
	       "<ul><li>one<li>two</ul><table><tr><th>Item<th>Cost<tr><td>Heat</td><td>90</td></tr></table>"
	       "<pre>int a;\n  b();</pre><blockquote>said</blockquote><!-- no <p> --> 1 < 2 <br>end</body></html>",
	       "[Rules 2026] No drums, please./Grüße € A &bogus; A&B/one/two/Item | Cost/Heat | 90/int a;/  b();/said/1 < 2 end");
	struct px_chunks chunks = read_as(PX_CHUNK_HTML, PX_STR("<title>The&nbsp;house</title><p>x"));
	assert_true(px_str_eq(chunks.title, PX_STR("The house")));
	expect(PX_CHUNK_HTML, "<p>a<script>never closed <p>b", "[] a");
	expect(PX_CHUNK_HTML, "<p>a<", "[] a<");
}

static void plain_text_has_paragraphs_and_headings(void **state)
{
	(void)state;
	expect(PX_CHUNK_TEXT,
	       "Title\n=====\nA first line\r\nand a second.\n\nSHOPPING LIST\n\n- milk\n- eggs\n  and flour\n1. call\n\n> quoted\n> more\nanswer\n",
	       "[Title] A first line and a second.\n[Title > SHOPPING LIST] milk/eggs and flour/call/quoted/more/answer");
	expect(PX_CHUNK_TEXT, "", "");
	expect(PX_CHUNK_TEXT, " \n\t\n", "");
	expect(PX_CHUNK_TEXT, "caf\xe9 \x80 na\xc3\xafve a\xc2\xad" "b", "[] café € naïve ab");
}

static void mail_shows_who_wrote_and_the_text(void **state)
{
	(void)state;
	expect(PX_CHUNK_MAIL,
	       "From: =?utf-8?Q?J=C3=B6rg?= <j@a.example>\r\nTo: me@b.example\r\nSubject: =?utf-8?B?R3LDvMOfZQ==?=\r\n =?utf-8?Q?_aus?= Bonn\r\n"
	       "Date: Sat, 28 Nov 2026 10:00:00 +0100\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\npreamble\r\n"
	       "--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n"
	       "--y\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
	       "Gr=FC=DFe, a long=\r\n line.\r\n> quoted\r\n-- \r\nJ\r\n"
	       "--y\r\nContent-Type: text/html\r\n\r\n<p>Not this\r\n--y--\r\n"
	       "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nnor this\r\n"
	       "--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+QnV0IDxiPnRoaXM8L2I+\r\n--x--\r\n",
	       "[] From: Jörg <j@a.example>; To: me@b.example; Date: Sat, 28 Nov 2026 10:00:00 +0100/Grüße, a long line./quoted/But this");
	struct px_chunks chunks = read_as(PX_CHUNK_MAIL, PX_STR("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?utf-8?Q?_aus?= Bonn\n\nx"));
	assert_true(px_str_eq(chunks.title, PX_STR("Grüße aus Bonn")));
	expect(PX_CHUNK_MAIL, "Subject: x\n\nhello", "[] hello");
}

static void long_paragraphs_are_cut_between_sentences(void **state)
{
	struct px_buf text = PX_BUF_INIT(1 << 20);

	(void)state;
	for (int i = 0; i < 120; i++)
		(void)px_buf_printf(&text, "This is sentence number %d by Dr. J. Smith, e.g. from 3. March. ", i);
	struct px_chunks chunks = read_as(PX_CHUNK_TEXT, px_buf_view(&text));
	assert_true(chunks.count > 8);
	for (size_t i = 0; i < chunks.count; i++) {
		struct px_str part = chunks.chunks[i].text;
		assert_true(px_str_starts(part, PX_STR("This is sentence")) && px_str_ends(part, PX_STR("March.")));
		assert_true(chunks.chunks[i].tokens > 150 || i + 1 == chunks.count);
	}
	px_buf_clear(&text);
	for (int i = 0; i < 5000; i++)
		(void)px_buf_text(&text, i % 7 ? "word " : "Wörter ");
	chunks = read_as(PX_CHUNK_TEXT, px_buf_view(&text));
	assert_in_range(chunks.count, 25, 40);
	px_buf_clear(&text);
	for (int i = 0; i < 3000; i++)
		(void)px_buf_text(&text, "字");
	chunks = read_as(PX_CHUNK_TEXT, px_buf_view(&text));
	assert_in_range(chunks.count, 15, 20);
	px_buf_release(&text);
}

static void large_and_evil_documents_end(void **state)
{
	static const char *const pieces[] = { "[", "[a](", "*", "<", "<p", "&", "=?=?", "# \n", "> ", "- \n", "a.b. ", "<!--", "\n", "\xff", "`" };
	struct px_buf text = PX_BUF_INIT(8 << 20);
	struct px_chunks chunks;
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		px_buf_clear(&text);
		while (text.size < 300000)
			(void)px_buf_text(&text, pieces[i]);
		for (int format = PX_CHUNK_TEXT; format <= PX_CHUNK_MAIL; format++) {
			px_arena_clear(&arena);
			(void)read_as((enum px_chunk_format)format, px_buf_view(&text));
		}
	}
	px_buf_clear(&text);
	for (int i = 0; i < 1000000; i++)
		(void)px_buf_text(&text, "line\n\n");
	px_arena_clear(&arena);
	assert_int_equal(px_chunk_document(PX_CHUNK_TEXT, px_buf_view(&text), &arena, &chunks, &error), PX_OK);
	px_buf_clear(&text);
	for (int i = 0; i < 150000; i++)
		(void)px_buf_text(&text, "# heading\n");
	assert_int_equal(px_chunk_document(PX_CHUNK_MARKDOWN, px_buf_view(&text), &arena, &chunks, &error), PX_TOO_LARGE);
	assert_non_null(strstr(error.message, "100000"));
	px_buf_release(&text);
	struct px_str huge = { "", PX_CHUNK_SOURCE_MAX + 1 };
	assert_int_equal(px_chunk_document(PX_CHUNK_TEXT, huge, &arena, &chunks, &error), PX_TOO_LARGE);
}

static void formats_are_guessed(void **state)
{
	(void)state;
	assert_int_equal(px_chunk_guess(PX_STR("a.MD"), PX_STR("")), PX_CHUNK_MARKDOWN);
	assert_int_equal(px_chunk_guess(PX_STR("a.htm"), PX_STR("")), PX_CHUNK_HTML);
	assert_int_equal(px_chunk_guess(PX_STR("a.eml"), PX_STR("")), PX_CHUNK_MAIL);
	assert_int_equal(px_chunk_guess(PX_STR("a.txt"), PX_STR("<html>")), PX_CHUNK_TEXT);
	assert_int_equal(px_chunk_guess(PX_STR("a"), PX_STR(" <!DOCTYPE html>")), PX_CHUNK_HTML);
	assert_int_equal(px_chunk_guess(PX_STR(""), PX_STR("Received: from x\n")), PX_CHUNK_MAIL);
	assert_int_equal(px_chunk_guess(PX_STR(""), PX_STR("# Notes\n")), PX_CHUNK_MARKDOWN);
	assert_int_equal(px_chunk_guess(PX_STR(""), PX_STR("Dear all")), PX_CHUNK_TEXT);
}

static void tokens_are_words_and_signs(void **state)
{
	(void)state;
	assert_int_equal(px_chunk_token_count(PX_STR("Two words, one comma.")), 6);
	assert_int_equal(px_chunk_token_count(PX_STR("internationalisation")), 2);
	assert_int_equal(px_chunk_token_count(PX_STR("北京")), 2);
	assert_int_equal(px_chunk_token_count(PX_STR("")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markdown_keeps_its_structure),
		cmocka_unit_test(a_section_without_text_is_found_by_its_heading),
		cmocka_unit_test(sections_know_their_parents_and_spans),
		cmocka_unit_test(html_is_read_like_it_is_seen),
		cmocka_unit_test(plain_text_has_paragraphs_and_headings),
		cmocka_unit_test(mail_shows_who_wrote_and_the_text),
		cmocka_unit_test(long_paragraphs_are_cut_between_sentences),
		cmocka_unit_test(large_and_evil_documents_end),
		cmocka_unit_test(formats_are_guessed),
		cmocka_unit_test(tokens_are_words_and_signs),
	};

	return cmocka_run_group_tests_name("chunks", tests, open_arena, close_arena);
}
