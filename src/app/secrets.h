/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys by the names of their settings: from the environment or the
 * configuration file, else from the vault in the data folder.
 */
#ifndef PX_APP_SECRETS_H
#define PX_APP_SECRETS_H

#include "auth/secret.h"
#include "config/config.h"

/* That of the data folder, from which keys are derived; wipe it. */
enum px_err px_secret_of_data(const struct px_config *config, struct px_secret *secret, struct px_error *error) PX_MUST_CHECK;
/* Settings of kind SECRET that can be sealed; ends with NULL. */
extern const char *const px_sealable[];

/* What the settings say; "" if they say nothing.  NULL: there is no such secret. */
const char *px_secret_setting(const struct px_config *config, const char *name);
/*
 * The value by either way, NUL-terminated in `out` (cap: PX_VAULT_VALUE_MAX and
 * more), empty if there is none.  An error is about the vault.
 */
enum px_err px_secret_find(const struct px_config *config, const char *name, struct px_buf *out,
			   struct px_error *error) PX_MUST_CHECK;
/* One line from standard input, not shown while it is typed; `what` is asked for on a terminal. */
enum px_err px_secret_ask(const char *what, struct px_buf *value, struct px_error *error) PX_MUST_CHECK;
/* Overwrites what it holds and releases it. */
void px_secret_release(struct px_buf *value);

#endif
