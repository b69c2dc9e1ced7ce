/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of German; german.c puts them together.
 */
#ifndef PX_NLU_DE_GERMAN_H
#define PX_NLU_DE_GERMAN_H

#include "nlu/language.h"

extern const struct px_frames px_german_change_frames, px_german_create_frames, px_german_memory_frames;

struct px_time_rules;
extern const struct px_time_rules px_german_time_number, px_german_time_clock, px_german_time_day,
	px_german_time_period, px_german_time_portion, px_german_time_join, px_german_time_range,
	px_german_time_set;
extern const struct px_time_lexicon px_german_time;

#endif
