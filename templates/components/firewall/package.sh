# Only the program for the kernel's own tables is kept, under the names that the package's alternatives would have given it: the other
# one speaks to nftables, which nobody asked for.
find "$DEST/usr/sbin" "$DEST/usr/bin" -mindepth 1 ! -name xtables-legacy-multi -delete 2>/dev/null || true
for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
	ln -s xtables-legacy-multi "$DEST/usr/sbin/$name"
done
