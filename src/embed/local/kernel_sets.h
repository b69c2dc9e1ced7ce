/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernels there can be; each is defined only where its processor is.
 */
#ifndef PX_EMBED_LOCAL_KERNEL_SETS_H
#define PX_EMBED_LOCAL_KERNEL_SETS_H

#include "embed/local/kernel.h"

extern const struct px_kernel px_kernel_avx512, px_kernel_avx2;
extern const struct px_kernel px_kernel_dotprod, px_kernel_neon;
extern const struct px_kernel px_kernel_plain;

#endif
