# The key that QEMU handed over is root's, a seed's files are understood, and a disk that did not grow leaves the root as it is.
grep -q ' smart-os-check$' /root/.ssh/authorized_keys 2>/dev/null || { echo "the key from QEMU is not in /root/.ssh/authorized_keys: $(cat /var/log/cloud-seed.log)"; exit 1; }
mode=$(stat -c %a /root/.ssh/authorized_keys)
[ "$mode" = 600 ] || { echo "/root/.ssh/authorized_keys has the mode $mode"; exit 1; }

mkdir -p /tmp/seed
cat >/tmp/seed/meta-data <<-'END'
	instance-id: i-1
	local-hostname: from-meta-data
END
cat >/tmp/seed/user-data <<-'END'
	#cloud-config
	hostname: "box"   # a comment
	ssh_authorized_keys:
	  - ssh-ed25519 AAAA one@example
	  - 'ssh-rsa BBBB two'
	packages:
	  - ignored
END
read=$(cloud-seed read /tmp/seed | tr '\n' '|')
rm -r /tmp/seed
[ "$read" = 'hostname from-meta-data|hostname box|key ssh-ed25519 AAAA one@example|key ssh-rsa BBBB two|unknown packages|' ] || { echo "a seed was read as $read"; exit 1; }
said=$(/etc/init.d/cloud-grow start 2>&1) || { echo "growing the root failed: $said"; exit 1; }
