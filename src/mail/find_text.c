/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sentences of a mail tell: that something was called off, bills,
 * parcels, bookings, appointments, requests.  First the mail as a whole is
 * looked at (what it is about, to whom it speaks, whether it sells), then each
 * sentence by the first rule that takes it.
 */
#include "mail/find_internal.h"
#include "mail/words.h"

#include "base/civil.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

enum { TEXT_FINDINGS = 5, APPOINTMENTS = 4, SUBJECT_MAX = 300, MONEY_REACH = 3, LOOK_AHEAD = 2, FEW_WORDS = 60, ROTA_BEGIN = 6, ROTA_PART = 32, BARE = 24, BETWEEN_DAYS = 8 /* " and on " */ };

/* ---------------------------------------------------------------------- telling */

static const char *sender(const struct finder *finder)
{
	return finder->mail->from_name ? finder->mail->from_name : finder->mail->from ? finder->mail->from : "";
}

/* "Pay: Invoice 4711 (Stadtwerke)" */
static const char *about(struct finder *finder, const char *what)
{
	const char *whom = sender(finder), *subject = finder->subject;
	bool told = *whom && *subject && !strcasestr(subject, whom);

	return px_arena_printf(finder->arena, "%s: %s%s%s%s", what, *subject ? subject : whom, told ? " (" : "", told ? whom : "", told ? ")" : "");
}

void find_add_told(struct finder *finder, const struct find_sentence *s, struct px_mail_finding *found)
{
	found->quote = px_arena_str(finder->arena, s->text);
	if (s->dated)
		found->start = px_mail_date_text(s->date.day, found->all_day ? -1 : s->date.second, finder->arena);
	if (s->dated && found->event && !found->all_day && s->date.end_second >= 0)
		found->end = px_mail_date_text(s->date.day, s->date.end_second, finder->arena);
	if (found->event && s->date.second < 0)
		found->all_day = true;
	find_add(finder, found);
}

/* ------------------------------------------------------------------ the whole mail */

static bool sent_by(const struct finder *finder, const char *const *names)
{
	return finder->mail->from && px_mail_holds_any(px_fold(finder->arena, px_str(finder->mail->from)), names);
}

/* It tells what others did or said: nobody speaks to the person. */
static bool is_notice(const struct finder *finder)
{
	static const char *const names[] = { "notification", "notify@", "mailer-daemon", "postmaster", NULL };
	const char *automatic = finder->mail->automatic;

	return (automatic && strcasecmp(automatic, "no") != 0) || sent_by(finder, names);
}

static bool is_machine(const struct finder *finder, const struct find_letter *letter)
{
	static const char *const names[] = { "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", NULL };
	bool found = sent_by(finder, names) || px_mail_says(PX_CUE_AUTOMATIC, letter->subject);

	for (size_t i = 0; i < letter->count && !found; i++)
		found = px_mail_says(PX_CUE_AUTOMATIC, letter->list[i].folded);
	return found;
}

