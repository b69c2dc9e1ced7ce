/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the productions of all tables share.
 */
#ifndef PX_NLU_TIME_RULES_H
#define PX_NLU_TIME_RULES_H

#include "nlu/time/grammar.h"

typedef const struct px_time_parse parse_t;
typedef const struct px_time_node *const *parts_t;
typedef struct px_time_node node_t;

/* The value of `from` in a node that keeps its own symbol, span, rule and weight. */
static inline void px_time_take(const node_t *from, node_t *out)
{
	node_t shape = *out;

	*out = *from;
	out->symbol = shape.symbol;
	out->begin = shape.begin;
	out->end = shape.end;
	out->rule = shape.rule;
	out->weight = shape.weight;
}

/* Production: the part at `arg`, as it is. */
static inline bool px_time_same(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	px_time_take(part[arg], out);
	return true;
}

/* Production: the part at `arg`, which a preposition made certain. */
static inline bool px_time_certain(parse_t *p, parts_t part, int arg, node_t *out)
{
	px_time_same(p, part, arg, out);
	out->flags |= F_PREP;
	out->flags &= ~(uint32_t)F_WEAK;
	return true;
}

/* Production: from now to midnight, if the part at `arg` is today or a "day". */
static inline bool px_time_rest_of_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg]->symbol == S_UNIT ? part[arg]->number != GRAIN_DAY : part[arg]->day != p->today)
		return false;
	out->symbol = S_SPAN;
	out->day = p->today;
	out->clock = p->clock;
	out->until = p->today + 1;
	out->clock_until = 0;
	out->flags = F_YEAR | F_FIXED;
	return true;
}

/*
 * Production (rules_period.c): of the unit at `arg`, the last, this or the next
 * one, as the number of part 0 says.
 */
bool px_time_relative_unit(parse_t *p, parts_t part, int arg, node_t *out);

#endif
