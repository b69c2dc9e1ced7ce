/* SPDX-License-Identifier: Apache-2.0 */
/* Growing the list of examples, and reading it from JSON lines. */
#include "corpus.h"

#include "base/json.h"
#include "base/mem.h"

#include <errno.h>

void corpus_init(struct corpus *corpus)
{
	memset(corpus, 0, sizeof *corpus);
	px_arena_init(&corpus->arena);
}

void corpus_release(struct corpus *corpus)
{
	free(corpus->examples);
	px_arena_release(&corpus->arena);
}

int corpus_source(struct corpus *corpus, const char *name, bool own)
{
	for (int i = 0; i < corpus->source_count; i++) {
		if (strcmp(corpus->sources[i], name) == 0)
			return i;
	}
	if (corpus->source_count == CORPUS_SOURCES_MAX)
		return CORPUS_SOURCES_MAX - 1;
	corpus->sources[corpus->source_count] = px_arena_str(&corpus->arena, px_str(name));
	corpus->own[corpus->source_count] = own;
	return corpus->source_count++;
}

struct example *corpus_add(struct corpus *corpus)
{
	if (corpus->count == corpus->capacity) {
		corpus->capacity = corpus->capacity ? 2 * corpus->capacity : 1024;
		corpus->examples =
			px_realloc(corpus->examples, corpus->capacity * sizeof *corpus->examples);
	}
	struct example *example = &corpus->examples[corpus->count++];
	memset(example, 0, sizeof *example);
	example->weight = 1;
	return example;
}

bool corpus_set_hint(struct px_intent_hints *hints, struct px_str name)
{
	if (px_str_eq(name, PX_STR("task")))
		hints->mentions_task = true;
	else if (px_str_eq(name, PX_STR("event")))
		hints->mentions_event = true;
	else if (px_str_eq(name, PX_STR("project")))
		hints->mentions_project = true;
	else
		return false;
	return true;
}

enum px_err corpus_slurp(struct corpus *corpus, const char *path, struct px_str *content,
			 struct px_error *error)
{
	FILE *file = fopen(path, "rb");
	enum px_err err = PX_OK;

	if (!file)
		return px_fail(error, PX_IO, NULL, "%s: %s", path, strerror(errno));
	struct px_buf buf = PX_BUF_INIT((size_t)64 << 20);
	char block[65536];
	size_t got;
	while ((got = fread(block, 1, sizeof block, file)) > 0 && err == PX_OK)
		err = px_buf_append(&buf, block, got);
	if (err != PX_OK || ferror(file))
		err = px_fail(error, PX_IO, NULL, "%s can't be read", path);
	fclose(file);
	*content = px_str_n(px_arena_strn(&corpus->arena, buf.data ? buf.data : "", buf.size), buf.size);
	px_buf_release(&buf);
	return err;
}

static struct px_str copy(struct corpus *corpus, struct px_str s)
{
	return px_str_n(px_arena_str(&corpus->arena, s), s.size);
}

static enum px_err accept(struct example *example, const json_t *name)
{
	enum px_intent intent = px_intent_from_name(px_json_string(name));

	if (intent == PX_INTENT_COUNT)
		return PX_INVALID;
	example->accepted |= 1u << intent;
	return PX_OK;
}

static enum px_err read_row(struct corpus *corpus, const json_t *row, const char *name, bool own)
{
	struct example *example = corpus_add(corpus);
	const json_t *source = json_object_get(row, "source"), *value;
	size_t i;

	example->id = copy(corpus, px_json_string(json_object_get(row, "id")));
	example->text = copy(corpus, px_json_string(json_object_get(row, "text")));
	example->intent = px_intent_from_name(px_json_string(json_object_get(row, "intent")));
	example->source =
		corpus_source(corpus, json_is_string(source) ? json_string_value(source) : name, own);
	if (example->intent == PX_INTENT_COUNT || !json_is_string(json_object_get(row, "text")))
		return PX_INVALID;
	example->accepted = 1u << example->intent;
	json_array_foreach(json_object_get(row, "also"), i, value) {
		if (accept(example, value) != PX_OK)
			return PX_INVALID;
	}
	json_array_foreach(json_object_get(row, "hints"), i, value) {
		if (!corpus_set_hint(&example->hints, px_json_string(value)))
			return PX_INVALID;
	}
	return PX_OK;
}

enum px_err corpus_read_jsonl(struct corpus *corpus, const char *path, bool own,
			      struct px_error *error)
{
	const char *slash = strrchr(path, '/');
	struct px_str rest;
	enum px_err err = corpus_slurp(corpus, path, &rest, error);

	for (size_t line = 1; err == PX_OK && rest.size > 0; line++) {
		struct px_str text = px_str_trim(px_str_cut(rest, '\n', &rest));
		json_t *row = NULL;
		if (text.size == 0)
			continue;
		err = px_json_parse(text, &row, error);
		if (err == PX_OK)
			err = read_row(corpus, row, slash ? slash + 1 : path, own);
		if (err != PX_OK)
			px_fail(error, err, NULL, "%s:%zu is not an example", path, line);
		json_decref(row);
	}
	return err;
}
