/* SPDX-License-Identifier: Apache-2.0 */
/* Times of day beside a date, and how long they last; the rest of what mails say of dates is in the corpus (tests/integration/mail). */
#include "mail/dates.h"

#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NOW INT64_C(1796025600000) /* Monday, 2026-11-30T08:00Z */

/* "08:00-12:00", "12:00", "day" */
static const char *read_clock(const char *sentence)
{
	static char text[32];
	const struct px_mail_dating dating = { NOW, px_zoneinfo_get("Europe/Berlin"), true };
	struct px_mail_date date;
	struct px_arena arena;

	px_arena_init(&arena);
	bool found = px_mail_date_find_day(&dating, px_str(sentence), &arena, &date);
	px_arena_release(&arena);
	if (!found)
		return "none";
	if (date.second < 0)
		return "day";
	int n = snprintf(text, sizeof(text), "%02d:%02d", date.second / 3600, date.second / 60 % 60);
	if (date.end_second >= 0)
		snprintf(text + n, sizeof(text) - (size_t)n, "-%02d:%02d", date.end_second / 3600, date.end_second / 60 % 60);
	return text;
}

static void hours_and_how_long(void **state)
{
	static const struct { const char *sentence, *clock; } cases[] = {
		{ "It is on 9 December at 14:30.", "14:30" },
		{ "Besichtigung Zimmer Dienstag 18 Uhr.", "18:00" }, /* "Zimmer" is not "immer" */
		{ "On 9 December from 14:30 to 16:00", "14:30-16:00" },
		{ "On 9 December, 14:30-16:00, room 3", "14:30-16:00" },
		{ "Die Ablesung findet am 9. Dezember von 8 bis 12 Uhr statt.", "08:00-12:00" },
		{ "am 8.12., zwischen 9 und 11 Uhr", "09:00-11:00" },
		{ "tomorrow between 9 and 11.", "09:00-11:00" },
		{ "between 9 and 11 people come tomorrow", "day" },
		{ "on Saturday, 12 December, 2-5 pm", "14:00-17:00" },
		{ "on Saturday, 12 December, 9-5 pm", "09:00-17:00" },
		{ "on Saturday, 12 December, 11 to 1 pm", "11:00-13:00" },
		{ "by noon on Thursday", "12:00" },
		{ "by tomorrow noon please, I fly at three", "12:00" },
		{ "am Freitag mittag um 13 Uhr", "13:00" },
		{ "Lunch on Friday noon, 12:30 at Mario's", "12:30" },
		{ "Lunch on Friday noon, at 12:30", "12:30" },
		{ "Mittwoch mittag, 12:30 Uhr", "12:30" },
		{ "jeudi midi, 12h30", "12:30" },
		{ "12:30, Friday noon, bring cake", "12:30" },
		{ "Dinner on Friday at half six.", "18:30" },
		{ "vrijdag om half zes", "17:30" },
		{ "dîner à deux, vendredi", "day" },
		{ "fredag, om tre, fyra veckor", "day" },
		{ "fredag klockan tre", "15:00" },
		{ "el viernes cenamos en casa, a las nueve", "21:00" },
		{ "el viernes a las nueve y media", "09:30" },
		{ "vendredi à huit heures du soir", "20:00" },
		{ "vendredi à six personnes", "day" },
		{ "venerdì alle nove", "09:00" },
		{ "vrijdag om acht uur", "08:00" },
		{ "vrijdag om twee redenen", "day" },
		{ "am Freitag um acht", "08:00" },
		{ "dinner on Friday at eight", "20:00" },
		{ "send it on Friday at once.", "day" },
		{ "Donnerstag mittag", "12:00" },
		{ "jeudi après-midi", "day" },
		{ "the 12 December edition, pages 3 to 5", "day" },
		{ "on 9 December, 3 to 5 days later", "day" },
		{ "Salida: Madrid 10:30, 19 de diciembre, Llegada: Barcelona 13:15", "10:30" },
		{ "mercredi 9 décembre à 16 h 15", "16:15" },
		{ "onsdag 9 december kl. 08.30.", "08:30" },
		{ "fredag kl 18 hos oss", "18:00" },
		{ "wednesday 12.30 at the noodle place", "12:30" },
		{ "am 11.12., so ab halb acht", "19:30" },
		{ "on 1.1.2027 from 3.50 to 3.90", "day" },
		{ "lunch on Friday at 7", "19:00" },
		{ "at 7 Mill Road on Friday", "day" },
		{ "on Sat 1430 at home", "14:30" },
		{ "call Weds 11-11.30?", "11:00-11:30" },
		{ "move the call to Wednesday 10.", "10:00" },
		{ "passt Do 17 Uhr?", "17:00" },
		{ "wir kommen am Sa gegen 3 vorbei", "15:00" },
		{ "Dinner at ours on the 12th, 7.30 for 8.", "19:30" },
		{ "dinner leftovers on the 12th at 07:30", "07:30" },
		{ "The viewing on 3 December at 16:00 has been moved forward to 15:15.", "15:15" },
		{ "Di 8.12. 19 Uhr, Do 10.12. 20 Uhr", "19:00" },
		{ "Monday's meeting will be an hour later, 11 instead of 10.", "11:00" },
		{ "tea on the 19th, from three.", "15:00" },
		{ "at one point on the 19th", "day" },
		{ "you're down for thursday 10th at 5.15 with sam", "17:15" },
		{ "site visit Tues 8th, 0830, bring boots", "08:30" },
		{ "am Sa von 10-12 den Kuchenstand", "10:00-12:00" },
		{ "choir is at 6 instead of 7 on wednesday", "18:00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (strcmp(read_clock(cases[i].sentence), cases[i].clock) != 0)
			fail_msg("%s: %s, not %s", cases[i].sentence, read_clock(cases[i].sentence), cases[i].clock);
}

/* "2026-12-12" or "none" */
static const char *read_day(const char *sentence)
{
	static char text[PX_CIVIL_TEXT];
	const struct px_mail_dating dating = { NOW, px_zoneinfo_get("Europe/Berlin"), true };
	struct px_mail_date date;
	struct px_arena arena;

	px_arena_init(&arena);
	bool found = px_mail_date_find(&dating, px_str(sentence), &arena, &date);
	px_arena_release(&arena);
	if (!found)
		return "none";
	px_civil_format_day(date.day, text);
	return text;
}

static void the_day_that_is_meant(void **state)
{
	static const struct { const char *sentence, *day; } cases[] = {
		{ "from 18 December to 20 December", "2026-12-18" },
		{ "vom 29. bis 31. Dezember", "2026-12-29" },
		{ "not on Saturday 5 December but on Sunday 13 December", "2026-12-13" },
		{ "la réunion de mardi est reportée au jeudi 10 décembre", "2026-12-10" },
		{ "it was lovely to see you last Sunday", "2026-11-29" },
		{ "by the end of the week", "2026-12-04" },
		{ "declared a hazard for the second time", "none" },
		{ "call her about the christmas goose", "none" },
		{ "a present for christmas", "2026-12-25" },
		{ "Lunch at ours, Christmas Day at 1pm", "2026-12-25" },
		{ "merry christmas!", "none" },
		{ "Can you come on the tenth around noon?", "2026-12-10" },
		{ "on the third there is a meeting", "2026-12-03" },
		{ "the office is on the second floor", "none" },
		{ "1 Zimmer 19.12.2026 – 22.12.2026", "2026-12-19" },
		{ "Sala 12.12.2026, ore 18", "2026-12-12" },
		{ "10 December, 18:20 to 18:35, room 2.07.", "2026-12-10" },
		{ "I play at a funeral tomorrow, so I must move our lesson from Tuesday to Thursday", "2026-12-03" },
		{ "bis Ende des Monats", "2026-12-31" },
		{ "Schreib mir bis Nikolaus", "2026-12-06" },
		{ "innerhalb von 14 Tagen", "2026-12-14" },
		{ "within two weeks", "2026-12-14" },
		{ "by the 10th", "2026-12-10" },
		{ "bis zum 15.", "2026-12-15" },
		{ "am 2. Advent, 6. Dezember", "2026-12-06" },
		{ "samedi 12", "2026-12-12" },
		{ "it expires in 10 minutes", "none" },
		{ "We're all set now.", "none" },
		{ "send the numbers a week on Friday", "2026-12-11" },
		{ "Tuesday next week", "2026-12-08" },
		{ "bis Ende nächster Woche", "2026-12-11" },
		{ "by the middle of December", "2026-12-15" },
		{ "bis Mitte Dezember", "2026-12-15" },
		{ "innerhalb von vier Wochen", "2026-12-28" },
		{ "treffen wir uns mi um 6?", "2026-12-02" },
		{ "so um 6", "none" },
		{ "bis Mittwochabend", "2026-12-02" },
		{ "design meeting Weds 9th", "2026-12-09" },
		{ "We won't need it before spring", "none" },
		{ "nächste Woche Dienstag", "2026-12-08" },
		{ "schick es bis Mi", "2026-12-02" },
		{ "could you do 10:30", "none" },
		{ "Mon-Thu 8-12, Fri 8:00-11:00", "none" },
		{ "we will come back to you in the new year", "none" },
		{ "Abholbar bis einschließlich: Sonntag, 06.12.2026", "2026-12-06" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (strcmp(read_day(cases[i].sentence), cases[i].day) != 0)
			fail_msg("%s: %s, not %s", cases[i].sentence, read_day(cases[i].sentence), cases[i].day);
}

/* "2026-12-08T19:00:00 2026-12-10": each with its own time. */
static void all_days_of_a_sentence(void **state)
{
	static const struct { const char *sentence, *days; } cases[] = {
		{ "Proben: Di 8.12. 19 Uhr, Do 10.12. 19 Uhr, Sa 12.12. 10 Uhr", " 2026-12-08T19:00:00 2026-12-10T19:00:00 2026-12-12T10:00:00" },
		{ "Mon 7 Dec: Tom, Tue 8 Dec: Anna", " 2026-12-07 2026-12-08" },
		{ "from 18 December to 20 December", " 2026-12-18" },
		{ "nothing", "" },
	};
	const struct px_mail_dating dating = { NOW, px_zoneinfo_get("Europe/Berlin"), true };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_mail_date all[PX_MAIL_DATES_MAX];
		struct px_arena arena;
		char got[256] = "";
		px_arena_init(&arena);
		size_t count = px_mail_date_all(&dating, px_str(cases[i].sentence), &arena, all);
		for (size_t k = 0; k < count; k++)
			(void)snprintf(got + strlen(got), sizeof(got) - strlen(got), " %s", px_mail_date_text(all[k].day, all[k].second, &arena));
		assert_string_equal(got, cases[i].days);
		px_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(all_days_of_a_sentence), cmocka_unit_test(hours_and_how_long), cmocka_unit_test(the_day_that_is_meant) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
