/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cryptographic randomness from the kernel, buffered per thread.
 */
#ifndef PX_BASE_RANDOM_H
#define PX_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Fills `out`; aborts if the kernel has no randomness to give. */
void px_random_bytes(void *out, size_t size);
uint64_t px_random_u64(void);

#endif
