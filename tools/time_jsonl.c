/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures the time engine: lines {"id","text","reference","tz"} on standard
 * input, the main expression of each as a line on standard output.
 *
 *   time_jsonl < dev.jsonl > predictions.jsonl
 *   time_jsonl -s 'text'     one text at 2026-01-13T10:00 Berlin time, in short form
 */
#include "base/json.h"
#include "nlu/report/time.h"
#include "nlu/time/time.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <time.h>

static int64_t nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static bool read_context(const json_t *line, struct px_time_context *context)
{
	struct px_str reference = px_json_string(json_object_get(line, "reference"));
	struct px_str zone = px_json_string(json_object_get(line, "tz"));
	char name[80] = "UTC";
	int64_t local;
	bool has_offset;

	if (!px_civil_parse_ms(reference, &local, &has_offset))
		return false;
	if (zone.data && zone.size < sizeof name)
		snprintf(name, sizeof name, "%.*s", PX_STR_ARG(zone));
	context->tz = px_zoneinfo_get(name);
	if (!context->tz)
		return false;
	context->now_utc = has_offset ? local : px_tz_to_utc(context->tz, local, NULL);
	return true;
}

static int answer(char *line, size_t size, struct px_buf *out)
{
	struct px_time_context context = { .find_zone = px_zoneinfo_find };
	struct px_time_expr found;
	struct px_error error;
	json_t *value = NULL;

	if (px_json_parse(px_str_n(line, size), &value, &error) != PX_OK ||
	    !read_context(value, &context)) {
		fprintf(stderr, "time_jsonl: bad line: %s\n", line);
		json_decref(value);
		return 1;
	}
	struct px_str text = px_json_string(json_object_get(value, "text"));
	int64_t start = nanoseconds();
	px_time_main(&context, text, &found);
	int64_t end = nanoseconds();
	px_time_report_line(out, px_json_string(json_object_get(value, "id")), &found.value,
			    (double)(end - start) / 1000);
	json_decref(value);
	fwrite(out->data, 1, out->size, stdout);
	px_buf_clear(out);
	return 0;
}

static int show(const char *text, struct px_buf *out)
{
	struct px_time_context context = { .tz = px_zoneinfo_get("Europe/Berlin"),
					   .find_zone = px_zoneinfo_find, .country = "" };
	struct px_time_expr found[PX_TIME_MAX];
	struct px_civil now = { 2026, 1, 13, 10, 0, 0, 0 };

	context.now_utc = px_tz_to_utc(context.tz, px_civil_ms(&now), NULL);
	size_t count = px_time_find(&context, px_str(text), found, PX_TIME_MAX);
	for (size_t i = 0; i < count; i++) {
		px_time_describe(out, &found[i].value);
		printf("%s\t[%.*s] cut [%.*s] role %d score %.2f rule \"%s\"\n", out->data,
		       (int)(found[i].end - found[i].begin), text + found[i].begin,
		       (int)(found[i].cut_end - found[i].cut_begin), text + found[i].cut_begin,
		       (int)found[i].role, (double)found[i].score, found[i].rule);
		px_buf_clear(out);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct px_buf out = PX_BUF_INIT(1 << 16);
	char *line = NULL;
	size_t room = 0;
	ssize_t size;
	int status = 0;

	if (argc == 3 && strcmp(argv[1], "-s") == 0) {
		status = show(argv[2], &out);
	} else {
		while ((size = getline(&line, &room, stdin)) > 0)
			status |= answer(line, (size_t)size, &out);
	}
	free(line);
	px_buf_release(&out);
	return status;
}
