/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /metrics in the Prometheus text format.
 */
#include "agent/context.h"
#include "agent/reply_cache.h"
#include "agent/text_marks.h"
#include "api/api_internal.h"
#include "api/live_turn.h"
#include "memory/index.h"

#include <stdio.h>

static double load(const _Atomic uint64_t *counter)
{
	return (double)atomic_load_explicit(counter, memory_order_relaxed);
}

static void write_http(const struct px_http_counters *http, struct px_buf *out)
{
	px_metric_write(out, "pixie_http_connections_total", "", "counter", "Connections accepted.",
			load(&http->accepted));
	px_metric_write(out, "pixie_http_connections", "", "gauge", "Connections open now.",
			load(&http->open));
	px_metric_write(out, "pixie_http_requests_total", "", "counter", "Requests parsed.",
			load(&http->requests));
	px_metric_write(out, "pixie_http_refused_total", "", "counter",
			"Connections and requests refused by a limit or as malformed.", load(&http->refused));
	px_metric_write(out, "pixie_http_bytes_in_total", "", "counter", "Bytes received.",
			load(&http->bytes_in));
	px_metric_write(out, "pixie_http_bytes_out_total", "", "counter", "Bytes sent.",
			load(&http->bytes_out));
}

static void write_sockets(const struct px_sio_counters *sockets, struct px_buf *out)
{
	px_metric_write(out, "pixie_socket_sessions", "", "gauge", "Engine.IO sessions open now.",
			load(&sockets->sessions));
	px_metric_write(out, "pixie_sockets", "", "gauge", "Socket.IO sockets connected now.",
			load(&sockets->sockets));
	px_metric_write(out, "pixie_socket_rooms", "", "gauge", "Rooms with a member now.",
			load(&sockets->rooms));
	px_metric_write(out, "pixie_socket_packets_in_total", "", "counter", "Packets received.",
			load(&sockets->packets_in));
	px_metric_write(out, "pixie_socket_packets_out_total", "", "counter", "Packets sent.",
			load(&sockets->packets_out));
	px_metric_write(out, "pixie_socket_slow_consumers_total", "", "counter",
			"Connections told to reload because they did not keep up.",
			load(&sockets->slow_consumers));
}

static void write_store(struct px_store *store, struct px_buf *out)
{
	struct px_store_stats stats;

	px_store_get_stats(store, &stats);
	px_metric_write(out, "pixie_store_transactions_total", "", "counter", "Write transactions made durable.",
			(double)stats.transactions);
	px_metric_write(out, "pixie_store_batches_total", "", "counter", "Group commits.",
			(double)stats.batches);
	px_metric_write(out, "pixie_store_commit_seconds_total", "", "counter", "Time spent in group commits.",
			(double)stats.commit_ns / 1e9);
	px_metric_write(out, "pixie_store_reads_total", "", "counter", "Read transactions.",
			(double)stats.reads);
}

static void write_jobs(struct px_jobs *jobs, struct px_buf *out)
{
	struct px_jobs_stats stats;

	px_jobs_get_stats(jobs, &stats);
	px_metric_write(out, "pixie_jobs_waiting", "", "gauge", "Jobs that wait, counted once a minute.",
			(double)stats.waiting);
	px_metric_write(out, "pixie_jobs_running", "", "gauge", "Jobs that run now.", (double)stats.running);
	px_metric_write(out, "pixie_jobs_dead", "", "gauge", "Jobs given up after too many failures.",
			(double)stats.dead);
	px_metric_write(out, "pixie_jobs_late", "", "gauge", "Jobs that should have begun more than five minutes ago.",
			(double)stats.late);
	px_metric_write(out, "pixie_jobs_done_total", "", "counter", "Runs of jobs that ended well.",
			(double)stats.done);
	px_metric_write(out, "pixie_jobs_failed_total", "", "counter", "Runs of jobs that are tried again.",
			(double)stats.failed);
}

