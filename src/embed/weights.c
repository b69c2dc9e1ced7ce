/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checksum reads eight lanes of 64 bits, as fast as memory delivers.
 *
 * Who maps a file that is mapped already gets the same mapping: pages count
 * once for each mapping in what a process has resident, and embedder and trained
 * reader use one file.
 */
#include "embed/weights.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "weight files are little-endian");

enum { LANES = 8 };

static const char magic[8] = { 'P', 'X', 'W', 'E', 'I', 'G', 'H', 'T' };

static uint64_t checksum(const uint8_t *data, size_t size)
{
	const uint64_t prime = 0x9e3779b185ebca87u;
	uint64_t lanes[LANES], words[LANES], sum = size;

	for (size_t lane = 0; lane < LANES; lane++)
		lanes[lane] = prime * (lane + 1);
	for (size_t at = 0; at < size; at += sizeof(words)) {
		size_t piece = size - at < sizeof(words) ? size - at : sizeof(words);
		if (piece < sizeof(words))
			memset(words, 0, sizeof(words));
		memcpy(words, data + at, piece);
		for (size_t lane = 0; lane < LANES; lane++) {
			uint64_t mixed = (lanes[lane] ^ words[lane]) * prime;
			lanes[lane] = mixed << 31 | mixed >> 33;
		}
	}
	for (size_t lane = 0; lane < LANES; lane++)
		sum = (sum ^ lanes[lane]) * prime, sum ^= sum >> 29;
	return sum;
}

static enum px_err check(const struct px_weights *weights, struct px_error *error)
{
	const struct px_weights_header *header = weights->header;

	if (weights->size < sizeof(*header) || memcmp(header->magic, magic, sizeof(magic)) != 0)
		return px_fail(error, PX_CORRUPT, NULL, "this is no weight file of Pixie");
	if (header->version != PX_WEIGHTS_VERSION)
		return px_fail(error, PX_UNSUPPORTED, NULL, "weight file of version %u; this program reads version %d",
			       header->version, PX_WEIGHTS_VERSION);
	if (header->size != weights->size || header->section_count != PX_WEIGHTS_SECTIONS ||
	    !memchr(header->id, 0, sizeof(header->id)))
		return px_fail(error, PX_CORRUPT, NULL, "the weight file is cut short or damaged");
	for (size_t i = 0; i < PX_WEIGHTS_SECTIONS; i++) {
		struct px_weights_section section = header->sections[i];
		if (section.offset % PX_WEIGHTS_ALIGN || section.offset > weights->size ||
		    section.size > weights->size - section.offset)
			return px_fail(error, PX_CORRUPT, NULL, "section %zu of the weight file lies outside it", i);
	}
	if (checksum(weights->data + sizeof(*header), weights->size - sizeof(*header)) != header->checksum)
		return px_fail(error, PX_CORRUPT, NULL, "the weight file's checksum is wrong");
	return PX_OK;
}

enum px_err px_weights_view(const void *data, size_t size, struct px_weights *weights, struct px_error *error)
{
	*weights = (struct px_weights){ .header = data, .data = data, .size = size };
	return check(weights, error);
}

struct px_weights_mapping {
	struct px_weights_mapping *next;
	unsigned users;
	struct stat file;
	int fd;
	struct px_weights weights; /* checked */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct px_weights_mapping *mappings; /* guarded by lock, as all in them but `weights` and `fd` */

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void unmap(struct px_weights_mapping *mapping)
{
	munmap((void *)mapping->weights.data, mapping->weights.size);
	close(mapping->fd);
	free(mapping);
}

/* Takes `fd`. */
static enum px_err map_new(const char *path, int fd, const struct stat *file, struct px_weights_mapping **out,
			   struct px_error *error)
{
	size_t size = (size_t)file->st_size;
	void *data = mmap(NULL, size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);

	if (data == MAP_FAILED) {
		close(fd);
		return px_fail(error, PX_IO, NULL, "%s: %s", path, strerror(errno));
	}
	struct px_weights_mapping *mapping = px_calloc(1, sizeof(*mapping));
	mapping->file = *file;
	mapping->fd = fd;
	enum px_err err = px_weights_view(data, size, &mapping->weights, error);
	mapping->weights.mapping = mapping;
	if (err) {
		unmap(mapping);
		return err;
	}
	(void)madvise(data, size, MADV_DONTNEED); /* the checksum touched all of it: what texts need comes back from the cache */
	*out = mapping;
	return PX_OK;
}

/* [lock] Takes `fd`. */
static enum px_err find_or_map(const char *path, int fd, const struct stat *file, struct px_weights_mapping **out,
			       struct px_error *error)
{
	for (struct px_weights_mapping *mapping = mappings; mapping; mapping = mapping->next) {
		if (is_same(&mapping->file, file)) {
			close(fd);
			*out = mapping;
			return PX_OK;
		}
	}
	enum px_err err = map_new(path, fd, file, out, error);
	if (!err) {
		(*out)->next = mappings;
		mappings = *out;
	}
	return err;
}

enum px_err px_weights_map(const char *path, struct px_weights *weights, struct px_error *error)
{
	struct px_weights_mapping *mapping = NULL;
	struct stat info;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*weights = (struct px_weights){ 0 };
	if (fd < 0)
		return px_fail(error, PX_NOT_FOUND, NULL, "%s: %s", path, strerror(errno));
	if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode) || info.st_size <= 0 || info.st_size > PX_WEIGHTS_FILE_MAX) {
		close(fd);
		return px_fail(error, PX_CORRUPT, NULL, "%s is no weight file", path);
	}
	pthread_mutex_lock(&lock);
	enum px_err err = find_or_map(path, fd, &info, &mapping, error);
	if (!err) {
		mapping->users++;
		*weights = mapping->weights;
	}
	pthread_mutex_unlock(&lock);
	return err;
}

