/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits, then the one parser that is asked for.
 */
#include "extract/extract.h"

#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CPU_S = 20, MEMORY = 512 << 20, FILES = 64, USAGE = 2 };

static const struct {
	const char *name;
	const char *(*extract)(FILE *out);
} modes[] = {
	{ "pdf", px_extract_pdf },
	{ "docx", px_extract_docx },
	{ "odt", px_extract_odt },
	{ "mail", px_extract_mail },
};

static int limit(int what, rlim_t soft, rlim_t hard)
{
	return setrlimit((__rlimit_resource_t)what, &(struct rlimit){ soft, hard });
}

/* Where the system allows no new name spaces, the parsers still open no connection by themselves. */
static int confine(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)!unshare(CLONE_NEWUSER | CLONE_NEWNET);
	return limit(RLIMIT_CPU, CPU_S, CPU_S + 1) | limit(RLIMIT_AS, MEMORY, MEMORY) | limit(RLIMIT_FSIZE, 0, 0) |
	       limit(RLIMIT_NOFILE, FILES, FILES) | limit(RLIMIT_CORE, 0, 0);
}

int main(int argc, char **argv)
{
	char *text = NULL;
	size_t size = 0, i = 0;

	bool picture = argc == 3 && strcmp(argv[1], "picture") == 0;
	while (i < sizeof(modes) / sizeof(modes[0]) && (argc != 2 || strcmp(argv[1], modes[i].name) != 0))
		i++;
	if (i == sizeof(modes) / sizeof(modes[0]) && !picture) {
		fputs("usage: pixie-extract pdf|docx|odt|mail <FILE >TEXT\n       pixie-extract picture SIDE <FILE >JPEG\n", stderr);
		return USAGE;
	}
	if (confine() != 0)
		return USAGE;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		return USAGE;
	const char *why = picture ? px_extract_picture(out, argv[2]) : modes[i].extract(out);
	if (fclose(out) != 0)
		return USAGE;
	putchar(why ? '-' : '+');
	if (why)
		fputs(why, stdout);
	else
		fwrite(text, 1, size, stdout);
	return fflush(stdout) == 0 ? (why ? 1 : 0) : USAGE;
}
