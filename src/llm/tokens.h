/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many tokens a text is for a provider, without its tokenizer.
 *
 * A weighted count of what the text is made of: words and their length,
 * numbers, punctuation, line ends, characters of other scripts.  The weights
 * were fitted to the providers' public tokenizers (tokens.c).  For budgets;
 * what is paid comes from the provider's own count.  Pure.
 */
#ifndef PX_LLM_TOKENS_H
#define PX_LLM_TOKENS_H

#include "base/str.h"

enum px_tokenizer { PX_TOKENIZER_OPENAI, PX_TOKENIZER_ANTHROPIC };

/* The best guess: within 5% on ordinary texts of some length. */
size_t px_tokens_guess(enum px_tokenizer tokenizer, struct px_str text);
/* Hardly ever less than there are; for limits. */
size_t px_tokens_most(enum px_tokenizer tokenizer, struct px_str text);
/* Of the driver that a provider uses; "openai" for others. */
enum px_tokenizer px_tokenizer_of(struct px_str driver);

#endif
