/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stand-in for a model provider that sends exactly the bytes of a script: a
 * thread for each connection, one request a connection, a step for each
 * request in the order they come; the last step serves all further ones.
 */
#ifndef PX_TESTS_SUPPORT_LLM_DOUBLE_H
#define PX_TESTS_SUPPORT_LLM_DOUBLE_H

#include "support/http_double.h"

#include <pthread.h>
#include <stdatomic.h>

enum { LLM_DOUBLE_REQUEST = 1 << 20, LLM_DOUBLE_THREADS = 64 };

struct llm_step {
	const char *bytes; /* of the whole answer, head included; NULL: the connection is closed without a word */
	size_t piece;      /* sent in pieces of so many bytes; 0: at once */
	bool hold;         /* then says nothing more until the other side goes */
};

struct llm_double {
	int listener;
	uint16_t port;
	const struct llm_step *steps;
	size_t step_count;
	pthread_t accepter;
	pthread_t threads[LLM_DOUBLE_THREADS];
	size_t thread_count;
	_Atomic size_t requests;
	_Atomic bool stopping;
	pthread_mutex_t lock;
	char last[4096];     /* head of the last request; under the lock */
};

struct llm_connection {
	struct llm_double *server;
	int fd;
};

static inline void llm_double_send(int fd, struct px_str text, size_t piece)
{
	while (text.size > 0) {
		ssize_t n = send(fd, text.data, piece && piece < text.size ? piece : text.size, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		text = px_str_n(text.data + n, text.size - (size_t)n);
	}
}

static inline void *llm_double_serve(void *arg)
{
	struct llm_connection *connection = arg;
	struct llm_double *server = connection->server;
	struct px_buf in = PX_BUF_INIT(LLM_DOUBLE_REQUEST);
	struct px_str body;
	char byte;

	if (http_double_read(connection->fd, &in, &body)) {
		size_t n = atomic_fetch_add(&server->requests, 1);
		const struct llm_step *step = &server->steps[n < server->step_count ? n : server->step_count - 1];
		pthread_mutex_lock(&server->lock);
		snprintf(server->last, sizeof(server->last), "%s", in.data);
		pthread_mutex_unlock(&server->lock);
		if (step->bytes)
			llm_double_send(connection->fd, px_str(step->bytes), step->piece);
		while (step->hold && !server->stopping && recv(connection->fd, &byte, 1, 0) > 0)
			;
	}
	close(connection->fd);
	px_buf_release(&in);
	free(connection);
	return NULL;
}

static inline void *llm_double_accept(void *arg)
{
	struct llm_double *server = arg;
	int fd;

	while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
		struct llm_connection *connection = malloc(sizeof(*connection));
		if (!connection || server->thread_count == LLM_DOUBLE_THREADS)
			abort();
		*connection = (struct llm_connection){ server, fd };
		if (pthread_create(&server->threads[server->thread_count++], NULL, llm_double_serve, connection) != 0)
			abort();
	}
	return NULL;
}

static inline void llm_double_start(struct llm_double *server, const struct llm_step *steps, size_t count)
{
	memset(server, 0, sizeof(*server));
	pthread_mutex_init(&server->lock, NULL);
	server->steps = steps;
	server->step_count = count;
	server->listener = http_double_listen(&server->port);
	if (pthread_create(&server->accepter, NULL, llm_double_accept, server) != 0)
		abort();
}

static inline bool llm_double_heard(struct llm_double *server, const char *text)
{
	pthread_mutex_lock(&server->lock);
	bool heard = strstr(server->last, text) != NULL;
	pthread_mutex_unlock(&server->lock);
	return heard;
}

/* When the other side has closed its connections. */
static inline void llm_double_stop(struct llm_double *server)
{
	server->stopping = true;
	shutdown(server->listener, SHUT_RDWR);
	pthread_join(server->accepter, NULL);
	for (size_t i = 0; i < server->thread_count; i++)
		pthread_join(server->threads[i], NULL);
	close(server->listener);
	pthread_mutex_destroy(&server->lock);
}

#endif
