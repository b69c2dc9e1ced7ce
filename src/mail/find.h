/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a mail gives to do: invitations and their changes, reservations and
 * bills that programs are told (schema.org), bills, parcels, appointments and
 * requests in its sentences.
 *
 * Each finding is a call of a tool that could be proposed, with the sentence
 * that it was read from.  Nothing here decides, looks at rows or changes any:
 * a mail is what somebody wrote.  Pure.
 */
#ifndef PX_MAIL_FIND_H
#define PX_MAIL_FIND_H

#include "base/tz.h"
#include "mail/parsed.h"

enum px_mail_finding_kind {
	PX_FOUND_INVITATION, PX_FOUND_CANCELLED, PX_FOUND_RESERVATION, PX_FOUND_BILL, PX_FOUND_PARCEL, PX_FOUND_APPOINTMENT, PX_FOUND_REQUEST,
};
extern const char *const px_mail_finding_names[]; /* "invitation" */

enum { PX_MAIL_FINDINGS_MAX = 10, PX_MAIL_FINDING_TITLE = 160 };

struct px_mail_finding {
	enum px_mail_finding_kind kind;
	bool event;             /* of the calendar; else a task */
	const char *title;
	const char *start, *end; /* ISO: of a task when it is due; NULL: not said */
	bool all_day;
	const char *location, *attendees, *rule, *detail; /* NULL: none; attendees: JSON array; detail: a reservation's number */
	bool moved;             /* told of what is in the calendar, perhaps: it takes another day or time */
	const char *was;        /* of what was moved or called off in words: when it was to be; NULL: not said */
	bool absent;            /* the writer calls off or moves it only by not coming: it is theirs if it is with them alone */
	const char *uid;        /* of an invitation or reservation: what a later mail about it names, too */
	int64_t sequence;
	const char *quote;      /* the sentence, or what the invitation says in words */
	const char *key;        /* the same for the same thing found in another mail */
	const char *key_as_new; /* of what was moved: its key if it were told for the first time; else NULL */
	bool told;              /* read in the letter's words, in ... */
	size_t sentence;        /* ... this one of its sentences */
	bool doubtful;          /* told, but the judge thinks that nobody would put it before the person */
};

/* Told what the judge (judge.h) is given of each sentence: for those who train it. */
typedef void (*px_mail_features_fn)(void *arg, size_t sentence, const uint16_t *features, size_t count);

struct px_mail_finding_context {
	int64_t now;            /* when the mail was written, UTC ms */
	const struct px_tz *tz; /* of the person */
	const char *locale;
	const char *address;    /* of the mailbox */
	const char *name;       /* of the person; NULL: not known */
	px_mail_features_fn features; /* NULL: nobody trains */
	void *features_arg;
};

struct px_mail_findings {
	struct px_mail_finding list[PX_MAIL_FINDINGS_MAX];
	size_t count;
};

void px_mail_find(const struct px_mail_parsed *mail, const struct px_mail_finding_context *context, struct px_arena *arena,
		  struct px_mail_findings *findings);

#endif
