/* SPDX-License-Identifier: Apache-2.0 */
/* Streams after HTTP has handed them over: cork, queue, ends, pauses, moves. */
#include "unit/net/http_peer.h"

enum { STREAMS = 2, BLOCK = 16 * 1024 };

/* A server that takes every stream, and what its streams have told. */
struct bench {
	struct fixture fixture;
	struct px_stream *streams[STREAMS];
	struct peer peers[STREAMS];
	/* Under the fixture's mutex. */
	int taken, drained, ended, closed, data, arrived, end;
	bool echo;
};

static struct bench *the_bench;

static int index_of(const struct px_stream *stream)
{
	return the_bench->streams[0] == stream ? 0 : 1;
}

static void on_data(void *owner, struct px_str bytes)
{
	if (the_bench->echo) {
		px_stream_cork_jobs(owner); /* no job: the echo leaves with this callback */
		(void)px_stream_write(owner, bytes);
	}
	pthread_mutex_lock(&the_bench->fixture.mutex);
	the_bench->data += (int)bytes.size;
	pthread_cond_broadcast(&the_bench->fixture.changed);
	pthread_mutex_unlock(&the_bench->fixture.mutex);
}

static void on_end(void *owner, enum px_err err)
{
	(void)owner;
	pthread_mutex_lock(&the_bench->fixture.mutex);
	the_bench->end = (int)err;
	pthread_mutex_unlock(&the_bench->fixture.mutex);
	note(&the_bench->fixture, &the_bench->ended);
}

static void on_drained(void *owner)
{
	(void)owner;
	note(&the_bench->fixture, &the_bench->drained);
}

static void on_closed(void *owner)
{
	the_bench->streams[index_of(owner)] = NULL;
	note(&the_bench->fixture, &the_bench->closed);
}

static const struct px_stream_events events = { .data = on_data, .end = on_end,
						.drained = on_drained, .closed = on_closed };

static void take_any(void *arg, struct px_http_exchange *exchange)
{
	struct bench *bench = arg;
	struct px_stream *stream;
	struct px_str rest;

	if (px_http_take_stream(exchange, px_http_arena(exchange), &stream, &rest))
		abort();
	px_stream_own(stream, &events, stream);
	bench->streams[bench->taken] = stream;
	(void)px_stream_write(stream, PX_STR("yours;"));
	note(&bench->fixture, &bench->taken);
}

static struct bench *set_up(int streams)
{
	struct bench *bench = px_calloc(1, sizeof(*bench));

