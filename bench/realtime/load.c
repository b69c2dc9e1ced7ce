/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO load over WebSocket, one thread, epoll.
 *
 *   bench_realtime PORT MODE [key=value ...]
 *
 *   connect   n connections, how long until all are accepted
 *   idle      n connections, then waits for a line on standard input
 *   acks      n connections, closed loop: each sends as it is acknowledged
 *   rate      n connections, `rate` acknowledged events a second in all
 *   fanout    n connections, `rate` broadcasts a second, time to the last one
 *   abrupt    n connections, then all are reset at once
 *   return    n connections, whose server then dies: each comes back after the pauses of
 *             socket.io-client, sends its event (sync) and has it acknowledged; how long until
 *             all are back, and how often they tried, for at most `seconds`
 *
 * n=100 seconds=5 rate=10000 flight=256 (connections being made at once).
 * tokens=FILE: one token a line, given to the connections in turn.
 * event='["chat:send",{"text":"buy milk"}]': what is sent instead of an echo;
 * answers with "ok":false count as errors.
 * Source addresses spread over 127.0.0.2.. so that ports don't run out (each=20000: connections of one).
 *
 * In fanout the crowd's sockets are polled in the order in which the last
 * broadcast came, and no epoll watches them: on loopback a send runs the
 * receiver's side of the kernel on the sender's core, waking its epoll
 * included, and a crowd on other machines would not charge the server for that.
 * Prints a line of JSON when all are connected and one at the end.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "net/ws_frame.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TOKEN_BYTES = 128, PACKET_BYTES = 400 };
enum { EVENTS = 1024, SAMPLES_MAX = 4 << 20, BROADCASTS = 1024 /* under way at once */ };
enum { CROWD_TRIES = 1000 /* some 0.3 us each */ };
enum { RETURN_MS = 1000, RETURN_LAST_MS = 5000 /* defaults of socket.io-client */ };

enum state { CONNECTING, HANDSHAKE, OPENING, READY };

struct load;

struct peer {
	struct load *load;
	struct px_ws_parser parser;
	int fd;
	enum state state;
	int64_t sent; /* when the event under way was sent; 0: none */
	int64_t again; /* when to connect again; 0: it is connected, or connects */
	unsigned tries; /* in vain, since it was last connected */
	bool back;
};

struct load {
	unsigned port, count, seconds, rate, flight, each;
	const char *mode;
	const char *event; /* the whole packet */
	char *tokens;      /* PX_TOKEN bytes each, NUL-terminated */
	size_t token_count;
	struct peer *peers;
	unsigned started, ready, closed, errors;
	int epoll;
	bool closed_loop;
	uint64_t acks, sent;
	struct broadcast {
		unsigned receivers; /* so far */
		int64_t sent;
	} broadcasts[BROADCASTS];   /* the latest, by number */
	unsigned broadcasts_open;
	unsigned *crowd;            /* peers, by their turn in the last broadcast */
	unsigned *arrivals;         /* the same of the one coming in */
	unsigned crowd_at;          /* whose turn it is */
	bool mixed;                 /* more than one is coming in */
	bool returning;
	int64_t lost_at; /* when the first connection was lost */
	unsigned tries, turned_away, back;
	uint32_t *samples; /* microseconds */
	size_t sample_count;
};

/* As socket.io-client does: twice as long each time, half as much more or less, never more than the last. */
static void plan_return(struct peer *peer)
{
	struct load *load = peer->load;
	int64_t pause = (int64_t)RETURN_MS << (peer->tries < 3 ? peer->tries : 3);

	pause = pause / 2 + (int64_t)((double)pause * drand48());
	pause = pause < RETURN_LAST_MS ? pause : RETURN_LAST_MS;
	peer->again = px_clock_mono() + pause * 1000000;
	peer->tries++;
	load->back -= peer->back;
	peer->back = false;
	if (!load->lost_at)
		load->lost_at = px_clock_mono();
}

static void fail(struct peer *peer, const char *what)
{
	if (peer->load->returning) {
		peer->load->turned_away += peer->state != CONNECTING && !peer->back && peer->tries;
		close(peer->fd);
		peer->fd = -1;
		plan_return(peer);
		return;
	}
	if (peer->load->errors++ < 5)
		fprintf(stderr, "bench_realtime: %s: %s\n", what, strerror(errno));
	close(peer->fd);
	peer->fd = -1;
	peer->load->closed++;
}

