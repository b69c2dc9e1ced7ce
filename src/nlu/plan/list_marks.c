/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the head of a list ends, where its items do, and what stands before an
 * item: marks of the text, no words.
 */
#include "nlu/plan/list_marks.h"

#include "nlu/language.h"

/* A comma ends a head that counts its items if the head is no longer. */
enum { COUNTED_HEAD = 60 };

bool px_mark_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c < 0;
}

/* "- ", "* ", "2. ", "b) ", "[ ] " before an item: how many bytes. */
size_t px_mark_bullet_size(struct px_str text, size_t at, size_t end)
{
	size_t from = at, digits = 0;

	if (px_str_starts(px_str_n(text.data + at, end - at), px_str("\u2022")) ||
	    px_str_starts(px_str_n(text.data + at, end - at), px_str("\u2013"))) {
		at += 3;
	} else if (at < end && strchr("-*+", text.data[at])) {
		at++;
	} else if (at + 2 < end && text.data[at] >= 'a' && text.data[at] <= 'h' && text.data[at + 1] == ')') {
		at += 2;
	} else {
		while (at + digits < end && text.data[at + digits] >= '0' && text.data[at + digits] <= '9')
			digits++;
		if (digits && digits < 3 && at + digits < end && strchr(".)", text.data[at + digits]))
			at += digits + 1;
	}
	if (at > from && (at >= end || !px_mark_is_space(text.data[at])))
		return 0;
	while (at < end && px_mark_is_space(text.data[at]))
		at++;
	if (at + 3 < end && text.data[at] == '[' && text.data[at + 2] == ']' && strchr(" xX", text.data[at + 1]))
		at += 3;
	while (at < end && px_mark_is_space(text.data[at]))
		at++;
	return at - from;
}

bool px_mark_ends_sentence(struct px_str text, size_t at)
{
	return (text.data[at] == '.' && at > 1 && is_letter(text.data[at - 1]) && is_letter(text.data[at - 2])) ||
	       text.data[at] == '!' || text.data[at] == '?';
}

/* Where a list ends whose head ends at `mark`: with its sentence, or with the last of its lines. */
size_t px_mark_list_end(struct px_str text, size_t mark, size_t from)
{
	bool lines = text.data[mark] == '\n', bulleted = false;
	size_t at = from;

	while (at < text.size && (px_mark_is_space(text.data[at]) || text.data[at] == '\n'))
		lines |= text.data[at++] == '\n';
	bulleted = lines && px_mark_bullet_size(text, at, text.size) > 0;
	for (; at < text.size; at++) {
		if (!lines && px_mark_ends_sentence(text, at) && at + 1 < text.size &&
		    (px_mark_is_space(text.data[at + 1]) || text.data[at + 1] == '\n') &&
		    !(text.data[at] == '.' && strncasecmp(text.data + at - 2, px_phrase(PX_PHRASE_DOCTOR), 2) == 0))
			return at + 1;
		if (text.data[at] != '\n' || at + 1 >= text.size)
			continue;
		size_t next = at + 1;
		while (next < text.size && px_mark_is_space(text.data[next]))
			next++;
		if (!lines || next >= text.size || text.data[next] == '\n' ||
		    (bulleted && !px_mark_bullet_size(text, next, text.size)))
			return at;
	}
	return text.size;
}

/* "add two tasks": a comma will do after these. */
static bool counts(struct px_str head)
{
	const struct px_texts *numbers = px_texts(PX_TEXTS_COUNT_WORDS);

	for (size_t i = 0; i < numbers->count; i++) {
		if (px_str_find(head, px_str(numbers->at[i])) != SIZE_MAX)
			return true;
	}
	return false;
}

/* A head that begins at `from` may end here: ": ", " - ", a dash, or a line end before bullets. */
size_t px_mark_head_mark(struct px_str text, size_t from, size_t at)
{
	char next = at + 1 < text.size ? text.data[at + 1] : ' ';

	if (text.data[at] == ':' && (px_mark_is_space(next) || next == '\n' || !(next >= '0' && next <= '9')))
		return 1;
	if (text.data[at] == '\n')
		return at + 1 < text.size && px_mark_bullet_size(text, at + 1, text.size) ? 1 : 0;
	if (text.data[at] == ',' && next == ' ')
		return at - from < COUNTED_HEAD && counts(px_str_n(text.data + from, at - from)) ? 1 : 0;
	if (text.data[at] != ' ')
		return 0;
	struct px_str rest = px_str_n(text.data + at + 1, text.size - at - 1);
	if (px_str_starts(rest, px_str("- ")) || px_str_starts(rest, px_str("-- ")))
		return 2;
	return px_str_starts(rest, px_str("\u2014 ")) || px_str_starts(rest, px_str("\u2013 ")) ? 4 : 0;
}
