/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reference algorithm, word by word.
 */
#include "auth/siphash.h"

#include "base/random.h"

struct state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static void rounds(struct state *s, int count)
{
	while (count-- > 0) {
		s->v0 += s->v1, s->v1 = rotate(s->v1, 13), s->v1 ^= s->v0, s->v0 = rotate(s->v0, 32);
		s->v2 += s->v3, s->v3 = rotate(s->v3, 16), s->v3 ^= s->v2;
		s->v0 += s->v3, s->v3 = rotate(s->v3, 21), s->v3 ^= s->v0;
		s->v2 += s->v1, s->v1 = rotate(s->v1, 17), s->v1 ^= s->v2, s->v2 = rotate(s->v2, 32);
	}
}

static void absorb(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	rounds(s, 2);
	s->v0 ^= word;
}

struct px_siphash_key px_siphash_key_new(void)
{
	return (struct px_siphash_key){ px_random_u64(), px_random_u64() };
}

struct px_siphash px_siphash(const struct px_siphash_key *key, struct px_str text)
{
	struct state s = {
		key->k0 ^ UINT64_C(0x736f6d6570736575), key->k1 ^ UINT64_C(0x646f72616e646f6d) ^ 0xee,
		key->k0 ^ UINT64_C(0x6c7967656e657261), key->k1 ^ UINT64_C(0x7465646279746573),
	};
	struct px_siphash result;
	uint64_t last = (uint64_t)text.size << 56;
	size_t i = 0;

	for (; i + 8 <= text.size; i += 8) {
		uint64_t word;
		memcpy(&word, text.data + i, 8);
		absorb(&s, word);
	}
	for (unsigned shift = 0; i < text.size; i++, shift += 8)
		last |= (uint64_t)(uint8_t)text.data[i] << shift;
	absorb(&s, last);
	s.v2 ^= 0xee;
	rounds(&s, 4);
	result.low = s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
	s.v1 ^= 0xdd;
	rounds(&s, 4);
	result.high = s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
	return result;
}
