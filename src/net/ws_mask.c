/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Masking by compiler vectors of 32 bytes: AVX2, two SSE2 or NEON registers,
 * or plain words, whatever the target has.
 */
#include "net/ws_mask.h"

#include <string.h>

typedef uint64_t block __attribute__((vector_size(32), aligned(1), may_alias));
typedef uint64_t word __attribute__((aligned(1), may_alias));

void px_ws_mask(char *data, size_t size, const uint8_t key[4], size_t offset)
{
	uint8_t turned[8];
	uint64_t wide;
	size_t i = 0;

	for (size_t k = 0; k < sizeof(turned); k++)
		turned[k] = key[(offset + k) & 3];
	memcpy(&wide, turned, sizeof(wide));
	const block mask = { wide, wide, wide, wide };
	for (; i + sizeof(block) <= size; i += sizeof(block))
		*(block *)(data + i) ^= mask;
	for (; i + sizeof(word) <= size; i += sizeof(word))
		*(word *)(data + i) ^= wide;
	for (; i < size; i++)
		data[i] = (char)((uint8_t)data[i] ^ turned[i & 7]);
}
