/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The exports over nlu/report.  px_preview writes the line
 * that px_preview_line reads, so there is one way in.
 */
#include "preview.h"

#include "base/civil.h"
#include "base/json_quote.h"
#include "base/map.h"
#include "base/mem.h"
#include "domain/recurrence.h"
#include "nlu/text/json.h"
#include "nlu/report/nlu.h"
#include "nlu/report/time.h"
#include "nlu/time/time.h"

#include <math.h>
#include <stdlib.h>

#define EXPORT(name) __attribute__((export_name(name)))

enum { LINE_MAX_BYTES = 1 << 20, OCCURRENCES_MAX = 10 };

static struct {
	struct px_nlu_sessions *sessions;
	struct px_map zones; /* -> struct px_tz */
	struct px_buf line, answer;
	struct px_arena arena;
} module = { .line = PX_BUF_INIT(LINE_MAX_BYTES), .answer = PX_BUF_INIT(LINE_MAX_BYTES) };

EXPORT("px_preview_alloc") void *px_preview_alloc(size_t size)
{
	return px_alloc(size);
}

EXPORT("px_preview_free") void px_preview_free(void *memory)
{
	free(memory);
}

EXPORT("px_preview_size") size_t px_preview_size(void)
{
	return module.answer.size;
}

EXPORT("px_preview_reset") void px_preview_reset(void)
{
	px_nlu_sessions_free(module.sessions);
	module.sessions = NULL;
}

EXPORT("px_preview_zone")
int32_t px_preview_zone(const char *name, size_t name_size, const void *tzif, size_t tzif_size)
{
	struct px_str key = px_str_n(name, name_size);
	struct px_tz *tz;

	if (px_map_get(&module.zones, key))
		return 1;
	char *text = px_strndup(name, name_size);
	enum px_err err = px_tz_parse(text, tzif, tzif_size, &tz);
	free(text);
	if (err)
		return 0;
	px_map_put(&module.zones, key, tz);
	return 1;
}

/* As px_zoneinfo_get, with the host in place of the file system. */
static const struct px_tz *find_zone(void *arg, const char *name)
{
	struct px_str key = px_str(name);
	struct px_tz *tz = px_map_get(&module.zones, key);
	int32_t offset;

	(void)arg;
	if (tz)
		return tz;
	if (px_tz_parse_offset(name, &offset)) {
		tz = px_tz_fixed(offset);
		px_map_put(&module.zones, key, tz);
		return tz;
	}
	px_preview_want_zone(key.data, key.size);
	tz = px_map_get(&module.zones, key);
	if (!tz && strcmp(name, "UTC") == 0) {
		tz = px_tz_fixed(0);
		px_map_put(&module.zones, key, tz);
	}
	return tz;
}

static const int64_t LAST_MS = 8640000000000000; /* of a Date */

static bool is_date(double ms)
{
	return fabs(ms) < (double)LAST_MS;
}

static const char *answered(enum px_err err, const struct px_error *error)
{
	struct px_buf *out = &module.answer;

	if (err) {
		px_buf_clear(out);
		(void)px_buf_text(out, "{\"error\":{\"field\":");
		px_json_quote(out, px_str(error->field));
		(void)px_buf_text(out, ",\"message\":");
		px_json_quote(out, px_str(error->message));
		(void)px_buf_text(out, "}}");
	}
	return out->data;
}

static const char *answer_line(struct px_str line)
{
	struct px_error error = { .message = "the answer is too long" };

	if (!module.sessions) {
		module.sessions = px_nlu_sessions_new();
		px_nlu_sessions_untimed(module.sessions);
	}
	px_buf_clear(&module.answer);
	enum px_err err = px_nlu_report_line(module.sessions, line, find_zone, NULL, &module.answer, &error);
	return answered(err, &error);
}

EXPORT("px_preview_line") const char *px_preview_line(const char *line, size_t size)
{
	return answer_line(px_str_trim(px_str_n(line, size)));
}

static void put(const char *key, struct px_str raw)
{
	(void)px_buf_printf(&module.line, ",\"%s\":", key);
	(void)px_buf_str(&module.line, raw);
}