static void sample(struct load *load, int64_t since)
{
	if (load->sample_count < SAMPLES_MAX)
		load->samples[load->sample_count++] = (uint32_t)((px_clock_mono() - since) / 1000);
}

/* Sends a text frame; the mask is zero, which is as good as any. */
static void send_text(struct peer *peer, const char *text)
{
	static const uint8_t key[4];
	char frame[512];
	size_t size = strlen(text);
	size_t head = px_ws_head(frame, PX_WS_TEXT, true, false, size, key);

	memcpy(frame + head, text, size);
	if (send(peer->fd, frame, head + size, MSG_NOSIGNAL) != (ssize_t)(head + size))
		fail(peer, "send");
}

static void send_event(struct peer *peer)
{
	peer->sent = px_clock_mono();
	peer->load->sent++;
	send_text(peer, peer->load->event);
}

static void send_connect(struct peer *peer)
{
	const struct load *load = peer->load;
	size_t index = (size_t)(peer - load->peers);
	char packet[TOKEN_BYTES + 32];

	snprintf(packet, sizeof(packet), "40{\"token\":\"%s\"}",
		 load->token_count ? load->tokens + index % load->token_count * TOKEN_BYTES :
				     "0123456789abcdef0123456789abcdef");
	send_text(peer, packet);
}

#define BROADCAST PX_STR("42[\"broadcast\",")

/* `text` begins with the broadcast's number; those of other generators may come too. */
static void take_broadcast(struct peer *peer, struct px_str text)
{
	struct load *load = peer->load;
	struct px_str rest;
	int64_t number;

	if (!load->crowd || !px_str_to_int64(px_str_cut(text, ',', &rest), &number))
		return;
	struct broadcast *broadcast = &load->broadcasts[(uint64_t)number % BROADCASTS];
	if (broadcast->receivers == load->count) /* another generator's */
		return;
	load->arrivals[broadcast->receivers++] = (unsigned)(peer - load->peers);
	if (broadcast->receivers == load->count) {
		sample(load, broadcast->sent);
		if (--load->broadcasts_open == 0 && !load->mixed)
			memcpy(load->crowd, load->arrivals, load->count * sizeof(*load->crowd));
	}
}

static bool on_message(void *owner, enum px_ws_opcode opcode, bool compressed, char *data,
		       size_t size)
{
	struct peer *peer = owner;
	struct load *load = peer->load;
	struct px_str text = px_str_n(data, size);

	(void)opcode;
	(void)compressed;
	if (px_str_eq(text, PX_STR("2"))) {
		send_text(peer, "3");
	} else if (px_str_starts(text, PX_STR("0{"))) {
		send_connect(peer);
	} else if (px_str_starts(text, PX_STR("40"))) {
		peer->state = READY;
		load->ready++;
		if (load->returning)
			send_event(peer);
	} else if (px_str_starts(text, PX_STR("44")) ||
		   px_str_starts(text, PX_STR("4317[{\"ok\":false"))) {
		fprintf(stderr, "bench_realtime: %.*s\n", (int)size, data);
		errno = EPROTO;
		fail(peer, "refused");
	} else if (px_str_starts(text, PX_STR("4317["))) {
		load->acks++;
		sample(load, load->returning ? load->lost_at : peer->sent);
		peer->sent = 0;
		load->back += load->returning && !peer->back;
		peer->back = load->returning;
		peer->tries = 0;
		if (load->closed_loop)
			send_event(peer);
	} else if (px_str_starts(text, BROADCAST)) {
		take_broadcast(peer, px_str_n(data + BROADCAST.size, size - BROADCAST.size));
	}
	return peer->fd >= 0;
}

static bool on_control(void *owner, enum px_ws_opcode opcode, struct px_str payload)
{
	struct peer *peer = owner;

	(void)payload;
	if (opcode == PX_WS_CLOSE)
		fail(peer, "closed by the server");
	return peer->fd >= 0;
}

static const struct px_ws_sink sink = { on_message, on_control };

static void send_request(struct peer *peer)
{
	static const char request[] =
		"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
		"Upgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

	if (send(peer->fd, request, sizeof(request) - 1, MSG_NOSIGNAL) != sizeof(request) - 1)
		fail(peer, "send");
	peer->state = HANDSHAKE;
}

