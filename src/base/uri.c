/* SPDX-License-Identifier: Apache-2.0 */
#include "base/uri.h"

#include <string.h>

static bool is_unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("-._~", c));
}

void px_uri_escape(struct px_buf *out, struct px_str text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if (is_unreserved(c))
			(void)px_buf_char(out, (char)c);
		else
			(void)px_buf_printf(out, "%%%02X", c);
	}
}

void px_uri_add(struct px_buf *out, const char *name, struct px_str value)
{
	if (out->size && !strchr("?&", out->data[out->size - 1]))
		(void)px_buf_char(out, '&');
	(void)px_buf_printf(out, "%s=", name);
	px_uri_escape(out, value);
}
