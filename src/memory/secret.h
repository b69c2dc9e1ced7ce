/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts that hold what must not be kept unasked: passwords, PINs, codes with
 * their value, numbers of payment cards.  "The garage code word is on the blue
 * card" names a secret, but holds none.
 */
#ifndef PX_MEMORY_SECRET_H
#define PX_MEMORY_SECRET_H

#include "base/arena.h"

bool px_is_secret(struct px_str text, struct px_arena *arena);

#endif
