/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Qdrant's bodies: every filter names the user first, and answers that are
 * broken, too long or of somebody else are refused.
 */
#include "vector/qdrant/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static struct px_qdrant_of of_somebody(void)
{
	return (struct px_qdrant_of){ px_id_new(), 3 };
}

static void assert_begins_with_user(struct px_buf *body, struct px_id user)
{
	char text[PX_ID_TEXT + 1], filter[128];

	px_id_format(user, text);
	snprintf(filter, sizeof(filter), "\"filter\":{\"must\":[{\"key\":\"user_id\",\"match\":{\"value\":\"%s\"}}", text);
	assert_non_null(strstr(body->data, filter));
	px_buf_release(body);
}

static void every_filter_names_the_user(void **state)
{
	struct px_qdrant_of of = of_somebody();
	struct px_buf body = PX_BUF_INIT(4096);
	struct px_id id = px_id_new();
	float vector[3] = { 1, 0, 0 };
	uint64_t tags[] = { 7, UINT64_MAX };
	struct px_vector_query query = { .vector = vector, .limit = 3,
					 .filter = { .kinds = 5, .from = 1, .to = 9, .tags = tags, .tag_count = 2 } };

	(void)state;
	px_qdrant_write_query(&body, &of, &query);
	assert_non_null(strstr(body.data, "{\"key\":\"kind\",\"match\":{\"any\":[0,2]}}"));
	assert_non_null(strstr(body.data, "{\"key\":\"at\",\"range\":{\"gte\":1,\"lt\":9}}"));
	assert_non_null(strstr(body.data, "{\"key\":\"tag\",\"match\":{\"any\":[7,-1]}}"));
	assert_begins_with_user(&body, of.user);
	px_qdrant_write_selection(&body, &of, NULL, 0);
	assert_begins_with_user(&body, of.user);
	px_qdrant_write_selection(&body, &of, &id, 1);
	assert_begins_with_user(&body, of.user);
	px_qdrant_write_lookup(&body, &of, id);
	assert_begins_with_user(&body, of.user);
	px_qdrant_write_scores(&body, &of, vector, &id, 1);
	assert_begins_with_user(&body, of.user);
	px_qdrant_write_list(&body, &of, "");
	assert_begins_with_user(&body, of.user);
}

static void one_item_is_another_point_for_another_user(void **state)
{
	struct px_qdrant_of a = of_somebody(), b = of_somebody();
	struct px_buf one = PX_BUF_INIT(4096), other = PX_BUF_INIT(4096);
	float vector[3] = { 3, 4, 0 };
	struct px_vector_item item = { px_id_new(), 1, 2, 3, vector };

	(void)state;
	px_qdrant_write_items(&one, &a, &item, 1);
	px_qdrant_write_items(&other, &b, &item, 1);
	assert_non_null(strstr(one.data, "\"vector\":[0.6,0.8,0]"));
	assert_memory_not_equal(one.data, other.data, sizeof("{\"points\":[{\"id\":\"") + PX_ID_TEXT);
	px_buf_release(&one);
	px_buf_release(&other);
}

static void a_check_changes_with_all_that_is_sent(void **state)
{
	struct px_qdrant_of of = of_somebody();
	float vector[3] = { 1, 2, 3 }, other[3] = { 1, 2, 3.0001F };
	const struct px_vector_item item = { px_id_new(), 1, 2, 3, vector };
	struct px_vector_item items[] = { item, item, item, item };

	(void)state;
	assert_int_equal(px_qdrant_check(&of, &item), px_qdrant_check(&of, &items[0]));
	items[0].kind++;
	items[1].at++;
	items[2].tag++;
	items[3].vector = other;
	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
		assert_int_not_equal(px_qdrant_check(&of, &item), px_qdrant_check(&of, &items[i]));
}

static void models_and_sizes_have_collections_of_their_own(void **state)
{
	char a[PX_QDRANT_COLLECTION], b[PX_QDRANT_COLLECTION], c[PX_QDRANT_COLLECTION];

	(void)state;
	assert_int_equal(px_qdrant_collection(PX_STR("m:1"), 384, a, NULL), PX_OK);
	assert_int_equal(px_qdrant_collection(PX_STR("m:1"), 768, b, NULL), PX_OK);
	assert_int_equal(px_qdrant_collection(PX_STR("m:2"), 384, c, NULL), PX_OK);
	assert_string_not_equal(a, b);
	assert_string_not_equal(a, c);
	assert_int_equal(strncmp(a, "user_memory_", 12), 0);
}

static enum px_err read_one(struct px_qdrant_of of, struct px_id user, size_t limit)
{
	char answer[512], user_text[PX_ID_TEXT + 1];
	struct px_vector_hit hits[2];
	size_t count;

	px_id_format(user, user_text);
	snprintf(answer, sizeof(answer),
		 "{\"result\":{\"points\":[{\"id\":\"x\",\"score\":1,\"payload\":{\"user_id\":\"%s\",\"id\":\"%s\",\"kind\":1}}]}}",
		 user_text, user_text);
	return px_qdrant_read_hits(px_str(answer), &of, hits, limit, &count, NULL);
}

static void answers_of_somebody_else_are_refused(void **state)
{
	struct px_qdrant_of of = of_somebody();

	(void)state;
	assert_int_equal(read_one(of, of.user, 2), PX_OK);
	assert_int_equal(read_one(of, px_id_new(), 2), PX_CORRUPT);
	assert_int_equal(read_one(of, of.user, 0), PX_CORRUPT); /* more than was asked for */
}

static void never(void *arg, struct px_id id, int64_t check)
{
	(void)arg;
	(void)id;
	(void)check;
	fail();
}

static void broken_answers_are_refused(void **state)
{
	static const char *const broken[] = { "", "null", "{}", "[1]", "{\"result\":null}", "{\"result\":{\"points\":3}}",
					      "{\"result\":{\"points\":[null]}}" };
	struct px_qdrant_of of = of_somebody();
	struct px_vector_hit hits[2];
	float vector[3];
	char next[PX_QDRANT_POINT];
	size_t count;
	bool yes;

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct px_str answer = px_str(broken[i]);
		assert_int_equal(px_qdrant_read_hits(answer, &of, hits, 2, &count, NULL), PX_CORRUPT);
		assert_int_equal(px_qdrant_read_vector(answer, &of, vector, NULL), PX_CORRUPT);
		assert_int_equal(px_qdrant_read_list(answer, &of, never, NULL, next, NULL), PX_CORRUPT);
		assert_int_equal(px_qdrant_read_exists(answer, &yes, NULL), PX_CORRUPT);
	}
	assert_int_equal(px_qdrant_read_vector(PX_STR("{\"result\":{\"points\":[]}}"), &of, vector, NULL), PX_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_filter_names_the_user),
		cmocka_unit_test(one_item_is_another_point_for_another_user),
		cmocka_unit_test(a_check_changes_with_all_that_is_sent),
		cmocka_unit_test(models_and_sizes_have_collections_of_their_own),
		cmocka_unit_test(answers_of_somebody_else_are_refused),
		cmocka_unit_test(broken_answers_are_refused),
	};

	return cmocka_run_group_tests_name("vector/qdrant/wire", tests, NULL, NULL);
}
