/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What takes place, is called off, or takes another day: appointments in the
 * sentences of a mail.
 */
#include "mail/find_internal.h"
#include "mail/words.h"

#include "base/civil.h"

#include <string.h>

enum { APPOINTMENTS = 4, BETWEEN_DAYS = 8 /* " and on " */ };

static void add_appointment(struct find_reading *r, const struct find_sentence *s);

/* The sentence's days to come on which something may take place: no deadlines. */
static size_t plain_days(const struct find_reading *r, const struct find_sentence *s, struct px_mail_date all[PX_MAIL_DATES_MAX])
{
	const struct px_mail_dating dating = find_dating(r->finder);
	size_t count = find_dates(r->finder, s, all), kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!all[i].deadline && all[i].day >= px_civil_ms_day(px_tz_to_local(dating.tz, dating.now)))
			all[kept++] = all[i];
	return kept;
}

static bool text_calls_off(struct px_str folded)
{
	return (px_mail_says(PX_CUE_CANCELLED, folded) || px_mail_says(PX_CUE_ABSENT, folded)) && !px_mail_says(PX_CUE_KEPT, folded);
}

bool find_calls_off(const struct find_sentence *s)
{
	return text_calls_off(s->folded);
}

/* "I can't attend": what that calls off, others may go to. */
static bool tells_absence(const struct find_sentence *s)
{
	return !px_mail_says(PX_CUE_CANCELLED, s->folded) && px_mail_says(PX_CUE_ABSENT, s->folded);
}

/* "Wednesday is off, Friday at 4 instead": the same sentence tells the day that takes its place. */
static bool is_replaced(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count = plain_days(r, s, all);
	struct find_sentence moved = *s;

	if (count < 2 || !s->dated || r->letter->to_other || all[1].day <= all[0].day || !px_mail_says(PX_CUE_INSTEAD, s->folded))
		return false;
	moved.date = all[1];
	r->was = px_mail_date_text(all[0].day, all[0].second, r->finder->arena);
	r->absent = tells_absence(s);
	add_appointment(r, &moved);
	return true;
}

/* The clause that calls something off; empty: it takes more than one to say so. */
static struct px_str clause_off(struct px_str folded)
{
	for (size_t from = 0, to; from < folded.size; from = to + 1) {
		for (to = from; to < folded.size && !strchr(",;", folded.data[to]); to++)
			;
		struct px_str clause = px_str_n(folded.data + from, to - from);
		if (text_calls_off(clause))
			return clause;
	}
	return PX_STR("");
}

/*
 * The day that is called off: the first one of the clause that does it ("Thursday as usual, only Wednesday is off"), or
 * the only one of the sentence.  false: it is not clear which, or one that is past.
 */
static bool take_day_off(const struct find_reading *r, struct find_sentence *s)
{
	const struct px_mail_dating dating = find_dating(r->finder);
	struct px_mail_date all[PX_MAIL_DATES_MAX], plain[PX_MAIL_DATES_MAX];
	size_t count = find_dates(r->finder, s, all), plain_count = plain_days(r, s, plain);
	const struct px_str clause = clause_off(s->folded);
	const size_t from = clause.size ? (size_t)(clause.data - s->folded.data) : 0;
	const struct px_mail_date *first = NULL, *last = NULL;

	for (size_t i = 0; i < count && clause.size; i++)
		if (all[i].begin >= from && all[i].begin < from + clause.size) {
			if (last && all[i].begin > last->end + BETWEEN_DAYS && !all[i].deadline)
				return false;
			first = first ? first : &all[i];
			last = &all[i];
		}
	if (!first && plain_count == 1)
		first = &plain[0];
	if (!first)
		return !count || (count == 1 && !s->date.deadline);
	if (first->deadline || first->day < px_civil_ms_day(px_tz_to_local(dating.tz, dating.now)))
		return false;
	if (count > 1) {
		s->date = *first;
		s->dated = true;
	}
	return true;
}

bool find_cancelled(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_CANCELLED, .event = true };
	const struct find_letter *letter = r->letter;
	struct find_sentence one = *s;

	if (letter->promo || letter->moved || r->had[PX_FOUND_CANCELLED] || !find_calls_off(s) || px_mail_says(PX_CUE_CONDITION, s->folded))
		return false;
	if (is_replaced(r, s))
		return true;
	if (find_is_question(s->text))
		return false;
	if (!take_day_off(r, &one))
		return false;
	if (!one.dated && !px_mail_says(PX_CUE_APPOINTMENT, s->folded) && !px_mail_says(PX_CUE_APPOINTMENT, letter->subject))
		return false;
	found.title = *r->finder->subject ? r->finder->subject : px_arena_str(r->finder->arena, s->text);
	found.absent = tells_absence(s);
	found.was = one.dated ? px_mail_date_text(one.date.day, one.date.second, r->finder->arena) : NULL;
	find_add_told(r->finder, &one, &found);
	r->called_off = r->at;
	return r->had[PX_FOUND_CANCELLED] = true;
}

