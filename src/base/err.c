/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of error codes and the one-line way to fail with a reason.
 */
#include "base/err.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const names[PX_ERR_COUNT] = {
	[PX_OK] = "ok",
	[PX_INVALID] = "invalid",
	[PX_UNAUTHORIZED] = "unauthorized",
	[PX_FORBIDDEN] = "forbidden",
	[PX_NOT_FOUND] = "not_found",
	[PX_CONFLICT] = "conflict",
	[PX_TOO_LARGE] = "too_large",
	[PX_RATE_LIMITED] = "rate_limited",
	[PX_UNSUPPORTED] = "unsupported",
	[PX_CANCELLED] = "cancelled",
	[PX_TIMEOUT] = "timeout",
	[PX_UNAVAILABLE] = "unavailable",
	[PX_CORRUPT] = "corrupt",
	[PX_IO] = "io",
	[PX_NO_SPACE] = "no_space",
	[PX_NO_MEMORY] = "no_memory",
	[PX_INTERNAL] = "internal",
};

const char *px_err_name(enum px_err code)
{
	if ((unsigned)code >= PX_ERR_COUNT)
		return "internal";
	return names[code];
}

/* Drops a UTF-8 sequence that vsnprintf cut in the middle. */
static void trim_partial_utf8(char *text)
{
	size_t n = strlen(text), i = n;

	while (i > 0 && ((unsigned char)text[i - 1] & 0xc0) == 0x80)
		i--;
	if (i == 0)
		return;
	unsigned char lead = (unsigned char)text[i - 1];
	size_t want = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
	if (n - (i - 1) < want)
		text[i - 1] = '\0';
}

/* Messages may quote input: what is not UTF-8 must not travel on. */
static void mask_invalid_utf8(char *text)
{
	if (px_utf8_valid(px_str(text)))
		return;
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			*text = '?';
}

enum px_err px_fail(struct px_error *error, enum px_err code, const char *field,
		    const char *format, ...)
{
	va_list args;

	if (!error)
		return code;
	error->code = code;
	snprintf(error->field, sizeof(error->field), "%s", field ? field : "");
	va_start(args, format);
	int n = vsnprintf(error->message, sizeof(error->message), format, args);
	va_end(args);
	if (n < 0)
		error->message[0] = '\0';
	else if ((size_t)n >= sizeof(error->message))
		trim_partial_utf8(error->message);
	mask_invalid_utf8(error->message);
	mask_invalid_utf8(error->field);
	return code;
}
