/* SPDX-License-Identifier: Apache-2.0 */
/* Answers in pieces: their wire form, their place among other answers, slow peers and peers that go. */
#include "unit/net/http_peer.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

struct step {
	struct px_http_exchange *exchange;
	const char *text;
	size_t unsent;
	bool peer;
};

static struct px_http_exchange *held(struct fixture *fixture, int n)
{
	await(fixture, &fixture->held_count, n + 1);
	pthread_mutex_lock(&fixture->mutex);
	struct px_http_exchange *exchange = fixture->held[n];
	pthread_mutex_unlock(&fixture->mutex);
	return exchange;
}

static void do_begin(void *arg)
{
	px_http_begin(((struct step *)arg)->exchange, 200, "text/event-stream", PX_STR("X-Extra: 1\r\n"));
}

static void do_send(void *arg)
{
	const struct step *step = arg;

	px_http_send(step->exchange, px_str(step->text));
}

static void do_finish(void *arg)
{
	px_http_finish(((struct step *)arg)->exchange);
}

static void do_cut(void *arg)
{
	px_http_cut(((struct step *)arg)->exchange);
}

static void do_look(void *arg)
{
	struct step *step = arg;

	step->unsent = px_http_unsent(step->exchange);
	step->peer = px_http_has_peer(step->exchange);
}

static void on_loop(struct fixture *fixture, void (*run)(void *arg), struct step *step)
{
	px_loop_run_sync(fixture->loops[0], run, step);
}

static void begin(struct fixture *fixture, struct px_http_exchange *exchange)
{
	on_loop(fixture, do_begin, &(struct step){ .exchange = exchange });
}

static void send_text(struct fixture *fixture, struct px_http_exchange *exchange, const char *text)
{
	on_loop(fixture, do_send, &(struct step){ .exchange = exchange, .text = text });
}

static void end(struct fixture *fixture, struct px_http_exchange *exchange)
{
	on_loop(fixture, do_finish, &(struct step){ .exchange = exchange });
}

static void pieces_go_out_as_chunks_and_the_connection_goes_on(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	for (int i = 0; i < 2; i++) {
		say(&peer, GET("/hold"));
		struct px_http_exchange *exchange = held(fixture, i);
		begin(fixture, exchange);
		struct answer answer = listen_for(&peer, true);
		assert_int_equal(answer.status, 200);
		assert_non_null(strstr(answer.head, "\r\nTransfer-Encoding: chunked\r\n"));
		assert_null(strstr(answer.head, "Content-Length"));
		assert_non_null(strstr(answer.head, "\r\nContent-Type: text/event-stream\r\n"));
		assert_non_null(strstr(answer.head, "\r\nX-Extra: 1\r\n"));
		free(answer.body);
		send_text(fixture, exchange, "hello");
		expect_bytes(&peer, "5\r\nhello\r\n");
		send_text(fixture, exchange, ""); /* an empty chunk would be the end */
		send_text(fixture, exchange, " wide, wide world of sports");
		expect_bytes(&peer, "1b\r\n wide, wide world of sports\r\n");
		end(fixture, exchange);
		expect_bytes(&peer, "0\r\n\r\n");
	}
	say(&peer, GET("/hello"));
	expect_answer(&peer, 200, "hello");
	hang_up(&peer);
	finish(fixture);
}

static void http_1_0_gets_bytes_and_the_end(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, "GET /hold HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
	struct px_http_exchange *exchange = held(fixture, 0);
	begin(fixture, exchange);
	send_text(fixture, exchange, "one");
	send_text(fixture, exchange, "two");
	end(fixture, exchange);
	struct answer answer = listen_for(&peer, true);
	assert_null(strstr(answer.head, "Transfer-Encoding"));
	assert_non_null(strstr(answer.head, "\r\nConnection: close\r\n"));
	free(answer.body);
	expect_bytes(&peer, "onetwo");
	expect_end(&peer);
	hang_up(&peer);
	finish(fixture);
}

static void head_gets_no_pieces(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, "HEAD /hold HTTP/1.1\r\nHost: a\r\n\r\n" GET("/hello"));
	struct px_http_exchange *exchange = held(fixture, 0);
	begin(fixture, exchange);
	send_text(fixture, exchange, "one");
	end(fixture, exchange);
	struct answer answer = listen_for(&peer, true);
	free(answer.body);
	expect_answer(&peer, 200, "hello");
	hang_up(&peer);
	finish(fixture);
}

