# nginx with the RTMP module compiled in, and of its own modules only what serving files and showing streams takes.
. "$LIB/guard.sh"

# Its configure wants to write beside the sources, and so does the module's.
cp -R "$SRC" nginx
cp -R "$SYSROOT/usr/src/nginx-rtmp-module" rtmp
chmod -R u+w nginx rtmp
# The handshake needs one digest of OpenSSL and nothing else; see crypto/openssl/hmac.h.
sed -i '/^USE_OPENSSL=YES/d' rtmp/config
cp "$RECIPE/crypto/hmac.c" rtmp/
cp -R "$RECIPE/crypto/openssl" rtmp/
sed -i 's|$ngx_addon_dir/ngx_rtmp_handshake.c |&$ngx_addon_dir/hmac.c |' rtmp/config
grep -q hmac.c rtmp/config || { echo "smart-os: error: the module's config file is of an unknown form"; exit 1; }

# configure runs its trials. They have to run with the C library that is compiled against, not with the host's.
trial="-Wl,--dynamic-linker=$SYSROOT/lib64/ld-linux-x86-64.so.2,-rpath=$SYSROOT/usr/lib"
cd nginx
./configure \
	--prefix=/usr/share/nginx \
	--sbin-path=/usr/sbin/nginx \
	--conf-path=/etc/nginx/nginx.conf \
	--error-log-path=stderr \
	--http-log-path=/dev/null \
	--pid-path=/run/nginx.pid \
	--lock-path=/run/nginx.lock \
	--http-client-body-temp-path=/run/nginx/body \
	--user=nginx --group=nginx \
	--crossbuild="Linux:4.14:$ARCH" \
	--with-cc="$CC" --with-cc-opt="$CFLAGS -Wno-error" --with-ld-opt="$trial" \
	--without-pcre --without-http_rewrite_module --without-http_gzip_module \
	--without-http_ssi_module --without-http_userid_module --without-http_auth_basic_module --without-http_mirror_module \
	--without-http_autoindex_module --without-http_geo_module --without-http_map_module --without-http_split_clients_module \
	--without-http_referer_module --without-http_proxy_module --without-http_fastcgi_module --without-http_uwsgi_module \
	--without-http_scgi_module --without-http_grpc_module --without-http_memcached_module --without-http_empty_gif_module \
	--without-http_browser_module --without-http_limit_conn_module --without-http_limit_req_module \
	--without-http_upstream_hash_module --without-http_upstream_ip_hash_module --without-http_upstream_least_conn_module \
	--without-http_upstream_random_module --without-http_upstream_keepalive_module --without-http_upstream_zone_module \
	--add-module=../rtmp || { cat objs/autoconf.err; exit 1; }
# What was for the trials, and names of folders, stay out of the program.
sed -i "s|$trial||g" objs/Makefile objs/ngx_auto_config.h
sed -i 's|^#define NGX_CONFIGURE .*|#define NGX_CONFIGURE ""|' objs/ngx_auto_config.h
make -f objs/Makefile binary
refuse_host_headers objs

install -D -m 755 objs/nginx "$DEST/usr/sbin/nginx"
"$STRIP" "$DEST/usr/sbin/nginx"
install -D -m 644 conf/mime.types "$DEST/etc/nginx/mime.types"
