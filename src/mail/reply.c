/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/reply.h"

#include "agent/notice_word.h"
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

static void write_id(const uint8_t key[PX_REPLY_KEY], struct px_id user, struct px_id id, const char *ending, const char *domain,
		     struct px_buf *out)
{
	char whose[PX_ID_TEXT + 1], which[PX_ID_TEXT + 1], code[CODE + 1];

	px_id_format(user, whose);
	px_id_format(id, which);
	make_code(key, user, id, code);
	(void)px_buf_printf(out, "%s.%s.%s%s@%s", whose, which, code, ending, domain);
}

/* *ending: what stands between the code and the domain. */
static bool read_id(const uint8_t key[PX_REPLY_KEY], struct px_str text, struct px_id *user, struct px_id *id, struct px_str *ending)
{
	struct px_str rest;
	char code[CODE + 1];

	if (!px_id_parse(px_str_cut(text, '.', &rest), user) || !px_id_parse(px_str_cut(rest, '.', &rest), id))
		return false;
	make_code(key, *user, *id, code);
	struct px_str given = px_str_cut(rest, '@', &rest);
	size_t size = given.size < CODE ? given.size : CODE;
	*ending = px_str_n(given.data + size, given.size - size);
	return px_secret_eq(px_str_n(given.data, size), px_str(code));
}

#define LETTER ".letter"

void px_reply_id_write(const uint8_t key[PX_REPLY_KEY], struct px_id user, struct px_id notification, const char *domain,
		       struct px_buf *out)
{
	write_id(key, user, notification, "", domain, out);
}

void px_letter_id_write(const uint8_t key[PX_REPLY_KEY], struct px_id user, struct px_id id, const char *domain, struct px_buf *out)
{
	write_id(key, user, id, LETTER, domain, out);
}

bool px_reply_id_read(const uint8_t key[PX_REPLY_KEY], struct px_str id, struct px_id *user, struct px_id *notification)
{
	struct px_str ending;

	return read_id(key, id, user, notification, &ending) && !ending.size;
}

