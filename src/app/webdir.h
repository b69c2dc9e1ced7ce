/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the web app's files are when the setting does not say.
 */
#ifndef PX_APP_WEBDIR_H
#define PX_APP_WEBDIR_H

#include "config/config.h"

/* Sets config->web to the first of <program's folder>/web and ../share/pixie/web that exists. */
void px_webdir_find(struct px_config *config);

#endif
