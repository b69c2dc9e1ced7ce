/* SPDX-License-Identifier: Apache-2.0 */
/*
 * llm_probe OPENAI_URL ANTHROPIC_URL KEY: src/llm driven by JSON lines on
 * standard input, for llm.test.mjs.
 *
 *   {"id", "do": "ask", "simple"?, "strong"?, "level"?, "system"?: [text], "tools"?: [{name, description, schema}],
 *    "messages": [{role, blocks: [block]}], "choice"?, "max_tokens"?, "cache"?}
 *   {"id", "do": "cancel" | "pause" | "resume"}
 *
 * and answered by {"id", "text"}, {"id", "tool": block} and at last {"id", "end"}.
 * A block is {type: text|call|result|opaque, text, id?, name?, failed?}.
 */
#include "llm/router.h"

#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { CALLS_MAX = 2048, LINE_MAX_BYTES = 4 << 20, TOOLS = 64 };

struct call {
	int64_t id;
	struct px_llm_router *router;
	struct px_llm_route *route;
};

static struct px_llm *llm;
static struct call calls[CALLS_MAX];
static size_t call_count;
static pthread_mutex_t printing = PTHREAD_MUTEX_INITIALIZER;
static const char *const kinds[] = { "text", "image", "call", "result", "opaque" };

static void must(enum px_err err, const struct px_error *error)
{
	if (err != PX_OK) {
		fprintf(stderr, "llm_probe: %s: %s: %s\n", px_err_name(err), error->field, error->message);
		exit(1);
	}
}

static void print(json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT);

	pthread_mutex_lock(&printing);
	puts(text);
	fflush(stdout);
	pthread_mutex_unlock(&printing);
	free(text);
	json_decref(value);
}

static json_t *text_json(struct px_str text)
{
	return json_stringn(text.data ? text.data : "", text.size);
}

static json_t *block_json(const struct px_llm_block *block)
{
	return json_pack("{s:s,s:o,s:o,s:o}", "type", kinds[block->kind], "text", text_json(block->text), "id",
			 text_json(block->id), "name", text_json(block->name));
}

static void on_text(void *arg, struct px_str piece)
{
	print(json_pack("{s:I,s:o}", "id", (json_int_t)((struct call *)arg)->id, "text", text_json(piece)));
}

static void on_tool(void *arg, const struct px_llm_block *block)
{
	print(json_pack("{s:I,s:o}", "id", (json_int_t)((struct call *)arg)->id, "tool", block_json(block)));
}

static void on_done(void *arg, const struct px_llm_route_end *end)
{
	const struct px_llm_result *result = end->result;
	json_t *blocks = json_array();

	for (size_t i = 0; i < result->block_count; i++)
		json_array_append_new(blocks, block_json(&result->blocks[i]));
	json_t *usage = json_pack("[I,I,I,I]", (json_int_t)end->usage.input, (json_int_t)end->usage.output,
				  (json_int_t)end->usage.cache_read, (json_int_t)end->usage.cache_write);
	print(json_pack("{s:I,s:{s:s,s:s,s:s,s:o,s:o,s:I,s:b,s:b,s:s,s:s?,s:s?,s:s?,s:I}}", "id",
			(json_int_t)((struct call *)arg)->id, "end", "failure", px_llm_failure_name(result->failure), "err",
			px_err_name(result->err), "stop", px_llm_stop_name(result->stop), "usage", usage, "blocks", blocks,
			"cost", (json_int_t)end->cost, "priced", end->priced, "shown", result->shown, "why", end->why,
			"message", result->message, "provider", end->provider, "model", end->model, "attempts",
			(json_int_t)result->attempts));
}

/* Requests */

static struct px_llm_block read_block(const json_t *value)
{
	struct px_llm_block block = { .text = px_json_string(json_object_get(value, "text")),
				      .id = px_json_string(json_object_get(value, "id")),
				      .name = px_json_string(json_object_get(value, "name")),
				      .failed = json_is_true(json_object_get(value, "failed")) };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (px_str_eq(px_str(kinds[i]), px_json_string(json_object_get(value, "type"))))
			block.kind = (enum px_llm_block_kind)i;
	}
	return block;
}

static struct px_llm_block *read_blocks(struct px_arena *arena, const json_t *list)
{
	struct px_llm_block *blocks = PX_ARENA_ARRAY(arena, struct px_llm_block, json_array_size(list) + 1);

	for (size_t i = 0; i < json_array_size(list); i++)
		blocks[i] = read_block(json_array_get(list, i));
	return blocks;
}

static struct px_llm_message *read_messages(struct px_arena *arena, const json_t *list)
{
	struct px_llm_message *messages = PX_ARENA_ARRAY(arena, struct px_llm_message, json_array_size(list) + 1);

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *message = json_array_get(list, i), *blocks = json_object_get(message, "blocks");
		bool user = px_str_eq(px_json_string(json_object_get(message, "role")), PX_STR("user"));
		messages[i] = (struct px_llm_message){ user ? PX_LLM_USER : PX_LLM_ASSISTANT, read_blocks(arena, blocks),
						       json_array_size(blocks) };
	}
	return messages;
}

