/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys are read when the models are opened, handed on and wiped.
 */
#include "app/models.h"

#include "app/secrets.h"
#include "auth/vault.h"
#include "base/log.h"
#include "sys/localzone.h"
#include "sys/zoneinfo.h"

enum { CALL_MS = 120000 };

static bool is_named(const char *list)
{
	return px_str_trim(px_str(list)).size > 0;
}

bool px_models_are_named(const struct px_config *config)
{
	return is_named(config->llm_simple) || is_named(config->llm_strong);
}

static enum px_err read_lacks(const char *text, unsigned *lacks, struct px_error *error)
{
	static const struct {
		const char *word;
		enum px_llm_lack lack;
	} words[] = { { "stream", PX_LLM_NO_STREAM }, { "tools", PX_LLM_NO_TOOLS }, { "images", PX_LLM_NO_IMAGES },
		      { "usage", PX_LLM_NO_USAGE } };
	struct px_str rest = px_str(text);

	*lacks = 0;
	while (rest.data) {
		struct px_str one = px_str_trim(px_str_cut(rest, ',', &rest));
		bool known = one.size == 0;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			if (!px_str_eq(px_str(words[i].word), one))
				continue;
			known = true;
			*lacks |= words[i].lack;
		}
		if (!known)
			return px_fail(error, PX_INVALID, "openai-lacks", "--openai-lacks knows stream, tools, images and usage, "
				       "not \"%.*s\"", PX_STR_ARG(one));
	}
	return PX_OK;
}

/* A key that crosses a network in clear is no secret any more. */
static void warn_of_clear_text(const char *setting, const char *url, const struct px_buf *key)
{
	struct px_str host = px_str(url);

	if (key->size == 0 || !px_str_starts(host, PX_STR("http://")))
		return;
	host = px_str_n(host.data + 7, host.size - 7);
	if (!px_str_starts(host, PX_STR("127.")) && !px_str_starts(host, PX_STR("localhost")) &&
	    !px_str_starts(host, PX_STR("[::1]")))
		px_log(PX_LOG_WARN, "models", "a key is sent without TLS", PX_LF("setting", setting));
}

/* A call may take as long as its turn, for which a slow model at home needs more than the usual two minutes. */
static unsigned call_ms(const struct px_config *config)
{
	int64_t turn = config->turn_seconds * 1000;

	return turn > CALL_MS ? (unsigned)turn : CALL_MS;
}

static enum px_err open_llm(const struct px_config *config, const struct px_buf *openai, const struct px_buf *anthropic,
			    struct px_llm **llm, struct px_error *error)
{
	unsigned lacks;
	enum px_err err = read_lacks(config->openai_lacks, &lacks, error);

	if (err)
		return err;
	warn_of_clear_text("openai-url", config->openai_url, openai);
	warn_of_clear_text("anthropic-url", config->anthropic_url, anthropic);
	const struct px_llm_provider providers[] = {
		{ .name = "openai", .driver = "openai", .url = config->openai_url, .key = openai->data, .lacks = lacks },
		{ .name = "anthropic", .driver = "anthropic", .url = config->anthropic_url, .key = anthropic->data },
	};
	const struct px_llm_config wanted = {
		.providers = providers, .provider_count = sizeof(providers) / sizeof(providers[0]),
		.limits = { .first_ms = (unsigned)config->llm_first_ms, .between_ms = (unsigned)config->llm_between_ms,
			    .total_ms = call_ms(config) },
	};
	return px_llm_new(&wanted, llm, error);
}

static enum px_err open_with_keys(const struct px_config *config, struct px_models *models, struct px_error *error)
{
	struct px_buf openai = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX), anthropic = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	enum px_err err = px_secret_find(config, "openai-key", &openai, error);

	if (!err)
		err = px_secret_find(config, "anthropic-key", &anthropic, error);
	if (!err)
		err = open_llm(config, &openai, &anthropic, &models->llm, error);
	px_secret_release(&openai);
	px_secret_release(&anthropic);
	return err;
}

/* "0.50" in micro-dollars; "" is 0, which is no limit. */
static enum px_err read_dollars(const char *name, const char *text, int64_t *micro, struct px_error *error)
{
	uint64_t value = 0;

	if (px_str_trim(px_str(text)).size && (!px_price_dollars(px_str(text), &value) || !value))
		return px_fail(error, PX_INVALID, name, "--%s: \"%s\" is no amount of dollars such as 0.50", name, text);
	*micro = (int64_t)value;
	return PX_OK;
}

static enum px_err open_budget(const struct px_config *config, struct px_budget **budget, struct px_error *error)
{
	int64_t limits[PX_BUDGETS];
	char zone[PX_LOCALZONE_TEXT];
	enum px_err err = read_dollars("budget-user-day", config->budget_user_day, &limits[PX_BUDGET_USER_DAY], error);

	if (!err)
		err = read_dollars("budget-user-month", config->budget_user_month, &limits[PX_BUDGET_USER_MONTH], error);
	if (!err)
		err = read_dollars("budget-day", config->budget_day, &limits[PX_BUDGET_DAY], error);
	if (!err)
		err = read_dollars("budget-month", config->budget_month, &limits[PX_BUDGET_MONTH], error);
	if (err)
		return err;
	px_localzone_name(zone);
	const struct px_tz *tz = px_zoneinfo_get(config->zone[0] ? config->zone : zone);
	*budget = px_budget_new(limits, tz ? tz : px_zoneinfo_get("UTC"));
	return PX_OK;
}

static enum px_err read_limits(const struct px_config *config, struct px_model_limits *limits, struct px_error *error)
{
	int64_t cost = 0;
	enum px_err err = read_dollars("turn-dollars", config->turn_dollars, &cost, error);

	*limits = (struct px_model_limits){ (unsigned)config->turn_answer_tokens, (uint64_t)config->turn_tokens, (uint64_t)cost };
	return err;
}

enum px_err px_models_open(const struct px_config *config, struct px_models *models, struct px_error *error)
{
	*models = (struct px_models){ 0 };
	if (!px_models_are_named(config))
		return PX_OK;
	enum px_err err = px_prices_new(config->llm_prices, &models->prices, error);
	if (!err)
		err = open_budget(config, &models->budget, error);
	if (!err)
		err = read_limits(config, &models->limits, error);
	if (!err)
		err = open_with_keys(config, models, error);
	const struct px_llm_router_config lists = { .llm = models->llm, .simple = config->llm_simple,
						    .strong = config->llm_strong, .prices = models->prices };
	if (!err)
		err = px_llm_router_new(&lists, &models->router, error);
	if (err)
		px_models_close(models);
	return err;
}

void px_models_close(struct px_models *models)
{
	px_llm_free(models->llm);
	px_llm_router_free(models->router);
	px_prices_free(models->prices);
	px_budget_free(models->budget);
	*models = (struct px_models){ 0 };
}

enum px_err px_models_open_speech(const struct px_config *config, struct px_loop *loop, struct px_speech **speech,
				  struct px_error *error)
{
	struct px_buf key = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);

	*speech = NULL;
	if (!config->speech_url[0])
		return PX_OK;
	enum px_err err = px_secret_find(config, "speech-key", &key, error);
	if (!err) {
		warn_of_clear_text("speech-url", config->speech_url, &key);
		const struct px_speech_config wanted = { .url = config->speech_url, .key = key.data, .model = config->speech_model, .loop = loop,
							 .timeout_ms = (unsigned)config->speech_seconds * 1000 };
		err = px_speech_new(&wanted, speech, error);
	}
	px_secret_release(&key);
	return err;
}
