/* SPDX-License-Identifier: Apache-2.0 */
#include "net/ws_handshake.h"

#include "net/eio_base64.h"
#include "net/ws_deflate.h"

#include <openssl/evp.h>

/* Whether a comma-separated header value names the token. */
static bool has_token(struct px_str value, struct px_str token)
{
	while (value.size > 0) {
		struct px_str one = px_str_trim(px_str_cut(value, ',', &value));
		if (px_str_eq_case(one, token))
			return true;
	}
	return false;
}

bool px_ws_wanted(const struct px_http_request *request)
{
	return has_token(px_http_header(request, "Upgrade"), PX_STR("websocket"));
}

void px_ws_accept_key(struct px_str key, char accept[29])
{
	static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
	unsigned char digest[EVP_MAX_MD_SIZE];
	char text[24 + sizeof(guid)];
	unsigned size = 0;

	memcpy(text, key.data, 24);
	memcpy(text + 24, guid, sizeof(guid) - 1);
	EVP_Digest(text, 24 + sizeof(guid) - 1, digest, &size, EVP_sha1(), NULL);
	px_eio_base64_encode(accept, digest, 20);
	accept[28] = '\0';
}

static bool key_valid(struct px_str key)
{
	char raw[24];
	size_t size;

	return key.size == 24 && px_eio_base64_decode(key, raw, &size) && size == 16;
}

int px_ws_handshake(const struct px_http_request *request, bool deflate, struct px_buf *answer,
		    bool *deflated)
{
	struct px_str key = px_str_trim(px_http_header(request, "Sec-WebSocket-Key"));
	char accept[29], extension[PX_WS_DEFLATE_ANSWER];

	if (request->method != PX_HTTP_GET)
		return 405;
	if (!px_ws_wanted(request) ||
	    !has_token(px_http_header(request, "Connection"), PX_STR("upgrade")) ||
	    !key_valid(key))
		return 400;
	if (!px_str_eq(px_str_trim(px_http_header(request, "Sec-WebSocket-Version")), PX_STR("13")))
		return 426;
	px_ws_accept_key(key, accept);
	(void)px_buf_text(answer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
				  "Connection: Upgrade\r\nSec-WebSocket-Accept: ");
	(void)px_buf_text(answer, accept);
	*deflated = deflate && px_ws_deflate_negotiate(
				       px_http_header(request, "Sec-WebSocket-Extensions"), extension);
	if (*deflated) {
		(void)px_buf_text(answer, "\r\nSec-WebSocket-Extensions: ");
		(void)px_buf_text(answer, extension);
	}
	(void)px_buf_text(answer, "\r\n\r\n");
	return 0;
}