bool px_sent_id_read(const uint8_t key[PX_REPLY_KEY], struct px_str text, struct px_id *user)
{
	struct px_str ending;
	struct px_id id;

	return read_id(key, text, user, &id, &ending) && (!ending.size || px_str_eq(ending, PX_STR(LETTER)));
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

static const char *const done_words[] = {
	"done with", "done", "finished", "completed", "complete", "did", "check off", "check", "erledigt", "fertig",
	"abgehakt", "geschafft", NULL,
};
static const char *const move_words[] = {
	"move", "postpone", "reschedule", "shift", "push", "put off", "verschiebe", "verschieb", "verlege", "schiebe",
	"schieb", NULL,
};
static const char *const snooze_words[] = {
	"snooze", "remind me again of", "remind me again about", "remind me again", "remind me of", "remind me about",
	"remind me", "erinnere mich wieder an", "erinnere mich an", "erinnere mich", "erinner mich an", "erinner mich", NULL,
};
static const char *const to_words[] = { "to", "until", "till", "on", "for", "auf", "bis", "zu", "nach", NULL };
static const char *const and_words[] = { "and", "und", "&", "+", NULL };
static const char *const number_words[] = {
	"#", "number", "no.", "nr.", "nummer", "task", "tasks", "aufgabe", "aufgaben", NULL,
};
static const char *const all_words[] = { "all of them", "all of it", "all", "everything", "alles", "alle", NULL };
static const char *const it_words[] = { "it", "this", "that", "es", "das", "sie", "ihn", NULL };
static const char *const thanks_words[] = {
	"thank you very much", "thank you", "thanks a lot", "thanks", "thx", "many thanks", "cheers", "great", "perfect",
	"vielen dank", "danke schön", "danke dir", "danke", "super", "prima", "hi pixie", "hello pixie", "hallo pixie",
	"liebe grüsse", "viele grüsse", NULL,
};

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

/* Whether a command with a number begins there. */
static bool begins_command(struct px_str text)
{
	struct px_reply_command next = { .count = 0 };
	struct reader ahead = { text };

	skip_blanks(&ahead, " ,");
	(void)take_word(&ahead, and_words);
	return (take_word(&ahead, done_words) || take_word(&ahead, move_words) || take_word(&ahead, snooze_words)) && take_numbers(&ahead, &next);
}

/* What stands before the next command, or all that is left. */
static const char *take_when(struct reader *r, struct px_arena *arena)
{
	size_t end = 0;

	for (; end < r->rest.size; end++) {
		struct px_str left = px_str_n(r->rest.data + end, r->rest.size - end);
		if ((left.data[0] == ',' || px_str_starts(left, PX_STR(" and ")) || px_str_starts(left, PX_STR(" und "))) && begins_command(left))
			break;
	}
	struct px_str when = px_str_trim(px_str_n(r->rest.data, end));
	r->rest = px_str_n(r->rest.data + end, r->rest.size - end);
	return when.size ? px_arena_str(arena, when) : NULL;
}

static bool take_verb(struct reader *r, enum px_reply_verb *verb)
{
	*verb = PX_REPLY_WHEN;
	if (take_word(r, done_words))
		*verb = PX_REPLY_DONE;
	else if (take_word(r, move_words))
		*verb = PX_REPLY_MOVE;
	else if (take_word(r, snooze_words))
		*verb = PX_REPLY_SNOOZE;
	return *verb != PX_REPLY_WHEN;
}

/* A command that says which numbers it means, or all of them. */
static bool take_command(struct reader *r, struct px_arena *arena, struct px_reply_command *command)
{
	static const char *const are[] = { "is", "are", "ist", "sind", NULL };

	*command = (struct px_reply_command){ .count = 0 };
	bool said = take_verb(r, &command->verb);
	skip_blanks(r, " :\t");
	command->all = take_word(r, all_words);
	if (!command->all && !take_numbers(r, command))
		return false;
	if (!said) { /* "2 is done", "1 to Friday" */
		(void)take_word(r, are);
		command->verb = take_word(r, done_words) ? PX_REPLY_DONE : PX_REPLY_MOVE;
	}
	if (command->verb == PX_REPLY_DONE)
		return true;
	if (!take_word(r, to_words) && command->verb == PX_REPLY_MOVE)
		return false;
	command->when = take_when(r, arena);
	return command->when || command->verb == PX_REPLY_SNOOZE;
}

/* "It" and the like, and the words that lead to a time. */
static const char *bare_when(struct reader *r, struct px_arena *arena)
{
	(void)take_word(r, it_words);
	(void)take_word(r, to_words);
	struct px_str when = px_str_trim(r->rest);
	return when.size ? px_arena_str(arena, when) : NULL;
}

/* A sentence about what the mail is about: "done", "later", "move it to Friday", "tomorrow at 9". */
static void read_bare(struct px_str sentence, struct px_arena *arena, struct px_reply_command *command)
{
	struct px_str when;
	struct reader r = { px_fold(arena, sentence) };
	enum px_notice_word word = px_notice_word_read(sentence, &when);

	*command = (struct px_reply_command){ .verb = PX_REPLY_WHEN };
	switch (word) {
	case PX_NOTICE_DONE: command->verb = PX_REPLY_DONE; return;
	case PX_NOTICE_GOT: command->verb = PX_REPLY_SEEN; return;
	case PX_NOTICE_SNOOZE:
		command->verb = PX_REPLY_SNOOZE;
		command->when = when.size ? px_arena_str(arena, when) : NULL;
		return;
	case PX_NOTICE_NONE: break;
	}
	while (r.rest.size && strchr(".!;,", r.rest.data[r.rest.size - 1]))
		r.rest.size--;
	if (take_word(&r, snooze_words)) {
		command->verb = PX_REPLY_SNOOZE;
		command->when = bare_when(&r, arena);
	} else if (take_word(&r, move_words) && (command->when = bare_when(&r, arena))) {
		command->verb = PX_REPLY_MOVE;
	} else {
		command->when = px_arena_str(arena, sentence);
	}
}

/* Without thanks and greetings that begin it: "Thanks, done". */
static struct px_str after_thanks(struct px_str sentence, struct px_arena *arena)
{
	struct reader r = { px_fold(arena, sentence) };

	if (!take_word(&r, thanks_words))
		return sentence;
	skip_blanks(&r, " ,.;!\t");
	return r.rest;
}

static size_t read_sentence(struct px_str sentence, struct px_arena *arena, struct px_reply_command *commands, size_t room,
			    const char **unread)
{
	struct reader r = { px_fold(arena, sentence) };
	size_t count = 0;

	while (count < room) {
		skip_blanks(&r, " ,;.!\t");
		(void)take_word(&r, and_words);
		skip_blanks(&r, " ");
		if (!r.rest.size)
			return count;
		if (take_command(&r, arena, &commands[count])) {
			count++;
			continue;
		}
		if (count)
			*unread = px_arena_str(arena, sentence);
		else
			read_bare(sentence, arena, &commands[count++]);
		break;
	}
	return count;
}

/* A first line that thanks would end the letter (sentences.h), so it is read without them; *thanked: there are such. */
static struct px_str skip_thanks(struct px_str text, struct px_arena *arena, bool *thanked)
{
	struct px_str rest, line = px_str_cut(px_str_trim(text), '\n', &rest);
	struct px_str said = after_thanks(line, arena);

	*thanked = said.data != line.data;
	if (!*thanked)
		return text;
	return px_str(px_arena_printf(arena, "%.*s\n%.*s", (int)said.size, said.data, (int)rest.size, rest.data ? rest.data : ""));
}

size_t px_reply_read(struct px_str text, struct px_arena *arena, struct px_reply_command commands[PX_REPLY_COMMANDS_MAX],
		     const char **unread)
{
	struct px_str *sentences = PX_ARENA_ARRAY(arena, struct px_str, PX_MAIL_SENTENCES_MAX);
	bool thanked;
	size_t sentence_count = px_mail_sentences(skip_thanks(text, arena, &thanked), arena, sentences), count = 0;

	*unread = NULL;
	for (size_t i = 0; i < sentence_count && count < PX_REPLY_COMMANDS_MAX && !*unread; i++) {
		struct px_str said = after_thanks(sentences[i], arena);
		if (said.size)
			count += read_sentence(said, arena, commands + count, PX_REPLY_COMMANDS_MAX - count, unread);
	}
	if (!count && thanked && !*unread)
		commands[count++] = (struct px_reply_command){ .verb = PX_REPLY_SEEN };
	return count;
}
