/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/report/readings.h"

#include "base/json_quote.h"
#include "nlu/plan/choice.h"

static void write_reading(struct px_buf *out, const char *name, const struct px_nlu_result *result)
{
	(void)px_buf_printf(out, ",\"%s\":{", name);
	if (result->act)
		(void)px_buf_printf(out, "\"act\":\"%s\",", result->act);
	if (result->question) {
		(void)px_buf_text(out, "\"question\":");
		px_json_quote(out, px_str(result->question));
		(void)px_buf_char(out, ',');
	}
	(void)px_buf_text(out, "\"calls\":[");
	for (size_t i = 0; i < result->call_count; i++)
		(void)px_buf_printf(out, "%s{\"tool\":\"%s\",\"arguments\":%s}", i ? "," : "", result->calls[i].tool,
				    result->calls[i].arguments);
	(void)px_buf_text(out, "]}");
}

struct weighed {
	struct px_buf *out;
	struct px_arena *arena;
};

static void write_weighed(void *arg, const struct px_readings *readings)
{
	const struct weighed *weighed = arg;
	struct px_buf *out = weighed->out;
	struct px_choice_features features;

	px_choice_features(readings, weighed->arena, &features);
	(void)px_buf_printf(out, ",\"readings\":{\"trust\":%.4f,\"taken\":\"%s\"", (double)readings->trust,
			    px_choice_marks(readings, weighed->arena) ? "marked" : "frames");
	write_reading(out, "frames", readings->frames);
	write_reading(out, "marked", readings->marked);
	(void)px_buf_text(out, ",\"features\":{");
	for (size_t i = 0; i < features.count; i++)
		(void)px_buf_printf(out, "%s\"%s\":%.4f", i ? "," : "", features.at[i].name,
				    (double)features.at[i].value);
	(void)px_buf_text(out, "}}");
}

void px_report_readings(struct px_buf *out, const struct px_nlu_context *context, struct px_str text, px_read_fn read,
			void *read_arg, struct px_arena *arena)
{
	struct weighed weighed = { out, arena };
	struct px_nlu_context both = *context;
	struct px_nlu_result result;

	both.read = read;
	both.read_arg = read_arg;
	both.read_alone = false;
	both.weighs = write_weighed;
	both.weighs_arg = &weighed;
	px_nlu_parse(&both, text, arena, &result);
}
