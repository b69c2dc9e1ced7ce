/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The languages there are, and which one a thread reads in.  Builds that must
 * be small (the browser's preview) leave all but English out.
 */
#include "nlu/language.h"

_Thread_local const struct px_language *px_language_in_use = &px_english;

const struct px_language *const px_languages[] = {
	&px_english,
#ifndef PX_ENGLISH_ONLY
	&px_german,
#endif
	NULL,
};
