/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/reply.h"

#include "auth/secret.h"
#include "base/fold.h"
#include "mail/sentences.h"

#include <string.h>

enum { CODE = 22 /* characters of base64url: 132 bits */ };

#define BULLET "• "

/* -------------------------------------------------------------------- whose it is */

static void make_code(const uint8_t key[PX_REPLY_KEY], struct px_id user, struct px_id notification, char code[CODE + 1])
{
	char id[PX_ID_TEXT + 1], hash[PX_HASH_TEXT];

	px_id_format(notification, id);
	px_keyed_hash(key, user, px_str(id), hash);
	memcpy(code, hash, CODE);
	code[CODE] = '\0';
}

void px_reply_id_write(const uint8_t key[PX_REPLY_KEY], struct px_id user, struct px_id notification, const char *domain,
		       struct px_buf *out)
{
	char whose[PX_ID_TEXT + 1], which[PX_ID_TEXT + 1], code[CODE + 1];

	px_id_format(user, whose);
	px_id_format(notification, which);
	make_code(key, user, notification, code);
	(void)px_buf_printf(out, "%s.%s.%s@%s", whose, which, code, domain);
}

bool px_reply_id_read(const uint8_t key[PX_REPLY_KEY], struct px_str id, struct px_id *user, struct px_id *notification)
{
	struct px_str rest;
	char code[CODE + 1];

	if (!px_id_parse(px_str_cut(id, '.', &rest), user) || !px_id_parse(px_str_cut(rest, '.', &rest), notification))
		return false;
	make_code(key, *user, *notification, code);
	return px_secret_eq(px_str_cut(rest, '@', &rest), px_str(code));
}

/* ---------------------------------------------------------------------- numbers */

static struct px_str bullet_of(struct px_str line)
{
	return px_str_starts(line, PX_STR(BULLET)) ? px_str_n(line.data + strlen(BULLET), line.size - strlen(BULLET)) : PX_STR("");
}

void px_reply_number_lines(const char *text, struct px_buf *out)
{
	struct px_str rest = px_str(text);
	int number = 0;

	while (rest.size) {
		struct px_str line = px_str_cut(rest, '\n', &rest), said = bullet_of(line);
		if (said.size)
			(void)px_buf_printf(out, "%d. ", ++number);
		(void)px_buf_str(out, said.size ? said : line);
		if (rest.data)
			(void)px_buf_char(out, '\n');
	}
}

struct px_str px_reply_line(const char *text, int number)
{
	struct px_str rest = px_str(text ? text : "");

	while (rest.size) {
		struct px_str said = bullet_of(px_str_cut(rest, '\n', &rest));
		if (said.size && --number == 0)
			return said;
	}
	return PX_STR("");
}

/* --------------------------------------------------------------------- reading it */

static const char *const done_words[] = { "done with", "done", "finished", "completed", "complete", "did", "check off", "check", "erledigt", "fertig", "abgehakt", "geschafft", NULL };
static const char *const move_words[] = { "move", "postpone", "reschedule", "shift", "push", "put off", "verschiebe", "verschieb", "verlege", "schiebe", "schieb", NULL };
static const char *const to_words[] = { "to", "until", "till", "on", "for", "auf", "bis", "zu", "nach", NULL };
static const char *const and_words[] = { "and", "und", "&", "+", NULL };
static const char *const number_words[] = { "#", "number", "no.", "nr.", "nummer", "task", "tasks", "aufgabe", "aufgaben", NULL };

struct reader {
	struct px_str rest; /* folded */
};

static void skip_blanks(struct reader *r, const char *set)
{
	while (r->rest.size && strchr(set, r->rest.data[0]))
		r->rest = px_str_n(r->rest.data + 1, r->rest.size - 1);
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z');
}

static bool take_word(struct reader *r, const char *const *words)
{
	skip_blanks(r, " \t");
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (!px_str_starts(r->rest, px_str(*words)) || (r->rest.size > n && is_letter((*words)[n - 1]) && is_letter(r->rest.data[n])))
			continue;
		r->rest = px_str_n(r->rest.data + n, r->rest.size - n);
		return true;
	}
	return false;
}

