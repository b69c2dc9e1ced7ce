/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST <url>/audio/transcriptions, as OpenAI and Whisper servers have it.
 *
 * "verbose_json" also tells the language; servers whose models know only
 * "json" refuse it, and are asked once more in that form.
 */
#include "speech/speech.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/utf8.h"
#include "net/client.h"
#include "speech/languages.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { TIMEOUT_MS = 120000, ANSWER_MAX = 4 << 20, FORM_MORE = 4096, CONNECTIONS = 4 };

struct px_speech {
	struct px_loop *loop;
	struct px_client *client; /* on the loop; NULL: stopped */
	char *url, *model, *authorization; /* the last: a header line, or NULL */
	unsigned timeout_ms;
	_Atomic uint64_t done, failed, bytes;
	struct px_histogram seconds;
};

struct writing {
	struct px_job job;        /* first: the job is the writing */
	struct px_speech *speech;
	struct px_speech_request request;
	struct px_buf audio, form;
	char boundary[40], language[16];
	bool plain;               /* the second time: without the language */
	int64_t started;
};

static const struct {
	const char *name, *type;
} formats[PX_SPEECH_FORMATS] = {
	[PX_SPEECH_UNKNOWN] = { "audio", "application/octet-stream" }, [PX_SPEECH_WAV] = { "audio.wav", "audio/wav" },
	[PX_SPEECH_MP3] = { "audio.mp3", "audio/mpeg" }, [PX_SPEECH_OGG] = { "audio.ogg", "audio/ogg" },
	[PX_SPEECH_WEBM] = { "audio.webm", "audio/webm" }, [PX_SPEECH_M4A] = { "audio.m4a", "audio/mp4" },
};

static void wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

static void release(struct px_speech *speech)
{
	free(speech->url);
	free(speech->model);
	wipe(speech->authorization);
	free(speech);
}

enum px_err px_speech_new(const struct px_speech_config *config, struct px_speech **out, struct px_error *error)
{
	struct px_speech *speech = px_calloc(1, sizeof(*speech));
	size_t room = strlen(config->url) + sizeof("/audio/transcriptions");

	speech->loop = config->loop;
	speech->timeout_ms = config->timeout_ms ? config->timeout_ms : TIMEOUT_MS;
	speech->model = px_strdup(config->model);
	speech->url = px_alloc(room);
	snprintf(speech->url, room, "%s/audio/transcriptions", config->url);
	if (config->key && config->key[0]) {
		room = strlen(config->key) + sizeof("Authorization: Bearer ");
		speech->authorization = px_alloc(room);
		snprintf(speech->authorization, room, "Authorization: Bearer %s", config->key);
	}
	enum px_err err = px_client_new(&(struct px_client_config){ .loop = config->loop, .allow_http = true,
								    .connections_per_host = CONNECTIONS }, &speech->client, error);
	if (err)
		release(speech);
	else
		*out = speech;
	return err;
}

static void forget_client(void *arg)
{
	((struct px_speech *)arg)->client = NULL;
}

void px_speech_stop(struct px_speech *speech)
{
	struct px_client *client = speech ? speech->client : NULL;

	if (!client)
		return;
	px_loop_run_sync(speech->loop, forget_client, speech);
	px_client_free(client);
}

void px_speech_free(struct px_speech *speech)
{
	if (!speech)
		return;
	px_speech_stop(speech);
	release(speech);
}

static void add_field(struct writing *writing, const char *name, const char *value)
{
	(void)px_buf_printf(&writing->form, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", writing->boundary, name,
			    value);
}

/* The boundary is random, so that no recording holds it. */
static void write_form(struct writing *writing)
{
	enum px_speech_format format = writing->request.format;

	snprintf(writing->boundary, sizeof(writing->boundary), "pixie%016llx%016llx", (unsigned long long)px_random_u64(),
		 (unsigned long long)px_random_u64());
	px_buf_clear(&writing->form);
	add_field(writing, "model", writing->speech->model);
	add_field(writing, "response_format", writing->plain ? "json" : "verbose_json");
	if (writing->language[0])
		add_field(writing, "language", writing->language);
	(void)px_buf_printf(&writing->form, "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n",
			    writing->boundary, formats[format].name, formats[format].type);
	(void)px_buf_str(&writing->form, px_buf_view(&writing->audio));
	(void)px_buf_printf(&writing->form, "\r\n--%s--\r\n", writing->boundary);
}

static void finish(struct writing *writing, const struct px_speech_result *result)
{
	struct px_speech *speech = writing->speech;

	atomic_fetch_add(result->err ? &speech->failed : &speech->done, 1);
	atomic_fetch_add(&speech->bytes, writing->audio.size);
	px_histogram_add(&speech->seconds, px_clock_mono() - writing->started);
	writing->request.done(writing->request.arg, result);
	px_buf_release(&writing->audio);
	px_buf_release(&writing->form);
	free(writing);
}