/* The 101 response comes in one piece on a loopback connection. */
static void take_response(struct peer *peer, char *data, size_t size)
{
	char *end = memmem(data, size, "\r\n\r\n", 4);

	if (!end || size < 12 || memcmp(data + 9, "101", 3) != 0) {
		fail(peer, "handshake refused");
		return;
	}
	peer->state = OPENING;
	end += 4;
	px_ws_parser_feed(&peer->parser, end, (size_t)(data + size - end), &sink, peer);
}

/* False if there was nothing to read. */
static bool on_readable(struct peer *peer)
{
	static char data[65536];
	ssize_t got = recv(peer->fd, data, sizeof(data), 0);

	if (got <= 0) {
		if (got < 0 && errno == EAGAIN)
			return false;
		fail(peer, got ? "recv" : "ended by the server");
	} else if (peer->state == HANDSHAKE) {
		take_response(peer, data, (size_t)got);
	} else if (px_ws_parser_feed(&peer->parser, data, (size_t)got, &sink, peer)) {
		fail(peer, "bad frame");
	}
	return true;
}

static void start_peer(struct peer *peer)
{
	struct load *load = peer->load;
	unsigned index = (unsigned)(peer - load->peers);
	struct sockaddr_in from = { .sin_family = AF_INET }, to = { .sin_family = AF_INET };
	int one = 1;

	peer->state = CONNECTING;
	px_ws_parser_init(&peer->parser, true, false, 1 << 20);
	peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (peer->fd < 0) {
		fail(peer, "socket");
		return;
	}
	from.sin_addr.s_addr = htonl(0x7f000002 + index / load->each);
	to.sin_addr.s_addr = htonl(0x7f000001);
	to.sin_port = htons((uint16_t)load->port);
	setsockopt(peer->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
	setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (bind(peer->fd, (struct sockaddr *)&from, sizeof(from)) ||
	    (connect(peer->fd, (struct sockaddr *)&to, sizeof(to)) && errno != EINPROGRESS)) {
		fail(peer, "connect");
		return;
	}
	struct epoll_event event = { .events = EPOLLOUT | EPOLLIN, .data.ptr = peer };
	epoll_ctl(load->epoll, EPOLL_CTL_ADD, peer->fd, &event);
}

static void on_event(struct peer *peer, uint32_t events)
{
	if (peer->fd < 0)
		return;
	if (peer->state == CONNECTING && (events & (EPOLLOUT | EPOLLERR))) {
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
		int error = 0;
		socklen_t size = sizeof(error);
		getsockopt(peer->fd, SOL_SOCKET, SO_ERROR, &error, &size);
		if (error) {
			errno = error;
			fail(peer, "connect");
			return;
		}
		epoll_ctl(peer->load->epoll, EPOLL_CTL_MOD, peer->fd, &event);
		send_request(peer);
	} else if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
		on_readable(peer);
	}
}

static void turn(struct load *load, int timeout_ms)
{
	struct epoll_event events[EVENTS];
	int count = epoll_wait(load->epoll, events, EVENTS, timeout_ms);

	for (int i = 0; i < count; i++)
		on_event(events[i].data.ptr, events[i].events);
}

static void connect_all(struct load *load)
{
	while (load->ready + load->closed < load->count) {
		while (load->started < load->count &&
		       load->started - load->ready - load->closed < load->flight)
			start_peer(&load->peers[load->started++]);
		turn(load, 100);
	}
}

/* Modes */

static void run_acks(struct load *load)
{
	load->closed_loop = true;
	for (unsigned i = 0; i < load->count; i++)
		send_event(&load->peers[i]);
	int64_t end = px_clock_mono() + (int64_t)load->seconds * 1000000000;
	while (px_clock_mono() < end)
		turn(load, 10);
}

/* From the epoll to being polled in turn. */
static void gather_crowd(struct load *load)
{
	load->crowd = px_alloc(load->count * sizeof(*load->crowd));
	load->arrivals = px_alloc(load->count * sizeof(*load->arrivals));
	for (unsigned i = 0; i < load->count; i++) {
		load->crowd[i] = i;
		if (load->peers[i].fd >= 0)
			epoll_ctl(load->epoll, EPOLL_CTL_DEL, load->peers[i].fd, NULL);
	}
}

