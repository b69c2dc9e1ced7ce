/* SPDX-License-Identifier: Apache-2.0 */
/* Lines in and out: sessions that remember, and lines that can't be read. */
#include "nlu/report/nlu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const char head[] = "\"now\":\"2026-01-13T10:00\",\"tz\":\"+01:00\"";

static void run(struct px_nlu_sessions *sessions, const char *line, struct px_buf *out)
{
	px_buf_clear(out);
	assert_int_equal(px_nlu_report_line(sessions, px_str(line), NULL, NULL, out, NULL), PX_OK);
}

static void a_session_is_one_dialogue(void **state)
{
	struct px_nlu_sessions *sessions = px_nlu_sessions_new();
	struct px_buf out = PX_BUF_INIT(65536), line = PX_BUF_INIT(65536);
	static const struct { const char *text, *has; } turns[] = {
		{ "add milk to groceries", "\"title\":\"Milk\",\"project\":\"Groceries\"" },
		{ "a stapler as well", "\"title\":\"Stapler\",\"project\":\"Groceries\"" },
		{ "undo", "\"tool\":\"undo\"" },
		{ "mark the milk as done", "\"target\":\"Milk\"" },
	};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		px_buf_clear(&line);
		(void)px_buf_printf(&line, "{\"id\":\"t%zu\",\"session\":\"s\",\"text\":\"%s\",%s,\"context\":{\"projects\":[\"Groceries\"]}}",
				    i, turns[i].text, head);
		run(sessions, line.data, &out);
		if (!strstr(out.data, turns[i].has))
			fail_msg("%s", out.data);
	}
	px_buf_release(&line);
	px_buf_release(&out);
	px_nlu_sessions_free(sessions);
}

static void what_does_not_exist_is_asked_for(void **state)
{
	static const struct { const char *text, *question; } cases[] = {
		{ "meeting tomorrow at 25:00", "There is no 25:00. What time do you mean?" },
		{ "call Bob at 9:75", "There is no 9:75. What time do you mean?" },
		{ "dentist on 31 April", "There is no 31 April. Which day do you mean?" },
		{ "dentist on 31 April at 10:00", "There is no 31 April. Which day do you mean?" },
	};
	struct px_nlu_sessions *sessions = px_nlu_sessions_new();
	struct px_buf out = PX_BUF_INIT(65536), line = PX_BUF_INIT(65536);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		px_buf_clear(&line);
		(void)px_buf_printf(&line, "{\"text\":\"%s\",%s}", cases[i].text, head);
		run(sessions, line.data, &out);
		if (!strstr(out.data, cases[i].question))
			fail_msg("%s", out.data);
	}
	px_buf_release(&line);
	px_buf_release(&out);
	px_nlu_sessions_free(sessions);
}

/* Counted as JavaScript does: "é" is one, a face outside the first plane two. */
static void spans_are_told_where_asked_for(void **state)
{
	struct px_nlu_sessions *sessions = px_nlu_sessions_new();
	struct px_buf out = PX_BUF_INIT(1 << 16);

	(void)state;
	run(sessions, "{\"text\":\"buy caf\u00e9 \xf0\x9f\x98\x80 beans tomorrow\",\"now\":\"2026-01-13T10:00:00\",\"spans\":true}", &out);
	assert_non_null(strstr(out.data, "{\"slot\":\"date\",\"start\":18,\"end\":26}"));
	px_buf_clear(&out);
	run(sessions, "{\"text\":\"buy beans tomorrow\",\"now\":\"2026-01-13T10:00:00\"}", &out);
	assert_null(strstr(out.data, "spans"));
	px_buf_release(&out);
	px_nlu_sessions_free(sessions);
}

static void bad_lines_name_the_field(void **state)
{
	static const struct { const char *line, *field; } cases[] = {
		{ "", "" }, { "[]", "" }, { "{\"id\":1}", "text" }, { "{\"text\":7}", "text" },
		{ "{\"text\":\"x\",\"tz\":\"Mars/Base\"}", "tz" }, { "{\"text\":\"x\",\"tz\":\"UTC\",\"now\":\"soon\"}", "now" },
	};
	struct px_nlu_sessions *sessions = px_nlu_sessions_new();
	struct px_buf out = PX_BUF_INIT(65536);
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(px_nlu_report_line(sessions, px_str(cases[i].line), NULL, NULL, &out, &error), PX_INVALID);
		assert_string_equal(error.field, cases[i].field);
		assert_int_equal(out.size, 0);
	}
	px_buf_release(&out);
	px_nlu_sessions_free(sessions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_is_one_dialogue), cmocka_unit_test(what_does_not_exist_is_asked_for),
		cmocka_unit_test(spans_are_told_where_asked_for),
		cmocka_unit_test(bad_lines_name_the_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
