/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facade of limits: which buckets a caller answers to, what to tell them,
 * connection counts, and the three keys of login back-off.
 */
#include "auth/limit.h"

#include "auth/backoff.h"
#include "auth/limit_driver.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/map.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define NS_PER_S INT64_C(1000000000)

enum { DEFAULT_KEYS = 65536, KEY_TEXT = 512, ACCOUNT_FACTOR = 4, ADDRESS_FACTOR = 10, ACCOUNT_MAX_MS = 30000 };

struct px_limiter {
	const struct px_limit_driver *driver;
	void *state;
	struct px_siphash_key hash_key;
	struct px_bucket_rule rules[PX_LIMIT_CLASSES][PX_LIMIT_SUBJECTS]; /* interval 0: no limit */
	struct px_limit_config config;
	struct px_backoff *backoff;
	pthread_mutex_t lock;      /* for `connections` */
	struct px_map connections; /* key -> count, as a pointer's value */
	_Atomic uint64_t allowed, refused;
};

const struct px_limit_config px_limit_config_default = {
	.rules = {
		[PX_LIMIT_READ] = { { 1200, 60, 0 }, { 600, 60, 0 }, { 2400, 60, 0 } },
		[PX_LIMIT_WRITE] = { { 300, 60, 0 }, { 300, 60, 0 }, { 1200, 60, 0 } },
		[PX_LIMIT_CHAT] = { { 60, 60, 0 }, { 60, 60, 0 }, { 240, 60, 0 } },
		[PX_LIMIT_AUTH] = { { 30, 60, 0 }, { 30, 60, 0 }, { 30, 60, 0 } },
		[PX_LIMIT_CONNECT] = { { 60, 60, 0 }, { 60, 60, 0 }, { 240, 60, 0 } },
		[PX_LIMIT_EVENT] = { { 600, 60, 0 }, { 600, 60, 0 }, { 2400, 60, 0 } },
	},
	.connections_per_user = 50,
	.connections_per_address = 500,
	.login_free = 5,
	.login_base_ms = 1000,
	.login_max_ms = 900000,
};

static const char *const class_names[PX_LIMIT_CLASSES] = {
	[PX_LIMIT_READ] = "read", [PX_LIMIT_WRITE] = "write", [PX_LIMIT_CHAT] = "chat", [PX_LIMIT_AUTH] = "auth",
	[PX_LIMIT_CONNECT] = "connect", [PX_LIMIT_EVENT] = "event",
};

static const struct px_limit_driver *const drivers[] = { &px_limit_local, &px_limit_redis, NULL };

static enum px_err prepare_rule(const struct px_limit_rule *rule, struct px_bucket_rule *out,
				struct px_error *error)
{
	if (rule->tokens == 0)
		return PX_OK;
	if (rule->window == 0 || rule->window > 86400 || rule->tokens > 10000000 || rule->burst > 10000000)
		return px_fail(error, PX_INVALID, "limit", "a window of 1 to 86400 s and at most 10000000 tokens");
	out->interval = rule->window * NS_PER_S / rule->tokens;
	out->burst = out->interval * (rule->burst ? rule->burst : rule->tokens);
	return PX_OK;
}

enum px_err px_limiter_new(const struct px_limit_config *config, struct px_limiter **limiter,
			   struct px_error *error)
{
	struct px_str wanted = config->driver ? px_str(config->driver) : PX_STR("local");
	struct px_limiter *made = px_calloc(1, sizeof(*made));
	enum px_err err = PX_OK;

	for (int i = 0; drivers[i] != NULL && made->driver == NULL; i++) {
		if (px_str_eq(wanted, px_str(drivers[i]->name)))
			made->driver = drivers[i];
	}
	if (made->driver == NULL)
		err = px_fail(error, PX_UNSUPPORTED, "limit.driver", "there is no limits driver \"%.*s\"",
			      PX_STR_ARG(wanted));
	for (int i = 0; err == PX_OK && i < PX_LIMIT_CLASSES * PX_LIMIT_SUBJECTS; i++)
		err = prepare_rule(&config->rules[i / PX_LIMIT_SUBJECTS][i % PX_LIMIT_SUBJECTS],
				   &made->rules[i / PX_LIMIT_SUBJECTS][i % PX_LIMIT_SUBJECTS], error);
	made->config = *config;
	if (made->config.max_keys == 0)
		made->config.max_keys = DEFAULT_KEYS;
	if (err == PX_OK)
		err = made->driver->create(&made->config, &made->state, error);
	made->config.redis = NULL; /* they were lent for the start */
	made->config.hash_key = NULL;
	made->config.redis_prefix = NULL;
	if (err != PX_OK) {
		free(made);
		return err;
	}
	made->hash_key = px_siphash_key_new();
	if (config->hash_key)
		memcpy(&made->hash_key, config->hash_key, PX_LIMIT_KEY);
	made->backoff = px_backoff_new(made->config.max_keys);
	pthread_mutex_init(&made->lock, NULL);
	px_map_init(&made->connections);
	*limiter = made;
	return PX_OK;
}

