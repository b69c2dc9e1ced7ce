/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stand-ins for HTTP servers share: a port of their own on loopback and
 * the reading of one request.
 */
#ifndef PX_TESTS_SUPPORT_HTTP_DOUBLE_H
#define PX_TESTS_SUPPORT_HTTP_DOUBLE_H

#include "base/buf.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* A listening socket; aborts if there can be none. */
static inline int http_double_listen(uint16_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 64) < 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &size) < 0)
		abort();
	*port = ntohs(address.sin_port);
	return listener;
}

/* Head and body of one request; false if the other side goes away. */
static inline bool http_double_read(int fd, struct px_buf *in, struct px_str *body)
{
	for (;;) {
		size_t end = px_str_find(px_buf_view(in), PX_STR("\r\n\r\n"));
		if (end != SIZE_MAX) {
			const char *length = strcasestr(in->data, "content-length:");
			size_t size = length ? strtoul(length + 15, NULL, 10) : 0;
			*body = px_str_n(in->data + end + 4, size);
			if (in->size >= end + 4 + size)
				return true;
		}
		char *room;
		if (px_buf_reserve(in, 65536, &room) != PX_OK)
			return false;
		ssize_t n = read(fd, room, 65536);
		if (n <= 0)
			return false;
		px_buf_commit(in, (size_t)n);
	}
}

#endif
