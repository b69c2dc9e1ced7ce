/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slots of events: where it is and who comes.
 */
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"

static bool ends_phrase(const struct px_word *word, bool first)
{
	return (!first && word->flags & PX_WORD_BREAK) || px_word_in(word, PX_WORDS_NAME_ENDS);
}

static bool adjacent(const struct px_request *request, const struct px_word *a, const struct px_word *b)
{
	for (uint32_t i = a->end; i < b->begin; i++) {
		unsigned char c = (unsigned char)request->text.data[i];
		if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'))
			return false; /* a time or a slot stood between */
	}
	return true;
}

static bool ampersand(const struct px_request *request, const struct px_word *a, const struct px_word *b)
{
	return b->begin > a->end && memchr(request->text.data + a->end, '&', b->begin - a->end) != NULL;
}

static size_t phrase_length(const struct px_request *request, const struct px_word *words, size_t count, size_t most)
{
	size_t n = 0;

	while (n < count && n < most && !ends_phrase(&words[n], n == 0) &&
	       (n == 0 ||
		(adjacent(request, &words[n - 1], &words[n]) && !ampersand(request, &words[n - 1], &words[n]))))
		n++;
	return n;
}

static bool is_place_noun(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_PLACE_NOUN);
}

/* "14 Mill Lane" */
static bool is_address(const struct px_word *words, size_t n)
{
	for (size_t i = 1; i < n && i < 4; i++) {
		if (px_word_number(&words[0]) && px_parse_street(&words[i]))
			return true;
	}
	return false;
}

static bool place_starts(const struct px_word *preposition, const struct px_word *words, size_t n)
{
	if (px_word_in(preposition, PX_WORDS_AT))
		return !px_word_in(&words[0], PX_WORDS_AT_NO_PLACE) && !px_word_in(&words[n - 1], PX_WORDS_TIME_NOUN) &&
		       (px_word_number(&words[0]) == 0 || is_address(words, n));
	for (size_t i = 0; i < n; i++) {
		if (is_place_noun(&words[i]))
			return true;
	}
	return !px_word_in(&words[0], PX_WORDS_IN_NO_PLACE) && !px_word_in(&words[n - 1], PX_WORDS_IN_NO_PLACE_NOUN) &&
	       n <= 3;
}

/* "at the Hendersons'": the apostrophe belongs to the name. */
static uint32_t owner_end(const struct px_request *request, const struct px_word *last)
{
	const char *text = request->text.data + last->end;
	size_t left = request->end - last->end;

	if (last->text[last->size - 1] != 's')
		return last->end;
	return left && text[0] == '\''			     ? last->end + 1
	       : left >= 3 && memcmp(text, "\u2019", 3) == 0 ? last->end + 3
							     : last->end;
}

static void take_place(struct px_request *request, const struct px_word *preposition, const struct px_word *words,
		       size_t n)
{
	uint32_t end = owner_end(request, &words[n - 1]);

	request->slots.location = end == words[n - 1].end ? px_parse_surface(request, words, 0, n) :
		px_arena_str(request->arena, px_parse_said(request, words[0].begin, end));
	px_request_span(request, "place", words[0].begin, end);
	px_parse_cut(request, preposition->begin, end);
}

/* "Bestseller on Dawson Street", "the Crown in Brewer Street": how many words more are its street. */
static size_t street_length(const struct px_request *request, const struct px_word *words, size_t at, size_t count)
{
	if (at + 1 >= count || !px_word_in(&words[at], PX_WORDS_STREET_FOLLOWS) ||
	    !adjacent(request, &words[at - 1], &words[at]))
		return 0;
	for (size_t i = at + 1;
	     i < count && i < at + 5 && adjacent(request, &words[i - 1], &words[i]) && !(words[i].flags &
											 PX_WORD_BREAK);
	     i++) {
		if (px_parse_street(&words[i]) && i > at + 1)
			return i + 1 - at;
	}
	return 0;
}

/* "on Zoom": a room that is nowhere; how many words of it stand at words[0]. */
static size_t online_length(const struct px_word *words, size_t count)
{
	if (px_word_in(&words[0], PX_WORDS_ONLINE_SERVICE))
		return 1;
	return count > 1 && px_word_in(&words[0], PX_WORDS_ONLINE_MAKER) &&
			       px_word_in(&words[1], PX_WORDS_ONLINE_PRODUCT)
		       ? 2
		       : 0;
}

static void take_online(struct px_request *request, const struct px_word *words, size_t count)
{
	for (size_t i = count; i-- > 1 && !request->slots.location; ) {
		size_t n = i + 1 < count && px_word_in(&words[i], PX_WORDS_ONLINE_LINK) &&
					   !(words[i].flags & PX_WORD_QUOTED)
				   ? online_length(words + i + 1, count - i - 1)
				   : 0;
		bool ends = n && (i + 1 + n == count || words[i + 1 + n].flags & PX_WORD_BREAK ||
				  px_word_in(&words[i + 1 + n], PX_WORDS_AFTER_ONLINE) ||
				  !adjacent(request, &words[i + n], &words[i + 1 + n]));
		if (ends)
			take_place(request, &words[i], words + i + 1, n);
	}
}

