/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of px_mail_find: each adds what it finds. */
#ifndef PX_MAIL_FIND_INTERNAL_H
#define PX_MAIL_FIND_INTERNAL_H

#include "mail/find.h"
#include "proactive/words.h"

struct finder {
	const struct px_mail_parsed *mail;
	const struct px_mail_finding_context *context;
	struct px_arena *arena;
	struct px_mail_findings *findings;
	bool bulk;              /* sent to many */
	struct px_words words;  /* what we say about it */
	const char *subject;    /* without "Re:" and the like; "" if there is none */
};

/* Keeps a finding, unless it is there already or there is no room; title and quote are cut, the key is made. */
void find_add(struct finder *finder, const struct px_mail_finding *finding);
/* A word of ours about it, in the person's language. */
static inline const char *find_word(const struct finder *finder, enum px_saying phrase)
{
	return px_words_name(&finder->words, phrase);
}
/* A text of a JSON object, trimmed, in the arena; NULL if it is none. */
const char *find_text_of(struct finder *finder, const json_t *object, const char *key);
/* Whether the ISO time is past, seen from the mail. */
bool find_is_past(const struct finder *finder, const char *iso);

void find_in_calendars(struct finder *finder);
void find_in_data(struct finder *finder);
void find_in_text(struct finder *finder);

#endif
