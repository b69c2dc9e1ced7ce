/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of both languages, and what fills their patterns. */
#include "proactive/words.h"

#include <stdio.h>
#include <string.h>

struct px_language {
	const char *today, *tomorrow, *yesterday;
	const char *weekdays[7], *months[12], *long_weekdays[7], *long_months[12];
	const char *day, *day_in_year;            /* patterns of a day: {weekday} {day} {month} {year} */
	const char *day_month_first, *day_in_year_month_first;
	const char *on_day;                       /* {day} */
	const char *long_day, *long_day_month_first;
	const char *span_day;                     /* NULL: as long_day */
	const char *when;                         /* {day} {clock} */
	struct { const char *one, *several; } phrases[PX_SAY_COUNT];
};

static const struct px_language english = {
	.today = "today", .tomorrow = "tomorrow", .yesterday = "yesterday",
	.weekdays = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
	.months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
	.day = "{weekday} {day} {month}", .day_in_year = "{weekday} {day} {month} {year}",
	.day_month_first = "{weekday}, {month} {day}", .day_in_year_month_first = "{weekday}, {month} {day}, {year}",
	.when = "{day} at {clock}", .on_day = "on {day}",
	.long_weekdays = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" },
	.long_months = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
			 "November", "December" },
	.long_day = "{weekday}, {day} {month}", .long_day_month_first = "{weekday}, {month} {day}",
	.phrases = {
		[PX_SAY_DUE] = { "Due {when}", NULL },
		[PX_SAY_WAS_DUE] = { "Was due {when}", NULL },
		[PX_SAY_PLANNED_FOR] = { "This was planned for {when}.", NULL },
		[PX_SAY_ALL_DAY] = { "{day}, all day", NULL },
		[PX_SAY_REMINDERS] = { "One reminder", "{count} reminders" },
		[PX_SAY_MISSED] = { "While I was away: one reminder", "While I was away: {count} reminders" },
		[PX_SAY_MISSED_ONE] = { "While I was away: {title}", NULL },
		[PX_SAY_TIMES] = { "once", "{count} times" },
		[PX_SAY_MORE] = { "and one more", "and {count} more" },
		[PX_SAY_BOUNCED] = { "Mail to {address} comes back", NULL },
		[PX_SAY_BOUNCED_WHY] = { "Its mail server says: “{reason}”. Until you say that it works again, nothing is sent there. "
					 "See Settings, Notifications.", NULL },
		[PX_SAY_BOUNCED_SO] = { "Until you say that it works again, nothing is sent there. See Settings, Notifications.", NULL },
		[PX_SAY_MORNING] = { "Good morning. Today is {day}.", NULL },
		[PX_SAY_MORNING_NAME] = { "Good morning, {name}. Today is {day}.", NULL },
		[PX_SAY_CLOCKS_FORWARD] = { " The clocks went forward last night.", NULL },
		[PX_SAY_CLOCKS_BACK] = { " The clocks went back last night.", NULL },
		[PX_SAY_HAPPY_BIRTHDAY] = { " Happy birthday!", NULL },
		[PX_SAY_EMPTY_DAY] = { "Nothing is planned and nothing is due. The day is yours.", NULL },
		[PX_SAY_EVENTS_TODAY] = { "One event today:", "{count} events today:" },
		[PX_SAY_WHOLE_DAY] = { "All day:", NULL },
		[PX_SAY_UNTIL] = { "Until {clock}:", NULL },
		[PX_SAY_CLASH] = { " (at the same time as {title})", NULL },
		[PX_SAY_WAY] = { " (only one minute after {title}, {place})", " (only {count} minutes after {title}, {place})" },
		[PX_SAY_NO_WAY] = { " (right after {title}, {place})", NULL },
		[PX_SAY_TASKS_DUE] = { "One task is due today:", "{count} tasks are due today:" },
		[PX_SAY_TASKS_SLIPPED] = { "One task has slipped:", "{count} tasks have slipped:" },
		[PX_SAY_TASK_AT] = { ", by {when}", NULL },
		[PX_SAY_TASK_SINCE] = { ", due since {when}", NULL },
		[PX_SAY_TASK_DUE_ON] = { ", due {when}", NULL },
		[PX_SAY_URGENT] = { ", urgent", NULL },
		[PX_SAY_DATES] = { "Worth remembering:", NULL },
		[PX_SAY_BIRTHDAY] = { "{who}'s birthday is {day}.", NULL },
		[PX_SAY_OWN_BIRTHDAY] = { "Your birthday is {day}.", NULL },
		[PX_SAY_ANNIVERSARY] = { "{who}'s anniversary is {day}.", NULL },
		[PX_SAY_OWN_ANNIVERSARY] = { "Your anniversary is {day}.", NULL },
		[PX_SAY_EXPIRES] = { "{who} expires {day}.", NULL },
		[PX_SAY_FREE] = { "Your first free time is from {from} to {to}.", NULL },
		[PX_SAY_NO_FREE] = { "There is no free hour between {from} and {to}.", NULL },
		[PX_SAY_PROPOSALS] = { "One proposal waits for your answer.", "{count} proposals wait for your answer." },
		[PX_SAY_SHORT_EVENTS] = { "one event", "{count} events" },
		[PX_SAY_SHORT_EVENTS_AT] = { "one event at {clock}", "{count} events, the first at {clock}" },
		[PX_SAY_SHORT_DUE] = { "one task due", "{count} tasks due" },
		[PX_SAY_SHORT_SLIPPED] = { "one slipped", "{count} slipped" },
		[PX_SAY_SHORT_EMPTY] = { "nothing planned, nothing due", NULL },
		[PX_SAY_REVIEW] = { "Your week from {from} to {to}.", NULL },
		[PX_SAY_REVIEW_TITLE] = { "Your week: one task done, {slipped} still open", "Your week: {count} tasks done, {slipped} still open" },
		[PX_SAY_DONE] = { "You finished one task:", "You finished {count} tasks:" },
		[PX_SAY_NOTHING_DONE] = { "No task was finished.", NULL },
		[PX_SAY_EVENTS_COMING] = { "One event in the next seven days:", "{count} events in the next seven days:" },
		[PX_SAY_TASKS_COMING] = { "One task is due in the next seven days:", "{count} tasks are due in the next seven days:" },
		[PX_SAY_UNDATED] = { "One open task has no date.", "{count} open tasks have no date." },
		[PX_SAY_REPLY_LIST] = { "Reply “done 2” or “move 1 to Friday”.", NULL },
		[PX_SAY_REPLY_ONE] = { "Reply “done”, or when I am to remind you again: “in 2 hours”, “tomorrow 9:00”.", NULL },
		[PX_SAY_ANSWER_DONE] = { "Done: {title}", NULL },
		[PX_SAY_ANSWER_SEEN] = { "Noted: {title}", NULL },
		[PX_SAY_ANSWER_MOVED] = { "“{title}” is now planned for {when}.", NULL },
		[PX_SAY_ANSWER_LATER] = { "I'll remind you of “{title}” again {when}.", NULL },
		[PX_SAY_ANSWER_ALL_LATER] = { "I'll remind you of all of it again {when}.", NULL },
		[PX_SAY_ANSWER_NOT] = { "Not done: {reason}", NULL },
		[PX_SAY_ANSWER_NO_NUMBER] = { "there is no open task or event under that number.", NULL },
		[PX_SAY_ANSWER_EVENT] = { "it is an event, which ends by itself.", NULL },
		[PX_SAY_ANSWER_WHICH] = { "Which one? Write “done 2”, with a number of the mail, or “all done”.", NULL },
		[PX_SAY_ANSWER_NO_TIME] = { "I found no time to come in “{text}”.", NULL },
		[PX_SAY_ANSWER_UNREAD] = { "I could not read: “{text}”", NULL },
		[PX_SAY_ANSWER_HOW_LIST] = { "I could not read that. Write “done 2” or “move 1 to Friday”, with the numbers of the mail.", NULL },
		[PX_SAY_ANSWER_HOW_ONE] = { "I could not read that. Write “done”, or when I am to remind you again: “in 2 hours”, “tomorrow 9:00”.", NULL },
		[PX_SAY_ANSWER_OLD] = { "That mail is more than {count} days old. Nothing was changed.", "That mail is more than {count} days old. Nothing was changed." },
		[PX_SAY_ANSWER_NOTHING] = { "That mail needs no answer. Nothing was changed.", NULL },
		[PX_SAY_ANSWER_MANY] = { "I have read {count} replies of yours within a day. This one changed nothing, and for the next hours I read no more.", NULL },
		[PX_SAY_VERIFY] = { "Confirm your e-mail address", NULL },
		[PX_SAY_VERIFY_TEXT] = { "Somebody, you we hope, gave this address to Pixie. Open this link to confirm it:\n\n{link}\n\n"
					 "If it was not you, do nothing.", NULL },
		[PX_SAY_RESET] = { "Set a new password", NULL },
		[PX_SAY_RESET_TEXT] = { "A new password was asked for. Open this link within an hour to set it:\n\n{link}\n\n"
					"If you did not ask for it, do nothing: your password stays as it is.", NULL },
		[PX_SAY_INVITE] = { "You are invited to Pixie", NULL },
		[PX_SAY_INVITE_TEXT] = { "You are invited to Pixie, an assistant that keeps tasks, calendar and memories. "
					 "Open this link within a week:\n\n{link}\n\nIf you don't want an account, do nothing.", NULL },
		[PX_SAY_EXISTS] = { "You have an account already", NULL },
		[PX_SAY_EXISTS_TEXT] = { "Somebody, you we hope, wanted to make an account with this address, but there is one already. "
					 "Sign in here:\n\n{link}\n\nIf you have forgotten your password, you can ask for a new one there.", NULL },
		[PX_SAY_SMS_CODE] = { "{code} is your code for Pixie. It is good for five minutes. Give it to nobody.", NULL },
		[PX_SAY_FOUND_EVENT] = { "Event", NULL },
		[PX_SAY_FOUND_BILL] = { "Pay", NULL },
		[PX_SAY_FOUND_PARCEL] = { "Parcel", NULL },
		[PX_SAY_FOUND_FLIGHT] = { "Flight", NULL },
		[PX_SAY_FOUND_TRAIN] = { "Train", NULL },
		[PX_SAY_FOUND_BUS] = { "Bus", NULL },
		[PX_SAY_FOUND_HOTEL] = { "Hotel", NULL },
		[PX_SAY_FOUND_TABLE] = { "Table", NULL },
		[PX_SAY_FOUND_CAR] = { "Rental car", NULL },
	},
};

