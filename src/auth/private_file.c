/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rights are checked on the open descriptor, so that nothing can be swapped
 * between looking and reading.
 */
#include "auth/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static enum px_err fail_io(struct px_error *error, const char *verb, const char *path)
{
	return px_fail(error, errno == ENOENT ? PX_NOT_FOUND : PX_IO, NULL, "can't %s %s: %s", verb, path,
		       strerror(errno));
}

static enum px_err check_rights(int fd, const char *path, struct px_error *error)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail_io(error, "look at", path);
	if (!S_ISREG(st.st_mode))
		return px_fail(error, PX_INVALID, NULL, "%s is not a plain file", path);
	if ((st.st_mode & 077) != 0 || st.st_uid != geteuid())
		return px_fail(error, PX_FORBIDDEN, NULL,
			       "%s must belong to the user who runs pixie and be readable by nobody else "
			       "(chmod 600)", path);
	return PX_OK;
}

static enum px_err read_all(int fd, const char *path, struct px_buf *out, struct px_error *error)
{
	for (;;) {
		char part[512];
		ssize_t got = read(fd, part, sizeof(part));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_io(error, "read", path);
		if (got == 0)
			return PX_OK;
		if (px_buf_append(out, part, (size_t)got) != PX_OK)
			return px_fail(error, PX_TOO_LARGE, NULL, "%s is longer than it should be", path);
	}
}

enum px_err px_private_file_read(const char *path, struct px_buf *out, struct px_error *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum px_err err;

	if (fd < 0)
		return fail_io(error, "open", path);
	err = check_rights(fd, path, error);
	if (err == PX_OK)
		err = read_all(fd, path, out, error);
	close(fd);
	return err;
}

static bool write_all(int fd, struct px_str content)
{
	while (content.size > 0) {
		ssize_t put = write(fd, content.data, content.size);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		content = px_str_n(content.data + put, content.size - (size_t)put);
	}
	return fsync(fd) == 0;
}

/* A rename is durable once its directory is. */
static bool sync_directory(const char *path)
{
	char copy[PATH_MAX];
	int fd;
	bool good;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

enum px_err px_private_file_write(const char *path, struct px_str content, struct px_error *error)
{
	char aside[PATH_MAX];
	int fd;
	enum px_err err = PX_OK;

	if (snprintf(aside, sizeof(aside), "%s.new.XXXXXX", path) >= (int)sizeof(aside))
		return px_fail(error, PX_INVALID, NULL, "the path %s is too long", path);
	fd = mkostemp(aside, O_CLOEXEC); /* creates with mode 0600 */
	if (fd < 0)
		return fail_io(error, "create", aside);
	if (!write_all(fd, content))
		err = fail_io(error, "write", aside);
	close(fd);
	if (err == PX_OK && (rename(aside, path) != 0 || !sync_directory(path)))
		err = fail_io(error, "put in place", path);
	if (err != PX_OK)
		unlink(aside);
	return err;
}
