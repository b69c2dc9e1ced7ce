/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/name_list.h"

#include "base/buf.h"

enum { LINE_MAX_BYTES = 4096 };

/* "Tom" for "Tom Brown". */
static bool is_short_for(struct px_str name, struct px_str one)
{
	return name.size && one.size > name.size && px_str_eq_case(px_str_n(one.data, name.size), name) &&
	       one.data[name.size] == ' ';
}

/* How many of the line bear this name in full, and how many in its short form. */
static void count_named(const char *line, struct px_str name, size_t *full, size_t *in_short)
{
	struct px_str rest = px_str(line ? line : "");

	*full = *in_short = 0;
	while (rest.size) {
		struct px_str one = px_str_trim(px_str_cut(rest, ',', &rest));
		*full += name.size && px_str_eq_case(one, name);
		*in_short += is_short_for(name, one);
	}
}

/* Some name means this one: in full, or as the short form of it when nobody bears the short form in full. */
static bool is_among(struct px_str one, const char *line, const json_t *names)
{
	const json_t *at;
	size_t i, full, in_short;

	json_array_foreach(names, i, at) {
		struct px_str name = px_str_trim(px_json_string(at));
		count_named(line, name, &full, &in_short);
		if (full ? px_str_eq_case(one, name) : is_short_for(name, one))
			return true;
	}
	return false;
}

static void append(struct px_buf *line, struct px_str name)
{
	if (line->size)
		(void)px_buf_text(line, ", ");
	(void)px_buf_str(line, name);
}

static const char *finish(struct px_arena *arena, struct px_buf *line)
{
	const char *text = line->size ? px_arena_str(arena, px_buf_view(line)) : NULL;

	px_buf_release(line);
	return text;
}

/* Those of the line that are not among the names. */
static void copy(struct px_buf *line, const char *from, const json_t *names)
{
	struct px_str rest = px_str(from ? from : "");

	while (rest.size) {
		struct px_str one = px_str_trim(px_str_cut(rest, ',', &rest));
		if (one.size && !is_among(one, from, names))
			append(line, one);
	}
}

const char *px_names_with(struct px_arena *arena, const char *from, const json_t *names)
{
	struct px_buf line = PX_BUF_INIT(LINE_MAX_BYTES);
	const json_t *one;
	size_t i;

	copy(&line, from, NULL);
	json_array_foreach(names, i, one) {
		struct px_str name = px_str_trim(px_json_string(one));
		size_t full, in_short;
		count_named(from, name, &full, &in_short);
		if (name.size && !full)
			append(&line, name);
	}
	return finish(arena, &line);
}

const char *px_names_ambiguous(const char *from, const json_t *names)
{
	const json_t *one;
	size_t i, full, in_short;

	json_array_foreach(names, i, one) {
		count_named(from, px_str_trim(px_json_string(one)), &full, &in_short);
		if (!full && in_short > 1)
			return json_string_value(one);
	}
	return NULL;
}

const char *px_names_without(struct px_arena *arena, const char *from, const json_t *names)
{
	struct px_buf line = PX_BUF_INIT(LINE_MAX_BYTES);

	copy(&line, from, names);
	return finish(arena, &line);
}

const char *px_names_line(struct px_arena *arena, const json_t *names)
{
	return px_names_with(arena, NULL, names);
}
