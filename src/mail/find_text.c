/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sentences of a mail tell: each is taken by the first rule that
 * takes it.  Here are the order of the rules, and bills, parcels, bookings and
 * requests; appointments and rotas have files of their own (find_event.c,
 * find_rota.c), as what is asked of the whole mail has (find_letter.c).
 */
#include "mail/find_internal.h"
#include "mail/words.h"

#include "base/civil.h"
#include "base/fold.h"

#include <string.h>
#include <strings.h>

enum { TEXT_FINDINGS = 5, FEW_WORDS = 60, BARE = 24, THING_LEAST = 4 };

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
	found->told = true;
	found->sentence = s->at;
	if (s->dated)
		found->start = px_mail_date_text(s->date.day, found->all_day ? -1 : s->date.second, finder->arena);
	if (s->dated && found->event && !found->all_day && s->date.end_second >= 0)
		found->end = px_mail_date_text(s->date.day, s->date.end_second, finder->arena);
	if (found->event && s->date.second < 0)
		found->all_day = true;
	find_add(finder, found);
}

const struct find_sentence *find_before(const struct find_reading *r)
{
	return r->at ? &r->letter->list[r->at - 1] : NULL;
}

bool find_is_quiet(const struct find_reading *r)
{
	return r->letter->promo || r->letter->to_other;
}

static void add_bill(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_BILL, .all_day = true };

	found.title = about(r->finder, find_word(r->finder, PX_SAY_FOUND_BILL));
	find_add_told(r->finder, s, &found);
	r->had[PX_FOUND_BILL] = true;
}

/* Its day is told with what is to be paid, or by a deadline in a mail that is about a bill. */
static bool find_bill(struct find_reading *r, const struct find_sentence *s)
{
	const struct find_letter *letter = r->letter;
	bool due = px_mail_says(PX_CUE_DUE, s->folded), sum = find_tells_sum(s->folded);
	bool bill = letter->bill || px_mail_says(PX_CUE_BILL, s->folded) || (sum && due && !px_mail_says(PX_CUE_ME, s->folded));
	const struct find_sentence *last = find_before(r);
	bool about_it = (letter->sum && px_mail_says(PX_CUE_BILL, letter->subject)) || sum || (last && find_tells_sum(last->folded) && px_mail_says(PX_CUE_BILL, last->folded));

	if (letter->promo || letter->paid || r->had[PX_FOUND_BILL] || !bill || px_mail_says(PX_CUE_NO_NEED, s->folded))
		return false;
	if (!s->dated && !r->unpaid && ((due && letter->sum) || (sum && !letter->machine && px_mail_says(PX_CUE_BILL, letter->subject))))
		r->unpaid = s;
	if (!s->dated || (!due && !(s->date.deadline && about_it)))
		return false;
	add_bill(r, s);
	return true;
}

static bool add_parcel(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_PARCEL, .event = s->dated, .all_day = true };

	found.title = about(r->finder, find_word(r->finder, PX_SAY_FOUND_PARCEL));
	find_add_told(r->finder, s, &found);
	return r->had[PX_FOUND_PARCEL] = true;
}

/* The day on which it comes, or the last one on which it can be fetched. */
static bool find_parcel(struct find_reading *r, const struct find_sentence *s)
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

void find_look_ahead(const struct find_reading *r, struct find_sentence *s)
{
	const struct px_mail_dating dating = find_dating(r->finder);

	for (size_t i = r->at + 1; i <= r->at + FIND_LOOK_AHEAD && i < r->letter->count && s->date.second < 0; i++) {
		const struct find_sentence *next = &r->letter->list[i];
		if (next->dated || next->date.begin < next->date.end)
			return;
		if (px_mail_says(PX_CUE_TRAVEL, s->folded) && px_mail_says(PX_CUE_NEWS, next->folded))
			continue; /* "Breakfast is served from 6:30" */
		(void)px_mail_clock_find(&dating, next->text, r->finder->arena, &s->date.second, &s->date.end_second);
	}
}

