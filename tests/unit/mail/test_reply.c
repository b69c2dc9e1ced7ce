/* SPDX-License-Identifier: Apache-2.0 */
/* What replies to Pixie's mails say, and when; in English and German. */
#include "mail/reply.h"

#include "base/civil.h"
#include "mail/reply_time.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ------------------------------------------------------------------- commands */

/* "done 1,3", "snooze all (morgen)", "when (in 2 hours)", a space between; "| unread" of what could not be read. */
static void write_commands(struct px_str text, struct px_buf *out)
{
	static const char *const names[] = { "done", "seen", "move", "snooze", "when" };
	struct px_reply_command commands[PX_REPLY_COMMANDS_MAX];
	struct px_arena arena;
	const char *unread;

	px_arena_init(&arena);
	size_t count = px_reply_read(text, &arena, commands, &unread);
	for (size_t i = 0; i < count; i++) {
		(void)px_buf_printf(out, "%s%s", i ? "; " : "", names[commands[i].verb]);
		if (commands[i].all)
			(void)px_buf_text(out, " all");
		for (size_t k = 0; k < commands[i].count; k++)
			(void)px_buf_printf(out, "%s%d", k ? "," : " ", commands[i].numbers[k]);
		if (commands[i].when)
			(void)px_buf_printf(out, " (%s)", commands[i].when);
	}
	if (unread)
		(void)px_buf_printf(out, " | %s", unread);
	px_arena_release(&arena);
}

