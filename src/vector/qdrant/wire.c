/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A point's id is a hash of its user and its item, so that equal ids of two
 * users are two points; the item's own id is in the payload.
 */
#include "vector/qdrant/wire.h"

#include "base/json.h"

#include <math.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

const char *const px_qdrant_fields[] = { "user_id", "kind", "at", "tag", NULL };

static bool hash(const void *a, size_t a_size, const void *b, size_t b_size, uint8_t sum[32])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool ok = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 && EVP_DigestUpdate(context, a,
		a_size) == 1 &&
		  EVP_DigestUpdate(context, b, b_size) == 1 && EVP_DigestFinal_ex(context, sum, NULL) == 1;

	EVP_MD_CTX_free(context);
	return ok;
}

enum px_err px_qdrant_collection(struct px_str model, unsigned dims, char name[PX_QDRANT_COLLECTION],
				 struct px_error *error)
{
	uint8_t sum[32];

	if (!hash(model.data, model.size, &dims, sizeof(dims), sum))
		return px_fail(error, PX_INTERNAL, NULL, "SHA-256 can't be computed");
	int size = snprintf(name, PX_QDRANT_COLLECTION, "user_memory_");
	for (int i = 0; i < 8; i++)
		snprintf(name + size + i * 2, 3, "%02x", sum[i]);
	return PX_OK;
}

void px_qdrant_write_collection(struct px_buf *out, unsigned dims)
{
	/* One graph for each user, and none over all of them: every search is of one user. */
	(void)px_buf_printf(out,
		"{\"vectors\":{\"size\":%u,\"distance\":\"Cosine\"},\"hnsw_config\":{\"m\":0,\"payload_m\":16}}", dims);
}

void px_qdrant_write_field(struct px_buf *out, const char *field)
{
	bool tenant = strcmp(field, "user_id") == 0;

	(void)px_buf_printf(out, "{\"field_name\":\"%s\",\"field_schema\":%s}", field,
			    tenant ? "{\"type\":\"keyword\",\"is_tenant\":true}" : "\"integer\"");
}

static uint64_t mix(uint64_t sum, const void *data, size_t size)
{
	const uint8_t *bytes = data;

	for (size_t i = 0; i < size; i++) /* FNV-1a; it need not resist anybody */
		sum = (sum ^ bytes[i]) * 0x100000001b3U;
	return sum;
}

int64_t px_qdrant_check(const struct px_qdrant_of *of, const struct px_vector_item *item)
{
	uint64_t sum = 0xcbf29ce484222325U;

	sum = mix(sum, &item->kind, sizeof(item->kind));
	sum = mix(sum, &item->at, sizeof(item->at));
	sum = mix(sum, &item->tag, sizeof(item->tag));
	sum = mix(sum, item->vector, of->dims * sizeof(*item->vector));
	return (int64_t)(sum >> 1 | 1);
}

static void write_id(struct px_buf *out, struct px_id id)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	(void)px_buf_printf(out, "\"%s\"", text);
}

/* Of the item of the user; the item PX_ID_NONE is the mark. */
static void write_point(struct px_buf *out, const struct px_qdrant_of *of, struct px_id item)
{
	uint8_t sum[32] = { 0 };
	struct px_id point;

	if (!hash(of->user.bytes, sizeof(of->user.bytes), item.bytes, sizeof(item.bytes), sum))
		abort(); /* libcrypto without SHA-256 has not let the collection be named */
	memcpy(point.bytes, sum, sizeof(point.bytes));
	point.bytes[6] = (uint8_t)((point.bytes[6] & 15) | 0x80); /* RFC 9562: version 8 */
	point.bytes[8] = (uint8_t)((point.bytes[8] & 63) | 0x80);
	write_id(out, point);
}

/* Normalised: tiny vectors would be none to Qdrant. */
static void write_vector(struct px_buf *out, const float *vector, unsigned dims)
{
	double sum = 0;

	for (unsigned i = 0; i < dims; i++)
		sum += (double)vector[i] * (double)vector[i];
	for (unsigned i = 0; i < dims; i++)
		(void)px_buf_printf(out, "%c%.7g", i ? ',' : '[', (double)vector[i] / sqrt(sum));
	(void)px_buf_char(out, ']');
}

