/* SPDX-License-Identifier: Apache-2.0 */
/* TLS endpoints: versions, ALPN, tickets, reload, failures, streams under TLS. */
#include "net/tls.h"

#include "unit/net/certificate.h"
#include "unit/net/http_peer.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"
#define UPGRADE(path) \
	"GET " path " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"

struct world {
	struct identity identity;
	struct px_tls *tls;
	struct fixture *fixture;
};

static struct world new_world(bool allow_tls12, const struct px_http_limits *limits)
{
	struct world world = { .identity = new_identity("first") };
	struct px_tls_config config = { .certificate_file = world.identity.certificate,
					.key_file = world.identity.key,
					.allow_tls12 = allow_tls12 };

	assert_int_equal(px_tls_new(&config, &world.tls, NULL), PX_OK);
	world.fixture = start(limits, 1, world.tls);
	return world;
}

static void end_world(struct world *world)
{
	finish(world->fixture);
	px_tls_free(world->tls);
	remove_identity(&world->identity);
}

/* A client: OpenSSL over a blocking socket. */
struct client {
	int fd;
	SSL_CTX *context;
	SSL *ssl;
	SSL_SESSION *session; /* the newest ticket */
};

static int keep_session(SSL *ssl, SSL_SESSION *session)
{
	struct client *client = SSL_get_app_data(ssl);

	SSL_SESSION_free(client->session);
	client->session = session;
	return 1;
}

static void prepare(struct client *client, const struct world *world, int version)
{
	*client = (struct client){ .fd = try_connect(world->fixture),
				   .context = SSL_CTX_new(TLS_client_method()) };
	assert_true(client->fd >= 0);
	SSL_CTX_set_max_proto_version(client->context, version);
	SSL_CTX_set_session_cache_mode(client->context,
				       SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(client->context, keep_session);
	client->ssl = SSL_new(client->context);
	SSL_set_app_data(client->ssl, client);
	SSL_set_fd(client->ssl, client->fd);
}

static void let_go(struct client *client)
{
	SSL_SESSION_free(client->session);
	/* OpenSSL forbids resuming the session of a connection that ends without this. */
	if (SSL_is_init_finished(client->ssl))
		SSL_shutdown(client->ssl);
	SSL_free(client->ssl);
	SSL_CTX_free(client->context);
	close(client->fd);
	ERR_clear_error();
}

static void tell(struct client *client, const char *text)
{
	size_t written;

	assert_int_equal(SSL_write_ex(client->ssl, text, strlen(text), &written), 1);
}

static void read_exactly(struct client *client, char *room, size_t size)
{
	for (size_t at = 0, got; at < size; at += got)
		assert_int_equal(SSL_read_ex(client->ssl, room + at, size - at, &got), 1);
}

static void expect_text(struct client *client, const char *text)
{
	char room[256];

	read_exactly(client, room, strlen(text));
	assert_memory_equal(room, text, strlen(text));
}

/* The answer's body in a fresh string. */
static char *fetch(struct client *client)
{
	char head[2048];
	size_t size = 0;

	do {
		assert_true(size < sizeof(head) - 1);
		read_exactly(client, head + size++, 1);
		head[size] = '\0';
	} while (size < 4 || memcmp(head + size - 4, "\r\n\r\n", 4) != 0);
	assert_memory_equal(head, "HTTP/1.1 200 OK\r\n", 17);
	size = length_in(head);
	char *body = px_alloc(size + 1);
	read_exactly(client, body, size);
	body[size] = '\0';
	return body;
}

static void expect_body(struct client *client, const char *expected)
{
	char *body = fetch(client);

	assert_string_equal(body, expected);
	free(body);
}

static void hello(struct client *client)
{
	tell(client, GET("/hello"));
	expect_body(client, "hello");
}

static void subject_of(struct client *client, char *name, int size)
{
	X509 *certificate = SSL_get1_peer_certificate(client->ssl);

	assert_non_null(certificate);
	X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, size);
	X509_free(certificate);
}

