/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts before what plainly begins a new request.
 */
#include "nlu/segment.h"

#include <strings.h>

/* After "and" or a comma only these begin a request of their own. */
static const char *const starters[] = {
	"remind me ", "mark ", "move ", "cancel ", "delete ", "reschedule ", "show me ", "show ",
	"what's ", "what is ", "what do ", "undo", "remember that ", "push ", "postpone ", "rename ",
	"tell me ", "list my ", "complete ", "schedule ", "add ", "book ", "create ", "set a reminder ",
	"set up ", "put ", "tick off ", "check off ", "remove ", "invite ", "when's ", "when is ",
	"also remind ", "also add ", "also mark ", "also move ", "also cancel ", "please ", "i need to ",
	"i have to ", "i also need ", "let me know ", "give me ", "make it ", "could you ", "can you ", NULL,
};
static const char *const joiners[] = { " and then ", ", and ", ", then ", " and also ", " and ", ", ", " then ", "; ", NULL };

static bool starts(struct px_str text, size_t at, const char *word)
{
	size_t n = strlen(word);

	return text.size - at >= n && strncasecmp(text.data + at, word, n) == 0;
}

static size_t request_at(struct px_str text, size_t at)
{
	for (size_t j = 0; joiners[j]; j++) {
		size_t n = strlen(joiners[j]);
		if (!starts(text, at, joiners[j]))
			continue;
		for (size_t s = 0; starters[s]; s++) {
			if (starts(text, at + n, starters[s]))
				return n;
		}
	}
	return 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A sentence end: its mark, then space, then more. */
static size_t sentence_end(struct px_str text, size_t at)
{
	char c = text.data[at];

	if (c == '\n' || c == ';')
		return 1;
	if ((c == '.' || c == '!' || c == '?') && at + 2 < text.size && text.data[at + 1] == ' ' && at > 2 &&
	    (is_digit(text.data[at - 1]) ||
	     (text.data[at - 2] != ' ' && text.data[at - 2] != '.' && text.data[at - 3] != ' ')))
		return 2;
	return 0;
}

static bool blank(struct px_str text, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		if (!strchr(" \t\r\n.,!?;", text.data[i]))
			return false;
	}
	return true;
}

static size_t add(struct px_str text, size_t begin, size_t end, struct px_segment *found, size_t count)
{
	if (blank(text, begin, end))
		return count;
	while (begin < end && strchr(" \t\r\n", text.data[begin]))
		begin++;
	found[count] = (struct px_segment){ begin, end };
	return count + 1;
}

size_t px_segment_split(struct px_str text, struct px_segment *found, size_t max)
{
	size_t count = 0, begin = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.size && count + 1 < max; i++) {
		if (text.data[i] == '"')
			quoted = !quoted;
		if (quoted || i == begin)
			continue;
		size_t n = sentence_end(text, i);
		size_t skip = n ? 0 : request_at(text, i);
		if (!n && !skip)
			continue;
		count = add(text, begin, i + n, found, count);
		begin = i + n + skip;
		i = begin - 1;
	}
	return max ? add(text, begin, text.size, found, count) : 0;
}
