# What the package's alternatives would have done: the names lead to the program for the kernel's own tables.
for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
	ln -sf xtables-legacy-multi "$DEST/usr/sbin/$name"
done
# The other program, with its libraries, speaks to nftables, which nobody asked for.
rm -f "$DEST"/usr/sbin/xtables-nft-multi "$DEST"/usr/sbin/*-nft* "$DEST"/usr/sbin/arptables* "$DEST"/usr/sbin/ebtables* "$DEST"/usr/sbin/xtables-monitor "$DEST"/usr/sbin/nfbpf_compile "$DEST"/usr/sbin/nfsynproxy
