/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the trained reader is given of a message: ids of word pieces and, for
 * each piece, what the rest of the program knows about its word.
 *
 *   [CLS] message [SEP] end of Pixie's last reply [SEP] beginning of the person's last message [SEP]
 *
 * Training reads its input from this very code (tools/specialist_lines), so
 * the product can't differ from what was trained on.  A change of anything
 * here asks for new weights.
 */
#ifndef PX_SPECIALIST_INPUT_H
#define PX_SPECIALIST_INPUT_H

#include "base/arena.h"
#include "embed/local/wordpiece.h"
#include "nlu/nlu.h"

enum {
	PX_SPECIALIST_MESSAGE = 160, /* pieces of the message; a longer one is not read */
	PX_SPECIALIST_REPLY = 16,    /* of the reply, its last ones */
	PX_SPECIALIST_BEFORE = 12,   /* of the message before, its first ones */
	PX_SPECIALIST_TOKENS = PX_SPECIALIST_MESSAGE + PX_SPECIALIST_REPLY + PX_SPECIALIST_BEFORE + 4,
};

/* Bits of a piece.  Their order is that of rows in the weight file. */
enum px_specialist_feature {
	PX_FEATURE_MESSAGE, /* where the piece stands */
	PX_FEATURE_REPLY,
	PX_FEATURE_BEFORE,
	PX_FEATURE_ASKED,      /* of the message: Pixie's reply ended with a question */
	PX_FEATURE_WORD,       /* the first piece of a word */
	PX_FEATURE_CAPITAL,    /* the word begins with a capital in the source */
	PX_FEATURE_QUOTED,
	PX_FEATURE_BREAK,      /* a comma, colon or dash stands before it */
	PX_FEATURE_SENTENCE,   /* the end of a sentence does */
	PX_FEATURE_LINE,       /* the first word of a line */
	PX_FEATURE_TIME_BEGIN, /* the first word of what the time engine found */
	PX_FEATURE_TIME,       /* any word of it; the next ones say what it is */
	PX_FEATURE_TIME_CLOCK,
	PX_FEATURE_TIME_RANGE,
	PX_FEATURE_TIME_LENGTH,
	PX_FEATURE_TIME_SET,
	PX_FEATURE_TIME_ROLE,  /* a deadline, a start or a shift: its preposition belongs to it */
	PX_FEATURE_EVENT,      /* a word of a known event's title */
	PX_FEATURE_EVENT_SURE, /* of one that has half of its words here, or more; the same of the next kinds */
	PX_FEATURE_TASK,
	PX_FEATURE_TASK_SURE,
	PX_FEATURE_ITEM,       /* a task of a list or project */
	PX_FEATURE_ITEM_SURE,
	PX_FEATURE_LIST,       /* a list's or project's name */
	PX_FEATURE_LIST_SURE,
	PX_FEATURES
};

/* A word or punctuation mark of the message, as the tokenizer cuts them. */
struct px_specialist_word {
	uint32_t token;      /* its first piece */
	uint32_t begin, end; /* bytes of the message */
};

struct px_specialist_input {
	uint32_t ids[PX_SPECIALIST_TOKENS];
	uint32_t features[PX_SPECIALIST_TOKENS]; /* 1 << enum px_specialist_feature */
	size_t length;
	size_t message; /* the first ones: those of the message, with the marks around it */
	struct px_specialist_word words[PX_SPECIALIST_MESSAGE];
	size_t word_count;
};

/* False if the message has no words, or more than can be read.  `arena` is for the time of the call. */
bool px_specialist_input(const struct px_wordpiece *wordpiece, const struct px_nlu_context *context, struct px_str text,
			 struct px_arena *arena, struct px_specialist_input *input);

#endif