static struct px_llm_tool *read_tools(struct px_arena *arena, const json_t *list)
{
	struct px_llm_tool *tools = PX_ARENA_ARRAY(arena, struct px_llm_tool, json_array_size(list) + 1);

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *tool = json_array_get(list, i);
		char *schema = json_dumps(json_object_get(tool, "schema"), JSON_COMPACT);
		tools[i] = (struct px_llm_tool){ px_json_string(json_object_get(tool, "name")),
						 px_json_string(json_object_get(tool, "description")),
						 px_str(px_arena_str(arena, px_str(schema))) };
		free(schema);
	}
	return tools;
}

static struct px_llm_prompt *read_prompt(struct px_arena *arena, const json_t *command)
{
	const json_t *system = json_object_get(command, "system"), *tools = json_object_get(command, "tools");
	const json_t *messages = json_object_get(command, "messages");
	bool cache = json_is_true(json_object_get(command, "cache"));
	struct px_llm_block *texts = PX_ARENA_ARRAY(arena, struct px_llm_block, json_array_size(system) + 1);
	struct px_llm_prompt *prompt;
	struct px_error error;

	for (size_t i = 0; i < json_array_size(system); i++)
		texts[i] = (struct px_llm_block){ .text = px_json_string(json_array_get(system, i)), .cache = cache };
	struct px_llm_request request = {
		.system = texts, .system_count = json_array_size(system), .tools = read_tools(arena, tools),
		.tool_count = json_array_size(tools), .cache_tools = cache, .messages = read_messages(arena, messages),
		.message_count = json_array_size(messages),
		.choice = (enum px_llm_choice)json_integer_value(json_object_get(command, "choice")),
		.max_tokens = (unsigned)json_integer_value(json_object_get(command, "max_tokens")) };
	must(px_llm_prompt_new(&request, &prompt, &error), &error);
	return prompt;
}

static const char *text_or(const json_t *command, const char *key)
{
	const char *text = json_string_value(json_object_get(command, key));

	return text ? text : "";
}

static void ask(const json_t *command)
{
	struct call *call = &calls[call_count++];
	struct px_arena arena;
	struct px_error error;

	if (call_count == CALLS_MAX)
		exit(1);
	px_arena_init(&arena);
	call->id = json_integer_value(json_object_get(command, "id"));
	struct px_llm_prompt *prompt = read_prompt(&arena, command);
	must(px_llm_router_new(&(struct px_llm_router_config){ .llm = llm, .simple = text_or(command, "simple"),
						       .strong = text_or(command, "strong") }, &call->router, &error), &error);
	call->route = px_llm_route_start(call->router, &(struct px_llm_route_start){
		.level = json_is_true(json_object_get(command, "hard")) ? PX_LLM_ROUTE_STRONG : PX_LLM_ROUTE_SIMPLE,
		.why = "test", .prompt = prompt, .text = on_text, .tool = on_tool, .done = on_done, .arg = call });
	px_llm_prompt_unref(prompt);
	px_arena_release(&arena);
}

static void act(const json_t *command)
{
	const char *what = text_or(command, "do");

	if (strcmp(what, "ask") == 0) {
		ask(command);
		return;
	}
	for (size_t i = 0; i < call_count; i++) {
		if (calls[i].id != json_integer_value(json_object_get(command, "id")))
			continue;
		if (strcmp(what, "cancel") == 0)
			px_llm_route_cancel(calls[i].route);
		else if (strcmp(what, "pause") == 0)
			px_llm_route_pause(calls[i].route);
		else
			px_llm_route_resume(calls[i].route);
	}
}

int main(int argc, char **argv)
{
	static char line[LINE_MAX_BYTES];
	struct px_error error;

	if (argc != 4)
		return 2;
	px_log_set_level(PX_LOG_NONE);
	const char *patience = getenv("LLM_PROBE_MS"); /* for models that are slower than a double */
	unsigned ms = patience ? (unsigned)strtoul(patience, NULL, 10) : 3000;
	const struct px_llm_provider providers[] = {
		{ .name = "openai", .driver = "openai", .url = argv[1], .key = argv[3] },
		{ .name = "anthropic", .driver = "anthropic", .url = argv[2], .key = argv[3] },
	};
	const struct px_llm_config config = { .providers = providers, .provider_count = 2, .proxy = "",
		.limits = { .first_ms = ms, .between_ms = ms, .total_ms = 40 * ms, .pause_ms = 5 }, .breaker = { 1000, 1, 1 } };
	must(px_llm_new(&config, &llm, &error), &error);
	while (fgets(line, sizeof(line), stdin)) {
		json_t *command = NULL;
		must(px_json_parse(px_str_trim(px_str(line)), &command, &error), &error);
		act(command);
		json_decref(command);
	}
	px_llm_free(llm);
	for (size_t i = 0; i < call_count; i++) {
		px_llm_route_release(calls[i].route);
		px_llm_router_free(calls[i].router);
	}
	return 0;
}
