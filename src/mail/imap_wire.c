/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A response is lines joined by literals: a line that ends in {n} is followed
 * by n bytes and goes on.  Values are read by a cursor that never leaves the
 * response and stays where it is when something else stands there.
 */
#include "mail/imap_wire.h"

#include "base/civil.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { DEPTH_MAX = 32 };

/* --------------------------------------------------------- bytes to responses */

void px_imap_reader_init(struct px_imap_reader *reader)
{
	*reader = (struct px_imap_reader){ .bytes = PX_BUF_INIT(PX_IMAP_RESPONSE_MAX + (1 << 16)) };
}

void px_imap_reader_release(struct px_imap_reader *reader)
{
	px_buf_release(&reader->bytes);
}

enum px_err px_imap_reader_add(struct px_imap_reader *reader, struct px_str bytes)
{
	return px_buf_str(&reader->bytes, bytes);
}

/* The n of a line that ends in {n} or {n+}; -1 if it does not. */
static int64_t literal_size(struct px_str line)
{
	int64_t size = 0;
	size_t at = line.size;

	if (!at || line.data[--at] != '}')
		return -1;
	if (at && line.data[at - 1] == '+')
		at--;
	size_t end = at;
	while (at && line.data[at - 1] >= '0' && line.data[at - 1] <= '9')
		at--;
	if (at == end || end - at > 10 || !at || line.data[at - 1] != '{')
		return -1;
	return px_str_to_int64(px_str_n(line.data + at, end - at), &size) ? size : -1;
}

/* Goes over one line from `scanned`; true: it ends the response.  *more: it is not there yet. */
static bool scan_line(struct px_imap_reader *reader, bool *more, enum px_err *err)
{
	const char *start = reader->bytes.data + reader->scanned;
	const char *end = memchr(start, '\n', reader->bytes.size - reader->scanned);

	*more = !end;
	if (!end) {
		*err = reader->bytes.size - reader->literals > PX_IMAP_LINE_MAX ? PX_TOO_LARGE : PX_OK;
		return false;
	}
	size_t size = (size_t)(end - start);
	int64_t literal = literal_size(px_str_n(start, size && start[size - 1] == '\r' ? size - 1 : size));
	reader->scanned += size + 1;
	if (literal < 0)
		return true;
	if (literal > PX_IMAP_RESPONSE_MAX || reader->scanned + (size_t)literal > PX_IMAP_RESPONSE_MAX) {
		*err = PX_TOO_LARGE;
		return false;
	}
	reader->scanned += (size_t)literal;
	reader->literals += (size_t)literal;
	return false;
}

bool px_imap_reader_next(struct px_imap_reader *reader, struct px_str *response, enum px_err *err)
{
	bool more = false;

	*err = PX_OK;
	while (!more && !*err && reader->scanned < reader->bytes.size) {
		if (!scan_line(reader, &more, err))
			continue;
		size_t size = reader->scanned - 1;
		size -= size && reader->bytes.data[size - 1] == '\r';
		*response = px_str_n(reader->bytes.data, size);
		return true;
	}
	return false;
}

void px_imap_reader_drop(struct px_imap_reader *reader)
{
	px_buf_consume(&reader->bytes, reader->scanned);
	reader->scanned = reader->literals = 0;
	if (!reader->bytes.size && reader->bytes.capacity > (1 << 20)) {
		px_buf_release(&reader->bytes);
		px_buf_init(&reader->bytes, PX_IMAP_RESPONSE_MAX + (1 << 16));
	}
}

bool px_imap_reader_empty(const struct px_imap_reader *reader)
{
	return reader->bytes.size == 0;
}

/* ------------------------------------------------------------------ the cursor */

struct cursor {
	const char *at, *end;
};

static bool peek(const struct cursor *c, char wanted)
{
	return c->at < c->end && *c->at == wanted;
}

static bool take(struct cursor *c, char wanted)
{
	if (!peek(c, wanted))
		return false;
	c->at++;
	return true;
}

static bool is_atom(char c)
{
	return (unsigned char)c > ' ' && c != '(' && c != ')' && c != '"' && c != 0x7f;
}

/* Also with a section in brackets, which may hold spaces: BODY[HEADER.FIELDS (DATE)]. */
static bool take_atom(struct cursor *c, struct px_str *atom)
{
	const char *start = c->at;
	bool inside = false;

	while (c->at < c->end && (inside || is_atom(*c->at))) {
		inside = *c->at == '[' ? true : *c->at == ']' ? false : inside;
		c->at++;
	}
	*atom = px_str_n(start, (size_t)(c->at - start));
	return atom->size > 0;
}

static bool take_number(struct cursor *c, int64_t *number)
{
	struct cursor before = *c;
	struct px_str atom;

	if (take_atom(c, &atom) && px_str_to_int64(atom, number) && *number >= 0)
		return true;
	*c = before;
	return false;
}

