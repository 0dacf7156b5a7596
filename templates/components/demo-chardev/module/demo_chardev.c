// SPDX-License-Identifier: GPL-2.0-only
/*
 * A character device: /dev/demo-chardev is a pipe in the kernel. What one program writes, another reads, in order. A reader sleeps
 * while it is empty, a writer while it is full; poll() and ioctl() work, too.
 */
#include <linux/fs.h>
#include <linux/kfifo.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "demo_chardev.h"

/* A power of two, as kfifo wants it. */
#define BUFFER_SIZE 4096

static DEFINE_KFIFO(buffer, unsigned char, BUFFER_SIZE);
/* Held by whoever looks at or changes anything below or in the buffer. It may sleep, so a mutex and not a spinlock. */
static DEFINE_MUTEX(lock);
/* Who waits for something to read, and who waits for room. */
static DECLARE_WAIT_QUEUE_HEAD(readers);
static DECLARE_WAIT_QUEUE_HEAD(writers);
static u64 written;
static u64 slept;

/*
 * Takes the lock when there is something in the buffer (or room in it, for writers). Returns 0 with the lock held, or an error without
 * it. The condition is looked at again under the lock: between waking up and taking it, another reader may have been faster.
 */
static int lock_when_ready(struct file *file, bool for_reading)
{
	for (;;) {
		if (mutex_lock_interruptible(&lock))
			return -ERESTARTSYS;
		if (for_reading ? !kfifo_is_empty(&buffer) : !kfifo_is_full(&buffer))
			return 0;
		slept += !(file->f_flags & O_NONBLOCK);
		/* Nobody may sleep with the lock: who could then write what we wait for? */
		mutex_unlock(&lock);
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		/* Interruptible, or a reader could not be ended with Ctrl-C. */
		if (for_reading ? wait_event_interruptible(readers, !kfifo_is_empty(&buffer))
				: wait_event_interruptible(writers, !kfifo_is_full(&buffer)))
			return -ERESTARTSYS;
	}
}

/* `target` is an address of the program's: only copy functions that know how to fail may touch it (here inside kfifo). */
static ssize_t demo_read(struct file *file, char __user *target, size_t length, loff_t *position)
{
	unsigned int copied;
	int error;

	if (length == 0)
		return 0;
	error = lock_when_ready(file, true);
	if (error)
		return error;
	error = kfifo_to_user(&buffer, target, length, &copied);
	mutex_unlock(&lock);
	if (error)
		return error;
	wake_up_interruptible(&writers);
	return copied;
}

/* Takes as much as there is room for; the program is told how much that was and calls again for the rest. */
static ssize_t demo_write(struct file *file, const char __user *source, size_t length, loff_t *position)
{
	unsigned int copied;
	int error;

	if (length == 0)
		return 0;
	error = lock_when_ready(file, false);
	if (error)
		return error;
	error = kfifo_from_user(&buffer, source, length, &copied);
	if (!error)
		written += copied;
	mutex_unlock(&lock);
	if (error)
		return error;
	wake_up_interruptible(&readers);
	return copied;
}

/* Says what is possible now, and where the caller is to be put to sleep until that changes. */
static __poll_t demo_poll(struct file *file, poll_table *table)
{
	__poll_t ready = 0;

	poll_wait(file, &readers, table);
	poll_wait(file, &writers, table);
	mutex_lock(&lock);
	if (!kfifo_is_empty(&buffer))
		ready |= EPOLLIN | EPOLLRDNORM;
	if (!kfifo_is_full(&buffer))
		ready |= EPOLLOUT | EPOLLWRNORM;
	mutex_unlock(&lock);
	return ready;
}

/* Everything that is neither reading nor writing. Unknown numbers are refused with ENOTTY, whatever the name suggests. */
static long demo_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct demo_chardev_status status = { .size = BUFFER_SIZE };

	switch (command) {
	case DEMO_CHARDEV_STATUS:
		mutex_lock(&lock);
		status.used = kfifo_len(&buffer);
		status.written = written;
		status.slept = slept;
		mutex_unlock(&lock);
		return copy_to_user((void __user *)argument, &status, sizeof(status)) ? -EFAULT : 0;
	case DEMO_CHARDEV_CLEAR:
		mutex_lock(&lock);
		kfifo_reset(&buffer);
		mutex_unlock(&lock);
		wake_up_interruptible(&writers);
		return 0;
	default:
		return -ENOTTY;
	}
}

static const struct file_operations demo_operations = {
	/* Counts open files as users: rmmod refuses while there are any. */
	.owner = THIS_MODULE,
	.read = demo_read,
	.write = demo_write,
	.poll = demo_poll,
	.unlocked_ioctl = demo_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	/* There is no position in a pipe. */
	.open = stream_open,
};

/* A "misc" device gets a free number and its file in /dev without further ado. */
static struct miscdevice demo_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "demo-chardev",
	.fops = &demo_operations,
	.mode = 0666,
};

module_misc_device(demo_device);

MODULE_DESCRIPTION("A character device with read, write, poll and ioctl");
MODULE_AUTHOR("smart-os");
MODULE_LICENSE("GPL");
