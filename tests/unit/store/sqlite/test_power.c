/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Power loss: a disk that forgets what was not synced.
 *
 * The VFS below keeps, beside the real files, what each file holds for sure
 * (as of its last sync) and every write since.  In each round two threads
 * write until the power is cut at some sync.  Of the sectors (512 bytes) written
 * since the last sync none, the first, the last or some are on the disk then.
 * The files are set to that, the store is opened again, and every acknowledged
 * transaction must be there whole, every other one whole or not at all.
 *
 * TEST_CUTS sets the number of rounds, TEST_SEED repeats a run.
 */
#include "fixture.h"

#include "base/mem.h"
#include "base/random.h"

#include <fcntl.h>

enum { CUTS = 500, SECTOR = 512, PARTS = 3, NUMBERS = 4096, WRITERS = 2, PADDING = 1500, SYNCS_MAX = 14 };
enum { DATABASE, LOG, FILES };

/* ------------------------------------------------------------------ the disk */

struct write {
	size_t at, size; /* size 0: the file was cut to `at` */
	char *data;
	struct write *next;
};

struct image {
	char *durable;
	size_t size, capacity;
	struct write *first, **end; /* not synced, oldest first */
};

static struct disk {
	pthread_mutex_t lock;
	char paths[FILES][300];
	struct image images[FILES];
	bool recording;   /* the power is on */
	unsigned cut_in;  /* at this sync from now it goes off; 0: it stays on */
	uint64_t seed;
	bool *acknowledged; /* by number, as long as the power is on */
} disk = { .lock = PTHREAD_MUTEX_INITIALIZER };

static uint64_t random_next(void)
{
	disk.seed = disk.seed * 6364136223846793005U + 1442695040888963407U;
	return disk.seed >> 33;
}

static void image_resize(struct image *image, size_t size)
{
	if (size > image->capacity) {
		image->capacity = size * 2;
		image->durable = px_realloc(image->durable, image->capacity);
	}
	if (size > image->size)
		memset(image->durable + image->size, 0, size - image->size);
	image->size = size;
}

/* Which of the bytes that were not synced made it; `at` counts them in the order they were written. */
struct fate {
	enum { ALL, NONE, FIRST, LAST, SOME } kind;
	size_t border; /* FIRST and LAST: up to here, or from here on */
};

static bool survives(const struct fate *fate, size_t at)
{
	switch (fate->kind) {
	case ALL:
		return true;
	case FIRST:
		return at < fate->border;
	case LAST:
		return at >= fate->border;
	case SOME:
		return random_next() % 2;
	default:
		return false;
	}
}

/* `before`: bytes written before it, since the sync. */
static void image_write(struct image *image, const struct write *write, const struct fate *fate, size_t before)
{
	if (write->size == 0) {
		if (survives(fate, before))
			image_resize(image, write->at);
		return;
	}
	if (write->at + write->size > image->size)
		image_resize(image, write->at + write->size);
	for (size_t done = 0, piece; done < write->size; done += piece) {
		piece = SECTOR - (write->at + done) % SECTOR;
		piece = piece < write->size - done ? piece : write->size - done;
		if (survives(fate, before + done))
			memcpy(image->durable + write->at + done, write->data + done, piece);
	}
}

static size_t image_unsynced(const struct image *image)
{
	size_t size = 0;

	for (const struct write *write = image->first; write; write = write->next)
		size += write->size;
	return size;
}

/* What is not synced reaches the disk: all of it by a sync, or whatever made it. */
static void image_settle(struct image *image, bool all)
{
	struct fate fate = { ALL, 0 };
	size_t before = 0;

	if (!all) {
		fate.kind = NONE + random_next() % 4;
		fate.border = random_next() % (image_unsynced(image) + 1);
	}
	while (image->first) {
		struct write *write = image->first;
		image->first = write->next;
		image_write(image, write, &fate, before);
		before += write->size;
		free(write->data);
		free(write);
	}
	image->end = &image->first;
}

static void image_note(struct image *image, size_t at, const void *data, size_t size)
{
	struct write *write = px_calloc(1, sizeof(*write));

	write->at = at;
	write->size = size;
	write->data = px_alloc(size + 1);
	if (size)
		memcpy(write->data, data, size);
	*image->end = write;
	image->end = &write->next;
}

static void disk_sync(int which)
{
	pthread_mutex_lock(&disk.lock);
	if (disk.recording && disk.cut_in && --disk.cut_in == 0) {
		disk.recording = false;
		for (int i = 0; i < FILES; i++)
			image_settle(&disk.images[i], false);
	} else if (disk.recording) {
		image_settle(&disk.images[which], true);
	}
	pthread_mutex_unlock(&disk.lock);
}

