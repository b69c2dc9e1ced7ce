/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/search, /import and /memory/index: recall with its parts and
 * grounds, and bringing things in.
 */
#include "api/api_internal.h"
#include "base/clock.h"
#include "memory/ask.h"
#include "memory/import.h"
#include "memory/models.h"
#include "sys/shard.h"

#include <math.h>

static struct px_memory_keep keep_of(const struct px_call *call)
{
	return (struct px_memory_keep){ call->api->parts.memory, px_shard_data(), px_store_epoch(call->api->parts.store) };
}

static void put_number(struct px_json *json, const char *key, float value)
{
	px_json_key(json, key);
	if (isnan(value))
		px_json_null(json);
	else
		px_json_double(json, (double)lrintf(value * 10000) / 10000);
}

static void put_text(struct px_json *json, const char *key, const char *text)
{
	px_json_key(json, key);
	if (text)
		px_json_text(json, text);
	else
		px_json_null(json);
}

static void put_instant(struct px_json *json, struct px_arena *arena, const char *key, int64_t at)
{
	char text[PX_CIVIL_TEXT];

	px_civil_format_ms(at, text);
	put_text(json, key, px_arena_printf(arena, "%sZ", text));
}

static void put_id(struct px_json *json, struct px_id id)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	put_text(json, "id", text);
}

static void put_hit(struct px_json *json, struct px_arena *arena, const struct px_memory_hit *hit,
		    const struct px_likelihood *likelihood)
{
	px_json_open_object(json);
	put_text(json, "kind", px_source_name(hit->row.kind));
	put_id(json, hit->row.item.id);
	put_text(json, "external_id", hit->row.external_id);
	put_text(json, "text", hit->row.text);
	put_instant(json, arena, "at", hit->row.item.at);
	put_number(json, "score", hit->score);
	px_json_key(json, "parts");
	px_json_open_object(json);
	put_number(json, "words", hit->parts.words);
	put_number(json, "meaning", hit->parts.meaning);
	put_number(json, "late", hit->parts.late);
	put_number(json, "cross", hit->parts.cross);
	put_number(json, "time", hit->parts.time);
	put_number(json, "speaker", hit->parts.speaker);
	put_number(json, "session", hit->parts.session);
	put_number(json, "prior", hit->parts.prior);
	if (likelihood) {
		put_number(json, "answers", likelihood->answers);
		for (size_t i = 0; i < PX_SIGNS; i++) {
			if (i != PX_SIGN_LATE && i != PX_SIGN_MEANING) /* as they were measured, above */
				put_number(json, px_sign_names[i], likelihood->signs[i]);
		}
	}
	px_json_close_object(json);
	put_text(json, "source", hit->row.source);
	put_text(json, "state", hit->row.state);
	px_json_key(json, "valid");
	px_json_bool(json, hit->row.valid);
	px_json_close_object(json);
}

static enum px_err read_query(struct px_call *call, struct px_memory_query *query, struct px_error *error)
{
	const char *text = px_call_query(call, "q"), *kinds = px_call_query(call, "kinds");

	*query = (struct px_memory_query){ .wait = true };
	if (!text || !text[0])
		return px_fail(error, PX_INVALID, "q", "q must hold what to look for");
	if (strlen(text) > 1000)
		return px_fail(error, PX_TOO_LARGE, "q", "q has at most 1000 bytes");
	query->text = px_str(text);
	enum px_err err = px_call_limit(call, PX_RECALL_HITS_MAX, 10, &query->limit, error);
	if (!err && kinds)
		err = px_source_kinds(kinds, &query->kinds, error);
	if (!err)
		err = px_call_instant(call, "from", &query->from, error);
	if (!err)
		err = px_call_instant(call, "to", &query->to, error);
	if (!err && px_call_query(call, "now"))
		err = px_call_instant(call, "now", &call->domain.now, error);
	if (err)
		return err;
	if (query->from == PX_TIME_NONE && query->to == PX_TIME_NONE)
		query->from = query->to = 0;
	else if (query->to == PX_TIME_NONE)
		query->to = INT64_MAX;
	else if (query->from == PX_TIME_NONE)
		query->from = INT64_MIN + 1;
	return PX_OK;
}

enum px_err px_recall_search_get(struct px_call *call, struct px_error *error)
{
	struct px_memory_keep keep = keep_of(call);
	struct px_memory_query query;
	struct px_asked asked;
	struct px_json json;
	int64_t started = px_clock_mono();

