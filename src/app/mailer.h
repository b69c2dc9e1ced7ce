/* SPDX-License-Identifier: Apache-2.0 */
/* The mailer that the settings ask for. */
#ifndef PX_APP_MAILER_H
#define PX_APP_MAILER_H

#include "config/config.h"
#include "mail/smtp.h"

/* PX_INVALID names the setting that is wrong. */
enum px_err px_app_mailer(const struct px_config *config, struct px_mailer **mailer, struct px_error *error) PX_MUST_CHECK;

#endif
