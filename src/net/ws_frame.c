/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two paths share one decoder of frame heads.  A complete, unfragmented frame is
 * unmasked and handed out where it lies in the input, without a copy.  Anything
 * else is gathered in struct px_ws_partial, which lives until the message is
 * complete.
 */
#include "net/ws_frame.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "net/ws_mask.h"

#include <stdlib.h>

struct head {
	enum px_ws_opcode opcode;
	bool fin, compressed, masked;
	uint8_t key[4];
	uint64_t length;
	size_t size; /* of the head itself */
};

struct px_ws_partial {
	uint8_t head_bytes[PX_WS_HEAD_MAX];
	uint8_t head_size;     /* gathered so far */
	bool in_payload;       /* the head is complete */
	bool in_message;       /* between the first and the last fragment */
	bool message_compressed;
	enum px_ws_opcode message_opcode;
	struct head head;
	uint64_t done;         /* payload bytes of this frame so far */
	uint8_t control_size;
	char control[PX_WS_CONTROL_MAX];
	struct px_utf8_state utf8;
	struct px_buf message;
};

/* Outcome of one step; values above are close codes. */
enum { GO_ON = 0, STOPPED = 1 };

size_t px_ws_head(char out[PX_WS_HEAD_MAX], enum px_ws_opcode opcode, bool fin, bool compressed,
		  size_t size, const uint8_t key[4])
{
	uint8_t *p = (uint8_t *)out;
	size_t n = 2;

	p[0] = (uint8_t)((fin ? 0x80 : 0) | (compressed ? 0x40 : 0) | opcode);
	if (size < 126) {
		p[1] = (uint8_t)size;
	} else if (size < 65536) {
		p[1] = 126;
		p[n++] = (uint8_t)(size >> 8);
		p[n++] = (uint8_t)size;
	} else {
		p[1] = 127;
		for (int shift = 56; shift >= 0; shift -= 8)
			p[n++] = (uint8_t)((uint64_t)size >> shift);
	}
	if (key) {
		p[1] |= 0x80;
		memcpy(p + n, key, 4);
		n += 4;
	}
	return n;
}

bool px_ws_code_valid(unsigned code)
{
	if (code >= 3000 && code <= 4999)
		return true;
	return code >= 1000 && code <= 1014 && code != 1004 && code != PX_WS_NO_STATUS &&
	       code != PX_WS_ABNORMAL;
}

void px_ws_parser_init(struct px_ws_parser *parser, bool client, bool deflate, size_t message_max)
{
	*parser = (struct px_ws_parser){
		.client = client,
		.deflate = deflate,
		.message_max = message_max > UINT32_MAX ? UINT32_MAX : (uint32_t)message_max,
	};
}

static void drop_partial(struct px_ws_parser *parser)
{
	if (!parser->partial)
		return;
	px_buf_release(&parser->partial->message);
	free(parser->partial);
	parser->partial = NULL;
}

void px_ws_parser_release(struct px_ws_parser *parser)
{
	drop_partial(parser);
}

/* Bytes the head will take, judged by its first two; 2 until those are there. */
static size_t head_length(const uint8_t *p, size_t size)
{
	if (size < 2)
		return 2;
	size_t length = p[1] & 0x7f;
	return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (p[1] & 0x80 ? 4 : 0);
}

static void decode_head(const uint8_t *p, struct head *head)
{
	size_t n = 2;

	head->fin = p[0] & 0x80;
	head->compressed = p[0] & 0x40;
	head->opcode = p[0] & 0x0f;
	head->masked = p[1] & 0x80;
	head->length = p[1] & 0x7f;
	if (head->length >= 126) {
		size_t wide = head->length == 126 ? 2 : 8;
		head->length = 0;
		for (size_t i = 0; i < wide; i++)
			head->length = head->length << 8 | p[n++];
	}
	memset(head->key, 0, sizeof(head->key));
	if (head->masked) {
		memcpy(head->key, p + n, 4);
		n += 4;
	}
	head->size = n;
}

static bool is_control(enum px_ws_opcode opcode)
{
	return opcode >= PX_WS_CLOSE;
}

