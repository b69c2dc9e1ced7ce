/* SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SIZE = 16, CHILDREN = 3 };

static void draws_differ(void **state)
{
	unsigned char one[SIZE], other[SIZE];

	(void)state;
	px_random_bytes(one, SIZE);
	px_random_bytes(other, SIZE);
	assert_memory_not_equal(one, other, SIZE);
}

/* What a process drew ahead is none of its children's: ids of two of them would be the same. */
static void children_draw_their_own(void **state)
{
	unsigned char drawn[CHILDREN + 1][SIZE];
	int pipes[2];

	(void)state;
	px_random_bytes(drawn[0], SIZE); /* the pool is filled now */
	assert_int_equal(pipe(pipes), 0);
	for (int i = 1; i <= CHILDREN; i++) {
		pid_t child = fork();
		assert_true(child >= 0);
		if (!child) {
			px_random_bytes(drawn[i], SIZE);
			_exit(write(pipes[1], drawn[i], SIZE) == SIZE ? 0 : 1);
		}
		int status;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
		assert_int_equal(read(pipes[0], drawn[i], SIZE), SIZE);
	}
	px_random_bytes(drawn[0], SIZE);
	for (int i = 0; i <= CHILDREN; i++)
		for (int k = 0; k < i; k++)
			assert_memory_not_equal(drawn[i], drawn[k], SIZE);
	close(pipes[0]);
	close(pipes[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_differ),
		cmocka_unit_test(children_draw_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
