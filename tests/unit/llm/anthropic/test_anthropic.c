/* SPDX-License-Identifier: Apache-2.0 */
/* The Messages API: exact request bytes, and answers of every kind in pieces of every size. */
#include "support/llm_reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define EVENT(name, json) "event: " name "\ndata: " json "\n\n"
#define START EVENT("message_start", "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"role\":\"assistant\"," \
	"\"content\":[],\"usage\":{\"input_tokens\":12,\"cache_creation_input_tokens\":300," \
	"\"cache_read_input_tokens\":2000,\"output_tokens\":1}}}")
#define TEXT_START EVENT("content_block_start", \
	"{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}")
#define TEXT(words) EVENT("content_block_delta", \
	"{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" words "\"}}")
#define STOP(n) EVENT("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":" n "}")
#define PING EVENT("ping", "{\"type\": \"ping\"}")
#define DELTA(reason) EVENT("message_delta", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" reason \
	"\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":27}}")
#define END EVENT("message_stop", "{\"type\":\"message_stop\"}")
#define CALL(n, name) EVENT("content_block_start", "{\"type\":\"content_block_start\",\"index\":" n \
	",\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_" n "\",\"name\":\"" name "\",\"input\":{}}}")
#define JSON(n, piece) EVENT("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":" n \
	",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" piece "\"}}")
#define THOUGHT EVENT("content_block_start", "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" \
	"{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}") \
	EVENT("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":" \
	"{\"type\":\"thinking_delta\",\"thinking\":\"Hm \\u00e9\"}}") \
	EVENT("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":" \
	"{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}}") STOP("0")

static const struct answer_case answers[] = {
	{ START TEXT_START PING TEXT("Hello, ") TEXT("caf\xc3\xa9 \\ud83d\\ude00") STOP("0") DELTA("end_turn") END,
	  "Hello, caf\xc3\xa9 \xf0\x9f\x98\x80||end 12/27/2000/300" },
	{ START TEXT_START TEXT("I will.") STOP("0") CALL("1", "create_task") JSON("1", "") JSON("1", "{\\\"title\\\": ")
	  JSON("1", "\\\"milk\\\"}") STOP("1") CALL("2", "list_tasks") STOP("2") DELTA("tool_use") END,
	  "I will.|create_task#toolu_1{\"title\": \"milk\"};list_tasks#toolu_2{};|tools 12/27/2000/300" },
	{ START THOUGHT EVENT("content_block_start", "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":"
	  "{\"type\":\"text\",\"text\":\"Yes\"}}") STOP("1") DELTA("end_turn") END, "Yes||end 12/27/2000/300" },
	{ START TEXT_START TEXT("half") STOP("0") DELTA("max_tokens") END, "half||tokens 12/27/2000/300" },
	{ START DELTA("refusal") END, "||refused 12/27/2000/300" },
	{ START TEXT_START TEXT("a") STOP("0") DELTA("model_context_window_exceeded") END, "a||context 12/27/2000/300" },
	{ START EVENT("new_kind", "{\"type\":\"new_kind\"}") TEXT_START EVENT("content_block_delta",
	  "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"citations_delta\",\"citation\":{}}}")
	  TEXT("a") STOP("0") DELTA("end_turn") END, "a||end 12/27/2000/300" },
	/* Trouble */
	{ START TEXT_START TEXT("ha") EVENT("error", "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
	  "\"message\":\"Overloaded\"}}"), "ha||overloaded" },
	{ START TEXT_START TEXT("cut"), "cut||broken" },
	{ START TEXT_START "event: content_block_delta\ndata: {\"type\":\n\n", "||broken" },
	{ START TEXT_START TEXT("bad \xc3("), "||broken" },
	{ START TEXT_START TEXT("\\ud83d"), "||broken" },
	{ START CALL("0", "rm_rf") STOP("0"), "||bad_call" },
	{ START CALL("0", "create_task") JSON("0", "{\\\"a\\\":") STOP("0"), "||bad_call" },
	{ START CALL("0", "create_task") JSON("0", "[1]") STOP("0"), "||bad_call" },
	{ START TEXT("not begun"), "||broken" },
	{ START TEXT_START STOP("0") STOP("0"), "||broken" },
	{ START END, "||broken" },
	{ "data: hello\n\n", "||broken" },
	{ "data: [1,2]\n\n", "||broken" },
	{ "<html>Bad gateway</html>", "||broken" },
};

static void reads_answers_in_pieces_of_every_size(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		char *wrong = mishear_answer(&px_llm_anthropic, &answers[i]);
		if (wrong)
			fail_msg("heard \"%s\", not \"%s\"", wrong, answers[i].heard);
	}
}

