/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every driver of files must do: keep bytes under their SHA-256, whole
 * and apart by user, within the quota; read ranges; remove.
 */
#include "base/mem.h"
#include "blob/blob.h"
#include "support/child.h"
#include "support/temp.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/stat.h>

#include <cmocka.h>

/* "sealed": with a key. */
static const char *const drivers[] = { "local", "sealed", "s3", "s3 sealed" };
static const uint8_t key[PX_BLOB_KEY] = { 1, 2, 3 }, other_key[PX_BLOB_KEY] = { 4 };
#define HELLO "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" /* sha256sum of "hello" */

struct world {
	const char *driver;
	struct temp_dir dir;
	struct px_blobs *blobs;
	struct px_id anna, ben;
};

/* ------------------------------------------------------------------ SeaweedFS, if it can be had */

static struct child weed;
static struct temp_dir weed_dir;
static unsigned weed_filer;
static char weed_url[128];

static const char weed_keys[] = "{\"identities\":[{\"name\":\"pixie\",\"credentials\":[{\"accessKey\":\"pixie-id\","
				"\"secretKey\":\"pixie-secret\"}],\"actions\":[\"Admin\",\"Read\",\"Write\",\"List\"]}]}";

static struct px_blobs_config s3_config(const char *path)
{
	return (struct px_blobs_config){ .driver = "s3", .path = path, .url = weed_url, .key_id = "pixie-id", .secret = "pixie-secret",
					 .region = "us-east-1", .encryption = "", .ca_file = "" };
}

/* Each of its ports has another one 10,000 above. */
static unsigned low_port(void)
{
	unsigned port;

	do
		port = child_port();
	while (port > 55000);
	return port;
}

static void make_bucket(const char *name)
{
	char command[200];

	snprintf(command, sizeof(command), "curl -sf -X POST http://127.0.0.1:%u/buckets/%s/ >/dev/null", weed_filer, name);
	for (int i = 0; i < 600 && system(command) != 0; i++)
		usleep(100000);
}

/* False if it ended: somebody else took one of its eight ports. */
static bool launch_weed(const char *program)
{
	char args[6][256];
	unsigned port = low_port();

	temp_dir_make(&weed_dir);
	snprintf(args[0], sizeof(args[0]), "-dir=%s", weed_dir.path);
	snprintf(args[1], sizeof(args[1]), "-s3.config=%s/s3.json", weed_dir.path);
	snprintf(args[2], sizeof(args[2]), "-s3.port=%u", port);
	snprintf(args[3], sizeof(args[3]), "-master.port=%u", low_port());
	snprintf(args[4], sizeof(args[4]), "-volume.port=%u", low_port());
	snprintf(args[5], sizeof(args[5]), "-filer.port=%u", weed_filer = low_port());
	FILE *file = fopen(args[1] + strlen("-s3.config="), "we");
	assert_non_null(file);
	fputs(weed_keys, file);
	fclose(file);
	int out = child_start(&weed, (const char *const[]){ "sh", "-c", "exec \"$0\" \"$@\" 2>/dev/null", program, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
			      args[0], "-s3", args[1], args[2], "-s3.port.lance=0", "-s3.port.iceberg=0", args[3], args[4], args[5],
			      "-volume.max=20", "-master.volumeSizeLimitMB=64", "-master.telemetry=false", NULL });
	bool ok = child_listens(&weed, port);
	close(out);
	if (!ok)
		temp_dir_remove(&weed_dir);
	snprintf(weed_url, sizeof(weed_url), "http://127.0.0.1:%u/pixie/some/prefix", port);
	return ok;
}

static void start_weed(void)
{
	char program[4096];
	bool ok = false;

	child_path(program, ".test-tools/seaweedfs/weed");
	if (access(program, X_OK) != 0) {
		printf("skipped: SeaweedFS is not installed (script/setup test does it), so S3 is not tested\n");
		return;
	}
	for (int i = 0; i < 5 && !ok; i++)
		ok = launch_weed(program);
	if (!ok) {
		fprintf(stderr, "SeaweedFS does not start\n");
		exit(1);
	}
	make_bucket("pixie");
}

static void stop_weed(void)
{
	if (weed.pid) {
		child_kill(&weed);
		temp_dir_remove(&weed_dir);
	}
}

static struct px_blobs *open_files(const struct world *w, int64_t quota)
{
	bool s3 = strncmp(w->driver, "s3", 2) == 0;
	struct px_blobs_config config = s3 ? s3_config(w->dir.path) : (struct px_blobs_config){ .driver = "local", .path = w->dir.path };
	struct px_blobs *blobs;

	config.quota = quota;
	config.key = strstr(w->driver, "sealed") ? key : NULL;

	assert_int_equal(px_blobs_new(&config, &blobs, NULL), PX_OK);
	return blobs;
}

