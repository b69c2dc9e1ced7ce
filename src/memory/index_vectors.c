/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors of an index: as rows keep them, which are current, which are missing.
 *
 * A row names the text that its vector was made of by a hash.  The index knows
 * the hash of each text and so finds out without reading any whether a vector
 * is of the text as it is now; one that isn't is made again.
 */
#include "memory/index_internal.h"

#include <math.h>
#include <stdio.h>

enum { PAGE = 100, CAUGHT_UP = 6 /* texts: some milliseconds each */ };

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

/* Of the texts that the vector of an entry is made of: its own and those of its neighbours. */
static uint64_t window_hash(const struct px_memory_index *index, const struct px_index_entry *entry)
{
	struct px_id window[PX_RECALL_NEIGHBOURS];
	size_t count = px_recall_window(index->recall, entry->id, window);
	uint64_t hash = 0;

	for (size_t i = 0; i < count; i++) {
		const struct px_index_entry *other = px_index_entry(index, window[i]);
		hash = hash * 0x9e3779b97f4a7c15U + (other ? other->text_hash : 0);
	}
	return hash;
}

void px_memory_index_hash(const struct px_memory_index *index, struct px_id id, char text[PX_MEMORY_HASH_TEXT])
{
	const struct px_index_entry *entry = px_index_entry(index, id);

	snprintf(text, PX_MEMORY_HASH_TEXT, "%016llx", (unsigned long long)(entry ? window_hash(index, entry) : 0));
}

void px_index_tokens(struct px_str row, struct px_recall_tokens *tokens)
{
	size_t count = row.size / (sizeof(uint32_t) + PX_RECALL_TOKEN_DIMS);

	*tokens = (struct px_recall_tokens){ .count = count };
	if (!count)
		return;
	tokens->ids = (const uint32_t *)(const void *)row.data;
	tokens->vectors = (const int8_t *)row.data + count * sizeof(uint32_t);
}

/* The row's vector and tokens, in the arena; NULL: nothing here is to be learned from it. */
static struct px_index_entry *unpack(const struct px_memory_index *index, const struct px_embedding_row *row,
				     struct px_arena *arena, struct px_recall_meaning *meaning)
{
	struct px_index_entry *entry = px_index_entry(index, row->owner_id);
	struct px_embed_model model;
	float scale;

	if (!entry || !index->vectors)
		return NULL;
	px_embed_model(index->embed, &model);
	if (row->vector.size != sizeof(scale) + model.dims || model.dims > PX_EMBED_DIMS_MAX)
		return NULL; /* of another model, or damaged: it stays pending and is made again */
	memcpy(&scale, row->vector.data, sizeof(scale));
	float *vector = px_arena_alloc(arena, model.dims * sizeof(*vector));
	bool any = false;
	for (size_t i = 0; i < model.dims; i++) {
		vector[i] = scale * (float)(int8_t)row->vector.data[sizeof(scale) + i];
		any |= vector[i] != 0;
	}
	struct px_recall_tokens tokens;
	px_index_tokens(row->tokens, &tokens);
	entry->tokens = tokens.count ? row->id : PX_ID_NONE;
	*meaning = (struct px_recall_meaning){ .id = entry->id, .vector = any ? vector : NULL, .token_ids = tokens.ids,
					       .token_count = tokens.count };
	return entry;
}

static void note_learned(struct px_memory_index *index, struct px_index_entry *entry)
{
	if (entry->learned)
		return;
	px_index_wait_no_more(entry);
	entry->learned = true;
	index->learned++;
}

static enum px_err learn(struct px_memory_index *index, const struct px_embedding_row *row, bool written, struct px_error *error)
{
	struct px_recall_meaning meaning;
	struct px_arena arena;
	enum px_err err = PX_OK;

	px_arena_init(&arena);
	struct px_index_entry *entry = unpack(index, row, &arena, &meaning);
	if (entry)
		err = px_recall_learn(index->recall, &meaning, 1, error);
	if (!err && entry && written)
		note_learned(index, entry);
	px_arena_release(&arena);
	return err;
}

enum px_err px_memory_index_learn(struct px_memory_index *index, const struct px_embedding_row *row, struct px_error *error)
{
	return learn(index, row, true, error);
}

void px_memory_index_catch_up(struct px_memory_index *index, struct px_domain *domain)
{
	struct px_memory_pending pending[CAUGHT_UP];
	struct px_embedding results[CAUGHT_UP];
	struct px_str texts[CAUGHT_UP];
	struct px_embed_model model;
	size_t count, left;

	if (!index->embed || px_memory_index_pending(index, domain, pending, CAUGHT_UP, &count, &left, NULL) != PX_OK || !count ||
	    left > CAUGHT_UP)
		return;
	px_embed_model(index->embed, &model);
	for (size_t i = 0; i < count; i++)
		texts[i] = pending[i].alone;
	struct px_embed_request request = { .user = index->user, .texts = texts, .count = count, .tokens = model.token_dims != 0 };
	if (px_embed_now(index->embed, &request, domain->arena, results, NULL) != PX_OK)
		return;
	for (size_t i = 0; i < count; i++) {
		struct px_embedding_row row;
		px_record_init(&px_embedding_record, &row);
		row.owner_id = pending[i].id;
		px_memory_pack(&model, &results[i], model.token_dims ? &results[i] : NULL, domain->arena, &row);
		if (learn(index, &row, false, NULL) != PX_OK)
			return;
	}
}

