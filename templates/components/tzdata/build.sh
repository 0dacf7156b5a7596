# Compiles one zone of the tz database with the host's zic.
case $OPTION_ZONE in
*[!A-Za-z0-9_+/-]* | /* | *..* | '')
	echo "smart-os: error: $OPTION_ZONE is not the name of a time zone"
	exit 1
	;;
esac

# backward holds the older names (Asia/Calcutta), which people still use.
for file in africa antarctica asia australasia etcetera europe northamerica southamerica backward; do
	cat "$SRC/$file"
done >"$BUILD/rules"
zic -b slim -d "$BUILD/zoneinfo" "$BUILD/rules"

if [ ! -f "$BUILD/zoneinfo/$OPTION_ZONE" ]; then
	echo "smart-os: error: the tz database has no time zone $OPTION_ZONE"
	echo "Zones with a similar name:"
	find "$BUILD/zoneinfo" -type f | sed "s#^$BUILD/zoneinfo/##" | grep -i "${OPTION_ZONE##*/}" | sort || true
	exit 1
fi
install -D -m 644 "$BUILD/zoneinfo/$OPTION_ZONE" "$DEST/usr/share/zoneinfo/$OPTION_ZONE"
mkdir -p "$DEST/etc"
ln -s "../usr/share/zoneinfo/$OPTION_ZONE" "$DEST/etc/localtime"