static void start(struct world *w, const char *driver, int64_t quota)
{
	w->driver = driver;
	w->blobs = open_files(w, quota);
}

static void each_driver(void (*test)(struct world *w), int64_t quota)
{
	for (size_t i = 0; i < (weed.pid ? 4 : 2); i++) {
		struct world w = { .anna = px_id_new(), .ben = px_id_new() };
		temp_dir_make(&w.dir);
		start(&w, drivers[i], quota);
		test(&w);
		px_blobs_free(w.blobs);
		temp_dir_remove(&w.dir);
	}
}

static void put(struct world *w, struct px_id user, const char *text, char hash[PX_BLOB_HASH + 1])
{
	assert_int_equal(px_blob_put(w->blobs, user, px_str(text), hash, NULL), PX_OK);
}

static void reads(struct world *w, struct px_id user, const char *hash, int64_t offset, size_t size, const char *want)
{
	struct px_buf out = PX_BUF_INIT(1 << 20);

	assert_int_equal(px_blob_read(w->blobs, user, hash, offset, size, &out, NULL), PX_OK);
	assert_int_equal(out.size, strlen(want));
	assert_memory_equal(px_buf_view(&out).data, want, out.size);
	px_buf_release(&out);
}

static enum px_err count_one(void *arg, const char *hash, int64_t size, int64_t at, struct px_error *error)
{
	(void)hash;
	(void)size;
	(void)error;
	assert_true(at > 0);
	++*(size_t *)arg;
	return PX_OK;
}

static size_t count(struct world *w, struct px_id user)
{
	size_t n = 0;

	assert_int_equal(px_blob_each(w->blobs, user, count_one, &n, NULL), PX_OK);
	return n;
}

static void keep_and_read(struct world *w)
{
	char hash[PX_BLOB_HASH + 1], again[PX_BLOB_HASH + 1];
	int64_t size = -1;

	put(w, w->anna, "hello", hash);
	assert_string_equal(hash, HELLO);
	put(w, w->anna, "hello", again);
	assert_int_equal(count(w, w->anna), 1);
	assert_int_equal(px_blob_size(w->blobs, w->anna, hash, &size, NULL), PX_OK);
	assert_int_equal(size, 5);
	reads(w, w->anna, hash, 0, 100, "hello");
	reads(w, w->anna, hash, 1, 3, "ell");
	reads(w, w->anna, hash, 4, 1, "o");
	reads(w, w->anna, hash, 5, 1, "");
	reads(w, w->anna, hash, 1000, 1, "");
	put(w, w->anna, "", hash);
	reads(w, w->anna, hash, 0, 1, "");
	struct px_buf small = PX_BUF_INIT(2);
	assert_int_equal(px_blob_read(w->blobs, w->anna, HELLO, 0, 5, &small, NULL), PX_TOO_LARGE);
	px_buf_release(&small);
}

static void keeps_bytes_under_their_hash(void **state)
{
	(void)state;
	each_driver(keep_and_read, 0);
}

static void keep_apart(struct world *w)
{
	struct px_buf out = PX_BUF_INIT(100);
	char hash[PX_BLOB_HASH + 1];
	int64_t size;

	put(w, w->anna, "hello", hash);
	assert_int_equal(px_blob_size(w->blobs, w->ben, hash, &size, NULL), PX_NOT_FOUND);
	assert_int_equal(px_blob_read(w->blobs, w->ben, hash, 0, 5, &out, NULL), PX_NOT_FOUND);
	assert_int_equal(px_blob_remove(w->blobs, w->ben, hash, NULL), PX_OK); /* of nothing */
	assert_int_equal(count(w, w->ben), 0);
	put(w, w->ben, "hello", hash);
	assert_int_equal(px_blob_remove(w->blobs, w->anna, hash, NULL), PX_OK);
	assert_int_equal(px_blob_size(w->blobs, w->anna, hash, &size, NULL), PX_NOT_FOUND);
	reads(w, w->ben, hash, 0, 5, "hello");
	assert_int_equal(out.size, 0);
}

static void keeps_users_apart(void **state)
{
	(void)state;
	each_driver(keep_apart, 0);
}

static void refuse_names(struct world *w)
{
	static const char *const names[] = { "", "..", "../../token", HELLO "0", "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
					     "/etc/passwd" };
	struct px_buf out = PX_BUF_INIT(100);
	int64_t size;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(px_blob_size(w->blobs, w->anna, names[i], &size, NULL), PX_NOT_FOUND);
		assert_int_equal(px_blob_read(w->blobs, w->anna, names[i], 0, 1, &out, NULL), PX_NOT_FOUND);
		assert_int_equal(px_blob_remove(w->blobs, w->anna, names[i], NULL), PX_NOT_FOUND);
	}
	assert_int_equal(px_blob_size(w->blobs, w->anna, NULL, &size, NULL), PX_NOT_FOUND);
	assert_int_equal(px_blob_read(w->blobs, w->anna, HELLO, -1, 1, &out, NULL), PX_INVALID);
}

