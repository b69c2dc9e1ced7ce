/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The English words by which facts and questions are read.  Lists are words
 * apart by spaces, or phrases apart by '|'.
 */
#ifndef PX_MEMORY_EN_H
#define PX_MEMORY_EN_H

#include <stdbool.h>

struct px_en_contraction {
	const char *ending;        /* of a word; NULL ends the table */
	const char *first, *second; /* what it stands for; `first` only of whole words */
	bool whole;                /* the ending is the whole word */
};
extern const struct px_en_contraction px_en_contractions[];

/* A verb that can say a fact. */
struct px_en_verb {
	const char *forms;      /* every form, lower case */
	const char *attribute;  /* what it says of its subject; NULL: made of the verb and its object */
	bool state;             /* it tells how things are, in the present as in the perfect */
	bool single;            /* a new value takes the place of the old */
};
extern const struct px_en_verb px_en_verbs[];

/* Words of one meaning: facts are kept and asked for by the first of them. */
extern const char *const px_en_same[]; /* lists; the last is NULL */
/* Of attributes that have one value at a time. */
extern const char px_en_single[];

extern const char px_en_fillers_before[], px_en_fillers_after[], px_en_titles[], px_en_pronouns[],
	px_en_determiners[], px_en_joints[], px_en_kin[], px_en_adverbs[], px_en_auxiliaries[], px_en_be[],
	px_en_hypothetical[], px_en_future[], px_en_guess[], px_en_hearsay[], px_en_sarcasm[], px_en_moment_times[],
	px_en_moment_states[], px_en_moment_things[], px_en_duty[], px_en_traits[], px_en_event_nouns[],
	px_en_change[], px_en_ended[], px_en_weather[], px_en_exaggeration[], px_en_secret_names[], px_en_secret_weak[],
	px_en_question_words[], px_en_question_openers[], px_en_stop[], px_en_prepositions[], px_en_plain_past[],
	px_en_habits[], px_en_fresh[], px_en_not_things[], px_en_question_lead[], px_en_question_about[], px_en_asks_number[], px_en_asks_time[],
	px_en_asks_name[], px_en_days[], px_en_mocking[];

#endif
