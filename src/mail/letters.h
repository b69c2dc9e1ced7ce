/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The letters that identity asks for: to confirm an address, to set a new
 * password, to invite, to say that an account exists.  Their words are with all
 * others (proactive/words.c).
 */
#ifndef PX_MAIL_LETTERS_H
#define PX_MAIL_LETTERS_H

#include "base/arena.h"

struct px_letter {
	const char *subject, *text;
};

/*
 * The letter of a kind of job ("mail.verify_email"); `link` is the address with its token, or of Pixie.  False: there is
 * no such letter.
 */
bool px_letter_write(struct px_arena *arena, const char *kind, const char *locale, const char *link,
		     struct px_letter *letter);
/* The path of the page that takes the token of that kind: "/verify#". */
const char *px_letter_path(const char *kind);

#endif
