/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How likely it is that something recalled answers a question: logistic in a
 * few signs, each between 0 and 1.
 *
 * The signs are what recall measured (likeness of the texts) and what
 * memory/evidence reads (names, the kind of value that is asked for, whose it
 * is).  tools/train_likelihood fits their weights on questions whose answers
 * are known and on questions that nobody answered.
 */
#ifndef PX_MEMORY_LIKELIHOOD_H
#define PX_MEMORY_LIKELIHOOD_H

#include "memory/evidence.h"
#include "memory/index.h"

enum px_sign {
	PX_SIGN_LATE,     /* likeness token by token; 0 without token vectors of a model */
	PX_SIGN_MEANING,  /* likeness of the texts; 0 without such a model */
	PX_SIGN_LEAD,     /* how far the likeness is above that of the next best hit */
	PX_SIGN_MET,      /* share of the question's words that are met */
	PX_SIGN_ALL,      /* all of them are */
	PX_SIGN_NAMELESS, /* a name of the question is not met */
	PX_SIGN_TYPED,    /* a kind of value is asked for, and there is one */
	PX_SIGN_UNTYPED,  /* a kind of value is asked for, and there is none */
	PX_SIGN_FOREIGN,  /* it is of somebody else */
	PX_SIGN_LACKING,  /* a word that has a family is not met */
	PX_SIGN_NEAR,     /* mean of how near each word of the question is to some word */
	PX_SIGN_NEAREST,  /* the least of that */
	PX_SIGN_RANK,     /* 1 of the first hit, 1/2 of the second, and so on */
	PX_SIGN_COVERED,  /* share of the question's words that it has itself, weighed by rarity */
	PX_SIGN_WEAKEST,  /* likeness of the rare token of the question that is least like any; 0 without token vectors */
	PX_SIGN_NO_NAME,  /* a name is asked for, and there is none; likewise the next ones */
	PX_SIGN_NO_NUMBER,
	PX_SIGN_NO_TIME,
	PX_SIGN_NO_PLACE,
	PX_SIGN_OPEN,     /* no kind of value is asked for */
	PX_SIGN_AWAY,     /* how far it is from the time that the question names */
	PX_SIGN_JOINED,   /* share of the question's words that it and another hit meet together */
	PX_SIGN_ALONE,    /* share of the words that it meets, of a question that two hits meet together */
	PX_SIGN_SAID,     /* words of the person's, rather than a task, an event or a document */
	PX_SIGNS
};

struct px_likelihood {
	float signs[PX_SIGNS];
	float answers; /* 0..1 */
	bool strict;   /* it names all that the question does, and holds such a value (px_evidence_answers) */
};

/* As signs are called in answers of the API. */
extern const char *const px_sign_names[PX_SIGNS];

/*
 * Of each hit of a search.  `model`: likeness is of a language model's vectors;
 * false: of the built-in table's, or there is none.
 */
void px_likelihood_of(const struct px_asked_for *asked, const struct px_memory_hit *hits, size_t count, bool model,
		      struct px_likelihood *likelihoods);

#endif