static void replies_are_read(void **state)
{
	static const struct { const char *text, *commands; } rows[] = {
		/* to a list */
		{ "done 2", "done 2" }, { "Done 1, 3 and 4.", "done 1,3,4" }, { "2 is done", "done 2" }, { "erledigt 1 und 3", "done 1,3" },
		{ "move 1 to Friday", "move 1 (friday)" }, { "1 to Friday, done 2", "move 1 (friday); done 2" },
		{ "verschiebe 1 auf Freitag und erledigt 2", "move 1 (freitag); done 2" },
		{ "snooze 2 until tomorrow at 9", "snooze 2 (tomorrow at 9)" }, { "Snooze 2", "snooze 2" },
		{ "remind me of 3 in 2 hours", "snooze 3 (in 2 hours)" }, { "erinnere mich an 2 morgen um 9", "snooze 2 (morgen um 9)" },
		{ "all done", "done all" }, { "done all!", "done all" }, { "alles erledigt", "done all" }, { "snooze all till Monday", "snooze all (monday)" },
		{ "done 9 and delete everything", "done 9 | done 9 and delete everything" },
		/* to one thing */
		{ "done", "done" }, { "Done, thanks!", "done" }, { "Thanks, done.", "done" }, { "I've done that already", "done" }, { "Erledigt", "done" },
		{ "Danke, erledigt!", "done" }, { "Habe ich schon gemacht", "done" }, { "got it", "seen" }, { "Thanks!", "seen" }, { "Danke", "seen" },
		{ "snooze till tomorrow 9", "snooze (tomorrow 9)" }, { "later", "snooze" }, { "Später", "snooze" }, { "remind me again on Monday", "snooze (on Monday)" },
		{ "remind me tomorrow", "snooze (tomorrow)" }, { "Erinnere mich morgen um 9", "snooze (morgen um 9)" },
		{ "in 2 hours", "when (in 2 hours)" }, { "Morgen um 9", "when (Morgen um 9)" }, { "move it to Friday", "move (friday)" },
		{ "What is this about?", "when (What is this about?)" },
		/* what is not the writer's own is not read */
		{ "done\n\nNina\n\nOn Sat, Pixie wrote:\n> done 5\n", "done; when (Nina)" }, { "> done 2\n", "" },
		{ "Done.\n\nBest regards\nNina", "done" }, { "Done\n\nSent from my iPhone", "done" }, { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_buf text = PX_BUF_INIT(4000);
		write_commands(px_str(rows[i].text), &text);
		if (!px_str_eq(px_buf_view(&text), px_str(rows[i].commands)))
			fail_msg("%s: %s, not %s", rows[i].text, text.data ? text.data : "", rows[i].commands);
		px_buf_release(&text);
	}
}

/* ---------------------------------------------------------------------- times */

static void times_are_read(void **state)
{
	/* Sunday, 29 November 2026, 11:20 in Berlin */
	static const struct { const char *words; bool alone; const char *local; } rows[] = {
		{ "in 2 hours", true, "2026-11-29T13:20" }, { "in 20 minutes please", true, "2026-11-29T11:40" }, { "2 hours", true, "2026-11-29T13:20" },
		{ "tomorrow", true, "2026-11-30" }, { "tomorrow 9", true, "2026-11-30T09:00" }, { "tomorrow at 9", true, "2026-11-30T09:00" },
		{ "tomorrow 9:00", true, "2026-11-30T09:00" }, { "tomorrow morning", true, "2026-11-30T08:00" }, { "on Monday", true, "2026-11-30" },
		{ "Friday 5pm", true, "2026-12-04T17:00" }, { "2026-12-24", true, "2026-12-24" }, { "tonight", true, "2026-11-29T20:00" },
		{ "next week", true, "2026-11-30" }, { "in 3 days", true, "2026-12-02" },
		{ "in 2 Stunden", true, "2026-11-29T13:20" }, { "in einer halben Stunde", true, "2026-11-29T11:50" }, { "In zwanzig Minuten", true, "2026-11-29T11:40" },
		{ "in 3 Tagen", true, "2026-12-02T11:20" }, { "morgen", true, "2026-11-30" }, { "morgen früh", true, "2026-11-30T08:00" },
		{ "morgen um 9", true, "2026-11-30T09:00" }, { "morgen um halb zehn", true, "2026-11-30T09:30" }, { "heute Abend", true, "2026-11-29T18:00" },
		{ "um 15 Uhr", true, "2026-11-29T15:00" }, { "um 9 Uhr", true, "2026-11-30T09:00" }, { "am Freitag um 15:30 Uhr", true, "2026-12-04T15:30" },
		{ "übermorgen nachmittag", true, "2026-12-01T13:00" }, { "am 12.12. um 10", true, "2026-12-12T10:00" }, { "12. Dezember", true, "2026-12-12" },
		/* nothing but a time may stand alone */
		{ "I was at the dentist tomorrow", true, NULL }, { "erst wenn Anna morgen da ist", true, NULL }, { "hello", true, NULL }, { "no", true, NULL },
		{ "2 hours earlier", true, NULL }, { "in Stunden", true, NULL }, { "halb", true, NULL }, { "99", true, NULL },
		/* after a verb it may be found among other words, and in other languages */
		{ "vendredi 4 décembre", false, "2026-12-04" }, { "mañana", false, "2026-11-30" },
	};
	const struct px_tz *tz = px_zoneinfo_get("Europe/Berlin");
	const struct px_nlu_context nlu = { .now = INT64_C(1795947600000), .tz = tz, .locale = "de-DE", .find_zone = px_zoneinfo_find };
	int wrong = 0;

	(void)state;
	assert_non_null(tz);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_reply_time time;
		char text[PX_CIVIL_TEXT] = "";
		struct px_arena arena;
		px_arena_init(&arena);
		if (px_reply_time_read(&nlu, px_str(rows[i].words), rows[i].alone, &arena, &time)) {
			px_civil_format_ms(px_tz_to_local(tz, time.instant), text);
			text[time.day_only ? 10 : 16] = '\0';
		}
		px_arena_release(&arena);
		if (strcmp(text, rows[i].local ? rows[i].local : "") != 0) {
			print_error("%s: %s, not %s\n", rows[i].words, text, rows[i].local ? rows[i].local : "nothing");
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* ---------------------------------------------------------------------- whose it is */

static void only_our_own_codes_open(void **state)
{
	static const uint8_t key[PX_REPLY_KEY] = { 7 }, other[PX_REPLY_KEY] = { 8 };
	struct px_id user = px_id_new(), notification = px_id_new(), read_user, read_notification;
	struct px_buf id = PX_BUF_INIT(1000), letter = PX_BUF_INIT(1000);

	(void)state;
	px_reply_id_write(key, user, notification, "example.com", &id);
	assert_true(px_reply_id_read(key, px_buf_view(&id), &read_user, &read_notification));
	assert_true(px_id_eq(user, read_user) && px_id_eq(notification, read_notification));
	assert_false(px_reply_id_read(other, px_buf_view(&id), &read_user, &read_notification));
	assert_true(px_sent_id_read(key, px_buf_view(&id), &read_user) && px_id_eq(user, read_user));
	px_letter_id_write(key, user, notification, "example.com", &letter);
	assert_false(px_reply_id_read(key, px_buf_view(&letter), &read_user, &read_notification)); /* a letter asks for no reply */
	assert_true(px_sent_id_read(key, px_buf_view(&letter), &read_user) && px_id_eq(user, read_user));
	assert_false(px_sent_id_read(other, px_buf_view(&letter), &read_user));
	px_buf_release(&letter);
	id.data[10] = id.data[10] == '0' ? '1' : '0'; /* another person, with this one's code */
	assert_false(px_reply_id_read(key, px_buf_view(&id), &read_user, &read_notification));
	px_buf_release(&id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies_are_read), cmocka_unit_test(times_are_read), cmocka_unit_test(only_our_own_codes_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
