/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files sealed on their way to another driver, by AES-256-GCM.
 *
 *   file    magic (8) salt (32) chunk* foot (16)
 *   chunk   ciphertext (CHUNK, the last one less or as much) tag (16)
 *   foot    tag of nothing
 *
 * Each file has a key of its own, HKDF-SHA-256 of the instance's key and the
 * salt, so a chunk's nonce is its number.  Its number, whether it is the last
 * and whose file it is are authenticated: chunks can't be moved, cut off or
 * given to another user.  The hash, which is the file's name, is known only at
 * its end: the foot authenticates it, so files can't take each other's names.
 * Older files have no foot, or lie there as they are: of these the bytes
 * themselves are hashed before any is given out.  Hashes and sizes are those
 * of the plain bytes.
 */
#include "blob/sealed.h"

#include "base/mem.h"
#include "base/random.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <stdlib.h>

enum { CHUNK = 65536, TAG = 16, SALT = 32, KEY = 32, NONCE = 12, MAGIC_SIZE = 8, HEADER = MAGIC_SIZE + SALT, FOOT = TAG };

static const char magic[MAGIC_SIZE + 1] = "PXSEAL2\n", footless[MAGIC_SIZE + 1] = "PXSEAL1\n";

struct sealed {
	const struct px_blob_driver *inner;
	void *self;
	uint8_t key[KEY];
};

/* A file being written. */
struct writing {
	struct sealed *sealed;
	void *file;           /* the inner driver's */
	struct px_id user;
	uint8_t key[KEY];
	uint64_t chunk;       /* its number */
	struct px_buf pending; /* at most CHUNK plain bytes: only when more come is it known that they are not the last */
	struct px_buf out;     /* the chunk as it is written */
	EVP_CIPHER_CTX *context; /* one for all chunks: they are many */
};

static enum px_err fail_crypto(struct px_error *error)
{
	return px_fail(error, PX_INTERNAL, NULL, "a file can't be sealed");
}

static bool derive(const struct sealed *sealed, const uint8_t salt[SALT], uint8_t key[KEY])
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
	char digest[] = "SHA256", info[] = "pixie file";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)sealed->key, KEY),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, SALT),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, sizeof(info) - 1),
		OSSL_PARAM_construct_end(),
	};
	bool ok = context && EVP_KDF_derive(context, key, KEY, params) == 1;

	EVP_KDF_CTX_free(context);
	EVP_KDF_free(kdf);
	return ok;
}

/* What a chunk is bound to besides its key. */
struct bond {
	struct px_id user;
	uint8_t number[8], last;
};

static struct bond bond_of(struct px_id user, uint64_t chunk, bool last, uint8_t nonce[NONCE])
{
	struct bond bond = { .user = user, .last = last };

	memset(nonce, 0, NONCE);
	for (int i = 0; i < 8; i++)
		bond.number[i] = nonce[NONCE - 8 + i] = (uint8_t)(chunk >> (56 - 8 * i));
	return bond;
}

static bool bind(EVP_CIPHER_CTX *context, const struct bond *bond, bool encrypt)
{
	int size;
	int (*update)(EVP_CIPHER_CTX *, unsigned char *, int *, const unsigned char *, int) =
		encrypt ? EVP_EncryptUpdate : EVP_DecryptUpdate;

	return update(context, NULL, &size, (const unsigned char *)&bond->user, sizeof(bond->user)) == 1 &&
	       update(context, NULL, &size, bond->number, sizeof(bond->number)) == 1 &&
	       update(context, NULL, &size, &bond->last, 1) == 1;
}

/* For all chunks of a file; NULL if it can't be had. */
static EVP_CIPHER_CTX *new_context(const uint8_t key[KEY], bool encrypt)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();

	if (context && EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, key, NULL, encrypt) == 1)
		return context;
	EVP_CIPHER_CTX_free(context);
	return NULL;
}

/* Appends ciphertext and tag; `out` has room. */
static bool seal_chunk(EVP_CIPHER_CTX *context, const struct bond *bond, const uint8_t nonce[NONCE], struct px_str plain,
		       struct px_buf *out)
{
	char *room;
	int size = 0, rest = 0;

