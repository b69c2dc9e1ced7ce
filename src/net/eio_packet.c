/* SPDX-License-Identifier: Apache-2.0 */
#include "net/eio_packet.h"

#include "net/eio_base64.h"

enum { SEPARATOR = 0x1e };

enum px_err px_eio_packet_decode(char *text, size_t size, struct px_eio_packet *packet)
{
	if (size == 0 || text[0] < '0' || text[0] > '6')
		return PX_INVALID;
	*packet = (struct px_eio_packet){
		.type = (enum px_eio_type)(text[0] - '0'), .data = text + 1, .size = size - 1
	};
	return PX_OK;
}

static enum px_err decode_binary(char *text, size_t size, struct px_eio_packet *packet)
{
	*packet = (struct px_eio_packet){ .type = PX_EIO_MESSAGE, .binary = true, .data = text };
	return px_eio_base64_decode(px_str_n(text, size), text, &packet->size) ? PX_OK : PX_INVALID;
}

enum px_err px_eio_payload_next(struct px_eio_payload *payload, struct px_eio_packet *packet)
{
	if (!payload->next)
		return PX_NOT_FOUND;
	char *text = payload->next;
	char *end = payload->left ? memchr(text, SEPARATOR, payload->left) : NULL;
	size_t size = end ? (size_t)(end - text) : payload->left;
	payload->next = end ? end + 1 : NULL;
	payload->left -= end ? size + 1 : size;
	if (size > 0 && text[0] == 'b')
		return decode_binary(text + 1, size - 1, packet);
	return px_eio_packet_decode(text, size, packet);
}

/* Makes room for a packet of `size` bytes, writes the separator if one is due. */
static enum px_err begin(struct px_buf *payload, size_t size, char **where)
{
	size_t gap = payload->size ? 1 : 0;
	enum px_err err = px_buf_reserve(payload, size + gap, where);

	if (err)
		return err;
	if (gap)
		*(*where)++ = SEPARATOR;
	px_buf_commit(payload, size + gap);
	return PX_OK;
}

enum px_err px_eio_payload_text(struct px_buf *payload, enum px_eio_type type, struct px_str data)
{
	char *out;
	enum px_err err = begin(payload, data.size + 1, &out);

	if (err)
		return err;
	*out = (char)('0' + type);
	if (data.size)
		memcpy(out + 1, data.data, data.size);
	return PX_OK;
}

enum px_err px_eio_payload_binary(struct px_buf *payload, struct px_str data)
{
	char *out;
	enum px_err err = begin(payload, px_eio_base64_size(data.size) + 1, &out);

	if (err)
		return err;
	*out = 'b';
	px_eio_base64_encode(out + 1, data.data, data.size);
	return PX_OK;
}
