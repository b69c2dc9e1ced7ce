/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The channels that are posts: Web Push to a person's browsers, a topic of
 * ntfy, and a signed webhook.
 */
#ifndef PX_PUSH_CHANNEL_WEB_H
#define PX_PUSH_CHANNEL_WEB_H

#include "proactive/proactive.h"
#include "push/post.h"
#include "push/webpush.h"

struct px_push;

struct px_push_config {
	struct px_loop *loop;
	const char *key_path;  /* of our own key; made if it is not there */
	const char *subject;   /* how push services reach us: an https or mailto URL */
	const char *link;      /* of the web app, "" if it is not known */
	bool allow_http;
	bool allow_private; /* addresses that are not public (net/address.h) */
};

/* Adds the three channels.  Main thread, before the jobs start; stop before the loop ends, free after the jobs. */
enum px_err px_push_new(struct px_proactive *proactive, const struct px_push_config *config, struct px_push **push,
			struct px_error *error) PX_MUST_CHECK;
/* Ends open posts.  Main thread. */
void px_push_stop(struct px_push *push);
void px_push_free(struct px_push *push);
/* What browsers subscribe with; NULL `push`: "". */
const char *px_push_key(const struct px_push *push);

#endif
