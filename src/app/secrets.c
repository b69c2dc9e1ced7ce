/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The environment goes first, so that a container's key wins over what its
 * volume has kept.
 */
#include "app/secrets.h"

#include "auth/vault.h"

const char *const px_sealable[] = { "anthropic-key", "embed-key", "mail-password", "mail-token", "openai-key", "qdrant-key", "redis-password", "s3-secret", "sms-token", "speech-key",
				      NULL };

const char *px_secret_setting(const struct px_config *config, const char *name)
{
	for (const struct px_setting *s = px_settings; s->name; s++) {
		if (s->kind == PX_SETTING_SECRET && strcmp(s->name, name) == 0)
			return *(const char *const *)((const char *)config + s->offset);
	}
	return NULL;
}

enum px_err px_secret_of_data(const struct px_config *config, struct px_secret *secret, struct px_error *error)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/secret", config->data);
	return px_secret_load(NULL, path, secret, error);
}

enum px_err px_secret_find(const struct px_config *config, const char *name, struct px_buf *out, struct px_error *error)
{
	const char *given = px_secret_setting(config, name);
	struct px_vault *vault;

	(void)px_buf_text(out, "");
	if (given && given[0])
		return px_buf_text(out, given);
	enum px_err err = px_vault_open(config->data, config->passphrase, &vault, error);
	if (err)
		return err;
	err = px_vault_get(vault, name, out, error);
	px_vault_close(vault);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

void px_secret_release(struct px_buf *value)
{
	if (value->data)
		explicit_bzero(value->data, value->capacity);
	px_buf_release(value);
}
