/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is so: the effects of a turn, and the person's tasks and calendar, in
 * the form in which sentences are held against them.  Private to agent/truth.c.
 */
#ifndef PX_AGENT_TRUTH_ROWS_H
#define PX_AGENT_TRUTH_ROWS_H

#include "agent/claim.h"
#include "agent/context.h"
#include "agent/truth.h"
#include "nlu/time/time.h"

enum { PX_TRUTH_TIMES = 16, PX_TRUTH_MENTIONS = 16, PX_TRUTH_WORDS = 64 };

/* A row that the turn changed. */
struct px_truth_effect {
	unsigned deed;
	struct px_id id;
	const char *entity;
	const char *title;
	const char *text;         /* all its words, before and after, in small letters */
	struct px_time_point times[PX_TRUTH_TIMES];
	size_t time_count;
	bool recurs, timed;
};

struct px_truth {
	const struct px_truth_input *in;
	struct px_domain *domain;
	struct px_error *error;
	struct px_nlu_context nlu; /* with the items */
	struct px_context *own;
	struct px_time_context time;
	struct px_truth_effect *effects;
	size_t effect_count;
	unsigned deeds;            /* of all effects */
	const char *done;          /* their summaries, "; " between; NULL: nothing was done */
	const char *proposed;      /* those of proposals, likewise */
};

enum px_err px_truth_open(struct px_truth *truth, const struct px_truth_input *in, struct px_domain *domain,
			  struct px_error *error) PX_MUST_CHECK;
void px_truth_close(struct px_truth *truth);

/* Whether `text` has the word, in another form perhaps ("calls", "calling"). */
bool px_truth_has_word(const char *text, const char *word);
/* Whether a point of time is meant by these words. */
bool px_truth_time_fits(const struct px_time_expr *said, struct px_time_point point, bool recurs);
bool px_truth_fits_effect(const struct px_truth_effect *effect, const struct px_time_expr *said);
/* Also by an occurrence of a repeating event. */
bool px_truth_fits_item(struct px_truth *truth, const struct px_nlu_item *item, const struct px_time_expr *said);
/* The items whose titles the sentence names; those that another one holds are left out. */
size_t px_truth_mentions(const struct px_truth *truth, const struct px_said_words *words,
			 const struct px_nlu_item *items[PX_TRUTH_MENTIONS]);
/* Whether a title of any of the person's rows, closed ones too, is or holds these words, or is held by them. */
bool px_truth_is_title(struct px_truth *truth, struct px_str words);
/* Whether a line of what the model was shown has all these words; `literally` (may be empty) too. */
bool px_truth_was_seen(const struct px_truth *truth, const char *const *words, size_t count, struct px_str literally);

#endif
