/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/name_list.h"

#include "base/buf.h"

enum { LINE_MAX_BYTES = 4096 };

/* "Tom" names "Tom" and "Tom Brown". */
static bool is_named(struct px_str one, struct px_str name)
{
	return name.size && one.size >= name.size && px_str_eq_case(px_str_n(one.data, name.size), name) &&
	       (one.size == name.size || one.data[name.size] == ' ');
}

static bool is_among(struct px_str one, const json_t *names)
{
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name) {
		if (is_named(one, px_str_trim(px_json_string(name))))
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
		if (one.size && !is_among(one, names))
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
		struct px_str name = px_str_trim(px_json_string(one)), rest = px_str(from ? from : "");
		bool there = !name.size;
		while (rest.size && !there)
			there = is_named(px_str_trim(px_str_cut(rest, ',', &rest)), name);
		if (!there)
			append(&line, name);
	}
	return finish(arena, &line);
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
