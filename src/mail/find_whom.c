/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom a mail speaks to: by its greeting, and by names in its sentences.  What
 * is asked of somebody else is nothing for the person to do.
 */
#include "mail/find_internal.h"
#include "mail/words.h"

#include "base/fold.h"

#include <string.h>
#include <strings.h>

enum { NAME_LEAST = 3, NAME_MOST = 14, GREETED_WORDS = 6, SHORT_FORM = 5, SOON = 16 /* bytes in which "you" follows a name */ };

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80 || c == '\'' || c == '-';
}

/* The next word of letters; empty at the end. */
static struct px_str next_word(struct px_str *rest)
{
	size_t from = 0, to;

	if (!rest->size)
		return PX_STR("");
	while (from < rest->size && !is_name_byte(rest->data[from]))
		from++;
	for (to = from; to < rest->size && is_name_byte(rest->data[to]); to++)
		;
	struct px_str word = px_str_n(rest->data + from, to - from);
	*rest = px_str_n(rest->data + to, rest->size - to);
	return word;
}

static bool is_in(struct px_str folded_word, const char *names, struct px_arena *arena)
{
	struct px_str rest = names ? px_fold(arena, px_str(names)) : PX_STR(""), name;

	while ((name = next_word(&rest)).size)
		if (px_mail_alike(folded_word, name))
			return true;
	return false;
}

/* Whether the word is of the person's name, as the account, the mail's head or the address tells it. */
static bool is_owner(const struct finder *finder, struct px_str folded_word)
{
	const struct px_mail_finding_context *context = finder->context;
	json_t *to;
	size_t i;

	if (is_in(folded_word, context->name, finder->arena))
		return true;
	if (context->address && is_in(folded_word, px_arena_strn(finder->arena, context->address, strcspn(context->address, "@")), finder->arena))
		return true;
	json_array_foreach(finder->mail->to, i, to) {
		const char *address = json_string_value(json_object_get(to, "address"));
		if (address && context->address && strcasecmp(address, context->address) == 0 &&
		    is_in(folded_word, json_string_value(json_object_get(to, "name")), finder->arena))
			return true;
	}
	return false;
}

static bool is_capital(struct px_str word)
{
	return word.size && ((word.data[0] >= 'A' && word.data[0] <= 'Z') || (unsigned char)word.data[0] >= 0x80);
}

/* "Aniu", "Ania" of Anna: short forms begin and end so. */
static bool is_short_form(const struct finder *finder, struct px_str folded)
{
	struct px_str name = px_fold(finder->arena, px_str(finder->context->name));

	return folded.size > 2 && folded.size <= SHORT_FORM && name.size > 2 && memcmp(folded.data, name.data, 2) == 0 && strchr("aiu", folded.data[folded.size - 1]);
}

bool find_greets_other(const struct finder *finder, struct px_str greeting, bool mentioned)
{
	struct px_str rest = greeting, word = px_mail_greets(px_fold(finder->arena, greeting)) ? next_word(&rest) : PX_STR(""); /* else "Jonas," alone */
	bool named = false, titled = false, many = px_str_starts(px_fold(finder->arena, greeting), PX_STR("liebe ")); /* "Liebe Mitspielende": a woman, or many */

	if (!finder->context->name)
		return false; /* by the address alone nobody can be told from others */
	for (size_t i = 0; i < GREETED_WORDS && (word = next_word(&rest)).size; i++) {
		struct px_str folded = px_fold(finder->arena, word);
		if (is_owner(finder, folded) || is_short_form(finder, folded))
			return false;
		if (px_mail_says(PX_CUE_GREETING, folded))
			continue;
		if (px_mail_says(PX_CUE_TITLE, folded))
			titled = true;
		else if (!titled && px_mail_says(PX_CUE_ALL, folded))
			return false;
		else
			named |= is_capital(word) && word.size <= NAME_MOST;
	}
	return named && (titled || mentioned || !many);
}

bool find_greets_many(const struct finder *finder, struct px_str greeting)
{
	struct px_str rest = greeting, word = next_word(&rest);

	while ((word = next_word(&rest)).size) {
		struct px_str folded = px_fold(finder->arena, word);
		if (is_owner(finder, folded))
			return false;
		if (px_mail_says(PX_CUE_MANY, folded))
			return true;
	}
	return false;
}

bool find_mentions_owner(const struct finder *finder, struct px_str text)
{
	struct px_str word;

	while ((word = next_word(&text)).size)
		if (is_capital(word) && finder->context->name && is_in(px_fold(finder->arena, word), finder->context->name, finder->arena))
			return true;
	return false;
}

/* The capital word before the first comma or colon, if it is all that stands there. */
static struct px_str called(struct px_str text, struct px_str *rest)
{
	*rest = text;
	struct px_str word = next_word(rest);
	bool name = word.data == text.data && is_capital(word) && word.size >= NAME_LEAST && word.size <= NAME_MOST && rest->size > 1 &&
		    (rest->data[0] == ',' || rest->data[0] == ':');

	return name ? word : PX_STR("");
}