static const struct px_language german = {
	.today = "heute", .tomorrow = "morgen", .yesterday = "gestern",
	.weekdays = { "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" },
	.months = { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
		    "Dezember" },
	.day = "{weekday}, {day}. {month}", .day_in_year = "{weekday}, {day}. {month} {year}",
	.when = "{day} um {clock}", .on_day = "am {day}",
	.long_weekdays = { "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag" },
	.long_months = { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
			 "November", "Dezember" },
	.long_day = "{weekday}, der {day}. {month}", .span_day = "{weekday}, {day}. {month}",
	.phrases = {
		[PX_SAY_DUE] = { "Fällig {when}", NULL },
		[PX_SAY_WAS_DUE] = { "War fällig {when}", NULL },
		[PX_SAY_PLANNED_FOR] = { "Das war für {when} geplant.", NULL },
		[PX_SAY_ALL_DAY] = { "{day}, ganztägig", NULL },
		[PX_SAY_REMINDERS] = { "Eine Erinnerung", "{count} Erinnerungen" },
		[PX_SAY_MISSED] = { "Während ich weg war: eine Erinnerung", "Während ich weg war: {count} Erinnerungen" },
		[PX_SAY_MISSED_ONE] = { "Während ich weg war: {title}", NULL },
		[PX_SAY_TIMES] = { "einmal", "{count}-mal" },
		[PX_SAY_MORE] = { "und noch eins", "und noch {count}" },
		[PX_SAY_BOUNCED] = { "Post an {address} kommt zurück", NULL },
		[PX_SAY_BOUNCED_WHY] = { "Der Mailserver dort sagt: „{reason}“. Bis du sagst, dass es wieder geht, wird nichts mehr dorthin geschickt. "
					 "Siehe Einstellungen, Benachrichtigungen.", NULL },
		[PX_SAY_BOUNCED_SO] = { "Bis du sagst, dass es wieder geht, wird nichts mehr dorthin geschickt. "
					"Siehe Einstellungen, Benachrichtigungen.", NULL },
		[PX_SAY_MORNING] = { "Guten Morgen. Heute ist {day}.", NULL },
		[PX_SAY_MORNING_NAME] = { "Guten Morgen, {name}. Heute ist {day}.", NULL },
		[PX_SAY_CLOCKS_FORWARD] = { " Heute Nacht wurden die Uhren vorgestellt.", NULL },
		[PX_SAY_CLOCKS_BACK] = { " Heute Nacht wurden die Uhren zurückgestellt.", NULL },
		[PX_SAY_HAPPY_BIRTHDAY] = { " Alles Gute zum Geburtstag!", NULL },
		[PX_SAY_EMPTY_DAY] = { "Nichts ist geplant und nichts ist fällig. Der Tag gehört dir.", NULL },
		[PX_SAY_EVENTS_TODAY] = { "Heute ein Termin:", "Heute {count} Termine:" },
		[PX_SAY_WHOLE_DAY] = { "Ganztägig:", NULL },
		[PX_SAY_UNTIL] = { "Bis {clock}:", NULL },
		[PX_SAY_CLASH] = { " (gleichzeitig mit: {title})", NULL },
		[PX_SAY_WAY] = { " (nur eine Minute nach: {title}, {place})", " (nur {count} Minuten nach: {title}, {place})" },
		[PX_SAY_NO_WAY] = { " (gleich nach: {title}, {place})", NULL },
		[PX_SAY_TASKS_DUE] = { "Eine Aufgabe ist heute fällig:", "{count} Aufgaben sind heute fällig:" },
		[PX_SAY_TASKS_SLIPPED] = { "Eine Aufgabe ist liegen geblieben:", "{count} Aufgaben sind liegen geblieben:" },
		[PX_SAY_TASK_AT] = { ", bis {when}", NULL },
		[PX_SAY_TASK_SINCE] = { ", fällig seit {when}", NULL },
		[PX_SAY_TASK_DUE_ON] = { ", fällig {when}", NULL },
		[PX_SAY_URGENT] = { ", dringend", NULL },
		[PX_SAY_DATES] = { "Nicht vergessen:", NULL },
		[PX_SAY_BIRTHDAY] = { "{who} hat {day} Geburtstag.", NULL },
		[PX_SAY_OWN_BIRTHDAY] = { "Du hast {day} Geburtstag.", NULL },
		[PX_SAY_ANNIVERSARY] = { "{who} hat {day} Jahrestag.", NULL },
		[PX_SAY_OWN_ANNIVERSARY] = { "Dein Jahrestag ist {day}.", NULL },
		[PX_SAY_EXPIRES] = { "{who} läuft {day} ab.", NULL },
		[PX_SAY_FREE] = { "Die erste freie Zeit ist von {from} bis {to}.", NULL },
		[PX_SAY_NO_FREE] = { "Zwischen {from} und {to} ist keine Stunde frei.", NULL },
		[PX_SAY_PROPOSALS] = { "Ein Vorschlag wartet auf deine Antwort.", "{count} Vorschläge warten auf deine Antwort." },
		[PX_SAY_SHORT_EVENTS] = { "ein Termin", "{count} Termine" },
		[PX_SAY_SHORT_EVENTS_AT] = { "ein Termin um {clock}", "{count} Termine, der erste um {clock}" },
		[PX_SAY_SHORT_DUE] = { "eine Aufgabe fällig", "{count} Aufgaben fällig" },
		[PX_SAY_SHORT_SLIPPED] = { "eine liegen geblieben", "{count} liegen geblieben" },
		[PX_SAY_SHORT_EMPTY] = { "nichts geplant, nichts fällig", NULL },
		[PX_SAY_REVIEW] = { "Deine Woche von {from} bis {to}.", NULL },
		[PX_SAY_REVIEW_TITLE] = { "Deine Woche: eine Aufgabe erledigt, {slipped} noch offen",
					     "Deine Woche: {count} Aufgaben erledigt, {slipped} noch offen" },
		[PX_SAY_DONE] = { "Du hast eine Aufgabe erledigt:", "Du hast {count} Aufgaben erledigt:" },
		[PX_SAY_NOTHING_DONE] = { "Keine Aufgabe wurde erledigt.", NULL },
		[PX_SAY_EVENTS_COMING] = { "Ein Termin in den nächsten sieben Tagen:", "{count} Termine in den nächsten sieben Tagen:" },
		[PX_SAY_TASKS_COMING] = { "Eine Aufgabe ist in den nächsten sieben Tagen fällig:",
					     "{count} Aufgaben sind in den nächsten sieben Tagen fällig:" },
		[PX_SAY_UNDATED] = { "Eine offene Aufgabe hat kein Datum.", "{count} offene Aufgaben haben kein Datum." },
		[PX_SAY_REPLY_LIST] = { "Antworte mit „erledigt 2“ oder „verschiebe 1 auf Freitag“.", NULL },
		[PX_SAY_REPLY_ONE] = { "Antworte mit „erledigt“, oder sag, wann ich wieder erinnern soll: „in 2 Stunden“, „morgen um 9“.", NULL },
		[PX_SAY_ANSWER_DONE] = { "Erledigt: {title}", NULL },
		[PX_SAY_ANSWER_SEEN] = { "Vermerkt: {title}", NULL },
		[PX_SAY_ANSWER_MOVED] = { "„{title}“ ist jetzt für {when} geplant.", NULL },
		[PX_SAY_ANSWER_LATER] = { "An „{title}“ erinnere ich dich wieder {when}.", NULL },
		[PX_SAY_ANSWER_ALL_LATER] = { "An alles erinnere ich dich wieder {when}.", NULL },
		[PX_SAY_ANSWER_NOT] = { "Nicht gemacht: {reason}", NULL },
		[PX_SAY_ANSWER_NO_NUMBER] = { "unter dieser Nummer steht keine offene Aufgabe und kein Termin.", NULL },
		[PX_SAY_ANSWER_EVENT] = { "das ist ein Termin, er endet von selbst.", NULL },
		[PX_SAY_ANSWER_WHICH] = { "Was davon? Schreib „erledigt 2“ mit einer Nummer aus der Mail, oder „alles erledigt“.", NULL },
		[PX_SAY_ANSWER_NO_TIME] = { "In „{text}“ habe ich keine künftige Zeit gefunden.", NULL },
		[PX_SAY_ANSWER_UNREAD] = { "Das konnte ich nicht lesen: „{text}“", NULL },
		[PX_SAY_ANSWER_HOW_LIST] = { "Das konnte ich nicht lesen. Schreib „erledigt 2“ oder „verschiebe 1 auf Freitag“, mit den Nummern aus der Mail.", NULL },
		[PX_SAY_ANSWER_HOW_ONE] = { "Das konnte ich nicht lesen. Schreib „erledigt“, oder wann ich wieder erinnern soll: „in 2 Stunden“, „morgen um 9“.", NULL },
		[PX_SAY_ANSWER_OLD] = { "Diese Mail ist mehr als {count} Tage alt. Nichts wurde geändert.", "Diese Mail ist mehr als {count} Tage alt. Nichts wurde geändert." },
		[PX_SAY_ANSWER_NOTHING] = { "Diese Mail braucht keine Antwort. Nichts wurde geändert.", NULL },
		[PX_SAY_ANSWER_MANY] = { "Ich habe an einem Tag {count} Antworten von dir gelesen. Diese hat nichts geändert, und in den nächsten Stunden lese ich keine mehr.", NULL },
		[PX_SAY_VERIFY] = { "Bestätige deine E-Mail-Adresse", NULL },
		[PX_SAY_VERIFY_TEXT] = { "Jemand, hoffentlich du, hat Pixie diese Adresse genannt. Öffne diesen Link, um sie zu bestätigen:"
					 "\n\n{link}\n\nWenn du das nicht warst, brauchst du nichts zu tun.", NULL },
		[PX_SAY_RESET] = { "Neues Passwort setzen", NULL },
		[PX_SAY_RESET_TEXT] = { "Ein neues Passwort wurde angefordert. Öffne innerhalb einer Stunde diesen Link, um es zu setzen:"
					"\n\n{link}\n\nWenn du es nicht angefordert hast, brauchst du nichts zu tun: Dein Passwort bleibt, wie es ist.",
					NULL },
		[PX_SAY_INVITE] = { "Einladung zu Pixie", NULL },
		[PX_SAY_INVITE_TEXT] = { "Du bist zu Pixie eingeladen, einem Assistenten für Aufgaben, Kalender und Erinnerungen. "
					 "Öffne innerhalb einer Woche diesen Link:\n\n{link}\n\n"
					 "Wenn du kein Konto möchtest, brauchst du nichts zu tun.", NULL },
		[PX_SAY_EXISTS] = { "Du hast schon ein Konto", NULL },
		[PX_SAY_EXISTS_TEXT] = { "Jemand, hoffentlich du, wollte mit dieser Adresse ein Konto anlegen, aber es gibt schon eines. "
					 "Melde dich hier an:\n\n{link}\n\n"
					 "Wenn du dein Passwort vergessen hast, kannst du dort ein neues anfordern.", NULL },
		[PX_SAY_SMS_CODE] = { "{code} ist dein Code für Pixie. Er gilt fünf Minuten. Gib ihn niemandem.", NULL },
		[PX_SAY_FOUND_EVENT] = { "Termin", NULL },
		[PX_SAY_FOUND_BILL] = { "Bezahlen", NULL },
		[PX_SAY_FOUND_PARCEL] = { "Paket", NULL },
		[PX_SAY_FOUND_FLIGHT] = { "Flug", NULL },
		[PX_SAY_FOUND_TRAIN] = { "Zug", NULL },
		[PX_SAY_FOUND_BUS] = { "Bus", NULL },
		[PX_SAY_FOUND_HOTEL] = { "Hotel", NULL },
		[PX_SAY_FOUND_TABLE] = { "Tisch", NULL },
		[PX_SAY_FOUND_CAR] = { "Mietwagen", NULL },
	},
};

