// SPDX-License-Identifier: GPL-2.0-only
/* Asks a block device for its size, then fills it with a pattern and reads it back, past the kernel's cache. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 65536

static void die(const char *what)
{
	fprintf(stderr, "demo-ramdisk: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Every block is different, so that one in the wrong place is noticed. */
static void fill(uint32_t *words, uint64_t offset)
{
	for (size_t i = 0; i < BLOCK / sizeof(*words); i++)
		words[i] = (uint32_t)((offset / sizeof(*words) + i) * 2654435761u);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "/dev/demo-ramdisk";
	uint32_t *words, *expected;
	double start, wrote, was_read;
	uint64_t size;
	int sector;
	int disk;

	/* O_DIRECT: from this buffer to the driver, without the page cache. Buffer and offset have to be aligned for it. */
	disk = open(path, O_RDWR | O_DIRECT | O_EXCL);
	if (disk < 0) {
		if (errno == ENOENT)
			fprintf(stderr, "Load the module first: insmod /lib/modules/$(uname -r)/extra/demo_ramdisk.ko\n");
		die(path);
	}
	if (ioctl(disk, BLKGETSIZE64, &size) < 0 || ioctl(disk, BLKSSZGET, &sector) < 0)
		die("asking for the size");
	printf("%s: %llu bytes in sectors of %d\n", path, (unsigned long long)size, sector);
	if (posix_memalign((void **)&words, 4096, BLOCK) || posix_memalign((void **)&expected, 4096, BLOCK))
		die("memory");

	start = seconds();
	for (uint64_t offset = 0; offset + BLOCK <= size; offset += BLOCK) {
		fill(words, offset);
		if (pwrite(disk, words, BLOCK, (off_t)offset) != BLOCK)
			die("writing");
	}
	wrote = seconds();
	for (uint64_t offset = 0; offset + BLOCK <= size; offset += BLOCK) {
		fill(expected, offset);
		if (pread(disk, words, BLOCK, (off_t)offset) != BLOCK)
			die("reading");
		if (memcmp(words, expected, BLOCK) != 0) {
			fprintf(stderr, "demo-ramdisk: the block at %llu came back different\n", (unsigned long long)offset);
			return 1;
		}
	}
	was_read = seconds();
	/* Beyond the end there is nothing: a short write, or the error "no space". */
	if (pwrite(disk, words, BLOCK, (off_t)size) > 0) {
		fprintf(stderr, "demo-ramdisk: it was possible to write beyond the end\n");
		return 1;
	}
	printf("written in %.3f s, read and compared in %.3f s\n", wrote - start, was_read - wrote);
	return 0;
}
