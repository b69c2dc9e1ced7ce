/* SPDX-License-Identifier: Apache-2.0 */
/* What words of a call name (px_nlu_find). */
#include "nlu/nlu.h"

#include "base/civil.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define TASK(name, project_name) { .kind = PX_NLU_TASK, .title = (name), .project = (project_name), \
	.start = PX_TIME_NONE, .end = PX_TIME_NONE, .due_day = PX_DAY_NONE, .priority = 1 }
#define DUE(name, day) { .kind = PX_NLU_TASK, .title = (name), .start = PX_TIME_NONE, \
	.end = PX_TIME_NONE, .due_day = (day), .priority = 1 }
#define EVENT(name, local) { .kind = PX_NLU_EVENT, .title = (name), .start = (local), \
	.end = (local) + PX_MS_HOUR, .due_day = PX_DAY_NONE, .priority = 1 }
#define SERIES(name, local, rule) { .kind = PX_NLU_EVENT, .title = (name), .start = (local), \
	.end = (local) + PX_MS_HOUR, .due_day = PX_DAY_NONE, .recurrence = (rule), .priority = 1 }

enum { TODAY = 20467 /* Wednesday 2026-01-14 */ };
#define MIDNIGHT (TODAY * PX_MS_DAY)
enum { TASKS = 1 << PX_NLU_TASK, EVENTS = 1 << PX_NLU_EVENT };

/* Titles joined by "|", in any order; "-" for none. */
static void expect(const struct px_nlu_item *items, size_t count, unsigned kinds, const char *words,
		   const char *expected)
{
	struct px_nlu_context context = { .tz = px_zoneinfo_get("Europe/Berlin"), .locale = "en-GB",
					  .items = items, .item_count = count };
	char said[512] = "-";
	struct px_nlu_found found;
	struct px_arena arena;
	size_t size = 0;

	px_arena_init(&arena);
	context.now = px_tz_to_utc(context.tz, MIDNIGHT + 9 * PX_MS_HOUR, NULL);
	px_nlu_find(&context, kinds, px_str(words), &arena, &found);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < found.count; k++) {
			if (found.items[k] == &items[i])
				size += (size_t)snprintf(said + size, sizeof(said) - size, "%s%s", size ? "|" : "",
							 items[i].title);
		}
	}
	if (strcmp(said, expected) != 0)
		fail_msg("\"%s\": %s, expected %s", words, said, expected);
	px_arena_release(&arena);
}

static void test_words(void **state)
{
	const struct px_nlu_item items[] = {
		TASK("Fix the auth bug", "Avenue"), TASK("Fix the login page", "Avenue"),
		TASK("Write the Q1 report", NULL), TASK("Write the Q2 report", NULL),
		TASK("Water the plants", NULL), TASK("Report", NULL),
		{ .kind = PX_NLU_PROJECT, .title = "Avenue", .start = PX_TIME_NONE, .end = PX_TIME_NONE,
		  .due_day = PX_DAY_NONE, .priority = 1 },
	};
	enum { N = sizeof(items) / sizeof(items[0]) };

	(void)state;
	expect(items, N, TASKS, "the auth bug", "Fix the auth bug");
	expect(items, N, TASKS, "AUTH", "Fix the auth bug");
	expect(items, N, TASKS, "my auth bug task", "Fix the auth bug");
	expect(items, N, TASKS, "authentication bug", "Fix the auth bug");
	expect(items, N, TASKS, "the lgoin page", "Fix the login page");
	expect(items, N, TASKS, "watering plant", "Water the plants");
	expect(items, N, TASKS, "Q2 report", "Write the Q2 report");
	/* A title said in full wins over those that hold it. */
	expect(items, N, TASKS, "report", "Report");
	expect(items, N, TASKS, "the report", "Report");
	expect(items, N, TASKS, "write report", "Write the Q1 report|Write the Q2 report");
	expect(items, N, TASKS, "the Avenue task", "Fix the auth bug|Fix the login page");
	expect(items, N, TASKS, "dentist", "-");
	expect(items, N, TASKS, "the task", "-");
	expect(items, N, TASKS, "", "-");
	expect(items, N, EVENTS, "auth bug", "-");
}

