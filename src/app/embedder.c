/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings to a struct px_embed_config, and where the model file may lie.
 */
#include "app/embedder.h"

#include "app/secrets.h"
#include "auth/vault.h"
#include "base/log.h"
#include "base/mem.h"
#include "memory/index.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
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

/* `path` is where the local model is looked for. */
static enum px_err open_driver(const struct px_config *config, const char *driver, char path[PATH_BYTES],
			       struct px_embed **embed, struct px_error *error)
{
	struct px_buf key = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	enum px_err err = PX_OK;

	if (strcmp(driver, "openai") == 0)
		err = px_secret_find(config, "embed-key", &key, error);
	find_model(config, path);
	struct px_embed_config wanted = {
		.driver = driver,
		.threads = (unsigned)config->embed_threads,
		.cache_bytes = (size_t)config->embed_cache_mb << 20,
		.model_file = path,
		.url = config->embed_url,
		.key = key.data,
		.model = config->embed_name,
		.dims = (size_t)config->embed_dims,
	};
	if (!err)
		err = px_embed_new(&wanted, embed, error);
	px_secret_release(&key);
	return err;
}

enum px_err px_app_embedder_open(const struct px_config *config, struct px_embed **embed, struct px_error *error)
{
	char path[PATH_BYTES];
	struct px_error why;

	if (strcmp(config->embedder, "auto") != 0)
		return open_driver(config, config->embedder, path, embed, error);
	if (open_driver(config, "local", path, embed, &why) == PX_OK)
		return PX_OK;
	if (is_file(path) || config->embed_model[0]) /* somebody meant it to be used */
		px_log(PX_LOG_WARN, "embed", "the model file can't be used; the built-in table is",
		       PX_LF("reason", why.message));
	else
		px_log(PX_LOG_INFO, "embed", "no model file; the built-in table is used", PX_LF("looked_for", path));
	return open_driver(config, "static", path, embed, error);
}

enum px_err px_app_specialist_open(const struct px_config *config, struct px_specialist **specialist, struct px_error *why)
{
	char path[PATH_BYTES];

	*specialist = NULL;
	find_model(config, path);
	return px_specialist_open(path, specialist, why);
}

/* ------------------------------------------------------------------- several */

static const char *const drivers[] = { "local", "static", "openai" };
enum { DRIVERS = sizeof(drivers) / sizeof(drivers[0]) };

struct px_embedders {
	const struct px_config *config;
	struct px_embed *wanted;
	pthread_mutex_t lock;
	struct px_embed *others[DRIVERS];
	bool tried[DRIVERS];
};

struct px_embedders *px_embedders_new(const struct px_config *config, struct px_embed **wanted, struct px_error *why)
{
	struct px_embedders *self = px_calloc(1, sizeof(*self));

	self->config = config;
	pthread_mutex_init(&self->lock, NULL);
	if (px_app_embedder_open(config, &self->wanted, why) != PX_OK)
		self->wanted = NULL;
	*wanted = self->wanted;
	return self;
}

void px_embedders_free(struct px_embedders *self)
{
	if (!self)
		return;
	for (size_t i = 0; i < DRIVERS; i++) {
		if (self->others[i])
			px_embed_free(self->others[i]);
	}
	if (self->wanted)
		px_embed_free(self->wanted);
	pthread_mutex_destroy(&self->lock);
	free(self);
}

static bool is_model(struct px_embed *embed, const char *model)
{
	struct px_arena arena;

	px_arena_init(&arena);
	bool same = embed && strcmp(px_memory_model(embed, &arena), model) == 0;
	px_arena_release(&arena);
	return same;
}

/* An endpoint that nobody has set is no choice: texts of people would go to it. */
static bool is_set(const struct px_config *config, const char *driver)
{
	struct px_buf key = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);

	if (strcmp(driver, "openai") != 0 || strcmp(config->embedder, "openai") == 0 || !strstr(config->embed_url, "//api.openai.com/"))
		return true;
	bool has_key = px_secret_find(config, "embed-key", &key, NULL) == PX_OK && key.size;
	px_secret_release(&key);
	return has_key;
}

/* [lock] Opened once; one that can't be opened is not tried again until the next start. */
static struct px_embed *other(struct px_embedders *self, size_t i)
{
	char path[PATH_BYTES];
	struct px_error why = { 0 };

	if (self->tried[i])
		return self->others[i];
	self->tried[i] = true;
	if (!is_set(self->config, drivers[i]))
		return NULL;
	if (open_driver(self->config, drivers[i], path, &self->others[i], &why) != PX_OK) {
		self->others[i] = NULL;
		px_log(PX_LOG_INFO, "embed", "another embedder can't be opened", PX_LF("driver", drivers[i]), PX_LF("reason", why.message));
	}
	return self->others[i];
}

struct px_embed *px_embedders_find(void *embedders, const char *driver, const char *model)
{
	struct px_embedders *self = embedders;
	struct px_embed *found = NULL;

	if (!driver && is_model(self->wanted, model))
		return self->wanted;
	pthread_mutex_lock(&self->lock);
	for (size_t i = 0; i < DRIVERS && !found; i++) {
		if (driver ? strcmp(driver, drivers[i]) == 0 : is_model(other(self, i), model))
			found = other(self, i);
	}
	pthread_mutex_unlock(&self->lock);
	return found;
}
