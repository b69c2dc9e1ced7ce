/* SPDX-License-Identifier: Apache-2.0 */
/* Sequence numbers: nothing is left out silently, whatever was forgotten or restarted. */
#include "base/clock.h"
#include "net/sio_replay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>

static struct px_sio_replay *replay_of(size_t events, size_t rooms)
{
	return px_sio_replay_new(&(struct px_sio_replay_limits){
		.rooms = rooms, .room_events = events, .bytes = 1000000, .room_bytes = 1000000 });
}

/* The whole frame is the event. */
static void add_json(struct px_sio_replay *replay, const char *room, struct px_str json)
{
	struct px_eio_frame *frame = px_eio_frame_new(json);

	px_sio_replay_add(replay, px_str(room), frame, 0, json.size - 1);
	px_eio_frame_unref(frame);
}

static int64_t add_number(struct px_sio_replay *replay, const char *room, int64_t number)
{
	char json[40];

	px_sio_replay_lock(replay);
	int64_t seq = px_sio_replay_next(replay, px_str(room), number);
	snprintf(json, sizeof(json), "[\"e\",%lld]", (long long)seq);
	add_json(replay, room, px_str(json));
	px_sio_replay_unlock(replay);
	return seq;
}

static int64_t add(struct px_sio_replay *replay, const char *room)
{
	return add_number(replay, room, 0);
}

static void expect_known(struct px_sio_replay *replay, const char *room, int64_t since, int64_t last,
			 const char *answer)
{
	struct px_buf out = PX_BUF_INIT(10000);

	px_sio_replay_since(replay, px_str(room), since, last, &out);
	assert_string_equal(out.data, answer);
	px_buf_release(&out);
}

static void expect(struct px_sio_replay *replay, const char *room, int64_t since,
		   const char *answer)
{
	expect_known(replay, room, since, -1, answer);
}

static void test_gives_what_was_missed(void **state)
{
	(void)state;
	px_clock_fix(1);
	struct px_sio_replay *replay = replay_of(3, 10);
	assert_int_equal(add(replay, "a"), 1000);
	assert_int_equal(add(replay, "a"), 1001);
	expect(replay, "a", 999, "{\"seq\":1001,\"events\":[[\"e\",1000],[\"e\",1001]]}");
	expect(replay, "a", 1000, "{\"seq\":1001,\"events\":[[\"e\",1001]]}");
	expect(replay, "a", 1001, "{\"seq\":1001,\"events\":[]}");
	expect(replay, "a", 0, "{\"seq\":1001,\"events\":[]}");
	expect(replay, "a", 1002, "{\"seq\":1001,\"reload\":true}");
	expect(replay, "a", 998, "{\"seq\":1001,\"reload\":true}");
	expect(replay, "a", -5, "{\"seq\":1001,\"reload\":true}");
	px_sio_replay_free(replay);
	px_clock_fix(0);
}

static void test_the_ring_is_bounded(void **state)
{
	(void)state;
	px_clock_fix(1);
	struct px_sio_replay *replay = replay_of(6, 10);
	for (int i = 0; i < 20; i++)
		add(replay, "a");
	expect(replay, "a", 1012, "{\"seq\":1019,\"reload\":true}");
	expect(replay, "a", 1013, "{\"seq\":1019,\"events\":[[\"e\",1014],[\"e\",1015],[\"e\",1016],"
				  "[\"e\",1017],[\"e\",1018],[\"e\",1019]]}");
	px_sio_replay_free(replay);
	px_clock_fix(0);
}

static void test_a_forgotten_room_says_reload(void **state)
{
	(void)state;
	px_clock_fix(1);
	struct px_sio_replay *replay = replay_of(8, 2);
	int64_t seen = add(replay, "a");
	add(replay, "a");
	add(replay, "b");
	add(replay, "c"); /* "a" goes */
	expect(replay, "a", seen, "{\"seq\":1003,\"reload\":true}");
	assert_true(add(replay, "a") > seen + 1); /* never a number again */
	px_sio_replay_free(replay);
	px_clock_fix(0);
}