static void refuses_arguments_without_end(void **state)
{
	struct px_llm_prompt *prompt = small_prompt();
	struct px_buf bytes = PX_BUF_INIT(4 << 20);

	(void)state;
	(void)px_buf_text(&bytes, START CALL("0", "create_task"));
	for (int i = 0; i < 1024; i++)
		(void)px_buf_printf(&bytes, EVENT("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,"
				    "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"%01000d\"}}"), 0);
	char *heard = hear_answer(&px_llm_anthropic, prompt, px_buf_view(&bytes), 1000);
	assert_string_equal(heard, "||bad_call");
	free(heard);
	px_buf_release(&bytes);
	px_llm_prompt_unref(prompt);
}

static bool take_event(void *arg, const struct px_sse_event *event)
{
	return px_llm_anthropic.event(arg, event);
}

static void ignore_text(void *arg, struct px_str piece)
{
	(void)arg;
	(void)piece;
}

static void keeps_thoughts_to_give_them_back(void **state)
{
	const struct px_llm_events events = { .text = ignore_text };
	struct px_llm_prompt *prompt = small_prompt();
	struct px_llm_reply reply;
	struct px_sse sse;
	size_t count;

	(void)state;
	px_sse_init(&sse, 65536);
	px_llm_reply_init(&reply, prompt, &events, NULL);
	assert_int_equal(px_sse_feed(&sse, PX_STR(START THOUGHT
		EVENT("content_block_start", "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":"
		      "{\"type\":\"redacted_thinking\",\"data\":\"ZGF0YQ==\"}}") STOP("1")
		EVENT("content_block_start", "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":"
		      "{\"type\":\"server_tool_use\",\"id\":\"x\"}}") STOP("2")
		DELTA("end_turn") END), take_event, &reply), PX_OK);
	struct px_llm_block *blocks = px_llm_reply_blocks(&reply, &count);
	assert_int_equal(count, 2);
	assert_int_equal(blocks[0].kind, PX_LLM_OPAQUE);
	assert_string_equal(blocks[0].name.data, "anthropic");
	assert_string_equal(blocks[0].text.data, "{\"type\":\"thinking\",\"thinking\":\"Hm \xc3\xa9\",\"signature\":\"c2ln\"}");
	assert_string_equal(blocks[1].text.data, "{\"type\":\"redacted_thinking\",\"data\":\"ZGF0YQ==\"}");
	free(blocks);
	px_llm_reply_release(&reply);
	px_sse_release(&sse);
	px_llm_prompt_unref(prompt);
}

