/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stand-in for an OpenAI-compatible embedding endpoint that can misbehave:
 * one thread, one request a connection, a script of what to do with each.
 *
 * Good answers have DOUBLE_DIMS numbers made from the text's bytes, in
 * reverse order with their `index`, as a server may do.
 */
#ifndef PX_TESTS_SUPPORT_EMBED_DOUBLE_H
#define PX_TESTS_SUPPORT_EMBED_DOUBLE_H

#include "base/buf.h"
#include "base/json.h"
#include "support/http_double.h"

#include <pthread.h>
#include <stdatomic.h>

enum { DOUBLE_DIMS = 16, DOUBLE_BODY = 64 << 20 };

enum double_act {
	DOUBLE_ANSWER,      /* as it should be */
	DOUBLE_429,         /* with Retry-After: 0 */
	DOUBLE_429_LONG,    /* with Retry-After: 3600 */
	DOUBLE_500,
	DOUBLE_401,
	DOUBLE_400,
	DOUBLE_HANG_UP,     /* closes without a word */
	DOUBLE_SILENCE,     /* answers nothing until the other side gives up */
	DOUBLE_CUT,         /* half of the answer */
	DOUBLE_NO_JSON,
	DOUBLE_TOO_FEW,     /* one vector less than asked */
	DOUBLE_SAME_INDEX,  /* all vectors number 0 */
	DOUBLE_OTHER_DIMS,  /* one number less */
	DOUBLE_NAN,         /* a string among the numbers */
	DOUBLE_ZERO,        /* vectors of zeros */
};

struct embed_double {
	int listener;
	uint16_t port;
	pthread_t thread;
	const enum double_act *acts; /* what to do with the first requests; DOUBLE_ANSWER for all others */
	size_t act_count;
	_Atomic size_t requests, texts, largest; /* seen */
	_Atomic bool authorized;
	_Atomic bool stopping;
};

static inline void double_vector(struct px_json *json, struct px_str text, enum double_act act)
{
	int dims = act == DOUBLE_OTHER_DIMS ? DOUBLE_DIMS - 1 : DOUBLE_DIMS;

	px_json_key(json, "embedding");
	px_json_open_array(json);
	for (int d = 0; d < dims; d++) {
		uint32_t hash = 2166136261u ^ (uint32_t)d;
		for (size_t i = 0; i < text.size; i++)
			hash = (hash ^ (uint8_t)text.data[i]) * 16777619u;
		if (act == DOUBLE_NAN && d == 3)
			px_json_text(json, "NaN");
		else
			px_json_double(json, act == DOUBLE_ZERO ? 0 : (double)(hash % 2001) / 1000 - 1.0005);
	}
	px_json_close_array(json);
}

static inline void double_body(struct px_buf *out, const json_t *input, enum double_act act)
{
	size_t count = json_array_size(input), skip = act == DOUBLE_TOO_FEW;
	struct px_json json;

	px_json_init(&json, out);
	px_json_open_object(&json);
	px_json_key(&json, "data");
	px_json_open_array(&json);
	for (size_t i = count; i > skip; i--) {
		px_json_open_object(&json);
		px_json_key(&json, "index");
		px_json_int(&json, act == DOUBLE_SAME_INDEX ? 0 : (int64_t)i - 1);
		double_vector(&json, px_json_string(json_array_get(input, i - 1)), act);
		px_json_close_object(&json);
	}
	px_json_close_array(&json);
	px_json_key(&json, "usage");
	px_json_raw(&json, PX_STR("{\"prompt_tokens\":3,\"total_tokens\":3}"));
	px_json_close_object(&json);
}

static inline void double_write(int fd, struct px_str text)
{
	while (text.size > 0) {
		ssize_t n = send(fd, text.data, text.size, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		text = px_str_n(text.data + n, text.size - (size_t)n);
	}
}

static inline void double_status(int fd, const char *status, const char *headers, struct px_str body)
{
	struct px_buf head = PX_BUF_INIT(4096);

	(void)px_buf_printf(&head, "HTTP/1.1 %s\r\nConnection: close\r\n%sContent-Length: %zu\r\n\r\n", status, headers,
			    body.size);
	double_write(fd, px_buf_view(&head));
	double_write(fd, body);
	px_buf_release(&head);
}

static inline void double_answer(int fd, struct px_str body, enum double_act act, struct embed_double *server)
{
	struct px_buf out = PX_BUF_INIT(DOUBLE_BODY);
	json_t *request = NULL;
	char byte;

	if (px_json_parse(body, &request, NULL) != PX_OK)
		act = DOUBLE_400;
	const json_t *input = json_object_get(request, "input");
	size_t count = json_array_size(input);
	server->texts += count;
	if (count > server->largest)
		server->largest = count;
	double_body(&out, input, act);
	if (act == DOUBLE_429)
		double_status(fd, "429 Too Many", "Retry-After: 0\r\n", PX_STR("{}"));
	else if (act == DOUBLE_429_LONG)
		double_status(fd, "429 Too Many", "Retry-After: 3600\r\n", PX_STR("{}"));
	else if (act == DOUBLE_500)
		double_status(fd, "500 Oops", "", PX_STR("<html>"));
	else if (act == DOUBLE_401)
		double_status(fd, "401 No", "", PX_STR("{\"error\":{\"message\":\"bad key\"}}"));
	else if (act == DOUBLE_400)
		double_status(fd, "400 Bad", "", PX_STR("{\"error\":\"no such model\"}"));
	else if (act == DOUBLE_SILENCE)
		while (!server->stopping && recv(fd, &byte, 1, 0) > 0)
			;
	else if (act == DOUBLE_NO_JSON)
		double_status(fd, "200 OK", "", PX_STR("hello"));
	else if (act == DOUBLE_CUT)
		double_write(fd, PX_STR("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":["));
	else if (act != DOUBLE_HANG_UP)
		double_status(fd, "200 OK", "Content-Type: application/json\r\n", px_buf_view(&out));
	json_decref(request);
	px_buf_release(&out);
}

static inline void *double_run(void *arg)
{
	struct embed_double *server = arg;
	int fd;

	while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
		struct px_buf in = PX_BUF_INIT(DOUBLE_BODY);
		struct px_str body;
		if (http_double_read(fd, &in, &body)) {
			size_t n = server->requests++;
			server->authorized = strcasestr(in.data, "authorization: bearer test-key\r\n") != NULL;
			double_answer(fd, body, n < server->act_count ? server->acts[n] : DOUBLE_ANSWER, server);
		}
		close(fd);
		px_buf_release(&in);
	}
	return NULL;
}

static inline void double_start(struct embed_double *server, const enum double_act *acts, size_t count)
{
	memset(server, 0, sizeof(*server));
	server->acts = acts;
	server->act_count = count;
	server->listener = http_double_listen(&server->port);
	if (pthread_create(&server->thread, NULL, double_run, server) != 0)
		abort();
}

static inline void double_stop(struct embed_double *server)
{
	server->stopping = true;
	shutdown(server->listener, SHUT_RDWR);
	pthread_join(server->thread, NULL);
	close(server->listener);
}

#endif
