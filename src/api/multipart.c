/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts at the delimiter, reads each part's few headers.
 */
#include "api/multipart.h"

static enum px_err malformed(struct px_error *error, const char *why)
{
	return px_fail(error, PX_INVALID, "body", "the multipart body %s", why);
}

/* The value of `name=` among the parameters of a header, undone; empty if it is absent. */
static struct px_str parameter(struct px_str header, const char *name, struct px_arena *arena)
{
	size_t at = 0, n = strlen(name);

	while (at < header.size) {
		while (at < header.size && (header.data[at] == ';' || header.data[at] == ' ' || header.data[at] == '\t'))
			at++;
		size_t start = at;
		while (at < header.size && header.data[at] != '=' && header.data[at] != ';')
			at++;
		bool wanted = at - start == n && strncasecmp(header.data + start, name, n) == 0;
		if (at == header.size || header.data[at] == ';')
			continue;
		char *out = px_arena_alloc(arena, header.size - at + 1);
		size_t size = 0;
		bool quoted = ++at < header.size && header.data[at] == '"';
		at += quoted;
		while (at < header.size && (quoted ? header.data[at] != '"' : header.data[at] != ';')) {
			if (quoted && header.data[at] == '\\' && at + 1 < header.size && strchr("\"\\", header.data[at + 1]))
				at++;
			out[size++] = header.data[at++];
		}
		at += quoted;
		if (wanted)
			return quoted ? px_str_n(out, size) : px_str_trim(px_str_n(out, size));
	}
	return px_str_n("", 0);
}

enum px_err px_multipart_init(struct px_multipart *multipart, struct px_str type, struct px_str body,
			      struct px_arena *arena, struct px_error *error)
{
	struct px_str parameters, kind = px_str_trim(px_str_cut(type, ';', &parameters));
	struct px_str boundary = parameter(parameters, "boundary", arena);

	if (!px_str_eq_case(kind, PX_STR("multipart/form-data")))
		return px_fail(error, PX_INVALID, "Content-Type", "send multipart/form-data");
	if (!boundary.size || boundary.size > 70) /* RFC 2046 section 5.1.1 */
		return px_fail(error, PX_INVALID, "Content-Type", "multipart/form-data needs a boundary of 1 to 70 characters");
	const char *delimiter = px_arena_printf(arena, "\r\n--%.*s", PX_STR_ARG(boundary));
	*multipart = (struct px_multipart){ .delimiter = px_str(delimiter) };
	/* The first delimiter needs no line end before it. */
	struct px_str first = px_str_n(delimiter + 2, multipart->delimiter.size - 2);
	if (px_str_starts(body, first)) {
		multipart->rest = px_str_n(body.data + first.size, body.size - first.size);
		return PX_OK;
	}
	size_t at = px_str_find(body, multipart->delimiter);
	if (at == SIZE_MAX)
		return malformed(error, "does not hold its boundary");
	at += multipart->delimiter.size;
	multipart->rest = px_str_n(body.data + at, body.size - at);
	return PX_OK;
}

static void read_header(struct px_str line, struct px_arena *arena, struct px_part *part)
{
	struct px_str value, name = px_str_cut(line, ':', &value);

	value = px_str_trim(value);
	if (px_str_eq_case(name, PX_STR("content-type"))) {
		part->type = value;
	} else if (px_str_eq_case(name, PX_STR("content-disposition"))) {
		part->name = parameter(value, "name", arena);
		part->file_name = parameter(value, "filename", arena);
	}
}

enum px_err px_multipart_next(struct px_multipart *multipart, struct px_arena *arena, struct px_part *part,
			      struct px_error *error)
{
	struct px_str rest = multipart->rest;

	if (multipart->done || px_str_starts(rest, PX_STR("--")))
		return PX_NOT_FOUND;
	if (++multipart->parts > PX_PARTS_MAX)
		return px_fail(error, PX_TOO_LARGE, "body", "the multipart body has more than %d parts", PX_PARTS_MAX);
	*part = (struct px_part){ .name = PX_STR(""), .file_name = PX_STR(""), .type = PX_STR("") };
	size_t end = px_str_find(rest, PX_STR("\r\n\r\n"));
	if (!px_str_starts(rest, PX_STR("\r\n")) || end == SIZE_MAX || end > PX_PART_HEADERS_MAX)
		return malformed(error, "has a part whose headers don't end");
	struct px_str headers = px_str_n(rest.data + 2, end > 2 ? end - 2 : 0);
	while (headers.size) {
		struct px_str line = px_str_cut(headers, '\n', &headers);
		read_header(px_str_trim(line), arena, part);
	}
	rest = px_str_n(rest.data + end + 4, rest.size - end - 4);
	size_t size = px_str_find(rest, multipart->delimiter);
	if (size == SIZE_MAX)
		return malformed(error, "is cut off: a part has no end");
	part->content = px_str_n(rest.data, size);
	size += multipart->delimiter.size;
	multipart->rest = px_str_n(rest.data + size, rest.size - size);
	return PX_OK;
}