static bool take_literal(struct cursor *c, struct px_str *text)
{
	const char *close = c->at < c->end ? memchr(c->at, '\n', (size_t)(c->end - c->at)) : NULL;

	if (!peek(c, '{') || !close)
		return false;
	size_t size = (size_t)(close - c->at);
	int64_t literal = literal_size(px_str_n(c->at, size && c->at[size - 1] == '\r' ? size - 1 : size));
	if (literal < 0 || literal > c->end - close - 1)
		return false;
	*text = px_str_n(close + 1, (size_t)literal);
	c->at = close + 1 + literal;
	return true;
}

/* As it stands between the quotes. */
static bool take_quoted(struct cursor *c, struct px_str *text)
{
	const char *at = c->at + 1;

	if (!peek(c, '"'))
		return false;
	while (at < c->end && *at != '"')
		at += *at == '\\' && at + 1 < c->end ? 2 : 1;
	if (at >= c->end)
		return false;
	*text = px_str_n(c->at + 1, (size_t)(at - c->at - 1));
	c->at = at + 1;
	return true;
}

/* A string of any kind; NIL has NULL data. */
static bool take_string(struct cursor *c, struct px_str *text, bool *quoted)
{
	*quoted = peek(c, '"');
	if (take_quoted(c, text) || take_literal(c, text))
		return true;
	if (!take_atom(c, text))
		return false;
	if (px_str_eq_case(*text, PX_STR("NIL")))
		*text = (struct px_str){ 0 };
	return true;
}

/* A value that is not of interest: string, number or list. */
static bool skip_value(struct cursor *c)
{
	struct px_str text;
	bool quoted;
	int depth = 0;

	do {
		while (take(c, ' '))
			continue;
		if (take(c, '(')) {
			if (++depth > DEPTH_MAX)
				return false;
		} else if (take(c, ')')) {
			if (--depth < 0)
				return false;
		} else if (!take_string(c, &text, &quoted)) {
			return false;
		}
	} while (depth > 0);
	return true;
}

/* -------------------------------------------------------- responses to values */

static void read_code(struct cursor *c, struct px_imap_response *response)
{
	const char *close;

	if (!peek(c, '['))
		return;
	close = memchr(c->at, ']', (size_t)(c->end - c->at));
	if (!close)
		return;
	response->code = px_str_n(c->at + 1, (size_t)(close - c->at - 1));
	c->at = close + 1;
	(void)take(c, ' ');
}

static bool has_code(struct px_str word)
{
	return px_str_eq_case(word, PX_STR("OK")) || px_str_eq_case(word, PX_STR("NO")) ||
	       px_str_eq_case(word, PX_STR("BAD")) || px_str_eq_case(word, PX_STR("BYE")) ||
	       px_str_eq_case(word, PX_STR("PREAUTH"));
}

bool px_imap_response_read(struct px_str text, struct px_imap_response *response)
{
	struct cursor c = { text.data, text.data + text.size };

	*response = (struct px_imap_response){ .kind = PX_IMAP_UNTAGGED, .number = -1, .code = PX_STR("") };
	if (take(&c, '+')) {
		(void)take(&c, ' ');
		response->kind = PX_IMAP_CONTINUE;
		response->rest = px_str_n(c.at, (size_t)(c.end - c.at));
		return true;
	}
	if (!take(&c, '*')) {
		response->kind = PX_IMAP_TAGGED;
		if (!take_atom(&c, &response->tag))
			return false;
	}
	if (!take(&c, ' '))
		return false;
	if (response->kind == PX_IMAP_UNTAGGED && take_number(&c, &response->number) && !take(&c, ' '))
		return false;
	if (!take_atom(&c, &response->word))
		return false;
	(void)take(&c, ' ');
	if (has_code(response->word))
		read_code(&c, response);
	response->rest = px_str_n(c.at, (size_t)(c.end - c.at));
	return true;
}

bool px_imap_code_number(struct px_str code, const char *word, int64_t *number)
{
	struct cursor c = { code.data, code.data + code.size };
	struct px_str first;

	return take_atom(&c, &first) && px_str_eq_case(first, px_str(word)) && take(&c, ' ') && take_number(&c, number);
}

bool px_imap_has_word(struct px_str words, const char *word)
{
	while (words.size) {
		if (px_str_eq_case(px_str_cut(words, ' ', &words), px_str(word)))
			return true;
	}
	return false;
}

/* "17-Jul-2026 02:44:25 -0700" */
static bool read_date(struct px_str text, int64_t *ms)
{
	char month[4] = "", sign = 0, copy[32];
	int day, year, hour, minute, second, zone;

	if (text.size >= sizeof(copy))
		return false;
	memcpy(copy, text.data, text.size);
	copy[text.size] = '\0';
	if (sscanf(copy, "%2d-%3[A-Za-z]-%4d %2d:%2d:%2d %c%4d", &day, month, &year, &hour, &minute, &second, &sign, &zone) != 8)
		return false;
	for (int i = 0; i < 12; i++) {
		struct px_civil civil = { .year = year, .month = i + 1, .day = day, .hour = hour, .minute = minute, .second = second };
		if (strcasecmp(month, px_civil_month_names[i]) != 0)
			continue;
		int64_t offset = (zone / 100 * 60 + zone % 100) * PX_MS_MINUTE;
		*ms = px_civil_ms(&civil) - (sign == '-' ? -offset : offset);
		return true;
	}
	return false;
}

