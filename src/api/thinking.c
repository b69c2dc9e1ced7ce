/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is under the lock belongs to the thinker's threads and the shard alike;
 * all else to the shard.  `posted` holds while the job is on its way: there is
 * never more than one.
 */
#include "api/thinking.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <pthread.h>
#include <stdlib.h>

/* What was told and not heard yet. */
struct told {
	struct px_buf text;
	struct px_arena arena;      /* of calls and end */
	struct px_think_call *calls;
	size_t call_count;
	struct px_think_end *end;
};

struct px_thinking {
	struct px_job job;          /* first: the job is the thinking */
	struct px_api *api;
	unsigned shard;
	pthread_mutex_t lock;
	struct told told;           /* under the lock */
	bool posted;                /* under the lock */
	bool ended;
	void *thought;
	px_thinking_hear_fn hear;   /* NULL: nobody listens any more */
	void *arg;
};

static void told_init(struct told *told)
{
	*told = (struct told){ .text = PX_BUF_INIT(PX_THINK_TEXT_MAX + 4) };
	px_arena_init(&told->arena);
}

static void told_release(struct told *told)
{
	px_buf_release(&told->text);
	px_arena_release(&told->arena);
}

static void free_thinking(struct px_thinking *thinking)
{
	struct px_api *api = thinking->api;

	const struct px_thinker *thinker = api->parts.thinker;

	if (thinking->thought && thinker->write_rest)
		thinker->write_rest(thinking->thought, api->parts.store);
	if (thinking->thought)
		thinker->release(thinking->thought);
	told_release(&thinking->told);
	pthread_mutex_destroy(&thinking->lock);
	free(thinking);
	px_api_leave(api);
}

static void hear_job(struct px_job *job)
{
	struct px_thinking *thinking = (struct px_thinking *)job;
	struct told told, fresh;

	told_init(&fresh);
	pthread_mutex_lock(&thinking->lock);
	told = thinking->told;
	thinking->told = fresh;
	thinking->posted = false;
	pthread_mutex_unlock(&thinking->lock);
	thinking->ended = told.end != NULL; /* which is the last thing told */
	if (thinking->hear) {
		const struct px_thinking_news news = { px_buf_view(&told.text), told.calls, told.call_count, told.end };
		thinking->hear(thinking->arg, &news); /* it may have left, and then the thinking is gone if it has ended */
	} else if (thinking->ended) {
		free_thinking(thinking);
	}
	told_release(&told);
}

/* With the lock held; releases it. */
static void post_and_unlock(struct px_thinking *thinking)
{
	bool post = !thinking->posted;

	thinking->posted = true;
	pthread_mutex_unlock(&thinking->lock);
	/* px_api_drain keeps the shards until the thinking is gone. */
	if (post && !px_shard_post_to(thinking->api->parts.shards, thinking->shard, &thinking->job))
		abort();
}

static void tell_text(void *arg, struct px_str more)
{
	struct px_thinking *thinking = arg;

	pthread_mutex_lock(&thinking->lock);
	/* What is too much is cut between characters, a little over the limit, and shows by its size. */
	size_t room = PX_THINK_TEXT_MAX + 4 - thinking->told.text.size;
	(void)px_buf_str(&thinking->told.text, px_str_n(more.data, more.size > room ? px_utf8_cut(more, room) : more.size));
	post_and_unlock(thinking);
}

static void tell_calls(void *arg, const struct px_think_call *calls, size_t count)
{
	struct px_thinking *thinking = arg;

	pthread_mutex_lock(&thinking->lock);
	struct told *told = &thinking->told;
	told->calls = PX_ARENA_ARRAY(&told->arena, struct px_think_call, count ? count : 1);
	told->call_count = count;
	for (size_t i = 0; i < count; i++)
		told->calls[i] = px_think_call_copy(&calls[i], &told->arena);
	post_and_unlock(thinking);
}

static void tell_end(void *arg, const struct px_think_end *end)
{
	struct px_thinking *thinking = arg;

	pthread_mutex_lock(&thinking->lock);
	struct told *told = &thinking->told;
	told->end = PX_ARENA_NEW(&told->arena, struct px_think_end);
	*told->end = *end;
	if (end->why)
		told->end->why = px_arena_str(&told->arena, px_str(end->why));
	if (end->usage.model)
		told->end->usage.model = px_arena_str(&told->arena, px_str(end->usage.model));
	post_and_unlock(thinking);
}

const struct px_think_events px_thinking_events = { tell_text, tell_calls, tell_end };

struct px_thinking *px_thinking_new(struct px_api *api, struct px_id user, px_thinking_hear_fn hear, void *arg)
{
	struct px_thinking *thinking = px_calloc(1, sizeof(*thinking));

	px_api_enter(api);
	thinking->job.run = hear_job;
	thinking->api = api;
	thinking->shard = px_shard_of(api->parts.shards, user);
	pthread_mutex_init(&thinking->lock, NULL);
	told_init(&thinking->told);
	thinking->hear = hear;
	thinking->arg = arg;
	return thinking;
}

void **px_thinking_thought(struct px_thinking *thinking)
{
	return &thinking->thought;
}

void px_thinking_leave(struct px_thinking *thinking)
{
	thinking->hear = NULL;
	if (thinking->ended || !thinking->thought)
		free_thinking(thinking);
	else
		thinking->api->parts.thinker->stop(thinking->thought);
}
