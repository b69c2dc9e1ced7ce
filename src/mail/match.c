/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/match.h"

#include "base/civil.h"
#include "base/fold.h"
#include "mail/words.h"

#include <string.h>
#include <strings.h>

enum { OCCURRENCES_MAX = 200, AHEAD_DAYS = 31, WORD_LEAST = 4, NAME_LEAST = 3, COMPOUND_LEAST = 5 };

/* The next word of letters; empty at the end. */
static struct px_str next_word(struct px_str *rest)
{
	size_t from = 0, to;

	while (from < rest->size && strchr(" .,;:!?()[]\"'/&+-", rest->data[from]))
		from++;
	for (to = from; to < rest->size && !strchr(" .,;:!?()[]\"'/&+-", rest->data[to]); to++)
		;
	struct px_str word = px_str_n(rest->data + from, to - from);
	*rest = px_str_n(rest->data + to, rest->size - to);
	return word;
}

/* "Stunde" and "Klavierstunde", too. */
static bool is_same_thing(struct px_str a, struct px_str b)
{
	struct px_str longer = a.size > b.size ? a : b, shorter = a.size > b.size ? b : a;

	return px_mail_alike(a, b) || (shorter.size >= COMPOUND_LEAST && px_str_ends(longer, shorter));
}

static bool holds_word(struct px_str folded, struct px_str word)
{
	struct px_str other;

	while ((other = next_word(&folded)).size)
		if (is_same_thing(other, word))
			return true;
	return false;
}

/* How many words of the title that say something stand in what was told; all folded. */
static int count_shared(struct px_str title, struct px_str subject, struct px_str sentence)
{
	struct px_str word;
	int n = 0;

	while ((word = next_word(&title)).size)
		n += word.size >= WORD_LEAST && !px_mail_says(PX_CUE_SMALL, word) && (holds_word(subject, word) || holds_word(sentence, word));
	return n;
}

static bool names_sender(struct px_arena *arena, const struct px_event *event, const struct px_mail_told *told)
{
	struct px_str name = px_fold(arena, px_str(told->name ? told->name : "")), word;
	const char *texts[] = { event->title, event->attendees };

	for (size_t i = 0; i < 2; i++)
		for (struct px_str rest = name; texts[i] && (word = next_word(&rest)).size;)
			if (word.size >= NAME_LEAST && !px_mail_says(PX_CUE_TITLE, word) && holds_word(px_fold(arena, px_str(texts[i])), word))
				return true;
	return told->address && ((event->notes && strcasestr(event->notes, told->address)) || (event->attendees && strcasestr(event->attendees, told->address)));
}

/* How much speaks for it: words of its title, who wrote, its time of day. */
static int weigh(const struct px_domain *domain, const struct px_occurrence *one, const struct px_mail_told *told)
{
	struct px_arena *arena = domain->arena;
	int64_t ms;
	bool offset, timed = told->when && strlen(told->when) > 10 && px_civil_parse_ms(px_str(told->when), &ms, &offset);
	int words = count_shared(px_fold(arena, px_str(one->event->title)), px_fold(arena, px_str(told->subject)), px_fold(arena, px_str(told->sentence)));

	return words + names_sender(arena, one->event, told) + (timed && !one->event->all_day && px_tz_to_utc(domain->tz, ms, NULL) == one->start);
}

enum px_err px_mail_match_event(struct px_domain *domain, const struct px_mail_told *told, struct px_mail_match *match,
				struct px_error *error)
{
	struct px_str day_text = px_str_n(told->when ? told->when : "", told->when ? 10 : 0);
	int32_t day = px_domain_today(domain);
	bool known = told->when && px_civil_parse_day(day_text, &day);
	int64_t from = px_tz_to_utc(domain->tz, day * PX_MS_DAY, NULL), to = px_tz_to_utc(domain->tz, (day + (known ? 1 : AHEAD_DAYS)) * PX_MS_DAY, NULL);
	struct px_occurrence *found;
	size_t count = 0;
	int best = known ? 1 : 2; /* least that must speak for it */

	*match = (struct px_mail_match){ 0 };
	if (day < px_domain_today(domain))
		return PX_OK;
	enum px_err err = px_event_list(domain, from, to, NULL, OCCURRENCES_MAX, &found, &count, NULL, error);
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
