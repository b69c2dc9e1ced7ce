/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pieces that replies are made of.
 */
#include "nlu/say/saying.h"

enum { TITLE_MAX = 80 };

void px_say(struct px_saying *w, const char *text)
{
	(void)px_buf_text(w->out, text);
}

/* One of the phrasings; each call on one reply moves on. */
const char *px_say_pick(struct px_saying *w, enum px_text_list name)
{
	const struct px_texts *options = px_texts(name);

	w->seed = w->seed * 6364136223846793005U + 1442695040888963407U;
	return options->at[(w->seed >> 33) % options->count];
}

void px_say_phrase(struct px_saying *w, enum px_phrase name)
{
	px_say(w, px_phrase(name));
}

/* The phrase with `value` for its "{}". */
void px_say_with(struct px_saying *w, enum px_phrase name, const char *value)
{
	const char *text = px_phrase(name), *gap = strstr(text, "{}");

	(void)px_buf_append(w->out, text, gap ? (size_t)(gap - text) : strlen(text));
	if (!gap)
		return;
	px_say(w, value);
	px_say(w, gap + 2);
}

void px_say_number(struct px_saying *w, enum px_phrase name, size_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", number);
	px_say_with(w, name, text);
}

void px_say_title(struct px_saying *w, const char *title)
{
	size_t n = title ? strlen(title) : 0;

	px_say_phrase(w, PX_PHRASE_QUOTE_OPEN);
	if (n > TITLE_MAX) {
		n = TITLE_MAX;
		while (n && ((unsigned char)title[n] & 0xc0) == 0x80)
			n--;
		(void)px_buf_append(w->out, title, n);
		px_say(w, "…");
	} else if (n) {
		px_say(w, title);
	}
	px_say_phrase(w, PX_PHRASE_QUOTE_CLOSE);
}
