/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie secret set, list, remove, rotate: the vault by hand.  No value is
 * ever taken from the command line, printed or sent anywhere.
 */
#include "app/command.h"

#include "app/datadir.h"
#include "app/secrets.h"
#include "auth/vault.h"
#include "base/civil.h"

static bool is_sealable(const char *name)
{
	for (size_t i = 0; px_sealable[i]; i++) {
		if (strcmp(px_sealable[i], name) == 0)
			return true;
	}
	return false;
}

static enum px_err check_name(const char *name, struct px_error *error)
{
	return is_sealable(name) ? PX_OK : px_fail(error, PX_INVALID, NULL, "there is no key \"%.40s\"; there are openai-key, "
						   "anthropic-key, speech-key, embed-key, mail-password, mail-token, sms-token, qdrant-key, redis-password and s3-secret", name);
}

static int say(struct px_invocation *invocation, enum px_err err, const struct px_error *error, const char *done)
{
	if (err)
		return px_command_fail(invocation, error);
	puts(invocation->json ? "{}" : done);
	return PX_EXIT_OK;
}

int px_cmd_secret_set(struct px_invocation *invocation)
{
	const struct px_config *config = &invocation->config;
	struct px_buf value = PX_BUF_INIT(PX_VAULT_VALUE_MAX + 2);
	struct px_vault *vault = NULL;
	struct px_error error = { 0 };
	enum px_err err = check_name(invocation->arguments[0], &error);

	if (!err)
		err = px_secret_ask(invocation->arguments[0], &value, &error);
	if (!err)
		err = px_datadir_make(config->data, &error);
	if (!err)
		err = px_vault_open(config->data, config->passphrase, &vault, &error);
	if (!err)
		err = px_vault_set(vault, invocation->arguments[0], px_buf_view(&value), &error);
	px_vault_close(vault);
	px_secret_release(&value);
	return say(invocation, err, &error, "Sealed. A running server reads it at its next start.");
}

int px_cmd_secret_remove(struct px_invocation *invocation)
{
	struct px_vault *vault = NULL;
	struct px_error error = { 0 };
	enum px_err err = check_name(invocation->arguments[0], &error);

	if (!err)
		err = px_vault_open(invocation->config.data, invocation->config.passphrase, &vault, &error);
	if (!err)
		err = px_vault_remove(vault, invocation->arguments[0], &error);
	px_vault_close(vault);
	return say(invocation, err, &error, "Removed.");
}

int px_cmd_secret_rotate(struct px_invocation *invocation)
{
	bool by_passphrase = px_command_option(invocation, "passphrase") != NULL;
	struct px_buf passphrase = PX_BUF_INIT(PX_VAULT_VALUE_MAX);
	struct px_vault *vault = NULL;
	struct px_error error = { 0 };
	enum px_err err = by_passphrase ? px_secret_ask("passphrase", &passphrase, &error) : PX_OK;

	if (!err)
		err = px_vault_open(invocation->config.data, invocation->config.passphrase, &vault, &error);
	if (!err)
		err = px_vault_rotate(vault, by_passphrase ? passphrase.data : NULL, &error);
	px_vault_close(vault);
	px_secret_release(&passphrase);
	return say(invocation, err, &error, by_passphrase ? "Sealed by the passphrase: give it as PIXIE_PASSPHRASE from now on."
							  : "Sealed by a new key file.");
}

static void add_row(json_t *rows, const char *name, const char *from, int64_t set_at)
{
	char when[PX_CIVIL_TEXT + 1] = "";

	if (set_at) {
		px_civil_format_ms(set_at, when);
		memcpy(when + strlen(when), "Z", 2);
	}
	json_array_append_new(rows, json_pack("{s:s,s:s,s:s}", "name", name, "from", from, "set", when));
}

int px_cmd_secret_list(struct px_invocation *invocation)
{
	const struct px_config *config = &invocation->config;
	json_t *rows = json_array(), *row;
	struct px_vault *vault;
	struct px_error error;
	const char *name = "";
	int64_t set_at = 0;
	size_t i;

	if (px_vault_open(config->data, config->passphrase, &vault, &error) != PX_OK) {
		json_decref(rows);
		return px_command_fail(invocation, &error);
	}
	for (i = 0; px_sealable[i]; i++) {
		if (px_secret_setting(config, px_sealable[i])[0])
			add_row(rows, px_sealable[i], "settings", 0);
	}
	while ((name = px_vault_next(vault, name, &set_at)) != NULL)
		add_row(rows, name, px_vault_has_passphrase(vault) ? "sealed by passphrase" : "sealed", set_at);
	px_vault_close(vault);
	if (invocation->json)
		px_command_print_json(rows);
	json_array_foreach(rows, i, row) {
		if (!invocation->json)
			printf("%-16s %-22s %s\n", json_string_value(json_object_get(row, "name")),
			       json_string_value(json_object_get(row, "from")), json_string_value(json_object_get(row, "set")));
	}
	if (!invocation->json && json_array_size(rows) == 0)
		puts("No keys.");
	json_decref(rows);
	return PX_EXIT_OK;
}
