/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcurl's multi interface driven by libuv: curl names the sockets and the
 * timeout it cares about, libuv watches them, and finished transfers are
 * collected after each event.
 */
#include "net/client.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/address.h"

#include <curl/curl.h>

#include <pthread.h>
#include <stdlib.h>

enum {
	TIMEOUT_MS = 30 * 1000,
	CONNECT_MS = 10 * 1000,
	BODY_MAX = 1024 * 1024,
	CONNECTIONS_KEPT = 16,
	CONNECTIONS_PER_HOST = 8,
	STREAM_BUFFER = 4096,
	STREAM_UPLOAD_BUFFER = 16384 /* the least that curl takes */
};

struct px_client {
	struct px_loop *loop;
	char *ca_file, *proxy;
	bool allow_http, public_only;
	unsigned connections_per_host;
	bool closing;
	bool in_curl; /* curl may be calling back, and takes no new transfers meanwhile */
	CURLM *multi;
	uv_timer_t timer;
	struct px_client_call *calls;
};

struct px_client_call {
	struct px_job job; /* starts or cancels it, outside of curl's callbacks */
	struct px_client *client;
	struct px_client_call *prev, *next;
	CURL *easy;
	struct curl_slist *headers;
	struct px_buf body;
	size_t received, max_body;
	bool too_large, cancelled, completed;
	bool refused; /* an address of its host is not public */
	bool added;  /* curl knows of it */
	bool paused;
	bool posted; /* the job, which then frees the call */
	void (*data)(void *arg, int status, struct px_str piece);
	void (*done)(void *arg, const struct px_client_response *response);
	void *arg;
	char message[CURL_ERROR_SIZE];
};

/* Completion */

static void unlink_call(struct px_client_call *call)
{
	if (call->prev)
		call->prev->next = call->next;
	else
		call->client->calls = call->next;
	if (call->next)
		call->next->prev = call->prev;
	curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->headers);
	px_buf_release(&call->body);
}

/* Whether there was a connection: what then fails is the peer's, not the URL's. */
static bool has_connected(const struct px_client_call *call)
{
	const char *address = NULL;

	return curl_easy_getinfo(call->easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK && address && address[0];
}

static enum px_err err_of(const struct px_client_call *call, CURLcode code)
{
	if (call->too_large)
		return PX_TOO_LARGE;
	if (call->refused && code == CURLE_COULDNT_CONNECT)
		return PX_FORBIDDEN;
	switch (code) {
	case CURLE_OK:
		return PX_OK;
	case CURLE_OPERATION_TIMEDOUT:
		return PX_TIMEOUT;
	case CURLE_FILESIZE_EXCEEDED:
		return PX_TOO_LARGE;
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL: /* also for an answer that is no HTTP */
		return has_connected(call) ? PX_UNAVAILABLE : PX_INVALID;
	default:
		return PX_UNAVAILABLE;
	}
}

static const char *message_of(const struct px_client_call *call, CURLcode code)
{
	if (err_of(call, code) == PX_FORBIDDEN)
		return PX_ADDRESS_REFUSED;
	return call->message[0] ? call->message : curl_easy_strerror(code);
}

static void complete(struct px_client_call *call, enum px_err err, const char *message)
{
	struct px_client_response response = { .err = err, .message = message, .call = call };
	long status = 0;

	curl_multi_remove_handle(call->client->multi, call->easy);
	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	response.status = (int)status;
	response.body = px_buf_view(&call->body);
	call->completed = true;
	call->done(call->arg, &response);
	unlink_call(call);
	if (!call->posted)
		free(call);
}

static void collect(struct px_client *client)
{
	struct px_client_call *call;
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(client->multi, &left)) != NULL) {
		CURLcode code = message->data.result;
		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&call);
		/* One that was cancelled meanwhile is completed by its own job. */
		if (!call->cancelled)
			complete(call, err_of(call, code), message_of(call, code));
	}
}

static void act(struct px_client *client, curl_socket_t socket, int flags)
{
	int running;

	client->in_curl = true;
	curl_multi_socket_action(client->multi, socket, flags, &running);
	client->in_curl = false;
	collect(client);
}

/* What curl wants watched */

struct watch {
	uv_poll_t poll;
	struct px_client *client;
	curl_socket_t socket;
};

static void on_ready(uv_poll_t *poll, int status, int events)
{
	struct watch *watch = poll->data;
	struct px_client *client = watch->client;
	int flags = 0;

	if (status < 0)
		flags = CURL_CSELECT_ERR;
	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	act(client, watch->socket, flags);
}

static void free_watch(uv_handle_t *handle)
{
	free(handle->data);
}