	bool ok = context && px_buf_reserve(out, plain.size + TAG, &room) == PX_OK &&
		  EVP_EncryptInit_ex(context, NULL, NULL, NULL, nonce) == 1 && bind(context, bond, true) &&
		  EVP_EncryptUpdate(context, (unsigned char *)room, &size, (const unsigned char *)plain.data, (int)plain.size) == 1 &&
		  EVP_EncryptFinal_ex(context, (unsigned char *)room + size, &rest) == 1 &&
		  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG, room + plain.size) == 1;
	if (ok)
		px_buf_commit(out, plain.size + TAG);
	return ok;
}

static bool open_chunk(EVP_CIPHER_CTX *context, const struct bond *bond, const uint8_t nonce[NONCE], struct px_str sealed,
		       char plain[CHUNK])
{
	size_t body = sealed.size - TAG;
	int size = 0, rest = 0;

	return context && EVP_DecryptInit_ex(context, NULL, NULL, NULL, nonce) == 1 && bind(context, bond, false) &&
		  EVP_DecryptUpdate(context, (unsigned char *)plain, &size, (const unsigned char *)sealed.data, (int)body) == 1 &&
		  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG, (void *)(sealed.data + body)) == 1 &&
		  EVP_DecryptFinal_ex(context, (unsigned char *)plain + size, &rest) == 1;
}

/* The foot of a file of so many chunks; no chunk has a nonce that begins so. */
static bool make_foot(const uint8_t key[KEY], struct px_id user, const char *hash, uint64_t chunks, uint8_t foot[FOOT])
{
	uint8_t nonce[NONCE] = { 0xff, 0xff, 0xff, 0xff };
	struct bond bond = bond_of(user, chunks, true, (uint8_t[NONCE]){ 0 });
	EVP_CIPHER_CTX *context = new_context(key, true);
	int size;
	bool ok = context && EVP_EncryptInit_ex(context, NULL, NULL, NULL, nonce) == 1 && bind(context, &bond, true) &&
		  EVP_EncryptUpdate(context, NULL, &size, (const unsigned char *)hash, PX_BLOB_HASH) == 1 &&
		  EVP_EncryptFinal_ex(context, foot, &size) == 1 && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, FOOT, foot) == 1;

	EVP_CIPHER_CTX_free(context);
	return ok;
}

/* Plain bytes of a sealed file of so many, without its foot. */
static int64_t plain_size(int64_t size)
{
	int64_t body = size - HEADER, whole = body / (CHUNK + TAG), rest = body % (CHUNK + TAG);

	return body < TAG ? 0 : whole * CHUNK + (rest > TAG ? rest - TAG : 0);
}

/* ------------------------------------------------------------------ writing */

static enum px_err write_chunk(struct writing *writing, bool last, struct px_error *error)
{
	uint8_t nonce[NONCE];
	struct bond bond = bond_of(writing->user, writing->chunk++, last, nonce);

	px_buf_clear(&writing->out);
	enum px_err err = seal_chunk(writing->context, &bond, nonce, px_buf_view(&writing->pending), &writing->out) ? PX_OK : fail_crypto(error);
	if (!err)
		err = writing->sealed->inner->append(writing->file, px_buf_view(&writing->out), error);
	px_buf_clear(&writing->pending);
	return err;
}

static void free_writing(struct writing *writing)
{
	explicit_bzero(writing->key, KEY);
	if (writing->pending.data)
		explicit_bzero(writing->pending.data, writing->pending.capacity);
	px_buf_release(&writing->pending);
	px_buf_release(&writing->out);
	EVP_CIPHER_CTX_free(writing->context);
	free(writing);
}

static enum px_err sealed_create(void *self, struct px_id user, void **file, struct px_error *error)
{
	struct writing *writing = px_calloc(1, sizeof(*writing));
	char header[HEADER];