/* Section 5.2 and 5.5: what a head may say, given where we are. */
static unsigned check_head(const struct px_ws_parser *parser, const uint8_t *p,
			   const struct head *head)
{
	const struct px_ws_partial *partial = parser->partial;
	bool in_message = partial && partial->in_message;

	if ((p[0] & 0x30) || head->masked == parser->client)
		return PX_WS_PROTOCOL_ERROR;
	if (head->compressed && (!parser->deflate || is_control(head->opcode) ||
				 head->opcode == PX_WS_CONTINUATION))
		return PX_WS_PROTOCOL_ERROR;
	switch (head->opcode) {
	case PX_WS_TEXT:
	case PX_WS_BINARY:
		if (in_message)
			return PX_WS_PROTOCOL_ERROR;
		break;
	case PX_WS_CONTINUATION:
		if (!in_message)
			return PX_WS_PROTOCOL_ERROR;
		break;
	case PX_WS_CLOSE:
	case PX_WS_PING:
	case PX_WS_PONG:
		if (!head->fin || (p[1] & 0x7f) > PX_WS_CONTROL_MAX)
			return PX_WS_PROTOCOL_ERROR;
		return GO_ON;
	default:
		return PX_WS_PROTOCOL_ERROR;
	}
	size_t before = in_message ? partial->message.size : 0;
	return head->length > parser->message_max - before ? PX_WS_TOO_BIG : GO_ON;
}

/* Section 5.5.1: no payload, or a code that may travel and a UTF-8 reason. */
static unsigned check_close(struct px_str payload)
{
	if (payload.size == 0)
		return GO_ON;
	if (payload.size == 1)
		return PX_WS_PROTOCOL_ERROR;
	if (!px_ws_code_valid((unsigned)(uint8_t)payload.data[0] << 8 | (uint8_t)payload.data[1]))
		return PX_WS_PROTOCOL_ERROR;
	if (!px_utf8_valid(px_str_n(payload.data + 2, payload.size - 2)))
		return PX_WS_INVALID_DATA;
	return GO_ON;
}

static unsigned give_control(enum px_ws_opcode opcode, struct px_str payload,
			     const struct px_ws_sink *sink, void *owner)
{
	unsigned code = opcode == PX_WS_CLOSE ? check_close(payload) : GO_ON;

	if (code)
		return code;
	return sink->control(owner, opcode, payload) ? GO_ON : STOPPED;
}

/* Hands out a complete frame where it lies; no message may be half gathered. */
static unsigned whole(const struct head *head, char *payload, const struct px_ws_sink *sink,
		      void *owner)
{
	size_t size = (size_t)head->length;

	if (head->masked)
		px_ws_mask(payload, size, head->key, 0);
	if (is_control(head->opcode))
		return give_control(head->opcode, px_str_n(payload, size), sink, owner);
	if (head->opcode == PX_WS_TEXT && !head->compressed &&
	    !px_utf8_valid(px_str_n(payload, size)))
		return PX_WS_INVALID_DATA;
	return sink->message(owner, head->opcode, head->compressed, payload, size) ? GO_ON : STOPPED;
}

/* Gathers head bytes; true once the head is decoded and allowed, or *code is set. */
static bool gather_head(struct px_ws_parser *parser, char **data, size_t *size, unsigned *code)
{
	struct px_ws_partial *partial = parser->partial;

	while (*size > 0) {
		partial->head_bytes[partial->head_size++] = (uint8_t)**data;
		(*data)++;
		(*size)--;
		if (partial->head_size < 2 ||
		    partial->head_size < head_length(partial->head_bytes, partial->head_size))
			continue;
		decode_head(partial->head_bytes, &partial->head);
		*code = check_head(parser, partial->head_bytes, &partial->head);
		partial->in_payload = true;
		partial->done = 0;
		partial->control_size = 0;
		if (!is_control(partial->head.opcode) && !partial->in_message) {
			partial->in_message = true;
			partial->message_opcode = partial->head.opcode;
			partial->message_compressed = partial->head.compressed;
			partial->utf8 = (struct px_utf8_state){ 0 };
			px_buf_init(&partial->message, parser->message_max);
		}
		return true;
	}
	return false;
}

