/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Engine.IO v4 packets and polling payloads (engine.io-protocol, "Packet
 * encoding"): a text packet is a type digit and its data; a payload is packets
 * joined by 0x1e, binary ones as 'b' and base64.
 */
#ifndef PX_NET_EIO_PACKET_H
#define PX_NET_EIO_PACKET_H

#include "base/buf.h"

enum px_eio_type {
	PX_EIO_OPEN, PX_EIO_CLOSE, PX_EIO_PING, PX_EIO_PONG, PX_EIO_MESSAGE, PX_EIO_UPGRADE, PX_EIO_NOOP
};

struct px_eio_packet {
	enum px_eio_type type;
	bool binary; /* only messages */
	char *data;  /* borrowed from the text decoded */
	size_t size;
};

/* A text frame.  PX_INVALID if it starts with no type digit. */
enum px_err px_eio_packet_decode(char *text, size_t size, struct px_eio_packet *packet) PX_MUST_CHECK;

/* Walks a payload; overwrites it (base64 is decoded in place). */
struct px_eio_payload {
	char *next;  /* NULL at the end */
	size_t left;
};
static inline struct px_eio_payload px_eio_payload(char *data, size_t size)
{
	return (struct px_eio_payload){ data, size };
}
/* PX_NOT_FOUND at the end, PX_INVALID if a packet is malformed. */
enum px_err px_eio_payload_next(struct px_eio_payload *payload,
				struct px_eio_packet *packet) PX_MUST_CHECK;

/* Appends one packet to a payload under construction (separator included). */
enum px_err px_eio_payload_text(struct px_buf *payload, enum px_eio_type type, struct px_str data);
enum px_err px_eio_payload_binary(struct px_buf *payload, struct px_str data);

#endif
