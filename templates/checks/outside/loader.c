/*
 * Compiled on the host against the system's sysroot and run through the system's loader: the C library that this program finds itself
 * joined to has to be the one whose version is given, and to work (threads, locale-free output, a symbol of recent glibc).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *answer(void *question)
{
	return (void *)((long)question * 6);
}

int main(int argc, char **argv)
{
	Dl_info library;
	pthread_t thread;
	void *result = NULL;

	/* pthread_create, pthread_join and dladdr moved into libc.so.6 with glibc 2.34. */
	if (pthread_create(&thread, NULL, answer, (void *)7L) || pthread_join(thread, &result) || (long)result != 42)
		return 1;
	if (argc != 2 || strcmp(argv[1], "an argument") || !dladdr((void *)puts, &library))
		return 1;
	printf("%s %s\n", gnu_get_libc_version(), library.dli_fname);
	return 0;
}
