// SPDX-License-Identifier: GPL-2.0-only
/* Sets the lamp's period, then sleeps until the driver says that it has blinked, and prints each time. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LAMP "/sys/devices/platform/demo-lamp/"

static void die(const char *what)
{
	fprintf(stderr, "demo-platform: %s: %s\n", what, strerror(errno));
	if (errno == ENOENT)
		fprintf(stderr, "Load the module first: insmod /lib/modules/$(uname -r)/extra/demo_platform.ko\n");
	exit(1);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A file of sysfs is made anew for every read from its beginning. */
static long read_number(int file)
{
	char text[32];
	ssize_t length = pread(file, text, sizeof(text) - 1, 0);

	if (length < 0)
		die("reading");
	text[length] = '\0';
	return atol(text);
}

int main(int argc, char **argv)
{
	const char *period = argc > 1 ? argv[1] : "500";
	int count = argc > 2 ? atoi(argv[2]) : 5;
	double start;
	int file;

	if (count < 1) {
		fprintf(stderr, "usage: demo-platform [PERIOD-MS [COUNT]]\n");
		return 2;
	}
	file = open(LAMP "period_ms", O_WRONLY);
	if (file < 0)
		die(LAMP "period_ms");
	if (write(file, period, strlen(period)) < 0)
		die(period);
	close(file);

	file = open(LAMP "blinks", O_RDONLY);
	if (file < 0)
		die(LAMP "blinks");
	start = seconds();
	for (long last = read_number(file); count > 0;) {
		/* sysfs tells of a change as an urgent event; it is gone once the file is read again. */
		struct pollfd wanted = { .fd = file, .events = POLLPRI };
		long now;

		if (poll(&wanted, 1, 120000) != 1) {
			fprintf(stderr, "demo-platform: the lamp does not blink\n");
			return 1;
		}
		now = read_number(file);
		if (now == last)
			continue;
		printf("%.3f s: blink %ld\n", seconds() - start, now);
		last = now;
		count--;
	}
	return 0;
}
