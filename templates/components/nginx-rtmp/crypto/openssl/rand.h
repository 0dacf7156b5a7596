/* Random bytes from the kernel: 1 when all of them came, -1 otherwise. */
#ifndef SMART_OS_RAND_H
#define SMART_OS_RAND_H

#include <sys/random.h>

static inline int RAND_bytes(unsigned char *bytes, int length)
{
	return getrandom(bytes, (size_t)length, 0) == length ? 1 : -1;
}

#endif