	writing->sealed = self;
	writing->user = user;
	px_buf_init(&writing->pending, CHUNK);
	px_buf_init(&writing->out, CHUNK + TAG);
	memcpy(header, magic, MAGIC_SIZE);
	px_random_bytes((uint8_t *)header + MAGIC_SIZE, SALT);
	bool derived = derive(self, (const uint8_t *)header + MAGIC_SIZE, writing->key);
	writing->context = derived ? new_context(writing->key, true) : NULL;
	enum px_err err = writing->context ? PX_OK : fail_crypto(error);
	if (!err)
		err = writing->sealed->inner->create(writing->sealed->self, user, &writing->file, error);
	if (!err) {
		err = writing->sealed->inner->append(writing->file, px_str_n(header, HEADER), error);
		if (err)
			(void)!writing->sealed->inner->release(writing->file, NULL);
	}
	if (err)
		free_writing(writing);
	*file = err ? NULL : writing;
	return err;
}

static enum px_err sealed_append(void *file, struct px_str bytes, struct px_error *error)
{
	struct writing *writing = file;
	enum px_err err = PX_OK;

	while (!err && bytes.size) {
		size_t room = CHUNK - writing->pending.size, size = bytes.size < room ? bytes.size : room;
		if (!room) {
			err = write_chunk(writing, false, error);
			continue;
		}
		err = px_buf_append(&writing->pending, bytes.data, size);
		bytes = px_str_n(bytes.data + size, bytes.size - size);
	}
	return err;
}

static enum px_err sealed_seal(void *file, const char *hash, struct px_error *error)
{
	struct writing *writing = file;
	uint8_t foot[FOOT];
	enum px_err err = write_chunk(writing, true, error);

	if (!err && !make_foot(writing->key, writing->user, hash, writing->chunk, foot))
		err = fail_crypto(error);
	if (!err)
		err = writing->sealed->inner->append(writing->file, px_str_n((const char *)foot, FOOT), error);
	return err ? err : writing->sealed->inner->seal(writing->file, hash, error);
}

static enum px_err sealed_name(void *file, const char *hash, struct px_error *error)
{
	struct writing *writing = file;

	return writing->sealed->inner->name_file(writing->file, hash, error);
}

static enum px_err sealed_release(void *file, struct px_error *error)
{
	struct writing *writing = file;
	enum px_err err = writing->sealed->inner->release(writing->file, error);

	free_writing(writing);
	return err;
}

/* ------------------------------------------------------------------ reading */

enum form { AS_IT_IS, WITHOUT_FOOT, WITH_FOOT };

struct reading {
	const struct sealed *sealed;
	struct px_id user;
	const char *hash;
	int64_t stored;      /* bytes of the file as it lies there, without its foot */
	uint8_t key[KEY];
	enum form form;
	struct px_buf chunk; /* as it lies there */
	EVP_CIPHER_CTX *context;
};

static enum px_err fail_damaged(struct px_error *error)
{
	return px_fail(error, PX_CORRUPT, NULL, "a file is damaged, or was sealed by another key");
}

static enum form form_of(const struct px_buf *header)
{
	if (header->size < HEADER)
		return AS_IT_IS;
	return memcmp(header->data, magic, MAGIC_SIZE) == 0 ? WITH_FOOT : memcmp(header->data, footless, MAGIC_SIZE) == 0 ? WITHOUT_FOOT : AS_IT_IS;
}

/* The foot must be of this user's file of this hash and length. */
static enum px_err check_foot(struct reading *reading, struct px_error *error)
{
	struct px_buf there = PX_BUF_INIT(FOOT);
	uint8_t foot[FOOT];

	reading->stored -= FOOT;
	int64_t body = reading->stored - HEADER;
	if (body < TAG)
		return fail_damaged(error);
	uint64_t chunks = (uint64_t)((body + CHUNK + TAG - 1) / (CHUNK + TAG));
	enum px_err err = reading->sealed->inner->read(reading->sealed->self, reading->user, reading->hash, reading->stored, FOOT, &there, error);
	if (!err && !make_foot(reading->key, reading->user, reading->hash, chunks, foot))
		err = fail_crypto(error);
	if (!err && (there.size != FOOT || CRYPTO_memcmp(there.data, foot, FOOT) != 0))
		err = fail_damaged(error);
	px_buf_release(&there);
	return err;
}

