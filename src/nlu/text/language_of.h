/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which language a message is in: by the words that one language has and the
 * others have not (PX_WORDS_LANGUAGE_SIGN), and where they don't tell, by the
 * person's locale.
 */
#ifndef PX_NLU_TEXT_LANGUAGE_OF_H
#define PX_NLU_TEXT_LANGUAGE_OF_H

#include "base/str.h"
#include "nlu/language.h"

/* Looks at the first PX_LANGUAGE_TOKENS words and marks; `locale` may be NULL.  Never NULL. */
enum { PX_LANGUAGE_TOKENS = 64 };
const struct px_language *px_language_of(struct px_str text, const char *locale);

#endif
