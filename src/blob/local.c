/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The local driver: <folder>/<user>/<hash>, files of mode 0600.
 *
 * A file is written aside, synced, renamed and its folder synced, so under its
 * name it is always whole.  What a crash left aside is removed at the start.
 */
#include "blob/blob_driver.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define ASIDE ".new-"

struct local {
	char root[PATH_MAX];
};

/* A file being written aside. */
struct aside {
	int fd;
	bool named;
	char folder[PATH_MAX], path[PATH_MAX];
};

/* Why a call to the system failed; a missing file is PX_NOT_FOUND. */
static enum px_err fail_io(struct px_error *error, const char *verb)
{
	if (errno == ENOENT)
		return px_fail(error, PX_NOT_FOUND, "hash", "there is no such file");
	if (errno == ENOSPC || errno == EDQUOT)
		return px_fail(error, PX_NO_SPACE, NULL, "the disk is full, so the file was not kept; make room and try again");
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
	free(arg);
}

static enum px_err local_open(void **out, const struct px_blobs_config *config, struct px_error *error)
{
	const char *path = config->path;
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

static enum px_err local_check(void *arg, struct px_error *error)
{
	const struct local *self = arg;

	return access(self->root, R_OK | W_OK | X_OK) == 0 ? PX_OK : px_fail(error, PX_IO, "files", "%s: %s", self->root, strerror(errno));
}

static bool is_hash(const char *name)
{
	return strlen(name) == PX_BLOB_HASH && strspn(name, "0123456789abcdef") == PX_BLOB_HASH;
}

static int64_t put_at(const struct stat *info)
{
	return (int64_t)info->st_mtim.tv_sec * 1000 + info->st_mtim.tv_nsec / 1000000;
}

/* One file, without the others being read. */
static enum px_err look_at(void *arg, struct px_id user, const char *hash, px_blob_take_fn take, void *take_arg,
			   struct px_error *error)
{
	char path[PATH_MAX];
	struct stat info;

	folder_of(arg, user, path);
	const size_t size = strlen(path);
	if (size + 1 + PX_BLOB_HASH >= sizeof(path) || !is_hash(hash))
		return PX_OK;
	path[size] = '/';
	memcpy(path + size + 1, hash, PX_BLOB_HASH + 1);
	return stat(path, &info) == 0 ? take(take_arg, hash, info.st_size, put_at(&info), error) : PX_OK;
}

static enum px_err local_each(void *arg, struct px_id user, const char *prefix, px_blob_take_fn take, void *take_arg,
			      struct px_error *error)
{
	size_t size = strlen(prefix);
	char path[PATH_MAX];
	struct dirent *entry;
	enum px_err err = PX_OK;

	if (size == PX_BLOB_HASH)
		return look_at(arg, user, prefix, take, take_arg, error);
	folder_of(arg, user, path);
	DIR *entries = opendir(path);
	if (!entries)
		return errno == ENOENT ? PX_OK : fail_io(error, "listed");
	while (!err && (entry = readdir(entries))) {
		struct stat info;
		if (is_hash(entry->d_name) && strncmp(entry->d_name, prefix, size) == 0 && fstatat(dirfd(entries), entry->d_name, &info, 0) == 0)
			err = take(take_arg, entry->d_name, info.st_size, put_at(&info), error);
	}
	closedir(entries);
	return err;
}

static enum px_err make_folder(const struct local *self, const char *folder, struct px_error *error)
{
	if (mkdir(folder, 0700) == 0)
		return sync_folder(self->root) ? PX_OK : fail_io(error, "kept");
	return errno == EEXIST ? PX_OK : px_fail(error, PX_IO, NULL, "%s: %s", folder, strerror(errno));
}

static enum px_err local_refresh(void *arg, struct px_id user, const char *hash, struct px_error *error)
{
	char path[PATH_MAX];

	file_of(arg, user, hash, path);
	return utimensat(AT_FDCWD, path, NULL, 0) == 0 ? PX_OK : fail_io(error, "looked at");
}

static enum px_err local_create(void *arg, struct px_id user, void **out, struct px_error *error)
{
	struct aside *file = px_calloc(1, sizeof(*file));

	folder_of(arg, user, file->folder);
	enum px_err err = make_folder(arg, file->folder, error);
	if (!err) {
		(void)!snprintf(file->path, sizeof(file->path), "%.*s/" ASIDE "XXXXXX", PATH_MAX - 64, file->folder);
		file->fd = mkostemp(file->path, O_CLOEXEC); /* mode 0600 */
		err = file->fd < 0 ? fail_io(error, "kept") : PX_OK;
	}
	if (err)
		free(file);
	*out = err ? NULL : file;
	return err;
}

static enum px_err local_append(void *arg, struct px_str bytes, struct px_error *error)
{
	struct aside *file = arg;

	return write_part(file->fd, bytes) ? PX_OK : fail_io(error, "written");
}

static enum px_err local_seal(void *arg, const char *hash, struct px_error *error)
{
	struct aside *file = arg;

	(void)hash;
	return fsync(file->fd) == 0 ? PX_OK : fail_io(error, "written");
}

static enum px_err local_name(void *arg, const char *hash, struct px_error *error)
{
	struct aside *file = arg;
	char path[PATH_MAX];

	(void)!snprintf(path, sizeof(path), "%.*s/%s", PATH_MAX - 128, file->folder, hash);
	if (utimensat(AT_FDCWD, path, NULL, 0) == 0)
		return PX_OK; /* the same bytes: these go with the release */
	if (rename(file->path, path) != 0)
		return fail_io(error, "kept");
	file->named = true;
	return PX_OK;
}

static enum px_err local_release(void *arg, struct px_error *error)
{
	struct aside *file = arg;
	enum px_err err = PX_OK;

	close(file->fd);
	if (!file->named)
		unlink(file->path);
	else if (!sync_folder(file->folder))
		err = fail_io(error, "kept");
	free(file);
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
	.check = local_check,
	.close = local_close,
	.refresh = local_refresh,
	.create = local_create,
	.append = local_append,
	.seal = local_seal,
	.name_file = local_name,
	.release = local_release,
	.size = local_size,
	.read = local_read,
	.remove = local_remove,
	.each = local_each,
};
