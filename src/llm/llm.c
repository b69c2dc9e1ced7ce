/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Providers from settings, and the life of what all calls share.
 */
#include "llm/llm.h"

#include "base/mem.h"
#include "llm/llm_internal.h"

#include <stdlib.h>

enum {
	FIRST_MS = 30000, BETWEEN_MS = 30000, TOTAL_MS = 120000, ATTEMPTS = 3, PAUSE_MS = 500, WAIT_MS = 10000,
	CONNECTIONS = 1024, URL_MAX_BYTES = 1000, KEY_MAX_BYTES = 4096, LOOP_INDEX = 0
};

static const struct px_llm_driver *const drivers[] = { &px_llm_openai, &px_llm_anthropic };

static const struct px_llm_driver *find_driver(const char *name)
{
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		if (strcmp(drivers[i]->name, name) == 0)
			return drivers[i];
	}
	return NULL;
}

/* One string, cut at its line ends. */
static void make_headers(struct px_llm_server *server)
{
	struct px_buf text = PX_BUF_INIT(2 * KEY_MAX_BYTES);
	size_t count = 0;

	server->driver->headers(server->key, &text);
	server->header_text = px_buf_take(&text);
	for (char *line = server->header_text; *line && count < PX_LLM_HEADERS_MAX; count++) {
		char *end = strchr(line, '\n');
		*end = '\0';
		server->headers[count] = line;
		line = end + 1;
	}
}

/* A key goes into a header as it is: nothing that could end the line, or that no header can hold. */
static bool is_key(const char *key)
{
	size_t size = strlen(key);

	for (size_t i = 0; i < size; i++) {
		if ((unsigned char)key[i] <= ' ' || (unsigned char)key[i] >= 0x7f)
			return false;
	}
	return size <= KEY_MAX_BYTES;
}

static enum px_err open_server(struct px_llm_server *server, const struct px_llm_provider *provider,
			       const struct px_breaker_rule *rule, struct px_error *error)
{
	struct px_str url = px_str_trim(px_str(provider->url ? provider->url : ""));
	struct px_buf endpoint = PX_BUF_INIT(2 * URL_MAX_BYTES);
	char field[64];

	while (px_str_ends(url, PX_STR("/")))
		url.size--;
	snprintf(field, sizeof(field), "%s-url", provider->name);
	server->driver = find_driver(provider->driver);
	if (!server->driver)
		return px_fail(error, PX_INVALID, field, "there is no driver \"%s\" for language models", provider->driver);
	if ((!px_str_starts(url, PX_STR("https://")) && !px_str_starts(url, PX_STR("http://"))) || url.size > URL_MAX_BYTES)
		return px_fail(error, PX_INVALID, field, "must begin with https:// or http://");
	snprintf(field, sizeof(field), "%s-key", provider->name);
	if (provider->key && !is_key(provider->key))
		return px_fail(error, PX_INVALID, field, "%s holds what no key can: spaces, line ends or special characters",
			       field);
	server->name = px_strdup(provider->name);
	server->url = px_strndup(url.data, url.size);
	server->key = provider->key && provider->key[0] ? px_strdup(provider->key) : NULL;
	server->driver->url(url, &endpoint);
	server->endpoint = px_buf_take(&endpoint);
	server->lacks = provider->lacks;
	px_breaker_init(&server->breaker, rule);
	make_headers(server);
	return PX_OK;
}

static void wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

static void close_server(struct px_llm_server *server)
{
	/* The header text was cut by NULs: each line is wiped. */
	for (size_t i = 0; server->headers[i]; i++)
		explicit_bzero((char *)server->headers[i], strlen(server->headers[i]));
	free(server->header_text);
	wipe(server->key);
	free(server->name);
	free(server->url);
	free(server->endpoint);
}

static void or_default(unsigned *value, unsigned fallback)
{
	if (*value == 0)
		*value = fallback;
}

static void set_limits(struct px_llm *llm, const struct px_llm_limits *limits)
{
	llm->limits = *limits;
	or_default(&llm->limits.first_ms, FIRST_MS);
	or_default(&llm->limits.between_ms, BETWEEN_MS);
	or_default(&llm->limits.total_ms, TOTAL_MS);
	or_default(&llm->limits.attempts, ATTEMPTS);
	or_default(&llm->limits.pause_ms, PAUSE_MS);
	or_default(&llm->limits.wait_ms, WAIT_MS);
}

enum px_err px_llm_new(const struct px_llm_config *config, struct px_llm **out, struct px_error *error)
{
	struct px_llm *llm = px_calloc(1, sizeof(*llm));
	struct px_breaker_rule rule = config->breaker.failures ? config->breaker : PX_BREAKER_RULE;
	enum px_err err = PX_OK;

	set_limits(llm, &config->limits);
	if (config->provider_count > PX_LLM_PROVIDERS_MAX)
		err = px_fail(error, PX_TOO_LARGE, NULL, "at most %d providers of language models", PX_LLM_PROVIDERS_MAX);
	for (size_t i = 0; !err && i < config->provider_count; i++)
		err = open_server(&llm->servers[llm->server_count++], &config->providers[i], &rule, error);
	if (!err)
		err = px_loop_new(LOOP_INDEX, &llm->loop, error);
	if (!err)
		err = px_client_new(&(struct px_client_config){ .loop = llm->loop, .allow_http = true,
								.ca_file = config->ca_file, .proxy = config->proxy,
								.connections_per_host = CONNECTIONS }, &llm->client, error);
	if (err)
		px_llm_free(llm);
	else
		*out = llm;
	return err;
}

static void end_calls(void *arg)
{
	px_llm_end_calls(arg);
}

void px_llm_free(struct px_llm *llm)
{
	if (!llm)
		return;
	if (llm->client) {
		px_loop_run_sync(llm->loop, end_calls, llm);
		px_client_free(llm->client);
	}
	if (llm->loop)
		px_loop_free(llm->loop);
	for (size_t i = 0; i < llm->server_count; i++)
		close_server(&llm->servers[i]);
	free(llm);
}

int px_llm_provider(const struct px_llm *llm, struct px_str name)
{
	for (size_t i = 0; i < llm->server_count; i++) {
		if (px_str_eq(px_str(llm->servers[i].name), name))
			return (int)i;
	}
	return -1;
}

const char *px_llm_provider_name(const struct px_llm *llm, int provider)
{
	return llm->servers[provider].name;
}

struct px_loop *px_llm_loop(const struct px_llm *llm)
{
	return llm->loop;
}

enum px_breaker_state px_llm_state(const struct px_llm *llm, int provider)
{
	return (enum px_breaker_state)atomic_load(&llm->servers[provider].breaker_state);
}

const char *px_llm_failure_name(enum px_llm_failure failure)
{
	static const char *const names[PX_LLM_FAILURE_COUNT] = {
		[PX_LLM_FINE] = "fine", [PX_LLM_REFUSED] = "refused", [PX_LLM_UNAUTHORIZED] = "unauthorized",
		[PX_LLM_LIMITED] = "limited", [PX_LLM_OVERLOADED] = "overloaded", [PX_LLM_UNREACHABLE] = "unreachable",
		[PX_LLM_SLOW] = "slow", [PX_LLM_TOO_LONG] = "too_long", [PX_LLM_BROKEN] = "broken",
		[PX_LLM_BAD_CALL] = "bad_call", [PX_LLM_UNABLE] = "unable", [PX_LLM_RESTING] = "resting",
		[PX_LLM_CANCELLED] = "cancelled",
	};

	return names[failure];
}
