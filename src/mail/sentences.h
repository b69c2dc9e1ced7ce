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

/* In the arena, trimmed, with single spaces. */
size_t px_mail_sentences(struct px_str text, struct px_arena *arena, struct px_str sentences[PX_MAIL_SENTENCES_MAX]);

#endif
