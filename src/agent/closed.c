/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A title said in full is looked for as a whole.  Otherwise candidates are the
 * titles that hold all that was said, then all but the commonest word, and so
 * on, and at last the rarest words one by one; a word that no title holds says
 * nothing.  Among the candidates the engine's matcher decides.
 */
#include "agent/closed.h"

#include "agent/context.h"
#include "base/fold.h"

#include <stdlib.h>

enum {
	TASKS_MAX = 50,   /* that the engine looks at */
	COMMON = 1000,    /* a word that so many titles hold is as common as one that more do */
	SINGLE_WORDS = 4,
};

struct said {
	struct px_str word;
	size_t titles;
};

static int rarest_first(const void *a, const void *b)
{
	const struct said *left = a, *right = b;

	return left->titles < right->titles ? -1 : left->titles > right->titles;
}

/* The words that any closed title holds, the rarest first. */
static enum px_err known_words(struct px_domain *domain, const struct px_str *words, size_t count, struct px_str *known,
			       size_t *known_count, struct px_error *error)
{
	struct said said[PX_FOLD_WORDS_MAX];
	size_t kept = 0;
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < count; i++) {
		said[kept].word = words[i];
		err = px_store_closed_count(domain->tx, words[i], COMMON, &said[kept].titles, error);
		kept += !err && said[kept].titles > 0;
	}
	qsort(said, kept, sizeof(said[0]), rarest_first);
	for (size_t i = 0; i < kept && i < PX_STORE_CLOSED_WORDS; i++)
		known[i] = said[i].word;
	*known_count = kept < PX_STORE_CLOSED_WORDS ? kept : PX_STORE_CLOSED_WORDS;
	return err;
}

/* Those that may be meant, each once. */
struct candidates {
	struct px_id ids[TASKS_MAX];
	size_t count;
};

/* Adds the tasks whose titles hold all these words, as far as there is room. */
static enum px_err add_holding(struct px_domain *domain, const struct px_str *words, size_t word_count,
			       struct candidates *all, struct px_error *error)
{
	struct px_id ids[TASKS_MAX];
	size_t count = 0;
	enum px_err err = px_store_closed(domain->tx, words, word_count, TASKS_MAX, ids, &count, error);

	for (size_t i = 0; !err && i < count && all->count < TASKS_MAX; i++) {
		size_t same = 0;
		while (same < all->count && !px_id_eq(all->ids[same], ids[i]))
			same++;
		if (same == all->count)
			all->ids[all->count++] = ids[i];
	}
	return err;
}

static int closed_last_first(const void *a, const void *b)
{
	const struct px_task *left = a, *right = b;
	int64_t x = left->completed == PX_TIME_NONE ? left->updated : left->completed;
	int64_t y = right->completed == PX_TIME_NONE ? right->updated : right->completed;

	return x > y ? -1 : x < y;
}

/* What the words mean among the tasks of one status. */
static void match_status(struct px_domain *domain, const struct px_nlu_context *nlu, struct px_str words,
			 const struct px_task *tasks, size_t count, enum px_task_status status, struct px_nlu_found *found)
{
	struct px_nlu_item *items = PX_ARENA_ARRAY(domain->arena, struct px_nlu_item, count + 1);
	struct px_nlu_context context = *nlu;

	context.items = items;
	context.item_count = 0;
	context.titles = NULL;
	for (size_t i = 0; i < count; i++) {
		if (tasks[i].status == (int)status)
			items[context.item_count++] = px_context_task_item(domain, &tasks[i], NULL);
	}
	if (context.item_count)
		px_nlu_find(&context, 1 << PX_NLU_TASK, words, domain->arena, found);
}

static enum px_err match(struct px_domain *domain, const struct px_nlu_context *nlu, struct px_str words,
			 const struct candidates *all, struct px_nlu_found *found, struct px_error *error)
{
	struct px_task *tasks = PX_ARENA_ARRAY(domain->arena, struct px_task, all->count + 1);
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < all->count; i++)
		err = px_task_get(domain, all->ids[i], &tasks[i], error);
	if (err)
		return err;
	qsort(tasks, all->count, sizeof(*tasks), closed_last_first);
	match_status(domain, nlu, words, tasks, all->count, PX_TASK_COMPLETED, found);
	if (!found->count)
		match_status(domain, nlu, words, tasks, all->count, PX_TASK_CANCELLED, found);
	return PX_OK;
}

enum px_err px_closed_find(struct px_domain *domain, const struct px_nlu_context *nlu, struct px_str text,
			   struct px_nlu_found *found, struct px_error *error)
{
	struct px_str words[PX_FOLD_WORDS_MAX], known[PX_STORE_CLOSED_WORDS];
	size_t count = px_fold_words(text, domain->arena, words), known_count;
	struct candidates all = { .count = 0 };

	if (!count)
		return PX_OK;
	struct px_str whole = px_fold_whole(words, count, domain->arena);
	enum px_err err = add_holding(domain, &whole, 1, &all, error);
	if (!err)
		err = match(domain, nlu, text, &all, found, error);
	if (err || found->count)
		return err;
	err = known_words(domain, words, count, known, &known_count, error);
	for (size_t n = known_count; !err && n > 0; n--)
		err = add_holding(domain, known, n, &all, error);
	for (size_t i = 1; !err && i < known_count && i < SINGLE_WORDS; i++)
		err = add_holding(domain, &known[i], 1, &all, error);
	return err ? err : match(domain, nlu, text, &all, found, error);
}
