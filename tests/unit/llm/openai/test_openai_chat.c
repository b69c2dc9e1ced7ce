/* SPDX-License-Identifier: Apache-2.0 */
/* Chat completions: exact request bytes, and answers of OpenAI and of those who speak its wire. */
#include "support/llm_reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define CHUNK(delta, finish) "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\"," \
	"\"choices\":[{\"index\":0,\"delta\":" delta ",\"finish_reason\":" finish "}],\"usage\":null}\n\n"
#define SAY(words) CHUNK("{\"content\":\"" words "\"}", "null")
#define CALL(delta) CHUNK("{\"tool_calls\":[" delta "]}", "null")
#define FINISH(reason) CHUNK("{}", "\"" reason "\"")
#define USAGE "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":2312,\"completion_tokens\":27,\"total_tokens\":2339," \
	"\"prompt_tokens_details\":{\"cached_tokens\":2000,\"cache_write_tokens\":300}}}\n\n"
#define DONE "data: [DONE]\n\n"

static const struct answer_case answers[] = {
	{ CHUNK("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null") SAY("Hello, ")
	  SAY("caf\xc3\xa9 \\ud83d\\ude00") FINISH("stop") USAGE DONE, "Hello, caf\xc3\xa9 \xf0\x9f\x98\x80||end 12/27/2000/300" },
	{ CALL("{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"create_task\",\"arguments\":\"\"}}")
	  CALL("{\"index\":0,\"function\":{\"arguments\":\"{\\\"title\\\":\"}}")
	  CALL("{\"index\":0,\"function\":{\"arguments\":\" \\\"milk\\\"}\"}}")
	  CALL("{\"index\":1,\"id\":\"call_b\",\"type\":\"function\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{}\"}}")
	  FINISH("tool_calls") USAGE DONE,
	  "|create_task#call_a{\"title\": \"milk\"};list_tasks#call_b{};|tools 12/27/2000/300" },
	/* Two calls interleaved */
	{ CALL("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"create_task\",\"arguments\":\"{\"}},"
	       "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{\"}}")
	  CALL("{\"index\":1,\"function\":{\"arguments\":\"}\"}},{\"index\":0,\"function\":{\"arguments\":\"}\"}}")
	  FINISH("tool_calls") DONE, "|create_task#a{};list_tasks#b{};|tools 0/0/0/0" },
	/* Ollama: whole calls, "stop", no usage; no index, no id, arguments as an object; no [DONE] */
	{ CALL("{\"id\":\"x\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{}\"}}") FINISH("stop") DONE,
	  "|list_tasks#x{};|tools 0/0/0/0" },
	{ CALL("{\"function\":{\"name\":\"create_task\",\"arguments\":{\"a\":1}}}") FINISH("tool_calls"),
	  "|create_task#call_1{\"a\":1};|tools 0/0/0/0" },
	/* Names repeated with every piece; thoughts beside the answer */
	{ CHUNK("{\"reasoning_content\":\"hm\"}", "null")
	  CALL("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{\"}}")
	  CALL("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"}\"}}") FINISH("stop") DONE,
	  "|list_tasks#a{};|tools 0/0/0/0" },
	{ ": OPENROUTER PROCESSING\n\n" SAY("a") FINISH("length") DONE, "a||tokens 0/0/0/0" },
	{ CHUNK("{\"refusal\":\"I can't.\"}", "null") FINISH("stop") DONE, "I can't.||refused 0/0/0/0" },
	{ SAY("a") FINISH("content_filter") DONE, "a||refused 0/0/0/0" },
	/* Trouble */
	{ SAY("half") "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}\n\n",
	  "half||overloaded" },
	{ "data: {\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}\n\n", "||limited" },
	{ SAY("cut"), "cut||broken" },
	{ SAY("cut") DONE, "cut||broken" },
	{ SAY("a") "data: {\"choices\":[{\"delta\":{\"content\":\"b\n\n", "a||broken" },
	{ SAY("a") "data: \"text\"\n\n", "a||broken" },
	{ SAY("bad \xc3("), "||broken" },
	{ CALL("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"rm_rf\",\"arguments\":\"{}\"}}") FINISH("tool_calls"),
	  "||bad_call" },
	{ CALL("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{oops\"}}")
	  FINISH("tool_calls"), "||bad_call" },
	{ CALL("{\"index\":100000,\"id\":\"a\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{}\"}}")
	  CALL("{\"id\":\"b\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{}\"}}") FINISH("tool_calls") DONE,
	  "|list_tasks#a{};list_tasks#b{};|tools 0/0/0/0" },
	{ CALL("{\"index\":100001,\"id\":\"a\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{}\"}}"), "||broken" },
	{ CALL("{\"index\":9223372036854775807,\"id\":\"a\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{}\"}}"),
	  "||broken" },
	{ CALL("{\"index\":-1,\"id\":\"a\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{}\"}}"), "||broken" },
	{ CALL("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"list_tasks\",\"arguments\":\"{}\"}}")
	  FINISH("tool_calls") CALL("{\"index\":0,\"function\":{\"arguments\":\"x\"}}"), "|list_tasks#a{};|broken" },
};

