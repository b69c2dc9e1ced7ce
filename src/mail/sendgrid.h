/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SendGrid's Mail Send API (v3): a mail as its JSON, and what its answers mean.
 * Pure; smtp.c posts it.
 */
#ifndef PX_MAIL_SENDGRID_H
#define PX_MAIL_SENDGRID_H

#include "mail/compose.h"

/* The API's address for a setting "sendgrid://api.sendgrid.com"; false if it is no such setting. */
bool px_sendgrid_url(const char *setting, struct px_buf *url);
/* Appends the request's body.  PX_INVALID for an address that is none. */
enum px_err px_sendgrid_compose(const struct px_mail *mail, struct px_buf *out, struct px_error *error) PX_MUST_CHECK;
/* Of an answer that came; its body may say why. */
enum px_err px_sendgrid_verdict(long status, struct px_str body, struct px_error *error) PX_MUST_CHECK;

#endif