/* What the person wrote to others. */
static bool is_own(const struct finder *finder)
{
	const struct px_mail_parsed *mail = finder->mail;
	const json_t *to = json_object_get(json_array_get(mail->to, 0), "address");

	return mail->from && finder->context->address && strcasecmp(mail->from, finder->context->address) == 0 &&
	       (!json_is_string(to) || strcasecmp(json_string_value(to), finder->context->address) != 0);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "EUR 84.50", "30 euros", "129,90 €" */
static bool tells_sum(struct px_str folded)
{
	static const char *const units[] = { "eur", "€", "$", "£", "usd", "gbp", "chf", "pounds", "dollars", " kr", "sek", "zł", "pln", "kč", "czk", "руб", "円", NULL };

	for (size_t u = 0; units[u]; u++) {
		size_t n = strlen(units[u]), at = px_str_find(folded, px_str(units[u]));
		if (at == SIZE_MAX)
			continue;
		for (size_t i = at > MONEY_REACH ? at - MONEY_REACH : 0; i < at + n + MONEY_REACH && i < folded.size; i++)
			if (is_digit(folded.data[i]))
				return true;
	}
	return false;
}

static struct px_mail_dating dating_of(const struct finder *finder)
{
	const struct px_mail_finding_context *context = finder->context;

	return (struct px_mail_dating){ context->now, context->tz, !context->locale || strcasecmp(context->locale, "en-US") != 0 };
}

static void read_date(const struct finder *finder, struct find_sentence *s)
{
	const struct px_mail_finding_context *context = finder->context;
	const struct px_mail_dating dating = dating_of(finder);
	int32_t today = px_civil_ms_day(px_tz_to_local(context->tz, context->now));

	s->dated = px_mail_date_find(&dating, s->text, finder->arena, &s->date) && s->date.day >= today && s->date.day < today + 3 * 366;
	if (s->date.part)
		s->date.second = -1;
}

static void read_sentences(struct finder *finder, struct find_letter *letter, struct px_str *greeting)
{
	struct px_mail_letter read;

	px_mail_read_letter(finder->mail->text, finder->passed_on, finder->arena, &read);
	letter->list = PX_ARENA_ARRAY(finder->arena, struct find_sentence, read.count ? read.count : 1);
	letter->count = read.count;
	*greeting = read.greeting;
	for (size_t i = 0; i < read.count; i++) {
		struct find_sentence *s = &letter->list[i];
		*s = (struct find_sentence){ .text = read.list[i].text, .folded = px_fold(finder->arena, read.list[i].text),
					     .intro = px_fold(finder->arena, read.list[i].intro), .forwarded = read.list[i].forwarded,
					     .introduces = read.list[i].introduces };
		read_date(finder, s);
	}
	for (size_t i = 0; i + 1 < read.count; i++) {
		struct find_sentence *s = &letter->list[i], *next = s + 1;
		s->lists_orders = s->introduces && (px_mail_says(PX_CUE_ORDER, next->folded) || px_mail_says(PX_CUE_REQUEST, next->folded) || next->dated);
		next->term = next->intro.size && (s->introduces ? !s->lists_orders : s->term);
	}
}

static void read_letter(struct finder *finder, struct find_letter *letter)
{
	struct px_str subject = px_str_n(finder->subject, px_utf8_cut(px_str(finder->subject), SUBJECT_MAX)), greeting;
	bool sells, we = false, fyi = false, own_asks = false;

	*letter = (struct find_letter){ .subject = px_fold(finder->arena, subject) };
	read_sentences(finder, letter, &greeting);
	letter->bill = px_mail_says(PX_CUE_BILL, letter->subject);
	letter->parcel = px_mail_says(PX_CUE_PARCEL, letter->subject);
	letter->booked = px_mail_says(PX_CUE_BOOKED, letter->subject);
	letter->travel = px_mail_says(PX_CUE_TRAVEL, letter->subject);
	sells = px_mail_says(PX_CUE_PROMO, letter->subject);
	for (size_t i = 0; i < letter->count; i++) {
		const struct find_sentence *s = &letter->list[i];
		bool sum = tells_sum(s->folded);
		letter->sum |= sum;
		letter->paid |= px_mail_says(PX_CUE_PAID, s->folded) && !px_mail_says(PX_CUE_UNPAID, s->folded) && !px_mail_says(PX_CUE_CONDITION, s->folded);
		letter->assigns |= find_assigned(finder, s).size > 0;
		own_asks |= !s->forwarded && px_mail_says(PX_CUE_REQUEST, s->folded);
		fyi |= finder->passed_on && !s->forwarded && px_mail_says(PX_CUE_FYI, s->folded);
		letter->idle |= px_mail_says(PX_CUE_NO_NEED, s->folded) && !s->dated && !px_mail_says(PX_CUE_CONDITION, s->folded) && px_mail_says(PX_CUE_NOTHING, s->folded);
		letter->bill |= sum && px_mail_says(PX_CUE_BILL, s->folded);
		letter->parcel |= px_mail_says(PX_CUE_PARCEL, s->folded) || px_mail_says(PX_CUE_READY, s->folded);
		letter->booked |= px_mail_says(PX_CUE_BOOKED, s->folded);
		letter->travel |= px_mail_says(PX_CUE_TRAVEL, s->folded);
		letter->moved |= s->dated && s->date.moved_to;
		we |= px_mail_says(PX_CUE_WE, s->folded);
		letter->personal |= px_mail_says(PX_CUE_YOU, s->folded);
		sells |= px_mail_says(PX_CUE_PROMO, s->folded);
	}
	letter->paid |= letter->idle;
	letter->idle |= fyi && !own_asks; /* a bill that is passed on is one */
	letter->promo = finder->bulk && sells;
	letter->personal |= we || greeting.size;
	letter->group = finder->bulk && we && greeting.size;
	letter->notice = is_notice(finder);
	letter->machine = is_machine(finder, letter);
	letter->to_many = find_greets_many(finder, greeting);
	letter->to_other = find_greets_other(finder, greeting, find_mentions_owner(finder, finder->mail->text));
}

/* ------------------------------------------------------------------------ rules */

/* What takes a sentence: whether it does, and what it tells. */
struct reading {
	struct finder *finder;
	const struct find_letter *letter;
	size_t at;               /* the sentence's place */
	bool had[PX_FOUND_REQUEST + 1];
	size_t appointments;
	size_t called_off;       /* the sentence that did it */
	const char *was;         /* when what is moved was to be; "": not said */
	bool absent;             /* ... which its writer only does not come to */
	struct px_str listed;    /* what introduces the list that the last of them is of */
	const struct find_sentence *open_day; /* the last one that tells a day of which nothing is known so far */
	const struct find_sentence *lies_ready; /* what is to be fetched, with no last day so far */
	const struct find_sentence *unpaid;     /* that something is to be paid, with no day so far */
	bool asked;              /* a request was found that was asked, not only told */
	size_t last_request;     /* its sentence */
	const struct find_sentence *expires; /* something of the person's, on its day */
};

static const struct find_sentence *before(const struct reading *r)
{
	return r->at ? &r->letter->list[r->at - 1] : NULL;
}

/* Nothing takes place for the person by it: it sells, or is to somebody else. */
static bool is_quiet(const struct reading *r)
{
	return r->letter->promo || r->letter->to_other;
}

static void add_appointment(struct reading *r, const struct find_sentence *s);

/* The sentence's days to come on which something may take place: no deadlines. */
static size_t plain_days(const struct reading *r, const struct find_sentence *s, struct px_mail_date all[PX_MAIL_DATES_MAX])
{
	const struct px_mail_dating dating = dating_of(r->finder);
	size_t count = px_mail_date_all(&dating, s->text, r->finder->arena, all), kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!all[i].deadline && all[i].day >= px_civil_ms_day(px_tz_to_local(dating.tz, dating.now)))
			all[kept++] = all[i];
	return kept;
}

