/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over the gaps between words, outside of quotes.  A line break, a
 * semicolon or a sentence end always parts; a comma or "and" only if what
 * follows opens a request: a verb that commands Pixie ("add", "move", "remind
 * me") or a question.  Verbs that are usual in titles ("buy", "call") open none.
 */
#include "nlu/read/segment.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { JOINERS_MAX = 4, NAME_WORDS = 4 };

/* Openings of a request; a trailing space in the table means a whole word. */
static const char *const openings[] = {
	"add ", "create ", "schedule ", "remind me", "set a ", "set up ", "set an ", "set the ",
	"put ", "move ", "reschedule ", "postpone ", "rename ", "change ", "cancel ", "delete ",
	"remove ", "mark ", "check off ", "cross off ", "tick off ", "complete ", "show ", "list ",
	"tell me", "what's ", "whats ", "what is ", "what are ", "what do ", "what did ", "when is ",
	"when's ", "when do ", "when did ", "where is ", "where's ", "where did ", "who is ", "who's ",
	"which tasks", "which meetings", "how many ", "am i ", "do i ", "remember that ", "remember my ", "forget that ",
	"forget my ", "forget about ", "undo", "give me ", "push the ", "push my ", "invite ",
	"snooze ", "book ", "block ", "clear my ", "make a ", "make an ", "note that ",
	"save that ", "i need to ", "i have to ", "please ", "can you ", "could you ", "find ",
	"extend ", "shorten ", "push ", "let me know ", "make it ", "make that ", "i also need ", "pencil in ", "squeeze in ", "slot in ",
	"stick it ", "stick that ", "stick them ", "pop it ", "pop that ", "pop them ", "chuck it ", "bung it ", "file it ", "file that ", "log it ",
	"update it", "update that ",
};

/* These open one only with what they are about: "…, so take it out", but "…, take the bus". */
static const char *const pronoun_openings[] = {
	"take it ", "take that ", "take them ", "cancel it", "delete it", "remove it", "move it", "push it", "drop it",
	"scrap it", "skip it", "mark it", "tick it ", "tick that ", "tick them ", "cross it ", "cross that ",
	"reschedule it", "postpone it", "call it off", "bin it", "strike it", "knock it off", "knock that off", "knock them off", "shift it", "bring it", "delay it",
};

/* Words at a joint that belong to neither side. */
static const char *const joiners[] = { "and", "then", "also", "plus", "after that", "oh", "next" };

/* "next thing is …": no joiner there. */
static const char *const next_things[] = { "next thing", "next one", "next job", "next task", "next step", "next item", "next up" };

/* Behind these a request's verb is part of what was said before. */
static const char *const subordinate[] = {
	"to", "who", "which", "if", "when", "or", "not", "i", "we", "you", "can",
};

/* A full stop behind these ends no sentence. */
static const char *const abbreviations[] = { "dr", "mr", "mrs", "ms", "prof", "st", "vs", "no" };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_word(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '\'' || c < 0;
}

/* Does the phrase stand at `at`, in any case, ending where a word ends? */
static bool phrase_at(struct px_str text, size_t at, const char *phrase)
{
	size_t n = strlen(phrase);

	if (text.size - at < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (lower(text.data[at + i]) != phrase[i])
			return false;
	}
	return phrase[n - 1] == ' ' || at + n == text.size || !is_word(text.data[at + n]);
}

static bool starts_with_any(struct px_str text, size_t at, const char *const *phrases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (phrase_at(text, at, phrases[i]))
			return true;
	}
	return false;
}

static bool opens_request(struct px_str text, size_t at)
{
	for (size_t i = 0; i < COUNT(openings); i++) {
		if (phrase_at(text, at, openings[i]))
			return true;
	}
	return false;
}

static bool opens_with_pronoun(struct px_str text, size_t at)
{
	for (size_t i = 0; i < COUNT(pronoun_openings); i++) {
		if (phrase_at(text, at, pronoun_openings[i]))
			return true;
	}
	return false;
}

/* Between requests and between words. */
static bool is_gap(char c)
{
	return is_space(c) || c == ',' || c == ';';
}

static size_t skip_gap(struct px_str text, size_t at)
{
	while (at < text.size && is_gap(text.data[at]))
		at++;
	return at;
}

/* Past the joiners at `at`; *joined tells whether there was one. */
static size_t skip_joiners(struct px_str text, size_t at, bool *joined)
{
	size_t skipped = 0;

	*joined = false;
	for (size_t i = 0; i < COUNT(joiners) && skipped < JOINERS_MAX;) {
		if (at < text.size && phrase_at(text, at, joiners[i]) && !starts_with_any(text, at, next_things, COUNT(next_things))) {
			at = skip_gap(text, at + strlen(joiners[i]));
			*joined = true;
			skipped++;
			i = 0;
		} else {
			i++;
		}
	}
	return at;
}

/*
 * Behind the quotation that opens at `at`; `at` itself if none does.  A mark
 * without a partner is remembered in `lonely`, so that it is looked for once.
 */
static size_t skip_quote(struct px_str text, size_t at, bool lonely[2])
{
	static const char *const pairs[][2] = { { "\"", "\"" }, { "\xe2\x80\x9c", "\xe2\x80\x9d" } };

	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct px_str rest = px_str_n(text.data + at, text.size - at);
		struct px_str open = px_str(pairs[i][0]);
		if (lonely[i] || !px_str_starts(rest, open))
			continue;
		rest = px_str_n(rest.data + open.size, rest.size - open.size);
		size_t end = px_str_find(rest, px_str(pairs[i][1]));
		if (end != SIZE_MAX)
			return at + open.size + end + strlen(pairs[i][1]);
		lonely[i] = true;
	}
	return at;
}

