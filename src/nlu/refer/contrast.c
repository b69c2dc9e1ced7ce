/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/refer/contrast.h"

#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"

enum { WORDS_MOST = 60, VALUE_WORDS = 4 };

/* The words of the message, and the sentence [from, to) of them. */
struct sentence {
	const struct px_request *source;
	struct px_words w;
	size_t from, to;
};

static struct px_cut bytes(const struct sentence *s, size_t from, size_t to)
{
	return from < to ? (struct px_cut){ s->w.at[from].begin, s->w.at[to - 1].end } : (struct px_cut){ 0, 0 };
}

static bool is_number(const struct px_word *word)
{
	return px_word_is_number(word) && !(word->flags & PX_WORD_QUOTED);
}

/* Some of the words are a time or a number. */
static bool has_value(const struct sentence *s, size_t from, size_t to)
{
	struct px_time_expr time;

	for (; from < to; from++) {
		if (is_number(&s->w.at[from]))
			return true;
		if (!px_word_in(&s->w.at[from], PX_WORDS_NOW) &&
		    px_parse_time_in(s->source, s->w.at[from].begin, s->w.at[to - 1].end, &time) &&
		    time.begin == s->w.at[from].begin)
			return true;
	}
	return false;
}

/* A value begins at the word, or behind "at", "the". */
static bool value_at(const struct sentence *s, size_t at)
{
	struct px_time_expr time;

	while (at < s->to && px_word_in(&s->w.at[at], PX_WORDS_CONTRAST_LINK))
		at++;
	if (at == s->to)
		return false;
	const size_t last = at + VALUE_WORDS < s->to ? at + VALUE_WORDS : s->to;
	return is_number(&s->w.at[at]) ||
	       (px_parse_time_in(s->source, s->w.at[at].begin, s->w.at[last - 1].end, &time) &&
		time.begin == s->w.at[at].begin);
}

/* Where the clause ends that goes on at the word. */
static size_t clause_end(const struct sentence *s, size_t at)
{
	for (at++; at < s->to && !(s->w.at[at].flags & PX_WORD_BREAK); )
		at++;
	return at < s->to ? at : s->to;
}

static size_t clause_begin(const struct sentence *s, size_t at)
{
	while (at > s->from && !(s->w.at[at].flags & PX_WORD_BREAK))
		at--;
	return at;
}

static size_t sentence_end(const struct px_words *w, size_t at)
{
	for (at++; at < w->count && !(w->at[at].flags & PX_WORD_STOP); )
		at++;
	return at < w->count ? at : w->count;
}

/* The clauses in front of word `end`, back to the one with a value. */
static bool before(const struct sentence *s, size_t end, struct px_cut *value)
{
	size_t from = end;

	while (from > s->from) {
		const size_t begin = clause_begin(s, from - 1);
		if (has_value(s, begin, from)) {
			*value = bytes(s, begin, from);
			return true;
		}
		from = begin;
	}
	return false;
}

/* The first clause from word `at` on that has a value, in this sentence or else the next, which then belongs to it. */
static bool behind(struct sentence *s, size_t at, struct px_cut *value)
{
	const size_t end = s->to;

	if (at == end || !has_value(s, at, end))
		s->to = end < s->w.count ? sentence_end(&s->w, end) : end;
	for (size_t from = at, to; from < s->to; from = to) {
		to = clause_end(s, from);
		if (!has_value(s, from, to))
			continue;
		*value = bytes(s, from, to);
		return true;
	}
	s->to = end;
	return false;
}

static bool matches_at(const struct sentence *s, enum px_pattern pattern, size_t at, size_t *length)
{
	struct px_match match;

	return at < s->to && px_match_prefix(pattern, s->w.at + at, s->to - at, &match, length);
}

/* Somebody tells Pixie what to do: no statement. */
static bool commands(const struct sentence *s, size_t at)
{
	while (at + 1 < s->to && px_word_in(&s->w.at[at], PX_WORDS_TAKES_BACK) &&
	       !px_word_in(&s->w.at[at], PX_WORDS_MAKE))
		at++;
	const struct px_word *first = &s->w.at[at];
	return px_parse_task_verb(first) || px_word_in(first, PX_WORDS_MOVER) || px_word_in(first, PX_WORDS_MAKE) ||
	       px_word_in(first, PX_WORDS_QUESTION_OR_LIST) || px_word_in(first, PX_WORDS_CONTRAST_COMMANDS);
}

