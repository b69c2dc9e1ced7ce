/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The driver "embedded": one file per user and model in a folder, searched in
 * this process.
 *
 * An index costs a few hundred bytes until it is used; then its file is mapped
 * and its log read, and it stays loaded until others need the memory
 * (index.c).  Up to PX_VECTOR_GRAPH_MIN vectors a search looks at all of them,
 * which is exact and faster than anything else; beyond, a graph is built by
 * maintenance (maintain.c), and what has been added since is looked at too.
 */
#include "vector/vector_driver.h"

#include "base/mem.h"
#include "vector/embedded/index.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECORDS_MAX = PX_VECTOR_BATCH_MAX * (2 * PX_VECTOR_DIMS_MAX + 64) };

static enum px_err embedded_open(const struct px_vectors_config *config, void **self, struct px_error *error)
{
	struct px_vector_driver_state *driver;

	if (config->folder && mkdir(config->folder, 0700) < 0 && errno != EEXIST)
		return px_fail(error, PX_IO, "folder", "can't make %s: %s", config->folder, strerror(errno));
	driver = px_calloc(1, sizeof(*driver));
	driver->folder = px_strdup(config->folder);
	driver->memory = config->memory ? config->memory : PX_VECTOR_MEMORY;
	driver->graph_from = config->graph_from ? config->graph_from : PX_VECTOR_GRAPH_MIN;
	driver->kernel = px_dot_best();
	pthread_mutex_init(&driver->lock, NULL);
	*self = driver;
	return PX_OK;
}

static void embedded_close(void *self)
{
	struct px_vector_driver_state *driver = self;

	pthread_mutex_destroy(&driver->lock);
	free(driver->folder);
	free(driver);
}

/* Folder and memory are our own. */
static enum px_err embedded_check(void *self, struct px_error *error)
{
	(void)self;
	(void)error;
	return PX_OK;
}

static char *path_of(const char *folder, struct px_id user, struct px_str model)
{
	char id[PX_ID_TEXT + 1], *path;
	size_t size = strlen(folder) + PX_ID_TEXT + 32;

	px_id_format(user, id);
	path = px_alloc(size);
	snprintf(path, size, "%s/%s-%016llx.vec", folder, id, (unsigned long long)px_str_hash(model));
	return path;
}

static enum px_err index_open(void *self, const struct px_vector_scope *scope, void **index, struct px_error *error)
{
	struct px_vector_driver_state *driver = self;
	struct px_embedded_index *made = px_calloc(1, sizeof(*made));

	(void)error;
	made->driver = driver;
	made->owner = (struct px_vector_owner){ scope->user, px_strndup(scope->model.data, scope->model.size),
						scope->dims };
	made->rebuild = scope->rebuild;
	made->rebuild_arg = scope->rebuild_arg;
	made->path = driver->folder ? path_of(driver->folder, scope->user, scope->model) : NULL;
	pthread_mutex_init(&made->lock, NULL);
	*index = made;
	return PX_OK;
}

static void index_close(void *self)
{
	struct px_embedded_index *index = self;

	px_index_unload(index);
	pthread_mutex_destroy(&index->lock);
	free(index->path);
	free((char *)(uintptr_t)index->owner.model);
	free(index);
}

static enum px_err index_destroy(void *self, struct px_error *error)
{
	struct px_embedded_index *index = self;
	enum px_err err = PX_OK;

	px_index_unload(index);
	if (index->path && unlink(index->path) < 0 && errno != ENOENT)
		err = px_fail(error, PX_IO, "index", "can't delete a vector index: %s", strerror(errno));
	index_close(index);
	return err;
}

/* A first file without rows, for the log to stand in. */
static enum px_err need_file(struct px_embedded_index *index, struct px_error *error)
{
	if (index->state->file.map || !index->path)
		return PX_OK;
	return px_index_maintain_entered(index, false, error);
}

static enum px_err write_records(struct px_embedded_index *index, const struct px_vector_item *items, size_t count,
				 int8_t *codes, float *scales, struct px_error *error)
{
	struct px_buf log = PX_BUF_INIT(RECORDS_MAX);
	size_t stride = px_rows_stride(index->owner.dims);

	for (size_t i = 0; i < count; i++) {
		struct px_vector_record record = {
			.item = items[i],
			.code = { codes + 2 * i * stride, codes + (2 * i + 1) * stride, 0 },
		};
		px_code_make(items[i].vector, index->owner.dims, stride, &record.code);
		scales[i] = record.code.scale;
		if (index->path)
			px_vector_record_write(&log, &record, index->owner.dims);
	}
	enum px_err err = px_vector_file_append(&index->state->file, px_buf_view(&log), error);
	px_buf_release(&log);
	return err;
}

