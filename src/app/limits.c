/* SPDX-License-Identifier: Apache-2.0 */
#include "app/limits.h"

#include "app/secrets.h"
#include "auth/vault.h"
#include "redis/link.h"

#include <string.h>

static struct px_limit_rule per_minute(int64_t requests)
{
	return (struct px_limit_rule){ .tokens = (uint32_t)requests, .window = 60 };
}

static void write_rules(const struct px_config *config, struct px_limit_config *limits)
{
	const int64_t rates[PX_LIMIT_CLASSES] = {
		[PX_LIMIT_READ] = config->rate_api,       [PX_LIMIT_WRITE] = config->rate_api,
		[PX_LIMIT_CHAT] = config->rate_chat,      [PX_LIMIT_AUTH] = config->rate_login,
		[PX_LIMIT_CONNECT] = config->rate_connect, [PX_LIMIT_EVENT] = config->rate_api,
	};

	/* Per user, and the same for each token; an address may hold many users, but guesses no passwords. */
	for (int class = 0; class < PX_LIMIT_CLASSES; class++) {
		limits->rules[class][PX_LIMIT_BY_USER] = per_minute(rates[class]);
		limits->rules[class][PX_LIMIT_BY_TOKEN] = per_minute(rates[class]);
		limits->rules[class][PX_LIMIT_BY_ADDRESS] =
			class == PX_LIMIT_AUTH ? per_minute(rates[class]) : (struct px_limit_rule){ 0 };
	}
	limits->connections_per_user = (uint32_t)config->sockets_per_user;
	limits->connections_per_address = (uint32_t)config->http_connections_per_address;
}

static enum px_err read_key(const struct px_config *config, uint8_t key[PX_SECRET_KEY], struct px_error *error)
{
	struct px_secret secret;
	enum px_err err = px_secret_of_data(config, &secret, error);

	if (err)
		return err;
	px_secret_derive(&secret, "limits", key);
	px_secret_wipe(&secret);
	return PX_OK;
}

enum px_err px_app_limiter(const struct px_config *config, struct px_limiter **limiter, struct px_error *error)
{
	struct px_limit_config limits = px_limit_config_default;
	struct px_buf password = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	uint8_t key[PX_SECRET_KEY];
	enum px_err err = read_key(config, key, error);

	if (!err && config->nodes)
		err = px_secret_find(config, "redis-password", &password, error);
	const struct px_redis_config redis = { config->redis_url, config->redis_user, px_buf_view(&password).data, config->redis_ca };
	write_rules(config, &limits);
	limits.driver = config->nodes ? "redis" : "local";
	limits.hash_key = key;
	limits.redis = &redis;
	limits.redis_prefix = config->redis_prefix;
	if (!err)
		err = px_limiter_new(&limits, limiter, error);
	px_secret_release(&password);
	explicit_bzero(key, sizeof(key));
	return err;
}
