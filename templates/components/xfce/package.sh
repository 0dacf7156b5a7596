# What the packages' own scripts would have done: the registries of settings, pictures, file types and icons. And less of what is big.
. "$LIB/package-run.sh"
. "$LIB/prune-libraries.sh"

# Of what the packages drag in only the desktop's own programs stay; a graphical server, shells' languages and compilers go.
for file in "$DEST"/usr/bin/* "$DEST"/usr/sbin/*; do
	case ${file##*/} in
	xf* | thunar* | Thunar | dbus-daemon | dbus-run-session | dbus-send | dbus-update-activation-environment | exo-open | gtk-update-icon-cache | update-mime-database) ;;
	*) rm -rf "$file" ;;
	esac
done
for name in gconv security girepository-1.0 engines-3 ossl-modules gcc systemd udev kernel modprobe.d krb5 gio xorg init python3 python3.11 dbus-1.0 \
	gtk-3.0/3.0.0/printbackends sasl2 locale environment.d pam.d ssl perl-base cryptsetup mime tmpfiles.d modules-load.d sysctl.d binfmt.d; do
	rm -rf "$DEST/usr/lib/$name"
done
rm -rf "$DEST"/usr/share/libgcrypt20 "$DEST"/usr/share/python3* "$DEST"/usr/share/perl* "$DEST"/usr/lib/perl* "$DEST"/usr/lib/python* "$DEST/usr/share/gnome" \
	"$DEST"/usr/share/fonts "$DEST"/usr/share/X11 "$DEST"/usr/libexec/coreutils "$DEST"/usr/lib/apt "$DEST"/usr/lib/dpkg "$DEST"/lib
find "$DEST/etc" -mindepth 1 -maxdepth 1 ! -name xdg ! -name dbus-1 -exec rm -rf {} +
rm -rf "$DEST/etc/xdg/systemd" "$DEST/usr/share/xfce4/applications"
# Scripts for interpreters that are not here.
find "$DEST/usr/bin" "$DEST/usr/libexec" "$DEST/usr/lib" "$DEST/usr/share" -type f -perm -100 -exec sh -c '
	for file; do
		case $(head -c 80 "$file" | head -n 1 | tr -d "\000") in
		"#!/bin/sh"* | "#! /bin/sh"*) ;;
		"#!"*) rm "$file" ;;
		esac
	done' sh {} +

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
rm -rf "$lib/glib-2.0" "$lib/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders"
# GTK's plug-ins for input methods are linked with it; the loader of pictures in PNG is built in.
prune_libraries
