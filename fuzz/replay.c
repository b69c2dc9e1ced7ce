/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands in for libFuzzer in ordinary builds: runs a fuzz target once over
 * every file of the folders and files it is given.  script/test replays each
 * target's corpus with it, under the sanitizers.
 */
#include "base/mem.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 16 * 1024 * 1024 };

static int replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat info;

	if (!file || fstat(fileno(file), &info) || info.st_size > INPUT_MAX) {
		fprintf(stderr, "cannot replay %s\n", path);
		if (file)
			fclose(file);
		return -1;
	}
	/* Exactly as large as the input, so that reading past it is seen. */
	size_t size = (size_t)info.st_size;
	uint8_t *data = px_alloc(size ? size : 1);
	if (fread(data, 1, size, file) == size)
		LLVMFuzzerTestOneInput(data, size);
	free(data);
	fclose(file);
	return 1;
}

/* How many inputs were run; -1 if one could not be. */
static int replay(const char *path)
{
	struct dirent *entry;
	DIR *folder = opendir(path);
	char name[4096];
	int count = 0;

	if (!folder)
		return replay_file(path);
	while ((entry = readdir(folder)) != NULL && count >= 0) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		int ran = replay_file(name);
		count = ran < 0 ? ran : count + ran;
	}
	closedir(folder);
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;

	for (int i = 1; i < argc; i++) {
		int ran = replay(argv[i]);
		if (ran < 0)
			return 1;
		count += ran;
	}
	printf("%d inputs\n", count);
	return count ? 0 : 1;
}
