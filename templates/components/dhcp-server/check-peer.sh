# A second machine on the link gets an address, a route and name servers; where the first one passes traffic on, a name is resolved
# through it by a server that only it can reach.
service stop dhcp-server >/dev/null 2>&1
cat >/tmp/lease <<'END'
[ "$1" = bound ] || exit 0
echo "$ip/$mask $router $dns" >/tmp/leased
END
chmod 755 /tmp/lease
sed -i '1i #!/bin/sh' /tmp/lease
ip address flush dev "$CHECK_LINK_CARD"
udhcpc -i "$CHECK_LINK_CARD" -n -q -f -t 10 -T 2 -s /tmp/lease >/tmp/udhcpc 2>&1 || { echo "no address: $(tail -n 1 /tmp/udhcpc)"; exit 1; }
read -r address router servers </tmp/leased
[ "$router" = "$CHECK_PEER_ADDRESS" ] || { echo "the way out is $router, not $CHECK_PEER_ADDRESS"; exit 1; }
[ "${address%/*}" != "$CHECK_PEER_ADDRESS" ] || { echo "the server gave away its own address"; exit 1; }
ip address add "$address" dev "$CHECK_LINK_CARD" || exit 1
ping -c 1 -W 5 "$router" >/dev/null || { echo "$router is not reached from $address"; exit 1; }
[ "$CHECK_FIREWALL_FORWARD" = 1 ] || exit 0

ip route replace default via "$router" dev "$CHECK_LINK_CARD"
[ -n "$CHECK_DNS_NAME" ] || { echo "$CHECK_DNS_SKIP"; exit 77; }
answer=$(nslookup "$CHECK_DNS_NAME" "${servers%% *}" 2>&1)
case $answer in
*"$CHECK_DNS_ADDRESS"*) ;;
*) echo "nothing comes back through the router: $(echo "$answer" | tail -n 1)"; exit 1 ;;
esac
