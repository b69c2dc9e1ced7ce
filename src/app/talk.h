/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One turn from the command line: what a model says is shown while it comes,
 * and Ctrl-C stops the turn.
 *
 * Stopping asks the server, whose last words then say what was done until
 * then.  A second Ctrl-C ends the program.
 */
#ifndef PX_APP_TALK_H
#define PX_APP_TALK_H

#include "app/remote.h"

struct px_talk {
	const char *conversation; /* an id; NULL: the main one */
	bool live;                /* print the answer to standard output as it comes */
};

/*
 * Says the text.  *turn is the whole turn, owned by the caller; with `live` its
 * reply has been printed, with the end of the line.
 */
enum px_err px_talk(struct px_remote *remote, const struct px_talk *talk, const char *text, json_t **turn,
		    struct px_error *error) PX_MUST_CHECK;
/* The words of its answer; "" if there are none. */
const char *px_talk_reply(const json_t *turn);
/* It was stopped by the person. */
bool px_talk_was_stopped(const json_t *turn);

#endif
