/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRC-32C: the instruction of SSE 4.2, or a table of 16 entries (four bits a
 * step) that is small enough to be written down.
 */
#include "vector/embedded/crc32c.h"

#include <string.h>

uint32_t px_crc32c_plain(uint32_t crc, const void *data, size_t size)
{
	/* The remainders of 0..15 by the reflected polynomial 0x82f63b78. */
	static const uint32_t table[16] = {
		0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
		0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
	};
	const uint8_t *bytes = data;

	crc = ~crc;
	for (size_t i = 0; i < size; i++) {
		crc ^= bytes[i];
		crc = (crc >> 4) ^ table[crc & 15];
		crc = (crc >> 4) ^ table[crc & 15];
	}
	return ~crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t crc, const uint8_t *bytes, size_t size)
{
	uint64_t state = (uint32_t)~crc;

	for (; size >= 8; size -= 8, bytes += 8) {
		uint64_t word;
		memcpy(&word, bytes, 8);
		state = _mm_crc32_u64(state, word);
	}
	for (; size; size--, bytes++)
		state = _mm_crc32_u8((uint32_t)state, *bytes);
	return ~(uint32_t)state;
}
#endif

uint32_t px_crc32c(uint32_t crc, const void *data, size_t size)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("sse4.2"))
		return by_instruction(crc, data, size);
#endif
	return px_crc32c_plain(crc, data, size);
}
