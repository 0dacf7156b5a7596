# The kernel: allnoconfig + base.config + what was asked for, compiled in $BUILD. With the object tree of an earlier build
# there, kbuild recompiles only what the changed symbols touch; the result is the same to the bit.
. "$LIB/kernel-config.sh"

# Fixed, or kbuild writes who built it, where, when and how often into the image.
export KBUILD_BUILD_TIMESTAMP='Mon Jan  1 00:00:00 UTC 2024' KBUILD_BUILD_USER=smart-os KBUILD_BUILD_HOST=smart-os KBUILD_BUILD_VERSION=1
# gcc -Os makes string instructions of memset and memcpy (rep stosb), which emulators and older processors run byte by byte: calls
# of the kernel's own functions make the boot a third shorter.
kernel_make() { make -C "$SRC" O="$BUILD" ARCH="$ARCH" HOSTCC="$HOSTCC" CC=gcc KCFLAGS=-mstringop-strategy=libcall "$@"; }

merge_config "$RECIPE/base.config" "$INPUTS/kernel.config" >"$BUILD/requested.config"
if grep -q '^CONFIG_MODULES=y' "$BUILD/requested.config"; then
	echo CONFIG_MODULE_UNLOAD=y >>"$BUILD/requested.config"
fi
kernel_make KCONFIG_ALLCONFIG="$BUILD/requested.config" allnoconfig
require_config "$BUILD/requested.config" "$BUILD/.config" 'kernel symbol'

# Encrypted memory and separate page tables need their parts at huge pages.
set --
grep -qE '^CONFIG_(AMD_MEM_ENCRYPT|PAGE_TABLE_ISOLATION|MITIGATION_PAGE_TABLE_ISOLATION)=y' "$BUILD/.config" ||
	set -- CPPFLAGS_vmlinux.lds="-U$ARCH -include $RECIPE/page-alignment.h"
kernel_make "$@" bzImage
mkdir -p "$DEST/boot"
cp "$BUILD/arch/x86/boot/bzImage" "$DEST/boot/bzImage"
cp "$BUILD/System.map" "$DEST/boot/System.map"
cp "$BUILD/.config" "$DEST/boot/config"

if grep -q '^CONFIG_MODULES=y' "$BUILD/.config"; then
	kernel_make modules
	# depmod runs by its full name: users' PATHs often lack /usr/sbin.
	kernel_make INSTALL_MOD_PATH="$DEST/usr" INSTALL_MOD_STRIP=1 DEPMOD=/sbin/depmod modules_install
	rm -f "$DEST"/usr/lib/modules/*/build "$DEST"/usr/lib/modules/*/source
	# busybox reads modules.dep, modules.alias and modules.symbols; the binary indexes are kmod's.
	rm -f "$DEST"/usr/lib/modules/*/*.bin
fi
