/* SPDX-License-Identifier: Apache-2.0 */
/*
 * px_auth_fetch over px_client.
 */
#include "auth/fetch.h"

#include "base/mem.h"
#include "net/client.h"

#include <openssl/crypto.h>
#include <stdlib.h>

struct call {
	px_auth_fetched_fn done;
	void *arg;
};

static void answered(void *arg, const struct px_client_response *response)
{
	struct call call = *(struct call *)arg;

	free(arg);
	call.done(call.arg, response->err, response->status, response->body);
}

void px_auth_fetch_http(void *context, const struct px_auth_fetch *fetch, px_auth_fetched_fn done, void *arg)
{
	const struct px_auth_clients *clients = context;
	struct px_loop *loop = px_loop_current();
	struct px_buf authorization = PX_BUF_INIT(8192);
	const char *headers[4] = { "Accept: application/json" };
	size_t count = 1;
	struct call *call = px_calloc(1, sizeof(*call));

	if (loop == NULL || px_loop_index(loop) >= clients->count)
		abort(); /* the wiring is wrong */
	*call = (struct call){ done, arg };
	if (fetch->form != NULL)
		headers[count++] = "Content-Type: application/x-www-form-urlencoded";
	if (fetch->authorization != NULL) {
		px_buf_printf(&authorization, "Authorization: %s", fetch->authorization);
		headers[count++] = authorization.data;
	}
	px_client_send(clients->clients[px_loop_index(loop)], &(struct px_client_request){
		.url = fetch->url, .headers = headers, .body = px_str(fetch->form), .timeout_ms = fetch->timeout_ms,
		.max_body = fetch->max_bytes, .done = answered, .arg = call,
	});
	if (authorization.data != NULL)
		OPENSSL_cleanse(authorization.data, authorization.size);
	px_buf_release(&authorization);
}
