/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words by which mails in twelve languages tell what they want: tables, in
 * which languages stand beside each other and are not told apart.  All of it
 * is compared with folded text.
 */
#ifndef PX_MAIL_WORDS_H
#define PX_MAIL_WORDS_H

#include "base/str.h"

/* What each is about; its words are in cues.def. */
enum px_mail_cue {
	PX_CUE_REQUEST,     /* "please", "could you": something is asked of the reader */
	PX_CUE_ORDER,       /* "send", "tell" at the beginning of a clause: asked without a "please" */
	PX_CUE_NEEDED,      /* a deadline that is told: "has to be", "we need" */
	PX_CUE_LACKS,       /* what somebody has not, with nobody asked for it */
	PX_CUE_LEAVE,       /* "can I": the reader is to decide */
	PX_CUE_ATTEND,      /* it is asked whether the reader comes */
	PX_CUE_SURVEY,      /* an opinion is asked for */
	PX_CUE_WISH,        /* before a date: the writer would have something by then */
	PX_CUE_EXPIRES,     /* before a date: it ends then */
	PX_CUE_DEADLINE,    /* "by", "no later than", before a date */
	PX_CUE_NO_DEADLINE, /* "come by" */
	PX_CUE_SECRET,      /* a password, an account: not to be asked for in a mail */
	PX_CUE_NO_NEED,     /* an obligation that there is not ... */
	PX_CUE_NOTHING,     /* ... in anything */
	PX_CUE_CONDITION,   /* "if you have questions" ... */
	PX_CUE_POLITE_IF,   /* ... but not "if you can" */
	PX_CUE_BILL,        /* an invoice or reminder of one */
	PX_CUE_DUE,         /* "due", "payable by": its date is when to pay */
	PX_CUE_PAID,        /* it is paid already, or will be debited: nothing is to be done */
	PX_CUE_RECEIPT,     /* ... of which the mail is the receipt */
	PX_CUE_UNPAID,      /* ... of which the opposite is said */
	PX_CUE_PARCEL,
	PX_CUE_ARRIVES,     /* "will be delivered" */
	PX_CUE_NOT_ARRIVED, /* it could not be delivered */
	PX_CUE_FETCH,       /* a parcel lies ready to be fetched */
	PX_CUE_READY,       /* anything does: a passport, a recipe */
	PX_CUE_APPOINTMENT, /* something takes place */
	PX_CUE_TRAVEL,      /* a journey, a stay, a table, a ticket ... */
	PX_CUE_BOOKED,      /* ... that is booked */
	PX_CUE_CANCELLED,   /* it does not take place */
	PX_CUE_KEPT,        /* ... of which the opposite is said, or that the reader may do */
	PX_CUE_ABSENT,      /* who writes does not come to it */
	PX_CUE_NEW_DAY,     /* before the day that something was moved to ... */
	PX_CUE_OLD_DAY,     /* ... and from */
	PX_CUE_EVENING,     /* what takes place then */
	PX_CUE_SMALL,       /* words that tell nothing of what something is about */
	PX_CUE_GUESS,       /* "you must be tired": no order */
	PX_CUE_GENERAL,     /* "people should": no order either */
	PX_CUE_INSTEAD,     /* another day, behind one that was called off */
	PX_CUE_LATEST,      /* behind a day: it is a deadline */
	PX_CUE_FYI,         /* passed on so that it is known */
	PX_CUE_OR,          /* of several days, one */
	PX_CUE_MOVES,       /* of two days, the last is where it was moved to */
	PX_CUE_OFFER,       /* what the writer does: "bring ich" */
	PX_CUE_COURTESY,    /* what sounds like a request and is none: "please find attached" */
	PX_CUE_DONE,        /* "has been delivered" */
	PX_CUE_NEWS,        /* told so that it is known: "just so you know", opening hours */
	PX_CUE_PAST,        /* what was */
	PX_CUE_PROMO,       /* something is sold */
	PX_CUE_AUTOMATIC,   /* a program wrote the mail */
	PX_CUE_AWAY,        /* of a subject: an answer that was sent in the writer's absence */
	PX_CUE_ANSWER,      /* "let me know" */
	PX_CUE_CALL,        /* a call that is asked for */
	PX_CUE_ALL,         /* those whom a greeting is to, if it is none by name */
	PX_CUE_MANY,        /* of these, those who are a group */
	PX_CUE_TITLE,       /* "Mr" */
	PX_CUE_YOU,         /* said to whom the sentence names */
	PX_CUE_ME,          /* the writer, to whom something is to be done */
	PX_CUE_WE,          /* the writer and those who are written to */
	PX_CUE_PRONOUN,     /* names nothing: "those" */
	PX_CUE_FINITE,      /* what makes a clause of words: a verb, or who does it */
	PX_CUE_IT,          /* what was spoken of before, within a sentence */
	PX_CUE_WHO,         /* a question to nobody by name begins with it */
	PX_CUE_GREETING,    /* words of a greeting that are no names */
	PX_CUE_NO_NAME,     /* what a sentence begins with before a comma, and is no name */
	PX_CUE_ALSO,        /* one thing more beside what was asked */
	PX_CUE_BACK,        /* of what was asked before, or an answer to it */
	PX_CUE_COUNT
};