static bool take_number(struct reader *r, int *number)
{
	size_t n = 0;

	(void)take_word(r, number_words);
	skip_blanks(r, " \t");
	*number = 0;
	while (n < r->rest.size && n < 3 && r->rest.data[n] >= '0' && r->rest.data[n] <= '9')
		*number = *number * 10 + r->rest.data[n++] - '0';
	bool ends = n == r->rest.size || !(is_letter(r->rest.data[n]) || (r->rest.data[n] >= '0' && r->rest.data[n] <= '9') ||
					   strchr(":-/%", r->rest.data[n]));
	if (!n || !ends || *number < 1 || *number > PX_REPLY_NUMBER_MOST)
		return false;
	r->rest = px_str_n(r->rest.data + n, r->rest.size - n);
	return true;
}

/* "1", "1, 3", "1 and 3" */
static bool take_numbers(struct reader *r, struct px_reply_command *command)
{
	int number;

	while (command->count < PX_REPLY_NUMBERS_MAX && take_number(r, &number)) {
		command->numbers[command->count++] = number;
		struct reader before = *r;
		skip_blanks(r, " ,\t");
		(void)take_word(r, and_words);
		struct reader ahead = *r;
		if (!take_number(&ahead, &number)) {
			*r = before;
			break;
		}
	}
	return command->count > 0;
}

/* What stands before the next command, or all that is left. */
static const char *take_when(struct reader *r, struct px_arena *arena)
{
	size_t end = 0;

	for (; end < r->rest.size; end++) {
		if (r->rest.data[end] != ',' && !px_str_starts(px_str_n(r->rest.data + end, r->rest.size - end), PX_STR(" and ")) &&
		    !px_str_starts(px_str_n(r->rest.data + end, r->rest.size - end), PX_STR(" und ")))
			continue;
		struct reader ahead = { px_str_n(r->rest.data + end, r->rest.size - end) };
		struct px_reply_command next = { .done = false };
		skip_blanks(&ahead, " ,");
		(void)take_word(&ahead, and_words);
		if ((take_word(&ahead, done_words) || take_word(&ahead, move_words)) && take_numbers(&ahead, &next))
			break;
	}
	const char *when = px_arena_str(arena, px_str_trim(px_str_n(r->rest.data, end)));
	r->rest = px_str_n(r->rest.data + end, r->rest.size - end);
	return when;
}

static bool take_command(struct reader *r, struct px_arena *arena, struct px_reply_command *command)
{
	static const char *const are[] = { "is", "are", "ist", "sind", NULL };

	*command = (struct px_reply_command){ .done = take_word(r, done_words) };
	bool move = !command->done && take_word(r, move_words);
	skip_blanks(r, " :\t");
	if (!take_numbers(r, command))
		return false;
	if (command->done)
		return true;
	if (!move) { /* "2 is done", "1 to Friday" */
		(void)take_word(r, are);
		command->done = take_word(r, done_words);
	}
	if (command->done)
		return true;
	if (!take_word(r, to_words))
		return false;
	command->when = take_when(r, arena);
	return *command->when != '\0';
}

size_t px_reply_read(struct px_str text, struct px_arena *arena, struct px_reply_command commands[PX_REPLY_COMMANDS_MAX],
		     const char **unread)
{
	struct px_str *sentences = PX_ARENA_ARRAY(arena, struct px_str, PX_MAIL_SENTENCES_MAX);
	size_t sentence_count = px_mail_sentences(text, arena, sentences), count = 0;

	*unread = NULL;
	for (size_t i = 0; i < sentence_count && count < PX_REPLY_COMMANDS_MAX && !*unread; i++) {
		struct reader r = { px_fold(arena, sentences[i]) };
		while (count < PX_REPLY_COMMANDS_MAX) {
			skip_blanks(&r, " ,;.!\t");
			(void)take_word(&r, and_words);
			skip_blanks(&r, " ");
			if (!r.rest.size)
				break;
			if (!take_command(&r, arena, &commands[count])) {
				*unread = px_arena_str(arena, sentences[i]);
				break;
			}
			count++;
		}
	}
	return count;
}
