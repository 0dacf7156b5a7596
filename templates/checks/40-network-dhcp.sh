# The first network card has an address, from DHCP where the profile says so, and a way out.
case $CHECK_NETWORK in
  none) echo "the profile has no network"; exit 77 ;;
  dhcp) expected= ;;
  *) expected=${CHECK_NETWORK%/*} ;;
esac
# Destination 00000000 is the default route: DHCP brings one, and other cards may have their addresses before.
tries=20
while :; do
  addresses=$(ifconfig 2>/dev/null | sed -n 's/.*inet addr:\([0-9.]*\).*/\1/p' | grep -v '^127\.')
  if [ -n "$expected" ]; then
    echo "$addresses" | grep -qxF "$expected" && break
  elif [ -n "$addresses" ] && grep -q '[[:space:]]00000000[[:space:]]' /proc/net/route; then
    break
  fi
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { echo "no ${expected:-address with a default route} after 20 s; addresses: "$addresses; exit 1; }
  sleep 1
done
echo "addresses: "$addresses
