/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What llm.c, call.c and metrics.c share: providers and their counters.
 *
 * Breakers and the list of calls belong to the loop's thread; counters are
 * atomics, read by anybody.
 */
#ifndef PX_LLM_LLM_INTERNAL_H
#define PX_LLM_LLM_INTERNAL_H

#include "llm/llm_driver.h"
#include "net/client.h"

#include <stdatomic.h>

enum { PX_LLM_HEADERS_MAX = 8 };

struct px_llm_server {
	char *name, *url, *endpoint, *key;
	char *header_text;                        /* what `headers` points into; holds the key */
	const char *headers[PX_LLM_HEADERS_MAX + 1];
	const struct px_llm_driver *driver;
	unsigned lacks;
	struct px_breaker breaker;
	_Atomic int breaker_state;                /* of px_breaker_state, for other threads */
	_Atomic uint64_t ended[PX_LLM_FAILURE_COUNT], retries;
	_Atomic uint64_t input, output, cache_read, cache_write;
	struct px_histogram first, total;
};

struct px_llm {
	struct px_loop *loop;
	struct px_client *client;
	struct px_llm_limits limits;
	bool closing;                             /* loop thread */
	struct px_llm_call *calls;                /* loop thread */
	size_t server_count;
	struct px_llm_server servers[PX_LLM_PROVIDERS_MAX];
};

/* Loop thread: ends all calls with PX_LLM_CANCELLED. */
void px_llm_end_calls(struct px_llm *llm);

#endif
