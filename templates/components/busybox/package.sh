# The distribution's busybox, with the links that its own build would have made: one for each command that it says it has.
. "$LIB/package-run.sh"
rm -rf "$DEST/usr/share"
mkdir -p "$DEST/usr/sbin"
run_target "$DEST/usr/bin/busybox" --list-full | sed "s,^/*,/," >"$BUILD/busybox.links"
while read -r link; do
	case $link in
	*/busybox) ;;
	*/sbin/*) ln -s ../bin/busybox "$DEST/usr/sbin/${link##*/}" ;;
	*) ln -s busybox "$DEST/usr/bin/${link##*/}" ;;
	esac
done <"$BUILD/busybox.links"
if [ -n "$OPTION_APPLETS" ]; then
	for name in $OPTION_APPLETS; do
		command=$(echo "$name" | tr A-Z a-z)
		grep -q "/$command\$" "$BUILD/busybox.links" && continue
		echo "smart-os: error: the distribution's busybox has no $command; take it from source (components.busybox.origin: source)"
		exit 1
	done
fi
# Its DHCP client looks for its script in another place than the one that base has it in.
mkdir -p "$DEST/etc/udhcpc"
ln -s /usr/share/udhcpc/default.script "$DEST/etc/udhcpc/default.script"
