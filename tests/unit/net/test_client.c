/* SPDX-License-Identifier: Apache-2.0 */
/* The outbound client against our own server: answers, limits, cancelling, TLS. */
#include "net/client.h"

#include "net/tls.h"
#include "unit/net/certificate.h"
#include "unit/net/http_peer.h"

/* One call and what came of it; the test waits for `done`. */
struct call {
	struct fixture *fixture;
	struct px_client *client;
	struct px_client_request request;
	struct px_client_call *handle;
	char url[128];
	enum px_err err;
	int status, done, pieces;
	bool sending, re_entered;
	char body[256], message[256], extra[32];
	size_t size;
};

static void on_done(void *arg, const struct px_client_response *response)
{
	struct call *call = arg;
	const char *extra = response->err ? NULL : px_client_header(response, "x-extra");

	call->re_entered |= call->sending;
	call->err = response->err;
	call->status = response->status;
	call->size = response->body.size;
	snprintf(call->body, sizeof(call->body), "%.*s", PX_STR_ARG(response->body));
	snprintf(call->message, sizeof(call->message), "%s", response->message);
	snprintf(call->extra, sizeof(call->extra), "%s", extra ? extra : "");
	note(call->fixture, &call->done);
}

static void send_call(void *arg)
{
	struct call *call = arg;

	call->request.url = call->url;
	call->request.done = on_done;
	call->request.arg = call;
	call->sending = true;
	call->handle = px_client_send(call->client, &call->request);
	call->sending = false;
}

static void perform(struct call *call)
{
	px_loop_run_sync(call->fixture->loops[1], send_call, call);
	await(call->fixture, &call->done, 1);
	assert_int_equal(call->done, 1);
	assert_false(call->re_entered);
}

static struct call new_call(struct fixture *fixture, struct px_client *client, const char *scheme,
			    const char *path)
{
	struct call call = { .fixture = fixture, .client = client };

	snprintf(call.url, sizeof(call.url), "%s://127.0.0.1:%u%s", scheme,
		 px_http_server_port(fixture->server), path);
	return call;
}

static struct px_client *new_client(struct fixture *fixture, const char *ca_file, bool allow_http)
{
	struct px_client_config config = { .loop = fixture->loops[1], .ca_file = ca_file, .proxy = "",
					   .allow_http = allow_http };
	struct px_client *client;

	assert_int_equal(px_client_new(&config, &client, NULL), PX_OK);
	return client;
}

static void gets_and_posts(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct px_client *client = new_client(fixture, NULL, true);
	static const char *const headers[] = { "Content-Type: text/x-own", "X-Request-Id: from-client",
					       NULL };

	(void)state;
	struct call call = new_call(fixture, client, "http", "/hello");
	perform(&call);
	assert_int_equal(call.err, PX_OK);
	assert_int_equal(call.status, 200);
	assert_string_equal(call.body, "hello");
	assert_string_equal(call.extra, "1");

	call = new_call(fixture, client, "http", "/echo");
	call.request.body = PX_STR("some body");
	call.request.headers = headers;
	perform(&call);
	assert_int_equal(call.status, 200);
	assert_string_equal(call.body, "some body");

	call = new_call(fixture, client, "http", "/absent");
	call.request.method = "POST";
	perform(&call);
	assert_int_equal(call.err, PX_OK);
	assert_int_equal(call.status, 404);

	call = new_call(fixture, client, "http", "/big");
	call.request.method = "HEAD";
	perform(&call);
	assert_int_equal(call.status, 200);
	assert_int_equal(call.size, 0);
	/* One connection did for all of them. */
	assert_int_equal(atomic_load(&px_http_server_counters(fixture->server)->accepted), 1);
	px_client_free(client);
	finish(fixture);
}

static void count_piece(void *arg, int status, struct px_str piece)
{
	struct call *call = arg;

	if (status != 200)
		abort();
	call->pieces++;
	call->size += piece.size;
	if (call->request.timeout_ms == 12345)
		px_client_cancel(call->handle);
}

static void keeps_to_the_size_it_was_given(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct px_client *client = new_client(fixture, NULL, true);

	(void)state;
	struct call call = new_call(fixture, client, "http", "/hello");
	call.request.max_body = 5;
	perform(&call);
	assert_int_equal(call.err, PX_OK);
	call = new_call(fixture, client, "http", "/hello");
	call.request.max_body = 4;
	perform(&call);
	assert_int_equal(call.err, PX_TOO_LARGE);
	call = new_call(fixture, client, "http", "/big");
	perform(&call);
	assert_int_equal(call.err, PX_TOO_LARGE);
	px_client_free(client);
	finish(fixture);
}

