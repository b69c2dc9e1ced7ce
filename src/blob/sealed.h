/* SPDX-License-Identifier: Apache-2.0 */
/* A driver that seals what passes through it to another one (sealed.c).  Private to blob/. */
#ifndef PX_BLOB_SEALED_H
#define PX_BLOB_SEALED_H

#include "blob/blob_driver.h"

extern const struct px_blob_driver px_blob_sealed;
/* For px_blob_sealed: what it works on; it closes the inner one. */
void *px_blob_sealed_over(const struct px_blob_driver *inner, void *self, const uint8_t key[PX_BLOB_KEY]);

#endif
