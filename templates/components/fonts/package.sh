# Fonts of the kinds that are used, and fontconfig's list of them, made by the packages' own program.
. "$LIB/package-run.sh"

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
run_target "$DEST/usr/bin/fc-cache" --sysroot="$DEST" --force --system-only
find "$DEST/usr/share/fonts" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
