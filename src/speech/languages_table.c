/* SPDX-License-Identifier: Apache-2.0 */
/* OpenAI names languages in English, other servers by ISO 639-1. */
#include "speech/languages.h"

static const struct {
	const char *name, code[3];
} languages[] = {
	{ "afrikaans", "af" }, { "arabic", "ar" }, { "armenian", "hy" }, { "azerbaijani", "az" }, { "belarusian", "be" }, { "bengali", "bn" },
	{ "bosnian", "bs" }, { "bulgarian", "bg" }, { "catalan", "ca" }, { "chinese", "zh" }, { "croatian", "hr" }, { "czech", "cs" },
	{ "danish", "da" }, { "dutch", "nl" }, { "english", "en" }, { "estonian", "et" }, { "finnish", "fi" }, { "french", "fr" },
	{ "galician", "gl" }, { "georgian", "ka" }, { "german", "de" }, { "greek", "el" }, { "hebrew", "he" }, { "hindi", "hi" },
	{ "hungarian", "hu" }, { "icelandic", "is" }, { "indonesian", "id" }, { "italian", "it" }, { "japanese", "ja" }, { "kannada", "kn" },
	{ "kazakh", "kk" }, { "korean", "ko" }, { "latvian", "lv" }, { "lithuanian", "lt" }, { "macedonian", "mk" }, { "malay", "ms" },
	{ "maori", "mi" }, { "marathi", "mr" }, { "nepali", "ne" }, { "norwegian", "no" }, { "persian", "fa" }, { "polish", "pl" },
	{ "portuguese", "pt" }, { "romanian", "ro" }, { "russian", "ru" }, { "serbian", "sr" }, { "slovak", "sk" }, { "slovenian", "sl" },
	{ "spanish", "es" }, { "swahili", "sw" }, { "swedish", "sv" }, { "tagalog", "tl" }, { "tamil", "ta" }, { "thai", "th" },
	{ "turkish", "tr" }, { "ukrainian", "uk" }, { "urdu", "ur" }, { "vietnamese", "vi" }, { "welsh", "cy" },
};

const char *px_language_code(struct px_str name)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		if (px_str_eq_case(name, px_str(languages[i].name)) || px_str_eq_case(name, px_str(languages[i].code)))
			return languages[i].code;
	}
	return NULL;
}
