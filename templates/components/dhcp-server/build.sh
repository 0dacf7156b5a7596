# udhcpd alone out of busybox's sources: the machine's busybox stays as it is.
. "$LIB/guard.sh"

busybox_make() { make -C "$SRC" O="$BUILD" ARCH="$ARCH" CROSS_COMPILE="$TARGET-" HOSTCC="$HOSTCC" KCONFIG_NOTIMESTAMP=1 "$@"; }

busybox_make allnoconfig >"$BUILD/allnoconfig.log" || { cat "$BUILD/allnoconfig.log"; exit 1; }
for symbol in UDHCPD LFS LONG_OPTS; do
	sed -i "s/^# CONFIG_$symbol is not set\$/CONFIG_$symbol=y/" "$BUILD/.config"
done
sed -i 's/^CONFIG_EXTRA_CFLAGS=.*/CONFIG_EXTRA_CFLAGS="-fno-pie"/; s/^CONFIG_EXTRA_LDFLAGS=.*/CONFIG_EXTRA_LDFLAGS="-no-pie"/' "$BUILD/.config"
yes '' 2>/dev/null | busybox_make oldconfig >"$BUILD/oldconfig.log" || { cat "$BUILD/oldconfig.log"; exit 1; }
grep -qx 'CONFIG_UDHCPD=y' "$BUILD/.config"
busybox_make busybox
refuse_host_headers "$BUILD" '/(scripts|applets)/'

mkdir -p "$DEST/usr/sbin"
"$TARGET-strip" -o "$DEST/usr/sbin/udhcpd" busybox
chmod 755 "$DEST/usr/sbin/udhcpd"
