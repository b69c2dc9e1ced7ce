/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What base/ needs of POSIX threads, for a module that has one thread
 * (wasi-libc brings no pthread.h).
 */
#ifndef PX_WASM_PTHREAD_H
#define PX_WASM_PTHREAD_H

typedef int pthread_once_t;
typedef int pthread_mutex_t;

#define PTHREAD_ONCE_INIT 0
#define PTHREAD_MUTEX_INITIALIZER 0

static inline int pthread_once(pthread_once_t *once, void (*init)(void))
{
	if (!*once)
		init();
	*once = 1;
	return 0;
}

static inline int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	*mutex = 1;
	return 0;
}

static inline int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	*mutex = 0;
	return 0;
}

#endif
