# iptables over the kernel's own tables, as one program; its matches and targets are linked in instead of loaded from files.
. "$LIB/guard.sh"

"$SRC/configure" \
	--build=x86_64-build-linux-gnu \
	--host="$TARGET" \
	--prefix=/usr \
	--sbindir=/usr/sbin \
	--enable-static \
	--disable-shared \
	--disable-nftables \
	--disable-bpf-compiler \
	--disable-nfsynproxy \
	--disable-libipq \
	--disable-connlabel \
	--without-kernel
make
refuse_host_headers "$BUILD"

mkdir -p "$DEST/usr/sbin"
"$TARGET-strip" -o "$DEST/usr/sbin/xtables-legacy-multi" iptables/xtables-legacy-multi
chmod 755 "$DEST/usr/sbin/xtables-legacy-multi"
for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
	ln -s xtables-legacy-multi "$DEST/usr/sbin/$name"
done
