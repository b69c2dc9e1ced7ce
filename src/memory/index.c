/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making, keeping and searching an index.  Each row is an entry in a map:
 * whether it has a vector, and which row keeps its token vectors.  Those are
 * half of all bytes and needed of the best 50 candidates alone, so they are
 * read when a search asks for them.  Words, windows and scores are
 * memory/recall's; vectors the family's of vector/.
 */
#include "memory/index.h"

#include "base/clock.h"
#include "base/mem.h"
#include "embed/rerank.h"
#include "memory/index_internal.h"
#include "memory/models.h"

enum { SEND_AGAIN = 30 }; /* seconds until vectors that could not be sent to their server are tried again */
enum { SLICE = 1000000 }; /* ns that a job may read at a time: others of the shard wait, and a turn takes less than three times that */

void px_index_wait(struct px_memory_index *index, struct px_index_entry *entry)
{
	entry->next = index->waiting;
	entry->before = &index->waiting;
	if (entry->next)
		entry->next->before = &entry->next;
	index->waiting = entry;
}

void px_index_wait_no_more(struct px_index_entry *entry)
{
	*entry->before = entry->next;
	if (entry->next)
		entry->next->before = entry->before;
}

struct px_index_entry *px_index_entry(const struct px_memory_index *index, struct px_id id)
{
	return px_map_get(&index->entries, px_str_n((const char *)id.bytes, sizeof(id.bytes)));
}

static void release(void *piece)
{
	struct px_memory_index *index = piece;
	size_t at = 0;
	void *value;

	while (px_map_next(&index->entries, &at, NULL, &value))
		free(value);
	px_map_release(&index->entries);
	px_arena_release(&index->tokens);
	px_recall_free(index->recall);
	if (index->vectors)
		px_vector_close(index->vectors);
	free(index);
}

/* One person's index of 10,000 memories takes some 30 MB; more of them than this are read anew when they are asked for. */
const struct px_shard_part px_memory_part = { "memory", 128 << 20, 256 << 20, release };
const struct px_shard_part px_memory_next_part = { "memory.next", 128 << 20, 128 << 20, release };

static const struct px_shard_part *part_of(const struct px_memory_keep *keep)
{
	return keep->next ? &px_memory_next_part : &px_memory_part;
}

struct px_embed *px_memory_index_embed(const struct px_memory_index *index)
{
	return index->embed;
}

static bool tokens_of(void *arg, struct px_id id, struct px_recall_tokens *tokens)
{
	struct px_memory_index *index = arg;
	const struct px_index_entry *entry = px_index_entry(index, id);
	struct px_embedding_row row;

	if (!entry || !index->domain || px_id_is_none(entry->tokens))
		return false;
	px_arena_clear(&index->tokens);
	if (px_store_get(index->domain->tx, &px_embedding_record, entry->tokens, &index->tokens, &row, NULL) != PX_OK)
		return false;
	px_index_tokens(row.tokens, tokens);
	return tokens->count > 0;
}

/* Texts are read as they are embedded: with who says them. */
static bool cross_of(void *arg, struct px_str question, const struct px_id *ids, size_t count, float *scores)
{
	struct px_memory_index *index = arg;
	struct px_str texts[PX_RECALL_CROSS];
	struct px_source_row row;

	for (size_t i = 0; i < count; i++) {
		const struct px_index_entry *entry = px_index_entry(index, ids[i]);
		if (!entry || px_source_read(index->domain, entry->kind, ids[i], &row, NULL) != PX_OK)
			return false;
		texts[i] = px_recall_embed_text(&row.item, 1, index->domain->arena);
	}
	px_rerank_score(index->engine->rerank, question, texts, count, scores);
	return true;
}

/*
 * Vectors are put as their rows are read, so there is nothing to hand over.  A server that asks when they have been read
 * has lost them: then the index is made anew.
 */
static enum px_err rebuild(void *arg, struct px_id user, struct px_vector_sink *sink, struct px_error *error)
{
	struct px_memory_index *index = arg;

	index->lost = index->learned > 0;
	(void)user;
	(void)sink;
	(void)error;
	return PX_OK;
}

