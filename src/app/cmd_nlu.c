/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie time and pixie nlu: the engine by itself, for people and for scripts.
 */
#include "app/command.h"

#include "app/embedder.h"
#include "app/jsonl.h"
#include "base/civil.h"
#include "base/clock.h"
#include "base/json.h"
#include "nlu/nlu.h"
#include "nlu/report/marks.h"
#include "nlu/report/nlu.h"
#include "nlu/report/time.h"
#include "nlu/text/language_of.h"
#include "nlu/time/time.h"
#include "sys/localzone.h"
#include "sys/zoneinfo.h"


enum { LINE_MAX_BYTES = 1 << 20 };

/* The moment and place that texts are read in. */
struct place {
	const struct px_tz *tz;
	int64_t now_utc;
};

static enum px_err read_place(const char *reference, const char *zone, struct place *place,
			      struct px_error *error)
{
	char local[PX_LOCALZONE_TEXT];
	bool has_offset;
	int64_t ms;

	px_localzone_name(local);
	place->tz = px_zoneinfo_get(zone ? zone : local);
	if (!place->tz && zone)
		return px_fail(error, PX_INVALID, "tz", "\"%s\" is no time zone", zone);
	if (!place->tz)
		place->tz = px_zoneinfo_get("UTC");
	place->now_utc = px_clock_now();
	if (!reference)
		return PX_OK;
	if (!px_civil_parse_ms(px_str(reference), &ms, &has_offset))
		return px_fail(error, PX_INVALID, "reference",
			       "reference must be a time such as 2026-01-13T10:00:00, not \"%s\"", reference);
	place->now_utc = has_offset ? ms : px_tz_to_utc(place->tz, ms, NULL);
	return PX_OK;
}

static struct px_time_context time_context(const struct px_config *config, const struct place *place)
{
	return (struct px_time_context){
		.now_utc = place->now_utc,
		.tz = place->tz,
		.day_first = strcmp(config->locale, "en-US") != 0,
		.week_start = strcmp(config->locale, "en-US") == 0 ? 6 : 0,
		.country = strlen(config->locale) == 5 ? config->locale + 3 : "",
		.find_zone = px_zoneinfo_find,
	};
}

/* A member as text in the arena, or NULL. */
static const char *member(const json_t *line, const char *key, struct px_arena *arena)
{
	struct px_str text = px_json_string(json_object_get(line, key));

	return text.data ? px_arena_str(arena, text) : NULL;
}

static enum px_err time_line(struct px_str line, struct px_buf *out, struct px_arena *arena,
			     struct px_error *error)
{
	struct px_time_expr found;
	struct place place;
	json_t *value = NULL;
	enum px_err err = px_json_parse(line, &value, error);

	if (err)
		return err;
	const char *zone = member(value, "tz", arena);
	err = read_place(member(value, "reference", arena), zone ? zone : "UTC", &place, error);
	struct px_str text = px_json_string(json_object_get(value, "text"));
	if (!err && !text.data)
		err = px_fail(error, PX_INVALID, "text", "each line needs a \"text\"");
	if (!err) {
		/* Scripts say nothing of a locale: month first, weeks from Monday. */
		struct px_time_context context = { .now_utc = place.now_utc, .tz = place.tz, .country = "",
						   .find_zone = px_zoneinfo_find };
		int64_t started = px_clock_mono();
		px_time_main(&context, text, &found);
		double us = (double)(px_clock_mono() - started) / 1000;
		px_time_report_line(out, px_json_string(json_object_get(value, "id")), &found.value, us);
	}
	json_decref(value);
	return err;
}

static enum px_err time_line_fn(void *arg, struct px_str line, struct px_buf *out, struct px_error *error)
{
	struct px_arena *arena = arg;

	px_arena_clear(arena);
	return time_line(line, out, arena, error);
}

static enum px_err nlu_line_fn(void *arg, struct px_str line, struct px_buf *out, struct px_error *error)
{
	enum px_err err = px_nlu_report_line(arg, line, px_zoneinfo_find, NULL, out, error);

	return err ? err : px_buf_char(out, '\n');
}

