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
	static const char rooms[] = "red\0blue\0"; /* and the closing NUL of the literal */

	px_sio_recovery_save(recovery, pid, "sid-1", "/", rooms, sizeof(rooms));
}

static void expect_taken(struct px_sio_recovery *recovery, const char *pid, const char *offset,
			 const char *const *texts, size_t count)
{
	struct px_sio_recovered got;

	assert_true(px_sio_recovery_take(recovery, pid, "/", offset, &got));
	assert_string_equal(got.sid, "sid-1");
	assert_string_equal(got.rooms, "red");
	assert_string_equal(got.rooms + 4, "blue");
	assert_int_equal(got.frame_count, count);
	for (size_t i = 0; i < count; i++)
		assert_true(px_str_eq(px_eio_frame_data(got.frames[i]), px_str(texts[i])));
	px_sio_recovered_release(&got);
}

static void expect_refused(struct px_sio_recovery *recovery, const char *pid, const char *nsp,
			   const char *offset)
{
	struct px_sio_recovered got;

	assert_false(px_sio_recovery_take(recovery, pid, nsp, offset, &got));
	px_sio_recovered_release(&got);
}

static void test_gives_what_was_missed(void **state)
{
	(void)state;
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 100);
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
	expect_refused(recovery, "pid-1", "/", offset); /* used up */
	save(recovery, "pid-1");
	expect_taken(recovery, "pid-1", last, NULL, 0);
	px_sio_recovery_free(recovery);
}

static void test_refuses(void **state)
{
	(void)state;
	struct px_sio_recovery *recovery = px_sio_recovery_new(60000, 4);
	char first[PX_SIO_OFFSET], offset[PX_SIO_OFFSET];

	add(recovery, "/", "red", "1", first);
	for (int i = 0; i < 4; i++)
		add(recovery, "/", "red", "x", offset);
	save(recovery, "pid-1");
	expect_refused(recovery, "pid-2", "/", offset);       /* unknown */
	expect_refused(recovery, "pid-1", "/custom", offset); /* another namespace */
	expect_refused(recovery, "pid-1", "/", "");
	expect_refused(recovery, "pid-1", "/", "o");
	expect_refused(recovery, "pid-1", "/", "5");
	expect_refused(recovery, "pid-1", "/", "oxyz");
	expect_refused(recovery, "pid-1", "/", "off");  /* 255: not given out yet */
	expect_refused(recovery, "pid-1", "/", "o0");
	/* the packet named may be forgotten itself, as long as none after it is */
	expect_taken(recovery, "pid-1", first, (const char *const[]){ "x", "x", "x", "x" }, 4);
	add(recovery, "/", "red", "y", NULL);
	save(recovery, "pid-1");
	expect_refused(recovery, "pid-1", "/", first);
	px_sio_recovery_free(recovery);
}

static void test_forgets_with_the_window(void **state)
{
	(void)state;
	struct px_sio_recovery *recovery = px_sio_recovery_new(0, 4);
	char offset[PX_SIO_OFFSET];
	int64_t start = px_eio_clock_now();

	add(recovery, "/", "red", "1", offset);
	save(recovery, "pid-1");
	while (px_eio_clock_now() <= start + 1)
		;
	expect_refused(recovery, "pid-1", "/", offset);
	px_sio_recovery_free(recovery);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gives_what_was_missed),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_forgets_with_the_window),
	};
	return cmocka_run_group_tests_name("net/sio_recovery", tests, NULL, NULL);
}
