/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a mail asks, and whether it asks at all; the corpus has the rest (tests/integration/mail). */
#include "mail/find.h"

#include "base/buf.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NOW INT64_C(1796025600000) /* Monday, 2026-11-30T08:00Z */

struct letter {
	const char *subject, *text, *wanted; /* "request 2026-12-04|appointment 2026-12-01T09:00:00 was 2026-11-30", "-": without a day */
};

static void finds(const struct letter *letter, const char *from, const char *name)
{
	const struct px_mail_finding_context context = { NOW, px_zoneinfo_get("Europe/Berlin"), "en-GB", "anna@example.com", name, NULL, NULL };
	const struct px_mail_parsed mail = { .from = from, .subject = letter->subject, .text = px_str(letter->text) };
	struct px_mail_findings findings;
	struct px_buf got = PX_BUF_INIT(1 << 16);
	struct px_arena arena;

	px_arena_init(&arena);
	px_mail_find(&mail, &context, &arena, &findings);
	for (size_t i = 0; i < findings.count; i++) {
		const struct px_mail_finding *one = &findings.list[i];
		(void)px_buf_printf(&got, "%s%s %s%s%s%s", i ? "|" : "", px_mail_finding_names[one->kind], one->start ? one->start : "-",
				    one->moved && one->was ? " was " : one->moved ? " moved" : "", one->moved && one->was ? one->was : "", one->absent ? " absent" : "");
	}
	if (!px_str_eq(px_buf_view(&got), px_str(letter->wanted)))
		fail_msg("%s: %s, not %s", letter->text, got.data ? got.data : "nothing", letter->wanted);
	px_buf_release(&got);
	px_arena_release(&arena);
}