static int on_socket(CURL *easy, curl_socket_t socket, int action, void *arg, void *socket_arg)
{
	struct px_client *client = arg;
	struct watch *watch = socket_arg;
	int events = 0;

	(void)easy;
	if (action == CURL_POLL_REMOVE) {
		if (watch)
			uv_close((uv_handle_t *)&watch->poll, free_watch);
		curl_multi_assign(client->multi, socket, NULL);
		return 0;
	}
	if (!watch) {
		watch = px_calloc(1, sizeof(*watch));
		watch->client = client;
		watch->socket = socket;
		watch->poll.data = watch;
		if (uv_poll_init_socket(px_loop_uv(client->loop), &watch->poll, socket)) {
			free(watch);
			return -1;
		}
		curl_multi_assign(client->multi, socket, watch);
	}
	if (action != CURL_POLL_OUT)
		events |= UV_READABLE;
	if (action != CURL_POLL_IN)
		events |= UV_WRITABLE;
	return uv_poll_start(&watch->poll, events, on_ready) ? -1 : 0;
}

static void on_timeout(uv_timer_t *timer)
{
	act(timer->data, CURL_SOCKET_TIMEOUT, 0);
}

static int on_timer(CURLM *multi, long ms, void *arg)
{
	struct px_client *client = arg;

	(void)multi;
	if (client->closing)
		return 0;
	if (ms < 0)
		uv_timer_stop(&client->timer);
	else
		uv_timer_start(&client->timer, on_timeout, (uint64_t)ms, 0);
	return 0;
}

/* Calls */

static size_t on_data(char *data, size_t one, size_t size, void *arg)
{
	struct px_client_call *call = arg;
	long status = 0;

	(void)one;
	if (call->cancelled)
		return 0;
	if (size > call->max_body - call->received) {
		call->too_large = true;
		return 0;
	}
	call->received += size;
	if (!call->data)
		return px_buf_append(&call->body, data, size) ? 0 : size;
	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	call->data(call->arg, (int)status, px_str_n(data, size));
	return size;
}

/* Of each address that curl is about to connect to: names may resolve to anything, and to something else the next time. */
static curl_socket_t open_public(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct px_client_call *call = arg;

	(void)purpose;
	if (px_address_is_public(&address->addr))
		return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	call->refused = true;
	return CURL_SOCKET_BAD;
}

static void set_limits(struct px_client_call *call, const struct px_client_request *request)
{
	CURL *easy = call->easy;
	unsigned timeout = request->timeout_ms ? request->timeout_ms : TIMEOUT_MS;
	unsigned connect = request->connect_ms ? request->connect_ms : CONNECT_MS;

	call->max_body = request->max_body ? request->max_body : BODY_MAX;
	px_buf_init(&call->body, call->max_body);
	/* What streams may wait long, and many at once: curl's own buffers are 16 and 64 KiB. */
	if (request->data) {
		curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)STREAM_BUFFER);
		curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)STREAM_UPLOAD_BUFFER);
	}
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)connect);
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)call->max_body);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, request->own_connection ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, call->client->allow_http ? "http,https" : "https");
}

static void set_message(struct px_client_call *call, const struct px_client_request *request)
{
	CURL *easy = call->easy;
	bool head = request->method && strcmp(request->method, "HEAD") == 0, typed = false;

	/* Of itself curl would wait for "100 Continue" and call every body a form. */
	call->headers = curl_slist_append(NULL, "Expect:");
	curl_easy_setopt(easy, CURLOPT_URL, request->url);
	if (request->body.size) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.size);
		curl_easy_setopt(easy, request->body_stays ? CURLOPT_POSTFIELDS : CURLOPT_COPYPOSTFIELDS,
				 request->body.data);
	} else if (request->method && strcmp(request->method, "POST") == 0) {
		curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, "");
	}
	for (const char *const *line = request->headers; line && *line; line++) {
		typed |= strncasecmp(*line, "Content-Type:", 13) == 0;
		call->headers = curl_slist_append(call->headers, *line);
	}
	if (!typed)
		call->headers = curl_slist_append(call->headers, "Content-Type:");
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, call->headers);
	if (head) {
		/* The length it tells is of a body that does not come. */
		curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)0);
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	} else if (request->method) {
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
	}
}

static void add_call(struct px_client_call *call)
{
	call->added = true;
	curl_multi_add_handle(call->client->multi, call->easy);
}

/* What curl has kept back comes by `data` before curl_easy_pause returns. */
static void let_flow(struct px_client_call *call)
{
	struct px_client *client = call->client;

	client->in_curl = true;
	curl_easy_pause(call->easy, CURLPAUSE_CONT);
	client->in_curl = false;
	collect(client);
}

static void run_job(struct px_job *job)
{
	struct px_client_call *call = (struct px_client_call *)job;

	call->posted = false;
	if (call->completed)
		free(call);
	else if (call->cancelled)
		complete(call, PX_CANCELLED, "cancelled");
	else if (!call->added)
		add_call(call);
	else if (!call->paused)
		let_flow(call);
}

/* A loop that is stopping refuses; px_client_free then completes the call. */
static void post_job(struct px_client_call *call)
{
	call->job.run = run_job;
	if (!call->posted)
		call->posted = px_loop_post(call->client->loop, &call->job);
}

