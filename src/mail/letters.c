/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/letters.h"

#include "base/buf.h"
#include "proactive/words.h"

#include <string.h>

enum { TEXT_MAX = 8192 };

static const struct {
	const char *kind, *path;
	enum px_saying subject, text;
} letters[] = {
	{ "mail.verify_email", "/verify#", PX_SAY_VERIFY, PX_SAY_VERIFY_TEXT },
	{ "mail.reset_password", "/reset#", PX_SAY_RESET, PX_SAY_RESET_TEXT },
	{ "mail.invite", "/sign-up?invite=", PX_SAY_INVITE, PX_SAY_INVITE_TEXT },
	{ "mail.account_exists", "/sign-in", PX_SAY_EXISTS, PX_SAY_EXISTS_TEXT },
};
enum { LETTER_COUNT = sizeof(letters) / sizeof(letters[0]) };

bool px_letter_write(struct px_arena *arena, const char *kind, const char *locale, const char *link,
		     struct px_letter *letter)
{
	struct px_buf text = PX_BUF_INIT(TEXT_MAX);
	struct px_words words;
	size_t i = 0;

	while (i < LETTER_COUNT && strcmp(letters[i].kind, kind) != 0)
		i++;
	if (i == LETTER_COUNT)
		return false;
	px_words_init(&words, locale, NULL, 0);
	px_words_say(&words, letters[i].text, 1, (struct px_filler[]){ { "link", link }, { NULL, NULL } }, &text);
	(void)px_buf_char(&text, '\n');
	letter->subject = px_words_name(&words, letters[i].subject);
	letter->text = px_arena_str(arena, px_buf_view(&text));
	if (text.data)
		explicit_bzero(text.data, text.capacity);
	px_buf_release(&text);
	return true;
}

const char *px_letter_path(const char *kind)
{
	for (size_t i = 0; i < LETTER_COUNT; i++)
		if (strcmp(letters[i].kind, kind) == 0)
			return letters[i].path;
	return NULL;
}