	enum px_err err = read_query(call, &query, error);
	if (!err)
		err = px_memory_ask(&keep, &call->domain, &query, &asked, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "hits");
	px_json_open_array(&json);
	for (size_t i = 0; i < asked.count; i++)
		put_hit(&json, &call->arena, &asked.hits[i], asked.likelihoods ? &asked.likelihoods[i] : NULL);
	px_json_close_array(&json);
	put_text(&json, "answer", asked.answer.text);
	px_json_key(&json, "grounds");
	px_grounds_write(&json, &call->arena, asked.answer.grounds, asked.answer.ground_count);
	px_json_key(&json, "evidence");
	px_json_open_object(&json);
	put_number(&json, "words", asked.evidence.words);
	put_number(&json, "meaning", asked.evidence.meaning);
	put_number(&json, "late", asked.evidence.late);
	put_number(&json, "confidence", asked.evidence.confidence);
	px_json_close_object(&json);
	put_number(&json, "ms", (float)(px_clock_mono() - started) / 1e6F);
	px_json_close_object(&json);
	return PX_OK;
}

enum px_err px_recall_import(struct px_call *call, struct px_error *error)
{
	struct px_imported imported;
	struct px_json json;

	enum px_err err = px_memory_import(&call->domain, json_object_get(call->input, "items"), &imported, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "created");
	px_json_int(&json, (int64_t)imported.created);
	px_json_key(&json, "known");
	px_json_int(&json, (int64_t)imported.known);
	px_json_close_object(&json);
	return PX_OK;
}

static void put_share(struct px_json *json, const char *key, int64_t share)
{
	put_number(json, key, share < 0 ? NAN : (float)share / 1000);
}

/* The model in use, and how far another one is. */
static enum px_err put_change(struct px_call *call, struct px_json *json, const struct px_memory_engine *engine, struct px_error *error)
{
	static const char *const states[] = { "settled", "embedding", "held" };
	struct px_model_row row;
	int64_t made = 0;

	enum px_err err = px_models_read(&call->domain, engine, &row, error);
	struct px_store_filter filter = { "model", PX_OP_EQ, { .text = px_str(!err && row.target ? row.target : "") } };
	if (!err && row.target)
		err = px_store_count(call->tx, &px_embedding_record, &filter, 1, &made, error);
	if (err)
		return err;
	put_text(json, "model", row.active[0] ? row.active : NULL);
	put_text(json, "state", states[row.state]);
	put_text(json, "target", row.target);
	put_text(json, "previous", row.previous);
	px_json_key(json, "made");
	px_json_int(json, made);
	px_json_key(json, "report");
	px_json_open_object(json);
	px_json_key(json, "probes");
	px_json_int(json, row.probes);
	put_share(json, "overlap", row.overlap);
	put_share(json, "recall_before", row.recall_before);
	put_share(json, "recall_after", row.recall_after);
	px_json_close_object(json);
	px_json_close_object(json);
	return PX_OK;
}

enum px_err px_recall_state(struct px_call *call, struct px_error *error)
{
	struct px_memory_keep keep = keep_of(call);
	struct px_memory_index_stats stats;
	struct px_memory_index *index;
	struct px_json json;

	if (!keep.engine)
		return px_fail(error, PX_UNAVAILABLE, NULL, "memory is not ready");
	enum px_err err = px_memory_index_open(&keep, &call->domain, &index, error);
	if (err)
		return err;
	px_memory_index_stat(index, &stats);
	px_memory_index_close(&keep, index);
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "items");
	px_json_int(&json, (int64_t)stats.items);
	px_json_key(&json, "pending");
	px_json_int(&json, (int64_t)stats.pending);
	return put_change(call, &json, keep.engine, error);
}

/* Switches, takes back, or begins to make the vectors of another model. */
enum px_err px_recall_reindex(struct px_call *call, struct px_error *error)
{
	const struct px_memory_engine *engine = call->api->parts.memory;
	struct px_str action = px_json_string(json_object_get(call->input, "action"));
	struct px_str driver = px_json_string(json_object_get(call->input, "embedder"));
	struct px_model_row row;
	enum px_err err;

	if (!engine || !engine->embed)
		return px_fail(error, PX_UNAVAILABLE, NULL, "there is no embedder; things are found by their words only");
	if (!action.size || px_str_eq(action, PX_STR("start")))
		return px_models_start(&call->domain, engine, driver.size ? px_arena_str(&call->arena, driver) : "auto", error);
	err = px_models_read(&call->domain, engine, &row, error);
	if (err)
		return err;
	return px_str_eq(action, PX_STR("switch")) ? px_models_switch(&call->domain, &row, error)
						   : px_models_roll_back(&call->domain, &row, error);
}

/* The same of everybody, for administrators. */
enum px_err px_recall_reindex_all(struct px_call *call, struct px_error *error)
{
	const struct px_memory_engine *engine = call->api->parts.memory;
	struct px_str driver = px_json_string(json_object_get(call->input, "embedder"));
	struct px_json json;
	size_t count = 0;

	if (!engine || !engine->embed)
		return px_fail(error, PX_UNAVAILABLE, NULL, "there is no embedder; things are found by their words only");
	enum px_err err = px_models_start_all(call->tx, engine, driver.size ? px_arena_str(&call->arena, driver) : "auto",
					      &call->arena, &count, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "users");
	px_json_int(&json, (int64_t)count);
	px_json_close_object(&json);
	return PX_OK;
}
