/* SPDX-License-Identifier: Apache-2.0 */
/* Quantises a trained model and writes it as C source (src/nlu/en/intent_weights.c). */
#ifndef PX_TRAIN_WRITER_H
#define PX_TRAIN_WRITER_H

#include "learner.h"
#include "lexicon.h"

/* At most 65535 features may be active.  PX_TOO_LARGE otherwise, PX_IO if the file fails. */
enum px_err writer_write(const struct learner *learner, const struct lexicon *lexicon,
			 float temperature, const char *path, struct px_error *error) PX_MUST_CHECK;

#endif
