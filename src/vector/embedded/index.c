/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading, rebuilding and unloading the state of an index, and finding and
 * removing rows in it.
 *
 * Locks: an index's lock is taken first, the driver's inside it and only for
 * the list.  Unloading another index takes no lock of that one: without pins
 * nobody is inside, and whoever wants to be must first pin it under the
 * driver's lock, which the unloading holds.
 */
#include "vector/embedded/index.h"

#include "base/log.h"
#include "base/mem.h"
#include "vector/vector_driver.h"

#include <errno.h>
#include <unistd.h>

void px_dead_mark(struct px_dead *dead, size_t row, size_t rows)
{
	if (!dead->bits)
		dead->bits = px_calloc((rows + 7) / 8, 1);
	dead->bits[row / 8] |= (uint8_t)(1 << (row % 8));
	dead->count++;
}

void px_dead_release(struct px_dead *dead)
{
	free(dead->bits);
	*dead = (struct px_dead){ 0 };
}

void px_state_free(struct px_vector_state *state)
{
	if (!state)
		return;
	px_vector_file_close(&state->file);
	px_dead_release(&state->base_dead);
	px_dead_release(&state->frozen_dead);
	px_tail_release(&state->frozen);
	px_tail_release(&state->tail);
	px_graph_scratch_release(&state->scratch);
	free(state->late);
	free(state);
}

size_t px_state_count(const struct px_vector_state *state)
{
	return state->file.snapshot.rows.count - state->base_dead.count + state->frozen.rows.count -
	       state->frozen_dead.count + state->tail.rows.count;
}

size_t px_state_waiting(const struct px_vector_state *state)
{
	return state->base_dead.count + state->frozen.rows.count + state->tail.rows.count;
}

size_t px_state_memory(const struct px_vector_state *state)
{
	size_t rows = state->file.snapshot.rows.count;

	return sizeof(*state) + px_tail_memory(&state->tail) + px_tail_memory(&state->frozen) +
	       (state->base_dead.bits ? rows / 8 : 0) + px_graph_scratch_memory(&state->scratch) +
	       (state->file.fd < 0 ? state->file.snapshot.size : 0);
}

