/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A temporary directory of a test's own, removed with what is in it.  In the
 * header, so that unit tests need no library for it.
 */
#ifndef PX_TESTS_SUPPORT_TEMP_H
#define PX_TESTS_SUPPORT_TEMP_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct temp_dir {
	char path[128];
};

/* Makes one under $TMPDIR or /tmp; aborts if it cannot. */
static inline void temp_dir_make(struct temp_dir *dir)
{
	const char *root = getenv("TMPDIR");

	snprintf(dir->path, sizeof(dir->path), "%s/pixie-test-XXXXXX", root && *root ? root : "/tmp");
	if (!mkdtemp(dir->path)) {
		perror(dir->path);
		abort();
	}
}

static inline int temp_remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info;
	(void)type;
	(void)walk;
	return remove(path);
}

static inline void temp_dir_remove(struct temp_dir *dir)
{
	nftw(dir->path, temp_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* "<dir>/<name>" in `out`. */
static inline void temp_dir_file(const struct temp_dir *dir, const char *name, char out[256])
{
	snprintf(out, 256, "%s/%s", dir->path, name);
}

#endif