static size_t word_begin(struct px_str text, size_t from, size_t end)
{
	size_t begin = end;

	while (begin > from && end - begin < 8 && is_word(text.data[begin - 1]))
		begin--;
	return begin;
}

static bool word_is_one_of(struct px_str text, size_t begin, size_t end, const char *const *words,
			   size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (end - begin == strlen(words[i]) && phrase_at(text, begin, words[i]))
			return true;
	}
	return false;
}

/* Does a sentence end before the gap at `at` (> 0)?  Not behind "p.m." or "Dr.". */
static bool ends_sentence(struct px_str text, size_t at)
{
	size_t begin = word_begin(text, 0, at - 1);

	if (text.data[at - 1] != '.')
		return text.data[at - 1] == '!' || text.data[at - 1] == '?';
	return at - 1 - begin > 1 &&
	       !word_is_one_of(text, begin, at - 1, abbreviations, COUNT(abbreviations));
}

/* The word before `at` leaves the sentence open ("remind me to", "... or"). */
static bool is_subordinate(struct px_str text, size_t begin, size_t at)
{
	return word_is_one_of(text, word_begin(text, begin, at), at, subordinate, COUNT(subordinate));
}

static size_t word_gaps(struct px_str text, size_t begin, size_t end)
{
	size_t gaps = 0;

	for (size_t i = begin; i < end; i++)
		gaps += is_gap(text.data[i]);
	return gaps;
}

/* "it can't be at 11, make it 12", "we're out of eggs, add them to groceries": one request in two halves. */
static bool goes_on(struct px_str text, size_t begin, size_t at, size_t next)
{
	static const char *const instead[] = { "make it ", "make that ", "do it ", "move it ", "put it ", "have it " };
	static const char *const denials[] = { "can't ", "cannot ", "don't ", "won't ", "isn't ", "doesn't ", "cant ", "dont " };
	static const char *const listing[] = { "add them ", "add it ", "put them ", "put it ", "stick them ", "stick it ",
					       "add those ", "add that ", "pop it ", "pop them " };
	static const char *const wants[] = { "we need ", "i need ", "we're out ", "i'm out ", "we are out ", "out of ", "were out ",
					     "im out ", "i am out ", "no more ", "running low ", "we're running ", "we're low ",
					     "i'm running ", "we could use ", "need " };

	static const char *const ranks[] = { "put it down as ", "put that down as ", "put this down as ", "put them down as " };
	static const char *const notes[] = { "add a note", "add note", "add the note", "add a comment" };

	if (starts_with_any(text, next, listing, COUNT(listing)) && starts_with_any(text, begin, wants, COUNT(wants)))
		return true;
	if (starts_with_any(text, next, ranks, COUNT(ranks)) ||
	    (starts_with_any(text, next, notes, COUNT(notes)) && !opens_request(text, begin)))
		return true; /* "winter menu task, add a note: soup of the day" */
	if (!starts_with_any(text, next, instead, COUNT(instead)))
		return false;
	if (word_gaps(text, begin, at) < NAME_WORDS && !opens_request(text, begin) && starts_with_any(text, next, instead, 2))
		return true; /* "board review, make it an hour": a name, and what becomes of it */
	for (size_t i = begin; i < at && i < begin + 80; i++) {
		if ((i == begin || !is_word(text.data[i - 1])) && starts_with_any(text, i, denials, COUNT(denials)))
			return true;
	}
	return false;
}

/* Where the next request begins if the gap at `at`, which ends at `end`, parts two; else 0. */
static size_t joint_at(struct px_str text, size_t begin, size_t at, size_t end)
{
	struct px_str gap = px_str_n(text.data + at, end - at);
	bool joined, line = memchr(gap.data, '\n', gap.size) || memchr(gap.data, ';', gap.size);
	size_t next = skip_joiners(text, end, &joined);

	if (next >= text.size || at == begin)
		return 0;
	if (line || ends_sentence(text, at))
		return next;
	bool comma = memchr(gap.data, ',', gap.size), so = phrase_at(text, next, "so ");
	size_t it = so ? skip_gap(text, next + strlen("so ")) : next;
	if ((joined || comma || so) && opens_with_pronoun(text, it) && !is_subordinate(text, begin, at))
		return it;
	if (goes_on(text, begin, at, next))
		return 0;
	return (joined || comma) && opens_request(text, next) && !is_subordinate(text, begin, at) ? next : 0;
}

static struct px_segment trim(struct px_str text, size_t begin, size_t end)
{
	while (begin < end && is_gap(text.data[begin]))
		begin++;
	while (end > begin && is_gap(text.data[end - 1]))
		end--;
	return (struct px_segment){ .begin = begin, .end = end };
}

static bool says_something(struct px_str text, struct px_segment segment)
{
	for (size_t i = segment.begin; i < segment.end; i++) {
		if (is_word(text.data[i]))
			return true;
	}
	return false;
}

size_t px_segment_split(struct px_str text, struct px_segment *found, size_t max)
{
	bool lonely[2] = { false, false };
	size_t begin = 0, count = 0;

	for (size_t at = 0; at < text.size && count + 1 < max;) {
		size_t end = skip_quote(text, at, lonely);
		if (end > at || !is_gap(text.data[at])) {
			at = end > at ? end : at + 1;
			continue;
		}
		end = skip_gap(text, at);
		size_t next = joint_at(text, begin, at, end);
		struct px_segment segment = trim(text, begin, at);
		if (next > 0 && says_something(text, segment)) {
			found[count++] = segment;
			begin = next;
		}
		at = next > end ? next : end;
	}
	struct px_segment last = trim(text, begin, text.size);
	if (max > 0 && last.end > last.begin)
		found[count++] = last;
	return count;
}
