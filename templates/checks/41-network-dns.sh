# A name that only the verifier's own server knows is resolved through the guest's resolver: by libc, not by a tool of its own.
[ "$CHECK_NETWORK" = none ] && { echo "the profile has no network"; exit 77; }
[ -n "$CHECK_DNS_NAME" ] || { echo "$CHECK_DNS_SKIP"; exit 77; }
# ping prints the address it resolved in its first line, whether or not anything answers.
answer=$(ping -c 1 -W 1 "$CHECK_DNS_NAME" 2>&1 | head -n 1)
case $answer in
  *"($CHECK_DNS_ADDRESS)"*) ;;
  *) echo "$CHECK_DNS_NAME did not give $CHECK_DNS_ADDRESS: $answer"; exit 1 ;;
esac
