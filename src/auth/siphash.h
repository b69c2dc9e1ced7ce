/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SipHash-2-4 with a 128-bit result (Aumasson and Bernstein): a keyed
 * pseudo-random function, fast on short inputs.
 *
 * Tables that are looked up by something secret or chosen by an outsider use
 * it with a random key as the whole identity of an entry: without the key
 * nobody can find two inputs that meet.
 */
#ifndef PX_AUTH_SIPHASH_H
#define PX_AUTH_SIPHASH_H

#include "base/str.h"

struct px_siphash_key {
	uint64_t k0, k1;
};

struct px_siphash {
	uint64_t low, high; /* first and last eight bytes of the result, little endian */
};

struct px_siphash_key px_siphash_key_new(void);
struct px_siphash px_siphash(const struct px_siphash_key *key, struct px_str text);

static inline bool px_siphash_eq(struct px_siphash a, struct px_siphash b)
{
	return ((a.low ^ b.low) | (a.high ^ b.high)) == 0;
}

#endif
