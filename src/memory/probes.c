/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors are searched without words, which are the same under every model. */
#include "memory/probes.h"

#include "memory/index_internal.h"
#include "memory/models.h"

enum { WORDS_MIN = 6, FIRST = 10 };

/* The second half of its words; empty if it has too few. */
static struct px_str second_half(struct px_str text)
{
	size_t words = 0, at = 0, wanted;

	for (size_t i = 0; i < text.size; i++)
		words += text.data[i] != ' ' && (i == 0 || text.data[i - 1] == ' ');
	if (words < WORDS_MIN)
		return px_str("");
	wanted = words / 2;
	for (size_t i = 0, seen = 0; i < text.size && seen <= wanted; i++) {
		if (text.data[i] != ' ' && (i == 0 || text.data[i - 1] == ' ')) {
			seen++;
			at = i;
		}
	}
	return px_str_n(text.data + at, text.size - at);
}

enum px_err px_probes_choose(struct px_probes *probes, struct px_memory_index *index, struct px_domain *domain,
			     struct px_error *error)
{
	size_t at = 0;
	void *value;

	(void)error;
	while (probes->count < PX_PROBES_MAX && px_map_next(&index->entries, &at, NULL, &value)) {
		const struct px_index_entry *entry = value;
		struct px_source_row row;
		if (px_source_read(domain, entry->kind, entry->id, &row, NULL) != PX_OK || row.secret)
			continue;
		struct px_str half = second_half(row.item.text);
		if (!half.size)
			continue;
		probes->ids[probes->count] = entry->id;
		probes->texts[probes->count++] = half;
	}
	return PX_OK;
}

static float *copy_vectors(struct px_arena *arena, const struct px_embedding *results, size_t count, size_t dims)
{
	float *copy = px_arena_alloc(arena, count * dims * sizeof(*copy) + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(copy + i * dims, results[i].vector, dims * sizeof(*copy));
	return copy;
}

static enum px_err ask(struct px_probes *probes, struct px_embed *embed, px_embed_fn done, struct px_error *error)
{
	struct px_embed_request request = { .user = PX_ID_NONE, .texts = probes->texts, .count = probes->count, .done = done, .arg = probes };

	return px_embed_submit(embed, &request, error);
}

static void keep(struct px_probes *probes, struct px_embed *embed, int which, const struct px_embedding *results)
{
	struct px_embed_model model;

	px_embed_model(embed, &model);
	probes->vectors[which] = copy_vectors(probes->arena, results, probes->count, model.dims);
}

/* A model in use that doesn't answer is no reason to stay with it. */
static void under_used(void *arg, enum px_err err, const struct px_error *error, const struct px_embedding *results, size_t count)
{
	struct px_probes *probes = arg;

	(void)error;
	(void)count;
	if (!err)
		keep(probes, probes->used, 1, results);
	px_job_prepared(probes->run, err == PX_CANCELLED ? err : PX_OK, NULL);
}

static void under_next(void *arg, enum px_err err, const struct px_error *error, const struct px_embedding *results, size_t count)
{
	struct px_probes *probes = arg;
	struct px_error why = { 0 };

	(void)count;
	if (!err) {
		keep(probes, probes->next, 0, results);
		if (probes->used && ask(probes, probes->used, under_used, &why) == PX_OK)
			return;
	}
	px_job_prepared(probes->run, err, error);
}

enum px_err px_probes_submit(struct px_probes *probes, struct px_job_run *run, struct px_embed *next, struct px_embed *used,
			     struct px_arena *arena, struct px_error *error)
{
	probes->run = run;
	probes->next = next;
	probes->used = used;
	probes->arena = arena;
	return ask(probes, next, under_next, error);
}

/* Ids of the nearest; none for a text that the model knows no word of. */
static enum px_err nearest(struct px_memory_index *index, const float *vector, struct px_vector_hit *hits, size_t *count,
			   struct px_error *error)
{
	struct px_vector_query query = { .vector = vector, .limit = FIRST };
	bool any = false;

	*count = 0;
	for (unsigned i = 0; index->vectors && i < px_vector_dims(index->vectors); i++)
		any = any || vector[i] != 0;
	return any ? px_vector_search(index->vectors, &query, hits, count, error) : PX_OK;
}

static bool among(const struct px_vector_hit *hits, size_t count, struct px_id id)
{
	for (size_t i = 0; i < count; i++) {
		if (px_id_eq(hits[i].id, id))
			return true;
	}
	return false;
}

struct tally {
	int64_t before, after, common, found;
};

static enum px_err compare_one(const struct px_probes *probes, size_t i, struct px_memory_index *used, struct px_memory_index *next,
			       struct tally *tally, struct px_error *error)
{
	struct px_vector_hit new_hits[FIRST], old_hits[FIRST];
	size_t new_count, old_count = 0;

	enum px_err err = nearest(next, probes->vectors[0] + i * px_vector_dims(next->vectors), new_hits, &new_count, error);
	if (!err && probes->vectors[1] && used->vectors)
		err = nearest(used, probes->vectors[1] + i * px_vector_dims(used->vectors), old_hits, &old_count, error);
	if (err)
		return err;
	tally->after += among(new_hits, new_count, probes->ids[i]);
	tally->before += among(old_hits, old_count, probes->ids[i]);
	for (size_t k = 0; k < old_count; k++)
		tally->common += among(new_hits, new_count, old_hits[k].id);
	tally->found += (int64_t)old_count;
	return PX_OK;
}

enum px_err px_probes_compare(struct px_probes *probes, struct px_memory_index *used, struct px_memory_index *next,
			      struct px_error *error)
{
	struct tally tally = { 0 };
	int64_t count = (int64_t)probes->count;
	enum px_err err = PX_OK;

	probes->overlap = probes->recall_before = probes->recall_after = PX_MODELS_UNKNOWN;
	if (!next->vectors || !probes->vectors[0])
		return PX_OK;
	for (size_t i = 0; !err && i < probes->count; i++)
		err = compare_one(probes, i, used, next, &tally, error);
	if (err)
		return err;
	probes->recall_after = 1000 * tally.after / count;
	if (!probes->vectors[1] || !used->vectors)
		return PX_OK;
	probes->recall_before = 1000 * tally.before / count;
	probes->overlap = tally.found ? 1000 * tally.common / tally.found : 0;
	return PX_OK;
}
