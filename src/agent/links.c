/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four forms: [label](address) and ![label](address), [name]: address, <address>
 * or a tag, and a bare address.  The address goes into code, and the brackets
 * before it are set apart.
 */
#include "agent/links.h"

#include "base/buf.h"

#include <ctype.h>
#include <stdint.h>

enum {
	TEXT_ROOM = 256 * 1024,
	SCHEME_MAX = 32,   /* characters of a scheme, as CommonMark has it */
	LOOKED_UP_MAX = 200, /* addresses of an answer that are looked for in the person's words; more are not theirs */
	INSIDE_MAX = 8192, /* bytes between the brackets of an address */
};

static const uint32_t NO_END = UINT32_MAX;

struct taming {
	struct px_str text;
	const struct px_str *own;
	size_t own_count;
	struct px_buf out;
	size_t count, looked_up;
	uint32_t *ends;   /* of each "(" the ")" that closes it, or NO_END */
};

/* In one pass: looking for the end anew at each would take the square of a text of nothing but beginnings. */
static void find_ends(struct taming *t, struct px_arena *arena)
{
	uint32_t *open = PX_ARENA_ARRAY(arena, uint32_t, t->text.size + 1);
	size_t depth = 0;

	t->ends = PX_ARENA_ARRAY(arena, uint32_t, t->text.size + 1);
	for (size_t i = 0; i < t->text.size; i++) {
		t->ends[i] = NO_END;
		if (t->text.data[i] == '(')
			open[depth++] = (uint32_t)i;
		else if (t->text.data[i] == ')' && depth)
			t->ends[open[--depth]] = (uint32_t)i;
	}
}

static bool at_case(struct px_str text, size_t at, const char *what)
{
	size_t n = strlen(what);

	return at + n <= text.size && px_str_eq_case(px_str_n(text.data + at, n), px_str_n(what, n));
}

static bool is_own(struct taming *t, struct px_str address)
{
	if (t->looked_up++ >= LOOKED_UP_MAX)
		return false;
	for (size_t i = 0; i < t->own_count; i++) {
		if (address.size && px_str_find(t->own[i], address) < t->own[i].size)
			return true;
	}
	return false;
}

static size_t ticks_at(struct px_str text, size_t at)
{
	size_t ticks = 0;

	while (at + ticks < text.size && text.data[at + ticks] == '`')
		ticks++;
	return ticks;
}

static bool begins_line(struct px_str text, size_t at)
{
	while (at > 0 && text.data[at - 1] == ' ')
		at--;
	return at == 0 || text.data[at - 1] == '\n';
}

/* Behind an odd number of backslashes a mark is only a character. */
static bool is_escaped(struct px_str text, size_t at)
{
	size_t slashes = 0;

	while (slashes < at && text.data[at - slashes - 1] == '\\')
		slashes++;
	return slashes % 2 == 1;
}

/*
 * A code span or fence that begins here and ends: its bytes, else 0.  A span ends on its line: one that went on
 * could cross a block, where it is no code any more.  A fence begins and ends on lines of its own.
 */
static size_t code_at(struct px_str text, size_t at)
{
	size_t ticks = ticks_at(text, at);
	bool fence = ticks >= 3 && begins_line(text, at);

	if (!ticks || is_escaped(text, at))
		return 0;
	for (size_t i = at + ticks; i < text.size && (fence || text.data[i] != '\n'); i++) {
		size_t run = ticks_at(text, i);
		if (run == ticks && (!fence || begins_line(text, i)))
			return i + run - at;
		i += run ? run - 1 : 0;
	}
	return 0;
}

static void write_code(struct taming *t, struct px_str address)
{
	(void)px_buf_char(&t->out, '`');
	for (size_t i = 0; i < address.size; i++) {
		if (address.data[i] == '`')
			(void)px_buf_text(&t->out, "%60");
		else
			(void)px_buf_char(&t->out, address.data[i] == '\n' ? ' ' : address.data[i]);
	}
	(void)px_buf_char(&t->out, '`');
	t->count++;
}

static bool ends_address(unsigned char c)
{
	return c <= ' ' || strchr("<>\"`|", c) != NULL;
}

/* Bytes of a bare address that begins here; 0: none does. */
static size_t bare_at(struct px_str text, size_t at)
{
	static const char *const starts[] = { "www.", "mailto:", "data:", "javascript:", "xmpp:" };
	size_t end = at, scheme = at;

	if (at > 0 && isalnum((unsigned char)text.data[at - 1]))
		return 0;
	while (scheme < text.size && scheme - at <= SCHEME_MAX && (isalnum((unsigned char)text.data[scheme]) || strchr("+-.", text.data[scheme])))
		scheme++;
	bool address = scheme > at && at_case(text, scheme, "://");
	for (size_t i = 0; !address && i < sizeof(starts) / sizeof(starts[0]); i++)
		address = at_case(text, at, starts[i]) && at + strlen(starts[i]) < text.size &&
			  !ends_address((unsigned char)text.data[at + strlen(starts[i])]);
	while (address && end < text.size && !ends_address((unsigned char)text.data[end]))
		end++;
	while (end > at && strchr(".,;:!?)*_]'", text.data[end - 1]))
		end--;
	return end - at;
}

