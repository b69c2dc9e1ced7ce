/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Accept the first", "yes, do that", "decline all": a person's word on what is
 * proposed to them.  Only whole messages of that kind are read, and only while
 * something is open; a bare yes or no means what the last turn proposed ("OK"
 * and "thanks" alone mean neither).
 */
#ifndef PX_AGENT_CONSENT_H
#define PX_AGENT_CONSENT_H

#include "base/str.h"

struct px_consent {
	bool accepts;  /* else it declines */
	bool bare;     /* yes or no alone: of what was proposed last */
	bool all;
	int number;    /* from 1; -1: the last; 0: none is named */
};

/* Cheap for all other texts. */
bool px_consent_read(struct px_str text, struct px_consent *consent);

#endif