/* One of the list (NULL at its end) stands somewhere in the text, be it within a word. */
bool px_mail_holds_any(struct px_str text, const char *const *list);
/* Whether the folded text holds one of the words or phrases; those of letters stand alone in it. */
bool px_mail_says(enum px_mail_cue cue, struct px_str folded);
/* What a request begins with, and its title does not; folded, NULL at the end. */
extern const char *const px_mail_leads[];

/*
 * Whether two folded words are one name or one thing: one is the other and a bit more, or they have other endings ("Berg",
 * "Bergs"; "Алексей", "Алексея"; not "Mark", "Maria").
 */
bool px_mail_alike(struct px_str a, struct px_str b);

struct px_mail_name {
	const char *stem;   /* folded beginning of the word */
	int value;          /* month 1..12, weekday 0 (Monday) .. 6, or days from today */
	int more;           /* letters that may follow the stem; -1: any */
};
/* Each ends with a NULL stem; longer stems stand before shorter ones that begin alike. */
extern const struct px_mail_name px_mail_months[], px_mail_weekdays[], px_mail_days[];
/* Short names of weekdays, of which many are other words, too. */
extern const struct px_mail_name px_mail_short_weekdays[];
/* Days of the year, as 100 * month + day ("Christmas Eve"); ends of the present and next week (its Friday), month and year. */
extern const struct px_mail_name px_mail_feasts[], px_mail_ends[];
enum { PX_MAIL_END_WEEK, PX_MAIL_END_NEXT_WEEK, PX_MAIL_END_MONTH, PX_MAIL_END_YEAR };
/* Days and weeks behind a number, terms in words, as days; what makes a term of it: "within 14 days". */
extern const struct px_mail_name px_mail_units[], px_mail_terms[];
extern const char *const px_mail_within[];
/* What makes a time of an hour in words: what leads to it, the end of its clause (or "in the evening"), or "heures" alone. */
enum px_mail_proof { PX_MAIL_BY_LEAD, PX_MAIL_BY_END, PX_MAIL_BY_UNIT };
/* Hours in words of one language, and the minutes that what leads to them adds: "halb acht". */
struct px_mail_clock {
	const struct px_mail_name *leads, *hours;
	enum px_mail_proof proof;
};
/* Ends with NULL leads. */
extern const struct px_mail_clock px_mail_clocks[];

/* Where what was quoted begins: the folded line is the head of another mail ("on ... wrote:"). */
bool px_mail_quotes(struct px_str folded_line);
/* ... or of one that is passed on. */
bool px_mail_forwards(struct px_str folded_line);
/* The line is a greeting, or begins the end of the letter. */
bool px_mail_greets(struct px_str folded_line);
bool px_mail_closes(struct px_str folded_line);
/* "PS: ...": the letter goes on behind its end. */
bool px_mail_adds(struct px_str folded_line);
/* ... by a word of thanks, which may begin it as well. */
bool px_mail_thanks(struct px_str folded_line);

#endif
