/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each row is an entry in a map: whether it has a vector, and its token
 * vectors.  Words, windows and scores are memory/recall's; vectors the
 * family's of vector/.
 */
#include "memory/index.h"

#include "base/json.h"
#include "base/map.h"
#include "base/mem.h"

#include <math.h>

struct entry {
	struct px_id id;
	enum px_source_kind kind;
	bool learned;
	size_t token_count;
	uint32_t *token_ids; /* with the vectors behind them, one allocation */
};

struct px_memory_index {
	const struct px_memory_engine *engine;
	struct px_id user;
	struct px_recall *recall;
	struct px_vector_index *vectors; /* NULL without an embedder */
	struct px_map entries;           /* id -> struct entry */
	size_t token_bytes, learned;
	int64_t seq;                     /* of the user's sequence, that it is up to date with */
	bool shared;                     /* the shard's part owns it */
};

static void release(void *piece)
{
	struct px_memory_index *index = piece;
	size_t at = 0;
	void *value;

	while (px_map_next(&index->entries, &at, NULL, &value)) {
		free(((struct entry *)value)->token_ids);
		free(value);
	}
	px_map_release(&index->entries);
	px_recall_free(index->recall);
	if (index->vectors)
		px_vector_close(index->vectors);
	free(index);
}

/* One person's index of 10,000 memories takes some 30 MB; more of them than this are read anew when they are asked for. */
const struct px_shard_part px_memory_part = { "memory", 128 << 20, 256 << 20, release };

static struct px_str key_of(const struct px_id *id)
{
	return px_str_n((const char *)id->bytes, sizeof(id->bytes));
}

static bool tokens_of(void *arg, struct px_id id, struct px_recall_tokens *tokens)
{
	struct px_memory_index *index = arg;
	const struct entry *entry = px_map_get(&index->entries, key_of(&id));

	if (!entry || !entry->token_count)
		return false;
	tokens->ids = entry->token_ids;
	tokens->vectors = (const int8_t *)(entry->token_ids + entry->token_count);
	tokens->count = entry->token_count;
	return true;
}

/* Indexes in memory are filled from rows as they are read; there is nothing to hand over. */
static enum px_err rebuild(void *arg, struct px_id user, struct px_vector_sink *sink, struct px_error *error)
{
	(void)arg;
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

static enum px_err create(const struct px_memory_keep *keep, struct px_domain *domain, struct px_memory_index **out,
			  struct px_error *error)
{
	struct px_memory_index *index = px_calloc(1, sizeof(*index));
	struct px_embed_model model = { 0 };
	enum px_err err = PX_OK;

	index->engine = keep->engine;
	index->user = domain->user;
	px_map_init(&index->entries);
	if (keep->engine->embed && keep->engine->vectors) {
		px_embed_model(keep->engine->embed, &model);
		struct px_vector_scope scope = { .user = domain->user, .dims = (unsigned)model.dims, .rebuild = rebuild,
						 .model = px_str(px_memory_model(keep->engine->embed, domain->arena)) };
		if (model.dims) /* a remote model tells its size with its first answer */
			err = px_vector_open(keep->engine->vectors, &scope, &index->vectors, error);
	}
	struct px_recall_config config = { .vectors = index->vectors, .tokens = tokens_of, .arg = index };
	index->recall = px_recall_new(&config);
	if (err)
		release(index);
	*out = err ? NULL : index;
	return err;
}

/* ---------------------------------------------------------------- rows in and out */

static enum px_err add(void *arg, const struct px_source_row *row, struct px_error *error)
{
	struct px_memory_index *index = arg;
	struct px_id stale[PX_RECALL_NEIGHBOURS];
	struct entry *entry = px_map_get(&index->entries, key_of(&row->item.id));

	if (row->secret)
		return PX_OK;
	if (!entry) {
		entry = px_calloc(1, sizeof(*entry));
		entry->id = row->item.id;
		entry->kind = row->kind;
		px_map_put(&index->entries, key_of(&entry->id), entry);
	}
	enum px_err err = px_recall_add(index->recall, &row->item, error);
	/* Its text is new, and that of the turns whose windows it stands in. */
	size_t count = err ? 0 : px_recall_stale(index->recall, row->item.id, stale);
	for (size_t i = 0; i < count; i++) {
		struct entry *other = px_map_get(&index->entries, key_of(&stale[i]));
		if (other && other->learned) {
			other->learned = false;
			index->learned--;
		}
	}
	return err;
}

static enum px_err drop(struct px_memory_index *index, struct px_id id, struct px_error *error)
{
	struct entry *entry = px_map_remove(&index->entries, key_of(&id));