static bool text_calls_off(struct px_str folded)
{
	return (px_mail_says(PX_CUE_CANCELLED, folded) || px_mail_says(PX_CUE_ABSENT, folded)) && !px_mail_says(PX_CUE_KEPT, folded);
}

static bool calls_off(const struct find_sentence *s)
{
	return text_calls_off(s->folded);
}

/* "I can't attend": what that calls off, others may go to. */
static bool tells_absence(const struct find_sentence *s)
{
	return !px_mail_says(PX_CUE_CANCELLED, s->folded) && px_mail_says(PX_CUE_ABSENT, s->folded);
}

/* "Wednesday is off, Friday at 4 instead": the same sentence tells the day that takes its place. */
static bool is_replaced(struct reading *r, const struct find_sentence *s)
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
static bool take_day_off(const struct reading *r, struct find_sentence *s)
{
	const struct px_mail_dating dating = dating_of(r->finder);
	struct px_mail_date all[PX_MAIL_DATES_MAX], plain[PX_MAIL_DATES_MAX];
	size_t count = px_mail_date_all(&dating, s->text, r->finder->arena, all), plain_count = plain_days(r, s, plain);
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

static bool find_cancelled(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_CANCELLED, .event = true };
	const struct find_letter *letter = r->letter;
	struct find_sentence one = *s;

	if (letter->promo || letter->moved || r->had[PX_FOUND_CANCELLED] || !calls_off(s) || px_mail_says(PX_CUE_CONDITION, s->folded))
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

static void add_bill(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_BILL, .all_day = true };

	found.title = about(r->finder, find_word(r->finder, PX_SAY_FOUND_BILL));
	find_add_told(r->finder, s, &found);
	r->had[PX_FOUND_BILL] = true;
}

