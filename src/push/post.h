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

struct px_post_answer {
	int status;      /* 0: no answer came, and then `why` says the reason */
	enum px_err err;
	const char *why;
	bool sent;       /* the whole post has left: the receiver may have it, answer or not */
};
typedef void (*px_post_fn)(void *arg, const struct px_post_answer *answer);

struct px_post {
	const char *url;
	const char *const *headers; /* "Name: value", NULL-terminated */
	struct px_str body;
	bool once;       /* it leaves one time at most, also where a connection that was kept turns out dead */
	px_post_fn done; /* the loop's thread, exactly once */
	void *arg;
};
/* Any thread but the loop's; copies the post. */
void px_poster_send(struct px_poster *poster, const struct px_post *post);

/*
 * PX_OK for 2xx, PX_NOT_FOUND for 404 and 410, PX_UNAVAILABLE for what may pass (429, 5xx, no answer), else PX_INVALID.
 */
enum px_err px_post_verdict(const struct px_post_answer *answer, const char *whom, struct px_error *error) PX_MUST_CHECK;

#endif
