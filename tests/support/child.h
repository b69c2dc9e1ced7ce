/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server that a test program starts for itself: a child process that is
 * killed when the program ends, however it ends.
 */
#ifndef PX_TESTS_SUPPORT_CHILD_H
#define PX_TESTS_SUPPORT_CHILD_H

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
	pid_t pid;
	int input; /* its standard input: closed, it ends */
};

static inline void child_path(char path[4096], const char *below)
{
	const char *source = getenv("TEST_SOURCE_DIR");

	snprintf(path, 4096, "%s/%s", source ? source : ".", below);
}

/* Its standard output can be read from the descriptor that is returned. */
static inline int child_start(struct child *child, const char *const *argv)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		abort();
	child->pid = fork();
	if (child->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(in[0], 0);
		dup2(out[1], 1);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	child->input = in[1];
	return out[0];
}

/* The first line that it prints, without its end; false if it ended before. */
static inline bool child_line(int out, char *line, size_t size)
{
	size_t n = 0;

	while (n + 1 < size && read(out, line + n, 1) == 1 && line[n] != '\n')
		n++;
	bool whole = line[n] == '\n';
	line[n] = '\0';
	return whole;
}

static inline void child_kill(struct child *child)
{
	if (child->pid <= 0)
		return;
	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	close(child->input);
	child->pid = 0;
}

/* A port that nobody listens on now. */
static inline unsigned child_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 || getsockname(fd,
		(struct sockaddr *)&address, &size) != 0)
		abort();
	close(fd);
	return ntohs(address.sin_port);
}

/* Waits until something listens there; false if the child ended or a minute passed. */
static inline bool child_listens(struct child *child, unsigned port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	for (int i = 0; i < 3000; i++) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		bool ok = connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
		close(fd);
		if (ok)
			return true;
		if (waitpid(child->pid, NULL, WNOHANG) != 0) {
			child->pid = 0;
			return false;
		}
		usleep(20000);
	}
	return false;
}

#endif