static void writes_exactly_these_bytes(void **state)
{
	const struct px_llm_block system[] = { { .kind = PX_LLM_TEXT, .text = PX_STR("Rules."), .cache = true },
					       { .kind = PX_LLM_TEXT, .text = PX_STR("Today.") } };
	const struct px_llm_tool tools[] = { { PX_STR("a"), PX_STR("First."), PX_STR("{\"type\":\"object\"}") },
					     { PX_STR("b"), PX_STR("Second."), PX_STR("{}") } };
	const struct px_llm_block ask[] = { { .kind = PX_LLM_TEXT, .text = PX_STR("See \"this\":\n") },
					    { .kind = PX_LLM_IMAGE, .name = PX_STR("image/png"), .text = PX_STR("\x89PNG") } };
	const struct px_llm_block answer[] = {
		{ .kind = PX_LLM_OPAQUE, .name = PX_STR("anthropic"), .text = PX_STR("{\"type\":\"thinking\"}") },
		{ .kind = PX_LLM_OPAQUE, .name = PX_STR("other"), .text = PX_STR("{\"type\":\"x\"}") },
		{ .kind = PX_LLM_TOOL_CALL, .id = PX_STR("t1"), .name = PX_STR("a"), .text = PX_STR("{\"x\":1}") } };
	const struct px_llm_block result[] = {
		{ .kind = PX_LLM_TEXT, .text = PX_STR("Go on.") },
		{ .kind = PX_LLM_TOOL_RESULT, .id = PX_STR("t1"), .text = PX_STR("no"), .failed = true, .cache = true } };
	const struct px_llm_message messages[] = { { PX_LLM_USER, ask, 2 }, { PX_LLM_ASSISTANT, answer, 3 },
						   { PX_LLM_USER, result, 2 } };
	const struct px_llm_request request = {
		.system = system, .system_count = 2, .tools = tools, .tool_count = 2, .cache_tools = true,
		.messages = messages, .message_count = 3, .choice = PX_LLM_CHOICE_ONE, .choice_name = PX_STR("b"),
		.one_call = true, .max_tokens = 50 };
	struct px_buf out = PX_BUF_INIT(65536);

	(void)state;
	px_llm_anthropic.write(&(struct px_llm_ask){ &request, "https://api.anthropic.com", "claude-x", 0 }, &out);
	assert_string_equal(out.data,
		"{\"model\":\"claude-x\",\"max_tokens\":50,\"stream\":true,"
		"\"tools\":[{\"name\":\"a\",\"description\":\"First.\",\"input_schema\":{\"type\":\"object\"}},"
		"{\"name\":\"b\",\"description\":\"Second.\",\"input_schema\":{},\"cache_control\":{\"type\":\"ephemeral\"}}],"
		"\"tool_choice\":{\"type\":\"tool\",\"name\":\"b\",\"disable_parallel_tool_use\":true},"
		"\"system\":[{\"type\":\"text\",\"text\":\"Rules.\",\"cache_control\":{\"type\":\"ephemeral\"}},"
		"{\"type\":\"text\",\"text\":\"Today.\"}],"
		"\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"See \\\"this\\\":\\n\"},"
		"{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw==\"}}]},"
		"{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\"},"
		"{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"a\",\"input\":{\"x\":1}}]},"
		"{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"no\","
		"\"is_error\":true,\"cache_control\":{\"type\":\"ephemeral\"}},{\"type\":\"text\",\"text\":\"Go on.\"}]}]}");
	px_buf_release(&out);
}

static void finds_its_address_and_tells_its_key(void **state)
{
	struct px_buf out = PX_BUF_INIT(4096);

	(void)state;
	px_llm_anthropic.url(PX_STR("https://api.anthropic.com"), &out);
	assert_string_equal(out.data, "https://api.anthropic.com/v1/messages");
	px_buf_clear(&out);
	px_llm_anthropic.url(PX_STR("http://proxy/anthropic/v1"), &out);
	assert_string_equal(out.data, "http://proxy/anthropic/v1/messages");
	px_buf_clear(&out);
	px_llm_anthropic.headers("sk-1", &out);
	assert_non_null(strstr(out.data, "anthropic-version: 2026-10-21\n"));
	assert_non_null(strstr(out.data, "x-api-key: sk-1\n"));
	px_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_answers_in_pieces_of_every_size),
		cmocka_unit_test(refuses_arguments_without_end),
		cmocka_unit_test(keeps_thoughts_to_give_them_back),
		cmocka_unit_test(writes_exactly_these_bytes),
		cmocka_unit_test(finds_its_address_and_tells_its_key),
	};

	return cmocka_run_group_tests_name("anthropic", tests, NULL, NULL);
}