/* Row of a live id in the snapshot, or SIZE_MAX. */
static size_t find_in_base(const struct px_vector_state *state, struct px_id id)
{
	const struct px_snapshot *snapshot = &state->file.snapshot;
	size_t low = 0, high = snapshot->rows.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = px_id_cmp(snapshot->rows.ids[snapshot->order[middle]], id);
		if (!order)
			return px_bit(state->base_dead.bits, snapshot->order[middle]) ? SIZE_MAX
										      : snapshot->order[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return SIZE_MAX;
}

static size_t find_in_frozen(const struct px_vector_state *state, struct px_id id)
{
	size_t row = px_tail_find(&state->frozen, id);

	return row != SIZE_MAX && px_bit(state->frozen_dead.bits, row) ? SIZE_MAX : row;
}

bool px_state_find(struct px_vector_state *state, struct px_id id, const struct px_rows **rows, size_t *row)
{
	if ((*row = px_tail_find(&state->tail, id)) != SIZE_MAX)
		*rows = &state->tail.rows;
	else if ((*row = find_in_frozen(state, id)) != SIZE_MAX)
		*rows = &state->frozen.rows;
	else if ((*row = find_in_base(state, id)) != SIZE_MAX)
		*rows = &state->file.snapshot.rows;
	return *row != SIZE_MAX;
}

/* The next snapshot will still have it, and must be told. */
static void note_late(struct px_vector_state *state, struct px_id id)
{
	if (!state->maintaining)
		return;
	if (state->late_count == state->late_room) {
		state->late_room = state->late_room ? 2 * state->late_room : 16;
		state->late = px_realloc(state->late, state->late_room * sizeof(*state->late));
	}
	state->late[state->late_count++] = id;
}

bool px_state_remove(struct px_vector_state *state, struct px_id id)
{
	const struct px_rows *rows;
	size_t row;

	if (!px_state_find(state, id, &rows, &row))
		return false;
	if (rows == &state->tail.rows) {
		px_tail_remove(&state->tail, row);
		return true;
	}
	px_dead_mark(rows == &state->frozen.rows ? &state->frozen_dead : &state->base_dead, row, rows->count);
	note_late(state, id);
	return true;
}

void px_state_remove_from_base(struct px_vector_state *state, struct px_id id)
{
	size_t row = find_in_base(state, id);

	if (row != SIZE_MAX)
		px_dead_mark(&state->base_dead, row, state->file.snapshot.rows.count);
}

static struct px_vector_state *new_state(unsigned dims)
{
	struct px_vector_state *state = px_calloc(1, sizeof(*state));

	state->file = PX_VECTOR_FILE_NONE;
	state->file.snapshot.rows.stride = px_rows_stride(dims);
	state->frozen.rows.stride = state->tail.rows.stride = px_rows_stride(dims);
	return state;
}

/* What the log says, on top of the snapshot. */
static enum px_err replay(struct px_vector_state *state, unsigned dims, struct px_error *error)
{
	size_t stride = px_rows_stride(dims), at = 0;
	struct px_buf log = PX_BUF_INIT(PX_VECTOR_LOG_MAX);
	int8_t *padded = px_calloc(2, stride);
	struct px_vector_record record;
	enum px_err err = px_vector_file_log(&state->file, 0, &log, error);

	while (!err && px_vector_record_read(px_buf_view(&log), &at, dims, &record)) {
		struct px_code code = { padded, padded + stride, record.code.scale };
		(void)px_state_remove(state, record.item.id);
		if (record.removed)
			continue;
		memcpy(code.codes, record.code.codes, dims);
		memcpy(code.residuals, record.code.residuals, dims);
		px_tail_put(&state->tail, &record.item, &code);
	}
	if (!err && at < log.size)
		err = px_fail(error, PX_CORRUPT, "index", "the vector index is damaged: a record of the log");
	free(padded);
	px_buf_release(&log);
	return err;
}

struct feeder {
	struct px_vector_sink sink; /* first: the callback gets this */
	struct px_embedded_index *index;
};

static enum px_err feed(struct px_vector_sink *sink, const struct px_vector_item *items, size_t count,
			struct px_error *error)
{
	struct px_embedded_index *index = ((struct feeder *)sink)->index;
	unsigned dims = index->owner.dims;
	size_t stride = px_rows_stride(dims);
	enum px_err err = px_vector_check_items(items, count, dims, error);

	if (err)
		return err;
	if (index->state->tail.rows.count + count > PX_VECTOR_ITEMS_MAX)
		return px_fail(error, PX_TOO_LARGE, "items", "%d vectors of one user at most", PX_VECTOR_ITEMS_MAX);
	int8_t *room = px_alloc(2 * stride);
	for (size_t i = 0; i < count; i++) {
		struct px_code code = { room, room + stride, 0 };
		px_code_make(items[i].vector, dims, stride, &code);
		px_tail_put(&index->state->tail, &items[i], &code);
	}
	free(room);
	return PX_OK;
}

/* From the store, because the file is missing or damaged.  A graph comes with the next maintenance. */
static enum px_err rebuild(struct px_embedded_index *index, struct px_error *error)
{
	struct feeder feeder = { { feed }, index };
	enum px_err err;

	px_state_free(index->state);
	index->state = new_state(index->owner.dims);
	index->checked = 0;
	err = index->rebuild ? index->rebuild(index->rebuild_arg, index->owner.user, &feeder.sink, error) : PX_OK;
	if (!err && index->state->tail.rows.count)
		err = px_index_maintain_entered(index, false, error);
	return err;
}

static enum px_err load(struct px_embedded_index *index, struct px_error *error)
{
	struct px_error reason;
	enum px_err err = PX_NOT_FOUND;

	index->state = new_state(index->owner.dims);
	if (index->path) {
		err = px_vector_file_open(&index->state->file, index->path, &index->owner, &index->checked, &reason);
		if (!err)
			err = replay(index->state, index->owner.dims, &reason);
	}
	if (err == PX_CORRUPT) {
		px_log(PX_LOG_WARN, "vector", "index is rebuilt", PX_LF("reason", reason.message));
		if (unlink(index->path) < 0 && errno != ENOENT)
			err = px_fail(error, PX_IO, "index", "can't remove a damaged vector index: %s",
				      strerror(errno));
	} else if (err && err != PX_NOT_FOUND && error) {
		*error = reason;
	}
	if (err == PX_CORRUPT || err == PX_NOT_FOUND) {
		bool was_there = err == PX_CORRUPT || index->checked;
		err = rebuild(index, error);
		index->rebuilds += was_there && !err;
	}
	if (err) {
		px_state_free(index->state);
		index->state = NULL;
	}
	return err;
}

static void unlist(struct px_embedded_index *index)
{
	struct px_vector_driver_state *driver = index->driver;

	if (!index->listed)
		return;
	*(index->newer ? &index->newer->older : &driver->newest) = index->older;
	*(index->older ? &index->older->newer : &driver->oldest) = index->newer;
	index->newer = index->older = NULL;
	index->listed = false;
	driver->size -= index->size;
	driver->loaded--;
}

static void list_newest(struct px_embedded_index *index)
{
	struct px_vector_driver_state *driver = index->driver;

	unlist(index);
	if (!index->path)
		return; /* nowhere to unload it to */
	index->older = driver->newest;
	*(driver->newest ? &driver->newest->newer : &driver->oldest) = index;
	driver->newest = index;
	index->listed = true;
	index->size = px_state_memory(index->state) + index->state->file.snapshot.size;
	driver->size += index->size;
	driver->loaded++;
}

/* The driver's lock is held. */
static void unload_oldest(struct px_vector_driver_state *driver)
{
	struct px_embedded_index *index = driver->oldest, *newer;

	for (; index && (driver->size > driver->memory || driver->loaded > PX_VECTOR_LOADED_MAX); index = newer) {
		newer = index->newer;
		if (index->pins)
			continue;
		unlist(index);
		px_state_free(index->state);
		index->state = NULL;
	}
}

enum px_err px_index_enter(struct px_embedded_index *index, struct px_error *error)
{
	pthread_mutex_lock(&index->lock);
	px_index_pin(index);
	enum px_err err = index->state ? PX_OK : load(index, error);
	if (err) {
		px_index_unpin(index);
		pthread_mutex_unlock(&index->lock);
	}
	return err;
}

void px_index_leave(struct px_embedded_index *index)
{
	pthread_mutex_lock(&index->driver->lock);
	list_newest(index);
	index->pins--;
	unload_oldest(index->driver);
	pthread_mutex_unlock(&index->driver->lock);
	pthread_mutex_unlock(&index->lock);
}

void px_index_pin(struct px_embedded_index *index)
{
	pthread_mutex_lock(&index->driver->lock);
	index->pins++;
	pthread_mutex_unlock(&index->driver->lock);
}

void px_index_unpin(struct px_embedded_index *index)
{
	pthread_mutex_lock(&index->driver->lock);
	index->pins--;
	pthread_mutex_unlock(&index->driver->lock);
}

void px_index_unload(struct px_embedded_index *index)
{
	pthread_mutex_lock(&index->driver->lock);
	unlist(index);
	pthread_mutex_unlock(&index->driver->lock);
	px_state_free(index->state);
	index->state = NULL;
}
