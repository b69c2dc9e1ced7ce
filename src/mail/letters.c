/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/letters.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *kind, *path;
	struct {
		const char *subject, *before, *after;
	} words[2]; /* English, German */
} letters[] = {
	{ "mail.verify_email", "/verify#",
	  { { "Confirm your e-mail address",
	      "Somebody, you we hope, gave this address to Pixie. Open this link to confirm it:",
	      "If it was not you, do nothing." },
	    { "Bestätige deine E-Mail-Adresse",
	      "Jemand, hoffentlich du, hat Pixie diese Adresse genannt. Öffne diesen Link, um sie zu bestätigen:",
	      "Wenn du das nicht warst, brauchst du nichts zu tun." } } },
	{ "mail.reset_password", "/reset#",
	  { { "Set a new password",
	      "A new password was asked for. Open this link within an hour to set it:",
	      "If you did not ask for it, do nothing: your password stays as it is." },
	    { "Neues Passwort setzen",
	      "Ein neues Passwort wurde angefordert. Öffne innerhalb einer Stunde diesen Link, um es zu setzen:",
	      "Wenn du es nicht angefordert hast, brauchst du nichts zu tun: Dein Passwort bleibt, wie es ist." } } },
	{ "mail.invite", "/sign-up?invite=",
	  { { "You are invited to Pixie",
	      "You are invited to Pixie, an assistant that keeps tasks, calendar and memories. Open this link within a week:",
	      "If you don't want an account, do nothing." },
	    { "Einladung zu Pixie",
	      "Du bist zu Pixie eingeladen, einem Assistenten für Aufgaben, Kalender und Erinnerungen. Öffne innerhalb einer Woche diesen Link:",
	      "Wenn du kein Konto möchtest, brauchst du nichts zu tun." } } },
	{ "mail.account_exists", "/sign-in",
	  { { "You have an account already",
	      "Somebody, you we hope, wanted to make an account with this address, but there is one already. Sign in here:",
	      "If you have forgotten your password, you can ask for a new one there." },
	    { "Du hast schon ein Konto",
	      "Jemand, hoffentlich du, wollte mit dieser Adresse ein Konto anlegen, aber es gibt schon eines. Melde dich hier an:",
	      "Wenn du dein Passwort vergessen hast, kannst du dort ein neues anfordern." } } },
};
enum { LETTER_COUNT = sizeof(letters) / sizeof(letters[0]) };

bool px_letter_write(struct px_arena *arena, const char *kind, const char *locale, const char *link,
		     struct px_letter *letter)
{
	int language = locale && strncasecmp(locale, "de", 2) == 0;

	for (size_t i = 0; i < LETTER_COUNT; i++) {
		if (strcmp(letters[i].kind, kind) != 0)
			continue;
		letter->subject = letters[i].words[language].subject;
		letter->text = px_arena_printf(arena, "%s\n\n%s\n\n%s\n", letters[i].words[language].before, link,
					       letters[i].words[language].after);
		return true;
	}
	return false;
}

const char *px_letter_path(const char *kind)
{
	for (size_t i = 0; i < LETTER_COUNT; i++)
		if (strcmp(letters[i].kind, kind) == 0)
			return letters[i].path;
	return NULL;
}
