/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Engine.IO payloads: whatever decodes is written again and decodes to the
 * same packets; base64 and ids of any kind are accepted or refused.
 */
#include "base/mem.h"
#include "net/eio_base64.h"
#include "net/eio_packet.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Decodes all of it into `out`; false if it is malformed. */
static bool rewrite(char *text, size_t size, struct px_buf *out)
{
	struct px_eio_payload payload = px_eio_payload(text, size);
	struct px_eio_packet packet;
	enum px_err err;

	while ((err = px_eio_payload_next(&payload, &packet)) == PX_OK) {
		struct px_str bytes = px_str_n(packet.data, packet.size);
		if (packet.binary)
			(void)px_eio_payload_binary(out, bytes);
		else
			(void)px_eio_payload_text(out, packet.type, bytes);
	}
	return err == PX_NOT_FOUND;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = px_alloc(size + 1);
	struct px_buf once = PX_BUF_INIT(4 * size + 64), twice = PX_BUF_INIT(4 * size + 64);
	uint8_t id[16];

	memcpy(copy, data, size);
	(void)px_eio_base64url_decode(px_str_n(copy, size), id, sizeof(id));
	if (rewrite(copy, size, &once)) {
		char *again = px_alloc(once.size + 1);
		memcpy(again, once.data, once.size);
		if (!rewrite(again, once.size, &twice) ||
		    !px_str_eq(px_buf_view(&once), px_buf_view(&twice)))
			abort();
		free(again);
	}
	px_buf_release(&once);
	px_buf_release(&twice);
	free(copy);
	return 0;
}
