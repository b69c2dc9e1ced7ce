/* SPDX-License-Identifier: Apache-2.0 */
#include "app/import_files.h"

#include "base/civil.h"
#include "base/utf8.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct reading {
	px_import_put_fn put;
	void *arg;
	size_t *passed;
};

static bool is_text(const char *name)
{
	static const char *const endings[] = { ".md", ".markdown", ".txt", ".text", ".html", ".htm", ".eml", ".org", ".rst" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	}
	return false;
}

static void pass_over(const struct reading *r, const char *path, const char *why)
{
	fprintf(stderr, "%s: %s\n", path, why);
	++*r->passed;
}

/* The whole file, NUL-terminated; NULL if it can't be read. */
static char *slurp(const char *path, size_t size)
{
	FILE *file = fopen(path, "r");
	char *text = file ? malloc(size + 1) : NULL;
	size_t n = text ? fread(text, 1, size, file) : 0;

	if (text)
		text[n] = '\0';
	if (file)
		fclose(file);
	return text;
}

static json_t *item_of(const char *path, const char *name, const char *text, int64_t changed)
{
	char at[PX_CIVIL_TEXT], when[PX_CIVIL_TEXT + 1], id[64];

	px_civil_format_ms(changed, at);
	snprintf(when, sizeof(when), "%sZ", at);
	snprintf(id, sizeof(id), "file:%016llx%016llx", (unsigned long long)px_str_hash(px_str(path)),
		 (unsigned long long)px_str_hash(px_str(text)));
	return json_pack("{s:s,s:s,s:s,s:s,s:s}", "id", id, "kind", "document", "at", when, "title", name, "text", text);
}

static enum px_err take_file(const struct reading *r, const char *path, const char *name, const struct stat *info,
			     struct px_error *error)
{
	if (!is_text(name)) {
		pass_over(r, path, "not a kind of file that can be read");
		return PX_OK;
	}
	if (info->st_size > PX_IMPORT_FILE_MAX) {
		pass_over(r, path, "larger than 900 KiB");
		return PX_OK;
	}
	char *text = slurp(path, (size_t)info->st_size);
	json_t *item = NULL;
	if (!text)
		pass_over(r, path, strerror(errno));
	else if (!px_utf8_valid(px_str(text)) || strlen(text) != (size_t)info->st_size)
		pass_over(r, path, "not UTF-8 text");
	else if (!px_str_trim(px_str(text)).size)
		pass_over(r, path, "empty");
	else
		item = item_of(path, name, text, (int64_t)info->st_mtime * 1000);
	free(text);
	return item ? r->put(r->arg, item, error) : PX_OK;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

enum px_err px_import_files(const char *path, px_import_put_fn put, void *arg, size_t *passed,
			    struct px_error *error)
{
	const struct reading reading = { put, arg, passed };
	char *copy = strdup(path);
	char *const roots[] = { copy, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	enum px_err err = PX_OK;
	size_t seen = 0;
	FTSENT *entry;

	while (!err && tree && (entry = fts_read(tree))) {
		if (entry->fts_info == FTS_D && entry->fts_level > 0 && entry->fts_name[0] == '.') {
			fts_set(tree, entry, FTS_SKIP);
		} else if (entry->fts_info == FTS_NS || entry->fts_info == FTS_DNR) {
			if (entry->fts_level == 0)
				err = px_fail(error, PX_NOT_FOUND, "file", "%s: %s", path, strerror(entry->fts_errno));
			else
				pass_over(&reading, entry->fts_path, strerror(entry->fts_errno));
		} else if (entry->fts_info == FTS_F && entry->fts_name[0] != '.') {
			seen++;
			err = take_file(&reading, entry->fts_path, entry->fts_name, entry->fts_statp, error);
		}
	}
	if (tree)
		fts_close(tree);
	free(copy);
	if (!err && !seen)
		err = px_fail(error, PX_NOT_FOUND, "file", "there is no file in %s", path);
	return err;
}
