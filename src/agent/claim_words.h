/* SPDX-License-Identifier: Apache-2.0 */
/* The English of claims: words apart by spaces, without apostrophes.  Private to agent/claim.c. */
#ifndef PX_AGENT_CLAIM_WORDS_H
#define PX_AGENT_CLAIM_WORDS_H

#include <stddef.h>

/* Verbs of change by what would make them true. */
struct px_claim_verbs {
	const char *words; /* past and participle; NULL ends the table */
	unsigned deeds;    /* 0: nothing would */
};
extern const struct px_claim_verbs px_claim_verbs[];

extern const char px_claim_doing[], px_claim_negations[], px_claim_modals[], px_claim_selves[], px_claim_auxiliaries[],
	px_claim_adverbs[], px_claim_openers[], px_claim_talk[], px_claim_entries[], px_claim_fillers[], px_claim_pronouns[],
	px_claim_ends[], px_claim_done[], px_claim_done_around[], px_claim_promises[], px_claim_reminders[], px_claim_yours[],
	px_claim_empty[], px_claim_task_nouns[], px_claim_event_nouns[], px_claim_any_nouns[], px_claim_places[], px_claim_when[],
	px_claim_history[];
extern const char *const px_claim_numbers[]; /* "zero".. ; NULL-terminated */

#endif
