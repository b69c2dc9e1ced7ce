/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The local driver: <folder>/<user>/<hash>, files of mode 0600.
 *
 * A file is written aside, synced, renamed and its folder synced, so under its
 * name it is always whole.  What a crash left aside is removed at the start.
 * The quota is checked under the lock together with the rename: two at once
 * can't pass it both.
 */
#include "blob/blob_driver.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define ASIDE ".new-"

struct local {
	char root[PATH_MAX];
	pthread_mutex_t lock;
};

/* Why a call to the system failed; a missing file is PX_NOT_FOUND. */
static enum px_err fail_io(struct px_error *error, const char *verb)
{
	if (errno == ENOENT)
		return px_fail(error, PX_NOT_FOUND, "hash", "there is no such file");
	return px_fail(error, PX_IO, NULL, "a file can't be %s: %s", verb, strerror(errno));
}

static void folder_of(const struct local *self, struct px_id user, char path[PATH_MAX])
{
	char id[PX_ID_TEXT + 1];

	px_id_format(user, id);
	(void)!snprintf(path, PATH_MAX, "%.*s/%s", PATH_MAX - 128, self->root, id);
}

static void file_of(const struct local *self, struct px_id user, const char *hash, char path[PATH_MAX])
{
	folder_of(self, user, path);
	size_t size = strlen(path);
	(void)!snprintf(path + size, PATH_MAX - size, "/%s", hash);
}

static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

static bool write_part(int fd, struct px_str bytes)
{
	while (bytes.size) {
		ssize_t put = write(fd, bytes.data, bytes.size);
		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0)
			bytes = px_str_n(bytes.data + put, bytes.size - (size_t)put);
	}
	return true;
}

/* Where a disk writes in place, nothing of the file can be read again. */
static bool overwrite(const char *path)
{
	static const char zeros[65536];
	struct stat info;
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fstat(fd, &info) == 0;

	for (off_t left = ok ? info.st_size : 0; ok && left > 0; left -= (off_t)sizeof(zeros))
		ok = write_part(fd, px_str_n(zeros, left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros)));
	ok = ok && fdatasync(fd) == 0;
	int why = errno;
	if (fd >= 0)
		close(fd);
	errno = why;
	return ok;
}

static void remove_aside(const char *folder)
{
	DIR *entries = opendir(folder);
	struct dirent *entry;

	while (entries && (entry = readdir(entries))) {
		char path[PATH_MAX];
		if (strncmp(entry->d_name, ASIDE, sizeof(ASIDE) - 1) != 0)
			continue;
		(void)!snprintf(path, sizeof(path), "%.*s/%s", PATH_MAX - 300, folder, entry->d_name);
		(void)overwrite(path); /* it may be one whose deletion a crash cut short */
		unlink(path);
	}
	if (entries)
		closedir(entries);
}

static void local_close(void *arg)
{
	struct local *self = arg;

	pthread_mutex_destroy(&self->lock);
	free(self);
}

static enum px_err local_open(void **out, const char *path, struct px_error *error)
{
	struct local *self;
	struct dirent *entry;

	if (strlen(path) > PATH_MAX - 256)
		return px_fail(error, PX_INVALID, "files", "the path of the folder of files is too long");
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return px_fail(error, PX_IO, "files", "%s: %s", path, strerror(errno));
	DIR *users = opendir(path);
	if (!users)
		return px_fail(error, PX_IO, "files", "%s: %s", path, strerror(errno));
	self = px_calloc(1, sizeof(*self));
	snprintf(self->root, sizeof(self->root), "%s", path);
	pthread_mutex_init(&self->lock, NULL);
	while ((entry = readdir(users))) {
		char folder[PATH_MAX];
		if (strlen(entry->d_name) != PX_ID_TEXT)
			continue;
		snprintf(folder, sizeof(folder), "%.*s/%.*s", PATH_MAX - 128, path, PX_ID_TEXT, entry->d_name);
		remove_aside(folder);
	}
	closedir(users);
	*out = self;
	return PX_OK;
}

static bool is_hash(const char *name)
{
	return strlen(name) == PX_BLOB_HASH && strspn(name, "0123456789abcdef") == PX_BLOB_HASH;
}

static enum px_err local_each(void *arg, struct px_id user, px_blob_take_fn take, void *take_arg,
			      struct px_error *error)
{
	char path[PATH_MAX];
	struct dirent *entry;
	enum px_err err = PX_OK;

	folder_of(arg, user, path);
	DIR *entries = opendir(path);
	if (!entries)
		return errno == ENOENT ? PX_OK : fail_io(error, "listed");
	while (!err && (entry = readdir(entries))) {
		struct stat info;
		if (is_hash(entry->d_name) && fstatat(dirfd(entries), entry->d_name, &info, 0) == 0)
			err = take(take_arg, entry->d_name, info.st_size,
				   (int64_t)info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1000000, error);
	}
	closedir(entries);
	return err;
}

static enum px_err add_size(void *arg, const char *hash, int64_t size, int64_t put, struct px_error *error)
{
	int64_t *sum = arg;

