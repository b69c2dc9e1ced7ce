/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys for other people's servers, sealed in the data folder.
 *
 * <data>/secrets.json holds each value sealed by AES-256-GCM under its name,
 * so that values can't be swapped.  What opens them is the key file
 * <data>/secrets.key, made at first use, or a key made from a passphrase by
 * argon2id, which is then kept nowhere.  Both files are readable by their
 * owner only, and replaced as a whole.
 *
 * It does not know what the values are for, nor keep them: each is unsealed
 * when asked for.  One thread at a time; a lock keeps other processes out
 * while it is open.
 */
#ifndef PX_AUTH_VAULT_H
#define PX_AUTH_VAULT_H

#include "base/buf.h"

struct px_vault;

enum { PX_VAULT_VALUE_MAX = 4096, PX_VAULT_NAME_MAX = 64 };

/*
 * Opens, without making anything: an absent vault is empty.  `passphrase` may
 * be NULL or "".  PX_UNAUTHORIZED: it is sealed by a passphrase and this is
 * not it; PX_CORRUPT, PX_FORBIDDEN: a file is damaged or others may read it.
 */
enum px_err px_vault_open(const char *folder, const char *passphrase, struct px_vault **vault,
			  struct px_error *error) PX_MUST_CHECK;
void px_vault_close(struct px_vault *vault); /* NULL is fine */
/* Appends the value; PX_NOT_FOUND. */
enum px_err px_vault_get(const struct px_vault *vault, const char *name, struct px_buf *value,
			 struct px_error *error) PX_MUST_CHECK;
/* On disk when they return.  A vault made by a first `set` takes the passphrase it was opened with, else a key file. */
enum px_err px_vault_set(struct px_vault *vault, const char *name, struct px_str value,
			 struct px_error *error) PX_MUST_CHECK;
enum px_err px_vault_remove(struct px_vault *vault, const char *name, struct px_error *error) PX_MUST_CHECK;
/*
 * Seals all values anew: under a new key file (NULL), or under a passphrase.
 * If this is interrupted, the old key still opens what is there.
 */
enum px_err px_vault_rotate(struct px_vault *vault, const char *passphrase, struct px_error *error) PX_MUST_CHECK;
bool px_vault_has_passphrase(const struct px_vault *vault);
/* Names in the order of the alphabet: the first with a name after `last` ("" at first), and when it was set (UTC ms); NULL at the end. */
const char *px_vault_next(const struct px_vault *vault, const char *last, int64_t *set_at);

#endif
