/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was deleted or replaced can't be read in the files of the store once a
 * transaction has asked for that: not in the database, not in its log.
 */
#include "fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define OK(call) \
	do { \
		if (call) \
			fail_msg("%s: %s", #call, w->error.message); \
	} while (0)

static const char secret[] = "Gudrun Ostrowski";

/* Whether the bytes stand in any file of the folder. */
static bool in_files(struct world *w, const char *bytes)
{
	DIR *entries = opendir(w->dir.path);
	struct dirent *entry;
	bool found = false;

	while ((entry = readdir(entries))) {
		char path[600];
		snprintf(path, sizeof(path), "%s/%s", w->dir.path, entry->d_name);
		FILE *file = fopen(path, "rb");
		struct stat info;
		if (!file || fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode)) {
			if (file)
				fclose(file);
			continue;
		}
		char *all = malloc((size_t)info.st_size + 1);
		size_t n = fread(all, 1, (size_t)info.st_size, file);
		found = found || memmem(all, n, bytes, strlen(bytes));
		free(all);
		fclose(file);
	}
	closedir(entries);
	return found;
}

static struct px_store_tx *begin(struct world *w)
{
	struct px_store_tx *tx;

	OK(px_store_begin(w->store, w->user, PX_STORE_WRITE, &tx, &w->error));
	return tx;
}

/* A text that says the secret somewhere, of every size from a few bytes to several pages. */
static void fill(char *text, size_t size, unsigned number)
{
	snprintf(text, size, "{\"%u\":\"%s\"", number, secret);
	size_t n = strlen(text);
	memset(text + n, 'x', size - n - 1);
	text[size - 1] = '\0';
}

/*
 * Rows come in an order that splits pages, change their size, and go among
 * others that stay; nothing of theirs may be left.
 */
static void churn(struct world *w, struct px_id *ids, size_t count)
{
	static char text[20000];

	for (size_t part = 0; part < 8; part++) {
		struct px_store_tx *tx = begin(w);
		for (size_t i = part; i < count; i += 8) {
			struct note note = make_note(w->user, text);
			fill(text, 60 + (i * 7919) % (i % 17 ? 900 : 19000), (unsigned)i);
			ids[i] = note.id;
			OK(px_store_insert(tx, &note_record, &note, &w->error));
			struct note other = make_note(w->user, "{\"stays\":\"here\"}");
			OK(px_store_insert(tx, &note_record, &other, &w->error));
		}
		OK(px_store_commit_wait(tx, &w->error));
		tx = begin(w);
		for (size_t i = part; i < count; i += 16) {
			struct note note = make_note(w->user, text);
			fill(text, 60 + (i * 104729) % 1500, (unsigned)i);
			note.id = ids[i];
			note.version = 2;
			OK(px_store_update(tx, &note_record, &note, 1, &w->error));
		}
		OK(px_store_commit_wait(tx, &w->error));
	}
}

static void test_nothing_is_left(void **state)
{
	enum { COUNT = 3000 };
	struct world *w = *state;
	static struct px_id ids[COUNT];

	open_store(w);
	churn(w, ids, COUNT);
	assert_true(in_files(w, secret));
	struct px_store_tx *tx = begin(w);
	for (size_t i = 0; i < COUNT; i++)
		OK(px_store_delete(tx, &note_record, ids[i], &w->error));
	px_store_scrub(tx);
	OK(px_store_commit_wait(tx, &w->error));
	assert_false(in_files(w, secret));
	assert_true(in_files(w, "stays"));
}

/* A process that was killed may have been asked, and not have done it; the next one does. */
static void test_the_next_start_does_it(void **state)
{
	struct world *w = *state;
	struct note note = make_note(w->user, "{\"who\":\"Gudrun Ostrowski\"}");

	open_store(w);
	struct px_store_tx *tx = begin(w);
	OK(px_store_insert(tx, &note_record, &note, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	tx = begin(w);
	OK(px_store_delete(tx, &note_record, note.id, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	if (!in_files(w, secret)) /* the log was emptied by the batch before */
		return;
	px_store_close(w->store);
	open_store(w);
	tx = begin(w);
	note.id = px_id_new();
	note.state = "{}";
	OK(px_store_insert(tx, &note_record, &note, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	assert_false(in_files(w, secret));
}

/* A reader in an old snapshot holds it up; it is done with a later batch. */
static void test_a_reader_is_not_waited_for(void **state)
{
	struct world *w = *state;
	struct note note = make_note(w->user, "{\"who\":\"Gudrun Ostrowski\"}");
	struct px_store_tx *reader;

	open_store(w);
	struct px_store_tx *tx = begin(w);
	OK(px_store_insert(tx, &note_record, &note, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	OK(px_store_begin(w->store, w->user, PX_STORE_READ, &reader, &w->error));
	int64_t count;
	OK(px_store_count(reader, &note_record, NULL, 0, &count, &w->error));
	tx = begin(w);
	OK(px_store_delete(tx, &note_record, note.id, &w->error));
	px_store_scrub(tx);
	OK(px_store_commit_wait(tx, &w->error));
	assert_true(in_files(w, secret));
	px_store_rollback(reader);
	note = make_note(w->user, "{}");
	tx = begin(w);
	OK(px_store_insert(tx, &note_record, &note, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
	assert_false(in_files(w, secret));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_is_left),
		TEST(test_the_next_start_does_it),
		TEST(test_a_reader_is_not_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