	if (!entry)
		return PX_OK;
	index->learned -= entry->learned;
	index->token_bytes -= entry->token_count * (sizeof(uint32_t) + PX_RECALL_TOKEN_DIMS);
	free(entry->token_ids);
	free(entry);
	return px_recall_remove(index->recall, &id, 1, error);
}

/* The row as it is now: in, or out if it is gone. */
static enum px_err refresh(struct px_memory_index *index, struct px_domain *domain, enum px_source_kind kind, struct px_id id,
			   struct px_error *error)
{
	struct px_source_row row;
	enum px_err err = px_source_read(domain, kind, id, &row, NULL);

	if (err == PX_NOT_FOUND)
		return drop(index, id, error);
	if (err)
		return px_fail(error, err, NULL, "a row to be recalled can't be read");
	if (kind == PX_RECALLED_MESSAGE && strcmp(row.text, "(forgotten)") == 0)
		return drop(index, id, error);
	if (kind == PX_RECALLED_MESSAGE && !px_map_get(&index->entries, key_of(&id)))
		return PX_OK; /* it was not worth recalling when it was said */
	return add(index, &row, error);
}

/* ------------------------------------------------------------------- vectors */

void px_memory_pack(const struct px_embed_model *model, const struct px_embedding *vector,
		    const struct px_embedding *tokens, struct px_arena *arena, struct px_embedding_row *row)
{
	float most = 0;

	for (size_t i = 0; i < model->dims; i++)
		most = fmaxf(most, fabsf(vector->vector[i]));
	float scale = most > 0 ? most / 127.0F : 1.0F;
	char *bytes = px_arena_alloc(arena, sizeof(scale) + model->dims);
	memcpy(bytes, &scale, sizeof(scale));
	for (size_t i = 0; i < model->dims; i++)
		bytes[sizeof(scale) + i] = (char)(int8_t)lrintf(vector->vector[i] / scale);
	row->vector = px_str_n(bytes, sizeof(scale) + model->dims);
	size_t count = tokens && tokens->token_vectors ? tokens->token_count : 0;
	if (count > PX_RECALL_TOKENS_MAX)
		count = PX_RECALL_TOKENS_MAX;
	if (!count)
		return;
	size_t ids = count * sizeof(uint32_t), vectors = count * PX_RECALL_TOKEN_DIMS;
	bytes = px_arena_alloc(arena, ids + vectors);
	memcpy(bytes, tokens->token_ids, ids);
	memcpy(bytes + ids, tokens->token_vectors, vectors);
	row->tokens = px_str_n(bytes, ids + vectors);
}

static void keep_tokens(struct px_memory_index *index, struct entry *entry, struct px_str tokens)
{
	size_t each = sizeof(uint32_t) + PX_RECALL_TOKEN_DIMS, count = tokens.size / each;

	index->token_bytes -= entry->token_count * each;
	free(entry->token_ids);
	entry->token_ids = NULL;
	entry->token_count = count;
	index->token_bytes += count * each;
	if (!count)
		return;
	entry->token_ids = px_calloc(count, each);
	memcpy(entry->token_ids, tokens.data, count * each);
}

enum px_err px_memory_index_learn(struct px_memory_index *index, const struct px_embedding_row *row, struct px_error *error)
{
	struct entry *entry = px_map_get(&index->entries, key_of(&row->owner_id));
	float vector[PX_EMBED_DIMS_MAX], scale;
	struct px_embed_model model;

