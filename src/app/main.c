/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program's entry; everything is in command.c.
 */
#include "app/command.h"

int main(int argc, char **argv)
{
	return px_command_main(argc, argv);
}
