/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Table-free conversion of the alphabet; groups of four characters.
 */
#include "auth/base64url.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

size_t px_base64url_encode(const void *data, size_t size, char *out)
{
	const unsigned char *in = data;
	char *start = out;
	uint32_t bits = 0;
	unsigned have = 0;

	for (size_t i = 0; i < size; i++) {
		bits = bits << 8 | in[i];
		have += 8;
		while (have >= 6) {
			have -= 6;
			*out++ = alphabet[bits >> have & 63];
		}
	}
	if (have > 0)
		*out++ = alphabet[bits << (6 - have) & 63];
	return (size_t)(out - start);
}

enum px_err px_base64url_append(struct px_buf *out, const void *data, size_t size)
{
	char *where;
	enum px_err err = px_buf_reserve(out, PX_BASE64URL_SIZE(size), &where);

	if (err == PX_OK)
		px_buf_commit(out, px_base64url_encode(data, size, where));
	return err;
}

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool px_base64url_decode(struct px_str text, void *out, size_t *size)
{
	unsigned char *to = out;
	uint32_t bits = 0;
	unsigned have = 0;
	size_t made = 0;

	if (text.size % 4 == 1 || text.size / 4 * 3 + text.size % 4 * 3 / 4 > *size)
		return false;
	for (size_t i = 0; i < text.size; i++) {
		int value = value_of(text.data[i]);
		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		have += 6;
		if (have >= 8) {
			have -= 8;
			to[made++] = (unsigned char)(bits >> have);
		}
	}
	if ((bits & ((1u << have) - 1)) != 0)
		return false;
	*size = made;
	return true;
}