static enum px_err put_entered(struct px_embedded_index *index, const struct px_vector_item *items, size_t count,
			       struct px_error *error)
{
	struct px_vector_state *state = index->state;
	size_t stride = px_rows_stride(index->owner.dims);

	if (px_state_count(state) + count > PX_VECTOR_ITEMS_MAX)
		return px_fail(error, PX_TOO_LARGE, "items", "%d vectors of one user at most", PX_VECTOR_ITEMS_MAX);
	enum px_err err = need_file(index, error);
	if (err)
		return err;
	int8_t *codes = px_alloc(count * 2 * stride);
	float *scales = px_alloc(count * sizeof(*scales));
	err = write_records(index, items, count, codes, scales, error);
	for (size_t i = 0; i < count && !err; i++) {
		struct px_code code = { codes + 2 * i * stride, codes + (2 * i + 1) * stride, scales[i] };
		(void)px_state_remove(state, items[i].id);
		px_tail_put(&state->tail, &items[i], &code);
	}
	free(codes);
	free(scales);
	return err;
}

/* After a change that was made: a failure to tidy up is no failure of the change. */
static void tidy_up(struct px_embedded_index *index)
{
	struct px_error ignored;

	if (px_state_count(index->state) <= PX_VECTOR_INLINE_MAX && px_state_wants_maintenance(index->state, SIZE_MAX) &&
	    px_index_maintain_entered(index, false, &ignored) != PX_OK)
		return;
}

static enum px_err put(void *self, const struct px_vector_item *items, size_t count, struct px_error *error)
{
	struct px_embedded_index *index = self;
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	err = put_entered(index, items, count, error);
	if (!err)
		tidy_up(index);
	px_index_leave(index);
	return err;
}

static enum px_err remove_entered(struct px_embedded_index *index, const struct px_id *ids, size_t count,
				  size_t *removed, struct px_error *error)
{
	struct px_buf log = PX_BUF_INIT(RECORDS_MAX);
	const struct px_rows *rows;
	size_t row;

	for (size_t i = 0; i < count; i++)
		if (px_state_find(index->state, ids[i], &rows, &row))
			px_vector_record_write(&log, &(struct px_vector_record){ .removed = true, .item.id = ids[i] },
					       index->owner.dims);
	enum px_err err = log.overflow ? px_fail(error, PX_TOO_LARGE, "ids", "too many ids at once")
		: log.size	       ? px_vector_file_append(&index->state->file, px_buf_view(&log), error)
				       : PX_OK;
	for (size_t i = 0; i < count && !err; i++)
		*removed += px_state_remove(index->state, ids[i]);
	px_buf_release(&log);
	return err;
}

static enum px_err remove_ids(void *self, const struct px_id *ids, size_t count, size_t *removed,
			      struct px_error *error)
{
	struct px_embedded_index *index = self;
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	err = remove_entered(index, ids, count, removed, error);
	if (!err)
		tidy_up(index);
	px_index_leave(index);
	return err;
}

static enum px_err sync_file(void *self, struct px_error *error)
{
	struct px_embedded_index *index = self;
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	err = px_vector_file_sync(&index->state->file, error);
	px_index_leave(index);
	return err;
}

static enum px_err maintain(void *self, bool force, struct px_error *error)
{
	return px_index_maintain(self, force, error);
}

static enum px_err search(void *self, const struct px_vector_query *query, struct px_vector_hit *hits, size_t *count,
			  struct px_error *error)
{
	struct px_embedded_index *index = self;
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	px_state_search(index->state, index->driver->kernel, index->owner.dims, query, hits, count);
	px_index_leave(index);
	return PX_OK;
}

static enum px_err get(void *self, struct px_id id, float *vector, struct px_error *error)
{
	struct px_embedded_index *index = self;
	const struct px_rows *rows;
	size_t row;
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	if (px_state_find(index->state, id, &rows, &row)) {
		struct px_code code = px_rows_code(rows, row);
		px_code_vector(&code, index->owner.dims, vector);
	} else {
		err = px_fail(error, PX_NOT_FOUND, "id", "no vector with this id");
	}
	px_index_leave(index);
	return err;
}