/* A line of a form: neither the writer nor the reader is in it. */
static bool tells_nobody(const struct find_sentence *s)
{
	return !px_mail_says(PX_CUE_YOU, s->folded) && !px_mail_says(PX_CUE_WE, s->folded) && !px_mail_says(PX_CUE_ME, s->folded) && !find_is_question(s->text);
}

/* Its day is the one of what was booked, not one of the seller's. */
static bool is_of_booking(const struct find_reading *r, const struct find_sentence *s)
{
	const struct find_letter *letter = r->letter;
	bool travel = px_mail_says(PX_CUE_TRAVEL, s->folded), booked = px_mail_says(PX_CUE_BOOKED, s->folded);
	bool about_travel = px_mail_says(PX_CUE_TRAVEL, letter->subject), about_booked = px_mail_says(PX_CUE_BOOKED, letter->subject);

	if ((travel && booked) || (letter->tickets && s->date.second >= 0 && !s->date.deadline && tells_nobody(s)))
		return true;
	if (px_mail_says(PX_CUE_APPOINTMENT, letter->subject) && !about_booked && !about_travel)
		return false;
	return (travel && letter->booked) || (about_booked && (about_travel || (letter->travel && !s->date.deadline))) || (booked && about_travel);
}

static bool find_booking(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_finding found = { .kind = PX_FOUND_RESERVATION, .event = true };

	if (find_is_quiet(r) || r->had[PX_FOUND_RESERVATION] || !s->dated || px_mail_says(PX_CUE_NEWS, s->folded) || px_mail_says(PX_CUE_REQUEST, s->folded) ||
	    !is_of_booking(r, s))
		return false;
	struct find_sentence timed = *s;
	find_look_ahead(r, &timed);
	found.title = *r->finder->subject ? r->finder->subject : px_arena_str(r->finder->arena, s->text);
	find_add_told(r->finder, &timed, &found);
	return r->had[PX_FOUND_RESERVATION] = true;
}

static struct px_mail_finding *last_request(const struct finder *finder)
{
	struct px_mail_findings *findings = finder->findings;
	struct px_mail_finding *last = findings->count ? &findings->list[findings->count - 1] : NULL;

	return last && last->kind == PX_FOUND_REQUEST ? last : NULL;
}

/* A deadline that is told beside a request without one, or right behind it in a few words, is its deadline. */
static bool is_its_deadline(struct find_reading *r, const struct find_sentence *s, bool asked)
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
static bool is_wished_by(struct find_reading *r, const struct find_sentence *s)
{
	struct px_mail_finding *request = last_request(r->finder);

	if (!s->dated || !s->date.deadline || !request || request->start || !px_mail_says(PX_CUE_WISH, s->folded))
		return false;
	request->start = px_mail_date_text(s->date.day, s->date.second, r->finder->arena);
	return true;
}

/* "Can you send it over?" behind what was asked: the same again, in few words. */
static bool is_same_again(struct find_reading *r, const struct find_sentence *s)
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

/* "Bis Dienstag eins, gern ein lustiges": the word right behind the day, if it ends its clause. */
static struct px_str closing_word(const struct find_sentence *s)
{
	size_t from = s->date.end < s->folded.size ? s->date.end : s->folded.size, to;

	while (from < s->folded.size && strchr(" ,.", s->folded.data[from]))
		from++;
	for (to = from; to < s->folded.size && !strchr(" ,.;!", s->folded.data[to]); to++)
		;
	return to < s->folded.size && s->folded.data[to] != ' ' ? px_str_n(s->folded.data + from, to - from) : PX_STR("");
}

/* "One" or "it" for a thing: right before the day, or at the end of the clause or sentence. */
static bool says_one(const struct find_sentence *s)
{
	struct px_str before = px_str_trim(px_str_n(s->folded.data, s->date.begin < s->folded.size ? s->date.begin : s->folded.size)), all = s->folded, word, last = PX_STR(""), led = PX_STR("");

	while (all.size && strchr(" .!", all.data[all.size - 1]))
		all.size--;
	while (before.size) {
		word = px_str_trim(px_str_cut(before, ' ', &before));
		led = word.size && px_mail_says(PX_CUE_DEADLINE, word) ? led : word;
	}
	while (all.size)
		last = px_str_cut(all, ' ', &all);
	return px_mail_says(PX_CUE_PRONOUN, led) || px_mail_says(PX_CUE_PRONOUN, last) || px_mail_says(PX_CUE_PRONOUN, closing_word(s)) || px_mail_says(PX_CUE_IT, s->folded);
}

