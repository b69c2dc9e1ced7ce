/* SPDX-License-Identifier: Apache-2.0 */
/* Connection state recovery: who gets which packets back, and when nothing is given. */
#include "net/sio_recovery.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>

static void add(struct px_sio_recovery *recovery, const char *nsp, const char *target,
		const char *text, char offset[PX_SIO_OFFSET])
{
	char ignored[PX_SIO_OFFSET];
	struct px_eio_frame *frame = px_eio_frame_new(px_str(text));

	px_sio_recovery_lock(recovery);
	px_sio_recovery_next(recovery, offset ? offset : ignored);
	px_sio_recovery_add(recovery, nsp, target, frame);
	px_sio_recovery_unlock(recovery);
	px_eio_frame_unref(frame);
}

static void save(struct px_sio_recovery *recovery, const char *pid)
{
	px_sio_recovery_save(recovery, pid, "sid-1", "/", "ann");
}

static const char *const rooms[] = { "red", "blue", NULL };

static struct px_sio_claim claim(const char *pid, const char *offset)
{
	return (struct px_sio_claim){ pid, offset, "/", "ann", rooms };
}

static void expect_given(struct px_sio_recovery *recovery, const struct px_sio_claim *claim,
			 const char *const *texts, size_t count)
{
	struct px_sio_recovered got;

	assert_true(px_sio_recovery_take(recovery, claim, &got));
	assert_string_equal(got.sid, "sid-1");
	assert_int_equal(got.frame_count, count);
	for (size_t i = 0; i < count; i++)
		assert_true(px_str_eq(px_eio_frame_data(got.frames[i]), px_str(texts[i])));
	px_sio_recovered_release(&got);
}

static void expect_taken(struct px_sio_recovery *recovery, const char *pid, const char *offset,
			 const char *const *texts, size_t count)
{
	struct px_sio_claim mine = claim(pid, offset);

	expect_given(recovery, &mine, texts, count);
}

static void expect_none(struct px_sio_recovery *recovery, const struct px_sio_claim *claim)
{
	struct px_sio_recovered got;

	assert_false(px_sio_recovery_take(recovery, claim, &got));
	px_sio_recovered_release(&got);
}

static void expect_refused(struct px_sio_recovery *recovery, const char *pid, const char *offset)
{
	struct px_sio_claim mine = claim(pid, offset);

	expect_none(recovery, &mine);
}

static void test_gives_what_was_missed(void **state)
{
	(void)state;
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 100000, 100000);
	char offset[PX_SIO_OFFSET], last[PX_SIO_OFFSET];

	add(recovery, "/", "red", "seen", offset);
	add(recovery, "/", "red", "a room", NULL);
	add(recovery, "/", "green", "another room", NULL);
	add(recovery, "/", NULL, "everybody", NULL);
	add(recovery, "/custom", NULL, "another namespace", NULL);
	add(recovery, "/", "sid-1", "itself", NULL);
	add(recovery, "/", "sid-2", "somebody else", NULL);
	add(recovery, "/", "blue", "its other room", last);
	save(recovery, "pid-1");
	expect_taken(recovery, "pid-1", offset,
		     (const char *const[]){ "a room", "everybody", "itself", "its other room" }, 4);
	expect_refused(recovery, "pid-1", offset); /* used up */
	/* What was saved holds for a millisecond only: on a busy machine it may take more than one try. */
	struct px_sio_claim mine = claim("pid-1", last);
	struct px_sio_recovered got;
	bool taken = false;
	for (int tries = 0; !taken && tries < 10000; tries++) {
		save(recovery, "pid-1");
		taken = px_sio_recovery_take(recovery, &mine, &got);
	}
	assert_true(taken);
	assert_int_equal(got.frame_count, 0);
	px_sio_recovered_release(&got);
	px_sio_recovery_free(recovery);
}

static void test_gives_nothing_to_others(void **state)
{
	(void)state;
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 100000, 100000);
	char offset[PX_SIO_OFFSET];

	add(recovery, "/", "red", "1", offset);
	save(recovery, "pid-1");
	struct px_sio_claim bob = claim("pid-1", offset), elsewhere = bob, nobody = bob;
	bob.identity = "bob";
	elsewhere.nsp = "/custom";
	nobody.identity = "";
	expect_none(recovery, &bob);
	expect_none(recovery, &elsewhere);
	expect_none(recovery, &nobody);
	expect_refused(recovery, "pid-2", offset);
	expect_taken(recovery, "pid-1", offset, NULL, 0); /* still its owner's */
	px_sio_recovery_free(recovery);
}

static void test_gives_only_from_rooms_joined_now(void **state)
{
	(void)state;
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 100000, 100000);
	char offset[PX_SIO_OFFSET];

	add(recovery, "/", "red", "seen", offset);
	add(recovery, "/", "red", "red", NULL);
	add(recovery, "/", "blue", "blue", NULL);
	save(recovery, "pid-1");
	struct px_sio_claim blue = claim("pid-1", offset), none = blue;
	blue.rooms = (const char *const[]){ "blue", "blue", NULL };
	expect_given(recovery, &blue, (const char *const[]){ "blue" }, 1);
	save(recovery, "pid-1");
	none.rooms = NULL;
	expect_given(recovery, &none, NULL, 0);
	px_sio_recovery_free(recovery);
}

static void test_refuses_bad_offsets(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "o", "5", "oxyz", "o0", "o-1", "off" /* not given out yet */,
					   "offffffffffffffff", "o11111111111111111111111" };
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 100000, 100000);

	add(recovery, "/", "red", "1", NULL);
	save(recovery, "pid-1");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		expect_refused(recovery, "pid-1", bad[i]);
	px_sio_recovery_free(recovery);
}