/* Earlier on the day on which the mail was written. */
static bool is_gone(const struct finder *finder, const struct find_sentence *s)
{
	int64_t now = px_tz_to_local(finder->context->tz, finder->context->now);

	return s->date.day * PX_MS_DAY + s->date.second * INT64_C(1000) < now;
}

/* "Wednesday or Thursday": "or" stands between two days (elsewhere "of" is Dutch for it). */
static bool is_choice(const struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count = px_mail_says(PX_CUE_OR, s->folded) ? find_dates(r->finder, s, all) : 0;

	for (size_t i = 1; i < count; i++)
		if (all[i - 1].end < all[i].begin && all[i].begin <= s->folded.size &&
		    px_mail_says(PX_CUE_OR, px_str_n(s->folded.data + all[i - 1].end, all[i].begin - all[i - 1].end)))
			return true;
	return false;
}

/* Whether the sentence, which tells a day, is about something that takes place then. */
static bool takes_place(struct find_reading *r, const struct find_sentence *s)
{
	const struct find_sentence *last = find_before(r);
	bool said = px_mail_says(PX_CUE_APPOINTMENT, s->folded), timed = s->date.second >= 0, asked = px_mail_says(PX_CUE_REQUEST, s->folded) || (s->date.deadline && find_asks(r->finder, s));
	bool about_it = px_mail_says(PX_CUE_APPOINTMENT, r->letter->subject) || s->date.moved_to || (last && px_mail_says(PX_CUE_APPOINTMENT, last->folded));

	struct px_str first = px_str_cut(s->folded, ' ', &(struct px_str){ 0 }); /* "If it snows on Wednesday" */
	if (px_mail_says(PX_CUE_CONDITION, first) && !px_mail_says(PX_CUE_POLITE_IF, s->folded) && !px_mail_says(PX_CUE_YOU, s->folded))
		return false;
	if (px_mail_says(PX_CUE_NEWS, s->folded) || px_mail_says(PX_CUE_DONE, s->folded) || px_mail_says(PX_CUE_NOT_ARRIVED, s->folded) || find_calls_off(s))
		return false;
	if (r->finder->bulk && r->letter->idle)
		return false; /* told to many, with nothing to do for anybody */
	if (s->date.moved_from || (r->letter->moved && !s->date.moved_to) || (r->finder->bulk && !r->letter->group) || (timed && is_gone(r->finder, s)))
		return false;
	if (asked && (!said || !timed || px_mail_says(PX_CUE_CALL, s->folded)))
		return false;
	if (s->date.deadline && (!said || !timed || asked || px_mail_says(PX_CUE_NEEDED, s->folded)))
		return false;
	if (!said && px_mail_says(PX_CUE_NEEDED, s->folded))
		return false;
	if (!timed && is_choice(r, s))
		return false; /* "I am free on Wednesday or Thursday" */
	if (!timed)
		return said && !px_mail_says(PX_CUE_NEEDED, s->folded) && !(s->date.weekday && px_mail_says(PX_CUE_PAST, s->folded));
	return said || about_it || (r->letter->personal && (!r->finder->bulk || px_mail_says(PX_CUE_WE, s->folded)));
}

/* The day that something was moved from, if the sentence tells it; on the same day: that one. */
static const char *day_before(const struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count = find_dates(r->finder, s, all);

	for (size_t i = 0; i < count; i++)
		if (all[i].moved_from || (all[i].day != s->date.day && all[i].begin < s->date.begin))
			return px_mail_date_text(all[i].day, all[i].moved_from ? all[i].second : -1, r->finder->arena);
	return count == 1 && !s->date.moved_to ? px_mail_date_text(s->date.day, -1, r->finder->arena) : NULL;
}

/* It says that something moves, or a day of it is one that something was moved from or to. */
static bool is_moved(const struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	bool moved = s->date.moved_to || px_mail_says(PX_CUE_MOVES, s->folded);

	for (size_t i = 0, count = moved ? 0 : find_dates(r->finder, s, all); i < count; i++)
		moved |= all[i].moved_to || all[i].moved_from;
	return moved;
}

static void add_appointment(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_APPOINTMENT, .event = true };
	struct find_sentence timed = *s;

	find_look_ahead(r, &timed);
	found.moved = is_moved(r, s);
	found.was = found.moved ? day_before(r, s) : NULL;
	if (r->was) {
		found.moved = true;
		found.was = *r->was ? r->was : NULL;
		found.absent = r->absent;
		r->was = NULL;
	}
	found.title = *r->finder->subject && !r->appointments ? r->finder->subject : px_arena_str(r->finder->arena, s->text);
	find_add_told(r->finder, &timed, &found);
	r->had[PX_FOUND_APPOINTMENT] = true;
	r->appointments++;
}