/* More is asked for behind it: "on Tuesday rather than Wednesday and bump it up to high". */
static bool goes_on(const struct sentence *s, size_t at)
{
	for (; at + 1 < s->to; at++) {
		if (px_word_in(&s->w.at[at], PX_WORDS_AND) && commands(s, at + 1))
			return true;
	}
	return false;
}

/* "11 instead of 9:30", "14, not 12" */
static bool reads_denial(const struct sentence *s, size_t at, struct px_contrast *found)
{
	size_t length, this_one;

	if (at == s->from || !matches_at(s, PX_PATTERN_CONTRAST_NOT, at, &length))
		return false;
	const size_t old = at + length;
	const bool strong = length > 1 || !px_word_in(&s->w.at[at], PX_WORDS_NOT);
	const bool shown = matches_at(s, PX_PATTERN_CONTRAST_THIS_ONE, old, &this_one);
	if ((!shown && !value_at(s, old)) || goes_on(s, old) || commands(s, clause_begin(s, at - 1)) ||
	    !before(s, at, &found->now))
		return false;
	found->leans = px_word_in(&s->w.at[old], PX_WORDS_MY_OR_OUR);
	if (!strong && !has_value(s, at > s->from + 3 ? at - 3 : s->from, at))
		return false; /* "at 5 we sing, and not for 10 minutes" */
	found->old = shown ? (struct px_cut){ 0, 0 } : bytes(s, old, clause_end(s, old));
	return true;
}

/* "sorry, not Saturday, Sunday" */
static bool begins_denied(struct sentence *s, size_t at, struct px_contrast *found)
{
	if (!px_word_in(&s->w.at[at], PX_WORDS_NOT) || !value_at(s, at + 1))
		return false;
	for (size_t i = s->from; i < at; i++) {
		if (!px_word_in(&s->w.at[i], PX_WORDS_TAKES_BACK))
			return false;
	}
	const size_t end = clause_end(s, at);
	found->leans = true;
	found->old = bytes(s, at + 1, end);
	return end < s->to && behind(s, end, &found->now);
}

/* "Kai can't do 5, 6 instead", "Mam can't do the 21st. Move both to the Sunday" */
static bool reads_refusal(struct sentence *s, size_t at, struct px_contrast *found)
{
	struct px_time_expr time;
	size_t length;

	if (!matches_at(s, PX_PATTERN_CONTRAST_CANT, at, &length) || !value_at(s, at + length))
		return false;
	size_t old = at + length, end = clause_end(s, old);
	while (px_word_in(&s->w.at[old], PX_WORDS_CONTRAST_LINK))
		old++;
	if (is_number(&s->w.at[old]) && !(s->w.at[old].text[0] <= '9' && s->w.at[old].size > 2)) {
		end = old + 1; /* "can't make ten it's going to be half two" */
	} else if (px_parse_time_in(s->source, s->w.at[old].begin, s->w.at[end - 1].end, &time)) {
		for (end = old + 1; end < s->to && s->w.at[end].begin < time.end; )
			end++;
	}
	found->old = bytes(s, old, end);
	found->once = true;
	return behind(s, end, &found->now);
}

/* "Thursday is off, he comes Friday", "the 26th is sports day now so we are moving to the 3rd" */
static bool reads_taken(struct sentence *s, size_t at, struct px_contrast *found)
{
	size_t length, is = at, end;

	if ((at != s->from && !(s->w.at[at].flags & PX_WORD_BREAK) &&
	     !px_word_in(&s->w.at[at - 1], PX_WORDS_CONTRAST_SAYS)) || !value_at(s, at))
		return false;
	while (is < s->to && is < at + VALUE_WORDS && !px_word_in(&s->w.at[is], PX_WORDS_STATES))
		is++;
	if (is == at || is == s->to || !px_word_in(&s->w.at[is], PX_WORDS_STATES))
		return false;
	for (end = is + 1; end < s->to && end < is + 6; end++) {
		if (matches_at(s, PX_PATTERN_CONTRAST_OFF, end, &length))
			break;
	}
	if (end == s->to || end == is + 6 || !px_words_have(&(struct px_words){ s->w.at + end, s->to - end },
							     PX_WORDS_CONTRAST_GOES))
		return false;
	found->old = bytes(s, at, is);
	found->leans = found->once = true;
	return behind(s, end + length, &found->now);
}

