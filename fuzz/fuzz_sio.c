/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO packets: what decodes holds together (arguments are an array that
 * jansson reads too), and is written and decoded again to the same packet.
 */
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "net/sio_packet.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* jansson is stricter in what we don't check: duplicate keys, NUL, numbers out of range. */
static void check_args(struct px_str args)
{
	json_t *value = NULL;

	if (!px_sio_json_valid(args))
		abort();
	if (px_json_parse(args, &value, NULL) == PX_OK && !json_is_array(value))
		abort();
	json_decref(value);
}

static void check_again(const struct px_sio_packet *packet)
{
	struct px_buf buf = PX_BUF_INIT(1 << 24);
	struct px_sio_packet again;
	char *name = px_strndup(packet->event.data, packet->event.size);

	px_sio_packet_head(&buf, packet->type, packet->attachments, packet->nsp, packet->id);
	if (packet->event.data && strlen(name) == packet->event.size && packet->event.data[0] &&
	    !memchr("-0123456789", packet->event.data[0], 11)) {
		px_sio_packet_event(&buf, packet->event, packet->args);
		if (px_sio_packet_decode(buf.data, buf.size, 64, &again) != PX_OK ||
		    again.type != packet->type || again.id != packet->id ||
		    !px_str_eq(again.event, packet->event))
			abort();
	}
	free(name);
	px_buf_release(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct px_sio_packet packet;
	char *copy = px_alloc(size + 1);

	memcpy(copy, data, size);
	if (px_utf8_valid(px_str_n(copy, size)) &&
	    px_sio_packet_decode(copy, size, 64, &packet) == PX_OK) {
		if (packet.args.size)
			check_args(packet.args);
		if (packet.type == PX_SIO_EVENT || packet.type == PX_SIO_BINARY_EVENT)
			check_again(&packet);
	}
	free(copy);
	return 0;
}
