/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO packets: every example of the protocol document both ways, what
 * the reference decoder refuses, and the JSON recogniser against jansson.
 */
#include "base/json.h"
#include "base/mem.h"
#include "net/sio_packet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>

struct example {
	const char *text;
	enum px_sio_type type;
	unsigned attachments;
	const char *nsp;
	int64_t id;
	const char *event, *args; /* NULL: none */
};

static const struct example examples[] = {
	{ "0", PX_SIO_CONNECT, 0, "/", -1, NULL, NULL },
	{ "0{\"sid\":\"wZX3oN0bSVIhsaknAAAI\"}", PX_SIO_CONNECT, 0, "/", -1, NULL, NULL },
	{ "0/admin,", PX_SIO_CONNECT, 0, "/admin", -1, NULL, NULL },
	{ "0/admin", PX_SIO_CONNECT, 0, "/admin", -1, NULL, NULL },
	{ "0/admin,{\"token\":\"123\"}", PX_SIO_CONNECT, 0, "/admin", -1, NULL, NULL },
	{ "4{\"message\":\"Not authorized\"}", PX_SIO_CONNECT_ERROR, 0, "/", -1, NULL, NULL },
	{ "2[\"foo\"]", PX_SIO_EVENT, 0, "/", -1, "foo", "[]" },
	{ "2/admin,[\"bar\"]", PX_SIO_EVENT, 0, "/admin", -1, "bar", "[]" },
	{ "51-[\"baz\",{\"_placeholder\":true,\"num\":0}]", PX_SIO_BINARY_EVENT, 1, "/", -1, "baz",
	  "[{\"_placeholder\":true,\"num\":0}]" },
	{ "52-/admin,[\"baz\",1,2]", PX_SIO_BINARY_EVENT, 2, "/admin", -1, "baz", "[1,2]" },
	{ "212[\"foo\"]", PX_SIO_EVENT, 0, "/", 12, "foo", "[]" },
	{ "312[]", PX_SIO_ACK, 0, "/", 12, NULL, "[]" },
	{ "2/admin,13[\"foo\",true]", PX_SIO_EVENT, 0, "/admin", 13, "foo", "[true]" },
	{ "3/admin,13[\"bar\"]", PX_SIO_ACK, 0, "/admin", 13, NULL, "[\"bar\"]" },
	{ "51-14[\"foo\",0]", PX_SIO_BINARY_EVENT, 1, "/", 14, "foo", "[0]" },
	{ "61-15[\"bar\",0]", PX_SIO_BINARY_ACK, 1, "/", 15, NULL, "[\"bar\",0]" },
	{ "1", PX_SIO_DISCONNECT, 0, "/", -1, NULL, NULL },
	{ "1/admin,", PX_SIO_DISCONNECT, 0, "/admin", -1, NULL, NULL },
	{ "2[ \"a\\u00e9\\n\\ud83d\\ude00\\/\" , { } ]", PX_SIO_EVENT, 0, "/", -1,
	  "a\xc3\xa9\n\xf0\x9f\x98\x80/", "[ { } ]" },
	{ "2[\"\\ud83d!\"]", PX_SIO_EVENT, 0, "/", -1, "\xef\xbf\xbd!", "[]" },
	{ "2[5,6]", PX_SIO_EVENT, 0, "/", -1, "5", "[6]" },
	{ "29007199254740991[\"a\"]", PX_SIO_EVENT, 0, "/", 9007199254740991, "a", "[]" },
};

static void expect_str(struct px_str got, const char *expected)
{
	assert_true(px_str_eq(got, px_str(expected ? expected : "")));
}

