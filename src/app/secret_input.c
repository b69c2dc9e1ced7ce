/* SPDX-License-Identifier: Apache-2.0 */
/* A secret as it is typed or piped in: never an argument, which others could see. */
#include "app/secrets.h"

#include "auth/vault.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* What is typed is not shown. */
static bool hide(struct termios *before)
{
	struct termios silent;

	if (tcgetattr(STDIN_FILENO, before) != 0)
		return false;
	silent = *before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	return tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
}

static enum px_err read_input(struct px_buf *value)
{
	char part[1024];
	ssize_t n;

	while ((n = read(STDIN_FILENO, part, sizeof(part))) > 0) {
		if (px_buf_append(value, part, (size_t)n))
			break;
		/* From a terminal one line is all. */
		if (isatty(STDIN_FILENO) && memchr(part, '\n', (size_t)n))
			break;
	}
	explicit_bzero(part, sizeof(part));
	return value->overflow ? PX_TOO_LARGE : PX_OK;
}

/* One line of text, without its end. */
enum px_err px_secret_ask(const char *what, struct px_buf *value, struct px_error *error)
{
	struct termios before;
	bool hidden = isatty(STDIN_FILENO) && hide(&before);

	if (hidden)
		fprintf(stderr, "%s (not shown): ", what);
	enum px_err err = read_input(value);
	if (hidden) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		fputc('\n', stderr);
	}
	while (value->size && (value->data[value->size - 1] == '\n' || value->data[value->size - 1] == '\r'))
		value->data[--value->size] = '\0';
	for (size_t i = 0; !err && i < value->size; i++) {
		if ((unsigned char)value->data[i] < ' ' || value->data[i] == 0x7f)
			err = PX_INVALID;
	}
	if (err || value->size == 0)
		return px_fail(error, PX_INVALID, NULL, "%s must be one line of 1 to %d bytes", what, PX_VAULT_VALUE_MAX);
	return PX_OK;
}
