/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of folders: IMAP's UTF-7 (RFC 3501, section 5.1.3), in which "&" opens
 * UTF-16 in base64 with "," for "/", and "-" closes it.
 */
#include "mail/imap_wire.h"

#include "base/utf8.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

struct bits {
	uint32_t held;
	int count;
};

static void put_unit(struct bits *bits, uint32_t unit, struct px_buf *out)
{
	bits->held = bits->held << 16 | unit;
	bits->count += 16;
	while (bits->count >= 6) {
		bits->count -= 6;
		(void)px_buf_char(out, letters[bits->held >> bits->count & 63]);
	}
}

static void put_code(struct bits *bits, uint32_t code, struct px_buf *out)
{
	if (code < 0x10000) {
		put_unit(bits, code, out);
		return;
	}
	put_unit(bits, 0xd800 + ((code - 0x10000) >> 10), out);
	put_unit(bits, 0xdc00 + ((code - 0x10000) & 0x3ff), out);
}

static void close_bits(struct bits *bits, struct px_buf *out)
{
	if (bits->count)
		(void)px_buf_char(out, letters[bits->held << (6 - bits->count) & 63]);
	(void)px_buf_char(out, '-');
	*bits = (struct bits){ 0 };
}

bool px_imap_quote_folder(struct px_str name, struct px_buf *out)
{
	struct bits bits = { 0 };
	bool open = false;

	if (!name.size || name.size > PX_IMAP_FOLDER_MAX || !px_utf8_valid(name) || memchr(name.data, '\0', name.size))
		return false;
	(void)px_buf_char(out, '"');
	for (size_t at = 0; at < name.size;) {
		uint32_t code = px_utf8_next(name, &at);
		bool plain = code >= ' ' && code <= '~';
		if (plain && open)
			close_bits(&bits, out);
		if (!plain && !open)
			(void)px_buf_char(out, '&');
		open = !plain;
		if (!plain) {
			put_code(&bits, code, out);
			continue;
		}
		if (code == '"' || code == '\\')
			(void)px_buf_char(out, '\\');
		(void)px_buf_char(out, (char)code);
		if (code == '&')
			(void)px_buf_char(out, '-');
	}
	if (open)
		close_bits(&bits, out);
	return px_buf_char(out, '"') == PX_OK;
}

static bool add_code(uint32_t code, struct px_buf *out)
{
	char bytes[4];

	if (!code || (code >= 0xd800 && code < 0xe000))
		return false;
	return px_buf_append(out, bytes, px_utf8_encode(code, bytes)) == PX_OK;
}

/* What stands between "&" and "-". */
static bool read_encoded(struct px_str text, struct px_buf *out)
{
	struct bits bits = { 0 };
	uint32_t high = 0;

	for (size_t i = 0; i < text.size; i++) {
		const char *letter = text.data[i] ? strchr(letters, text.data[i]) : NULL;
		if (!letter)
			return false;
		bits.held = bits.held << 6 | (uint32_t)(letter - letters);
		bits.count += 6;
		if (bits.count < 16)
			continue;
		bits.count -= 16;
		uint32_t unit = bits.held >> bits.count & 0xffff;
		if (unit >= 0xd800 && unit < 0xdc00) {
			high = unit;
			continue;
		}
		if (high && unit >= 0xdc00 && unit < 0xe000)
			unit = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
		high = 0;
		if (!add_code(unit, out))
			return false;
	}
	return !high;
}

/* What is no UTF-7 is taken as UTF-8, which some servers send; NULL if it is not that either. */
const char *px_imap_folder_read(struct px_str name, struct px_arena *arena)
{
	struct px_buf out = PX_BUF_INIT(PX_IMAP_FOLDER_MAX);
	bool ok = true;

	for (size_t i = 0; ok && i < name.size; i++) {
		const char *close = name.data[i] == '&' ? memchr(name.data + i, '-', name.size - i) : NULL;
		if (!close) {
			ok = px_buf_char(&out, name.data[i]) == PX_OK;
			continue;
		}
		struct px_str inside = px_str_n(name.data + i + 1, (size_t)(close - name.data) - i - 1);
		ok = inside.size ? read_encoded(inside, &out) : px_buf_char(&out, '&') == PX_OK;
		i = (size_t)(close - name.data);
	}
	if (!ok) {
		px_buf_clear(&out);
		(void)px_buf_str(&out, name);
	}
	bool usable = !out.overflow && out.size && px_utf8_valid(px_buf_view(&out)) && !memchr(out.data, '\0', out.size);
	const char *text = usable ? px_arena_str(arena, px_buf_view(&out)) : NULL;
	px_buf_release(&out);
	return text;
}
