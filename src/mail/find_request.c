/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests: sentences that ask something of the reader, and deadlines that are
 * told.  What is asked of somebody else, only if something happens, or told to
 * be needless, is none.
 */
#include "mail/find_internal.h"
#include "mail/words.h"

#include "base/fold.h"

#include <string.h>

enum { REQUEST_LEAST = 12, REQUEST_MOST = 400, LETTERS_LEAST = 6, TITLE_LEAST = 8, TITLE_SHORT = 24, ANSWER_MOST = 40, CONDITION_REACH = 24 };

bool find_is_question(struct px_str text)
{
	return px_str_ends(text, PX_STR("?")) || px_str_ends(text, PX_STR("？"));
}

/* The sentence without the words of asking: what is to be done. */
static struct px_str bare_request(struct finder *finder, struct px_str text)
{
	bool found = true;

	while (found) {
		found = false;
		struct px_str folded = px_fold(finder->arena, text);
		for (size_t i = 0; !found && px_mail_leads[i]; i++) {
			size_t n = strlen(px_mail_leads[i]);
			found = px_str_starts(folded, px_str(px_mail_leads[i])) && text.size > n + LETTERS_LEAST && folded.size == text.size;
			if (found)
				text = px_str_trim(px_str_n(text.data + n, text.size - n));
		}
	}
	struct px_str comma = px_str_cut(text, ',', &(struct px_str){ 0 }); /* "Anna, could you": whom it is said to */
	if (comma.size < text.size && comma.size <= 12 && !memchr(comma.data, ' ', comma.size)) {
		struct px_str rest = px_str_trim(px_str_n(text.data + comma.size + 1, text.size - comma.size - 1));
		struct px_str folded = px_fold(finder->arena, rest);
		for (size_t i = 0; px_mail_leads[i]; i++)
			if (px_str_starts(folded, px_str(px_mail_leads[i])))
				return bare_request(finder, rest);
	}
	while (text.size && strchr("?!. ", text.data[text.size - 1]))
		text.size--;
	return text;
}