static bool crowd_reads(struct load *load, unsigned place)
{
	struct peer *peer = &load->peers[load->crowd[place]];

	return peer->fd >= 0 && on_readable(peer);
}

/* Those in front while the broadcast comes to them in turn, then everybody once. */
static void poll_crowd(struct load *load)
{
	for (int tries = 0; load->broadcasts_open && tries < CROWD_TRIES; tries++) {
		while (load->crowd_at < load->count && crowd_reads(load, load->crowd_at)) {
			load->crowd_at++;
			tries = 0;
		}
	}
	for (unsigned i = 0; i < load->count; i++)
		(void)crowd_reads(load, i);
}

static void wait_for_turn(struct load *load, int64_t left)
{
	if (load->crowd && !load->broadcasts_open && left > 4000000) {
		struct timespec nap = { 0, (long)(left - 2000000) };
		nanosleep(&nap, NULL);
	}
	if (load->crowd)
		poll_crowd(load);
	else
		turn(load, left > 2000000 ? (int)(left / 1000000) - 1 : 0);
}

/* Calls `act` at the rate, never catching up in a burst of more than 10 ms. */
static void run_paced(struct load *load, void (*act)(struct load *load, uint64_t number))
{
	int64_t start = px_clock_mono(), gap = 1000000000 / load->rate, next = start;
	int64_t end = start + (int64_t)load->seconds * 1000000000;
	uint64_t number = 0;

	for (int64_t now = start; now < end; now = px_clock_mono()) {
		if (now - next > 10000000)
			next = now;
		while (next <= now) {
			act(load, number++);
			next += gap;
		}
		wait_for_turn(load, next - px_clock_mono());
	}
}

static void act_event(struct load *load, uint64_t number)
{
	struct peer *peer = &load->peers[number * 7919 % load->count];

	if (peer->fd >= 0 && !peer->sent)
		send_event(peer);
}

static void act_broadcast(struct load *load, uint64_t number)
{
	struct peer *peer = &load->peers[number % load->count];
	char text[128];

	load->broadcasts[number % BROADCASTS] = (struct broadcast){ 0, px_clock_mono() };
	load->crowd_at = 0;
	load->mixed = load->broadcasts_open++ > 0;
	load->sent++;
	snprintf(text, sizeof(text), "42[\"broadcast\",%llu,\"a message for everybody\"]",
		 (unsigned long long)number);
	send_text(peer, text);
}

/* Those whose pause is over connect again. */
static void start_returning(struct load *load)
{
	int64_t now = px_clock_mono();

	for (unsigned i = 0; i < load->count; i++) {
		struct peer *peer = &load->peers[i];
		if (!peer->again || peer->again > now)
			continue;
		peer->again = 0;
		load->tries++;
		px_ws_parser_release(&peer->parser);
		start_peer(peer);
	}
}

static void run_return(struct load *load)
{
	int64_t end = px_clock_mono() + (int64_t)load->seconds * 1000000000;

	load->returning = true;
	while (load->back < load->count && px_clock_mono() < end) {
		turn(load, 5);
		start_returning(load);
	}
}