static size_t streamed;

static void add_piece(void *arg, int status, struct px_str piece)
{
	(void)arg;
	if (status == 200)
		streamed += piece.size;
}

static void streams_pieces(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct px_client *client = new_client(fixture, NULL, true);

	(void)state;
	struct call call = new_call(fixture, client, "http", "/big");
	call.request.max_body = 64 * 1024 * 1024;
	call.request.data = add_piece;
	perform(&call);
	assert_int_equal(call.err, PX_OK);
	assert_int_equal(call.size, 0);
	assert_int_equal(streamed, BIG_SIZE);

	/* Cancelled from within its own data callback: no further piece. */
	call = new_call(fixture, client, "http", "/big");
	call.request.max_body = 64 * 1024 * 1024;
	call.request.data = count_piece;
	call.request.timeout_ms = 12345;
	perform(&call);
	assert_int_equal(call.err, PX_CANCELLED);
	assert_int_equal(call.pieces, 1);
	px_client_free(client);
	finish(fixture);
}

/* Takes one piece, then none until it is let go on, and compares all with what the server sends. */
struct slow {
	struct call call;
	size_t size;
	int pieces;
	bool paused, wrong, headless;
};

static void take_slowly(void *arg, int status, struct px_str piece)
{
	struct slow *slow = (struct slow *)arg;
	const char *type = px_client_call_header(slow->call.handle, "content-type");

	slow->wrong |= status != 200 || slow->paused;
	slow->headless |= !type || strcmp(type, "text/plain") != 0;
	for (size_t i = 0; i < piece.size; i++)
		slow->wrong |= piece.data[i] != (char)('a' + (slow->size + i) % 23);
	slow->size += piece.size;
	slow->paused = true;
	px_client_pause(slow->call.handle);
	px_client_pause(slow->call.handle);
	note(slow->call.fixture, &slow->pieces);
}

static void let_go_on(void *arg)
{
	struct slow *slow = arg;

	if (slow->call.done)
		return;
	slow->paused = false;
	px_client_resume(slow->call.handle);
	px_client_resume(slow->call.handle);
}

static void holds_back_what_is_not_wanted_yet(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct px_client *client = new_client(fixture, NULL, true);
	struct slow slow = { .call = new_call(fixture, client, "http", "/big") };

	(void)state;
	slow.call.request.max_body = 64 * 1024 * 1024;
	slow.call.request.data = take_slowly;
	px_loop_run_sync(fixture->loops[1], send_call, &slow.call);
	await(fixture, &slow.pieces, 1);
	/* Others go on meanwhile, and nothing more comes of the one that is paused. */
	for (int i = 0; i < 20; i++) {
		struct call other = new_call(fixture, client, "http", "/hello");
		perform(&other);
		assert_int_equal(other.status, 200);
	}
	assert_int_equal(count_of(fixture, &slow.pieces), 1);
	assert_int_equal(count_of(fixture, &slow.call.done), 0);
	for (int pieces = 1; !count_of(fixture, &slow.call.done); pieces++) {
		px_loop_run_sync(fixture->loops[1], let_go_on, &slow);
		pthread_mutex_lock(&fixture->mutex);
		while (slow.pieces <= pieces && !slow.call.done)
			pthread_cond_wait(&fixture->changed, &fixture->mutex);
		pthread_mutex_unlock(&fixture->mutex);
	}
	assert_int_equal(slow.call.err, PX_OK);
	assert_int_equal(slow.size, BIG_SIZE);
	assert_false(slow.wrong);
	assert_false(slow.headless);

	/* One that is paused can be cancelled, and times out. */
	slow = (struct slow){ .call = new_call(fixture, client, "http", "/big") };
	slow.call.request.max_body = 64 * 1024 * 1024;
	slow.call.request.data = take_slowly;
	slow.call.request.timeout_ms = 200;
	px_loop_run_sync(fixture->loops[1], send_call, &slow.call);
	await(fixture, &slow.call.done, 1);
	assert_int_equal(slow.call.err, PX_TIMEOUT);
	px_client_free(client);
	finish(fixture);
}

static void cancel_call(void *arg)
{
	struct call *call = arg;

	call->sending = true;
	px_client_cancel(call->handle);
	px_client_cancel(call->handle);
	call->sending = false;
}