enum { OVERHEAD = 512 }; /* at most, of a packet and its target beside the text */

static void test_a_room_is_bounded_in_bytes(void **state)
{
	(void)state;
	static char big[10000];
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 1000000, 25000);
	char seen[PX_SIO_OFFSET], first[PX_SIO_OFFSET], second[PX_SIO_OFFSET], quiet[PX_SIO_OFFSET];

	memset(big, 'x', sizeof(big) - 1);
	add(recovery, "/", "red", "seen", seen);
	add(recovery, "/", "blue", "quiet", quiet);
	add(recovery, "/", "red", big, first);
	add(recovery, "/", "red", big, second);
	for (int i = 0; i < 50; i++) /* the room keeps two of them */
		add(recovery, "/", "red", big, i == 48 ? first : i == 49 ? second : NULL);
	assert_true(px_sio_recovery_bytes(recovery) <= 25000 + 2 * OVERHEAD);
	save(recovery, "pid-1");
	expect_refused(recovery, "pid-1", seen);
	expect_taken(recovery, "pid-1", first, (const char *const[]){ big }, 1);
	save(recovery, "pid-1"); /* a room that lost nothing is not punished for the other */
	struct px_sio_claim blue = claim("pid-1", quiet);
	blue.rooms = (const char *const[]){ "blue", NULL };
	expect_given(recovery, &blue, NULL, 0);
	px_sio_recovery_free(recovery);
}

static void test_a_packet_over_the_bound_is_not_kept(void **state)
{
	(void)state;
	static char big[10000];
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 1000000, 5000);
	char seen[PX_SIO_OFFSET], last[PX_SIO_OFFSET];

	memset(big, 'x', sizeof(big) - 1);
	add(recovery, "/", "red", "seen", seen);
	add(recovery, "/", "red", big, last);
	add(recovery, "/", "red", "after", NULL);
	assert_true(px_sio_recovery_bytes(recovery) <= 5000);
	save(recovery, "pid-1");
	expect_refused(recovery, "pid-1", seen);
	expect_taken(recovery, "pid-1", last, (const char *const[]){ "after" }, 1);
	px_sio_recovery_free(recovery);
}

static void test_all_are_bounded_in_bytes(void **state)
{
	(void)state;
	static char big[10000];
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 100000, 50000);
	char seen[PX_SIO_OFFSET], room[32];

	memset(big, 'x', sizeof(big) - 1);
	add(recovery, "/", "red", "seen", seen);
	for (int i = 0; i < 100; i++) {
		snprintf(room, sizeof(room), "room-%d", i);
		add(recovery, "/", room, big, NULL);
		assert_true(px_sio_recovery_bytes(recovery) <= 100000);
	}
	assert_true(px_sio_recovery_bytes(recovery) > 80000); /* no more was dropped than had to be */
	save(recovery, "pid-1");
	expect_refused(recovery, "pid-1", seen); /* what is forgotten might have been for it */
	for (int i = 0; i < 10000; i++) { /* rooms without number don't add up either */
		snprintf(room, sizeof(room), "tiny-%d", i);
		add(recovery, "/", room, "", NULL);
	}
	assert_true(px_sio_recovery_bytes(recovery) <= 100000);
	px_sio_recovery_free(recovery);
}

static void wait_past(int64_t start)
{
	while (px_eio_clock_now() <= start + 1)
		;
}

static void test_forgets_with_the_window(void **state)
{
	(void)state;
	struct px_sio_recovery *recovery = px_sio_recovery_new(0, 100000, 100000);
	char offset[PX_SIO_OFFSET];
	int64_t start = px_eio_clock_now();

	add(recovery, "/", "red", "1", offset);
	save(recovery, "pid-1");
	wait_past(start);
	expect_refused(recovery, "pid-1", offset);
	px_sio_recovery_free(recovery);
}

/* A quiet socket that missed nothing is recovered, however old its last event and busy the others. */
static void test_a_quiet_socket_comes_back(void **state)
{
	(void)state;
	struct px_sio_recovery *recovery = px_sio_recovery_new(1, 100000, 100000);
	char old[PX_SIO_OFFSET], last[PX_SIO_OFFSET];

	add(recovery, "/", "red", "1", old);
	add(recovery, "/", "red", "2", last);
	for (int i = 0; i < 5; i++) {
		wait_past(px_eio_clock_now());
		wait_past(px_eio_clock_now());
		add(recovery, "/", "green", "busy", NULL);
	}
	save(recovery, "pid-1");
	expect_refused(recovery, "pid-1", old); /* it missed one, which is gone */
	save(recovery, "pid-1");
	expect_taken(recovery, "pid-1", last, NULL, 0);
	px_sio_recovery_free(recovery);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gives_what_was_missed),
		cmocka_unit_test(test_gives_nothing_to_others),
		cmocka_unit_test(test_gives_only_from_rooms_joined_now),
		cmocka_unit_test(test_refuses_bad_offsets),
		cmocka_unit_test(test_a_room_is_bounded_in_bytes),
		cmocka_unit_test(test_a_packet_over_the_bound_is_not_kept),
		cmocka_unit_test(test_all_are_bounded_in_bytes),
		cmocka_unit_test(test_forgets_with_the_window),
		cmocka_unit_test(test_a_quiet_socket_comes_back),
	};
	return cmocka_run_group_tests_name("net/sio_recovery", tests, NULL, NULL);
}