/* A word of what was asked is in it again. */
static bool shares_thing(struct px_str asked, struct px_str folded)
{
	while (asked.size) {
		struct px_str word = px_str_cut(asked, ' ', &asked);
		while (word.size && strchr(".,;:!?", word.data[word.size - 1]))
			word.size--;
		if (word.size < THING_LEAST || px_mail_says(PX_CUE_SMALL, word))
			continue;
		for (struct px_str rest = folded; rest.size;)
			if (px_mail_alike(word, px_str_cut(rest, ' ', &rest)))
				return true;
	}
	return false;
}

/* The last request tells only that something lacks, with no day. */
static bool is_need(const struct finder *finder, const struct px_mail_finding *last)
{
	struct px_str quote = last && !last->start ? px_fold(finder->arena, px_str(last->quote)) : PX_STR("");

	return px_mail_says(PX_CUE_LACKS, quote) && !px_mail_says(PX_CUE_ORDER, quote);
}

/* "I need a photo of each child. Anna's is missing. Send me one by Tuesday": asked with its day, the need is no more. */
static bool asks_for_needed(const struct find_reading *r, const struct find_sentence *s)
{
	const struct px_mail_finding *last = last_request(r->finder);

	return s->dated && px_mail_says(PX_CUE_ORDER, s->folded) && r->at <= r->last_request + FIND_LOOK_AHEAD && is_need(r->finder, last) &&
	       (says_one(s) || shares_thing(px_fold(r->finder->arena, px_str(last->quote)), s->folded));
}

/* Takes out the needs before what was added last. */
static void drop_needs(struct finder *finder, size_t before)
{
	struct px_mail_findings *findings = finder->findings;

	if (findings->count <= before)
		return; /* there already */
	for (; before && findings->list[before - 1].kind == PX_FOUND_REQUEST && is_need(finder, &findings->list[before - 1]); before--, findings->count--)
		findings->list[before - 1] = findings->list[findings->count - 1];
}

/* "Call me before 11", in a letter that tells no day: today, if that is still to come. */
static bool is_due_today(const struct find_reading *r, struct find_sentence *s)
{
	const struct px_mail_dating dating = find_dating(r->finder);
	const int64_t now = px_tz_to_local(dating.tz, dating.now);
	int32_t second, end;

	for (size_t i = 0; i < r->letter->count; i++)
		if (r->letter->list[i].date.begin < r->letter->list[i].date.end)
			return false;
	if (!px_mail_says(PX_CUE_DEADLINE, s->folded) || !find_asks(r->finder, s) || !px_mail_clock_find(&dating, s->text, r->finder->arena, &second, &end) ||
	    second * INT64_C(1000) <= now % PX_MS_DAY)
		return false;
	s->date.day = px_civil_ms_day(now);
	s->date.second = second;
	return s->date.deadline = s->dated = true;
}