EXPORT("px_preview")
const char *px_preview(const char *text, size_t text_size, double now, const char *zone,
		       size_t zone_size, const char *context, size_t context_size)
{
	struct px_value known, locale;
	char instant[PX_CIVIL_TEXT];
	struct px_error error;

	if (!is_date(now))
		return answered(px_fail(&error, PX_INVALID, "now", "is no instant"), &error);
	px_civil_format_ms((int64_t)now, instant);
	px_buf_clear(&module.line);
	(void)px_buf_text(&module.line, "{\"text\":");
	px_json_quote(&module.line, px_str_n(text, text_size));
	(void)px_buf_printf(&module.line, ",\"now\":\"%sZ\",\"tz\":", instant);
	px_json_quote(&module.line, px_str_n(zone, zone_size));
	if (context_size) {
		if (!px_read_check(px_str_n(context, context_size), &known))
			return answered(px_fail(&error, PX_INVALID, "context", "is no JSON"), &error);
		put("context", known.raw);
		if (px_read_member(known, "locale", &locale))
			put("locale", locale.raw);
	}
	(void)px_buf_text(&module.line, ",\"spans\":true}");
	if (module.line.overflow)
		return answered(px_fail(&error, PX_TOO_LARGE, "text", "is too long"), &error);
	return answer_line(px_buf_view(&module.line));
}

static const char *member(struct px_value line, const char *key)
{
	struct px_value value;

	return px_read_member(line, key, &value) ? px_read_string(value, &module.arena) : NULL;
}

static enum px_err answer_time(struct px_str text_line, struct px_error *error)
{
	struct px_time_context context = { .country = "", .find_zone = find_zone };
	struct px_time_expr found;
	struct px_value line;
	bool has_offset;
	int64_t ms;

	if (!px_read_check(text_line, &line))
		return px_fail(error, PX_INVALID, "", "a line must be one JSON object");
	const char *id = member(line, "id"), *zone = member(line, "tz"), *text = member(line, "text");
	const char *reference = member(line, "reference");
	context.tz = find_zone(NULL, zone ? zone : "UTC");
	if (!context.tz)
		return px_fail(error, PX_INVALID, "tz", "\"%s\" is no time zone", zone);
	if (!reference || !px_civil_parse_ms(px_str(reference), &ms, &has_offset))
		return px_fail(error, PX_INVALID, "reference", "is no ISO time");
	if (!text)
		return px_fail(error, PX_INVALID, "text", "each line needs a \"text\"");
	context.now_utc = has_offset ? ms : px_tz_to_utc(context.tz, ms, NULL);
	px_time_main(&context, px_str(text), &found);
	px_time_report_line(&module.answer, px_str(id), &found.value, -1);
	return PX_OK;
}

EXPORT("px_preview_time") const char *px_preview_time(const char *line, size_t size)
{
	struct px_error error;

	px_arena_clear(&module.arena);
	px_buf_clear(&module.answer);
	enum px_err err = answer_time(px_str_trim(px_str_n(line, size)), &error);
	return answered(err, &error);
}

static enum px_err answer_occurrences(const char *rule, const char *zone, double start, double after, int32_t count,
				      struct px_error *error)
{
	const struct px_tz *tz = find_zone(NULL, zone);

	if (!tz)
		return px_fail(error, PX_INVALID, "tz", "\"%s\" is no time zone", zone);
	if (!is_date(start) || !is_date(after))
		return px_fail(error, PX_INVALID, "start", "is no instant");
	if (count < 1 || count > OCCURRENCES_MAX)
		return px_fail(error, PX_INVALID, "count", "must be 1 to %d", OCCURRENCES_MAX);
	enum px_err err = px_recurrence_check(rule, error);
	if (err)
		return err;
	int64_t found[OCCURRENCES_MAX];
	size_t got = px_recurrence_expand(rule, tz, (int64_t)start, (int64_t)after + 1, LAST_MS, found, (size_t)count);
	for (size_t i = 0; i < got; i++)
		(void)px_buf_printf(&module.answer, "%s%lld", i ? "," : "[", (long long)found[i]);
	(void)px_buf_text(&module.answer, got ? "]" : "[]");
	return PX_OK;
}

EXPORT("px_preview_occurrences")
const char *px_preview_occurrences(const char *rule, size_t rule_size, const char *zone, size_t zone_size,
				   double start, double after, int32_t count)
{
	struct px_error error;

	px_arena_clear(&module.arena);
	px_buf_clear(&module.answer);
	enum px_err err = answer_occurrences(px_arena_strn(&module.arena, rule, rule_size),
					     px_arena_strn(&module.arena, zone, zone_size), start, after, count, &error);
	return answered(err, &error);
}
