/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Redirects to https.  Host and target have passed the head parser, so
 * neither can carry a line end into the answer.
 */
#include "net/http_redirect.h"

/* The host without its port; an IPv6 literal keeps its brackets. */
static struct px_str host_only(struct px_str host)
{
	size_t end = 0;
	bool literal = host.size && host.data[0] == '[';

	while (end < host.size && host.data[end] != (literal ? ']' : ':'))
		end++;
	return px_str_n(host.data, literal && end < host.size ? end + 1 : end);
}

/* A name or an address; nothing that a browser could take for a user or a path. */
static bool is_host(struct px_str host)
{
	for (size_t i = 0; i < host.size; i++)
		if ((unsigned char)host.data[i] <= ' ' || strchr("/\\@?#<>\"%", host.data[i]))
			return false;
	return host.size > 0;
}

/* The target from its path on, also if it was sent in absolute form. */
static struct px_str path_onwards(struct px_str target)
{
	size_t at = px_str_find(target, PX_STR("://"));

	if (target.data[0] == '/' || at == SIZE_MAX)
		return target;
	for (at += 3; at < target.size && target.data[at] != '/' && target.data[at] != '?';)
		at++;
	return px_str_n(target.data + at, target.size - at);
}

void px_http_redirect(void *arg, struct px_http_exchange *exchange)
{
	const struct px_http_redirect *redirect = arg;
	const struct px_http_request *request = px_http_request(exchange);
	struct px_str host = host_only(px_http_header(request, "host"));
	struct px_str target = path_onwards(request->target);
	char port[8] = "";

	if (!is_host(host) || px_str_eq(target, PX_STR("*"))) {
		px_http_respond(exchange, 400, "text/plain", PX_STR(""), PX_STR("Use https.\n"));
		return;
	}
	if (redirect->port != 443)
		snprintf(port, sizeof(port), ":%u", redirect->port);
	const char *slash = target.size && target.data[0] == '/' ? "" : "/";
	struct px_arena *arena = px_http_arena(exchange);
	const char *base = redirect->base ? redirect->base :
					    px_arena_printf(arena, "https://%.*s%s", PX_STR_ARG(host), port);
	char *location = px_arena_printf(arena, "Location: %s%s%.*s\r\n", base, slash, PX_STR_ARG(target));
	px_http_respond(exchange, 308, "text/plain", px_str(location), PX_STR("Use https.\n"));
}
