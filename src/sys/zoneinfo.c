/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A map from names to parsed zones behind one mutex.  Misses are not kept, so
 * that outsiders can't fill the map with names that do not exist; what exists
 * is bounded by the database and the offsets of a day.
 */
#include "sys/zoneinfo.h"

#include "base/map.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_FILE = 256 * 1024, MAX_NAME = 64 };

static struct {
	pthread_mutex_t lock; /* guards zones */
	struct px_map zones;
} cache = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool valid_name(const char *name)
{
	if (name[0] == '/' || name[0] == '\0')
		return false;
	for (size_t n = 0; name[n]; n++) {
		char c = name[n];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			     c == '_' || c == '-' || c == '+';
		if (n >= MAX_NAME || (!plain && c != '/'))
			return false;
		if (c == '/' && (name[n + 1] == '/' || name[n + 1] == '\0'))
			return false;
	}
	return true;
}

static struct px_tz *load_file(const char *name, int fd)
{
	struct stat st;
	struct px_tz *tz = NULL;
	size_t size = 0;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size <= 0 || st.st_size > MAX_FILE)
		return NULL;
	char *data = malloc((size_t)st.st_size);
	while (data && size < (size_t)st.st_size) {
		ssize_t n = read(fd, data + size, (size_t)st.st_size - size);
		if (n <= 0)
			break;
		size += (size_t)n;
	}
	if (data && px_tz_parse(name, data, size, &tz) != PX_OK)
		tz = NULL;
	free(data);
	return tz;
}

static struct px_tz *load(const char *name)
{
	const char *folder = getenv("ZONEINFO");
	char path[512];
	int32_t offset;

	if (px_tz_parse_offset(name, &offset))
		return px_tz_fixed(offset);
	if (!valid_name(name))
		return NULL;
	if (!folder || !*folder)
		folder = "/usr/share/zoneinfo";
	if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
		return NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct px_tz *tz = NULL;
	if (fd >= 0) {
		tz = load_file(name, fd);
		close(fd);
	}
	return tz || strcmp(name, "UTC") != 0 ? tz : px_tz_fixed(0);
}

const struct px_tz *px_zoneinfo_get(const char *name)
{
	if (!name)
		return NULL;
	pthread_mutex_lock(&cache.lock);
	struct px_tz *tz = px_map_get(&cache.zones, px_str(name));
	if (!tz) {
		tz = load(name);
		if (tz)
			px_map_put(&cache.zones, px_str(name), tz);
	}
	pthread_mutex_unlock(&cache.lock);
	return tz;
}

const struct px_tz *px_zoneinfo_find(void *arg, const char *name)
{
	(void)arg;
	return px_zoneinfo_get(name);
}
