/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What providers did, as Prometheus lines.
 */
#include "llm/llm_internal.h"

static double load(const _Atomic uint64_t *counter)
{
	return (double)atomic_load_explicit(counter, memory_order_relaxed);
}

static void write_ends(const struct px_llm *llm, struct px_buf *out)
{
	char label[128];

	for (size_t i = 0; i < llm->server_count; i++) {
		const struct px_llm_server *server = &llm->servers[i];
		for (int failure = 0; failure < PX_LLM_FAILURE_COUNT; failure++) {
			snprintf(label, sizeof(label), "provider=\"%s\",end=\"%s\"", server->name,
				 px_llm_failure_name((enum px_llm_failure)failure));
			px_metric_write(out, "pixie_llm_calls_total", label, "counter",
					i || failure ? NULL : "Calls of language models by how they ended.",
					load(&server->ended[failure]));
		}
	}
}

static void write_tokens(const struct px_llm *llm, struct px_buf *out)
{
	for (size_t i = 0; i < llm->server_count; i++) {
		const struct px_llm_server *server = &llm->servers[i];
		const struct {
			const char *kind;
			const _Atomic uint64_t *counter;
		} kinds[] = { { "input", &server->input }, { "output", &server->output },
			      { "cache_read", &server->cache_read }, { "cache_write", &server->cache_write } };
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
			char label[128];
			snprintf(label, sizeof(label), "provider=\"%s\",kind=\"%s\"", server->name, kinds[k].kind);
			px_metric_write(out, "pixie_llm_tokens_total", label, "counter",
					i || k ? NULL : "Tokens that providers counted.", load(kinds[k].counter));
		}
	}
}

void px_llm_write_metrics(const struct px_llm *llm, struct px_buf *out)
{
	write_ends(llm, out);
	write_tokens(llm, out);
	for (size_t i = 0; i < llm->server_count; i++) {
		const struct px_llm_server *server = &llm->servers[i];
		char label[96];
		snprintf(label, sizeof(label), "provider=\"%s\"", server->name);
		px_metric_write(out, "pixie_llm_retries_total", label, "counter", i ? NULL : "Attempts after the first.",
				load(&server->retries));
		px_metric_write(out, "pixie_llm_breaker", label, "gauge",
				i ? NULL : "Circuit breaker: 0 closed, 1 open, 2 half open.",
				atomic_load(&server->breaker_state));
		px_histogram_write(&server->first, "pixie_llm_first_seconds", label,
				   i ? NULL : "From the start of a call to its first text or tool call.", out);
		px_histogram_write(&server->total, "pixie_llm_seconds", label, i ? NULL : "Time of whole calls.", out);
	}
}
