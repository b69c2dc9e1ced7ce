/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages that are marked by hand, in the notation of the reader's training
 * data (docs/NLU.md): `<move>push {target:lunch} {when:back an hour} |<chat>thanks`.
 * With them everything that is done with marks can be tried without a reader.
 */
#ifndef PX_NLU_REPORT_GOLD_H
#define PX_NLU_REPORT_GOLD_H

#include "base/arena.h"
#include "base/err.h"
#include "nlu/marks.h"

/* The message without its marks, in the arena, and the marks; PX_INVALID with the reason. */
enum px_err px_gold_read(struct px_str notation, struct px_arena *arena, struct px_str *text, struct px_marks *marks,
			 struct px_error *error) PX_MUST_CHECK;

#endif
