/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cross-encoder: reads a question and a text together and says how well the
 * text answers (BERT with token types and a classifier of one number, as the
 * ms-marco-MiniLM models are).
 *
 * Better than comparing vectors and a thousand times dearer: for the few best
 * candidates of a search.  The weight file is made by `embed_convert --cross`;
 * none comes with Pixie.  Any thread; those that come together take turns.
 */
#ifndef PX_EMBED_RERANK_H
#define PX_EMBED_RERANK_H

#include "base/err.h"
#include "base/str.h"

struct px_rerank;

/* PX_NOT_FOUND without the file, PX_CORRUPT if it is damaged or of no cross-encoder. */
enum px_err px_rerank_open(const char *model_file, struct px_rerank **rerank, struct px_error *error) PX_MUST_CHECK;
void px_rerank_close(struct px_rerank *rerank);
/* The classifier's number for each text, the higher the better; it says nothing across questions. */
void px_rerank_score(struct px_rerank *rerank, struct px_str question, const struct px_str *texts, size_t count,
		     float *scores);

#endif
