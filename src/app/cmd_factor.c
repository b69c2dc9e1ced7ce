/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie factor, factor phone, factor confirm: codes by text message as second
 * factor of signing in.  The password is typed or piped in, never an argument.
 */
#include "app/command.h"
#include "app/secrets.h"

#include "auth/vault.h"

static enum px_err call(struct px_invocation *invocation, const char *method, const char *path, const json_t *body,
			json_t **answer, struct px_error *error)
{
	struct px_remote *remote;

	*answer = NULL;
	enum px_err err = px_remote_open(&invocation->config, &remote, error);
	if (err)
		return err;
	err = px_remote_call(remote, method, path, body, answer, error);
	px_remote_close(remote);
	return err;
}

int px_cmd_factor(struct px_invocation *invocation)
{
	struct px_error error = { 0 };
	json_t *answer;

	if (call(invocation, "GET", "/api/v1/auth/mfa", NULL, &answer, &error))
		return px_command_fail(invocation, &error);
	const json_t *sms = json_object_get(answer, "sms");
	const char *number = json_string_value(json_object_get(sms, "number"));
	if (invocation->json) {
		px_command_print_json(answer);
	} else {
		printf("The second factor is %s.\n", json_is_true(json_object_get(answer, "enabled")) ? "on" : "off");
		if (number)
			printf("Codes go to %s.\n", number);
		if (!json_is_true(json_object_get(sms, "available")))
			puts("No text message can be sent: no provider is set up (--sms-url).");
	}
	json_decref(answer);
	return PX_EXIT_OK;
}

/* A command's own server sends nothing, and by the time that another one does, the code would be good no more. */
static enum px_err ask_for_code(struct px_remote *remote, const char *phone, json_t **answer, struct px_error *error)
{
	struct px_buf password = PX_BUF_INIT(PX_VAULT_VALUE_MAX + 2);

	if (px_remote_is_private(remote))
		return px_fail(error, PX_UNAVAILABLE, NULL, "codes are sent by a running server, and there is none: start it with `pixie serve`, "
							    "then say this again");
	enum px_err err = px_secret_ask("password", &password, error);
	if (!err) {
		json_t *body = json_pack("{s:s,s:s}", "phone", phone, "current", password.data ? password.data : "");
		err = px_remote_call(remote, "POST", "/api/v1/auth/mfa/sms", body, answer, error);
		json_decref(body);
	}
	px_secret_release(&password);
	return err;
}

int px_cmd_factor_phone(struct px_invocation *invocation)
{
	struct px_error error = { 0 };
	struct px_remote *remote;
	json_t *answer = NULL;
	enum px_err err = px_remote_open(&invocation->config, &remote, &error);

	if (err)
		return px_command_fail(invocation, &error);
	err = ask_for_code(remote, invocation->arguments[0], &answer, &error);
	px_remote_close(remote);
	if (err)
		return px_command_fail(invocation, &error);
	if (invocation->json)
		px_command_print_json(answer);
	else
		puts("A code was sent there. Within five minutes: pixie factor confirm CODE");
	json_decref(answer);
	return PX_EXIT_OK;
}

int px_cmd_factor_confirm(struct px_invocation *invocation)
{
	json_t *answer, *body = json_pack("{s:s}", "code", invocation->arguments[0]);
	struct px_error error = { 0 };
	enum px_err err = call(invocation, "POST", "/api/v1/auth/mfa/sms/confirm", body, &answer, &error);

	json_decref(body);
	if (err)
		return px_command_fail(invocation, &error);
	const json_t *codes = json_object_get(answer, "recovery_codes");
	if (invocation->json)
		px_command_print_json(answer);
	else
		puts("Codes by text message are on.");
	if (!invocation->json && json_array_size(codes))
		puts("Recovery codes, shown only now; each signs in once without the phone:");
	for (size_t i = 0; !invocation->json && i < json_array_size(codes); i++)
		puts(json_string_value(json_array_get(codes, i)));
	json_decref(answer);
	return PX_EXIT_OK;
}