/* Its day is told with what is to be paid, or by a deadline in a mail that is about a bill. */
static bool find_bill(struct reading *r, const struct find_sentence *s)
{
	const struct find_letter *letter = r->letter;
	bool due = px_mail_says(PX_CUE_DUE, s->folded), sum = tells_sum(s->folded);
	bool bill = letter->bill || px_mail_says(PX_CUE_BILL, s->folded) || (sum && due && !px_mail_says(PX_CUE_ME, s->folded));
	const struct find_sentence *last = before(r);
	bool about_it = (letter->sum && px_mail_says(PX_CUE_BILL, letter->subject)) || sum || (last && tells_sum(last->folded) && px_mail_says(PX_CUE_BILL, last->folded));

	if (letter->promo || letter->paid || r->had[PX_FOUND_BILL] || !bill || px_mail_says(PX_CUE_NO_NEED, s->folded))
		return false;
	if (!s->dated && !r->unpaid && ((due && letter->sum) || (sum && !letter->machine && px_mail_says(PX_CUE_BILL, letter->subject))))
		r->unpaid = s;
	if (!s->dated || (!due && !(s->date.deadline && about_it)))
		return false;
	add_bill(r, s);
	return true;
}

static bool add_parcel(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_PARCEL, .event = s->dated, .all_day = true };

	found.title = about(r->finder, find_word(r->finder, PX_SAY_FOUND_PARCEL));
	find_add_told(r->finder, s, &found);
	return r->had[PX_FOUND_PARCEL] = true;
}

/* The day on which it comes, or the last one on which it can be fetched. */
static bool find_parcel(struct reading *r, const struct find_sentence *s)
{
	bool fetch = px_mail_says(PX_CUE_FETCH, s->folded) || px_mail_says(PX_CUE_READY, s->folded);

	if (r->letter->promo || r->had[PX_FOUND_PARCEL] || !r->letter->parcel || px_mail_says(PX_CUE_DONE, s->folded) || px_mail_says(PX_CUE_NOT_ARRIVED, s->folded))
		return false;
	if (fetch && !r->lies_ready && !(s->dated && s->date.deadline))
		r->lies_ready = s;
	bool arrives = px_mail_says(PX_CUE_ARRIVES, s->folded) || (px_mail_says(PX_CUE_PARCEL, s->folded) && !s->date.deadline && !find_asks(r->finder, s) &&
					!px_mail_says(PX_CUE_PAST, s->folded));
	if (!s->dated || !(arrives || ((fetch || r->lies_ready) && s->date.deadline)))
		return false;
	return add_parcel(r, s);
}

/* A time that is told in one of the next sentences, if that tells no day of its own. */
static void look_ahead(const struct reading *r, struct find_sentence *s)
{
	const struct px_mail_dating dating = dating_of(r->finder);

	for (size_t i = r->at + 1; i <= r->at + LOOK_AHEAD && i < r->letter->count && s->date.second < 0; i++) {
		const struct find_sentence *next = &r->letter->list[i];
		if (next->dated || next->date.begin < next->date.end)
			return;
		(void)px_mail_clock_find(&dating, next->text, r->finder->arena, &s->date.second, &s->date.end_second);
	}
}

/* Its day is the one of what was booked, not one of the seller's. */
static bool is_of_booking(const struct reading *r, const struct find_sentence *s)
{
	const struct find_letter *letter = r->letter;
	bool travel = px_mail_says(PX_CUE_TRAVEL, s->folded), booked = px_mail_says(PX_CUE_BOOKED, s->folded);
	bool about_travel = px_mail_says(PX_CUE_TRAVEL, letter->subject), about_booked = px_mail_says(PX_CUE_BOOKED, letter->subject);

	if (travel && booked)
		return true;
	if (px_mail_says(PX_CUE_APPOINTMENT, letter->subject) && !about_booked && !about_travel)
		return false;
	return (travel && letter->booked) || (about_booked && (about_travel || (letter->travel && !s->date.deadline))) || (booked && about_travel);
}

