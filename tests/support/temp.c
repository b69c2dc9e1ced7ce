/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkdtemp and its removal.
 */
#include "support/temp.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void temp_dir_make(struct temp_dir *dir)
{
	const char *root = getenv("TMPDIR");

	snprintf(dir->path, sizeof(dir->path), "%s/pixie-test-XXXXXX", root && *root ? root : "/tmp");
	if (!mkdtemp(dir->path)) {
		perror(dir->path);
		abort();
	}
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info;
	(void)type;
	(void)walk;
	return remove(path);
}

void temp_dir_remove(struct temp_dir *dir)
{
	nftw(dir->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void temp_dir_file(const struct temp_dir *dir, const char *name, char out[256])
{
	snprintf(out, 256, "%s/%s", dir->path, name);
}