static float cosine(const float *a, const float *b, unsigned dims)
{
	double dot = 0, x = 0, y = 0;

	for (unsigned i = 0; i < dims; i++) {
		dot += (double)a[i] * (double)b[i];
		x += (double)a[i] * (double)a[i];
		y += (double)b[i] * (double)b[i];
	}
	return x > 0 && y > 0 ? (float)(dot / sqrt(x * y)) : 0;
}

static enum px_err score(void *self, const float *vector, const struct px_id *ids, size_t count, float *scores,
			 struct px_error *error)
{
	struct px_embedded_index *index = self;
	const struct px_rows *rows;
	float other[PX_VECTOR_DIMS_MAX];
	size_t row;
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		scores[i] = NAN;
		if (!px_state_find(index->state, ids[i], &rows, &row))
			continue;
		struct px_code code = px_rows_code(rows, row);
		px_code_vector(&code, index->owner.dims, other);
		scores[i] = cosine(vector, other, index->owner.dims);
	}
	px_index_leave(index);
	return PX_OK;
}

struct unwanted {
	bool (*wanted)(void *arg, struct px_id id);
	void *arg;
	struct px_id *ids;
	size_t count, room;
};

static void add_unwanted(struct unwanted *unwanted, const struct px_rows *rows, const uint8_t *dead)
{
	for (size_t row = 0; row < rows->count; row++) {
		if (px_bit(dead, row) || unwanted->wanted(unwanted->arg, rows->ids[row]))
			continue;
		if (unwanted->count == unwanted->room) {
			unwanted->room = unwanted->room ? 2 * unwanted->room : 64;
			unwanted->ids = px_realloc(unwanted->ids, unwanted->room * sizeof(*unwanted->ids));
		}
		unwanted->ids[unwanted->count++] = rows->ids[row];
	}
}

static enum px_err keep(void *self, bool (*wanted)(void *arg, struct px_id id), void *arg, size_t *removed,
			struct px_error *error)
{
	struct px_embedded_index *index = self;
	struct unwanted unwanted = { .wanted = wanted, .arg = arg };
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	const struct px_vector_state *state = index->state;
	add_unwanted(&unwanted, &state->file.snapshot.rows, state->base_dead.bits);
	add_unwanted(&unwanted, &state->frozen.rows, state->frozen_dead.bits);
	add_unwanted(&unwanted, &state->tail.rows, NULL);
	for (size_t i = 0; i < unwanted.count && !err; i += PX_VECTOR_BATCH_MAX)
		err = remove_entered(index, unwanted.ids + i,
				     unwanted.count - i < PX_VECTOR_BATCH_MAX ? unwanted.count - i : PX_VECTOR_BATCH_MAX,
				     removed, error);
	if (!err)
		tidy_up(index);
	px_index_leave(index);
	free(unwanted.ids);
	return err;
}

static enum px_err stat_index(void *self, struct px_vector_stats *stats, struct px_error *error)
{
	struct px_embedded_index *index = self;
	enum px_err err = px_index_enter(index, error);

	if (err)
		return err;
	const struct px_vector_state *state = index->state;
	stats->items = px_state_count(state);
	stats->waiting = px_state_waiting(state);
	stats->graph = state->file.head.graph;
	stats->memory = px_state_memory(state);
	stats->mapped = state->file.fd >= 0 ? state->file.snapshot.size : 0;
	stats->file = state->file.fd >= 0 ? state->file.snapshot.size + state->file.head.log_size : 0;
	stats->rebuilds = index->rebuilds;
	px_index_leave(index);
	return PX_OK;
}

const struct px_vector_driver px_vector_embedded = {
	.name = "embedded",
	.open = embedded_open,
	.close = embedded_close,
	.check = embedded_check,
	.index_open = index_open,
	.index_close = index_close,
	.index_destroy = index_destroy,
	.put = put,
	.remove = remove_ids,
	.sync = sync_file,
	.maintain = maintain,
	.search = search,
	.get = get,
	.score = score,
	.keep = keep,
	.stat = stat_index,
	.since = px_vector_since_never,
};