void px_qdrant_write_items(struct px_buf *out, const struct px_qdrant_of *of, const struct px_vector_item *items,
			   size_t count)
{
	(void)px_buf_text(out, "{\"points\":");
	for (size_t i = 0; i < count; i++) {
		(void)px_buf_text(out, i ? ",{\"id\":" : "[{\"id\":");
		write_point(out, of, items[i].id);
		(void)px_buf_text(out, ",\"payload\":{\"user_id\":");
		write_id(out, of->user);
		(void)px_buf_text(out, ",\"id\":");
		write_id(out, items[i].id);
		(void)px_buf_printf(out, ",\"kind\":%u,\"at\":%lld,\"tag\":%lld,\"check\":%lld},\"vector\":", items[i].kind,
				    (long long)items[i].at, (long long)items[i].tag,
				    (long long)px_qdrant_check(of, &items[i]));
		write_vector(out, items[i].vector, of->dims);
		(void)px_buf_char(out, '}');
	}
	(void)px_buf_text(out, "]}");
}

/* ------------------------------------------------------------------ filters */

/* Leaves "must" open for more conditions. */
static void open_filter(struct px_buf *out, const struct px_qdrant_of *of)
{
	(void)px_buf_text(out, "\"filter\":{\"must\":[{\"key\":\"user_id\",\"match\":{\"value\":");
	write_id(out, of->user);
	(void)px_buf_text(out, "}}");
}

static void close_filter(struct px_buf *out)
{
	(void)px_buf_text(out, "]}");
}

static void write_kinds(struct px_buf *out, uint32_t kinds)
{
	bool first = true;

	(void)px_buf_text(out, ",{\"key\":\"kind\",\"match\":{\"any\":[");
	for (unsigned kind = 0; kind < PX_VECTOR_KINDS; kind++) {
		if (!(kinds >> kind & 1))
			continue;
		(void)px_buf_printf(out, "%s%u", first ? "" : ",", kind);
		first = false;
	}
	(void)px_buf_text(out, "]}}");
}

static void write_tags(struct px_buf *out, const struct px_vector_filter *filter)
{
	(void)px_buf_text(out, ",{\"key\":\"tag\",\"match\":{\"any\":");
	for (size_t i = 0; i < filter->tag_count; i++)
		(void)px_buf_printf(out, "%c%lld", i ? ',' : '[', (long long)filter->tags[i]);
	(void)px_buf_text(out, "]}}");
}

void px_qdrant_write_query(struct px_buf *out, const struct px_qdrant_of *of, const struct px_vector_query *query)
{
	const struct px_vector_filter *filter = &query->filter;

	(void)px_buf_text(out, "{\"query\":");
	write_vector(out, query->vector, of->dims);
	(void)px_buf_char(out, ',');
	open_filter(out, of);
	if (filter->kinds)
		write_kinds(out, filter->kinds);
	if (filter->from != filter->to)
		(void)px_buf_printf(out, ",{\"key\":\"at\",\"range\":{\"gte\":%lld,\"lt\":%lld}}",
			(long long)filter->from,
				    (long long)filter->to);
	if (filter->tag_count)
		write_tags(out, filter);
	close_filter(out);
	(void)px_buf_printf(out, ",\"limit\":%zu,\"with_payload\":true,\"params\":{\"exact\":%s", query->limit,
			    query->exact ? "true" : "false");
	if (query->effort && !query->exact)
		(void)px_buf_printf(out, ",\"hnsw_ef\":%u", query->effort);
	(void)px_buf_text(out, "}}");
}

static void write_filter(struct px_buf *out, const struct px_qdrant_of *of, const struct px_id *ids, size_t count)
{
	open_filter(out, of);
	if (ids) {
		(void)px_buf_text(out, ",{\"has_id\":[");
		for (size_t i = 0; i < count; i++) {
			if (i)
				(void)px_buf_char(out, ',');
			write_point(out, of, ids[i]);
		}
		(void)px_buf_text(out, "]}");
	}
	close_filter(out);
}

