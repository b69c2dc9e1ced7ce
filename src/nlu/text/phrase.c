/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/text/phrase.h"

#include "nlu/text/json.h"

const char *px_phrase_with_two(struct px_arena *arena, enum px_phrase name, const char *first, const char *second)
{
	struct px_text out = { .arena = arena };
	const char *values[] = { first, second };
	size_t used = 0;

	for (const char *p = px_phrase(name); *p; ) {
		const char *gap = strstr(p, "{}");
		size_t n = gap ? (size_t)(gap - p) : strlen(p);
		px_text_add(&out, p, n);
		p += n;
		if (!gap)
			continue;
		px_text_str(&out, used < 2 && values[used] ? values[used] : "");
		used++;
		p += 2;
	}
	return px_text_end(&out);
}

const char *px_phrase_with(struct px_arena *arena, enum px_phrase name, const char *value)
{
	return px_phrase_with_two(arena, name, value, NULL);
}
