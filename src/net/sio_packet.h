/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO v5 packets (socket.io-protocol, "Packet encoding"):
 * <type>[<attachments>-][<namespace>,][<ack id>][JSON].
 *
 * Decoding checks everything that the reference decoder checks, JSON grammar
 * included, without building a tree and without allocating: all slices point
 * into the text.  The text is taken to be valid UTF-8.
 */
#ifndef PX_NET_SIO_PACKET_H
#define PX_NET_SIO_PACKET_H

#include "base/buf.h"

enum px_sio_type {
	PX_SIO_CONNECT, PX_SIO_DISCONNECT, PX_SIO_EVENT, PX_SIO_ACK, PX_SIO_CONNECT_ERROR,
	PX_SIO_BINARY_EVENT, PX_SIO_BINARY_ACK
};

/* Acknowledgement ids are integers a JavaScript number holds exactly. */
#define PX_SIO_ID_MAX 9007199254740991
#define PX_SIO_NO_ID (-1)

struct px_sio_packet {
	enum px_sio_type type;
	unsigned attachments;  /* of the binary types, else 0 */
	int64_t id;            /* PX_SIO_NO_ID if there is none */
	struct px_str nsp;     /* "/" if it is left out */
	struct px_str data;    /* JSON, empty if there is none */
	struct px_str event;   /* events: the name, escapes resolved */
	struct px_str args;    /* events: the other arguments as a JSON array; acks: the array */
};

/*
 * Decodes `text`, which is overwritten where that saves a copy (the name's
 * escapes, the opening bracket of `args`).  PX_INVALID if the reference
 * implementation would refuse it; PX_TOO_LARGE over `max_attachments`.
 */
enum px_err px_sio_packet_decode(char *text, size_t size, unsigned max_attachments,
				 struct px_sio_packet *packet) PX_MUST_CHECK;

/* Appends everything before the JSON: type, attachments, namespace, id. */
void px_sio_packet_head(struct px_buf *buf, enum px_sio_type type, size_t attachments,
			struct px_str nsp, int64_t id);
/* Appends ["event", and the elements of `args` (a JSON array, or empty for none). */
void px_sio_packet_event(struct px_buf *buf, struct px_str event, struct px_str args);

/* The end of the JSON value at the start of the text, or 0 if it is none (RFC 8259, 64 deep). */
size_t px_sio_json_skip(struct px_str text);
/* True if the text is one JSON value and white space. */
bool px_sio_json_valid(struct px_str text);

#endif