const char *px_memory_model(struct px_embed *embed, struct px_arena *arena)
{
	struct px_embed_model model;

	px_embed_model(embed, &model);
	return px_arena_printf(arena, "%s:%.16s", model.id, model.hash);
}

static enum px_err create(const struct px_memory_keep *keep, struct px_domain *domain, struct px_embed *embed,
			  struct px_memory_index **out, struct px_error *error)
{
	struct px_memory_index *index = px_calloc(1, sizeof(*index));
	struct px_embed_model model = { 0 };
	enum px_err err = PX_OK;

	index->engine = keep->engine;
	index->embed = embed;
	index->user = domain->user;
	px_map_init(&index->entries);
	px_arena_init(&index->tokens);
	if (embed && keep->engine->vectors) {
		px_embed_model(embed, &model);
		struct px_vector_scope scope = { .user = domain->user, .dims = (unsigned)model.dims, .rebuild = rebuild, .rebuild_arg = index, .fills = true,
						 .model = px_str(px_memory_model(embed, domain->arena)) };
		if (model.dims) /* a remote model tells its size with its first answer */
			err = px_vector_open(keep->engine->vectors, &scope, &index->vectors, error);
	}
	struct px_recall_config config = { .vectors = index->vectors, .tokens = tokens_of, .arg = index,
					   .cross = keep->engine->rerank ? cross_of : NULL };
	index->recall = px_recall_new(&config);
	if (err)
		release(index);
	*out = err ? NULL : index;
	return err;
}

/* A remote model has told its size since the index was made without it. */
static bool lacks_vectors(const struct px_memory_index *index)
{
	struct px_embed_model model = { 0 };

	if (!index->vectors && index->embed && index->engine->vectors)
		px_embed_model(index->embed, &model);
	return model.dims != 0;
}

/* What its vectors lack is sent with all others, of which a server takes only what is new to it. */
static bool wants_vectors_again(const struct px_memory_index *index)
{
	int64_t behind = px_recall_behind(index->recall);

	if (!behind && index->vectors)
		behind = px_vector_behind(index->vectors);
	return index->lost || (behind && px_clock_mono() - behind > SEND_AGAIN * INT64_C(1000000000));
}

/* The one that the shard keeps, as the rows are now; NULL: there is none, or none that will do. */
static enum px_err open_kept(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_embed *embed,
			     struct px_memory_index **index, struct px_error *error)
{
	enum px_err err = PX_OK;

	*index = px_shard_part_get(keep->parts, part_of(keep), domain->user, keep->epoch);
	bool useless = *index && ((*index)->embed != embed || lacks_vectors(*index) || wants_vectors_again(*index));
	if (*index && !useless)
		err = px_index_catch_up(*index, domain, error);
	if (*index && (err || useless)) {
		px_shard_part_drop(keep->parts, part_of(keep), domain->user);
		*index = NULL;
	}
	return err;
}

/* Reads on until it is whole, or the time is over.  An index that failed is not to be kept. */
static enum px_err read_on(struct px_memory_index *index, struct px_domain *domain, int64_t until, struct px_error *error)
{
	enum px_err err = PX_OK;

	do
		err = index->whole ? PX_OK : px_index_load(index, domain, error);
	while (!err && !index->whole && px_clock_mono() < until);
	return err;
}

static enum px_err open_until(const struct px_memory_keep *keep, struct px_domain *domain, int64_t until,
			      struct px_memory_index **out, struct px_error *error)
{
	struct px_embed *embed = keep->next ? keep->next : px_models_active(domain, keep->engine);
	struct px_memory_index *index;

	enum px_err err = open_kept(keep, domain, embed, &index, error);
	if (!err && !index) {
		err = create(keep, domain, embed, &index, error);
		if (!err)
			err = px_index_begin(index, domain, error);
	}
	if (!err)
		err = read_on(index, domain, until, error);
	if (err && index) {
		if (index->shared)
			px_shard_part_drop(keep->parts, part_of(keep), domain->user);
		else
			release(index);
	}
	*out = err ? NULL : index;
	return err;
}

