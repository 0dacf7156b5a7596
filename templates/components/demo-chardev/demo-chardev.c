// SPDX-License-Identifier: GPL-2.0-only
/* Uses /dev/demo-chardev in every way it offers. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo_chardev.h"

#define DEVICE "/dev/demo-chardev"

static void die(const char *what)
{
	fprintf(stderr, "demo-chardev: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int open_device(int flags)
{
	int device = open(DEVICE, flags);

	if (device < 0) {
		if (errno == ENOENT)
			fprintf(stderr, "Load the module first: insmod /lib/modules/$(uname -r)/extra/demo_chardev.ko\n");
		die(DEVICE);
	}
	return device;
}

static struct demo_chardev_status read_status(int device)
{
	struct demo_chardev_status status;

	if (ioctl(device, DEMO_CHARDEV_STATUS, &status) < 0)
		die("asking for the status");
	return status;
}

static void print_status(int device)
{
	struct demo_chardev_status status = read_status(device);

	printf("%u of %u bytes wait to be read; %llu were ever written; %llu times somebody slept\n", status.used, status.size,
	       (unsigned long long)status.written, (unsigned long long)status.slept);
}

/* One process sleeps in poll() until the other writes. */
static void talk(void)
{
	int device = open_device(O_RDWR);
	struct pollfd wanted = { .fd = device, .events = POLLIN };
	char text[64];
	ssize_t length;
	pid_t child;

	if (ioctl(device, DEMO_CHARDEV_CLEAR) < 0)
		die("clearing");
	if (poll(&wanted, 1, 0) != 0) {
		fprintf(stderr, "demo-chardev: the empty device says it can be read\n");
		exit(1);
	}
	child = fork();
	if (child < 0)
		die("fork");
	if (child == 0) {
		usleep(300000);
		if (write(device, "wake up", 7) != 7)
			die("writing");
		_exit(0);
	}
	printf("waiting in poll\n");
	if (poll(&wanted, 1, 10000) != 1 || !(wanted.revents & POLLIN)) {
		fprintf(stderr, "demo-chardev: poll did not wake up\n");
		exit(1);
	}
	length = read(device, text, sizeof(text));
	if (length < 0)
		die("reading");
	printf("woken by \"%.*s\"\n", (int)length, text);
	waitpid(child, NULL, 0);
	close(device);
}

/* More than fits, so that the writer has to sleep until the reader has made room; every byte has to arrive, in order. */
static void flood(void)
{
	enum { TOTAL = 300000 };
	int device = open_device(O_RDWR);
	unsigned char piece[1000];
	long read_so_far = 0;
	pid_t child;
	int outcome;

	if (ioctl(device, DEMO_CHARDEV_CLEAR) < 0)
		die("clearing");
	child = fork();
	if (child < 0)
		die("fork");
	if (child == 0) {
		for (long sent = 0; sent < TOTAL;) {
			long count = TOTAL - sent < (long)sizeof(piece) ? TOTAL - sent : (long)sizeof(piece);
			ssize_t taken;

			for (long i = 0; i < count; i++)
				piece[i] = (unsigned char)((sent + i) % 251);
			taken = write(device, piece, (size_t)count);
			if (taken < 0)
				die("writing");
			sent += taken;
		}
		_exit(0);
	}
	while (read_so_far < TOTAL) {
		ssize_t length = read(device, piece, sizeof(piece));

		if (length < 0)
			die("reading");
		for (ssize_t i = 0; i < length; i++)
			if (piece[i] != (unsigned char)((read_so_far + i) % 251)) {
				fprintf(stderr, "demo-chardev: byte %ld is wrong\n", read_so_far + (long)i);
				exit(1);
			}
		read_so_far += length;
	}
	if (waitpid(child, &outcome, 0) < 0 || !WIFEXITED(outcome) || WEXITSTATUS(outcome) != 0)
		exit(1);
	printf("%d bytes went through, all in order\n", TOTAL);
	print_status(device);
	close(device);
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";

	/* What is printed stays in order, whichever process prints it. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (strcmp(what, "status") == 0) {
		print_status(open_device(O_RDONLY));
	} else if (strcmp(what, "clear") == 0) {
		if (ioctl(open_device(O_RDWR), DEMO_CHARDEV_CLEAR) < 0)
			die("clearing");
	} else if (strcmp(what, "talk") == 0) {
		talk();
	} else if (strcmp(what, "flood") == 0) {
		flood();
	} else {
		fprintf(stderr, "usage: demo-chardev status|clear|talk|flood\n");
		return 2;
	}
	return 0;
}