/* ", 22 Ocean St" at the end is the place, or says more exactly where that is ("at her house, 8 Elm Close"). */
static void take_bare_address(struct px_request *request, const struct px_word *words, size_t count)
{
	for (size_t i = count; i-- > 1 && i + 5 > count; ) {
		if (!(words[i].flags & PX_WORD_BREAK) || words[i].flags & PX_WORD_QUOTED || count - i < 2 ||
		    !px_word_number(&words[i]) || !px_parse_street(&words[count - 1]))
			continue;
		const char *before = request->slots.location;
		take_place(request, &words[i], words + i, count - i);
		if (before)
			request->slots.location = px_arena_printf(request->arena, "%s, %s", before,
								  request->slots.location);
		return;
	}
}

/* ", room 12" at the end needs no preposition. */
static void take_bare_place(struct px_request *request, const struct px_word *words, size_t count)
{
	for (size_t i = count; i-- > 1 && i + 5 > count; ) {
		bool parted = words[i].flags & PX_WORD_BREAK ||
			      (!adjacent(request, &words[i - 1], &words[i]) && is_place_noun(&words[count - 1]));
		if (!parted || words[i].flags & PX_WORD_QUOTED || request->slots.location)
			continue;
		size_t n = phrase_length(request, words + i, count - i, 4);
		if (i + n == count && (is_place_noun(&words[i]) || is_place_noun(&words[count - 1])))
			take_place(request, &words[i], words + i, n);
	}
}

/* "… at the Crown" stands right before `at`. */
static bool has_place_before(const struct px_request *request, const struct px_word *words, size_t at)
{
	for (size_t i = at; i-- > 0 && i + 5 > at; ) {
		if (words[i].flags & PX_WORD_QUOTED || !adjacent(request, &words[i], &words[i + 1]))
			return false;
		if (px_word_in(&words[i], PX_WORDS_AT_OR_IN) && i + 1 < at)
			return place_starts(&words[i], words + i + 1, at - i - 1);
	}
	return false;
}

void px_slots_place(struct px_request *request, const struct px_word *words, size_t count)
{
	for (size_t i = count; i-- > 0 && !request->slots.location; ) {
		if (!px_word_in(&words[i], PX_WORDS_AT_OR_IN) || words[i].flags & PX_WORD_QUOTED || i + 1 >= count)
			continue;
		if (!adjacent(request, &words[i], &words[i + 1]) || (i && px_word_in(&words[i - 1], PX_WORDS_LOOKS)))
			continue; /* "to look at the gutters" */
		size_t n = phrase_length(request, words + i + 1, count - i - 1, 6);
		/* "at the Crown in Brewer Street": the street belongs to the place before it */
		if (i > 1 && n && street_length(request, words, i, count) && has_place_before(request, words, i))
			continue;
		if (n && place_starts(&words[i], words + i + 1, n))
			take_place(request, &words[i], words + i + 1, n +
				   street_length(request, words, i + 1 + n, count));
	}
	take_online(request, words, count);
	take_bare_address(request, words, count);
	take_bare_place(request, words, count);
}

void px_slots_person(struct px_request *request, const struct px_word *words, size_t count)
{
	struct px_slots *slots = &request->slots;
	size_t from = 0;

	while (from < count && px_word_in(&words[from], PX_WORDS_ARTICLE_OR_OUR))
		from++;
	if (from == count || slots->people_count == PX_SLOT_LIST)
		return;
	slots->people[slots->people_count++] = px_parse_surface(request, words, from, count);
	px_request_span(request, "person", words[from].begin, words[count - 1].end);
}

static bool no_person(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_NO_PERSON);
}

void px_slots_people(struct px_request *request, const struct px_word *words, size_t count)
{
	for (size_t i = 0; i + 1 < count; i++) {
		if (!px_word_in(&words[i], PX_WORDS_WITH) || words[i].flags & PX_WORD_QUOTED)
			continue;
		size_t at = i + 1;
		while (at < count && !no_person(&words[at]) && (at == i + 1 || !is_place_noun(&words[at]))) {
			size_t n = phrase_length(request, words + at, count - at, 4);
			if (!n)
				break;
			px_slots_person(request, words + at, n);
			at += n;
			if (at < count && ampersand(request, &words[at - 1], &words[at]))
				continue;
			if (at < count && px_word_in(&words[at], PX_WORDS_AND) &&
			    adjacent(request, &words[at - 1], &words[at]))
				at++;
			else if (at >= count || !(words[at].flags & PX_WORD_BREAK) ||
				 !adjacent(request, &words[at - 1], &words[at]) || words[at].flags & PX_WORD_STOP ||
				 px_word_in(&words[at], PX_WORDS_NAME_ENDS))
				break;
		}
		return;
	}
}