	the_bench = bench;
	pthread_mutex_init(&bench->fixture.mutex, NULL);
	pthread_cond_init(&bench->fixture.changed, NULL);
	for (unsigned i = 0; i < LOOPS; i++)
		assert_int_equal(px_loop_new(i, &bench->fixture.loops[i], NULL), PX_OK);
	struct px_http_config config = { .host = "127.0.0.1", .loops = bench->fixture.loops,
					 .loop_count = 1, .handler = take_any, .arg = bench,
					 .limits = px_http_limits_default };
	assert_int_equal(px_http_server_new(&config, &bench->fixture.server, NULL), PX_OK);
	for (int i = 0; i < streams; i++) {
		bench->peers[i] = dial(&bench->fixture);
		say(&bench->peers[i], "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
		expect_bytes(&bench->peers[i], "yours;");
	}
	return bench;
}

static void tear_down(struct bench *bench, int streams)
{
	px_http_server_free(bench->fixture.server);
	for (unsigned i = 0; i < LOOPS; i++)
		px_loop_free(bench->fixture.loops[i]);
	assert_int_equal(bench->closed, streams);
	for (int i = 0; i < streams; i++)
		hang_up(&bench->peers[i]);
	pthread_cond_destroy(&bench->fixture.changed);
	pthread_mutex_destroy(&bench->fixture.mutex);
	free(bench);
}

static void on_loop(struct bench *bench, int loop, void (*run)(void *arg))
{
	px_loop_run_sync(bench->fixture.loops[loop], run, bench);
}

static bool has_heard_nothing(const struct peer *peer)
{
	char byte;

	return recv(peer->fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0 && errno == EAGAIN;
}

/* Cork */

static void cork_and_write(void *arg)
{
	struct bench *bench = arg;
	struct px_stream *stream = bench->streams[0];

	px_stream_cork(stream);
	assert_int_equal(px_stream_write(stream, PX_STR("one;")), PX_OK);
	px_stream_cork(stream);
	assert_int_equal(px_stream_write2(stream, PX_STR("two;"), PX_STR("three;")), PX_OK);
	px_stream_uncork(stream);
	assert_int_equal(px_stream_pending(stream), 14);
	assert_true(has_heard_nothing(&bench->peers[0]));
	px_stream_uncork(stream);
	assert_int_equal(px_stream_pending(stream), 0);
	assert_int_equal(px_stream_write2(stream, PX_STR("four;"), PX_STR("")), PX_OK);
	assert_int_equal(px_stream_pending(stream), 0);
}

static void corked_writes_leave_together(void **state)
{
	struct bench *bench = set_up(1);

	(void)state;
	on_loop(bench, 0, cork_and_write);
	expect_bytes(&bench->peers[0], "one;two;three;four;");
	tear_down(bench, 1);
}

static void cork_both(void *arg)
{
	struct bench *bench = arg;

	for (int i = 0; i < 2; i++)
		px_stream_cork(bench->streams[i]);
	for (int n = 0; n < 3; n++)
		for (int i = 0; i < 2; i++)
			assert_int_equal(px_stream_write(bench->streams[i],
							 i ? PX_STR("second;") : PX_STR("first;")),
					 PX_OK);
	for (int i = 0; i < 2; i++)
		assert_true(has_heard_nothing(&bench->peers[i]));
	for (int i = 0; i < 2; i++)
		px_stream_uncork(bench->streams[i]);
}

static void several_streams_may_be_corked_at_once(void **state)
{
	struct bench *bench = set_up(2);

	(void)state;
	on_loop(bench, 0, cork_both);
	expect_bytes(&bench->peers[0], "first;first;first;");
	expect_bytes(&bench->peers[1], "second;second;second;");
	tear_down(bench, 2);
}

/* Cork for all jobs at hand */

static void cork_jobs_and_write(struct bench *bench, int i, const char *text)
{
	px_stream_cork_jobs(bench->streams[i]);
	assert_int_equal(px_stream_write(bench->streams[i], px_str(text)), PX_OK);
}

static void cork_jobs_twice(void *arg)
{
	struct bench *bench = arg;

	cork_jobs_and_write(bench, 0, "one;");
	cork_jobs_and_write(bench, 0, "two;");
	assert_int_equal(px_stream_pending(bench->streams[0]), 8);
	assert_true(has_heard_nothing(&bench->peers[0]));
}

static void cork_jobs_in_turn(void *arg)
{
	struct bench *bench = arg;

	cork_jobs_and_write(bench, 0, "one;");
	cork_jobs_and_write(bench, 1, "two;");
	assert_int_equal(px_stream_pending(bench->streams[0]), 0);
	assert_int_equal(px_stream_pending(bench->streams[1]), 4);
	cork_jobs_and_write(bench, 0, "three;");
	assert_int_equal(px_stream_pending(bench->streams[1]), 0);
}

static void jobs_write_together(void **state)
{
	struct bench *bench = set_up(2);

	(void)state;
	on_loop(bench, 0, cork_jobs_twice);
	expect_bytes(&bench->peers[0], "one;two;");
	on_loop(bench, 0, cork_jobs_in_turn);
	expect_bytes(&bench->peers[0], "one;three;");
	expect_bytes(&bench->peers[1], "two;");
	bench->echo = true;
	say(&bench->peers[0], "four;");
	expect_bytes(&bench->peers[0], "four;");
	tear_down(bench, 2);
}

static void cork_jobs_and_close(void *arg)
{
	struct bench *bench = arg;

	cork_jobs_and_write(bench, 0, "last words;");
	px_stream_close(bench->streams[0]);
	cork_jobs_and_write(bench, 1, "lost;");
	px_stream_abort(bench->streams[1]);
}

static void a_stream_corked_for_jobs_may_close(void **state)
{
	struct bench *bench = set_up(2);

	(void)state;
	on_loop(bench, 0, cork_jobs_and_close);
	expect_bytes(&bench->peers[0], "last words;");
	expect_end(&bench->peers[0]);
	expect_end(&bench->peers[1]);
	await(&bench->fixture, &bench->closed, 2);
	tear_down(bench, 2);
}

/* Queue */

/* Block n of the numbered bytes that the tests send. */
static void fill_block(char *block, unsigned n)
{
	for (unsigned i = 0; i < BLOCK; i += 4) {
		uint32_t value = n * BLOCK + i;
		memcpy(block + i, &value, 4);
	}
}

static unsigned blocks_sent;

/* Writes blocks, corked now and then, until a good deal is pending. */
static void write_until_pending(void *arg)
{
	struct px_stream *stream = ((struct bench *)arg)->streams[0];
	char block[BLOCK];

	while (px_stream_pending(stream) < 20 * BLOCK) {
		bool corked = blocks_sent % 7 == 3;
		fill_block(block, blocks_sent++);
		if (corked)
			px_stream_cork(stream);
		assert_int_equal(px_stream_write2(stream, px_str_n(block, 100),
						  px_str_n(block + 100, BLOCK - 100)), PX_OK);
		if (corked)
			px_stream_uncork(stream);
	}
}

static void expect_blocks(struct peer *peer, unsigned first, unsigned end)
{
	char block[BLOCK];

	for (unsigned n = first; n < end; n++) {
		while (peer->in.size < BLOCK)
			assert_true(hear(peer));
		fill_block(block, n);
		assert_memory_equal(peer->in.data, block, BLOCK);
		px_buf_consume(&peer->in, BLOCK);
	}
}

static void nothing_is_pending(void *arg)
{
	assert_int_equal(px_stream_pending(((struct bench *)arg)->streams[0]), 0);
}

static void queued_bytes_arrive_in_order_and_the_drain_is_told(void **state)
{
	struct bench *bench = set_up(1);

	(void)state;
	blocks_sent = 0;
	on_loop(bench, 0, write_until_pending);
	assert_int_equal(count_of(&bench->fixture, &bench->drained), 0);
	expect_blocks(&bench->peers[0], 0, blocks_sent);
	await(&bench->fixture, &bench->drained, 1);
	on_loop(bench, 0, nothing_is_pending);
	unsigned before = blocks_sent;
	on_loop(bench, 0, write_until_pending);
	expect_blocks(&bench->peers[0], before, blocks_sent);
	await(&bench->fixture, &bench->drained, 2);
	tear_down(bench, 1);
}

static void write_over_cap(void *arg)
{
	struct px_stream *stream = ((struct bench *)arg)->streams[0];
	static const char block[BLOCK];
	enum px_err err = PX_OK;
	int writes = 0;

	px_stream_set_pending_cap(stream, 3 * BLOCK);
	while (!err && writes++ < 100000)
		err = px_stream_write(stream, px_str_n(block, BLOCK));
	assert_int_equal(err, PX_TOO_LARGE);
	assert_true(px_stream_pending(stream) <= 3 * BLOCK);
	/* A piece is missing now, so nothing may follow it. */
	assert_int_equal(px_stream_write(stream, PX_STR("x")), PX_TOO_LARGE);
	px_stream_cork(stream);
	assert_int_equal(px_stream_write(stream, PX_STR("x")), PX_TOO_LARGE);
	px_stream_uncork(stream);
	px_stream_close(stream);
}

static void the_queue_has_a_cap(void **state)
{
	struct bench *bench = set_up(1);

	(void)state;
	on_loop(bench, 0, write_over_cap);
	await(&bench->fixture, &bench->closed, 1);
	tear_down(bench, 1);
}

/* Ends */

static void write_and_close(void *arg)
{
	struct px_stream *stream = ((struct bench *)arg)->streams[0];

	write_until_pending(arg);
	px_stream_close(stream);
	px_stream_close(stream);
	assert_int_equal(px_stream_write(stream, PX_STR("late")), PX_IO);
}

static void closing_flushes_first(void **state)
{
	struct bench *bench = set_up(1);

	(void)state;
	blocks_sent = 0;
	on_loop(bench, 0, write_and_close);
	assert_int_equal(count_of(&bench->fixture, &bench->closed), 0);
	expect_blocks(&bench->peers[0], 0, blocks_sent);
	expect_end(&bench->peers[0]);
	await(&bench->fixture, &bench->closed, 1);
	tear_down(bench, 1);
}

static void abort_twice(void *arg)
{
	struct px_stream *stream = ((struct bench *)arg)->streams[0];

	write_until_pending(arg);
	px_stream_abort(stream);
	px_stream_abort(stream);
	px_stream_close(stream);
	px_stream_pause(stream);
	px_stream_resume(stream);
	assert_int_equal(px_stream_write(stream, PX_STR("late")), PX_IO);
	assert_int_equal(((struct bench *)arg)->closed, 0); /* later, never within */
}

static void aborting_does_not_wait(void **state)
{
	struct bench *bench = set_up(1);

	(void)state;
	on_loop(bench, 0, abort_twice);
	await(&bench->fixture, &bench->closed, 1);
	tear_down(bench, 1);
}

static void tells_how_the_peer_ended(void **state)
{
	struct bench *bench = set_up(2);
	struct linger reset = { 1, 0 };

	(void)state;
	shutdown(bench->peers[0].fd, SHUT_WR);
	await(&bench->fixture, &bench->ended, 1);
	assert_int_equal(count_of(&bench->fixture, &bench->end), PX_OK);
	setsockopt(bench->peers[1].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(bench->peers[1].fd);
	bench->peers[1].fd = -1;
	await(&bench->fixture, &bench->ended, 2);
	assert_int_equal(count_of(&bench->fixture, &bench->end), PX_IO);
	tear_down(bench, 2);
}

static void write_to_the_gone(void *arg)
{
	struct px_stream *stream = ((struct bench *)arg)->streams[0];

	px_stream_pause(stream);
	for (int i = 0; i < 100; i++)
		(void)px_stream_write(stream, PX_STR("anybody there?"));
}

static void a_failed_write_is_told_as_the_end(void **state)
{
	struct bench *bench = set_up(1);
	struct linger reset = { 1, 0 };

	(void)state;
	on_loop(bench, 0, write_to_the_gone); /* paused: only writing can notice */
	setsockopt(bench->peers[0].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(bench->peers[0].fd);
	bench->peers[0].fd = -1;
	while (!count_of(&bench->fixture, &bench->ended))
		on_loop(bench, 0, write_to_the_gone);
	assert_int_equal(count_of(&bench->fixture, &bench->end), PX_IO);
	tear_down(bench, 1);
}

/* Pausing */

static void pause_first(void *arg)
{
	px_stream_pause(((struct bench *)arg)->streams[0]);
}

static void resume_first(void *arg)
{
	px_stream_resume(((struct bench *)arg)->streams[0]);
}

static void a_paused_stream_is_silent(void **state)
{
	struct bench *bench = set_up(2);

	(void)state;
	on_loop(bench, 0, pause_first);
	say(&bench->peers[0], "first");
	say(&bench->peers[1], "second!");
	/* The second's bytes were sent later, and have been seen. */
	await(&bench->fixture, &bench->data, 7);
	flush_loops(&bench->fixture);
	assert_int_equal(count_of(&bench->fixture, &bench->data), 7);
	on_loop(bench, 0, resume_first);
	await(&bench->fixture, &bench->data, 12);
	tear_down(bench, 2);
}

/* Moving */

static void on_arrived(struct px_stream *stream, void *arg)
{
	struct bench *bench = arg;

	if (px_stream_loop(stream) != px_loop_current())
		abort();
	px_stream_own(stream, &events, stream);
	px_stream_resume(stream);
	note(&bench->fixture, &bench->arrived);
}

static void move_first(void *arg)
{
	struct bench *bench = arg;
	struct px_stream *stream = bench->streams[0];
	int here = px_stream_loop(stream) == bench->fixture.loops[0] ? 0 : 1;

	px_stream_move(stream, bench->fixture.loops[1 - here], on_arrived, bench);
}

static void write_and_move(void *arg)
{
	write_until_pending(arg);
	move_first(arg);
}

static void cork_jobs_and_move(void *arg)
{
	cork_jobs_and_write(arg, 0, "on the way;");
	move_first(arg);
	px_stream_cork_jobs(((struct bench *)arg)->streams[0]);
}

static void a_stream_corked_for_jobs_may_move(void **state)
{
	struct bench *bench = set_up(1);

	(void)state;
	bench->echo = true;
	on_loop(bench, 0, cork_jobs_and_move);
	await(&bench->fixture, &bench->arrived, 1);
	expect_bytes(&bench->peers[0], "on the way;");
	say(&bench->peers[0], "there;");
	expect_bytes(&bench->peers[0], "there;");
	tear_down(bench, 1);
}

static void pending_bytes_move_along(void **state)
{
	struct bench *bench = set_up(1);

	(void)state;
	blocks_sent = 0;
	on_loop(bench, 0, write_and_move);
	await(&bench->fixture, &bench->arrived, 1);
	on_loop(bench, 1, write_until_pending);
	expect_blocks(&bench->peers[0], 0, blocks_sent);
	await(&bench->fixture, &bench->drained, 1);
	tear_down(bench, 1);
}

static void moves_to_and_fro_without_losing_a_byte(void **state)
{
	struct bench *bench = set_up(1);
	char text[16];

	(void)state;
	bench->echo = true;
	for (int i = 0; i < 100; i++) {
		snprintf(text, sizeof(text), "<%d>", i);
		say(&bench->peers[0], text);
		on_loop(bench, i % 2, move_first);
		await(&bench->fixture, &bench->arrived, i + 1);
		expect_bytes(&bench->peers[0], text);
	}
	tear_down(bench, 1);
}

/* A part whose stop holds its loop where it refuses posts but still exists. */
struct stopping {
	struct px_loop_part part;
	struct bench *bench;
	struct px_loop *loop;
	int reached, released;
};

static const char stopping_key;

static void hold_stopping(struct px_loop_part *part)
{
	struct stopping *stopping = (struct stopping *)part;

	note(&stopping->bench->fixture, &stopping->reached);
	await(&stopping->bench->fixture, &stopping->released, 1);
}

static void add_stopping(void *arg)
{
	struct stopping *stopping = arg;

	stopping->part = (struct px_loop_part){ .key = &stopping_key, .stop = hold_stopping };
	px_loop_add_part(stopping->loop, &stopping->part);
}

static void *free_loop(void *arg)
{
	px_loop_free(((struct stopping *)arg)->loop);
	return NULL;
}

static struct px_loop *stopping_loop;

static void move_to_stopping(void *arg)
{
	struct bench *bench = arg;

	px_stream_move(bench->streams[0], stopping_loop, on_arrived, bench);
}

static void a_move_to_a_stopping_loop_is_an_abort(void **state)
{
	struct bench *bench = set_up(1);
	struct stopping stopping = { .bench = bench };
	pthread_t thread;

	(void)state;
	assert_int_equal(px_loop_new(2, &stopping.loop, NULL), PX_OK);
	stopping_loop = stopping.loop;
	px_loop_run_sync(stopping.loop, add_stopping, &stopping);
	assert_int_equal(pthread_create(&thread, NULL, free_loop, &stopping), 0);
	await(&bench->fixture, &stopping.reached, 1);
	on_loop(bench, 0, move_to_stopping);
	await(&bench->fixture, &bench->closed, 1);
	assert_int_equal(bench->arrived, 0);
	expect_end(&bench->peers[0]);
	note(&bench->fixture, &stopping.released);
	pthread_join(thread, NULL);
	tear_down(bench, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corked_writes_leave_together),
		cmocka_unit_test(several_streams_may_be_corked_at_once),
		cmocka_unit_test(jobs_write_together),
		cmocka_unit_test(a_stream_corked_for_jobs_may_close),
		cmocka_unit_test(queued_bytes_arrive_in_order_and_the_drain_is_told),
		cmocka_unit_test(the_queue_has_a_cap),
		cmocka_unit_test(closing_flushes_first),
		cmocka_unit_test(aborting_does_not_wait),
		cmocka_unit_test(tells_how_the_peer_ended),
		cmocka_unit_test(a_failed_write_is_told_as_the_end),
		cmocka_unit_test(a_paused_stream_is_silent),
		cmocka_unit_test(a_stream_corked_for_jobs_may_move),
		cmocka_unit_test(pending_bytes_move_along),
		cmocka_unit_test(moves_to_and_fro_without_losing_a_byte),
		cmocka_unit_test(a_move_to_a_stopping_loop_is_an_abort),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
