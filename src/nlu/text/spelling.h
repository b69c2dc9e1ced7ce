/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slips of the keyboard and the short forms of chats.
 *
 * A message is read once before anything else: misspelt words of command,
 * chat forms and single quotation marks are written out in a copy, which the
 * stages of the parse then read.  What was said in each place is kept, so that
 * titles, facts and spans come from the person's own bytes all the same.
 */
#ifndef PX_NLU_TEXT_SPELLING_H
#define PX_NLU_TEXT_SPELLING_H

#include "nlu/nlu.h"
#include "nlu/text/words.h"

/* Where a short form of chats may stand. */
enum px_chat_where { PX_CHAT_ANYWHERE, PX_CHAT_AT_START, PX_CHAT_BEFORE_NOUN };

struct px_chat_form {
	const char *text, *means;
	enum px_chat_where where;
};

/* What a language gives. */
struct px_spelling_lexicon {
	struct px_texts verbs, nouns; /* of command, that slips are looked for in */
	struct px_texts leads;        /* behind these a request has not begun yet */
	struct px_texts elisions;     /* apostrophes that open no quotation */
	const struct px_chat_form *chat_forms; /* sorted by text */
	size_t chat_form_count;
};

enum { PX_FIX_MAX = 32 };

/* read[at, at + size) stands for said[from, from + from_size). */
struct px_fix {
	uint32_t at, size, from, from_size;
};

struct px_spelling {
	struct px_str said, read; /* the same text if there was nothing to do */
	struct px_fix fix[PX_FIX_MAX];
	size_t count;
	struct px_words words; /* of `read`, if nothing was fixed: for who needs them first; may be none */
};

/* Words that are names of the context's people and things stay as they are. */
void px_spelling_read(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena,
		      struct px_spelling *spelling);
/*
 * What the person wrote in text[begin, end), where `text` is `read` or a copy
 * of it with parts blanked: blanked fixes stay blank.
 */
struct px_str px_spelling_said(const struct px_spelling *spelling, struct px_str text, size_t begin, size_t end,
			       struct px_arena *arena);
/* The byte of `said` that the byte of `read` comes from. */
size_t px_spelling_from(const struct px_spelling *spelling, size_t at);

#endif