static bool speaks(const char *locale, const char *language)
{
	size_t size = strlen(language);

	return locale && strncasecmp(locale, language, size) == 0 && (!locale[size] || locale[size] == '-');
}

void px_words_init(struct px_words *words, const char *locale, const struct px_tz *tz, int64_t now)
{
	bool american = speaks(locale, "en-US");

	*words = (struct px_words){ speaks(locale, "de") ? &german : &english, american, american, tz, now };
}

const char *px_words_name(const struct px_words *words, enum px_saying phrase)
{
	return words->language->phrases[phrase].one;
}

bool px_words_are_english(const struct px_words *words)
{
	return words->language == &english;
}

static const char *part_text(const struct px_filler *parts, const char *name, size_t size)
{
	for (; parts && parts->name; parts++)
		if (strlen(parts->name) == size && memcmp(parts->name, name, size) == 0)
			return parts->text;
	return "";
}

static void fill(const char *pattern, const struct px_filler *parts, struct px_buf *out)
{
	const char *open, *close;

	while ((open = strchr(pattern, '{')) && (close = strchr(open, '}'))) {
		(void)px_buf_printf(out, "%.*s%s", (int)(open - pattern), pattern,
				    part_text(parts, open + 1, (size_t)(close - open - 1)));
		pattern = close + 1;
	}
	(void)px_buf_text(out, pattern);
}

