/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the time engine: the first byte picks settings, the rest is text.
 * Spans must lie inside the text, in order, and values must be sane.
 */
#include "nlu/report/time.h"
#include "nlu/time/time.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_point(struct px_time_point point)
{
	require(point.second >= -1 && point.second < 86400);
	require(point.day == PX_DAY_NONE || (point.day > -800000 && point.day < 8000000));
}

static void check_value(const struct px_time_value *value)
{
	struct px_buf out = PX_BUF_INIT(4096);

	check_point(value->start);
	check_point(value->end);
	px_time_report_line(&out, PX_STR("fuzz"), value, 1);
	px_time_describe(&out, value);
	require(!out.overflow);
	px_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct px_tz *tz;
	struct px_time_expr found[PX_TIME_MAX];

	if (size == 0)
		return 0;
	if (!tz)
		tz = px_tz_fixed(3600);
	struct px_time_context context = { .now_utc = INT64_C(1768294800000) + data[0] * INT64_C(86400000),
					   .tz = tz, .week_start = data[0] % 7, .day_first = data[0] & 1,
					   .prefer_past = data[0] & 2, .country = "" };
	struct px_str text = px_str_n((const char *)data + 1, size - 1);
	size_t count = px_time_find(&context, text, found, PX_TIME_MAX);
	size_t at = 0;
	for (size_t i = 0; i < count; i++) {
		require(found[i].begin >= at && found[i].begin < found[i].end && found[i].end <= text.size);
		require(found[i].cut_begin <= found[i].begin && found[i].cut_end >= found[i].end);
		require(found[i].cut_end <= text.size && found[i].alternative_count <= PX_TIME_ALTERNATIVES);
		at = found[i].end;
		check_value(&found[i].value);
		for (size_t k = 0; k < found[i].alternative_count; k++)
			check_value(&found[i].alternatives[k]);
	}
	return 0;
}
