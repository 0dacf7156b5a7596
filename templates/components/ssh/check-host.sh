# A real client logs in with a key, and with no other; a password that logs root in at a terminal of the machine is refused over
# the network (or taken, where the profile says so).
command -v ssh >/dev/null && command -v ssh-keygen >/dev/null || { echo "there is no ssh client on this host (openssh-client)"; exit 77; }
eval "port=\${CHECK_FORWARD_$CHECK_OPTION_PORT:-}"
[ -n "$port" ] || { echo "the profile has no network"; exit 77; }
cd "$CHECK_FOLDER" || exit

client() {
	ssh -F none -p "$port" -o UserKnownHostsFile="$CHECK_FOLDER/known" -o StrictHostKeyChecking=accept-new \
		-o IdentitiesOnly=yes -o ConnectTimeout=30 -o LogLevel=ERROR "$@"
}
# usage: within FILE PATTERN. Waits until the file has a line with the pattern.
within() {
	tries=60
	until grep -q "$2" "$1"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "no \"$2\" came: $(tail -n 1 "$1")"; exit 1; }
		sleep 0.5
	done
}

ssh-keygen -q -t ed25519 -N '' -C proof -f known-key
ssh-keygen -q -t ed25519 -N '' -C proof -f other-key
public=$(cat known-key.pub)
"$CHECK_GUEST" "mkdir -p -m 700 /root/.ssh && echo '$public' >>/root/.ssh/authorized_keys && chmod 600 /root/.ssh/authorized_keys" || exit 1

answer=$(client -i known-key -o BatchMode=yes root@127.0.0.1 'echo "$(id -u) on $(cat /proc/sys/kernel/hostname)"' 2>&1)
[ "$answer" = "0 on $CHECK_HOSTNAME" ] || { echo "with the key: $answer"; exit 1; }
client -i other-key -o BatchMode=yes root@127.0.0.1 true 2>refused && { echo "a key that is not authorised logged in"; exit 1; }
grep -q 'Permission denied' refused || { echo "with another key: $(tail -n 1 refused)"; exit 1; }

# The key that the client saw is the one that the machine made.
seen=$(sed -n 's/.* ssh-ed25519 \([^ ]*\).*/\1/p' known)
own=$("$CHECK_GUEST" 'for folder in /etc/dropbear /run/dropbear; do [ ! -e $folder/dropbear_ed25519_host_key ] || dropbearkey -y -f $folder/dropbear_ed25519_host_key; done')
case $own in
*"ssh-ed25519 $seen"*) ;;
*) echo "the host key seen is not the machine's own"; exit 1 ;;
esac

password=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
# Into the file itself: not every busybox has chpasswd.
hash=$(perl -e 'print crypt($ARGV[0], q($6$proof$))' "$password")
"$CHECK_GUEST" "sed -i 's|^root:[^:]*:|root:$hash:|' /etc/shadow && grep -q '^root:[$]6[$]' /etc/shadow" || { echo "the password could not be set"; exit 1; }
mkfifo typed
: >shown
client -tt -i known-key root@127.0.0.1 'exec login root' <typed >shown 2>&1 &
exec 3>typed
within shown 'assword:'
echo "$password" >&3
within shown '[#$] '
echo 'echo logged-in-$((6 * 7))' >&3
within shown logged-in-42
echo exit >&3
exec 3>&-
wait

printf '#!/bin/sh\necho %s\n' "$password" >ask
chmod 700 ask
SSH_ASKPASS=$CHECK_FOLDER/ask SSH_ASKPASS_REQUIRE=force client -o PubkeyAuthentication=no -o NumberOfPasswordPrompts=1 \
	root@127.0.0.1 'echo came in' >answer 2>&1
if [ "$CHECK_OPTION_PASSWORD_LOGIN" = 1 ]; then
	grep -qx 'came in' answer || { echo "the password was refused: $(tail -n 1 answer)"; exit 1; }
else
	grep -q 'Permission denied (publickey)' answer || { echo "with the password: $(tail -n 1 answer)"; exit 1; }
fi
