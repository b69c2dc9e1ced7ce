/* SPDX-License-Identifier: Apache-2.0 */
/* Replies: what they say, and that they vary without ever being random. */
#include "unit/nlu/parse_support.h"

#include "nlu/language.h"
#include "nlu/say/reply.h"

static const char *write_seeded(struct world *w, struct px_reply reply, uint64_t seed)
{
	struct px_buf out = PX_BUF_INIT(65536);

	px_reply_write(&w->context, &reply, seed, &out);
	const char *text = px_arena_str(&w->arena, px_buf_view(&out));
	px_buf_release(&out);
	return text;
}

static const char *write(struct world *w, struct px_reply reply)
{
	return write_seeded(w, reply, 7);
}

static const char *when(struct world *w, const char *locale, int month, int day, int32_t second)
{
	struct px_buf out = PX_BUF_INIT(256);

	w->context.locale = locale;
	px_reply_when(&w->context, px_civil_day(2026, month, day), second, &out);
	const char *text = px_arena_str(&w->arena, px_buf_view(&out));
	px_buf_release(&out);
	return text;
}

static void days_and_times(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	assert_string_equal(when(&w, "en-GB", 1, 13, -1), "today");
	assert_string_equal(when(&w, "en-GB", 1, 14, 45000), "tomorrow 12:30");
	assert_string_equal(when(&w, "en-GB", 1, 12, -1), "yesterday");
	assert_string_equal(when(&w, "en-GB", 1, 16, 61200), "Fri 16 Jan, 17:00");
	assert_string_equal(when(&w, "en-GB", 13, 5, -1), "Tue 5 Jan 2027");
	assert_string_equal(when(&w, "en-US", 1, 16, 61200), "Fri, Jan 16, 5 pm");
	assert_string_equal(when(&w, "en-US", 1, 14, 1800), "tomorrow 12:30 am");
	world_close(&w);
}

static void a_task_is_echoed(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	const char *text = write(&w, (struct px_reply){ .kind = PX_REPLY_TASK_ADDED, .items = &w.items[1], .item_count = 1 });
	assert_non_null(strstr(text, "“Fix the auth bug” to Avenue, due Fri 16 Jan. Undo?"));
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_TASK_ADDED, .items = &w.items[1], .item_count = 1,
					    .created_project = true, .unread = "after the game" });
	assert_non_null(strstr(text, "to the new project Avenue"));
	assert_non_null(strstr(text, "I kept “after the game” in the title"));
	world_close(&w);
}

static void conflicts_are_named(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	const char *text = write(&w, (struct px_reply){ .kind = PX_REPLY_EVENT_ADDED, .items = &w.items[5], .item_count = 1,
							.conflicts = &w.items[4], .conflict_count = 1 });
	assert_non_null(strstr(text, "“Dentist”, Thu 15 Jan, 16:00–17:00."));
	assert_non_null(strstr(text, "That overlaps “Lunch with Priya” (tomorrow 12:30–13:30)."));
	w.items[5].start = w.items[4].start;
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_EVENT_ADDED, .items = &w.items[5], .item_count = 1,
					    .conflicts = &w.items[4], .conflict_count = 1 });
	assert_non_null(strstr(text, "That overlaps “Lunch with Priya” (12:30–13:30)."));
	world_close(&w);
}

static void lists_are_numbered(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	w.items[2].due_day = px_civil_day(2026, 1, 10);
	const char *text = write(&w, (struct px_reply){ .kind = PX_REPLY_TASKS_LISTED, .items = &w.items[1], .item_count = 3,
							.total = 5 });
	assert_string_equal(text, "5 tasks:\n1. Fix the auth bug (Avenue), due Fri 16 Jan\n"
				  "2. Marketing report, overdue since Sat 10 Jan\n3. Sales report\n… and 2 more.");
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_WHICH, .items = &w.items[2], .item_count = 2 });
	assert_non_null(strstr(text, "\n1. Marketing report"));
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_NOT_FOUND, .text = "the tax thing" });
	assert_non_null(strstr(text, "“the tax thing”"));
	world_close(&w);
}