	(void)hash;
	(void)put;
	(void)error;
	*sum += size;
	return PX_OK;
}

static enum px_err make_folder(const struct local *self, const char *folder, struct px_error *error)
{
	if (mkdir(folder, 0700) == 0)
		return sync_folder(self->root) ? PX_OK : fail_io(error, "kept");
	return errno == EEXIST ? PX_OK : px_fail(error, PX_IO, NULL, "%s: %s", folder, strerror(errno));
}

static bool write_all(int fd, struct px_str bytes)
{
	return write_part(fd, bytes) && fsync(fd) == 0;
}

/* [lock] Gives the written file its name if the quota allows. */
static enum px_err place(struct local *self, struct px_id user, const char *aside, const char *path, int64_t size,
			 int64_t quota, struct px_error *error)
{
	int64_t used = 0;
	enum px_err err = quota ? local_each(self, user, add_size, &used, error) : PX_OK;

	if (err)
		return err;
	if (quota && used + size > quota)
		return px_fail(error, PX_TOO_LARGE, NULL,
			       "this file needs %.1f MB, and %.1f of the %.1f MB for files are in use; delete some documents first",
			       (double)size / 1048576, (double)used / 1048576, (double)quota / 1048576);
	return rename(aside, path) == 0 ? PX_OK : fail_io(error, "kept");
}

static enum px_err local_put(void *arg, struct px_id user, const char *hash, struct px_str bytes, int64_t quota,
			     struct px_error *error)
{
	struct local *self = arg;
	char folder[PATH_MAX], path[PATH_MAX], aside[PATH_MAX];

	folder_of(self, user, folder);
	file_of(self, user, hash, path);
	if (utimensat(AT_FDCWD, path, NULL, 0) == 0)
		return PX_OK;
	enum px_err err = make_folder(self, folder, error);
	if (err)
		return err;
	(void)!snprintf(aside, sizeof(aside), "%.*s/" ASIDE "XXXXXX", PATH_MAX - 64, folder);
	int fd = mkostemp(aside, O_CLOEXEC); /* mode 0600 */
	if (fd < 0)
		return px_fail(error, PX_IO, NULL, "a file can't be kept: %s", strerror(errno));
	if (!write_all(fd, bytes))
		err = fail_io(error, "written");
	close(fd);
	if (!err) {
		pthread_mutex_lock(&self->lock);
		err = place(self, user, aside, path, (int64_t)bytes.size, quota, error);
		pthread_mutex_unlock(&self->lock);
	}
	if (err)
		unlink(aside);
	else if (!sync_folder(folder))
		err = fail_io(error, "kept");
	return err;
}

static enum px_err local_size(void *arg, struct px_id user, const char *hash, int64_t *size, struct px_error *error)
{
	char path[PATH_MAX];
	struct stat info;

	file_of(arg, user, hash, path);
	if (stat(path, &info) != 0)
		return fail_io(error, "looked at");
	*size = info.st_size;
	return PX_OK;
}

static enum px_err local_read(void *arg, struct px_id user, const char *hash, int64_t offset, size_t size,
			      struct px_buf *out, struct px_error *error)
{
	char path[PATH_MAX], *where;
	enum px_err err = PX_OK;
	ssize_t got = 1;

	file_of(arg, user, hash, path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_io(error, "read");
	while (!err && size && got > 0) {
		size_t part = size < 65536 ? size : 65536;
		err = px_buf_reserve(out, part, &where);
		if (err) {
			err = px_fail(error, PX_TOO_LARGE, NULL, "more of the file was asked for than is read at once");
			break;
		}
		do {
			got = pread(fd, where, part, offset);
		} while (got < 0 && errno == EINTR);
		if (got < 0)
			err = fail_io(error, "read");
		if (got > 0) {
			px_buf_commit(out, (size_t)got);
			offset += got;
			size -= (size_t)got;
		}
	}
	close(fd);
	return err;
}

/* Aside first: under its name a file is whole or not there, whenever a reader comes or a crash. */
static enum px_err local_remove(void *arg, struct px_id user, const char *hash, struct px_error *error)
{
	char folder[PATH_MAX], path[PATH_MAX], aside[PATH_MAX];

	folder_of(arg, user, folder);
	file_of(arg, user, hash, path);
	(void)!snprintf(aside, sizeof(aside), "%.*s/" ASIDE "gone-%s", PATH_MAX - 128, folder, hash);
	if (rename(path, aside) != 0 && errno != ENOENT)
		return fail_io(error, "removed");
	/* Without room to overwrite it, as on a disk that copies what is written, it can still be deleted. */
	if (!overwrite(aside) && errno != ENOENT && errno != ENOSPC && errno != EDQUOT)
		return fail_io(error, "overwritten");
	if (unlink(aside) != 0)
		return errno == ENOENT ? PX_OK : fail_io(error, "removed");
	return sync_folder(folder) ? PX_OK : fail_io(error, "removed");
}

const struct px_blob_driver px_blob_local = {
	.name = "local",
	.open = local_open,
	.close = local_close,
	.put = local_put,
	.size = local_size,
	.read = local_read,
	.remove = local_remove,
	.each = local_each,
};
