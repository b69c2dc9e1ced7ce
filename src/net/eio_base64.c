/* SPDX-License-Identifier: Apache-2.0 */
#include "net/eio_base64.h"

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Value of a character plus one; 0 if it is none. */
static const uint8_t values[256] = {
	['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
	25, 26,
	['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48,
	49, 50, 51, 52,
	['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
	['+'] = 63, ['/'] = 64,
};

/* Encodes without padding; returns the length. */
static size_t encode(char *out, const uint8_t *p, size_t size, const char alphabet[])
{
	char *start = out;

	for (; size >= 3; size -= 3, p += 3) {
		uint32_t v = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
		*out++ = alphabet[v >> 18];
		*out++ = alphabet[v >> 12 & 63];
		*out++ = alphabet[v >> 6 & 63];
		*out++ = alphabet[v & 63];
	}
	if (size > 0) {
		uint32_t v = (uint32_t)p[0] << 16 | (size > 1 ? (uint32_t)p[1] << 8 : 0);
		*out++ = alphabet[v >> 18];
		*out++ = alphabet[v >> 12 & 63];
		if (size > 1)
			*out++ = alphabet[v >> 6 & 63];
	}
	return (size_t)(out - start);
}

void px_eio_base64_encode(char *out, const void *data, size_t size)
{
	size_t n = encode(out, data, size, standard);

	while (n % 4)
		out[n++] = '=';
}

size_t px_eio_base64url_encode(char *out, const void *data, size_t size)
{
	return encode(out, data, size, for_url);
}

/* Text without padding and not of length 4n+1. */
static bool decode(struct px_str text, char *out)
{
	uint32_t v = 0;
	unsigned bits = 0;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t value = values[(uint8_t)text.data[i]];
		if (!value)
			return false;
		v = v << 6 | (value - 1u);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			*out++ = (char)(uint8_t)(v >> bits);
		}
	}
	return true;
}

bool px_eio_base64_decode(struct px_str text, char *out, size_t *size)
{
	size_t n = text.size;

	if (n > 0 && n % 4 == 0 && text.data[n - 1] == '=')
		n -= text.data[n - 2] == '=' ? 2 : 1;
	if (n % 4 == 1)
		return false;
	*size = n / 4 * 3 + (n % 4 ? n % 4 - 1 : 0);
	return decode(px_str_n(text.data, n), out);
}

bool px_eio_base64url_decode(struct px_str text, void *out, size_t size)
{
	char plain[64], again[64];
	size_t n = text.size;

	if (n > sizeof(plain) || n != (size * 4 + 2) / 3)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = text.data[i];
		if (c == '+' || c == '/')
			return false;
		plain[i] = c == '-' ? '+' : c == '_' ? '/' : c;
	}
	if (!decode(px_str_n(plain, n), out))
		return false;
	/* spare bits must be zero, so that an id has one spelling */
	return px_eio_base64url_encode(again, out, size) == n && memcmp(again, text.data, n) == 0;
}
