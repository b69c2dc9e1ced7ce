/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Character references of HTML: numbers, and the names of HTML 4 with a few
 * more that are common.  Others stand in the text as they are.
 */
#include "memory/chunk/blocks.h"

#include "base/utf8.h"

enum { NAME_MAX_BYTES = 8 };

/* By name, in the order of their bytes. */
static const struct entity {
	const char name[NAME_MAX_BYTES];
	uint16_t code;
} entities[] = {
	{ "AElig", 198 }, { "Aacute", 193 }, { "Acirc", 194 }, { "Agrave", 192 }, { "Aring", 197 }, { "Atilde", 195 },
	{ "Auml", 196 }, { "Ccedil", 199 }, { "Dagger", 8225 }, { "ETH", 208 }, { "Eacute", 201 }, { "Ecirc", 202 },
	{ "Egrave", 200 }, { "Euml", 203 }, { "Iacute", 205 }, { "Icirc", 206 }, { "Igrave", 204 }, { "Iuml", 207 },
	{ "Ntilde", 209 }, { "OElig", 338 }, { "Oacute", 211 }, { "Ocirc", 212 }, { "Ograve", 210 },
	{ "Oslash", 216 }, { "Otilde", 213 }, { "Ouml", 214 }, { "Prime", 8243 }, { "Scaron", 352 }, { "THORN", 222 },
	{ "Uacute", 218 }, { "Ucirc", 219 }, { "Ugrave", 217 }, { "Uuml", 220 }, { "Yacute", 221 }, { "Yuml", 376 },
	{ "aacute", 225 }, { "acirc", 226 }, { "acute", 180 }, { "aelig", 230 }, { "agrave", 224 }, { "amp", 38 },
	{ "apos", 39 }, { "aring", 229 }, { "atilde", 227 }, { "auml", 228 }, { "bdquo", 8222 }, { "brvbar", 166 },
	{ "bull", 8226 }, { "ccedil", 231 }, { "cedil", 184 }, { "cent", 162 }, { "check", 10003 }, { "copy", 169 },
	{ "curren", 164 }, { "dagger", 8224 }, { "darr", 8595 }, { "deg", 176 }, { "divide", 247 }, { "eacute", 233 },
	{ "ecirc", 234 }, { "egrave", 232 }, { "emsp", 8195 }, { "ensp", 8194 }, { "eth", 240 }, { "euml", 235 },
	{ "euro", 8364 }, { "frac12", 189 }, { "frac14", 188 }, { "frac34", 190 }, { "ge", 8805 }, { "gt", 62 },
	{ "harr", 8596 }, { "hellip", 8230 }, { "iacute", 237 }, { "icirc", 238 }, { "iexcl", 161 },
	{ "igrave", 236 }, { "infin", 8734 }, { "iquest", 191 }, { "iuml", 239 }, { "laquo", 171 }, { "larr", 8592 },
	{ "ldquo", 8220 }, { "le", 8804 }, { "lsaquo", 8249 }, { "lsquo", 8216 }, { "lt", 60 }, { "macr", 175 },
	{ "mdash", 8212 }, { "micro", 181 }, { "middot", 183 }, { "minus", 8722 }, { "nbsp", 160 }, { "ndash", 8211 },
	{ "ne", 8800 }, { "not", 172 }, { "ntilde", 241 }, { "oacute", 243 }, { "ocirc", 244 }, { "oelig", 339 },
	{ "ograve", 242 }, { "ordf", 170 }, { "ordm", 186 }, { "oslash", 248 }, { "otilde", 245 }, { "ouml", 246 },
	{ "para", 182 }, { "permil", 8240 }, { "plusmn", 177 }, { "pound", 163 }, { "prime", 8242 }, { "quot", 34 },
	{ "raquo", 187 }, { "rarr", 8594 }, { "rdquo", 8221 }, { "reg", 174 }, { "rsaquo", 8250 }, { "rsquo", 8217 },
	{ "sbquo", 8218 }, { "scaron", 353 }, { "sect", 167 }, { "shy", 173 }, { "sup1", 185 }, { "sup2", 178 },
	{ "sup3", 179 }, { "szlig", 223 }, { "thinsp", 8201 }, { "thorn", 254 }, { "times", 215 }, { "trade", 8482 },
	{ "uacute", 250 }, { "uarr", 8593 }, { "ucirc", 251 }, { "ugrave", 249 }, { "uml", 168 }, { "uuml", 252 },
	{ "yacute", 253 }, { "yen", 165 }, { "yuml", 255 }, { "zwj", 8205 }, { "zwnj", 8204 },
};

static uint32_t code_of(struct px_str name)
{
	size_t low = 0, high = sizeof(entities) / sizeof(entities[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(entities[middle].name, name.data, name.size);
		if (!order && entities[middle].name[name.size])
			order = 1;
		if (!order)
			return entities[middle].code;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

static uint32_t number_of(struct px_str digits)
{
	bool hex = digits.size && (*digits.data | 0x20) == 'x';
	uint32_t code = 0;

	for (size_t i = hex; i < digits.size; i++) {
		char c = digits.data[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : 99;
		if (digit >= (hex ? 16 : 10) || code > 0x10ffff)
			return 0;
		code = code * (hex ? 16 : 10) + (uint32_t)digit;
	}
	return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) || (code && code < ' ') ? 0xfffd : code;
}

size_t px_html_entity(struct px_str text, struct px_buf *out)
{
	enum { REFERENCE_MAX = 12 };
	size_t size = 1;
	char bytes[4];

	while (size < text.size && size < REFERENCE_MAX &&
	       ((text.data[size] >= '0' && text.data[size] <= '9') || (text.data[size] == '#' && size == 1) ||
		((text.data[size] | 0x20) >= 'a' && (text.data[size] | 0x20) <= 'z')))
		size++;
	if (size < 3 || size >= text.size || text.data[size] != ';')
		return 0;
	uint32_t code = text.data[1] == '#' ? number_of(px_str_n(text.data + 2, size - 2))
		      : size - 1 < NAME_MAX_BYTES ? code_of(px_str_n(text.data + 1, size - 1))
						  : 0;
	if (!code)
		return 0;
	(void)px_buf_append(out, bytes, px_utf8_encode(code, bytes));
	return size + 1;
}
