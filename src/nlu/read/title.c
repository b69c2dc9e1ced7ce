/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Titles: the person's own bytes without what slots took, tidied at the seams
 * and ends.
 */
#include "nlu/read/title.h"

#include "base/utf8.h"

/* "ä", "ö" and the like are two bytes, of which the second says the case. */
static void capitalise(char *first, size_t size)
{
	const unsigned char lead = (unsigned char)first[0], second = size > 1 ? (unsigned char)first[1] : 0;

	if (lead >= 'a' && lead <= 'z' && !(second >= 'A' && second <= 'Z'))
		first[0] = (char)(first[0] - 32);
	else if (lead == 0xc3 && second >= 0xa0 && second != 0xb7 && second < 0xbf)
		first[1] = (char)(first[1] - 32);
}

static bool is_junk(char c)
{
	return c == ' ' || (c >= 9 && c <= 13) || strchr(",;:.!?-", c) != NULL;
}

static void drop_last_word(struct px_text *out, enum px_word_set list)
{
	for (;;) {
		while (out->size && is_junk(out->data[out->size - 1]))
			out->size--;
		size_t from = out->size;
		while (from && out->data[from - 1] != ' ')
			from--;
		char lower[16];
		size_t n = out->size - from;
		if (!from || n == 0 || n >= sizeof(lower))
			return;
		for (size_t i = 0; i < n; i++)
			lower[i] = (char)(out->data[from + i] | (out->data[from + i] >= 'A' &&
							       out->data[from + i] <= 'Z' ? 32 : 0));
		if (!px_word_listed(lower, n, list))
			return;
		out->size = from;
	}
}

static void append_piece(struct px_text *out, const char *data, size_t size)
{
	bool space = out->size > 0;

	for (size_t i = 0; i < size; i++) {
		char c = data[i];
		bool blank = c == ' ' || (c >= 9 && c <= 13);
		if (blank && (!out->size || out->data[out->size - 1] == ' '))
			continue;
		if (c == ',' && out->size && out->data[out->size - 1] == ' ')
			out->size--; /* what stood before the comma was cut */
		if (c == ',' && out->size && out->data[out->size - 1] == ',')
			continue;
		if (i == 0 && space && !blank && out->data[out->size - 1] != ' ' && !strchr(",.;:!?'", c))
			px_text_add(out, " ", 1);
		px_text_add(out, blank ? " " : &c, 1);
	}
}

/* The first cut that begins at or after `at`; false if there is none before `end`. */
static bool next_cut(const struct px_request *request, uint32_t at, uint32_t end, bool times, struct px_cut *found)
{
	*found = (struct px_cut){ end, end };
	for (size_t i = 0; i < request->cut_count; i++) {
		if (request->cuts[i].end > at && request->cuts[i].begin < found->begin)
			*found = request->cuts[i];
	}
	for (size_t i = 0; times && i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		if (t->cut_end > at && t->cut_begin < found->begin)
			*found = (struct px_cut){ (uint32_t)t->cut_begin, (uint32_t)t->cut_end };
	}
	if (found->begin < at)
		found->begin = at;
	return found->begin < end;
}

static bool ends_at_cut(struct px_str text, uint32_t at, uint32_t end)
{
	while (at < end && is_junk(text.data[at]))
		at++;
	return at >= end;
}

/* The marks around a piece are its only ones: 'wrap gifts', but not 'a' and 'b'. */
static size_t quoted(const char *p, size_t n)
{
	if (n >= 2 && p[0] == '"' && p[n - 1] == '"' && !memchr(p + 1, '"', n - 2))
		return 1;
	if (n >= 6 && ((memcmp(p, "\u201c", 3) == 0 && memcmp(p + n - 3, "\u201d", 3) == 0) ||
		       (memcmp(p, "\u2018", 3) == 0 && memcmp(p + n - 3, "\u2019", 3) == 0)))
		return 3;
	if (n < 2 || p[0] != '\'' || p[n - 1] != '\'')
		return 0;
	for (size_t i = 1; i + 1 < n; i++) {
		if (p[i] == '\'' && (p[i - 1] == ' ' || p[i + 1] == ' ') && p[i - 1] != 's')
			return 0;
	}
	return 1;
}

