# The distribution's kernel: the image, and of its thousands of modules those that were asked for and what they need.
. "$LIB/package-kernel.sh"

set -- "$DEST"/boot/vmlinuz-*
if [ $# != 1 ] || [ ! -f "$1" ]; then
	echo "smart-os: error: the packages hold $# kernels instead of one: $*"
	exit 1
fi
version=${1##*/vmlinuz-}
mv "$1" "$DEST/boot/bzImage"
mv "$DEST/boot/config-$version" "$DEST/boot/config"
rm -rf "$DEST/boot/System.map-$version" "$DEST/etc" "$DEST/usr/share"

modules=$DEST/usr/lib/modules/$version
# Its full name, since PATHs of users often lack /usr/sbin.
/sbin/depmod -b "$DEST/usr" "$version"
demand_config "$INPUTS/kernel.config" "$DEST/boot/config" "$INPUTS/kernel.requests"
select_modules "$modules" "$INPUTS/modules" >"$BUILD/selected"

mkdir "$BUILD/kept"
while read -r file; do
	mkdir -p "$BUILD/kept/${file%/*}"
	mv "$modules/$file" "$BUILD/kept/$file"
done <"$BUILD/selected"
rm -rf "$modules/kernel"
# Nothing is there when every module that was asked for is built in.
[ ! -d "$BUILD/kept/kernel" ] || mv "$BUILD/kept/kernel" "$modules/kernel"
/sbin/depmod -b "$DEST/usr" "$version"
# busybox reads modules.dep, modules.alias and modules.symbols; the binary indexes are kmod's.
rm -f "$modules"/*.bin "$modules/modules.order" "$modules/modules.builtin.modinfo" "$modules/build" "$modules/source"
