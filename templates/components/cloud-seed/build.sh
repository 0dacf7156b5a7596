# Without any library, so that it is the same beside every C library and needs none to be built.
"$HOSTCC" -std=gnu11 -Os -Wall -Wextra -Werror -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables -fno-pie \
	-mno-red-zone -fcf-protection=none -ffile-prefix-map="$RECIPE"=. -nostdlib -static -no-pie \
	-Wl,--build-id=none,-z,noexecstack,-z,norelro -s -o grow-root "$RECIPE/grow-root.c"
objcopy --remove-section=.comment --remove-section=.note.gnu.property grow-root
install -D -m 755 grow-root "$DEST/usr/sbin/grow-root"