static void reset_all(struct load *load)
{
	struct linger now = { 1, 0 };

	for (unsigned i = 0; i < load->count; i++) {
		if (load->peers[i].fd < 0)
			continue;
		setsockopt(load->peers[i].fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
		close(load->peers[i].fd);
	}
}

/* Answers pings until a line arrives. */
static void wait_for_line(struct load *load)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
	struct epoll_event events[EVENTS];
	bool done = false;

	epoll_ctl(load->epoll, EPOLL_CTL_ADD, 0, &event);
	while (!done) {
		int count = epoll_wait(load->epoll, events, EVENTS, -1);
		for (int i = 0; i < count; i++) {
			if (events[i].data.ptr)
				on_event(events[i].data.ptr, events[i].events);
			else
				done = true;
		}
	}
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static double percentile(const struct load *load, double part)
{
	if (!load->sample_count)
		return 0;
	return load->samples[(size_t)(part * (double)(load->sample_count - 1))] / 1000.0;
}

static bool read_tokens(struct load *load, const char *path)
{
	FILE *file = fopen(path, "re");
	char line[TOKEN_BYTES];

	while (file && fgets(line, sizeof(line), file)) {
		load->tokens = px_realloc(load->tokens, (load->token_count + 1) * TOKEN_BYTES);
		snprintf(load->tokens + load->token_count++ * TOKEN_BYTES, TOKEN_BYTES, "%.*s",
			 (int)strcspn(line, "\n"), line);
	}
	if (file)
		fclose(file);
	return load->token_count > 0;
}

static bool parse_text(struct load *load, const char *word)
{
	static char packet[PACKET_BYTES];

	if (strncmp(word, "tokens=", 7) == 0)
		return read_tokens(load, word + 7);
	if (strncmp(word, "event=", 6) == 0) {
		snprintf(packet, sizeof(packet), "4217%s", word + 6);
		load->event = packet;
	}
	return true;
}

static bool parse(int argc, char **argv, struct load *load)
{
	struct {
		const char *name;
		unsigned *value;
	} keys[] = { { "n=", &load->count },	   { "seconds=", &load->seconds },
		     { "rate=", &load->rate },	   { "flight=", &load->flight },
		     { "each=", &load->each } };

	if (argc < 3)
		return false;
	load->port = (unsigned)strtoul(argv[1], NULL, 10);
	load->mode = argv[2];
	load->event = "4217[\"message-with-ack\",\"hello\",{\"n\":12345}]";
	for (int i = 3; i < argc; i++) {
		if (!parse_text(load, argv[i]))
			return false;
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
			size_t n = strlen(keys[k].name);
			if (strncmp(argv[i], keys[k].name, n) == 0)
				*keys[k].value = (unsigned)strtoul(argv[i] + n, NULL, 10);
		}
	}
	return load->count > 0 && load->rate > 0 && load->flight > 0 && load->each > 0;
}

int main(int argc, char **argv)
{
	struct load load = { .count = 100, .seconds = 5, .rate = 10000, .flight = 256, .each = 20000 };

	if (!parse(argc, argv, &load)) {
		fprintf(stderr, "usage: bench_realtime PORT connect|idle|acks|rate|fanout|abrupt|return "
				"[n=] [seconds=] [rate=] [flight=] [each=] [tokens=] [event=]\n");
		return 2;
	}
	load.peers = px_calloc(load.count, sizeof(*load.peers));
	for (unsigned i = 0; i < load.count; i++)
		load.peers[i].load = &load;
	load.samples = px_alloc(SAMPLES_MAX * sizeof(*load.samples));
	load.epoll = epoll_create1(EPOLL_CLOEXEC);
	int64_t start = px_clock_mono();
	connect_all(&load);
	double connected = (double)(px_clock_mono() - start) / 1e9;
	printf("{\"connected\":%u,\"errors\":%u}\n", load.ready, load.errors);
	fflush(stdout);
	if (strcmp(load.mode, "acks") == 0) {
		run_acks(&load);
	} else if (strcmp(load.mode, "rate") == 0) {
		run_paced(&load, act_event);
	} else if (strcmp(load.mode, "fanout") == 0) {
		gather_crowd(&load);
		run_paced(&load, act_broadcast);
	} else if (strcmp(load.mode, "idle") == 0) {
		wait_for_line(&load);
	} else if (strcmp(load.mode, "abrupt") == 0) {
		reset_all(&load);
	} else if (strcmp(load.mode, "return") == 0) {
		run_return(&load);
	}
	qsort(load.samples, load.sample_count, sizeof(*load.samples), by_value);
	printf("{\"connected\":%u,\"errors\":%u,\"connect_s\":%.3f,\"sent\":%llu,\"acks_per_s\":%.0f,"
	       "\"samples\":%zu,"
	       "\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"back\":%u,"
	       "\"tries\":%u,\"turned_away\":%u}\n",
	       load.ready, load.errors, connected, (unsigned long long)load.sent, (double)load.acks / load.seconds,
	       load.sample_count, percentile(&load, 0.5), percentile(&load, 0.99),
	       percentile(&load, 1), load.back, load.tries,
	       load.turned_away);
	for (unsigned i = 0; i < load.count; i++)
		px_ws_parser_release(&load.peers[i].parser);
	free(load.peers);
	free(load.samples);
	free(load.tokens);
	free(load.crowd);
	free(load.arrivals);
	return load.errors ? 1 : 0;
}
