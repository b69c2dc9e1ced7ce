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
	struct px_uploads *uploads;
	size_t *passed;
};

enum { UPLOAD_MAX = 1 << 30 };

static const char *const texts[] = { ".md", ".markdown", ".txt", ".text", ".html", ".htm", ".eml", ".org", ".rst", NULL };
static const char *const office[] = { ".pdf", ".docx", ".odt", NULL };

static bool has_ending(const char *name, const char *const *endings)
{
	const char *dot = strrchr(name, '.');

	for (; dot && *endings; endings++) {
		if (strcasecmp(dot, *endings) == 0)
			return true;
	}
	return false;
}

static bool is_text(const char *name)
{
	return has_ending(name, texts);
}

static void pass_over(const struct reading *r, const char *path, const char *why)
{
	fprintf(stderr, "%s: %s\n", path, why);
	++*r->passed;
}

/* The whole file, NUL-terminated; NULL if it can't be read.  *size becomes what was read. */
static char *slurp(const char *path, size_t *size)
{
	FILE *file = fopen(path, "r");
	char *text = file ? malloc(*size + 1) : NULL;
	size_t n = text ? fread(text, 1, *size, file) : 0;

	*size = n;
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

static enum px_err take_bytes(const struct reading *r, const char *path, const char *name, struct px_str bytes,
			      int64_t changed, struct px_error *error)
{
	bool item = is_text(name) && bytes.size <= PX_IMPORT_FILE_MAX && px_utf8_valid(bytes) && !memchr(bytes.data, '\0', bytes.size);

	if (!px_str_trim(bytes).size) {
		pass_over(r, path, "empty");
		return PX_OK;
	}
	return item ? r->put(r->arg, item_of(path, name, bytes.data, changed), error)
		    : px_uploads_put(r->uploads, path, name, bytes, changed, error);
}

static enum px_err take_file(const struct reading *r, const char *path, const char *name, const struct stat *info,
			     struct px_error *error)
{
	if (!is_text(name) && !has_ending(name, office)) {
		pass_over(r, path, "not a kind of file that can be read");
		return PX_OK;
	}
	if (info->st_size > UPLOAD_MAX) {
		pass_over(r, path, "larger than 1 GiB");
		return PX_OK;
	}
	size_t size = (size_t)info->st_size;
	char *bytes = slurp(path, &size);
	enum px_err err = PX_OK;
	if (bytes)
		err = take_bytes(r, path, name, px_str_n(bytes, size), (int64_t)info->st_mtime * 1000, error);
	else
		pass_over(r, path, strerror(errno));
	free(bytes);
	return err;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

enum px_err px_import_files(const char *path, px_import_put_fn put, void *arg, struct px_uploads *uploads,
			    size_t *passed, struct px_error *error)
{
	const struct reading reading = { put, arg, uploads, passed };
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
