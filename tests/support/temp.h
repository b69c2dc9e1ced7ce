/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A temporary directory of a test's own, removed with what is in it.
 */
#ifndef PX_TESTS_SUPPORT_TEMP_H
#define PX_TESTS_SUPPORT_TEMP_H

struct temp_dir {
	char path[128];
};

/* Makes one under $TMPDIR or /tmp; aborts if it cannot. */
void temp_dir_make(struct temp_dir *dir);
void temp_dir_remove(struct temp_dir *dir);
/* "<dir>/<name>" in `out`. */
void temp_dir_file(const struct temp_dir *dir, const char *name, char out[256]);

#endif