static bool is_body(struct px_str name)
{
	return px_str_eq_case(name, PX_STR("BODY[]")) || px_str_eq_case(name, PX_STR("RFC822")) ||
	       (name.size > 7 && strncasecmp(name.data, "BODY[]<", 7) == 0);
}

static bool read_item(struct cursor *c, struct px_str name, struct px_imap_fetched *fetched)
{
	struct px_str text;
	bool quoted;

	if (px_str_eq_case(name, PX_STR("UID")))
		return take_number(c, &fetched->uid);
	if (px_str_eq_case(name, PX_STR("RFC822.SIZE")))
		return take_number(c, &fetched->size);
	if (px_str_eq_case(name, PX_STR("MODSEQ")))
		return take(c, '(') && take_number(c, &fetched->modseq) && take(c, ')');
	if (px_str_eq_case(name, PX_STR("INTERNALDATE"))) {
		if (!take_quoted(c, &text))
			return false;
		if (!read_date(px_str_trim(text), &fetched->received))
			fetched->received = -1;
		return true;
	}
	if (is_body(name))
		return take_string(c, &fetched->body, &quoted);
	return skip_value(c);
}

bool px_imap_fetched_read(struct px_str rest, struct px_imap_fetched *fetched)
{
	struct cursor c = { rest.data, rest.data + rest.size };
	struct px_str name;

	*fetched = (struct px_imap_fetched){ .uid = -1, .size = -1, .received = -1, .modseq = -1 };
	if (!take(&c, '('))
		return false;
	while (!peek(&c, ')')) {
		if (!take_atom(&c, &name) || !take(&c, ' ') || !read_item(&c, name, fetched))
			return false;
		while (take(&c, ' '))
			continue;
	}
	return true;
}

bool px_imap_numbers_read(struct px_str rest, struct px_arena *arena, int64_t **numbers, size_t *count, size_t *room)
{
	struct cursor c = { rest.data, rest.data + rest.size };
	int64_t number;

	while (take(&c, ' '))
		continue;
	while (take_number(&c, &number)) {
		if (number > UINT32_MAX || *count == PX_IMAP_NUMBERS_MAX)
			return false;
		if (*count == *room) {
			size_t more = *room ? *room * 2 : 256;
			int64_t *copy = px_arena_alloc(arena, more * sizeof(*copy));
			if (*count)
				memcpy(copy, *numbers, *count * sizeof(*copy));
			*numbers = copy;
			*room = more;
		}
		(*numbers)[(*count)++] = number;
		while (take(&c, ' '))
			continue;
	}
	return c.at == c.end || peek(&c, '('); /* CONDSTORE ends it by (MODSEQ n) */
}

/* Escapes of a quoted string taken away. */
static struct px_str unquote(struct px_str text, struct px_arena *arena)
{
	char *copy = px_arena_alloc(arena, text.size + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '\\' && i + 1 < text.size)
			i++;
		copy[n++] = text.data[i];
	}
	copy[n] = '\0';
	return px_str_n(copy, n);
}

bool px_imap_listed_read(struct px_str rest, struct px_arena *arena, struct px_imap_listed *listed)
{
	struct cursor c = { rest.data, rest.data + rest.size };
	struct px_str flag, text;
	bool quoted;

	*listed = (struct px_imap_listed){ 0 };
	if (!take(&c, '('))
		return false;
	while (!take(&c, ')')) {
		if (!take_atom(&c, &flag))
			return false;
		listed->closed |= px_str_eq_case(flag, PX_STR("\\Noselect")) || px_str_eq_case(flag, PX_STR("\\NonExistent"));
		while (take(&c, ' '))
			continue;
	}
	if (!take(&c, ' ') || !take_string(&c, &text, &quoted) || !take(&c, ' ') || !take_string(&c, &text, &quoted) || !text.data)
		return false;
	listed->name = px_imap_folder_read(quoted ? unquote(text, arena) : text, arena);
	return listed->name != NULL;
}

/* ------------------------------------------------------------------- writing */

bool px_imap_quote(struct px_str text, struct px_buf *out)
{
	(void)px_buf_char(out, '"');
	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		if (c == '\r' || c == '\n' || c == '\0' || (unsigned char)c > 0x7e)
			return false;
		if (c == '"' || c == '\\')
			(void)px_buf_char(out, '\\');
		(void)px_buf_char(out, c);
	}
	return px_buf_char(out, '"') == PX_OK;
}

void px_imap_day(int32_t day, struct px_buf *out)
{
	int year, month, month_day;

	px_civil_from_day(day, &year, &month, &month_day);
	(void)px_buf_printf(out, "%d-%s-%d", month_day, px_civil_month_names[month - 1], year);
}
