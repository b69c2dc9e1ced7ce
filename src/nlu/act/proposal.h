/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a message has come to so far, as a value: acts add calls or a question to
 * it, plan/ keeps it or drops it.
 */
#ifndef PX_NLU_ACT_PROPOSAL_H
#define PX_NLU_ACT_PROPOSAL_H

#include "nlu/read/session.h"

/* What a question waits for. */
struct px_asked {
	const char *tool, *arguments, *slot;
	struct px_nlu_item candidates[PX_STATE_ITEMS];
	size_t candidate_count;
};

struct px_proposal {
	struct px_nlu_result result; /* calls, question, confidence, why */
	struct px_spans spans;
	struct px_nlu_session next;      /* as later requests of the message find it */
	struct px_str text;          /* with what is left of it to read */
	const struct px_request *request; /* the last one, as the act that took it went on with it; or NULL */
	struct px_asked question; /* the one at hand, or the last one that was asked */
	size_t name_begin, name_end; /* bytes that name what the request is about */
	bool heeded;                 /* the calls leave out what the request excepts */
	bool unsure;                 /* the question at hand is only a guess of what was wanted */
	bool sure;                   /* the rule at work needs no second opinion */
	bool led;                    /* the classifier has decided: it need not be asked again */
	bool withheld;               /* a call or question of the act at work was not one to make (act/withheld.h) */
};

/* A copy of the request that its act may read on; spans are then those of the copy. */
struct px_request *px_proposal_read_on(const struct px_request *request, struct px_proposal *proposal);
/* These words name what the request is about; the last ones said so count. */
void px_proposal_name(struct px_proposal *proposal, const struct px_word *words, size_t count);
void px_proposal_span(struct px_proposal *proposal, const char *slot, size_t begin, size_t end);
/* Adds those that the proposal doesn't have. */
void px_proposal_spans(struct px_proposal *proposal, const struct px_spans *spans);
/* Is the thing left out?  Notes that the exception is heeded. */
bool px_proposal_excepts(const struct px_request *request, struct px_proposal *proposal,
			 const struct px_nlu_item *item);
/* Hands the exceptions on to a call with "all". */
void px_proposal_except(const struct px_request *request, struct px_proposal *proposal, struct px_args *args);
/* The classifier doesn't object to the intent. */
bool px_proposal_allows(const struct px_request *request, const struct px_proposal *proposal, enum px_intent intent);

#endif