static void test_rare_words_decide(void **state)
{
	const struct px_nlu_item items[] = {
		TASK("Prepare budget report", NULL), TASK("Prepare sales report", NULL),
		TASK("Prepare team report", NULL), TASK("Call the sales team", NULL),
	};

	(void)state;
	expect(items, 4, TASKS, "sales report", "Prepare sales report");
	expect(items, 4, TASKS, "budget", "Prepare budget report");
	expect(items, 4, TASKS, "report", "Prepare budget report|Prepare sales report|Prepare team report");
}

static void test_times(void **state)
{
	const struct px_nlu_item items[] = {
		EVENT("Dentist", TODAY * PX_MS_DAY + 9 * PX_MS_HOUR),
		EVENT("Lunch with Priya", (TODAY + 1) * PX_MS_DAY + 12 * PX_MS_HOUR),
		EVENT("Lunch with Sam", (TODAY + 2) * PX_MS_DAY + 12 * PX_MS_HOUR),
		EVENT("Dinner", (TODAY + 1) * PX_MS_DAY + 21 * PX_MS_HOUR),
		SERIES("Standup", TODAY * PX_MS_DAY + 10 * PX_MS_HOUR, "FREQ=WEEKLY;BYDAY=WE,FR"),
	};
	enum { N = sizeof(items) / sizeof(items[0]) };

	(void)state;
	expect(items, N, EVENTS, "tomorrow's lunch", "Lunch with Priya");
	expect(items, N, EVENTS, "lunch on Friday", "Lunch with Sam");
	expect(items, N, EVENTS, "lunch", "Lunch with Priya|Lunch with Sam");
	expect(items, N, EVENTS, "my 12 o'clock tomorrow", "Lunch with Priya");
	expect(items, N, EVENTS, "my 9 o'clock", "Dentist|Dinner");
	expect(items, N, EVENTS, "my 9pm", "Dinner");
	expect(items, N, EVENTS, "standup on Friday", "Standup");
	/* No standup tomorrow: the words still say which one is meant. */
	expect(items, N, EVENTS, "standup tomorrow", "Standup");
}

static void test_due_days(void **state)
{
	const struct px_nlu_item items[] = {
		DUE("Call Bob", TODAY), DUE("Call Bob", TODAY + 1), DUE("Call Ann", TODAY + 1),
	};

	(void)state;
	expect(items, 3, TASKS, "call Bob", "Call Bob|Call Bob");
	expect(items, 3, TASKS, "the Bob call tomorrow", "Call Bob");
}

/* One figure more or less is another number, not a misspelling. */
static void test_numbers(void **state)
{
	const struct px_nlu_item items[] = {
		TASK("Fix the garden number 49633", NULL), TASK("Fix the garden number 39633", NULL),
		TASK("Invoice 2024117", NULL), TASK("Invoice 2024118", NULL),
	};

	(void)state;
	expect(items, 4, TASKS, "garden 39633", "Fix the garden number 39633");
	expect(items, 4, TASKS, "invoice 2024118", "Invoice 2024118");
}

/* Long and odd texts neither crash nor match. */
static void test_odd_input(void **state)
{
	const struct px_nlu_item items[] = { TASK("Fix the auth bug", NULL), TASK("", NULL) };
	char text[4001];

	(void)state;
	memset(text, 'x', 4000);
	text[4000] = '\0';
	expect(items, 2, TASKS, text, "-");
	for (size_t i = 0; i < 4000; i += 2)
		text[i] = ' ';
	expect(items, 2, TASKS, text, "-");
	expect(items, 2, TASKS, "\xf0\x9f\x98\x80 '' -- ''s", "-");
	expect(items, 0, TASKS, "auth bug", "-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words), cmocka_unit_test(test_rare_words_decide),
		cmocka_unit_test(test_times), cmocka_unit_test(test_due_days),
		cmocka_unit_test(test_numbers), cmocka_unit_test(test_odd_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
