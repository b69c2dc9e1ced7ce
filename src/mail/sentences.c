/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/sentences.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "mail/dates.h"
#include "mail/words.h"

#include <string.h>

enum {
	WRAPPED = 50 /* bytes of a line that probably goes on in the next */, GREETING = 45, GOES_ON = 8,
	GREETING_WORDS = 5, LABEL = 24 /* bytes of "Date:" */, SMALL_FROM = 30 /* bytes before a line that goes on in small letters */, SIGNATURE_LINES = 6, THANKS = 25, NAME_LINE = 24,
};

struct splitter {
	struct px_arena *arena;
	struct px_mail_letter *letter;
	struct px_buf sentence;
	bool lines;              /* of orders: px_mail_sentences */
	bool form, item;         /* what is being read is a form, or an item of a list */
	size_t line_size;        /* of the last line */
	struct px_str intro;
	bool forwarded, heading; /* past a forwarding mark; in its headings */
	bool passed_on;          /* the subject says so: what would be a quote is what is passed on */
	bool closed;             /* past the end of the letter, where only what is passed on can follow */
};

/* A plain apostrophe for those that telephones write. */
static struct px_str plain_apostrophes(struct px_arena *arena, struct px_str text)
{
	char *copy = px_arena_alloc(arena, text.size + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.size; i++) {
		bool curly = i + 2 < text.size && memcmp(text.data + i, "\xe2\x80", 2) == 0 && ((unsigned char)text.data[i + 2] & 0xfe) == 0x98;
		copy[n++] = curly ? '\'' : text.data[i];
		i += curly ? 2 : 0;
	}
	copy[n] = '\0';
	return px_str_n(copy, n);
}

