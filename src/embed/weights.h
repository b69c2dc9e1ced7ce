/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weight files: a header, then numbered sections of raw numbers, aligned to
 * 64 bytes and used where they lie (mapped from a file or part of the
 * program).  Little-endian.  A checksum over everything behind the header
 * tells damage when the file is opened; the SHA-256 of the same bytes names
 * the model and is not computed again.
 */
#ifndef PX_EMBED_WEIGHTS_H
#define PX_EMBED_WEIGHTS_H

#include "base/buf.h"
#include "base/err.h"

enum {
	PX_WEIGHTS_VERSION = 1,
	PX_WEIGHTS_PARAMETERS = 16,
	PX_WEIGHTS_SECTIONS = 256,
	PX_WEIGHTS_ALIGN = 64,
	PX_WEIGHTS_FILE_MAX = 1 << 28,
};

struct px_weights_section {
	uint64_t offset, size; /* from the start of the file; size 0: not there */
};

struct px_weights_header {
	char magic[8];         /* "PXWEIGHT" */
	uint32_t version, section_count;
	char id[64];           /* of the model, NUL-terminated */
	uint32_t parameters[PX_WEIGHTS_PARAMETERS]; /* what they mean is up to the kind of model */
	uint64_t size;         /* of the file */
	uint64_t checksum;
	uint8_t sha256[32];
	struct px_weights_section sections[PX_WEIGHTS_SECTIONS];
};

struct px_weights {
	const struct px_weights_header *header;
	const uint8_t *data;
	size_t size;
	struct px_weights_mapping *mapping; /* NULL: the memory is another's */
};

/*
 * PX_NOT_FOUND if there is no such file; PX_CORRUPT with the reason if it is not whole.  A file is mapped once,
 * however many use it; any thread.
 */
enum px_err px_weights_map(const char *path, struct px_weights *weights, struct px_error *error) PX_MUST_CHECK;
/* The same over memory that outlives `weights`, aligned to PX_WEIGHTS_ALIGN. */
enum px_err px_weights_view(const void *data, size_t size, struct px_weights *weights,
			    struct px_error *error) PX_MUST_CHECK;
void px_weights_release(struct px_weights *weights);
/* A section of exactly `size` bytes; PX_CORRUPT if it has another size. */
enum px_err px_weights_get(const struct px_weights *weights, uint32_t section, size_t size, const void **data,
			   struct px_error *error) PX_MUST_CHECK;
/* A section of any size. */
enum px_err px_weights_get_any(const struct px_weights *weights, uint32_t section, struct px_str *data,
			       struct px_error *error) PX_MUST_CHECK;
/*
 * `size` bytes at `from` in the weights, for those who take little here and there out of much: read from the file
 * into `to`, if there is one, as the first touch of a mapping makes 64 KB around it resident.  Returns where they are.
 */
const void *px_weights_read(const struct px_weights *weights, const void *from, size_t size, void *to);
void px_weights_hash_text(const struct px_weights *weights, char text[65]);

/* Writing: begin, add sections, end; then the bytes are in `out` (cap it at PX_WEIGHTS_FILE_MAX). */
enum px_err px_weights_begin(struct px_buf *out, const char *id) PX_MUST_CHECK;
enum px_err px_weights_add(struct px_buf *out, uint32_t section, const void *data, size_t size) PX_MUST_CHECK;
enum px_err px_weights_end(struct px_buf *out, const uint32_t *parameters, size_t count) PX_MUST_CHECK;

#endif
