/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small fixed world for tests of the built-in engine: Tuesday 13 January
 * 2026, 10:00, one hour east of UTC.
 */
#ifndef PX_TESTS_PARSE_SUPPORT_H
#define PX_TESTS_PARSE_SUPPORT_H

#include "base/civil.h"
#include "nlu/nlu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

struct world {
	struct px_tz *tz;
	struct px_arena arena;
	struct px_nlu_item items[8];
	struct px_nlu_context context;
};

static inline int64_t local(int day, int hour, int minute)
{
	struct px_civil civil = { 2026, 1, day, hour, minute, 0, 0 };

	return px_civil_ms(&civil);
}

static inline struct px_nlu_item item(enum px_nlu_kind kind, const char *title, int64_t start, int64_t end)
{
	return (struct px_nlu_item){ .kind = kind, .id = px_id_new(), .title = title, .start = start, .end = end,
				     .due_day = PX_DAY_NONE, .priority = 1 };
}

static inline void world_open(struct world *w)
{
	*w = (struct world){ .tz = px_tz_fixed(3600) };
	px_arena_init(&w->arena);
	w->items[0] = item(PX_NLU_PROJECT, "Avenue", PX_TIME_NONE, PX_TIME_NONE);
	w->items[1] = item(PX_NLU_TASK, "Fix the auth bug", PX_TIME_NONE, PX_TIME_NONE);
	w->items[1].project = "Avenue";
	w->items[1].due_day = px_civil_day(2026, 1, 16);
	w->items[2] = item(PX_NLU_TASK, "Marketing report", PX_TIME_NONE, PX_TIME_NONE);
	w->items[3] = item(PX_NLU_TASK, "Sales report", PX_TIME_NONE, PX_TIME_NONE);
	w->items[4] = item(PX_NLU_EVENT, "Lunch with Priya", local(14, 12, 30), local(14, 13, 30));
	w->items[5] = item(PX_NLU_EVENT, "Dentist", local(15, 16, 0), local(15, 17, 0));
	w->context = (struct px_nlu_context){ .now = local(13, 10, 0) - PX_MS_HOUR, .tz = w->tz, .locale = "en-GB",
					      .items = w->items, .item_count = 6 };
}

static inline void world_close(struct world *w)
{
	px_arena_release(&w->arena);
	px_tz_free(w->tz);
}

static inline struct px_nlu_result parse(struct world *w, const char *text)
{
	struct px_nlu_result result;

	px_nlu_parse(&w->context, px_str(text), &w->arena, &result);
	return result;
}

static inline void assert_call(const struct px_nlu_result *result, size_t at, const char *tool, const char *arguments)
{
	assert_true(result->call_count > at);
	assert_string_equal(result->calls[at].tool, tool);
	assert_string_equal(result->calls[at].arguments, arguments);
}

#endif
