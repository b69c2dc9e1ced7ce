/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of uploads: multipart/form-data from bytes.
 *
 * The first byte chooses the size of the pieces, the first line is the
 * Content-Type (empty: one with the boundary "b"), the rest is the body.
 * Besides crashes it looks for disagreement: the same body in one piece, in
 * equal pieces and byte by byte must give the same parts, contents and end.
 * No content may hold the delimiter, and what is held between two pieces is
 * bounded.
 */
#include "api/multipart.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEEN_MAX = 1 << 22, HELD_MAX = PX_PART_HEADERS_MAX + 100 };

struct seen {
	struct px_buf all;  /* names, file names, types and contents, with marks between */
	size_t content;     /* where that of the latest part begins */
	size_t parts;
	struct px_multipart *multipart;
};

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void end_content(const struct seen *seen)
{
	if (!seen->parts)
		return;
	struct px_str content = px_str_n(seen->all.data + seen->content, seen->all.size - seen->content);
	check(px_str_find(content, seen->multipart->delimiter) == SIZE_MAX);
}

static enum px_err note_part(void *arg, const struct px_part *part, struct px_error *error)
{
	const struct px_str texts[] = { part->name, part->file_name, part->type };
	struct seen *seen = arg;

	(void)error;
	end_content(seen);
	check(++seen->parts <= PX_PARTS_MAX);
	for (size_t i = 0; i < 3; i++) {
		check(texts[i].size <= PX_PART_HEADERS_MAX);
		(void)px_buf_str(&seen->all, texts[i]);
		(void)px_buf_char(&seen->all, '\0');
	}
	seen->content = seen->all.size;
	return PX_OK;
}

static enum px_err note_content(void *arg, struct px_str bytes, struct px_error *error)
{
	struct seen *seen = arg;

	(void)error;
	check(bytes.size > 0 && seen->parts > 0);
	(void)px_buf_str(&seen->all, bytes);
	return PX_OK;
}

static enum px_err run(struct px_str type, struct px_str body, size_t piece, struct seen *seen)
{
	static const struct px_multipart_events events = { note_part, note_content };
	struct px_multipart multipart;
	struct px_arena arena;

	px_arena_init(&arena);
	*seen = (struct seen){ .all = PX_BUF_INIT(SEEN_MAX), .multipart = &multipart };
	enum px_err err = px_multipart_init(&multipart, type, &events, seen, &arena, NULL);
	while (!err && body.size) {
		struct px_str part = px_str_n(body.data, piece < body.size ? piece : body.size);
		body = px_str_n(body.data + part.size, body.size - part.size);
		err = px_multipart_feed(&multipart, part, NULL);
		check(err || multipart.held.size <= HELD_MAX);
	}
	if (!err)
		err = px_multipart_end(&multipart, NULL);
	if (!err)
		end_content(seen);
	px_multipart_release(&multipart);
	px_arena_release(&arena);
	return err;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct px_str body, type;
	struct seen whole;

	if (size == 0)
		return 0;
	const size_t sizes[] = { 1, (size_t)data[0] % 64 + 1 };
	type = px_str_trim(px_str_cut(px_str_n((const char *)data + 1, size - 1), '\n', &body));
	if (!type.size)
		type = PX_STR("multipart/form-data; boundary=b");
	enum px_err err = run(type, body, body.size, &whole);
	for (size_t i = 0; i < 2; i++) {
		struct seen pieces;
		check(run(type, body, sizes[i], &pieces) == err);
		check(pieces.parts == whole.parts);
		/* A part that is cut off tells as much of its content as had come for sure: all but what may begin a delimiter. */
		check(px_str_eq(px_buf_view(&pieces.all), px_buf_view(&whole.all)));
		px_buf_release(&pieces.all);
	}
	px_buf_release(&whole.all);
	return 0;
}