void px_limiter_free(struct px_limiter *limiter)
{
	if (limiter == NULL)
		return;
	limiter->driver->destroy(limiter->state);
	px_backoff_free(limiter->backoff);
	pthread_mutex_destroy(&limiter->lock);
	px_map_release(&limiter->connections);
	free(limiter);
}

/* ------------------------------------------------------------------- keys */

/*
 * One network customer is one key: IPv4 as it is (also when mapped into IPv6),
 * IPv6 by its /64, since anybody gets a whole one.
 */
static struct px_str address_key(const char *address, uint8_t bytes[16])
{
	struct in6_addr six;

	if (inet_pton(AF_INET, address, bytes) == 1)
		return px_str_n((char *)bytes, 4);
	if (inet_pton(AF_INET6, address, &six) != 1)
		return px_str(address);
	if (IN6_IS_ADDR_V4MAPPED(&six)) {
		memcpy(bytes, six.s6_addr + 12, 4);
		return px_str_n((char *)bytes, 4);
	}
	memcpy(bytes, six.s6_addr, 8);
	return px_str_n((char *)bytes, 8);
}

/* Domain letter, then the parts, each with its length: no two meanings share a text. */
static struct px_str compose(char text[KEY_TEXT], char domain, struct px_str first, struct px_str second)
{
	size_t size = 0;
	struct px_str parts[2] = { first, second };

	text[size++] = domain;
	for (int i = 0; i < 2; i++) {
		size_t length = parts[i].size < 240 ? parts[i].size : 240;
		text[size++] = (char)length;
		if (length > 0)
			memcpy(text + size, parts[i].data, length);
		size += length;
	}
	return px_str_n(text, size);
}

static struct px_siphash hash_of(const struct px_limiter *limiter, char domain, struct px_str first,
				 struct px_str second)
{
	char text[KEY_TEXT];

	return px_siphash(&limiter->hash_key, compose(text, domain, first, second));
}

static struct px_str id_key(const struct px_id *id)
{
	return px_id_is_none(*id) ? px_str_n(NULL, 0) : px_str_n((const char *)id->bytes, sizeof(id->bytes));
}

/* ----------------------------------------------------------------- buckets */

/* Keeps what leaves the caller the least. */
static void tell(const struct px_limiter *limiter, enum px_limit_class class, enum px_limit_subject subject,
		 int64_t now, int64_t full_at, bool refused, uint32_t cost, struct px_limit_result *result)
{
	const struct px_bucket_rule *bucket = &limiter->rules[class][subject];
	const struct px_limit_rule *rule = &limiter->config.rules[class][subject];
	int64_t debt = full_at > now ? full_at - now : 0;
	int64_t left = (bucket->burst - debt) / bucket->interval;

	if (left < 0)
		left = 0;
	if (result->limited && !refused && (uint32_t)left >= result->remaining)
		return;
	result->limited = true;
	result->class = class;
	result->limit = rule->burst ? rule->burst : rule->tokens;
	result->window = rule->window;
	result->remaining = (uint32_t)left;
	result->reset = (uint32_t)((debt + NS_PER_S - 1) / NS_PER_S);
	if (refused) {
		int64_t wait = debt + (int64_t)cost * bucket->interval - bucket->burst;
		result->retry_after = wait <= 0 ? 1 : (uint32_t)((wait + NS_PER_S - 1) / NS_PER_S);
	}
}

