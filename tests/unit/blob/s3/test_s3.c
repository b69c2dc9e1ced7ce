/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures as Amazon's documentation computes them, and answers as servers give them.
 */
#include "blob/s3/sign.h"
#include "blob/s3/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct px_s3_keys keys = { "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1" };

/* "Signature Calculations for the Authorization Header", example of listing objects. */
static void signs_as_the_documentation_does(void **state)
{
	const struct px_s3_request request = { .method = "GET", .host = "examplebucket.s3.amazonaws.com", .path = "/",
					       .query = "max-keys=2&prefix=J", .now = INT64_C(1369353600000) };
	struct px_s3_signed out;

	(void)state;
	assert_int_equal(px_s3_sign(&keys, &request, &out, NULL), PX_OK);
	assert_string_equal(out.lines[0],
			    "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
			    "SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
			    "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
	assert_string_equal(out.lines[1], "x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_string_equal(out.lines[2], "x-amz-date: 20130524T000000Z");
	assert_null(out.lines[3]);
}

/* What is asked of the server besides is sent, and signed in its place. */
static void every_header_is_signed_in_order(void **state)
{
	const struct px_s3_header headers[] = { { "x-amz-copy-source", "/b/k" }, { "x-amz-server-side-encryption", "AES256" }, { NULL, NULL } };
	const struct px_s3_request request = { .method = "PUT", .host = "h", .path = "/b/k", .query = "", .headers = headers };
	struct px_s3_signed out;

	(void)state;
	assert_int_equal(px_s3_sign(&keys, &request, &out, NULL), PX_OK);
	assert_non_null(strstr(out.lines[0], "SignedHeaders=host;x-amz-content-sha256;x-amz-copy-source;x-amz-date;x-amz-server-side-encryption,"));
	assert_string_equal(out.lines[4], "x-amz-server-side-encryption: AES256");
	assert_null(out.lines[5]);
	char value[PX_S3_HEADER_TEXT];
	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	const struct px_s3_header large[] = { { "x-amz-copy-source", value }, { NULL, NULL } };
	const struct px_s3_request refused = { .method = "PUT", .host = "h", .path = "/b/k", .query = "", .headers = large };
	assert_int_equal(px_s3_sign(&keys, &refused, &out, NULL), PX_TOO_LARGE);
}

static void encodes_what_is_not_plain(void **state)
{
	struct px_buf out = PX_BUF_INIT(100);

	(void)state;
	px_s3_encode(&out, PX_STR("a/b c+~\xc3\xa9"), false);
	assert_string_equal(out.data, "a%2Fb%20c%2B~%C3%A9");
	px_buf_clear(&out);
	px_s3_encode(&out, PX_STR("a/b"), true);
	assert_string_equal(out.data, "a/b");
	px_buf_release(&out);
}

static void reads_objects_until_the_end(void **state)
{
	struct px_str answer = PX_STR("<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>true</IsTruncated>"
				      "<Contents><Key>u/a</Key><LastModified>2026-11-29T08:00:00.250Z</LastModified><Size>5</Size></Contents>"
				      "<Contents><ETag>x</ETag><Size>0</Size><Key>u/b</Key><LastModified>2026-11-29T08:00:00Z</LastModified></Contents>"
				      "</ListBucketResult>");
	struct px_str at = answer;
	struct px_s3_object object;

	(void)state;
	assert_true(px_s3_is_truncated(answer));
	assert_true(px_s3_next_object(&at, &object));
	assert_true(px_str_eq(object.key, PX_STR("u/a")) && object.size == 5);
	assert_int_equal(object.modified % 1000, 250);
	assert_true(px_s3_next_object(&at, &object));
	assert_true(px_str_eq(object.key, PX_STR("u/b")) && object.size == 0);
	assert_false(px_s3_next_object(&at, &object));
}

static void broken_answers_have_no_objects(void **state)
{
	static const char *const broken[] = { "", "<", "<Contents>", "<Contents></Contents>", "<Contents><Key>a</Key></Contents>",
					      "<Contents><Key>a</Key><Size>-1</Size><LastModified>2026-11-29T08:00:00Z</LastModified></Contents>",
					      "<Contents><Key>a</Key><Size>1</Size><LastModified>soon</LastModified></Contents>" };
	struct px_s3_object object;
	char reason[100];

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct px_str at = px_str(broken[i]);
		assert_false(px_s3_next_object(&at, &object));
		assert_false(px_s3_is_truncated(px_str(broken[i])));
		px_s3_reason(px_str(broken[i]), reason, sizeof(reason));
		assert_string_equal(reason, "");
	}
	px_s3_reason(PX_STR("<Error><Code>NoSuchKey</Code><Message>It is gone.</Message></Error>"), reason, sizeof(reason));
	assert_string_equal(reason, "NoSuchKey: It is gone.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs_as_the_documentation_does),
		cmocka_unit_test(every_header_is_signed_in_order),
		cmocka_unit_test(encodes_what_is_not_plain),
		cmocka_unit_test(reads_objects_until_the_end),
		cmocka_unit_test(broken_answers_have_no_objects),
	};

	return cmocka_run_group_tests_name("blob/s3", tests, NULL, NULL);
}
