/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie-thinking --data DIR …: the server as `pixie serve` runs it, with the
 * thinker double in place of models (tests/support/thinker_double.h).  On
 * standard output: "ready at URL", then "waiting NAME" for each name that a
 * thought waits for.  On standard input: "go NAME".
 */
#include "app/server.h"
#include "support/thinker_double.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void waiting(const char *name)
{
	printf("waiting %s\n", name);
	fflush(stdout);
}

static void *read_names(void *arg)
{
	char line[256];

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "go ", 3) == 0)
			thinker_double_go(line + 3);
	}
	return arg;
}

static void fail(const struct px_error *error)
{
	fprintf(stderr, "pixie-thinking: %s\n", error->message);
	exit(1);
}

int main(int argc, char **argv)
{
	struct px_server *server;
	struct px_config config;
	struct px_error error;
	pthread_t reader;

	px_server_block_signals();
	px_config_init(&config);
	for (int i = 1; i + 1 < argc; i += 2) {
		if (strncmp(argv[i], "--", 2) != 0 || px_config_set(&config, argv[i] + 2, argv[i + 1], &error) != PX_OK)
			fail(&error);
	}
	if (px_server_start_with(&config, thinker_double_start(waiting), &server, &error) != PX_OK)
		fail(&error);
	printf("ready at %s\n", px_server_url(server));
	fflush(stdout);
	pthread_create(&reader, NULL, read_names, NULL);
	pthread_detach(reader); /* it ends with the process: standard input may stay open */
	px_server_wait(server);
	px_server_stop(server);
	thinker_double_stop();
	px_config_release(&config);
	return 0;
}
