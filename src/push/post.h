/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_poster: POSTs from any thread to addresses that people gave us.
 *
 * Redirects are not followed and answers are small.  What an answer's status
 * means for a retry is said here, the same for all who post.
 */
#ifndef PX_PUSH_POST_H
#define PX_PUSH_POST_H

#include "base/err.h"
#include "base/str.h"
#include "sys/loop.h"

struct px_poster;

/* Main thread.  The loop outlives it.  `allow_http`: addresses without TLS, too; `allow_private`: those that are not public. */
enum px_err px_poster_new(struct px_loop *loop, bool allow_http, bool allow_private, struct px_poster **poster,
			  struct px_error *error) PX_MUST_CHECK;
/* Main thread, while the loop runs.  Open posts, and those that come later, end with PX_CANCELLED. */
void px_poster_stop(struct px_poster *poster);
/* Main thread, when nobody posts any more.  NULL is fine. */
void px_poster_free(struct px_poster *poster);

struct px_post {
	const char *url;
	const char *const *headers; /* "Name: value", NULL-terminated */
	struct px_str body;
	/* The loop's thread, exactly once.  `status` is 0 if no answer came, and then `why` says the reason. */
	void (*done)(void *arg, int status, enum px_err err, const char *why);
	void *arg;
};
/* Any thread but the loop's; copies the post. */
void px_poster_send(struct px_poster *poster, const struct px_post *post);

/*
 * PX_OK for 2xx, PX_NOT_FOUND for 404 and 410, PX_UNAVAILABLE for what may pass (429, 5xx, no answer), else PX_INVALID.
 */
enum px_err px_post_verdict(int status, enum px_err err, const char *why, const char *whom,
			    struct px_error *error) PX_MUST_CHECK;

#endif
