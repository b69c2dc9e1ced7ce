/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks for the web app beside the program.
 */
#include "app/webdir.h"

#include <stdio.h>
#include <unistd.h>

void px_webdir_find(struct px_config *config)
{
	static const char *const places[] = { "web", "../share/pixie/web" };
	char program[2048];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (config->web[0] || n <= 0)
		return;
	program[n] = '\0';
	char *slash = strrchr(program, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", program, places[i]);
		if (access(path, R_OK) == 0) {
			config->web = px_arena_str(&config->arena, px_str(path));
			return;
		}
	}
}
