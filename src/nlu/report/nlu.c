/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a request line, running the engine on it, writing the result.
 */
#include "nlu/report/nlu.h"

#include "base/civil.h"
#include "base/clock.h"
#include "base/json_quote.h"
#include "base/map.h"
#include "base/mem.h"
#include "nlu/report/gold.h"
#include "nlu/report/marks.h"
#include "nlu/report/readings.h"
#include "nlu/report/world.h"

#include <stdlib.h>

enum { ZONES_MAX = 64, NAMES_MAX = 64 };

struct session {
	struct px_world world;
	char *state; /* heap, or NULL */
	char *said;  /* its last message; the same */
};

struct px_nlu_sessions {
	struct px_map by_name;            /* -> struct session */
	struct { char *name; struct px_tz *tz; } offsets[ZONES_MAX];
	size_t offset_count;
	bool untimed;
	px_read_fn read; /* or NULL */
	void *read_arg;
	struct px_arena arena;            /* of one line */
};

struct line {
	struct px_value root;
	struct px_nlu_context context;
	struct session *session, alone;
	int64_t now_local;
	const char *names[2][NAMES_MAX + 1];
	struct px_str text;
	struct px_marks marks; /* that the line gives */
};

struct px_nlu_sessions *px_nlu_sessions_new(void)
{
	struct px_nlu_sessions *sessions = px_calloc(1, sizeof(*sessions));

	px_map_init(&sessions->by_name);
	px_arena_init(&sessions->arena);
	return sessions;
}

void px_nlu_sessions_untimed(struct px_nlu_sessions *sessions)
{
	sessions->untimed = true;
}

void px_nlu_sessions_read_by(struct px_nlu_sessions *sessions, px_read_fn read, void *arg)
{
	sessions->read = read;
	sessions->read_arg = arg;
}

static void session_release(struct session *session)
{
	px_world_release(&session->world);
	free(session->state);
	free(session->said);
}

void px_nlu_sessions_free(struct px_nlu_sessions *sessions)
{
	size_t at = 0;
	void *value;

	if (!sessions)
		return;
	while (px_map_next(&sessions->by_name, &at, NULL, &value)) {
		session_release(value);
		free(value);
	}
	for (size_t i = 0; i < sessions->offset_count; i++) {
		free(sessions->offsets[i].name);
		px_tz_free(sessions->offsets[i].tz);
	}
	px_map_release(&sessions->by_name);
	px_arena_release(&sessions->arena);
	free(sessions);
}

static bool parse_offset(const char *text, int32_t *seconds)
{
	*seconds = 0;
	return strcmp(text, "Z") == 0 || strcmp(text, "UTC") == 0 || px_tz_parse_offset(text, seconds);
}

static const struct px_tz *offset_zone(struct px_nlu_sessions *sessions, const char *name)
{
	int32_t seconds;

	for (size_t i = 0; i < sessions->offset_count; i++) {
		if (strcmp(sessions->offsets[i].name, name) == 0)
			return sessions->offsets[i].tz;
	}
	if (sessions->offset_count == ZONES_MAX || !parse_offset(name, &seconds))
		return NULL;
	size_t i = sessions->offset_count++;
	sessions->offsets[i].name = px_strdup(name);
	sessions->offsets[i].tz = px_tz_fixed(seconds);
	return sessions->offsets[i].tz;
}

static const char *text_of(struct px_nlu_sessions *sessions, struct px_value root, const char *key)
{
	struct px_value value;

	return px_read_member(root, key, &value) ? px_read_string(value, &sessions->arena) : NULL;
}

static enum px_err read_time(struct px_nlu_sessions *sessions, struct line *line, struct px_error *error)
{
	const char *tz = text_of(sessions, line->root, "tz"), *now = text_of(sessions, line->root, "now");
	struct px_nlu_context *context = &line->context;
	bool offset;
	int64_t ms;

	context->tz = offset_zone(sessions, tz ? tz : "UTC");
	if (!context->tz && context->find_zone)
		context->tz = context->find_zone(context->find_zone_arg, tz);
	if (!context->tz)
		return px_fail(error, PX_INVALID, "tz", "\"%s\" is no time zone I know", tz);
	if (!now)
		now = text_of(sessions, line->root, "reference");
	if (!now) {
		context->now = px_clock_now();
	} else if (!px_civil_parse_ms(px_str(now), &ms, &offset)) {
		return px_fail(error, PX_INVALID, "now", "\"%s\" is no ISO time", now);
	} else {
		context->now = offset ? ms : px_tz_to_utc(context->tz, ms, NULL);
	}
	line->now_local = px_tz_to_local(context->tz, context->now);
	return PX_OK;
}

