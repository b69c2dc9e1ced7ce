/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of English; english.c puts them together.
 */
#ifndef PX_NLU_EN_ENGLISH_H
#define PX_NLU_EN_ENGLISH_H

#include "nlu/language.h"

extern const struct px_frames px_english_change_frames, px_english_create_frames, px_english_memory_frames,
	px_english_recall_frames, px_english_project_frames, px_english_settings_frames;

struct px_time_rules;
extern const struct px_time_rules px_english_time_number, px_english_time_clock, px_english_time_day,
	px_english_time_period, px_english_time_portion, px_english_time_join, px_english_time_range,
	px_english_time_set;
extern const struct px_time_lexicon px_english_time;
extern const struct px_spelling_lexicon px_english_spelling;
extern const struct px_pattern_sets px_english_sets;
extern const struct px_slot_rules px_english_slot_rules;
extern const struct px_past_hours px_english_past_hours;

#endif
