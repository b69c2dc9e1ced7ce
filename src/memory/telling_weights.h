/* SPDX-License-Identifier: Apache-2.0 */
/* The weights of memory/telling, as tools/train_telling wrote them. */
#ifndef PX_MEMORY_TELLING_WEIGHTS_H
#define PX_MEMORY_TELLING_WEIGHTS_H

#include "embed/word_table.h"
#include "memory/telling.h"

extern const float px_telling_bias, px_telling_step, px_telling_meaning_step;
extern const int8_t px_telling_weights[PX_TELLING_BUCKETS], px_telling_meaning[PX_WORD_TABLE_DIMS];

#endif