static void read_names(struct px_nlu_sessions *sessions, struct px_value object, const char *key,
		       const char **names)
{
	struct px_value list, one;
	size_t at = 0, count = 0;

	if (!px_read_member(object, key, &list))
		return;
	while (count < NAMES_MAX && px_read_element(list, &at, &one)) {
		names[count] = px_read_string(one, &sessions->arena);
		count += names[count] != NULL;
	}
	names[count] = NULL;
}

static void open_session(struct px_nlu_sessions *sessions, struct line *line)
{
	const char *name = text_of(sessions, line->root, "session");
	struct px_value context;

	if (!name) {
		line->session = &line->alone;
		px_world_init(&line->alone.world);
	} else if (!(line->session = px_map_get(&sessions->by_name, px_str(name)))) {
		line->session = px_calloc(1, sizeof(*line->session));
		px_world_init(&line->session->world);
		px_map_put(&sessions->by_name, px_str(name), line->session);
	}
	if (px_read_member(line->root, "context", &context)) {
		px_world_learn(&line->session->world, context);
		read_names(sessions, context, "people", line->names[0]);
		read_names(sessions, context, "tags", line->names[1]);
		line->context.people = line->names[0];
		line->context.tags = line->names[1];
	}
	line->context.items = line->session->world.items.at;
	line->context.item_count = line->session->world.items.count;
	line->context.state = line->session->state;
	const char *before = text_of(sessions, line->root, "said_before");
	line->context.said_before = before ? before : line->session->said;
	line->context.replied = text_of(sessions, line->root, "replied");
}

static void write_text(struct px_buf *out, const char *key, const char *text)
{
	if (!text)
		return;
	(void)px_buf_printf(out, ",\"%s\":", key);
	px_json_quote(out, px_str(text));
}

/* The surface names that tools/score_nlu.py knows. */
static const char *surface_slot(const struct px_nlu_result *result, const char *slot)
{
	bool event = strstr(result->intent, "event") != NULL;

	if (strcmp(slot, "title") == 0 || strcmp(slot, "target") == 0)
		return event ? "event_name" : "todo";
	return strcmp(slot, "project") == 0 ? "list_name" : slot;
}

static void write_slots(const struct px_nlu_result *result, struct px_str text, struct px_buf *out)
{
	bool done[PX_NLU_MAX_SPANS] = { false }, any = false;

	(void)px_buf_text(out, ",\"slots\":{");
	for (size_t i = 0; i < result->span_count; i++) {
		const char *name = surface_slot(result, result->spans[i].slot);
		bool first = true;
		if (done[i])
			continue;
		(void)px_buf_printf(out, "%s\"%s\":[", any ? "," : "", name);
		any = true;
		for (size_t k = i; k < result->span_count; k++) {
			const struct px_nlu_span *span = &result->spans[k];
			if (done[k] || strcmp(surface_slot(result, span->slot), name) != 0)
				continue;
			done[k] = true;
			if (!first)
				(void)px_buf_char(out, ',');
			first = false;
			px_json_quote(out, px_str_n(text.data + span->begin, span->end - span->begin));
		}
		(void)px_buf_char(out, ']');
	}
	(void)px_buf_char(out, '}');
}

static bool wants(struct px_value root, const char *key)
{
	struct px_value wanted;

	return px_read_member(root, key, &wanted) && px_read_is(wanted, 't');
}

/* Where each piece stands, if the line asks for it. */
static void write_spans(const struct px_nlu_result *result, struct px_str text, struct px_value root,
			struct px_buf *out)
{
	if (!wants(root, "spans"))
		return;
	(void)px_buf_text(out, ",\"spans\":[");
	for (size_t i = 0; i < result->span_count; i++) {
		const struct px_nlu_span *span = &result->spans[i];
		(void)px_buf_printf(out, "%s{\"slot\":\"%s\",\"start\":%zu,\"end\":%zu}", i ? "," : "",
				    surface_slot(result, span->slot), px_report_utf16(px_str_n(text.data, span->begin)),
				    px_report_utf16(px_str_n(text.data, span->end)));
	}
	(void)px_buf_char(out, ']');
}

/* What the reader marks, if the line asks for it. */
static void write_marks(const struct line *line, struct px_buf *out)
{
	struct px_marks marks;

	if (!wants(line->root, "read") || !line->context.read ||
	    !line->context.read(line->context.read_arg, &line->context, line->text, &marks))
		return;
	(void)px_buf_text(out, ",\"marks\":");
	px_report_marks(out, line->text, &marks);
}

static void write_result(const struct px_nlu_result *result, const struct line *line, const int64_t *nanoseconds,
			 struct px_buf *out)
{
	struct px_value root = line->root, id;

