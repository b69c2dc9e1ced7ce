/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads that read at once each take a workspace off a list, or make one; so
 * there are never more than threads that read at once.
 */
#include "specialist/specialist.h"

#include "base/mem.h"
#include "specialist/decode.h"
#include "specialist/weights.h"

#include <pthread.h>

struct workspace {
	struct workspace *next;
	struct px_arena arena;
	struct px_specialist_input input;
	struct px_specialist_work work;
};

struct px_specialist {
	struct px_specialist_net net;
	pthread_mutex_t lock;
	struct workspace *idle; /* guarded by lock */
};

enum px_err px_specialist_open(const char *encoder_file, struct px_specialist **out, struct px_error *error)
{
	struct px_specialist *specialist = px_calloc(1, sizeof(*specialist));
	size_t size = (size_t)(px_specialist_weights_end - px_specialist_weights);
	enum px_err err = px_specialist_net_open(&specialist->net, encoder_file, px_specialist_weights, size, error);

	if (err) {
		free(specialist);
		return err;
	}
	pthread_mutex_init(&specialist->lock, NULL);
	*out = specialist;
	return PX_OK;
}

void px_specialist_close(struct px_specialist *specialist)
{
	if (!specialist)
		return;
	while (specialist->idle) {
		struct workspace *workspace = specialist->idle;
		specialist->idle = workspace->next;
		px_specialist_work_release(&workspace->work);
		px_arena_release(&workspace->arena);
		free(workspace);
	}
	pthread_mutex_destroy(&specialist->lock);
	px_specialist_net_close(&specialist->net);
	free(specialist);
}

px_read_fn px_specialist_reader(const struct px_specialist *specialist)
{
	return specialist ? px_specialist_read : NULL;
}

static struct workspace *take(struct px_specialist *specialist)
{
	pthread_mutex_lock(&specialist->lock);
	struct workspace *workspace = specialist->idle;
	if (workspace)
		specialist->idle = workspace->next;
	pthread_mutex_unlock(&specialist->lock);
	if (!workspace) {
		workspace = px_calloc(1, sizeof(*workspace));
		px_arena_init(&workspace->arena);
	}
	return workspace;
}

static void give_back(struct px_specialist *specialist, struct workspace *workspace)
{
	px_arena_clear(&workspace->arena);
	pthread_mutex_lock(&specialist->lock);
	workspace->next = specialist->idle;
	specialist->idle = workspace;
	pthread_mutex_unlock(&specialist->lock);
}

bool px_specialist_read(void *arg, const struct px_nlu_context *context, struct px_str text, struct px_marks *marks)
{
	struct px_specialist *specialist = arg;
	struct workspace *workspace = take(specialist);
	const struct px_specialist_net *net = &specialist->net;
	bool readable = px_specialist_input(&net->wordpiece, context, text, &workspace->arena, &workspace->input);

	if (readable) {
		px_specialist_net_run(net, &workspace->input, &workspace->work);
		px_specialist_decode(&workspace->input, workspace->work.scores, &net->temperatures, marks);
	}
	give_back(specialist, workspace);
	return readable;
}
