/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4), by the processor's instruction
 * where there is one.  Finds any burst of up to 32 bits and any single byte.
 */
#ifndef PX_VECTOR_EMBEDDED_CRC32C_H
#define PX_VECTOR_EMBEDDED_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of what `crc` is the checksum of (0: nothing) followed by `size` bytes. */
uint32_t px_crc32c(uint32_t crc, const void *data, size_t size);
/* The same without the instruction, for tests. */
uint32_t px_crc32c_plain(uint32_t crc, const void *data, size_t size);

#endif
