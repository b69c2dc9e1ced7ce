/* SPDX-License-Identifier: Apache-2.0 */
/* What the channels of this folder share. */
#ifndef PX_PUSH_INTERNAL_H
#define PX_PUSH_INTERNAL_H

#include "auth/auth.h"
#include "jobs/jobs.h"
#include "proactive/channel.h"
#include "push/channel_web.h"
#include "push/post.h"

struct px_push {
	struct px_poster *poster;
	struct px_vapid *vapid;
	const char *subject, *link;
	struct px_arena arena;
};

struct px_sms {
	struct px_poster *poster;
	struct px_auth *auth;
	struct px_arena arena;
	const char *url, *from, *authorization;
};
/* sms.c: posts a text message; `done` gets `arg` and how it ended, for px_sms_verdict. */
void px_sms_post(const struct px_sms *sms, const char *to, struct px_str text, px_post_fn done, void *arg);
/* What the provider's answer means: a message that may have arrived is not sent again. */
enum px_err px_sms_verdict(const struct px_post_answer *answer, struct px_error *error) PX_MUST_CHECK;
extern const struct px_job_kind px_sms_code_kind; /* `arg`: struct px_sms */

extern const struct px_channel px_webpush_channel, px_ntfy_channel, px_webhook_channel; /* `arg`: struct px_push */

#endif
