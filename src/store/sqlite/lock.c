/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One process per database: an advisory lock on a file beside it, which the
 * kernel drops with the process however it ends.  The file holds the process
 * id for the message and stays behind on purpose: removing it would race.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

static enum px_err fail_held(int fd, const char *path, struct px_error *error)
{
	char text[24] = "";
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	struct px_str pid = px_str_trim(px_str_n(text, n > 0 ? (size_t)n : 0));

	if (pid.size)
		return px_fail(error, PX_CONFLICT, "data", "%s is in use by process %.*s", path,
			       PX_STR_ARG(pid));
	return px_fail(error, PX_CONFLICT, "data", "%s is in use by another process", path);
}

static enum px_err write_pid(int fd, const char *path, struct px_error *error)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());

	if (ftruncate(fd, 0) || pwrite(fd, text, (size_t)n, 0) != n)
		return px_fail(error, PX_IO, "data", "cannot write %s.lock: %s", path, strerror(errno));
	return PX_OK;
}

enum px_err lock_take(const char *path, int *fd, struct px_error *error)
{
	struct px_buf name = PX_BUF_INIT(4096);
	enum px_err err = px_buf_printf(&name, "%s.lock", path);

	if (err) {
		px_buf_release(&name);
		return px_fail(error, PX_INVALID, "data", "the path of the database is too long");
	}
	*fd = open(name.data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	px_buf_release(&name);
	if (*fd < 0)
		return px_fail(error, PX_IO, "data", "cannot open %s.lock: %s", path, strerror(errno));
	if (flock(*fd, LOCK_EX | LOCK_NB))
		err = errno == EWOULDBLOCK
			      ? fail_held(*fd, path, error)
			      : px_fail(error, PX_IO, "data", "cannot lock %s: %s", path, strerror(errno));
	else
		err = write_pid(*fd, path, error);
	if (err) {
		close(*fd);
		*fd = -1;
	}
	return err;
}

void lock_drop(int fd)
{
	if (fd >= 0)
		close(fd);
}
