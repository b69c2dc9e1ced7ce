/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that answer JSON lines with JSON lines.
 */
#ifndef PX_APP_JSONL_H
#define PX_APP_JSONL_H

#include "base/buf.h"

enum { PX_JSONL_LINE_MAX = 1 << 20 };

/* One line, trimmed and not empty; what is to be printed goes into `out`, line end included. */
typedef enum px_err (*px_jsonl_fn)(void *arg, struct px_str line, struct px_buf *out, struct px_error *error);
/*
 * Every line of standard input through `answer`.  One that fails is told on
 * standard error with its number and skipped; the exit status is then
 * PX_EXIT_FAILED.
 */
int px_jsonl_each(px_jsonl_fn answer, void *arg);

#endif