static void refuses_what_is_no_hash(void **state)
{
	(void)state;
	each_driver(refuse_names, 0);
}

static void hold_quota(struct world *w)
{
	char hash[PX_BLOB_HASH + 1];
	struct px_error error = { 0 };

	put(w, w->anna, "hello", hash);
	assert_int_equal(px_blob_put(w->blobs, w->anna, PX_STR("world!"), hash, &error), PX_NO_SPACE);
	assert_non_null(strstr(error.message, "delete some"));
	assert_int_equal(count(w, w->anna), 1);
	put(w, w->anna, "hello", hash); /* takes no more */
	put(w, w->anna, "world", hash);
	put(w, w->ben, "world!", hash); /* has its own */
	assert_int_equal(px_blob_remove(w->blobs, w->anna, HELLO, NULL), PX_OK);
	put(w, w->anna, "there", hash);
}

static void holds_the_quota_of_each_user(void **state)
{
	(void)state;
	each_driver(hold_quota, 10);
}

static struct px_blob_writer *write_to(struct world *w, struct px_id user, int64_t expected, const char *text)
{
	struct px_blob_writer *writer;

	assert_int_equal(px_blob_writer_new(w->blobs, user, expected, &writer, NULL), PX_OK);
	assert_int_equal(px_blob_writer_add(writer, px_str(text), NULL), PX_OK);
	return writer;
}

static void write_in_parts(struct world *w)
{
	char hash[PX_BLOB_HASH + 1];
	int64_t size;

	struct px_blob_writer *writer = write_to(w, w->anna, 0, "he");
	assert_int_equal(px_blob_writer_add(writer, PX_STR(""), NULL), PX_OK);
	assert_int_equal(px_blob_size(w->blobs, w->anna, HELLO, &size, NULL), PX_NOT_FOUND);
	assert_int_equal(px_blob_writer_add(writer, PX_STR("llo"), NULL), PX_OK);
	assert_int_equal(count(w, w->anna), 0);
	assert_false(px_blob_is_arriving(w->blobs, w->anna, HELLO));
	assert_int_equal(px_blob_writer_end(writer, hash, NULL), PX_OK);
	assert_string_equal(hash, HELLO);
	reads(w, w->anna, hash, 0, 100, "hello");
	assert_true(px_blob_is_arriving(w->blobs, w->anna, HELLO));
	assert_false(px_blob_is_arriving(w->blobs, w->ben, HELLO));
	px_blob_writer_free(writer);
	assert_false(px_blob_is_arriving(w->blobs, w->anna, HELLO));
	/* The same bytes once more; and some that nobody ends. */
	writer = write_to(w, w->anna, 5, "hello");
	assert_int_equal(px_blob_writer_end(writer, hash, NULL), PX_OK);
	px_blob_writer_free(writer);
	px_blob_writer_free(write_to(w, w->anna, 100, "hell"));
	px_blob_writer_free(NULL);
	assert_int_equal(count(w, w->anna), 1);
	reads(w, w->anna, hash, 0, 100, "hello");
}

static void files_are_written_in_parts(void **state)
{
	(void)state;
	each_driver(write_in_parts, 0);
}

static void hold_quota_of_writers(struct world *w)
{
	struct px_blob_writer *first, *second, *refused;
	struct px_error error = { 0 };
	char hash[PX_BLOB_HASH + 1];

	/* What is expected counts before it comes. */
	assert_int_equal(px_blob_writer_new(w->blobs, w->anna, 6, &first, NULL), PX_OK);
	assert_int_equal(px_blob_writer_new(w->blobs, w->anna, 5, &refused, &error), PX_NO_SPACE);
	assert_null(refused);
	assert_non_null(strstr(error.message, "delete some"));
	assert_int_equal(px_blob_put(w->blobs, w->anna, PX_STR("world"), hash, NULL), PX_NO_SPACE);
	put(w, w->ben, "world", hash);
	/* More than that counts as it comes. */
	second = write_to(w, w->anna, 0, "1234");
	assert_int_equal(px_blob_writer_add(second, PX_STR("5"), &error), PX_NO_SPACE);
	px_blob_writer_free(second);
	assert_int_equal(px_blob_writer_add(first, PX_STR("0123456789"), NULL), PX_OK);
	assert_int_equal(px_blob_writer_add(first, PX_STR("a"), NULL), PX_NO_SPACE);
	px_blob_writer_free(first);
	/* A file counts once, when it is named. */
	first = write_to(w, w->anna, 0, "hello");
	assert_int_equal(px_blob_writer_end(first, hash, NULL), PX_OK);
	put(w, w->anna, "world", hash);
	px_blob_writer_free(first);
	assert_int_equal(count(w, w->anna), 2);
}

