/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index file of the embedded vector driver, from bytes.
 *
 * The first byte says whether the checksums are made right before the file is
 * opened, so that what is behind them meets bad sizes, rows, links and records
 * too.  Whatever the bytes are, the index must open, answer searches and take
 * changes; what it can't trust it asks for again.
 */
#include "base/log.h"
#include "vector/embedded/crc32c.h"
#include "vector/embedded/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIMS = 4, ROOM = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/pixie-fuzz-vector-XXXXXX", path[128];
static const struct px_id user = { { 1, 2, 3 } };

static void check(bool holds)
{
	if (!holds)
		abort();
}

static enum px_err feed(void *arg, struct px_id whose, struct px_vector_sink *sink, struct px_error *error)
{
	const float values[DIMS] = { 1, 2, 3, 4 };
	struct px_vector_item item = { .id = { { 9 } }, .kind = 1, .vector = values };

	(void)arg;
	check(px_id_eq(whose, user));
	return sink->feed(sink, &item, 1, error);
}

static struct px_vector_index *open_index(struct px_vectors **vectors)
{
	struct px_vectors_config config = { .driver = "embedded", .folder = folder, .graph_from = 6 };
	struct px_vector_scope scope = { user, PX_STR("m"), DIMS, feed, NULL };
	struct px_vector_index *index;

	check(px_vectors_new(&config, vectors, NULL) == PX_OK);
	check(px_vector_open(*vectors, &scope, &index, NULL) == PX_OK);
	return index;
}

static void clean_up(void)
{
	(void)unlink(path);
	(void)rmdir(folder);
}

static void start(void)
{
	px_log_set_level(PX_LOG_NONE);
	check(mkdtemp(folder) != NULL);
	atexit(clean_up);
	snprintf(path, sizeof(path), "%s/01020300-0000-0000-0000-000000000000-%016llx.vec", folder,
		 (unsigned long long)px_str_hash(PX_STR("m")));
}

/* Makes the checksums of head, snapshot and log right, as far as the sizes let. */
static void sign(char *bytes, size_t size)
{
	struct px_vector_head head;

	if (size < sizeof(head))
		return;
	memcpy(&head, bytes, sizeof(head));
	if (head.log_size <= size - sizeof(head)) {
		size_t snapshot = size - sizeof(head) - head.log_size;
		head.snapshot_crc = px_crc32c(0, bytes + sizeof(head), snapshot);
		head.log_crc = px_crc32c(0, bytes + sizeof(head) + snapshot, head.log_size);
	}
	head.crc = px_crc32c(0, &head, offsetof(struct px_vector_head, crc));
	memcpy(bytes, &head, sizeof(head));
}

static void write_file(const char *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	check(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	close(fd);
}

static void use(struct px_vector_index *index)
{
	const float values[DIMS] = { 4, -3, 2, 1 };
	struct px_vector_query query = { .vector = values, .limit = 20, .filter = { .kinds = 3 } };
	struct px_vector_item item = { .id = { { 77 } }, .kind = 2, .vector = values };
	struct px_vector_hit hits[20];
	size_t count;

	check(px_vector_search(index, &query, hits, &count, NULL) == PX_OK && count <= 20);
	check(px_vector_put(index, &item, 1, NULL) == PX_OK);
	for (size_t i = 0; i < count / 2; i++) /* a row of the file may have had the id that was put */
		check(px_id_eq(hits[i].id, item.id) ||
		      px_vector_remove(index, &hits[i].id, 1, NULL, NULL) == PX_OK);
	check(px_vector_maintain(index, true, NULL) == PX_OK);
	query.filter.kinds = 4;
	query.exact = true; /* a forged graph may lead nowhere */
	check(px_vector_search(index, &query, hits, &count, NULL) == PX_OK && count >= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char bytes[ROOM];
	struct px_vectors *vectors;

	if (!size || size > ROOM)
		return 0;
	if (!path[0])
		start();
	memcpy(bytes, data + 1, size - 1);
	if (data[0] % 4)
		sign(bytes, size - 1);
	write_file(bytes, size - 1);
	for (int round = 0; round < 2; round++) {
		struct px_vector_index *index = open_index(&vectors);
		use(index);
		px_vector_close(index);
		px_vectors_free(vectors);
	}
	return 0;
}