/* "@Dmitri": the first who is addressed so, of whom the person is more than another. */
static enum find_whom addressed(const struct finder *finder, struct px_str text)
{
	enum find_whom whom = FIND_NOBODY_NAMED;
	struct px_str name;

	for (const char *begin = text.data; (name = next_word(&text)).size;) {
		if (name.data == begin || name.data[-1] != '@' || !is_capital(name) || (name.data - 1 > begin && is_name_byte(name.data[-2])))
			continue;
		if (is_owner(finder, px_fold(finder->arena, name)))
			return FIND_OWNER_NAMED;
		whom = FIND_OTHER_NAMED;
	}
	return whom;
}

enum find_whom find_whom(const struct finder *finder, const struct find_sentence *s)
{
	struct px_str rest, name = called(s->text, &rest), folded = px_fold(finder->arena, name);

	const size_t colon = px_str_find(s->text, PX_STR(": "));
	if (!name.size && colon != SIZE_MAX) { /* "For the minutes: Tom, you send" */
		name = called(px_str_n(s->text.data + colon + 2, s->text.size - colon - 2), &rest);
		folded = px_fold(finder->arena, name);
	}
	if (!name.size) { /* "And Anna, could you" */
		struct px_str words = s->text;
		while ((name = next_word(&words)).size)
			if (is_capital(name) && words.size > 1 && words.data[0] == ',' && is_in(px_fold(finder->arena, name), finder->context->name, finder->arena))
				return FIND_OWNER_NAMED;
		return addressed(finder, s->text);
	}
	if (is_owner(finder, folded))
		return FIND_OWNER_NAMED;
	struct px_str after = px_fold(finder->arena, px_str_n(rest.data, rest.size < SOON ? rest.size : SOON));
	bool you = px_mail_says(PX_CUE_YOU, after) && !px_mail_says(PX_CUE_ALL, folded) && !px_mail_says(PX_CUE_YOU, folded) && !px_mail_says(PX_CUE_NO_NAME, folded) && !px_mail_says(PX_CUE_GREETING, folded);
	return you ? FIND_OTHER_NAMED : FIND_NOBODY_NAMED;
}

/* "Anna sends the brief": an item of a list that tells who does what. */
static struct px_str assigned_item(const struct finder *finder, const struct find_sentence *s)
{
	struct px_str rest = s->text, word = next_word(&rest);
	bool hers = s->intro.size && word.data == s->text.data && is_capital(word) && rest.size > 2 && rest.data[0] == ' ' && rest.data[1] >= 'a' && rest.data[1] <= 'z' &&
		    is_owner(finder, px_fold(finder->arena, word));

	return hers ? px_str_trim(rest) : PX_STR("");
}

/* "Anna: the budget you gave us holds": told, not given to do; "the slides for our talk" is. */
static bool is_statement(const struct finder *finder, struct px_str text, bool due)
{
	static const char *const begins[] = { "the ", "your ", "you ", "it ", "that ", "this ", "we ", "i ", "there ", "der ", "die ", "das ", "dein ", "deine ", "du ", "es ", "wir ", "ich ", "le ", "la ", "il ", "ton ", "ta ", "tu ", "el ", "tú ", "de ", "het ", "je ", NULL };
	struct px_str folded = px_fold(finder->arena, text);
	bool told = false;

	for (size_t i = 0; begins[i] && !told; i++)
		told = px_str_starts(folded, px_str(begins[i]));
	struct px_str behind;
	(void)px_str_cut(folded, ' ', &behind);
	return told && !due && (px_mail_says(PX_CUE_FINITE, behind) || px_mail_says(PX_CUE_FINITE, px_str_cut(folded, ' ', &behind))) && (px_mail_says(PX_CUE_YOU, folded) || px_mail_says(PX_CUE_WE, folded)) && !px_mail_says(PX_CUE_REQUEST, folded);
}

struct px_str find_assigned(const struct finder *finder, const struct find_sentence *s)
{
	static const char *const marks[] = { " - ", " – ", ": ", " -> ", NULL };

	for (size_t i = 0; marks[i]; i++) {
		size_t at = px_str_find(s->text, px_str(marks[i]));
		if (at == SIZE_MAX || at > 2 * NAME_MOST)
			continue;
		struct px_str who = px_str_n(s->text.data, at), word = next_word(&who);
		bool only = word.data == s->text.data && is_owner(finder, px_fold(finder->arena, word));
		while (only && (word = next_word(&who)).size)
			only = is_owner(finder, px_fold(finder->arena, word));
		at += strlen(marks[i]);
		struct px_str what = px_str_trim(px_str_n(s->text.data + at, s->text.size - at));
		return only && !is_statement(finder, what, s->dated && s->date.deadline) ? what : PX_STR("");
	}
	return assigned_item(finder, s);
}

bool find_is_assigned_to_other(const struct finder *finder, const struct find_sentence *s)
{
	struct px_str rest, name = called(s->text, &rest);

	return name.size && rest.data[0] == ':' && !is_owner(finder, px_fold(finder->arena, name));
}