void px_words_say(const struct px_words *words, enum px_saying phrase, int64_t count, const struct px_filler *parts,
		     struct px_buf *out)
{
	const char *one = words->language->phrases[phrase].one, *several = words->language->phrases[phrase].several;
	char number[24];
	struct px_filler all[10] = { { "count", number } };
	size_t n = 1;

	snprintf(number, sizeof(number), "%lld", (long long)count);
	for (; parts && parts->name && n < 9; parts++)
		all[n++] = *parts;
	fill(several && count != 1 ? several : one, all, out);
}

static void write_clock(const struct px_words *words, struct px_civil c, bool with_half, struct px_buf *out)
{
	if (!words->twelve_hours)
		(void)px_buf_printf(out, "%02d:%02d", c.hour, c.minute);
	else if (c.minute)
		(void)px_buf_printf(out, "%d:%02d", (c.hour + 11) % 12 + 1, c.minute);
	else
		(void)px_buf_printf(out, "%d", (c.hour + 11) % 12 + 1);
	if (words->twelve_hours && with_half)
		(void)px_buf_text(out, c.hour < 12 ? " am" : " pm");
}

void px_words_clock(const struct px_words *words, int64_t utc, struct px_buf *out)
{
	write_clock(words, px_civil_from_ms(px_tz_to_local(words->tz, utc)), true, out);
}

