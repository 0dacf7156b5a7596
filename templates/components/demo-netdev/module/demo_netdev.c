// SPDX-License-Identifier: GPL-2.0-only
/*
 * A network card without a cable: demo0. Whatever the machine sends is turned round, sender and receiver swapped, and comes back as if
 * a neighbour had sent it. So every address on its network answers a ping, and every UDP port echoes.
 */
#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/udp.h>
#include <net/ip.h>

static struct net_device *card;

/*
 * Swaps addresses, and for UDP ports. Checksums need not be made anew: they are sums, and a sum does not care about the order. Returns
 * false for what is not IPv4 or too short to be.
 */
static bool turn_round(struct sk_buff *packet)
{
	struct ethhdr *ethernet;
	struct iphdr *ip;
	u8 sender[ETH_ALEN];

	/* Headers may lie in other pieces of memory, or be shared with a program that listens: first they are made ours, in one piece. */
	if (!pskb_may_pull(packet, ETH_HLEN + sizeof(*ip)) || skb_cow(packet, 0))
		return false;
	ethernet = (struct ethhdr *)packet->data;
	if (ethernet->h_proto != htons(ETH_P_IP))
		return false;
	ether_addr_copy(sender, ethernet->h_source);
	ether_addr_copy(ethernet->h_source, ethernet->h_dest);
	ether_addr_copy(ethernet->h_dest, sender);
	ip = (struct iphdr *)(packet->data + ETH_HLEN);
	if (ip->version != 4 || ip->ihl < 5)
		return false;
	swap(ip->saddr, ip->daddr);
	if (ip->protocol == IPPROTO_UDP && !ip_is_fragment(ip)) {
		unsigned int offset = ETH_HLEN + ip->ihl * 4;
		struct udphdr *udp;

		if (!pskb_may_pull(packet, offset + sizeof(*udp)))
			return false;
		udp = (struct udphdr *)(packet->data + offset);
		swap(udp->source, udp->dest);
	}
	return true;
}

/*
 * The kernel has something to send. From here on the packet is ours: it must be passed on or freed, and the answer is always "taken"
 * (a card whose queue is full stops it beforehand). This runs with interrupts of its kind off: nothing here may sleep.
 */
static netdev_tx_t demo_xmit(struct sk_buff *packet, struct net_device *device)
{
	unsigned int length = packet->len;

	if (!turn_round(packet)) {
		device->stats.tx_dropped++;
		dev_kfree_skb(packet);
		return NETDEV_TX_OK;
	}
	device->stats.tx_packets++;
	device->stats.tx_bytes += length;

	/* It belonged to a sending socket; what is received belongs to nobody yet. */
	skb_orphan(packet);
	skb_dst_drop(packet);
	/* Looks at the Ethernet header, takes it off, and says for whom the rest is. */
	packet->protocol = eth_type_trans(packet, device);
	/* It never left the machine's memory, so nothing can have been damaged on the way. */
	packet->ip_summed = CHECKSUM_UNNECESSARY;
	if (netif_rx(packet) == NET_RX_SUCCESS) {
		device->stats.rx_packets++;
		device->stats.rx_bytes += length;
	} else {
		device->stats.rx_dropped++;
	}
	return NETDEV_TX_OK;
}

/* ip link set demo0 up, and down. A card with hardware would switch on its interrupts here. */
static int demo_open(struct net_device *device)
{
	netif_start_queue(device);
	return 0;
}

static int demo_stop(struct net_device *device)
{
	netif_stop_queue(device);
	return 0;
}

static const struct net_device_ops demo_operations = {
	.ndo_open = demo_open,
	.ndo_stop = demo_stop,
	.ndo_start_xmit = demo_xmit,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

/* Fills in what all Ethernet cards have in common, then what is different here. */
static void demo_setup(struct net_device *device)
{
	ether_setup(device);
	device->netdev_ops = &demo_operations;
	/* Nobody is there to answer "who has this address?". */
	device->flags |= IFF_NOARP;
	eth_hw_addr_random(device);
}

static int __init netdev_demo_init(void)
{
	int error;

	card = alloc_netdev(0, "demo%d", NET_NAME_ENUM, demo_setup);
	if (!card)
		return -ENOMEM;
	error = register_netdev(card);
	if (error)
		free_netdev(card);
	return error;
}

static void __exit netdev_demo_exit(void)
{
	/* Takes the card down, removes its addresses and routes, waits until no packet refers to it. */
	unregister_netdev(card);
	free_netdev(card);
}

module_init(netdev_demo_init);
module_exit(netdev_demo_exit);

MODULE_DESCRIPTION("A network card that sends everything back");
MODULE_AUTHOR("smart-os");
MODULE_LICENSE("GPL");
