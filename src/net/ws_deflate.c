/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Raw deflate with the stream reset for every message, and the negotiation of
 * RFC 7692 section 7.
 */
#include "net/ws_deflate.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

struct px_ws_deflate {
	z_stream out, in;
	bool out_ready, in_ready;
};

enum { WINDOW = -15, STEP = 4096 };

static const unsigned char tail[4] = { 0x00, 0x00, 0xff, 0xff };

struct px_ws_deflate *px_ws_deflate_new(void)
{
	return px_calloc(1, sizeof(struct px_ws_deflate));
}

void px_ws_deflate_free(struct px_ws_deflate *codec)
{
	if (!codec)
		return;
	if (codec->out_ready)
		deflateEnd(&codec->out);
	if (codec->in_ready)
		inflateEnd(&codec->in);
	free(codec);
}

static bool ready_out(struct px_ws_deflate *codec)
{
	if (codec->out_ready)
		return deflateReset(&codec->out) == Z_OK;
	codec->out_ready = deflateInit2(&codec->out, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW, 8,
					Z_DEFAULT_STRATEGY) == Z_OK;
	return codec->out_ready;
}

static bool ready_in(struct px_ws_deflate *codec)
{
	if (codec->in_ready)
		return inflateReset(&codec->in) == Z_OK;
	codec->in_ready = inflateInit2(&codec->in, WINDOW) == Z_OK;
	return codec->in_ready;
}

static void set_input(z_stream *z, const void *data, size_t size)
{
	z->next_in = (Bytef *)(uintptr_t)data;
	z->avail_in = (uInt)size;
}

enum px_err px_ws_deflate_message(struct px_ws_deflate *codec, struct px_str message,
				  struct px_buf *out)
{
	z_stream *z = &codec->out;
	size_t start = out->size;

	if (message.size > UINT32_MAX || !ready_out(codec))
		return PX_INTERNAL;
	set_input(z, message.data ? message.data : "", message.size);
	do {
		char *where;
		enum px_err err = px_buf_reserve(out, STEP, &where);
		if (err)
			return err;
		z->next_out = (Bytef *)where;
		z->avail_out = STEP;
		int status = deflate(z, Z_SYNC_FLUSH);
		if (status != Z_OK && status != Z_BUF_ERROR)
			return PX_INTERNAL;
		px_buf_commit(out, STEP - z->avail_out);
	} while (z->avail_out == 0);
	if (out->size - start >= sizeof(tail) &&
	    memcmp(out->data + out->size - sizeof(tail), tail, sizeof(tail)) == 0)
		out->size -= sizeof(tail);
	return PX_OK;
}

/* Expands what is set as input; a stream that ends early (BFINAL) ends the message. */
static enum px_err expand(z_stream *z, struct px_buf *out, bool *ended)
{
	do {
		char *where;
		size_t step = out->cap - out->size < STEP ? out->cap - out->size + 1 : STEP;
		char spill[1];
		if (step == 1)
			where = spill;
		else if (px_buf_reserve(out, --step, &where) != PX_OK)
			return PX_TOO_LARGE;
		z->next_out = (Bytef *)where;
		z->avail_out = (uInt)step;
		int status = inflate(z, Z_SYNC_FLUSH);
		size_t made = step - z->avail_out;
		if (where == spill && made > 0)
			return PX_TOO_LARGE;
		if (where != spill)
			px_buf_commit(out, made);
		if (status == Z_STREAM_END) {
			*ended = true;
			return PX_OK;
		}
		if (status == Z_BUF_ERROR && made == 0)
			return PX_OK;
		if (status != Z_OK && status != Z_BUF_ERROR)
			return PX_INVALID;
	} while (z->avail_in > 0 || z->avail_out == 0);
	return PX_OK;
}

enum px_err px_ws_inflate_message(struct px_ws_deflate *codec, struct px_str message,
				  struct px_buf *out)
{
	z_stream *z = &codec->in;
	bool ended = false;

	if (message.size > UINT32_MAX || !ready_in(codec))
		return PX_INTERNAL;
	set_input(z, message.data ? message.data : "", message.size);
	enum px_err err = expand(z, out, &ended);
	if (err || ended)
		return err;
	set_input(z, tail, sizeof(tail));
	return expand(z, out, &ended);
}

/* What one offer asked for; false once it is something we don't do. */
struct offer {
	bool window_bits; /* server_max_window_bits=15 was asked */
};

static bool take_parameter(struct px_str parameter, struct offer *offer)
{
	struct px_str value;
	struct px_str name = px_str_trim(px_str_cut(parameter, '=', &value));
	bool has_value = value.data != NULL;
	int64_t bits;

	value = px_str_trim(value);
	if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
		value = px_str_n(value.data + 1, value.size - 2);
	if (px_str_eq(name, PX_STR("server_no_context_takeover")) ||
	    px_str_eq(name, PX_STR("client_no_context_takeover")))
		return !has_value;
	if (px_str_eq(name, PX_STR("client_max_window_bits")))
		return !has_value || (px_str_to_int64(value, &bits) && bits >= 8 && bits <= 15);
	if (px_str_eq(name, PX_STR("server_max_window_bits"))) {
		offer->window_bits = true;
		return has_value && px_str_to_int64(value, &bits) && bits == 15;
	}
	return false;
}

static bool take_offer(struct px_str text, struct offer *offer)
{
	struct px_str rest;

	*offer = (struct offer){ 0 };
	struct px_str name = px_str_trim(px_str_cut(text, ';', &rest));
	if (!px_str_eq(name, PX_STR("permessage-deflate")))
		return false;
	while (rest.data) {
		struct px_str parameter = px_str_cut(rest, ';', &rest);
		if (!take_parameter(parameter, offer))
			return false;
	}
	return true;
}

bool px_ws_deflate_negotiate(struct px_str offers, char answer[PX_WS_DEFLATE_ANSWER])
{
	while (offers.size > 0) {
		struct offer offer;
		struct px_str one = px_str_cut(offers, ',', &offers);
		if (!take_offer(one, &offer))
			continue;
		snprintf(answer, PX_WS_DEFLATE_ANSWER,
			 "permessage-deflate; server_no_context_takeover; client_no_context_takeover%s",
			 offer.window_bits ? "; server_max_window_bits=15" : "");
		return true;
	}
	return false;
}
