/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding the machine's zone name, the way Debian keeps it.
 */
#include "sys/localzone.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Zone names are letters, digits and a few marks, and don't climb out of their folder. */
static bool take_name(struct px_str text, char name[PX_LOCALZONE_TEXT])
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-";

	text = px_str_trim(text);
	if (text.size == 0 || text.size >= PX_LOCALZONE_TEXT || text.data[0] == '/')
		return false;
	snprintf(name, PX_LOCALZONE_TEXT, "%.*s", PX_STR_ARG(text));
	return strspn(name, allowed) == text.size;
}

static bool from_file(char name[PX_LOCALZONE_TEXT])
{
	char line[256];
	FILE *file = fopen("/etc/timezone", "re");
	bool found = file && fgets(line, sizeof(line), file) && take_name(px_str(line), name);

	if (file)
		fclose(file);
	return found;
}

static bool from_link(char name[PX_LOCALZONE_TEXT])
{
	char target[512];
	ssize_t n = readlink("/etc/localtime", target, sizeof(target));
	const struct px_str folder = PX_STR("zoneinfo/");
	size_t at = n > 0 ? px_str_find(px_str_n(target, (size_t)n), folder) : SIZE_MAX;

	if (at == SIZE_MAX)
		return false;
	at += folder.size;
	return take_name(px_str_n(target + at, (size_t)n - at), name);
}

void px_localzone_name(char name[PX_LOCALZONE_TEXT])
{
	const char *tz = getenv("TZ");

	if (tz && tz[0] == ':')
		tz++;
	if ((tz && take_name(px_str(tz), name)) || from_link(name) || from_file(name))
		return;
	snprintf(name, PX_LOCALZONE_TEXT, "UTC");
}