static void writers_hold_the_quota(void **state)
{
	(void)state;
	each_driver(hold_quota_of_writers, 10);
}

struct putter {
	struct world *w;
	int number;
	enum px_err err;
};

static void *put_thread(void *arg)
{
	struct putter *p = arg;
	char text[32], hash[PX_BLOB_HASH + 1];

	snprintf(text, sizeof(text), "%08d", p->number);
	p->err = px_blob_put(p->w->blobs, p->w->anna, px_str_n(text, 8), hash, NULL);
	return NULL;
}

static void race(struct world *w)
{
	struct putter putters[8];
	pthread_t threads[8];
	size_t kept = 0;

	for (int i = 0; i < 8; i++) {
		putters[i] = (struct putter){ w, i, PX_INTERNAL };
		assert_int_equal(pthread_create(&threads[i], NULL, put_thread, &putters[i]), 0);
	}
	for (int i = 0; i < 8; i++) {
		pthread_join(threads[i], NULL);
		kept += putters[i].err == PX_OK;
	}
	assert_int_equal(kept, 3);
	assert_int_equal(count(w, w->anna), 3);
}

static void several_at_once_hold_the_quota(void **state)
{
	(void)state;
	each_driver(race, 24);
}

/* ------------------------------------------------------------------ sweeping */

struct looking {
	const char *hash;
	struct px_blob_listed found;
};

static enum px_err find_listed(void *arg, const char *hash, int64_t size, int64_t at, struct px_error *error)
{
	struct looking *looking = arg;

	(void)size;
	(void)error;
	if (strcmp(hash, looking->hash) == 0) {
		looking->found.put = at;
		snprintf(looking->found.hash, sizeof(looking->found.hash), "%s", hash);
	}
	return PX_OK;
}

/* The file as it is listed now; without a hash if it isn't there. */
static struct px_blob_listed listed(struct px_blobs *blobs, struct px_id user, const char *hash)
{
	struct looking looking = { .hash = hash };

	assert_int_equal(px_blob_each(blobs, user, find_listed, &looking, NULL), PX_OK);
	return looking.found;
}

static enum px_err sweep_hello(struct world *w, uint64_t arrived)
{
	const struct px_blob_listed hello = listed(w->blobs, w->anna, HELLO);

	return px_blob_sweep(w->blobs, w->anna, arrived, &hello, hello.hash[0] != 0, NULL);
}

static void sweep(struct world *w)
{
	char hash[PX_BLOB_HASH + 1];
	uint64_t arrived = px_blob_arrived(w->blobs, w->anna);

	/* One that came since it was asked what there is. */
	put(w, w->anna, "hello", hash);
	put(w, w->ben, "hello", hash);
	assert_int_equal(sweep_hello(w, arrived), PX_CONFLICT);
	assert_int_equal(count(w, w->anna), 1);
	/* One whose writer lives, even if it ended before. */
	struct px_blob_writer *writer = write_to(w, w->anna, 0, "hello");
	assert_int_equal(px_blob_writer_end(writer, hash, NULL), PX_OK);
	arrived = px_blob_arrived(w->blobs, w->anna);
	assert_int_equal(sweep_hello(w, arrived), PX_CONFLICT);
	px_blob_writer_free(writer);
	assert_int_equal(sweep_hello(w, arrived), PX_OK);
	assert_int_equal(count(w, w->anna), 0);
	assert_int_equal(count(w, w->ben), 1);
	put(w, w->anna, "hello", hash);
	assert_int_equal(count(w, w->anna), 1);
}

static void a_sweep_takes_nothing_that_has_arrived_meanwhile(void **state)
{
	(void)state;
	each_driver(sweep, 0);
}

/* Another node puts a file again that was listed as one that nothing needs: its name is all that the other's row has. */
static void sweep_beside_a_node(struct world *w)
{
	struct world other = *w;
	char hash[PX_BLOB_HASH + 1];

	other.blobs = open_files(w, 0);
	put(w, w->anna, "hello", hash);
	put(w, w->anna, "other", hash);
	struct px_blob_listed files[2] = { listed(w->blobs, w->anna, HELLO), listed(w->blobs, w->anna, hash) };
	uint64_t arrived = px_blob_arrived(w->blobs, w->anna);
	while (listed(w->blobs, w->anna, HELLO).put == files[0].put) { /* times of S3 are whole seconds */
		put(&other, w->anna, "hello", hash);
		usleep(1000);
	}
	assert_int_equal(px_blob_sweep(w->blobs, w->anna, arrived, &files[0], 1, NULL), PX_CONFLICT);
	assert_int_equal(px_blob_sweep(w->blobs, w->anna, arrived, &files[1], 1, NULL), PX_OK);
	assert_int_equal(count(w, w->anna), 1);
	files[0] = listed(w->blobs, w->anna, HELLO);
	assert_int_equal(px_blob_sweep(w->blobs, w->anna, arrived, &files[0], 1, NULL), PX_OK);
	assert_int_equal(count(w, w->anna), 0);
	px_blobs_free(other.blobs);
}

