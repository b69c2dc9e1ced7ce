/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Damage: an index file that is cut short or changed at any byte, or gone, is
 * found out and made again from the store; a full disk loses nothing.
 */
#include "vector/embedded/file.h"

#include "base/log.h"
#include "base/mem.h"
#include "support/temp.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { DIMS = 4, ROWS = 7 };

/* What stands in for the store: row i is live below `count` but for `gone`. */
struct world {
	struct temp_dir dir;
	struct px_id user;
	struct px_vector_item items[ROWS];
	float values[ROWS][DIMS];
	size_t count, gone;
	size_t rebuilds;
};

static struct world world;

static enum px_err feed_world(void *arg, struct px_id user, struct px_vector_sink *sink, struct px_error *error)
{
	(void)arg;
	assert_true(px_id_eq(user, world.user));
	world.rebuilds++;
	for (size_t i = 0; i < world.count; i++) {
		enum px_err err = i == world.gone ? PX_OK : sink->feed(sink, &world.items[i], 1, error);
		if (err)
			return err;
	}
	return PX_OK;
}

static void open_index(struct px_vectors **vectors, struct px_vector_index **index, struct px_id user,
		       const char *model)
{
	struct px_vectors_config config = { .driver = "embedded", .folder = world.dir.path };
	struct px_vector_scope scope = { user, px_str(model), DIMS, feed_world, NULL };

	assert_int_equal(px_vectors_new(&config, vectors, NULL), PX_OK);
	assert_int_equal(px_vector_open(*vectors, &scope, index, NULL), PX_OK);
}

/* Opens and looks; true if the file had to be made again.  What is found is right in any case. */
static bool was_rebuilt(void)
{
	struct px_vectors *vectors;
	struct px_vector_index *index;
	struct px_vector_hit hits[ROWS];
	size_t count, before = world.rebuilds;

	open_index(&vectors, &index, world.user, "m");
	for (size_t i = 0; i < world.count; i++) {
		struct px_vector_query query = { .vector = world.values[i], .limit = ROWS };
		assert_int_equal(px_vector_search(index, &query, hits, &count, NULL), PX_OK);
		assert_int_equal(count, world.count - 1);
		assert_true(i == world.gone || px_id_eq(hits[0].id, world.items[i].id));
	}
	px_vector_close(index);
	px_vectors_free(vectors);
	return world.rebuilds > before;
}

static void path_of(char path[512])
{
	DIR *folder = opendir(world.dir.path);
	struct dirent *entry;

	path[0] = '\0';
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.' && !path[0])
			snprintf(path, 512, "%s/%s", world.dir.path, entry->d_name);
	closedir(folder);
	assert_true(path[0] != '\0');
}

static size_t read_file(const char *path, char *bytes, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = read(fd, bytes, room);

	assert_true(fd >= 0 && size > 0 && (size_t)size < room);
	close(fd);
	return (size_t)size;
}

static void write_file(const char *path, const char *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	close(fd);
}

/* Four rows in the snapshot, one of them removed since, and three in the log. */
static int make_world(void **state)
{
	struct px_vectors *vectors;
	struct px_vector_index *index;

	(void)state;
	px_log_set_level(PX_LOG_NONE); /* every piece of damage is logged */
	temp_dir_make(&world.dir);
	world.user = px_id_new();
	world.count = world.gone = 0;
	for (size_t i = 0; i < ROWS; i++) {
		for (size_t d = 0; d < DIMS; d++)
			world.values[i][d] = (float)((i * 7 + d * d * 3) % 11) - 5.0F;
		world.items[i] = (struct px_vector_item){ px_id_new(), 1, 5, 9, world.values[i] };
	}
	open_index(&vectors, &index, world.user, "m");
	assert_int_equal(px_vector_put(index, world.items, 4, NULL), PX_OK);
	assert_int_equal(px_vector_maintain(index, true, NULL), PX_OK);
	assert_int_equal(px_vector_put(index, world.items + 4, 2, NULL), PX_OK);
	assert_int_equal(px_vector_remove(index, &world.items[2].id, 1, NULL, NULL), PX_OK);
	assert_int_equal(px_vector_put(index, world.items + 6, 1, NULL), PX_OK);
	world.count = ROWS;
	world.gone = 2;
	px_vector_close(index);
	px_vectors_free(vectors);
	return 0;
}

static int drop_world(void **state)
{
	(void)state;
	temp_dir_remove(&world.dir);
	return 0;
}

static void a_whole_file_is_not_rebuilt(void **state)
{
	(void)state;
	assert_false(was_rebuilt());
}

static void a_missing_file_is_rebuilt(void **state)
{
	char path[512];

	(void)state;
	path_of(path);
	assert_int_equal(unlink(path), 0);
	assert_true(was_rebuilt());
	assert_false(was_rebuilt());
}

static void a_file_cut_at_any_byte_is_rebuilt(void **state)
{
	char path[512], bytes[8192];

	(void)state;
	path_of(path);
	size_t size = read_file(path, bytes, sizeof(bytes));
	for (size_t cut = 0; cut < size; cut++) {
		write_file(path, bytes, cut);
		if (!was_rebuilt())
			fail_msg("cut after %zu of %zu bytes", cut, size);
	}
}