static void test_a_restart_says_reload(void **state)
{
	(void)state;
	px_clock_fix(1000);
	struct px_sio_replay *before = replay_of(8, 2);
	int64_t seen = add(before, "a");
	px_sio_replay_free(before);
	px_clock_fix(1001);
	struct px_sio_replay *after = replay_of(8, 2);
	expect(after, "a", seen, "{\"seq\":1000999,\"reload\":true}");
	assert_true(add(after, "a") > seen);
	px_sio_replay_free(after);
	px_clock_fix(0);
}

/* An event of that size; its number. */
static int64_t add_big(struct px_sio_replay *replay, const char *room, size_t size)
{
	struct px_buf json = PX_BUF_INIT(SIZE_MAX / 4);

	px_sio_replay_lock(replay);
	int64_t seq = px_sio_replay_next(replay, px_str(room), 0);
	while (json.size < size)
		(void)px_buf_char(&json, '0');
	add_json(replay, room, px_buf_view(&json));
	px_sio_replay_unlock(replay);
	px_buf_release(&json);
	return seq;
}

static size_t answer_size(struct px_sio_replay *replay, const char *room, int64_t since, bool *reload)
{
	struct px_buf out = PX_BUF_INIT(1000000);

	px_sio_replay_since(replay, px_str(room), since, -1, &out);
	*reload = strstr(out.data, "reload") != NULL;
	size_t size = out.size;
	px_buf_release(&out);
	return size;
}

static void test_a_room_is_bounded_in_bytes(void **state)
{
	(void)state;
	struct px_sio_replay *replay = px_sio_replay_new(&(struct px_sio_replay_limits){
		.rooms = 10, .room_events = 256, .bytes = 1000000, .room_bytes = 25000 });
	int64_t last = 0;
	bool reload;

	for (int i = 0; i < 100; i++)
		last = add_big(replay, "a", 10000);
	assert_true(px_sio_replay_bytes(replay) <= 25000);
	assert_true(answer_size(replay, "a", last - 2, &reload) > 20000 && !reload);
	answer_size(replay, "a", last - 3, &reload);
	assert_true(reload);
	last = add_big(replay, "a", 30000); /* too large to keep, and what came before is of no use */
	answer_size(replay, "a", last - 1, &reload);
	assert_true(reload);
	answer_size(replay, "a", last, &reload);
	assert_false(reload);
	last = add_big(replay, "a", 100);
	assert_true(answer_size(replay, "a", last - 1, &reload) > 100 && !reload);
	px_sio_replay_free(replay);
}

static void test_all_rooms_are_bounded_in_bytes(void **state)
{
	(void)state;
	struct px_sio_replay *replay = px_sio_replay_new(&(struct px_sio_replay_limits){
		.rooms = 4096, .room_events = 256, .bytes = 100000, .room_bytes = 50000 });
	int64_t first = 0, last = 0;
	char room[32];
	bool reload;

	for (int i = 0; i < 100; i++) {
		snprintf(room, sizeof(room), "room-%d", i);
		last = add_big(replay, room, 10000);
		if (i == 0)
			first = last;
		assert_true(px_sio_replay_bytes(replay) <= 100000);
	}
	assert_true(answer_size(replay, "room-99", last - 1, &reload) > 10000 && !reload);
	answer_size(replay, "room-0", first, &reload);
	assert_true(reload);
	px_sio_replay_free(replay);
}

/* Half an answer would be no JSON. */
static void test_an_answer_that_does_not_fit_says_reload(void **state)
{
	(void)state;
	struct px_sio_replay *replay = replay_of(100, 10);
	struct px_buf out = PX_BUF_INIT(1000);
	int64_t last = 0;

	for (int i = 0; i < 10; i++)
		last = add_big(replay, "a", 200);
	px_sio_replay_since(replay, PX_STR("a"), last - 10, -1, &out);
	assert_non_null(strstr(out.data, "\"reload\":true}"));
	assert_false(out.overflow);
	px_buf_clear(&out);
	px_sio_replay_since(replay, PX_STR("a"), last - 4, -1, &out);
	assert_null(strstr(out.data, "reload"));
	assert_false(out.overflow);
	px_buf_release(&out);
	px_sio_replay_free(replay);
}

