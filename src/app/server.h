/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The running Pixie: every part, started in table order and stopped in
 * reverse.
 */
#ifndef PX_APP_SERVER_H
#define PX_APP_SERVER_H

#include "agent/thinker.h"
#include "config/config.h"

struct px_server;

/*
 * Checks the settings against each other, opens the data folder and starts
 * listening.  With `private` (the command line's own short-lived server) it
 * listens on a free loopback port with one thread of each kind and tells
 * nobody.  Main thread.
 */
enum px_err px_server_start(const struct px_config *config, bool private, struct px_server **server,
			    struct px_error *error) PX_MUST_CHECK;
/* The same, not private, with a thinker for what the built-in engine can't answer; it outlives the server. */
enum px_err px_server_start_with(const struct px_config *config, const struct px_thinker *thinker,
				 struct px_server **server, struct px_error *error) PX_MUST_CHECK;
/* Drains and stops everything. */
void px_server_stop(struct px_server *server);
/* "http://127.0.0.1:8787" */
const char *px_server_url(const struct px_server *server);
/* Blocks until SIGINT or SIGTERM; SIGHUP reloads the certificate. */
void px_server_wait(struct px_server *server);
/* Blocks the signals that px_server_wait takes; before any thread is started. */
void px_server_block_signals(void);

#endif
