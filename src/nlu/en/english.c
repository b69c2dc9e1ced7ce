/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/en/english.h"

const struct px_language px_english = {
	.change = &px_english_change_frames,
	.create = &px_english_create_frames,
	.memory = &px_english_memory_frames,
	.recall = &px_english_recall_frames,
};
