/* SPDX-License-Identifier: Apache-2.0 */
/*
 * REST calls from the command line, by libcurl.
 */
#include "app/remote.h"

#include "app/datadir.h"
#include "app/server.h"
#include "auth/auth.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"

#include "llm/sse.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <time.h>

enum { ANSWER_MAX = 64 << 20, URL_MAX_BYTES = 8192, TOKEN_MAX_BYTES = 1024, TIMEOUT_S = 120, PROBE_S = 5,
       TURN_S = 30, NAP_NS = 50000000, SILENCE_S = 60, POLL_MS = 1000 };

struct px_remote {
	struct px_server *private; /* NULL: somebody else's server */
	struct px_buf url, token;
	CURL *curl;
};

/* False if nobody listens there: the notice is of a server that was killed, its process id another's by now. */
static bool listens(const char *url)
{
	CURL *curl = curl_easy_init();
	CURLcode code = CURLE_OK;

	if (curl) {
		curl_easy_setopt(curl, CURLOPT_URL, url);
		curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
		curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
		curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
		curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)PROBE_S);
		code = curl_easy_perform(curl);
		curl_easy_cleanup(curl);
	}
	return code != CURLE_COULDNT_CONNECT;
}

static enum px_err find_server(struct px_remote *remote, const struct px_config *config,
			       struct px_error *error)
{
	if (px_datadir_server(config->data, &remote->url) == PX_OK && listens(remote->url.data))
		return PX_OK;
	px_buf_clear(&remote->url);
	enum px_err err = px_server_start(config, true, &remote->private, error);
	return err ? err : px_buf_text(&remote->url, px_server_url(remote->private));
}

/* Another command has the data folder: it will be done soon.  So will a server that is just starting. */
static enum px_err wait_for_server(struct px_remote *remote, const struct px_config *config,
				   struct px_error *error)
{
	int64_t deadline = px_clock_mono() + INT64_C(1000000000) * TURN_S;
	struct px_error held = { 0 };
	enum px_err err;

	while ((err = find_server(remote, config, &held)) == PX_CONFLICT && px_clock_mono() < deadline) {
		/* Not all at the same moment. */
		struct timespec nap = { .tv_nsec = NAP_NS / 2 + (long)(px_random_u64() % NAP_NS) };
		nanosleep(&nap, NULL);
	}
	if (err == PX_CONFLICT)
		return px_fail(error, err, held.field, "%s; waited %d seconds for it", held.message, TURN_S);
	return err ? px_fail(error, err, held.field, "%s", held.message) : PX_OK;
}

/*
 * The certificate of a server on this machine names its public host, not the
 * address that we found in its data folder; nothing of ours leaves the machine
 * on that way, as it doesn't in clear.
 */
static bool stays_here(struct px_str url)
{
	static const char *const local[] = { "https://127.", "https://[::1]:", "https://0.0.0.0:", "https://[::]:" };

	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++)
		if (px_str_starts(url, px_str(local[i])))
			return true;
	return false;
}

enum px_err px_remote_open(const struct px_config *config, struct px_remote **out,
			   struct px_error *error)
{
	struct px_remote *remote = px_calloc(1, sizeof(*remote));