	if (!entry || !index->vectors)
		return PX_OK;
	px_embed_model(index->engine->embed, &model);
	if (row->vector.size != sizeof(scale) + model.dims || model.dims > PX_EMBED_DIMS_MAX)
		return PX_OK; /* of another model, or damaged: it stays pending and is made again */
	memcpy(&scale, row->vector.data, sizeof(scale));
	bool any = false;
	for (size_t i = 0; i < model.dims; i++) {
		vector[i] = scale * (float)(int8_t)row->vector.data[sizeof(scale) + i];
		any |= vector[i] != 0;
	}
	keep_tokens(index, entry, row->tokens);
	struct px_recall_meaning meaning = { .id = entry->id, .vector = any ? vector : NULL, .token_ids = entry->token_ids,
					     .token_count = entry->token_count };
	enum px_err err = px_recall_learn(index->recall, &meaning, 1, error);
	if (!err && !entry->learned) {
		entry->learned = true;
		index->learned++;
	}
	return err;
}

static enum px_err load_vectors(struct px_memory_index *index, struct px_domain *domain, struct px_error *error)
{
	struct px_store_filter filter = { "model", PX_OP_EQ, { .text = px_str(px_memory_model(index->engine->embed, domain->arena)) } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 500 };
	enum px_err err = PX_OK;
	size_t got = 0;

	do {
		struct px_arena arena;
		void *rows;
		px_arena_init(&arena);
		err = px_store_query(domain->tx, &px_embedding_record, &query, &arena, &rows, &got, error);
		const struct px_embedding_row *row = rows;
		for (size_t i = 0; !err && i < got; i++)
			err = px_memory_index_learn(index, &row[i], error);
		if (!err && got) {
			query.after = true;
			query.after_id = query.after_value.id = row[got - 1].id;
		}
		px_arena_release(&arena);
	} while (!err && got == query.limit);
	return err;
}

/* -------------------------------------------------------------- opening, catching up */

static enum px_err load(struct px_memory_index *index, struct px_domain *domain, struct px_error *error)
{
	enum px_err err = px_store_seq(domain->tx, &index->seq, error);

	for (int kind = 0; !err && kind < PX_RECALLED_KINDS; kind++) {
		if (kind != PX_RECALLED_MESSAGE)
			err = px_source_each(domain, (enum px_source_kind)kind, PX_MEMORY_ROWS_MAX, add, index, error);
	}
	if (!err)
		err = px_source_messages(domain, 0, add, index, error);
	return !err && index->vectors ? load_vectors(index, domain, error) : err;
}

static enum px_err apply_action(struct px_memory_index *index, struct px_domain *domain, const struct px_action *action,
				struct px_error *error)
{
	json_t *images = NULL, *image;
	enum px_err err = px_json_parse(px_str(action->changes ? action->changes : "[]"), &images, error);
	size_t i;

	json_array_foreach(images, i, image) {
		int kind = px_source_of_entity(px_json_string(json_object_get(image, "entity")));
		struct px_id id;
		if (err || kind < 0 || !px_id_parse(px_json_string(json_object_get(image, "id")), &id))
			continue;
		err = refresh(index, domain, (enum px_source_kind)kind, id, error);
	}
	json_decref(images);
	return err;
}

/* Too much has changed, or an undo, an import or a document's deletion did: their records don't say what. */
static bool must_reload(const struct px_action *actions, size_t count, size_t limit)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(actions[i].tool, "undo") == 0 || strcmp(actions[i].tool, "import") == 0 ||
		    strcmp(actions[i].tool, "delete_document") == 0)
			return true;
	}
	return count == limit;
}

static enum px_err catch_up(struct px_memory_index *index, struct px_domain *domain, bool *reload, struct px_error *error)
{
	struct px_store_filter filter = { "seq", PX_OP_GT, { .integer = index->seq } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "seq", .limit = 500 };
	size_t count = 0;
	int64_t seq;
	void *rows;

	*reload = false;
	enum px_err err = px_store_seq(domain->tx, &seq, error);
	if (err || seq == index->seq)
		return err;
	err = px_store_query(domain->tx, &px_action_record, &query, domain->arena, &rows, &count, error);
	const struct px_action *actions = rows;
	if (!err && must_reload(actions, count, query.limit)) {
		*reload = true;
		return PX_OK;
	}
	for (size_t i = 0; !err && i < count; i++)
		err = apply_action(index, domain, &actions[i], error);
	if (!err)
		err = px_source_messages(domain, index->seq, add, index, error);
	index->seq = seq;
	return err;
}

