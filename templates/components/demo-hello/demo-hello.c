// SPDX-License-Identifier: GPL-2.0-only
/* Shows what the module demo_hello offers to programs: a file in /proc to read, a parameter in /sys to change. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GREETING "/proc/demo-hello"
#define TIMES "/sys/module/demo_hello/parameters/times"

static FILE *open_or_die(const char *path, const char *mode)
{
	FILE *file = fopen(path, mode);

	if (!file) {
		fprintf(stderr, "demo-hello: %s: %s\n", path, strerror(errno));
		if (errno == ENOENT)
			fprintf(stderr, "Load the module first: insmod /lib/modules/$(uname -r)/extra/demo_hello.ko\n");
		exit(1);
	}
	return file;
}

int main(int argc, char **argv)
{
	char line[256];
	FILE *file;

	if (argc > 2) {
		fprintf(stderr, "usage: demo-hello [TIMES]\n");
		return 2;
	}
	if (argc == 2) {
		file = open_or_die(TIMES, "w");
		fprintf(file, "%s\n", argv[1]);
		/* The kernel looks at the number when it is written, which stdio does at the latest when the file is closed. */
		if (fclose(file) != 0) {
			fprintf(stderr, "demo-hello: the kernel does not take \"%s\": %s\n", argv[1], strerror(errno));
			return 1;
		}
	}
	file = open_or_die(GREETING, "r");
	while (fgets(line, sizeof(line), file))
		fputs(line, stdout);
	fclose(file);
	return 0;
}