static void print_span(const char *text, size_t begin, size_t end)
{
	printf("“%.*s”", (int)(end - begin), text + begin);
}

static void explain_time(const char *text, const struct px_time_expr *found)
{
	struct px_buf out = PX_BUF_INIT(4096);

	print_span(text, found->begin, found->end);
	if (found->value.kind == PX_TIME_KIND_NONE) {
		puts("  belongs to the one before");
		return;
	}
	px_time_describe(&out, &found->value);
	printf("  %s  %s%s  (rule \"%s\", %.0f%% sure", px_time_kind_name(found->value.kind), out.data,
	       found->value.approximate ? " or about" : "", found->rule ? found->rule : "", 100.0 * (double)found->score);
	for (size_t i = 0; i < found->alternative_count; i++) {
		px_buf_clear(&out);
		px_time_describe(&out, &found->alternatives[i]);
		printf("; or %s", out.data);
	}
	puts(")");
	px_buf_release(&out);
}

static int explain_times(struct px_invocation *invocation, const struct place *place, struct px_str text)
{
	struct px_time_context context = time_context(&invocation->config, place);
	struct px_time_expr found[PX_TIME_MAX];
	px_language_use(px_language_of(text, invocation->config.locale));
	size_t count = px_time_find(&context, text, found, PX_TIME_MAX);

	if (invocation->json) {
		struct px_buf out = PX_BUF_INIT(4096);
		px_time_main(&context, text, found);
		px_time_report_line(&out, PX_STR(""), &found[0].value, -1);
		fwrite(out.data, 1, out.size, stdout);
		px_buf_release(&out);
		return PX_EXIT_OK;
	}
	for (size_t i = 0; i < count; i++)
		explain_time(text.data, &found[i]);
	if (count == 0)
		puts("No time in that.");
	return PX_EXIT_OK;
}

static int with_text(struct px_invocation *invocation,
		     int (*explain)(struct px_invocation *invocation, const struct place *place, struct px_str text))
{
	struct px_buf text = PX_BUF_INIT(LINE_MAX_BYTES);
	struct place place;
	struct px_error error;
	int status;

	px_command_text(invocation, &text);
	if (text.size == 0)
		(void)!px_fail(&error, PX_INVALID, "text", "give a text, or --jsonl");
	if (text.size == 0 || read_place(px_command_option(invocation, "reference"), px_command_option(invocation, "tz"),
					 &place, &error) != PX_OK)
		status = px_command_fail(invocation, &error);
	else
		status = explain(invocation, &place, px_buf_view(&text));
	px_buf_release(&text);
	return status;
}

int px_cmd_time(struct px_invocation *invocation)
{
	struct px_arena arena;
	int status;

	if (!px_command_option(invocation, "jsonl"))
		return with_text(invocation, explain_times);
	px_arena_init(&arena);
	status = px_jsonl_each(time_line_fn, &arena);
	px_arena_release(&arena);
	return status;
}

static json_t *json_text(const char *text)
{
	return text ? json_string(text) : json_null();
}

/* What the trained reader marks; nothing if there is none. */
static json_t *marks_json(const struct px_nlu_context *context, struct px_str text)
{
	struct px_buf out = PX_BUF_INIT(1 << 16);
	struct px_marks marks;
	json_t *value = NULL;

	if (context->read && context->read(context->read_arg, context, text, &marks)) {
		px_report_marks(&out, text, &marks);
		(void)!px_json_parse(px_buf_view(&out), &value, NULL);
	}
	px_buf_release(&out);
	return value ? value : json_null();
}

static void explain_marks(const struct px_nlu_context *context, struct px_str text)
{
	struct px_marks marks;

	if (!context->read || !context->read(context->read_arg, context, text, &marks))
		return;
	for (size_t i = 0; i < marks.count; i++) {
		const struct px_marked *request = &marks.requests[i];
		printf("  read: %s (%.0f%% sure)", px_mark_intent_name(request->intent), 100.0 * (double)request->confidence);
		for (size_t k = 0; k < request->mark_count; k++) {
			printf(", %s ", px_mark_tag_name(request->marks[k].tag));
			print_span(text.data, request->marks[k].begin, request->marks[k].end);
		}
		putchar('\n');
	}
}

