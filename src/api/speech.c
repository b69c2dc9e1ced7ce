/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/speech: a recording is written down and, if that is wanted, said.
 *
 *   loop    the body (the recording itself, or a form with a `file`) arrives
 *   shard   a speech server is asked (speech/speech.h); nothing waits for it
 *   shard   the text is answered, or becomes the message of a turn
 *
 * A recording is held in memory, so only some are at once; nothing of it is kept.
 */
#include "speech/speech.h"

#include "api/asker.h"
#include "api/live_turn.h"
#include "api/multipart.h"
#include "base/record_json.h"

#include <inttypes.h>

enum { AT_ONCE = 8, FORM_MAX = 64 << 10 };

static _Atomic int under_way; /* recordings held by this process */

struct recording {
	struct px_asker asker;    /* of the turn; first */
	struct px_call *call;
	struct px_buf audio;
	struct px_multipart parts;
	bool form, found, counted;
	const char *text, *language;
	double seconds;
	json_t *input;            /* of the turn */
};

static void release(void *state)
{
	struct recording *recording = state;

	px_buf_release(&recording->audio);
	px_multipart_release(&recording->parts);
	json_decref(recording->input);
	if (recording->counted)
		atomic_fetch_sub(&under_way, 1);
	recording->counted = false;
}

/* ---------------------------------------------------------------- [loop] the body */

static enum px_err add_bytes(struct recording *recording, struct px_str bytes, struct px_error *error)
{
	return px_buf_str(&recording->audio, bytes) == PX_OK
		       ? PX_OK : px_fail(error, PX_TOO_LARGE, NULL, "the recording is larger than the %d MB that are taken", PX_SPEECH_MAX >> 20);
}

static enum px_err begin_part(void *arg, const struct px_part *part, struct px_error *error)
{
	struct recording *recording = arg;

	if (!px_str_eq(part->name, PX_STR("file")) || recording->found)
		return px_fail(error, PX_INVALID, "file", "a form has one field \"file\"");
	recording->found = true;
	return PX_OK;
}

static enum px_err add_to_part(void *arg, struct px_str bytes, struct px_error *error)
{
	return add_bytes(arg, bytes, error);
}

static const struct px_multipart_events form_events = { .part = begin_part, .content = add_to_part };

static enum px_err end_body(struct recording *recording, struct px_error *error)
{
	enum px_err err = recording->form ? px_multipart_end(&recording->parts, error) : PX_OK;

	if (!err && !recording->audio.size)
		err = px_fail(error, PX_INVALID, "file", recording->form && !recording->found ? "the form has no field \"file\"" :
													"the recording is empty");
	if (!err && px_speech_format_of(px_buf_view(&recording->audio)) == PX_SPEECH_UNKNOWN)
		err = px_fail(error, PX_INVALID, "file", "this is no recording that can be read: wav, mp3, ogg (opus), webm and m4a can");
	return err;
}

static void take_piece(void *arg, struct px_str bytes, const struct px_http_refusal *refusal)
{
	struct recording *recording = arg;
	struct px_call *call = recording->call;
	struct px_error error = { .code = PX_OK };
	enum px_err err;

	if (refusal) {
		call->refused = refusal->status;
		err = px_fail(&error, refusal->status == 408 ? PX_TIMEOUT : PX_INVALID, "body", "%s", refusal->detail);
	} else if (bytes.size) {
		err = recording->form ? px_multipart_feed(&recording->parts, bytes, &error) : add_bytes(recording, bytes, &error);
		if (!err) {
			px_http_body_next(call->exchange, take_piece, recording);
			return;
		}
	} else {
		err = end_body(recording, &error);
	}
	px_call_resume(call, err, &error);
}

static enum px_err check_language(const struct px_call *call, struct px_error *error)
{
	const char *language = px_call_query(call, "language");

	if (language && (strlen(language) != 2 || strspn(language, "abcdefghijklmnopqrstuvwxyz") != 2))
		return px_fail(error, PX_INVALID, "language", "language must be an ISO 639-1 code such as en");
	return PX_OK;
}

static enum px_err check_head(struct recording *recording, struct px_error *error)
{
	const struct px_call *call = recording->call;
	int64_t length = px_http_body_length(call->exchange);
	enum px_err err = check_language(call, error);

