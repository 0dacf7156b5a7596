# A name that only the verifier's own server knows is resolved by both resolvers: the C library's, which programs use, and
# busybox's own. /etc/hosts comes first, and what does not exist is not found.
#
# ping prints the address that the C library gave it in its first line, whether or not anything answers.
by_libc() { ping -c 1 -W 1 "$1" 2>&1 | head -n 1; }

case $(by_libc "$CHECK_HOSTNAME") in
*"(127.0.1.1)"*) ;;
*) echo "/etc/hosts is not read: $(by_libc "$CHECK_HOSTNAME")"; exit 1 ;;
esac
[ "$CHECK_NETWORK" = none ] && { echo "the profile has no network"; exit 77; }
[ -n "$CHECK_DNS_NAME" ] || { echo "$CHECK_DNS_SKIP"; exit 77; }
answer=$(by_libc "$CHECK_DNS_NAME")
case $answer in
*"($CHECK_DNS_ADDRESS)"*) ;;
*) echo "the C library: $CHECK_DNS_NAME did not give $CHECK_DNS_ADDRESS: $answer"; exit 1 ;;
esac
answer=$(by_libc "no.$CHECK_DNS_NAME")
case $answer in
*"bad address"*) ;;
*) echo "the C library found a name that does not exist: $answer"; exit 1 ;;
esac
command -v nslookup >/dev/null || exit 0
answer=$(nslookup "$CHECK_DNS_NAME" 2>&1)
case $answer in
*"$CHECK_DNS_ADDRESS"*) ;;
*) echo "busybox: $CHECK_DNS_NAME did not give $CHECK_DNS_ADDRESS: $(echo "$answer" | tail -n 1)"; exit 1 ;;
esac
! nslookup "no.$CHECK_DNS_NAME" >/dev/null 2>&1 || { echo "busybox found a name that does not exist"; exit 1; }