static void pieces_wait_for_the_answers_before_them(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, GET("/hold") GET("/hold") GET("/hello"));
	struct px_http_exchange *first = held(fixture, 0), *second = held(fixture, 1);
	begin(fixture, second);
	send_text(fixture, second, "one");
	struct step look = { .exchange = second };
	on_loop(fixture, do_look, &look);
	assert_true(look.unsent > 0);
	assert_int_equal(recv(peer.fd, (char[1]){ 0 }, 1, MSG_DONTWAIT | MSG_PEEK), -1);
	begin(fixture, first);
	send_text(fixture, first, "zero");
	end(fixture, first);
	struct answer answer = listen_for(&peer, true);
	free(answer.body);
	expect_bytes(&peer, "4\r\nzero\r\n0\r\n\r\n");
	answer = listen_for(&peer, true);
	free(answer.body);
	expect_bytes(&peer, "3\r\none\r\n");
	send_text(fixture, second, "two");
	expect_bytes(&peer, "3\r\ntwo\r\n");
	end(fixture, second);
	expect_bytes(&peer, "0\r\n\r\n");
	expect_answer(&peer, 200, "hello");
	hang_up(&peer);
	finish(fixture);
}

/* Sends as long as nothing waits: what a sender that heeds its peer does. */
struct pump {
	struct fixture *fixture;
	struct px_http_exchange *exchange;
	size_t left, most;
	int sent_count;
};

static char piece[64 * 1024];

static void pump_more(void *arg)
{
	struct pump *pump = arg;

	note(pump->fixture, &pump->sent_count);
	while (pump->left && px_http_unsent(pump->exchange) < sizeof(piece)) {
		px_http_send(pump->exchange, px_str_n(piece, sizeof(piece)));
		pump->left--;
		if (px_http_unsent(pump->exchange) > pump->most)
			pump->most = px_http_unsent(pump->exchange);
	}
	if (!pump->left)
		px_http_finish(pump->exchange);
}

static void start_pump(void *arg)
{
	struct pump *pump = arg;

	px_http_begin(pump->exchange, 200, "text/plain", PX_STR(""));
	px_http_on_sent(pump->exchange, pump_more, pump);
	pump_more(pump);
}

static void a_slow_peer_holds_its_sender_back(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);
	const size_t pieces = 400; /* 26 MB */

	(void)state;
	memset(piece, 'x', sizeof(piece));
	say(&peer, GET("/hold"));
	struct pump pump = { .fixture = fixture, .exchange = held(fixture, 0), .left = pieces };
	px_loop_run_sync(fixture->loops[0], start_pump, &pump);
	struct answer answer = listen_for(&peer, true);
	free(answer.body);
	size_t got = 0;
	while (got < pieces * (sizeof(piece) + 9) + 5) { /* "10000\r\n" ... "\r\n" */
		assert_true(peer.in.size || hear(&peer));
		got += peer.in.size;
		px_buf_clear(&peer.in);
	}
	assert_int_equal(got, pieces * (sizeof(piece) + 9) + 5);
	assert_true(pump.sent_count > 1);
	assert_true(pump.most < 2 * (sizeof(piece) + 9));
	hang_up(&peer);
	finish(fixture);
}

static void a_peer_that_goes_costs_nothing(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);
	struct step look;

	(void)state;
	say(&peer, GET("/hold"));
	struct px_http_exchange *exchange = held(fixture, 0);
	begin(fixture, exchange);
	struct answer answer = listen_for(&peer, true);
	free(answer.body);
	hang_up(&peer);
	do {
		send_text(fixture, exchange, "is anybody there?");
		look = (struct step){ .exchange = exchange };
		on_loop(fixture, do_look, &look);
	} while (look.peer);
	send_text(fixture, exchange, "no");
	assert_int_equal(look.unsent, 0);
	end(fixture, exchange);

	peer = dial(fixture);
	say(&peer, GET("/hold"));
	exchange = held(fixture, 1);
	begin(fixture, exchange);
	answer = listen_for(&peer, true);
	free(answer.body);
	on_loop(fixture, do_cut, &(struct step){ .exchange = exchange });
	expect_end(&peer);
	end(fixture, exchange);
	hang_up(&peer);
	finish(fixture);
}

/* Who has finished sending may still read. */
static void a_peer_that_has_finished_sending_hears_all(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, GET("/hold"));
	shutdown(peer.fd, SHUT_WR);
	struct px_http_exchange *exchange = held(fixture, 0);
	begin(fixture, exchange);
	send_text(fixture, exchange, "one");
	flush_loops(fixture);
	send_text(fixture, exchange, "two");
	end(fixture, exchange);
	struct answer answer = listen_for(&peer, true);
	free(answer.body);
	expect_bytes(&peer, "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
	expect_end(&peer);
	hang_up(&peer);
	finish(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_go_out_as_chunks_and_the_connection_goes_on),
		cmocka_unit_test(http_1_0_gets_bytes_and_the_end),
		cmocka_unit_test(head_gets_no_pieces),
		cmocka_unit_test(pieces_wait_for_the_answers_before_them),
		cmocka_unit_test(a_slow_peer_holds_its_sender_back),
		cmocka_unit_test(a_peer_that_goes_costs_nothing),
		cmocka_unit_test(a_peer_that_has_finished_sending_hears_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