/* The date is kept as the task's own; English titles go without it. */
static const char *title_of(struct finder *finder, struct px_str text)
{
	struct px_time_expr found[4];
	struct px_time_context context = { .now_utc = finder->context->now, .tz = finder->context->tz, .country = "" };
	size_t count = px_time_find(&context, text, found, 4);
	const char *title = px_arena_str(finder->arena, text);

	for (size_t i = 0; i < count; i++) {
		const struct px_time_expr *e = &found[i];
		bool date = e->value.kind == PX_TIME_DATE || e->value.kind == PX_TIME_DATETIME ||
			    (e->value.kind == PX_TIME_RANGE && e->role == PX_TIME_DEADLINE);
		if (!date || e->cut_end - e->cut_begin + TITLE_LEAST > text.size)
			continue;
		title = px_arena_printf(finder->arena, "%.*s%s%.*s", (int)e->cut_begin, text.data, e->cut_begin && e->cut_end < text.size ? " " : "",
					(int)(text.size - e->cut_end), text.data + e->cut_end);
		break;
	}
	char *copy = px_arena_str(finder->arena, px_str_trim(px_str(title)));
	if (copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return copy;
}

/* Asks for an answer and for nothing else. */
static bool asks_for_answer(struct finder *finder, struct px_str bare)
{
	struct px_str folded = px_fold(finder->arena, bare);

	return px_mail_says(PX_CUE_ANSWER, folded) && bare.size <= ANSWER_MOST;
}

/* "Reichen Sie ... ein", "Renvoyez ...": the verb stands first, in the form that orders. */
static bool orders_by_form(struct px_str folded)
{
	struct px_str rest, first = px_str_cut(folded, ' ', &rest);

	return !px_str_ends(folded, PX_STR("?")) && first.size > 3 &&
	       ((px_str_ends(first, PX_STR("en")) && px_str_starts(rest, PX_STR("sie "))) || px_str_ends(first, PX_STR("ez")));
}

bool find_asks(const struct finder *finder, const struct find_sentence *s)
{
	if (find_assigned(finder, s).size || px_mail_says(PX_CUE_REQUEST, s->folded) || (find_is_question(s->text) && px_mail_says(PX_CUE_LEAVE, s->folded)))
		return true;
	if (s->intro.size && !s->term && (px_mail_says(PX_CUE_REQUEST, s->intro) || px_mail_says(PX_CUE_NEEDED, s->intro)))
		return true;
	return (px_mail_says(PX_CUE_ORDER, s->folded) || orders_by_form(s->folded)) && (s->ordered || s->date.deadline || px_mail_says(PX_CUE_ME, s->folded));
}

/* It holds only if something happens of which nothing is known. */
static bool is_conditional(const struct find_sentence *s)
{
	struct px_str begin = px_str_n(s->folded.data, s->folded.size < CONDITION_REACH ? s->folded.size : CONDITION_REACH);

	return (!s->dated || find_calls_off(s)) && px_mail_says(PX_CUE_CONDITION, begin) &&
	       (!px_mail_says(PX_CUE_POLITE_IF, s->folded) || px_mail_says(PX_CUE_ANSWER, s->folded));
}

/* "Du kriegst noch 20 Euro, bring ich Freitag mit": the writer does it, and no other clause asks for anything. */
static bool is_offer(const struct find_sentence *s)
{
	bool asks = false;

	if (!px_mail_says(PX_CUE_OFFER, s->folded))
		return false;
	for (struct px_str rest = s->folded; rest.size && !asks;) {
		struct px_str clause = px_str_trim(px_str_cut(rest, ',', &rest));
		asks = !px_mail_says(PX_CUE_OFFER, clause) && (px_mail_says(PX_CUE_REQUEST, clause) || px_mail_says(PX_CUE_ORDER, clause));
	}
	return !asks;
}

/* What is not to be asked for in a mail; the password of a house's wifi is. */
static bool asks_secret(struct px_str folded)
{
	static const char *const harmless[] = { "wifi password", "wi-fi password", "wlan password", "wlan-password", "wlan passwort", "wlan-passwort", "wifi-passwort", "wifi passwort", NULL };

	for (size_t i = 0; harmless[i]; i++) {
		size_t at = px_str_find(folded, px_str(harmless[i])), end = at + strlen(harmless[i]);
		if (at != SIZE_MAX)
			return asks_secret(px_str_n(folded.data, at)) || asks_secret(px_str_n(folded.data + end, folded.size - end));
	}
	return px_mail_says(PX_CUE_SECRET, folded);
}

bool find_is_request(struct finder *finder, const struct find_letter *letter, const struct find_sentence *s, bool *asked)
{
	enum find_whom whom = find_whom(finder, s);
	bool told = s->dated && !letter->paid && px_mail_says(PX_CUE_NEEDED, s->folded);

	*asked = find_asks(finder, s);
	if ((!*asked && !told) || (s->introduces && s->lists_orders) || s->text.size < REQUEST_LEAST || s->text.size > REQUEST_MOST)
		return false;
	if (letter->promo || (finder->bulk && whom != FIND_OWNER_NAMED && !find_assigned(finder, s).size))
		return false;
	if (whom != FIND_OWNER_NAMED && (letter->notice || (letter->machine && !(s->dated && (s->date.deadline || told)))))
		return false; /* "@Anna" is told on by a program */
	if (asks_secret(s->folded))
		return false;
	if ((find_is_question(s->text) && px_mail_says(PX_CUE_WHO, px_str_cut(s->folded, ' ', &(struct px_str){ 0 }))) || whom == FIND_OTHER_NAMED || (letter->to_other && whom != FIND_OWNER_NAMED))
		return false;
	if (s->forwarded && letter->idle)
		return false; /* "FYI, nothing for you to do" */
	if (letter->assigns && find_is_assigned_to_other(finder, s))
		return false;
	if ((!s->dated && px_mail_says(PX_CUE_GUESS, s->folded)) || (whom != FIND_OWNER_NAMED && px_mail_says(PX_CUE_GENERAL, s->folded)) || letter->receipt)
		return false;
	if (px_mail_says(PX_CUE_NO_NEED, s->folded) || px_mail_says(PX_CUE_COURTESY, s->folded) || px_mail_says(PX_CUE_DONE, s->folded) || is_offer(s) || is_conditional(s))
		return false;
	if (letter->to_many && !s->dated && whom != FIND_OWNER_NAMED && !find_is_question(s->text) && !find_assigned(finder, s).size && !px_mail_says(PX_CUE_NEEDED, s->folded) &&
	    !px_mail_says(PX_CUE_ME, s->folded))
		return false; /* advice to all */
	return !((letter->machine || !s->dated) && px_mail_says(PX_CUE_SURVEY, s->folded)) && (s->dated || !asks_for_answer(finder, bare_request(finder, s->text)));
}

/* "Send me those" says little without what the mail is about. */
static const char *with_subject(struct finder *finder, const char *title)
{
	const char *space = strrchr(title, ' ');
	bool bare = space && px_mail_says(PX_CUE_PRONOUN, px_fold(finder->arena, px_str(space + 1)));

	return bare && *finder->subject && strlen(title) < TITLE_SHORT ? px_arena_printf(finder->arena, "%s (%s)", title, finder->subject) : title;
}

void find_add_request(struct finder *finder, const struct find_sentence *s)
{
	struct px_str assigned = find_assigned(finder, s);
	struct px_mail_finding found = { .kind = PX_FOUND_REQUEST, .all_day = s->date.second < 0 };

	found.title = with_subject(finder, title_of(finder, assigned.size ? assigned : bare_request(finder, s->text)));
	find_add_told(finder, s, &found);
}
