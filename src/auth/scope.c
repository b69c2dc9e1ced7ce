/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scopes between their names, as settings, tokens and requests hold them, and
 * their bits.
 */
#include "auth/auth.h"

static const struct { const char *name; unsigned bit; } scope_names[] = {
	{ "read", PX_SCOPE_READ }, { "write", PX_SCOPE_WRITE }, { "chat", PX_SCOPE_CHAT }, { "admin", PX_SCOPE_ADMIN },
};

static unsigned scope_bit(struct px_str word)
{
	for (size_t i = 0; i < sizeof(scope_names) / sizeof(scope_names[0]); i++) {
		if (px_str_eq(word, px_str(scope_names[i].name)))
			return scope_names[i].bit;
	}
	return 0;
}

bool px_scope_parse(struct px_str text, unsigned *scopes)
{
	unsigned bits = 0;
	size_t start = 0;

	for (size_t i = 0; i <= text.size; i++) {
		if (i < text.size && text.data[i] != ' ' && text.data[i] != ',')
			continue;
		if (i > start) {
			unsigned bit = scope_bit(px_str_n(text.data + start, i - start));
			if (bit == 0)
				return false;
			bits |= bit;
		}
		start = i + 1;
	}
	*scopes = bits;
	return true;
}

void px_scope_format(unsigned scopes, struct px_buf *out)
{
	const char *space = "";

	for (size_t i = 0; i < sizeof(scope_names) / sizeof(scope_names[0]); i++) {
		if (scopes & scope_names[i].bit) {
			px_buf_printf(out, "%s%s", space, scope_names[i].name);
			space = " ";
		}
	}
}
