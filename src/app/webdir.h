/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the web app's files are when the setting does not say.
 */
#ifndef PX_APP_WEBDIR_H
#define PX_APP_WEBDIR_H

#include "config/config.h"

/*
 * Sets config->web to the first of <program's folder>/web and ../share/pixie/web that holds an app; to none of them
 * if none does.  PX_NOT_FOUND if the setting names a folder that holds none.
 */
enum px_err px_webdir_find(struct px_config *config, struct px_error *error) PX_MUST_CHECK;

#endif
