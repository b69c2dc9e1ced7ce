/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the writer of a mail says, sentence by sentence: without what is quoted
 * of others, greetings, the end of the letter and signatures.  A mail that is
 * passed on is read with what it passes on.  Pure.
 */
#ifndef PX_MAIL_SENTENCES_H
#define PX_MAIL_SENTENCES_H

#include "base/arena.h"
#include "base/str.h"

enum { PX_MAIL_SENTENCES_MAX = 200, PX_MAIL_SENTENCE_BYTES = 600 };

struct px_mail_sentence {
	struct px_str text;
	struct px_str intro;     /* of an item of a list: the sentence before the list; else empty */
	bool forwarded;          /* another wrote it, and it was passed on */
	bool introduces;         /* a list follows */
};

struct px_mail_letter {
	struct px_mail_sentence *list; /* of PX_MAIL_SENTENCES_MAX */
	size_t count;
	struct px_str greeting;  /* its line up to a comma, "!" or ":"; empty: none */
	struct px_str passed_on; /* the greeting of what is passed on */
};

/*
 * The sentences of a letter, in the arena, trimmed, with single spaces and plain apostrophes.  Lines of a form
 * ("Date: ...", "Time: ...") make one sentence, and what a colon announces is a part of its sentence.
 * `passed_on`: the mail passes on another one, by its subject, so that a line which heads a quote heads that one.
 */
void px_mail_read_letter(struct px_str text, bool passed_on, struct px_arena *arena, struct px_mail_letter *letter);
/* The same of orders, each of which has its line: no lines are joined but those that were wrapped. */
size_t px_mail_sentences(struct px_str text, struct px_arena *arena, struct px_str sentences[PX_MAIL_SENTENCES_MAX]);

#endif
