/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text message laid out as a WebSocket frame, of which the polling packet
 * is a part: [head]["4"][data].
 */
#include "base/mem.h"
#include "net/eio_internal.h"

#include <stdlib.h>

struct px_eio_frame {
	_Atomic uint32_t refs;
	uint32_t head; /* bytes before "4" */
	size_t size;   /* of all bytes */
	char bytes[];
};

struct px_eio_frame *px_eio_frame_new(struct px_str data)
{
	char head[PX_WS_HEAD_MAX];
	size_t n = px_ws_head(head, PX_WS_TEXT, true, false, data.size + 1, NULL);
	struct px_eio_frame *frame = px_alloc(sizeof(*frame) + n + 1 + data.size);

	atomic_init(&frame->refs, 1);
	frame->head = (uint32_t)n;
	frame->size = n + 1 + data.size;
	memcpy(frame->bytes, head, n);
	frame->bytes[n] = '0' + PX_EIO_MESSAGE;
	if (data.size)
		memcpy(frame->bytes + n + 1, data.data, data.size);
	return frame;
}

struct px_eio_frame *px_eio_frame_ref(struct px_eio_frame *frame)
{
	atomic_fetch_add_explicit(&frame->refs, 1, memory_order_relaxed);
	return frame;
}

void px_eio_frame_unref(struct px_eio_frame *frame)
{
	if (frame && atomic_fetch_sub_explicit(&frame->refs, 1, memory_order_acq_rel) == 1)
		free(frame);
}

struct px_str px_eio_frame_data(const struct px_eio_frame *frame)
{
	return px_str_n(frame->bytes + frame->head + 1, frame->size - frame->head - 1);
}

struct px_str px_eio_frame_wire(const struct px_eio_frame *frame)
{
	return px_str_n(frame->bytes, frame->size);
}