/* Numbers that the store counts go on after a restart, so nobody who is up to date reloads. */
static void test_given_numbers_outlive_a_restart(void **state)
{
	(void)state;
	struct px_sio_replay *replay = replay_of(8, 2);
	expect_known(replay, "a", 7, 7, "{\"seq\":7,\"events\":[]}");
	expect_known(replay, "a", 6, 7, "{\"seq\":7,\"reload\":true}");
	assert_int_equal(add_number(replay, "a", 8), 8);
	assert_int_equal(add_number(replay, "a", 9), 9);
	/* A room that is known knows better than whoever asks. */
	expect_known(replay, "a", 7, 9, "{\"seq\":9,\"events\":[[\"e\",8],[\"e\",9]]}");
	/* Before anything happened to a user. */
	expect_known(replay, "b", 0, 0, "{\"seq\":0,\"events\":[]}");
	assert_int_equal(add_number(replay, "b", 1), 1);
	expect_known(replay, "b", 1, 1, "{\"seq\":1,\"events\":[]}");
	px_sio_replay_free(replay);
}

static void test_numbers_left_out(void **state)
{
	(void)state;
	struct px_sio_replay *replay = replay_of(8, 2);
	for (int64_t number = 1; number <= 5; number++)
		assert_int_equal(add_number(replay, "a", number), number);
	assert_int_equal(add_number(replay, "a", 9), 9);
	expect_known(replay, "a", 5, 9, "{\"seq\":9,\"reload\":true}");
	expect_known(replay, "a", 8, 9, "{\"seq\":9,\"events\":[[\"e\",9]]}");
	/* What comes too late gets a number nobody has seen. */
	assert_int_equal(add_number(replay, "a", 7), 10);
	px_sio_replay_free(replay);
}

/* What other processes number comes late, or never: nobody goes without it. */
static void test_numbers_of_several_processes(void **state)
{
	(void)state;
	struct px_sio_replay *replay = px_sio_replay_new(&(struct px_sio_replay_limits){
		.rooms = 2, .bytes = 1 << 20, .room_events = 8, .room_bytes = 1 << 20, .several = true });
	assert_int_equal(add_number(replay, "a", 4), 4);
	assert_int_equal(add_number(replay, "a", 6), 6);
	/* It keeps its number, and who may have seen 6 without it reloads, whoever was told of it or not. */
	assert_int_equal(add_number(replay, "a", 5), 5);
	expect_known(replay, "a", 4, 6, "{\"seq\":6,\"reload\":true}");
	expect_known(replay, "a", 6, 6, "{\"seq\":6,\"reload\":true}");
	expect_known(replay, "a", 0, 6, "{\"seq\":6,\"events\":[]}");
	assert_int_equal(add_number(replay, "a", 7), 7);
	assert_int_equal(add_number(replay, "a", 8), 8);
	expect_known(replay, "a", 7, 8, "{\"seq\":8,\"events\":[[\"e\",8]]}");
	expect_known(replay, "a", 6, 8, "{\"seq\":8,\"reload\":true}");
	/* The store has numbers that were not told here. */
	expect_known(replay, "a", 8, 9, "{\"seq\":9,\"reload\":true}");
	expect_known(replay, "a", 9, 9, "{\"seq\":9,\"events\":[]}");
	expect_known(replay, "a", 0, 9, "{\"seq\":9,\"events\":[]}");
	/* Some may have been missed. */
	assert_int_equal(add_number(replay, "a", 9), 9);
	px_sio_replay_doubt(replay);
	expect_known(replay, "a", 9, 9, "{\"seq\":9,\"reload\":true}");
	assert_int_equal(add_number(replay, "a", 10), 10);
	assert_int_equal(add_number(replay, "a", 11), 11);
	expect_known(replay, "a", 10, 11, "{\"seq\":11,\"events\":[[\"e\",11]]}");
	px_sio_replay_free(replay);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gives_what_was_missed),
		cmocka_unit_test(test_the_ring_is_bounded),
		cmocka_unit_test(test_a_forgotten_room_says_reload),
		cmocka_unit_test(test_a_restart_says_reload),
		cmocka_unit_test(test_a_room_is_bounded_in_bytes),
		cmocka_unit_test(test_all_rooms_are_bounded_in_bytes),
		cmocka_unit_test(test_an_answer_that_does_not_fit_says_reload),
		cmocka_unit_test(test_given_numbers_outlive_a_restart),
		cmocka_unit_test(test_numbers_left_out),
		cmocka_unit_test(test_numbers_of_several_processes),
	};
	return cmocka_run_group_tests_name("net/sio_replay", tests, NULL, NULL);
}
