/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of the day: the window each name stands for, and what a bare hour
 * means inside of it.
 */
#include "nlu/language.h"
#include "nlu/time/grammar.h"

#define AT(hour, minute) ((hour) * 3600 + (minute) * 60)

static const struct {
	int32_t begin, end; /* end may be past midnight */
} window[PART_COUNT] = {
	[PART_MORNING] = { AT(8, 0), AT(12, 0) },
	[PART_EARLY_MORNING] = { AT(6, 0), AT(9, 0) },
	[PART_MID_MORNING] = { AT(9, 0), AT(11, 0) },
	[PART_LATE_MORNING] = { AT(10, 0), AT(12, 0) },
	[PART_BREAKFAST] = { AT(8, 0), AT(9, 0) },
	[PART_BRUNCH] = { AT(11, 0), AT(13, 0) },
	[PART_LUNCH] = { AT(12, 0), AT(14, 0) },
	[PART_AFTER_LUNCH] = { AT(13, 0), AT(17, 0) },
	[PART_AFTERNOON] = { AT(13, 0), AT(18, 0) },
	[PART_EARLY_AFTERNOON] = { AT(13, 0), AT(15, 0) },
	[PART_MID_AFTERNOON] = { AT(14, 0), AT(16, 0) },
	[PART_LATE_AFTERNOON] = { AT(16, 0), AT(18, 0) },
	[PART_AFTER_SCHOOL] = { AT(15, 0), AT(21, 0) },
	[PART_AFTER_WORK] = { AT(17, 0), AT(21, 0) },
	[PART_EVENING] = { AT(18, 0), AT(23, 0) },
	[PART_EARLY_EVENING] = { AT(17, 0), AT(19, 0) },
	[PART_LATE_EVENING] = { AT(21, 0), AT(23, 0) },
	[PART_DINNER] = { AT(18, 0), AT(20, 0) },
	[PART_SUNSET] = { AT(19, 0), AT(21, 0) },
	[PART_NIGHT] = { AT(20, 0), AT(24, 0) },
	[PART_EARLY_NIGHT] = { AT(20, 0), AT(22, 0) },
	[PART_LATE_NIGHT] = { AT(21, 0), AT(24, 0) },
	[PART_TONIGHT] = { AT(20, 0), AT(24, 0) },
	[PART_BUSINESS] = { AT(9, 0), AT(17, 0) },
	[PART_DAYTIME] = { AT(8, 0), AT(18, 0) },
};

void px_time_part_window(int part, int32_t *begin, int32_t *end)
{
	*begin = window[part].begin;
	*end = window[part].end;
}

static bool is_morning(int part)
{
	return part <= PART_BRUNCH;
}

bool px_time_part_apply(int part, int32_t *clock, uint32_t *flags, int *day_carry)
{
	int32_t hour = *clock / 3600;
	int32_t noon = AT(12, 0);

	*day_carry = 0;
	if (!(*flags & F_HALF)) {
		/* "tonight at 12am" is the coming midnight. */
		*day_carry = part >= PART_EVENING && part <= PART_TONIGHT && hour == 0;
		return !(is_morning(part) && part != PART_BRUNCH && hour >= 13);
	}
	*flags &= ~(uint32_t)F_HALF;
	hour %= 12; /* 12 and 0 are the same hour of a half */
	int32_t base = *clock % noon;
	if (is_morning(part)) {
		*clock = hour == 0 && part == PART_BRUNCH ? base + noon : base;
	} else if (part >= PART_EVENING && part <= PART_TONIGHT) {
		/* The night goes on past midnight. */
		*day_carry = hour == 0;
		*clock = hour == 0 || (hour < 4 && part >= PART_NIGHT) ? base : base + noon;
	} else if (part == PART_BUSINESS || part == PART_DAYTIME) {
		*clock = px_time_usual_half(*clock);
	} else {
		*clock = part == PART_LUNCH && hour == 11 ? base : base + noon;
	}
	return true;
}

int32_t px_time_usual_half(int32_t clock)
{
	int32_t half = clock % AT(12, 0);

	return half < AT(7, 0) ? half + AT(12, 0) : half;
}

/* "Mehllieferung um 4 Uhr", said at three in the night: who is up then means the hours as the figures say. */
static bool is_early(const struct px_time_parse *parse, int32_t clock)
{
	return px_language_is_other() && px_language()->whole_day_clock &&
	       parse->clock < AT(5, 30) && clock >= AT(3, 0);
}

int32_t px_time_half_at(const struct px_time_parse *parse, const struct px_time_node *node)
{
	return is_early(parse, node->clock) ? node->clock : px_time_half_of(node);
}

int32_t px_time_half_of(const struct px_time_node *node)
{
	return node->flags & F_WRITTEN ? node->clock : px_time_usual_half(node->clock);
}
