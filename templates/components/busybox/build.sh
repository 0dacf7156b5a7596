# busybox: its defconfig, changed by busybox.config and the option `applets`, linked dynamically against this system's glibc.
. "$LIB/guard.sh"
. "$LIB/kernel-config.sh"

busybox_make() { make -C "$SRC" O="$BUILD" ARCH="$ARCH" CROSS_COMPILE="$TARGET-" HOSTCC="$HOSTCC" KCONFIG_NOTIMESTAMP=1 "$@"; }

for name in $OPTION_APPLETS; do
	echo "CONFIG_$name=y"
done >"$BUILD/applets.config"
merge_config "$RECIPE/busybox.config" "$BUILD/applets.config" >"$BUILD/requested.config"

busybox_make defconfig >"$BUILD/defconfig.log" || { cat "$BUILD/defconfig.log"; exit 1; }
# Its Kconfig is too old for fragments: the lines are replaced, then the questions that this opens answered with their defaults.
merge_config "$BUILD/.config" "$BUILD/requested.config" | sed 's/^\(CONFIG_[A-Za-z0-9_]*\)=n$/# \1 is not set/' >"$BUILD/merged.config"
cp "$BUILD/merged.config" "$BUILD/.config"
yes '' 2>/dev/null | busybox_make oldconfig >"$BUILD/oldconfig.log" || { cat "$BUILD/oldconfig.log"; exit 1; }
require_config "$BUILD/requested.config" "$BUILD/.config" 'busybox symbol'

busybox_make busybox busybox.links
# kbuild's own programs are the host's.
refuse_host_headers "$BUILD" '/(scripts|applets)/'

# A merged /usr: bin and sbin are links to it, so that every applet gets its place there.
mkdir -p "$DEST/usr/bin" "$DEST/usr/sbin"
cp "$BUILD/busybox" "$DEST/usr/bin/busybox"
"$TARGET-strip" "$DEST/usr/bin/busybox"
while read -r link; do
	case $link in
	*/busybox) ;;
	*/sbin/*) ln -s ../bin/busybox "$DEST/usr/sbin/${link##*/}" ;;
	*) ln -s busybox "$DEST/usr/bin/${link##*/}" ;;
	esac
done <"$BUILD/busybox.links"
