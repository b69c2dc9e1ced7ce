/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/match.h"

#include "base/civil.h"
#include "base/fold.h"
#include "mail/words.h"

#include <string.h>

enum { OCCURRENCES_MAX = 200, AHEAD_DAYS = 31, WORD_LEAST = 4, NAME_LEAST = 3, COMPOUND_LEAST = 5, FRONT_LEAST = 3, ENDING_MOST = 2 };

static const char *const between_words = " .,;:!?()[]<>\"'/&+-\n\t", *const between_addresses = " ,;:()<>\"'\n\t";

/* The next run without any of those letters; empty at the end. */
static struct px_str next_word(struct px_str *rest, const char *between)
{
	size_t from = 0, to;

	while (from < rest->size && strchr(between, rest->data[from]))
		from++;
	for (to = from; to < rest->size && !strchr(between, rest->data[to]); to++)
		;
	struct px_str word = px_str_n(rest->data + from, to - from);
	*rest = px_str_n(rest->data + to, rest->size - to);
	return word;
}

/* Says what something is about: no short word, no "with" or "Thursday", no number. */
static bool is_telling(struct px_str word)
{
	bool letter = false;

	for (size_t i = 0; i < word.size; i++)
		letter |= word.data[i] < '0' || word.data[i] > '9';
	return letter && word.size >= WORD_LEAST && !px_mail_says(PX_CUE_SMALL, word);
}

/* The last letter may be an ending: "próba", "próby". */
static bool is_vowel(struct px_str end)
{
	return end.size == 1 ? strchr("aeiouy", end.data[0]) != NULL : end.size == 2 && ((unsigned char)end.data[0] & 0xe0) == 0xc0;
}

/*
 * Stricter than px_mail_alike, as something may be deleted by it: the same word, with an ending of two letters at most,
 * or with another last vowel; or the last part of a compound ("Stunde", "Klavierstunde"; not "other", "another").
 */
static bool is_same_thing(struct px_str a, struct px_str b)
{
	struct px_str longer = a.size > b.size ? a : b, shorter = a.size > b.size ? b : a;
	size_t same = 0;

	while (same < shorter.size && a.data[same] == b.data[same])
		same++;
	while (same && same < shorter.size && ((unsigned char)shorter.data[same] & 0xc0) == 0x80)
		same--;
	if (same == shorter.size)
		return longer.size - same <= ENDING_MOST;
	if (same >= WORD_LEAST && is_vowel(px_str_n(a.data + same, a.size - same)) && is_vowel(px_str_n(b.data + same, b.size - same)))
		return true;
	return shorter.size >= COMPOUND_LEAST && longer.size >= shorter.size + FRONT_LEAST && px_str_ends(longer, shorter);
}

static bool holds_word(struct px_str folded, struct px_str word)
{
	struct px_str other;

	while ((other = next_word(&folded, between_words)).size)
		if (is_telling(other) && is_same_thing(other, word))
			return true;
	return false;
}

/* How many words of the title that say something stand in what was told; all folded. */
static int count_shared(struct px_str title, struct px_str subject, struct px_str sentence)
{
	struct px_str word;
	int n = 0;

	while ((word = next_word(&title, between_words)).size)
		n += is_telling(word) && (holds_word(subject, word) || holds_word(sentence, word));
	return n;
}

/* "Tom", "Toms" */
static bool holds_name(struct px_str folded, struct px_str name)
{
	struct px_str word;

	while ((word = next_word(&folded, between_words)).size)
		if (px_str_eq(word, name) || (word.size == name.size + 1 && px_str_starts(word, name) && px_str_ends(word, PX_STR("s"))))
			return true;
	return false;
}

/* As a whole: ann@x.example does not stand in joann@x.example. */
static bool holds_address(struct px_str text, const char *address)
{
	struct px_str word;

	while ((word = next_word(&text, between_addresses)).size)
		if (px_str_eq_case(word, px_str(address)))
			return true;
	return false;
}

/* The text, of an event, names who wrote. */
static bool names_sender(struct px_arena *arena, struct px_str text, const struct px_mail_told *told)
{
	struct px_str rest = px_fold(arena, px_str(told->name ? told->name : "")), folded = px_fold(arena, text), word;

	while ((word = next_word(&rest, between_words)).size)
		if (word.size >= NAME_LEAST && !px_mail_says(PX_CUE_TITLE, word) && holds_name(folded, word))
			return true;
	return told->address && holds_address(text, told->address);
}

static bool is_of_sender(struct px_arena *arena, const struct px_event *event, const struct px_mail_told *told)
{
	return names_sender(arena, px_str(event->title), told) || names_sender(arena, px_str(event->attendees ? event->attendees : ""), told) ||
	       (told->address && holds_address(px_str(event->notes ? event->notes : ""), told->address));
}

/* Without them it does not take place: it is named after them, or nobody else comes. */
static bool needs_sender(struct px_arena *arena, const struct px_event *event, const struct px_mail_told *told)
{
	struct px_str name = px_fold(arena, px_str(told->name ? told->name : "")), word;
	struct px_str rest = px_fold(arena, px_str(event->attendees ? event->attendees : ""));
	bool alone = rest.size > 0;

	if (names_sender(arena, px_str(event->title), told))
		return true;
	while (alone && (word = next_word(&rest, between_addresses)).size)
		alone = holds_name(name, word) || (told->address && px_str_eq_case(word, px_str(told->address)));
	return alone;
}

/* How much speaks for it: words of its title and, if there is one, who wrote and its time of day, which alone are nothing. */
static int weigh(const struct px_domain *domain, const struct px_occurrence *one, const struct px_mail_told *told)
{
	struct px_arena *arena = domain->arena;
	int64_t ms;
	bool offset, timed = told->when && strlen(told->when) > 10 && px_civil_parse_ms(px_str(told->when), &ms, &offset);
	int words = count_shared(px_fold(arena, px_str(one->event->title)), px_fold(arena, px_str(told->subject)), px_fold(arena, px_str(told->sentence)));

	if (!words || (told->absent && !needs_sender(arena, one->event, told)))
		return 0;
	return words + is_of_sender(arena, one->event, told) + (timed && !one->event->all_day && px_tz_to_utc(domain->tz, ms, NULL) == one->start);
}

enum px_err px_mail_match_event(struct px_domain *domain, const struct px_mail_told *told, struct px_mail_match *match,
				struct px_error *error)
{
	struct px_str day_text = px_str_n(told->when ? told->when : "", told->when ? 10 : 0);
	int32_t day = px_domain_today(domain);
	bool known = told->when && px_civil_parse_day(day_text, &day);
	int64_t from = px_tz_to_utc(domain->tz, day * PX_MS_DAY, NULL), to = px_tz_to_utc(domain->tz, (day + (known ? 1 : AHEAD_DAYS)) * PX_MS_DAY, NULL);
	struct px_occurrence *found;
	size_t count = 0, total = 0;
	int best = known ? 1 : 2; /* least that must speak for it */

	*match = (struct px_mail_match){ 0 };
	if (day < px_domain_today(domain))
		return PX_OK;
	enum px_err err = px_event_list(domain, from, to, NULL, OCCURRENCES_MAX, &found, &count, &total, error);
	if (total > count)
		return err; /* one among more than were looked at isn't known to be the only one */
	for (size_t i = 0; !err && i < count; i++) {
		int n = found[i].start >= from ? weigh(domain, &found[i], told) : 0;
		if (n < best)
			continue;
		match->count = n > best ? 1 : match->count + 1;
		match->one = found[i];
		best = n;
	}
	return err;
}