static const char *tidy(const struct px_request *request, struct px_text *out, bool capital)
{
	drop_last_word(out, PX_WORDS_TITLE_CLOSER);
	while (out->size && is_junk(out->data[out->size - 1]) && out->data[out->size - 1] != '!')
		out->size--;
	while (out->size && out->data[out->size - 1] == '!')
		out->size--;
	char *p = out->data, *end = out->data + out->size;
	while (p < end && is_junk(*p))
		p++;
	size_t n = (size_t)(end - p);
	size_t mark = quoted(p, n);
	p += mark;
	n -= 2 * mark;
	if (capital && n)
		capitalise(p, n);
	return px_arena_strn(request->arena, p, n);
}

/* A cut begins right after this byte: what leads up to it means nothing now. */
static bool before_cut(const struct px_request *request, uint32_t at)
{
	struct px_cut cut;

	while (at < request->end && request->text.data[at] == ' ')
		at++;
	return at < request->end && next_cut(request, at, (uint32_t)request->end, true, &cut) && cut.begin <= at + 1;
}

struct px_str px_parse_said(const struct px_request *request, size_t begin, size_t end)
{
	if (!request->spelling->count)
		return px_str_n(request->text.data + begin, end - begin);
	return px_spelling_said(request->spelling, request->text, begin, end, request->arena);
}

static void append_said(const struct px_request *request, struct px_text *out, size_t begin, size_t end)
{
	struct px_str said = px_parse_said(request, begin, end);

	append_piece(out, said.data, said.size);
}

static const char *cut_text(const struct px_request *request, uint32_t begin, uint32_t end, bool times, bool capital)
{
	struct px_text out = { .arena = request->arena };
	struct px_cut cut;

	while (begin < end && next_cut(request, begin, end, times, &cut)) {
		append_said(request, &out, begin, cut.begin);
		begin = cut.end;
		if (ends_at_cut(request->text, begin, end))
			drop_last_word(&out, PX_WORDS_TITLE_DANGLER);
	}
	if (begin < end)
		append_said(request, &out, begin, end);
	if (capital && times && before_cut(request, end))
		drop_last_word(&out, PX_WORDS_TITLE_DANGLER);
	px_text_end(&out);
	return tidy(request, &out, capital);
}

/* Quotation marks around the words belong to the piece. */
static void widen(const struct px_request *request, const struct px_word *first, const struct px_word *last,
		  uint32_t *begin, uint32_t *end)
{
	const char *text = request->text.data;

	*begin = first->begin;
	*end = last->end;
	if (first->flags & PX_WORD_QUOTED && *begin > 0 && text[*begin - 1] == '"')
		(*begin)--;
	else if (*begin >= 3 && memcmp(text + *begin - 3, "\u201c", 3) == 0)
		*begin -= 3;
	while (*end < request->end && (text[*end] == ')' || text[*end] == '%' || text[*end] == '/'))
		(*end)++;
	if (*end < request->end && text[*end] == '"' && last->flags & PX_WORD_QUOTED)
		(*end)++;
	else if (*end + 3 <= request->end && memcmp(text + *end, "\u201d", 3) == 0)
		*end += 3;
}

const char *px_parse_title(const struct px_request *request, const struct px_word *words, size_t from, size_t to,
			   bool capital)
{
	uint32_t begin, end;

	while (from < to && !(words[from].flags & PX_WORD_QUOTED) && px_word_in(&words[from], PX_WORDS_TITLE_OPENER))
		from++;
	if (from >= to)
		return "";
	widen(request, &words[from], &words[to - 1], &begin, &end);
	return cut_text(request, begin, end, true, capital);
}

const char *px_parse_title_case(const struct px_request *request, const char *text)
{
	char *copy = px_arena_str(request->arena, px_str(text));

	capitalise(copy, strlen(copy));
	return copy;
}

const char *px_parse_short_title(const struct px_request *request, const char *title, const char **rest)
{
	size_t n = px_utf8_cut(px_str(title), PX_PARSE_TITLE - 3);

	*rest = NULL;
	if (strlen(title) <= PX_PARSE_TITLE && !request->cut_short)
		return title;
	*rest = px_arena_str(request->arena, px_parse_said(request, request->begin, request->end));
	for (size_t i = n; i > n / 2 && title[n]; i--) {
		if (title[i] == ' ') {
			n = i;
			break;
		}
	}
	return px_arena_printf(request->arena, "%.*s…", (int)n, title);
}

const char *px_parse_surface(const struct px_request *request, const struct px_word *words, size_t from, size_t to)
{
	uint32_t begin, end;

	if (from >= to)
		return "";
	widen(request, &words[from], &words[to - 1], &begin, &end);
	return cut_text(request, begin, end, false, false);
}
