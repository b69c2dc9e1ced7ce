/* SPDX-License-Identifier: Apache-2.0 */
#include "net/origin.h"

#define ANY "*"

static bool is_scheme(struct px_str text)
{
	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
		if (!letter && (i == 0 || !other))
			return false;
	}
	return text.size > 0;
}

/* No path, user, query, list or control character in it. */
static bool is_host(struct px_str text)
{
	bool six = text.size > 2 && text.data[0] == '[' && text.data[text.size - 1] == ']';

	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (c <= ' ' || c == 0x7f || strchr("/\\?#@,*", c))
			return false;
		if (!six && strchr("[]:", c))
			return false;
	}
	return text.size > 0;
}

static bool parse_port(struct px_str text, int *port)
{
	int64_t value;

	if (text.size > 5 || !px_str_to_int64(text, &value) || value < 1 || value > 65535)
		return false;
	*port = (int)value;
	return true;
}

/* "host[:port]"; the port is left alone if there is none. */
static bool parse_authority(struct px_str text, struct px_str *host, int *port)
{
	size_t colon = text.size;

	while (colon > 0 && text.data[colon - 1] != ':' && text.data[colon - 1] != ']')
		colon--;
	if (colon > 0 && text.data[colon - 1] == ':') {
		*host = px_str_n(text.data, colon - 1);
		return is_host(*host) && parse_port(px_str_n(text.data + colon, text.size - colon), port);
	}
	*host = text;
	return is_host(text);
}

static int usual_port(struct px_str scheme)
{
	if (px_str_eq_case(scheme, PX_STR("https")) || px_str_eq_case(scheme, PX_STR("wss")))
		return 443;
	if (px_str_eq_case(scheme, PX_STR("http")) || px_str_eq_case(scheme, PX_STR("ws")))
		return 80;
	return PX_PORT_NONE;
}

bool px_origin_parse(struct px_str text, struct px_origin *origin)
{
	size_t at = px_str_find(text, PX_STR("://"));

	if (at == SIZE_MAX)
		return false;
	origin->scheme = px_str_n(text.data, at);
	origin->port = usual_port(origin->scheme);
	return is_scheme(origin->scheme) &&
	       parse_authority(px_str_n(text.data + at + 3, text.size - at - 3), &origin->host, &origin->port);
}

bool px_origin_eq(const struct px_origin *a, const struct px_origin *b)
{
	return px_str_eq_case(a->scheme, b->scheme) && px_str_eq_case(a->host, b->host) && a->port == b->port;
}

bool px_origin_is_host(struct px_str text, struct px_str host)
{
	struct px_origin origin, asked;

	if (!px_origin_parse(text, &origin))
		return false;
	asked.scheme = origin.scheme;
	asked.port = usual_port(origin.scheme);
	return parse_authority(host, &asked.host, &asked.port) && px_origin_eq(&origin, &asked);
}

static enum px_err check(struct px_str text, const char *setting, struct px_error *error)
{
	struct px_origin origin;

	if (px_str_eq(text, PX_STR(ANY)) || px_origin_parse(text, &origin))
		return PX_OK;
	return px_fail(error, PX_INVALID, setting,
		       "\"%.*s\" is not an origin such as https://app.example or https://app.example:8443",
		       PX_STR_ARG(text));
}

static struct px_str without_slash(struct px_str text)
{
	return px_str_ends(text, PX_STR("/")) ? px_str_n(text.data, text.size - 1) : text;
}

/* Scheme and authority of a URL. */
static struct px_str origin_of_url(struct px_str url)
{
	size_t at = px_str_find(url, PX_STR("://")), end = at == SIZE_MAX ? url.size : at + 3;

	while (end < url.size && !strchr("/?#", url.data[end]))
		end++;
	return px_str_n(url.data, end);
}

enum px_err px_origins_parse(struct px_arena *arena, const char *text, const char *public_url,
			     const char *const **origins, struct px_error *error)
{
	const char **list = PX_ARENA_ARRAY(arena, const char *, strlen(text) / 2 + 3);
	struct px_str rest = px_str(text), own = origin_of_url(px_str_trim(px_str(public_url)));
	size_t n = 0;
	enum px_err err = PX_OK;

	while (rest.data && !err) {
		struct px_str origin = without_slash(px_str_trim(px_str_cut(rest, ',', &rest)));
		if (!origin.size)
			continue;
		err = check(origin, "origins", error);
		list[n++] = px_arena_str(arena, origin);
	}
	if (!err && own.size) {
		err = check(own, "public-url", error);
		list[n++] = px_arena_str(arena, own);
	}
	list[n] = NULL;
	*origins = n ? list : NULL;
	return err;
}

enum px_origin_answer px_origins_find(const char *const *origins, struct px_str text)
{
	enum px_origin_answer answer = PX_ORIGIN_REFUSED;
	struct px_origin origin, allowed;
	bool known = px_origin_parse(text, &origin);

	for (; origins && *origins; origins++) {
		if (strcmp(*origins, ANY) == 0)
			answer = PX_ORIGIN_ANY;
		else if (known && px_origin_parse(px_str(*origins), &allowed) && px_origin_eq(&origin, &allowed))
			return PX_ORIGIN_NAMED;
	}
	return answer;
}