static void test_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		const struct example *e = &examples[i];
		struct px_sio_packet packet;
		char *text = px_strdup(e->text);
		assert_int_equal(px_sio_packet_decode(text, strlen(text), 10, &packet), PX_OK);
		assert_int_equal(packet.type, e->type);
		assert_int_equal(packet.attachments, e->attachments);
		assert_int_equal(packet.id, e->id);
		expect_str(packet.nsp, e->nsp);
		expect_str(packet.event, e->event);
		expect_str(packet.args, e->args);
		free(text);
	}
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"", "7", "a", "abc", "2", "2{}", "2[]", "2[{}]", "2[null]", "2[true]", "2[[\"a\"]]",
		"2\"a\"", "2abc[\"a\"]", "2[\"a\"", "2[\"a\",]", "2[\"a\"]x", "2[\"a\"]1", "3", "3{}", "312",
		"0[]", "0\"a\"", "0{", "1{}", "1[]", "4[]", "5[\"a\"]", "50-[\"a\"]", "5-[\"a\"]",
		"51[\"a\"]", "5x-[\"a\"]", "51", "51-", "61-[", "2[\"connect\"]", "2[\"disconnect\",1]",
		"2[\"connect_error\"]", "2[\"disconnecting\"]", "2[\"newListener\"]",
		"2[\"removeListener\"]", "2[\"\\u0063onnect\"]", "29007199254740992[\"a\"]",
		"2-1[\"a\"]", "2/admin[\"a\"]",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct px_sio_packet packet;
		char *text = px_strdup(bad[i]);
		if (px_sio_packet_decode(text, strlen(text), 10, &packet) != PX_INVALID)
			fail_msg("not refused: %s", bad[i]);
		free(text);
	}
	struct px_sio_packet packet;
	char many[] = "511-[\"a\"]";
	assert_int_equal(px_sio_packet_decode(many, strlen(many), 10, &packet), PX_TOO_LARGE);
}

static void test_writing(void **state)
{
	(void)state;
	struct px_buf buf = PX_BUF_INIT(1000);

	px_sio_packet_head(&buf, PX_SIO_EVENT, 0, PX_STR("/"), PX_SIO_NO_ID);
	px_sio_packet_event(&buf, PX_STR("foo"), PX_STR(""));
	assert_string_equal(buf.data, "2[\"foo\"]");
	px_buf_clear(&buf);
	px_sio_packet_head(&buf, PX_SIO_BINARY_EVENT, 2, PX_STR("/admin"), 13);
	px_sio_packet_event(&buf, PX_STR("a\"b"), PX_STR(" [1, 2 ] "));
	assert_string_equal(buf.data, "52-/admin,13[\"a\\\"b\",1, 2]");
	px_buf_clear(&buf);
	px_sio_packet_head(&buf, PX_SIO_CONNECT, 0, PX_STR("/x"), PX_SIO_NO_ID);
	assert_string_equal(buf.data, "0/x,");
	px_buf_release(&buf);
}

static const char *const json_good[] = {
	"0", "-0", "10", "-1.5e+10", "1E5", "0.25", "true", "false", "null", "\"\"", "\"\\u12aF\\\\\"",
	"[]", "{}", "[[],{}]", "[1,2,3]", "{\"a\":1,\"b\":[{}]}", " [ 1 , 2 ] ", "\"\xc3\xa9\"",
	"{ \"a\" : { \"b\" : [ ] } }",
};
static const char *const json_bad[] = {
	"", " ", "01", "-", "+1", "1.", ".5", "1e", "1e+", "tru", "nul", "falsy", "\"", "\"\\x\"",
	"\"\\u12g4\"", "\"\\u123", "\"a\nb\"", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "{}}",
	"{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:2}", "[}", "{]", "[1]]", "1 2", "'a'", "[1}", "{\"a\":1]",
};

/* Our recogniser and jansson must be of one mind. */
static void test_json(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(json_good) / sizeof(*json_good); i++) {
		json_t *value = NULL;
		if (!px_sio_json_valid(px_str(json_good[i])))
			fail_msg("refused: %s", json_good[i]);
		assert_int_equal(px_json_parse(px_str(json_good[i]), &value, NULL), PX_OK);
		json_decref(value);
	}
	for (size_t i = 0; i < sizeof(json_bad) / sizeof(*json_bad); i++) {
		json_t *value = NULL;
		if (px_sio_json_valid(px_str(json_bad[i])))
			fail_msg("accepted: %s", json_bad[i]);
		assert_int_not_equal(px_json_parse(px_str(json_bad[i]), &value, NULL), PX_OK);
	}
}

static void test_json_depth(void **state)
{
	(void)state;
	char text[200];

	memset(text, '[', 64);
	memset(text + 64, ']', 64);
	assert_true(px_sio_json_valid(px_str_n(text, 128)));
	memset(text, '[', 65);
	memset(text + 65, ']', 65);
	assert_false(px_sio_json_valid(px_str_n(text, 130)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_writing), cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_depth),
	};
	return cmocka_run_group_tests_name("net/sio_packet", tests, NULL, NULL);
}