struct px_client_call *px_client_send(struct px_client *client,
				      const struct px_client_request *request)
{
	struct px_client_call *call = px_calloc(1, sizeof(*call));

	call->client = client;
	call->data = request->data;
	call->done = request->done;
	call->arg = request->arg;
	call->next = client->calls;
	if (call->next)
		call->next->prev = call;
	client->calls = call;
	call->easy = curl_easy_init();
	if (!call->easy)
		abort();
	set_limits(call, request);
	set_message(call, request);
	curl_easy_setopt(call->easy, CURLOPT_PRIVATE, call);
	curl_easy_setopt(call->easy, CURLOPT_ERRORBUFFER, call->message);
	curl_easy_setopt(call->easy, CURLOPT_WRITEFUNCTION, on_data);
	curl_easy_setopt(call->easy, CURLOPT_WRITEDATA, call);
	curl_easy_setopt(call->easy, CURLOPT_USERAGENT, "pixie/" PIXIE_VERSION);
	if (client->ca_file) {
		curl_easy_setopt(call->easy, CURLOPT_CAINFO, client->ca_file);
		curl_easy_setopt(call->easy, CURLOPT_CAPATH, NULL);
	}
	if (client->public_only) {
		curl_easy_setopt(call->easy, CURLOPT_OPENSOCKETFUNCTION, open_public);
		curl_easy_setopt(call->easy, CURLOPT_OPENSOCKETDATA, call);
		curl_easy_setopt(call->easy, CURLOPT_PROXY, "");
	} else if (client->proxy) {
		curl_easy_setopt(call->easy, CURLOPT_PROXY, client->proxy);
	}
	/* Asks for a timeout of 0, so nothing happens before the loop's next turn. */
	if (client->in_curl)
		post_job(call);
	else
		add_call(call);
	return call;
}

void px_client_cancel(struct px_client_call *call)
{
	if (call->cancelled || call->completed)
		return;
	call->cancelled = true;
	post_job(call);
}

/* A body is sent a second time only while no answer has begun: no redirect is followed, and nothing is negotiated. */
bool px_client_body_sent(const struct px_client_call *call, size_t body_size)
{
	curl_off_t sent = 0;

	return curl_easy_getinfo(call->easy, CURLINFO_SIZE_UPLOAD_T, &sent) == CURLE_OK && sent >= (curl_off_t)body_size;
}

void px_client_pause(struct px_client_call *call)
{
	if (call->paused || call->cancelled || call->completed)
		return;
	call->paused = true;
	if (call->added)
		curl_easy_pause(call->easy, CURLPAUSE_RECV);
}

void px_client_resume(struct px_client_call *call)
{
	if (!call->paused || call->cancelled || call->completed)
		return;
	call->paused = false;
	post_job(call);
}

const char *px_client_call_header(const struct px_client_call *call, const char *name)
{
	struct curl_header *header;

	return curl_easy_header(call->easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK ? header->value : NULL;
}

const char *px_client_header(const struct px_client_response *response, const char *name)
{
	return px_client_call_header(response->call, name);
}

/* Life */

static void init_curl(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static void start(void *arg)
{
	struct px_client *client = arg;

	uv_timer_init(px_loop_uv(client->loop), &client->timer);
	client->timer.data = client;
	client->multi = curl_multi_init();
	if (!client->multi)
		abort();
	curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client);
	curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client);
	curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_KEPT);
	curl_multi_setopt(client->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
			  (long)(client->connections_per_host ? client->connections_per_host : CONNECTIONS_PER_HOST));
}

enum px_err px_client_new(const struct px_client_config *config, struct px_client **out,
			  struct px_error *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct px_client *client = px_calloc(1, sizeof(*client));

	pthread_once(&once, init_curl);
	client->loop = config->loop;
	client->ca_file = px_strdup(config->ca_file);
	client->proxy = px_strdup(config->proxy);
	client->allow_http = config->allow_http;
	client->public_only = config->public_only;
	client->connections_per_host = config->connections_per_host;
	px_loop_run_sync(client->loop, start, client);
	if (!client->multi) {
		free(client->ca_file);
		free(client->proxy);
		free(client);
		return px_fail(error, PX_UNAVAILABLE, NULL, "the event loop is stopping");
	}
	*out = client;
	return PX_OK;
}

static void free_client(uv_handle_t *timer)
{
	struct px_client *client = timer->data;

	free(client->ca_file);
	free(client->proxy);
	free(client);
}

static void stop(void *arg)
{
	struct px_client *client = arg;

	client->closing = true;
	while (client->calls)
		complete(client->calls, PX_CANCELLED, "the client ends");
	curl_multi_cleanup(client->multi);
	uv_close((uv_handle_t *)&client->timer, free_client);
}

void px_client_free(struct px_client *client)
{
	if (client)
		px_loop_run_sync(client->loop, stop, client);
}
