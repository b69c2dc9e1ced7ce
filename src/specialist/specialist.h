/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trained reader: marks the requests, intents and spans of a message
 * (nlu/marks.h).  It fills the seam of struct px_nlu_context, so that nlu/
 * itself stays pure; without it nlu/ goes by its rules and linear model.
 *
 * It needs the embedder's model file, of which it uses the vocabulary and the
 * first layers; what was trained is part of the program.  How it was trained
 * and measured: docs/NLU.md.
 */
#ifndef PX_SPECIALIST_SPECIALIST_H
#define PX_SPECIALIST_SPECIALIST_H

#include "base/err.h"
#include "nlu/nlu.h"

struct px_specialist;

/* PX_NOT_FOUND if there is no such file; PX_CORRUPT or PX_UNSUPPORTED, with the reason, if it can't be used. */
enum px_err px_specialist_open(const char *encoder_file, struct px_specialist **specialist,
			       struct px_error *error) PX_MUST_CHECK;
void px_specialist_close(struct px_specialist *specialist);
/* What a context reads by, with the specialist as its argument; NULL without one. */
px_read_fn px_specialist_reader(const struct px_specialist *specialist);
/* As struct px_nlu_context has it; false for a text without words or of more than PX_SPECIALIST_MESSAGE pieces.  Any thread. */
bool px_specialist_read(void *specialist, const struct px_nlu_context *context, struct px_str text,
			struct px_marks *marks);

#endif
