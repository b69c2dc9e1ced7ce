/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over the gaps between words, outside of quotes.  A line break, a
 * semicolon or a sentence end always parts; a comma or "and" only if what
 * follows opens a request: a verb that commands Pixie ("add", "move", "remind
 * me") or a question.  Verbs that are usual in titles ("buy", "call") open none.
 */
#include "nlu/read/segment.h"

#include "nlu/language.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { JOINERS_MAX = 4, NAME_WORDS = 4 };

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

static bool starts_with_any(struct px_str text, size_t at, const struct px_texts *phrases)
{
	for (size_t i = 0; i < phrases->count; i++) {
		if (phrase_at(text, at, phrases->at[i]))
			return true;
	}
	return false;
}

static bool opens_request(struct px_str text, size_t at)
{
	return starts_with_any(text, at, px_texts(PX_TEXTS_REQUEST_OPENINGS));
}

static bool opens_with_pronoun(struct px_str text, size_t at)
{
	return starts_with_any(text, at, px_texts(PX_TEXTS_PRONOUN_OPENINGS));
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
	for (size_t i = 0; i < px_texts(PX_TEXTS_JOINERS)->count && skipped < JOINERS_MAX;) {
		if (at < text.size && phrase_at(text, at, px_texts(PX_TEXTS_JOINERS)->at[i]) &&
		    !starts_with_any(text, at, px_texts(PX_TEXTS_NEXT_THINGS))) {
			at = skip_gap(text, at + strlen(px_texts(PX_TEXTS_JOINERS)->at[i]));
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

static bool word_is_one_of(struct px_str text, size_t begin, size_t end, const struct px_texts *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (end - begin == strlen(words->at[i]) && phrase_at(text, begin, words->at[i]))
			return true;
	}
	return false;
}

/* "reply to reviewer 2. The last one is due Friday": a number that counts nothing up ("1. Milk 2. Bread"). */
static bool ends_with_number(struct px_str text, size_t begin, size_t at)
{
	const char before[] = { (char)(text.data[begin] - 1), '.', ' ', '\0' };

	return at - 1 - begin == 1 && text.data[begin] >= '2' && text.data[begin] <= '9' && begin > 1 &&
	       is_word(text.data[begin - 2]) && at + 1 < text.size && text.data[at + 1] >= 'A' &&
	       text.data[at + 1] <= 'Z' && !px_language()->dotted_ordinals &&
	       px_str_find(px_str_n(text.data, begin), px_str(before)) == SIZE_MAX;
}

/* Does a sentence end before the gap at `at` (> 0)?  Not behind "p.m." or "Dr.". */
static bool ends_sentence(struct px_str text, size_t at)
{
	size_t begin = word_begin(text, 0, at - 1);

	if (text.data[at - 1] != '.')
		return text.data[at - 1] == '!' || text.data[at - 1] == '?';
	bool dated = at + 1 < text.size && text.data[at] == ' ' && text.data[at + 1] >= '0' && text.data[at + 1] <= '9';
	if (dated && word_is_one_of(text, begin, at - 1, px_texts(PX_TEXTS_MONTH_ABBREVIATIONS)))
		return false; /* "May. 9" */
	if (px_language()->dotted_ordinals && strspn(text.data + begin, "0123456789") >= at - 1 - begin)
		return false; /* "am 10. Juni" */
	return ends_with_number(text, begin, at) ||
	       (at - 1 - begin > 1 && !word_is_one_of(text, begin, at - 1, px_texts(PX_TEXTS_ABBREVIATIONS)));
}

/* The word before `at` leaves the sentence open ("remind me to", "... or"). */
static bool is_subordinate(struct px_str text, size_t begin, size_t at)
{
	return word_is_one_of(text, word_begin(text, begin, at), at, px_texts(PX_TEXTS_SUBORDINATE));
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
	const struct px_texts *instead = px_texts(PX_TEXTS_INSTEAD_OPENINGS);
	const struct px_texts *denials = px_texts(PX_TEXTS_DENIALS);
	const struct px_texts *listing = px_texts(PX_TEXTS_LISTING_OPENINGS);
	const struct px_texts *wants = px_texts(PX_TEXTS_WANT_OPENINGS);

	const struct px_texts *ranks = px_texts(PX_TEXTS_RANK_OPENINGS);
	const struct px_texts *notes = px_texts(PX_TEXTS_NOTE_OPENINGS);

	if (starts_with_any(text, next, listing) && starts_with_any(text, begin, wants))
		return true;
	if (starts_with_any(text, next, ranks) ||
	    (starts_with_any(text, next, notes) && !opens_request(text, begin)))
		return true; /* "winter menu task, add a note: soup of the day" */
	if (!starts_with_any(text, next, instead))
		return false;
	if (word_gaps(text, begin, at) < NAME_WORDS && !opens_request(text, begin) &&
	    starts_with_any(text, next, px_texts(PX_TEXTS_MAKE_OPENINGS)))
		return true; /* "board review, make it an hour": a name, and what becomes of it */
	for (size_t i = begin; i < at && i < begin + 80; i++) {
		if ((i == begin || !is_word(text.data[i - 1])) && starts_with_any(text, i, denials))
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
		return !line && starts_with_any(text, next, px_texts(PX_TEXTS_NOTE_LABELS)) ? 0 : next;
	/* "I'm away friday.. move it" */
	bool dots = at > begin + 2 && text.data[at - 1] == '.' && text.data[at - 2] == '.';
	bool comma = dots || memchr(gap.data, ',', gap.size);
	bool so = phrase_at(text, next, px_phrase(PX_PHRASE_SO_OPENING));
	size_t it = so ? skip_gap(text, next + strlen(px_phrase(PX_PHRASE_SO_OPENING))) : next;
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