static void write_turns(const struct px_api *api, struct px_buf *out)
{
	static const char *const endings[] = { "done", "failed", "cancelled", "interrupted" };
	struct px_live_stats stats;

	px_live_get_stats(api, &stats);
	px_metric_write(out, "pixie_turns_waiting", "", "gauge", "Turns that wait now, queued messages too.",
			(double)stats.waiting);
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char label[32];
		snprintf(label, sizeof(label), "state=\"%s\"", endings[i]);
		px_metric_write(out, "pixie_turns_waited_total", label, "counter",
				i ? NULL : "Turns that waited, by how they ended.", (double)stats.ended[i]);
	}
	px_metric_write(out, "pixie_turns_refused_total", "", "counter", "Messages refused as too many wait.",
			(double)stats.refused);
	px_live_write_figures(api, out);
}

static void write_shards(const struct px_shards *shards, struct px_buf *out)
{
	for (unsigned i = 0; i < px_shards_count(shards); i++) {
		char label[32];
		snprintf(label, sizeof(label), "shard=\"%u\"", i);
		px_metric_write(out, "pixie_shard_queue", label, "gauge",
				i ? NULL : "Jobs waiting on a shard.", (double)px_shard_depth(shards, i));
	}
}

/* What shards keep of their users, by part. */
static void write_part(const struct px_shards *shards, const struct px_shard_part *part, bool first, struct px_buf *out)
{
	struct px_shard_part_stats sum = { 0 };
	char label[40];

	for (unsigned i = 0; i < px_shards_count(shards); i++) {
		struct px_shard_part_stats one = { 0 };
		const struct px_shard_parts *parts = px_shard_data_at(shards, i);
		if (parts)
			px_shard_part_get_stats(parts, part, &one);
		sum.users += one.users;
		sum.bytes += one.bytes;
		sum.evictions += one.evictions;
	}
	snprintf(label, sizeof(label), "part=\"%s\"", part->name);
	px_metric_write(out, "pixie_kept_users", label, "gauge", first ? "Users whose data is in memory." : NULL, (double)sum.users);
	px_metric_write(out, "pixie_kept_bytes", label, "gauge", first ? "Bytes of it." : NULL, (double)sum.bytes);
	px_metric_write(out, "pixie_kept_evictions_total", label, "counter", first ? "Evictions for want of room." : NULL,
			(double)sum.evictions);
}

static void write_embed(struct px_embed *embed, struct px_buf *out)
{
	struct px_embed_stats stats;

	px_embed_get_stats(embed, &stats);
	px_metric_write(out, "pixie_embed_queue", "", "gauge", "Texts that wait for their vectors in the embedder.", (double)stats.waiting);
	px_metric_write(out, "pixie_embed_texts_total", "", "counter", "Texts embedded.", (double)stats.texts);
	px_metric_write(out, "pixie_embed_tokens_total", "", "counter", "Tokens read, or billed.", (double)stats.tokens);
	px_metric_write(out, "pixie_embed_failures_total", "", "counter", "Requests that failed.", (double)stats.failures);
	px_metric_write(out, "pixie_embed_refused_total", "", "counter", "Requests refused for a full queue.", (double)stats.refused);
	px_metric_write(out, "pixie_embed_retries_total", "", "counter", "Attempts that an endpoint made necessary.", (double)stats.retries);
	px_metric_write(out, "pixie_embed_cache_hits_total", "", "counter", "Texts whose vectors were known.", (double)stats.cache_hits);
	px_metric_write(out, "pixie_embed_cache_bytes", "", "gauge", "Bytes of vectors kept for repetition.", (double)stats.cache_bytes);
	px_histogram_write(px_embed_latency(embed), "pixie_embed_seconds", "", "From asking for vectors to having them.", out);
	px_histogram_write(px_embed_work(embed), "pixie_embed_work_seconds", "", "Time of one text in the model.", out);
}