void px_words_span(const struct px_words *words, int64_t start, int64_t end, struct px_buf *out)
{
	struct px_civil first = px_civil_from_ms(px_tz_to_local(words->tz, start));
	struct px_civil last = px_civil_from_ms(px_tz_to_local(words->tz, end));

	write_clock(words, first, (first.hour < 12) != (last.hour < 12) || first.day != last.day, out);
	(void)px_buf_text(out, "–");
	write_clock(words, last, true, out);
}

int32_t px_words_day_of(const struct px_words *words, int64_t utc)
{
	return px_civil_ms_day(px_tz_to_local(words->tz, utc));
}

void px_words_day(const struct px_words *words, int32_t day, struct px_buf *out)
{
	const struct px_language *language = words->language;
	int32_t today = px_words_day_of(words, words->now);
	int year, month, month_day, year_now, unused;
	char number[16], year_text[16];

	if (day >= today - 1 && day <= today + 1) {
		(void)px_buf_text(out, day == today ? language->today : day > today ? language->tomorrow : language->yesterday);
		return;
	}
	px_civil_from_day(day, &year, &month, &month_day);
	px_civil_from_day(today, &year_now, &unused, &unused);
	snprintf(number, sizeof(number), "%d", month_day);
	snprintf(year_text, sizeof(year_text), "%d", year);
	const struct px_filler parts[] = {
		{ "weekday", language->weekdays[px_civil_weekday(day)] }, { "day", number },
		{ "month", language->months[month - 1] }, { "year", year_text }, { NULL, NULL },
	};
	if (words->month_first)
		fill(year == year_now ? language->day_month_first : language->day_in_year_month_first, parts, out);
	else
		fill(year == year_now ? language->day : language->day_in_year, parts, out);
}

