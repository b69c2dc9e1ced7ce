/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call's way: loop thread (identity, limits, cache) -> shard or worker
 * (steps of the endpoint) -> durable -> answer.
 *
 * A call is owned by exactly one thread at a time; it is handed over by
 * posting its job.  It is answered once, in `answer`, and freed there.
 */
#include "api/api_internal.h"

#include "agent/schema.h"
#include "api/idempotency.h"
#include "api/problem.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "domain/user.h"
#include "sys/zoneinfo.h"

#include <stdlib.h>

void px_call_free(struct px_call *call)
{
	if (call->release)
		call->release(call->state);
	json_decref(call->input);
	px_buf_release(&call->body);
	px_buf_release(&call->headers);
	px_arena_release(&call->arena);
	struct px_api *api = call->api;
	free(call);
	px_api_leave(api);
}

static void log_call(const struct px_call *call)
{
	const struct px_http_request *request = call->request;

	px_log(PX_LOG_DEBUG, "api", "request", /* what failed here was logged where it failed */
	       PX_LF("request_id", request->id), PX_LFN("method", request->method_name),
	       PX_LFN("path", request->path), PX_LI("status", call->status),
	       PX_LI("us", (px_clock_mono() - call->started) / 1000));
}

void px_call_policy(struct px_call *call)
{
	bool kept = call->endpoint->flags & PX_ENDPOINT_CACHED && call->status < 400;

	(void)px_buf_text(&call->headers, kept ? "Cache-Control: private, no-cache\r\n" :
						 "Cache-Control: no-store\r\n");
	(void)px_buf_text(&call->headers,
			  "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
}

/* Where the new row is: rows begin with their id, also in an answer that was kept for a repeated request. */
static void write_location(struct px_call *call)
{
	struct px_str body = px_buf_view(&call->body), id = PX_STR("{\"id\":\"");

	if (call->status != 201)
		return;
	if (!px_str_starts(body, id) || body.size <= id.size + PX_ID_TEXT) /* there is one of a user's */
		(void)px_buf_printf(&call->headers, "Location: %s\r\n", call->endpoint->route.pattern);
	else
		(void)px_buf_printf(&call->headers, "Location: %s/%.*s\r\n", call->endpoint->route.pattern, PX_ID_TEXT,
				    body.data + id.size);
}

/* Any thread.  The call is gone afterwards. */
static void answer(struct px_call *call)
{
	const char *type = call->type ? call->type : call->status >= 400 ? PX_PROBLEM_TYPE : "application/json";

	px_histogram_add(&call->api->latency[call->endpoint - px_endpoints],
			 px_clock_mono() - call->started);
	log_call(call);
	write_location(call);
	if (call->etag[0] && call->status < 400)
		(void)px_buf_printf(&call->headers, "ETag: %s\r\n", call->etag);
	px_call_policy(call);
	px_http_respond_async(call->exchange, call->status, type, px_buf_view(&call->headers),
			      px_buf_view(&call->body));
	px_call_free(call);
}

struct px_str px_call_stream(struct px_call *call)
{
	px_call_policy(call);
	/* nginx gathers answers unless it is told otherwise. */
	(void)px_buf_text(&call->headers, "X-Accel-Buffering: no\r\n");
	return px_buf_view(&call->headers);
}

void px_call_streamed(struct px_call *call)
{
	px_histogram_add(&call->api->latency[call->endpoint - px_endpoints], px_clock_mono() - call->started);
	log_call(call);
	px_call_free(call);
}

/* What HTTP has a more exact status for than the error's own. */
static int status_of(const struct px_call *call, enum px_err err, const struct px_error *error)
{
	const char *field = error ? error->field : "";

	if (call->refused)
		return call->refused;
	if (err == PX_CONFLICT && strcmp(field, "version") == 0 &&
	    px_http_header(call->request, "if-match").data)
		return 412;
	if (err == PX_INVALID && !call->input && /* no field of a body that was read */
	    (strcmp(field, "Content-Type") == 0 || strcmp(field, "Content-Encoding") == 0))
		return 415;
	if (err == PX_TOO_LARGE && field[0]) /* one value breaks its limit; 413 is about the whole request */
		return 422;
	return px_problem_status(err);
}

static void fail(struct px_call *call, enum px_err err, const struct px_error *error)
{
	if (px_problem_status(err) >= 500)
		px_log(PX_LOG_ERROR, "api", "failed", PX_LF("request_id", call->request->id),
		       PX_LF("code", px_err_name(err)), PX_LF("reason", error ? error->message : ""));
	call->status = status_of(call, err, error);
	if (call->status == 503)
		(void)px_buf_text(&call->headers, "Retry-After: 1\r\n");
	if (err == PX_UNAUTHORIZED && !(call->endpoint->flags & PX_ENDPOINT_PUBLIC) &&
	    !(error && error->field[0])) /* a field is to blame: it is not the token */
		(void)px_buf_printf(&call->headers, "WWW-Authenticate: Bearer realm=\"pixie\"%s\r\n",
				    call->token.data ? ", error=\"invalid_token\"" : "");
	px_buf_clear(&call->body);
	if (px_login_page_wanted(call)) {
		call->type = "text/html; charset=utf-8";
		px_login_page_write(call, px_problem_status(err) != 500 && error ? error->message : NULL);
	} else {
		call->type = PX_PROBLEM_TYPE;
		px_problem_write(err, call->status, error, call->request->id, &call->body);
	}
}

void px_call_refuse(struct px_call *call, enum px_err err, const char *field, const char *why)
{
	struct px_error error;

	(void)!px_fail(&error, err, field, "%s", why);
	fail(call, err, &error);
	answer(call);
}

/* What undo takes, also where the answer has no body. */
static void write_action(struct px_call *call)
{
	char id[PX_ID_TEXT + 1];

	if (px_id_is_none(call->domain.action))
		return;
	px_id_format(call->domain.action, id);
	(void)px_buf_printf(&call->headers, "Action-Id: %s\r\n", id);
}

/* Durable, or not.  On the store's commit thread. */
static void committed(void *arg, enum px_err err)
{
	struct px_call *call = arg;

	px_cache_bump(call->api->cache, call->principal.user); /* also if it failed: somebody may have read it */
	if (err) {
		struct px_error error;
		px_problem_not_kept(err, &error);
		fail(call, err, &error);
	} else {
		write_action(call);
		px_publish_changes(call->api, call->principal.user, call->domain.changes,
				   call->domain.change_count);
	}
	answer(call);
}

static bool writes(enum px_place place)
{
	return place == PX_PLACE_WRITE || place == PX_PLACE_ALL_WRITE;
}

static bool has_tx(enum px_place place)
{
	return writes(place) || place == PX_PLACE_READ || place == PX_PLACE_ALL_READ;
}

static const struct px_tz *find_zone(void *arg, const char *name)
{
	(void)arg;
	return px_zoneinfo_get(name);
}

/* Begins the step's transaction and, for a user's own, reads who it is. */
static enum px_err begin(struct px_call *call, enum px_place place, struct px_error *error)
{
	bool all = place == PX_PLACE_ALL_READ || place == PX_PLACE_ALL_WRITE;
	struct px_id user = all ? PX_ID_NONE : call->principal.user;
	enum px_err err = px_store_begin(call->api->parts.store, user,
					 writes(place) ? PX_STORE_WRITE : PX_STORE_READ, &call->tx, error);

	if (err || all)
		return err;
	if (writes(place))
		px_domain_ahead(call->tx, user);
	err = px_user_get(call->tx, user, &call->arena, &call->user, error);
	if (err == PX_NOT_FOUND)
		return px_fail(error, PX_UNAUTHORIZED, NULL, "this account is gone");
	if (err)
		return err;
	const struct px_tz *tz = call->user.zone ? px_zoneinfo_get(call->user.zone) : NULL;
	px_domain_init(&call->domain, call->tx, user, px_clock_now(), tz ? tz : px_zoneinfo_get("UTC"),
		       &call->arena);
	call->domain.find_zone = find_zone;
	return PX_OK;
}

static void end_failed(struct px_call *call, enum px_err err, const struct px_error *error)
{
	fail(call, err, error);
	if (!call->tx) {
		answer(call);
	} else if (call->endpoint->flags & PX_ENDPOINT_KEEPS && writes(call->endpoint->steps[call->step].place)) {
		px_store_commit(call->tx, committed, call);
	} else {
		px_store_rollback(call->tx);
		answer(call);
	}
}

/* Keeps a list or row answer for the next time; one without a version is tagged by its content. */
static void keep_answer(struct px_call *call)
{
	struct px_str body = px_buf_view(&call->body);

	if (!call->api->caching || call->changes_by_itself) {
		if (!call->etag[0])
			snprintf(call->etag, sizeof(call->etag), "\"%016llx\"",
				 (unsigned long long)px_str_hash(body));
		return;
	}
	struct px_cached *cached = px_cache_put(call->api->cache, call->principal.user,
						call->request->target, call->generation, body, call->etag);
	snprintf(call->etag, sizeof(call->etag), "%s", cached->etag);
	px_cached_unref(cached);
}

/* 304 where the client has the answer already. */
static void finish_read(struct px_call *call)
{
	if (call->endpoint->flags & PX_ENDPOINT_CACHED) {
		keep_answer(call);
		if (px_has_etag(call->request, call->etag)) {
			call->status = 304;
			px_buf_clear(&call->body);
		}
	}
	answer(call);
}

/* What was read is durable, or not: nothing is shown that a power cut could take back. */
static void read_durable(void *arg, enum px_err err)
{
	struct px_call *call = arg;
	struct px_error error;

	if (!err) {
		finish_read(call);
		return;
	}
	(void)px_fail(&error, err, NULL, "what was read is not safe on disk");
	fail(call, err, &error);
	answer(call);
}

static void finish(struct px_call *call)
{
	enum px_place place = call->endpoint->steps[call->step].place;
	struct px_error error = { .code = PX_OK };

	if (!writes(place)) {
		if (call->tx)
			px_store_commit(call->tx, read_durable, call);
		else
			finish_read(call);
		return;
	}
	if (call->key && !call->replayed) {
		enum px_err err = px_idempotency_keep(call->tx, call->principal.user, call->key, call->request,
						      call->status, &call->body, &error);
		if (err) {
			end_failed(call, err, &error);
			return;
		}
	}
	px_store_commit(call->tx, committed, call);
}

/* The bodies that no record describes are held to what the OpenAPI document says of them. */
static enum px_err check_schema(const struct px_call *call, struct px_error *error)
{
	const json_t *schema = call->api->inputs[call->endpoint - px_endpoints];

	return schema ? px_schema_check(schema, call->input, error) : PX_OK;
}

static enum px_err parse_input(struct px_call *call, struct px_error *error)
{
	struct px_str type = px_http_header(call->request, "content-type"), rest;

	if (call->input || !call->endpoint->input)
		return PX_OK;
	type = px_str_trim(px_str_cut(type, ';', &rest));
	bool json = px_str_eq_case(type, PX_STR("application/json")) ||
		    px_str_eq_case(type, PX_STR("application/merge-patch+json"));
	if (call->request->body.size == 0)
		return (call->input = json_object()) ? check_schema(call, error) : PX_NO_MEMORY;
	if (!json)
		return px_fail(error, PX_INVALID, "Content-Type", "send application/json");
	enum px_err err = px_json_parse(call->request->body, &call->input, error);
	if (!err && !json_is_object(call->input))
		err = px_fail(error, PX_INVALID, NULL, "the body must be a JSON object");
	return err ? err : check_schema(call, error);
}

static enum px_err run_in_transaction(struct px_call *call, const struct px_step *step,
				      struct px_error *error)
{
	enum px_err err = parse_input(call, error);

	if (!err && has_tx(step->place))
		err = begin(call, step->place, error);
	if (!err && call->key && writes(step->place))
		err = px_idempotency_find(call->tx, call->key, call->request, &call->replayed, &call->status,
					  &call->arena, &call->body, error);
	if (!err && call->replayed)
		(void)px_buf_text(&call->headers, "Idempotency-Replayed: true\r\n");
	return err || call->replayed ? err : step->run(call, error);
}

/* The current step ran with this outcome: answer, commit, or go on to the next. */
static void after_step(struct px_call *call, enum px_err err, struct px_error *error)
{
	if (!err && call->body.overflow)
		err = px_fail(error, PX_TOO_LARGE, NULL, "the answer is too large; ask for less");
	if (err) {
		end_failed(call, err, error);
		return;
	}
	if (call->step + 1 == PX_STEPS || !call->endpoint->steps[call->step + 1].run) {
		finish(call);
		return;
	}
	if (call->tx)
		px_store_commit(call->tx, NULL, NULL); /* only last steps write; a test holds the table to it */
	call->tx = NULL;
	call->step++;
	px_call_run(call);
}

static void shard_job(struct px_job *job)
{
	struct px_call *call = (struct px_call *)job;
	const struct px_step *step = &call->endpoint->steps[call->step];
	struct px_error error = { .code = PX_OK };
	enum px_err err = run_in_transaction(call, step, &error);

	if (err || step->place != PX_PLACE_WAIT) /* else it may be gone */
		after_step(call, err, &error);
}

static void work_here(uv_work_t *work)
{
	struct px_call *call = work->data;

	call->work_err = run_in_transaction(call, &call->endpoint->steps[call->step], &call->work_error);
}

static void work_done(uv_work_t *work, int status)
{
	struct px_call *call = work->data;

	after_step(call, status == 0 ? call->work_err : PX_CANCELLED, &call->work_error);
}

static void queue_work(struct px_job *job)
{
	struct px_call *call = (struct px_call *)job;
	uv_loop_t *loop = px_loop_uv(px_http_loop(call->exchange));

	call->work.data = call;
	if (uv_queue_work(loop, &call->work, work_here, work_done) != 0)
		px_call_refuse(call, PX_UNAVAILABLE, NULL, "too busy; try again");
}

static void loop_job(struct px_job *job)
{
	struct px_call *call = (struct px_call *)job;
	struct px_error error = { .code = PX_OK };
	enum px_err err = run_in_transaction(call, &call->endpoint->steps[call->step], &error);

	if (err)
		after_step(call, err, &error);
}

void px_call_resume(struct px_call *call, enum px_err err, struct px_error *error)
{
	after_step(call, err, error);
}

void px_call_run(struct px_call *call)
{
	const struct px_step *step = &call->endpoint->steps[call->step];
	struct px_id owner = call->principal.user;
	bool posted;

	if (step->place == PX_PLACE_WORKER || step->place == PX_PLACE_LOOP) {
		call->job.run = step->place == PX_PLACE_LOOP ? loop_job : queue_work;
		posted = px_loop_post(px_http_loop(call->exchange), &call->job);
	} else {
		call->job.run = shard_job;
		posted = px_shard_post(call->api->parts.shards, owner, &call->job);
	}
	if (!posted)
		px_call_refuse(call, PX_UNAVAILABLE, NULL, "too busy or shutting down; try again");
}
