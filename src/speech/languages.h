/* SPDX-License-Identifier: Apache-2.0 */
/* Names of languages as transcription servers give them. */
#ifndef PX_SPEECH_LANGUAGES_H
#define PX_SPEECH_LANGUAGES_H

#include "base/str.h"

/* "english" or "en": "en", static; NULL for what is neither. */
const char *px_language_code(struct px_str name);

#endif
