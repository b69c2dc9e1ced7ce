/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks for the web app beside the program.
 */
#include "app/webdir.h"

#include <stdio.h>
#include <unistd.h>

enum { PATH_MAX_BYTES = 4096 };

static bool holds_app(const char *folder)
{
	char page[PATH_MAX_BYTES];
	int n = snprintf(page, sizeof(page), "%s/index.html", folder);

	return n < (int)sizeof(page) && access(page, R_OK) == 0;
}

/* The folder that the program lies in; false if it can't be known. */
static bool own_folder(char path[PATH_MAX_BYTES / 2])
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX_BYTES / 2 - 1);

	if (n <= 0)
		return false;
	path[n] = '\0';
	char *slash = strrchr(path, '/');
	if (slash)
		*slash = '\0';
	return slash;
}

enum px_err px_webdir_find(struct px_config *config, struct px_error *error)
{
	static const char *const places[] = { "web", "../share/pixie/web" };
	char program[PATH_MAX_BYTES / 2], path[PATH_MAX_BYTES];

	if (config->web[0])
		return holds_app(config->web)
			       ? PX_OK : px_fail(error, PX_NOT_FOUND, "web", "--web: there is no index.html in %s", config->web);
	for (size_t i = 0; own_folder(program) && i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", program, places[i]);
		if (!holds_app(path))
			continue;
		config->web = px_arena_str(&config->arena, px_str(path));
		break;
	}
	return PX_OK;
}
