# Of the packages only the server, its RTMP module and the table of file types: settings, pages and start are this component's own.
mv "$DEST/etc/nginx/mime.types" "$BUILD/mime.types"
rm -rf "$DEST/etc" "$DEST/usr/share" "$DEST/usr/lib/systemd" "$DEST/usr/lib/ssl"
mkdir -p "$DEST/etc/nginx/modules-enabled"
mv "$BUILD/mime.types" "$DEST/etc/nginx/mime.types"
echo 'load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;' >"$DEST/etc/nginx/modules-enabled/rtmp.conf"
