/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Speech written down by a server: what is said in a recording, and in which
 * language.
 *
 * One driver so far: the OpenAI-compatible /audio/transcriptions that Whisper
 * servers speak.  What the bytes are is told by how they begin, never by what
 * somebody calls them.  It keeps nothing, and knows no users.
 */
#ifndef PX_SPEECH_SPEECH_H
#define PX_SPEECH_SPEECH_H

#include "base/buf.h"
#include "base/err.h"
#include "sys/loop.h"
#include "sys/metrics.h"

struct px_speech;

enum { PX_SPEECH_MAX = 25 << 20 /* bytes of a recording, as servers take it */, PX_SPEECH_TEXT_MAX = 32768, PX_SPEECH_SNIFF = 64 };

enum px_speech_format {
	PX_SPEECH_UNKNOWN, PX_SPEECH_WAV, PX_SPEECH_MP3, PX_SPEECH_OGG, PX_SPEECH_WEBM, PX_SPEECH_M4A, PX_SPEECH_FORMATS
};
/* By the first PX_SPEECH_SNIFF bytes, or all there are. */
enum px_speech_format px_speech_format_of(struct px_str bytes);

struct px_speech_config {
	const char *url;      /* base address, such as https://api.openai.com/v1 */
	const char *key;      /* NULL or "": none is sent */
	const char *model;
	unsigned timeout_ms;  /* of one recording; 0: 120,000 */
	struct px_loop *loop; /* where it works; borrowed, and runs until px_speech_free */
};

/* From any thread but the loop's. */
enum px_err px_speech_new(const struct px_speech_config *config, struct px_speech **speech, struct px_error *error) PX_MUST_CHECK;
/* Ends what is under way, and what comes later, with PX_CANCELLED.  From any thread but the loop's, as is the next; NULL is fine. */
void px_speech_stop(struct px_speech *speech);
void px_speech_free(struct px_speech *speech);

struct px_speech_result {
	enum px_err err;
	const char *message;     /* of an error, for people; names no key */
	struct px_str text;      /* UTF-8, trimmed; empty if nothing was heard */
	const char *language;    /* ISO 639-1, such as "en"; NULL if the server does not tell */
	double seconds;          /* of the recording; 0 if the server does not tell */
};

struct px_speech_request {
	struct px_buf *audio;    /* taken: released when it is no longer needed */
	enum px_speech_format format;
	const char *language;    /* that is spoken, ISO 639-1, if it is known; or NULL */
	/* Once, on the loop, never within px_speech_write_down. */
	void (*done)(void *arg, const struct px_speech_result *result);
	void *arg;
};
/* Any thread. */
void px_speech_write_down(struct px_speech *speech, const struct px_speech_request *request);
/* Prometheus lines; any thread. */
void px_speech_write_metrics(const struct px_speech *speech, struct px_buf *out);

#endif