	if (err)
		return err;
	if (!call->api->parts.speech)
		return px_fail(error, PX_UNSUPPORTED, NULL, "no server that writes down speech is set up (speech-url)");
	if (!length)
		return px_fail(error, PX_INVALID, "file", "the recording is empty");
	if (length > PX_SPEECH_MAX + (recording->form ? FORM_MAX : 0))
		return px_fail(error, PX_TOO_LARGE, NULL, "the recording is larger than the %d MB that are taken", PX_SPEECH_MAX >> 20);
	recording->counted = atomic_fetch_add(&under_way, 1) < AT_ONCE;
	if (recording->counted)
		return PX_OK;
	atomic_fetch_sub(&under_way, 1);
	return px_fail(error, PX_UNAVAILABLE, NULL, "too many recordings are being written down; try again");
}

enum px_err px_speech_receive(struct px_call *call, struct px_error *error)
{
	struct recording *recording = px_arena_zero(&call->arena, 1, sizeof(*recording));
	struct px_str type = px_str_trim(px_http_header(call->request, "content-type"));
	enum px_err err = PX_OK;

	recording->call = call;
	px_buf_init(&recording->audio, PX_SPEECH_MAX);
	recording->form = type.size > 10 && px_str_eq_case(px_str_n(type.data, 10), PX_STR("multipart/"));
	if (recording->form)
		err = px_multipart_init(&recording->parts, type, &form_events, recording, &call->arena, error);
	call->state = recording;
	call->release = release;
	if (!err)
		err = check_head(recording, error);
	if (!err)
		px_http_body_next(call->exchange, take_piece, recording);
	return err;
}

/* -------------------------------------------------------------------- [any] the text */

static void written_down(void *arg, const struct px_speech_result *result)
{
	struct recording *recording = arg;
	struct px_call *call = recording->call;
	struct px_error error = { .code = PX_OK };
	enum px_err err = result->err ? px_fail(&error, result->err, result->err == PX_INVALID ? "file" : NULL, "%s", result->message) : PX_OK;

	if (!err) {
		recording->text = px_arena_str(&call->arena, result->text);
		recording->language = result->language;
		recording->seconds = result->seconds;
	}
	px_call_resume(call, err, &error);
}

enum px_err px_speech_write(struct px_call *call, struct px_error *error)
{
	struct recording *recording = call->state;

	(void)error;
	px_speech_write_down(call->api->parts.speech, &(struct px_speech_request){
		.audio = &recording->audio, .format = px_speech_format_of(px_buf_view(&recording->audio)),
		.language = px_call_query(call, "language"), .done = written_down, .arg = recording });
	return PX_OK;
}

static void write_answer(struct recording *recording, const char *turn)
{
	struct px_json json;

	px_json_init(&json, &recording->call->body);
	px_json_open_object(&json);
	px_json_key(&json, "text");
	px_json_text(&json, recording->text);
	px_json_key(&json, "language");
	px_json_text(&json, recording->language);
	px_json_key(&json, "seconds");
	px_json_double(&json, recording->seconds);
	px_json_key(&json, "turn");
	px_json_raw(&json, turn ? px_str(turn) : PX_STR("null"));
	px_json_close_object(&json);
}

/* The answer is the whole turn, so a call waits on. */
static bool turn_began(struct px_asker *asker, const struct px_turn_event *event, const char *turn, struct px_str text, int64_t n)
{
	(void)asker;
	(void)event;
	(void)turn;
	(void)text;
	(void)n;
	return false;
}

static void turn_ended(struct px_asker *asker, enum px_err err, const struct px_error *error, const char *turn)
{
	struct recording *recording = (struct recording *)asker;
	struct px_error copy = { .code = err };

	if (error)
		copy = *error;
	if (!err)
		write_answer(recording, turn);
	px_call_resume(recording->call, err, &copy);
}

static void add_text(json_t *input, const struct px_call *call, const char *name)
{
	const char *value = px_call_query(call, name);

	if (value)
		json_object_set_new(input, name, json_string(value));
}

/* [shard] */
enum px_err px_speech_answer(struct px_call *call, struct px_error *error)
{
	struct recording *recording = call->state;
	const char *say = px_call_query(call, "say");
	struct px_error none = { .code = PX_OK };

	if (!say || strcmp(say, "true") != 0) {
		write_answer(recording, NULL);
		px_call_resume(call, PX_OK, &none);
		return PX_OK;
	}
	if (!recording->text[0])
		return px_fail(error, PX_INVALID, "file", "nothing was heard in this recording");
	recording->asker = (struct px_asker){ .began = turn_began, .ended = turn_ended };
	recording->input = json_pack("{s:s}", "text", recording->text);
	add_text(recording->input, call, "conversation_id");
	add_text(recording->input, call, "client_id");
	px_live_say(call->api, call->principal.user, recording->input, NULL, &recording->asker);
	return PX_OK;
}
