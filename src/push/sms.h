/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text messages by an HTTP API of Twilio's shape: POST
 * /2010-04-01/Accounts/{account}/Messages.json with a form, signed in by Basic.
 *
 * A channel like the others, for those who ask for it and gave a number.  A
 * message costs money and can't be taken back: there are at most
 * PX_SMS_A_DAY for a person in a day, and one whose answer did not come is not
 * sent again, as it may have arrived.
 */
#ifndef PX_PUSH_SMS_H
#define PX_PUSH_SMS_H

#include "auth/auth.h"
#include "proactive/proactive.h"
#include "push/post.h"

enum { PX_SMS_A_DAY = 20, PX_SMS_TEXT = 300 /* bytes: two messages of a phone at most */ };

struct px_sms;

struct px_sms_config { /* copied */
	struct px_loop *loop;
	const char *url;       /* of the provider: https://api.twilio.com */
	const char *account, *token;
	const char *from;      /* the number that they come from, or the name of a service */
	struct px_auth *auth;  /* whose codes to sign in with go as messages, too (jobs PX_JOB_SMS_CODE); borrowed */
	struct px_jobs *jobs;
};

/* Adds the channel, and the kind of job of the codes.  Main thread, before the jobs start; stop before the loop ends, free after the jobs. */
enum px_err px_sms_new(struct px_proactive *proactive, const struct px_sms_config *config, struct px_sms **sms,
		       struct px_error *error) PX_MUST_CHECK;
void px_sms_stop(struct px_sms *sms);
void px_sms_free(struct px_sms *sms);

#endif