static void what_another_process_put_again_stays(void **state)
{
	(void)state;
	each_driver(sweep_beside_a_node, 0);
}

struct sweeper {
	struct world *w;
	atomic_bool stop;
	unsigned swept;
};

static void *sweep_thread(void *arg)
{
	struct sweeper *s = arg;

	while (!atomic_load(&s->stop))
		s->swept += sweep_hello(s->w, px_blob_arrived(s->w->blobs, s->w->anna)) == PX_OK;
	return NULL;
}

static void sweep_beside_writers(struct world *w)
{
	struct sweeper sweeper = { .w = w };
	char hash[PX_BLOB_HASH + 1];
	pthread_t thread;
	int64_t size;

	assert_int_equal(pthread_create(&thread, NULL, sweep_thread, &sweeper), 0);
	for (int i = 0; i < 100; i++) {
		struct px_blob_writer *writer = write_to(w, w->anna, 0, "hello");
		assert_int_equal(px_blob_writer_end(writer, hash, NULL), PX_OK);
		for (int look = 0; look < 3; look++)
			assert_int_equal(px_blob_size(w->blobs, w->anna, HELLO, &size, NULL), PX_OK);
		px_blob_writer_free(writer);
	}
	atomic_store(&sweeper.stop, true);
	pthread_join(thread, NULL);
	assert_true(sweeper.swept > 0);
}

static void what_a_writer_has_ended_stays_while_the_writer_lives(void **state)
{
	(void)state;
	each_driver(sweep_beside_writers, 0);
}

/* ------------------------------------------------------------------- sealed */

enum { LARGE = 3 * 65536 + 100 };

static char large[LARGE];

static void path_of(const struct world *w, struct px_id user, const char *hash, char path[512])
{
	char id[PX_ID_TEXT + 1];

	px_id_format(user, id);
	snprintf(path, 512, "%s/%s/%s", w->dir.path, id, hash);
}

/* The file as it lies on the disk. */
static size_t stored(const char *path, char *bytes, size_t room)
{
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	size_t size = fread(bytes, 1, room, file);
	fclose(file);
	return size;
}

static void store(const char *path, const char *bytes, size_t size)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

static enum px_err read_all(struct world *w, struct px_id user, const char *hash, struct px_buf *out)
{
	px_buf_clear(out);
	return px_blob_read(w->blobs, user, hash, 0, 1 << 20, out, NULL);
}

static void sealed_files_of_several_chunks_are_read_in_any_range(void **state)
{
	static const size_t sizes[] = { 1, 65535, 65536, 65537, 131072, LARGE };
	static const struct { int64_t offset; size_t size; } ranges[] = { { 0, 10 }, { 65530, 12 }, { 65536, 1 }, { 131071, 2 }, { 1, 1 << 19 } };
	struct world w = { .anna = px_id_new() };
	struct px_buf out = PX_BUF_INIT(1 << 20);
	char hash[PX_BLOB_HASH + 1];
	int64_t size;

	(void)state;
	for (size_t i = 0; i < LARGE; i++)
		large[i] = (char)(i % 251);
	temp_dir_make(&w.dir);
	start(&w, "sealed", 0);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_int_equal(px_blob_put(w.blobs, w.anna, px_str_n(large, sizes[i]), hash, NULL), PX_OK);
		assert_int_equal(px_blob_size(w.blobs, w.anna, hash, &size, NULL), PX_OK);
		assert_int_equal(size, sizes[i]);
		assert_int_equal(read_all(&w, w.anna, hash, &out), PX_OK);
		assert_int_equal(out.size, sizes[i]);
		assert_memory_equal(out.data, large, out.size);
	}
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		size_t left = LARGE - (size_t)ranges[i].offset, want = ranges[i].size < left ? ranges[i].size : left;
		px_buf_clear(&out);
		assert_int_equal(px_blob_read(w.blobs, w.anna, hash, ranges[i].offset, ranges[i].size, &out, NULL), PX_OK);
		assert_int_equal(out.size, want);
		assert_memory_equal(out.data, large + ranges[i].offset, want);
	}
	px_buf_release(&out);
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

