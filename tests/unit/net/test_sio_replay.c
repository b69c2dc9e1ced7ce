/* SPDX-License-Identifier: Apache-2.0 */
/* Sequence numbers: nothing is left out silently, whatever was forgotten or restarted. */
#include "base/clock.h"
#include "net/sio_replay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>

static int64_t add(struct px_sio_replay *replay, const char *room)
{
	char json[40];

	px_sio_replay_lock(replay);
	int64_t seq = px_sio_replay_next(replay, px_str(room));
	snprintf(json, sizeof(json), "[\"e\",%lld]", (long long)seq);
	px_sio_replay_add(replay, px_str(room), px_str(json));
	px_sio_replay_unlock(replay);
	return seq;
}

static void expect(struct px_sio_replay *replay, const char *room, int64_t since,
		   const char *answer)
{
	struct px_buf out = PX_BUF_INIT(10000);

	px_sio_replay_since(replay, px_str(room), since, &out);
	assert_string_equal(out.data, answer);
	px_buf_release(&out);
}

static void test_gives_what_was_missed(void **state)
{
	(void)state;
	px_clock_fix(1);
	struct px_sio_replay *replay = px_sio_replay_new(3, 10);
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
	struct px_sio_replay *replay = px_sio_replay_new(6, 10);
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
	struct px_sio_replay *replay = px_sio_replay_new(8, 2);
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
	struct px_sio_replay *before = px_sio_replay_new(8, 2);
	int64_t seen = add(before, "a");
	px_sio_replay_free(before);
	px_clock_fix(1001);
	struct px_sio_replay *after = px_sio_replay_new(8, 2);
	expect(after, "a", seen, "{\"seq\":1000999,\"reload\":true}");
	assert_true(add(after, "a") > seen);
	px_sio_replay_free(after);
	px_clock_fix(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gives_what_was_missed),
		cmocka_unit_test(test_the_ring_is_bounded),
		cmocka_unit_test(test_a_forgotten_room_says_reload),
		cmocka_unit_test(test_a_restart_says_reload),
	};
	return cmocka_run_group_tests_name("net/sio_replay", tests, NULL, NULL);
}
