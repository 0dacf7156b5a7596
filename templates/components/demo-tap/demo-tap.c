// SPDX-License-Identifier: MIT
/*
 * The other end of a tap card: this program gets every Ethernet frame that the machine sends on it, and what it writes the machine
 * receives. It plays a neighbour that has one address: says where that is (ARP) and answers pings.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* "Locally administered" (bit 2 of the first byte): no maker's number. */
static const uint8_t OUR_CARD[6] = { 0x02, 's', 'm', 'a', 'r', 't' };

struct arp {
	uint16_t hardware, protocol;
	uint8_t hardware_length, protocol_length;
	uint16_t operation;
	uint8_t sender_card[6], sender[4], target_card[6], target[4];
} __attribute__((packed));

static void die(const char *what)
{
	fprintf(stderr, "demo-tap: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* The card exists for as long as this file is open. IFF_NO_PI: frames alone, without four bytes of information before each. */
static int open_card(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int card = open("/dev/net/tun", O_RDWR);

	if (card < 0)
		die("/dev/net/tun");
	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	if (ioctl(card, TUNSETIFF, &request) < 0)
		die(name);
	return card;
}

/* The sum of RFC 1071: 16-bit words added up with the carry brought round, then all bits turned. */
static uint16_t checksum(const uint8_t *data, size_t length)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < length; i += 2)
		sum += (uint32_t)(data[i] << 8 | data[i + 1]);
	if (length % 2)
		sum += (uint32_t)(data[length - 1] << 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

/* "Who has this address?" becomes "I have it". Returns what to say about it, or NULL when it is not for us. */
static const char *answer_arp(uint8_t *frame, size_t length, const uint8_t address[4])
{
	struct ether_header *ethernet = (struct ether_header *)frame;
	struct arp *arp = (struct arp *)(frame + sizeof(*ethernet));

	if (length < sizeof(*ethernet) + sizeof(*arp) || arp->operation != htons(1) || memcmp(arp->target, address, 4) != 0)
		return NULL;
	arp->operation = htons(2);
	memcpy(arp->target_card, arp->sender_card, 6);
	memcpy(arp->target, arp->sender, 4);
	memcpy(arp->sender_card, OUR_CARD, 6);
	memcpy(arp->sender, address, 4);
	memcpy(ethernet->ether_dhost, arp->target_card, 6);
	memcpy(ethernet->ether_shost, OUR_CARD, 6);
	return "asked where we are";
}

static const char *answer_ping(uint8_t *frame, size_t length, const uint8_t address[4])
{
	struct ether_header *ethernet = (struct ether_header *)frame;
	struct iphdr *ip = (struct iphdr *)(frame + sizeof(*ethernet));
	size_t start, end;
	struct icmphdr *icmp;
	uint32_t sender;

	if (length < sizeof(*ethernet) + sizeof(*ip) || ip->protocol != IPPROTO_ICMP || memcmp(&ip->daddr, address, 4) != 0)
		return NULL;
	start = sizeof(*ethernet) + ip->ihl * 4u;
	/* What the header says about itself is a stranger's word: it has to lie within what has really arrived. */
	end = sizeof(*ethernet) + ntohs(ip->tot_len);
	if (ip->ihl < 5 || end > length || start + sizeof(*icmp) > end)
		return NULL;
	icmp = (struct icmphdr *)(frame + start);
	if (icmp->type != ICMP_ECHO)
		return NULL;
	icmp->type = ICMP_ECHOREPLY;
	icmp->checksum = 0;
	icmp->checksum = checksum(frame + start, end - start);
	sender = ip->saddr;
	ip->saddr = ip->daddr;
	ip->daddr = sender;
	memcpy(ethernet->ether_dhost, ethernet->ether_shost, 6);
	memcpy(ethernet->ether_shost, OUR_CARD, 6);
	return "pinged us";
}

int main(int argc, char **argv)
{
	uint8_t frame[2048];
	uint8_t address[4];
	int card;

	if (argc != 3 || inet_pton(AF_INET, argv[2], address) != 1) {
		fprintf(stderr, "usage: demo-tap CARD ADDRESS\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	card = open_card(argv[1]);
	printf("%s is there; its neighbour is %s\n", argv[1], argv[2]);
	for (;;) {
		ssize_t length = read(card, frame, sizeof(frame));
		const struct ether_header *ethernet = (struct ether_header *)frame;
		const char *what = NULL;

		/* A card that is down gives EIO; it may come up again. */
		if (length < 0 && errno != EIO)
			die("reading");
		if (length < (ssize_t)sizeof(*ethernet)) {
			usleep(100000);
			continue;
		}
		if (ethernet->ether_type == htons(ETHERTYPE_ARP))
			what = answer_arp(frame, (size_t)length, address);
		else if (ethernet->ether_type == htons(ETHERTYPE_IP))
			what = answer_ping(frame, (size_t)length, address);
		if (!what)
			continue;
		printf("%zd bytes: somebody %s\n", length, what);
		if (write(card, frame, (size_t)length) != length && errno != EIO)
			die("writing");
	}
}
