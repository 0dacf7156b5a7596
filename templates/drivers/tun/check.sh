# A network card without hardware is made through /dev/net/tun, takes an address, and goes away again.
[ -c /dev/net/tun ] || { echo "there is no /dev/net/tun"; exit 1; }
command -v tunctl >/dev/null || { echo "this busybox has no tunctl to make a card with; the component demo-tap makes one"; exit 77; }
card=check-tap
tunctl -t $card >/dev/null || { echo "no card can be made through /dev/net/tun"; exit 1; }
trap 'tunctl -d $card >/dev/null' EXIT
# IFF_TAP (2): Ethernet frames, with their addresses.
[ $(($(cat /sys/class/net/$card/tun_flags) & 3)) = 2 ] || { echo "$card is not a tap card: tun_flags $(cat /sys/class/net/$card/tun_flags)"; exit 1; }
ip address add 192.0.2.77/24 dev $card && ip link set $card up || { echo "$card takes no address"; exit 1; }
ping -c 1 -W 5 192.0.2.77 >/dev/null || { echo "the address of $card does not answer"; exit 1; }
# Nobody holds the other end of the cable, and the card knows it.
[ "$(cat /sys/class/net/$card/carrier)" = 0 ] || { echo "$card has a carrier although no program holds its other end"; exit 1; }