static void reads_answers_in_pieces_of_every_size(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		char *wrong = mishear_answer(&px_llm_openai, &answers[i]);
		if (wrong)
			fail_msg("heard \"%s\", not \"%s\"", wrong, answers[i].heard);
	}
}

static void counts_no_token_twice(void **state)
{
	struct px_llm_prompt *prompt = small_prompt();

	(void)state;
	/* A server that counts wrongly: more from the cache than there was. */
	char *heard = hear_answer(&px_llm_openai, prompt, PX_STR(SAY("a") FINISH("stop")
		"data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":-3,"
		"\"prompt_tokens_details\":{\"cached_tokens\":12,\"cache_write_tokens\":5}}}\n\n" DONE), 1000);
	assert_string_equal(heard, "a||end 0/0/10/0");
	free(heard);
	px_llm_prompt_unref(prompt);
}

static void writes_exactly_these_bytes(void **state)
{
	const struct px_llm_block system[] = { { .kind = PX_LLM_TEXT, .text = PX_STR("Rules."), .cache = true },
					       { .kind = PX_LLM_TEXT, .text = PX_STR("Today.") } };
	const struct px_llm_tool tools[] = { { PX_STR("a"), PX_STR("First."), PX_STR("{\"type\":\"object\"}") } };
	const struct px_llm_block ask[] = { { .kind = PX_LLM_TEXT, .text = PX_STR("See:") },
					    { .kind = PX_LLM_IMAGE, .name = PX_STR("image/png"), .text = PX_STR("\x89PNG") } };
	const struct px_llm_block answer[] = {
		{ .kind = PX_LLM_OPAQUE, .name = PX_STR("anthropic"), .text = PX_STR("{\"type\":\"thinking\"}") },
		{ .kind = PX_LLM_TOOL_CALL, .id = PX_STR("t1"), .name = PX_STR("a"), .text = PX_STR("{\"x\":1}") } };
	const struct px_llm_block result[] = {
		{ .kind = PX_LLM_TEXT, .text = PX_STR("Go on.") }, { .kind = PX_LLM_TEXT, .text = PX_STR("Please.") },
		{ .kind = PX_LLM_TOOL_RESULT, .id = PX_STR("t1"), .text = PX_STR("no"), .failed = true } };
	const struct px_llm_message messages[] = { { PX_LLM_USER, ask, 2 }, { PX_LLM_ASSISTANT, answer, 1 },
						   { PX_LLM_ASSISTANT, answer, 2 }, { PX_LLM_USER, result, 3 } };
	struct px_llm_request request = {
		.system = system, .system_count = 2, .tools = tools, .tool_count = 1, .messages = messages,
		.message_count = 4, .choice = PX_LLM_CHOICE_ONE, .choice_name = PX_STR("a"), .one_call = true, .max_tokens = 50 };
	struct px_buf out = PX_BUF_INIT(65536);

	(void)state;
	px_llm_openai.write(&(struct px_llm_ask){ &request, "http://localhost:11434/v1", "llama", 0 }, &out);
	assert_string_equal(out.data,
		"{\"model\":\"llama\",\"messages\":[{\"role\":\"system\",\"content\":\"Rules.\\n\\nToday.\"},"
		"{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"See:\"},"
		"{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw==\"}}]},"
		"{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\","
		"\"function\":{\"name\":\"a\",\"arguments\":\"{\\\"x\\\":1}\"}}]},"
		"{\"role\":\"tool\",\"tool_call_id\":\"t1\",\"content\":\"Error: no\"},"
		"{\"role\":\"user\",\"content\":\"Go on.\\n\\nPlease.\"}],"
		"\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"description\":\"First.\","
		"\"parameters\":{\"type\":\"object\"}}}],"
		"\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"a\"}},\"parallel_tool_calls\":false,"
		"\"max_tokens\":50,\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
	px_buf_clear(&out);
	request = (struct px_llm_request){ .messages = (const struct px_llm_message[]){ { PX_LLM_USER, result, 1 } },
					   .message_count = 1, .max_tokens = 7 };
	px_llm_openai.write(&(struct px_llm_ask){ &request, "https://api.openai.com/v1", "gpt", PX_LLM_NO_STREAM }, &out);
	assert_string_equal(out.data, "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Go on.\"}],"
			    "\"max_completion_tokens\":7,\"stream\":false}");
	px_buf_clear(&out);
	px_llm_openai.write(&(struct px_llm_ask){ &request, "http://x", "gpt", PX_LLM_NO_USAGE }, &out);
	assert_null(strstr(out.data, "stream_options"));
	px_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_answers_in_pieces_of_every_size),
		cmocka_unit_test(counts_no_token_twice),
		cmocka_unit_test(writes_exactly_these_bytes),
	};

	return cmocka_run_group_tests_name("openai chat", tests, NULL, NULL);
}