static void ends_calls_that_wait(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct px_client *client = new_client(fixture, NULL, true);

	(void)state;
	struct call timed = new_call(fixture, client, "http", "/hold");
	timed.request.timeout_ms = 50;
	perform(&timed);
	assert_int_equal(timed.err, PX_TIMEOUT);

	struct call cancelled = new_call(fixture, client, "http", "/hold");
	px_loop_run_sync(fixture->loops[1], send_call, &cancelled);
	await(fixture, &fixture->held_count, 2);
	px_loop_run_sync(fixture->loops[1], cancel_call, &cancelled);
	await(fixture, &cancelled.done, 1);
	assert_int_equal(cancelled.err, PX_CANCELLED);
	assert_false(cancelled.re_entered);

	struct call orphan = new_call(fixture, client, "http", "/hold");
	px_loop_run_sync(fixture->loops[1], send_call, &orphan);
	px_client_free(client);
	assert_int_equal(orphan.done, 1);
	assert_int_equal(orphan.err, PX_CANCELLED);
	finish(fixture);
}

static void says_why_it_could_not(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct px_client *client = new_client(fixture, NULL, true);
	struct px_client *strict = new_client(fixture, NULL, false);

	(void)state;
	struct call call = new_call(fixture, strict, "http", "/hello");
	perform(&call);
	assert_int_equal(call.err, PX_INVALID);
	call = new_call(fixture, client, "file", "/etc/passwd");
	perform(&call);
	assert_int_equal(call.err, PX_INVALID);
	call = new_call(fixture, client, "http", "/hello");
	snprintf(call.url, sizeof(call.url), "no url at all");
	perform(&call);
	assert_int_equal(call.err, PX_INVALID);
	call = new_call(fixture, client, "http", "/hello");
	px_http_server_stop(fixture->server, 0);
	perform(&call);
	assert_int_equal(call.err, PX_UNAVAILABLE);
	assert_true(strlen(call.message) > 0);
	px_client_free(client);
	px_client_free(strict);
	finish(fixture);
}

/* By number, by name, and by what an answer would send us on to, which is not followed. */
static void keeps_out_of_private_networks(void **state)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "0" };
	struct fixture *fixture = start(NULL, 1, NULL);
	struct px_client_config config = { .loop = fixture->loops[1], .allow_http = true, .public_only = true,
					   .proxy = "http://127.0.0.1:1" };
	struct px_client *client;

	(void)state;
	assert_int_equal(px_client_new(&config, &client, NULL), PX_OK);
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		struct call call = new_call(fixture, client, "http", "/hello");
		snprintf(call.url, sizeof(call.url), "http://%s:%u/", hosts[i], px_http_server_port(fixture->server));
		perform(&call);
		assert_int_equal(call.err, PX_FORBIDDEN);
		assert_non_null(strstr(call.message, "private-addresses"));
	}
	px_client_free(client);
	finish(fixture);
}

static void verifies_certificates(void **state)
{
	struct identity identity = new_identity("ours"), other = new_identity("theirs");
	struct px_tls_config config = { .certificate_file = identity.certificate,
					.key_file = identity.key };
	struct px_tls *tls;

	(void)state;
	assert_int_equal(px_tls_new(&config, &tls, NULL), PX_OK);
	struct fixture *fixture = start(NULL, 1, tls);
	struct px_client *trusting = new_client(fixture, identity.certificate, false);
	struct px_client *wary = new_client(fixture, other.certificate, false);
	struct call call = new_call(fixture, trusting, "https", "/hello");
	perform(&call);
	assert_int_equal(call.err, PX_OK);
	assert_string_equal(call.body, "hello");
	call = new_call(fixture, wary, "https", "/hello");
	perform(&call);
	assert_int_equal(call.err, PX_UNAVAILABLE);
	px_client_free(trusting);
	px_client_free(wary);
	finish(fixture);
	px_tls_free(tls);
	remove_identity(&identity);
	remove_identity(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gets_and_posts),
		cmocka_unit_test(keeps_to_the_size_it_was_given),
		cmocka_unit_test(streams_pieces),
		cmocka_unit_test(holds_back_what_is_not_wanted_yet),
		cmocka_unit_test(ends_calls_that_wait),
		cmocka_unit_test(says_why_it_could_not),
		cmocka_unit_test(keeps_out_of_private_networks),
		cmocka_unit_test(verifies_certificates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
