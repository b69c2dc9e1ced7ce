/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cookie headers, CSRF tokens and the login answer's neighbours: whatever is
 * read lies inside the header, and what can be set is read back the same.
 */
#include "auth/auth.h"
#include "auth/cookie.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct px_str part, struct px_str whole)
{
	if (part.size > 0 && (part.data < whole.data || part.data + part.size > whole.data + whole.size))
		abort();
}

/* A pair that we could set must come back from the header a browser makes of it. */
static void round_trip(struct px_str name, struct px_str value)
{
	struct px_buf out = PX_BUF_INIT(1 << 16), header = PX_BUF_INIT(1 << 16), text = PX_BUF_INIT(1 << 16);
	struct px_str again;

	px_buf_str(&text, name);
	if (px_cookie_set(&out, &(struct px_cookie){ .name = text.data, .value = value, .max_age = -1,
						     .secure = true }) == PX_OK) {
		if (memchr(out.data, '\r', out.size - 2) != NULL || memchr(out.data, '\n', out.size - 1) != NULL)
			abort();
		px_buf_printf(&header, "other=1; %s=", text.data);
		px_buf_str(&header, value);
		if (header.size <= PX_COOKIE_HEADER_MAX && !px_str_eq(name, PX_STR("other")) &&
		    (!px_cookie_get(px_buf_view(&header), text.data, &again) || !px_str_eq(again, value)))
			abort();
	}
	px_buf_release(&out);
	px_buf_release(&header);
	px_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t key[PX_CSRF_KEY] = { 1 };
	struct px_str header = px_str_n((const char *)data, size), rest = header, name, value, token;

	while (px_cookie_next(&rest, &name, &value)) {
		inside(name, header);
		inside(value, header);
		if (name.size == 0)
			abort();
		round_trip(name, value);
	}
	if (px_cookie_get(header, "pixie", &value))
		inside(value, header);
	if (px_csrf_valid(key, PX_ID_NONE, header))
		abort();
	if (px_auth_bearer(header, &token))
		inside(token, header);
	return 0;
}
