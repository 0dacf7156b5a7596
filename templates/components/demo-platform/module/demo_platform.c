// SPDX-License-Identifier: GPL-2.0-only
/*
 * A platform device and its driver. Devices on PCI or USB say themselves that they are there; a lamp soldered to a pin does not. Such
 * devices are declared, in a device tree, by ACPI, or as here in code, and the kernel brings each together with the driver of its name.
 * The device is a lamp that blinks: a timer's interrupt switches it, files in sysfs show and set it.
 */
#include <linux/hrtimer.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>
#include <linux/version.h>
#include <linux/workqueue.h>

#define NAME "demo-lamp"
#define SHORTEST_MS 10
#define LONGEST_MS 60000

/* What the driver knows of one device. There could be many lamps: nothing is in global variables. */
struct lamp {
	struct device *device;
	struct hrtimer timer;
	struct work_struct tell;
	/* Held by the interrupt, too: whoever takes it elsewhere has to keep the interrupt out (spin_lock_irq). */
	spinlock_t lock;
	unsigned int period_ms;
	bool lit;
	u64 blinks;
};

/*
 * Called in the timer's interrupt, whatever program that happened to interrupt. Short, and nothing in it may sleep; what takes longer
 * or may sleep is put off to a worker thread.
 */
static enum hrtimer_restart lamp_tick(struct hrtimer *timer)
{
	struct lamp *lamp = container_of(timer, struct lamp, timer);
	unsigned int period;

	spin_lock(&lamp->lock);
	lamp->lit = !lamp->lit;
	lamp->blinks += lamp->lit;
	period = lamp->period_ms;
	spin_unlock(&lamp->lock);
	schedule_work(&lamp->tell);
	hrtimer_forward_now(timer, ms_to_ktime(period));
	return HRTIMER_RESTART;
}

/* The second half, in a thread: wakes programs that wait in poll() for the file `blinks`. */
static void lamp_tell(struct work_struct *work)
{
	struct lamp *lamp = container_of(work, struct lamp, tell);

	sysfs_notify(&lamp->device->kobj, NULL, "blinks");
}

static ssize_t lit_show(struct device *device, struct device_attribute *attribute, char *text)
{
	struct lamp *lamp = dev_get_drvdata(device);
	bool lit;

	spin_lock_irq(&lamp->lock);
	lit = lamp->lit;
	spin_unlock_irq(&lamp->lock);
	return sysfs_emit(text, "%d\n", lit);
}
static DEVICE_ATTR_RO(lit);

static ssize_t blinks_show(struct device *device, struct device_attribute *attribute, char *text)
{
	struct lamp *lamp = dev_get_drvdata(device);
	u64 blinks;

	spin_lock_irq(&lamp->lock);
	blinks = lamp->blinks;
	spin_unlock_irq(&lamp->lock);
	return sysfs_emit(text, "%llu\n", blinks);
}
static DEVICE_ATTR_RO(blinks);

static ssize_t period_ms_show(struct device *device, struct device_attribute *attribute, char *text)
{
	struct lamp *lamp = dev_get_drvdata(device);

	return sysfs_emit(text, "%u\n", READ_ONCE(lamp->period_ms));
}

/* A file of sysfs holds one value, as text. What is not one is refused, and the program's write fails with the error given here. */
static ssize_t period_ms_store(struct device *device, struct device_attribute *attribute, const char *text, size_t length)
{
	struct lamp *lamp = dev_get_drvdata(device);
	unsigned int period;
	int error = kstrtouint(text, 0, &period);

	if (error)
		return error;
	if (period < SHORTEST_MS || period > LONGEST_MS)
		return -ERANGE;
	spin_lock_irq(&lamp->lock);
	lamp->period_ms = period;
	spin_unlock_irq(&lamp->lock);
	/* From now on, not when the old period is over. */
	hrtimer_start(&lamp->timer, ms_to_ktime(period), HRTIMER_MODE_REL);
	return length;
}
static DEVICE_ATTR_RW(period_ms);

static struct attribute *lamp_attrs[] = {
	&dev_attr_blinks.attr,
	&dev_attr_lit.attr,
	&dev_attr_period_ms.attr,
	NULL,
};
ATTRIBUTE_GROUPS(lamp);

static void lamp_stop(void *data)
{
	struct lamp *lamp = data;

	/* In this order: the timer is what sets the work going. Both wait until what is running has ended. */
	hrtimer_cancel(&lamp->timer);
	cancel_work_sync(&lamp->tell);
}

/*
 * A device of our name has appeared. What is taken with a devm_ function is given back by itself, in reverse order, when the device or
 * the driver goes or this function fails.
 */
static int lamp_probe(struct platform_device *platform)
{
	struct lamp *lamp = devm_kzalloc(&platform->dev, sizeof(*lamp), GFP_KERNEL);

	if (!lamp)
		return -ENOMEM;
	lamp->device = &platform->dev;
	lamp->period_ms = 500;
	spin_lock_init(&lamp->lock);
	INIT_WORK(&lamp->tell, lamp_tell);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&lamp->timer, lamp_tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
#else
	hrtimer_init(&lamp->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	lamp->timer.function = lamp_tick;
#endif
	platform_set_drvdata(platform, lamp);
	hrtimer_start(&lamp->timer, ms_to_ktime(lamp->period_ms), HRTIMER_MODE_REL);
	return devm_add_action_or_reset(&platform->dev, lamp_stop, lamp);
}

static struct platform_driver lamp_driver = {
	.probe = lamp_probe,
	.driver = {
		.name = NAME,
		/* Made before programs are told of the device, and gone before lamp_stop. */
		.dev_groups = lamp_groups,
	},
};

static struct platform_device *lamp_device;

/* Usually these two are far apart: the device is in a description of the board, the driver in a module. Here the module has both. */
static int __init lamp_init(void)
{
	int error = platform_driver_register(&lamp_driver);

	if (error)
		return error;
	lamp_device = platform_device_register_simple(NAME, PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(lamp_device)) {
		platform_driver_unregister(&lamp_driver);
		return PTR_ERR(lamp_device);
	}
	return 0;
}

static void __exit lamp_exit(void)
{
	platform_device_unregister(lamp_device);
	platform_driver_unregister(&lamp_driver);
}

module_init(lamp_init);
module_exit(lamp_exit);

MODULE_DESCRIPTION("A platform device with a timer and sysfs attributes");
MODULE_AUTHOR("smart-os");
MODULE_LICENSE("GPL");