void px_limit_take(struct px_limiter *limiter, enum px_limit_class class, const struct px_limit_caller *caller,
		   uint32_t cost, struct px_limit_result *result)
{
	uint8_t address[16];
	const struct px_str keys[PX_LIMIT_SUBJECTS] = {
		[PX_LIMIT_BY_USER] = id_key(&caller->user),
		[PX_LIMIT_BY_TOKEN] = id_key(&caller->token),
		[PX_LIMIT_BY_ADDRESS] = caller->address ? address_key(caller->address, address)
							: px_str_n(NULL, 0),
	};
	struct px_siphash taken[PX_LIMIT_SUBJECTS];
	int64_t now = px_clock_mono(), full_at;
	char class_letter = (char)class;

	*result = (struct px_limit_result){ .allowed = true };
	for (int i = 0; i < PX_LIMIT_SUBJECTS; i++) {
		const struct px_bucket_rule *rule = &limiter->rules[class][i];
		if (keys[i].size == 0 || rule->interval == 0)
			continue;
		taken[i] = hash_of(limiter, (char)('A' + i), px_str_n(&class_letter, 1), keys[i]);
		if (limiter->driver->take(limiter->state, taken[i], rule, cost, now, &full_at)) {
			tell(limiter, class, (enum px_limit_subject)i, now, full_at, false, cost, result);
			continue;
		}
		for (int j = 0; j < i; j++) {
			if (keys[j].size > 0 && limiter->rules[class][j].interval != 0)
				limiter->driver->give(limiter->state, taken[j], &limiter->rules[class][j], cost);
		}
		tell(limiter, class, (enum px_limit_subject)i, now, full_at, true, cost, result);
		result->allowed = false;
		break;
	}
	for (int i = 0; limiter->driver->share && result->allowed && i < PX_LIMIT_SUBJECTS; i++) {
		if (keys[i].size > 0 && limiter->rules[class][i].interval != 0)
			limiter->driver->share(limiter->state, taken[i], &limiter->rules[class][i], cost);
	}
	atomic_fetch_add_explicit(result->allowed ? &limiter->allowed : &limiter->refused, 1,
				  memory_order_relaxed);
}

void px_limit_headers(const struct px_limit_result *result, struct px_buf *out)
{
	if (!result->limited)
		return;
	px_buf_printf(out, "RateLimit-Limit: %u\r\nRateLimit-Remaining: %u\r\nRateLimit-Reset: %u\r\n",
		      result->limit, result->remaining, result->reset);
	px_buf_printf(out, "RateLimit-Policy: \"%s\";q=%u;w=%u\r\nRateLimit: \"%s\";r=%u;t=%u\r\n",
		      class_names[result->class], result->limit, result->window, class_names[result->class],
		      result->remaining, result->reset);
	if (!result->allowed)
		px_buf_printf(out, "Retry-After: %u\r\n", result->retry_after);
}

/* ------------------------------------------------------------- connections */

static uintptr_t count_of(const struct px_limiter *limiter, struct px_str key)
{
	return (uintptr_t)px_map_get(&limiter->connections, key);
}

static void add(struct px_limiter *limiter, struct px_str key, int by)
{
	uintptr_t count = count_of(limiter, key) + (uintptr_t)by;

	if (count == 0)
		px_map_remove(&limiter->connections, key);
	else
		px_map_put(&limiter->connections, key, (void *)count);
}

struct connection_keys {
	char user_text[KEY_TEXT], address_text[KEY_TEXT];
	struct px_str user, address; /* empty: not counted */
};

static void connection_keys(const struct px_limiter *limiter, struct px_id user, const char *address,
			    struct connection_keys *keys)
{
	uint8_t bytes[16];

	keys->user = keys->address = px_str_n(NULL, 0);
	if (limiter->config.connections_per_user > 0 && !px_id_is_none(user))
		keys->user = compose(keys->user_text, 'u', id_key(&user), px_str_n(NULL, 0));
	if (limiter->config.connections_per_address > 0 && address != NULL)
		keys->address = compose(keys->address_text, 'a', address_key(address, bytes), px_str_n(NULL, 0));
}

bool px_limit_connect(struct px_limiter *limiter, struct px_id user, const char *address)
{
	struct connection_keys keys;
	bool fits;

	connection_keys(limiter, user, address, &keys);
	pthread_mutex_lock(&limiter->lock);
	fits = (keys.user.size == 0 || count_of(limiter, keys.user) < limiter->config.connections_per_user) &&
	       (keys.address.size == 0 ||
		count_of(limiter, keys.address) < limiter->config.connections_per_address);
	if (fits && keys.user.size > 0)
		add(limiter, keys.user, 1);
	if (fits && keys.address.size > 0)
		add(limiter, keys.address, 1);
	pthread_mutex_unlock(&limiter->lock);
	return fits;
}

void px_limit_disconnect(struct px_limiter *limiter, struct px_id user, const char *address)
{
	struct connection_keys keys;

	connection_keys(limiter, user, address, &keys);
	pthread_mutex_lock(&limiter->lock);
	if (keys.user.size > 0 && count_of(limiter, keys.user) > 0)
		add(limiter, keys.user, -1);
	if (keys.address.size > 0 && count_of(limiter, keys.address) > 0)
		add(limiter, keys.address, -1);
	pthread_mutex_unlock(&limiter->lock);
}

/* ----------------------------------------------------------- login back-off */

struct login_keys {
	struct px_siphash both, account, address;
	bool has_address;
};

static void fold(struct px_str account, char out[256], struct px_str *folded)
{
	size_t size = account.size < 256 ? account.size : 256;

	for (size_t i = 0; i < size; i++)
		out[i] = account.data[i] >= 'A' && account.data[i] <= 'Z' ? (char)(account.data[i] | 32)
									  : account.data[i];
	*folded = px_str_n(out, size);
}

