/*
 * Laid under the kernel's conf by LD_PRELOAD: what popen() answers is written to a file, or taken from one. So the answers of C
 * and of the engine can be compared, and C can be run again and again without asking the compiler each time.
 *
 * The file is a row of records: length of the command, length of the output (each in decimal, on a line), command, output.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *memory(const char *text, size_t length)
{
	FILE *copy = tmpfile();
	if (!copy || fwrite(text, 1, length, copy) != length) {
		perror("popen.c: temporary file");
		exit(98);
	}
	rewind(copy);
	return copy;
}

static FILE *replayed(const char *path, const char *command)
{
	FILE *file = fopen(path, "r");
	size_t wanted = strlen(command), asked, answered;

	if (!file) {
		perror(path);
		exit(98);
	}
	while (fscanf(file, "%zu\n%zu", &asked, &answered) == 2) {
		char *text = malloc(asked + answered + 1);

		if (fgetc(file) != '\n' || fread(text, 1, asked + answered, file) != asked + answered)
			break;
		if (asked == wanted && !memcmp(text, command, asked)) {
			FILE *answer = memory(text + asked, answered);

			free(text);
			fclose(file);
			return answer;
		}
		free(text);
	}
	fprintf(stderr, "popen.c: no answer for: %s\n", command);
	exit(97);
}

static FILE *recorded(const char *path, const char *command)
{
	FILE *(*real_popen)(const char *, const char *) = (FILE * (*)(const char *, const char *)) dlsym(RTLD_NEXT, "popen");
	int (*real_pclose)(FILE *) = (int (*)(FILE *)) dlsym(RTLD_NEXT, "pclose");
	size_t length = 0, room = 1 << 16, got;
	char *text = malloc(room);
	FILE *pipe = real_popen(command, "r");
	FILE *file;

	while (pipe && (got = fread(text + length, 1, room - length, pipe)) > 0) {
		length += got;
		if (length == room)
			text = realloc(text, room *= 2);
	}
	if (!pipe || real_pclose(pipe) == -1 || !(file = fopen(path, "a"))) {
		perror("popen.c");
		exit(98);
	}
	fprintf(file, "%zu\n%zu\n%s", strlen(command), length, command);
	fwrite(text, 1, length, file);
	fclose(file);
	pipe = memory(text, length);
	free(text);
	return pipe;
}

/* Only conf itself is to be watched, not what it starts. */
__attribute__((constructor)) static void alone(void)
{
	unsetenv("LD_PRELOAD");
}

FILE *popen(const char *command, const char *type)
{
	const char *replay = getenv("POPEN_REPLAY");

	(void) type;
	return replay ? replayed(replay, command) : recorded(getenv("POPEN_RECORD"), command);
}

int pclose(FILE *file)
{
	return fclose(file);
}
