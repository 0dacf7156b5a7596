/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* What the module demo_chardev and programs that use it agree on. */
#ifndef DEMO_CHARDEV_H
#define DEMO_CHARDEV_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* Types of fixed size: a program of 32 bits and a kernel of 64 have to see the same structure. */
struct demo_chardev_status {
	__u32 size;	/* bytes that fit */
	__u32 used;	/* bytes that wait to be read */
	__u64 written;	/* bytes that ever went in */
	__u64 slept;	/* times that somebody had to wait */
};

/* The number of an ioctl says which way its argument goes and how large it is; the letter keeps drivers apart. */
#define DEMO_CHARDEV_STATUS _IOR('d', 1, struct demo_chardev_status)
#define DEMO_CHARDEV_CLEAR _IO('d', 2)

#endif