static struct login_keys login_keys(const struct px_limiter *limiter, struct px_str account, const char *address)
{
	uint8_t bytes[16];
	char text[256];
	struct px_str folded, network = address ? address_key(address, bytes) : px_str_n(NULL, 0);

	fold(account, text, &folded);
	return (struct login_keys){
		.both = hash_of(limiter, 'b', folded, network),
		.account = hash_of(limiter, 'n', folded, px_str_n(NULL, 0)),
		.address = hash_of(limiter, 's', network, px_str_n(NULL, 0)),
		.has_address = address != NULL,
	};
}

static int64_t now_ms(void)
{
	return px_clock_mono() / 1000000;
}

uint32_t px_limit_login(struct px_limiter *limiter, struct px_str account, const char *address)
{
	struct login_keys keys = login_keys(limiter, account, address);
	int64_t now = now_ms();
	uint32_t wait = px_backoff_wait(limiter->backoff, keys.both, now);
	uint32_t other = px_backoff_wait(limiter->backoff, keys.account, now);

	if (other > wait)
		wait = other;
	other = keys.has_address ? px_backoff_wait(limiter->backoff, keys.address, now) : 0;
	return other > wait ? other : wait;
}

static void count_failure(struct px_limiter *limiter, const struct login_keys *keys)
{
	const struct px_limit_config *config = &limiter->config;
	const struct px_backoff_rule both = { config->login_free, config->login_base_ms, config->login_max_ms };
	/* capped low: somebody else's guessing must not lock a person out for long */
	const struct px_backoff_rule account_rule = {
		config->login_free * ACCOUNT_FACTOR, config->login_base_ms,
		config->login_max_ms < ACCOUNT_MAX_MS ? config->login_max_ms : ACCOUNT_MAX_MS,
	};
	const struct px_backoff_rule address_rule = { config->login_free * ADDRESS_FACTOR, config->login_base_ms,
						      config->login_max_ms };
	int64_t now = now_ms();

	px_backoff_fail(limiter->backoff, keys->both, &both, now);
	px_backoff_fail(limiter->backoff, keys->account, &account_rule, now);
	if (keys->has_address)
		px_backoff_fail(limiter->backoff, keys->address, &address_rule, now);
}

static void count_success(struct px_limiter *limiter, const struct login_keys *keys)
{
	/* not the address: one good account must not buy guesses at others */
	px_backoff_clear(limiter->backoff, keys->both);
	px_backoff_clear(limiter->backoff, keys->account);
}

/* {"failed":true,"keys":"..."}: 32 hexadecimal digits for each key, that of the address last if there is one. */
void px_limit_login_write(const struct px_limiter *limiter, struct px_str account, const char *address, bool failed, struct px_buf *json)
{
	struct login_keys keys = login_keys(limiter, account, address);
	const struct px_siphash list[] = { keys.both, keys.account, keys.address };

	(void)px_buf_printf(json, "{\"failed\":%s,\"keys\":\"", failed ? "true" : "false");
	for (int i = 0; i < (keys.has_address ? 3 : 2); i++)
		(void)px_buf_printf(json, "%016" PRIx64 "%016" PRIx64, list[i].low, list[i].high);
	(void)px_buf_text(json, "\"}");
}

enum px_err px_limit_login_hear(struct px_limiter *limiter, struct px_str json)
{
	enum { DIGITS = 32 };
	struct login_keys keys = { 0 };
	struct px_siphash *const list[] = { &keys.both, &keys.account, &keys.address };
	const char *text = NULL;
	size_t size = 0;
	int failed = 0, used = 0;
	json_t *root;

	if (px_json_parse(json, &root, NULL) != PX_OK)
		return PX_INVALID;
	bool ok = json_unpack(root, "{s:b,s:s%}", "failed", &failed, "keys", &text, &size) == 0 &&
		  (size == 2 * DIGITS || size == 3 * DIGITS);
	for (size_t i = 0; ok && i < size / DIGITS; i++)
		ok = sscanf(text + i * DIGITS, "%16" SCNx64 "%16" SCNx64 "%n", &list[i]->low, &list[i]->high, &used) == 2;
	json_decref(root);
	if (!ok)
		return PX_INVALID;
	keys.has_address = size == 3 * DIGITS;
	if (failed)
		count_failure(limiter, &keys);
	else
		count_success(limiter, &keys);
	return PX_OK;
}

void px_limit_get_stats(struct px_limiter *limiter, struct px_limit_stats *stats)
{
	*stats = (struct px_limit_stats){ .allowed = atomic_load(&limiter->allowed), .refused = atomic_load(&limiter->refused) };
	limiter->driver->stats(limiter->state, stats);
}
