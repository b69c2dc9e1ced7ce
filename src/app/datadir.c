/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The data folder and the running server's note.  A note whose process has
 * gone counts as none.
 */
#include "app/datadir.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_MAX_BYTES = 4096 };

enum px_err px_datadir_make(const char *folder, struct px_error *error)
{
	char path[PATH_MAX_BYTES];
	struct stat status;

	if ((size_t)snprintf(path, sizeof(path), "%s", folder) >= sizeof(path) || !path[0])
		return px_fail(error, PX_INVALID, "data", "the data folder's name is empty or too long");
	for (char *at = path + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return px_fail(error, PX_IO, "data", "%s: %s", path, strerror(errno));
		*at = '/';
	}
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return px_fail(error, PX_IO, "data", "%s: %s", path, strerror(errno));
	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return px_fail(error, PX_INVALID, "data", "%s is not a folder", path);
	if (access(path, R_OK | W_OK | X_OK) != 0)
		return px_fail(error, PX_IO, "data", "%s: %s", path, strerror(errno));
	return PX_OK;
}

bool px_datadir_used(const char *folder)
{
	char path[PATH_MAX_BYTES];
	struct stat status;

	snprintf(path, sizeof(path), "%s/token", folder);
	return stat(path, &status) == 0 && status.st_size > 0;
}

enum px_err px_datadir_announce(const char *folder, const char *url, struct px_error *error)
{
	char path[PATH_MAX_BYTES], temporary[PATH_MAX_BYTES];

	snprintf(path, sizeof(path), "%s/server", folder);
	snprintf(temporary, sizeof(temporary), "%s/server.new", folder);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && dprintf(fd, "%d %s\n", (int)getpid(), url) > 0;
	if (fd >= 0)
		ok = close(fd) == 0 && ok;
	if (!ok || rename(temporary, path) != 0)
		return px_fail(error, PX_IO, "data", "%s: %s", path, strerror(errno));
	return PX_OK;
}

void px_datadir_withdraw(const char *folder)
{
	char path[PATH_MAX_BYTES];

	snprintf(path, sizeof(path), "%s/server", folder);
	unlink(path);
}

enum px_err px_datadir_server(const char *folder, struct px_buf *url)
{
	char path[PATH_MAX_BYTES], address[256];
	int pid, fields = 0;

	snprintf(path, sizeof(path), "%s/server", folder);
	FILE *file = fopen(path, "re");
	if (file) {
		fields = fscanf(file, "%d %255s", &pid, address);
		fclose(file);
	}
	if (fields != 2 || pid <= 0 || (kill(pid, 0) != 0 && errno == ESRCH))
		return PX_NOT_FOUND;
	return px_buf_text(url, address);
}
