/* SPDX-License-Identifier: Apache-2.0 */
/* Rotas: of what is for one person each, the person's own lines. */
#include "mail/find_internal.h"
#include "mail/words.h"

#include "base/civil.h"

enum { ROTA_BEGIN = 6, ROTA_PART = 32 };

/* What a line tells of its i-th day: who it is for.  Its places are of the folded text, which is near enough. */
static struct px_str rota_part(const struct find_sentence *s, const struct px_mail_date all[], size_t count, size_t i)
{
	size_t to = i + 1 < count && all[i + 1].begin < s->text.size ? all[i + 1].begin : s->text.size;
	size_t from = all[i].end < to ? all[i].end : to;

	return px_str_n(s->text.data + from, to - from);
}

static void add_duty(struct find_reading *r, const struct find_sentence *s, const struct px_mail_date *date)
{
	struct find_sentence one = *s;
	bool event = date->second >= 0;

	one.date = *date;
	one.dated = true;
	struct px_mail_finding found = { .kind = event ? PX_FOUND_APPOINTMENT : PX_FOUND_REQUEST, .event = event };
	found.title = *r->finder->subject ? r->finder->subject : px_arena_str(r->finder->arena, s->text);
	find_add_told(r->finder, &one, &found);
	r->had[found.kind] = true;
}

/* Begins with a day and tells little more. */
static bool is_rota_line(const struct find_reading *r, size_t at)
{
	const struct find_sentence *s = at < r->letter->count ? &r->letter->list[at] : NULL;

	return s && s->date.begin < s->date.end && s->date.begin <= ROTA_BEGIN && s->date.end + ROTA_PART >= s->text.size && !find_is_question(s->text);
}

static bool is_hers(const struct find_reading *r, size_t at)
{
	return find_mentions_owner(r->finder, r->letter->list[at].text);
}

/* The line is one of several beside each other of which some name the person, and some don't. */
static bool is_in_rota(const struct find_reading *r)
{
	size_t from = r->at, to = r->at, named = 0;

	while (from && is_rota_line(r, from - 1))
		from--;
	while (is_rota_line(r, to))
		to++;
	for (size_t i = from; i < to; i++)
		named += is_hers(r, i);
	return named && named < to - from;
}

/* Names and days alone make a rota; this says something of them. */
static bool tells_more(const struct find_sentence *s)
{
	static const enum px_mail_cue cues[] = { PX_CUE_MOVES, PX_CUE_REQUEST, PX_CUE_PRONOUN, PX_CUE_YOU, PX_CUE_ME };
	bool more = find_calls_off(s) || find_is_question(s->text);

	for (size_t i = 0; i < sizeof(cues) / sizeof(cues[0]) && !more; i++)
		more = px_mail_says(cues[i], s->folded);
	return more;
}

bool find_rota(struct find_reading *r, const struct find_sentence *s)
{
	const struct px_mail_dating dating = find_dating(r->finder);
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count, named = 0;
	bool few = true;

	if (find_is_quiet(r) || !s->dated || tells_more(s))
		return false;
	count = find_dates(r->finder, s, all);
	if (!count || all[0].begin > ROTA_BEGIN || (count < 2 && !is_in_rota(r)))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct px_str part = rota_part(s, all, count, i);
		named += find_mentions_owner(r->finder, part);
		few &= part.size <= ROTA_PART;
	}
	if (count > 1 && (!named || named == count || !few))
		return false;
	for (size_t i = 0; i < count; i++)
		if (find_mentions_owner(r->finder, rota_part(s, all, count, i)) && all[i].day >= px_civil_ms_day(px_tz_to_local(dating.tz, dating.now)))
			add_duty(r, s, &all[i]);
	return true;
}