/*
 * One that is of another text is passed over: it stays pending and is made again.  They are learned together: vectors
 * may be kept by a server, to which each call is a way.
 */
static enum px_err load_page(struct px_memory_index *index, const struct px_embedding_row *rows, size_t count,
			     struct px_arena *arena, struct px_error *error)
{
	struct px_recall_meaning meanings[PAGE];
	char hash[PX_MEMORY_HASH_TEXT];
	enum px_err err = PX_OK;
	size_t taken = 0;

	for (size_t i = 0; !err && i < count; i++) {
		px_memory_index_hash(index, rows[i].owner_id, hash);
		struct px_index_entry *entry = strcmp(hash, rows[i].text_hash) == 0 ? unpack(index, &rows[i], arena, &meanings[taken])
										    : NULL;
		if (!entry)
			continue;
		if (entry->learned && taken) { /* a second row of one thing: the latest counts, so the first goes first */
			err = px_recall_learn(index->recall, meanings, taken, error);
			meanings[0] = meanings[taken];
			taken = 0;
		}
		note_learned(index, entry);
		taken++;
	}
	return err || !taken ? err : px_recall_learn(index->recall, meanings, taken, error);
}

static bool is_there(void *arg, struct px_id id)
{
	return px_index_entry(arg, id) != NULL;
}

/* What a server still has of things that went while this index was not in memory; if it is away, another time. */
static enum px_err drop_leftovers(struct px_memory_index *index, struct px_error *error)
{
	enum px_err err = px_vector_keep(index->vectors, is_there, index, NULL, error);

	return err == PX_UNAVAILABLE || err == PX_TIMEOUT ? PX_OK : err;
}

enum px_err px_index_load_vectors(struct px_memory_index *index, struct px_domain *domain, bool *last, struct px_error *error)
{
	struct px_store_filter filter = { "model", PX_OP_EQ, { .text = px_str(px_memory_model(index->embed, domain->arena)) } };
	struct px_store_query query = {
		.filters = &filter, .filter_count = 1, .limit = PAGE, .after = !px_id_is_none(index->vectors_after),
		.after_id = index->vectors_after, .after_value.id = index->vectors_after,
	};
	struct px_arena arena;
	size_t got = 0;
	void *rows;

	px_arena_init(&arena);
	enum px_err err = px_store_query(domain->tx, &px_embedding_record, &query, &arena, &rows, &got, error);
	if (!err)
		err = load_page(index, rows, got, &arena, error);
	if (!err && got)
		index->vectors_after = ((const struct px_embedding_row *)rows)[got - 1].id;
	px_arena_release(&arena);
	*last = got < PAGE;
	return !err && *last ? drop_leftovers(index, error) : err;
}

static enum px_err window_text(struct px_memory_index *index, struct px_domain *domain, const struct px_index_entry *entry,
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
	const struct px_index_entry *entry = px_index_entry(index, pending->id);
	struct px_memory_pending now;

	return entry && window_text(index, domain, entry, &now, NULL) == PX_OK && px_str_eq(now.window, pending->window) &&
	       px_str_eq(now.alone, pending->alone);
}

/* A page of what waits; rows that are gone, as with their conversation, which leaves no record, leave the index. */
static enum px_err pending_page(struct px_memory_index *index, struct px_domain *domain, struct px_memory_pending *pending,
				size_t max, size_t *count, size_t *dropped, struct px_error *error)
{
	struct px_id gone[PX_MEMORY_PENDING_MAX];
	enum px_err err = PX_OK;
	size_t gone_count = 0;

	*count = 0;
	for (const struct px_index_entry *entry = index->waiting; !err && entry && *count < max && gone_count < PX_MEMORY_PENDING_MAX;
	     entry = entry->next) {
		err = window_text(index, domain, entry, &pending[*count], error);
		if (err == PX_NOT_FOUND) {
			gone[gone_count++] = entry->id;
			err = PX_OK;
			continue;
		}
		*count += !err;
	}
	for (size_t i = 0; !err && i < gone_count; i++)
		err = px_index_drop(index, gone[i], error);
	*dropped = gone_count;
	return err;
}

enum px_err px_memory_index_pending(struct px_memory_index *index, struct px_domain *domain,
				    struct px_memory_pending *pending, size_t max, size_t *count, size_t *left,
				    struct px_error *error)
{
	enum px_err err = PX_OK;
	size_t dropped = 0;

	*count = *left = 0;
	if (!index->embed)
		return PX_OK;
	do /* a page of nothing but rows that are gone says nothing of what is behind it */
		err = pending_page(index, domain, pending, max, count, &dropped, error);
	while (!err && !*count && dropped);
	*left = index->entries.count - index->learned;
	return err;
}