	px_buf_init(&remote->url, URL_MAX_BYTES);
	px_buf_init(&remote->token, TOKEN_MAX_BYTES);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	enum px_err err = wait_for_server(remote, config, error);
	if (!err)
		err = px_auth_read_token_file(config->data, &remote->token, error);
	if (!err && !(remote->curl = curl_easy_init()))
		err = px_fail(error, PX_INTERNAL, NULL, "libcurl can't start");
	if (!err && stays_here(px_str(remote->url.data))) {
		curl_easy_setopt(remote->curl, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(remote->curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	if (err) {
		px_remote_close(remote);
		return err;
	}
	*out = remote;
	return PX_OK;
}

void px_remote_close(struct px_remote *remote)
{
	if (!remote)
		return;
	if (remote->curl)
		curl_easy_cleanup(remote->curl);
	if (remote->private)
		px_server_stop(remote->private);
	px_buf_release(&remote->url);
	px_buf_release(&remote->token);
	free(remote);
	curl_global_cleanup();
}

bool px_remote_is_private(const struct px_remote *remote)
{
	return remote->private != NULL;
}

const char *px_remote_url(const struct px_remote *remote)
{
	return remote->url.data;
}

static size_t collect(char *data, size_t size, size_t count, void *arg)
{
	return px_buf_append(arg, data, size * count) == PX_OK ? size * count : 0;
}

static enum px_err code_of(const char *name, long status)
{
	for (int i = 0; i < PX_ERR_COUNT; i++)
		if (name && strcmp(px_err_name((enum px_err)i), name) == 0)
			return (enum px_err)i;
	return status >= 500 ? PX_UNAVAILABLE : PX_INVALID;
}

/* A problem document as an error of ours. */
static enum px_err read_problem(long status, const json_t *problem, struct px_error *error)
{
	const char *code = json_string_value(json_object_get(problem, "code"));
	const char *detail = json_string_value(json_object_get(problem, "detail"));
	const char *title = json_string_value(json_object_get(problem, "title"));
	const char *field = json_string_value(json_object_get(problem, "field"));

	return px_fail(error, code_of(code, status), field, "%s",
		       detail ? detail : title ? title : "the server refused without a reason");
}

/* The headers of every request; the caller frees them. */
static struct curl_slist *make_headers(const struct px_remote *remote, const char *type)
{
	struct px_buf authorization = PX_BUF_INIT(TOKEN_MAX_BYTES + 64);
	char content_type[128];

	(void)px_buf_printf(&authorization, "Authorization: Bearer %s", remote->token.data);
	struct curl_slist *headers = curl_slist_append(NULL, authorization.data);
	snprintf(content_type, sizeof(content_type), "Content-Type: %s", type);
	headers = curl_slist_append(headers, content_type);
	px_buf_release(&authorization);
	return curl_slist_append(headers, "Expect:");
}

static enum px_err unreachable(const struct px_remote *remote, CURLcode code, struct px_error *error)
{
	return px_fail(error, PX_UNAVAILABLE, NULL, "the server at %s can't be reached: %s", remote->url.data,
		       curl_easy_strerror(code));
}

/* `body` may be NULL. */
static enum px_err perform(struct px_remote *remote, const char *method, const char *path, const char *type,
			   const struct px_str *body, struct px_buf *answer, long *status, struct px_error *error)
{
	struct px_buf url = PX_BUF_INIT(URL_MAX_BYTES);
	struct curl_slist *headers = make_headers(remote, type);

	(void)px_buf_printf(&url, "%s%s", remote->url.data, path);
	curl_easy_setopt(remote->curl, CURLOPT_URL, url.data);
	curl_easy_setopt(remote->curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(remote->curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(remote->curl, CURLOPT_POSTFIELDS, body ? body->data : NULL);
	curl_easy_setopt(remote->curl, CURLOPT_POSTFIELDSIZE_LARGE, body ? (curl_off_t)body->size : 0);
	if (!body)
		curl_easy_setopt(remote->curl, CURLOPT_HTTPGET, 1L);
	if (!body)
		curl_easy_setopt(remote->curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(remote->curl, CURLOPT_WRITEFUNCTION, collect);
	curl_easy_setopt(remote->curl, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(remote->curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
	curl_easy_setopt(remote->curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(remote->curl, CURLOPT_NOSIGNAL, 1L);
	CURLcode code = curl_easy_perform(remote->curl);
	curl_easy_getinfo(remote->curl, CURLINFO_RESPONSE_CODE, status);
	curl_slist_free_all(headers);
	px_buf_release(&url);
	return code == CURLE_OK ? PX_OK : unreachable(remote, code, error);
}

static enum px_err exchange(struct px_remote *remote, const char *method, const char *path, const char *type,
			    const struct px_str *body, long *status, json_t **answer, struct px_error *error)
{
	struct px_buf response = PX_BUF_INIT(ANSWER_MAX);

	*answer = NULL;
	enum px_err err = perform(remote, method, path, type, body, &response, status, error);
	if (!err && response.size)
		err = px_json_parse(px_buf_view(&response), answer, error);
	if (!err && *status >= 400) {
		err = read_problem(*status, *answer, error);
		json_decref(*answer);
		*answer = NULL;
	}
	px_buf_release(&response);
	return err;
}

enum px_err px_remote_call(struct px_remote *remote, const char *method, const char *path,
			   const json_t *body, json_t **answer, struct px_error *error)
{
	struct px_buf request = PX_BUF_INIT(ANSWER_MAX);
	struct px_json json;
	long status = 0;

	px_json_init(&json, &request);
	if (body)
		px_json_value(&json, body);
	struct px_str view = px_buf_view(&request);
	enum px_err err = exchange(remote, method, path, "application/json", body ? &view : NULL, &status, answer, error);
	px_buf_release(&request);
	return err;
}

enum px_err px_remote_upload(struct px_remote *remote, const char *path, const char *type, struct px_str bytes,
			     long *status, json_t **answer, struct px_error *error)
{
	*status = 0;
	return exchange(remote, "POST", path, type, &bytes, status, answer, error);
}

/* A stream of events on its way. */
struct hearing {
	const struct px_remote_ear *ear;
	CURL *curl;
	struct px_sse sse;
	struct px_buf problem; /* what came with another status than 200 */
};

static bool hear_event(void *arg, const struct px_sse_event *event)
{
	const struct px_remote_ear *ear = arg;

	ear->event(ear->arg, event->name, event->data);
	return true;
}

static size_t hear_bytes(char *data, size_t size, size_t count, void *arg)
{
	struct hearing *hearing = arg;
	struct px_str bytes = px_str_n(data, size * count);
	long status = 0;

	curl_easy_getinfo(hearing->curl, CURLINFO_RESPONSE_CODE, &status);
	enum px_err err = status == 200 ? px_sse_feed(&hearing->sse, bytes, hear_event, (void *)hearing->ear)
					: px_buf_str(&hearing->problem, bytes);
	return err ? 0 : bytes.size;
}

/* Until the transfer is over. */
static CURLcode listen_to(CURLM *multi, const struct px_remote_ear *ear)
{
	struct curl_waitfd wake = { .fd = ear->wake, .events = CURL_WAIT_POLLIN };
	int running = 1, left;

	while (curl_multi_perform(multi, &running) == CURLM_OK && running) {
		wake.revents = 0;
		if (curl_multi_poll(multi, &wake, ear->wake >= 0 ? 1 : 0, POLL_MS, NULL) != CURLM_OK)
			return CURLE_OUT_OF_MEMORY;
		if (wake.revents)
			ear->woken(ear->arg);
	}
	const CURLMsg *message = curl_multi_info_read(multi, &left);
	return message ? message->data.result : CURLE_RECV_ERROR;
}

static CURL *open_stream(struct px_remote *remote, struct hearing *hearing, const char *url, struct curl_slist *headers,
			 struct px_str body)
{
	CURL *curl = curl_easy_duphandle(remote->curl);

	if (!curl)
		return NULL;
	hearing->curl = curl;
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, NULL);
	curl_easy_setopt(curl, CURLOPT_POST, 1L);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.size);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, hear_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, hearing);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 0L);
	/* Something comes every 15 seconds, if only a comment. */
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SILENCE_S);
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	return curl;
}

static enum px_err end_stream(struct px_remote *remote, struct hearing *hearing, CURLcode code, struct px_error *error)
{
	json_t *problem = NULL;
	long status = 0;

	if (code != CURLE_OK)
		return unreachable(remote, code, error);
	curl_easy_getinfo(hearing->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200)
		return PX_OK;
	enum px_err err = px_json_parse(px_buf_view(&hearing->problem), &problem, error);
	if (!err)
		err = read_problem(status, problem, error);
	json_decref(problem);
	return err;
}

enum px_err px_remote_events(struct px_remote *remote, const char *path, const json_t *body,
			     const struct px_remote_ear *ear, struct px_error *error)
{
	struct px_buf request = PX_BUF_INIT(ANSWER_MAX), url = PX_BUF_INIT(URL_MAX_BYTES);
	struct hearing hearing = { .ear = ear, .problem = PX_BUF_INIT(ANSWER_MAX) };
	struct curl_slist *headers = curl_slist_append(make_headers(remote, "application/json"), "Accept: text/event-stream");
	enum px_err err = px_fail(error, PX_INTERNAL, NULL, "libcurl can't start");
	CURLM *multi = curl_multi_init();
	struct px_json json;

	px_json_init(&json, &request);
	px_json_value(&json, body);
	px_sse_init(&hearing.sse, ANSWER_MAX);
	(void)px_buf_printf(&url, "%s%s", remote->url.data, path);
	CURL *curl = multi ? open_stream(remote, &hearing, url.data, headers, px_buf_view(&request)) : NULL;
	if (curl && curl_multi_add_handle(multi, curl) == CURLM_OK) {
		err = end_stream(remote, &hearing, listen_to(multi, ear), error);
		curl_multi_remove_handle(multi, curl);
	}
	curl_easy_cleanup(curl);
	curl_multi_cleanup(multi);
	curl_slist_free_all(headers);
	px_sse_release(&hearing.sse);
	px_buf_release(&hearing.problem);
	px_buf_release(&request);
	px_buf_release(&url);
	return err;
}
