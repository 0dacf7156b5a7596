// SPDX-License-Identifier: GPL-2.0-only
/* Sends datagrams to an address on the card's network and waits for each to come back. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what)
{
	fprintf(stderr, "demo-netdev: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	struct sockaddr_in peer = { .sin_family = AF_INET, .sin_port = htons(7777) };
	int count = argc > 2 ? atoi(argv[2]) : 5;
	double total = 0;
	int channel;

	if (argc < 2 || count < 1 || inet_pton(AF_INET, argv[1], &peer.sin_addr) != 1) {
		fprintf(stderr, "usage: demo-netdev ADDRESS [COUNT]\n");
		return 2;
	}
	channel = socket(AF_INET, SOCK_DGRAM, 0);
	/* Connected: only what comes from this very address and port is received. */
	if (channel < 0 || connect(channel, (struct sockaddr *)&peer, sizeof(peer)) < 0)
		die(argv[1]);
	for (int i = 1; i <= count; i++) {
		struct pollfd wanted = { .fd = channel, .events = POLLIN };
		char sent[64], received[64];
		double start = milliseconds();
		int length = snprintf(sent, sizeof(sent), "datagram %d", i);
		ssize_t got;

		if (send(channel, sent, (size_t)length, 0) != length)
			die("sending");
		if (poll(&wanted, 1, 2000) != 1) {
			fprintf(stderr, "demo-netdev: datagram %d did not come back within 2 seconds\n", i);
			return 1;
		}
		got = recv(channel, received, sizeof(received), 0);
		if (got != length || memcmp(sent, received, (size_t)length) != 0) {
			fprintf(stderr, "demo-netdev: datagram %d came back changed\n", i);
			return 1;
		}
		total += milliseconds() - start;
	}
	printf("%d datagrams came back, %.3f ms each\n", count, total / count);
	return 0;
}
