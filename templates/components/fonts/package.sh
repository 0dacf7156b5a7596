# Fonts of the kinds that are used, and fontconfig's list of them, made by the packages' own program through the machine's own loader.
fonts=$DEST/usr/share/fonts/truetype/dejavu
for file in "$fonts"/*; do
	case ${file##*/} in
	DejaVuSans.ttf | DejaVuSans-Bold.ttf | DejaVuSansMono.ttf | DejaVuSansMono-Bold.ttf) ;;
	*) rm "$file" ;;
	esac
done

# The list is believed as long as the folders' times are those that it was made with; in an image all times are this one.
mkdir -p "$DEST/var/cache/fontconfig"
find "$DEST/usr/share/fonts" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
loader=
for candidate in "$SYSROOT/usr/lib/ld-linux-x86-64.so.2" "$SYSROOT/lib64/ld-linux-x86-64.so.2"; do
	[ -e "$candidate" ] && loader=$candidate
done
"$loader" --library-path "$DEST/usr/lib:$SYSROOT/usr/lib" "$DEST/usr/bin/fc-cache" --sysroot="$DEST" --force --system-only --verbose
find "$DEST/usr/share/fonts" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