static bool find_booking(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_RESERVATION, .event = true };

	if (is_quiet(r) || r->had[PX_FOUND_RESERVATION] || !s->dated || px_mail_says(PX_CUE_NEWS, s->folded) || px_mail_says(PX_CUE_REQUEST, s->folded) ||
	    !is_of_booking(r, s))
		return false;
	struct find_sentence timed = *s;
	look_ahead(r, &timed);
	found.title = *r->finder->subject ? r->finder->subject : px_arena_str(r->finder->arena, s->text);
	find_add_told(r->finder, &timed, &found);
	return r->had[PX_FOUND_RESERVATION] = true;
}

/* Earlier on the day on which the mail was written. */
static bool is_gone(const struct finder *finder, const struct find_sentence *s)
{
	int64_t now = px_tz_to_local(finder->context->tz, finder->context->now);

	return s->date.day * PX_MS_DAY + s->date.second * INT64_C(1000) < now;
}

/* "Wednesday or Thursday": "or" stands between two days (elsewhere "of" is Dutch for it). */
static bool is_choice(const struct reading *r, const struct find_sentence *s)
{
	const struct px_mail_dating dating = dating_of(r->finder);
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count = px_mail_says(PX_CUE_OR, s->folded) ? px_mail_date_all(&dating, s->text, r->finder->arena, all) : 0;

	for (size_t i = 1; i < count; i++)
		if (all[i - 1].end < all[i].begin && all[i].begin <= s->folded.size &&
		    px_mail_says(PX_CUE_OR, px_str_n(s->folded.data + all[i - 1].end, all[i].begin - all[i - 1].end)))
			return true;
	return false;
}