static void sealed_files_show_nothing_and_no_change_goes_unseen(void **state)
{
	static char bytes[2 * LARGE], changed[2 * LARGE];
	struct world w = { .anna = px_id_new(), .ben = px_id_new() };
	struct px_buf out = PX_BUF_INIT(1 << 20);
	char hash[PX_BLOB_HASH + 1], path[512], bens[512];

	(void)state;
	memset(large, 'A', LARGE);
	temp_dir_make(&w.dir);
	start(&w, "sealed", 0);
	assert_int_equal(px_blob_put(w.blobs, w.anna, px_str_n(large, LARGE), hash, NULL), PX_OK);
	path_of(&w, w.anna, hash, path);
	size_t size = stored(path, bytes, sizeof(bytes));
	assert_null(memmem(bytes, size, "AAAAAAAA", 8));
	for (size_t at = 8; at < size; at += 4099) { /* the magic apart, without which it is another file */
		memcpy(changed, bytes, size);
		changed[at] ^= 1;
		store(path, changed, size);
		assert_int_equal(read_all(&w, w.anna, hash, &out), PX_CORRUPT);
	}
	const size_t cuts[] = { 40, 41, 60, 40 + 65552, 40 + 2 * 65552, size - 1 };
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		store(path, bytes, cuts[i]);
		enum px_err err = read_all(&w, w.anna, hash, &out);
		assert_true(err == PX_CORRUPT || (cuts[i] < 60 && out.size == 0));
	}
	/* Chunks in another order; another person's file. */
	memcpy(changed, bytes, size);
	memcpy(changed + 40, bytes + 40 + 65552, 65552);
	memcpy(changed + 40 + 65552, bytes + 40, 65552);
	store(path, changed, size);
	assert_int_equal(read_all(&w, w.anna, hash, &out), PX_CORRUPT);
	assert_int_equal(px_blob_put(w.blobs, w.ben, px_str_n(large, LARGE), hash, NULL), PX_OK);
	path_of(&w, w.ben, hash, bens);
	store(bens, bytes, size);
	assert_int_equal(read_all(&w, w.ben, hash, &out), PX_CORRUPT);
	store(path, bytes, size);
	assert_int_equal(read_all(&w, w.anna, hash, &out), PX_OK);
	px_blobs_free(w.blobs);
	assert_int_equal(px_blobs_new(&(struct px_blobs_config){ .driver = "local", .path = w.dir.path, .key = other_key }, &w.blobs, NULL), PX_OK);
	assert_int_equal(read_all(&w, w.anna, hash, &out), PX_CORRUPT);
	px_buf_release(&out);
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