enum px_err px_memory_index_open(const struct px_memory_keep *keep, struct px_domain *domain,
				 struct px_memory_index **out, struct px_error *error)
{
	struct px_memory_index *index = px_shard_part_get(keep->parts, &px_memory_part, domain->user, keep->epoch);
	bool reload = false;
	enum px_err err = PX_OK;

	*out = NULL;
	if (index)
		err = catch_up(index, domain, &reload, error);
	if (index && (err || reload)) {
		px_shard_part_drop(keep->parts, &px_memory_part, domain->user);
		index = NULL;
	}
	if (err || index) {
		*out = index;
		return err;
	}
	err = create(keep, domain, &index, error);
	if (!err)
		err = load(index, domain, error);
	if (err) {
		if (index)
			release(index);
		return err;
	}
	*out = index;
	return PX_OK;
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
		(void)px_shard_part_update(keep->parts, &px_memory_part, index->user, keep->epoch, stats.bytes);
	} else {
		index->shared = true;
		(void)px_shard_part_put(keep->parts, &px_memory_part, index->user, keep->epoch, index, stats.bytes);
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
		.pending = index->vectors ? index->entries.count - index->learned : 0,
		.bytes = sizeof(*index) + recall.memory + (size_t)vectors.memory + index->token_bytes +
			 index->entries.count * (sizeof(struct entry) + 64),
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
	px_embed_model(index->engine->embed, &model);
	struct px_embed_request request = { .user = index->user, .texts = &query->text, .count = 1, .tokens = model.token_dims != 0 };
	if (px_embed_now(index->engine->embed, &request, arena, result, NULL) != PX_OK)
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
		.filter = { .kinds = query->kinds, .from = query->from, .to = query->to },
	};
	struct px_recall_hit found[PX_RECALL_HITS_MAX];
	size_t found_count = 0;

	*count = 0;
	embed_question(index, query, domain->arena, &question);
	px_recall_read_times(&question, domain->tz);
	enum px_err err = px_recall_search(index->recall, &question, found, &found_count, evidence, error);
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

/* ------------------------------------------------------------ what has no vector */

static enum px_err window_text(struct px_memory_index *index, struct px_domain *domain, const struct entry *entry,
			       struct px_memory_pending *pending, struct px_error *error)
{
	struct px_id window[PX_RECALL_NEIGHBOURS];
	struct px_recall_item items[PX_RECALL_NEIGHBOURS];
	struct px_source_row row;
	size_t count = px_recall_window(index->recall, entry->id, window), n = 0;

	enum px_err err = px_source_read(domain, entry->kind, entry->id, &row, error);
	if (err)
		return err;
	pending->alone = px_recall_embed_text(&row.item, 1, domain->arena);
	for (size_t i = 0; i < count; i++) {
		struct px_source_row other;
		if (px_source_read(domain, entry->kind, window[i], &other, NULL) == PX_OK)
			items[n++] = other.item;
	}
	pending->window = n > 1 ? px_recall_embed_text(items, n, domain->arena) : pending->alone;
	pending->kind = entry->kind;
	pending->id = entry->id;
	return PX_OK;
}

bool px_memory_index_current(struct px_memory_index *index, struct px_domain *domain, const struct px_memory_pending *pending)
{
	const struct entry *entry = px_map_get(&index->entries, key_of(&pending->id));
	struct px_memory_pending now;

	return entry && window_text(index, domain, entry, &now, NULL) == PX_OK && px_str_eq(now.window, pending->window) &&
	       px_str_eq(now.alone, pending->alone);
}

enum px_err px_memory_index_pending(struct px_memory_index *index, struct px_domain *domain,
				    struct px_memory_pending *pending, size_t max, size_t *count, size_t *left,
				    struct px_error *error)
{
	size_t at = 0;
	void *value;

	*count = 0;
	*left = index->vectors ? index->entries.count - index->learned : 0;
	while (*left && *count < max && px_map_next(&index->entries, &at, NULL, &value)) {
		const struct entry *entry = value;
		if (entry->learned)
			continue;
		enum px_err err = window_text(index, domain, entry, &pending[*count], error);
		if (err && err != PX_NOT_FOUND)
			return err;
		*count += !err;
	}
	return PX_OK;
}
