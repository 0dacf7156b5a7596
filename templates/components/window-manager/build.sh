# Fluxbox without readers of pictures: its style here is plain colours. The C++ library is linked in, since nothing else needs it.
. "$LIB/guard.sh"
. "$LIB/autotools.sh"
# Trials that would have to run here.
export ac_cv_func_malloc_0_nonnull=yes ac_cv_func_realloc_0_nonnull=yes ac_cv_func_memcmp_working=yes
configure_for_machine --enable-xft --enable-xrender --enable-randr --enable-xinerama --enable-shape --disable-xpm --disable-imlib2 --disable-fribidi \
	--disable-nls --x-includes="$SYSROOT/usr/include" --x-libraries="$SYSROOT/usr/lib" \
	LDFLAGS="-static-libstdc++ -static-libgcc -Wl,-rpath-link,$SYSROOT/usr/lib"
make
refuse_host_headers "$BUILD"
for program in src/fluxbox util/fbsetroot util/fluxbox-remote; do
	install -D -m 755 "$program" "$DEST/usr/bin/${program##*/}"
	"$TARGET-strip" "$DEST/usr/bin/${program##*/}"
done