static void empty_lists_say_what_comes_next(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	const char *text = write(&w, (struct px_reply){ .kind = PX_REPLY_AGENDA, .next = &w.items[1] });
	assert_non_null(strstr(text, "“Fix the auth bug”, due Fri 16 Jan."));
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_TASKS_LISTED, .text = "overdue" });
	assert_string_equal(text, "No tasks overdue.");
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_EVENTS_LISTED, .text = "with “dentist”" });
	assert_string_equal(text, "Nothing in your calendar with “dentist”.");
	world_close(&w);
}

static void recurrence_in_words(void **state)
{
	static const char *const rules[][2] = {
		{ "FREQ=WEEKLY;BYDAY=SU", ", every Sunday" }, { "FREQ=DAILY;INTERVAL=3", ", every 3 days" },
		{ "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", ", every weekday" }, { "FREQ=MONTHLY;BYMONTHDAY=1", ", on the 1st of every month" },
		{ "FREQ=WEEKLY;BYDAY=TU,TH", ", every Tuesday and Thursday" },
	};
	struct world w;

	(void)state;
	world_open(&w);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		w.items[1].recurrence = rules[i][0];
		const char *text = write(&w, (struct px_reply){ .kind = PX_REPLY_TASK_ADDED, .items = &w.items[1], .item_count = 1 });
		if (!strstr(text, rules[i][1]))
			fail_msg("%s", text);
	}
	world_close(&w);
}

/* The language of a reply is that of its context, whatever the thread reads in. */
static void german_is_answered_in_german(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	w.context.says_in = &px_german;
	assert_string_equal(when(&w, "de-DE", 1, 16, 61200), "Fr 16. Jan, 17:00");
	assert_string_equal(when(&w, "de-DE", 1, 14, 45000), "morgen 12:30");
	assert_string_equal(when(&w, "de-DE", 13, 5, -1), "Di 5. Jan 2027");
	const char *text = write(&w, (struct px_reply){ .kind = PX_REPLY_TASK_ADDED, .items = &w.items[1], .item_count = 1 });
	if (!strstr(text, "„Fix the auth bug“ in Avenue, fällig Fr 16. Jan. Rückgängig?"))
		fail_msg("%s", text);
	w.items[1].recurrence = "FREQ=WEEKLY;INTERVAL=2";
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_TASK_ADDED, .items = &w.items[1], .item_count = 1 });
	assert_non_null(strstr(text, "jede zweite Woche"));
	w.items[1].recurrence = "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=23";
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_TASK_ADDED, .items = &w.items[1], .item_count = 1 });
	assert_non_null(strstr(text, "jedes Jahr am 23. Nov"));
	text = write(&w, (struct px_reply){ .kind = PX_REPLY_UNDONE, .text = "Deleted “Gym”" });
	assert_non_null(strstr(text, "„Gym“ ist wieder da."));
	for (int kind = 0; kind <= PX_REPLY_QUESTION; kind++) {
		const struct px_reply reply = { .kind = (enum px_reply_kind)kind, .items = w.items + 1, .item_count = 1 };
		assert_null(strstr(write(&w, reply), "Undo"));
	}
	assert_ptr_equal(px_language(), &px_english);
	world_close(&w);
}

static void seeds_vary_and_repeat(void **state)
{
	struct world w;
	bool varied = false;

	(void)state;
	world_open(&w);
	for (int kind = 0; kind <= PX_REPLY_QUESTION; kind++) {
		struct px_reply reply = { .kind = (enum px_reply_kind)kind, .items = w.items + 1, .item_count = 1, .text = "x" };
		struct px_reply empty = { .kind = (enum px_reply_kind)kind };
		const char *first = write_seeded(&w, reply, 1);
		assert_true(first[0] != '\0');
		assert_true(write_seeded(&w, empty, 1)[0] != '\0');
		assert_string_equal(write_seeded(&w, reply, 1), first);
		for (uint64_t seed = 2; seed < 20; seed++)
			varied |= strcmp(write_seeded(&w, reply, seed), first) != 0;
	}
	assert_true(varied);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_and_times), cmocka_unit_test(a_task_is_echoed),
		cmocka_unit_test(conflicts_are_named), cmocka_unit_test(lists_are_numbered),
		cmocka_unit_test(empty_lists_say_what_comes_next),
		cmocka_unit_test(recurrence_in_words), cmocka_unit_test(german_is_answered_in_german), cmocka_unit_test(seeds_vary_and_repeat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