static bool find_request(struct find_reading *r, const struct find_sentence *s)
{
	struct find_sentence dated = *s;
	bool asked;

	if (s->term && r->asked && r->last_request + 1 == r->at)
		r->last_request = r->at; /* an item of what was asked */
	if (s->dated && px_mail_says(PX_CUE_EXPIRES, s->folded))
		r->expires = s;
	if (is_wished_by(r, s) || is_same_again(r, s))
		return true;
	const bool replaces = asks_for_needed(r, s), other = replaces || (px_mail_says(PX_CUE_ORDER, s->folded) && is_need(r->finder, last_request(r->finder)));
	const size_t count = r->finder->findings->count;
	if (!other && s->dated && s->date.deadline && !s->introduces && r->at && r->last_request + 1 == r->at && is_its_deadline(r, s, find_asks(r->finder, s)))
		return true; /* "They want it by the 11th." */
	if (!s->dated && r->expires) {
		dated.date = r->expires->date;
		dated.dated = dated.date.deadline = true;
	}
	if (!dated.dated)
		(void)is_due_today(r, &dated);
	if (r->had[PX_FOUND_BILL] || r->had[PX_FOUND_PARCEL] || !find_is_request(r->finder, r->letter, &dated, &asked) || (s->forwarded && r->asked && asked && !s->dated))
		return false;
	if (!other && s->dated && is_its_deadline(r, s, asked))
		return true;
	const struct find_sentence *last = find_before(r);
	bool bare = !s->dated && last && s->text.size <= BARE && find_whom(r->finder, s) == FIND_OWNER_NAMED;
	find_add_request(r->finder, bare ? last : &dated); /* "Who brings cake on Friday? Anna, would you?" */
	if (replaces && asked)
		drop_needs(r->finder, count);
	r->last_request = r->at;
	r->asked |= asked;
	r->had[PX_FOUND_REQUEST] |= !asked;
	return true;
}

/* Two requests beside each other in running text, of which one has a day and the second only speaks of the first. */
static bool are_one(const struct find_letter *letter, const struct px_mail_finding *a, const struct px_mail_finding *b)
{
	const struct find_sentence *first = &letter->list[a->sentence], *second = &letter->list[b->sentence];
	bool requests = a->kind == PX_FOUND_REQUEST && b->kind == PX_FOUND_REQUEST && a->told && b->told;

	return requests && !a->start != !b->start && b->sentence > a->sentence && b->sentence <= a->sentence + FIND_LOOK_AHEAD && !first->intro.size && !second->intro.size &&
	       first->forwarded == second->forwarded && px_mail_says(PX_CUE_BACK, second->folded) && !px_mail_says(PX_CUE_ALSO, first->folded) && !px_mail_says(PX_CUE_ALSO, second->folded);
}

/* "The contract waits for your signature. Please sign it by Wednesday": one thing, told by the sentence that says what it is. */
static void join_requests(const struct find_letter *letter, struct px_mail_findings *findings)
{
	size_t kept = findings->count ? 1 : 0;

	for (size_t i = 1; i < findings->count; i++) {
		struct px_mail_finding *last = &findings->list[kept - 1], *one = &findings->list[i];
		if (!are_one(letter, last, one)) {
			findings->list[kept++] = *one;
			continue;
		}
		if (one->start)
			last->start = one->start;
	}
	findings->count = kept;
}

/* ------------------------------------------------------------------- all of it */

/*
 * Beside something that takes place, or a deadline, "Please arrive ten minutes early" and "Can you be there?" are parts
 * of that; another question is not.
 */
static bool is_advice(const struct finder *finder, const struct px_mail_finding *one, bool off)
{
	struct px_str quote = px_str(one->quote), folded = px_fold(finder->arena, quote);
	bool question = find_is_question(quote);

	if (off && px_mail_says(PX_CUE_CALL, folded))
		return false; /* "Please call us to find a new date" */
	return one->kind == PX_FOUND_REQUEST && !one->start && (!question || px_mail_says(PX_CUE_ATTEND, folded) || px_mail_says(PX_CUE_LEAVE, folded));
}

static void drop_advice(const struct finder *finder, bool off)
{
	struct px_mail_findings *findings = finder->findings;
	size_t kept = 0;

	for (size_t i = 0; i < findings->count; i++)
		if (!is_advice(finder, &findings->list[i], off))
			findings->list[kept++] = findings->list[i];
	findings->count = kept;
}

void find_in_text(struct finder *finder)
{
	struct find_letter letter;
	struct find_reading r = { .finder = finder, .letter = &letter };

	find_read_letter(finder, &letter);
	if (find_is_own(finder) || px_mail_says(PX_CUE_DONE, letter.subject) || px_mail_says(PX_CUE_AWAY, letter.subject))
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
		drop_advice(finder, r.had[PX_FOUND_CANCELLED]);
	join_requests(&letter, finder->findings);
	find_judge(finder, &letter);
}