static void fail(struct writing *writing, enum px_err err, const char *message)
{
	finish(writing, &(struct px_speech_result){ .err = err, .message = message });
}

static void finish_heard(struct writing *writing, const json_t *answer)
{
	struct px_str text = px_str_trim(px_json_string(json_object_get(answer, "text")));
	const char *language = px_language_code(px_json_string(json_object_get(answer, "language")));

	if (!json_is_string(json_object_get(answer, "text")) || !px_utf8_valid(text)) {
		fail(writing, PX_UNAVAILABLE, "the answer of the server that writes down speech makes no sense");
	} else if (text.size > PX_SPEECH_TEXT_MAX) {
		fail(writing, PX_TOO_LARGE, "more was said than fits into a message");
	} else {
		finish(writing, &(struct px_speech_result){ .text = text, .language = language,
							    .seconds = json_number_value(json_object_get(answer, "duration")) });
	}
}

static void send_form(struct writing *writing);

/* What is wrong, in words for the person who waits. */
static void refused(struct writing *writing, int status)
{
	if ((status == 400 || status == 422) && !writing->plain) {
		writing->plain = true;
		send_form(writing);
	} else if (status == 400 || status == 415 || status == 422) {
		fail(writing, PX_INVALID, "the server that writes down speech can't read this recording");
	} else if (status == 401 || status == 403) {
		fail(writing, PX_UNAVAILABLE, "the server that writes down speech does not accept Pixie's key");
	} else if (status == 413) {
		fail(writing, PX_TOO_LARGE, "the recording is too long for the server that writes down speech");
	} else if (status == 429) {
		fail(writing, PX_UNAVAILABLE, "the server that writes down speech takes no more now; try again later");
	} else {
		fail(writing, PX_UNAVAILABLE, "the server that writes down speech has failed; try again later");
	}
}

static void answered(void *arg, const struct px_client_response *response)
{
	struct writing *writing = arg;
	json_t *answer = NULL;

	if (response->err == PX_TIMEOUT) {
		fail(writing, PX_TIMEOUT, "the server that writes down speech does not answer in time");
	} else if (response->err) {
		fail(writing, response->err == PX_CANCELLED ? PX_CANCELLED : PX_UNAVAILABLE,
		     "the server that writes down speech can't be reached");
	} else if (response->status != 200) {
		refused(writing, response->status);
	} else if (px_json_parse(response->body, &answer, NULL) != PX_OK) {
		fail(writing, PX_UNAVAILABLE, "the answer of the server that writes down speech makes no sense");
	} else {
		finish_heard(writing, answer);
	}
	json_decref(answer);
}

static void send_form(struct writing *writing)
{
	const struct px_speech *speech = writing->speech;
	char type[96];
	const char *headers[] = { type, "Accept: application/json", speech->authorization, NULL };

	if (!speech->client) {
		fail(writing, PX_CANCELLED, "shutting down");
		return;
	}
	write_form(writing);
	snprintf(type, sizeof(type), "Content-Type: multipart/form-data; boundary=%s", writing->boundary);
	px_client_send(speech->client, &(struct px_client_request){
		.url = speech->url, .headers = headers, .body = px_buf_view(&writing->form), .body_stays = true,
		.timeout_ms = speech->timeout_ms, .max_body = ANSWER_MAX, .done = answered, .arg = writing });
}

static void send_job(struct px_job *job)
{
	send_form((struct writing *)job);
}

void px_speech_write_down(struct px_speech *speech, const struct px_speech_request *request)
{
	struct writing *writing = px_calloc(1, sizeof(*writing));

	writing->job.run = send_job;
	writing->speech = speech;
	writing->request = *request;
	writing->audio = *request->audio;
	*request->audio = PX_BUF_INIT(0);
	writing->form = PX_BUF_INIT(PX_SPEECH_MAX + FORM_MORE);
	snprintf(writing->language, sizeof(writing->language), "%s", request->language ? request->language : "");
	writing->started = px_clock_mono();
	if (!px_loop_post(speech->loop, &writing->job)) /* its owner keeps the loop as long as anybody may ask */
		abort();
}

void px_speech_write_metrics(const struct px_speech *speech, struct px_buf *out)
{
	px_metric_write(out, "pixie_speech_total", "result=\"done\"", "counter", "Recordings that were to be written down.",
			(double)atomic_load(&speech->done));
	px_metric_write(out, "pixie_speech_total", "result=\"failed\"", "counter", NULL, (double)atomic_load(&speech->failed));
	px_metric_write(out, "pixie_speech_bytes_total", "", "counter", "Bytes of them.", (double)atomic_load(&speech->bytes));
	px_histogram_write(&speech->seconds, "pixie_speech_seconds", "", "Time of writing one down.", out);
}
