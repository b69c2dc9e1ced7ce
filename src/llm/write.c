/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Written into the buffer in place, as images are large.
 */
#include "llm/write.h"

#include "net/eio_base64.h"

void px_llm_write_base64(struct px_json *json, const char *lead, struct px_str bytes)
{
	size_t size = px_eio_base64_size(bytes.size);
	char *room;

	px_json_raw(json, PX_STR("\""));
	(void)px_buf_text(json->buf, lead);
	if (px_buf_reserve(json->buf, size, &room) != PX_OK)
		return; /* shows in buf->overflow */
	px_eio_base64_encode(room, bytes.data, bytes.size);
	px_buf_commit(json->buf, size);
	(void)px_buf_char(json->buf, '"');
}

void px_llm_write_field(struct px_json *json, const char *key, struct px_str value)
{
	px_json_key(json, key);
	px_json_str(json, value);
}