/* Two files of one person that change names are both refused, however they lie there; an older file is read under its own. */
static void files_can_not_take_each_others_names(void **state)
{
	static char one[LARGE + 1000], other[LARGE + 1000];
	struct world w = { .anna = px_id_new() };
	struct px_buf out = PX_BUF_INIT(1 << 20);
	char first[PX_BLOB_HASH + 1], second[PX_BLOB_HASH + 1], path[512], path2[512];

	(void)state;
	memset(large, 'B', LARGE);
	temp_dir_make(&w.dir);
	start(&w, "sealed", 0);
	assert_int_equal(px_blob_put(w.blobs, w.anna, px_str_n(large, LARGE), first, NULL), PX_OK);
	assert_int_equal(px_blob_put(w.blobs, w.anna, px_str_n(large, LARGE - 1), second, NULL), PX_OK);
	path_of(&w, w.anna, first, path);
	path_of(&w, w.anna, second, path2);
	size_t size = stored(path, one, sizeof(one)), size2 = stored(path2, other, sizeof(other));
	for (int older = 0; older < 2; older++) {
		store(path, one, size);
		store(path2, other, size2);
		assert_int_equal(read_all(&w, w.anna, first, &out), PX_OK);
		assert_memory_equal(out.data, large, LARGE);
		assert_int_equal(read_all(&w, w.anna, second, &out), PX_OK);
		store(path, other, size2);
		store(path2, one, size);
		assert_int_equal(read_all(&w, w.anna, first, &out), PX_CORRUPT);
		assert_int_equal(read_all(&w, w.anna, second, &out), PX_CORRUPT);
		memcpy(one, "PXSEAL1", 7); /* an older file has no foot */
		memcpy(other, "PXSEAL1", 7);
		size -= 16;
		size2 -= 16;
	}
	store(path, large, LARGE - 1); /* neither can plain bytes */
	assert_int_equal(read_all(&w, w.anna, first, &out), PX_CORRUPT);
	px_buf_release(&out);
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

static void files_from_before_there_was_a_key_are_read(void **state)
{
	struct world w = { .anna = px_id_new() };
	char hash[PX_BLOB_HASH + 1];
	int64_t size;

	(void)state;
	temp_dir_make(&w.dir);
	start(&w, "local", 0);
	put(&w, w.anna, "hello", hash);
	px_blobs_free(w.blobs);
	start(&w, "sealed", 0);
	reads(&w, w.anna, hash, 1, 3, "ell");
	assert_int_equal(px_blob_size(w.blobs, w.anna, hash, &size, NULL), PX_OK);
	assert_int_equal(size, 5);
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

/* What a crash left half-written is no file, and goes at the next start. */
static void local_drops_what_was_left_aside(void **state)
{
	struct world w = { .anna = px_id_new() };
	char hash[PX_BLOB_HASH + 1], id[PX_ID_TEXT + 1], path[512];

	(void)state;
	temp_dir_make(&w.dir);
	start(&w, "local", 0);
	put(&w, w.anna, "hello", hash);
	px_id_format(w.anna, id);
	snprintf(path, sizeof(path), "%s/%s/.new-abcdef", w.dir.path, id);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	assert_int_equal(count(&w, w.anna), 1);
	px_blobs_free(w.blobs);
	start(&w, "local", 0);
	assert_int_not_equal(access(path, F_OK), 0);
	reads(&w, w.anna, hash, 0, 5, "hello");
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

/* A deletion that a crash cut short has left no file under the name, and is brought to its end by the next one or the next start. */
static void local_ends_a_deletion_cut_short(void **state)
{
	struct world w = { .anna = px_id_new() };
	char hash[PX_BLOB_HASH + 1], id[PX_ID_TEXT + 1], path[512], gone[512];

	(void)state;
	temp_dir_make(&w.dir);
	start(&w, "local", 0);
	px_id_format(w.anna, id);
	for (int restarted = 0; restarted < 2; restarted++) {
		put(&w, w.anna, "hello", hash);
		snprintf(path, sizeof(path), "%s/%s/%s", w.dir.path, id, hash);
		snprintf(gone, sizeof(gone), "%s/%s/.new-gone-%s", w.dir.path, id, hash);
		assert_int_equal(rename(path, gone), 0);
		assert_int_equal(count(&w, w.anna), 0);
		if (restarted) {
			px_blobs_free(w.blobs);
			start(&w, "local", 0);
		} else {
			assert_int_equal(px_blob_remove(w.blobs, w.anna, hash, NULL), PX_OK);
		}
		assert_int_not_equal(access(gone, F_OK), 0);
	}
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

/* The bytes are overwritten, but only once they have another name. */
static void local_deletes_under_another_name(void **state)
{
	struct world w = { .anna = px_id_new() };
	char hash[PX_BLOB_HASH + 1], id[PX_ID_TEXT + 1], gone[512], bytes[6] = "";

	(void)state;
	temp_dir_make(&w.dir);
	start(&w, "local", 0);
	put(&w, w.anna, "hello", hash);
	px_id_format(w.anna, id);
	/* A folder in the way: the file can't be put aside, so nothing of it is touched. */
	snprintf(gone, sizeof(gone), "%s/%s/.new-gone-%s", w.dir.path, id, hash);
	assert_int_equal(mkdir(gone, 0700), 0);
	assert_int_equal(px_blob_remove(w.blobs, w.anna, hash, NULL), PX_IO);
	reads(&w, w.anna, hash, 0, 5, "hello");
	assert_int_equal(rmdir(gone), 0);
	char path[512];
	snprintf(path, sizeof(path), "%s/%s/%s", w.dir.path, id, hash);
	FILE *open = fopen(path, "r");
	assert_non_null(open);
	assert_int_equal(px_blob_remove(w.blobs, w.anna, hash, NULL), PX_OK);
	assert_int_equal(fread(bytes, 1, 5, open), 5);
	assert_memory_equal(bytes, "\0\0\0\0\0", 5);
	fclose(open);
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

/* ------------------------------------------------------------------------ s3 */

enum { PARTS = (8 << 20) * 2 + 12345 };

/* Past one part it is sent in several. */
static void s3_sends_large_files_in_parts(void **state)
{
	struct world w = { .anna = px_id_new() };
	struct px_buf out = PX_BUF_INIT(PARTS + 1);
	char hash[PX_BLOB_HASH + 1];
	int64_t size = 0;

	(void)state;
	if (!weed.pid)
		skip();
	char *bytes = px_alloc(PARTS);
	for (size_t i = 0; i < PARTS; i++)
		bytes[i] = (char)(i * 2654435761U >> 13);
	temp_dir_make(&w.dir);
	start(&w, "s3", 0);
	assert_int_equal(px_blob_put(w.blobs, w.anna, px_str_n(bytes, PARTS), hash, NULL), PX_OK);
	assert_int_equal(px_blob_size(w.blobs, w.anna, hash, &size, NULL), PX_OK);
	assert_int_equal(size, PARTS);
	assert_int_equal(px_blob_read(w.blobs, w.anna, hash, 0, PARTS, &out, NULL), PX_OK);
	assert_int_equal(out.size, PARTS);
	assert_memory_equal(out.data, bytes, PARTS);
	px_buf_clear(&out);
	assert_int_equal(px_blob_read(w.blobs, w.anna, hash, (8 << 20) - 5, 10, &out, NULL), PX_OK);
	assert_memory_equal(out.data, bytes + (8 << 20) - 5, 10);
	assert_int_equal(px_blob_remove(w.blobs, w.anna, hash, NULL), PX_OK);
	px_buf_release(&out);
	free(bytes);
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

/* More files than one answer lists. */
static void s3_lists_all_pages(void **state)
{
	struct world w = { .anna = px_id_new() };
	char hash[PX_BLOB_HASH + 1], text[16];

	(void)state;
	if (!weed.pid)
		skip();
	temp_dir_make(&w.dir);
	start(&w, "s3", 0);
	for (int i = 0; i < 1003; i++) {
		snprintf(text, sizeof(text), "%d", i);
		put(&w, w.anna, text, hash);
	}
	assert_int_equal(count(&w, w.anna), 1003);
	px_blobs_free(w.blobs);
	temp_dir_remove(&w.dir);
}

static enum px_err check_s3(const struct px_blobs_config *config, struct px_error *error)
{
	struct px_blobs *blobs = NULL;
	enum px_err err = px_blobs_new(config, &blobs, error);

	if (!err)
		err = px_blobs_check(blobs, error);
	px_blobs_free(blobs);
	return err;
}

static void s3_says_what_is_wrong(void **state)
{
	struct temp_dir dir;
	struct px_error error = { 0 };

	(void)state;
	if (!weed.pid)
		skip();
	temp_dir_make(&dir);
	struct px_blobs_config good = s3_config(dir.path), config = good;
	assert_int_equal(check_s3(&config, &error), PX_OK);
	config.secret = "another";
	assert_int_equal(check_s3(&config, &error), PX_UNAVAILABLE);
	assert_non_null(strstr(error.message, "SignatureDoesNotMatch"));
	config = good;
	config.key_id = "nobody";
	assert_int_equal(check_s3(&config, &error), PX_UNAVAILABLE);
	assert_non_null(strstr(error.message, "InvalidAccessKeyId"));
	char other[128];
	snprintf(other, sizeof(other), "%.*s/no-bucket", (int)(strstr(weed_url, "/pixie") - weed_url), weed_url);
	config = good;
	config.url = other;
	assert_int_equal(check_s3(&config, &error), PX_NOT_FOUND);
	assert_non_null(strstr(error.message, "no-bucket"));
	config.url = "http://127.0.0.1:1/pixie";
	assert_int_equal(check_s3(&config, &error), PX_UNAVAILABLE);
	static const char *const urls[] = { "", "ftp://host/bucket", "https://host", "https://host/", "https://host/a?b" };
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		config.url = urls[i];
		assert_int_equal(check_s3(&config, &error), PX_INVALID);
		assert_string_equal(error.field, "s3-url");
	}
	config = good;
	config.secret = "";
	assert_int_equal(check_s3(&config, &error), PX_INVALID);
	temp_dir_remove(&dir);
}

static void unknown_drivers_are_refused(void **state)
{
	struct px_blobs *blobs;

	(void)state;
	assert_int_equal(px_blobs_new(&(struct px_blobs_config){ "tape", "/tmp", 0 }, &blobs, NULL), PX_INVALID);
	assert_int_not_equal(px_blobs_new(&(struct px_blobs_config){ "local", "/nowhere/at/all", 0 }, &blobs, NULL), PX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_bytes_under_their_hash),
		cmocka_unit_test(keeps_users_apart),
		cmocka_unit_test(refuses_what_is_no_hash),
		cmocka_unit_test(holds_the_quota_of_each_user),
		cmocka_unit_test(files_are_written_in_parts),
		cmocka_unit_test(writers_hold_the_quota),
		cmocka_unit_test(several_at_once_hold_the_quota),
		cmocka_unit_test(a_sweep_takes_nothing_that_has_arrived_meanwhile),
		cmocka_unit_test(what_another_process_put_again_stays),
		cmocka_unit_test(what_a_writer_has_ended_stays_while_the_writer_lives),
		cmocka_unit_test(sealed_files_of_several_chunks_are_read_in_any_range),
		cmocka_unit_test(sealed_files_show_nothing_and_no_change_goes_unseen),
		cmocka_unit_test(files_can_not_take_each_others_names),
		cmocka_unit_test(files_from_before_there_was_a_key_are_read),
		cmocka_unit_test(local_drops_what_was_left_aside),
		cmocka_unit_test(local_ends_a_deletion_cut_short),
		cmocka_unit_test(local_deletes_under_another_name),
		cmocka_unit_test(s3_sends_large_files_in_parts),
		cmocka_unit_test(s3_lists_all_pages),
		cmocka_unit_test(s3_says_what_is_wrong),
		cmocka_unit_test(unknown_drivers_are_refused),
	};

	start_weed();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	stop_weed();
	return failed;
}