void px_weights_release(struct px_weights *weights)
{
	struct px_weights_mapping *mapping = weights->mapping;

	*weights = (struct px_weights){ 0 };
	if (!mapping)
		return;
	pthread_mutex_lock(&lock);
	bool last = --mapping->users == 0;
	for (struct px_weights_mapping **at = &mappings; last && *at; at = &(*at)->next) {
		if (*at == mapping) {
			*at = mapping->next;
			break;
		}
	}
	pthread_mutex_unlock(&lock);
	if (last)
		unmap(mapping);
}

const void *px_weights_read(const struct px_weights *weights, const void *from, size_t size, void *to)
{
	off_t offset = (off_t)((const uint8_t *)from - weights->data);

	if (!weights->mapping || pread(weights->mapping->fd, to, size, offset) != (ssize_t)size)
		return from;
	return to;
}

enum px_err px_weights_get_any(const struct px_weights *weights, uint32_t section, struct px_str *data,
			       struct px_error *error)
{
	if (section >= PX_WEIGHTS_SECTIONS || weights->header->sections[section].size == 0)
		return px_fail(error, PX_CORRUPT, NULL, "the weight file has no section %u", section);
	*data = px_str_n((const char *)weights->data + weights->header->sections[section].offset,
			 (size_t)weights->header->sections[section].size);
	return PX_OK;
}

enum px_err px_weights_get(const struct px_weights *weights, uint32_t section, size_t size, const void **data,
			   struct px_error *error)
{
	struct px_str bytes;
	enum px_err err = px_weights_get_any(weights, section, &bytes, error);

	if (err)
		return err;
	if (bytes.size != size)
		return px_fail(error, PX_CORRUPT, NULL, "section %u of the weight file has %zu bytes, not %zu", section,
			       bytes.size, size);
	*data = bytes.data;
	return PX_OK;
}

void px_weights_hash_text(const struct px_weights *weights, char text[65])
{
	for (size_t i = 0; i < 32; i++)
		snprintf(text + 2 * i, 3, "%02x", weights->header->sha256[i]);
}

static struct px_weights_header *header_of(struct px_buf *out)
{
	return (struct px_weights_header *)out->data;
}

enum px_err px_weights_begin(struct px_buf *out, const char *id)
{
	struct px_weights_header header = { .version = PX_WEIGHTS_VERSION, .section_count = PX_WEIGHTS_SECTIONS };

	memcpy(header.magic, magic, sizeof(magic));
	if ((size_t)snprintf(header.id, sizeof(header.id), "%s", id) >= sizeof(header.id))
		return PX_TOO_LARGE;
	return px_buf_append(out, &header, sizeof(header));
}

enum px_err px_weights_add(struct px_buf *out, uint32_t section, const void *data, size_t size)
{
	static const uint8_t zeros[PX_WEIGHTS_ALIGN];
	size_t gap = (PX_WEIGHTS_ALIGN - out->size % PX_WEIGHTS_ALIGN) % PX_WEIGHTS_ALIGN;

	if (section >= PX_WEIGHTS_SECTIONS || header_of(out)->sections[section].size)
		return PX_INVALID;
	if (px_buf_append(out, zeros, gap))
		return PX_TOO_LARGE;
	header_of(out)->sections[section] = (struct px_weights_section){ out->size, size };
	return px_buf_append(out, data, size);
}

enum px_err px_weights_end(struct px_buf *out, const uint32_t *parameters, size_t count)
{
	struct px_weights_header *header = header_of(out);
	const uint8_t *body = (const uint8_t *)out->data + sizeof(*header);

	if (count > PX_WEIGHTS_PARAMETERS)
		return PX_TOO_LARGE;
	memcpy(header->parameters, parameters, count * sizeof(*parameters));
	header->size = out->size;
	header->checksum = checksum(body, out->size - sizeof(*header));
	if (!EVP_Digest(body, out->size - sizeof(*header), header->sha256, NULL, EVP_sha256(), NULL))
		return PX_INTERNAL;
	return PX_OK;
}