void px_qdrant_write_selection(struct px_buf *out, const struct px_qdrant_of *of, const struct px_id *ids, size_t count)
{
	(void)px_buf_char(out, '{');
	write_filter(out, of, ids, count);
	(void)px_buf_char(out, '}');
}

void px_qdrant_write_scores(struct px_buf *out, const struct px_qdrant_of *of, const float *vector,
			    const struct px_id *ids, size_t count)
{
	(void)px_buf_text(out, "{\"query\":");
	write_vector(out, vector, of->dims);
	(void)px_buf_char(out, ',');
	write_filter(out, of, ids, count);
	(void)px_buf_printf(out, ",\"limit\":%zu,\"with_payload\":true,\"params\":{\"exact\":true}}", count);
}

void px_qdrant_write_list(struct px_buf *out, const struct px_qdrant_of *of, const char *after)
{
	enum { PAGE = 5000 };

	(void)px_buf_char(out, '{');
	write_filter(out, of, NULL, 0);
	(void)px_buf_printf(out, ",\"limit\":%d,\"with_payload\":[\"user_id\",\"id\",\"check\"]", PAGE);
	if (after[0])
		(void)px_buf_printf(out, ",\"offset\":\"%s\"", after);
	(void)px_buf_char(out, '}');
}

void px_qdrant_write_lookup(struct px_buf *out, const struct px_qdrant_of *of, struct px_id id)
{
	(void)px_buf_char(out, '{');
	write_filter(out, of, &id, 1);
	(void)px_buf_text(out, ",\"limit\":1,\"with_payload\":true,\"with_vector\":true}");
}

/* ------------------------------------------------------------------ the mark */

void px_qdrant_write_mark(struct px_buf *out, const struct px_qdrant_of *of)
{
	(void)px_buf_text(out, "{\"points\":[{\"id\":");
	write_point(out, of, PX_ID_NONE);
	(void)px_buf_text(out, ",\"payload\":{\"index_of\":");
	write_id(out, of->user);
	(void)px_buf_text(out, "},\"vector\":");
	for (unsigned i = 0; i < of->dims; i++)
		(void)px_buf_text(out, i ? ",0" : "[1");
	(void)px_buf_text(out, "]}]}");
}

void px_qdrant_write_mark_lookup(struct px_buf *out, const struct px_qdrant_of *of)
{
	(void)px_buf_text(out, "{\"filter\":{\"must\":[{\"has_id\":[");
	write_point(out, of, PX_ID_NONE);
	(void)px_buf_text(out, "]}]},\"limit\":1,\"with_payload\":true}");
}

void px_qdrant_write_mark_removal(struct px_buf *out, const struct px_qdrant_of *of)
{
	(void)px_buf_text(out, "{\"points\":[");
	write_point(out, of, PX_ID_NONE);
	(void)px_buf_text(out, "]}");
}

/* ------------------------------------------------------------------ answers */

static enum px_err fail_answer(struct px_error *error)
{
	return px_fail(error, PX_CORRUPT, NULL, "Qdrant's answer has not the form that it should have");
}

/* The answer's "result", borrowed from *root, which the caller releases. */
static enum px_err parse(struct px_str answer, json_t **root, json_t **result, struct px_error *error)
{
	enum px_err err = px_json_parse(answer, root, NULL);

	if (err)
		return fail_answer(error);
	*result = json_object_get(*root, "result");
	return PX_OK;
}

static bool is_of_user(const json_t *payload, const struct px_qdrant_of *of)
{
	struct px_id user;

	return px_id_parse(px_json_string(json_object_get(payload, "user_id")), &user) && px_id_eq(user, of->user);
}

static bool read_hit(const json_t *point, const struct px_qdrant_of *of, struct px_vector_hit *hit)
{
	const json_t *payload = json_object_get(point, "payload"), *score = json_object_get(point, "score");

	if (!is_of_user(payload, of) || !px_id_parse(px_json_string(json_object_get(payload, "id")), &hit->id) ||
	    !json_is_number(score))
		return false;
	hit->score = (float)json_number_value(score);
	hit->kind = (unsigned)json_integer_value(json_object_get(payload, "kind"));
	hit->at = json_integer_value(json_object_get(payload, "at"));
	hit->tag = (uint64_t)json_integer_value(json_object_get(payload, "tag"));
	return true;
}

