/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a value of an attribute has to be: of a dentist a name, of a birthday a
 * day, of a telephone a number.
 *
 * "The boss is German" says what the boss is like, and not who that is: it is
 * told of the boss, and takes the place of no name.  No I/O, no state.
 */
#ifndef PX_MEMORY_VALUE_KIND_H
#define PX_MEMORY_VALUE_KIND_H

#include "base/arena.h"

/* Whether `value`, as it was said, can be what that attribute (by its canonical name) is; true of attributes that anything can be said of. */
bool px_attribute_takes(const char *canonical, const char *value, struct px_arena *arena);

#endif
