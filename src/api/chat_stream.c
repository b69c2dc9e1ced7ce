/* SPDX-License-Identifier: Apache-2.0 */
/* The answer is begun by the first thing there is to tell. */
#include "api/chat_stream.h"

#include "api/event_stream.h"
#include "api/problem.h"

#include <stdlib.h>

enum { PROBLEM_MAX = 8192 };

struct streaming_call {
	struct px_asker asker; /* first: the asker is the streaming call */
	struct px_call *call;
	struct px_event_stream *stream; /* NULL: nothing was told yet */
};

/* ";q=0.5": 500; 1000 if it is absent, 0 if it is malformed. */
static int quality(struct px_str parameters)
{
	while (parameters.size) {
		struct px_str digits, one = px_str_trim(px_str_cut(parameters, ';', &parameters));
		struct px_str name = px_str_trim(px_str_cut(one, '=', &digits));
		if (!px_str_eq_case(name, PX_STR("q")))
			continue;
		digits = px_str_trim(digits);
		if (!digits.size || digits.size > 5 || (digits.data[0] != '0' && digits.data[0] != '1'))
			return 0;
		int value = (digits.data[0] - '0') * 1000, unit = 100;
		for (size_t i = 2; i < digits.size; i++, unit /= 10) {
			if (digits.data[i] < '0' || digits.data[i] > '9')
				return 0;
			value += (digits.data[i] - '0') * unit;
		}
		return value > 1000 ? 1000 : value;
	}
	return 1000;
}

bool px_chat_wants_events(const struct px_http_request *request)
{
	struct px_str rest = px_http_header(request, "accept");
	int events = 0, json = 0;

	while (rest.size) {
		struct px_str parameters, type = px_str_trim(px_str_cut(px_str_cut(rest, ',', &rest), ';', &parameters));
		if (px_str_eq_case(type, PX_STR("text/event-stream")))
			events = quality(parameters);
		else if (px_str_eq_case(type, PX_STR("application/json")))
			json = quality(parameters);
	}
	return events > json;
}

static void stream_done(void *arg)
{
	px_call_streamed(arg);
}

static struct px_event_stream *stream_of(struct streaming_call *streaming)
{
	if (!streaming->stream)
		streaming->stream = px_event_stream_new(streaming->call->exchange, px_call_stream(streaming->call),
							streaming->call->api->parts.config->ping_interval_ms, stream_done,
							streaming->call);
	return streaming->stream;
}

static void hear_event(struct px_asker *asker, const char *name, struct px_str json)
{
	px_event_stream_event(stream_of((struct streaming_call *)asker), name, json);
}

static void hear_delta(struct px_asker *asker, const struct px_turn_event *event, int64_t n, struct px_str text)
{
	px_event_stream_delta(stream_of((struct streaming_call *)asker), event, n, text);
}

/* Who comes back to a turn under way gets what was said so far at once. */
static bool hear_began(struct px_asker *asker, const struct px_turn_event *event, const char *turn, struct px_str text, int64_t n)
{
	json_t *opening = NULL;
	struct px_buf out;

	if (px_json_parse(px_str(turn), &opening, NULL) == PX_OK) {
		char *message = json_dumps(json_object_get(opening, "message"), JSON_COMPACT | JSON_ENCODE_ANY);
		px_turn_running_write(&out, event, px_str(message ? message : "null"));
		hear_event(asker, "chat:status", px_buf_view(&out));
		px_buf_release(&out);
		free(message);
	}
	json_decref(opening);
	if (text.size)
		hear_delta(asker, event, n, text);
	return false;
}

static void tell_problem(struct px_event_stream *stream, const struct px_call *call, enum px_err err, const struct px_error *error)
{
	struct px_buf problem = PX_BUF_INIT(PROBLEM_MAX);

	px_problem_write(err, 0, error, call->request->id, &problem);
	px_event_stream_event(stream, "error", px_buf_view(&problem));
	px_buf_release(&problem);
}

static void hear_end(struct px_asker *asker, enum px_err err, const struct px_error *error, const char *turn)
{
	struct streaming_call *streaming = (struct streaming_call *)asker;
	struct px_error copy = { .code = err };

	if (err && !streaming->stream) {
		if (error)
			copy = *error;
		px_call_resume(streaming->call, err, &copy);
		return;
	}
	struct px_event_stream *stream = stream_of(streaming);
	if (err)
		tell_problem(stream, streaming->call, err, error);
	else
		px_event_stream_event(stream, "chat:message", px_str(turn ? turn : "null"));
	px_event_stream_end(stream);
}

struct px_asker *px_chat_stream_asker(struct px_call *call)
{
	struct streaming_call *streaming = PX_ARENA_NEW(&call->arena, struct streaming_call);

	*streaming = (struct streaming_call){ { .began = hear_began, .event = hear_event, .delta = hear_delta, .ended = hear_end },
					      call, NULL };
	return &streaming->asker;
}
