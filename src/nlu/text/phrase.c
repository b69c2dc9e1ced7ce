/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/text/phrase.h"

#include "nlu/text/json.h"

const char *px_phrase_with_values(struct px_arena *arena, enum px_phrase name, const char *const *values)
{
	struct px_text out = { .arena = arena };

	for (const char *p = px_phrase(name); *p; ) {
		const char *gap = strstr(p, "{}");
		size_t n = gap ? (size_t)(gap - p) : strlen(p);
		px_text_add(&out, p, n);
		p += n;
		if (!gap)
			continue;
		px_text_str(&out, *values ? *values++ : "");
		p += 2;
	}
	return px_text_end(&out);
}

const char *px_phrase_with_two(struct px_arena *arena, enum px_phrase name, const char *first, const char *second)
{
	return px_phrase_with_values(arena, name, (const char *const[]){ first, second, NULL });
}

const char *px_phrase_with(struct px_arena *arena, enum px_phrase name, const char *value)
{
	return px_phrase_with_two(arena, name, value, NULL);
}
