/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies are quoted-printable, which plain clients show well and no relay
 * breaks; boundaries can't occur in it, as they hold "=_".
 */
#include "mail/compose.h"

#include "base/civil.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define BULLET "• "

enum { NUMBER_DIGITS = 4, REFERENCE_MAX = 900, HEADER_MAX = 4096, LINE = 76, WORD_BYTES = 42 /* of text: 56 of base64, 12 around it */ };

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool px_mail_address_ok(const char *address)
{
	const char *at = strchr(address, '@');

	if (!at || at == address || !at[1] || strchr(at + 1, '@') || strlen(address) > 254)
		return false;
	for (const char *c = address; *c; c++)
		if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f || strchr("<>(),;:\\\"[]", *c))
			return false;
	return true;
}

/* ------------------------------------------------------------------ headers */

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || (unsigned char)*text > '~')
			return false;
	return true;
}

static void encode_base64(struct px_str text, struct px_buf *out)
{
	for (size_t i = 0; i < text.size; i += 3) {
		unsigned char b[3] = { 0, 0, 0 };
		size_t n = text.size - i < 3 ? text.size - i : 3;
		memcpy(b, text.data + i, n);
		char four[4] = { base64[b[0] >> 2], base64[(b[0] & 3) << 4 | b[1] >> 4],
				 n > 1 ? base64[(b[1] & 15) << 2 | b[2] >> 6] : '=', n > 2 ? base64[b[2] & 63] : '=' };
		(void)px_buf_append(out, four, 4);
	}
}