/* Whether the sentence, which tells a day, is about something that takes place then. */
static bool takes_place(struct reading *r, const struct find_sentence *s)
{
	const struct find_sentence *last = before(r);
	bool said = px_mail_says(PX_CUE_APPOINTMENT, s->folded), timed = s->date.second >= 0, asked = px_mail_says(PX_CUE_REQUEST, s->folded) || (s->date.deadline && find_asks(r->finder, s));
	bool about_it = px_mail_says(PX_CUE_APPOINTMENT, r->letter->subject) || s->date.moved_to || (last && px_mail_says(PX_CUE_APPOINTMENT, last->folded));

	struct px_str first = px_str_cut(s->folded, ' ', &(struct px_str){ 0 }); /* "If it snows on Wednesday" */
	if (px_mail_says(PX_CUE_CONDITION, first) && !px_mail_says(PX_CUE_POLITE_IF, s->folded) && !px_mail_says(PX_CUE_YOU, s->folded))
		return false;
	if (px_mail_says(PX_CUE_NEWS, s->folded) || px_mail_says(PX_CUE_DONE, s->folded) || calls_off(s))
		return false;
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
static const char *day_before(const struct reading *r, const struct find_sentence *s)
{
	const struct px_mail_dating dating = dating_of(r->finder);
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count = px_mail_date_all(&dating, s->text, r->finder->arena, all);

	for (size_t i = 0; i < count; i++)
		if (all[i].moved_from || (all[i].day != s->date.day && all[i].begin < s->date.begin))
			return px_mail_date_text(all[i].day, all[i].moved_from ? all[i].second : -1, r->finder->arena);
	return count == 1 && !s->date.moved_to ? px_mail_date_text(s->date.day, -1, r->finder->arena) : NULL;
}

/* It says that something moves, or a day of it is one that something was moved from or to. */
static bool is_moved(const struct reading *r, const struct find_sentence *s)
{
	const struct px_mail_dating dating = dating_of(r->finder);
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	bool moved = s->date.moved_to || px_mail_says(PX_CUE_MOVES, s->folded);

	for (size_t i = 0, count = moved ? 0 : px_mail_date_all(&dating, s->text, r->finder->arena, all); i < count; i++)
		moved |= all[i].moved_to || all[i].moved_from;
	return moved;
}

static void add_appointment(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_APPOINTMENT, .event = true };
	struct find_sentence timed = *s;

	look_ahead(r, &timed);
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
static bool on_last_day(struct reading *r, const struct find_sentence *s, struct find_sentence *made)
{
	const struct px_mail_dating dating = dating_of(r->finder);
	const struct find_sentence *day = r->open_day;

	if (s->dated || s->date.begin < s->date.end || !day || s > day + LOOK_AHEAD || day->date.deadline || day->date.second >= 0 || day->date.moved_from ||
	    px_mail_says(PX_CUE_PAST, day->folded) || px_mail_says(PX_CUE_NEEDED, day->folded) || !px_mail_says(PX_CUE_APPOINTMENT, s->folded))
		return false;
	*made = *s;
	made->date = day->date;
	made->dated = px_mail_clock_find(&dating, s->text, r->finder->arena, &made->date.second, &made->date.end_second);
	return made->dated;
}

/* "We land on the 7th and I'd love to come by on Tuesday 8 at 10": the day that has a time. */
static void take_timed(const struct reading *r, struct find_sentence *s)
{
	const struct px_mail_dating dating = dating_of(r->finder);
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count = s->dated && s->date.second < 0 && !s->date.deadline && !s->date.moved_to ? px_mail_date_all(&dating, s->text, r->finder->arena, all) : 0;

	for (size_t i = 1; i < count; i++)
		if (all[i].second >= 0 && all[i].day > s->date.day && !all[i].deadline && !all[i].moved_from) {
			s->date = all[i];
			return;
		}
}

/* Something that takes place on another day or at another time than what the sentence is about first. */
static size_t others_of(const struct reading *r, const struct find_sentence *s, struct px_mail_date others[PX_MAIL_DATES_MAX])
{
	const struct px_mail_dating dating = dating_of(r->finder);
	size_t count = px_mail_date_all(&dating, s->text, r->finder->arena, others), kept = 0;

	if (count < 2 || is_choice(r, s) || s->date.moved_to || s->date.second < 0 || find_is_question(s->text))
		return 0;
	for (size_t i = 0; i < count; i++)
		if (others[i].second >= 0 && others[i].day > s->date.day && !others[i].moved_from && !others[i].moved_to && !others[i].deadline)
			others[kept++] = others[i];
	return kept;
}

/* "I can't do Friday. How about Monday?": what was called off takes another day. */
static bool takes_its_place(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_findings *findings = r->finder->findings;
	struct px_mail_finding *last = findings->count ? &findings->list[findings->count - 1] : NULL;

	if (!last || last->kind != PX_FOUND_CANCELLED || last->uid || !s->dated || s->date.deadline || r->at > r->called_off + LOOK_AHEAD || !px_mail_says(PX_CUE_INSTEAD, s->folded) ||
	    calls_off(s) || is_quiet(r))
		return false;
	r->absent = last->absent;
	r->was = last->was ? last->was : "";
	findings->count--;
	r->had[PX_FOUND_CANCELLED] = false;
	add_appointment(r, s);
	return true;
}

/* Of several sentences, each must say by itself what it is, unless they are the lines of a list. */
static bool find_appointment(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_date others[PX_MAIL_DATES_MAX];
	struct find_sentence one = *s;

	if (takes_its_place(r, s))
		return true;
	take_timed(r, &one);
	if (is_quiet(r) || r->had[PX_FOUND_CANCELLED] || r->had[PX_FOUND_RESERVATION] || r->appointments >= APPOINTMENTS || (!s->dated && !on_last_day(r, s, &one)) ||
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

/* The day is in the subject alone, the time in the mail. */
static void find_in_subject(struct reading *r)
{
	struct find_sentence s = { .text = px_str(r->finder->subject), .folded = r->letter->subject };
	const struct px_mail_dating dating = dating_of(r->finder);

	read_date(r->finder, &s);
	if (!s.dated || s.date.deadline || is_quiet(r) || r->finder->findings->count)
		return;
	for (r->at = 0; r->at < r->letter->count; r->at++) {
		const struct find_sentence *one = &r->letter->list[r->at];
		if (one->date.begin < one->date.end || !(px_mail_says(PX_CUE_APPOINTMENT, one->folded) || px_mail_says(PX_CUE_APPOINTMENT, r->letter->subject)) ||
		    !px_mail_clock_find(&dating, one->text, r->finder->arena, &s.date.second, &s.date.end_second))
			continue;
		s.text = one->text;
		add_appointment(r, &s);
		return;
	}
}

static struct px_mail_finding *last_request(const struct finder *finder)
{
	struct px_mail_findings *findings = finder->findings;
	struct px_mail_finding *last = findings->count ? &findings->list[findings->count - 1] : NULL;

	return last && last->kind == PX_FOUND_REQUEST ? last : NULL;
}

/* A deadline that is told beside a request without one, or right behind it in a few words, is its deadline. */
static bool is_its_deadline(struct reading *r, const struct find_sentence *s, bool asked)
{
	struct px_mail_finding *request = last_request(r->finder);
	bool behind = request && !request->start && r->last_request + 1 == r->at && s->text.size <= FEW_WORDS && s->date.deadline;

	if (!request || !r->asked || (asked && !s->forwarded && !behind))
		return false;
	if (!request->start)
		request->start = px_mail_date_text(s->date.day, s->date.second, r->finder->arena);
	return true;
}

/* "If I had your notes by Sunday": the day of what was asked for before. */
static bool is_wished_by(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_finding *request = last_request(r->finder);

	if (!s->dated || !s->date.deadline || !request || request->start || !px_mail_says(PX_CUE_WISH, s->folded))
		return false;
	request->start = px_mail_date_text(s->date.day, s->date.second, r->finder->arena);
	return true;
}

/* "Can you send it over?" behind what was asked: the same again, in few words. */
static bool is_same_again(struct reading *r, const struct find_sentence *s)
{
	struct px_mail_finding *request = last_request(r->finder);
	bool behind = request && r->asked && r->last_request + 1 == r->at && r->last_request < r->at;

	if (!behind || s->text.size > FEW_WORDS || !px_mail_says(PX_CUE_IT, s->folded) || (s->dated && request->start))
		return false;
	if (s->dated)
		request->start = px_mail_date_text(s->date.day, s->date.second, r->finder->arena);
	r->last_request = r->at;
	return true;
}

static bool find_request(struct reading *r, const struct find_sentence *s)
{
	struct find_sentence dated = *s;
	bool asked;

	if (s->term && r->asked && r->last_request + 1 == r->at)
		r->last_request = r->at; /* an item of what was asked */
	if (s->dated && px_mail_says(PX_CUE_EXPIRES, s->folded))
		r->expires = s;
	if (is_wished_by(r, s) || is_same_again(r, s))
		return true;
	if (s->dated && s->date.deadline && !s->introduces && r->at && r->last_request + 1 == r->at && is_its_deadline(r, s, find_asks(r->finder, s)))
		return true; /* "They want it by the 11th." */
	if (!s->dated && r->expires) {
		dated.date = r->expires->date;
		dated.dated = dated.date.deadline = true;
	}
	if (r->had[PX_FOUND_BILL] || r->had[PX_FOUND_PARCEL] || !find_is_request(r->finder, r->letter, &dated, &asked) || (s->forwarded && r->asked && asked && !s->dated))
		return false;
	if (s->dated && is_its_deadline(r, s, asked))
		return true;
	const struct find_sentence *last = before(r);
	bool bare = !s->dated && last && s->text.size <= BARE && find_whom(r->finder, s) == FIND_OWNER_NAMED;
	find_add_request(r->finder, bare ? last : &dated); /* "Who brings cake on Friday? Anna, would you?" */
	r->last_request = r->at;
	r->asked |= asked;
	r->had[PX_FOUND_REQUEST] |= !asked;
	return true;
}

/* ------------------------------------------------------------------------ rotas */

/* What a line tells of its i-th day: who it is for.  Its places are of the folded text, which is near enough. */
static struct px_str rota_part(const struct find_sentence *s, const struct px_mail_date all[], size_t count, size_t i)
{
	size_t to = i + 1 < count && all[i + 1].begin < s->text.size ? all[i + 1].begin : s->text.size;
	size_t from = all[i].end < to ? all[i].end : to;

	return px_str_n(s->text.data + from, to - from);
}

static void add_duty(struct reading *r, const struct find_sentence *s, const struct px_mail_date *date)
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
static bool is_rota_line(const struct reading *r, size_t at)
{
	const struct find_sentence *s = at < r->letter->count ? &r->letter->list[at] : NULL;

	return s && s->date.begin < s->date.end && s->date.begin <= ROTA_BEGIN && s->date.end + ROTA_PART >= s->text.size && !find_is_question(s->text);
}

static bool is_hers(const struct reading *r, size_t at)
{
	return find_mentions_owner(r->finder, r->letter->list[at].text);
}

/* The line is one of several beside each other of which some name the person, and some don't. */
static bool is_in_rota(const struct reading *r)
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
	bool more = calls_off(s) || find_is_question(s->text);

	for (size_t i = 0; i < sizeof(cues) / sizeof(cues[0]) && !more; i++)
		more = px_mail_says(cues[i], s->folded);
	return more;
}

/* "Mon: Tom, Tue: Anna": of what is for one person each, that of others is nothing to do. */
static bool find_rota(struct reading *r, const struct find_sentence *s)
{
	const struct px_mail_dating dating = dating_of(r->finder);
	struct px_mail_date all[PX_MAIL_DATES_MAX];
	size_t count, named = 0;
	bool few = true;

	if (is_quiet(r) || !s->dated || tells_more(s))
		return false;
	count = px_mail_date_all(&dating, s->text, r->finder->arena, all);
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

/* ------------------------------------------------------------------- all of it */

/*
 * Beside something that takes place, or a deadline, "Please arrive ten minutes early" and "Can you be there?" are parts
 * of that; another question is not.
 */
static bool is_advice(const struct finder *finder, const struct px_mail_finding *one)
{
	struct px_str quote = px_str(one->quote), folded = px_fold(finder->arena, quote);
	bool question = find_is_question(quote);

	return one->kind == PX_FOUND_REQUEST && !one->start && (!question || px_mail_says(PX_CUE_ATTEND, folded) || px_mail_says(PX_CUE_LEAVE, folded));
}

static void drop_advice(const struct finder *finder)
{
	struct px_mail_findings *findings = finder->findings;
	size_t kept = 0;

	for (size_t i = 0; i < findings->count; i++)
		if (!is_advice(finder, &findings->list[i]))
			findings->list[kept++] = findings->list[i];
	findings->count = kept;
}

void find_in_text(struct finder *finder)
{
	struct find_letter letter;
	struct reading r = { .finder = finder, .letter = &letter };

	read_letter(finder, &letter);
	if (is_own(finder) || px_mail_says(PX_CUE_DONE, letter.subject) || px_mail_says(PX_CUE_AWAY, letter.subject))
		return;
	for (r.at = 0; r.at < letter.count && finder->findings->count < TEXT_FINDINGS; r.at++) {
		const struct find_sentence *s = &letter.list[r.at];
		bool taken = find_rota(&r, s) || find_cancelled(&r, s) || find_bill(&r, s) || find_parcel(&r, s) || find_booking(&r, s) || find_appointment(&r, s) || find_request(&r, s);
		if (s->dated || taken)
			r.open_day = taken ? NULL : s;
	}
	if (r.unpaid && !r.had[PX_FOUND_BILL])
		add_bill(&r, r.unpaid);
	if (r.lies_ready && !r.had[PX_FOUND_PARCEL])
		(void)add_parcel(&r, r.lies_ready);
	if (r.expires && !finder->findings->count && !finder->bulk && !letter.promo && !letter.idle && !letter.paid && !letter.to_other && px_mail_says(PX_CUE_YOU, r.expires->folded))
		find_add_request(finder, r.expires);
	find_in_subject(&r);
	if (r.had[PX_FOUND_APPOINTMENT] || r.had[PX_FOUND_REQUEST] || r.had[PX_FOUND_BILL] || r.had[PX_FOUND_PARCEL] || r.had[PX_FOUND_RESERVATION] || r.had[PX_FOUND_CANCELLED])
		drop_advice(finder);
}