static void a_file_with_any_byte_changed_is_rebuilt(void **state)
{
	char path[512], bytes[8192];

	(void)state;
	path_of(path);
	size_t size = read_file(path, bytes, sizeof(bytes));
	for (size_t bit = 0; bit < 8 * size; bit += 9) {
		bytes[bit / 8] ^= (char)(1 << bit % 8);
		write_file(path, bytes, size);
		bytes[bit / 8] ^= (char)(1 << bit % 8);
		if (!was_rebuilt())
			fail_msg("bit %zu of byte %zu changed", bit % 8, bit / 8);
	}
}

static void what_was_not_acknowledged_is_not_there(void **state)
{
	char path[512], bytes[8192];

	(void)state;
	path_of(path);
	size_t size = read_file(path, bytes, sizeof(bytes) - 10);
	memcpy(bytes + size, "half a rec", 10);
	write_file(path, bytes, size + 10);
	assert_false(was_rebuilt());
}

static void another_users_file_is_refused(void **state)
{
	char path[512], other[512], id[PX_ID_TEXT + 1];
	struct px_id stranger = px_id_new();
	struct px_vectors *vectors;
	struct px_vector_index *index;
	struct px_vector_stats stats;

	(void)state;
	path_of(path);
	px_id_format(stranger, id);
	snprintf(other, sizeof(other), "%s", path);
	memcpy(other + strlen(world.dir.path) + 1, id, PX_ID_TEXT);
	assert_int_equal(rename(path, other), 0);
	world.count = 0; /* the stranger has none */
	struct px_id user = world.user;
	world.user = stranger;
	open_index(&vectors, &index, stranger, "m");
	assert_int_equal(px_vector_stat(index, &stats, NULL), PX_OK);
	assert_int_equal(stats.items, 0);
	assert_int_equal(stats.rebuilds, 1);
	px_vector_close(index);
	px_vectors_free(vectors);
	world.user = user;
}

static void a_full_disk_loses_nothing(void **state)
{
	struct px_vectors *vectors;
	struct px_vector_index *index;
	struct px_error error;
	struct rlimit limit, small;
	struct stat info;
	char path[512];

	(void)state;
	path_of(path);
	assert_int_equal(stat(path, &info), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	open_index(&vectors, &index, world.user, "m");
	for (rlim_t size = 0; size < (rlim_t)info.st_size + 60; size += 13) {
		float values[DIMS] = { 1, 1, 1, 1 };
		struct px_vector_item item = { px_id_new(), 1, 5, 9, values };
		small = (struct rlimit){ size, limit.rlim_max };
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		enum px_err put = px_vector_put(index, &item, 1, &error);
		enum px_err maintained = px_vector_maintain(index, true, &error);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
		assert_true(maintained == PX_IO || maintained == PX_OK);
		assert_true(put == PX_IO || px_vector_remove(index, &item.id, 1, NULL, NULL) == PX_OK);
	}
	px_vector_close(index);
	px_vectors_free(vectors);
	(void)was_rebuilt(); /* allowed; what it finds is checked */
}

static void residuals_are_read_as_they_are_mapped(void **state)
{
	struct px_vector_file file = PX_VECTOR_FILE_NONE;
	const uint32_t which[] = { 3, 0, 3, 1 };
	int8_t *read = px_alloc(4 * px_rows_stride(DIMS));
	uint64_t checked = 0;
	char path[512];

	(void)state;
	path_of(path);
	assert_int_equal(px_vector_file_open(&file, path, &(struct px_vector_owner){ world.user, "m", DIMS }, &checked, NULL),
			 PX_OK);
	const struct px_rows *rows = &file.snapshot.rows;
	assert_int_equal(rows->count, 4);
	px_vector_file_residuals(&file, which, 4, read);
	for (size_t i = 0; i < 4; i++)
		assert_memory_equal(read + i * rows->stride, rows->residuals + which[i] * rows->stride, rows->stride);
	free(read);
	px_vector_file_close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_whole_file_is_not_rebuilt, make_world, drop_world),
		cmocka_unit_test_setup_teardown(a_missing_file_is_rebuilt, make_world, drop_world),
		cmocka_unit_test_setup_teardown(a_file_cut_at_any_byte_is_rebuilt, make_world, drop_world),
		cmocka_unit_test_setup_teardown(a_file_with_any_byte_changed_is_rebuilt, make_world, drop_world),
		cmocka_unit_test_setup_teardown(what_was_not_acknowledged_is_not_there, make_world, drop_world),
		cmocka_unit_test_setup_teardown(another_users_file_is_refused, make_world, drop_world),
		cmocka_unit_test_setup_teardown(a_full_disk_loses_nothing, make_world, drop_world),
		cmocka_unit_test_setup_teardown(residuals_are_read_as_they_are_mapped, make_world, drop_world),
	};

	return cmocka_run_group_tests_name("index file", tests, NULL, NULL);
}
