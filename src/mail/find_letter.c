/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mail as a whole: what it is about, to whom it speaks, whether a person
 * wrote it, whether it sells; and the days of its sentences.
 */
#include "mail/find_internal.h"
#include "mail/words.h"

#include "base/civil.h"
#include "base/fold.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

enum { SUBJECT_MAX = 300, MONEY_REACH = 3 };

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

bool find_is_own(const struct finder *finder)
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

bool find_tells_sum(struct px_str folded)
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

struct px_mail_dating find_dating(const struct finder *finder)
{
	const struct px_mail_finding_context *context = finder->context;

	return (struct px_mail_dating){ context->now, context->tz, !context->locale || strcasecmp(context->locale, "en-US") != 0 };
}

void find_read_date(const struct finder *finder, struct find_sentence *s)
{
	const struct px_mail_finding_context *context = finder->context;
	const struct px_mail_dating dating = find_dating(finder);
	int32_t today = px_civil_ms_day(px_tz_to_local(context->tz, context->now));

	s->dated = px_mail_date_find(&dating, s->text, finder->arena, &s->date) && s->date.day >= today && s->date.day < today + 3 * 366;
	if (s->date.part)
		s->date.second = -1;
}

size_t find_dates(const struct finder *finder, const struct find_sentence *s, struct px_mail_date all[PX_MAIL_DATES_MAX])
{
	const struct px_mail_dating dating = find_dating(finder);

	return px_mail_date_all(&dating, s->text, finder->arena, all);
}

/* Of a list in which one item is asked of the reader by its form, all that begin with an order are. */
static void mark_orders(struct finder *finder, struct find_letter *letter)
{
	for (size_t i = 0; i < letter->count; i++) {
		struct find_sentence *s = &letter->list[i];
		if (!s->intro.size || !px_mail_says(PX_CUE_ORDER, s->folded) || !find_asks(finder, s))
			continue;
		for (size_t k = 0; k < letter->count; k++)
			letter->list[k].ordered |= letter->list[k].intro.size && px_str_eq(letter->list[k].intro, s->intro);
	}
}

/* It is paid, or was, as its receipt tells. */
static bool tells_paid(const struct find_sentence *s)
{
	bool paid = px_mail_says(PX_CUE_PAID, s->folded) || px_mail_says(PX_CUE_RECEIPT, s->folded);

	return paid && !px_mail_says(PX_CUE_UNPAID, s->folded) && !px_mail_says(PX_CUE_CONDITION, s->folded);
}

/* By its subject, unless something is open or asked by a day; a shop's "returns within 14 days" is nothing asked. */
static bool is_receipt(const struct finder *finder, const struct find_letter *letter)
{
	bool open = false;

	for (size_t i = 0; i < letter->count && !open; i++) {
		const struct find_sentence *s = &letter->list[i];
		open = px_mail_says(PX_CUE_UNPAID, s->folded) || (s->date.deadline && px_mail_says(PX_CUE_DEADLINE, s->folded) && find_asks(finder, s));
	}
	return letter->sum && !open && px_mail_says(PX_CUE_RECEIPT, letter->subject);
}

static void read_sentences(struct finder *finder, struct find_letter *letter, struct px_str *greeting, struct px_str *passed_on)
{
	struct px_mail_letter read;

	px_mail_read_letter(finder->mail->text, finder->passed_on, finder->arena, &read);
	letter->list = PX_ARENA_ARRAY(finder->arena, struct find_sentence, read.count ? read.count : 1);
	letter->count = read.count;
	*greeting = read.greeting;
	*passed_on = read.passed_on;
	for (size_t i = 0; i < read.count; i++) {
		struct find_sentence *s = &letter->list[i];
		*s = (struct find_sentence){ .text = read.list[i].text, .folded = px_fold(finder->arena, read.list[i].text),
					     .intro = px_fold(finder->arena, read.list[i].intro), .forwarded = read.list[i].forwarded,
					     .introduces = read.list[i].introduces, .at = i };
		find_read_date(finder, s);
	}
	for (size_t i = 0; i + 1 < read.count; i++) {
		struct find_sentence *s = &letter->list[i], *next = s + 1;
		s->lists_orders = s->introduces && (px_mail_says(PX_CUE_ORDER, next->folded) || px_mail_says(PX_CUE_REQUEST, next->folded) || next->dated);
		next->term = next->intro.size && (s->introduces ? !s->lists_orders : s->term);
	}
	mark_orders(finder, letter);
}

void find_read_letter(struct finder *finder, struct find_letter *letter)
{
	struct px_str subject = px_str_n(finder->subject, px_utf8_cut(px_str(finder->subject), SUBJECT_MAX)), greeting, passed_on;
	bool sells, we = false, fyi = false, own_asks = false;

	*letter = (struct find_letter){ .subject = px_fold(finder->arena, subject) };
	read_sentences(finder, letter, &greeting, &passed_on);
	letter->bill = px_mail_says(PX_CUE_BILL, letter->subject);
	letter->parcel = px_mail_says(PX_CUE_PARCEL, letter->subject);
	letter->booked = px_mail_says(PX_CUE_BOOKED, letter->subject);
	letter->travel = px_mail_says(PX_CUE_TRAVEL, letter->subject);
	sells = px_mail_says(PX_CUE_PROMO, letter->subject);
	for (size_t i = 0; i < letter->count; i++) {
		const struct find_sentence *s = &letter->list[i];
		bool sum = find_tells_sum(s->folded);
		letter->sum |= sum;
		letter->paid |= tells_paid(s);
		letter->assigns |= find_assigned(finder, s).size > 0;
		own_asks |= !s->forwarded && px_mail_says(PX_CUE_REQUEST, s->folded);
		fyi |= finder->passed_on && !s->forwarded && px_mail_says(PX_CUE_FYI, s->folded);
		letter->idle |= px_mail_says(PX_CUE_NO_NEED, s->folded) && !s->dated && !px_mail_says(PX_CUE_CONDITION, s->folded) && px_mail_says(PX_CUE_NOTHING, s->folded);
		letter->bill |= sum && px_mail_says(PX_CUE_BILL, s->folded);
		letter->parcel |= px_mail_says(PX_CUE_PARCEL, s->folded) || px_mail_says(PX_CUE_READY, s->folded);
		letter->booked |= px_mail_says(PX_CUE_BOOKED, s->folded);
		letter->travel |= px_mail_says(PX_CUE_TRAVEL, s->folded);
		letter->tickets |= px_mail_says(PX_CUE_TRAVEL, s->folded) && px_mail_says(PX_CUE_BOOKED, s->folded);
		letter->moved |= s->dated && s->date.moved_to;
		we |= px_mail_says(PX_CUE_WE, s->folded);
		letter->personal |= px_mail_says(PX_CUE_YOU, s->folded);
		sells |= px_mail_says(PX_CUE_PROMO, s->folded);
	}
	letter->paid |= letter->idle;
	letter->idle |= (fyi || find_greets_other(finder, passed_on, false)) && !own_asks; /* a bill that is passed on is one */
	letter->promo = finder->bulk && sells;
	letter->receipt = !greeting.size && is_receipt(finder, letter);
	letter->paid |= letter->receipt;
	letter->personal |= we || greeting.size;
	letter->group = finder->bulk && we && greeting.size;
	letter->notice = is_notice(finder);
	letter->machine = is_machine(finder, letter);
	letter->to_many = find_greets_many(finder, greeting);
	letter->to_other = find_greets_other(finder, greeting, find_mentions_owner(finder, finder->mail->text));
}
