/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8: the automaton of RFC 3629's ABNF, with a fast path for ASCII words.
 */
#include "base/utf8.h"

/* Sets what must follow a lead byte; false if none may start with it. */
static bool lead(struct px_utf8_state *state, uint8_t c)
{
	state->low = 0x80;
	state->high = 0xbf;
	if (c >= 0xc2 && c <= 0xdf) {
		state->need = 1;
	} else if (c >= 0xe0 && c <= 0xef) {
		state->need = 2;
		if (c == 0xe0)
			state->low = 0xa0;
		if (c == 0xed)
			state->high = 0x9f;
	} else if (c >= 0xf0 && c <= 0xf4) {
		state->need = 3;
		if (c == 0xf0)
			state->low = 0x90;
		if (c == 0xf4)
			state->high = 0x8f;
	} else {
		return false;
	}
	return true;
}

bool px_utf8_feed(struct px_utf8_state *state, struct px_str piece)
{
	const uint8_t *p = (const uint8_t *)piece.data, *end = p + piece.size;

	while (p < end) {
		if (state->need) {
			if (*p < state->low || *p > state->high)
				return false;
			state->low = 0x80;
			state->high = 0xbf;
			state->need--;
			p++;
			continue;
		}
		while (end - p >= 8) {
			uint64_t word;
			memcpy(&word, p, 8);
			if (word & 0x8080808080808080u)
				break;
			p += 8;
		}
		if (p < end && *p >= 0x80 && !lead(state, *p))
			return false;
		if (p < end)
			p++;
	}
	return true;
}

bool px_utf8_valid(struct px_str text)
{
	struct px_utf8_state state = { 0 };

	return px_utf8_feed(&state, text) && px_utf8_complete(&state);
}

uint32_t px_utf8_next(struct px_str text, size_t *at)
{
	if (*at >= text.size)
		return 0;
	uint8_t c = (uint8_t)text.data[(*at)++];
	if (c < 0x80)
		return c;
	int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	uint32_t code = c & (0x3fu >> more);
	while (more-- > 0 && *at < text.size)
		code = code << 6 | ((uint8_t)text.data[(*at)++] & 0x3f);
	return code;
}

size_t px_utf8_encode(uint32_t code, char out[4])
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const uint8_t marks[] = { 0, 0xc0, 0xe0, 0xf0 };
	out[0] = (char)(marks[more] | code >> (6 * more));
	for (size_t i = 1; i <= more; i++)
		out[i] = (char)(0x80 | (code >> (6 * (more - i)) & 0x3f));
	return more + 1;
}

size_t px_utf8_cut(struct px_str text, size_t size)
{
	if (size >= text.size)
		return text.size;
	while (size > 0 && ((uint8_t)text.data[size] & 0xc0) == 0x80)
		size--;
	return size;
}