static void end_reading(struct reading *reading)
{
	explicit_bzero(reading->key, KEY);
	px_buf_release(&reading->chunk);
	EVP_CIPHER_CTX_free(reading->context);
	reading->context = NULL;
}

/* In any case to be ended by end_reading. */
static enum px_err begin_reading(struct sealed *sealed, struct px_id user, const char *hash, struct reading *reading,
				 struct px_error *error)
{
	struct px_buf header = PX_BUF_INIT(HEADER);

	*reading = (struct reading){ .sealed = sealed, .user = user, .hash = hash, .chunk = PX_BUF_INIT(CHUNK + TAG) };
	enum px_err err = sealed->inner->size(sealed->self, user, hash, &reading->stored, error);
	if (!err)
		err = sealed->inner->read(sealed->self, user, hash, 0, HEADER, &header, error);
	reading->form = form_of(&header);
	if (!err && reading->form != AS_IT_IS && !derive(sealed, (const uint8_t *)header.data + MAGIC_SIZE, reading->key))
		err = fail_crypto(error);
	px_buf_release(&header);
	if (!err && reading->form != AS_IT_IS)
		reading->context = new_context(reading->key, false);
	return err || reading->form != WITH_FOOT ? err : check_foot(reading, error);
}

static enum px_err read_chunk(struct reading *reading, int64_t number, char plain[CHUNK], size_t *size, struct px_error *error)
{
	struct px_buf *stored = &reading->chunk;
	int64_t at = HEADER + number * (CHUNK + TAG);
	uint8_t nonce[NONCE];

	int64_t left = reading->stored - at, size_there = left < CHUNK + TAG ? left : CHUNK + TAG;

	px_buf_clear(stored);
	struct bond bond = bond_of(reading->user, (uint64_t)number, at + CHUNK + TAG >= reading->stored, nonce);
	enum px_err err = reading->sealed->inner->read(reading->sealed->self, reading->user, reading->hash, at, (size_t)size_there, stored, error);

	if (!err && (stored->size < TAG || !open_chunk(reading->context, &bond, nonce, px_buf_view(stored), plain)))
		err = fail_damaged(error);
	*size = err ? 0 : stored->size - TAG;
	return err;
}

static enum px_err read_plain(struct reading *reading, int64_t offset, size_t size, struct px_buf *out, struct px_error *error)
{
	const struct sealed *sealed = reading->sealed;

	if (reading->form == AS_IT_IS)
		return sealed->inner->read(sealed->self, reading->user, reading->hash, offset, size, out, error);
	char *plain = px_alloc(CHUNK);
	int64_t whole = plain_size(reading->stored), end = offset < whole && size < (size_t)(whole - offset) ? offset + (int64_t)size : whole;
	enum px_err err = PX_OK;
	while (!err && offset < end) {
		size_t got, skip = (size_t)(offset % CHUNK);
		err = read_chunk(reading, offset / CHUNK, plain, &got, error);
		if (!err && got <= skip)
			err = px_fail(error, PX_CORRUPT, NULL, "a file is shorter than it was when it came");
		if (err)
			break;
		size_t part = (int64_t)(got - skip) < end - offset ? got - skip : (size_t)(end - offset);
		if (px_buf_append(out, plain + skip, part) != PX_OK)
			err = px_fail(error, PX_TOO_LARGE, NULL, "more of the file was asked for than is read at once");
		offset += (int64_t)part;
	}
	explicit_bzero(plain, CHUNK);
	free(plain);
	return err;
}

static enum px_err hash_plain(struct reading *reading, EVP_MD_CTX *sum, struct px_error *error)
{
	struct px_buf piece = PX_BUF_INIT(CHUNK);
	enum px_err err = PX_OK;

	for (int64_t at = 0; !err; at += CHUNK) {
		px_buf_clear(&piece);
		err = read_plain(reading, at, CHUNK, &piece, error);
		if (err || !piece.size)
			break;
		if (EVP_DigestUpdate(sum, piece.data, piece.size) != 1)
			err = fail_crypto(error);
	}
	px_buf_release(&piece);
	return err;
}