/* "](address "title")": bytes from the bracket on, and the address; 0: no such thing. */
static size_t inline_at(const struct taming *t, size_t at, struct px_str *address)
{
	struct px_str text = t->text;

	/* Without an end it is none to a reader; what it holds is looked at as any text. */
	if (!at_case(text, at, "](") || t->ends[at + 1] == NO_END || t->ends[at + 1] - at > INSIDE_MAX)
		return 0;
	size_t end = t->ends[at + 1];
	struct px_str inside = px_str_trim(px_str_n(text.data + at + 2, end - at - 2));
	size_t n = 0;
	while (n < inside.size && !isspace((unsigned char)inside.data[n]))
		n++;
	*address = px_str_n(inside.data, n);
	if (n > 1 && inside.data[0] == '<' && inside.data[n - 1] == '>')
		*address = px_str_n(inside.data + 1, n - 2);
	return end + 1 - at;
}

/* "[name]: address" at the start of a line: where the address begins; 0: none. */
static size_t definition_at(struct px_str text, size_t at)
{
	size_t i = at;

	if (text.data[at] != '[')
		return 0;
	for (size_t back = at; back > 0 && text.data[back - 1] != '\n'; back--) {
		if (text.data[back - 1] != ' ' && text.data[back - 1] != '\t' && text.data[back - 1] != '>')
			return 0;
	}
	while (i < text.size && text.data[i] != ']' && text.data[i] != '\n')
		i++;
	return at_case(text, i, "]:") ? i + 2 : 0;
}

/* "<https://...>" or a tag: its bytes. */
static size_t angle_at(struct px_str text, size_t at)
{
	size_t i = at + 1;

	if (text.data[at] != '<' || i >= text.size || !(isalpha((unsigned char)text.data[i]) || strchr("/!?", text.data[i])))
		return 0;
	while (i < text.size && text.data[i] != '>' && i - at < 8192)
		i++;
	return i < text.size && text.data[i] == '>' ? i + 1 - at : text.size - at;
}

/* What begins here and is no plain character: its bytes. */
static size_t tame_at(struct taming *t, size_t at)
{
	struct px_str text = t->text, address;
	size_t size;

	if (text.data[at] == '`') { /* what is no code is copied whole, so that a part of it begins none */
		size = code_at(text, at);
		size = size ? size : ticks_at(text, at);
		(void)px_buf_str(&t->out, px_str_n(text.data + at, size));
		return size;
	}
	if (text.data[at] == '!' && at_case(text, at, "![")) { /* an image is never one */
		(void)px_buf_char(&t->out, '[');
		t->count++;
		return 2;
	}
	if ((size = inline_at(t, at, &address)) > 0 && !is_own(t, address)) {
		(void)px_buf_text(&t->out, "] (");
		write_code(t, address);
		(void)px_buf_char(&t->out, ')');
		return size;
	}
	if ((size = definition_at(text, at)) > 0) {
		(void)px_buf_char(&t->out, '\\');
		(void)px_buf_str(&t->out, px_str_n(text.data + at, size - at));
		t->count++;
		return size - at;
	}
	if ((size = angle_at(text, at)) > 0) {
		write_code(t, px_str_n(text.data + at, size));
		return size;
	}
	size = bare_at(text, at);
	if (size > 0 && is_own(t, px_str_n(text.data + at, size)))
		(void)px_buf_str(&t->out, px_str_n(text.data + at, size));
	else if (size > 0)
		write_code(t, px_str_n(text.data + at, size));
	return size;
}

struct px_str px_links_tame(struct px_str text, const struct px_str *own, size_t own_count, struct px_arena *arena, size_t *count)
{
	struct taming t = { .text = text, .own = own, .own_count = own_count, .out = PX_BUF_INIT(TEXT_ROOM) };

	if (px_str_find(text, PX_STR("](")) != SIZE_MAX)
		find_ends(&t, arena);
	for (size_t at = 0; at < text.size;) {
		size_t size = tame_at(&t, at);
		if (!size)
			(void)px_buf_char(&t.out, text.data[at++]);
		at += size;
	}
	*count = t.count;
	struct px_str tamed = t.count ? px_str(px_arena_str(arena, px_buf_view(&t.out))) : text;
	px_buf_release(&t.out);
	return tamed;
}