/* "I'm free on Thursday. Coffee at 3?": the time is told, and what, and the day was told before it. */
static bool on_last_day(struct find_reading *r, const struct find_sentence *s, struct find_sentence *made)
{
	const struct px_mail_dating dating = find_dating(r->finder);
	const struct find_sentence *day = r->open_day;

	if (s->dated || s->date.begin < s->date.end || !day || s > day + FIND_LOOK_AHEAD || day->date.deadline || day->date.second >= 0 || day->date.moved_from ||
	    px_mail_says(PX_CUE_PAST, day->folded) || px_mail_says(PX_CUE_NEEDED, day->folded) || !px_mail_says(PX_CUE_APPOINTMENT, s->folded))
		return false;
	*made = *s;
	made->date = day->date;
	made->dated = px_mail_clock_find(&dating, s->text, r->finder->arena, &made->date.second, &made->date.end_second);
	return made->dated;
}

/* "We land on the 7th and I'd love to come by on Tuesday 8 at 10": the day that has a time. */
static void take_timed(const struct find_reading *r, struct find_sentence *s)
{
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count = s->dated && s->date.second < 0 && !s->date.deadline && !s->date.moved_to ? find_dates(r->finder, s, all) : 0;

	for (size_t i = 1; i < count; i++)
		if (all[i].second >= 0 && all[i].day > s->date.day && !all[i].deadline && !all[i].moved_from) {
			s->date = all[i];
			return;
		}
}

/* Something that takes place on another day or at another time than what the sentence is about first. */
static size_t others_of(const struct find_reading *r, const struct find_sentence *s, struct px_mail_date others[PX_MAIL_DATES_MAX])
{
	size_t count = find_dates(r->finder, s, others), kept = 0;

	if (count < 2 || is_choice(r, s) || s->date.moved_to || s->date.second < 0 || find_is_question(s->text))
		return 0;
	for (size_t i = 0; i < count; i++)
		if (others[i].second >= 0 && others[i].day > s->date.day && !others[i].moved_from && !others[i].moved_to && !others[i].deadline)
			others[kept++] = others[i];
	return kept;
}

/* "I can't do Friday. How about Monday?": what was called off takes another day. */
static bool takes_its_place(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_findings *findings = r->finder->findings;
	struct px_mail_finding *last = findings->count ? &findings->list[findings->count - 1] : NULL;

	if (!last || last->kind != PX_FOUND_CANCELLED || last->uid || !s->dated || s->date.deadline || r->at > r->called_off + FIND_LOOK_AHEAD || !px_mail_says(PX_CUE_INSTEAD, s->folded) ||
	    find_calls_off(s) || find_is_quiet(r))
		return false;
	r->absent = last->absent;
	r->was = last->was ? last->was : "";
	findings->count--;
	r->had[PX_FOUND_CANCELLED] = false;
	add_appointment(r, s);
	return true;
}

/* Of several sentences, each must say by itself what it is, unless they are the lines of a list. */
bool find_appointment(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_date others[PX_MAIL_DATES_MAX];
	struct find_sentence one = *s;

	if (takes_its_place(r, s))
		return true;
	take_timed(r, &one);
	if (find_is_quiet(r) || r->had[PX_FOUND_CANCELLED] || r->had[PX_FOUND_RESERVATION] || r->appointments >= APPOINTMENTS || (!s->dated && !on_last_day(r, s, &one)) ||
	    !takes_place(r, &one))
		return false;
	if (r->appointments && (one.date.second < 0 || !(px_mail_says(PX_CUE_APPOINTMENT, one.folded) || (one.intro.size && px_str_eq(r->listed, one.intro)))))
		return false;
	add_appointment(r, &one);
	r->listed = one.intro;
	for (size_t i = 0, count = others_of(r, s, others); i < count && r->appointments < APPOINTMENTS; i++) {
		one.date = others[i];
		add_appointment(r, &one);
	}
	return true;
}

void find_in_subject(struct find_reading *r)
{
	struct find_sentence s = { .text = px_str(r->finder->subject), .folded = r->letter->subject };
	const struct px_mail_dating dating = find_dating(r->finder);

	find_read_date(r->finder, &s);
	if (!s.dated || s.date.deadline || find_is_quiet(r) || r->finder->findings->count)
		return;
	for (r->at = 0; r->at < r->letter->count; r->at++) {
		const struct find_sentence *one = &r->letter->list[r->at];
		if (one->date.begin < one->date.end || !(px_mail_says(PX_CUE_APPOINTMENT, one->folded) || px_mail_says(PX_CUE_APPOINTMENT, r->letter->subject)) ||
		    !px_mail_clock_find(&dating, one->text, r->finder->arena, &s.date.second, &s.date.end_second))
			continue;
		s.text = one->text;
		s.at = one->at;
		add_appointment(r, &s);
		return;
	}
}