static int best_first(const void *a, const void *b)
{
	const struct px_vector_hit *x = a, *y = b;

	return x->score != y->score ? (x->score < y->score ? 1 : -1) : px_id_cmp(x->id, y->id);
}

enum px_err px_qdrant_read_hits(struct px_str answer, const struct px_qdrant_of *of, struct px_vector_hit *hits,
				size_t limit,
				size_t *count, struct px_error *error)
{
	json_t *root = NULL, *result = NULL;
	enum px_err err = parse(answer, &root, &result, error);
	const json_t *points = json_object_get(result, "points");
	size_t found = json_array_size(points);

	if (!err && (!json_is_array(points) || found > limit))
		err = fail_answer(error);
	for (size_t i = 0; !err && i < found; i++)
		if (!read_hit(json_array_get(points, i), of, &hits[i]))
			err = fail_answer(error);
	json_decref(root);
	if (err)
		return err;
	qsort(hits, found, sizeof(*hits), best_first);
	*count = found;
	return PX_OK;
}

enum px_err px_qdrant_read_vector(struct px_str answer, const struct px_qdrant_of *of, float *vector,
				  struct px_error *error)
{
	json_t *root = NULL, *result = NULL;
	enum px_err err = parse(answer, &root, &result, error);
	const json_t *points = json_object_get(result, "points"), *point = json_array_get(points, 0);
	const json_t *values = json_object_get(point, "vector");

	if (!err && !json_is_array(points))
		err = fail_answer(error);
	else if (!err && !point)
		err = px_fail(error, PX_NOT_FOUND, "id", "there is no such vector");
	else if (!err && (!is_of_user(json_object_get(point, "payload"), of) || json_array_size(values) != of->dims))
		err = fail_answer(error);
	for (size_t i = 0; !err && i < of->dims; i++)
		vector[i] = (float)json_number_value(json_array_get(values, i));
	json_decref(root);
	return err;
}

enum px_err px_qdrant_read_mark(struct px_str answer, bool *there, struct px_error *error)
{
	json_t *root = NULL, *result = NULL;
	enum px_err err = parse(answer, &root, &result, error);
	const json_t *points = json_object_get(result, "points");

	if (!err && !json_is_array(points))
		err = fail_answer(error);
	*there = json_array_size(points) > 0;
	json_decref(root);
	return err;
}

enum px_err px_qdrant_read_list(struct px_str answer, const struct px_qdrant_of *of,
				void (*each)(void *arg, struct px_id id, int64_t check), void *arg,
				char next[PX_QDRANT_POINT], struct px_error *error)
{
	json_t *root = NULL, *result = NULL;
	enum px_err err = parse(answer, &root, &result, error);
	const json_t *points = json_object_get(result, "points");
	struct px_str after = px_json_string(json_object_get(result, "next_page_offset"));

	if (!err && (!json_is_array(points) || after.size >= PX_QDRANT_POINT))
		err = fail_answer(error);
	for (size_t i = 0; !err && i < json_array_size(points); i++) {
		const json_t *payload = json_object_get(json_array_get(points, i), "payload");
		struct px_id id;
		if (!is_of_user(payload, of) || !px_id_parse(px_json_string(json_object_get(payload, "id")), &id))
			err = fail_answer(error);
		else
			each(arg, id, json_integer_value(json_object_get(payload, "check")));
	}
	snprintf(next, PX_QDRANT_POINT, "%.*s", err ? 0 : PX_STR_ARG(after));
	json_decref(root);
	return err;
}

enum px_err px_qdrant_read_exists(struct px_str answer, bool *exists, struct px_error *error)
{
	json_t *root = NULL, *result = NULL;
	enum px_err err = parse(answer, &root, &result, error);
	const json_t *value = json_object_get(result, "exists");

	if (!err && !json_is_boolean(value))
		err = fail_answer(error);
	*exists = json_is_true(value);
	json_decref(root);
	return err;
}
