/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The briefs of ten days of three invented people, word for word: Edda (German,
 * an empty week but for birthdays), Omar (overloaded, en-US, clocks of 12 hours),
 * Lena (travels from London to Berlin and New York over the change of clocks).
 *
 * The texts are in tests/golden/briefs.txt; GOLDEN_UPDATE=1 writes them anew.
 */
#include "proactive/brief.h"

#include "domain/memory.h"
#include "domain/proposal.h"
#include "support/world.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define OK(call) \
	do { \
		struct px_error error = { 0 }; \
		enum px_err err_ = (call); \
		if (err_) \
			fail_msg("%s: %s: %s", #call, px_err_name(err_), error.message); \
	} while (0)

static struct px_world world;
static struct px_buf all = PX_BUF_INIT(1 << 20);

static void task(const char *title, const char *due, int priority)
{
	struct px_task row;

	px_record_init(&px_task_record, &row);
	row.title = title;
	row.priority = priority;
	if (due && strlen(due) == 10)
		(void)px_civil_parse_day(px_str(due), &row.due_day);
	else if (due)
		row.due = px_world_utc(&world, due);
	OK(px_task_create(&world.domain, &row, &error));
}

static void event(const char *title, const char *start, const char *end, const char *place, const char *rule)
{
	struct px_event row;

	px_record_init(&px_event_record, &row);
	row.title = title;
	row.all_day = strlen(start) == 10;
	row.start = px_world_utc(&world, row.all_day ? px_arena_printf(&world.arena, "%sT00:00", start) : start);
	if (end)
		row.end = px_world_utc(&world, row.all_day ? px_arena_printf(&world.arena, "%sT00:00", end) : end);
	row.location = place;
	row.recurrence = rule;
	OK(px_event_create(&world.domain, &row, &error));
}

static void fact(const char *subject, const char *attribute, const char *value)
{
	struct px_memory row;

	px_record_init(&px_memory_record, &row);
	row.kind = PX_MEMORY_FACT;
	row.text = "said";
	row.subject = subject;
	row.attribute = attribute;
	row.value = value;
	OK(px_memory_create(&world.domain, &row, &error));
}

static void brief(const char *name, const char *locale, const char *now)
{
	struct px_buf text = PX_BUF_INIT(PX_BRIEF_TEXT_MAX), title = PX_BUF_INIT(500);
	struct px_words words;
	struct px_brief gathered;

	px_world_at(&world, now);
	world.domain.tz = world.tz;
	px_words_init(&words, locale, world.tz, world.now);
	OK(px_brief_gather(&world.domain, name, px_domain_today(&world.domain), &gathered, &error));
	px_brief_text(&world.domain, &words, &gathered, &text);
	px_brief_short(&words, &gathered, &title);
	(void)px_buf_printf(&all, "---- %s, %s, %s\n[%s]\n%s\n\n", name, px_tz_name(world.tz), now, title.data, text.data);
	px_buf_release(&text);
	px_buf_release(&title);
}

static void review(const char *name, const char *locale, const char *now)
{
	struct px_buf text = PX_BUF_INIT(PX_BRIEF_TEXT_MAX);
	struct px_words words;
	struct px_review gathered;

	px_world_at(&world, now);
	px_words_init(&words, locale, world.tz, world.now);
	OK(px_review_gather(&world.domain, px_domain_today(&world.domain), &gathered, &error));
	px_review_text(&world.domain, &words, &gathered, &text);
	(void)px_buf_printf(&all, "---- %s, review of %s\n%s\n\n", name, now, text.data);
	px_buf_release(&text);
}

static void days(const char *name, const char *locale, const char *month, int first, int count)
{
	for (int day = first; day < first + count; day++)
		brief(name, locale, px_arena_printf(&world.arena, "%s-%02dT07:00", month, day));
}

static void open_world(const char *zone, const char *now)
{
	px_world_open(&world, zone, now);
	px_world_begin(&world);
}

static void proposal(const char *text)
{
	struct px_proposal_row row;

	px_record_init(&px_proposal_record, &row);
	row.tool = "create_task";
	row.arguments = "{\"title\":\"Pay: City Utilities\"}";
	row.text = text;
	OK(px_proposal_create(&world.domain, &row, &error));
}

static void edda(void)
{
	open_world("Europe/Berlin", "2026-03-01T12:00");
	fact("Oma Grete", "birthday", "1938-03-12");
	fact("me", "birthday", "--03-07");
	fact("Reisepass", "expiry", "2026-03-20");
	fact("Versicherung", "expiry", "2027-01");
	event("Kur", "2026-03-06", "2026-03-09", "Bad Aibling", NULL);
	event("Zahnarzt", "2026-03-10T10:00", "2026-03-10T10:45", "Marktplatz 3", NULL);
	event("Friseur", "2026-03-10T11:00", "2026-03-10T11:30", "Gartenstraße 8", NULL);
	event("Bank", "2026-03-10T11:30", "2026-03-10T12:00", "Lindenallee 1", NULL);
	event("Kaffee mit Ute", "2026-03-10T15:00", "2026-03-10T16:00", "Café Kranz", NULL);
	task("Steuererklärung", "2026-03-09", PX_PRIORITY_NORMAL);
	days("Edda", "de-DE", "2026-03", 2, 10);
	review("Edda", "de-DE", "2026-03-08T18:00");
	px_world_close(&world);
}

static void omar(void)
{
	static const char *const chores[] = { "Renew the domain", "Expense report", "Reply to Dana", "Order toner", "Book flights to Austin",
					      "Review Q1 numbers", "Call the landlord", "Update the roadmap", "Sign the lease", "Fix the printer" };

	open_world("America/Chicago", "2026-03-01T12:00");
	event("Standup", "2026-03-02T09:00", "2026-03-02T09:15", NULL, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
	event("1:1 with Dana", "2026-03-02T09:00", "2026-03-02T10:00", "Room 4", "FREQ=WEEKLY;BYDAY=MO");
	event("Planning", "2026-03-03T08:00", "2026-03-03T20:00", "HQ", NULL);
	event("Night shift", "2026-03-04T22:00", "2026-03-05T06:30", NULL, NULL);
	event("Conference", "2026-03-05", "2026-03-07", "Austin", NULL);
	for (int i = 0; i < 10; i++)
		event(chores[i], px_arena_printf(&world.arena, "2026-03-06T%02d:00", 8 + i),
		      px_arena_printf(&world.arena, "2026-03-06T%02d:30", 8 + i), NULL, NULL);
	for (int i = 0; i < 10; i++)
		task(chores[i], px_arena_printf(&world.arena, i % 3 ? "2026-03-%02d" : "2026-03-%02dT17:30", 2 + i / 2),
		     i == 4 ? PX_PRIORITY_URGENT : PX_PRIORITY_NORMAL);
	task("Someday", NULL, PX_PRIORITY_NORMAL);
	fact("Dana", "birthday", "10 March");
	fact("me", "anniversary", "on March 9th, 2015");
	fact("driver's license", "expiry", "on March 15, 2026");
	days("Omar", "en-US", "2026-03", 2, 10);
	review("Omar", "en-US", "2026-03-08T18:00");
	px_world_close(&world);
}

static void lena(void)
{
	open_world("Europe/London", "2026-03-20T12:00");
	event("Call with Tokyo", "2026-03-27T08:00", "2026-03-27T09:00", NULL, "FREQ=DAILY");
	event("Flight to Berlin", "2026-03-27T15:00", "2026-03-27T17:00", "LHR", NULL);
	task("Pack", "2026-03-26", PX_PRIORITY_NORMAL);
	task("Hand in the slides", "2026-03-30T11:00", PX_PRIORITY_HIGH);
	event("Review", "2026-03-26T14:00", "2026-03-26T15:00", "Room 3", NULL);
	event("Planning", "2026-03-26T15:05", "2026-03-26T16:00", "Room 5", NULL);
	event("Dinner", "2026-03-26T16:01", "2026-03-26T18:00", "Borough Market", NULL);
	days("Lena", "en-GB", "2026-03", 25, 2);
	proposal("Task: Pay: City Utilities");
	days("Lena", "en-GB", "2026-03", 27, 1);
	proposal("Task: Send the Q3 report");
	world.tz = px_zoneinfo_get("Europe/Berlin");
	days("Lena", "en-GB", "2026-03", 28, 3); /* the clocks go forward on the 29th */
	world.tz = px_zoneinfo_get("America/New_York");
	days("Lena", "en-GB", "2026-03", 31, 1);
	days("Lena", "en-GB", "2026-04", 1, 3);
	px_world_close(&world);
}

static void briefs_read_as_they_did(void **state)
{
	char path[1024];
	static char kept[1 << 20];
	FILE *file;

	(void)state;
	edda();
	omar();
	lena();
	snprintf(path, sizeof(path), "%s/tests/golden/briefs.txt", getenv("TEST_SOURCE_DIR") ? getenv("TEST_SOURCE_DIR") : ".");
	if (getenv("GOLDEN_UPDATE")) {
		file = fopen(path, "w");
		assert_non_null(file);
		assert_int_equal(fwrite(all.data, 1, all.size, file), all.size);
		fclose(file);
	}
	file = fopen(path, "r");
	assert_non_null(file);
	kept[fread(kept, 1, sizeof(kept) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(all.data, kept);
	px_buf_release(&all);
}

static void what_is_due_tonight_has_not_slipped(void **state)
{
	struct px_review now, before;

	(void)state;
	open_world("Europe/Berlin", "2026-03-08T18:00");
	task("Bins out", "2026-03-08T20:00", PX_PRIORITY_NORMAL);
	task("Ironing", "2026-03-08", PX_PRIORITY_NORMAL);
	task("Call Ute", "2026-03-08T17:00", PX_PRIORITY_NORMAL);
	task("Rent", "2026-03-07", PX_PRIORITY_NORMAL);
	OK(px_review_gather(&world.domain, px_domain_today(&world.domain), &now, &error));
	assert_int_equal(now.slipped_count, 2);
	assert_int_equal(now.coming_count, 2);
	OK(px_review_gather(&world.domain, px_domain_today(&world.domain) - 1, &before, &error));
	assert_int_equal(before.slipped_count, 1);
	assert_int_equal(before.coming_count, 3);
	px_world_close(&world);
}

/* The brief of that morning, in English. */
static const char *brief_of(const char *now)
{
	struct px_buf text = PX_BUF_INIT(PX_BRIEF_TEXT_MAX);
	struct px_words words;
	struct px_brief gathered;

	px_world_at(&world, now);
	px_words_init(&words, "en-GB", world.tz, world.now);
	OK(px_brief_gather(&world.domain, "Finn", px_domain_today(&world.domain), &gathered, &error));
	px_brief_text(&world.domain, &words, &gathered, &text);
	const char *kept = px_arena_str(&world.arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

static void tells(const char *now, const char *part, bool expected)
{
	const char *text = brief_of(now);

	if ((strstr(text, part) != NULL) != expected)
		fail_msg("%s: “%s” is%s in:\n%s", now, part, expected ? " not" : "", text);
}

/* Who is born on 29 February has a birthday each year, else on 1 March; an event of that day is where there is one (RFC 5545). */
static void the_29th_of_february(void **state)
{
	(void)state;
	open_world("Europe/Berlin", "2026-01-14T09:00");
	fact("Ada", "birthday", "2012-02-29");
	event("Leap day lunch", "2024-02-29T12:00", "2024-02-29T13:00", NULL, "FREQ=YEARLY");
	tells("2027-02-28T07:00", "Ada's birthday is tomorrow.", true);
	tells("2027-03-01T07:00", "Ada's birthday is today.", true);
	tells("2027-03-02T07:00", "Ada", false);
	tells("2028-02-28T07:00", "Ada's birthday is tomorrow.", true);
	tells("2028-02-29T07:00", "Ada's birthday is today.", true);
	tells("2028-03-01T07:00", "Ada", false);
	tells("2027-02-28T07:00", "12:00", false);
	tells("2027-03-01T07:00", "12:00", false);
	tells("2028-02-29T07:00", "Leap day lunch", true);
	px_world_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(briefs_read_as_they_did),
					    cmocka_unit_test(what_is_due_tonight_has_not_slipped),
					    cmocka_unit_test(the_29th_of_february) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
