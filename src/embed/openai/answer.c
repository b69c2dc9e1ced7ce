/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading is strict: a wrong vector kept would be wrong for as long as the
 * text lives.
 */
#include "embed/openai/answer.h"

#include "base/json.h"
#include "base/utf8.h"

#include <math.h>

void px_openai_write(struct px_buf *out, const char *model, const struct px_str *texts, size_t count)
{
	struct px_json json;

	px_json_init(&json, out);
	px_json_open_object(&json);
	px_json_key(&json, "model");
	px_json_text(&json, model);
	px_json_key(&json, "input");
	px_json_open_array(&json);
	for (size_t i = 0; i < count; i++)
		px_json_str(&json, texts[i]);
	px_json_close_array(&json);
	px_json_key(&json, "encoding_format");
	px_json_text(&json, "float");
	px_json_close_object(&json);
}

static enum px_err read_vector(const json_t *values, size_t *dims, struct px_arena *arena, const float **vector,
			       struct px_error *error)
{
	size_t count = json_array_size(values);
	double squares = 0;

	if (count == 0 || count > PX_EMBED_DIMS_MAX)
		return px_fail(error, PX_CORRUPT, NULL, "the endpoint's answer has a vector of %zu numbers", count);
	if (*dims == 0)
		*dims = count;
	if (count != *dims)
		return px_fail(error, PX_CONFLICT, "embed-dims",
			       "the endpoint answers with vectors of %zu dimensions; what is stored has %zu", count, *dims);
	float *out = px_arena_alloc(arena, count * sizeof(*out));
	for (size_t i = 0; i < count; i++) {
		const json_t *value = json_array_get(values, i);
		double number = json_is_number(value) ? json_number_value(value) : NAN;
		squares += number * number;
		out[i] = (float)number;
	}
	if (!isfinite(squares) || squares <= 1e-30)
		return px_fail(error, PX_CORRUPT, NULL, "the endpoint's answer has a vector that is no direction");
	for (size_t i = 0; i < count; i++)
		out[i] = (float)((double)out[i] / sqrt(squares));
	*vector = out;
	return PX_OK;
}

static enum px_err read_data(const json_t *data, size_t count, size_t *dims, struct px_arena *arena,
			     const float **vectors, struct px_error *error)
{
	if (!json_is_array(data) || json_array_size(data) != count)
		return px_fail(error, PX_CORRUPT, NULL, "the endpoint answers with %zu vectors for %zu texts",
			       json_array_size(data), count);
	for (size_t i = 0; i < count; i++)
		vectors[i] = NULL;
	for (size_t i = 0; i < count; i++) {
		const json_t *item = json_array_get(data, i), *index = json_object_get(item, "index");
		json_int_t at = index ? json_integer_value(index) : (json_int_t)i;
		if ((index && !json_is_integer(index)) || at < 0 || (size_t)at >= count || vectors[at])
			return px_fail(error, PX_CORRUPT, NULL, "the endpoint's answer numbers its vectors wrongly");
		enum px_err err = read_vector(json_object_get(item, "embedding"), dims, arena, &vectors[at], error);
		if (err)
			return err;
	}
	return PX_OK;
}

enum px_err px_openai_read(struct px_str body, size_t count, size_t *dims, struct px_arena *arena,
			   const float **vectors, uint64_t *tokens, struct px_error *error)
{
	json_t *answer = NULL;

	if (px_json_parse(body, &answer, NULL) != PX_OK)
		return px_fail(error, PX_CORRUPT, NULL, "the endpoint's answer is no JSON");
	enum px_err err = read_data(json_object_get(answer, "data"), count, dims, arena, vectors, error);
	const json_t *usage = json_object_get(answer, "usage"), *total = json_object_get(usage, "total_tokens");
	if (!total)
		total = json_object_get(usage, "prompt_tokens");
	json_int_t used = json_integer_value(total);
	*tokens = used > 0 ? (uint64_t)used : 0;
	json_decref(answer);
	return err;
}

void px_openai_reason(struct px_str body, char *out, size_t room)
{
	json_t *answer = NULL;

	out[0] = '\0';
	if (px_json_parse(body, &answer, NULL) != PX_OK)
		return;
	const json_t *about = json_object_get(answer, "error");
	struct px_str text = px_json_string(json_is_object(about) ? json_object_get(about, "message") : about);
	size_t size = px_utf8_cut(text, room - 1);
	if (size)
		memcpy(out, text.data, size);
	out[size] = '\0';
	json_decref(answer);
}