static void speaks_tls13_and_http11(void **state)
{
	static const unsigned char protocols[] = "\x02h2\x08http/1.1";
	struct world world = new_world(false, NULL);
	struct client client;
	const unsigned char *chosen;
	unsigned size;

	(void)state;
	prepare(&client, &world, TLS1_3_VERSION);
	SSL_set_alpn_protos(client.ssl, protocols, sizeof(protocols) - 1);
	assert_int_equal(SSL_connect(client.ssl), 1);
	assert_string_equal(SSL_get_version(client.ssl), "TLSv1.3");
	SSL_get0_alpn_selected(client.ssl, &chosen, &size);
	assert_int_equal(size, 8);
	assert_memory_equal(chosen, "http/1.1", 8);
	hello(&client);
	hello(&client);
	tell(&client, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
	expect_body(&client, "hello");
	/* A proper goodbye, not a cut. */
	size_t got;
	assert_int_equal(SSL_read_ex(client.ssl, (char[1]){ 0 }, 1, &got), 0);
	assert_int_equal(SSL_get_error(client.ssl, 0), SSL_ERROR_ZERO_RETURN);
	let_go(&client);
	assert_int_equal(atomic_load(&px_tls_counters(world.tls)->handshakes), 1);
	assert_int_equal(atomic_load(&px_tls_counters(world.tls)->failures), 0);
	end_world(&world);
}

static void speaks_tls12_only_if_allowed(void **state)
{
	(void)state;
	for (int allowed = 0; allowed <= 1; allowed++) {
		struct world world = new_world(allowed, NULL);
		struct client client;
		prepare(&client, &world, TLS1_2_VERSION);
		assert_int_equal(SSL_connect(client.ssl) == 1, allowed);
		if (allowed)
			hello(&client);
		let_go(&client);
		end_world(&world);
	}
}

static void refuses_other_protocols(void **state)
{
	struct world world = new_world(false, NULL);
	struct client client;

	(void)state;
	prepare(&client, &world, TLS1_3_VERSION);
	SSL_set_alpn_protos(client.ssl, (const unsigned char *)"\x02h2", 3);
	assert_int_not_equal(SSL_connect(client.ssl), 1);
	let_go(&client);
	end_world(&world);
}

static void carries_large_bodies_both_ways(void **state)
{
	enum { SIZE = 900 * 1000 };
	struct world world = new_world(false, NULL);
	struct client client;
	char head[128], *body = px_alloc(SIZE + 1);

	(void)state;
	for (int i = 0; i < SIZE; i++)
		body[i] = (char)('a' + i % 19);
	body[SIZE] = '\0';
	prepare(&client, &world, TLS1_3_VERSION);
	assert_int_equal(SSL_connect(client.ssl), 1);
	snprintf(head, sizeof(head), "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", SIZE);
	tell(&client, head);
	tell(&client, body);
	expect_body(&client, body);
	tell(&client, GET("/big") GET("/hello"));
	free(body);
	body = fetch(&client);
	for (size_t at = 0; at < BIG_SIZE; at += 4093)
		assert_int_equal(body[at], 'a' + at % 23);
	free(body);
	expect_body(&client, "hello");
	let_go(&client);
	end_world(&world);
}

/* A ticket of the present key. */
static SSL_SESSION *new_ticket(struct world *world)
{
	struct client client;

	prepare(&client, world, TLS1_3_VERSION);
	assert_int_equal(SSL_connect(client.ssl), 1);
	assert_false(SSL_session_reused(client.ssl));
	hello(&client);
	SSL_SESSION *session = client.session;
	assert_non_null(session);
	client.session = NULL;
	let_go(&client);
	return session;
}

/* Uses the ticket up. */
static bool resumes(struct world *world, SSL_SESSION *session)
{
	struct client client;

	prepare(&client, world, TLS1_3_VERSION);
	assert_int_equal(SSL_set_session(client.ssl, session), 1);
	SSL_SESSION_free(session);
	assert_int_equal(SSL_connect(client.ssl), 1);
	hello(&client);
	bool reused = SSL_session_reused(client.ssl);
	let_go(&client);
	return reused;
}

static void resumes_until_the_ticket_keys_have_turned(void **state)
{
	struct world world = new_world(false, NULL);
	SSL_SESSION *tickets[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		tickets[i] = new_ticket(&world);
	assert_true(resumes(&world, tickets[0]));
	px_tls_rotate_tickets(world.tls);
	assert_true(resumes(&world, tickets[1]));
	assert_int_equal(px_tls_reload(world.tls, NULL), PX_OK);
	assert_true(resumes(&world, tickets[2]));
	px_tls_rotate_tickets(world.tls);
	assert_false(resumes(&world, tickets[3]));
	assert_int_equal(atomic_load(&px_tls_counters(world.tls)->resumed), 3);
	end_world(&world);
}

static void reloads_its_identity(void **state)
{
	struct world world = new_world(false, NULL);
	struct client old, fresh;
	struct px_error error = { 0 };
	char name[32];

	(void)state;
	prepare(&old, &world, TLS1_3_VERSION);
	assert_int_equal(SSL_connect(old.ssl), 1);
	write_identity(&world.identity, "second");
	assert_int_equal(px_tls_reload(world.tls, &error), PX_OK);
	prepare(&fresh, &world, TLS1_3_VERSION);
	assert_int_equal(SSL_connect(fresh.ssl), 1);
	subject_of(&old, name, sizeof(name));
	assert_string_equal(name, "first");
	subject_of(&fresh, name, sizeof(name));
	assert_string_equal(name, "second");
	hello(&old);
	hello(&fresh);
	let_go(&old);
	let_go(&fresh);

	/* What can't be used is refused, and the present identity stays. */
	unlink(world.identity.key);
	assert_int_equal(px_tls_reload(world.tls, &error), PX_INVALID);
	assert_string_equal(error.field, "tls_key");
	prepare(&fresh, &world, TLS1_3_VERSION);
	assert_int_equal(SSL_connect(fresh.ssl), 1);
	hello(&fresh);
	let_go(&fresh);
	assert_int_equal(atomic_load(&px_tls_counters(world.tls)->reloads), 1);
	end_world(&world);
}

static void refuses_bad_files(void **state)
{
	struct identity one = new_identity("one"), two = new_identity("two");
	struct px_tls_config config = { .certificate_file = one.certificate, .key_file = two.key };
	struct px_error error = { 0 };
	struct px_tls *tls = NULL;

	(void)state;
	assert_int_equal(px_tls_new(&config, &tls, &error), PX_INVALID);
	assert_string_equal(error.field, "tls_key");
	config.certificate_file = one.key;
	assert_int_equal(px_tls_new(&config, &tls, &error), PX_INVALID);
	assert_string_equal(error.field, "tls_certificate");
	remove_identity(&one);
	remove_identity(&two);
}

static void counts_and_sheds_failed_handshakes(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.head_ms = 40;
	struct world world = new_world(false, &limits);
	struct peer plain = dial(world.fixture), silent = dial(world.fixture);
	const struct px_http_counters *counters = px_http_server_counters(world.fixture->server);

	(void)state;
	say(&plain, GET("/hello"));
	while (hear(&plain))
		;
	assert_true(plain.in.size < 64); /* an alert at most, no HTTP */
	while (hear(&silent))
		;
	assert_int_equal(silent.in.size, 0);
	hang_up(&plain);
	hang_up(&silent);
	while (atomic_load(&counters->open))
		flush_loops(world.fixture);
	assert_int_equal(atomic_load(&px_tls_counters(world.tls)->failures), 2);
	assert_int_equal(atomic_load(&counters->requests), 0);
	end_world(&world);
}

/* Sends what the client's memory BIO holds, a byte at a time. */
static void dribble(BIO *out, int fd)
{
	char byte;

	while (BIO_read(out, &byte, 1) == 1)
		assert_int_equal(send(fd, &byte, 1, MSG_NOSIGNAL), 1);
}

static void takes_records_in_pieces(void **state)
{
	struct world world = new_world(false, NULL);
	BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
	struct client client;
	char room[4096];
	size_t got;

	(void)state;
	prepare(&client, &world, TLS1_3_VERSION);
	SSL_set_bio(client.ssl, in, out);
	while (SSL_connect(client.ssl) != 1) {
		dribble(out, client.fd);
		ssize_t count = recv(client.fd, room, sizeof(room), 0);
		assert_true(count > 0);
		BIO_write(in, room, (int)count);
	}
	tell(&client, GET("/hello") GET("/hello"));
	dribble(out, client.fd);
	for (size_t all = 0; all < 200; all += got)
		while (!SSL_read_ex(client.ssl, room, sizeof(room), &got)) {
			ssize_t count = recv(client.fd, room, sizeof(room), 0);
			assert_true(count > 0);
			BIO_write(in, room, (int)count);
		}
	let_go(&client);
	end_world(&world);
}

static void streams_move_with_their_session(void **state)
{
	struct world world = new_world(false, NULL);
	struct client client;

	(void)state;
	prepare(&client, &world, TLS1_3_VERSION);
	assert_int_equal(SSL_connect(client.ssl), 1);
	/* More records than one, so that some ciphertext is in hand when the stream moves. */
	tell(&client, UPGRADE("/move") "rest;");
	tell(&client, "a;");
	tell(&client, "b;");
	expect_text(&client, "HTTP/1.1 101 Switching Protocols\r\n\r\nrest;moved;a;b;");
	tell(&client, "echo");
	expect_text(&client, "echo");
	let_go(&client);
	await(world.fixture, &world.fixture->closed_count, 1);
	end_world(&world);
}

static void holds_what_arrives_while_paused(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.pipeline = 1;
	struct world world = new_world(false, &limits);
	struct client client;

	(void)state;
	prepare(&client, &world, TLS1_3_VERSION);
	assert_int_equal(SSL_connect(client.ssl), 1);
	for (int i = 0; i < 8; i++)
		tell(&client, GET("/hold"));
	for (int i = 0; i < 8; i++) {
		await(world.fixture, &world.fixture->held_count, i + 1);
		release_held(world.fixture, i, "x");
		expect_body(&client, "x");
	}
	let_go(&client);
	end_world(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(speaks_tls13_and_http11),
		cmocka_unit_test(speaks_tls12_only_if_allowed),
		cmocka_unit_test(refuses_other_protocols),
		cmocka_unit_test(carries_large_bodies_both_ways),
		cmocka_unit_test(resumes_until_the_ticket_keys_have_turned),
		cmocka_unit_test(reloads_its_identity),
		cmocka_unit_test(refuses_bad_files),
		cmocka_unit_test(counts_and_sheds_failed_handshakes),
		cmocka_unit_test(takes_records_in_pieces),
		cmocka_unit_test(streams_move_with_their_session),
		cmocka_unit_test(holds_what_arrives_while_paused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