/* Encoded words of at most 75 characters, cut between characters, folded. */
static void write_words(const char *text, struct px_buf *out)
{
	struct px_buf clean = PX_BUF_INIT(4096);
	struct px_str rest;

	for (; *text && !clean.overflow; text++)
		(void)px_buf_char(&clean, (unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text);
	rest = px_buf_view(&clean);
	for (bool first = true; rest.size; first = false) {
		size_t n = px_utf8_cut(rest, WORD_BYTES);
		if (!n) /* no UTF-8: byte by byte rather than never */
			n = 1;
		(void)px_buf_text(out, first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		encode_base64(px_str_n(rest.data, n), out);
		(void)px_buf_text(out, "?=");
		rest = px_str_n(rest.data + n, rest.size - n);
	}
	px_buf_release(&clean);
}

/* Short ASCII as it is, all else encoded. */
static void write_text_header(const char *name, const char *text, struct px_buf *out)
{
	(void)px_buf_printf(out, "%s: ", name);
	if (is_plain(text) && strlen(text) + strlen(name) < LINE && !strstr(text, "=?"))
		(void)px_buf_text(out, text);
	else
		write_words(text, out);
	(void)px_buf_text(out, "\r\n");
}

static void write_from(const struct px_mail *mail, struct px_buf *out)
{
	(void)px_buf_text(out, "From: ");
	if (mail->from_name && *mail->from_name) {
		write_words(mail->from_name, out);
		(void)px_buf_char(out, ' ');
	}
	(void)px_buf_printf(out, "<%s>\r\n", mail->from);
}

static void write_date(int64_t ms, struct px_buf *out)
{
	struct px_civil c = px_civil_from_ms(ms);

	(void)px_buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
			    px_civil_weekday_names[px_civil_weekday(px_civil_ms_day(ms))], c.day,
			    px_civil_month_names[c.month - 1], c.year, c.hour, c.minute, c.second);
}

/* ------------------------------------------------------------------ bodies */

static bool stands_alone(const char *at)
{
	unsigned char c = (unsigned char)*at;

	if (c == ' ' || c == '\t')
		return at[1] && at[1] != '\n'; /* not at the end of a line */
	return c >= '!' && c <= '~' && c != '=';
}

/* RFC 2045, section 6.7. */
static void write_quoted(const char *text, struct px_buf *out)
{
	size_t column = 0;

	for (; *text; text++) {
		if (*text == '\r')
			continue;
		if (*text == '\n') {
			(void)px_buf_text(out, "\r\n");
			column = 0;
			continue;
		}
		size_t width = stands_alone(text) ? 1 : 3;
		if (column + width > LINE - 1) {
			(void)px_buf_text(out, "=\r\n");
			column = 0;
		}
		if (width == 1 && !(column == 0 && *text == '.')) {
			(void)px_buf_char(out, *text);
		} else { /* a dot at the start of a line would be one of SMTP's */
			(void)px_buf_printf(out, "=%02X", (unsigned char)*text);
			width = 3;
		}
		column += width;
	}
	(void)px_buf_text(out, "\r\n");
}

static void write_escaped(struct px_str text, struct px_buf *out)
{
	for (size_t i = 0; i < text.size; i++) {
		switch (text.data[i]) {
		case '&': (void)px_buf_text(out, "&amp;"); break;
		case '<': (void)px_buf_text(out, "&lt;"); break;
		case '>': (void)px_buf_text(out, "&gt;"); break;
		case '"': (void)px_buf_text(out, "&quot;"); break;
		default: (void)px_buf_char(out, text.data[i]);
		}
	}
}

/* An address alone on its line is a link. */
static void write_line(struct px_str line, struct px_buf *out)
{
	if (px_str_starts(line, PX_STR("https://")) || px_str_starts(line, PX_STR("http://"))) {
		(void)px_buf_text(out, "<a href=\"");
		write_escaped(line, out);
		(void)px_buf_text(out, "\">");
		write_escaped(line, out);
		(void)px_buf_text(out, "</a>");
	} else {
		write_escaped(line, out);
	}
}

enum html_block { NO_BLOCK, PARAGRAPH, BULLETS, NUMBERS };

static size_t number_size(struct px_str line)
{
	size_t digits = 0;

	while (digits < line.size && digits < NUMBER_DIGITS && line.data[digits] >= '0' && line.data[digits] <= '9')
		digits++;
	return digits && px_str_starts(px_str_n(line.data + digits, line.size - digits), PX_STR(". ")) ? digits + 2 : 0;
}

static enum html_block block_of(struct px_str line)
{
	if (px_str_starts(line, PX_STR(BULLET)))
		return BULLETS;
	return number_size(line) ? NUMBERS : line.size ? PARAGRAPH : NO_BLOCK;
}

/* Whether the text goes on with an item: then the line before is its heading. */
static bool begins_list(struct px_str rest)
{
	return block_of(px_str_cut(rest, '\n', &rest)) >= BULLETS;
}

static void change_block(enum html_block from, enum html_block to, struct px_buf *out)
{
	static const char *const open[] = { "", "<p style=\"margin:1em 0 0\">", "<ul style=\"margin:.3em 0 0;padding-left:1.3em\">\n",
					    "<div style=\"margin:.3em 0 0\">\n" };
	static const char *const close[] = { "", "</p>\n", "</ul>\n", "</div>\n" };

	if (from == to)
		return;
	(void)px_buf_text(out, close[from]);
	(void)px_buf_text(out, open[to]);
}

/* Numbers are written, not left to <ol>: replies name them, and some programs count each list from 1. */
static void write_block_line(enum html_block block, struct px_str line, bool goes_on, bool heads, struct px_buf *out)
{
	static const char *const before[] = { "", "", "<li>", "<div style=\"padding-left:1.9em;text-indent:-1.9em\">" };
	static const char *const after[] = { "", "", "</li>\n", "</div>\n" };
	size_t mark = block == BULLETS ? strlen(BULLET) : 0;

	(void)px_buf_text(out, block == PARAGRAPH && goes_on ? "<br>\n" : before[block]);
	(void)px_buf_text(out, heads ? "<b>" : "");
	write_line(px_str_n(line.data + mark, line.size - mark), out);
	(void)px_buf_text(out, heads ? "</b>" : after[block]);
}

void px_mail_write_html(const char *text, struct px_buf *out)
{
	struct px_str rest = px_str(text);
	enum html_block block = NO_BLOCK;

	(void)px_buf_text(out, "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
			       "<meta name=\"color-scheme\" content=\"light dark\"></head>"
			       "<body style=\"font:16px/1.5 system-ui,sans-serif;max-width:36em;overflow-wrap:anywhere\">\n");
	while (rest.size) {
		struct px_str line = px_str_cut(rest, '\n', &rest);
		enum html_block next = block_of(line);
		change_block(block, next, out);
		if (next != NO_BLOCK)
			write_block_line(next, line, next == block, next == PARAGRAPH && begins_list(rest), out);
		block = next;
	}
	change_block(block, NO_BLOCK, out);
	(void)px_buf_text(out, "</body></html>\n");
}

static void write_part(const char *boundary, const char *type, const char *text, struct px_buf *out)
{
	(void)px_buf_printf(out, "--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
			    boundary, type);
	write_quoted(text, out);
}

static bool is_reference(const char *id)
{
	return id && *id && is_plain(id) && !strpbrk(id, "<> ") && strlen(id) < REFERENCE_MAX;
}

/* What References holds of a mail that answers one; false: there is nothing that fits a header. */
static bool write_references(const struct px_mail *mail, struct px_buf *out)
{
	if (!is_reference(mail->in_reply_to))
		return false;
	if (is_reference(mail->thread) && strcmp(mail->thread, mail->in_reply_to) != 0)
		(void)px_buf_printf(out, "<%s> ", mail->thread);
	return px_buf_printf(out, "<%s>", mail->in_reply_to) == PX_OK;
}

static void tell_in_brackets(const char *name, const char *value, px_mail_header_fn tell, void *arg)
{
	struct px_buf text = PX_BUF_INIT(HEADER_MAX);

	if (px_buf_printf(&text, "<%s>", value) == PX_OK)
		tell(arg, name, text.data);
	px_buf_release(&text);
}

void px_mail_headers(const struct px_mail *mail, px_mail_header_fn tell, void *arg)
{
	struct px_buf references = PX_BUF_INIT(3 * REFERENCE_MAX);

	tell_in_brackets("Message-ID", mail->message_id, tell, arg);
	tell(arg, "Auto-Submitted", mail->in_reply_to ? "auto-replied" : "auto-generated");
	if (write_references(mail, &references)) {
		tell_in_brackets("In-Reply-To", mail->in_reply_to, tell, arg);
		tell(arg, "References", references.data);
	}
	if (mail->unsubscribe) {
		tell_in_brackets("List-Unsubscribe", mail->unsubscribe, tell, arg);
		tell(arg, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
	}
	px_buf_release(&references);
}

enum px_err px_mail_check(const struct px_mail *mail, struct px_error *error)
{
	if (!px_mail_address_ok(mail->from))
		return px_fail(error, PX_INVALID, "from", "the sender is no address: %s", mail->from);
	if (!px_mail_address_ok(mail->to))
		return px_fail(error, PX_INVALID, "to", "the receiver is no address: %s", mail->to);
	return PX_OK;
}

static void write_header(void *arg, const char *name, const char *value)
{
	(void)px_buf_printf(arg, "%s: %s\r\n", name, value);
}

enum px_err px_mail_compose(const struct px_mail *mail, struct px_buf *out, struct px_error *error)
{
	static const char boundary[] = "=_pixie_alternative";
	struct px_buf html = PX_BUF_INIT(PX_MAIL_MAX);
	enum px_err err = px_mail_check(mail, error);

	if (err)
		return err;
	write_from(mail, out);
	(void)px_buf_printf(out, "To: <%s>\r\n", mail->to);
	write_text_header("Subject", mail->subject, out);
	write_date(mail->date, out);
	px_mail_headers(mail, write_header, out);
	(void)px_buf_printf(out, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n", boundary);
	write_part(boundary, "text/plain", mail->text, out);
	px_mail_write_html(mail->text, &html);
	write_part(boundary, "text/html", px_buf_view(&html).data, out);
	(void)px_buf_printf(out, "--%s--\r\n", boundary);
	bool fits = !out->overflow && !html.overflow;
	px_buf_release(&html);
	return fits ? PX_OK : px_fail(error, PX_TOO_LARGE, NULL, "the mail is too large");
}
