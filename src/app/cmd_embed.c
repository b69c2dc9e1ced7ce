/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie embed: the embedder by itself, for people and for scripts.
 */
#include "app/command.h"

#include "app/embedder.h"
#include "app/jsonl.h"
#include "base/clock.h"
#include "base/json.h"

struct session {
	struct px_embed *embed;
	struct px_arena arena;
};

/* {"id":…,"vector":[…],"us":…} and a line end; without `id` if it has no data. */
static void write_vector(struct px_buf *out, struct px_str id, const float *vector, size_t dims, double us)
{
	struct px_json json;

	px_json_init(&json, out);
	px_json_open_object(&json);
	if (id.data) {
		px_json_key(&json, "id");
		px_json_str(&json, id);
	}
	px_json_key(&json, "vector");
	px_json_open_array(&json);
	for (size_t i = 0; i < dims; i++) {
		char number[32];
		snprintf(number, sizeof(number), "%.7g", (double)vector[i]);
		px_json_raw(&json, px_str(number));
	}
	px_json_close_array(&json);
	px_json_key(&json, "us");
	px_json_double(&json, us);
	px_json_close_object(&json);
	(void)px_buf_char(out, '\n');
}

static enum px_err answer_text(struct session *session, struct px_str id, struct px_str text, struct px_buf *out,
			       struct px_error *error)
{
	struct px_embed_request request = { .texts = &text, .count = 1 };
	struct px_embed_model model;
	struct px_embedding result;

	px_arena_clear(&session->arena);
	int64_t started = px_clock_mono();
	enum px_err err = px_embed_now(session->embed, &request, &session->arena, &result, error);
	if (err)
		return err;
	double us = (double)((px_clock_mono() - started) / 100) / 10;
	px_embed_model(session->embed, &model);
	write_vector(out, id, result.vector, model.dims, us);
	return PX_OK;
}

static enum px_err answer_line(void *arg, struct px_str line, struct px_buf *out, struct px_error *error)
{
	json_t *value = NULL;
	enum px_err err = px_json_parse(line, &value, error);

	if (err)
		return err;
	struct px_str id = px_json_string(json_object_get(value, "id"));
	struct px_str text = px_json_string(json_object_get(value, "text"));
	if (!text.data)
		err = px_fail(error, PX_INVALID, "text", "each line needs a \"text\"");
	else
		err = answer_text(arg, id, text, out, error);
	json_decref(value);
	return err;
}

static enum px_err one_text(struct px_invocation *invocation, struct session *session, struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(PX_EMBED_TEXT_MAX), out = PX_BUF_INIT(PX_JSONL_LINE_MAX);
	struct px_embed_model model;
	enum px_err err;

	px_command_text(invocation, &text);
	err = text.size ? answer_text(session, px_str(NULL), px_buf_view(&text), &out, error) :
			  px_fail(error, PX_INVALID, "text", "give a text, or --jsonl");
	px_embed_model(session->embed, &model);
	if (!err && !invocation->json)
		printf("%s, %zu dimensions\n", model.id, model.dims);
	if (!err)
		fwrite(out.data, 1, out.size, stdout);
	px_buf_release(&text);
	px_buf_release(&out);
	return err;
}

int px_cmd_embed(struct px_invocation *invocation)
{
	struct session session = { 0 };
	struct px_error error;
	int status = PX_EXIT_OK;

	if (px_app_embedder_open(&invocation->config, &session.embed, &error) != PX_OK)
		return px_command_fail(invocation, &error);
	px_arena_init(&session.arena);
	if (px_command_option(invocation, "jsonl"))
		status = px_jsonl_each(answer_line, &session);
	else if (one_text(invocation, &session, &error) != PX_OK)
		status = px_command_fail(invocation, &error);
	px_arena_release(&session.arena);
	px_embed_free(session.embed);
	return status;
}
