/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements that something is another than it was: "11 instead of 9:30", "Kai can't do 5, 6 instead", "the 26th is
 * sports day now, so we are moving to the 3rd".  Says which words are the old value and which the new one; which
 * thing has it, and what is to change, is act/restated.c's.
 */
#ifndef PX_NLU_REFER_CONTRAST_H
#define PX_NLU_REFER_CONTRAST_H

#include "nlu/read/session.h"

struct px_contrast {
	size_t begin, end;      /* the sentence, or two, that say it: bytes of the text */
	struct px_cut old, now; /* bytes around each value; empty where it isn't said */
	bool once;    /* somebody can't then: of a series only that day */
	bool off;     /* nothing takes its place */
	bool added;   /* `now` is how much longer it may take */
	bool leans;   /* without a name it is of the thing that has the old value, or of what was spoken of last */
};

/* The first one that begins at or after byte `from`; false if there is none. */
bool px_contrast_find(const struct px_request *source, size_t from, struct px_contrast *found);

#endif