	(void)px_buf_text(out, "{\"id\":");
	if (px_read_member(root, "id", &id))
		(void)px_buf_str(out, id.raw);
	else
		(void)px_buf_text(out, "null");
	write_text(out, "intent", result->intent);
	write_slots(result, line->text, out);
	write_spans(result, line->text, root, out);
	write_marks(line, out);
	(void)px_buf_text(out, ",\"calls\":[");
	for (size_t i = 0; i < result->call_count; i++)
		(void)px_buf_printf(out, "%s{\"tool\":\"%s\",\"arguments\":%s}", i ? "," : "",
				    result->calls[i].tool, result->calls[i].arguments);
	(void)px_buf_printf(out, "],\"confidence\":%.3f", (double)result->confidence);
	if (nanoseconds)
		(void)px_buf_printf(out, ",\"us\":%.1f", (double)*nanoseconds / 1000);
	write_text(out, "question", result->question);
	write_text(out, "say", result->smalltalk);
	write_text(out, "unread", result->unread);
	write_text(out, "why", result->why);
	if (wants(root, "act")) {
		write_text(out, "act", result->act);
		(void)px_buf_printf(out, ",\"trust\":%.3f", (double)result->trust);
	}
}

static void play(struct px_nlu_sessions *sessions, struct line *line, struct px_str text,
		 const struct px_nlu_result *result)
{
	struct px_nlu_outcome outcomes[PX_NLU_MAX_CALLS];

	for (size_t i = 0; i < result->call_count; i++)
		px_world_play(&line->session->world, &result->calls[i], line->now_local, &outcomes[i]);
	const char *state = px_nlu_next_state(&line->context, text, result, outcomes, result->call_count,
					      &sessions->arena);
	free(line->session->state);
	line->session->state = px_strdup(state);
	free(line->session->said);
	line->session->said = px_strndup(text.data, text.size);
}

/* Reads what the line gives. */
static bool lend_marks(void *arg, const struct px_nlu_context *context, struct px_str text, struct px_marks *marks)
{
	(void)context;
	(void)text;
	*marks = *(const struct px_marks *)arg;
	return true;
}

/* The text, and the marks of it if the line has any. */
static enum px_err read_text(struct px_nlu_sessions *sessions, struct line *line, struct px_error *error)
{
	const char *text = text_of(sessions, line->root, "text"), *notation = text_of(sessions, line->root, "marks");

	if (!text && !notation)
		return px_fail(error, PX_INVALID, "text", "is missing or no string");
	if (text)
		line->text = px_str(text);
	line->context.read_alone = wants(line->root, "alone");
	line->context.notes_left = wants(line->root, "notes");
	line->context.read = sessions->read;
	line->context.read_arg = sessions->read_arg;
	if (!notation)
		return PX_OK;
	struct px_str marked;
	enum px_err err = px_gold_read(px_str(notation), &sessions->arena, &marked, &line->marks, error);
	if (err)
		return err;
	if (text && !px_str_eq(line->text, marked))
		return px_fail(error, PX_INVALID, "marks", "are not of the text");
	line->text = marked;
	line->context.read = lend_marks;
	line->context.read_arg = &line->marks;
	return PX_OK;
}

enum px_err px_nlu_report_line(struct px_nlu_sessions *sessions, struct px_str text_line,
			       px_find_zone_fn find_zone, void *find_zone_arg, struct px_buf *out,
			       struct px_error *error)
{
	struct line line = { .context = { .find_zone = find_zone, .find_zone_arg = find_zone_arg } };
	struct px_nlu_result result;
	struct px_arena arena;

	px_arena_clear(&sessions->arena);
	if (!px_read_check(text_line, &line.root) || !px_read_is(line.root, '{'))
		return px_fail(error, PX_INVALID, "", "a line must be one JSON object");
	enum px_err err = read_text(sessions, &line, error);
	if (!err)
		err = read_time(sessions, &line, error);
	if (err)
		return err;
	const char *locale = text_of(sessions, line.root, "locale");
	line.context.locale = locale ? locale : "en-GB";
	open_session(sessions, &line);
	px_arena_init(&arena);
	int64_t start = px_clock_mono();
	px_nlu_parse(&line.context, line.text, &arena, &result);
	int64_t taken = px_clock_mono() - start;
	write_result(&result, &line, sessions->untimed ? NULL : &taken, out);
	if (wants(line.root, "readings"))
		px_report_readings(out, &line.context, line.text, sessions->read, sessions->read_arg, &arena);
	(void)px_buf_char(out, '}');
	play(sessions, &line, line.text, &result);
	px_arena_release(&arena);
	if (line.session == &line.alone)
		session_release(&line.alone);
	return out->overflow ? PX_TOO_LARGE : PX_OK;
}