enum px_err px_memory_index_open(const struct px_memory_keep *keep, struct px_domain *domain,
				 struct px_memory_index **index, struct px_error *error)
{
	return open_until(keep, domain, INT64_MAX, index, error);
}

enum px_err px_memory_index_open_some(const struct px_memory_keep *keep, struct px_domain *domain,
				      struct px_memory_index **index, struct px_error *error)
{
	return open_until(keep, domain, px_clock_mono() + SLICE, index, error);
}

bool px_memory_index_whole(const struct px_memory_index *index)
{
	return index->whole;
}

void px_memory_index_close(const struct px_memory_keep *keep, struct px_memory_index *index)
{
	struct px_memory_index_stats stats;

	if (!index)
		return;
	px_memory_index_stat(index, &stats);
	if (!keep->parts) {
		release(index);
	} else if (index->shared) {
		(void)px_shard_part_update(keep->parts, part_of(keep), index->user, keep->epoch, stats.bytes);
	} else {
		index->shared = true;
		(void)px_shard_part_put(keep->parts, part_of(keep), index->user, keep->epoch, index, stats.bytes);
	}
}

void px_memory_index_stat(const struct px_memory_index *index, struct px_memory_index_stats *stats)
{
	struct px_recall_stats recall;
	struct px_vector_stats vectors = { 0 };

	px_recall_stat(index->recall, &recall);
	if (index->vectors)
		(void)!px_vector_stat(index->vectors, &vectors, NULL);
	*stats = (struct px_memory_index_stats){
		.items = index->entries.count,
		.pending = index->embed ? index->entries.count - index->learned : 0,
		.bytes = sizeof(*index) + recall.memory + (size_t)vectors.memory +
			 index->entries.count * (sizeof(struct px_index_entry) + 64),
	};
}

/* ------------------------------------------------------------------- searching */

/* The question's own vectors; without them words decide alone. */
static void embed_question(struct px_memory_index *index, const struct px_memory_query *query, struct px_arena *arena,
			   struct px_recall_question *question)
{
	struct px_embedding *result = px_arena_zero(arena, 1, sizeof(*result));
	struct px_embed_model model;

	if (!index->vectors || !query->wait)
		return;
	px_embed_model(index->embed, &model);
	struct px_embed_request request = { .user = index->user, .texts = &query->text, .count = 1, .tokens = model.token_dims != 0 };
	if (px_embed_now(index->embed, &request, arena, result, NULL) != PX_OK)
		return;
	bool any = false; /* a text without a word that the model knows has no meaning to it */
	for (size_t i = 0; i < model.dims; i++)
		any |= result->vector[i] != 0;
	question->vector = any ? result->vector : NULL;
	question->tokens = (struct px_recall_tokens){ result->token_vectors, result->token_ids, result->token_count };
}

enum px_err px_memory_index_search(struct px_memory_index *index, struct px_domain *domain,
				   const struct px_memory_query *query, struct px_memory_hit **out, size_t *count,
				   struct px_recall_evidence *evidence, struct px_error *error)
{
	struct px_recall_question question = {
		.text = query->text, .now = domain->now, .limit = query->limit,
		.filter = { .kinds = query->kinds, .from = query->from, .to = query->to, .tags = &query->document,
			    .tag_count = query->document != 0 },
	};
	struct px_recall_hit found[PX_RECALL_HITS_MAX];
	size_t found_count = 0;

	*count = 0;
	embed_question(index, query, domain->arena, &question);
	px_recall_read_times(&question, domain->tz);
	index->domain = domain;
	enum px_err err = px_recall_search(index->recall, &question, found, &found_count, evidence, error);
	index->domain = NULL;
	struct px_memory_hit *hits = px_arena_alloc(domain->arena, (found_count + 1) * sizeof(*hits));
	for (size_t i = 0; !err && i < found_count; i++) {
		struct px_memory_hit *hit = &hits[*count];
		if (px_source_read(domain, (enum px_source_kind)found[i].kind, found[i].id, &hit->row, NULL) != PX_OK || hit->row.secret)
			continue;
		hit->score = found[i].score;
		hit->parts = found[i].parts;
		++*count;
	}
	*out = hits;
	return err;
}
