/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WebSocket masking (RFC 6455 section 5.3): XOR with a repeating four-byte
 * key, in vector registers.
 */
#ifndef PX_NET_WS_MASK_H
#define PX_NET_WS_MASK_H

#include <stddef.h>
#include <stdint.h>

/*
 * Masks or unmasks in place.  `offset` is how many bytes of the frame's
 * payload came before `data`, so that a payload may be done in pieces.
 */
void px_ws_mask(char *data, size_t size, const uint8_t key[4], size_t offset);

#endif
