# The first network card has an address, from DHCP where the profile says so, and a way out.
case $CHECK_NETWORK in
  none) echo "the profile has no network"; exit 77 ;;
  dhcp) expected= ;;
  *) expected=${CHECK_NETWORK%/*} ;;
esac
tries=0
while :; do
  address=$(ifconfig 2>/dev/null | sed -n 's/.*inet addr:\([0-9.]*\).*/\1/p' | grep -v '^127\.' | head -n 1)
  [ -n "$address" ] && break
  tries=$((tries + 1))
  [ "$tries" -ge 20 ] && { echo "no address after 20 s"; exit 1; }
  sleep 1
done
[ -z "$expected" ] || [ "$address" = "$expected" ] || { echo "the address is $address instead of $expected"; exit 1; }
# Destination 00000000 is the default route.
[ -n "$expected" ] || grep -q '[[:space:]]00000000[[:space:]]' /proc/net/route || { echo "there is no default route"; exit 1; }
echo "the address is $address"