static void print_nlu(const struct px_nlu_context *context, struct px_str text, const struct px_nlu_result *result)
{
	json_t *calls = json_array(), *spans = json_array();

	for (size_t i = 0; i < result->call_count; i++) {
		json_t *arguments = NULL;
		(void)!px_json_parse(px_str(result->calls[i].arguments), &arguments, NULL);
		json_array_append_new(calls, json_pack("{s:s,s:o}", "tool", result->calls[i].tool, "arguments",
						       arguments ? arguments : json_null()));
	}
	for (size_t i = 0; i < result->span_count; i++) {
		size_t begin = result->spans[i].begin, end = result->spans[i].end;
		json_array_append_new(spans, json_pack("{s:s,s:s%}", "slot", result->spans[i].slot, "text",
						       text.data + begin, end - begin));
	}
	json_t *object = json_pack("{s:s,s:f,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "intent", result->intent, "confidence",
				   (double)result->confidence, "why", json_text(result->why), "calls", calls,
				   "spans", spans, "question", json_text(result->question), "smalltalk",
				   json_text(result->smalltalk), "unread", json_text(result->unread), "marks",
				   marks_json(context, text));
	px_command_print_json(object);
	json_decref(object);
}

static void explain_result(const struct px_nlu_context *context, struct px_str text, const struct px_nlu_result *result)
{
	printf("%s (%.0f%% sure%s%s)\n", result->intent, 100.0 * (double)result->confidence, result->why ? "; " : "",
	       result->why ? result->why : "");
	for (size_t i = 0; i < result->call_count; i++)
		printf("  %s %s\n", result->calls[i].tool, result->calls[i].arguments);
	for (size_t i = 0; i < result->span_count; i++) {
		printf("    %-10s ", result->spans[i].slot);
		print_span(text.data, result->spans[i].begin, result->spans[i].end);
		putchar('\n');
	}
	if (result->question)
		printf("  asks: %s\n", result->question);
	if (result->smalltalk)
		printf("  says: %s\n", result->smalltalk);
	if (result->unread)
		printf("  not understood: %s\n", result->unread);
	explain_marks(context, text);
}

/* NULL if it is not wanted or there is none. */
static struct px_specialist *open_reader(const struct px_invocation *invocation)
{
	struct px_specialist *specialist = NULL;
	struct px_error why;

	if (!px_command_option(invocation, "rules") &&
	    px_app_specialist_open(&invocation->config, &specialist, &why) != PX_OK)
		return NULL;
	return specialist;
}

static int explain_nlu(struct px_invocation *invocation, const struct place *place, struct px_str text)
{
	struct px_specialist *specialist = open_reader(invocation);
	struct px_nlu_context context = { .now = place->now_utc, .tz = place->tz,
					  .locale = invocation->config.locale, .find_zone = px_zoneinfo_find,
					  .read = px_specialist_reader(specialist), .read_arg = specialist,
					  .notes_left = true };
	struct px_nlu_result result;
	struct px_arena arena;

	px_arena_init(&arena);
	px_nlu_parse(&context, text, &arena, &result);
	if (invocation->json)
		print_nlu(&context, text, &result);
	else
		explain_result(&context, text, &result);
	px_arena_release(&arena);
	px_specialist_close(specialist);
	return PX_EXIT_OK;
}

int px_cmd_nlu(struct px_invocation *invocation)
{
	struct px_specialist *specialist;
	struct px_nlu_sessions *sessions;
	int status;

	if (!px_command_option(invocation, "jsonl"))
		return with_text(invocation, explain_nlu);
	specialist = open_reader(invocation);
	sessions = px_nlu_sessions_new();
	px_nlu_sessions_read_by(sessions, px_specialist_reader(specialist), specialist);
	status = px_jsonl_each(nlu_line_fn, sessions);
	px_specialist_close(specialist);
	px_nlu_sessions_free(sessions);
	return status;
}