/* The group's own sync of the log; SQLite's come by the VFS. */
int fdatasync(int fd)
{
	(void)fd;
	disk_sync(LOG);
	return 0;
}

/* Of the system's VFS, which has several tables, and the same with ours in them. */
static sqlite3_io_methods originals[FILES], methods[FILES];

static int which_file(sqlite3_file *file)
{
	return file->pMethods == &methods[LOG] ? LOG : DATABASE;
}

static int disk_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
	int code = originals[which_file(file)].xWrite(file, data, size, at);

	pthread_mutex_lock(&disk.lock);
	if (disk.recording && code == SQLITE_OK)
		image_note(&disk.images[which_file(file)], (size_t)at, data, (size_t)size);
	pthread_mutex_unlock(&disk.lock);
	return code;
}

static int disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int code = originals[which_file(file)].xTruncate(file, size);

	pthread_mutex_lock(&disk.lock);
	if (disk.recording && code == SQLITE_OK)
		image_note(&disk.images[which_file(file)], (size_t)size, NULL, 0);
	pthread_mutex_unlock(&disk.lock);
	return code;
}

static int disk_sync_file(sqlite3_file *file, int flags)
{
	(void)flags;
	disk_sync(which_file(file));
	return SQLITE_OK;
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	sqlite3_vfs *system = vfs->pAppData;
	int code = system->xOpen(system, name, file, flags, out);

	if (code != SQLITE_OK || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)))
		return code;
	int which = flags & SQLITE_OPEN_WAL ? LOG : DATABASE;
	pthread_mutex_lock(&disk.lock);
	if (!originals[which].xWrite) {
		originals[which] = methods[which] = *file->pMethods;
		methods[which].xWrite = disk_write;
		methods[which].xTruncate = disk_truncate;
		methods[which].xSync = disk_sync_file;
	}
	file->pMethods = &methods[which];
	pthread_mutex_unlock(&disk.lock);
	return code;
}

/* Before the first store is opened: the driver's own VFS stands on the default one. */
static void disk_register(void)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *system = sqlite3_vfs_find(NULL);

	vfs = *system;
	vfs.zName = "disk";
	vfs.pNext = NULL;
	vfs.pAppData = system;
	vfs.xOpen = disk_open;
	sqlite3_vfs_register(&vfs, 1);
}

static void load_image(struct image *image, const char *path)
{
	char piece[65536];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	image->end = &image->first;
	image->size = 0;
	while (fd >= 0 && (n = read(fd, piece, sizeof(piece))) > 0) {
		image_resize(image, image->size + (size_t)n);
		memcpy(image->durable + image->size - n, piece, (size_t)n);
	}
	if (fd >= 0)
		close(fd);
}

static void store_image(const struct image *image, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	for (size_t done = 0; done < image->size;) {
		ssize_t n = write(fd, image->durable + done, image->size - done);
		assert_true(n > 0);
		done += (size_t)n;
	}
	close(fd);
}

/* ---------------------------------------------------------------- the writers */

struct writer {
	struct world *w;
	int64_t next; /* number of its next transaction */
};

static void acknowledge(void *arg, enum px_err err)
{
	bool *acknowledged = arg;

	pthread_mutex_lock(&disk.lock);
	if (!err && disk.recording)
		*acknowledged = true;
	pthread_mutex_unlock(&disk.lock);
}

static bool power_is_on(void)
{
	pthread_mutex_lock(&disk.lock);
	bool on = disk.recording;
	pthread_mutex_unlock(&disk.lock);
	return on;
}

/* Each transaction is PARTS notes of one number ("created"), part "updated"; every seventh is rolled back. */
static void *write_until_dark(void *arg)
{
	static const char digits[] = "0123456789";
	struct writer *writer = arg;
	char text[PADDING + 3];

	memset(text, digits[writer->next % 10], sizeof(text));
	text[0] = text[PADDING + 1] = '"'; /* a JSON string */
	text[PADDING + 2] = '\0';
	for (; power_is_on() && writer->next < NUMBERS; writer->next += WRITERS) {
		struct px_store_tx *tx;
		if (px_store_begin(writer->w->store, writer->w->user, PX_STORE_WRITE, &tx, NULL))
			abort();
		for (int part = 0; part < PARTS; part++) {
			struct note note = make_note(writer->w->user, text);
			note.created = writer->next;
			note.updated = part;
			if (px_store_insert(tx, &note_record, &note, NULL))
				abort();
		}
		if (writer->next % 7 == 0)
			px_store_rollback(tx);
		else if (writer->next % 3 == 0)
			acknowledge(&disk.acknowledged[writer->next], px_store_commit_wait(tx, NULL));
		else
			px_store_commit(tx, acknowledge, &disk.acknowledged[writer->next]);
	}
	return NULL;
}

