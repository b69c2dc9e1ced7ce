/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link by which the owner, who has no password yet, opens the web app logged in.
 */
#ifndef PX_APP_WELCOME_LINK_H
#define PX_APP_WELCOME_LINK_H

#include "config/config.h"

/*
 * Asks the server of the data folder for a new link (an earlier one ends) and appends it.  PX_CONFLICT if the owner
 * has a password.
 */
enum px_err px_welcome_link(const struct px_config *config, struct px_buf *link, struct px_error *error) PX_MUST_CHECK;

#endif