void px_words_on_day(const struct px_words *words, int32_t day, struct px_buf *out)
{
	struct px_buf text = PX_BUF_INIT(64);
	int32_t today = px_words_day_of(words, words->now);

	if (day >= today - 1 && day <= today + 1) {
		px_words_day(words, day, out);
		return;
	}
	px_words_day(words, day, &text);
	fill(words->language->on_day, (struct px_filler[]){ { "day", text.data }, { NULL, NULL } }, out);
	px_buf_release(&text);
}

static void fill_long_day(const struct px_words *words, const char *pattern, int32_t day, struct px_buf *out)
{
	const struct px_language *language = words->language;
	int year, month, month_day;
	char number[16];

	px_civil_from_day(day, &year, &month, &month_day);
	snprintf(number, sizeof(number), "%d", month_day);
	const struct px_filler parts[] = {
		{ "weekday", language->long_weekdays[px_civil_weekday(day)] }, { "day", number },
		{ "month", language->long_months[month - 1] }, { NULL, NULL },
	};
	fill(pattern, parts, out);
}

void px_words_long_day(const struct px_words *words, int32_t day, struct px_buf *out)
{
	fill_long_day(words, words->month_first ? words->language->long_day_month_first : words->language->long_day, day, out);
}

void px_words_span_day(const struct px_words *words, int32_t day, struct px_buf *out)
{
	if (words->language->span_day)
		fill_long_day(words, words->language->span_day, day, out);
	else
		px_words_long_day(words, day, out);
}

