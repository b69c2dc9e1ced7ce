/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words by which mails in twelve languages tell what they want: a table, in
 * which languages stand beside each other and are not told apart.  All of it
 * is compared with folded text.
 */
#ifndef PX_MAIL_WORDS_H
#define PX_MAIL_WORDS_H

#include "base/str.h"

enum px_mail_cue {
	PX_CUE_REQUEST,     /* "please", "could you": something is asked of the reader */
	PX_CUE_DEADLINE,    /* "by", "no later than", before a date */
	PX_CUE_BILL,        /* an invoice or reminder of one */
	PX_CUE_DUE,         /* "due", "payable by": its date is when to pay */
	PX_CUE_PAID,        /* it is paid already, or will be debited: nothing is to be done */
	PX_CUE_PARCEL,
	PX_CUE_ARRIVES,     /* "will be delivered" */
	PX_CUE_APPOINTMENT, /* something takes place */
	PX_CUE_COURTESY,    /* what sounds like a request and is none: "please find attached" */
	PX_CUE_DONE,        /* "thank you for your payment", "was cancelled" */
	PX_CUE_COUNT
};

/* Whether the folded text holds one of the words or phrases; those of letters stand alone in it. */
bool px_mail_says(enum px_mail_cue cue, struct px_str folded);

struct px_mail_name {
	const char *stem;   /* folded beginning of the word */
	int value;          /* month 1..12, weekday 0 (Monday) .. 6, or days from today */
	int more;           /* letters that may follow the stem; -1: any */
};
/* Each ends with a NULL stem; longer stems stand before shorter ones that begin alike. */
extern const struct px_mail_name px_mail_months[], px_mail_weekdays[], px_mail_days[];

/* Where what was quoted begins: the folded line is the head of another mail ("on ... wrote:"). */
bool px_mail_quotes(struct px_str folded_line);
/* ... or of one that is passed on. */
bool px_mail_forwards(struct px_str folded_line);
/* The line is a greeting, or begins the end of the letter. */
bool px_mail_greets(struct px_str folded_line);
bool px_mail_closes(struct px_str folded_line);

#endif
