/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Language models of outside providers: a request goes out, text and tool
 * calls stream back.
 *
 * A struct px_llm owns a loop, an HTTP client and a few providers, each an
 * address that speaks the wire of a driver (llm_driver.h): "anthropic" (the
 * Messages API) or "openai" (chat completions; also Ollama, llama.cpp, vLLM,
 * LiteLLM).  A call asks one model of one provider.  Refusals that may pass
 * are tried again as long as nothing of an answer was shown; a provider that
 * keeps failing is left alone for a while (breaker.h).  Which model to ask,
 * and whom next, is the router's matter (router.h).
 */
#ifndef PX_LLM_LLM_H
#define PX_LLM_LLM_H

#include "llm/breaker.h"
#include "llm/message.h"
#include "sys/metrics.h"

struct px_llm;
struct px_llm_call;

enum { PX_LLM_PROVIDERS_MAX = 8 };

/* What a server of the OpenAI kind can't do. */
enum px_llm_lack {
	PX_LLM_NO_STREAM = 1, /* answers come whole */
	PX_LLM_NO_TOOLS = 2,
	PX_LLM_NO_IMAGES = 4,
	PX_LLM_NO_USAGE = 8,  /* refuses stream_options */
};

struct px_llm_provider {
	const char *name;   /* "openai", as in "openai:gpt-4o" */
	const char *driver; /* "openai" or "anthropic" */
	const char *url;    /* base address, as the provider's own SDKs take it */
	const char *key;    /* NULL or "": none is sent */
	unsigned lacks;     /* of px_llm_lack */
};

/* Milliseconds; 0: the default named. */
struct px_llm_limits {
	unsigned first_ms;   /* to the first sign of an answer: 30,000 */
	unsigned between_ms; /* between two: 30,000 */
	unsigned total_ms;   /* of a call with all its attempts: 120,000 */
	unsigned attempts;   /* 3 */
	unsigned pause_ms;   /* before the second attempt, doubles: 500 */
	unsigned wait_ms;    /* asked by Retry-After to wait longer, a call rather fails: 10,000 */
};

struct px_llm_config {
	const struct px_llm_provider *providers;
	size_t provider_count;
	struct px_llm_limits limits;
	struct px_breaker_rule breaker; /* zero: PX_BREAKER_RULE */
	const char *proxy, *ca_file;    /* as in net/client.h */
};

/* Main thread.  PX_INVALID names the provider's setting that won't do. */
enum px_err px_llm_new(const struct px_llm_config *config, struct px_llm **llm, struct px_error *error) PX_MUST_CHECK;
/* Ends open calls with PX_CANCELLED; all callbacks have returned when it does.  Not from a loop's thread. */
void px_llm_free(struct px_llm *llm);
/* Index of a provider by name; -1: there is none. */
int px_llm_provider(const struct px_llm *llm, struct px_str name);
const char *px_llm_provider_name(const struct px_llm *llm, int provider);

/* Why a call failed, as a program wants to know it. */
enum px_llm_failure {
	PX_LLM_FINE,
	PX_LLM_REFUSED,      /* the provider does not accept the request: no such model, a bad parameter */
	PX_LLM_UNAUTHORIZED, /* the key is missing, wrong or has no credit */
	PX_LLM_LIMITED,      /* 429: too many requests or tokens */
	PX_LLM_OVERLOADED,   /* 5xx, or an overload told in the stream */
	PX_LLM_UNREACHABLE,  /* name, connection or TLS; or the connection broke off */
	PX_LLM_SLOW,         /* nothing came in time: first_ms, between_ms or total_ms */
	PX_LLM_TOO_LONG,     /* the request is over the provider's limit, or the answer over ours */
	PX_LLM_BROKEN,       /* the answer is not what the wire format says: JSON, UTF-8, order, end */
	PX_LLM_BAD_CALL,     /* a tool call with an unknown tool, or arguments that are no JSON object or too large */
	PX_LLM_UNABLE,       /* the server is known not to do what the request needs */
	PX_LLM_RESTING,      /* the breaker is open: not asked at all */
	PX_LLM_CANCELLED,
	PX_LLM_FAILURE_COUNT
};

/* "limited"; never NULL. */
const char *px_llm_failure_name(enum px_llm_failure failure);

struct px_llm_result {
	enum px_llm_failure failure;
	enum px_err err;       /* the same in the codes of all modules; PX_OK if fine */
	const char *message;   /* for people; names no key.  NULL if fine */
	enum px_llm_stop stop; /* if fine */
	/* What came, also before a failure: blocks of an assistant's message. */
	const struct px_llm_block *blocks;
	size_t block_count;
	struct px_llm_usage usage;
	bool shown;            /* text or a tool call was given out: asking again would double it */
	unsigned attempts;
	int64_t first_ns, total_ns; /* from the start to the first text or call (-1: none), and to now */
};

/*
 * All are called on the loop of the px_llm and must not block.  What they are
 * given is valid during the call.
 */
struct px_llm_events {
	void (*text)(void *arg, struct px_str piece);              /* whole characters, never empty */
	void (*tool)(void *arg, const struct px_llm_block *call);  /* complete, its arguments a JSON object */
	/* Exactly once, last, never within px_llm_start or px_llm_cancel. */
	void (*done)(void *arg, const struct px_llm_result *result);
};

struct px_llm_start {
	int provider;
	const char *model;
	struct px_llm_prompt *prompt; /* referenced */
	struct px_llm_events events;
	void *arg;
};

/*
 * Any thread.  The call is to be given back with px_llm_release, at any time.
 * Never fails: what is wrong comes by `done`.
 */
struct px_llm_call *px_llm_start(struct px_llm *llm, const struct px_llm_start *start);
/* Any thread, any number of times.  `done` follows with PX_LLM_CANCELLED, unless it was called or is being called. */
void px_llm_cancel(struct px_llm_call *call);
/*
 * Any thread: whoever takes the text can't keep up, or can again.  Soon after,
 * nothing more comes and the provider is held back; only total_ms still counts.
 */
void px_llm_pause(struct px_llm_call *call);
void px_llm_resume(struct px_llm_call *call);
void px_llm_release(struct px_llm_call *call); /* NULL is fine */

/* Where callbacks run. */
struct px_loop *px_llm_loop(const struct px_llm *llm);
/* The breaker's state now; any thread. */
enum px_breaker_state px_llm_state(const struct px_llm *llm, int provider);
/* Prometheus lines of all providers. */
void px_llm_write_metrics(const struct px_llm *llm, struct px_buf *out);

#endif
