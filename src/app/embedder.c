/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings to a struct px_embed_config, and where the model file may lie.
 */
#include "app/embedder.h"

#include "app/secrets.h"
#include "auth/vault.h"
#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

#define FILE_NAME "all-MiniLM-L6-v2.weights"

static bool is_file(const char *path)
{
	return access(path, R_OK) == 0;
}

/* The setting; else beside the program, as installed, in the source tree, in the working folder. */
static void find_model(const struct px_config *config, char path[PATH_BYTES])
{
	static const char *const places[] = { "models", "../share/pixie/models", "../../models" };
	char program[2048];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	size_t count = n > 0 ? sizeof(places) / sizeof(places[0]) : 0;

	if (config->embed_model[0]) {
		snprintf(path, PATH_BYTES, "%s", config->embed_model);
		return;
	}
	program[n > 0 ? n : 0] = '\0';
	char *slash = strrchr(program, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; i < count; i++) {
		snprintf(path, PATH_BYTES, "%s/%s/" FILE_NAME, program, places[i]);
		if (is_file(path))
			return;
	}
	snprintf(path, PATH_BYTES, "models/" FILE_NAME);
}

static enum px_err open_with_key(const struct px_config *config, const char *key, struct px_embed **embed,
				 struct px_error *error)
{
	bool automatic = strcmp(config->embedder, "auto") == 0;
	char path[PATH_BYTES];
	struct px_error why;

	find_model(config, path);
	struct px_embed_config wanted = {
		.driver = automatic ? "local" : config->embedder,
		.threads = (unsigned)config->embed_threads,
		.cache_bytes = (size_t)config->embed_cache_mb << 20,
		.model_file = path,
		.url = config->embed_url,
		.key = key,
		.model = config->embed_name,
		.dims = (size_t)config->embed_dims,
	};
	if (!automatic)
		return px_embed_new(&wanted, embed, error);
	if (px_embed_new(&wanted, embed, &why) == PX_OK)
		return PX_OK;
	if (is_file(path) || config->embed_model[0]) /* somebody meant it to be used */
		px_log(PX_LOG_WARN, "embed", "the model file can't be used; the built-in table is",
		       PX_LF("reason", why.message));
	else
		px_log(PX_LOG_INFO, "embed", "no model file; the built-in table is used", PX_LF("looked_for", path));
	wanted.driver = "static";
	return px_embed_new(&wanted, embed, error);
}

enum px_err px_app_embedder_open(const struct px_config *config, struct px_embed **embed, struct px_error *error)
{
	struct px_buf key = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	enum px_err err = PX_OK;

	if (strcmp(config->embedder, "openai") == 0)
		err = px_secret_find(config, "embed-key", &key, error);
	if (!err)
		err = open_with_key(config, key.data, embed, error);
	px_secret_release(&key);
	return err;
}
