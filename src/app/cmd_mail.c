/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie mail test: sends one mail by the settings, or signs in to a mailbox,
 * and says what the server said.
 */
#include "app/command.h"

#include "app/mailer.h"
#include "base/id.h"

int px_cmd_mail_test(struct px_invocation *invocation)
{
	const struct px_config *config = &invocation->config;
	struct px_mailer *mailer = NULL;
	char id[PX_ID_TEXT + 1], message_id[PX_ID_TEXT + 16];
	struct px_error error;
	enum px_err err;

	if (!strchr(invocation->arguments[0], '@'))
		return px_cmd_mailbox_test(invocation);
	if (!config->mail_url[0])
		err = px_fail(&error, PX_INVALID, "mail-url", "no mail server is set: give mail-url and mail-from in %s/pixie.conf, and the "
			      "password by `pixie secret set mail-password`", config->data);
	else
		err = px_app_mailer(config, &mailer, &error);
	px_id_format(px_id_new(), id);
	snprintf(message_id, sizeof(message_id), "%s@pixie", id);
	struct px_mail mail = {
		.to = invocation->arguments[0], .subject = "Pixie can send mail", .message_id = message_id,
		.text = "This is a test. Reminders, briefs and letters about your account come this way.\n",
	};
	if (!err)
		err = px_mailer_send_now(mailer, &mail, &error);
	px_mailer_free(mailer);
	if (err)
		return px_command_fail(invocation, &error);
	if (!invocation->json)
		printf("The mail server took it for %s.\n", invocation->arguments[0]);
	else
		printf("{\"sent\":true}\n");
	return PX_EXIT_OK;
}