static void end_sentence(struct splitter *s)
{
	struct px_mail_letter *letter = s->letter;
	struct px_str text = px_str_trim(px_buf_view(&s->sentence));

	if (text.size > 2 && letter->count < PX_MAIL_SENTENCES_MAX) {
		text = plain_apostrophes(s->arena, px_str_n(text.data, px_utf8_cut(text, PX_MAIL_SENTENCE_BYTES)));
		letter->list[letter->count++] = (struct px_mail_sentence){ text, s->item ? s->intro : PX_STR(""), s->forwarded, false };
	}
	px_buf_clear(&s->sentence);
	s->form = false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* "until 11. If you can": a word that begins sentences stands behind a number, not what it counts. */
static bool begins_sentence(struct px_str rest)
{
	static const char *const words[] = { "if", "please", "the", "we", "you", "i", "it", "this", "that", "can", "could", "there", "let", "and", "but", "see", "bring", "thanks", "my", "our", "they", "he", "she",
					     "bitte", "wir", "ich", "sie", "der", "die", "das", "es", "du", "ihr", "kannst", "könnt", "könnten", "wenn", "falls", "und", "danke", "bringen", "melden", "avboka", "vi", "je", "nous", "vous", "si",
					     "that's", "it's", "i'm", "i'll", "we'll", "we're", "he's", "she's", "they're", "there's", "you're", "same", "sorry", "thx", "ta", "cheers", "meet", "hope", "ok", "no", "yes", "how", "what", "when", "where", "who", "all", "just", "home",
					     "back", "also", "so", "for", "at", "in", "on", "with", "bis", "mit", "für", "am", "um", "ab", "ist", "hab", "kommt", "kommst", "komm", "sag", "sagt", "melde", "gib", "lg", "vg", "alles", "passt", "geht", "wäre", "was", "wie", "wo", "wann",
					     "im", "zum", "zur", "auf", "von", "vor", "nach", "bei", "dann", "danach", "treffpunkt", "eintritt", "eigentlich", "merci", "por", "le", "la", "per", "graag", "prosimy", "proszę", NULL };
	struct px_str word = px_str_cut(px_str_trim(rest), ' ', &(struct px_str){ 0 });

	for (size_t i = 0; words[i]; i++)
		if (px_str_eq_case(word, px_str(words[i])))
			return word.data[0] < 'a' || word.data[0] > 'z';
	return false;
}

/* "Dr. Smith", "z. B.", "12. Dezember", "a.m.": no end.  What comes after is a space; `at` is the full stop. */
static bool is_abbreviation(struct px_str line, size_t at)
{
	static const char *const shorts[] = { "dr", "mr", "mrs", "ms", "prof", "st", "nr", "no", "z", "b", "d", "h", "bzw", "ca", "tel", "str", "sr", "sra", "dra",
					      "m", "mme", "n", "art", "ing", "p", "a", "e", "g", "i", "jan", "feb", "dec", "nov", "oct", "sept", "aug", "kl", "ul",
					      "godz", "г", "ч", "rev", "fig", "approx", "vs", NULL };
	size_t from = at;

	while (from && line.data[from - 1] != ' ' && line.data[from - 1] != '.' && line.data[from - 1] != '(')
		from--;
	if (from < at && is_digit(line.data[at - 1]) && at - from <= 2)
		return !begins_sentence(px_str_n(line.data + at + 1, line.size - at - 1));
	if (px_str_ends(px_str_n(line.data + from, at - from), PX_STR("str")))
		return true; /* "Weserstr. 88" */
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

/* Up to the first comma, colon or exclamation mark. */
static struct px_str cut_greeting(struct px_str line, struct px_str *rest)
{
	size_t size = 0;

	while (size < line.size && !strchr(",:!", line.data[size]))
		size++;
	*rest = size < line.size ? px_str_n(line.data + size + 1, line.size - size - 1) : PX_STR("");
	return px_str_n(line.data, size);
}

/* "hi anna could you bring the cake": words of greeting and a name, where no mark ends them. */
static struct px_str cut_greeting_words(struct px_arena *arena, struct px_str line, struct px_str *rest)
{
	struct px_str word, after = line;
	bool name = false;

	for (*rest = line; rest->size && !name; *rest = after) {
		word = px_str_cut(*rest, ' ', &after);
		struct px_str folded = px_fold(arena, word);
		name = !px_mail_says(PX_CUE_GREETING, folded);
		if (name && px_mail_says(PX_CUE_YOU, folded))
			break;
	}
	return px_str_trim(px_str_n(line.data, line.size - rest->size));
}

static size_t count_words(struct px_str text)
{
	size_t n = 0;

	while (text.size)
		n += px_str_cut(text, ' ', &text).size > 0;
	return n;
}

/* "Time: 14:30", "Ort: Raum 12" */
static bool is_label(struct px_str line)
{
	size_t i = 0, words = 1;

	while (i < line.size && i < LABEL && line.data[i] != ':' && !is_digit(line.data[i]))
		words += line.data[i++] == ' ';
	if (i < 2 || i + 2 >= line.size || line.data[i] != ':' || line.data[i + 1] != ' ' || words > 3 || is_small(line.data[0]))
		return false;
	struct px_str value = px_str_n(line.data + i + 2, line.size - i - 2);
	return !(is_small(value.data[0]) && count_words(value) > 3); /* "Tom: update the plan by Tuesday" */
}

/* Nothing but dashes: a signature follows, if it is short. */
static bool is_rule(struct px_str line, struct px_str rest)
{
	size_t lines = 0;

	for (size_t i = 0; i < line.size; i++)
		if (!strchr("-_=*~", line.data[i]))
			return false;
	while (rest.size)
		lines += px_str_trim(px_str_cut(rest, '\n', &rest)).size > 0;
	return line.size > 1 && lines <= SIGNATURE_LINES;
}

static bool is_open(const struct splitter *s)
{
	return px_str_trim(px_buf_view(&s->sentence)).size > 0;
}

static bool announces(const struct splitter *s)
{
	return px_str_ends(px_str_trim(px_buf_view(&s->sentence)), PX_STR(":"));
}

/* Whether the line goes on with the sentence that is open. */
static bool goes_on(const struct splitter *s, struct px_str line, struct px_str folded)
{
	if (s->line_size >= WRAPPED || announces(s) || (s->form && is_label(line)))
		return true;
	return px_mail_begins_with_day(folded) || (s->line_size >= SMALL_FROM && is_small(line.data[0]));
}

static void begin_item(struct splitter *s)
{
	struct px_mail_letter *letter = s->letter;

	bool list = announces(s);

	s->item = s->item && !list;
	end_sentence(s);
	if (list && letter->count) {
		letter->list[letter->count - 1].introduces = true;
		s->intro = letter->list[letter->count - 1].text;
	}
	s->item = true;
}

static size_t bullet_size(struct px_str line)
{
	size_t i = 0;

	while (i < line.size && line.data[i] != ' ')
		i++;
	return px_str_starts(line, PX_STR("•")) ? strlen("•") : i;
}

/* A new sentence begins with the line, or what is open goes on. */
static void join(struct splitter *s, struct px_str line, struct px_str folded)
{
	if (is_open(s) && !goes_on(s, line, folded))
		end_sentence(s);
	if (is_open(s)) {
		s->form |= announces(s);
		(void)px_buf_text(&s->sentence, s->form && !announces(s) ? ", " : " ");
		return;
	}
	s->form = is_label(line);
	s->item = false;
	s->intro = PX_STR("");
}

/* In a letter; px_mail_sentences knows only lines that were wrapped. */
static void add_to_letter(struct splitter *s, struct px_str line, struct px_str folded)
{
	if (is_bullet(line) && !px_mail_begins_with_day(folded)) {
		size_t n = bullet_size(line);
		begin_item(s);
		line = px_str_trim(px_str_n(line.data + n, line.size - n));
	} else {
		join(s, line, folded);
	}
	s->line_size = line.size;
	bool form = s->form;
	add_line(s, line);
	s->form = form && is_open(s);
}

static void add_order(struct splitter *s, struct px_str line)
{
	if (is_bullet(line))
		end_sentence(s);
	add_line(s, line);
	if (line.size < WRAPPED || px_str_ends(line, PX_STR(":")))
		end_sentence(s);
	else
		(void)px_buf_char(&s->sentence, ' ');
}

static bool is_capital(char c)
{
	return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc0;
}

/* "Jonas,", "Ms Berg,": a first line that is a name and a comma. */
static bool calls_by_name(const struct splitter *s, struct px_str line)
{
	struct px_str rest = line, word;
	bool name = !s->lines && !s->letter->count && !s->letter->greeting.size && !is_open(s) && px_str_ends(line, PX_STR(",")) && line.size <= NAME_LINE;

	while (name && (word = px_str_cut(rest, ' ', &rest)).size) {
		word.size -= word.data[word.size - 1] == ',';
		name = word.size && is_capital(word.data[0]) && !px_mail_says(PX_CUE_NO_NAME, px_fold(s->arena, word));
	}
	return name;
}

static void take_greeting(struct splitter *s, struct px_str line)
{
	struct px_str greeted, rest;

	end_sentence(s);
	greeted = cut_greeting(line, &rest);
	if (count_words(greeted) > GREETING_WORDS && (greeted.size == line.size || px_str_trim(rest).size))
		greeted = cut_greeting_words(s->arena, line, &rest);
	struct px_str *greeting = s->forwarded ? &s->letter->passed_on : &s->letter->greeting;
	if (!greeting->size)
		*greeting = px_str(px_arena_strn(s->arena, greeted.data, greeted.size));
	s->line_size = line.size;
	if (greeted.size < GREETING && rest.size > GOES_ON) { /* "Hi Anna, the viewing is on ..." */
		add_line(s, px_str_trim(rest));
		if (s->lines)
			(void)px_buf_char(&s->sentence, ' ');
	}
}

/* An empty line: what was said is at its end, unless it announces what follows. */
static void take_gap(struct splitter *s)
{
	if (s->lines || !is_open(s) || (!announces(s) && (s->form || s->line_size < WRAPPED))) {
		end_sentence(s);
		s->item = false;
	}
	s->line_size = 0;
}

/* The end of the letter; a line of thanks is that only where it is short and not the first. */
static bool closes(const struct splitter *s, struct px_str folded)
{
	bool first = !s->letter->count && !is_open(s);

	return px_mail_closes(folded) && (s->lines || !px_mail_thanks(folded) || (folded.size <= THANKS && !first));
}

/* Whether reading goes on after this line; `rest` stands behind it. */
static bool take_line(struct splitter *s, struct px_str line, struct px_str rest)
{
	struct px_str folded = px_fold(s->arena, line);

	if (px_mail_forwards(folded) || (s->passed_on && !s->forwarded && px_mail_quotes(folded))) {
		end_sentence(s);
		s->forwarded = s->heading = true;
		s->closed = false;
		s->letter->count = s->letter->count > 20 ? 20 : s->letter->count;
		return true;
	} else if (!s->forwarded && px_mail_quotes(folded)) {
		return false;
	} else if (s->closed && !px_mail_adds(folded)) {
		return true;
	}
	s->closed = false;
	if (line.data[0] == '>' || (s->heading && is_header(folded))) {
		end_sentence(s);
		return true;
	} else if (closes(s, folded) || is_rule(line, rest)) {
		end_sentence(s);
		s->closed = !s->forwarded;
		return s->forwarded || !s->lines;
	} else if (px_mail_greets(folded) || calls_by_name(s, line)) {
		take_greeting(s, line);
	} else if (s->lines) {
		add_order(s, line);
	} else {
		add_to_letter(s, line, folded);
	}
	s->heading = false;
	return true;
}

static void read_all(struct splitter *s, struct px_str text)
{
	bool more = true;

	while (more && text.size && s->letter->count < PX_MAIL_SENTENCES_MAX) {
		struct px_str line = px_str_trim(px_str_cut(text, '\n', &text));
		if (!line.size)
			take_gap(s);
		else
			more = take_line(s, line, text);
		if (s->sentence.overflow)
			px_buf_clear(&s->sentence);
	}
	end_sentence(s);
	px_buf_release(&s->sentence);
}

void px_mail_read_letter(struct px_str text, bool passed_on, struct px_arena *arena, struct px_mail_letter *letter)
{
	struct splitter s = { .arena = arena, .letter = letter, .sentence = PX_BUF_INIT(1 << 16), .passed_on = passed_on };

	*letter = (struct px_mail_letter){ .list = PX_ARENA_ARRAY(arena, struct px_mail_sentence, PX_MAIL_SENTENCES_MAX) };
	read_all(&s, text);
}

size_t px_mail_sentences(struct px_str text, struct px_arena *arena, struct px_str sentences[PX_MAIL_SENTENCES_MAX])
{
	struct px_mail_letter letter = { .list = PX_ARENA_ARRAY(arena, struct px_mail_sentence, PX_MAIL_SENTENCES_MAX) };
	struct splitter s = { .arena = arena, .letter = &letter, .sentence = PX_BUF_INIT(1 << 16), .lines = true };

	read_all(&s, text);
	for (size_t i = 0; i < letter.count; i++)
		sentences[i] = letter.list[i].text;
	return letter.count;
}