/* Of a file without a foot its bytes alone tell that it has its own name. */
static enum px_err check_bytes(struct reading *reading, struct px_error *error)
{
	EVP_MD_CTX *sum = EVP_MD_CTX_new();
	unsigned char digest[EVP_MAX_MD_SIZE];
	char text[PX_BLOB_HASH + 1] = "";
	unsigned size = 0;
	enum px_err err = sum && EVP_DigestInit_ex(sum, EVP_sha256(), NULL) == 1 ? hash_plain(reading, sum, error) : fail_crypto(error);

	if (!err && EVP_DigestFinal_ex(sum, digest, &size) != 1)
		err = fail_crypto(error);
	if (!err)
		err = px_blob_write_hash(digest, size, text, error);
	if (!err && strcmp(text, reading->hash) != 0)
		err = fail_damaged(error);
	EVP_MD_CTX_free(sum);
	return err;
}

static enum px_err sealed_read(void *self, struct px_id user, const char *hash, int64_t offset, size_t size, struct px_buf *out,
			       struct px_error *error)
{
	struct reading reading;
	enum px_err err = begin_reading(self, user, hash, &reading, error);

	if (!err && reading.form != WITH_FOOT)
		err = check_bytes(&reading, error);
	if (!err)
		err = read_plain(&reading, offset, size, out, error);
	end_reading(&reading);
	return err;
}

static enum px_err sealed_size(void *self, struct px_id user, const char *hash, int64_t *size, struct px_error *error)
{
	struct reading reading;
	enum px_err err = begin_reading(self, user, hash, &reading, error);

	if (!err)
		*size = reading.form == AS_IT_IS ? reading.stored : plain_size(reading.stored);
	end_reading(&reading);
	return err;
}

/* ------------------------------------------------------------------- the rest */

struct taking {
	px_blob_take_fn take;
	void *arg;
};

/* Of an older file this is some bytes less; it is for quotas. */
static enum px_err take_plain(void *arg, const char *hash, int64_t size, int64_t put, struct px_error *error)
{
	const struct taking *taking = arg;

	return taking->take(taking->arg, hash, plain_size(size - FOOT), put, error);
}

static enum px_err sealed_each(void *self, struct px_id user, const char *prefix, px_blob_take_fn take, void *arg, struct px_error *error)
{
	const struct sealed *sealed = self;
	struct taking taking = { take, arg };

	return sealed->inner->each(sealed->self, user, prefix, take_plain, &taking, error);
}

static enum px_err sealed_refresh(void *self, struct px_id user, const char *hash, struct px_error *error)
{
	const struct sealed *sealed = self;

	return sealed->inner->refresh(sealed->self, user, hash, error);
}

static enum px_err sealed_remove(void *self, struct px_id user, const char *hash, struct px_error *error)
{
	const struct sealed *sealed = self;

	return sealed->inner->remove(sealed->self, user, hash, error);
}

static void sealed_close(void *self)
{
	struct sealed *sealed = self;

	sealed->inner->close(sealed->self);
	explicit_bzero(sealed, sizeof(*sealed));
	free(sealed);
}

static enum px_err sealed_check(void *self, struct px_error *error)
{
	const struct sealed *sealed = self;

	return sealed->inner->check(sealed->self, error);
}

static enum px_err sealed_open(void **self, const struct px_blobs_config *config, struct px_error *error)
{
	(void)self;
	(void)config;
	return px_fail(error, PX_INTERNAL, NULL, "files are sealed on their way to another driver");
}

const struct px_blob_driver px_blob_sealed = {
	.name = "sealed", .open = sealed_open, .check = sealed_check, .close = sealed_close, .refresh = sealed_refresh, .create = sealed_create,
	.append = sealed_append, .seal = sealed_seal, .name_file = sealed_name, .release = sealed_release, .size = sealed_size,
	.read = sealed_read, .remove = sealed_remove, .each = sealed_each,
};

void *px_blob_sealed_over(const struct px_blob_driver *inner, void *self, const uint8_t key[PX_BLOB_KEY])
{
	struct sealed *sealed = px_calloc(1, sizeof(*sealed));

	sealed->inner = inner;
	sealed->self = self;
	memcpy(sealed->key, key, KEY);
	return sealed;
}
