/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening, checking, appending to and replacing an index file.
 */
#include "vector/embedded/file.h"

#include "base/mem.h"
#include "vector/embedded/crc32c.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[8] = "PXVEC\r\n\2";
enum { ORDER = 0x01020304, PIECE = 1 << 18 };

_Static_assert(sizeof(struct px_vector_head) == PX_VECTOR_HEAD, "the head fills its place");

/* Bytes of the record besides the codes. */
struct packed_record {
	uint8_t removed;
	uint8_t kind;
	uint16_t zero;
	float scale;
	struct px_id id;
	int64_t at;
	uint64_t tag;
};

static enum px_err damaged(struct px_error *error, const char *what)
{
	return px_fail(error, PX_CORRUPT, "index", "the vector index is damaged: %s", what);
}

static enum px_err refused(struct px_error *error, const char *what)
{
	return px_fail(error, errno == ENOENT ? PX_NOT_FOUND : PX_IO, "index", "can't %s the vector index: %s", what,
		       strerror(errno));
}

static bool read_at(int fd, void *to, size_t size, size_t at)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = pread(fd, (char *)to + done, size - done, (off_t)(at + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

static bool write_at(int fd, const void *from, size_t size, size_t at)
{
	for (size_t done = 0; done < size;) {
		ssize_t put = pwrite(fd, (const char *)from + done, size - done, (off_t)(at + done));
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		done += (size_t)put;
	}
	return true;
}

/* The next column's place and, without a map, nothing but its size. */
static void *column(char *map, size_t *next, size_t size)
{
	size_t at = *next;

	*next += (size + 63) / 64 * 64;
	return map ? map + at : NULL;
}

/* Lays the columns out from `map` on; only the size is right when that is NULL. */
static void lay_out(struct px_snapshot *snapshot, char *map, unsigned dims, size_t count, bool graph,
		    size_t upper_words)
{
	size_t next = PX_VECTOR_HEAD;
	struct px_rows *rows = &snapshot->rows;

	rows->count = count;
	rows->stride = px_rows_stride(dims);
	rows->codes = column(map, &next, count * rows->stride);
	rows->residuals = column(map, &next, count * rows->stride);
	rows->signs = column(map, &next, px_rows_signs_size(rows->stride, count));
	rows->scales = column(map, &next, count * sizeof(float));
	rows->ids = column(map, &next, count * sizeof(struct px_id));
	rows->at = column(map, &next, count * sizeof(int64_t));
	rows->tags = column(map, &next, count * sizeof(uint64_t));
	rows->kinds = column(map, &next, count);
	snapshot->order = column(map, &next, count * sizeof(uint32_t));
	snapshot->graph = (struct px_graph){ 0 };
	if (graph) {
		snapshot->graph.levels = column(map, &next, count);
		snapshot->graph.links = column(map, &next, count * (PX_GRAPH_BASE_LINKS + 1) * 4);
		snapshot->graph.upper_at = column(map, &next, count * 4);
		snapshot->graph.upper = column(map, &next, upper_words * 4);
	}
	snapshot->size = next;
}

static size_t layout_size(unsigned dims, size_t count, bool graph, size_t upper_words)
{
	struct px_snapshot snapshot;

	lay_out(&snapshot, NULL, dims, count, graph, upper_words);
	return snapshot.size;
}

static uint32_t head_crc(const struct px_vector_head *head)
{
	return px_crc32c(0, head, offsetof(struct px_vector_head, crc));
}

static enum px_err check_head(const struct px_vector_head *head, const struct px_vector_owner *owner, size_t file_size,
			      struct px_error *error)
{
	if (memcmp(head->magic, magic, sizeof(magic)) != 0 || head->order != ORDER)
		return damaged(error, "no head");
	if (head->crc != head_crc(head))
		return damaged(error, "checksum of the head");
	if (!px_id_eq(head->user, owner->user) || head->dims != owner->dims ||
	    strncmp(head->model, owner->model, sizeof(head->model)) != 0)
		return damaged(error, "it belongs to another user or model");
	if (head->count > PX_VECTOR_ITEMS_MAX || head->log_size > PX_VECTOR_LOG_MAX || head->graph > 1 ||
	    head->upper_words > head->count * (PX_GRAPH_LINKS + 1) * PX_GRAPH_LEVEL_MAX)
		return damaged(error, "sizes");
	if (layout_size(owner->dims, head->count, head->graph, head->upper_words) + head->log_size > file_size)
		return damaged(error, "it is too short");
	return PX_OK;
}

static enum px_err check_snapshot(const struct px_vector_file *file, struct px_error *error)
{
	char *piece = px_alloc(PIECE);
	uint32_t crc = 0;
	size_t at = PX_VECTOR_HEAD;

	/* Read, not looked at through the map: what is checked need not stay in memory. */
	while (at < file->snapshot.size) {
		size_t size = file->snapshot.size - at < PIECE ? file->snapshot.size - at : PIECE;
		if (!read_at(file->fd, piece, size, at))
			break;
		crc = px_crc32c(crc, piece, size);
		at += size;
	}
	free(piece);
	if (at < file->snapshot.size || crc != file->head.snapshot_crc)
		return damaged(error, "checksum of the snapshot");
	return PX_OK;
}

/* What a right checksum doesn't promise to those who follow the numbers. */
static enum px_err check_rows(const struct px_vector_file *file, struct px_error *error)
{
	const struct px_snapshot *snapshot = &file->snapshot;

	for (size_t i = 0; i < snapshot->rows.count; i++) {
		if (snapshot->order[i] >= snapshot->rows.count || snapshot->rows.kinds[i] >= PX_VECTOR_KINDS ||
		    !px_scale_is_sound(snapshot->rows.scales[i]))
			return damaged(error, "a row");
		if (i && px_id_cmp(snapshot->rows.ids[snapshot->order[i - 1]],
				   snapshot->rows.ids[snapshot->order[i]]) >= 0)
			return damaged(error, "the order of ids");
	}
	if (file->head.graph && !px_graph_is_sound(&snapshot->graph, file->head.upper_words))
		return damaged(error, "a link of the graph");
	return PX_OK;
}

static enum px_err map_file(struct px_vector_file *file, int protection, struct px_error *error)
{
	size_t size = layout_size(file->head.dims, file->head.count, file->head.graph, file->head.upper_words);
	int flags = file->fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
	void *map = mmap(NULL, size, protection, flags, file->fd, 0);

	if (map == MAP_FAILED)
		return px_fail(error, PX_NO_MEMORY, "index", "can't map %zu bytes: %s", size, strerror(errno));
	file->map = map;
	lay_out(&file->snapshot, map, file->head.dims, file->head.count, file->head.graph, file->head.upper_words);
	file->snapshot.graph.count = file->head.graph ? file->head.count : 0;
	return PX_OK;
}

static enum px_err check_file(struct px_vector_file *file, uint64_t *checked, struct px_error *error)
{
	uint64_t crc = (uint64_t)1 << 32 | file->head.snapshot_crc; /* never the 0 of "not checked" */
	enum px_err err = PX_OK;

	if (*checked == crc)
		return PX_OK;
	err = check_snapshot(file, error);
	if (!err)
		err = check_rows(file, error);
	if (!err)
		*checked = crc;
	madvise(file->map, file->snapshot.size, MADV_DONTNEED);
	return err;
}

enum px_err px_vector_file_open(struct px_vector_file *file, const char *path, const struct px_vector_owner *owner,
				uint64_t *checked, struct px_error *error)
{
	struct px_vector_file made = PX_VECTOR_FILE_NONE;
	struct stat info;
	enum px_err err;

	made.fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (made.fd < 0)
		return refused(error, "open");
	if (fstat(made.fd, &info) < 0) {
		err = refused(error, "look at");
		goto fail;
	}
	if (info.st_size < PX_VECTOR_HEAD || !read_at(made.fd, &made.head, sizeof(made.head), 0)) {
		err = damaged(error, "it is too short");
		goto fail;
	}
	err = check_head(&made.head, owner, (size_t)info.st_size, error);
	if (!err)
		err = map_file(&made, PROT_READ, error);
	if (!err)
		err = check_file(&made, checked, error);
	if (err)
		goto fail;
	if (made.head.graph)
		px_graph_find_entry(&made.snapshot.graph);
	*file = made;
	return PX_OK;
fail:
	px_vector_file_close(&made);
	return err;
}

void px_vector_file_close(struct px_vector_file *file)
{
	if (file->map)
		munmap(file->map, file->snapshot.size);
	if (file->fd >= 0)
		close(file->fd);
	*file = PX_VECTOR_FILE_NONE;
}

static bool write_head(struct px_vector_file *file)
{
	file->head.crc = head_crc(&file->head);
	return write_at(file->fd, &file->head, sizeof(file->head), 0);
}

enum px_err px_vector_file_append(struct px_vector_file *file, struct px_str records, struct px_error *error)
{
	struct px_vector_head before = file->head;

	if (file->fd < 0)
		return PX_OK;
	if (file->head.log_size + records.size > PX_VECTOR_LOG_MAX)
		return px_fail(error, PX_TOO_LARGE, "index", "too much was added since the last maintenance");
	file->head.log_crc = px_crc32c(file->head.log_crc, records.data, records.size);
	file->head.log_size += records.size;
	if (write_at(file->fd, records.data, records.size, file->snapshot.size + before.log_size) && write_head(file))
		return PX_OK;
	enum px_err err = refused(error, "write to");
	file->head = before;
	if (!write_head(file))
		return err; /* found to be damaged when it is opened, and rebuilt */
	return err;
}

enum px_err px_vector_file_sync(struct px_vector_file *file, struct px_error *error)
{
	if (file->fd >= 0 && fdatasync(file->fd) < 0)
		return refused(error, "sync");
	return PX_OK;
}

void px_vector_file_residuals(const struct px_vector_file *file, const uint32_t *which, size_t count, int8_t *to)
{
	const struct px_rows *rows = &file->snapshot.rows;
	size_t column = (size_t)((const char *)rows->residuals - file->map);

	for (size_t i = 0; i < count; i++)
		if (!read_at(file->fd, to + i * rows->stride, rows->stride, column + which[i] * rows->stride))
			memset(to + i * rows->stride, 0, rows->stride);
}

void px_vector_record_write(struct px_buf *log, const struct px_vector_record *record, unsigned dims)
{
	struct packed_record packed = { .removed = record->removed, .id = record->item.id };

	if (record->removed) {
		(void)px_buf_append(log, &packed, sizeof(packed));
		return;
	}
	packed.kind = (uint8_t)record->item.kind;
	packed.scale = record->code.scale;
	packed.at = record->item.at;
	packed.tag = record->item.tag;
	(void)px_buf_append(log, &packed, sizeof(packed));
	(void)px_buf_append(log, record->code.codes, dims);
	(void)px_buf_append(log, record->code.residuals, dims);
}

bool px_vector_record_read(struct px_str log, size_t *at, unsigned dims, struct px_vector_record *record)
{
	struct packed_record packed;

	if (log.size - *at < sizeof(packed))
		return false;
	memcpy(&packed, log.data + *at, sizeof(packed));
	size_t body = packed.removed ? 0 : 2 * (size_t)dims;
	if (log.size - *at - sizeof(packed) < body || packed.removed > 1)
		return false;
	if (!packed.removed && (packed.kind >= PX_VECTOR_KINDS || !px_scale_is_sound(packed.scale)))
		return false;
	int8_t *codes = (int8_t *)(uintptr_t)(log.data + *at + sizeof(packed));
	*record = (struct px_vector_record){
		.removed = packed.removed,
		.item = { .id = packed.id, .kind = packed.kind, .at = packed.at, .tag = packed.tag },
		.code = { codes, codes + dims, packed.scale },
	};
	*at += sizeof(packed) + body;
	return true;
}

enum px_err px_vector_file_log(const struct px_vector_file *file, size_t begin, struct px_buf *log,
			       struct px_error *error)
{
	size_t size = file->head.log_size - begin;
	char *to;

	if (file->fd < 0 || !size)
		return PX_OK;
	enum px_err err = px_buf_reserve(log, size, &to);
	if (err)
		return err;
	if (!read_at(file->fd, to, size, file->snapshot.size + begin))
		return damaged(error, "the log can't be read");
	px_buf_commit(log, size);
	if (!begin && px_crc32c(0, to, size) != file->head.log_crc)
		return damaged(error, "checksum of the log");
	return PX_OK;
}

static void new_name(const char *path, char name[4096])
{
	snprintf(name, 4096, "%s.new", path);
}

enum px_err px_vector_file_create(struct px_vector_file *file, const char *path, const struct px_vector_owner *owner,
				  size_t count, bool graph, size_t upper_words, struct px_error *error)
{
	struct px_vector_file made = PX_VECTOR_FILE_NONE;
	size_t size = layout_size(owner->dims, count, graph, upper_words);
	char name[4096];
	enum px_err err;

	made.head = (struct px_vector_head){ .order = ORDER, .dims = owner->dims, .user = owner->user,
					     .count = count, .graph = graph, .upper_words = upper_words };
	memcpy(made.head.magic, magic, sizeof(magic));
	snprintf(made.head.model, sizeof(made.head.model), "%s", owner->model);
	if (path) {
		new_name(path, name);
		made.fd = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (made.fd < 0)
			return px_fail(error, PX_IO, "index", "can't create %s: %s", name, strerror(errno));
		/* The disk's space is taken now: a full disk must not show as a signal while the map is filled. */
		int failure = posix_fallocate(made.fd, 0, (off_t)size);
		if (failure) {
			errno = failure;
			err = refused(error, "make room for");
			goto fail;
		}
	}
	err = map_file(&made, PROT_READ | PROT_WRITE, error);
	if (!err) {
		*file = made;
		return PX_OK;
	}
fail:
	px_vector_file_close(&made);
	if (path)
		(void)unlink(name);
	return err;
}

enum px_err px_vector_file_publish(struct px_vector_file *file, const char *path, struct px_str log,
				   uint64_t *checked, struct px_error *error)
{
	char name[4096];

	if (file->head.graph)
		px_graph_find_entry(&file->snapshot.graph);
	if (file->fd < 0)
		return PX_OK;
	new_name(path, name);
	file->head.snapshot_crc = px_crc32c(0, file->map + PX_VECTOR_HEAD, file->snapshot.size - PX_VECTOR_HEAD);
	file->head.log_size = log.size;
	file->head.log_crc = px_crc32c(0, log.data, log.size);
	if (!write_at(file->fd, log.data, log.size, file->snapshot.size) || !write_head(file) ||
	    rename(name, path) < 0) {
		enum px_err err = refused(error, "write");
		(void)unlink(name);
		return err;
	}
	mprotect(file->map, file->snapshot.size, PROT_READ);
	madvise(file->map, file->snapshot.size, MADV_DONTNEED);
	*checked = (uint64_t)1 << 32 | file->head.snapshot_crc;
	return PX_OK;
}
