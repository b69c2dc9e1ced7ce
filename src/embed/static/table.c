/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The assembler takes the file in as it is: four megabytes as C would be
 * fifteen to compile.
 */
#include "embed/static/table.h"

__asm__(".section .rodata\n"
	".balign 64\n"
	".global px_static_table\n"
	"px_static_table:\n"
	".incbin \"" PX_STATIC_TABLE_FILE "\"\n"
	".global px_static_table_end\n"
	"px_static_table_end:\n"
	".byte 0\n"
	".previous\n");