static void write_memory(const struct px_api *api, struct px_buf *out)
{
	const struct px_memory_engine *memory = api->parts.memory;
	struct px_blob_stats files;

	write_part(api->parts.shards, &px_context_part, true, out);
	write_part(api->parts.shards, &px_memory_part, false, out);
	write_part(api->parts.shards, &px_memory_next_part, false, out);
	write_part(api->parts.shards, &px_reply_part, false, out);
	write_part(api->parts.shards, &px_text_marks_part, false, out);
	if (memory && memory->embed)
		write_embed(memory->embed, out);
	if (memory && memory->vectors)
		px_histogram_write(px_vectors_latency(memory->vectors), "pixie_vector_search_seconds", "",
				   "Searches among one user's vectors.", out);
	if (!api->parts.blobs)
		return;
	px_blobs_get_stats(api->parts.blobs, &files);
	px_metric_write(out, "pixie_files_put_total", "", "counter", "Files put away.", (double)files.puts);
	px_metric_write(out, "pixie_files_put_bytes_total", "", "counter", "Bytes of them.", (double)files.put_bytes);
	px_metric_write(out, "pixie_files_read_total", "", "counter", "Readings of files.", (double)files.reads);
	px_metric_write(out, "pixie_files_removed_total", "", "counter", "Files overwritten and removed.", (double)files.removed);
}

static void write_latencies(const struct px_api *api, struct px_buf *out)
{
	for (size_t i = 0; i < px_endpoint_count; i++) {
		char label[80];
		snprintf(label, sizeof(label), "operation=\"%s\"", px_endpoints[i].id);
		px_histogram_write(&api->latency[i], "pixie_request_seconds", label,
				   i ? NULL : "Time from the first byte of a request to its answer.", out);
	}
	px_histogram_write(&api->turns, "pixie_turn_seconds", "", "Time of a chat turn, without the commit.",
			   out);
}

void px_metrics_write(struct px_api *api, struct px_buf *out)
{
	struct px_auth_stats auth;
	struct px_limit_stats limits;
	uint64_t hits, misses;
	size_t bytes;

	if (api->http)
		write_http(px_http_server_counters(api->http), out);
	write_sockets(px_sio_server_counters(api->sockets), out);
	write_shards(api->parts.shards, out);
	write_store(api->parts.store, out);
	write_jobs(api->parts.jobs, out);
	write_turns(api, out);
	write_memory(api, out);
	write_latencies(api, out);
	px_cache_stats(api->cache, &hits, &misses, &bytes);
	px_metric_write(out, "pixie_answer_cache_hits_total", "", "counter", "Answers found ready.", (double)hits);
	px_metric_write(out, "pixie_answer_cache_misses_total", "", "counter", "Answers not found ready.",
			(double)misses);
	px_metric_write(out, "pixie_answer_cache_bytes", "", "gauge", "Bytes of ready answers.", (double)bytes);
	px_limit_get_stats(api->parts.limiter, &limits);
	px_metric_write(out, "pixie_limits_refused_total", "", "counter", "Requests over a rate limit.", (double)limits.refused);
	px_metric_write(out, "pixie_limits_shared", "", "gauge", "1 while rate limits are counted for all nodes together.",
			limits.shared);
	px_auth_get_stats(api->parts.auth, &auth);
	px_metric_write(out, "pixie_auth_refused_total", "", "counter", "Tokens refused.", (double)auth.refused);
	px_metric_write(out, "pixie_auth_cache_entries", "", "gauge", "Verified tokens kept.",
			(double)auth.entries);
	px_metric_write(out, "pixie_events_published_total", "", "counter", "Events put on the bus.",
			(double)px_bus_published(api->parts.bus));
	if (api->parts.more_metrics)
		api->parts.more_metrics(api->parts.more_metrics_arg, out);
}

enum px_err px_metrics_get(struct px_call *call, struct px_error *error)
{
	(void)error;
	call->type = "text/plain; version=0.0.4; charset=utf-8";
	px_metrics_write(call->api, &call->body);
	return PX_OK;
}
