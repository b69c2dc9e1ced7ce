/* SPDX-License-Identifier: Apache-2.0 */
/* Which event of the person's a mail speaks of that calls one off or moves it in words. */
#include "mail/match.h"

#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-11-30T09:00");
	px_world_begin(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_close(*state);
	return 0;
}

static void add(struct px_world *world, const char *title, const char *start, const char *attendees, const char *rule)
{
	struct px_event event;
	struct px_error error = { 0 };

	px_record_init(&px_event_record, &event);
	event.title = title;
	event.start = px_world_utc(world, start);
	event.end = PX_TIME_NONE;
	event.attendees = attendees;
	event.recurrence = rule;
	if (px_event_create(&world->domain, &event, &error) != PX_OK)
		fail_msg("%s: %s", error.field, error.message);
}

/* The title and the day of the one that is meant; "-": none, "?": several. */
static void told_means(struct px_world *world, const struct px_mail_told told, const char *wanted)
{
	struct px_mail_match match;
	struct px_error error = { 0 };
	char got[200] = "-", day[PX_CIVIL_TEXT];

	if (px_mail_match_event(&world->domain, &told, &match, &error) != PX_OK)
		fail_msg("%s", error.message);
	if (match.count > 1)
		(void)snprintf(got, sizeof(got), "?");
	if (match.count == 1) {
		px_civil_format_day(px_civil_ms_day(px_tz_to_local(world->domain.tz, match.one.start)), day);
		(void)snprintf(got, sizeof(got), "%s %s", match.one.event->title, day);
	}
	if (strcmp(got, wanted) != 0)
		fail_msg("%s: %s, not %s", told.sentence, got, wanted);
}

static void means(struct px_world *world, const char *subject, const char *sentence, const char *name, const char *when, const char *wanted)
{
	told_means(world, (struct px_mail_told){ subject, sentence, name, "tom@example.com", false, when }, wanted);
}

/* Only that the one who writes doesn't come. */
static void absence_means(struct px_world *world, const char *sentence, const char *name, const char *when, const char *wanted)
{
	told_means(world, (struct px_mail_told){ "Hello", sentence, name, "tom@example.com", true, when }, wanted);
}

static void the_one_that_is_meant(void **state)
{
	struct px_world *world = *state;

	add(world, "Team meeting", "2026-12-03T10:00", NULL, NULL);
	add(world, "Budget meeting with Tom", "2026-12-03T14:00", NULL, NULL);
	add(world, "Dentist", "2026-12-03T16:00", NULL, NULL);
	add(world, "Klavierstunde", "2026-12-02T16:00", NULL, "FREQ=WEEKLY");
	add(world, "Lunch", "2026-12-07T12:30", "Priya", NULL);
	means(world, "Meeting", "Thursday's meeting is off.", "Ben Hall", "2026-12-03", "?");
	means(world, "Meeting", "Thursday's meeting is off.", "Tom Brandt", "2026-12-03", "Budget meeting with Tom 2026-12-03");
	means(world, "Hello", "Thursday's 10:00 meeting is off.", "Ben Hall", "2026-12-03T10:00:00", "Team meeting 2026-12-03");
	means(world, "Klavier", "leider muss ich die Stunde am Mittwoch absagen", "Tomasz Wilk", "2026-12-09", "Klavierstunde 2026-12-09");
	means(world, "Our walk", "I can't make our walk on Thursday.", "Ben Hall", "2026-12-03", "-");
	means(world, "Yoga", "Wednesday's class is off.", "Ben Hall", "2026-12-02", "-");
	means(world, "Lunch", "I have to call off our lunch.", "Priya Shah", NULL, "Lunch 2026-12-07");
	means(world, "Lunch", "I have to call off our lunch.", "Ben Hall", NULL, "-");
	means(world, "Dentist", "It was off.", "Ben Hall", "2026-11-05", "-");
}

/* What may be deleted shares a word of its own with the mail: no word that only begins alike, no time, no sender. */
static void nothing_without_a_word(void **state)
{
	struct px_world *world = *state;

	add(world, "Ausflug", "2026-12-02T10:00", NULL, NULL);
	add(world, "Theatre", "2026-12-03T19:00", NULL, NULL);
	add(world, "Mittagessen mit Oma", "2026-12-04T12:00", NULL, NULL);
	add(world, "Forum", "2026-12-05T12:00", NULL, NULL);
	add(world, "Annual review", "2026-12-06T12:00", "joann@example.com", NULL);
	add(world, "Budget meeting with Tom", "2026-12-07T14:00", "tom@example.com", NULL);
	add(world, "Visit mother, plan 2026", "2026-12-08T09:00", NULL, NULL);
	add(world, "Próba", "2026-12-09T09:00", NULL, NULL);
	means(world, "Chor", "Der Chor am Mittwoch fällt aus", "Ben Hall", "2026-12-02", "-");
	means(world, "Walk", "The walk on Thursday is off", "Ben Hall", "2026-12-03", "-");
	means(world, "Chor", "Der Chor mit Klavier fällt aus", "Ben Hall", "2026-12-04", "-");
	means(world, "Yoga", "no class for us", "Ben Hall", "2026-12-05", "-");
	means(world, "Yoga", "Yoga is cancelled", "Ann Hall", "2026-12-06", "-");
	means(world, "Review", "The review is cancelled", "Ann Hall", "2026-12-06", "Annual review 2026-12-06");
	means(world, "Walk", "I can't make our walk on Monday at 14:00", "Tom Brandt", "2026-12-07T14:00:00", "-");
	means(world, "The other class, 2026", "it is cancelled", "Ben Hall", "2026-12-08", "-");
	means(world, "Zespół", "nie ma próby", "Ben Hall", "2026-12-09", "Próba 2026-12-09");
	means(world, "Yoga", "Yoga with the choir is off", "Tom Brandt", NULL, "-");
}

static void not_coming_calls_off_what_is_with_one_alone(void **state)
{
	struct px_world *world = *state;

	add(world, "Team meeting", "2026-12-03T10:00", "Tom Brandt, Ben Hall", NULL);
	add(world, "Lunch with Tom", "2026-12-04T12:00", NULL, NULL);
	add(world, "Coffee", "2026-12-05T12:00", "tom@example.com", NULL);
	add(world, "Rehearsal", "2026-12-06T12:00", NULL, NULL);
	add(world, "Teatime", "2026-12-07T12:00", "Tom and Ben", NULL);
	add(world, "Breakfast", "2026-12-08T08:00", "Tom Brandt <tom@example.com>", NULL);
	absence_means(world, "I can't make breakfast", "Tom Brandt", "2026-12-08", "Breakfast 2026-12-08");
	absence_means(world, "I can't make teatime", "Tom Brandt", "2026-12-07", "-");
	absence_means(world, "I can't attend the team meeting", "Tom Brandt", "2026-12-03", "-");
	absence_means(world, "I can't make lunch", "Tom Brandt", "2026-12-04", "Lunch with Tom 2026-12-04");
	absence_means(world, "I can't make coffee", "Tom Brandt", "2026-12-05", "Coffee 2026-12-05");
	absence_means(world, "I won't be there for rehearsal", "Tom Brandt", "2026-12-06", "-");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(the_one_that_is_meant, setup, teardown),
					   cmocka_unit_test_setup_teardown(nothing_without_a_word, setup, teardown),
					   cmocka_unit_test_setup_teardown(not_coming_calls_off_what_is_with_one_alone, setup, teardown) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