const char *px_words_weekday(const struct px_words *words, int32_t day)
{
	return words->language->long_weekdays[px_civil_weekday(day)];
}

static void fill_when(const struct px_words *words, int64_t utc, const char *clock, struct px_buf *out)
{
	struct px_buf day = PX_BUF_INIT(64);

	px_words_day(words, px_words_day_of(words, utc), &day);
	fill(words->language->when, (struct px_filler[]){ { "day", day.data }, { "clock", clock }, { NULL, NULL } }, out);
	px_buf_release(&day);
}

void px_words_when(const struct px_words *words, int64_t utc, bool day_only, struct px_buf *out)
{
	struct px_buf clock = PX_BUF_INIT(32);

	if (day_only) {
		px_words_day(words, px_words_day_of(words, utc), out);
	} else {
		px_words_clock(words, utc, &clock);
		fill_when(words, utc, clock.data, out);
	}
	px_buf_release(&clock);
}

void px_words_when_span(const struct px_words *words, int64_t start, int64_t end, struct px_buf *out)
{
	struct px_buf clock = PX_BUF_INIT(64);

	if (px_words_day_of(words, start) == px_words_day_of(words, end))
		px_words_span(words, start, end, &clock);
	else
		px_words_clock(words, start, &clock);
	fill_when(words, start, clock.data, out);
	px_buf_release(&clock);
}

void px_words_capital(struct px_buf *out, size_t from)
{
	if (from < out->size && out->data[from] >= 'a' && out->data[from] <= 'z')
		out->data[from] = (char)(out->data[from] - 'a' + 'A');
}