/* "the closing got moved up to the 30th" */
static bool reads_moved(const struct sentence *s, size_t at, struct px_contrast *found)
{
	size_t length;

	if (at == s->from || !matches_at(s, PX_PATTERN_CONTRAST_MOVED, at, &length) || !value_at(s, at + length))
		return false;
	found->now = bytes(s, at + length, clause_end(s, at + length));
	return true;
}

/* "the court granted a one week extension on the brief", "they gave us five more days on the list" */
static bool reads_extension(const struct sentence *s, size_t at, struct px_contrast *found)
{
	struct px_time_expr time;
	size_t length;

	if (!matches_at(s, PX_PATTERN_CONTRAST_EXTENDS, at, &length))
		return false;
	const bool says = px_words_have(&(struct px_words){ s->w.at + at, s->to - at }, PX_WORDS_CONTRAST_EXTRA);
	for (size_t i = at + length; says && i < s->to; i++) {
		const size_t last = i + VALUE_WORDS < s->to ? i + VALUE_WORDS : s->to;
		if (!px_parse_time_in(s->source, s->w.at[i].begin, s->w.at[last - 1].end, &time) ||
		    time.value.kind != PX_TIME_DURATION)
			continue;
		found->now = (struct px_cut){ (uint32_t)time.begin, (uint32_t)time.end };
		found->added = true;
		return true;
	}
	return false;
}

/* "now they say Tuesday. between 1 and 6" */
static bool reads_said(struct sentence *s, size_t at, struct px_contrast *found)
{
	size_t length;

	if (!matches_at(s, PX_PATTERN_CONTRAST_NOW_SAID, at, &length) || !value_at(s, at + length))
		return false;
	found->now = bytes(s, at + length, clause_end(s, at + length));
	found->leans = true;
	if (s->to < s->w.count) { /* the hours, as a sentence of their own */
		struct sentence next = { s->source, s->w, s->to, sentence_end(&s->w, s->to) };
		if (value_at(&next, next.from) || px_word_in(&s->w.at[next.from], PX_WORDS_CONTRAST_HOURS)) {
			s->to = next.to;
			found->now.end = s->w.at[next.to - 1].end;
		}
	}
	return true;
}

/* "swapped Wednesday with Priya, I'm off that night now" */
static bool reads_swap(const struct sentence *s, size_t at, struct px_contrast *found)
{
	size_t length;

	if (!matches_at(s, PX_PATTERN_CONTRAST_SWAPPED, at, &length) || !value_at(s, at + length) ||
	    !px_words_have(&(struct px_words){ s->w.at + at, s->to - at }, PX_WORDS_CONTRAST_FREE))
		return false;
	size_t end = at + length + 1;
	while (end < s->to && !px_word_in(&s->w.at[end], PX_WORDS_CONTRAST_WITH))
		end++;
	found->old = bytes(s, at + length, end);
	found->off = found->once = found->leans = true;
	return end < s->to;
}

static bool read_sentence(struct sentence *s, struct px_contrast *found)
{
	if (commands(s, s->from))
		return false;
	for (size_t at = s->from; at < s->to; at++) {
		*found = (struct px_contrast){ 0 };
		if (s->w.at[at].flags & PX_WORD_QUOTED)
			continue;
		if (begins_denied(s, at, found) || reads_denial(s, at, found) || reads_refusal(s, at, found) ||
		    reads_taken(s, at, found) || reads_moved(s, at, found) || reads_extension(s, at, found) ||
		    reads_said(s, at, found) || reads_swap(s, at, found))
			return true;
	}
	return false;
}

bool px_contrast_find(const struct px_request *source, size_t from, struct px_contrast *found)
{
	struct sentence s = { .source = source };

	if (from >= source->text.size)
		return false;
	s.w = px_words_of(source->text, from, source->text.size, source->arena);
	if (s.w.count > WORDS_MOST || !px_words_have(&s.w, PX_WORDS_CONTRAST_CUE) || px_words_ask(source->text, &s.w))
		return false;
	for (; s.from < s.w.count; s.from = s.to) {
		s.to = sentence_end(&s.w, s.from);
		if (!read_sentence(&s, found))
			continue;
		found->begin = s.w.at[s.from].begin;
		found->end = s.w.at[s.to - 1].end;
		return true;
	}
	return false;
}