/* Takes payload bytes of the frame under way. */
static unsigned gather_payload(struct px_ws_partial *partial, char *data, size_t size)
{
	struct head *head = &partial->head;

	if (head->masked)
		px_ws_mask(data, size, head->key, (size_t)partial->done);
	partial->done += size;
	if (is_control(head->opcode)) {
		memcpy(partial->control + partial->control_size, data, size);
		partial->control_size = (uint8_t)(partial->control_size + size);
		return GO_ON;
	}
	if (partial->message_opcode == PX_WS_TEXT && !partial->message_compressed &&
	    !px_utf8_feed(&partial->utf8, px_str_n(data, size)))
		return PX_WS_INVALID_DATA;
	return px_buf_append(&partial->message, data, size) == PX_OK ? GO_ON : PX_WS_TOO_BIG;
}

/* The message's last frame is in: hands it out, detached from the parser. */
static unsigned finish_message(struct px_ws_parser *parser, const struct px_ws_sink *sink,
			       void *owner)
{
	struct px_ws_partial *partial = parser->partial;
	enum px_ws_opcode opcode = partial->message_opcode;
	bool compressed = partial->message_compressed;
	struct px_buf message = partial->message;
	unsigned code = GO_ON;

	if (opcode == PX_WS_TEXT && !compressed && !px_utf8_complete(&partial->utf8))
		return PX_WS_INVALID_DATA;
	px_buf_init(&partial->message, 0);
	drop_partial(parser);
	char empty[1];
	if (!sink->message(owner, opcode, compressed, message.data ? message.data : empty,
			   message.size))
		code = STOPPED;
	px_buf_release(&message);
	return code;
}

static unsigned finish_frame(struct px_ws_parser *parser, const struct px_ws_sink *sink, void *owner)
{
	struct px_ws_partial *partial = parser->partial;

	partial->in_payload = false;
	partial->head_size = 0;
	if (!is_control(partial->head.opcode))
		return partial->head.fin ? finish_message(parser, sink, owner) : GO_ON;
	char payload[PX_WS_CONTROL_MAX];
	size_t size = partial->control_size;
	enum px_ws_opcode opcode = partial->head.opcode;
	memcpy(payload, partial->control, size);
	if (!partial->in_message)
		drop_partial(parser);
	return give_control(opcode, px_str_n(payload, size), sink, owner);
}

/* Goes on with a partial frame until it is done or the bytes are. */
static unsigned go_on(struct px_ws_parser *parser, char **data, size_t *size,
		      const struct px_ws_sink *sink, void *owner)
{
	struct px_ws_partial *partial = parser->partial;
	unsigned code = GO_ON;

	if (!partial->in_payload && (!gather_head(parser, data, size, &code) || code))
		return code;
	uint64_t left = partial->head.length - partial->done;
	size_t take = left < *size ? (size_t)left : *size;
	code = gather_payload(partial, *data, take);
	*data += take;
	*size -= take;
	if (code || partial->done < partial->head.length)
		return code;
	return finish_frame(parser, sink, owner);
}

/* Whether a complete frame lies at `data` that need not be gathered. */
static bool look_whole(const struct px_ws_parser *parser, const char *data, size_t size,
		       struct head *head)
{
	const uint8_t *p = (const uint8_t *)data;

	if (parser->partial || size < 2 || size < head_length(p, size))
		return false;
	decode_head(p, head);
	return (head->fin || is_control(head->opcode)) && head->length <= size - head->size;
}

unsigned px_ws_parser_feed(struct px_ws_parser *parser, char *data, size_t size,
			   const struct px_ws_sink *sink, void *owner)
{
	unsigned code = GO_ON;

	while (size > 0 && code == GO_ON) {
		struct head head;
		if (look_whole(parser, data, size, &head)) {
			code = check_head(parser, (const uint8_t *)data, &head);
			if (code)
				break;
			char *payload = data + head.size;
			data = payload + head.length;
			size -= head.size + (size_t)head.length;
			code = whole(&head, payload, sink, owner);
			continue;
		}
		if (!parser->partial)
			parser->partial = px_calloc(1, sizeof(*parser->partial));
		code = go_on(parser, &data, &size, sink, owner);
	}
	return code == STOPPED ? 0 : code;
}
