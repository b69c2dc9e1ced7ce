/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which kernels this program has, and the best one for this machine.
 */
#include "embed/local/kernel.h"

#include "embed/local/kernel_sets.h"

const struct px_kernel *const px_kernels[] = {
#if defined(__x86_64__)
	&px_kernel_avx512,
	&px_kernel_avx2,
#elif defined(__aarch64__)
	&px_kernel_dotprod,
	&px_kernel_neon,
#endif
	&px_kernel_plain,
	NULL,
};

const struct px_kernel *px_kernel_best(void)
{
	const struct px_kernel *const *kernel = px_kernels;

	while (!(*kernel)->usable())
		kernel++;
	return *kernel;
}

size_t px_attention_scratch(size_t length)
{
	size_t padded = (length + PX_PAD - 1) / PX_PAD * PX_PAD;

	return (PX_HEAD + 8) * padded; /* keys, and the scores of eight rows */
}
