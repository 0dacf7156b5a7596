# What the packages' own scripts would have done: the registries of settings, pictures, file types and icons. And less of what is big.
. "$LIB/package-run.sh"
. "$LIB/prune-libraries.sh"

# Programs of the distribution's own upkeep, and scripts for shells and languages that are not here.
rm -rf "$DEST/usr/libexec/gvfs" "$DEST/usr/share/gnome" "$DEST/usr/lib/gconv" "$DEST/usr/lib/security" "$DEST/usr/lib/girepository-1.0" \
	"$DEST/usr/lib/dbus-1.0/dbus-daemon-launch-helper" "$DEST/usr/lib/engines-3" "$DEST/usr/lib/ossl-modules" "$DEST/usr/share/libgcrypt20"
find "$DEST/usr/bin" "$DEST/usr/sbin" "$DEST/usr/lib" "$DEST/usr/share" "$DEST/etc" -type f -perm -100 -exec sh -c '
	for file; do
		case $(head -n 1 "$file" | tr -d "\000") in
		"#!"*/sh*) ;;
		"#!"*) rm "$file" ;;
		esac
	done' sh {} + 2>/dev/null

# Of the icons the sizes that panel, menus and desktop show.
icons=$DEST/usr/share/icons
for size in 8x8 64x64 96x96 256x256 512x512 scalable scalable-up-to-32 symbolic-up-to-32; do rm -rf "$icons/Adwaita/$size"; done
rm -rf "$DEST/usr/share/backgrounds/xfce"/*.jpg "$DEST/usr/share/themes/Daloa" "$DEST/usr/share/themes/Kokodi" "$DEST/usr/share/themes/Moheli" || true

lib=$DEST/usr/lib
run_target "$lib/glib-2.0/glib-compile-schemas" "$DEST/usr/share/glib-2.0/schemas"
# The registry of picture formats holds the places that the machine has.
(cd "$lib" && GDK_PIXBUF_MODULEDIR="$lib/gdk-pixbuf-2.0/2.10.0/loaders" run_target "$lib/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders") |
	sed "s#$DEST/usr/lib#/usr/lib#" >"$BUILD/loaders.cache"
mv "$BUILD/loaders.cache" "$lib/gdk-pixbuf-2.0/2.10.0/loaders.cache"
run_target "$DEST/usr/bin/update-mime-database" "$DEST/usr/share/mime"
rm -rf "$DEST/usr/share/mime/packages"
find "$icons" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
for theme in Adwaita hicolor; do
	GDK_PIXBUF_MODULE_FILE=/dev/null run_target "$DEST/usr/bin/gtk-update-icon-cache" --quiet --force --include-image-data "$icons/$theme" || true
	touch -h -d "@$SOURCE_DATE_EPOCH" "$icons/$theme" "$icons/$theme/icon-theme.cache"
done

rm -f "$DEST/usr/bin/gtk-update-icon-cache" "$DEST/usr/bin/update-mime-database" "$DEST/usr/bin/dbus-cleanup-sockets"
rm -rf "$lib/glib-2.0" "$lib/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders" "$lib/gio" "$lib/krb5" "$lib/gtk-3.0/3.0.0/printbackends"
# GTK's plug-ins for input methods are linked with it; the loader of pictures in PNG is built in.
prune_libraries
