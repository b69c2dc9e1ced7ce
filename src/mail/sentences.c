/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/sentences.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "mail/words.h"

#include <string.h>

enum { WRAPPED = 50 /* bytes of a line that probably goes on in the next */, GREETING = 45, GOES_ON = 25 };

struct splitter {
	struct px_arena *arena;
	struct px_str *sentences;
	size_t count;
	struct px_buf sentence;
};

static void end_sentence(struct splitter *s)
{
	struct px_str text = px_str_trim(px_buf_view(&s->sentence));

	if (text.size > 2 && s->count < PX_MAIL_SENTENCES_MAX)
		s->sentences[s->count++] = px_str(px_arena_strn(s->arena, text.data, px_utf8_cut(text, PX_MAIL_SENTENCE_BYTES)));
	px_buf_clear(&s->sentence);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "Dr. Smith", "z. B.", "12. Dezember", "a.m.": no end.  What comes after is a space; `at` is the full stop. */
static bool is_abbreviation(struct px_str line, size_t at)
{
	static const char *const shorts[] = { "dr", "mr", "mrs", "ms", "prof", "st", "nr", "no", "z", "b", "d", "h", "bzw", "ca", "tel", "str", "sr", "sra", "dra",
					      "m", "mme", "n", "art", "ing", "p", "a", "e", "g", "i", "jan", "feb", "dec", "nov", "oct", "sept", "aug", "kl", "ul",
					      "godz", "г", "ч", NULL };
	size_t from = at;

	while (from && line.data[from - 1] != ' ' && line.data[from - 1] != '.' && line.data[from - 1] != '(')
		from--;
	if (from < at && is_digit(line.data[at - 1]) && at - from <= 2)
		return true;
	for (size_t i = 0; shorts[i]; i++)
		if (px_str_eq_case(px_str_n(line.data + from, at - from), px_str(shorts[i])))
			return true;
	return false;
}

/* The length of what ends a sentence there; 0: nothing does. */
static size_t ends_at(struct px_str line, size_t i)
{
	static const char *const wide[] = { "。", "！", "？", NULL };
	char c = line.data[i];

	if (c == '!' || c == '?' || (c == '.' && (i + 1 == line.size || line.data[i + 1] == ' ') && !is_abbreviation(line, i)))
		return 1;
	for (size_t w = 0; wide[w]; w++)
		if (px_str_starts(px_str_n(line.data + i, line.size - i), px_str(wide[w])))
			return strlen(wide[w]);
	return 0;
}

static void add_line(struct splitter *s, struct px_str line)
{
	for (size_t i = 0; i < line.size;) {
		size_t end = ends_at(line, i);
		if (!end) {
			char c = line.data[i++];
			bool blank = c == ' ' || c == '\t';
			if (!blank || (s->sentence.size && s->sentence.data[s->sentence.size - 1] != ' '))
				(void)px_buf_char(&s->sentence, blank ? ' ' : c);
			continue;
		}
		(void)px_buf_append(&s->sentence, line.data + i, end);
		i += end;
		end_sentence(s);
	}
}

/* A heading line of a mail that is passed on: "From: ...", "Datum: ...". */
static bool is_header(struct px_str folded)
{
	static const char *const names[] = { "from:", "sent:", "to:", "cc:", "date:", "subject:", "von:", "an:", "gesendet:", "datum:", "betreff:", "de :", "de:", "à :", "objet :",
					     "envoyé :", "para:", "asunto:", "enviado:", "da:", "a:", "oggetto:", "inviato:", "assunto:", "van:", "aan:", "onderwerp:", "från:", "till:",
					     "ämne:", "od:", "do:", "temat:", "komu:", "předmět:", "от:", "кому:", "тема:", "дата:", "差出人:", "件名:", "日時:", "宛先:", NULL };

	for (size_t i = 0; names[i]; i++)
		if (px_str_starts(folded, px_str(names[i])))
			return true;
	return false;
}

static bool is_bullet(struct px_str line)
{
	return px_str_starts(line, PX_STR("- ")) || px_str_starts(line, PX_STR("* ")) || px_str_starts(line, PX_STR("•")) ||
	       (line.size > 2 && is_digit(line.data[0]) && (line.data[1] == ')' || line.data[1] == '.') && line.data[2] == ' ');
}

/* Up to the first comma or colon. */
static struct px_str cut_greeting(struct px_str line, struct px_str *rest)
{
	size_t size = 0;

	while (size < line.size && line.data[size] != ',' && line.data[size] != ':')
		size++;
	*rest = size < line.size ? px_str_n(line.data + size + 1, line.size - size - 1) : PX_STR("");
	return px_str_n(line.data, size);
}

/* Whether reading goes on after this line. */
static bool take_line(struct splitter *s, struct px_str line, bool *forwarded, bool *closed)
{
	struct px_str folded = px_fold(s->arena, line), greeted, rest;

	if (px_mail_forwards(folded)) {
		*forwarded = true;
		*closed = false;
		s->count = s->count > 20 ? 20 : s->count;
	} else if (!*forwarded && px_mail_quotes(folded)) {
		return false;
	} else if (line.data[0] == '>' || (*forwarded && is_header(folded))) {
		end_sentence(s);
	} else if (px_mail_closes(folded)) {
		end_sentence(s);
		*closed = !*forwarded || *closed;
		return *forwarded;
	} else if (px_mail_greets(folded)) {
		end_sentence(s);
		greeted = cut_greeting(line, &rest);
		if (greeted.size < GREETING && rest.size > GOES_ON) /* "Hi Anna, the viewing is on ..." */
			add_line(s, px_str_trim(rest));
		(void)px_buf_char(&s->sentence, ' ');
	} else {
		if (is_bullet(line))
			end_sentence(s);
		add_line(s, line);
		if (line.size < WRAPPED || px_str_ends(line, PX_STR(":")))
			end_sentence(s);
		else
			(void)px_buf_char(&s->sentence, ' ');
	}
	return true;
}

size_t px_mail_sentences(struct px_str text, struct px_arena *arena, struct px_str sentences[PX_MAIL_SENTENCES_MAX])
{
	struct splitter s = { arena, sentences, 0, PX_BUF_INIT(1 << 16) };
	bool forwarded = false, closed = false, more = true;

	while (more && text.size && s.count < PX_MAIL_SENTENCES_MAX) {
		struct px_str line = px_str_trim(px_str_cut(text, '\n', &text));
		if (!line.size)
			end_sentence(&s);
		else
			more = take_line(&s, line, &forwarded, &closed);
		if (s.sentence.overflow)
			px_buf_clear(&s.sentence);
	}
	end_sentence(&s);
	px_buf_release(&s.sentence);
	return s.count;
}
