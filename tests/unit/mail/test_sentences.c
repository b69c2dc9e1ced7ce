/* SPDX-License-Identifier: Apache-2.0 */
/* Letters in sentences: forms, lists, what a colon announces, where a letter ends, what another wrote. */
#include "mail/sentences.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The sentences between bars; '+' before an item of a list, '>' before what was passed on. */
static void reads_as(const char *text, bool passed_on, const char *wanted)
{
	struct px_mail_letter letter;
	struct px_buf got = PX_BUF_INIT(1 << 16);
	struct px_arena arena;

	px_arena_init(&arena);
	px_mail_read_letter(px_str(text), passed_on, &arena, &letter);
	for (size_t i = 0; i < letter.count; i++)
		(void)px_buf_printf(&got, "%s%s%s%s", i ? "|" : "", letter.list[i].intro.size ? "+" : "", letter.list[i].forwarded ? ">" : "",
				    letter.list[i].text.data);
	assert_string_equal(got.data ? got.data : "", wanted);
	px_buf_release(&got);
	px_arena_release(&arena);
}

static void reads(const char *text, const char *wanted)
{
	reads_as(text, false, wanted);
}

static void lines_of_a_form_are_one_sentence(void **state)
{
	(void)state;
	reads("Date: Thursday, 3 December\nTime: 16:40\nTherapist: Jule\n\nPlease bring a towel.\n",
	      "Date: Thursday, 3 December, Time: 16:40, Therapist: Jule|Please bring a towel.");
	reads("Ihr Termin:\n\nJonas Berg\nMittwoch, 09.12.2026, 08:20 Uhr\n", "Ihr Termin: Jonas Berg, Mittwoch, 09.12.2026, 08:20 Uhr");
	reads("wir laden Sie zu unserer Versammlung ein am\n\n3. Dezember, 19 Uhr\n", "wir laden Sie zu unserer Versammlung ein am|3. Dezember, 19 Uhr");
	reads("im Auftrag Ihrer Hausverwaltung kommen wir am folgenden Tag\n\nFreitag, den 18.12.2026.\n",
	      "im Auftrag Ihrer Hausverwaltung kommen wir am folgenden Tag Freitag, den 18.12.2026.");
}

static void items_know_what_introduces_them(void **state)
{
	(void)state;
	reads("I need from you:\n\n1. the file\n2. the photo\n\nThat is all.\n", "I need from you:|+the file|+the photo|That is all.");
	reads("- alone\n", "alone");
}

static void letters_end_and_begin(void **state)
{
	(void)state;
	reads("Hi Anna, could you call?\nBest,\nBen\n", "could you call?");
	reads("Gracias por su reserva.\nSalida: 3 de diciembre\n", "Gracias por su reserva.|Salida: 3 de diciembre");
	reads("It is done.\n---\nOffice hours: Mon 8-12\n", "It is done.");
	reads("Done!\nAm 25.11.2026 schrieb Ulf:\nbring the key\n", "Done!");
	reads("Can\xe2\x80\x99t you?\n", "Can't you?");
	reads("Hi Anna, could you call?\nBest,\nBen\nsenior\nPS: bring cake\n", "could you call?|PS: bring cake");
	reads("moin anna schickst du mir bis mittwoch die zahlen? excel reicht\n", "schickst du mir bis mittwoch die zahlen?|excel reicht");
	reads("It lasts from 9 to 11. Please come.\n", "It lasts from 9 to 11.|Please come.");
	reads("Am 12. Dezember um 9.\n", "Am 12. Dezember um 9.");
}

static void what_is_passed_on_is_known(void **state)
{
	(void)state;
	reads("Please deal with this.\n\n---------- Forwarded message ----------\nFrom: Club\nDate: Monday\n\nThe form is due.\nDate: 3 December\n",
	      "Please deal with this.|>The form is due.|>Date: 3 December");
	reads_as("Please deal with this.\n\nCheers Yusuf\n\n-----Original Message-----\nFrom: Club\n\nThe form is due.\n", true, "Please deal with this.|>The form is due.");
	reads_as("Please deal with this.\n\nCheers Yusuf\n\n-----Original Message-----\nFrom: Club\n\nThe form is due.\n", false, "Please deal with this.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_a_form_are_one_sentence), cmocka_unit_test(items_know_what_introduces_them),
		cmocka_unit_test(letters_end_and_begin), cmocka_unit_test(what_is_passed_on_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
