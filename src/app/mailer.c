/* SPDX-License-Identifier: Apache-2.0 */
#include "app/mailer.h"

#include "app/secrets.h"
#include "auth/vault.h"

enum px_err px_app_mailer(const struct px_config *config, struct px_mailer **mailer, struct px_error *error)
{
	struct px_buf password = PX_BUF_INIT(PX_VAULT_VALUE_MAX + 1), token = PX_BUF_INIT(PX_VAULT_VALUE_MAX + 1);
	enum px_err err = px_secret_find(config, "mail-password", &password, error);

	if (!err)
		err = px_secret_find(config, "mail-token", &token, error);
	if (!err) {
		struct px_mailer_config wanted = {
			.url = config->mail_url, .user = config->mail_user, .password = password.data ? password.data : "",
			.token = token.data ? token.data : "", .from = config->mail_from, .ca_file = config->mail_ca,
		};
		err = px_mailer_new(&wanted, mailer, error);
	}
	px_secret_release(&password);
	px_secret_release(&token);
	return err;
}
