/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts at the delimiter, reads each part's few headers.  What could still be
 * the beginning of a delimiter is held until more has come.
 */
#include "api/multipart.h"

enum state {
	PREAMBLE, /* before the first delimiter */
	BOUNDARY, /* after a delimiter: another part or the end */
	HEADERS,
	CONTENT,
	EPILOGUE  /* after the last delimiter: nobody reads it */
};

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
		char *out = wanted ? px_arena_alloc(arena, header.size - at + 1) : NULL;
		size_t size = 0;
		bool quoted = ++at < header.size && header.data[at] == '"';
		at += quoted;
		while (at < header.size && (quoted ? header.data[at] != '"' : header.data[at] != ';')) {
			if (quoted && header.data[at] == '\\' && at + 1 < header.size && strchr("\"\\", header.data[at + 1]))
				at++;
			if (wanted)
				out[size++] = header.data[at];
			at++;
		}
		at += quoted;
		if (wanted)
			return quoted ? px_str_n(out, size) : px_str_trim(px_str_n(out, size));
	}
	return px_str_n("", 0);
}

enum px_err px_multipart_init(struct px_multipart *multipart, struct px_str type, const struct px_multipart_events *events,
			      void *arg, struct px_arena *arena, struct px_error *error)
{
	struct px_str parameters, kind = px_str_trim(px_str_cut(type, ';', &parameters));
	struct px_str boundary = parameter(parameters, "boundary", arena);

	*multipart = (struct px_multipart){ .events = events, .arg = arg, .arena = arena, .state = PREAMBLE };
	px_buf_init(&multipart->held, SIZE_MAX / 2); /* bounded by what is fed at once */
	if (!px_str_eq_case(kind, PX_STR("multipart/form-data")))
		return px_fail(error, PX_INVALID, "Content-Type", "send multipart/form-data");
	if (!boundary.size || boundary.size > 70) /* RFC 2046 section 5.1.1 */
		return px_fail(error, PX_INVALID, "Content-Type", "multipart/form-data needs a boundary of 1 to 70 characters");
	multipart->delimiter = px_str(px_arena_printf(arena, "\r\n--%.*s", PX_STR_ARG(boundary)));
	return px_buf_text(&multipart->held, "\r\n"); /* the first delimiter needs no line end before it */
}

void px_multipart_release(struct px_multipart *multipart)
{
	px_buf_release(&multipart->held);
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

static struct px_str after(struct px_str rest, size_t count)
{
	return px_str_n(rest.data + count, rest.size - count);
}

/* Each reads one thing off *rest and returns whether it could; *err is why it never can. */

/* What is outside of all parts nobody reads, so it has no other end than this. */
static enum px_err pass_over(struct px_multipart *multipart, size_t size, struct px_error *error)
{
	multipart->outside += size;
	if (multipart->outside <= PX_PART_HEADERS_MAX)
		return PX_OK;
	return px_fail(error, PX_TOO_LARGE, "body", "the multipart body has more than %d bytes before its first boundary or after its last",
		       PX_PART_HEADERS_MAX);
}

static bool read_preamble(struct px_multipart *multipart, struct px_str *rest, enum px_err *err, struct px_error *error)
{
	struct px_str delimiter = multipart->delimiter;
	size_t at = px_str_find(*rest, delimiter);

	if (at == SIZE_MAX) {
		size_t passed = rest->size >= delimiter.size ? rest->size - delimiter.size + 1 : 0;
		*rest = after(*rest, passed);
		*err = pass_over(multipart, passed, error);
		return false;
	}
	*rest = after(*rest, at + delimiter.size);
	multipart->state = BOUNDARY;
	*err = pass_over(multipart, at, error);
	return !*err;
}

static bool read_boundary(struct px_multipart *multipart, struct px_str *rest, enum px_err *err, struct px_error *error)
{
	if (rest->size < 2)
		return false;
	if (px_str_starts(*rest, PX_STR("--")))
		multipart->state = EPILOGUE;
	else if (!px_str_starts(*rest, PX_STR("\r\n")))
		*err = malformed(error, "has a part whose headers don't end");
	else if (++multipart->parts > PX_PARTS_MAX)
		*err = px_fail(error, PX_TOO_LARGE, "body", "the multipart body has more than %d parts", PX_PARTS_MAX);
	else
		multipart->state = HEADERS;
	return !*err;
}

static bool read_headers(struct px_multipart *multipart, struct px_str *rest, enum px_err *err, struct px_error *error)
{
	struct px_part part = { PX_STR(""), PX_STR(""), PX_STR("") };
	size_t end = px_str_find(*rest, PX_STR("\r\n\r\n"));

	/* The last three bytes may be the beginning of the end. */
	if (end == SIZE_MAX ? rest->size > PX_PART_HEADERS_MAX + 3 : end > PX_PART_HEADERS_MAX)
		*err = malformed(error, "has a part whose headers don't end");
	if (*err || end == SIZE_MAX)
		return false;
	struct px_str headers = px_str_n(rest->data + 2, end > 2 ? end - 2 : 0);
	while (headers.size) {
		struct px_str line = px_str_cut(headers, '\n', &headers);
		read_header(px_str_trim(line), multipart->arena, &part);
	}
	*err = multipart->events->part(multipart->arg, &part, error);
	*rest = after(*rest, end + 4);
	multipart->state = CONTENT;
	return !*err;
}

static bool read_content(struct px_multipart *multipart, struct px_str *rest, enum px_err *err, struct px_error *error)
{
	struct px_str delimiter = multipart->delimiter;
	size_t at = px_str_find(*rest, delimiter);
	bool found = at != SIZE_MAX;

	if (!found)
		at = rest->size < delimiter.size ? 0 : rest->size - delimiter.size + 1;
	if (at)
		*err = multipart->events->content(multipart->arg, px_str_n(rest->data, at), error);
	*rest = after(*rest, found ? at + delimiter.size : at);
	if (found)
		multipart->state = BOUNDARY;
	return found && !*err;
}

enum px_err px_multipart_feed(struct px_multipart *multipart, struct px_str bytes, struct px_error *error)
{
	enum px_err err = px_buf_str(&multipart->held, bytes);
	struct px_str rest = px_buf_view(&multipart->held);
	bool more = !err;

	while (more) {
		switch ((enum state)multipart->state) {
		case PREAMBLE:
			more = read_preamble(multipart, &rest, &err, error);
			break;
		case BOUNDARY:
			more = read_boundary(multipart, &rest, &err, error);
			break;
		case HEADERS:
			more = read_headers(multipart, &rest, &err, error);
			break;
		case CONTENT:
			more = read_content(multipart, &rest, &err, error);
			break;
		case EPILOGUE:
			err = pass_over(multipart, rest.size, error);
			rest.size = 0;
			more = false;
			break;
		}
	}
	px_buf_consume(&multipart->held, multipart->held.size - rest.size);
	return err;
}

enum px_err px_multipart_end(struct px_multipart *multipart, struct px_error *error)
{
	switch ((enum state)multipart->state) {
	case EPILOGUE:
		return PX_OK;
	case PREAMBLE:
		return malformed(error, "does not hold its boundary");
	case CONTENT:
		return malformed(error, "is cut off: a part has no end");
	default:
		return malformed(error, "has a part whose headers don't end");
	}
}
