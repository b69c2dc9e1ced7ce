/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line's way to a server: the one that runs on the data folder,
 * or, if none does, a private one inside this process.  Either way commands
 * speak the REST API.
 */
#ifndef PX_APP_REMOTE_H
#define PX_APP_REMOTE_H

#include "base/json.h"
#include "config/config.h"

struct px_remote;

/*
 * Waits its turn while another command has the folder; PX_CONFLICT names the
 * process that still has it after some seconds.
 */
enum px_err px_remote_open(const struct px_config *config, struct px_remote **remote,
			   struct px_error *error) PX_MUST_CHECK;
void px_remote_close(struct px_remote *remote);
/* True if the server is our own private one. */
bool px_remote_is_private(const struct px_remote *remote);
const char *px_remote_url(const struct px_remote *remote);
/*
 * One request; `body` may be NULL.  *answer is the parsed JSON body, owned by
 * the caller (NULL for an empty one).  A problem answer becomes an error with
 * its detail and the code that it names.
 */
enum px_err px_remote_call(struct px_remote *remote, const char *method, const char *path,
			   const json_t *body, json_t **answer, struct px_error *error) PX_MUST_CHECK;
/* POSTs bytes of that media type.  *status is the answer's: 201 made, 200 known. */
enum px_err px_remote_upload(struct px_remote *remote, const char *path, const char *type, struct px_str bytes,
			     long *status, json_t **answer, struct px_error *error) PX_MUST_CHECK;
/* How an answer is heard that comes as a stream of events. */
struct px_remote_ear {
	void (*event)(void *arg, struct px_str name, struct px_str data);
	int wake;                  /* a descriptor: when it can be read, `woken` is called, which reads it; -1: none */
	void (*woken)(void *arg);  /* may make calls on the same remote */
	void *arg;
};
/* POSTs JSON and hears events until the server has told all.  A problem answer becomes an error. */
enum px_err px_remote_events(struct px_remote *remote, const char *path, const json_t *body,
			     const struct px_remote_ear *ear, struct px_error *error) PX_MUST_CHECK;

#endif