static void only_what_the_person_is_asked(void **state)
{
	static const struct letter all[] = {
		{ "Key", "Hi Anna,\n\ncould you send me the key by Friday?", "request 2026-12-04" },
		{ "Key", "Hi Tim,\n\ncould you send me the key by Friday?", "" },
		{ "Key", "Lieber Herr Nowak,\n\nkönnten Sie mir den Schlüssel bis Freitag bringen?", "" },
		{ "Key", "Liebe Mitspielende,\n\nbitte bringt den Schlüssel bis Freitag.", "request 2026-12-04" },
		{ "Key", "Hi Tim,\n\nand Anna, could you send me the key by Friday?", "request 2026-12-04" },
		{ "Key", "Dear all,\n\nPete, please bring me the key on Sunday.", "" },
		{ "Key", "Dear all,\n\nAnna Berg - two trays of brownies\n\nEverything has to be there on Friday by 8:00.", "request 2026-12-04T08:00:00" },
		{ "Key", "Hi Bella,\n\ncould you send me the key by Friday?", "" },
		{ "Key", "Who brings me the key?", "" },
		{ "Key", "May I borrow the key on Friday?", "request 2026-12-04" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		finds(&all[i], "ben@example.com", "Anna Berg");
	finds(&(struct letter){ "Key", "Hi Tim,\n\ncould you send me the key by Friday?", "request 2026-12-04" }, "ben@example.com", NULL);
}

static void no_need_is_no_request(void **state)
{
	static const struct letter all[] = {
		{ "Stairs", "You don't need to send anything by Friday.", "" },
		{ "Sign-in", "If it wasn\xe2\x80\x99t you, please contact support.", "" },
		{ "Questions", "If you have any further wishes, please write to me.", "" },
		{ "Form", "If you can, please send me the form by Friday.", "request 2026-12-04" },
		{ "Money", "Please send me your password by Friday.", "" },
		{ "Money", "Please send us your username and password by Friday.", "" },
		{ "House", "Please send us the wifi password by Friday.", "request 2026-12-04" },
		{ "House", "Please send us the wifi password and your bank details by Friday.", "" },
		{ "Taxes", "I need your tax number. Send me the signed form by Tuesday.", "request -|request 2026-12-01" },
		{ "Photos", "I need a photo of each child. Anna's is missing. Send me one by Tuesday.", "request 2026-12-01" },
		{ "Photos", "I need a photo of each child. Send me the photo by Tuesday.", "request 2026-12-01" },
		{ "Fotos", "Ich brauche ein Foto von jedem Kind. Schick mir bis Dienstag eins.", "request 2026-12-01" },
		{ "Form", "Can you deal with this form please? They want it by 11 December.", "request 2026-12-11" },
		{ "Card", "Your card expires on 12 December. Please apply for a new one before that.", "request 2026-12-12" },
		{ "Papers", "I need from you:\n\n- the form, please by Friday\n- send me the photo by Thursday", "request 2026-12-04|request 2026-12-03" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		finds(&all[i], "ben@example.com", "Anna Berg");
}

static void a_program_asks_by_a_day_or_not_at_all(void **state)
{
	(void)state;
	finds(&(struct letter){ "Card", "Please upload a photo by 11 December.", "request 2026-12-11" }, "no-reply@kk.example", "Anna Berg");
	finds(&(struct letter){ "Card", "Please keep this for your records.", "" }, "no-reply@kk.example", "Anna Berg");
	finds(&(struct letter){ "Issue", "Priya wrote: could you rebase this by Friday?", "" }, "notifications@git.example", "Anna Berg");
}

static void days_that_were_moved_and_called_off(void **state)
{
	static const struct letter all[] = {
		{ "Check-up", "Old: Wednesday 9 December, 10:15\nNew: Monday 14 December, 8:40", "appointment 2026-12-14T08:40:00 was 2026-12-09T10:15:00" },
		{ "Meeting", "The meeting is moved from Tuesday to Thursday at 10:00.", "appointment 2026-12-03T10:00:00 was 2026-12-01" },
		{ "Yoga", "Yoga has moved to the town hall from Thursday 10 December at 18:00.", "appointment 2026-12-10T18:00:00 moved" },
		{ "Reunión", "La reunión se traslada a la tarde del viernes 11 de diciembre a las 17:00.", "appointment 2026-12-11T17:00:00 moved" },
		{ "Réunion", "La réunion est reportée à l'après-midi du 10 décembre à 14h.", "appointment 2026-12-10T14:00:00 moved" },
		{ "Yoga", "Thursday's class is off.", "cancelled 2026-12-03" },
		{ "Yoga", "Can't make it to the class? Cancel in the app.", "" },
		{ "Trip", "The class trip takes place on Tuesday, 15 December.", "appointment 2026-12-15" },
		{ "Trip", "The class trip is on Tuesday, 15 December. We meet at 8:15 at the gate.", "appointment 2026-12-15T08:15:00" },
		{ "Table", "Your table for 4 is booked: Saturday 5 December, 19:30.", "reservation 2026-12-05T19:30:00" },
		{ "Booking confirmation 7QK", "Passenger: BERG\n\nSH 4418   Sat 12 Dec 2026\nBerlin 06:45  ->  Lisbon 09:25\n", "reservation 2026-12-12T06:45:00" },
		{ "our 1:1", "hi anna dictating this with a child on my arm so our one to one this afternoon is off sorry tom", "cancelled 2026-11-30" },
		{ "Quarterly report", "Our meeting about the quarterly report is on Thursday at 10:00.", "appointment 2026-12-03T10:00:00" },
		{ "Heizung", "Das Treffen wegen der alten Heizung ist am Donnerstag um 10 Uhr.", "appointment 2026-12-03T10:00:00" },
		{ "Team", "I can't attend the team meeting on Thursday.", "cancelled 2026-12-03 absent" },
		{ "Team", "The team meeting on Thursday is cancelled, as I can't attend.", "cancelled 2026-12-03" },
		{ "Lesson", "Wednesday's lesson is cancelled, please tell me by Friday what you want instead.", "cancelled 2026-12-02" },
		{ "Lesson", "The lesson on Wednesday is cancelled, tell me by Friday whether you want a refund.", "cancelled 2026-12-02" },
		{ "Lesson", "The lesson on Wednesday is cancelled. Please send the sheet by Friday instead.", "cancelled 2026-12-02|request 2026-12-04" },
		{ "Training", "Das Training am Mittwoch entfällt, am Freitag geht es normal weiter.", "cancelled 2026-12-02" },
		{ "Yoga", "Yoga is on as usual on Thursday, only Wednesday is cancelled.", "cancelled 2026-12-02" },
		{ "Training", "We had to cancel last Wednesday, but on Thursday at 18:00 we are back.", "" },
		{ "Choir", "Choir takes place on Thursday because Wednesday is cancelled.", "" },
		{ "Training", "Training on Tuesday and Thursday is cancelled.", "cancelled 2026-12-01" },
		{ "Kurs", "Der Kurs am Donnerstag fällt nicht aus.", "appointment 2026-12-03" },
		{ "Ihr Termin", "Ihr Termin ist am Donnerstag um 10 Uhr, Sie können ihn bis Mittwoch absagen.", "" },
		{ "Your tickets", "Your booking is confirmed. Train to York: 11 December, 10:00.", "reservation 2026-12-11T10:00:00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		finds(&all[i], "ben@example.com", "Anna Berg");
}

static void several_and_rotas(void **state)
{
	static const struct letter all[] = {
		{ "Rehearsals", "The last ones: Tue 8 Dec 19:00, Thu 10 Dec 19:00 and Sat 12 Dec 10:00 (dress rehearsal).",
		  "appointment 2026-12-08T19:00:00|appointment 2026-12-10T19:00:00|appointment 2026-12-12T10:00:00" },
		{ "Training", "Here are the sessions:\n\n- Mon 7 Dec, 18:00, gym\n- Wed 9 Dec, 18:30, pool\n", "appointment 2026-12-07T18:00:00|appointment 2026-12-09T18:30:00" },
		{ "Kitchen", "The rota:\n\nMon 7 Dec: Tom\nTue 8 Dec: Anna\nWed 9 Dec: Priya\n", "request 2026-12-08" },
		{ "Kitchen", "The rota:\n\n- 5 Dec Anna\n- 12 Dec Lukas\n- 19 Dec Meera\n", "request 2026-12-05" },
		{ "Lunch", "Does Tuesday at 12 or Wednesday at 13:00 suit you?", "appointment 2026-12-01T12:00:00" },
		{ "Trip", "The class trip takes place on the 15th of December.", "appointment 2026-12-15" },
		{ "Rehearsals", "Hi Anna,\n\nthe rehearsals of the choir: Tue 8 Dec 19:00, Thu 10 Dec 19:00.", "appointment 2026-12-08T19:00:00|appointment 2026-12-10T19:00:00" },
		{ "Sync", "Our meeting is on Thursday weekly sync time, 10:00.", "appointment 2026-12-03T10:00:00" },
		{ "Plan", "Our meeting is on Thursday, week 49, at 10:00.", "appointment 2026-12-03T10:00:00" },
		{ "Plan", "Our meeting is on Thursday week at 10:00.", "appointment 2026-12-10T10:00:00" },
		{ "Workshop", "Workshop on Friday 8:30 to 17:00, dinner afterwards.", "appointment 2026-12-04T08:30:00" },
		{ "Workshop", "The workshop is on Friday at 8:30, dinner afterwards.", "appointment 2026-12-04T08:30:00" },
		{ "Dinner", "Dinner at ours on Friday, 7:30?", "appointment 2026-12-04T19:30:00" },
		{ "Swap", "Tuesday with Anna is off, Thursday as planned.", "cancelled 2026-12-01" },
		{ "Swap", "Monday works for me, Anna, Tuesday doesn't.", "appointment 2026-12-07" },
		{ "In town", "I'm free Thursday afternoon. Coffee at 3?", "appointment 2026-12-03T15:00:00" },
		{ "Trip", "We land on the 7th and I'd love to come by on Tuesday 8 December at 10 am.", "appointment 2026-12-08T10:00:00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		finds(&all[i], "ben@example.com", "Anna Berg");
}

static void what_is_owed(void **state)
{
	static const struct letter all[] = {
		{ "Your fee", "We tried to collect your fee, but your bank sent the direct debit back. Please transfer 39.00 EUR by 5 December.", "bill 2026-12-05" },
		{ "Tu recibo", "Total: 11,80 € (pagado con tarjeta)\n\nEscríbenos en un plazo de 30 días.", "" },
		{ "Cinema", "You still owe me 12 quid. Can you send it over?", "request -" },
		{ "CV", "Any chance you could read my CV? Be brutal. If I had your notes by Sunday that would be magic.", "request 2026-12-06" },
		{ "Card", "Tom commented: @Dmitri can you upload it before Wednesday?", "" },
		{ "Friday", "Sorry, I can't do Friday after all. How about Monday at 10?", "appointment 2026-12-07T10:00:00 was 2026-12-04 absent" },
		{ "Friday", "Tragt euch bitte bis Donnerstag ein, sonst wird das nix.", "request 2026-12-03" },
		{ "Lesson", "Die Klavierstunde am Mittwoch fällt aus, Ersatz wäre Freitag 16 Uhr.", "appointment 2026-12-04T16:00:00 was 2026-12-02" },
		{ "Letter", "And send Halden the revised letter, Thursday at the latest.", "request 2026-12-03" },
		{ "Car", "Your car's MOT expires on 19 December 2026.", "request 2026-12-19" },
		{ "Fence", "I am free on Wednesday or Thursday evening.", "" },
		{ "Booking", "We have received your booking request for 12 December. This is not a confirmation; we will get back to you within two days.", "" },
		{ "Dentist", "Call us on 030 1234 to book.", "request -" },
		{ "Snow", "If it snows on Wednesday the school stays shut; all are told by 7am.", "" },
		{ "Birthday", "Happy birthday for tomorrow, darling!", "" },
		{ "Prize", "You must be over the moon.", "" },
		{ "Hotel", "Please rate us by 7 December.", "" },
		{ "Cake", "We need somebody to bring a cake on Friday. Anna, would you?", "request 2026-12-04" },
		{ "Actions", "Tom: update the plan by Tuesday\nAnna: call the engineer by Wednesday\nPriya: book the room", "request 2026-12-02" },
		{ "Notes", "As discussed:\n\n- Tom prices the windows\n- Anna sends the brief by Thursday\n", "request 2026-12-03" },
		{ "Money", "du kriegst noch 20 euro von mir, bring ich freitag mit!", "" },
		{ "Deck", "Apologies for the short notice, can you review the deck by Thursday?", "request 2026-12-03" },
		{ "Papiere", "Schick mir bitte die Unterlagen bis Freitag, dann melde ich mich.", "request 2026-12-04" },
		{ "Jobs", "Please rate the applicants by Friday.", "request 2026-12-04" },
		{ "Photos", "Can you send me the photos, no hurry.", "request -" },
		{ "Your card", "We received your payment of 45 EUR. You don't need to do anything.", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		finds(&all[i], "ben@example.com", "Anna Berg");
}

static void what_is_no_order_and_what_is_one(void **state)
{
	static const struct letter all[] = {
		{ "Goa", "Here's a list:\n\n- send me the flat's wifi password by Wednesday\n- call Aunt Ruth about the christmas goose.\n", "request 2026-12-02|request -" },
		{ "App", "It does this:\n\n- call a taxi from anywhere\n- check the price of it\n", "" },
		{ "Fair", "Anna: the budget you gave us holds, we're 400 under.", "" },
		{ "Fair", "Anna: the salad for twelve, by Friday please.", "request 2026-12-04" },
		{ "Fair", "Anna: the slides for our talk, by Friday", "request 2026-12-04" },
		{ "Fair", "Anna: die Getränke für unser Fest", "request -" },
		{ "Anlage", "Lies die Anlage bis Freitag.", "request 2026-12-04" },
		{ "Anlage", "Leg die Unterlagen bis Freitag ins Fach.", "request 2026-12-04" },
		{ "Anlage", "Such die Rechnung bis Freitag raus.", "request 2026-12-04" },
		{ "Anlage", "Hole das Paket bis Freitag ab.", "request 2026-12-04" },
		{ "Meetings", "I found that people should call each other more, and that every decision ought to be taken by Friday.", "" },
		{ "Album", "Für das Album brauche ich von jedem Kind ein Foto. Von Emil fehlt es noch. Schick mir bitte bis Dienstag, 8.12., eins.", "request 2026-12-08" },
		{ "Album", "Please call Tom about the album. Send me one of your photos of the summer in Brittany by Tuesday, 8 December.", "request -|request 2026-12-08" },
		{ "Foto", "Mi faresti un grande favore se me le mandassi entro domenica.", "request 2026-12-06" },
		{ "Avviso", "Si prega di inviare il modulo firmato alla segreteria.", "request -" },
		{ "Maquette", "L'imprimeur attend les fichiers vendredi matin.", "" },
		{ "Pepper", "We have to cancel the appointment on Wednesday. Please call us to find a new date.", "cancelled 2026-12-02|request -" },
		{ "Leeds", "Such a lovely evening, and the machine has been declared a hazard for the second time.", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		finds(&all[i], "ben@example.com", "Anna Berg");
	finds(&(struct letter){ "Fwd: Einladung", "Hallo Große, geh du bitte für mich.\n\n-------- Weitergeleitete Nachricht --------\nVon: WEG\n\nhiermit laden wir Sie zur Versammlung ein:\n\nMittwoch, 13. Januar 2027, 18:30 Uhr\n",
				"appointment 2027-01-13T18:30:00" }, "papa@example.com", "Anna Berg");
}

static void what_is_paid_and_booked(void **state)
{
	static const struct letter all[] = {
		{ "Membership", "The membership fee is EUR 60. You have not given us a direct debit mandate, so please transfer it by 31 December 2026.", "bill 2026-12-31" },
		{ "Membership", "The membership fee is EUR 60. We collect it by direct debit on 31 December 2026.", "" },
		{ "Direct debit failed", "The amount of EUR 30 could not be collected. Please transfer it by 11 December.", "request 2026-12-11" },
		{ "Your receipt", "1 cinnamon bun\nTotal EUR 3.90\n\nReturns within 14 days (please don't return the bun).", "" },
		{ "Recibo de su compra", "Crema solar 50 ml    14,90 €\nTotal pagado         14,90 € (tarjeta)\n", "" },
		{ "Invoice 7", "Our invoice over 30 EUR is due on 11 December. Paragon Ltd", "bill 2026-12-11" },
		{ "Rechnung 7", "Der Betrag von 30 EUR ist bis 11. Dezember zu überweisen, danach erhalten Sie eine Quittung.", "bill 2026-12-11" },
		{ "Receipt", "Hi Anna,\n\nplease send me the receipt for the flowers (30 euros) by Friday.", "request 2026-12-04" },
		{ "Your week", "Your house is reserved from Sunday, 27 December, to Saturday, 2 January, all is paid.", "reservation 2026-12-27" },
		{ "Order 99: The Nutcracker", "The Nutcracker\nTheater am Ufer\nSunday 20 December 2026, 6:00 pm\n\nYour tickets are attached.", "reservation 2026-12-20T18:00:00" },
		{ "Friday", "The tickets are booked. Shall we meet on Friday at 17:00 at yours?", "appointment 2026-12-04T17:00:00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		finds(&all[i], "ben@example.com", "Anna Berg");
}

/* There and back is not the same told twice, though both end on one day. */
/* Kinds of two authors' mails, with the rules' first mistakes. */
static void who_is_meant_and_what_is_one(void **state)
{
	static const struct letter all[] = {
		{ "Forecast", "Jonas,\n\nplease send me the forecast by Wednesday.\n\nAnna in copy only.", "" },
		{ "Forecast", "Anna,\n\nplease send me the forecast by Wednesday.", "request 2026-12-02" },
		{ "Forecast", "Kochana Aniu,\n\nplease send me the forecast by Wednesday.", "request 2026-12-02" },
		{ "Minutes", "For the minutes: Tom, you send the contract by Thursday, please.", "" },
		{ "Fwd: talk", "Look at this!\n\n---------- Forwarded message ----------\nFrom: Dana\n\nDear Piotr, could you come for a talk on Thursday at 11?", "" },
		{ "Contract", "The contract is waiting for your signature, please. Please sign it by Wednesday.", "request 2026-12-02" },
		{ "Form", "Please send me the signed form by Friday. We need your emergency contact as well.", "request 2026-12-04|request -" },
		{ "Appointment", "Your appointment is on Tuesday at 8:00. If you can't make it, please cancel at least 24 hours ahead.", "appointment 2026-12-01T08:00:00" },
		{ "Bins", "The new bins are there.\n\nConsultation hours Tue 9-12, Thu 14-17", "" },
		{ "Vortrag", "Danke für den Vortrag.\n\nSprechstunde: mittwochs 14-15 Uhr", "" },
		{ "Ablesung", "Die Ablesung der Zähler in Ihrer Wohnung findet statt am\nMittwoch, dem 9. Dezember 2026, ab 17 Uhr.", "appointment 2026-12-09T17:00:00" },
		{ "Accepted: Risk review @ Wed 2 Dec 16:00", "Jonas has accepted your invitation.\n\nRisk review\nWed 2 Dec 2026 16:00 - 16:45", "" },
		{ "Hall 4", "call me before 11:00 please", "request 2026-11-30T11:00:00" },
		{ "Hall 4", "call me before 8:00 please", "request -" },
		{ "Slides", "Kannst du die Folien lesen? Ich brauche sie heute bis 17 Uhr.", "request 2026-11-30T17:00:00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		finds(&all[i], "ben@example.com", "Anna Berg");
}

static bool doubts(const char *subject, const char *text)
{
	const struct px_mail_finding_context context = { NOW, px_zoneinfo_get("Europe/Berlin"), "en-GB", "anna@example.com", "Anna Berg", NULL, NULL };
	const struct px_mail_parsed mail = { .from = "ben@example.com", .subject = subject, .text = px_str(text) };
	struct px_mail_findings findings;
	struct px_arena arena;

	px_arena_init(&arena);
	px_mail_find(&mail, &context, &arena, &findings);
	assert_int_equal(findings.count, 1);
	px_arena_release(&arena);
	return findings.list[0].doubtful;
}

static void the_judge_doubts_what_only_sounds_like_it(void **state)
{
	(void)state;
	assert_false(doubts("Form", "Hi Anna,\n\ncould you send me the form by Friday?\n\nBen"));
	assert_false(doubts("Lunch", "Hi Anna,\n\nlunch on Wednesday at 12:30?\n\nBen"));
	assert_true(doubts("A joke", "A consultant walks into a bar. The consultant says: you need to send me your watch, then I can tell you the time."));
}

static void moved_back_is_another_thing(void **state)
{
	static const char *const texts[] = { "The meeting is on Thursday at 10:00.", "The meeting is moved from Thursday to Friday at 10:00.", "The meeting is moved from Friday to Thursday at 10:00." };
	const struct px_mail_finding_context context = { NOW, px_zoneinfo_get("Europe/Berlin"), "en-GB", "anna@example.com", "Anna Berg", NULL, NULL };
	struct px_mail_findings found[3];
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < 3; i++) {
		const struct px_mail_parsed mail = { .from = "ben@example.com", .subject = "Meeting", .text = px_str(texts[i]) };
		px_mail_find(&mail, &context, &arena, &found[i]);
		assert_int_equal(found[i].count, 1);
	}
	assert_null(found[0].list[0].key_as_new);
	assert_string_not_equal(found[2].list[0].key, found[0].list[0].key);
	assert_string_not_equal(found[2].list[0].key, found[1].list[0].key);
	assert_string_equal(found[2].list[0].key_as_new, found[0].list[0].key);
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_the_person_is_asked), cmocka_unit_test(no_need_is_no_request),
		cmocka_unit_test(a_program_asks_by_a_day_or_not_at_all), cmocka_unit_test(days_that_were_moved_and_called_off),
		cmocka_unit_test(several_and_rotas), cmocka_unit_test(what_is_owed), cmocka_unit_test(what_is_no_order_and_what_is_one), cmocka_unit_test(what_is_paid_and_booked),
		cmocka_unit_test(moved_back_is_another_thing), cmocka_unit_test(who_is_meant_and_what_is_one), cmocka_unit_test(the_judge_doubts_what_only_sounds_like_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
