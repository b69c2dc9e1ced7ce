/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which event a mail speaks of that calls one off or moves it in plain words:
 * on the day that it tells, by the words that the event's title shares with
 * it; its time, and who wrote it, only tell several of those apart.  Several
 * that it may be are as good as none: the caller proposes something for
 * exactly one.
 */
#ifndef PX_MAIL_MATCH_H
#define PX_MAIL_MATCH_H

#include "domain/event.h"

struct px_mail_told {
	const char *subject, *sentence;  /* neither is NULL */
	const char *name, *address;      /* of who wrote it; NULL: not known */
	bool absent;                     /* they only don't come: what is meant is with them alone, or named after them */
	const char *when;                /* ISO day or local time on which it was to be; NULL: not said */
};

struct px_mail_match {
	size_t count;                    /* how many it may be */
	struct px_occurrence one;        /* if it is one */
};

/* [tx] Looks a month ahead where no day is told, and then asks for more to tell it by. */
enum px_err px_mail_match_event(struct px_domain *domain, const struct px_mail_told *told, struct px_mail_match *match,
				struct px_error *error) PX_MUST_CHECK;

#endif