static void check_notes(struct world *w, unsigned cut)
{
	unsigned char *parts = px_calloc(NUMBERS, 1);
	struct px_store_query query = { .limit = 1000 };
	struct px_arena arena;
	struct px_store_tx *tx;
	size_t count;
	void *rows;

	px_arena_init(&arena);
	assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_READ, &tx, NULL), PX_OK);
	do {
		px_arena_clear(&arena);
		assert_int_equal(px_store_query(tx, &note_record, &query, &arena, &rows, &count, &w->error), PX_OK);
		const struct note *notes = rows;
		for (size_t i = 0; i < count; i++)
			parts[notes[i].created] |= (unsigned char)(1U << notes[i].updated);
		query.after = count > 0;
		if (count)
			query.after_id = notes[count - 1].id;
	} while (count == 1000);
	px_store_rollback(tx);
	px_arena_release(&arena);
	for (int n = 0; n < NUMBERS; n++) {
		if (disk.acknowledged[n] && parts[n] != (1U << PARTS) - 1)
			fail_msg("cut %u: transaction %d was acknowledged and has parts %#x", cut, n, parts[n]);
		if (parts[n] && (parts[n] != (1U << PARTS) - 1 || n % 7 == 0))
			fail_msg("cut %u: transaction %d should not be there like this: parts %#x", cut, n, parts[n]);
	}
	free(parts);
}

static void check_integrity(struct world *w, unsigned cut)
{
	sqlite3_stmt *statement;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const char *verdict = (const char *)sqlite3_column_text(statement, 0);
	if (strcmp(verdict, "ok") != 0)
		fail_msg("cut %u: %s", cut, verdict);
	sqlite3_finalize(statement);
	sqlite3_close(db);
}

/* What was found is enough; the database stays small. */
static void start_afresh(struct world *w)
{
	struct px_store_tx *tx;
	size_t deleted;

	do {
		assert_int_equal(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, NULL), PX_OK);
		assert_int_equal(px_store_purge(tx, &note_record, NULL, 0, 1000, &deleted, NULL), PX_OK);
		assert_int_equal(px_store_commit_wait(tx, NULL), PX_OK);
	} while (deleted == 1000);
	memset(disk.acknowledged, 0, NUMBERS * sizeof(bool));
}

static void switch_on(struct world *w)
{
	for (int i = 0; i < FILES; i++)
		load_image(&disk.images[i], disk.paths[i]);
	disk.recording = true;
	open_store(w);
}

static void run_until_cut(struct world *w)
{
	struct writer writers[WRITERS];
	pthread_t threads[WRITERS];

	pthread_mutex_lock(&disk.lock);
	disk.cut_in = 1 + (unsigned)(random_next() % SYNCS_MAX);
	pthread_mutex_unlock(&disk.lock);
	for (int i = 0; i < WRITERS; i++) {
		writers[i] = (struct writer){ w, 1 + i };
		assert_int_equal(pthread_create(&threads[i], NULL, write_until_dark, &writers[i]), 0);
	}
	for (int i = 0; i < WRITERS; i++)
		pthread_join(threads[i], NULL);
	assert_false(power_is_on());
	px_store_close(w->store);
	w->store = NULL;
	for (int i = 0; i < FILES; i++)
		store_image(&disk.images[i], disk.paths[i]);
}

static unsigned long number_from(const char *name, unsigned long otherwise)
{
	const char *given = getenv(name);

	return given ? strtoul(given, NULL, 10) : otherwise;
}

static void nothing_acknowledged_is_lost(void **state)
{
	struct world *w = *state;
	unsigned cuts = (unsigned)number_from("TEST_CUTS", CUTS);

	disk.seed = number_from("TEST_SEED", px_random_u64() >> 40);
	print_message("TEST_SEED=%llu\n", (unsigned long long)disk.seed);
	disk.acknowledged = px_calloc(NUMBERS, sizeof(bool));
	snprintf(disk.paths[DATABASE], sizeof(disk.paths[0]), "%s", w->path);
	snprintf(disk.paths[LOG], sizeof(disk.paths[0]), "%s-wal", w->path);
	/* So small that the log is copied and started afresh every few batches. */
	checkpoint_pages = (struct checkpoint_pages){ 24, 48 };
	switch_on(w);
	for (unsigned cut = 1; cut <= cuts; cut++) {
		watchdog_start(); /* for each round: all of them take longer than one test may */
		run_until_cut(w);
		switch_on(w);
		check_notes(w, cut);
		if (cut % 10 == 0)
			check_integrity(w, cut);
		start_afresh(w);
	}
	px_store_close(w->store);
	w->store = NULL;
	for (int i = 0; i < FILES; i++) {
		image_settle(&disk.images[i], true);
		free(disk.images[i].durable);
	}
	free(disk.acknowledged);
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(nothing_acknowledged_is_lost) };

	disk_register();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
